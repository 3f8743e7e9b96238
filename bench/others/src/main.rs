//! The same events and the same Sigma rules by several engines, one thread, one after another: `others RULES EVENTS.jsonl`. Run by bench/detect.
//!
//! Processor time is measured, not time on the clock, so that other work on the machine weighs less.

use std::hint::black_box;

use detection::engine::{Engine, Lists};
use detection::json::Tape;
use detection::memory::Limits;
use detection::sigma::{RuleSet, load};

/// Processor time of this process so far, seconds.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

fn measure(name: &str, lines: &[&str], bytes: usize, mut work: impl FnMut(&str) -> usize) -> f64 {
    let began = processor();
    let found: usize = lines.iter().map(|line| work(line)).sum();
    let seconds = processor() - began;
    let rate = lines.len() as f64 / seconds;
    println!("{name:<58} {rate:>10.0} {:>8.0} {found:>10}", bytes as f64 / 1e6 / seconds);
    rate
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(rules), Some(events)) = (arguments.next(), arguments.next()) else {
        return Err("others RULES EVENTS.jsonl".into());
    };
    let rules = std::fs::read_to_string(rules)?;
    let text = std::fs::read_to_string(events)?;
    let lines: Vec<&str> = text.lines().collect();
    println!("{:<58} {:>10} {:>8} {:>10}", "", "events/s", "MB/s", "matches");

    let mut tape = Tape::default();
    measure("JSON alone: this engine's reading", &lines, text.len(), |line| black_box(tape.read(line).map_or(0, |_| 0)));
    let mut buffers = simd_json::Buffers::new(4_096);
    let mut copy = Vec::new();
    measure("JSON alone: simd-json, tape", &lines, text.len(), |line| {
        copy.clear();
        copy.extend_from_slice(line.as_bytes());
        black_box(simd_json::to_tape_with_buffers(&mut copy, &mut buffers).map_or(0, |_| 0))
    });
    measure("JSON alone: serde_json, values", &lines, text.len(), |line| {
        black_box(serde_json::from_str::<serde_json::Value>(line).map_or(0, |_| 0))
    });

    let mut set = RuleSet::default();
    for rule in load(&rules)? {
        set.add(rule?);
    }
    let count = set.len();
    let mut engine = Engine::new(Lists::default(), set, Limits::default());
    let ours = measure(&format!("cloudkeep: all detectors and {count} Sigma rules"), &lines, text.len(), |line| {
        engine.record(&mut tape, line.as_bytes()).map_or(0, |_| 0)
    });
    let matched: u64 = engine.findings().iter().filter(|f| f.rule.starts_with("sigma:")).map(|f| f.count).sum();
    println!("{:<58} {:>10} {:>8} {matched:>10}", "    of these, events that matched a Sigma rule", "", "");

    let parsed: Result<Vec<_>, _> = rules.split("\n---\n").map(sigma_rust::rule_from_yaml).collect();
    let parsed = parsed?;
    let rust = measure(&format!("sigma-rust: {} Sigma rules", parsed.len()), &lines, text.len(), |line| {
        let Ok(event) = sigma_rust::event_from_json(line) else { return 0 };
        parsed.iter().filter(|rule| rule.is_match(&event)).count()
    });
    println!("cloudkeep is {:.1} times sigma-rust", ours / rust);
    Ok(())
}
