//! Replays of archives.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};

use crate::api::operation::{CancelReplay, DescribeReplay, ListReplays, StartReplay};
use crate::api::{
    CancelReplayRequest, CancelReplayResponse, DescribeReplayRequest, DescribeReplayResponse, IllegalStatusException,
    ListReplaysRequest, ListReplaysResponse, Replay as Shown, ReplayDestination, ReplayState, ResourceAlreadyExistsException,
    ResourceNotFoundException, StartReplayRequest, StartReplayResponse,
};
use crate::names::Arn;
use crate::operations::buses::{limit, time, wrong_token};
use crate::resources::{Archive, Replay};

fn arn(lookup: &Lookup<'_>, name: &str) -> String {
    lookup.plane().arn("events", &lookup.call().region, lookup.account(), &format!("replay/{name}"))
}

fn missing(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Replay {name} does not exist.")).into()
}

impl Handle for StartReplay {
    async fn access(input: &StartReplayRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.replay_name)))
    }

    async fn run(input: &StartReplayRequest, tx: &mut Transaction<'_>) -> Result<StartReplayResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let named = Arn::parse(&input.event_source_arn).and_then(|arn| arn.resource.strip_prefix("archive/"));
        let name = named
            .ok_or_else(|| Failure::validation("Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN."))?;
        let archive =
            tx.get::<Archive>(&account, &region, name).await?.filter(|archive| archive.body.arn == input.event_source_arn);
        let archive = archive
            .ok_or_else(|| {
                Failure::from(ResourceNotFoundException::new(format!(
                    "Parameter EventSourceArn is not valid. Reason: Archive {name} does not exist."
                )))
            })?
            .body;
        if input.destination.arn != archive.source {
            return Err(Failure::validation(
                "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
            ));
        }
        if input.event_start_time >= input.event_end_time {
            return Err(Failure::validation(
                "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
            ));
        }
        if tx.get::<Replay>(&account, &region, &input.replay_name).await?.is_some() {
            return Err(ResourceAlreadyExistsException::new(format!("Replay {} already exists.", input.replay_name)).into());
        }
        let arn = tx.plane().arn("events", &region, &account, &format!("replay/{}", input.replay_name));
        let now = tx.call().time;
        let replay = Replay {
            name: input.replay_name.clone(),
            arn: arn.clone(),
            description: input.description.clone(),
            state: ReplayState::Starting,
            reason: None,
            archive: archive.arn.clone(),
            life: archive.life(),
            bus: archive.bus.clone(),
            destination: archive.source.clone(),
            rules: input.destination.filter_arns.clone().unwrap_or_default(),
            from: input.event_start_time.as_millisecond(),
            to: input.event_end_time.as_millisecond(),
            after: None,
            last: None,
            started: now.as_millisecond(),
            ended: None,
        };
        tx.touched(arn.clone(), account.clone(), "AWS::Events::Replay");
        tx.put(&Stored::new(&account, &region, input.replay_name.clone(), replay).arn(arn.clone()))?;
        Ok(StartReplayResponse {
            replay_arn: Some(arn),
            state: Some(ReplayState::Starting),
            state_reason: None,
            replay_start_time: Some(now),
        })
    }
}

impl Handle for CancelReplay {
    async fn access(input: &CancelReplayRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.replay_name)))
    }

    async fn run(input: &CancelReplayRequest, tx: &mut Transaction<'_>) -> Result<CancelReplayResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Replay>(&account, &region, &input.replay_name).await?;
        let mut replay = found.ok_or_else(|| missing(&input.replay_name))?;
        if !matches!(replay.body.state, ReplayState::Starting | ReplayState::Running) {
            return Err(IllegalStatusException::new(format!(
                "Replay {} is not in a valid state for this operation.",
                input.replay_name
            ))
            .into());
        }
        replay.body.state = ReplayState::Cancelled;
        replay.body.ended = Some(tx.call().time.as_millisecond());
        tx.put(&replay)?;
        // On AWS it takes a while; here nothing more is replayed once this is answered.
        Ok(CancelReplayResponse { replay_arn: Some(replay.body.arn), state: Some(ReplayState::Cancelling), state_reason: None })
    }
}

impl Handle for DescribeReplay {
    async fn access(input: &DescribeReplayRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.replay_name)))
    }

    async fn run(input: &DescribeReplayRequest, tx: &mut Transaction<'_>) -> Result<DescribeReplayResponse, Failure> {
        let found = tx.reader().get::<Replay>(tx.account(), &tx.call().region, &input.replay_name).await?;
        let replay = found.ok_or_else(|| missing(&input.replay_name))?.body;
        Ok(DescribeReplayResponse {
            replay_name: Some(replay.name),
            replay_arn: Some(replay.arn),
            description: replay.description,
            state: Some(replay.state),
            state_reason: replay.reason,
            event_source_arn: Some(replay.archive),
            destination: Some(ReplayDestination {
                arn: replay.destination,
                filter_arns: (!replay.rules.is_empty()).then_some(replay.rules),
            }),
            event_start_time: time(replay.from),
            event_end_time: time(replay.to),
            event_last_replayed_time: replay.last.and_then(time),
            replay_start_time: time(replay.started),
            replay_end_time: replay.ended.and_then(time),
        })
    }
}

impl Handle for ListReplays {
    async fn access(_: &ListReplaysRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, "*")))
    }

    async fn run(input: &ListReplaysRequest, tx: &mut Transaction<'_>) -> Result<ListReplaysResponse, Failure> {
        let region = tx.call().region.clone();
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let mut replays = tx.reader().all::<Replay>(tx.account(), &region, prefix).await?;
        replays.retain(|replay| input.event_source_arn.as_ref().is_none_or(|source| replay.body.archive == *source));
        replays.retain(|replay| input.state.is_none_or(|state| state == replay.body.state));
        let listing = format!("ListReplays {region} {prefix} {:?} {:?}", input.event_source_arn, input.state);
        let id = |replay: &Stored<Replay>| replay.body.name.clone();
        let page = cut(replays, &listing, input.next_token.as_deref(), limit(input.limit), id, wrong_token)?;
        let moment = |ms: Option<i64>| -> Option<Timestamp> { ms.and_then(time) };
        let shown = page.items.into_iter().map(|replay| Shown {
            replay_name: Some(replay.body.name),
            event_source_arn: Some(replay.body.archive),
            state: Some(replay.body.state),
            state_reason: replay.body.reason,
            event_start_time: time(replay.body.from),
            event_end_time: time(replay.body.to),
            event_last_replayed_time: moment(replay.body.last),
            replay_start_time: time(replay.body.started),
            replay_end_time: moment(replay.body.ended),
        });
        Ok(ListReplaysResponse { replays: Some(shown.collect()), next_token: page.next })
    }
}
