//! Operations that a service of the plane performs in the name of a role that was handed to it, such as the steps of a remediation. They go the way of every
//! call: what the role may do is decided by its policies, the guardrails and the resource, and each is recorded with the session that did it.

use std::time::Duration;

use serde_json::Value;
use wire::contracts::contract;
use wire::protocol::{from_json, to_audit_json};
use wire::route::Route;
use wire::{Common, Document, Failure, validate};

use crate::call::{Call, Tls};
use crate::plane::System;
use crate::ports::RoleFacts;
use crate::service_role;
use crate::settings::is_global;

/// How long a session lasts: one call.
const LASTS: Duration = Duration::from_secs(900);

impl System {
    /// Performs an operation in a session of a role. Input and output are JSON with the names of the service's model; what is secret is hidden in the output.
    /// `agent` is who is seen to call, such as `ssm.amazonaws.com`. Whether the role trusts that service is for the caller to see.
    ///
    /// # Errors
    /// What the role would be answered.
    pub async fn perform(
        &self,
        role: &RoleFacts,
        session: &str,
        region: &str,
        called: (&str, &str),
        input: &Value,
        agent: &str,
    ) -> Result<Value, Failure> {
        let plane = self.plane();
        let (service, operation) = called;
        let unknown = || Failure::common(Common::UnknownOperation, format!("There is no operation {service}:{operation}."));
        let contract = contract(service).ok_or_else(unknown)?;
        let model = contract.service();
        let operation = model.operation(operation).ok_or_else(unknown)?;
        let protocol = model.protocols.first().copied().ok_or_else(unknown)?;
        let input = match operation.input {
            Some(shape) => {
                let input = from_json(model, shape, input)?;
                validate::validate(model, shape, &input)?;
                input
            }
            None => Document::EMPTY,
        };
        let prepared = plane.registry.prepare(model.id, operation.name, input.clone()).ok_or_else(|| {
            Failure::common(
                Common::NotImplemented,
                format!("The operation {}:{} is not implemented by Cloudkeep yet.", model.id, operation.name),
            )
        })??;
        let credentials = service_role::open(plane, role, session, LASTS);
        let caller = plane.caller(&credentials.access_key_id, Some(&credentials.session_token), model.id == "s3").await?;
        let call = Call {
            request_id: plane.ids.uuid(),
            time: plane.clock.now(),
            service: model,
            operation,
            region: if is_global(model.id) { plane.settings.home_region.clone() } else { region.to_owned() },
            principal: caller.principal.clone(),
            guardrails: caller.guardrails.clone(),
            source_ip: None,
            user_agent: agent.to_owned(),
            host: String::new(),
            // What is asked inside the plane crosses no network: policies see it as secure.
            tls: Some(Tls { version: "TLSv1.3".to_owned(), cipher_suite: String::new() }),
            signature: None,
            payload: None,
        };
        let route = Route {
            contract,
            service: model,
            operation,
            protocol,
            json_version: model.json_version,
            query_mode: false,
            labels: Vec::new(),
        };
        let (output, _) = plane.run(&call, &caller, &route, &input, prepared.as_ref()).await?;
        Ok(match operation.output {
            Some(shape) => to_audit_json(model, shape, &output),
            None => Value::Null,
        })
    }
}
