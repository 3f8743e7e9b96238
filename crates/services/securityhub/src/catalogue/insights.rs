//! The insights that are there by themselves, under AWS's numbers.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-managed-insights.html>.

use serde_json::{Map, Value, json};

/// An insight that everybody has.
#[derive(Debug)]
pub(crate) struct Managed {
    /// Its number in its ARN.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// What findings are counted by.
    pub group_by: &'static str,
    resource: &'static str,
    types: &'static [&'static str],
    more: More,
}

/// What a filter asks besides active findings that nobody resolved, a type of resource and types of findings.
#[derive(Debug, PartialEq, Eq)]
enum More {
    Nothing,
    /// Created in the last days.
    Days(i64),
    /// Failed checks of the last day, of generators of this beginning.
    Failed(&'static str),
    /// Findings of a product of this name.
    Product(&'static str),
}

const STANDARDS: &str = "Software and Configuration Checks/Industry and Regulatory Standards/";
const PRACTICES: &str = "Software and Configuration Checks/AWS Security Best Practices";
const REACHABILITY: &str = "Software and Configuration Checks/AWS Security Best Practices/Network Reachability";

const fn by(number: u32, name: &'static str, group_by: &'static str) -> Managed {
    Managed { number, name, group_by, resource: "", types: &[], more: More::Nothing }
}

impl Managed {
    const fn resource(self, resource: &'static str) -> Self {
        Self { resource, ..self }
    }
    const fn types(self, types: &'static [&'static str]) -> Self {
        Self { types, ..self }
    }
    const fn more(self, more: More) -> Self {
        Self { more, ..self }
    }

    /// Its ARN.
    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:securityhub:::insight/securityhub/default/{}", self.number)
    }

    /// Its filters, as `AwsSecurityFindingFilters`.
    pub fn filters(&self) -> Value {
        let is = |value: &str| json!({"Value": value, "Comparison": "EQUALS"});
        let begins = |value: &str| json!({"Value": value, "Comparison": "PREFIX"});
        let mut filters = Map::new();
        filters.insert("RecordState".to_owned(), json!([is("ACTIVE")]));
        filters.insert("WorkflowStatus".to_owned(), json!([is("NEW"), is("NOTIFIED")]));
        if !self.resource.is_empty() {
            filters.insert("ResourceType".to_owned(), json!([is(self.resource)]));
        }
        if !self.types.is_empty() {
            filters.insert("Type".to_owned(), self.types.iter().map(|kind| begins(kind)).collect());
        }
        match self.more {
            More::Nothing => {}
            More::Days(days) => {
                filters.insert("CreatedAt".to_owned(), json!([{"DateRange": {"Value": days, "Unit": "DAYS"}}]));
            }
            More::Failed(generator) => {
                filters.insert("ComplianceStatus".to_owned(), json!([is("FAILED")]));
                filters.insert("UpdatedAt".to_owned(), json!([{"DateRange": {"Value": 1, "Unit": "DAYS"}}]));
                if !generator.is_empty() {
                    filters.insert("GeneratorId".to_owned(), json!([begins(generator)]));
                }
            }
            More::Product(name) => {
                filters.insert("ProductName".to_owned(), json!([is(name)]));
            }
        }
        Value::Object(filters)
    }
}

/// All of them, by number.
pub(crate) const MANAGED: &[Managed] = &[
    by(1, "1. AWS resources with the most findings", "ResourceId"),
    by(3, "3. AMIs that are generating the most findings", "ResourceAwsEc2InstanceImageId").resource("AwsEc2Instance"),
    by(6, "6. AWS resources that do not meet security standards or best practices", "ResourceId").types(&[STANDARDS]),
    by(7, "7. AWS resources associated with potential data exfiltration", "ResourceId").types(&["Effects/Data Exfiltration/"]),
    by(8, "8. AWS resources associated with unauthorized resource consumption", "ResourceId")
        .types(&["Effects/Resource Consumption"]),
    by(9, "9. AWS principals with suspicious access key activity", "ResourceAwsIamAccessKeyPrincipalName")
        .resource("AwsIamAccessKey"),
    by(10, "10. S3 buckets with public write or read permissions", "ResourceId")
        .resource("AwsS3Bucket")
        .types(&["Effects/Data Exposure"]),
    by(11, "11. S3 buckets that do not meet security standards or best practices", "ResourceId")
        .resource("AwsS3Bucket")
        .types(&[STANDARDS]),
    by(12, "12. S3 buckets with sensitive data", "ResourceId")
        .resource("AwsS3Bucket")
        .types(&["Sensitive Data Identifications/"]),
    by(13, "13. Credentials that may have leaked", "ResourceId").types(&["Sensitive Data Identifications/Passwords/"]),
    by(14, "14. EC2 instances involved in known tactics, techniques and procedures", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&["TTPs"]),
    by(16, "16. EC2 instances that lack patches of important vulnerabilities", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&["Software and Configuration Checks/Vulnerabilities/CVE"]),
    by(17, "17. EC2 instances with general unusual behavior", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&["Unusual Behaviors"]),
    by(18, "18. EC2 instances that have ports that are accessible from the Internet", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&[REACHABILITY]),
    by(19, "19. EC2 instances that do not meet security standards or best practices", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&[STANDARDS, PRACTICES]),
    by(21, "21. EC2 instances that are open to the Internet", "ResourceId").resource("AwsEc2Instance").types(&[REACHABILITY]),
    by(22, "22. EC2 instances associated with reconnaissance of adversaries", "ResourceId")
        .resource("AwsEc2Instance")
        .types(&["TTPs/Discovery/Recon"]),
    by(23, "23. AWS resources that are associated with malware", "ResourceId").types(&[
        "Effects/Data Exfiltration/Trojan",
        "TTPs/Initial Access/Trojan",
        "TTPs/Command and Control/Backdoor",
        "TTPs/Command and Control/Trojan",
        "Software and Configuration Checks/Backdoor",
        "Unusual Behaviors/VM/Backdoor",
    ]),
    by(24, "24. AWS resources associated with cryptocurrency issues", "ResourceId")
        .types(&["Effects/Resource Consumption/Cryptocurrency", "TTPs/Command and Control/CryptoCurrency"]),
    by(25, "25. AWS resources with unauthorized access attempts", "ResourceId").types(&[
        "TTPs/Command and Control/UnauthorizedAccess",
        "TTPs/Initial Access/UnauthorizedAccess",
        "Effects/Data Exfiltration/UnauthorizedAccess",
        "Unusual Behaviors/User/UnauthorizedAccess",
        "Effects/Resource Consumption/UnauthorizedAccess",
    ]),
    by(26, "26. Threat intelligence indicators with the most hits in the last week", "ThreatIntelIndicatorValue")
        .more(More::Days(7)),
    by(27, "27. Top accounts by counts of findings", "AwsAccountId"),
    by(28, "28. Top products by counts of findings", "ProductName"),
    by(29, "29. Severity by counts of findings", "SeverityLabel"),
    by(30, "30. Top S3 buckets by counts of findings", "ResourceId").resource("AwsS3Bucket"),
    by(31, "31. Top EC2 instances by counts of findings", "ResourceId").resource("AwsEc2Instance"),
    by(32, "32. Top AMIs by counts of findings", "ResourceAwsEc2InstanceImageId").resource("AwsEc2Instance"),
    by(33, "33. Top IAM users by counts of findings", "ResourceAwsIamAccessKeyUserName").resource("AwsIamAccessKey"),
    by(34, "34. Top resources by counts of failed CIS checks", "ResourceId")
        .more(More::Failed("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark")),
    by(35, "35. Top integrations by counts of findings", "ProductArn"),
    by(36, "36. Resources with the most failed security checks", "ResourceId").more(More::Failed("")),
    by(37, "37. IAM users with suspicious activity", "ResourceId").resource("AwsIamUser"),
    by(38, "38. Resources with the most AWS Health findings", "ResourceId").more(More::Product("Health")),
    by(39, "39. Resources with the most AWS Config findings", "ResourceId").more(More::Product("Config")),
    by(40, "40. Applications with the most findings", "ResourceApplicationArn"),
];

#[cfg(test)]
mod tests {
    use super::MANAGED;
    use crate::filter::{Filter, fields};

    #[test]
    fn every_insight_can_be_asked() {
        for insight in MANAGED {
            assert!(Filter::parse(&insight.filters()).is_ok(), "{}", insight.number);
            assert!(fields::named(insight.group_by).is_some(), "{}", insight.number);
            assert!(insight.name.starts_with(&format!("{}. ", insight.number)));
        }
        assert!(MANAGED.windows(2).all(|pair| pair[0].number < pair[1].number));
    }
}
