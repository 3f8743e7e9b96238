//! Invocations: what is due is called, is tried again later, or ends in a dead-letter queue.
//! See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html> and
//! <https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html>.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use plane::ports::ServiceCaller;
use plane::reconcile::Reconciler;
use plane::role_call::RoleCall;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::{Value, json};
use wire::Common;
use wire::failure::Kind;

use crate::PRINCIPAL;
use crate::resources::{Invocation, Schedule, Target, due_id, due_of};
use crate::target::{Action, Words, action};

/// Invocations looked at in one go, and on their way at once.
const PAGE: usize = 200;
const MOST: usize = 16;
/// Retries and age where the target says nothing.
const RETRIES: u32 = 185;
const MAX_AGE_SECONDS: i64 = 86_400;
/// Pauses between attempts, milliseconds.
const FIRST_PAUSE: i64 = 1_000;
const LONGEST_PAUSE: i64 = 15 * 60 * 1_000;

/// Makes the calls.
#[derive(Default)]
pub struct Invoker {
    busy: Arc<Mutex<HashSet<String>>>,
}

impl Reconciler for Invoker {
    fn name(&self) -> &'static str {
        "scheduler-invoker"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let page = system.reader().list::<Invocation>("", "", "", None, PAGE).await?;
            for invocation in page.into_iter().take_while(|invocation| due_of(&invocation.key.id) <= now) {
                let id = invocation.key.id.clone();
                {
                    let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                    if busy.len() >= MOST || !busy.insert(id.clone()) {
                        continue;
                    }
                }
                let (system, busy) = (system.clone(), self.busy.clone());
                // Side by side, so that a slow target keeps no other waiting.
                tokio::spawn(async move {
                    let arn = invocation.body.arn.clone();
                    if let Err(failure) = work(&system, invocation).await {
                        tracing::error!(
                            schedule = arn,
                            message = failure.message,
                            detail = failure.detail,
                            "an invocation failed"
                        );
                    }
                    busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                });
            }
            Ok(())
        })
    }
}

fn caller(invocation: &Invocation) -> ServiceCaller {
    ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: invocation.arn.clone(),
        source_account: invocation.place.account.clone(),
    }
}

fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What an invocation calls now.
fn what(invocation: &Invocation) -> Result<Action, String> {
    let words = Words {
        schedule: &invocation.arn,
        scheduled: &time(invocation.scheduled),
        execution: &invocation.execution,
        attempt: invocation.attempts + 1,
    };
    action(&invocation.target, words)
}

async fn work(system: &System, invocation: Stored<Invocation>) -> Result<(), Failure> {
    let made = match what(&invocation.body) {
        Ok(action) => call(system, &invocation, &action).await,
        Err(reason) => Err(Failure::validation(reason)),
    };
    match made {
        Ok(()) => Ok(()),
        Err(failure) => failed(system, &invocation, &failure).await,
    }
}

/// Makes a call in the role of the schedule; the invocation ends in the commit of the call.
async fn call(system: &System, invocation: &Stored<Invocation>, action: &Action) -> Result<(), Failure> {
    let body = &invocation.body;
    let caller = caller(body);
    let call = RoleCall {
        caller: &caller,
        role: &body.target.role,
        session: &body.execution,
        service: action.service,
        operation: &action.operation,
        region: &body.place.region,
        input: &action.input,
    };
    let id = invocation.key.id.clone();
    system
        .call_in_role(call, move |tx| {
            let id = id.clone();
            Box::pin(async move { end(tx, &id).await })
        })
        .await
        .map(|_| ())
}

/// Ends an invocation, and its schedule where that was its last.
async fn end(tx: &mut Transaction<'_>, id: &str) -> Result<(), Failure> {
    let Some(invocation) = tx.get::<Invocation>("", "", id).await? else { return Ok(()) };
    tx.delete(&invocation);
    let Invocation { place, last: true, .. } = invocation.body else { return Ok(()) };
    let schedule = tx.get::<Schedule>(&place.account, &place.region, &place.id).await?;
    if let Some(schedule) = schedule.filter(|schedule| schedule.body.generation == place.generation) {
        tx.delete(&schedule);
    }
    Ok(())
}

/// AWS's code of a failure.
fn code(failure: &Failure) -> String {
    match &failure.kind {
        Kind::Modelled { code, .. } => code.to_string(),
        Kind::Common(Common::AccessDenied) => "AccessDeniedException".to_owned(),
        Kind::Common(Common::Throttling) => "ThrottlingException".to_owned(),
        Kind::Common(Common::Internal) => "InternalFailure".to_owned(),
        Kind::Common(_) => "ValidationException".to_owned(),
    }
}

/// Whether a call may succeed later as it is: what the target is short of passes, what is wrong with the call does not.
fn passes(failure: &Failure) -> bool {
    match &failure.kind {
        Kind::Modelled { code, status, .. } => *status >= 500 || *status == 429 || code.contains("Throttl"),
        Kind::Common(common) => matches!(common, Common::Internal | Common::Throttling),
    }
}

/// What comes after an attempt that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    /// Another, so many milliseconds later.
    Again(i64),
    /// None: the condition that is exhausted, if one is.
    Over(Option<&'static str>),
}

fn next(target: &Target, attempts: u32, passes: bool, since: i64, now: i64, jitter: u8) -> Next {
    if !passes {
        return Next::Over(None);
    }
    if attempts >= target.retries.map_or(RETRIES, |retries| u32::try_from(retries).unwrap_or_default()) {
        return Next::Over(Some("MaximumRetryAttempts"));
    }
    let pause = FIRST_PAUSE.saturating_mul(1 << attempts.min(20)).min(LONGEST_PAUSE);
    let pause = pause + pause * i64::from(jitter) / 1_024;
    let age = target.max_age.map_or(MAX_AGE_SECONDS, i64::from).saturating_mul(1_000);
    if now.saturating_sub(since) + pause > age {
        return Next::Over(Some("MaximumEventAgeInSeconds"));
    }
    Next::Again(pause)
}

async fn failed(system: &System, invocation: &Stored<Invocation>, failure: &Failure) -> Result<(), Failure> {
    let body = &invocation.body;
    let [jitter] = system.plane().ids.bytes::<1>();
    let now = system.now().as_millisecond();
    let id = invocation.key.id.clone();
    let exhausted = match next(&body.target, body.attempts, passes(failure), body.since, now, jitter) {
        Next::Again(pause) => {
            return system
                .act("scheduler", "GetSchedule", |tx| {
                    let id = id.clone();
                    Box::pin(async move { later(tx, &id, pause).await })
                })
                .await;
        }
        Next::Over(exhausted) => exhausted,
    };
    if let Some(queue) = &body.target.dead_letter {
        match dead_letter(system, invocation, queue, failure, exhausted).await {
            Ok(()) => return Ok(()),
            Err(refused) => tracing::warn!(queue, message = refused.message, "a dead-letter queue takes nothing"),
        }
    }
    tracing::warn!(schedule = body.arn, target = body.target.arn, message = failure.message, "an invocation is dropped");
    system
        .act("scheduler", "GetSchedule", |tx| {
            let id = id.clone();
            Box::pin(async move { end(tx, &id).await })
        })
        .await
}

async fn later(tx: &mut Transaction<'_>, id: &str, pause: i64) -> Result<(), Failure> {
    let Some(invocation) = tx.get::<Invocation>("", "", id).await? else { return Ok(()) };
    tx.delete(&invocation);
    let due = tx.call().time.as_millisecond().saturating_add(pause);
    let body = Invocation { attempts: invocation.body.attempts + 1, ..invocation.body };
    tx.put(&Stored::new("", "", due_id(due, &body.execution.clone()), body))
}

/// Sends what could not be called to a queue, in the role of the schedule too.
async fn dead_letter(
    system: &System,
    invocation: &Stored<Invocation>,
    queue: &str,
    failure: &Failure,
    exhausted: Option<&'static str>,
) -> Result<(), Failure> {
    let body = &invocation.body;
    let text = |value: &str| json!({"DataType": "String", "StringValue": value});
    let mut attributes = json!({
        "SCHEDULE_ARN": text(&body.arn),
        "TARGET_ARN": text(&body.target.arn),
        "SCHEDULED_TIME": text(&time(body.scheduled)),
        "EXECUTION_ID": text(&body.execution),
        "ERROR_CODE": text(&code(failure)),
        "ERROR_MESSAGE": text(if failure.message.is_empty() { "-" } else { &failure.message }),
        "RETRY_ATTEMPTS": {"DataType": "Number", "StringValue": body.attempts.to_string()},
        "IS_PAYLOAD_TRUNCATED": text("false"),
    });
    if let (Some(condition), Some(all)) = (exhausted, attributes.as_object_mut()) {
        all.insert("EXHAUSTED_RETRY_CONDITION".to_owned(), text(condition));
    }
    let target = Target { arn: queue.to_owned(), input: Some(payload(body)), group: None, event: None, ..body.target.clone() };
    let mut send = action(&target, Words::default()).map_err(Failure::validation)?;
    if let Some(input) = send.input.as_object_mut() {
        input.insert("MessageAttributes".to_owned(), attributes);
    }
    call(system, invocation, &send).await
}

/// What a dead letter says: the payload of the target, or the parameters of the action.
fn payload(invocation: &Invocation) -> String {
    match what(invocation) {
        Ok(Action { input, .. }) if invocation.target.arn.contains(":aws-sdk:") => input.to_string(),
        Ok(Action { input, .. }) => {
            let member = ["MessageBody", "Message", "Payload"].iter().find_map(|name| input.get(name));
            let member = member.or_else(|| input.pointer("/Entries/0/Detail"));
            member.and_then(Value::as_str).map_or_else(|| input.to_string(), str::to_owned)
        }
        Err(_) => invocation.target.input.clone().unwrap_or_else(|| "{}".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_end() {
        let target = |retries, max_age| Target {
            arn: String::new(),
            role: String::new(),
            input: None,
            group: None,
            event: None,
            retries,
            max_age,
            dead_letter: None,
        };
        assert_eq!(next(&target(None, None), 0, true, 0, 0, 0), Next::Again(1_000));
        assert_eq!(next(&target(None, None), 3, true, 0, 0, 0), Next::Again(8_000));
        assert_eq!(next(&target(None, None), 40, true, 0, 0, 0), Next::Again(900_000));
        assert_eq!(next(&target(Some(0), None), 0, true, 0, 0, 0), Next::Over(Some("MaximumRetryAttempts")));
        assert_eq!(next(&target(None, Some(60)), 0, true, 0, 60_000, 0), Next::Over(Some("MaximumEventAgeInSeconds")));
        assert_eq!(next(&target(None, None), 0, false, 0, 0, 0), Next::Over(None));
    }

    #[test]
    fn what_is_wrong_with_a_call_does_not_pass() {
        assert!(!passes(&Failure::common(Common::AccessDenied, "")));
        assert!(!passes(&Failure::validation("")));
        assert!(!passes(&Failure::unlisted("QueueDoesNotExist", 400, "")));
        assert!(passes(&Failure::unlisted("TooManyRequestsException", 429, "")));
        assert!(passes(&Failure::internal("")));
    }
}
