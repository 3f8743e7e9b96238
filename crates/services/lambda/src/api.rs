//! Typed form of `models/lambda.json` (API version 2015-03-31). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AcceleratorConfig {
    accelerator_memory_size: i32 = "AcceleratorMemorySize",
} }
structure! { AccountLimit {
    total_code_size: Option<i64> = "TotalCodeSize",
    code_size_unzipped: Option<i64> = "CodeSizeUnzipped",
    code_size_zipped: Option<i64> = "CodeSizeZipped",
    concurrent_executions: Option<i32> = "ConcurrentExecutions",
    unreserved_concurrent_executions: Option<i32> = "UnreservedConcurrentExecutions",
} }
structure! { AccountUsage {
    total_code_size: Option<i64> = "TotalCodeSize",
    function_count: Option<i64> = "FunctionCount",
} }
structure! { AddLayerVersionPermissionRequest {
    layer_name: String = "LayerName",
    version_number: i64 = "VersionNumber",
    statement_id: String = "StatementId",
    action: String = "Action",
    principal: String = "Principal",
    organization_id: Option<String> = "OrganizationId",
    revision_id: Option<String> = "RevisionId",
} }
structure! { AddLayerVersionPermissionResponse {
    statement: Option<String> = "Statement",
    revision_id: Option<String> = "RevisionId",
} }
structure! { AddPermissionRequest {
    function_name: String = "FunctionName",
    statement_id: String = "StatementId",
    action: String = "Action",
    principal: String = "Principal",
    source_arn: Option<String> = "SourceArn",
    function_url_auth_type: Option<FunctionUrlAuthType> = "FunctionUrlAuthType",
    invoked_via_function_url: Option<bool> = "InvokedViaFunctionUrl",
    source_account: Option<String> = "SourceAccount",
    event_source_token: Option<String> = "EventSourceToken",
    qualifier: Option<String> = "Qualifier",
    revision_id: Option<String> = "RevisionId",
    principal_org_id: Option<String> = "PrincipalOrgID",
} }
structure! { AddPermissionResponse {
    statement: Option<String> = "Statement",
} }
structure! { AliasConfiguration {
    alias_arn: Option<String> = "AliasArn",
    name: Option<String> = "Name",
    function_version: Option<String> = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
    revision_id: Option<String> = "RevisionId",
} }
modelled_error! { AliasLimitExceededException("AliasLimitExceededException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { AliasRoutingConfiguration {
    additional_version_weights: Option<BTreeMap<String, f64>> = "AdditionalVersionWeights",
} }
structure! { AllowedPublishers {
    signing_profile_version_arns: Vec<String> = "SigningProfileVersionArns",
} }
structure! { AmazonManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = "SchemaRegistryConfig",
} }
enumeration! { ApplicationLogLevel {
    Trace = "TRACE",
    Debug = "DEBUG",
    Info = "INFO",
    Warn = "WARN",
    Error = "ERROR",
    Fatal = "FATAL",
} }
enumeration! { Architecture {
    X8664 = "x86_64",
    Arm64 = "arm64",
} }
structure! { CallbackDetails {
    callback_id: Option<String> = "CallbackId",
    result: Option<Sensitive<String>> = "Result",
    error: Option<ErrorObject> = "Error",
} }
structure! { CallbackFailedDetails {
    error: EventError = "Error",
} }
structure! { CallbackOptions {
    timeout_seconds: Option<i32> = "TimeoutSeconds",
    heartbeat_timeout_seconds: Option<i32> = "HeartbeatTimeoutSeconds",
} }
structure! { CallbackStartedDetails {
    callback_id: String = "CallbackId",
    heartbeat_timeout: Option<i32> = "HeartbeatTimeout",
    timeout: Option<i32> = "Timeout",
} }
structure! { CallbackSucceededDetails {
    result: EventResult = "Result",
} }
structure! { CallbackTimedOutDetails {
    error: EventError = "Error",
} }
modelled_error! { CallbackTimeoutException("CallbackTimeoutException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { CapacityProvider {
    capacity_provider_arn: String = "CapacityProviderArn",
    state: CapacityProviderState = "State",
    vpc_config: CapacityProviderVpcConfig = "VpcConfig",
    permissions_config: CapacityProviderPermissionsConfig = "PermissionsConfig",
    instance_requirements: Option<InstanceRequirements> = "InstanceRequirements",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = "CapacityProviderScalingConfig",
    kms_key_arn: Option<String> = "KmsKeyArn",
    last_modified: Option<String> = "LastModified",
    propagate_tags: Option<PropagateTags> = "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = "TelemetryConfig",
} }
structure! { CapacityProviderConfig {
    lambda_managed_instances_capacity_provider_config: LambdaManagedInstancesCapacityProviderConfig = "LambdaManagedInstancesCapacityProviderConfig",
} }
modelled_error! { CapacityProviderLimitExceededException("CapacityProviderLimitExceededException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { CapacityProviderLoggingConfig {
    system_log_level: Option<SystemLogLevel> = "SystemLogLevel",
    log_group: Option<String> = "LogGroup",
} }
structure! { CapacityProviderPermissionsConfig {
    capacity_provider_operator_role_arn: String = "CapacityProviderOperatorRoleArn",
} }
enumeration! { CapacityProviderPredefinedMetricType {
    LambdaCapacityProviderAverageCPUUtilization = "LambdaCapacityProviderAverageCPUUtilization",
    LambdaCapacityProviderAverageGPUUtilization = "LambdaCapacityProviderAverageGPUUtilization",
} }
structure! { CapacityProviderScalingConfig {
    max_v_cpu_count: Option<i32> = "MaxVCpuCount",
    scaling_mode: Option<CapacityProviderScalingMode> = "ScalingMode",
    scaling_policies: Option<Vec<TargetTrackingScalingPolicy>> = "ScalingPolicies",
} }
enumeration! { CapacityProviderScalingMode {
    Auto = "Auto",
    Manual = "Manual",
} }
enumeration! { CapacityProviderState {
    Pending = "Pending",
    Active = "Active",
    Failed = "Failed",
    Deleting = "Deleting",
} }
structure! { CapacityProviderTelemetryConfig {
    logging_config: Option<CapacityProviderLoggingConfig> = "LoggingConfig",
} }
structure! { CapacityProviderVpcConfig {
    subnet_ids: Vec<String> = "SubnetIds",
    security_group_ids: Vec<String> = "SecurityGroupIds",
} }
structure! { ChainedInvokeDetails {
    result: Option<Sensitive<String>> = "Result",
    error: Option<ErrorObject> = "Error",
} }
structure! { ChainedInvokeFailedDetails {
    error: EventError = "Error",
} }
structure! { ChainedInvokeOptions {
    function_name: String = "FunctionName",
    tenant_id: Option<String> = "TenantId",
    x_amzn_trace_id: Option<String> = "XAmznTraceId",
} }
structure! { ChainedInvokeStartedDetails {
    function_name: String = "FunctionName",
    tenant_id: Option<String> = "TenantId",
    input: Option<EventInput> = "Input",
    executed_version: Option<String> = "ExecutedVersion",
    durable_execution_arn: Option<String> = "DurableExecutionArn",
} }
structure! { ChainedInvokeStoppedDetails {
    error: EventError = "Error",
} }
structure! { ChainedInvokeSucceededDetails {
    result: EventResult = "Result",
} }
structure! { ChainedInvokeTimedOutDetails {
    error: EventError = "Error",
} }
structure! { CheckpointDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    checkpoint_token: String = "CheckpointToken",
    updates: Option<Vec<OperationUpdate>> = "Updates",
    client_token: Option<String> = "ClientToken",
} }
structure! { CheckpointDurableExecutionResponse {
    checkpoint_token: Option<String> = "CheckpointToken",
    new_execution_state: CheckpointUpdatedExecutionState = "NewExecutionState",
} }
structure! { CheckpointUpdatedExecutionState {
    operations: Option<Vec<Operation>> = "Operations",
    next_marker: Option<String> = "NextMarker",
} }
modelled_error! { CodeArtifactUserDeletedException("CodeArtifactUserDeletedException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { CodeArtifactUserFailedException("CodeArtifactUserFailedException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { CodeArtifactUserPendingException("CodeArtifactUserPendingException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { CodeSigningConfig {
    code_signing_config_id: String = "CodeSigningConfigId",
    code_signing_config_arn: String = "CodeSigningConfigArn",
    description: Option<String> = "Description",
    allowed_publishers: AllowedPublishers = "AllowedPublishers",
    code_signing_policies: CodeSigningPolicies = "CodeSigningPolicies",
    last_modified: String = "LastModified",
} }
modelled_error! { CodeSigningConfigNotFoundException("CodeSigningConfigNotFoundException", 404, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { CodeSigningPolicies {
    untrusted_artifact_on_deployment: Option<CodeSigningPolicy> = "UntrustedArtifactOnDeployment",
} }
enumeration! { CodeSigningPolicy {
    Warn = "Warn",
    Enforce = "Enforce",
} }
modelled_error! { CodeStorageExceededException("CodeStorageExceededException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { CodeVerificationFailedException("CodeVerificationFailedException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { Concurrency {
    reserved_concurrent_executions: Option<i32> = "ReservedConcurrentExecutions",
} }
structure! { ContextDetails {
    replay_children: Option<bool> = "ReplayChildren",
    result: Option<Sensitive<String>> = "Result",
    error: Option<ErrorObject> = "Error",
} }
structure! { ContextFailedDetails {
    error: EventError = "Error",
} }
structure! { ContextOptions {
    replay_children: Option<bool> = "ReplayChildren",
} }
structure! { ContextStartedDetails {
} }
structure! { ContextSucceededDetails {
    result: EventResult = "Result",
} }
structure! { Cors {
    allow_credentials: Option<bool> = "AllowCredentials",
    allow_headers: Option<Vec<String>> = "AllowHeaders",
    allow_methods: Option<Vec<String>> = "AllowMethods",
    allow_origins: Option<Vec<String>> = "AllowOrigins",
    expose_headers: Option<Vec<String>> = "ExposeHeaders",
    max_age: Option<i32> = "MaxAge",
} }
structure! { CreateAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
    function_version: String = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
} }
structure! { CreateCapacityProviderRequest {
    capacity_provider_name: String = "CapacityProviderName",
    vpc_config: CapacityProviderVpcConfig = "VpcConfig",
    permissions_config: CapacityProviderPermissionsConfig = "PermissionsConfig",
    instance_requirements: Option<InstanceRequirements> = "InstanceRequirements",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = "CapacityProviderScalingConfig",
    kms_key_arn: Option<String> = "KmsKeyArn",
    tags: Option<BTreeMap<String, String>> = "Tags",
    propagate_tags: Option<PropagateTags> = "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = "TelemetryConfig",
} }
structure! { CreateCapacityProviderResponse {
    capacity_provider: CapacityProvider = "CapacityProvider",
} }
structure! { CreateCodeSigningConfigRequest {
    description: Option<String> = "Description",
    allowed_publishers: AllowedPublishers = "AllowedPublishers",
    code_signing_policies: Option<CodeSigningPolicies> = "CodeSigningPolicies",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = "CodeSigningConfig",
} }
structure! { CreateEventSourceMappingRequest {
    event_source_arn: Option<String> = "EventSourceArn",
    function_name: String = "FunctionName",
    enabled: Option<bool> = "Enabled",
    batch_size: Option<i32> = "BatchSize",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i32> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = "ParallelizationFactor",
    starting_position: Option<EventSourcePosition> = "StartingPosition",
    starting_position_timestamp: Option<Timestamp> = "StartingPositionTimestamp",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    maximum_record_age_in_seconds: Option<i32> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    tags: Option<BTreeMap<String, String>> = "Tags",
    tumbling_window_in_seconds: Option<i32> = "TumblingWindowInSeconds",
    topics: Option<Vec<String>> = "Topics",
    queues: Option<Vec<String>> = "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = "SelfManagedEventSource",
    function_response_types: Option<Vec<FunctionResponseType>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
} }
structure! { CreateFunctionRequest {
    function_name: String = "FunctionName",
    runtime: Option<Runtime> = "Runtime",
    role: String = "Role",
    handler: Option<String> = "Handler",
    code: FunctionCode = "Code",
    description: Option<String> = "Description",
    timeout: Option<i32> = "Timeout",
    memory_size: Option<i32> = "MemorySize",
    publish: Option<bool> = "Publish",
    publish_to: Option<FunctionVersionLatestPublished> = "PublishTo",
    vpc_config: Option<VpcConfig> = "VpcConfig",
    package_type: Option<PackageType> = "PackageType",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    environment: Option<Environment> = "Environment",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfig> = "TracingConfig",
    tags: Option<BTreeMap<String, String>> = "Tags",
    layers: Option<Vec<String>> = "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    code_signing_config_arn: Option<String> = "CodeSigningConfigArn",
    image_config: Option<ImageConfig> = "ImageConfig",
    architectures: Option<Vec<Architecture>> = "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStart> = "SnapStart",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
} }
structure! { CreateFunctionUrlConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    auth_type: FunctionUrlAuthType = "AuthType",
    cors: Option<Cors> = "Cors",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
structure! { CreateFunctionUrlConfigResponse {
    function_url: String = "FunctionUrl",
    function_arn: String = "FunctionArn",
    auth_type: FunctionUrlAuthType = "AuthType",
    cors: Option<Cors> = "Cors",
    creation_time: String = "CreationTime",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
structure! { DeadLetterConfig {
    target_arn: Option<String> = "TargetArn",
} }
structure! { DeleteAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
} }
structure! { DeleteCapacityProviderRequest {
    capacity_provider_name: String = "CapacityProviderName",
} }
structure! { DeleteCapacityProviderResponse {
    capacity_provider: CapacityProvider = "CapacityProvider",
} }
structure! { DeleteCodeSigningConfigRequest {
    code_signing_config_arn: String = "CodeSigningConfigArn",
} }
structure! { DeleteCodeSigningConfigResponse {
} }
structure! { DeleteDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
} }
structure! { DeleteDurableExecutionResponse {
    deletion_request_timestamp: Timestamp = "DeletionRequestTimestamp",
} }
structure! { DeleteEventSourceMappingRequest {
    uuid: String = "UUID",
} }
structure! { DeleteFunctionCodeSigningConfigRequest {
    function_name: String = "FunctionName",
} }
structure! { DeleteFunctionConcurrencyRequest {
    function_name: String = "FunctionName",
} }
structure! { DeleteFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { DeleteFunctionRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { DeleteFunctionResponse {
    status_code: Option<i32> = "StatusCode",
} }
structure! { DeleteFunctionUrlConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { DeleteLayerVersionRequest {
    layer_name: String = "LayerName",
    version_number: i64 = "VersionNumber",
} }
structure! { DeleteProvisionedConcurrencyConfigRequest {
    function_name: String = "FunctionName",
    qualifier: String = "Qualifier",
} }
structure! { DeleteResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
    revision_id: Option<String> = "RevisionId",
} }
structure! { DestinationConfig {
    on_success: Option<OnSuccess> = "OnSuccess",
    on_failure: Option<OnFailure> = "OnFailure",
} }
enumeration! { DirectS3Read {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
    Auto = "AUTO",
} }
structure! { DocumentDBEventSourceConfig {
    database_name: Option<String> = "DatabaseName",
    collection_name: Option<String> = "CollectionName",
    full_document: Option<FullDocument> = "FullDocument",
} }
structure! { DurableConfig {
    kms_key_arn: Option<String> = "KMSKeyArn",
    retention_period_in_days: Option<i32> = "RetentionPeriodInDays",
    execution_timeout: Option<i32> = "ExecutionTimeout",
} }
modelled_error! { DurableExecutionAlreadyStartedException("DurableExecutionAlreadyStartedException", 409, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EC2AccessDeniedException("EC2AccessDeniedException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EC2ThrottledException("EC2ThrottledException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EC2UnexpectedException("EC2UnexpectedException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
    ec2_error_code: Option<String> = "EC2ErrorCode",
} }
modelled_error! { EFSIOException("EFSIOException", 410, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EFSMountConnectivityException("EFSMountConnectivityException", 408, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EFSMountFailureException("EFSMountFailureException", 403, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { EFSMountTimeoutException("EFSMountTimeoutException", 408, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ENILimitReachedException("ENILimitReachedException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ENINotReadyException("ENINotReadyException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { EndPointType {
    KafkaBootstrapServers = "KAFKA_BOOTSTRAP_SERVERS",
} }
structure! { Environment {
    variables: Option<Sensitive<BTreeMap<String, Sensitive<String>>>> = "Variables",
} }
structure! { EnvironmentError {
    error_code: Option<String> = "ErrorCode",
    message: Option<Sensitive<String>> = "Message",
} }
structure! { EnvironmentResponse {
    variables: Option<Sensitive<BTreeMap<String, Sensitive<String>>>> = "Variables",
    error: Option<EnvironmentError> = "Error",
} }
structure! { EphemeralStorage {
    size: i32 = "Size",
} }
structure! { ErrorObject {
    error_message: Option<Sensitive<String>> = "ErrorMessage",
    error_type: Option<Sensitive<String>> = "ErrorType",
    error_data: Option<Sensitive<String>> = "ErrorData",
    stack_trace: Option<Vec<Sensitive<String>>> = "StackTrace",
} }
structure! { Event {
    event_type: Option<EventType> = "EventType",
    sub_type: Option<String> = "SubType",
    event_id: Option<i32> = "EventId",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    event_timestamp: Option<Timestamp> = "EventTimestamp",
    parent_id: Option<String> = "ParentId",
    execution_started_details: Option<ExecutionStartedDetails> = "ExecutionStartedDetails",
    execution_succeeded_details: Option<ExecutionSucceededDetails> = "ExecutionSucceededDetails",
    execution_failed_details: Option<ExecutionFailedDetails> = "ExecutionFailedDetails",
    execution_timed_out_details: Option<ExecutionTimedOutDetails> = "ExecutionTimedOutDetails",
    execution_stopped_details: Option<ExecutionStoppedDetails> = "ExecutionStoppedDetails",
    context_started_details: Option<ContextStartedDetails> = "ContextStartedDetails",
    context_succeeded_details: Option<ContextSucceededDetails> = "ContextSucceededDetails",
    context_failed_details: Option<ContextFailedDetails> = "ContextFailedDetails",
    wait_started_details: Option<WaitStartedDetails> = "WaitStartedDetails",
    wait_succeeded_details: Option<WaitSucceededDetails> = "WaitSucceededDetails",
    wait_cancelled_details: Option<WaitCancelledDetails> = "WaitCancelledDetails",
    step_started_details: Option<StepStartedDetails> = "StepStartedDetails",
    step_succeeded_details: Option<StepSucceededDetails> = "StepSucceededDetails",
    step_failed_details: Option<StepFailedDetails> = "StepFailedDetails",
    chained_invoke_started_details: Option<ChainedInvokeStartedDetails> = "ChainedInvokeStartedDetails",
    chained_invoke_succeeded_details: Option<ChainedInvokeSucceededDetails> = "ChainedInvokeSucceededDetails",
    chained_invoke_failed_details: Option<ChainedInvokeFailedDetails> = "ChainedInvokeFailedDetails",
    chained_invoke_timed_out_details: Option<ChainedInvokeTimedOutDetails> = "ChainedInvokeTimedOutDetails",
    chained_invoke_stopped_details: Option<ChainedInvokeStoppedDetails> = "ChainedInvokeStoppedDetails",
    callback_started_details: Option<CallbackStartedDetails> = "CallbackStartedDetails",
    callback_succeeded_details: Option<CallbackSucceededDetails> = "CallbackSucceededDetails",
    callback_failed_details: Option<CallbackFailedDetails> = "CallbackFailedDetails",
    callback_timed_out_details: Option<CallbackTimedOutDetails> = "CallbackTimedOutDetails",
    invocation_completed_details: Option<InvocationCompletedDetails> = "InvocationCompletedDetails",
    execution_paused_details: Option<ExecutionPausedDetails> = "ExecutionPausedDetails",
    execution_resumed_details: Option<ExecutionResumedDetails> = "ExecutionResumedDetails",
} }
structure! { EventError {
    payload: Option<ErrorObject> = "Payload",
    truncated: Option<bool> = "Truncated",
} }
structure! { EventInput {
    payload: Option<Sensitive<String>> = "Payload",
    truncated: Option<bool> = "Truncated",
} }
structure! { EventPauseReason {
    payload: Option<Sensitive<String>> = "Payload",
    truncated: Option<bool> = "Truncated",
} }
structure! { EventResult {
    payload: Option<Sensitive<String>> = "Payload",
    truncated: Option<bool> = "Truncated",
} }
structure! { EventResumeReason {
    payload: Option<Sensitive<String>> = "Payload",
    truncated: Option<bool> = "Truncated",
} }
structure! { EventSourceMappingConfiguration {
    uuid: Option<String> = "UUID",
    starting_position: Option<EventSourcePosition> = "StartingPosition",
    starting_position_timestamp: Option<Timestamp> = "StartingPositionTimestamp",
    batch_size: Option<i32> = "BatchSize",
    maximum_batching_window_in_seconds: Option<i32> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = "ParallelizationFactor",
    event_source_arn: Option<String> = "EventSourceArn",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    filter_criteria_error: Option<FilterCriteriaError> = "FilterCriteriaError",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    function_arn: Option<String> = "FunctionArn",
    last_modified: Option<Timestamp> = "LastModified",
    last_processing_result: Option<String> = "LastProcessingResult",
    state: Option<String> = "State",
    state_transition_reason: Option<String> = "StateTransitionReason",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    topics: Option<Vec<String>> = "Topics",
    queues: Option<Vec<String>> = "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = "SelfManagedEventSource",
    maximum_record_age_in_seconds: Option<i32> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i32> = "TumblingWindowInSeconds",
    function_response_types: Option<Vec<FunctionResponseType>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    event_source_mapping_arn: Option<String> = "EventSourceMappingArn",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
} }
structure! { EventSourceMappingLoggingConfig {
    system_log_level: Option<EventSourceMappingSystemLogLevel> = "SystemLogLevel",
} }
enumeration! { EventSourceMappingMetric {
    EventCount = "EventCount",
    ErrorCount = "ErrorCount",
    KafkaMetrics = "KafkaMetrics",
} }
structure! { EventSourceMappingMetricsConfig {
    metrics: Option<Vec<EventSourceMappingMetric>> = "Metrics",
} }
enumeration! { EventSourceMappingSystemLogLevel {
    Debug = "DEBUG",
    Info = "INFO",
    Warn = "WARN",
} }
enumeration! { EventSourcePosition {
    TrimHorizon = "TRIM_HORIZON",
    Latest = "LATEST",
    AtTimestamp = "AT_TIMESTAMP",
} }
enumeration! { EventType {
    ExecutionStarted = "ExecutionStarted",
    ExecutionSucceeded = "ExecutionSucceeded",
    ExecutionFailed = "ExecutionFailed",
    ExecutionTimedOut = "ExecutionTimedOut",
    ExecutionStopped = "ExecutionStopped",
    ContextStarted = "ContextStarted",
    ContextSucceeded = "ContextSucceeded",
    ContextFailed = "ContextFailed",
    WaitStarted = "WaitStarted",
    WaitSucceeded = "WaitSucceeded",
    WaitCancelled = "WaitCancelled",
    StepStarted = "StepStarted",
    StepSucceeded = "StepSucceeded",
    StepFailed = "StepFailed",
    ChainedInvokeStarted = "ChainedInvokeStarted",
    ChainedInvokeSucceeded = "ChainedInvokeSucceeded",
    ChainedInvokeFailed = "ChainedInvokeFailed",
    ChainedInvokeTimedOut = "ChainedInvokeTimedOut",
    ChainedInvokeStopped = "ChainedInvokeStopped",
    CallbackStarted = "CallbackStarted",
    CallbackSucceeded = "CallbackSucceeded",
    CallbackFailed = "CallbackFailed",
    CallbackTimedOut = "CallbackTimedOut",
    InvocationCompleted = "InvocationCompleted",
    ExecutionPaused = "ExecutionPaused",
    ExecutionResumed = "ExecutionResumed",
} }
structure! { Execution {
    durable_execution_arn: String = "DurableExecutionArn",
    durable_execution_name: String = "DurableExecutionName",
    function_arn: String = "FunctionArn",
    status: ExecutionStatus = "Status",
    start_timestamp: Timestamp = "StartTimestamp",
    end_timestamp: Option<Timestamp> = "EndTimestamp",
    kms_key_arn: Option<String> = "KMSKeyArn",
} }
structure! { ExecutionDetails {
    input_payload: Option<Sensitive<String>> = "InputPayload",
} }
structure! { ExecutionFailedDetails {
    error: EventError = "Error",
} }
structure! { ExecutionPausedDetails {
    pause_request_timestamp: Timestamp = "PauseRequestTimestamp",
    reason: Option<EventPauseReason> = "Reason",
    execution_timeout_paused: bool = "ExecutionTimeoutPaused",
} }
structure! { ExecutionResumedDetails {
    resume_request_timestamp: Timestamp = "ResumeRequestTimestamp",
    reason: Option<EventResumeReason> = "Reason",
} }
structure! { ExecutionStartedDetails {
    input: EventInput = "Input",
    execution_timeout: i32 = "ExecutionTimeout",
} }
enumeration! { ExecutionStatus {
    Running = "RUNNING",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
    TimedOut = "TIMED_OUT",
    Stopped = "STOPPED",
    Deleting = "DELETING",
    Pausing = "PAUSING",
    Paused = "PAUSED",
} }
structure! { ExecutionStoppedDetails {
    error: EventError = "Error",
} }
structure! { ExecutionSucceededDetails {
    result: EventResult = "Result",
} }
structure! { ExecutionTimedOutDetails {
    error: Option<EventError> = "Error",
} }
structure! { FileSystemConfig {
    arn: String = "Arn",
    local_mount_path: String = "LocalMountPath",
    s3_files_config: Option<S3FilesConfig> = "S3FilesConfig",
} }
structure! { Filter {
    pattern: Option<String> = "Pattern",
} }
structure! { FilterCriteria {
    filters: Option<Vec<Filter>> = "Filters",
} }
structure! { FilterCriteriaError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
} }
enumeration! { FullDocument {
    UpdateLookup = "UpdateLookup",
    Default = "Default",
} }
structure! { FunctionCode {
    zip_file: Option<Sensitive<Bytes>> = "ZipFile",
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    s3_object_storage_mode: Option<S3ObjectStorageMode> = "S3ObjectStorageMode",
    image_uri: Option<String> = "ImageUri",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
} }
structure! { FunctionCodeLocation {
    repository_type: Option<String> = "RepositoryType",
    location: Option<String> = "Location",
    image_uri: Option<String> = "ImageUri",
    resolved_image_uri: Option<String> = "ResolvedImageUri",
    resolved_s3_object: Option<ResolvedS3Object> = "ResolvedS3Object",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
    error: Option<FunctionCodeLocationError> = "Error",
} }
structure! { FunctionCodeLocationError {
    error_code: Option<String> = "ErrorCode",
    message: Option<Sensitive<String>> = "Message",
} }
structure! { FunctionConfiguration {
    function_name: Option<String> = "FunctionName",
    function_arn: Option<String> = "FunctionArn",
    runtime: Option<Runtime> = "Runtime",
    role: Option<String> = "Role",
    handler: Option<String> = "Handler",
    code_size: Option<i64> = "CodeSize",
    description: Option<String> = "Description",
    timeout: Option<i32> = "Timeout",
    memory_size: Option<i32> = "MemorySize",
    last_modified: Option<String> = "LastModified",
    code_sha256: Option<String> = "CodeSha256",
    version: Option<String> = "Version",
    vpc_config: Option<VpcConfigResponse> = "VpcConfig",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    environment: Option<EnvironmentResponse> = "Environment",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfigResponse> = "TracingConfig",
    master_arn: Option<String> = "MasterArn",
    revision_id: Option<String> = "RevisionId",
    layers: Option<Vec<Layer>> = "Layers",
    state: Option<State> = "State",
    state_reason: Option<String> = "StateReason",
    state_reason_code: Option<StateReasonCode> = "StateReasonCode",
    last_update_status: Option<LastUpdateStatus> = "LastUpdateStatus",
    last_update_status_reason: Option<String> = "LastUpdateStatusReason",
    last_update_status_reason_code: Option<LastUpdateStatusReasonCode> = "LastUpdateStatusReasonCode",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    signing_profile_version_arn: Option<String> = "SigningProfileVersionArn",
    signing_job_arn: Option<String> = "SigningJobArn",
    package_type: Option<PackageType> = "PackageType",
    image_config_response: Option<ImageConfigResponse> = "ImageConfigResponse",
    architectures: Option<Vec<Architecture>> = "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStartResponse> = "SnapStart",
    runtime_version_config: Option<RuntimeVersionConfig> = "RuntimeVersionConfig",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    config_sha256: Option<String> = "ConfigSha256",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
} }
structure! { FunctionEventInvokeConfig {
    last_modified: Option<Timestamp> = "LastModified",
    function_arn: Option<String> = "FunctionArn",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
} }
enumeration! { FunctionResponseType {
    ReportBatchItemFailures = "ReportBatchItemFailures",
} }
structure! { FunctionRuntimeConfig {
    runtime_arn: String = "RuntimeArn",
    runtime_alias: String = "RuntimeAlias",
} }
structure! { FunctionScalingConfig {
    min_execution_environments: Option<i32> = "MinExecutionEnvironments",
    max_execution_environments: Option<i32> = "MaxExecutionEnvironments",
} }
enumeration! { FunctionUrlAuthType {
    None = "NONE",
    AwsIam = "AWS_IAM",
} }
structure! { FunctionUrlConfig {
    function_url: String = "FunctionUrl",
    function_arn: String = "FunctionArn",
    creation_time: String = "CreationTime",
    last_modified_time: String = "LastModifiedTime",
    cors: Option<Cors> = "Cors",
    auth_type: FunctionUrlAuthType = "AuthType",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
enumeration! { FunctionVersion {
    All = "ALL",
} }
enumeration! { FunctionVersionLatestPublished {
    LatestPublished = "LATEST_PUBLISHED",
} }
structure! { FunctionVersionsByCapacityProviderListItem {
    function_arn: String = "FunctionArn",
    state: State = "State",
} }
modelled_error! { FunctionVersionsPerCapacityProviderLimitExceededException("FunctionVersionsPerCapacityProviderLimitExceededException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { GetAccountSettingsRequest {
} }
structure! { GetAccountSettingsResponse {
    account_limit: Option<AccountLimit> = "AccountLimit",
    account_usage: Option<AccountUsage> = "AccountUsage",
} }
structure! { GetAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
} }
structure! { GetCapacityProviderRequest {
    capacity_provider_name: String = "CapacityProviderName",
} }
structure! { GetCapacityProviderResponse {
    capacity_provider: CapacityProvider = "CapacityProvider",
} }
structure! { GetCodeSigningConfigRequest {
    code_signing_config_arn: String = "CodeSigningConfigArn",
} }
structure! { GetCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = "CodeSigningConfig",
} }
structure! { GetDurableExecutionHistoryRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    include_execution_data: Option<bool> = "IncludeExecutionData",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
    reverse_order: Option<bool> = "ReverseOrder",
} }
structure! { GetDurableExecutionHistoryResponse {
    events: Vec<Event> = "Events",
    next_marker: Option<String> = "NextMarker",
} }
structure! { GetDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    include_execution_data: Option<bool> = "IncludeExecutionData",
} }
structure! { GetDurableExecutionResponse {
    durable_execution_arn: String = "DurableExecutionArn",
    durable_execution_name: String = "DurableExecutionName",
    function_arn: String = "FunctionArn",
    input_payload: Option<Sensitive<String>> = "InputPayload",
    result: Option<Sensitive<String>> = "Result",
    error: Option<ErrorObject> = "Error",
    start_timestamp: Timestamp = "StartTimestamp",
    status: ExecutionStatus = "Status",
    end_timestamp: Option<Timestamp> = "EndTimestamp",
    version: Option<String> = "Version",
    trace_header: Option<TraceHeader> = "TraceHeader",
    execution_data_included: Option<bool> = "ExecutionDataIncluded",
    durable_config: Option<DurableConfig> = "DurableConfig",
    pause_details: Option<PauseDetails> = "PauseDetails",
    expected_execution_timeout_timestamp: Option<Timestamp> = "ExpectedExecutionTimeoutTimestamp",
} }
structure! { GetDurableExecutionStateRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    checkpoint_token: String = "CheckpointToken",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { GetDurableExecutionStateResponse {
    operations: Vec<Operation> = "Operations",
    next_marker: Option<String> = "NextMarker",
} }
structure! { GetEventSourceMappingRequest {
    uuid: String = "UUID",
} }
structure! { GetFunctionCodeSigningConfigRequest {
    function_name: String = "FunctionName",
} }
structure! { GetFunctionCodeSigningConfigResponse {
    code_signing_config_arn: String = "CodeSigningConfigArn",
    function_name: String = "FunctionName",
} }
structure! { GetFunctionConcurrencyRequest {
    function_name: String = "FunctionName",
} }
structure! { GetFunctionConcurrencyResponse {
    reserved_concurrent_executions: Option<i32> = "ReservedConcurrentExecutions",
} }
structure! { GetFunctionConfigurationRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetFunctionRecursionConfigRequest {
    function_name: String = "FunctionName",
} }
structure! { GetFunctionRecursionConfigResponse {
    recursive_loop: Option<RecursiveLoop> = "RecursiveLoop",
} }
structure! { GetFunctionRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetFunctionResponse {
    configuration: Option<FunctionConfiguration> = "Configuration",
    code: Option<FunctionCodeLocation> = "Code",
    tags: Option<BTreeMap<String, String>> = "Tags",
    tags_error: Option<TagsError> = "TagsError",
    concurrency: Option<Concurrency> = "Concurrency",
} }
structure! { GetFunctionScalingConfigRequest {
    function_name: String = "FunctionName",
    qualifier: String = "Qualifier",
} }
structure! { GetFunctionScalingConfigResponse {
    function_arn: Option<String> = "FunctionArn",
    applied_function_scaling_config: Option<FunctionScalingConfig> = "AppliedFunctionScalingConfig",
    requested_function_scaling_config: Option<FunctionScalingConfig> = "RequestedFunctionScalingConfig",
} }
structure! { GetFunctionUrlConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetFunctionUrlConfigResponse {
    function_url: String = "FunctionUrl",
    function_arn: String = "FunctionArn",
    auth_type: FunctionUrlAuthType = "AuthType",
    cors: Option<Cors> = "Cors",
    creation_time: String = "CreationTime",
    last_modified_time: String = "LastModifiedTime",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
structure! { GetLayerVersionByArnRequest {
    arn: String = "Arn",
} }
structure! { GetLayerVersionPolicyRequest {
    layer_name: String = "LayerName",
    version_number: i64 = "VersionNumber",
} }
structure! { GetLayerVersionPolicyResponse {
    policy: Option<String> = "Policy",
    revision_id: Option<String> = "RevisionId",
} }
structure! { GetLayerVersionRequest {
    layer_name: String = "LayerName",
    version_number: i64 = "VersionNumber",
} }
structure! { GetLayerVersionResponse {
    content: Option<LayerVersionContentOutput> = "Content",
    layer_arn: Option<String> = "LayerArn",
    layer_version_arn: Option<String> = "LayerVersionArn",
    description: Option<String> = "Description",
    created_date: Option<String> = "CreatedDate",
    version: Option<i64> = "Version",
    compatible_architectures: Option<Vec<Architecture>> = "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<Runtime>> = "CompatibleRuntimes",
    license_info: Option<String> = "LicenseInfo",
} }
structure! { GetPolicyRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetPolicyResponse {
    policy: Option<String> = "Policy",
    revision_id: Option<String> = "RevisionId",
} }
structure! { GetProvisionedConcurrencyConfigRequest {
    function_name: String = "FunctionName",
    qualifier: String = "Qualifier",
} }
structure! { GetProvisionedConcurrencyConfigResponse {
    requested_provisioned_concurrent_executions: Option<i32> = "RequestedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = "AvailableProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = "AllocatedProvisionedConcurrentExecutions",
    status: Option<ProvisionedConcurrencyStatusEnum> = "Status",
    status_reason: Option<String> = "StatusReason",
    last_modified: Option<String> = "LastModified",
} }
structure! { GetResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { GetResourcePolicyResponse {
    policy: Option<String> = "Policy",
    revision_id: Option<String> = "RevisionId",
} }
structure! { GetRuntimeManagementConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
} }
structure! { GetRuntimeManagementConfigResponse {
    update_runtime_on: Option<UpdateRuntimeOn> = "UpdateRuntimeOn",
    function_arn: Option<String> = "FunctionArn",
    runtime_version_arn: Option<String> = "RuntimeVersionArn",
} }
structure! { ImageConfig {
    entry_point: Option<Vec<String>> = "EntryPoint",
    command: Option<Vec<String>> = "Command",
    working_directory: Option<String> = "WorkingDirectory",
} }
structure! { ImageConfigError {
    error_code: Option<String> = "ErrorCode",
    message: Option<Sensitive<String>> = "Message",
} }
structure! { ImageConfigResponse {
    image_config: Option<ImageConfig> = "ImageConfig",
    error: Option<ImageConfigError> = "Error",
} }
structure! { InstanceRequirements {
    architectures: Option<Vec<Architecture>> = "Architectures",
    allowed_instance_types: Option<Vec<String>> = "AllowedInstanceTypes",
    excluded_instance_types: Option<Vec<String>> = "ExcludedInstanceTypes",
} }
modelled_error! { InvalidCodeSignatureException("InvalidCodeSignatureException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidParameterValueException("InvalidParameterValueException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidRequestContentException("InvalidRequestContentException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidRuntimeException("InvalidRuntimeException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidSecurityGroupIDException("InvalidSecurityGroupIDException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidSubnetIDException("InvalidSubnetIDException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { InvalidZipFileException("InvalidZipFileException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { InvocationCompletedDetails {
    start_timestamp: Timestamp = "StartTimestamp",
    end_timestamp: Timestamp = "EndTimestamp",
    request_id: String = "RequestId",
    error: Option<EventError> = "Error",
} }
structure! { InvocationRequest {
    function_name: String = "FunctionName",
    invocation_type: Option<InvocationType> = "InvocationType",
    log_type: Option<LogType> = "LogType",
    client_context: Option<String> = "ClientContext",
    durable_execution_name: Option<String> = "DurableExecutionName",
    payload: Option<Sensitive<Bytes>> = "Payload",
    qualifier: Option<String> = "Qualifier",
    tenant_id: Option<String> = "TenantId",
} }
structure! { InvocationResponse {
    status_code: Option<i32> = "StatusCode",
    function_error: Option<String> = "FunctionError",
    log_result: Option<String> = "LogResult",
    payload: Option<Sensitive<Bytes>> = "Payload",
    executed_version: Option<String> = "ExecutedVersion",
    durable_execution_arn: Option<String> = "DurableExecutionArn",
} }
enumeration! { InvocationType {
    Event = "Event",
    RequestResponse = "RequestResponse",
    DryRun = "DryRun",
} }
structure! { InvokeAsyncRequest {
    function_name: String = "FunctionName",
    invoke_args: Bytes = "InvokeArgs",
} }
structure! { InvokeAsyncResponse {
    status: Option<i32> = "Status",
} }
enumeration! { InvokeMode {
    Buffered = "BUFFERED",
    ResponseStream = "RESPONSE_STREAM",
} }
structure! { InvokeResponseStreamUpdate {
    payload: Option<Sensitive<Bytes>> = "Payload",
} }
structure! { InvokeWithResponseStreamCompleteEvent {
    error_code: Option<String> = "ErrorCode",
    error_details: Option<String> = "ErrorDetails",
    log_result: Option<String> = "LogResult",
} }
structure! { InvokeWithResponseStreamRequest {
    function_name: String = "FunctionName",
    log_type: Option<LogType> = "LogType",
    client_context: Option<String> = "ClientContext",
    qualifier: Option<String> = "Qualifier",
    payload: Option<Sensitive<Bytes>> = "Payload",
    tenant_id: Option<String> = "TenantId",
    invocation_type: Option<ResponseStreamingInvocationType> = "InvocationType",
} }
structure! { InvokeWithResponseStreamResponse {
    status_code: Option<i32> = "StatusCode",
    executed_version: Option<String> = "ExecutedVersion",
    event_stream: Option<InvokeWithResponseStreamResponseEvent> = "EventStream",
    response_stream_content_type: Option<String> = "ResponseStreamContentType",
} }
structure! { InvokeWithResponseStreamResponseEvent {
    payload_chunk: Option<InvokeResponseStreamUpdate> = "PayloadChunk",
    invoke_complete: Option<InvokeWithResponseStreamCompleteEvent> = "InvokeComplete",
} }
modelled_error! { KMSAccessDeniedException("KMSAccessDeniedException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { KMSDisabledException("KMSDisabledException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { KMSInvalidStateException("KMSInvalidStateException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { KMSNotFoundException("KMSNotFoundException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { KafkaEventSourceMappingConsumptionMode {
    Stream = "Stream",
    Queue = "Queue",
} }
structure! { KafkaSchemaRegistryAccessConfig {
    r#type: Option<KafkaSchemaRegistryAuthType> = "Type",
    uri: Option<String> = "URI",
} }
enumeration! { KafkaSchemaRegistryAuthType {
    BasicAuth = "BASIC_AUTH",
    ClientCertificateTlsAuth = "CLIENT_CERTIFICATE_TLS_AUTH",
    ServerRootCaCertificate = "SERVER_ROOT_CA_CERTIFICATE",
    OauthbearerAuth = "OAUTHBEARER_AUTH",
} }
structure! { KafkaSchemaRegistryConfig {
    schema_registry_uri: Option<String> = "SchemaRegistryURI",
    event_record_format: Option<SchemaRegistryEventRecordFormat> = "EventRecordFormat",
    access_configs: Option<Vec<KafkaSchemaRegistryAccessConfig>> = "AccessConfigs",
    schema_validation_configs: Option<Vec<KafkaSchemaValidationConfig>> = "SchemaValidationConfigs",
} }
enumeration! { KafkaSchemaValidationAttribute {
    Key = "KEY",
    Value = "VALUE",
} }
structure! { KafkaSchemaValidationConfig {
    attribute: Option<KafkaSchemaValidationAttribute> = "Attribute",
} }
structure! { LambdaManagedInstancesCapacityProviderConfig {
    capacity_provider_arn: String = "CapacityProviderArn",
    per_execution_environment_max_concurrency: Option<i32> = "PerExecutionEnvironmentMaxConcurrency",
    execution_environment_memory_gi_b_per_v_cpu: Option<f64> = "ExecutionEnvironmentMemoryGiBPerVCpu",
} }
enumeration! { LastUpdateStatus {
    Successful = "Successful",
    Failed = "Failed",
    InProgress = "InProgress",
} }
enumeration! { LastUpdateStatusReasonCode {
    EniLimitExceeded = "EniLimitExceeded",
    InsufficientRolePermissions = "InsufficientRolePermissions",
    InvalidConfiguration = "InvalidConfiguration",
    InternalError = "InternalError",
    SubnetOutOfIPAddresses = "SubnetOutOfIPAddresses",
    InvalidSubnet = "InvalidSubnet",
    InvalidSecurityGroup = "InvalidSecurityGroup",
    ImageDeleted = "ImageDeleted",
    ImageAccessDenied = "ImageAccessDenied",
    InvalidImage = "InvalidImage",
    KMSKeyAccessDenied = "KMSKeyAccessDenied",
    KMSKeyNotFound = "KMSKeyNotFound",
    InvalidStateKMSKey = "InvalidStateKMSKey",
    DisabledKMSKey = "DisabledKMSKey",
    EFSIOError = "EFSIOError",
    EFSMountConnectivityError = "EFSMountConnectivityError",
    EFSMountFailure = "EFSMountFailure",
    EFSMountTimeout = "EFSMountTimeout",
    InvalidRuntime = "InvalidRuntime",
    InvalidZipFileException = "InvalidZipFileException",
    FunctionError = "FunctionError",
    ServiceQuotaExceededException = "ServiceQuotaExceededException",
    VcpuLimitExceeded = "VcpuLimitExceeded",
    CapacityProviderScalingLimitExceeded = "CapacityProviderScalingLimitExceeded",
    InsufficientCapacity = "InsufficientCapacity",
    EC2RequestLimitExceeded = "EC2RequestLimitExceeded",
    FunctionErrorInitTimeout = "FunctionError.InitTimeout",
    FunctionErrorRuntimeInitError = "FunctionError.RuntimeInitError",
    FunctionErrorExtensionInitError = "FunctionError.ExtensionInitError",
    FunctionErrorInvalidEntryPoint = "FunctionError.InvalidEntryPoint",
    FunctionErrorInvalidWorkingDirectory = "FunctionError.InvalidWorkingDirectory",
    FunctionErrorPermissionDenied = "FunctionError.PermissionDenied",
    FunctionErrorTooManyExtensions = "FunctionError.TooManyExtensions",
    FunctionErrorInitResourceExhausted = "FunctionError.InitResourceExhausted",
    DisallowedByVpcEncryptionControl = "DisallowedByVpcEncryptionControl",
    IncompatibleAcceleratorInstanceTypes = "IncompatibleAcceleratorInstanceTypes",
    DependencyError = "DependencyError",
} }
structure! { Layer {
    arn: Option<String> = "Arn",
    code_size: Option<i64> = "CodeSize",
    signing_profile_version_arn: Option<String> = "SigningProfileVersionArn",
    signing_job_arn: Option<String> = "SigningJobArn",
} }
structure! { LayerVersionContentInput {
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    s3_object_storage_mode: Option<S3ObjectStorageMode> = "S3ObjectStorageMode",
    zip_file: Option<Sensitive<Bytes>> = "ZipFile",
} }
structure! { LayerVersionContentOutput {
    location: Option<String> = "Location",
    code_sha256: Option<String> = "CodeSha256",
    code_size: Option<i64> = "CodeSize",
    signing_profile_version_arn: Option<String> = "SigningProfileVersionArn",
    signing_job_arn: Option<String> = "SigningJobArn",
    resolved_s3_object: Option<ResolvedS3Object> = "ResolvedS3Object",
} }
structure! { LayerVersionsListItem {
    layer_version_arn: Option<String> = "LayerVersionArn",
    version: Option<i64> = "Version",
    description: Option<String> = "Description",
    created_date: Option<String> = "CreatedDate",
    compatible_architectures: Option<Vec<Architecture>> = "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<Runtime>> = "CompatibleRuntimes",
    license_info: Option<String> = "LicenseInfo",
} }
structure! { LayersListItem {
    layer_name: Option<String> = "LayerName",
    layer_arn: Option<String> = "LayerArn",
    latest_matching_version: Option<LayerVersionsListItem> = "LatestMatchingVersion",
} }
structure! { ListAliasesRequest {
    function_name: String = "FunctionName",
    function_version: Option<String> = "FunctionVersion",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAliasesResponse {
    next_marker: Option<String> = "NextMarker",
    aliases: Option<Vec<AliasConfiguration>> = "Aliases",
} }
structure! { ListCapacityProvidersRequest {
    state: Option<CapacityProviderState> = "State",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListCapacityProvidersResponse {
    capacity_providers: Vec<CapacityProvider> = "CapacityProviders",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListCodeSigningConfigsRequest {
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListCodeSigningConfigsResponse {
    next_marker: Option<String> = "NextMarker",
    code_signing_configs: Option<Vec<CodeSigningConfig>> = "CodeSigningConfigs",
} }
structure! { ListDurableExecutionsByFunctionRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    durable_execution_name: Option<String> = "DurableExecutionName",
    statuses: Option<Vec<ExecutionStatus>> = "Statuses",
    started_after: Option<Timestamp> = "StartedAfter",
    started_before: Option<Timestamp> = "StartedBefore",
    reverse_order: Option<bool> = "ReverseOrder",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListDurableExecutionsByFunctionResponse {
    durable_executions: Option<Vec<Execution>> = "DurableExecutions",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListEventSourceMappingsRequest {
    event_source_arn: Option<String> = "EventSourceArn",
    function_name: Option<String> = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListEventSourceMappingsResponse {
    next_marker: Option<String> = "NextMarker",
    event_source_mappings: Option<Vec<EventSourceMappingConfiguration>> = "EventSourceMappings",
} }
structure! { ListFunctionEventInvokeConfigsRequest {
    function_name: String = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListFunctionEventInvokeConfigsResponse {
    function_event_invoke_configs: Option<Vec<FunctionEventInvokeConfig>> = "FunctionEventInvokeConfigs",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListFunctionUrlConfigsRequest {
    function_name: String = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListFunctionUrlConfigsResponse {
    function_url_configs: Vec<FunctionUrlConfig> = "FunctionUrlConfigs",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListFunctionVersionsByCapacityProviderRequest {
    capacity_provider_name: String = "CapacityProviderName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListFunctionVersionsByCapacityProviderResponse {
    capacity_provider_arn: String = "CapacityProviderArn",
    function_versions: Vec<FunctionVersionsByCapacityProviderListItem> = "FunctionVersions",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListFunctionsByCodeSigningConfigRequest {
    code_signing_config_arn: String = "CodeSigningConfigArn",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListFunctionsByCodeSigningConfigResponse {
    next_marker: Option<String> = "NextMarker",
    function_arns: Option<Vec<String>> = "FunctionArns",
} }
structure! { ListFunctionsRequest {
    master_region: Option<String> = "MasterRegion",
    function_version: Option<FunctionVersion> = "FunctionVersion",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListFunctionsResponse {
    next_marker: Option<String> = "NextMarker",
    functions: Option<Vec<FunctionConfiguration>> = "Functions",
} }
structure! { ListLayerVersionsRequest {
    compatible_architecture: Option<Architecture> = "CompatibleArchitecture",
    compatible_runtime: Option<Runtime> = "CompatibleRuntime",
    layer_name: String = "LayerName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListLayerVersionsResponse {
    next_marker: Option<String> = "NextMarker",
    layer_versions: Option<Vec<LayerVersionsListItem>> = "LayerVersions",
} }
structure! { ListLayersRequest {
    compatible_architecture: Option<Architecture> = "CompatibleArchitecture",
    compatible_runtime: Option<Runtime> = "CompatibleRuntime",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListLayersResponse {
    next_marker: Option<String> = "NextMarker",
    layers: Option<Vec<LayersListItem>> = "Layers",
} }
structure! { ListProvisionedConcurrencyConfigsRequest {
    function_name: String = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListProvisionedConcurrencyConfigsResponse {
    provisioned_concurrency_configs: Option<Vec<ProvisionedConcurrencyConfigListItem>> = "ProvisionedConcurrencyConfigs",
    next_marker: Option<String> = "NextMarker",
} }
structure! { ListTagsRequest {
    resource: String = "Resource",
} }
structure! { ListTagsResponse {
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { ListVersionsByFunctionRequest {
    function_name: String = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListVersionsByFunctionResponse {
    next_marker: Option<String> = "NextMarker",
    versions: Option<Vec<FunctionConfiguration>> = "Versions",
} }
enumeration! { LogFormat {
    Json = "JSON",
    Text = "Text",
} }
enumeration! { LogType {
    None = "None",
    Tail = "Tail",
} }
structure! { LoggingConfig {
    log_format: Option<LogFormat> = "LogFormat",
    application_log_level: Option<ApplicationLogLevel> = "ApplicationLogLevel",
    system_log_level: Option<SystemLogLevel> = "SystemLogLevel",
    log_group: Option<String> = "LogGroup",
} }
modelled_error! { ModeNotSupportedException("ModeNotSupportedException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { NoPublishedVersionException("NoPublishedVersionException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { OnFailure {
    destination: Option<String> = "Destination",
} }
structure! { OnSuccess {
    destination: Option<String> = "Destination",
} }
structure! { Operation {
    id: String = "Id",
    parent_id: Option<String> = "ParentId",
    name: Option<String> = "Name",
    r#type: OperationType = "Type",
    sub_type: Option<String> = "SubType",
    start_timestamp: Timestamp = "StartTimestamp",
    end_timestamp: Option<Timestamp> = "EndTimestamp",
    status: OperationStatus = "Status",
    execution_details: Option<ExecutionDetails> = "ExecutionDetails",
    context_details: Option<ContextDetails> = "ContextDetails",
    step_details: Option<StepDetails> = "StepDetails",
    wait_details: Option<WaitDetails> = "WaitDetails",
    callback_details: Option<CallbackDetails> = "CallbackDetails",
    chained_invoke_details: Option<ChainedInvokeDetails> = "ChainedInvokeDetails",
} }
enumeration! { OperationAction {
    Start = "START",
    Succeed = "SUCCEED",
    Fail = "FAIL",
    Retry = "RETRY",
    Cancel = "CANCEL",
} }
enumeration! { OperationStatus {
    Started = "STARTED",
    Pending = "PENDING",
    Ready = "READY",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
    Cancelled = "CANCELLED",
    TimedOut = "TIMED_OUT",
    Stopped = "STOPPED",
} }
enumeration! { OperationType {
    Execution = "EXECUTION",
    Context = "CONTEXT",
    Step = "STEP",
    Wait = "WAIT",
    Callback = "CALLBACK",
    ChainedInvoke = "CHAINED_INVOKE",
} }
structure! { OperationUpdate {
    id: String = "Id",
    parent_id: Option<String> = "ParentId",
    name: Option<String> = "Name",
    r#type: OperationType = "Type",
    sub_type: Option<String> = "SubType",
    action: OperationAction = "Action",
    payload: Option<Sensitive<String>> = "Payload",
    error: Option<ErrorObject> = "Error",
    context_options: Option<ContextOptions> = "ContextOptions",
    step_options: Option<StepOptions> = "StepOptions",
    wait_options: Option<WaitOptions> = "WaitOptions",
    callback_options: Option<CallbackOptions> = "CallbackOptions",
    chained_invoke_options: Option<ChainedInvokeOptions> = "ChainedInvokeOptions",
} }
enumeration! { PackageType {
    Zip = "Zip",
    Image = "Image",
} }
structure! { PauseDetails {
    pause_request_timestamp: Timestamp = "PauseRequestTimestamp",
    reason: Option<Sensitive<String>> = "Reason",
    execution_timeout_paused: bool = "ExecutionTimeoutPaused",
} }
structure! { PauseDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    client_token: Option<String> = "ClientToken",
    reason: Option<Sensitive<String>> = "Reason",
    execution_timeout_paused: Option<bool> = "ExecutionTimeoutPaused",
} }
structure! { PauseDurableExecutionResponse {
} }
modelled_error! { PolicyLengthExceededException("PolicyLengthExceededException", 400, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { PreconditionFailedException("PreconditionFailedException", 412, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { PropagateTags {
    mode: Option<PropagateTagsMode> = "Mode",
    explicit_tags: Option<BTreeMap<String, String>> = "ExplicitTags",
} }
enumeration! { PropagateTagsMode {
    None = "None",
    Explicit = "Explicit",
} }
structure! { ProvisionedConcurrencyConfigListItem {
    function_arn: Option<String> = "FunctionArn",
    requested_provisioned_concurrent_executions: Option<i32> = "RequestedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = "AvailableProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = "AllocatedProvisionedConcurrentExecutions",
    status: Option<ProvisionedConcurrencyStatusEnum> = "Status",
    status_reason: Option<String> = "StatusReason",
    last_modified: Option<String> = "LastModified",
} }
modelled_error! { ProvisionedConcurrencyConfigNotFoundException("ProvisionedConcurrencyConfigNotFoundException", 404, Sender, "message") {
    r#type: Option<String> = "Type",
} }
enumeration! { ProvisionedConcurrencyStatusEnum {
    InProgress = "IN_PROGRESS",
    Ready = "READY",
    Failed = "FAILED",
} }
structure! { ProvisionedPollerConfig {
    minimum_pollers: Option<i32> = "MinimumPollers",
    maximum_pollers: Option<i32> = "MaximumPollers",
    poller_group_name: Option<String> = "PollerGroupName",
} }
modelled_error! { PublicPolicyException("PublicPolicyException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { PublishLayerVersionRequest {
    layer_name: String = "LayerName",
    description: Option<String> = "Description",
    content: LayerVersionContentInput = "Content",
    compatible_architectures: Option<Vec<Architecture>> = "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<Runtime>> = "CompatibleRuntimes",
    license_info: Option<String> = "LicenseInfo",
} }
structure! { PublishLayerVersionResponse {
    content: Option<LayerVersionContentOutput> = "Content",
    layer_arn: Option<String> = "LayerArn",
    layer_version_arn: Option<String> = "LayerVersionArn",
    description: Option<String> = "Description",
    created_date: Option<String> = "CreatedDate",
    version: Option<i64> = "Version",
    compatible_architectures: Option<Vec<Architecture>> = "CompatibleArchitectures",
    compatible_runtimes: Option<Vec<Runtime>> = "CompatibleRuntimes",
    license_info: Option<String> = "LicenseInfo",
} }
structure! { PublishVersionRequest {
    function_name: String = "FunctionName",
    code_sha256: Option<String> = "CodeSha256",
    description: Option<String> = "Description",
    revision_id: Option<String> = "RevisionId",
    publish_to: Option<FunctionVersionLatestPublished> = "PublishTo",
} }
structure! { PutFunctionCodeSigningConfigRequest {
    code_signing_config_arn: String = "CodeSigningConfigArn",
    function_name: String = "FunctionName",
} }
structure! { PutFunctionCodeSigningConfigResponse {
    code_signing_config_arn: String = "CodeSigningConfigArn",
    function_name: String = "FunctionName",
} }
structure! { PutFunctionConcurrencyRequest {
    function_name: String = "FunctionName",
    reserved_concurrent_executions: i32 = "ReservedConcurrentExecutions",
} }
structure! { PutFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
} }
structure! { PutFunctionRecursionConfigRequest {
    function_name: String = "FunctionName",
    recursive_loop: RecursiveLoop = "RecursiveLoop",
} }
structure! { PutFunctionRecursionConfigResponse {
    recursive_loop: Option<RecursiveLoop> = "RecursiveLoop",
} }
structure! { PutFunctionScalingConfigRequest {
    function_name: String = "FunctionName",
    qualifier: String = "Qualifier",
    function_scaling_config: Option<FunctionScalingConfig> = "FunctionScalingConfig",
} }
structure! { PutFunctionScalingConfigResponse {
    function_state: Option<State> = "FunctionState",
} }
structure! { PutProvisionedConcurrencyConfigRequest {
    function_name: String = "FunctionName",
    qualifier: String = "Qualifier",
    provisioned_concurrent_executions: i32 = "ProvisionedConcurrentExecutions",
} }
structure! { PutProvisionedConcurrencyConfigResponse {
    requested_provisioned_concurrent_executions: Option<i32> = "RequestedProvisionedConcurrentExecutions",
    allocated_provisioned_concurrent_executions: Option<i32> = "AllocatedProvisionedConcurrentExecutions",
    available_provisioned_concurrent_executions: Option<i32> = "AvailableProvisionedConcurrentExecutions",
    status: Option<ProvisionedConcurrencyStatusEnum> = "Status",
    status_reason: Option<String> = "StatusReason",
    last_modified: Option<String> = "LastModified",
} }
structure! { PutResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
    policy: String = "Policy",
    revision_id: Option<String> = "RevisionId",
} }
structure! { PutResourcePolicyResponse {
    policy: Option<String> = "Policy",
    revision_id: Option<String> = "RevisionId",
} }
structure! { PutRuntimeManagementConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    update_runtime_on: UpdateRuntimeOn = "UpdateRuntimeOn",
    runtime_version_arn: Option<String> = "RuntimeVersionArn",
} }
structure! { PutRuntimeManagementConfigResponse {
    update_runtime_on: UpdateRuntimeOn = "UpdateRuntimeOn",
    function_arn: String = "FunctionArn",
    runtime_version_arn: Option<String> = "RuntimeVersionArn",
} }
modelled_error! { RecursiveInvocationException("RecursiveInvocationException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { RecursiveLoop {
    Allow = "Allow",
    Terminate = "Terminate",
} }
structure! { RemoveLayerVersionPermissionRequest {
    layer_name: String = "LayerName",
    version_number: i64 = "VersionNumber",
    statement_id: String = "StatementId",
    revision_id: Option<String> = "RevisionId",
} }
structure! { RemovePermissionRequest {
    function_name: String = "FunctionName",
    statement_id: String = "StatementId",
    qualifier: Option<String> = "Qualifier",
    revision_id: Option<String> = "RevisionId",
} }
modelled_error! { RequestTooLargeException("RequestTooLargeException", 413, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { ResolvedS3Object {
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
} }
modelled_error! { ResourceConflictException("ResourceConflictException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ResourceInUseException("ResourceInUseException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ResourceNotReadyException("ResourceNotReadyException", 502, Receiver, "message") {
    r#type: Option<String> = "Type",
} }
enumeration! { ResponseStreamingInvocationType {
    RequestResponse = "RequestResponse",
    DryRun = "DryRun",
} }
structure! { ResumeDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    client_token: Option<String> = "ClientToken",
    reason: Option<Sensitive<String>> = "Reason",
} }
structure! { ResumeDurableExecutionResponse {
} }
structure! { RetryDetails {
    current_attempt: Option<i32> = "CurrentAttempt",
    next_attempt_delay_seconds: Option<i32> = "NextAttemptDelaySeconds",
} }
enumeration! { Runtime {
    Nodejs = "nodejs",
    Nodejs43 = "nodejs4.3",
    Nodejs610 = "nodejs6.10",
    Nodejs810 = "nodejs8.10",
    Nodejs10X = "nodejs10.x",
    Nodejs12X = "nodejs12.x",
    Nodejs14X = "nodejs14.x",
    Nodejs16X = "nodejs16.x",
    Nodejs18X = "nodejs18.x",
    Nodejs20X = "nodejs20.x",
    Nodejs22X = "nodejs22.x",
    Nodejs24X = "nodejs24.x",
    Java8 = "java8",
    Java8Al2 = "java8.al2",
    Java11 = "java11",
    Java17 = "java17",
    Java21 = "java21",
    Java25 = "java25",
    Python27 = "python2.7",
    Python36 = "python3.6",
    Python37 = "python3.7",
    Python38 = "python3.8",
    Python39 = "python3.9",
    Python310 = "python3.10",
    Python311 = "python3.11",
    Python312 = "python3.12",
    Python313 = "python3.13",
    Python314 = "python3.14",
    Dotnetcore10 = "dotnetcore1.0",
    Dotnetcore20 = "dotnetcore2.0",
    Dotnetcore21 = "dotnetcore2.1",
    Dotnetcore31 = "dotnetcore3.1",
    Dotnet6 = "dotnet6",
    Dotnet8 = "dotnet8",
    Dotnet10 = "dotnet10",
    Nodejs43Edge = "nodejs4.3-edge",
    Go1X = "go1.x",
    Ruby25 = "ruby2.5",
    Ruby27 = "ruby2.7",
    Ruby32 = "ruby3.2",
    Ruby33 = "ruby3.3",
    Ruby34 = "ruby3.4",
    Ruby40 = "ruby4.0",
    Provided = "provided",
    ProvidedAl2 = "provided.al2",
    ProvidedAl2023 = "provided.al2023",
    Nodejs26X = "nodejs26.x",
    Python315 = "python3.15",
    Java8Al2023 = "java8.al2023",
    Java11Al2023 = "java11.al2023",
    Java17Al2023 = "java17.al2023",
    Custom = "custom",
} }
modelled_error! { RuntimeAliasDeletedException("RuntimeAliasDeletedException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { RuntimeVersionConfig {
    runtime_version_arn: Option<String> = "RuntimeVersionArn",
    error: Option<RuntimeVersionError> = "Error",
} }
modelled_error! { RuntimeVersionDeletedException("RuntimeVersionDeletedException", 409, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { RuntimeVersionError {
    error_code: Option<String> = "ErrorCode",
    message: Option<Sensitive<String>> = "Message",
} }
structure! { S3FilesConfig {
    direct_s3_read: Option<DirectS3Read> = "DirectS3Read",
} }
modelled_error! { S3FilesMountConnectivityException("S3FilesMountConnectivityException", 408, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { S3FilesMountFailureException("S3FilesMountFailureException", 403, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { S3FilesMountTimeoutException("S3FilesMountTimeoutException", 408, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { S3ObjectStorageMode {
    Copy = "COPY",
    Reference = "REFERENCE",
} }
structure! { ScalingConfig {
    maximum_concurrency: Option<i32> = "MaximumConcurrency",
} }
enumeration! { SchemaRegistryEventRecordFormat {
    Json = "JSON",
    Source = "SOURCE",
} }
structure! { SelfManagedEventSource {
    endpoints: Option<BTreeMap<String, Vec<String>>> = "Endpoints",
} }
structure! { SelfManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = "SchemaRegistryConfig",
    consumption_mode: Option<KafkaEventSourceMappingConsumptionMode> = "ConsumptionMode",
} }
structure! { SendDurableExecutionCallbackFailureRequest {
    callback_id: String = "CallbackId",
    error: Option<ErrorObject> = "Error",
} }
structure! { SendDurableExecutionCallbackFailureResponse {
} }
structure! { SendDurableExecutionCallbackHeartbeatRequest {
    callback_id: String = "CallbackId",
} }
structure! { SendDurableExecutionCallbackHeartbeatResponse {
} }
structure! { SendDurableExecutionCallbackSuccessRequest {
    callback_id: String = "CallbackId",
    result: Option<Sensitive<Bytes>> = "Result",
} }
structure! { SendDurableExecutionCallbackSuccessResponse {
} }
modelled_error! { SerializedRequestEntityTooLargeException("SerializedRequestEntityTooLargeException", 413, Sender, "message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ServiceException("ServiceException", 500, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { ServiceQuotaExceededException("ServiceQuotaExceededException", 402, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { SnapStart {
    apply_on: Option<SnapStartApplyOn> = "ApplyOn",
} }
enumeration! { SnapStartApplyOn {
    PublishedVersions = "PublishedVersions",
    None = "None",
} }
modelled_error! { SnapStartException("SnapStartException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
modelled_error! { SnapStartNotReadyException("SnapStartNotReadyException", 409, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { SnapStartOptimizationStatus {
    On = "On",
    Off = "Off",
} }
modelled_error! { SnapStartRegenerationFailureException("SnapStartRegenerationFailureException", 409, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { SnapStartResponse {
    apply_on: Option<SnapStartApplyOn> = "ApplyOn",
    optimization_status: Option<SnapStartOptimizationStatus> = "OptimizationStatus",
} }
modelled_error! { SnapStartTimeoutException("SnapStartTimeoutException", 408, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { SourceAccessConfiguration {
    r#type: Option<SourceAccessType> = "Type",
    uri: Option<String> = "URI",
} }
enumeration! { SourceAccessType {
    BasicAuth = "BASIC_AUTH",
    VpcSubnet = "VPC_SUBNET",
    VpcSecurityGroup = "VPC_SECURITY_GROUP",
    SaslScram512Auth = "SASL_SCRAM_512_AUTH",
    SaslScram256Auth = "SASL_SCRAM_256_AUTH",
    VirtualHost = "VIRTUAL_HOST",
    ClientCertificateTlsAuth = "CLIENT_CERTIFICATE_TLS_AUTH",
    ServerRootCaCertificate = "SERVER_ROOT_CA_CERTIFICATE",
    OauthbearerAuth = "OAUTHBEARER_AUTH",
    OauthbearerScope = "OAUTHBEARER_SCOPE",
    OauthbearerAudience = "OAUTHBEARER_AUDIENCE",
    OauthbearerLogicalCluster = "OAUTHBEARER_LOGICAL_CLUSTER",
    OauthbearerIdentityPool = "OAUTHBEARER_IDENTITY_POOL",
    IamAuth = "IAM_AUTH",
    IamOauthbearerAuth = "IAM_OAUTHBEARER_AUTH",
} }
enumeration! { State {
    Pending = "Pending",
    Active = "Active",
    Inactive = "Inactive",
    Failed = "Failed",
    Deactivating = "Deactivating",
    Deactivated = "Deactivated",
    ActiveNonInvocable = "ActiveNonInvocable",
    Deleting = "Deleting",
} }
enumeration! { StateReasonCode {
    Idle = "Idle",
    Creating = "Creating",
    Restoring = "Restoring",
    EniLimitExceeded = "EniLimitExceeded",
    InsufficientRolePermissions = "InsufficientRolePermissions",
    InvalidConfiguration = "InvalidConfiguration",
    InternalError = "InternalError",
    SubnetOutOfIPAddresses = "SubnetOutOfIPAddresses",
    InvalidSubnet = "InvalidSubnet",
    InvalidSecurityGroup = "InvalidSecurityGroup",
    ImageDeleted = "ImageDeleted",
    ImageAccessDenied = "ImageAccessDenied",
    InvalidImage = "InvalidImage",
    KMSKeyAccessDenied = "KMSKeyAccessDenied",
    KMSKeyNotFound = "KMSKeyNotFound",
    InvalidStateKMSKey = "InvalidStateKMSKey",
    DisabledKMSKey = "DisabledKMSKey",
    EFSIOError = "EFSIOError",
    EFSMountConnectivityError = "EFSMountConnectivityError",
    EFSMountFailure = "EFSMountFailure",
    EFSMountTimeout = "EFSMountTimeout",
    InvalidRuntime = "InvalidRuntime",
    InvalidZipFileException = "InvalidZipFileException",
    FunctionError = "FunctionError",
    ServiceQuotaExceededException = "ServiceQuotaExceededException",
    VcpuLimitExceeded = "VcpuLimitExceeded",
    CapacityProviderScalingLimitExceeded = "CapacityProviderScalingLimitExceeded",
    InsufficientCapacity = "InsufficientCapacity",
    EC2RequestLimitExceeded = "EC2RequestLimitExceeded",
    FunctionErrorInitTimeout = "FunctionError.InitTimeout",
    FunctionErrorRuntimeInitError = "FunctionError.RuntimeInitError",
    FunctionErrorExtensionInitError = "FunctionError.ExtensionInitError",
    FunctionErrorInvalidEntryPoint = "FunctionError.InvalidEntryPoint",
    FunctionErrorInvalidWorkingDirectory = "FunctionError.InvalidWorkingDirectory",
    FunctionErrorPermissionDenied = "FunctionError.PermissionDenied",
    FunctionErrorTooManyExtensions = "FunctionError.TooManyExtensions",
    FunctionErrorInitResourceExhausted = "FunctionError.InitResourceExhausted",
    DisallowedByVpcEncryptionControl = "DisallowedByVpcEncryptionControl",
    DrainingDurableExecutions = "DrainingDurableExecutions",
    IncompatibleAcceleratorInstanceTypes = "IncompatibleAcceleratorInstanceTypes",
    DependencyError = "DependencyError",
} }
structure! { StepDetails {
    attempt: Option<i32> = "Attempt",
    next_attempt_timestamp: Option<Timestamp> = "NextAttemptTimestamp",
    result: Option<Sensitive<String>> = "Result",
    error: Option<ErrorObject> = "Error",
} }
structure! { StepFailedDetails {
    error: EventError = "Error",
    retry_details: RetryDetails = "RetryDetails",
} }
structure! { StepOptions {
    next_attempt_delay_seconds: Option<i32> = "NextAttemptDelaySeconds",
} }
structure! { StepStartedDetails {
} }
structure! { StepSucceededDetails {
    result: EventResult = "Result",
    retry_details: RetryDetails = "RetryDetails",
} }
structure! { StopDurableExecutionRequest {
    durable_execution_arn: String = "DurableExecutionArn",
    error: Option<ErrorObject> = "Error",
} }
structure! { StopDurableExecutionResponse {
    stop_timestamp: Timestamp = "StopTimestamp",
} }
modelled_error! { SubnetIPAddressLimitReachedException("SubnetIPAddressLimitReachedException", 502, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
enumeration! { SystemLogLevel {
    Debug = "DEBUG",
    Info = "INFO",
    Warn = "WARN",
} }
structure! { TagResourceRequest {
    resource: String = "Resource",
    tags: BTreeMap<String, String> = "Tags",
} }
structure! { TagsError {
    error_code: String = "ErrorCode",
    message: String = "Message",
} }
structure! { TargetTrackingScalingPolicy {
    predefined_metric_type: CapacityProviderPredefinedMetricType = "PredefinedMetricType",
    target_value: f64 = "TargetValue",
} }
structure! { TenancyConfig {
    tenant_isolation_mode: TenantIsolationMode = "TenantIsolationMode",
} }
enumeration! { TenantIsolationMode {
    PerTenant = "PER_TENANT",
} }
enumeration! { ThrottleReason {
    ConcurrentInvocationLimitExceeded = "ConcurrentInvocationLimitExceeded",
    FunctionInvocationRateLimitExceeded = "FunctionInvocationRateLimitExceeded",
    ReservedFunctionConcurrentInvocationLimitExceeded = "ReservedFunctionConcurrentInvocationLimitExceeded",
    ReservedFunctionInvocationRateLimitExceeded = "ReservedFunctionInvocationRateLimitExceeded",
    CallerRateLimitExceeded = "CallerRateLimitExceeded",
    ConcurrentSnapshotCreateLimitExceeded = "ConcurrentSnapshotCreateLimitExceeded",
} }
modelled_error! { TooManyRequestsException("TooManyRequestsException", 429, Sender, "message") {
    retry_after_seconds: Option<String> = "retryAfterSeconds",
    r#type: Option<String> = "Type",
    reason: Option<ThrottleReason> = "Reason",
} }
structure! { TraceHeader {
    x_amzn_trace_id: Option<String> = "XAmznTraceId",
} }
structure! { TracingConfig {
    mode: Option<TracingMode> = "Mode",
} }
structure! { TracingConfigResponse {
    mode: Option<TracingMode> = "Mode",
} }
enumeration! { TracingMode {
    Active = "Active",
    PassThrough = "PassThrough",
} }
modelled_error! { UnsupportedMediaTypeException("UnsupportedMediaTypeException", 415, Sender, "message") {
    r#type: Option<String> = "Type",
} }
structure! { UntagResourceRequest {
    resource: String = "Resource",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UpdateAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
    function_version: Option<String> = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
    revision_id: Option<String> = "RevisionId",
} }
structure! { UpdateCapacityProviderRequest {
    capacity_provider_name: String = "CapacityProviderName",
    capacity_provider_scaling_config: Option<CapacityProviderScalingConfig> = "CapacityProviderScalingConfig",
    propagate_tags: Option<PropagateTags> = "PropagateTags",
    telemetry_config: Option<CapacityProviderTelemetryConfig> = "TelemetryConfig",
} }
structure! { UpdateCapacityProviderResponse {
    capacity_provider: CapacityProvider = "CapacityProvider",
} }
structure! { UpdateCodeSigningConfigRequest {
    code_signing_config_arn: String = "CodeSigningConfigArn",
    description: Option<String> = "Description",
    allowed_publishers: Option<AllowedPublishers> = "AllowedPublishers",
    code_signing_policies: Option<CodeSigningPolicies> = "CodeSigningPolicies",
} }
structure! { UpdateCodeSigningConfigResponse {
    code_signing_config: CodeSigningConfig = "CodeSigningConfig",
} }
structure! { UpdateEventSourceMappingRequest {
    uuid: String = "UUID",
    function_name: Option<String> = "FunctionName",
    enabled: Option<bool> = "Enabled",
    batch_size: Option<i32> = "BatchSize",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i32> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i32> = "ParallelizationFactor",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    maximum_record_age_in_seconds: Option<i32> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i32> = "TumblingWindowInSeconds",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    function_response_types: Option<Vec<FunctionResponseType>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
} }
structure! { UpdateFunctionCodeRequest {
    function_name: String = "FunctionName",
    zip_file: Option<Sensitive<Bytes>> = "ZipFile",
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    s3_object_storage_mode: Option<S3ObjectStorageMode> = "S3ObjectStorageMode",
    image_uri: Option<String> = "ImageUri",
    architectures: Option<Vec<Architecture>> = "Architectures",
    publish: Option<bool> = "Publish",
    publish_to: Option<FunctionVersionLatestPublished> = "PublishTo",
    dry_run: Option<bool> = "DryRun",
    revision_id: Option<String> = "RevisionId",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
} }
structure! { UpdateFunctionConfigurationRequest {
    function_name: String = "FunctionName",
    role: Option<String> = "Role",
    handler: Option<String> = "Handler",
    description: Option<String> = "Description",
    timeout: Option<i32> = "Timeout",
    memory_size: Option<i32> = "MemorySize",
    vpc_config: Option<VpcConfig> = "VpcConfig",
    environment: Option<Environment> = "Environment",
    runtime: Option<Runtime> = "Runtime",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfig> = "TracingConfig",
    revision_id: Option<String> = "RevisionId",
    layers: Option<Vec<String>> = "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    image_config: Option<ImageConfig> = "ImageConfig",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStart> = "SnapStart",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
} }
structure! { UpdateFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
} }
structure! { UpdateFunctionUrlConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    auth_type: Option<FunctionUrlAuthType> = "AuthType",
    cors: Option<Cors> = "Cors",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
structure! { UpdateFunctionUrlConfigResponse {
    function_url: String = "FunctionUrl",
    function_arn: String = "FunctionArn",
    auth_type: FunctionUrlAuthType = "AuthType",
    cors: Option<Cors> = "Cors",
    creation_time: String = "CreationTime",
    last_modified_time: String = "LastModifiedTime",
    invoke_mode: Option<InvokeMode> = "InvokeMode",
} }
enumeration! { UpdateRuntimeOn {
    Auto = "Auto",
    Manual = "Manual",
    FunctionUpdate = "FunctionUpdate",
} }
structure! { VpcConfig {
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    ipv6_allowed_for_dual_stack: Option<bool> = "Ipv6AllowedForDualStack",
} }
structure! { VpcConfigResponse {
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    vpc_id: Option<String> = "VpcId",
    ipv6_allowed_for_dual_stack: Option<bool> = "Ipv6AllowedForDualStack",
} }
structure! { WaitCancelledDetails {
    error: Option<EventError> = "Error",
} }
structure! { WaitDetails {
    scheduled_end_timestamp: Option<Timestamp> = "ScheduledEndTimestamp",
} }
structure! { WaitOptions {
    wait_seconds: Option<i32> = "WaitSeconds",
} }
structure! { WaitStartedDetails {
    duration: i32 = "Duration",
    scheduled_end_timestamp: Timestamp = "ScheduledEndTimestamp",
} }
structure! { WaitSucceededDetails {
    duration: Option<i32> = "Duration",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "lambda" {
        AddLayerVersionPermission: AddLayerVersionPermissionRequest => AddLayerVersionPermissionResponse,
        AddPermission: AddPermissionRequest => AddPermissionResponse,
        CheckpointDurableExecution: CheckpointDurableExecutionRequest => CheckpointDurableExecutionResponse,
        CreateAlias: CreateAliasRequest => AliasConfiguration,
        CreateCapacityProvider: CreateCapacityProviderRequest => CreateCapacityProviderResponse,
        CreateCodeSigningConfig: CreateCodeSigningConfigRequest => CreateCodeSigningConfigResponse,
        CreateEventSourceMapping: CreateEventSourceMappingRequest => EventSourceMappingConfiguration,
        CreateFunction: CreateFunctionRequest => FunctionConfiguration,
        CreateFunctionUrlConfig: CreateFunctionUrlConfigRequest => CreateFunctionUrlConfigResponse,
        DeleteAlias: DeleteAliasRequest => Unit,
        DeleteCapacityProvider: DeleteCapacityProviderRequest => DeleteCapacityProviderResponse,
        DeleteCodeSigningConfig: DeleteCodeSigningConfigRequest => DeleteCodeSigningConfigResponse,
        DeleteDurableExecution: DeleteDurableExecutionRequest => DeleteDurableExecutionResponse,
        DeleteEventSourceMapping: DeleteEventSourceMappingRequest => EventSourceMappingConfiguration,
        DeleteFunction: DeleteFunctionRequest => DeleteFunctionResponse,
        DeleteFunctionCodeSigningConfig: DeleteFunctionCodeSigningConfigRequest => Unit,
        DeleteFunctionConcurrency: DeleteFunctionConcurrencyRequest => Unit,
        DeleteFunctionEventInvokeConfig: DeleteFunctionEventInvokeConfigRequest => Unit,
        DeleteFunctionUrlConfig: DeleteFunctionUrlConfigRequest => Unit,
        DeleteLayerVersion: DeleteLayerVersionRequest => Unit,
        DeleteProvisionedConcurrencyConfig: DeleteProvisionedConcurrencyConfigRequest => Unit,
        DeleteResourcePolicy: DeleteResourcePolicyRequest => Unit,
        GetAccountSettings: GetAccountSettingsRequest => GetAccountSettingsResponse,
        GetAlias: GetAliasRequest => AliasConfiguration,
        GetCapacityProvider: GetCapacityProviderRequest => GetCapacityProviderResponse,
        GetCodeSigningConfig: GetCodeSigningConfigRequest => GetCodeSigningConfigResponse,
        GetDurableExecution: GetDurableExecutionRequest => GetDurableExecutionResponse,
        GetDurableExecutionHistory: GetDurableExecutionHistoryRequest => GetDurableExecutionHistoryResponse,
        GetDurableExecutionState: GetDurableExecutionStateRequest => GetDurableExecutionStateResponse,
        GetEventSourceMapping: GetEventSourceMappingRequest => EventSourceMappingConfiguration,
        GetFunction: GetFunctionRequest => GetFunctionResponse,
        GetFunctionCodeSigningConfig: GetFunctionCodeSigningConfigRequest => GetFunctionCodeSigningConfigResponse,
        GetFunctionConcurrency: GetFunctionConcurrencyRequest => GetFunctionConcurrencyResponse,
        GetFunctionConfiguration: GetFunctionConfigurationRequest => FunctionConfiguration,
        GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfigRequest => FunctionEventInvokeConfig,
        GetFunctionRecursionConfig: GetFunctionRecursionConfigRequest => GetFunctionRecursionConfigResponse,
        GetFunctionScalingConfig: GetFunctionScalingConfigRequest => GetFunctionScalingConfigResponse,
        GetFunctionUrlConfig: GetFunctionUrlConfigRequest => GetFunctionUrlConfigResponse,
        GetLayerVersion: GetLayerVersionRequest => GetLayerVersionResponse,
        GetLayerVersionByArn: GetLayerVersionByArnRequest => GetLayerVersionResponse,
        GetLayerVersionPolicy: GetLayerVersionPolicyRequest => GetLayerVersionPolicyResponse,
        GetPolicy: GetPolicyRequest => GetPolicyResponse,
        GetProvisionedConcurrencyConfig: GetProvisionedConcurrencyConfigRequest => GetProvisionedConcurrencyConfigResponse,
        GetResourcePolicy: GetResourcePolicyRequest => GetResourcePolicyResponse,
        GetRuntimeManagementConfig: GetRuntimeManagementConfigRequest => GetRuntimeManagementConfigResponse,
        Invoke: InvocationRequest => InvocationResponse,
        InvokeAsync: InvokeAsyncRequest => InvokeAsyncResponse,
        InvokeWithResponseStream: InvokeWithResponseStreamRequest => InvokeWithResponseStreamResponse,
        ListAliases: ListAliasesRequest => ListAliasesResponse,
        ListCapacityProviders: ListCapacityProvidersRequest => ListCapacityProvidersResponse,
        ListCodeSigningConfigs: ListCodeSigningConfigsRequest => ListCodeSigningConfigsResponse,
        ListDurableExecutionsByFunction: ListDurableExecutionsByFunctionRequest => ListDurableExecutionsByFunctionResponse,
        ListEventSourceMappings: ListEventSourceMappingsRequest => ListEventSourceMappingsResponse,
        ListFunctionEventInvokeConfigs: ListFunctionEventInvokeConfigsRequest => ListFunctionEventInvokeConfigsResponse,
        ListFunctionUrlConfigs: ListFunctionUrlConfigsRequest => ListFunctionUrlConfigsResponse,
        ListFunctionVersionsByCapacityProvider: ListFunctionVersionsByCapacityProviderRequest => ListFunctionVersionsByCapacityProviderResponse,
        ListFunctions: ListFunctionsRequest => ListFunctionsResponse,
        ListFunctionsByCodeSigningConfig: ListFunctionsByCodeSigningConfigRequest => ListFunctionsByCodeSigningConfigResponse,
        ListLayerVersions: ListLayerVersionsRequest => ListLayerVersionsResponse,
        ListLayers: ListLayersRequest => ListLayersResponse,
        ListProvisionedConcurrencyConfigs: ListProvisionedConcurrencyConfigsRequest => ListProvisionedConcurrencyConfigsResponse,
        ListTags: ListTagsRequest => ListTagsResponse,
        ListVersionsByFunction: ListVersionsByFunctionRequest => ListVersionsByFunctionResponse,
        PauseDurableExecution: PauseDurableExecutionRequest => PauseDurableExecutionResponse,
        PublishLayerVersion: PublishLayerVersionRequest => PublishLayerVersionResponse,
        PublishVersion: PublishVersionRequest => FunctionConfiguration,
        PutFunctionCodeSigningConfig: PutFunctionCodeSigningConfigRequest => PutFunctionCodeSigningConfigResponse,
        PutFunctionConcurrency: PutFunctionConcurrencyRequest => Concurrency,
        PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfigRequest => FunctionEventInvokeConfig,
        PutFunctionRecursionConfig: PutFunctionRecursionConfigRequest => PutFunctionRecursionConfigResponse,
        PutFunctionScalingConfig: PutFunctionScalingConfigRequest => PutFunctionScalingConfigResponse,
        PutProvisionedConcurrencyConfig: PutProvisionedConcurrencyConfigRequest => PutProvisionedConcurrencyConfigResponse,
        PutResourcePolicy: PutResourcePolicyRequest => PutResourcePolicyResponse,
        PutRuntimeManagementConfig: PutRuntimeManagementConfigRequest => PutRuntimeManagementConfigResponse,
        RemoveLayerVersionPermission: RemoveLayerVersionPermissionRequest => Unit,
        RemovePermission: RemovePermissionRequest => Unit,
        ResumeDurableExecution: ResumeDurableExecutionRequest => ResumeDurableExecutionResponse,
        SendDurableExecutionCallbackFailure: SendDurableExecutionCallbackFailureRequest => SendDurableExecutionCallbackFailureResponse,
        SendDurableExecutionCallbackHeartbeat: SendDurableExecutionCallbackHeartbeatRequest => SendDurableExecutionCallbackHeartbeatResponse,
        SendDurableExecutionCallbackSuccess: SendDurableExecutionCallbackSuccessRequest => SendDurableExecutionCallbackSuccessResponse,
        StopDurableExecution: StopDurableExecutionRequest => StopDurableExecutionResponse,
        TagResource: TagResourceRequest => Unit,
        UntagResource: UntagResourceRequest => Unit,
        UpdateAlias: UpdateAliasRequest => AliasConfiguration,
        UpdateCapacityProvider: UpdateCapacityProviderRequest => UpdateCapacityProviderResponse,
        UpdateCodeSigningConfig: UpdateCodeSigningConfigRequest => UpdateCodeSigningConfigResponse,
        UpdateEventSourceMapping: UpdateEventSourceMappingRequest => EventSourceMappingConfiguration,
        UpdateFunctionCode: UpdateFunctionCodeRequest => FunctionConfiguration,
        UpdateFunctionConfiguration: UpdateFunctionConfigurationRequest => FunctionConfiguration,
        UpdateFunctionEventInvokeConfig: UpdateFunctionEventInvokeConfigRequest => FunctionEventInvokeConfig,
        UpdateFunctionUrlConfig: UpdateFunctionUrlConfigRequest => UpdateFunctionUrlConfigResponse,
    } }
}
