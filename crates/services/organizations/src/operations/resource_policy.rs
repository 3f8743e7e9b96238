//! The policy by which the management account lets members call the organization's API.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use policy::PolicyKind;
use wire::Unit as Nothing;

use crate::api::{
    self, DescribeResourcePolicyResponse, OrganizationFeatureSet, PutResourcePolicyRequest, PutResourcePolicyResponse,
    ResourcePolicyNotFoundException, ResourcePolicySummary, operation,
};
use crate::errors::{self, Invalid};
use crate::names;
use crate::place::{self, Created, Place, Seat};
use crate::resources::{RESOURCE_POLICY, ResourcePolicy, stored};
use crate::shapes;

fn not_found() -> Failure {
    ResourcePolicyNotFoundException::new("We can't find a resource policy request with the parameter that you specified.").into()
}

/// Sees that a policy is one that can be enforced here.
fn check(content: &str) -> Result<(), Failure> {
    let parsed = policy::Policy::parse(content, PolicyKind::Resource).map_err(|error| {
        errors::invalid(Invalid::InvalidResourcePolicyJson, format!("The provided policy is not valid: {error}"))
    })?;
    for statement in parsed.statements() {
        let Some(principal) = statement.principal() else {
            return Err(errors::invalid(Invalid::InvalidPrincipal, "You specified an invalid principal element in the policy."));
        };
        let people = principal.patterns().iter().all(|p| {
            !matches!(
                p,
                policy::PrincipalPattern::Service(_)
                    | policy::PrincipalPattern::Federated(_)
                    | policy::PrincipalPattern::CanonicalUser(_)
            )
        });
        if principal.is_negated() || !people {
            return Err(errors::invalid(Invalid::InvalidPrincipal, "You specified an invalid principal element in the policy."));
        }
        let actions = statement.actions();
        let known = |pattern: &str| {
            pattern.split_once(':').is_some_and(|(service, _)| service.eq_ignore_ascii_case("organizations"))
                && place::delegable().any(|operation| policy::matches_action(pattern, &format!("organizations:{operation}")))
        };
        if actions.is_negated() || !actions.iter().all(known) {
            return Err(errors::invalid(
                Invalid::UnsupportedActionInResourcePolicy,
                "You specified an action in the policy that is not supported.",
            ));
        }
    }
    Ok(())
}

fn shape(found: &plane::resource::Stored<ResourcePolicy>) -> api::ResourcePolicy {
    api::ResourcePolicy {
        resource_policy_summary: Some(ResourcePolicySummary { id: Some(found.body.id.clone()), arn: found.arn.clone() }),
        content: Some(found.body.content.clone()),
    }
}

impl Handle for operation::PutResourcePolicy {
    async fn access(input: &PutResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let place = Place::of(lookup).await?;
        Ok(place.tagging(place.on_resource_policy().await?, Created::ResourcePolicy, input.tags.as_deref()))
    }

    async fn run(input: &PutResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<PutResourcePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(errors::all_features_needed());
        }
        let tags = shapes::tags(input.tags.as_deref())?;
        check(&input.content)?;
        let document = match tx.get::<ResourcePolicy>(seat.management(), "", RESOURCE_POLICY).await? {
            Some(_) if !tags.is_empty() => {
                return Err(errors::invalid(
                    Invalid::InvalidSystemTagsParameter,
                    "Tags can be given only when the resource policy is created. Use TagResource to tag an existing resource policy.",
                ));
            }
            Some(mut found) => {
                found.body.content.clone_from(&input.content);
                found
            }
            None => {
                let id = format!("rp-{}", tx.plane().ids.lower(8));
                let arn = names::resource_policy_arn(tx.plane(), seat.management(), seat.id(), &id);
                stored(seat.management(), RESOURCE_POLICY, arn, tags, ResourcePolicy { id, content: input.content.clone() })
            }
        };
        tx.put(&document)?;
        Ok(PutResourcePolicyResponse { resource_policy: Some(shape(&document)) })
    }
}

impl Handle for operation::DescribeResourcePolicy {
    async fn access(_: &Nothing, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_resource_policy().await
    }

    async fn run(_: &Nothing, tx: &mut Transaction<'_>) -> Result<DescribeResourcePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let found = tx.get::<ResourcePolicy>(seat.management(), "", RESOURCE_POLICY).await?.ok_or_else(not_found)?;
        Ok(DescribeResourcePolicyResponse { resource_policy: Some(shape(&found)) })
    }
}

impl Handle for operation::DeleteResourcePolicy {
    async fn access(_: &Nothing, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_resource_policy().await
    }

    async fn run(_: &Nothing, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        let found = tx.get::<ResourcePolicy>(seat.management(), "", RESOURCE_POLICY).await?.ok_or_else(not_found)?;
        tx.delete(&found);
        Ok(Nothing {})
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    fn with(principal: &str, action: &str) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":{action},"Resource":"*"}}]}}"#
        )
    }

    #[test]
    fn only_members_and_only_what_can_be_delegated() {
        let account = r#"{"AWS":"111122223333"}"#;
        assert!(check(&with(account, r#"["organizations:ListAccounts","organizations:Describe*"]"#)).is_ok());
        assert!(check(&with(account, r#""organizations:CreateAccount""#)).is_err());
        assert!(check(&with(account, r#""s3:GetObject""#)).is_err());
        assert!(check(&with(r#"{"Service":"config.amazonaws.com"}"#, r#""organizations:ListAccounts""#)).is_err());
        assert!(check("{").is_err());
    }
}
