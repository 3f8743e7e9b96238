//! Typed form of `models/cloudtrail-data.json` (API version 2021-08-11). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AuditEvent {
    event_data: String = "eventData",
    event_data_checksum: Option<String> = "eventDataChecksum",
    id: String = "id",
} }
structure! { AuditEventResultEntry {
    event_id: String = "eventID",
    id: String = "id",
} }
modelled_error! { ChannelInsufficientPermission("ChannelInsufficientPermission", 400, Sender, "message") {
} }
modelled_error! { ChannelNotFound("ChannelNotFound", 400, Sender, "message") {
} }
modelled_error! { ChannelUnsupportedSchema("ChannelUnsupportedSchema", 400, Sender, "message") {
} }
modelled_error! { DuplicatedAuditEventId("DuplicatedAuditEventId", 400, Sender, "message") {
} }
modelled_error! { InvalidChannelARN("InvalidChannelARN", 400, Sender, "message") {
} }
structure! { PutAuditEventsRequest {
    audit_events: Vec<AuditEvent> = "auditEvents",
    channel_arn: String = "channelArn",
    external_id: Option<String> = "externalId",
} }
structure! { PutAuditEventsResponse {
    failed: Vec<ResultErrorEntry> = "failed",
    successful: Vec<AuditEventResultEntry> = "successful",
} }
structure! { ResultErrorEntry {
    error_code: String = "errorCode",
    error_message: String = "errorMessage",
    id: String = "id",
} }
modelled_error! { UnsupportedOperationException("UnsupportedOperationException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "cloudtrail-data" {
        PutAuditEvents: PutAuditEventsRequest => PutAuditEventsResponse,
    } }
}
