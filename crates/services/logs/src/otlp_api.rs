//! Typed form of `models/own/logs-otlp.json` (API version 2014-03-28). Written by `cargo xtask codegen`; do not edit.
//!
//! The documentation of the service says what the names mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { ExportLogsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_stream_name: Option<String> = "logStreamName",
    content_type: Option<String> = "contentType",
    body: Option<Sensitive<Bytes>> = "body",
} }
structure! { ExportLogsResponse {
    content_type: Option<String> = "contentType",
    body: Option<Bytes> = "body",
} }
modelled_error! { InvalidParameterException("InvalidParameterException", 400, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "logs-otlp" {
        ExportLogs: ExportLogsRequest => ExportLogsResponse,
    } }
}
