//! The operations that are built, and how the pipeline calls them without knowing their types.

use std::collections::HashMap;
use std::future::Future;

use wire::{Document, Failure, Operation, Shape};

use crate::access::Access;
use crate::ports::BoxFuture;
use crate::transaction::{Lookup, Transaction};

/// An operation that is built: what it needs permission for, and what it does.
///
/// ```ignore
/// impl Handle for operation::GetUser {
///     async fn access(input: &GetUserRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> { … }
///     async fn run(input: &GetUserRequest, tx: &mut Transaction<'_>) -> Result<GetUserResponse, Failure> { … }
/// }
/// ```
pub trait Handle: Operation {
    /// Works out what must be allowed. It may read to find a resource's ARN, tags and policy, but must not reveal whether something exists: a
    /// resource that is not there is named by the ARN it would have.
    ///
    /// # Errors
    /// Only such as the caller may learn without any permission.
    fn access(input: &Self::Input, lookup: &Lookup<'_>) -> impl Future<Output = Result<Access, Failure>> + Send;

    /// Runs the operation. It may be run several times for one call, if what it read changes before it commits.
    ///
    /// # Errors
    /// The operation's modelled errors; nothing it wrote remains then.
    fn run(input: &Self::Input, tx: &mut Transaction<'_>) -> impl Future<Output = Result<Self::Output, Failure>> + Send;
}

/// A decoded call of some operation.
pub(crate) trait Prepared: Send + Sync {
    fn access<'a>(&'a self, lookup: &'a Lookup<'a>) -> BoxFuture<'a, Result<Access, Failure>>;
    fn run<'a>(&'a self, tx: &'a mut Transaction<'_>) -> BoxFuture<'a, Result<Document, Failure>>;
}

struct Input<O: Operation>(O::Input);

impl<O: Handle> Prepared for Input<O> {
    fn access<'a>(&'a self, lookup: &'a Lookup<'a>) -> BoxFuture<'a, Result<Access, Failure>> {
        Box::pin(O::access(&self.0, lookup))
    }
    fn run<'a>(&'a self, tx: &'a mut Transaction<'_>) -> BoxFuture<'a, Result<Document, Failure>> {
        Box::pin(async move { Ok(O::run(&self.0, tx).await?.into_document()) })
    }
}

type Prepare = fn(Document) -> Result<Box<dyn Prepared>, Failure>;

fn prepare<O: Handle>(document: Document) -> Result<Box<dyn Prepared>, Failure> {
    let input = O::Input::from_document(document).map_err(Failure::internal)?;
    Ok(Box::new(Input::<O>(input)))
}

/// Every operation that is built.
#[derive(Debug, Default)]
pub struct Registry {
    operations: HashMap<(&'static str, &'static str), Prepare>,
}

impl Registry {
    /// Adds an operation.
    pub fn add<O: Handle>(&mut self) -> &mut Self {
        self.operations.insert((O::SERVICE, O::NAME), prepare::<O>);
        self
    }

    /// Whether an operation is built.
    pub fn has(&self, service: &str, operation: &str) -> bool {
        self.operations.keys().any(|(s, o)| *s == service && *o == operation)
    }

    /// The operations that are built, sorted.
    pub fn operations(&self) -> Vec<(&'static str, &'static str)> {
        let mut names: Vec<_> = self.operations.keys().copied().collect();
        names.sort_unstable();
        names
    }

    pub(crate) fn prepare(
        &self,
        service: &'static str,
        operation: &'static str,
        input: Document,
    ) -> Option<Result<Box<dyn Prepared>, Failure>> {
        self.operations.get(&(service, operation)).map(|prepare| prepare(input))
    }
}
