//! Automation rules of the second version: what is done to findings by themselves when they come or are updated.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-automation-rules.html>.

use plane::{Failure, Reader};
use serde_json::Value;

use super::filter::Node;
use crate::hub::administrator;
use crate::resources::{AutomationRuleV2, Finding, OcsfSaid};

/// A rule, ready to be applied.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Name of the rule.
    pub name: String,
    order: f64,
    filter: Node,
    effect: Effect,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Says something of findings.
    Findings(OcsfSaid),
    /// Says how critical resources are.
    Resources(String),
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile(rule: &AutomationRuleV2) -> Result<Self, String> {
        let [action] = rule.actions.as_array().map_or(&[][..], Vec::as_slice) else {
            return Err("Actions must have one action".to_owned());
        };
        let findings = rule.criteria.get("OcsfFindingCriteria");
        let resources = rule.criteria.get("ResourceCriteria");
        let criteria = |given: Option<&Value>, name: &str| {
            let given = given.ok_or_else(|| format!("Criteria must have {name} for this type of action"))?;
            Node::parse(given).map_err(|problem| format!("Criteria: {problem}"))
        };
        let (filter, effect) = match action.get("Type").and_then(Value::as_str).unwrap_or_default() {
            "FINDING_FIELDS_UPDATE" => {
                let update = action.get("FindingFieldsUpdate").filter(|update| update.as_object().is_some_and(|u| !u.is_empty()));
                let update = update.ok_or("FindingFieldsUpdate must have at least one field")?;
                let said = OcsfSaid {
                    severity_id: update.get("SeverityId").and_then(Value::as_i64),
                    status_id: update.get("StatusId").and_then(Value::as_i64),
                    comment: update.get("Comment").and_then(Value::as_str).map(str::to_owned),
                };
                check(&said)?;
                (criteria(findings, "OcsfFindingCriteria")?, Effect::Findings(said))
            }
            "RESOURCE_FIELDS_UPDATE" => {
                let level =
                    action.get("ResourceFieldsUpdate").and_then(|update| update.get("Criticality")).and_then(Value::as_str);
                let level = level.ok_or("ResourceFieldsUpdate must be given")?;
                (criteria(resources, "ResourceCriteria")?, Effect::Resources(level.to_owned()))
            }
            _ => return Err("the connector of ExternalIntegrationConfiguration was not found".to_owned()),
        };
        Ok(Self { name: rule.name.clone(), order: rule.order, filter, effect })
    }

    /// The rules for an account in a region, in their order: its administrator's if it has one, its own otherwise.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn of(reader: &Reader<'_>, account: &str, region: &str) -> Result<Vec<Self>, Failure> {
        let owner = administrator(reader, account, region).await?.map_or_else(|| account.to_owned(), |found| found.account);
        let known = reader.all::<AutomationRuleV2>(&owner, region, "").await?;
        let mut rules = Vec::new();
        for rule in known.iter().filter(|rule| rule.body.enabled) {
            match Self::compile(&rule.body) {
                Ok(compiled) => rules.push(compiled),
                Err(problem) => tracing::warn!(rule = rule.arn, problem, "an automation rule cannot be read"),
            }
        }
        rules.sort_by(|one, other| one.order.total_cmp(&other.order));
        Ok(rules)
    }

    /// Applies rules to a finding, each to what those before made of it.
    pub fn apply(rules: &[Self], finding: &mut Finding, uid: &str, now_ms: i64) {
        for rule in rules {
            let Effect::Findings(update) = &rule.effect else { continue };
            if rule.filter.matches(&super::shown(finding, uid), now_ms) {
                say(finding, update);
            }
        }
    }

    /// How critical a resource is by these rules, and by which of them.
    pub fn criticality<'r>(rules: &'r [Self], resource: &Value, now_ms: i64) -> Option<(&'r str, &'r str)> {
        let mut levels = rules.iter().filter_map(|rule| match &rule.effect {
            Effect::Resources(level) if rule.filter.matches(resource, now_ms) => Some((level.as_str(), rule.name.as_str())),
            _ => None,
        });
        levels.next_back()
    }
}

/// Says something of a finding, over what was said before.
pub(crate) fn say(finding: &mut Finding, update: &OcsfSaid) {
    let said = finding.ocsf.get_or_insert_default();
    said.severity_id = update.severity_id.or(said.severity_id);
    said.status_id = update.status_id.or(said.status_id);
    if update.comment.is_some() {
        said.comment.clone_from(&update.comment);
    }
}

/// Longest comment, characters.
const COMMENT: usize = 512;

/// Checks what is said of a finding.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(said: &OcsfSaid) -> Result<(), String> {
    if said.severity_id.is_some_and(|id| detection::ocsf::severity_name(id).is_none()) {
        return Err("SeverityId must be one of 0, 1, 2, 3, 4, 5, 6, 99".to_owned());
    }
    if said.status_id.is_some_and(|id| detection::ocsf::status_name(id).is_none()) {
        return Err("StatusId must be one of 0, 1, 2, 3, 4, 5, 6, 99".to_owned());
    }
    if said.comment.as_ref().is_some_and(|comment| comment.chars().count() > COMMENT) {
        return Err(format!("Comment must not be longer than {COMMENT} characters"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Rule;
    use crate::resources::{AutomationRuleV2, Finding};

    fn rule(order: f64, criteria: Value, action: Value) -> AutomationRuleV2 {
        AutomationRuleV2 {
            id: "i".into(),
            name: format!("rule {order}"),
            description: "d".into(),
            enabled: true,
            order,
            criteria,
            actions: json!([action]),
            token: None,
        }
    }

    fn finding_criteria(field: &str, value: &str) -> Value {
        let test = json!({"FieldName": field, "Filter": {"Value": value, "Comparison": "EQUALS"}});
        json!({"OcsfFindingCriteria": {"CompositeFilters": [{"StringFilters": [test]}]}})
    }

    #[test]
    fn rules_are_applied_in_order() {
        let update = |update: Value| json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": update});
        let rules = [
            rule(1.0, finding_criteria("severity", "Low"), update(json!({"SeverityId": 4, "Comment": "raised"}))),
            rule(1.5, finding_criteria("severity", "High"), update(json!({"StatusId": 3}))),
            rule(2.0, finding_criteria("severity", "Fatal"), update(json!({"Comment": "never"}))),
        ]
        .map(|rule| Rule::compile(&rule).unwrap());
        let asff = json!({"Severity": {"Label": "LOW"}, "Workflow": {"Status": "NEW"}}).as_object().unwrap().clone();
        let mut finding = Finding { customers: Vec::new(), day: 0, sender: String::new(), ocsf: None, asff };
        Rule::apply(&rules, &mut finding, "u", 0);
        let said = finding.ocsf.unwrap();
        assert_eq!((said.severity_id, said.status_id, said.comment.as_deref()), (Some(4), Some(3), Some("raised")));
    }

    #[test]
    fn resources_are_as_critical_as_the_last_rule_says() {
        let test = json!({"FieldName": "ResourceType", "Filter": {"Value": "AWS::S3::Bucket", "Comparison": "EQUALS"}});
        let criteria = json!({"ResourceCriteria": {"CompositeFilters": [{"StringFilters": [test]}]}});
        let level = |level: &str| json!({"Type": "RESOURCE_FIELDS_UPDATE", "ResourceFieldsUpdate": {"Criticality": level}});
        let rules = [rule(1.0, criteria.clone(), level("Low")), rule(2.0, criteria, level("Very High"))];
        let rules = rules.map(|rule| Rule::compile(&rule).unwrap());
        assert_eq!(Rule::criticality(&rules, &json!({"ResourceType": "AWS::S3::Bucket"}), 0), Some(("Very High", "rule 2")));
        assert_eq!(Rule::criticality(&rules, &json!({"ResourceType": "AWS::IAM::User"}), 0), None);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let good = finding_criteria("severity", "Low");
        for (criteria, action) in [
            (good.clone(), json!({"Type": "FINDING_FIELDS_UPDATE"})),
            (good.clone(), json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {}})),
            (good.clone(), json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"SeverityId": 7}})),
            (good.clone(), json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"StatusId": 50}})),
            (good.clone(), json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"Comment": "x".repeat(513)}})),
            (good.clone(), json!({"Type": "RESOURCE_FIELDS_UPDATE", "ResourceFieldsUpdate": {"Criticality": "Low"}})),
            (good, json!({"Type": "EXTERNAL_INTEGRATION", "ExternalIntegrationConfiguration": {"ConnectorArn": "a"}})),
            (json!({}), json!({"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"SeverityId": 1}})),
        ] {
            assert!(Rule::compile(&rule(1.0, criteria.clone(), action.clone())).is_err(), "{criteria} {action}");
        }
    }
}
