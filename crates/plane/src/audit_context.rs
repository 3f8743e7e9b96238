//! What a call was, beyond its record: the values of condition keys and the tags that its authorization had before it.
//!
//! Whoever wants to see them says so in a [`ContextWish`], such as an event data store whose events are enriched. The wishes that concern an account are
//! worked out with its guardrails and kept as these are, so that while nobody wishes anything nothing is looked up and nothing is written. What was
//! wished is an entry of the journal of its own kind before the call's records, so that whoever reads records alone never meets it.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-context-events.html>.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wire::Failure;

use crate::LookupValue;
use crate::resource::Resource;
use crate::transaction::Reader;

/// Kind of the journal entry with a call's context; its body is a [`CallContext`]. It stands before the call's records, in the same commit.
pub const CONTEXT: &str = "AuditContext";

/// Look-up: the wishes that concern an account.
const BY_ACCOUNT: &str = "audit-context:account";
/// Look-up: the wishes that concern all accounts of an organization.
const BY_ORGANIZATION: &str = "audit-context:organization";
/// More wishes than an account and its organization can have.
const ALL: usize = 10_000;

/// What somebody wants to see of the calls of an account, or of all accounts of its organization. Kept under an id of the wisher's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextWish {
    /// The account.
    pub account: String,
    /// The organization, if the calls of all its accounts are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Global condition keys, such as `aws:PrincipalType` and `aws:PrincipalTag/team`.
    pub condition_keys: Vec<String>,
    /// Keys of the tags of resources.
    pub tag_keys: Vec<String>,
    /// Whether request parameters and response elements are wanted that are too large for records.
    pub large: bool,
}

impl Resource for ContextWish {
    // Authorization keeps what it worked out from kinds of this prefix until they change.
    const KIND: &'static str = "Cloudkeep::AuditContextWish";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::shared(BY_ACCOUNT, &self.account)];
        lookups.extend(self.organization.iter().map(|id| LookupValue::shared(BY_ORGANIZATION, id)));
        lookups
    }
}

/// The name of the tag, of a condition key that is a tag of the principal.
pub fn principal_tag(key: &str) -> Option<&str> {
    let (prefix, tag) = key.split_once('/')?;
    prefix.eq_ignore_ascii_case("aws:PrincipalTag").then_some(tag)
}

/// Whether a condition key has any number of values.
pub(crate) fn is_list(key: &str) -> bool {
    key.eq_ignore_ascii_case("aws:PrincipalOrgPaths") || key.eq_ignore_ascii_case("aws:PrincipalServiceNamesList")
}

/// Everything that is wished of an account's calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContextWishes {
    pub(crate) condition_keys: BTreeSet<String>,
    pub(crate) tag_keys: BTreeSet<String>,
    pub(crate) large: bool,
}

/// The wishes that concern an account; none if there are none.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn wishes(
    reader: &Reader<'_>,
    account: &str,
    organization: Option<&str>,
) -> Result<Option<Arc<ContextWishes>>, Failure> {
    if account.is_empty() {
        return Ok(None);
    }
    let mut found = reader.find_all::<ContextWish>(BY_ACCOUNT, account, None, ALL).await?;
    if let Some(organization) = organization {
        found.extend(reader.find_all::<ContextWish>(BY_ORGANIZATION, organization, None, ALL).await?);
    }
    if found.is_empty() {
        return Ok(None);
    }
    let mut all = ContextWishes::default();
    for wish in found.into_iter().map(|stored| stored.body) {
        all.condition_keys.extend(wish.condition_keys);
        all.tag_keys.extend(wish.tag_keys);
        all.large |= wish.large;
    }
    Ok(Some(Arc::new(all)))
}

/// What was wished of one call and could be had, as the journal keeps it. Which of it somebody may see they look up by account: what is known of the
/// caller concerns the caller's account, the tags of a resource its owner's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CallContext {
    /// `requestID` of the records that it belongs to.
    pub request_id: String,
    /// Account of the caller.
    pub account: String,
    /// Values of condition keys: a string, or a list where the key has several.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub condition_keys: Map<String, Value>,
    /// Tags of the principal.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub principal_tags: Map<String, Value>,
    /// Tags of the resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<TaggedResource>,
    /// `requestParameters`, if the record omits them for their size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_parameters: Option<Value>,
    /// The same of `responseElements`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_elements: Option<Value>,
}

/// A resource of a call, with its tags.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaggedResource {
    /// ARN.
    pub arn: String,
    /// Owner.
    pub account: String,
    /// Tags.
    pub tags: Map<String, Value>,
}

/// What authorization saw of what is wished.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) context: CallContext,
    /// Tags that the call gives to a resource, if it succeeds: the place of the resource and the tag.
    pub(crate) written: Vec<(usize, String, String)>,
    pub(crate) large: bool,
}

impl Seen {
    /// The context of the call, once its end is known.
    pub(crate) fn ended(&self, done: bool) -> CallContext {
        let mut context = self.context.clone();
        if done {
            for (place, key, value) in &self.written {
                if let Some(resource) = context.resources.get_mut(*place) {
                    resource.tags.insert(key.clone(), Value::from(value.as_str()));
                }
            }
        }
        context.resources.retain(|resource| !resource.tags.is_empty());
        context
    }
}
