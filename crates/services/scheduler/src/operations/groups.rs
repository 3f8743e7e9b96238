//! Groups of schedules.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};

use crate::api::operation::{CreateScheduleGroup, DeleteScheduleGroup, GetScheduleGroup, ListScheduleGroups};
use crate::api::{
    ConflictException, CreateScheduleGroupInput, CreateScheduleGroupOutput, DeleteScheduleGroupInput, DeleteScheduleGroupOutput,
    GetScheduleGroupInput, GetScheduleGroupOutput, ListScheduleGroupsInput, ListScheduleGroupsOutput, ScheduleGroupState,
    ScheduleGroupSummary, ServiceQuotaExceededException,
};
use crate::find::{self, group_arn, invalid, moment};
use crate::operations::tags::{checked, pairs};
use crate::resources::{DEFAULT_GROUP, Group};

/// Groups of an account in a region at most.
/// See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html>.
const MOST_GROUPS: usize = 500;
/// Items on a page.
pub const PAGE: usize = 100;

/// Permission for a group, whether it is there or not.
pub async fn on_group(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account().to_owned(), lookup.call().region.clone());
    let tags = lookup.get::<Group>(&account, &region, name).await?.map(|group| group.tags).unwrap_or_default();
    Ok(Access::on(group_arn(lookup.plane(), &region, &account, name)).resource_tags(&tags))
}

impl Handle for CreateScheduleGroup {
    async fn access(input: &CreateScheduleGroupInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = pairs(input.tags.as_deref().unwrap_or_default());
        let arn = group_arn(lookup.plane(), &lookup.call().region, lookup.account(), &input.name);
        Ok(Access::on(arn).request_tags(tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))))
    }

    async fn run(input: &CreateScheduleGroupInput, tx: &mut Transaction<'_>) -> Result<CreateScheduleGroupOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let tags = checked(&[], &pairs(input.tags.as_deref().unwrap_or_default()))?;
        let arn = group_arn(tx.plane(), &region, &account, &input.name);
        let there = tx.get::<Group>(&account, &region, &input.name).await?;
        if let Some(there) = &there
            && there.body.token.is_some()
            && there.body.token == input.client_token
        {
            return Ok(CreateScheduleGroupOutput { schedule_group_arn: arn });
        }
        if there.is_some() || input.name == DEFAULT_GROUP {
            return Err(ConflictException::new(format!("Schedule group {} already exists.", input.name)).into());
        }
        if tx.all::<Group>(&account, &region, "").await?.len() >= MOST_GROUPS {
            return Err(ServiceQuotaExceededException::new("You have reached the limit of schedule groups.").into());
        }
        let now = tx.call().time.as_millisecond();
        let body = Group {
            name: input.name.clone(),
            state: ScheduleGroupState::Active,
            created: now,
            changed: now,
            token: input.client_token.clone(),
        };
        tx.put(&Stored::new(&account, &region, &input.name, body).arn(&arn).tags(tags))?;
        tx.touched(arn.clone(), account, Group::KIND);
        Ok(CreateScheduleGroupOutput { schedule_group_arn: arn })
    }
}

impl Handle for GetScheduleGroup {
    async fn access(input: &GetScheduleGroupInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.name).await
    }

    async fn run(input: &GetScheduleGroupInput, tx: &mut Transaction<'_>) -> Result<GetScheduleGroupOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let group = find::group(&tx.reader(), &account, &region, &input.name).await?.body;
        Ok(GetScheduleGroupOutput {
            arn: Some(group_arn(tx.plane(), &region, &account, &group.name)),
            state: Some(group.state),
            creation_date: moment(group.created),
            last_modification_date: moment(group.changed),
            name: Some(group.name),
        })
    }
}

impl Handle for DeleteScheduleGroup {
    async fn access(input: &DeleteScheduleGroupInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.name).await
    }

    async fn run(input: &DeleteScheduleGroupInput, tx: &mut Transaction<'_>) -> Result<DeleteScheduleGroupOutput, Failure> {
        if input.name == DEFAULT_GROUP {
            return Err(invalid("The default schedule group cannot be deleted."));
        }
        let mut group = find::held_group(tx, &input.name).await?;
        group.body.state = ScheduleGroupState::Deleting;
        group.body.changed = tx.call().time.as_millisecond();
        tx.put(&group)?;
        Ok(DeleteScheduleGroupOutput {})
    }
}

impl Handle for ListScheduleGroups {
    async fn access(_input: &ListScheduleGroupsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(group_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(input: &ListScheduleGroupsInput, tx: &mut Transaction<'_>) -> Result<ListScheduleGroupsOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let mut groups = tx.reader().all::<Group>(&account, &region, prefix).await?;
        if DEFAULT_GROUP.starts_with(prefix) && !groups.iter().any(|group| group.body.name == DEFAULT_GROUP) {
            groups.push(find::default_group(&account, &region));
            groups.sort_by(|a, b| a.body.name.cmp(&b.body.name));
        }
        let limit = input.max_results.map_or(PAGE, |most| usize::try_from(most).unwrap_or(PAGE));
        let listing = format!("ListScheduleGroups {account} {region} {prefix}");
        let id = |group: &Stored<Group>| group.body.name.clone();
        let page = cut(groups, &listing, input.next_token.as_deref(), limit, id, || invalid("Invalid NextToken."))?;
        let shown = page.items.into_iter().map(|group| ScheduleGroupSummary {
            arn: Some(group_arn(tx.plane(), &region, &account, &group.body.name)),
            state: Some(group.body.state),
            creation_date: moment(group.body.created),
            last_modification_date: moment(group.body.changed),
            name: Some(group.body.name),
        });
        Ok(ListScheduleGroupsOutput { schedule_groups: shown.collect(), next_token: page.next })
    }
}
