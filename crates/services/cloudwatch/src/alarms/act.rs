//! The actions of alarms: topics are published to, functions are invoked.
//!
//! An action is a document until it is done or has failed for good; the history of the alarm says which. A publication is committed with the end of
//! its action, exactly once; a function is invoked at least once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::ports::{ServiceCaller, TopicMessage};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::json;
use wire::failure::Kind;

use crate::alarms::record;
use crate::resources::{Action, State};

/// Who publishes, and who invokes functions.
const PUBLISHER: &str = "cloudwatch.amazonaws.com";
const INVOKER: &str = "lambda.alarms.cloudwatch.amazonaws.com";
/// Actions that are read at once, and on their way at once.
const PAGE: usize = 500;
const MOST: usize = 32;
/// Attempts, and the pause after the first, milliseconds; it doubles.
const ATTEMPTS: u32 = 5;
const PAUSE: i64 = 1_000;

/// Does actions.
#[derive(Default)]
pub struct Actor {
    busy: Arc<Mutex<HashSet<String>>>,
}

impl Reconciler for Actor {
    fn name(&self) -> &'static str {
        "cloudwatch-actions"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            for action in system.reader().list_everywhere::<Action>(None, PAGE).await? {
                if action.body.due > now {
                    continue;
                }
                {
                    let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                    if busy.len() >= MOST || !busy.insert(action.key.id.clone()) {
                        continue;
                    }
                }
                let (system, busy) = (system.clone(), self.busy.clone());
                tokio::spawn(async move {
                    if let Err(failure) = attempt(&system, &action).await {
                        tracing::error!(
                            alarm = action.body.alarm,
                            message = failure.message,
                            detail = failure.detail,
                            "an action of an alarm cannot be ended"
                        );
                    }
                    busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&action.key.id);
                });
            }
            Ok(())
        })
    }
}

fn caller(action: &Stored<Action>, principal: &str) -> ServiceCaller {
    ServiceCaller {
        principal: principal.to_owned(),
        source_arn: action.body.alarm_arn.clone(),
        source_account: action.key.account.clone(),
    }
}

/// Why an action failed, and whether it may succeed later.
struct Refused {
    message: String,
    again: bool,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        let code = match &failure.kind {
            Kind::Modelled { code, .. } => code.to_string(),
            Kind::Common(common) => format!("{common:?}"),
        };
        let again = code.contains("Internal") || code.contains("Throttl") || code.contains("TooManyRequests");
        Self { message: failure.message, again }
    }
}

async fn attempt(system: &System, action: &Stored<Action>) -> Result<(), Failure> {
    if let Some(at) = action.body.muted_at {
        let key = &action.key;
        let state = system.reader().get::<State>(&key.account, &key.region, &action.body.alarm).await?;
        if state.is_none_or(|state| state.body.transitioned != at) {
            return drop_muted(system, action).await;
        }
    }
    let done = if action.body.target.contains(":sns:") {
        publish(system, action).await
    } else if action.body.target.contains(":lambda:") {
        invoke(system, action).await
    } else {
        let message = format!("Actions of this kind are not available in this installation: {}", action.body.target);
        Err(Refused { message, again: false })
    };
    let Err(refused) = done else { return Ok(()) };
    let due = system.now().as_millisecond() + (PAUSE << action.body.attempts.min(10));
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let (key, reason, again) = (action.key.clone(), refused.message.clone(), refused.again);
            Box::pin(async move {
                let Some(mut action) = tx.get::<Action>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                action.body.attempts += 1;
                action.body.due = due;
                if again && action.body.attempts < ATTEMPTS {
                    return tx.put(&action);
                }
                end(tx, &action, Some(&reason))
            })
        })
        .await
}

/// Ends an action whose alarm has left the state again while it was muted.
async fn drop_muted(system: &System, action: &Stored<Action>) -> Result<(), Failure> {
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let key = action.key.clone();
            Box::pin(async move {
                if let Some(action) = tx.get::<Action>(&key.account, &key.region, &key.id).await? {
                    tx.delete(&action);
                }
                Ok(())
            })
        })
        .await
}

/// Ends an action, with the history of its alarm.
fn end(tx: &mut Transaction<'_>, action: &Stored<Action>, error: Option<&str>) -> Result<(), Failure> {
    let (body, key) = (&action.body, &action.key);
    let verb = if error.is_some() { "Failed" } else { "Successfully" };
    let summary = match error {
        Some(error) => format!("Failed to execute action {}. Received error: \"{error}\"", body.target),
        None => format!("Successfully executed action {}", body.target),
    };
    let message: serde_json::Value = serde_json::from_str(&body.message).unwrap_or_default();
    let data = json!({
        "actionState": if error.is_some() { "Failed" } else { "Succeeded" },
        "stateUpdateTimestamp": action.created_at,
        "notificationResource": body.target,
        "publishedMessage": if verb == "Failed" { serde_json::Value::Null } else { message },
        "error": error,
    });
    record(tx, (&key.account, &key.region, &body.alarm, body.composite), "Action", summary, &data)?;
    tx.delete(action);
    Ok(())
}

async fn publish(system: &System, action: &Stored<Action>) -> Result<(), Refused> {
    let Some(topics) = system.plane().topics().cloned() else {
        return Err(Refused { message: "There are no topics in this installation".to_owned(), again: false });
    };
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let (key, topics) = (action.key.clone(), topics.clone());
            Box::pin(async move {
                let Some(action) = tx.get::<Action>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                let fifo = action.body.target.ends_with(".fifo");
                let message = TopicMessage {
                    message: action.body.message.clone(),
                    subject: Some(action.body.subject.clone()),
                    group: fifo.then(|| action.body.alarm_arn.chars().take(128).collect()),
                    deduplication: fifo.then(|| key.id.clone()),
                    ..TopicMessage::default()
                };
                topics.publish(tx, &action.body.target, message, &caller(&action, PUBLISHER)).await?;
                end(tx, &action, None)
            })
        })
        .await
        .map_err(Refused::from)
}

async fn invoke(system: &System, action: &Stored<Action>) -> Result<(), Refused> {
    let Some(functions) = system.plane().functions().cloned() else {
        return Err(Refused { message: "There are no functions in this installation".to_owned(), again: false });
    };
    let payload = bytes::Bytes::from(action.body.payload.clone());
    // As with an asynchronous invocation, what the function answers is its own affair.
    functions.invoke(system, &action.body.target, payload, &caller(action, INVOKER)).await?;
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let key = action.key.clone();
            Box::pin(async move {
                match tx.get::<Action>(&key.account, &key.region, &key.id).await? {
                    Some(action) => end(tx, &action, None),
                    None => Ok(()),
                }
            })
        })
        .await
        .map_err(Refused::from)
}
