//! Findings of the plane's own services, and those of controls and rules that Config evaluates.

use jiff::{SignedDuration, Timestamp};
use plane::ports::{Findings, RuleEvaluation};
use plane::{BoxFuture, Failure, Transaction};
use serde_json::{Map, Value, json};

use crate::SecurityHub;
use crate::asff::{self, moment, stamp};
use crate::catalogue::controls::Control;
use crate::catalogue::products::{self, Known, Product};
use crate::catalogue::standards::Standard;
use crate::controls::{self, SERVICE};
use crate::findings::key;
use crate::findings::merge::Context;
use crate::findings::store::Batch;
use crate::hub::{Place, arn, has, has_v2, takes};
use crate::json::text;
use crate::resources::{ControlSettings, Finding, Hub};

impl Findings for SecurityHub {
    fn import<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        product: &'a str,
        mut findings: Vec<Value>,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let id = if product.contains('/') { product.to_owned() } else { format!("aws/{product}") };
            let known = products::known(&id).ok_or_else(|| Failure::internal(format!("no product {id}")))?;
            let place = (account.to_owned(), region.to_owned());
            if !has(&tx.reader(), account, region).await? && !has_v2(&tx.reader(), account, region).await? {
                return Ok(());
            }
            for finding in &mut findings {
                without_blanks(finding);
                asff::check(finding, finding.to_string().len()).map_err(Failure::internal)?;
            }
            take(tx, &place, &known, findings, false).await
        })
    }

    fn evaluated<'a>(&'a self, tx: &'a mut Transaction<'_>, evaluation: RuleEvaluation) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let place = (evaluation.account.clone(), evaluation.region.clone());
            let hub = tx.reader().get::<Hub>(&place.0, &place.1, Hub::ID).await?;
            if evaluation.created_by.as_deref() == Some(SERVICE) {
                return match hub {
                    Some(hub) => control(tx, &place, &evaluation, hub.body.consolidated).await,
                    None => Ok(()),
                };
            }
            if hub.is_none() && !has_v2(&tx.reader(), &place.0, &place.1).await? {
                return Ok(());
            }
            let Some(known) = products::known("aws/config") else { return Ok(()) };
            let finding = of_rule(tx, &place, &evaluation);
            said(tx, &place, &known, finding, &evaluation, false).await
        })
    }
}

/// Leaves out members that say nothing: ASFF has no empty texts, and services need not look at each of theirs.
fn without_blanks(value: &mut Value) {
    let says_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !says_nothing(member));
            members.values_mut().for_each(without_blanks);
        }
        Value::Array(items) => {
            items.retain(|item| !says_nothing(item));
            items.iter_mut().for_each(without_blanks);
        }
        _ => {}
    }
}

/// Takes findings that were checked.
async fn take(
    tx: &mut Transaction<'_>,
    place: &Place,
    known: &Known,
    findings: Vec<Value>,
    control: bool,
) -> Result<(), Failure> {
    let product = Product::Known(*known);
    if !takes(&tx.reader(), &place.0, &place.1, &product).await? {
        return Ok(());
    }
    let mut batch = Batch::begin(tx, place).await?;
    let now = tx.call().time;
    let sender = format!("{}.amazonaws.com", known.id.trim_start_matches("aws/"));
    let partition = tx.plane().settings.partition.as_str();
    let context = Context { product: &product, region: &place.1, partition, now, sender: &sender, control };
    for finding in findings {
        let Value::Object(members) = finding else { continue };
        batch.take(tx, members, &context).await?;
    }
    batch.finish(tx).await
}

/// What Security Hub calls a type of resources that Config records: `AWS::S3::Bucket` is `AwsS3Bucket`.
fn resource_type(config: &str) -> String {
    if config == "AWS::::Account" {
        return "AwsAccount".to_owned();
    }
    let word = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        let shouts = part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        let rest: String = if shouts { chars.map(|c| c.to_ascii_lowercase()).collect() } else { chars.collect() };
        first.into_iter().chain(rest.chars()).collect::<String>()
    };
    config.split("::").map(word).collect()
}

/// The resource of an evaluation, as findings have it.
fn resource(tx: &Transaction<'_>, evaluation: &RuleEvaluation) -> Value {
    let partition = &tx.plane().settings.partition;
    let kind = resource_type(&evaluation.resource_type);
    let id = match (&evaluation.resource_arn, kind.as_str()) {
        (_, "AwsAccount") => format!("AWS::::Account:{}", evaluation.account),
        (Some(arn), _) => arn.clone(),
        (None, _) => evaluation.resource_id.clone(),
    };
    let id: String = id.chars().take(512).collect();
    json!({"Type": kind, "Id": id, "Partition": partition, "Region": evaluation.region})
}

/// Keeps what an evaluation says: a new finding, an update, or the end of what there was.
async fn said(
    tx: &mut Transaction<'_>,
    place: &Place,
    known: &Known,
    mut finding: Map<String, Value>,
    evaluation: &RuleEvaluation,
    control: bool,
) -> Result<(), Failure> {
    let (product, id) = asff::identity(&finding);
    let existing = tx.get::<Finding>(&place.0, &place.1, &key(product, id)).await?;
    let mut at = evaluation.at;
    if let Some(existing) = &existing {
        let old = &existing.body.asff;
        // Two evaluations of one moment are two updates.
        if let Some(last) = text(old, "UpdatedAt").and_then(moment).filter(|last| *last >= at) {
            at = last.checked_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
        }
        for name in ["CreatedAt", "FirstObservedAt"] {
            if let Some(value) = old.get(name) {
                finding.insert(name.to_owned(), value.clone());
            }
        }
        if evaluation.compliance == "NOT_APPLICABLE" {
            if text(old, "RecordState") == Some("ARCHIVED") {
                return Ok(());
            }
            finding = old.clone();
            finding.insert("RecordState".to_owned(), "ARCHIVED".into());
        }
    } else if evaluation.compliance == "NOT_APPLICABLE" {
        return Ok(());
    }
    for name in ["UpdatedAt", "LastObservedAt"] {
        finding.insert(name.to_owned(), stamp(at).into());
    }
    let finding = Value::Object(finding);
    if let Err(problem) = asff::check(&finding, finding.to_string().len()) {
        // What Config says of a resource is kept whether it makes a finding or not.
        tracing::warn!(rule = evaluation.rule_name, problem, "an evaluation makes no finding");
        return Ok(());
    }
    take(tx, place, known, vec![finding], control).await
}

/// The findings of a control.
async fn control(
    tx: &mut Transaction<'_>,
    place: &Place,
    evaluation: &RuleEvaluation,
    consolidated: bool,
) -> Result<(), Failure> {
    let (account, region) = place;
    let Some(control) = controls::of_rule(&evaluation.rule_name, account, region) else { return Ok(()) };
    let Some(known) = products::known("aws/securityhub") else { return Ok(()) };
    let subscriptions = controls::subscriptions(&tx.reader(), account, region).await?;
    let enabled: Vec<&'static Standard> =
        controls::enabled_in(control, &subscriptions).into_iter().map(|(standard, _)| *standard).collect();
    if enabled.is_empty() && evaluation.compliance != "NOT_APPLICABLE" {
        return Ok(());
    }
    let settings = tx.reader().get::<ControlSettings>(account, region, control.id).await?.map(|found| found.body);
    let said_of = controls::parameters(control, settings.as_ref());
    if consolidated || enabled.is_empty() {
        let finding = of_control(tx, place, control, None, &enabled, evaluation, &said_of);
        said(tx, place, &known, finding, evaluation, true).await?;
    }
    if !consolidated || enabled.is_empty() {
        let which: Vec<&'static Standard> = if enabled.is_empty() { controls::standards_of(control).collect() } else { enabled };
        for standard in which {
            let finding = of_control(tx, place, control, Some(standard), &[standard], evaluation, &said_of);
            said(tx, place, &known, finding, evaluation, true).await?;
        }
    }
    Ok(())
}

/// A UUID that is always the same for a control and a resource.
fn unique(parts: &[&str]) -> String {
    let hash = key(&parts.join("\n"), "");
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default().to_owned();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// The finding of a control for a resource: its own, or that in one standard.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/sample-control-findings.html>.
fn of_control(
    tx: &Transaction<'_>,
    (account, region): &Place,
    control: &Control,
    standard: Option<&Standard>,
    enabled: &[&'static Standard],
    evaluation: &RuleEvaluation,
    values: &[(String, String)],
) -> Map<String, Value> {
    let plane = tx.plane();
    let partition = &plane.settings.partition;
    let unique = unique(&[account, region, control.id, &evaluation.resource_type, &evaluation.resource_id]);
    let (id, generator) = match standard {
        None => (
            arn(plane, region, account, &format!("security-control/{}/finding/{unique}", control.id)),
            format!("security-control/{}", control.id),
        ),
        Some(standard) => (
            arn(plane, region, account, &format!("{}/{}/finding/{unique}", standard.subscription(), control.id)),
            format!("{}/{}", standard.id, control.id),
        ),
    };
    let resource = resource(tx, evaluation);
    let product = products::arn(partition, region, "aws/securityhub");
    let status = match evaluation.compliance {
        "COMPLIANT" => "PASSED",
        "NON_COMPLIANT" => "FAILED",
        _ => "NOT_AVAILABLE",
    };
    let mut requirements: Vec<String> = enabled.iter().filter_map(|standard| control.requirements(standard)).flatten().collect();
    requirements.sort_unstable();
    requirements.dedup();
    let standards: Vec<Value> = enabled.iter().map(|standard| json!({"StandardsId": standard.short()})).collect();
    // A check that passed concerns nobody, whatever failing would mean.
    let severity = if status == "PASSED" { "INFORMATIONAL" } else { control.severity };
    let mut compliance = Map::new();
    compliance.insert("Status".to_owned(), status.into());
    compliance.insert("SecurityControlId".to_owned(), control.id.into());
    compliance.insert("AssociatedStandards".to_owned(), standards.into());
    if !requirements.is_empty() {
        compliance.insert("RelatedRequirements".to_owned(), requirements.into());
    }
    let customizable = |name: &str| control.parameters.iter().any(|one| one.name == name && one.kind.is_some());
    let parameters = values.iter().filter(|(name, _)| customizable(name));
    let parameters: Vec<Value> = parameters.map(|(name, value)| json!({"Name": name, "Value": [value]})).collect();
    if !parameters.is_empty() {
        compliance.insert("SecurityControlParameters".to_owned(), parameters.into());
    }
    let at = stamp(evaluation.at);
    let mut product_fields = Map::new();
    product_fields.insert("RelatedAWSResources:0/name".to_owned(), evaluation.rule_name.as_str().into());
    product_fields.insert("RelatedAWSResources:0/type".to_owned(), "AWS::Config::ConfigRule".into());
    product_fields.insert("Resources:0/Id".to_owned(), resource.get("Id").cloned().unwrap_or_default());
    if let Some(annotation) = evaluation.annotation.as_ref().filter(|text| !text.trim().is_empty()) {
        let text: String = annotation.chars().take(2_048).collect();
        product_fields.insert("aws/securityhub/annotation".to_owned(), text.into());
    }
    let made = json!({
        "SchemaVersion": "2018-10-08",
        "Id": id,
        "ProductArn": product,
        "GeneratorId": generator,
        "AwsAccountId": account,
        "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "FirstObservedAt": at, "LastObservedAt": at, "CreatedAt": at, "UpdatedAt": at,
        "Severity": {"Label": severity, "Original": severity},
        "Title": control.title,
        "Description": control.description().chars().take(1_024).collect::<String>(),
        "Remediation": {"Recommendation": {
            "Text": "For information on how to correct this issue, consult the AWS Security Hub controls documentation.",
            "Url": control.remediation_url(),
        }},
        "ProductFields": product_fields,
        "Resources": [resource],
        "Compliance": compliance,
        "RecordState": "ACTIVE",
    });
    match made {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The finding of another rule of Config for a resource.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html#integration-config>.
fn of_rule(tx: &Transaction<'_>, (account, region): &Place, evaluation: &RuleEvaluation) -> Map<String, Value> {
    let partition = &tx.plane().settings.partition;
    let unique = key(&evaluation.resource_type, &evaluation.resource_id);
    let failed = evaluation.compliance == "NON_COMPLIANT";
    let at = stamp(evaluation.at);
    let severity = if failed { "MEDIUM" } else { "INFORMATIONAL" };
    let description = evaluation.annotation.clone().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| {
        let verdict = if failed { "does not comply" } else { "complies" };
        format!("{} {} {verdict} with the rule {}.", evaluation.resource_type, evaluation.resource_id, evaluation.rule_name)
    });
    let made = json!({
        "SchemaVersion": "2018-10-08",
        "Id": format!("{}/finding/{unique}", evaluation.rule_arn),
        "ProductArn": products::arn(partition, region, "aws/config"),
        "GeneratorId": evaluation.rule_arn,
        "AwsAccountId": account,
        "Types": ["Software and Configuration Checks"],
        "FirstObservedAt": at, "LastObservedAt": at, "CreatedAt": at, "UpdatedAt": at,
        "Severity": {"Label": severity, "Original": severity},
        "Title": evaluation.rule_name.chars().take(256).collect::<String>(),
        "Description": description.chars().take(1_024).collect::<String>(),
        "ProductFields": {
            "aws/config/ConfigRuleArn": evaluation.rule_arn,
            "aws/config/ConfigRuleName": evaluation.rule_name,
            "aws/config/ConfigComplianceType": evaluation.compliance,
        },
        "Resources": [resource(tx, evaluation)],
        "Compliance": {"Status": if failed { "FAILED" } else { "PASSED" }},
        "RecordState": "ACTIVE",
    });
    match made {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::resource_type;

    #[test]
    fn types_have_security_hubs_names() {
        for (config, wanted) in [
            ("AWS::S3::Bucket", "AwsS3Bucket"),
            ("AWS::IAM::User", "AwsIamUser"),
            ("AWS::EC2::SecurityGroup", "AwsEc2SecurityGroup"),
            ("AWS::KMS::Key", "AwsKmsKey"),
            ("AWS::CloudTrail::Trail", "AwsCloudTrailTrail"),
            ("AWS::SecretsManager::Secret", "AwsSecretsManagerSecret"),
            ("AWS::::Account", "AwsAccount"),
        ] {
            assert_eq!(resource_type(config), wanted);
        }
    }
}
