//! The rules of ASFF that the service's model does not have: lengths, counts, ranges and formats.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::{is_ipv4, is_ipv6, is_uri, moment};
use crate::json::step;

/// Longest texts, characters. `*` stands for each value of a map; lists are gone through.
const TEXTS: &[(&[&str], usize)] = &[
    (&["Id"], 512),
    (&["ProductArn"], 2048),
    (&["ProductName"], 128),
    (&["CompanyName"], 128),
    (&["Region"], 16),
    (&["GeneratorId"], 512),
    (&["Title"], 256),
    (&["Description"], 1024),
    (&["SourceUrl"], 2048),
    (&["Types"], 512),
    (&["Severity", "Original"], 64),
    (&["Remediation", "Recommendation", "Text"], 512),
    (&["Remediation", "Recommendation", "Url"], 2048),
    (&["ProductFields", "*"], 2048),
    (&["UserDefinedFields", "*"], 1024),
    (&["Note", "Text"], 512),
    (&["Note", "UpdatedBy"], 512),
    (&["RelatedFindings", "Id"], 512),
    (&["RelatedFindings", "ProductArn"], 2048),
    (&["Malware", "Name"], 64),
    (&["Malware", "Path"], 512),
    (&["Network", "Protocol"], 16),
    (&["Network", "SourceDomain"], 128),
    (&["Network", "DestinationDomain"], 128),
    (&["Process", "Name"], 64),
    (&["Process", "Path"], 512),
    (&["Threats", "Name"], 128),
    (&["Threats", "Severity"], 128),
    (&["Threats", "FilePaths", "FilePath"], 512),
    (&["Threats", "FilePaths", "FileName"], 128),
    (&["Threats", "FilePaths", "ResourceId"], 512),
    (&["Threats", "FilePaths", "Hash"], 128),
    (&["ThreatIntelIndicators", "Value"], 512),
    (&["ThreatIntelIndicators", "Source"], 64),
    (&["ThreatIntelIndicators", "SourceUrl"], 2048),
    (&["Resources", "Type"], 256),
    (&["Resources", "Id"], 512),
    (&["Resources", "Region"], 16),
    (&["Resources", "ResourceRole"], 64),
    (&["Resources", "ApplicationName"], 128),
    (&["Resources", "ApplicationArn"], 2048),
    (&["Resources", "Tags", "*"], 256),
    (&["Resources", "Details", "Other", "*"], 1024),
    (&["Compliance", "SecurityControlId"], 128),
    (&["FindingProviderFields", "Types"], 512),
    (&["FindingProviderFields", "Severity", "Original"], 64),
    (&["FindingProviderFields", "RelatedFindings", "Id"], 512),
    (&["GeneratorDetails", "Name"], 128),
    (&["GeneratorDetails", "Description"], 1024),
];

/// Fewest and most items of lists.
const LISTS: &[(&[&str], usize, usize)] = &[
    (&["Resources"], 1, 32),
    (&["Types"], 0, 50),
    (&["RelatedFindings"], 0, 10),
    (&["Malware"], 0, 5),
    (&["Threats"], 0, 32),
    (&["Threats", "FilePaths"], 0, 5),
    (&["ThreatIntelIndicators"], 0, 5),
    (&["FindingProviderFields", "Types"], 0, 50),
    (&["FindingProviderFields", "RelatedFindings"], 0, 10),
    (&["Resources", "Details", "AwsEc2Instance", "IpV4Addresses"], 0, 10),
    (&["Resources", "Details", "AwsEc2Instance", "IpV6Addresses"], 0, 10),
];

/// Most entries of maps, and the longest key.
const MAPS: &[(&[&str], usize, usize)] = &[
    (&["ProductFields"], 50, 128),
    (&["UserDefinedFields"], 50, 128),
    (&["Resources", "Tags"], 50, 128),
    (&["Resources", "Details", "Other"], 50, 128),
];

/// Ranges of numbers.
const NUMBERS: &[(&[&str], i64, i64)] = &[
    (&["Confidence"], 0, 100),
    (&["Criticality"], 0, 100),
    (&["Severity", "Normalized"], 0, 100),
    (&["FindingProviderFields", "Confidence"], 0, 100),
    (&["FindingProviderFields", "Criticality"], 0, 100),
    (&["Network", "SourcePort"], 0, 65535),
    (&["Network", "DestinationPort"], 0, 65535),
    (&["Network", "OpenPortRange", "Begin"], 0, 65535),
    (&["Network", "OpenPortRange", "End"], 0, 65535),
    (&["Process", "Pid"], 0, i32::MAX as i64),
    (&["Process", "ParentPid"], 0, i32::MAX as i64),
];

/// Moments.
const DATES: &[&[&str]] = &[
    &["CreatedAt"],
    &["UpdatedAt"],
    &["FirstObservedAt"],
    &["LastObservedAt"],
    &["Note", "UpdatedAt"],
    &["Process", "LaunchedAt"],
    &["Process", "TerminatedAt"],
    &["ThreatIntelIndicators", "LastObservedAt"],
    &["Resources", "Details", "AwsEc2Instance", "LaunchedAt"],
    &["Resources", "Details", "AwsIamAccessKey", "CreatedAt"],
    &["Resources", "Details", "Container", "LaunchedAt"],
    &["PatchSummary", "OperationStartTime"],
    &["PatchSummary", "OperationEndTime"],
    &["Action", "AwsApiCallAction", "FirstSeen"],
    &["Action", "AwsApiCallAction", "LastSeen"],
];

/// A path, the format of its values and what knows it.
type Format = (&'static [&'static str], &'static str, fn(&str) -> bool);

/// Texts of a format.
const ADDRESSES: &[Format] = &[
    (&["SourceUrl"], "uri", is_uri),
    (&["Remediation", "Recommendation", "Url"], "uri", is_uri),
    (&["ThreatIntelIndicators", "SourceUrl"], "uri", is_uri),
    (&["Network", "SourceIpV4"], "ipv4", is_ipv4),
    (&["Network", "DestinationIpV4"], "ipv4", is_ipv4),
    (&["Network", "SourceIpV6"], "ipv6", is_ipv6),
    (&["Network", "DestinationIpV6"], "ipv6", is_ipv6),
];

/// First parts of finding types.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html>.
const NAMESPACES: [&str; 5] =
    ["Software and Configuration Checks", "TTPs", "Effects", "Unusual Behaviors", "Sensitive Data Identifications"];
const TYPE_PATTERN: &str =
    "^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){0,2}";
const PRODUCT_PATTERN: &str = "^arn:[a-z-]+:securityhub:[a-z0-9-]*:([0-9]{12})?:product/[^/]+/[^/]+$";

/// Most problems told of one finding.
const MOST: usize = 20;

pub(super) fn check(finding: &Map<String, Value>, problems: &mut Vec<String>) {
    let mut told = Told { problems };
    for (path, most) in TEXTS {
        each(finding, path, &mut |at, value| {
            if value.as_str().is_some_and(|text| text.chars().count() > *most) {
                told.tell(at, &format!("should NOT be longer than {most} characters"));
            }
        });
    }
    for (path, fewest, most) in LISTS {
        whole(finding, path, &mut |at, value| match value.as_array().map(Vec::len) {
            Some(count) if count < *fewest => told.tell(at, &format!("should NOT have fewer than {fewest} items")),
            Some(count) if count > *most => told.tell(at, &format!("should NOT have more than {most} items")),
            _ => {}
        });
    }
    for (path, most, key) in MAPS {
        whole(finding, path, &mut |at, value| {
            let Some(map) = value.as_object() else { return };
            if map.len() > *most {
                told.tell(at, &format!("should NOT have more than {most} properties"));
            }
            if map.keys().any(|name| name.chars().count() > *key) {
                told.tell(at, &format!("property name should NOT be longer than {key} characters"));
            }
        });
    }
    for (path, least, most) in NUMBERS {
        each(finding, path, &mut |at, value| match value.as_f64() {
            #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
            Some(number) if number < *least as f64 => told.tell(at, &format!("should be >= {least}")),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
            Some(number) if number > *most as f64 => told.tell(at, &format!("should be <= {most}")),
            _ => {}
        });
    }
    for path in DATES {
        each(finding, path, &mut |at, value| {
            if value.as_str().is_some_and(|text| moment(text).is_none()) {
                told.tell(at, "should match format \"date-time\"");
            }
        });
    }
    for (path, format, good) in ADDRESSES {
        each(finding, path, &mut |at, value| {
            if value.as_str().is_some_and(|text| !good(text)) {
                told.tell(at, &format!("should match format \"{format}\""));
            }
        });
    }
    texts(finding, &mut told);
    severity(finding, &mut told);
}

struct Told<'p> {
    problems: &'p mut Vec<String>,
}

impl Told<'_> {
    fn tell(&mut self, at: &str, what: &str) {
        if self.problems.len() < MOST {
            self.problems.push(format!("{at} {what}"));
        }
    }
}

/// Texts of a given form.
fn texts(finding: &Map<String, Value>, told: &mut Told<'_>) {
    let text = |name: &str| finding.get(name).and_then(Value::as_str);
    if text("SchemaVersion").is_some_and(|version| version != "2018-10-08") {
        told.tell("data.SchemaVersion", "should be equal to one of the allowed values");
    }
    if text("AwsAccountId").is_some_and(|id| id.len() != 12 || !id.bytes().all(|b| b.is_ascii_digit())) {
        told.tell("data.AwsAccountId", "should match pattern \"^[0-9]{12}$\"");
    }
    if text("ProductArn").is_some_and(|arn| !is_product(arn)) {
        told.tell("data.ProductArn", &format!("should match pattern \"{PRODUCT_PATTERN}\""));
    }
    for path in [&["Types"][..], &["FindingProviderFields", "Types"][..]] {
        each(finding, path, &mut |at, value| {
            if value.as_str().is_some_and(|kind| !is_type(kind)) {
                told.tell(at, &format!("should match pattern \"{TYPE_PATTERN}\""));
            }
        });
    }
}

/// A finding has a severity of its own or one of its provider, with a label or a normalized value.
fn severity(finding: &Map<String, Value>, told: &mut Told<'_>) {
    let own = finding.get("Severity").filter(|severity| !severity.is_null());
    let provided = finding.get("FindingProviderFields").and_then(|fields| fields.get("Severity")).filter(|s| !s.is_null());
    let rated = |severity: &Value| severity.get("Label").is_some() || severity.get("Normalized").is_some();
    match (own, provided) {
        (Some(own), _) if rated(own) => {}
        (_, Some(provided)) if provided.get("Label").is_some() => {}
        (Some(_), None) => {
            told.tell("data.Severity", "should have required property 'Label'");
            told.tell("data.Severity", "should have required property 'Normalized'");
            told.tell("data.Severity", "should match some schema in anyOf");
        }
        (_, Some(_)) => told.tell("data.FindingProviderFields.Severity", "should have required property 'Label'"),
        (None, None) => {
            told.tell("data", "should have required property 'Severity'");
            let inner = if finding.contains_key("FindingProviderFields") { "data.FindingProviderFields" } else { "data" };
            let missing = if inner == "data" { "FindingProviderFields" } else { "Severity" };
            told.tell(inner, &format!("should have required property '{missing}'"));
            told.tell("data", "should match some schema in anyOf");
        }
    }
}

/// Whether a text is a finding type: a namespace, then category and classifier.
pub(crate) fn is_type(kind: &str) -> bool {
    let mut parts = kind.split('/');
    parts.next().is_some_and(|namespace| NAMESPACES.contains(&namespace)) && parts.all(|part| !part.trim().is_empty())
}

/// Whether a text is the ARN of a product.
pub(crate) fn is_product(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    let (first, partition, service) = (parts.next(), parts.next(), parts.next());
    let (region, account, rest) = (parts.next(), parts.next(), parts.next());
    let Some((kind, product)) = rest.and_then(|rest| rest.split_once('/')) else { return false };
    let named =
        product.split_once('/').is_some_and(|(company, name)| !company.is_empty() && !name.is_empty() && !name.contains('/'));
    first == Some("arn")
        && partition.is_some_and(|p| p.starts_with("aws"))
        && service == Some("securityhub")
        && region.is_some_and(|r| r.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        && account.is_some_and(|a| a.is_empty() || (a.len() == 12 && a.bytes().all(|b| b.is_ascii_digit())))
        && kind == "product"
        && named
}

/// Each value at a path, items of a list at its end one by one.
fn each<'v>(members: &'v Map<String, Value>, path: &[&str], tell: &mut dyn FnMut(&str, &'v Value)) {
    go(members, path, &mut "data".to_owned(), true, tell);
}

/// Each value at a path, a list at its end as a whole.
fn whole<'v>(members: &'v Map<String, Value>, path: &[&str], tell: &mut dyn FnMut(&str, &'v Value)) {
    go(members, path, &mut "data".to_owned(), false, tell);
}

fn go<'v>(
    members: &'v Map<String, Value>,
    path: &[&str],
    place: &mut String,
    items: bool,
    tell: &mut dyn FnMut(&str, &'v Value),
) {
    let Some((first, rest)) = path.split_first() else { return };
    let chosen = members.iter().filter(|(name, _)| *first == "*" || name == first);
    for (name, value) in chosen {
        let length = place.len();
        step(place, name);
        inside(value, rest, place, items, tell);
        place.truncate(length);
    }
}

fn inside<'v>(value: &'v Value, rest: &[&str], place: &mut String, items: bool, tell: &mut dyn FnMut(&str, &'v Value)) {
    match value {
        Value::Null => {}
        Value::Array(list) if items || !rest.is_empty() => {
            for (index, item) in list.iter().enumerate() {
                let length = place.len();
                let _ = write!(place, "[{index}]");
                inside(item, rest, place, items, tell);
                place.truncate(length);
            }
        }
        value if rest.is_empty() => tell(place, value),
        Value::Object(members) => go(members, rest, place, items, tell),
        _ => {}
    }
}
