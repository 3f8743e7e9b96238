//! Making, changing and deleting trails.

use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::operation::{CreateTrail, DeleteTrail, UpdateTrail};
use crate::api::{
    CloudTrailAccessNotEnabledException, CreateTrailRequest, CreateTrailResponse, DeleteTrailRequest, DeleteTrailResponse,
    InvalidCloudWatchLogsLogGroupArnException, InvalidCloudWatchLogsRoleArnException, InvalidParameterCombinationException,
    MaximumNumberOfTrailsExceededException, NotOrganizationMasterAccountException, OrganizationsNotInUseException,
    TrailAlreadyExistsException, UpdateTrailRequest, UpdateTrailResponse,
};
use crate::bucket;
use crate::deliver::{PRINCIPAL, place};
use crate::encryption;
use crate::find;
use crate::log_group;
use crate::names;
use crate::operations::tags::{check_tags, merged, pairs};
use crate::resources::{BY_ACCOUNT, Delivery, Status, Trail};
use crate::selectors::Selectors;
use crate::topic;

/// Trails of an account in a region at most, trails of other regions that are shadowed there included.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const MOST_TRAILS: usize = 5;

/// An empty text takes a setting away.
fn some(text: Option<&String>) -> Option<&String> {
    text.filter(|t| !t.is_empty())
}

/// The topic that a trail has after a request that names one, takes it away with an empty text, or says nothing.
async fn topic(tx: &Transaction<'_>, trail: &Trail, topic: Option<&String>) -> Result<Option<String>, Failure> {
    match topic {
        None => Ok(trail.topic.clone()),
        Some(none) if none.is_empty() => Ok(None),
        Some(topic) => topic::check(tx, trail, topic).await.map(Some),
    }
}

/// Name and ARN of the topic of a trail.
pub fn told_topic(trail: &Trail) -> (Option<String>, Option<String>) {
    let name = |arn: &String| arn.rsplit_once(':').map_or(arn.clone(), |(_, name)| name.to_owned());
    (trail.topic.as_ref().map(name), trail.topic.clone())
}

/// The log group and role that a trail has after a request that names both, one or none of them.
async fn log_group(
    tx: &mut Transaction<'_>,
    trail: &Trail,
    group: Option<&String>,
    role: Option<&String>,
) -> Result<Option<log_group::Destination>, Failure> {
    let there = trail.log_group.as_ref();
    let group_after = group.map_or(there.map(|d| d.log_group.as_str()), |g| Some(g.as_str()).filter(|g| !g.is_empty()));
    let role_after = role.map_or(there.map(|d| d.role.as_str()), |r| Some(r.as_str()).filter(|r| !r.is_empty()));
    match (group_after, role_after) {
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err(InvalidCloudWatchLogsRoleArnException::new("You must specify a role ARN as well as a log group.").into())
        }
        (None, Some(_)) => {
            Err(InvalidCloudWatchLogsLogGroupArnException::new("You must specify a log group as well as a role ARN.").into())
        }
        (Some(_), Some(_)) if group.is_none() && role.is_none() => Ok(trail.log_group.clone()),
        (Some(group), Some(role)) => log_group::check(tx, trail, group, role).await.map(Some),
    }
}

/// Whoever gives a trail a role must be allowed to pass it.
fn passing(access: Access, role: Option<&String>) -> Access {
    match some(role) {
        Some(role) => access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", PRINCIPAL)),
        None => access,
    }
}

/// ARNs of the log group and the role of a trail.
pub fn told(trail: &Trail) -> (Option<String>, Option<String>) {
    trail.log_group.clone().map(|to| (to.log_group, to.role)).unzip()
}

fn check_global(multi_region: bool, global_events: bool) -> Result<(), Failure> {
    if multi_region && !global_events {
        return Err(InvalidParameterCombinationException::new("Multi-Region trail must include global service events.").into());
    }
    Ok(())
}

/// The account that owns a trail or event data store that the caller makes, and the organization of an organization's.
///
/// # Errors
/// `OrganizationsNotInUseException`, `NotOrganizationMasterAccountException`, `CloudTrailAccessNotEnabledException`.
pub async fn owner(tx: &Transaction<'_>, organization_trail: bool) -> Result<(String, Option<String>), Failure> {
    if !organization_trail {
        return Ok((tx.account().to_owned(), None));
    }
    let guardrails = &tx.call().guardrails;
    let (Some(organization), Some(management)) = (&guardrails.organization_id, &guardrails.management_account) else {
        return Err(OrganizationsNotInUseException::new("Your account is not a member of an organization.").into());
    };
    let reader = tx.reader();
    if management != tx.account() && !find::delegated(&reader, tx.account()).await? {
        return Err(NotOrganizationMasterAccountException::new(
            "The account is neither the management account nor a delegated administrator of the organization.",
        )
        .into());
    }
    if !tx.plane().organization().trusts(&reader, tx.account(), PRINCIPAL).await? {
        return Err(CloudTrailAccessNotEnabledException::new(
            "CloudTrail service access is not enabled for your organization. Enable trusted access for CloudTrail in Organizations.",
        )
        .into());
    }
    Ok((management.clone(), Some(organization.clone())))
}

/// That a trail more finds room in the regions where it would be seen.
async fn check_room(reader: &Reader<'_>, trail: &Trail) -> Result<(), Failure> {
    let others = reader.find_all::<Trail>(BY_ACCOUNT, &trail.account, None, usize::MAX >> 1).await?;
    let others: Vec<&Trail> = others.iter().map(|t| &t.body).filter(|t| t.arn != trail.arn).collect();
    let all = &reader.plane().settings.regions;
    for region in all.iter().filter(|r| trail.multi_region || **r == trail.region) {
        if others.iter().filter(|t| t.multi_region || t.region == *region).count() >= MOST_TRAILS {
            return Err(MaximumNumberOfTrailsExceededException::new(format!(
                "User: {} already has {MOST_TRAILS} trails in {region}.",
                trail.account
            ))
            .into());
        }
    }
    Ok(())
}

impl Handle for CreateTrail {
    async fn access(input: &CreateTrailRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let management = lookup.call().guardrails.management_account.as_deref();
        let owner = management.filter(|_| input.is_organization_trail == Some(true)).unwrap_or(lookup.account());
        let arn = find::arn(lookup, lookup.call(), owner, &input.name);
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        let access = Access::on(arn).request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        Ok(passing(access, input.cloud_watch_logs_role_arn.as_ref()))
    }

    async fn run(input: &CreateTrailRequest, tx: &mut Transaction<'_>) -> Result<CreateTrailResponse, Failure> {
        names::validate(&input.name)?;
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        check_tags(&tags)?;
        let multi_region = input.is_multi_region_trail.unwrap_or(false);
        let global_events = input.include_global_service_events.unwrap_or(true);
        check_global(multi_region, global_events)?;
        let prefix = some(input.s3_key_prefix.as_ref()).cloned();
        bucket::check_names(&input.s3_bucket_name, prefix.as_deref())?;
        let (account, organization) = owner(tx, input.is_organization_trail.unwrap_or(false)).await?;
        let region = tx.call().region.clone();
        let mut trail = Trail {
            name: input.name.clone(),
            generation: tx.plane().ids.uuid().simple().to_string(),
            arn: find::arn(&tx.reader(), tx.call(), &account, &input.name),
            account,
            region,
            bucket: input.s3_bucket_name.clone(),
            prefix,
            global_events,
            multi_region,
            validation: input.enable_log_file_validation.unwrap_or(false),
            organization,
            recursive: input.recursive_logging.unwrap_or(true),
            kms_key: None,
            log_group: None,
            topic: None,
            insights: Vec::new(),
            aggregations: Vec::new(),
            logging: false,
            started_at: None,
            stopped_at: None,
            selectors: Selectors::Default,
        };
        // Every trail that is seen in a region has a name of its own there.
        let all = tx.reader().find_all::<Trail>(BY_ACCOUNT, &trail.account, None, usize::MAX >> 1).await?;
        let held = tx.get::<Trail>(&trail.account, &trail.region, &trail.name).await?.is_some();
        let shadowed = |t: &Stored<Trail>| t.body.name == trail.name && (t.body.multi_region || trail.multi_region);
        if held || all.iter().any(shadowed) {
            return Err(TrailAlreadyExistsException::new(format!(
                "Trail {} already exists for customer: {}",
                trail.name, trail.account
            ))
            .into());
        }
        tx.all::<Trail>(&trail.account, &trail.region, "").await?;
        check_room(&tx.reader(), &trail).await?;
        if let Some(key) = some(input.kms_key_id.as_ref()) {
            trail.kms_key = Some(encryption::check(tx, &trail, key).await?);
        }
        bucket::check_access(tx, &trail).await?;
        let (group, role) = (&input.cloud_watch_logs_log_group_arn, &input.cloud_watch_logs_role_arn);
        trail.log_group = log_group(tx, &trail, group.as_ref(), role.as_ref()).await?;
        trail.topic = topic(tx, &trail, input.sns_topic_name.as_ref()).await?;
        let delivery = Delivery {
            trail: trail.clone(),
            changed_at: tx.call().time.as_millisecond(),
            gone: false,
            chain_start: None,
            plan: None,
            put: Vec::new(),
        };
        let head = tx.journal_head();
        tx.move_cursor(&delivery.cursor(), 0, head);
        tx.put(&Stored::new(&trail.account, &trail.region, place(&trail).id, delivery))?;
        let stored = Stored::new(&trail.account, &trail.region, trail.name.clone(), trail.clone());
        tx.put(&stored.arn(trail.arn.clone()).tags(merged(&[], &tags)))?;
        tx.touched(trail.arn.clone(), trail.account.clone(), "AWS::CloudTrail::Trail");
        let (cloud_watch_logs_log_group_arn, cloud_watch_logs_role_arn) = told(&trail);
        let (sns_topic_name, sns_topic_arn) = told_topic(&trail);
        Ok(CreateTrailResponse {
            cloud_watch_logs_log_group_arn,
            cloud_watch_logs_role_arn,
            sns_topic_name,
            sns_topic_arn,
            is_organization_trail: Some(trail.organization.is_some()),
            name: Some(trail.name),
            s3_bucket_name: Some(trail.bucket),
            s3_key_prefix: trail.prefix,
            include_global_service_events: Some(trail.global_events),
            is_multi_region_trail: Some(trail.multi_region),
            trail_arn: Some(trail.arn),
            log_file_validation_enabled: Some(trail.validation),
            recursive_logging: input.recursive_logging,
            kms_key_id: trail.kms_key,
        })
    }
}

impl Handle for UpdateTrail {
    async fn access(input: &UpdateTrailRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(passing(Access::on(arn).resource_tags(&tags), input.cloud_watch_logs_role_arn.as_ref()))
    }

    async fn run(input: &UpdateTrailRequest, tx: &mut Transaction<'_>) -> Result<UpdateTrailResponse, Failure> {
        let mut stored = find::change(tx, &input.name).await?;
        let before = stored.body.clone();
        let trail = &mut stored.body;
        if let Some(bucket) = &input.s3_bucket_name {
            trail.bucket.clone_from(bucket);
        }
        if let Some(prefix) = &input.s3_key_prefix {
            trail.prefix = some(Some(prefix)).cloned();
        }
        trail.global_events = input.include_global_service_events.unwrap_or(trail.global_events);
        trail.multi_region = input.is_multi_region_trail.unwrap_or(trail.multi_region);
        trail.validation = input.enable_log_file_validation.unwrap_or(trail.validation);
        trail.recursive = input.recursive_logging.unwrap_or(trail.recursive);
        check_global(trail.multi_region, trail.global_events)?;
        bucket::check_names(&trail.bucket, trail.prefix.as_deref())?;
        match input.is_organization_trail {
            Some(true) if trail.organization.is_none() => {
                let (account, organization) = owner(tx, true).await?;
                if account != trail.account {
                    return Err(NotOrganizationMasterAccountException::new(
                        "Only a trail of the management account can become an organization trail.",
                    )
                    .into());
                }
                trail.organization = organization;
            }
            Some(false) => trail.organization = None,
            _ => {}
        }
        if trail.multi_region && !before.multi_region {
            check_room(&tx.reader(), trail).await?;
        }
        let moved = (&before.bucket, &before.prefix, &before.organization) != (&trail.bucket, &trail.prefix, &trail.organization);
        let asked = input.s3_bucket_name.is_some() || input.s3_key_prefix.is_some();
        if input.kms_key_id.as_ref().is_some_and(String::is_empty) {
            trail.kms_key = None;
        }
        // The key that it has must be in the region of a new bucket too.
        let key = some(input.kms_key_id.as_ref()).or(trail.kms_key.as_ref().filter(|_| moved || asked)).cloned();
        if let Some(key) = key {
            trail.kms_key = Some(encryption::check(tx, trail, &key).await?);
        }
        if moved || asked || before.kms_key != trail.kms_key {
            bucket::check_access(tx, trail).await?;
        }
        let (group, role) = (&input.cloud_watch_logs_log_group_arn, &input.cloud_watch_logs_role_arn);
        stored.body.log_group = log_group(tx, &stored.body, group.as_ref(), role.as_ref()).await?;
        stored.body.topic = topic(tx, &stored.body, input.sns_topic_name.as_ref()).await?;
        find::keep(tx, &stored)?;
        let trail = stored.body;
        let (cloud_watch_logs_log_group_arn, cloud_watch_logs_role_arn) = told(&trail);
        let (sns_topic_name, sns_topic_arn) = told_topic(&trail);
        Ok(UpdateTrailResponse {
            cloud_watch_logs_log_group_arn,
            cloud_watch_logs_role_arn,
            sns_topic_name,
            sns_topic_arn,
            is_organization_trail: Some(trail.organization.is_some()),
            name: Some(trail.name),
            s3_bucket_name: Some(trail.bucket),
            s3_key_prefix: trail.prefix,
            include_global_service_events: Some(trail.global_events),
            is_multi_region_trail: Some(trail.multi_region),
            trail_arn: Some(trail.arn),
            log_file_validation_enabled: Some(trail.validation),
            recursive_logging: input.recursive_logging,
            kms_key_id: trail.kms_key,
        })
    }
}

impl Handle for DeleteTrail {
    async fn access(input: &DeleteTrailRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &DeleteTrailRequest, tx: &mut Transaction<'_>) -> Result<DeleteTrailResponse, Failure> {
        let stored = find::change(tx, &input.name).await?;
        tx.delete(&stored);
        // What it logged until now is still delivered, and its chain of digests ended.
        find::tell(tx, &stored.body, None);
        Ok(DeleteTrailResponse {})
    }
}

/// The status document of a trail.
pub async fn status_of(reader: &Reader<'_>, trail: &Trail) -> Result<Status, Failure> {
    let found = reader.get::<Status>(&trail.account, &trail.region, &trail.life()).await?;
    Ok(found.map(|s| s.body).unwrap_or_default())
}
