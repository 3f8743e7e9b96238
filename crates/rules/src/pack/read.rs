//! From the tree of a template to rules and remediations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::functions::{Given, Names};
use super::node::{Data, Node};
use super::{
    MAX_PARAMETERS, MAX_RULES, Pack, PackRule, Place, Remediation, Scope, Source, SourceDetail, Template, TemplateError,
    TemplateParameter,
};
use crate::{Frequency, guard};

type Result<T> = std::result::Result<T, TemplateError>;

const RULE: &str = "AWS::Config::ConfigRule";
const REMEDIATION: &str = "AWS::Config::RemediationConfiguration";
const SECTIONS: [&str; 7] =
    ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Conditions", "Resources", "Outputs"];
/// Longest name of a rule.
const MAX_NAME: usize = 128;

pub(super) fn template(root: &Node) -> Result<Template> {
    let sections = root.map("A template")?;
    for (name, node) in sections {
        if !SECTIONS.contains(&name.as_str()) {
            return Err(node.place.error(format!("Templates of conformance packs have no section {name}")));
        }
    }
    let section = |name: &str| root.get(name).map_or(Ok(&[][..]), |node| node.map(name));
    let mut parameters = Vec::new();
    for (name, node) in section("Parameters")? {
        parameters.push(parameter(name, node)?);
    }
    if let (true, Some(node)) = (parameters.len() > MAX_PARAMETERS, root.get("Parameters")) {
        return Err(node.place.error(format!("The template has more than {MAX_PARAMETERS} parameters")));
    }
    let resources = section("Resources")?;
    if resources.is_empty() {
        return Err(root.place.error("The template has no resources"));
    }
    for (name, node) in resources {
        let kind = node.get("Type").ok_or_else(|| node.place.error(format!("The resource {name} has no Type")))?;
        let kind_text = kind.text("The Type of a resource")?;
        if kind_text != RULE && kind_text != REMEDIATION {
            return Err(kind.place.error(format!("Resources of the type {kind_text} are not supported in conformance packs")));
        }
    }
    Ok(Template { parameters, conditions: section("Conditions")?.to_vec(), resources: resources.to_vec() })
}

fn parameter(name: &str, node: &Node) -> Result<TemplateParameter> {
    let text = |member: &str| {
        node.get(member).filter(|n| !matches!(n.data, Data::Null)).map(|n| n.text(member).map(str::to_owned)).transpose()
    };
    let allowed = match node.get("AllowedValues") {
        Some(list) => list
            .list("AllowedValues")?
            .iter()
            .map(|value| value.text("An allowed value").map(str::to_owned))
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    node.map("A parameter")?;
    Ok(TemplateParameter {
        name: name.to_owned(),
        kind: text("Type")?.ok_or_else(|| node.place.error(format!("The parameter {name} has no Type")))?,
        default: text("Default")?,
        description: text("Description")?,
        allowed,
    })
}

fn given(template: &Template, inputs: &BTreeMap<String, String>, place: Place<'_>) -> Result<BTreeMap<String, Given>> {
    let refuse = |message: String| TemplateError { message, line: 0, column: 0 };
    if let Some(name) = inputs.keys().find(|name| !template.parameters.iter().any(|parameter| parameter.name == **name)) {
        return Err(refuse(format!("The template has no parameter {name}")));
    }
    let mut values = BTreeMap::new();
    for parameter in &template.parameters {
        let name = &parameter.name;
        let value = inputs
            .get(name)
            .or(parameter.default.as_ref())
            .ok_or_else(|| refuse(format!("The parameter {name} has no value and no default")))?;
        if !parameter.allowed.is_empty() && !parameter.allowed.contains(value) {
            return Err(refuse(format!("The parameter {name} must be one of {}", parameter.allowed.join(", "))));
        }
        if parameter.kind == "Number" && value.parse::<f64>().is_err() {
            return Err(refuse(format!("The parameter {name} must be a number")));
        }
        let is_list = parameter.kind == "CommaDelimitedList" || parameter.kind.starts_with("List<");
        let value = if is_list {
            Given::List(value.split(',').map(|part| part.trim().to_owned()).collect())
        } else {
            Given::Text(value.clone())
        };
        values.insert(name.clone(), value);
    }
    for (name, text) in [
        ("AWS::AccountId", place.account_id),
        ("AWS::Region", place.region),
        ("AWS::Partition", place.partition),
        ("AWS::URLSuffix", if place.partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" }),
    ] {
        values.insert(name.to_owned(), Given::Text(text.to_owned()));
    }
    Ok(values)
}

pub(super) fn pack(template: &Template, inputs: &BTreeMap<String, String>, place: Place<'_>) -> Result<Pack> {
    let mut names = Names::new(given(template, inputs, place)?, &template.conditions);
    let mut present = Vec::new();
    for (logical_id, node) in &template.resources {
        if let Some(condition) = node.get("Condition") {
            let name = condition.text("Condition")?;
            if !names.condition(name, condition.place, 0)? {
                continue;
            }
        }
        present.push((logical_id.as_str(), node));
    }
    // Names first: remediations refer to rules.
    for (logical_id, node) in &present {
        if kind(node) == RULE {
            let own = node.get("Properties").and_then(|properties| properties.get("ConfigRuleName"));
            let name = match own {
                Some(own) => names.resolve(own, 0)?.map(|node| node.text("ConfigRuleName").map(str::to_owned)).transpose()?,
                None => None,
            };
            names.resources.insert((*logical_id).to_owned(), name.unwrap_or_else(|| (*logical_id).to_owned()));
        }
    }
    let mut pack = Pack { rules: Vec::new(), remediations: Vec::new() };
    let mut seen = BTreeSet::new();
    for (logical_id, node) in present {
        let empty = Node { place: node.place, data: Data::Map(Vec::new()) };
        let properties = names.resolve(node.get("Properties").unwrap_or(&empty), 0)?.unwrap_or(empty);
        if kind(node) == RULE {
            let rule = rule(logical_id, &properties, names.resources.get(logical_id).cloned().unwrap_or_default())?;
            if !seen.insert(rule.name.clone()) {
                return Err(node.place.error(format!("There are two rules of the name {}", rule.name)));
            }
            pack.rules.push(rule);
            if pack.rules.len() > MAX_RULES {
                return Err(node.place.error(format!("The pack has more than {MAX_RULES} rules")));
            }
        } else {
            pack.remediations.push(remediation(logical_id, &properties)?);
        }
    }
    for remediation in &pack.remediations {
        if !seen.contains(&remediation.rule_name) {
            let place = template.resources.iter().find(|(id, _)| *id == remediation.logical_id).map(|(_, node)| node.place);
            let message = format!("The pack has no rule {}, which {} remediates", remediation.rule_name, remediation.logical_id);
            return Err(match place {
                Some(place) => place.error(message),
                None => TemplateError { message, line: 0, column: 0 },
            });
        }
    }
    if pack.rules.is_empty() {
        return Err(TemplateError { message: "The pack has no rules".to_owned(), line: 0, column: 0 });
    }
    Ok(pack)
}

fn kind(node: &Node) -> &str {
    match node.get("Type").map(|kind| &kind.data) {
        Some(Data::Text(kind)) => kind,
        _ => "",
    }
}

fn known(node: &Node, what: &str, names: &[&str]) -> Result<()> {
    match node.map(what)?.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, value)) => Err(value.place.error(format!("{what} has no member {name}"))),
        None => Ok(()),
    }
}

fn text(of: &Node, name: &str) -> Result<Option<String>> {
    match of.get(name) {
        Some(Node { data: Data::Null, .. }) | None => Ok(None),
        Some(node) => node.text(name).map(|text| Some(text.to_owned())),
    }
}

fn needed(of: &Node, name: &str) -> Result<String> {
    text(of, name)?.ok_or_else(|| of.place.error(format!("{name} is missing")))
}

fn number(of: &Node, name: &str) -> Result<Option<u32>> {
    let Some(node) = of.get(name) else { return Ok(None) };
    node.text(name)?.parse().map(Some).map_err(|_| node.place.error(format!("{name} must be a number")))
}

fn frequency(of: &Node) -> Result<Option<Frequency>> {
    let Some(node) = of.get("MaximumExecutionFrequency") else { return Ok(None) };
    let name = node.text("MaximumExecutionFrequency")?;
    Frequency::named(name).map(Some).ok_or_else(|| node.place.error(format!("{name} is no MaximumExecutionFrequency")))
}

fn rule(logical_id: &str, properties: &Node, name: String) -> Result<PackRule> {
    known(
        properties,
        "A rule",
        &[
            "ConfigRuleName",
            "Description",
            "Source",
            "InputParameters",
            "Scope",
            "MaximumExecutionFrequency",
            "Compliance",
            "EvaluationModes",
        ],
    )?;
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(properties.place.error(format!("The name of a rule has 1 to {MAX_NAME} characters")));
    }
    let at = properties.get("Source").ok_or_else(|| properties.place.error(format!("The rule {name} has no Source")))?;
    let source = source(at)?;
    let frequency = frequency(properties)?;
    let input_parameters = match properties.get("InputParameters") {
        Some(node) => input_parameters(node)?,
        None => Map::new(),
    };
    if let Source::Managed(identifier) = &source {
        let rule = crate::rule(identifier).ok_or_else(|| {
            at.place.error(format!("The sourceIdentifier {identifier} is invalid: there is no managed rule of this identifier"))
        })?;
        let place = properties.get("InputParameters").map_or(at.place, |node| node.place);
        rule.read_parameters(&Value::Object(input_parameters.clone()).to_string())
            .map_err(|error| place.error(error.to_string()))?;
        if frequency.is_some() && !rule.trigger().is_periodic() {
            return Err(properties.place.error(
                "A maximum execution frequency for this rule is not allowed because only a change in resources triggers this managed rule",
            ));
        }
    }
    let scope = match properties.get("Scope") {
        Some(node) => Some(scope(node)?),
        None => None,
    };
    Ok(PackRule {
        logical_id: logical_id.to_owned(),
        name,
        description: text(properties, "Description")?,
        source,
        input_parameters,
        scope,
        frequency,
    })
}

fn source(node: &Node) -> Result<Source> {
    known(node, "Source", &["Owner", "SourceIdentifier", "SourceDetails", "CustomPolicyDetails"])?;
    let owner = needed(node, "Owner")?;
    let mut details = Vec::new();
    if let Some(list) = node.get("SourceDetails") {
        for detail in list.list("SourceDetails")? {
            known(detail, "A source detail", &["EventSource", "MessageType", "MaximumExecutionFrequency"])?;
            details.push(SourceDetail { message_type: needed(detail, "MessageType")?, frequency: frequency(detail)? });
        }
    }
    match owner.as_str() {
        "AWS" => Ok(Source::Managed(needed(node, "SourceIdentifier")?)),
        "CUSTOM_LAMBDA" => Ok(Source::Function { arn: needed(node, "SourceIdentifier")?, details }),
        "CUSTOM_POLICY" => {
            let policy = node.get("CustomPolicyDetails").ok_or_else(|| node.place.error("CustomPolicyDetails is missing"))?;
            known(policy, "CustomPolicyDetails", &["PolicyRuntime", "PolicyText", "EnableDebugLogDelivery"])?;
            let text = needed(policy, "PolicyText")?;
            guard::Rule::parse(&text).map_err(|error| policy.place.error(format!("In the policy: {error}")))?;
            Ok(Source::Policy { runtime: needed(policy, "PolicyRuntime")?, text, details })
        }
        other => Err(node.place.error(format!("{other} is no Owner: AWS, CUSTOM_LAMBDA or CUSTOM_POLICY"))),
    }
}

fn input_parameters(node: &Node) -> Result<Map<String, Value>> {
    if let Data::Text(text) = &node.data {
        return serde_json::from_str(text).map_err(|_| node.place.error("InputParameters must be a map, or JSON as text"));
    }
    let mut all = Map::new();
    for (name, value) in node.map("InputParameters")? {
        let text = match &value.data {
            Data::Null => continue,
            Data::Text(text) => text.clone(),
            Data::List(list) => {
                list.iter().map(|part| part.text("An element of an input parameter")).collect::<Result<Vec<_>>>()?.join(",")
            }
            Data::Map(_) => json(value).to_string(),
        };
        all.insert(name.clone(), Value::String(text));
    }
    Ok(all)
}

fn json(node: &Node) -> Value {
    match &node.data {
        Data::Null => Value::Null,
        Data::Text(text) => Value::String(text.clone()),
        Data::List(list) => Value::Array(list.iter().map(json).collect()),
        Data::Map(members) => Value::Object(members.iter().map(|(name, value)| (name.clone(), json(value))).collect()),
    }
}

fn scope(node: &Node) -> Result<Scope> {
    known(node, "Scope", &["ComplianceResourceTypes", "ComplianceResourceId", "TagKey", "TagValue"])?;
    let resource_types = match node.get("ComplianceResourceTypes") {
        Some(Node { data: Data::Text(one), .. }) => vec![one.clone()],
        Some(list) => list
            .list("ComplianceResourceTypes")?
            .iter()
            .map(|one| one.text("A resource type").map(str::to_owned))
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    Ok(Scope {
        resource_types,
        resource_id: text(node, "ComplianceResourceId")?,
        tag_key: text(node, "TagKey")?,
        tag_value: text(node, "TagValue")?,
    })
}

fn remediation(logical_id: &str, properties: &Node) -> Result<Remediation> {
    known(
        properties,
        "A remediation",
        &[
            "ConfigRuleName",
            "TargetType",
            "TargetId",
            "TargetVersion",
            "ResourceType",
            "Parameters",
            "Automatic",
            "MaximumAutomaticAttempts",
            "RetryAttemptSeconds",
            "ExecutionControls",
        ],
    )?;
    let target = properties.get("TargetType").ok_or_else(|| properties.place.error("TargetType is missing"))?;
    if target.text("TargetType")? != "SSM_DOCUMENT" {
        return Err(target.place.error("The TargetType of a remediation is SSM_DOCUMENT"));
    }
    let automatic = match properties.get("Automatic") {
        None => false,
        Some(node) => match node.text("Automatic")? {
            "true" | "True" | "TRUE" => true,
            "false" | "False" | "FALSE" => false,
            _ => return Err(node.place.error("Automatic must be true or false")),
        },
    };
    let percentage = |name: &str| match properties.get("ExecutionControls").and_then(|controls| controls.get("SsmControls")) {
        Some(controls) => number(controls, name),
        None => Ok(None),
    };
    let parameters = match properties.get("Parameters").map(json) {
        Some(Value::Object(all)) => all,
        None => Map::new(),
        Some(_) => return Err(properties.place.error("The Parameters of a remediation must be a map")),
    };
    let remediation = Remediation {
        logical_id: logical_id.to_owned(),
        rule_name: needed(properties, "ConfigRuleName")?,
        target_type: "SSM_DOCUMENT".to_owned(),
        target_id: needed(properties, "TargetId")?,
        target_version: text(properties, "TargetVersion")?,
        resource_type: text(properties, "ResourceType")?,
        parameters,
        automatic,
        maximum_attempts: number(properties, "MaximumAutomaticAttempts")?,
        retry_seconds: number(properties, "RetryAttemptSeconds")?,
        concurrency_percentage: percentage("ConcurrentExecutionRatePercentage")?,
        error_percentage: percentage("ErrorPercentage")?,
    };
    if automatic && (remediation.maximum_attempts.is_none() || remediation.retry_seconds.is_none()) {
        return Err(properties.place.error("An automatic remediation needs MaximumAutomaticAttempts and RetryAttemptSeconds"));
    }
    Ok(remediation)
}
