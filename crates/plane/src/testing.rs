//! For tests of services: calls an operation as a principal, with authorization and commit but without bytes and signatures.

use std::sync::Arc;

use store::CommitError;
use wire::contracts::contract;
use wire::{Common, Failure, Shape};

use crate::audit::{self, Outcome};
use crate::call::Call;
use crate::plane::System;
use crate::principal::Principal;
use crate::registry::Handle;
use crate::transaction::{Known, Lookup, Reader, Transaction};

/// Calls an operation as `principal`, with the policies that identity and organization hold for it.
///
/// # Errors
/// What the client would get.
pub async fn call<O: Handle>(system: &System, principal: &Principal, input: O::Input) -> Result<O::Output, Failure> {
    let plane = system.plane();
    let service = contract(O::SERVICE).ok_or_else(|| Failure::internal("no such service"))?.service();
    let operation = service.operation(O::NAME).ok_or_else(|| Failure::internal("no such operation"))?;
    let document = input.into_document();
    let input = O::Input::from_document(document.clone()).map_err(Failure::internal)?;
    let (policies, tags) = plane
        .identities()
        .policies(&Reader::new(plane), principal)
        .await?
        .ok_or_else(|| Failure::common(Common::InvalidClientTokenId, "no such principal"))?;
    let mut principal = principal.clone();
    principal.tags.extend(tags);
    let call = Call {
        request_id: plane.ids.uuid(),
        time: plane.clock.now(),
        service,
        operation,
        region: plane.settings.home_region.clone(),
        guardrails: plane.guardrails(&principal.account).await?,
        principal: Arc::new(principal),
        source_ip: Some(std::net::IpAddr::from([127, 0, 0, 1])),
        user_agent: "test".to_owned(),
        host: "localhost".to_owned(),
        tls: None,
        signature: None,
        payload: None,
    };
    loop {
        let known = Known::default();
        let access = O::access(&input, &Lookup::new(plane, &call, &known)).await?;
        plane.authorize(&call, &policies, &access).await?;
        let mut tx = Transaction::new(plane, &call).with_policies(&policies).knowing(known);
        let output = O::run(&input, &mut tx).await?.into_document();
        let records = audit::records(&call, || plane.ids.uuid(), &document, &tx.audit, Outcome::Done(&output));
        match plane.commit(tx, records).await {
            Ok(_) => return O::Output::from_document(output).map_err(Failure::internal),
            Err(CommitError::Conflict { .. }) => {}
            Err(error) => return Err(Failure::internal(error)),
        }
    }
}

/// Runs a reconciler once.
///
/// # Errors
/// Its own.
pub async fn reconcile(system: &System, reconciler: &Arc<dyn crate::reconcile::Reconciler>) -> Result<(), Failure> {
    reconciler.run(system).await
}
