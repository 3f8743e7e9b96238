//! Log groups: making, removing and listing them.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::account_policies::holding;
use crate::api::{self, LogGroupClass, operation};
use crate::errors::{bad_token, invalid};
use crate::outlets::{self, MetricFilter};
use crate::place::{group_name, held_group, on_all, on_group, on_tags, policy_arn, touched};
use crate::resources::{DeletedGroup, Holding, LogGroup};
use crate::seal;

/// Groups of an account in a region. AWS's default.
const MOST: u64 = 1_000_000;
/// Groups in a page of `DescribeLogGroups`, and of `ListLogGroups`.
const PAGE: i32 = 50;
const LIST_PAGE: i32 = 1000;
/// Groups that are read together.
const READ: usize = 500;

/// How many items a page has: `most`, or what was asked for.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) fn page_size(given: Option<i32>, most: i32) -> Result<usize, Failure> {
    let size = given.unwrap_or(most);
    if !(1..=most).contains(&size) {
        return Err(invalid(format!("limit must be between 1 and {most}.")));
    }
    Ok(usize::try_from(size).unwrap_or(1))
}

impl Handle for operation::CreateLogGroup {
    async fn access(input: &api::CreateLogGroupRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (region, account) = (lookup.call().region.as_str(), lookup.account());
        let mut access = Access::on(policy_arn(lookup.plane(), region, account, &input.log_group_name, ""));
        if let Some(tags) = input.tags.as_ref().filter(|t| !t.is_empty()) {
            let pairs = || tags.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            access = access.request_tags(pairs());
            access = access.and(on_tags(lookup, &input.log_group_name).await?.action("logs:TagResource").request_tags(pairs()));
        }
        Ok(access)
    }

    async fn run(input: &api::CreateLogGroupRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let tags = super::tags::checked(input.tags.as_ref())?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if tx.get::<LogGroup>(&account, &region, &input.log_group_name).await?.is_some() {
            return Err(api::ResourceAlreadyExistsException::new("The specified log group already exists").into());
        }
        if tx.reader().count::<LogGroup>(&account, &region).await? >= MOST {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        let mut group = LogGroup {
            name: input.log_group_name.clone(),
            account: account.clone(),
            region: region.clone(),
            uid: hex::encode(tx.plane().ids.bytes::<8>()),
            created_at: tx.call().time.as_millisecond(),
            class: input.log_group_class.unwrap_or(LogGroupClass::Standard),
            // AWS keeps what is delivered through this class for one day.
            retention_days: (input.log_group_class == Some(LogGroupClass::Delivery)).then_some(1),
            kms_key: None,
            protection: None,
            deletion_protection: input.deletion_protection_enabled.unwrap_or(false),
            data_key: String::new(),
        };
        if let Some(named) = &input.kms_key_id {
            group.kms_key = Some(seal::usable_key(tx, &group, named).await?);
        }
        seal::make(tx, &mut group).await?;
        touched(tx, &group);
        let arn = group.arn(&tx.plane().settings.partition);
        tx.put(&Stored::new(&account, &region, &input.log_group_name, group).arn(arn).tags(tags))?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteLogGroup {
    async fn access(input: &api::DeleteLogGroupRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::DeleteLogGroupRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?;
        if group.body.deletion_protection {
            return Err(api::ValidationException::new(
                "The log group cannot be deleted because deletion protection is enabled for it. Disable deletion protection first.",
            )
            .into());
        }
        let at = tx.call().time.as_millisecond();
        outlets::forget(tx, &group.body).await?;
        tx.put(&Stored::new(&group.body.account, &group.body.region, group.body.uid.as_str(), DeletedGroup { at }))?;
        tx.delete(&group);
        Ok(Unit {})
    }
}

/// A group as the API shows it.
async fn shown(tx: &Transaction<'_>, found: &Stored<LogGroup>) -> Result<api::LogGroup, Failure> {
    let (reader, group) = (tx.reader(), &found.body);
    let arn = group.arn(&tx.plane().settings.partition);
    let held = reader.get::<Holding>(&group.account, &group.region, &group.uid).await?;
    let inherits = !holding(&reader, group, api::PolicyType::DataProtectionPolicy).await?.is_empty();
    let filters = reader.count::<MetricFilter>(&group.account, &group.partition()).await?;
    Ok(api::LogGroup {
        log_group_name: Some(group.name.clone()),
        creation_time: Some(group.created_at),
        retention_in_days: group.retention_days,
        metric_filter_count: i32::try_from(filters).ok(),
        arn: Some(format!("{arn}:*")),
        stored_bytes: Some(held.map_or(0, |h| h.body.folded_bytes.saturating_add(h.body.fresh_bytes))),
        kms_key_id: group.kms_key.clone(),
        log_group_class: Some(group.class),
        log_group_arn: Some(arn),
        deletion_protection_enabled: Some(group.deletion_protection),
        data_protection_status: group.protection.as_ref().map(|_| api::DataProtectionStatus::Activated),
        inherited_properties: inherits.then(|| vec![api::InheritedProperty::AccountDataProtection]),
        ..api::LogGroup::default()
    })
}

/// Groups of the caller in the order of their names, behind `after`, that `wanted` says so of: at most one more than `limit`.
async fn list(
    tx: &Transaction<'_>,
    prefix: &str,
    mut after: Option<String>,
    limit: usize,
    wanted: impl Fn(&Stored<LogGroup>) -> bool,
) -> Result<(Vec<Stored<LogGroup>>, bool), Failure> {
    let mut found = Vec::new();
    loop {
        let page = tx.reader().list::<LogGroup>(tx.account(), &tx.call().region, prefix, after.as_deref(), READ).await?;
        let full = page.len() == READ;
        after = page.last().map(|g| g.key.id.clone());
        for group in page.into_iter().filter(&wanted) {
            if found.len() == limit {
                return Ok((found, true));
            }
            found.push(group);
        }
        if !full {
            return Ok((found, false));
        }
    }
}

impl Handle for operation::DescribeLogGroups {
    async fn access(_: &api::DescribeLogGroupsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_all(lookup))
    }

    async fn run(
        input: &api::DescribeLogGroupsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeLogGroupsResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let pattern = input.log_group_name_pattern.clone().unwrap_or_default().to_lowercase();
        if input.log_group_name_prefix.is_some() && !pattern.is_empty() {
            return Err(invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if let Some(identifiers) = &input.log_group_identifiers {
            if input.log_group_name_prefix.is_some() || !pattern.is_empty() {
                return Err(invalid("logGroupIdentifiers cannot be used together with a name prefix or pattern."));
            }
            let mut groups = Vec::new();
            for identifier in identifiers {
                let name = group_name(identifier, &account, &region)?;
                if let Some(group) = tx.reader().get::<LogGroup>(&account, &region, &name).await? {
                    groups.push(shown(tx, &group).await?);
                }
            }
            return Ok(api::DescribeLogGroupsResponse { log_groups: Some(groups), next_token: None });
        }
        let prefix = input.log_group_name_prefix.clone().unwrap_or_default();
        let class = input.log_group_class;
        let listing = format!("DescribeLogGroups {account} {region} {prefix} {pattern} {class:?}");
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let wanted = |group: &Stored<LogGroup>| {
            class.is_none_or(|class| group.body.class == class)
                && (pattern.is_empty() || group.body.name.to_lowercase().contains(&pattern))
        };
        let (found, more) = list(tx, &prefix, after, limit, wanted).await?;
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &last.key.id));
        let mut groups = Vec::with_capacity(found.len());
        for group in &found {
            groups.push(shown(tx, group).await?);
        }
        Ok(api::DescribeLogGroupsResponse { log_groups: Some(groups), next_token })
    }
}

/// Whether a name has one of the parts of a pattern; a caret ties a part to the beginning.
fn like(pattern: &str, name: &str) -> bool {
    pattern.split('|').any(|part| match part.strip_prefix('^') {
        Some(beginning) => name.starts_with(beginning),
        None => name.contains(part),
    })
}

/// Whether tags have a key with one of the values: each may have asterisks at its ends, and a mark that turns it around.
fn tagged(filter: &api::TagFilter, tags: &[(String, String)]) -> bool {
    let Some((_, value)) = tags.iter().find(|(key, _)| *key == filter.key) else { return false };
    let values = filter.values.as_deref().unwrap_or_default();
    let matches = |wanted: &String| {
        let (not, wanted) = wanted.strip_prefix('!').map_or((false, wanted.as_str()), |rest| (true, rest));
        let (open, inner) = wanted.strip_prefix('*').map_or((false, wanted), |rest| (true, rest));
        let (ends_open, inner) = inner.strip_suffix('*').map_or((false, inner), |rest| (true, rest));
        let found = match (open, ends_open) {
            (true, true) => value.contains(inner),
            (true, false) => value.ends_with(inner),
            (false, true) => value.starts_with(inner),
            (false, false) => value == inner,
        };
        found != not
    };
    values.is_empty() || values.iter().any(matches)
}

impl Handle for operation::ListLogGroups {
    async fn access(_: &api::ListLogGroupsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_all(lookup))
    }

    async fn run(input: &api::ListLogGroupsRequest, tx: &mut Transaction<'_>) -> Result<api::ListLogGroupsResponse, Failure> {
        if input.data_sources.is_some() || input.field_index_names.is_some() {
            return Err(invalid("There are no data sources and field indexes in this installation."));
        }
        let limit = page_size(input.limit.or(Some(PAGE)), LIST_PAGE)?;
        let pattern = input.log_group_name_pattern.clone();
        let (class, tags) = (input.log_group_class, input.log_group_tags.clone().unwrap_or_default());
        let listing = format!("ListLogGroups {} {} {pattern:?} {class:?} {tags:?}", tx.account(), tx.call().region);
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let wanted = |group: &Stored<LogGroup>| {
            class.is_none_or(|class| group.body.class == class)
                && pattern.as_ref().is_none_or(|pattern| like(pattern, &group.body.name))
                && tags.iter().all(|filter| tagged(filter, &group.tags))
        };
        let (found, more) = list(tx, "", after, limit, wanted).await?;
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &last.key.id));
        let aws = &tx.plane().settings.partition;
        let groups = found.iter().map(|group| api::LogGroupSummary {
            log_group_name: Some(group.body.name.clone()),
            log_group_arn: Some(group.body.arn(aws)),
            log_group_class: Some(group.body.class),
        });
        Ok(api::ListLogGroupsResponse { log_groups: Some(groups.collect()), next_token })
    }
}

#[cfg(test)]
mod tests {
    use super::{like, tagged};
    use crate::api::TagFilter;

    #[test]
    fn names_are_found_by_their_parts() {
        for (pattern, name, expected) in [
            ("lambda", "/aws/lambda/x", true),
            ("^lambda", "/aws/lambda/x", false),
            ("^/aws|other", "/aws/lambda/x", true),
            ("nope|^/aw", "/aws/lambda/x", true),
            ("Lambda", "/aws/lambda/x", false),
        ] {
            assert_eq!(like(pattern, name), expected, "{pattern}");
        }
    }

    #[test]
    fn tags_are_found_by_their_values() {
        let tags = [("env".to_owned(), "production".to_owned())];
        for (key, values, expected) in [
            ("env", vec![], true),
            ("other", vec![], false),
            ("env", vec!["production"], true),
            ("env", vec!["prod"], false),
            ("env", vec!["prod*"], true),
            ("env", vec!["*tion"], true),
            ("env", vec!["*duct*"], true),
            ("env", vec!["!prod*"], false),
            ("env", vec!["test", "!staging"], true),
        ] {
            let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
            assert_eq!(
                tagged(&TagFilter { key: key.to_owned(), values: Some(values.clone()) }, &tags),
                expected,
                "{key} {values:?}"
            );
        }
    }
}
