//! Typed form of `models/cloudwatch.json` (API version 2010-08-01). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { ActionConfiguration {
    alarm_tags_propagation: Option<AlarmTagsPropagation> = "AlarmTagsPropagation",
} }
enumeration! { ActionsSuppressedBy {
    WaitPeriod = "WaitPeriod",
    ExtensionPeriod = "ExtensionPeriod",
    Alarm = "Alarm",
} }
structure! { AlarmContributor {
    contributor_id: String = "ContributorId",
    contributor_attributes: BTreeMap<String, String> = "ContributorAttributes",
    state_reason: String = "StateReason",
    state_transitioned_timestamp: Option<Timestamp> = "StateTransitionedTimestamp",
} }
structure! { AlarmHistoryItem {
    alarm_name: Option<String> = "AlarmName",
    alarm_contributor_id: Option<String> = "AlarmContributorId",
    alarm_type: Option<AlarmType> = "AlarmType",
    timestamp: Option<Timestamp> = "Timestamp",
    history_item_type: Option<HistoryItemType> = "HistoryItemType",
    history_summary: Option<String> = "HistorySummary",
    history_data: Option<String> = "HistoryData",
    alarm_contributor_attributes: Option<BTreeMap<String, String>> = "AlarmContributorAttributes",
} }
enumeration! { AlarmMuteRuleStatus {
    Scheduled = "SCHEDULED",
    Active = "ACTIVE",
    Expired = "EXPIRED",
} }
structure! { AlarmMuteRuleSummary {
    alarm_mute_rule_arn: Option<String> = "AlarmMuteRuleArn",
    expire_date: Option<Timestamp> = "ExpireDate",
    status: Option<AlarmMuteRuleStatus> = "Status",
    mute_type: Option<String> = "MuteType",
    last_updated_timestamp: Option<Timestamp> = "LastUpdatedTimestamp",
} }
structure! { AlarmPromQLCriteria {
    query: String = "Query",
    pending_period: Option<i32> = "PendingPeriod",
    recovery_period: Option<i32> = "RecoveryPeriod",
} }
structure! { AlarmTagsPropagation {
    enabled: bool = "Enabled",
    included_tag_keys: Option<Vec<String>> = "IncludedTagKeys",
    excluded_tag_keys: Option<Vec<String>> = "ExcludedTagKeys",
} }
enumeration! { AlarmType {
    CompositeAlarm = "CompositeAlarm",
    MetricAlarm = "MetricAlarm",
    LogAlarm = "LogAlarm",
} }
structure! { AnomalyDetector {
    anomaly_detector_id: Option<String> = "AnomalyDetectorId",
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    stat: Option<String> = "Stat",
    configuration: Option<AnomalyDetectorConfiguration> = "Configuration",
    state_value: Option<AnomalyDetectorStateValue> = "StateValue",
    metric_characteristics: Option<MetricCharacteristics> = "MetricCharacteristics",
    single_metric_anomaly_detector: Option<SingleMetricAnomalyDetector> = "SingleMetricAnomalyDetector",
    metric_math_anomaly_detector: Option<MetricMathAnomalyDetector> = "MetricMathAnomalyDetector",
} }
enumeration! { AnomalyDetectorAdaptationSpeed {
    Fast = "FAST",
    Normal = "NORMAL",
    Slow = "SLOW",
} }
structure! { AnomalyDetectorConfiguration {
    excluded_time_ranges: Option<Vec<Range>> = "ExcludedTimeRanges",
    metric_timezone: Option<String> = "MetricTimezone",
    adaptation_speed: Option<AnomalyDetectorAdaptationSpeed> = "AdaptationSpeed",
    outlier_filtering_strength: Option<AnomalyDetectorOutlierFilteringStrength> = "OutlierFilteringStrength",
} }
enumeration! { AnomalyDetectorOutlierFilteringStrength {
    Minimal = "MINIMAL",
    Moderate = "MODERATE",
    Strict = "STRICT",
} }
enumeration! { AnomalyDetectorStateValue {
    PendingTraining = "PENDING_TRAINING",
    TrainedInsufficientData = "TRAINED_INSUFFICIENT_DATA",
    Trained = "TRAINED",
} }
enumeration! { AnomalyDetectorType {
    SingleMetric = "SINGLE_METRIC",
    MetricMath = "METRIC_MATH",
} }
structure! { AssociateDatasetKmsKeyInput {
    dataset_identifier: String = "DatasetIdentifier",
    kms_key_arn: String = "KmsKeyArn",
} }
structure! { AssociateDatasetKmsKeyOutput {
} }
enumeration! { ComparisonOperator {
    GreaterThanOrEqualToThreshold = "GreaterThanOrEqualToThreshold",
    GreaterThanThreshold = "GreaterThanThreshold",
    LessThanThreshold = "LessThanThreshold",
    LessThanOrEqualToThreshold = "LessThanOrEqualToThreshold",
    LessThanLowerOrGreaterThanUpperThreshold = "LessThanLowerOrGreaterThanUpperThreshold",
    LessThanLowerThreshold = "LessThanLowerThreshold",
    GreaterThanUpperThreshold = "GreaterThanUpperThreshold",
} }
structure! { CompositeAlarm {
    actions_enabled: Option<bool> = "ActionsEnabled",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    alarm_arn: Option<String> = "AlarmArn",
    alarm_configuration_updated_timestamp: Option<Timestamp> = "AlarmConfigurationUpdatedTimestamp",
    alarm_description: Option<String> = "AlarmDescription",
    alarm_name: Option<String> = "AlarmName",
    alarm_rule: Option<String> = "AlarmRule",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    ok_actions: Option<Vec<String>> = "OKActions",
    state_reason: Option<String> = "StateReason",
    state_reason_data: Option<String> = "StateReasonData",
    state_updated_timestamp: Option<Timestamp> = "StateUpdatedTimestamp",
    state_value: Option<StateValue> = "StateValue",
    state_transitioned_timestamp: Option<Timestamp> = "StateTransitionedTimestamp",
    actions_suppressed_by: Option<ActionsSuppressedBy> = "ActionsSuppressedBy",
    actions_suppressed_reason: Option<String> = "ActionsSuppressedReason",
    actions_suppressor: Option<String> = "ActionsSuppressor",
    actions_suppressor_wait_period: Option<i32> = "ActionsSuppressorWaitPeriod",
    actions_suppressor_extension_period: Option<i32> = "ActionsSuppressorExtensionPeriod",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
modelled_error! { ConcurrentModificationException("ConcurrentModificationException", 429, Sender, "message") {
} }
modelled_error! { ConflictException("ConflictException", 409, Sender, "Message") {
} }
structure! { CreateResourceMetricsConfigurationInput {
    resource_arn: String = "ResourceArn",
    metric_selections: Option<Vec<ResourceMetricSelection>> = "MetricSelections",
} }
structure! { CreateResourceMetricsConfigurationOutput {
    resource_metrics_configuration: ResourceMetricsConfiguration = "ResourceMetricsConfiguration",
} }
structure! { DashboardEntry {
    dashboard_name: Option<String> = "DashboardName",
    dashboard_arn: Option<String> = "DashboardArn",
    last_modified: Option<Timestamp> = "LastModified",
    size: Option<i64> = "Size",
} }
modelled_error! { DashboardInvalidInputError("InvalidParameterInput", 400, Sender, "message") {
    dashboard_validation_messages: Option<Vec<DashboardValidationMessage>> = "dashboardValidationMessages",
} }
modelled_error! { DashboardNotFoundError("ResourceNotFound", 404, Sender, "message") {
} }
structure! { DashboardValidationMessage {
    data_path: Option<String> = "DataPath",
    message: Option<String> = "Message",
} }
structure! { Datapoint {
    timestamp: Option<Timestamp> = "Timestamp",
    sample_count: Option<f64> = "SampleCount",
    average: Option<f64> = "Average",
    sum: Option<f64> = "Sum",
    minimum: Option<f64> = "Minimum",
    maximum: Option<f64> = "Maximum",
    unit: Option<StandardUnit> = "Unit",
    extended_statistics: Option<BTreeMap<String, f64>> = "ExtendedStatistics",
} }
structure! { DeleteAlarmMuteRuleInput {
    alarm_mute_rule_name: String = "AlarmMuteRuleName",
} }
structure! { DeleteAlarmsInput {
    alarm_names: Vec<String> = "AlarmNames",
} }
structure! { DeleteAnomalyDetectorInput {
    anomaly_detector_id: Option<String> = "AnomalyDetectorId",
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    stat: Option<String> = "Stat",
    single_metric_anomaly_detector: Option<SingleMetricAnomalyDetector> = "SingleMetricAnomalyDetector",
    metric_math_anomaly_detector: Option<MetricMathAnomalyDetector> = "MetricMathAnomalyDetector",
} }
structure! { DeleteAnomalyDetectorOutput {
} }
structure! { DeleteDashboardsInput {
    dashboard_names: Vec<String> = "DashboardNames",
} }
structure! { DeleteDashboardsOutput {
} }
structure! { DeleteInsightRulesInput {
    rule_names: Vec<String> = "RuleNames",
} }
structure! { DeleteInsightRulesOutput {
    failures: Option<Vec<PartialFailure>> = "Failures",
} }
structure! { DeleteMetricDataQueryDefinitionInput {
    id: String = "Id",
} }
structure! { DeleteMetricDataQueryDefinitionOutput {
} }
structure! { DeleteMetricStreamInput {
    name: String = "Name",
} }
structure! { DeleteMetricStreamOutput {
} }
structure! { DeleteResourceMetricsConfigurationInput {
    resource_arn: String = "ResourceArn",
} }
structure! { DeleteResourceMetricsConfigurationOutput {
} }
structure! { DescribeAlarmContributorsInput {
    alarm_name: String = "AlarmName",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAlarmContributorsOutput {
    alarm_contributors: Vec<AlarmContributor> = "AlarmContributors",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAlarmHistoryInput {
    alarm_name: Option<String> = "AlarmName",
    alarm_contributor_id: Option<String> = "AlarmContributorId",
    alarm_types: Option<Vec<AlarmType>> = "AlarmTypes",
    history_item_type: Option<HistoryItemType> = "HistoryItemType",
    start_date: Option<Timestamp> = "StartDate",
    end_date: Option<Timestamp> = "EndDate",
    max_records: Option<i32> = "MaxRecords",
    next_token: Option<String> = "NextToken",
    scan_by: Option<ScanBy> = "ScanBy",
} }
structure! { DescribeAlarmHistoryOutput {
    alarm_history_items: Option<Vec<AlarmHistoryItem>> = "AlarmHistoryItems",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAlarmsForMetricInput {
    metric_name: String = "MetricName",
    namespace: String = "Namespace",
    statistic: Option<Statistic> = "Statistic",
    extended_statistic: Option<String> = "ExtendedStatistic",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    period: Option<i32> = "Period",
    unit: Option<StandardUnit> = "Unit",
} }
structure! { DescribeAlarmsForMetricOutput {
    metric_alarms: Option<Vec<MetricAlarm>> = "MetricAlarms",
} }
structure! { DescribeAlarmsInput {
    alarm_names: Option<Vec<String>> = "AlarmNames",
    alarm_name_prefix: Option<String> = "AlarmNamePrefix",
    alarm_types: Option<Vec<AlarmType>> = "AlarmTypes",
    children_of_alarm_name: Option<String> = "ChildrenOfAlarmName",
    parents_of_alarm_name: Option<String> = "ParentsOfAlarmName",
    state_value: Option<StateValue> = "StateValue",
    action_prefix: Option<String> = "ActionPrefix",
    max_records: Option<i32> = "MaxRecords",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAlarmsOutput {
    composite_alarms: Option<Vec<CompositeAlarm>> = "CompositeAlarms",
    metric_alarms: Option<Vec<MetricAlarm>> = "MetricAlarms",
    log_alarms: Option<Vec<LogAlarm>> = "LogAlarms",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeAnomalyDetectorsInput {
    anomaly_detector_ids: Option<Vec<String>> = "AnomalyDetectorIds",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    anomaly_detector_types: Option<Vec<AnomalyDetectorType>> = "AnomalyDetectorTypes",
} }
structure! { DescribeAnomalyDetectorsOutput {
    anomaly_detectors: Option<Vec<AnomalyDetector>> = "AnomalyDetectors",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeInsightRulesInput {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { DescribeInsightRulesOutput {
    next_token: Option<String> = "NextToken",
    insight_rules: Option<Vec<InsightRule>> = "InsightRules",
} }
structure! { Dimension {
    name: String = "Name",
    value: String = "Value",
} }
structure! { DimensionFilter {
    name: String = "Name",
    value: Option<String> = "Value",
} }
structure! { DisableAlarmActionsInput {
    alarm_names: Vec<String> = "AlarmNames",
} }
structure! { DisableInsightRulesInput {
    rule_names: Vec<String> = "RuleNames",
} }
structure! { DisableInsightRulesOutput {
    failures: Option<Vec<PartialFailure>> = "Failures",
} }
structure! { DisassociateDatasetKmsKeyInput {
    dataset_identifier: String = "DatasetIdentifier",
} }
structure! { DisassociateDatasetKmsKeyOutput {
} }
structure! { EnableAlarmActionsInput {
    alarm_names: Vec<String> = "AlarmNames",
} }
structure! { EnableInsightRulesInput {
    rule_names: Vec<String> = "RuleNames",
} }
structure! { EnableInsightRulesOutput {
    failures: Option<Vec<PartialFailure>> = "Failures",
} }
structure! { Entity {
    key_attributes: Option<BTreeMap<String, String>> = "KeyAttributes",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { EntityMetricData {
    entity: Option<Entity> = "Entity",
    metric_data: Option<Vec<MetricDatum>> = "MetricData",
} }
structure! { EvaluationCriteria {
    prom_ql_criteria: Option<AlarmPromQLCriteria> = "PromQLCriteria",
} }
enumeration! { EvaluationState {
    PartialData = "PARTIAL_DATA",
    EvaluationFailure = "EVALUATION_FAILURE",
    EvaluationError = "EVALUATION_ERROR",
} }
structure! { EvaluationWindow {
    wall_clock_window: Option<WallClockWindow> = "WallClockWindow",
    sliding_window: Option<SlidingWindow> = "SlidingWindow",
} }
structure! { GetAlarmMuteRuleInput {
    alarm_mute_rule_name: String = "AlarmMuteRuleName",
} }
structure! { GetAlarmMuteRuleOutput {
    name: Option<String> = "Name",
    alarm_mute_rule_arn: Option<String> = "AlarmMuteRuleArn",
    description: Option<String> = "Description",
    rule: Option<Rule> = "Rule",
    mute_targets: Option<MuteTargets> = "MuteTargets",
    start_date: Option<Timestamp> = "StartDate",
    expire_date: Option<Timestamp> = "ExpireDate",
    status: Option<AlarmMuteRuleStatus> = "Status",
    last_updated_timestamp: Option<Timestamp> = "LastUpdatedTimestamp",
    mute_type: Option<String> = "MuteType",
} }
structure! { GetDashboardInput {
    dashboard_name: String = "DashboardName",
} }
structure! { GetDashboardOutput {
    dashboard_arn: Option<String> = "DashboardArn",
    dashboard_body: Option<String> = "DashboardBody",
    dashboard_name: Option<String> = "DashboardName",
} }
structure! { GetDatasetInput {
    dataset_identifier: String = "DatasetIdentifier",
} }
structure! { GetDatasetOutput {
    dataset_id: String = "DatasetId",
    arn: String = "Arn",
    kms_key_arn: Option<String> = "KmsKeyArn",
} }
structure! { GetInsightRuleReportInput {
    rule_name: String = "RuleName",
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
    period: i32 = "Period",
    max_contributor_count: Option<i32> = "MaxContributorCount",
    metrics: Option<Vec<String>> = "Metrics",
    order_by: Option<String> = "OrderBy",
} }
structure! { GetInsightRuleReportOutput {
    key_labels: Option<Vec<String>> = "KeyLabels",
    aggregation_statistic: Option<String> = "AggregationStatistic",
    aggregate_value: Option<f64> = "AggregateValue",
    approximate_unique_count: Option<i64> = "ApproximateUniqueCount",
    contributors: Option<Vec<InsightRuleContributor>> = "Contributors",
    metric_datapoints: Option<Vec<InsightRuleMetricDatapoint>> = "MetricDatapoints",
} }
structure! { GetMetricDataInput {
    metric_data_queries: Vec<MetricDataQuery> = "MetricDataQueries",
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
    next_token: Option<String> = "NextToken",
    scan_by: Option<ScanBy> = "ScanBy",
    max_datapoints: Option<i32> = "MaxDatapoints",
    label_options: Option<LabelOptions> = "LabelOptions",
} }
structure! { GetMetricDataOutput {
    metric_data_results: Option<Vec<MetricDataResult>> = "MetricDataResults",
    next_token: Option<String> = "NextToken",
    messages: Option<Vec<MessageData>> = "Messages",
} }
structure! { GetMetricDataQueryDefinitionInput {
    id: String = "Id",
} }
structure! { GetMetricDataQueryDefinitionOutput {
    id: String = "Id",
    arn: String = "Arn",
    path: String = "Path",
    expression: Sensitive<String> = "Expression",
    r#type: QueryType = "Type",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
} }
structure! { GetMetricStatisticsInput {
    namespace: String = "Namespace",
    metric_name: String = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
    period: i32 = "Period",
    statistics: Option<Vec<Statistic>> = "Statistics",
    extended_statistics: Option<Vec<String>> = "ExtendedStatistics",
    unit: Option<StandardUnit> = "Unit",
} }
structure! { GetMetricStatisticsOutput {
    label: Option<String> = "Label",
    datapoints: Option<Vec<Datapoint>> = "Datapoints",
} }
structure! { GetMetricStreamInput {
    name: String = "Name",
} }
structure! { GetMetricStreamOutput {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    include_filters: Option<Vec<MetricStreamFilter>> = "IncludeFilters",
    exclude_filters: Option<Vec<MetricStreamFilter>> = "ExcludeFilters",
    firehose_arn: Option<String> = "FirehoseArn",
    role_arn: Option<String> = "RoleArn",
    state: Option<String> = "State",
    creation_date: Option<Timestamp> = "CreationDate",
    last_update_date: Option<Timestamp> = "LastUpdateDate",
    output_format: Option<MetricStreamOutputFormat> = "OutputFormat",
    statistics_configurations: Option<Vec<MetricStreamStatisticsConfiguration>> = "StatisticsConfigurations",
    include_linked_accounts_metrics: Option<bool> = "IncludeLinkedAccountsMetrics",
} }
structure! { GetMetricWidgetImageInput {
    metric_widget: String = "MetricWidget",
    output_format: Option<String> = "OutputFormat",
} }
structure! { GetMetricWidgetImageOutput {
    metric_widget_image: Option<Bytes> = "MetricWidgetImage",
} }
structure! { GetOTelEnrichmentInput {
} }
structure! { GetOTelEnrichmentOutput {
    status: OTelEnrichmentStatus = "Status",
    include_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "IncludeFilters",
    exclude_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "ExcludeFilters",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { GetResourceMetricsConfigurationInput {
    resource_arn: String = "ResourceArn",
} }
structure! { GetResourceMetricsConfigurationOutput {
    resource_metrics_configuration: ResourceMetricsConfiguration = "ResourceMetricsConfiguration",
} }
enumeration! { HistoryItemType {
    ConfigurationUpdate = "ConfigurationUpdate",
    StateUpdate = "StateUpdate",
    Action = "Action",
    AlarmContributorStateUpdate = "AlarmContributorStateUpdate",
    AlarmContributorAction = "AlarmContributorAction",
} }
structure! { InsightRule {
    name: String = "Name",
    state: String = "State",
    schema: String = "Schema",
    definition: String = "Definition",
    managed_rule: Option<bool> = "ManagedRule",
    apply_on_transformed_logs: Option<bool> = "ApplyOnTransformedLogs",
} }
structure! { InsightRuleContributor {
    keys: Vec<String> = "Keys",
    approximate_aggregate_value: f64 = "ApproximateAggregateValue",
    datapoints: Vec<InsightRuleContributorDatapoint> = "Datapoints",
} }
structure! { InsightRuleContributorDatapoint {
    timestamp: Timestamp = "Timestamp",
    approximate_value: f64 = "ApproximateValue",
} }
structure! { InsightRuleMetricDatapoint {
    timestamp: Timestamp = "Timestamp",
    unique_contributors: Option<f64> = "UniqueContributors",
    max_contributor_value: Option<f64> = "MaxContributorValue",
    sample_count: Option<f64> = "SampleCount",
    average: Option<f64> = "Average",
    sum: Option<f64> = "Sum",
    minimum: Option<f64> = "Minimum",
    maximum: Option<f64> = "Maximum",
} }
modelled_error! { InternalServiceFault("InternalServiceError", 500, Receiver, "Message") {
} }
modelled_error! { InvalidFormatFault("InvalidFormat", 400, Sender, "message") {
} }
modelled_error! { InvalidNextToken("InvalidNextToken", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterCombinationException("InvalidParameterCombination", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterValueException("InvalidParameterValue", 400, Sender, "message") {
} }
modelled_error! { KmsAccessDeniedException("KmsAccessDeniedException", 400, Sender, "Message") {
} }
modelled_error! { KmsKeyDisabledException("KmsKeyDisabledException", 400, Sender, "Message") {
} }
modelled_error! { KmsKeyNotFoundException("KmsKeyNotFoundException", 400, Sender, "Message") {
} }
structure! { LabelOptions {
    timezone: Option<String> = "Timezone",
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
modelled_error! { LimitExceededFault("LimitExceeded", 400, Sender, "message") {
} }
structure! { ListAlarmMuteRulesInput {
    alarm_name: Option<String> = "AlarmName",
    statuses: Option<Vec<AlarmMuteRuleStatus>> = "Statuses",
    max_records: Option<i32> = "MaxRecords",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAlarmMuteRulesOutput {
    alarm_mute_rule_summaries: Option<Vec<AlarmMuteRuleSummary>> = "AlarmMuteRuleSummaries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDashboardsInput {
    dashboard_name_prefix: Option<String> = "DashboardNamePrefix",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDashboardsOutput {
    dashboard_entries: Option<Vec<DashboardEntry>> = "DashboardEntries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListManagedInsightRulesInput {
    resource_arn: String = "ResourceARN",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListManagedInsightRulesOutput {
    managed_rules: Option<Vec<ManagedRuleDescription>> = "ManagedRules",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMetricDataQueryDefinitionsInput {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMetricDataQueryDefinitionsOutput {
    items: Vec<MetricDataQueryDefinitionSummary> = "Items",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMetricStreamsInput {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListMetricStreamsOutput {
    next_token: Option<String> = "NextToken",
    entries: Option<Vec<MetricStreamEntry>> = "Entries",
} }
structure! { ListMetricsInput {
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<DimensionFilter>> = "Dimensions",
    next_token: Option<String> = "NextToken",
    recently_active: Option<RecentlyActive> = "RecentlyActive",
    include_linked_accounts: Option<bool> = "IncludeLinkedAccounts",
    owning_account: Option<String> = "OwningAccount",
} }
structure! { ListMetricsOutput {
    metrics: Option<Vec<Metric>> = "Metrics",
    next_token: Option<String> = "NextToken",
    owning_accounts: Option<Vec<String>> = "OwningAccounts",
} }
structure! { ListTagsForResourceInput {
    resource_arn: String = "ResourceARN",
} }
structure! { ListTagsForResourceOutput {
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { LogAlarm {
    alarm_name: Option<String> = "AlarmName",
    alarm_arn: Option<String> = "AlarmArn",
    alarm_description: Option<String> = "AlarmDescription",
    alarm_configuration_updated_timestamp: Option<Timestamp> = "AlarmConfigurationUpdatedTimestamp",
    actions_enabled: Option<bool> = "ActionsEnabled",
    ok_actions: Option<Vec<String>> = "OKActions",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    state_value: Option<StateValue> = "StateValue",
    state_reason: Option<String> = "StateReason",
    state_reason_data: Option<String> = "StateReasonData",
    state_updated_timestamp: Option<Timestamp> = "StateUpdatedTimestamp",
    scheduled_query_configuration: Option<ScheduledQueryConfiguration> = "ScheduledQueryConfiguration",
    query_results_to_evaluate: Option<i32> = "QueryResultsToEvaluate",
    query_results_to_alarm: Option<i32> = "QueryResultsToAlarm",
    threshold: Option<f64> = "Threshold",
    comparison_operator: Option<ComparisonOperator> = "ComparisonOperator",
    treat_missing_data: Option<String> = "TreatMissingData",
    state_transitioned_timestamp: Option<Timestamp> = "StateTransitionedTimestamp",
    evaluation_state: Option<EvaluationState> = "EvaluationState",
    action_log_line_count: Option<i32> = "ActionLogLineCount",
    action_log_line_role_arn: Option<String> = "ActionLogLineRoleArn",
    warm_up_configuration: Option<WarmUpConfiguration> = "WarmUpConfiguration",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
structure! { ManagedRule {
    template_name: String = "TemplateName",
    resource_arn: String = "ResourceARN",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ManagedRuleDescription {
    template_name: Option<String> = "TemplateName",
    resource_arn: Option<String> = "ResourceARN",
    rule_state: Option<ManagedRuleState> = "RuleState",
} }
structure! { ManagedRuleState {
    rule_name: String = "RuleName",
    state: String = "State",
} }
structure! { MessageData {
    code: Option<String> = "Code",
    value: Option<String> = "Value",
} }
structure! { Metric {
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
} }
structure! { MetricAlarm {
    alarm_name: Option<String> = "AlarmName",
    alarm_arn: Option<String> = "AlarmArn",
    alarm_description: Option<String> = "AlarmDescription",
    alarm_configuration_updated_timestamp: Option<Timestamp> = "AlarmConfigurationUpdatedTimestamp",
    actions_enabled: Option<bool> = "ActionsEnabled",
    ok_actions: Option<Vec<String>> = "OKActions",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    state_value: Option<StateValue> = "StateValue",
    state_reason: Option<String> = "StateReason",
    state_reason_data: Option<String> = "StateReasonData",
    state_updated_timestamp: Option<Timestamp> = "StateUpdatedTimestamp",
    metric_name: Option<String> = "MetricName",
    namespace: Option<String> = "Namespace",
    statistic: Option<Statistic> = "Statistic",
    extended_statistic: Option<String> = "ExtendedStatistic",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    period: Option<i32> = "Period",
    unit: Option<StandardUnit> = "Unit",
    evaluation_periods: Option<i32> = "EvaluationPeriods",
    datapoints_to_alarm: Option<i32> = "DatapointsToAlarm",
    threshold: Option<f64> = "Threshold",
    comparison_operator: Option<ComparisonOperator> = "ComparisonOperator",
    treat_missing_data: Option<String> = "TreatMissingData",
    evaluate_low_sample_count_percentile: Option<String> = "EvaluateLowSampleCountPercentile",
    metrics: Option<Vec<MetricDataQuery>> = "Metrics",
    threshold_metric_id: Option<String> = "ThresholdMetricId",
    evaluation_state: Option<EvaluationState> = "EvaluationState",
    state_transitioned_timestamp: Option<Timestamp> = "StateTransitionedTimestamp",
    evaluation_window: Option<EvaluationWindow> = "EvaluationWindow",
    warm_up_configuration: Option<WarmUpConfiguration> = "WarmUpConfiguration",
    evaluation_criteria: Option<EvaluationCriteria> = "EvaluationCriteria",
    evaluation_interval: Option<i32> = "EvaluationInterval",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
structure! { MetricCharacteristics {
    periodic_spikes: Option<bool> = "PeriodicSpikes",
} }
structure! { MetricDataQuery {
    id: String = "Id",
    metric_stat: Option<MetricStat> = "MetricStat",
    expression: Option<String> = "Expression",
    label: Option<String> = "Label",
    return_data: Option<bool> = "ReturnData",
    period: Option<i32> = "Period",
    account_id: Option<String> = "AccountId",
} }
structure! { MetricDataQueryDefinitionSummary {
    id: String = "Id",
    path: String = "Path",
    r#type: QueryType = "Type",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { MetricDataResult {
    id: Option<String> = "Id",
    label: Option<String> = "Label",
    timestamps: Option<Vec<Timestamp>> = "Timestamps",
    values: Option<Vec<f64>> = "Values",
    status_code: Option<StatusCode> = "StatusCode",
    messages: Option<Vec<MessageData>> = "Messages",
} }
structure! { MetricDatum {
    metric_name: String = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    timestamp: Option<Timestamp> = "Timestamp",
    value: Option<f64> = "Value",
    statistic_values: Option<StatisticSet> = "StatisticValues",
    values: Option<Vec<f64>> = "Values",
    counts: Option<Vec<f64>> = "Counts",
    unit: Option<StandardUnit> = "Unit",
    storage_resolution: Option<i32> = "StorageResolution",
} }
structure! { MetricMathAnomalyDetector {
    metric_data_queries: Option<Vec<MetricDataQuery>> = "MetricDataQueries",
} }
structure! { MetricStat {
    metric: Metric = "Metric",
    period: i32 = "Period",
    stat: String = "Stat",
    unit: Option<StandardUnit> = "Unit",
} }
structure! { MetricStreamEntry {
    arn: Option<String> = "Arn",
    creation_date: Option<Timestamp> = "CreationDate",
    last_update_date: Option<Timestamp> = "LastUpdateDate",
    name: Option<String> = "Name",
    firehose_arn: Option<String> = "FirehoseArn",
    state: Option<String> = "State",
    output_format: Option<MetricStreamOutputFormat> = "OutputFormat",
} }
structure! { MetricStreamFilter {
    namespace: Option<String> = "Namespace",
    metric_names: Option<Vec<String>> = "MetricNames",
} }
enumeration! { MetricStreamOutputFormat {
    Json = "json",
    Opentelemetry07 = "opentelemetry0.7",
    Opentelemetry10 = "opentelemetry1.0",
} }
structure! { MetricStreamStatisticsConfiguration {
    include_metrics: Vec<MetricStreamStatisticsMetric> = "IncludeMetrics",
    additional_statistics: Vec<String> = "AdditionalStatistics",
} }
structure! { MetricStreamStatisticsMetric {
    namespace: String = "Namespace",
    metric_name: String = "MetricName",
} }
modelled_error! { MissingRequiredParameterException("MissingParameter", 400, Sender, "message") {
} }
structure! { MuteTargets {
    alarm_names: Vec<String> = "AlarmNames",
} }
structure! { OTelEnrichmentMetricSelector {
    namespace: String = "Namespace",
    metric_names: Option<Vec<String>> = "MetricNames",
} }
enumeration! { OTelEnrichmentStatus {
    Running = "Running",
    Stopped = "Stopped",
} }
structure! { PartialFailure {
    failure_resource: Option<String> = "FailureResource",
    exception_type: Option<String> = "ExceptionType",
    failure_code: Option<String> = "FailureCode",
    failure_description: Option<String> = "FailureDescription",
} }
structure! { PutAlarmMuteRuleInput {
    name: String = "Name",
    description: Option<String> = "Description",
    rule: Rule = "Rule",
    mute_targets: Option<MuteTargets> = "MuteTargets",
    tags: Option<Vec<Tag>> = "Tags",
    start_date: Option<Timestamp> = "StartDate",
    expire_date: Option<Timestamp> = "ExpireDate",
} }
structure! { PutAnomalyDetectorInput {
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    stat: Option<String> = "Stat",
    configuration: Option<AnomalyDetectorConfiguration> = "Configuration",
    metric_characteristics: Option<MetricCharacteristics> = "MetricCharacteristics",
    single_metric_anomaly_detector: Option<SingleMetricAnomalyDetector> = "SingleMetricAnomalyDetector",
    metric_math_anomaly_detector: Option<MetricMathAnomalyDetector> = "MetricMathAnomalyDetector",
} }
structure! { PutAnomalyDetectorOutput {
    anomaly_detector_id: Option<String> = "AnomalyDetectorId",
} }
structure! { PutCompositeAlarmInput {
    actions_enabled: Option<bool> = "ActionsEnabled",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    alarm_description: Option<String> = "AlarmDescription",
    alarm_name: String = "AlarmName",
    alarm_rule: String = "AlarmRule",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    ok_actions: Option<Vec<String>> = "OKActions",
    tags: Option<Vec<Tag>> = "Tags",
    actions_suppressor: Option<String> = "ActionsSuppressor",
    actions_suppressor_wait_period: Option<i32> = "ActionsSuppressorWaitPeriod",
    actions_suppressor_extension_period: Option<i32> = "ActionsSuppressorExtensionPeriod",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
structure! { PutDashboardInput {
    dashboard_name: String = "DashboardName",
    dashboard_body: String = "DashboardBody",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutDashboardOutput {
    dashboard_validation_messages: Option<Vec<DashboardValidationMessage>> = "DashboardValidationMessages",
} }
structure! { PutInsightRuleInput {
    rule_name: String = "RuleName",
    rule_state: Option<String> = "RuleState",
    rule_definition: String = "RuleDefinition",
    tags: Option<Vec<Tag>> = "Tags",
    apply_on_transformed_logs: Option<bool> = "ApplyOnTransformedLogs",
} }
structure! { PutInsightRuleOutput {
} }
structure! { PutLogAlarmInput {
    alarm_name: String = "AlarmName",
    alarm_description: Option<String> = "AlarmDescription",
    scheduled_query_configuration: ScheduledQueryConfiguration = "ScheduledQueryConfiguration",
    action_log_line_count: Option<i32> = "ActionLogLineCount",
    action_log_line_role_arn: Option<String> = "ActionLogLineRoleArn",
    actions_enabled: Option<bool> = "ActionsEnabled",
    ok_actions: Option<Vec<String>> = "OKActions",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    query_results_to_evaluate: i32 = "QueryResultsToEvaluate",
    query_results_to_alarm: i32 = "QueryResultsToAlarm",
    threshold: f64 = "Threshold",
    comparison_operator: ComparisonOperator = "ComparisonOperator",
    treat_missing_data: Option<String> = "TreatMissingData",
    tags: Option<Vec<Tag>> = "Tags",
    warm_up_configuration: Option<WarmUpConfiguration> = "WarmUpConfiguration",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
structure! { PutManagedInsightRulesInput {
    managed_rules: Vec<ManagedRule> = "ManagedRules",
} }
structure! { PutManagedInsightRulesOutput {
    failures: Option<Vec<PartialFailure>> = "Failures",
} }
structure! { PutMetricAlarmInput {
    alarm_name: String = "AlarmName",
    alarm_description: Option<String> = "AlarmDescription",
    actions_enabled: Option<bool> = "ActionsEnabled",
    ok_actions: Option<Vec<String>> = "OKActions",
    alarm_actions: Option<Vec<String>> = "AlarmActions",
    insufficient_data_actions: Option<Vec<String>> = "InsufficientDataActions",
    metric_name: Option<String> = "MetricName",
    namespace: Option<String> = "Namespace",
    statistic: Option<Statistic> = "Statistic",
    extended_statistic: Option<String> = "ExtendedStatistic",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    period: Option<i32> = "Period",
    unit: Option<StandardUnit> = "Unit",
    evaluation_periods: Option<i32> = "EvaluationPeriods",
    datapoints_to_alarm: Option<i32> = "DatapointsToAlarm",
    threshold: Option<f64> = "Threshold",
    comparison_operator: Option<ComparisonOperator> = "ComparisonOperator",
    treat_missing_data: Option<String> = "TreatMissingData",
    evaluate_low_sample_count_percentile: Option<String> = "EvaluateLowSampleCountPercentile",
    metrics: Option<Vec<MetricDataQuery>> = "Metrics",
    tags: Option<Vec<Tag>> = "Tags",
    threshold_metric_id: Option<String> = "ThresholdMetricId",
    evaluation_window: Option<EvaluationWindow> = "EvaluationWindow",
    warm_up_configuration: Option<WarmUpConfiguration> = "WarmUpConfiguration",
    evaluation_criteria: Option<EvaluationCriteria> = "EvaluationCriteria",
    evaluation_interval: Option<i32> = "EvaluationInterval",
    action_configuration: Option<ActionConfiguration> = "ActionConfiguration",
} }
structure! { PutMetricDataInput {
    namespace: String = "Namespace",
    metric_data: Option<Vec<MetricDatum>> = "MetricData",
    entity_metric_data: Option<Vec<EntityMetricData>> = "EntityMetricData",
    strict_entity_validation: Option<bool> = "StrictEntityValidation",
} }
structure! { PutMetricDataQueryDefinitionInput {
    id: Option<String> = "Id",
    path: String = "Path",
    expression: Sensitive<String> = "Expression",
    r#type: QueryType = "Type",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutMetricDataQueryDefinitionOutput {
    id: String = "Id",
    arn: String = "Arn",
    path: String = "Path",
    expression: Sensitive<String> = "Expression",
    r#type: QueryType = "Type",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
} }
structure! { PutMetricStreamInput {
    name: String = "Name",
    include_filters: Option<Vec<MetricStreamFilter>> = "IncludeFilters",
    exclude_filters: Option<Vec<MetricStreamFilter>> = "ExcludeFilters",
    firehose_arn: String = "FirehoseArn",
    role_arn: String = "RoleArn",
    output_format: MetricStreamOutputFormat = "OutputFormat",
    tags: Option<Vec<Tag>> = "Tags",
    statistics_configurations: Option<Vec<MetricStreamStatisticsConfiguration>> = "StatisticsConfigurations",
    include_linked_accounts_metrics: Option<bool> = "IncludeLinkedAccountsMetrics",
} }
structure! { PutMetricStreamOutput {
    arn: Option<String> = "Arn",
} }
enumeration! { QueryType {
    Promql = "PROMQL",
    Sql = "SQL",
    MetricMath = "METRIC_MATH",
} }
structure! { Range {
    start_time: Timestamp = "StartTime",
    end_time: Timestamp = "EndTime",
} }
enumeration! { RecentlyActive {
    Pt3h = "PT3H",
} }
modelled_error! { ResourceConflict("ResourceConflict", 409, Sender, "message") {
} }
structure! { ResourceMetricSelection {
    include_metrics: Vec<String> = "IncludeMetrics",
} }
structure! { ResourceMetricsConfiguration {
    resource_arn: String = "ResourceArn",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    metric_selections: Option<Vec<ResourceMetricSelection>> = "MetricSelections",
} }
modelled_error! { ResourceNotFound("ResourceNotFound", 404, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "message") {
    resource_type: Option<String> = "ResourceType",
    resource_id: Option<String> = "ResourceId",
} }
structure! { Rule {
    schedule: Schedule = "Schedule",
} }
enumeration! { ScanBy {
    TimestampDescending = "TimestampDescending",
    TimestampAscending = "TimestampAscending",
} }
structure! { Schedule {
    expression: String = "Expression",
    duration: String = "Duration",
    timezone: Option<String> = "Timezone",
} }
structure! { ScheduleConfiguration {
    schedule_expression: String = "ScheduleExpression",
    start_time_offset: i64 = "StartTimeOffset",
    end_time_offset: Option<i64> = "EndTimeOffset",
} }
structure! { ScheduledQueryConfiguration {
    query_string: String = "QueryString",
    log_group_identifiers: Option<Vec<String>> = "LogGroupIdentifiers",
    query_arn: Option<String> = "QueryARN",
    scheduled_query_role_arn: String = "ScheduledQueryRoleARN",
    schedule_configuration: ScheduleConfiguration = "ScheduleConfiguration",
    aggregation_expression: String = "AggregationExpression",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { SetAlarmStateInput {
    alarm_name: String = "AlarmName",
    state_value: StateValue = "StateValue",
    state_reason: String = "StateReason",
    state_reason_data: Option<String> = "StateReasonData",
} }
structure! { SingleMetricAnomalyDetector {
    account_id: Option<String> = "AccountId",
    namespace: Option<String> = "Namespace",
    metric_name: Option<String> = "MetricName",
    dimensions: Option<Vec<Dimension>> = "Dimensions",
    stat: Option<String> = "Stat",
} }
structure! { SlidingWindow {
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
structure! { StartMetricStreamsInput {
    names: Vec<String> = "Names",
} }
structure! { StartMetricStreamsOutput {
} }
structure! { StartOTelEnrichmentInput {
    include_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "IncludeFilters",
    exclude_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "ExcludeFilters",
} }
structure! { StartOTelEnrichmentOutput {
    include_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "IncludeFilters",
    exclude_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "ExcludeFilters",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
enumeration! { StateValue {
    Ok = "OK",
    Alarm = "ALARM",
    InsufficientData = "INSUFFICIENT_DATA",
} }
enumeration! { Statistic {
    SampleCount = "SampleCount",
    Average = "Average",
    Sum = "Sum",
    Minimum = "Minimum",
    Maximum = "Maximum",
} }
structure! { StatisticSet {
    sample_count: f64 = "SampleCount",
    sum: f64 = "Sum",
    minimum: f64 = "Minimum",
    maximum: f64 = "Maximum",
} }
enumeration! { StatusCode {
    Complete = "Complete",
    InternalError = "InternalError",
    PartialData = "PartialData",
    Forbidden = "Forbidden",
} }
structure! { StopMetricStreamsInput {
    names: Vec<String> = "Names",
} }
structure! { StopMetricStreamsOutput {
} }
structure! { StopOTelEnrichmentInput {
} }
structure! { StopOTelEnrichmentOutput {
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagResourceInput {
    resource_arn: String = "ResourceARN",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagResourceOutput {
} }
structure! { UntagResourceInput {
    resource_arn: String = "ResourceARN",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceOutput {
} }
structure! { UpdateOTelEnrichmentInput {
    include_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "IncludeFilters",
    exclude_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "ExcludeFilters",
} }
structure! { UpdateOTelEnrichmentOutput {
    include_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "IncludeFilters",
    exclude_filters: Option<Vec<OTelEnrichmentMetricSelector>> = "ExcludeFilters",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { UpdateResourceMetricsConfigurationInput {
    resource_arn: String = "ResourceArn",
    metric_selections: Option<Vec<ResourceMetricSelection>> = "MetricSelections",
} }
structure! { UpdateResourceMetricsConfigurationOutput {
    resource_metrics_configuration: ResourceMetricsConfiguration = "ResourceMetricsConfiguration",
} }
modelled_error! { ValidationException("ValidationError", 400, Sender, "message") {
} }
structure! { WallClockWindow {
    timezone: Option<String> = "Timezone",
} }
structure! { WarmUpConfiguration {
    warm_up_period_duration_in_minutes: i32 = "WarmUpPeriodDurationInMinutes",
    only_start_evaluating_after_warm_up_period_ends: Option<bool> = "OnlyStartEvaluatingAfterWarmUpPeriodEnds",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "cloudwatch" {
        AssociateDatasetKmsKey: AssociateDatasetKmsKeyInput => AssociateDatasetKmsKeyOutput,
        CreateResourceMetricsConfiguration: CreateResourceMetricsConfigurationInput => CreateResourceMetricsConfigurationOutput,
        DeleteAlarmMuteRule: DeleteAlarmMuteRuleInput => Unit,
        DeleteAlarms: DeleteAlarmsInput => Unit,
        DeleteAnomalyDetector: DeleteAnomalyDetectorInput => DeleteAnomalyDetectorOutput,
        DeleteDashboards: DeleteDashboardsInput => DeleteDashboardsOutput,
        DeleteInsightRules: DeleteInsightRulesInput => DeleteInsightRulesOutput,
        DeleteMetricDataQueryDefinition: DeleteMetricDataQueryDefinitionInput => DeleteMetricDataQueryDefinitionOutput,
        DeleteMetricStream: DeleteMetricStreamInput => DeleteMetricStreamOutput,
        DeleteResourceMetricsConfiguration: DeleteResourceMetricsConfigurationInput => DeleteResourceMetricsConfigurationOutput,
        DescribeAlarmContributors: DescribeAlarmContributorsInput => DescribeAlarmContributorsOutput,
        DescribeAlarmHistory: DescribeAlarmHistoryInput => DescribeAlarmHistoryOutput,
        DescribeAlarms: DescribeAlarmsInput => DescribeAlarmsOutput,
        DescribeAlarmsForMetric: DescribeAlarmsForMetricInput => DescribeAlarmsForMetricOutput,
        DescribeAnomalyDetectors: DescribeAnomalyDetectorsInput => DescribeAnomalyDetectorsOutput,
        DescribeInsightRules: DescribeInsightRulesInput => DescribeInsightRulesOutput,
        DisableAlarmActions: DisableAlarmActionsInput => Unit,
        DisableInsightRules: DisableInsightRulesInput => DisableInsightRulesOutput,
        DisassociateDatasetKmsKey: DisassociateDatasetKmsKeyInput => DisassociateDatasetKmsKeyOutput,
        EnableAlarmActions: EnableAlarmActionsInput => Unit,
        EnableInsightRules: EnableInsightRulesInput => EnableInsightRulesOutput,
        GetAlarmMuteRule: GetAlarmMuteRuleInput => GetAlarmMuteRuleOutput,
        GetDashboard: GetDashboardInput => GetDashboardOutput,
        GetDataset: GetDatasetInput => GetDatasetOutput,
        GetInsightRuleReport: GetInsightRuleReportInput => GetInsightRuleReportOutput,
        GetMetricData: GetMetricDataInput => GetMetricDataOutput,
        GetMetricDataQueryDefinition: GetMetricDataQueryDefinitionInput => GetMetricDataQueryDefinitionOutput,
        GetMetricStatistics: GetMetricStatisticsInput => GetMetricStatisticsOutput,
        GetMetricStream: GetMetricStreamInput => GetMetricStreamOutput,
        GetMetricWidgetImage: GetMetricWidgetImageInput => GetMetricWidgetImageOutput,
        GetOTelEnrichment: GetOTelEnrichmentInput => GetOTelEnrichmentOutput,
        GetResourceMetricsConfiguration: GetResourceMetricsConfigurationInput => GetResourceMetricsConfigurationOutput,
        ListAlarmMuteRules: ListAlarmMuteRulesInput => ListAlarmMuteRulesOutput,
        ListDashboards: ListDashboardsInput => ListDashboardsOutput,
        ListManagedInsightRules: ListManagedInsightRulesInput => ListManagedInsightRulesOutput,
        ListMetricDataQueryDefinitions: ListMetricDataQueryDefinitionsInput => ListMetricDataQueryDefinitionsOutput,
        ListMetricStreams: ListMetricStreamsInput => ListMetricStreamsOutput,
        ListMetrics: ListMetricsInput => ListMetricsOutput,
        ListTagsForResource: ListTagsForResourceInput => ListTagsForResourceOutput,
        PutAlarmMuteRule: PutAlarmMuteRuleInput => Unit,
        PutAnomalyDetector: PutAnomalyDetectorInput => PutAnomalyDetectorOutput,
        PutCompositeAlarm: PutCompositeAlarmInput => Unit,
        PutDashboard: PutDashboardInput => PutDashboardOutput,
        PutInsightRule: PutInsightRuleInput => PutInsightRuleOutput,
        PutLogAlarm: PutLogAlarmInput => Unit,
        PutManagedInsightRules: PutManagedInsightRulesInput => PutManagedInsightRulesOutput,
        PutMetricAlarm: PutMetricAlarmInput => Unit,
        PutMetricData: PutMetricDataInput => Unit,
        PutMetricDataQueryDefinition: PutMetricDataQueryDefinitionInput => PutMetricDataQueryDefinitionOutput,
        PutMetricStream: PutMetricStreamInput => PutMetricStreamOutput,
        SetAlarmState: SetAlarmStateInput => Unit,
        StartMetricStreams: StartMetricStreamsInput => StartMetricStreamsOutput,
        StartOTelEnrichment: StartOTelEnrichmentInput => StartOTelEnrichmentOutput,
        StopMetricStreams: StopMetricStreamsInput => StopMetricStreamsOutput,
        StopOTelEnrichment: StopOTelEnrichmentInput => StopOTelEnrichmentOutput,
        TagResource: TagResourceInput => TagResourceOutput,
        UntagResource: UntagResourceInput => UntagResourceOutput,
        UpdateOTelEnrichment: UpdateOTelEnrichmentInput => UpdateOTelEnrichmentOutput,
        UpdateResourceMetricsConfiguration: UpdateResourceMetricsConfigurationInput => UpdateResourceMetricsConfigurationOutput,
    } }
}
