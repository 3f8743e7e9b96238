//! Following groups live.

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use plane::payload::ReplyStream;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use tokio::sync::mpsc::{self, Receiver};
use wire::contracts::contract;
use wire::eventstream::{event, exception, initial_response};
use wire::model::Protocol;
use wire::route::Route;
use wire::{Document, Shape};

use super::read::pattern;
use crate::api::{self, LogGroupClass, operation};
use crate::errors::invalid;
use crate::place::{group, group_name, on_group};
use crate::tail::{MOST_EVENTS, Seen, Watch};

/// How often a watch is told what came.
const PACE: Duration = Duration::from_secs(1);
/// How long a watch lasts.
const LASTS: Duration = Duration::from_secs(3 * 60 * 60);

impl Handle for operation::StartLiveTail {
    async fn access(input: &api::StartLiveTailRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access: Option<Access> = None;
        for identifier in &input.log_group_identifiers {
            let name = group_name(identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
            let one = on_group(lookup, &name).await?;
            access = Some(match access {
                Some(access) => access.and(one),
                None => one,
            });
        }
        Ok(access.unwrap_or_else(Access::any))
    }

    async fn run(input: &api::StartLiveTailRequest, tx: &mut Transaction<'_>) -> Result<api::StartLiveTailResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if input.log_stream_names.is_some() && input.log_stream_name_prefixes.is_some() {
            return Err(invalid("logStreamNames and logStreamNamePrefixes are mutually exclusive."));
        }
        if (input.log_stream_names.is_some() || input.log_stream_name_prefixes.is_some()) && input.log_group_identifiers.len() > 1
        {
            return Err(invalid("Log streams can be chosen only if there is one log group."));
        }
        let mut groups = HashMap::new();
        for identifier in &input.log_group_identifiers {
            if !identifier.starts_with("arn:") || identifier.ends_with('*') {
                return Err(invalid("Log groups are named by their ARNs, without an asterisk at the end."));
            }
            let found = group(tx, &group_name(identifier, &account, &region)?).await?.body;
            if found.class != LogGroupClass::Standard {
                return Err(api::InvalidOperationException::new("Live Tail is for log groups of the Standard class.").into());
            }
            groups.insert(found.uid, format!("{account}:{}", found.name));
        }
        let watch = Watch {
            groups,
            account,
            region,
            streams: input.log_stream_names.clone(),
            prefixes: input.log_stream_name_prefixes.clone(),
            pattern: pattern(input.log_event_filter_pattern.as_deref())?,
        };
        let plane = tx.plane();
        let too_many = || api::LimitExceededException::new("There are too many Live Tail sessions.");
        let seen = crate::service(plane)?.watches.begin(watch).ok_or_else(too_many)?;
        let start = api::LiveTailSessionStart {
            request_id: Some(tx.call().request_id.to_string()),
            session_id: Some(plane.ids.uuid().to_string()),
            log_group_identifiers: Some(input.log_group_identifiers.clone()),
            log_stream_names: Some(input.log_stream_names.clone().unwrap_or_default()),
            log_stream_name_prefixes: Some(input.log_stream_name_prefixes.clone().unwrap_or_default()),
            log_event_filter_pattern: Some(input.log_event_filter_pattern.clone().unwrap_or_default()),
        };
        let contract = contract("logs").ok_or_else(|| Failure::internal("no contract of logs"))?;
        let route = Route {
            contract,
            service: tx.call().service,
            operation: tx.call().operation,
            protocol: Protocol::AwsJson,
            json_version: "1.1",
            query_mode: false,
            labels: Vec::new(),
        };
        let (sender, chunks) = mpsc::channel(4);
        tokio::spawn(async move {
            // An error means that the client is gone.
            let _ = follow(&route, start, seen, &sender).await;
        });
        tx.stream_reply(ReplyStream { length: None, chunks });
        Ok(api::StartLiveTailResponse { response_stream: None })
    }
}

type Sender = mpsc::Sender<Result<Bytes, std::io::Error>>;

/// Tells a client what comes until it goes, or its time is over.
async fn follow(route: &Route, start: api::LiveTailSessionStart, mut seen: Receiver<Seen>, to: &Sender) -> Result<(), Failure> {
    let gone = Failure::internal;
    let first = initial_response(route, &Document::Structure(Vec::new())).unwrap_or_default();
    to.send(Ok(first)).await.map_err(gone)?;
    to.send(Ok(event(route, "sessionStart", &start.into_document())?)).await.map_err(gone)?;
    let mut ticks = tokio::time::interval(PACE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let over = tokio::time::sleep(LASTS);
    tokio::pin!(over);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = &mut over => {
                let failure = api::SessionTimeoutException::new("The Live Tail session has ended after three hours.").into();
                to.send(Ok(exception(route, &failure))).await.map_err(gone)?;
                return Ok(());
            }
        }
        let (mut results, mut sampled) = (Vec::new(), false);
        while results.len() < MOST_EVENTS {
            match seen.try_recv() {
                Ok(Some((group, event))) => results.push(api::LiveTailSessionLogEvent {
                    log_stream_name: Some(event.stream.name.clone()),
                    log_group_identifier: Some(group),
                    message: Some(event.message),
                    timestamp: Some(event.timestamp),
                    ingestion_time: Some(event.ingestion),
                }),
                Ok(None) => sampled = true,
                Err(_) => break,
            }
        }
        results.sort_by_key(|event| event.timestamp);
        let update = api::LiveTailSessionUpdate {
            session_metadata: Some(api::LiveTailSessionMetadata { sampled: Some(sampled) }),
            session_results: Some(results),
        };
        to.send(Ok(event(route, "sessionUpdate", &update.into_document())?)).await.map_err(gone)?;
    }
}
