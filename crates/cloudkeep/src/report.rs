//! What commands that read many files say of those they could not read, and how far they are.

use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::terminal::error;

/// Faults of one file that are told one by one.
const TOLD: usize = 5;
/// How the program ends when something could not be taken in, but the rest was.
pub const SOME_LEFT_OUT: u8 = 3;

/// What is wrong in a file.
#[derive(Debug)]
pub struct Report {
    path: PathBuf,
    count: u64,
    first: Vec<String>,
}

impl Report {
    /// Of a file in which nothing is wrong yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, count: 0, first: Vec::new() }
    }

    /// Of a file with one fault.
    pub fn of(path: PathBuf, fault: String) -> Self {
        Self { path, count: 1, first: vec![fault] }
    }

    /// Adds a fault; only the first ones are kept in words.
    pub fn add(&mut self, fault: String) {
        self.count += 1;
        if self.first.len() < TOLD {
            self.first.push(fault);
        }
    }

    /// The file.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.count == 0
    }
}

/// Says what is wrong.
pub fn tell(reports: &[Report]) {
    for report in reports {
        for fault in &report.first {
            error(&format!("{}: {fault}", report.path.display()));
        }
        let more = report.count.saturating_sub(report.first.len() as u64);
        if more > 0 {
            error(&format!("{}: and {more} more", report.path.display()));
        }
    }
}

/// How much is wrong in all.
pub fn faults(reports: &[Report]) -> u64 {
    reports.iter().map(|report| report.count).sum()
}

/// The same as JSON.
pub fn as_json(reports: &[Report]) -> Vec<Value> {
    reports
        .iter()
        .map(|report| json!({"path": report.path.display().to_string(), "faults": report.count, "first": report.first}))
        .collect()
}

/// A progress bar on standard error; nothing is shown where that is no terminal.
pub fn bar(template: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
