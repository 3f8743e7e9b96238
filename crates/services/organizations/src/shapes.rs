//! From documents to the shapes of the API, and what the API sends to documents.

use std::collections::HashMap;

use plane::page::{self, Page};
use plane::resource::{Stored, key};
use plane::{Failure, Reader, Resource, Timestamp};
use wire::Sensitive;

use crate::api::{self, AccountState, AccountStatus, PolicyTypeStatus};
use crate::errors::{self, Constraint, Invalid};
use crate::names;
use crate::place;
use crate::quotas;
use crate::resources::{Creation, Handshake, Member, Organization, Party, Policy, Root, Transfer, Unit, state_at};

/// "All of them": the store takes a limit with every listing.
pub(crate) const ALL: usize = usize::MAX >> 1;

/// A time from milliseconds since 1970.
pub(crate) fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

/// How many items a page has.
pub(crate) fn limit(max_results: Option<i32>) -> usize {
    max_results.and_then(|m| usize::try_from(m).ok()).map_or(quotas::PAGE, |m| m.clamp(1, quotas::PAGE))
}

/// Cuts a list in the order of its ids.
pub(crate) fn cut<T>(
    mut items: Vec<T>,
    listing: &str,
    token: Option<&str>,
    max_results: Option<i32>,
    id: impl Fn(&T) -> String,
) -> Result<Page<T>, Failure> {
    items.sort_by_key(|item| id(item));
    page::cut(items, listing, token, limit(max_results), id, errors::invalid_token)
}

/// A page of the documents that a look-up names and whose region is empty, without reading more than the page.
/// `own_account` says that each is kept under its own id as account, otherwise all are under `account`.
pub(crate) async fn found_page<T: Resource>(
    reader: &Reader<'_>,
    lookup: &str,
    value: &str,
    account: Option<&str>,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<Page<Stored<T>>, Failure> {
    let listing = format!("{lookup} {value}");
    let limit = limit(max_results);
    let after = match token {
        Some(token) => {
            let id = page::position(&listing, token).ok_or_else(errors::invalid_token)?;
            Some(key::<T>(account.unwrap_or(&id), "", id.clone()))
        }
        None => None,
    };
    let mut items = reader.find_all::<T>(lookup, value, after.as_ref(), limit + 1).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more { items.last().map(|last| page::token(&listing, &last.key.id)) } else { None };
    Ok(Page { items, next })
}

/// Tags of a request.
///
/// # Errors
/// `InvalidInputException` and `ConstraintViolationException` as AWS has them.
pub(crate) fn tags(given: Option<&[api::Tag]>) -> Result<Vec<(String, String)>, Failure> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in given.unwrap_or_default() {
        if tag.key.to_lowercase().starts_with("aws:") {
            return Err(errors::invalid(
                Invalid::InvalidSystemTagsParameter,
                "You specified a tag key that is a system tag. You can't add, edit, or delete system tag keys because they're reserved for AWS use.",
            ));
        }
        if tags.iter().any(|(key, _)| *key == tag.key) {
            return Err(errors::invalid(
                Invalid::DuplicateTagKey,
                "Tag keys must be unique among the tags attached to the same entity.",
            ));
        }
        tags.push((tag.key.clone(), tag.value.clone()));
    }
    check_tag_count(tags.len())?;
    Ok(tags)
}

/// Refuses more tags than a resource may have.
pub(crate) fn check_tag_count(count: usize) -> Result<(), Failure> {
    if count > quotas::TAGS {
        return Err(errors::constraint(
            Constraint::MaxTagLimitExceeded,
            "You have exceeded the number of tags allowed on this resource.",
        ));
    }
    Ok(())
}

/// Tags of a request as access steps take them.
pub(crate) fn tag_pairs(given: Option<&[api::Tag]>) -> impl Iterator<Item = (&str, &str)> {
    given.unwrap_or_default().iter().map(|t| (t.key.as_str(), t.value.as_str()))
}

/// Name and e-mail address of an account; empty ones if the installation does not know it.
pub(crate) async fn contact(reader: &Reader<'_>, account: &str) -> Result<(String, String), Failure> {
    let found = plane::account::get(reader, account).await?;
    Ok(found.map(|a| (a.body.name, a.body.email)).unwrap_or_default())
}

pub(crate) async fn organization(reader: &Reader<'_>, body: &Organization) -> Result<api::Organization, Failure> {
    let (_, email) = contact(reader, &body.management).await?;
    let available = match body.feature_set {
        api::OrganizationFeatureSet::All => vec![api::PolicyTypeSummary {
            r#type: Some(api::PolicyType::ServiceControlPolicy),
            status: Some(PolicyTypeStatus::Enabled),
        }],
        api::OrganizationFeatureSet::ConsolidatedBilling => Vec::new(),
    };
    Ok(api::Organization {
        id: Some(body.id.clone()),
        arn: Some(names::organization_arn(reader.plane(), &body.management, &body.id)),
        feature_set: Some(body.feature_set),
        master_account_arn: Some(names::account_arn(reader.plane(), &body.management, &body.id, &body.management)),
        master_account_id: Some(body.management.clone()),
        master_account_email: Some(Sensitive(email)),
        available_policy_types: Some(available),
    })
}

pub(crate) fn root(root: &Stored<Root>) -> api::Root {
    api::Root {
        id: Some(root.body.id.clone()),
        arn: root.arn.clone(),
        name: Some("Root".to_owned()),
        policy_types: Some(
            root.body
                .policy_types
                .keys()
                .map(|kind| api::PolicyTypeSummary { r#type: Some(*kind), status: Some(PolicyTypeStatus::Enabled) })
                .collect(),
        ),
    }
}

pub(crate) fn unit(unit: &Stored<Unit>) -> api::OrganizationalUnit {
    let body = &unit.body;
    let chain = body.above.iter().map(String::as_str).chain([body.id.as_str()]);
    api::OrganizationalUnit {
        id: Some(body.id.clone()),
        arn: unit.arn.clone(),
        name: Some(body.name.clone()),
        path: Some(place::path(&body.organization, chain)),
    }
}

/// An account's status in the older of the API's two forms.
pub(crate) fn status(state: AccountState) -> Option<AccountStatus> {
    match state {
        AccountState::Active => Some(AccountStatus::Active),
        AccountState::Suspended | AccountState::Closed => Some(AccountStatus::Suspended),
        AccountState::PendingClosure => Some(AccountStatus::PendingClosure),
        AccountState::PendingActivation => None,
    }
}

pub(crate) async fn account(reader: &Reader<'_>, member: &Stored<Member>) -> Result<api::Account, Failure> {
    let mut accounts = accounts(reader, std::slice::from_ref(member)).await?;
    accounts.pop().ok_or_else(|| Failure::internal("one account in, none out"))
}

pub(crate) async fn accounts(reader: &Reader<'_>, members: &[Stored<Member>]) -> Result<Vec<api::Account>, Failure> {
    let mut paths: HashMap<String, Vec<String>> = HashMap::new();
    let mut made = Vec::with_capacity(members.len());
    for member in members {
        let body = &member.body;
        let (name, email) = contact(reader, &body.id).await?;
        if !paths.contains_key(&body.parent) {
            paths.insert(body.parent.clone(), place::above(reader, body).await?);
        }
        let chain = paths.get(&body.parent).into_iter().flatten().map(String::as_str).chain([body.id.as_str()]);
        made.push(api::Account {
            id: Some(body.id.clone()),
            arn: member.arn.clone(),
            email: Some(Sensitive(email)),
            name: Some(Sensitive(name)),
            status: status(body.state),
            state: Some(body.state),
            paths: Some(vec![place::path(&body.organization, chain)]),
            joined_method: Some(body.joined_method),
            joined_timestamp: Some(time(body.joined_at)),
        });
    }
    Ok(made)
}

pub(crate) fn policy_summary(policy: &Stored<Policy>) -> api::PolicySummary {
    api::PolicySummary {
        id: Some(policy.body.id.clone()),
        arn: policy.arn.clone(),
        name: Some(policy.body.name.clone()),
        description: Some(policy.body.description.clone()),
        r#type: Some(policy.body.kind),
        aws_managed: Some(false),
    }
}

pub(crate) fn creation(body: &Creation) -> api::CreateAccountStatus {
    api::CreateAccountStatus {
        id: Some(body.id.clone()),
        account_name: Some(Sensitive(body.name.clone())),
        state: Some(body.state),
        requested_timestamp: Some(time(body.requested_at)),
        completed_timestamp: body.completed_at.map(time),
        account_id: body.account.clone(),
        gov_cloud_account_id: None,
        failure_reason: body.failure,
    }
}

pub(crate) fn handshake(handshake: &Stored<Handshake>, now: i64) -> api::Handshake {
    use api::HandshakeResourceType as Kind;
    let body = &handshake.body;
    let resource = |r#type, value: &str| api::HandshakeResource {
        value: Some(Sensitive(value.to_owned())),
        r#type: Some(r#type),
        resources: None,
    };
    let party = |r#type, id: &str| api::HandshakeParty { id: Sensitive(id.to_owned()), r#type };
    let mut parties = vec![party(api::HandshakePartyType::Organization, &body.organization)];
    let mut resources = vec![api::HandshakeResource {
        value: Some(Sensitive(body.organization.clone())),
        r#type: Some(Kind::Organization),
        resources: match body.action {
            api::ActionType::Invite => Some(vec![
                resource(Kind::MasterEmail, &body.management_email),
                resource(Kind::MasterName, &body.management_name),
                resource(Kind::OrganizationFeatureSet, body.feature_set.as_str()),
            ]),
            api::ActionType::TransferResponsibility => Some(vec![
                resource(Kind::ManagementAccount, &body.management),
                resource(Kind::ManagementEmail, &body.management_email),
                resource(Kind::ManagementName, &body.management_name),
            ]),
            _ => None,
        },
    }];
    match &body.to {
        Party::Account(id) => {
            parties.push(party(api::HandshakePartyType::Account, id));
            resources.push(resource(Kind::Account, id));
        }
        Party::Email(email) => {
            parties.push(party(api::HandshakePartyType::Email, email));
            resources.push(resource(Kind::Email, email));
        }
        Party::Organization => {}
    }
    if let Some(notes) = &body.notes {
        resources.push(resource(Kind::Notes, notes));
    }
    if let Some(parent) = &body.parent {
        resources.push(resource(Kind::ParentHandshake, parent));
    }
    if let Some(transfer) = &body.transfer {
        resources.push(resource(Kind::ResponsibilityTransfer, transfer));
        resources.push(resource(Kind::TransferType, api::ResponsibilityTransferType::Billing.as_str()));
    }
    api::Handshake {
        id: Some(body.id.clone()),
        arn: handshake.arn.clone(),
        parties: Some(parties),
        state: Some(state_at(body, now)),
        requested_timestamp: Some(time(body.requested_at)),
        expiration_timestamp: Some(time(body.expires_at)),
        action: Some(body.action),
        resources: Some(resources),
    }
}

/// A transfer as the side sees it that takes over (`inbound`) or hands over.
pub(crate) async fn transfer(
    reader: &Reader<'_>,
    transfer: &Transfer,
    status: api::ResponsibilityTransferStatus,
    inbound: bool,
) -> Result<api::ResponsibilityTransfer, Failure> {
    let (_, target_email) = contact(reader, &transfer.target).await?;
    let (owner, organization, direction) = if inbound {
        (transfer.target.as_str(), transfer.organization.as_str(), "inbound")
    } else {
        (
            transfer.source.as_deref().unwrap_or(&transfer.target),
            transfer.source_organization.as_deref().unwrap_or(&transfer.organization),
            "outbound",
        )
    };
    Ok(api::ResponsibilityTransfer {
        arn: Some(names::transfer_arn(reader.plane(), owner, organization, direction, &transfer.id)),
        name: Some(Sensitive(transfer.name.clone())),
        id: Some(transfer.id.clone()),
        r#type: Some(api::ResponsibilityTransferType::Billing),
        status: Some(status),
        source: Some(api::TransferParticipant {
            management_account_id: transfer.source.clone(),
            management_account_email: transfer.source_email.clone().map(Sensitive),
        }),
        target: Some(api::TransferParticipant {
            management_account_id: Some(transfer.target.clone()),
            management_account_email: Some(Sensitive(target_email)),
        }),
        start_timestamp: Some(time(transfer.starts_at)),
        end_timestamp: transfer.ends_at.map(time),
        active_handshake_id: (status == api::ResponsibilityTransferStatus::Requested).then(|| transfer.handshake.clone()),
    })
}
