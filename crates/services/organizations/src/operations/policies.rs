//! Policies.

use plane::resource::Stored;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use policy::PolicyKind;
use wire::Unit as Nothing;

use crate::api::{
    self, CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, DescribePolicyRequest, DescribePolicyResponse,
    DuplicatePolicyException, ListPoliciesRequest, ListPoliciesResponse, MalformedPolicyDocumentException,
    OrganizationFeatureSet, PolicyInUseException, PolicySummary, PolicyType, PolicyTypeNotAvailableForOrganizationException,
    UpdatePolicyRequest, UpdatePolicyResponse, operation,
};
use crate::compiled::{self, Managed};
use crate::errors::{self, Constraint, Invalid};
use crate::management;
use crate::names;
use crate::place::{Created, Place, Seat};
use crate::quotas;
use crate::resources::{POLICY_NAME, Policy, stored};
use crate::shapes;

const TYPE: &str = "organizations:PolicyType";

/// Validates a policy's content.
///
/// # Errors
/// `MalformedPolicyDocumentException`, `ConstraintViolationException`.
fn check_content(kind: PolicyType, content: &str) -> Result<(), Failure> {
    if content.chars().count() > quotas::content(kind) {
        return Err(errors::constraint(Constraint::PolicyContentLimitExceeded, "You have exceeded the maximum policy size."));
    }
    let language = match kind {
        PolicyType::ServiceControlPolicy => PolicyKind::ServiceControl,
        PolicyType::ResourceControlPolicy => PolicyKind::ResourceControl,
        _ => {
            return match management::parse(kind, content) {
                Ok(_) => Ok(()),
                Err(error) => Err(MalformedPolicyDocumentException::new(error.to_string()).into()),
            };
        }
    };
    policy::Policy::parse(content, language)
        .map(|_| ())
        .map_err(|error| MalformedPolicyDocumentException::new(error.to_string()).into())
}

async fn check_name(tx: &mut Transaction<'_>, organization: &str, kind: PolicyType, name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() {
        return Err(errors::invalid(Invalid::MinLengthExceeded, "You provided a string parameter that is shorter than allowed."));
    }
    let taken = tx.find::<Policy>(POLICY_NAME, &format!("{organization}/{kind}/{name}")).await?.is_some()
        || compiled::managed_of(kind).any(|m| m.name == name);
    if taken {
        return Err(DuplicatePolicyException::new("A policy with the same name already exists.").into());
    }
    Ok(())
}

pub(super) fn managed_summary(plane: &plane::Plane, managed: &Managed) -> PolicySummary {
    PolicySummary {
        id: Some(managed.id.to_owned()),
        arn: Some(names::managed_policy_arn(plane, managed.kind, managed.id)),
        name: Some(managed.name.to_owned()),
        description: Some(managed.description.to_owned()),
        r#type: Some(managed.kind),
        aws_managed: Some(true),
    }
}

fn shape(policy: &Stored<Policy>) -> api::Policy {
    api::Policy { policy_summary: Some(shapes::policy_summary(policy)), content: Some(policy.body.content.clone()) }
}

async fn own(tx: &mut Transaction<'_>, seat: &Seat, id: &str) -> Result<Stored<Policy>, Failure> {
    if compiled::managed(id).is_some() {
        return Err(errors::invalid(
            Invalid::ImmutablePolicy,
            "You specified a policy that is managed by AWS and can't be modified.",
        ));
    }
    tx.get::<Policy>(seat.management(), "", id).await?.ok_or_else(errors::policy_not_found)
}

impl Handle for operation::CreatePolicy {
    async fn access(input: &CreatePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        let access = place.any().key(TYPE, input.r#type.as_str());
        Ok(place.tagging(access, Created::Policy(input.r#type), input.tags.as_deref()))
    }

    async fn run(input: &CreatePolicyRequest, tx: &mut Transaction<'_>) -> Result<CreatePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let (kind, tags) = (input.r#type, shapes::tags(input.tags.as_deref())?);
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(PolicyTypeNotAvailableForOrganizationException::new(
                "You can't use the specified policy type with the feature set currently enabled for this organization.",
            )
            .into());
        }
        check_content(kind, &input.content)?;
        check_name(tx, seat.id(), kind, &input.name).await?;
        let total = tx.reader().count::<Policy>(seat.management(), "").await?;
        // Counting by type only where it can matter.
        if usize::try_from(total).unwrap_or(usize::MAX) >= quotas::policies(kind) {
            let same = tx.reader().all::<Policy>(seat.management(), "", "").await?.iter().filter(|p| p.body.kind == kind).count();
            if same >= quotas::policies(kind) {
                return Err(errors::constraint(
                    Constraint::PolicyNumberLimitExceeded,
                    "You have exceeded the number of policies that you can have in an organization.",
                ));
            }
        }
        // The model asks for ten characters in the ids that ARNs hold.
        let id = format!("p-{}", tx.plane().ids.lower(10));
        let policy = stored(
            seat.management(),
            &id,
            names::policy_arn(tx.plane(), seat.management(), seat.id(), kind, &id),
            tags,
            Policy {
                id: id.clone(),
                organization: seat.id().to_owned(),
                kind,
                name: input.name.clone(),
                description: input.description.clone(),
                content: input.content.clone(),
                changed_at: tx.call().time.as_millisecond(),
                targets: 0,
            },
        );
        tx.put(&policy)?;
        Ok(CreatePolicyResponse { policy: Some(shape(&policy)) })
    }
}

impl Handle for operation::UpdatePolicy {
    async fn access(input: &UpdatePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.policy_id).await
    }

    async fn run(input: &UpdatePolicyRequest, tx: &mut Transaction<'_>) -> Result<UpdatePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut policy = own(tx, &seat, &input.policy_id).await?;
        if let Some(name) = input.name.as_ref().filter(|name| **name != policy.body.name) {
            check_name(tx, seat.id(), policy.body.kind, name).await?;
            policy.body.name.clone_from(name);
        }
        if let Some(description) = &input.description {
            policy.body.description.clone_from(description);
        }
        if let Some(content) = &input.content {
            check_content(policy.body.kind, content)?;
            policy.body.content.clone_from(content);
            policy.body.changed_at = tx.call().time.as_millisecond();
        }
        tx.put(&policy)?;
        Ok(UpdatePolicyResponse { policy: Some(shape(&policy)) })
    }
}

impl Handle for operation::DeletePolicy {
    async fn access(input: &DeletePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.policy_id).await
    }

    async fn run(input: &DeletePolicyRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let policy = own(tx, &seat, &input.policy_id).await?;
        if policy.body.targets > 0 {
            return Err(PolicyInUseException::new(
                "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.",
            )
            .into());
        }
        tx.delete(&policy);
        Ok(Nothing {})
    }
}

impl Handle for operation::DescribePolicy {
    async fn access(input: &DescribePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.policy_id).await
    }

    async fn run(input: &DescribePolicyRequest, tx: &mut Transaction<'_>) -> Result<DescribePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let policy = match compiled::managed(&input.policy_id) {
            Some(managed) => api::Policy {
                policy_summary: Some(managed_summary(tx.plane(), managed)),
                content: Some(managed.content.to_owned()),
            },
            None => {
                shape(&tx.get::<Policy>(seat.management(), "", &input.policy_id).await?.ok_or_else(errors::policy_not_found)?)
            }
        };
        Ok(DescribePolicyResponse { policy: Some(policy) })
    }
}

impl Handle for operation::ListPolicies {
    async fn access(input: &ListPoliciesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any().key(TYPE, input.filter.as_str()))
    }

    async fn run(input: &ListPoliciesRequest, tx: &mut Transaction<'_>) -> Result<ListPoliciesResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let mut items: Vec<PolicySummary> = tx
            .reader()
            .all::<Policy>(seat.management(), "", "")
            .await?
            .iter()
            .filter(|p| p.body.kind == input.filter)
            .map(shapes::policy_summary)
            .collect();
        if seat.organization.body.feature_set == OrganizationFeatureSet::All {
            items.extend(compiled::managed_of(input.filter).map(|m| managed_summary(tx.plane(), m)));
        }
        let listing = format!("ListPolicies {}", input.filter);
        let page =
            shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |p| p.id.clone().unwrap_or_default())?;
        Ok(ListPoliciesResponse { policies: Some(page.items), next_token: page.next })
    }
}
