//! Typed form of `models/config.json` (API version 2014-11-12). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AccountAggregationSource {
    account_ids: Vec<String> = "AccountIds",
    all_aws_regions: Option<bool> = "AllAwsRegions",
    aws_regions: Option<Vec<String>> = "AwsRegions",
} }
structure! { AggregateComplianceByConfigRule {
    config_rule_name: Option<String> = "ConfigRuleName",
    compliance: Option<Compliance> = "Compliance",
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
structure! { AggregateComplianceByConformancePack {
    conformance_pack_name: Option<String> = "ConformancePackName",
    compliance: Option<AggregateConformancePackCompliance> = "Compliance",
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
structure! { AggregateComplianceCount {
    group_name: Option<String> = "GroupName",
    compliance_summary: Option<ComplianceSummary> = "ComplianceSummary",
} }
structure! { AggregateConformancePackCompliance {
    compliance_type: Option<ConformancePackComplianceType> = "ComplianceType",
    compliant_rule_count: Option<i32> = "CompliantRuleCount",
    non_compliant_rule_count: Option<i32> = "NonCompliantRuleCount",
    total_rule_count: Option<i32> = "TotalRuleCount",
} }
structure! { AggregateConformancePackComplianceCount {
    compliant_conformance_pack_count: Option<i32> = "CompliantConformancePackCount",
    non_compliant_conformance_pack_count: Option<i32> = "NonCompliantConformancePackCount",
} }
structure! { AggregateConformancePackComplianceFilters {
    conformance_pack_name: Option<String> = "ConformancePackName",
    compliance_type: Option<ConformancePackComplianceType> = "ComplianceType",
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
structure! { AggregateConformancePackComplianceSummary {
    compliance_summary: Option<AggregateConformancePackComplianceCount> = "ComplianceSummary",
    group_name: Option<String> = "GroupName",
} }
structure! { AggregateConformancePackComplianceSummaryFilters {
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
enumeration! { AggregateConformancePackComplianceSummaryGroupKey {
    AccountId = "ACCOUNT_ID",
    AwsRegion = "AWS_REGION",
} }
structure! { AggregateEvaluationResult {
    evaluation_result_identifier: Option<EvaluationResultIdentifier> = "EvaluationResultIdentifier",
    compliance_type: Option<ComplianceType> = "ComplianceType",
    result_recorded_time: Option<Timestamp> = "ResultRecordedTime",
    config_rule_invoked_time: Option<Timestamp> = "ConfigRuleInvokedTime",
    annotation: Option<String> = "Annotation",
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
structure! { AggregateResourceIdentifier {
    source_account_id: String = "SourceAccountId",
    source_region: String = "SourceRegion",
    resource_id: String = "ResourceId",
    resource_type: String = "ResourceType",
    resource_name: Option<String> = "ResourceName",
} }
structure! { AggregatedSourceStatus {
    source_id: Option<String> = "SourceId",
    source_type: Option<AggregatedSourceType> = "SourceType",
    aws_region: Option<String> = "AwsRegion",
    last_update_status: Option<AggregatedSourceStatusType> = "LastUpdateStatus",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
    last_error_code: Option<String> = "LastErrorCode",
    last_error_message: Option<String> = "LastErrorMessage",
} }
enumeration! { AggregatedSourceStatusType {
    Failed = "FAILED",
    Succeeded = "SUCCEEDED",
    Outdated = "OUTDATED",
} }
enumeration! { AggregatedSourceType {
    Account = "ACCOUNT",
    Organization = "ORGANIZATION",
} }
structure! { AggregationAuthorization {
    aggregation_authorization_arn: Option<String> = "AggregationAuthorizationArn",
    authorized_account_id: Option<String> = "AuthorizedAccountId",
    authorized_aws_region: Option<String> = "AuthorizedAwsRegion",
    creation_time: Option<Timestamp> = "CreationTime",
} }
structure! { AggregatorFilterResourceType {
    r#type: Option<AggregatorFilterType> = "Type",
    value: Option<Vec<String>> = "Value",
} }
structure! { AggregatorFilterServicePrincipal {
    r#type: Option<AggregatorFilterType> = "Type",
    value: Option<Vec<String>> = "Value",
} }
enumeration! { AggregatorFilterType {
    Include = "INCLUDE",
} }
structure! { AggregatorFilters {
    resource_type: Option<AggregatorFilterResourceType> = "ResourceType",
    service_principal: Option<AggregatorFilterServicePrincipal> = "ServicePrincipal",
} }
structure! { AssociateResourceTypesRequest {
    configuration_recorder_arn: String = "ConfigurationRecorderArn",
    resource_types: Vec<String> = "ResourceTypes",
} }
structure! { AssociateResourceTypesResponse {
    configuration_recorder: ConfigurationRecorder = "ConfigurationRecorder",
} }
structure! { AzureConnectorConfiguration {
    tenant_identifier: String = "tenantIdentifier",
    client_identifier: String = "clientIdentifier",
} }
structure! { BaseConfigurationItem {
    version: Option<String> = "version",
    account_id: Option<String> = "accountId",
    configuration_item_capture_time: Option<Timestamp> = "configurationItemCaptureTime",
    configuration_item_status: Option<ConfigurationItemStatus> = "configurationItemStatus",
    configuration_state_id: Option<String> = "configurationStateId",
    arn: Option<String> = "arn",
    resource_type: Option<String> = "resourceType",
    resource_id: Option<String> = "resourceId",
    resource_name: Option<String> = "resourceName",
    aws_region: Option<String> = "awsRegion",
    availability_zone: Option<String> = "availabilityZone",
    resource_creation_time: Option<Timestamp> = "resourceCreationTime",
    configuration: Option<String> = "configuration",
    supplementary_configuration: Option<BTreeMap<String, String>> = "supplementaryConfiguration",
    recording_frequency: Option<RecordingFrequency> = "recordingFrequency",
    configuration_item_delivery_time: Option<Timestamp> = "configurationItemDeliveryTime",
} }
structure! { BatchGetAggregateResourceConfigRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    resource_identifiers: Vec<AggregateResourceIdentifier> = "ResourceIdentifiers",
} }
structure! { BatchGetAggregateResourceConfigResponse {
    base_configuration_items: Option<Vec<BaseConfigurationItem>> = "BaseConfigurationItems",
    unprocessed_resource_identifiers: Option<Vec<AggregateResourceIdentifier>> = "UnprocessedResourceIdentifiers",
} }
structure! { BatchGetResourceConfigRequest {
    resource_keys: Vec<ResourceKey> = "resourceKeys",
} }
structure! { BatchGetResourceConfigResponse {
    base_configuration_items: Option<Vec<BaseConfigurationItem>> = "baseConfigurationItems",
    unprocessed_resource_keys: Option<Vec<ResourceKey>> = "unprocessedResourceKeys",
} }
enumeration! { ChronologicalOrder {
    Reverse = "Reverse",
    Forward = "Forward",
} }
structure! { Compliance {
    compliance_type: Option<ComplianceType> = "ComplianceType",
    compliance_contributor_count: Option<ComplianceContributorCount> = "ComplianceContributorCount",
} }
structure! { ComplianceByConfigRule {
    config_rule_name: Option<String> = "ConfigRuleName",
    compliance: Option<Compliance> = "Compliance",
} }
structure! { ComplianceByResource {
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
    compliance: Option<Compliance> = "Compliance",
} }
structure! { ComplianceContributorCount {
    capped_count: Option<i32> = "CappedCount",
    cap_exceeded: Option<bool> = "CapExceeded",
} }
structure! { ComplianceSummary {
    compliant_resource_count: Option<ComplianceContributorCount> = "CompliantResourceCount",
    non_compliant_resource_count: Option<ComplianceContributorCount> = "NonCompliantResourceCount",
    compliance_summary_timestamp: Option<Timestamp> = "ComplianceSummaryTimestamp",
} }
structure! { ComplianceSummaryByResourceType {
    resource_type: Option<String> = "ResourceType",
    compliance_summary: Option<ComplianceSummary> = "ComplianceSummary",
} }
enumeration! { ComplianceType {
    Compliant = "COMPLIANT",
    NonCompliant = "NON_COMPLIANT",
    NotApplicable = "NOT_APPLICABLE",
    InsufficientData = "INSUFFICIENT_DATA",
} }
structure! { ConfigExportDeliveryInfo {
    last_status: Option<DeliveryStatus> = "lastStatus",
    last_error_code: Option<String> = "lastErrorCode",
    last_error_message: Option<String> = "lastErrorMessage",
    last_attempt_time: Option<Timestamp> = "lastAttemptTime",
    last_successful_time: Option<Timestamp> = "lastSuccessfulTime",
    next_delivery_time: Option<Timestamp> = "nextDeliveryTime",
} }
structure! { ConfigRule {
    config_rule_name: Option<String> = "ConfigRuleName",
    config_rule_arn: Option<String> = "ConfigRuleArn",
    config_rule_id: Option<String> = "ConfigRuleId",
    description: Option<String> = "Description",
    scope: Option<Scope> = "Scope",
    source: Source = "Source",
    input_parameters: Option<String> = "InputParameters",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
    config_rule_state: Option<ConfigRuleState> = "ConfigRuleState",
    created_by: Option<String> = "CreatedBy",
    evaluation_modes: Option<Vec<EvaluationModeConfiguration>> = "EvaluationModes",
    rule_evaluation_visibility: Option<RuleEvaluationVisibility> = "RuleEvaluationVisibility",
} }
structure! { ConfigRuleComplianceFilters {
    config_rule_name: Option<String> = "ConfigRuleName",
    compliance_type: Option<ComplianceType> = "ComplianceType",
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
structure! { ConfigRuleComplianceSummaryFilters {
    account_id: Option<String> = "AccountId",
    aws_region: Option<String> = "AwsRegion",
} }
enumeration! { ConfigRuleComplianceSummaryGroupKey {
    AccountId = "ACCOUNT_ID",
    AwsRegion = "AWS_REGION",
} }
structure! { ConfigRuleEvaluationStatus {
    config_rule_name: Option<String> = "ConfigRuleName",
    config_rule_arn: Option<String> = "ConfigRuleArn",
    config_rule_id: Option<String> = "ConfigRuleId",
    last_successful_invocation_time: Option<Timestamp> = "LastSuccessfulInvocationTime",
    last_failed_invocation_time: Option<Timestamp> = "LastFailedInvocationTime",
    last_successful_evaluation_time: Option<Timestamp> = "LastSuccessfulEvaluationTime",
    last_failed_evaluation_time: Option<Timestamp> = "LastFailedEvaluationTime",
    first_activated_time: Option<Timestamp> = "FirstActivatedTime",
    last_deactivated_time: Option<Timestamp> = "LastDeactivatedTime",
    last_error_code: Option<String> = "LastErrorCode",
    last_error_message: Option<String> = "LastErrorMessage",
    first_evaluation_started: Option<bool> = "FirstEvaluationStarted",
    last_debug_log_delivery_status: Option<String> = "LastDebugLogDeliveryStatus",
    last_debug_log_delivery_status_reason: Option<String> = "LastDebugLogDeliveryStatusReason",
    last_debug_log_delivery_time: Option<Timestamp> = "LastDebugLogDeliveryTime",
} }
enumeration! { ConfigRuleState {
    Active = "ACTIVE",
    Deleting = "DELETING",
    DeletingResults = "DELETING_RESULTS",
    Evaluating = "EVALUATING",
} }
structure! { ConfigSnapshotDeliveryProperties {
    delivery_frequency: Option<MaximumExecutionFrequency> = "deliveryFrequency",
} }
structure! { ConfigStreamDeliveryInfo {
    last_status: Option<DeliveryStatus> = "lastStatus",
    last_error_code: Option<String> = "lastErrorCode",
    last_error_message: Option<String> = "lastErrorMessage",
    last_status_change_time: Option<Timestamp> = "lastStatusChangeTime",
} }
structure! { ConfigurationAggregator {
    configuration_aggregator_name: Option<String> = "ConfigurationAggregatorName",
    configuration_aggregator_arn: Option<String> = "ConfigurationAggregatorArn",
    account_aggregation_sources: Option<Vec<AccountAggregationSource>> = "AccountAggregationSources",
    organization_aggregation_source: Option<OrganizationAggregationSource> = "OrganizationAggregationSource",
    creation_time: Option<Timestamp> = "CreationTime",
    last_updated_time: Option<Timestamp> = "LastUpdatedTime",
    created_by: Option<String> = "CreatedBy",
    aggregator_filters: Option<AggregatorFilters> = "AggregatorFilters",
} }
structure! { ConfigurationItem {
    version: Option<String> = "version",
    account_id: Option<String> = "accountId",
    configuration_item_capture_time: Option<Timestamp> = "configurationItemCaptureTime",
    configuration_item_status: Option<ConfigurationItemStatus> = "configurationItemStatus",
    configuration_state_id: Option<String> = "configurationStateId",
    configuration_item_md5_hash: Option<String> = "configurationItemMD5Hash",
    arn: Option<String> = "arn",
    resource_type: Option<String> = "resourceType",
    resource_id: Option<String> = "resourceId",
    resource_name: Option<String> = "resourceName",
    aws_region: Option<String> = "awsRegion",
    availability_zone: Option<String> = "availabilityZone",
    resource_creation_time: Option<Timestamp> = "resourceCreationTime",
    tags: Option<BTreeMap<String, String>> = "tags",
    related_events: Option<Vec<String>> = "relatedEvents",
    relationships: Option<Vec<Relationship>> = "relationships",
    configuration: Option<String> = "configuration",
    supplementary_configuration: Option<BTreeMap<String, String>> = "supplementaryConfiguration",
    recording_frequency: Option<RecordingFrequency> = "recordingFrequency",
    configuration_item_delivery_time: Option<Timestamp> = "configurationItemDeliveryTime",
} }
enumeration! { ConfigurationItemStatus {
    Ok = "OK",
    ResourceDiscovered = "ResourceDiscovered",
    ResourceNotRecorded = "ResourceNotRecorded",
    ResourceDeleted = "ResourceDeleted",
    ResourceDeletedNotRecorded = "ResourceDeletedNotRecorded",
} }
structure! { ConfigurationRecorder {
    arn: Option<String> = "arn",
    name: Option<String> = "name",
    role_arn: Option<String> = "roleARN",
    recording_group: Option<RecordingGroup> = "recordingGroup",
    recording_mode: Option<RecordingMode> = "recordingMode",
    recording_scope: Option<RecordingScope> = "recordingScope",
    service_principal: Option<String> = "servicePrincipal",
    connector_arn: Option<String> = "connectorArn",
    scope_configuration: Option<ScopeConfiguration> = "scopeConfiguration",
} }
structure! { ConfigurationRecorderFilter {
    filter_name: Option<ConfigurationRecorderFilterName> = "filterName",
    filter_value: Option<Vec<String>> = "filterValue",
} }
enumeration! { ConfigurationRecorderFilterName {
    RecordingScope = "recordingScope",
} }
structure! { ConfigurationRecorderStatus {
    arn: Option<String> = "arn",
    name: Option<String> = "name",
    last_start_time: Option<Timestamp> = "lastStartTime",
    last_stop_time: Option<Timestamp> = "lastStopTime",
    recording: Option<bool> = "recording",
    last_status: Option<RecorderStatus> = "lastStatus",
    last_error_code: Option<String> = "lastErrorCode",
    last_error_message: Option<String> = "lastErrorMessage",
    last_status_change_time: Option<Timestamp> = "lastStatusChangeTime",
    service_principal: Option<String> = "servicePrincipal",
} }
structure! { ConfigurationRecorderSummary {
    arn: String = "arn",
    name: String = "name",
    service_principal: Option<String> = "servicePrincipal",
    recording_scope: RecordingScope = "recordingScope",
    provider: Option<Provider> = "provider",
} }
modelled_error! { ConflictException("ConflictException", 400, Sender, "message") {
} }
structure! { ConformancePackComplianceFilters {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
    compliance_type: Option<ConformancePackComplianceType> = "ComplianceType",
} }
structure! { ConformancePackComplianceScore {
    score: Option<String> = "Score",
    conformance_pack_name: Option<String> = "ConformancePackName",
    last_updated_time: Option<Timestamp> = "LastUpdatedTime",
} }
structure! { ConformancePackComplianceScoresFilters {
    conformance_pack_names: Vec<String> = "ConformancePackNames",
} }
structure! { ConformancePackComplianceSummary {
    conformance_pack_name: String = "ConformancePackName",
    conformance_pack_compliance_status: ConformancePackComplianceType = "ConformancePackComplianceStatus",
} }
enumeration! { ConformancePackComplianceType {
    Compliant = "COMPLIANT",
    NonCompliant = "NON_COMPLIANT",
    InsufficientData = "INSUFFICIENT_DATA",
} }
structure! { ConformancePackDetail {
    conformance_pack_name: String = "ConformancePackName",
    conformance_pack_arn: String = "ConformancePackArn",
    conformance_pack_id: String = "ConformancePackId",
    delivery_s3_bucket: Option<String> = "DeliveryS3Bucket",
    delivery_s3_key_prefix: Option<String> = "DeliveryS3KeyPrefix",
    conformance_pack_input_parameters: Option<Vec<ConformancePackInputParameter>> = "ConformancePackInputParameters",
    last_update_requested_time: Option<Timestamp> = "LastUpdateRequestedTime",
    created_by: Option<String> = "CreatedBy",
    template_ssm_document_details: Option<TemplateSSMDocumentDetails> = "TemplateSSMDocumentDetails",
    r#type: Option<ConformancePackType> = "Type",
    source: Option<ConformancePackSource> = "Source",
    scope: Option<ConformancePackScope> = "Scope",
} }
structure! { ConformancePackEvaluationFilters {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
    compliance_type: Option<ConformancePackComplianceType> = "ComplianceType",
    resource_type: Option<String> = "ResourceType",
    resource_ids: Option<Vec<String>> = "ResourceIds",
} }
structure! { ConformancePackEvaluationResult {
    compliance_type: ConformancePackComplianceType = "ComplianceType",
    evaluation_result_identifier: EvaluationResultIdentifier = "EvaluationResultIdentifier",
    config_rule_invoked_time: Timestamp = "ConfigRuleInvokedTime",
    result_recorded_time: Timestamp = "ResultRecordedTime",
    annotation: Option<String> = "Annotation",
} }
structure! { ConformancePackInputParameter {
    parameter_name: String = "ParameterName",
    parameter_value: String = "ParameterValue",
} }
structure! { ConformancePackRuleCompliance {
    config_rule_name: Option<String> = "ConfigRuleName",
    compliance_type: Option<ConformancePackComplianceType> = "ComplianceType",
    controls: Option<Vec<String>> = "Controls",
} }
structure! { ConformancePackScope {
    tag_key: String = "TagKey",
    tag_value: Option<String> = "TagValue",
} }
structure! { ConformancePackSource {
    source_identifier: String = "SourceIdentifier",
} }
enumeration! { ConformancePackState {
    CreateInProgress = "CREATE_IN_PROGRESS",
    CreateComplete = "CREATE_COMPLETE",
    CreateFailed = "CREATE_FAILED",
    UpdateInProgress = "UPDATE_IN_PROGRESS",
    UpdateComplete = "UPDATE_COMPLETE",
    UpdateFailed = "UPDATE_FAILED",
    DeleteInProgress = "DELETE_IN_PROGRESS",
    DeleteFailed = "DELETE_FAILED",
} }
structure! { ConformancePackStatusDetail {
    conformance_pack_name: String = "ConformancePackName",
    conformance_pack_id: String = "ConformancePackId",
    conformance_pack_arn: String = "ConformancePackArn",
    conformance_pack_state: ConformancePackState = "ConformancePackState",
    stack_arn: Option<String> = "StackArn",
    conformance_pack_status_reason: Option<String> = "ConformancePackStatusReason",
    last_update_requested_time: Timestamp = "LastUpdateRequestedTime",
    last_update_completed_time: Option<Timestamp> = "LastUpdateCompletedTime",
    r#type: Option<ConformancePackType> = "Type",
} }
modelled_error! { ConformancePackTemplateValidationException("ConformancePackTemplateValidationException", 400, Sender, "message") {
} }
enumeration! { ConformancePackType {
    Custom = "CUSTOM",
    Managed = "MANAGED",
} }
structure! { Connector {
    name: String = "name",
    arn: String = "arn",
    connector_configuration: ConnectorConfiguration = "connectorConfiguration",
    created_time: Timestamp = "createdTime",
} }
structure! { ConnectorConfiguration {
    azure: Option<AzureConnectorConfiguration> = "azure",
    gcp: Option<GcpConnectorConfiguration> = "gcp",
} }
structure! { ConnectorFilter {
    filter_name: Option<ConnectorFilterName> = "filterName",
    filter_values: Option<Vec<String>> = "filterValues",
} }
enumeration! { ConnectorFilterName {
    Provider = "provider",
} }
structure! { ConnectorSummary {
    arn: String = "arn",
    name: String = "name",
    provider: Provider = "provider",
    tenant_identifier: Option<String> = "tenantIdentifier",
    gcp_organization_id: Option<String> = "gcpOrganizationId",
    service_account_email: Option<String> = "serviceAccountEmail",
    created_time: Timestamp = "createdTime",
} }
structure! { CustomPolicyDetails {
    policy_runtime: String = "PolicyRuntime",
    policy_text: String = "PolicyText",
    enable_debug_log_delivery: Option<bool> = "EnableDebugLogDelivery",
} }
structure! { DeleteAggregationAuthorizationRequest {
    authorized_account_id: String = "AuthorizedAccountId",
    authorized_aws_region: String = "AuthorizedAwsRegion",
} }
structure! { DeleteConfigRuleRequest {
    config_rule_name: String = "ConfigRuleName",
} }
structure! { DeleteConfigurationAggregatorRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
} }
structure! { DeleteConfigurationRecorderRequest {
    configuration_recorder_name: String = "ConfigurationRecorderName",
} }
structure! { DeleteConformancePackRequest {
    conformance_pack_name: String = "ConformancePackName",
} }
structure! { DeleteConnectorRequest {
    arn: String = "Arn",
} }
structure! { DeleteDeliveryChannelRequest {
    delivery_channel_name: String = "DeliveryChannelName",
} }
structure! { DeleteEvaluationResultsRequest {
    config_rule_name: String = "ConfigRuleName",
} }
structure! { DeleteEvaluationResultsResponse {
} }
structure! { DeleteOrganizationConfigRuleRequest {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
} }
structure! { DeleteOrganizationConformancePackRequest {
    organization_conformance_pack_name: String = "OrganizationConformancePackName",
} }
structure! { DeletePendingAggregationRequestRequest {
    requester_account_id: String = "RequesterAccountId",
    requester_aws_region: String = "RequesterAwsRegion",
} }
structure! { DeleteRemediationConfigurationRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_type: Option<String> = "ResourceType",
} }
structure! { DeleteRemediationConfigurationResponse {
} }
structure! { DeleteRemediationExceptionsRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_keys: Vec<RemediationExceptionResourceKey> = "ResourceKeys",
} }
structure! { DeleteRemediationExceptionsResponse {
    failed_batches: Option<Vec<FailedDeleteRemediationExceptionsBatch>> = "FailedBatches",
} }
structure! { DeleteResourceConfigRequest {
    resource_type: String = "ResourceType",
    resource_id: String = "ResourceId",
} }
structure! { DeleteRetentionConfigurationRequest {
    retention_configuration_name: String = "RetentionConfigurationName",
} }
structure! { DeleteServiceLinkedConfigurationRecorderRequest {
    service_principal: Option<String> = "ServicePrincipal",
    arn: Option<String> = "Arn",
} }
structure! { DeleteServiceLinkedConfigurationRecorderResponse {
    arn: String = "Arn",
    name: String = "Name",
} }
structure! { DeleteStoredQueryRequest {
    query_name: String = "QueryName",
} }
structure! { DeleteStoredQueryResponse {
} }
structure! { DeliverConfigSnapshotRequest {
    delivery_channel_name: String = "deliveryChannelName",
} }
structure! { DeliverConfigSnapshotResponse {
    config_snapshot_id: Option<String> = "configSnapshotId",
} }
structure! { DeliveryChannel {
    name: Option<String> = "name",
    s3_bucket_name: Option<String> = "s3BucketName",
    s3_key_prefix: Option<String> = "s3KeyPrefix",
    s3_kms_key_arn: Option<String> = "s3KmsKeyArn",
    sns_topic_arn: Option<String> = "snsTopicARN",
    config_snapshot_delivery_properties: Option<ConfigSnapshotDeliveryProperties> = "configSnapshotDeliveryProperties",
} }
structure! { DeliveryChannelStatus {
    name: Option<String> = "name",
    config_snapshot_delivery_info: Option<ConfigExportDeliveryInfo> = "configSnapshotDeliveryInfo",
    config_history_delivery_info: Option<ConfigExportDeliveryInfo> = "configHistoryDeliveryInfo",
    config_stream_delivery_info: Option<ConfigStreamDeliveryInfo> = "configStreamDeliveryInfo",
} }
enumeration! { DeliveryStatus {
    Success = "Success",
    Failure = "Failure",
    NotApplicable = "Not_Applicable",
} }
structure! { DescribeAggregateComplianceByConfigRulesRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    filters: Option<ConfigRuleComplianceFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAggregateComplianceByConfigRulesResponse {
    aggregate_compliance_by_config_rules: Option<Vec<AggregateComplianceByConfigRule>> = "AggregateComplianceByConfigRules",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAggregateComplianceByConformancePacksRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    filters: Option<AggregateConformancePackComplianceFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAggregateComplianceByConformancePacksResponse {
    aggregate_compliance_by_conformance_packs: Option<Vec<AggregateComplianceByConformancePack>> = "AggregateComplianceByConformancePacks",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAggregationAuthorizationsRequest {
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAggregationAuthorizationsResponse {
    aggregation_authorizations: Option<Vec<AggregationAuthorization>> = "AggregationAuthorizations",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeComplianceByConfigRuleRequest {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
    compliance_types: Option<Vec<ComplianceType>> = "ComplianceTypes",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeComplianceByConfigRuleResponse {
    compliance_by_config_rules: Option<Vec<ComplianceByConfigRule>> = "ComplianceByConfigRules",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeComplianceByResourceRequest {
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
    compliance_types: Option<Vec<ComplianceType>> = "ComplianceTypes",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeComplianceByResourceResponse {
    compliance_by_resources: Option<Vec<ComplianceByResource>> = "ComplianceByResources",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigRuleEvaluationStatusRequest {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { DescribeConfigRuleEvaluationStatusResponse {
    config_rules_evaluation_status: Option<Vec<ConfigRuleEvaluationStatus>> = "ConfigRulesEvaluationStatus",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigRulesFilters {
    evaluation_mode: Option<EvaluationMode> = "EvaluationMode",
    rule_evaluation_visibility: Option<RuleEvaluationVisibility> = "RuleEvaluationVisibility",
} }
structure! { DescribeConfigRulesRequest {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
    filters: Option<DescribeConfigRulesFilters> = "Filters",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigRulesResponse {
    config_rules: Option<Vec<ConfigRule>> = "ConfigRules",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigurationAggregatorSourcesStatusRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    update_status: Option<Vec<AggregatedSourceStatusType>> = "UpdateStatus",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { DescribeConfigurationAggregatorSourcesStatusResponse {
    aggregated_source_status_list: Option<Vec<AggregatedSourceStatus>> = "AggregatedSourceStatusList",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigurationAggregatorsRequest {
    configuration_aggregator_names: Option<Vec<String>> = "ConfigurationAggregatorNames",
    next_token: Option<String> = "NextToken",
    limit: Option<i32> = "Limit",
} }
structure! { DescribeConfigurationAggregatorsResponse {
    configuration_aggregators: Option<Vec<ConfigurationAggregator>> = "ConfigurationAggregators",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConfigurationRecorderStatusRequest {
    configuration_recorder_names: Option<Vec<String>> = "ConfigurationRecorderNames",
    service_principal: Option<String> = "ServicePrincipal",
    arn: Option<String> = "Arn",
} }
structure! { DescribeConfigurationRecorderStatusResponse {
    configuration_recorders_status: Option<Vec<ConfigurationRecorderStatus>> = "ConfigurationRecordersStatus",
} }
structure! { DescribeConfigurationRecordersRequest {
    configuration_recorder_names: Option<Vec<String>> = "ConfigurationRecorderNames",
    service_principal: Option<String> = "ServicePrincipal",
    arn: Option<String> = "Arn",
} }
structure! { DescribeConfigurationRecordersResponse {
    configuration_recorders: Option<Vec<ConfigurationRecorder>> = "ConfigurationRecorders",
} }
structure! { DescribeConformancePackComplianceRequest {
    conformance_pack_name: String = "ConformancePackName",
    filters: Option<ConformancePackComplianceFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConformancePackComplianceResponse {
    conformance_pack_name: String = "ConformancePackName",
    conformance_pack_rule_compliance_list: Vec<ConformancePackRuleCompliance> = "ConformancePackRuleComplianceList",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConformancePackStatusRequest {
    conformance_pack_names: Option<Vec<String>> = "ConformancePackNames",
    filters: Option<DescribeConformancePacksFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConformancePackStatusResponse {
    conformance_pack_status_details: Option<Vec<ConformancePackStatusDetail>> = "ConformancePackStatusDetails",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConformancePacksFilters {
    types: Option<Vec<ConformancePackType>> = "Types",
} }
structure! { DescribeConformancePacksRequest {
    conformance_pack_names: Option<Vec<String>> = "ConformancePackNames",
    filters: Option<DescribeConformancePacksFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeConformancePacksResponse {
    conformance_pack_details: Option<Vec<ConformancePackDetail>> = "ConformancePackDetails",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeDeliveryChannelStatusRequest {
    delivery_channel_names: Option<Vec<String>> = "DeliveryChannelNames",
} }
structure! { DescribeDeliveryChannelStatusResponse {
    delivery_channels_status: Option<Vec<DeliveryChannelStatus>> = "DeliveryChannelsStatus",
} }
structure! { DescribeDeliveryChannelsRequest {
    delivery_channel_names: Option<Vec<String>> = "DeliveryChannelNames",
} }
structure! { DescribeDeliveryChannelsResponse {
    delivery_channels: Option<Vec<DeliveryChannel>> = "DeliveryChannels",
} }
structure! { DescribeOrganizationConfigRuleStatusesRequest {
    organization_config_rule_names: Option<Vec<String>> = "OrganizationConfigRuleNames",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConfigRuleStatusesResponse {
    organization_config_rule_statuses: Option<Vec<OrganizationConfigRuleStatus>> = "OrganizationConfigRuleStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConfigRulesRequest {
    organization_config_rule_names: Option<Vec<String>> = "OrganizationConfigRuleNames",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConfigRulesResponse {
    organization_config_rules: Option<Vec<OrganizationConfigRule>> = "OrganizationConfigRules",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConformancePackStatusesRequest {
    organization_conformance_pack_names: Option<Vec<String>> = "OrganizationConformancePackNames",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConformancePackStatusesResponse {
    organization_conformance_pack_statuses: Option<Vec<OrganizationConformancePackStatus>> = "OrganizationConformancePackStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConformancePacksRequest {
    organization_conformance_pack_names: Option<Vec<String>> = "OrganizationConformancePackNames",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConformancePacksResponse {
    organization_conformance_packs: Option<Vec<OrganizationConformancePack>> = "OrganizationConformancePacks",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribePendingAggregationRequestsRequest {
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribePendingAggregationRequestsResponse {
    pending_aggregation_requests: Option<Vec<PendingAggregationRequest>> = "PendingAggregationRequests",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRemediationConfigurationsRequest {
    config_rule_names: Vec<String> = "ConfigRuleNames",
} }
structure! { DescribeRemediationConfigurationsResponse {
    remediation_configurations: Option<Vec<RemediationConfiguration>> = "RemediationConfigurations",
} }
structure! { DescribeRemediationExceptionsRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_keys: Option<Vec<RemediationExceptionResourceKey>> = "ResourceKeys",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRemediationExceptionsResponse {
    remediation_exceptions: Option<Vec<RemediationException>> = "RemediationExceptions",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRemediationExecutionStatusRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_keys: Option<Vec<ResourceKey>> = "ResourceKeys",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRemediationExecutionStatusResponse {
    remediation_execution_statuses: Option<Vec<RemediationExecutionStatus>> = "RemediationExecutionStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRetentionConfigurationsRequest {
    retention_configuration_names: Option<Vec<String>> = "RetentionConfigurationNames",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeRetentionConfigurationsResponse {
    retention_configurations: Option<Vec<RetentionConfiguration>> = "RetentionConfigurations",
    next_token: Option<String> = "NextToken",
} }
structure! { DisassociateResourceTypesRequest {
    configuration_recorder_arn: String = "ConfigurationRecorderArn",
    resource_types: Vec<String> = "ResourceTypes",
} }
structure! { DisassociateResourceTypesResponse {
    configuration_recorder: ConfigurationRecorder = "ConfigurationRecorder",
} }
structure! { Evaluation {
    compliance_resource_type: String = "ComplianceResourceType",
    compliance_resource_id: String = "ComplianceResourceId",
    compliance_type: ComplianceType = "ComplianceType",
    annotation: Option<String> = "Annotation",
    ordering_timestamp: Timestamp = "OrderingTimestamp",
} }
structure! { EvaluationContext {
    evaluation_context_identifier: Option<String> = "EvaluationContextIdentifier",
} }
enumeration! { EvaluationMode {
    Detective = "DETECTIVE",
    Proactive = "PROACTIVE",
} }
structure! { EvaluationModeConfiguration {
    mode: Option<EvaluationMode> = "Mode",
} }
structure! { EvaluationResult {
    evaluation_result_identifier: Option<EvaluationResultIdentifier> = "EvaluationResultIdentifier",
    compliance_type: Option<ComplianceType> = "ComplianceType",
    result_recorded_time: Option<Timestamp> = "ResultRecordedTime",
    config_rule_invoked_time: Option<Timestamp> = "ConfigRuleInvokedTime",
    annotation: Option<String> = "Annotation",
    result_token: Option<String> = "ResultToken",
} }
structure! { EvaluationResultIdentifier {
    evaluation_result_qualifier: Option<EvaluationResultQualifier> = "EvaluationResultQualifier",
    ordering_timestamp: Option<Timestamp> = "OrderingTimestamp",
    resource_evaluation_id: Option<String> = "ResourceEvaluationId",
} }
structure! { EvaluationResultQualifier {
    config_rule_name: Option<String> = "ConfigRuleName",
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
    evaluation_mode: Option<EvaluationMode> = "EvaluationMode",
} }
structure! { EvaluationStatus {
    status: ResourceEvaluationStatus = "Status",
    failure_reason: Option<String> = "FailureReason",
} }
enumeration! { EventSource {
    AwsConfig = "aws.config",
} }
structure! { ExclusionByResourceTypes {
    resource_types: Option<Vec<String>> = "resourceTypes",
} }
structure! { ExecutionControls {
    ssm_controls: Option<SsmControls> = "SsmControls",
} }
structure! { ExternalEvaluation {
    compliance_resource_type: String = "ComplianceResourceType",
    compliance_resource_id: String = "ComplianceResourceId",
    compliance_type: ComplianceType = "ComplianceType",
    annotation: Option<String> = "Annotation",
    ordering_timestamp: Timestamp = "OrderingTimestamp",
} }
structure! { FailedDeleteRemediationExceptionsBatch {
    failure_message: Option<String> = "FailureMessage",
    failed_items: Option<Vec<RemediationExceptionResourceKey>> = "FailedItems",
} }
structure! { FailedRemediationBatch {
    failure_message: Option<String> = "FailureMessage",
    failed_items: Option<Vec<RemediationConfiguration>> = "FailedItems",
} }
structure! { FailedRemediationExceptionBatch {
    failure_message: Option<String> = "FailureMessage",
    failed_items: Option<Vec<RemediationException>> = "FailedItems",
} }
structure! { FieldInfo {
    name: Option<String> = "Name",
} }
structure! { GcpConnectorConfiguration {
    gcp_organization_id: Option<String> = "gcpOrganizationId",
    service_account_email: String = "serviceAccountEmail",
    workload_identity_pool_provider: String = "workloadIdentityPoolProvider",
} }
structure! { GetAggregateComplianceDetailsByConfigRuleRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    config_rule_name: String = "ConfigRuleName",
    account_id: String = "AccountId",
    aws_region: String = "AwsRegion",
    compliance_type: Option<ComplianceType> = "ComplianceType",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateComplianceDetailsByConfigRuleResponse {
    aggregate_evaluation_results: Option<Vec<AggregateEvaluationResult>> = "AggregateEvaluationResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateConfigRuleComplianceSummaryRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    filters: Option<ConfigRuleComplianceSummaryFilters> = "Filters",
    group_by_key: Option<ConfigRuleComplianceSummaryGroupKey> = "GroupByKey",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateConfigRuleComplianceSummaryResponse {
    group_by_key: Option<String> = "GroupByKey",
    aggregate_compliance_counts: Option<Vec<AggregateComplianceCount>> = "AggregateComplianceCounts",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateConformancePackComplianceSummaryRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    filters: Option<AggregateConformancePackComplianceSummaryFilters> = "Filters",
    group_by_key: Option<AggregateConformancePackComplianceSummaryGroupKey> = "GroupByKey",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateConformancePackComplianceSummaryResponse {
    aggregate_conformance_pack_compliance_summaries: Option<Vec<AggregateConformancePackComplianceSummary>> = "AggregateConformancePackComplianceSummaries",
    group_by_key: Option<String> = "GroupByKey",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateDiscoveredResourceCountsRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    filters: Option<ResourceCountFilters> = "Filters",
    group_by_key: Option<ResourceCountGroupKey> = "GroupByKey",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateDiscoveredResourceCountsResponse {
    total_discovered_resources: i64 = "TotalDiscoveredResources",
    group_by_key: Option<String> = "GroupByKey",
    grouped_resource_counts: Option<Vec<GroupedResourceCount>> = "GroupedResourceCounts",
    next_token: Option<String> = "NextToken",
} }
structure! { GetAggregateResourceConfigRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    resource_identifier: AggregateResourceIdentifier = "ResourceIdentifier",
} }
structure! { GetAggregateResourceConfigResponse {
    configuration_item: Option<ConfigurationItem> = "ConfigurationItem",
} }
structure! { GetComplianceDetailsByConfigRuleRequest {
    config_rule_name: String = "ConfigRuleName",
    compliance_types: Option<Vec<ComplianceType>> = "ComplianceTypes",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetComplianceDetailsByConfigRuleResponse {
    evaluation_results: Option<Vec<EvaluationResult>> = "EvaluationResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetComplianceDetailsByResourceRequest {
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
    compliance_types: Option<Vec<ComplianceType>> = "ComplianceTypes",
    next_token: Option<String> = "NextToken",
    resource_evaluation_id: Option<String> = "ResourceEvaluationId",
} }
structure! { GetComplianceDetailsByResourceResponse {
    evaluation_results: Option<Vec<EvaluationResult>> = "EvaluationResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetComplianceSummaryByConfigRuleResponse {
    compliance_summary: Option<ComplianceSummary> = "ComplianceSummary",
} }
structure! { GetComplianceSummaryByResourceTypeRequest {
    resource_types: Option<Vec<String>> = "ResourceTypes",
} }
structure! { GetComplianceSummaryByResourceTypeResponse {
    compliance_summaries_by_resource_type: Option<Vec<ComplianceSummaryByResourceType>> = "ComplianceSummariesByResourceType",
} }
structure! { GetConformancePackComplianceDetailsRequest {
    conformance_pack_name: String = "ConformancePackName",
    filters: Option<ConformancePackEvaluationFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetConformancePackComplianceDetailsResponse {
    conformance_pack_name: String = "ConformancePackName",
    conformance_pack_rule_evaluation_results: Option<Vec<ConformancePackEvaluationResult>> = "ConformancePackRuleEvaluationResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetConformancePackComplianceSummaryRequest {
    conformance_pack_names: Vec<String> = "ConformancePackNames",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetConformancePackComplianceSummaryResponse {
    conformance_pack_compliance_summary_list: Option<Vec<ConformancePackComplianceSummary>> = "ConformancePackComplianceSummaryList",
    next_token: Option<String> = "NextToken",
} }
structure! { GetConnectorRequest {
    arn: String = "Arn",
} }
structure! { GetConnectorResponse {
    connector: Connector = "Connector",
} }
structure! { GetCustomRulePolicyRequest {
    config_rule_name: Option<String> = "ConfigRuleName",
} }
structure! { GetCustomRulePolicyResponse {
    policy_text: Option<String> = "PolicyText",
} }
structure! { GetDiscoveredResourceCountsRequest {
    resource_types: Option<Vec<String>> = "resourceTypes",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { GetDiscoveredResourceCountsResponse {
    total_discovered_resources: Option<i64> = "totalDiscoveredResources",
    resource_counts: Option<Vec<ResourceCount>> = "resourceCounts",
    next_token: Option<String> = "nextToken",
} }
structure! { GetOrganizationConfigRuleDetailedStatusRequest {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
    filters: Option<StatusDetailFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetOrganizationConfigRuleDetailedStatusResponse {
    organization_config_rule_detailed_status: Option<Vec<MemberAccountStatus>> = "OrganizationConfigRuleDetailedStatus",
    next_token: Option<String> = "NextToken",
} }
structure! { GetOrganizationConformancePackDetailedStatusRequest {
    organization_conformance_pack_name: String = "OrganizationConformancePackName",
    filters: Option<OrganizationResourceDetailedStatusFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { GetOrganizationConformancePackDetailedStatusResponse {
    organization_conformance_pack_detailed_statuses: Option<Vec<OrganizationConformancePackDetailedStatus>> = "OrganizationConformancePackDetailedStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { GetOrganizationCustomRulePolicyRequest {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
} }
structure! { GetOrganizationCustomRulePolicyResponse {
    policy_text: Option<String> = "PolicyText",
} }
structure! { GetResourceConfigHistoryRequest {
    resource_type: String = "resourceType",
    resource_id: String = "resourceId",
    later_time: Option<Timestamp> = "laterTime",
    earlier_time: Option<Timestamp> = "earlierTime",
    chronological_order: Option<ChronologicalOrder> = "chronologicalOrder",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { GetResourceConfigHistoryResponse {
    configuration_items: Option<Vec<ConfigurationItem>> = "configurationItems",
    next_token: Option<String> = "nextToken",
} }
structure! { GetResourceEvaluationSummaryRequest {
    resource_evaluation_id: String = "ResourceEvaluationId",
} }
structure! { GetResourceEvaluationSummaryResponse {
    resource_evaluation_id: Option<String> = "ResourceEvaluationId",
    evaluation_mode: Option<EvaluationMode> = "EvaluationMode",
    evaluation_status: Option<EvaluationStatus> = "EvaluationStatus",
    evaluation_start_timestamp: Option<Timestamp> = "EvaluationStartTimestamp",
    compliance: Option<ComplianceType> = "Compliance",
    evaluation_context: Option<EvaluationContext> = "EvaluationContext",
    resource_details: Option<ResourceDetails> = "ResourceDetails",
} }
structure! { GetStoredQueryRequest {
    query_name: String = "QueryName",
} }
structure! { GetStoredQueryResponse {
    stored_query: Option<StoredQuery> = "StoredQuery",
} }
structure! { GroupedResourceCount {
    group_name: String = "GroupName",
    resource_count: i64 = "ResourceCount",
} }
modelled_error! { IdempotentParameterMismatch("IdempotentParameterMismatch", 400, Sender, "message") {
} }
modelled_error! { InsufficientDeliveryPolicyException("InsufficientDeliveryPolicyException", 400, Sender, "message") {
} }
modelled_error! { InsufficientPermissionsException("InsufficientPermissionsException", 400, Sender, "message") {
} }
modelled_error! { InvalidConfigurationRecorderNameException("InvalidConfigurationRecorderNameException", 400, Sender, "message") {
} }
modelled_error! { InvalidDeliveryChannelNameException("InvalidDeliveryChannelNameException", 400, Sender, "message") {
} }
modelled_error! { InvalidExpressionException("InvalidExpressionException", 400, Sender, "message") {
} }
modelled_error! { InvalidLimitException("InvalidLimitException", 400, Sender, "message") {
} }
modelled_error! { InvalidNextTokenException("InvalidNextTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterValueException("InvalidParameterValueException", 400, Sender, "message") {
} }
modelled_error! { InvalidRecordingGroupException("InvalidRecordingGroupException", 400, Sender, "message") {
} }
modelled_error! { InvalidResultTokenException("InvalidResultTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidRoleException("InvalidRoleException", 400, Sender, "message") {
} }
modelled_error! { InvalidS3KeyPrefixException("InvalidS3KeyPrefixException", 400, Sender, "message") {
} }
modelled_error! { InvalidS3KmsKeyArnException("InvalidS3KmsKeyArnException", 400, Sender, "message") {
} }
modelled_error! { InvalidSNSTopicARNException("InvalidSNSTopicARNException", 400, Sender, "message") {
} }
modelled_error! { InvalidTimeRangeException("InvalidTimeRangeException", 400, Sender, "message") {
} }
modelled_error! { LastDeliveryChannelDeleteFailedException("LastDeliveryChannelDeleteFailedException", 400, Sender, "message") {
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
structure! { ListAggregateDiscoveredResourcesRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    resource_type: String = "ResourceType",
    filters: Option<ResourceFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAggregateDiscoveredResourcesResponse {
    resource_identifiers: Option<Vec<AggregateResourceIdentifier>> = "ResourceIdentifiers",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConfigurationRecordersRequest {
    filters: Option<Vec<ConfigurationRecorderFilter>> = "Filters",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConfigurationRecordersResponse {
    configuration_recorder_summaries: Vec<ConfigurationRecorderSummary> = "ConfigurationRecorderSummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConformancePackComplianceScoresRequest {
    filters: Option<ConformancePackComplianceScoresFilters> = "Filters",
    sort_order: Option<SortOrder> = "SortOrder",
    sort_by: Option<SortBy> = "SortBy",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { ListConformancePackComplianceScoresResponse {
    next_token: Option<String> = "NextToken",
    conformance_pack_compliance_scores: Vec<ConformancePackComplianceScore> = "ConformancePackComplianceScores",
} }
structure! { ListConnectorsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    filters: Option<Vec<ConnectorFilter>> = "Filters",
} }
structure! { ListConnectorsResponse {
    connector_summaries: Vec<ConnectorSummary> = "ConnectorSummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDiscoveredResourcesRequest {
    resource_type: String = "resourceType",
    resource_ids: Option<Vec<String>> = "resourceIds",
    resource_name: Option<String> = "resourceName",
    limit: Option<i32> = "limit",
    include_deleted_resources: Option<bool> = "includeDeletedResources",
    next_token: Option<String> = "nextToken",
} }
structure! { ListDiscoveredResourcesResponse {
    resource_identifiers: Option<Vec<ResourceIdentifier>> = "resourceIdentifiers",
    next_token: Option<String> = "nextToken",
} }
structure! { ListResourceEvaluationsRequest {
    filters: Option<ResourceEvaluationFilters> = "Filters",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { ListResourceEvaluationsResponse {
    resource_evaluations: Option<Vec<ResourceEvaluation>> = "ResourceEvaluations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListStoredQueriesRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListStoredQueriesResponse {
    stored_query_metadata: Option<Vec<StoredQueryMetadata>> = "StoredQueryMetadata",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "ResourceArn",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = "Tags",
    next_token: Option<String> = "NextToken",
} }
modelled_error! { MaxActiveResourcesExceededException("MaxActiveResourcesExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfConfigRulesExceededException("MaxNumberOfConfigRulesExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfConfigurationRecordersExceededException("MaxNumberOfConfigurationRecordersExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfConformancePacksExceededException("MaxNumberOfConformancePacksExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfConnectorsExceededException("MaxNumberOfConnectorsExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfDeliveryChannelsExceededException("MaxNumberOfDeliveryChannelsExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfOrganizationConfigRulesExceededException("MaxNumberOfOrganizationConfigRulesExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfOrganizationConformancePacksExceededException("MaxNumberOfOrganizationConformancePacksExceededException", 400, Sender, "message") {
} }
modelled_error! { MaxNumberOfRetentionConfigurationsExceededException("MaxNumberOfRetentionConfigurationsExceededException", 400, Sender, "message") {
} }
enumeration! { MaximumExecutionFrequency {
    OneHour = "One_Hour",
    ThreeHours = "Three_Hours",
    SixHours = "Six_Hours",
    TwelveHours = "Twelve_Hours",
    TwentyFourHours = "TwentyFour_Hours",
} }
enumeration! { MemberAccountRuleStatus {
    CreateSuccessful = "CREATE_SUCCESSFUL",
    CreateInProgress = "CREATE_IN_PROGRESS",
    CreateFailed = "CREATE_FAILED",
    DeleteSuccessful = "DELETE_SUCCESSFUL",
    DeleteFailed = "DELETE_FAILED",
    DeleteInProgress = "DELETE_IN_PROGRESS",
    UpdateSuccessful = "UPDATE_SUCCESSFUL",
    UpdateInProgress = "UPDATE_IN_PROGRESS",
    UpdateFailed = "UPDATE_FAILED",
} }
structure! { MemberAccountStatus {
    account_id: String = "AccountId",
    config_rule_name: String = "ConfigRuleName",
    member_account_rule_status: MemberAccountRuleStatus = "MemberAccountRuleStatus",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
} }
enumeration! { MessageType {
    ConfigurationItemChangeNotification = "ConfigurationItemChangeNotification",
    ConfigurationSnapshotDeliveryCompleted = "ConfigurationSnapshotDeliveryCompleted",
    ScheduledNotification = "ScheduledNotification",
    OversizedConfigurationItemChangeNotification = "OversizedConfigurationItemChangeNotification",
} }
modelled_error! { NoAvailableConfigurationRecorderException("NoAvailableConfigurationRecorderException", 400, Sender, "message") {
} }
modelled_error! { NoAvailableDeliveryChannelException("NoAvailableDeliveryChannelException", 400, Sender, "message") {
} }
modelled_error! { NoAvailableOrganizationException("NoAvailableOrganizationException", 400, Sender, "message") {
} }
modelled_error! { NoRunningConfigurationRecorderException("NoRunningConfigurationRecorderException", 400, Sender, "message") {
} }
modelled_error! { NoSuchBucketException("NoSuchBucketException", 400, Sender, "message") {
} }
modelled_error! { NoSuchConfigRuleException("NoSuchConfigRuleException", 400, Sender, "message") {
} }
modelled_error! { NoSuchConfigRuleInConformancePackException("NoSuchConfigRuleInConformancePackException", 400, Sender, "message") {
} }
modelled_error! { NoSuchConfigurationAggregatorException("NoSuchConfigurationAggregatorException", 400, Sender, "message") {
} }
modelled_error! { NoSuchConfigurationRecorderException("NoSuchConfigurationRecorderException", 400, Sender, "message") {
} }
modelled_error! { NoSuchConformancePackException("NoSuchConformancePackException", 400, Sender, "message") {
} }
modelled_error! { NoSuchDeliveryChannelException("NoSuchDeliveryChannelException", 400, Sender, "message") {
} }
modelled_error! { NoSuchOrganizationConfigRuleException("NoSuchOrganizationConfigRuleException", 400, Sender, "message") {
} }
modelled_error! { NoSuchOrganizationConformancePackException("NoSuchOrganizationConformancePackException", 400, Sender, "message") {
} }
modelled_error! { NoSuchRemediationConfigurationException("NoSuchRemediationConfigurationException", 400, Sender, "message") {
} }
modelled_error! { NoSuchRemediationExceptionException("NoSuchRemediationExceptionException", 400, Sender, "message") {
} }
modelled_error! { NoSuchRetentionConfigurationException("NoSuchRetentionConfigurationException", 400, Sender, "message") {
} }
modelled_error! { OrganizationAccessDeniedException("OrganizationAccessDeniedException", 400, Sender, "message") {
} }
structure! { OrganizationAggregationSource {
    role_arn: String = "RoleArn",
    aws_regions: Option<Vec<String>> = "AwsRegions",
    all_aws_regions: Option<bool> = "AllAwsRegions",
} }
modelled_error! { OrganizationAllFeaturesNotEnabledException("OrganizationAllFeaturesNotEnabledException", 400, Sender, "message") {
} }
structure! { OrganizationConfigRule {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
    organization_config_rule_arn: String = "OrganizationConfigRuleArn",
    organization_managed_rule_metadata: Option<OrganizationManagedRuleMetadata> = "OrganizationManagedRuleMetadata",
    organization_custom_rule_metadata: Option<OrganizationCustomRuleMetadata> = "OrganizationCustomRuleMetadata",
    excluded_accounts: Option<Vec<String>> = "ExcludedAccounts",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
    organization_custom_policy_rule_metadata: Option<OrganizationCustomPolicyRuleMetadataNoPolicy> = "OrganizationCustomPolicyRuleMetadata",
} }
structure! { OrganizationConfigRuleStatus {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
    organization_rule_status: OrganizationRuleStatus = "OrganizationRuleStatus",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
} }
enumeration! { OrganizationConfigRuleTriggerType {
    ConfigurationItemChangeNotification = "ConfigurationItemChangeNotification",
    OversizedConfigurationItemChangeNotification = "OversizedConfigurationItemChangeNotification",
    ScheduledNotification = "ScheduledNotification",
} }
enumeration! { OrganizationConfigRuleTriggerTypeNoSN {
    ConfigurationItemChangeNotification = "ConfigurationItemChangeNotification",
    OversizedConfigurationItemChangeNotification = "OversizedConfigurationItemChangeNotification",
} }
structure! { OrganizationConformancePack {
    organization_conformance_pack_name: String = "OrganizationConformancePackName",
    organization_conformance_pack_arn: String = "OrganizationConformancePackArn",
    delivery_s3_bucket: Option<String> = "DeliveryS3Bucket",
    delivery_s3_key_prefix: Option<String> = "DeliveryS3KeyPrefix",
    conformance_pack_input_parameters: Option<Vec<ConformancePackInputParameter>> = "ConformancePackInputParameters",
    excluded_accounts: Option<Vec<String>> = "ExcludedAccounts",
    last_update_time: Timestamp = "LastUpdateTime",
} }
structure! { OrganizationConformancePackDetailedStatus {
    account_id: String = "AccountId",
    conformance_pack_name: String = "ConformancePackName",
    status: OrganizationResourceDetailedStatus = "Status",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
} }
structure! { OrganizationConformancePackStatus {
    organization_conformance_pack_name: String = "OrganizationConformancePackName",
    status: OrganizationResourceStatus = "Status",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    last_update_time: Option<Timestamp> = "LastUpdateTime",
} }
modelled_error! { OrganizationConformancePackTemplateValidationException("OrganizationConformancePackTemplateValidationException", 400, Sender, "message") {
} }
structure! { OrganizationCustomPolicyRuleMetadata {
    description: Option<String> = "Description",
    organization_config_rule_trigger_types: Option<Vec<OrganizationConfigRuleTriggerTypeNoSN>> = "OrganizationConfigRuleTriggerTypes",
    input_parameters: Option<String> = "InputParameters",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
    resource_types_scope: Option<Vec<String>> = "ResourceTypesScope",
    resource_id_scope: Option<String> = "ResourceIdScope",
    tag_key_scope: Option<String> = "TagKeyScope",
    tag_value_scope: Option<String> = "TagValueScope",
    policy_runtime: String = "PolicyRuntime",
    policy_text: String = "PolicyText",
    debug_log_delivery_accounts: Option<Vec<String>> = "DebugLogDeliveryAccounts",
} }
structure! { OrganizationCustomPolicyRuleMetadataNoPolicy {
    description: Option<String> = "Description",
    organization_config_rule_trigger_types: Option<Vec<OrganizationConfigRuleTriggerTypeNoSN>> = "OrganizationConfigRuleTriggerTypes",
    input_parameters: Option<String> = "InputParameters",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
    resource_types_scope: Option<Vec<String>> = "ResourceTypesScope",
    resource_id_scope: Option<String> = "ResourceIdScope",
    tag_key_scope: Option<String> = "TagKeyScope",
    tag_value_scope: Option<String> = "TagValueScope",
    policy_runtime: Option<String> = "PolicyRuntime",
    debug_log_delivery_accounts: Option<Vec<String>> = "DebugLogDeliveryAccounts",
} }
structure! { OrganizationCustomRuleMetadata {
    description: Option<String> = "Description",
    lambda_function_arn: String = "LambdaFunctionArn",
    organization_config_rule_trigger_types: Vec<OrganizationConfigRuleTriggerType> = "OrganizationConfigRuleTriggerTypes",
    input_parameters: Option<String> = "InputParameters",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
    resource_types_scope: Option<Vec<String>> = "ResourceTypesScope",
    resource_id_scope: Option<String> = "ResourceIdScope",
    tag_key_scope: Option<String> = "TagKeyScope",
    tag_value_scope: Option<String> = "TagValueScope",
} }
structure! { OrganizationManagedRuleMetadata {
    description: Option<String> = "Description",
    rule_identifier: String = "RuleIdentifier",
    input_parameters: Option<String> = "InputParameters",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
    resource_types_scope: Option<Vec<String>> = "ResourceTypesScope",
    resource_id_scope: Option<String> = "ResourceIdScope",
    tag_key_scope: Option<String> = "TagKeyScope",
    tag_value_scope: Option<String> = "TagValueScope",
} }
enumeration! { OrganizationResourceDetailedStatus {
    CreateSuccessful = "CREATE_SUCCESSFUL",
    CreateInProgress = "CREATE_IN_PROGRESS",
    CreateFailed = "CREATE_FAILED",
    DeleteSuccessful = "DELETE_SUCCESSFUL",
    DeleteFailed = "DELETE_FAILED",
    DeleteInProgress = "DELETE_IN_PROGRESS",
    UpdateSuccessful = "UPDATE_SUCCESSFUL",
    UpdateInProgress = "UPDATE_IN_PROGRESS",
    UpdateFailed = "UPDATE_FAILED",
} }
structure! { OrganizationResourceDetailedStatusFilters {
    account_id: Option<String> = "AccountId",
    status: Option<OrganizationResourceDetailedStatus> = "Status",
} }
enumeration! { OrganizationResourceStatus {
    CreateSuccessful = "CREATE_SUCCESSFUL",
    CreateInProgress = "CREATE_IN_PROGRESS",
    CreateFailed = "CREATE_FAILED",
    DeleteSuccessful = "DELETE_SUCCESSFUL",
    DeleteFailed = "DELETE_FAILED",
    DeleteInProgress = "DELETE_IN_PROGRESS",
    UpdateSuccessful = "UPDATE_SUCCESSFUL",
    UpdateInProgress = "UPDATE_IN_PROGRESS",
    UpdateFailed = "UPDATE_FAILED",
} }
enumeration! { OrganizationRuleStatus {
    CreateSuccessful = "CREATE_SUCCESSFUL",
    CreateInProgress = "CREATE_IN_PROGRESS",
    CreateFailed = "CREATE_FAILED",
    DeleteSuccessful = "DELETE_SUCCESSFUL",
    DeleteFailed = "DELETE_FAILED",
    DeleteInProgress = "DELETE_IN_PROGRESS",
    UpdateSuccessful = "UPDATE_SUCCESSFUL",
    UpdateInProgress = "UPDATE_IN_PROGRESS",
    UpdateFailed = "UPDATE_FAILED",
} }
modelled_error! { OversizedConfigurationItemException("OversizedConfigurationItemException", 400, Sender, "message") {
} }
enumeration! { Owner {
    CustomLambda = "CUSTOM_LAMBDA",
    Aws = "AWS",
    CustomPolicy = "CUSTOM_POLICY",
} }
structure! { PendingAggregationRequest {
    requester_account_id: Option<String> = "RequesterAccountId",
    requester_aws_region: Option<String> = "RequesterAwsRegion",
} }
enumeration! { Provider {
    Azure = "AZURE",
    Gcp = "GCP",
} }
structure! { PutAggregationAuthorizationRequest {
    authorized_account_id: String = "AuthorizedAccountId",
    authorized_aws_region: String = "AuthorizedAwsRegion",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutAggregationAuthorizationResponse {
    aggregation_authorization: Option<AggregationAuthorization> = "AggregationAuthorization",
} }
structure! { PutConfigRuleRequest {
    config_rule: ConfigRule = "ConfigRule",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutConfigurationAggregatorRequest {
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    account_aggregation_sources: Option<Vec<AccountAggregationSource>> = "AccountAggregationSources",
    organization_aggregation_source: Option<OrganizationAggregationSource> = "OrganizationAggregationSource",
    tags: Option<Vec<Tag>> = "Tags",
    aggregator_filters: Option<AggregatorFilters> = "AggregatorFilters",
} }
structure! { PutConfigurationAggregatorResponse {
    configuration_aggregator: Option<ConfigurationAggregator> = "ConfigurationAggregator",
} }
structure! { PutConfigurationRecorderRequest {
    configuration_recorder: ConfigurationRecorder = "ConfigurationRecorder",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutConformancePackRequest {
    conformance_pack_name: String = "ConformancePackName",
    template_s3_uri: Option<String> = "TemplateS3Uri",
    template_body: Option<String> = "TemplateBody",
    delivery_s3_bucket: Option<String> = "DeliveryS3Bucket",
    delivery_s3_key_prefix: Option<String> = "DeliveryS3KeyPrefix",
    conformance_pack_input_parameters: Option<Vec<ConformancePackInputParameter>> = "ConformancePackInputParameters",
    template_ssm_document_details: Option<TemplateSSMDocumentDetails> = "TemplateSSMDocumentDetails",
    tags: Option<Vec<Tag>> = "Tags",
    source: Option<ConformancePackSource> = "Source",
    scope: Option<ConformancePackScope> = "Scope",
} }
structure! { PutConformancePackResponse {
    conformance_pack_arn: Option<String> = "ConformancePackArn",
} }
structure! { PutConnectorRequest {
    connector_configuration: ConnectorConfiguration = "ConnectorConfiguration",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutConnectorResponse {
    arn: String = "Arn",
} }
structure! { PutDeliveryChannelRequest {
    delivery_channel: DeliveryChannel = "DeliveryChannel",
} }
structure! { PutEvaluationsRequest {
    evaluations: Option<Vec<Evaluation>> = "Evaluations",
    result_token: String = "ResultToken",
    test_mode: Option<bool> = "TestMode",
} }
structure! { PutEvaluationsResponse {
    failed_evaluations: Option<Vec<Evaluation>> = "FailedEvaluations",
} }
structure! { PutExternalEvaluationRequest {
    config_rule_name: String = "ConfigRuleName",
    external_evaluation: ExternalEvaluation = "ExternalEvaluation",
} }
structure! { PutExternalEvaluationResponse {
} }
structure! { PutOrganizationConfigRuleRequest {
    organization_config_rule_name: String = "OrganizationConfigRuleName",
    organization_managed_rule_metadata: Option<OrganizationManagedRuleMetadata> = "OrganizationManagedRuleMetadata",
    organization_custom_rule_metadata: Option<OrganizationCustomRuleMetadata> = "OrganizationCustomRuleMetadata",
    excluded_accounts: Option<Vec<String>> = "ExcludedAccounts",
    organization_custom_policy_rule_metadata: Option<OrganizationCustomPolicyRuleMetadata> = "OrganizationCustomPolicyRuleMetadata",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutOrganizationConfigRuleResponse {
    organization_config_rule_arn: Option<String> = "OrganizationConfigRuleArn",
} }
structure! { PutOrganizationConformancePackRequest {
    organization_conformance_pack_name: String = "OrganizationConformancePackName",
    template_s3_uri: Option<String> = "TemplateS3Uri",
    template_body: Option<String> = "TemplateBody",
    delivery_s3_bucket: Option<String> = "DeliveryS3Bucket",
    delivery_s3_key_prefix: Option<String> = "DeliveryS3KeyPrefix",
    conformance_pack_input_parameters: Option<Vec<ConformancePackInputParameter>> = "ConformancePackInputParameters",
    excluded_accounts: Option<Vec<String>> = "ExcludedAccounts",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutOrganizationConformancePackResponse {
    organization_conformance_pack_arn: Option<String> = "OrganizationConformancePackArn",
} }
structure! { PutRemediationConfigurationsRequest {
    remediation_configurations: Vec<RemediationConfiguration> = "RemediationConfigurations",
} }
structure! { PutRemediationConfigurationsResponse {
    failed_batches: Option<Vec<FailedRemediationBatch>> = "FailedBatches",
} }
structure! { PutRemediationExceptionsRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_keys: Vec<RemediationExceptionResourceKey> = "ResourceKeys",
    message: Option<String> = "Message",
    expiration_time: Option<Timestamp> = "ExpirationTime",
} }
structure! { PutRemediationExceptionsResponse {
    failed_batches: Option<Vec<FailedRemediationExceptionBatch>> = "FailedBatches",
} }
structure! { PutResourceConfigRequest {
    resource_type: String = "ResourceType",
    schema_version_id: String = "SchemaVersionId",
    resource_id: String = "ResourceId",
    resource_name: Option<String> = "ResourceName",
    configuration: String = "Configuration",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { PutRetentionConfigurationRequest {
    retention_period_in_days: i32 = "RetentionPeriodInDays",
} }
structure! { PutRetentionConfigurationResponse {
    retention_configuration: Option<RetentionConfiguration> = "RetentionConfiguration",
} }
structure! { PutServiceLinkedConfigurationRecorderRequest {
    service_principal: String = "ServicePrincipal",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutServiceLinkedConfigurationRecorderResponse {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
} }
structure! { PutStoredQueryRequest {
    stored_query: StoredQuery = "StoredQuery",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutStoredQueryResponse {
    query_arn: Option<String> = "QueryArn",
} }
structure! { PutThirdPartyServiceLinkedConfigurationRecorderRequest {
    service_principal: String = "ServicePrincipal",
    connector_arn: String = "ConnectorArn",
    scope_configuration: ScopeConfiguration = "ScopeConfiguration",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutThirdPartyServiceLinkedConfigurationRecorderResponse {
    arn: String = "Arn",
    name: String = "Name",
} }
structure! { QueryInfo {
    select_fields: Option<Vec<FieldInfo>> = "SelectFields",
} }
enumeration! { RecorderStatus {
    Pending = "Pending",
    Success = "Success",
    Failure = "Failure",
    NotApplicable = "NotApplicable",
} }
enumeration! { RecordingFrequency {
    Continuous = "CONTINUOUS",
    Daily = "DAILY",
} }
structure! { RecordingGroup {
    all_supported: Option<bool> = "allSupported",
    include_global_resource_types: Option<bool> = "includeGlobalResourceTypes",
    resource_types: Option<Vec<String>> = "resourceTypes",
    exclusion_by_resource_types: Option<ExclusionByResourceTypes> = "exclusionByResourceTypes",
    recording_strategy: Option<RecordingStrategy> = "recordingStrategy",
} }
structure! { RecordingMode {
    recording_frequency: RecordingFrequency = "recordingFrequency",
    recording_mode_overrides: Option<Vec<RecordingModeOverride>> = "recordingModeOverrides",
} }
structure! { RecordingModeOverride {
    description: Option<String> = "description",
    resource_types: Vec<String> = "resourceTypes",
    recording_frequency: RecordingFrequency = "recordingFrequency",
} }
enumeration! { RecordingScope {
    Internal = "INTERNAL",
    Paid = "PAID",
} }
structure! { RecordingStrategy {
    use_only: Option<RecordingStrategyType> = "useOnly",
} }
enumeration! { RecordingStrategyType {
    AllSupportedResourceTypes = "ALL_SUPPORTED_RESOURCE_TYPES",
    InclusionByResourceTypes = "INCLUSION_BY_RESOURCE_TYPES",
    ExclusionByResourceTypes = "EXCLUSION_BY_RESOURCE_TYPES",
} }
structure! { Relationship {
    resource_type: Option<String> = "resourceType",
    resource_id: Option<String> = "resourceId",
    resource_name: Option<String> = "resourceName",
    relationship_name: Option<String> = "relationshipName",
} }
structure! { RemediationConfiguration {
    config_rule_name: String = "ConfigRuleName",
    target_type: RemediationTargetType = "TargetType",
    target_id: String = "TargetId",
    target_version: Option<String> = "TargetVersion",
    parameters: Option<BTreeMap<String, RemediationParameterValue>> = "Parameters",
    resource_type: Option<String> = "ResourceType",
    automatic: Option<bool> = "Automatic",
    execution_controls: Option<ExecutionControls> = "ExecutionControls",
    maximum_automatic_attempts: Option<i32> = "MaximumAutomaticAttempts",
    retry_attempt_seconds: Option<i64> = "RetryAttemptSeconds",
    arn: Option<String> = "Arn",
    created_by_service: Option<String> = "CreatedByService",
} }
structure! { RemediationException {
    config_rule_name: String = "ConfigRuleName",
    resource_type: String = "ResourceType",
    resource_id: String = "ResourceId",
    message: Option<String> = "Message",
    expiration_time: Option<Timestamp> = "ExpirationTime",
} }
structure! { RemediationExceptionResourceKey {
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
} }
enumeration! { RemediationExecutionState {
    Queued = "QUEUED",
    InProgress = "IN_PROGRESS",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
    Unknown = "UNKNOWN",
} }
structure! { RemediationExecutionStatus {
    resource_key: Option<ResourceKey> = "ResourceKey",
    state: Option<RemediationExecutionState> = "State",
    step_details: Option<Vec<RemediationExecutionStep>> = "StepDetails",
    invocation_time: Option<Timestamp> = "InvocationTime",
    last_updated_time: Option<Timestamp> = "LastUpdatedTime",
} }
structure! { RemediationExecutionStep {
    name: Option<String> = "Name",
    state: Option<RemediationExecutionStepState> = "State",
    error_message: Option<String> = "ErrorMessage",
    start_time: Option<Timestamp> = "StartTime",
    stop_time: Option<Timestamp> = "StopTime",
} }
enumeration! { RemediationExecutionStepState {
    Succeeded = "SUCCEEDED",
    Pending = "PENDING",
    Failed = "FAILED",
    InProgress = "IN_PROGRESS",
    Exited = "EXITED",
    Unknown = "UNKNOWN",
} }
modelled_error! { RemediationInProgressException("RemediationInProgressException", 400, Sender, "message") {
} }
structure! { RemediationParameterValue {
    resource_value: Option<ResourceValue> = "ResourceValue",
    static_value: Option<StaticValue> = "StaticValue",
} }
enumeration! { RemediationTargetType {
    SsmDocument = "SSM_DOCUMENT",
} }
modelled_error! { ResourceConcurrentModificationException("ResourceConcurrentModificationException", 400, Sender, "message") {
} }
enumeration! { ResourceConfigurationSchemaType {
    CfnResourceSchema = "CFN_RESOURCE_SCHEMA",
} }
structure! { ResourceCount {
    resource_type: Option<String> = "resourceType",
    count: Option<i64> = "count",
} }
structure! { ResourceCountFilters {
    resource_type: Option<String> = "ResourceType",
    account_id: Option<String> = "AccountId",
    region: Option<String> = "Region",
} }
enumeration! { ResourceCountGroupKey {
    ResourceType = "RESOURCE_TYPE",
    AccountId = "ACCOUNT_ID",
    AwsRegion = "AWS_REGION",
} }
structure! { ResourceDetails {
    resource_id: String = "ResourceId",
    resource_type: String = "ResourceType",
    resource_configuration: String = "ResourceConfiguration",
    resource_configuration_schema_type: Option<ResourceConfigurationSchemaType> = "ResourceConfigurationSchemaType",
} }
structure! { ResourceEvaluation {
    resource_evaluation_id: Option<String> = "ResourceEvaluationId",
    evaluation_mode: Option<EvaluationMode> = "EvaluationMode",
    evaluation_start_timestamp: Option<Timestamp> = "EvaluationStartTimestamp",
} }
structure! { ResourceEvaluationFilters {
    evaluation_mode: Option<EvaluationMode> = "EvaluationMode",
    time_window: Option<TimeWindow> = "TimeWindow",
    evaluation_context_identifier: Option<String> = "EvaluationContextIdentifier",
} }
enumeration! { ResourceEvaluationStatus {
    InProgress = "IN_PROGRESS",
    Failed = "FAILED",
    Succeeded = "SUCCEEDED",
} }
structure! { ResourceFilters {
    account_id: Option<String> = "AccountId",
    resource_id: Option<String> = "ResourceId",
    resource_name: Option<String> = "ResourceName",
    region: Option<String> = "Region",
} }
structure! { ResourceIdentifier {
    resource_type: Option<String> = "resourceType",
    resource_id: Option<String> = "resourceId",
    resource_name: Option<String> = "resourceName",
    resource_deletion_time: Option<Timestamp> = "resourceDeletionTime",
} }
modelled_error! { ResourceInUseException("ResourceInUseException", 400, Sender, "message") {
} }
structure! { ResourceKey {
    resource_type: String = "resourceType",
    resource_id: String = "resourceId",
} }
modelled_error! { ResourceNotDiscoveredException("ResourceNotDiscoveredException", 400, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }
structure! { ResourceValue {
    value: ResourceValueType = "Value",
} }
enumeration! { ResourceValueType {
    ResourceId = "RESOURCE_ID",
} }
structure! { RetentionConfiguration {
    name: String = "Name",
    retention_period_in_days: i32 = "RetentionPeriodInDays",
} }
enumeration! { RuleEvaluationVisibility {
    External = "EXTERNAL",
    Internal = "INTERNAL",
} }
structure! { Scope {
    compliance_resource_types: Option<Vec<String>> = "ComplianceResourceTypes",
    tag_key: Option<String> = "TagKey",
    tag_value: Option<String> = "TagValue",
    compliance_resource_id: Option<String> = "ComplianceResourceId",
    service_principals: Option<Vec<String>> = "ServicePrincipals",
} }
structure! { ScopeConfiguration {
    scope_type: String = "scopeType",
    scope_values: Option<Vec<String>> = "scopeValues",
    all_regions: bool = "allRegions",
    included_regions: Option<Vec<String>> = "includedRegions",
} }
structure! { SelectAggregateResourceConfigRequest {
    expression: String = "Expression",
    configuration_aggregator_name: String = "ConfigurationAggregatorName",
    limit: Option<i32> = "Limit",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { SelectAggregateResourceConfigResponse {
    results: Option<Vec<String>> = "Results",
    query_info: Option<QueryInfo> = "QueryInfo",
    next_token: Option<String> = "NextToken",
} }
structure! { SelectResourceConfigRequest {
    expression: String = "Expression",
    limit: Option<i32> = "Limit",
    next_token: Option<String> = "NextToken",
} }
structure! { SelectResourceConfigResponse {
    results: Option<Vec<String>> = "Results",
    query_info: Option<QueryInfo> = "QueryInfo",
    next_token: Option<String> = "NextToken",
} }
enumeration! { SortBy {
    Score = "SCORE",
} }
enumeration! { SortOrder {
    Ascending = "ASCENDING",
    Descending = "DESCENDING",
} }
structure! { Source {
    owner: Owner = "Owner",
    source_identifier: Option<String> = "SourceIdentifier",
    source_details: Option<Vec<SourceDetail>> = "SourceDetails",
    custom_policy_details: Option<CustomPolicyDetails> = "CustomPolicyDetails",
} }
structure! { SourceDetail {
    event_source: Option<EventSource> = "EventSource",
    message_type: Option<MessageType> = "MessageType",
    maximum_execution_frequency: Option<MaximumExecutionFrequency> = "MaximumExecutionFrequency",
} }
structure! { SsmControls {
    concurrent_execution_rate_percentage: Option<i32> = "ConcurrentExecutionRatePercentage",
    error_percentage: Option<i32> = "ErrorPercentage",
} }
structure! { StartConfigRulesEvaluationRequest {
    config_rule_names: Option<Vec<String>> = "ConfigRuleNames",
} }
structure! { StartConfigRulesEvaluationResponse {
} }
structure! { StartConfigurationRecorderRequest {
    configuration_recorder_name: String = "ConfigurationRecorderName",
} }
structure! { StartRemediationExecutionRequest {
    config_rule_name: String = "ConfigRuleName",
    resource_keys: Vec<ResourceKey> = "ResourceKeys",
} }
structure! { StartRemediationExecutionResponse {
    failure_message: Option<String> = "FailureMessage",
    failed_items: Option<Vec<ResourceKey>> = "FailedItems",
} }
structure! { StartResourceEvaluationRequest {
    resource_details: ResourceDetails = "ResourceDetails",
    evaluation_context: Option<EvaluationContext> = "EvaluationContext",
    evaluation_mode: EvaluationMode = "EvaluationMode",
    evaluation_timeout: Option<i32> = "EvaluationTimeout",
    client_token: Option<String> = "ClientToken",
} }
structure! { StartResourceEvaluationResponse {
    resource_evaluation_id: Option<String> = "ResourceEvaluationId",
} }
structure! { StaticValue {
    values: Vec<String> = "Values",
} }
structure! { StatusDetailFilters {
    account_id: Option<String> = "AccountId",
    member_account_rule_status: Option<MemberAccountRuleStatus> = "MemberAccountRuleStatus",
} }
structure! { StopConfigurationRecorderRequest {
    configuration_recorder_name: String = "ConfigurationRecorderName",
} }
structure! { StoredQuery {
    query_id: Option<String> = "QueryId",
    query_arn: Option<String> = "QueryArn",
    query_name: String = "QueryName",
    description: Option<String> = "Description",
    expression: Option<String> = "Expression",
} }
structure! { StoredQueryMetadata {
    query_id: String = "QueryId",
    query_arn: String = "QueryArn",
    query_name: String = "QueryName",
    description: Option<String> = "Description",
} }
structure! { Tag {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { TagResourceRequest {
    resource_arn: String = "ResourceArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TemplateSSMDocumentDetails {
    document_name: String = "DocumentName",
    document_version: Option<String> = "DocumentVersion",
} }
structure! { TimeWindow {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
} }
modelled_error! { TooManyTagsException("TooManyTagsException", 400, Sender, "message") {
} }
modelled_error! { UnmodifiableEntityException("UnmodifiableEntityException", 400, Sender, "message") {
} }
structure! { UntagResourceRequest {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "config" {
        AssociateResourceTypes: AssociateResourceTypesRequest => AssociateResourceTypesResponse,
        BatchGetAggregateResourceConfig: BatchGetAggregateResourceConfigRequest => BatchGetAggregateResourceConfigResponse,
        BatchGetResourceConfig: BatchGetResourceConfigRequest => BatchGetResourceConfigResponse,
        DeleteAggregationAuthorization: DeleteAggregationAuthorizationRequest => Unit,
        DeleteConfigRule: DeleteConfigRuleRequest => Unit,
        DeleteConfigurationAggregator: DeleteConfigurationAggregatorRequest => Unit,
        DeleteConfigurationRecorder: DeleteConfigurationRecorderRequest => Unit,
        DeleteConformancePack: DeleteConformancePackRequest => Unit,
        DeleteConnector: DeleteConnectorRequest => Unit,
        DeleteDeliveryChannel: DeleteDeliveryChannelRequest => Unit,
        DeleteEvaluationResults: DeleteEvaluationResultsRequest => DeleteEvaluationResultsResponse,
        DeleteOrganizationConfigRule: DeleteOrganizationConfigRuleRequest => Unit,
        DeleteOrganizationConformancePack: DeleteOrganizationConformancePackRequest => Unit,
        DeletePendingAggregationRequest: DeletePendingAggregationRequestRequest => Unit,
        DeleteRemediationConfiguration: DeleteRemediationConfigurationRequest => DeleteRemediationConfigurationResponse,
        DeleteRemediationExceptions: DeleteRemediationExceptionsRequest => DeleteRemediationExceptionsResponse,
        DeleteResourceConfig: DeleteResourceConfigRequest => Unit,
        DeleteRetentionConfiguration: DeleteRetentionConfigurationRequest => Unit,
        DeleteServiceLinkedConfigurationRecorder: DeleteServiceLinkedConfigurationRecorderRequest => DeleteServiceLinkedConfigurationRecorderResponse,
        DeleteStoredQuery: DeleteStoredQueryRequest => DeleteStoredQueryResponse,
        DeliverConfigSnapshot: DeliverConfigSnapshotRequest => DeliverConfigSnapshotResponse,
        DescribeAggregateComplianceByConfigRules: DescribeAggregateComplianceByConfigRulesRequest => DescribeAggregateComplianceByConfigRulesResponse,
        DescribeAggregateComplianceByConformancePacks: DescribeAggregateComplianceByConformancePacksRequest => DescribeAggregateComplianceByConformancePacksResponse,
        DescribeAggregationAuthorizations: DescribeAggregationAuthorizationsRequest => DescribeAggregationAuthorizationsResponse,
        DescribeComplianceByConfigRule: DescribeComplianceByConfigRuleRequest => DescribeComplianceByConfigRuleResponse,
        DescribeComplianceByResource: DescribeComplianceByResourceRequest => DescribeComplianceByResourceResponse,
        DescribeConfigRuleEvaluationStatus: DescribeConfigRuleEvaluationStatusRequest => DescribeConfigRuleEvaluationStatusResponse,
        DescribeConfigRules: DescribeConfigRulesRequest => DescribeConfigRulesResponse,
        DescribeConfigurationAggregatorSourcesStatus: DescribeConfigurationAggregatorSourcesStatusRequest => DescribeConfigurationAggregatorSourcesStatusResponse,
        DescribeConfigurationAggregators: DescribeConfigurationAggregatorsRequest => DescribeConfigurationAggregatorsResponse,
        DescribeConfigurationRecorderStatus: DescribeConfigurationRecorderStatusRequest => DescribeConfigurationRecorderStatusResponse,
        DescribeConfigurationRecorders: DescribeConfigurationRecordersRequest => DescribeConfigurationRecordersResponse,
        DescribeConformancePackCompliance: DescribeConformancePackComplianceRequest => DescribeConformancePackComplianceResponse,
        DescribeConformancePackStatus: DescribeConformancePackStatusRequest => DescribeConformancePackStatusResponse,
        DescribeConformancePacks: DescribeConformancePacksRequest => DescribeConformancePacksResponse,
        DescribeDeliveryChannelStatus: DescribeDeliveryChannelStatusRequest => DescribeDeliveryChannelStatusResponse,
        DescribeDeliveryChannels: DescribeDeliveryChannelsRequest => DescribeDeliveryChannelsResponse,
        DescribeOrganizationConfigRuleStatuses: DescribeOrganizationConfigRuleStatusesRequest => DescribeOrganizationConfigRuleStatusesResponse,
        DescribeOrganizationConfigRules: DescribeOrganizationConfigRulesRequest => DescribeOrganizationConfigRulesResponse,
        DescribeOrganizationConformancePackStatuses: DescribeOrganizationConformancePackStatusesRequest => DescribeOrganizationConformancePackStatusesResponse,
        DescribeOrganizationConformancePacks: DescribeOrganizationConformancePacksRequest => DescribeOrganizationConformancePacksResponse,
        DescribePendingAggregationRequests: DescribePendingAggregationRequestsRequest => DescribePendingAggregationRequestsResponse,
        DescribeRemediationConfigurations: DescribeRemediationConfigurationsRequest => DescribeRemediationConfigurationsResponse,
        DescribeRemediationExceptions: DescribeRemediationExceptionsRequest => DescribeRemediationExceptionsResponse,
        DescribeRemediationExecutionStatus: DescribeRemediationExecutionStatusRequest => DescribeRemediationExecutionStatusResponse,
        DescribeRetentionConfigurations: DescribeRetentionConfigurationsRequest => DescribeRetentionConfigurationsResponse,
        DisassociateResourceTypes: DisassociateResourceTypesRequest => DisassociateResourceTypesResponse,
        GetAggregateComplianceDetailsByConfigRule: GetAggregateComplianceDetailsByConfigRuleRequest => GetAggregateComplianceDetailsByConfigRuleResponse,
        GetAggregateConfigRuleComplianceSummary: GetAggregateConfigRuleComplianceSummaryRequest => GetAggregateConfigRuleComplianceSummaryResponse,
        GetAggregateConformancePackComplianceSummary: GetAggregateConformancePackComplianceSummaryRequest => GetAggregateConformancePackComplianceSummaryResponse,
        GetAggregateDiscoveredResourceCounts: GetAggregateDiscoveredResourceCountsRequest => GetAggregateDiscoveredResourceCountsResponse,
        GetAggregateResourceConfig: GetAggregateResourceConfigRequest => GetAggregateResourceConfigResponse,
        GetComplianceDetailsByConfigRule: GetComplianceDetailsByConfigRuleRequest => GetComplianceDetailsByConfigRuleResponse,
        GetComplianceDetailsByResource: GetComplianceDetailsByResourceRequest => GetComplianceDetailsByResourceResponse,
        GetComplianceSummaryByConfigRule: Unit => GetComplianceSummaryByConfigRuleResponse,
        GetComplianceSummaryByResourceType: GetComplianceSummaryByResourceTypeRequest => GetComplianceSummaryByResourceTypeResponse,
        GetConformancePackComplianceDetails: GetConformancePackComplianceDetailsRequest => GetConformancePackComplianceDetailsResponse,
        GetConformancePackComplianceSummary: GetConformancePackComplianceSummaryRequest => GetConformancePackComplianceSummaryResponse,
        GetConnector: GetConnectorRequest => GetConnectorResponse,
        GetCustomRulePolicy: GetCustomRulePolicyRequest => GetCustomRulePolicyResponse,
        GetDiscoveredResourceCounts: GetDiscoveredResourceCountsRequest => GetDiscoveredResourceCountsResponse,
        GetOrganizationConfigRuleDetailedStatus: GetOrganizationConfigRuleDetailedStatusRequest => GetOrganizationConfigRuleDetailedStatusResponse,
        GetOrganizationConformancePackDetailedStatus: GetOrganizationConformancePackDetailedStatusRequest => GetOrganizationConformancePackDetailedStatusResponse,
        GetOrganizationCustomRulePolicy: GetOrganizationCustomRulePolicyRequest => GetOrganizationCustomRulePolicyResponse,
        GetResourceConfigHistory: GetResourceConfigHistoryRequest => GetResourceConfigHistoryResponse,
        GetResourceEvaluationSummary: GetResourceEvaluationSummaryRequest => GetResourceEvaluationSummaryResponse,
        GetStoredQuery: GetStoredQueryRequest => GetStoredQueryResponse,
        ListAggregateDiscoveredResources: ListAggregateDiscoveredResourcesRequest => ListAggregateDiscoveredResourcesResponse,
        ListConfigurationRecorders: ListConfigurationRecordersRequest => ListConfigurationRecordersResponse,
        ListConformancePackComplianceScores: ListConformancePackComplianceScoresRequest => ListConformancePackComplianceScoresResponse,
        ListConnectors: ListConnectorsRequest => ListConnectorsResponse,
        ListDiscoveredResources: ListDiscoveredResourcesRequest => ListDiscoveredResourcesResponse,
        ListResourceEvaluations: ListResourceEvaluationsRequest => ListResourceEvaluationsResponse,
        ListStoredQueries: ListStoredQueriesRequest => ListStoredQueriesResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        PutAggregationAuthorization: PutAggregationAuthorizationRequest => PutAggregationAuthorizationResponse,
        PutConfigRule: PutConfigRuleRequest => Unit,
        PutConfigurationAggregator: PutConfigurationAggregatorRequest => PutConfigurationAggregatorResponse,
        PutConfigurationRecorder: PutConfigurationRecorderRequest => Unit,
        PutConformancePack: PutConformancePackRequest => PutConformancePackResponse,
        PutConnector: PutConnectorRequest => PutConnectorResponse,
        PutDeliveryChannel: PutDeliveryChannelRequest => Unit,
        PutEvaluations: PutEvaluationsRequest => PutEvaluationsResponse,
        PutExternalEvaluation: PutExternalEvaluationRequest => PutExternalEvaluationResponse,
        PutOrganizationConfigRule: PutOrganizationConfigRuleRequest => PutOrganizationConfigRuleResponse,
        PutOrganizationConformancePack: PutOrganizationConformancePackRequest => PutOrganizationConformancePackResponse,
        PutRemediationConfigurations: PutRemediationConfigurationsRequest => PutRemediationConfigurationsResponse,
        PutRemediationExceptions: PutRemediationExceptionsRequest => PutRemediationExceptionsResponse,
        PutResourceConfig: PutResourceConfigRequest => Unit,
        PutRetentionConfiguration: PutRetentionConfigurationRequest => PutRetentionConfigurationResponse,
        PutServiceLinkedConfigurationRecorder: PutServiceLinkedConfigurationRecorderRequest => PutServiceLinkedConfigurationRecorderResponse,
        PutStoredQuery: PutStoredQueryRequest => PutStoredQueryResponse,
        PutThirdPartyServiceLinkedConfigurationRecorder: PutThirdPartyServiceLinkedConfigurationRecorderRequest => PutThirdPartyServiceLinkedConfigurationRecorderResponse,
        SelectAggregateResourceConfig: SelectAggregateResourceConfigRequest => SelectAggregateResourceConfigResponse,
        SelectResourceConfig: SelectResourceConfigRequest => SelectResourceConfigResponse,
        StartConfigRulesEvaluation: StartConfigRulesEvaluationRequest => StartConfigRulesEvaluationResponse,
        StartConfigurationRecorder: StartConfigurationRecorderRequest => Unit,
        StartRemediationExecution: StartRemediationExecutionRequest => StartRemediationExecutionResponse,
        StartResourceEvaluation: StartResourceEvaluationRequest => StartResourceEvaluationResponse,
        StopConfigurationRecorder: StopConfigurationRecorderRequest => Unit,
        TagResource: TagResourceRequest => Unit,
        UntagResource: UntagResourceRequest => Unit,
    } }
}
