//! `cloudkeep import config`: configuration items from files of AWS Config into a server, by its API.
//!
//! One thread reads files and finds items while this one sends the batch before. The server knows an item that it has, and the files of which it has
//! everything, so an import that was broken off is run again.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use bytes::Bytes;
use clap::Args;
use serde_json::{Value, json};

use super::read::{self, Batch, Complete, Text, time_in_name};
use crate::aws::{CallError, Connection, ConnectionArguments};
use crate::lake::files::{Found, Input, find};
use crate::report::{self, Report, SOME_LEFT_OUT, bar};
use crate::terminal::line;

/// Files whose digests are asked for at once.
const FILES: usize = 200;
/// The operations, and the path that they are called at.
const IMPORT: (&str, &str) = ("config", "CloudkeepConfig.ImportConfigurationItems");
const FILES_KNOWN: (&str, &str) = ("config", "CloudkeepConfig.DescribeImportedFiles");
const END: (&str, &str) = ("config", "CloudkeepConfig.EndObservation");
pub(super) const PATH: &str = "/_cloudkeep/config";

/// `cloudkeep import config`.
#[derive(Args)]
pub struct ConfigArguments {
    /// Files, or folders with all that is in them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    connection: ConnectionArguments,
    /// Take only the items of this account.
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// What became of an import.
#[derive(Debug, Default)]
struct Outcome {
    account: String,
    files: usize,
    unchanged: usize,
    new: u64,
    known: u64,
    deleted: u64,
    passed: u64,
    bytes_read: u64,
    reports: Vec<Report>,
}

/// Imports, prints what became of it, and says by the exit code whether everything was taken in.
///
/// # Errors
/// When there is no way to the server, or it refuses.
pub fn run(arguments: &ConfigArguments) -> Result<ExitCode, String> {
    let connection = Connection::open(&arguments.connection)?;
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("cannot start: {e}"))?;
    let outcome = runtime.block_on(take_in(&connection, arguments))?;
    report::tell(&outcome.reports);
    let seconds = began.elapsed().as_secs_f64();
    line(&if arguments.json { outcome.json(seconds) } else { outcome.words(seconds) });
    Ok(if outcome.reports.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_LEFT_OUT) })
}

async fn take_in(connection: &Connection, arguments: &ConfigArguments) -> Result<Outcome, String> {
    let Found { mut inputs, unreadable, .. } = find(&arguments.paths);
    // In the order of their times, so that items mostly come after those that are there.
    inputs.sort_by(|a, b| time_in_name(&a.path).cmp(&time_in_name(&b.path)).then_with(|| a.path.cmp(&b.path)));
    let mut outcome = Outcome::default();
    outcome.reports.extend(unreadable.into_iter().map(|(path, why)| Report::of(path, why)));
    let total = inputs.iter().map(|input| input.source.bytes).sum();
    let bar = bar("{spinner} {bytes}/{total_bytes} [{wide_bar}] {binary_bytes_per_sec} {eta}  {msg}", total);
    let read = Arc::new(AtomicU64::new(0));
    for inputs in inputs.chunks(FILES) {
        let mut import = Import::new(connection, inputs, &mut outcome);
        let ended = import.some(arguments.account.as_deref(), &read, &bar).await;
        let reports = import.reports.into_values().filter(|report| !report.is_clean()).collect::<Vec<_>>();
        outcome.reports.extend(reports);
        ended.map_err(|error| {
            report::tell(&outcome.reports);
            let kept = outcome.new + outcome.known;
            format!("{error}\n{kept} items are on the server; the same command goes on from there")
        })?;
    }
    bar.finish_and_clear();
    outcome.bytes_read = read.load(Ordering::Relaxed);
    Ok(outcome)
}

/// The import of some files.
struct Import<'a> {
    connection: &'a Connection,
    inputs: Vec<(usize, Input)>,
    digests: HashMap<usize, String>,
    reports: BTreeMap<usize, Report>,
    /// Files of which something was passed over.
    partial: HashSet<usize>,
    /// What files say of all resources of some types, until the file ends.
    complete: Vec<(usize, Complete)>,
    outcome: &'a mut Outcome,
}

/// SHA-256 of a file, in hexadecimal.
fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(context.finish())),
            n => context.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

impl<'a> Import<'a> {
    fn new(connection: &'a Connection, inputs: &[Input], outcome: &'a mut Outcome) -> Self {
        let inputs: Vec<(usize, Input)> = inputs.iter().cloned().enumerate().collect();
        let reports = inputs.iter().map(|(number, input)| (*number, Report::new(input.path.clone()))).collect();
        Self { connection, inputs, digests: HashMap::new(), reports, partial: HashSet::new(), complete: Vec::new(), outcome }
    }

    fn fault(&mut self, file: usize, text: String) {
        if let Some(report) = self.reports.get_mut(&file) {
            report.add(text);
        }
    }

    /// Takes in what the server does not have.
    async fn some(
        &mut self,
        account: Option<&str>,
        read: &Arc<AtomicU64>,
        bar: &indicatif::ProgressBar,
    ) -> Result<(), CallError> {
        self.pass_over(read).await?;
        let (send, batches) = sync_channel(1);
        let (inputs, counter, account) = (self.inputs.clone(), read.clone(), account.map(str::to_owned));
        let reader = std::thread::spawn(move || read::all(&inputs, account.as_deref(), &counter, &send));
        let batches = Arc::new(std::sync::Mutex::new(batches));
        loop {
            let next = batches.clone();
            let received = tokio::task::spawn_blocking(move || next.lock().ok().and_then(|batches| batches.recv().ok())).await;
            let Ok(Some(batch)) = received else { break };
            self.batch(batch).await?;
            bar.set_position(read.load(Ordering::Relaxed));
            bar.set_message(format!("{} items", self.outcome.new + self.outcome.known));
        }
        reader.join().map_err(|_| CallError::unreachable("the reading of files failed"))
    }

    /// Leaves out the files of which the server has everything.
    async fn pass_over(&mut self, read: &Arc<AtomicU64>) -> Result<(), CallError> {
        let paths: Vec<(usize, PathBuf)> = self.inputs.iter().map(|(number, input)| (*number, input.path.clone())).collect();
        let hashed = tokio::task::spawn_blocking(move || {
            paths.into_iter().filter_map(|(number, path)| Some((number, digest(&path).ok()?))).collect::<HashMap<_, _>>()
        });
        // A file that cannot be read is reported when it is read.
        self.digests = hashed.await.map_err(|error| CallError::unreachable(error.to_string()))?;
        let body = json!({"FileDigests": self.digests.values().collect::<Vec<_>>()});
        let known = self.call(FILES_KNOWN, &self.connection.region, body.to_string().into()).await?;
        known["AccountId"].as_str().unwrap_or_default().clone_into(&mut self.outcome.account);
        let known: Vec<&str> = known["FileDigests"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let digests = &self.digests;
        let has = |number: &usize| digests.get(number).is_some_and(|digest| known.contains(&digest.as_str()));
        let before = self.inputs.len();
        let passed: u64 = self.inputs.iter().filter(|(n, _)| has(n)).map(|(_, input)| input.source.bytes).sum();
        self.inputs.retain(|(number, _)| !has(number));
        read.fetch_add(passed, Ordering::Relaxed);
        self.outcome.unchanged += before - self.inputs.len();
        Ok(())
    }

    async fn call(&self, operation: (&str, &str), region: &str, body: Bytes) -> Result<Value, CallError> {
        self.connection.json(operation, region, PATH, body).await
    }

    /// Sends a batch, and says which files are done with it.
    async fn batch(&mut self, batch: Batch) -> Result<(), CallError> {
        self.outcome.passed += batch.passed.0;
        self.partial.extend(batch.passed.1);
        for (file, text) in batch.faults {
            self.fault(file, text);
        }
        let mut regions: BTreeMap<String, Vec<Text>> = BTreeMap::new();
        for item in batch.items {
            let region =
                item.region.clone().filter(|region| region != "global").unwrap_or_else(|| self.connection.region.clone());
            regions.entry(region).or_default().push(item);
        }
        for (region, items) in regions {
            self.send(&region, &items).await?;
        }
        self.complete.extend(batch.complete);
        for file in &batch.ended {
            self.end(*file).await?;
        }
        let clean = |file: &usize| !self.partial.contains(file) && self.reports.get(file).is_some_and(Report::is_clean);
        let done: Vec<&String> =
            batch.ended.iter().filter(|file| clean(file)).filter_map(|file| self.digests.get(file)).collect();
        if !done.is_empty() {
            self.call(IMPORT, &self.connection.region, json!({"FileDigests": done}).to_string().into()).await?;
        }
        self.outcome.files += batch.ended.len();
        Ok(())
    }

    /// Takes for gone what a file that was taken in completely does not have.
    async fn end(&mut self, file: usize) -> Result<(), CallError> {
        let (of_file, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.complete).into_iter().partition(|(number, _)| *number == file);
        self.complete = rest;
        if !self.reports.get(&file).is_some_and(Report::is_clean) {
            return Ok(());
        }
        for (_, complete) in of_file {
            let region = Some(complete.aws_region).filter(|region| region != "global");
            let region = region.unwrap_or_else(|| self.connection.region.clone());
            let Ok(at) = complete.configuration_item_capture_time.parse::<plane::Timestamp>() else { continue };
            let mut next = Value::Null;
            loop {
                let mut body = json!({
                    "AccountId": complete.aws_account_id,
                    "ResourceTypes": complete.resource_types,
                    "ObservedAt": at.as_millisecond() as f64 / 1_000.0,
                });
                if let (Some(members), false) = (body.as_object_mut(), next.is_null()) {
                    members.insert("NextToken".to_owned(), next);
                }
                let answered = match self.call(END, &region, body.to_string().into()).await {
                    Ok(answered) => answered,
                    // Nothing was taken in there either.
                    Err(error) if error.message.contains("valid region") => break,
                    Err(error) => return Err(error),
                };
                self.outcome.deleted += answered["DeletedCount"].as_u64().unwrap_or_default();
                next = answered["NextToken"].clone();
                if next.is_null() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Sends the items of a region.
    async fn send(&mut self, region: &str, items: &[Text]) -> Result<(), CallError> {
        let size: usize = items.iter().map(|item| item.text.len() + 1).sum();
        let mut body = Vec::with_capacity(size + 32);
        body.extend_from_slice(b"{\"ConfigurationItems\":[");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                body.push(b',');
            }
            body.extend_from_slice(&item.text);
        }
        body.extend_from_slice(b"]}");
        let answered = match self.call(IMPORT, region, body.into()).await {
            Ok(answered) => answered,
            // Signed for a region that the server does not have.
            Err(error) if error.message.contains("valid region") => {
                for item in items {
                    self.fault(item.file, format!("line {}: the server has no region {region}", item.at.line));
                }
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let number = |name: &str| answered[name].as_u64().unwrap_or_default();
        self.outcome.new += number("ImportedCount");
        self.outcome.known += number("KnownCount");
        for refused in answered["RejectedItems"].as_array().into_iter().flatten() {
            let index = refused["Index"].as_u64().and_then(|index| usize::try_from(index).ok());
            if let Some(item) = index.and_then(|index| items.get(index)) {
                let why = refused["ErrorMessage"].as_str().unwrap_or_default();
                self.fault(item.file, format!("line {}, column {}: {why}", item.at.line, item.at.column));
            }
        }
        Ok(())
    }
}

impl Outcome {
    fn json(&self, seconds: f64) -> String {
        json!({
            "account": self.account, "files": self.files, "unchanged": self.unchanged, "items": self.new, "known": self.known,
            "deleted": self.deleted,
            "passedOver": self.passed, "bytesRead": self.bytes_read, "faults": report::faults(&self.reports), "seconds": seconds,
            "reports": report::as_json(&self.reports),
        })
        .to_string()
    }

    fn words(&self, seconds: f64) -> String {
        let mut text =
            format!("{} new configuration items from {} files are in the account {}", self.new, self.files, self.account);
        for (count, what) in [
            (self.known, "items were there already"),
            (self.deleted, "resources are gone"),
            (self.unchanged as u64, "files were imported before"),
            (self.passed, "items of other accounts were passed over"),
            (report::faults(&self.reports), "faults, which are told above"),
        ] {
            if count > 0 {
                text += &format!("\n{count} {what}");
            }
        }
        let rate = self.new as f64 / seconds.max(1e-3);
        text + &format!("\n{:.1} MB read in {seconds:.1} s ({rate:.0} items/s)", self.bytes_read as f64 / 1e6)
    }
}
