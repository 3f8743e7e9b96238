//! Typed form of `models/events.json` (API version 2015-10-07). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

modelled_error! { AccessDeniedException("AccessDeniedException", 400, Sender, "message") {
} }
structure! { ActivateEventSourceRequest {
    name: String = "Name",
} }
structure! { ApiDestination {
    api_destination_arn: Option<String> = "ApiDestinationArn",
    name: Option<String> = "Name",
    api_destination_state: Option<ApiDestinationState> = "ApiDestinationState",
    connection_arn: Option<String> = "ConnectionArn",
    invocation_endpoint: Option<String> = "InvocationEndpoint",
    http_method: Option<ApiDestinationHttpMethod> = "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = "InvocationRateLimitPerSecond",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
enumeration! { ApiDestinationHttpMethod {
    Post = "POST",
    Get = "GET",
    Head = "HEAD",
    Options = "OPTIONS",
    Put = "PUT",
    Patch = "PATCH",
    Delete = "DELETE",
} }
enumeration! { ApiDestinationState {
    Active = "ACTIVE",
    Inactive = "INACTIVE",
} }
structure! { AppSyncParameters {
    graph_ql_operation: Option<Sensitive<String>> = "GraphQLOperation",
} }
structure! { Archive {
    archive_name: Option<String> = "ArchiveName",
    event_source_arn: Option<String> = "EventSourceArn",
    state: Option<ArchiveState> = "State",
    state_reason: Option<String> = "StateReason",
    retention_days: Option<i32> = "RetentionDays",
    size_bytes: Option<i64> = "SizeBytes",
    event_count: Option<i64> = "EventCount",
    creation_time: Option<Timestamp> = "CreationTime",
} }
enumeration! { ArchiveState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
    Creating = "CREATING",
    Updating = "UPDATING",
    CreateFailed = "CREATE_FAILED",
    UpdateFailed = "UPDATE_FAILED",
} }
enumeration! { AssignPublicIp {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { AwsVpcConfiguration {
    subnets: Vec<String> = "Subnets",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    assign_public_ip: Option<AssignPublicIp> = "AssignPublicIp",
} }
structure! { BatchArrayProperties {
    size: Option<i32> = "Size",
} }
structure! { BatchParameters {
    job_definition: String = "JobDefinition",
    job_name: String = "JobName",
    array_properties: Option<BatchArrayProperties> = "ArrayProperties",
    retry_strategy: Option<BatchRetryStrategy> = "RetryStrategy",
} }
structure! { BatchRetryStrategy {
    attempts: Option<i32> = "Attempts",
} }
structure! { CancelReplayRequest {
    replay_name: String = "ReplayName",
} }
structure! { CancelReplayResponse {
    replay_arn: Option<String> = "ReplayArn",
    state: Option<ReplayState> = "State",
    state_reason: Option<String> = "StateReason",
} }
structure! { CapacityProviderStrategyItem {
    capacity_provider: String = "capacityProvider",
    weight: Option<i32> = "weight",
    base: Option<i32> = "base",
} }
modelled_error! { ConcurrentModificationException("ConcurrentModificationException", 400, Sender, "message") {
} }
structure! { Condition {
    r#type: String = "Type",
    key: String = "Key",
    value: String = "Value",
} }
structure! { Connection {
    connection_arn: Option<String> = "ConnectionArn",
    name: Option<String> = "Name",
    connection_state: Option<ConnectionState> = "ConnectionState",
    state_reason: Option<String> = "StateReason",
    authorization_type: Option<ConnectionAuthorizationType> = "AuthorizationType",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = "LastAuthorizedTime",
} }
structure! { ConnectionApiKeyAuthResponseParameters {
    api_key_name: Option<String> = "ApiKeyName",
} }
structure! { ConnectionAuthResponseParameters {
    basic_auth_parameters: Option<ConnectionBasicAuthResponseParameters> = "BasicAuthParameters",
    o_auth_parameters: Option<ConnectionOAuthResponseParameters> = "OAuthParameters",
    api_key_auth_parameters: Option<ConnectionApiKeyAuthResponseParameters> = "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = "InvocationHttpParameters",
    connectivity_parameters: Option<DescribeConnectionConnectivityParameters> = "ConnectivityParameters",
} }
enumeration! { ConnectionAuthorizationType {
    Basic = "BASIC",
    OauthClientCredentials = "OAUTH_CLIENT_CREDENTIALS",
    ApiKey = "API_KEY",
} }
structure! { ConnectionBasicAuthResponseParameters {
    username: Option<String> = "Username",
} }
structure! { ConnectionBodyParameter {
    key: Option<String> = "Key",
    value: Option<Sensitive<String>> = "Value",
    is_value_secret: Option<bool> = "IsValueSecret",
} }
structure! { ConnectionHeaderParameter {
    key: Option<String> = "Key",
    value: Option<Sensitive<String>> = "Value",
    is_value_secret: Option<bool> = "IsValueSecret",
} }
structure! { ConnectionHttpParameters {
    header_parameters: Option<Vec<ConnectionHeaderParameter>> = "HeaderParameters",
    query_string_parameters: Option<Vec<ConnectionQueryStringParameter>> = "QueryStringParameters",
    body_parameters: Option<Vec<ConnectionBodyParameter>> = "BodyParameters",
} }
structure! { ConnectionOAuthClientResponseParameters {
    client_id: Option<String> = "ClientID",
} }
enumeration! { ConnectionOAuthHttpMethod {
    Get = "GET",
    Post = "POST",
    Put = "PUT",
} }
structure! { ConnectionOAuthResponseParameters {
    client_parameters: Option<ConnectionOAuthClientResponseParameters> = "ClientParameters",
    authorization_endpoint: Option<String> = "AuthorizationEndpoint",
    http_method: Option<ConnectionOAuthHttpMethod> = "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = "OAuthHttpParameters",
} }
structure! { ConnectionQueryStringParameter {
    key: Option<String> = "Key",
    value: Option<Sensitive<String>> = "Value",
    is_value_secret: Option<bool> = "IsValueSecret",
} }
enumeration! { ConnectionState {
    Creating = "CREATING",
    Updating = "UPDATING",
    Deleting = "DELETING",
    Authorized = "AUTHORIZED",
    Deauthorized = "DEAUTHORIZED",
    Authorizing = "AUTHORIZING",
    Deauthorizing = "DEAUTHORIZING",
    Active = "ACTIVE",
    FailedConnectivity = "FAILED_CONNECTIVITY",
} }
structure! { ConnectivityResourceConfigurationArn {
    resource_configuration_arn: String = "ResourceConfigurationArn",
} }
structure! { ConnectivityResourceParameters {
    resource_parameters: ConnectivityResourceConfigurationArn = "ResourceParameters",
} }
structure! { CreateApiDestinationRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    connection_arn: String = "ConnectionArn",
    invocation_endpoint: String = "InvocationEndpoint",
    http_method: ApiDestinationHttpMethod = "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = "InvocationRateLimitPerSecond",
} }
structure! { CreateApiDestinationResponse {
    api_destination_arn: Option<String> = "ApiDestinationArn",
    api_destination_state: Option<ApiDestinationState> = "ApiDestinationState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { CreateArchiveRequest {
    archive_name: String = "ArchiveName",
    event_source_arn: String = "EventSourceArn",
    description: Option<String> = "Description",
    event_pattern: Option<String> = "EventPattern",
    retention_days: Option<i32> = "RetentionDays",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
} }
structure! { CreateArchiveResponse {
    archive_arn: Option<String> = "ArchiveArn",
    state: Option<ArchiveState> = "State",
    state_reason: Option<String> = "StateReason",
    creation_time: Option<Timestamp> = "CreationTime",
} }
structure! { CreateConnectionApiKeyAuthRequestParameters {
    api_key_name: String = "ApiKeyName",
    api_key_value: Sensitive<String> = "ApiKeyValue",
} }
structure! { CreateConnectionAuthRequestParameters {
    basic_auth_parameters: Option<CreateConnectionBasicAuthRequestParameters> = "BasicAuthParameters",
    o_auth_parameters: Option<CreateConnectionOAuthRequestParameters> = "OAuthParameters",
    api_key_auth_parameters: Option<CreateConnectionApiKeyAuthRequestParameters> = "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = "InvocationHttpParameters",
    connectivity_parameters: Option<ConnectivityResourceParameters> = "ConnectivityParameters",
} }
structure! { CreateConnectionBasicAuthRequestParameters {
    username: String = "Username",
    password: Sensitive<String> = "Password",
} }
structure! { CreateConnectionOAuthClientRequestParameters {
    client_id: String = "ClientID",
    client_secret: Sensitive<String> = "ClientSecret",
} }
structure! { CreateConnectionOAuthRequestParameters {
    client_parameters: CreateConnectionOAuthClientRequestParameters = "ClientParameters",
    authorization_endpoint: String = "AuthorizationEndpoint",
    http_method: ConnectionOAuthHttpMethod = "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = "OAuthHttpParameters",
} }
structure! { CreateConnectionRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    authorization_type: ConnectionAuthorizationType = "AuthorizationType",
    auth_parameters: CreateConnectionAuthRequestParameters = "AuthParameters",
    invocation_connectivity_parameters: Option<ConnectivityResourceParameters> = "InvocationConnectivityParameters",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
} }
structure! { CreateConnectionResponse {
    connection_arn: Option<String> = "ConnectionArn",
    connection_state: Option<ConnectionState> = "ConnectionState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { CreateEndpointRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    routing_config: RoutingConfig = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Vec<EndpointEventBus> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
} }
structure! { CreateEndpointResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    routing_config: Option<RoutingConfig> = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
    state: Option<EndpointState> = "State",
} }
structure! { CreateEventBusRequest {
    name: String = "Name",
    event_source_name: Option<String> = "EventSourceName",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateEventBusResponse {
    event_bus_arn: Option<String> = "EventBusArn",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
} }
structure! { CreatePartnerEventSourceRequest {
    name: String = "Name",
    account: String = "Account",
} }
structure! { CreatePartnerEventSourceResponse {
    event_source_arn: Option<String> = "EventSourceArn",
} }
structure! { DeactivateEventSourceRequest {
    name: String = "Name",
} }
structure! { DeadLetterConfig {
    arn: Option<String> = "Arn",
} }
structure! { DeauthorizeConnectionRequest {
    name: String = "Name",
} }
structure! { DeauthorizeConnectionResponse {
    connection_arn: Option<String> = "ConnectionArn",
    connection_state: Option<ConnectionState> = "ConnectionState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = "LastAuthorizedTime",
} }
structure! { DeleteApiDestinationRequest {
    name: String = "Name",
} }
structure! { DeleteApiDestinationResponse {
} }
structure! { DeleteArchiveRequest {
    archive_name: String = "ArchiveName",
} }
structure! { DeleteArchiveResponse {
} }
structure! { DeleteConnectionRequest {
    name: String = "Name",
} }
structure! { DeleteConnectionResponse {
    connection_arn: Option<String> = "ConnectionArn",
    connection_state: Option<ConnectionState> = "ConnectionState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = "LastAuthorizedTime",
} }
structure! { DeleteEndpointRequest {
    name: String = "Name",
} }
structure! { DeleteEndpointResponse {
} }
structure! { DeleteEventBusRequest {
    name: String = "Name",
} }
structure! { DeletePartnerEventSourceRequest {
    name: String = "Name",
    account: String = "Account",
} }
structure! { DeleteRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
    force: Option<bool> = "Force",
} }
structure! { DescribeApiDestinationRequest {
    name: String = "Name",
} }
structure! { DescribeApiDestinationResponse {
    api_destination_arn: Option<String> = "ApiDestinationArn",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    api_destination_state: Option<ApiDestinationState> = "ApiDestinationState",
    connection_arn: Option<String> = "ConnectionArn",
    invocation_endpoint: Option<String> = "InvocationEndpoint",
    http_method: Option<ApiDestinationHttpMethod> = "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = "InvocationRateLimitPerSecond",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { DescribeArchiveRequest {
    archive_name: String = "ArchiveName",
} }
structure! { DescribeArchiveResponse {
    archive_arn: Option<String> = "ArchiveArn",
    archive_name: Option<String> = "ArchiveName",
    event_source_arn: Option<String> = "EventSourceArn",
    description: Option<String> = "Description",
    event_pattern: Option<String> = "EventPattern",
    state: Option<ArchiveState> = "State",
    state_reason: Option<String> = "StateReason",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    retention_days: Option<i32> = "RetentionDays",
    size_bytes: Option<i64> = "SizeBytes",
    event_count: Option<i64> = "EventCount",
    creation_time: Option<Timestamp> = "CreationTime",
} }
structure! { DescribeConnectionConnectivityParameters {
    resource_parameters: DescribeConnectionResourceParameters = "ResourceParameters",
} }
structure! { DescribeConnectionRequest {
    name: String = "Name",
} }
structure! { DescribeConnectionResourceParameters {
    resource_configuration_arn: String = "ResourceConfigurationArn",
    resource_association_arn: String = "ResourceAssociationArn",
} }
structure! { DescribeConnectionResponse {
    connection_arn: Option<String> = "ConnectionArn",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    invocation_connectivity_parameters: Option<DescribeConnectionConnectivityParameters> = "InvocationConnectivityParameters",
    connection_state: Option<ConnectionState> = "ConnectionState",
    state_reason: Option<String> = "StateReason",
    authorization_type: Option<ConnectionAuthorizationType> = "AuthorizationType",
    secret_arn: Option<String> = "SecretArn",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    auth_parameters: Option<ConnectionAuthResponseParameters> = "AuthParameters",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = "LastAuthorizedTime",
} }
structure! { DescribeEndpointRequest {
    name: String = "Name",
    home_region: Option<String> = "HomeRegion",
} }
structure! { DescribeEndpointResponse {
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    arn: Option<String> = "Arn",
    routing_config: Option<RoutingConfig> = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
    endpoint_id: Option<String> = "EndpointId",
    endpoint_url: Option<String> = "EndpointUrl",
    state: Option<EndpointState> = "State",
    state_reason: Option<String> = "StateReason",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { DescribeEventBusRequest {
    name: Option<String> = "Name",
} }
structure! { DescribeEventBusResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    policy: Option<String> = "Policy",
    log_config: Option<LogConfig> = "LogConfig",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    managed_by: Option<String> = "ManagedBy",
} }
structure! { DescribeEventSourceRequest {
    name: String = "Name",
} }
structure! { DescribeEventSourceResponse {
    arn: Option<String> = "Arn",
    created_by: Option<String> = "CreatedBy",
    creation_time: Option<Timestamp> = "CreationTime",
    expiration_time: Option<Timestamp> = "ExpirationTime",
    name: Option<String> = "Name",
    state: Option<EventSourceState> = "State",
} }
structure! { DescribePartnerEventSourceRequest {
    name: String = "Name",
} }
structure! { DescribePartnerEventSourceResponse {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
} }
structure! { DescribeReplayRequest {
    replay_name: String = "ReplayName",
} }
structure! { DescribeReplayResponse {
    replay_name: Option<String> = "ReplayName",
    replay_arn: Option<String> = "ReplayArn",
    description: Option<String> = "Description",
    state: Option<ReplayState> = "State",
    state_reason: Option<String> = "StateReason",
    event_source_arn: Option<String> = "EventSourceArn",
    destination: Option<ReplayDestination> = "Destination",
    event_start_time: Option<Timestamp> = "EventStartTime",
    event_end_time: Option<Timestamp> = "EventEndTime",
    event_last_replayed_time: Option<Timestamp> = "EventLastReplayedTime",
    replay_start_time: Option<Timestamp> = "ReplayStartTime",
    replay_end_time: Option<Timestamp> = "ReplayEndTime",
} }
structure! { DescribeRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
} }
structure! { DescribeRuleResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    event_pattern: Option<String> = "EventPattern",
    schedule_expression: Option<String> = "ScheduleExpression",
    state: Option<RuleState> = "State",
    description: Option<String> = "Description",
    role_arn: Option<String> = "RoleArn",
    managed_by: Option<String> = "ManagedBy",
    event_bus_name: Option<String> = "EventBusName",
    created_by: Option<String> = "CreatedBy",
} }
structure! { DisableRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
} }
structure! { EcsParameters {
    task_definition_arn: String = "TaskDefinitionArn",
    task_count: Option<i32> = "TaskCount",
    launch_type: Option<LaunchType> = "LaunchType",
    network_configuration: Option<NetworkConfiguration> = "NetworkConfiguration",
    platform_version: Option<String> = "PlatformVersion",
    group: Option<String> = "Group",
    capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>> = "CapacityProviderStrategy",
    enable_ecs_managed_tags: Option<bool> = "EnableECSManagedTags",
    enable_execute_command: Option<bool> = "EnableExecuteCommand",
    placement_constraints: Option<Vec<PlacementConstraint>> = "PlacementConstraints",
    placement_strategy: Option<Vec<PlacementStrategy>> = "PlacementStrategy",
    propagate_tags: Option<PropagateTags> = "PropagateTags",
    reference_id: Option<String> = "ReferenceId",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { EnableRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
} }
structure! { Endpoint {
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    arn: Option<String> = "Arn",
    routing_config: Option<RoutingConfig> = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
    endpoint_id: Option<String> = "EndpointId",
    endpoint_url: Option<String> = "EndpointUrl",
    state: Option<EndpointState> = "State",
    state_reason: Option<String> = "StateReason",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { EndpointEventBus {
    event_bus_arn: String = "EventBusArn",
} }
enumeration! { EndpointState {
    Active = "ACTIVE",
    Creating = "CREATING",
    Updating = "UPDATING",
    Deleting = "DELETING",
    CreateFailed = "CREATE_FAILED",
    UpdateFailed = "UPDATE_FAILED",
    DeleteFailed = "DELETE_FAILED",
} }
structure! { EventBus {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    description: Option<String> = "Description",
    policy: Option<String> = "Policy",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    managed_by: Option<String> = "ManagedBy",
} }
structure! { EventSource {
    arn: Option<String> = "Arn",
    created_by: Option<String> = "CreatedBy",
    creation_time: Option<Timestamp> = "CreationTime",
    expiration_time: Option<Timestamp> = "ExpirationTime",
    name: Option<String> = "Name",
    state: Option<EventSourceState> = "State",
} }
enumeration! { EventSourceState {
    Pending = "PENDING",
    Active = "ACTIVE",
    Deleted = "DELETED",
} }
structure! { FailoverConfig {
    primary: Primary = "Primary",
    secondary: Secondary = "Secondary",
} }
structure! { HttpParameters {
    path_parameter_values: Option<Vec<String>> = "PathParameterValues",
    header_parameters: Option<BTreeMap<String, String>> = "HeaderParameters",
    query_string_parameters: Option<BTreeMap<String, String>> = "QueryStringParameters",
} }
modelled_error! { IllegalStatusException("IllegalStatusException", 400, Sender, "message") {
} }
enumeration! { IncludeDetail {
    None = "NONE",
    Full = "FULL",
} }
structure! { InputTransformer {
    input_paths_map: Option<BTreeMap<String, String>> = "InputPathsMap",
    input_template: String = "InputTemplate",
} }
modelled_error! { InternalException("InternalException", 500, Receiver, "message") {
} }
modelled_error! { InvalidEventPatternException("InvalidEventPatternException", 400, Sender, "message") {
} }
modelled_error! { InvalidStateException("InvalidStateException", 400, Sender, "message") {
} }
structure! { KinesisParameters {
    partition_key_path: String = "PartitionKeyPath",
} }
enumeration! { LaunchType {
    Ec2 = "EC2",
    Fargate = "FARGATE",
    External = "EXTERNAL",
} }
enumeration! { Level {
    Off = "OFF",
    Error = "ERROR",
    Info = "INFO",
    Trace = "TRACE",
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
structure! { ListApiDestinationsRequest {
    name_prefix: Option<String> = "NamePrefix",
    connection_arn: Option<String> = "ConnectionArn",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListApiDestinationsResponse {
    api_destinations: Option<Vec<ApiDestination>> = "ApiDestinations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListArchivesRequest {
    name_prefix: Option<String> = "NamePrefix",
    event_source_arn: Option<String> = "EventSourceArn",
    state: Option<ArchiveState> = "State",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListArchivesResponse {
    archives: Option<Vec<Archive>> = "Archives",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConnectionsRequest {
    name_prefix: Option<String> = "NamePrefix",
    connection_state: Option<ConnectionState> = "ConnectionState",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListConnectionsResponse {
    connections: Option<Vec<Connection>> = "Connections",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEndpointsRequest {
    name_prefix: Option<String> = "NamePrefix",
    home_region: Option<String> = "HomeRegion",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListEndpointsResponse {
    endpoints: Option<Vec<Endpoint>> = "Endpoints",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEventBusesRequest {
    name_prefix: Option<String> = "NamePrefix",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListEventBusesResponse {
    event_buses: Option<Vec<EventBus>> = "EventBuses",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEventSourcesRequest {
    name_prefix: Option<String> = "NamePrefix",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListEventSourcesResponse {
    event_sources: Option<Vec<EventSource>> = "EventSources",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPartnerEventSourceAccountsRequest {
    event_source_name: String = "EventSourceName",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListPartnerEventSourceAccountsResponse {
    partner_event_source_accounts: Option<Vec<PartnerEventSourceAccount>> = "PartnerEventSourceAccounts",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPartnerEventSourcesRequest {
    name_prefix: String = "NamePrefix",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListPartnerEventSourcesResponse {
    partner_event_sources: Option<Vec<PartnerEventSource>> = "PartnerEventSources",
    next_token: Option<String> = "NextToken",
} }
structure! { ListReplaysRequest {
    name_prefix: Option<String> = "NamePrefix",
    state: Option<ReplayState> = "State",
    event_source_arn: Option<String> = "EventSourceArn",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListReplaysResponse {
    replays: Option<Vec<Replay>> = "Replays",
    next_token: Option<String> = "NextToken",
} }
structure! { ListRuleNamesByTargetRequest {
    target_arn: String = "TargetArn",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListRuleNamesByTargetResponse {
    rule_names: Option<Vec<String>> = "RuleNames",
    next_token: Option<String> = "NextToken",
} }
structure! { ListRulesRequest {
    name_prefix: Option<String> = "NamePrefix",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListRulesResponse {
    rules: Option<Vec<Rule>> = "Rules",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "ResourceARN",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ListTargetsByRuleRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { ListTargetsByRuleResponse {
    targets: Option<Vec<Target>> = "Targets",
    next_token: Option<String> = "NextToken",
} }
structure! { LogConfig {
    include_detail: Option<IncludeDetail> = "IncludeDetail",
    level: Option<Level> = "Level",
} }
modelled_error! { ManagedRuleException("ManagedRuleException", 400, Sender, "message") {
} }
structure! { NetworkConfiguration {
    awsvpc_configuration: Option<AwsVpcConfiguration> = "awsvpcConfiguration",
} }
modelled_error! { OperationDisabledException("OperationDisabledException", 400, Sender, "message") {
} }
structure! { PartnerEventSource {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
} }
structure! { PartnerEventSourceAccount {
    account: Option<String> = "Account",
    creation_time: Option<Timestamp> = "CreationTime",
    expiration_time: Option<Timestamp> = "ExpirationTime",
    state: Option<EventSourceState> = "State",
} }
structure! { PlacementConstraint {
    r#type: Option<PlacementConstraintType> = "type",
    expression: Option<String> = "expression",
} }
enumeration! { PlacementConstraintType {
    DistinctInstance = "distinctInstance",
    MemberOf = "memberOf",
} }
structure! { PlacementStrategy {
    r#type: Option<PlacementStrategyType> = "type",
    field: Option<String> = "field",
} }
enumeration! { PlacementStrategyType {
    Random = "random",
    Spread = "spread",
    Binpack = "binpack",
} }
modelled_error! { PolicyLengthExceededException("PolicyLengthExceededException", 400, Sender, "message") {
} }
structure! { Primary {
    health_check: String = "HealthCheck",
} }
enumeration! { PropagateTags {
    TaskDefinition = "TASK_DEFINITION",
} }
structure! { PutEventsRequest {
    entries: Vec<PutEventsRequestEntry> = "Entries",
    endpoint_id: Option<String> = "EndpointId",
} }
structure! { PutEventsRequestEntry {
    time: Option<Timestamp> = "Time",
    source: Option<String> = "Source",
    resources: Option<Vec<String>> = "Resources",
    detail_type: Option<String> = "DetailType",
    detail: Option<String> = "Detail",
    event_bus_name: Option<String> = "EventBusName",
    trace_header: Option<String> = "TraceHeader",
} }
structure! { PutEventsResponse {
    failed_entry_count: Option<i32> = "FailedEntryCount",
    entries: Option<Vec<PutEventsResultEntry>> = "Entries",
} }
structure! { PutEventsResultEntry {
    event_id: Option<String> = "EventId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { PutPartnerEventsRequest {
    entries: Vec<PutPartnerEventsRequestEntry> = "Entries",
} }
structure! { PutPartnerEventsRequestEntry {
    time: Option<Timestamp> = "Time",
    source: Option<String> = "Source",
    resources: Option<Vec<String>> = "Resources",
    detail_type: Option<String> = "DetailType",
    detail: Option<String> = "Detail",
} }
structure! { PutPartnerEventsResponse {
    failed_entry_count: Option<i32> = "FailedEntryCount",
    entries: Option<Vec<PutPartnerEventsResultEntry>> = "Entries",
} }
structure! { PutPartnerEventsResultEntry {
    event_id: Option<String> = "EventId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { PutPermissionRequest {
    event_bus_name: Option<String> = "EventBusName",
    action: Option<String> = "Action",
    principal: Option<String> = "Principal",
    statement_id: Option<String> = "StatementId",
    condition: Option<Condition> = "Condition",
    policy: Option<String> = "Policy",
} }
structure! { PutRuleRequest {
    name: String = "Name",
    schedule_expression: Option<String> = "ScheduleExpression",
    event_pattern: Option<String> = "EventPattern",
    state: Option<RuleState> = "State",
    description: Option<String> = "Description",
    role_arn: Option<String> = "RoleArn",
    tags: Option<Vec<Tag>> = "Tags",
    event_bus_name: Option<String> = "EventBusName",
} }
structure! { PutRuleResponse {
    rule_arn: Option<String> = "RuleArn",
} }
structure! { PutTargetsRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    targets: Vec<Target> = "Targets",
} }
structure! { PutTargetsResponse {
    failed_entry_count: Option<i32> = "FailedEntryCount",
    failed_entries: Option<Vec<PutTargetsResultEntry>> = "FailedEntries",
} }
structure! { PutTargetsResultEntry {
    target_id: Option<String> = "TargetId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { RedshiftDataParameters {
    secret_manager_arn: Option<String> = "SecretManagerArn",
    database: String = "Database",
    db_user: Option<String> = "DbUser",
    sql: Option<Sensitive<String>> = "Sql",
    statement_name: Option<String> = "StatementName",
    with_event: Option<bool> = "WithEvent",
    sqls: Option<Sensitive<Vec<Sensitive<String>>>> = "Sqls",
} }
structure! { RemovePermissionRequest {
    statement_id: Option<String> = "StatementId",
    remove_all_permissions: Option<bool> = "RemoveAllPermissions",
    event_bus_name: Option<String> = "EventBusName",
} }
structure! { RemoveTargetsRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    ids: Vec<String> = "Ids",
    force: Option<bool> = "Force",
} }
structure! { RemoveTargetsResponse {
    failed_entry_count: Option<i32> = "FailedEntryCount",
    failed_entries: Option<Vec<RemoveTargetsResultEntry>> = "FailedEntries",
} }
structure! { RemoveTargetsResultEntry {
    target_id: Option<String> = "TargetId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { Replay {
    replay_name: Option<String> = "ReplayName",
    event_source_arn: Option<String> = "EventSourceArn",
    state: Option<ReplayState> = "State",
    state_reason: Option<String> = "StateReason",
    event_start_time: Option<Timestamp> = "EventStartTime",
    event_end_time: Option<Timestamp> = "EventEndTime",
    event_last_replayed_time: Option<Timestamp> = "EventLastReplayedTime",
    replay_start_time: Option<Timestamp> = "ReplayStartTime",
    replay_end_time: Option<Timestamp> = "ReplayEndTime",
} }
structure! { ReplayDestination {
    arn: String = "Arn",
    filter_arns: Option<Vec<String>> = "FilterArns",
} }
enumeration! { ReplayState {
    Starting = "STARTING",
    Running = "RUNNING",
    Cancelling = "CANCELLING",
    Completed = "COMPLETED",
    Cancelled = "CANCELLED",
    Failed = "FAILED",
} }
structure! { ReplicationConfig {
    state: Option<ReplicationState> = "State",
} }
enumeration! { ReplicationState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
modelled_error! { ResourceAlreadyExistsException("ResourceAlreadyExistsException", 400, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }
structure! { RetryPolicy {
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i32> = "MaximumEventAgeInSeconds",
} }
structure! { RoutingConfig {
    failover_config: FailoverConfig = "FailoverConfig",
} }
structure! { Rule {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    event_pattern: Option<String> = "EventPattern",
    state: Option<RuleState> = "State",
    description: Option<String> = "Description",
    schedule_expression: Option<String> = "ScheduleExpression",
    role_arn: Option<String> = "RoleArn",
    managed_by: Option<String> = "ManagedBy",
    event_bus_name: Option<String> = "EventBusName",
} }
enumeration! { RuleState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
    EnabledWithAllCloudtrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
} }
structure! { RunCommandParameters {
    run_command_targets: Vec<RunCommandTarget> = "RunCommandTargets",
} }
structure! { RunCommandTarget {
    key: String = "Key",
    values: Vec<String> = "Values",
} }
structure! { SageMakerPipelineParameter {
    name: String = "Name",
    value: String = "Value",
} }
structure! { SageMakerPipelineParameters {
    pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>> = "PipelineParameterList",
} }
structure! { Secondary {
    route: String = "Route",
} }
structure! { SqsParameters {
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { StartReplayRequest {
    replay_name: String = "ReplayName",
    description: Option<String> = "Description",
    event_source_arn: String = "EventSourceArn",
    event_start_time: Timestamp = "EventStartTime",
    event_end_time: Timestamp = "EventEndTime",
    destination: ReplayDestination = "Destination",
} }
structure! { StartReplayResponse {
    replay_arn: Option<String> = "ReplayArn",
    state: Option<ReplayState> = "State",
    state_reason: Option<String> = "StateReason",
    replay_start_time: Option<Timestamp> = "ReplayStartTime",
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagResourceRequest {
    resource_arn: String = "ResourceARN",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagResourceResponse {
} }
structure! { Target {
    id: String = "Id",
    arn: String = "Arn",
    role_arn: Option<String> = "RoleArn",
    input: Option<String> = "Input",
    input_path: Option<String> = "InputPath",
    input_transformer: Option<InputTransformer> = "InputTransformer",
    kinesis_parameters: Option<KinesisParameters> = "KinesisParameters",
    run_command_parameters: Option<RunCommandParameters> = "RunCommandParameters",
    ecs_parameters: Option<EcsParameters> = "EcsParameters",
    batch_parameters: Option<BatchParameters> = "BatchParameters",
    sqs_parameters: Option<SqsParameters> = "SqsParameters",
    http_parameters: Option<HttpParameters> = "HttpParameters",
    redshift_data_parameters: Option<RedshiftDataParameters> = "RedshiftDataParameters",
    sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters> = "SageMakerPipelineParameters",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    retry_policy: Option<RetryPolicy> = "RetryPolicy",
    app_sync_parameters: Option<AppSyncParameters> = "AppSyncParameters",
} }
structure! { TestEventPatternRequest {
    event_pattern: String = "EventPattern",
    event: String = "Event",
} }
structure! { TestEventPatternResponse {
    result: Option<bool> = "Result",
} }
modelled_error! { ThrottlingException("ThrottlingException", 400, Sender, "message") {
} }
structure! { UntagResourceRequest {
    resource_arn: String = "ResourceARN",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceResponse {
} }
structure! { UpdateApiDestinationRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    connection_arn: Option<String> = "ConnectionArn",
    invocation_endpoint: Option<String> = "InvocationEndpoint",
    http_method: Option<ApiDestinationHttpMethod> = "HttpMethod",
    invocation_rate_limit_per_second: Option<i32> = "InvocationRateLimitPerSecond",
} }
structure! { UpdateApiDestinationResponse {
    api_destination_arn: Option<String> = "ApiDestinationArn",
    api_destination_state: Option<ApiDestinationState> = "ApiDestinationState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
} }
structure! { UpdateArchiveRequest {
    archive_name: String = "ArchiveName",
    description: Option<String> = "Description",
    event_pattern: Option<String> = "EventPattern",
    retention_days: Option<i32> = "RetentionDays",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
} }
structure! { UpdateArchiveResponse {
    archive_arn: Option<String> = "ArchiveArn",
    state: Option<ArchiveState> = "State",
    state_reason: Option<String> = "StateReason",
    creation_time: Option<Timestamp> = "CreationTime",
} }
structure! { UpdateConnectionApiKeyAuthRequestParameters {
    api_key_name: Option<String> = "ApiKeyName",
    api_key_value: Option<Sensitive<String>> = "ApiKeyValue",
} }
structure! { UpdateConnectionAuthRequestParameters {
    basic_auth_parameters: Option<UpdateConnectionBasicAuthRequestParameters> = "BasicAuthParameters",
    o_auth_parameters: Option<UpdateConnectionOAuthRequestParameters> = "OAuthParameters",
    api_key_auth_parameters: Option<UpdateConnectionApiKeyAuthRequestParameters> = "ApiKeyAuthParameters",
    invocation_http_parameters: Option<ConnectionHttpParameters> = "InvocationHttpParameters",
    connectivity_parameters: Option<ConnectivityResourceParameters> = "ConnectivityParameters",
} }
structure! { UpdateConnectionBasicAuthRequestParameters {
    username: Option<String> = "Username",
    password: Option<Sensitive<String>> = "Password",
} }
structure! { UpdateConnectionOAuthClientRequestParameters {
    client_id: Option<String> = "ClientID",
    client_secret: Option<Sensitive<String>> = "ClientSecret",
} }
structure! { UpdateConnectionOAuthRequestParameters {
    client_parameters: Option<UpdateConnectionOAuthClientRequestParameters> = "ClientParameters",
    authorization_endpoint: Option<String> = "AuthorizationEndpoint",
    http_method: Option<ConnectionOAuthHttpMethod> = "HttpMethod",
    o_auth_http_parameters: Option<ConnectionHttpParameters> = "OAuthHttpParameters",
} }
structure! { UpdateConnectionRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    authorization_type: Option<ConnectionAuthorizationType> = "AuthorizationType",
    auth_parameters: Option<UpdateConnectionAuthRequestParameters> = "AuthParameters",
    invocation_connectivity_parameters: Option<ConnectivityResourceParameters> = "InvocationConnectivityParameters",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
} }
structure! { UpdateConnectionResponse {
    connection_arn: Option<String> = "ConnectionArn",
    connection_state: Option<ConnectionState> = "ConnectionState",
    creation_time: Option<Timestamp> = "CreationTime",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    last_authorized_time: Option<Timestamp> = "LastAuthorizedTime",
} }
structure! { UpdateEndpointRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    routing_config: Option<RoutingConfig> = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
} }
structure! { UpdateEndpointResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    routing_config: Option<RoutingConfig> = "RoutingConfig",
    replication_config: Option<ReplicationConfig> = "ReplicationConfig",
    event_buses: Option<Vec<EndpointEventBus>> = "EventBuses",
    role_arn: Option<String> = "RoleArn",
    endpoint_id: Option<String> = "EndpointId",
    endpoint_url: Option<String> = "EndpointUrl",
    state: Option<EndpointState> = "State",
} }
structure! { UpdateEventBusRequest {
    name: Option<String> = "Name",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    description: Option<String> = "Description",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
} }
structure! { UpdateEventBusResponse {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    description: Option<String> = "Description",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "events" {
        ActivateEventSource: ActivateEventSourceRequest => Unit,
        CancelReplay: CancelReplayRequest => CancelReplayResponse,
        CreateApiDestination: CreateApiDestinationRequest => CreateApiDestinationResponse,
        CreateArchive: CreateArchiveRequest => CreateArchiveResponse,
        CreateConnection: CreateConnectionRequest => CreateConnectionResponse,
        CreateEndpoint: CreateEndpointRequest => CreateEndpointResponse,
        CreateEventBus: CreateEventBusRequest => CreateEventBusResponse,
        CreatePartnerEventSource: CreatePartnerEventSourceRequest => CreatePartnerEventSourceResponse,
        DeactivateEventSource: DeactivateEventSourceRequest => Unit,
        DeauthorizeConnection: DeauthorizeConnectionRequest => DeauthorizeConnectionResponse,
        DeleteApiDestination: DeleteApiDestinationRequest => DeleteApiDestinationResponse,
        DeleteArchive: DeleteArchiveRequest => DeleteArchiveResponse,
        DeleteConnection: DeleteConnectionRequest => DeleteConnectionResponse,
        DeleteEndpoint: DeleteEndpointRequest => DeleteEndpointResponse,
        DeleteEventBus: DeleteEventBusRequest => Unit,
        DeletePartnerEventSource: DeletePartnerEventSourceRequest => Unit,
        DeleteRule: DeleteRuleRequest => Unit,
        DescribeApiDestination: DescribeApiDestinationRequest => DescribeApiDestinationResponse,
        DescribeArchive: DescribeArchiveRequest => DescribeArchiveResponse,
        DescribeConnection: DescribeConnectionRequest => DescribeConnectionResponse,
        DescribeEndpoint: DescribeEndpointRequest => DescribeEndpointResponse,
        DescribeEventBus: DescribeEventBusRequest => DescribeEventBusResponse,
        DescribeEventSource: DescribeEventSourceRequest => DescribeEventSourceResponse,
        DescribePartnerEventSource: DescribePartnerEventSourceRequest => DescribePartnerEventSourceResponse,
        DescribeReplay: DescribeReplayRequest => DescribeReplayResponse,
        DescribeRule: DescribeRuleRequest => DescribeRuleResponse,
        DisableRule: DisableRuleRequest => Unit,
        EnableRule: EnableRuleRequest => Unit,
        ListApiDestinations: ListApiDestinationsRequest => ListApiDestinationsResponse,
        ListArchives: ListArchivesRequest => ListArchivesResponse,
        ListConnections: ListConnectionsRequest => ListConnectionsResponse,
        ListEndpoints: ListEndpointsRequest => ListEndpointsResponse,
        ListEventBuses: ListEventBusesRequest => ListEventBusesResponse,
        ListEventSources: ListEventSourcesRequest => ListEventSourcesResponse,
        ListPartnerEventSourceAccounts: ListPartnerEventSourceAccountsRequest => ListPartnerEventSourceAccountsResponse,
        ListPartnerEventSources: ListPartnerEventSourcesRequest => ListPartnerEventSourcesResponse,
        ListReplays: ListReplaysRequest => ListReplaysResponse,
        ListRuleNamesByTarget: ListRuleNamesByTargetRequest => ListRuleNamesByTargetResponse,
        ListRules: ListRulesRequest => ListRulesResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        ListTargetsByRule: ListTargetsByRuleRequest => ListTargetsByRuleResponse,
        PutEvents: PutEventsRequest => PutEventsResponse,
        PutPartnerEvents: PutPartnerEventsRequest => PutPartnerEventsResponse,
        PutPermission: PutPermissionRequest => Unit,
        PutRule: PutRuleRequest => PutRuleResponse,
        PutTargets: PutTargetsRequest => PutTargetsResponse,
        RemovePermission: RemovePermissionRequest => Unit,
        RemoveTargets: RemoveTargetsRequest => RemoveTargetsResponse,
        StartReplay: StartReplayRequest => StartReplayResponse,
        TagResource: TagResourceRequest => TagResourceResponse,
        TestEventPattern: TestEventPatternRequest => TestEventPatternResponse,
        UntagResource: UntagResourceRequest => UntagResourceResponse,
        UpdateApiDestination: UpdateApiDestinationRequest => UpdateApiDestinationResponse,
        UpdateArchive: UpdateArchiveRequest => UpdateArchiveResponse,
        UpdateConnection: UpdateConnectionRequest => UpdateConnectionResponse,
        UpdateEndpoint: UpdateEndpointRequest => UpdateEndpointResponse,
        UpdateEventBus: UpdateEventBusRequest => UpdateEventBusResponse,
    } }
}
