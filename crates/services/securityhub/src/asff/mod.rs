//! The AWS Security Finding Format: what a finding must be, and what Security Hub makes of one.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html>.

pub(crate) mod defaults;
mod rules;

pub(crate) use rules::{is_product, is_type};

use std::net::{Ipv4Addr, Ipv6Addr};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::json;

/// Largest finding, bytes of its JSON.
pub(crate) const MAX_SIZE: usize = 240 * 1024;

/// The beginning of every refusal of a finding.
const NOT_ASFF: &str = "Finding does not adhere to Amazon Finding Format.";

/// Checks a finding in full: form, presence, enumerations, lengths, counts, formats. `size` is the length of its JSON.
///
/// # Errors
/// The message of `FailedFindings`, with every problem in the words of AWS's validator.
pub(crate) fn check(finding: &Value, size: usize) -> Result<(), String> {
    let (_, mut problems) = json::read("AwsSecurityFinding", finding);
    if let Some(members) = finding.as_object() {
        rules::check(members, &mut problems);
    }
    if size > MAX_SIZE {
        problems.push(format!("data should NOT be larger than {} KB", MAX_SIZE / 1024));
    }
    if problems.is_empty() { Ok(()) } else { Err(format!("{NOT_ASFF} {}.", problems.join(", "))) }
}

/// A moment in ASFF: RFC 3339 with `T` and a time zone.
/// See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/Welcome.html#timestamps>.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let has_t = matches!(bytes.get(10), Some(b'T' | b't'));
    if !has_t || text.contains(char::is_whitespace) || text.len() > 40 {
        return None;
    }
    text.parse::<Timestamp>().ok()
}

/// A moment in milliseconds since 1970.
pub(crate) fn moment_ms(text: &str) -> Option<i64> {
    moment(text).map(|at| at.as_millisecond())
}

/// Text of a moment, as Security Hub writes its own.
pub(crate) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// Whether a text is an absolute URI.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let known = scheme
        .bytes()
        .enumerate()
        .all(|(at, b)| b.is_ascii_alphabetic() || (at > 0 && (b.is_ascii_digit() || b"+-.".contains(&b))));
    known && !scheme.is_empty() && !rest.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The values at a path of member names, through lists.
pub(crate) fn at<'v>(members: &'v Map<String, Value>, path: &[&str], found: &mut Vec<&'v Value>) {
    if let Some((first, rest)) = path.split_first()
        && let Some(value) = members.get(*first)
    {
        descend(value, rest, found);
    }
}

fn descend<'v>(value: &'v Value, path: &[&str], found: &mut Vec<&'v Value>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| descend(item, path, found)),
        Value::Object(members) if !path.is_empty() => at(members, path, found),
        other if path.is_empty() => found.push(other),
        _ => {}
    }
}

/// What makes a finding one: its product and its id.
pub(crate) fn identity(finding: &Map<String, Value>) -> (&str, &str) {
    (json::text(finding, "ProductArn").unwrap_or_default(), json::text(finding, "Id").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{check, is_uri, moment};

    fn sample() -> Value {
        json!({
            "SchemaVersion": "2018-10-08", "Id": "one", "ProductArn": "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
            "GeneratorId": "g", "AwsAccountId": "123456789012", "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"],
            "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": "2026-01-01T00:00:00.000+01:00", "Title": "t", "Description": "d",
            "Severity": {"Label": "HIGH"}, "Resources": [{"Type": "Other", "Id": "i"}],
        })
    }

    fn problems(path: &str, value: Value) -> String {
        let mut finding = sample();
        if value.is_null() {
            finding.as_object_mut().unwrap().remove(path.trim_start_matches('/'));
        } else {
            let (parent, name) = path.rsplit_once('/').unwrap();
            let parent = if parent.is_empty() { &mut finding } else { finding.pointer_mut(parent).unwrap() };
            parent[name] = value;
        }
        check(&finding, finding.to_string().len()).err().unwrap_or_default()
    }

    #[test]
    fn good_findings_pass() {
        assert_eq!(check(&sample(), 400), Ok(()));
        for (path, value) in [
            ("/Severity", json!({"Normalized": 0})),
            ("/Severity", json!({"Label": "LOW", "Original": "3.1", "Product": 3.1})),
            ("/Confidence", json!(100)),
            ("/Types", json!(["TTPs", "Effects/Data Exfiltration", "Unusual Behaviors/User/a"])),
            ("/SourceUrl", json!("https://example.com/a?b=c")),
            ("/Network", json!({"Direction": "IN", "SourceIpV4": "10.0.0.1", "SourceIpV6": "::1", "SourcePort": 65535})),
            ("/Note", json!({"Text": "x".repeat(512), "UpdatedBy": "me", "UpdatedAt": "2026-01-01T00:00:00Z"})),
            (
                "/Compliance",
                json!({"Status": "FAILED", "RelatedRequirements": ["PCI 1.1"], "StatusReasons": [{"ReasonCode": "X"}]}),
            ),
            ("/Title", json!("é".repeat(256))),
        ] {
            assert_eq!(problems(path, value.clone()), "", "{path} {value}");
        }
    }

    #[test]
    fn each_rule_is_told_of_in_aws_words() {
        for (path, value, wanted) in [
            ("/SchemaVersion", json!("2019"), "data.SchemaVersion should be equal to one of the allowed values"),
            ("/AwsAccountId", json!("12345"), "data.AwsAccountId should match pattern \"^[0-9]{12}$\""),
            ("/ProductArn", json!("nonsense"), "data.ProductArn should match pattern"),
            ("/Title", json!("x".repeat(257)), "data.Title should NOT be longer than 256 characters"),
            ("/Description", json!("x".repeat(1025)), "data.Description should NOT be longer than 1024 characters"),
            ("/Id", json!("x".repeat(513)), "data.Id should NOT be longer than 512 characters"),
            ("/GeneratorId", json!("x".repeat(513)), "data.GeneratorId should NOT be longer than 512 characters"),
            ("/CreatedAt", json!("2026-01-01 00:00:00Z"), "data.CreatedAt should match format \"date-time\""),
            ("/UpdatedAt", json!("2026-01-01T00:00:00"), "data.UpdatedAt should match format \"date-time\""),
            ("/Resources", json!([]), "data.Resources should NOT have fewer than 1 items"),
            ("/Resources", json!(vec![json!({"Type": "T", "Id": "i"}); 33]), "data.Resources should NOT have more than 32 items"),
            ("/Resources/0/Id", json!("x".repeat(513)), "data.Resources[0].Id should NOT be longer than 512 characters"),
            ("/Types", json!(vec!["TTPs"; 51]), "data.Types should NOT have more than 50 items"),
            ("/Types", json!(["Nonsense/A"]), "data.Types[0] should match pattern"),
            ("/Confidence", json!(101), "data.Confidence should be <= 100"),
            ("/Criticality", json!(-1), "data.Criticality should be >= 0"),
            ("/Severity", json!({"Normalized": 101}), "data.Severity.Normalized should be <= 100"),
            (
                "/Severity",
                Value::Null,
                "data should have required property 'Severity', data should have required property 'FindingProviderFields', data should match some schema in anyOf",
            ),
            ("/Severity", json!({"Product": 1.0}), "data.Severity should have required property 'Label'"),
            ("/SourceUrl", json!("not a url"), "data.SourceUrl should match format \"uri\""),
            (
                "/Remediation",
                json!({"Recommendation": {"Text": "x".repeat(513)}}),
                "data.Remediation.Recommendation.Text should NOT be longer than 512 characters",
            ),
            ("/Network", json!({"SourceIpV4": "300.1.1.1"}), "data.Network.SourceIpV4 should match format \"ipv4\""),
            ("/Network", json!({"DestinationPort": 65536}), "data.Network.DestinationPort should be <= 65535"),
            (
                "/Note",
                json!({"Text": "x".repeat(513), "UpdatedBy": "me", "UpdatedAt": "2026-01-01T00:00:00Z"}),
                "data.Note.Text should NOT be longer than 512",
            ),
            ("/Note", json!({"Text": "x"}), "data.Note should have required property 'UpdatedBy'"),
            (
                "/RelatedFindings",
                json!(vec![json!({"ProductArn": "p", "Id": "i"}); 11]),
                "data.RelatedFindings should NOT have more than 10 items",
            ),
            ("/ProductFields", json!({"x".repeat(129): "v"}), "should NOT be longer than 128 characters"),
            ("/ProductFields", json!({"k": "v".repeat(2049)}), "data.ProductFields.k should NOT be longer than 2048 characters"),
            (
                "/UserDefinedFields",
                json!((0..51).map(|i| (i.to_string(), json!("v"))).collect::<serde_json::Map<_, _>>()),
                "data.UserDefinedFields should NOT have more than 50 properties",
            ),
            ("/Malware", json!(vec![json!({"Name": "m"}); 6]), "data.Malware should NOT have more than 5 items"),
            ("/Workflow", json!({"Status": "DONE"}), "data.Workflow.Status should be equal to one of the allowed values"),
            ("/RecordState", json!("GONE"), "data.RecordState should be equal to one of the allowed values"),
            ("/Surprise", json!(1), "data should NOT have additional properties"),
            ("/Description", json!("x".repeat(250_000)), "data should NOT be larger than 240 KB"),
        ] {
            let told = problems(path, value.clone());
            assert!(
                told.starts_with("Finding does not adhere to Amazon Finding Format. data") && told.ends_with('.'),
                "{path}: {told}"
            );
            assert!(told.contains(wanted), "{path}: {told}");
        }
    }

    #[test]
    fn moments_and_addresses() {
        for (text, ok) in [
            ("2026-01-01T00:00:00Z", true),
            ("2026-01-01T00:00:00.123456789Z", true),
            ("2024-02-29T23:59:59+05:30", true),
            ("2026-01-01T00:00:00", false),
            ("2026-01-01 00:00:00Z", false),
            ("2026-13-01T00:00:00Z", false),
            ("", false),
        ] {
            assert_eq!(moment(text).is_some(), ok, "{text}");
        }
        for (text, ok) in [("https://a/b", true), ("urn:x", true), ("a b:c", false), ("/a", false), ("1a:b", false), ("", false)]
        {
            assert_eq!(is_uri(text), ok, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_json_is_answered(text in r#"[\{\}\[\]",:a-zA-Z0-9\. ]{0,200}"#) {
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                prop_assert!(check(&value, text.len()).is_err());
            }
        }
    }
}
