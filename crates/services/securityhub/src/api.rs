//! Typed form of `models/securityhub.json` (API version 2018-10-26). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AIDetails {
    host_resource_guid: Option<String> = "HostResourceGuid",
    host_resource_type: Option<String> = "HostResourceType",
    canonical_id: Option<String> = "CanonicalId",
    self_hosted_ai_model_resource_count: Option<i32> = "SelfHostedAIModelResourceCount",
    self_hosted_ai_agent_resource_count: Option<i32> = "SelfHostedAIAgentResourceCount",
    self_hosted_ai_model_serving_resource_count: Option<i32> = "SelfHostedAIModelServingResourceCount",
    self_hosted_ai_external_endpoint_resource_count: Option<i32> = "SelfHostedAIExternalEndpointResourceCount",
    self_hosted_ai_development_resource_count: Option<i32> = "SelfHostedAIDevelopmentResourceCount",
    self_hosted_ai_agent_framework_resource_count: Option<i32> = "SelfHostedAIAgentFrameworkResourceCount",
    self_hosted_ai_agent_tools_and_identity_resource_count: Option<i32> = "SelfHostedAIAgentToolsAndIdentityResourceCount",
    self_hosted_total_ai_resource_count: Option<i32> = "SelfHostedTotalAIResourceCount",
} }
structure! { AcceptAdministratorInvitationRequest {
    administrator_id: String = "AdministratorId",
    invitation_id: String = "InvitationId",
} }
structure! { AcceptAdministratorInvitationResponse {
} }
structure! { AcceptInvitationRequest {
    master_id: String = "MasterId",
    invitation_id: String = "InvitationId",
} }
structure! { AcceptInvitationResponse {
} }
modelled_error! { AccessDeniedException("AccessDeniedException", 403, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { AccountDetails {
    account_id: String = "AccountId",
    email: Option<String> = "Email",
} }
structure! { AccountFreeTrialStatus {
    account_id: String = "AccountId",
    evaluated_at: Timestamp = "EvaluatedAt",
    free_trial_statuses: Vec<FreeTrialStatus> = "FreeTrialStatuses",
} }
structure! { Action {
    action_type: Option<String> = "ActionType",
    network_connection_action: Option<NetworkConnectionAction> = "NetworkConnectionAction",
    aws_api_call_action: Option<AwsApiCallAction> = "AwsApiCallAction",
    dns_request_action: Option<DnsRequestAction> = "DnsRequestAction",
    port_probe_action: Option<PortProbeAction> = "PortProbeAction",
} }
structure! { ActionLocalIpDetails {
    ip_address_v4: Option<String> = "IpAddressV4",
} }
structure! { ActionLocalPortDetails {
    port: Option<i32> = "Port",
    port_name: Option<String> = "PortName",
} }
structure! { ActionRemoteIpDetails {
    ip_address_v4: Option<String> = "IpAddressV4",
    organization: Option<IpOrganizationDetails> = "Organization",
    country: Option<Country> = "Country",
    city: Option<City> = "City",
    geo_location: Option<GeoLocation> = "GeoLocation",
} }
structure! { ActionRemotePortDetails {
    port: Option<i32> = "Port",
    port_name: Option<String> = "PortName",
} }
structure! { ActionTarget {
    action_target_arn: String = "ActionTargetArn",
    name: String = "Name",
    description: String = "Description",
} }
structure! { Actor {
    id: Option<String> = "Id",
    user: Option<ActorUser> = "User",
    session: Option<ActorSession> = "Session",
} }
structure! { ActorSession {
    uid: Option<String> = "Uid",
    mfa_status: Option<ActorSessionMfaStatus> = "MfaStatus",
    created_time: Option<i64> = "CreatedTime",
    issuer: Option<String> = "Issuer",
} }
enumeration! { ActorSessionMfaStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { ActorUser {
    name: Option<String> = "Name",
    uid: Option<String> = "Uid",
    r#type: Option<String> = "Type",
    credential_uid: Option<String> = "CredentialUid",
    account: Option<UserAccount> = "Account",
} }
structure! { Adjustment {
    metric: Option<String> = "Metric",
    reason: Option<String> = "Reason",
} }
structure! { AdminAccount {
    account_id: Option<String> = "AccountId",
    status: Option<AdminStatus> = "Status",
} }
enumeration! { AdminStatus {
    Enabled = "ENABLED",
    DisableInProgress = "DISABLE_IN_PROGRESS",
} }
structure! { AggregatorV2 {
    aggregator_v2_arn: Option<String> = "AggregatorV2Arn",
} }
enumeration! { AllowedOperators {
    And = "AND",
    Or = "OR",
} }
structure! { AssociatedStandard {
    standards_id: Option<String> = "StandardsId",
} }
structure! { AssociationFilters {
    configuration_policy_id: Option<String> = "ConfigurationPolicyId",
    association_type: Option<AssociationType> = "AssociationType",
    association_status: Option<ConfigurationPolicyAssociationStatus> = "AssociationStatus",
} }
structure! { AssociationSetDetails {
    association_state: Option<AssociationStateDetails> = "AssociationState",
    gateway_id: Option<String> = "GatewayId",
    main: Option<bool> = "Main",
    route_table_association_id: Option<String> = "RouteTableAssociationId",
    route_table_id: Option<String> = "RouteTableId",
    subnet_id: Option<String> = "SubnetId",
} }
structure! { AssociationStateDetails {
    state: Option<String> = "State",
    status_message: Option<String> = "StatusMessage",
} }
enumeration! { AssociationStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { AssociationType {
    Inherited = "INHERITED",
    Applied = "APPLIED",
} }
enumeration! { AutoEnableStandards {
    None = "NONE",
    Default = "DEFAULT",
} }
structure! { AutomationRulesAction {
    r#type: Option<AutomationRulesActionType> = "Type",
    finding_fields_update: Option<AutomationRulesFindingFieldsUpdate> = "FindingFieldsUpdate",
} }
enumeration! { AutomationRulesActionType {
    FindingFieldsUpdate = "FINDING_FIELDS_UPDATE",
} }
structure! { AutomationRulesActionTypeObjectV2 {
    r#type: Option<AutomationRulesActionTypeV2> = "Type",
} }
enumeration! { AutomationRulesActionTypeV2 {
    FindingFieldsUpdate = "FINDING_FIELDS_UPDATE",
    ExternalIntegration = "EXTERNAL_INTEGRATION",
    ResourceFieldsUpdate = "RESOURCE_FIELDS_UPDATE",
} }
structure! { AutomationRulesActionV2 {
    r#type: AutomationRulesActionTypeV2 = "Type",
    finding_fields_update: Option<AutomationRulesFindingFieldsUpdateV2> = "FindingFieldsUpdate",
    external_integration_configuration: Option<ExternalIntegrationConfiguration> = "ExternalIntegrationConfiguration",
    resource_fields_update: Option<AutomationRulesResourceFieldsUpdateV2> = "ResourceFieldsUpdate",
} }
structure! { AutomationRulesConfig {
    rule_arn: Option<String> = "RuleArn",
    rule_status: Option<RuleStatus> = "RuleStatus",
    rule_order: Option<i32> = "RuleOrder",
    rule_name: Option<String> = "RuleName",
    description: Option<String> = "Description",
    is_terminal: Option<bool> = "IsTerminal",
    criteria: Option<AutomationRulesFindingFilters> = "Criteria",
    actions: Option<Vec<AutomationRulesAction>> = "Actions",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
    created_by: Option<String> = "CreatedBy",
} }
structure! { AutomationRulesFindingFieldsUpdate {
    note: Option<NoteUpdate> = "Note",
    severity: Option<SeverityUpdate> = "Severity",
    verification_state: Option<VerificationState> = "VerificationState",
    confidence: Option<i32> = "Confidence",
    criticality: Option<i32> = "Criticality",
    types: Option<Vec<String>> = "Types",
    user_defined_fields: Option<BTreeMap<String, String>> = "UserDefinedFields",
    workflow: Option<WorkflowUpdate> = "Workflow",
    related_findings: Option<Vec<RelatedFinding>> = "RelatedFindings",
} }
structure! { AutomationRulesFindingFieldsUpdateV2 {
    severity_id: Option<i32> = "SeverityId",
    comment: Option<String> = "Comment",
    status_id: Option<i32> = "StatusId",
} }
structure! { AutomationRulesFindingFilters {
    product_arn: Option<Vec<StringFilter>> = "ProductArn",
    aws_account_id: Option<Vec<StringFilter>> = "AwsAccountId",
    id: Option<Vec<StringFilter>> = "Id",
    generator_id: Option<Vec<StringFilter>> = "GeneratorId",
    r#type: Option<Vec<StringFilter>> = "Type",
    first_observed_at: Option<Vec<DateFilter>> = "FirstObservedAt",
    last_observed_at: Option<Vec<DateFilter>> = "LastObservedAt",
    created_at: Option<Vec<DateFilter>> = "CreatedAt",
    updated_at: Option<Vec<DateFilter>> = "UpdatedAt",
    confidence: Option<Vec<NumberFilter>> = "Confidence",
    criticality: Option<Vec<NumberFilter>> = "Criticality",
    title: Option<Vec<StringFilter>> = "Title",
    description: Option<Vec<StringFilter>> = "Description",
    source_url: Option<Vec<StringFilter>> = "SourceUrl",
    product_name: Option<Vec<StringFilter>> = "ProductName",
    company_name: Option<Vec<StringFilter>> = "CompanyName",
    severity_label: Option<Vec<StringFilter>> = "SeverityLabel",
    resource_type: Option<Vec<StringFilter>> = "ResourceType",
    resource_id: Option<Vec<StringFilter>> = "ResourceId",
    resource_partition: Option<Vec<StringFilter>> = "ResourcePartition",
    resource_region: Option<Vec<StringFilter>> = "ResourceRegion",
    resource_tags: Option<Vec<MapFilter>> = "ResourceTags",
    resource_details_other: Option<Vec<MapFilter>> = "ResourceDetailsOther",
    compliance_status: Option<Vec<StringFilter>> = "ComplianceStatus",
    compliance_security_control_id: Option<Vec<StringFilter>> = "ComplianceSecurityControlId",
    compliance_associated_standards_id: Option<Vec<StringFilter>> = "ComplianceAssociatedStandardsId",
    verification_state: Option<Vec<StringFilter>> = "VerificationState",
    workflow_status: Option<Vec<StringFilter>> = "WorkflowStatus",
    record_state: Option<Vec<StringFilter>> = "RecordState",
    related_findings_product_arn: Option<Vec<StringFilter>> = "RelatedFindingsProductArn",
    related_findings_id: Option<Vec<StringFilter>> = "RelatedFindingsId",
    note_text: Option<Vec<StringFilter>> = "NoteText",
    note_updated_at: Option<Vec<DateFilter>> = "NoteUpdatedAt",
    note_updated_by: Option<Vec<StringFilter>> = "NoteUpdatedBy",
    user_defined_fields: Option<Vec<MapFilter>> = "UserDefinedFields",
    resource_application_arn: Option<Vec<StringFilter>> = "ResourceApplicationArn",
    resource_application_name: Option<Vec<StringFilter>> = "ResourceApplicationName",
    aws_account_name: Option<Vec<StringFilter>> = "AwsAccountName",
    resource_provider: Option<Vec<StringFilter>> = "ResourceProvider",
    resource_owner_account_id: Option<Vec<StringFilter>> = "ResourceOwnerAccountId",
    resource_owner_org_id: Option<Vec<StringFilter>> = "ResourceOwnerOrgId",
} }
structure! { AutomationRulesMetadata {
    rule_arn: Option<String> = "RuleArn",
    rule_status: Option<RuleStatus> = "RuleStatus",
    rule_order: Option<i32> = "RuleOrder",
    rule_name: Option<String> = "RuleName",
    description: Option<String> = "Description",
    is_terminal: Option<bool> = "IsTerminal",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
    created_by: Option<String> = "CreatedBy",
} }
structure! { AutomationRulesMetadataV2 {
    rule_arn: Option<String> = "RuleArn",
    rule_id: Option<String> = "RuleId",
    rule_order: Option<f64> = "RuleOrder",
    rule_name: Option<String> = "RuleName",
    rule_status: Option<RuleStatusV2> = "RuleStatus",
    description: Option<String> = "Description",
    actions: Option<Vec<AutomationRulesActionTypeObjectV2>> = "Actions",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { AutomationRulesResourceFieldsUpdateV2 {
    criticality: ResourceCriticality = "Criticality",
} }
structure! { AvailabilityZone {
    zone_name: Option<String> = "ZoneName",
    subnet_id: Option<String> = "SubnetId",
} }
structure! { AwsAmazonMqBrokerDetails {
    authentication_strategy: Option<String> = "AuthenticationStrategy",
    auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
    broker_arn: Option<String> = "BrokerArn",
    broker_name: Option<String> = "BrokerName",
    deployment_mode: Option<String> = "DeploymentMode",
    encryption_options: Option<AwsAmazonMqBrokerEncryptionOptionsDetails> = "EncryptionOptions",
    engine_type: Option<String> = "EngineType",
    engine_version: Option<String> = "EngineVersion",
    host_instance_type: Option<String> = "HostInstanceType",
    broker_id: Option<String> = "BrokerId",
    ldap_server_metadata: Option<AwsAmazonMqBrokerLdapServerMetadataDetails> = "LdapServerMetadata",
    logs: Option<AwsAmazonMqBrokerLogsDetails> = "Logs",
    maintenance_window_start_time: Option<AwsAmazonMqBrokerMaintenanceWindowStartTimeDetails> = "MaintenanceWindowStartTime",
    publicly_accessible: Option<bool> = "PubliclyAccessible",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    storage_type: Option<String> = "StorageType",
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    users: Option<Vec<AwsAmazonMqBrokerUsersDetails>> = "Users",
} }
structure! { AwsAmazonMqBrokerEncryptionOptionsDetails {
    kms_key_id: Option<String> = "KmsKeyId",
    use_aws_owned_key: Option<bool> = "UseAwsOwnedKey",
} }
structure! { AwsAmazonMqBrokerLdapServerMetadataDetails {
    hosts: Option<Vec<String>> = "Hosts",
    role_base: Option<String> = "RoleBase",
    role_name: Option<String> = "RoleName",
    role_search_matching: Option<String> = "RoleSearchMatching",
    role_search_subtree: Option<bool> = "RoleSearchSubtree",
    service_account_username: Option<String> = "ServiceAccountUsername",
    user_base: Option<String> = "UserBase",
    user_role_name: Option<String> = "UserRoleName",
    user_search_matching: Option<String> = "UserSearchMatching",
    user_search_subtree: Option<bool> = "UserSearchSubtree",
} }
structure! { AwsAmazonMqBrokerLogsDetails {
    audit: Option<bool> = "Audit",
    general: Option<bool> = "General",
    audit_log_group: Option<String> = "AuditLogGroup",
    general_log_group: Option<String> = "GeneralLogGroup",
    pending: Option<AwsAmazonMqBrokerLogsPendingDetails> = "Pending",
} }
structure! { AwsAmazonMqBrokerLogsPendingDetails {
    audit: Option<bool> = "Audit",
    general: Option<bool> = "General",
} }
structure! { AwsAmazonMqBrokerMaintenanceWindowStartTimeDetails {
    day_of_week: Option<String> = "DayOfWeek",
    time_of_day: Option<String> = "TimeOfDay",
    time_zone: Option<String> = "TimeZone",
} }
structure! { AwsAmazonMqBrokerUsersDetails {
    pending_change: Option<String> = "PendingChange",
    username: Option<String> = "Username",
} }
structure! { AwsApiCallAction {
    api: Option<String> = "Api",
    service_name: Option<String> = "ServiceName",
    caller_type: Option<String> = "CallerType",
    remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
    domain_details: Option<AwsApiCallActionDomainDetails> = "DomainDetails",
    affected_resources: Option<BTreeMap<String, String>> = "AffectedResources",
    first_seen: Option<String> = "FirstSeen",
    last_seen: Option<String> = "LastSeen",
} }
structure! { AwsApiCallActionDomainDetails {
    domain: Option<String> = "Domain",
} }
structure! { AwsApiGatewayAccessLogSettings {
    format: Option<String> = "Format",
    destination_arn: Option<String> = "DestinationArn",
} }
structure! { AwsApiGatewayCanarySettings {
    percent_traffic: Option<f64> = "PercentTraffic",
    deployment_id: Option<String> = "DeploymentId",
    stage_variable_overrides: Option<BTreeMap<String, String>> = "StageVariableOverrides",
    use_stage_cache: Option<bool> = "UseStageCache",
} }
structure! { AwsApiGatewayEndpointConfiguration {
    types: Option<Vec<String>> = "Types",
} }
structure! { AwsApiGatewayMethodSettings {
    metrics_enabled: Option<bool> = "MetricsEnabled",
    logging_level: Option<String> = "LoggingLevel",
    data_trace_enabled: Option<bool> = "DataTraceEnabled",
    throttling_burst_limit: Option<i32> = "ThrottlingBurstLimit",
    throttling_rate_limit: Option<f64> = "ThrottlingRateLimit",
    caching_enabled: Option<bool> = "CachingEnabled",
    cache_ttl_in_seconds: Option<i32> = "CacheTtlInSeconds",
    cache_data_encrypted: Option<bool> = "CacheDataEncrypted",
    require_authorization_for_cache_control: Option<bool> = "RequireAuthorizationForCacheControl",
    unauthorized_cache_control_header_strategy: Option<String> = "UnauthorizedCacheControlHeaderStrategy",
    http_method: Option<String> = "HttpMethod",
    resource_path: Option<String> = "ResourcePath",
} }
structure! { AwsApiGatewayRestApiDetails {
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    created_date: Option<String> = "CreatedDate",
    version: Option<String> = "Version",
    binary_media_types: Option<Vec<String>> = "BinaryMediaTypes",
    minimum_compression_size: Option<i32> = "MinimumCompressionSize",
    api_key_source: Option<String> = "ApiKeySource",
    endpoint_configuration: Option<AwsApiGatewayEndpointConfiguration> = "EndpointConfiguration",
} }
structure! { AwsApiGatewayStageDetails {
    deployment_id: Option<String> = "DeploymentId",
    client_certificate_id: Option<String> = "ClientCertificateId",
    stage_name: Option<String> = "StageName",
    description: Option<String> = "Description",
    cache_cluster_enabled: Option<bool> = "CacheClusterEnabled",
    cache_cluster_size: Option<String> = "CacheClusterSize",
    cache_cluster_status: Option<String> = "CacheClusterStatus",
    method_settings: Option<Vec<AwsApiGatewayMethodSettings>> = "MethodSettings",
    variables: Option<BTreeMap<String, String>> = "Variables",
    documentation_version: Option<String> = "DocumentationVersion",
    access_log_settings: Option<AwsApiGatewayAccessLogSettings> = "AccessLogSettings",
    canary_settings: Option<AwsApiGatewayCanarySettings> = "CanarySettings",
    tracing_enabled: Option<bool> = "TracingEnabled",
    created_date: Option<String> = "CreatedDate",
    last_updated_date: Option<String> = "LastUpdatedDate",
    web_acl_arn: Option<String> = "WebAclArn",
} }
structure! { AwsApiGatewayV2ApiDetails {
    api_endpoint: Option<String> = "ApiEndpoint",
    api_id: Option<String> = "ApiId",
    api_key_selection_expression: Option<String> = "ApiKeySelectionExpression",
    created_date: Option<String> = "CreatedDate",
    description: Option<String> = "Description",
    version: Option<String> = "Version",
    name: Option<String> = "Name",
    protocol_type: Option<String> = "ProtocolType",
    route_selection_expression: Option<String> = "RouteSelectionExpression",
    cors_configuration: Option<AwsCorsConfiguration> = "CorsConfiguration",
} }
structure! { AwsApiGatewayV2RouteSettings {
    detailed_metrics_enabled: Option<bool> = "DetailedMetricsEnabled",
    logging_level: Option<String> = "LoggingLevel",
    data_trace_enabled: Option<bool> = "DataTraceEnabled",
    throttling_burst_limit: Option<i32> = "ThrottlingBurstLimit",
    throttling_rate_limit: Option<f64> = "ThrottlingRateLimit",
} }
structure! { AwsApiGatewayV2StageDetails {
    client_certificate_id: Option<String> = "ClientCertificateId",
    created_date: Option<String> = "CreatedDate",
    description: Option<String> = "Description",
    default_route_settings: Option<AwsApiGatewayV2RouteSettings> = "DefaultRouteSettings",
    deployment_id: Option<String> = "DeploymentId",
    last_updated_date: Option<String> = "LastUpdatedDate",
    route_settings: Option<AwsApiGatewayV2RouteSettings> = "RouteSettings",
    stage_name: Option<String> = "StageName",
    stage_variables: Option<BTreeMap<String, String>> = "StageVariables",
    access_log_settings: Option<AwsApiGatewayAccessLogSettings> = "AccessLogSettings",
    auto_deploy: Option<bool> = "AutoDeploy",
    last_deployment_status_message: Option<String> = "LastDeploymentStatusMessage",
    api_gateway_managed: Option<bool> = "ApiGatewayManaged",
} }
structure! { AwsAppSyncGraphQlApiAdditionalAuthenticationProvidersDetails {
    authentication_type: Option<String> = "AuthenticationType",
    lambda_authorizer_config: Option<AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails> = "LambdaAuthorizerConfig",
    open_id_connect_config: Option<AwsAppSyncGraphQlApiOpenIdConnectConfigDetails> = "OpenIdConnectConfig",
    user_pool_config: Option<AwsAppSyncGraphQlApiUserPoolConfigDetails> = "UserPoolConfig",
} }
structure! { AwsAppSyncGraphQlApiDetails {
    api_id: Option<String> = "ApiId",
    id: Option<String> = "Id",
    open_id_connect_config: Option<AwsAppSyncGraphQlApiOpenIdConnectConfigDetails> = "OpenIdConnectConfig",
    name: Option<String> = "Name",
    lambda_authorizer_config: Option<AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails> = "LambdaAuthorizerConfig",
    xray_enabled: Option<bool> = "XrayEnabled",
    arn: Option<String> = "Arn",
    user_pool_config: Option<AwsAppSyncGraphQlApiUserPoolConfigDetails> = "UserPoolConfig",
    authentication_type: Option<String> = "AuthenticationType",
    log_config: Option<AwsAppSyncGraphQlApiLogConfigDetails> = "LogConfig",
    additional_authentication_providers: Option<Vec<AwsAppSyncGraphQlApiAdditionalAuthenticationProvidersDetails>> = "AdditionalAuthenticationProviders",
    waf_web_acl_arn: Option<String> = "WafWebAclArn",
} }
structure! { AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails {
    authorizer_result_ttl_in_seconds: Option<i32> = "AuthorizerResultTtlInSeconds",
    authorizer_uri: Option<String> = "AuthorizerUri",
    identity_validation_expression: Option<String> = "IdentityValidationExpression",
} }
structure! { AwsAppSyncGraphQlApiLogConfigDetails {
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    exclude_verbose_content: Option<bool> = "ExcludeVerboseContent",
    field_log_level: Option<String> = "FieldLogLevel",
} }
structure! { AwsAppSyncGraphQlApiOpenIdConnectConfigDetails {
    auth_tt_l: Option<i64> = "AuthTtL",
    client_id: Option<String> = "ClientId",
    iat_tt_l: Option<i64> = "IatTtL",
    issuer: Option<String> = "Issuer",
} }
structure! { AwsAppSyncGraphQlApiUserPoolConfigDetails {
    app_id_client_regex: Option<String> = "AppIdClientRegex",
    aws_region: Option<String> = "AwsRegion",
    default_action: Option<String> = "DefaultAction",
    user_pool_id: Option<String> = "UserPoolId",
} }
structure! { AwsAthenaWorkGroupConfigurationDetails {
    result_configuration: Option<AwsAthenaWorkGroupConfigurationResultConfigurationDetails> = "ResultConfiguration",
} }
structure! { AwsAthenaWorkGroupConfigurationResultConfigurationDetails {
    encryption_configuration: Option<AwsAthenaWorkGroupConfigurationResultConfigurationEncryptionConfigurationDetails> = "EncryptionConfiguration",
} }
structure! { AwsAthenaWorkGroupConfigurationResultConfigurationEncryptionConfigurationDetails {
    encryption_option: Option<String> = "EncryptionOption",
    kms_key: Option<String> = "KmsKey",
} }
structure! { AwsAthenaWorkGroupDetails {
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    state: Option<String> = "State",
    configuration: Option<AwsAthenaWorkGroupConfigurationDetails> = "Configuration",
} }
structure! { AwsAutoScalingAutoScalingGroupAvailabilityZonesListDetails {
    value: Option<String> = "Value",
} }
structure! { AwsAutoScalingAutoScalingGroupDetails {
    launch_configuration_name: Option<String> = "LaunchConfigurationName",
    load_balancer_names: Option<Vec<String>> = "LoadBalancerNames",
    health_check_type: Option<String> = "HealthCheckType",
    health_check_grace_period: Option<i32> = "HealthCheckGracePeriod",
    created_time: Option<String> = "CreatedTime",
    mixed_instances_policy: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyDetails> = "MixedInstancesPolicy",
    availability_zones: Option<Vec<AwsAutoScalingAutoScalingGroupAvailabilityZonesListDetails>> = "AvailabilityZones",
    launch_template: Option<AwsAutoScalingAutoScalingGroupLaunchTemplateLaunchTemplateSpecification> = "LaunchTemplate",
    capacity_rebalance: Option<bool> = "CapacityRebalance",
} }
structure! { AwsAutoScalingAutoScalingGroupLaunchTemplateLaunchTemplateSpecification {
    launch_template_id: Option<String> = "LaunchTemplateId",
    launch_template_name: Option<String> = "LaunchTemplateName",
    version: Option<String> = "Version",
} }
structure! { AwsAutoScalingAutoScalingGroupMixedInstancesPolicyDetails {
    instances_distribution: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyInstancesDistributionDetails> = "InstancesDistribution",
    launch_template: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateDetails> = "LaunchTemplate",
} }
structure! { AwsAutoScalingAutoScalingGroupMixedInstancesPolicyInstancesDistributionDetails {
    on_demand_allocation_strategy: Option<String> = "OnDemandAllocationStrategy",
    on_demand_base_capacity: Option<i32> = "OnDemandBaseCapacity",
    on_demand_percentage_above_base_capacity: Option<i32> = "OnDemandPercentageAboveBaseCapacity",
    spot_allocation_strategy: Option<String> = "SpotAllocationStrategy",
    spot_instance_pools: Option<i32> = "SpotInstancePools",
    spot_max_price: Option<String> = "SpotMaxPrice",
} }
structure! { AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateDetails {
    launch_template_specification: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecification> = "LaunchTemplateSpecification",
    overrides: Option<Vec<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateOverridesListDetails>> = "Overrides",
} }
structure! { AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecification {
    launch_template_id: Option<String> = "LaunchTemplateId",
    launch_template_name: Option<String> = "LaunchTemplateName",
    version: Option<String> = "Version",
} }
structure! { AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateOverridesListDetails {
    instance_type: Option<String> = "InstanceType",
    weighted_capacity: Option<String> = "WeightedCapacity",
} }
structure! { AwsAutoScalingLaunchConfigurationBlockDeviceMappingsDetails {
    device_name: Option<String> = "DeviceName",
    ebs: Option<AwsAutoScalingLaunchConfigurationBlockDeviceMappingsEbsDetails> = "Ebs",
    no_device: Option<bool> = "NoDevice",
    virtual_name: Option<String> = "VirtualName",
} }
structure! { AwsAutoScalingLaunchConfigurationBlockDeviceMappingsEbsDetails {
    delete_on_termination: Option<bool> = "DeleteOnTermination",
    encrypted: Option<bool> = "Encrypted",
    iops: Option<i32> = "Iops",
    snapshot_id: Option<String> = "SnapshotId",
    volume_size: Option<i32> = "VolumeSize",
    volume_type: Option<String> = "VolumeType",
} }
structure! { AwsAutoScalingLaunchConfigurationDetails {
    associate_public_ip_address: Option<bool> = "AssociatePublicIpAddress",
    block_device_mappings: Option<Vec<AwsAutoScalingLaunchConfigurationBlockDeviceMappingsDetails>> = "BlockDeviceMappings",
    classic_link_vpc_id: Option<String> = "ClassicLinkVpcId",
    classic_link_vpc_security_groups: Option<Vec<String>> = "ClassicLinkVpcSecurityGroups",
    created_time: Option<String> = "CreatedTime",
    ebs_optimized: Option<bool> = "EbsOptimized",
    iam_instance_profile: Option<String> = "IamInstanceProfile",
    image_id: Option<String> = "ImageId",
    instance_monitoring: Option<AwsAutoScalingLaunchConfigurationInstanceMonitoringDetails> = "InstanceMonitoring",
    instance_type: Option<String> = "InstanceType",
    kernel_id: Option<String> = "KernelId",
    key_name: Option<String> = "KeyName",
    launch_configuration_name: Option<String> = "LaunchConfigurationName",
    placement_tenancy: Option<String> = "PlacementTenancy",
    ramdisk_id: Option<String> = "RamdiskId",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    spot_price: Option<String> = "SpotPrice",
    user_data: Option<String> = "UserData",
    metadata_options: Option<AwsAutoScalingLaunchConfigurationMetadataOptions> = "MetadataOptions",
} }
structure! { AwsAutoScalingLaunchConfigurationInstanceMonitoringDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsAutoScalingLaunchConfigurationMetadataOptions {
    http_endpoint: Option<String> = "HttpEndpoint",
    http_put_response_hop_limit: Option<i32> = "HttpPutResponseHopLimit",
    http_tokens: Option<String> = "HttpTokens",
} }
structure! { AwsBackupBackupPlanAdvancedBackupSettingsDetails {
    backup_options: Option<BTreeMap<String, String>> = "BackupOptions",
    resource_type: Option<String> = "ResourceType",
} }
structure! { AwsBackupBackupPlanBackupPlanDetails {
    backup_plan_name: Option<String> = "BackupPlanName",
    advanced_backup_settings: Option<Vec<AwsBackupBackupPlanAdvancedBackupSettingsDetails>> = "AdvancedBackupSettings",
    backup_plan_rule: Option<Vec<AwsBackupBackupPlanRuleDetails>> = "BackupPlanRule",
} }
structure! { AwsBackupBackupPlanDetails {
    backup_plan: Option<AwsBackupBackupPlanBackupPlanDetails> = "BackupPlan",
    backup_plan_arn: Option<String> = "BackupPlanArn",
    backup_plan_id: Option<String> = "BackupPlanId",
    version_id: Option<String> = "VersionId",
} }
structure! { AwsBackupBackupPlanLifecycleDetails {
    delete_after_days: Option<i64> = "DeleteAfterDays",
    move_to_cold_storage_after_days: Option<i64> = "MoveToColdStorageAfterDays",
} }
structure! { AwsBackupBackupPlanRuleCopyActionsDetails {
    destination_backup_vault_arn: Option<String> = "DestinationBackupVaultArn",
    lifecycle: Option<AwsBackupBackupPlanLifecycleDetails> = "Lifecycle",
} }
structure! { AwsBackupBackupPlanRuleDetails {
    target_backup_vault: Option<String> = "TargetBackupVault",
    start_window_minutes: Option<i64> = "StartWindowMinutes",
    schedule_expression: Option<String> = "ScheduleExpression",
    rule_name: Option<String> = "RuleName",
    rule_id: Option<String> = "RuleId",
    enable_continuous_backup: Option<bool> = "EnableContinuousBackup",
    completion_window_minutes: Option<i64> = "CompletionWindowMinutes",
    copy_actions: Option<Vec<AwsBackupBackupPlanRuleCopyActionsDetails>> = "CopyActions",
    lifecycle: Option<AwsBackupBackupPlanLifecycleDetails> = "Lifecycle",
} }
structure! { AwsBackupBackupVaultDetails {
    backup_vault_arn: Option<String> = "BackupVaultArn",
    backup_vault_name: Option<String> = "BackupVaultName",
    encryption_key_arn: Option<String> = "EncryptionKeyArn",
    notifications: Option<AwsBackupBackupVaultNotificationsDetails> = "Notifications",
    access_policy: Option<String> = "AccessPolicy",
} }
structure! { AwsBackupBackupVaultNotificationsDetails {
    backup_vault_events: Option<Vec<String>> = "BackupVaultEvents",
    sns_topic_arn: Option<String> = "SnsTopicArn",
} }
structure! { AwsBackupRecoveryPointCalculatedLifecycleDetails {
    delete_at: Option<String> = "DeleteAt",
    move_to_cold_storage_at: Option<String> = "MoveToColdStorageAt",
} }
structure! { AwsBackupRecoveryPointCreatedByDetails {
    backup_plan_arn: Option<String> = "BackupPlanArn",
    backup_plan_id: Option<String> = "BackupPlanId",
    backup_plan_version: Option<String> = "BackupPlanVersion",
    backup_rule_id: Option<String> = "BackupRuleId",
} }
structure! { AwsBackupRecoveryPointDetails {
    backup_size_in_bytes: Option<i64> = "BackupSizeInBytes",
    backup_vault_arn: Option<String> = "BackupVaultArn",
    backup_vault_name: Option<String> = "BackupVaultName",
    calculated_lifecycle: Option<AwsBackupRecoveryPointCalculatedLifecycleDetails> = "CalculatedLifecycle",
    completion_date: Option<String> = "CompletionDate",
    created_by: Option<AwsBackupRecoveryPointCreatedByDetails> = "CreatedBy",
    creation_date: Option<String> = "CreationDate",
    encryption_key_arn: Option<String> = "EncryptionKeyArn",
    iam_role_arn: Option<String> = "IamRoleArn",
    is_encrypted: Option<bool> = "IsEncrypted",
    last_restore_time: Option<String> = "LastRestoreTime",
    lifecycle: Option<AwsBackupRecoveryPointLifecycleDetails> = "Lifecycle",
    recovery_point_arn: Option<String> = "RecoveryPointArn",
    resource_arn: Option<String> = "ResourceArn",
    resource_type: Option<String> = "ResourceType",
    source_backup_vault_arn: Option<String> = "SourceBackupVaultArn",
    status: Option<String> = "Status",
    status_message: Option<String> = "StatusMessage",
    storage_class: Option<String> = "StorageClass",
} }
structure! { AwsBackupRecoveryPointLifecycleDetails {
    delete_after_days: Option<i64> = "DeleteAfterDays",
    move_to_cold_storage_after_days: Option<i64> = "MoveToColdStorageAfterDays",
} }
structure! { AwsCertificateManagerCertificateDetails {
    certificate_authority_arn: Option<String> = "CertificateAuthorityArn",
    created_at: Option<String> = "CreatedAt",
    domain_name: Option<String> = "DomainName",
    domain_validation_options: Option<Vec<AwsCertificateManagerCertificateDomainValidationOption>> = "DomainValidationOptions",
    extended_key_usages: Option<Vec<AwsCertificateManagerCertificateExtendedKeyUsage>> = "ExtendedKeyUsages",
    failure_reason: Option<String> = "FailureReason",
    imported_at: Option<String> = "ImportedAt",
    in_use_by: Option<Vec<String>> = "InUseBy",
    issued_at: Option<String> = "IssuedAt",
    issuer: Option<String> = "Issuer",
    key_algorithm: Option<String> = "KeyAlgorithm",
    key_usages: Option<Vec<AwsCertificateManagerCertificateKeyUsage>> = "KeyUsages",
    not_after: Option<String> = "NotAfter",
    not_before: Option<String> = "NotBefore",
    options: Option<AwsCertificateManagerCertificateOptions> = "Options",
    renewal_eligibility: Option<String> = "RenewalEligibility",
    renewal_summary: Option<AwsCertificateManagerCertificateRenewalSummary> = "RenewalSummary",
    serial: Option<String> = "Serial",
    signature_algorithm: Option<String> = "SignatureAlgorithm",
    status: Option<String> = "Status",
    subject: Option<String> = "Subject",
    subject_alternative_names: Option<Vec<String>> = "SubjectAlternativeNames",
    r#type: Option<String> = "Type",
} }
structure! { AwsCertificateManagerCertificateDomainValidationOption {
    domain_name: Option<String> = "DomainName",
    resource_record: Option<AwsCertificateManagerCertificateResourceRecord> = "ResourceRecord",
    validation_domain: Option<String> = "ValidationDomain",
    validation_emails: Option<Vec<String>> = "ValidationEmails",
    validation_method: Option<String> = "ValidationMethod",
    validation_status: Option<String> = "ValidationStatus",
} }
structure! { AwsCertificateManagerCertificateExtendedKeyUsage {
    name: Option<String> = "Name",
    o_id: Option<String> = "OId",
} }
structure! { AwsCertificateManagerCertificateKeyUsage {
    name: Option<String> = "Name",
} }
structure! { AwsCertificateManagerCertificateOptions {
    certificate_transparency_logging_preference: Option<String> = "CertificateTransparencyLoggingPreference",
} }
structure! { AwsCertificateManagerCertificateRenewalSummary {
    domain_validation_options: Option<Vec<AwsCertificateManagerCertificateDomainValidationOption>> = "DomainValidationOptions",
    renewal_status: Option<String> = "RenewalStatus",
    renewal_status_reason: Option<String> = "RenewalStatusReason",
    updated_at: Option<String> = "UpdatedAt",
} }
structure! { AwsCertificateManagerCertificateResourceRecord {
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    value: Option<String> = "Value",
} }
structure! { AwsCloudFormationStackDetails {
    capabilities: Option<Vec<String>> = "Capabilities",
    creation_time: Option<String> = "CreationTime",
    description: Option<String> = "Description",
    disable_rollback: Option<bool> = "DisableRollback",
    drift_information: Option<AwsCloudFormationStackDriftInformationDetails> = "DriftInformation",
    enable_termination_protection: Option<bool> = "EnableTerminationProtection",
    last_updated_time: Option<String> = "LastUpdatedTime",
    notification_arns: Option<Vec<String>> = "NotificationArns",
    outputs: Option<Vec<AwsCloudFormationStackOutputsDetails>> = "Outputs",
    role_arn: Option<String> = "RoleArn",
    stack_id: Option<String> = "StackId",
    stack_name: Option<String> = "StackName",
    stack_status: Option<String> = "StackStatus",
    stack_status_reason: Option<String> = "StackStatusReason",
    timeout_in_minutes: Option<i32> = "TimeoutInMinutes",
} }
structure! { AwsCloudFormationStackDriftInformationDetails {
    stack_drift_status: Option<String> = "StackDriftStatus",
} }
structure! { AwsCloudFormationStackOutputsDetails {
    description: Option<String> = "Description",
    output_key: Option<String> = "OutputKey",
    output_value: Option<String> = "OutputValue",
} }
structure! { AwsCloudFrontDistributionCacheBehavior {
    viewer_protocol_policy: Option<String> = "ViewerProtocolPolicy",
} }
structure! { AwsCloudFrontDistributionCacheBehaviors {
    items: Option<Vec<AwsCloudFrontDistributionCacheBehavior>> = "Items",
} }
structure! { AwsCloudFrontDistributionDefaultCacheBehavior {
    viewer_protocol_policy: Option<String> = "ViewerProtocolPolicy",
} }
structure! { AwsCloudFrontDistributionDetails {
    cache_behaviors: Option<AwsCloudFrontDistributionCacheBehaviors> = "CacheBehaviors",
    default_cache_behavior: Option<AwsCloudFrontDistributionDefaultCacheBehavior> = "DefaultCacheBehavior",
    default_root_object: Option<String> = "DefaultRootObject",
    domain_name: Option<String> = "DomainName",
    e_tag: Option<String> = "ETag",
    last_modified_time: Option<String> = "LastModifiedTime",
    logging: Option<AwsCloudFrontDistributionLogging> = "Logging",
    origins: Option<AwsCloudFrontDistributionOrigins> = "Origins",
    origin_groups: Option<AwsCloudFrontDistributionOriginGroups> = "OriginGroups",
    viewer_certificate: Option<AwsCloudFrontDistributionViewerCertificate> = "ViewerCertificate",
    status: Option<String> = "Status",
    web_acl_id: Option<String> = "WebAclId",
} }
structure! { AwsCloudFrontDistributionLogging {
    bucket: Option<String> = "Bucket",
    enabled: Option<bool> = "Enabled",
    include_cookies: Option<bool> = "IncludeCookies",
    prefix: Option<String> = "Prefix",
} }
structure! { AwsCloudFrontDistributionOriginCustomOriginConfig {
    http_port: Option<i32> = "HttpPort",
    https_port: Option<i32> = "HttpsPort",
    origin_keepalive_timeout: Option<i32> = "OriginKeepaliveTimeout",
    origin_protocol_policy: Option<String> = "OriginProtocolPolicy",
    origin_read_timeout: Option<i32> = "OriginReadTimeout",
    origin_ssl_protocols: Option<AwsCloudFrontDistributionOriginSslProtocols> = "OriginSslProtocols",
} }
structure! { AwsCloudFrontDistributionOriginGroup {
    failover_criteria: Option<AwsCloudFrontDistributionOriginGroupFailover> = "FailoverCriteria",
} }
structure! { AwsCloudFrontDistributionOriginGroupFailover {
    status_codes: Option<AwsCloudFrontDistributionOriginGroupFailoverStatusCodes> = "StatusCodes",
} }
structure! { AwsCloudFrontDistributionOriginGroupFailoverStatusCodes {
    items: Option<Vec<i32>> = "Items",
    quantity: Option<i32> = "Quantity",
} }
structure! { AwsCloudFrontDistributionOriginGroups {
    items: Option<Vec<AwsCloudFrontDistributionOriginGroup>> = "Items",
} }
structure! { AwsCloudFrontDistributionOriginItem {
    domain_name: Option<String> = "DomainName",
    id: Option<String> = "Id",
    origin_path: Option<String> = "OriginPath",
    s3_origin_config: Option<AwsCloudFrontDistributionOriginS3OriginConfig> = "S3OriginConfig",
    custom_origin_config: Option<AwsCloudFrontDistributionOriginCustomOriginConfig> = "CustomOriginConfig",
} }
structure! { AwsCloudFrontDistributionOriginS3OriginConfig {
    origin_access_identity: Option<String> = "OriginAccessIdentity",
} }
structure! { AwsCloudFrontDistributionOriginSslProtocols {
    items: Option<Vec<String>> = "Items",
    quantity: Option<i32> = "Quantity",
} }
structure! { AwsCloudFrontDistributionOrigins {
    items: Option<Vec<AwsCloudFrontDistributionOriginItem>> = "Items",
} }
structure! { AwsCloudFrontDistributionViewerCertificate {
    acm_certificate_arn: Option<String> = "AcmCertificateArn",
    certificate: Option<String> = "Certificate",
    certificate_source: Option<String> = "CertificateSource",
    cloud_front_default_certificate: Option<bool> = "CloudFrontDefaultCertificate",
    iam_certificate_id: Option<String> = "IamCertificateId",
    minimum_protocol_version: Option<String> = "MinimumProtocolVersion",
    ssl_support_method: Option<String> = "SslSupportMethod",
} }
structure! { AwsCloudTrailTrailDetails {
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    has_custom_event_selectors: Option<bool> = "HasCustomEventSelectors",
    home_region: Option<String> = "HomeRegion",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    kms_key_id: Option<String> = "KmsKeyId",
    log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
    name: Option<String> = "Name",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_arn: Option<String> = "SnsTopicArn",
    sns_topic_name: Option<String> = "SnsTopicName",
    trail_arn: Option<String> = "TrailArn",
} }
structure! { AwsCloudWatchAlarmDetails {
    actions_enabled: Option<bool> = "ActionsEnabled",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    alarm_arn: Option<String> = "AlarmArn",
    alarm_configuration_updated_timestamp: Option<String> = "AlarmConfigurationUpdatedTimestamp",
    alarm_description: Option<String> = "AlarmDescription",
    alarm_name: Option<String> = "AlarmName",
    comparison_operator: Option<String> = "ComparisonOperator",
    datapoints_to_alarm: Option<i32> = "DatapointsToAlarm",
    dimensions: Option<Vec<AwsCloudWatchAlarmDimensionsDetails>> = "Dimensions",
    evaluate_low_sample_count_percentile: Option<String> = "EvaluateLowSampleCountPercentile",
    evaluation_periods: Option<i32> = "EvaluationPeriods",
    extended_statistic: Option<String> = "ExtendedStatistic",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    metric_name: Option<String> = "MetricName",
    namespace: Option<String> = "Namespace",
    ok_actions: Option<Vec<String>> = "OkActions",
    period: Option<i32> = "Period",
    statistic: Option<String> = "Statistic",
    threshold: Option<f64> = "Threshold",
    threshold_metric_id: Option<String> = "ThresholdMetricId",
    treat_missing_data: Option<String> = "TreatMissingData",
    unit: Option<String> = "Unit",
} }
structure! { AwsCloudWatchAlarmDimensionsDetails {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsCodeBuildProjectArtifactsDetails {
    artifact_identifier: Option<String> = "ArtifactIdentifier",
    encryption_disabled: Option<bool> = "EncryptionDisabled",
    location: Option<String> = "Location",
    name: Option<String> = "Name",
    namespace_type: Option<String> = "NamespaceType",
    override_artifact_name: Option<bool> = "OverrideArtifactName",
    packaging: Option<String> = "Packaging",
    path: Option<String> = "Path",
    r#type: Option<String> = "Type",
} }
structure! { AwsCodeBuildProjectDetails {
    encryption_key: Option<String> = "EncryptionKey",
    artifacts: Option<Vec<AwsCodeBuildProjectArtifactsDetails>> = "Artifacts",
    environment: Option<AwsCodeBuildProjectEnvironment> = "Environment",
    name: Option<String> = "Name",
    source: Option<AwsCodeBuildProjectSource> = "Source",
    service_role: Option<String> = "ServiceRole",
    logs_config: Option<AwsCodeBuildProjectLogsConfigDetails> = "LogsConfig",
    vpc_config: Option<AwsCodeBuildProjectVpcConfig> = "VpcConfig",
    secondary_artifacts: Option<Vec<AwsCodeBuildProjectArtifactsDetails>> = "SecondaryArtifacts",
} }
structure! { AwsCodeBuildProjectEnvironment {
    certificate: Option<String> = "Certificate",
    environment_variables: Option<Vec<AwsCodeBuildProjectEnvironmentEnvironmentVariablesDetails>> = "EnvironmentVariables",
    privileged_mode: Option<bool> = "PrivilegedMode",
    image_pull_credentials_type: Option<String> = "ImagePullCredentialsType",
    registry_credential: Option<AwsCodeBuildProjectEnvironmentRegistryCredential> = "RegistryCredential",
    r#type: Option<String> = "Type",
} }
structure! { AwsCodeBuildProjectEnvironmentEnvironmentVariablesDetails {
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    value: Option<String> = "Value",
} }
structure! { AwsCodeBuildProjectEnvironmentRegistryCredential {
    credential: Option<String> = "Credential",
    credential_provider: Option<String> = "CredentialProvider",
} }
structure! { AwsCodeBuildProjectLogsConfigCloudWatchLogsDetails {
    group_name: Option<String> = "GroupName",
    status: Option<String> = "Status",
    stream_name: Option<String> = "StreamName",
} }
structure! { AwsCodeBuildProjectLogsConfigDetails {
    cloud_watch_logs: Option<AwsCodeBuildProjectLogsConfigCloudWatchLogsDetails> = "CloudWatchLogs",
    s3_logs: Option<AwsCodeBuildProjectLogsConfigS3LogsDetails> = "S3Logs",
} }
structure! { AwsCodeBuildProjectLogsConfigS3LogsDetails {
    encryption_disabled: Option<bool> = "EncryptionDisabled",
    location: Option<String> = "Location",
    status: Option<String> = "Status",
} }
structure! { AwsCodeBuildProjectSource {
    r#type: Option<String> = "Type",
    location: Option<String> = "Location",
    git_clone_depth: Option<i32> = "GitCloneDepth",
    insecure_ssl: Option<bool> = "InsecureSsl",
} }
structure! { AwsCodeBuildProjectVpcConfig {
    vpc_id: Option<String> = "VpcId",
    subnets: Option<Vec<String>> = "Subnets",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
} }
structure! { AwsCorsConfiguration {
    allow_origins: Option<Vec<String>> = "AllowOrigins",
    allow_credentials: Option<bool> = "AllowCredentials",
    expose_headers: Option<Vec<String>> = "ExposeHeaders",
    max_age: Option<i32> = "MaxAge",
    allow_methods: Option<Vec<String>> = "AllowMethods",
    allow_headers: Option<Vec<String>> = "AllowHeaders",
} }
structure! { AwsDmsEndpointDetails {
    certificate_arn: Option<String> = "CertificateArn",
    database_name: Option<String> = "DatabaseName",
    endpoint_arn: Option<String> = "EndpointArn",
    endpoint_identifier: Option<String> = "EndpointIdentifier",
    endpoint_type: Option<String> = "EndpointType",
    engine_name: Option<String> = "EngineName",
    external_id: Option<String> = "ExternalId",
    extra_connection_attributes: Option<String> = "ExtraConnectionAttributes",
    kms_key_id: Option<String> = "KmsKeyId",
    port: Option<i32> = "Port",
    server_name: Option<String> = "ServerName",
    ssl_mode: Option<String> = "SslMode",
    username: Option<String> = "Username",
} }
structure! { AwsDmsReplicationInstanceDetails {
    allocated_storage: Option<i32> = "AllocatedStorage",
    auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
    availability_zone: Option<String> = "AvailabilityZone",
    engine_version: Option<String> = "EngineVersion",
    kms_key_id: Option<String> = "KmsKeyId",
    multi_az: Option<bool> = "MultiAZ",
    preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
    publicly_accessible: Option<bool> = "PubliclyAccessible",
    replication_instance_class: Option<String> = "ReplicationInstanceClass",
    replication_instance_identifier: Option<String> = "ReplicationInstanceIdentifier",
    replication_subnet_group: Option<AwsDmsReplicationInstanceReplicationSubnetGroupDetails> = "ReplicationSubnetGroup",
    vpc_security_groups: Option<Vec<AwsDmsReplicationInstanceVpcSecurityGroupsDetails>> = "VpcSecurityGroups",
} }
structure! { AwsDmsReplicationInstanceReplicationSubnetGroupDetails {
    replication_subnet_group_identifier: Option<String> = "ReplicationSubnetGroupIdentifier",
} }
structure! { AwsDmsReplicationInstanceVpcSecurityGroupsDetails {
    vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
} }
structure! { AwsDmsReplicationTaskDetails {
    cdc_start_position: Option<String> = "CdcStartPosition",
    cdc_start_time: Option<String> = "CdcStartTime",
    cdc_stop_position: Option<String> = "CdcStopPosition",
    migration_type: Option<String> = "MigrationType",
    id: Option<String> = "Id",
    resource_identifier: Option<String> = "ResourceIdentifier",
    replication_instance_arn: Option<String> = "ReplicationInstanceArn",
    replication_task_identifier: Option<String> = "ReplicationTaskIdentifier",
    replication_task_settings: Option<String> = "ReplicationTaskSettings",
    source_endpoint_arn: Option<String> = "SourceEndpointArn",
    table_mappings: Option<String> = "TableMappings",
    target_endpoint_arn: Option<String> = "TargetEndpointArn",
    task_data: Option<String> = "TaskData",
} }
structure! { AwsDynamoDbTableAttributeDefinition {
    attribute_name: Option<String> = "AttributeName",
    attribute_type: Option<String> = "AttributeType",
} }
structure! { AwsDynamoDbTableBillingModeSummary {
    billing_mode: Option<String> = "BillingMode",
    last_update_to_pay_per_request_date_time: Option<String> = "LastUpdateToPayPerRequestDateTime",
} }
structure! { AwsDynamoDbTableDetails {
    attribute_definitions: Option<Vec<AwsDynamoDbTableAttributeDefinition>> = "AttributeDefinitions",
    billing_mode_summary: Option<AwsDynamoDbTableBillingModeSummary> = "BillingModeSummary",
    creation_date_time: Option<String> = "CreationDateTime",
    global_secondary_indexes: Option<Vec<AwsDynamoDbTableGlobalSecondaryIndex>> = "GlobalSecondaryIndexes",
    global_table_version: Option<String> = "GlobalTableVersion",
    item_count: Option<i32> = "ItemCount",
    key_schema: Option<Vec<AwsDynamoDbTableKeySchema>> = "KeySchema",
    latest_stream_arn: Option<String> = "LatestStreamArn",
    latest_stream_label: Option<String> = "LatestStreamLabel",
    local_secondary_indexes: Option<Vec<AwsDynamoDbTableLocalSecondaryIndex>> = "LocalSecondaryIndexes",
    provisioned_throughput: Option<AwsDynamoDbTableProvisionedThroughput> = "ProvisionedThroughput",
    replicas: Option<Vec<AwsDynamoDbTableReplica>> = "Replicas",
    restore_summary: Option<AwsDynamoDbTableRestoreSummary> = "RestoreSummary",
    sse_description: Option<AwsDynamoDbTableSseDescription> = "SseDescription",
    stream_specification: Option<AwsDynamoDbTableStreamSpecification> = "StreamSpecification",
    table_id: Option<String> = "TableId",
    table_name: Option<String> = "TableName",
    table_size_bytes: Option<i64> = "TableSizeBytes",
    table_status: Option<String> = "TableStatus",
    deletion_protection_enabled: Option<bool> = "DeletionProtectionEnabled",
} }
structure! { AwsDynamoDbTableGlobalSecondaryIndex {
    backfilling: Option<bool> = "Backfilling",
    index_arn: Option<String> = "IndexArn",
    index_name: Option<String> = "IndexName",
    index_size_bytes: Option<i64> = "IndexSizeBytes",
    index_status: Option<String> = "IndexStatus",
    item_count: Option<i32> = "ItemCount",
    key_schema: Option<Vec<AwsDynamoDbTableKeySchema>> = "KeySchema",
    projection: Option<AwsDynamoDbTableProjection> = "Projection",
    provisioned_throughput: Option<AwsDynamoDbTableProvisionedThroughput> = "ProvisionedThroughput",
} }
structure! { AwsDynamoDbTableKeySchema {
    attribute_name: Option<String> = "AttributeName",
    key_type: Option<String> = "KeyType",
} }
structure! { AwsDynamoDbTableLocalSecondaryIndex {
    index_arn: Option<String> = "IndexArn",
    index_name: Option<String> = "IndexName",
    key_schema: Option<Vec<AwsDynamoDbTableKeySchema>> = "KeySchema",
    projection: Option<AwsDynamoDbTableProjection> = "Projection",
} }
structure! { AwsDynamoDbTableProjection {
    non_key_attributes: Option<Vec<String>> = "NonKeyAttributes",
    projection_type: Option<String> = "ProjectionType",
} }
structure! { AwsDynamoDbTableProvisionedThroughput {
    last_decrease_date_time: Option<String> = "LastDecreaseDateTime",
    last_increase_date_time: Option<String> = "LastIncreaseDateTime",
    number_of_decreases_today: Option<i32> = "NumberOfDecreasesToday",
    read_capacity_units: Option<i32> = "ReadCapacityUnits",
    write_capacity_units: Option<i32> = "WriteCapacityUnits",
} }
structure! { AwsDynamoDbTableProvisionedThroughputOverride {
    read_capacity_units: Option<i32> = "ReadCapacityUnits",
} }
structure! { AwsDynamoDbTableReplica {
    global_secondary_indexes: Option<Vec<AwsDynamoDbTableReplicaGlobalSecondaryIndex>> = "GlobalSecondaryIndexes",
    kms_master_key_id: Option<String> = "KmsMasterKeyId",
    provisioned_throughput_override: Option<AwsDynamoDbTableProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    region_name: Option<String> = "RegionName",
    replica_status: Option<String> = "ReplicaStatus",
    replica_status_description: Option<String> = "ReplicaStatusDescription",
} }
structure! { AwsDynamoDbTableReplicaGlobalSecondaryIndex {
    index_name: Option<String> = "IndexName",
    provisioned_throughput_override: Option<AwsDynamoDbTableProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
} }
structure! { AwsDynamoDbTableRestoreSummary {
    source_backup_arn: Option<String> = "SourceBackupArn",
    source_table_arn: Option<String> = "SourceTableArn",
    restore_date_time: Option<String> = "RestoreDateTime",
    restore_in_progress: Option<bool> = "RestoreInProgress",
} }
structure! { AwsDynamoDbTableSseDescription {
    inaccessible_encryption_date_time: Option<String> = "InaccessibleEncryptionDateTime",
    status: Option<String> = "Status",
    sse_type: Option<String> = "SseType",
    kms_master_key_arn: Option<String> = "KmsMasterKeyArn",
} }
structure! { AwsDynamoDbTableStreamSpecification {
    stream_enabled: Option<bool> = "StreamEnabled",
    stream_view_type: Option<String> = "StreamViewType",
} }
structure! { AwsEc2ClientVpnEndpointAuthenticationOptionsActiveDirectoryDetails {
    directory_id: Option<String> = "DirectoryId",
} }
structure! { AwsEc2ClientVpnEndpointAuthenticationOptionsDetails {
    r#type: Option<String> = "Type",
    active_directory: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsActiveDirectoryDetails> = "ActiveDirectory",
    mutual_authentication: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsMutualAuthenticationDetails> = "MutualAuthentication",
    federated_authentication: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsFederatedAuthenticationDetails> = "FederatedAuthentication",
} }
structure! { AwsEc2ClientVpnEndpointAuthenticationOptionsFederatedAuthenticationDetails {
    saml_provider_arn: Option<String> = "SamlProviderArn",
    self_service_saml_provider_arn: Option<String> = "SelfServiceSamlProviderArn",
} }
structure! { AwsEc2ClientVpnEndpointAuthenticationOptionsMutualAuthenticationDetails {
    client_root_certificate_chain: Option<String> = "ClientRootCertificateChain",
} }
structure! { AwsEc2ClientVpnEndpointClientConnectOptionsDetails {
    enabled: Option<bool> = "Enabled",
    lambda_function_arn: Option<String> = "LambdaFunctionArn",
    status: Option<AwsEc2ClientVpnEndpointClientConnectOptionsStatusDetails> = "Status",
} }
structure! { AwsEc2ClientVpnEndpointClientConnectOptionsStatusDetails {
    code: Option<String> = "Code",
    message: Option<String> = "Message",
} }
structure! { AwsEc2ClientVpnEndpointClientLoginBannerOptionsDetails {
    enabled: Option<bool> = "Enabled",
    banner_text: Option<String> = "BannerText",
} }
structure! { AwsEc2ClientVpnEndpointConnectionLogOptionsDetails {
    enabled: Option<bool> = "Enabled",
    cloudwatch_log_group: Option<String> = "CloudwatchLogGroup",
    cloudwatch_log_stream: Option<String> = "CloudwatchLogStream",
} }
structure! { AwsEc2ClientVpnEndpointDetails {
    client_vpn_endpoint_id: Option<String> = "ClientVpnEndpointId",
    description: Option<String> = "Description",
    client_cidr_block: Option<String> = "ClientCidrBlock",
    dns_server: Option<Vec<String>> = "DnsServer",
    split_tunnel: Option<bool> = "SplitTunnel",
    transport_protocol: Option<String> = "TransportProtocol",
    vpn_port: Option<i32> = "VpnPort",
    server_certificate_arn: Option<String> = "ServerCertificateArn",
    authentication_options: Option<Vec<AwsEc2ClientVpnEndpointAuthenticationOptionsDetails>> = "AuthenticationOptions",
    connection_log_options: Option<AwsEc2ClientVpnEndpointConnectionLogOptionsDetails> = "ConnectionLogOptions",
    security_group_id_set: Option<Vec<String>> = "SecurityGroupIdSet",
    vpc_id: Option<String> = "VpcId",
    self_service_portal_url: Option<String> = "SelfServicePortalUrl",
    client_connect_options: Option<AwsEc2ClientVpnEndpointClientConnectOptionsDetails> = "ClientConnectOptions",
    session_timeout_hours: Option<i32> = "SessionTimeoutHours",
    client_login_banner_options: Option<AwsEc2ClientVpnEndpointClientLoginBannerOptionsDetails> = "ClientLoginBannerOptions",
} }
structure! { AwsEc2EipDetails {
    instance_id: Option<String> = "InstanceId",
    public_ip: Option<String> = "PublicIp",
    allocation_id: Option<String> = "AllocationId",
    association_id: Option<String> = "AssociationId",
    domain: Option<String> = "Domain",
    public_ipv4_pool: Option<String> = "PublicIpv4Pool",
    network_border_group: Option<String> = "NetworkBorderGroup",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    network_interface_owner_id: Option<String> = "NetworkInterfaceOwnerId",
    private_ip_address: Option<String> = "PrivateIpAddress",
} }
structure! { AwsEc2InstanceDetails {
    r#type: Option<String> = "Type",
    image_id: Option<String> = "ImageId",
    ip_v4_addresses: Option<Vec<String>> = "IpV4Addresses",
    ip_v6_addresses: Option<Vec<String>> = "IpV6Addresses",
    key_name: Option<String> = "KeyName",
    iam_instance_profile_arn: Option<String> = "IamInstanceProfileArn",
    vpc_id: Option<String> = "VpcId",
    subnet_id: Option<String> = "SubnetId",
    launched_at: Option<String> = "LaunchedAt",
    network_interfaces: Option<Vec<AwsEc2InstanceNetworkInterfacesDetails>> = "NetworkInterfaces",
    virtualization_type: Option<String> = "VirtualizationType",
    metadata_options: Option<AwsEc2InstanceMetadataOptions> = "MetadataOptions",
    monitoring: Option<AwsEc2InstanceMonitoringDetails> = "Monitoring",
} }
structure! { AwsEc2InstanceMetadataOptions {
    http_endpoint: Option<String> = "HttpEndpoint",
    http_protocol_ipv6: Option<String> = "HttpProtocolIpv6",
    http_put_response_hop_limit: Option<i32> = "HttpPutResponseHopLimit",
    http_tokens: Option<String> = "HttpTokens",
    instance_metadata_tags: Option<String> = "InstanceMetadataTags",
} }
structure! { AwsEc2InstanceMonitoringDetails {
    state: Option<String> = "State",
} }
structure! { AwsEc2InstanceNetworkInterfacesDetails {
    network_interface_id: Option<String> = "NetworkInterfaceId",
} }
structure! { AwsEc2LaunchTemplateDataBlockDeviceMappingSetDetails {
    device_name: Option<String> = "DeviceName",
    ebs: Option<AwsEc2LaunchTemplateDataBlockDeviceMappingSetEbsDetails> = "Ebs",
    no_device: Option<String> = "NoDevice",
    virtual_name: Option<String> = "VirtualName",
} }
structure! { AwsEc2LaunchTemplateDataBlockDeviceMappingSetEbsDetails {
    delete_on_termination: Option<bool> = "DeleteOnTermination",
    encrypted: Option<bool> = "Encrypted",
    iops: Option<i32> = "Iops",
    kms_key_id: Option<String> = "KmsKeyId",
    snapshot_id: Option<String> = "SnapshotId",
    throughput: Option<i32> = "Throughput",
    volume_size: Option<i32> = "VolumeSize",
    volume_type: Option<String> = "VolumeType",
} }
structure! { AwsEc2LaunchTemplateDataCapacityReservationSpecificationCapacityReservationTargetDetails {
    capacity_reservation_id: Option<String> = "CapacityReservationId",
    capacity_reservation_resource_group_arn: Option<String> = "CapacityReservationResourceGroupArn",
} }
structure! { AwsEc2LaunchTemplateDataCapacityReservationSpecificationDetails {
    capacity_reservation_preference: Option<String> = "CapacityReservationPreference",
    capacity_reservation_target: Option<AwsEc2LaunchTemplateDataCapacityReservationSpecificationCapacityReservationTargetDetails> = "CapacityReservationTarget",
} }
structure! { AwsEc2LaunchTemplateDataCpuOptionsDetails {
    core_count: Option<i32> = "CoreCount",
    threads_per_core: Option<i32> = "ThreadsPerCore",
} }
structure! { AwsEc2LaunchTemplateDataCreditSpecificationDetails {
    cpu_credits: Option<String> = "CpuCredits",
} }
structure! { AwsEc2LaunchTemplateDataDetails {
    block_device_mapping_set: Option<Vec<AwsEc2LaunchTemplateDataBlockDeviceMappingSetDetails>> = "BlockDeviceMappingSet",
    capacity_reservation_specification: Option<AwsEc2LaunchTemplateDataCapacityReservationSpecificationDetails> = "CapacityReservationSpecification",
    cpu_options: Option<AwsEc2LaunchTemplateDataCpuOptionsDetails> = "CpuOptions",
    credit_specification: Option<AwsEc2LaunchTemplateDataCreditSpecificationDetails> = "CreditSpecification",
    disable_api_stop: Option<bool> = "DisableApiStop",
    disable_api_termination: Option<bool> = "DisableApiTermination",
    ebs_optimized: Option<bool> = "EbsOptimized",
    elastic_gpu_specification_set: Option<Vec<AwsEc2LaunchTemplateDataElasticGpuSpecificationSetDetails>> = "ElasticGpuSpecificationSet",
    elastic_inference_accelerator_set: Option<Vec<AwsEc2LaunchTemplateDataElasticInferenceAcceleratorSetDetails>> = "ElasticInferenceAcceleratorSet",
    enclave_options: Option<AwsEc2LaunchTemplateDataEnclaveOptionsDetails> = "EnclaveOptions",
    hibernation_options: Option<AwsEc2LaunchTemplateDataHibernationOptionsDetails> = "HibernationOptions",
    iam_instance_profile: Option<AwsEc2LaunchTemplateDataIamInstanceProfileDetails> = "IamInstanceProfile",
    image_id: Option<String> = "ImageId",
    instance_initiated_shutdown_behavior: Option<String> = "InstanceInitiatedShutdownBehavior",
    instance_market_options: Option<AwsEc2LaunchTemplateDataInstanceMarketOptionsDetails> = "InstanceMarketOptions",
    instance_requirements: Option<AwsEc2LaunchTemplateDataInstanceRequirementsDetails> = "InstanceRequirements",
    instance_type: Option<String> = "InstanceType",
    kernel_id: Option<String> = "KernelId",
    key_name: Option<String> = "KeyName",
    license_set: Option<Vec<AwsEc2LaunchTemplateDataLicenseSetDetails>> = "LicenseSet",
    maintenance_options: Option<AwsEc2LaunchTemplateDataMaintenanceOptionsDetails> = "MaintenanceOptions",
    metadata_options: Option<AwsEc2LaunchTemplateDataMetadataOptionsDetails> = "MetadataOptions",
    monitoring: Option<AwsEc2LaunchTemplateDataMonitoringDetails> = "Monitoring",
    network_interface_set: Option<Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetDetails>> = "NetworkInterfaceSet",
    placement: Option<AwsEc2LaunchTemplateDataPlacementDetails> = "Placement",
    private_dns_name_options: Option<AwsEc2LaunchTemplateDataPrivateDnsNameOptionsDetails> = "PrivateDnsNameOptions",
    ram_disk_id: Option<String> = "RamDiskId",
    security_group_id_set: Option<Vec<String>> = "SecurityGroupIdSet",
    security_group_set: Option<Vec<String>> = "SecurityGroupSet",
    user_data: Option<String> = "UserData",
} }
structure! { AwsEc2LaunchTemplateDataElasticGpuSpecificationSetDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsEc2LaunchTemplateDataElasticInferenceAcceleratorSetDetails {
    count: Option<i32> = "Count",
    r#type: Option<String> = "Type",
} }
structure! { AwsEc2LaunchTemplateDataEnclaveOptionsDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsEc2LaunchTemplateDataHibernationOptionsDetails {
    configured: Option<bool> = "Configured",
} }
structure! { AwsEc2LaunchTemplateDataIamInstanceProfileDetails {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
} }
structure! { AwsEc2LaunchTemplateDataInstanceMarketOptionsDetails {
    market_type: Option<String> = "MarketType",
    spot_options: Option<AwsEc2LaunchTemplateDataInstanceMarketOptionsSpotOptionsDetails> = "SpotOptions",
} }
structure! { AwsEc2LaunchTemplateDataInstanceMarketOptionsSpotOptionsDetails {
    block_duration_minutes: Option<i32> = "BlockDurationMinutes",
    instance_interruption_behavior: Option<String> = "InstanceInterruptionBehavior",
    max_price: Option<String> = "MaxPrice",
    spot_instance_type: Option<String> = "SpotInstanceType",
    valid_until: Option<String> = "ValidUntil",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorCountDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorTotalMemoryMiBDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsBaselineEbsBandwidthMbpsDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsDetails {
    accelerator_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorCountDetails> = "AcceleratorCount",
    accelerator_manufacturers: Option<Vec<String>> = "AcceleratorManufacturers",
    accelerator_names: Option<Vec<String>> = "AcceleratorNames",
    accelerator_total_memory_mi_b: Option<AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorTotalMemoryMiBDetails> = "AcceleratorTotalMemoryMiB",
    accelerator_types: Option<Vec<String>> = "AcceleratorTypes",
    bare_metal: Option<String> = "BareMetal",
    baseline_ebs_bandwidth_mbps: Option<AwsEc2LaunchTemplateDataInstanceRequirementsBaselineEbsBandwidthMbpsDetails> = "BaselineEbsBandwidthMbps",
    burstable_performance: Option<String> = "BurstablePerformance",
    cpu_manufacturers: Option<Vec<String>> = "CpuManufacturers",
    excluded_instance_types: Option<Vec<String>> = "ExcludedInstanceTypes",
    instance_generations: Option<Vec<String>> = "InstanceGenerations",
    local_storage: Option<String> = "LocalStorage",
    local_storage_types: Option<Vec<String>> = "LocalStorageTypes",
    memory_gi_b_per_v_cpu: Option<AwsEc2LaunchTemplateDataInstanceRequirementsMemoryGiBPerVCpuDetails> = "MemoryGiBPerVCpu",
    memory_mi_b: Option<AwsEc2LaunchTemplateDataInstanceRequirementsMemoryMiBDetails> = "MemoryMiB",
    network_interface_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsNetworkInterfaceCountDetails> = "NetworkInterfaceCount",
    on_demand_max_price_percentage_over_lowest_price: Option<i32> = "OnDemandMaxPricePercentageOverLowestPrice",
    require_hibernate_support: Option<bool> = "RequireHibernateSupport",
    spot_max_price_percentage_over_lowest_price: Option<i32> = "SpotMaxPricePercentageOverLowestPrice",
    total_local_storage_gb: Option<AwsEc2LaunchTemplateDataInstanceRequirementsTotalLocalStorageGBDetails> = "TotalLocalStorageGB",
    v_cpu_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsVCpuCountDetails> = "VCpuCount",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsMemoryGiBPerVCpuDetails {
    max: Option<f64> = "Max",
    min: Option<f64> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsMemoryMiBDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsNetworkInterfaceCountDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsTotalLocalStorageGBDetails {
    max: Option<f64> = "Max",
    min: Option<f64> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataInstanceRequirementsVCpuCountDetails {
    max: Option<i32> = "Max",
    min: Option<i32> = "Min",
} }
structure! { AwsEc2LaunchTemplateDataLicenseSetDetails {
    license_configuration_arn: Option<String> = "LicenseConfigurationArn",
} }
structure! { AwsEc2LaunchTemplateDataMaintenanceOptionsDetails {
    auto_recovery: Option<String> = "AutoRecovery",
} }
structure! { AwsEc2LaunchTemplateDataMetadataOptionsDetails {
    http_endpoint: Option<String> = "HttpEndpoint",
    http_protocol_ipv6: Option<String> = "HttpProtocolIpv6",
    http_tokens: Option<String> = "HttpTokens",
    http_put_response_hop_limit: Option<i32> = "HttpPutResponseHopLimit",
    instance_metadata_tags: Option<String> = "InstanceMetadataTags",
} }
structure! { AwsEc2LaunchTemplateDataMonitoringDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsEc2LaunchTemplateDataNetworkInterfaceSetDetails {
    associate_carrier_ip_address: Option<bool> = "AssociateCarrierIpAddress",
    associate_public_ip_address: Option<bool> = "AssociatePublicIpAddress",
    delete_on_termination: Option<bool> = "DeleteOnTermination",
    description: Option<String> = "Description",
    device_index: Option<i32> = "DeviceIndex",
    groups: Option<Vec<String>> = "Groups",
    interface_type: Option<String> = "InterfaceType",
    ipv4_prefix_count: Option<i32> = "Ipv4PrefixCount",
    ipv4_prefixes: Option<Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv4PrefixesDetails>> = "Ipv4Prefixes",
    ipv6_address_count: Option<i32> = "Ipv6AddressCount",
    ipv6_addresses: Option<Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6AddressesDetails>> = "Ipv6Addresses",
    ipv6_prefix_count: Option<i32> = "Ipv6PrefixCount",
    ipv6_prefixes: Option<Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6PrefixesDetails>> = "Ipv6Prefixes",
    network_card_index: Option<i32> = "NetworkCardIndex",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    private_ip_address: Option<String> = "PrivateIpAddress",
    private_ip_addresses: Option<Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetPrivateIpAddressesDetails>> = "PrivateIpAddresses",
    secondary_private_ip_address_count: Option<i32> = "SecondaryPrivateIpAddressCount",
    subnet_id: Option<String> = "SubnetId",
} }
structure! { AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv4PrefixesDetails {
    ipv4_prefix: Option<String> = "Ipv4Prefix",
} }
structure! { AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6AddressesDetails {
    ipv6_address: Option<String> = "Ipv6Address",
} }
structure! { AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6PrefixesDetails {
    ipv6_prefix: Option<String> = "Ipv6Prefix",
} }
structure! { AwsEc2LaunchTemplateDataNetworkInterfaceSetPrivateIpAddressesDetails {
    primary: Option<bool> = "Primary",
    private_ip_address: Option<String> = "PrivateIpAddress",
} }
structure! { AwsEc2LaunchTemplateDataPlacementDetails {
    affinity: Option<String> = "Affinity",
    availability_zone: Option<String> = "AvailabilityZone",
    group_name: Option<String> = "GroupName",
    host_id: Option<String> = "HostId",
    host_resource_group_arn: Option<String> = "HostResourceGroupArn",
    partition_number: Option<i32> = "PartitionNumber",
    spread_domain: Option<String> = "SpreadDomain",
    tenancy: Option<String> = "Tenancy",
} }
structure! { AwsEc2LaunchTemplateDataPrivateDnsNameOptionsDetails {
    enable_resource_name_dns_aaaa_record: Option<bool> = "EnableResourceNameDnsAAAARecord",
    enable_resource_name_dns_a_record: Option<bool> = "EnableResourceNameDnsARecord",
    hostname_type: Option<String> = "HostnameType",
} }
structure! { AwsEc2LaunchTemplateDetails {
    launch_template_name: Option<String> = "LaunchTemplateName",
    id: Option<String> = "Id",
    launch_template_data: Option<AwsEc2LaunchTemplateDataDetails> = "LaunchTemplateData",
    default_version_number: Option<i64> = "DefaultVersionNumber",
    latest_version_number: Option<i64> = "LatestVersionNumber",
} }
structure! { AwsEc2NetworkAclAssociation {
    network_acl_association_id: Option<String> = "NetworkAclAssociationId",
    network_acl_id: Option<String> = "NetworkAclId",
    subnet_id: Option<String> = "SubnetId",
} }
structure! { AwsEc2NetworkAclDetails {
    is_default: Option<bool> = "IsDefault",
    network_acl_id: Option<String> = "NetworkAclId",
    owner_id: Option<String> = "OwnerId",
    vpc_id: Option<String> = "VpcId",
    associations: Option<Vec<AwsEc2NetworkAclAssociation>> = "Associations",
    entries: Option<Vec<AwsEc2NetworkAclEntry>> = "Entries",
} }
structure! { AwsEc2NetworkAclEntry {
    cidr_block: Option<String> = "CidrBlock",
    egress: Option<bool> = "Egress",
    icmp_type_code: Option<IcmpTypeCode> = "IcmpTypeCode",
    ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
    port_range: Option<PortRangeFromTo> = "PortRange",
    protocol: Option<String> = "Protocol",
    rule_action: Option<String> = "RuleAction",
    rule_number: Option<i32> = "RuleNumber",
} }
structure! { AwsEc2NetworkInterfaceAttachment {
    attach_time: Option<String> = "AttachTime",
    attachment_id: Option<String> = "AttachmentId",
    delete_on_termination: Option<bool> = "DeleteOnTermination",
    device_index: Option<i32> = "DeviceIndex",
    instance_id: Option<String> = "InstanceId",
    instance_owner_id: Option<String> = "InstanceOwnerId",
    status: Option<String> = "Status",
} }
structure! { AwsEc2NetworkInterfaceDetails {
    attachment: Option<AwsEc2NetworkInterfaceAttachment> = "Attachment",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    security_groups: Option<Vec<AwsEc2NetworkInterfaceSecurityGroup>> = "SecurityGroups",
    source_dest_check: Option<bool> = "SourceDestCheck",
    ip_v6_addresses: Option<Vec<AwsEc2NetworkInterfaceIpV6AddressDetail>> = "IpV6Addresses",
    private_ip_addresses: Option<Vec<AwsEc2NetworkInterfacePrivateIpAddressDetail>> = "PrivateIpAddresses",
    public_dns_name: Option<String> = "PublicDnsName",
    public_ip: Option<String> = "PublicIp",
} }
structure! { AwsEc2NetworkInterfaceIpV6AddressDetail {
    ip_v6_address: Option<String> = "IpV6Address",
} }
structure! { AwsEc2NetworkInterfacePrivateIpAddressDetail {
    private_ip_address: Option<String> = "PrivateIpAddress",
    private_dns_name: Option<String> = "PrivateDnsName",
} }
structure! { AwsEc2NetworkInterfaceSecurityGroup {
    group_name: Option<String> = "GroupName",
    group_id: Option<String> = "GroupId",
} }
structure! { AwsEc2RouteTableDetails {
    association_set: Option<Vec<AssociationSetDetails>> = "AssociationSet",
    owner_id: Option<String> = "OwnerId",
    propagating_vgw_set: Option<Vec<PropagatingVgwSetDetails>> = "PropagatingVgwSet",
    route_table_id: Option<String> = "RouteTableId",
    route_set: Option<Vec<RouteSetDetails>> = "RouteSet",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsEc2SecurityGroupDetails {
    group_name: Option<String> = "GroupName",
    group_id: Option<String> = "GroupId",
    owner_id: Option<String> = "OwnerId",
    vpc_id: Option<String> = "VpcId",
    ip_permissions: Option<Vec<AwsEc2SecurityGroupIpPermission>> = "IpPermissions",
    ip_permissions_egress: Option<Vec<AwsEc2SecurityGroupIpPermission>> = "IpPermissionsEgress",
} }
structure! { AwsEc2SecurityGroupIpPermission {
    ip_protocol: Option<String> = "IpProtocol",
    from_port: Option<i32> = "FromPort",
    to_port: Option<i32> = "ToPort",
    user_id_group_pairs: Option<Vec<AwsEc2SecurityGroupUserIdGroupPair>> = "UserIdGroupPairs",
    ip_ranges: Option<Vec<AwsEc2SecurityGroupIpRange>> = "IpRanges",
    ipv6_ranges: Option<Vec<AwsEc2SecurityGroupIpv6Range>> = "Ipv6Ranges",
    prefix_list_ids: Option<Vec<AwsEc2SecurityGroupPrefixListId>> = "PrefixListIds",
} }
structure! { AwsEc2SecurityGroupIpRange {
    cidr_ip: Option<String> = "CidrIp",
} }
structure! { AwsEc2SecurityGroupIpv6Range {
    cidr_ipv6: Option<String> = "CidrIpv6",
} }
structure! { AwsEc2SecurityGroupPrefixListId {
    prefix_list_id: Option<String> = "PrefixListId",
} }
structure! { AwsEc2SecurityGroupUserIdGroupPair {
    group_id: Option<String> = "GroupId",
    group_name: Option<String> = "GroupName",
    peering_status: Option<String> = "PeeringStatus",
    user_id: Option<String> = "UserId",
    vpc_id: Option<String> = "VpcId",
    vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
} }
structure! { AwsEc2SubnetDetails {
    assign_ipv6_address_on_creation: Option<bool> = "AssignIpv6AddressOnCreation",
    availability_zone: Option<String> = "AvailabilityZone",
    availability_zone_id: Option<String> = "AvailabilityZoneId",
    available_ip_address_count: Option<i32> = "AvailableIpAddressCount",
    cidr_block: Option<String> = "CidrBlock",
    default_for_az: Option<bool> = "DefaultForAz",
    map_public_ip_on_launch: Option<bool> = "MapPublicIpOnLaunch",
    owner_id: Option<String> = "OwnerId",
    state: Option<String> = "State",
    subnet_arn: Option<String> = "SubnetArn",
    subnet_id: Option<String> = "SubnetId",
    vpc_id: Option<String> = "VpcId",
    ipv6_cidr_block_association_set: Option<Vec<Ipv6CidrBlockAssociation>> = "Ipv6CidrBlockAssociationSet",
} }
structure! { AwsEc2TransitGatewayDetails {
    id: Option<String> = "Id",
    description: Option<String> = "Description",
    default_route_table_propagation: Option<String> = "DefaultRouteTablePropagation",
    auto_accept_shared_attachments: Option<String> = "AutoAcceptSharedAttachments",
    default_route_table_association: Option<String> = "DefaultRouteTableAssociation",
    transit_gateway_cidr_blocks: Option<Vec<String>> = "TransitGatewayCidrBlocks",
    association_default_route_table_id: Option<String> = "AssociationDefaultRouteTableId",
    propagation_default_route_table_id: Option<String> = "PropagationDefaultRouteTableId",
    vpn_ecmp_support: Option<String> = "VpnEcmpSupport",
    dns_support: Option<String> = "DnsSupport",
    multicast_support: Option<String> = "MulticastSupport",
    amazon_side_asn: Option<i32> = "AmazonSideAsn",
} }
structure! { AwsEc2VolumeAttachment {
    attach_time: Option<String> = "AttachTime",
    delete_on_termination: Option<bool> = "DeleteOnTermination",
    instance_id: Option<String> = "InstanceId",
    status: Option<String> = "Status",
} }
structure! { AwsEc2VolumeDetails {
    create_time: Option<String> = "CreateTime",
    device_name: Option<String> = "DeviceName",
    encrypted: Option<bool> = "Encrypted",
    size: Option<i32> = "Size",
    snapshot_id: Option<String> = "SnapshotId",
    status: Option<String> = "Status",
    kms_key_id: Option<String> = "KmsKeyId",
    attachments: Option<Vec<AwsEc2VolumeAttachment>> = "Attachments",
    volume_id: Option<String> = "VolumeId",
    volume_type: Option<String> = "VolumeType",
    volume_scan_status: Option<String> = "VolumeScanStatus",
} }
structure! { AwsEc2VpcDetails {
    cidr_block_association_set: Option<Vec<CidrBlockAssociation>> = "CidrBlockAssociationSet",
    ipv6_cidr_block_association_set: Option<Vec<Ipv6CidrBlockAssociation>> = "Ipv6CidrBlockAssociationSet",
    dhcp_options_id: Option<String> = "DhcpOptionsId",
    state: Option<String> = "State",
} }
structure! { AwsEc2VpcEndpointServiceDetails {
    acceptance_required: Option<bool> = "AcceptanceRequired",
    availability_zones: Option<Vec<String>> = "AvailabilityZones",
    base_endpoint_dns_names: Option<Vec<String>> = "BaseEndpointDnsNames",
    manages_vpc_endpoints: Option<bool> = "ManagesVpcEndpoints",
    gateway_load_balancer_arns: Option<Vec<String>> = "GatewayLoadBalancerArns",
    network_load_balancer_arns: Option<Vec<String>> = "NetworkLoadBalancerArns",
    private_dns_name: Option<String> = "PrivateDnsName",
    service_id: Option<String> = "ServiceId",
    service_name: Option<String> = "ServiceName",
    service_state: Option<String> = "ServiceState",
    service_type: Option<Vec<AwsEc2VpcEndpointServiceServiceTypeDetails>> = "ServiceType",
} }
structure! { AwsEc2VpcEndpointServiceServiceTypeDetails {
    service_type: Option<String> = "ServiceType",
} }
structure! { AwsEc2VpcPeeringConnectionDetails {
    accepter_vpc_info: Option<AwsEc2VpcPeeringConnectionVpcInfoDetails> = "AccepterVpcInfo",
    expiration_time: Option<String> = "ExpirationTime",
    requester_vpc_info: Option<AwsEc2VpcPeeringConnectionVpcInfoDetails> = "RequesterVpcInfo",
    status: Option<AwsEc2VpcPeeringConnectionStatusDetails> = "Status",
    vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
} }
structure! { AwsEc2VpcPeeringConnectionStatusDetails {
    code: Option<String> = "Code",
    message: Option<String> = "Message",
} }
structure! { AwsEc2VpcPeeringConnectionVpcInfoDetails {
    cidr_block: Option<String> = "CidrBlock",
    cidr_block_set: Option<Vec<VpcInfoCidrBlockSetDetails>> = "CidrBlockSet",
    ipv6_cidr_block_set: Option<Vec<VpcInfoIpv6CidrBlockSetDetails>> = "Ipv6CidrBlockSet",
    owner_id: Option<String> = "OwnerId",
    peering_options: Option<VpcInfoPeeringOptionsDetails> = "PeeringOptions",
    region: Option<String> = "Region",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsEc2VpnConnectionDetails {
    vpn_connection_id: Option<String> = "VpnConnectionId",
    state: Option<String> = "State",
    customer_gateway_id: Option<String> = "CustomerGatewayId",
    customer_gateway_configuration: Option<String> = "CustomerGatewayConfiguration",
    r#type: Option<String> = "Type",
    vpn_gateway_id: Option<String> = "VpnGatewayId",
    category: Option<String> = "Category",
    vgw_telemetry: Option<Vec<AwsEc2VpnConnectionVgwTelemetryDetails>> = "VgwTelemetry",
    options: Option<AwsEc2VpnConnectionOptionsDetails> = "Options",
    routes: Option<Vec<AwsEc2VpnConnectionRoutesDetails>> = "Routes",
    transit_gateway_id: Option<String> = "TransitGatewayId",
} }
structure! { AwsEc2VpnConnectionOptionsDetails {
    static_routes_only: Option<bool> = "StaticRoutesOnly",
    tunnel_options: Option<Vec<AwsEc2VpnConnectionOptionsTunnelOptionsDetails>> = "TunnelOptions",
} }
structure! { AwsEc2VpnConnectionOptionsTunnelOptionsDetails {
    dpd_timeout_seconds: Option<i32> = "DpdTimeoutSeconds",
    ike_versions: Option<Vec<String>> = "IkeVersions",
    outside_ip_address: Option<String> = "OutsideIpAddress",
    phase1_dh_group_numbers: Option<Vec<i32>> = "Phase1DhGroupNumbers",
    phase1_encryption_algorithms: Option<Vec<String>> = "Phase1EncryptionAlgorithms",
    phase1_integrity_algorithms: Option<Vec<String>> = "Phase1IntegrityAlgorithms",
    phase1_lifetime_seconds: Option<i32> = "Phase1LifetimeSeconds",
    phase2_dh_group_numbers: Option<Vec<i32>> = "Phase2DhGroupNumbers",
    phase2_encryption_algorithms: Option<Vec<String>> = "Phase2EncryptionAlgorithms",
    phase2_integrity_algorithms: Option<Vec<String>> = "Phase2IntegrityAlgorithms",
    phase2_lifetime_seconds: Option<i32> = "Phase2LifetimeSeconds",
    pre_shared_key: Option<String> = "PreSharedKey",
    rekey_fuzz_percentage: Option<i32> = "RekeyFuzzPercentage",
    rekey_margin_time_seconds: Option<i32> = "RekeyMarginTimeSeconds",
    replay_window_size: Option<i32> = "ReplayWindowSize",
    tunnel_inside_cidr: Option<String> = "TunnelInsideCidr",
} }
structure! { AwsEc2VpnConnectionRoutesDetails {
    destination_cidr_block: Option<String> = "DestinationCidrBlock",
    state: Option<String> = "State",
} }
structure! { AwsEc2VpnConnectionVgwTelemetryDetails {
    accepted_route_count: Option<i32> = "AcceptedRouteCount",
    certificate_arn: Option<String> = "CertificateArn",
    last_status_change: Option<String> = "LastStatusChange",
    outside_ip_address: Option<String> = "OutsideIpAddress",
    status: Option<String> = "Status",
    status_message: Option<String> = "StatusMessage",
} }
structure! { AwsEcrContainerImageDetails {
    registry_id: Option<String> = "RegistryId",
    repository_name: Option<String> = "RepositoryName",
    architecture: Option<String> = "Architecture",
    image_digest: Option<String> = "ImageDigest",
    image_tags: Option<Vec<String>> = "ImageTags",
    image_published_at: Option<String> = "ImagePublishedAt",
} }
structure! { AwsEcrRepositoryDetails {
    arn: Option<String> = "Arn",
    image_scanning_configuration: Option<AwsEcrRepositoryImageScanningConfigurationDetails> = "ImageScanningConfiguration",
    image_tag_mutability: Option<String> = "ImageTagMutability",
    lifecycle_policy: Option<AwsEcrRepositoryLifecyclePolicyDetails> = "LifecyclePolicy",
    repository_name: Option<String> = "RepositoryName",
    repository_policy_text: Option<String> = "RepositoryPolicyText",
} }
structure! { AwsEcrRepositoryImageScanningConfigurationDetails {
    scan_on_push: Option<bool> = "ScanOnPush",
} }
structure! { AwsEcrRepositoryLifecyclePolicyDetails {
    lifecycle_policy_text: Option<String> = "LifecyclePolicyText",
    registry_id: Option<String> = "RegistryId",
} }
structure! { AwsEcsClusterClusterSettingsDetails {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsEcsClusterConfigurationDetails {
    execute_command_configuration: Option<AwsEcsClusterConfigurationExecuteCommandConfigurationDetails> = "ExecuteCommandConfiguration",
} }
structure! { AwsEcsClusterConfigurationExecuteCommandConfigurationDetails {
    kms_key_id: Option<String> = "KmsKeyId",
    log_configuration: Option<AwsEcsClusterConfigurationExecuteCommandConfigurationLogConfigurationDetails> = "LogConfiguration",
    logging: Option<String> = "Logging",
} }
structure! { AwsEcsClusterConfigurationExecuteCommandConfigurationLogConfigurationDetails {
    cloud_watch_encryption_enabled: Option<bool> = "CloudWatchEncryptionEnabled",
    cloud_watch_log_group_name: Option<String> = "CloudWatchLogGroupName",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_encryption_enabled: Option<bool> = "S3EncryptionEnabled",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
} }
structure! { AwsEcsClusterDefaultCapacityProviderStrategyDetails {
    base: Option<i32> = "Base",
    capacity_provider: Option<String> = "CapacityProvider",
    weight: Option<i32> = "Weight",
} }
structure! { AwsEcsClusterDetails {
    cluster_arn: Option<String> = "ClusterArn",
    active_services_count: Option<i32> = "ActiveServicesCount",
    capacity_providers: Option<Vec<String>> = "CapacityProviders",
    cluster_settings: Option<Vec<AwsEcsClusterClusterSettingsDetails>> = "ClusterSettings",
    configuration: Option<AwsEcsClusterConfigurationDetails> = "Configuration",
    default_capacity_provider_strategy: Option<Vec<AwsEcsClusterDefaultCapacityProviderStrategyDetails>> = "DefaultCapacityProviderStrategy",
    cluster_name: Option<String> = "ClusterName",
    registered_container_instances_count: Option<i32> = "RegisteredContainerInstancesCount",
    running_tasks_count: Option<i32> = "RunningTasksCount",
    status: Option<String> = "Status",
} }
structure! { AwsEcsContainerDetails {
    name: Option<String> = "Name",
    image: Option<String> = "Image",
    mount_points: Option<Vec<AwsMountPoint>> = "MountPoints",
    privileged: Option<bool> = "Privileged",
} }
structure! { AwsEcsServiceCapacityProviderStrategyDetails {
    base: Option<i32> = "Base",
    capacity_provider: Option<String> = "CapacityProvider",
    weight: Option<i32> = "Weight",
} }
structure! { AwsEcsServiceDeploymentConfigurationDeploymentCircuitBreakerDetails {
    enable: Option<bool> = "Enable",
    rollback: Option<bool> = "Rollback",
} }
structure! { AwsEcsServiceDeploymentConfigurationDetails {
    deployment_circuit_breaker: Option<AwsEcsServiceDeploymentConfigurationDeploymentCircuitBreakerDetails> = "DeploymentCircuitBreaker",
    maximum_percent: Option<i32> = "MaximumPercent",
    minimum_healthy_percent: Option<i32> = "MinimumHealthyPercent",
} }
structure! { AwsEcsServiceDeploymentControllerDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsServiceDetails {
    capacity_provider_strategy: Option<Vec<AwsEcsServiceCapacityProviderStrategyDetails>> = "CapacityProviderStrategy",
    cluster: Option<String> = "Cluster",
    deployment_configuration: Option<AwsEcsServiceDeploymentConfigurationDetails> = "DeploymentConfiguration",
    deployment_controller: Option<AwsEcsServiceDeploymentControllerDetails> = "DeploymentController",
    desired_count: Option<i32> = "DesiredCount",
    enable_ecs_managed_tags: Option<bool> = "EnableEcsManagedTags",
    enable_execute_command: Option<bool> = "EnableExecuteCommand",
    health_check_grace_period_seconds: Option<i32> = "HealthCheckGracePeriodSeconds",
    launch_type: Option<String> = "LaunchType",
    load_balancers: Option<Vec<AwsEcsServiceLoadBalancersDetails>> = "LoadBalancers",
    name: Option<String> = "Name",
    network_configuration: Option<AwsEcsServiceNetworkConfigurationDetails> = "NetworkConfiguration",
    placement_constraints: Option<Vec<AwsEcsServicePlacementConstraintsDetails>> = "PlacementConstraints",
    placement_strategies: Option<Vec<AwsEcsServicePlacementStrategiesDetails>> = "PlacementStrategies",
    platform_version: Option<String> = "PlatformVersion",
    propagate_tags: Option<String> = "PropagateTags",
    role: Option<String> = "Role",
    scheduling_strategy: Option<String> = "SchedulingStrategy",
    service_arn: Option<String> = "ServiceArn",
    service_name: Option<String> = "ServiceName",
    service_registries: Option<Vec<AwsEcsServiceServiceRegistriesDetails>> = "ServiceRegistries",
    task_definition: Option<String> = "TaskDefinition",
} }
structure! { AwsEcsServiceLoadBalancersDetails {
    container_name: Option<String> = "ContainerName",
    container_port: Option<i32> = "ContainerPort",
    load_balancer_name: Option<String> = "LoadBalancerName",
    target_group_arn: Option<String> = "TargetGroupArn",
} }
structure! { AwsEcsServiceNetworkConfigurationAwsVpcConfigurationDetails {
    assign_public_ip: Option<String> = "AssignPublicIp",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    subnets: Option<Vec<String>> = "Subnets",
} }
structure! { AwsEcsServiceNetworkConfigurationDetails {
    aws_vpc_configuration: Option<AwsEcsServiceNetworkConfigurationAwsVpcConfigurationDetails> = "AwsVpcConfiguration",
} }
structure! { AwsEcsServicePlacementConstraintsDetails {
    expression: Option<String> = "Expression",
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsServicePlacementStrategiesDetails {
    field: Option<String> = "Field",
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsServiceServiceRegistriesDetails {
    container_name: Option<String> = "ContainerName",
    container_port: Option<i32> = "ContainerPort",
    port: Option<i32> = "Port",
    registry_arn: Option<String> = "RegistryArn",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsDependsOnDetails {
    condition: Option<String> = "Condition",
    container_name: Option<String> = "ContainerName",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsDetails {
    command: Option<Vec<String>> = "Command",
    cpu: Option<i32> = "Cpu",
    depends_on: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsDependsOnDetails>> = "DependsOn",
    disable_networking: Option<bool> = "DisableNetworking",
    dns_search_domains: Option<Vec<String>> = "DnsSearchDomains",
    dns_servers: Option<Vec<String>> = "DnsServers",
    docker_labels: Option<BTreeMap<String, String>> = "DockerLabels",
    docker_security_options: Option<Vec<String>> = "DockerSecurityOptions",
    entry_point: Option<Vec<String>> = "EntryPoint",
    environment: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsEnvironmentDetails>> = "Environment",
    environment_files: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsEnvironmentFilesDetails>> = "EnvironmentFiles",
    essential: Option<bool> = "Essential",
    extra_hosts: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsExtraHostsDetails>> = "ExtraHosts",
    firelens_configuration: Option<AwsEcsTaskDefinitionContainerDefinitionsFirelensConfigurationDetails> = "FirelensConfiguration",
    health_check: Option<AwsEcsTaskDefinitionContainerDefinitionsHealthCheckDetails> = "HealthCheck",
    hostname: Option<String> = "Hostname",
    image: Option<String> = "Image",
    interactive: Option<bool> = "Interactive",
    links: Option<Vec<String>> = "Links",
    linux_parameters: Option<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDetails> = "LinuxParameters",
    log_configuration: Option<AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationDetails> = "LogConfiguration",
    memory: Option<i32> = "Memory",
    memory_reservation: Option<i32> = "MemoryReservation",
    mount_points: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsMountPointsDetails>> = "MountPoints",
    name: Option<String> = "Name",
    port_mappings: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsPortMappingsDetails>> = "PortMappings",
    privileged: Option<bool> = "Privileged",
    pseudo_terminal: Option<bool> = "PseudoTerminal",
    readonly_root_filesystem: Option<bool> = "ReadonlyRootFilesystem",
    repository_credentials: Option<AwsEcsTaskDefinitionContainerDefinitionsRepositoryCredentialsDetails> = "RepositoryCredentials",
    resource_requirements: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsResourceRequirementsDetails>> = "ResourceRequirements",
    secrets: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsSecretsDetails>> = "Secrets",
    start_timeout: Option<i32> = "StartTimeout",
    stop_timeout: Option<i32> = "StopTimeout",
    system_controls: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsSystemControlsDetails>> = "SystemControls",
    ulimits: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsUlimitsDetails>> = "Ulimits",
    user: Option<String> = "User",
    volumes_from: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsVolumesFromDetails>> = "VolumesFrom",
    working_directory: Option<String> = "WorkingDirectory",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsEnvironmentDetails {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsEnvironmentFilesDetails {
    r#type: Option<String> = "Type",
    value: Option<String> = "Value",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsExtraHostsDetails {
    hostname: Option<String> = "Hostname",
    ip_address: Option<String> = "IpAddress",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsFirelensConfigurationDetails {
    options: Option<BTreeMap<String, String>> = "Options",
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsHealthCheckDetails {
    command: Option<Vec<String>> = "Command",
    interval: Option<i32> = "Interval",
    retries: Option<i32> = "Retries",
    start_period: Option<i32> = "StartPeriod",
    timeout: Option<i32> = "Timeout",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersCapabilitiesDetails {
    add: Option<Vec<String>> = "Add",
    drop: Option<Vec<String>> = "Drop",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDetails {
    capabilities: Option<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersCapabilitiesDetails> = "Capabilities",
    devices: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDevicesDetails>> = "Devices",
    init_process_enabled: Option<bool> = "InitProcessEnabled",
    max_swap: Option<i32> = "MaxSwap",
    shared_memory_size: Option<i32> = "SharedMemorySize",
    swappiness: Option<i32> = "Swappiness",
    tmpfs: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersTmpfsDetails>> = "Tmpfs",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDevicesDetails {
    container_path: Option<String> = "ContainerPath",
    host_path: Option<String> = "HostPath",
    permissions: Option<Vec<String>> = "Permissions",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersTmpfsDetails {
    container_path: Option<String> = "ContainerPath",
    mount_options: Option<Vec<String>> = "MountOptions",
    size: Option<i32> = "Size",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationDetails {
    log_driver: Option<String> = "LogDriver",
    options: Option<BTreeMap<String, String>> = "Options",
    secret_options: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationSecretOptionsDetails>> = "SecretOptions",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationSecretOptionsDetails {
    name: Option<String> = "Name",
    value_from: Option<String> = "ValueFrom",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsMountPointsDetails {
    container_path: Option<String> = "ContainerPath",
    read_only: Option<bool> = "ReadOnly",
    source_volume: Option<String> = "SourceVolume",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsPortMappingsDetails {
    container_port: Option<i32> = "ContainerPort",
    host_port: Option<i32> = "HostPort",
    protocol: Option<String> = "Protocol",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsRepositoryCredentialsDetails {
    credentials_parameter: Option<String> = "CredentialsParameter",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsResourceRequirementsDetails {
    r#type: Option<String> = "Type",
    value: Option<String> = "Value",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsSecretsDetails {
    name: Option<String> = "Name",
    value_from: Option<String> = "ValueFrom",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsSystemControlsDetails {
    namespace: Option<String> = "Namespace",
    value: Option<String> = "Value",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsUlimitsDetails {
    hard_limit: Option<i32> = "HardLimit",
    name: Option<String> = "Name",
    soft_limit: Option<i32> = "SoftLimit",
} }
structure! { AwsEcsTaskDefinitionContainerDefinitionsVolumesFromDetails {
    read_only: Option<bool> = "ReadOnly",
    source_container: Option<String> = "SourceContainer",
} }
structure! { AwsEcsTaskDefinitionDetails {
    container_definitions: Option<Vec<AwsEcsTaskDefinitionContainerDefinitionsDetails>> = "ContainerDefinitions",
    cpu: Option<String> = "Cpu",
    execution_role_arn: Option<String> = "ExecutionRoleArn",
    family: Option<String> = "Family",
    inference_accelerators: Option<Vec<AwsEcsTaskDefinitionInferenceAcceleratorsDetails>> = "InferenceAccelerators",
    ipc_mode: Option<String> = "IpcMode",
    memory: Option<String> = "Memory",
    network_mode: Option<String> = "NetworkMode",
    pid_mode: Option<String> = "PidMode",
    placement_constraints: Option<Vec<AwsEcsTaskDefinitionPlacementConstraintsDetails>> = "PlacementConstraints",
    proxy_configuration: Option<AwsEcsTaskDefinitionProxyConfigurationDetails> = "ProxyConfiguration",
    requires_compatibilities: Option<Vec<String>> = "RequiresCompatibilities",
    task_role_arn: Option<String> = "TaskRoleArn",
    volumes: Option<Vec<AwsEcsTaskDefinitionVolumesDetails>> = "Volumes",
    status: Option<String> = "Status",
} }
structure! { AwsEcsTaskDefinitionInferenceAcceleratorsDetails {
    device_name: Option<String> = "DeviceName",
    device_type: Option<String> = "DeviceType",
} }
structure! { AwsEcsTaskDefinitionPlacementConstraintsDetails {
    expression: Option<String> = "Expression",
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsTaskDefinitionProxyConfigurationDetails {
    container_name: Option<String> = "ContainerName",
    proxy_configuration_properties: Option<Vec<AwsEcsTaskDefinitionProxyConfigurationProxyConfigurationPropertiesDetails>> = "ProxyConfigurationProperties",
    r#type: Option<String> = "Type",
} }
structure! { AwsEcsTaskDefinitionProxyConfigurationProxyConfigurationPropertiesDetails {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsEcsTaskDefinitionVolumesDetails {
    docker_volume_configuration: Option<AwsEcsTaskDefinitionVolumesDockerVolumeConfigurationDetails> = "DockerVolumeConfiguration",
    efs_volume_configuration: Option<AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationDetails> = "EfsVolumeConfiguration",
    host: Option<AwsEcsTaskDefinitionVolumesHostDetails> = "Host",
    name: Option<String> = "Name",
} }
structure! { AwsEcsTaskDefinitionVolumesDockerVolumeConfigurationDetails {
    autoprovision: Option<bool> = "Autoprovision",
    driver: Option<String> = "Driver",
    driver_opts: Option<BTreeMap<String, String>> = "DriverOpts",
    labels: Option<BTreeMap<String, String>> = "Labels",
    scope: Option<String> = "Scope",
} }
structure! { AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationAuthorizationConfigDetails {
    access_point_id: Option<String> = "AccessPointId",
    iam: Option<String> = "Iam",
} }
structure! { AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationDetails {
    authorization_config: Option<AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationAuthorizationConfigDetails> = "AuthorizationConfig",
    filesystem_id: Option<String> = "FilesystemId",
    root_directory: Option<String> = "RootDirectory",
    transit_encryption: Option<String> = "TransitEncryption",
    transit_encryption_port: Option<i32> = "TransitEncryptionPort",
} }
structure! { AwsEcsTaskDefinitionVolumesHostDetails {
    source_path: Option<String> = "SourcePath",
} }
structure! { AwsEcsTaskDetails {
    cluster_arn: Option<String> = "ClusterArn",
    task_definition_arn: Option<String> = "TaskDefinitionArn",
    version: Option<String> = "Version",
    created_at: Option<String> = "CreatedAt",
    started_at: Option<String> = "StartedAt",
    started_by: Option<String> = "StartedBy",
    group: Option<String> = "Group",
    volumes: Option<Vec<AwsEcsTaskVolumeDetails>> = "Volumes",
    containers: Option<Vec<AwsEcsContainerDetails>> = "Containers",
} }
structure! { AwsEcsTaskVolumeDetails {
    name: Option<String> = "Name",
    host: Option<AwsEcsTaskVolumeHostDetails> = "Host",
} }
structure! { AwsEcsTaskVolumeHostDetails {
    source_path: Option<String> = "SourcePath",
} }
structure! { AwsEfsAccessPointDetails {
    access_point_id: Option<String> = "AccessPointId",
    arn: Option<String> = "Arn",
    client_token: Option<String> = "ClientToken",
    file_system_id: Option<String> = "FileSystemId",
    posix_user: Option<AwsEfsAccessPointPosixUserDetails> = "PosixUser",
    root_directory: Option<AwsEfsAccessPointRootDirectoryDetails> = "RootDirectory",
} }
structure! { AwsEfsAccessPointPosixUserDetails {
    gid: Option<String> = "Gid",
    secondary_gids: Option<Vec<String>> = "SecondaryGids",
    uid: Option<String> = "Uid",
} }
structure! { AwsEfsAccessPointRootDirectoryCreationInfoDetails {
    owner_gid: Option<String> = "OwnerGid",
    owner_uid: Option<String> = "OwnerUid",
    permissions: Option<String> = "Permissions",
} }
structure! { AwsEfsAccessPointRootDirectoryDetails {
    creation_info: Option<AwsEfsAccessPointRootDirectoryCreationInfoDetails> = "CreationInfo",
    path: Option<String> = "Path",
} }
structure! { AwsEksClusterDetails {
    arn: Option<String> = "Arn",
    certificate_authority_data: Option<String> = "CertificateAuthorityData",
    cluster_status: Option<String> = "ClusterStatus",
    endpoint: Option<String> = "Endpoint",
    name: Option<String> = "Name",
    resources_vpc_config: Option<AwsEksClusterResourcesVpcConfigDetails> = "ResourcesVpcConfig",
    role_arn: Option<String> = "RoleArn",
    version: Option<String> = "Version",
    logging: Option<AwsEksClusterLoggingDetails> = "Logging",
} }
structure! { AwsEksClusterLoggingClusterLoggingDetails {
    enabled: Option<bool> = "Enabled",
    types: Option<Vec<String>> = "Types",
} }
structure! { AwsEksClusterLoggingDetails {
    cluster_logging: Option<Vec<AwsEksClusterLoggingClusterLoggingDetails>> = "ClusterLogging",
} }
structure! { AwsEksClusterResourcesVpcConfigDetails {
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    endpoint_public_access: Option<bool> = "EndpointPublicAccess",
} }
structure! { AwsElasticBeanstalkEnvironmentDetails {
    application_name: Option<String> = "ApplicationName",
    cname: Option<String> = "Cname",
    date_created: Option<String> = "DateCreated",
    date_updated: Option<String> = "DateUpdated",
    description: Option<String> = "Description",
    endpoint_url: Option<String> = "EndpointUrl",
    environment_arn: Option<String> = "EnvironmentArn",
    environment_id: Option<String> = "EnvironmentId",
    environment_links: Option<Vec<AwsElasticBeanstalkEnvironmentEnvironmentLink>> = "EnvironmentLinks",
    environment_name: Option<String> = "EnvironmentName",
    option_settings: Option<Vec<AwsElasticBeanstalkEnvironmentOptionSetting>> = "OptionSettings",
    platform_arn: Option<String> = "PlatformArn",
    solution_stack_name: Option<String> = "SolutionStackName",
    status: Option<String> = "Status",
    tier: Option<AwsElasticBeanstalkEnvironmentTier> = "Tier",
    version_label: Option<String> = "VersionLabel",
} }
structure! { AwsElasticBeanstalkEnvironmentEnvironmentLink {
    environment_name: Option<String> = "EnvironmentName",
    link_name: Option<String> = "LinkName",
} }
structure! { AwsElasticBeanstalkEnvironmentOptionSetting {
    namespace: Option<String> = "Namespace",
    option_name: Option<String> = "OptionName",
    resource_name: Option<String> = "ResourceName",
    value: Option<String> = "Value",
} }
structure! { AwsElasticBeanstalkEnvironmentTier {
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    version: Option<String> = "Version",
} }
structure! { AwsElasticsearchDomainDetails {
    access_policies: Option<String> = "AccessPolicies",
    domain_endpoint_options: Option<AwsElasticsearchDomainDomainEndpointOptions> = "DomainEndpointOptions",
    domain_id: Option<String> = "DomainId",
    domain_name: Option<String> = "DomainName",
    endpoint: Option<String> = "Endpoint",
    endpoints: Option<BTreeMap<String, String>> = "Endpoints",
    elasticsearch_version: Option<String> = "ElasticsearchVersion",
    elasticsearch_cluster_config: Option<AwsElasticsearchDomainElasticsearchClusterConfigDetails> = "ElasticsearchClusterConfig",
    encryption_at_rest_options: Option<AwsElasticsearchDomainEncryptionAtRestOptions> = "EncryptionAtRestOptions",
    log_publishing_options: Option<AwsElasticsearchDomainLogPublishingOptions> = "LogPublishingOptions",
    node_to_node_encryption_options: Option<AwsElasticsearchDomainNodeToNodeEncryptionOptions> = "NodeToNodeEncryptionOptions",
    service_software_options: Option<AwsElasticsearchDomainServiceSoftwareOptions> = "ServiceSoftwareOptions",
    vpc_options: Option<AwsElasticsearchDomainVPCOptions> = "VPCOptions",
} }
structure! { AwsElasticsearchDomainDomainEndpointOptions {
    enforce_https: Option<bool> = "EnforceHTTPS",
    tls_security_policy: Option<String> = "TLSSecurityPolicy",
} }
structure! { AwsElasticsearchDomainElasticsearchClusterConfigDetails {
    dedicated_master_count: Option<i32> = "DedicatedMasterCount",
    dedicated_master_enabled: Option<bool> = "DedicatedMasterEnabled",
    dedicated_master_type: Option<String> = "DedicatedMasterType",
    instance_count: Option<i32> = "InstanceCount",
    instance_type: Option<String> = "InstanceType",
    zone_awareness_config: Option<AwsElasticsearchDomainElasticsearchClusterConfigZoneAwarenessConfigDetails> = "ZoneAwarenessConfig",
    zone_awareness_enabled: Option<bool> = "ZoneAwarenessEnabled",
} }
structure! { AwsElasticsearchDomainElasticsearchClusterConfigZoneAwarenessConfigDetails {
    availability_zone_count: Option<i32> = "AvailabilityZoneCount",
} }
structure! { AwsElasticsearchDomainEncryptionAtRestOptions {
    enabled: Option<bool> = "Enabled",
    kms_key_id: Option<String> = "KmsKeyId",
} }
structure! { AwsElasticsearchDomainLogPublishingOptions {
    index_slow_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "IndexSlowLogs",
    search_slow_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "SearchSlowLogs",
    audit_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "AuditLogs",
} }
structure! { AwsElasticsearchDomainLogPublishingOptionsLogConfig {
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsElasticsearchDomainNodeToNodeEncryptionOptions {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsElasticsearchDomainServiceSoftwareOptions {
    automated_update_date: Option<String> = "AutomatedUpdateDate",
    cancellable: Option<bool> = "Cancellable",
    current_version: Option<String> = "CurrentVersion",
    description: Option<String> = "Description",
    new_version: Option<String> = "NewVersion",
    update_available: Option<bool> = "UpdateAvailable",
    update_status: Option<String> = "UpdateStatus",
} }
structure! { AwsElasticsearchDomainVPCOptions {
    availability_zones: Option<Vec<String>> = "AvailabilityZones",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    vpc_id: Option<String> = "VPCId",
} }
structure! { AwsElbAppCookieStickinessPolicy {
    cookie_name: Option<String> = "CookieName",
    policy_name: Option<String> = "PolicyName",
} }
structure! { AwsElbLbCookieStickinessPolicy {
    cookie_expiration_period: Option<i64> = "CookieExpirationPeriod",
    policy_name: Option<String> = "PolicyName",
} }
structure! { AwsElbLoadBalancerAccessLog {
    emit_interval: Option<i32> = "EmitInterval",
    enabled: Option<bool> = "Enabled",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_bucket_prefix: Option<String> = "S3BucketPrefix",
} }
structure! { AwsElbLoadBalancerAdditionalAttribute {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { AwsElbLoadBalancerAttributes {
    access_log: Option<AwsElbLoadBalancerAccessLog> = "AccessLog",
    connection_draining: Option<AwsElbLoadBalancerConnectionDraining> = "ConnectionDraining",
    connection_settings: Option<AwsElbLoadBalancerConnectionSettings> = "ConnectionSettings",
    cross_zone_load_balancing: Option<AwsElbLoadBalancerCrossZoneLoadBalancing> = "CrossZoneLoadBalancing",
    additional_attributes: Option<Vec<AwsElbLoadBalancerAdditionalAttribute>> = "AdditionalAttributes",
} }
structure! { AwsElbLoadBalancerBackendServerDescription {
    instance_port: Option<i32> = "InstancePort",
    policy_names: Option<Vec<String>> = "PolicyNames",
} }
structure! { AwsElbLoadBalancerConnectionDraining {
    enabled: Option<bool> = "Enabled",
    timeout: Option<i32> = "Timeout",
} }
structure! { AwsElbLoadBalancerConnectionSettings {
    idle_timeout: Option<i32> = "IdleTimeout",
} }
structure! { AwsElbLoadBalancerCrossZoneLoadBalancing {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsElbLoadBalancerDetails {
    availability_zones: Option<Vec<String>> = "AvailabilityZones",
    backend_server_descriptions: Option<Vec<AwsElbLoadBalancerBackendServerDescription>> = "BackendServerDescriptions",
    canonical_hosted_zone_name: Option<String> = "CanonicalHostedZoneName",
    canonical_hosted_zone_name_id: Option<String> = "CanonicalHostedZoneNameID",
    created_time: Option<String> = "CreatedTime",
    dns_name: Option<String> = "DnsName",
    health_check: Option<AwsElbLoadBalancerHealthCheck> = "HealthCheck",
    instances: Option<Vec<AwsElbLoadBalancerInstance>> = "Instances",
    listener_descriptions: Option<Vec<AwsElbLoadBalancerListenerDescription>> = "ListenerDescriptions",
    load_balancer_attributes: Option<AwsElbLoadBalancerAttributes> = "LoadBalancerAttributes",
    load_balancer_name: Option<String> = "LoadBalancerName",
    policies: Option<AwsElbLoadBalancerPolicies> = "Policies",
    scheme: Option<String> = "Scheme",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    source_security_group: Option<AwsElbLoadBalancerSourceSecurityGroup> = "SourceSecurityGroup",
    subnets: Option<Vec<String>> = "Subnets",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsElbLoadBalancerHealthCheck {
    healthy_threshold: Option<i32> = "HealthyThreshold",
    interval: Option<i32> = "Interval",
    target: Option<String> = "Target",
    timeout: Option<i32> = "Timeout",
    unhealthy_threshold: Option<i32> = "UnhealthyThreshold",
} }
structure! { AwsElbLoadBalancerInstance {
    instance_id: Option<String> = "InstanceId",
} }
structure! { AwsElbLoadBalancerListener {
    instance_port: Option<i32> = "InstancePort",
    instance_protocol: Option<String> = "InstanceProtocol",
    load_balancer_port: Option<i32> = "LoadBalancerPort",
    protocol: Option<String> = "Protocol",
    ssl_certificate_id: Option<String> = "SslCertificateId",
} }
structure! { AwsElbLoadBalancerListenerDescription {
    listener: Option<AwsElbLoadBalancerListener> = "Listener",
    policy_names: Option<Vec<String>> = "PolicyNames",
} }
structure! { AwsElbLoadBalancerPolicies {
    app_cookie_stickiness_policies: Option<Vec<AwsElbAppCookieStickinessPolicy>> = "AppCookieStickinessPolicies",
    lb_cookie_stickiness_policies: Option<Vec<AwsElbLbCookieStickinessPolicy>> = "LbCookieStickinessPolicies",
    other_policies: Option<Vec<String>> = "OtherPolicies",
} }
structure! { AwsElbLoadBalancerSourceSecurityGroup {
    group_name: Option<String> = "GroupName",
    owner_alias: Option<String> = "OwnerAlias",
} }
structure! { AwsElbv2LoadBalancerAttribute {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { AwsElbv2LoadBalancerDetails {
    availability_zones: Option<Vec<AvailabilityZone>> = "AvailabilityZones",
    canonical_hosted_zone_id: Option<String> = "CanonicalHostedZoneId",
    created_time: Option<String> = "CreatedTime",
    dns_name: Option<String> = "DNSName",
    ip_address_type: Option<String> = "IpAddressType",
    scheme: Option<String> = "Scheme",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    state: Option<LoadBalancerState> = "State",
    r#type: Option<String> = "Type",
    vpc_id: Option<String> = "VpcId",
    load_balancer_attributes: Option<Vec<AwsElbv2LoadBalancerAttribute>> = "LoadBalancerAttributes",
} }
structure! { AwsEventSchemasRegistryDetails {
    description: Option<String> = "Description",
    registry_arn: Option<String> = "RegistryArn",
    registry_name: Option<String> = "RegistryName",
} }
structure! { AwsEventsEndpointDetails {
    arn: Option<String> = "Arn",
    description: Option<String> = "Description",
    endpoint_id: Option<String> = "EndpointId",
    endpoint_url: Option<String> = "EndpointUrl",
    event_buses: Option<Vec<AwsEventsEndpointEventBusesDetails>> = "EventBuses",
    name: Option<String> = "Name",
    replication_config: Option<AwsEventsEndpointReplicationConfigDetails> = "ReplicationConfig",
    role_arn: Option<String> = "RoleArn",
    routing_config: Option<AwsEventsEndpointRoutingConfigDetails> = "RoutingConfig",
    state: Option<String> = "State",
    state_reason: Option<String> = "StateReason",
} }
structure! { AwsEventsEndpointEventBusesDetails {
    event_bus_arn: Option<String> = "EventBusArn",
} }
structure! { AwsEventsEndpointReplicationConfigDetails {
    state: Option<String> = "State",
} }
structure! { AwsEventsEndpointRoutingConfigDetails {
    failover_config: Option<AwsEventsEndpointRoutingConfigFailoverConfigDetails> = "FailoverConfig",
} }
structure! { AwsEventsEndpointRoutingConfigFailoverConfigDetails {
    primary: Option<AwsEventsEndpointRoutingConfigFailoverConfigPrimaryDetails> = "Primary",
    secondary: Option<AwsEventsEndpointRoutingConfigFailoverConfigSecondaryDetails> = "Secondary",
} }
structure! { AwsEventsEndpointRoutingConfigFailoverConfigPrimaryDetails {
    health_check: Option<String> = "HealthCheck",
} }
structure! { AwsEventsEndpointRoutingConfigFailoverConfigSecondaryDetails {
    route: Option<String> = "Route",
} }
structure! { AwsEventsEventbusDetails {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    policy: Option<String> = "Policy",
} }
structure! { AwsGuardDutyDetectorDataSourcesCloudTrailDetails {
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDataSourcesDetails {
    cloud_trail: Option<AwsGuardDutyDetectorDataSourcesCloudTrailDetails> = "CloudTrail",
    dns_logs: Option<AwsGuardDutyDetectorDataSourcesDnsLogsDetails> = "DnsLogs",
    flow_logs: Option<AwsGuardDutyDetectorDataSourcesFlowLogsDetails> = "FlowLogs",
    kubernetes: Option<AwsGuardDutyDetectorDataSourcesKubernetesDetails> = "Kubernetes",
    malware_protection: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionDetails> = "MalwareProtection",
    s3_logs: Option<AwsGuardDutyDetectorDataSourcesS3LogsDetails> = "S3Logs",
} }
structure! { AwsGuardDutyDetectorDataSourcesDnsLogsDetails {
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDataSourcesFlowLogsDetails {
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDataSourcesKubernetesAuditLogsDetails {
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDataSourcesKubernetesDetails {
    audit_logs: Option<AwsGuardDutyDetectorDataSourcesKubernetesAuditLogsDetails> = "AuditLogs",
} }
structure! { AwsGuardDutyDetectorDataSourcesMalwareProtectionDetails {
    scan_ec2_instance_with_findings: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsDetails> = "ScanEc2InstanceWithFindings",
    service_role: Option<String> = "ServiceRole",
} }
structure! { AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsDetails {
    ebs_volumes: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsEbsVolumesDetails> = "EbsVolumes",
} }
structure! { AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsEbsVolumesDetails {
    reason: Option<String> = "Reason",
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDataSourcesS3LogsDetails {
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorDetails {
    data_sources: Option<AwsGuardDutyDetectorDataSourcesDetails> = "DataSources",
    features: Option<Vec<AwsGuardDutyDetectorFeaturesDetails>> = "Features",
    finding_publishing_frequency: Option<String> = "FindingPublishingFrequency",
    service_role: Option<String> = "ServiceRole",
    status: Option<String> = "Status",
} }
structure! { AwsGuardDutyDetectorFeaturesDetails {
    name: Option<String> = "Name",
    status: Option<String> = "Status",
} }
structure! { AwsIamAccessKeyDetails {
    user_name: Option<String> = "UserName",
    status: Option<AwsIamAccessKeyStatus> = "Status",
    created_at: Option<String> = "CreatedAt",
    principal_id: Option<String> = "PrincipalId",
    principal_type: Option<String> = "PrincipalType",
    principal_name: Option<String> = "PrincipalName",
    account_id: Option<String> = "AccountId",
    access_key_id: Option<String> = "AccessKeyId",
    session_context: Option<AwsIamAccessKeySessionContext> = "SessionContext",
} }
structure! { AwsIamAccessKeySessionContext {
    attributes: Option<AwsIamAccessKeySessionContextAttributes> = "Attributes",
    session_issuer: Option<AwsIamAccessKeySessionContextSessionIssuer> = "SessionIssuer",
} }
structure! { AwsIamAccessKeySessionContextAttributes {
    mfa_authenticated: Option<bool> = "MfaAuthenticated",
    creation_date: Option<String> = "CreationDate",
} }
structure! { AwsIamAccessKeySessionContextSessionIssuer {
    r#type: Option<String> = "Type",
    principal_id: Option<String> = "PrincipalId",
    arn: Option<String> = "Arn",
    account_id: Option<String> = "AccountId",
    user_name: Option<String> = "UserName",
} }
enumeration! { AwsIamAccessKeyStatus {
    Active = "Active",
    Inactive = "Inactive",
} }
structure! { AwsIamAttachedManagedPolicy {
    policy_name: Option<String> = "PolicyName",
    policy_arn: Option<String> = "PolicyArn",
} }
structure! { AwsIamGroupDetails {
    attached_managed_policies: Option<Vec<AwsIamAttachedManagedPolicy>> = "AttachedManagedPolicies",
    create_date: Option<String> = "CreateDate",
    group_id: Option<String> = "GroupId",
    group_name: Option<String> = "GroupName",
    group_policy_list: Option<Vec<AwsIamGroupPolicy>> = "GroupPolicyList",
    path: Option<String> = "Path",
} }
structure! { AwsIamGroupPolicy {
    policy_name: Option<String> = "PolicyName",
} }
structure! { AwsIamInstanceProfile {
    arn: Option<String> = "Arn",
    create_date: Option<String> = "CreateDate",
    instance_profile_id: Option<String> = "InstanceProfileId",
    instance_profile_name: Option<String> = "InstanceProfileName",
    path: Option<String> = "Path",
    roles: Option<Vec<AwsIamInstanceProfileRole>> = "Roles",
} }
structure! { AwsIamInstanceProfileRole {
    arn: Option<String> = "Arn",
    assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
    create_date: Option<String> = "CreateDate",
    path: Option<String> = "Path",
    role_id: Option<String> = "RoleId",
    role_name: Option<String> = "RoleName",
} }
structure! { AwsIamPermissionsBoundary {
    permissions_boundary_arn: Option<String> = "PermissionsBoundaryArn",
    permissions_boundary_type: Option<String> = "PermissionsBoundaryType",
} }
structure! { AwsIamPolicyDetails {
    attachment_count: Option<i32> = "AttachmentCount",
    create_date: Option<String> = "CreateDate",
    default_version_id: Option<String> = "DefaultVersionId",
    description: Option<String> = "Description",
    is_attachable: Option<bool> = "IsAttachable",
    path: Option<String> = "Path",
    permissions_boundary_usage_count: Option<i32> = "PermissionsBoundaryUsageCount",
    policy_id: Option<String> = "PolicyId",
    policy_name: Option<String> = "PolicyName",
    policy_version_list: Option<Vec<AwsIamPolicyVersion>> = "PolicyVersionList",
    update_date: Option<String> = "UpdateDate",
} }
structure! { AwsIamPolicyVersion {
    version_id: Option<String> = "VersionId",
    is_default_version: Option<bool> = "IsDefaultVersion",
    create_date: Option<String> = "CreateDate",
} }
structure! { AwsIamRoleDetails {
    assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
    attached_managed_policies: Option<Vec<AwsIamAttachedManagedPolicy>> = "AttachedManagedPolicies",
    create_date: Option<String> = "CreateDate",
    instance_profile_list: Option<Vec<AwsIamInstanceProfile>> = "InstanceProfileList",
    permissions_boundary: Option<AwsIamPermissionsBoundary> = "PermissionsBoundary",
    role_id: Option<String> = "RoleId",
    role_name: Option<String> = "RoleName",
    role_policy_list: Option<Vec<AwsIamRolePolicy>> = "RolePolicyList",
    max_session_duration: Option<i32> = "MaxSessionDuration",
    path: Option<String> = "Path",
} }
structure! { AwsIamRolePolicy {
    policy_name: Option<String> = "PolicyName",
} }
structure! { AwsIamUserDetails {
    attached_managed_policies: Option<Vec<AwsIamAttachedManagedPolicy>> = "AttachedManagedPolicies",
    create_date: Option<String> = "CreateDate",
    group_list: Option<Vec<String>> = "GroupList",
    path: Option<String> = "Path",
    permissions_boundary: Option<AwsIamPermissionsBoundary> = "PermissionsBoundary",
    user_id: Option<String> = "UserId",
    user_name: Option<String> = "UserName",
    user_policy_list: Option<Vec<AwsIamUserPolicy>> = "UserPolicyList",
} }
structure! { AwsIamUserPolicy {
    policy_name: Option<String> = "PolicyName",
} }
structure! { AwsKinesisStreamDetails {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    stream_encryption: Option<AwsKinesisStreamStreamEncryptionDetails> = "StreamEncryption",
    shard_count: Option<i32> = "ShardCount",
    retention_period_hours: Option<i32> = "RetentionPeriodHours",
} }
structure! { AwsKinesisStreamStreamEncryptionDetails {
    encryption_type: Option<String> = "EncryptionType",
    key_id: Option<String> = "KeyId",
} }
structure! { AwsKmsKeyDetails {
    aws_account_id: Option<String> = "AWSAccountId",
    creation_date: Option<f64> = "CreationDate",
    key_id: Option<String> = "KeyId",
    key_manager: Option<String> = "KeyManager",
    key_state: Option<String> = "KeyState",
    origin: Option<String> = "Origin",
    description: Option<String> = "Description",
    key_rotation_status: Option<bool> = "KeyRotationStatus",
} }
structure! { AwsLambdaFunctionCode {
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    zip_file: Option<String> = "ZipFile",
} }
structure! { AwsLambdaFunctionDeadLetterConfig {
    target_arn: Option<String> = "TargetArn",
} }
structure! { AwsLambdaFunctionDetails {
    code: Option<AwsLambdaFunctionCode> = "Code",
    code_sha256: Option<String> = "CodeSha256",
    dead_letter_config: Option<AwsLambdaFunctionDeadLetterConfig> = "DeadLetterConfig",
    environment: Option<AwsLambdaFunctionEnvironment> = "Environment",
    function_name: Option<String> = "FunctionName",
    handler: Option<String> = "Handler",
    kms_key_arn: Option<String> = "KmsKeyArn",
    last_modified: Option<String> = "LastModified",
    layers: Option<Vec<AwsLambdaFunctionLayer>> = "Layers",
    master_arn: Option<String> = "MasterArn",
    memory_size: Option<i32> = "MemorySize",
    revision_id: Option<String> = "RevisionId",
    role: Option<String> = "Role",
    runtime: Option<String> = "Runtime",
    timeout: Option<i32> = "Timeout",
    tracing_config: Option<AwsLambdaFunctionTracingConfig> = "TracingConfig",
    vpc_config: Option<AwsLambdaFunctionVpcConfig> = "VpcConfig",
    version: Option<String> = "Version",
    architectures: Option<Vec<String>> = "Architectures",
    package_type: Option<String> = "PackageType",
} }
structure! { AwsLambdaFunctionEnvironment {
    variables: Option<BTreeMap<String, String>> = "Variables",
    error: Option<AwsLambdaFunctionEnvironmentError> = "Error",
} }
structure! { AwsLambdaFunctionEnvironmentError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
} }
structure! { AwsLambdaFunctionLayer {
    arn: Option<String> = "Arn",
    code_size: Option<i32> = "CodeSize",
} }
structure! { AwsLambdaFunctionTracingConfig {
    mode: Option<String> = "Mode",
} }
structure! { AwsLambdaFunctionVpcConfig {
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsLambdaLayerVersionDetails {
    version: Option<i64> = "Version",
    compatible_runtimes: Option<Vec<String>> = "CompatibleRuntimes",
    created_date: Option<String> = "CreatedDate",
} }
structure! { AwsMountPoint {
    source_volume: Option<String> = "SourceVolume",
    container_path: Option<String> = "ContainerPath",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationDetails {
    sasl: Option<AwsMskClusterClusterInfoClientAuthenticationSaslDetails> = "Sasl",
    unauthenticated: Option<AwsMskClusterClusterInfoClientAuthenticationUnauthenticatedDetails> = "Unauthenticated",
    tls: Option<AwsMskClusterClusterInfoClientAuthenticationTlsDetails> = "Tls",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationSaslDetails {
    iam: Option<AwsMskClusterClusterInfoClientAuthenticationSaslIamDetails> = "Iam",
    scram: Option<AwsMskClusterClusterInfoClientAuthenticationSaslScramDetails> = "Scram",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationSaslIamDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationSaslScramDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationTlsDetails {
    certificate_authority_arn_list: Option<Vec<String>> = "CertificateAuthorityArnList",
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsMskClusterClusterInfoClientAuthenticationUnauthenticatedDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsMskClusterClusterInfoDetails {
    encryption_info: Option<AwsMskClusterClusterInfoEncryptionInfoDetails> = "EncryptionInfo",
    current_version: Option<String> = "CurrentVersion",
    number_of_broker_nodes: Option<i32> = "NumberOfBrokerNodes",
    cluster_name: Option<String> = "ClusterName",
    client_authentication: Option<AwsMskClusterClusterInfoClientAuthenticationDetails> = "ClientAuthentication",
    enhanced_monitoring: Option<String> = "EnhancedMonitoring",
} }
structure! { AwsMskClusterClusterInfoEncryptionInfoDetails {
    encryption_in_transit: Option<AwsMskClusterClusterInfoEncryptionInfoEncryptionInTransitDetails> = "EncryptionInTransit",
    encryption_at_rest: Option<AwsMskClusterClusterInfoEncryptionInfoEncryptionAtRestDetails> = "EncryptionAtRest",
} }
structure! { AwsMskClusterClusterInfoEncryptionInfoEncryptionAtRestDetails {
    data_volume_kms_key_id: Option<String> = "DataVolumeKMSKeyId",
} }
structure! { AwsMskClusterClusterInfoEncryptionInfoEncryptionInTransitDetails {
    in_cluster: Option<bool> = "InCluster",
    client_broker: Option<String> = "ClientBroker",
} }
structure! { AwsMskClusterDetails {
    cluster_info: Option<AwsMskClusterClusterInfoDetails> = "ClusterInfo",
} }
structure! { AwsNetworkFirewallFirewallDetails {
    delete_protection: Option<bool> = "DeleteProtection",
    description: Option<String> = "Description",
    firewall_arn: Option<String> = "FirewallArn",
    firewall_id: Option<String> = "FirewallId",
    firewall_name: Option<String> = "FirewallName",
    firewall_policy_arn: Option<String> = "FirewallPolicyArn",
    firewall_policy_change_protection: Option<bool> = "FirewallPolicyChangeProtection",
    subnet_change_protection: Option<bool> = "SubnetChangeProtection",
    subnet_mappings: Option<Vec<AwsNetworkFirewallFirewallSubnetMappingsDetails>> = "SubnetMappings",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsNetworkFirewallFirewallPolicyDetails {
    firewall_policy: Option<FirewallPolicyDetails> = "FirewallPolicy",
    firewall_policy_arn: Option<String> = "FirewallPolicyArn",
    firewall_policy_id: Option<String> = "FirewallPolicyId",
    firewall_policy_name: Option<String> = "FirewallPolicyName",
    description: Option<String> = "Description",
} }
structure! { AwsNetworkFirewallFirewallSubnetMappingsDetails {
    subnet_id: Option<String> = "SubnetId",
} }
structure! { AwsNetworkFirewallRuleGroupDetails {
    capacity: Option<i32> = "Capacity",
    description: Option<String> = "Description",
    rule_group: Option<RuleGroupDetails> = "RuleGroup",
    rule_group_arn: Option<String> = "RuleGroupArn",
    rule_group_id: Option<String> = "RuleGroupId",
    rule_group_name: Option<String> = "RuleGroupName",
    r#type: Option<String> = "Type",
} }
structure! { AwsOpenSearchServiceDomainAdvancedSecurityOptionsDetails {
    enabled: Option<bool> = "Enabled",
    internal_user_database_enabled: Option<bool> = "InternalUserDatabaseEnabled",
    master_user_options: Option<AwsOpenSearchServiceDomainMasterUserOptionsDetails> = "MasterUserOptions",
} }
structure! { AwsOpenSearchServiceDomainClusterConfigDetails {
    instance_count: Option<i32> = "InstanceCount",
    warm_enabled: Option<bool> = "WarmEnabled",
    warm_count: Option<i32> = "WarmCount",
    dedicated_master_enabled: Option<bool> = "DedicatedMasterEnabled",
    zone_awareness_config: Option<AwsOpenSearchServiceDomainClusterConfigZoneAwarenessConfigDetails> = "ZoneAwarenessConfig",
    dedicated_master_count: Option<i32> = "DedicatedMasterCount",
    instance_type: Option<String> = "InstanceType",
    warm_type: Option<String> = "WarmType",
    zone_awareness_enabled: Option<bool> = "ZoneAwarenessEnabled",
    dedicated_master_type: Option<String> = "DedicatedMasterType",
} }
structure! { AwsOpenSearchServiceDomainClusterConfigZoneAwarenessConfigDetails {
    availability_zone_count: Option<i32> = "AvailabilityZoneCount",
} }
structure! { AwsOpenSearchServiceDomainDetails {
    arn: Option<String> = "Arn",
    access_policies: Option<String> = "AccessPolicies",
    domain_name: Option<String> = "DomainName",
    id: Option<String> = "Id",
    domain_endpoint: Option<String> = "DomainEndpoint",
    engine_version: Option<String> = "EngineVersion",
    encryption_at_rest_options: Option<AwsOpenSearchServiceDomainEncryptionAtRestOptionsDetails> = "EncryptionAtRestOptions",
    node_to_node_encryption_options: Option<AwsOpenSearchServiceDomainNodeToNodeEncryptionOptionsDetails> = "NodeToNodeEncryptionOptions",
    service_software_options: Option<AwsOpenSearchServiceDomainServiceSoftwareOptionsDetails> = "ServiceSoftwareOptions",
    cluster_config: Option<AwsOpenSearchServiceDomainClusterConfigDetails> = "ClusterConfig",
    domain_endpoint_options: Option<AwsOpenSearchServiceDomainDomainEndpointOptionsDetails> = "DomainEndpointOptions",
    vpc_options: Option<AwsOpenSearchServiceDomainVpcOptionsDetails> = "VpcOptions",
    log_publishing_options: Option<AwsOpenSearchServiceDomainLogPublishingOptionsDetails> = "LogPublishingOptions",
    domain_endpoints: Option<BTreeMap<String, String>> = "DomainEndpoints",
    advanced_security_options: Option<AwsOpenSearchServiceDomainAdvancedSecurityOptionsDetails> = "AdvancedSecurityOptions",
} }
structure! { AwsOpenSearchServiceDomainDomainEndpointOptionsDetails {
    custom_endpoint_certificate_arn: Option<String> = "CustomEndpointCertificateArn",
    custom_endpoint_enabled: Option<bool> = "CustomEndpointEnabled",
    enforce_https: Option<bool> = "EnforceHTTPS",
    custom_endpoint: Option<String> = "CustomEndpoint",
    tls_security_policy: Option<String> = "TLSSecurityPolicy",
} }
structure! { AwsOpenSearchServiceDomainEncryptionAtRestOptionsDetails {
    enabled: Option<bool> = "Enabled",
    kms_key_id: Option<String> = "KmsKeyId",
} }
structure! { AwsOpenSearchServiceDomainLogPublishingOption {
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsOpenSearchServiceDomainLogPublishingOptionsDetails {
    index_slow_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "IndexSlowLogs",
    search_slow_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "SearchSlowLogs",
    audit_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "AuditLogs",
} }
structure! { AwsOpenSearchServiceDomainMasterUserOptionsDetails {
    master_user_arn: Option<String> = "MasterUserArn",
    master_user_name: Option<String> = "MasterUserName",
    master_user_password: Option<String> = "MasterUserPassword",
} }
structure! { AwsOpenSearchServiceDomainNodeToNodeEncryptionOptionsDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsOpenSearchServiceDomainServiceSoftwareOptionsDetails {
    automated_update_date: Option<String> = "AutomatedUpdateDate",
    cancellable: Option<bool> = "Cancellable",
    current_version: Option<String> = "CurrentVersion",
    description: Option<String> = "Description",
    new_version: Option<String> = "NewVersion",
    update_available: Option<bool> = "UpdateAvailable",
    update_status: Option<String> = "UpdateStatus",
    optional_deployment: Option<bool> = "OptionalDeployment",
} }
structure! { AwsOpenSearchServiceDomainVpcOptionsDetails {
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    subnet_ids: Option<Vec<String>> = "SubnetIds",
} }
structure! { AwsOrganizationScope {
    organization_id: Option<String> = "OrganizationId",
    organizational_unit_id: Option<String> = "OrganizationalUnitId",
} }
structure! { AwsRdsDbClusterAssociatedRole {
    role_arn: Option<String> = "RoleArn",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbClusterDetails {
    allocated_storage: Option<i32> = "AllocatedStorage",
    availability_zones: Option<Vec<String>> = "AvailabilityZones",
    backup_retention_period: Option<i32> = "BackupRetentionPeriod",
    database_name: Option<String> = "DatabaseName",
    status: Option<String> = "Status",
    endpoint: Option<String> = "Endpoint",
    reader_endpoint: Option<String> = "ReaderEndpoint",
    custom_endpoints: Option<Vec<String>> = "CustomEndpoints",
    multi_az: Option<bool> = "MultiAz",
    engine: Option<String> = "Engine",
    engine_version: Option<String> = "EngineVersion",
    port: Option<i32> = "Port",
    master_username: Option<String> = "MasterUsername",
    preferred_backup_window: Option<String> = "PreferredBackupWindow",
    preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
    read_replica_identifiers: Option<Vec<String>> = "ReadReplicaIdentifiers",
    vpc_security_groups: Option<Vec<AwsRdsDbInstanceVpcSecurityGroup>> = "VpcSecurityGroups",
    hosted_zone_id: Option<String> = "HostedZoneId",
    storage_encrypted: Option<bool> = "StorageEncrypted",
    kms_key_id: Option<String> = "KmsKeyId",
    db_cluster_resource_id: Option<String> = "DbClusterResourceId",
    associated_roles: Option<Vec<AwsRdsDbClusterAssociatedRole>> = "AssociatedRoles",
    cluster_create_time: Option<String> = "ClusterCreateTime",
    enabled_cloud_watch_logs_exports: Option<Vec<String>> = "EnabledCloudWatchLogsExports",
    engine_mode: Option<String> = "EngineMode",
    deletion_protection: Option<bool> = "DeletionProtection",
    http_endpoint_enabled: Option<bool> = "HttpEndpointEnabled",
    activity_stream_status: Option<String> = "ActivityStreamStatus",
    copy_tags_to_snapshot: Option<bool> = "CopyTagsToSnapshot",
    cross_account_clone: Option<bool> = "CrossAccountClone",
    domain_memberships: Option<Vec<AwsRdsDbDomainMembership>> = "DomainMemberships",
    db_cluster_parameter_group: Option<String> = "DbClusterParameterGroup",
    db_subnet_group: Option<String> = "DbSubnetGroup",
    db_cluster_option_group_memberships: Option<Vec<AwsRdsDbClusterOptionGroupMembership>> = "DbClusterOptionGroupMemberships",
    db_cluster_identifier: Option<String> = "DbClusterIdentifier",
    db_cluster_members: Option<Vec<AwsRdsDbClusterMember>> = "DbClusterMembers",
    iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
    auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
} }
structure! { AwsRdsDbClusterMember {
    is_cluster_writer: Option<bool> = "IsClusterWriter",
    promotion_tier: Option<i32> = "PromotionTier",
    db_instance_identifier: Option<String> = "DbInstanceIdentifier",
    db_cluster_parameter_group_status: Option<String> = "DbClusterParameterGroupStatus",
} }
structure! { AwsRdsDbClusterOptionGroupMembership {
    db_cluster_option_group_name: Option<String> = "DbClusterOptionGroupName",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbClusterSnapshotDbClusterSnapshotAttribute {
    attribute_name: Option<String> = "AttributeName",
    attribute_values: Option<Vec<String>> = "AttributeValues",
} }
structure! { AwsRdsDbClusterSnapshotDetails {
    availability_zones: Option<Vec<String>> = "AvailabilityZones",
    snapshot_create_time: Option<String> = "SnapshotCreateTime",
    engine: Option<String> = "Engine",
    allocated_storage: Option<i32> = "AllocatedStorage",
    status: Option<String> = "Status",
    port: Option<i32> = "Port",
    vpc_id: Option<String> = "VpcId",
    cluster_create_time: Option<String> = "ClusterCreateTime",
    master_username: Option<String> = "MasterUsername",
    engine_version: Option<String> = "EngineVersion",
    license_model: Option<String> = "LicenseModel",
    snapshot_type: Option<String> = "SnapshotType",
    percent_progress: Option<i32> = "PercentProgress",
    storage_encrypted: Option<bool> = "StorageEncrypted",
    kms_key_id: Option<String> = "KmsKeyId",
    db_cluster_identifier: Option<String> = "DbClusterIdentifier",
    db_cluster_snapshot_identifier: Option<String> = "DbClusterSnapshotIdentifier",
    iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
    db_cluster_snapshot_attributes: Option<Vec<AwsRdsDbClusterSnapshotDbClusterSnapshotAttribute>> = "DbClusterSnapshotAttributes",
} }
structure! { AwsRdsDbDomainMembership {
    domain: Option<String> = "Domain",
    status: Option<String> = "Status",
    fqdn: Option<String> = "Fqdn",
    iam_role_name: Option<String> = "IamRoleName",
} }
structure! { AwsRdsDbInstanceAssociatedRole {
    role_arn: Option<String> = "RoleArn",
    feature_name: Option<String> = "FeatureName",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbInstanceDetails {
    associated_roles: Option<Vec<AwsRdsDbInstanceAssociatedRole>> = "AssociatedRoles",
    ca_certificate_identifier: Option<String> = "CACertificateIdentifier",
    db_cluster_identifier: Option<String> = "DBClusterIdentifier",
    db_instance_identifier: Option<String> = "DBInstanceIdentifier",
    db_instance_class: Option<String> = "DBInstanceClass",
    db_instance_port: Option<i32> = "DbInstancePort",
    dbi_resource_id: Option<String> = "DbiResourceId",
    db_name: Option<String> = "DBName",
    deletion_protection: Option<bool> = "DeletionProtection",
    endpoint: Option<AwsRdsDbInstanceEndpoint> = "Endpoint",
    engine: Option<String> = "Engine",
    engine_version: Option<String> = "EngineVersion",
    iam_database_authentication_enabled: Option<bool> = "IAMDatabaseAuthenticationEnabled",
    instance_create_time: Option<String> = "InstanceCreateTime",
    kms_key_id: Option<String> = "KmsKeyId",
    publicly_accessible: Option<bool> = "PubliclyAccessible",
    storage_encrypted: Option<bool> = "StorageEncrypted",
    tde_credential_arn: Option<String> = "TdeCredentialArn",
    vpc_security_groups: Option<Vec<AwsRdsDbInstanceVpcSecurityGroup>> = "VpcSecurityGroups",
    multi_az: Option<bool> = "MultiAz",
    enhanced_monitoring_resource_arn: Option<String> = "EnhancedMonitoringResourceArn",
    db_instance_status: Option<String> = "DbInstanceStatus",
    master_username: Option<String> = "MasterUsername",
    allocated_storage: Option<i32> = "AllocatedStorage",
    preferred_backup_window: Option<String> = "PreferredBackupWindow",
    backup_retention_period: Option<i32> = "BackupRetentionPeriod",
    db_security_groups: Option<Vec<String>> = "DbSecurityGroups",
    db_parameter_groups: Option<Vec<AwsRdsDbParameterGroup>> = "DbParameterGroups",
    availability_zone: Option<String> = "AvailabilityZone",
    db_subnet_group: Option<AwsRdsDbSubnetGroup> = "DbSubnetGroup",
    preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
    pending_modified_values: Option<AwsRdsDbPendingModifiedValues> = "PendingModifiedValues",
    latest_restorable_time: Option<String> = "LatestRestorableTime",
    auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
    read_replica_source_db_instance_identifier: Option<String> = "ReadReplicaSourceDBInstanceIdentifier",
    read_replica_db_instance_identifiers: Option<Vec<String>> = "ReadReplicaDBInstanceIdentifiers",
    read_replica_db_cluster_identifiers: Option<Vec<String>> = "ReadReplicaDBClusterIdentifiers",
    license_model: Option<String> = "LicenseModel",
    iops: Option<i32> = "Iops",
    option_group_memberships: Option<Vec<AwsRdsDbOptionGroupMembership>> = "OptionGroupMemberships",
    character_set_name: Option<String> = "CharacterSetName",
    secondary_availability_zone: Option<String> = "SecondaryAvailabilityZone",
    status_infos: Option<Vec<AwsRdsDbStatusInfo>> = "StatusInfos",
    storage_type: Option<String> = "StorageType",
    domain_memberships: Option<Vec<AwsRdsDbDomainMembership>> = "DomainMemberships",
    copy_tags_to_snapshot: Option<bool> = "CopyTagsToSnapshot",
    monitoring_interval: Option<i32> = "MonitoringInterval",
    monitoring_role_arn: Option<String> = "MonitoringRoleArn",
    promotion_tier: Option<i32> = "PromotionTier",
    timezone: Option<String> = "Timezone",
    performance_insights_enabled: Option<bool> = "PerformanceInsightsEnabled",
    performance_insights_kms_key_id: Option<String> = "PerformanceInsightsKmsKeyId",
    performance_insights_retention_period: Option<i32> = "PerformanceInsightsRetentionPeriod",
    enabled_cloud_watch_logs_exports: Option<Vec<String>> = "EnabledCloudWatchLogsExports",
    processor_features: Option<Vec<AwsRdsDbProcessorFeature>> = "ProcessorFeatures",
    listener_endpoint: Option<AwsRdsDbInstanceEndpoint> = "ListenerEndpoint",
    max_allocated_storage: Option<i32> = "MaxAllocatedStorage",
} }
structure! { AwsRdsDbInstanceEndpoint {
    address: Option<String> = "Address",
    port: Option<i32> = "Port",
    hosted_zone_id: Option<String> = "HostedZoneId",
} }
structure! { AwsRdsDbInstanceVpcSecurityGroup {
    vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbOptionGroupMembership {
    option_group_name: Option<String> = "OptionGroupName",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbParameterGroup {
    db_parameter_group_name: Option<String> = "DbParameterGroupName",
    parameter_apply_status: Option<String> = "ParameterApplyStatus",
} }
structure! { AwsRdsDbPendingModifiedValues {
    db_instance_class: Option<String> = "DbInstanceClass",
    allocated_storage: Option<i32> = "AllocatedStorage",
    master_user_password: Option<String> = "MasterUserPassword",
    port: Option<i32> = "Port",
    backup_retention_period: Option<i32> = "BackupRetentionPeriod",
    multi_az: Option<bool> = "MultiAZ",
    engine_version: Option<String> = "EngineVersion",
    license_model: Option<String> = "LicenseModel",
    iops: Option<i32> = "Iops",
    db_instance_identifier: Option<String> = "DbInstanceIdentifier",
    storage_type: Option<String> = "StorageType",
    ca_certificate_identifier: Option<String> = "CaCertificateIdentifier",
    db_subnet_group_name: Option<String> = "DbSubnetGroupName",
    pending_cloud_watch_logs_exports: Option<AwsRdsPendingCloudWatchLogsExports> = "PendingCloudWatchLogsExports",
    processor_features: Option<Vec<AwsRdsDbProcessorFeature>> = "ProcessorFeatures",
} }
structure! { AwsRdsDbProcessorFeature {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsRdsDbSecurityGroupDetails {
    db_security_group_arn: Option<String> = "DbSecurityGroupArn",
    db_security_group_description: Option<String> = "DbSecurityGroupDescription",
    db_security_group_name: Option<String> = "DbSecurityGroupName",
    ec2_security_groups: Option<Vec<AwsRdsDbSecurityGroupEc2SecurityGroup>> = "Ec2SecurityGroups",
    ip_ranges: Option<Vec<AwsRdsDbSecurityGroupIpRange>> = "IpRanges",
    owner_id: Option<String> = "OwnerId",
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsRdsDbSecurityGroupEc2SecurityGroup {
    ec2_security_group_id: Option<String> = "Ec2SecurityGroupId",
    ec2_security_group_name: Option<String> = "Ec2SecurityGroupName",
    ec2_security_group_owner_id: Option<String> = "Ec2SecurityGroupOwnerId",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbSecurityGroupIpRange {
    cidr_ip: Option<String> = "CidrIp",
    status: Option<String> = "Status",
} }
structure! { AwsRdsDbSnapshotDetails {
    db_snapshot_identifier: Option<String> = "DbSnapshotIdentifier",
    db_instance_identifier: Option<String> = "DbInstanceIdentifier",
    snapshot_create_time: Option<String> = "SnapshotCreateTime",
    engine: Option<String> = "Engine",
    allocated_storage: Option<i32> = "AllocatedStorage",
    status: Option<String> = "Status",
    port: Option<i32> = "Port",
    availability_zone: Option<String> = "AvailabilityZone",
    vpc_id: Option<String> = "VpcId",
    instance_create_time: Option<String> = "InstanceCreateTime",
    master_username: Option<String> = "MasterUsername",
    engine_version: Option<String> = "EngineVersion",
    license_model: Option<String> = "LicenseModel",
    snapshot_type: Option<String> = "SnapshotType",
    iops: Option<i32> = "Iops",
    option_group_name: Option<String> = "OptionGroupName",
    percent_progress: Option<i32> = "PercentProgress",
    source_region: Option<String> = "SourceRegion",
    source_db_snapshot_identifier: Option<String> = "SourceDbSnapshotIdentifier",
    storage_type: Option<String> = "StorageType",
    tde_credential_arn: Option<String> = "TdeCredentialArn",
    encrypted: Option<bool> = "Encrypted",
    kms_key_id: Option<String> = "KmsKeyId",
    timezone: Option<String> = "Timezone",
    iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
    processor_features: Option<Vec<AwsRdsDbProcessorFeature>> = "ProcessorFeatures",
    dbi_resource_id: Option<String> = "DbiResourceId",
} }
structure! { AwsRdsDbStatusInfo {
    status_type: Option<String> = "StatusType",
    normal: Option<bool> = "Normal",
    status: Option<String> = "Status",
    message: Option<String> = "Message",
} }
structure! { AwsRdsDbSubnetGroup {
    db_subnet_group_name: Option<String> = "DbSubnetGroupName",
    db_subnet_group_description: Option<String> = "DbSubnetGroupDescription",
    vpc_id: Option<String> = "VpcId",
    subnet_group_status: Option<String> = "SubnetGroupStatus",
    subnets: Option<Vec<AwsRdsDbSubnetGroupSubnet>> = "Subnets",
    db_subnet_group_arn: Option<String> = "DbSubnetGroupArn",
} }
structure! { AwsRdsDbSubnetGroupSubnet {
    subnet_identifier: Option<String> = "SubnetIdentifier",
    subnet_availability_zone: Option<AwsRdsDbSubnetGroupSubnetAvailabilityZone> = "SubnetAvailabilityZone",
    subnet_status: Option<String> = "SubnetStatus",
} }
structure! { AwsRdsDbSubnetGroupSubnetAvailabilityZone {
    name: Option<String> = "Name",
} }
structure! { AwsRdsEventSubscriptionDetails {
    cust_subscription_id: Option<String> = "CustSubscriptionId",
    customer_aws_id: Option<String> = "CustomerAwsId",
    enabled: Option<bool> = "Enabled",
    event_categories_list: Option<Vec<String>> = "EventCategoriesList",
    event_subscription_arn: Option<String> = "EventSubscriptionArn",
    sns_topic_arn: Option<String> = "SnsTopicArn",
    source_ids_list: Option<Vec<String>> = "SourceIdsList",
    source_type: Option<String> = "SourceType",
    status: Option<String> = "Status",
    subscription_creation_time: Option<String> = "SubscriptionCreationTime",
} }
structure! { AwsRdsPendingCloudWatchLogsExports {
    log_types_to_enable: Option<Vec<String>> = "LogTypesToEnable",
    log_types_to_disable: Option<Vec<String>> = "LogTypesToDisable",
} }
structure! { AwsRedshiftClusterClusterNode {
    node_role: Option<String> = "NodeRole",
    private_ip_address: Option<String> = "PrivateIpAddress",
    public_ip_address: Option<String> = "PublicIpAddress",
} }
structure! { AwsRedshiftClusterClusterParameterGroup {
    cluster_parameter_status_list: Option<Vec<AwsRedshiftClusterClusterParameterStatus>> = "ClusterParameterStatusList",
    parameter_apply_status: Option<String> = "ParameterApplyStatus",
    parameter_group_name: Option<String> = "ParameterGroupName",
} }
structure! { AwsRedshiftClusterClusterParameterStatus {
    parameter_name: Option<String> = "ParameterName",
    parameter_apply_status: Option<String> = "ParameterApplyStatus",
    parameter_apply_error_description: Option<String> = "ParameterApplyErrorDescription",
} }
structure! { AwsRedshiftClusterClusterSecurityGroup {
    cluster_security_group_name: Option<String> = "ClusterSecurityGroupName",
    status: Option<String> = "Status",
} }
structure! { AwsRedshiftClusterClusterSnapshotCopyStatus {
    destination_region: Option<String> = "DestinationRegion",
    manual_snapshot_retention_period: Option<i32> = "ManualSnapshotRetentionPeriod",
    retention_period: Option<i32> = "RetentionPeriod",
    snapshot_copy_grant_name: Option<String> = "SnapshotCopyGrantName",
} }
structure! { AwsRedshiftClusterDeferredMaintenanceWindow {
    defer_maintenance_end_time: Option<String> = "DeferMaintenanceEndTime",
    defer_maintenance_identifier: Option<String> = "DeferMaintenanceIdentifier",
    defer_maintenance_start_time: Option<String> = "DeferMaintenanceStartTime",
} }
structure! { AwsRedshiftClusterDetails {
    allow_version_upgrade: Option<bool> = "AllowVersionUpgrade",
    automated_snapshot_retention_period: Option<i32> = "AutomatedSnapshotRetentionPeriod",
    availability_zone: Option<String> = "AvailabilityZone",
    cluster_availability_status: Option<String> = "ClusterAvailabilityStatus",
    cluster_create_time: Option<String> = "ClusterCreateTime",
    cluster_identifier: Option<String> = "ClusterIdentifier",
    cluster_nodes: Option<Vec<AwsRedshiftClusterClusterNode>> = "ClusterNodes",
    cluster_parameter_groups: Option<Vec<AwsRedshiftClusterClusterParameterGroup>> = "ClusterParameterGroups",
    cluster_public_key: Option<String> = "ClusterPublicKey",
    cluster_revision_number: Option<String> = "ClusterRevisionNumber",
    cluster_security_groups: Option<Vec<AwsRedshiftClusterClusterSecurityGroup>> = "ClusterSecurityGroups",
    cluster_snapshot_copy_status: Option<AwsRedshiftClusterClusterSnapshotCopyStatus> = "ClusterSnapshotCopyStatus",
    cluster_status: Option<String> = "ClusterStatus",
    cluster_subnet_group_name: Option<String> = "ClusterSubnetGroupName",
    cluster_version: Option<String> = "ClusterVersion",
    db_name: Option<String> = "DBName",
    deferred_maintenance_windows: Option<Vec<AwsRedshiftClusterDeferredMaintenanceWindow>> = "DeferredMaintenanceWindows",
    elastic_ip_status: Option<AwsRedshiftClusterElasticIpStatus> = "ElasticIpStatus",
    elastic_resize_number_of_node_options: Option<String> = "ElasticResizeNumberOfNodeOptions",
    encrypted: Option<bool> = "Encrypted",
    endpoint: Option<AwsRedshiftClusterEndpoint> = "Endpoint",
    enhanced_vpc_routing: Option<bool> = "EnhancedVpcRouting",
    expected_next_snapshot_schedule_time: Option<String> = "ExpectedNextSnapshotScheduleTime",
    expected_next_snapshot_schedule_time_status: Option<String> = "ExpectedNextSnapshotScheduleTimeStatus",
    hsm_status: Option<AwsRedshiftClusterHsmStatus> = "HsmStatus",
    iam_roles: Option<Vec<AwsRedshiftClusterIamRole>> = "IamRoles",
    kms_key_id: Option<String> = "KmsKeyId",
    maintenance_track_name: Option<String> = "MaintenanceTrackName",
    manual_snapshot_retention_period: Option<i32> = "ManualSnapshotRetentionPeriod",
    master_username: Option<String> = "MasterUsername",
    next_maintenance_window_start_time: Option<String> = "NextMaintenanceWindowStartTime",
    node_type: Option<String> = "NodeType",
    number_of_nodes: Option<i32> = "NumberOfNodes",
    pending_actions: Option<Vec<String>> = "PendingActions",
    pending_modified_values: Option<AwsRedshiftClusterPendingModifiedValues> = "PendingModifiedValues",
    preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
    publicly_accessible: Option<bool> = "PubliclyAccessible",
    resize_info: Option<AwsRedshiftClusterResizeInfo> = "ResizeInfo",
    restore_status: Option<AwsRedshiftClusterRestoreStatus> = "RestoreStatus",
    snapshot_schedule_identifier: Option<String> = "SnapshotScheduleIdentifier",
    snapshot_schedule_state: Option<String> = "SnapshotScheduleState",
    vpc_id: Option<String> = "VpcId",
    vpc_security_groups: Option<Vec<AwsRedshiftClusterVpcSecurityGroup>> = "VpcSecurityGroups",
    logging_status: Option<AwsRedshiftClusterLoggingStatus> = "LoggingStatus",
} }
structure! { AwsRedshiftClusterElasticIpStatus {
    elastic_ip: Option<String> = "ElasticIp",
    status: Option<String> = "Status",
} }
structure! { AwsRedshiftClusterEndpoint {
    address: Option<String> = "Address",
    port: Option<i32> = "Port",
} }
structure! { AwsRedshiftClusterHsmStatus {
    hsm_client_certificate_identifier: Option<String> = "HsmClientCertificateIdentifier",
    hsm_configuration_identifier: Option<String> = "HsmConfigurationIdentifier",
    status: Option<String> = "Status",
} }
structure! { AwsRedshiftClusterIamRole {
    apply_status: Option<String> = "ApplyStatus",
    iam_role_arn: Option<String> = "IamRoleArn",
} }
structure! { AwsRedshiftClusterLoggingStatus {
    bucket_name: Option<String> = "BucketName",
    last_failure_message: Option<String> = "LastFailureMessage",
    last_failure_time: Option<String> = "LastFailureTime",
    last_successful_delivery_time: Option<String> = "LastSuccessfulDeliveryTime",
    logging_enabled: Option<bool> = "LoggingEnabled",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
} }
structure! { AwsRedshiftClusterPendingModifiedValues {
    automated_snapshot_retention_period: Option<i32> = "AutomatedSnapshotRetentionPeriod",
    cluster_identifier: Option<String> = "ClusterIdentifier",
    cluster_type: Option<String> = "ClusterType",
    cluster_version: Option<String> = "ClusterVersion",
    encryption_type: Option<String> = "EncryptionType",
    enhanced_vpc_routing: Option<bool> = "EnhancedVpcRouting",
    maintenance_track_name: Option<String> = "MaintenanceTrackName",
    master_user_password: Option<String> = "MasterUserPassword",
    node_type: Option<String> = "NodeType",
    number_of_nodes: Option<i32> = "NumberOfNodes",
    publicly_accessible: Option<bool> = "PubliclyAccessible",
} }
structure! { AwsRedshiftClusterResizeInfo {
    allow_cancel_resize: Option<bool> = "AllowCancelResize",
    resize_type: Option<String> = "ResizeType",
} }
structure! { AwsRedshiftClusterRestoreStatus {
    current_restore_rate_in_mega_bytes_per_second: Option<f64> = "CurrentRestoreRateInMegaBytesPerSecond",
    elapsed_time_in_seconds: Option<i64> = "ElapsedTimeInSeconds",
    estimated_time_to_completion_in_seconds: Option<i64> = "EstimatedTimeToCompletionInSeconds",
    progress_in_mega_bytes: Option<i64> = "ProgressInMegaBytes",
    snapshot_size_in_mega_bytes: Option<i64> = "SnapshotSizeInMegaBytes",
    status: Option<String> = "Status",
} }
structure! { AwsRedshiftClusterVpcSecurityGroup {
    status: Option<String> = "Status",
    vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
} }
structure! { AwsRoute53HostedZoneConfigDetails {
    comment: Option<String> = "Comment",
} }
structure! { AwsRoute53HostedZoneDetails {
    hosted_zone: Option<AwsRoute53HostedZoneObjectDetails> = "HostedZone",
    vpcs: Option<Vec<AwsRoute53HostedZoneVpcDetails>> = "Vpcs",
    name_servers: Option<Vec<String>> = "NameServers",
    query_logging_config: Option<AwsRoute53QueryLoggingConfigDetails> = "QueryLoggingConfig",
} }
structure! { AwsRoute53HostedZoneObjectDetails {
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    config: Option<AwsRoute53HostedZoneConfigDetails> = "Config",
} }
structure! { AwsRoute53HostedZoneVpcDetails {
    id: Option<String> = "Id",
    region: Option<String> = "Region",
} }
structure! { AwsRoute53QueryLoggingConfigDetails {
    cloud_watch_logs_log_group_arn: Option<CloudWatchLogsLogGroupArnConfigDetails> = "CloudWatchLogsLogGroupArn",
} }
structure! { AwsS3AccessPointDetails {
    access_point_arn: Option<String> = "AccessPointArn",
    alias: Option<String> = "Alias",
    bucket: Option<String> = "Bucket",
    bucket_account_id: Option<String> = "BucketAccountId",
    name: Option<String> = "Name",
    network_origin: Option<String> = "NetworkOrigin",
    public_access_block_configuration: Option<AwsS3AccountPublicAccessBlockDetails> = "PublicAccessBlockConfiguration",
    vpc_configuration: Option<AwsS3AccessPointVpcConfigurationDetails> = "VpcConfiguration",
} }
structure! { AwsS3AccessPointVpcConfigurationDetails {
    vpc_id: Option<String> = "VpcId",
} }
structure! { AwsS3AccountPublicAccessBlockDetails {
    block_public_acls: Option<bool> = "BlockPublicAcls",
    block_public_policy: Option<bool> = "BlockPublicPolicy",
    ignore_public_acls: Option<bool> = "IgnorePublicAcls",
    restrict_public_buckets: Option<bool> = "RestrictPublicBuckets",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationDetails {
    rules: Option<Vec<AwsS3BucketBucketLifecycleConfigurationRulesDetails>> = "Rules",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesAbortIncompleteMultipartUploadDetails {
    days_after_initiation: Option<i32> = "DaysAfterInitiation",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesDetails {
    abort_incomplete_multipart_upload: Option<AwsS3BucketBucketLifecycleConfigurationRulesAbortIncompleteMultipartUploadDetails> = "AbortIncompleteMultipartUpload",
    expiration_date: Option<String> = "ExpirationDate",
    expiration_in_days: Option<i32> = "ExpirationInDays",
    expired_object_delete_marker: Option<bool> = "ExpiredObjectDeleteMarker",
    filter: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterDetails> = "Filter",
    id: Option<String> = "ID",
    noncurrent_version_expiration_in_days: Option<i32> = "NoncurrentVersionExpirationInDays",
    noncurrent_version_transitions: Option<Vec<AwsS3BucketBucketLifecycleConfigurationRulesNoncurrentVersionTransitionsDetails>> = "NoncurrentVersionTransitions",
    prefix: Option<String> = "Prefix",
    status: Option<String> = "Status",
    transitions: Option<Vec<AwsS3BucketBucketLifecycleConfigurationRulesTransitionsDetails>> = "Transitions",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesFilterDetails {
    predicate: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateDetails> = "Predicate",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateDetails {
    operands: Option<Vec<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsDetails>> = "Operands",
    prefix: Option<String> = "Prefix",
    tag: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateTagDetails> = "Tag",
    r#type: Option<String> = "Type",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsDetails {
    prefix: Option<String> = "Prefix",
    tag: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsTagDetails> = "Tag",
    r#type: Option<String> = "Type",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsTagDetails {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateTagDetails {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesNoncurrentVersionTransitionsDetails {
    days: Option<i32> = "Days",
    storage_class: Option<String> = "StorageClass",
} }
structure! { AwsS3BucketBucketLifecycleConfigurationRulesTransitionsDetails {
    date: Option<String> = "Date",
    days: Option<i32> = "Days",
    storage_class: Option<String> = "StorageClass",
} }
structure! { AwsS3BucketBucketVersioningConfiguration {
    is_mfa_delete_enabled: Option<bool> = "IsMfaDeleteEnabled",
    status: Option<String> = "Status",
} }
structure! { AwsS3BucketDetails {
    owner_id: Option<String> = "OwnerId",
    owner_name: Option<String> = "OwnerName",
    owner_account_id: Option<String> = "OwnerAccountId",
    created_at: Option<String> = "CreatedAt",
    server_side_encryption_configuration: Option<AwsS3BucketServerSideEncryptionConfiguration> = "ServerSideEncryptionConfiguration",
    bucket_lifecycle_configuration: Option<AwsS3BucketBucketLifecycleConfigurationDetails> = "BucketLifecycleConfiguration",
    public_access_block_configuration: Option<AwsS3AccountPublicAccessBlockDetails> = "PublicAccessBlockConfiguration",
    access_control_list: Option<String> = "AccessControlList",
    bucket_logging_configuration: Option<AwsS3BucketLoggingConfiguration> = "BucketLoggingConfiguration",
    bucket_website_configuration: Option<AwsS3BucketWebsiteConfiguration> = "BucketWebsiteConfiguration",
    bucket_notification_configuration: Option<AwsS3BucketNotificationConfiguration> = "BucketNotificationConfiguration",
    bucket_versioning_configuration: Option<AwsS3BucketBucketVersioningConfiguration> = "BucketVersioningConfiguration",
    object_lock_configuration: Option<AwsS3BucketObjectLockConfiguration> = "ObjectLockConfiguration",
    name: Option<String> = "Name",
} }
structure! { AwsS3BucketLoggingConfiguration {
    destination_bucket_name: Option<String> = "DestinationBucketName",
    log_file_prefix: Option<String> = "LogFilePrefix",
} }
structure! { AwsS3BucketNotificationConfiguration {
    configurations: Option<Vec<AwsS3BucketNotificationConfigurationDetail>> = "Configurations",
} }
structure! { AwsS3BucketNotificationConfigurationDetail {
    events: Option<Vec<String>> = "Events",
    filter: Option<AwsS3BucketNotificationConfigurationFilter> = "Filter",
    destination: Option<String> = "Destination",
    r#type: Option<String> = "Type",
} }
structure! { AwsS3BucketNotificationConfigurationFilter {
    s3_key_filter: Option<AwsS3BucketNotificationConfigurationS3KeyFilter> = "S3KeyFilter",
} }
structure! { AwsS3BucketNotificationConfigurationS3KeyFilter {
    filter_rules: Option<Vec<AwsS3BucketNotificationConfigurationS3KeyFilterRule>> = "FilterRules",
} }
structure! { AwsS3BucketNotificationConfigurationS3KeyFilterRule {
    name: Option<AwsS3BucketNotificationConfigurationS3KeyFilterRuleName> = "Name",
    value: Option<String> = "Value",
} }
enumeration! { AwsS3BucketNotificationConfigurationS3KeyFilterRuleName {
    Prefix = "Prefix",
    Suffix = "Suffix",
} }
structure! { AwsS3BucketObjectLockConfiguration {
    object_lock_enabled: Option<String> = "ObjectLockEnabled",
    rule: Option<AwsS3BucketObjectLockConfigurationRuleDetails> = "Rule",
} }
structure! { AwsS3BucketObjectLockConfigurationRuleDefaultRetentionDetails {
    days: Option<i32> = "Days",
    mode: Option<String> = "Mode",
    years: Option<i32> = "Years",
} }
structure! { AwsS3BucketObjectLockConfigurationRuleDetails {
    default_retention: Option<AwsS3BucketObjectLockConfigurationRuleDefaultRetentionDetails> = "DefaultRetention",
} }
structure! { AwsS3BucketServerSideEncryptionByDefault {
    sse_algorithm: Option<String> = "SSEAlgorithm",
    kms_master_key_id: Option<String> = "KMSMasterKeyID",
} }
structure! { AwsS3BucketServerSideEncryptionConfiguration {
    rules: Option<Vec<AwsS3BucketServerSideEncryptionRule>> = "Rules",
} }
structure! { AwsS3BucketServerSideEncryptionRule {
    apply_server_side_encryption_by_default: Option<AwsS3BucketServerSideEncryptionByDefault> = "ApplyServerSideEncryptionByDefault",
} }
structure! { AwsS3BucketWebsiteConfiguration {
    error_document: Option<String> = "ErrorDocument",
    index_document_suffix: Option<String> = "IndexDocumentSuffix",
    redirect_all_requests_to: Option<AwsS3BucketWebsiteConfigurationRedirectTo> = "RedirectAllRequestsTo",
    routing_rules: Option<Vec<AwsS3BucketWebsiteConfigurationRoutingRule>> = "RoutingRules",
} }
structure! { AwsS3BucketWebsiteConfigurationRedirectTo {
    hostname: Option<String> = "Hostname",
    protocol: Option<String> = "Protocol",
} }
structure! { AwsS3BucketWebsiteConfigurationRoutingRule {
    condition: Option<AwsS3BucketWebsiteConfigurationRoutingRuleCondition> = "Condition",
    redirect: Option<AwsS3BucketWebsiteConfigurationRoutingRuleRedirect> = "Redirect",
} }
structure! { AwsS3BucketWebsiteConfigurationRoutingRuleCondition {
    http_error_code_returned_equals: Option<String> = "HttpErrorCodeReturnedEquals",
    key_prefix_equals: Option<String> = "KeyPrefixEquals",
} }
structure! { AwsS3BucketWebsiteConfigurationRoutingRuleRedirect {
    hostname: Option<String> = "Hostname",
    http_redirect_code: Option<String> = "HttpRedirectCode",
    protocol: Option<String> = "Protocol",
    replace_key_prefix_with: Option<String> = "ReplaceKeyPrefixWith",
    replace_key_with: Option<String> = "ReplaceKeyWith",
} }
structure! { AwsS3ObjectDetails {
    last_modified: Option<String> = "LastModified",
    e_tag: Option<String> = "ETag",
    version_id: Option<String> = "VersionId",
    content_type: Option<String> = "ContentType",
    server_side_encryption: Option<String> = "ServerSideEncryption",
    ssekms_key_id: Option<String> = "SSEKMSKeyId",
} }
structure! { AwsSageMakerNotebookInstanceDetails {
    accelerator_types: Option<Vec<String>> = "AcceleratorTypes",
    additional_code_repositories: Option<Vec<String>> = "AdditionalCodeRepositories",
    default_code_repository: Option<String> = "DefaultCodeRepository",
    direct_internet_access: Option<String> = "DirectInternetAccess",
    failure_reason: Option<String> = "FailureReason",
    instance_metadata_service_configuration: Option<AwsSageMakerNotebookInstanceMetadataServiceConfigurationDetails> = "InstanceMetadataServiceConfiguration",
    instance_type: Option<String> = "InstanceType",
    kms_key_id: Option<String> = "KmsKeyId",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    notebook_instance_arn: Option<String> = "NotebookInstanceArn",
    notebook_instance_lifecycle_config_name: Option<String> = "NotebookInstanceLifecycleConfigName",
    notebook_instance_name: Option<String> = "NotebookInstanceName",
    notebook_instance_status: Option<String> = "NotebookInstanceStatus",
    platform_identifier: Option<String> = "PlatformIdentifier",
    role_arn: Option<String> = "RoleArn",
    root_access: Option<String> = "RootAccess",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    subnet_id: Option<String> = "SubnetId",
    url: Option<String> = "Url",
    volume_size_in_gb: Option<i32> = "VolumeSizeInGB",
} }
structure! { AwsSageMakerNotebookInstanceMetadataServiceConfigurationDetails {
    minimum_instance_metadata_service_version: Option<String> = "MinimumInstanceMetadataServiceVersion",
} }
structure! { AwsSecretsManagerSecretDetails {
    rotation_rules: Option<AwsSecretsManagerSecretRotationRules> = "RotationRules",
    rotation_occurred_within_frequency: Option<bool> = "RotationOccurredWithinFrequency",
    kms_key_id: Option<String> = "KmsKeyId",
    rotation_enabled: Option<bool> = "RotationEnabled",
    rotation_lambda_arn: Option<String> = "RotationLambdaArn",
    deleted: Option<bool> = "Deleted",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
} }
structure! { AwsSecretsManagerSecretRotationRules {
    automatically_after_days: Option<i32> = "AutomaticallyAfterDays",
} }
structure! { AwsSecurityFinding {
    schema_version: String = "SchemaVersion",
    id: String = "Id",
    product_arn: String = "ProductArn",
    product_name: Option<String> = "ProductName",
    company_name: Option<String> = "CompanyName",
    region: Option<String> = "Region",
    generator_id: String = "GeneratorId",
    aws_account_id: String = "AwsAccountId",
    types: Option<Vec<String>> = "Types",
    first_observed_at: Option<String> = "FirstObservedAt",
    last_observed_at: Option<String> = "LastObservedAt",
    created_at: String = "CreatedAt",
    updated_at: String = "UpdatedAt",
    severity: Option<Severity> = "Severity",
    confidence: Option<i32> = "Confidence",
    criticality: Option<i32> = "Criticality",
    title: String = "Title",
    description: String = "Description",
    remediation: Option<Remediation> = "Remediation",
    source_url: Option<String> = "SourceUrl",
    product_fields: Option<BTreeMap<String, String>> = "ProductFields",
    user_defined_fields: Option<BTreeMap<String, String>> = "UserDefinedFields",
    malware: Option<Vec<Malware>> = "Malware",
    network: Option<Network> = "Network",
    network_path: Option<Vec<NetworkPathComponent>> = "NetworkPath",
    process: Option<ProcessDetails> = "Process",
    threats: Option<Vec<Threat>> = "Threats",
    threat_intel_indicators: Option<Vec<ThreatIntelIndicator>> = "ThreatIntelIndicators",
    resources: Vec<Resource> = "Resources",
    compliance: Option<Compliance> = "Compliance",
    verification_state: Option<VerificationState> = "VerificationState",
    workflow_state: Option<WorkflowState> = "WorkflowState",
    workflow: Option<Workflow> = "Workflow",
    record_state: Option<RecordState> = "RecordState",
    related_findings: Option<Vec<RelatedFinding>> = "RelatedFindings",
    note: Option<Note> = "Note",
    vulnerabilities: Option<Vec<Vulnerability>> = "Vulnerabilities",
    patch_summary: Option<PatchSummary> = "PatchSummary",
    action: Option<Action> = "Action",
    finding_provider_fields: Option<FindingProviderFields> = "FindingProviderFields",
    sample: Option<bool> = "Sample",
    generator_details: Option<GeneratorDetails> = "GeneratorDetails",
    processed_at: Option<String> = "ProcessedAt",
    aws_account_name: Option<String> = "AwsAccountName",
    detection: Option<Detection> = "Detection",
} }
structure! { AwsSecurityFindingFilters {
    product_arn: Option<Vec<StringFilter>> = "ProductArn",
    aws_account_id: Option<Vec<StringFilter>> = "AwsAccountId",
    id: Option<Vec<StringFilter>> = "Id",
    generator_id: Option<Vec<StringFilter>> = "GeneratorId",
    region: Option<Vec<StringFilter>> = "Region",
    r#type: Option<Vec<StringFilter>> = "Type",
    first_observed_at: Option<Vec<DateFilter>> = "FirstObservedAt",
    last_observed_at: Option<Vec<DateFilter>> = "LastObservedAt",
    created_at: Option<Vec<DateFilter>> = "CreatedAt",
    updated_at: Option<Vec<DateFilter>> = "UpdatedAt",
    severity_product: Option<Vec<NumberFilter>> = "SeverityProduct",
    severity_normalized: Option<Vec<NumberFilter>> = "SeverityNormalized",
    severity_label: Option<Vec<StringFilter>> = "SeverityLabel",
    confidence: Option<Vec<NumberFilter>> = "Confidence",
    criticality: Option<Vec<NumberFilter>> = "Criticality",
    title: Option<Vec<StringFilter>> = "Title",
    description: Option<Vec<StringFilter>> = "Description",
    recommendation_text: Option<Vec<StringFilter>> = "RecommendationText",
    source_url: Option<Vec<StringFilter>> = "SourceUrl",
    product_fields: Option<Vec<MapFilter>> = "ProductFields",
    product_name: Option<Vec<StringFilter>> = "ProductName",
    company_name: Option<Vec<StringFilter>> = "CompanyName",
    user_defined_fields: Option<Vec<MapFilter>> = "UserDefinedFields",
    malware_name: Option<Vec<StringFilter>> = "MalwareName",
    malware_type: Option<Vec<StringFilter>> = "MalwareType",
    malware_path: Option<Vec<StringFilter>> = "MalwarePath",
    malware_state: Option<Vec<StringFilter>> = "MalwareState",
    network_direction: Option<Vec<StringFilter>> = "NetworkDirection",
    network_protocol: Option<Vec<StringFilter>> = "NetworkProtocol",
    network_source_ip_v4: Option<Vec<IpFilter>> = "NetworkSourceIpV4",
    network_source_ip_v6: Option<Vec<IpFilter>> = "NetworkSourceIpV6",
    network_source_port: Option<Vec<NumberFilter>> = "NetworkSourcePort",
    network_source_domain: Option<Vec<StringFilter>> = "NetworkSourceDomain",
    network_source_mac: Option<Vec<StringFilter>> = "NetworkSourceMac",
    network_destination_ip_v4: Option<Vec<IpFilter>> = "NetworkDestinationIpV4",
    network_destination_ip_v6: Option<Vec<IpFilter>> = "NetworkDestinationIpV6",
    network_destination_port: Option<Vec<NumberFilter>> = "NetworkDestinationPort",
    network_destination_domain: Option<Vec<StringFilter>> = "NetworkDestinationDomain",
    process_name: Option<Vec<StringFilter>> = "ProcessName",
    process_path: Option<Vec<StringFilter>> = "ProcessPath",
    process_pid: Option<Vec<NumberFilter>> = "ProcessPid",
    process_parent_pid: Option<Vec<NumberFilter>> = "ProcessParentPid",
    process_launched_at: Option<Vec<DateFilter>> = "ProcessLaunchedAt",
    process_terminated_at: Option<Vec<DateFilter>> = "ProcessTerminatedAt",
    threat_intel_indicator_type: Option<Vec<StringFilter>> = "ThreatIntelIndicatorType",
    threat_intel_indicator_value: Option<Vec<StringFilter>> = "ThreatIntelIndicatorValue",
    threat_intel_indicator_category: Option<Vec<StringFilter>> = "ThreatIntelIndicatorCategory",
    threat_intel_indicator_last_observed_at: Option<Vec<DateFilter>> = "ThreatIntelIndicatorLastObservedAt",
    threat_intel_indicator_source: Option<Vec<StringFilter>> = "ThreatIntelIndicatorSource",
    threat_intel_indicator_source_url: Option<Vec<StringFilter>> = "ThreatIntelIndicatorSourceUrl",
    resource_type: Option<Vec<StringFilter>> = "ResourceType",
    resource_id: Option<Vec<StringFilter>> = "ResourceId",
    resource_partition: Option<Vec<StringFilter>> = "ResourcePartition",
    resource_region: Option<Vec<StringFilter>> = "ResourceRegion",
    resource_tags: Option<Vec<MapFilter>> = "ResourceTags",
    resource_aws_ec2_instance_type: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceType",
    resource_aws_ec2_instance_image_id: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceImageId",
    resource_aws_ec2_instance_ip_v4_addresses: Option<Vec<IpFilter>> = "ResourceAwsEc2InstanceIpV4Addresses",
    resource_aws_ec2_instance_ip_v6_addresses: Option<Vec<IpFilter>> = "ResourceAwsEc2InstanceIpV6Addresses",
    resource_aws_ec2_instance_key_name: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceKeyName",
    resource_aws_ec2_instance_iam_instance_profile_arn: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceIamInstanceProfileArn",
    resource_aws_ec2_instance_vpc_id: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceVpcId",
    resource_aws_ec2_instance_subnet_id: Option<Vec<StringFilter>> = "ResourceAwsEc2InstanceSubnetId",
    resource_aws_ec2_instance_launched_at: Option<Vec<DateFilter>> = "ResourceAwsEc2InstanceLaunchedAt",
    resource_aws_s3_bucket_owner_id: Option<Vec<StringFilter>> = "ResourceAwsS3BucketOwnerId",
    resource_aws_s3_bucket_owner_name: Option<Vec<StringFilter>> = "ResourceAwsS3BucketOwnerName",
    resource_aws_iam_access_key_user_name: Option<Vec<StringFilter>> = "ResourceAwsIamAccessKeyUserName",
    resource_aws_iam_access_key_principal_name: Option<Vec<StringFilter>> = "ResourceAwsIamAccessKeyPrincipalName",
    resource_aws_iam_access_key_status: Option<Vec<StringFilter>> = "ResourceAwsIamAccessKeyStatus",
    resource_aws_iam_access_key_created_at: Option<Vec<DateFilter>> = "ResourceAwsIamAccessKeyCreatedAt",
    resource_aws_iam_user_user_name: Option<Vec<StringFilter>> = "ResourceAwsIamUserUserName",
    resource_container_name: Option<Vec<StringFilter>> = "ResourceContainerName",
    resource_container_image_id: Option<Vec<StringFilter>> = "ResourceContainerImageId",
    resource_container_image_name: Option<Vec<StringFilter>> = "ResourceContainerImageName",
    resource_container_launched_at: Option<Vec<DateFilter>> = "ResourceContainerLaunchedAt",
    resource_details_other: Option<Vec<MapFilter>> = "ResourceDetailsOther",
    compliance_status: Option<Vec<StringFilter>> = "ComplianceStatus",
    verification_state: Option<Vec<StringFilter>> = "VerificationState",
    workflow_state: Option<Vec<StringFilter>> = "WorkflowState",
    workflow_status: Option<Vec<StringFilter>> = "WorkflowStatus",
    record_state: Option<Vec<StringFilter>> = "RecordState",
    related_findings_product_arn: Option<Vec<StringFilter>> = "RelatedFindingsProductArn",
    related_findings_id: Option<Vec<StringFilter>> = "RelatedFindingsId",
    note_text: Option<Vec<StringFilter>> = "NoteText",
    note_updated_at: Option<Vec<DateFilter>> = "NoteUpdatedAt",
    note_updated_by: Option<Vec<StringFilter>> = "NoteUpdatedBy",
    keyword: Option<Vec<KeywordFilter>> = "Keyword",
    finding_provider_fields_confidence: Option<Vec<NumberFilter>> = "FindingProviderFieldsConfidence",
    finding_provider_fields_criticality: Option<Vec<NumberFilter>> = "FindingProviderFieldsCriticality",
    finding_provider_fields_related_findings_id: Option<Vec<StringFilter>> = "FindingProviderFieldsRelatedFindingsId",
    finding_provider_fields_related_findings_product_arn: Option<Vec<StringFilter>> = "FindingProviderFieldsRelatedFindingsProductArn",
    finding_provider_fields_severity_label: Option<Vec<StringFilter>> = "FindingProviderFieldsSeverityLabel",
    finding_provider_fields_severity_original: Option<Vec<StringFilter>> = "FindingProviderFieldsSeverityOriginal",
    finding_provider_fields_types: Option<Vec<StringFilter>> = "FindingProviderFieldsTypes",
    sample: Option<Vec<BooleanFilter>> = "Sample",
    compliance_security_control_id: Option<Vec<StringFilter>> = "ComplianceSecurityControlId",
    compliance_associated_standards_id: Option<Vec<StringFilter>> = "ComplianceAssociatedStandardsId",
    vulnerabilities_exploit_available: Option<Vec<StringFilter>> = "VulnerabilitiesExploitAvailable",
    vulnerabilities_fix_available: Option<Vec<StringFilter>> = "VulnerabilitiesFixAvailable",
    compliance_security_control_parameters_name: Option<Vec<StringFilter>> = "ComplianceSecurityControlParametersName",
    compliance_security_control_parameters_value: Option<Vec<StringFilter>> = "ComplianceSecurityControlParametersValue",
    aws_account_name: Option<Vec<StringFilter>> = "AwsAccountName",
    resource_application_name: Option<Vec<StringFilter>> = "ResourceApplicationName",
    resource_application_arn: Option<Vec<StringFilter>> = "ResourceApplicationArn",
    resource_owner_account_id: Option<Vec<StringFilter>> = "ResourceOwnerAccountId",
    resource_owner_org_id: Option<Vec<StringFilter>> = "ResourceOwnerOrgId",
    resource_provider: Option<Vec<StringFilter>> = "ResourceProvider",
} }
structure! { AwsSecurityFindingIdentifier {
    id: String = "Id",
    product_arn: String = "ProductArn",
} }
structure! { AwsSnsTopicDetails {
    kms_master_key_id: Option<String> = "KmsMasterKeyId",
    subscription: Option<Vec<AwsSnsTopicSubscription>> = "Subscription",
    topic_name: Option<String> = "TopicName",
    owner: Option<String> = "Owner",
    sqs_success_feedback_role_arn: Option<String> = "SqsSuccessFeedbackRoleArn",
    sqs_failure_feedback_role_arn: Option<String> = "SqsFailureFeedbackRoleArn",
    application_success_feedback_role_arn: Option<String> = "ApplicationSuccessFeedbackRoleArn",
    firehose_success_feedback_role_arn: Option<String> = "FirehoseSuccessFeedbackRoleArn",
    firehose_failure_feedback_role_arn: Option<String> = "FirehoseFailureFeedbackRoleArn",
    http_success_feedback_role_arn: Option<String> = "HttpSuccessFeedbackRoleArn",
    http_failure_feedback_role_arn: Option<String> = "HttpFailureFeedbackRoleArn",
} }
structure! { AwsSnsTopicSubscription {
    endpoint: Option<String> = "Endpoint",
    protocol: Option<String> = "Protocol",
} }
structure! { AwsSqsQueueDetails {
    kms_data_key_reuse_period_seconds: Option<i32> = "KmsDataKeyReusePeriodSeconds",
    kms_master_key_id: Option<String> = "KmsMasterKeyId",
    queue_name: Option<String> = "QueueName",
    dead_letter_target_arn: Option<String> = "DeadLetterTargetArn",
} }
structure! { AwsSsmComplianceSummary {
    status: Option<String> = "Status",
    compliant_critical_count: Option<i32> = "CompliantCriticalCount",
    compliant_high_count: Option<i32> = "CompliantHighCount",
    compliant_medium_count: Option<i32> = "CompliantMediumCount",
    execution_type: Option<String> = "ExecutionType",
    non_compliant_critical_count: Option<i32> = "NonCompliantCriticalCount",
    compliant_informational_count: Option<i32> = "CompliantInformationalCount",
    non_compliant_informational_count: Option<i32> = "NonCompliantInformationalCount",
    compliant_unspecified_count: Option<i32> = "CompliantUnspecifiedCount",
    non_compliant_low_count: Option<i32> = "NonCompliantLowCount",
    non_compliant_high_count: Option<i32> = "NonCompliantHighCount",
    compliant_low_count: Option<i32> = "CompliantLowCount",
    compliance_type: Option<String> = "ComplianceType",
    patch_baseline_id: Option<String> = "PatchBaselineId",
    overall_severity: Option<String> = "OverallSeverity",
    non_compliant_medium_count: Option<i32> = "NonCompliantMediumCount",
    non_compliant_unspecified_count: Option<i32> = "NonCompliantUnspecifiedCount",
    patch_group: Option<String> = "PatchGroup",
} }
structure! { AwsSsmPatch {
    compliance_summary: Option<AwsSsmComplianceSummary> = "ComplianceSummary",
} }
structure! { AwsSsmPatchComplianceDetails {
    patch: Option<AwsSsmPatch> = "Patch",
} }
structure! { AwsStepFunctionStateMachineDetails {
    label: Option<String> = "Label",
    logging_configuration: Option<AwsStepFunctionStateMachineLoggingConfigurationDetails> = "LoggingConfiguration",
    name: Option<String> = "Name",
    role_arn: Option<String> = "RoleArn",
    state_machine_arn: Option<String> = "StateMachineArn",
    status: Option<String> = "Status",
    tracing_configuration: Option<AwsStepFunctionStateMachineTracingConfigurationDetails> = "TracingConfiguration",
    r#type: Option<String> = "Type",
} }
structure! { AwsStepFunctionStateMachineLoggingConfigurationDestinationsCloudWatchLogsLogGroupDetails {
    log_group_arn: Option<String> = "LogGroupArn",
} }
structure! { AwsStepFunctionStateMachineLoggingConfigurationDestinationsDetails {
    cloud_watch_logs_log_group: Option<AwsStepFunctionStateMachineLoggingConfigurationDestinationsCloudWatchLogsLogGroupDetails> = "CloudWatchLogsLogGroup",
} }
structure! { AwsStepFunctionStateMachineLoggingConfigurationDetails {
    destinations: Option<Vec<AwsStepFunctionStateMachineLoggingConfigurationDestinationsDetails>> = "Destinations",
    include_execution_data: Option<bool> = "IncludeExecutionData",
    level: Option<String> = "Level",
} }
structure! { AwsStepFunctionStateMachineTracingConfigurationDetails {
    enabled: Option<bool> = "Enabled",
} }
structure! { AwsWafRateBasedRuleDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    rate_key: Option<String> = "RateKey",
    rate_limit: Option<i64> = "RateLimit",
    rule_id: Option<String> = "RuleId",
    match_predicates: Option<Vec<AwsWafRateBasedRuleMatchPredicate>> = "MatchPredicates",
} }
structure! { AwsWafRateBasedRuleMatchPredicate {
    data_id: Option<String> = "DataId",
    negated: Option<bool> = "Negated",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalRateBasedRuleDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    rate_key: Option<String> = "RateKey",
    rate_limit: Option<i64> = "RateLimit",
    rule_id: Option<String> = "RuleId",
    match_predicates: Option<Vec<AwsWafRegionalRateBasedRuleMatchPredicate>> = "MatchPredicates",
} }
structure! { AwsWafRegionalRateBasedRuleMatchPredicate {
    data_id: Option<String> = "DataId",
    negated: Option<bool> = "Negated",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalRuleDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    predicate_list: Option<Vec<AwsWafRegionalRulePredicateListDetails>> = "PredicateList",
    rule_id: Option<String> = "RuleId",
} }
structure! { AwsWafRegionalRuleGroupDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    rule_group_id: Option<String> = "RuleGroupId",
    rules: Option<Vec<AwsWafRegionalRuleGroupRulesDetails>> = "Rules",
} }
structure! { AwsWafRegionalRuleGroupRulesActionDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalRuleGroupRulesDetails {
    action: Option<AwsWafRegionalRuleGroupRulesActionDetails> = "Action",
    priority: Option<i32> = "Priority",
    rule_id: Option<String> = "RuleId",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalRulePredicateListDetails {
    data_id: Option<String> = "DataId",
    negated: Option<bool> = "Negated",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalWebAclDetails {
    default_action: Option<String> = "DefaultAction",
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    rules_list: Option<Vec<AwsWafRegionalWebAclRulesListDetails>> = "RulesList",
    web_acl_id: Option<String> = "WebAclId",
} }
structure! { AwsWafRegionalWebAclRulesListActionDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalWebAclRulesListDetails {
    action: Option<AwsWafRegionalWebAclRulesListActionDetails> = "Action",
    override_action: Option<AwsWafRegionalWebAclRulesListOverrideActionDetails> = "OverrideAction",
    priority: Option<i32> = "Priority",
    rule_id: Option<String> = "RuleId",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRegionalWebAclRulesListOverrideActionDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRuleDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    predicate_list: Option<Vec<AwsWafRulePredicateListDetails>> = "PredicateList",
    rule_id: Option<String> = "RuleId",
} }
structure! { AwsWafRuleGroupDetails {
    metric_name: Option<String> = "MetricName",
    name: Option<String> = "Name",
    rule_group_id: Option<String> = "RuleGroupId",
    rules: Option<Vec<AwsWafRuleGroupRulesDetails>> = "Rules",
} }
structure! { AwsWafRuleGroupRulesActionDetails {
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRuleGroupRulesDetails {
    action: Option<AwsWafRuleGroupRulesActionDetails> = "Action",
    priority: Option<i32> = "Priority",
    rule_id: Option<String> = "RuleId",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafRulePredicateListDetails {
    data_id: Option<String> = "DataId",
    negated: Option<bool> = "Negated",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafWebAclDetails {
    name: Option<String> = "Name",
    default_action: Option<String> = "DefaultAction",
    rules: Option<Vec<AwsWafWebAclRule>> = "Rules",
    web_acl_id: Option<String> = "WebAclId",
} }
structure! { AwsWafWebAclRule {
    action: Option<WafAction> = "Action",
    excluded_rules: Option<Vec<WafExcludedRule>> = "ExcludedRules",
    override_action: Option<WafOverrideAction> = "OverrideAction",
    priority: Option<i32> = "Priority",
    rule_id: Option<String> = "RuleId",
    r#type: Option<String> = "Type",
} }
structure! { AwsWafv2ActionAllowDetails {
    custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
} }
structure! { AwsWafv2ActionBlockDetails {
    custom_response: Option<AwsWafv2CustomResponseDetails> = "CustomResponse",
} }
structure! { AwsWafv2CustomHttpHeader {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { AwsWafv2CustomRequestHandlingDetails {
    insert_headers: Option<Vec<AwsWafv2CustomHttpHeader>> = "InsertHeaders",
} }
structure! { AwsWafv2CustomResponseDetails {
    custom_response_body_key: Option<String> = "CustomResponseBodyKey",
    response_code: Option<i32> = "ResponseCode",
    response_headers: Option<Vec<AwsWafv2CustomHttpHeader>> = "ResponseHeaders",
} }
structure! { AwsWafv2RuleGroupDetails {
    capacity: Option<i64> = "Capacity",
    description: Option<String> = "Description",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    rules: Option<Vec<AwsWafv2RulesDetails>> = "Rules",
    scope: Option<String> = "Scope",
    visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
} }
structure! { AwsWafv2RulesActionCaptchaDetails {
    custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
} }
structure! { AwsWafv2RulesActionCountDetails {
    custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
} }
structure! { AwsWafv2RulesActionDetails {
    allow: Option<AwsWafv2ActionAllowDetails> = "Allow",
    block: Option<AwsWafv2ActionBlockDetails> = "Block",
    captcha: Option<AwsWafv2RulesActionCaptchaDetails> = "Captcha",
    count: Option<AwsWafv2RulesActionCountDetails> = "Count",
} }
structure! { AwsWafv2RulesDetails {
    action: Option<AwsWafv2RulesActionDetails> = "Action",
    name: Option<String> = "Name",
    override_action: Option<String> = "OverrideAction",
    priority: Option<i32> = "Priority",
    visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
} }
structure! { AwsWafv2VisibilityConfigDetails {
    cloud_watch_metrics_enabled: Option<bool> = "CloudWatchMetricsEnabled",
    metric_name: Option<String> = "MetricName",
    sampled_requests_enabled: Option<bool> = "SampledRequestsEnabled",
} }
structure! { AwsWafv2WebAclActionDetails {
    allow: Option<AwsWafv2ActionAllowDetails> = "Allow",
    block: Option<AwsWafv2ActionBlockDetails> = "Block",
} }
structure! { AwsWafv2WebAclCaptchaConfigDetails {
    immunity_time_property: Option<AwsWafv2WebAclCaptchaConfigImmunityTimePropertyDetails> = "ImmunityTimeProperty",
} }
structure! { AwsWafv2WebAclCaptchaConfigImmunityTimePropertyDetails {
    immunity_time: Option<i64> = "ImmunityTime",
} }
structure! { AwsWafv2WebAclDetails {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    managedby_firewall_manager: Option<bool> = "ManagedbyFirewallManager",
    id: Option<String> = "Id",
    capacity: Option<i64> = "Capacity",
    captcha_config: Option<AwsWafv2WebAclCaptchaConfigDetails> = "CaptchaConfig",
    default_action: Option<AwsWafv2WebAclActionDetails> = "DefaultAction",
    description: Option<String> = "Description",
    rules: Option<Vec<AwsWafv2RulesDetails>> = "Rules",
    visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
} }
structure! { AwsXrayEncryptionConfigDetails {
    key_id: Option<String> = "KeyId",
    status: Option<String> = "Status",
    r#type: Option<String> = "Type",
} }
structure! { AzureDetail {
    aws_config_connector_arn: String = "AWSConfigConnectorArn",
    scope_configuration: AzureScopeConfiguration = "ScopeConfiguration",
    azure_regions: Vec<String> = "AzureRegions",
} }
structure! { AzureProviderConfiguration {
    aws_config_connector_arn: String = "AWSConfigConnectorArn",
    scope_configuration: AzureScopeConfiguration = "ScopeConfiguration",
    azure_regions: Vec<String> = "AzureRegions",
} }
structure! { AzureScopeConfiguration {
    scope_type: ScopeType = "ScopeType",
    scope_values: Option<Vec<String>> = "ScopeValues",
} }
structure! { AzureUpdateConfiguration {
    scope_configuration: AzureScopeConfiguration = "ScopeConfiguration",
    azure_regions: Vec<String> = "AzureRegions",
} }
structure! { BatchDeleteAutomationRulesRequest {
    automation_rules_arns: Vec<String> = "AutomationRulesArns",
} }
structure! { BatchDeleteAutomationRulesResponse {
    processed_automation_rules: Option<Vec<String>> = "ProcessedAutomationRules",
    unprocessed_automation_rules: Option<Vec<UnprocessedAutomationRule>> = "UnprocessedAutomationRules",
} }
structure! { BatchDisableStandardsRequest {
    standards_subscription_arns: Vec<String> = "StandardsSubscriptionArns",
} }
structure! { BatchDisableStandardsResponse {
    standards_subscriptions: Option<Vec<StandardsSubscription>> = "StandardsSubscriptions",
} }
structure! { BatchEnableStandardsRequest {
    standards_subscription_requests: Vec<StandardsSubscriptionRequest> = "StandardsSubscriptionRequests",
} }
structure! { BatchEnableStandardsResponse {
    standards_subscriptions: Option<Vec<StandardsSubscription>> = "StandardsSubscriptions",
} }
structure! { BatchGetAutomationRulesRequest {
    automation_rules_arns: Vec<String> = "AutomationRulesArns",
} }
structure! { BatchGetAutomationRulesResponse {
    rules: Option<Vec<AutomationRulesConfig>> = "Rules",
    unprocessed_automation_rules: Option<Vec<UnprocessedAutomationRule>> = "UnprocessedAutomationRules",
} }
structure! { BatchGetConfigurationPolicyAssociationsRequest {
    configuration_policy_association_identifiers: Vec<ConfigurationPolicyAssociation> = "ConfigurationPolicyAssociationIdentifiers",
} }
structure! { BatchGetConfigurationPolicyAssociationsResponse {
    configuration_policy_associations: Option<Vec<ConfigurationPolicyAssociationSummary>> = "ConfigurationPolicyAssociations",
    unprocessed_configuration_policy_associations: Option<Vec<UnprocessedConfigurationPolicyAssociation>> = "UnprocessedConfigurationPolicyAssociations",
} }
structure! { BatchGetSecurityControlsRequest {
    security_control_ids: Vec<String> = "SecurityControlIds",
} }
structure! { BatchGetSecurityControlsResponse {
    security_controls: Vec<SecurityControl> = "SecurityControls",
    unprocessed_ids: Option<Vec<UnprocessedSecurityControl>> = "UnprocessedIds",
} }
structure! { BatchGetStandardsControlAssociationsRequest {
    standards_control_association_ids: Vec<StandardsControlAssociationId> = "StandardsControlAssociationIds",
} }
structure! { BatchGetStandardsControlAssociationsResponse {
    standards_control_association_details: Vec<StandardsControlAssociationDetail> = "StandardsControlAssociationDetails",
    unprocessed_associations: Option<Vec<UnprocessedStandardsControlAssociation>> = "UnprocessedAssociations",
} }
structure! { BatchImportFindingsRequest {
    findings: Vec<AwsSecurityFinding> = "Findings",
} }
structure! { BatchImportFindingsResponse {
    failed_count: i32 = "FailedCount",
    success_count: i32 = "SuccessCount",
    failed_findings: Option<Vec<ImportFindingsError>> = "FailedFindings",
} }
structure! { BatchUpdateAutomationRulesRequest {
    update_automation_rules_request_items: Vec<UpdateAutomationRulesRequestItem> = "UpdateAutomationRulesRequestItems",
} }
structure! { BatchUpdateAutomationRulesResponse {
    processed_automation_rules: Option<Vec<String>> = "ProcessedAutomationRules",
    unprocessed_automation_rules: Option<Vec<UnprocessedAutomationRule>> = "UnprocessedAutomationRules",
} }
structure! { BatchUpdateFindingsRequest {
    finding_identifiers: Vec<AwsSecurityFindingIdentifier> = "FindingIdentifiers",
    note: Option<NoteUpdate> = "Note",
    severity: Option<SeverityUpdate> = "Severity",
    verification_state: Option<VerificationState> = "VerificationState",
    confidence: Option<i32> = "Confidence",
    criticality: Option<i32> = "Criticality",
    types: Option<Vec<String>> = "Types",
    user_defined_fields: Option<BTreeMap<String, String>> = "UserDefinedFields",
    workflow: Option<WorkflowUpdate> = "Workflow",
    related_findings: Option<Vec<RelatedFinding>> = "RelatedFindings",
} }
structure! { BatchUpdateFindingsResponse {
    processed_findings: Vec<AwsSecurityFindingIdentifier> = "ProcessedFindings",
    unprocessed_findings: Vec<BatchUpdateFindingsUnprocessedFinding> = "UnprocessedFindings",
} }
structure! { BatchUpdateFindingsUnprocessedFinding {
    finding_identifier: AwsSecurityFindingIdentifier = "FindingIdentifier",
    error_code: String = "ErrorCode",
    error_message: String = "ErrorMessage",
} }
structure! { BatchUpdateFindingsV2ProcessedFinding {
    finding_identifier: Option<OcsfFindingIdentifier> = "FindingIdentifier",
    metadata_uid: Option<String> = "MetadataUid",
} }
structure! { BatchUpdateFindingsV2Request {
    metadata_uids: Option<Vec<String>> = "MetadataUids",
    finding_identifiers: Option<Vec<OcsfFindingIdentifier>> = "FindingIdentifiers",
    comment: Option<String> = "Comment",
    severity_id: Option<i32> = "SeverityId",
    status_id: Option<i32> = "StatusId",
} }
structure! { BatchUpdateFindingsV2Response {
    processed_findings: Vec<BatchUpdateFindingsV2ProcessedFinding> = "ProcessedFindings",
    unprocessed_findings: Vec<BatchUpdateFindingsV2UnprocessedFinding> = "UnprocessedFindings",
} }
structure! { BatchUpdateFindingsV2UnprocessedFinding {
    finding_identifier: Option<OcsfFindingIdentifier> = "FindingIdentifier",
    metadata_uid: Option<String> = "MetadataUid",
    error_code: Option<BatchUpdateFindingsV2UnprocessedFindingErrorCode> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
enumeration! { BatchUpdateFindingsV2UnprocessedFindingErrorCode {
    ResourceNotFoundException = "ResourceNotFoundException",
    ValidationException = "ValidationException",
    InternalServerException = "InternalServerException",
    ConflictException = "ConflictException",
} }
structure! { BatchUpdateStandardsControlAssociationsRequest {
    standards_control_association_updates: Vec<StandardsControlAssociationUpdate> = "StandardsControlAssociationUpdates",
} }
structure! { BatchUpdateStandardsControlAssociationsResponse {
    unprocessed_association_updates: Option<Vec<UnprocessedStandardsControlAssociationUpdate>> = "UnprocessedAssociationUpdates",
} }
structure! { BooleanConfigurationOptions {
    default_value: Option<bool> = "DefaultValue",
} }
structure! { BooleanFilter {
    value: Option<bool> = "Value",
} }
structure! { CancelExportJobV2Request {
    export_job_id: String = "ExportJobId",
} }
structure! { CancelExportJobV2Response {
    export_job_id: String = "ExportJobId",
    status: ExportStatus = "Status",
} }
structure! { Cell {
    column: Option<i64> = "Column",
    row: Option<i64> = "Row",
    column_name: Option<String> = "ColumnName",
    cell_reference: Option<String> = "CellReference",
} }
structure! { CidrBlockAssociation {
    association_id: Option<String> = "AssociationId",
    cidr_block: Option<String> = "CidrBlock",
    cidr_block_state: Option<String> = "CidrBlockState",
} }
structure! { City {
    city_name: Option<String> = "CityName",
} }
structure! { ClassificationResult {
    mime_type: Option<String> = "MimeType",
    size_classified: Option<i64> = "SizeClassified",
    additional_occurrences: Option<bool> = "AdditionalOccurrences",
    status: Option<ClassificationStatus> = "Status",
    sensitive_data: Option<Vec<SensitiveDataResult>> = "SensitiveData",
    custom_data_identifiers: Option<CustomDataIdentifiersResult> = "CustomDataIdentifiers",
} }
structure! { ClassificationStatus {
    code: Option<String> = "Code",
    reason: Option<String> = "Reason",
} }
enumeration! { CloudProviderName {
    Azure = "Azure",
    Aws = "AWS",
    Gcp = "GCP",
} }
structure! { CloudWatchLogsLogGroupArnConfigDetails {
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    hosted_zone_id: Option<String> = "HostedZoneId",
    id: Option<String> = "Id",
} }
structure! { CodeRepositoryDetails {
    provider_type: Option<String> = "ProviderType",
    project_name: Option<String> = "ProjectName",
    code_security_integration_arn: Option<String> = "CodeSecurityIntegrationArn",
} }
structure! { CodeVulnerabilitiesFilePath {
    end_line: Option<i32> = "EndLine",
    file_name: Option<String> = "FileName",
    file_path: Option<String> = "FilePath",
    start_line: Option<i32> = "StartLine",
} }
structure! { Compliance {
    status: Option<ComplianceStatus> = "Status",
    related_requirements: Option<Vec<String>> = "RelatedRequirements",
    status_reasons: Option<Vec<StatusReason>> = "StatusReasons",
    security_control_id: Option<String> = "SecurityControlId",
    associated_standards: Option<Vec<AssociatedStandard>> = "AssociatedStandards",
    security_control_parameters: Option<Vec<SecurityControlParameter>> = "SecurityControlParameters",
} }
enumeration! { ComplianceStatus {
    Passed = "PASSED",
    Warning = "WARNING",
    Failed = "FAILED",
    NotAvailable = "NOT_AVAILABLE",
} }
structure! { CompositeFilter {
    string_filters: Option<Vec<OcsfStringFilter>> = "StringFilters",
    date_filters: Option<Vec<OcsfDateFilter>> = "DateFilters",
    boolean_filters: Option<Vec<OcsfBooleanFilter>> = "BooleanFilters",
    number_filters: Option<Vec<OcsfNumberFilter>> = "NumberFilters",
    map_filters: Option<Vec<OcsfMapFilter>> = "MapFilters",
    ip_filters: Option<Vec<OcsfIpFilter>> = "IpFilters",
    nested_composite_filters: Option<Vec<CompositeFilter>> = "NestedCompositeFilters",
    operator: Option<AllowedOperators> = "Operator",
} }
structure! { ConfigurationOptions {
    integer: Option<IntegerConfigurationOptions> = "Integer",
    integer_list: Option<IntegerListConfigurationOptions> = "IntegerList",
    double: Option<DoubleConfigurationOptions> = "Double",
    string: Option<StringConfigurationOptions> = "String",
    string_list: Option<StringListConfigurationOptions> = "StringList",
    boolean: Option<BooleanConfigurationOptions> = "Boolean",
    r#enum: Option<EnumConfigurationOptions> = "Enum",
    enum_list: Option<EnumListConfigurationOptions> = "EnumList",
} }
structure! { ConfigurationPolicyAssociation {
    target: Option<Target> = "Target",
} }
enumeration! { ConfigurationPolicyAssociationStatus {
    Pending = "PENDING",
    Success = "SUCCESS",
    Failed = "FAILED",
    Disabled = "DISABLED",
} }
structure! { ConfigurationPolicyAssociationSummary {
    configuration_policy_id: Option<String> = "ConfigurationPolicyId",
    target_id: Option<String> = "TargetId",
    target_type: Option<TargetType> = "TargetType",
    association_type: Option<AssociationType> = "AssociationType",
    updated_at: Option<Timestamp> = "UpdatedAt",
    association_status: Option<ConfigurationPolicyAssociationStatus> = "AssociationStatus",
    association_status_message: Option<String> = "AssociationStatusMessage",
} }
structure! { ConfigurationPolicySummary {
    arn: Option<String> = "Arn",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    updated_at: Option<Timestamp> = "UpdatedAt",
    service_enabled: Option<bool> = "ServiceEnabled",
} }
modelled_error! { ConflictException("ConflictException", 409, Sender, "Message") {
    code: Option<String> = "Code",
} }
enumeration! { ConnectionDirection {
    Inbound = "INBOUND",
    Outbound = "OUTBOUND",
} }
enumeration! { ConnectorAuthStatus {
    Active = "ACTIVE",
    Failed = "FAILED",
} }
enumeration! { ConnectorProviderName {
    JiraCloud = "JIRA_CLOUD",
    Servicenow = "SERVICENOW",
    Azure = "AZURE",
    Gcp = "GCP",
} }
enumeration! { ConnectorStatus {
    Connected = "CONNECTED",
    Degraded = "DEGRADED",
    FailedToConnect = "FAILED_TO_CONNECT",
    PendingAuthorization = "PENDING_AUTHORIZATION",
    PendingConfiguration = "PENDING_CONFIGURATION",
    Unknown = "UNKNOWN",
} }
structure! { ConnectorSummary {
    connector_arn: Option<String> = "ConnectorArn",
    connector_id: String = "ConnectorId",
    name: String = "Name",
    description: Option<String> = "Description",
    provider_summary: ProviderSummary = "ProviderSummary",
    created_at: Timestamp = "CreatedAt",
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
    enablement_status_reason: Option<String> = "EnablementStatusReason",
} }
structure! { ContainerDetails {
    container_runtime: Option<String> = "ContainerRuntime",
    name: Option<String> = "Name",
    image_id: Option<String> = "ImageId",
    image_name: Option<String> = "ImageName",
    launched_at: Option<String> = "LaunchedAt",
    volume_mounts: Option<Vec<VolumeMount>> = "VolumeMounts",
    privileged: Option<bool> = "Privileged",
} }
enumeration! { ControlFindingGenerator {
    StandardControl = "STANDARD_CONTROL",
    SecurityControl = "SECURITY_CONTROL",
} }
enumeration! { ControlStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { Country {
    country_code: Option<String> = "CountryCode",
    country_name: Option<String> = "CountryName",
} }
structure! { CreateActionTargetRequest {
    name: String = "Name",
    description: String = "Description",
    id: String = "Id",
} }
structure! { CreateActionTargetResponse {
    action_target_arn: String = "ActionTargetArn",
} }
structure! { CreateAggregatorV2Request {
    region_linking_mode: String = "RegionLinkingMode",
    linked_regions: Option<Vec<String>> = "LinkedRegions",
    tags: Option<BTreeMap<String, String>> = "Tags",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateAggregatorV2Response {
    aggregator_v2_arn: Option<String> = "AggregatorV2Arn",
    aggregation_region: Option<String> = "AggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    linked_regions: Option<Vec<String>> = "LinkedRegions",
} }
structure! { CreateAutomationRuleRequest {
    tags: Option<BTreeMap<String, String>> = "Tags",
    rule_status: Option<RuleStatus> = "RuleStatus",
    rule_order: i32 = "RuleOrder",
    rule_name: String = "RuleName",
    description: String = "Description",
    is_terminal: Option<bool> = "IsTerminal",
    criteria: AutomationRulesFindingFilters = "Criteria",
    actions: Vec<AutomationRulesAction> = "Actions",
} }
structure! { CreateAutomationRuleResponse {
    rule_arn: Option<String> = "RuleArn",
} }
structure! { CreateAutomationRuleV2Request {
    rule_name: String = "RuleName",
    rule_status: Option<RuleStatusV2> = "RuleStatus",
    description: String = "Description",
    rule_order: f64 = "RuleOrder",
    criteria: Criteria = "Criteria",
    actions: Vec<AutomationRulesActionV2> = "Actions",
    tags: Option<BTreeMap<String, String>> = "Tags",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateAutomationRuleV2Response {
    rule_arn: Option<String> = "RuleArn",
    rule_id: Option<String> = "RuleId",
} }
structure! { CreateConfigurationPolicyRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    configuration_policy: Policy = "ConfigurationPolicy",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateConfigurationPolicyResponse {
    arn: Option<String> = "Arn",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    updated_at: Option<Timestamp> = "UpdatedAt",
    created_at: Option<Timestamp> = "CreatedAt",
    configuration_policy: Option<Policy> = "ConfigurationPolicy",
} }
structure! { CreateConnectorRequest {
    name: String = "Name",
    description: Option<String> = "Description",
    provider: CspmProviderConfiguration = "Provider",
    tags: Option<BTreeMap<String, String>> = "Tags",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateConnectorResponse {
    connector_arn: String = "ConnectorArn",
    connector_id: String = "ConnectorId",
    connector_status: Option<CspmConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
structure! { CreateConnectorV2Request {
    name: String = "Name",
    description: Option<String> = "Description",
    provider: ProviderConfiguration = "Provider",
    kms_key_arn: Option<String> = "KmsKeyArn",
    tags: Option<BTreeMap<String, String>> = "Tags",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateConnectorV2Response {
    connector_arn: String = "ConnectorArn",
    connector_id: String = "ConnectorId",
    auth_url: Option<String> = "AuthUrl",
    connector_status: Option<ConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
} }
structure! { CreateFindingAggregatorRequest {
    region_linking_mode: String = "RegionLinkingMode",
    regions: Option<Vec<String>> = "Regions",
} }
structure! { CreateFindingAggregatorResponse {
    finding_aggregator_arn: Option<String> = "FindingAggregatorArn",
    finding_aggregation_region: Option<String> = "FindingAggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    regions: Option<Vec<String>> = "Regions",
} }
structure! { CreateInsightRequest {
    name: String = "Name",
    filters: AwsSecurityFindingFilters = "Filters",
    group_by_attribute: String = "GroupByAttribute",
} }
structure! { CreateInsightResponse {
    insight_arn: String = "InsightArn",
} }
structure! { CreateMembersRequest {
    account_details: Vec<AccountDetails> = "AccountDetails",
} }
structure! { CreateMembersResponse {
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { CreateTicketV2Request {
    connector_id: String = "ConnectorId",
    finding_metadata_uid: String = "FindingMetadataUid",
    client_token: Option<String> = "ClientToken",
    mode: Option<TicketCreationMode> = "Mode",
} }
structure! { CreateTicketV2Response {
    ticket_id: String = "TicketId",
    ticket_src_url: Option<String> = "TicketSrcUrl",
} }
structure! { Criteria {
    ocsf_finding_criteria: Option<OcsfFindingFilters> = "OcsfFindingCriteria",
    resource_criteria: Option<ResourcesFilters> = "ResourceCriteria",
} }
structure! { CriticalitySource {
    source: CriticalitySourceType = "Source",
    reason: String = "Reason",
} }
enumeration! { CriticalitySourceType {
    AutomationRule = "AutomationRule",
    ResourceName = "ResourceName",
    TagInference = "TagInference",
    CloudWatchTelemetryInference = "CloudWatchTelemetryInference",
    InstalledSoftwareAndPackageInference = "InstalledSoftwareAndPackageInference",
} }
enumeration! { CspmConnectorProviderName {
    Azure = "AZURE",
    Gcp = "GCP",
} }
enumeration! { CspmConnectorStatus {
    Connected = "CONNECTED",
    Degraded = "DEGRADED",
    FailedToConnect = "FAILED_TO_CONNECT",
    Unknown = "UNKNOWN",
} }
structure! { CspmConnectorSummary {
    connector_arn: Option<String> = "ConnectorArn",
    connector_id: Option<String> = "ConnectorId",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    provider_summary: Option<CspmProviderSummary> = "ProviderSummary",
    created_at: Option<Timestamp> = "CreatedAt",
    created_by: Option<String> = "CreatedBy",
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
enumeration! { CspmEnablementStatus {
    Enabled = "ENABLED",
    PendingEnablement = "PENDING_ENABLEMENT",
    PendingUpdate = "PENDING_UPDATE",
    PendingDeletion = "PENDING_DELETION",
} }
structure! { CspmHealthCheck {
    connector_status: CspmConnectorStatus = "ConnectorStatus",
    message: Option<String> = "Message",
    last_checked_at: Timestamp = "LastCheckedAt",
    issues: Option<Vec<HealthIssue>> = "Issues",
} }
structure! { CspmProviderConfiguration {
    azure: Option<AzureProviderConfiguration> = "Azure",
    gcp: Option<GcpProviderConfiguration> = "GCP",
} }
structure! { CspmProviderDetail {
    azure: Option<AzureDetail> = "Azure",
    gcp: Option<GcpDetail> = "GCP",
} }
structure! { CspmProviderSummary {
    provider_name: Option<CspmConnectorProviderName> = "ProviderName",
    connector_status: Option<CspmConnectorStatus> = "ConnectorStatus",
    provider_configuration: Option<CspmProviderDetail> = "ProviderConfiguration",
} }
structure! { CspmProviderUpdateConfiguration {
    azure: Option<AzureUpdateConfiguration> = "Azure",
    gcp: Option<GcpUpdateConfiguration> = "GCP",
} }
structure! { CustomDataIdentifiersDetections {
    count: Option<i64> = "Count",
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    occurrences: Option<Occurrences> = "Occurrences",
} }
structure! { CustomDataIdentifiersResult {
    detections: Option<Vec<CustomDataIdentifiersDetections>> = "Detections",
    total_count: Option<i64> = "TotalCount",
} }
structure! { Cvss {
    version: Option<String> = "Version",
    base_score: Option<f64> = "BaseScore",
    base_vector: Option<String> = "BaseVector",
    source: Option<String> = "Source",
    adjustments: Option<Vec<Adjustment>> = "Adjustments",
} }
structure! { DataClassificationDetails {
    detailed_results_location: Option<String> = "DetailedResultsLocation",
    result: Option<ClassificationResult> = "Result",
} }
structure! { DateFilter {
    start: Option<String> = "Start",
    end: Option<String> = "End",
    date_range: Option<DateRange> = "DateRange",
} }
structure! { DateRange {
    value: Option<i32> = "Value",
    unit: Option<DateRangeUnit> = "Unit",
    comparison: Option<DateRangeComparison> = "Comparison",
} }
enumeration! { DateRangeComparison {
    Within = "WITHIN",
    OlderThan = "OLDER_THAN",
} }
enumeration! { DateRangeUnit {
    Days = "DAYS",
} }
structure! { DeclineInvitationsRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeclineInvitationsResponse {
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { DeleteActionTargetRequest {
    action_target_arn: String = "ActionTargetArn",
} }
structure! { DeleteActionTargetResponse {
    action_target_arn: String = "ActionTargetArn",
} }
structure! { DeleteAggregatorV2Request {
    aggregator_v2_arn: String = "AggregatorV2Arn",
} }
structure! { DeleteAggregatorV2Response {
} }
structure! { DeleteAutomationRuleV2Request {
    identifier: String = "Identifier",
} }
structure! { DeleteAutomationRuleV2Response {
} }
structure! { DeleteConfigurationPolicyRequest {
    identifier: String = "Identifier",
} }
structure! { DeleteConfigurationPolicyResponse {
} }
structure! { DeleteConnectorRequest {
    connector_id: String = "ConnectorId",
} }
structure! { DeleteConnectorResponse {
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
structure! { DeleteConnectorV2Request {
    connector_id: String = "ConnectorId",
} }
structure! { DeleteConnectorV2Response {
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
} }
structure! { DeleteFindingAggregatorRequest {
    finding_aggregator_arn: String = "FindingAggregatorArn",
} }
structure! { DeleteFindingAggregatorResponse {
} }
structure! { DeleteInsightRequest {
    insight_arn: String = "InsightArn",
} }
structure! { DeleteInsightResponse {
    insight_arn: String = "InsightArn",
} }
structure! { DeleteInvitationsRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeleteInvitationsResponse {
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { DeleteMembersRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeleteMembersResponse {
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { DescribeActionTargetsRequest {
    action_target_arns: Option<Vec<String>> = "ActionTargetArns",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { DescribeActionTargetsResponse {
    action_targets: Vec<ActionTarget> = "ActionTargets",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeHubRequest {
    hub_arn: Option<String> = "HubArn",
} }
structure! { DescribeHubResponse {
    hub_arn: Option<String> = "HubArn",
    subscribed_at: Option<String> = "SubscribedAt",
    auto_enable_controls: Option<bool> = "AutoEnableControls",
    control_finding_generator: Option<ControlFindingGenerator> = "ControlFindingGenerator",
} }
structure! { DescribeOrganizationConfigurationRequest {
} }
structure! { DescribeOrganizationConfigurationResponse {
    auto_enable: Option<bool> = "AutoEnable",
    member_account_limit_reached: Option<bool> = "MemberAccountLimitReached",
    auto_enable_standards: Option<AutoEnableStandards> = "AutoEnableStandards",
    organization_configuration: Option<OrganizationConfiguration> = "OrganizationConfiguration",
} }
structure! { DescribeProductsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    product_arn: Option<String> = "ProductArn",
} }
structure! { DescribeProductsResponse {
    products: Vec<Product> = "Products",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeProductsV2Request {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { DescribeProductsV2Response {
    products_v2: Vec<ProductV2> = "ProductsV2",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeSecurityHubV2Request {
} }
structure! { DescribeSecurityHubV2Response {
    hub_v2_arn: Option<String> = "HubV2Arn",
    subscribed_at: Option<String> = "SubscribedAt",
    features: Option<BTreeMap<String, FeatureDetail>> = "Features",
} }
structure! { DescribeStandardsControlsRequest {
    standards_subscription_arn: String = "StandardsSubscriptionArn",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { DescribeStandardsControlsResponse {
    controls: Option<Vec<StandardsControl>> = "Controls",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeStandardsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    providers: Option<Vec<StandardsProvider>> = "Providers",
} }
structure! { DescribeStandardsResponse {
    standards: Option<Vec<Standard>> = "Standards",
    next_token: Option<String> = "NextToken",
} }
structure! { Detection {
    sequence: Option<Sequence> = "Sequence",
} }
structure! { DisableImportFindingsForProductRequest {
    product_subscription_arn: String = "ProductSubscriptionArn",
} }
structure! { DisableImportFindingsForProductResponse {
} }
structure! { DisableOrganizationAdminAccountRequest {
    admin_account_id: String = "AdminAccountId",
    feature: Option<SecurityHubFeature> = "Feature",
} }
structure! { DisableOrganizationAdminAccountResponse {
} }
structure! { DisableSecurityHubFeatureV2Request {
    feature_name: FeatureName = "FeatureName",
} }
structure! { DisableSecurityHubFeatureV2Response {
} }
structure! { DisableSecurityHubRequest {
} }
structure! { DisableSecurityHubResponse {
} }
structure! { DisableSecurityHubV2Request {
} }
structure! { DisableSecurityHubV2Response {
} }
structure! { DisassociateFromAdministratorAccountRequest {
} }
structure! { DisassociateFromAdministratorAccountResponse {
} }
structure! { DisassociateFromMasterAccountRequest {
} }
structure! { DisassociateFromMasterAccountResponse {
} }
structure! { DisassociateMembersRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DisassociateMembersResponse {
} }
enumeration! { DiscoveryType {
    Managed = "Managed",
    SelfHosted = "SelfHosted",
} }
structure! { DnsRequestAction {
    domain: Option<String> = "Domain",
    protocol: Option<String> = "Protocol",
    blocked: Option<bool> = "Blocked",
} }
structure! { DoubleConfigurationOptions {
    default_value: Option<f64> = "DefaultValue",
    min: Option<f64> = "Min",
    max: Option<f64> = "Max",
} }
structure! { EnableImportFindingsForProductRequest {
    product_arn: String = "ProductArn",
} }
structure! { EnableImportFindingsForProductResponse {
    product_subscription_arn: Option<String> = "ProductSubscriptionArn",
} }
structure! { EnableOrganizationAdminAccountRequest {
    admin_account_id: String = "AdminAccountId",
    feature: Option<SecurityHubFeature> = "Feature",
} }
structure! { EnableOrganizationAdminAccountResponse {
    admin_account_id: Option<String> = "AdminAccountId",
    feature: Option<SecurityHubFeature> = "Feature",
} }
structure! { EnableSecurityHubFeatureV2Request {
    feature_name: FeatureName = "FeatureName",
} }
structure! { EnableSecurityHubFeatureV2Response {
} }
structure! { EnableSecurityHubRequest {
    tags: Option<BTreeMap<String, String>> = "Tags",
    enable_default_standards: Option<bool> = "EnableDefaultStandards",
    control_finding_generator: Option<ControlFindingGenerator> = "ControlFindingGenerator",
} }
structure! { EnableSecurityHubResponse {
} }
structure! { EnableSecurityHubV2Request {
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { EnableSecurityHubV2Response {
    hub_v2_arn: Option<String> = "HubV2Arn",
} }
enumeration! { EnablementStatus {
    Enabled = "ENABLED",
    PendingEnablement = "PENDING_ENABLEMENT",
    FailedToEnable = "FAILED_TO_ENABLE",
    PendingUpdate = "PENDING_UPDATE",
    FailedToUpdate = "FAILED_TO_UPDATE",
    PendingDeletion = "PENDING_DELETION",
    FailedToDelete = "FAILED_TO_DELETE",
} }
structure! { EnumConfigurationOptions {
    default_value: Option<String> = "DefaultValue",
    allowed_values: Option<Vec<String>> = "AllowedValues",
} }
structure! { EnumListConfigurationOptions {
    default_value: Option<Vec<String>> = "DefaultValue",
    max_items: Option<i32> = "MaxItems",
    allowed_values: Option<Vec<String>> = "AllowedValues",
} }
enumeration! { ExportDataType {
    Findings = "FINDINGS",
} }
structure! { ExportDestination {
    s3: Option<S3ExportDestination> = "S3",
} }
enumeration! { ExportFailureCode {
    AccessDenied = "ACCESS_DENIED",
    ResourceNotFound = "RESOURCE_NOT_FOUND",
    InternalError = "INTERNAL_ERROR",
} }
structure! { ExportOutput {
    findings: Option<FindingsOutput> = "Findings",
} }
structure! { ExportOutputSummary {
    findings: Option<FindingsOutputSummary> = "Findings",
} }
structure! { ExportScopes {
    aws_organizations: Option<Vec<AwsOrganizationScope>> = "AwsOrganizations",
} }
enumeration! { ExportStatus {
    Running = "RUNNING",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
    Cancelled = "CANCELLED",
} }
structure! { ExportSummary {
    export_job_id: String = "ExportJobId",
    name: Option<String> = "Name",
    status: ExportStatus = "Status",
    data_type: ExportDataType = "DataType",
    output_configuration: Option<ExportOutputSummary> = "OutputConfiguration",
    scopes: Option<ExportScopes> = "Scopes",
    destination: ExportDestination = "Destination",
    failure_code: Option<ExportFailureCode> = "FailureCode",
    failure_message: Option<String> = "FailureMessage",
    started_at: Timestamp = "StartedAt",
    ended_at: Option<Timestamp> = "EndedAt",
} }
structure! { ExposureFinding {
    metadata_uid: String = "MetadataUid",
    title: String = "Title",
    previous_severity: ExposureSeverity = "PreviousSeverity",
    projected_severity: ExposureSeverity = "ProjectedSeverity",
    impact: ExposureImpact = "Impact",
} }
enumeration! { ExposureImpact {
    Reduces = "Reduces",
    Resolves = "Resolves",
    Unchanged = "Unchanged",
} }
enumeration! { ExposureSeverity {
    Informational = "Informational",
    Low = "Low",
    Medium = "Medium",
    High = "High",
    Critical = "Critical",
} }
structure! { ExternalIntegrationConfiguration {
    connector_arn: Option<String> = "ConnectorArn",
} }
structure! { FeatureDetail {
    feature_status: Option<FeatureStatus> = "FeatureStatus",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
enumeration! { FeatureName {
    NetworkScanning = "NETWORK_SCANNING",
} }
enumeration! { FeatureStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { FilePaths {
    file_path: Option<String> = "FilePath",
    file_name: Option<String> = "FileName",
    resource_id: Option<String> = "ResourceId",
    hash: Option<String> = "Hash",
} }
structure! { FindingAggregator {
    finding_aggregator_arn: Option<String> = "FindingAggregatorArn",
} }
structure! { FindingHistoryRecord {
    finding_identifier: Option<AwsSecurityFindingIdentifier> = "FindingIdentifier",
    update_time: Option<Timestamp> = "UpdateTime",
    finding_created: Option<bool> = "FindingCreated",
    update_source: Option<FindingHistoryUpdateSource> = "UpdateSource",
    updates: Option<Vec<FindingHistoryUpdate>> = "Updates",
    next_token: Option<String> = "NextToken",
} }
structure! { FindingHistoryUpdate {
    updated_field: Option<String> = "UpdatedField",
    old_value: Option<String> = "OldValue",
    new_value: Option<String> = "NewValue",
} }
structure! { FindingHistoryUpdateSource {
    r#type: Option<FindingHistoryUpdateSourceType> = "Type",
    identity: Option<String> = "Identity",
} }
enumeration! { FindingHistoryUpdateSourceType {
    BatchUpdateFindings = "BATCH_UPDATE_FINDINGS",
    BatchImportFindings = "BATCH_IMPORT_FINDINGS",
} }
structure! { FindingProviderFields {
    confidence: Option<i32> = "Confidence",
    criticality: Option<i32> = "Criticality",
    related_findings: Option<Vec<RelatedFinding>> = "RelatedFindings",
    severity: Option<FindingProviderSeverity> = "Severity",
    types: Option<Vec<String>> = "Types",
} }
structure! { FindingProviderSeverity {
    label: Option<SeverityLabel> = "Label",
    original: Option<String> = "Original",
} }
structure! { FindingScopes {
    aws_organizations: Option<Vec<AwsOrganizationScope>> = "AwsOrganizations",
} }
enumeration! { FindingsExportFormat {
    Csv = "CSV",
    OcsfJson = "OCSF_JSON",
} }
structure! { FindingsOutput {
    format: FindingsExportFormat = "Format",
    filters: Option<OcsfFindingFilters> = "Filters",
    selected_fields: Option<Vec<FindingsSelectableField>> = "SelectedFields",
} }
structure! { FindingsOutputSummary {
    format: FindingsExportFormat = "Format",
} }
enumeration! { FindingsSelectableField {
    MetadataUid = "metadata.uid",
    ActivityName = "activity_name",
    CloudAccountName = "cloud.account.name",
    CloudAccountUid = "cloud.account.uid",
    CloudProvider = "cloud.provider",
    CloudRegion = "cloud.region",
    ComplianceAssessmentsCategory = "compliance.assessments.category",
    ComplianceAssessmentsName = "compliance.assessments.name",
    ComplianceControl = "compliance.control",
    ComplianceStatus = "compliance.status",
    ComplianceStandards = "compliance.standards",
    FindingInfoDesc = "finding_info.desc",
    FindingInfoSrcUrl = "finding_info.src_url",
    FindingInfoTitle = "finding_info.title",
    FindingInfoTypes = "finding_info.types",
    FindingInfoUid = "finding_info.uid",
    FindingInfoRelatedEventsTraitsCategory = "finding_info.related_events.traits.category",
    FindingInfoRelatedEventsUid = "finding_info.related_events.uid",
    FindingInfoRelatedEventsProductUid = "finding_info.related_events.product.uid",
    FindingInfoRelatedEventsTitle = "finding_info.related_events.title",
    MetadataProductFeatureUid = "metadata.product.feature.uid",
    MetadataProductName = "metadata.product.name",
    MetadataProductUid = "metadata.product.uid",
    MetadataProductVendorName = "metadata.product.vendor_name",
    RemediationDesc = "remediation.desc",
    RemediationReferences = "remediation.references",
    ResourcesCloudPartition = "resources.cloud_partition",
    ResourcesName = "resources.name",
    ResourcesOwnerAccountUid = "resources.owner.account.uid",
    ResourcesOwnerOrgUid = "resources.owner.org.uid",
    ResourcesOwnerAccountName = "resources.owner.account.name",
    ResourcesProvider = "resources.provider",
    ResourcesRegion = "resources.region",
    ResourcesType = "resources.type",
    ResourcesUid = "resources.uid",
    Severity = "severity",
    Status = "status",
    Comment = "comment",
    VulnerabilitiesFixCoverage = "vulnerabilities.fix_coverage",
    ClassName = "class_name",
    DatabucketEncryptionDetailsAlgorithm = "databucket.encryption_details.algorithm",
    DatabucketEncryptionDetailsKeyUid = "databucket.encryption_details.key_uid",
    DatabucketFileDataClassificationsClassifierDetailsType = "databucket.file.data_classifications.classifier_details.type",
    EvidencesActorUserAccountUid = "evidences.actor.user.account.uid",
    EvidencesApiOperation = "evidences.api.operation",
    EvidencesApiResponseErrorMessage = "evidences.api.response.error_message",
    EvidencesApiServiceName = "evidences.api.service.name",
    EvidencesConnectionInfoDirection = "evidences.connection_info.direction",
    EvidencesConnectionInfoProtocolName = "evidences.connection_info.protocol_name",
    EvidencesDstEndpointAutonomousSystemName = "evidences.dst_endpoint.autonomous_system.name",
    EvidencesDstEndpointLocationCity = "evidences.dst_endpoint.location.city",
    EvidencesDstEndpointLocationCountry = "evidences.dst_endpoint.location.country",
    EvidencesSrcEndpointAutonomousSystemName = "evidences.src_endpoint.autonomous_system.name",
    EvidencesSrcEndpointHostname = "evidences.src_endpoint.hostname",
    EvidencesSrcEndpointLocationCity = "evidences.src_endpoint.location.city",
    EvidencesSrcEndpointLocationCountry = "evidences.src_endpoint.location.country",
    FindingInfoAnalyticName = "finding_info.analytic.name",
    MalwareName = "malware.name",
    MalwareScanInfoUid = "malware_scan_info.uid",
    MalwareSeverity = "malware.severity",
    ResourcesCloudFunctionLayersUidAlt = "resources.cloud_function.layers.uid_alt",
    ResourcesCloudFunctionRuntime = "resources.cloud_function.runtime",
    ResourcesCloudFunctionUserUid = "resources.cloud_function.user.uid",
    ResourcesDeviceEncryptionDetailsKeyUid = "resources.device.encryption_details.key_uid",
    ResourcesDeviceImageUid = "resources.device.image.uid",
    ResourcesImageArchitecture = "resources.image.architecture",
    ResourcesImageRegistryUid = "resources.image.registry_uid",
    ResourcesImageRepositoryName = "resources.image.repository_name",
    ResourcesImageUid = "resources.image.uid",
    ResourcesSubnetInfoUid = "resources.subnet_info.uid",
    ResourcesVpcUid = "resources.vpc_uid",
    VulnerabilitiesAffectedCodeFilePath = "vulnerabilities.affected_code.file.path",
    VulnerabilitiesAffectedPackagesName = "vulnerabilities.affected_packages.name",
    VulnerabilitiesCveCvssVendorName = "vulnerabilities.cve.cvss.vendor_name",
    VulnerabilitiesCveCvssVersion = "vulnerabilities.cve.cvss.version",
    VulnerabilitiesCveEpssScore = "vulnerabilities.cve.epss.score",
    VulnerabilitiesCveUid = "vulnerabilities.cve.uid",
    VulnerabilitiesRelatedVulnerabilities = "vulnerabilities.related_vulnerabilities",
    VendorAttributesSeverity = "vendor_attributes.severity",
    ActivityId = "activity_id",
    ComplianceStatusId = "compliance.status_id",
    ConfidenceScore = "confidence_score",
    SeverityId = "severity_id",
    StatusId = "status_id",
    FindingInfoRelatedEventsCount = "finding_info.related_events_count",
    EvidencesApiResponseCode = "evidences.api.response.code",
    EvidencesDstEndpointAutonomousSystemNumber = "evidences.dst_endpoint.autonomous_system.number",
    EvidencesDstEndpointPort = "evidences.dst_endpoint.port",
    EvidencesSrcEndpointAutonomousSystemNumber = "evidences.src_endpoint.autonomous_system.number",
    EvidencesSrcEndpointPort = "evidences.src_endpoint.port",
    ResourcesImageInUseCount = "resources.image.in_use_count",
    VulnerabilitiesCveCvssBaseScore = "vulnerabilities.cve.cvss.base_score",
    VendorAttributesSeverityId = "vendor_attributes.severity_id",
    FindingInfoCreatedTimeDt = "finding_info.created_time_dt",
    FindingInfoFirstSeenTimeDt = "finding_info.first_seen_time_dt",
    FindingInfoLastSeenTimeDt = "finding_info.last_seen_time_dt",
    FindingInfoModifiedTimeDt = "finding_info.modified_time_dt",
    ResourcesImageCreatedTimeDt = "resources.image.created_time_dt",
    ResourcesImageLastUsedTimeDt = "resources.image.last_used_time_dt",
    ResourcesModifiedTimeDt = "resources.modified_time_dt",
    ComplianceAssessmentsMeetsCriteria = "compliance.assessments.meets_criteria",
    VulnerabilitiesIsExploitAvailable = "vulnerabilities.is_exploit_available",
    VulnerabilitiesIsFixAvailable = "vulnerabilities.is_fix_available",
    ResourcesTags = "resources.tags",
    ComplianceControlParameters = "compliance.control_parameters",
    DatabucketTags = "databucket.tags",
    FindingInfoTags = "finding_info.tags",
    EvidencesDstEndpointIp = "evidences.dst_endpoint.ip",
    EvidencesSrcEndpointIp = "evidences.src_endpoint.ip",
} }
structure! { FindingsTrendsCompositeFilter {
    string_filters: Option<Vec<FindingsTrendsStringFilter>> = "StringFilters",
    nested_composite_filters: Option<Vec<FindingsTrendsCompositeFilter>> = "NestedCompositeFilters",
    operator: Option<AllowedOperators> = "Operator",
} }
structure! { FindingsTrendsFilters {
    composite_filters: Option<Vec<FindingsTrendsCompositeFilter>> = "CompositeFilters",
    composite_operator: Option<AllowedOperators> = "CompositeOperator",
} }
enumeration! { FindingsTrendsStringField {
    AccountId = "account_id",
    Region = "region",
    FindingTypes = "finding_types",
    FindingStatus = "finding_status",
    FindingCveIds = "finding_cve_ids",
    FindingComplianceStatus = "finding_compliance_status",
    FindingControlId = "finding_control_id",
    FindingClassName = "finding_class_name",
    FindingProvider = "finding_provider",
    FindingActivityName = "finding_activity_name",
    ResourceCloudProviders = "resource_cloud_providers",
    ResourceRegions = "resource_regions",
    ResourceOwnerIds = "resource_owner_ids",
    ResourceOwnerOrganizationIds = "resource_owner_organization_ids",
} }
structure! { FindingsTrendsStringFilter {
    field_name: Option<FindingsTrendsStringField> = "FieldName",
    filter: Option<StringFilter> = "Filter",
} }
structure! { FirewallPolicyDetails {
    stateful_rule_group_references: Option<Vec<FirewallPolicyStatefulRuleGroupReferencesDetails>> = "StatefulRuleGroupReferences",
    stateless_custom_actions: Option<Vec<FirewallPolicyStatelessCustomActionsDetails>> = "StatelessCustomActions",
    stateless_default_actions: Option<Vec<String>> = "StatelessDefaultActions",
    stateless_fragment_default_actions: Option<Vec<String>> = "StatelessFragmentDefaultActions",
    stateless_rule_group_references: Option<Vec<FirewallPolicyStatelessRuleGroupReferencesDetails>> = "StatelessRuleGroupReferences",
} }
structure! { FirewallPolicyStatefulRuleGroupReferencesDetails {
    resource_arn: Option<String> = "ResourceArn",
} }
structure! { FirewallPolicyStatelessCustomActionsDetails {
    action_definition: Option<StatelessCustomActionDefinition> = "ActionDefinition",
    action_name: Option<String> = "ActionName",
} }
structure! { FirewallPolicyStatelessRuleGroupReferencesDetails {
    priority: Option<i32> = "Priority",
    resource_arn: Option<String> = "ResourceArn",
} }
structure! { FreeTrialStatus {
    feature_type: FreeTrialType = "FeatureType",
    status: FreeTrialStatusValue = "Status",
    started_at: Timestamp = "StartedAt",
    expires_at: Timestamp = "ExpiresAt",
} }
enumeration! { FreeTrialStatusValue {
    Active = "ACTIVE",
    Inactive = "INACTIVE",
} }
enumeration! { FreeTrialType {
    SecurityHubV2 = "SECURITY_HUB_V2",
    SecurityHubV2MultiCloudAzure = "SECURITY_HUB_V2_MULTI_CLOUD_AZURE",
} }
structure! { GcpDetail {
    aws_config_connector_arn: String = "AWSConfigConnectorArn",
    scope_configuration: GcpScopeConfiguration = "ScopeConfiguration",
    gcp_regions: Vec<String> = "GCPRegions",
} }
structure! { GcpProviderConfiguration {
    aws_config_connector_arn: String = "AWSConfigConnectorArn",
    scope_configuration: GcpScopeConfiguration = "ScopeConfiguration",
    gcp_regions: Vec<String> = "GCPRegions",
} }
structure! { GcpScopeConfiguration {
    scope_type: GcpScopeType = "ScopeType",
    scope_values: Option<Vec<String>> = "ScopeValues",
} }
enumeration! { GcpScopeType {
    Project = "PROJECT",
    Organization = "ORGANIZATION",
} }
structure! { GcpUpdateConfiguration {
    scope_configuration: GcpScopeConfiguration = "ScopeConfiguration",
    gcp_regions: Vec<String> = "GCPRegions",
} }
structure! { GenerateRecommendedPolicyV2Request {
    metadata_uid: String = "MetadataUid",
} }
structure! { GenerateRecommendedPolicyV2Response {
} }
structure! { GeneratorDetails {
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    labels: Option<Vec<String>> = "Labels",
} }
structure! { GeoLocation {
    lon: Option<f64> = "Lon",
    lat: Option<f64> = "Lat",
} }
structure! { GetAdministratorAccountRequest {
} }
structure! { GetAdministratorAccountResponse {
    administrator: Option<Invitation> = "Administrator",
} }
structure! { GetAggregatorV2Request {
    aggregator_v2_arn: String = "AggregatorV2Arn",
} }
structure! { GetAggregatorV2Response {
    aggregator_v2_arn: Option<String> = "AggregatorV2Arn",
    aggregation_region: Option<String> = "AggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    linked_regions: Option<Vec<String>> = "LinkedRegions",
} }
structure! { GetAutomationRuleV2Request {
    identifier: String = "Identifier",
} }
structure! { GetAutomationRuleV2Response {
    rule_arn: Option<String> = "RuleArn",
    rule_id: Option<String> = "RuleId",
    rule_order: Option<f64> = "RuleOrder",
    rule_name: Option<String> = "RuleName",
    rule_status: Option<RuleStatusV2> = "RuleStatus",
    description: Option<String> = "Description",
    criteria: Option<Criteria> = "Criteria",
    actions: Option<Vec<AutomationRulesActionV2>> = "Actions",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { GetConfigurationPolicyAssociationRequest {
    target: Target = "Target",
} }
structure! { GetConfigurationPolicyAssociationResponse {
    configuration_policy_id: Option<String> = "ConfigurationPolicyId",
    target_id: Option<String> = "TargetId",
    target_type: Option<TargetType> = "TargetType",
    association_type: Option<AssociationType> = "AssociationType",
    updated_at: Option<Timestamp> = "UpdatedAt",
    association_status: Option<ConfigurationPolicyAssociationStatus> = "AssociationStatus",
    association_status_message: Option<String> = "AssociationStatusMessage",
} }
structure! { GetConfigurationPolicyRequest {
    identifier: String = "Identifier",
} }
structure! { GetConfigurationPolicyResponse {
    arn: Option<String> = "Arn",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    updated_at: Option<Timestamp> = "UpdatedAt",
    created_at: Option<Timestamp> = "CreatedAt",
    configuration_policy: Option<Policy> = "ConfigurationPolicy",
} }
structure! { GetConnectorRequest {
    connector_id: String = "ConnectorId",
} }
structure! { GetConnectorResponse {
    connector_arn: Option<String> = "ConnectorArn",
    connector_id: String = "ConnectorId",
    name: String = "Name",
    description: Option<String> = "Description",
    created_at: Timestamp = "CreatedAt",
    last_updated_at: Timestamp = "LastUpdatedAt",
    health: CspmHealthCheck = "Health",
    provider_detail: CspmProviderDetail = "ProviderDetail",
    created_by: Option<String> = "CreatedBy",
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
structure! { GetConnectorV2Request {
    connector_id: String = "ConnectorId",
} }
structure! { GetConnectorV2Response {
    connector_arn: Option<String> = "ConnectorArn",
    connector_id: String = "ConnectorId",
    name: String = "Name",
    description: Option<String> = "Description",
    kms_key_arn: Option<String> = "KmsKeyArn",
    created_at: Timestamp = "CreatedAt",
    last_updated_at: Timestamp = "LastUpdatedAt",
    health: HealthCheck = "Health",
    provider_detail: ProviderDetail = "ProviderDetail",
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
    enablement_status_reason: Option<String> = "EnablementStatusReason",
} }
structure! { GetEnabledStandardsRequest {
    standards_subscription_arns: Option<Vec<String>> = "StandardsSubscriptionArns",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    providers: Option<Vec<StandardsProvider>> = "Providers",
} }
structure! { GetEnabledStandardsResponse {
    standards_subscriptions: Option<Vec<StandardsSubscription>> = "StandardsSubscriptions",
    next_token: Option<String> = "NextToken",
} }
structure! { GetExportJobV2Request {
    export_job_id: String = "ExportJobId",
} }
structure! { GetExportJobV2Response {
    export_job_id: String = "ExportJobId",
    name: Option<String> = "Name",
    status: ExportStatus = "Status",
    data_type: ExportDataType = "DataType",
    output_configuration: Option<ExportOutput> = "OutputConfiguration",
    scopes: Option<ExportScopes> = "Scopes",
    destination: ExportDestination = "Destination",
    failure_code: Option<ExportFailureCode> = "FailureCode",
    failure_message: Option<String> = "FailureMessage",
    started_at: Timestamp = "StartedAt",
    ended_at: Option<Timestamp> = "EndedAt",
} }
structure! { GetFindingAggregatorRequest {
    finding_aggregator_arn: String = "FindingAggregatorArn",
} }
structure! { GetFindingAggregatorResponse {
    finding_aggregator_arn: Option<String> = "FindingAggregatorArn",
    finding_aggregation_region: Option<String> = "FindingAggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    regions: Option<Vec<String>> = "Regions",
} }
structure! { GetFindingHistoryRequest {
    finding_identifier: AwsSecurityFindingIdentifier = "FindingIdentifier",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetFindingHistoryResponse {
    records: Option<Vec<FindingHistoryRecord>> = "Records",
    next_token: Option<String> = "NextToken",
} }
structure! { GetFindingStatisticsV2Request {
    group_by_rules: Vec<GroupByRule> = "GroupByRules",
    scopes: Option<FindingScopes> = "Scopes",
    sort_order: Option<SortOrder> = "SortOrder",
    max_statistic_results: Option<i32> = "MaxStatisticResults",
} }
structure! { GetFindingStatisticsV2Response {
    group_by_results: Option<Vec<GroupByResult>> = "GroupByResults",
} }
structure! { GetFindingsRequest {
    filters: Option<AwsSecurityFindingFilters> = "Filters",
    sort_criteria: Option<Vec<SortCriterion>> = "SortCriteria",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetFindingsResponse {
    findings: Vec<AwsSecurityFinding> = "Findings",
    next_token: Option<String> = "NextToken",
} }
structure! { GetFindingsTrendsV2Request {
    filters: Option<FindingsTrendsFilters> = "Filters",
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetFindingsTrendsV2Response {
    granularity: GranularityField = "Granularity",
    trends_metrics: Vec<TrendsMetricsResult> = "TrendsMetrics",
    next_token: Option<String> = "NextToken",
} }
structure! { GetFindingsV2Request {
    filters: Option<OcsfFindingFilters> = "Filters",
    scopes: Option<FindingScopes> = "Scopes",
    sort_criteria: Option<Vec<SortCriterion>> = "SortCriteria",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetFindingsV2Response {
    findings: Option<Vec<::serde_json::Value>> = "Findings",
    next_token: Option<String> = "NextToken",
} }
structure! { GetInsightResultsRequest {
    insight_arn: String = "InsightArn",
} }
structure! { GetInsightResultsResponse {
    insight_results: InsightResults = "InsightResults",
} }
structure! { GetInsightsRequest {
    insight_arns: Option<Vec<String>> = "InsightArns",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetInsightsResponse {
    insights: Vec<Insight> = "Insights",
    next_token: Option<String> = "NextToken",
} }
structure! { GetInvitationsCountRequest {
} }
structure! { GetInvitationsCountResponse {
    invitations_count: Option<i32> = "InvitationsCount",
} }
structure! { GetMasterAccountRequest {
} }
structure! { GetMasterAccountResponse {
    master: Option<Invitation> = "Master",
} }
structure! { GetMembersRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { GetMembersResponse {
    members: Option<Vec<Member>> = "Members",
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { GetRecommendedPolicyV2Request {
    metadata_uid: String = "MetadataUid",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetRecommendedPolicyV2Response {
    next_token: Option<String> = "NextToken",
    recommendation_type: Option<RecommendationType> = "RecommendationType",
    recommendation_steps: Option<Vec<RecommendationStep>> = "RecommendationSteps",
    error: Option<RecommendationError> = "Error",
    status: Option<RecommendationStatus> = "Status",
    resource_arn: Option<String> = "ResourceArn",
} }
structure! { GetRemediationsV2Request {
    target_uid: Option<String> = "TargetUid",
    metadata_uid: Option<String> = "MetadataUid",
    filters: Option<RemediationFilters> = "Filters",
    show_guidance: Option<bool> = "ShowGuidance",
    guidance_format: Option<GuidanceFormat> = "GuidanceFormat",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetRemediationsV2Response {
    items: Vec<RemediationV2Item> = "Items",
    next_token: Option<String> = "NextToken",
} }
structure! { GetResourcesStatisticsV2Request {
    group_by_rules: Vec<ResourceGroupByRule> = "GroupByRules",
    scopes: Option<ResourceScopes> = "Scopes",
    sort_order: Option<SortOrder> = "SortOrder",
    max_statistic_results: Option<i32> = "MaxStatisticResults",
} }
structure! { GetResourcesStatisticsV2Response {
    group_by_results: Vec<GroupByResult> = "GroupByResults",
} }
structure! { GetResourcesTrendsV2Request {
    filters: Option<ResourcesTrendsFilters> = "Filters",
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetResourcesTrendsV2Response {
    granularity: GranularityField = "Granularity",
    trends_metrics: Vec<ResourcesTrendsMetricsResult> = "TrendsMetrics",
    next_token: Option<String> = "NextToken",
} }
structure! { GetResourcesV2Request {
    filters: Option<ResourcesFilters> = "Filters",
    scopes: Option<ResourceScopes> = "Scopes",
    sort_criteria: Option<Vec<SortCriterion>> = "SortCriteria",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetResourcesV2Response {
    resources: Vec<ResourceResult> = "Resources",
    next_token: Option<String> = "NextToken",
} }
structure! { GetSecurityControlDefinitionRequest {
    security_control_id: String = "SecurityControlId",
} }
structure! { GetSecurityControlDefinitionResponse {
    security_control_definition: SecurityControlDefinition = "SecurityControlDefinition",
} }
structure! { GetSoftwareResourcesV2Request {
    package_name: String = "PackageName",
    package_type: String = "PackageType",
    package_version: Option<String> = "PackageVersion",
    filters: Option<SoftwareFilters> = "Filters",
    scopes: Option<SoftwareScopes> = "Scopes",
    sort_criteria: Option<Vec<SortCriterion>> = "SortCriteria",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetSoftwareResourcesV2Response {
    software_resources: Vec<SoftwareResourceResult> = "SoftwareResources",
    next_token: Option<String> = "NextToken",
} }
structure! { GetSoftwareStatisticsV2Request {
    group_by_rules: Vec<SoftwareGroupByRule> = "GroupByRules",
    scopes: Option<SoftwareScopes> = "Scopes",
    sort_order: Option<SortOrder> = "SortOrder",
    max_statistic_results: Option<i32> = "MaxStatisticResults",
} }
structure! { GetSoftwareStatisticsV2Response {
    group_by_results: Vec<GroupByResult> = "GroupByResults",
} }
structure! { GetSoftwareV2Request {
    filters: Option<SoftwareFilters> = "Filters",
    scopes: Option<SoftwareScopes> = "Scopes",
    sort_criteria: Option<Vec<SortCriterion>> = "SortCriteria",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetSoftwareV2Response {
    software: Vec<SoftwareResult> = "Software",
    next_token: Option<String> = "NextToken",
} }
enumeration! { GranularityField {
    Daily = "Daily",
    Weekly = "Weekly",
    Monthly = "Monthly",
} }
enumeration! { GroupByField {
    ActivityName = "activity_name",
    CloudAccountUid = "cloud.account.uid",
    CloudProvider = "cloud.provider",
    CloudRegion = "cloud.region",
    ComplianceAssessmentsName = "compliance.assessments.name",
    ComplianceStatus = "compliance.status",
    ComplianceControl = "compliance.control",
    FindingInfoTitle = "finding_info.title",
    FindingInfoRelatedEventsTraitsCategory = "finding_info.related_events.traits.category",
    FindingInfoTypes = "finding_info.types",
    Impact = "impact",
    Likelihood = "likelihood",
    MetadataProductName = "metadata.product.name",
    MetadataProductUid = "metadata.product.uid",
    ResourcesType = "resources.type",
    ResourcesCloudPartition = "resources.cloud_partition",
    ResourcesCriticality = "resources.criticality",
    ResourcesName = "resources.name",
    ResourcesOwnerAccountUid = "resources.owner.account.uid",
    ResourcesOwnerOrgUid = "resources.owner.org.uid",
    ResourcesOwnerAccountName = "resources.owner.account.name",
    ResourcesProvider = "resources.provider",
    ResourcesRegion = "resources.region",
    ResourcesUid = "resources.uid",
    Severity = "severity",
    Status = "status",
    VulnerabilitiesFixCoverage = "vulnerabilities.fix_coverage",
    ClassName = "class_name",
    VulnerabilitiesAffectedPackagesName = "vulnerabilities.affected_packages.name",
    FindingInfoAnalyticName = "finding_info.analytic.name",
    ComplianceStandards = "compliance.standards",
    CloudAccountName = "cloud.account.name",
    VendorAttributesSeverity = "vendor_attributes.severity",
    MetadataProductVendorName = "metadata.product.vendor_name",
} }
structure! { GroupByResult {
    group_by_field: Option<String> = "GroupByField",
    group_by_values: Option<Vec<GroupByValue>> = "GroupByValues",
} }
structure! { GroupByRule {
    filters: Option<OcsfFindingFilters> = "Filters",
    group_by_field: GroupByField = "GroupByField",
} }
structure! { GroupByValue {
    field_value: Option<String> = "FieldValue",
    count: Option<i32> = "Count",
} }
enumeration! { GuidanceFormat {
    All = "All",
    AwsCli = "AwsCli",
    Cli = "Cli",
    Python = "Python",
    Terraform = "Terraform",
    Cdk = "Cdk",
    CloudFormation = "CloudFormation",
    IaC = "IaC",
    Template = "Template",
} }
structure! { HealthCheck {
    connector_status: ConnectorStatus = "ConnectorStatus",
    message: Option<String> = "Message",
    last_checked_at: Timestamp = "LastCheckedAt",
    issues: Option<Vec<HealthIssue>> = "Issues",
} }
structure! { HealthIssue {
    code: HealthIssueCode = "Code",
    message: String = "Message",
} }
enumeration! { HealthIssueCode {
    AuthenticationFailure = "AUTHENTICATION_FAILURE",
    StreamAuthorizationFailure = "STREAM_AUTHORIZATION_FAILURE",
    DiscoveryFailure = "DISCOVERY_FAILURE",
    StreamLimitExceeded = "STREAM_LIMIT_EXCEEDED",
    StreamDisconnected = "STREAM_DISCONNECTED",
    RecordingFailure = "RECORDING_FAILURE",
    NoHealthData = "NO_HEALTH_DATA",
} }
structure! { IcmpTypeCode {
    code: Option<i32> = "Code",
    r#type: Option<i32> = "Type",
} }
structure! { ImportFindingsError {
    id: String = "Id",
    error_code: String = "ErrorCode",
    error_message: String = "ErrorMessage",
} }
structure! { Indicator {
    key: Option<String> = "Key",
    values: Option<Vec<String>> = "Values",
    title: Option<String> = "Title",
    r#type: Option<String> = "Type",
} }
structure! { Insight {
    insight_arn: String = "InsightArn",
    name: String = "Name",
    filters: AwsSecurityFindingFilters = "Filters",
    group_by_attribute: String = "GroupByAttribute",
} }
structure! { InsightResultValue {
    group_by_attribute_value: String = "GroupByAttributeValue",
    count: i32 = "Count",
} }
structure! { InsightResults {
    insight_arn: String = "InsightArn",
    group_by_attribute: String = "GroupByAttribute",
    result_values: Vec<InsightResultValue> = "ResultValues",
} }
structure! { IntegerConfigurationOptions {
    default_value: Option<i32> = "DefaultValue",
    min: Option<i32> = "Min",
    max: Option<i32> = "Max",
} }
structure! { IntegerListConfigurationOptions {
    default_value: Option<Vec<i32>> = "DefaultValue",
    min: Option<i32> = "Min",
    max: Option<i32> = "Max",
    max_items: Option<i32> = "MaxItems",
} }
enumeration! { IntegrationType {
    SendFindingsToSecurityHub = "SEND_FINDINGS_TO_SECURITY_HUB",
    ReceiveFindingsFromSecurityHub = "RECEIVE_FINDINGS_FROM_SECURITY_HUB",
    UpdateFindingsInSecurityHub = "UPDATE_FINDINGS_IN_SECURITY_HUB",
} }
enumeration! { IntegrationV2Type {
    SendFindingsToSecurityHub = "SEND_FINDINGS_TO_SECURITY_HUB",
    ReceiveFindingsFromSecurityHub = "RECEIVE_FINDINGS_FROM_SECURITY_HUB",
    UpdateFindingsInSecurityHub = "UPDATE_FINDINGS_IN_SECURITY_HUB",
    ExtendedPlan = "EXTENDED_PLAN",
} }
modelled_error! { InternalException("InternalException", 500, Sender, "Message") {
    code: Option<String> = "Code",
} }
modelled_error! { InternalServerException("InternalServerException", 500, Sender, "Message") {
    code: Option<String> = "Code",
} }
modelled_error! { InvalidAccessException("InvalidAccessException", 401, Sender, "Message") {
    code: Option<String> = "Code",
} }
modelled_error! { InvalidInputException("InvalidInputException", 400, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { Invitation {
    account_id: Option<String> = "AccountId",
    invitation_id: Option<String> = "InvitationId",
    invited_at: Option<Timestamp> = "InvitedAt",
    member_status: Option<String> = "MemberStatus",
} }
structure! { InviteMembersRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { InviteMembersResponse {
    unprocessed_accounts: Option<Vec<ResultShape>> = "UnprocessedAccounts",
} }
structure! { IpFilter {
    cidr: Option<String> = "Cidr",
} }
structure! { IpOrganizationDetails {
    asn: Option<i32> = "Asn",
    asn_org: Option<String> = "AsnOrg",
    isp: Option<String> = "Isp",
    org: Option<String> = "Org",
} }
structure! { Ipv6CidrBlockAssociation {
    association_id: Option<String> = "AssociationId",
    ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
    cidr_block_state: Option<String> = "CidrBlockState",
} }
structure! { JiraCloudDetail {
    cloud_id: Option<String> = "CloudId",
    project_key: Option<String> = "ProjectKey",
    domain: Option<String> = "Domain",
    auth_url: Option<String> = "AuthUrl",
    auth_status: Option<ConnectorAuthStatus> = "AuthStatus",
} }
structure! { JiraCloudProviderConfiguration {
    project_key: Option<String> = "ProjectKey",
} }
structure! { JiraCloudUpdateConfiguration {
    project_key: Option<String> = "ProjectKey",
} }
structure! { KbArticle {
    title: String = "Title",
    url: String = "Url",
} }
structure! { KeywordFilter {
    value: Option<String> = "Value",
} }
modelled_error! { LimitExceededException("LimitExceededException", 429, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { ListAggregatorsV2Request {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAggregatorsV2Response {
    aggregators_v2: Option<Vec<AggregatorV2>> = "AggregatorsV2",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAutomationRulesRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAutomationRulesResponse {
    automation_rules_metadata: Option<Vec<AutomationRulesMetadata>> = "AutomationRulesMetadata",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAutomationRulesV2Request {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAutomationRulesV2Response {
    rules: Option<Vec<AutomationRulesMetadataV2>> = "Rules",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConfigurationPoliciesRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListConfigurationPoliciesResponse {
    configuration_policy_summaries: Option<Vec<ConfigurationPolicySummary>> = "ConfigurationPolicySummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConfigurationPolicyAssociationsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    filters: Option<AssociationFilters> = "Filters",
} }
structure! { ListConfigurationPolicyAssociationsResponse {
    configuration_policy_association_summaries: Option<Vec<ConfigurationPolicyAssociationSummary>> = "ConfigurationPolicyAssociationSummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConnectorsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    provider_name: Option<CspmConnectorProviderName> = "ProviderName",
    connector_status: Option<CspmConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
structure! { ListConnectorsResponse {
    next_token: Option<String> = "NextToken",
    connectors: Vec<CspmConnectorSummary> = "Connectors",
} }
structure! { ListConnectorsV2Request {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    provider_name: Option<ConnectorProviderName> = "ProviderName",
    connector_status: Option<ConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
} }
structure! { ListConnectorsV2Response {
    next_token: Option<String> = "NextToken",
    connectors: Vec<ConnectorSummary> = "Connectors",
} }
structure! { ListEnabledProductsForImportRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListEnabledProductsForImportResponse {
    product_subscriptions: Option<Vec<String>> = "ProductSubscriptions",
    next_token: Option<String> = "NextToken",
} }
structure! { ListExportJobsV2Request {
    status: Option<ExportStatus> = "Status",
    data_type: Option<ExportDataType> = "DataType",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListExportJobsV2Response {
    items: Vec<ExportSummary> = "Items",
    next_token: Option<String> = "NextToken",
} }
structure! { ListExposuresByRemediationV2Request {
    target_uid: String = "TargetUid",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListExposuresByRemediationV2Response {
    items: Vec<ExposureFinding> = "Items",
    target_uid: String = "TargetUid",
    resource: RemediationResource = "Resource",
    total_count: i32 = "TotalCount",
    r#trait: RemediationTrait = "Trait",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFindingAggregatorsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListFindingAggregatorsResponse {
    finding_aggregators: Option<Vec<FindingAggregator>> = "FindingAggregators",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFreeTrialStatusesV2Request {
    account_ids: Option<Vec<String>> = "AccountIds",
    statuses: Option<Vec<FreeTrialStatusValue>> = "Statuses",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFreeTrialStatusesV2Response {
    account_free_trial_statuses: Vec<AccountFreeTrialStatus> = "AccountFreeTrialStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvitationsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvitationsResponse {
    invitations: Option<Vec<Invitation>> = "Invitations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMembersRequest {
    only_associated: Option<bool> = "OnlyAssociated",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMembersResponse {
    members: Option<Vec<Member>> = "Members",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOrganizationAdminAccountsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    feature: Option<SecurityHubFeature> = "Feature",
} }
structure! { ListOrganizationAdminAccountsResponse {
    admin_accounts: Option<Vec<AdminAccount>> = "AdminAccounts",
    next_token: Option<String> = "NextToken",
    feature: Option<SecurityHubFeature> = "Feature",
} }
structure! { ListSecurityControlDefinitionsRequest {
    standards_arn: Option<String> = "StandardsArn",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    providers: Option<Vec<SecurityControlsProvider>> = "Providers",
} }
structure! { ListSecurityControlDefinitionsResponse {
    security_control_definitions: Vec<SecurityControlDefinition> = "SecurityControlDefinitions",
    next_token: Option<String> = "NextToken",
} }
structure! { ListStandardsControlAssociationsRequest {
    security_control_id: String = "SecurityControlId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListStandardsControlAssociationsResponse {
    standards_control_association_summaries: Vec<StandardsControlAssociationSummary> = "StandardsControlAssociationSummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { LoadBalancerState {
    code: Option<String> = "Code",
    reason: Option<String> = "Reason",
} }
structure! { Malware {
    name: String = "Name",
    r#type: Option<MalwareType> = "Type",
    path: Option<String> = "Path",
    state: Option<MalwareState> = "State",
} }
enumeration! { MalwareState {
    Observed = "OBSERVED",
    RemovalFailed = "REMOVAL_FAILED",
    Removed = "REMOVED",
} }
enumeration! { MalwareType {
    Adware = "ADWARE",
    BlendedThreat = "BLENDED_THREAT",
    BotnetAgent = "BOTNET_AGENT",
    CoinMiner = "COIN_MINER",
    ExploitKit = "EXPLOIT_KIT",
    Keylogger = "KEYLOGGER",
    Macro = "MACRO",
    PotentiallyUnwanted = "POTENTIALLY_UNWANTED",
    Spyware = "SPYWARE",
    Ransomware = "RANSOMWARE",
    RemoteAccess = "REMOTE_ACCESS",
    Rootkit = "ROOTKIT",
    Trojan = "TROJAN",
    Virus = "VIRUS",
    Worm = "WORM",
} }
structure! { MapFilter {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
    comparison: Option<MapFilterComparison> = "Comparison",
} }
enumeration! { MapFilterComparison {
    Equals = "EQUALS",
    NotEquals = "NOT_EQUALS",
    Contains = "CONTAINS",
    NotContains = "NOT_CONTAINS",
} }
structure! { Member {
    account_id: Option<String> = "AccountId",
    email: Option<String> = "Email",
    master_id: Option<String> = "MasterId",
    administrator_id: Option<String> = "AdministratorId",
    member_status: Option<String> = "MemberStatus",
    invited_at: Option<Timestamp> = "InvitedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { Network {
    direction: Option<NetworkDirection> = "Direction",
    protocol: Option<String> = "Protocol",
    open_port_range: Option<PortRange> = "OpenPortRange",
    source_ip_v4: Option<String> = "SourceIpV4",
    source_ip_v6: Option<String> = "SourceIpV6",
    source_port: Option<i32> = "SourcePort",
    source_domain: Option<String> = "SourceDomain",
    source_mac: Option<String> = "SourceMac",
    destination_ip_v4: Option<String> = "DestinationIpV4",
    destination_ip_v6: Option<String> = "DestinationIpV6",
    destination_port: Option<i32> = "DestinationPort",
    destination_domain: Option<String> = "DestinationDomain",
} }
structure! { NetworkAutonomousSystem {
    name: Option<String> = "Name",
    number: Option<i32> = "Number",
} }
structure! { NetworkConnection {
    direction: Option<ConnectionDirection> = "Direction",
} }
structure! { NetworkConnectionAction {
    connection_direction: Option<String> = "ConnectionDirection",
    remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
    remote_port_details: Option<ActionRemotePortDetails> = "RemotePortDetails",
    local_port_details: Option<ActionLocalPortDetails> = "LocalPortDetails",
    protocol: Option<String> = "Protocol",
    blocked: Option<bool> = "Blocked",
} }
enumeration! { NetworkDirection {
    In = "IN",
    Out = "OUT",
} }
structure! { NetworkEndpoint {
    id: Option<String> = "Id",
    ip: Option<String> = "Ip",
    domain: Option<String> = "Domain",
    port: Option<i32> = "Port",
    location: Option<NetworkGeoLocation> = "Location",
    autonomous_system: Option<NetworkAutonomousSystem> = "AutonomousSystem",
    connection: Option<NetworkConnection> = "Connection",
} }
structure! { NetworkGeoLocation {
    city: Option<String> = "City",
    country: Option<String> = "Country",
    lat: Option<f64> = "Lat",
    lon: Option<f64> = "Lon",
} }
structure! { NetworkHeader {
    protocol: Option<String> = "Protocol",
    destination: Option<NetworkPathComponentDetails> = "Destination",
    source: Option<NetworkPathComponentDetails> = "Source",
} }
structure! { NetworkPathComponent {
    component_id: Option<String> = "ComponentId",
    component_type: Option<String> = "ComponentType",
    egress: Option<NetworkHeader> = "Egress",
    ingress: Option<NetworkHeader> = "Ingress",
} }
structure! { NetworkPathComponentDetails {
    address: Option<Vec<String>> = "Address",
    port_ranges: Option<Vec<PortRange>> = "PortRanges",
} }
structure! { Note {
    text: String = "Text",
    updated_by: String = "UpdatedBy",
    updated_at: String = "UpdatedAt",
} }
structure! { NoteUpdate {
    text: String = "Text",
    updated_by: String = "UpdatedBy",
} }
structure! { NumberFilter {
    gte: Option<f64> = "Gte",
    lte: Option<f64> = "Lte",
    eq: Option<f64> = "Eq",
    gt: Option<f64> = "Gt",
    lt: Option<f64> = "Lt",
} }
structure! { Occurrences {
    line_ranges: Option<Vec<Range>> = "LineRanges",
    offset_ranges: Option<Vec<Range>> = "OffsetRanges",
    pages: Option<Vec<Page>> = "Pages",
    records: Option<Vec<Record>> = "Records",
    cells: Option<Vec<Cell>> = "Cells",
} }
enumeration! { OcsfBooleanField {
    ComplianceAssessmentsMeetsCriteria = "compliance.assessments.meets_criteria",
    VulnerabilitiesIsExploitAvailable = "vulnerabilities.is_exploit_available",
    VulnerabilitiesIsFixAvailable = "vulnerabilities.is_fix_available",
} }
structure! { OcsfBooleanFilter {
    field_name: Option<OcsfBooleanField> = "FieldName",
    filter: Option<BooleanFilter> = "Filter",
} }
enumeration! { OcsfDateField {
    FindingInfoCreatedTimeDt = "finding_info.created_time_dt",
    FindingInfoFirstSeenTimeDt = "finding_info.first_seen_time_dt",
    FindingInfoLastSeenTimeDt = "finding_info.last_seen_time_dt",
    FindingInfoModifiedTimeDt = "finding_info.modified_time_dt",
    ResourcesImageCreatedTimeDt = "resources.image.created_time_dt",
    ResourcesImageLastUsedTimeDt = "resources.image.last_used_time_dt",
    ResourcesModifiedTimeDt = "resources.modified_time_dt",
} }
structure! { OcsfDateFilter {
    field_name: Option<OcsfDateField> = "FieldName",
    filter: Option<DateFilter> = "Filter",
} }
structure! { OcsfFindingFilters {
    composite_filters: Option<Vec<CompositeFilter>> = "CompositeFilters",
    composite_operator: Option<AllowedOperators> = "CompositeOperator",
} }
structure! { OcsfFindingIdentifier {
    cloud_account_uid: String = "CloudAccountUid",
    finding_info_uid: String = "FindingInfoUid",
    metadata_product_uid: String = "MetadataProductUid",
} }
enumeration! { OcsfIpField {
    EvidencesDstEndpointIp = "evidences.dst_endpoint.ip",
    EvidencesSrcEndpointIp = "evidences.src_endpoint.ip",
} }
structure! { OcsfIpFilter {
    field_name: Option<OcsfIpField> = "FieldName",
    filter: Option<IpFilter> = "Filter",
} }
enumeration! { OcsfMapField {
    ResourcesTags = "resources.tags",
    ComplianceControlParameters = "compliance.control_parameters",
    DatabucketTags = "databucket.tags",
    FindingInfoTags = "finding_info.tags",
} }
structure! { OcsfMapFilter {
    field_name: Option<OcsfMapField> = "FieldName",
    filter: Option<MapFilter> = "Filter",
} }
enumeration! { OcsfNumberField {
    ActivityId = "activity_id",
    ComplianceStatusId = "compliance.status_id",
    ConfidenceScore = "confidence_score",
    SeverityId = "severity_id",
    StatusId = "status_id",
    FindingInfoRelatedEventsCount = "finding_info.related_events_count",
    EvidencesApiResponseCode = "evidences.api.response.code",
    EvidencesDstEndpointAutonomousSystemNumber = "evidences.dst_endpoint.autonomous_system.number",
    EvidencesDstEndpointPort = "evidences.dst_endpoint.port",
    EvidencesSrcEndpointAutonomousSystemNumber = "evidences.src_endpoint.autonomous_system.number",
    EvidencesSrcEndpointPort = "evidences.src_endpoint.port",
    ResourcesImageInUseCount = "resources.image.in_use_count",
    VulnerabilitiesCveCvssBaseScore = "vulnerabilities.cve.cvss.base_score",
    VendorAttributesSeverityId = "vendor_attributes.severity_id",
} }
structure! { OcsfNumberFilter {
    field_name: Option<OcsfNumberField> = "FieldName",
    filter: Option<NumberFilter> = "Filter",
} }
enumeration! { OcsfStringField {
    MetadataUid = "metadata.uid",
    ActivityName = "activity_name",
    CloudAccountUid = "cloud.account.uid",
    CloudProvider = "cloud.provider",
    CloudRegion = "cloud.region",
    ComplianceAssessmentsCategory = "compliance.assessments.category",
    ComplianceAssessmentsName = "compliance.assessments.name",
    ComplianceControl = "compliance.control",
    ComplianceStatus = "compliance.status",
    ComplianceStandards = "compliance.standards",
    FindingInfoDesc = "finding_info.desc",
    FindingInfoSrcUrl = "finding_info.src_url",
    FindingInfoTitle = "finding_info.title",
    FindingInfoTypes = "finding_info.types",
    FindingInfoUid = "finding_info.uid",
    FindingInfoRelatedEventsTraitsCategory = "finding_info.related_events.traits.category",
    FindingInfoRelatedEventsUid = "finding_info.related_events.uid",
    FindingInfoRelatedEventsProductUid = "finding_info.related_events.product.uid",
    FindingInfoRelatedEventsTitle = "finding_info.related_events.title",
    Impact = "impact",
    Likelihood = "likelihood",
    MetadataProductName = "metadata.product.name",
    MetadataProductUid = "metadata.product.uid",
    MetadataProductVendorName = "metadata.product.vendor_name",
    RemediationDesc = "remediation.desc",
    RemediationReferences = "remediation.references",
    ResourcesCloudPartition = "resources.cloud_partition",
    ResourcesCriticality = "resources.criticality",
    ResourcesName = "resources.name",
    ResourcesOwnerAccountUid = "resources.owner.account.uid",
    ResourcesOwnerOrgUid = "resources.owner.org.uid",
    ResourcesOwnerAccountName = "resources.owner.account.name",
    ResourcesProvider = "resources.provider",
    ResourcesRegion = "resources.region",
    ResourcesType = "resources.type",
    ResourcesUid = "resources.uid",
    Severity = "severity",
    Status = "status",
    Comment = "comment",
    VulnerabilitiesFixCoverage = "vulnerabilities.fix_coverage",
    ClassName = "class_name",
    DatabucketEncryptionDetailsAlgorithm = "databucket.encryption_details.algorithm",
    DatabucketEncryptionDetailsKeyUid = "databucket.encryption_details.key_uid",
    DatabucketFileDataClassificationsClassifierDetailsType = "databucket.file.data_classifications.classifier_details.type",
    EvidencesActorUserAccountUid = "evidences.actor.user.account.uid",
    EvidencesApiOperation = "evidences.api.operation",
    EvidencesApiResponseErrorMessage = "evidences.api.response.error_message",
    EvidencesApiServiceName = "evidences.api.service.name",
    EvidencesConnectionInfoDirection = "evidences.connection_info.direction",
    EvidencesConnectionInfoProtocolName = "evidences.connection_info.protocol_name",
    EvidencesDstEndpointAutonomousSystemName = "evidences.dst_endpoint.autonomous_system.name",
    EvidencesDstEndpointLocationCity = "evidences.dst_endpoint.location.city",
    EvidencesDstEndpointLocationCountry = "evidences.dst_endpoint.location.country",
    EvidencesSrcEndpointAutonomousSystemName = "evidences.src_endpoint.autonomous_system.name",
    EvidencesSrcEndpointHostname = "evidences.src_endpoint.hostname",
    EvidencesSrcEndpointLocationCity = "evidences.src_endpoint.location.city",
    EvidencesSrcEndpointLocationCountry = "evidences.src_endpoint.location.country",
    FindingInfoAnalyticName = "finding_info.analytic.name",
    MalwareName = "malware.name",
    MalwareScanInfoUid = "malware_scan_info.uid",
    MalwareSeverity = "malware.severity",
    ResourcesCloudFunctionLayersUidAlt = "resources.cloud_function.layers.uid_alt",
    ResourcesCloudFunctionRuntime = "resources.cloud_function.runtime",
    ResourcesCloudFunctionUserUid = "resources.cloud_function.user.uid",
    ResourcesDeviceEncryptionDetailsKeyUid = "resources.device.encryption_details.key_uid",
    ResourcesDeviceImageUid = "resources.device.image.uid",
    ResourcesImageArchitecture = "resources.image.architecture",
    ResourcesImageRegistryUid = "resources.image.registry_uid",
    ResourcesImageRepositoryName = "resources.image.repository_name",
    ResourcesImageUid = "resources.image.uid",
    ResourcesSubnetInfoUid = "resources.subnet_info.uid",
    ResourcesVpcUid = "resources.vpc_uid",
    VulnerabilitiesAffectedCodeFilePath = "vulnerabilities.affected_code.file.path",
    VulnerabilitiesAffectedPackagesName = "vulnerabilities.affected_packages.name",
    VulnerabilitiesCveEpssScore = "vulnerabilities.cve.epss.score",
    VulnerabilitiesCveUid = "vulnerabilities.cve.uid",
    VulnerabilitiesRelatedVulnerabilities = "vulnerabilities.related_vulnerabilities",
    CloudAccountName = "cloud.account.name",
    VendorAttributesSeverity = "vendor_attributes.severity",
} }
structure! { OcsfStringFilter {
    field_name: Option<OcsfStringField> = "FieldName",
    filter: Option<StringFilter> = "Filter",
} }
structure! { OrganizationConfiguration {
    configuration_type: Option<OrganizationConfigurationConfigurationType> = "ConfigurationType",
    status: Option<OrganizationConfigurationStatus> = "Status",
    status_message: Option<String> = "StatusMessage",
} }
enumeration! { OrganizationConfigurationConfigurationType {
    Central = "CENTRAL",
    Local = "LOCAL",
} }
enumeration! { OrganizationConfigurationStatus {
    Pending = "PENDING",
    Enabled = "ENABLED",
    Failed = "FAILED",
    Disabled = "DISABLED",
} }
modelled_error! { OrganizationNotFoundException("OrganizationNotFoundException", 400, Sender, "Message") {
    code: Option<String> = "Code",
} }
modelled_error! { OrganizationalUnitNotFoundException("OrganizationalUnitNotFoundException", 400, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { Page {
    page_number: Option<i64> = "PageNumber",
    line_range: Option<Range> = "LineRange",
    offset_range: Option<Range> = "OffsetRange",
} }
structure! { ParameterConfiguration {
    value_type: ParameterValueType = "ValueType",
    value: Option<ParameterValue> = "Value",
} }
structure! { ParameterDefinition {
    description: String = "Description",
    configuration_options: ConfigurationOptions = "ConfigurationOptions",
} }
structure! { ParameterValue {
    integer: Option<i32> = "Integer",
    integer_list: Option<Vec<i32>> = "IntegerList",
    double: Option<f64> = "Double",
    string: Option<String> = "String",
    string_list: Option<Vec<String>> = "StringList",
    boolean: Option<bool> = "Boolean",
    r#enum: Option<String> = "Enum",
    enum_list: Option<Vec<String>> = "EnumList",
} }
enumeration! { ParameterValueType {
    Default = "DEFAULT",
    Custom = "CUSTOM",
} }
enumeration! { Partition {
    Aws = "aws",
    AwsCn = "aws-cn",
    AwsUsGov = "aws-us-gov",
    AwsUsIso = "aws-us-iso",
    AwsUsIsoB = "aws-us-iso-b",
    AzureCloud = "AzureCloud",
} }
structure! { PatchSummary {
    id: String = "Id",
    installed_count: Option<i32> = "InstalledCount",
    missing_count: Option<i32> = "MissingCount",
    failed_count: Option<i32> = "FailedCount",
    installed_other_count: Option<i32> = "InstalledOtherCount",
    installed_rejected_count: Option<i32> = "InstalledRejectedCount",
    installed_pending_reboot: Option<i32> = "InstalledPendingReboot",
    operation_start_time: Option<String> = "OperationStartTime",
    operation_end_time: Option<String> = "OperationEndTime",
    reboot_option: Option<String> = "RebootOption",
    operation: Option<String> = "Operation",
} }
structure! { Policy {
    security_hub: Option<SecurityHubPolicy> = "SecurityHub",
} }
structure! { PortProbeAction {
    port_probe_details: Option<Vec<PortProbeDetail>> = "PortProbeDetails",
    blocked: Option<bool> = "Blocked",
} }
structure! { PortProbeDetail {
    local_port_details: Option<ActionLocalPortDetails> = "LocalPortDetails",
    local_ip_details: Option<ActionLocalIpDetails> = "LocalIpDetails",
    remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
} }
structure! { PortRange {
    begin: Option<i32> = "Begin",
    end: Option<i32> = "End",
} }
structure! { PortRangeFromTo {
    from: Option<i32> = "From",
    to: Option<i32> = "To",
} }
structure! { ProcessDetails {
    name: Option<String> = "Name",
    path: Option<String> = "Path",
    pid: Option<i32> = "Pid",
    parent_pid: Option<i32> = "ParentPid",
    launched_at: Option<String> = "LaunchedAt",
    terminated_at: Option<String> = "TerminatedAt",
} }
structure! { Product {
    product_arn: String = "ProductArn",
    product_name: Option<String> = "ProductName",
    company_name: Option<String> = "CompanyName",
    description: Option<String> = "Description",
    categories: Option<Vec<String>> = "Categories",
    integration_types: Option<Vec<IntegrationType>> = "IntegrationTypes",
    marketplace_url: Option<String> = "MarketplaceUrl",
    activation_url: Option<String> = "ActivationUrl",
    product_subscription_resource_policy: Option<String> = "ProductSubscriptionResourcePolicy",
} }
structure! { ProductV2 {
    product_v2_name: Option<String> = "ProductV2Name",
    company_name: Option<String> = "CompanyName",
    description: Option<String> = "Description",
    categories: Option<Vec<String>> = "Categories",
    integration_v2_types: Option<Vec<IntegrationV2Type>> = "IntegrationV2Types",
    marketplace_url: Option<String> = "MarketplaceUrl",
    activation_url: Option<String> = "ActivationUrl",
    marketplace_product_id: Option<String> = "MarketplaceProductId",
} }
structure! { PropagatingVgwSetDetails {
    gateway_id: Option<String> = "GatewayId",
} }
structure! { ProviderConfiguration {
    jira_cloud: Option<JiraCloudProviderConfiguration> = "JiraCloud",
    service_now: Option<ServiceNowProviderConfiguration> = "ServiceNow",
    azure: Option<AzureProviderConfiguration> = "Azure",
    gcp: Option<GcpProviderConfiguration> = "GCP",
} }
structure! { ProviderDetail {
    jira_cloud: Option<JiraCloudDetail> = "JiraCloud",
    service_now: Option<ServiceNowDetail> = "ServiceNow",
    azure: Option<AzureDetail> = "Azure",
    gcp: Option<GcpDetail> = "GCP",
} }
structure! { ProviderSummary {
    provider_name: Option<ConnectorProviderName> = "ProviderName",
    connector_status: Option<ConnectorStatus> = "ConnectorStatus",
    provider_configuration: Option<ProviderDetail> = "ProviderConfiguration",
} }
structure! { ProviderUpdateConfiguration {
    jira_cloud: Option<JiraCloudUpdateConfiguration> = "JiraCloud",
    service_now: Option<ServiceNowUpdateConfiguration> = "ServiceNow",
    azure: Option<AzureUpdateConfiguration> = "Azure",
    gcp: Option<GcpUpdateConfiguration> = "GCP",
} }
structure! { Range {
    start: Option<i64> = "Start",
    end: Option<i64> = "End",
    start_column: Option<i64> = "StartColumn",
} }
structure! { Recommendation {
    text: Option<String> = "Text",
    url: Option<String> = "Url",
} }
structure! { RecommendationError {
    code: Option<String> = "Code",
    message: Option<String> = "Message",
} }
enumeration! { RecommendationStatus {
    InProgress = "IN_PROGRESS",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
} }
structure! { RecommendationStep {
    unused_permissions: Option<UnusedPermissionsRecommendationStep> = "UnusedPermissions",
} }
enumeration! { RecommendationType {
    UnusedPermissionRecommendation = "UNUSED_PERMISSION_RECOMMENDATION",
} }
structure! { Record {
    json_path: Option<String> = "JsonPath",
    record_index: Option<i64> = "RecordIndex",
} }
enumeration! { RecordState {
    Active = "ACTIVE",
    Archived = "ARCHIVED",
} }
enumeration! { RegionAvailabilityStatus {
    Available = "AVAILABLE",
    Unavailable = "UNAVAILABLE",
} }
structure! { RegisterConnectorV2Request {
    auth_code: String = "AuthCode",
    auth_state: String = "AuthState",
} }
structure! { RegisterConnectorV2Response {
    connector_arn: Option<String> = "ConnectorArn",
    connector_id: String = "ConnectorId",
} }
structure! { RelatedFinding {
    product_arn: String = "ProductArn",
    id: String = "Id",
} }
structure! { Remediation {
    recommendation: Option<Recommendation> = "Recommendation",
} }
structure! { RemediationCompositeFilter {
    string_filters: Option<Vec<RemediationStringFilter>> = "StringFilters",
} }
structure! { RemediationFilters {
    composite_filters: Option<Vec<RemediationCompositeFilter>> = "CompositeFilters",
} }
structure! { RemediationGuidance {
    target_type_name: String = "TargetTypeName",
    pattern: String = "Pattern",
    version: String = "Version",
    context: RemediationGuidanceContext = "Context",
    specification: RemediationGuidanceSpecification = "Specification",
    examples: RemediationGuidanceExamples = "Examples",
    metadata: RemediationGuidanceMetadata = "Metadata",
} }
structure! { RemediationGuidanceContext {
    problem_statement: Option<String> = "ProblemStatement",
    risk_assessment: Option<String> = "RiskAssessment",
    affected_scope: Option<String> = "AffectedScope",
    prerequisites: Option<Vec<String>> = "Prerequisites",
} }
structure! { RemediationGuidanceExamples {
    aws_cli: Option<String> = "AwsCli",
    cli: Option<String> = "Cli",
    python: Option<String> = "Python",
    terraform: Option<String> = "Terraform",
    cdk: Option<String> = "Cdk",
    cloud_formation: Option<String> = "CloudFormation",
    ia_c: Option<String> = "IaC",
    template: Option<String> = "Template",
} }
structure! { RemediationGuidanceMetadata {
    resource_type: String = "ResourceType",
    exposure_type: String = "ExposureType",
    trait_titles: Vec<String> = "TraitTitles",
    reversibility: String = "Reversibility",
    fix_effect: String = "FixEffect",
    risk_level: String = "RiskLevel",
    automation_level: Option<String> = "AutomationLevel",
    human_review_required: Option<bool> = "HumanReviewRequired",
    generated_at: Option<Timestamp> = "GeneratedAt",
    verification_status: Option<String> = "VerificationStatus",
} }
structure! { RemediationGuidanceSpecification {
    parameters: Option<Vec<RemediationParameter>> = "Parameters",
    steps: Option<Vec<RemediationStep>> = "Steps",
    expected_end_state: Option<String> = "ExpectedEndState",
    required_permissions: Option<Vec<String>> = "RequiredPermissions",
} }
structure! { RemediationOutcome {
    resolved_findings_count: i32 = "ResolvedFindingsCount",
    severity_reduction_findings_count: i32 = "SeverityReductionFindingsCount",
    severity_unchanged_count: i32 = "SeverityUnchangedCount",
} }
structure! { RemediationParameter {
    name: String = "Name",
    r#type: String = "Type",
    description: String = "Description",
    required: Option<bool> = "Required",
} }
enumeration! { RemediationPriority {
    Critical = "Critical",
    High = "High",
    Medium = "Medium",
    Low = "Low",
} }
structure! { RemediationResource {
    account_id: String = "AccountId",
    region: String = "Region",
    resource_owner_account_id: Option<String> = "ResourceOwnerAccountId",
    resource_owner_org_id: Option<String> = "ResourceOwnerOrgId",
    r#type: String = "Type",
    name: Option<String> = "Name",
    id: String = "Id",
    resource_guid: Option<String> = "ResourceGuid",
    resource_region: String = "ResourceRegion",
    cloud_provider: CloudProviderName = "CloudProvider",
} }
enumeration! { RemediationStatus {
    New = "New",
    Updated = "Updated",
    Resolved = "Resolved",
} }
structure! { RemediationStep {
    phase: String = "Phase",
    description: String = "Description",
    service: String = "Service",
    action: String = "Action",
    logic: Option<String> = "Logic",
    inverse: Option<String> = "Inverse",
    verify_after: Option<String> = "VerifyAfter",
} }
enumeration! { RemediationStringField {
    ResourceType = "Resource.Type",
    Priority = "Priority",
    Status = "Status",
    ResourceId = "Resource.Id",
    ResourceResourceOwnerAccountId = "Resource.ResourceOwnerAccountId",
    ResourceCloudProvider = "Resource.CloudProvider",
} }
structure! { RemediationStringFilter {
    field_name: RemediationStringField = "FieldName",
    filter: RemediationStringFilterCondition = "Filter",
} }
structure! { RemediationStringFilterCondition {
    value: String = "Value",
} }
structure! { RemediationSummaryDetail {
    action: String = "Action",
    description: Option<String> = "Description",
    is_immediate: bool = "IsImmediate",
    post_remediation_steps: Option<Vec<String>> = "PostRemediationSteps",
    kb_articles: Option<Vec<KbArticle>> = "KbArticles",
} }
structure! { RemediationTrait {
    r#type: String = "Type",
    title: String = "Title",
} }
structure! { RemediationV2Item {
    target_uid: String = "TargetUid",
    outcome: RemediationOutcome = "Outcome",
    priority: RemediationPriority = "Priority",
    remediation_summary: RemediationSummaryDetail = "RemediationSummary",
    resource: RemediationResource = "Resource",
    status: RemediationStatus = "Status",
    r#trait: RemediationTrait = "Trait",
    guidance: Option<RemediationGuidance> = "Guidance",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { Resource {
    r#type: String = "Type",
    id: String = "Id",
    partition: Option<Partition> = "Partition",
    region: Option<String> = "Region",
    provider: Option<CloudProviderName> = "Provider",
    owner: Option<ResourceOwner> = "Owner",
    resource_role: Option<String> = "ResourceRole",
    tags: Option<BTreeMap<String, String>> = "Tags",
    data_classification: Option<DataClassificationDetails> = "DataClassification",
    details: Option<ResourceDetails> = "Details",
    application_name: Option<String> = "ApplicationName",
    application_arn: Option<String> = "ApplicationArn",
} }
enumeration! { ResourceCategory {
    Compute = "Compute",
    Database = "Database",
    Storage = "Storage",
    Code = "Code",
    AiMl = "AI/ML",
    Identity = "Identity",
    Network = "Network",
    Messaging = "Messaging",
    Other = "Other",
} }
modelled_error! { ResourceConflictException("ResourceConflictException", 409, Sender, "Message") {
    code: Option<String> = "Code",
} }
enumeration! { ResourceCriticality {
    VeryHigh = "Very High",
    High = "High",
    Medium = "Medium",
    Low = "Low",
    Unknown = "Unknown",
} }
structure! { ResourceDetails {
    aws_auto_scaling_auto_scaling_group: Option<AwsAutoScalingAutoScalingGroupDetails> = "AwsAutoScalingAutoScalingGroup",
    aws_code_build_project: Option<AwsCodeBuildProjectDetails> = "AwsCodeBuildProject",
    aws_cloud_front_distribution: Option<AwsCloudFrontDistributionDetails> = "AwsCloudFrontDistribution",
    aws_ec2_instance: Option<AwsEc2InstanceDetails> = "AwsEc2Instance",
    aws_ec2_network_interface: Option<AwsEc2NetworkInterfaceDetails> = "AwsEc2NetworkInterface",
    aws_ec2_security_group: Option<AwsEc2SecurityGroupDetails> = "AwsEc2SecurityGroup",
    aws_ec2_volume: Option<AwsEc2VolumeDetails> = "AwsEc2Volume",
    aws_ec2_vpc: Option<AwsEc2VpcDetails> = "AwsEc2Vpc",
    aws_ec2_eip: Option<AwsEc2EipDetails> = "AwsEc2Eip",
    aws_ec2_subnet: Option<AwsEc2SubnetDetails> = "AwsEc2Subnet",
    aws_ec2_network_acl: Option<AwsEc2NetworkAclDetails> = "AwsEc2NetworkAcl",
    aws_elbv2_load_balancer: Option<AwsElbv2LoadBalancerDetails> = "AwsElbv2LoadBalancer",
    aws_elastic_beanstalk_environment: Option<AwsElasticBeanstalkEnvironmentDetails> = "AwsElasticBeanstalkEnvironment",
    aws_elasticsearch_domain: Option<AwsElasticsearchDomainDetails> = "AwsElasticsearchDomain",
    aws_s3_bucket: Option<AwsS3BucketDetails> = "AwsS3Bucket",
    aws_s3_account_public_access_block: Option<AwsS3AccountPublicAccessBlockDetails> = "AwsS3AccountPublicAccessBlock",
    aws_s3_object: Option<AwsS3ObjectDetails> = "AwsS3Object",
    aws_secrets_manager_secret: Option<AwsSecretsManagerSecretDetails> = "AwsSecretsManagerSecret",
    aws_iam_access_key: Option<AwsIamAccessKeyDetails> = "AwsIamAccessKey",
    aws_iam_user: Option<AwsIamUserDetails> = "AwsIamUser",
    aws_iam_policy: Option<AwsIamPolicyDetails> = "AwsIamPolicy",
    aws_api_gateway_v2_stage: Option<AwsApiGatewayV2StageDetails> = "AwsApiGatewayV2Stage",
    aws_api_gateway_v2_api: Option<AwsApiGatewayV2ApiDetails> = "AwsApiGatewayV2Api",
    aws_dynamo_db_table: Option<AwsDynamoDbTableDetails> = "AwsDynamoDbTable",
    aws_api_gateway_stage: Option<AwsApiGatewayStageDetails> = "AwsApiGatewayStage",
    aws_api_gateway_rest_api: Option<AwsApiGatewayRestApiDetails> = "AwsApiGatewayRestApi",
    aws_cloud_trail_trail: Option<AwsCloudTrailTrailDetails> = "AwsCloudTrailTrail",
    aws_ssm_patch_compliance: Option<AwsSsmPatchComplianceDetails> = "AwsSsmPatchCompliance",
    aws_certificate_manager_certificate: Option<AwsCertificateManagerCertificateDetails> = "AwsCertificateManagerCertificate",
    aws_redshift_cluster: Option<AwsRedshiftClusterDetails> = "AwsRedshiftCluster",
    aws_elb_load_balancer: Option<AwsElbLoadBalancerDetails> = "AwsElbLoadBalancer",
    aws_iam_group: Option<AwsIamGroupDetails> = "AwsIamGroup",
    aws_iam_role: Option<AwsIamRoleDetails> = "AwsIamRole",
    aws_kms_key: Option<AwsKmsKeyDetails> = "AwsKmsKey",
    aws_lambda_function: Option<AwsLambdaFunctionDetails> = "AwsLambdaFunction",
    aws_lambda_layer_version: Option<AwsLambdaLayerVersionDetails> = "AwsLambdaLayerVersion",
    aws_rds_db_instance: Option<AwsRdsDbInstanceDetails> = "AwsRdsDbInstance",
    aws_sns_topic: Option<AwsSnsTopicDetails> = "AwsSnsTopic",
    aws_sqs_queue: Option<AwsSqsQueueDetails> = "AwsSqsQueue",
    aws_waf_web_acl: Option<AwsWafWebAclDetails> = "AwsWafWebAcl",
    aws_rds_db_snapshot: Option<AwsRdsDbSnapshotDetails> = "AwsRdsDbSnapshot",
    aws_rds_db_cluster_snapshot: Option<AwsRdsDbClusterSnapshotDetails> = "AwsRdsDbClusterSnapshot",
    aws_rds_db_cluster: Option<AwsRdsDbClusterDetails> = "AwsRdsDbCluster",
    aws_ecs_cluster: Option<AwsEcsClusterDetails> = "AwsEcsCluster",
    aws_ecs_container: Option<AwsEcsContainerDetails> = "AwsEcsContainer",
    aws_ecs_task_definition: Option<AwsEcsTaskDefinitionDetails> = "AwsEcsTaskDefinition",
    container: Option<ContainerDetails> = "Container",
    other: Option<BTreeMap<String, String>> = "Other",
    aws_rds_event_subscription: Option<AwsRdsEventSubscriptionDetails> = "AwsRdsEventSubscription",
    aws_ecs_service: Option<AwsEcsServiceDetails> = "AwsEcsService",
    aws_auto_scaling_launch_configuration: Option<AwsAutoScalingLaunchConfigurationDetails> = "AwsAutoScalingLaunchConfiguration",
    aws_ec2_vpn_connection: Option<AwsEc2VpnConnectionDetails> = "AwsEc2VpnConnection",
    aws_ecr_container_image: Option<AwsEcrContainerImageDetails> = "AwsEcrContainerImage",
    aws_open_search_service_domain: Option<AwsOpenSearchServiceDomainDetails> = "AwsOpenSearchServiceDomain",
    aws_ec2_vpc_endpoint_service: Option<AwsEc2VpcEndpointServiceDetails> = "AwsEc2VpcEndpointService",
    aws_xray_encryption_config: Option<AwsXrayEncryptionConfigDetails> = "AwsXrayEncryptionConfig",
    aws_waf_rate_based_rule: Option<AwsWafRateBasedRuleDetails> = "AwsWafRateBasedRule",
    aws_waf_regional_rate_based_rule: Option<AwsWafRegionalRateBasedRuleDetails> = "AwsWafRegionalRateBasedRule",
    aws_ecr_repository: Option<AwsEcrRepositoryDetails> = "AwsEcrRepository",
    aws_eks_cluster: Option<AwsEksClusterDetails> = "AwsEksCluster",
    aws_network_firewall_firewall_policy: Option<AwsNetworkFirewallFirewallPolicyDetails> = "AwsNetworkFirewallFirewallPolicy",
    aws_network_firewall_firewall: Option<AwsNetworkFirewallFirewallDetails> = "AwsNetworkFirewallFirewall",
    aws_network_firewall_rule_group: Option<AwsNetworkFirewallRuleGroupDetails> = "AwsNetworkFirewallRuleGroup",
    aws_rds_db_security_group: Option<AwsRdsDbSecurityGroupDetails> = "AwsRdsDbSecurityGroup",
    aws_kinesis_stream: Option<AwsKinesisStreamDetails> = "AwsKinesisStream",
    aws_ec2_transit_gateway: Option<AwsEc2TransitGatewayDetails> = "AwsEc2TransitGateway",
    aws_efs_access_point: Option<AwsEfsAccessPointDetails> = "AwsEfsAccessPoint",
    aws_cloud_formation_stack: Option<AwsCloudFormationStackDetails> = "AwsCloudFormationStack",
    aws_cloud_watch_alarm: Option<AwsCloudWatchAlarmDetails> = "AwsCloudWatchAlarm",
    aws_ec2_vpc_peering_connection: Option<AwsEc2VpcPeeringConnectionDetails> = "AwsEc2VpcPeeringConnection",
    aws_waf_regional_rule_group: Option<AwsWafRegionalRuleGroupDetails> = "AwsWafRegionalRuleGroup",
    aws_waf_regional_rule: Option<AwsWafRegionalRuleDetails> = "AwsWafRegionalRule",
    aws_waf_regional_web_acl: Option<AwsWafRegionalWebAclDetails> = "AwsWafRegionalWebAcl",
    aws_waf_rule: Option<AwsWafRuleDetails> = "AwsWafRule",
    aws_waf_rule_group: Option<AwsWafRuleGroupDetails> = "AwsWafRuleGroup",
    aws_ecs_task: Option<AwsEcsTaskDetails> = "AwsEcsTask",
    aws_backup_backup_vault: Option<AwsBackupBackupVaultDetails> = "AwsBackupBackupVault",
    aws_backup_backup_plan: Option<AwsBackupBackupPlanDetails> = "AwsBackupBackupPlan",
    aws_backup_recovery_point: Option<AwsBackupRecoveryPointDetails> = "AwsBackupRecoveryPoint",
    aws_ec2_launch_template: Option<AwsEc2LaunchTemplateDetails> = "AwsEc2LaunchTemplate",
    aws_sage_maker_notebook_instance: Option<AwsSageMakerNotebookInstanceDetails> = "AwsSageMakerNotebookInstance",
    aws_wafv2_web_acl: Option<AwsWafv2WebAclDetails> = "AwsWafv2WebAcl",
    aws_wafv2_rule_group: Option<AwsWafv2RuleGroupDetails> = "AwsWafv2RuleGroup",
    aws_ec2_route_table: Option<AwsEc2RouteTableDetails> = "AwsEc2RouteTable",
    aws_amazon_mq_broker: Option<AwsAmazonMqBrokerDetails> = "AwsAmazonMqBroker",
    aws_app_sync_graph_ql_api: Option<AwsAppSyncGraphQlApiDetails> = "AwsAppSyncGraphQlApi",
    aws_event_schemas_registry: Option<AwsEventSchemasRegistryDetails> = "AwsEventSchemasRegistry",
    aws_guard_duty_detector: Option<AwsGuardDutyDetectorDetails> = "AwsGuardDutyDetector",
    aws_step_function_state_machine: Option<AwsStepFunctionStateMachineDetails> = "AwsStepFunctionStateMachine",
    aws_athena_work_group: Option<AwsAthenaWorkGroupDetails> = "AwsAthenaWorkGroup",
    aws_events_eventbus: Option<AwsEventsEventbusDetails> = "AwsEventsEventbus",
    aws_dms_endpoint: Option<AwsDmsEndpointDetails> = "AwsDmsEndpoint",
    aws_events_endpoint: Option<AwsEventsEndpointDetails> = "AwsEventsEndpoint",
    aws_dms_replication_task: Option<AwsDmsReplicationTaskDetails> = "AwsDmsReplicationTask",
    aws_dms_replication_instance: Option<AwsDmsReplicationInstanceDetails> = "AwsDmsReplicationInstance",
    aws_route53_hosted_zone: Option<AwsRoute53HostedZoneDetails> = "AwsRoute53HostedZone",
    aws_msk_cluster: Option<AwsMskClusterDetails> = "AwsMskCluster",
    aws_s3_access_point: Option<AwsS3AccessPointDetails> = "AwsS3AccessPoint",
    aws_ec2_client_vpn_endpoint: Option<AwsEc2ClientVpnEndpointDetails> = "AwsEc2ClientVpnEndpoint",
    code_repository: Option<CodeRepositoryDetails> = "CodeRepository",
    azure_resource: Option<::serde_json::Value> = "AzureResource",
    gcp_resource: Option<::serde_json::Value> = "GcpResource",
} }
structure! { ResourceFindingsSummary {
    finding_type: String = "FindingType",
    product_name: String = "ProductName",
    total_findings: i32 = "TotalFindings",
    severities: Option<ResourceSeverityBreakdown> = "Severities",
} }
enumeration! { ResourceGroupByField {
    AccountId = "AccountId",
    AccountName = "AccountName",
    Region = "Region",
    ResourceProvider = "ResourceProvider",
    ResourceOwnerAccountId = "ResourceOwnerAccountId",
    ResourceOwnerOrgId = "ResourceOwnerOrgId",
    ResourceCloudPartition = "ResourceCloudPartition",
    ResourceRegion = "ResourceRegion",
    ResourceCategory = "ResourceCategory",
    ResourceType = "ResourceType",
    ResourceName = "ResourceName",
    FindingsSummaryFindingType = "FindingsSummary.FindingType",
    ResourceSubCategory = "ResourceSubCategory",
    DiscoveryType = "DiscoveryType",
    ResourceInfoAIDetailsHostResourceType = "ResourceInfo.AIDetails.HostResourceType",
    ResourceInfoAIDetailsCanonicalId = "ResourceInfo.AIDetails.CanonicalId",
    ResourceCriticality = "ResourceCriticality",
} }
structure! { ResourceGroupByRule {
    group_by_field: ResourceGroupByField = "GroupByField",
    filters: Option<ResourcesFilters> = "Filters",
} }
modelled_error! { ResourceInUseException("ResourceInUseException", 400, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { ResourceInfo {
    ai_details: Option<AIDetails> = "AIDetails",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { ResourceOwner {
    account: Option<ResourceOwnerAccount> = "Account",
    org: Option<ResourceOwnerOrg> = "Org",
} }
structure! { ResourceOwnerAccount {
    id: Option<String> = "Id",
} }
structure! { ResourceOwnerOrg {
    id: Option<String> = "Id",
} }
structure! { ResourceResult {
    resource_guid: Option<String> = "ResourceGuid",
    resource_id: String = "ResourceId",
    account_id: String = "AccountId",
    account_name: Option<String> = "AccountName",
    region: String = "Region",
    resource_provider: Option<String> = "ResourceProvider",
    resource_owner_account_id: Option<String> = "ResourceOwnerAccountId",
    resource_owner_org_id: Option<String> = "ResourceOwnerOrgId",
    resource_cloud_partition: Option<String> = "ResourceCloudPartition",
    resource_region: Option<String> = "ResourceRegion",
    resource_category: Option<ResourceCategory> = "ResourceCategory",
    resource_type: String = "ResourceType",
    resource_name: Option<String> = "ResourceName",
    resource_creation_time_dt: Option<String> = "ResourceCreationTimeDt",
    resource_detail_capture_time_dt: String = "ResourceDetailCaptureTimeDt",
    findings_summary: Option<Vec<ResourceFindingsSummary>> = "FindingsSummary",
    resource_tags: Option<Vec<ResourceTag>> = "ResourceTags",
    resource_config: ::serde_json::Value = "ResourceConfig",
    resource_sub_category: Option<ResourceSubCategory> = "ResourceSubCategory",
    discovery_type: Option<DiscoveryType> = "DiscoveryType",
    resource_info: Option<ResourceInfo> = "ResourceInfo",
    resource_criticality: Option<ResourceCriticality> = "ResourceCriticality",
    criticality_sources: Option<Vec<CriticalitySource>> = "CriticalitySources",
} }
structure! { ResourceScopes {
    aws_organizations: Option<Vec<AwsOrganizationScope>> = "AwsOrganizations",
} }
structure! { ResourceSeverityBreakdown {
    other: Option<i32> = "Other",
    fatal: Option<i32> = "Fatal",
    critical: Option<i32> = "Critical",
    high: Option<i32> = "High",
    medium: Option<i32> = "Medium",
    low: Option<i32> = "Low",
    informational: Option<i32> = "Informational",
    unknown: Option<i32> = "Unknown",
} }
enumeration! { ResourceSubCategory {
    Model = "Model",
    ModelServing = "ModelServing",
    Agent = "Agent",
    AgentFramework = "AgentFramework",
    AgentToolsAndIdentity = "AgentToolsAndIdentity",
    SafetyAndGuardrail = "SafetyAndGuardrail",
    KnowledgeAndData = "KnowledgeAndData",
    OrchestrationAndPipeline = "OrchestrationAndPipeline",
    ExternalEndpoint = "ExternalEndpoint",
    Development = "Development",
    Other = "Other",
} }
structure! { ResourceTag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { ResourcesCompositeFilter {
    string_filters: Option<Vec<ResourcesStringFilter>> = "StringFilters",
    date_filters: Option<Vec<ResourcesDateFilter>> = "DateFilters",
    number_filters: Option<Vec<ResourcesNumberFilter>> = "NumberFilters",
    map_filters: Option<Vec<ResourcesMapFilter>> = "MapFilters",
    nested_composite_filters: Option<Vec<ResourcesCompositeFilter>> = "NestedCompositeFilters",
    operator: Option<AllowedOperators> = "Operator",
} }
structure! { ResourcesCount {
    all_resources: i64 = "AllResources",
} }
enumeration! { ResourcesDateField {
    ResourceDetailCaptureTime = "ResourceDetailCaptureTime",
    ResourceCreationTime = "ResourceCreationTime",
} }
structure! { ResourcesDateFilter {
    field_name: Option<ResourcesDateField> = "FieldName",
    filter: Option<DateFilter> = "Filter",
} }
structure! { ResourcesFilters {
    composite_filters: Option<Vec<ResourcesCompositeFilter>> = "CompositeFilters",
    composite_operator: Option<AllowedOperators> = "CompositeOperator",
} }
enumeration! { ResourcesMapField {
    ResourceTags = "ResourceTags",
} }
structure! { ResourcesMapFilter {
    field_name: Option<ResourcesMapField> = "FieldName",
    filter: Option<MapFilter> = "Filter",
} }
enumeration! { ResourcesNumberField {
    FindingsSummaryTotalFindings = "FindingsSummary.TotalFindings",
    FindingsSummarySeveritiesOther = "FindingsSummary.Severities.Other",
    FindingsSummarySeveritiesFatal = "FindingsSummary.Severities.Fatal",
    FindingsSummarySeveritiesCritical = "FindingsSummary.Severities.Critical",
    FindingsSummarySeveritiesHigh = "FindingsSummary.Severities.High",
    FindingsSummarySeveritiesMedium = "FindingsSummary.Severities.Medium",
    FindingsSummarySeveritiesLow = "FindingsSummary.Severities.Low",
    FindingsSummarySeveritiesInformational = "FindingsSummary.Severities.Informational",
    FindingsSummarySeveritiesUnknown = "FindingsSummary.Severities.Unknown",
    ResourceInfoAIDetailsSelfHostedAIModelResourceCount = "ResourceInfo.AIDetails.SelfHostedAIModelResourceCount",
    ResourceInfoAIDetailsSelfHostedAIAgentResourceCount = "ResourceInfo.AIDetails.SelfHostedAIAgentResourceCount",
    ResourceInfoAIDetailsSelfHostedAIModelServingResourceCount = "ResourceInfo.AIDetails.SelfHostedAIModelServingResourceCount",
    ResourceInfoAIDetailsSelfHostedAIExternalEndpointResourceCount = "ResourceInfo.AIDetails.SelfHostedAIExternalEndpointResourceCount",
    ResourceInfoAIDetailsSelfHostedAIDevelopmentResourceCount = "ResourceInfo.AIDetails.SelfHostedAIDevelopmentResourceCount",
    ResourceInfoAIDetailsSelfHostedAIAgentFrameworkResourceCount = "ResourceInfo.AIDetails.SelfHostedAIAgentFrameworkResourceCount",
    ResourceInfoAIDetailsSelfHostedAIAgentToolsAndIdentityResourceCount = "ResourceInfo.AIDetails.SelfHostedAIAgentToolsAndIdentityResourceCount",
    ResourceInfoAIDetailsSelfHostedTotalAIResourceCount = "ResourceInfo.AIDetails.SelfHostedTotalAIResourceCount",
} }
structure! { ResourcesNumberFilter {
    field_name: Option<ResourcesNumberField> = "FieldName",
    filter: Option<NumberFilter> = "Filter",
} }
enumeration! { ResourcesStringField {
    ResourceGuid = "ResourceGuid",
    ResourceId = "ResourceId",
    AccountId = "AccountId",
    AccountName = "AccountName",
    Region = "Region",
    ResourceProvider = "ResourceProvider",
    ResourceOwnerAccountId = "ResourceOwnerAccountId",
    ResourceOwnerOrgId = "ResourceOwnerOrgId",
    ResourceCloudPartition = "ResourceCloudPartition",
    ResourceRegion = "ResourceRegion",
    ResourceCategory = "ResourceCategory",
    ResourceType = "ResourceType",
    ResourceName = "ResourceName",
    FindingsSummaryFindingType = "FindingsSummary.FindingType",
    FindingsSummaryProductName = "FindingsSummary.ProductName",
    ResourceSubCategory = "ResourceSubCategory",
    DiscoveryType = "DiscoveryType",
    ResourceInfoAIDetailsHostResourceGuid = "ResourceInfo.AIDetails.HostResourceGuid",
    ResourceInfoAIDetailsHostResourceType = "ResourceInfo.AIDetails.HostResourceType",
    ResourceInfoAIDetailsCanonicalId = "ResourceInfo.AIDetails.CanonicalId",
    ResourceCriticality = "ResourceCriticality",
} }
structure! { ResourcesStringFilter {
    field_name: Option<ResourcesStringField> = "FieldName",
    filter: Option<StringFilter> = "Filter",
} }
structure! { ResourcesTrendsCompositeFilter {
    string_filters: Option<Vec<ResourcesTrendsStringFilter>> = "StringFilters",
    nested_composite_filters: Option<Vec<ResourcesTrendsCompositeFilter>> = "NestedCompositeFilters",
    operator: Option<AllowedOperators> = "Operator",
} }
structure! { ResourcesTrendsFilters {
    composite_filters: Option<Vec<ResourcesTrendsCompositeFilter>> = "CompositeFilters",
    composite_operator: Option<AllowedOperators> = "CompositeOperator",
} }
structure! { ResourcesTrendsMetricsResult {
    timestamp: Timestamp = "Timestamp",
    trends_values: ResourcesTrendsValues = "TrendsValues",
} }
enumeration! { ResourcesTrendsStringField {
    AccountId = "account_id",
    Region = "region",
    ResourceType = "resource_type",
    ResourceCategory = "resource_category",
    ResourceCloudProvider = "resource_cloud_provider",
    ResourceRegion = "resource_region",
    ResourceOwnerId = "resource_owner_id",
    ResourceOwnerOrganizationId = "resource_owner_organization_id",
} }
structure! { ResourcesTrendsStringFilter {
    field_name: Option<ResourcesTrendsStringField> = "FieldName",
    filter: Option<StringFilter> = "Filter",
} }
structure! { ResourcesTrendsValues {
    resources_count: ResourcesCount = "ResourcesCount",
} }
structure! { ResultShape {
    account_id: Option<String> = "AccountId",
    processing_result: Option<String> = "ProcessingResult",
} }
structure! { RouteSetDetails {
    carrier_gateway_id: Option<String> = "CarrierGatewayId",
    core_network_arn: Option<String> = "CoreNetworkArn",
    destination_cidr_block: Option<String> = "DestinationCidrBlock",
    destination_ipv6_cidr_block: Option<String> = "DestinationIpv6CidrBlock",
    destination_prefix_list_id: Option<String> = "DestinationPrefixListId",
    egress_only_internet_gateway_id: Option<String> = "EgressOnlyInternetGatewayId",
    gateway_id: Option<String> = "GatewayId",
    instance_id: Option<String> = "InstanceId",
    instance_owner_id: Option<String> = "InstanceOwnerId",
    local_gateway_id: Option<String> = "LocalGatewayId",
    nat_gateway_id: Option<String> = "NatGatewayId",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    origin: Option<String> = "Origin",
    state: Option<String> = "State",
    transit_gateway_id: Option<String> = "TransitGatewayId",
    vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
} }
structure! { RuleGroupDetails {
    rule_variables: Option<RuleGroupVariables> = "RuleVariables",
    rules_source: Option<RuleGroupSource> = "RulesSource",
} }
structure! { RuleGroupSource {
    rules_source_list: Option<RuleGroupSourceListDetails> = "RulesSourceList",
    rules_string: Option<String> = "RulesString",
    stateful_rules: Option<Vec<RuleGroupSourceStatefulRulesDetails>> = "StatefulRules",
    stateless_rules_and_custom_actions: Option<RuleGroupSourceStatelessRulesAndCustomActionsDetails> = "StatelessRulesAndCustomActions",
} }
structure! { RuleGroupSourceCustomActionsDetails {
    action_definition: Option<StatelessCustomActionDefinition> = "ActionDefinition",
    action_name: Option<String> = "ActionName",
} }
structure! { RuleGroupSourceListDetails {
    generated_rules_type: Option<String> = "GeneratedRulesType",
    target_types: Option<Vec<String>> = "TargetTypes",
    targets: Option<Vec<String>> = "Targets",
} }
structure! { RuleGroupSourceStatefulRulesDetails {
    action: Option<String> = "Action",
    header: Option<RuleGroupSourceStatefulRulesHeaderDetails> = "Header",
    rule_options: Option<Vec<RuleGroupSourceStatefulRulesOptionsDetails>> = "RuleOptions",
} }
structure! { RuleGroupSourceStatefulRulesHeaderDetails {
    destination: Option<String> = "Destination",
    destination_port: Option<String> = "DestinationPort",
    direction: Option<String> = "Direction",
    protocol: Option<String> = "Protocol",
    source: Option<String> = "Source",
    source_port: Option<String> = "SourcePort",
} }
structure! { RuleGroupSourceStatefulRulesOptionsDetails {
    keyword: Option<String> = "Keyword",
    settings: Option<Vec<String>> = "Settings",
} }
structure! { RuleGroupSourceStatelessRuleDefinition {
    actions: Option<Vec<String>> = "Actions",
    match_attributes: Option<RuleGroupSourceStatelessRuleMatchAttributes> = "MatchAttributes",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributes {
    destination_ports: Option<Vec<RuleGroupSourceStatelessRuleMatchAttributesDestinationPorts>> = "DestinationPorts",
    destinations: Option<Vec<RuleGroupSourceStatelessRuleMatchAttributesDestinations>> = "Destinations",
    protocols: Option<Vec<i32>> = "Protocols",
    source_ports: Option<Vec<RuleGroupSourceStatelessRuleMatchAttributesSourcePorts>> = "SourcePorts",
    sources: Option<Vec<RuleGroupSourceStatelessRuleMatchAttributesSources>> = "Sources",
    tcp_flags: Option<Vec<RuleGroupSourceStatelessRuleMatchAttributesTcpFlags>> = "TcpFlags",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributesDestinationPorts {
    from_port: Option<i32> = "FromPort",
    to_port: Option<i32> = "ToPort",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributesDestinations {
    address_definition: Option<String> = "AddressDefinition",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributesSourcePorts {
    from_port: Option<i32> = "FromPort",
    to_port: Option<i32> = "ToPort",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributesSources {
    address_definition: Option<String> = "AddressDefinition",
} }
structure! { RuleGroupSourceStatelessRuleMatchAttributesTcpFlags {
    flags: Option<Vec<String>> = "Flags",
    masks: Option<Vec<String>> = "Masks",
} }
structure! { RuleGroupSourceStatelessRulesAndCustomActionsDetails {
    custom_actions: Option<Vec<RuleGroupSourceCustomActionsDetails>> = "CustomActions",
    stateless_rules: Option<Vec<RuleGroupSourceStatelessRulesDetails>> = "StatelessRules",
} }
structure! { RuleGroupSourceStatelessRulesDetails {
    priority: Option<i32> = "Priority",
    rule_definition: Option<RuleGroupSourceStatelessRuleDefinition> = "RuleDefinition",
} }
structure! { RuleGroupVariables {
    ip_sets: Option<RuleGroupVariablesIpSetsDetails> = "IpSets",
    port_sets: Option<RuleGroupVariablesPortSetsDetails> = "PortSets",
} }
structure! { RuleGroupVariablesIpSetsDetails {
    definition: Option<Vec<String>> = "Definition",
} }
structure! { RuleGroupVariablesPortSetsDetails {
    definition: Option<Vec<String>> = "Definition",
} }
enumeration! { RuleStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { RuleStatusV2 {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { S3ExportDestination {
    bucket_arn: String = "BucketArn",
    kms_key_arn: String = "KmsKeyArn",
    object_prefix: Option<String> = "ObjectPrefix",
} }
enumeration! { ScopeType {
    Tenant = "TENANT",
    Subscription = "SUBSCRIPTION",
} }
structure! { SecurityControl {
    security_control_id: String = "SecurityControlId",
    security_control_arn: String = "SecurityControlArn",
    title: String = "Title",
    description: String = "Description",
    remediation_url: String = "RemediationUrl",
    severity_rating: SeverityRating = "SeverityRating",
    security_control_status: ControlStatus = "SecurityControlStatus",
    update_status: Option<UpdateStatus> = "UpdateStatus",
    parameters: Option<BTreeMap<String, ParameterConfiguration>> = "Parameters",
    last_update_reason: Option<String> = "LastUpdateReason",
    provider: Option<SecurityControlsProvider> = "Provider",
} }
structure! { SecurityControlCustomParameter {
    security_control_id: Option<String> = "SecurityControlId",
    parameters: Option<BTreeMap<String, ParameterConfiguration>> = "Parameters",
} }
structure! { SecurityControlDefinition {
    security_control_id: String = "SecurityControlId",
    title: String = "Title",
    description: String = "Description",
    remediation_url: String = "RemediationUrl",
    severity_rating: SeverityRating = "SeverityRating",
    current_region_availability: RegionAvailabilityStatus = "CurrentRegionAvailability",
    customizable_properties: Option<Vec<SecurityControlProperty>> = "CustomizableProperties",
    parameter_definitions: Option<BTreeMap<String, ParameterDefinition>> = "ParameterDefinitions",
    provider: Option<SecurityControlsProvider> = "Provider",
} }
structure! { SecurityControlParameter {
    name: Option<String> = "Name",
    value: Option<Vec<String>> = "Value",
} }
enumeration! { SecurityControlProperty {
    Parameters = "Parameters",
} }
structure! { SecurityControlsConfiguration {
    enabled_security_control_identifiers: Option<Vec<String>> = "EnabledSecurityControlIdentifiers",
    disabled_security_control_identifiers: Option<Vec<String>> = "DisabledSecurityControlIdentifiers",
    security_control_custom_parameters: Option<Vec<SecurityControlCustomParameter>> = "SecurityControlCustomParameters",
} }
enumeration! { SecurityControlsProvider {
    Aws = "AWS",
    Azure = "Azure",
    Gcp = "GCP",
} }
enumeration! { SecurityHubFeature {
    SecurityHub = "SecurityHub",
    SecurityHubV2 = "SecurityHubV2",
} }
structure! { SecurityHubPolicy {
    service_enabled: Option<bool> = "ServiceEnabled",
    enabled_standard_identifiers: Option<Vec<String>> = "EnabledStandardIdentifiers",
    security_controls_configuration: Option<SecurityControlsConfiguration> = "SecurityControlsConfiguration",
} }
structure! { SensitiveDataDetections {
    count: Option<i64> = "Count",
    r#type: Option<String> = "Type",
    occurrences: Option<Occurrences> = "Occurrences",
} }
structure! { SensitiveDataResult {
    category: Option<String> = "Category",
    detections: Option<Vec<SensitiveDataDetections>> = "Detections",
    total_count: Option<i64> = "TotalCount",
} }
structure! { Sequence {
    uid: Option<String> = "Uid",
    actors: Option<Vec<Actor>> = "Actors",
    endpoints: Option<Vec<NetworkEndpoint>> = "Endpoints",
    signals: Option<Vec<Signal>> = "Signals",
    sequence_indicators: Option<Vec<Indicator>> = "SequenceIndicators",
} }
structure! { ServiceNowDetail {
    instance_name: Option<String> = "InstanceName",
    secret_arn: String = "SecretArn",
    auth_status: ConnectorAuthStatus = "AuthStatus",
} }
structure! { ServiceNowProviderConfiguration {
    instance_name: String = "InstanceName",
    secret_arn: String = "SecretArn",
} }
structure! { ServiceNowUpdateConfiguration {
    secret_arn: Option<String> = "SecretArn",
} }
modelled_error! { ServiceQuotaExceededException("ServiceQuotaExceededException", 402, Sender, "Message") {
    code: Option<String> = "Code",
} }
structure! { Severity {
    product: Option<f64> = "Product",
    label: Option<SeverityLabel> = "Label",
    normalized: Option<i32> = "Normalized",
    original: Option<String> = "Original",
} }
enumeration! { SeverityLabel {
    Informational = "INFORMATIONAL",
    Low = "LOW",
    Medium = "MEDIUM",
    High = "HIGH",
    Critical = "CRITICAL",
} }
enumeration! { SeverityRating {
    Low = "LOW",
    Medium = "MEDIUM",
    High = "HIGH",
    Critical = "CRITICAL",
} }
structure! { SeverityTrendsCount {
    unknown: i64 = "Unknown",
    informational: i64 = "Informational",
    low: i64 = "Low",
    medium: i64 = "Medium",
    high: i64 = "High",
    critical: i64 = "Critical",
    fatal: i64 = "Fatal",
    other: i64 = "Other",
} }
structure! { SeverityUpdate {
    normalized: Option<i32> = "Normalized",
    product: Option<f64> = "Product",
    label: Option<SeverityLabel> = "Label",
} }
structure! { Signal {
    r#type: Option<String> = "Type",
    id: Option<String> = "Id",
    title: Option<String> = "Title",
    product_arn: Option<String> = "ProductArn",
    resource_ids: Option<Vec<String>> = "ResourceIds",
    signal_indicators: Option<Vec<Indicator>> = "SignalIndicators",
    name: Option<String> = "Name",
    created_at: Option<i64> = "CreatedAt",
    updated_at: Option<i64> = "UpdatedAt",
    first_seen_at: Option<i64> = "FirstSeenAt",
    last_seen_at: Option<i64> = "LastSeenAt",
    severity: Option<f64> = "Severity",
    count: Option<i32> = "Count",
    actor_ids: Option<Vec<String>> = "ActorIds",
    endpoint_ids: Option<Vec<String>> = "EndpointIds",
} }
structure! { SoftwareCompositeFilter {
    string_filters: Option<Vec<SoftwareStringFilter>> = "StringFilters",
    nested_composite_filters: Option<Vec<SoftwareCompositeFilter>> = "NestedCompositeFilters",
    operator: Option<AllowedOperators> = "Operator",
} }
structure! { SoftwareFilters {
    composite_filters: Option<Vec<SoftwareCompositeFilter>> = "CompositeFilters",
    composite_operator: Option<AllowedOperators> = "CompositeOperator",
} }
enumeration! { SoftwareGroupByField {
    AccountId = "AccountId",
    PackageName = "PackageName",
    PackageVersion = "PackageVersion",
    PackageType = "PackageType",
    Region = "Region",
    ResourceRegion = "ResourceRegion",
    ResourceType = "ResourceType",
    ResourceId = "ResourceId",
    ResourceProvider = "ResourceProvider",
    ResourceOwnerAccountId = "ResourceOwnerAccountId",
    ResourceOwnerOrgId = "ResourceOwnerOrgId",
    ResourceCloudPartition = "ResourceCloudPartition",
} }
structure! { SoftwareGroupByRule {
    group_by_field: SoftwareGroupByField = "GroupByField",
    filters: Option<SoftwareFilters> = "Filters",
} }
structure! { SoftwarePackage {
    name: Option<String> = "Name",
    version: Option<String> = "Version",
    epoch: Option<String> = "Epoch",
    release: Option<String> = "Release",
    architecture: Option<String> = "Architecture",
    package_manager: Option<String> = "PackageManager",
    file_path: Option<String> = "FilePath",
    fixed_in_version: Option<String> = "FixedInVersion",
    remediation: Option<String> = "Remediation",
    source_layer_hash: Option<String> = "SourceLayerHash",
    source_layer_arn: Option<String> = "SourceLayerArn",
} }
structure! { SoftwareResourceResult {
    account_id: String = "AccountId",
    resource_type: String = "ResourceType",
    region: String = "Region",
    resource_id: String = "ResourceId",
    resource_provider: Option<String> = "ResourceProvider",
    resource_owner_org_id: Option<String> = "ResourceOwnerOrgId",
    resource_owner_account_id: Option<String> = "ResourceOwnerAccountId",
    resource_cloud_partition: Option<String> = "ResourceCloudPartition",
    resource_region: Option<String> = "ResourceRegion",
} }
structure! { SoftwareResult {
    package_name: String = "PackageName",
    package_version: Option<String> = "PackageVersion",
    package_type: String = "PackageType",
    resource_count: i32 = "ResourceCount",
} }
structure! { SoftwareScopes {
    aws_organizations: Option<Vec<AwsOrganizationScope>> = "AwsOrganizations",
} }
enumeration! { SoftwareStringField {
    AccountId = "AccountId",
    PackageName = "PackageName",
    PackageVersion = "PackageVersion",
    PackageType = "PackageType",
    Region = "Region",
    ResourceRegion = "ResourceRegion",
    ResourceType = "ResourceType",
    ResourceId = "ResourceId",
    ResourceProvider = "ResourceProvider",
    ResourceOwnerAccountId = "ResourceOwnerAccountId",
    ResourceOwnerOrgId = "ResourceOwnerOrgId",
    ResourceCloudPartition = "ResourceCloudPartition",
} }
structure! { SoftwareStringFilter {
    field_name: Option<SoftwareStringField> = "FieldName",
    filter: Option<StringFilter> = "Filter",
} }
structure! { SortCriterion {
    field: Option<String> = "Field",
    sort_order: Option<SortOrder> = "SortOrder",
} }
enumeration! { SortOrder {
    Asc = "asc",
    Desc = "desc",
} }
structure! { Standard {
    standards_arn: Option<String> = "StandardsArn",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    enabled_by_default: Option<bool> = "EnabledByDefault",
    provider: Option<StandardsProvider> = "Provider",
    standards_managed_by: Option<StandardsManagedBy> = "StandardsManagedBy",
} }
structure! { StandardsControl {
    standards_control_arn: Option<String> = "StandardsControlArn",
    control_status: Option<ControlStatus> = "ControlStatus",
    disabled_reason: Option<String> = "DisabledReason",
    control_status_updated_at: Option<Timestamp> = "ControlStatusUpdatedAt",
    control_id: Option<String> = "ControlId",
    title: Option<String> = "Title",
    description: Option<String> = "Description",
    remediation_url: Option<String> = "RemediationUrl",
    severity_rating: Option<SeverityRating> = "SeverityRating",
    related_requirements: Option<Vec<String>> = "RelatedRequirements",
} }
structure! { StandardsControlAssociationDetail {
    standards_arn: String = "StandardsArn",
    security_control_id: String = "SecurityControlId",
    security_control_arn: String = "SecurityControlArn",
    association_status: AssociationStatus = "AssociationStatus",
    related_requirements: Option<Vec<String>> = "RelatedRequirements",
    updated_at: Option<Timestamp> = "UpdatedAt",
    updated_reason: Option<String> = "UpdatedReason",
    standards_control_title: Option<String> = "StandardsControlTitle",
    standards_control_description: Option<String> = "StandardsControlDescription",
    standards_control_arns: Option<Vec<String>> = "StandardsControlArns",
} }
structure! { StandardsControlAssociationId {
    security_control_id: String = "SecurityControlId",
    standards_arn: String = "StandardsArn",
} }
structure! { StandardsControlAssociationSummary {
    standards_arn: String = "StandardsArn",
    security_control_id: String = "SecurityControlId",
    security_control_arn: String = "SecurityControlArn",
    association_status: AssociationStatus = "AssociationStatus",
    related_requirements: Option<Vec<String>> = "RelatedRequirements",
    updated_at: Option<Timestamp> = "UpdatedAt",
    updated_reason: Option<String> = "UpdatedReason",
    standards_control_title: Option<String> = "StandardsControlTitle",
    standards_control_description: Option<String> = "StandardsControlDescription",
} }
structure! { StandardsControlAssociationUpdate {
    standards_arn: String = "StandardsArn",
    security_control_id: String = "SecurityControlId",
    association_status: AssociationStatus = "AssociationStatus",
    updated_reason: Option<String> = "UpdatedReason",
} }
enumeration! { StandardsControlsUpdatable {
    ReadyForUpdates = "READY_FOR_UPDATES",
    NotReadyForUpdates = "NOT_READY_FOR_UPDATES",
} }
structure! { StandardsManagedBy {
    company: Option<String> = "Company",
    product: Option<String> = "Product",
} }
enumeration! { StandardsProvider {
    Aws = "AWS",
    Azure = "Azure",
    Gcp = "GCP",
} }
enumeration! { StandardsStatus {
    Pending = "PENDING",
    Ready = "READY",
    Failed = "FAILED",
    Deleting = "DELETING",
    Incomplete = "INCOMPLETE",
} }
structure! { StandardsStatusReason {
    status_reason_code: StatusReasonCode = "StatusReasonCode",
} }
structure! { StandardsSubscription {
    standards_subscription_arn: String = "StandardsSubscriptionArn",
    standards_arn: String = "StandardsArn",
    standards_input: BTreeMap<String, String> = "StandardsInput",
    standards_status: StandardsStatus = "StandardsStatus",
    standards_controls_updatable: Option<StandardsControlsUpdatable> = "StandardsControlsUpdatable",
    standards_status_reason: Option<StandardsStatusReason> = "StandardsStatusReason",
    provider: Option<StandardsProvider> = "Provider",
} }
structure! { StandardsSubscriptionRequest {
    standards_arn: String = "StandardsArn",
    standards_input: Option<BTreeMap<String, String>> = "StandardsInput",
} }
structure! { StartConfigurationPolicyAssociationRequest {
    configuration_policy_identifier: String = "ConfigurationPolicyIdentifier",
    target: Target = "Target",
} }
structure! { StartConfigurationPolicyAssociationResponse {
    configuration_policy_id: Option<String> = "ConfigurationPolicyId",
    target_id: Option<String> = "TargetId",
    target_type: Option<TargetType> = "TargetType",
    association_type: Option<AssociationType> = "AssociationType",
    updated_at: Option<Timestamp> = "UpdatedAt",
    association_status: Option<ConfigurationPolicyAssociationStatus> = "AssociationStatus",
    association_status_message: Option<String> = "AssociationStatusMessage",
} }
structure! { StartConfigurationPolicyDisassociationRequest {
    target: Option<Target> = "Target",
    configuration_policy_identifier: String = "ConfigurationPolicyIdentifier",
} }
structure! { StartConfigurationPolicyDisassociationResponse {
} }
structure! { StartExportJobV2Request {
    name: Option<String> = "Name",
    destination: ExportDestination = "Destination",
    output_configuration: ExportOutput = "OutputConfiguration",
    scopes: Option<ExportScopes> = "Scopes",
    client_token: Option<String> = "ClientToken",
} }
structure! { StartExportJobV2Response {
    export_job_id: String = "ExportJobId",
} }
structure! { StatelessCustomActionDefinition {
    publish_metric_action: Option<StatelessCustomPublishMetricAction> = "PublishMetricAction",
} }
structure! { StatelessCustomPublishMetricAction {
    dimensions: Option<Vec<StatelessCustomPublishMetricActionDimension>> = "Dimensions",
} }
structure! { StatelessCustomPublishMetricActionDimension {
    value: Option<String> = "Value",
} }
structure! { StatusReason {
    reason_code: String = "ReasonCode",
    description: Option<String> = "Description",
} }
enumeration! { StatusReasonCode {
    NoAvailableConfigurationRecorder = "NO_AVAILABLE_CONFIGURATION_RECORDER",
    MaximumNumberOfConfigRulesExceeded = "MAXIMUM_NUMBER_OF_CONFIG_RULES_EXCEEDED",
    NoAvailableMulticloudConnector = "NO_AVAILABLE_MULTICLOUD_CONNECTOR",
    InternalError = "INTERNAL_ERROR",
} }
structure! { StringConfigurationOptions {
    default_value: Option<String> = "DefaultValue",
    re2_expression: Option<String> = "Re2Expression",
    expression_description: Option<String> = "ExpressionDescription",
} }
structure! { StringFilter {
    value: Option<String> = "Value",
    comparison: Option<StringFilterComparison> = "Comparison",
} }
enumeration! { StringFilterComparison {
    Equals = "EQUALS",
    Prefix = "PREFIX",
    NotEquals = "NOT_EQUALS",
    PrefixNotEquals = "PREFIX_NOT_EQUALS",
    Contains = "CONTAINS",
    NotContains = "NOT_CONTAINS",
    ContainsWord = "CONTAINS_WORD",
} }
structure! { StringListConfigurationOptions {
    default_value: Option<Vec<String>> = "DefaultValue",
    re2_expression: Option<String> = "Re2Expression",
    max_items: Option<i32> = "MaxItems",
    expression_description: Option<String> = "ExpressionDescription",
} }
structure! { TagResourceRequest {
    resource_arn: String = "ResourceArn",
    tags: BTreeMap<String, String> = "Tags",
} }
structure! { TagResourceResponse {
} }
structure! { Target {
    account_id: Option<String> = "AccountId",
    organizational_unit_id: Option<String> = "OrganizationalUnitId",
    root_id: Option<String> = "RootId",
} }
enumeration! { TargetType {
    Account = "ACCOUNT",
    OrganizationalUnit = "ORGANIZATIONAL_UNIT",
    Root = "ROOT",
} }
structure! { Threat {
    name: Option<String> = "Name",
    severity: Option<String> = "Severity",
    item_count: Option<i32> = "ItemCount",
    file_paths: Option<Vec<FilePaths>> = "FilePaths",
} }
structure! { ThreatIntelIndicator {
    r#type: Option<ThreatIntelIndicatorType> = "Type",
    value: Option<String> = "Value",
    category: Option<ThreatIntelIndicatorCategory> = "Category",
    last_observed_at: Option<String> = "LastObservedAt",
    source: Option<String> = "Source",
    source_url: Option<String> = "SourceUrl",
} }
enumeration! { ThreatIntelIndicatorCategory {
    Backdoor = "BACKDOOR",
    CardStealer = "CARD_STEALER",
    CommandAndControl = "COMMAND_AND_CONTROL",
    DropSite = "DROP_SITE",
    ExploitSite = "EXPLOIT_SITE",
    Keylogger = "KEYLOGGER",
} }
enumeration! { ThreatIntelIndicatorType {
    Domain = "DOMAIN",
    EmailAddress = "EMAIL_ADDRESS",
    HashMd5 = "HASH_MD5",
    HashSha1 = "HASH_SHA1",
    HashSha256 = "HASH_SHA256",
    HashSha512 = "HASH_SHA512",
    Ipv4Address = "IPV4_ADDRESS",
    Ipv6Address = "IPV6_ADDRESS",
    Mutex = "MUTEX",
    Process = "PROCESS",
    Url = "URL",
} }
modelled_error! { ThrottlingException("ThrottlingException", 429, Sender, "Message") {
    code: Option<String> = "Code",
} }
enumeration! { TicketCreationMode {
    Dryrun = "DRYRUN",
} }
structure! { TrendsMetricsResult {
    timestamp: Timestamp = "Timestamp",
    trends_values: TrendsValues = "TrendsValues",
} }
structure! { TrendsValues {
    severity_trends: SeverityTrendsCount = "SeverityTrends",
} }
structure! { UnprocessedAutomationRule {
    rule_arn: Option<String> = "RuleArn",
    error_code: Option<i32> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { UnprocessedConfigurationPolicyAssociation {
    configuration_policy_association_identifiers: Option<ConfigurationPolicyAssociation> = "ConfigurationPolicyAssociationIdentifiers",
    error_code: Option<String> = "ErrorCode",
    error_reason: Option<String> = "ErrorReason",
} }
enumeration! { UnprocessedErrorCode {
    InvalidInput = "INVALID_INPUT",
    AccessDenied = "ACCESS_DENIED",
    NotFound = "NOT_FOUND",
    ResourceNotFound = "RESOURCE_NOT_FOUND",
    LimitExceeded = "LIMIT_EXCEEDED",
} }
structure! { UnprocessedSecurityControl {
    security_control_id: String = "SecurityControlId",
    error_code: UnprocessedErrorCode = "ErrorCode",
    error_reason: Option<String> = "ErrorReason",
} }
structure! { UnprocessedStandardsControlAssociation {
    standards_control_association_id: StandardsControlAssociationId = "StandardsControlAssociationId",
    error_code: UnprocessedErrorCode = "ErrorCode",
    error_reason: Option<String> = "ErrorReason",
} }
structure! { UnprocessedStandardsControlAssociationUpdate {
    standards_control_association_update: StandardsControlAssociationUpdate = "StandardsControlAssociationUpdate",
    error_code: UnprocessedErrorCode = "ErrorCode",
    error_reason: Option<String> = "ErrorReason",
} }
structure! { UntagResourceRequest {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceResponse {
} }
structure! { UnusedPermissionsRecommendationStep {
    recommended_action: Option<String> = "RecommendedAction",
    existing_policy: Option<String> = "ExistingPolicy",
    existing_policy_id: Option<String> = "ExistingPolicyId",
    policy_updated_at: Option<Timestamp> = "PolicyUpdatedAt",
    recommended_policy: Option<String> = "RecommendedPolicy",
} }
structure! { UpdateActionTargetRequest {
    action_target_arn: String = "ActionTargetArn",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
} }
structure! { UpdateActionTargetResponse {
} }
structure! { UpdateAggregatorV2Request {
    aggregator_v2_arn: String = "AggregatorV2Arn",
    region_linking_mode: String = "RegionLinkingMode",
    linked_regions: Option<Vec<String>> = "LinkedRegions",
} }
structure! { UpdateAggregatorV2Response {
    aggregator_v2_arn: Option<String> = "AggregatorV2Arn",
    aggregation_region: Option<String> = "AggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    linked_regions: Option<Vec<String>> = "LinkedRegions",
} }
structure! { UpdateAutomationRuleV2Request {
    identifier: String = "Identifier",
    rule_status: Option<RuleStatusV2> = "RuleStatus",
    rule_order: Option<f64> = "RuleOrder",
    description: Option<String> = "Description",
    rule_name: Option<String> = "RuleName",
    criteria: Option<Criteria> = "Criteria",
    actions: Option<Vec<AutomationRulesActionV2>> = "Actions",
} }
structure! { UpdateAutomationRuleV2Response {
} }
structure! { UpdateAutomationRulesRequestItem {
    rule_arn: String = "RuleArn",
    rule_status: Option<RuleStatus> = "RuleStatus",
    rule_order: Option<i32> = "RuleOrder",
    description: Option<String> = "Description",
    rule_name: Option<String> = "RuleName",
    is_terminal: Option<bool> = "IsTerminal",
    criteria: Option<AutomationRulesFindingFilters> = "Criteria",
    actions: Option<Vec<AutomationRulesAction>> = "Actions",
} }
structure! { UpdateConfigurationPolicyRequest {
    identifier: String = "Identifier",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    updated_reason: Option<String> = "UpdatedReason",
    configuration_policy: Option<Policy> = "ConfigurationPolicy",
} }
structure! { UpdateConfigurationPolicyResponse {
    arn: Option<String> = "Arn",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    updated_at: Option<Timestamp> = "UpdatedAt",
    created_at: Option<Timestamp> = "CreatedAt",
    configuration_policy: Option<Policy> = "ConfigurationPolicy",
} }
structure! { UpdateConnectorRequest {
    connector_id: String = "ConnectorId",
    description: Option<String> = "Description",
    provider: Option<CspmProviderUpdateConfiguration> = "Provider",
} }
structure! { UpdateConnectorResponse {
    connector_status: Option<CspmConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<CspmEnablementStatus> = "EnablementStatus",
} }
structure! { UpdateConnectorV2Request {
    connector_id: String = "ConnectorId",
    description: Option<String> = "Description",
    provider: Option<ProviderUpdateConfiguration> = "Provider",
} }
structure! { UpdateConnectorV2Response {
    connector_status: Option<ConnectorStatus> = "ConnectorStatus",
    enablement_status: Option<EnablementStatus> = "EnablementStatus",
} }
structure! { UpdateFindingAggregatorRequest {
    finding_aggregator_arn: String = "FindingAggregatorArn",
    region_linking_mode: String = "RegionLinkingMode",
    regions: Option<Vec<String>> = "Regions",
} }
structure! { UpdateFindingAggregatorResponse {
    finding_aggregator_arn: Option<String> = "FindingAggregatorArn",
    finding_aggregation_region: Option<String> = "FindingAggregationRegion",
    region_linking_mode: Option<String> = "RegionLinkingMode",
    regions: Option<Vec<String>> = "Regions",
} }
structure! { UpdateFindingsRequest {
    filters: AwsSecurityFindingFilters = "Filters",
    note: Option<NoteUpdate> = "Note",
    record_state: Option<RecordState> = "RecordState",
} }
structure! { UpdateFindingsResponse {
} }
structure! { UpdateInsightRequest {
    insight_arn: String = "InsightArn",
    name: Option<String> = "Name",
    filters: Option<AwsSecurityFindingFilters> = "Filters",
    group_by_attribute: Option<String> = "GroupByAttribute",
} }
structure! { UpdateInsightResponse {
} }
structure! { UpdateOrganizationConfigurationRequest {
    auto_enable: bool = "AutoEnable",
    auto_enable_standards: Option<AutoEnableStandards> = "AutoEnableStandards",
    organization_configuration: Option<OrganizationConfiguration> = "OrganizationConfiguration",
} }
structure! { UpdateOrganizationConfigurationResponse {
} }
structure! { UpdateSecurityControlRequest {
    security_control_id: String = "SecurityControlId",
    parameters: BTreeMap<String, ParameterConfiguration> = "Parameters",
    last_update_reason: Option<String> = "LastUpdateReason",
} }
structure! { UpdateSecurityControlResponse {
} }
structure! { UpdateSecurityHubConfigurationRequest {
    auto_enable_controls: Option<bool> = "AutoEnableControls",
    control_finding_generator: Option<ControlFindingGenerator> = "ControlFindingGenerator",
} }
structure! { UpdateSecurityHubConfigurationResponse {
} }
structure! { UpdateStandardsControlRequest {
    standards_control_arn: String = "StandardsControlArn",
    control_status: Option<ControlStatus> = "ControlStatus",
    disabled_reason: Option<String> = "DisabledReason",
} }
structure! { UpdateStandardsControlResponse {
} }
enumeration! { UpdateStatus {
    Ready = "READY",
    Updating = "UPDATING",
} }
structure! { UserAccount {
    uid: Option<String> = "Uid",
    name: Option<String> = "Name",
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "Message") {
    code: Option<String> = "Code",
} }
enumeration! { VerificationState {
    Unknown = "UNKNOWN",
    TruePositive = "TRUE_POSITIVE",
    FalsePositive = "FALSE_POSITIVE",
    BenignPositive = "BENIGN_POSITIVE",
} }
structure! { VolumeMount {
    name: Option<String> = "Name",
    mount_path: Option<String> = "MountPath",
} }
structure! { VpcInfoCidrBlockSetDetails {
    cidr_block: Option<String> = "CidrBlock",
} }
structure! { VpcInfoIpv6CidrBlockSetDetails {
    ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
} }
structure! { VpcInfoPeeringOptionsDetails {
    allow_dns_resolution_from_remote_vpc: Option<bool> = "AllowDnsResolutionFromRemoteVpc",
    allow_egress_from_local_classic_link_to_remote_vpc: Option<bool> = "AllowEgressFromLocalClassicLinkToRemoteVpc",
    allow_egress_from_local_vpc_to_remote_classic_link: Option<bool> = "AllowEgressFromLocalVpcToRemoteClassicLink",
} }
structure! { Vulnerability {
    id: String = "Id",
    vulnerable_packages: Option<Vec<SoftwarePackage>> = "VulnerablePackages",
    cvss: Option<Vec<Cvss>> = "Cvss",
    related_vulnerabilities: Option<Vec<String>> = "RelatedVulnerabilities",
    vendor: Option<VulnerabilityVendor> = "Vendor",
    reference_urls: Option<Vec<String>> = "ReferenceUrls",
    fix_available: Option<VulnerabilityFixAvailable> = "FixAvailable",
    epss_score: Option<f64> = "EpssScore",
    exploit_available: Option<VulnerabilityExploitAvailable> = "ExploitAvailable",
    last_known_exploit_at: Option<String> = "LastKnownExploitAt",
    code_vulnerabilities: Option<Vec<VulnerabilityCodeVulnerabilities>> = "CodeVulnerabilities",
} }
structure! { VulnerabilityCodeVulnerabilities {
    cwes: Option<Vec<String>> = "Cwes",
    file_path: Option<CodeVulnerabilitiesFilePath> = "FilePath",
    source_arn: Option<String> = "SourceArn",
} }
enumeration! { VulnerabilityExploitAvailable {
    Yes = "YES",
    No = "NO",
} }
enumeration! { VulnerabilityFixAvailable {
    Yes = "YES",
    No = "NO",
    Partial = "PARTIAL",
} }
structure! { VulnerabilityVendor {
    name: String = "Name",
    url: Option<String> = "Url",
    vendor_severity: Option<String> = "VendorSeverity",
    vendor_created_at: Option<String> = "VendorCreatedAt",
    vendor_updated_at: Option<String> = "VendorUpdatedAt",
} }
structure! { WafAction {
    r#type: Option<String> = "Type",
} }
structure! { WafExcludedRule {
    rule_id: Option<String> = "RuleId",
} }
structure! { WafOverrideAction {
    r#type: Option<String> = "Type",
} }
structure! { Workflow {
    status: Option<WorkflowStatus> = "Status",
} }
enumeration! { WorkflowState {
    New = "NEW",
    Assigned = "ASSIGNED",
    InProgress = "IN_PROGRESS",
    Deferred = "DEFERRED",
    Resolved = "RESOLVED",
} }
enumeration! { WorkflowStatus {
    New = "NEW",
    Notified = "NOTIFIED",
    Resolved = "RESOLVED",
    Suppressed = "SUPPRESSED",
} }
structure! { WorkflowUpdate {
    status: Option<WorkflowStatus> = "Status",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "securityhub" {
        AcceptAdministratorInvitation: AcceptAdministratorInvitationRequest => AcceptAdministratorInvitationResponse,
        AcceptInvitation: AcceptInvitationRequest => AcceptInvitationResponse,
        BatchDeleteAutomationRules: BatchDeleteAutomationRulesRequest => BatchDeleteAutomationRulesResponse,
        BatchDisableStandards: BatchDisableStandardsRequest => BatchDisableStandardsResponse,
        BatchEnableStandards: BatchEnableStandardsRequest => BatchEnableStandardsResponse,
        BatchGetAutomationRules: BatchGetAutomationRulesRequest => BatchGetAutomationRulesResponse,
        BatchGetConfigurationPolicyAssociations: BatchGetConfigurationPolicyAssociationsRequest => BatchGetConfigurationPolicyAssociationsResponse,
        BatchGetSecurityControls: BatchGetSecurityControlsRequest => BatchGetSecurityControlsResponse,
        BatchGetStandardsControlAssociations: BatchGetStandardsControlAssociationsRequest => BatchGetStandardsControlAssociationsResponse,
        BatchImportFindings: BatchImportFindingsRequest => BatchImportFindingsResponse,
        BatchUpdateAutomationRules: BatchUpdateAutomationRulesRequest => BatchUpdateAutomationRulesResponse,
        BatchUpdateFindings: BatchUpdateFindingsRequest => BatchUpdateFindingsResponse,
        BatchUpdateFindingsV2: BatchUpdateFindingsV2Request => BatchUpdateFindingsV2Response,
        BatchUpdateStandardsControlAssociations: BatchUpdateStandardsControlAssociationsRequest => BatchUpdateStandardsControlAssociationsResponse,
        CancelExportJobV2: CancelExportJobV2Request => CancelExportJobV2Response,
        CreateActionTarget: CreateActionTargetRequest => CreateActionTargetResponse,
        CreateAggregatorV2: CreateAggregatorV2Request => CreateAggregatorV2Response,
        CreateAutomationRule: CreateAutomationRuleRequest => CreateAutomationRuleResponse,
        CreateAutomationRuleV2: CreateAutomationRuleV2Request => CreateAutomationRuleV2Response,
        CreateConfigurationPolicy: CreateConfigurationPolicyRequest => CreateConfigurationPolicyResponse,
        CreateConnector: CreateConnectorRequest => CreateConnectorResponse,
        CreateConnectorV2: CreateConnectorV2Request => CreateConnectorV2Response,
        CreateFindingAggregator: CreateFindingAggregatorRequest => CreateFindingAggregatorResponse,
        CreateInsight: CreateInsightRequest => CreateInsightResponse,
        CreateMembers: CreateMembersRequest => CreateMembersResponse,
        CreateTicketV2: CreateTicketV2Request => CreateTicketV2Response,
        DeclineInvitations: DeclineInvitationsRequest => DeclineInvitationsResponse,
        DeleteActionTarget: DeleteActionTargetRequest => DeleteActionTargetResponse,
        DeleteAggregatorV2: DeleteAggregatorV2Request => DeleteAggregatorV2Response,
        DeleteAutomationRuleV2: DeleteAutomationRuleV2Request => DeleteAutomationRuleV2Response,
        DeleteConfigurationPolicy: DeleteConfigurationPolicyRequest => DeleteConfigurationPolicyResponse,
        DeleteConnector: DeleteConnectorRequest => DeleteConnectorResponse,
        DeleteConnectorV2: DeleteConnectorV2Request => DeleteConnectorV2Response,
        DeleteFindingAggregator: DeleteFindingAggregatorRequest => DeleteFindingAggregatorResponse,
        DeleteInsight: DeleteInsightRequest => DeleteInsightResponse,
        DeleteInvitations: DeleteInvitationsRequest => DeleteInvitationsResponse,
        DeleteMembers: DeleteMembersRequest => DeleteMembersResponse,
        DescribeActionTargets: DescribeActionTargetsRequest => DescribeActionTargetsResponse,
        DescribeHub: DescribeHubRequest => DescribeHubResponse,
        DescribeOrganizationConfiguration: DescribeOrganizationConfigurationRequest => DescribeOrganizationConfigurationResponse,
        DescribeProducts: DescribeProductsRequest => DescribeProductsResponse,
        DescribeProductsV2: DescribeProductsV2Request => DescribeProductsV2Response,
        DescribeSecurityHubV2: DescribeSecurityHubV2Request => DescribeSecurityHubV2Response,
        DescribeStandards: DescribeStandardsRequest => DescribeStandardsResponse,
        DescribeStandardsControls: DescribeStandardsControlsRequest => DescribeStandardsControlsResponse,
        DisableImportFindingsForProduct: DisableImportFindingsForProductRequest => DisableImportFindingsForProductResponse,
        DisableOrganizationAdminAccount: DisableOrganizationAdminAccountRequest => DisableOrganizationAdminAccountResponse,
        DisableSecurityHub: DisableSecurityHubRequest => DisableSecurityHubResponse,
        DisableSecurityHubFeatureV2: DisableSecurityHubFeatureV2Request => DisableSecurityHubFeatureV2Response,
        DisableSecurityHubV2: DisableSecurityHubV2Request => DisableSecurityHubV2Response,
        DisassociateFromAdministratorAccount: DisassociateFromAdministratorAccountRequest => DisassociateFromAdministratorAccountResponse,
        DisassociateFromMasterAccount: DisassociateFromMasterAccountRequest => DisassociateFromMasterAccountResponse,
        DisassociateMembers: DisassociateMembersRequest => DisassociateMembersResponse,
        EnableImportFindingsForProduct: EnableImportFindingsForProductRequest => EnableImportFindingsForProductResponse,
        EnableOrganizationAdminAccount: EnableOrganizationAdminAccountRequest => EnableOrganizationAdminAccountResponse,
        EnableSecurityHub: EnableSecurityHubRequest => EnableSecurityHubResponse,
        EnableSecurityHubFeatureV2: EnableSecurityHubFeatureV2Request => EnableSecurityHubFeatureV2Response,
        EnableSecurityHubV2: EnableSecurityHubV2Request => EnableSecurityHubV2Response,
        GenerateRecommendedPolicyV2: GenerateRecommendedPolicyV2Request => GenerateRecommendedPolicyV2Response,
        GetAdministratorAccount: GetAdministratorAccountRequest => GetAdministratorAccountResponse,
        GetAggregatorV2: GetAggregatorV2Request => GetAggregatorV2Response,
        GetAutomationRuleV2: GetAutomationRuleV2Request => GetAutomationRuleV2Response,
        GetConfigurationPolicy: GetConfigurationPolicyRequest => GetConfigurationPolicyResponse,
        GetConfigurationPolicyAssociation: GetConfigurationPolicyAssociationRequest => GetConfigurationPolicyAssociationResponse,
        GetConnector: GetConnectorRequest => GetConnectorResponse,
        GetConnectorV2: GetConnectorV2Request => GetConnectorV2Response,
        GetEnabledStandards: GetEnabledStandardsRequest => GetEnabledStandardsResponse,
        GetExportJobV2: GetExportJobV2Request => GetExportJobV2Response,
        GetFindingAggregator: GetFindingAggregatorRequest => GetFindingAggregatorResponse,
        GetFindingHistory: GetFindingHistoryRequest => GetFindingHistoryResponse,
        GetFindingStatisticsV2: GetFindingStatisticsV2Request => GetFindingStatisticsV2Response,
        GetFindings: GetFindingsRequest => GetFindingsResponse,
        GetFindingsTrendsV2: GetFindingsTrendsV2Request => GetFindingsTrendsV2Response,
        GetFindingsV2: GetFindingsV2Request => GetFindingsV2Response,
        GetInsightResults: GetInsightResultsRequest => GetInsightResultsResponse,
        GetInsights: GetInsightsRequest => GetInsightsResponse,
        GetInvitationsCount: GetInvitationsCountRequest => GetInvitationsCountResponse,
        GetMasterAccount: GetMasterAccountRequest => GetMasterAccountResponse,
        GetMembers: GetMembersRequest => GetMembersResponse,
        GetRecommendedPolicyV2: GetRecommendedPolicyV2Request => GetRecommendedPolicyV2Response,
        GetRemediationsV2: GetRemediationsV2Request => GetRemediationsV2Response,
        GetResourcesStatisticsV2: GetResourcesStatisticsV2Request => GetResourcesStatisticsV2Response,
        GetResourcesTrendsV2: GetResourcesTrendsV2Request => GetResourcesTrendsV2Response,
        GetResourcesV2: GetResourcesV2Request => GetResourcesV2Response,
        GetSecurityControlDefinition: GetSecurityControlDefinitionRequest => GetSecurityControlDefinitionResponse,
        GetSoftwareResourcesV2: GetSoftwareResourcesV2Request => GetSoftwareResourcesV2Response,
        GetSoftwareStatisticsV2: GetSoftwareStatisticsV2Request => GetSoftwareStatisticsV2Response,
        GetSoftwareV2: GetSoftwareV2Request => GetSoftwareV2Response,
        InviteMembers: InviteMembersRequest => InviteMembersResponse,
        ListAggregatorsV2: ListAggregatorsV2Request => ListAggregatorsV2Response,
        ListAutomationRules: ListAutomationRulesRequest => ListAutomationRulesResponse,
        ListAutomationRulesV2: ListAutomationRulesV2Request => ListAutomationRulesV2Response,
        ListConfigurationPolicies: ListConfigurationPoliciesRequest => ListConfigurationPoliciesResponse,
        ListConfigurationPolicyAssociations: ListConfigurationPolicyAssociationsRequest => ListConfigurationPolicyAssociationsResponse,
        ListConnectors: ListConnectorsRequest => ListConnectorsResponse,
        ListConnectorsV2: ListConnectorsV2Request => ListConnectorsV2Response,
        ListEnabledProductsForImport: ListEnabledProductsForImportRequest => ListEnabledProductsForImportResponse,
        ListExportJobsV2: ListExportJobsV2Request => ListExportJobsV2Response,
        ListExposuresByRemediationV2: ListExposuresByRemediationV2Request => ListExposuresByRemediationV2Response,
        ListFindingAggregators: ListFindingAggregatorsRequest => ListFindingAggregatorsResponse,
        ListFreeTrialStatusesV2: ListFreeTrialStatusesV2Request => ListFreeTrialStatusesV2Response,
        ListInvitations: ListInvitationsRequest => ListInvitationsResponse,
        ListMembers: ListMembersRequest => ListMembersResponse,
        ListOrganizationAdminAccounts: ListOrganizationAdminAccountsRequest => ListOrganizationAdminAccountsResponse,
        ListSecurityControlDefinitions: ListSecurityControlDefinitionsRequest => ListSecurityControlDefinitionsResponse,
        ListStandardsControlAssociations: ListStandardsControlAssociationsRequest => ListStandardsControlAssociationsResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        RegisterConnectorV2: RegisterConnectorV2Request => RegisterConnectorV2Response,
        StartConfigurationPolicyAssociation: StartConfigurationPolicyAssociationRequest => StartConfigurationPolicyAssociationResponse,
        StartConfigurationPolicyDisassociation: StartConfigurationPolicyDisassociationRequest => StartConfigurationPolicyDisassociationResponse,
        StartExportJobV2: StartExportJobV2Request => StartExportJobV2Response,
        TagResource: TagResourceRequest => TagResourceResponse,
        UntagResource: UntagResourceRequest => UntagResourceResponse,
        UpdateActionTarget: UpdateActionTargetRequest => UpdateActionTargetResponse,
        UpdateAggregatorV2: UpdateAggregatorV2Request => UpdateAggregatorV2Response,
        UpdateAutomationRuleV2: UpdateAutomationRuleV2Request => UpdateAutomationRuleV2Response,
        UpdateConfigurationPolicy: UpdateConfigurationPolicyRequest => UpdateConfigurationPolicyResponse,
        UpdateConnector: UpdateConnectorRequest => UpdateConnectorResponse,
        UpdateConnectorV2: UpdateConnectorV2Request => UpdateConnectorV2Response,
        UpdateFindingAggregator: UpdateFindingAggregatorRequest => UpdateFindingAggregatorResponse,
        UpdateFindings: UpdateFindingsRequest => UpdateFindingsResponse,
        UpdateInsight: UpdateInsightRequest => UpdateInsightResponse,
        UpdateOrganizationConfiguration: UpdateOrganizationConfigurationRequest => UpdateOrganizationConfigurationResponse,
        UpdateSecurityControl: UpdateSecurityControlRequest => UpdateSecurityControlResponse,
        UpdateSecurityHubConfiguration: UpdateSecurityHubConfigurationRequest => UpdateSecurityHubConfigurationResponse,
        UpdateStandardsControl: UpdateStandardsControlRequest => UpdateStandardsControlResponse,
    } }
}
