//! Alarms: what both kinds have in common, and how a state changes.
//!
//! [`evaluate`] decides on time, [`change`] commits a new state together with its history, its event and the actions that are to be done, and
//! [`act`] does these.

pub mod act;
pub mod evaluate;
pub mod judge;
pub mod mute;
pub mod tell;

use plane::{Failure, Plane, Reader, Stored, Transaction};
use serde_json::{Value, json};

use crate::api::StateValue;
use crate::resources::{Action, Alarm, Common, Composite, Event, Held, State};

/// An alarm of either kind.
#[derive(Debug, Clone)]
pub enum Which {
    /// On a metric or an expression.
    Metric(Stored<Alarm>),
    /// On the states of others.
    Composite(Stored<Composite>),
}

impl Which {
    /// The alarm of a name.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn find(reader: &Reader<'_>, account: &str, region: &str, name: &str) -> Result<Option<Self>, Failure> {
        if let Some(alarm) = reader.get::<Alarm>(account, region, name).await? {
            return Ok(Some(Self::Metric(alarm)));
        }
        Ok(reader.get::<Composite>(account, region, name).await?.map(Self::Composite))
    }

    /// The same, held until the commit.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn hold(tx: &mut Transaction<'_>, account: &str, region: &str, name: &str) -> Result<Option<Self>, Failure> {
        if let Some(alarm) = tx.get::<Alarm>(account, region, name).await? {
            return Ok(Some(Self::Metric(alarm)));
        }
        Ok(tx.get::<Composite>(account, region, name).await?.map(Self::Composite))
    }

    /// What all alarms have.
    pub fn common(&self) -> &Common {
        match self {
            Self::Metric(alarm) => &alarm.body.common,
            Self::Composite(alarm) => &alarm.body.common,
        }
    }

    /// The same, to be changed.
    pub fn common_mut(&mut self) -> &mut Common {
        match self {
            Self::Metric(alarm) => &mut alarm.body.common,
            Self::Composite(alarm) => &mut alarm.body.common,
        }
    }

    /// Tags.
    pub fn tags(&self) -> &[(String, String)] {
        match self {
            Self::Metric(alarm) => &alarm.tags,
            Self::Composite(alarm) => &alarm.tags,
        }
    }

    /// Tags, to be changed.
    pub fn tags_mut(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Metric(alarm) => &mut alarm.tags,
            Self::Composite(alarm) => &mut alarm.tags,
        }
    }

    /// Whether it is a composite alarm.
    pub fn is_composite(&self) -> bool {
        matches!(self, Self::Composite(_))
    }

    /// Writes it.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn put(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Self::Metric(alarm) => tx.put(alarm),
            Self::Composite(alarm) => tx.put(alarm),
        }
    }

    /// Account and region.
    pub fn place(&self) -> (&str, &str) {
        let key = match self {
            Self::Metric(alarm) => &alarm.key,
            Self::Composite(alarm) => &alarm.key,
        };
        (&key.account, &key.region)
    }

    /// ARN.
    pub fn arn(&self, plane: &Plane) -> String {
        let (account, region) = self.place();
        arn(plane, account, region, &self.common().name)
    }
}

/// ARN of an alarm.
pub fn arn(plane: &Plane, account: &str, region: &str, name: &str) -> String {
    plane.arn("cloudwatch", region, account, &format!("alarm:{name}"))
}

/// Name of the alarm of an ARN, or the name itself.
pub fn name_of(name_or_arn: &str) -> &str {
    if !name_or_arn.starts_with("arn:") {
        return name_or_arn;
    }
    name_or_arn.splitn(6, ':').nth(5).and_then(|rest| rest.strip_prefix("alarm:")).unwrap_or(name_or_arn)
}

/// A new state.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The state.
    pub value: StateValue,
    /// Why.
    pub reason: String,
    /// Why, for programs: JSON.
    pub data: Option<String>,
}

/// The state of an alarm that was just made.
pub fn initial(now: i64) -> State {
    State {
        value: StateValue::InsufficientData,
        reason: "Unchecked: Initial alarm creation".to_owned(),
        reason_data: None,
        updated: now,
        transitioned: now,
        held: None,
    }
}

/// Adds to the history of an alarm.
///
/// # Errors
/// Internal ones only.
pub fn record(
    tx: &mut Transaction<'_>,
    which: (&str, &str, &str, bool),
    kind: &str,
    summary: String,
    data: &Value,
) -> Result<(), Failure> {
    let (account, region, alarm, composite) = which;
    let at = tx.plane().clock.now_ms();
    let id = Event::id(at, &tx.plane().ids.uuid().to_string());
    let event = Event { alarm: alarm.to_owned(), composite, at, kind: kind.to_owned(), summary, data: data.to_string() };
    tx.put(&Stored::new(account, region, id, event))
}

/// Changes the state of an alarm, with its history, its event and its actions; `held` keeps the actions back. False if it is in that state already.
///
/// # Errors
/// Internal ones only.
pub async fn change(tx: &mut Transaction<'_>, which: &Which, change: Change, held: Option<Held>) -> Result<bool, Failure> {
    let (account, region) = (which.place().0.to_owned(), which.place().1.to_owned());
    let common = which.common().clone();
    let now = tx.plane().clock.now_ms();
    let mut stored = match tx.get::<State>(&account, &region, &common.name).await? {
        Some(stored) => stored,
        None => Stored::new(&account, &region, &common.name, initial(now)),
    };
    if stored.body.value == change.value {
        return Ok(false);
    }
    let new = State {
        value: change.value,
        reason: change.reason,
        reason_data: change.data,
        updated: now,
        transitioned: now,
        held: held.clone(),
    };
    let old = std::mem::replace(&mut stored.body, new.clone());
    tx.put(&stored)?;
    let data = json!({
        "version": "1.0",
        "oldState": tell::history_state(&old),
        "newState": tell::history_state(&new),
    });
    let summary = format!("Alarm updated from {} to {}", old.value, new.value);
    record(tx, (&account, &region, &common.name, which.is_composite()), "StateUpdate", summary, &data)?;
    let arn = which.arn(tx.plane());
    let detail = tell::event(which, &new, &old);
    plane::events::publish(
        tx,
        &account,
        &region,
        "aws.cloudwatch",
        "CloudWatch Alarm State Change",
        std::slice::from_ref(&arn),
        &detail,
    );
    if common.actions_enabled && held.is_none() {
        plan(tx, which, &new, &old).await?;
    }
    Ok(true)
}

/// Plans the actions of a state: at once, or at the end of the time at which they are muted, if the alarm is still in that state then.
///
/// # Errors
/// Internal ones only.
pub async fn plan(tx: &mut Transaction<'_>, which: &Which, new: &State, old: &State) -> Result<(), Failure> {
    let (account, region) = (which.place().0.to_owned(), which.place().1.to_owned());
    let common = which.common();
    let alarm_arn = which.arn(tx.plane());
    let muted = mute::muted_until(tx, &account, &region, &common.name).await?;
    for (n, target) in common.actions(new.value).iter().enumerate() {
        let action = Action {
            alarm: common.name.clone(),
            alarm_arn: alarm_arn.clone(),
            composite: which.is_composite(),
            target: target.clone(),
            message: tell::notification(which, &alarm_arn, new, old).to_string(),
            payload: tell::payload(which, &alarm_arn, new, old).to_string(),
            subject: tell::subject(&common.name, new.value, &region),
            attempts: 0,
            due: muted.unwrap_or(new.transitioned),
            muted_at: muted.map(|_| new.transitioned),
        };
        let id = format!("{:014}-{}-{n}", new.transitioned, tx.plane().ids.uuid());
        tx.put(&Stored::new(&account, &region, id, action))?;
    }
    Ok(())
}
