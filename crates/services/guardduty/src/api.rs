//! Typed form of `models/guardduty.json` (API version 2017-11-28). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AcceptAdministratorInvitationRequest {
    detector_id: String = "DetectorId",
    administrator_id: String = "AdministratorId",
    invitation_id: String = "InvitationId",
} }
structure! { AcceptAdministratorInvitationResponse {
} }
structure! { AcceptInvitationRequest {
    detector_id: String = "DetectorId",
    master_id: String = "MasterId",
    invitation_id: String = "InvitationId",
} }
structure! { AcceptInvitationResponse {
} }
structure! { AccessControlList {
    allows_public_read_access: Option<bool> = "AllowsPublicReadAccess",
    allows_public_write_access: Option<bool> = "AllowsPublicWriteAccess",
} }
modelled_error! { AccessDeniedException("AccessDeniedException", 403, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { AccessKey {
    principal_id: Option<String> = "PrincipalId",
    user_name: Option<String> = "UserName",
    user_type: Option<String> = "UserType",
} }
structure! { AccessKeyDetails {
    access_key_id: Option<String> = "AccessKeyId",
    principal_id: Option<String> = "PrincipalId",
    user_name: Option<String> = "UserName",
    user_type: Option<String> = "UserType",
} }
structure! { Account {
    uid: String = "Uid",
    name: Option<String> = "Name",
} }
structure! { AccountAffectedResource {
    identifier: Option<String> = "Identifier",
    r#type: Option<InvestigationResourceType> = "Type",
    finding_count: Option<i32> = "FindingCount",
} }
structure! { AccountAnalysis {
    findings_summary: Option<FindingsSummary> = "FindingsSummary",
    tactic_coverage: Option<Vec<TacticCoverage>> = "TacticCoverage",
    affected_resources: Option<Vec<AccountAffectedResource>> = "AffectedResources",
} }
structure! { AccountDetail {
    account_id: String = "AccountId",
    email: Sensitive<String> = "Email",
} }
structure! { AccountFreeTrialInfo {
    account_id: Option<String> = "AccountId",
    data_sources: Option<DataSourcesFreeTrial> = "DataSources",
    features: Option<Vec<FreeTrialFeatureConfigurationResult>> = "Features",
} }
structure! { AccountLevelPermissions {
    block_public_access: Option<BlockPublicAccess> = "BlockPublicAccess",
} }
structure! { AccountOverview {
    account_id: Option<String> = "AccountId",
    account_status: Option<String> = "AccountStatus",
    detector_id: Option<String> = "DetectorId",
    region: Option<String> = "Region",
    delegated_admin_account_id: Option<String> = "DelegatedAdminAccountId",
    total_member_accounts: Option<i64> = "TotalMemberAccounts",
    total_findings: Option<i64> = "TotalFindings",
    affected_account_count: Option<i64> = "AffectedAccountCount",
    account_rankings: Option<Vec<MemberAccountRanking>> = "AccountRankings",
} }
structure! { AccountStatistics {
    account_id: Option<String> = "AccountId",
    last_generated_at: Option<Timestamp> = "LastGeneratedAt",
    total_findings: Option<i32> = "TotalFindings",
} }
structure! { AccountSummary {
    account_id: Option<String> = "AccountId",
    finding_count: Option<i32> = "FindingCount",
} }
structure! { Action {
    action_type: Option<String> = "ActionType",
    aws_api_call_action: Option<AwsApiCallAction> = "AwsApiCallAction",
    dns_request_action: Option<DnsRequestAction> = "DnsRequestAction",
    network_connection_action: Option<NetworkConnectionAction> = "NetworkConnectionAction",
    port_probe_action: Option<PortProbeAction> = "PortProbeAction",
    kubernetes_api_call_action: Option<KubernetesApiCallAction> = "KubernetesApiCallAction",
    kubernetes_permission_checked_details: Option<KubernetesPermissionCheckedDetails> = "KubernetesPermissionCheckedDetails",
    kubernetes_role_binding_details: Option<KubernetesRoleBindingDetails> = "KubernetesRoleBindingDetails",
    kubernetes_role_details: Option<KubernetesRoleDetails> = "KubernetesRoleDetails",
    rds_login_attempt_action: Option<RdsLoginAttemptAction> = "RdsLoginAttemptAction",
} }
enumeration! { ActionPriority {
    Immediate = "IMMEDIATE",
    ShortTerm = "SHORT_TERM",
    Strategic = "STRATEGIC",
} }
structure! { Activity {
    r#type: ActivityType = "Type",
    api: Option<ApiCall> = "Api",
} }
enumeration! { ActivityType {
    ApiCall = "API_CALL",
} }
structure! { ActivityWindow {
    first_seen_at: Option<Timestamp> = "FirstSeenAt",
    last_seen_at: Option<Timestamp> = "LastSeenAt",
} }
structure! { Actor {
    id: String = "Id",
    user: Option<User> = "User",
    session: Option<Session> = "Session",
    process: Option<ActorProcess> = "Process",
} }
structure! { ActorProcess {
    name: String = "Name",
    path: String = "Path",
    sha256: Option<String> = "Sha256",
} }
structure! { AdditionalInfo {
    version_id: Option<String> = "VersionId",
    device_name: Option<String> = "DeviceName",
} }
structure! { AddonDetails {
    addon_version: Option<String> = "AddonVersion",
    addon_status: Option<String> = "AddonStatus",
} }
structure! { AdminAccount {
    admin_account_id: Option<String> = "AdminAccountId",
    admin_status: Option<AdminStatus> = "AdminStatus",
} }
enumeration! { AdminStatus {
    Enabled = "ENABLED",
    DisableInProgress = "DISABLE_IN_PROGRESS",
} }
structure! { Administrator {
    account_id: Option<String> = "AccountId",
    invitation_id: Option<String> = "InvitationId",
    relationship_status: Option<String> = "RelationshipStatus",
    invited_at: Option<String> = "InvitedAt",
} }
structure! { AffectedResource {
    identifier: Option<String> = "Identifier",
    r#type: Option<InvestigationResourceType> = "Type",
    arn: Option<String> = "Arn",
} }
structure! { AgentDetails {
    version: Option<String> = "Version",
} }
structure! { AnalysisRecord {
    analysis_type: AnalysisType = "AnalysisType",
    threat_assessment: Option<InvestigationThreatAssessment> = "ThreatAssessment",
    kubernetes_policy_violation: Option<KubernetesPolicyViolation> = "KubernetesPolicyViolation",
    s3_analysis: Option<S3Analysis> = "S3Analysis",
    processes: Option<Vec<Process>> = "Processes",
    account_analysis: Option<InvestigationAccountAnalysis> = "AccountAnalysis",
    indicators: Option<Vec<InvestigationIndicator>> = "Indicators",
} }
enumeration! { AnalysisType {
    Reputation = "REPUTATION",
    ThreatAssessment = "THREAT_ASSESSMENT",
    RdsThreatAssessment = "RDS_THREAT_ASSESSMENT",
    KubernetesPolicyViolation = "KUBERNETES_POLICY_VIOLATION",
    S3Exposure = "S3_EXPOSURE",
    S3ActorContext = "S3_ACTOR_CONTEXT",
    S3PenTest = "S3_PEN_TEST",
    ProcessLineage = "PROCESS_LINEAGE",
    Trend = "TREND",
    Baseline = "BASELINE",
} }
structure! { Anomaly {
    profiles: Option<BTreeMap<String, BTreeMap<String, Vec<AnomalyObject>>>> = "Profiles",
    unusual: Option<AnomalyUnusual> = "Unusual",
} }
structure! { AnomalyObject {
    profile_type: Option<ProfileType> = "ProfileType",
    profile_subtype: Option<ProfileSubtype> = "ProfileSubtype",
    observations: Option<Observations> = "Observations",
} }
structure! { AnomalyUnusual {
    behavior: Option<BTreeMap<String, BTreeMap<String, AnomalyObject>>> = "Behavior",
} }
structure! { ApiCall {
    operation: Option<String> = "Operation",
    service: Option<String> = "Service",
    error: Option<String> = "Error",
    user_agent: Option<String> = "UserAgent",
} }
structure! { ArchiveDistribution {
    archived_count: Option<i64> = "ArchivedCount",
    unarchived_count: Option<i64> = "UnarchivedCount",
    archived_percentage: Option<f64> = "ArchivedPercentage",
    unarchived_percentage: Option<f64> = "UnarchivedPercentage",
} }
structure! { ArchiveFindingsRequest {
    detector_id: String = "DetectorId",
    finding_ids: Vec<String> = "FindingIds",
} }
structure! { ArchiveFindingsResponse {
} }
structure! { AssociationDetail {
    association_id: String = "AssociationId",
    arn: String = "Arn",
    rule_id: String = "RuleId",
    account_id: String = "AccountId",
    mode: AssociationMode = "Mode",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    expires_at: Option<Timestamp> = "ExpiresAt",
} }
enumeration! { AssociationMode {
    Live = "LIVE",
    DryRun = "DRY_RUN",
} }
structure! { AssociationSummary {
    association_id: String = "AssociationId",
    arn: String = "Arn",
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    expires_at: Option<Timestamp> = "ExpiresAt",
} }
structure! { Attack {
    tactic: Option<ThreatReference> = "Tactic",
    technique: Option<ThreatReference> = "Technique",
    findings: Option<Vec<FindingReference>> = "Findings",
    version: Option<String> = "Version",
} }
structure! { AttackPhase {
    phase: Option<AttackPhaseName> = "Phase",
    description: Option<String> = "Description",
    attacks: Option<Vec<Attack>> = "Attacks",
} }
enumeration! { AttackPhaseName {
    Reconnaissance = "Reconnaissance",
    ResourceDevelopment = "Resource Development",
    InitialAccess = "Initial Access",
    Execution = "Execution",
    Persistence = "Persistence",
    PrivilegeEscalation = "Privilege Escalation",
    DefenseEvasion = "Defense Evasion",
    CredentialAccess = "Credential Access",
    Discovery = "Discovery",
    LateralMovement = "Lateral Movement",
    Collection = "Collection",
    CommandAndControl = "Command and Control",
    Exfiltration = "Exfiltration",
    Impact = "Impact",
} }
enumeration! { AutoEnableMembers {
    New = "NEW",
    All = "ALL",
    None = "NONE",
} }
structure! { AutonomousSystem {
    name: String = "Name",
    number: i32 = "Number",
} }
structure! { AutoscalingAutoScalingGroup {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { AwsApiCallAction {
    api: Option<String> = "Api",
    caller_type: Option<String> = "CallerType",
    domain_details: Option<DomainDetails> = "DomainDetails",
    error_code: Option<String> = "ErrorCode",
    user_agent: Option<String> = "UserAgent",
    remote_ip_details: Option<RemoteIpDetails> = "RemoteIpDetails",
    service_name: Option<String> = "ServiceName",
    remote_account_details: Option<RemoteAccountDetails> = "RemoteAccountDetails",
    affected_resources: Option<BTreeMap<String, String>> = "AffectedResources",
} }
modelled_error! { BadRequestException("BadRequestException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { Baseline {
    total_findings: Option<i64> = "TotalFindings",
    baseline_findings: Option<Vec<FindingTypeClassification>> = "BaselineFindings",
    anomalous_findings: Option<Vec<FindingTypeClassification>> = "AnomalousFindings",
} }
structure! { BedrockGuardrail {
    arn: Option<String> = "Arn",
    version: Option<String> = "Version",
} }
structure! { BedrockGuardrailDetails {
    guardrail_arn: Option<String> = "GuardrailArn",
    guardrail_version: Option<String> = "GuardrailVersion",
    guardrails: Option<Vec<BedrockGuardrail>> = "Guardrails",
    guardrail_action: Option<GuardrailAction> = "GuardrailAction",
    guardrail_source: Option<GuardrailSource> = "GuardrailSource",
    content_policy_filters: Option<Vec<ContentPolicyFilter>> = "ContentPolicyFilters",
} }
structure! { BedrockGuardrailResource {
    version: Option<String> = "Version",
    guardrail_action: Option<GuardrailAction> = "GuardrailAction",
    guardrail_source: Option<GuardrailSource> = "GuardrailSource",
} }
structure! { BlockPublicAccess {
    ignore_public_acls: Option<bool> = "IgnorePublicAcls",
    restrict_public_buckets: Option<bool> = "RestrictPublicBuckets",
    block_public_acls: Option<bool> = "BlockPublicAcls",
    block_public_policy: Option<bool> = "BlockPublicPolicy",
} }
structure! { BucketLevelPermissions {
    access_control_list: Option<AccessControlList> = "AccessControlList",
    bucket_policy: Option<BucketPolicy> = "BucketPolicy",
    block_public_access: Option<BlockPublicAccess> = "BlockPublicAccess",
} }
structure! { BucketPolicy {
    allows_public_read_access: Option<bool> = "AllowsPublicReadAccess",
    allows_public_write_access: Option<bool> = "AllowsPublicWriteAccess",
} }
structure! { City {
    city_name: Option<String> = "CityName",
} }
structure! { CloudDetails {
    provider: CloudProvider = "Provider",
    region: String = "Region",
    account: String = "Account",
} }
enumeration! { CloudProvider {
    Aws = "AWS",
} }
structure! { CloudTrailConfigurationResult {
    status: DataSourceStatus = "Status",
} }
structure! { CloudformationStack {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
enumeration! { ClusterStatus {
    Creating = "CREATING",
    Active = "ACTIVE",
    Deleting = "DELETING",
    Failed = "FAILED",
    Updating = "UPDATING",
    Pending = "PENDING",
} }
structure! { Condition {
    eq: Option<Vec<String>> = "Eq",
    neq: Option<Vec<String>> = "Neq",
    gt: Option<i32> = "Gt",
    gte: Option<i32> = "Gte",
    lt: Option<i32> = "Lt",
    lte: Option<i32> = "Lte",
    equals: Option<Vec<String>> = "Equals",
    not_equals: Option<Vec<String>> = "NotEquals",
    greater_than: Option<i64> = "GreaterThan",
    greater_than_or_equal: Option<i64> = "GreaterThanOrEqual",
    less_than: Option<i64> = "LessThan",
    less_than_or_equal: Option<i64> = "LessThanOrEqual",
    matches: Option<Vec<String>> = "Matches",
    not_matches: Option<Vec<String>> = "NotMatches",
} }
enumeration! { Confidence {
    Unknown = "Unknown",
    Low = "Low",
    Medium = "Medium",
    High = "High",
} }
enumeration! { ConfidenceLevel {
    High = "HIGH",
    Medium = "MEDIUM",
    Low = "LOW",
    None = "NONE",
} }
modelled_error! { ConflictException("ConflictException", 409, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { Container {
    container_runtime: Option<String> = "ContainerRuntime",
    id: Option<String> = "Id",
    name: Option<String> = "Name",
    image: Option<String> = "Image",
    image_prefix: Option<String> = "ImagePrefix",
    volume_mounts: Option<Vec<VolumeMount>> = "VolumeMounts",
    security_context: Option<SecurityContext> = "SecurityContext",
} }
structure! { ContainerFindingResource {
    image: String = "Image",
    image_uid: Option<String> = "ImageUid",
} }
structure! { ContainerInstanceDetails {
    covered_container_instances: Option<i64> = "CoveredContainerInstances",
    compatible_container_instances: Option<i64> = "CompatibleContainerInstances",
} }
structure! { ContentPolicyFilter {
    r#type: Option<ContentPolicyFilterType> = "Type",
    confidence: Option<ConfidenceLevel> = "Confidence",
    action: Option<ContentPolicyFilterAction> = "Action",
} }
enumeration! { ContentPolicyFilterAction {
    Blocked = "BLOCKED",
    None = "NONE",
} }
enumeration! { ContentPolicyFilterType {
    PromptAttack = "PROMPT_ATTACK",
    Jailbreak = "JAILBREAK",
    Hate = "HATE",
    Insults = "INSULTS",
    Sexual = "SEXUAL",
    Violence = "VIOLENCE",
    Misconduct = "MISCONDUCT",
} }
structure! { ContinuousScanDetails {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Timestamp = "EndTime",
} }
structure! { CorrelatedFinding {
    finding_type: Option<String> = "FindingType",
    count: Option<i64> = "Count",
    severity_max: Option<f64> = "SeverityMax",
    correlation_reasons: Option<Vec<CorrelationReason>> = "CorrelationReasons",
    finding_ids: Option<Vec<String>> = "FindingIds",
    shared_resources: Option<Vec<SharedResource>> = "SharedResources",
    shared_behaviors: Option<Vec<SharedBehavior>> = "SharedBehaviors",
} }
enumeration! { CorrelationReason {
    HighSeverity = "HIGH_SEVERITY",
    SameResource = "SAME_RESOURCE",
    SameBehavior = "SAME_BEHAVIOR",
} }
structure! { Countermeasure {
    defense_tactic: Option<DefenseTactic> = "DefenseTactic",
    actions: Option<Vec<CountermeasureAction>> = "Actions",
    description: Option<String> = "Description",
} }
structure! { CountermeasureAction {
    title: Option<String> = "Title",
    description: Option<String> = "Description",
    priority: Option<ActionPriority> = "Priority",
    defense_technique: Option<String> = "DefenseTechnique",
    mitigates: Option<Vec<String>> = "Mitigates",
    cli_commands: Option<Vec<String>> = "CliCommands",
    disposition_id: Option<i32> = "DispositionId",
    disposition: Option<Disposition> = "Disposition",
    affected_resources: Option<Vec<AffectedResource>> = "AffectedResources",
} }
structure! { Country {
    country_code: Option<String> = "CountryCode",
    country_name: Option<String> = "CountryName",
} }
structure! { CoverageEc2InstanceDetails {
    instance_id: Option<String> = "InstanceId",
    instance_type: Option<String> = "InstanceType",
    cluster_arn: Option<String> = "ClusterArn",
    agent_details: Option<AgentDetails> = "AgentDetails",
    management_type: Option<ManagementType> = "ManagementType",
} }
structure! { CoverageEcsClusterDetails {
    cluster_name: Option<String> = "ClusterName",
    fargate_details: Option<FargateDetails> = "FargateDetails",
    container_instance_details: Option<ContainerInstanceDetails> = "ContainerInstanceDetails",
} }
structure! { CoverageEksClusterDetails {
    cluster_name: Option<String> = "ClusterName",
    covered_nodes: Option<i64> = "CoveredNodes",
    compatible_nodes: Option<i64> = "CompatibleNodes",
    addon_details: Option<AddonDetails> = "AddonDetails",
    management_type: Option<ManagementType> = "ManagementType",
} }
structure! { CoverageFilterCondition {
    equals: Option<Vec<String>> = "Equals",
    not_equals: Option<Vec<String>> = "NotEquals",
} }
structure! { CoverageFilterCriteria {
    filter_criterion: Option<Vec<CoverageFilterCriterion>> = "FilterCriterion",
} }
structure! { CoverageFilterCriterion {
    criterion_key: Option<CoverageFilterCriterionKey> = "CriterionKey",
    filter_condition: Option<CoverageFilterCondition> = "FilterCondition",
} }
enumeration! { CoverageFilterCriterionKey {
    AccountId = "ACCOUNT_ID",
    ResourceType = "RESOURCE_TYPE",
    CoverageStatus = "COVERAGE_STATUS",
    AddonVersion = "ADDON_VERSION",
    ClusterName = "CLUSTER_NAME",
    EcsClusterName = "ECS_CLUSTER_NAME",
    ManagementType = "MANAGEMENT_TYPE",
    EksClusterName = "EKS_CLUSTER_NAME",
    AgentVersion = "AGENT_VERSION",
    InstanceId = "INSTANCE_ID",
    ClusterArn = "CLUSTER_ARN",
} }
structure! { CoverageResource {
    resource_id: Option<String> = "ResourceId",
    detector_id: Option<String> = "DetectorId",
    account_id: Option<String> = "AccountId",
    resource_details: Option<CoverageResourceDetails> = "ResourceDetails",
    coverage_status: Option<CoverageStatus> = "CoverageStatus",
    issue: Option<String> = "Issue",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { CoverageResourceDetails {
    eks_cluster_details: Option<CoverageEksClusterDetails> = "EksClusterDetails",
    ecs_cluster_details: Option<CoverageEcsClusterDetails> = "EcsClusterDetails",
    ec2_instance_details: Option<CoverageEc2InstanceDetails> = "Ec2InstanceDetails",
    resource_type: Option<ResourceType> = "ResourceType",
} }
structure! { CoverageSortCriteria {
    attribute_name: Option<CoverageSortKey> = "AttributeName",
    order_by: Option<OrderBy> = "OrderBy",
} }
enumeration! { CoverageSortKey {
    AccountId = "ACCOUNT_ID",
    CoverageStatus = "COVERAGE_STATUS",
    Issue = "ISSUE",
    AddonVersion = "ADDON_VERSION",
    UpdatedAt = "UPDATED_AT",
    ClusterName = "CLUSTER_NAME",
    EksClusterName = "EKS_CLUSTER_NAME",
    EcsClusterName = "ECS_CLUSTER_NAME",
    InstanceId = "INSTANCE_ID",
} }
structure! { CoverageStatistics {
    count_by_resource_type: Option<BTreeMap<String, i64>> = "CountByResourceType",
    count_by_coverage_status: Option<BTreeMap<String, i64>> = "CountByCoverageStatus",
} }
enumeration! { CoverageStatisticsType {
    CountByResourceType = "COUNT_BY_RESOURCE_TYPE",
    CountByCoverageStatus = "COUNT_BY_COVERAGE_STATUS",
} }
enumeration! { CoverageStatus {
    Healthy = "HEALTHY",
    Unhealthy = "UNHEALTHY",
} }
structure! { CreateCustomDetectionRuleAssociationRequest {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateCustomDetectionRuleAssociationResponse {
    rule_association: AssociationDetail = "RuleAssociation",
} }
structure! { CreateCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    include_account_ids: Option<Vec<String>> = "IncludeAccountIds",
    exclude_account_ids: Option<Vec<String>> = "ExcludeAccountIds",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateCustomDetectionRuleOrgConfigurationResponse {
} }
structure! { CreateDetectorRequest {
    enable: bool = "Enable",
    client_token: Option<String> = "ClientToken",
    finding_publishing_frequency: Option<FindingPublishingFrequency> = "FindingPublishingFrequency",
    data_sources: Option<DataSourceConfigurations> = "DataSources",
    tags: Option<BTreeMap<String, String>> = "Tags",
    features: Option<Vec<DetectorFeatureConfiguration>> = "Features",
} }
structure! { CreateDetectorResponse {
    detector_id: Option<String> = "DetectorId",
    unprocessed_data_sources: Option<UnprocessedDataSourcesResult> = "UnprocessedDataSources",
} }
structure! { CreateFilterRequest {
    detector_id: String = "DetectorId",
    name: String = "Name",
    description: Option<String> = "Description",
    action: Option<FilterAction> = "Action",
    rank: Option<i32> = "Rank",
    finding_criteria: FindingCriteria = "FindingCriteria",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateFilterResponse {
    name: String = "Name",
} }
structure! { CreateIPSetRequest {
    detector_id: String = "DetectorId",
    name: String = "Name",
    format: IpSetFormat = "Format",
    location: String = "Location",
    activate: bool = "Activate",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { CreateIPSetResponse {
    ip_set_id: String = "IpSetId",
} }
structure! { CreateInvestigationRequest {
    detector_id: String = "DetectorId",
    trigger_prompt: String = "TriggerPrompt",
    client_token: Option<String> = "ClientToken",
} }
structure! { CreateInvestigationResponse {
    investigation_id: String = "InvestigationId",
} }
structure! { CreateMalwareProtectionPlanRequest {
    client_token: Option<String> = "ClientToken",
    role: String = "Role",
    protected_resource: CreateProtectedResource = "ProtectedResource",
    actions: Option<MalwareProtectionPlanActions> = "Actions",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateMalwareProtectionPlanResponse {
    malware_protection_plan_id: Option<String> = "MalwareProtectionPlanId",
} }
structure! { CreateMembersRequest {
    detector_id: String = "DetectorId",
    account_details: Vec<AccountDetail> = "AccountDetails",
} }
structure! { CreateMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { CreateProtectedResource {
    s3_bucket: Option<CreateS3BucketResource> = "S3Bucket",
} }
structure! { CreatePublishingDestinationRequest {
    detector_id: String = "DetectorId",
    destination_type: DestinationType = "DestinationType",
    destination_properties: DestinationProperties = "DestinationProperties",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreatePublishingDestinationResponse {
    destination_id: String = "DestinationId",
} }
structure! { CreateS3BucketResource {
    bucket_name: Option<String> = "BucketName",
    object_prefixes: Option<Vec<String>> = "ObjectPrefixes",
} }
structure! { CreateSampleFindingsRequest {
    detector_id: String = "DetectorId",
    finding_types: Option<Vec<String>> = "FindingTypes",
} }
structure! { CreateSampleFindingsResponse {
} }
structure! { CreateThreatEntitySetRequest {
    detector_id: String = "DetectorId",
    name: String = "Name",
    format: ThreatEntitySetFormat = "Format",
    location: String = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    activate: bool = "Activate",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateThreatEntitySetResponse {
    threat_entity_set_id: String = "ThreatEntitySetId",
} }
structure! { CreateThreatIntelSetRequest {
    detector_id: String = "DetectorId",
    name: String = "Name",
    format: ThreatIntelSetFormat = "Format",
    location: String = "Location",
    activate: bool = "Activate",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { CreateThreatIntelSetResponse {
    threat_intel_set_id: String = "ThreatIntelSetId",
} }
structure! { CreateTrustedEntitySetRequest {
    detector_id: String = "DetectorId",
    name: String = "Name",
    format: TrustedEntitySetFormat = "Format",
    location: String = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    activate: bool = "Activate",
    client_token: Option<String> = "ClientToken",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { CreateTrustedEntitySetResponse {
    trusted_entity_set_id: String = "TrustedEntitySetId",
} }
enumeration! { CriterionKey {
    Ec2InstanceArn = "EC2_INSTANCE_ARN",
    ScanId = "SCAN_ID",
    AccountId = "ACCOUNT_ID",
    GuarddutyFindingId = "GUARDDUTY_FINDING_ID",
    ScanStartTime = "SCAN_START_TIME",
    ScanStatus = "SCAN_STATUS",
    ScanType = "SCAN_TYPE",
} }
structure! { DNSLogsConfigurationResult {
    status: DataSourceStatus = "Status",
} }
enumeration! { DataSource {
    FlowLogs = "FLOW_LOGS",
    CloudTrail = "CLOUD_TRAIL",
    DnsLogs = "DNS_LOGS",
    S3Logs = "S3_LOGS",
    KubernetesAuditLogs = "KUBERNETES_AUDIT_LOGS",
    Ec2MalwareScan = "EC2_MALWARE_SCAN",
} }
structure! { DataSourceConfigurations {
    s3_logs: Option<S3LogsConfiguration> = "S3Logs",
    kubernetes: Option<KubernetesConfiguration> = "Kubernetes",
    malware_protection: Option<MalwareProtectionConfiguration> = "MalwareProtection",
} }
structure! { DataSourceConfigurationsResult {
    cloud_trail: CloudTrailConfigurationResult = "CloudTrail",
    dns_logs: DNSLogsConfigurationResult = "DNSLogs",
    flow_logs: FlowLogsConfigurationResult = "FlowLogs",
    s3_logs: S3LogsConfigurationResult = "S3Logs",
    kubernetes: Option<KubernetesConfigurationResult> = "Kubernetes",
    malware_protection: Option<MalwareProtectionConfigurationResult> = "MalwareProtection",
} }
structure! { DataSourceFreeTrial {
    free_trial_days_remaining: Option<i32> = "FreeTrialDaysRemaining",
} }
enumeration! { DataSourceStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { DataSourcesFreeTrial {
    cloud_trail: Option<DataSourceFreeTrial> = "CloudTrail",
    dns_logs: Option<DataSourceFreeTrial> = "DnsLogs",
    flow_logs: Option<DataSourceFreeTrial> = "FlowLogs",
    s3_logs: Option<DataSourceFreeTrial> = "S3Logs",
    kubernetes: Option<KubernetesDataSourceFreeTrial> = "Kubernetes",
    malware_protection: Option<MalwareProtectionDataSourceFreeTrial> = "MalwareProtection",
} }
structure! { DateStatistics {
    date: Option<Timestamp> = "Date",
    last_generated_at: Option<Timestamp> = "LastGeneratedAt",
    severity: Option<f64> = "Severity",
    total_findings: Option<i32> = "TotalFindings",
} }
structure! { DeclineInvitationsRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeclineInvitationsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { DefaultServerSideEncryption {
    encryption_type: Option<String> = "EncryptionType",
    kms_master_key_arn: Option<String> = "KmsMasterKeyArn",
} }
enumeration! { DefenseTactic {
    Isolate = "Isolate",
    Evict = "Evict",
    Restore = "Restore",
    Harden = "Harden",
    Detect = "Detect",
} }
structure! { DeleteCustomDetectionRuleAssociationRequest {
    rule_id: String = "RuleId",
    association_id: String = "AssociationId",
} }
structure! { DeleteCustomDetectionRuleAssociationResponse {
} }
structure! { DeleteCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
} }
structure! { DeleteCustomDetectionRuleOrgConfigurationResponse {
} }
structure! { DeleteDetectorRequest {
    detector_id: String = "DetectorId",
} }
structure! { DeleteDetectorResponse {
} }
structure! { DeleteFilterRequest {
    detector_id: String = "DetectorId",
    filter_name: String = "FilterName",
} }
structure! { DeleteFilterResponse {
} }
structure! { DeleteIPSetRequest {
    detector_id: String = "DetectorId",
    ip_set_id: String = "IpSetId",
} }
structure! { DeleteIPSetResponse {
} }
structure! { DeleteInvitationsRequest {
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeleteInvitationsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { DeleteMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = "MalwareProtectionPlanId",
} }
structure! { DeleteMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DeleteMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { DeletePublishingDestinationRequest {
    detector_id: String = "DetectorId",
    destination_id: String = "DestinationId",
} }
structure! { DeletePublishingDestinationResponse {
} }
structure! { DeleteThreatEntitySetRequest {
    detector_id: String = "DetectorId",
    threat_entity_set_id: String = "ThreatEntitySetId",
} }
structure! { DeleteThreatEntitySetResponse {
} }
structure! { DeleteThreatIntelSetRequest {
    detector_id: String = "DetectorId",
    threat_intel_set_id: String = "ThreatIntelSetId",
} }
structure! { DeleteThreatIntelSetResponse {
} }
structure! { DeleteTrustedEntitySetRequest {
    detector_id: String = "DetectorId",
    trusted_entity_set_id: String = "TrustedEntitySetId",
} }
structure! { DeleteTrustedEntitySetResponse {
} }
structure! { DescribeMalwareScansRequest {
    detector_id: String = "DetectorId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    sort_criteria: Option<SortCriteria> = "SortCriteria",
} }
structure! { DescribeMalwareScansResponse {
    scans: Vec<Scan> = "Scans",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConfigurationRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { DescribeOrganizationConfigurationResponse {
    auto_enable: Option<bool> = "AutoEnable",
    member_account_limit_reached: bool = "MemberAccountLimitReached",
    data_sources: Option<OrganizationDataSourceConfigurationsResult> = "DataSources",
    features: Option<Vec<OrganizationFeatureConfigurationResult>> = "Features",
    next_token: Option<String> = "NextToken",
    auto_enable_organization_members: Option<AutoEnableMembers> = "AutoEnableOrganizationMembers",
} }
structure! { DescribePublishingDestinationRequest {
    detector_id: String = "DetectorId",
    destination_id: String = "DestinationId",
} }
structure! { DescribePublishingDestinationResponse {
    destination_id: String = "DestinationId",
    destination_type: DestinationType = "DestinationType",
    status: PublishingStatus = "Status",
    publishing_failure_start_timestamp: i64 = "PublishingFailureStartTimestamp",
    destination_properties: DestinationProperties = "DestinationProperties",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { Destination {
    destination_id: String = "DestinationId",
    destination_type: DestinationType = "DestinationType",
    status: PublishingStatus = "Status",
} }
structure! { DestinationProperties {
    destination_arn: Option<String> = "DestinationArn",
    kms_key_arn: Option<String> = "KmsKeyArn",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
enumeration! { DestinationType {
    S3 = "S3",
} }
structure! { Detection {
    anomaly: Option<Anomaly> = "Anomaly",
    sequence: Option<Sequence> = "Sequence",
} }
structure! { DetectionCoverage {
    protection_plans: Option<Vec<ProtectionPlan>> = "ProtectionPlans",
    foundational_data_sources: Option<Vec<InvestigationDetectorFeature>> = "FoundationalDataSources",
    coverage_gaps: Option<String> = "CoverageGaps",
    key_observation: Option<String> = "KeyObservation",
} }
enumeration! { DetectionRuleConfigurationStatus {
    Active = "ACTIVE",
    Processing = "PROCESSING",
    Failed = "FAILED",
} }
enumeration! { DetectionRuleDataSource {
    CloudTrailManagementEvent = "CloudTrailManagementEvent",
    RuntimeMonitoring = "RuntimeMonitoring",
} }
structure! { DetectionRuleEc2Requirements {
    min_agent_version: Option<String> = "MinAgentVersion",
} }
structure! { DetectionRuleEcsFargateRequirements {
    min_agent_version: Option<String> = "MinAgentVersion",
} }
structure! { DetectionRuleEksRequirements {
    min_agent_version: Option<String> = "MinAgentVersion",
} }
structure! { DetectionRuleFilter {
    name: FilterFieldName = "Name",
    values: Vec<String> = "Values",
    condition: Option<DetectionRuleFilterCondition> = "Condition",
} }
enumeration! { DetectionRuleFilterCondition {
    Equals = "EQUALS",
    Contains = "CONTAINS",
} }
structure! { DetectionRuleOrgConfiguration {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    status: DetectionRuleConfigurationStatus = "Status",
    status_reason: Option<String> = "StatusReason",
    include_account_ids: Vec<String> = "IncludeAccountIds",
    exclude_account_ids: Vec<String> = "ExcludeAccountIds",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    expires_at: Option<Timestamp> = "ExpiresAt",
} }
structure! { DetectionRuleOrgConfigurationSummary {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    status: DetectionRuleConfigurationStatus = "Status",
    status_reason: Option<String> = "StatusReason",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    expires_at: Option<Timestamp> = "ExpiresAt",
} }
structure! { DetectionRuleRuntimeMonitoringDetails {
    platforms: Option<DetectionRuleRuntimePlatforms> = "Platforms",
} }
structure! { DetectionRuleRuntimePlatforms {
    eks: Option<DetectionRuleEksRequirements> = "Eks",
    ec2: Option<DetectionRuleEc2Requirements> = "Ec2",
    ecs_fargate: Option<DetectionRuleEcsFargateRequirements> = "EcsFargate",
} }
enumeration! { DetectionRuleSeverity {
    Critical = "CRITICAL",
    High = "HIGH",
    Medium = "MEDIUM",
    Low = "LOW",
} }
enumeration! { DetectionSource {
    Amazon = "AMAZON",
    Bitdefender = "BITDEFENDER",
} }
structure! { DetectorAdditionalConfiguration {
    name: Option<FeatureAdditionalConfiguration> = "Name",
    status: Option<FeatureStatus> = "Status",
} }
structure! { DetectorAdditionalConfigurationResult {
    name: Option<FeatureAdditionalConfiguration> = "Name",
    status: Option<FeatureStatus> = "Status",
    updated_at: Option<Timestamp> = "UpdatedAt",
    managed_by: Option<ManagedBy> = "ManagedBy",
} }
enumeration! { DetectorFeature {
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    RuntimeMonitoring = "RUNTIME_MONITORING",
    AiProtection = "AI_PROTECTION",
    AiAnalyst = "AI_ANALYST",
} }
structure! { DetectorFeatureConfiguration {
    name: Option<DetectorFeature> = "Name",
    status: Option<FeatureStatus> = "Status",
    additional_configuration: Option<Vec<DetectorAdditionalConfiguration>> = "AdditionalConfiguration",
} }
structure! { DetectorFeatureConfigurationResult {
    name: Option<DetectorFeatureResult> = "Name",
    status: Option<FeatureStatus> = "Status",
    updated_at: Option<Timestamp> = "UpdatedAt",
    additional_configuration: Option<Vec<DetectorAdditionalConfigurationResult>> = "AdditionalConfiguration",
    managed_by: Option<ManagedBy> = "ManagedBy",
} }
enumeration! { DetectorFeatureResult {
    FlowLogs = "FLOW_LOGS",
    CloudTrail = "CLOUD_TRAIL",
    DnsLogs = "DNS_LOGS",
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    RuntimeMonitoring = "RUNTIME_MONITORING",
    AiProtection = "AI_PROTECTION",
    AiAnalyst = "AI_ANALYST",
} }
enumeration! { DetectorStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { DisableOrganizationAdminAccountRequest {
    admin_account_id: String = "AdminAccountId",
} }
structure! { DisableOrganizationAdminAccountResponse {
} }
structure! { DisassociateFromAdministratorAccountRequest {
    detector_id: String = "DetectorId",
} }
structure! { DisassociateFromAdministratorAccountResponse {
} }
structure! { DisassociateFromMasterAccountRequest {
    detector_id: String = "DetectorId",
} }
structure! { DisassociateFromMasterAccountResponse {
} }
structure! { DisassociateMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { DisassociateMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
enumeration! { Disposition {
    Isolated = "Isolated",
    Blocked = "Blocked",
    Deleted = "Deleted",
    AccessRevoked = "Access Revoked",
    Logged = "Logged",
} }
structure! { Distribution {
    dimension: DistributionDimension = "Dimension",
    total_findings: Option<i64> = "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = "SeverityBreakdown",
    finding_types: Option<Vec<TypeDistribution>> = "FindingTypes",
    top_finding_types: Option<Vec<FindingTypeCount>> = "TopFindingTypes",
    resources: Option<Vec<ResourceDistribution>> = "Resources",
    attack_vectors: Option<Vec<TacticCoverage>> = "AttackVectors",
    archive: Option<ArchiveDistribution> = "Archive",
} }
enumeration! { DistributionDimension {
    Severity = "SEVERITY",
    Type = "TYPE",
    Resource = "RESOURCE",
    AttackVector = "ATTACK_VECTOR",
    Archive = "ARCHIVE",
} }
structure! { DnsContext {
    domain_suffix: Option<String> = "DomainSuffix",
    other_domains: Option<String> = "OtherDomains",
    resolver_history: Option<String> = "ResolverHistory",
} }
structure! { DnsRequestAction {
    domain: Option<String> = "Domain",
    protocol: Option<String> = "Protocol",
    blocked: Option<bool> = "Blocked",
    domain_with_suffix: Option<String> = "DomainWithSuffix",
    vpc_owner_account_id: Option<String> = "VpcOwnerAccountId",
} }
structure! { DomainDetails {
    domain: Option<String> = "Domain",
} }
structure! { EbsSnapshot {
    device_name: Option<String> = "DeviceName",
} }
structure! { EbsSnapshotDetails {
    snapshot_arn: Option<String> = "SnapshotArn",
} }
enumeration! { EbsSnapshotPreservation {
    NoRetention = "NO_RETENTION",
    RetentionWithFinding = "RETENTION_WITH_FINDING",
} }
structure! { EbsVolumeDetails {
    scanned_volume_details: Option<Vec<VolumeDetail>> = "ScannedVolumeDetails",
    skipped_volume_details: Option<Vec<VolumeDetail>> = "SkippedVolumeDetails",
} }
structure! { EbsVolumeScanDetails {
    scan_id: Option<String> = "ScanId",
    scan_started_at: Option<Timestamp> = "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = "ScanCompletedAt",
    trigger_finding_id: Option<String> = "TriggerFindingId",
    sources: Option<Vec<String>> = "Sources",
    scan_detections: Option<ScanDetections> = "ScanDetections",
    scan_type: Option<ScanType> = "ScanType",
} }
structure! { EbsVolumesResult {
    status: Option<DataSourceStatus> = "Status",
    reason: Option<String> = "Reason",
} }
structure! { Ec2Image {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { Ec2ImageDetails {
    image_arn: Option<String> = "ImageArn",
} }
structure! { Ec2Instance {
    availability_zone: Option<String> = "AvailabilityZone",
    image_description: Option<String> = "ImageDescription",
    instance_state: Option<String> = "InstanceState",
    iam_instance_profile: Option<IamInstanceProfile> = "IamInstanceProfile",
    instance_type: Option<String> = "InstanceType",
    outpost_arn: Option<String> = "OutpostArn",
    platform: Option<String> = "Platform",
    product_codes: Option<Vec<ProductCode>> = "ProductCodes",
    ec2_network_interface_uids: Option<Vec<String>> = "Ec2NetworkInterfaceUids",
} }
structure! { Ec2LaunchTemplate {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
    version: Option<String> = "Version",
} }
structure! { Ec2NetworkInterface {
    ipv6_addresses: Option<Vec<String>> = "Ipv6Addresses",
    private_ip_addresses: Option<Vec<PrivateIpAddressDetails>> = "PrivateIpAddresses",
    public_ip: Option<String> = "PublicIp",
    security_groups: Option<Vec<SecurityGroup>> = "SecurityGroups",
    sub_net_id: Option<String> = "SubNetId",
    vpc_id: Option<String> = "VpcId",
} }
structure! { Ec2Vpc {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { EcsCluster {
    status: Option<EcsClusterStatus> = "Status",
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { EcsClusterDetails {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    status: Option<String> = "Status",
    active_services_count: Option<i32> = "ActiveServicesCount",
    registered_container_instances_count: Option<i32> = "RegisteredContainerInstancesCount",
    running_tasks_count: Option<i32> = "RunningTasksCount",
    tags: Option<Vec<Tag>> = "Tags",
    task_details: Option<EcsTaskDetails> = "TaskDetails",
} }
enumeration! { EcsClusterStatus {
    Active = "ACTIVE",
    Provisioning = "PROVISIONING",
    Deprovisioning = "DEPROVISIONING",
    Failed = "FAILED",
    Inactive = "INACTIVE",
} }
enumeration! { EcsLaunchType {
    Fargate = "FARGATE",
    Ec2 = "EC2",
} }
structure! { EcsTask {
    created_at: Option<Timestamp> = "CreatedAt",
    task_definition_arn: Option<String> = "TaskDefinitionArn",
    launch_type: Option<EcsLaunchType> = "LaunchType",
    container_uids: Option<Vec<String>> = "ContainerUids",
} }
structure! { EcsTaskDetails {
    arn: Option<String> = "Arn",
    definition_arn: Option<String> = "DefinitionArn",
    version: Option<String> = "Version",
    task_created_at: Option<Timestamp> = "TaskCreatedAt",
    started_at: Option<Timestamp> = "StartedAt",
    started_by: Option<String> = "StartedBy",
    tags: Option<Vec<Tag>> = "Tags",
    volumes: Option<Vec<Volume>> = "Volumes",
    containers: Option<Vec<Container>> = "Containers",
    group: Option<String> = "Group",
    launch_type: Option<String> = "LaunchType",
} }
structure! { EksCluster {
    arn: Option<String> = "Arn",
    created_at: Option<Timestamp> = "CreatedAt",
    status: Option<ClusterStatus> = "Status",
    vpc_id: Option<String> = "VpcId",
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { EksClusterDetails {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    vpc_id: Option<String> = "VpcId",
    status: Option<String> = "Status",
    tags: Option<Vec<Tag>> = "Tags",
    created_at: Option<Timestamp> = "CreatedAt",
} }
structure! { EnableOrganizationAdminAccountRequest {
    admin_account_id: String = "AdminAccountId",
} }
structure! { EnableOrganizationAdminAccountResponse {
} }
structure! { Enrichment {
    country_name: Option<String> = "CountryName",
    asn_org: Option<String> = "AsnOrg",
    threat_list_name: Option<String> = "ThreatListName",
    threat_name: Option<String> = "ThreatName",
} }
structure! { Evidence {
    threat_intelligence_details: Option<Vec<ThreatIntelligenceDetail>> = "ThreatIntelligenceDetails",
} }
structure! { FargateDetails {
    issues: Option<Vec<String>> = "Issues",
    management_type: Option<ManagementType> = "ManagementType",
} }
enumeration! { FeatureAdditionalConfiguration {
    EksAddonManagement = "EKS_ADDON_MANAGEMENT",
    EcsFargateAgentManagement = "ECS_FARGATE_AGENT_MANAGEMENT",
    Ec2AgentManagement = "EC2_AGENT_MANAGEMENT",
    RdsDataRisk = "RDS_DATA_RISK",
} }
enumeration! { FeatureStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { Feedback {
    Useful = "USEFUL",
    NotUseful = "NOT_USEFUL",
} }
structure! { FetchCriterion {
    field: String = "Field",
    condition: FetchCriterionCondition = "Condition",
    values: Option<Vec<String>> = "Values",
} }
enumeration! { FetchCriterionCondition {
    Equals = "EQUALS",
    NotEquals = "NOT_EQUALS",
    GreaterThan = "GREATER_THAN",
    GreaterThanOrEqual = "GREATER_THAN_OR_EQUAL",
    LessThan = "LESS_THAN",
    LessThanOrEqual = "LESS_THAN_OR_EQUAL",
} }
structure! { FetchQuery {
    criteria: Option<Vec<FetchCriterion>> = "Criteria",
    time_window: Option<FetchTimeWindow> = "TimeWindow",
    row_limit: Option<i32> = "RowLimit",
    account_id: Option<String> = "AccountId",
    indicator: Option<Sensitive<String>> = "Indicator",
    indicator_type: Option<InvestigationIndicatorType> = "IndicatorType",
    finding_type: Option<String> = "FindingType",
    finding_id: Option<String> = "FindingId",
} }
structure! { FetchRecord {
    fetch_type: FetchType = "FetchType",
    query: Option<FetchQuery> = "Query",
    result: Option<FetchResult> = "Result",
} }
structure! { FetchResult {
    item_ids: Option<Vec<String>> = "ItemIds",
    total_count: Option<i64> = "TotalCount",
    features: Option<Vec<InvestigationDetectorFeatureConfiguration>> = "Features",
    verdict: Option<FetchVerdict> = "Verdict",
    documentation: Option<FindingTypeDocumentation> = "Documentation",
} }
structure! { FetchTimeWindow {
    started_at: Option<Timestamp> = "StartedAt",
    duration_in_minutes: Option<i32> = "DurationInMinutes",
} }
enumeration! { FetchType {
    Findings = "FINDINGS",
    Detector = "DETECTOR",
    Reputation = "REPUTATION",
    FindingTypeDocumentation = "FINDING_TYPE_DOCUMENTATION",
    CloudTrailRawEvents = "CLOUD_TRAIL_RAW_EVENTS",
    RuntimeSignals = "RUNTIME_SIGNALS",
    MemberAccounts = "MEMBER_ACCOUNTS",
} }
enumeration! { FetchVerdict {
    Threat = "THREAT",
    Benign = "BENIGN",
    Neutral = "NEUTRAL",
} }
enumeration! { FilterAction {
    Noop = "NOOP",
    Archive = "ARCHIVE",
} }
structure! { FilterCondition {
    equals_value: Option<String> = "EqualsValue",
    greater_than: Option<i64> = "GreaterThan",
    less_than: Option<i64> = "LessThan",
} }
structure! { FilterCriteria {
    filter_criterion: Option<Vec<FilterCriterion>> = "FilterCriterion",
} }
structure! { FilterCriterion {
    criterion_key: Option<CriterionKey> = "CriterionKey",
    filter_condition: Option<FilterCondition> = "FilterCondition",
} }
enumeration! { FilterFieldName {
    Name = "name",
    Description = "description",
    DataSource = "dataSource",
    Severity = "severity",
    Tactic = "tactic",
    Technique = "technique",
    Service = "service",
} }
structure! { Finding {
    account_id: String = "AccountId",
    arn: String = "Arn",
    confidence: Option<f64> = "Confidence",
    created_at: String = "CreatedAt",
    description: Option<String> = "Description",
    id: String = "Id",
    partition: Option<String> = "Partition",
    region: String = "Region",
    resource: Resource = "Resource",
    schema_version: String = "SchemaVersion",
    service: Option<Service> = "Service",
    severity: f64 = "Severity",
    title: Option<String> = "Title",
    r#type: String = "Type",
    updated_at: String = "UpdatedAt",
    associated_attack_sequence_arn: Option<String> = "AssociatedAttackSequenceArn",
    custom_detection_rule_name: Option<String> = "CustomDetectionRuleName",
} }
structure! { FindingCriteria {
    criterion: Option<BTreeMap<String, Condition>> = "Criterion",
} }
structure! { FindingDetail {
    finding_id: Option<String> = "FindingId",
    finding_type: Option<String> = "FindingType",
    severity: Option<String> = "Severity",
    account_id: Option<String> = "AccountId",
    region: Option<String> = "Region",
    activity_window: Option<ActivityWindow> = "ActivityWindow",
} }
enumeration! { FindingPublishingFrequency {
    FifteenMinutes = "FIFTEEN_MINUTES",
    OneHour = "ONE_HOUR",
    SixHours = "SIX_HOURS",
} }
structure! { FindingReference {
    finding_type: Option<String> = "FindingType",
    uid: Option<String> = "Uid",
} }
enumeration! { FindingResourceType {
    Ec2Instance = "EC2_INSTANCE",
    Ec2NetworkInterface = "EC2_NETWORK_INTERFACE",
    S3Bucket = "S3_BUCKET",
    S3Object = "S3_OBJECT",
    AccessKey = "ACCESS_KEY",
    EksCluster = "EKS_CLUSTER",
    KubernetesWorkload = "KUBERNETES_WORKLOAD",
    Container = "CONTAINER",
    EcsCluster = "ECS_CLUSTER",
    EcsTask = "ECS_TASK",
    AutoscalingAutoScalingGroup = "AUTOSCALING_AUTO_SCALING_GROUP",
    IamInstanceProfile = "IAM_INSTANCE_PROFILE",
    CloudformationStack = "CLOUDFORMATION_STACK",
    Ec2LaunchTemplate = "EC2_LAUNCH_TEMPLATE",
    Ec2Vpc = "EC2_VPC",
    Ec2Image = "EC2_IMAGE",
    BedrockCustomModel = "BEDROCK_CUSTOM_MODEL",
    BedrockImportedModel = "BEDROCK_IMPORTED_MODEL",
    BedrockProvisionedModel = "BEDROCK_PROVISIONED_MODEL",
    BedrockCustomModelDeployment = "BEDROCK_CUSTOM_MODEL_DEPLOYMENT",
    BedrockInferenceProfile = "BEDROCK_INFERENCE_PROFILE",
    BedrockApplicationInferenceProfile = "BEDROCK_APPLICATION_INFERENCE_PROFILE",
    BedrockPrompt = "BEDROCK_PROMPT",
    BedrockPromptRouter = "BEDROCK_PROMPT_ROUTER",
    BedrockGuardrail = "BEDROCK_GUARDRAIL",
    SagemakerEndpoint = "SAGEMAKER_ENDPOINT",
} }
enumeration! { FindingStatisticType {
    CountBySeverity = "COUNT_BY_SEVERITY",
} }
structure! { FindingStatistics {
    count_by_severity: Option<BTreeMap<String, i32>> = "CountBySeverity",
    grouped_by_account: Option<Vec<AccountStatistics>> = "GroupedByAccount",
    grouped_by_date: Option<Vec<DateStatistics>> = "GroupedByDate",
    grouped_by_finding_type: Option<Vec<FindingTypeStatistics>> = "GroupedByFindingType",
    grouped_by_resource: Option<Vec<ResourceStatistics>> = "GroupedByResource",
    grouped_by_severity: Option<Vec<SeverityStatistics>> = "GroupedBySeverity",
} }
structure! { FindingTypeClassification {
    finding_type: Option<String> = "FindingType",
    classification: Option<String> = "Classification",
    count: Option<i64> = "Count",
    percentage: Option<f64> = "Percentage",
    description: Option<String> = "Description",
} }
structure! { FindingTypeCount {
    finding_type: Option<String> = "FindingType",
    count: Option<i32> = "Count",
} }
structure! { FindingTypeDocumentation {
    description: Option<String> = "Description",
    severity: Option<String> = "Severity",
    feature: Option<String> = "Feature",
    full_description: Option<String> = "FullDescription",
    remediation: Option<String> = "Remediation",
    learn_more_links: Option<Vec<String>> = "LearnMoreLinks",
} }
structure! { FindingTypeStatistics {
    finding_type: Option<String> = "FindingType",
    last_generated_at: Option<Timestamp> = "LastGeneratedAt",
    total_findings: Option<i32> = "TotalFindings",
} }
structure! { FindingsSummary {
    total_findings: Option<i32> = "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = "SeverityBreakdown",
    top_finding_types: Option<Vec<FindingTypeCount>> = "TopFindingTypes",
    by_time_window: Option<Vec<TimeWindowGroup>> = "ByTimeWindow",
} }
structure! { FlowLogsConfigurationResult {
    status: DataSourceStatus = "Status",
} }
structure! { FreeTrialFeatureConfigurationResult {
    name: Option<FreeTrialFeatureResult> = "Name",
    free_trial_days_remaining: Option<i32> = "FreeTrialDaysRemaining",
} }
enumeration! { FreeTrialFeatureResult {
    FlowLogs = "FLOW_LOGS",
    CloudTrail = "CLOUD_TRAIL",
    DnsLogs = "DNS_LOGS",
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    Ec2RuntimeMonitoring = "EC2_RUNTIME_MONITORING",
    FargateRuntimeMonitoring = "FARGATE_RUNTIME_MONITORING",
    AiProtection = "AI_PROTECTION",
} }
structure! { GeoLocation {
    lat: Option<f64> = "Lat",
    lon: Option<f64> = "Lon",
} }
structure! { GetAdministratorAccountRequest {
    detector_id: String = "DetectorId",
} }
structure! { GetAdministratorAccountResponse {
    administrator: Administrator = "Administrator",
} }
structure! { GetCoverageStatisticsRequest {
    detector_id: String = "DetectorId",
    filter_criteria: Option<CoverageFilterCriteria> = "FilterCriteria",
    statistics_type: Vec<CoverageStatisticsType> = "StatisticsType",
} }
structure! { GetCoverageStatisticsResponse {
    coverage_statistics: Option<CoverageStatistics> = "CoverageStatistics",
} }
structure! { GetCustomDetectionRuleAssociationRequest {
    rule_id: String = "RuleId",
    association_id: String = "AssociationId",
} }
structure! { GetCustomDetectionRuleAssociationResponse {
    rule_association: AssociationDetail = "RuleAssociation",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { GetCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
} }
structure! { GetCustomDetectionRuleOrgConfigurationResponse {
    configuration: DetectionRuleOrgConfiguration = "Configuration",
} }
structure! { GetCustomDetectionRuleRequest {
    rule_id: String = "RuleId",
} }
structure! { GetCustomDetectionRuleResponse {
    rule: RuleDetail = "Rule",
} }
structure! { GetDetectorRequest {
    detector_id: String = "DetectorId",
} }
structure! { GetDetectorResponse {
    created_at: Option<String> = "CreatedAt",
    finding_publishing_frequency: Option<FindingPublishingFrequency> = "FindingPublishingFrequency",
    service_role: String = "ServiceRole",
    status: DetectorStatus = "Status",
    updated_at: Option<String> = "UpdatedAt",
    data_sources: Option<DataSourceConfigurationsResult> = "DataSources",
    tags: Option<BTreeMap<String, String>> = "Tags",
    features: Option<Vec<DetectorFeatureConfigurationResult>> = "Features",
} }
structure! { GetFilterRequest {
    detector_id: String = "DetectorId",
    filter_name: String = "FilterName",
} }
structure! { GetFilterResponse {
    name: String = "Name",
    description: Option<String> = "Description",
    action: FilterAction = "Action",
    rank: Option<i32> = "Rank",
    finding_criteria: FindingCriteria = "FindingCriteria",
    tags: Option<BTreeMap<String, String>> = "Tags",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
    version: Option<i64> = "Version",
} }
structure! { GetFindingsRequest {
    detector_id: String = "DetectorId",
    finding_ids: Vec<String> = "FindingIds",
    sort_criteria: Option<SortCriteria> = "SortCriteria",
} }
structure! { GetFindingsResponse {
    findings: Vec<Finding> = "Findings",
} }
structure! { GetFindingsStatisticsRequest {
    detector_id: String = "DetectorId",
    finding_statistic_types: Option<Vec<FindingStatisticType>> = "FindingStatisticTypes",
    finding_criteria: Option<FindingCriteria> = "FindingCriteria",
    group_by: Option<GroupByType> = "GroupBy",
    order_by: Option<OrderBy> = "OrderBy",
    max_results: Option<i32> = "MaxResults",
} }
structure! { GetFindingsStatisticsResponse {
    finding_statistics: FindingStatistics = "FindingStatistics",
    next_token: Option<String> = "NextToken",
} }
structure! { GetIPSetRequest {
    detector_id: String = "DetectorId",
    ip_set_id: String = "IpSetId",
} }
structure! { GetIPSetResponse {
    name: String = "Name",
    format: IpSetFormat = "Format",
    location: String = "Location",
    status: IpSetStatus = "Status",
    tags: Option<BTreeMap<String, String>> = "Tags",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetInvestigationRequest {
    detector_id: String = "DetectorId",
    investigation_id: String = "InvestigationId",
    summary_format: Option<SummaryFormat> = "SummaryFormat",
} }
structure! { GetInvestigationResponse {
    investigation: Investigation = "Investigation",
} }
structure! { GetInvitationsCountRequest {
} }
structure! { GetInvitationsCountResponse {
    invitations_count: Option<i32> = "InvitationsCount",
} }
structure! { GetMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = "MalwareProtectionPlanId",
} }
structure! { GetMalwareProtectionPlanResponse {
    arn: Option<String> = "Arn",
    role: Option<String> = "Role",
    protected_resource: Option<CreateProtectedResource> = "ProtectedResource",
    actions: Option<MalwareProtectionPlanActions> = "Actions",
    created_at: Option<Timestamp> = "CreatedAt",
    status: Option<MalwareProtectionPlanStatus> = "Status",
    status_reasons: Option<Vec<MalwareProtectionPlanStatusReason>> = "StatusReasons",
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { GetMalwareScanRequest {
    scan_id: String = "ScanId",
} }
structure! { GetMalwareScanResponse {
    scan_id: Option<String> = "ScanId",
    detector_id: Option<String> = "DetectorId",
    admin_detector_id: Option<String> = "AdminDetectorId",
    resource_arn: Option<String> = "ResourceArn",
    resource_type: Option<MalwareProtectionResourceType> = "ResourceType",
    scanned_resources_count: Option<i32> = "ScannedResourcesCount",
    skipped_resources_count: Option<i32> = "SkippedResourcesCount",
    failed_resources_count: Option<i32> = "FailedResourcesCount",
    scanned_resources: Option<Vec<ScannedResource>> = "ScannedResources",
    scan_configuration: Option<ScanConfiguration> = "ScanConfiguration",
    scan_category: Option<ScanCategory> = "ScanCategory",
    scan_status: Option<MalwareProtectionScanStatus> = "ScanStatus",
    scan_status_reason: Option<ScanStatusReason> = "ScanStatusReason",
    scan_type: Option<MalwareProtectionScanType> = "ScanType",
    scan_started_at: Option<Timestamp> = "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = "ScanCompletedAt",
    scan_result_details: Option<GetMalwareScanResultDetails> = "ScanResultDetails",
} }
structure! { GetMalwareScanResultDetails {
    scan_result_status: Option<ScanResultStatus> = "ScanResultStatus",
    skipped_file_count: Option<i64> = "SkippedFileCount",
    failed_file_count: Option<i64> = "FailedFileCount",
    threat_found_file_count: Option<i64> = "ThreatFoundFileCount",
    total_file_count: Option<i64> = "TotalFileCount",
    total_bytes: Option<i64> = "TotalBytes",
    unique_threat_count: Option<i64> = "UniqueThreatCount",
    threats: Option<Vec<ScanResultThreat>> = "Threats",
} }
structure! { GetMalwareScanSettingsRequest {
    detector_id: String = "DetectorId",
} }
structure! { GetMalwareScanSettingsResponse {
    scan_resource_criteria: Option<ScanResourceCriteria> = "ScanResourceCriteria",
    ebs_snapshot_preservation: Option<EbsSnapshotPreservation> = "EbsSnapshotPreservation",
} }
structure! { GetMasterAccountRequest {
    detector_id: String = "DetectorId",
} }
structure! { GetMasterAccountResponse {
    master: Master = "Master",
} }
structure! { GetMemberDetectorsRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { GetMemberDetectorsResponse {
    member_data_source_configurations: Vec<MemberDataSourceConfiguration> = "MemberDataSourceConfigurations",
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { GetMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { GetMembersResponse {
    members: Vec<Member> = "Members",
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { GetOrganizationStatisticsResponse {
    organization_details: Option<OrganizationDetails> = "OrganizationDetails",
} }
structure! { GetRemainingFreeTrialDaysRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { GetRemainingFreeTrialDaysResponse {
    accounts: Option<Vec<AccountFreeTrialInfo>> = "Accounts",
    unprocessed_accounts: Option<Vec<UnprocessedAccount>> = "UnprocessedAccounts",
} }
structure! { GetThreatEntitySetRequest {
    detector_id: String = "DetectorId",
    threat_entity_set_id: String = "ThreatEntitySetId",
} }
structure! { GetThreatEntitySetResponse {
    name: String = "Name",
    format: ThreatEntitySetFormat = "Format",
    location: String = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    status: ThreatEntitySetStatus = "Status",
    tags: Option<BTreeMap<String, String>> = "Tags",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
    error_details: Option<String> = "ErrorDetails",
} }
structure! { GetThreatIntelSetRequest {
    detector_id: String = "DetectorId",
    threat_intel_set_id: String = "ThreatIntelSetId",
} }
structure! { GetThreatIntelSetResponse {
    name: String = "Name",
    format: ThreatIntelSetFormat = "Format",
    location: String = "Location",
    status: ThreatIntelSetStatus = "Status",
    tags: Option<BTreeMap<String, String>> = "Tags",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetTrustedEntitySetRequest {
    detector_id: String = "DetectorId",
    trusted_entity_set_id: String = "TrustedEntitySetId",
} }
structure! { GetTrustedEntitySetResponse {
    name: String = "Name",
    format: TrustedEntitySetFormat = "Format",
    location: String = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    status: TrustedEntitySetStatus = "Status",
    tags: Option<BTreeMap<String, String>> = "Tags",
    created_at: Option<Timestamp> = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
    error_details: Option<String> = "ErrorDetails",
} }
structure! { GetUsageStatisticsRequest {
    detector_id: String = "DetectorId",
    usage_statistic_type: UsageStatisticType = "UsageStatisticType",
    usage_criteria: UsageCriteria = "UsageCriteria",
    unit: Option<String> = "Unit",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { GetUsageStatisticsResponse {
    usage_statistics: Option<UsageStatistics> = "UsageStatistics",
    next_token: Option<String> = "NextToken",
} }
enumeration! { GroupByType {
    Account = "ACCOUNT",
    Date = "DATE",
    FindingType = "FINDING_TYPE",
    Resource = "RESOURCE",
    Severity = "SEVERITY",
} }
enumeration! { GuardrailAction {
    GuardrailIntervened = "GUARDRAIL_INTERVENED",
    None = "NONE",
} }
enumeration! { GuardrailSource {
    Input = "INPUT",
    Output = "OUTPUT",
} }
structure! { HighestSeverityThreatDetails {
    severity: Option<String> = "Severity",
    threat_name: Option<String> = "ThreatName",
    count: Option<i32> = "Count",
} }
structure! { HostPath {
    path: Option<String> = "Path",
} }
structure! { IamInstanceProfile {
    arn: Option<String> = "Arn",
    id: Option<String> = "Id",
} }
structure! { IamInstanceProfileV2 {
    ec2_instance_uids: Option<Vec<String>> = "Ec2InstanceUids",
} }
structure! { ImpersonatedUser {
    username: Option<String> = "Username",
    groups: Option<Vec<String>> = "Groups",
} }
structure! { IncrementalScanDetails {
    baseline_resource_arn: String = "BaselineResourceArn",
} }
structure! { Indicator {
    key: IndicatorType = "Key",
    values: Option<Vec<String>> = "Values",
    title: Option<String> = "Title",
} }
enumeration! { IndicatorType {
    SuspiciousUserAgent = "SUSPICIOUS_USER_AGENT",
    SuspiciousNetwork = "SUSPICIOUS_NETWORK",
    MaliciousIp = "MALICIOUS_IP",
    TorIp = "TOR_IP",
    AttackTactic = "ATTACK_TACTIC",
    HighRiskApi = "HIGH_RISK_API",
    AttackTechnique = "ATTACK_TECHNIQUE",
    UnusualApiForAccount = "UNUSUAL_API_FOR_ACCOUNT",
    UnusualAsnForAccount = "UNUSUAL_ASN_FOR_ACCOUNT",
    UnusualAsnForUser = "UNUSUAL_ASN_FOR_USER",
    SuspiciousProcess = "SUSPICIOUS_PROCESS",
    MaliciousDomain = "MALICIOUS_DOMAIN",
    MaliciousProcess = "MALICIOUS_PROCESS",
    CryptominingIp = "CRYPTOMINING_IP",
    CryptominingDomain = "CRYPTOMINING_DOMAIN",
    CryptominingProcess = "CRYPTOMINING_PROCESS",
    MaliciousFile = "MALICIOUS_FILE",
    Vulnerability = "VULNERABILITY",
    MaliciousPackage = "MALICIOUS_PACKAGE",
    Misconfiguration = "MISCONFIGURATION",
    Reachability = "REACHABILITY",
    SensitiveData = "SENSITIVE_DATA",
} }
structure! { InstanceDetails {
    availability_zone: Option<String> = "AvailabilityZone",
    iam_instance_profile: Option<IamInstanceProfile> = "IamInstanceProfile",
    image_description: Option<String> = "ImageDescription",
    image_id: Option<String> = "ImageId",
    instance_id: Option<String> = "InstanceId",
    instance_state: Option<String> = "InstanceState",
    instance_type: Option<String> = "InstanceType",
    outpost_arn: Option<String> = "OutpostArn",
    launch_time: Option<String> = "LaunchTime",
    network_interfaces: Option<Vec<NetworkInterface>> = "NetworkInterfaces",
    platform: Option<String> = "Platform",
    product_codes: Option<Vec<ProductCode>> = "ProductCodes",
    tags: Option<Vec<Tag>> = "Tags",
} }
modelled_error! { InternalServerErrorException("InternalServerErrorException", 500, Receiver, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { Investigation {
    investigation_id: String = "InvestigationId",
    status: InvestigationStatus = "Status",
    trigger_prompt: String = "TriggerPrompt",
    triggered_by: String = "TriggeredBy",
    metadata: Option<InvestigationMetadata> = "Metadata",
    cloud: Option<CloudDetails> = "Cloud",
    risk_level: Option<RiskLevel> = "RiskLevel",
    risk: Option<String> = "Risk",
    confidence: Option<Confidence> = "Confidence",
    summary: Option<String> = "Summary",
    summary_data: Option<InvestigationSummaryData> = "SummaryData",
    scope: Option<InvestigationScope> = "Scope",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    error: Option<String> = "Error",
} }
structure! { InvestigationAccountAnalysis {
    trend: Option<Trend> = "Trend",
    baseline: Option<Baseline> = "Baseline",
} }
structure! { InvestigationActor {
    access_key_id: Option<String> = "AccessKeyId",
    principal_id: Option<String> = "PrincipalId",
    user_name: Option<String> = "UserName",
    user_type: Option<String> = "UserType",
    user_agent: Option<String> = "UserAgent",
} }
enumeration! { InvestigationDetectorFeature {
    CloudTrail = "CLOUD_TRAIL",
    DnsLogs = "DNS_LOGS",
    FlowLogs = "FLOW_LOGS",
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    EksAddonManagement = "EKS_ADDON_MANAGEMENT",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    RuntimeMonitoring = "RUNTIME_MONITORING",
    EcsFargateAgentManagement = "ECS_FARGATE_AGENT_MANAGEMENT",
    Ec2AgentManagement = "EC2_AGENT_MANAGEMENT",
} }
structure! { InvestigationDetectorFeatureConfiguration {
    name: Option<InvestigationDetectorFeature> = "Name",
    status: Option<FeatureStatus> = "Status",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { InvestigationEc2Instance {
    instance_id: Option<String> = "InstanceId",
    instance_type: Option<String> = "InstanceType",
    instance_state: Option<String> = "InstanceState",
    availability_zone: Option<String> = "AvailabilityZone",
    private_ip_address: Option<Sensitive<String>> = "PrivateIpAddress",
    public_ip: Option<String> = "PublicIp",
    vpc_id: Option<String> = "VpcId",
    subnet_id: Option<String> = "SubnetId",
    image_id: Option<String> = "ImageId",
    launched_at: Option<Timestamp> = "LaunchedAt",
} }
structure! { InvestigationEcsCluster {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    status: Option<String> = "Status",
} }
structure! { InvestigationEksCluster {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    status: Option<String> = "Status",
    vpc_id: Option<String> = "VpcId",
} }
structure! { InvestigationFilterCondition {
    equals: Option<Vec<String>> = "Equals",
    not_equals: Option<Vec<String>> = "NotEquals",
} }
structure! { InvestigationFilterCriteria {
    criterion: Option<BTreeMap<String, InvestigationFilterCondition>> = "Criterion",
} }
enumeration! { InvestigationFilterCriterionKey {
    Status = "STATUS",
    RiskLevel = "RISK_LEVEL",
    Confidence = "CONFIDENCE",
    FindingId = "FINDING_ID",
    InvestigationType = "INVESTIGATION_TYPE",
} }
structure! { InvestigationIndicator {
    value: Sensitive<String> = "Value",
    r#type: Option<InvestigationIndicatorType> = "Type",
} }
enumeration! { InvestigationIndicatorType {
    Ip = "IP",
    Domain = "DOMAIN",
    File = "FILE",
} }
structure! { InvestigationKubernetesWorkload {
    workload_type: Option<String> = "WorkloadType",
    workload_name: Option<String> = "WorkloadName",
    containers: Option<String> = "Containers",
    volumes: Option<String> = "Volumes",
    security_context: Option<String> = "SecurityContext",
} }
structure! { InvestigationMalwareScan {
    scan_id: Option<String> = "ScanId",
    scan_type: Option<MalwareProtectionScanType> = "ScanType",
    scan_category: Option<ScanCategory> = "ScanCategory",
    trigger_finding_id: Option<String> = "TriggerFindingId",
    engine_sources: Option<String> = "EngineSources",
    scan_started_at: Option<Timestamp> = "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = "ScanCompletedAt",
    files_scanned: Option<i64> = "FilesScanned",
    gigabytes_scanned: Option<f64> = "GigabytesScanned",
    volumes_scanned: Option<i64> = "VolumesScanned",
    infected_file_count: Option<i64> = "InfectedFileCount",
    resource_type: Option<String> = "ResourceType",
    resource_identifier: Option<String> = "ResourceIdentifier",
    highest_severity: Option<String> = "HighestSeverity",
    highest_severity_threat_name: Option<String> = "HighestSeverityThreatName",
    unique_threat_count: Option<i64> = "UniqueThreatCount",
    total_infected_items: Option<i64> = "TotalInfectedItems",
    threats: Option<Vec<MalwareThreat>> = "Threats",
} }
structure! { InvestigationMetadata {
    version: String = "Version",
    product: Product = "Product",
} }
structure! { InvestigationRecord {
    record_id: String = "RecordId",
    r#type: RecordType = "Type",
    title: String = "Title",
    narrative: Option<String> = "Narrative",
    created_at: Timestamp = "CreatedAt",
    supporting_data: Option<SupportingData> = "SupportingData",
} }
structure! { InvestigationResource {
    uid: String = "Uid",
    name: Option<String> = "Name",
    resource_type: InvestigationResourceType = "ResourceType",
    data: Option<InvestigationResourceData> = "Data",
} }
structure! { InvestigationResourceData {
    ec2_instance: Option<InvestigationEc2Instance> = "Ec2Instance",
    lambda_function: Option<LambdaFunction> = "LambdaFunction",
    rds_db_instance: Option<RdsDbInstance> = "RdsDbInstance",
    rds_db_user: Option<RdsDbUser> = "RdsDbUser",
    eks_cluster: Option<InvestigationEksCluster> = "EksCluster",
    ecs_cluster: Option<InvestigationEcsCluster> = "EcsCluster",
} }
enumeration! { InvestigationResourceType {
    Ec2Instance = "EC2_INSTANCE",
    EbsVolume = "EBS_VOLUME",
    S3Bucket = "S3_BUCKET",
    IamRole = "IAM_ROLE",
    IamUser = "IAM_USER",
    IamAccessKey = "IAM_ACCESS_KEY",
    LambdaFunction = "LAMBDA_FUNCTION",
    EksCluster = "EKS_CLUSTER",
    EcsCluster = "ECS_CLUSTER",
    KubernetesWorkload = "KUBERNETES_WORKLOAD",
    RdsInstance = "RDS_INSTANCE",
    RdsDbUser = "RDS_DB_USER",
    Ec2SecurityGroup = "EC2_SECURITY_GROUP",
} }
structure! { InvestigationScope {
    investigation_type: Option<InvestigationType> = "InvestigationType",
    finding_id: Option<String> = "FindingId",
    account_id: Option<String> = "AccountId",
    admin_account_id: Option<String> = "AdminAccountId",
    query_time_window: Option<QueryTimeWindow> = "QueryTimeWindow",
} }
structure! { InvestigationSortCriteria {
    attribute_name: Option<InvestigationSortField> = "AttributeName",
    order_by: Option<OrderBy> = "OrderBy",
} }
enumeration! { InvestigationSortField {
    StartTime = "START_TIME",
    EndTime = "END_TIME",
    Status = "STATUS",
    RiskLevel = "RISK_LEVEL",
    Confidence = "CONFIDENCE",
} }
enumeration! { InvestigationStatus {
    Running = "RUNNING",
    Completed = "COMPLETED",
    Failed = "FAILED",
} }
structure! { InvestigationSummary {
    investigation_id: Option<String> = "InvestigationId",
    status: Option<InvestigationStatus> = "Status",
    trigger_prompt: Option<String> = "TriggerPrompt",
    risk_level: Option<RiskLevel> = "RiskLevel",
    confidence: Option<Confidence> = "Confidence",
    title: Option<String> = "Title",
    investigation_type: Option<InvestigationType> = "InvestigationType",
    finding_id: Option<String> = "FindingId",
    account_id: Option<String> = "AccountId",
    admin_account_id: Option<String> = "AdminAccountId",
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
} }
structure! { InvestigationSummaryData {
    finding_type: Option<String> = "FindingType",
    threat_assessment: Option<ThreatAssessment> = "ThreatAssessment",
    countermeasures: Option<Vec<Countermeasure>> = "Countermeasures",
    account_analysis: Option<AccountAnalysis> = "AccountAnalysis",
    organization_analysis: Option<OrganizationAnalysis> = "OrganizationAnalysis",
    key_observations: Option<KeyObservations> = "KeyObservations",
    recommendations: Option<Vec<Recommendation>> = "Recommendations",
} }
structure! { InvestigationThreatAssessment {
    reputation: Option<Reputation> = "Reputation",
    threat_confidence: Option<ThreatConfidence> = "ThreatConfidence",
    classification: Option<String> = "Classification",
    assessment: Option<String> = "Assessment",
    authentication_context: Option<String> = "AuthenticationContext",
    rds_control_plane_activity: Option<String> = "RdsControlPlaneActivity",
    ip_account_activity: Option<String> = "IpAccountActivity",
    credential_compromise: Option<String> = "CredentialCompromise",
} }
enumeration! { InvestigationType {
    Finding = "FINDING",
    Account = "ACCOUNT",
    Organization = "ORGANIZATION",
} }
structure! { Invitation {
    account_id: Option<String> = "AccountId",
    invitation_id: Option<String> = "InvitationId",
    relationship_status: Option<String> = "RelationshipStatus",
    invited_at: Option<String> = "InvitedAt",
} }
structure! { InviteMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
    disable_email_notification: Option<bool> = "DisableEmailNotification",
    message: Option<String> = "Message",
} }
structure! { InviteMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
enumeration! { IpSetFormat {
    Txt = "TXT",
    Stix = "STIX",
    OtxCsv = "OTX_CSV",
    AlienVault = "ALIEN_VAULT",
    ProofPoint = "PROOF_POINT",
    FireEye = "FIRE_EYE",
} }
enumeration! { IpSetStatus {
    Inactive = "INACTIVE",
    Activating = "ACTIVATING",
    Active = "ACTIVE",
    Deactivating = "DEACTIVATING",
    Error = "ERROR",
    DeletePending = "DELETE_PENDING",
    Deleted = "DELETED",
} }
structure! { ItemDetails {
    resource_arn: Option<String> = "ResourceArn",
    item_path: Option<String> = "ItemPath",
    hash: Option<String> = "Hash",
    additional_info: Option<AdditionalInfo> = "AdditionalInfo",
} }
structure! { ItemPath {
    nested_item_path: Option<String> = "NestedItemPath",
    hash: Option<String> = "Hash",
} }
structure! { KeyObservations {
    title: Option<String> = "Title",
    narrative: Option<String> = "Narrative",
    observations: Option<Vec<String>> = "Observations",
} }
structure! { KubernetesActivity {
    api_call: Option<KubernetesApiCall> = "ApiCall",
    anomaly: Option<KubernetesAnomaly> = "Anomaly",
    workload: Option<InvestigationKubernetesWorkload> = "Workload",
    enrichment: Option<Enrichment> = "Enrichment",
} }
structure! { KubernetesAnomaly {
    unusual_behavior: Option<String> = "UnusualBehavior",
    baseline_context: Option<String> = "BaselineContext",
    anomaly_score: Option<String> = "AnomalyScore",
    training_period: Option<String> = "TrainingPeriod",
} }
structure! { KubernetesApiCall {
    cluster_name: Option<String> = "ClusterName",
    username: Option<String> = "Username",
    user_groups: Option<String> = "UserGroups",
    user_id: Option<String> = "UserId",
    verb: Option<String> = "Verb",
    resource_type: Option<String> = "ResourceType",
    resource_name: Option<String> = "ResourceName",
    namespace: Option<String> = "Namespace",
    request_uri: Option<String> = "RequestUri",
    status_code: Option<i32> = "StatusCode",
    source_ips: Option<String> = "SourceIps",
    user_agent: Option<String> = "UserAgent",
    event_count: Option<i64> = "EventCount",
} }
structure! { KubernetesApiCallAction {
    request_uri: Option<String> = "RequestUri",
    verb: Option<String> = "Verb",
    resource: Option<String> = "Resource",
    subresource: Option<String> = "Subresource",
    namespace: Option<String> = "Namespace",
    resource_name: Option<String> = "ResourceName",
    source_ips: Option<Vec<String>> = "SourceIps",
    user_agent: Option<String> = "UserAgent",
    remote_ip_details: Option<RemoteIpDetails> = "RemoteIpDetails",
    status_code: Option<i32> = "StatusCode",
    parameters: Option<String> = "Parameters",
} }
structure! { KubernetesAuditLogsConfiguration {
    enable: bool = "Enable",
} }
structure! { KubernetesAuditLogsConfigurationResult {
    status: DataSourceStatus = "Status",
} }
structure! { KubernetesConfiguration {
    audit_logs: KubernetesAuditLogsConfiguration = "AuditLogs",
} }
structure! { KubernetesConfigurationResult {
    audit_logs: KubernetesAuditLogsConfigurationResult = "AuditLogs",
} }
structure! { KubernetesDataSourceFreeTrial {
    audit_logs: Option<DataSourceFreeTrial> = "AuditLogs",
} }
structure! { KubernetesDetails {
    kubernetes_user_details: Option<KubernetesUserDetails> = "KubernetesUserDetails",
    kubernetes_workload_details: Option<KubernetesWorkloadDetails> = "KubernetesWorkloadDetails",
} }
structure! { KubernetesPermissionCheckedDetails {
    verb: Option<String> = "Verb",
    resource: Option<String> = "Resource",
    namespace: Option<String> = "Namespace",
    allowed: Option<bool> = "Allowed",
} }
structure! { KubernetesPolicyViolation {
    violation_type: Option<String> = "ViolationType",
    affected_resource: Option<String> = "AffectedResource",
    subject: Option<String> = "Subject",
    granted_access: Option<String> = "GrantedAccess",
    exposure_vector: Option<String> = "ExposureVector",
    misconfiguration_impact: Option<String> = "MisconfigurationImpact",
} }
enumeration! { KubernetesResourcesTypes {
    Pods = "PODS",
    Jobs = "JOBS",
    Cronjobs = "CRONJOBS",
    Deployments = "DEPLOYMENTS",
    Daemonsets = "DAEMONSETS",
    Statefulsets = "STATEFULSETS",
    Replicasets = "REPLICASETS",
    Replicationcontrollers = "REPLICATIONCONTROLLERS",
} }
structure! { KubernetesRoleBindingDetails {
    kind: Option<String> = "Kind",
    name: Option<String> = "Name",
    uid: Option<String> = "Uid",
    role_ref_name: Option<String> = "RoleRefName",
    role_ref_kind: Option<String> = "RoleRefKind",
} }
structure! { KubernetesRoleDetails {
    kind: Option<String> = "Kind",
    name: Option<String> = "Name",
    uid: Option<String> = "Uid",
} }
structure! { KubernetesUserDetails {
    username: Option<String> = "Username",
    uid: Option<String> = "Uid",
    groups: Option<Vec<String>> = "Groups",
    session_name: Option<Vec<String>> = "SessionName",
    impersonated_user: Option<ImpersonatedUser> = "ImpersonatedUser",
} }
structure! { KubernetesWorkload {
    container_uids: Option<Vec<String>> = "ContainerUids",
    namespace: Option<String> = "Namespace",
    kubernetes_resources_types: Option<KubernetesResourcesTypes> = "KubernetesResourcesTypes",
} }
structure! { KubernetesWorkloadDetails {
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    uid: Option<String> = "Uid",
    namespace: Option<String> = "Namespace",
    host_network: Option<bool> = "HostNetwork",
    service_account_name: Option<String> = "ServiceAccountName",
    containers: Option<Vec<Container>> = "Containers",
    volumes: Option<Vec<Volume>> = "Volumes",
    host_ipc: Option<bool> = "HostIPC",
    host_pid: Option<bool> = "HostPID",
} }
structure! { LambdaDetails {
    function_arn: Option<String> = "FunctionArn",
    function_name: Option<String> = "FunctionName",
    description: Option<String> = "Description",
    last_modified_at: Option<Timestamp> = "LastModifiedAt",
    revision_id: Option<String> = "RevisionId",
    function_version: Option<String> = "FunctionVersion",
    role: Option<String> = "Role",
    vpc_config: Option<VpcConfig> = "VpcConfig",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { LambdaFunction {
    function_name: Option<String> = "FunctionName",
    function_arn: Option<String> = "FunctionArn",
    function_version: Option<String> = "FunctionVersion",
    role: Option<String> = "Role",
    description: Option<String> = "Description",
    revision_id: Option<String> = "RevisionId",
    updated_at: Option<Timestamp> = "UpdatedAt",
    vpc_configuration_summary: Option<String> = "VpcConfigurationSummary",
} }
structure! { LineageObject {
    start_time: Option<Timestamp> = "StartTime",
    namespace_pid: Option<i32> = "NamespacePid",
    user_id: Option<i32> = "UserId",
    name: Option<String> = "Name",
    pid: Option<i32> = "Pid",
    uuid: Option<String> = "Uuid",
    executable_path: Option<String> = "ExecutablePath",
    euid: Option<i32> = "Euid",
    parent_uuid: Option<String> = "ParentUuid",
} }
structure! { ListCoverageRequest {
    detector_id: String = "DetectorId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
    filter_criteria: Option<CoverageFilterCriteria> = "FilterCriteria",
    sort_criteria: Option<CoverageSortCriteria> = "SortCriteria",
} }
structure! { ListCoverageResponse {
    resources: Vec<CoverageResource> = "Resources",
    next_token: Option<String> = "NextToken",
} }
structure! { ListCustomDetectionRuleAssociationsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    rule_id: Option<String> = "RuleId",
    mode: Option<AssociationMode> = "Mode",
} }
structure! { ListCustomDetectionRuleAssociationsResponse {
    rule_associations: Vec<AssociationSummary> = "RuleAssociations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListCustomDetectionRuleOrgConfigurationsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    status: Option<DetectionRuleConfigurationStatus> = "Status",
} }
structure! { ListCustomDetectionRuleOrgConfigurationsResponse {
    configurations: Vec<DetectionRuleOrgConfigurationSummary> = "Configurations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListCustomDetectionRulesRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    filters: Option<Vec<DetectionRuleFilter>> = "Filters",
} }
structure! { ListCustomDetectionRulesResponse {
    rules: Vec<RuleSummary> = "Rules",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDetectorsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDetectorsResponse {
    detector_ids: Vec<String> = "DetectorIds",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFiltersRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFiltersResponse {
    filter_names: Vec<String> = "FilterNames",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFindingsRequest {
    detector_id: String = "DetectorId",
    finding_criteria: Option<FindingCriteria> = "FindingCriteria",
    sort_criteria: Option<SortCriteria> = "SortCriteria",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListFindingsResponse {
    finding_ids: Vec<String> = "FindingIds",
    next_token: Option<String> = "NextToken",
} }
structure! { ListIPSetsRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListIPSetsResponse {
    ip_set_ids: Vec<String> = "IpSetIds",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvestigationRecordsRequest {
    detector_id: String = "DetectorId",
    investigation_id: String = "InvestigationId",
    record_types: Option<Vec<RecordType>> = "RecordTypes",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvestigationRecordsResponse {
    investigation_id: String = "InvestigationId",
    status: InvestigationStatus = "Status",
    records: Vec<InvestigationRecord> = "Records",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvestigationsRequest {
    detector_id: String = "DetectorId",
    filter_criteria: Option<InvestigationFilterCriteria> = "FilterCriteria",
    sort_criteria: Option<InvestigationSortCriteria> = "SortCriteria",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInvestigationsResponse {
    investigations: Vec<InvestigationSummary> = "Investigations",
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
structure! { ListMalwareProtectionPlansRequest {
    next_token: Option<String> = "NextToken",
} }
structure! { ListMalwareProtectionPlansResponse {
    malware_protection_plans: Option<Vec<MalwareProtectionPlanSummary>> = "MalwareProtectionPlans",
    next_token: Option<String> = "NextToken",
} }
enumeration! { ListMalwareScansCriterionKey {
    ResourceArn = "RESOURCE_ARN",
    ScanId = "SCAN_ID",
    AccountId = "ACCOUNT_ID",
    GuarddutyFindingId = "GUARDDUTY_FINDING_ID",
    ResourceType = "RESOURCE_TYPE",
    ScanStartTime = "SCAN_START_TIME",
    ScanStatus = "SCAN_STATUS",
    ScanType = "SCAN_TYPE",
} }
structure! { ListMalwareScansFilterCriteria {
    list_malware_scans_filter_criterion: Option<Vec<ListMalwareScansFilterCriterion>> = "ListMalwareScansFilterCriterion",
} }
structure! { ListMalwareScansFilterCriterion {
    list_malware_scans_criterion_key: Option<ListMalwareScansCriterionKey> = "ListMalwareScansCriterionKey",
    filter_condition: Option<FilterCondition> = "FilterCondition",
} }
structure! { ListMalwareScansRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    filter_criteria: Option<ListMalwareScansFilterCriteria> = "FilterCriteria",
    sort_criteria: Option<SortCriteria> = "SortCriteria",
} }
structure! { ListMalwareScansResponse {
    scans: Vec<MalwareScan> = "Scans",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMembersRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
    only_associated: Option<String> = "OnlyAssociated",
} }
structure! { ListMembersResponse {
    members: Option<Vec<Member>> = "Members",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOrganizationAdminAccountsRequest {
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOrganizationAdminAccountsResponse {
    admin_accounts: Option<Vec<AdminAccount>> = "AdminAccounts",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPublishingDestinationsRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPublishingDestinationsResponse {
    destinations: Vec<Destination> = "Destinations",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { ListThreatEntitySetsRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListThreatEntitySetsResponse {
    threat_entity_set_ids: Vec<String> = "ThreatEntitySetIds",
    next_token: Option<String> = "NextToken",
} }
structure! { ListThreatIntelSetsRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListThreatIntelSetsResponse {
    threat_intel_set_ids: Vec<String> = "ThreatIntelSetIds",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTrustedEntitySetsRequest {
    detector_id: String = "DetectorId",
    max_results: Option<i32> = "MaxResults",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTrustedEntitySetsResponse {
    trusted_entity_set_ids: Vec<String> = "TrustedEntitySetIds",
    next_token: Option<String> = "NextToken",
} }
structure! { LocalIpDetails {
    ip_address_v4: Option<Sensitive<String>> = "IpAddressV4",
    ip_address_v6: Option<Sensitive<String>> = "IpAddressV6",
} }
structure! { LocalPortDetails {
    port: Option<i32> = "Port",
    port_name: Option<String> = "PortName",
} }
structure! { LoginAttribute {
    user: Option<String> = "User",
    application: Option<String> = "Application",
    failed_login_attempts: Option<i32> = "FailedLoginAttempts",
    successful_login_attempts: Option<i32> = "SuccessfulLoginAttempts",
} }
structure! { MalwareProtectionConfiguration {
    scan_ec2_instance_with_findings: Option<ScanEc2InstanceWithFindings> = "ScanEc2InstanceWithFindings",
} }
structure! { MalwareProtectionConfigurationResult {
    scan_ec2_instance_with_findings: Option<ScanEc2InstanceWithFindingsResult> = "ScanEc2InstanceWithFindings",
    service_role: Option<String> = "ServiceRole",
} }
structure! { MalwareProtectionDataSourceFreeTrial {
    scan_ec2_instance_with_findings: Option<DataSourceFreeTrial> = "ScanEc2InstanceWithFindings",
} }
structure! { MalwareProtectionFindingsScanConfiguration {
    trigger_type: Option<TriggerType> = "TriggerType",
    incremental_scan_details: Option<IncrementalScanDetails> = "IncrementalScanDetails",
} }
structure! { MalwareProtectionPlanActions {
    tagging: Option<MalwareProtectionPlanTaggingAction> = "Tagging",
} }
enumeration! { MalwareProtectionPlanStatus {
    Active = "ACTIVE",
    Warning = "WARNING",
    Error = "ERROR",
} }
structure! { MalwareProtectionPlanStatusReason {
    code: Option<String> = "Code",
    message: Option<String> = "Message",
} }
structure! { MalwareProtectionPlanSummary {
    malware_protection_plan_id: Option<String> = "MalwareProtectionPlanId",
} }
structure! { MalwareProtectionPlanTaggingAction {
    status: Option<MalwareProtectionPlanTaggingActionStatus> = "Status",
} }
enumeration! { MalwareProtectionPlanTaggingActionStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { MalwareProtectionResourceType {
    EbsRecoveryPoint = "EBS_RECOVERY_POINT",
    EbsSnapshot = "EBS_SNAPSHOT",
    EbsVolume = "EBS_VOLUME",
    Ec2Ami = "EC2_AMI",
    Ec2Instance = "EC2_INSTANCE",
    Ec2RecoveryPoint = "EC2_RECOVERY_POINT",
    S3RecoveryPoint = "S3_RECOVERY_POINT",
    S3Bucket = "S3_BUCKET",
    S3PointInTimeRecovery = "S3_POINT_IN_TIME_RECOVERY",
} }
enumeration! { MalwareProtectionScanStatus {
    Running = "RUNNING",
    Completed = "COMPLETED",
    CompletedWithIssues = "COMPLETED_WITH_ISSUES",
    Failed = "FAILED",
    Skipped = "SKIPPED",
} }
enumeration! { MalwareProtectionScanType {
    BackupInitiated = "BACKUP_INITIATED",
    OnDemand = "ON_DEMAND",
    GuarddutyInitiated = "GUARDDUTY_INITIATED",
} }
structure! { MalwareScan {
    resource_arn: Option<String> = "ResourceArn",
    resource_type: Option<MalwareProtectionResourceType> = "ResourceType",
    scan_id: Option<String> = "ScanId",
    scan_status: Option<MalwareProtectionScanStatus> = "ScanStatus",
    scan_result_status: Option<ScanResultStatus> = "ScanResultStatus",
    scan_type: Option<MalwareProtectionScanType> = "ScanType",
    scan_started_at: Option<Timestamp> = "ScanStartedAt",
    scan_completed_at: Option<Timestamp> = "ScanCompletedAt",
} }
structure! { MalwareScanDetails {
    threats: Option<Vec<Threat>> = "Threats",
    scan_id: Option<String> = "ScanId",
    scan_type: Option<MalwareProtectionScanType> = "ScanType",
    scan_category: Option<ScanCategory> = "ScanCategory",
    scan_configuration: Option<MalwareProtectionFindingsScanConfiguration> = "ScanConfiguration",
    unique_threat_count: Option<i32> = "UniqueThreatCount",
} }
structure! { MalwareThreat {
    name: Option<String> = "Name",
    severity: Option<String> = "Severity",
    infected_file_count: Option<i64> = "InfectedFileCount",
    sample_files: Option<String> = "SampleFiles",
} }
enumeration! { ManagedBy {
    GuarddutyPolicy = "GUARDDUTY_POLICY",
} }
enumeration! { ManagementType {
    AutoManaged = "AUTO_MANAGED",
    Manual = "MANUAL",
    Disabled = "DISABLED",
} }
structure! { Master {
    account_id: Option<String> = "AccountId",
    invitation_id: Option<String> = "InvitationId",
    relationship_status: Option<String> = "RelationshipStatus",
    invited_at: Option<String> = "InvitedAt",
} }
structure! { Member {
    account_id: String = "AccountId",
    detector_id: Option<String> = "DetectorId",
    master_id: String = "MasterId",
    email: Sensitive<String> = "Email",
    relationship_status: String = "RelationshipStatus",
    invited_at: Option<String> = "InvitedAt",
    updated_at: String = "UpdatedAt",
    administrator_id: Option<String> = "AdministratorId",
} }
structure! { MemberAccountRanking {
    rank: Option<i32> = "Rank",
    account_id: Option<String> = "AccountId",
    finding_count: Option<i64> = "FindingCount",
    risk_level: Option<RiskLevel> = "RiskLevel",
    risk_rationale: Option<String> = "RiskRationale",
} }
structure! { MemberAdditionalConfiguration {
    name: Option<OrgFeatureAdditionalConfiguration> = "Name",
    status: Option<FeatureStatus> = "Status",
} }
structure! { MemberAdditionalConfigurationResult {
    name: Option<OrgFeatureAdditionalConfiguration> = "Name",
    status: Option<FeatureStatus> = "Status",
    updated_at: Option<Timestamp> = "UpdatedAt",
    managed_by: Option<ManagedBy> = "ManagedBy",
} }
structure! { MemberDataSourceConfiguration {
    account_id: String = "AccountId",
    data_sources: DataSourceConfigurationsResult = "DataSources",
    features: Option<Vec<MemberFeaturesConfigurationResult>> = "Features",
} }
structure! { MemberFeaturesConfiguration {
    name: Option<OrgFeature> = "Name",
    status: Option<FeatureStatus> = "Status",
    additional_configuration: Option<Vec<MemberAdditionalConfiguration>> = "AdditionalConfiguration",
} }
structure! { MemberFeaturesConfigurationResult {
    name: Option<OrgFeature> = "Name",
    status: Option<FeatureStatus> = "Status",
    updated_at: Option<Timestamp> = "UpdatedAt",
    additional_configuration: Option<Vec<MemberAdditionalConfigurationResult>> = "AdditionalConfiguration",
    managed_by: Option<ManagedBy> = "ManagedBy",
} }
structure! { MetadataRecord {
    total_time_milliseconds: Option<i64> = "TotalTimeMilliseconds",
} }
enumeration! { MfaStatus {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { ModelDetail {
    model_id: Option<String> = "ModelId",
} }
structure! { NetworkActivity {
    protocol: Option<String> = "Protocol",
    direction: Option<String> = "Direction",
    method: Option<String> = "Method",
    blocked: Option<String> = "Blocked",
    platform: Option<String> = "Platform",
    ports: Option<NetworkPorts> = "Ports",
    traffic: Option<NetworkTraffic> = "Traffic",
    anomaly: Option<NetworkAnomaly> = "Anomaly",
    dns: Option<DnsContext> = "Dns",
    counts: Option<NetworkCounts> = "Counts",
    enrichment: Option<Enrichment> = "Enrichment",
} }
structure! { NetworkAnomaly {
    baseline_bytes: Option<String> = "BaselineBytes",
    deviation: Option<String> = "Deviation",
    profile_age_days: Option<i32> = "ProfileAgeDays",
    remote_service: Option<String> = "RemoteService",
    remote_region: Option<String> = "RemoteRegion",
    duration: Option<String> = "Duration",
    reset_ratio: Option<String> = "ResetRatio",
    target_host_count: Option<i64> = "TargetHostCount",
} }
structure! { NetworkConnection {
    direction: NetworkDirection = "Direction",
} }
structure! { NetworkConnectionAction {
    blocked: Option<bool> = "Blocked",
    connection_direction: Option<String> = "ConnectionDirection",
    local_port_details: Option<LocalPortDetails> = "LocalPortDetails",
    protocol: Option<String> = "Protocol",
    local_ip_details: Option<LocalIpDetails> = "LocalIpDetails",
    local_network_interface: Option<String> = "LocalNetworkInterface",
    remote_ip_details: Option<RemoteIpDetails> = "RemoteIpDetails",
    remote_port_details: Option<RemotePortDetails> = "RemotePortDetails",
} }
structure! { NetworkCounts {
    request_count: Option<i64> = "RequestCount",
    total_attempts: Option<i64> = "TotalAttempts",
    suspicious_attempts: Option<i64> = "SuspiciousAttempts",
    reset_attempts: Option<i64> = "ResetAttempts",
} }
enumeration! { NetworkDirection {
    Inbound = "INBOUND",
    Outbound = "OUTBOUND",
} }
structure! { NetworkEndpoint {
    id: String = "Id",
    ip: Option<String> = "Ip",
    domain: Option<String> = "Domain",
    port: Option<i32> = "Port",
    location: Option<NetworkGeoLocation> = "Location",
    autonomous_system: Option<AutonomousSystem> = "AutonomousSystem",
    connection: Option<NetworkConnection> = "Connection",
} }
structure! { NetworkGeoLocation {
    city: String = "City",
    country: String = "Country",
    latitude: f64 = "Latitude",
    longitude: f64 = "Longitude",
} }
structure! { NetworkInterface {
    ipv6_addresses: Option<Vec<String>> = "Ipv6Addresses",
    network_interface_id: Option<String> = "NetworkInterfaceId",
    private_dns_name: Option<String> = "PrivateDnsName",
    private_ip_address: Option<Sensitive<String>> = "PrivateIpAddress",
    private_ip_addresses: Option<Vec<PrivateIpAddressDetails>> = "PrivateIpAddresses",
    public_dns_name: Option<String> = "PublicDnsName",
    public_ip: Option<String> = "PublicIp",
    security_groups: Option<Vec<SecurityGroup>> = "SecurityGroups",
    subnet_id: Option<String> = "SubnetId",
    vpc_id: Option<String> = "VpcId",
} }
structure! { NetworkPorts {
    target_port: Option<String> = "TargetPort",
    remote_port: Option<String> = "RemotePort",
    resolver_port: Option<String> = "ResolverPort",
    ports: Option<String> = "Ports",
    ports_used: Option<String> = "PortsUsed",
    port_count: Option<i64> = "PortCount",
} }
structure! { NetworkTraffic {
    bytes_sent: Option<i64> = "BytesSent",
    bytes_received: Option<i64> = "BytesReceived",
} }
structure! { ObservationRecord {
    observation_type: ObservationType = "ObservationType",
    finding_detail: Option<FindingDetail> = "FindingDetail",
    resource: Option<InvestigationResource> = "Resource",
    network_activity: Option<NetworkActivity> = "NetworkActivity",
    rds_login_activity: Option<RdsLoginActivity> = "RdsLoginActivity",
    s3_activity: Option<S3Activity> = "S3Activity",
    kubernetes_activity: Option<KubernetesActivity> = "KubernetesActivity",
    malware_scan: Option<InvestigationMalwareScan> = "MalwareScan",
    related_findings: Option<RelatedFindings> = "RelatedFindings",
    detection_coverage: Option<DetectionCoverage> = "DetectionCoverage",
    account_overview: Option<AccountOverview> = "AccountOverview",
    recommendations: Option<Vec<Recommendation>> = "Recommendations",
    runtime_signals: Option<RuntimeSignals> = "RuntimeSignals",
    distribution: Option<Distribution> = "Distribution",
    representative_resources: Option<Vec<RepresentativeFinding>> = "RepresentativeResources",
    indicators: Option<Vec<InvestigationIndicator>> = "Indicators",
} }
enumeration! { ObservationType {
    FindingDetail = "FINDING_DETAIL",
    Resource = "RESOURCE",
    NetworkActivity = "NETWORK_ACTIVITY",
    RdsLoginActivity = "RDS_LOGIN_ACTIVITY",
    S3Activity = "S3_ACTIVITY",
    KubernetesActivity = "KUBERNETES_ACTIVITY",
    MalwareScan = "MALWARE_SCAN",
    RelatedFindings = "RELATED_FINDINGS",
    DetectionCoverage = "DETECTION_COVERAGE",
    AccountOverview = "ACCOUNT_OVERVIEW",
    Recommendation = "RECOMMENDATION",
    RuntimeSignals = "RUNTIME_SIGNALS",
    Distribution = "DISTRIBUTION",
    RepresentativeResource = "REPRESENTATIVE_RESOURCE",
} }
structure! { Observations {
    text: Option<Vec<String>> = "Text",
    number: Option<Vec<i64>> = "Number",
} }
structure! { ObservedFindingType {
    finding_type: Option<String> = "FindingType",
    count: Option<i64> = "Count",
    severity_max: Option<f64> = "SeverityMax",
    shared_resources: Option<Vec<SharedResource>> = "SharedResources",
} }
enumeration! { OrderBy {
    Asc = "ASC",
    Desc = "DESC",
} }
enumeration! { OrgFeature {
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    RuntimeMonitoring = "RUNTIME_MONITORING",
    AiProtection = "AI_PROTECTION",
} }
enumeration! { OrgFeatureAdditionalConfiguration {
    EksAddonManagement = "EKS_ADDON_MANAGEMENT",
    EcsFargateAgentManagement = "ECS_FARGATE_AGENT_MANAGEMENT",
    Ec2AgentManagement = "EC2_AGENT_MANAGEMENT",
    RdsDataRisk = "RDS_DATA_RISK",
} }
enumeration! { OrgFeatureStatus {
    New = "NEW",
    None = "NONE",
    All = "ALL",
} }
structure! { Organization {
    asn: Option<String> = "Asn",
    asn_org: Option<String> = "AsnOrg",
    isp: Option<String> = "Isp",
    org: Option<String> = "Org",
} }
structure! { OrganizationAdditionalConfiguration {
    name: Option<OrgFeatureAdditionalConfiguration> = "Name",
    auto_enable: Option<OrgFeatureStatus> = "AutoEnable",
} }
structure! { OrganizationAdditionalConfigurationResult {
    name: Option<OrgFeatureAdditionalConfiguration> = "Name",
    auto_enable: Option<OrgFeatureStatus> = "AutoEnable",
} }
structure! { OrganizationAnalysis {
    findings_summary: Option<OrganizationFindingsSummary> = "FindingsSummary",
    account_breakdown: Option<Vec<AccountSummary>> = "AccountBreakdown",
} }
structure! { OrganizationDataSourceConfigurations {
    s3_logs: Option<OrganizationS3LogsConfiguration> = "S3Logs",
    kubernetes: Option<OrganizationKubernetesConfiguration> = "Kubernetes",
    malware_protection: Option<OrganizationMalwareProtectionConfiguration> = "MalwareProtection",
} }
structure! { OrganizationDataSourceConfigurationsResult {
    s3_logs: OrganizationS3LogsConfigurationResult = "S3Logs",
    kubernetes: Option<OrganizationKubernetesConfigurationResult> = "Kubernetes",
    malware_protection: Option<OrganizationMalwareProtectionConfigurationResult> = "MalwareProtection",
} }
structure! { OrganizationDetails {
    updated_at: Option<Timestamp> = "UpdatedAt",
    organization_statistics: Option<OrganizationStatistics> = "OrganizationStatistics",
} }
structure! { OrganizationEbsVolumes {
    auto_enable: Option<bool> = "AutoEnable",
} }
structure! { OrganizationEbsVolumesResult {
    auto_enable: Option<bool> = "AutoEnable",
} }
structure! { OrganizationFeatureConfiguration {
    name: Option<OrgFeature> = "Name",
    auto_enable: Option<OrgFeatureStatus> = "AutoEnable",
    additional_configuration: Option<Vec<OrganizationAdditionalConfiguration>> = "AdditionalConfiguration",
} }
structure! { OrganizationFeatureConfigurationResult {
    name: Option<OrgFeature> = "Name",
    auto_enable: Option<OrgFeatureStatus> = "AutoEnable",
    additional_configuration: Option<Vec<OrganizationAdditionalConfigurationResult>> = "AdditionalConfiguration",
} }
structure! { OrganizationFeatureStatistics {
    name: Option<OrgFeature> = "Name",
    enabled_accounts_count: Option<i32> = "EnabledAccountsCount",
    additional_configuration: Option<Vec<OrganizationFeatureStatisticsAdditionalConfiguration>> = "AdditionalConfiguration",
} }
structure! { OrganizationFeatureStatisticsAdditionalConfiguration {
    name: Option<OrgFeatureAdditionalConfiguration> = "Name",
    enabled_accounts_count: Option<i32> = "EnabledAccountsCount",
} }
structure! { OrganizationFindingsSummary {
    total_findings: Option<i32> = "TotalFindings",
    severity_breakdown: Option<SeverityBreakdown> = "SeverityBreakdown",
    top_finding_types: Option<Vec<FindingTypeCount>> = "TopFindingTypes",
    by_time_window: Option<Vec<TimeWindowGroup>> = "ByTimeWindow",
    total_account_count: Option<i32> = "TotalAccountCount",
    affected_account_count: Option<i32> = "AffectedAccountCount",
} }
structure! { OrganizationKubernetesAuditLogsConfiguration {
    auto_enable: bool = "AutoEnable",
} }
structure! { OrganizationKubernetesAuditLogsConfigurationResult {
    auto_enable: bool = "AutoEnable",
} }
structure! { OrganizationKubernetesConfiguration {
    audit_logs: OrganizationKubernetesAuditLogsConfiguration = "AuditLogs",
} }
structure! { OrganizationKubernetesConfigurationResult {
    audit_logs: OrganizationKubernetesAuditLogsConfigurationResult = "AuditLogs",
} }
structure! { OrganizationMalwareProtectionConfiguration {
    scan_ec2_instance_with_findings: Option<OrganizationScanEc2InstanceWithFindings> = "ScanEc2InstanceWithFindings",
} }
structure! { OrganizationMalwareProtectionConfigurationResult {
    scan_ec2_instance_with_findings: Option<OrganizationScanEc2InstanceWithFindingsResult> = "ScanEc2InstanceWithFindings",
} }
structure! { OrganizationS3LogsConfiguration {
    auto_enable: bool = "AutoEnable",
} }
structure! { OrganizationS3LogsConfigurationResult {
    auto_enable: bool = "AutoEnable",
} }
structure! { OrganizationScanEc2InstanceWithFindings {
    ebs_volumes: Option<OrganizationEbsVolumes> = "EbsVolumes",
} }
structure! { OrganizationScanEc2InstanceWithFindingsResult {
    ebs_volumes: Option<OrganizationEbsVolumesResult> = "EbsVolumes",
} }
structure! { OrganizationStatistics {
    total_accounts_count: Option<i32> = "TotalAccountsCount",
    member_accounts_count: Option<i32> = "MemberAccountsCount",
    active_accounts_count: Option<i32> = "ActiveAccountsCount",
    enabled_accounts_count: Option<i32> = "EnabledAccountsCount",
    count_by_feature: Option<Vec<OrganizationFeatureStatistics>> = "CountByFeature",
} }
structure! { Owner {
    id: Option<String> = "Id",
} }
structure! { PermissionConfiguration {
    bucket_level_permissions: Option<BucketLevelPermissions> = "BucketLevelPermissions",
    account_level_permissions: Option<AccountLevelPermissions> = "AccountLevelPermissions",
} }
structure! { PortProbeAction {
    blocked: Option<bool> = "Blocked",
    port_probe_details: Option<Vec<PortProbeDetail>> = "PortProbeDetails",
} }
structure! { PortProbeDetail {
    local_port_details: Option<LocalPortDetails> = "LocalPortDetails",
    local_ip_details: Option<LocalIpDetails> = "LocalIpDetails",
    remote_ip_details: Option<RemoteIpDetails> = "RemoteIpDetails",
} }
structure! { PrivateIpAddressDetails {
    private_dns_name: Option<String> = "PrivateDnsName",
    private_ip_address: Option<Sensitive<String>> = "PrivateIpAddress",
} }
structure! { Process {
    uuid: String = "Uuid",
    name: Option<String> = "Name",
    path: Option<String> = "Path",
    parent_uuid: Option<String> = "ParentUuid",
    findings: Option<Vec<FindingReference>> = "Findings",
} }
structure! { ProcessDetails {
    name: Option<String> = "Name",
    executable_path: Option<String> = "ExecutablePath",
    executable_sha256: Option<String> = "ExecutableSha256",
    namespace_pid: Option<i32> = "NamespacePid",
    pwd: Option<String> = "Pwd",
    pid: Option<i32> = "Pid",
    start_time: Option<Timestamp> = "StartTime",
    uuid: Option<String> = "Uuid",
    parent_uuid: Option<String> = "ParentUuid",
    user: Option<String> = "User",
    user_id: Option<i32> = "UserId",
    euid: Option<i32> = "Euid",
    lineage: Option<Vec<LineageObject>> = "Lineage",
} }
structure! { Product {
    name: String = "Name",
    feature: Option<String> = "Feature",
} }
structure! { ProductCode {
    code: Option<String> = "Code",
    product_type: Option<String> = "ProductType",
} }
enumeration! { ProfileSubtype {
    Frequent = "FREQUENT",
    Infrequent = "INFREQUENT",
    Unseen = "UNSEEN",
    Rare = "RARE",
    Count = "COUNT",
    Average = "AVERAGE",
} }
enumeration! { ProfileType {
    Frequency = "FREQUENCY",
    Volume = "VOLUME",
} }
structure! { ProtectionPlan {
    name: Option<InvestigationDetectorFeature> = "Name",
    status: Option<FeatureStatus> = "Status",
} }
structure! { PublicAccess {
    permission_configuration: Option<PermissionConfiguration> = "PermissionConfiguration",
    effective_permission: Option<String> = "EffectivePermission",
} }
structure! { PublicAccessConfiguration {
    public_acl_access: Option<PublicAccessStatus> = "PublicAclAccess",
    public_policy_access: Option<PublicAccessStatus> = "PublicPolicyAccess",
    public_acl_ignore_behavior: Option<PublicAclIgnoreBehavior> = "PublicAclIgnoreBehavior",
    public_bucket_restrict_behavior: Option<PublicBucketRestrictBehavior> = "PublicBucketRestrictBehavior",
} }
enumeration! { PublicAccessStatus {
    Blocked = "BLOCKED",
    Allowed = "ALLOWED",
} }
enumeration! { PublicAclIgnoreBehavior {
    Ignored = "IGNORED",
    NotIgnored = "NOT_IGNORED",
} }
enumeration! { PublicBucketRestrictBehavior {
    Restricted = "RESTRICTED",
    NotRestricted = "NOT_RESTRICTED",
} }
enumeration! { PublishingStatus {
    PendingVerification = "PENDING_VERIFICATION",
    Publishing = "PUBLISHING",
    UnableToPublishFixDestinationProperty = "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY",
    Stopped = "STOPPED",
} }
structure! { QueryTimeWindow {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
} }
structure! { RdsDbInstance {
    db_instance_identifier: Option<String> = "DbInstanceIdentifier",
    db_cluster_identifier: Option<String> = "DbClusterIdentifier",
    db_instance_arn: Option<String> = "DbInstanceArn",
    dbi_resource_id: Option<String> = "DbiResourceId",
    engine: Option<String> = "Engine",
    engine_version: Option<String> = "EngineVersion",
} }
structure! { RdsDbInstanceDetails {
    db_instance_identifier: Option<String> = "DbInstanceIdentifier",
    engine: Option<String> = "Engine",
    engine_version: Option<String> = "EngineVersion",
    db_cluster_identifier: Option<String> = "DbClusterIdentifier",
    db_instance_arn: Option<String> = "DbInstanceArn",
    dbi_resource_id: Option<String> = "DbiResourceId",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { RdsDbUser {
    user: Option<String> = "User",
    application: Option<String> = "Application",
    database: Option<String> = "Database",
    auth_method: Option<String> = "AuthMethod",
    ssl: Option<String> = "Ssl",
} }
structure! { RdsDbUserDetails {
    user: Option<String> = "User",
    application: Option<String> = "Application",
    database: Option<String> = "Database",
    ssl: Option<String> = "Ssl",
    auth_method: Option<String> = "AuthMethod",
} }
structure! { RdsLimitlessDbDetails {
    db_shard_group_identifier: Option<String> = "DbShardGroupIdentifier",
    db_shard_group_resource_id: Option<String> = "DbShardGroupResourceId",
    db_shard_group_arn: Option<String> = "DbShardGroupArn",
    engine: Option<String> = "Engine",
    engine_version: Option<String> = "EngineVersion",
    db_cluster_identifier: Option<String> = "DbClusterIdentifier",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { RdsLoginActivity {
    outcome: Option<String> = "Outcome",
    rate: Option<String> = "Rate",
    anomaly_context: Option<String> = "AnomalyContext",
    login_count: Option<i64> = "LoginCount",
    activity_window: Option<ActivityWindow> = "ActivityWindow",
    enrichment: Option<Enrichment> = "Enrichment",
} }
structure! { RdsLoginAttemptAction {
    remote_ip_details: Option<RemoteIpDetails> = "RemoteIpDetails",
    login_attributes: Option<Vec<LoginAttribute>> = "LoginAttributes",
} }
structure! { Recommendation {
    title: Option<String> = "Title",
    rationale: Option<String> = "Rationale",
    category: Option<RecommendationCategory> = "Category",
    priority: Option<ActionPriority> = "Priority",
    cli_commands: Option<Vec<String>> = "CliCommands",
} }
enumeration! { RecommendationCategory {
    EnableProtection = "ENABLE_PROTECTION",
    FurtherInvestigation = "FURTHER_INVESTIGATION",
    SuppressionRule = "SUPPRESSION_RULE",
    Hardening = "HARDENING",
    Monitoring = "MONITORING",
} }
enumeration! { RecordType {
    Observation = "OBSERVATION",
    Analysis = "ANALYSIS",
    Update = "UPDATE",
    Fetch = "FETCH",
    Metadata = "METADATA",
} }
structure! { RecoveryPoint {
    backup_vault_name: String = "BackupVaultName",
    continuous_scan_details: Option<ContinuousScanDetails> = "ContinuousScanDetails",
} }
structure! { RecoveryPointDetails {
    recovery_point_arn: Option<String> = "RecoveryPointArn",
    backup_vault_name: Option<String> = "BackupVaultName",
    continuous_scan_details: Option<ScanConfigurationContinuousScanDetails> = "ContinuousScanDetails",
} }
structure! { RelatedFindings {
    correlated: Option<Vec<CorrelatedFinding>> = "Correlated",
    observed: Option<Vec<ObservedFindingType>> = "Observed",
} }
structure! { RemoteAccountDetails {
    account_id: Option<String> = "AccountId",
    affiliated: Option<bool> = "Affiliated",
    aws_service_name: Option<String> = "AwsServiceName",
} }
structure! { RemoteIpDetails {
    city: Option<City> = "City",
    country: Option<Country> = "Country",
    geo_location: Option<GeoLocation> = "GeoLocation",
    ip_address_v4: Option<Sensitive<String>> = "IpAddressV4",
    ip_address_v6: Option<Sensitive<String>> = "IpAddressV6",
    organization: Option<Organization> = "Organization",
} }
structure! { RemotePortDetails {
    port: Option<i32> = "Port",
    port_name: Option<String> = "PortName",
} }
structure! { RepresentativeFinding {
    resource_type: Option<String> = "ResourceType",
    identifier: Option<String> = "Identifier",
    finding_id: Option<String> = "FindingId",
    finding_count: Option<i64> = "FindingCount",
    risk_level: Option<RiskLevel> = "RiskLevel",
    risk_rationale: Option<String> = "RiskRationale",
} }
structure! { Reputation {
    finding_time_disposition: Option<String> = "FindingTimeDisposition",
    current_disposition: Option<String> = "CurrentDisposition",
    reputation_comparison: Option<String> = "ReputationComparison",
} }
structure! { Resource {
    access_key_details: Option<AccessKeyDetails> = "AccessKeyDetails",
    s3_bucket_details: Option<Vec<S3BucketDetail>> = "S3BucketDetails",
    instance_details: Option<InstanceDetails> = "InstanceDetails",
    eks_cluster_details: Option<EksClusterDetails> = "EksClusterDetails",
    kubernetes_details: Option<KubernetesDetails> = "KubernetesDetails",
    resource_type: Option<String> = "ResourceType",
    ebs_volume_details: Option<EbsVolumeDetails> = "EbsVolumeDetails",
    ecs_cluster_details: Option<EcsClusterDetails> = "EcsClusterDetails",
    container_details: Option<Container> = "ContainerDetails",
    lambda_details: Option<LambdaDetails> = "LambdaDetails",
    rds_db_instance_details: Option<RdsDbInstanceDetails> = "RdsDbInstanceDetails",
    rds_limitless_db_details: Option<RdsLimitlessDbDetails> = "RdsLimitlessDbDetails",
    rds_db_user_details: Option<RdsDbUserDetails> = "RdsDbUserDetails",
    ebs_snapshot_details: Option<EbsSnapshotDetails> = "EbsSnapshotDetails",
    ec2_image_details: Option<Ec2ImageDetails> = "Ec2ImageDetails",
    recovery_point_details: Option<RecoveryPointDetails> = "RecoveryPointDetails",
    bedrock_guardrail_details: Option<BedrockGuardrailDetails> = "BedrockGuardrailDetails",
    model_details: Option<Vec<ModelDetail>> = "ModelDetails",
} }
structure! { ResourceData {
    s3_bucket: Option<S3Bucket> = "S3Bucket",
    ec2_instance: Option<Ec2Instance> = "Ec2Instance",
    access_key: Option<AccessKey> = "AccessKey",
    ec2_network_interface: Option<Ec2NetworkInterface> = "Ec2NetworkInterface",
    s3_object: Option<S3Object> = "S3Object",
    eks_cluster: Option<EksCluster> = "EksCluster",
    kubernetes_workload: Option<KubernetesWorkload> = "KubernetesWorkload",
    container: Option<ContainerFindingResource> = "Container",
    ecs_cluster: Option<EcsCluster> = "EcsCluster",
    ecs_task: Option<EcsTask> = "EcsTask",
    iam_instance_profile: Option<IamInstanceProfileV2> = "IamInstanceProfile",
    autoscaling_auto_scaling_group: Option<AutoscalingAutoScalingGroup> = "AutoscalingAutoScalingGroup",
    ec2_launch_template: Option<Ec2LaunchTemplate> = "Ec2LaunchTemplate",
    ec2_vpc: Option<Ec2Vpc> = "Ec2Vpc",
    ec2_image: Option<Ec2Image> = "Ec2Image",
    cloudformation_stack: Option<CloudformationStack> = "CloudformationStack",
    bedrock_guardrail: Option<BedrockGuardrailResource> = "BedrockGuardrail",
} }
structure! { ResourceDetails {
    instance_arn: Option<String> = "InstanceArn",
} }
structure! { ResourceDistribution {
    resource_type: Option<String> = "ResourceType",
    identifier: Option<String> = "Identifier",
    count: Option<i64> = "Count",
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { ResourceStatistics {
    account_id: Option<String> = "AccountId",
    last_generated_at: Option<Timestamp> = "LastGeneratedAt",
    resource_id: Option<String> = "ResourceId",
    resource_type: Option<String> = "ResourceType",
    total_findings: Option<i32> = "TotalFindings",
} }
enumeration! { ResourceType {
    Eks = "EKS",
    Ecs = "ECS",
    Ec2 = "EC2",
} }
structure! { ResourceV2 {
    uid: String = "Uid",
    name: Option<String> = "Name",
    account_id: Option<String> = "AccountId",
    resource_type: FindingResourceType = "ResourceType",
    region: Option<String> = "Region",
    service: Option<String> = "Service",
    cloud_partition: Option<String> = "CloudPartition",
    tags: Option<Vec<Tag>> = "Tags",
    data: Option<ResourceData> = "Data",
} }
enumeration! { RiskLevel {
    Info = "Info",
    Low = "Low",
    Medium = "Medium",
    High = "High",
    Critical = "Critical",
} }
structure! { RuleDefinition {
    expression: String = "Expression",
} }
structure! { RuleDetail {
    rule_id: String = "RuleId",
    arn: String = "Arn",
    name: String = "Name",
    description: String = "Description",
    severity: DetectionRuleSeverity = "Severity",
    data_source: DetectionRuleDataSource = "DataSource",
    tactic: String = "Tactic",
    technique: String = "Technique",
    service: String = "Service",
    definition: RuleDefinition = "Definition",
    language: Option<RuleLanguage> = "Language",
    schema: Option<RuleSchema> = "Schema",
    runtime_monitoring_details: Option<DetectionRuleRuntimeMonitoringDetails> = "RuntimeMonitoringDetails",
    created_at: Timestamp = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
enumeration! { RuleLanguage {
    Sql = "SQL",
} }
enumeration! { RuleSchema {
    CloudTrail = "CloudTrail",
} }
structure! { RuleSummary {
    rule_id: String = "RuleId",
    arn: String = "Arn",
    name: String = "Name",
    description: String = "Description",
    severity: DetectionRuleSeverity = "Severity",
    data_source: DetectionRuleDataSource = "DataSource",
    tactic: String = "Tactic",
    technique: String = "Technique",
    service: String = "Service",
    language: Option<RuleLanguage> = "Language",
    schema: Option<RuleSchema> = "Schema",
    created_at: Timestamp = "CreatedAt",
    updated_at: Option<Timestamp> = "UpdatedAt",
} }
structure! { RuntimeContext {
    modifying_process: Option<ProcessDetails> = "ModifyingProcess",
    modified_at: Option<Timestamp> = "ModifiedAt",
    script_path: Option<String> = "ScriptPath",
    library_path: Option<String> = "LibraryPath",
    ld_preload_value: Option<String> = "LdPreloadValue",
    socket_path: Option<String> = "SocketPath",
    runc_binary_path: Option<String> = "RuncBinaryPath",
    release_agent_path: Option<String> = "ReleaseAgentPath",
    mount_source: Option<String> = "MountSource",
    mount_target: Option<String> = "MountTarget",
    file_system_type: Option<String> = "FileSystemType",
    flags: Option<Vec<String>> = "Flags",
    module_name: Option<String> = "ModuleName",
    module_file_path: Option<String> = "ModuleFilePath",
    module_sha256: Option<String> = "ModuleSha256",
    shell_history_file_path: Option<String> = "ShellHistoryFilePath",
    target_process: Option<ProcessDetails> = "TargetProcess",
    address_family: Option<String> = "AddressFamily",
    iana_protocol_number: Option<i32> = "IanaProtocolNumber",
    memory_regions: Option<Vec<String>> = "MemoryRegions",
    tool_name: Option<String> = "ToolName",
    tool_category: Option<String> = "ToolCategory",
    service_name: Option<String> = "ServiceName",
    command_line_example: Option<String> = "CommandLineExample",
    threat_file_path: Option<String> = "ThreatFilePath",
    file_operation: Option<String> = "FileOperation",
    file_path: Option<String> = "FilePath",
    related_file_paths: Option<Vec<String>> = "RelatedFilePaths",
} }
structure! { RuntimeDetails {
    process: Option<ProcessDetails> = "Process",
    context: Option<RuntimeContext> = "Context",
} }
structure! { RuntimeSignals {
    signal_groups: Option<Vec<SignalGroup>> = "SignalGroups",
    key_observation: Option<String> = "KeyObservation",
} }
structure! { S3Activity {
    api: Option<String> = "Api",
    affected_bucket: Option<String> = "AffectedBucket",
    other_s3_activity: Option<String> = "OtherS3Activity",
    non_s3_activity: Option<String> = "NonS3Activity",
    session_assessment: Option<String> = "SessionAssessment",
    event_count: Option<i64> = "EventCount",
    actor: Option<InvestigationActor> = "Actor",
    source_ip: Option<String> = "SourceIp",
    enrichment: Option<Enrichment> = "Enrichment",
    activity_window: Option<ActivityWindow> = "ActivityWindow",
} }
structure! { S3Analysis {
    finding_subtype: Option<String> = "FindingSubtype",
    effective_permission: Option<String> = "EffectivePermission",
    block_public_access_settings: Option<String> = "BlockPublicAccessSettings",
    exposure: Option<String> = "Exposure",
    user_agent: Option<String> = "UserAgent",
    user_agent_classification: Option<String> = "UserAgentClassification",
    source_ip: Option<String> = "SourceIp",
    ip_reputation: Option<String> = "IpReputation",
    actor_assessment: Option<String> = "ActorAssessment",
    s3_api_activity: Option<String> = "S3ApiActivity",
    source_context: Option<String> = "SourceContext",
    authorization_assessment: Option<String> = "AuthorizationAssessment",
} }
structure! { S3Bucket {
    owner_id: Option<String> = "OwnerId",
    created_at: Option<Timestamp> = "CreatedAt",
    encryption_type: Option<String> = "EncryptionType",
    encryption_key_arn: Option<String> = "EncryptionKeyArn",
    effective_permission: Option<String> = "EffectivePermission",
    public_read_access: Option<PublicAccessStatus> = "PublicReadAccess",
    public_write_access: Option<PublicAccessStatus> = "PublicWriteAccess",
    account_public_access: Option<PublicAccessConfiguration> = "AccountPublicAccess",
    bucket_public_access: Option<PublicAccessConfiguration> = "BucketPublicAccess",
    s3_object_uids: Option<Vec<String>> = "S3ObjectUids",
} }
structure! { S3BucketDetail {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    r#type: Option<String> = "Type",
    created_at: Option<Timestamp> = "CreatedAt",
    owner: Option<Owner> = "Owner",
    tags: Option<Vec<Tag>> = "Tags",
    default_server_side_encryption: Option<DefaultServerSideEncryption> = "DefaultServerSideEncryption",
    public_access: Option<PublicAccess> = "PublicAccess",
    s3_object_details: Option<Vec<S3ObjectDetail>> = "S3ObjectDetails",
} }
structure! { S3LogsConfiguration {
    enable: bool = "Enable",
} }
structure! { S3LogsConfigurationResult {
    status: DataSourceStatus = "Status",
} }
structure! { S3Object {
    e_tag: Option<String> = "ETag",
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
} }
structure! { S3ObjectDetail {
    object_arn: Option<String> = "ObjectArn",
    key: Option<String> = "Key",
    e_tag: Option<String> = "ETag",
    hash: Option<String> = "Hash",
    version_id: Option<String> = "VersionId",
} }
structure! { S3ObjectForSendObjectMalwareScan {
    bucket: Option<String> = "Bucket",
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
} }
structure! { Scan {
    detector_id: Option<String> = "DetectorId",
    admin_detector_id: Option<String> = "AdminDetectorId",
    scan_id: Option<String> = "ScanId",
    scan_status: Option<ScanStatus> = "ScanStatus",
    failure_reason: Option<String> = "FailureReason",
    scan_start_time: Option<Timestamp> = "ScanStartTime",
    scan_end_time: Option<Timestamp> = "ScanEndTime",
    trigger_details: Option<TriggerDetails> = "TriggerDetails",
    resource_details: Option<ResourceDetails> = "ResourceDetails",
    scan_result_details: Option<ScanResultDetails> = "ScanResultDetails",
    account_id: Option<String> = "AccountId",
    total_bytes: Option<i64> = "TotalBytes",
    file_count: Option<i64> = "FileCount",
    attached_volumes: Option<Vec<VolumeDetail>> = "AttachedVolumes",
    scan_type: Option<ScanType> = "ScanType",
} }
enumeration! { ScanCategory {
    FullScan = "FULL_SCAN",
    IncrementalScan = "INCREMENTAL_SCAN",
} }
structure! { ScanCondition {
    map_equals: Vec<ScanConditionPair> = "MapEquals",
} }
structure! { ScanConditionPair {
    key: String = "Key",
    value: Option<String> = "Value",
} }
structure! { ScanConfiguration {
    role: Option<String> = "Role",
    trigger_details: Option<TriggerDetails> = "TriggerDetails",
    incremental_scan_details: Option<IncrementalScanDetails> = "IncrementalScanDetails",
    recovery_point: Option<ScanConfigurationRecoveryPoint> = "RecoveryPoint",
} }
structure! { ScanConfigurationContinuousScanDetails {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Timestamp = "EndTime",
} }
structure! { ScanConfigurationRecoveryPoint {
    backup_vault_name: Option<String> = "BackupVaultName",
    continuous_scan_details: Option<ScanConfigurationContinuousScanDetails> = "ContinuousScanDetails",
} }
enumeration! { ScanCriterionKey {
    Ec2InstanceTag = "EC2_INSTANCE_TAG",
} }
structure! { ScanDetections {
    scanned_item_count: Option<ScannedItemCount> = "ScannedItemCount",
    threats_detected_item_count: Option<ThreatsDetectedItemCount> = "ThreatsDetectedItemCount",
    highest_severity_threat_details: Option<HighestSeverityThreatDetails> = "HighestSeverityThreatDetails",
    threat_detected_by_name: Option<ThreatDetectedByName> = "ThreatDetectedByName",
} }
structure! { ScanEc2InstanceWithFindings {
    ebs_volumes: Option<bool> = "EbsVolumes",
} }
structure! { ScanEc2InstanceWithFindingsResult {
    ebs_volumes: Option<EbsVolumesResult> = "EbsVolumes",
} }
structure! { ScanFilePath {
    file_path: Option<String> = "FilePath",
    volume_arn: Option<String> = "VolumeArn",
    hash: Option<String> = "Hash",
    file_name: Option<String> = "FileName",
} }
structure! { ScanResourceCriteria {
    include: Option<BTreeMap<String, ScanCondition>> = "Include",
    exclude: Option<BTreeMap<String, ScanCondition>> = "Exclude",
} }
enumeration! { ScanResult {
    Clean = "CLEAN",
    Infected = "INFECTED",
} }
structure! { ScanResultDetails {
    scan_result: Option<ScanResult> = "ScanResult",
} }
enumeration! { ScanResultStatus {
    NoThreatsFound = "NO_THREATS_FOUND",
    ThreatsFound = "THREATS_FOUND",
} }
structure! { ScanResultThreat {
    name: Option<String> = "Name",
    source: Option<DetectionSource> = "Source",
    count: Option<i64> = "Count",
    hash: Option<String> = "Hash",
    item_details: Option<Vec<ItemDetails>> = "ItemDetails",
} }
enumeration! { ScanStatus {
    Running = "RUNNING",
    Completed = "COMPLETED",
    Failed = "FAILED",
    Skipped = "SKIPPED",
} }
enumeration! { ScanStatusReason {
    AccessDenied = "ACCESS_DENIED",
    ResourceNotFound = "RESOURCE_NOT_FOUND",
    SnapshotSizeLimitExceeded = "SNAPSHOT_SIZE_LIMIT_EXCEEDED",
    ResourceUnavailable = "RESOURCE_UNAVAILABLE",
    InconsistentSource = "INCONSISTENT_SOURCE",
    IncrementalNoDifference = "INCREMENTAL_NO_DIFFERENCE",
    NoEbsVolumesFound = "NO_EBS_VOLUMES_FOUND",
    UnsupportedProductCodeType = "UNSUPPORTED_PRODUCT_CODE_TYPE",
    AmiSnapshotLimitExceeded = "AMI_SNAPSHOT_LIMIT_EXCEEDED",
    UnrelatedResources = "UNRELATED_RESOURCES",
    BaseResourceNotScanned = "BASE_RESOURCE_NOT_SCANNED",
    BaseCreatedAfterTarget = "BASE_CREATED_AFTER_TARGET",
    UnsupportedForIncremental = "UNSUPPORTED_FOR_INCREMENTAL",
    UnsupportedAmi = "UNSUPPORTED_AMI",
    UnsupportedSnapshot = "UNSUPPORTED_SNAPSHOT",
    UnsupportedCompositeRecoveryPoint = "UNSUPPORTED_COMPOSITE_RECOVERY_POINT",
    AllFilesSkippedOrFailed = "ALL_FILES_SKIPPED_OR_FAILED",
} }
structure! { ScanThreatName {
    name: Option<String> = "Name",
    severity: Option<String> = "Severity",
    item_count: Option<i32> = "ItemCount",
    file_paths: Option<Vec<ScanFilePath>> = "FilePaths",
} }
enumeration! { ScanType {
    GuarddutyInitiated = "GUARDDUTY_INITIATED",
    OnDemand = "ON_DEMAND",
} }
structure! { ScannedItemCount {
    total_gb: Option<i32> = "TotalGb",
    files: Option<i32> = "Files",
    volumes: Option<i32> = "Volumes",
} }
structure! { ScannedResource {
    scanned_resource_arn: Option<String> = "ScannedResourceArn",
    scanned_resource_type: Option<MalwareProtectionResourceType> = "ScannedResourceType",
    scanned_resource_status: Option<MalwareProtectionScanStatus> = "ScannedResourceStatus",
    scan_status_reason: Option<ScanStatusReason> = "ScanStatusReason",
    resource_details: Option<ScannedResourceDetails> = "ResourceDetails",
} }
structure! { ScannedResourceDetails {
    ebs_volume: Option<VolumeDetail> = "EbsVolume",
    ebs_snapshot: Option<EbsSnapshot> = "EbsSnapshot",
} }
structure! { SecurityContext {
    privileged: Option<bool> = "Privileged",
    allow_privilege_escalation: Option<bool> = "AllowPrivilegeEscalation",
} }
structure! { SecurityGroup {
    group_id: Option<String> = "GroupId",
    group_name: Option<String> = "GroupName",
} }
structure! { SendObjectMalwareScanRequest {
    s3_object: Option<S3ObjectForSendObjectMalwareScan> = "S3Object",
} }
structure! { SendObjectMalwareScanResponse {
} }
structure! { Sequence {
    uid: String = "Uid",
    description: String = "Description",
    actors: Option<Vec<Actor>> = "Actors",
    resources: Option<Vec<ResourceV2>> = "Resources",
    endpoints: Option<Vec<NetworkEndpoint>> = "Endpoints",
    signals: Vec<Signal> = "Signals",
    sequence_indicators: Option<Vec<Indicator>> = "SequenceIndicators",
    additional_sequence_types: Option<Vec<String>> = "AdditionalSequenceTypes",
} }
structure! { Service {
    action: Option<Action> = "Action",
    evidence: Option<Evidence> = "Evidence",
    archived: Option<bool> = "Archived",
    count: Option<i32> = "Count",
    detector_id: Option<String> = "DetectorId",
    event_first_seen: Option<String> = "EventFirstSeen",
    event_last_seen: Option<String> = "EventLastSeen",
    resource_role: Option<String> = "ResourceRole",
    service_name: Option<String> = "ServiceName",
    user_feedback: Option<String> = "UserFeedback",
    additional_info: Option<ServiceAdditionalInfo> = "AdditionalInfo",
    feature_name: Option<String> = "FeatureName",
    ebs_volume_scan_details: Option<EbsVolumeScanDetails> = "EbsVolumeScanDetails",
    runtime_details: Option<RuntimeDetails> = "RuntimeDetails",
    detection: Option<Detection> = "Detection",
    malware_scan_details: Option<MalwareScanDetails> = "MalwareScanDetails",
} }
structure! { ServiceAdditionalInfo {
    value: Option<String> = "Value",
    r#type: Option<String> = "Type",
} }
structure! { Session {
    uid: Option<String> = "Uid",
    mfa_status: Option<MfaStatus> = "MfaStatus",
    created_time: Option<Timestamp> = "CreatedTime",
    issuer: Option<String> = "Issuer",
} }
structure! { SeverityBreakdown {
    critical: Option<i32> = "Critical",
    high: Option<i32> = "High",
    medium: Option<i32> = "Medium",
    low: Option<i32> = "Low",
    info: Option<i32> = "Info",
} }
structure! { SeverityStatistics {
    last_generated_at: Option<Timestamp> = "LastGeneratedAt",
    severity: Option<f64> = "Severity",
    total_findings: Option<i32> = "TotalFindings",
} }
structure! { SharedBehavior {
    path: Option<String> = "Path",
    value: Option<String> = "Value",
} }
structure! { SharedResource {
    resource_type: Option<String> = "ResourceType",
    identifier: Option<String> = "Identifier",
} }
structure! { Signal {
    uid: String = "Uid",
    r#type: SignalType = "Type",
    description: Option<String> = "Description",
    name: String = "Name",
    created_at: Timestamp = "CreatedAt",
    updated_at: Timestamp = "UpdatedAt",
    first_seen_at: Timestamp = "FirstSeenAt",
    last_seen_at: Timestamp = "LastSeenAt",
    severity: Option<f64> = "Severity",
    count: i32 = "Count",
    resource_uids: Option<Vec<String>> = "ResourceUids",
    actor_ids: Option<Vec<String>> = "ActorIds",
    endpoint_ids: Option<Vec<String>> = "EndpointIds",
    signal_indicators: Option<Vec<Indicator>> = "SignalIndicators",
    activities: Option<Vec<Activity>> = "Activities",
} }
structure! { SignalGroup {
    finding_type: Option<String> = "FindingType",
    severity: Option<f64> = "Severity",
    count: Option<i64> = "Count",
} }
enumeration! { SignalType {
    Finding = "FINDING",
    CloudTrail = "CLOUD_TRAIL",
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    FlowLogs = "FLOW_LOGS",
    DnsLogs = "DNS_LOGS",
    RuntimeMonitoring = "RUNTIME_MONITORING",
} }
structure! { SortCriteria {
    attribute_name: Option<String> = "AttributeName",
    order_by: Option<OrderBy> = "OrderBy",
} }
structure! { StartMalwareScanConfiguration {
    role: String = "Role",
    incremental_scan_details: Option<IncrementalScanDetails> = "IncrementalScanDetails",
    recovery_point: Option<RecoveryPoint> = "RecoveryPoint",
} }
structure! { StartMalwareScanRequest {
    resource_arn: String = "ResourceArn",
    client_token: Option<String> = "ClientToken",
    scan_configuration: Option<StartMalwareScanConfiguration> = "ScanConfiguration",
} }
structure! { StartMalwareScanResponse {
    scan_id: Option<String> = "ScanId",
} }
structure! { StartMonitoringMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { StartMonitoringMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { StopMonitoringMembersRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
} }
structure! { StopMonitoringMembersResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
enumeration! { SummaryFormat {
    String = "STRING",
    Structured = "STRUCTURED",
} }
structure! { SupportingData {
    fetch: Option<FetchRecord> = "Fetch",
    analysis: Option<AnalysisRecord> = "Analysis",
    observation: Option<ObservationRecord> = "Observation",
    metadata: Option<MetadataRecord> = "Metadata",
} }
structure! { TacticCoverage {
    phase: Option<AttackPhaseName> = "Phase",
    finding_count: Option<i32> = "FindingCount",
    finding_types: Option<Vec<String>> = "FindingTypes",
    techniques: Option<Vec<TechniqueCoverage>> = "Techniques",
} }
structure! { Tag {
    key: Option<String> = "Key",
    value: Option<String> = "Value",
} }
structure! { TagResourceRequest {
    resource_arn: String = "ResourceArn",
    tags: BTreeMap<String, String> = "Tags",
} }
structure! { TagResourceResponse {
} }
structure! { TechniqueCoverage {
    technique: Option<ThreatReference> = "Technique",
    finding_count: Option<i32> = "FindingCount",
    finding_types: Option<Vec<String>> = "FindingTypes",
} }
structure! { Threat {
    name: Option<String> = "Name",
    source: Option<String> = "Source",
    item_paths: Option<Vec<ItemPath>> = "ItemPaths",
    count: Option<i64> = "Count",
    hash: Option<String> = "Hash",
    item_details: Option<Vec<ItemDetails>> = "ItemDetails",
} }
structure! { ThreatAssessment {
    attack_progression: Option<Vec<AttackPhase>> = "AttackProgression",
    threat_actor_profile: Option<String> = "ThreatActorProfile",
} }
enumeration! { ThreatConfidence {
    VeryHigh = "VERY_HIGH",
    High = "HIGH",
    Medium = "MEDIUM",
    Low = "LOW",
} }
structure! { ThreatDetectedByName {
    item_count: Option<i32> = "ItemCount",
    unique_threat_name_count: Option<i32> = "UniqueThreatNameCount",
    shortened: Option<bool> = "Shortened",
    threat_names: Option<Vec<ScanThreatName>> = "ThreatNames",
} }
enumeration! { ThreatEntitySetFormat {
    Txt = "TXT",
    Stix = "STIX",
    OtxCsv = "OTX_CSV",
    AlienVault = "ALIEN_VAULT",
    ProofPoint = "PROOF_POINT",
    FireEye = "FIRE_EYE",
} }
enumeration! { ThreatEntitySetStatus {
    Inactive = "INACTIVE",
    Activating = "ACTIVATING",
    Active = "ACTIVE",
    Deactivating = "DEACTIVATING",
    Error = "ERROR",
    DeletePending = "DELETE_PENDING",
    Deleted = "DELETED",
} }
enumeration! { ThreatIntelSetFormat {
    Txt = "TXT",
    Stix = "STIX",
    OtxCsv = "OTX_CSV",
    AlienVault = "ALIEN_VAULT",
    ProofPoint = "PROOF_POINT",
    FireEye = "FIRE_EYE",
} }
enumeration! { ThreatIntelSetStatus {
    Inactive = "INACTIVE",
    Activating = "ACTIVATING",
    Active = "ACTIVE",
    Deactivating = "DEACTIVATING",
    Error = "ERROR",
    DeletePending = "DELETE_PENDING",
    Deleted = "DELETED",
} }
structure! { ThreatIntelligenceDetail {
    threat_list_name: Option<String> = "ThreatListName",
    threat_names: Option<Vec<String>> = "ThreatNames",
    threat_file_sha256: Option<String> = "ThreatFileSha256",
} }
structure! { ThreatReference {
    name: Option<String> = "Name",
    uid: Option<String> = "Uid",
} }
structure! { ThreatsDetectedItemCount {
    files: Option<i32> = "Files",
} }
enumeration! { TimeGranularity {
    Day = "DAY",
    Week = "WEEK",
    Month = "MONTH",
} }
structure! { TimeWindowGroup {
    start_time: Option<Timestamp> = "StartTime",
    end_time: Option<Timestamp> = "EndTime",
    finding_count: Option<i32> = "FindingCount",
} }
structure! { Total {
    amount: Option<String> = "Amount",
    unit: Option<String> = "Unit",
} }
structure! { Trend {
    granularity: Option<TimeGranularity> = "Granularity",
    started_at: Option<Timestamp> = "StartedAt",
    ended_at: Option<Timestamp> = "EndedAt",
    total_findings: Option<i64> = "TotalFindings",
    by_time_window: Option<Vec<TimeWindowGroup>> = "ByTimeWindow",
} }
structure! { TriggerDetails {
    guard_duty_finding_id: Option<String> = "GuardDutyFindingId",
    description: Option<String> = "Description",
    trigger_type: Option<TriggerType> = "TriggerType",
} }
enumeration! { TriggerType {
    Backup = "BACKUP",
    Guardduty = "GUARDDUTY",
} }
enumeration! { TrustedEntitySetFormat {
    Txt = "TXT",
    Stix = "STIX",
    OtxCsv = "OTX_CSV",
    AlienVault = "ALIEN_VAULT",
    ProofPoint = "PROOF_POINT",
    FireEye = "FIRE_EYE",
} }
enumeration! { TrustedEntitySetStatus {
    Inactive = "INACTIVE",
    Activating = "ACTIVATING",
    Active = "ACTIVE",
    Deactivating = "DEACTIVATING",
    Error = "ERROR",
    DeletePending = "DELETE_PENDING",
    Deleted = "DELETED",
} }
structure! { TypeDistribution {
    finding_type: Option<String> = "FindingType",
    count: Option<i64> = "Count",
    percentage: Option<f64> = "Percentage",
    dominant_severity: Option<String> = "DominantSeverity",
} }
structure! { UnarchiveFindingsRequest {
    detector_id: String = "DetectorId",
    finding_ids: Vec<String> = "FindingIds",
} }
structure! { UnarchiveFindingsResponse {
} }
structure! { UnprocessedAccount {
    account_id: String = "AccountId",
    result: String = "Result",
} }
structure! { UnprocessedDataSourcesResult {
    malware_protection: Option<MalwareProtectionConfigurationResult> = "MalwareProtection",
} }
structure! { UntagResourceRequest {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceResponse {
} }
structure! { UpdateCustomDetectionRuleAssociationRequest {
    rule_id: String = "RuleId",
    association_id: String = "AssociationId",
    mode: AssociationMode = "Mode",
} }
structure! { UpdateCustomDetectionRuleAssociationResponse {
} }
structure! { UpdateCustomDetectionRuleOrgConfigurationRequest {
    rule_id: String = "RuleId",
    mode: AssociationMode = "Mode",
    include_account_ids: Option<Vec<String>> = "IncludeAccountIds",
    exclude_account_ids: Option<Vec<String>> = "ExcludeAccountIds",
} }
structure! { UpdateCustomDetectionRuleOrgConfigurationResponse {
} }
structure! { UpdateDetectorRequest {
    detector_id: String = "DetectorId",
    enable: Option<bool> = "Enable",
    finding_publishing_frequency: Option<FindingPublishingFrequency> = "FindingPublishingFrequency",
    data_sources: Option<DataSourceConfigurations> = "DataSources",
    features: Option<Vec<DetectorFeatureConfiguration>> = "Features",
} }
structure! { UpdateDetectorResponse {
} }
structure! { UpdateFilterRequest {
    detector_id: String = "DetectorId",
    filter_name: String = "FilterName",
    description: Option<String> = "Description",
    action: Option<FilterAction> = "Action",
    rank: Option<i32> = "Rank",
    finding_criteria: Option<FindingCriteria> = "FindingCriteria",
} }
structure! { UpdateFilterResponse {
    name: String = "Name",
} }
structure! { UpdateFindingsFeedbackRequest {
    detector_id: String = "DetectorId",
    finding_ids: Vec<String> = "FindingIds",
    feedback: Feedback = "Feedback",
    comments: Option<Sensitive<String>> = "Comments",
} }
structure! { UpdateFindingsFeedbackResponse {
} }
structure! { UpdateIPSetRequest {
    detector_id: String = "DetectorId",
    ip_set_id: String = "IpSetId",
    name: Option<String> = "Name",
    location: Option<String> = "Location",
    activate: Option<bool> = "Activate",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { UpdateIPSetResponse {
} }
structure! { UpdateMalwareProtectionPlanRequest {
    malware_protection_plan_id: String = "MalwareProtectionPlanId",
    role: Option<String> = "Role",
    actions: Option<MalwareProtectionPlanActions> = "Actions",
    protected_resource: Option<UpdateProtectedResource> = "ProtectedResource",
} }
structure! { UpdateMalwareScanSettingsRequest {
    detector_id: String = "DetectorId",
    scan_resource_criteria: Option<ScanResourceCriteria> = "ScanResourceCriteria",
    ebs_snapshot_preservation: Option<EbsSnapshotPreservation> = "EbsSnapshotPreservation",
} }
structure! { UpdateMalwareScanSettingsResponse {
} }
structure! { UpdateMemberDetectorsRequest {
    detector_id: String = "DetectorId",
    account_ids: Vec<String> = "AccountIds",
    data_sources: Option<DataSourceConfigurations> = "DataSources",
    features: Option<Vec<MemberFeaturesConfiguration>> = "Features",
} }
structure! { UpdateMemberDetectorsResponse {
    unprocessed_accounts: Vec<UnprocessedAccount> = "UnprocessedAccounts",
} }
structure! { UpdateOrganizationConfigurationRequest {
    detector_id: String = "DetectorId",
    auto_enable: Option<bool> = "AutoEnable",
    data_sources: Option<OrganizationDataSourceConfigurations> = "DataSources",
    features: Option<Vec<OrganizationFeatureConfiguration>> = "Features",
    auto_enable_organization_members: Option<AutoEnableMembers> = "AutoEnableOrganizationMembers",
} }
structure! { UpdateOrganizationConfigurationResponse {
} }
structure! { UpdateProtectedResource {
    s3_bucket: Option<UpdateS3BucketResource> = "S3Bucket",
} }
structure! { UpdatePublishingDestinationRequest {
    detector_id: String = "DetectorId",
    destination_id: String = "DestinationId",
    destination_properties: Option<DestinationProperties> = "DestinationProperties",
} }
structure! { UpdatePublishingDestinationResponse {
} }
structure! { UpdateS3BucketResource {
    object_prefixes: Option<Vec<String>> = "ObjectPrefixes",
} }
structure! { UpdateThreatEntitySetRequest {
    detector_id: String = "DetectorId",
    threat_entity_set_id: String = "ThreatEntitySetId",
    name: Option<String> = "Name",
    location: Option<String> = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    activate: Option<bool> = "Activate",
} }
structure! { UpdateThreatEntitySetResponse {
} }
structure! { UpdateThreatIntelSetRequest {
    detector_id: String = "DetectorId",
    threat_intel_set_id: String = "ThreatIntelSetId",
    name: Option<String> = "Name",
    location: Option<String> = "Location",
    activate: Option<bool> = "Activate",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { UpdateThreatIntelSetResponse {
} }
structure! { UpdateTrustedEntitySetRequest {
    detector_id: String = "DetectorId",
    trusted_entity_set_id: String = "TrustedEntitySetId",
    name: Option<String> = "Name",
    location: Option<String> = "Location",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    activate: Option<bool> = "Activate",
} }
structure! { UpdateTrustedEntitySetResponse {
} }
structure! { UsageAccountResult {
    account_id: Option<String> = "AccountId",
    total: Option<Total> = "Total",
} }
structure! { UsageCriteria {
    account_ids: Option<Vec<String>> = "AccountIds",
    data_sources: Option<Vec<DataSource>> = "DataSources",
    resources: Option<Vec<String>> = "Resources",
    features: Option<Vec<UsageFeature>> = "Features",
} }
structure! { UsageDataSourceResult {
    data_source: Option<DataSource> = "DataSource",
    total: Option<Total> = "Total",
} }
enumeration! { UsageFeature {
    FlowLogs = "FLOW_LOGS",
    CloudTrail = "CLOUD_TRAIL",
    DnsLogs = "DNS_LOGS",
    S3DataEvents = "S3_DATA_EVENTS",
    EksAuditLogs = "EKS_AUDIT_LOGS",
    EbsMalwareProtection = "EBS_MALWARE_PROTECTION",
    RdsLoginEvents = "RDS_LOGIN_EVENTS",
    LambdaNetworkLogs = "LAMBDA_NETWORK_LOGS",
    EksRuntimeMonitoring = "EKS_RUNTIME_MONITORING",
    Ec2RuntimeMonitoring = "EC2_RUNTIME_MONITORING",
    FargateRuntimeMonitoring = "FARGATE_RUNTIME_MONITORING",
    RdsDbiProtectionProvisioned = "RDS_DBI_PROTECTION_PROVISIONED",
    RdsDbiProtectionServerless = "RDS_DBI_PROTECTION_SERVERLESS",
    RdsDbiProtectionLimitless = "RDS_DBI_PROTECTION_LIMITLESS",
    RdsDataActivityDbiProtectionProvisioned = "RDS_DATA_ACTIVITY_DBI_PROTECTION_PROVISIONED",
    RdsDataActivityDbiProtectionServerless = "RDS_DATA_ACTIVITY_DBI_PROTECTION_SERVERLESS",
    RdsDataActivityDbiProtectionLimitless = "RDS_DATA_ACTIVITY_DBI_PROTECTION_LIMITLESS",
    AiProtection = "AI_PROTECTION",
} }
structure! { UsageFeatureResult {
    feature: Option<UsageFeature> = "Feature",
    total: Option<Total> = "Total",
} }
structure! { UsageResourceResult {
    resource: Option<String> = "Resource",
    total: Option<Total> = "Total",
} }
enumeration! { UsageStatisticType {
    SumByAccount = "SUM_BY_ACCOUNT",
    SumByDataSource = "SUM_BY_DATA_SOURCE",
    SumByResource = "SUM_BY_RESOURCE",
    TopResources = "TOP_RESOURCES",
    SumByFeatures = "SUM_BY_FEATURES",
    TopAccountsByFeature = "TOP_ACCOUNTS_BY_FEATURE",
} }
structure! { UsageStatistics {
    sum_by_account: Option<Vec<UsageAccountResult>> = "SumByAccount",
    top_accounts_by_feature: Option<Vec<UsageTopAccountsResult>> = "TopAccountsByFeature",
    sum_by_data_source: Option<Vec<UsageDataSourceResult>> = "SumByDataSource",
    sum_by_resource: Option<Vec<UsageResourceResult>> = "SumByResource",
    top_resources: Option<Vec<UsageResourceResult>> = "TopResources",
    sum_by_feature: Option<Vec<UsageFeatureResult>> = "SumByFeature",
} }
structure! { UsageTopAccountResult {
    account_id: Option<String> = "AccountId",
    total: Option<Total> = "Total",
} }
structure! { UsageTopAccountsResult {
    feature: Option<UsageFeature> = "Feature",
    accounts: Option<Vec<UsageTopAccountResult>> = "Accounts",
} }
structure! { User {
    name: String = "Name",
    uid: String = "Uid",
    r#type: String = "Type",
    credential_uid: Option<String> = "CredentialUid",
    account: Option<Account> = "Account",
} }
structure! { Volume {
    name: Option<String> = "Name",
    host_path: Option<HostPath> = "HostPath",
} }
structure! { VolumeDetail {
    volume_arn: Option<String> = "VolumeArn",
    volume_type: Option<String> = "VolumeType",
    device_name: Option<String> = "DeviceName",
    volume_size_in_gb: Option<i32> = "VolumeSizeInGB",
    encryption_type: Option<String> = "EncryptionType",
    snapshot_arn: Option<String> = "SnapshotArn",
    kms_key_arn: Option<String> = "KmsKeyArn",
} }
structure! { VolumeMount {
    name: Option<String> = "Name",
    mount_path: Option<String> = "MountPath",
} }
structure! { VpcConfig {
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    vpc_id: Option<String> = "VpcId",
    security_groups: Option<Vec<SecurityGroup>> = "SecurityGroups",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "guardduty" {
        AcceptAdministratorInvitation: AcceptAdministratorInvitationRequest => AcceptAdministratorInvitationResponse,
        AcceptInvitation: AcceptInvitationRequest => AcceptInvitationResponse,
        ArchiveFindings: ArchiveFindingsRequest => ArchiveFindingsResponse,
        CreateCustomDetectionRuleAssociation: CreateCustomDetectionRuleAssociationRequest => CreateCustomDetectionRuleAssociationResponse,
        CreateCustomDetectionRuleOrgConfiguration: CreateCustomDetectionRuleOrgConfigurationRequest => CreateCustomDetectionRuleOrgConfigurationResponse,
        CreateDetector: CreateDetectorRequest => CreateDetectorResponse,
        CreateFilter: CreateFilterRequest => CreateFilterResponse,
        CreateIPSet: CreateIPSetRequest => CreateIPSetResponse,
        CreateInvestigation: CreateInvestigationRequest => CreateInvestigationResponse,
        CreateMalwareProtectionPlan: CreateMalwareProtectionPlanRequest => CreateMalwareProtectionPlanResponse,
        CreateMembers: CreateMembersRequest => CreateMembersResponse,
        CreatePublishingDestination: CreatePublishingDestinationRequest => CreatePublishingDestinationResponse,
        CreateSampleFindings: CreateSampleFindingsRequest => CreateSampleFindingsResponse,
        CreateThreatEntitySet: CreateThreatEntitySetRequest => CreateThreatEntitySetResponse,
        CreateThreatIntelSet: CreateThreatIntelSetRequest => CreateThreatIntelSetResponse,
        CreateTrustedEntitySet: CreateTrustedEntitySetRequest => CreateTrustedEntitySetResponse,
        DeclineInvitations: DeclineInvitationsRequest => DeclineInvitationsResponse,
        DeleteCustomDetectionRuleAssociation: DeleteCustomDetectionRuleAssociationRequest => DeleteCustomDetectionRuleAssociationResponse,
        DeleteCustomDetectionRuleOrgConfiguration: DeleteCustomDetectionRuleOrgConfigurationRequest => DeleteCustomDetectionRuleOrgConfigurationResponse,
        DeleteDetector: DeleteDetectorRequest => DeleteDetectorResponse,
        DeleteFilter: DeleteFilterRequest => DeleteFilterResponse,
        DeleteIPSet: DeleteIPSetRequest => DeleteIPSetResponse,
        DeleteInvitations: DeleteInvitationsRequest => DeleteInvitationsResponse,
        DeleteMalwareProtectionPlan: DeleteMalwareProtectionPlanRequest => Unit,
        DeleteMembers: DeleteMembersRequest => DeleteMembersResponse,
        DeletePublishingDestination: DeletePublishingDestinationRequest => DeletePublishingDestinationResponse,
        DeleteThreatEntitySet: DeleteThreatEntitySetRequest => DeleteThreatEntitySetResponse,
        DeleteThreatIntelSet: DeleteThreatIntelSetRequest => DeleteThreatIntelSetResponse,
        DeleteTrustedEntitySet: DeleteTrustedEntitySetRequest => DeleteTrustedEntitySetResponse,
        DescribeMalwareScans: DescribeMalwareScansRequest => DescribeMalwareScansResponse,
        DescribeOrganizationConfiguration: DescribeOrganizationConfigurationRequest => DescribeOrganizationConfigurationResponse,
        DescribePublishingDestination: DescribePublishingDestinationRequest => DescribePublishingDestinationResponse,
        DisableOrganizationAdminAccount: DisableOrganizationAdminAccountRequest => DisableOrganizationAdminAccountResponse,
        DisassociateFromAdministratorAccount: DisassociateFromAdministratorAccountRequest => DisassociateFromAdministratorAccountResponse,
        DisassociateFromMasterAccount: DisassociateFromMasterAccountRequest => DisassociateFromMasterAccountResponse,
        DisassociateMembers: DisassociateMembersRequest => DisassociateMembersResponse,
        EnableOrganizationAdminAccount: EnableOrganizationAdminAccountRequest => EnableOrganizationAdminAccountResponse,
        GetAdministratorAccount: GetAdministratorAccountRequest => GetAdministratorAccountResponse,
        GetCoverageStatistics: GetCoverageStatisticsRequest => GetCoverageStatisticsResponse,
        GetCustomDetectionRule: GetCustomDetectionRuleRequest => GetCustomDetectionRuleResponse,
        GetCustomDetectionRuleAssociation: GetCustomDetectionRuleAssociationRequest => GetCustomDetectionRuleAssociationResponse,
        GetCustomDetectionRuleOrgConfiguration: GetCustomDetectionRuleOrgConfigurationRequest => GetCustomDetectionRuleOrgConfigurationResponse,
        GetDetector: GetDetectorRequest => GetDetectorResponse,
        GetFilter: GetFilterRequest => GetFilterResponse,
        GetFindings: GetFindingsRequest => GetFindingsResponse,
        GetFindingsStatistics: GetFindingsStatisticsRequest => GetFindingsStatisticsResponse,
        GetIPSet: GetIPSetRequest => GetIPSetResponse,
        GetInvestigation: GetInvestigationRequest => GetInvestigationResponse,
        GetInvitationsCount: GetInvitationsCountRequest => GetInvitationsCountResponse,
        GetMalwareProtectionPlan: GetMalwareProtectionPlanRequest => GetMalwareProtectionPlanResponse,
        GetMalwareScan: GetMalwareScanRequest => GetMalwareScanResponse,
        GetMalwareScanSettings: GetMalwareScanSettingsRequest => GetMalwareScanSettingsResponse,
        GetMasterAccount: GetMasterAccountRequest => GetMasterAccountResponse,
        GetMemberDetectors: GetMemberDetectorsRequest => GetMemberDetectorsResponse,
        GetMembers: GetMembersRequest => GetMembersResponse,
        GetOrganizationStatistics: Unit => GetOrganizationStatisticsResponse,
        GetRemainingFreeTrialDays: GetRemainingFreeTrialDaysRequest => GetRemainingFreeTrialDaysResponse,
        GetThreatEntitySet: GetThreatEntitySetRequest => GetThreatEntitySetResponse,
        GetThreatIntelSet: GetThreatIntelSetRequest => GetThreatIntelSetResponse,
        GetTrustedEntitySet: GetTrustedEntitySetRequest => GetTrustedEntitySetResponse,
        GetUsageStatistics: GetUsageStatisticsRequest => GetUsageStatisticsResponse,
        InviteMembers: InviteMembersRequest => InviteMembersResponse,
        ListCoverage: ListCoverageRequest => ListCoverageResponse,
        ListCustomDetectionRuleAssociations: ListCustomDetectionRuleAssociationsRequest => ListCustomDetectionRuleAssociationsResponse,
        ListCustomDetectionRuleOrgConfigurations: ListCustomDetectionRuleOrgConfigurationsRequest => ListCustomDetectionRuleOrgConfigurationsResponse,
        ListCustomDetectionRules: ListCustomDetectionRulesRequest => ListCustomDetectionRulesResponse,
        ListDetectors: ListDetectorsRequest => ListDetectorsResponse,
        ListFilters: ListFiltersRequest => ListFiltersResponse,
        ListFindings: ListFindingsRequest => ListFindingsResponse,
        ListIPSets: ListIPSetsRequest => ListIPSetsResponse,
        ListInvestigationRecords: ListInvestigationRecordsRequest => ListInvestigationRecordsResponse,
        ListInvestigations: ListInvestigationsRequest => ListInvestigationsResponse,
        ListInvitations: ListInvitationsRequest => ListInvitationsResponse,
        ListMalwareProtectionPlans: ListMalwareProtectionPlansRequest => ListMalwareProtectionPlansResponse,
        ListMalwareScans: ListMalwareScansRequest => ListMalwareScansResponse,
        ListMembers: ListMembersRequest => ListMembersResponse,
        ListOrganizationAdminAccounts: ListOrganizationAdminAccountsRequest => ListOrganizationAdminAccountsResponse,
        ListPublishingDestinations: ListPublishingDestinationsRequest => ListPublishingDestinationsResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        ListThreatEntitySets: ListThreatEntitySetsRequest => ListThreatEntitySetsResponse,
        ListThreatIntelSets: ListThreatIntelSetsRequest => ListThreatIntelSetsResponse,
        ListTrustedEntitySets: ListTrustedEntitySetsRequest => ListTrustedEntitySetsResponse,
        SendObjectMalwareScan: SendObjectMalwareScanRequest => SendObjectMalwareScanResponse,
        StartMalwareScan: StartMalwareScanRequest => StartMalwareScanResponse,
        StartMonitoringMembers: StartMonitoringMembersRequest => StartMonitoringMembersResponse,
        StopMonitoringMembers: StopMonitoringMembersRequest => StopMonitoringMembersResponse,
        TagResource: TagResourceRequest => TagResourceResponse,
        UnarchiveFindings: UnarchiveFindingsRequest => UnarchiveFindingsResponse,
        UntagResource: UntagResourceRequest => UntagResourceResponse,
        UpdateCustomDetectionRuleAssociation: UpdateCustomDetectionRuleAssociationRequest => UpdateCustomDetectionRuleAssociationResponse,
        UpdateCustomDetectionRuleOrgConfiguration: UpdateCustomDetectionRuleOrgConfigurationRequest => UpdateCustomDetectionRuleOrgConfigurationResponse,
        UpdateDetector: UpdateDetectorRequest => UpdateDetectorResponse,
        UpdateFilter: UpdateFilterRequest => UpdateFilterResponse,
        UpdateFindingsFeedback: UpdateFindingsFeedbackRequest => UpdateFindingsFeedbackResponse,
        UpdateIPSet: UpdateIPSetRequest => UpdateIPSetResponse,
        UpdateMalwareProtectionPlan: UpdateMalwareProtectionPlanRequest => Unit,
        UpdateMalwareScanSettings: UpdateMalwareScanSettingsRequest => UpdateMalwareScanSettingsResponse,
        UpdateMemberDetectors: UpdateMemberDetectorsRequest => UpdateMemberDetectorsResponse,
        UpdateOrganizationConfiguration: UpdateOrganizationConfigurationRequest => UpdateOrganizationConfigurationResponse,
        UpdatePublishingDestination: UpdatePublishingDestinationRequest => UpdatePublishingDestinationResponse,
        UpdateThreatEntitySet: UpdateThreatEntitySetRequest => UpdateThreatEntitySetResponse,
        UpdateThreatIntelSet: UpdateThreatIntelSetRequest => UpdateThreatIntelSetResponse,
        UpdateTrustedEntitySet: UpdateTrustedEntitySetRequest => UpdateTrustedEntitySetResponse,
    } }
}
