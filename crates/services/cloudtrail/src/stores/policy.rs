//! Policies of event data stores, channels and dashboards.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/security_iam_resource-based-policy-examples.html>.

use std::sync::Arc;

use plane::{Access, Failure, ResourcePolicy, ResourcePolicyRole};
use policy::{Policy, PolicyKind, matches_action};

use crate::api::ResourcePolicyNotValidException;

/// Longest policy, characters.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutResourcePolicy.html>.
const MOST_CHARACTERS: usize = 8192;

/// What a policy may allow, by the sort of its resource.
pub fn actions(sort: &str) -> &'static [&'static str] {
    match sort {
        "channel" => &["cloudtrail-data:PutAuditEvents"],
        "dashboard" => &["cloudtrail:StartDashboardRefresh"],
        _ => &[
            "cloudtrail:StartQuery",
            "cloudtrail:CancelQuery",
            "cloudtrail:ListQueries",
            "cloudtrail:DescribeQuery",
            "cloudtrail:GetQueryResults",
            "cloudtrail:GenerateQuery",
            "cloudtrail:GenerateQueryResultsSummary",
            "cloudtrail:GetEventDataStore",
        ],
    }
}

/// Adds a resource's own policy to the permission on it.
///
/// # Errors
/// Internal ones only: a policy that is kept was read when it was put.
pub fn with(access: Access, arn: &str, text: Option<&str>) -> Result<Access, Failure> {
    let Some(text) = text else { return Ok(access) };
    let policy = Policy::parse(text, PolicyKind::Resource).map_err(Failure::internal)?;
    Ok(access.resource_policy(ResourcePolicy {
        id: arn.to_owned(),
        policy: Arc::new(policy),
        role: ResourcePolicyRole::Optional,
    }))
}

/// Sees that a policy is one that can be enforced on a resource of a sort.
///
/// # Errors
/// `ResourcePolicyNotValidException`.
pub fn check(sort: &str, arn: &str, text: &str) -> Result<(), Failure> {
    let refuse = |message: String| Err(ResourcePolicyNotValidException::new(message).into());
    if text.chars().count() > MOST_CHARACTERS {
        return refuse(format!("The resource policy is longer than {MOST_CHARACTERS} characters."));
    }
    let policy = match Policy::parse(text, PolicyKind::Resource) {
        Ok(policy) => policy,
        Err(error) => return refuse(format!("The resource policy is not valid: {error}")),
    };
    for statement in policy.statements() {
        if statement.principal().is_none() {
            return refuse("Every statement of the resource policy must have a principal.".to_owned());
        }
        let known = |pattern: &str| {
            let action = |action: &&str| matches_action(pattern, action);
            pattern.contains(':') && actions(sort).iter().any(action)
        };
        let clause = statement.actions();
        if clause.is_negated() || !clause.iter().all(known) {
            return refuse(format!(
                "The resource policy has an action that is not valid for a resource of this type. Valid actions: {}.",
                actions(sort).join(", ")
            ));
        }
        if let Some(resources) = statement.resources()
            && (resources.is_negated() || !resources.iter().all(|pattern| policy::wildcard_match(pattern, arn)))
        {
            return refuse(format!("The resource of every statement of the resource policy must be {arn}."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_policy_allows_only_what_its_resource_knows() {
        let arn = "arn:aws:cloudtrail:us-east-1:123456789012:channel/abc";
        let text = |action: &str, resource: &str, principal: &str| {
            format!(
                r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {principal} "Action": "{action}", "Resource": "{resource}"}}]}}"#
            )
        };
        let somebody = r#""Principal": {"AWS": "arn:aws:iam::123456789012:root"},"#;
        assert!(check("channel", arn, &text("cloudtrail-data:PutAuditEvents", arn, somebody)).is_ok());
        assert!(check("channel", arn, &text("cloudtrail-data:PutAuditEvents", arn, "")).is_err());
        assert!(check("channel", arn, &text("cloudtrail:StartQuery", arn, somebody)).is_err());
        assert!(check("channel", arn, &text("*", arn, somebody)).is_err());
        assert!(check("channel", arn, &text("cloudtrail-data:PutAuditEvents", "arn:aws:s3:::x", somebody)).is_err());
        assert!(check("eventdatastore", arn, &text("cloudtrail:StartQuery", arn, somebody)).is_ok());
        assert!(check("channel", arn, "{").is_err());
    }
}
