//! The catalogue of controls: `controls.txt`, a line for each.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html>.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::standards::{STANDARDS, Standard};

/// The facts. A line has the id, the severity, the identifier of the managed rule (`-` where there is none), the standards with their requirements, the
/// title, and the parameters, separated by ` | `.
const FACTS: &str = include_str!("controls.txt");

/// A control.
#[derive(Debug, PartialEq)]
pub(crate) struct Control {
    /// Such as `IAM.4`.
    pub id: &'static str,
    /// `LOW`, `MEDIUM`, `HIGH` or `CRITICAL`.
    pub severity: &'static str,
    /// Identifier of the managed rule of Config that evaluates it, if one does.
    pub rule: Option<&'static str>,
    /// What should be.
    pub title: &'static str,
    /// The standards that it is part of, with the requirements of each that it serves.
    pub standards: Vec<(&'static Standard, Vec<&'static str>)>,
    /// What the rule is told.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a control's rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    /// Its name, in Security Hub as in Config.
    pub name: &'static str,
    /// What it may be, if customers may say.
    pub kind: Option<ParameterKind>,
    /// What it is if nobody says.
    pub value: &'static str,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    /// A whole number within bounds.
    Integer(i64, i64),
    /// True or false.
    Boolean,
}

impl Control {
    /// What the control checks, in a sentence.
    pub fn description(&self) -> String {
        let first = self.title.chars().next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        // An acronym at the beginning stays as it is.
        let is_word = self.title.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == ' ');
        let rest: String = self.title.chars().skip(1).collect();
        let title = if is_word { format!("{first}{rest}") } else { self.title.to_owned() };
        format!("This control checks that {title}. It fails for each resource of which that is not so.")
    }

    /// Where its remediation is described.
    pub fn remediation_url(&self) -> String {
        format!("https://docs.aws.amazon.com/console/securityhub/{}/remediation", self.id)
    }

    /// Its requirements in a standard, if it is part of it.
    pub fn requirements(&self, standard: &Standard) -> Option<Vec<String>> {
        let (_, requirements) = self.standards.iter().find(|(of, _)| of.id == standard.id)?;
        Some(
            requirements
                .iter()
                .map(|number| format!("{}/{number}", standard.requirement).replace("NIST.800-53.r5/", "NIST.800-53.r5 "))
                .collect(),
        )
    }

    /// What customers may set, as `ParameterDefinitions`.
    pub fn definitions(&self) -> Vec<(&'static str, Value)> {
        self.parameters
            .iter()
            .filter_map(|parameter| {
                let options = match parameter.kind? {
                    ParameterKind::Integer(min, max) => {
                        json!({"Integer": {"DefaultValue": parameter.value.parse::<i64>().ok()?, "Min": min, "Max": max}})
                    }
                    ParameterKind::Boolean => json!({"Boolean": {"DefaultValue": parameter.value == "true"}}),
                };
                let description = format!("{} of the rule that evaluates the control", parameter.name);
                Some((parameter.name, json!({"Description": description, "ConfigurationOptions": options})))
            })
            .collect()
    }

    fn parse(line: &'static str) -> Option<Self> {
        let mut parts = line.split(" | ").map(str::trim);
        let (id, severity, rule) = (parts.next()?, parts.next()?, parts.next()?);
        let (standards, title) = (parts.next()?, parts.next()?);
        let standards = standards.split(' ').filter(|part| !part.is_empty()).map(|part| {
            let (code, requirements) = part.split_once(':').unwrap_or((part, ""));
            let standard = STANDARDS.iter().find(|standard| standard.code == code)?;
            Some((standard, requirements.split(',').filter(|number| !number.is_empty()).collect()))
        });
        let parameters = parts.next().unwrap_or_default().split(' ').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=')?;
            // `name=value` for what is fixed, `name=value[least..most]` or `name=value[boolean]` for what customers may set.
            let (value, kind) = match value.split_once('[') {
                Some((value, "boolean]")) => (value, Some(ParameterKind::Boolean)),
                Some((value, range)) => {
                    let (least, most) = range.trim_end_matches(']').split_once("..")?;
                    (value, Some(ParameterKind::Integer(least.parse().ok()?, most.parse().ok()?)))
                }
                None => (value, None),
            };
            Some(Parameter { name, kind, value })
        });
        Some(Self {
            id,
            severity,
            rule: Some(rule).filter(|rule| *rule != "-"),
            title,
            standards: standards.collect::<Option<_>>()?,
            parameters: parameters.collect::<Option<_>>()?,
        })
    }
}

/// Every control, in the order of ids.
pub(crate) static CONTROLS: LazyLock<Vec<Control>> = LazyLock::new(|| {
    let lines = FACTS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mut controls: Vec<Control> = lines.filter_map(Control::parse).collect();
    controls.sort_by_key(|control| sortable(control.id));
    controls
});

/// An id with its number so that 10 comes after 9.
pub(crate) fn sortable(id: &str) -> String {
    match id.split_once('.') {
        Some((service, number)) => format!("{service}.{number:0>5}"),
        None => id.to_owned(),
    }
}

/// The control of this id.
pub(crate) fn named(id: &str) -> Option<&'static Control> {
    CONTROLS.iter().find(|control| control.id == id)
}

#[cfg(test)]
mod tests {
    use super::{CONTROLS, Control, FACTS};
    use crate::catalogue::standards::STANDARDS;

    #[test]
    fn every_line_is_a_control() {
        let lines: Vec<&str> = FACTS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
        for line in &lines {
            assert!(Control::parse(line).is_some(), "{line}");
        }
        assert_eq!(lines.len(), CONTROLS.len());
        let mut ids: Vec<&str> = CONTROLS.iter().map(|control| control.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), lines.len(), "an id is there twice");
    }

    #[test]
    fn every_standard_has_controls() {
        for control in CONTROLS.iter() {
            assert!(["LOW", "MEDIUM", "HIGH", "CRITICAL"].contains(&control.severity), "{}", control.id);
            assert!(!control.title.is_empty() && control.title.len() <= 256, "{}", control.id);
            assert!(
                control.rule.is_none_or(|rule| rule.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
            );
        }
        for standard in STANDARDS {
            let count = CONTROLS.iter().filter(|control| control.requirements(standard).is_some()).count();
            assert!(count >= 20, "{}: {count}", standard.id);
        }
    }
}
