//! Sigma rules (<https://sigmahq.io/sigma-specification>) for CloudTrail: loaded, compiled, and held against calls.
//!
//! Taken are selections (maps, lists of maps, keywords), the modifiers `contains`, `startswith`, `endswith`, `all`, `re` (with `i`, `m`, `s`), `cased`,
//! `cidr`, `windash`, `exists`, `fieldref`, `lt`, `lte`, `gt`, `gte` and `neq`, and conditions with `and`, `or`, `not`, parentheses and `N of`, `any of`, `all of`.
//! A rule with anything else is refused with the reason, never half understood.

mod condition;
mod load;
mod matcher;

use foldhash::HashMap;

use crate::event::Call;
pub use load::{LoadError, load};

use condition::Expression;
use matcher::Selection;

/// A rule, compiled.
#[derive(Debug)]
pub struct Rule {
    /// Its id, else its title.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Its level as a severity.
    pub severity: f64,
    /// Techniques that its tags name.
    pub techniques: Vec<String>,
    /// Type of its findings.
    pub kind: String,
    selections: Vec<(String, Selection)>,
    condition: Expression,
}

impl Rule {
    /// Whether a call matches.
    pub fn matches(&self, call: &Call<'_>) -> bool {
        self.condition.holds(&|at| self.selections.get(at).is_some_and(|(_, s)| s.matches(call.record)))
    }

    /// Values of a field without which the rule cannot match, in small letters; `None` when any may do.
    fn values(&self, field: &str) -> Option<Vec<String>> {
        self.condition.needs(&|at| self.selections.get(at).and_then(|(_, s)| s.values(field)))
    }
}

/// Rules, by the calls that they may match: by their names, else by their services.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    by_name: HashMap<u64, Vec<usize>>,
    by_source: HashMap<u64, Vec<usize>>,
    any: Vec<usize>,
}

impl RuleSet {
    /// Adds a rule.
    pub fn add(&mut self, rule: Rule) {
        let at = self.rules.len();
        let under = |values: Vec<String>, index: &mut HashMap<u64, Vec<usize>>| {
            for value in values {
                let rules = index.entry(folded(value.strip_suffix(AMAZON).unwrap_or(&value))).or_default();
                if rules.last() != Some(&at) {
                    rules.push(at);
                }
            }
        };
        match (rule.values("eventName"), rule.values("eventSource")) {
            (Some(names), _) => under(names, &mut self.by_name),
            // Both are kept without the ending that sources have and services do not.
            (None, Some(sources)) => under(sources, &mut self.by_source),
            (None, None) => self.any.push(at),
        }
        self.rules.push(rule);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Gives the rules that match a call.
    pub fn matching(&self, call: &Call<'_>, mut found: impl FnMut(&Rule)) {
        let of_name = self.by_name.get(&folded(&call.name)).into_iter().flatten();
        let of_source = if self.by_source.is_empty() { None } else { self.by_source.get(&folded(&call.service)) };
        for rule in of_name.chain(of_source.into_iter().flatten()).chain(&self.any).filter_map(|at| self.rules.get(*at)) {
            if rule.matches(call) {
                found(rule);
            }
        }
    }
}

/// What sources of events end with, and services do not.
const AMAZON: &str = ".amazonaws.com";

/// A number for a name, whatever the case of its ASCII letters (FNV-1a).
fn folded(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
