//! Transformers of log groups. What a transformer makes of events is a function of it and of the event, so that only the transformer is kept, with the
//! span of ingestion times that it is for: an event keeps its form whatever is set later.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation.html>.

use plane::{Failure, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use transformers::Transformer;

use crate::codec::Event;
use crate::errors::invalid;
use crate::resources::LogGroup;

/// A transformer of a group, for events that were put in a span of time. Its key, in the partition of its group, begins with the beginning of the span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GroupTransformer {
    /// The processors, as the API names them.
    pub config: Value,
    /// When the group got a transformer, milliseconds since 1970.
    pub created_at: i64,
    /// When this one was set.
    pub from: i64,
    /// When it was removed or another took its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<i64>,
}

impl Resource for GroupTransformer {
    const KIND: &'static str = "AWS::Logs::Transformer";
}

impl GroupTransformer {
    /// Its key.
    pub fn id(&self, unique: &str) -> String {
        format!("{:013}-{unique}", self.from.max(0))
    }
}

/// Reads a configuration.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) fn read(config: &Value) -> Result<Transformer, Failure> {
    Transformer::new(config).map_err(|error| invalid(format!("The transformer is invalid: {error}.")))
}

/// The transformer that a group has now.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn current(tx: &mut Transaction<'_>, group: &LogGroup) -> Result<Option<Stored<GroupTransformer>>, Failure> {
    let all: Vec<Stored<GroupTransformer>> = tx.all(&group.account, &group.partition(), "").await?;
    Ok(all.into_iter().find(|one| one.body.until.is_none()))
}

/// The transformers that a group has and had.
#[derive(Debug, Default)]
pub struct Transformers(Vec<(i64, i64, Transformer)>);

impl Transformers {
    /// Those of a group.
    ///
    /// # Errors
    /// Internal ones only.
    pub(crate) async fn of(reader: &Reader<'_>, group: &LogGroup) -> Result<Self, Failure> {
        let all = reader.all::<GroupTransformer>(&group.account, &group.partition(), "").await?;
        let one = |stored: Stored<GroupTransformer>| {
            let transformer = stored.body;
            read(&transformer.config).map(|made| (transformer.from, transformer.until.unwrap_or(i64::MAX), made))
        };
        all.into_iter().map(one).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there was never one.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives an event the form that it has by the transformer of the time when it was put. One that cannot be transformed has none.
    pub(crate) fn transform(&self, event: &mut Event) {
        let of_time = |(from, until, _): &&(i64, i64, Transformer)| (*from..*until).contains(&event.ingestion);
        event.transformed = self.0.iter().find(of_time).and_then(|(_, _, made)| made.transform(&event.message).ok());
    }
}
