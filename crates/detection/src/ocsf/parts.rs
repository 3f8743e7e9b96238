//! What only one class of findings has: vulnerabilities, the result of a check, the bucket with sensitive data.

use serde_json::{Map, Value, json};

use super::{list, list_at, moment, resources, stamp, text, text_at};

/// `compliance`.
pub(super) fn compliance(asff: &Map<String, Value>) -> Value {
    let (status_id, status) = match text_at(asff, &["Compliance", "Status"]) {
        Some("PASSED") => (1, "Pass"),
        Some("WARNING") => (2, "Warning"),
        Some("FAILED") => (3, "Fail"),
        _ => (0, "Unknown"),
    };
    let of = |name: &str| list_at(asff, &["Compliance", name]).iter().filter_map(Value::as_object);
    let standards: Vec<&str> = of("AssociatedStandards").filter_map(|one| text(one, "StandardsId")).collect();
    let reasons: Vec<&str> = of("StatusReasons").filter_map(|one| text(one, "Description").or(text(one, "ReasonCode"))).collect();
    let parameters: Vec<Value> = of("SecurityControlParameters")
        .map(|one| {
            let values: Vec<&str> = list(one, "Value").iter().filter_map(Value::as_str).collect();
            json!({ "name": text(one, "Name"), "value": values.join(","), "values": values })
        })
        .collect();
    json!({
        "status_id": status_id, "status": status, "control": text_at(asff, &["Compliance", "SecurityControlId"]), "standards": standards,
        "requirements": list_at(asff, &["Compliance", "RelatedRequirements"]), "status_details": reasons, "control_parameters": parameters,
    })
}

/// `vulnerabilities`: one that is only named by the finding has its title.
pub(super) fn vulnerabilities(asff: &Map<String, Value>) -> Value {
    let all = list(asff, "Vulnerabilities");
    if all.is_empty() {
        return json!([{ "title": text(asff, "Title"), "desc": text(asff, "Description") }]);
    }
    all.iter().filter_map(Value::as_object).map(vulnerability).collect()
}

fn vulnerability(one: &Map<String, Value>) -> Value {
    let packages: Vec<Value> = list(one, "VulnerablePackages")
        .iter()
        .filter_map(Value::as_object)
        .map(|p| {
            json!({
                "name": text(p, "Name"), "version": text(p, "Version"), "epoch": text(p, "Epoch").and_then(|e| e.parse::<i64>().ok()), "release": text(p, "Release"),
                "architecture": text(p, "Architecture"), "package_manager": text(p, "PackageManager"), "path": text(p, "FilePath"),
                "fixed_in_version": text(p, "FixedInVersion"), "remediation": { "desc": text(p, "Remediation") },
            })
        })
        .collect();
    let cvss: Vec<Value> = list(one, "Cvss")
        .iter()
        .filter_map(Value::as_object)
        .map(|c| {
            json!({
                "base_score": c.get("BaseScore"), "vector_string": text(c, "BaseVector"), "version": text(c, "Version"), "vendor_name": text(c, "Source"),
            })
        })
        .collect();
    let code: Vec<Value> = list(one, "CodeVulnerabilities")
        .iter()
        .filter_map(Value::as_object)
        .map(|c| {
            let path = |name| text_at(c, &["FilePath", name]);
            json!({ "file": { "path": path("FilePath"), "name": path("FileName") }, "start_line": c.get("FilePath").and_then(|f| f.get("StartLine")), "end_line": c.get("FilePath").and_then(|f| f.get("EndLine")) })
        })
        .collect();
    let fix = text(one, "FixAvailable");
    let coverage = match fix {
        Some("YES") => Some((1, "Complete")),
        Some("PARTIAL") => Some((2, "Partial")),
        Some("NO") => Some((3, "None")),
        _ => None,
    };
    let vendor = |name| text_at(one, &["Vendor", name]);
    let exploited = text(one, "LastKnownExploitAt");
    let score = one.get("EpssScore").filter(|score| score.is_number()).map(Value::to_string);
    json!({
        "cve": {
            "uid": text(one, "Id"), "cvss": cvss, "epss": { "score": score },
            "created_time": moment(vendor("VendorCreatedAt")), "created_time_dt": stamp(vendor("VendorCreatedAt")),
            "modified_time": moment(vendor("VendorUpdatedAt")), "modified_time_dt": stamp(vendor("VendorUpdatedAt")),
        },
        "severity": vendor("VendorSeverity"), "vendor_name": vendor("Name"), "affected_packages": packages, "affected_code": code,
        "references": list(one, "ReferenceUrls"), "related_vulnerabilities": list(one, "RelatedVulnerabilities"),
        "is_fix_available": fix.map(|fix| fix != "NO"), "fix_coverage": coverage.map(|(_, name)| name), "fix_coverage_id": coverage.map(|(id, _)| id),
        "is_exploit_available": text(one, "ExploitAvailable").map(|exploit| exploit == "YES"),
        "exploit_last_seen_time": moment(exploited), "exploit_last_seen_time_dt": stamp(exploited),
    })
}

/// `databucket`: the bucket, with what was found in it.
pub(super) fn databucket(asff: &Map<String, Value>) -> Value {
    let all = || list(asff, "Resources").iter().filter_map(Value::as_object);
    let bucket = all().find(|r| text(r, "Type") == Some("AwsS3Bucket")).or_else(|| all().next());
    let Some(bucket) = bucket else { return Value::Null };
    let object = all().find(|r| text(r, "Type") == Some("AwsS3Object"));
    let id = text(bucket, "Id").unwrap_or_default();
    let rules = ["Details", "AwsS3Bucket", "ServerSideEncryptionConfiguration", "Rules"];
    let rule = list_at(bucket, &rules).first().and_then(Value::as_object);
    let sse = |name| rule.and_then(|rule| text_at(rule, &["ApplyServerSideEncryptionByDefault", name]));
    json!({
        "name": resources::name(id), "uid": id, "type": "S3", "type_id": 1, "region": text(bucket, "Region"), "tags": super::pairs(bucket.get("Tags")),
        "encryption_details": { "algorithm": sse("SSEAlgorithm"), "key_uid": sse("KMSMasterKeyID") },
        "file": {
            "uid": object.and_then(|o| text(o, "Id")), "path": object.and_then(|o| text(o, "Id")), "name": object.and_then(|o| text(o, "Id")).map(resources::name), "type_id": 1,
            "data_classifications": all().filter_map(|r| r.get("DataClassification")?.get("Result")?.as_object()).flat_map(classifications).collect::<Vec<_>>(),
        },
    })
}

fn classifications(result: &Map<String, Value>) -> Vec<Value> {
    let detail = |d: &Map<String, Value>| json!({ "type": text(d, "Type").or(text(d, "Name")), "count": d.get("Count") });
    let details = |of: &Map<String, Value>| -> Vec<Value> {
        list(of, "Detections").iter().filter_map(Value::as_object).map(detail).collect()
    };
    let (size, kind) = (result.get("SizeClassified"), text_at(result, &["Status", "Code"]));
    let one = |category: &str, total: Option<&Value>, details: Vec<Value>| {
        json!({
            "category": category, "total": total, "size": size, "status": kind, "discovery_details": details, "classifier_details": { "type": "Managed" },
        })
    };
    let managed = list(result, "SensitiveData").iter().filter_map(Value::as_object);
    let mut all: Vec<Value> =
        managed.map(|s| one(text(s, "Category").unwrap_or("Other"), s.get("TotalCount"), details(s))).collect();
    if let Some(custom) = result.get("CustomDataIdentifiers").and_then(Value::as_object) {
        let mut made = one("Custom", custom.get("TotalCount"), details(custom));
        if let Some(kind) = made.pointer_mut("/classifier_details/type") {
            *kind = json!("Custom");
        }
        all.push(made);
    }
    all
}
