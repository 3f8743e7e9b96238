//! The products whose findings Security Hub takes: services of the plane, and those of others, under the names that AWS gives them.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-providers.html>.

/// A product that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// Company and product as in the ARN, such as `aws/guardduty`.
    pub id: &'static str,
    /// Name of the product.
    pub name: &'static str,
    /// Name of the company.
    pub company: &'static str,
    /// What it is.
    pub description: &'static str,
    /// What sort of product.
    pub category: &'static str,
}

impl Known {
    /// Whether a service of the plane sends them: customers cannot.
    pub fn is_aws(&self) -> bool {
        self.id.starts_with("aws/")
    }
}

const fn aws(id: &'static str, name: &'static str, category: &'static str, description: &'static str) -> Known {
    Known {
        id,
        name,
        company: if const_eq(id, "aws/guardduty") || const_eq(id, "aws/inspector") || const_eq(id, "aws/macie") {
            "Amazon"
        } else {
            "AWS"
        },
        description,
        category,
    }
}

const fn const_eq(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        #[expect(clippy::indexing_slicing, reason = "below the length of both; evaluated at compile time")]
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn third(id: &'static str, company: &'static str, name: &'static str, category: &'static str) -> Known {
    Known { id, name, company, description: "Sends the findings of this product.", category }
}

/// Every product that is known, in the order of ids.
pub(crate) const PRODUCTS: &[Known] = &[
    third(
        "alertlogic/althreatmanagement",
        "Alert Logic",
        "SIEMless Threat Management",
        "Managed Security Service Provider (MSSP)",
    ),
    third("aqua-security/kube-bench", "Aqua Security", "Kube-bench", "Configuration and Posture Management"),
    third("aquasecurity/aquasecurity", "Aqua Security", "Aqua Cloud Native Security Platform", "Container Security"),
    third("armordefense/armoranywhere", "Armor", "Armor Anywhere", "Managed Security Service Provider (MSSP)"),
    third("attackiq/attackiq-platform", "AttackIQ", "AttackIQ", "Security Information and Event Management (SIEM)"),
    aws(
        "aws/access-analyzer",
        "IAM Access Analyzer",
        "Configuration and Posture Management",
        "Resources that are open to principals outside of the account or organization.",
    ),
    aws("aws/config", "Config", "Configuration and Posture Management", "Evaluations of the rules of Config."),
    aws(
        "aws/firewall-manager",
        "Firewall Manager",
        "Network Firewalls and Policy Management",
        "Resources that firewall policies do not cover.",
    ),
    aws(
        "aws/guardduty",
        "GuardDuty",
        "Intrusion Detection Systems (IDS)",
        "Threats that were detected in API calls, network flows, DNS queries and host events.",
    ),
    aws("aws/health", "Health", "Service Health", "Events of the Health service that concern security."),
    aws("aws/inspector", "Inspector", "Vulnerability Management", "Vulnerabilities of hosts, images and functions."),
    aws(
        "aws/iot-device-defender",
        "IoT Device Defender",
        "Configuration and Posture Management",
        "Audits and anomalies of fleets of devices.",
    ),
    aws("aws/macie", "Macie", "Data Loss Prevention (DLP)", "Sensitive data in buckets, and buckets that are not protected."),
    aws("aws/securityhub", "Security Hub", "Configuration and Posture Management", "The checks of Security Hub's own controls."),
    aws("aws/ssm-patch-manager", "Systems Manager Patch Manager", "Patch Management", "Hosts that lack patches."),
    third(
        "barracuda/cloudsecurityguardian",
        "Barracuda Networks",
        "Cloud Security Guardian",
        "Configuration and Posture Management",
    ),
    third("capitis/c2vs", "Capitis Solutions", "C2VS", "Configuration and Posture Management"),
    third("checkpoint/cloudguard-iaas", "Check Point", "CloudGuard IaaS", "Network Firewalls and Policy Management"),
    third("checkpoint/dome9-arc", "Check Point", "CloudGuard Posture Management", "Configuration and Posture Management"),
    third("cloud-custodian/cloud-custodian", "Cloud Custodian", "Cloud Custodian", "Configuration and Posture Management"),
    third("cloud-storage-sec/antivirus-for-amazon-s3", "Cloud Storage Security", "Antivirus for Amazon S3", "Malware Detection"),
    third("contrastsecurity/security-assess", "Contrast Security", "Contrast Assess", "Vulnerability Management"),
    third("crowdstrike/crowdstrike-falcon", "CrowdStrike", "CrowdStrike Falcon", "Endpoint Detection and Response (EDR)"),
    third("cyberark/cyberark-pta", "CyberArk", "Privileged Threat Analytics", "Identity and Access Management"),
    third("data-theorem/api-cloud-web-secure", "Data Theorem", "Data Theorem", "Vulnerability Management"),
    third("f5networks/f5-advanced-waf", "F5", "Advanced WAF", "Web Application Firewall (WAF)"),
    third("forcepoint/forcepoint-casb", "Forcepoint", "Forcepoint CASB", "Data Loss Prevention (DLP)"),
    third("fugue/fugue", "Fugue", "Fugue", "Configuration and Posture Management"),
    third("imperva/imperva-attack-analytics", "Imperva", "Attack Analytics", "Web Application Firewall (WAF)"),
    third(
        "juniper-networks/vsrx-next-generation-firewall",
        "Juniper Networks",
        "vSRX Next Generation Firewall",
        "Network Firewalls and Policy Management",
    ),
    third("lacework/lacework", "Lacework", "Lacework", "Configuration and Posture Management"),
    third("mcafee-skyhigh/mcafee-mvision-cloud-aws", "McAfee", "MVISION Cloud", "Configuration and Posture Management"),
    third("paloaltonetworks/redlock", "Palo Alto Networks", "Prisma Cloud Enterprise", "Configuration and Posture Management"),
    third("paloaltonetworks/vm-series", "Palo Alto Networks", "VM-Series", "Network Firewalls and Policy Management"),
    third("prowler/prowler", "Prowler", "Prowler", "Configuration and Posture Management"),
    third("qualys/qualys-pc", "Qualys", "Policy Compliance", "Configuration and Posture Management"),
    third("qualys/qualys-vm", "Qualys", "Vulnerability Management", "Vulnerability Management"),
    third("rapid7/insightvm", "Rapid7", "InsightVM", "Vulnerability Management"),
    third("secureclouddb/secureclouddb", "SecureCloudDB", "SecureCloudDB", "Data Loss Prevention (DLP)"),
    third("sentinelone/endpoint-protection", "SentinelOne", "SentinelOne", "Endpoint Detection and Response (EDR)"),
    third("snyk/snyk", "Snyk", "Snyk", "Vulnerability Management"),
    third("sonrai-security/sonrai-dig", "Sonrai Security", "Sonrai Dig", "Configuration and Posture Management"),
    third("sophos/sophos-server-protection", "Sophos", "Server Protection", "Endpoint Detection and Response (EDR)"),
    third("stackrox/kubernetes-security", "StackRox", "StackRox Kubernetes Security", "Container Security"),
    third(
        "sumologicinc/sumologic-mda",
        "Sumo Logic",
        "Machine Data Analytics",
        "Security Information and Event Management (SIEM)",
    ),
    third("symantec-corp/symantec-cwp", "Symantec", "Cloud Workload Protection", "Endpoint Detection and Response (EDR)"),
    third("sysdig/sysdig-secure-for-cloud", "Sysdig", "Sysdig Secure for Cloud", "Container Security"),
    third("tenable/tenable-io", "Tenable", "Tenable.io", "Vulnerability Management"),
    third("trend-micro/cloud-one", "Trend Micro", "Cloud One", "Endpoint Detection and Response (EDR)"),
    third("turbot/turbot", "Turbot", "Turbot", "Configuration and Posture Management"),
    third("twistlock/twistlock-enterprise", "Palo Alto Networks", "Prisma Cloud Compute", "Container Security"),
    third("vectra-ai/cognito-detect", "Vectra", "Cognito Detect", "Intrusion Detection Systems (IDS)"),
    third("wiz-security/wiz-security", "Wiz", "Wiz", "Configuration and Posture Management"),
];

/// A product that a finding names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Product {
    /// One of [`PRODUCTS`].
    Known(Known),
    /// The customer's own: `product/ACCOUNT/default`.
    Default,
}

impl Product {
    /// Names of product and company.
    pub fn names(&self) -> (String, String) {
        match self {
            Self::Known(known) => (known.name.to_owned(), known.company.to_owned()),
            Self::Default => ("Default".to_owned(), "Personal".to_owned()),
        }
    }

    /// Whether it is the customer's own.
    pub fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }
}

/// The product that is known by this id, such as `prowler/prowler`.
pub(crate) fn known(id: &str) -> Option<Known> {
    PRODUCTS.iter().find(|product| product.id == id).copied()
}

/// The ARN of a known product in a region.
pub(crate) fn arn(partition: &str, region: &str, id: &str) -> String {
    format!("arn:{partition}:securityhub:{region}::product/{id}")
}

/// The parts of a product's ARN: region, account (empty of known products), company and product.
pub(crate) fn parts(arn: &str) -> Option<(&str, &str, &str)> {
    let mut parts = arn.splitn(6, ':').skip(3);
    let (region, account, rest) = (parts.next()?, parts.next()?, parts.next()?);
    Some((region, account, rest.strip_prefix("product/")?))
}

/// The product of an ARN, for a finding of an account in a region; none if it is not one that this account can have there.
pub(crate) fn of(arn: &str, account: &str, region: &str) -> Option<Product> {
    let (place, owner, id) = parts(arn)?;
    if place != region {
        return None;
    }
    if owner.is_empty() {
        return known(id).map(Product::Known);
    }
    let (company, name) = id.split_once('/')?;
    (owner == account && company == account && name == "default").then_some(Product::Default)
}

#[cfg(test)]
mod tests {
    use super::{PRODUCTS, Product, known, of};

    #[test]
    fn products_are_in_order_and_once() {
        assert!(PRODUCTS.windows(2).all(|pair| pair[0].id < pair[1].id));
        assert_eq!(known("aws/guardduty").map(|p| p.company), Some("Amazon"));
        assert_eq!(known("aws/config").map(|p| p.company), Some("AWS"));
    }

    #[test]
    fn a_findings_product_is_one_that_its_account_can_have() {
        let own = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";
        assert_eq!(of(own, "123456789012", "us-east-1"), Some(Product::Default));
        assert_eq!(of(own, "123456789012", "eu-west-1"), None);
        assert_eq!(of(own, "210987654321", "us-east-1"), None);
        assert!(of("arn:aws:securityhub:us-east-1::product/prowler/prowler", "123456789012", "us-east-1").is_some());
        assert_eq!(of("arn:aws:securityhub:us-east-1::product/a/b", "123456789012", "us-east-1"), None);
    }
}
