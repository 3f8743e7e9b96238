//! `cloudkeep import`, and `cloudkeep import cloudtrail`: events from files into a lake in a folder.
//!
//! One thread reads files and finds records while this one writes the batch before. A file is done when a batch with its last record was committed; one
//! that has faults is not done, so that the next import looks again.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Instant;

use ::lake::import::{Record, RecordReader};
use ::lake::local::{Added, LocalLake, Source};
use clap::{Args, Subcommand};
use serde_json::json;

use super::files::{Counted, Found, Input, find};
use super::{config, default_folder, runtime, spill};
use crate::items;
use crate::report::{self, Report, SOME_LEFT_OUT, bar};
use crate::terminal::line;

/// Text of a batch, bytes: what is in memory at once is some times this.
const BATCH_BYTES: usize = 48 << 20;

/// `cloudkeep import`.
#[derive(Args)]
pub struct ImportArguments {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// CloudTrail events: log files of trails, answers of lookup-events, single records, JSON lines, lists; plain or gzip.
    Cloudtrail(CloudtrailArguments),
    /// Configuration items of AWS Config into a server: snapshot and configuration history files, and answers of get-resource-config-history; plain or gzip.
    Config(items::import::ConfigArguments),
    /// Schemas of your own resource types into a server: what PutResourceConfig puts must be as they say.
    Schema(items::schemas::SchemaArguments),
}

#[derive(Args)]
struct CloudtrailArguments {
    /// Files, or folders with all that is in them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Folder of the lake; made if it is not there [default: `imported` in the data folder].
    #[arg(long, env = "CLOUDKEEP_LAKE")]
    lake: Option<PathBuf>,
    /// Do not put small files of a day together at the end.
    #[arg(long)]
    no_compact: bool,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// What became of an import.
#[derive(Debug, Default)]
pub struct Outcome {
    files: usize,
    unchanged: usize,
    digests: usize,
    added: Added,
    bytes_read: u64,
    /// Of each file that something was left out of: how much, and the first faults.
    pub reports: Vec<Report>,
}

struct Batch {
    records: Vec<Record>,
    done: Vec<Source>,
    reports: Vec<Report>,
    files: usize,
}

/// Imports, prints what became of it, and says by the exit code whether everything was taken in.
///
/// # Errors
/// When the lake cannot be written.
pub fn run(arguments: ImportArguments) -> Result<ExitCode, String> {
    let arguments = match arguments.kind {
        Kind::Cloudtrail(arguments) => arguments,
        Kind::Config(arguments) => return items::import::run(&arguments),
        Kind::Schema(arguments) => return items::schemas::run(&arguments),
    };
    let folder = arguments.lake.map_or_else(default_folder, Ok)?;
    let began = Instant::now();
    let spill = spill()?;
    let outcome = runtime()?.block_on(async {
        let mut lake = LocalLake::open(config(&folder, spill.path(), 256)).await.map_err(|e| e.to_string())?;
        let outcome = take_in(&mut lake, &arguments.paths).await?;
        if !arguments.no_compact {
            let bar = bar("{spinner} putting small files together {pos}/{len}", 0);
            let compacted = lake.compact(|done, all| {
                bar.set_length(all as u64);
                bar.set_position(done as u64);
            });
            compacted.await.map_err(|e| e.to_string())?;
            bar.finish_and_clear();
        }
        Ok::<_, String>(outcome)
    })?;
    report::tell(&outcome.reports);
    let seconds = began.elapsed().as_secs_f64();
    line(&if arguments.json { outcome.json(seconds) } else { outcome.words(&folder.display().to_string(), seconds) });
    Ok(if outcome.reports.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_LEFT_OUT) })
}

/// Takes the events of files into a lake.
///
/// # Errors
/// When the lake cannot be written.
pub async fn take_in(lake: &mut LocalLake, paths: &[PathBuf]) -> Result<Outcome, String> {
    let Found { inputs, unreadable, digests } = find(paths);
    let all = inputs.len();
    let inputs: Vec<Input> = inputs.into_iter().filter(|input| !lake.has(&input.source)).collect();
    let mut outcome = Outcome { unchanged: all - inputs.len(), digests, ..Outcome::default() };
    outcome.reports.extend(unreadable.into_iter().map(|(path, why)| Report::of(path, why)));
    let total = inputs.iter().map(|i| i.source.bytes).sum();
    let bar = bar("{spinner} {bytes}/{total_bytes} [{wide_bar}] {binary_bytes_per_sec} {eta}  {msg}", total);
    let read = Arc::new(AtomicU64::new(0));
    let (send, batches) = sync_channel(1);
    let reader = {
        let read = read.clone();
        std::thread::spawn(move || read_all(inputs, &read, &send))
    };
    let batches = Arc::new(std::sync::Mutex::new(batches));
    loop {
        let next = batches.clone();
        let received = tokio::task::spawn_blocking(move || next.lock().ok().and_then(|b| b.recv().ok())).await;
        let Some(Batch { records, done, reports, files }) = received.map_err(|e| e.to_string())? else { break };
        let added = lake.add(records, done).await.map_err(|e| e.to_string())?;
        outcome.added.new += added.new;
        outcome.added.known += added.known;
        outcome.added.bytes += added.bytes;
        outcome.files += files;
        outcome.reports.extend(reports);
        bar.set_position(read.load(Ordering::Relaxed).min(total));
        bar.set_message(format!("{} events", outcome.added.new));
    }
    bar.finish_and_clear();
    reader.join().map_err(|_| "the reading of files failed".to_owned())?;
    outcome.bytes_read = read.load(Ordering::Relaxed);
    Ok(outcome)
}

/// Reads files one after another and sends what is in them, until nobody listens any more.
fn read_all(inputs: Vec<Input>, read: &Arc<AtomicU64>, send: &SyncSender<Batch>) {
    let empty = || Batch { records: Vec::new(), done: Vec::new(), reports: Vec::new(), files: 0 };
    let (mut batch, mut size) = (empty(), 0);
    for input in inputs {
        let mut report = Report::new(input.path);
        let opened = std::fs::File::open(report.path()).and_then(|file| RecordReader::new(Counted::new(file, read.clone())));
        match opened {
            Err(error) => report.add(error.to_string()),
            Ok(reader) => {
                for found in reader {
                    match found {
                        Err(wrong) => report.add(wrong.to_string()),
                        Ok(record) => {
                            size += record.text.len();
                            batch.records.push(record);
                            if size >= BATCH_BYTES {
                                size = 0;
                                if send.send(std::mem::replace(&mut batch, empty())).is_err() {
                                    return;
                                }
                            }
                        }
                    }
                }
            }
        }
        batch.files += 1;
        if report.is_clean() {
            batch.done.push(input.source);
        } else {
            batch.reports.push(report);
        }
    }
    // A receiver that is gone has failed, and says so itself.
    let _ = send.send(batch);
}

impl Outcome {
    fn json(&self, seconds: f64) -> String {
        json!({
            "files": self.files, "unchanged": self.unchanged, "digests": self.digests, "events": self.added.new, "known": self.added.known,
            "bytesRead": self.bytes_read, "bytesWritten": self.added.bytes, "faults": report::faults(&self.reports), "seconds": seconds,
            "reports": report::as_json(&self.reports),
        })
        .to_string()
    }

    fn words(&self, folder: &str, seconds: f64) -> String {
        let mut text = format!("{} new events from {} files are in {folder}", self.added.new, self.files);
        for (count, what) in [
            (self.added.known, "events were there already"),
            (self.unchanged as u64, "files have not changed since they were imported"),
            (self.digests as u64, "digest files were passed over"),
            (report::faults(&self.reports), "faults, which are told above"),
        ] {
            if count > 0 {
                text += &format!("\n{count} {what}");
            }
        }
        let rate = self.bytes_read as f64 / 1e6 / seconds.max(1e-3);
        text + &format!("\n{:.1} MB read in {seconds:.1} s ({rate:.0} MB/s)", self.bytes_read as f64 / 1e6)
    }
}
