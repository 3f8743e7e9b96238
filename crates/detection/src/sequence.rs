//! Attack sequences: what is weak alone and strong together. Signals of one principal, or about one bucket, are held together over a day.

use serde::{Deserialize, Serialize};

use crate::finding::Moment;

/// How long signals belong together, seconds.
pub const SPAN: i64 = 86_400;
const SIGNALS: usize = 64;

/// A stage of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Looking around.
    Discovery,
    /// Coming in.
    InitialAccess,
    /// Getting at secrets.
    CredentialAccess,
    /// Running something.
    Execution,
    /// Staying.
    Persistence,
    /// Getting more permission.
    PrivilegeEscalation,
    /// Hiding.
    DefenseEvasion,
    /// Taking data away.
    Exfiltration,
    /// Destroying or abusing.
    Impact,
}

impl Stage {
    /// The stage that a finding's type tells of.
    pub fn of(kind: &str) -> Option<Self> {
        let purpose = kind.split(':').next().unwrap_or_default();
        Some(match purpose {
            "Discovery" | "Recon" => Self::Discovery,
            "InitialAccess" | "UnauthorizedAccess" => Self::InitialAccess,
            "CredentialAccess" => Self::CredentialAccess,
            "Execution" => Self::Execution,
            "Persistence" => Self::Persistence,
            "PrivilegeEscalation" => Self::PrivilegeEscalation,
            "DefenseEvasion" | "Stealth" => Self::DefenseEvasion,
            "Exfiltration" | "Policy" if kind.contains(":S3/") || purpose == "Exfiltration" => Self::Exfiltration,
            "Impact" => Self::Impact,
            _ => return None,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::InitialAccess => "initial access",
            Self::CredentialAccess => "credential access",
            Self::Execution => "execution",
            Self::Persistence => "persistence",
            Self::PrivilegeEscalation => "privilege escalation",
            Self::DefenseEvasion => "defense evasion",
            Self::Exfiltration => "exfiltration",
            Self::Impact => "impact",
        }
    }
}

/// A sign of a stage: what one rule told of, from first to last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Time of the first event.
    pub first: i64,
    /// Time of the last event.
    pub last: i64,
    /// Of what.
    pub stage: Stage,
    /// Hash of the rule.
    pub rule: u64,
    /// Whether it was a finding of at least medium severity.
    pub strong: bool,
    /// In words.
    pub what: String,
    /// Event id.
    pub event: String,
    told: bool,
}

impl Signal {
    /// A signal that was not told yet.
    pub fn new(first: i64, last: i64, stage: Stage, rule: u64, strong: bool, what: String, event: String) -> Self {
        Self { first, last, stage, rule, strong, what, event, told: false }
    }
}

/// Signals that may belong together, by the time of their first event; one a rule and day.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sequence {
    signals: Vec<Signal>,
}

/// Signals that do belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Stages, in order of their first signal.
    pub stages: Vec<Stage>,
    /// Time of the first event.
    pub first: i64,
    /// Time of the last event.
    pub last: i64,
    /// Signals that were not told before.
    pub moments: Vec<Moment>,
}

impl Sequence {
    /// Whether a rule gave a signal; by the hash of its name.
    #[cfg(test)]
    pub(crate) fn has(&self, rule: u64) -> bool {
        self.signals.iter().any(|s| s.rule == rule)
    }

    /// Adds a signal. Says when within [`SPAN`] there are `stages` stages, from that many rules, and two strong signals of different rules; again when
    /// a signal joins, or reaches further, whatever the order.
    pub fn add(&mut self, signal: Signal, stages: usize) -> Option<Chain> {
        let same = |s: &&mut Signal| s.rule == signal.rule && (s.first - signal.first).abs() <= SPAN;
        let (time, reaches) = match self.signals.iter_mut().find(same) {
            Some(known) => {
                let reaches = signal.first < known.first || signal.last > known.last || (signal.strong && !known.strong);
                known.first = known.first.min(signal.first);
                known.last = known.last.max(signal.last);
                known.strong |= signal.strong;
                (known.first, reaches)
            }
            None => {
                let time = signal.first;
                self.signals.push(signal);
                (time, true)
            }
        };
        if !reaches {
            return None;
        }
        self.signals.sort_by_key(|s| (s.first, s.rule));
        if self.signals.len() > SIGNALS {
            self.signals.remove(0);
        }
        let ends: Vec<i64> =
            self.signals.iter().map(|s| s.first).filter(|t| (time..=time.saturating_add(SPAN)).contains(t)).collect();
        let mut chain: Option<Chain> = None;
        for end in ends {
            let inside = |s: &&mut Signal| s.first <= end && s.first >= end.saturating_sub(SPAN);
            let mut seen: Vec<Stage> = Vec::new();
            let (mut rules, mut strong) = (0, 0);
            let (mut first, mut last) = (i64::MAX, i64::MIN);
            for s in self.signals.iter_mut().filter(inside) {
                if !seen.contains(&s.stage) {
                    seen.push(s.stage);
                }
                rules += 1;
                strong += usize::from(s.strong);
                (first, last) = (first.min(s.first), last.max(s.last));
            }
            if seen.len() < stages || rules < stages || strong < 2 {
                continue;
            }
            let chain = chain.get_or_insert(Chain { stages: Vec::new(), first, last, moments: Vec::new() });
            (chain.first, chain.last) = (chain.first.min(first), chain.last.max(last));
            chain.stages = seen;
            for s in self.signals.iter_mut().filter(inside).filter(|s| !s.told) {
                s.told = true;
                chain.moments.push(Moment { time: s.first, what: s.what.clone(), event: s.event.clone() });
            }
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_together_are_told_and_alone_are_not() {
        let signal =
            |time, stage, rule, strong| Signal::new(time, time, stage, rule, strong, format!("{rule}"), format!("e{time}"));
        let mut sequence = Sequence::default();
        assert_eq!(sequence.add(signal(0, Stage::Discovery, 1, true), 3), None);
        assert_eq!(sequence.add(signal(10, Stage::Persistence, 2, true), 3), None);
        assert_eq!(sequence.add(signal(20, Stage::Persistence, 3, true), 3), None);
        let chain = sequence.add(signal(30, Stage::Impact, 4, false), 3).unwrap();
        assert_eq!(chain.stages, [Stage::Discovery, Stage::Persistence, Stage::Impact]);
        assert_eq!(chain.moments.len(), 4);
        assert_eq!(sequence.add(signal(SPAN * 2, Stage::Exfiltration, 5, true), 3), None, "a day later");
        let mut late = Sequence::default();
        late.add(signal(30, Stage::Impact, 4, false), 3);
        late.add(signal(20, Stage::Persistence, 3, true), 3);
        assert!(late.add(signal(0, Stage::Discovery, 1, true), 3).is_some(), "in any order");
    }
}
