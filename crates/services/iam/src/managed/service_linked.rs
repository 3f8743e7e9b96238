//! Service-linked roles: which role a service has, and the policy that is attached to it.

/// A role only a service can assume, which `iam:CreateServiceLinkedRole` makes by the name of the service.
///
/// Its path is `/aws-service-role/SERVICE_PRINCIPAL/`, its trust policy names that service principal alone, and its permissions
/// are the one managed policy here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLinkedRole {
    /// The value of `AWSServiceName`, unique in the table: `cloudtrail.amazonaws.com`.
    pub service_principal: &'static str,
    /// The role name without a suffix: `AWSServiceRoleForCloudTrail`. At most 64 characters.
    pub role_name: &'static str,
    /// The ARN of the managed policy of the role.
    pub policy_arn: &'static str,
    /// What the service does with the role; its description when the caller gives none.
    pub description: &'static str,
    /// Whether `CustomSuffix` is allowed, which makes more than one such role, named `ROLE_SUFFIX`.
    pub custom_suffix: bool,
}

impl ServiceLinkedRole {
    /// The path of the role, `/aws-service-role/SERVICE_PRINCIPAL/`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/aws-service-role/{}/", self.service_principal)
    }
}

/// Every service-linked role that can be made, by service principal.
#[must_use]
pub fn service_linked_roles() -> &'static [ServiceLinkedRole] {
    ROLES
}

/// The role of a service. `None` when the service has none, which IAM answers with `InvalidInput`.
#[must_use]
pub fn service_linked_role(service_principal: &str) -> Option<&'static ServiceLinkedRole> {
    let found = ROLES.binary_search_by(|role| role.service_principal.cmp(service_principal));
    ROLES.get(found.ok()?)
}

/// Makes the rows: service principal, role, policy, description, and `suffix` where a custom suffix is allowed.
macro_rules! roles {
    ($($principal:literal $role:literal $policy:literal $description:literal $($suffix:ident)?;)*) => {
        &[$(ServiceLinkedRole {
            service_principal: $principal,
            role_name: $role,
            policy_arn: concat!("arn:aws:iam::aws:policy/aws-service-role/", $policy),
            description: $description,
            custom_suffix: allowed!($($suffix)?),
        }),*]
    };
}

/// Whether a row says `suffix`.
macro_rules! allowed {
    () => {
        false
    };
    (suffix) => {
        true
    };
}

/// Sorted by service principal, which the look-up relies on.
static ROLES: &[ServiceLinkedRole] = roles! {
    "access-analyzer.amazonaws.com" "AWSServiceRoleForAccessAnalyzer"
        "AccessAnalyzerServiceRolePolicy"
        "Analyzes resource and identity policies.";
    "accountdiscovery.ssm.amazonaws.com" "AWSServiceRoleForAmazonSSM_AccountDiscovery"
        "AWSSystemsManagerAccountDiscoveryServicePolicy"
        "Discovers the accounts of the organization.";
    "apidestinations.events.amazonaws.com" "AWSServiceRoleForAmazonEventBridgeApiDestinations"
        "AmazonEventBridgeApiDestinationsServiceRolePolicy"
        "Keeps the secrets of API destination connections.";
    "autoscaling.amazonaws.com" "AWSServiceRoleForAutoScaling"
        "AutoScalingServiceRolePolicy"
        "Launches, follows and ends instances of scaling groups." suffix;
    "cks.kms.amazonaws.com" "AWSServiceRoleForKeyManagementServiceCustomKeyStores"
        "AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy"
        "Reaches the clusters of custom key stores.";
    "cloudtrail.amazonaws.com" "AWSServiceRoleForCloudTrail"
        "CloudTrailServiceRolePolicy"
        "Runs organization trails and event data stores.";
    "cloudwatch-crossaccount.amazonaws.com" "AWSServiceRoleForCloudWatchCrossAccount"
        "CloudWatch-CrossAccountAccess"
        "Shows the metrics of accounts that share them.";
    "config-conforms.amazonaws.com" "AWSServiceRoleForConfigConforms"
        "ConfigConformsServiceRolePolicy"
        "Manages the rules of conformance packs.";
    "config-multiaccountsetup.amazonaws.com" "AWSServiceRoleForConfigMultiAccountSetup"
        "AWSConfigMultiAccountSetupPolicy"
        "Deploys organization rules to member accounts.";
    "config.amazonaws.com" "AWSServiceRoleForConfig"
        "AWSConfigServiceRolePolicy"
        "Records the configuration of resources.";
    "context.cloudtrail.amazonaws.com" "AWSServiceRoleForCloudTrailEventContext"
        "CloudTrailEventContext"
        "Enriches events with tags and condition keys.";
    "custom-resource.application-autoscaling.amazonaws.com" "AWSServiceRoleForApplicationAutoScaling_CustomResource"
        "AWSApplicationAutoScalingCustomResourcePolicy"
        "Scales custom resources.";
    "dynamodb.application-autoscaling.amazonaws.com" "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"
        "AWSApplicationAutoscalingDynamoDBTablePolicy"
        "Scales tables.";
    "elasticloadbalancing.amazonaws.com" "AWSServiceRoleForElasticLoadBalancing"
        "AWSElasticLoadBalancingServiceRolePolicy"
        "Manages the network of load balancers.";
    "event-processor.health.amazonaws.com" "AWSServiceRoleForHealth_EventProcessor"
        "AWSHealth_EventProcessorServiceRolePolicy"
        "Brings alarm state changes to AWS Health.";
    "events.amazonaws.com" "AWSServiceRoleForCloudWatchEvents"
        "CloudWatchEventsServiceRolePolicy"
        "Acts on instances for alarms and rules.";
    "guardduty.amazonaws.com" "AWSServiceRoleForAmazonGuardDuty"
        "AmazonGuardDutyServiceRolePolicy"
        "Detects threats.";
    "health.amazonaws.com" "AWSServiceRoleForHealth_Organizations"
        "Health_OrganizationsServiceRolePolicy"
        "Follows the accounts of the organization for AWS Health.";
    "lambda.application-autoscaling.amazonaws.com" "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency"
        "AWSApplicationAutoscalingLambdaConcurrencyPolicy"
        "Scales the provisioned concurrency of functions.";
    "malware-protection.guardduty.amazonaws.com" "AWSServiceRoleForAmazonGuardDutyMalwareProtection"
        "AmazonGuardDutyMalwareProtectionServiceRolePolicy"
        "Scans volumes for malware.";
    "member.org.stacksets.cloudformation.amazonaws.com" "AWSServiceRoleForCloudFormationStackSetsOrgMember"
        "CloudFormationStackSetsOrgMemberServiceRolePolicy"
        "Creates the execution role of stack sets in a member account.";
    "mrk.kms.amazonaws.com" "AWSServiceRoleForKeyManagementServiceMultiRegionKeys"
        "AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy"
        "Keeps multi-Region keys equal.";
    "organizations.amazonaws.com" "AWSServiceRoleForOrganizations"
        "AWSOrganizationsServiceTrustPolicy"
        "Creates the roles of services the organization trusts.";
    "ram.amazonaws.com" "AWSServiceRoleForResourceAccessManager"
        "AWSResourceAccessManagerServiceRolePolicy"
        "Follows the organization that resources are shared within.";
    "rds.amazonaws.com" "AWSServiceRoleForRDS"
        "AmazonRDSServiceRolePolicy"
        "Manages the network, logs and secrets of databases.";
    "rds.application-autoscaling.amazonaws.com" "AWSServiceRoleForApplicationAutoScaling_RDSCluster"
        "AWSApplicationAutoscalingRDSClusterPolicy"
        "Scales the replicas of database clusters.";
    "remediation.config.amazonaws.com" "AWSServiceRoleForConfigRemediation"
        "AWSConfigRemediationServiceRolePolicy"
        "Starts remediations.";
    "replication.dynamodb.amazonaws.com" "AWSServiceRoleForDynamoDBReplication"
        "DynamoDBReplicationServiceRolePolicy"
        "Replicates global tables.";
    "reporting.trustedadvisor.amazonaws.com" "AWSServiceRoleForTrustedAdvisorReporting"
        "AWSTrustedAdvisorReportingServiceRolePolicy"
        "Follows the accounts of the organization for Trusted Advisor.";
    "role-manager.iam.amazonaws.com" "AWSServiceRoleForIAMRoleManager"
        "AWSIAMRoleManagerServiceRolePolicy"
        "Keeps the analyzer of IAM Role Manager.";
    "securityhub.amazonaws.com" "AWSServiceRoleForSecurityHub"
        "AWSSecurityHubServiceRolePolicy"
        "Runs security controls and gathers findings.";
    "servicequotas.amazonaws.com" "AWSServiceRoleForServiceQuotas"
        "ServiceQuotasServiceRolePolicy"
        "Opens support cases for quota increases.";
    "ssm.amazonaws.com" "AWSServiceRoleForAmazonSSM"
        "AmazonSSMServiceRolePolicy"
        "Gathers operational data and runs tasks.";
    "sso.amazonaws.com" "AWSServiceRoleForSSO"
        "AWSSSOServiceRolePolicy"
        "Manages the roles of IAM Identity Center.";
    "stacksets.cloudformation.amazonaws.com" "AWSServiceRoleForCloudFormationStackSetsOrgAdmin"
        "CloudFormationStackSetsOrgAdminServiceRolePolicy"
        "Runs stack sets for the organization.";
    "support.amazonaws.com" "AWSServiceRoleForSupport"
        "AWSSupportServiceRolePolicy"
        "Reads the configuration of resources to resolve cases.";
    "trustedadvisor.amazonaws.com" "AWSServiceRoleForTrustedAdvisor"
        "AWSTrustedAdvisorServiceRolePolicy"
        "Reads what the checks look at.";
};
