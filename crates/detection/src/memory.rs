//! What detectors remember from event to event. All of it is bounded, and all of it can be written down and read again.

use serde::{Deserialize, Serialize};

use crate::bounded::{Bounded, SeenIds, Window};
use crate::event::Call;
use crate::finding::Findings;
use crate::flow::Host;
use crate::profile::Profile;
use crate::sequence::Sequence;

/// Bounds of what is remembered.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Principals with a baseline.
    pub principals: usize,
    /// Accounts with a baseline.
    pub accounts: usize,
    /// Counts of rules that need several events, each for a principal or pair of addresses.
    pub windows: usize,
    /// Event ids by which a second copy of an event is told.
    pub ids: usize,
    /// Hosts with a baseline of their traffic.
    pub hosts: usize,
}

impl Default for Limits {
    /// About 200 MB when all is full with profiles of ordinary size.
    fn default() -> Self {
        Self { principals: 65_536, accounts: 4_096, windows: 65_536, ids: 1 << 20, hosts: 32_768 }
    }
}

/// Names of buckets that are remembered.
const BUCKETS: usize = 256;

/// What is remembered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Memory {
    pub(crate) seen: SeenIds,
    pub(crate) actors: Bounded<Profile>,
    pub(crate) accounts: Bounded<Profile>,
    pub(crate) windows: Bounded<Window>,
    pub(crate) sequences: Bounded<Sequence>,
    pub(crate) sessions: Bounded<Session>,
    pub(crate) hosts: Bounded<Host>,
    trail_buckets: Vec<String>,
    /// What was found.
    pub findings: Findings,
    /// What was read.
    pub counts: Counts,
}

/// Where the credentials of an instance, or a user at the console, were used from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Session {
    /// Networks with the kind of program and the time of the last use.
    pub(crate) uses: Vec<(u64, String, i64)>,
}

/// How much was read, and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Calls of APIs.
    pub calls: u64,
    /// Flow log records.
    pub flows: u64,
    /// DNS queries.
    pub queries: u64,
    /// Events that were seen before.
    pub repeated: u64,
    /// Events from trusted addresses, of which nothing is told.
    pub trusted: u64,
    /// Flow log records that say there was no data, or that some was skipped by AWS.
    pub no_data: u64,
}

impl Memory {
    /// Nothing yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            seen: SeenIds::new(limits.ids),
            actors: Bounded::new(limits.principals),
            accounts: Bounded::new(limits.accounts),
            windows: Bounded::new(limits.windows),
            sequences: Bounded::new(limits.principals),
            sessions: Bounded::new(limits.principals),
            hosts: Bounded::new(limits.hosts),
            trail_buckets: Vec::new(),
            findings: Findings::default(),
            counts: Counts::default(),
        }
    }

    /// Principals, counts and hosts that had to be forgotten because there were too many.
    pub fn forgotten(&self) -> u64 {
        self.actors.forgotten()
            + self.accounts.forgotten()
            + self.windows.forgotten()
            + self.sequences.forgotten()
            + self.hosts.forgotten()
    }

    /// Remembers in which buckets log files lie.
    pub(crate) fn notice(&mut self, call: &Call<'_>) {
        if call.service != "cloudtrail" || !call.succeeded() {
            return;
        }
        let named = call.request.get("s3BucketName").text();
        if !named.is_empty() && self.trail_buckets.len() < BUCKETS && !self.trail_buckets.iter().any(|b| *b == *named) {
            self.trail_buckets.push(named.into_owned());
        }
    }

    /// Whether a trail writes its files to the bucket: as was seen, or as its name says.
    pub fn is_trail_bucket(&self, bucket: &str) -> bool {
        self.trail_buckets.iter().any(|b| b == bucket) || bucket.contains("cloudtrail")
    }

    /// Whether the bucket seems to hold logs.
    pub fn is_log_bucket(&self, bucket: &str) -> bool {
        self.is_trail_bucket(bucket)
            || ["trail", "audit", "-logs", "logs-", "log-archive", "logging", "flowlog"].iter().any(|w| bucket.contains(w))
    }
}
