//! Findings: what was detected, about whom, with what evidence. One finding gathers all that has its key.

use std::net::IpAddr;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::bounded::hash;
use crate::profile::Deviation;

/// Events of a finding that are told one by one.
pub const TIMELINE: usize = 32;
/// Resources of a finding that are told one by one.
pub const RESOURCES: usize = 32;
/// Most findings that are kept.
pub const FINDINGS: usize = 100_000;

/// Something that was detected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What makes it this one.
    pub key: u64,
    /// 32 hexadecimal digits: the same for the same key.
    pub id: String,
    /// Rule that it comes from.
    pub rule: String,
    /// GuardDuty's type, or a name in its scheme.
    pub kind: String,
    /// What happened, in a few words.
    pub title: String,
    /// What makes it meant, in words.
    pub says: String,
    /// 1.0 to 10.0.
    pub severity: f64,
    /// MITRE ATT&CK techniques.
    pub techniques: Vec<String>,
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Who did it.
    pub actor: Actor,
    /// What it was done to.
    pub resources: Vec<String>,
    /// How it was done.
    pub action: Action,
    /// How many events.
    pub count: u64,
    /// Time of the first, seconds since 1970.
    pub first: i64,
    /// Time of the last.
    pub last: i64,
    /// The earliest events.
    pub timeline: Vec<Moment>,
    /// What was expected and what was seen.
    pub deviations: Vec<Deviation>,
}

/// An event of a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub time: i64,
    /// What: a call, a connection, a query.
    pub what: String,
    /// The event's id, where it has one.
    pub event: String,
}

/// Who acted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `IAMUser`, `AssumedRole`, `Root` and so on; `Instance` for what networks and queries tell of.
    pub kind: String,
    /// Name of the user or role, or the instance or address.
    pub name: String,
    /// ARN, where there is one.
    pub arn: String,
    /// Access key.
    pub key: String,
    /// Id of the principal.
    pub principal: String,
}

/// How something was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Action {
    /// By calls of an API.
    Api {
        /// Host of the service.
        service: String,
        /// Name of the call.
        name: String,
        /// Program.
        agent: String,
        /// Error, where there was one.
        error: String,
        /// From where: an address or the name of a service.
        source: String,
        /// The same as an address.
        address: Option<IpAddr>,
    },
    /// By traffic.
    Network {
        /// `INBOUND` or `OUTBOUND`, as seen from the instance.
        direction: String,
        /// The other side.
        remote: IpAddr,
        /// Port of the other side.
        remote_port: u16,
        /// The instance's address.
        local: IpAddr,
        /// Port of the instance.
        local_port: u16,
        /// `TCP`, `UDP` and so on.
        protocol: String,
        /// Whether the traffic was rejected.
        blocked: bool,
    },
    /// By queries of names.
    Dns {
        /// The name.
        domain: String,
        /// `TCP` or `UDP`.
        protocol: String,
        /// Who asked.
        local: Option<IpAddr>,
    },
}

/// What a detector found, before it is put to what was found before.
#[derive(Debug, Clone)]
pub struct Draft {
    /// As of [`Finding`].
    pub rule: String,
    /// As of [`Finding`].
    pub kind: String,
    /// As of [`Finding`].
    pub title: String,
    /// As of [`Finding`].
    pub says: String,
    /// As of [`Finding`].
    pub severity: f64,
    /// As of [`Finding`].
    pub techniques: Vec<String>,
    /// As of [`Finding`].
    pub account: String,
    /// As of [`Finding`].
    pub region: String,
    /// As of [`Finding`].
    pub actor: Actor,
    /// As of [`Finding`].
    pub resources: Vec<String>,
    /// As of [`Finding`].
    pub action: Action,
    /// As of [`Finding`].
    pub deviations: Vec<Deviation>,
    /// What tells findings of one rule apart besides account, Region and who acted.
    pub apart: String,
    /// How many events.
    pub count: u64,
    /// Time of the first.
    pub first: i64,
    /// Time of the last.
    pub last: i64,
    /// Some of the events.
    pub timeline: Vec<Moment>,
}

/// What more of a finding was seen.
struct Gathered {
    severity: f64,
    count: u64,
    first: i64,
    last: i64,
    actor: Actor,
    action: Action,
    says: String,
    resources: Vec<String>,
    timeline: Vec<Moment>,
}

impl Finding {
    /// Takes in what was found of the same later, or of before.
    pub fn absorb(&mut self, other: Finding) {
        for deviation in other.deviations {
            if self.deviations.len() < RESOURCES && !self.deviations.contains(&deviation) {
                self.deviations.push(deviation);
            }
        }
        self.gather(Gathered {
            severity: other.severity,
            count: other.count,
            first: other.first,
            last: other.last,
            actor: other.actor,
            action: other.action,
            says: other.says,
            resources: other.resources,
            timeline: other.timeline,
        });
    }

    fn gather(&mut self, more: Gathered) {
        self.count += more.count;
        self.severity = self.severity.max(more.severity);
        self.last = self.last.max(more.last);
        if more.first < self.first {
            self.first = more.first;
            self.action = more.action;
            self.actor = more.actor;
            self.says = more.says;
        }
        for resource in more.resources {
            if self.resources.len() < RESOURCES && !self.resources.contains(&resource) {
                self.resources.push(resource);
            }
        }
        for moment in more.timeline {
            if let Err(at) = self.timeline.binary_search(&moment) {
                self.timeline.insert(at, moment);
                self.timeline.truncate(TIMELINE);
            }
        }
    }
}

/// All findings so far.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    all: Vec<Finding>,
    places: HashMap<u64, usize>,
    dropped: u64,
}

impl Findings {
    /// Puts a draft to the finding of its key, or makes one.
    pub fn add(&mut self, draft: Draft) {
        let name = if draft.actor.arn.is_empty() { &draft.actor.name } else { &draft.actor.arn };
        // One rule may tell of several types.
        let key = hash(&(&draft.rule, &draft.kind, &draft.account, &draft.region, name, &draft.apart));
        let Some(at) = self.places.get(&key).copied() else {
            if self.all.len() >= FINDINGS {
                self.dropped += 1;
                return;
            }
            self.places.insert(key, self.all.len());
            self.all.push(Finding {
                key,
                id: format!("{key:016x}{:016x}", hash(&(key, &draft.kind))),
                rule: draft.rule,
                kind: draft.kind,
                title: draft.title,
                says: draft.says,
                severity: draft.severity,
                techniques: draft.techniques,
                account: draft.account,
                region: draft.region,
                actor: draft.actor,
                resources: draft.resources,
                action: draft.action,
                count: draft.count,
                first: draft.first,
                last: draft.last,
                timeline: draft.timeline,
                deviations: draft.deviations,
            });
            return;
        };
        if let Some(finding) = self.all.get_mut(at) {
            finding.gather(Gathered {
                severity: draft.severity,
                count: draft.count,
                first: draft.first,
                last: draft.last,
                actor: draft.actor,
                action: draft.action,
                says: draft.says,
                resources: draft.resources,
                timeline: draft.timeline,
            });
        }
    }

    /// Takes all out.
    pub fn take(&mut self) -> Vec<Finding> {
        self.places.clear();
        std::mem::take(&mut self.all)
    }

    /// All, the most severe first; of the same severity the most recent.
    pub fn ranked(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.all.iter().collect();
        all.sort_by(|a, b| b.severity.total_cmp(&a.severity).then(b.last.cmp(&a.last)).then(a.id.cmp(&b.id)));
        all
    }

    /// All, in the order in which they were made.
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// How many could not be kept.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[derive(Serialize, Deserialize)]
struct Kept<A> {
    all: A,
    dropped: u64,
}

impl Serialize for Findings {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Kept { all: &self.all, dropped: self.dropped }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Kept { all, dropped } = Kept::<Vec<Finding>>::deserialize(deserializer)?;
        let places = all.iter().enumerate().map(|(at, f)| (f.key, at)).collect();
        Ok(Self { all, places, dropped })
    }
}

/// The word for a severity.
pub fn severity_word(severity: f64) -> &'static str {
    match severity {
        s if s >= 9.0 => "CRITICAL",
        s if s >= 7.0 => "HIGH",
        s if s >= 4.0 => "MEDIUM",
        _ => "LOW",
    }
}
