//! Typed form of `models/cloudtrail.json` (API version 2013-11-01). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

modelled_error! { AccessDeniedException("AccessDeniedException", 400, Sender, "message") {
} }
modelled_error! { AccountHasOngoingImportException("AccountHasOngoingImportException", 400, Sender, "message") {
} }
modelled_error! { AccountNotFoundException("AccountNotFoundException", 400, Sender, "message") {
} }
modelled_error! { AccountNotRegisteredException("AccountNotRegisteredException", 400, Sender, "message") {
} }
modelled_error! { AccountRegisteredException("AccountRegisteredException", 400, Sender, "message") {
} }
structure! { AddTagsRequest {
    resource_id: String = "ResourceId",
    tags_list: Vec<Tag> = "TagsList",
} }
structure! { AddTagsResponse {
} }
structure! { AdvancedEventSelector {
    name: Option<String> = "Name",
    field_selectors: Vec<AdvancedFieldSelector> = "FieldSelectors",
} }
structure! { AdvancedFieldSelector {
    field: String = "Field",
    equals: Option<Vec<String>> = "Equals",
    starts_with: Option<Vec<String>> = "StartsWith",
    ends_with: Option<Vec<String>> = "EndsWith",
    not_equals: Option<Vec<String>> = "NotEquals",
    not_starts_with: Option<Vec<String>> = "NotStartsWith",
    not_ends_with: Option<Vec<String>> = "NotEndsWith",
} }
structure! { AggregationConfiguration {
    templates: Vec<Template> = "Templates",
    event_category: EventCategoryAggregation = "EventCategory",
} }
enumeration! { BillingMode {
    ExtendableRetentionPricing = "EXTENDABLE_RETENTION_PRICING",
    FixedRetentionPricing = "FIXED_RETENTION_PRICING",
} }
structure! { CancelQueryRequest {
    event_data_store: Option<String> = "EventDataStore",
    query_id: String = "QueryId",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { CancelQueryResponse {
    query_id: String = "QueryId",
    query_status: QueryStatus = "QueryStatus",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
modelled_error! { CannotDelegateManagementAccountException("CannotDelegateManagementAccountException", 400, Sender, "message") {
} }
structure! { Channel {
    channel_arn: Option<String> = "ChannelArn",
    name: Option<String> = "Name",
} }
modelled_error! { ChannelARNInvalidException("ChannelARNInvalidException", 400, Sender, "message") {
} }
modelled_error! { ChannelAlreadyExistsException("ChannelAlreadyExistsException", 400, Sender, "message") {
} }
modelled_error! { ChannelExistsForEDSException("ChannelExistsForEDSException", 400, Sender, "message") {
} }
modelled_error! { ChannelMaxLimitExceededException("ChannelMaxLimitExceededException", 400, Sender, "message") {
} }
modelled_error! { ChannelNotFoundException("ChannelNotFoundException", 400, Sender, "message") {
} }
modelled_error! { CloudTrailARNInvalidException("CloudTrailARNInvalidException", 400, Sender, "message") {
} }
modelled_error! { CloudTrailAccessNotEnabledException("CloudTrailAccessNotEnabledException", 400, Sender, "message") {
} }
modelled_error! { CloudTrailInvalidClientTokenIdException("CloudTrailInvalidClientTokenIdException", 400, Sender, "message") {
} }
modelled_error! { CloudWatchLogsDeliveryUnavailableException("CloudWatchLogsDeliveryUnavailableException", 400, Sender, "message") {
} }
modelled_error! { ConcurrentModificationException("ConcurrentModificationException", 400, Sender, "message") {
} }
modelled_error! { ConflictException("ConflictException", 400, Sender, "message") {
} }
structure! { ContextKeySelector {
    r#type: Type = "Type",
    equals: Vec<String> = "Equals",
} }
structure! { CreateChannelRequest {
    name: String = "Name",
    source: String = "Source",
    destinations: Vec<Destination> = "Destinations",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateChannelResponse {
    channel_arn: Option<String> = "ChannelArn",
    name: Option<String> = "Name",
    source: Option<String> = "Source",
    destinations: Option<Vec<Destination>> = "Destinations",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateDashboardRequest {
    name: String = "Name",
    refresh_schedule: Option<RefreshSchedule> = "RefreshSchedule",
    tags_list: Option<Vec<Tag>> = "TagsList",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    widgets: Option<Vec<RequestWidget>> = "Widgets",
} }
structure! { CreateDashboardResponse {
    dashboard_arn: Option<String> = "DashboardArn",
    name: Option<String> = "Name",
    r#type: Option<DashboardType> = "Type",
    widgets: Option<Vec<Widget>> = "Widgets",
    tags_list: Option<Vec<Tag>> = "TagsList",
    refresh_schedule: Option<RefreshSchedule> = "RefreshSchedule",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
} }
structure! { CreateEventDataStoreRequest {
    name: String = "Name",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    tags_list: Option<Vec<Tag>> = "TagsList",
    kms_key_id: Option<String> = "KmsKeyId",
    start_ingestion: Option<bool> = "StartIngestion",
    billing_mode: Option<BillingMode> = "BillingMode",
} }
structure! { CreateEventDataStoreResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    name: Option<String> = "Name",
    status: Option<EventDataStoreStatus> = "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    tags_list: Option<Vec<Tag>> = "TagsList",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    kms_key_id: Option<String> = "KmsKeyId",
    billing_mode: Option<BillingMode> = "BillingMode",
} }
structure! { CreateTrailRequest {
    name: String = "Name",
    s3_bucket_name: String = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_name: Option<String> = "SnsTopicName",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    enable_log_file_validation: Option<bool> = "EnableLogFileValidation",
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = "KmsKeyId",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    tags_list: Option<Vec<Tag>> = "TagsList",
    recursive_logging: Option<bool> = "RecursiveLogging",
} }
structure! { CreateTrailResponse {
    name: Option<String> = "Name",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_name: Option<String> = "SnsTopicName",
    sns_topic_arn: Option<String> = "SnsTopicARN",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    trail_arn: Option<String> = "TrailARN",
    log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = "KmsKeyId",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    recursive_logging: Option<bool> = "RecursiveLogging",
} }
structure! { DashboardDetail {
    dashboard_arn: Option<String> = "DashboardArn",
    r#type: Option<DashboardType> = "Type",
} }
enumeration! { DashboardStatus {
    Creating = "CREATING",
    Created = "CREATED",
    Updating = "UPDATING",
    Updated = "UPDATED",
    Deleting = "DELETING",
} }
enumeration! { DashboardType {
    Managed = "MANAGED",
    Custom = "CUSTOM",
} }
structure! { DataResource {
    r#type: Option<String> = "Type",
    values: Option<Vec<String>> = "Values",
} }
modelled_error! { DelegatedAdminAccountLimitExceededException("DelegatedAdminAccountLimitExceededException", 400, Sender, "message") {
} }
structure! { DeleteChannelRequest {
    channel: String = "Channel",
} }
structure! { DeleteChannelResponse {
} }
structure! { DeleteDashboardRequest {
    dashboard_id: String = "DashboardId",
} }
structure! { DeleteDashboardResponse {
} }
structure! { DeleteEventDataStoreRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { DeleteEventDataStoreResponse {
} }
structure! { DeleteResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { DeleteResourcePolicyResponse {
} }
structure! { DeleteTrailRequest {
    name: String = "Name",
} }
structure! { DeleteTrailResponse {
} }
enumeration! { DeliveryStatus {
    Success = "SUCCESS",
    Failed = "FAILED",
    FailedSigningFile = "FAILED_SIGNING_FILE",
    Pending = "PENDING",
    ResourceNotFound = "RESOURCE_NOT_FOUND",
    AccessDenied = "ACCESS_DENIED",
    AccessDeniedSigningFile = "ACCESS_DENIED_SIGNING_FILE",
    Cancelled = "CANCELLED",
    Unknown = "UNKNOWN",
} }
structure! { DeregisterOrganizationDelegatedAdminRequest {
    delegated_admin_account_id: String = "DelegatedAdminAccountId",
} }
structure! { DeregisterOrganizationDelegatedAdminResponse {
} }
structure! { DescribeQueryRequest {
    event_data_store: Option<String> = "EventDataStore",
    query_id: Option<String> = "QueryId",
    query_alias: Option<String> = "QueryAlias",
    refresh_id: Option<String> = "RefreshId",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { DescribeQueryResponse {
    query_id: Option<String> = "QueryId",
    query_string: Option<String> = "QueryString",
    query_status: Option<QueryStatus> = "QueryStatus",
    query_statistics: Option<QueryStatisticsForDescribeQuery> = "QueryStatistics",
    error_message: Option<String> = "ErrorMessage",
    delivery_s3_uri: Option<String> = "DeliveryS3Uri",
    delivery_status: Option<DeliveryStatus> = "DeliveryStatus",
    prompt: Option<String> = "Prompt",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { DescribeTrailsRequest {
    trail_name_list: Option<Vec<String>> = "trailNameList",
    include_shadow_trails: Option<bool> = "includeShadowTrails",
} }
structure! { DescribeTrailsResponse {
    trail_list: Option<Vec<Trail>> = "trailList",
} }
structure! { Destination {
    r#type: DestinationType = "Type",
    location: String = "Location",
} }
enumeration! { DestinationType {
    EventDataStore = "EVENT_DATA_STORE",
    AwsService = "AWS_SERVICE",
} }
structure! { DisableFederationRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { DisableFederationResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    federation_status: Option<FederationStatus> = "FederationStatus",
} }
structure! { EnableFederationRequest {
    event_data_store: String = "EventDataStore",
    federation_role_arn: String = "FederationRoleArn",
} }
structure! { EnableFederationResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    federation_status: Option<FederationStatus> = "FederationStatus",
    federation_role_arn: Option<String> = "FederationRoleArn",
} }
structure! { Event {
    event_id: Option<String> = "EventId",
    event_name: Option<String> = "EventName",
    read_only: Option<String> = "ReadOnly",
    access_key_id: Option<String> = "AccessKeyId",
    event_time: Option<Timestamp> = "EventTime",
    event_source: Option<String> = "EventSource",
    username: Option<String> = "Username",
    resources: Option<Vec<Resource>> = "Resources",
    cloud_trail_event: Option<String> = "CloudTrailEvent",
} }
enumeration! { EventCategory {
    Insight = "insight",
} }
enumeration! { EventCategoryAggregation {
    Data = "Data",
} }
structure! { EventDataStore {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    name: Option<String> = "Name",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    status: Option<EventDataStoreStatus> = "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
} }
modelled_error! { EventDataStoreARNInvalidException("EventDataStoreARNInvalidException", 400, Sender, "message") {
} }
modelled_error! { EventDataStoreAlreadyExistsException("EventDataStoreAlreadyExistsException", 400, Sender, "message") {
} }
modelled_error! { EventDataStoreFederationEnabledException("EventDataStoreFederationEnabledException", 400, Sender, "message") {
} }
modelled_error! { EventDataStoreHasOngoingImportException("EventDataStoreHasOngoingImportException", 400, Sender, "message") {
} }
modelled_error! { EventDataStoreMaxLimitExceededException("EventDataStoreMaxLimitExceededException", 400, Sender, "message") {
} }
modelled_error! { EventDataStoreNotFoundException("EventDataStoreNotFoundException", 400, Sender, "message") {
} }
enumeration! { EventDataStoreStatus {
    Created = "CREATED",
    Enabled = "ENABLED",
    PendingDeletion = "PENDING_DELETION",
    StartingIngestion = "STARTING_INGESTION",
    StoppingIngestion = "STOPPING_INGESTION",
    StoppedIngestion = "STOPPED_INGESTION",
} }
modelled_error! { EventDataStoreTerminationProtectedException("EventDataStoreTerminationProtectedException", 400, Sender, "message") {
} }
structure! { EventSelector {
    read_write_type: Option<ReadWriteType> = "ReadWriteType",
    include_management_events: Option<bool> = "IncludeManagementEvents",
    data_resources: Option<Vec<DataResource>> = "DataResources",
    exclude_management_event_sources: Option<Vec<String>> = "ExcludeManagementEventSources",
} }
enumeration! { FederationStatus {
    Enabling = "ENABLING",
    Enabled = "ENABLED",
    Disabling = "DISABLING",
    Disabled = "DISABLED",
} }
structure! { GenerateQueryRequest {
    event_data_stores: Vec<String> = "EventDataStores",
    prompt: String = "Prompt",
} }
structure! { GenerateQueryResponse {
    query_statement: Option<String> = "QueryStatement",
    query_alias: Option<String> = "QueryAlias",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
modelled_error! { GenerateResponseException("GenerateResponseException", 400, Sender, "message") {
} }
structure! { GetChannelRequest {
    channel: String = "Channel",
} }
structure! { GetChannelResponse {
    channel_arn: Option<String> = "ChannelArn",
    name: Option<String> = "Name",
    source: Option<String> = "Source",
    source_config: Option<SourceConfig> = "SourceConfig",
    destinations: Option<Vec<Destination>> = "Destinations",
    ingestion_status: Option<IngestionStatus> = "IngestionStatus",
} }
structure! { GetDashboardRequest {
    dashboard_id: String = "DashboardId",
} }
structure! { GetDashboardResponse {
    dashboard_arn: Option<String> = "DashboardArn",
    r#type: Option<DashboardType> = "Type",
    status: Option<DashboardStatus> = "Status",
    widgets: Option<Vec<Widget>> = "Widgets",
    refresh_schedule: Option<RefreshSchedule> = "RefreshSchedule",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    last_refresh_id: Option<String> = "LastRefreshId",
    last_refresh_failure_reason: Option<String> = "LastRefreshFailureReason",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
} }
structure! { GetEventConfigurationRequest {
    trail_name: Option<String> = "TrailName",
    event_data_store: Option<String> = "EventDataStore",
} }
structure! { GetEventConfigurationResponse {
    trail_arn: Option<String> = "TrailARN",
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    max_event_size: Option<MaxEventSize> = "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = "AggregationConfigurations",
} }
structure! { GetEventDataStoreRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { GetEventDataStoreResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    name: Option<String> = "Name",
    status: Option<EventDataStoreStatus> = "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    kms_key_id: Option<String> = "KmsKeyId",
    billing_mode: Option<BillingMode> = "BillingMode",
    federation_status: Option<FederationStatus> = "FederationStatus",
    federation_role_arn: Option<String> = "FederationRoleArn",
    partition_keys: Option<Vec<PartitionKey>> = "PartitionKeys",
} }
structure! { GetEventSelectorsRequest {
    trail_name: String = "TrailName",
} }
structure! { GetEventSelectorsResponse {
    trail_arn: Option<String> = "TrailARN",
    event_selectors: Option<Vec<EventSelector>> = "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
} }
structure! { GetImportRequest {
    import_id: String = "ImportId",
} }
structure! { GetImportResponse {
    import_id: Option<String> = "ImportId",
    destinations: Option<Vec<String>> = "Destinations",
    import_source: Option<ImportSource> = "ImportSource",
    start_event_time: Option<Timestamp> = "StartEventTime",
    end_event_time: Option<Timestamp> = "EndEventTime",
    import_status: Option<ImportStatus> = "ImportStatus",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    import_statistics: Option<ImportStatistics> = "ImportStatistics",
} }
structure! { GetInsightSelectorsRequest {
    trail_name: Option<String> = "TrailName",
    event_data_store: Option<String> = "EventDataStore",
} }
structure! { GetInsightSelectorsResponse {
    trail_arn: Option<String> = "TrailARN",
    insight_selectors: Option<Vec<InsightSelector>> = "InsightSelectors",
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    insights_destination: Option<String> = "InsightsDestination",
} }
structure! { GetQueryResultsRequest {
    event_data_store: Option<String> = "EventDataStore",
    query_id: String = "QueryId",
    next_token: Option<String> = "NextToken",
    max_query_results: Option<i32> = "MaxQueryResults",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { GetQueryResultsResponse {
    query_status: Option<QueryStatus> = "QueryStatus",
    query_statistics: Option<QueryStatistics> = "QueryStatistics",
    query_result_rows: Option<Vec<Vec<BTreeMap<String, String>>>> = "QueryResultRows",
    next_token: Option<String> = "NextToken",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { GetResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { GetResourcePolicyResponse {
    resource_arn: Option<String> = "ResourceArn",
    resource_policy: Option<String> = "ResourcePolicy",
    delegated_admin_resource_policy: Option<String> = "DelegatedAdminResourcePolicy",
} }
structure! { GetTrailRequest {
    name: String = "Name",
} }
structure! { GetTrailResponse {
    trail: Option<Trail> = "Trail",
} }
structure! { GetTrailStatusRequest {
    name: String = "Name",
} }
structure! { GetTrailStatusResponse {
    is_logging: Option<bool> = "IsLogging",
    latest_delivery_error: Option<String> = "LatestDeliveryError",
    latest_notification_error: Option<String> = "LatestNotificationError",
    latest_delivery_time: Option<Timestamp> = "LatestDeliveryTime",
    latest_notification_time: Option<Timestamp> = "LatestNotificationTime",
    start_logging_time: Option<Timestamp> = "StartLoggingTime",
    stop_logging_time: Option<Timestamp> = "StopLoggingTime",
    latest_cloud_watch_logs_delivery_error: Option<String> = "LatestCloudWatchLogsDeliveryError",
    latest_cloud_watch_logs_delivery_time: Option<Timestamp> = "LatestCloudWatchLogsDeliveryTime",
    latest_digest_delivery_time: Option<Timestamp> = "LatestDigestDeliveryTime",
    latest_digest_delivery_error: Option<String> = "LatestDigestDeliveryError",
    latest_delivery_attempt_time: Option<String> = "LatestDeliveryAttemptTime",
    latest_notification_attempt_time: Option<String> = "LatestNotificationAttemptTime",
    latest_notification_attempt_succeeded: Option<String> = "LatestNotificationAttemptSucceeded",
    latest_delivery_attempt_succeeded: Option<String> = "LatestDeliveryAttemptSucceeded",
    time_logging_started: Option<String> = "TimeLoggingStarted",
    time_logging_stopped: Option<String> = "TimeLoggingStopped",
} }
structure! { ImportFailureListItem {
    location: Option<String> = "Location",
    status: Option<ImportFailureStatus> = "Status",
    error_type: Option<String> = "ErrorType",
    error_message: Option<String> = "ErrorMessage",
    last_updated_time: Option<Timestamp> = "LastUpdatedTime",
} }
enumeration! { ImportFailureStatus {
    Failed = "FAILED",
    Retry = "RETRY",
    Succeeded = "SUCCEEDED",
} }
modelled_error! { ImportNotFoundException("ImportNotFoundException", 400, Sender, "message") {
} }
structure! { ImportSource {
    s3: S3ImportSource = "S3",
} }
structure! { ImportStatistics {
    prefixes_found: Option<i64> = "PrefixesFound",
    prefixes_completed: Option<i64> = "PrefixesCompleted",
    files_completed: Option<i64> = "FilesCompleted",
    events_completed: Option<i64> = "EventsCompleted",
    failed_entries: Option<i64> = "FailedEntries",
} }
enumeration! { ImportStatus {
    Initializing = "INITIALIZING",
    InProgress = "IN_PROGRESS",
    Failed = "FAILED",
    Stopped = "STOPPED",
    Completed = "COMPLETED",
} }
structure! { ImportsListItem {
    import_id: Option<String> = "ImportId",
    import_status: Option<ImportStatus> = "ImportStatus",
    destinations: Option<Vec<String>> = "Destinations",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
} }
modelled_error! { InactiveEventDataStoreException("InactiveEventDataStoreException", 400, Sender, "message") {
} }
modelled_error! { InactiveQueryException("InactiveQueryException", 400, Sender, "message") {
} }
structure! { IngestionStatus {
    latest_ingestion_success_time: Option<Timestamp> = "LatestIngestionSuccessTime",
    latest_ingestion_success_event_id: Option<String> = "LatestIngestionSuccessEventID",
    latest_ingestion_error_code: Option<String> = "LatestIngestionErrorCode",
    latest_ingestion_attempt_time: Option<Timestamp> = "LatestIngestionAttemptTime",
    latest_ingestion_attempt_event_id: Option<String> = "LatestIngestionAttemptEventID",
} }
modelled_error! { InsightNotEnabledException("InsightNotEnabledException", 400, Sender, "message") {
} }
structure! { InsightSelector {
    insight_type: Option<InsightType> = "InsightType",
    event_categories: Option<Vec<SourceEventCategory>> = "EventCategories",
} }
enumeration! { InsightType {
    ApiCallRateInsight = "ApiCallRateInsight",
    ApiErrorRateInsight = "ApiErrorRateInsight",
} }
enumeration! { InsightsMetricDataType {
    FillWithZeros = "FillWithZeros",
    NonZeroData = "NonZeroData",
} }
modelled_error! { InsufficientDependencyServiceAccessPermissionException("InsufficientDependencyServiceAccessPermissionException", 400, Sender, "message") {
} }
modelled_error! { InsufficientEncryptionPolicyException("InsufficientEncryptionPolicyException", 400, Sender, "message") {
} }
modelled_error! { InsufficientIAMAccessPermissionException("InsufficientIAMAccessPermissionException", 400, Sender, "message") {
} }
modelled_error! { InsufficientS3BucketPolicyException("InsufficientS3BucketPolicyException", 400, Sender, "message") {
} }
modelled_error! { InsufficientSnsTopicPolicyException("InsufficientSnsTopicPolicyException", 400, Sender, "message") {
} }
modelled_error! { InvalidCloudWatchLogsLogGroupArnException("InvalidCloudWatchLogsLogGroupArnException", 400, Sender, "message") {
} }
modelled_error! { InvalidCloudWatchLogsRoleArnException("InvalidCloudWatchLogsRoleArnException", 400, Sender, "message") {
} }
modelled_error! { InvalidDateRangeException("InvalidDateRangeException", 400, Sender, "message") {
} }
modelled_error! { InvalidEventCategoryException("InvalidEventCategoryException", 400, Sender, "message") {
} }
modelled_error! { InvalidEventDataStoreCategoryException("InvalidEventDataStoreCategoryException", 400, Sender, "message") {
} }
modelled_error! { InvalidEventDataStoreStatusException("InvalidEventDataStoreStatusException", 400, Sender, "message") {
} }
modelled_error! { InvalidEventSelectorsException("InvalidEventSelectorsException", 400, Sender, "message") {
} }
modelled_error! { InvalidHomeRegionException("InvalidHomeRegionException", 400, Sender, "message") {
} }
modelled_error! { InvalidImportSourceException("InvalidImportSourceException", 400, Sender, "message") {
} }
modelled_error! { InvalidInsightSelectorsException("InvalidInsightSelectorsException", 400, Sender, "message") {
} }
modelled_error! { InvalidKmsKeyIdException("InvalidKmsKeyIdException", 400, Sender, "message") {
} }
modelled_error! { InvalidLookupAttributesException("InvalidLookupAttributesException", 400, Sender, "message") {
} }
modelled_error! { InvalidMaxResultsException("InvalidMaxResultsException", 400, Sender, "message") {
} }
modelled_error! { InvalidNextTokenException("InvalidNextTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterCombinationException("InvalidParameterCombinationException", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterException("InvalidParameterException", 400, Sender, "message") {
} }
modelled_error! { InvalidQueryStatementException("InvalidQueryStatementException", 400, Sender, "message") {
} }
modelled_error! { InvalidQueryStatusException("InvalidQueryStatusException", 400, Sender, "message") {
} }
modelled_error! { InvalidS3BucketNameException("InvalidS3BucketNameException", 400, Sender, "message") {
} }
modelled_error! { InvalidS3PrefixException("InvalidS3PrefixException", 400, Sender, "message") {
} }
modelled_error! { InvalidSnsTopicNameException("InvalidSnsTopicNameException", 400, Sender, "message") {
} }
modelled_error! { InvalidSourceException("InvalidSourceException", 400, Sender, "message") {
} }
modelled_error! { InvalidTagParameterException("InvalidTagParameterException", 400, Sender, "message") {
} }
modelled_error! { InvalidTimeRangeException("InvalidTimeRangeException", 400, Sender, "message") {
} }
modelled_error! { InvalidTokenException("InvalidTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidTrailNameException("InvalidTrailNameException", 400, Sender, "message") {
} }
modelled_error! { KmsException("KmsException", 400, Sender, "message") {
} }
modelled_error! { KmsKeyDisabledException("KmsKeyDisabledException", 400, Sender, "message") {
} }
modelled_error! { KmsKeyNotFoundException("KmsKeyNotFoundException", 400, Sender, "message") {
} }
structure! { ListChannelsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListChannelsResponse {
    channels: Option<Vec<Channel>> = "Channels",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDashboardsRequest {
    name_prefix: Option<String> = "NamePrefix",
    r#type: Option<DashboardType> = "Type",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListDashboardsResponse {
    dashboards: Option<Vec<DashboardDetail>> = "Dashboards",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEventDataStoresRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListEventDataStoresResponse {
    event_data_stores: Option<Vec<EventDataStore>> = "EventDataStores",
    next_token: Option<String> = "NextToken",
} }
structure! { ListImportFailuresRequest {
    import_id: String = "ImportId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListImportFailuresResponse {
    failures: Option<Vec<ImportFailureListItem>> = "Failures",
    next_token: Option<String> = "NextToken",
} }
structure! { ListImportsRequest {
    max_results: Option<i32> = "MaxResults",
    destination: Option<String> = "Destination",
    import_status: Option<ImportStatus> = "ImportStatus",
    next_token: Option<String> = "NextToken",
} }
structure! { ListImportsResponse {
    imports: Option<Vec<ImportsListItem>> = "Imports",
    next_token: Option<String> = "NextToken",
} }
enumeration! { ListInsightsDataDimensionKey {
    EventId = "EventId",
    EventName = "EventName",
    EventSource = "EventSource",
} }
structure! { ListInsightsDataRequest {
    insight_source: String = "InsightSource",
    data_type: ListInsightsDataType = "DataType",
    dimensions: Option<BTreeMap<String, String>> = "Dimensions",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInsightsDataResponse {
    events: Option<Vec<Event>> = "Events",
    next_token: Option<String> = "NextToken",
} }
enumeration! { ListInsightsDataType {
    InsightsEvents = "InsightsEvents",
} }
structure! { ListInsightsMetricDataRequest {
    trail_name: Option<String> = "TrailName",
    event_source: String = "EventSource",
    event_name: String = "EventName",
    insight_type: InsightType = "InsightType",
    error_code: Option<String> = "ErrorCode",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    period: Option<i32> = "Period",
    data_type: Option<InsightsMetricDataType> = "DataType",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInsightsMetricDataResponse {
    trail_arn: Option<String> = "TrailARN",
    event_source: Option<String> = "EventSource",
    event_name: Option<String> = "EventName",
    insight_type: Option<InsightType> = "InsightType",
    error_code: Option<String> = "ErrorCode",
    timestamps: Option<Vec<Timestamp>> = "Timestamps",
    values: Option<Vec<f64>> = "Values",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPublicKeysRequest {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPublicKeysResponse {
    public_key_list: Option<Vec<PublicKey>> = "PublicKeyList",
    next_token: Option<String> = "NextToken",
} }
structure! { ListQueriesRequest {
    event_data_store: String = "EventDataStore",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    query_status: Option<QueryStatus> = "QueryStatus",
} }
structure! { ListQueriesResponse {
    queries: Option<Vec<Query>> = "Queries",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsRequest {
    resource_id_list: Vec<String> = "ResourceIdList",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsResponse {
    resource_tag_list: Option<Vec<ResourceTag>> = "ResourceTagList",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTrailsRequest {
    next_token: Option<String> = "NextToken",
} }
structure! { ListTrailsResponse {
    trails: Option<Vec<TrailInfo>> = "Trails",
    next_token: Option<String> = "NextToken",
} }
structure! { LookupAttribute {
    attribute_key: LookupAttributeKey = "AttributeKey",
    attribute_value: String = "AttributeValue",
} }
enumeration! { LookupAttributeKey {
    EventId = "EventId",
    EventName = "EventName",
    ReadOnly = "ReadOnly",
    Username = "Username",
    ResourceType = "ResourceType",
    ResourceName = "ResourceName",
    EventSource = "EventSource",
    AccessKeyId = "AccessKeyId",
} }
structure! { LookupEventsRequest {
    lookup_attributes: Option<Vec<LookupAttribute>> = "LookupAttributes",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    event_category: Option<EventCategory> = "EventCategory",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { LookupEventsResponse {
    events: Option<Vec<Event>> = "Events",
    next_token: Option<String> = "NextToken",
} }
modelled_error! { MaxConcurrentQueriesException("MaxConcurrentQueriesException", 400, Sender, "message") {
} }
enumeration! { MaxEventSize {
    Standard = "Standard",
    Large = "Large",
} }
modelled_error! { MaximumNumberOfTrailsExceededException("MaximumNumberOfTrailsExceededException", 400, Sender, "message") {
} }
modelled_error! { NoManagementAccountSLRExistsException("NoManagementAccountSLRExistsException", 400, Sender, "message") {
} }
modelled_error! { NotOrganizationManagementAccountException("NotOrganizationManagementAccountException", 400, Sender, "message") {
} }
modelled_error! { NotOrganizationMasterAccountException("NotOrganizationMasterAccountException", 400, Sender, "message") {
} }
modelled_error! { OperationNotPermittedException("OperationNotPermittedException", 400, Sender, "message") {
} }
modelled_error! { OrganizationNotInAllFeaturesModeException("OrganizationNotInAllFeaturesModeException", 400, Sender, "message") {
} }
modelled_error! { OrganizationsNotInUseException("OrganizationsNotInUseException", 400, Sender, "message") {
} }
structure! { PartitionKey {
    name: String = "Name",
    r#type: String = "Type",
} }
structure! { PublicKey {
    value: Option<Bytes> = "Value",
    validity_start_time: Option<Timestamp> = "ValidityStartTime",
    validity_end_time: Option<Timestamp> = "ValidityEndTime",
    fingerprint: Option<String> = "Fingerprint",
} }
structure! { PutEventConfigurationRequest {
    trail_name: Option<String> = "TrailName",
    event_data_store: Option<String> = "EventDataStore",
    max_event_size: Option<MaxEventSize> = "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = "AggregationConfigurations",
} }
structure! { PutEventConfigurationResponse {
    trail_arn: Option<String> = "TrailARN",
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    max_event_size: Option<MaxEventSize> = "MaxEventSize",
    context_key_selectors: Option<Vec<ContextKeySelector>> = "ContextKeySelectors",
    aggregation_configurations: Option<Vec<AggregationConfiguration>> = "AggregationConfigurations",
} }
structure! { PutEventSelectorsRequest {
    trail_name: String = "TrailName",
    event_selectors: Option<Vec<EventSelector>> = "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
} }
structure! { PutEventSelectorsResponse {
    trail_arn: Option<String> = "TrailARN",
    event_selectors: Option<Vec<EventSelector>> = "EventSelectors",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
} }
structure! { PutInsightSelectorsRequest {
    trail_name: Option<String> = "TrailName",
    insight_selectors: Vec<InsightSelector> = "InsightSelectors",
    event_data_store: Option<String> = "EventDataStore",
    insights_destination: Option<String> = "InsightsDestination",
} }
structure! { PutInsightSelectorsResponse {
    trail_arn: Option<String> = "TrailARN",
    insight_selectors: Option<Vec<InsightSelector>> = "InsightSelectors",
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    insights_destination: Option<String> = "InsightsDestination",
} }
structure! { PutResourcePolicyRequest {
    resource_arn: String = "ResourceArn",
    resource_policy: String = "ResourcePolicy",
} }
structure! { PutResourcePolicyResponse {
    resource_arn: Option<String> = "ResourceArn",
    resource_policy: Option<String> = "ResourcePolicy",
    delegated_admin_resource_policy: Option<String> = "DelegatedAdminResourcePolicy",
} }
structure! { Query {
    query_id: Option<String> = "QueryId",
    query_status: Option<QueryStatus> = "QueryStatus",
    creation_time: Option<Timestamp> = "CreationTime",
} }
modelled_error! { QueryIdNotFoundException("QueryIdNotFoundException", 400, Sender, "message") {
} }
structure! { QueryStatistics {
    results_count: Option<i32> = "ResultsCount",
    total_results_count: Option<i32> = "TotalResultsCount",
    bytes_scanned: Option<i64> = "BytesScanned",
} }
structure! { QueryStatisticsForDescribeQuery {
    events_matched: Option<i64> = "EventsMatched",
    events_scanned: Option<i64> = "EventsScanned",
    bytes_scanned: Option<i64> = "BytesScanned",
    execution_time_in_millis: Option<i32> = "ExecutionTimeInMillis",
    creation_time: Option<Timestamp> = "CreationTime",
} }
enumeration! { QueryStatus {
    Queued = "QUEUED",
    Running = "RUNNING",
    Finished = "FINISHED",
    Failed = "FAILED",
    Cancelled = "CANCELLED",
    TimedOut = "TIMED_OUT",
} }
enumeration! { ReadWriteType {
    ReadOnly = "ReadOnly",
    WriteOnly = "WriteOnly",
    All = "All",
} }
structure! { RefreshSchedule {
    frequency: Option<RefreshScheduleFrequency> = "Frequency",
    status: Option<RefreshScheduleStatus> = "Status",
    time_of_day: Option<String> = "TimeOfDay",
} }
structure! { RefreshScheduleFrequency {
    unit: Option<RefreshScheduleFrequencyUnit> = "Unit",
    value: Option<i32> = "Value",
} }
enumeration! { RefreshScheduleFrequencyUnit {
    Hours = "HOURS",
    Days = "DAYS",
} }
enumeration! { RefreshScheduleStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { RegisterOrganizationDelegatedAdminRequest {
    member_account_id: String = "MemberAccountId",
} }
structure! { RegisterOrganizationDelegatedAdminResponse {
} }
structure! { RemoveTagsRequest {
    resource_id: String = "ResourceId",
    tags_list: Vec<Tag> = "TagsList",
} }
structure! { RemoveTagsResponse {
} }
structure! { RequestWidget {
    query_statement: String = "QueryStatement",
    query_parameters: Option<Vec<String>> = "QueryParameters",
    view_properties: BTreeMap<String, String> = "ViewProperties",
} }
structure! { Resource {
    resource_type: Option<String> = "ResourceType",
    resource_name: Option<String> = "ResourceName",
} }
modelled_error! { ResourceARNNotValidException("ResourceARNNotValidException", 400, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 400, Sender, "message") {
} }
modelled_error! { ResourcePolicyNotFoundException("ResourcePolicyNotFoundException", 400, Sender, "message") {
} }
modelled_error! { ResourcePolicyNotValidException("ResourcePolicyNotValidException", 400, Sender, "message") {
} }
structure! { ResourceTag {
    resource_id: Option<String> = "ResourceId",
    tags_list: Option<Vec<Tag>> = "TagsList",
} }
modelled_error! { ResourceTypeNotSupportedException("ResourceTypeNotSupportedException", 400, Sender, "message") {
} }
structure! { RestoreEventDataStoreRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { RestoreEventDataStoreResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    name: Option<String> = "Name",
    status: Option<EventDataStoreStatus> = "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    kms_key_id: Option<String> = "KmsKeyId",
    billing_mode: Option<BillingMode> = "BillingMode",
} }
modelled_error! { S3BucketDoesNotExistException("S3BucketDoesNotExistException", 400, Sender, "message") {
} }
structure! { S3ImportSource {
    s3_location_uri: String = "S3LocationUri",
    s3_bucket_region: String = "S3BucketRegion",
    s3_bucket_access_role_arn: String = "S3BucketAccessRoleArn",
} }
structure! { SearchSampleQueriesRequest {
    search_phrase: String = "SearchPhrase",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { SearchSampleQueriesResponse {
    search_results: Option<Vec<SearchSampleQueriesSearchResult>> = "SearchResults",
    next_token: Option<String> = "NextToken",
} }
structure! { SearchSampleQueriesSearchResult {
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    sql: Option<String> = "SQL",
    relevance: Option<f64> = "Relevance",
} }
modelled_error! { ServiceQuotaExceededException("ServiceQuotaExceededException", 400, Sender, "message") {
} }
structure! { SourceConfig {
    apply_to_all_regions: Option<bool> = "ApplyToAllRegions",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
} }
enumeration! { SourceEventCategory {
    Management = "Management",
    Data = "Data",
} }
structure! { StartDashboardRefreshRequest {
    dashboard_id: String = "DashboardId",
    query_parameter_values: Option<BTreeMap<String, String>> = "QueryParameterValues",
} }
structure! { StartDashboardRefreshResponse {
    refresh_id: Option<String> = "RefreshId",
} }
structure! { StartEventDataStoreIngestionRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { StartEventDataStoreIngestionResponse {
} }
structure! { StartImportRequest {
    destinations: Option<Vec<String>> = "Destinations",
    import_source: Option<ImportSource> = "ImportSource",
    start_event_time: Option<Timestamp> = "StartEventTime",
    end_event_time: Option<Timestamp> = "EndEventTime",
    import_id: Option<String> = "ImportId",
} }
structure! { StartImportResponse {
    import_id: Option<String> = "ImportId",
    destinations: Option<Vec<String>> = "Destinations",
    import_source: Option<ImportSource> = "ImportSource",
    start_event_time: Option<Timestamp> = "StartEventTime",
    end_event_time: Option<Timestamp> = "EndEventTime",
    import_status: Option<ImportStatus> = "ImportStatus",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
} }
structure! { StartLoggingRequest {
    name: String = "Name",
} }
structure! { StartLoggingResponse {
} }
structure! { StartQueryRequest {
    query_statement: Option<String> = "QueryStatement",
    delivery_s3_uri: Option<String> = "DeliveryS3Uri",
    query_alias: Option<String> = "QueryAlias",
    query_parameters: Option<Vec<String>> = "QueryParameters",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { StartQueryResponse {
    query_id: Option<String> = "QueryId",
    event_data_store_owner_account_id: Option<String> = "EventDataStoreOwnerAccountId",
} }
structure! { StopEventDataStoreIngestionRequest {
    event_data_store: String = "EventDataStore",
} }
structure! { StopEventDataStoreIngestionResponse {
} }
structure! { StopImportRequest {
    import_id: String = "ImportId",
} }
structure! { StopImportResponse {
    import_id: Option<String> = "ImportId",
    import_source: Option<ImportSource> = "ImportSource",
    destinations: Option<Vec<String>> = "Destinations",
    import_status: Option<ImportStatus> = "ImportStatus",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    start_event_time: Option<Timestamp> = "StartEventTime",
    end_event_time: Option<Timestamp> = "EndEventTime",
    import_statistics: Option<ImportStatistics> = "ImportStatistics",
} }
structure! { StopLoggingRequest {
    name: String = "Name",
} }
structure! { StopLoggingResponse {
} }
structure! { Tag {
    key: String = "Key",
    value: Option<String> = "Value",
} }
modelled_error! { TagsLimitExceededException("TagsLimitExceededException", 400, Sender, "message") {
} }
enumeration! { Template {
    ApiActivity = "API_ACTIVITY",
    ResourceAccess = "RESOURCE_ACCESS",
    UserActions = "USER_ACTIONS",
} }
modelled_error! { ThrottlingException("ThrottlingException", 400, Sender, "message") {
} }
structure! { Trail {
    name: Option<String> = "Name",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_name: Option<String> = "SnsTopicName",
    sns_topic_arn: Option<String> = "SnsTopicARN",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    home_region: Option<String> = "HomeRegion",
    trail_arn: Option<String> = "TrailARN",
    log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = "KmsKeyId",
    has_custom_event_selectors: Option<bool> = "HasCustomEventSelectors",
    has_insight_selectors: Option<bool> = "HasInsightSelectors",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    recursive_logging: Option<bool> = "RecursiveLogging",
} }
modelled_error! { TrailAlreadyExistsException("TrailAlreadyExistsException", 400, Sender, "message") {
} }
structure! { TrailInfo {
    trail_arn: Option<String> = "TrailARN",
    name: Option<String> = "Name",
    home_region: Option<String> = "HomeRegion",
} }
modelled_error! { TrailNotFoundException("TrailNotFoundException", 400, Sender, "message") {
} }
modelled_error! { TrailNotProvidedException("TrailNotProvidedException", 400, Sender, "message") {
} }
enumeration! { Type {
    TagContext = "TagContext",
    RequestContext = "RequestContext",
} }
modelled_error! { UnsupportedOperationException("UnsupportedOperationException", 400, Sender, "message") {
} }
structure! { UpdateChannelRequest {
    channel: String = "Channel",
    destinations: Option<Vec<Destination>> = "Destinations",
    name: Option<String> = "Name",
} }
structure! { UpdateChannelResponse {
    channel_arn: Option<String> = "ChannelArn",
    name: Option<String> = "Name",
    source: Option<String> = "Source",
    destinations: Option<Vec<Destination>> = "Destinations",
} }
structure! { UpdateDashboardRequest {
    dashboard_id: String = "DashboardId",
    widgets: Option<Vec<RequestWidget>> = "Widgets",
    refresh_schedule: Option<RefreshSchedule> = "RefreshSchedule",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
} }
structure! { UpdateDashboardResponse {
    dashboard_arn: Option<String> = "DashboardArn",
    name: Option<String> = "Name",
    r#type: Option<DashboardType> = "Type",
    widgets: Option<Vec<Widget>> = "Widgets",
    refresh_schedule: Option<RefreshSchedule> = "RefreshSchedule",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
} }
structure! { UpdateEventDataStoreRequest {
    event_data_store: String = "EventDataStore",
    name: Option<String> = "Name",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    kms_key_id: Option<String> = "KmsKeyId",
    billing_mode: Option<BillingMode> = "BillingMode",
} }
structure! { UpdateEventDataStoreResponse {
    event_data_store_arn: Option<String> = "EventDataStoreArn",
    name: Option<String> = "Name",
    status: Option<EventDataStoreStatus> = "Status",
    advanced_event_selectors: Option<Vec<AdvancedEventSelector>> = "AdvancedEventSelectors",
    multi_region_enabled: Option<bool> = "MultiRegionEnabled",
    organization_enabled: Option<bool> = "OrganizationEnabled",
    retention_period: Option<i32> = "RetentionPeriod",
    termination_protection_enabled: Option<bool> = "TerminationProtectionEnabled",
    created_timestamp: Option<Timestamp> = "CreatedTimestamp",
    updated_timestamp: Option<Timestamp> = "UpdatedTimestamp",
    kms_key_id: Option<String> = "KmsKeyId",
    billing_mode: Option<BillingMode> = "BillingMode",
    federation_status: Option<FederationStatus> = "FederationStatus",
    federation_role_arn: Option<String> = "FederationRoleArn",
} }
structure! { UpdateTrailRequest {
    name: String = "Name",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_name: Option<String> = "SnsTopicName",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    enable_log_file_validation: Option<bool> = "EnableLogFileValidation",
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = "KmsKeyId",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    recursive_logging: Option<bool> = "RecursiveLogging",
} }
structure! { UpdateTrailResponse {
    name: Option<String> = "Name",
    s3_bucket_name: Option<String> = "S3BucketName",
    s3_key_prefix: Option<String> = "S3KeyPrefix",
    sns_topic_name: Option<String> = "SnsTopicName",
    sns_topic_arn: Option<String> = "SnsTopicARN",
    include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
    is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
    trail_arn: Option<String> = "TrailARN",
    log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
    cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
    cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
    kms_key_id: Option<String> = "KmsKeyId",
    is_organization_trail: Option<bool> = "IsOrganizationTrail",
    recursive_logging: Option<bool> = "RecursiveLogging",
} }
structure! { Widget {
    query_alias: Option<String> = "QueryAlias",
    query_statement: Option<String> = "QueryStatement",
    query_parameters: Option<Vec<String>> = "QueryParameters",
    view_properties: Option<BTreeMap<String, String>> = "ViewProperties",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "cloudtrail" {
        AddTags: AddTagsRequest => AddTagsResponse,
        CancelQuery: CancelQueryRequest => CancelQueryResponse,
        CreateChannel: CreateChannelRequest => CreateChannelResponse,
        CreateDashboard: CreateDashboardRequest => CreateDashboardResponse,
        CreateEventDataStore: CreateEventDataStoreRequest => CreateEventDataStoreResponse,
        CreateTrail: CreateTrailRequest => CreateTrailResponse,
        DeleteChannel: DeleteChannelRequest => DeleteChannelResponse,
        DeleteDashboard: DeleteDashboardRequest => DeleteDashboardResponse,
        DeleteEventDataStore: DeleteEventDataStoreRequest => DeleteEventDataStoreResponse,
        DeleteResourcePolicy: DeleteResourcePolicyRequest => DeleteResourcePolicyResponse,
        DeleteTrail: DeleteTrailRequest => DeleteTrailResponse,
        DeregisterOrganizationDelegatedAdmin: DeregisterOrganizationDelegatedAdminRequest => DeregisterOrganizationDelegatedAdminResponse,
        DescribeQuery: DescribeQueryRequest => DescribeQueryResponse,
        DescribeTrails: DescribeTrailsRequest => DescribeTrailsResponse,
        DisableFederation: DisableFederationRequest => DisableFederationResponse,
        EnableFederation: EnableFederationRequest => EnableFederationResponse,
        GenerateQuery: GenerateQueryRequest => GenerateQueryResponse,
        GetChannel: GetChannelRequest => GetChannelResponse,
        GetDashboard: GetDashboardRequest => GetDashboardResponse,
        GetEventConfiguration: GetEventConfigurationRequest => GetEventConfigurationResponse,
        GetEventDataStore: GetEventDataStoreRequest => GetEventDataStoreResponse,
        GetEventSelectors: GetEventSelectorsRequest => GetEventSelectorsResponse,
        GetImport: GetImportRequest => GetImportResponse,
        GetInsightSelectors: GetInsightSelectorsRequest => GetInsightSelectorsResponse,
        GetQueryResults: GetQueryResultsRequest => GetQueryResultsResponse,
        GetResourcePolicy: GetResourcePolicyRequest => GetResourcePolicyResponse,
        GetTrail: GetTrailRequest => GetTrailResponse,
        GetTrailStatus: GetTrailStatusRequest => GetTrailStatusResponse,
        ListChannels: ListChannelsRequest => ListChannelsResponse,
        ListDashboards: ListDashboardsRequest => ListDashboardsResponse,
        ListEventDataStores: ListEventDataStoresRequest => ListEventDataStoresResponse,
        ListImportFailures: ListImportFailuresRequest => ListImportFailuresResponse,
        ListImports: ListImportsRequest => ListImportsResponse,
        ListInsightsData: ListInsightsDataRequest => ListInsightsDataResponse,
        ListInsightsMetricData: ListInsightsMetricDataRequest => ListInsightsMetricDataResponse,
        ListPublicKeys: ListPublicKeysRequest => ListPublicKeysResponse,
        ListQueries: ListQueriesRequest => ListQueriesResponse,
        ListTags: ListTagsRequest => ListTagsResponse,
        ListTrails: ListTrailsRequest => ListTrailsResponse,
        LookupEvents: LookupEventsRequest => LookupEventsResponse,
        PutEventConfiguration: PutEventConfigurationRequest => PutEventConfigurationResponse,
        PutEventSelectors: PutEventSelectorsRequest => PutEventSelectorsResponse,
        PutInsightSelectors: PutInsightSelectorsRequest => PutInsightSelectorsResponse,
        PutResourcePolicy: PutResourcePolicyRequest => PutResourcePolicyResponse,
        RegisterOrganizationDelegatedAdmin: RegisterOrganizationDelegatedAdminRequest => RegisterOrganizationDelegatedAdminResponse,
        RemoveTags: RemoveTagsRequest => RemoveTagsResponse,
        RestoreEventDataStore: RestoreEventDataStoreRequest => RestoreEventDataStoreResponse,
        SearchSampleQueries: SearchSampleQueriesRequest => SearchSampleQueriesResponse,
        StartDashboardRefresh: StartDashboardRefreshRequest => StartDashboardRefreshResponse,
        StartEventDataStoreIngestion: StartEventDataStoreIngestionRequest => StartEventDataStoreIngestionResponse,
        StartImport: StartImportRequest => StartImportResponse,
        StartLogging: StartLoggingRequest => StartLoggingResponse,
        StartQuery: StartQueryRequest => StartQueryResponse,
        StopEventDataStoreIngestion: StopEventDataStoreIngestionRequest => StopEventDataStoreIngestionResponse,
        StopImport: StopImportRequest => StopImportResponse,
        StopLogging: StopLoggingRequest => StopLoggingResponse,
        UpdateChannel: UpdateChannelRequest => UpdateChannelResponse,
        UpdateDashboard: UpdateDashboardRequest => UpdateDashboardResponse,
        UpdateEventDataStore: UpdateEventDataStoreRequest => UpdateEventDataStoreResponse,
        UpdateTrail: UpdateTrailRequest => UpdateTrailResponse,
    } }
}
