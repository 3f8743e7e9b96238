//! Writes everyday events, one a line: `cargo run --release --package detection --example everyday -- EVENTS > events.jsonl`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(missing_docs)]

#[path = "../tests/support/benign.rs"]
mod benign;

use std::io::Write as _;

fn main() {
    let events: u64 = std::env::args().nth(1).expect("a number of events").parse().expect("a number");
    let mut source = benign::Benign::new(7, events, 30);
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for _ in 0..events {
        writeln!(out, "{}", source.event()).unwrap();
    }
}
