//! Counts and latencies of calls, in Prometheus' text form.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

/// Upper bounds of the latency buckets, microseconds.
const BUCKETS: [u64; 12] = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 500_000, 1_000_000, 10_000_000];

#[derive(Debug, Default)]
struct Series {
    count: AtomicU64,
    micros: AtomicU64,
    buckets: [AtomicU64; BUCKETS.len()],
}

/// Which calls a series counts.
type Label = (&'static str, &'static str, u16);

/// Counts of calls by service, operation and HTTP status.
#[derive(Debug, Default)]
pub struct Metrics {
    calls: RwLock<HashMap<Label, Arc<Series>>>,
    unattributed: AtomicU64,
}

impl Metrics {
    /// Counts a call that reached an operation.
    pub fn call(&self, service: &'static str, operation: &'static str, status: u16, took: Duration) {
        let label = (service, operation, status);
        let known = self.calls.read().ok().and_then(|calls| calls.get(&label).cloned());
        let series = match known {
            Some(series) => series,
            None => match self.calls.write() {
                Ok(mut calls) => calls.entry(label).or_default().clone(),
                Err(_) => return,
            },
        };
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        series.count.fetch_add(1, Ordering::Relaxed);
        series.micros.fetch_add(micros, Ordering::Relaxed);
        if let Some(bucket) = BUCKETS.iter().position(|bound| micros <= *bound).and_then(|i| series.buckets.get(i)) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a request that no account can be charged with: unknown operation, unknown key, bad signature.
    pub fn unattributed(&self) {
        self.unattributed.fetch_add(1, Ordering::Relaxed);
    }

    /// The metrics in Prometheus' text exposition format 0.0.4.
    pub fn render(&self) -> String {
        let mut text = String::from("# TYPE cloudkeep_requests_unattributed_total counter\n");
        let _ = writeln!(text, "cloudkeep_requests_unattributed_total {}", self.unattributed.load(Ordering::Relaxed));
        let Ok(calls) = self.calls.read() else { return text };
        let mut labels: Vec<&Label> = calls.keys().collect();
        labels.sort_unstable();
        text.push_str("# TYPE cloudkeep_request_duration_seconds histogram\n");
        for label in labels {
            let Some(series) = calls.get(label) else { continue };
            let (service, operation, status) = label;
            let tags = format!("service=\"{service}\",operation=\"{operation}\",status=\"{status}\"");
            let mut below = 0;
            for (bound, bucket) in BUCKETS.iter().zip(&series.buckets) {
                below += bucket.load(Ordering::Relaxed);
                #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
                let seconds = *bound as f64 / 1e6;
                let _ = writeln!(text, "cloudkeep_request_duration_seconds_bucket{{{tags},le=\"{seconds}\"}} {below}");
            }
            let count = series.count.load(Ordering::Relaxed);
            #[expect(clippy::cast_precision_loss, reason = "a sum of microseconds stays far below 2^53")]
            let sum = series.micros.load(Ordering::Relaxed) as f64 / 1e6;
            let _ = writeln!(text, "cloudkeep_request_duration_seconds_bucket{{{tags},le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "cloudkeep_request_duration_seconds_sum{{{tags}}} {sum}");
            let _ = writeln!(text, "cloudkeep_request_duration_seconds_count{{{tags}}} {count}");
        }
        text
    }
}
