//! What all operations share: ARNs, names, paging, errors in AWS's wording, and the three kinds of entities that have policies.

use plane::page::{self, Page};
use plane::{Access, Failure, Lookup, PrincipalKind, Reader, Resource, Stored, Timestamp, Transaction};
use policy::{Policy, PolicyKind};

use crate::api::{
    AttachedPermissionsBoundary, DeleteConflictException, EntityAlreadyExistsException, InvalidInputException,
    LimitExceededException, MalformedPolicyDocumentException, NoSuchEntityException, PermissionsBoundaryAttachmentType,
    UnmodifiableEntityException,
};
use crate::resources::{Grants, Group, Role, User};

/// Items of a page when the caller asks for no number.
pub(crate) const DEFAULT_PAGE: usize = 100;

/// The quotas of an account, as AWS grants them without being asked.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub(crate) mod quota {
    /// Users of an account.
    pub(crate) const USERS: u64 = 5_000;
    /// Groups of an account.
    pub(crate) const GROUPS: u64 = 300;
    /// Roles of an account.
    pub(crate) const ROLES: u64 = 1_000;
    /// Customer managed policies of an account.
    pub(crate) const POLICIES: u64 = 1_500;
    /// Instance profiles of an account.
    pub(crate) const INSTANCE_PROFILES: u64 = 1_000;
    /// Groups of a user.
    pub(crate) const GROUPS_PER_USER: usize = 10;
    /// Access keys of a user, or of the root user.
    pub(crate) const ACCESS_KEYS: usize = 2;
    /// MFA devices of a user, or of the root user.
    pub(crate) const MFA_DEVICES: usize = 8;
    /// Versions of a managed policy.
    pub(crate) const POLICY_VERSIONS: usize = 5;
    /// Managed policies attached to a user, group or role.
    pub(crate) const ATTACHED: usize = 10;
    /// Characters of a managed policy, white space not counted.
    pub(crate) const POLICY_SIZE: usize = 6_144;
    /// Characters of a trust policy, white space not counted.
    pub(crate) const TRUST_SIZE: usize = 2_048;
    /// Characters of all inline policies of a user.
    pub(crate) const USER_INLINE: usize = 2_048;
    /// Characters of all inline policies of a group.
    pub(crate) const GROUP_INLINE: usize = 5_120;
    /// Characters of all inline policies of a role.
    pub(crate) const ROLE_INLINE: usize = 10_240;
    /// Tags of a resource.
    pub(crate) const TAGS: usize = 50;
}

/// A user, group or role: what has inline and attached policies.
pub(crate) trait Entity: Resource + Clone {
    /// `user`, as in ARNs and messages.
    const WORD: &'static str;
    /// `User`, as at the beginning of messages.
    const TITLE: &'static str;
    /// Characters of all its inline policies.
    const INLINE: usize;
    /// Name of the quota of attached policies.
    const ATTACHED: &'static str;
    /// Name as given.
    fn name(&self) -> &str;
    /// ARN.
    fn arn(&self) -> &str;
    /// Its policies.
    fn grants(&self) -> &Grants;
    /// Its policies, to change them.
    fn grants_mut(&mut self) -> &mut Grants;
    /// ARN of its permissions boundary.
    fn boundary(&self) -> Option<&str>;
    /// Refuses changes of what only a service may change.
    fn modifiable(&self) -> Result<(), Failure> {
        Ok(())
    }
}

macro_rules! entity {
    ($type:ty, $word:literal, $title:literal, $inline:expr, $attached:literal, $boundary:expr $(, $modifiable:item)?) => {
        impl Entity for $type {
            const WORD: &'static str = $word;
            const TITLE: &'static str = $title;
            const INLINE: usize = $inline;
            const ATTACHED: &'static str = $attached;
            fn name(&self) -> &str {
                &self.name
            }
            fn arn(&self) -> &str {
                &self.arn
            }
            fn grants(&self) -> &Grants {
                &self.grants
            }
            fn grants_mut(&mut self) -> &mut Grants {
                &mut self.grants
            }
            fn boundary(&self) -> Option<&str> {
                let boundary: fn(&$type) -> Option<&str> = $boundary;
                boundary(self)
            }
            $($modifiable)?
        }
    };
}

entity!(User, "user", "User", quota::USER_INLINE, "PoliciesPerUser", |user| user.boundary.as_deref());
entity!(Group, "group", "Group", quota::GROUP_INLINE, "PoliciesPerGroup", |_| None);
entity!(
    Role,
    "role",
    "Role",
    quota::ROLE_INLINE,
    "PoliciesPerRole",
    |role| role.boundary.as_deref(),
    fn modifiable(&self) -> Result<(), Failure> {
        if self.service.is_none() {
            return Ok(());
        }
        Err(UnmodifiableEntityException::new(format!(
            "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
            self.name
        ))
        .into())
    }
);

/// The id of a document of this name.
pub(crate) fn id_of(name: &str) -> String {
    name.to_lowercase()
}

/// The path of a request, `/` if it has none.
///
/// # Errors
/// `ValidationError` when it does not begin and end with a slash; the model checks its characters.
pub(crate) fn path_of(path: Option<&str>) -> Result<String, Failure> {
    let path = path.unwrap_or("/");
    if path.starts_with('/') && path.ends_with('/') && !path.contains("//") {
        return Ok(path.to_owned());
    }
    Err(Failure::validation(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    ))
}

/// An IAM ARN of an account: `kind` is `user`, `role`, …; the path begins and ends with a slash.
pub(crate) fn arn(reader: &Reader<'_>, account: &str, kind: &str, path: &str, name: &str) -> String {
    reader.plane().arn("iam", "", account, &format!("{kind}{path}{name}"))
}

/// Kind, and name without path, of an IAM ARN of an account: `("user", "anna")` of `arn:aws:iam::111122223333:user/team/anna`.
pub(crate) fn parse_arn(arn: &str) -> Option<ParsedArn<'_>> {
    let mut parts = arn.splitn(6, ':');
    let (prefix, partition, service, region) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let (account, resource) = (parts.next()?, parts.next()?);
    if prefix != "arn" || partition.is_empty() || service != "iam" || !region.is_empty() {
        return None;
    }
    let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
    let name = rest.rsplit('/').next().unwrap_or(rest);
    Some(ParsedArn { account, kind, name })
}

/// The parts of an IAM ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParsedArn<'a> {
    /// Account, or `aws`.
    pub(crate) account: &'a str,
    /// `user`, `role`, `policy`, …
    pub(crate) kind: &'a str,
    /// Last part of the resource.
    pub(crate) name: &'a str,
}

/// A moment of a document, in whole seconds as IAM answers times.
pub(crate) fn when(ms: i64) -> Timestamp {
    Timestamp::from_second(ms.div_euclid(1_000)).unwrap_or_default()
}

/// Milliseconds of the call's time.
pub(crate) fn now(tx: &Transaction<'_>) -> i64 {
    tx.call().time.as_millisecond()
}

/// A boundary as replies show it.
pub(crate) fn shown_boundary(boundary: Option<&str>) -> Option<AttachedPermissionsBoundary> {
    boundary.map(|arn| AttachedPermissionsBoundary {
        permissions_boundary_type: Some(PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}

/// A document as replies show it: percent-encoded after RFC 3986.
pub(crate) fn url_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// `NoSuchEntity`.
pub(crate) fn no_such(message: impl Into<String>) -> Failure {
    NoSuchEntityException::new(message).into()
}

/// `NoSuchEntity` of a user, group or role.
pub(crate) fn no_entity<E: Entity>(name: &str) -> Failure {
    no_such(format!("The {} with name {name} cannot be found.", E::WORD))
}

/// `EntityAlreadyExists`.
pub(crate) fn exists(message: impl Into<String>) -> Failure {
    EntityAlreadyExistsException::new(message).into()
}

/// `DeleteConflict`.
pub(crate) fn conflict(message: impl Into<String>) -> Failure {
    DeleteConflictException::new(message).into()
}

/// `InvalidInput`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidInputException::new(message).into()
}

/// `LimitExceeded`.
pub(crate) fn limit(message: impl Into<String>) -> Failure {
    LimitExceededException::new(message).into()
}

/// `LimitExceeded` of a named quota.
pub(crate) fn over_quota(name: &str, quota: impl std::fmt::Display) -> Failure {
    limit(format!("Cannot exceed quota for {name}: {quota}"))
}

/// `MalformedPolicyDocument`.
pub(crate) fn malformed(message: impl Into<String>) -> Failure {
    MalformedPolicyDocumentException::new(message).into()
}

/// Checks a policy document.
///
/// # Errors
/// `MalformedPolicyDocument`, saying what and where.
pub(crate) fn check_policy(text: &str, kind: PolicyKind) -> Result<Policy, Failure> {
    Policy::parse(text, kind).map_err(|error| malformed(error.to_string()))
}

/// Refuses one more document of a kind that has `quota` of them already.
pub(crate) async fn check_quota<T: Resource>(tx: &Transaction<'_>, name: &str, quota: u64) -> Result<(), Failure> {
    if tx.reader().count::<T>(tx.account(), "").await? >= quota { Err(over_quota(name, quota)) } else { Ok(()) }
}

/// A user, group or role of the caller's account.
///
/// # Errors
/// `NoSuchEntity`.
pub(crate) async fn entity<E: Entity>(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<E>, Failure> {
    let account = tx.account();
    tx.get::<E>(account, "", &id_of(name)).await?.ok_or_else(|| no_entity::<E>(name))
}

/// The same, to change it: what belongs to a service is refused.
pub(crate) async fn modifiable<E: Entity>(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<E>, Failure> {
    let found = entity::<E>(tx, name).await?;
    found.body.modifiable()?;
    Ok(found)
}

/// The document of a user, group or role for an access step, and the permission on it.
pub(crate) async fn on_entity<E: Entity>(lookup: &Lookup<'_>, name: &str) -> Result<(Access, Option<Stored<E>>), Failure> {
    let found = lookup.get::<E>(lookup.account(), "", &id_of(name)).await?;
    let access = match &found {
        Some(found) => Access::on(found.body.arn()).resource_tags(&found.tags),
        None => Access::on(arn(lookup, lookup.account(), E::WORD, "/", name)),
    };
    Ok((access, found))
}

/// The permission on a user, group or role.
pub(crate) async fn on<E: Entity>(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    Ok(on_entity::<E>(lookup, name).await?.0)
}

/// The permission on the user that a request names, or on the caller.
pub(crate) async fn on_user_or_caller(lookup: &Lookup<'_>, name: Option<&str>) -> Result<Access, Failure> {
    let caller = &lookup.call().principal;
    match name.or(caller.user_name.as_deref()) {
        Some(name) => on::<User>(lookup, name).await,
        None => Ok(Access::on(caller.arn.clone())),
    }
}

/// Whom a request speaks of that need not name anybody.
#[derive(Debug)]
pub(crate) enum Subject {
    /// An IAM user.
    User(Box<Stored<User>>),
    /// The account's root user, who calls.
    Root,
}

impl Subject {
    /// Whose credentials those are.
    pub(crate) fn owner(&self) -> crate::resources::Owner {
        match self {
            Subject::User(user) => crate::resources::Owner::User(user.body.id.clone()),
            Subject::Root => crate::resources::Owner::Root,
        }
    }

    /// Name, empty for root.
    pub(crate) fn name(&self) -> &str {
        match self {
            Subject::User(user) => &user.body.name,
            Subject::Root => "",
        }
    }
}

/// The user that a request names, or the caller: a user or root.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` when a role session names nobody.
pub(crate) async fn subject(tx: &mut Transaction<'_>, name: Option<&str>) -> Result<Subject, Failure> {
    let caller = &tx.call().principal;
    if let Some(name) = name.or(caller.user_name.as_deref()) {
        return Ok(Subject::User(Box::new(entity::<User>(tx, name).await?)));
    }
    if caller.kind == PrincipalKind::Root {
        return Ok(Subject::Root);
    }
    Err(Failure::validation("Must specify userName when calling with non-User credentials"))
}

/// How many items a page has.
pub(crate) fn page_size(max_items: Option<i32>) -> usize {
    max_items.and_then(|n| usize::try_from(n).ok()).unwrap_or(DEFAULT_PAGE).clamp(1, 1_000)
}

/// What a marker that is none is answered with.
pub(crate) fn bad_marker() -> Failure {
    Failure::validation("Invalid Marker.")
}

/// A page of the documents of a kind in the caller's account, in the order of their names. `listing` names the operation and its filters.
pub(crate) async fn list<T: Resource>(
    tx: &Transaction<'_>,
    listing: &str,
    marker: Option<&str>,
    max_items: Option<i32>,
    keep: impl Fn(&Stored<T>) -> bool + Send + Sync,
) -> Result<Page<Stored<T>>, Failure> {
    let size = page_size(max_items);
    let mut after = marker.map(|m| page::position(listing, m).ok_or_else(bad_marker)).transpose()?;
    let mut items: Vec<Stored<T>> = Vec::new();
    loop {
        let batch = tx.reader().list::<T>(tx.account(), "", "", after.as_deref(), size + 1).await?;
        let last = batch.len() <= size;
        after = batch.last().map(|d| d.key.id.clone());
        items.extend(batch.into_iter().filter(|d| keep(d)));
        if last || items.len() > size {
            break;
        }
    }
    let more = items.len() > size;
    items.truncate(size);
    let next = if more { items.last().map(|d| page::token(listing, &d.key.id)) } else { None };
    Ok(Page { items, next })
}

/// A page of a short list that is in its own order, such as the policies attached to a role.
pub(crate) fn cut<T>(items: Vec<T>, listing: &str, marker: Option<&str>, max_items: Option<i32>) -> Result<Page<T>, Failure> {
    let numbered = items.into_iter().enumerate();
    let page = page::cut(numbered, listing, marker, page_size(max_items), |(at, _)| format!("{at:06}"), bad_marker)?;
    Ok(Page { items: page.items.into_iter().map(|(_, item)| item).collect(), next: page.next })
}

/// Whether a page is not the last, as `IsTruncated` says it.
pub(crate) fn truncated<T>(page: &Page<T>) -> Option<bool> {
    Some(page.next.is_some())
}

#[cfg(test)]
mod tests {
    use super::{parse_arn, path_of, url_encoded};

    #[test]
    fn arns_are_taken_apart() {
        let parsed = parse_arn("arn:aws:iam::111122223333:user/a/b/anna").unwrap();
        assert_eq!((parsed.account, parsed.kind, parsed.name), ("111122223333", "user", "anna"));
        assert_eq!(parse_arn("arn:aws:iam::aws:policy/job-function/Billing").unwrap().account, "aws");
        for bad in ["", "arn", "arn:aws:s3:::bucket", "arn:aws:iam:us-east-1:1:user/x", "user/x"] {
            assert_eq!(parse_arn(bad), None, "{bad}");
        }
    }

    #[test]
    fn paths_begin_and_end_with_a_slash() {
        assert_eq!(path_of(None).unwrap(), "/");
        assert_eq!(path_of(Some("/a/b/")).unwrap(), "/a/b/");
        for bad in ["a", "/a", "a/", "//"] {
            assert!(path_of(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn documents_are_encoded_after_rfc_3986() {
        assert_eq!(url_encoded("{\"a\": \"é*~\"}\n"), "%7B%22a%22%3A%20%22%C3%A9%2A~%22%7D%0A");
    }
}
