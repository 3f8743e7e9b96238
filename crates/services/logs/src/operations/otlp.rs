//! Logs of OpenTelemetry: `POST /v1/logs`.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_OTLP.html>.

use bytes::Bytes;
use otlp::Encoding;
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::errors::invalid;
use crate::ingest;
use crate::otlp_api::{ExportLogsRequest, ExportLogsResponse, operation};
use crate::place::{held_group, on_stream, stream};

/// The group and the stream that the headers name.
fn place(input: &ExportLogsRequest) -> Result<(&str, &str), Failure> {
    let named = |header: &'static str, value: &Option<String>| match value {
        Some(value) if !value.is_empty() => Ok(()),
        _ => Err(invalid(format!("The header {header} is required."))),
    };
    named("x-aws-log-group", &input.log_group_name)?;
    named("x-aws-log-stream", &input.log_stream_name)?;
    Ok((input.log_group_name.as_deref().unwrap_or_default(), input.log_stream_name.as_deref().unwrap_or_default()))
}

impl Handle for operation::ExportLogs {
    async fn access(input: &ExportLogsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (group, stream) = place(input)?;
        Ok(on_stream(lookup, group, stream).await?.action("logs:PutLogEvents"))
    }

    async fn run(input: &ExportLogsRequest, tx: &mut Transaction<'_>) -> Result<ExportLogsResponse, Failure> {
        let (group, stream_name) = place(input)?;
        let group = held_group(tx, group).await?.body;
        let stream = stream(&tx.reader(), &group, stream_name).await?.body;
        let encoding = input.content_type.as_deref().and_then(Encoding::of).ok_or_else(|| {
            let text = "The Content-Type must be application/x-protobuf or application/json.";
            Failure::unlisted("UnsupportedMediaTypeException", 415, text)
        })?;
        let body: &[u8] = input.body.as_ref().map(|body| body.0.as_ref()).unwrap_or_default();
        let request = encoding.decode_logs(body).map_err(|error| invalid(error.to_string()))?;
        let events = otlp::logs::events(&request).map_err(|error| invalid(error.to_string()))?;
        let now = tx.call().time.as_millisecond();
        let mut events: Vec<(i64, &str)> =
            events.iter().map(|event| (event.timestamp.unwrap_or(now), event.message.as_str())).collect();
        events.sort_by_key(|(timestamp, _)| *timestamp);
        let (mut rejected, mut reason) = (0, String::new());
        if !events.is_empty() {
            let sizes: Vec<(i64, usize)> = events.iter().map(|(timestamp, message)| (*timestamp, message.len())).collect();
            let checked = ingest::check(&sizes, now, group.keeps_from(now))?;
            let taken = events.get(checked.taken(events.len())).unwrap_or_default();
            ingest::put(tx, &group, &stream, taken).await?;
            rejected = events.len() - taken.len();
            let too_old = checked.too_old_to.unwrap_or(0);
            let too_new = events.len() - checked.too_new_from.unwrap_or(events.len());
            reason = otlp::logs::rejections(too_old, too_new, rejected.saturating_sub(too_old + too_new));
        }
        let answer = encoding.logs_answer(i64::try_from(rejected).unwrap_or(i64::MAX), &reason);
        Ok(ExportLogsResponse { content_type: Some(encoding.content_type().to_owned()), body: Some(Bytes::from(answer)) })
    }
}
