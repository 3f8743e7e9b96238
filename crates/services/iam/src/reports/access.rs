//! Who used which service when, from audit records. Pure.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::services::{Service, by_source};
use super::{ServiceUse, Use};

/// How long uses are reported: "The tracking period is the last 400 days" (IAM User Guide, last accessed information).
pub const TRACKING_MS: i64 = 400 * 24 * 60 * 60 * 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    user_identity: Identity<'a>,
    #[serde(borrow)]
    event_source: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    event_name: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    aws_region: std::borrow::Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    arn: std::borrow::Cow<'a, str>,
    session_context: Option<SessionContext>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext {
    session_issuer: Option<SessionIssuer>,
}

#[derive(Deserialize)]
struct SessionIssuer {
    arn: Option<String>,
}

/// An attempt to use a service by somebody who is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// ARN of the user, the role behind the session, or the root user.
    pub who: String,
    /// The service.
    pub service: &'static Service,
    /// The action.
    pub action: String,
    /// Region.
    pub region: String,
}

/// Reads an audit record; `None` for what services did by themselves, for callers of other accounts and for unsigned calls.
/// Refused attempts count, as on AWS.
pub fn attempt(record: &[u8]) -> Option<Attempt> {
    let record: Record<'_> = serde_json::from_slice(record).ok()?;
    let identity = record.user_identity;
    let who = match identity.kind.as_ref() {
        "IAMUser" | "Root" => identity.arn.into_owned(),
        "AssumedRole" | "FederatedUser" => identity.session_context?.session_issuer?.arn?,
        _ => return None,
    };
    if who.is_empty() {
        return None;
    }
    Some(Attempt {
        who,
        service: by_source(&record.event_source)?,
        action: record.event_name.into_owned(),
        region: record.aws_region.into_owned(),
    })
}

/// The uses of services, gathered attempt by attempt in any order.
#[derive(Debug, Default)]
pub struct Tally {
    services: BTreeMap<&'static str, ServiceUse>,
}

fn later(known: &mut Option<Use>, at: i64, who: &str, region: &str) {
    if known.as_ref().is_none_or(|known| known.at < at) {
        *known = Some(Use { at, who: who.to_owned(), region: region.to_owned() });
    }
}

impl Tally {
    /// Counts an attempt by `who` (an entity, or the account it is in).
    pub fn count(&mut self, attempt: &Attempt, who: &str, at: i64) {
        let namespace = attempt.service.namespace;
        let known = self.services.entry(namespace).or_insert_with(|| empty(namespace));
        later(&mut known.last, at, who, &attempt.region);
        let by = known.by.entry(who.to_owned()).or_insert(at);
        *by = (*by).max(at);
        let mut action = known.actions.remove(&attempt.action);
        later(&mut action, at, who, &attempt.region);
        known.actions.extend(action.map(|action| (attempt.action.clone(), action)));
    }

    /// The uses of these services, with none for those that were not used.
    pub fn of(mut self, namespaces: &[&'static str]) -> Vec<ServiceUse> {
        namespaces.iter().map(|namespace| self.services.remove(namespace).unwrap_or_else(|| empty(namespace))).collect()
    }
}

fn empty(namespace: &str) -> ServiceUse {
    ServiceUse { namespace: namespace.to_owned(), last: None, by: BTreeMap::new(), actions: BTreeMap::new() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Tally, attempt};

    fn record(identity: serde_json::Value, source: &str, name: &str) -> Vec<u8> {
        json!({"userIdentity": identity, "eventSource": source, "eventName": name, "awsRegion": "eu-west-1", "errorCode": "AccessDenied"})
            .to_string()
            .into_bytes()
    }

    const ANNA: &str = "arn:aws:iam::111122223333:user/anna";

    #[test]
    fn attempts_are_those_of_users_roles_and_root() {
        let user = json!({"type": "IAMUser", "arn": ANNA});
        let role = json!({"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/r/s",
            "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::111122223333:role/r"}, "attributes": {}}});
        assert_eq!(attempt(&record(user, "iam.amazonaws.com", "ListUsers")).unwrap().who, ANNA);
        let found = attempt(&record(role, "monitoring.amazonaws.com", "PutMetricData")).unwrap();
        assert_eq!((found.who.as_str(), found.service.namespace), ("arn:aws:iam::111122223333:role/r", "cloudwatch"));
        for other in [
            json!({"type": "AWSAccount", "accountId": "444455556666"}),
            json!({"type": "AWSService", "invokedBy": "x.amazonaws.com"}),
            json!({"accountId": "111122223333"}),
        ] {
            assert_eq!(attempt(&record(other, "iam.amazonaws.com", "ListUsers")), None);
        }
        assert_eq!(attempt(b"nonsense"), None);
    }

    #[test]
    fn the_last_attempt_is_kept_whatever_the_order() {
        let user = json!({"type": "IAMUser", "arn": ANNA});
        let list = attempt(&record(user.clone(), "iam.amazonaws.com", "ListUsers")).unwrap();
        let get = attempt(&record(user, "iam.amazonaws.com", "GetUser")).unwrap();
        let mut tally = Tally::default();
        tally.count(&list, "a", 20);
        tally.count(&get, "b", 30);
        tally.count(&list, "b", 10);
        let uses = tally.of(&["iam", "s3"]);
        assert_eq!(uses[0].last.as_ref().map(|u| (u.at, u.who.as_str())), Some((30, "b")));
        assert_eq!(uses[0].by.clone().into_iter().collect::<Vec<_>>(), [("a".to_owned(), 20), ("b".to_owned(), 30)]);
        assert_eq!(uses[0].actions["ListUsers"].at, 20);
        assert_eq!((uses[1].namespace.as_str(), uses[1].last.as_ref()), ("s3", None));
    }
}
