//! Services that work with organizations. Source: "AWS services that you can use with AWS Organizations" in the Organizations User Guide.

use crate::api::PolicyType;
use crate::quotas;

/// A service.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its principal.
    pub(crate) principal: &'static str,
    /// How many accounts may administer it; none if it knows no delegated administrators.
    pub(crate) administrators: Option<usize>,
}

const fn with(principal: &'static str, administrators: usize) -> Service {
    Service { principal, administrators: Some(administrators) }
}

const fn without(principal: &'static str) -> Service {
    Service { principal, administrators: None }
}

const MANY: usize = quotas::DELEGATED_PER_SERVICE;

static SERVICES: &[Service] = &[
    with("access-analyzer.amazonaws.com", 1),
    with("account.amazonaws.com", 1),
    with("agentlessscanner.inspector2.amazonaws.com", 1),
    without("aiops.amazonaws.com"),
    without("artifact.amazonaws.com"),
    without("aws-artifact-account-sync.amazonaws.com"),
    with("auditmanager.amazonaws.com", 1),
    with("backup.amazonaws.com", MANY),
    without("billing-cost-management.amazonaws.com"),
    with("bcm-data-exports.amazonaws.com", MANY),
    without("chatbot.amazonaws.com"),
    without("cloudwatch-crossaccount.amazonaws.com"),
    with("cloudtrail.amazonaws.com", 3),
    without("compute-optimizer.amazonaws.com"),
    with("config-multiaccountsetup.amazonaws.com", 3),
    with("config.amazonaws.com", 3),
    without("controltower.amazonaws.com"),
    with("cost-optimization-hub.bcm.amazonaws.com", 1),
    with("detective.amazonaws.com", 1),
    with("devops-guru.amazonaws.com", 1),
    without("ds.amazonaws.com"),
    without("ec2.amazonaws.com"),
    with("fms.amazonaws.com", 10),
    with("guardduty.amazonaws.com", 1),
    with("health.amazonaws.com", MANY),
    with("iam.amazonaws.com", 1),
    with("inspector2.amazonaws.com", 1),
    with("ipam.amazonaws.com", 1),
    without("license-management.marketplace.amazonaws.com"),
    with("license-manager.amazonaws.com", 1),
    with("license-manager.member-account.amazonaws.com", 1),
    without("license-manager-linux-subscriptions.amazonaws.com"),
    with("macie.amazonaws.com", 1),
    with("malware-protection.guardduty.amazonaws.com", 1),
    with("member.org.stacksets.cloudformation.amazonaws.com", MANY),
    with("networkmanager.amazonaws.com", MANY),
    with("network-security-director.amazonaws.com", 1),
    with("notifications.amazon.com", 1),
    with("observabilityadmin.amazonaws.com", 1),
    with("opsdatasync.ssm.amazonaws.com", 1),
    without("ram.amazonaws.com"),
    with("reachabilityanalyzer.networkinsights.amazonaws.com", MANY),
    with("reporting.trustedadvisor.amazonaws.com", MANY),
    with("resource-explorer-2.amazonaws.com", 1),
    with("securityhub.amazonaws.com", 1),
    with("securitylake.amazonaws.com", 1),
    without("servicecatalog.amazonaws.com"),
    without("servicequotas.amazonaws.com"),
    with("ssm-quicksetup.amazonaws.com", MANY),
    with("ssm.amazonaws.com", 1),
    with("sso.amazonaws.com", 1),
    with("stacksets.cloudformation.amazonaws.com", MANY),
    with("storage-lens.s3.amazonaws.com", MANY),
    without("tagpolicies.tag.amazonaws.com"),
    without("wellarchitected.amazonaws.com"),
];

/// A service by its principal.
pub(crate) fn find(principal: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|s| s.principal == principal)
}

/// The service whose access a policy type needs: one that enforces the policies with a role in every account.
pub(crate) fn needed_by(kind: PolicyType) -> Option<&'static str> {
    match kind {
        PolicyType::SecurityhubPolicy | PolicyType::SecurityhubCspmPolicy => Some("securityhub.amazonaws.com"),
        PolicyType::InspectorPolicy => Some("inspector2.amazonaws.com"),
        PolicyType::GuarddutyPolicy => Some("guardduty.amazonaws.com"),
        PolicyType::NetworkSecurityDirectorPolicy => Some("network-security-director.amazonaws.com"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PolicyType, SERVICES, find, needed_by};

    #[test]
    fn principals_are_unique_and_known_where_needed() {
        for service in SERVICES {
            assert_eq!(SERVICES.iter().filter(|s| s.principal == service.principal).count(), 1, "{}", service.principal);
        }
        for kind in PolicyType::VALUES {
            assert!(needed_by(*kind).is_none_or(|principal| find(principal).is_some()), "{kind}");
        }
        assert!(find("made-up.amazonaws.com").is_none());
    }
}
