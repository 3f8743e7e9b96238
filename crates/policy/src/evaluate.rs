//! The decision: AWS's policy evaluation logic across all kinds of policies.
//!
//! 1. A `Deny` that applies, in whatever policy, decides.
//! 2. RCPs must allow at every level above the resource, SCPs at every level above the principal.
//! 3. Principals without an account (services, federated, anonymous) need the resource's policy and nothing else.
//! 4. Across accounts, identity policies (limited by boundary and session) *and* the resource's policy must allow.
//! 5. Within an account either suffices, and how closely the resource's policy names the caller says what still limits it.

use crate::decision::{Decision, Layer, MatchedStatement, Matches, Outcome};
use crate::policy::{Call, Effect, Statement};
use crate::principal::Grant;
use crate::request::{Attached, Policies, PrincipalKind, Request, ResourcePolicyRole};

/// Decides a request. Does not allocate (as long as the request's context does not).
#[must_use]
pub fn evaluate<'a>(request: &Request<'_>, policies: &Policies<'a>) -> Decision<'a> {
    let call = Call::new(request);
    if let Some(denied) = explicit_deny(request, policies, &call) {
        return denied;
    }
    match allows(request, policies, &call) {
        Ok(deciding) => Decision { outcome: Outcome::Allowed, layer: None, deciding },
        Err(layer) => Decision { outcome: Outcome::ImplicitDeny, layer: Some(layer), deciding: Matches::default() },
    }
}

/// Calls `each` with every layer that binds the request until it answers something.
pub(crate) fn layers<'a, T>(
    request: &Request<'_>,
    policies: &Policies<'a>,
    mut each: impl FnMut(Layer<'a>, &'a [Attached<'a>]) -> Option<T>,
) -> Option<T> {
    if request.rcps_apply() {
        for level in policies.rcps {
            if let Some(found) = each(Layer::ResourceControl { target: level.target }, level.policies) {
                return Some(found);
            }
        }
    }
    if request.scps_apply() {
        for level in policies.scps {
            if let Some(found) = each(Layer::ServiceControl { target: level.target }, level.policies) {
                return Some(found);
            }
        }
    }
    each(Layer::of_resource(policies.resource), policies.resource)
        .or_else(|| each(Layer::Identity, policies.identity))
        .or_else(|| each(Layer::Session, policies.session.unwrap_or_default()))
}

fn explicit_deny<'a>(request: &Request<'_>, policies: &Policies<'a>, call: &Call<'_>) -> Option<Decision<'a>> {
    let in_list = |layer: Layer<'a>, list: &mut dyn Iterator<Item = Attached<'a>>| {
        let mut deciding = Matches::default();
        for attached in list {
            for (statement, _) in attached.policy.applying(Effect::Deny, call) {
                if !deciding.push(MatchedStatement::new(layer, &attached, statement)) {
                    break;
                }
            }
        }
        (!deciding.is_empty()).then_some(Decision { outcome: Outcome::ExplicitDeny, layer: Some(layer), deciding })
    };
    layers(request, policies, |layer, list| in_list(layer, &mut list.iter().copied()))
        .or_else(|| in_list(Layer::Boundary, &mut policies.boundary.into_iter()))
}

/// The first statement in a list that allows.
fn first<'a>(list: &'a [Attached<'a>], call: &Call<'_>) -> Option<(&'a Attached<'a>, &'a Statement)> {
    list.iter()
        .find_map(|attached| attached.policy.applying(Effect::Allow, call).next().map(|(statement, _)| (attached, statement)))
}

/// The statement of a resource's policies that names the caller most closely.
fn closest<'a>(list: &'a [Attached<'a>], call: &Call<'_>) -> Option<(Grant, MatchedStatement<'a>)> {
    let layer = Layer::of_resource(list);
    let mut best: Option<(Grant, MatchedStatement<'a>)> = None;
    for attached in list {
        for (statement, grant) in attached.policy.applying(Effect::Allow, call) {
            if best.is_none_or(|(have, _)| have < grant) {
                best = Some((grant, MatchedStatement::new(layer, attached, statement)));
            }
            if grant == Grant::Direct {
                return best;
            }
        }
    }
    best
}

/// The statements that allow, or the layer that does not.
fn allows<'a>(request: &Request<'_>, policies: &Policies<'a>, call: &Call<'_>) -> Result<Matches<'a>, Layer<'a>> {
    if request.rcps_apply() {
        for level in policies.rcps {
            first(level.policies, call).ok_or(Layer::ResourceControl { target: level.target })?;
        }
    }
    if request.scps_apply() {
        for level in policies.scps {
            first(level.policies, call).ok_or(Layer::ServiceControl { target: level.target })?;
        }
    }

    let mut deciding = Matches::default();
    let granted = closest(policies.resource, call);
    if let Some((_, matched)) = granted {
        deciding.push(matched);
    }
    let grant = granted.map(|(grant, _)| grant);
    let no_grant = Layer::of_resource(policies.resource);

    if !request.principal.has_account() {
        return grant.map(|_| deciding).ok_or(no_grant);
    }

    let same_account = request.is_same_account();
    if same_account && grant == Some(Grant::Direct) {
        return Ok(deciding);
    }
    if same_account && grant.is_none() && policies.resource_role == ResourcePolicyRole::Required {
        return Err(no_grant);
    }

    // The root user may do everything in its account; it has no identity policies.
    let root = request.principal.kind == PrincipalKind::Root;
    let granted_without_identity = root || (same_account && grant == Some(Grant::Broad));
    match first(policies.identity, call) {
        Some((attached, statement)) => {
            deciding.push(MatchedStatement::new(Layer::Identity, attached, statement));
        }
        None if granted_without_identity => {}
        None => return Err(Layer::Identity),
    }
    if let Some(boundary) = &policies.boundary {
        let (statement, _) = boundary.policy.applying(Effect::Allow, call).next().ok_or(Layer::Boundary)?;
        deciding.push(MatchedStatement::new(Layer::Boundary, boundary, statement));
    }
    if let Some(session) = policies.session {
        let (attached, statement) = first(session, call).ok_or(Layer::Session)?;
        deciding.push(MatchedStatement::new(Layer::Session, attached, statement));
    }
    if !same_account && grant.is_none() {
        return Err(no_grant);
    }
    Ok(deciding)
}
