//! Automation documents that remediations run: each a few calls of the plane's own services, as data.
//!
//! Names and parameters are those of AWS: <https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-runbook-reference.html>. A text that is one
//! placeholder becomes the parameter's value; within a text a placeholder becomes its text.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What a document is given.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Name.
    pub name: &'static str,
    /// Its value where none is given; required where there is none.
    pub default: Option<&'static str>,
}

/// A call of a document.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Name.
    pub name: &'static str,
    /// Service and operation.
    pub call: (&'static str, &'static str),
    /// Input: JSON with placeholders.
    pub input: &'static str,
}

/// A document.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// Name.
    pub name: &'static str,
    /// What it is given besides the role.
    pub parameters: &'static [Parameter],
    /// Calls, in order.
    pub steps: &'static [Step],
}

/// The role in which a document runs.
pub const ROLE: &str = "AutomationAssumeRole";

const fn required(name: &'static str) -> Parameter {
    Parameter { name, default: None }
}

const fn or(name: &'static str, default: &'static str) -> Parameter {
    Parameter { name, default: Some(default) }
}

const BLOCK: &str = r#"{"Bucket": "{{ S3BucketName }}", "PublicAccessBlockConfiguration":
    {"BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true}}"#;

/// Every document.
pub const DOCUMENTS: &[Document] = &[
    Document {
        name: "AWS-DisableS3BucketPublicReadWrite",
        parameters: &[required("S3BucketName")],
        steps: &[Step { name: "DisableS3BucketPublicReadWrite", call: ("s3", "PutPublicAccessBlock"), input: BLOCK }],
    },
    Document {
        name: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
        parameters: &[
            required("BucketName"),
            or("BlockPublicAcls", "true"),
            or("IgnorePublicAcls", "true"),
            or("BlockPublicPolicy", "true"),
            or("RestrictPublicBuckets", "true"),
        ],
        steps: &[Step {
            name: "PutBucketPublicAccessBlock",
            call: ("s3", "PutPublicAccessBlock"),
            input: r#"{"Bucket": "{{ BucketName }}", "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": "{{ BlockPublicAcls }}", "IgnorePublicAcls": "{{ IgnorePublicAcls }}",
                "BlockPublicPolicy": "{{ BlockPublicPolicy }}", "RestrictPublicBuckets": "{{ RestrictPublicBuckets }}"}}"#,
        }],
    },
    Document {
        name: "AWS-ConfigureS3BucketVersioning",
        parameters: &[required("BucketName"), or("VersioningState", "Enabled")],
        steps: &[Step {
            name: "ConfigureS3BucketVersioning",
            call: ("s3", "PutBucketVersioning"),
            input: r#"{"Bucket": "{{ BucketName }}", "VersioningConfiguration": {"Status": "{{ VersioningState }}"}}"#,
        }],
    },
    Document {
        name: "AWS-EnableS3BucketEncryption",
        parameters: &[required("BucketName"), or("SSEAlgorithm", "AES256")],
        steps: &[Step {
            name: "PutBucketEncryption",
            call: ("s3", "PutBucketEncryption"),
            input: r#"{"Bucket": "{{ BucketName }}", "ServerSideEncryptionConfiguration":
                {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "{{ SSEAlgorithm }}"}}]}}"#,
        }],
    },
    Document {
        name: "AWSConfigRemediation-EnableKeyRotation",
        parameters: &[required("KeyId")],
        steps: &[Step { name: "EnableKeyRotation", call: ("kms", "EnableKeyRotation"), input: r#"{"KeyId": "{{ KeyId }}"}"# }],
    },
    Document {
        name: "AWSConfigRemediation-CancelKeyDeletion",
        parameters: &[required("KeyId")],
        steps: &[
            Step { name: "CancelKeyDeletion", call: ("kms", "CancelKeyDeletion"), input: r#"{"KeyId": "{{ KeyId }}"}"# },
            Step { name: "EnableKey", call: ("kms", "EnableKey"), input: r#"{"KeyId": "{{ KeyId }}"}"# },
        ],
    },
    Document {
        name: "AWSConfigRemediation-RotateSecret",
        parameters: &[required("SecretId")],
        steps: &[Step {
            name: "RotateSecret",
            call: ("secretsmanager", "RotateSecret"),
            input: r#"{"SecretId": "{{ SecretId }}"}"#,
        }],
    },
    Document {
        name: "AWSConfigRemediation-EnableCloudTrailLogFileValidation",
        parameters: &[required("TrailName")],
        steps: &[Step {
            name: "EnableLogFileValidation",
            call: ("cloudtrail", "UpdateTrail"),
            input: r#"{"Name": "{{ TrailName }}", "EnableLogFileValidation": true}"#,
        }],
    },
    Document {
        name: "AWSConfigRemediation-EncryptSNSTopic",
        parameters: &[required("TopicArn"), required("KmsKeyArn")],
        steps: &[Step {
            name: "EncryptTopic",
            call: ("sns", "SetTopicAttributes"),
            input: r#"{"TopicArn": "{{ TopicArn }}", "AttributeName": "KmsMasterKeyId", "AttributeValue": "{{ KmsKeyArn }}"}"#,
        }],
    },
    Document {
        name: "AWS-PublishSNSNotification",
        parameters: &[required("TopicArn"), required("Message")],
        steps: &[Step {
            name: "PublishSNSNotification",
            call: ("sns", "Publish"),
            input: r#"{"TopicArn": "{{ TopicArn }}", "Message": "{{ Message }}"}"#,
        }],
    },
    Document {
        name: "AWSConfigRemediation-SetIAMPasswordPolicy",
        parameters: &[
            or("AllowUsersToChangePassword", "true"),
            or("HardExpiry", "false"),
            or("MaxPasswordAge", "90"),
            or("MinimumPasswordLength", "14"),
            or("PasswordReusePrevention", "24"),
            or("RequireLowercaseCharacters", "true"),
            or("RequireNumbers", "true"),
            or("RequireSymbols", "true"),
            or("RequireUppercaseCharacters", "true"),
        ],
        steps: &[Step {
            name: "SetPasswordPolicy",
            call: ("iam", "UpdateAccountPasswordPolicy"),
            input: r#"{"AllowUsersToChangePassword": "{{ AllowUsersToChangePassword }}", "HardExpiry": "{{ HardExpiry }}",
                "MaxPasswordAge": "{{ MaxPasswordAge }}", "MinimumPasswordLength": "{{ MinimumPasswordLength }}",
                "PasswordReusePrevention": "{{ PasswordReusePrevention }}", "RequireLowercaseCharacters": "{{ RequireLowercaseCharacters }}",
                "RequireNumbers": "{{ RequireNumbers }}", "RequireSymbols": "{{ RequireSymbols }}",
                "RequireUppercaseCharacters": "{{ RequireUppercaseCharacters }}"}"#,
        }],
    },
];

/// The document of a name.
pub fn document(name: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.name == name)
}

/// A value as it is meant: truth and numbers are given as texts.
fn typed(text: &str) -> Value {
    match text {
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        number if number.len() < 10 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            number.parse::<i64>().map_or_else(|_| Value::String(number.to_owned()), Value::from)
        }
        other => Value::String(other.to_owned()),
    }
}

fn fill(template: &Value, given: &BTreeMap<&str, &str>) -> Value {
    match template {
        Value::String(text) => {
            let whole = text.strip_prefix("{{ ").and_then(|rest| rest.strip_suffix(" }}")).filter(|name| !name.contains("{{"));
            match whole.and_then(|name| given.get(name)) {
                // Names stay texts, whatever they look like.
                Some(value) => match typed(value) {
                    Value::Bool(value) => Value::Bool(value),
                    Value::Number(number) if whole.is_some_and(is_number) => Value::Number(number),
                    _ => Value::String((*value).to_owned()),
                },
                None => Value::String(text.clone()),
            }
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| fill(item, given)).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(k, v)| (k.clone(), fill(v, given))).collect::<Map<String, Value>>())
        }
        other => other.clone(),
    }
}

fn is_number(name: &str) -> bool {
    matches!(name, "MaxPasswordAge" | "MinimumPasswordLength" | "PasswordReusePrevention")
}

impl Document {
    /// What is wrong with the names of parameters that are given: one that is unknown, or one that is missing.
    pub fn check<'a>(&self, given: impl Iterator<Item = &'a str>) -> Result<(), String> {
        let given: Vec<&str> = given.collect();
        let known = |name: &str| name == ROLE || self.parameters.iter().any(|parameter| parameter.name == name);
        if let Some(unknown) = given.iter().find(|name| !known(name)) {
            return Err(format!("The document {} has no parameter {unknown}.", self.name));
        }
        match self.parameters.iter().find(|p| p.default.is_none() && !given.contains(&p.name)) {
            Some(missing) => Err(format!("The document {} needs the parameter {}.", self.name, missing.name)),
            None => Ok(()),
        }
    }

    /// The input of a step.
    pub fn input(&self, step: &Step, given: &BTreeMap<String, String>) -> Value {
        let mut all: BTreeMap<&str, &str> =
            self.parameters.iter().filter_map(|p| p.default.map(|default| (p.name, default))).collect();
        all.extend(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        serde_json::from_str(step.input).map_or(Value::Null, |template: Value| fill(&template, &all))
    }
}

#[cfg(test)]
mod tests {
    use super::{DOCUMENTS, document};
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[test]
    fn inputs_are_filled() {
        let found = document("AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock").unwrap();
        let given =
            BTreeMap::from([("BucketName".to_owned(), "123456".to_owned()), ("BlockPublicAcls".to_owned(), "false".to_owned())]);
        assert_eq!(
            found.input(&found.steps[0], &given),
            json!({"Bucket": "123456", "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": false, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true}})
        );
        let policy = document("AWSConfigRemediation-SetIAMPasswordPolicy").unwrap();
        assert_eq!(policy.input(&policy.steps[0], &BTreeMap::new())["MinimumPasswordLength"], 14);
    }

    #[test]
    fn documents_are_whole() {
        for document in DOCUMENTS {
            for step in document.steps {
                let template: Value = serde_json::from_str(step.input).unwrap();
                let service = wire::contracts::contract(step.call.0).unwrap().service();
                let operation = service.operation(step.call.1).unwrap();
                let given =
                    document.parameters.iter().map(|p| (p.name.to_owned(), p.default.unwrap_or("x").to_owned())).collect();
                let input = document.input(step, &given);
                assert!(!input.to_string().contains("{{"), "{}: {template}", document.name);
                let read = wire::plain::read(service, operation.input.unwrap(), &input);
                assert!(read.is_ok(), "{}: {read:?}", document.name);
            }
            assert!(document.check(document.parameters.iter().map(|p| p.name)).is_ok());
            assert!(document.check(["Unknown"].into_iter()).is_err());
        }
    }
}
