//! Puts what functions write into log groups, each batch as a call of its execution role: permitted or refused, recorded, and committed as any call.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::ports::{LogEvent, ServiceCaller};
use plane::reconcile::Reconciler;
use plane::role_call::RoleCall;
use plane::{BoxFuture, Failure, System};
use serde_json::{Value, json};
use wire::Common;
use wire::failure::Kind;

use crate::environment::logs::{Destination, Log};
use crate::resources::Logging;
use crate::role::PRINCIPAL;

/// Events and bytes of a batch, below what PutLogEvents takes.
const MOST_EVENTS: usize = 10_000;
const MOST_BYTES: usize = 1_000_000;
/// How long the output of an environment is dropped after its role was refused, milliseconds.
const REFUSED: i64 = 60_000;

/// The output of environments, also of those that have ended.
#[derive(Debug, Default)]
pub(crate) struct Outputs {
    open: Mutex<Vec<Output>>,
    /// One at a time: events of a stream stay in order.
    putting: tokio::sync::Mutex<HashMap<String, Progress>>,
}

#[derive(Debug, Clone)]
struct Output {
    stream: String,
    log: Arc<Log>,
}

/// How far a stream is.
#[derive(Debug, Default)]
struct Progress {
    /// Whether the stream is there.
    made: bool,
    /// Until when its output is dropped.
    refused_until: i64,
}

impl Outputs {
    /// Opens the log of an environment that starts.
    pub(crate) fn open(&self, to: Destination, logging: Logging, now: i64) -> Arc<Log> {
        let stream = format!("{}/{}/{}/{}", to.account, to.region, to.group, to.stream);
        let log = Arc::new(Log::new(to, logging, now));
        self.open.lock().unwrap_or_else(PoisonError::into_inner).push(Output { stream, log: log.clone() });
        log
    }

    /// Puts everything that waits.
    pub(crate) async fn put(&self, system: &System) {
        let mut progress = self.putting.lock().await;
        let outputs = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for output in &outputs {
            let progress = progress.entry(output.stream.clone()).or_default();
            while !output.log.is_empty() {
                let mut events = output.log.take(MOST_EVENTS, MOST_BYTES);
                let now = system.now().as_millisecond();
                if progress.refused_until > now {
                    continue;
                }
                events.sort_by_key(|event| event.timestamp);
                match put(system, output.log.destination(), progress, &events).await {
                    Ok(()) => {}
                    Err(failure) if matches!(failure.kind, Kind::Common(Common::AccessDenied)) => {
                        let (group, message) = (&output.log.destination().group, &failure.message);
                        tracing::info!(group, message, "a function's output is dropped: its role may not write it");
                        progress.refused_until = now + REFUSED;
                    }
                    Err(failure) if is_refusal(&failure) => {
                        let (group, message) = (&output.log.destination().group, &failure.message);
                        tracing::warn!(group, message, "a part of a function's output is dropped");
                    }
                    Err(failure) => {
                        // It waits for the next run.
                        let (group, message, detail) = (&output.log.destination().group, &failure.message, &failure.detail);
                        tracing::error!(group, message, detail, "a function's output cannot be put");
                        output.log.put_back(events);
                        break;
                    }
                }
            }
        }
        drop(outputs);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|output| Arc::strong_count(&output.log) > 1 || !output.log.is_empty());
        progress.retain(|stream, _| open.iter().any(|output| output.stream == *stream));
    }
}

fn is(failure: &Failure, name: &str) -> bool {
    matches!(&failure.kind, Kind::Modelled { code, .. } if code == name)
}

/// Whether a call was answered and will be answered so again.
fn is_refusal(failure: &Failure) -> bool {
    matches!(&failure.kind, Kind::Modelled { .. }) && !is(failure, "ServiceUnavailableException")
}

async fn call(system: &System, to: &Destination, operation: &str, input: &Value) -> Result<(), Failure> {
    let caller = ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: to.function_arn.clone(),
        source_account: to.account.clone(),
    };
    let call = RoleCall {
        caller: &caller,
        role: &to.role,
        session: &to.function,
        service: "logs",
        operation,
        region: &to.region,
        input,
    };
    system.call_in_role(call, |_| Box::pin(async { Ok(()) })).await.map(|_| ())
}

/// Makes a stream, and its group if that is missing, as the role.
async fn make(system: &System, to: &Destination) -> Result<(), Failure> {
    let there = |made: Result<(), Failure>| match made {
        Err(failure) if is(&failure, "ResourceAlreadyExistsException") => Ok(()),
        other => other,
    };
    let stream = json!({"logGroupName": to.group, "logStreamName": to.stream});
    match there(call(system, to, "CreateLogStream", &stream).await) {
        Err(failure) if is(&failure, "ResourceNotFoundException") => {
            there(call(system, to, "CreateLogGroup", &json!({"logGroupName": to.group})).await)?;
            there(call(system, to, "CreateLogStream", &stream).await)
        }
        other => other,
    }
}

async fn put(system: &System, to: &Destination, progress: &mut Progress, events: &[LogEvent]) -> Result<(), Failure> {
    let shown: Vec<Value> = events.iter().map(|event| json!({"timestamp": event.timestamp, "message": event.message})).collect();
    let input = json!({"logGroupName": to.group, "logStreamName": to.stream, "logEvents": shown});
    if !progress.made {
        make(system, to).await?;
        progress.made = true;
    }
    match call(system, to, "PutLogEvents", &input).await {
        // Somebody removed the group or the stream.
        Err(failure) if is(&failure, "ResourceNotFoundException") => {
            progress.made = false;
            make(system, to).await?;
            progress.made = true;
            call(system, to, "PutLogEvents", &input).await
        }
        other => other,
    }
}

/// Puts output into log groups, all the time.
pub(crate) struct Writer {
    outputs: Arc<Outputs>,
}

impl Writer {
    /// For the output of a service's functions.
    pub(crate) fn of(outputs: Arc<Outputs>) -> Self {
        Self { outputs }
    }
}

impl Reconciler for Writer {
    fn name(&self) -> &'static str {
        "lambda-output"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.outputs.put(system).await;
            Ok(())
        })
    }
}
