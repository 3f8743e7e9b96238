//! What Security Hub adds to findings: severities in both forms, states, the product's names, fields of its own.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{identity, stamp};
use crate::catalogue::products::Product;

/// Fields that only customers change once a finding is there.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html>.
pub(crate) const CUSTOMERS: [&str; 4] = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];

/// Fields that providers say in `FindingProviderFields`: what customers say of them stays.
pub(crate) const SHARED: [&str; 5] = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"];

/// The normalized severity of a label.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Severity>.
pub(crate) fn normalized(label: &str) -> i64 {
    match label {
        "LOW" => 1,
        "MEDIUM" => 40,
        "HIGH" => 70,
        "CRITICAL" => 90,
        _ => 0,
    }
}

/// The label of a normalized severity.
pub(crate) fn label(normalized: i64) -> &'static str {
    match normalized {
        ..=0 => "INFORMATIONAL",
        1..=39 => "LOW",
        40..=69 => "MEDIUM",
        70..=89 => "HIGH",
        _ => "CRITICAL",
    }
}

/// Fills in whichever of label and normalized severity is not there.
pub(crate) fn complete_severity(severity: &mut Map<String, Value>) {
    let (named, number) = (severity.get("Label").and_then(Value::as_str), severity.get("Normalized").and_then(Value::as_i64));
    match (named, number) {
        (Some(named), None) => {
            let number = normalized(named);
            severity.insert("Normalized".to_owned(), number.into());
        }
        (None, Some(number)) => {
            severity.insert("Label".to_owned(), label(number).into());
        }
        // The label is what counts where the two do not agree.
        (Some(named), Some(number)) if label(number) != named => {
            let number = normalized(named);
            severity.insert("Normalized".to_owned(), number.into());
        }
        _ => {}
    }
}

/// Brings the fields that a finding's provider says into both of their places. `kept` are those that customers have said since.
pub(crate) fn provider_fields(finding: &mut Map<String, Value>, existing: Option<&Map<String, Value>>, kept: &[String]) {
    let mut provided = match finding.remove("FindingProviderFields") {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    for name in SHARED {
        if !provided.contains_key(name)
            && let Some(top) = finding.get(name)
        {
            let mut top = top.clone();
            if name == "Severity"
                && let Some(severity) = top.as_object_mut()
            {
                complete_severity(severity);
                severity.retain(|key, _| key == "Label" || key == "Original");
            }
            provided.insert(name.to_owned(), top);
        }
        if kept.iter().any(|kept| kept == name) {
            match existing.and_then(|existing| existing.get(name)) {
                Some(said) => finding.insert(name.to_owned(), said.clone()),
                None => finding.remove(name),
            };
            continue;
        }
        if let Some(said) = provided.get(name) {
            let mut said = said.clone();
            // The provider's product score and number stay where they say the same as its label.
            if name == "Severity"
                && let (Some(severity), Some(own)) = (said.as_object_mut(), finding.get(name).and_then(Value::as_object))
            {
                for key in ["Product", "Normalized", "Original"] {
                    if let (false, Some(value)) = (severity.contains_key(key), own.get(key)) {
                        severity.insert(key.to_owned(), value.clone());
                    }
                }
            }
            finding.insert(name.to_owned(), said);
        }
    }
    if let Some(severity) = finding.get_mut("Severity").and_then(Value::as_object_mut) {
        complete_severity(severity);
    }
    if !provided.is_empty() {
        finding.insert("FindingProviderFields".to_owned(), Value::Object(provided));
    }
}

/// Adds what every finding has, whoever its provider is.
pub(crate) fn complete(finding: &mut Map<String, Value>, product: &Product, region: &str, partition: &str, now: Timestamp) {
    finding.entry("RecordState").or_insert_with(|| "ACTIVE".into());
    finding.entry("Workflow").or_insert_with(|| json!({"Status": "NEW"}));
    if let Some(workflow) = finding.get_mut("Workflow").and_then(Value::as_object_mut) {
        workflow.entry("Status").or_insert_with(|| "NEW".into());
    }
    finding.entry("WorkflowState").or_insert_with(|| "NEW".into());
    finding.insert("Region".to_owned(), region.into());
    finding.insert("ProcessedAt".to_owned(), stamp(now).into());
    let own = product.names();
    for (name, known) in [("ProductName", &own.0), ("CompanyName", &own.1)] {
        // Providers of their own products name them as they like; integrations have the names they are known by.
        let given = finding.get(name).and_then(Value::as_str).filter(|_| product.is_default());
        let used = given.unwrap_or(known).to_owned();
        finding.insert(name.to_owned(), used.into());
    }
    let (arn, id) = identity(finding);
    let full = format!("{arn}/{id}");
    let text = |name: &str| finding.get(name).cloned().unwrap_or_default();
    let (product_name, company) = (text("ProductName"), text("CompanyName"));
    if let Some(fields) = finding.entry("ProductFields").or_insert_with(|| Value::Object(Map::new())).as_object_mut() {
        fields.insert("aws/securityhub/FindingId".to_owned(), full.into());
        fields.insert("aws/securityhub/ProductName".to_owned(), product_name);
        fields.insert("aws/securityhub/CompanyName".to_owned(), company);
    }
    if let Some(resources) = finding.get_mut("Resources").and_then(Value::as_array_mut) {
        for resource in resources.iter_mut().filter_map(Value::as_object_mut) {
            resource.entry("Partition").or_insert_with(|| partition.into());
            resource.entry("Region").or_insert_with(|| region.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{complete_severity, label, normalized, provider_fields};

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn severities_have_both_forms() {
        for (given, wanted) in [
            (json!({"Label": "HIGH"}), json!({"Label": "HIGH", "Normalized": 70})),
            (json!({"Normalized": 0}), json!({"Label": "INFORMATIONAL", "Normalized": 0})),
            (json!({"Normalized": 39}), json!({"Label": "LOW", "Normalized": 39})),
            (json!({"Normalized": 69}), json!({"Label": "MEDIUM", "Normalized": 69})),
            (json!({"Normalized": 100}), json!({"Label": "CRITICAL", "Normalized": 100})),
            (json!({"Label": "LOW", "Normalized": 90}), json!({"Label": "LOW", "Normalized": 1})),
            (json!({"Label": "HIGH", "Normalized": 85}), json!({"Label": "HIGH", "Normalized": 85})),
        ] {
            let mut severity = object(given);
            complete_severity(&mut severity);
            assert_eq!(Value::Object(severity), wanted);
        }
        for name in ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] {
            assert_eq!(label(normalized(name)), name);
        }
    }

    #[test]
    fn what_customers_said_stays() {
        let mut finding = object(json!({"Severity": {"Label": "LOW"}, "Confidence": 10, "Types": ["TTPs"]}));
        let existing = object(json!({"Severity": {"Label": "CRITICAL", "Normalized": 90}}));
        provider_fields(&mut finding, Some(&existing), &["Severity".to_owned()]);
        assert_eq!(finding["Severity"]["Label"], "CRITICAL");
        assert_eq!(finding["FindingProviderFields"], json!({"Severity": {"Label": "LOW"}, "Confidence": 10, "Types": ["TTPs"]}));
        assert_eq!(finding["Confidence"], 10);
    }

    #[test]
    fn a_providers_fields_become_the_findings() {
        let mut finding =
            object(json!({"FindingProviderFields": {"Severity": {"Label": "MEDIUM", "Original": "5"}, "Criticality": 3}}));
        provider_fields(&mut finding, None, &[]);
        assert_eq!(finding["Severity"], json!({"Label": "MEDIUM", "Original": "5", "Normalized": 40}));
        assert_eq!(finding["Criticality"], 3);
    }
}
