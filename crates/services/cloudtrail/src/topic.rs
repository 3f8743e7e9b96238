//! Trails that tell a topic of the log files they put.
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html>.

use plane::ports::{ServiceCaller, TopicMessage};
use plane::{Failure, Transaction};
use serde_json::json;

use crate::api::{InsufficientSnsTopicPolicyException, InvalidSnsTopicNameException};
use crate::deliver::PRINCIPAL;
use crate::resources::{LogFile, Trail};

/// Files that one message names at most: a message stays far below the 256 KiB that a topic takes.
const MOST_FILES: usize = 100;

fn caller(trail: &Trail) -> ServiceCaller {
    ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: trail.arn.clone(), source_account: trail.account.clone() }
}

/// The ARN of a topic that a caller names by name or ARN.
fn arn(tx: &Transaction<'_>, trail: &Trail, topic: &str) -> Result<String, Failure> {
    let name = topic.rsplit_once(':').map_or(topic, |(_, name)| name);
    let fits = (1..=256).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !fits {
        return Err(InvalidSnsTopicNameException::new(format!("Invalid SNS topic name: {topic}")).into());
    }
    if topic.contains(':') {
        return Ok(topic.to_owned());
    }
    Ok(tx.plane().arn("sns", &trail.region, &trail.account, topic))
}

/// The topic (ARN) that a trail has when it is there and its policy lets CloudTrail publish.
///
/// # Errors
/// `InvalidSnsTopicNameException`, `InsufficientSnsTopicPolicyException`.
pub async fn check(tx: &Transaction<'_>, trail: &Trail, topic: &str) -> Result<String, Failure> {
    let arn = arn(tx, trail, topic)?;
    let refused = || InsufficientSnsTopicPolicyException::new("SNS Topic does not exist or the topic policy is incorrect!");
    let topics = tx.plane().topics().cloned().ok_or_else(refused)?;
    match topics.may_publish(&tx.reader(), &arn, &caller(trail)).await {
        Ok(()) => Ok(arn),
        // What only the log is told is no refusal.
        Err(failure) if failure.detail.is_some() => Err(failure),
        Err(_) => Err(refused().into()),
    }
}

/// Publishes the names of files that were put, in the transaction that moves the cursor behind them.
///
/// # Errors
/// The topic's own.
pub async fn tell(tx: &mut Transaction<'_>, trail: &Trail, topic: &str, files: &[LogFile]) -> Result<(), Failure> {
    let topics = tx.plane().topics().cloned().ok_or_else(|| Failure::internal("there is no service sns"))?;
    // Files that were put before a bucket was replaced are in the old one.
    for same in files.chunk_by(|a, b| a.bucket == b.bucket) {
        for some in same.chunks(MOST_FILES) {
            let bucket = some.first().map(|file| &file.bucket);
            let keys: Vec<&str> = some.iter().map(|file| file.key.as_str()).collect();
            let message = json!({"s3Bucket": bucket, "s3ObjectKey": keys}).to_string();
            topics.publish(tx, topic, TopicMessage { message, ..TopicMessage::default() }, &caller(trail)).await?;
        }
    }
    Ok(())
}
