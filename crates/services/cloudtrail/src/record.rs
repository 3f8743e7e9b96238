//! What a record says about who did what to which resource: pure reading of CloudTrail's JSON.

use serde::Deserialize;
use serde_json::Value;

/// What the event history shows of a record and finds it by. The rest of the record is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Facts {
    /// `eventName`.
    pub event_name: Option<String>,
    /// `eventSource`.
    pub event_source: Option<String>,
    /// `readOnly`.
    pub read_only: Option<bool>,
    /// `managementEvent`.
    pub management_event: Option<bool>,
    user_identity: Option<Identity>,
    resources: Option<Vec<Listed>>,
    request_parameters: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Identity {
    r#type: Option<String>,
    user_name: Option<String>,
    arn: Option<String>,
    invoked_by: Option<String>,
    access_key_id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    r#type: Option<String>,
    #[serde(rename = "ARN")]
    arn: Option<String>,
}

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

impl Facts {
    /// The name that LookupEvents shows for the caller and finds events by.
    pub fn user_name(&self) -> Option<&str> {
        let identity = self.user_identity.as_ref()?;
        let name = identity.user_name.as_deref();
        match identity.r#type.as_deref() {
            Some("Root") => Some(name.unwrap_or("root")),
            // arn:aws:sts::123456789012:assumed-role/Role/Session: the session's name is what AWS shows.
            Some("AssumedRole" | "FederatedUser") => identity.arn.as_deref()?.rsplit('/').next(),
            _ => name.or(identity.invoked_by.as_deref()),
        }
    }

    /// The access key that signed.
    pub fn access_key_id(&self) -> Option<&str> {
        self.user_identity.as_ref()?.access_key_id.as_deref()
    }

    /// The resources that a record names: those it lists, and those its request parameters name.
    pub fn resources(&self) -> Vec<ResourceName> {
        let mut found = Vec::new();
        for listed in self.resources.iter().flatten() {
            if let (Some(kind), Some(arn)) = (&listed.r#type, &listed.arn) {
                found.push(ResourceName { kind: kind.clone(), name: arn.clone() });
            }
        }
        let source = self.event_source.as_deref().unwrap_or_default();
        for (_, parameter, kind) in PARAMETERS.iter().filter(|(of, _, _)| *of == source) {
            if let Some(name) = self.request_parameters.get(parameter).and_then(Value::as_str) {
                found.push(ResourceName { kind: (*kind).to_owned(), name: name.to_owned() });
            }
        }
        found.sort();
        found.dedup();
        found.truncate(MOST_RESOURCES);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use serde_json::{Value, json};

    fn facts(record: Value) -> Facts {
        serde_json::from_value(record).unwrap()
    }

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
            assert_eq!(facts(json!({"userIdentity": identity})).user_name(), expected, "{identity}");
        }
    }

    #[test]
    fn resources_come_from_the_list_and_the_parameters() {
        let record = json!({
            "eventSource": "iam.amazonaws.com",
            "requestParameters": {"userName": "alice", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "path": "/"},
            "resources": [{"type": "AWS::IAM::User", "ARN": "arn:aws:iam::1:user/alice", "accountId": "1"}],
        });
        let names: Vec<String> = facts(record).resources().into_iter().map(|r| format!("{} {}", r.kind, r.name)).collect();
        assert_eq!(
            names,
            [
                "AWS::IAM::Policy arn:aws:iam::aws:policy/ReadOnlyAccess",
                "AWS::IAM::User alice",
                "AWS::IAM::User arn:aws:iam::1:user/alice"
            ]
        );
        assert!(facts(json!({"requestParameters": null, "resources": null, "userIdentity": null})).resources().is_empty());
    }
}
