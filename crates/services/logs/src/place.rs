//! Finding groups and streams by name or ARN, and what permission calls on them need.

use plane::{Access, Failure, Lookup, Plane, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};
use std::sync::Arc;

use crate::errors::{invalid, no_group, no_stream};
use crate::policies::GroupPolicy;
use crate::resources::{LogGroup, LogStream};

/// CloudFormation's name of groups, for audit records.
const GROUP_KIND: &str = "AWS::Logs::LogGroup";

/// The name of the group that a name, or an ARN of the account and region, means.
///
/// # Errors
/// `InvalidParameterException` for what is no group, `ResourceNotFoundException` for one of elsewhere.
pub(crate) fn group_name(identifier: &str, account: &str, region: &str) -> Result<String, Failure> {
    if !identifier.starts_with("arn:") {
        return if identifier.contains([':', '*']) {
            Err(invalid("Invalid log group identifier."))
        } else {
            Ok(identifier.to_owned())
        };
    }
    let parts: Vec<&str> = identifier.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", in_region, of, "log-group", rest] => {
            let name = rest.strip_suffix(":*").unwrap_or(rest);
            if name.is_empty() || name.contains(':') {
                return Err(invalid("Invalid log group ARN."));
            }
            if *in_region == region && *of == account { Ok(name.to_owned()) } else { Err(no_group()) }
        }
        _ => Err(invalid("Invalid log group ARN.")),
    }
}

/// The group of a request that names it in one of two ways.
///
/// # Errors
/// As [`group_name`], and where both ways or neither are used.
pub(crate) fn either(name: Option<&str>, identifier: Option<&str>, account: &str, region: &str) -> Result<String, Failure> {
    match (name, identifier) {
        (Some(name), None) => Ok(name.to_owned()),
        (None, Some(identifier)) => group_name(identifier, account, region),
        (Some(_), Some(_)) => Err(invalid("LogGroupName and LogGroupIdentifier are mutually exclusive.")),
        (None, None) => Err(invalid("LogGroupName or LogGroupIdentifier is required.")),
    }
}

/// The ARN by which policies name a group in all but the calls on its tags.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>.
pub(crate) fn policy_arn(plane: &Plane, region: &str, account: &str, group: &str, stream: &str) -> String {
    plane.arn("logs", region, account, &format!("log-group:{group}:log-stream:{stream}"))
}

/// Whether a call of this name works on a stream rather than a group.
async fn on(lookup: &Lookup<'_>, group: &str, stream: &str, tags_only: bool) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let arn = match tags_only {
        true => lookup.plane().arn("logs", region, account, &format!("log-group:{group}")),
        false => policy_arn(lookup.plane(), region, account, group, stream),
    };
    let mut access = Access::on(&arn).kind(GROUP_KIND).owned_by(account);
    if let Some(found) = lookup.get::<LogGroup>(account, region, group).await? {
        access = access.resource_tags(&found.tags);
        if let Some(policy) = lookup.get::<GroupPolicy>(account, &found.body.partition(), "").await? {
            let compiled = Policy::parse(&policy.body.document, PolicyKind::Resource).map_err(Failure::internal)?;
            access = access.resource_policy(ResourcePolicy {
                id: arn,
                policy: Arc::new(compiled),
                role: ResourcePolicyRole::Optional,
            });
        }
    }
    Ok(access)
}

/// What a call on a group needs.
pub(crate) async fn on_group(lookup: &Lookup<'_>, group: &str) -> Result<Access, Failure> {
    on(lookup, group, "", false).await
}

/// What a call on a stream needs.
pub(crate) async fn on_stream(lookup: &Lookup<'_>, group: &str, stream: &str) -> Result<Access, Failure> {
    on(lookup, group, stream, false).await
}

/// What a call on the tags of a group needs.
pub(crate) async fn on_tags(lookup: &Lookup<'_>, group: &str) -> Result<Access, Failure> {
    on(lookup, group, "", true).await
}

/// What a call on all groups needs.
pub(crate) fn on_all(lookup: &Lookup<'_>) -> Access {
    Access::on(policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "", ""))
}

/// Tells the audit record of a group.
pub(crate) fn touched(tx: &mut Transaction<'_>, group: &LogGroup) {
    let arn = group.arn(&tx.plane().settings.partition);
    tx.touched(arn, group.account.clone(), GROUP_KIND);
}

/// A group of the caller, held until the commit.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) async fn held_group(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<LogGroup>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let group = tx.get::<LogGroup>(&account, &region, name).await?.ok_or_else(no_group)?;
    touched(tx, &group.body);
    Ok(group)
}

/// A group of the caller, as it is now.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) async fn group(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<LogGroup>, Failure> {
    let group = tx.reader().get::<LogGroup>(tx.account(), &tx.call().region, name).await?.ok_or_else(no_group)?;
    touched(tx, &group.body);
    Ok(group)
}

/// A stream of a group, as it is now.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) async fn stream(reader: &Reader<'_>, group: &LogGroup, name: &str) -> Result<Stored<LogStream>, Failure> {
    reader.get::<LogStream>(&group.account, &group.partition(), name).await?.ok_or_else(no_stream)
}

#[cfg(test)]
mod tests {
    use super::group_name;

    #[test]
    fn groups_are_named_in_three_ways() {
        let name = |text: &str| group_name(text, "123456789012", "eu-west-1").ok();
        for (text, expected) in [
            ("/aws/x", Some("/aws/x")),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/x", Some("/aws/x")),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/x:*", Some("/aws/x")),
            ("arn:aws:logs:eu-west-2:123456789012:log-group:x", None),
            ("arn:aws:logs:eu-west-1:123456789013:log-group:x", None),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:x:log-stream:y", None),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:", None),
            ("arn:aws:sqs:eu-west-1:123456789012:x", None),
            ("x:*", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
    }
}
