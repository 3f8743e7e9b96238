//! Transformers of log groups. What a transformer makes of events is a function of it and of the event, so that only the transformer is kept, with the
//! span of ingestion times that it is for: an event keeps its form whatever is set later.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation.html>.

use plane::{Failure, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use transformers::Transformer;

use crate::api::LogGroupClass;
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

/// A transformer of an account, for events that were put in a span of time into groups without one of their own. Its key begins with the beginning of the
/// span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AccountTransformer {
    /// Name of the account policy.
    pub policy: String,
    /// The processors, as the API names them.
    pub config: Value,
    /// What the names of its groups begin with; all if there is none.
    pub prefixes: Vec<String>,
    /// When it was set.
    pub from: i64,
    /// When it was removed or another took its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<i64>,
}

impl Resource for AccountTransformer {
    const KIND: &'static str = "Cloudkeep::Logs::AccountTransformer";
}

impl AccountTransformer {
    /// Whether it is for a group.
    fn is_for(&self, group: &LogGroup) -> bool {
        let named = |prefix: &String| group.name.starts_with(prefix.as_str());
        group.class == LogGroupClass::Standard && (self.prefixes.is_empty() || self.prefixes.iter().any(named))
    }

    /// Whether a group could be one of both.
    pub fn overlaps(&self, prefixes: &[String]) -> bool {
        let either = |a: &String| prefixes.iter().any(|b| a.starts_with(b.as_str()) || b.starts_with(a.as_str()));
        self.prefixes.is_empty() || prefixes.is_empty() || self.prefixes.iter().any(either)
    }
}

/// The transformers that an account has now.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn of_account(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
) -> Result<Vec<Stored<AccountTransformer>>, Failure> {
    let mut all: Vec<Stored<AccountTransformer>> = tx.all(account, region, "").await?;
    all.retain(|one| one.body.until.is_none());
    Ok(all)
}

/// Puts a transformer in place of the one that a policy had; none ends it.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn set_of_account(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    policy: &str,
    new: Option<(Value, Vec<String>)>,
) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    for mut before in of_account(tx, account, region).await? {
        if before.body.policy == policy {
            before.body.until = Some(now);
            tx.put(&before)?;
        }
    }
    let Some((config, prefixes)) = new else { return Ok(()) };
    let made = AccountTransformer { policy: policy.to_owned(), config, prefixes, from: now, until: None };
    let id = format!("{:013}-{}", now.max(0), hex::encode(tx.plane().ids.bytes::<4>()));
    tx.put(&Stored::new(account, region, id, made))
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

/// The transformers that a group has and had: its own, and then those of its account.
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
        let mut spans = all.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
        for stored in reader.all::<AccountTransformer>(&group.account, &group.region, "").await? {
            let AccountTransformer { from, until, ref config, .. } = stored.body;
            if stored.body.is_for(group) {
                spans.push((from, until.unwrap_or(i64::MAX), read(config)?));
            }
        }
        Ok(Self(spans))
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

#[cfg(test)]
mod tests {
    use super::AccountTransformer;

    #[test]
    fn transformers_of_an_account_do_not_overlap() {
        let of = |prefixes: &[&str]| -> Vec<String> { prefixes.iter().map(|p| (*p).to_owned()).collect() };
        let made = |prefixes| AccountTransformer {
            policy: String::new(),
            config: serde_json::Value::Null,
            prefixes: of(prefixes),
            from: 0,
            until: None,
        };
        for (one, other, expected) in [
            (&["/app"][..], &["/app/web"][..], true),
            (&["/app/web"], &["/app"], true),
            (&["/app/a"], &["/app/b"], false),
            (&[], &["/app"], true),
            (&["/app"], &[], true),
            (&["/a", "/b"], &["/c", "/b/x"], true),
        ] {
            assert_eq!(made(one).overlaps(&of(other)), expected, "{one:?} {other:?}");
        }
    }
}
