//! Typed form of `models/own/config-cloudkeep.json` (API version 2026-11-01). Written by `cargo xtask codegen`; do not edit.
//!
//! The documentation of the service says what the names mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { DeregisterResourceTypeRequest {
    schema_version_id: Option<String> = "SchemaVersionId",
    type_name: String = "TypeName",
} }
structure! { DeregisterResourceTypeResponse {
} }
structure! { DescribeImportedFilesRequest {
    file_digests: Vec<String> = "FileDigests",
} }
structure! { DescribeImportedFilesResponse {
    account_id: String = "AccountId",
    file_digests: Vec<String> = "FileDigests",
} }
structure! { DescribeResourceTypeRequest {
    schema_version_id: Option<String> = "SchemaVersionId",
    type_name: String = "TypeName",
} }
structure! { DescribeResourceTypeResponse {
    registered_at: Timestamp = "RegisteredAt",
    schema: String = "Schema",
    schema_version_id: String = "SchemaVersionId",
    schema_version_ids: Vec<String> = "SchemaVersionIds",
    type_name: String = "TypeName",
} }
structure! { EndObservationRequest {
    account_id: String = "AccountId",
    next_token: Option<String> = "NextToken",
    observed_at: Timestamp = "ObservedAt",
    resource_types: Vec<String> = "ResourceTypes",
} }
structure! { EndObservationResponse {
    deleted_count: i32 = "DeletedCount",
    next_token: Option<String> = "NextToken",
} }
structure! { ImportConfigurationItemsRequest {
    configuration_items: Option<Sensitive<Vec<::serde_json::Value>>> = "ConfigurationItems",
    file_digests: Option<Vec<String>> = "FileDigests",
} }
structure! { ImportConfigurationItemsResponse {
    imported_count: i32 = "ImportedCount",
    known_count: i32 = "KnownCount",
    rejected_items: Vec<RejectedItem> = "RejectedItems",
} }
modelled_error! { InvalidNextTokenException("InvalidNextTokenException", 400, Sender, "message") {
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
structure! { ListResourceTypesRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListResourceTypesResponse {
    next_token: Option<String> = "NextToken",
    resource_types: Vec<RegisteredType> = "ResourceTypes",
} }
structure! { RegisterResourceTypeRequest {
    schema: String = "Schema",
    type_name: String = "TypeName",
} }
structure! { RegisterResourceTypeResponse {
    schema_version_id: String = "SchemaVersionId",
} }
structure! { RegisteredType {
    schema_version_id: String = "SchemaVersionId",
    type_name: String = "TypeName",
} }
structure! { RejectedItem {
    error_code: String = "ErrorCode",
    error_message: String = "ErrorMessage",
    index: i32 = "Index",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "config-cloudkeep" {
        DeregisterResourceType: DeregisterResourceTypeRequest => DeregisterResourceTypeResponse,
        DescribeImportedFiles: DescribeImportedFilesRequest => DescribeImportedFilesResponse,
        DescribeResourceType: DescribeResourceTypeRequest => DescribeResourceTypeResponse,
        EndObservation: EndObservationRequest => EndObservationResponse,
        ImportConfigurationItems: ImportConfigurationItemsRequest => ImportConfigurationItemsResponse,
        ListResourceTypes: ListResourceTypesRequest => ListResourceTypesResponse,
        RegisterResourceType: RegisterResourceTypeRequest => RegisterResourceTypeResponse,
    } }
}
