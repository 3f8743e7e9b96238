//! Attaching policies to roots, OUs and accounts.

use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Unit as Nothing;

use super::policies::managed_summary;
use super::policy_types::{check_enabled, kind_of};
use crate::api::{
    AttachPolicyRequest, DetachPolicyRequest, DuplicatePolicyAttachmentException, ListPoliciesForTargetRequest,
    ListPoliciesForTargetResponse, ListTargetsForPolicyRequest, ListTargetsForPolicyResponse, PolicyNotAttachedException,
    PolicyTargetSummary, PolicyType, operation,
};
use crate::compiled;
use crate::errors::{self, Constraint, Invalid};
use crate::place::{Node, Place, Seat};
use crate::quotas;
use crate::resources::{MEMBERS, Member, POLICY_TARGET, Policy, Root, Unit};
use crate::shapes;

/// A policy by its id: its type, and the document if it is the customer's.
async fn find(tx: &mut Transaction<'_>, seat: &Seat, id: &str) -> Result<(PolicyType, Option<Stored<Policy>>), Failure> {
    if let Some(managed) = compiled::managed(id) {
        return Ok((managed.kind, None));
    }
    let policy = tx.get::<Policy>(seat.management(), "", id).await?.ok_or_else(errors::policy_not_found)?;
    Ok((policy.body.kind, Some(policy)))
}

async fn access(lookup: &Lookup<'_>, policy: &str, target: &str) -> Result<Access, Failure> {
    let place = Place::of(lookup).await?;
    let kind = match compiled::managed(policy) {
        Some(managed) => Some(managed.kind),
        None => lookup.get::<Policy>(place.management(), "", policy).await?.map(|p| p.body.kind),
    };
    let target = place.on_id(target).await?.key_if("organizations:PolicyType", kind.map(PolicyType::as_str));
    Ok(place.on_id(policy).await?.and(target))
}

impl Handle for operation::AttachPolicy {
    async fn access(input: &AttachPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, &input.policy_id, &input.target_id).await
    }

    async fn run(input: &AttachPolicyRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let (kind, policy) = find(tx, &seat, &input.policy_id).await?;
        let mut target = seat.node(tx, &input.target_id).await?.ok_or_else(errors::target_not_found)?;
        check_enabled(&seat.root(tx).await?.body, kind)?;
        let mut ids = target.attached().of(kind);
        if ids.contains(&input.policy_id) {
            return Err(DuplicatePolicyAttachmentException::new(
                "The selected policy is already attached to the specified target.",
            )
            .into());
        }
        if ids.len() >= quotas::attachments(kind) {
            return Err(errors::constraint(
                Constraint::MaxPolicyTypeAttachmentLimitExceeded,
                "You attempted to exceed the number of policies of a certain type that can be attached to an entity at one time.",
            ));
        }
        ids.push(input.policy_id.clone());
        target.attached_mut().set(kind, ids);
        target.save(tx)?;
        if let Some(mut policy) = policy {
            policy.body.targets += 1;
            tx.put(&policy)?;
        }
        Ok(Nothing {})
    }
}

impl Handle for operation::DetachPolicy {
    async fn access(input: &DetachPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access(lookup, &input.policy_id, &input.target_id).await
    }

    async fn run(input: &DetachPolicyRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let (kind, policy) = find(tx, &seat, &input.policy_id).await?;
        let mut target = seat.node(tx, &input.target_id).await?.ok_or_else(errors::target_not_found)?;
        let enabled = seat.root(tx).await?.body.policy_types.contains_key(&kind);
        let mut ids = target.attached().of(kind);
        if !enabled || !ids.contains(&input.policy_id) {
            return Err(PolicyNotAttachedException::new(
                "The policy isn't attached to the specified target in the specified root.",
            )
            .into());
        }
        if kind == PolicyType::ResourceControlPolicy && policy.is_none() {
            return Err(errors::invalid(Invalid::NonDetachablePolicy, "You can't detach this AWS Managed Policy."));
        }
        if kind == PolicyType::ServiceControlPolicy && ids.len() == 1 {
            return Err(errors::constraint(
                Constraint::MinPolicyTypeAttachmentLimitExceeded,
                "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.",
            ));
        }
        ids.retain(|id| *id != input.policy_id);
        target.attached_mut().set(kind, ids);
        target.save(tx)?;
        if let Some(mut policy) = policy {
            policy.body.targets = policy.body.targets.saturating_sub(1);
            tx.put(&policy)?;
        }
        Ok(Nothing {})
    }
}

impl Handle for operation::ListPoliciesForTarget {
    async fn access(input: &ListPoliciesForTargetRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = Place::of(lookup).await?.on_id(&input.target_id).await?;
        Ok(access.key("organizations:PolicyType", input.filter.as_str()))
    }

    async fn run(
        input: &ListPoliciesForTargetRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListPoliciesForTargetResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let target = seat.node(tx, &input.target_id).await?.ok_or_else(errors::target_not_found)?;
        let mut items = Vec::new();
        if seat.root(tx).await?.body.policy_types.contains_key(&input.filter) {
            for id in target.attached().of(input.filter) {
                match compiled::managed(&id) {
                    Some(managed) => items.push(managed_summary(tx.plane(), managed)),
                    None => {
                        items.extend(tx.get::<Policy>(seat.management(), "", &id).await?.as_ref().map(shapes::policy_summary))
                    }
                }
            }
        }
        let listing = format!("ListPoliciesForTarget {} {}", input.target_id, input.filter);
        let page =
            shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |p| p.id.clone().unwrap_or_default())?;
        Ok(ListPoliciesForTargetResponse { policies: Some(page.items), next_token: page.next })
    }
}

impl Handle for operation::ListTargetsForPolicy {
    async fn access(input: &ListTargetsForPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.policy_id).await
    }

    async fn run(input: &ListTargetsForPolicyRequest, tx: &mut Transaction<'_>) -> Result<ListTargetsForPolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let (kind, policy) = find(tx, &seat, &input.policy_id).await?;
        let reader = tx.reader();
        let mut nodes = Vec::new();
        if policy.is_some() {
            let value = format!("{}/{}", seat.id(), input.policy_id);
            nodes.extend(reader.find_all::<Root>(POLICY_TARGET, &value, None, shapes::ALL).await?.into_iter().map(Node::Root));
            nodes.extend(reader.find_all::<Unit>(POLICY_TARGET, &value, None, shapes::ALL).await?.into_iter().map(Node::Unit));
            nodes.extend(
                reader.find_all::<Member>(POLICY_TARGET, &value, None, shapes::ALL).await?.into_iter().map(Node::Account),
            );
        } else {
            let root = seat.root(tx).await?;
            if root.body.policy_types.contains_key(&kind) {
                nodes.push(Node::Root(root));
                nodes.extend(reader.all::<Unit>(seat.management(), "", "").await?.into_iter().map(Node::Unit));
                nodes.extend(
                    reader.find_all::<Member>(MEMBERS, seat.id(), None, shapes::ALL).await?.into_iter().map(Node::Account),
                );
                nodes.retain(|node| node.attached().of(kind).contains(&input.policy_id));
            }
        }
        let listing = format!("ListTargetsForPolicy {}", input.policy_id);
        let page = shapes::cut(nodes, &listing, input.next_token.as_deref(), input.max_results, |n| n.id().to_owned())?;
        let mut targets = Vec::with_capacity(page.items.len());
        for node in &page.items {
            let name = match node {
                Node::Root(_) => "Root".to_owned(),
                Node::Unit(unit) => unit.body.name.clone(),
                Node::Account(member) => shapes::contact(&reader, &member.body.id).await?.0,
            };
            targets.push(PolicyTargetSummary {
                target_id: Some(node.id().to_owned()),
                arn: node.arn(),
                name: Some(name),
                r#type: Some(kind_of(node)),
            });
        }
        Ok(ListTargetsForPolicyResponse { targets: Some(targets), next_token: page.next })
    }
}
