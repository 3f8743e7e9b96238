//! Delivery channels and snapshots.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::api::{
    self, ConfigExportDeliveryInfo, ConfigStreamDeliveryInfo, DeliveryStatus, InsufficientDeliveryPolicyException,
    InvalidDeliveryChannelNameException, InvalidS3KeyPrefixException, InvalidS3KmsKeyArnException, InvalidSNSTopicARNException,
    LastDeliveryChannelDeleteFailedException, MaxNumberOfDeliveryChannelsExceededException, MaximumExecutionFrequency,
    NoAvailableConfigurationRecorderException, NoRunningConfigurationRecorderException, NoSuchBucketException, operation,
};
use crate::deliver;
use crate::errors::{code, no_available_recorder, no_channel, validation};
use crate::item::time;
use crate::place::{channel, is_recording, own_recorder};
use crate::resources::{Channel, ChannelState, Outcome, SnapshotDue};

/// Hours of a frequency.
pub(crate) fn hours(frequency: MaximumExecutionFrequency) -> u8 {
    match frequency {
        MaximumExecutionFrequency::OneHour => 1,
        MaximumExecutionFrequency::ThreeHours => 3,
        MaximumExecutionFrequency::SixHours => 6,
        MaximumExecutionFrequency::TwelveHours => 12,
        MaximumExecutionFrequency::TwentyFourHours => 24,
    }
}

/// The frequency of so many hours.
pub(crate) fn frequency(hours: u8) -> MaximumExecutionFrequency {
    match hours {
        1 => MaximumExecutionFrequency::OneHour,
        3 => MaximumExecutionFrequency::ThreeHours,
        6 => MaximumExecutionFrequency::SixHours,
        12 => MaximumExecutionFrequency::TwelveHours,
        _ => MaximumExecutionFrequency::TwentyFourHours,
    }
}

impl Handle for operation::PutDeliveryChannel {
    async fn access(_: &api::PutDeliveryChannelRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::PutDeliveryChannelRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = &input.delivery_channel;
        let name = given.name.clone().unwrap_or_else(|| "default".to_owned());
        if name.trim().is_empty() {
            return Err(InvalidDeliveryChannelNameException::new("The delivery channel name is not valid.").into());
        }
        if own_recorder(tx).await?.is_none() {
            return Err(no_available_recorder());
        }
        let Some(bucket) = given.s3_bucket_name.clone().filter(|bucket| !bucket.is_empty()) else {
            return Err(validation("The delivery channel needs the name of a bucket."));
        };
        let prefix = given.s3_key_prefix.clone().filter(|prefix| !prefix.is_empty());
        if prefix
            .as_deref()
            .is_some_and(|p| p.starts_with('/') || p.ends_with('/') || p.len() > 512 || p.chars().any(char::is_control))
        {
            return Err(InvalidS3KeyPrefixException::new("The specified Amazon S3 key prefix is not valid.").into());
        }
        if let Some(key) = &given.s3_kms_key_arn
            && !(key.starts_with("arn:") && key.contains(":kms:") && key.contains(":key/"))
        {
            return Err(InvalidS3KmsKeyArnException::new("The specified Amazon KMS Key ARN is not valid.").into());
        }
        if let Some(topic) = &given.sns_topic_arn
            && !(topic.starts_with("arn:") && topic.contains(":sns:") && topic.split(':').count() == 6)
        {
            return Err(InvalidSNSTopicARNException::new("The specified Amazon SNS topic does not exist.").into());
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let frequency = given.config_snapshot_delivery_properties.as_ref().and_then(|p| p.delivery_frequency);
        let new = Channel {
            name: name.clone(),
            bucket,
            prefix,
            kms_key: given.s3_kms_key_arn.clone(),
            topic: given.sns_topic_arn.clone(),
            hours: frequency.map(hours),
        };
        check(tx, &account, &region, &new).await?;
        let there = tx.all::<Channel>(&account, &region, "").await?;
        if let Some(other) = there.iter().find(|other| other.body.name != name) {
            let message = format!(
                "Failed to put delivery channel '{name}' because the maximum number of delivery channels: 1 is reached; there is '{}'.",
                other.body.name
            );
            return Err(MaxNumberOfDeliveryChannelsExceededException::new(message).into());
        }
        let now = tx.call().time.as_millisecond();
        let state = tx.get::<ChannelState>(&account, &region, &name).await?;
        let mut state = state.unwrap_or_else(|| Stored::new(&account, &region, &name, ChannelState::default()));
        state.body.snapshot.next = new.hours.map(|hours| now + i64::from(hours) * 3_600_000);
        if state.body.history.next.is_none() {
            state.body.history.next = Some(now + deliver::HISTORY_EVERY);
        }
        tx.put(&state)?;
        match there.into_iter().next() {
            Some(old) => tx.put(&Stored { body: new, ..old })?,
            None => tx.put(&Stored::new(&account, &region, &name, new))?,
        }
        Ok(Unit {})
    }
}

/// Whether the bucket takes files and the topic notices.
async fn check(tx: &mut Transaction<'_>, account: &str, region: &str, channel: &Channel) -> Result<(), Failure> {
    let reader = tx.reader();
    let Some(objects) = tx.plane().objects().cloned() else { return Err(Failure::internal("there is no object storage")) };
    let object = deliver::object(tx.plane(), account, region, channel, deliver::check_key(account, channel), Vec::new());
    let bucket = &channel.bucket;
    let refused = |failure: Failure| {
        match code(&failure).as_str() {
        "NoSuchBucket" => Failure::from(NoSuchBucketException::new(format!("Cannot find a S3 bucket with an empty bucket name or name '{bucket}'."))),
        "AccessDenied" => InsufficientDeliveryPolicyException::new(format!(
            "Insufficient delivery policy to s3 bucket: {bucket}, unable to write to bucket, provided s3 key prefix is '{}', provided kms key is '{}'.",
            channel.prefix.as_deref().unwrap_or("null"),
            channel.kms_key.as_deref().unwrap_or("null"),
        ))
        .into(),
        other if other.starts_with("KMS") => InvalidS3KmsKeyArnException::new(failure.message).into(),
        _ => failure,
    }
    };
    objects.may_put(&reader, &object).await.map_err(refused)?;
    objects.may_encrypt(&reader, &object).await.map_err(refused)
}

impl Handle for operation::DeleteDeliveryChannel {
    async fn access(_: &api::DeleteDeliveryChannelRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::DeleteDeliveryChannelRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = &input.delivery_channel_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Channel>(&account, &region, name).await?.ok_or_else(|| no_channel(name))?;
        if is_recording(&tx.reader(), &account, &region).await? {
            let message = format!(
                "Failed to delete last specified delivery channel with name '{name}', because there is a running configuration recorder."
            );
            return Err(LastDeliveryChannelDeleteFailedException::new(message).into());
        }
        if let Some(state) = tx.get::<ChannelState>(&account, &region, name).await? {
            tx.delete(&state);
        }
        tx.delete(&found);
        Ok(Unit {})
    }
}

/// The channels that a request names; all where it names none.
async fn asked(tx: &Transaction<'_>, names: Option<&Vec<String>>) -> Result<Vec<Stored<Channel>>, Failure> {
    let all = tx.reader().all::<Channel>(tx.account(), &tx.call().region, "").await?;
    match names.filter(|names| !names.is_empty()) {
        None => Ok(all),
        Some(names) => {
            names.iter().map(|name| all.iter().find(|c| c.body.name == *name).cloned().ok_or_else(|| no_channel(name))).collect()
        }
    }
}

impl Handle for operation::DescribeDeliveryChannels {
    async fn access(_: &api::DescribeDeliveryChannelsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeDeliveryChannelsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeDeliveryChannelsResponse, Failure> {
        let found = asked(tx, input.delivery_channel_names.as_ref()).await?;
        let channels = found.into_iter().map(|found| {
            let channel = found.body;
            api::DeliveryChannel {
                name: Some(channel.name),
                s3_bucket_name: Some(channel.bucket),
                s3_key_prefix: channel.prefix,
                s3_kms_key_arn: channel.kms_key,
                sns_topic_arn: channel.topic,
                config_snapshot_delivery_properties: channel
                    .hours
                    .map(|hours| api::ConfigSnapshotDeliveryProperties { delivery_frequency: Some(frequency(hours)) }),
            }
        });
        Ok(api::DescribeDeliveryChannelsResponse { delivery_channels: Some(channels.collect()) })
    }
}

fn status(outcome: &Outcome) -> DeliveryStatus {
    match outcome.success {
        Some(true) => DeliveryStatus::Success,
        Some(false) => DeliveryStatus::Failure,
        None => DeliveryStatus::NotApplicable,
    }
}

fn export(outcome: &Outcome) -> ConfigExportDeliveryInfo {
    // Of what was never tried nothing is told: the AWS CLI wants a status wherever there is anything.
    if outcome.success.is_none() {
        return ConfigExportDeliveryInfo::default();
    }
    ConfigExportDeliveryInfo {
        last_status: Some(status(outcome)),
        last_error_code: outcome.code.clone(),
        last_error_message: outcome.message.clone(),
        last_attempt_time: outcome.tried.map(time),
        last_successful_time: outcome.succeeded.map(time),
        next_delivery_time: outcome.next.map(time),
    }
}

impl Handle for operation::DescribeDeliveryChannelStatus {
    async fn access(_: &api::DescribeDeliveryChannelStatusRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeDeliveryChannelStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeDeliveryChannelStatusResponse, Failure> {
        let mut shown = Vec::new();
        for found in asked(tx, input.delivery_channel_names.as_ref()).await? {
            let key = &found.key;
            let state = tx.reader().get::<ChannelState>(&key.account, &key.region, &key.id).await?;
            let state = state.map(|state| state.body).unwrap_or_default();
            shown.push(api::DeliveryChannelStatus {
                name: Some(found.body.name),
                config_snapshot_delivery_info: Some(export(&state.snapshot)),
                config_history_delivery_info: Some(export(&state.history)),
                config_stream_delivery_info: Some(ConfigStreamDeliveryInfo {
                    last_status: Some(status(&state.stream)),
                    last_error_code: state.stream.code.clone(),
                    last_error_message: state.stream.message.clone(),
                    last_status_change_time: state.stream.tried.map(time),
                }),
            });
        }
        Ok(api::DescribeDeliveryChannelStatusResponse { delivery_channels_status: Some(shown) })
    }
}

impl Handle for operation::DeliverConfigSnapshot {
    async fn access(_: &api::DeliverConfigSnapshotRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DeliverConfigSnapshotRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeliverConfigSnapshotResponse, Failure> {
        let name = &input.delivery_channel_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = channel(&tx.reader(), &account, &region).await?.filter(|found| found.body.name == *name);
        if found.is_none() {
            return Err(no_channel(name));
        }
        if own_recorder(tx).await?.is_none() {
            return Err(NoAvailableConfigurationRecorderException::new("There is no configuration recorder.").into());
        }
        if !is_recording(&tx.reader(), &account, &region).await? {
            return Err(NoRunningConfigurationRecorderException::new("There is no configuration recorder running.").into());
        }
        let (id, at) = (tx.plane().ids.uuid().to_string(), tx.call().time.as_millisecond());
        let due = SnapshotDue { channel: name.clone(), at, attempts: 0, due: at };
        tx.put(&Stored::new(&account, &region, &id, due))?;
        Ok(api::DeliverConfigSnapshotResponse { config_snapshot_id: Some(id) })
    }
}
