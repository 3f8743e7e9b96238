//! What a record says about who did what to which resource: pure reading of CloudTrail's JSON.

use serde_json::Value;

/// A resource as LookupEvents names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceName {
    /// CloudFormation type, such as `AWS::IAM::User`.
    pub kind: String,
    /// Name or ARN, as the request had it.
    pub name: String,
}

/// Most resources that are read out of one record.
const MOST_RESOURCES: usize = 50;

/// Request parameters that name a resource, and the type of it, by event source.
const PARAMETERS: &[(&str, &str, &str)] = &[
    ("iam.amazonaws.com", "userName", "AWS::IAM::User"),
    ("iam.amazonaws.com", "roleName", "AWS::IAM::Role"),
    ("iam.amazonaws.com", "groupName", "AWS::IAM::Group"),
    ("iam.amazonaws.com", "policyArn", "AWS::IAM::Policy"),
    ("iam.amazonaws.com", "policyName", "AWS::IAM::Policy"),
    ("iam.amazonaws.com", "accessKeyId", "AWS::IAM::AccessKey"),
    ("iam.amazonaws.com", "instanceProfileName", "AWS::IAM::InstanceProfile"),
    ("iam.amazonaws.com", "serialNumber", "AWS::IAM::MfaDevice"),
    ("iam.amazonaws.com", "openIDConnectProviderArn", "AWS::IAM::OIDCProvider"),
    ("iam.amazonaws.com", "sAMLProviderArn", "AWS::IAM::SAMLProvider"),
    ("iam.amazonaws.com", "serverCertificateName", "AWS::IAM::ServerCertificate"),
    ("sts.amazonaws.com", "roleArn", "AWS::IAM::Role"),
    ("organizations.amazonaws.com", "accountId", "AWS::Organizations::Account"),
    ("organizations.amazonaws.com", "policyId", "AWS::Organizations::Policy"),
    ("organizations.amazonaws.com", "targetId", "AWS::Organizations::Target"),
    ("organizations.amazonaws.com", "organizationalUnitId", "AWS::Organizations::OrganizationalUnit"),
];

/// The name that LookupEvents shows for the caller and finds events by.
pub fn user_name(record: &Value) -> Option<String> {
    let identity = record.get("userIdentity")?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    match identity.get("type").and_then(Value::as_str) {
        Some("Root") => Some(text(identity, "userName").unwrap_or_else(|| "root".to_owned())),
        Some("AssumedRole" | "FederatedUser") => {
            // arn:aws:sts::123456789012:assumed-role/Role/Session: the session's name is what AWS shows.
            let arn = text(identity, "arn")?;
            arn.rsplit('/').next().map(str::to_owned)
        }
        _ => text(identity, "userName").or_else(|| text(identity, "invokedBy")),
    }
}

/// The access key that signed.
pub fn access_key_id(record: &Value) -> Option<&str> {
    record.get("userIdentity")?.get("accessKeyId")?.as_str()
}

/// The resources that a record names: those it lists, and those its request parameters and replies name.
pub fn resources(record: &Value) -> Vec<ResourceName> {
    let mut found = Vec::new();
    for listed in record.get("resources").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| listed.get(key).and_then(Value::as_str);
        if let (Some(kind), Some(arn)) = (text("type"), text("ARN")) {
            found.push(ResourceName { kind: kind.to_owned(), name: arn.to_owned() });
        }
    }
    let source = record.get("eventSource").and_then(Value::as_str).unwrap_or_default();
    let parameters = record.get("requestParameters");
    for (_, parameter, kind) in PARAMETERS.iter().filter(|(of, _, _)| *of == source) {
        if let Some(name) = parameters.and_then(|p| p.get(parameter)).and_then(Value::as_str) {
            found.push(ResourceName { kind: (*kind).to_owned(), name: name.to_owned() });
        }
    }
    found.sort();
    found.dedup();
    found.truncate(MOST_RESOURCES);
    found
}

#[cfg(test)]
mod tests {
    use super::{resources, user_name};
    use serde_json::json;

    #[test]
    fn callers_are_named_as_aws_names_them() {
        let cases = [
            (json!({"type": "IAMUser", "userName": "alice"}), Some("alice")),
            (json!({"type": "Root"}), Some("root")),
            (json!({"type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/Admin/bob"}), Some("bob")),
            (json!({"type": "AWSAccount", "accountId": "1"}), None),
            (json!({"accountId": "1", "invokedBy": "organizations.amazonaws.com"}), Some("organizations.amazonaws.com")),
        ];
        for (identity, expected) in cases {
            assert_eq!(user_name(&json!({"userIdentity": identity})).as_deref(), expected, "{identity}");
        }
    }

    #[test]
    fn resources_come_from_the_list_and_the_parameters() {
        let record = json!({
            "eventSource": "iam.amazonaws.com",
            "requestParameters": {"userName": "alice", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "path": "/"},
            "resources": [{"type": "AWS::IAM::User", "ARN": "arn:aws:iam::1:user/alice", "accountId": "1"}],
        });
        let names: Vec<String> = resources(&record).into_iter().map(|r| format!("{} {}", r.kind, r.name)).collect();
        assert_eq!(
            names,
            [
                "AWS::IAM::Policy arn:aws:iam::aws:policy/ReadOnlyAccess",
                "AWS::IAM::User alice",
                "AWS::IAM::User arn:aws:iam::1:user/alice"
            ]
        );
        assert!(resources(&json!({"requestParameters": null})).is_empty());
    }
}
