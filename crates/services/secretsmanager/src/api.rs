//! Typed form of `models/secretsmanager.json` (API version 2017-10-17). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { APIErrorType {
    secret_id: Option<String> = "SecretId",
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
} }
structure! { AssociateCrossAccountReplicaRequest {
    secret_id: String = "SecretId",
    cross_account_replica_arn: String = "CrossAccountReplicaARN",
    replica_restriction: Option<ReplicaRestrictionType> = "ReplicaRestriction",
    replication_role_arn: Option<String> = "ReplicationRoleARN",
} }
structure! { AssociateCrossAccountReplicaResponse {
    arn: Option<String> = "ARN",
    cross_account_replica_arn: Option<String> = "CrossAccountReplicaARN",
    replication_status: Option<StatusType> = "ReplicationStatus",
} }
structure! { BatchGetSecretValueRequest {
    secret_id_list: Option<Vec<String>> = "SecretIdList",
    filters: Option<Vec<Filter>> = "Filters",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { BatchGetSecretValueResponse {
    secret_values: Option<Vec<SecretValueEntry>> = "SecretValues",
    next_token: Option<String> = "NextToken",
    errors: Option<Vec<APIErrorType>> = "Errors",
} }
structure! { CancelRotateSecretRequest {
    secret_id: String = "SecretId",
} }
structure! { CancelRotateSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
} }
structure! { CreateSecretRequest {
    name: String = "Name",
    client_request_token: Option<String> = "ClientRequestToken",
    description: Option<String> = "Description",
    kms_key_id: Option<String> = "KmsKeyId",
    secret_binary: Option<Sensitive<Bytes>> = "SecretBinary",
    secret_string: Option<Sensitive<String>> = "SecretString",
    tags: Option<Vec<Tag>> = "Tags",
    add_replica_regions: Option<Vec<ReplicaRegionType>> = "AddReplicaRegions",
    force_overwrite_replica_secret: Option<bool> = "ForceOverwriteReplicaSecret",
    r#type: Option<String> = "Type",
    cross_account_primary_arn: Option<String> = "CrossAccountPrimaryARN",
} }
structure! { CreateSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
    replication_status: Option<Vec<ReplicationStatusType>> = "ReplicationStatus",
} }
structure! { CrossAccountPrimaryType {
    primary_secret_arn: Option<String> = "PrimarySecretARN",
    replication_status: Option<StatusType> = "ReplicationStatus",
    status_message: Option<String> = "StatusMessage",
} }
structure! { CrossAccountReplicaEntry {
    replica_secret_arn: Option<String> = "ReplicaSecretARN",
    replication_role_arn: Option<String> = "ReplicationRoleARN",
    replication_status: Option<StatusType> = "ReplicationStatus",
    status_message: Option<String> = "StatusMessage",
} }
modelled_error! { DecryptionFailure("DecryptionFailure", 400, Sender, "Message") {
} }
structure! { DeleteResourcePolicyRequest {
    secret_id: String = "SecretId",
    policy_name: Option<String> = "PolicyName",
} }
structure! { DeleteResourcePolicyResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    policy_name: Option<String> = "PolicyName",
} }
structure! { DeleteSecretRequest {
    secret_id: String = "SecretId",
    recovery_window_in_days: Option<i64> = "RecoveryWindowInDays",
    force_delete_without_recovery: Option<bool> = "ForceDeleteWithoutRecovery",
} }
structure! { DeleteSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    deletion_date: Option<Timestamp> = "DeletionDate",
} }
structure! { DescribeSecretRequest {
    secret_id: String = "SecretId",
} }
structure! { DescribeSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    description: Option<String> = "Description",
    kms_key_id: Option<String> = "KmsKeyId",
    rotation_enabled: Option<bool> = "RotationEnabled",
    rotation_lambda_arn: Option<String> = "RotationLambdaARN",
    rotation_rules: Option<RotationRulesType> = "RotationRules",
    external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>> = "ExternalSecretRotationMetadata",
    external_secret_rotation_role_arn: Option<String> = "ExternalSecretRotationRoleArn",
    last_rotated_date: Option<Timestamp> = "LastRotatedDate",
    last_changed_date: Option<Timestamp> = "LastChangedDate",
    last_accessed_date: Option<Timestamp> = "LastAccessedDate",
    deleted_date: Option<Timestamp> = "DeletedDate",
    next_rotation_date: Option<Timestamp> = "NextRotationDate",
    tags: Option<Vec<Tag>> = "Tags",
    version_ids_to_stages: Option<BTreeMap<String, Vec<String>>> = "VersionIdsToStages",
    owning_service: Option<String> = "OwningService",
    created_date: Option<Timestamp> = "CreatedDate",
    primary_region: Option<String> = "PrimaryRegion",
    replication_status: Option<Vec<ReplicationStatusType>> = "ReplicationStatus",
    cross_account_primary: Option<CrossAccountPrimaryType> = "CrossAccountPrimary",
    cross_account_replicas: Option<Vec<CrossAccountReplicaEntry>> = "CrossAccountReplicas",
} }
structure! { DisassociateCrossAccountReplicaRequest {
    secret_id: String = "SecretId",
    cross_account_replica_arn: String = "CrossAccountReplicaARN",
} }
structure! { DisassociateCrossAccountReplicaResponse {
    arn: Option<String> = "ARN",
    cross_account_replica_arn: Option<String> = "CrossAccountReplicaARN",
} }
modelled_error! { EncryptionFailure("EncryptionFailure", 400, Sender, "Message") {
} }
structure! { ExternalSecretRotationMetadataItem {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { Filter {
    key: Option<FilterNameStringType> = "Key",
    values: Option<Vec<String>> = "Values",
} }
enumeration! { FilterNameStringType {
    Description = "description",
    Name = "name",
    TagKey = "tag-key",
    TagValue = "tag-value",
    PrimaryRegion = "primary-region",
    OwningService = "owning-service",
    All = "all",
} }
structure! { GetRandomPasswordRequest {
    password_length: Option<i64> = "PasswordLength",
    exclude_characters: Option<String> = "ExcludeCharacters",
    exclude_numbers: Option<bool> = "ExcludeNumbers",
    exclude_punctuation: Option<bool> = "ExcludePunctuation",
    exclude_uppercase: Option<bool> = "ExcludeUppercase",
    exclude_lowercase: Option<bool> = "ExcludeLowercase",
    include_space: Option<bool> = "IncludeSpace",
    require_each_included_type: Option<bool> = "RequireEachIncludedType",
} }
structure! { GetRandomPasswordResponse {
    random_password: Option<Sensitive<String>> = "RandomPassword",
} }
structure! { GetResourcePolicyRequest {
    secret_id: String = "SecretId",
    policy_name: Option<String> = "PolicyName",
} }
structure! { GetResourcePolicyResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    resource_policy: Option<String> = "ResourcePolicy",
    policy_name: Option<String> = "PolicyName",
} }
structure! { GetSecretValueRequest {
    secret_id: String = "SecretId",
    version_id: Option<String> = "VersionId",
    version_stage: Option<String> = "VersionStage",
} }
structure! { GetSecretValueResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
    secret_binary: Option<Sensitive<Bytes>> = "SecretBinary",
    secret_string: Option<Sensitive<String>> = "SecretString",
    version_stages: Option<Vec<String>> = "VersionStages",
    created_date: Option<Timestamp> = "CreatedDate",
} }
modelled_error! { InternalServiceError("InternalServiceError", 500, Receiver, "Message") {
} }
modelled_error! { InvalidNextTokenException("InvalidNextTokenException", 400, Sender, "Message") {
} }
modelled_error! { InvalidParameterException("InvalidParameterException", 400, Sender, "Message") {
} }
modelled_error! { InvalidRequestException("InvalidRequestException", 400, Sender, "Message") {
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "Message") {
} }
structure! { ListResourcePoliciesRequest {
    secret_id: String = "SecretId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListResourcePoliciesResponse {
    resource_policies: Vec<ResourcePolicySummary> = "ResourcePolicies",
    next_token: Option<String> = "NextToken",
} }
structure! { ListSecretVersionIdsRequest {
    secret_id: String = "SecretId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    include_deprecated: Option<bool> = "IncludeDeprecated",
} }
structure! { ListSecretVersionIdsResponse {
    versions: Option<Vec<SecretVersionsListEntry>> = "Versions",
    next_token: Option<String> = "NextToken",
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
} }
structure! { ListSecretsRequest {
    include_planned_deletion: Option<bool> = "IncludePlannedDeletion",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    filters: Option<Vec<Filter>> = "Filters",
    sort_order: Option<SortOrderType> = "SortOrder",
    sort_by: Option<SortByType> = "SortBy",
} }
structure! { ListSecretsResponse {
    secret_list: Option<Vec<SecretListEntry>> = "SecretList",
    next_token: Option<String> = "NextToken",
} }
modelled_error! { MalformedPolicyDocumentException("MalformedPolicyDocumentException", 400, Sender, "Message") {
} }
modelled_error! { PreconditionNotMetException("PreconditionNotMetException", 400, Sender, "Message") {
} }
modelled_error! { PublicPolicyException("PublicPolicyException", 400, Sender, "Message") {
} }
structure! { PutResourcePolicyRequest {
    secret_id: String = "SecretId",
    resource_policy: String = "ResourcePolicy",
    policy_name: Option<String> = "PolicyName",
    block_public_policy: Option<bool> = "BlockPublicPolicy",
} }
structure! { PutResourcePolicyResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    policy_name: Option<String> = "PolicyName",
} }
structure! { PutSecretValueRequest {
    secret_id: String = "SecretId",
    client_request_token: Option<String> = "ClientRequestToken",
    secret_binary: Option<Sensitive<Bytes>> = "SecretBinary",
    secret_string: Option<Sensitive<String>> = "SecretString",
    version_stages: Option<Vec<String>> = "VersionStages",
    rotation_token: Option<Sensitive<String>> = "RotationToken",
} }
structure! { PutSecretValueResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
    version_stages: Option<Vec<String>> = "VersionStages",
} }
structure! { RemoveRegionsFromReplicationRequest {
    secret_id: String = "SecretId",
    remove_replica_regions: Vec<String> = "RemoveReplicaRegions",
} }
structure! { RemoveRegionsFromReplicationResponse {
    arn: Option<String> = "ARN",
    replication_status: Option<Vec<ReplicationStatusType>> = "ReplicationStatus",
} }
structure! { ReplicaRegionType {
    region: Option<String> = "Region",
    kms_key_id: Option<String> = "KmsKeyId",
} }
enumeration! { ReplicaRestrictionType {
    SameOrg = "SameOrg",
    NoRestriction = "NoRestriction",
} }
structure! { ReplicateSecretToRegionsRequest {
    secret_id: String = "SecretId",
    add_replica_regions: Vec<ReplicaRegionType> = "AddReplicaRegions",
    force_overwrite_replica_secret: Option<bool> = "ForceOverwriteReplicaSecret",
} }
structure! { ReplicateSecretToRegionsResponse {
    arn: Option<String> = "ARN",
    replication_status: Option<Vec<ReplicationStatusType>> = "ReplicationStatus",
} }
structure! { ReplicationStatusType {
    region: Option<String> = "Region",
    kms_key_id: Option<String> = "KmsKeyId",
    status: Option<StatusType> = "Status",
    status_message: Option<String> = "StatusMessage",
    last_accessed_date: Option<Timestamp> = "LastAccessedDate",
} }
modelled_error! { ResourceExistsException("ResourceExistsException", 400, Sender, "Message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "Message") {
} }
structure! { ResourcePolicySummary {
    policy_name: Option<String> = "PolicyName",
} }
structure! { RestoreSecretRequest {
    secret_id: String = "SecretId",
} }
structure! { RestoreSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
} }
structure! { RotateSecretRequest {
    secret_id: String = "SecretId",
    client_request_token: Option<String> = "ClientRequestToken",
    rotation_lambda_arn: Option<String> = "RotationLambdaARN",
    rotation_rules: Option<RotationRulesType> = "RotationRules",
    external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>> = "ExternalSecretRotationMetadata",
    external_secret_rotation_role_arn: Option<String> = "ExternalSecretRotationRoleArn",
    rotate_immediately: Option<bool> = "RotateImmediately",
} }
structure! { RotateSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
} }
structure! { RotationRulesType {
    automatically_after_days: Option<i64> = "AutomaticallyAfterDays",
    duration: Option<String> = "Duration",
    schedule_expression: Option<String> = "ScheduleExpression",
} }
structure! { SecretListEntry {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    description: Option<String> = "Description",
    kms_key_id: Option<String> = "KmsKeyId",
    rotation_enabled: Option<bool> = "RotationEnabled",
    rotation_lambda_arn: Option<String> = "RotationLambdaARN",
    rotation_rules: Option<RotationRulesType> = "RotationRules",
    external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>> = "ExternalSecretRotationMetadata",
    external_secret_rotation_role_arn: Option<String> = "ExternalSecretRotationRoleArn",
    last_rotated_date: Option<Timestamp> = "LastRotatedDate",
    last_changed_date: Option<Timestamp> = "LastChangedDate",
    last_accessed_date: Option<Timestamp> = "LastAccessedDate",
    deleted_date: Option<Timestamp> = "DeletedDate",
    next_rotation_date: Option<Timestamp> = "NextRotationDate",
    tags: Option<Vec<Tag>> = "Tags",
    secret_versions_to_stages: Option<BTreeMap<String, Vec<String>>> = "SecretVersionsToStages",
    owning_service: Option<String> = "OwningService",
    created_date: Option<Timestamp> = "CreatedDate",
    primary_region: Option<String> = "PrimaryRegion",
} }
structure! { SecretValueEntry {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
    secret_binary: Option<Sensitive<Bytes>> = "SecretBinary",
    secret_string: Option<Sensitive<String>> = "SecretString",
    version_stages: Option<Vec<String>> = "VersionStages",
    created_date: Option<Timestamp> = "CreatedDate",
} }
structure! { SecretVersionsListEntry {
    version_id: Option<String> = "VersionId",
    version_stages: Option<Vec<String>> = "VersionStages",
    last_accessed_date: Option<Timestamp> = "LastAccessedDate",
    created_date: Option<Timestamp> = "CreatedDate",
    kms_key_ids: Option<Vec<String>> = "KmsKeyIds",
} }
enumeration! { SortByType {
    CreatedDate = "created-date",
    LastAccessedDate = "last-accessed-date",
    LastChangedDate = "last-changed-date",
    Name = "name",
} }
enumeration! { SortOrderType {
    Asc = "asc",
    Desc = "desc",
} }
enumeration! { StatusType {
    InSync = "InSync",
    Failed = "Failed",
    InProgress = "InProgress",
    Pending = "Pending",
    Detached = "Detached",
} }
structure! { StopReplicationToReplicaRequest {
    secret_id: String = "SecretId",
} }
structure! { StopReplicationToReplicaResponse {
    arn: Option<String> = "ARN",
} }
structure! { Tag {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { TagResourceRequest {
    secret_id: String = "SecretId",
    tags: Vec<Tag> = "Tags",
} }
structure! { UntagResourceRequest {
    secret_id: String = "SecretId",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UpdateSecretRequest {
    secret_id: String = "SecretId",
    client_request_token: Option<String> = "ClientRequestToken",
    description: Option<String> = "Description",
    kms_key_id: Option<String> = "KmsKeyId",
    secret_binary: Option<Sensitive<Bytes>> = "SecretBinary",
    secret_string: Option<Sensitive<String>> = "SecretString",
    r#type: Option<String> = "Type",
} }
structure! { UpdateSecretResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
    version_id: Option<String> = "VersionId",
} }
structure! { UpdateSecretVersionStageRequest {
    secret_id: String = "SecretId",
    version_stage: String = "VersionStage",
    remove_from_version_id: Option<String> = "RemoveFromVersionId",
    move_to_version_id: Option<String> = "MoveToVersionId",
} }
structure! { UpdateSecretVersionStageResponse {
    arn: Option<String> = "ARN",
    name: Option<String> = "Name",
} }
structure! { ValidateResourcePolicyRequest {
    secret_id: Option<String> = "SecretId",
    resource_policy: String = "ResourcePolicy",
} }
structure! { ValidateResourcePolicyResponse {
    policy_validation_passed: Option<bool> = "PolicyValidationPassed",
    validation_errors: Option<Vec<ValidationErrorsEntry>> = "ValidationErrors",
} }
structure! { ValidationErrorsEntry {
    check_name: Option<String> = "CheckName",
    error_message: Option<String> = "ErrorMessage",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "secretsmanager" {
        AssociateCrossAccountReplica: AssociateCrossAccountReplicaRequest => AssociateCrossAccountReplicaResponse,
        BatchGetSecretValue: BatchGetSecretValueRequest => BatchGetSecretValueResponse,
        CancelRotateSecret: CancelRotateSecretRequest => CancelRotateSecretResponse,
        CreateSecret: CreateSecretRequest => CreateSecretResponse,
        DeleteResourcePolicy: DeleteResourcePolicyRequest => DeleteResourcePolicyResponse,
        DeleteSecret: DeleteSecretRequest => DeleteSecretResponse,
        DescribeSecret: DescribeSecretRequest => DescribeSecretResponse,
        DisassociateCrossAccountReplica: DisassociateCrossAccountReplicaRequest => DisassociateCrossAccountReplicaResponse,
        GetRandomPassword: GetRandomPasswordRequest => GetRandomPasswordResponse,
        GetResourcePolicy: GetResourcePolicyRequest => GetResourcePolicyResponse,
        GetSecretValue: GetSecretValueRequest => GetSecretValueResponse,
        ListResourcePolicies: ListResourcePoliciesRequest => ListResourcePoliciesResponse,
        ListSecretVersionIds: ListSecretVersionIdsRequest => ListSecretVersionIdsResponse,
        ListSecrets: ListSecretsRequest => ListSecretsResponse,
        PutResourcePolicy: PutResourcePolicyRequest => PutResourcePolicyResponse,
        PutSecretValue: PutSecretValueRequest => PutSecretValueResponse,
        RemoveRegionsFromReplication: RemoveRegionsFromReplicationRequest => RemoveRegionsFromReplicationResponse,
        ReplicateSecretToRegions: ReplicateSecretToRegionsRequest => ReplicateSecretToRegionsResponse,
        RestoreSecret: RestoreSecretRequest => RestoreSecretResponse,
        RotateSecret: RotateSecretRequest => RotateSecretResponse,
        StopReplicationToReplica: StopReplicationToReplicaRequest => StopReplicationToReplicaResponse,
        TagResource: TagResourceRequest => Unit,
        UntagResource: UntagResourceRequest => Unit,
        UpdateSecret: UpdateSecretRequest => UpdateSecretResponse,
        UpdateSecretVersionStage: UpdateSecretVersionStageRequest => UpdateSecretVersionStageResponse,
        ValidateResourcePolicy: ValidateResourcePolicyRequest => ValidateResourcePolicyResponse,
    } }
}
