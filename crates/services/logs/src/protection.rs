//! Data protection: policies that say which sensitive data is looked for in events that come, and what is told of it.
//!
//! Events are searched once, when they are put; where they have sensitive data is kept with them, and covered whenever they are read.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-data-protection-policies.html>.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use masking::{Hidden, MAX_CUSTOM, Scanner, check_custom, is_managed, merge};
use plane::ports::{LogEvent, MetricValue, ServiceObject};
use plane::{Failure, Reader, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::account_policies::holding;
use crate::api::PolicyType;
use crate::deliver;
use crate::errors::invalid;
use crate::outlets::Delivery;
use crate::resources::LogGroup;

/// Longest policy, characters.
pub(crate) const MAX_DOCUMENT: usize = 30_720;
/// What managed identifiers are named by, behind the partition.
const MANAGED: &str = "dataprotection::aws:data-identifier/";
/// Stream of findings in the log group that they are told.
const AUDIT_STREAM: &str = "data-protection-findings";
/// Policies that are kept compiled.
const MOST_COMPILED: usize = 64;

/// Where findings are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Destinations {
    /// A log group of the same account.
    #[serde(rename = "CloudWatchLogs", default)]
    pub logs: Option<GroupDestination>,
    /// A bucket.
    #[serde(rename = "S3", default)]
    pub s3: Option<BucketDestination>,
    #[serde(rename = "Firehose", default)]
    firehose: Option<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct GroupDestination {
    #[serde(rename = "LogGroup")]
    pub group: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct BucketDestination {
    #[serde(rename = "Bucket")]
    pub bucket: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    name: String,
    version: String,
    statement: Vec<Statement>,
    #[serde(default)]
    configuration: Configuration,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Configuration {
    #[serde(default)]
    custom_data_identifier: Vec<Custom>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Custom {
    name: String,
    regex: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    data_identifier: Vec<String>,
    operation: Operation,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Operation {
    audit: Option<AuditOperation>,
    deidentify: Option<DeidentifyOperation>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AuditOperation {
    findings_destination: Destinations,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeidentifyOperation {
    mask_config: serde_json::Map<String, serde_json::Value>,
}

/// A policy that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Names of managed identifiers.
    managed: BTreeSet<String>,
    /// Names and regular expressions of custom ones.
    custom: Vec<(String, String)>,
    /// Where findings are told.
    pub destinations: Destinations,
}

/// Reads a policy.
///
/// # Errors
/// `InvalidParameterException` that says what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Policy, Failure> {
    let wrong = |why: &str| invalid(format!("Data protection policy is invalid: {why}"));
    if text.chars().count() > MAX_DOCUMENT {
        return Err(wrong("it is too long."));
    }
    let document: Document = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
    if document.version != "2021-06-01" {
        return Err(wrong("its Version must be 2021-06-01."));
    }
    if document.name.is_empty() {
        return Err(wrong("it has no Name."));
    }
    let custom = document.configuration.custom_data_identifier;
    if custom.len() > MAX_CUSTOM {
        return Err(wrong(&format!("it has more than {MAX_CUSTOM} custom data identifiers.")));
    }
    for one in &custom {
        check_custom(&one.name, &one.regex).map_err(|error| wrong(&format!("{error}.")))?;
        if custom.iter().filter(|other| other.name == one.name).count() > 1 {
            return Err(wrong(&format!("there are two custom data identifiers {}.", one.name)));
        }
    }
    let (mut audits, mut masks) = (Vec::new(), Vec::new());
    for statement in document.statement {
        match (statement.operation.audit, statement.operation.deidentify) {
            (Some(audit), None) => audits.push((statement.data_identifier, audit.findings_destination)),
            (None, Some(masking)) if masking.mask_config.is_empty() => masks.push(statement.data_identifier),
            (None, Some(_)) => return Err(wrong("the MaskConfig must be empty.")),
            _ => return Err(wrong("each statement has one operation, Audit or Deidentify.")),
        }
    }
    let (Some((audited, destinations)), Some(masked), 1, 1) = (audits.pop(), masks.pop(), audits.len() + 1, masks.len() + 1)
    else {
        return Err(wrong("it needs one statement with Audit and one with Deidentify."));
    };
    let set = |names: Vec<String>| names.into_iter().collect::<BTreeSet<String>>();
    let (audited, masked) = (set(audited), set(masked));
    if audited.is_empty() || audited != masked {
        return Err(wrong("the data identifiers of both statements must be the same."));
    }
    if destinations.firehose.is_some() {
        return Err(wrong("findings go to log groups and buckets: there are no Firehose streams in this installation."));
    }
    let (mut managed, mut own) = (BTreeSet::new(), Vec::new());
    for identifier in audited {
        let name = identifier
            .strip_prefix("arn:")
            .and_then(|rest| rest.split_once(':'))
            .and_then(|(_, rest)| rest.strip_prefix(MANAGED));
        match (name, custom.iter().find(|custom| custom.name == identifier)) {
            (Some(name), _) if is_managed(name) => drop(managed.insert(name.to_owned())),
            (None, Some(custom)) => own.push((custom.name.clone(), custom.regex.clone())),
            _ => return Err(wrong(&format!("the data identifier {identifier} is not supported."))),
        }
    }
    Ok(Policy { managed, custom: own, destinations })
}

/// What holds for a group: the policies of the group and of its account.
#[derive(Debug)]
pub(crate) struct Protection {
    scanner: Scanner,
    /// Where findings are told, and of which identifiers.
    audits: Vec<(BTreeSet<String>, Destinations)>,
}

/// Compiled policies by their texts.
pub(crate) type Cache = Mutex<HashMap<Vec<String>, Arc<Protection>>>;

/// What holds for a group now.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn of(reader: &Reader<'_>, group: &LogGroup) -> Result<Option<Arc<Protection>>, Failure> {
    let account = holding(reader, group, PolicyType::DataProtectionPolicy).await?;
    let texts: Vec<String> =
        group.protection.iter().map(|own| own.text.clone()).chain(account.into_iter().map(|policy| policy.document)).collect();
    if texts.is_empty() {
        return Ok(None);
    }
    let cache = &crate::service(reader.plane())?.protections;
    if let Some(known) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&texts) {
        return Ok(Some(known.clone()));
    }
    let policies = texts.iter().map(|text| parse(text)).collect::<Result<Vec<_>, _>>()?;
    let made = Arc::new(Protection::new(&policies).map_err(Failure::internal)?);
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= MOST_COMPILED {
        cache.clear();
    }
    cache.insert(texts, made.clone());
    Ok(Some(made))
}

/// Where the events of a batch have sensitive data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Names of the identifiers.
    pub identifiers: Vec<String>,
    /// Each finding: the number of the event, where it begins and ends there, and the number of its identifier.
    pub found: Vec<(u32, u32, u32, u16)>,
}

impl Protection {
    fn new(policies: &[Policy]) -> Result<Self, masking::IdentifierError> {
        let managed: BTreeSet<&str> = policies.iter().flat_map(|policy| &policy.managed).map(String::as_str).collect();
        let custom: BTreeSet<(&str, &str)> =
            policies.iter().flat_map(|policy| &policy.custom).map(|(name, regex)| (name.as_str(), regex.as_str())).collect();
        let names = |policy: &Policy| policy.managed.iter().chain(policy.custom.iter().map(|(name, _)| name)).cloned().collect();
        let audits = policies.iter().map(|policy| (names(policy), policy.destinations.clone())).collect();
        Ok(Self { scanner: Scanner::new(managed, custom)?, audits })
    }

    /// What events have of it; `None` if nothing.
    pub fn find<'m>(&self, messages: impl Iterator<Item = &'m str>) -> Option<Findings> {
        let mut found = Vec::new();
        for (number, message) in (0_u32..).zip(messages) {
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            found.extend(
                self.scanner
                    .find(message)
                    .into_iter()
                    .map(|one| (number, place(one.start), place(one.end), u16::try_from(one.identifier).unwrap_or(u16::MAX))),
            );
        }
        (!found.is_empty()).then(|| Findings { identifiers: self.scanner.names().map(str::to_owned).collect(), found })
    }

    /// What is told of the findings of a batch: a line for each event that has some, for each place that is told.
    pub fn told(&self, group_arn: &str, findings: &Findings, now: Timestamp) -> Vec<(&Destinations, Vec<String>)> {
        let told = |names: &BTreeSet<String>| {
            let mut lines = Vec::new();
            for event in findings.found.chunk_by(|one, other| one.0 == other.0) {
                let mut identifiers = Vec::new();
                for (number, name) in (0_u16..).zip(&findings.identifiers).filter(|(_, name)| names.contains(*name)) {
                    let own = event.iter().filter(|found| found.3 == number);
                    let detections: Vec<_> = own.map(|(_, start, end, _)| json!({"start": start, "end": end})).collect();
                    if !detections.is_empty() {
                        identifiers.push(json!({"name": name, "count": detections.len(), "detections": detections}));
                    }
                }
                if !identifiers.is_empty() {
                    let time = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                    let line =
                        json!({"auditTimestamp": time, "resourceArn": format!("{group_arn}:*"), "dataIdentifiers": identifiers});
                    lines.push(line.to_string());
                }
            }
            lines
        };
        let all = self.audits.iter().filter(|(_, to)| *to != Destinations::default());
        all.map(|(names, to)| (to, told(names))).filter(|(_, lines)| !lines.is_empty()).collect()
    }
}

impl Findings {
    /// What is covered of the events, by their numbers.
    pub fn hidden(&self) -> HashMap<u128, Vec<Hidden>> {
        let of = |event: &[(u32, u32, u32, u16)]| {
            let finding = |found: &(u32, u32, u32, u16)| {
                let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
                masking::Finding { start: place(found.1), end: place(found.2), identifier: usize::from(found.3) }
            };
            merge(&event.iter().map(finding).collect::<Vec<_>>())
        };
        let events = self.found.chunk_by(|one, other| one.0 == other.0);
        events.filter_map(|event| Some((u128::from(event.first()?.0), of(event)))).collect()
    }

    /// Events that have some.
    pub fn events(&self) -> usize {
        self.found.chunk_by(|one, other| one.0 == other.0).count()
    }
}

/// Counts what was found in batches of a group, and tells it.
///
/// # Errors
/// Internal ones only: a place that cannot be told is logged.
pub(crate) async fn tell(
    tx: &mut Transaction<'_>,
    group: &LogGroup,
    protection: Option<&Protection>,
    all: &[Findings],
) -> Result<(), Failure> {
    let events: usize = all.iter().map(Findings::events).sum();
    if events == 0 {
        return Ok(());
    }
    let (plane, now) = (tx.plane(), tx.call().time);
    if let Some(metrics) = plane.metric_store() {
        let value = MetricValue {
            namespace: "AWS/Logs".to_owned(),
            name: "LogEventsWithFindings".to_owned(),
            dimensions: vec![("LogGroupName".to_owned(), group.name.clone())],
            timestamp: now,
            value: events as f64,
            count: 1.0,
            unit: "Count".to_owned(),
        };
        log_failure(group, metrics.put(tx, &group.account, &group.region, vec![value]).await);
    }
    let aws = &plane.settings.partition;
    let arn = group.arn(aws);
    for findings in all {
        for (to, lines) in protection.iter().flat_map(|protection| protection.told(&arn, findings, now)) {
            if let (Some(to), Some(groups)) = (&to.logs, plane.log_groups()) {
                let to = format!("arn:{aws}:logs:{}:{}:log-group:{}", group.region, group.account, to.group);
                let told = lines.iter().map(|line| LogEvent { timestamp: now.as_millisecond(), message: line.clone() });
                log_failure(group, groups.put(tx, &to, AUDIT_STREAM, told.collect()).await);
            }
            if let Some(to) = &to.s3 {
                let key = object_key(group, now, &plane.ids.uuid().to_string());
                let delivery = Delivery {
                    to: format!("arn:{aws}:s3:::{}/{key}", to.bucket),
                    group: arn.clone(),
                    account: group.account.clone(),
                    region: group.region.clone(),
                    sealed: String::new(),
                    attempts: 0,
                    since: now.as_millisecond(),
                };
                deliver::send(tx, delivery, &format!("{}\n", lines.join("\n")))?;
            }
        }
    }
    Ok(())
}

fn log_failure(group: &LogGroup, done: Result<(), Failure>) {
    if let Err(failure) = done {
        let (message, detail) = (failure.message, failure.detail);
        tracing::warn!(group = group.name, message, detail, "findings of sensitive data are not told");
    }
}

fn object_key(group: &LogGroup, now: Timestamp, id: &str) -> String {
    let day = now.strftime("%Y/%m/%d");
    format!("AWSLogs/{}/DataProtection/{}/{day}/{id}.json.gz", group.account, group.region)
}

/// What a bucket must let the service put for a group, so that findings can be told there.
pub(crate) fn object(bucket: &str, key: String, account: &str, source_arn: &str, body: Vec<u8>) -> ServiceObject {
    ServiceObject {
        bucket: bucket.to_owned(),
        key,
        body: body.into(),
        content_type: "application/x-gzip".to_owned(),
        content_encoding: None,
        metadata: Vec::new(),
        service_principal: "delivery.logs.amazonaws.com".to_owned(),
        source_arn: format!("{source_arn}:*"),
        source_account: account.to_owned(),
        kms_key: None,
        kms_context: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(identifiers: &[&str], destinations: serde_json::Value, more: serde_json::Value) -> String {
        json!({
            "Name": "n", "Version": "2021-06-01", "Configuration": more,
            "Statement": [
                {"Sid": "a", "DataIdentifier": identifiers, "Operation": {"Audit": {"FindingsDestination": destinations}}},
                {"Sid": "b", "DataIdentifier": identifiers, "Operation": {"Deidentify": {"MaskConfig": {}}}},
            ],
        })
        .to_string()
    }

    const EMAIL: &str = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";

    #[test]
    fn policies_are_read_and_what_is_wrong_with_them_is_said() {
        let own = json!({"CustomDataIdentifier": [{"Name": "Id", "Regex": "id-[0-9]+"}]});
        let good = parse(&document(&[EMAIL, "Id"], json!({"S3": {"Bucket": "b"}}), own.clone())).unwrap();
        assert_eq!(good.destinations.s3.as_ref().unwrap().bucket, "b");
        assert_eq!((good.managed.len(), good.custom.len()), (1, 1));
        let fails = |text: &str, part: &str| {
            let message = parse(text).unwrap_err().message;
            assert!(message.contains(part), "{message}");
        };
        fails("{}", "missing field");
        fails(&document(&["Id"], json!({}), json!({})), "Id is not supported");
        fails(&document(&["arn:aws:dataprotection::aws:data-identifier/Name"], json!({}), json!({})), "not supported");
        fails(&document(&[], json!({}), json!({})), "must be the same");
        fails(&document(&[EMAIL], json!({"Firehose": {"DeliveryStream": "x"}}), json!({})), "Firehose");
        let bad = json!({"CustomDataIdentifier": [{"Name": "Id", "Regex": "["}]});
        fails(&document(&["Id"], json!({}), bad), "cannot be used");
        let one = json!({"Name": "n", "Version": "2021-06-01", "Statement": [
            {"DataIdentifier": [EMAIL], "Operation": {"Audit": {"FindingsDestination": {}}}}]});
        fails(&one.to_string(), "needs one statement");
        fails(&document(&[EMAIL], json!({}), json!({})).replace("2021-06-01", "2012-10-17"), "Version");
    }

    #[test]
    fn findings_are_told_by_event() {
        let own = json!({"CustomDataIdentifier": [{"Name": "Id", "Regex": "id-[0-9]+"}]});
        let policy = parse(&document(&[EMAIL, "Id"], json!({"S3": {"Bucket": "b"}}), own)).unwrap();
        let quiet = Policy { destinations: Destinations::default(), ..policy.clone() };
        let protection = Protection::new(&[policy, quiet]).unwrap();
        let messages = ["nothing", "id-7 of a@b.co", "id-1 id-2"];
        let findings = protection.find(messages.into_iter()).unwrap();
        assert_eq!(findings.events(), 2);
        let hidden = findings.hidden();
        assert_eq!(masking::mask(messages[1], &hidden[&1]), "**** of ******");
        assert!(!hidden.contains_key(&0));
        let told = protection.told("arn:g", &findings, Timestamp::UNIX_EPOCH);
        assert_eq!(told.len(), 1);
        let lines: Vec<serde_json::Value> = told[0].1.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            lines[0],
            json!({"auditTimestamp": "1970-01-01T00:00:00Z", "resourceArn": "arn:g:*", "dataIdentifiers": [
                {"name": "EmailAddress", "count": 1, "detections": [{"start": 8, "end": 14}]},
                {"name": "Id", "count": 1, "detections": [{"start": 0, "end": 4}]},
            ]})
        );
        assert_eq!(lines[1]["dataIdentifiers"][0]["count"], 2);
        assert_eq!(protection.find(["x"].into_iter()), None);
    }
}
