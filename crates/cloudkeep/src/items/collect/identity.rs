//! Users, groups, roles and the customer's own policies.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use serde_json::{Value, json};

use super::sink::Found;
use super::{Account, list, text, without};
use crate::aws::CallError;

/// What is asked for: AWS's own policies are everybody's.
const FILTERS: &[(&str, &str)] = &[
    ("Filter.member.1", "User"),
    ("Filter.member.2", "Group"),
    ("Filter.member.3", "Role"),
    ("Filter.member.4", "LocalManagedPolicy"),
];
/// Lists of an answer, their types, and the beginnings of their members' names.
const LISTS: &[(&str, &str, &str)] = &[
    ("userDetailList", "AWS::IAM::User", "user"),
    ("groupDetailList", "AWS::IAM::Group", "group"),
    ("roleDetailList", "AWS::IAM::Role", "role"),
    ("policies", "AWS::IAM::Policy", "policy"),
];

impl Account<'_> {
    pub(super) async fn identities(&mut self) -> Result<(), CallError> {
        let mut marker: Option<String> = None;
        loop {
            let mut parameters = FILTERS.to_vec();
            parameters.extend(marker.iter().map(|marker| ("Marker", marker.as_str())));
            let operation = ("iam", "2010-05-08", "GetAccountAuthorizationDetails");
            let page = self.connection.query(operation, "us-east-1", &parameters).await?;
            let page = &page["getAccountAuthorizationDetailsResult"];
            for (name, kind, word) in LISTS {
                for found in list(page, name) {
                    self.identity(kind, word, found)?;
                }
            }
            let next = text(page, "marker");
            if next.is_empty() || page["isTruncated"] != Value::Bool(true) {
                return Ok(());
            }
            marker = Some(next.to_owned());
        }
    }

    fn identity(&mut self, kind: &'static str, word: &str, found: &Value) -> Result<(), CallError> {
        // Policies are known by their ids; what is attached is named by its ARN only.
        let own = format!(":{}:policy/", self.id);
        let attached = list(found, "attachedManagedPolicies").iter().map(|policy| text(policy, "policyArn"));
        let relations = attached.filter(|arn| arn.contains(&own)).map(|arn| {
            let name = arn.rsplit('/').next().unwrap_or_default();
            Some(
                json!({"resourceType": "AWS::IAM::Policy", "resourceName": name, "name": "Is attached to CustomerManagedPolicy"}),
            )
        });
        let relations = relations.collect();
        self.sink.put(Found {
            kind,
            id: text(found, &format!("{word}Id")).to_owned(),
            name: Some(text(found, &format!("{word}Name")).to_owned()),
            arn: text(found, "arn").to_owned(),
            region: "global".to_owned(),
            zone: Some("Not Applicable".to_owned()),
            created: Some(text(found, "createDate").to_owned()).filter(|date| !date.is_empty()),
            tags: found["tags"].clone(),
            relations,
            configuration: without(found.clone(), &["roleLastUsed", "passwordLastUsed"]),
            ..Found::default()
        })?;
        Ok(())
    }
}
