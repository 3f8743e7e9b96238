//! Effective management policies of accounts.

use plane::{Access, Failure, Handle, Lookup, Reader, Transaction};

use crate::api::{
    DescribeEffectivePolicyRequest, DescribeEffectivePolicyResponse, EffectivePolicy, EffectivePolicyNotFoundException,
    EffectivePolicyType, EffectivePolicyValidationError, ListAccountsWithInvalidEffectivePolicyRequest,
    ListAccountsWithInvalidEffectivePolicyResponse, ListEffectivePolicyValidationErrorsRequest,
    ListEffectivePolicyValidationErrorsResponse, OrganizationFeatureSet, PolicyType, operation,
};
use crate::errors;
use crate::management::{self, Level};
use crate::place::{self, Place, Seat};
use crate::resources::{MEMBERS, Member, Policy, Root, Unit};
use crate::shapes;

const TYPE: &str = "organizations:PolicyType";

fn policy_type(kind: EffectivePolicyType) -> Result<PolicyType, Failure> {
    PolicyType::parse(kind.as_str()).ok_or_else(|| Failure::internal(format!("no policy type {kind}")))
}

fn not_found() -> Failure {
    EffectivePolicyNotFoundException::new(
        "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account \
         doesn't have an effective policy of this type. Contact the administrator of your organization about attaching a policy of this type to the \
         account.",
    )
    .into()
}

/// What is attached along the path to an account, and when any of it last changed. `None` if nothing is, or the type is off.
pub(crate) async fn inherited(
    reader: &Reader<'_>,
    member: &Member,
    kind: PolicyType,
) -> Result<Option<(Vec<Level>, i64)>, Failure> {
    let mut levels = Vec::new();
    let (mut changed, mut any) = (0, false);
    let mut attached = Vec::new();
    let chain = place::above(reader, member).await?;
    for (depth, id) in chain.iter().enumerate() {
        if depth == 0 {
            let Some(root) = reader.get::<Root>(&member.management, "", id).await? else { return Ok(None) };
            if !root.body.policy_types.contains_key(&kind) {
                return Ok(None);
            }
            attached.push(root.body.attached.of(kind));
        } else if let Some(unit) = reader.get::<Unit>(&member.management, "", id).await? {
            attached.push(unit.body.attached.of(kind));
        }
    }
    attached.push(member.attached.of(kind));
    for ids in attached {
        let mut level = Level::new();
        for id in ids {
            let Some(policy) = reader.get::<Policy>(&member.management, "", &id).await? else { continue };
            let element = management::parse(kind, &policy.body.content).map_err(|e| Failure::internal(format!("{id}: {e}")))?;
            changed = changed.max(policy.body.changed_at);
            any = true;
            level.push((id, element));
        }
        levels.push(level);
    }
    Ok(any.then_some((levels, changed)))
}

impl Handle for operation::DescribeEffectivePolicy {
    async fn access(input: &DescribeEffectivePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let target = input.target_id.as_deref().unwrap_or(lookup.account());
        let place = if target == lookup.account() { Place::of_self(lookup).await? } else { Place::of(lookup).await? };
        Ok(place.on_id(target).await?.key(TYPE, input.policy_type.as_str()))
    }

    async fn run(
        input: &DescribeEffectivePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeEffectivePolicyResponse, Failure> {
        let account = tx.account().to_owned();
        let target = input.target_id.clone().unwrap_or_else(|| account.clone());
        let seat = if target == account { Seat::anywhere(tx).await? } else { Seat::of(tx).await? };
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(errors::all_features_needed());
        }
        let member = seat.account(tx, &target).await?.ok_or_else(errors::target_not_found)?;
        let kind = policy_type(input.policy_type)?;
        let (levels, changed) = inherited(&tx.reader(), &member.body, kind).await?.ok_or_else(not_found)?;
        Ok(DescribeEffectivePolicyResponse {
            effective_policy: Some(EffectivePolicy {
                policy_content: Some(management::effective(&levels).to_string()),
                last_updated_timestamp: Some(shapes::time(changed)),
                target_id: Some(target),
                policy_type: Some(input.policy_type),
            }),
        })
    }
}

impl Handle for operation::ListAccountsWithInvalidEffectivePolicy {
    async fn access(input: &ListAccountsWithInvalidEffectivePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any().key(TYPE, input.policy_type.as_str()))
    }

    async fn run(
        input: &ListAccountsWithInvalidEffectivePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListAccountsWithInvalidEffectivePolicyResponse, Failure> {
        let seat = Seat::of(tx).await?;
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(errors::all_features_needed());
        }
        let kind = policy_type(input.policy_type)?;
        if !seat.root(tx).await?.body.policy_types.contains_key(&kind) {
            return Err(not_found());
        }
        let reader = tx.reader();
        let mut invalid = Vec::new();
        for member in reader.find_all::<Member>(MEMBERS, seat.id(), None, shapes::ALL).await? {
            if let Some((levels, _)) = inherited(&reader, &member.body, kind).await?
                && !management::problems(kind, &levels).is_empty()
            {
                invalid.push(member);
            }
        }
        let listing = format!("ListAccountsWithInvalidEffectivePolicy {kind}");
        let page = shapes::cut(invalid, &listing, input.next_token.as_deref(), input.max_results, |m| m.body.id.clone())?;
        Ok(ListAccountsWithInvalidEffectivePolicyResponse {
            accounts: Some(shapes::accounts(&reader, &page.items).await?),
            policy_type: Some(input.policy_type),
            next_token: page.next,
        })
    }
}

impl Handle for operation::ListEffectivePolicyValidationErrors {
    async fn access(input: &ListEffectivePolicyValidationErrorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.on_id(&input.account_id).await?.key(TYPE, input.policy_type.as_str()))
    }

    async fn run(
        input: &ListEffectivePolicyValidationErrorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListEffectivePolicyValidationErrorsResponse, Failure> {
        let seat = Seat::of(tx).await?;
        if seat.organization.body.feature_set != OrganizationFeatureSet::All {
            return Err(errors::all_features_needed());
        }
        let member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        let kind = policy_type(input.policy_type)?;
        let reader = tx.reader();
        let (levels, _) = inherited(&reader, &member.body, kind).await?.ok_or_else(not_found)?;
        let listing = format!("ListEffectivePolicyValidationErrors {} {kind}", input.account_id);
        let page =
            shapes::cut(management::problems(kind, &levels), &listing, input.next_token.as_deref(), input.max_results, |p| {
                format!("{} {}", p.path, p.code)
            })?;
        let chain = place::above(&reader, &member.body).await?;
        let path = place::path(seat.id(), chain.iter().map(String::as_str).chain([input.account_id.as_str()]));
        let found = page.items.into_iter().map(|p| EffectivePolicyValidationError {
            error_code: Some(p.code.to_owned()),
            error_message: Some(p.message),
            path_to_error: Some(p.path),
            contributing_policies: Some(p.policies),
        });
        Ok(ListEffectivePolicyValidationErrorsResponse {
            account_id: Some(input.account_id.clone()),
            policy_type: Some(input.policy_type),
            path: Some(path),
            evaluation_timestamp: Some(tx.call().time),
            next_token: page.next,
            effective_policy_validation_errors: Some(found.collect()),
        })
    }
}
