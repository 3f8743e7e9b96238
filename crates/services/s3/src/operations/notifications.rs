//! Notifications of buckets.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;
use wire::shape::Unit;

use super::configuration::{change, on_the_bucket, read};
use crate::api::{self, operation};
use crate::deliveries;
use crate::errors::invalid;
use crate::happening::{caller, test_message};
use crate::notifications::{self, DestinationKind, Notifications};
use crate::place::{self, on_bucket};

impl Handle for operation::GetBucketNotificationConfiguration {
    on_the_bucket!("s3:GetBucketNotification");
    async fn run(
        input: &api::GetBucketNotificationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::NotificationConfiguration, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        Ok(bucket.notifications.as_ref().map(notifications::told).unwrap_or_default())
    }
}

/// Sees to it that destinations take notifications, as S3 does: queues and topics are sent a test message, functions must let S3 invoke them.
async fn validate(tx: &mut Transaction<'_>, name: &str, set: &Notifications) -> Result<(), Failure> {
    let bucket = place::held(tx, name).await?.body;
    let caller = caller(&bucket.arn(&tx.plane().settings.partition), &bucket.owner);
    let test = test_message(&bucket, tx.call());
    for rule in &set.rules {
        let sent = match rule.kind {
            DestinationKind::Function => match tx.plane().functions().cloned() {
                Some(functions) => functions.may_invoke(&tx.reader(), &rule.arn, &caller).await,
                None => Err(Failure::internal("there is no service lambda")),
            },
            kind => deliveries::send(tx, kind, &rule.arn, &test, &caller).await,
        };
        if let Err(failure) = sent {
            tracing::debug!(destination = rule.arn, message = failure.message, "a destination of notifications refuses");
            return Err(invalid(format!("Unable to validate the following destination configurations: {}", rule.arn)));
        }
    }
    Ok(())
}

impl Handle for operation::PutBucketNotificationConfiguration {
    on_the_bucket!("s3:PutBucketNotification");
    async fn run(input: &api::PutBucketNotificationConfigurationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let plane = tx.plane();
        let set = notifications::read(&input.notification_configuration, &mut || plane.ids.uuid().to_string())?;
        if input.skip_destination_validation != Some(true) {
            validate(tx, &input.bucket, &set).await?;
        }
        change(tx, &input.bucket, |bucket| {
            bucket.notifications = (set != Notifications::default()).then_some(set);
            Ok(())
        })
        .await
    }
}
