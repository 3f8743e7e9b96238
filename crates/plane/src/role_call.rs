//! Calls that a service of the plane makes in a session of a role that trusts it, as EventBridge Scheduler does: permitted, recorded and committed like the
//! call of any client.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use store::CommitError;
use wire::contracts::contract;
use wire::model::{OperationModel, Protocol, Service};
use wire::{Common, Document, Failure, plain, validate};

use crate::audit::{self, Outcome};
use crate::call::{Call, Tls};
use crate::plane::{ATTEMPTS, Plane, System};
use crate::ports::{BoxFuture, IdentityPolicies, ServiceCaller};
use crate::registry::Prepared;
use crate::service_role::{principal, trusts};
use crate::settings::is_global;
use crate::transaction::{Known, Lookup, Transaction};

/// Who calls what, in which role.
#[derive(Debug, Clone, Copy)]
pub struct RoleCall<'a> {
    /// The service, and the resource on whose behalf it calls.
    pub caller: &'a ServiceCaller,
    /// ARN of the role.
    pub role: &'a str,
    /// Name of the session.
    pub session: &'a str,
    /// Service that is called, by its name in `models/`.
    pub service: &'a str,
    /// Operation, such as `SendMessage`.
    pub operation: &'a str,
    /// Region of the call.
    pub region: &'a str,
    /// Input, by the model's own names.
    pub input: &'a Value,
}

/// What is called, once it is found.
struct Found {
    service: &'static Service,
    operation: &'static OperationModel,
    /// The protocol whose error codes the records of refused calls have: the service's preferred one.
    protocol: Protocol,
    input: Document,
    prepared: Box<dyn Prepared>,
}

impl System {
    /// Calls an operation in a session of a role. `end` runs in the same transaction after it, so that what says that the call was made is committed with
    /// what the call did. It may run several times, as the operation may. What the operation streams is dropped.
    ///
    /// # Errors
    /// What a client would get; `AccessDenied` also where the role is gone or does not trust the service. A refused call is recorded, `end` is not run.
    pub async fn call_in_role<F>(&self, call: RoleCall<'_>, end: F) -> Result<Document, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<(), Failure>> + Send + Sync,
    {
        let plane = self.plane();
        let refused = || Failure::common(Common::AccessDenied, format!("The role {} cannot be assumed.", call.role));
        let reader = self.reader();
        let role = plane.identities().role(&reader, call.role).await?.ok_or_else(refused)?;
        if !trusts(plane, &role, call.caller) {
            return Err(refused());
        }
        let mut principal = principal(plane, &role, call.session, Duration::from_secs(3_600));
        let (policies, tags) = plane.identities().policies(&reader, &principal).await?.ok_or_else(refused)?;
        principal.tags = tags;
        let guardrails = plane.guardrails(&role.account).await?;
        if guardrails.suspended {
            return Err(refused());
        }
        let found = plane.find_call(call.service, call.operation, call.input)?;
        let region = if is_global(found.service.id) { &plane.settings.home_region } else { call.region };
        let made = Call {
            request_id: plane.ids.uuid(),
            time: plane.clock.now(),
            service: found.service,
            operation: found.operation,
            region: region.to_owned(),
            principal: Arc::new(principal),
            guardrails,
            source_ip: None,
            user_agent: call.caller.principal.clone(),
            host: call.caller.principal.clone(),
            // It crosses no network: policies see it as secure.
            tls: Some(Tls { version: "TLSv1.3".to_owned(), cipher_suite: String::new() }),
            signature: None,
            payload: None,
        };
        self.run_call(&made, &policies, &found, end).await
    }

    async fn run_call<F>(&self, call: &Call, policies: &IdentityPolicies, found: &Found, end: F) -> Result<Document, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<(), Failure>> + Send + Sync,
    {
        let plane = self.plane();
        let protocol = found.protocol;
        for _ in 0..ATTEMPTS {
            let known = Known::default();
            let mut seen = None;
            let asked = match found.prepared.access(&Lookup::new(plane, call, &known)).await {
                Ok(access) => {
                    seen = plane.seen(call, &access).await?;
                    plane.authorize(call, policies, &access).await
                }
                Err(failure) => Err(failure),
            };
            let mut tx = Transaction::new(plane, call).with_policies(policies).knowing(known);
            tx.audit.seen = seen;
            if let Err(failure) = asked {
                plane.record_failure(call, protocol, &found.input, tx, &failure).await?;
                return Err(failure);
            }
            let output = match found.prepared.run(&mut tx).await {
                Ok(output) => output,
                Err(failure) => {
                    plane.record_failure(call, protocol, &found.input, tx, &failure).await?;
                    return Err(failure);
                }
            };
            end(&mut tx).await?;
            let id = || plane.ids.uuid_at(call.time.as_millisecond());
            let mut records = audit::records(call, id, &found.input, &tx.audit, Outcome::Done(&output));
            records.extend(audit::parts(call, protocol, id, &tx.audit.parts));
            match plane.commit(tx, records).await {
                Ok(_) => return Ok(output),
                Err(CommitError::Conflict { .. } | CommitError::Duplicate { .. }) => {}
                Err(error) => return Err(Failure::internal(error)),
            }
        }
        Err(Failure::common(Common::Throttling, "Rate exceeded"))
    }
}

impl Plane {
    /// Whether an operation is there and can be called with an input, as far as that can be said before the call.
    ///
    /// # Errors
    /// `ValidationException`, or that the operation is not built.
    pub fn check_call(&self, service: &str, operation: &str, input: &Value) -> Result<(), Failure> {
        self.find_call(service, operation, input).map(|_| ())
    }

    fn find_call(&self, service: &str, operation: &str, input: &Value) -> Result<Found, Failure> {
        let unknown = || Failure::validation(format!("There is no action {operation} of a service {service}."));
        let service = contract(service).ok_or_else(unknown)?.service();
        let operation = service.operation(operation).ok_or_else(unknown)?;
        let protocol = service.protocols.first().copied().ok_or_else(unknown)?;
        let input = match operation.input {
            Some(shape) => {
                let input = plain::read(service, shape, input)?;
                validate::validate(service, shape, &input)?;
                input
            }
            None => Document::EMPTY,
        };
        let prepared = self.registry.prepare(service.id, operation.name, input.clone()).ok_or_else(|| {
            let message = format!("The operation {}:{} is not implemented by Cloudkeep yet.", service.id, operation.name);
            Failure::common(Common::NotImplemented, message)
        })??;
        Ok(Found { service, operation, protocol, input, prepared })
    }
}
