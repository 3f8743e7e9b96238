//! Measures detection: which findings recordings of attacks give, how many everyday events do, and how fast it goes.
//!
//! `cargo run --release --package detection --example measure [FOLDER OF RECORDINGS] [EVERYDAY EVENTS] [SEED] [DAYS]`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(missing_docs)]

#[path = "../tests/support/benign.rs"]
mod benign;

use std::collections::BTreeMap;
use std::hint::black_box;

use detection::engine::{Engine, Lists};
use detection::finding::severity_word;
use detection::json::Tape;
use detection::memory::Limits;
use detection::sigma::RuleSet;

/// Events that are made at once.
const PART: u64 = 100_000;

/// Processor time of this thread, seconds: other work on the machine does not count.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

fn time(work: impl FnOnce()) -> f64 {
    let began = processor();
    work();
    processor() - began
}

/// The most memory that the process had so far, KiB.
fn most_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or_default()
}

fn engine() -> Engine {
    Engine::new(Lists::default(), RuleSet::default(), Limits::default())
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_default();
    let events: u64 = arguments.next().map_or(100_000, |n| n.parse().expect("a number of events"));
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    if !files.is_empty() {
        println!("| Technique | Events | Findings |\n|---|---|---|");
    }
    let mut missed = 0;
    for file in files {
        let records: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let mut engine = engine();
        let mut tape = Tape::default();
        for record in &records {
            engine.record(&mut tape, record.to_string().as_bytes()).unwrap();
        }
        let found: Vec<String> =
            engine.findings().iter().map(|f| format!("{} {:.1} (`{}`)", f.kind, f.severity, f.rule)).collect();
        missed += usize::from(found.is_empty());
        println!("| {} | {} | {} |", file.file_stem().unwrap().to_string_lossy(), records.len(), found.join("<br>"));
    }
    println!("\nmissed: {missed}\n");

    let mut number = |otherwise| arguments.next().map_or(otherwise, |n| n.parse().expect("a number"));
    let (seed, days) = (number(7), number(30));
    let mut source = benign::Benign::new(seed, events, days);
    let mut engine = engine();
    let mut tape = Tape::default();
    let (mut bytes, mut left) = (0, events);
    let (mut all_detectors, mut reading, mut values) = (0.0, 0.0, 0.0);
    // As many as fit into memory however many there are.
    while left > 0 {
        let part = left.min(PART);
        left -= part;
        let lines: Vec<String> = (0..part).map(|_| source.event()).collect();
        bytes += lines.iter().map(String::len).sum::<usize>();
        all_detectors += time(|| {
            for event in &lines {
                engine.record(&mut tape, event.as_bytes()).unwrap();
            }
        });
        reading += time(|| {
            for event in &lines {
                black_box(tape.read(event).unwrap());
            }
        });
        values += time(|| {
            for event in &lines {
                black_box(serde_json::from_str::<serde_json::Value>(event).unwrap());
            }
        });
    }
    let rate = |seconds: f64| format!("{:.0} MB/s, {:.0} events/s", bytes as f64 / 1e6 / seconds, events as f64 / seconds);
    println!("{events} everyday events, {:.1} MB; by processor time:", bytes as f64 / 1e6);
    println!(
        "all detectors: {}\nreading the JSON alone: {}\nserde_json into values: {}\nmost memory: {} MiB, of which {PART} events at a time\n",
        rate(all_detectors),
        rate(reading),
        rate(values),
        most_memory() / 1024
    );
    let mut by: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for finding in engine.findings() {
        by.entry((severity_word(finding.severity), &finding.rule)).or_default().push(finding.actor.name.clone());
    }
    let count = |word: &str| engine.findings().iter().filter(|f| severity_word(f.severity) == word).count();
    println!("findings per 100,000 everyday events:");
    for word in ["CRITICAL", "HIGH", "MEDIUM", "LOW"] {
        println!("  {word}: {:.2}", count(word) as f64 * 1e5 / events as f64);
    }
    for ((word, rule), who) in by {
        println!("  {word} {rule}: {} ({})", who.len(), who.iter().take(4).cloned().collect::<Vec<_>>().join(", "));
    }
}
