//! Invoking functions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::Invoke;
use crate::api::{InvocationRequest, InvocationResponse, InvocationType, LogType, RequestTooLargeException};
use crate::asynchronous;
use crate::errors::invalid_content;
use crate::find;
use crate::invoke::Invocation;
use crate::operations::{draw, service, target};
use crate::permissions;
use crate::resources::Queued;

/// Largest event of a synchronous invocation, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const MOST_SYNCHRONOUS: usize = 6_291_456;
/// Largest event of an asynchronous invocation, bytes.
const MOST_ASYNCHRONOUS: usize = 1 << 20;

fn check_payload(payload: &[u8], most: usize) -> Result<(), Failure> {
    if payload.len() > most {
        return Err(RequestTooLargeException {
            message: format!("Request must be smaller than {most} bytes for the InvokeFunction operation"),
            r#type: None,
        }
        .into());
    }
    if !payload.is_empty()
        && let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(payload)
    {
        return Err(invalid_content(format!("Could not parse request body into json: {error}")));
    }
    Ok(())
}

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
            check_payload(&payload, MOST_ASYNCHRONOUS)?;
            let id = tx.call().request_id.to_string();
            let now = tx.call().time.as_millisecond();
            let queued = Queued {
                function: target.name.clone(),
                qualifier: target.qualifier.clone(),
                payload: asynchronous::seal(plane, &id, &payload),
                client_context: input.client_context.as_ref().and_then(|text| decoded(text)),
                accepted_at: now,
                failures: 0,
                throttles: 0,
                due_at: now,
            };
            tx.put(&Stored::new(&target.account, &target.region, id, queued))?;
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
