//! Policies of an account, which hold for its log groups.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html>.

use filters::FilterPattern;
use plane::{Failure, Reader, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{Distribution, PolicyType};
use crate::errors::{bad_pattern, invalid};
use crate::resources::LogGroup;

/// A policy for the log groups of an account in a region. Its key is its type and its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GroupsPolicy {
    pub name: String,
    pub kind: PolicyType,
    /// JSON, as it was given.
    pub document: String,
    /// Which log groups it is for; all if none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub selection: Option<String>,
    /// When it was set, milliseconds since 1970.
    pub updated_at: i64,
}

impl Resource for GroupsPolicy {
    const KIND: &'static str = "AWS::Logs::AccountPolicy";
}

/// The beginning of the keys of policies of a type.
pub(crate) fn prefix(kind: PolicyType) -> String {
    format!("{}/", kind.as_str())
}

/// The policies of a type that hold for a group.
pub(crate) async fn holding(reader: &Reader<'_>, group: &LogGroup, kind: PolicyType) -> Result<Vec<GroupsPolicy>, Failure> {
    let all = reader.all::<GroupsPolicy>(&group.account, &group.region, &prefix(kind)).await?;
    let selects = |policy: &GroupsPolicy| {
        policy.selection.as_deref().is_none_or(|text| Selection::parse(text).is_ok_and(|selection| selection.has(&group.name)))
    };
    Ok(all.into_iter().map(|policy| policy.body).filter(selects).collect())
}

/// The document of a subscription filter policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct SubscriptionDocument {
    pub destination_arn: String,
    pub filter_pattern: String,
    #[serde(default)]
    pub role_arn: Option<String>,
    #[serde(default)]
    pub distribution: Option<String>,
}

impl SubscriptionDocument {
    /// Reads one.
    ///
    /// # Errors
    /// `InvalidParameterException`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let document: Self =
            serde_json::from_str(text).map_err(|error| invalid(format!("The policy document is invalid: {error}")))?;
        FilterPattern::parse(&document.filter_pattern).map_err(|error| bad_pattern(&error))?;
        if document.distribution.as_deref().is_some_and(|text| Distribution::parse(text).is_none()) {
            return Err(invalid("The policy document is invalid: Distribution is Random or ByLogStream."));
        }
        Ok(document)
    }
}

/// Which log groups a policy is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    /// Those whose names begin so.
    Prefixed(Vec<String>),
    /// All but those of these names.
    NotNamed(Vec<String>),
}

impl Selection {
    /// Reads `LogGroupName NOT IN ["a", "b"]`, `LogGroupNamePrefix IN ["a"]` or `LogGroupNamePrefix = "a"`.
    ///
    /// # Errors
    /// `InvalidParameterException`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let wrong = || invalid("selectionCriteria is invalid.");
        let (subject, rest) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let rest = rest.trim_start();
        let list = |text: &str| serde_json::from_str::<Vec<String>>(text.trim()).map_err(|_| wrong());
        match subject {
            "LogGroupName" => {
                let rest = rest.strip_prefix("NOT").ok_or_else(wrong)?.trim_start();
                list(rest.strip_prefix("IN").ok_or_else(wrong)?).map(Self::NotNamed)
            }
            "LogGroupNamePrefix" => match rest.strip_prefix("IN") {
                Some(names) => list(names).map(Self::Prefixed),
                None => {
                    let name = rest.trim_start_matches('=').trim();
                    serde_json::from_str::<String>(name).map(|name| Self::Prefixed(vec![name])).map_err(|_| wrong())
                }
            },
            _ => Err(wrong()),
        }
    }

    /// Whether it is for a group of this name.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::Prefixed(prefixes) => prefixes.iter().any(|prefix| name.starts_with(prefix.as_str())),
            Self::NotNamed(names) => !names.iter().any(|other| other == name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn groups_are_selected_by_their_names() {
        for (text, group, expected) in [
            (r#"LogGroupName NOT IN ["/a", "/b"]"#, "/a", Some(false)),
            (r#"LogGroupName NOT IN ["/a", "/b"]"#, "/ab", Some(true)),
            (r#"LogGroupName NOT IN []"#, "/a", Some(true)),
            (r#"LogGroupNamePrefix IN ["/aws/"]"#, "/aws/x", Some(true)),
            (r#"LogGroupNamePrefix = "/aws/""#, "/x", Some(false)),
            (r#"LogGroupNamePrefix == "/aws/""#, "/aws/x", Some(true)),
            (r#"LogGroupName IN ["/a"]"#, "/a", None),
            ("LogGroupName NOT IN /a", "/a", None),
            ("x", "/a", None),
        ] {
            assert_eq!(Selection::parse(text).ok().map(|s| s.has(group)), expected, "{text}");
        }
    }
}
