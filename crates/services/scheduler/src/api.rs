//! Typed form of `models/scheduler.json` (API version 2021-06-30). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

enumeration! { ActionAfterCompletion {
    None = "NONE",
    Delete = "DELETE",
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
structure! { CapacityProviderStrategyItem {
    capacity_provider: String = "capacityProvider",
    weight: Option<i32> = "weight",
    base: Option<i32> = "base",
} }
modelled_error! { ConflictException("ConflictException", 409, Sender, "Message") {
} }
structure! { CreateScheduleGroupInput {
    name: String = "Name",
    tags: Option<Vec<Tag>> = "Tags",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateScheduleGroupOutput {
    schedule_group_arn: String = "ScheduleGroupArn",
} }
structure! { CreateScheduleInput {
    name: String = "Name",
    group_name: Option<String> = "GroupName",
    schedule_expression: String = "ScheduleExpression",
    start_date: Option<Timestamp> = "StartDate",
    end_date: Option<Timestamp> = "EndDate",
    description: Option<String> = "Description",
    schedule_expression_timezone: Option<String> = "ScheduleExpressionTimezone",
    state: Option<ScheduleState> = "State",
    kms_key_arn: Option<String> = "KmsKeyArn",
    target: Target = "Target",
    flexible_time_window: FlexibleTimeWindow = "FlexibleTimeWindow",
    client_token: Option<String> = "ClientToken",
    action_after_completion: Option<ActionAfterCompletion> = "ActionAfterCompletion",
} }
structure! { CreateScheduleOutput {
    schedule_arn: String = "ScheduleArn",
} }
structure! { DeadLetterConfig {
    arn: Option<String> = "Arn",
} }
structure! { DeleteScheduleGroupInput {
    name: String = "Name",
    client_token: Option<String> = "ClientToken",
} }
structure! { DeleteScheduleGroupOutput {
} }
structure! { DeleteScheduleInput {
    name: String = "Name",
    group_name: Option<String> = "GroupName",
    client_token: Option<String> = "ClientToken",
} }
structure! { DeleteScheduleOutput {
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
    tags: Option<Vec<BTreeMap<String, String>>> = "Tags",
} }
structure! { EventBridgeParameters {
    detail_type: String = "DetailType",
    source: String = "Source",
} }
structure! { EventBridgePutEventsV2Parameters {
    detail_type: String = "DetailType",
    source: String = "Source",
} }
structure! { EventBridgePutRawEventsParameters {
    metadata: Option<BTreeMap<String, String>> = "Metadata",
} }
structure! { FlexibleTimeWindow {
    mode: FlexibleTimeWindowMode = "Mode",
    maximum_window_in_minutes: Option<i32> = "MaximumWindowInMinutes",
} }
enumeration! { FlexibleTimeWindowMode {
    Off = "OFF",
    Flexible = "FLEXIBLE",
} }
structure! { GetScheduleGroupInput {
    name: String = "Name",
} }
structure! { GetScheduleGroupOutput {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    state: Option<ScheduleGroupState> = "State",
    creation_date: Option<Timestamp> = "CreationDate",
    last_modification_date: Option<Timestamp> = "LastModificationDate",
} }
structure! { GetScheduleInput {
    name: String = "Name",
    group_name: Option<String> = "GroupName",
} }
structure! { GetScheduleOutput {
    arn: Option<String> = "Arn",
    group_name: Option<String> = "GroupName",
    name: Option<String> = "Name",
    schedule_expression: Option<String> = "ScheduleExpression",
    start_date: Option<Timestamp> = "StartDate",
    end_date: Option<Timestamp> = "EndDate",
    description: Option<String> = "Description",
    schedule_expression_timezone: Option<String> = "ScheduleExpressionTimezone",
    state: Option<ScheduleState> = "State",
    creation_date: Option<Timestamp> = "CreationDate",
    last_modification_date: Option<Timestamp> = "LastModificationDate",
    kms_key_arn: Option<String> = "KmsKeyArn",
    target: Option<Target> = "Target",
    flexible_time_window: Option<FlexibleTimeWindow> = "FlexibleTimeWindow",
    action_after_completion: Option<ActionAfterCompletion> = "ActionAfterCompletion",
} }
modelled_error! { InternalServerException("InternalServerException", 500, Receiver, "Message") {
} }
structure! { KinesisParameters {
    partition_key: String = "PartitionKey",
} }
enumeration! { LaunchType {
    Ec2 = "EC2",
    Fargate = "FARGATE",
    External = "EXTERNAL",
} }
structure! { ListScheduleGroupsInput {
    name_prefix: Option<String> = "NamePrefix",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListScheduleGroupsOutput {
    next_token: Option<String> = "NextToken",
    schedule_groups: Vec<ScheduleGroupSummary> = "ScheduleGroups",
} }
structure! { ListSchedulesInput {
    group_name: Option<String> = "GroupName",
    name_prefix: Option<String> = "NamePrefix",
    state: Option<ScheduleState> = "State",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListSchedulesOutput {
    next_token: Option<String> = "NextToken",
    schedules: Vec<ScheduleSummary> = "Schedules",
} }
structure! { ListTagsForResourceInput {
    resource_arn: String = "ResourceArn",
} }
structure! { ListTagsForResourceOutput {
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { NetworkConfiguration {
    awsvpc_configuration: Option<AwsVpcConfiguration> = "awsvpcConfiguration",
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
enumeration! { PropagateTags {
    TaskDefinition = "TASK_DEFINITION",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "Message") {
} }
structure! { RetryPolicy {
    maximum_event_age_in_seconds: Option<i32> = "MaximumEventAgeInSeconds",
    maximum_retry_attempts: Option<i32> = "MaximumRetryAttempts",
} }
structure! { SageMakerPipelineParameter {
    name: String = "Name",
    value: String = "Value",
} }
structure! { SageMakerPipelineParameters {
    pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>> = "PipelineParameterList",
} }
enumeration! { ScheduleGroupState {
    Active = "ACTIVE",
    Deleting = "DELETING",
} }
structure! { ScheduleGroupSummary {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    state: Option<ScheduleGroupState> = "State",
    creation_date: Option<Timestamp> = "CreationDate",
    last_modification_date: Option<Timestamp> = "LastModificationDate",
} }
enumeration! { ScheduleState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { ScheduleSummary {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    group_name: Option<String> = "GroupName",
    state: Option<ScheduleState> = "State",
    creation_date: Option<Timestamp> = "CreationDate",
    last_modification_date: Option<Timestamp> = "LastModificationDate",
    target: Option<TargetSummary> = "Target",
} }
modelled_error! { ServiceQuotaExceededException("ServiceQuotaExceededException", 402, Sender, "Message") {
} }
structure! { SqsParameters {
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagResourceInput {
    resource_arn: String = "ResourceArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagResourceOutput {
} }
structure! { Target {
    arn: String = "Arn",
    role_arn: String = "RoleArn",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    retry_policy: Option<RetryPolicy> = "RetryPolicy",
    input: Option<String> = "Input",
    ecs_parameters: Option<EcsParameters> = "EcsParameters",
    event_bridge_parameters: Option<EventBridgeParameters> = "EventBridgeParameters",
    event_bridge_put_events_v2_parameters: Option<EventBridgePutEventsV2Parameters> = "EventBridgePutEventsV2Parameters",
    event_bridge_put_raw_events_parameters: Option<EventBridgePutRawEventsParameters> = "EventBridgePutRawEventsParameters",
    kinesis_parameters: Option<KinesisParameters> = "KinesisParameters",
    sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters> = "SageMakerPipelineParameters",
    sqs_parameters: Option<SqsParameters> = "SqsParameters",
} }
structure! { TargetSummary {
    arn: String = "Arn",
} }
modelled_error! { ThrottlingException("ThrottlingException", 429, Sender, "Message") {
} }
structure! { UntagResourceInput {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceOutput {
} }
structure! { UpdateScheduleInput {
    name: String = "Name",
    group_name: Option<String> = "GroupName",
    schedule_expression: String = "ScheduleExpression",
    start_date: Option<Timestamp> = "StartDate",
    end_date: Option<Timestamp> = "EndDate",
    description: Option<String> = "Description",
    schedule_expression_timezone: Option<String> = "ScheduleExpressionTimezone",
    state: Option<ScheduleState> = "State",
    kms_key_arn: Option<String> = "KmsKeyArn",
    target: Target = "Target",
    flexible_time_window: FlexibleTimeWindow = "FlexibleTimeWindow",
    client_token: Option<String> = "ClientToken",
    action_after_completion: Option<ActionAfterCompletion> = "ActionAfterCompletion",
} }
structure! { UpdateScheduleOutput {
    schedule_arn: String = "ScheduleArn",
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "Message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "scheduler" {
        CreateSchedule: CreateScheduleInput => CreateScheduleOutput,
        CreateScheduleGroup: CreateScheduleGroupInput => CreateScheduleGroupOutput,
        DeleteSchedule: DeleteScheduleInput => DeleteScheduleOutput,
        DeleteScheduleGroup: DeleteScheduleGroupInput => DeleteScheduleGroupOutput,
        GetSchedule: GetScheduleInput => GetScheduleOutput,
        GetScheduleGroup: GetScheduleGroupInput => GetScheduleGroupOutput,
        ListScheduleGroups: ListScheduleGroupsInput => ListScheduleGroupsOutput,
        ListSchedules: ListSchedulesInput => ListSchedulesOutput,
        ListTagsForResource: ListTagsForResourceInput => ListTagsForResourceOutput,
        TagResource: TagResourceInput => TagResourceOutput,
        UntagResource: UntagResourceInput => UntagResourceOutput,
        UpdateSchedule: UpdateScheduleInput => UpdateScheduleOutput,
    } }
}
