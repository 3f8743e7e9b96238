//! The documentation of the managed rules and of the built-in packs, made from the catalogue, so that it says what is built.

use std::fmt::Write as _;

use crate::pack::builtin;
use crate::{ACCOUNT, Rule, Trigger, rules};

/// The part of `docs/config-rules.md` that is made: tables of the rules, by the service of their resources, and of the packs.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(page, "{} managed rules. `*` marks a parameter that must be given, `=` a default.\n", rules().len());
    let mut services: Vec<&str> = rules().iter().map(service).collect();
    services.sort_unstable();
    services.dedup();
    for name in services {
        let _ = writeln!(page, "### {name}\n\n| Rule | Trigger | Judges | Parameters | Looks at |\n|---|---|---|---|---|");
        for rule in rules().iter().filter(|rule| service(rule) == name) {
            let _ = writeln!(
                page,
                "| `{}`{} | {} | {} | {} | {} |",
                rule.identifier(),
                if rule.is_proactive() { " (proactive)" } else { "" },
                match rule.trigger() {
                    Trigger::Change => "change",
                    Trigger::Periodic => "periodic",
                    Trigger::Both => "change, periodic",
                },
                judged(rule),
                parameters(rule),
                rule.description()
            );
        }
        page.push('\n');
    }
    let _ = writeln!(page, "## Built-in packs\n");
    for pack in builtin::all() {
        let _ = writeln!(
            page,
            "### {} (`{}`)\n\n{} rules.\n\n| Control | About | Rules |\n|---|---|---|",
            pack.title,
            pack.name,
            pack.rules().len()
        );
        for control in &pack.controls {
            let rules: Vec<String> = control.rules.iter().map(|rule| format!("`{rule}`")).collect();
            let _ = writeln!(page, "| {} | {} | {} |", control.number, control.about, rules.join(" "));
        }
        page.push('\n');
    }
    page
}

/// `S3` of `AWS::S3::Bucket`.
fn service(rule: &Rule) -> &'static str {
    match rule.resource_types() {
        [ACCOUNT] => "Account",
        [_, _, _, _, _, ..] => "Any",
        types => types.first().and_then(|kind| kind.split("::").nth(1)).unwrap_or_default(),
    }
}

fn judged(rule: &Rule) -> String {
    match rule.resource_types() {
        [ACCOUNT] => "the account".to_owned(),
        many if many.len() > 4 => format!("{} types", many.len()),
        types => types.iter().map(|kind| kind.trim_start_matches("AWS::")).collect::<Vec<_>>().join(", "),
    }
}

fn parameters(rule: &Rule) -> String {
    let all: Vec<String> = rule
        .parameters()
        .iter()
        .map(|parameter| {
            let default = parameter.default.map(|default| format!("={default}")).unwrap_or_default();
            format!("`{}`{}{default}", parameter.name, if parameter.required { "*" } else { "" })
        })
        .collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_is_true() {
        let page = include_str!("../../../docs/config-rules.md");
        let made = page.split_once("<!-- made -->\n").and_then(|(_, rest)| rest.split_once("<!-- end -->")).map(|(made, _)| made);
        assert!(
            made == Some(super::markdown().as_str()),
            "write it anew: cargo run --package rules --example catalogue -- docs/config-rules.md"
        );
    }
}
