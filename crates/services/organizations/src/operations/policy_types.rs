//! Switching policy types on and off in the root.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{
    DisablePolicyTypeRequest, DisablePolicyTypeResponse, EnablePolicyTypeRequest, EnablePolicyTypeResponse,
    OrganizationFeatureSet, PolicyType, PolicyTypeAlreadyEnabledException, PolicyTypeNotAvailableForOrganizationException,
    PolicyTypeNotEnabledException, RootNotFoundException, operation,
};
use crate::errors::{self, Constraint};
use crate::place::{Node, Place, Seat};
use crate::resources::{ATTACHMENTS, Member, Policy, Root, Unit};
use crate::services;
use crate::shapes;

const TYPE: &str = "organizations:PolicyType";

fn root_not_found() -> Failure {
    RootNotFoundException::new("We can't find a root with the RootId that you specified.").into()
}

impl Handle for operation::EnablePolicyType {
    async fn access(input: &EnablePolicyTypeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.on_id(&input.root_id).await?.key(TYPE, input.policy_type.as_str()))
    }

    /// The AWS managed policy of the type is attached everywhere from then on: attachments default to it, so nothing but the root is written.
    async fn run(input: &EnablePolicyTypeRequest, tx: &mut Transaction<'_>) -> Result<EnablePolicyTypeResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut root = tx.get::<Root>(seat.management(), "", &input.root_id).await?.ok_or_else(root_not_found)?;
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(PolicyTypeNotAvailableForOrganizationException::new(
                "You can't use the specified policy type with the feature set currently enabled for this organization.",
            )
            .into());
        }
        if root.body.policy_types.contains_key(&input.policy_type) {
            return Err(PolicyTypeAlreadyEnabledException::new("The specified policy type is already enabled.").into());
        }
        if services::needed_by(input.policy_type).is_some_and(|service| !seat.organization.body.services.contains_key(service)) {
            return Err(errors::constraint(
                Constraint::ServiceAccessNotEnabled,
                "You attempted to enable a policy type before you enabled service access. Call the EnableAWSServiceAccess API first.",
            ));
        }
        root.body.policy_types.insert(input.policy_type, tx.call().time.as_millisecond());
        tx.put(&root)?;
        Ok(EnablePolicyTypeResponse { root: Some(shapes::root(&root)) })
    }
}

impl Handle for operation::DisablePolicyType {
    async fn access(input: &DisablePolicyTypeRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.on_id(&input.root_id).await?.key(TYPE, input.policy_type.as_str()))
    }

    /// Every policy of the type is detached from everything.
    async fn run(input: &DisablePolicyTypeRequest, tx: &mut Transaction<'_>) -> Result<DisablePolicyTypeResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let kind = input.policy_type;
        let mut root = tx.get::<Root>(seat.management(), "", &input.root_id).await?.ok_or_else(root_not_found)?;
        if root.body.policy_types.remove(&kind).is_none() {
            return Err(
                PolicyTypeNotEnabledException::new("This operation can be performed only for enabled policy types.").into()
            );
        }
        root.body.attached.reset(kind);
        tx.put(&root)?;
        for id in targets(tx, &seat, kind).await? {
            if let Some(mut node) = seat.node(tx, &id).await? {
                node.attached_mut().reset(kind);
                node.save(tx)?;
            }
        }
        for mut policy in tx.all::<Policy>(seat.management(), "", "").await? {
            if policy.body.kind == kind && policy.body.targets > 0 {
                policy.body.targets = 0;
                tx.put(&policy)?;
            }
        }
        Ok(DisablePolicyTypeResponse { root: Some(shapes::root(&root)) })
    }
}

/// OUs and accounts whose attachments of a type are not the default ones.
async fn targets(tx: &mut Transaction<'_>, seat: &Seat, kind: PolicyType) -> Result<Vec<String>, Failure> {
    let (reader, value) = (tx.reader(), format!("{}/{kind}", seat.id()));
    let units = reader.find_all::<Unit>(ATTACHMENTS, &value, None, shapes::ALL).await?;
    let members = reader.find_all::<Member>(ATTACHMENTS, &value, None, shapes::ALL).await?;
    Ok(units.into_iter().map(|u| u.body.id).chain(members.into_iter().map(|m| m.body.id)).collect())
}

/// Sees that a type is enabled.
pub(super) fn check_enabled(root: &Root, kind: PolicyType) -> Result<(), Failure> {
    if root.policy_types.contains_key(&kind) {
        return Ok(());
    }
    Err(PolicyTypeNotEnabledException::new(
        "The specified policy type isn't currently enabled in this root. You can't attach policies of the specified type to entities in a root \
         until you enable that type in the root.",
    )
    .into())
}

/// What a target is called.
pub(super) fn kind_of(node: &Node) -> crate::api::TargetType {
    match node {
        Node::Root(_) => crate::api::TargetType::Root,
        Node::Unit(_) => crate::api::TargetType::OrganizationalUnit,
        Node::Account(_) => crate::api::TargetType::Account,
    }
}
