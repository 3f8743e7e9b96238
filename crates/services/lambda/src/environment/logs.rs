//! What functions write, as events of CloudWatch Logs: a line is an event. [`crate::output`] puts them into their group; the last of them goes to
//! callers who ask (`LogType=Tail`).
//!
//! See <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html>.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use plane::ports::LogEvent;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::api::{ApplicationLogLevel, LogFormat, SystemLogLevel};
use crate::resources::Logging;

/// What a caller gets of the log, bytes.
pub(crate) const TAIL: usize = 4 << 10;
/// A line longer than this becomes several events, bytes.
const MOST_LINE: usize = 256 << 10;
/// Bytes of events that wait to be put. What comes while they are full is lost, and its lines are counted.
const MOST_WAITING: usize = 8 << 20;
/// How far back a function may date its own events, milliseconds: a batch spans a day at most.
const MOST_BACK: i64 = 12 * 60 * 60 * 1000;

/// Where the output of an environment goes, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Destination {
    pub account: String,
    pub region: String,
    /// Name of the function, which its sessions are called by.
    pub function: String,
    pub function_arn: String,
    /// ARN of the execution role.
    pub role: String,
    /// Name of the log group.
    pub group: String,
    /// Name of the log stream.
    pub stream: String,
}

/// Which of a process's outputs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Out,
    Err,
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report<'a> {
    /// Request id.
    pub id: &'a str,
    pub took: Duration,
    /// MiB.
    pub memory: i32,
    /// MiB.
    pub most_memory: u64,
    /// Time of the start, where this invocation was the first.
    pub init: Option<Duration>,
    /// `success`, `error`, `failure` or `timeout`.
    pub status: &'static str,
    /// Kind of the error.
    pub error: Option<String>,
}

/// The log of one environment.
#[derive(Debug)]
pub(crate) struct Log {
    to: Destination,
    logging: Logging,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The plane's time at an instant.
    since: (i64, Instant),
    tail: Vec<u8>,
    /// Lines that are not complete.
    begun: [Vec<u8>; 2],
    waiting: VecDeque<LogEvent>,
    /// Bytes of what waits.
    size: usize,
    lost: u64,
}

impl Log {
    /// A log, at a time of the plane's.
    pub(crate) fn new(to: Destination, logging: Logging, now: i64) -> Self {
        let inner = Inner {
            since: (now, Instant::now()),
            tail: Vec::new(),
            begun: Default::default(),
            waiting: VecDeque::new(),
            size: 0,
            lost: 0,
        };
        Self { to, logging, inner: Mutex::new(inner) }
    }

    /// Where it goes.
    pub(crate) fn destination(&self) -> &Destination {
        &self.to
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_json(&self) -> bool {
        self.logging.format() == LogFormat::Json
    }

    /// An invocation begins, at a time of the plane's: the tail is forgotten.
    pub(crate) fn begin(&self, now: i64) {
        let mut inner = self.inner();
        inner.tail.clear();
        inner.since = (now, Instant::now());
    }

    /// What the process wrote.
    pub(crate) fn write(&self, source: Source, data: &[u8]) {
        let mut inner = self.inner();
        let mut rest = data;
        while let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, behind) = rest.split_at(at + 1);
            self.add(&mut inner, source, line);
            self.end_line(&mut inner, source);
            rest = behind;
        }
        self.add(&mut inner, source, rest);
    }

    fn add(&self, inner: &mut Inner, source: Source, mut data: &[u8]) {
        while !data.is_empty() {
            let begun = inner.begun_of(source);
            let room = MOST_LINE.saturating_sub(begun.len());
            let (taken, behind) = data.split_at(room.min(data.len()));
            begun.extend_from_slice(taken);
            data = behind;
            if !data.is_empty() {
                self.end_line(inner, source);
            }
        }
    }

    fn end_line(&self, inner: &mut Inner, source: Source) {
        let line = std::mem::take(inner.begun_of(source));
        if line.is_empty() {
            return;
        }
        let text = String::from_utf8_lossy(&line).into_owned();
        let now = inner.now();
        let timestamp = match self.is_json().then(|| serde_json::from_str::<Value>(&text).ok()).flatten() {
            Some(Value::Object(members)) => {
                let level = ["level", "log_level"].iter().find_map(|name| members.get(*name)).and_then(Value::as_str);
                if rank(level.unwrap_or_default()) < application_rank(self.logging.application()) {
                    return;
                }
                let said = members.get("timestamp").and_then(Value::as_str).and_then(|text| text.parse::<Timestamp>().ok());
                said.map(Timestamp::as_millisecond).filter(|at| (now - MOST_BACK..=now).contains(at)).unwrap_or(now)
            }
            _ => now,
        };
        inner.push(timestamp, text);
    }

    /// A line of Lambda's own, where the format is Text.
    pub(crate) fn note(&self, text: &str) {
        if !self.is_json() {
            let mut inner = self.inner();
            let now = inner.now();
            inner.push(now, format!("{text}\n"));
        }
    }

    /// A line of Lambda's own, where the format is JSON.
    fn platform(&self, inner: &mut Inner, kind: &str, level: SystemLogLevel, record: &Value) {
        if system_rank(level) >= system_rank(self.logging.system()) {
            let now = inner.now();
            let time = Timestamp::from_millisecond(now).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            inner.push(now, format!("{}\n", json!({"time": time, "type": kind, "record": record})));
        }
    }

    /// An invocation is handed to the function.
    pub(crate) fn start(&self, id: &str, version: &str) {
        let mut inner = self.inner();
        if self.is_json() {
            let record = json!({"requestId": id, "version": version});
            return self.platform(&mut inner, "platform.start", SystemLogLevel::Info, &record);
        }
        let now = inner.now();
        inner.push(now, format!("START RequestId: {id} Version: {version}\n"));
    }

    /// An invocation has ended.
    pub(crate) fn report(&self, report: &Report<'_>) {
        let mut inner = self.inner();
        for source in [Source::Out, Source::Err] {
            self.end_line(&mut inner, source);
        }
        let id = report.id;
        let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
        if self.is_json() {
            let good = report.status == "success";
            let mut done = json!({"requestId": id, "status": report.status});
            let mut metrics = json!({
                "durationMs": rounded(ms(report.took)),
                "billedDurationMs": ms(report.took).ceil(),
                "memorySizeMB": report.memory,
                "maxMemoryUsedMB": report.most_memory,
            });
            if let (Some(init), Some(metrics)) = (report.init, metrics.as_object_mut()) {
                metrics.insert("initDurationMs".to_owned(), rounded(ms(init)).into());
            }
            if let (Some(error), Some(done)) = (&report.error, done.as_object_mut()) {
                done.insert("errorType".to_owned(), error.as_str().into());
            }
            let level = |usually| if good { usually } else { SystemLogLevel::Warn };
            self.platform(&mut inner, "platform.runtimeDone", level(SystemLogLevel::Debug), &done);
            if let Some(done) = done.as_object_mut() {
                done.insert("metrics".to_owned(), metrics);
            }
            return self.platform(&mut inner, "platform.report", level(SystemLogLevel::Info), &done);
        }
        let now = inner.now();
        inner.push(now, format!("END RequestId: {id}\n"));
        let init = report.init.map(|init| format!("\tInit Duration: {:.2} ms", ms(init))).unwrap_or_default();
        inner.push(
            now,
            format!(
                "REPORT RequestId: {id}\tDuration: {:.2} ms\tBilled Duration: {:.0} ms\tMemory Size: {} MB\tMax Memory Used: {} MB{init}\t\n",
                ms(report.took),
                ms(report.took).ceil(),
                report.memory,
                report.most_memory,
            ),
        );
    }

    /// The last bytes since [`Log::begin`].
    pub(crate) fn tail(&self) -> Vec<u8> {
        self.inner().tail.clone()
    }

    /// Takes what waits to be put, at most so many events and bytes.
    pub(crate) fn take(&self, events: usize, bytes: usize) -> Vec<LogEvent> {
        let mut inner = self.inner();
        let (mut taken, mut size) = (Vec::new(), 0);
        while let Some(next) = inner.waiting.front() {
            size += next.message.len() + 26;
            if taken.len() == events || (size > bytes && !taken.is_empty()) {
                break;
            }
            taken.extend(inner.waiting.pop_front());
        }
        inner.size = inner.size.saturating_sub(taken.iter().map(|event| event.message.len()).sum());
        if inner.waiting.is_empty() && inner.lost > 0 {
            let (now, lost) = (inner.now(), std::mem::take(&mut inner.lost));
            taken.push(LogEvent {
                timestamp: now,
                message: format!("{lost} lines were lost: they came faster than they were kept.\n"),
            });
        }
        taken
    }

    /// Puts back what could not be put.
    pub(crate) fn put_back(&self, events: Vec<LogEvent>) {
        let mut inner = self.inner();
        for event in events.into_iter().rev() {
            inner.size += event.message.len();
            inner.waiting.push_front(event);
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.inner().waiting.is_empty()
    }
}

impl Inner {
    fn now(&self) -> i64 {
        let (at, since) = self.since;
        at.saturating_add(i64::try_from(since.elapsed().as_millis()).unwrap_or(0))
    }

    fn begun_of(&mut self, source: Source) -> &mut Vec<u8> {
        let [out, err] = &mut self.begun;
        match source {
            Source::Out => out,
            Source::Err => err,
        }
    }

    fn push(&mut self, timestamp: i64, message: String) {
        self.tail.extend_from_slice(message.as_bytes());
        let over = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..over);
        if self.size + message.len() > MOST_WAITING {
            self.lost += 1;
            return;
        }
        self.size += message.len();
        self.waiting.push_back(LogEvent { timestamp, message });
    }
}

fn rounded(ms: f64) -> f64 {
    (ms * 1_000.0).round() / 1_000.0
}

/// Levels of functions in their order; what is none counts as INFO.
fn rank(level: &str) -> u8 {
    match level.to_ascii_uppercase().as_str() {
        "TRACE" => 0,
        "DEBUG" => 1,
        "WARN" | "WARNING" => 3,
        "ERROR" => 4,
        "FATAL" | "CRITICAL" => 5,
        _ => 2,
    }
}

fn application_rank(level: ApplicationLogLevel) -> u8 {
    rank(level.as_str())
}

fn system_rank(level: SystemLogLevel) -> u8 {
    rank(level.as_str())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Destination, Log, MOST_LINE, MOST_WAITING, Report, Source, TAIL};
    use crate::api::{ApplicationLogLevel, LogFormat, SystemLogLevel};
    use crate::resources::Logging;

    fn log(logging: Logging) -> Log {
        let text = String::new;
        let to = Destination {
            account: text(),
            region: text(),
            function: text(),
            function_arn: text(),
            role: text(),
            group: text(),
            stream: text(),
        };
        Log::new(to, logging, 1_700_000_000_000)
    }

    fn json(application: ApplicationLogLevel, system: SystemLogLevel) -> Logging {
        Logging { format: Some(LogFormat::Json), application: Some(application), system: Some(system), group: None }
    }

    fn messages(log: &Log) -> Vec<String> {
        log.take(usize::MAX, usize::MAX).into_iter().map(|event| event.message).collect()
    }

    fn report(status: &'static str) -> Report<'static> {
        Report {
            id: "r",
            took: Duration::from_micros(1_234),
            memory: 128,
            most_memory: 40,
            init: Some(Duration::from_millis(5)),
            status,
            error: (status != "success").then(|| "Boom".to_owned()),
        }
    }

    #[test]
    fn lines_are_events_whatever_pieces_they_come_in() {
        let log = log(Logging::default());
        log.start("r", "$LATEST");
        for (source, piece) in [(Source::Out, "a"), (Source::Err, "x\ny"), (Source::Out, "b\n\nc")] {
            log.write(source, piece.as_bytes());
        }
        log.report(&report("success"));
        let expected = [
            "START RequestId: r Version: $LATEST\n",
            "x\n",
            "ab\n",
            "\n",
            "c",
            "y",
            "END RequestId: r\n",
            "REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 5.00 ms\t\n",
        ];
        assert_eq!(messages(&log), expected);
        log.write(Source::Out, &[b'l'; MOST_LINE + 1]);
        log.write(Source::Out, b"\n");
        assert_eq!(messages(&log).iter().map(String::len).collect::<Vec<_>>(), [MOST_LINE, 2]);
        log.write(Source::Out, b"\xff\n");
        assert_eq!(messages(&log), ["\u{fffd}\n"]);
    }

    #[test]
    fn the_tail_is_the_end_and_what_waits_is_bounded() {
        let log = log(Logging::default());
        log.write(Source::Out, b"before\n");
        log.begin(5);
        log.write(Source::Out, &[b'a'; TAIL]);
        log.write(Source::Out, b"end\n");
        assert_eq!(log.tail().len(), TAIL);
        assert!(log.tail().ends_with(b"aend\n"));
        let piece = [vec![b'x'; 1 << 10], vec![b'\n']].concat();
        for _ in 0..(MOST_WAITING >> 10) + 10 {
            log.write(Source::Out, &piece);
        }
        let first = log.take(10, 4 << 10);
        assert_eq!(first.len(), 1);
        log.put_back(first);
        let all = messages(&log);
        assert!(all.iter().map(String::len).sum::<usize>() <= MOST_WAITING + 100);
        assert!(all.last().unwrap().contains("lines were lost"), "{:?}", all.last());
        assert!(log.is_empty() && messages(&log).is_empty());
    }

    #[test]
    fn json_is_filtered_by_its_levels() {
        let all = |application, system, status| {
            let log = log(json(application, system));
            log.start("r", "1");
            log.note("only in text");
            for level in ["debug", "INFO", "Warning", "error"] {
                log.write(Source::Out, format!("{{\"level\": \"{level}\"}}\n").as_bytes());
            }
            log.write(Source::Out, b"{\"message\": 1}\nplain\n");
            log.report(&report(status));
            messages(&log).concat()
        };
        let usual = all(ApplicationLogLevel::Info, SystemLogLevel::Info, "success");
        for (part, is) in [
            ("platform.start\"", true),
            ("platform.runtimeDone", false),
            ("platform.report", true),
            ("\"initDurationMs\":5.0", true),
            ("\"durationMs\":1.234", true),
            ("debug", false),
            ("INFO", true),
            ("\"message\": 1", true),
            ("plain\n", true),
            ("only in text", false),
        ] {
            assert_eq!(usual.contains(part), is, "{part} in {usual}");
        }
        let quiet = all(ApplicationLogLevel::Error, SystemLogLevel::Warn, "success");
        assert_eq!(quiet, "{\"level\": \"error\"}\nplain\n");
        let failed = all(ApplicationLogLevel::Fatal, SystemLogLevel::Warn, "timeout");
        assert!(failed.contains("platform.runtimeDone") && failed.contains("\"errorType\":\"Boom\""), "{failed}");
    }

    #[test]
    fn functions_may_date_their_events() {
        let log = log(json(ApplicationLogLevel::Trace, SystemLogLevel::Info));
        for at in ["2023-11-14T22:00:00Z", "1999-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "x"] {
            log.write(Source::Out, format!("{{\"timestamp\": \"{at}\"}}\n").as_bytes());
        }
        let times: Vec<i64> = log.take(9, 999).iter().map(|event| event.timestamp).collect();
        assert_eq!(times[0], 1_699_999_200_000);
        assert!(times[1..].iter().all(|at| (1_700_000_000_000..1_700_000_010_000).contains(at)), "{times:?}");
    }
}
