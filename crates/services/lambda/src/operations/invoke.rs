//! Invoking functions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::Invoke;
use crate::api::{InvocationRequest, InvocationResponse, InvocationType, LogType};
use crate::asynchronous;
use crate::find;
use crate::invoke::{Invocation, MOST_SYNCHRONOUS, check_payload};
use crate::operations::{draw, service, target};
use crate::permissions;

impl Handle for Invoke {
    async fn access(input: &InvocationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let target = target(lookup.call(), &input.function_name, input.qualifier.as_deref())?;
        permissions::access(lookup, &target, Some("lambda:InvokeFunction")).await
    }

    async fn run(input: &InvocationRequest, tx: &mut Transaction<'_>) -> Result<InvocationResponse, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let plane = tx.plane();
        let arn = target.arn(&plane.settings.partition);
        let found = find::version(&tx.reader(), &target, draw(plane)).await?;
        tx.touched(&arn, &target.account, "AWS::Lambda::Function");
        let payload = input.payload.as_ref().map(|p| p.0.clone()).unwrap_or_default();
        check_payload(&payload, MOST_SYNCHRONOUS)?;
        if input.invocation_type == Some(InvocationType::Event) {
            let id = tx.call().request_id.to_string();
            let context = input.client_context.as_ref().and_then(|text| decoded(text));
            asynchronous::accept(tx, &target, id, &payload, context)?;
            return Ok(InvocationResponse { status_code: Some(202), ..InvocationResponse::default() });
        }
        let executed = Some(found.configuration.version.clone());
        if input.invocation_type == Some(InvocationType::DryRun) {
            return Ok(InvocationResponse {
                status_code: Some(204),
                executed_version: executed,
                ..InvocationResponse::default()
            });
        }
        let invocation = Invocation {
            id: tx.call().request_id.to_string(),
            arn,
            payload,
            client_context: input.client_context.as_ref().and_then(|text| decoded(text)),
        };
        let outcome = service(plane)?.execute(&tx.reader(), &found, invocation).await?;
        Ok(InvocationResponse {
            status_code: Some(200),
            function_error: outcome.failed.then(|| "Unhandled".to_owned()),
            log_result: (input.log_type == Some(LogType::Tail)).then(|| STANDARD.encode(&outcome.tail)),
            payload: Some(outcome.payload.into()),
            executed_version: executed,
            ..InvocationResponse::default()
        })
    }
}

/// The client context: base64 of JSON, which the runtime gets as JSON. Line breaks cannot stand in a header.
fn decoded(text: &str) -> Option<String> {
    let plain = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let value: serde_json::Value = serde_json::from_str(&plain).ok()?;
    Some(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::{check_payload, decoded};
    use base64::Engine as _;

    #[test]
    fn events_are_json_of_a_bounded_size() {
        for good in ["", "{}", "null", "\"text\"", "[1]", " 1 "] {
            assert!(check_payload(good.as_bytes(), 100).is_ok(), "{good}");
        }
        for bad in ["{", "text", "{} {}", "\u{0}"] {
            assert!(check_payload(bad.as_bytes(), 100).is_err(), "{bad}");
        }
        assert!(check_payload(b"[1,2,3]", 5).is_err());
    }

    #[test]
    fn a_client_context_is_one_line_of_json() {
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        assert_eq!(decoded(&encode("{\n\"a\": 1}")).as_deref(), Some("{\"a\":1}"));
        assert_eq!(decoded(&encode("text")), None);
        assert_eq!(decoded("%"), None);
    }
}
