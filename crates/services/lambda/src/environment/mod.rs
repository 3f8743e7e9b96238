//! Execution environments: a process with a Runtime API of its own, started for one version of a function and used for one invocation at a time.

pub(crate) mod logs;
mod peers;
pub(crate) mod process;
mod runtime_api;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use plane::settings::FunctionSettings;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::code::Unpacked;
use crate::launcher::Bounds;
use crate::runtime::Family;
use logs::{Log, Report};
use process::{Folder, Process, Start};
use runtime_api::{Answer, Event, MOST_RESPONSE, Runtime};

/// Time that a process has to ask for its first invocation; what it takes longer counts as part of that invocation.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib>.
const INIT: Duration = Duration::from_secs(10);
/// Time between two looks at the memory of an environment.
const LOOK: Duration = Duration::from_millis(50);

/// Everything that an environment is made of.
pub(crate) struct Plan {
    pub settings: FunctionSettings,
    pub family: Family,
    pub version: String,
    /// MiB.
    pub memory: i32,
    /// MiB.
    pub ephemeral: i32,
    /// `AWS_…` and the function's own variables, without the address of the Runtime API.
    pub variables: BTreeMap<String, String>,
    pub code: Arc<Unpacked>,
    /// Folder of all environments.
    pub parent: PathBuf,
    /// Name of this one's folder.
    pub name: String,
    pub log: Arc<Log>,
}

/// One invocation, as the environment sees it.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// Request id.
    pub id: String,
    pub payload: Bytes,
    /// ARN that was invoked.
    pub arn: String,
    pub client_context: Option<String>,
    pub timeout: Duration,
    /// The machine's time when it was handed over, milliseconds since 1970: functions compare their deadline with their own clock.
    pub now_ms: i64,
    /// The plane's time then, milliseconds since 1970.
    pub plane_ms: i64,
}

/// What became of an invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The function's result, or what describes its error.
    pub payload: Bytes,
    /// Whether it is an error.
    pub failed: bool,
    /// The end of the log.
    pub tail: Vec<u8>,
}

/// An environment.
#[derive(Debug)]
pub(crate) struct Environment {
    version: String,
    memory: i32,
    runtime: Arc<Runtime>,
    events: mpsc::Sender<Event>,
    process: Process,
    server: JoinHandle<()>,
    log: Arc<Log>,
    born: Instant,
    /// Time that the process took to be ready; none until it was.
    init: Option<Duration>,
    used: bool,
    most_memory: u64,
    // Removed after the process was killed: fields are dropped in this order.
    _folder: Folder,
    _code: Arc<Unpacked>,
}

impl Drop for Environment {
    fn drop(&mut self) {
        self.server.abort();
        self.process.kill();
    }
}

/// Why waiting for the process ended.
enum Ending {
    Ready,
    Broken(Bytes),
    Ended(String),
    Memory,
    Time,
}

impl Environment {
    /// Starts one. It is not ready yet: the first invocation waits for that.
    ///
    /// # Errors
    /// The machine's.
    pub(crate) async fn start(plan: Plan) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let mut variables = plan.variables;
        variables.insert("AWS_LAMBDA_RUNTIME_API".to_owned(), listener.local_addr()?.to_string());
        let folder = Folder::make(&plan.parent, &plan.name, plan.settings.user)?;
        variables.insert("TMPDIR".to_owned(), folder.tmp().display().to_string());
        variables.insert("HOME".to_owned(), folder.tmp().display().to_string());
        let mib = |n: i32| u64::try_from(n).unwrap_or(0) << 20;
        let log = plan.log;
        let process = Process::start(&Start {
            settings: &plan.settings,
            family: plan.family,
            folder: &folder,
            task: plan.code.path(),
            variables: &variables,
            bounds: Bounds {
                // Interpreters set aside more than they use: what is used is measured, this only stops what grows faster than one can look.
                data: 4 * mib(plan.memory) + (1 << 30),
                file: mib(plan.ephemeral),
                server: i32::try_from(std::process::id()).unwrap_or(0),
            },
            log: log.clone(),
        })?;
        let (runtime, events) = Runtime::new();
        let server = tokio::spawn(runtime_api::serve(listener, runtime.clone(), process.id));
        Ok(Self {
            version: plan.version,
            memory: plan.memory,
            runtime,
            events,
            process,
            server,
            log,
            born: Instant::now(),
            init: None,
            used: false,
            most_memory: 0,
            _folder: folder,
            _code: plan.code,
        })
    }

    /// How long it has been there.
    pub(crate) fn age(&self) -> Duration {
        self.born.elapsed()
    }

    /// Whether it can take another invocation.
    pub(crate) fn usable(&self) -> bool {
        self.init.is_some() && self.process.ended().is_none() && *self.runtime.idle().borrow()
    }

    /// Runs an invocation to its end. Afterwards [`Environment::usable`] says whether the environment can be kept.
    pub(crate) async fn invoke(&mut self, work: Work) -> Outcome {
        let arrived = Instant::now();
        self.log.begin(work.plane_ms);
        let first = !self.used;
        self.used = true;
        let mut failed_init = None;
        if self.init.is_none() {
            match self.wait(self.born + INIT).await {
                Ending::Ready => self.init = Some(self.born.elapsed()),
                // Too slow: the rest of its start is on the function's own time.
                Ending::Time => {}
                other => failed_init = Some(other),
            }
        }
        self.log.start(&work.id, &self.version);
        let began = Instant::now();
        let result = match failed_init {
            Some(ending) => Err(self.describe(&work, ending, began)),
            None => self.run(&work, arrived, began).await,
        };
        let took = began.elapsed();
        self.process.settle().await;
        let (payload, failed) = match result {
            Ok(Answer::Response(payload)) => (payload, false),
            Ok(Answer::Error(payload)) => (payload, true),
            Ok(Answer::TooLarge) => {
                let message = format!("Response payload size exceeded maximum allowed payload size ({MOST_RESPONSE} bytes).");
                (error("Function.ResponseSizeTooLarge", &message), true)
            }
            Err(payload) => (payload, true),
        };
        let error = failed.then(|| error_type(&payload));
        let status = match error.as_deref() {
            None => "success",
            Some("Sandbox.Timedout") => "timeout",
            Some("Runtime.ExitError") => "error",
            Some(_) => "failure",
        };
        let (memory, most_memory) = (self.memory, self.most_memory.div_ceil(1 << 20));
        let init = self.init.filter(|_| first);
        self.log.report(&Report { id: &work.id, took, memory, most_memory, init, status, error });
        Outcome { payload, failed, tail: self.log.tail() }
    }

    async fn run(&mut self, work: &Work, arrived: Instant, began: Instant) -> Result<Answer, Bytes> {
        let deadline = began + work.timeout;
        if self.init.is_none() {
            match self.wait(deadline).await {
                Ending::Ready => self.init = Some(self.born.elapsed()),
                ending => return Err(self.describe(work, ending, began)),
            }
        }
        let timeout_ms = i64::try_from(work.timeout.saturating_sub(began.elapsed()).as_millis()).unwrap_or(0);
        let mut answer = self.runtime.expect(&work.id);
        let event = Event {
            id: work.id.clone(),
            payload: work.payload.clone(),
            deadline_ms: work.now_ms + i64::try_from(arrived.elapsed().as_millis()).unwrap_or(0) + timeout_ms,
            arn: work.arn.clone(),
            trace: trace(&work.id),
            client_context: work.client_context.clone(),
        };
        if self.events.try_send(event).is_err() {
            return Err(self.describe(work, Ending::Ended("Runtime exited without providing a reason".to_owned()), began));
        }
        let mut look = tokio::time::interval(LOOK);
        let answer = loop {
            tokio::select! {
                // An answer counts even when the process ends right after it.
                biased;
                Ok(answer) = &mut answer => break answer,
                how = self.process.end() => return Err(self.describe(work, Ending::Ended(how), began)),
                () = tokio::time::sleep_until(deadline) => return Err(self.describe(work, Ending::Time, began)),
                _ = look.tick() => {
                    if self.over_memory().await {
                        return Err(self.describe(work, Ending::Memory, began));
                    }
                }
            }
        };
        // An invocation ends when the process asks for the next one: what it does until then is on this one's time.
        if !matches!(self.wait(deadline).await, Ending::Ready) {
            self.process.kill();
        }
        Ok(answer)
    }

    /// Waits until the process asks for an invocation.
    async fn wait(&mut self, until: Instant) -> Ending {
        let (idle, broken) = (self.runtime.idle(), self.runtime.broken());
        let mut idle = std::pin::pin!(ready(idle));
        let mut broken = std::pin::pin!(reason(broken));
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                biased;
                () = &mut idle => return Ending::Ready,
                why = &mut broken => return Ending::Broken(why),
                how = self.process.end() => return Ending::Ended(how),
                () = tokio::time::sleep_until(until) => return Ending::Time,
                _ = look.tick() => {
                    if self.over_memory().await {
                        return Ending::Memory;
                    }
                }
            }
        }
    }

    /// Whether its processes hold more memory than the function may.
    async fn over_memory(&mut self) -> bool {
        let root = self.process.id;
        let held = tokio::task::spawn_blocking(move || peers::memory(&peers::processes(root))).await.unwrap_or(0);
        self.most_memory = self.most_memory.max(held);
        held > u64::try_from(self.memory).unwrap_or(0) << 20
    }

    /// Ends the process, and describes why as callers of Lambda see it.
    fn describe(&self, work: &Work, ending: Ending, began: Instant) -> Bytes {
        self.process.kill();
        let id = &work.id;
        match ending {
            Ending::Broken(payload) => payload,
            Ending::Ended(how) => {
                self.log.note(&format!("RequestId: {id} Error: {how}\nRuntime.ExitError"));
                error("Runtime.ExitError", &format!("RequestId: {id} Error: {how}"))
            }
            Ending::Memory => {
                let how = "Runtime exited with error: signal: killed";
                self.log.note(&format!("RequestId: {id} Error: {how}\nRuntime.ExitError"));
                error("Runtime.ExitError", &format!("RequestId: {id} Error: {how}"))
            }
            Ending::Time | Ending::Ready => {
                let seconds = began.elapsed().max(work.timeout).min(work.timeout + Duration::from_millis(9)).as_secs_f64();
                let text = format!("Task timed out after {seconds:.2} seconds");
                self.log.note(&format!("{id} {text}\n"));
                error("Sandbox.Timedout", &format!("RequestId: {id} Error: {text}"))
            }
        }
    }
}

async fn ready(mut idle: watch::Receiver<bool>) {
    // The runtime lives as long as its environment, so that the sender is there.
    let _ = idle.wait_for(|idle| *idle).await.map(|_| ());
}

async fn reason(mut broken: watch::Receiver<Option<Bytes>>) -> Bytes {
    broken.wait_for(Option::is_some).await.ok().and_then(|why| why.clone()).unwrap_or_default()
}

/// An error as a payload.
fn error(kind: &str, message: &str) -> Bytes {
    Bytes::from(json!({"errorType": kind, "errorMessage": message}).to_string())
}

/// The kind of error that a payload describes.
fn error_type(payload: &[u8]) -> String {
    let described: Option<serde_json::Value> = serde_json::from_slice(payload).ok();
    let kind = described.as_ref().and_then(|it| it.get("errorType")).and_then(serde_json::Value::as_str);
    kind.unwrap_or("Unknown").to_owned()
}

/// A trace header, made of the request id: nothing is traced, but programs that pass it on find one.
fn trace(id: &str) -> String {
    let hex: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    format!("Root=1-{}-{};Sampled=0", hex.get(..8).unwrap_or("00000000"), hex.get(8..32).unwrap_or("000000000000000000000000"))
}
