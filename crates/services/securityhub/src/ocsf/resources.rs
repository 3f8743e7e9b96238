//! Resources, as the findings of the plane know them: what findings name, with how many of them are open.
//!
//! See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ResourceResult.html>.

use std::collections::{BTreeMap, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use plane::{Failure, Reader};
use serde_json::{Value, json};

use super::automation::Rule;
use super::filter::Node;
use super::table::{Rank, Table};
use crate::api::{self, ResourceFindingsSummary, ResourceResult, ResourceSeverityBreakdown, ResourceTag};
use crate::asff::stamp;
use crate::hub::Place;
use crate::index::{Index, key};
use crate::json;
use crate::resources::Finding;

/// A resource that findings name.
#[derive(Debug)]
pub(crate) struct Known {
    /// As it is shown, without its configuration.
    pub result: ResourceResult,
    /// The same as JSON, which filters look at.
    pub json: Value,
    /// Where the finding that names it last is, among the places that were asked for, and its key.
    pub last: (usize, u128),
}

/// What findings say of a resource so far.
struct Gathered {
    resource: Value,
    place: usize,
    account_name: String,
    modified: i64,
    last: u128,
    /// Open findings by type and product, and of each by severity.
    summaries: BTreeMap<(String, String), BTreeMap<String, i32>>,
}

/// The type of findings of a class, as summaries name it.
fn finding_type(class: &str) -> &str {
    match class {
        "Compliance Finding" => "Posture Management",
        "Vulnerability Finding" => "Vulnerabilities",
        "Data Security Finding" => "Sensitive Data",
        _ => "Threats",
    }
}

/// The category of a type of resources, by the service that has it.
pub(crate) fn category(kind: &str) -> api::ResourceCategory {
    use api::ResourceCategory as C;
    let mut parts = kind.split("::").skip(1);
    match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
        ("EC2", "Volume" | "Snapshot") | ("S3" | "EFS" | "FSx" | "Backup" | "Glacier", _) => C::Storage,
        ("EC2", "Instance" | "LaunchTemplate")
        | ("Lambda" | "ECS" | "EKS" | "AutoScaling" | "Batch" | "ElasticBeanstalk" | "StepFunctions", _) => C::Compute,
        (
            "EC2"
            | "ElasticLoadBalancing"
            | "ElasticLoadBalancingV2"
            | "CloudFront"
            | "Route53"
            | "ApiGateway"
            | "ApiGatewayV2"
            | "NetworkFirewall"
            | "WAF"
            | "WAFv2"
            | "WAFRegional",
            _,
        ) => C::Network,
        ("RDS" | "DynamoDB" | "Redshift" | "DMS" | "DocDB" | "Neptune" | "ElastiCache" | "OpenSearchService", _) => C::Database,
        ("CodeBuild" | "CodeCommit" | "CodePipeline" | "ECR", _) => C::Code,
        ("SageMaker" | "Bedrock", _) => C::AiMl,
        ("IAM" | "Cognito" | "SSO", _) => C::Identity,
        ("SQS" | "SNS" | "Events" | "Kinesis" | "MSK" | "AmazonMQ", _) => C::Messaging,
        _ => C::Other,
    }
}

/// The resources that findings of these places name.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn all(index: &Index<Table>, reader: &Reader<'_>, places: &[Place], now_ms: i64) -> Result<Vec<Known>, Failure> {
    let mut known = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let rules = Rule::of(reader, &place.0, &place.1).await?;
        let indexed = index.current(reader, place).await?;
        let gathered = indexed.look(|table| gather(table, at, now_ms));
        known.extend(gathered.into_values().map(|one| shown(one, place, &rules, now_ms)));
    }
    Ok(known)
}

fn gather(table: &Table, place: usize, now_ms: i64) -> HashMap<(String, String), Gathered> {
    let mut gathered: HashMap<(String, String), Gathered> = HashMap::new();
    for (row, _) in table.select(&Node::default(), now_ms) {
        let first = |field: &str| table.texts(row, field).into_iter().next().unwrap_or_default();
        let modified = match table.rank(row, super::table::MODIFIED) {
            Rank::Number(ms) => ms,
            _ => 0,
        };
        let status = first("status");
        let open = status == "New" || status == "In Progress";
        let summary = (finding_type(&first("class_name")).to_owned(), first("metadata.product.name"));
        let (severity, account_name) = (first("severity"), first("cloud.account.name"));
        for resource in table.resources(row) {
            let text = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let one = gathered.entry((text("type"), text("uid"))).or_insert_with(|| Gathered {
                resource: resource.clone(),
                place,
                account_name: account_name.clone(),
                modified: i64::MIN,
                last: 0,
                summaries: BTreeMap::new(),
            });
            if modified > one.modified {
                one.modified = modified;
                one.last = table.key(row);
                one.resource = resource.clone();
                one.account_name.clone_from(&account_name);
            }
            if open {
                *one.summaries.entry(summary.clone()).or_default().entry(severity.clone()).or_default() += 1;
            }
        }
    }
    gathered
}

fn shown(gathered: Gathered, place: &Place, rules: &[Rule], now_ms: i64) -> Known {
    let of = |path: &str| gathered.resource.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let kind = of("/type").unwrap_or_default();
    let id = of("/uid_alt").or_else(|| of("/uid")).unwrap_or_default();
    let guid = digest(&SHA256, format!("{}\n{}\n{kind}\n{id}", place.0, place.1).as_bytes());
    let tags: Vec<ResourceTag> =
        gathered.resource.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(tag).collect();
    let summary = |((finding_type, product_name), severities): ((String, String), BTreeMap<String, i32>)| {
        let of = |name: &str| severities.get(name).copied();
        ResourceFindingsSummary {
            finding_type,
            product_name,
            total_findings: severities.values().sum(),
            severities: Some(ResourceSeverityBreakdown {
                other: of("Other"),
                fatal: of("Fatal"),
                critical: of("Critical"),
                high: of("High"),
                medium: of("Medium"),
                low: of("Low"),
                informational: of("Informational"),
                unknown: of("Unknown"),
            }),
        }
    };
    let captured = jiff::Timestamp::from_millisecond(gathered.modified.max(0)).unwrap_or_default();
    let mut result = ResourceResult {
        resource_guid: Some(hex::encode(guid.as_ref())),
        account_id: place.0.clone(),
        account_name: Some(gathered.account_name).filter(|name| !name.is_empty()),
        region: place.1.clone(),
        resource_provider: of("/provider"),
        resource_owner_account_id: of("/owner/account/uid"),
        resource_owner_org_id: of("/owner/org/uid"),
        resource_cloud_partition: of("/cloud_partition"),
        resource_region: of("/region"),
        resource_category: Some(category(&kind)),
        resource_name: of("/name"),
        resource_creation_time_dt: None,
        resource_detail_capture_time_dt: stamp(captured),
        findings_summary: Some(gathered.summaries.into_iter().map(summary).collect()),
        resource_tags: Some(tags).filter(|tags| !tags.is_empty()),
        resource_config: json!({}),
        resource_sub_category: None,
        discovery_type: None,
        resource_info: None,
        resource_criticality: None,
        criticality_sources: None,
        resource_type: kind,
        resource_id: id,
    };
    let mut json = json::of(&result);
    let level = Rule::criticality(rules, &json, now_ms);
    if let Some((level, rule)) = level {
        result.resource_criticality = api::ResourceCriticality::VALUES.iter().copied().find(|known| known.as_str() == level);
        let reason = format!("The automation rule {rule}");
        result.criticality_sources =
            Some(vec![api::CriticalitySource { source: api::CriticalitySourceType::AutomationRule, reason }]);
    }
    if let Some(members) = json.as_object_mut() {
        // Filters and groups know these under other names.
        members.insert("ResourceDetailCaptureTime".to_owned(), result.resource_detail_capture_time_dt.clone().into());
        members.insert("ResourceCriticality".to_owned(), level.map_or("Unknown", |(level, _)| level).into());
    }
    Known { result, json, last: (gathered.place, gathered.last) }
}

fn tag(pair: &Value) -> Option<ResourceTag> {
    let text = |name: &str| pair.get(name).and_then(Value::as_str);
    Some(ResourceTag { key: text("name")?.to_owned(), value: text("value").filter(|v| !v.is_empty())?.to_owned() })
}

/// Puts the configuration of resources in: the details that the finding which named them last has.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn configured(reader: &Reader<'_>, places: &[Place], known: Vec<Known>) -> Result<Vec<ResourceResult>, Failure> {
    let mut shown = Vec::with_capacity(known.len());
    for mut one in known {
        let (place, number) = one.last;
        let Some((account, region)) = places.get(place) else { continue };
        if let Some(found) = reader.get::<Finding>(account, region, &key(number)).await? {
            let all = found.body.asff.get("Resources").and_then(Value::as_array).into_iter().flatten();
            let mine = |resource: &&Value| resource.get("Id").and_then(Value::as_str) == Some(one.result.resource_id.as_str());
            if let Some(details) = all.into_iter().find(mine).and_then(|resource| resource.get("Details")) {
                one.result.resource_config = details.clone();
            }
        }
        shown.push(one.result);
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{category, gather, shown};
    use crate::index::Columns;
    use crate::ocsf::filter::Node;
    use crate::ocsf::table::Table;
    use crate::resources::Finding;

    fn finding(label: &str, workflow: &str, day: u32, env: &str) -> Finding {
        let made = json!({
            "Id": "i", "ProductArn": "arn:aws:securityhub:r::product/prowler/prowler", "ProductName": "Prowler", "Title": "t", "Severity": {"Label": label},
            "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": format!("2026-01-{day:02}T00:00:00Z"), "RecordState": "ACTIVE", "AwsAccountId": "1", "Region": "r",
            "Compliance": {"Status": "FAILED"}, "Workflow": {"Status": workflow},
            "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b", "Tags": {"env": env}}, {"Type": "AwsIamUser", "Id": "u"}],
        });
        Finding { customers: Vec::new(), day: 0, sender: String::new(), ocsf: None, asff: made.as_object().unwrap().clone() }
    }

    #[test]
    fn resources_gather_their_findings() {
        let mut table = Table::empty("1", "r");
        for (number, (label, workflow, day, env)) in
            [("HIGH", "NEW", 3, "new"), ("HIGH", "NOTIFIED", 2, "old"), ("LOW", "NEW", 1, "old"), ("LOW", "RESOLVED", 1, "old")]
                .into_iter()
                .enumerate()
        {
            table.take_in(number as u128, 1, &finding(label, workflow, day, env));
        }
        let gathered = gather(&table, 0, 0);
        assert_eq!(gathered.len(), 2);
        let bucket = gathered.into_values().find(|one| one.resource["type"] == "AWS::S3::Bucket").unwrap();
        let known = shown(bucket, &("1".to_owned(), "r".to_owned()), &[], 0);
        let result = &known.result;
        assert_eq!((result.resource_id.as_str(), result.resource_name.as_deref()), ("arn:aws:s3:::b", Some("b")));
        assert_eq!(result.resource_detail_capture_time_dt, "2026-01-03T00:00:00.000Z");
        assert_eq!(result.resource_tags.as_ref().unwrap()[0].value, "new");
        let summary = &result.findings_summary.as_ref().unwrap()[0];
        assert_eq!(
            (summary.finding_type.as_str(), summary.product_name.as_str(), summary.total_findings),
            ("Posture Management", "Prowler", 3)
        );
        assert_eq!((summary.severities.as_ref().unwrap().high, summary.severities.as_ref().unwrap().low), (Some(2), Some(1)));
        assert_eq!(known.last, (0, 0));
        for (kind, field, test, wanted) in [
            ("StringFilters", "ResourceType", json!({"Value": "AWS::S3::Bucket", "Comparison": "EQUALS"}), true),
            ("StringFilters", "FindingsSummary.ProductName", json!({"Value": "Prowler", "Comparison": "EQUALS"}), true),
            ("NumberFilters", "FindingsSummary.Severities.High", json!({"Gte": 2}), true),
            ("NumberFilters", "FindingsSummary.TotalFindings", json!({"Gt": 3}), false),
            ("MapFilters", "ResourceTags", json!({"Key": "env", "Value": "new", "Comparison": "EQUALS"}), true),
            ("DateFilters", "ResourceDetailCaptureTime", json!({"Start": "2026-01-03T00:00:00Z"}), true),
            ("StringFilters", "ResourceCriticality", json!({"Value": "Unknown", "Comparison": "EQUALS"}), true),
        ] {
            let filter = json!({"CompositeFilters": [{kind: [{"FieldName": field, "Filter": test}]}]});
            assert_eq!(Node::parse(&filter).unwrap().matches(&known.json, 0), wanted, "{filter}");
        }
    }

    #[test]
    fn categories_are_those_of_services() {
        for (kind, wanted) in [
            ("AWS::S3::Bucket", "Storage"),
            ("AWS::EC2::Instance", "Compute"),
            ("AWS::EC2::Volume", "Storage"),
            ("AWS::EC2::SecurityGroup", "Network"),
            ("AWS::IAM::User", "Identity"),
            ("AWS::RDS::DBInstance", "Database"),
            ("AWS::SQS::Queue", "Messaging"),
            ("AWS::CodeBuild::Project", "Code"),
            ("AWS::SageMaker::NotebookInstance", "AI/ML"),
            ("AWS::KMS::Key", "Other"),
            ("Other", "Other"),
        ] {
            assert_eq!(category(kind).as_str(), wanted, "{kind}");
        }
    }
}
