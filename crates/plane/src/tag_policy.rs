//! Tag policies: what an organization says about the tags that are given to an account's resources.
//!
//! Only tags that a request writes are looked at, and only where the policy is enforced for the kind of resource; untagged resources and keys that
//! no policy names are free. See <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies-enforcement.html>.

use wire::failure::Fault;
use wire::{Document, Failure};

/// The kinds of resources that tag policies can be enforced for, of the services that there are, as `enforced_for` names them.
/// See <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_supported-resources-enforcement.html>.
const ENFORCEABLE: &[&str] = &[
    "cloudtrail:trail",
    "events:event-bus",
    "events:rule",
    "iam:instance-profile",
    "iam:mfa",
    "iam:oidc-provider",
    "iam:policy",
    "iam:saml-provider",
    "iam:server-certificate",
    "kms:key",
    "lambda:function",
    "logs:log-group",
    "organizations:account",
    "organizations:ou",
    "organizations:policy",
    "organizations:root",
    "s3:bucket",
    "secretsmanager:secret",
    "sqs:queue",
];

/// What the effective tag policy of an account says about one tag key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRule {
    /// The key as it must be written; keys that differ only in case are meant too, and are wrong.
    pub key: String,
    /// Values that are allowed, `*` standing for any characters; any value if there are none.
    pub values: Vec<String>,
    /// Kinds of resources the rule is enforced for: `service:type`, `service:*` or `service:ALL_SUPPORTED`.
    pub enforced_for: Vec<String>,
}

/// What is wrong with a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TagViolation<'a> {
    /// The key is written in other case than the policy has it.
    #[error("The tag policy does not allow the specified capitalization of the following tag key: '{key}'. Use '{right}'.")]
    Key {
        /// As it was sent.
        key: &'a str,
        /// As it should be.
        right: &'a str,
    },
    /// The policy does not allow the value.
    #[error("The tag policy does not allow the specified value for the following tag key: '{0}'.")]
    Value(&'a str),
}

/// Checks tags that are to be written to a resource of a kind, such as `kms:key`.
///
/// # Errors
/// The first tag that breaks a rule.
pub fn check<'a>(
    rules: &'a [TagRule],
    kind: &str,
    tags: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(), TagViolation<'a>> {
    for (key, value) in tags {
        let same = |rule: &&TagRule| rule.key == key || rule.key.to_lowercase() == key.to_lowercase();
        let Some(rule) = rules.iter().find(same).filter(|rule| rule.enforced_for.iter().any(|entry| covers(entry, kind))) else {
            continue;
        };
        if rule.key != key {
            return Err(TagViolation::Key { key, right: &rule.key });
        }
        if !rule.values.is_empty() && !rule.values.iter().any(|allowed| matches(allowed, value)) {
            return Err(TagViolation::Value(key));
        }
    }
    Ok(())
}

/// Whether an entry of `enforced_for` means a kind.
fn covers(entry: &str, kind: &str) -> bool {
    if entry == kind {
        return true;
    }
    let (Some((service, what)), Some((of, _))) = (entry.split_once(':'), kind.split_once(':')) else { return false };
    service == of && matches!(what, "*" | "ALL_SUPPORTED")
}

/// Whether a value is what a pattern allows.
fn matches(pattern: &str, value: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = value.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The kind of a resource that tag policies can be enforced for, by the service and the ARN that permission is asked on.
pub(crate) fn kind(service: &str, resource: &str) -> Option<&'static str> {
    let name = resource.splitn(6, ':').nth(5).unwrap_or_default();
    let of_name = name.split([':', '/']).next().unwrap_or_default();
    let of_type = match service {
        // Whoever creates a key asks on `*`: only keys have tags there.
        "kms" => "key",
        "sqs" => "queue",
        "s3" if !name.contains('/') => "bucket",
        "s3" => return None,
        _ => of_name,
    };
    let mut all = ENFORCEABLE.iter().copied();
    all.find(|kind| kind.split_once(':').is_some_and(|(of, what)| of == service && what == of_type))
}

/// The refusal in the service's own words. AWS documents S3's and Organizations'; the others answer as they do to other bad tags.
pub(crate) fn refusal(service: &str, violation: TagViolation<'_>) -> Failure {
    let message = violation.to_string();
    let modelled = |shape: &'static str, code: &'static str, member: &'static str, members: Vec<(&'static str, Document)>| {
        Failure::modelled(shape, code, 400, Fault::Sender, member, message.clone(), members)
    };
    let plain = |shape: &'static str| modelled(shape, shape, "message", Vec::new());
    match service {
        "cloudtrail" => plain("InvalidTagParameterException"),
        "iam" => modelled("InvalidInputException", "InvalidInput", "message", Vec::new()),
        "kms" => plain("TagException"),
        "lambda" => plain("InvalidParameterValueException"),
        "organizations" => {
            let reason = Document::String("TAG_POLICY_VIOLATION".to_owned());
            modelled("ConstraintViolationException", "ConstraintViolationException", "Message", vec![("Reason", reason)])
        }
        "s3" => Failure::unlisted("TagPolicyException", 400, message),
        "secretsmanager" => modelled("InvalidParameterException", "InvalidParameterException", "Message", Vec::new()),
        "sqs" => Failure::unlisted("InvalidParameterValue", 400, message),
        _ => Failure::validation(message),
    }
}

#[cfg(test)]
mod tests {
    use super::{ENFORCEABLE, TagRule, check, covers, kind, matches};

    fn rule(key: &str, values: &[&str], enforced_for: &[&str]) -> TagRule {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        TagRule { key: key.to_owned(), values: owned(values), enforced_for: owned(enforced_for) }
    }

    type Tags<'a> = &'a [(&'a str, &'a str)];

    #[test]
    fn tags_are_checked_where_a_rule_is_enforced() {
        let rules = [
            rule("CostCenter", &["100", "200*", "*@example.com"], &["kms:key", "sqs:*"]),
            rule("project", &[], &["secretsmanager:ALL_SUPPORTED"]),
            rule("free", &["only"], &[]),
        ];
        let value = "The tag policy does not allow the specified value for the following tag key: 'CostCenter'.";
        let case = |key: &str, right: &str| {
            format!(
                "The tag policy does not allow the specified capitalization of the following tag key: '{key}'. Use '{right}'."
            )
        };
        let table: &[(&str, Tags<'_>, Option<String>)] = &[
            ("kms:key", &[], None),
            ("kms:key", &[("other", "x")], None),
            ("kms:key", &[("CostCenter", "100")], None),
            ("kms:key", &[("CostCenter", "200")], None),
            ("kms:key", &[("CostCenter", "2001")], None),
            ("kms:key", &[("CostCenter", "me@example.com")], None),
            ("kms:key", &[("CostCenter", "1000")], Some(value.to_owned())),
            ("kms:key", &[("CostCenter", "")], Some(value.to_owned())),
            ("kms:key", &[("other", "x"), ("CostCenter", "ME@EXAMPLE.COM")], Some(value.to_owned())),
            ("kms:key", &[("costcenter", "100")], Some(case("costcenter", "CostCenter"))),
            ("sqs:queue", &[("CostCenter", "no")], Some(value.to_owned())),
            ("secretsmanager:secret", &[("CostCenter", "no")], None),
            ("secretsmanager:secret", &[("project", "anything")], None),
            ("secretsmanager:secret", &[("Project", "anything")], Some(case("Project", "project"))),
            ("kms:key", &[("Project", "anything"), ("FREE", "x")], None),
        ];
        for (kind, tags, expected) in table {
            let found = check(&rules, kind, tags.iter().copied()).err().map(|violation| violation.to_string());
            assert_eq!(&found, expected, "{kind} {tags:?}");
        }
    }

    #[test]
    fn patterns() {
        for (pattern, value, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "anything", true),
            ("a*", "a", true),
            ("*a", "ba", true),
            ("*a", "ab", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "axbxc", true),
            ("a*b*c", "axc", false),
            ("a**c", "abc", true),
        ] {
            assert_eq!(matches(pattern, value), expected, "{pattern} {value}");
        }
    }

    #[test]
    fn entries_of_enforced_for() {
        assert!(covers("kms:key", "kms:key") && covers("kms:*", "kms:key") && covers("kms:ALL_SUPPORTED", "kms:key"));
        assert!(!covers("kms", "kms:key") && !covers("s3:*", "kms:key") && !covers("kms:k*", "kms:key"));
    }

    #[test]
    fn kinds_by_what_permission_is_asked_on() {
        for (service, resource, expected) in [
            ("kms", "*", Some("kms:key")),
            ("kms", "arn:aws:kms:us-east-1:111122223333:key/1234", Some("kms:key")),
            ("sqs", "arn:aws:sqs:us-east-1:111122223333:jobs", Some("sqs:queue")),
            ("secretsmanager", "arn:aws:secretsmanager:us-east-1:111122223333:secret:a/b-AbCdEf", Some("secretsmanager:secret")),
            ("lambda", "arn:aws:lambda:us-east-1:111122223333:function:f", Some("lambda:function")),
            ("lambda", "arn:aws:lambda:us-east-1:111122223333:event-source-mapping:1", None),
            ("events", "arn:aws:events:us-east-1:111122223333:rule/bus/r", Some("events:rule")),
            ("events", "arn:aws:events:us-east-1:111122223333:event-bus/b", Some("events:event-bus")),
            ("cloudtrail", "arn:aws:cloudtrail:us-east-1:111122223333:trail/t", Some("cloudtrail:trail")),
            ("cloudtrail", "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/1", None),
            ("s3", "arn:aws:s3:::b", Some("s3:bucket")),
            ("s3", "arn:aws:s3:::b/key:with:colons", None),
            ("iam", "arn:aws:iam::111122223333:policy/path/p", Some("iam:policy")),
            ("iam", "arn:aws:iam::111122223333:mfa/m", Some("iam:mfa")),
            ("iam", "arn:aws:iam::111122223333:user/u", None),
            ("iam", "arn:aws:iam::111122223333:role/r", None),
            ("organizations", "arn:aws:organizations::111122223333:ou/o-1/ou-*", Some("organizations:ou")),
            ("organizations", "arn:aws:organizations::111122223333:account/o-1/*", Some("organizations:account")),
            ("organizations", "arn:aws:organizations::111122223333:resourcepolicy/o-1/rp-1", None),
            ("sts", "arn:aws:iam::111122223333:role/r", None),
        ] {
            assert_eq!(kind(service, resource), expected, "{service} {resource}");
        }
        assert!(ENFORCEABLE.is_sorted());
    }
}
