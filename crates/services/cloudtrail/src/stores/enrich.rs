//! Enriched events: what an event data store's events have beyond their records. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-context-events.html>.

use plane::audit_context::{CallContext, ContextWish, principal_tag};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::EventDataStore;

/// Largest event of a store of large events, bytes.
const MOST_BYTES: usize = 1 << 20;

/// Global condition keys that can be asked for.
const CONDITION_KEYS: &[&str] = &[
    "aws:FederatedProvider",
    "aws:TokenIssueTime",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:SourceIdentity",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:ViaAWSService",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:SourceAccount",
    "aws:SourceOrgID",
];

/// What the events of an event data store have beyond their records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventConfiguration {
    /// Whether events have up to 1 MB; otherwise 256 KB.
    #[serde(default)]
    pub large: bool,
    /// Condition keys of `requestContext`, and tags of principals as `aws:PrincipalTag/…`.
    #[serde(default)]
    pub condition_keys: Vec<String>,
    /// Keys of the tags of `tagContext`.
    #[serde(default)]
    pub tag_keys: Vec<String>,
}

impl EventConfiguration {
    /// Whether events have an `eventContext`.
    fn has_context(&self) -> bool {
        !self.condition_keys.is_empty() || !self.tag_keys.is_empty()
    }

    /// Whether anything is wanted that records do not have.
    pub fn asks(&self) -> bool {
        self.large || self.has_context()
    }
}

impl EventDataStore {
    /// What it wants to see of calls; none if their records are enough, or it takes none.
    pub fn wish(&self) -> Option<ContextWish> {
        let EventConfiguration { large, condition_keys, tag_keys } = self.configuration.clone();
        let (account, organization) = (self.account.clone(), self.organization.clone());
        (self.ingests() && self.configuration.asks()).then_some(ContextWish {
            account,
            organization,
            condition_keys,
            tag_keys,
            large,
        })
    }
}

/// The name of a condition key as it is written, if it can be asked for; of a principal's tag as it was given.
pub fn condition_key(given: &str) -> Option<String> {
    if let Some(tag) = principal_tag(given) {
        return (!tag.is_empty()).then(|| format!("aws:PrincipalTag/{tag}"));
    }
    CONDITION_KEYS.iter().find(|key| key.eq_ignore_ascii_case(given)).map(|key| (*key).to_owned())
}

/// Whether something can be the key of a tag: letters, digits, spaces and `_ . / = + - : @`.
/// See <https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html>.
pub fn is_tag_key(given: &str) -> bool {
    !given.is_empty()
        && given.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '.' | '/' | '=' | '+' | '-' | ':' | '@'))
}

/// Members of an object that are asked for.
fn chosen(from: &Map<String, Value>, asked: impl Fn(&str) -> bool) -> Value {
    from.iter().filter(|(key, _)| asked(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The record of an event as a store has it, given the context of its call. Somebody sees of the caller only what concerns their own account, and of
/// resources only their own.
pub fn enriched(mut record: Value, configuration: &EventConfiguration, context: &CallContext, recipient: &str) -> Value {
    let same = record.get("requestID").and_then(Value::as_str) == Some(context.request_id.as_str());
    let Some(members) = record.as_object_mut().filter(|_| same) else { return record };
    let mut size = serde_json::to_vec(&members).map_or(MOST_BYTES, |text| text.len());
    let mut set = |name: &str, value: Value| {
        let length = |value: &Value| serde_json::to_vec(value).map_or(MOST_BYTES, |text| text.len() + name.len() + 4);
        let less = members.get(name).map_or(0, length);
        let after = size.saturating_sub(less) + length(&value);
        // What does not fit is left as it is, the least important first: AWS documents the order.
        if after <= MOST_BYTES {
            size = after;
            members.insert(name.to_owned(), value);
        }
    };
    if configuration.large {
        if let Some(value) = &context.request_parameters {
            set("requestParameters", value.clone());
        }
        if let Some(value) = &context.response_elements {
            set("responseElements", value.clone());
        }
    }
    if configuration.has_context() {
        let of_caller = context.account == recipient;
        let asked = |key: &str| configuration.condition_keys.iter().any(|asked| asked == key);
        let asked_tag = |key: &str| {
            let tag = |asked: &String| principal_tag(asked).is_some_and(|tag| tag.eq_ignore_ascii_case(key));
            configuration.condition_keys.iter().any(tag)
        };
        let none = Map::new();
        let mut tags = Map::new();
        let resources: Vec<Value> = context
            .resources
            .iter()
            .filter(|resource| resource.account == recipient)
            .map(|resource| {
                (&resource.arn, chosen(&resource.tags, |key| configuration.tag_keys.iter().any(|asked| asked == key)))
            })
            .filter(|(_, tags)| tags.as_object().is_some_and(|tags| !tags.is_empty()))
            .map(|(arn, tags)| json!({"arn": arn, "tags": tags}))
            .collect();
        if !resources.is_empty() {
            tags.insert("resourceTags".to_owned(), Value::from(resources));
        }
        let principal = chosen(if of_caller { &context.principal_tags } else { &none }, asked_tag);
        if principal.as_object().is_some_and(|tags| !tags.is_empty()) {
            tags.insert("principalTags".to_owned(), principal);
        }
        let request = chosen(if of_caller { &context.condition_keys } else { &none }, asked);
        set("eventContext", json!({"requestContext": request, "tagContext": tags}));
    }
    record
}

#[cfg(test)]
mod tests {
    use plane::audit_context::{CallContext, TaggedResource};
    use serde_json::{Value, json};

    use super::{EventConfiguration, MOST_BYTES, condition_key, enriched, is_tag_key};

    fn object(value: Value) -> serde_json::Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    fn context() -> CallContext {
        let resource = |arn: &str, account: &str| TaggedResource {
            arn: arn.to_owned(),
            account: account.to_owned(),
            tags: object(json!({"team": "red", "cost": "7"})),
        };
        CallContext {
            request_id: "r1".to_owned(),
            account: "111111111111".to_owned(),
            condition_keys: object(json!({"aws:PrincipalType": "User", "aws:ViaAWSService": "false"})),
            principal_tags: object(json!({"Level": "9", "team": "blue"})),
            resources: vec![resource("arn:one", "111111111111"), resource("arn:two", "222222222222")],
            ..CallContext::default()
        }
    }

    fn configuration(conditions: &[&str], tags: &[&str]) -> EventConfiguration {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        EventConfiguration { large: true, condition_keys: owned(conditions), tag_keys: owned(tags) }
    }

    #[test]
    fn a_store_has_what_it_asks_for() {
        let record = json!({"requestID": "r1", "eventName": "X"});
        let asked = configuration(&["aws:PrincipalType", "aws:PrincipalTag/level", "aws:SourceIdentity"], &["team"]);
        let own = enriched(record.clone(), &asked, &context(), "111111111111");
        assert_eq!(
            own["eventContext"],
            json!({
                "requestContext": {"aws:PrincipalType": "User"},
                "tagContext": {"resourceTags": [{"arn": "arn:one", "tags": {"team": "red"}}], "principalTags": {"Level": "9"}},
            })
        );
        let owners = enriched(record.clone(), &asked, &context(), "222222222222");
        assert_eq!(
            owners["eventContext"],
            json!({"requestContext": {}, "tagContext": {"resourceTags": [{"arn": "arn:two", "tags": {"team": "red"}}]}})
        );
        let other = json!({"requestID": "r2"});
        assert_eq!(enriched(other.clone(), &asked, &context(), "111111111111"), other, "another call's context");
        assert_eq!(enriched(record.clone(), &configuration(&[], &[]), &context(), "111111111111"), record);
        let nothing = enriched(record, &configuration(&[], &["none"]), &context(), "111111111111");
        assert_eq!(nothing["eventContext"], json!({"requestContext": {}, "tagContext": {}}));
    }

    #[test]
    fn large_events_are_whole_as_far_as_they_fit() {
        let omitted = json!({"omitted": true});
        let record = json!({"requestID": "r1", "requestParameters": omitted, "responseElements": omitted});
        let mut context = context();
        context.request_parameters = Some(json!({"a": "x".repeat(600_000)}));
        context.response_elements = Some(json!({"b": "y".repeat(600_000)}));
        let asked = configuration(&["aws:PrincipalType"], &[]);
        let whole = enriched(record.clone(), &asked, &context, "111111111111");
        assert_eq!(whole["requestParameters"], context.request_parameters.clone().unwrap());
        assert_eq!(whole["responseElements"], omitted);
        assert_eq!(whole["eventContext"]["requestContext"], json!({"aws:PrincipalType": "User"}));
        assert!(whole.to_string().len() <= MOST_BYTES);
        let standard = EventConfiguration { large: false, ..asked };
        assert_eq!(enriched(record, &standard, &context, "111111111111")["requestParameters"], omitted);
    }

    #[test]
    fn keys_are_known() {
        assert_eq!(condition_key("aws:principaltype").as_deref(), Some("aws:PrincipalType"));
        assert_eq!(condition_key("AWS:PrincipalTag/Team").as_deref(), Some("aws:PrincipalTag/Team"));
        for unknown in ["aws:SourceIp", "s3:prefix", "aws:PrincipalTag/", "aws:PrincipalTag", "", "aws:ResourceTag/a"] {
            assert_eq!(condition_key(unknown), None, "{unknown}");
        }
        assert!(is_tag_key("cost centre:a/b") && is_tag_key("größe") && !is_tag_key("a*") && !is_tag_key(""));
    }
}
