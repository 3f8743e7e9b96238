//! Tags of providers and certificates, whose keys are told apart with regard to case.

use plane::{Access, Failure};

use crate::api::Tag;
use crate::tags::{self, Keys};

pub(super) use crate::tags::{listed as shown, pairs, shown as shown_if_any};

/// The permission to make something that may come with tags: giving it tags needs the action that tags it too.
pub(super) fn creating(arn: &str, tag_action: &'static str, tags: Option<&[Tag]>) -> Access {
    let tags = tags.unwrap_or_default();
    let access = Access::on(arn).request_tags(pairs(tags));
    if tags.is_empty() { access } else { access.and(Access::on(arn).action(tag_action).request_tags(pairs(tags))) }
}

/// The tags of something new.
pub(super) fn given(tags: Option<&[Tag]>) -> Result<Vec<(String, String)>, Failure> {
    tags::add(&[], tags.unwrap_or_default(), Keys::Exact)
}

/// Adds tags.
pub(super) fn merge(present: &mut Vec<(String, String)>, new: &[Tag]) -> Result<(), Failure> {
    *present = tags::add(present, new, Keys::Exact)?;
    Ok(())
}

/// Removes tags.
pub(super) fn remove(present: &mut Vec<(String, String)>, keys: &[String]) -> Result<(), Failure> {
    *present = tags::remove(present, keys, Keys::Exact)?;
    Ok(())
}
