//! `cloudkeep detect`: log files in, findings out. No server, and no more memory for more files.

mod lists;
mod read;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use ::lake::import::Place;
use clap::{Args, ValueEnum};
use detection::engine::Engine;
use detection::event::Unreadable;
use detection::finding::{Finding, severity_word};
use detection::memory::{Counts, Limits};
use detection::render::{self, Context, Page};
use detection::sigma::{LoadError, RuleSet};
use indicatif::{ProgressBar, ProgressStyle};

use crate::lake::files::{Found, find_ending};
use crate::terminal::{error, line};
use read::{Batch, Item};

/// Endings of files of a folder that are looked into; a file that is named itself is, whatever its ending.
const ENDINGS: &[&str] = &[".json", ".jsonl", ".ndjson", ".gz", ".log", ".txt"];
/// How the program ends when something could not be read, but the rest was.
const SOME_LEFT_OUT: u8 = 3;
/// How the program ends when there are findings of the severity of `--fail-on` or above.
const FOUND: u8 = 4;
/// Faults that are told one by one, of a file.
const TOLD: usize = 3;

/// A severity, as GuardDuty names them.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    fn least(self) -> f64 {
        match self {
            Self::Low => 1.0,
            Self::Medium => 4.0,
            Self::High => 7.0,
            Self::Critical => 9.0,
        }
    }
}

/// `cloudkeep detect`.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 everything was read; 1 nothing could be done; 2 wrong arguments; 3 something could not be read, and was counted; \
    4 there are findings of the severity of --fail-on or above."
)]
pub struct DetectArguments {
    /// Files, or folders with all that is in them: CloudTrail log files and answers of lookup-events, flow logs, resolver query logs; plain or gzip.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print the findings as GuardDuty's GetFindings gives them.
    #[arg(long, group = "form")]
    json: bool,
    /// Print a list in the AWS Security Finding Format, for `aws securityhub batch-import-findings`.
    #[arg(long, group = "form")]
    asff: bool,
    /// Print OCSF Detection Findings, one a line.
    #[arg(long, group = "form")]
    ocsf: bool,
    /// Write a page for people to this file, besides what is printed.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Use the Sigma rules for CloudTrail of this folder or file, too.
    #[arg(long, value_name = "DIR")]
    sigma: Vec<PathBuf>,
    /// Show findings of this severity and above.
    #[arg(long, value_enum, default_value = "low")]
    min_severity: Severity,
    /// End with exit code 4 when there are findings of this severity or above.
    #[arg(long, value_enum)]
    fail_on: Option<Severity>,
    /// Tell nothing of what comes from these addresses and networks; a line each.
    #[arg(long, value_name = "FILE")]
    trusted_ips: Vec<PathBuf>,
    /// Tell of these addresses, networks and domains; a line each.
    #[arg(long, value_name = "FILE")]
    threat_list: Vec<PathBuf>,
    /// Addresses of exits of the Tor network; a line each.
    #[arg(long, value_name = "FILE")]
    tor_list: Vec<PathBuf>,
    /// Most principals that a baseline is kept of at once.
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().principals)]
    max_principals: usize,
}

/// What could not be read of a file.
#[derive(Debug, Default)]
struct Skipped {
    count: u64,
    first: Vec<String>,
}

/// What became of the files.
#[derive(Debug, Default)]
struct Outcome {
    files: usize,
    digests: u64,
    bytes: u64,
    /// By file, in the order in which they were read.
    skipped: Vec<(PathBuf, Skipped)>,
    rules: usize,
    rules_of_other_logs: usize,
}

impl Outcome {
    fn skip(&mut self, path: &PathBuf, why: String) {
        if self.skipped.last().is_none_or(|(p, _)| p != path) {
            self.skipped.push((path.clone(), Skipped::default()));
        }
        if let Some((_, skipped)) = self.skipped.last_mut() {
            skipped.count += 1;
            if skipped.first.len() < TOLD {
                skipped.first.push(why);
            }
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (path, skipped) in &self.skipped {
            lines.extend(skipped.first.iter().map(|why| format!("{}: {why}", path.display())));
            let more = skipped.count - skipped.first.len() as u64;
            if more > 0 {
                lines.push(format!("{}: and {more} more", path.display()));
            }
        }
        lines
    }

    fn count(&self) -> u64 {
        self.skipped.iter().map(|(_, s)| s.count).sum()
    }
}

/// Reads, detects, prints.
///
/// # Errors
/// When a list or rule file cannot be read, or the page cannot be written.
pub fn run(arguments: &DetectArguments) -> Result<ExitCode, String> {
    let began = Instant::now();
    let mut outcome = Outcome::default();
    let lists = lists::read(&arguments.trusted_ips, &arguments.threat_list, &arguments.tor_list, &mut outcome)?;
    let rules = rules(&arguments.sigma, &mut outcome)?;
    let limits = Limits { principals: arguments.max_principals.clamp(16, 4 << 20), ..Limits::default() };
    let mut engine = Engine::new(lists, rules, limits);
    take_in(&mut engine, &arguments.paths, &mut outcome);

    let findings: Vec<&Finding> =
        engine.findings().into_iter().filter(|f| f.severity >= arguments.min_severity.least()).collect();
    let now = plane::Clock::system().now().as_second();
    let context = Context { detector: format!("{:032x}", detection::bounded::hash("cloudkeep detect")), now };
    let lines = outcome.lines();
    lines.iter().for_each(|l| error(l));
    let summary = summary(&outcome, engine.memory().counts, engine.memory(), began.elapsed());
    if let Some(file) = &arguments.html {
        let page = Page { summary: summary.clone(), skipped: lines };
        std::fs::write(file, render::html(&findings, &page)).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    if arguments.json {
        let all: Vec<_> = findings.iter().map(|f| render::guardduty(f, &context)).collect();
        line(&serde_json::json!({ "Findings": all }).to_string());
    } else if arguments.asff {
        let all: Vec<_> = findings.iter().map(|f| render::asff(f, &context)).collect();
        line(&serde_json::Value::Array(all).to_string());
    } else if arguments.ocsf {
        findings.iter().for_each(|f| line(&render::ocsf(f, &context).to_string()));
    } else {
        show::table(&findings);
        line(&summary);
    }
    if outcome.count() > 0 {
        return Ok(ExitCode::from(SOME_LEFT_OUT));
    }
    let fails = arguments.fail_on.is_some_and(|s| findings.iter().any(|f| f.severity >= s.least()));
    Ok(if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

/// Reads all files by one thread, JSON included, and looks at what is in them by another.
fn take_in(engine: &mut Engine, paths: &[PathBuf], outcome: &mut Outcome) {
    let Found { mut inputs, unreadable, digests } = find_ending(paths, ENDINGS);
    for (path, why) in unreadable {
        outcome.skip(&path, why);
    }
    outcome.digests = digests as u64;
    outcome.files = inputs.len();
    // Baselines want events in the order of time, which names of log files tell.
    inputs.sort_by_cached_key(|input| (read::time_of_name(&input.path), input.path.clone()));
    let total = inputs.iter().map(|i| i.source.bytes).sum();
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("{spinner} {bytes}/{total_bytes} [{wide_bar}] {binary_bytes_per_sec} {eta}  {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    let read = Arc::new(AtomicU64::new(0));
    let (send, batches) = sync_channel::<Batch>(4);
    let paths: Vec<PathBuf> = inputs.into_iter().map(|i| i.path).collect();
    std::thread::scope(|scope| {
        let counter = read.clone();
        let paths = &paths;
        scope.spawn(move || read::all(paths, &counter, &send));
        for batch in batches {
            for (file, item) in batch {
                let Some(path) = paths.get(file) else { continue };
                match item {
                    Item::Record(at, document) => match engine.value(document.root(), document.text()) {
                        Err(_) if read::is_digest(document.text()) => outcome.digests += 1,
                        Err(why) => outcome.skip(path, broken(at, why)),
                        Ok(_) => {}
                    },
                    Item::Broken(at, why) => outcome.skip(path, broken(at, why)),
                    Item::Flow(number, format, text) => match format.read(&text) {
                        Ok(flow) => {
                            engine.flow(&flow, &text);
                        }
                        Err(detection::flow::NoFlow::NoData) => engine.no_data(),
                        Err(detection::flow::NoFlow::Header) => {}
                        Err(why) => outcome.skip(path, format!("line {number}: {why}")),
                    },
                    Item::Fault(why) => outcome.skip(path, why),
                }
            }
            bar.set_position(read.load(Ordering::Relaxed).min(total));
            bar.set_message(format!("{} findings", engine.memory().findings.all().len()));
        }
    });
    bar.finish_and_clear();
    outcome.bytes = read.load(Ordering::Relaxed);
}

fn broken(at: Place, why: Unreadable) -> String {
    format!("line {}, column {} (byte {}): {why}", at.line, at.column, at.byte)
}

/// Sigma rules of files and folders. Rules about other logs are passed over; those that are not understood are told.
fn rules(paths: &[PathBuf], outcome: &mut Outcome) -> Result<RuleSet, String> {
    let mut set = RuleSet::default();
    if paths.is_empty() {
        return Ok(set);
    }
    let Found { inputs, unreadable, .. } = find_ending(paths, &[".yml", ".yaml"]);
    if let Some((path, why)) = unreadable.first() {
        return Err(format!("{}: {why}", path.display()));
    }
    for input in inputs {
        let text = match std::fs::read_to_string(&input.path) {
            Ok(text) => text,
            Err(why) => {
                outcome.skip(&input.path, why.to_string());
                continue;
            }
        };
        match detection::sigma::load(&text) {
            Err(why) => outcome.skip(&input.path, why.to_string()),
            Ok(rules) => {
                for rule in rules {
                    match rule {
                        Ok(rule) => set.add(rule),
                        Err(LoadError::OtherLogs) => outcome.rules_of_other_logs += 1,
                        Err(why) => outcome.skip(&input.path, why.to_string()),
                    }
                }
            }
        }
    }
    outcome.rules = set.len();
    Ok(set)
}

fn summary(outcome: &Outcome, counts: Counts, memory: &detection::memory::Memory, took: Duration) -> String {
    let events = counts.calls + counts.flows + counts.queries;
    let mut text = format!("{events} events in {} files", outcome.files);
    for (count, what) in [
        (counts.repeated, "that came again"),
        (counts.trusted, "from trusted addresses"),
        (counts.no_data, "flow records without data"),
        (outcome.digests, "digests passed over"),
        (outcome.count(), "not read, which are told above"),
        (memory.forgotten(), "baselines forgotten for want of room"),
        (memory.findings.dropped(), "findings dropped for want of room"),
        (outcome.rules as u64, "Sigma rules"),
        (outcome.rules_of_other_logs as u64, "Sigma rules about other logs"),
    ] {
        if count > 0 {
            text += &format!("; {count} {what}");
        }
    }
    let by: Vec<String> = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
        .iter()
        .map(|word| (word, memory.findings.all().iter().filter(|f| severity_word(f.severity) == *word).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {}", word.to_lowercase()))
        .collect();
    let found = if by.is_empty() { "no findings".to_owned() } else { format!("findings: {}", by.join(", ")) };
    let seconds = took.as_secs_f64().max(1e-3);
    format!(
        "{text}\n{found}\n{:.1} MB read in {seconds:.1} s ({:.0} MB/s)",
        outcome.bytes as f64 / 1e6,
        outcome.bytes as f64 / 1e6 / seconds
    )
}
