//! Typed form of `models/logs.json` (API version 2014-03-28). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

modelled_error! { AccessDeniedException("AccessDeniedException", 400, Sender, "message") {
} }
structure! { AccountPolicy {
    policy_name: Option<String> = "policyName",
    policy_document: Option<String> = "policyDocument",
    last_updated_time: Option<i64> = "lastUpdatedTime",
    policy_type: Option<PolicyType> = "policyType",
    scope: Option<Scope> = "scope",
    selection_criteria: Option<String> = "selectionCriteria",
    account_id: Option<String> = "accountId",
} }
enumeration! { ActionStatus {
    InProgress = "IN_PROGRESS",
    ClientError = "CLIENT_ERROR",
    Failed = "FAILED",
    Complete = "COMPLETE",
} }
structure! { AddKeyEntry {
    key: String = "key",
    value: String = "value",
    overwrite_if_exists: Option<bool> = "overwriteIfExists",
} }
structure! { AddKeys {
    entries: Vec<AddKeyEntry> = "entries",
} }
structure! { AggregateLogGroupSummary {
    log_group_count: Option<i32> = "logGroupCount",
    grouping_identifiers: Option<Vec<GroupingIdentifier>> = "groupingIdentifiers",
} }
structure! { Anomaly {
    anomaly_id: String = "anomalyId",
    pattern_id: String = "patternId",
    anomaly_detector_arn: String = "anomalyDetectorArn",
    pattern_string: String = "patternString",
    pattern_regex: Option<String> = "patternRegex",
    priority: Option<String> = "priority",
    first_seen: i64 = "firstSeen",
    last_seen: i64 = "lastSeen",
    description: String = "description",
    active: bool = "active",
    state: State = "state",
    histogram: BTreeMap<String, i64> = "histogram",
    log_samples: Vec<LogEvent> = "logSamples",
    pattern_tokens: Vec<PatternToken> = "patternTokens",
    log_group_arn_list: Vec<String> = "logGroupArnList",
    suppressed: Option<bool> = "suppressed",
    suppressed_date: Option<i64> = "suppressedDate",
    suppressed_until: Option<i64> = "suppressedUntil",
    is_pattern_level_suppression: Option<bool> = "isPatternLevelSuppression",
} }
structure! { AnomalyDetector {
    anomaly_detector_arn: Option<String> = "anomalyDetectorArn",
    detector_name: Option<String> = "detectorName",
    log_group_arn_list: Option<Vec<String>> = "logGroupArnList",
    evaluation_frequency: Option<EvaluationFrequency> = "evaluationFrequency",
    filter_pattern: Option<String> = "filterPattern",
    anomaly_detector_status: Option<AnomalyDetectorStatus> = "anomalyDetectorStatus",
    kms_key_id: Option<String> = "kmsKeyId",
    creation_time_stamp: Option<i64> = "creationTimeStamp",
    last_modified_time_stamp: Option<i64> = "lastModifiedTimeStamp",
    anomaly_visibility_time: Option<i64> = "anomalyVisibilityTime",
} }
enumeration! { AnomalyDetectorStatus {
    Initializing = "INITIALIZING",
    Training = "TRAINING",
    Analyzing = "ANALYZING",
    Failed = "FAILED",
    Deleted = "DELETED",
    Paused = "PAUSED",
} }
structure! { AssociateKmsKeyRequest {
    log_group_name: Option<String> = "logGroupName",
    kms_key_id: String = "kmsKeyId",
    resource_identifier: Option<String> = "resourceIdentifier",
} }
structure! { AssociateSourceToS3TableIntegrationRequest {
    integration_arn: String = "integrationArn",
    data_source: DataSource = "dataSource",
} }
structure! { AssociateSourceToS3TableIntegrationResponse {
    identifier: Option<String> = "identifier",
} }
structure! { CSV {
    quote_character: Option<String> = "quoteCharacter",
    delimiter: Option<String> = "delimiter",
    columns: Option<Vec<String>> = "columns",
    source: Option<String> = "source",
    destination: Option<String> = "destination",
} }
structure! { CancelExportTaskRequest {
    task_id: String = "taskId",
} }
structure! { CancelImportTaskRequest {
    import_id: String = "importId",
} }
structure! { CancelImportTaskResponse {
    import_id: Option<String> = "importId",
    import_statistics: Option<ImportStatistics> = "importStatistics",
    import_status: Option<ImportStatus> = "importStatus",
    creation_time: Option<i64> = "creationTime",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { ConfigurationTemplate {
    service: Option<String> = "service",
    log_type: Option<String> = "logType",
    resource_type: Option<String> = "resourceType",
    delivery_destination_type: Option<DeliveryDestinationType> = "deliveryDestinationType",
    default_delivery_config_values: Option<ConfigurationTemplateDeliveryConfigValues> = "defaultDeliveryConfigValues",
    allowed_fields: Option<Vec<RecordField>> = "allowedFields",
    allowed_output_formats: Option<Vec<OutputFormat>> = "allowedOutputFormats",
    allowed_action_for_allow_vended_logs_delivery_for_resource: Option<String> = "allowedActionForAllowVendedLogsDeliveryForResource",
    allowed_field_delimiters: Option<Vec<String>> = "allowedFieldDelimiters",
    allowed_suffix_path_fields: Option<Vec<String>> = "allowedSuffixPathFields",
    delivery_source_configuration: Option<Vec<DeliverySourceConfigurationSchema>> = "deliverySourceConfiguration",
    s3_tables_integration: Option<S3TablesIntegration> = "s3TablesIntegration",
} }
structure! { ConfigurationTemplateDeliveryConfigValues {
    record_fields: Option<Vec<String>> = "recordFields",
    field_delimiter: Option<String> = "fieldDelimiter",
    s3_delivery_configuration: Option<S3DeliveryConfiguration> = "s3DeliveryConfiguration",
} }
modelled_error! { ConflictException("ConflictException", 400, Sender, "message") {
} }
structure! { CopyValue {
    entries: Vec<CopyValueEntry> = "entries",
} }
structure! { CopyValueEntry {
    source: String = "source",
    target: String = "target",
    overwrite_if_exists: Option<bool> = "overwriteIfExists",
} }
structure! { CreateDeliveryRequest {
    delivery_source_name: String = "deliverySourceName",
    delivery_destination_arn: String = "deliveryDestinationArn",
    record_fields: Option<Vec<String>> = "recordFields",
    field_delimiter: Option<String> = "fieldDelimiter",
    s3_delivery_configuration: Option<S3DeliveryConfiguration> = "s3DeliveryConfiguration",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { CreateDeliveryResponse {
    delivery: Option<Delivery> = "delivery",
} }
structure! { CreateExportTaskRequest {
    task_name: Option<String> = "taskName",
    log_group_name: String = "logGroupName",
    log_stream_name_prefix: Option<String> = "logStreamNamePrefix",
    from: i64 = "from",
    to: i64 = "to",
    destination: String = "destination",
    destination_prefix: Option<String> = "destinationPrefix",
} }
structure! { CreateExportTaskResponse {
    task_id: Option<String> = "taskId",
} }
structure! { CreateImportTaskRequest {
    import_source_arn: String = "importSourceArn",
    import_role_arn: String = "importRoleArn",
    import_filter: Option<ImportFilter> = "importFilter",
} }
structure! { CreateImportTaskResponse {
    import_id: Option<String> = "importId",
    import_destination_arn: Option<String> = "importDestinationArn",
    creation_time: Option<i64> = "creationTime",
} }
structure! { CreateLogAnomalyDetectorRequest {
    log_group_arn_list: Vec<String> = "logGroupArnList",
    detector_name: Option<String> = "detectorName",
    evaluation_frequency: Option<EvaluationFrequency> = "evaluationFrequency",
    filter_pattern: Option<String> = "filterPattern",
    kms_key_id: Option<String> = "kmsKeyId",
    anomaly_visibility_time: Option<i64> = "anomalyVisibilityTime",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { CreateLogAnomalyDetectorResponse {
    anomaly_detector_arn: Option<String> = "anomalyDetectorArn",
} }
structure! { CreateLogGroupRequest {
    log_group_name: String = "logGroupName",
    kms_key_id: Option<String> = "kmsKeyId",
    tags: Option<BTreeMap<String, String>> = "tags",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
    deletion_protection_enabled: Option<bool> = "deletionProtectionEnabled",
} }
structure! { CreateLogStreamRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
} }
structure! { CreateLookupTableRequest {
    lookup_table_name: String = "lookupTableName",
    description: Option<String> = "description",
    table_body: Option<Sensitive<String>> = "tableBody",
    query_id: Option<String> = "queryId",
    kms_key_id: Option<String> = "kmsKeyId",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { CreateLookupTableResponse {
    lookup_table_arn: Option<String> = "lookupTableArn",
    created_at: Option<i64> = "createdAt",
} }
structure! { CreateScheduledQueryRequest {
    name: String = "name",
    description: Option<String> = "description",
    query_language: QueryLanguage = "queryLanguage",
    query_string: String = "queryString",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    schedule_expression: String = "scheduleExpression",
    timezone: Option<String> = "timezone",
    start_time_offset: Option<i64> = "startTimeOffset",
    end_time_offset: Option<i64> = "endTimeOffset",
    destination_configuration: Option<DestinationConfiguration> = "destinationConfiguration",
    schedule_start_time: Option<i64> = "scheduleStartTime",
    schedule_end_time: Option<i64> = "scheduleEndTime",
    execution_role_arn: String = "executionRoleArn",
    state: Option<ScheduledQueryState> = "state",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { CreateScheduledQueryResponse {
    scheduled_query_arn: Option<String> = "scheduledQueryArn",
    state: Option<ScheduledQueryState> = "state",
} }
modelled_error! { DataAlreadyAcceptedException("DataAlreadyAcceptedException", 400, Sender, "message") {
    expected_sequence_token: Option<String> = "expectedSequenceToken",
} }
enumeration! { DataProtectionStatus {
    Activated = "ACTIVATED",
    Deleted = "DELETED",
    Archived = "ARCHIVED",
    Disabled = "DISABLED",
} }
structure! { DataSource {
    name: String = "name",
    r#type: Option<String> = "type",
} }
structure! { DataSourceFilter {
    name: String = "name",
    r#type: Option<String> = "type",
} }
structure! { DateTimeConverter {
    source: String = "source",
    target: String = "target",
    target_format: Option<String> = "targetFormat",
    match_patterns: Vec<String> = "matchPatterns",
    source_timezone: Option<String> = "sourceTimezone",
    target_timezone: Option<String> = "targetTimezone",
    locale: Option<String> = "locale",
} }
structure! { DeleteAccountPolicyRequest {
    policy_name: String = "policyName",
    policy_type: PolicyType = "policyType",
    dry_run: Option<bool> = "dryRun",
} }
structure! { DeleteAccountPolicyResponse {
    dry_run_result: Option<DryRunResult> = "dryRunResult",
} }
structure! { DeleteDataProtectionPolicyRequest {
    log_group_identifier: String = "logGroupIdentifier",
} }
structure! { DeleteDeliveryDestinationPolicyRequest {
    delivery_destination_name: String = "deliveryDestinationName",
} }
structure! { DeleteDeliveryDestinationRequest {
    name: String = "name",
} }
structure! { DeleteDeliveryRequest {
    id: String = "id",
} }
structure! { DeleteDeliverySourceRequest {
    name: String = "name",
} }
structure! { DeleteDestinationRequest {
    destination_name: String = "destinationName",
} }
structure! { DeleteIndexPolicyRequest {
    log_group_identifier: String = "logGroupIdentifier",
} }
structure! { DeleteIndexPolicyResponse {
} }
structure! { DeleteIntegrationRequest {
    integration_name: String = "integrationName",
    force: Option<bool> = "force",
} }
structure! { DeleteIntegrationResponse {
} }
structure! { DeleteKeys {
    with_keys: Vec<String> = "withKeys",
} }
structure! { DeleteLogAnomalyDetectorRequest {
    anomaly_detector_arn: String = "anomalyDetectorArn",
} }
structure! { DeleteLogGroupRequest {
    log_group_name: String = "logGroupName",
} }
structure! { DeleteLogStreamRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
} }
structure! { DeleteLookupTableRequest {
    lookup_table_arn: String = "lookupTableArn",
} }
structure! { DeleteMetricFilterRequest {
    log_group_name: String = "logGroupName",
    filter_name: String = "filterName",
} }
structure! { DeleteQueryDefinitionRequest {
    query_definition_id: String = "queryDefinitionId",
} }
structure! { DeleteQueryDefinitionResponse {
    success: Option<bool> = "success",
} }
structure! { DeleteResourcePolicyRequest {
    policy_name: Option<String> = "policyName",
    resource_arn: Option<String> = "resourceArn",
    expected_revision_id: Option<String> = "expectedRevisionId",
} }
structure! { DeleteRetentionPolicyRequest {
    log_group_name: String = "logGroupName",
} }
structure! { DeleteScheduledQueryRequest {
    identifier: String = "identifier",
} }
structure! { DeleteScheduledQueryResponse {
} }
structure! { DeleteSubscriptionFilterRequest {
    log_group_name: String = "logGroupName",
    filter_name: String = "filterName",
} }
structure! { DeleteSyslogConfigurationRequest {
    log_group_identifier: String = "logGroupIdentifier",
    vpc_endpoint_id: Option<String> = "vpcEndpointId",
} }
structure! { DeleteTransformerRequest {
    log_group_identifier: String = "logGroupIdentifier",
} }
structure! { Delivery {
    id: Option<String> = "id",
    arn: Option<String> = "arn",
    delivery_source_name: Option<String> = "deliverySourceName",
    delivery_destination_arn: Option<String> = "deliveryDestinationArn",
    delivery_destination_type: Option<DeliveryDestinationType> = "deliveryDestinationType",
    record_fields: Option<Vec<String>> = "recordFields",
    field_delimiter: Option<String> = "fieldDelimiter",
    s3_delivery_configuration: Option<S3DeliveryConfiguration> = "s3DeliveryConfiguration",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { DeliveryDestination {
    name: Option<String> = "name",
    arn: Option<String> = "arn",
    delivery_destination_type: Option<DeliveryDestinationType> = "deliveryDestinationType",
    output_format: Option<OutputFormat> = "outputFormat",
    delivery_destination_configuration: Option<DeliveryDestinationConfiguration> = "deliveryDestinationConfiguration",
    role_arn: Option<String> = "roleArn",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { DeliveryDestinationConfiguration {
    destination_resource_arn: String = "destinationResourceArn",
} }
enumeration! { DeliveryDestinationType {
    S3 = "S3",
    Cwl = "CWL",
    Fh = "FH",
    Xray = "XRAY",
} }
structure! { DeliverySource {
    name: Option<String> = "name",
    arn: Option<String> = "arn",
    resource_arns: Option<Vec<String>> = "resourceArns",
    service: Option<String> = "service",
    log_type: Option<String> = "logType",
    tags: Option<BTreeMap<String, String>> = "tags",
    delivery_source_configuration: Option<BTreeMap<String, String>> = "deliverySourceConfiguration",
    status: Option<DeliverySourceStatus> = "status",
    status_reason: Option<DeliverySourceStatusReason> = "statusReason",
} }
structure! { DeliverySourceConfigurationSchema {
    key_name: String = "keyName",
    value_type: DeliverySourceConfigurationSchemaValueType = "valueType",
    default_value: String = "defaultValue",
    supported_values: Option<Vec<String>> = "supportedValues",
    min_value: Option<f64> = "minValue",
    max_value: Option<f64> = "maxValue",
} }
enumeration! { DeliverySourceConfigurationSchemaValueType {
    String = "string",
    Boolean = "boolean",
    Int = "int",
    Double = "double",
    Long = "long",
} }
enumeration! { DeliverySourceStatus {
    Active = "ACTIVE",
    Inactive = "INACTIVE",
} }
enumeration! { DeliverySourceStatusReason {
    ResourceDeleted = "RESOURCE_DELETED",
} }
structure! { DescribeAccountPoliciesRequest {
    policy_type: PolicyType = "policyType",
    policy_name: Option<String> = "policyName",
    account_identifiers: Option<Vec<String>> = "accountIdentifiers",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeAccountPoliciesResponse {
    account_policies: Option<Vec<AccountPolicy>> = "accountPolicies",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeConfigurationTemplatesRequest {
    service: Option<String> = "service",
    log_types: Option<Vec<String>> = "logTypes",
    resource_types: Option<Vec<String>> = "resourceTypes",
    delivery_destination_types: Option<Vec<DeliveryDestinationType>> = "deliveryDestinationTypes",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { DescribeConfigurationTemplatesResponse {
    configuration_templates: Option<Vec<ConfigurationTemplate>> = "configurationTemplates",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeDeliveriesRequest {
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    delivery_source_names: Option<Vec<String>> = "deliverySourceNames",
} }
structure! { DescribeDeliveriesResponse {
    deliveries: Option<Vec<Delivery>> = "deliveries",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeDeliveryDestinationsRequest {
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    names: Option<Vec<String>> = "names",
} }
structure! { DescribeDeliveryDestinationsResponse {
    delivery_destinations: Option<Vec<DeliveryDestination>> = "deliveryDestinations",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeDeliverySourcesRequest {
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    resource_arns: Option<Vec<String>> = "resourceArns",
} }
structure! { DescribeDeliverySourcesResponse {
    delivery_sources: Option<Vec<DeliverySource>> = "deliverySources",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeDestinationsRequest {
    destination_name_prefix: Option<String> = "DestinationNamePrefix",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { DescribeDestinationsResponse {
    destinations: Option<Vec<Destination>> = "destinations",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeExportTasksRequest {
    task_id: Option<String> = "taskId",
    status_code: Option<ExportTaskStatusCode> = "statusCode",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { DescribeExportTasksResponse {
    export_tasks: Option<Vec<ExportTask>> = "exportTasks",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeFieldIndexesRequest {
    log_group_identifiers: Vec<String> = "logGroupIdentifiers",
    index_categories: Option<Vec<IndexCategory>> = "indexCategories",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeFieldIndexesResponse {
    field_indexes: Option<Vec<FieldIndex>> = "fieldIndexes",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeImportTaskBatchesRequest {
    import_id: String = "importId",
    batch_import_status: Option<Vec<ImportStatus>> = "batchImportStatus",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeImportTaskBatchesResponse {
    import_source_arn: Option<String> = "importSourceArn",
    import_id: Option<String> = "importId",
    import_batches: Option<Vec<ImportBatch>> = "importBatches",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeImportTasksRequest {
    import_id: Option<String> = "importId",
    import_status: Option<ImportStatus> = "importStatus",
    import_source_arn: Option<String> = "importSourceArn",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeImportTasksResponse {
    imports: Option<Vec<Import>> = "imports",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeIndexPoliciesRequest {
    log_group_identifiers: Vec<String> = "logGroupIdentifiers",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeIndexPoliciesResponse {
    index_policies: Option<Vec<IndexPolicy>> = "indexPolicies",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeLogGroupsRequest {
    account_identifiers: Option<Vec<String>> = "accountIdentifiers",
    log_group_name_prefix: Option<String> = "logGroupNamePrefix",
    log_group_name_pattern: Option<String> = "logGroupNamePattern",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    include_linked_accounts: Option<bool> = "includeLinkedAccounts",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
} }
structure! { DescribeLogGroupsResponse {
    log_groups: Option<Vec<LogGroup>> = "logGroups",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeLogStreamsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_name_prefix: Option<String> = "logStreamNamePrefix",
    order_by: Option<OrderBy> = "orderBy",
    descending: Option<bool> = "descending",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { DescribeLogStreamsResponse {
    log_streams: Option<Vec<LogStream>> = "logStreams",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeLookupTablesRequest {
    lookup_table_name_prefix: Option<String> = "lookupTableNamePrefix",
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeLookupTablesResponse {
    lookup_tables: Option<Vec<LookupTable>> = "lookupTables",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeMetricFiltersRequest {
    log_group_name: Option<String> = "logGroupName",
    filter_name_prefix: Option<String> = "filterNamePrefix",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    metric_name: Option<String> = "metricName",
    metric_namespace: Option<String> = "metricNamespace",
} }
structure! { DescribeMetricFiltersResponse {
    metric_filters: Option<Vec<MetricFilter>> = "metricFilters",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeQueriesRequest {
    log_group_name: Option<String> = "logGroupName",
    status: Option<QueryStatus> = "status",
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
    query_language: Option<QueryLanguage> = "queryLanguage",
} }
structure! { DescribeQueriesResponse {
    queries: Option<Vec<QueryInfo>> = "queries",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeQueryDefinitionsRequest {
    query_language: Option<QueryLanguage> = "queryLanguage",
    query_definition_name_prefix: Option<String> = "queryDefinitionNamePrefix",
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeQueryDefinitionsResponse {
    query_definitions: Option<Vec<QueryDefinition>> = "queryDefinitions",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeResourcePoliciesRequest {
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    resource_arn: Option<String> = "resourceArn",
    policy_scope: Option<PolicyScope> = "policyScope",
} }
structure! { DescribeResourcePoliciesResponse {
    resource_policies: Option<Vec<ResourcePolicy>> = "resourcePolicies",
    next_token: Option<String> = "nextToken",
} }
structure! { DescribeSubscriptionFiltersRequest {
    log_group_name: String = "logGroupName",
    filter_name_prefix: Option<String> = "filterNamePrefix",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { DescribeSubscriptionFiltersResponse {
    subscription_filters: Option<Vec<SubscriptionFilter>> = "subscriptionFilters",
    next_token: Option<String> = "nextToken",
} }
structure! { Destination {
    destination_name: Option<String> = "destinationName",
    target_arn: Option<String> = "targetArn",
    role_arn: Option<String> = "roleArn",
    access_policy: Option<String> = "accessPolicy",
    arn: Option<String> = "arn",
    creation_time: Option<i64> = "creationTime",
} }
structure! { DestinationConfiguration {
    s3_configuration: Option<S3Configuration> = "s3Configuration",
    lookup_table_configuration: Option<LookupTableConfiguration> = "lookupTableConfiguration",
} }
structure! { DisassociateKmsKeyRequest {
    log_group_name: Option<String> = "logGroupName",
    resource_identifier: Option<String> = "resourceIdentifier",
} }
structure! { DisassociateSourceFromS3TableIntegrationRequest {
    identifier: String = "identifier",
} }
structure! { DisassociateSourceFromS3TableIntegrationResponse {
    identifier: Option<String> = "identifier",
} }
enumeration! { Distribution {
    Random = "Random",
    ByLogStream = "ByLogStream",
} }
structure! { DryRunResult {
    total_matched_log_groups: Option<i32> = "totalMatchedLogGroups",
    increased_retention_log_group_count: Option<i32> = "increasedRetentionLogGroupCount",
    decreased_retention_log_group_count: Option<i32> = "decreasedRetentionLogGroupCount",
    unchanged_retention_log_group_count: Option<i32> = "unchangedRetentionLogGroupCount",
    failed_analysis_count: Option<i32> = "failedAnalysisCount",
    top_log_groups_impacted: Option<Vec<LogGroupImpact>> = "topLogGroupsImpacted",
} }
structure! { Entity {
    key_attributes: Option<BTreeMap<String, String>> = "keyAttributes",
    attributes: Option<BTreeMap<String, String>> = "attributes",
} }
enumeration! { EntityRejectionErrorType {
    InvalidEntity = "InvalidEntity",
    InvalidTypeValue = "InvalidTypeValue",
    InvalidKeyAttributes = "InvalidKeyAttributes",
    InvalidAttributes = "InvalidAttributes",
    EntitySizeTooLarge = "EntitySizeTooLarge",
    UnsupportedLogGroupType = "UnsupportedLogGroupType",
    MissingRequiredFields = "MissingRequiredFields",
} }
enumeration! { EvaluationFrequency {
    OneMin = "ONE_MIN",
    FiveMin = "FIVE_MIN",
    TenMin = "TEN_MIN",
    FifteenMin = "FIFTEEN_MIN",
    ThirtyMin = "THIRTY_MIN",
    OneHour = "ONE_HOUR",
} }
enumeration! { EventSource {
    CloudTrail = "CloudTrail",
    Route53Resolver = "Route53Resolver",
    VPCFlow = "VPCFlow",
    EKSAudit = "EKSAudit",
    Awswaf = "AWSWAF",
} }
enumeration! { ExecutionStatus {
    Running = "Running",
    InvalidQuery = "InvalidQuery",
    Complete = "Complete",
    Failed = "Failed",
    Timeout = "Timeout",
} }
structure! { ExportTask {
    task_id: Option<String> = "taskId",
    task_name: Option<String> = "taskName",
    log_group_name: Option<String> = "logGroupName",
    from: Option<i64> = "from",
    to: Option<i64> = "to",
    destination: Option<String> = "destination",
    destination_prefix: Option<String> = "destinationPrefix",
    status: Option<ExportTaskStatus> = "status",
    execution_info: Option<ExportTaskExecutionInfo> = "executionInfo",
} }
structure! { ExportTaskExecutionInfo {
    creation_time: Option<i64> = "creationTime",
    completion_time: Option<i64> = "completionTime",
} }
structure! { ExportTaskStatus {
    code: Option<ExportTaskStatusCode> = "code",
    message: Option<String> = "message",
} }
enumeration! { ExportTaskStatusCode {
    Cancelled = "CANCELLED",
    Completed = "COMPLETED",
    Failed = "FAILED",
    Pending = "PENDING",
    PendingCancel = "PENDING_CANCEL",
    Running = "RUNNING",
} }
structure! { FieldIndex {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    field_index_name: Option<String> = "fieldIndexName",
    last_scan_time: Option<i64> = "lastScanTime",
    first_event_time: Option<i64> = "firstEventTime",
    last_event_time: Option<i64> = "lastEventTime",
    r#type: Option<IndexType> = "type",
    index_category: Option<IndexCategory> = "indexCategory",
} }
structure! { FieldsData {
    data: Option<Bytes> = "data",
} }
structure! { FilterLogEventsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_names: Option<Vec<String>> = "logStreamNames",
    log_stream_name_prefix: Option<String> = "logStreamNamePrefix",
    start_time: Option<i64> = "startTime",
    end_time: Option<i64> = "endTime",
    filter_pattern: Option<String> = "filterPattern",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    start_from_head: Option<bool> = "startFromHead",
    interleaved: Option<bool> = "interleaved",
    unmask: Option<bool> = "unmask",
} }
structure! { FilterLogEventsResponse {
    events: Option<Vec<FilteredLogEvent>> = "events",
    searched_log_streams: Option<Vec<SearchedLogStream>> = "searchedLogStreams",
    next_token: Option<String> = "nextToken",
} }
structure! { FilteredLogEvent {
    log_stream_name: Option<String> = "logStreamName",
    timestamp: Option<i64> = "timestamp",
    message: Option<String> = "message",
    ingestion_time: Option<i64> = "ingestionTime",
    event_id: Option<String> = "eventId",
} }
enumeration! { FlattenedElement {
    First = "first",
    Last = "last",
} }
structure! { GetDataProtectionPolicyRequest {
    log_group_identifier: String = "logGroupIdentifier",
} }
structure! { GetDataProtectionPolicyResponse {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    policy_document: Option<String> = "policyDocument",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { GetDeliveryDestinationPolicyRequest {
    delivery_destination_name: String = "deliveryDestinationName",
} }
structure! { GetDeliveryDestinationPolicyResponse {
    policy: Option<Policy> = "policy",
} }
structure! { GetDeliveryDestinationRequest {
    name: String = "name",
} }
structure! { GetDeliveryDestinationResponse {
    delivery_destination: Option<DeliveryDestination> = "deliveryDestination",
} }
structure! { GetDeliveryRequest {
    id: String = "id",
} }
structure! { GetDeliveryResponse {
    delivery: Option<Delivery> = "delivery",
} }
structure! { GetDeliverySourceRequest {
    name: String = "name",
} }
structure! { GetDeliverySourceResponse {
    delivery_source: Option<DeliverySource> = "deliverySource",
} }
structure! { GetIntegrationRequest {
    integration_name: String = "integrationName",
} }
structure! { GetIntegrationResponse {
    integration_name: Option<String> = "integrationName",
    integration_type: Option<IntegrationType> = "integrationType",
    integration_status: Option<IntegrationStatus> = "integrationStatus",
    integration_details: Option<IntegrationDetails> = "integrationDetails",
} }
structure! { GetLogAnomalyDetectorRequest {
    anomaly_detector_arn: String = "anomalyDetectorArn",
} }
structure! { GetLogAnomalyDetectorResponse {
    detector_name: Option<String> = "detectorName",
    log_group_arn_list: Option<Vec<String>> = "logGroupArnList",
    evaluation_frequency: Option<EvaluationFrequency> = "evaluationFrequency",
    filter_pattern: Option<String> = "filterPattern",
    anomaly_detector_status: Option<AnomalyDetectorStatus> = "anomalyDetectorStatus",
    kms_key_id: Option<String> = "kmsKeyId",
    creation_time_stamp: Option<i64> = "creationTimeStamp",
    last_modified_time_stamp: Option<i64> = "lastModifiedTimeStamp",
    anomaly_visibility_time: Option<i64> = "anomalyVisibilityTime",
} }
structure! { GetLogEventsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_name: String = "logStreamName",
    start_time: Option<i64> = "startTime",
    end_time: Option<i64> = "endTime",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    start_from_head: Option<bool> = "startFromHead",
    unmask: Option<bool> = "unmask",
} }
structure! { GetLogEventsResponse {
    events: Option<Vec<OutputLogEvent>> = "events",
    next_forward_token: Option<String> = "nextForwardToken",
    next_backward_token: Option<String> = "nextBackwardToken",
} }
structure! { GetLogFieldsRequest {
    data_source_name: String = "dataSourceName",
    data_source_type: String = "dataSourceType",
} }
structure! { GetLogFieldsResponse {
    log_fields: Option<Vec<LogFieldsListItem>> = "logFields",
} }
structure! { GetLogGroupFieldsRequest {
    log_group_name: Option<String> = "logGroupName",
    time: Option<i64> = "time",
    log_group_identifier: Option<String> = "logGroupIdentifier",
} }
structure! { GetLogGroupFieldsResponse {
    log_group_fields: Option<Vec<LogGroupField>> = "logGroupFields",
} }
structure! { GetLogObjectRequest {
    unmask: Option<bool> = "unmask",
    log_object_pointer: String = "logObjectPointer",
} }
structure! { GetLogObjectResponse {
    field_stream: Option<GetLogObjectResponseStream> = "fieldStream",
} }
structure! { GetLogObjectResponseStream {
    fields: Option<FieldsData> = "fields",
} }
structure! { GetLogRecordRequest {
    log_record_pointer: String = "logRecordPointer",
    unmask: Option<bool> = "unmask",
} }
structure! { GetLogRecordResponse {
    log_record: Option<BTreeMap<String, String>> = "logRecord",
} }
structure! { GetLookupTableRequest {
    lookup_table_arn: String = "lookupTableArn",
} }
structure! { GetLookupTableResponse {
    lookup_table_arn: Option<String> = "lookupTableArn",
    lookup_table_name: Option<String> = "lookupTableName",
    description: Option<String> = "description",
    table_body: Option<Sensitive<String>> = "tableBody",
    size_bytes: Option<i64> = "sizeBytes",
    last_updated_time: Option<i64> = "lastUpdatedTime",
    kms_key_id: Option<String> = "kmsKeyId",
} }
structure! { GetQueryResultsRequest {
    query_id: String = "queryId",
    next_token: Option<String> = "nextToken",
    max_items: Option<i32> = "maxItems",
} }
structure! { GetQueryResultsResponse {
    query_language: Option<QueryLanguage> = "queryLanguage",
    results: Option<Vec<Vec<ResultField>>> = "results",
    statistics: Option<QueryStatistics> = "statistics",
    status: Option<QueryStatus> = "status",
    encryption_key: Option<String> = "encryptionKey",
    next_token: Option<String> = "nextToken",
} }
structure! { GetScheduledQueryHistoryRequest {
    identifier: String = "identifier",
    start_time: i64 = "startTime",
    end_time: i64 = "endTime",
    execution_statuses: Option<Vec<ExecutionStatus>> = "executionStatuses",
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
} }
structure! { GetScheduledQueryHistoryResponse {
    name: Option<String> = "name",
    scheduled_query_arn: Option<String> = "scheduledQueryArn",
    trigger_history: Option<Vec<TriggerHistoryRecord>> = "triggerHistory",
    next_token: Option<String> = "nextToken",
} }
structure! { GetScheduledQueryRequest {
    identifier: String = "identifier",
} }
structure! { GetScheduledQueryResponse {
    scheduled_query_arn: Option<String> = "scheduledQueryArn",
    name: Option<String> = "name",
    description: Option<String> = "description",
    query_language: Option<QueryLanguage> = "queryLanguage",
    query_string: Option<String> = "queryString",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    schedule_expression: Option<String> = "scheduleExpression",
    timezone: Option<String> = "timezone",
    start_time_offset: Option<i64> = "startTimeOffset",
    end_time_offset: Option<i64> = "endTimeOffset",
    destination_configuration: Option<DestinationConfiguration> = "destinationConfiguration",
    state: Option<ScheduledQueryState> = "state",
    schedule_type: Option<ScheduleType> = "scheduleType",
    last_triggered_time: Option<i64> = "lastTriggeredTime",
    last_execution_status: Option<ExecutionStatus> = "lastExecutionStatus",
    schedule_start_time: Option<i64> = "scheduleStartTime",
    schedule_end_time: Option<i64> = "scheduleEndTime",
    execution_role_arn: Option<String> = "executionRoleArn",
    creation_time: Option<i64> = "creationTime",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { GetStorageTierPolicyRequest {
} }
structure! { GetStorageTierPolicyResponse {
    storage_tier: Option<StorageTier> = "storageTier",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { GetTransformerRequest {
    log_group_identifier: String = "logGroupIdentifier",
} }
structure! { GetTransformerResponse {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    creation_time: Option<i64> = "creationTime",
    last_modified_time: Option<i64> = "lastModifiedTime",
    transformer_config: Option<Vec<Processor>> = "transformerConfig",
} }
structure! { Grok {
    source: Option<String> = "source",
    r#match: String = "match",
} }
structure! { GroupingIdentifier {
    key: Option<String> = "key",
    value: Option<String> = "value",
} }
structure! { Import {
    import_id: Option<String> = "importId",
    import_source_arn: Option<String> = "importSourceArn",
    import_status: Option<ImportStatus> = "importStatus",
    import_destination_arn: Option<String> = "importDestinationArn",
    import_statistics: Option<ImportStatistics> = "importStatistics",
    import_filter: Option<ImportFilter> = "importFilter",
    creation_time: Option<i64> = "creationTime",
    last_updated_time: Option<i64> = "lastUpdatedTime",
    error_message: Option<String> = "errorMessage",
} }
structure! { ImportBatch {
    batch_id: String = "batchId",
    status: ImportStatus = "status",
    error_message: Option<String> = "errorMessage",
} }
structure! { ImportFilter {
    start_event_time: Option<i64> = "startEventTime",
    end_event_time: Option<i64> = "endEventTime",
} }
structure! { ImportStatistics {
    bytes_imported: Option<i64> = "bytesImported",
} }
enumeration! { ImportStatus {
    InProgress = "IN_PROGRESS",
    Cancelled = "CANCELLED",
    Completed = "COMPLETED",
    Failed = "FAILED",
} }
enumeration! { IndexCategory {
    Default = "DEFAULT",
    Custom = "CUSTOM",
    Auto = "AUTO",
    Inactive = "INACTIVE",
} }
structure! { IndexPolicy {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    last_update_time: Option<i64> = "lastUpdateTime",
    policy_document: Option<String> = "policyDocument",
    policy_name: Option<String> = "policyName",
    source: Option<IndexSource> = "source",
} }
enumeration! { IndexSource {
    Account = "ACCOUNT",
    LogGroup = "LOG_GROUP",
} }
enumeration! { IndexType {
    Facet = "FACET",
    FieldIndex = "FIELD_INDEX",
} }
enumeration! { InheritedProperty {
    AccountDataProtection = "ACCOUNT_DATA_PROTECTION",
} }
structure! { InputLogEvent {
    timestamp: i64 = "timestamp",
    message: String = "message",
} }
structure! { IntegrationDetails {
    open_search_integration_details: Option<OpenSearchIntegrationDetails> = "openSearchIntegrationDetails",
} }
enumeration! { IntegrationStatus {
    Provisioning = "PROVISIONING",
    Active = "ACTIVE",
    Failed = "FAILED",
} }
structure! { IntegrationSummary {
    integration_name: Option<String> = "integrationName",
    integration_type: Option<IntegrationType> = "integrationType",
    integration_status: Option<IntegrationStatus> = "integrationStatus",
} }
enumeration! { IntegrationType {
    Opensearch = "OPENSEARCH",
} }
modelled_error! { InternalServerException("InternalServerException", 500, Receiver, "message") {
} }
modelled_error! { InternalStreamingException("InternalStreamingException", 400, Sender, "message") {
} }
modelled_error! { InvalidOperationException("InvalidOperationException", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterException("InvalidParameterException", 400, Sender, "message") {
} }
modelled_error! { InvalidSequenceTokenException("InvalidSequenceTokenException", 400, Sender, "message") {
    expected_sequence_token: Option<String> = "expectedSequenceToken",
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
enumeration! { ListAggregateLogGroupSummariesGroupBy {
    DataSourceNameTypeAndFormat = "DATA_SOURCE_NAME_TYPE_AND_FORMAT",
    DataSourceNameAndType = "DATA_SOURCE_NAME_AND_TYPE",
} }
structure! { ListAggregateLogGroupSummariesRequest {
    account_identifiers: Option<Vec<String>> = "accountIdentifiers",
    include_linked_accounts: Option<bool> = "includeLinkedAccounts",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
    log_group_name_pattern: Option<String> = "logGroupNamePattern",
    data_sources: Option<Vec<DataSourceFilter>> = "dataSources",
    group_by: ListAggregateLogGroupSummariesGroupBy = "groupBy",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
} }
structure! { ListAggregateLogGroupSummariesResponse {
    aggregate_log_group_summaries: Option<Vec<AggregateLogGroupSummary>> = "aggregateLogGroupSummaries",
    next_token: Option<String> = "nextToken",
} }
structure! { ListAnomaliesRequest {
    anomaly_detector_arn: Option<String> = "anomalyDetectorArn",
    suppression_state: Option<SuppressionState> = "suppressionState",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { ListAnomaliesResponse {
    anomalies: Option<Vec<Anomaly>> = "anomalies",
    next_token: Option<String> = "nextToken",
} }
structure! { ListIntegrationsRequest {
    integration_name_prefix: Option<String> = "integrationNamePrefix",
    integration_type: Option<IntegrationType> = "integrationType",
    integration_status: Option<IntegrationStatus> = "integrationStatus",
} }
structure! { ListIntegrationsResponse {
    integration_summaries: Option<Vec<IntegrationSummary>> = "integrationSummaries",
} }
structure! { ListLogAnomalyDetectorsRequest {
    filter_log_group_arn: Option<String> = "filterLogGroupArn",
    limit: Option<i32> = "limit",
    next_token: Option<String> = "nextToken",
} }
structure! { ListLogAnomalyDetectorsResponse {
    anomaly_detectors: Option<Vec<AnomalyDetector>> = "anomalyDetectors",
    next_token: Option<String> = "nextToken",
} }
structure! { ListLogGroupsForQueryRequest {
    query_id: String = "queryId",
    next_token: Option<String> = "nextToken",
    max_results: Option<i32> = "maxResults",
} }
structure! { ListLogGroupsForQueryResponse {
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    next_token: Option<String> = "nextToken",
} }
structure! { ListLogGroupsRequest {
    log_group_name_pattern: Option<String> = "logGroupNamePattern",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
    include_linked_accounts: Option<bool> = "includeLinkedAccounts",
    account_identifiers: Option<Vec<String>> = "accountIdentifiers",
    next_token: Option<String> = "nextToken",
    limit: Option<i32> = "limit",
    data_sources: Option<Vec<DataSourceFilter>> = "dataSources",
    field_index_names: Option<Vec<String>> = "fieldIndexNames",
    log_group_tags: Option<Vec<TagFilter>> = "logGroupTags",
} }
structure! { ListLogGroupsResponse {
    log_groups: Option<Vec<LogGroupSummary>> = "logGroups",
    next_token: Option<String> = "nextToken",
} }
structure! { ListScheduledQueriesRequest {
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
    state: Option<ScheduledQueryState> = "state",
    schedule_type: Option<ScheduleType> = "scheduleType",
} }
structure! { ListScheduledQueriesResponse {
    next_token: Option<String> = "nextToken",
    scheduled_queries: Option<Vec<ScheduledQuerySummary>> = "scheduledQueries",
} }
structure! { ListSourcesForS3TableIntegrationRequest {
    integration_arn: String = "integrationArn",
    max_results: Option<i32> = "maxResults",
    next_token: Option<String> = "nextToken",
} }
structure! { ListSourcesForS3TableIntegrationResponse {
    sources: Option<Vec<S3TableIntegrationSource>> = "sources",
    next_token: Option<String> = "nextToken",
} }
structure! { ListSyslogConfigurationsRequest {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    vpc_endpoint_id: Option<String> = "vpcEndpointId",
    next_token: Option<String> = "nextToken",
    max_results: Option<i32> = "maxResults",
} }
structure! { ListSyslogConfigurationsResponse {
    syslog_configurations: Option<Vec<SyslogConfiguration>> = "syslogConfigurations",
    next_token: Option<String> = "nextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "resourceArn",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { ListTagsLogGroupRequest {
    log_group_name: String = "logGroupName",
} }
structure! { ListTagsLogGroupResponse {
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { ListToMap {
    source: String = "source",
    key: String = "key",
    value_key: Option<String> = "valueKey",
    target: Option<String> = "target",
    flatten: Option<bool> = "flatten",
    flattened_element: Option<FlattenedElement> = "flattenedElement",
} }
structure! { LiveTailSessionLogEvent {
    log_stream_name: Option<String> = "logStreamName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    message: Option<String> = "message",
    timestamp: Option<i64> = "timestamp",
    ingestion_time: Option<i64> = "ingestionTime",
} }
structure! { LiveTailSessionMetadata {
    sampled: Option<bool> = "sampled",
} }
structure! { LiveTailSessionStart {
    request_id: Option<String> = "requestId",
    session_id: Option<String> = "sessionId",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    log_stream_names: Option<Vec<String>> = "logStreamNames",
    log_stream_name_prefixes: Option<Vec<String>> = "logStreamNamePrefixes",
    log_event_filter_pattern: Option<String> = "logEventFilterPattern",
} }
structure! { LiveTailSessionUpdate {
    session_metadata: Option<LiveTailSessionMetadata> = "sessionMetadata",
    session_results: Option<Vec<LiveTailSessionLogEvent>> = "sessionResults",
} }
structure! { LogEvent {
    timestamp: Option<i64> = "timestamp",
    message: Option<String> = "message",
} }
structure! { LogFieldType {
    r#type: Option<String> = "type",
    element: Option<Box<LogFieldType>> = "element",
    fields: Option<Vec<LogFieldsListItem>> = "fields",
} }
structure! { LogFieldsListItem {
    log_field_name: Option<String> = "logFieldName",
    log_field_type: Option<LogFieldType> = "logFieldType",
} }
structure! { LogGroup {
    log_group_name: Option<String> = "logGroupName",
    creation_time: Option<i64> = "creationTime",
    retention_in_days: Option<i32> = "retentionInDays",
    metric_filter_count: Option<i32> = "metricFilterCount",
    arn: Option<String> = "arn",
    stored_bytes: Option<i64> = "storedBytes",
    kms_key_id: Option<String> = "kmsKeyId",
    data_protection_status: Option<DataProtectionStatus> = "dataProtectionStatus",
    inherited_properties: Option<Vec<InheritedProperty>> = "inheritedProperties",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
    log_group_arn: Option<String> = "logGroupArn",
    deletion_protection_enabled: Option<bool> = "deletionProtectionEnabled",
    bearer_token_authentication_enabled: Option<bool> = "bearerTokenAuthenticationEnabled",
    retention_policy_name: Option<String> = "retentionPolicyName",
} }
enumeration! { LogGroupClass {
    Standard = "STANDARD",
    InfrequentAccess = "INFREQUENT_ACCESS",
    Delivery = "DELIVERY",
    Essentials = "ESSENTIALS",
} }
structure! { LogGroupField {
    name: Option<String> = "name",
    percent: Option<i32> = "percent",
} }
structure! { LogGroupImpact {
    log_group_name: Option<String> = "logGroupName",
    current_retention: Option<String> = "currentRetention",
    proposed_retention: Option<String> = "proposedRetention",
    stored_bytes: Option<i64> = "storedBytes",
} }
structure! { LogGroupSummary {
    log_group_name: Option<String> = "logGroupName",
    log_group_arn: Option<String> = "logGroupArn",
    log_group_class: Option<LogGroupClass> = "logGroupClass",
} }
structure! { LogStream {
    log_stream_name: Option<String> = "logStreamName",
    creation_time: Option<i64> = "creationTime",
    first_event_timestamp: Option<i64> = "firstEventTimestamp",
    last_event_timestamp: Option<i64> = "lastEventTimestamp",
    last_ingestion_time: Option<i64> = "lastIngestionTime",
    upload_sequence_token: Option<String> = "uploadSequenceToken",
    arn: Option<String> = "arn",
    stored_bytes: Option<i64> = "storedBytes",
} }
structure! { LookupTable {
    lookup_table_arn: Option<String> = "lookupTableArn",
    lookup_table_name: Option<String> = "lookupTableName",
    description: Option<String> = "description",
    table_fields: Option<Vec<String>> = "tableFields",
    records_count: Option<i64> = "recordsCount",
    size_bytes: Option<i64> = "sizeBytes",
    last_updated_time: Option<i64> = "lastUpdatedTime",
    kms_key_id: Option<String> = "kmsKeyId",
} }
structure! { LookupTableConfiguration {
    table_name: String = "tableName",
    role_arn: String = "roleArn",
    description: Option<String> = "description",
    kms_key_id: Option<String> = "kmsKeyId",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { LowerCaseString {
    with_keys: Vec<String> = "withKeys",
} }
modelled_error! { MalformedQueryException("MalformedQueryException", 400, Sender, "message") {
    query_compile_error: Option<QueryCompileError> = "queryCompileError",
} }
structure! { MetricFilter {
    filter_name: Option<String> = "filterName",
    filter_pattern: Option<String> = "filterPattern",
    metric_transformations: Option<Vec<MetricTransformation>> = "metricTransformations",
    creation_time: Option<i64> = "creationTime",
    log_group_name: Option<String> = "logGroupName",
    apply_on_transformed_logs: Option<bool> = "applyOnTransformedLogs",
    field_selection_criteria: Option<String> = "fieldSelectionCriteria",
    emit_system_field_dimensions: Option<Vec<String>> = "emitSystemFieldDimensions",
} }
structure! { MetricFilterMatchRecord {
    event_number: Option<i64> = "eventNumber",
    event_message: Option<String> = "eventMessage",
    extracted_values: Option<BTreeMap<String, String>> = "extractedValues",
} }
structure! { MetricTransformation {
    metric_name: String = "metricName",
    metric_namespace: String = "metricNamespace",
    metric_value: String = "metricValue",
    default_value: Option<f64> = "defaultValue",
    dimensions: Option<BTreeMap<String, String>> = "dimensions",
    unit: Option<StandardUnit> = "unit",
} }
structure! { MoveKeyEntry {
    source: String = "source",
    target: String = "target",
    overwrite_if_exists: Option<bool> = "overwriteIfExists",
} }
structure! { MoveKeys {
    entries: Vec<MoveKeyEntry> = "entries",
} }
enumeration! { OCSFVersion {
    V11 = "V1.1",
    V15 = "V1.5",
} }
structure! { OpenSearchApplication {
    application_endpoint: Option<String> = "applicationEndpoint",
    application_arn: Option<String> = "applicationArn",
    application_id: Option<String> = "applicationId",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchCollection {
    collection_endpoint: Option<String> = "collectionEndpoint",
    collection_arn: Option<String> = "collectionArn",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchDataAccessPolicy {
    policy_name: Option<String> = "policyName",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchDataSource {
    data_source_name: Option<String> = "dataSourceName",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchEncryptionPolicy {
    policy_name: Option<String> = "policyName",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchIntegrationDetails {
    data_source: Option<OpenSearchDataSource> = "dataSource",
    application: Option<OpenSearchApplication> = "application",
    collection: Option<OpenSearchCollection> = "collection",
    workspace: Option<OpenSearchWorkspace> = "workspace",
    encryption_policy: Option<OpenSearchEncryptionPolicy> = "encryptionPolicy",
    network_policy: Option<OpenSearchNetworkPolicy> = "networkPolicy",
    access_policy: Option<OpenSearchDataAccessPolicy> = "accessPolicy",
    lifecycle_policy: Option<OpenSearchLifecyclePolicy> = "lifecyclePolicy",
} }
structure! { OpenSearchLifecyclePolicy {
    policy_name: Option<String> = "policyName",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchNetworkPolicy {
    policy_name: Option<String> = "policyName",
    status: Option<OpenSearchResourceStatus> = "status",
} }
structure! { OpenSearchResourceConfig {
    kms_key_arn: Option<String> = "kmsKeyArn",
    data_source_role_arn: String = "dataSourceRoleArn",
    dashboard_viewer_principals: Vec<String> = "dashboardViewerPrincipals",
    application_arn: Option<String> = "applicationArn",
    retention_days: i32 = "retentionDays",
} }
structure! { OpenSearchResourceStatus {
    status: Option<OpenSearchResourceStatusType> = "status",
    status_message: Option<String> = "statusMessage",
} }
enumeration! { OpenSearchResourceStatusType {
    Active = "ACTIVE",
    NotFound = "NOT_FOUND",
    Error = "ERROR",
} }
structure! { OpenSearchWorkspace {
    workspace_id: Option<String> = "workspaceId",
    status: Option<OpenSearchResourceStatus> = "status",
} }
modelled_error! { OperationAbortedException("OperationAbortedException", 400, Sender, "message") {
} }
enumeration! { OrderBy {
    LogStreamName = "LogStreamName",
    LastEventTime = "LastEventTime",
} }
enumeration! { OutputFormat {
    Json = "json",
    Plain = "plain",
    W3c = "w3c",
    Raw = "raw",
    Parquet = "parquet",
} }
structure! { OutputLogEvent {
    timestamp: Option<i64> = "timestamp",
    message: Option<String> = "message",
    ingestion_time: Option<i64> = "ingestionTime",
} }
structure! { ParseCloudfront {
    source: Option<String> = "source",
} }
structure! { ParseJSON {
    source: Option<String> = "source",
    destination: Option<String> = "destination",
} }
structure! { ParseKeyValue {
    source: Option<String> = "source",
    destination: Option<String> = "destination",
    field_delimiter: Option<String> = "fieldDelimiter",
    key_value_delimiter: Option<String> = "keyValueDelimiter",
    key_prefix: Option<String> = "keyPrefix",
    non_match_value: Option<String> = "nonMatchValue",
    overwrite_if_exists: Option<bool> = "overwriteIfExists",
} }
structure! { ParsePostgres {
    source: Option<String> = "source",
} }
structure! { ParseRoute53 {
    source: Option<String> = "source",
} }
structure! { ParseToOCSF {
    source: Option<String> = "source",
    event_source: EventSource = "eventSource",
    ocsf_version: OCSFVersion = "ocsfVersion",
    mapping_version: Option<String> = "mappingVersion",
} }
structure! { ParseVPC {
    source: Option<String> = "source",
} }
structure! { ParseWAF {
    source: Option<String> = "source",
} }
structure! { PatternToken {
    dynamic_token_position: Option<i32> = "dynamicTokenPosition",
    is_dynamic: Option<bool> = "isDynamic",
    token_string: Option<String> = "tokenString",
    enumerations: Option<BTreeMap<String, i64>> = "enumerations",
    inferred_token_name: Option<String> = "inferredTokenName",
} }
structure! { Policy {
    delivery_destination_policy: Option<String> = "deliveryDestinationPolicy",
} }
enumeration! { PolicyScope {
    Account = "ACCOUNT",
    Resource = "RESOURCE",
} }
enumeration! { PolicyType {
    DataProtectionPolicy = "DATA_PROTECTION_POLICY",
    SubscriptionFilterPolicy = "SUBSCRIPTION_FILTER_POLICY",
    FieldIndexPolicy = "FIELD_INDEX_POLICY",
    TransformerPolicy = "TRANSFORMER_POLICY",
    MetricExtractionPolicy = "METRIC_EXTRACTION_POLICY",
    RetentionPolicy = "RETENTION_POLICY",
} }
structure! { Processor {
    add_keys: Option<AddKeys> = "addKeys",
    copy_value: Option<CopyValue> = "copyValue",
    csv: Option<CSV> = "csv",
    date_time_converter: Option<DateTimeConverter> = "dateTimeConverter",
    delete_keys: Option<DeleteKeys> = "deleteKeys",
    grok: Option<Grok> = "grok",
    list_to_map: Option<ListToMap> = "listToMap",
    lower_case_string: Option<LowerCaseString> = "lowerCaseString",
    move_keys: Option<MoveKeys> = "moveKeys",
    parse_cloudfront: Option<ParseCloudfront> = "parseCloudfront",
    parse_json: Option<ParseJSON> = "parseJSON",
    parse_key_value: Option<ParseKeyValue> = "parseKeyValue",
    parse_route53: Option<ParseRoute53> = "parseRoute53",
    parse_to_ocsf: Option<ParseToOCSF> = "parseToOCSF",
    parse_postgres: Option<ParsePostgres> = "parsePostgres",
    parse_vpc: Option<ParseVPC> = "parseVPC",
    parse_waf: Option<ParseWAF> = "parseWAF",
    rename_keys: Option<RenameKeys> = "renameKeys",
    split_string: Option<SplitString> = "splitString",
    substitute_string: Option<SubstituteString> = "substituteString",
    trim_string: Option<TrimString> = "trimString",
    type_converter: Option<TypeConverter> = "typeConverter",
    upper_case_string: Option<UpperCaseString> = "upperCaseString",
} }
structure! { PutAccountPolicyRequest {
    policy_name: String = "policyName",
    policy_document: String = "policyDocument",
    policy_type: PolicyType = "policyType",
    scope: Option<Scope> = "scope",
    selection_criteria: Option<String> = "selectionCriteria",
    dry_run: Option<bool> = "dryRun",
} }
structure! { PutAccountPolicyResponse {
    account_policy: Option<AccountPolicy> = "accountPolicy",
    dry_run_result: Option<DryRunResult> = "dryRunResult",
} }
structure! { PutBearerTokenAuthenticationRequest {
    log_group_identifier: String = "logGroupIdentifier",
    bearer_token_authentication_enabled: bool = "bearerTokenAuthenticationEnabled",
} }
structure! { PutDataProtectionPolicyRequest {
    log_group_identifier: String = "logGroupIdentifier",
    policy_document: String = "policyDocument",
} }
structure! { PutDataProtectionPolicyResponse {
    log_group_identifier: Option<String> = "logGroupIdentifier",
    policy_document: Option<String> = "policyDocument",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { PutDeliveryDestinationPolicyRequest {
    delivery_destination_name: String = "deliveryDestinationName",
    delivery_destination_policy: String = "deliveryDestinationPolicy",
} }
structure! { PutDeliveryDestinationPolicyResponse {
    policy: Option<Policy> = "policy",
} }
structure! { PutDeliveryDestinationRequest {
    name: String = "name",
    output_format: Option<OutputFormat> = "outputFormat",
    delivery_destination_configuration: Option<DeliveryDestinationConfiguration> = "deliveryDestinationConfiguration",
    delivery_destination_type: Option<DeliveryDestinationType> = "deliveryDestinationType",
    role_arn: Option<String> = "roleArn",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { PutDeliveryDestinationResponse {
    delivery_destination: Option<DeliveryDestination> = "deliveryDestination",
} }
structure! { PutDeliverySourceRequest {
    name: String = "name",
    resource_arn: String = "resourceArn",
    log_type: String = "logType",
    tags: Option<BTreeMap<String, String>> = "tags",
    delivery_source_configuration: Option<BTreeMap<String, String>> = "deliverySourceConfiguration",
} }
structure! { PutDeliverySourceResponse {
    delivery_source: Option<DeliverySource> = "deliverySource",
} }
structure! { PutDestinationPolicyRequest {
    destination_name: String = "destinationName",
    access_policy: String = "accessPolicy",
    force_update: Option<bool> = "forceUpdate",
} }
structure! { PutDestinationRequest {
    destination_name: String = "destinationName",
    target_arn: String = "targetArn",
    role_arn: String = "roleArn",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { PutDestinationResponse {
    destination: Option<Destination> = "destination",
} }
structure! { PutIndexPolicyRequest {
    log_group_identifier: String = "logGroupIdentifier",
    policy_document: String = "policyDocument",
} }
structure! { PutIndexPolicyResponse {
    index_policy: Option<IndexPolicy> = "indexPolicy",
} }
structure! { PutIntegrationRequest {
    integration_name: String = "integrationName",
    resource_config: ResourceConfig = "resourceConfig",
    integration_type: IntegrationType = "integrationType",
} }
structure! { PutIntegrationResponse {
    integration_name: Option<String> = "integrationName",
    integration_status: Option<IntegrationStatus> = "integrationStatus",
} }
structure! { PutLogEventsRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
    log_events: Vec<InputLogEvent> = "logEvents",
    sequence_token: Option<String> = "sequenceToken",
    entity: Option<Entity> = "entity",
} }
structure! { PutLogEventsResponse {
    next_sequence_token: Option<String> = "nextSequenceToken",
    rejected_log_events_info: Option<RejectedLogEventsInfo> = "rejectedLogEventsInfo",
    rejected_entity_info: Option<RejectedEntityInfo> = "rejectedEntityInfo",
} }
structure! { PutLogGroupDeletionProtectionRequest {
    log_group_identifier: String = "logGroupIdentifier",
    deletion_protection_enabled: bool = "deletionProtectionEnabled",
} }
structure! { PutMetricFilterRequest {
    log_group_name: String = "logGroupName",
    filter_name: String = "filterName",
    filter_pattern: String = "filterPattern",
    metric_transformations: Vec<MetricTransformation> = "metricTransformations",
    apply_on_transformed_logs: Option<bool> = "applyOnTransformedLogs",
    field_selection_criteria: Option<String> = "fieldSelectionCriteria",
    emit_system_field_dimensions: Option<Vec<String>> = "emitSystemFieldDimensions",
} }
structure! { PutQueryDefinitionRequest {
    query_language: Option<QueryLanguage> = "queryLanguage",
    name: String = "name",
    query_definition_id: Option<String> = "queryDefinitionId",
    log_group_names: Option<Vec<String>> = "logGroupNames",
    query_string: String = "queryString",
    client_token: Option<String> = "clientToken",
    parameters: Option<Vec<QueryParameter>> = "parameters",
} }
structure! { PutQueryDefinitionResponse {
    query_definition_id: Option<String> = "queryDefinitionId",
} }
structure! { PutResourcePolicyRequest {
    policy_name: Option<String> = "policyName",
    policy_document: Option<String> = "policyDocument",
    resource_arn: Option<String> = "resourceArn",
    expected_revision_id: Option<String> = "expectedRevisionId",
} }
structure! { PutResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = "resourcePolicy",
    revision_id: Option<String> = "revisionId",
} }
structure! { PutRetentionPolicyRequest {
    log_group_name: String = "logGroupName",
    retention_in_days: i32 = "retentionInDays",
} }
structure! { PutStorageTierPolicyRequest {
    storage_tier: StorageTier = "storageTier",
} }
structure! { PutStorageTierPolicyResponse {
    storage_tier: Option<StorageTier> = "storageTier",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { PutSubscriptionFilterRequest {
    log_group_name: String = "logGroupName",
    filter_name: String = "filterName",
    filter_pattern: String = "filterPattern",
    destination_arn: String = "destinationArn",
    role_arn: Option<String> = "roleArn",
    distribution: Option<Distribution> = "distribution",
    apply_on_transformed_logs: Option<bool> = "applyOnTransformedLogs",
    field_selection_criteria: Option<String> = "fieldSelectionCriteria",
    emit_system_fields: Option<Vec<String>> = "emitSystemFields",
} }
structure! { PutSyslogConfigurationRequest {
    log_group_identifier: String = "logGroupIdentifier",
    vpc_endpoint_id: Option<String> = "vpcEndpointId",
} }
structure! { PutTransformerRequest {
    log_group_identifier: String = "logGroupIdentifier",
    transformer_config: Vec<Processor> = "transformerConfig",
} }
structure! { QueryCompileError {
    location: Option<QueryCompileErrorLocation> = "location",
    message: Option<String> = "message",
} }
structure! { QueryCompileErrorLocation {
    start_char_offset: Option<i32> = "startCharOffset",
    end_char_offset: Option<i32> = "endCharOffset",
} }
structure! { QueryDefinition {
    query_language: Option<QueryLanguage> = "queryLanguage",
    query_definition_id: Option<String> = "queryDefinitionId",
    name: Option<String> = "name",
    query_string: Option<String> = "queryString",
    last_modified: Option<i64> = "lastModified",
    log_group_names: Option<Vec<String>> = "logGroupNames",
    parameters: Option<Vec<QueryParameter>> = "parameters",
} }
structure! { QueryInfo {
    query_language: Option<QueryLanguage> = "queryLanguage",
    query_id: Option<String> = "queryId",
    query_string: Option<String> = "queryString",
    status: Option<QueryStatus> = "status",
    create_time: Option<i64> = "createTime",
    log_group_name: Option<String> = "logGroupName",
    query_duration: Option<i64> = "queryDuration",
    bytes_scanned: Option<f64> = "bytesScanned",
    user_identity: Option<String> = "userIdentity",
} }
enumeration! { QueryLanguage {
    Cwli = "CWLI",
    Sql = "SQL",
    Ppl = "PPL",
} }
structure! { QueryParameter {
    name: String = "name",
    default_value: Option<String> = "defaultValue",
    description: Option<String> = "description",
} }
structure! { QueryStatistics {
    records_matched: Option<f64> = "recordsMatched",
    records_scanned: Option<f64> = "recordsScanned",
    estimated_records_skipped: Option<f64> = "estimatedRecordsSkipped",
    bytes_scanned: Option<f64> = "bytesScanned",
    estimated_bytes_skipped: Option<f64> = "estimatedBytesSkipped",
    log_groups_scanned: Option<f64> = "logGroupsScanned",
    result_count: Option<f64> = "resultCount",
} }
enumeration! { QueryStatus {
    Scheduled = "Scheduled",
    Running = "Running",
    Complete = "Complete",
    Failed = "Failed",
    Cancelled = "Cancelled",
    Timeout = "Timeout",
    Unknown = "Unknown",
} }
structure! { RecordField {
    name: Option<String> = "name",
    mandatory: Option<bool> = "mandatory",
} }
structure! { RejectedEntityInfo {
    error_type: EntityRejectionErrorType = "errorType",
} }
structure! { RejectedLogEventsInfo {
    too_new_log_event_start_index: Option<i32> = "tooNewLogEventStartIndex",
    too_old_log_event_end_index: Option<i32> = "tooOldLogEventEndIndex",
    expired_log_event_end_index: Option<i32> = "expiredLogEventEndIndex",
} }
structure! { RenameKeyEntry {
    key: String = "key",
    rename_to: String = "renameTo",
    overwrite_if_exists: Option<bool> = "overwriteIfExists",
} }
structure! { RenameKeys {
    entries: Vec<RenameKeyEntry> = "entries",
} }
modelled_error! { ResourceAlreadyExistsException("ResourceAlreadyExistsException", 400, Sender, "message") {
} }
structure! { ResourceConfig {
    open_search_resource_config: Option<OpenSearchResourceConfig> = "openSearchResourceConfig",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }
structure! { ResourcePolicy {
    policy_name: Option<String> = "policyName",
    policy_document: Option<String> = "policyDocument",
    last_updated_time: Option<i64> = "lastUpdatedTime",
    policy_scope: Option<PolicyScope> = "policyScope",
    resource_arn: Option<String> = "resourceArn",
    revision_id: Option<String> = "revisionId",
} }
structure! { ResultField {
    field: Option<String> = "field",
    value: Option<String> = "value",
} }
structure! { S3Configuration {
    destination_identifier: String = "destinationIdentifier",
    role_arn: String = "roleArn",
    owner_account_id: Option<String> = "ownerAccountId",
    kms_key_id: Option<String> = "kmsKeyId",
} }
structure! { S3DeliveryConfiguration {
    suffix_path: Option<String> = "suffixPath",
    enable_hive_compatible_path: Option<bool> = "enableHiveCompatiblePath",
} }
structure! { S3TableIntegrationSource {
    identifier: Option<String> = "identifier",
    data_source: Option<DataSource> = "dataSource",
    status: Option<S3TableIntegrationSourceStatus> = "status",
    status_reason: Option<String> = "statusReason",
    created_time_stamp: Option<i64> = "createdTimeStamp",
    parent_source_identifier: Option<String> = "parentSourceIdentifier",
} }
enumeration! { S3TableIntegrationSourceStatus {
    Active = "ACTIVE",
    Unhealthy = "UNHEALTHY",
    Failed = "FAILED",
    DataSourceDeleteInProgress = "DATA_SOURCE_DELETE_IN_PROGRESS",
} }
structure! { S3TablesIntegration {
    datasource_name: Option<String> = "datasourceName",
    datasource_type: Option<String> = "datasourceType",
} }
enumeration! { ScheduleType {
    CustomerManaged = "CUSTOMER_MANAGED",
    AwsManaged = "AWS_MANAGED",
} }
structure! { ScheduledQueryDestination {
    destination_type: Option<ScheduledQueryDestinationType> = "destinationType",
    destination_identifier: Option<String> = "destinationIdentifier",
    status: Option<ActionStatus> = "status",
    processed_identifier: Option<String> = "processedIdentifier",
    error_message: Option<String> = "errorMessage",
} }
enumeration! { ScheduledQueryDestinationType {
    S3 = "S3",
    LookupTable = "LOOKUP_TABLE",
} }
enumeration! { ScheduledQueryState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { ScheduledQuerySummary {
    scheduled_query_arn: Option<String> = "scheduledQueryArn",
    name: Option<String> = "name",
    state: Option<ScheduledQueryState> = "state",
    schedule_type: Option<ScheduleType> = "scheduleType",
    last_triggered_time: Option<i64> = "lastTriggeredTime",
    last_execution_status: Option<ExecutionStatus> = "lastExecutionStatus",
    schedule_expression: Option<String> = "scheduleExpression",
    timezone: Option<String> = "timezone",
    destination_configuration: Option<DestinationConfiguration> = "destinationConfiguration",
    creation_time: Option<i64> = "creationTime",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
enumeration! { Scope {
    All = "ALL",
} }
structure! { SearchedLogStream {
    log_stream_name: Option<String> = "logStreamName",
    searched_completely: Option<bool> = "searchedCompletely",
} }
modelled_error! { ServiceQuotaExceededException("ServiceQuotaExceededException", 400, Sender, "message") {
} }
modelled_error! { ServiceUnavailableException("ServiceUnavailableException", 500, Receiver, "message") {
} }
modelled_error! { SessionStreamingException("SessionStreamingException", 400, Sender, "message") {
} }
modelled_error! { SessionTimeoutException("SessionTimeoutException", 400, Sender, "message") {
} }
structure! { SplitString {
    entries: Vec<SplitStringEntry> = "entries",
} }
structure! { SplitStringEntry {
    source: String = "source",
    delimiter: String = "delimiter",
} }
enumeration! { StandardUnit {
    Seconds = "Seconds",
    Microseconds = "Microseconds",
    Milliseconds = "Milliseconds",
    Bytes = "Bytes",
    Kilobytes = "Kilobytes",
    Megabytes = "Megabytes",
    Gigabytes = "Gigabytes",
    Terabytes = "Terabytes",
    Bits = "Bits",
    Kilobits = "Kilobits",
    Megabits = "Megabits",
    Gigabits = "Gigabits",
    Terabits = "Terabits",
    Percent = "Percent",
    Count = "Count",
    BytesSecond = "Bytes/Second",
    KilobytesSecond = "Kilobytes/Second",
    MegabytesSecond = "Megabytes/Second",
    GigabytesSecond = "Gigabytes/Second",
    TerabytesSecond = "Terabytes/Second",
    BitsSecond = "Bits/Second",
    KilobitsSecond = "Kilobits/Second",
    MegabitsSecond = "Megabits/Second",
    GigabitsSecond = "Gigabits/Second",
    TerabitsSecond = "Terabits/Second",
    CountSecond = "Count/Second",
    None = "None",
} }
structure! { StartLiveTailRequest {
    log_group_identifiers: Vec<String> = "logGroupIdentifiers",
    log_stream_names: Option<Vec<String>> = "logStreamNames",
    log_stream_name_prefixes: Option<Vec<String>> = "logStreamNamePrefixes",
    log_event_filter_pattern: Option<String> = "logEventFilterPattern",
} }
structure! { StartLiveTailResponse {
    response_stream: Option<StartLiveTailResponseStream> = "responseStream",
} }
structure! { StartLiveTailResponseStream {
    session_start: Option<LiveTailSessionStart> = "sessionStart",
    session_update: Option<LiveTailSessionUpdate> = "sessionUpdate",
} }
structure! { StartQueryRequest {
    query_language: Option<QueryLanguage> = "queryLanguage",
    log_group_name: Option<String> = "logGroupName",
    log_group_names: Option<Vec<String>> = "logGroupNames",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    start_time: i64 = "startTime",
    end_time: i64 = "endTime",
    query_string: String = "queryString",
    limit: Option<i32> = "limit",
} }
structure! { StartQueryResponse {
    query_id: Option<String> = "queryId",
} }
enumeration! { State {
    Active = "Active",
    Suppressed = "Suppressed",
    Baseline = "Baseline",
} }
structure! { StopQueryRequest {
    query_id: String = "queryId",
} }
structure! { StopQueryResponse {
    success: Option<bool> = "success",
} }
enumeration! { StorageTier {
    Standard = "STANDARD",
    IntelligentTiering = "INTELLIGENT_TIERING",
} }
structure! { SubscriptionFilter {
    filter_name: Option<String> = "filterName",
    log_group_name: Option<String> = "logGroupName",
    filter_pattern: Option<String> = "filterPattern",
    destination_arn: Option<String> = "destinationArn",
    role_arn: Option<String> = "roleArn",
    distribution: Option<Distribution> = "distribution",
    apply_on_transformed_logs: Option<bool> = "applyOnTransformedLogs",
    creation_time: Option<i64> = "creationTime",
    field_selection_criteria: Option<String> = "fieldSelectionCriteria",
    emit_system_fields: Option<Vec<String>> = "emitSystemFields",
} }
structure! { SubstituteString {
    entries: Vec<SubstituteStringEntry> = "entries",
} }
structure! { SubstituteStringEntry {
    source: String = "source",
    from: String = "from",
    to: String = "to",
} }
structure! { SuppressionPeriod {
    value: Option<i32> = "value",
    suppression_unit: Option<SuppressionUnit> = "suppressionUnit",
} }
enumeration! { SuppressionState {
    Suppressed = "SUPPRESSED",
    Unsuppressed = "UNSUPPRESSED",
} }
enumeration! { SuppressionType {
    Limited = "LIMITED",
    Infinite = "INFINITE",
} }
enumeration! { SuppressionUnit {
    Seconds = "SECONDS",
    Minutes = "MINUTES",
    Hours = "HOURS",
} }
structure! { SyslogConfiguration {
    log_group_arn: Option<String> = "logGroupArn",
    source_type: Option<SyslogSourceType> = "sourceType",
    vpc_endpoint_id: Option<String> = "vpcEndpointId",
    created_at: Option<i64> = "createdAt",
} }
enumeration! { SyslogSourceType {
    Vpce = "VPCE",
} }
structure! { TagFilter {
    key: String = "key",
    values: Option<Vec<String>> = "values",
} }
structure! { TagLogGroupRequest {
    log_group_name: String = "logGroupName",
    tags: BTreeMap<String, String> = "tags",
} }
structure! { TagResourceRequest {
    resource_arn: String = "resourceArn",
    tags: BTreeMap<String, String> = "tags",
} }
structure! { TestMetricFilterRequest {
    filter_pattern: String = "filterPattern",
    log_event_messages: Vec<String> = "logEventMessages",
} }
structure! { TestMetricFilterResponse {
    matches: Option<Vec<MetricFilterMatchRecord>> = "matches",
} }
structure! { TestTransformerRequest {
    transformer_config: Vec<Processor> = "transformerConfig",
    log_event_messages: Vec<String> = "logEventMessages",
} }
structure! { TestTransformerResponse {
    transformed_logs: Option<Vec<TransformedLogRecord>> = "transformedLogs",
} }
modelled_error! { ThrottlingException("ThrottlingException", 400, Sender, "message") {
} }
modelled_error! { TooManyTagsException("TooManyTagsException", 400, Sender, "message") {
    resource_name: Option<String> = "resourceName",
} }
structure! { TransformedLogRecord {
    event_number: Option<i64> = "eventNumber",
    event_message: Option<String> = "eventMessage",
    transformed_event_message: Option<String> = "transformedEventMessage",
} }
structure! { TriggerHistoryRecord {
    query_id: Option<String> = "queryId",
    execution_status: Option<ExecutionStatus> = "executionStatus",
    triggered_timestamp: Option<i64> = "triggeredTimestamp",
    error_message: Option<String> = "errorMessage",
    destinations: Option<Vec<ScheduledQueryDestination>> = "destinations",
} }
structure! { TrimString {
    with_keys: Vec<String> = "withKeys",
} }
enumeration! { Type {
    Boolean = "boolean",
    Integer = "integer",
    Double = "double",
    String = "string",
} }
structure! { TypeConverter {
    entries: Vec<TypeConverterEntry> = "entries",
} }
structure! { TypeConverterEntry {
    key: String = "key",
    r#type: Type = "type",
} }
modelled_error! { UnrecognizedClientException("UnrecognizedClientException", 400, Sender, "message") {
} }
structure! { UntagLogGroupRequest {
    log_group_name: String = "logGroupName",
    tags: Vec<String> = "tags",
} }
structure! { UntagResourceRequest {
    resource_arn: String = "resourceArn",
    tag_keys: Vec<String> = "tagKeys",
} }
structure! { UpdateAnomalyRequest {
    anomaly_id: Option<String> = "anomalyId",
    pattern_id: Option<String> = "patternId",
    anomaly_detector_arn: String = "anomalyDetectorArn",
    suppression_type: Option<SuppressionType> = "suppressionType",
    suppression_period: Option<SuppressionPeriod> = "suppressionPeriod",
    baseline: Option<bool> = "baseline",
} }
structure! { UpdateDeliveryConfigurationRequest {
    id: String = "id",
    record_fields: Option<Vec<String>> = "recordFields",
    field_delimiter: Option<String> = "fieldDelimiter",
    s3_delivery_configuration: Option<S3DeliveryConfiguration> = "s3DeliveryConfiguration",
} }
structure! { UpdateDeliveryConfigurationResponse {
} }
structure! { UpdateLogAnomalyDetectorRequest {
    anomaly_detector_arn: String = "anomalyDetectorArn",
    evaluation_frequency: Option<EvaluationFrequency> = "evaluationFrequency",
    filter_pattern: Option<String> = "filterPattern",
    anomaly_visibility_time: Option<i64> = "anomalyVisibilityTime",
    enabled: bool = "enabled",
} }
structure! { UpdateLookupTableRequest {
    lookup_table_arn: String = "lookupTableArn",
    description: Option<String> = "description",
    table_body: Option<Sensitive<String>> = "tableBody",
    query_id: Option<String> = "queryId",
    kms_key_id: Option<String> = "kmsKeyId",
} }
structure! { UpdateLookupTableResponse {
    lookup_table_arn: Option<String> = "lookupTableArn",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { UpdateScheduledQueryRequest {
    identifier: String = "identifier",
    description: Option<String> = "description",
    query_language: QueryLanguage = "queryLanguage",
    query_string: String = "queryString",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    schedule_expression: String = "scheduleExpression",
    timezone: Option<String> = "timezone",
    start_time_offset: Option<i64> = "startTimeOffset",
    end_time_offset: Option<i64> = "endTimeOffset",
    destination_configuration: Option<DestinationConfiguration> = "destinationConfiguration",
    schedule_start_time: Option<i64> = "scheduleStartTime",
    schedule_end_time: Option<i64> = "scheduleEndTime",
    execution_role_arn: String = "executionRoleArn",
    state: Option<ScheduledQueryState> = "state",
} }
structure! { UpdateScheduledQueryResponse {
    scheduled_query_arn: Option<String> = "scheduledQueryArn",
    name: Option<String> = "name",
    description: Option<String> = "description",
    query_language: Option<QueryLanguage> = "queryLanguage",
    query_string: Option<String> = "queryString",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
    schedule_expression: Option<String> = "scheduleExpression",
    timezone: Option<String> = "timezone",
    start_time_offset: Option<i64> = "startTimeOffset",
    end_time_offset: Option<i64> = "endTimeOffset",
    destination_configuration: Option<DestinationConfiguration> = "destinationConfiguration",
    state: Option<ScheduledQueryState> = "state",
    schedule_type: Option<ScheduleType> = "scheduleType",
    last_triggered_time: Option<i64> = "lastTriggeredTime",
    last_execution_status: Option<ExecutionStatus> = "lastExecutionStatus",
    schedule_start_time: Option<i64> = "scheduleStartTime",
    schedule_end_time: Option<i64> = "scheduleEndTime",
    execution_role_arn: Option<String> = "executionRoleArn",
    creation_time: Option<i64> = "creationTime",
    last_updated_time: Option<i64> = "lastUpdatedTime",
} }
structure! { UpperCaseString {
    with_keys: Vec<String> = "withKeys",
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "logs" {
        AssociateKmsKey: AssociateKmsKeyRequest => Unit,
        AssociateSourceToS3TableIntegration: AssociateSourceToS3TableIntegrationRequest => AssociateSourceToS3TableIntegrationResponse,
        CancelExportTask: CancelExportTaskRequest => Unit,
        CancelImportTask: CancelImportTaskRequest => CancelImportTaskResponse,
        CreateDelivery: CreateDeliveryRequest => CreateDeliveryResponse,
        CreateExportTask: CreateExportTaskRequest => CreateExportTaskResponse,
        CreateImportTask: CreateImportTaskRequest => CreateImportTaskResponse,
        CreateLogAnomalyDetector: CreateLogAnomalyDetectorRequest => CreateLogAnomalyDetectorResponse,
        CreateLogGroup: CreateLogGroupRequest => Unit,
        CreateLogStream: CreateLogStreamRequest => Unit,
        CreateLookupTable: CreateLookupTableRequest => CreateLookupTableResponse,
        CreateScheduledQuery: CreateScheduledQueryRequest => CreateScheduledQueryResponse,
        DeleteAccountPolicy: DeleteAccountPolicyRequest => DeleteAccountPolicyResponse,
        DeleteDataProtectionPolicy: DeleteDataProtectionPolicyRequest => Unit,
        DeleteDelivery: DeleteDeliveryRequest => Unit,
        DeleteDeliveryDestination: DeleteDeliveryDestinationRequest => Unit,
        DeleteDeliveryDestinationPolicy: DeleteDeliveryDestinationPolicyRequest => Unit,
        DeleteDeliverySource: DeleteDeliverySourceRequest => Unit,
        DeleteDestination: DeleteDestinationRequest => Unit,
        DeleteIndexPolicy: DeleteIndexPolicyRequest => DeleteIndexPolicyResponse,
        DeleteIntegration: DeleteIntegrationRequest => DeleteIntegrationResponse,
        DeleteLogAnomalyDetector: DeleteLogAnomalyDetectorRequest => Unit,
        DeleteLogGroup: DeleteLogGroupRequest => Unit,
        DeleteLogStream: DeleteLogStreamRequest => Unit,
        DeleteLookupTable: DeleteLookupTableRequest => Unit,
        DeleteMetricFilter: DeleteMetricFilterRequest => Unit,
        DeleteQueryDefinition: DeleteQueryDefinitionRequest => DeleteQueryDefinitionResponse,
        DeleteResourcePolicy: DeleteResourcePolicyRequest => Unit,
        DeleteRetentionPolicy: DeleteRetentionPolicyRequest => Unit,
        DeleteScheduledQuery: DeleteScheduledQueryRequest => DeleteScheduledQueryResponse,
        DeleteSubscriptionFilter: DeleteSubscriptionFilterRequest => Unit,
        DeleteSyslogConfiguration: DeleteSyslogConfigurationRequest => Unit,
        DeleteTransformer: DeleteTransformerRequest => Unit,
        DescribeAccountPolicies: DescribeAccountPoliciesRequest => DescribeAccountPoliciesResponse,
        DescribeConfigurationTemplates: DescribeConfigurationTemplatesRequest => DescribeConfigurationTemplatesResponse,
        DescribeDeliveries: DescribeDeliveriesRequest => DescribeDeliveriesResponse,
        DescribeDeliveryDestinations: DescribeDeliveryDestinationsRequest => DescribeDeliveryDestinationsResponse,
        DescribeDeliverySources: DescribeDeliverySourcesRequest => DescribeDeliverySourcesResponse,
        DescribeDestinations: DescribeDestinationsRequest => DescribeDestinationsResponse,
        DescribeExportTasks: DescribeExportTasksRequest => DescribeExportTasksResponse,
        DescribeFieldIndexes: DescribeFieldIndexesRequest => DescribeFieldIndexesResponse,
        DescribeImportTaskBatches: DescribeImportTaskBatchesRequest => DescribeImportTaskBatchesResponse,
        DescribeImportTasks: DescribeImportTasksRequest => DescribeImportTasksResponse,
        DescribeIndexPolicies: DescribeIndexPoliciesRequest => DescribeIndexPoliciesResponse,
        DescribeLogGroups: DescribeLogGroupsRequest => DescribeLogGroupsResponse,
        DescribeLogStreams: DescribeLogStreamsRequest => DescribeLogStreamsResponse,
        DescribeLookupTables: DescribeLookupTablesRequest => DescribeLookupTablesResponse,
        DescribeMetricFilters: DescribeMetricFiltersRequest => DescribeMetricFiltersResponse,
        DescribeQueries: DescribeQueriesRequest => DescribeQueriesResponse,
        DescribeQueryDefinitions: DescribeQueryDefinitionsRequest => DescribeQueryDefinitionsResponse,
        DescribeResourcePolicies: DescribeResourcePoliciesRequest => DescribeResourcePoliciesResponse,
        DescribeSubscriptionFilters: DescribeSubscriptionFiltersRequest => DescribeSubscriptionFiltersResponse,
        DisassociateKmsKey: DisassociateKmsKeyRequest => Unit,
        DisassociateSourceFromS3TableIntegration: DisassociateSourceFromS3TableIntegrationRequest => DisassociateSourceFromS3TableIntegrationResponse,
        FilterLogEvents: FilterLogEventsRequest => FilterLogEventsResponse,
        GetDataProtectionPolicy: GetDataProtectionPolicyRequest => GetDataProtectionPolicyResponse,
        GetDelivery: GetDeliveryRequest => GetDeliveryResponse,
        GetDeliveryDestination: GetDeliveryDestinationRequest => GetDeliveryDestinationResponse,
        GetDeliveryDestinationPolicy: GetDeliveryDestinationPolicyRequest => GetDeliveryDestinationPolicyResponse,
        GetDeliverySource: GetDeliverySourceRequest => GetDeliverySourceResponse,
        GetIntegration: GetIntegrationRequest => GetIntegrationResponse,
        GetLogAnomalyDetector: GetLogAnomalyDetectorRequest => GetLogAnomalyDetectorResponse,
        GetLogEvents: GetLogEventsRequest => GetLogEventsResponse,
        GetLogFields: GetLogFieldsRequest => GetLogFieldsResponse,
        GetLogGroupFields: GetLogGroupFieldsRequest => GetLogGroupFieldsResponse,
        GetLogObject: GetLogObjectRequest => GetLogObjectResponse,
        GetLogRecord: GetLogRecordRequest => GetLogRecordResponse,
        GetLookupTable: GetLookupTableRequest => GetLookupTableResponse,
        GetQueryResults: GetQueryResultsRequest => GetQueryResultsResponse,
        GetScheduledQuery: GetScheduledQueryRequest => GetScheduledQueryResponse,
        GetScheduledQueryHistory: GetScheduledQueryHistoryRequest => GetScheduledQueryHistoryResponse,
        GetStorageTierPolicy: GetStorageTierPolicyRequest => GetStorageTierPolicyResponse,
        GetTransformer: GetTransformerRequest => GetTransformerResponse,
        ListAggregateLogGroupSummaries: ListAggregateLogGroupSummariesRequest => ListAggregateLogGroupSummariesResponse,
        ListAnomalies: ListAnomaliesRequest => ListAnomaliesResponse,
        ListIntegrations: ListIntegrationsRequest => ListIntegrationsResponse,
        ListLogAnomalyDetectors: ListLogAnomalyDetectorsRequest => ListLogAnomalyDetectorsResponse,
        ListLogGroups: ListLogGroupsRequest => ListLogGroupsResponse,
        ListLogGroupsForQuery: ListLogGroupsForQueryRequest => ListLogGroupsForQueryResponse,
        ListScheduledQueries: ListScheduledQueriesRequest => ListScheduledQueriesResponse,
        ListSourcesForS3TableIntegration: ListSourcesForS3TableIntegrationRequest => ListSourcesForS3TableIntegrationResponse,
        ListSyslogConfigurations: ListSyslogConfigurationsRequest => ListSyslogConfigurationsResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        ListTagsLogGroup: ListTagsLogGroupRequest => ListTagsLogGroupResponse,
        PutAccountPolicy: PutAccountPolicyRequest => PutAccountPolicyResponse,
        PutBearerTokenAuthentication: PutBearerTokenAuthenticationRequest => Unit,
        PutDataProtectionPolicy: PutDataProtectionPolicyRequest => PutDataProtectionPolicyResponse,
        PutDeliveryDestination: PutDeliveryDestinationRequest => PutDeliveryDestinationResponse,
        PutDeliveryDestinationPolicy: PutDeliveryDestinationPolicyRequest => PutDeliveryDestinationPolicyResponse,
        PutDeliverySource: PutDeliverySourceRequest => PutDeliverySourceResponse,
        PutDestination: PutDestinationRequest => PutDestinationResponse,
        PutDestinationPolicy: PutDestinationPolicyRequest => Unit,
        PutIndexPolicy: PutIndexPolicyRequest => PutIndexPolicyResponse,
        PutIntegration: PutIntegrationRequest => PutIntegrationResponse,
        PutLogEvents: PutLogEventsRequest => PutLogEventsResponse,
        PutLogGroupDeletionProtection: PutLogGroupDeletionProtectionRequest => Unit,
        PutMetricFilter: PutMetricFilterRequest => Unit,
        PutQueryDefinition: PutQueryDefinitionRequest => PutQueryDefinitionResponse,
        PutResourcePolicy: PutResourcePolicyRequest => PutResourcePolicyResponse,
        PutRetentionPolicy: PutRetentionPolicyRequest => Unit,
        PutStorageTierPolicy: PutStorageTierPolicyRequest => PutStorageTierPolicyResponse,
        PutSubscriptionFilter: PutSubscriptionFilterRequest => Unit,
        PutSyslogConfiguration: PutSyslogConfigurationRequest => Unit,
        PutTransformer: PutTransformerRequest => Unit,
        StartLiveTail: StartLiveTailRequest => StartLiveTailResponse,
        StartQuery: StartQueryRequest => StartQueryResponse,
        StopQuery: StopQueryRequest => StopQueryResponse,
        TagLogGroup: TagLogGroupRequest => Unit,
        TagResource: TagResourceRequest => Unit,
        TestMetricFilter: TestMetricFilterRequest => TestMetricFilterResponse,
        TestTransformer: TestTransformerRequest => TestTransformerResponse,
        UntagLogGroup: UntagLogGroupRequest => Unit,
        UntagResource: UntagResourceRequest => Unit,
        UpdateAnomaly: UpdateAnomalyRequest => Unit,
        UpdateDeliveryConfiguration: UpdateDeliveryConfigurationRequest => UpdateDeliveryConfigurationResponse,
        UpdateLogAnomalyDetector: UpdateLogAnomalyDetectorRequest => Unit,
        UpdateLookupTable: UpdateLookupTableRequest => UpdateLookupTableResponse,
        UpdateScheduledQuery: UpdateScheduledQueryRequest => UpdateScheduledQueryResponse,
    } }
}
