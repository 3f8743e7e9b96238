//! The services that reports speak of, and which of them policies grant.

use policy::{Effect, Policy, Statement, wildcard_match};

/// A service in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// The prefix of its actions.
    pub namespace: &'static str,
    /// Its name in reports.
    pub name: &'static str,
    /// The first label of its event source, where it is not the namespace.
    pub source: &'static str,
}

const fn service(namespace: &'static str, name: &'static str) -> Service {
    Service { namespace, name, source: namespace }
}

/// The services of this installation, in the order of their namespaces. The names are those of the Service Authorization Reference.
pub const SERVICES: &[Service] = &[
    service("access-analyzer", "AWS IAM Access Analyzer"),
    service("account", "AWS Account Management"),
    service("application-autoscaling", "AWS Application Auto Scaling"),
    service("budgets", "AWS Budget Service"),
    service("ce", "AWS Cost Explorer Service"),
    service("cloudtrail", "AWS CloudTrail"),
    service("cloudtrail-data", "AWS CloudTrail Data"),
    Service { namespace: "cloudwatch", name: "Amazon CloudWatch", source: "monitoring" },
    service("config", "AWS Config"),
    service("cur", "AWS Cost and Usage Report"),
    service("events", "Amazon EventBridge"),
    service("guardduty", "Amazon GuardDuty"),
    service("health", "AWS Health APIs and Notifications"),
    service("iam", "AWS Identity and Access Management (IAM)"),
    service("kms", "AWS Key Management Service"),
    service("lambda", "AWS Lambda"),
    service("logs", "Amazon CloudWatch Logs"),
    service("organizations", "AWS Organizations"),
    service("s3", "Amazon S3"),
    service("scheduler", "Amazon EventBridge Scheduler"),
    service("secretsmanager", "AWS Secrets Manager"),
    service("securityhub", "AWS Security Hub"),
    service("servicequotas", "Service Quotas"),
    service("sns", "Amazon SNS"),
    service("sqs", "Amazon SQS"),
    service("ssm", "AWS Systems Manager"),
    service("sts", "AWS Security Token Service"),
    service("support", "AWS Support"),
    Service { namespace: "tag", name: "Amazon Resource Group Tagging API", source: "tagging" },
    service("trustedadvisor", "AWS Trusted Advisor"),
];

/// The service of a namespace.
pub fn by_namespace(namespace: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.namespace == namespace)
}

/// The service of an audit record's `eventSource`.
pub fn by_source(source: &str) -> Option<&'static Service> {
    let label = source.strip_suffix(".amazonaws.com")?;
    SERVICES.iter().find(|service| service.source == label)
}

/// Service and name of an action pattern; `*` is both.
fn parts(pattern: &str) -> (String, &str) {
    let (service, name) = pattern.split_once(':').unwrap_or((pattern, "*"));
    (service.to_lowercase(), name)
}

fn speaks_of(pattern: &str, namespace: &str) -> bool {
    wildcard_match(&parts(pattern).0, namespace)
}

fn covers(pattern: &str, namespace: &str) -> bool {
    let (service, name) = parts(pattern);
    wildcard_match(&service, namespace) && !name.is_empty() && name.bytes().all(|b| b == b'*')
}

fn allows(statement: &Statement, namespace: &str) -> bool {
    let actions = statement.actions();
    statement.effect() == Effect::Allow
        && if actions.is_negated() {
            !actions.iter().any(|pattern| covers(pattern, namespace))
        } else {
            actions.iter().any(|pattern| speaks_of(pattern, namespace))
        }
}

/// Whether a statement leaves nothing of a service: an unconditional denial of all its actions on everything.
fn bars(statement: &Statement, namespace: &str) -> bool {
    let actions = statement.actions();
    let everything = statement.resources().is_none_or(|r| !r.is_negated() && r.iter().any(|pattern| pattern == "*"));
    statement.effect() == Effect::Deny
        && statement.conditions().is_empty()
        && everything
        && if actions.is_negated() {
            !actions.iter().any(|pattern| speaks_of(pattern, namespace))
        } else {
            actions.iter().any(|pattern| covers(pattern, namespace))
        }
}

/// Whether a policy allows something of a service.
pub fn grants(policy: &Policy, namespace: &str) -> bool {
    policy.statements().iter().any(|statement| allows(statement, namespace))
}

/// Whether policies that apply together leave something of a service.
pub fn accessible<'a>(policies: impl IntoIterator<Item = &'a Policy>, namespace: &str) -> bool {
    let mut allowed = false;
    for policy in policies {
        if policy.statements().iter().any(|statement| bars(statement, namespace)) {
            return false;
        }
        allowed |= grants(policy, namespace);
    }
    allowed
}

#[cfg(test)]
mod tests {
    use policy::{Policy, PolicyKind};

    use super::{SERVICES, accessible, by_source};

    fn policy(statements: &str) -> Policy {
        Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#), PolicyKind::Identity).unwrap()
    }

    #[test]
    fn services_are_in_order_and_each_once() {
        assert!(SERVICES.windows(2).all(|pair| pair[0].namespace < pair[1].namespace));
        assert_eq!(by_source("monitoring.amazonaws.com").unwrap().namespace, "cloudwatch");
        assert_eq!(by_source("elsewhere.example.com"), None);
        let sources: Vec<_> = wire::contracts::CONTRACTS.iter().map(|contract| contract.endpoint_prefix).collect();
        assert!(SERVICES.iter().filter(|s| s.source != "iam").all(|s| sources.contains(&s.source)), "{sources:?}");
    }

    #[test]
    fn policies_grant_what_they_name_unless_all_of_it_is_denied() {
        let read = policy(r#"{"Effect":"Allow","Action":["s3:Get*","SQS:SendMessage"],"Resource":"arn:aws:s3:::b/*"}"#);
        let all = policy(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        let rest = policy(r#"{"Effect":"Allow","NotAction":["iam:*","sqs:SendMessage"],"Resource":"*"}"#);
        let no_s3 = policy(r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#);
        let some_s3 = policy(r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::secret/*"}"#);
        let only_s3 = policy(r#"{"Effect":"Deny","NotAction":"s3:*","Resource":"*"}"#);
        for (policies, namespace, expected) in [
            (vec![&read], "s3", true),
            (vec![&read], "sqs", true),
            (vec![&read], "sns", false),
            (vec![&all], "sns", true),
            (vec![&rest], "iam", false),
            (vec![&rest], "sqs", true),
            (vec![&all, &no_s3], "s3", false),
            (vec![&all, &no_s3], "sqs", true),
            (vec![&all, &some_s3], "s3", true),
            (vec![&all, &only_s3], "s3", true),
            (vec![&all, &only_s3], "sqs", false),
            (vec![&no_s3], "s3", false),
        ] {
            assert_eq!(accessible(policies.iter().copied(), namespace), expected, "{namespace} {policies:?}");
        }
    }
}
