//! What becomes of a finding when its provider sends it, or a customer changes it. Pure.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html> and
//! <https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html>.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::asff::defaults::{CUSTOMERS, complete, complete_severity, provider_fields};
use crate::asff::{moment_ms, stamp};
use crate::catalogue::products::Product;
use crate::json::text;
use crate::resources::Finding;

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// `status_id` of what customers suppressed in OCSF's terms.
const SUPPRESSED: i64 = 3;

/// What is known of a finding besides itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub product: &'a Product,
    pub region: &'a str,
    pub partition: &'a str,
    pub now: Timestamp,
    /// Who sends it.
    pub sender: &'a str,
    /// Whether it is a finding of a control, whose workflow follows its evaluation.
    pub control: bool,
}

/// The finding as it is kept, new or changed; `None` if what is there is as recent.
pub(crate) fn merge(existing: Option<&Finding>, mut incoming: Map<String, Value>, context: &Context<'_>) -> Option<Finding> {
    let day = context.now.as_millisecond().div_euclid(DAY_MS);
    let Some(existing) = existing else {
        provider_fields(&mut incoming, None, &[]);
        complete(&mut incoming, context.product, context.region, context.partition, context.now);
        if context.control && compliance(&incoming) == Some("PASSED") {
            set_workflow(&mut incoming, "RESOLVED");
        }
        return Some(Finding { customers: Vec::new(), day, sender: context.sender.to_owned(), ocsf: None, asff: incoming });
    };
    let old = &existing.asff;
    let updated = |finding: &Map<String, Value>| text(finding, "UpdatedAt").and_then(moment_ms);
    if updated(&incoming) <= updated(old) {
        return None;
    }
    for name in CUSTOMERS {
        match old.get(name) {
            Some(said) => incoming.insert(name.to_owned(), said.clone()),
            None => incoming.remove(name),
        };
    }
    provider_fields(&mut incoming, Some(old), &existing.customers);
    complete(&mut incoming, context.product, context.region, context.partition, context.now);
    let status = workflow(&incoming).unwrap_or_default().to_owned();
    let passed = compliance(&incoming) == Some("PASSED");
    let came_back = text(old, "RecordState") == Some("ARCHIVED") && text(&incoming, "RecordState") == Some("ACTIVE");
    let failed_again = compliance(old) == Some("PASSED") && compliance(&incoming).is_some() && !passed;
    let archived = text(&incoming, "RecordState") == Some("ARCHIVED");
    let mut ocsf = existing.ocsf.clone();
    if (came_back || failed_again)
        && !archived
        && let Some(said) = &mut ocsf
        && said.status_id.is_some_and(|status| status != SUPPRESSED)
    {
        said.status_id = None;
    }
    if (came_back || failed_again)
        && !archived
        && matches!(status.as_str(), "NOTIFIED" | "RESOLVED")
        && !(context.control && passed)
    {
        set_workflow(&mut incoming, "NEW");
    } else if context.control && passed && compliance(old) != Some("PASSED") && matches!(status.as_str(), "NEW" | "NOTIFIED") {
        set_workflow(&mut incoming, "RESOLVED");
    }
    Some(Finding { customers: existing.customers.clone(), day, sender: existing.sender.clone(), ocsf, asff: incoming })
}

/// `Compliance.Status`.
pub(crate) fn compliance(finding: &Map<String, Value>) -> Option<&str> {
    finding.get("Compliance")?.get("Status")?.as_str()
}

/// `Workflow.Status`.
pub(crate) fn workflow(finding: &Map<String, Value>) -> Option<&str> {
    finding.get("Workflow")?.get("Status")?.as_str()
}

fn set_workflow(finding: &mut Map<String, Value>, status: &str) {
    finding.insert("Workflow".to_owned(), json!({ "Status": status }));
}

/// Puts what a customer says, `BatchUpdateFindings` or an automation rule, into a finding: the names of the fields that it says.
pub(crate) fn customer(finding: &mut Map<String, Value>, said: &Map<String, Value>, now: Timestamp) -> Vec<String> {
    let mut fields = Vec::new();
    for (name, value) in said {
        match name.as_str() {
            "Note" => {
                let mut note = value.clone();
                if let Some(note) = note.as_object_mut() {
                    note.insert("UpdatedAt".to_owned(), stamp(now).into());
                }
                finding.insert(name.clone(), note);
            }
            "Severity" => {
                let mut severity = finding.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                let said = value.as_object().cloned().unwrap_or_default();
                if said.contains_key("Label") || said.contains_key("Normalized") {
                    severity.remove("Label");
                    severity.remove("Normalized");
                }
                severity.extend(said);
                complete_severity(&mut severity);
                finding.insert(name.clone(), Value::Object(severity));
            }
            "VerificationState" | "Confidence" | "Criticality" | "Types" | "UserDefinedFields" | "Workflow"
            | "RelatedFindings" => {
                finding.insert(name.clone(), value.clone());
            }
            _ => continue,
        }
        fields.push(name.clone());
    }
    fields
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Map, Value, json};

    use super::{Context, customer, merge, workflow};
    use crate::catalogue::products::Product;
    use crate::resources::Finding;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn sent(updated: &str, more: Value) -> Map<String, Value> {
        let mut made = json!({
            "Id": "i", "ProductArn": "p", "UpdatedAt": updated, "Title": "t", "Severity": {"Label": "LOW"}, "Types": ["TTPs"],
            "Resources": [{"Type": "T", "Id": "r"}],
        })
        .as_object()
        .unwrap()
        .clone();
        made.extend(more.as_object().unwrap().clone());
        made
    }

    fn take(existing: Option<&Finding>, incoming: Map<String, Value>, control: bool) -> Option<Finding> {
        let context = Context {
            product: &Product::Default,
            region: "us-east-1",
            partition: "aws",
            now: at("2026-01-20T00:00:00Z"),
            sender: "me",
            control,
        };
        merge(existing, incoming, &context)
    }

    #[test]
    fn a_new_finding_gets_what_all_have() {
        let made = take(None, sent("2026-01-01T00:00:00Z", json!({})), false).unwrap().asff;
        for (name, wanted) in [
            ("RecordState", json!("ACTIVE")),
            ("Workflow", json!({"Status": "NEW"})),
            ("WorkflowState", json!("NEW")),
            ("Severity", json!({"Label": "LOW", "Normalized": 1})),
            ("ProductName", json!("Default")),
            ("CompanyName", json!("Personal")),
            ("Region", json!("us-east-1")),
            ("ProcessedAt", json!("2026-01-20T00:00:00.000Z")),
            ("FindingProviderFields", json!({"Severity": {"Label": "LOW"}, "Types": ["TTPs"]})),
        ] {
            assert_eq!(made[name], wanted, "{name}");
        }
        assert_eq!(made["ProductFields"]["aws/securityhub/FindingId"], "p/i");
        assert_eq!(made["Resources"][0]["Partition"], "aws");
    }

    #[test]
    fn customers_words_outlive_updates() {
        let mut kept = take(None, sent("2026-01-01T00:00:00Z", json!({})), false).unwrap();
        let said = json!({
            "Note": {"Text": "n", "UpdatedBy": "b"}, "Severity": {"Label": "CRITICAL"}, "Workflow": {"Status": "SUPPRESSED"},
            "UserDefinedFields": {"a": "b"}, "VerificationState": "TRUE_POSITIVE", "Confidence": 7,
        });
        kept.customers = customer(&mut kept.asff, said.as_object().unwrap(), at("2026-01-02T00:00:00Z"));
        assert_eq!(kept.asff["UpdatedAt"], "2026-01-01T00:00:00Z");
        let more = json!({"Severity": {"Label": "MEDIUM"}, "Note": {"Text": "mine", "UpdatedBy": "p"}, "Workflow": {"Status": "NEW"}, "Confidence": 99, "Title": "new"});
        let made = take(Some(&kept), sent("2026-01-03T00:00:00Z", more), false).unwrap().asff;
        assert_eq!(made["Title"], "new");
        assert_eq!(made["Severity"]["Label"], "CRITICAL");
        assert_eq!(made["Severity"]["Normalized"], 90);
        assert_eq!(made["FindingProviderFields"]["Severity"]["Label"], "MEDIUM");
        assert_eq!(made["Note"]["Text"], "n");
        assert_eq!(made["Note"]["UpdatedAt"], "2026-01-02T00:00:00.000Z");
        assert_eq!(made["Workflow"]["Status"], "SUPPRESSED");
        assert_eq!(made["UserDefinedFields"], json!({"a": "b"}));
        assert_eq!(made["VerificationState"], "TRUE_POSITIVE");
        assert_eq!(made["Confidence"], 7);
    }

    #[test]
    fn only_newer_updates_count() {
        let kept = take(None, sent("2026-01-02T00:00:00Z", json!({})), false).unwrap();
        for updated in ["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00+01:00"] {
            assert_eq!(take(Some(&kept), sent(updated, json!({})), false), None, "{updated}");
        }
        assert!(take(Some(&kept), sent("2026-01-02T00:00:00.001Z", json!({})), false).is_some());
    }

    #[test]
    fn workflow_follows_record_state_and_compliance() {
        let failed = json!({"Compliance": {"Status": "FAILED"}});
        let passed = json!({"Compliance": {"Status": "PASSED"}});
        let archived = json!({"RecordState": "ARCHIVED"});
        for (control, first, status, second, wanted) in [
            (true, &passed, None, &failed, "NEW"),
            (true, &failed, None, &passed, "RESOLVED"),
            (true, &failed, Some("NOTIFIED"), &passed, "RESOLVED"),
            (true, &failed, Some("SUPPRESSED"), &passed, "SUPPRESSED"),
            (true, &passed, Some("SUPPRESSED"), &failed, "SUPPRESSED"),
            (false, &failed, None, &passed, "NEW"),
            (false, &passed, Some("RESOLVED"), &failed, "NEW"),
            (false, &failed, Some("RESOLVED"), &failed, "RESOLVED"),
            (false, &archived, Some("NOTIFIED"), &json!({}), "NEW"),
            (false, &archived, Some("SUPPRESSED"), &json!({}), "SUPPRESSED"),
            (false, &json!({}), Some("NOTIFIED"), &archived, "NOTIFIED"),
        ] {
            let mut kept = take(None, sent("2026-01-01T00:00:00Z", first.clone()), control).unwrap();
            if let Some(status) = status {
                let said = json!({"Workflow": {"Status": status}});
                customer(&mut kept.asff, said.as_object().unwrap(), at("2026-01-01T00:00:00Z"));
            }
            let made = take(Some(&kept), sent("2026-01-02T00:00:00Z", second.clone()), control).unwrap();
            assert_eq!(workflow(&made.asff), Some(wanted), "{control} {first} {status:?} {second}");
        }
        let made = take(None, sent("2026-01-01T00:00:00Z", passed), true).unwrap();
        assert_eq!(workflow(&made.asff), Some("RESOLVED"));
    }
}
