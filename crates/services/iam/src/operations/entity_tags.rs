//! Tags of users, roles, policies, instance profiles and MFA devices.

use plane::page::Page;
use plane::{Access, Failure, Registry, Resource, Stored, Transaction};
use wire::Unit;

use super::instance_profiles::{on_profile, profile};
use super::managed_policies::{on_policy, own};
use super::mfa_devices::{existing, on_device};
use crate::api::{self, Tag, operation};
use crate::common::{cut, entity, on, truncated};
use crate::resources::{Role, User};
use crate::tags::{self, Keys, pairs};

/// The permission to make something: giving it tags needs the action that tags it too.
pub(super) fn creating(access: Access, arn: &str, tag_action: &'static str, tags: Option<&[Tag]>) -> Access {
    match tags {
        Some(tags) if !tags.is_empty() => {
            access.request_tags(pairs(tags)).and(Access::on(arn).action(tag_action).request_tags(pairs(tags)))
        }
        _ => access,
    }
}

fn put<T: Resource>(tx: &mut Transaction<'_>, stored: Stored<T>) -> Result<Unit, Failure> {
    tx.put(&stored)?;
    if let Some(arn) = stored.arn {
        tx.touched(arn, tx.account(), T::KIND);
    }
    Ok(Unit {})
}

fn add<T: Resource>(tx: &mut Transaction<'_>, mut stored: Stored<T>, new: &[Tag], keys: Keys) -> Result<Unit, Failure> {
    stored.tags = tags::add(&stored.tags, new, keys)?;
    put(tx, stored)
}

fn remove<T: Resource>(tx: &mut Transaction<'_>, mut stored: Stored<T>, names: &[String], keys: Keys) -> Result<Unit, Failure> {
    stored.tags = tags::remove(&stored.tags, names, keys)?;
    put(tx, stored)
}

fn list<T: Resource>(stored: &Stored<T>, marker: Option<&str>, max_items: Option<i32>) -> Result<Page<Tag>, Failure> {
    cut(tags::listed(&stored.tags), &format!("Tags {}", stored.key), marker, max_items)
}

/// Tag, untag and list for one kind of resource: its permission, and how it is found.
macro_rules! tagging {
    ($($name:ident, $keys:ident, $on:path, $find:path: $tag:ident $untag:ident $list:ident $reply:ident;)*) => {
        $(
            handle!($tag {
                access(input, lookup) { Ok($on(lookup, &input.$name).await?.request_tags(pairs(&input.tags))) }
                run(input, tx) {
                    let found = $find(tx, &input.$name).await?;
                    add(tx, found, &input.tags, Keys::$keys)
                }
            });

            handle!($untag {
                access(input, lookup) { Ok($on(lookup, &input.$name).await?.tag_keys(input.tag_keys.iter().map(String::as_str))) }
                run(input, tx) {
                    let found = $find(tx, &input.$name).await?;
                    remove(tx, found, &input.tag_keys, Keys::$keys)
                }
            });

            handle!($list {
                access(input, lookup) { $on(lookup, &input.$name).await }
                run(input, tx) {
                    let found = $find(tx, &input.$name).await?;
                    let page = list(&found, input.marker.as_deref(), input.max_items)?;
                    let is_truncated = truncated(&page);
                    Ok(api::$reply { tags: page.items, is_truncated, marker: page.next })
                }
            });
        )*

        pub(super) fn register(registry: &mut Registry) {
            $(registry.add::<operation::$tag>().add::<operation::$untag>().add::<operation::$list>();)*
        }
    };
}

tagging! {
    user_name, IgnoreCase, on::<User>, entity::<User>: TagUser UntagUser ListUserTags ListUserTagsResponse;
    role_name, IgnoreCase, on::<Role>, entity::<Role>: TagRole UntagRole ListRoleTags ListRoleTagsResponse;
    policy_arn, Exact, on_policy, own: TagPolicy UntagPolicy ListPolicyTags ListPolicyTagsResponse;
    instance_profile_name, Exact, on_profile, profile:
        TagInstanceProfile UntagInstanceProfile ListInstanceProfileTags ListInstanceProfileTagsResponse;
    serial_number, Exact, on_device, existing: TagMFADevice UntagMFADevice ListMFADeviceTags ListMFADeviceTagsResponse;
}
