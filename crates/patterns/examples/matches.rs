//! Measures matching: `cargo run --release -p patterns --example matches [patterns]`.
//!
//! Patterns are of the kinds that rules have: a service's events with one state, one instance, a prefix, a range, a wildcard, an `anything-but`. Each
//! event is matched from its text, by one thread.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measuring tool may fail and prints what it measured"
)]

use std::hint::black_box;
use std::time::Instant;

use patterns::{Matcher, Pattern, Scratch};

fn pattern(i: usize) -> String {
    let service = format!("app.{}", i % 200);
    let wanted = match i % 8 {
        0 => format!(r#""state": ["state-{i}"]"#),
        1 => format!(r#""instance-id": ["i-{i:08x}"]"#),
        2 => format!(r#""object": {{"key": [{{"prefix": "incoming/{i}/"}}]}}"#),
        3 => format!(r#""amount": [{{"numeric": [">", {i}, "<=", {}]}}]"#, i + 10),
        4 => format!(r#""object": {{"key": [{{"wildcard": "*/{i}/*.png"}}]}}"#),
        5 => format!(r#""state": [{{"anything-but": ["running", "state-{i}"]}}], "instance-id": ["i-{i:08x}"]"#),
        6 => format!(r#""address": [{{"cidr": "10.{}.{}.0/24"}}]"#, i / 256 % 256, i % 256),
        _ => format!(r#""$or": [{{"state": ["x-{i}"]}}, {{"user": {{"name": [{{"equals-ignore-case": "User{i}"}}]}}}}]"#),
    };
    format!(r#"{{"source": ["{service}"], "detail-type": ["State Change"], "detail": {{{wanted}}}}}"#)
}

fn event(i: usize) -> String {
    format!(
        r#"{{"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"State Change","source":"app.{}","account":"111122223333","time":"2026-01-01T00:00:00Z","region":"eu-west-1","resources":["arn:aws:ec2:eu-west-1:111122223333:instance/i-{i:08x}"],"detail":{{"instance-id":"i-{i:08x}","state":"running","object":{{"bucket":"photos","key":"incoming/{i}/cat.png","size":5120}},"amount":{}.5,"address":"10.{}.{}.7","user":{{"name":"user{i}","mail":"user@example.com"}}}}}}"#,
        i % 200,
        i,
        i / 256 % 256,
        i % 256
    )
}

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let patterns: Vec<Pattern> = (0..count).map(|i| Pattern::parse(&pattern(i)).unwrap()).collect();
    let start = Instant::now();
    let matcher = Matcher::new(&patterns);
    let built = start.elapsed();
    let events: Vec<String> = (0..10_000).map(|i| event(i * 7919 % 20_000)).collect();
    let bytes = events.iter().map(String::len).sum::<usize>() / events.len();
    let mut scratch = Scratch::default();
    let mut rates = Vec::new();
    let mut wanted = 0;
    for _ in 0..20 {
        let start = Instant::now();
        wanted = 0;
        for event in &events {
            wanted += matcher.matches(black_box(event.as_bytes()), &mut scratch).map_or(0, <[u32]>::len);
        }
        rates.push(events.len() as f64 / start.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "{count} patterns (built in {built:?}), events of {bytes} bytes: {:.0} events a second (median of {}), {:.2} patterns want an event",
        rates[rates.len() / 2],
        rates.len(),
        wanted as f64 / events.len() as f64
    );
}
