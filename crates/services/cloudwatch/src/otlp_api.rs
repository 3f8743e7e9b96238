//! Typed form of `models/own/monitoring-otlp.json` (API version 2010-08-01). Written by `cargo xtask codegen`; do not edit.
//!
//! The documentation of the service says what the names mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { ExportMetricsRequest {
    content_type: Option<String> = "contentType",
    body: Option<Sensitive<Bytes>> = "body",
} }
structure! { ExportMetricsResponse {
    content_type: Option<String> = "contentType",
    body: Option<Bytes> = "body",
} }
modelled_error! { InvalidParameterValueException("InvalidParameterValueException", 400, Sender, "message") {
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "monitoring-otlp" {
        ExportMetrics: ExportMetricsRequest => ExportMetricsResponse,
    } }
}
