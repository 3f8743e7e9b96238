//! Configuration policies and what they are associated with.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::Value;
use wire::Timestamp;

use super::controls::check_parameters;
use super::{PAGE, limit, page, tags};
use crate::api::operation::{
    BatchGetConfigurationPolicyAssociations, CreateConfigurationPolicy, DeleteConfigurationPolicy, GetConfigurationPolicy,
    GetConfigurationPolicyAssociation, ListConfigurationPolicies, ListConfigurationPolicyAssociations,
    StartConfigurationPolicyAssociation, StartConfigurationPolicyDisassociation, UpdateConfigurationPolicy,
};
use crate::api::{
    self, AssociationType, ConfigurationPolicyAssociationStatus, ConfigurationPolicyAssociationSummary,
    ConfigurationPolicySummary, TargetType, UnprocessedConfigurationPolicyAssociation,
};
use crate::catalogue::controls::named;
use crate::errors::{conflict, invalid, not_found};
use crate::hub::{arn, own};
use crate::json;
use crate::policies::{self, SELF_MANAGED, associations, central, chain, nearest, of_any_region};
use crate::resources::{ConfigurationPolicy, PolicyAssociation};

/// Policies of an administrator.
const MOST: u64 = 20;
/// Longest name and description, characters.
const NAME: usize = 128;
const DESCRIPTION: usize = 512;

fn policy_arn(lookup: &plane::Plane, region: &str, account: &str, id: &str) -> String {
    arn(lookup, region, account, &format!("configuration-policy/{id}"))
}

/// The id of a policy that is named by id or ARN.
fn id_of<'a>(given: &'a str, account: &str, region: &str) -> Result<&'a str, Failure> {
    if given.starts_with("arn:") { own(given, account, region, "configuration-policy") } else { Ok(given) }
}

async fn on_policy(lookup: &Lookup<'_>, given: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let id = id_of(given, account, region).unwrap_or(given);
    let access = Access::on(policy_arn(lookup.plane(), region, account, id));
    Ok(match lookup.get::<ConfigurationPolicy>(account, "", id).await? {
        Some(found) => access.resource_tags(&found.tags),
        None => access,
    })
}

async fn held(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<ConfigurationPolicy>, Failure> {
    let (account, region) = crate::hub::here(tx);
    let id = id_of(given, &account, &region)?;
    let found = tx.get::<ConfigurationPolicy>(&account, "", id).await?;
    found.ok_or_else(|| not_found(format!("Configuration policy {given} was not found")))
}

/// Checks a policy: that what it names is there, and that it says one thing.
fn check(policy: &Value, partition: &str) -> Result<(), Failure> {
    let Some(hub) = policy.get("SecurityHub") else { return Err(invalid("ConfigurationPolicy must have SecurityHub")) };
    let Some(enabled) = hub.get("ServiceEnabled").and_then(Value::as_bool) else {
        return Err(invalid("SecurityHub must have ServiceEnabled"));
    };
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let standards = list(hub.get("EnabledStandardIdentifiers"));
    let controls = hub.get("SecurityControlsConfiguration");
    if !enabled && (!standards.is_empty() || controls.is_some()) {
        return Err(invalid("A policy that disables Security Hub can have no standards and no controls"));
    }
    if let Some(wrong) = standards.iter().filter_map(Value::as_str).find(|arn| of_any_region(arn, partition).is_none()) {
        return Err(invalid(format!("Invalid standard: {wrong}")));
    }
    let Some(controls) = controls else { return Ok(()) };
    let on = controls.get("EnabledSecurityControlIdentifiers");
    let off = controls.get("DisabledSecurityControlIdentifiers");
    if on.is_some() && off.is_some() {
        return Err(invalid("A policy has either enabled or disabled security controls"));
    }
    for id in list(on).iter().chain(&list(off)).filter_map(Value::as_str) {
        named(id).ok_or_else(|| invalid(format!("Security control {id} was not found")))?;
    }
    for one in list(controls.get("SecurityControlCustomParameters")) {
        let id = one.get("SecurityControlId").and_then(Value::as_str).unwrap_or_default();
        let control = named(id).ok_or_else(|| invalid(format!("Security control {id} was not found")))?;
        let said = one.get("Parameters").and_then(Value::as_object).cloned().unwrap_or_default();
        check_parameters(control, &said).map_err(invalid)?;
    }
    Ok(())
}

fn check_texts(name: &str, description: Option<&String>) -> Result<(), Failure> {
    if name.chars().count() > NAME || description.is_some_and(|text| text.chars().count() > DESCRIPTION) {
        return Err(invalid("The name or the description of the policy is too long"));
    }
    Ok(())
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

/// The members of a policy as most operations answer it.
struct Shown {
    arn: Option<String>,
    id: Option<String>,
    policy: api::Policy,
    created: Option<Timestamp>,
    updated: Option<Timestamp>,
}

fn shown(tx: &Transaction<'_>, found: &Stored<ConfigurationPolicy>) -> Result<Shown, Failure> {
    let (account, region) = crate::hub::here(tx);
    let now = tx.call().time.as_millisecond();
    Ok(Shown {
        arn: Some(policy_arn(tx.plane(), &region, &account, &found.key.id)),
        id: Some(found.key.id.clone()),
        policy: json::typed("Policy", &found.body.policy)?,
        created: time(if found.created_at == 0 { now } else { found.created_at }),
        updated: time(if found.updated_at == 0 { now } else { found.updated_at }),
    })
}

impl Handle for CreateConfigurationPolicy {
    async fn access(input: &api::CreateConfigurationPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        let arn = policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*");
        Ok(Access::on(arn).request_tags(tags))
    }

    async fn run(
        input: &api::CreateConfigurationPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateConfigurationPolicyResponse, Failure> {
        central(tx).await?;
        let account = tx.account().to_owned();
        check_texts(&input.name, input.description.as_ref())?;
        let policy = json::of(&input.configuration_policy);
        check(&policy, &tx.plane().settings.partition)?;
        let known = tx.all::<ConfigurationPolicy>(&account, "", "").await?;
        if known.iter().any(|known| known.body.name == input.name) {
            return Err(conflict(format!("A configuration policy with the name {} exists already", input.name)));
        }
        if known.len() as u64 >= MOST {
            return Err(crate::errors::limit(format!("An administrator can have at most {MOST} configuration policies")));
        }
        let id = tx.plane().ids.uuid_at(tx.call().time.as_millisecond()).to_string();
        let body = ConfigurationPolicy { name: input.name.clone(), description: input.description.clone(), policy };
        let stored = Stored::new(&account, "", id, body).tags(tags(input.tags.as_ref()));
        let shown = shown(tx, &stored)?;
        let stored = match &shown.arn {
            Some(arn) => stored.arn(arn.clone()),
            None => stored,
        };
        tx.put(&stored)?;
        Ok(api::CreateConfigurationPolicyResponse {
            arn: shown.arn,
            id: shown.id,
            name: Some(stored.body.name),
            description: stored.body.description,
            updated_at: shown.updated,
            created_at: shown.created,
            configuration_policy: Some(shown.policy),
        })
    }
}

impl Handle for GetConfigurationPolicy {
    async fn access(input: &api::GetConfigurationPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_policy(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::GetConfigurationPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConfigurationPolicyResponse, Failure> {
        central(tx).await?;
        let found = held(tx, &input.identifier).await?;
        let shown = shown(tx, &found)?;
        Ok(api::GetConfigurationPolicyResponse {
            arn: shown.arn,
            id: shown.id,
            name: Some(found.body.name),
            description: found.body.description,
            updated_at: shown.updated,
            created_at: shown.created,
            configuration_policy: Some(shown.policy),
        })
    }
}

impl Handle for UpdateConfigurationPolicy {
    async fn access(input: &api::UpdateConfigurationPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_policy(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::UpdateConfigurationPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateConfigurationPolicyResponse, Failure> {
        central(tx).await?;
        let account = tx.account().to_owned();
        let mut found = held(tx, &input.identifier).await?;
        if let Some(name) = &input.name {
            found.body.name.clone_from(name);
        }
        if input.description.is_some() {
            found.body.description.clone_from(&input.description);
        }
        if let Some(policy) = &input.configuration_policy {
            found.body.policy = json::of(policy);
        }
        check_texts(&found.body.name, found.body.description.as_ref())?;
        check(&found.body.policy, &tx.plane().settings.partition)?;
        tx.put(&found)?;
        let id = found.key.id.clone();
        for mut association in tx.all::<PolicyAssociation>(&account, "", "").await? {
            if association.body.policy == id {
                association.body.applied = false;
                tx.put(&association)?;
            }
        }
        policies::changed(tx, &account).await?;
        let shown = shown(tx, &found)?;
        Ok(api::UpdateConfigurationPolicyResponse {
            arn: shown.arn,
            id: shown.id,
            name: Some(found.body.name),
            description: found.body.description,
            updated_at: Some(tx.call().time),
            created_at: shown.created,
            configuration_policy: Some(shown.policy),
        })
    }
}

impl Handle for DeleteConfigurationPolicy {
    async fn access(input: &api::DeleteConfigurationPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_policy(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::DeleteConfigurationPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteConfigurationPolicyResponse, Failure> {
        central(tx).await?;
        let account = tx.account().to_owned();
        let found = held(tx, &input.identifier).await?;
        if tx.all::<PolicyAssociation>(&account, "", "").await?.iter().any(|one| one.body.policy == found.key.id) {
            return Err(conflict("The configuration policy is associated with a target"));
        }
        tx.delete(&found);
        Ok(api::DeleteConfigurationPolicyResponse {})
    }
}

impl Handle for ListConfigurationPolicies {
    async fn access(_: &api::ListConfigurationPoliciesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::ListConfigurationPoliciesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListConfigurationPoliciesResponse, Failure> {
        central(tx).await?;
        let (account, region) = crate::hub::here(tx);
        let all = tx.reader().all::<ConfigurationPolicy>(&account, "", "").await?;
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, "", input.next_token.as_deref(), most, |one| one.key.id.clone())?;
        let summaries = page.items.into_iter().map(|found| ConfigurationPolicySummary {
            arn: Some(policy_arn(tx.plane(), &region, &account, &found.key.id)),
            id: Some(found.key.id),
            service_enabled: found.body.policy.pointer("/SecurityHub/ServiceEnabled").and_then(Value::as_bool),
            name: Some(found.body.name),
            description: found.body.description,
            updated_at: time(found.updated_at),
        });
        Ok(api::ListConfigurationPoliciesResponse {
            configuration_policy_summaries: Some(summaries.collect()),
            next_token: page.next,
        })
    }
}

/// The one target that is named, and of what kind it is.
fn target(given: &api::Target) -> Result<(String, TargetType), Failure> {
    let named = [
        (&given.account_id, TargetType::Account),
        (&given.organizational_unit_id, TargetType::OrganizationalUnit),
        (&given.root_id, TargetType::Root),
    ];
    let mut named = named.into_iter().filter_map(|(id, kind)| Some((id.clone()?, kind)));
    match (named.next(), named.next()) {
        (Some((id, kind)), None) if kind_of(&id) == Some(kind) => Ok((id, kind)),
        _ => Err(invalid("Target must have one of AccountId, OrganizationalUnitId and RootId")),
    }
}

fn kind_of(id: &str) -> Option<TargetType> {
    if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) {
        Some(TargetType::Account)
    } else if id.starts_with("ou-") {
        Some(TargetType::OrganizationalUnit)
    } else if id.starts_with("r-") {
        Some(TargetType::Root)
    } else {
        None
    }
}

fn summary(id: &str, association: &PolicyAssociation, inherited: bool) -> ConfigurationPolicyAssociationSummary {
    ConfigurationPolicyAssociationSummary {
        configuration_policy_id: Some(association.policy.clone()),
        target_id: Some(id.to_owned()),
        target_type: kind_of(id),
        association_type: Some(if inherited { AssociationType::Inherited } else { AssociationType::Applied }),
        updated_at: time(association.at),
        association_status: Some(if association.applied {
            ConfigurationPolicyAssociationStatus::Success
        } else {
            ConfigurationPolicyAssociationStatus::Pending
        }),
        association_status_message: None,
    }
}

/// What counts for a target: its own association, or the one that it has from above.
async fn find(tx: &Transaction<'_>, id: &str) -> Result<Option<ConfigurationPolicyAssociationSummary>, Failure> {
    let account = tx.account().to_owned();
    let associations = associations(&tx.reader(), &account).await?;
    let chain = if kind_of(id) == Some(TargetType::Account) {
        let guardrails = tx.plane().organization().guardrails(&tx.reader(), id).await?;
        chain(guardrails.path.as_deref().unwrap_or_default(), id)
    } else {
        vec![id.to_owned()]
    };
    Ok(nearest(&chain, &associations).map(|(from, found)| summary(id, found, from != id)))
}

impl Handle for StartConfigurationPolicyAssociation {
    async fn access(input: &api::StartConfigurationPolicyAssociationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_policy(lookup, &input.configuration_policy_identifier).await
    }

    async fn run(
        input: &api::StartConfigurationPolicyAssociationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartConfigurationPolicyAssociationResponse, Failure> {
        central(tx).await?;
        let account = tx.account().to_owned();
        let (id, kind) = target(&input.target)?;
        let given = &input.configuration_policy_identifier;
        let policy = if given == SELF_MANAGED { SELF_MANAGED.to_owned() } else { held(tx, given).await?.key.id };
        if kind == TargetType::Account {
            let ours = tx.call().guardrails.organization_id.clone();
            let theirs = tx.plane().organization().guardrails(&tx.reader(), &id).await?.organization_id;
            if theirs.is_none() || theirs != ours {
                return Err(invalid(format!("Account {id} is not part of the organization")));
            }
        }
        let body = PolicyAssociation { policy, applied: false, at: tx.call().time.as_millisecond() };
        let shown = summary(&id, &body, false);
        let stored = match tx.get::<PolicyAssociation>(&account, "", &id).await? {
            Some(known) => Stored { body, ..known },
            None => Stored::new(&account, "", id, body),
        };
        tx.put(&stored)?;
        policies::changed(tx, &account).await?;
        Ok(api::StartConfigurationPolicyAssociationResponse {
            configuration_policy_id: shown.configuration_policy_id,
            target_id: shown.target_id,
            target_type: shown.target_type,
            association_type: shown.association_type,
            updated_at: shown.updated_at,
            association_status: shown.association_status,
            association_status_message: None,
        })
    }
}

impl Handle for StartConfigurationPolicyDisassociation {
    async fn access(input: &api::StartConfigurationPolicyDisassociationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_policy(lookup, &input.configuration_policy_identifier).await
    }

    async fn run(
        input: &api::StartConfigurationPolicyDisassociationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartConfigurationPolicyDisassociationResponse, Failure> {
        central(tx).await?;
        let (account, region) = crate::hub::here(tx);
        let given = input.target.as_ref().ok_or_else(|| invalid("Target must be given"))?;
        let (id, _) = target(given)?;
        let policy = id_of(&input.configuration_policy_identifier, &account, &region)?;
        let found = tx.get::<PolicyAssociation>(&account, "", &id).await?.filter(|found| found.body.policy == policy);
        let found = found.ok_or_else(|| not_found(format!("The configuration policy is not associated with {id}")))?;
        tx.delete(&found);
        policies::changed(tx, &account).await?;
        Ok(api::StartConfigurationPolicyDisassociationResponse {})
    }
}

impl Handle for GetConfigurationPolicyAssociation {
    async fn access(_: &api::GetConfigurationPolicyAssociationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::GetConfigurationPolicyAssociationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConfigurationPolicyAssociationResponse, Failure> {
        central(tx).await?;
        let (id, _) = target(&input.target)?;
        let found = find(tx, &id).await?;
        let found = found.ok_or_else(|| not_found(format!("No configuration policy is associated with {id}")))?;
        Ok(api::GetConfigurationPolicyAssociationResponse {
            configuration_policy_id: found.configuration_policy_id,
            target_id: found.target_id,
            target_type: found.target_type,
            association_type: found.association_type,
            updated_at: found.updated_at,
            association_status: found.association_status,
            association_status_message: None,
        })
    }
}

impl Handle for BatchGetConfigurationPolicyAssociations {
    async fn access(_: &api::BatchGetConfigurationPolicyAssociationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::BatchGetConfigurationPolicyAssociationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetConfigurationPolicyAssociationsResponse, Failure> {
        central(tx).await?;
        let (mut found, mut unprocessed) = (Vec::new(), Vec::new());
        for one in &input.configuration_policy_association_identifiers {
            let named = one.target.as_ref().and_then(|given| target(given).ok());
            let known = match &named {
                Some((id, _)) => find(tx, id).await?,
                None => None,
            };
            match known {
                Some(known) => found.push(known),
                None => unprocessed.push(UnprocessedConfigurationPolicyAssociation {
                    configuration_policy_association_identifiers: Some(one.clone()),
                    error_code: Some(if named.is_some() { "NOT_FOUND" } else { "INVALID_INPUT" }.to_owned()),
                    error_reason: Some("No configuration policy is associated with the target".to_owned()),
                }),
            }
        }
        Ok(api::BatchGetConfigurationPolicyAssociationsResponse {
            configuration_policy_associations: Some(found),
            unprocessed_configuration_policy_associations: Some(unprocessed),
        })
    }
}

impl Handle for ListConfigurationPolicyAssociations {
    async fn access(_: &api::ListConfigurationPolicyAssociationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(policy_arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::ListConfigurationPolicyAssociationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListConfigurationPolicyAssociationsResponse, Failure> {
        central(tx).await?;
        let account = tx.account().to_owned();
        let known = associations(&tx.reader(), &account).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let mut all: Vec<ConfigurationPolicyAssociationSummary> =
            known.iter().map(|(id, association)| summary(id, association, false)).collect();
        all.retain(|one| {
            filters.configuration_policy_id.is_none() || filters.configuration_policy_id == one.configuration_policy_id
        });
        all.retain(|one| filters.association_type.is_none() || filters.association_type == one.association_type);
        all.retain(|one| filters.association_status.is_none() || filters.association_status == one.association_status);
        let most = limit(input.max_results, PAGE);
        let id = |one: &ConfigurationPolicyAssociationSummary| one.target_id.clone().unwrap_or_default();
        let page = page(tx, all, &format!("{filters:?}"), input.next_token.as_deref(), most, id)?;
        Ok(api::ListConfigurationPolicyAssociationsResponse {
            configuration_policy_association_summaries: Some(page.items),
            next_token: page.next,
        })
    }
}
