//! Schedules.

use plane::page::{position, token};
use plane::ports::ServiceCaller;
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction, service_role};
use schedules::Schedule as Expression;

use crate::PRINCIPAL;
use crate::api::operation::{CreateSchedule, DeleteSchedule, GetSchedule, ListSchedules, UpdateSchedule};
use crate::api::{
    self, ActionAfterCompletion, ConflictException, CreateScheduleInput, CreateScheduleOutput, DeadLetterConfig,
    DeleteScheduleInput, DeleteScheduleOutput, EventBridgeParameters, FlexibleTimeWindow, FlexibleTimeWindowMode,
    GetScheduleInput, GetScheduleOutput, ListSchedulesInput, ListSchedulesOutput, RetryPolicy, ScheduleGroupState, ScheduleState,
    ScheduleSummary, SqsParameters, TargetSummary, UpdateScheduleInput, UpdateScheduleOutput,
};
use crate::find::{self, group_of, invalid, moment, schedule_arn};
use crate::operations::groups::PAGE;
use crate::resources::{Group, Schedule, Target};
use crate::target::{Action, Words, action};
use crate::timers::plan;
use crate::timing;

/// Largest input of a target, bytes.
/// See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html>.
const MOST_INPUT: usize = 256 << 10;

/// Permission for a schedule, which has the tags of its group.
async fn on_schedule(lookup: &Lookup<'_>, group: &str, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account().to_owned(), lookup.call().region.clone());
    let tags = lookup.get::<Group>(&account, &region, group).await?.map(|group| group.tags).unwrap_or_default();
    Ok(Access::on(schedule_arn(lookup.plane(), &region, &account, group, name)).resource_tags(&tags))
}

/// Whoever gives a schedule a role must be allowed to pass it.
fn passing(access: Access, role: &str) -> Access {
    access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", PRINCIPAL))
}

/// What a request sets.
struct Settings<'a> {
    expression: &'a str,
    zone: Option<&'a String>,
    start: Option<plane::Timestamp>,
    end: Option<plane::Timestamp>,
    description: Option<&'a String>,
    state: Option<ScheduleState>,
    kms_key: Option<&'a String>,
    target: &'a api::Target,
    window: &'a FlexibleTimeWindow,
    after: Option<ActionAfterCompletion>,
}

macro_rules! settings {
    ($input:expr) => {
        Settings {
            expression: &$input.schedule_expression,
            zone: $input.schedule_expression_timezone.as_ref(),
            start: $input.start_date,
            end: $input.end_date,
            description: $input.description.as_ref(),
            state: $input.state,
            kms_key: $input.kms_key_arn.as_ref(),
            target: &$input.target,
            window: &$input.flexible_time_window,
            after: $input.action_after_completion,
        }
    };
}

impl Settings<'_> {
    /// The schedule that they make, checked.
    fn schedule(&self, group: &str, name: &str, generation: String, now: i64) -> Result<Schedule, Failure> {
        let expression = Expression::parse(self.expression)
            .map_err(|error| invalid(format!("Invalid Schedule Expression {}: {error}", self.expression)))?;
        let zone = self.zone.map_or("UTC", String::as_str);
        if timing::zone(zone).is_none() {
            return Err(invalid(format!("Provided time zone {zone} is not supported.")));
        }
        let (start, end) = (self.start.map(plane::Timestamp::as_millisecond), self.end.map(plane::Timestamp::as_millisecond));
        if start.zip(end).is_some_and(|(start, end)| end <= start) {
            return Err(invalid("The EndDate you specify must come after the StartDate."));
        }
        let window = match (self.window.mode, self.window.maximum_window_in_minutes) {
            (FlexibleTimeWindowMode::Off, None) => 0,
            (FlexibleTimeWindowMode::Flexible, Some(minutes)) => minutes,
            (FlexibleTimeWindowMode::Off, Some(_)) => {
                return Err(invalid("A maximum window can only be set with a flexible time window."));
            }
            (FlexibleTimeWindowMode::Flexible, None) => {
                return Err(invalid("MaximumWindowInMinutes must be set with a flexible time window."));
            }
        };
        if self.kms_key.is_some() {
            return Err(invalid("Schedules are sealed with the keys of the installation; KmsKeyArn is not supported."));
        }
        let after = self.after.unwrap_or(ActionAfterCompletion::None);
        let recurs = !matches!(expression, Expression::At(_));
        if after == ActionAfterCompletion::Delete && recurs && end.is_none() {
            return Err(invalid("ActionAfterCompletion DELETE needs a one-time schedule or an EndDate."));
        }
        Ok(Schedule {
            name: name.to_owned(),
            group: group.to_owned(),
            generation,
            expression: self.expression.to_owned(),
            zone: zone.to_owned(),
            start,
            end,
            anchor: now,
            description: self.description.cloned(),
            state: self.state.unwrap_or(ScheduleState::Enabled),
            window,
            target: read(self.target)?,
            after,
            kms_key: None,
            created: now,
            changed: now,
            token: None,
        })
    }
}

fn read(given: &api::Target) -> Result<Target, Failure> {
    let unsupported = [
        (given.ecs_parameters.is_some(), "EcsParameters"),
        (given.kinesis_parameters.is_some(), "KinesisParameters"),
        (given.sage_maker_pipeline_parameters.is_some(), "SageMakerPipelineParameters"),
        (given.event_bridge_put_events_v2_parameters.is_some(), "EventBridgePutEventsV2Parameters"),
        (given.event_bridge_put_raw_events_parameters.is_some(), "EventBridgePutRawEventsParameters"),
    ];
    if let Some((_, name)) = unsupported.iter().find(|(given, _)| *given) {
        return Err(invalid(format!("{name} are for targets that are not supported.")));
    }
    if given.input.as_ref().is_some_and(|input| input.len() > MOST_INPUT) {
        return Err(invalid(format!("The input of a target has at most {MOST_INPUT} bytes.")));
    }
    let group = given.sqs_parameters.as_ref().and_then(|parameters| parameters.message_group_id.clone());
    if given.arn.contains(":sqs:") && given.arn.ends_with(".fifo") != group.is_some() {
        return Err(invalid("SqsParameters with a MessageGroupId are for FIFO queues, which need them."));
    }
    let retry = given.retry_policy.as_ref();
    let target = Target {
        arn: given.arn.clone(),
        role: given.role_arn.clone(),
        input: given.input.clone(),
        group,
        event: given.event_bridge_parameters.as_ref().map(|event| (event.detail_type.clone(), event.source.clone())),
        retries: retry.and_then(|retry| retry.maximum_retry_attempts),
        max_age: retry.and_then(|retry| retry.maximum_event_age_in_seconds),
        dead_letter: given.dead_letter_config.as_ref().and_then(|config| config.arn.clone()),
    };
    action(&target, Words::default()).map_err(invalid)?;
    Ok(target)
}

fn show(target: Target) -> api::Target {
    api::Target {
        arn: target.arn,
        role_arn: target.role,
        input: target.input,
        dead_letter_config: target.dead_letter.map(|arn| DeadLetterConfig { arn: Some(arn) }),
        retry_policy: Some(RetryPolicy {
            maximum_event_age_in_seconds: Some(target.max_age.unwrap_or(86_400)),
            maximum_retry_attempts: Some(target.retries.unwrap_or(185)),
        }),
        event_bridge_parameters: target.event.map(|(detail_type, source)| EventBridgeParameters { detail_type, source }),
        sqs_parameters: target.group.map(|group| SqsParameters { message_group_id: Some(group) }),
        ..api::Target::default()
    }
}

/// That an action which a target names is built here and takes its input.
fn check_action(tx: &Transaction<'_>, target: &Target) -> Result<(), Failure> {
    if !target.arn.contains(":aws-sdk:") {
        return Ok(());
    }
    let Action { service, operation, input } = action(target, Words::default()).map_err(invalid)?;
    let refused = |failure: Failure| invalid(format!("Invalid RequestJson provided. Reason: {}", failure.message));
    tx.plane().check_call(service, &operation, &input).map_err(refused)
}

/// That the role of a schedule is one that the service can assume, of the caller's account.
async fn check_role(tx: &Transaction<'_>, schedule: &Schedule) -> Result<(), Failure> {
    let arn = schedule_arn(tx.plane(), &tx.call().region, tx.account(), &schedule.group, &schedule.name);
    let caller = ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: arn, source_account: tx.account().to_owned() };
    let reader = tx.reader();
    let role = tx.plane().identities().role(&reader, &schedule.target.role).await?;
    match role.filter(|role| role.account == tx.account() && service_role::trusts(tx.plane(), role, &caller)) {
        Some(_) => Ok(()),
        None => Err(invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")),
    }
}

impl Handle for CreateSchedule {
    async fn access(input: &CreateScheduleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_schedule(lookup, group_of(input.group_name.as_ref()), &input.name).await?;
        Ok(passing(access, &input.target.role_arn))
    }

    async fn run(input: &CreateScheduleInput, tx: &mut Transaction<'_>) -> Result<CreateScheduleOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = group_of(input.group_name.as_ref());
        let generation = tx.plane().ids.uuid().simple().to_string();
        let now = tx.call().time.as_millisecond();
        let mut schedule = settings!(input).schedule(name, &input.name, generation, now)?;
        schedule.token.clone_from(&input.client_token);
        let group = find::held_group(tx, name).await?;
        if group.body.state == ScheduleGroupState::Deleting {
            return Err(ConflictException::new(format!("Schedule group {name} is being deleted.")).into());
        }
        let arn = schedule_arn(tx.plane(), &region, &account, name, &input.name);
        let id = Schedule::id(name, &input.name);
        if let Some(there) = tx.get::<Schedule>(&account, &region, &id).await? {
            if there.body.token.is_some() && there.body.token == input.client_token {
                return Ok(CreateScheduleOutput { schedule_arn: arn });
            }
            return Err(ConflictException::new(format!("Schedule {} already exists.", input.name)).into());
        }
        check_action(tx, &schedule.target)?;
        check_role(tx, &schedule).await?;
        let stored = Stored::new(&account, &region, id, schedule).arn(&arn);
        plan(tx, &stored, now - 1)?;
        tx.put(&stored)?;
        tx.touched(arn.clone(), account, Schedule::KIND);
        Ok(CreateScheduleOutput { schedule_arn: arn })
    }
}

impl Handle for UpdateSchedule {
    async fn access(input: &UpdateScheduleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_schedule(lookup, group_of(input.group_name.as_ref()), &input.name).await?;
        Ok(passing(access, &input.target.role_arn))
    }

    async fn run(input: &UpdateScheduleInput, tx: &mut Transaction<'_>) -> Result<UpdateScheduleOutput, Failure> {
        let name = group_of(input.group_name.as_ref());
        let mut stored = find::held_schedule(tx, name, &input.name).await?;
        let generation = tx.plane().ids.uuid().simple().to_string();
        let now = tx.call().time.as_millisecond();
        // What is not given goes back to its default, as on AWS; a rate that stays the same goes on counting.
        let before = stored.body;
        let mut schedule = settings!(input).schedule(name, &input.name, generation, now)?;
        schedule.created = before.created;
        schedule.token = before.token;
        if schedule.expression == before.expression {
            schedule.anchor = before.anchor;
        }
        check_action(tx, &schedule.target)?;
        check_role(tx, &schedule).await?;
        stored.body = schedule;
        plan(tx, &stored, now)?;
        tx.put(&stored)?;
        let arn = schedule_arn(tx.plane(), &stored.key.region, &stored.key.account, name, &input.name);
        tx.touched(arn.clone(), stored.key.account.clone(), Schedule::KIND);
        Ok(UpdateScheduleOutput { schedule_arn: arn })
    }
}

impl Handle for GetSchedule {
    async fn access(input: &GetScheduleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_schedule(lookup, group_of(input.group_name.as_ref()), &input.name).await
    }

    async fn run(input: &GetScheduleInput, tx: &mut Transaction<'_>) -> Result<GetScheduleOutput, Failure> {
        let stored = find::held_schedule(tx, group_of(input.group_name.as_ref()), &input.name).await?;
        let schedule = stored.body;
        let mode = if schedule.window > 0 { FlexibleTimeWindowMode::Flexible } else { FlexibleTimeWindowMode::Off };
        Ok(GetScheduleOutput {
            arn: Some(schedule_arn(tx.plane(), &stored.key.region, &stored.key.account, &schedule.group, &schedule.name)),
            group_name: Some(schedule.group),
            name: Some(schedule.name),
            schedule_expression: Some(schedule.expression),
            start_date: schedule.start.and_then(moment),
            end_date: schedule.end.and_then(moment),
            description: schedule.description,
            schedule_expression_timezone: Some(schedule.zone),
            state: Some(schedule.state),
            creation_date: moment(schedule.created),
            last_modification_date: moment(schedule.changed),
            kms_key_arn: schedule.kms_key,
            target: Some(show(schedule.target)),
            flexible_time_window: Some(FlexibleTimeWindow {
                mode,
                maximum_window_in_minutes: (schedule.window > 0).then_some(schedule.window),
            }),
            action_after_completion: Some(schedule.after),
        })
    }
}

impl Handle for DeleteSchedule {
    async fn access(input: &DeleteScheduleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_schedule(lookup, group_of(input.group_name.as_ref()), &input.name).await
    }

    async fn run(input: &DeleteScheduleInput, tx: &mut Transaction<'_>) -> Result<DeleteScheduleOutput, Failure> {
        let stored = find::held_schedule(tx, group_of(input.group_name.as_ref()), &input.name).await?;
        tx.delete(&stored);
        Ok(DeleteScheduleOutput {})
    }
}

impl Handle for ListSchedules {
    async fn access(input: &ListSchedulesInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let group = input.group_name.as_deref().unwrap_or("*");
        Ok(Access::on(schedule_arn(lookup.plane(), &lookup.call().region, lookup.account(), group, "*")))
    }

    async fn run(input: &ListSchedulesInput, tx: &mut Transaction<'_>) -> Result<ListSchedulesOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name_prefix = input.name_prefix.as_deref().unwrap_or_default();
        let prefix = match &input.group_name {
            Some(group) => {
                find::group(&tx.reader(), &account, &region, group).await?;
                Schedule::id(group, name_prefix)
            }
            None => String::new(),
        };
        let listing = format!("ListSchedules {account} {region} {prefix} {name_prefix} {:?}", input.state);
        let mut after = match &input.next_token {
            Some(given) => Some(position(&listing, given).ok_or_else(|| invalid("Invalid NextToken."))?),
            None => None,
        };
        let limit = input.max_results.map_or(PAGE, |most| usize::try_from(most).unwrap_or(PAGE));
        let fits = |schedule: &Schedule| {
            schedule.name.starts_with(name_prefix) && input.state.is_none_or(|state| schedule.state == state)
        };
        let mut schedules = Vec::new();
        let (mut shown, mut next_token) = (None, None);
        'pages: loop {
            let page = tx.reader().list::<Schedule>(&account, &region, &prefix, after.as_deref(), PAGE).await?;
            after = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
            for stored in page.into_iter().filter(|stored| fits(&stored.body)) {
                if schedules.len() == limit {
                    next_token = shown.as_deref().map(|last: &str| token(&listing, last));
                    break 'pages;
                }
                shown = Some(stored.key.id.clone());
                schedules.push(summary(tx, stored));
            }
            if after.is_none() {
                break;
            }
        }
        Ok(ListSchedulesOutput { schedules, next_token })
    }
}

fn summary(tx: &Transaction<'_>, stored: Stored<Schedule>) -> ScheduleSummary {
    let schedule = stored.body;
    ScheduleSummary {
        arn: Some(schedule_arn(tx.plane(), &stored.key.region, &stored.key.account, &schedule.group, &schedule.name)),
        name: Some(schedule.name),
        group_name: Some(schedule.group),
        state: Some(schedule.state),
        creation_date: moment(schedule.created),
        last_modification_date: moment(schedule.changed),
        target: Some(TargetSummary { arn: schedule.target.arn }),
    }
}
