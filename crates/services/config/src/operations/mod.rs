//! The operations, by what they are about.

mod aggregate;
mod aggregators;
mod authorizations;
mod channels;
mod compliance;
mod evaluations;
mod history;
mod import;
mod organization;
mod organization_packs;
mod organization_rules;
mod pack_compliance;
mod packs;
mod proactive;
mod recorders;
mod remediation;
mod resource_types;
mod resources_put;
mod retention;
pub(crate) mod rule_checks;
pub(crate) mod rules;
mod rules_shown;
mod select;
mod service_recorders;
mod tags;
mod templates;

pub(crate) use channels::{frequency, hours};

/// How many a page has: 0 stands for the usual number.
pub(crate) fn limit(given: Option<i32>, usual: usize, most: usize) -> usize {
    match given.and_then(|given| usize::try_from(given).ok()) {
        None | Some(0) => usual,
        Some(given) => given.min(most),
    }
}
