//! Metrics of topics, where the installation keeps any.
//! See <https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html>.

use std::collections::BTreeMap;

use plane::ports::MetricValue;
use plane::{Failure, Transaction};

use crate::resources::Publication;

/// Account, region and name of a topic.
pub(crate) type TopicKey = (String, String, String);

/// Counts something of topics.
///
/// # Errors
/// Those of the metrics' store.
pub(crate) async fn count(tx: &mut Transaction<'_>, name: &str, topics: &BTreeMap<TopicKey, u32>) -> Result<(), Failure> {
    let Some(store) = tx.plane().metric_store().cloned() else { return Ok(()) };
    for ((account, region, topic), number) in topics {
        let value = MetricValue {
            namespace: "AWS/SNS".to_owned(),
            name: name.to_owned(),
            dimensions: vec![("TopicName".to_owned(), topic.clone())],
            timestamp: tx.call().time,
            value: 1.0,
            count: f64::from(*number),
            unit: "Count".to_owned(),
        };
        store.put(tx, account, region, vec![value]).await?;
    }
    Ok(())
}

/// Counts messages that were published.
///
/// # Errors
/// Those of the metrics' store.
pub(crate) async fn published<'a>(
    tx: &mut Transaction<'_>,
    publications: impl Iterator<Item = &'a Publication>,
) -> Result<(), Failure> {
    let mut topics = BTreeMap::new();
    for publication in publications {
        let key = (publication.account.clone(), publication.region.clone(), publication.topic.clone());
        *topics.entry(key).or_default() += 1;
    }
    count(tx, "NumberOfMessagesPublished", &topics).await
}
