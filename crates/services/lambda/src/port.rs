//! Functions for other services of the plane, invoked as service principals.

use bytes::Bytes;
use plane::ports::{Functions, Invoked, ServiceCaller};
use plane::{BoxFuture, Failure, Reader, System, Transaction};

use crate::Lambda;
use crate::asynchronous;
use crate::errors::{invalid, not_found};
use crate::find;
use crate::invoke::Invocation;
use crate::names::{Named, Target};
use crate::operations::draw;
use crate::permissions::allow_service;

/// The target of an ARN.
fn target(arn: &str) -> Result<Target, Failure> {
    let named = Named::parse(arn).ok_or_else(|| invalid(format!("Invalid function name or ARN: {arn}")))?;
    let (Some(region), Some(account)) = (named.region, named.account) else {
        return Err(not_found(format!("Function not found: {arn}")));
    };
    Target::of(account, region, arn, None)
}

impl Functions for Lambda {
    fn may_invoke<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        function_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let target = target(function_arn)?;
            // Whether a function is there is told only to who may invoke it: without one there is no policy that allows.
            allow_service(reader, &target, caller).await?;
            find::version(reader, &target, 0.0).await.map(|_| ())
        })
    }

    fn invoke<'a>(
        &'a self,
        system: &'a System,
        function_arn: &'a str,
        payload: Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<Invoked, Failure>> {
        Box::pin(async move {
            let reader = system.reader();
            let target = target(function_arn)?;
            allow_service(&reader, &target, caller).await?;
            let plane = system.plane();
            let found = find::version(&reader, &target, draw(plane)).await?;
            let invocation = Invocation {
                id: plane.ids.uuid().to_string(),
                arn: target.arn(&plane.settings.partition),
                payload,
                client_context: None,
            };
            let outcome = self.execute(&reader, &found, invocation).await?;
            let error = outcome.failed.then(|| "Unhandled".to_owned());
            Ok(Invoked { payload: outcome.payload, error })
        })
    }

    fn enqueue<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        function_arn: &'a str,
        payload: Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let target = target(function_arn)?;
            let reader = tx.reader();
            allow_service(&reader, &target, caller).await?;
            find::version(&reader, &target, 0.0).await?;
            let id = tx.plane().ids.uuid().to_string();
            asynchronous::accept(tx, &target, id, &payload, None)
        })
    }
}
