//! Channels: making, changing, deleting and showing them.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{CreateChannel, DeleteChannel, GetChannel, ListChannels, UpdateChannel};
use crate::api::{
    self, ChannelAlreadyExistsException, ChannelMaxLimitExceededException, CreateChannelRequest, CreateChannelResponse,
    DeleteChannelRequest, DeleteChannelResponse, Destination, DestinationType, GetChannelRequest, GetChannelResponse,
    IngestionStatus, InvalidEventDataStoreCategoryException, InvalidParameterException, InvalidSourceException,
    ListChannelsRequest, ListChannelsResponse, UpdateChannelRequest, UpdateChannelResponse,
};
use crate::operations::stores::{bad_token, moment, most};
use crate::operations::tags::{check_tags, merged, pairs};
use crate::stores::find::{held_channel, inactive, on_channel, on_store, owns, read_store};
use crate::stores::rules::Category;
use crate::stores::{Channel, ChannelStatus};

/// Channels of a source in an account and region at most.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const MOST_CHANNELS: usize = 25;
/// Channels on a page.
const PAGE: i32 = 1000;
/// The source of everybody who is no partner of AWS.
const CUSTOM: &str = "Custom";
/// AWS' partners, as they are called in `Source`.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store-integration.html>.
const PARTNERS: &[&str] = &[
    "CloudStorageSecurity",
    "Clumio",
    "CrowdStrike",
    "CyberArk",
    "GitHub",
    "KongGateway",
    "LaunchDarkly",
    "MontyCloud",
    "NetskopeCloudExchange",
    "Nordcloud",
    "OktaSystemLogEvents",
    "OneIdentity",
    "Shoreline",
    "Snyk",
    "Wiz",
];

fn shown(channel: &Channel) -> Option<Vec<Destination>> {
    let one = |arn: &String| Destination { r#type: DestinationType::EventDataStore, location: arn.clone() };
    Some(channel.destinations.iter().map(one).collect())
}

/// The event data stores that destinations name: of the caller's own account, and such as take events of others.
async fn destinations(tx: &Transaction<'_>, given: &[Destination]) -> Result<Vec<String>, Failure> {
    let mut arns: Vec<String> = Vec::with_capacity(given.len());
    for destination in given {
        if destination.r#type != DestinationType::EventDataStore {
            return Err(InvalidParameterException::new("The type of a destination must be EVENT_DATA_STORE.").into());
        }
        let store = read_store(tx, &destination.location).await?.body;
        if !owns(&tx.reader(), tx.call(), &store).await? {
            return Err(crate::stores::find::no_store(&destination.location));
        }
        if !store.is_active() {
            return Err(inactive(&store));
        }
        if Category::of_selectors(&store.selectors) != Category::ActivityAuditLog {
            return Err(InvalidEventDataStoreCategoryException::new(format!(
                "The event data store {} does not collect ActivityAuditLog events.",
                store.arn
            ))
            .into());
        }
        if arns.contains(&store.arn) {
            return Err(InvalidParameterException::new(format!("The destination {} is given more than once.", store.arn)).into());
        }
        arns.push(store.arn);
    }
    Ok(arns)
}

async fn check_name(tx: &mut Transaction<'_>, channel: &Channel, is_new: bool) -> Result<(), Failure> {
    let others = tx.all::<Channel>(&channel.account, &channel.region, "").await?;
    let others: Vec<&Channel> = others.iter().map(|c| &c.body).filter(|c| c.id != channel.id).collect();
    if others.iter().any(|c| c.name == channel.name) {
        return Err(
            ChannelAlreadyExistsException::new(format!("A channel with the name {} already exists.", channel.name)).into()
        );
    }
    if is_new && others.iter().filter(|c| c.source == channel.source).count() >= MOST_CHANNELS {
        return Err(ChannelMaxLimitExceededException::new(format!(
            "Your account has reached the maximum of {MOST_CHANNELS} channels of the source {}.",
            channel.source
        ))
        .into());
    }
    Ok(())
}

impl Handle for CreateChannel {
    async fn access(input: &CreateChannelRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let call = lookup.call();
        let tags = pairs(input.tags.as_deref().unwrap_or_default());
        let arn = lookup.plane().arn("cloudtrail", &call.region, call.account(), "channel/*");
        let mut access = Access::on(arn).request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        for destination in &input.destinations {
            access = access.and(on_store(lookup, &destination.location).await?);
        }
        Ok(access)
    }

    async fn run(input: &CreateChannelRequest, tx: &mut Transaction<'_>) -> Result<CreateChannelResponse, Failure> {
        let tags = pairs(input.tags.as_deref().unwrap_or_default());
        check_tags(&tags)?;
        if input.source != CUSTOM && !PARTNERS.contains(&input.source.as_str()) {
            return Err(InvalidSourceException::new(format!("The source {} is not valid.", input.source)).into());
        }
        let destinations = destinations(tx, &input.destinations).await?;
        let id = tx.plane().ids.uuid().to_string();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let channel = Channel {
            arn: tx.plane().arn("cloudtrail", &region, &account, &format!("channel/{id}")),
            id,
            name: input.name.clone(),
            account,
            region,
            source: input.source.clone(),
            destinations,
            policy: None,
        };
        check_name(tx, &channel, true).await?;
        let stored = Stored::new(&channel.account, &channel.region, channel.id.clone(), channel.clone()).arn(channel.arn.clone());
        tx.put(&stored.tags(merged(&[], &tags)))?;
        tx.touched(channel.arn.clone(), channel.account.clone(), "AWS::CloudTrail::Channel");
        Ok(CreateChannelResponse {
            destinations: shown(&channel),
            channel_arn: Some(channel.arn),
            name: Some(channel.name),
            source: Some(channel.source),
            tags: input.tags.clone().filter(|t| !t.is_empty()),
        })
    }
}

impl Handle for UpdateChannel {
    async fn access(input: &UpdateChannelRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access = on_channel(lookup, &input.channel).await?;
        for destination in input.destinations.iter().flatten() {
            access = access.and(on_store(lookup, &destination.location).await?);
        }
        Ok(access)
    }

    async fn run(input: &UpdateChannelRequest, tx: &mut Transaction<'_>) -> Result<UpdateChannelResponse, Failure> {
        let mut stored = held_channel(tx, &input.channel).await?;
        if let Some(name) = &input.name {
            stored.body.name.clone_from(name);
        }
        if let Some(given) = &input.destinations {
            stored.body.destinations = destinations(tx, given).await?;
        }
        check_name(tx, &stored.body, false).await?;
        tx.put(&stored)?;
        let channel = stored.body;
        Ok(UpdateChannelResponse {
            destinations: shown(&channel),
            channel_arn: Some(channel.arn),
            name: Some(channel.name),
            source: Some(channel.source),
        })
    }
}

impl Handle for DeleteChannel {
    async fn access(input: &DeleteChannelRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_channel(lookup, &input.channel).await
    }

    async fn run(input: &DeleteChannelRequest, tx: &mut Transaction<'_>) -> Result<DeleteChannelResponse, Failure> {
        let stored = held_channel(tx, &input.channel).await?;
        let key = &stored.key;
        if let Some(status) = tx.get::<ChannelStatus>(&key.account, &key.region, &key.id).await? {
            tx.delete(&status);
        }
        tx.delete(&stored);
        Ok(DeleteChannelResponse {})
    }
}

impl Handle for GetChannel {
    async fn access(input: &GetChannelRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_channel(lookup, &input.channel).await
    }

    async fn run(input: &GetChannelRequest, tx: &mut Transaction<'_>) -> Result<GetChannelResponse, Failure> {
        let channel = held_channel(tx, &input.channel).await?.body;
        let status = tx.reader().get::<ChannelStatus>(&channel.account, &channel.region, &channel.id).await?;
        let status = status.map(|s| s.body).unwrap_or_default();
        Ok(GetChannelResponse {
            destinations: shown(&channel),
            channel_arn: Some(channel.arn),
            name: Some(channel.name),
            source: Some(channel.source),
            source_config: None,
            ingestion_status: status.tried_at.is_some().then(|| IngestionStatus {
                latest_ingestion_success_time: status.taken_at.and_then(moment),
                latest_ingestion_success_event_id: status.taken_id,
                latest_ingestion_error_code: status.error,
                latest_ingestion_attempt_time: status.tried_at.and_then(moment),
                latest_ingestion_attempt_event_id: status.tried_id,
            }),
        })
    }
}

impl Handle for ListChannels {
    async fn access(_: &ListChannelsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListChannelsRequest, tx: &mut Transaction<'_>) -> Result<ListChannelsResponse, Failure> {
        let all = tx.reader().all::<Channel>(tx.account(), &tx.call().region, "").await?;
        let listing = format!("ListChannels {} {}", tx.account(), tx.call().region);
        let page =
            cut(all, &listing, input.next_token.as_deref(), most(input.max_results, PAGE)?, |c| c.body.id.clone(), bad_token)?;
        let channels = page.items.into_iter().map(|c| api::Channel { channel_arn: Some(c.body.arn), name: Some(c.body.name) });
        Ok(ListChannelsResponse { channels: Some(channels.collect()), next_token: page.next })
    }
}
