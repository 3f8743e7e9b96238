//! Finding queues by URL, name or ARN, and what permission calls on them need.

use std::sync::Arc;

use plane::{Access, Call, Failure, Lookup, Plane, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};

use crate::errors::{invalid, no_queue};
use crate::resources::Queue;

/// Longest name of a queue, characters.
const MAX_NAME: usize = 80;

/// Where a queue is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub account: String,
    pub region: String,
    pub name: String,
}

impl Place {
    /// The queue of a URL, whose last two parts are account and name; clients may reach the server by any host. A bare name is one of the caller's.
    ///
    /// # Errors
    /// `QueueDoesNotExist` where it cannot be one.
    pub fn of_url(url: &str, call: &Call) -> Result<Self, Failure> {
        let mut parts = url.trim_end_matches('/').rsplit('/');
        let name = parts.next().filter(|name| is_name(name)).ok_or_else(no_queue)?;
        let account = match parts.next() {
            Some(account) if is_account(account) => account,
            None => call.principal.account.as_str(),
            Some(_) => return Err(no_queue()),
        };
        Ok(Self { account: account.to_owned(), region: call.region.clone(), name: name.to_owned() })
    }

    /// The queue of an ARN.
    pub fn of_arn(arn: &str) -> Option<Self> {
        let parts: Vec<&str> = arn.split(':').collect();
        match parts.as_slice() {
            ["arn", _, "sqs", region, account, name] if is_account(account) && is_name(name) => {
                Some(Self { account: (*account).to_owned(), region: (*region).to_owned(), name: (*name).to_owned() })
            }
            _ => None,
        }
    }

    pub fn arn(&self, plane: &Plane) -> String {
        plane.arn("sqs", &self.region, &self.account, &self.name)
    }

    pub async fn find(&self, reader: &Reader<'_>) -> Result<Option<Stored<Queue>>, Failure> {
        reader.get::<Queue>(&self.account, &self.region, &self.name).await
    }

    /// The queue, held until the commit.
    ///
    /// # Errors
    /// `QueueDoesNotExist`.
    pub async fn held(&self, tx: &mut Transaction<'_>) -> Result<Stored<Queue>, Failure> {
        tx.get::<Queue>(&self.account, &self.region, &self.name).await?.ok_or_else(no_queue)
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a queue can be called so: letters, digits, `-` and `_`, and `.fifo` at the end of a FIFO queue's name.
pub(crate) fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix(".fifo").unwrap_or(name);
    !stem.is_empty() && name.len() <= MAX_NAME && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Refuses names that no queue can have.
///
/// # Errors
/// `InvalidParameterValue`.
pub(crate) fn check_name(name: &str) -> Result<(), Failure> {
    if is_name(name) {
        return Ok(());
    }
    Err(invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"))
}

/// The URL by which the caller reaches a queue: through the host that the request came to.
pub(crate) fn url(call: &Call, account: &str, name: &str) -> String {
    let scheme = if call.tls.is_some() { "https" } else { "http" };
    format!("{scheme}://{}/{account}/{name}", call.host)
}

/// The policy of a queue, compiled.
///
/// # Errors
/// Internal ones: it was checked when it was set.
pub(crate) fn compiled(queue: &Queue) -> Result<Option<Arc<Policy>>, Failure> {
    let Some(text) = &queue.attributes.policy else { return Ok(None) };
    Policy::parse(text, PolicyKind::Resource).map(|policy| Some(Arc::new(policy))).map_err(Failure::internal)
}

/// What an action on a queue needs.
pub(crate) async fn on_queue(lookup: &Lookup<'_>, place: &Place, action: &'static str) -> Result<Access, Failure> {
    let found = place.find(lookup).await?;
    let arn = place.arn(lookup.plane());
    let mut access = Access::on(&arn).action(action).owned_by(&place.account);
    if let Some(queue) = &found {
        access = access.resource_tags(&queue.tags);
        if let Some(policy) = compiled(&queue.body)? {
            access = access.resource_policy(ResourcePolicy { id: arn, policy, role: ResourcePolicyRole::Optional });
        }
    }
    Ok(access)
}

/// The same for the queue of a URL.
pub(crate) async fn on_url(lookup: &Lookup<'_>, url: &str, action: &'static str) -> Result<Access, Failure> {
    on_queue(lookup, &Place::of_url(url, lookup.call())?, action).await
}

/// Tells the audit record of a queue.
pub(crate) fn touched(tx: &mut Transaction<'_>, queue: &Queue) {
    let arn = queue.arn(&tx.plane().settings.partition);
    tx.touched(arn, queue.account.clone(), "AWS::SQS::Queue");
}

#[cfg(test)]
mod tests {
    use super::{Place, is_name};

    #[test]
    fn names_are_those_of_aws() {
        for (name, ok) in [
            ("a", true),
            ("a-B_9", true),
            ("a.fifo", true),
            (".fifo", false),
            ("a.b", false),
            ("", false),
            ("a/b", false),
            (&"x".repeat(80), true),
            (&"x".repeat(81), false),
        ] {
            assert_eq!(is_name(name), ok, "{name}");
        }
    }

    #[test]
    fn arns_name_places() {
        let place = Place::of_arn("arn:aws:sqs:eu-west-1:123456789012:q.fifo").unwrap();
        assert_eq!((place.region.as_str(), place.name.as_str()), ("eu-west-1", "q.fifo"));
        for arn in
            ["", "arn:aws:sns:eu-west-1:123456789012:q", "arn:aws:sqs:eu-west-1:12:q", "arn:aws:sqs:eu-west-1:123456789012:a b"]
        {
            assert_eq!(Place::of_arn(arn), None, "{arn}");
        }
    }
}
