//! Automation rules: what is done to findings by themselves when they come or are updated.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/automation-rules.html>.

use jiff::Timestamp;
use plane::{Failure, Reader};
use serde_json::{Map, Value};

use crate::filter::Filter;
use crate::findings::merge::customer;
use crate::hub::administrator;
use crate::resources::AutomationRule;

/// A rule, ready to be applied.
#[derive(Debug)]
pub(crate) struct Rule {
    order: i32,
    terminal: bool,
    filter: Filter,
    updates: Vec<Map<String, Value>>,
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// What is wrong with its criteria.
    pub fn compile(rule: &AutomationRule) -> Result<Self, String> {
        let filter = Filter::parse(&rule.criteria)?;
        let actions = rule.actions.as_array().map_or(&[][..], Vec::as_slice);
        let updates = actions.iter().filter_map(|action| action.get("FindingFieldsUpdate")?.as_object().cloned()).collect();
        Ok(Self { order: rule.order, terminal: rule.terminal, filter, updates })
    }

    /// The rules for the findings of an account in a region, in their order: its administrator's if it has one, its own otherwise.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn of(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Self>, Failure> {
        let owner = administrator(reader, account, region).await?.map_or_else(|| account.to_owned(), |found| found.account);
        let known = reader.all::<AutomationRule>(&owner, region, "").await?;
        let mut rules = Vec::new();
        for rule in known.iter().filter(|rule| rule.body.enabled) {
            match Self::compile(&rule.body) {
                Ok(compiled) => rules.push(compiled),
                Err(problem) => tracing::warn!(rule = rule.arn, problem, "an automation rule cannot be read"),
            }
        }
        // Of rules of the same order the one that was made later counts more: `all` gives them by id, which grows with time.
        rules.sort_by_key(|rule| rule.order);
        Ok(rules)
    }

    /// Applies rules to a finding, each to what those before made of it, until a terminal one matched.
    pub fn apply(rules: &[Self], finding: &mut Map<String, Value>, now: Timestamp) {
        for rule in rules {
            if rule.filter.matches(finding, now) {
                for update in &rule.updates {
                    customer(finding, update, now);
                }
                if rule.terminal {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::Rule;
    use crate::resources::AutomationRule;

    fn rule(order: i32, terminal: bool, criteria: Value, update: Value) -> Rule {
        Rule::compile(&AutomationRule {
            name: "n".into(),
            description: "d".into(),
            enabled: true,
            order,
            terminal,
            criteria,
            actions: json!([{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": update}]),
            created_by: String::new(),
        })
        .unwrap()
    }

    #[test]
    fn rules_are_applied_in_order_until_a_terminal_one() {
        let is = |label: &str| json!({"SeverityLabel": [{"Value": label, "Comparison": "EQUALS"}]});
        let rules = [
            rule(1, false, is("LOW"), json!({"Severity": {"Label": "HIGH"}, "Workflow": {"Status": "NOTIFIED"}})),
            rule(2, true, is("HIGH"), json!({"Note": {"Text": "raised", "UpdatedBy": "rule"}})),
            rule(3, false, json!({}), json!({"Workflow": {"Status": "SUPPRESSED"}})),
        ];
        let mut finding = json!({"Severity": {"Label": "LOW", "Normalized": 1}}).as_object().unwrap().clone();
        Rule::apply(&rules, &mut finding, Timestamp::UNIX_EPOCH);
        assert_eq!(finding["Severity"], json!({"Label": "HIGH", "Normalized": 70}));
        assert_eq!(finding["Workflow"]["Status"], "NOTIFIED");
        assert_eq!(finding["Note"]["Text"], "raised");
        let mut other = json!({"Severity": {"Label": "MEDIUM"}}).as_object().unwrap().clone();
        Rule::apply(&rules, &mut other, Timestamp::UNIX_EPOCH);
        assert_eq!(other["Workflow"]["Status"], "SUPPRESSED");
    }
}
