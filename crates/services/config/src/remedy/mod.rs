//! Remediation: what is not as it should be is put right by a document, in a role that the customer names.
//!
//! An execution is a document of the store until it is over, and lies among those that are due. Its steps are calls that may be made twice: what a crash breaks off
//! is done again.

mod controls;
pub mod documents;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::ports::ServiceCaller;
use plane::reconcile::Reconciler;
use plane::role_call::RoleCall;
use plane::service_role::trusts;
use plane::{BoxFuture, Failure, LookupValue, Resource, Stored, System, Transaction};
use serde::{Deserialize, Serialize};

use crate::api::{RemediationExecutionState as State, RemediationExecutionStepState as StepState};
use crate::errors::code;
use crate::judge::resources::BY_ARN;
use documents::{Document, ROLE, document};

/// Executions that are read at once, and that run at once.
const PAGE: usize = 200;
const MOST: usize = 8;
/// Attempts and the pause between them, seconds, where nobody says otherwise.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html>.
pub const ATTEMPTS: i32 = 5;
pub const RETRY: i64 = 60;
/// Who runs documents.
const AGENT: &str = "ssm.amazonaws.com";

/// Where a parameter's value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Given {
    /// The id of the resource.
    ResourceId,
    /// These values.
    Values(Vec<String>),
}

/// A remediation configuration. Its key is the name of its rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remedy {
    /// Rule.
    pub rule: String,
    /// Document.
    pub document: String,
    /// Version that was named.
    pub version: Option<String>,
    /// Parameters.
    pub parameters: BTreeMap<String, Given>,
    /// Type of resources, if it was named.
    pub kind: Option<String>,
    /// Whether it is done without being asked for.
    pub automatic: bool,
    /// Limits that were named: percentages of concurrency and errors.
    pub controls: Option<(Option<i32>, Option<i32>)>,
    /// Attempts.
    pub attempts: Option<i32>,
    /// Seconds between them.
    pub retry: Option<i64>,
    /// ARN.
    pub arn: String,
}

impl Resource for Remedy {
    const KIND: &'static str = "AWS::Config::RemediationConfiguration";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

/// A resource that is left as it is. Its key is rule, type and id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exemption {
    /// Why.
    pub message: Option<String>,
    /// Until when.
    pub expires: Option<i64>,
}

impl Resource for Exemption {
    const KIND: &'static str = "Cloudkeep::Config::RemediationException";
}

/// A step of an execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepDone {
    /// Name.
    pub name: String,
    /// How it went.
    pub state: StepState,
    /// Why it failed.
    pub error: Option<String>,
    /// When it began and ended.
    pub span: (i64, i64),
}

/// An execution. Its key is rule, type and id; the newest replaces the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// Rule.
    pub rule: String,
    /// Type of the resource.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// How it stands.
    pub state: State,
    /// Its steps.
    pub steps: Vec<StepDone>,
    /// When it was asked for.
    pub invoked: i64,
    /// When it changed.
    pub updated: i64,
    /// How often it was tried.
    pub attempts: i32,
    /// Whether it is tried again.
    pub automatic: bool,
}

impl Resource for Execution {
    const KIND: &'static str = "Cloudkeep::Config::RemediationExecution";
    const HISTORY: bool = false;
}

/// An execution that is due. Its key is of no account; its id is account, region and that of the execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Due {
    account: String,
    region: String,
    execution: String,
    due: i64,
}

impl Resource for Due {
    const KIND: &'static str = "Cloudkeep::Config::RemediationDue";
    const HISTORY: bool = false;
}

impl Due {
    /// Account, region and rule.
    fn of(&self) -> (String, String, String) {
        let rule = self.execution.split('|').next().unwrap_or_default().to_owned();
        (self.account.clone(), self.region.clone(), rule)
    }
}

/// Id of what is about a rule and a resource.
pub fn key(rule: &str, kind: &str, id: &str) -> String {
    format!("{rule}|{kind}|{id}")
}

/// Puts an execution among those that are due. False where one is under way.
///
/// # Errors
/// Internal ones only.
pub async fn ask(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    rule: &str,
    resource: (&str, &str),
    automatic: bool,
) -> Result<bool, Failure> {
    let (account, region) = place;
    let id = key(rule, resource.0, resource.1);
    let now = tx.call().time.as_millisecond();
    let execution = Execution {
        rule: rule.to_owned(),
        kind: resource.0.to_owned(),
        id: resource.1.to_owned(),
        state: State::Queued,
        steps: Vec::new(),
        invoked: now,
        updated: now,
        attempts: 0,
        automatic,
    };
    match tx.get::<Execution>(account, region, &id).await? {
        Some(there) if matches!(there.body.state, State::Queued | State::InProgress) => return Ok(false),
        Some(there) => tx.put(&Stored { body: execution, ..there })?,
        None => tx.put(&Stored::new(account, region, &id, execution))?,
    }
    let due_id = format!("{account}|{region}|{id}");
    let due = Due { account: account.to_owned(), region: region.to_owned(), execution: id, due: now };
    match tx.get::<Due>("", "", &due_id).await? {
        Some(there) => tx.put(&Stored { body: due, ..there })?,
        None => tx.put(&Stored::new("", "", due_id, due))?,
    }
    Ok(true)
}

/// Begins what is to be done without being asked for, when a rule says that a resource is not as it should be.
///
/// # Errors
/// Internal ones only.
pub async fn broken(tx: &mut Transaction<'_>, place: (&str, &str), rule: &str, resource: (&str, &str)) -> Result<(), Failure> {
    let Some(remedy) = tx.reader().get::<Remedy>(place.0, place.1, rule).await? else { return Ok(()) };
    let fits = remedy.body.kind.as_ref().is_none_or(|kind| kind == resource.0);
    if !remedy.body.automatic || !fits || exempt(tx, place, rule, resource).await? {
        return Ok(());
    }
    ask(tx, place, rule, resource, true).await.map(|_| ())
}

/// Whether a resource is left as it is.
async fn exempt(tx: &Transaction<'_>, place: (&str, &str), rule: &str, resource: (&str, &str)) -> Result<bool, Failure> {
    let now = tx.call().time.as_millisecond();
    let found = tx.reader().get::<Exemption>(place.0, place.1, &key(rule, resource.0, resource.1)).await?;
    Ok(found.is_some_and(|found| found.body.expires.is_none_or(|until| until > now)))
}

/// Runs executions.
#[derive(Default)]
pub struct Remedies {
    busy: Arc<Mutex<HashSet<String>>>,
}

impl Reconciler for Remedies {
    fn name(&self) -> &'static str {
        "config-remediation"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let mut open: BTreeMap<(String, String, String), Vec<Stored<Due>>> = BTreeMap::new();
            let mut after: Option<String> = None;
            loop {
                let page = system.reader().list::<Due>("", "", "", after.as_deref(), PAGE).await?;
                after = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
                for due in page {
                    open.entry(due.body.of()).or_default().push(due);
                }
                if after.is_none() {
                    break;
                }
            }
            for ((account, region, rule), all) in open {
                let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let begun = all.iter().filter(|due| busy.contains(&due.key.id)).count();
                let mut may = match controls::of(system, (&account, &region), &rule).await? {
                    Some(controls) => {
                        if controls::exceeded(system, (&account, &region), &rule, &controls, all.len()).await? {
                            controls::stop(system, all.iter().filter(|due| !busy.contains(&due.key.id)), &rule).await?;
                            continue;
                        }
                        controls.at_once(all.len()).saturating_sub(begun)
                    }
                    None => MOST,
                };
                for due in all {
                    if due.body.due > now || may == 0 {
                        continue;
                    }
                    {
                        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
                        if busy.len() >= MOST || !busy.insert(due.key.id.clone()) {
                            continue;
                        }
                    }
                    may -= 1;
                    self.begin(system, due);
                }
            }
            Ok(())
        })
    }
}

impl Remedies {
    /// Runs an execution beside everything else.
    fn begin(&self, system: &System, due: Stored<Due>) {
        let (system, busy) = (system.clone(), self.busy.clone());
        tokio::spawn(async move {
            if let Err(failure) = execute(&system, &due).await {
                tracing::error!(
                    execution = due.body.execution,
                    message = failure.message,
                    detail = failure.detail,
                    "a remediation cannot be run"
                );
            }
            busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&due.key.id);
        });
    }
}

/// Runs one attempt of an execution.
async fn execute(system: &System, due: &Stored<Due>) -> Result<(), Failure> {
    let (account, region) = (&due.body.account, &due.body.region);
    let reader = system.reader();
    let found = reader.get::<Execution>(account, region, &due.body.execution).await?;
    let remedy = match &found {
        Some(found) => reader.get::<Remedy>(account, region, &found.body.rule).await?,
        None => None,
    };
    let (Some(found), Some(remedy)) = (found, remedy) else {
        return settle(system, due, Vec::new(), false, None).await;
    };
    let known = document(&remedy.body.document);
    let (steps, done) = match known {
        Some(document) => steps(system, document, &remedy, &found.body).await?,
        None => (vec![failed("document", system, "The document is not available in this installation.")], false),
    };
    let again = !done && found.body.automatic && found.body.attempts + 1 < remedy.body.attempts.unwrap_or(ATTEMPTS);
    let pause = again.then(|| remedy.body.retry.unwrap_or(RETRY) * 1_000);
    settle(system, due, steps, done, pause).await
}

fn failed(name: &str, system: &System, why: &str) -> StepDone {
    let now = system.now().as_millisecond();
    StepDone { name: name.to_owned(), state: StepState::Failed, error: Some(why.to_owned()), span: (now, now) }
}

/// Runs the steps of a document, until one fails.
async fn steps(
    system: &System,
    document: &Document,
    remedy: &Stored<Remedy>,
    execution: &Execution,
) -> Result<(Vec<StepDone>, bool), Failure> {
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &remedy.body.parameters {
        let value = match value {
            Given::ResourceId => execution.id.clone(),
            Given::Values(values) => values.join(","),
        };
        given.insert(name.clone(), value);
    }
    let role_arn = given.get(ROLE).cloned().unwrap_or_default();
    let caller = ServiceCaller {
        principal: AGENT.to_owned(),
        source_arn: remedy.body.arn.clone(),
        source_account: remedy.key.account.clone(),
    };
    let role = system.plane().identities().role(&system.reader(), &role_arn).await?;
    let role = role.filter(|role| role.account == remedy.key.account).filter(|role| trusts(system.plane(), role, &caller));
    let Some(role) = role else {
        return Ok((
            vec![failed("AssumeRole", system, "The role of the automation cannot be assumed by ssm.amazonaws.com.")],
            false,
        ));
    };
    let mut done = Vec::new();
    for step in document.steps {
        let begun = system.now().as_millisecond();
        let input = document.input(step, &given);
        let call = RoleCall {
            caller: &caller,
            role: &role.arn,
            session: "AutomationExecution",
            service: step.call.0,
            operation: step.call.1,
            region: &remedy.key.region,
            input: &input,
        };
        let answered = system.call_in_role(call, |_| Box::pin(async { Ok(()) })).await;
        let error = answered.err().map(|failure| format!("{}: {}", code(&failure), failure.message));
        let state = if error.is_some() { StepState::Failed } else { StepState::Succeeded };
        let ended = error.is_some();
        done.push(StepDone { name: step.name.to_owned(), state, error, span: (begun, system.now().as_millisecond()) });
        if ended {
            return Ok((done, false));
        }
    }
    Ok((done, true))
}

/// Keeps how an attempt ended.
async fn settle(system: &System, due: &Stored<Due>, steps: Vec<StepDone>, done: bool, pause: Option<i64>) -> Result<(), Failure> {
    system
        .act("config", "StartRemediationExecution", |tx| {
            let (due, steps) = (due.clone(), steps.clone());
            Box::pin(async move {
                let now = tx.call().time.as_millisecond();
                let Some(mut held) = tx.get::<Due>("", "", &due.key.id).await? else { return Ok(()) };
                let execution = tx.get::<Execution>(&due.body.account, &due.body.region, &due.body.execution).await?;
                if let Some(mut execution) = execution {
                    execution.body.attempts += 1;
                    execution.body.updated = now;
                    execution.body.steps = steps;
                    execution.body.state = match (done, pause) {
                        (true, _) => State::Succeeded,
                        (false, Some(_)) => State::Queued,
                        (false, None) => State::Failed,
                    };
                    tx.put(&execution)?;
                }
                match pause {
                    Some(pause) => {
                        held.body.due = now + pause;
                        tx.put(&held)
                    }
                    None => {
                        tx.delete(&held);
                        Ok(())
                    }
                }
            })
        })
        .await
}
