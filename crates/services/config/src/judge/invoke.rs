//! Functions that judge: they are handed what changed, and answer with PutEvaluations and the token that they were given.
//!
//! See <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html>.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::ports::ServiceCaller;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::{Value, json};

use crate::errors::code;
use crate::judge::resources::{Invocation, Rule, RuleState};
use crate::place::PRINCIPAL;

/// Documents that are read at once, and functions that run at once.
const PAGE: usize = 200;
const MOST: usize = 16;
/// Attempts, and the pause after the first, milliseconds; it doubles.
const ATTEMPTS: u32 = 3;
const PAUSE: i64 = 5_000;
/// How long a token is good after the function ran, milliseconds.
const GOOD: i64 = 6 * 3_600_000;

/// Puts an invocation among those that are due.
///
/// # Errors
/// Internal ones only.
pub fn ask(tx: &mut Transaction<'_>, rule: &Stored<Rule>, what: &Value, now: i64) -> Result<(), Failure> {
    let token = hex::encode(tx.plane().ids.bytes::<32>());
    let deleted = what.get("configurationItem").and_then(|item| item.get("configurationItemStatus")).and_then(Value::as_str)
        == Some("ResourceDeleted");
    let body = &rule.body;
    let event = json!({
        "version": "1.0",
        "invokingEvent": what.to_string(),
        "ruleParameters": body.parameters.clone().unwrap_or_else(|| "{}".to_owned()),
        "resultToken": token,
        "eventLeftScope": deleted,
        "executionRoleArn": tx.plane().arn("iam", "", &rule.key.account, "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"),
        "configRuleArn": body.arn,
        "configRuleName": body.name,
        "configRuleId": body.id,
        "accountId": rule.key.account,
    });
    let invocation = Invocation {
        account: rule.key.account.clone(),
        region: rule.key.region.clone(),
        rule: rule.key.id.clone(),
        rule_id: body.id.clone(),
        event: event.to_string(),
        at: now,
        done: false,
        attempts: 0,
        due: now,
    };
    tx.put(&Stored::new("", "", token, invocation))
}

/// Invokes functions.
#[derive(Default)]
pub struct Invoker {
    busy: Arc<Mutex<HashSet<String>>>,
}

impl Reconciler for Invoker {
    fn name(&self) -> &'static str {
        "config-functions"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let mut after: Option<String> = None;
            loop {
                let page = system.reader().list::<Invocation>("", "", "", after.as_deref(), PAGE).await?;
                for found in &page {
                    if found.body.due > now {
                        continue;
                    }
                    if found.body.done {
                        forget(system, found).await?;
                        continue;
                    }
                    {
                        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                        if busy.len() >= MOST || !busy.insert(found.key.id.clone()) {
                            continue;
                        }
                    }
                    let (system, busy, found) = (system.clone(), self.busy.clone(), found.clone());
                    tokio::spawn(async move {
                        if let Err(failure) = attempt(&system, &found).await {
                            tracing::error!(
                                rule = found.body.rule,
                                message = failure.message,
                                detail = failure.detail,
                                "the function of a rule cannot be invoked"
                            );
                        }
                        busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&found.key.id);
                    });
                }
                match page.last() {
                    Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
                    _ => return Ok(()),
                }
            }
        })
    }
}

async fn forget(system: &System, found: &Stored<Invocation>) -> Result<(), Failure> {
    system
        .act("config", "PutEvaluations", |tx| {
            let id = found.key.id.clone();
            Box::pin(async move {
                if let Some(held) = tx.get::<Invocation>("", "", &id).await?.filter(|held| held.body.done) {
                    tx.delete(&held);
                }
                Ok(())
            })
        })
        .await
}

async fn attempt(system: &System, found: &Stored<Invocation>) -> Result<(), Failure> {
    let (account, region, name) = (&found.body.account, &found.body.region, &found.body.rule);
    let rule = system.reader().get::<Rule>(account, region, name).await?.filter(|rule| rule.body.id == found.body.rule_id);
    let error = match &rule {
        None => None,
        Some(rule) => call(system, rule, &found.body.event).await.err(),
    };
    let gone = rule.is_none();
    system
        .act("config", "PutEvaluations", |tx| {
            let (found, error) = (found.clone(), error.clone());
            Box::pin(async move {
                let (account, region, name) = (&found.body.account, &found.body.region, &found.body.rule);
                let now = tx.call().time.as_millisecond();
                let Some(mut held) = tx.get::<Invocation>("", "", &found.key.id).await? else { return Ok(()) };
                if gone {
                    tx.delete(&held);
                    return Ok(());
                }
                if let Some(mut state) = tx.get::<RuleState>(account, region, name).await? {
                    state.body.started = true;
                    match &error {
                        None => {
                            state.body.invoked = Some(now);
                            state.body.error = None;
                        }
                        Some((code, message)) => {
                            (state.body.invocation_failed, state.body.evaluation_failed) = (Some(now), Some(now));
                            state.body.error = Some((code.clone(), message.chars().take(1_000).collect()));
                        }
                    }
                    tx.put(&state)?;
                }
                held.body.attempts += 1;
                if error.is_some() && held.body.attempts < ATTEMPTS {
                    held.body.due = now + (PAUSE << held.body.attempts.min(8));
                } else {
                    // A function that failed for good may have been about to answer all the same.
                    held.body.done = true;
                    held.body.due = now + GOOD;
                }
                tx.put(&held)
            })
        })
        .await
}

/// Invokes the function of a rule; why it failed.
async fn call(system: &System, rule: &Stored<Rule>, event: &str) -> Result<(), (String, String)> {
    let Some(functions) = system.plane().functions().cloned() else {
        return Err(("FunctionsNotAvailable".to_owned(), "There are no functions in this installation.".to_owned()));
    };
    let caller = ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: rule.body.arn.clone(),
        source_account: rule.key.account.clone(),
    };
    let function = rule.body.identifier.clone().unwrap_or_default();
    let answered = functions.invoke(system, &function, bytes::Bytes::from(event.to_owned()), &caller).await;
    let answered = answered.map_err(|failure| {
        let known = code(&failure);
        let message = match known.as_str() {
            "AccessDenied" => format!("The AWS Lambda function {function} cannot be invoked. Check the specified function ARN, and check the function's permissions."),
            _ => failure.message,
        };
        (known, message)
    })?;
    match answered.error {
        None => Ok(()),
        Some(kind) => {
            let payload: Value = serde_json::from_slice(&answered.payload).unwrap_or(Value::Null);
            let text = |name: &str| payload.get(name).and_then(Value::as_str).map(str::to_owned);
            let code = text("errorType").unwrap_or_else(|| format!("Function{kind}"));
            Err((code, text("errorMessage").unwrap_or_else(|| "The function failed.".to_owned())))
        }
    }
}
