//! The whole story of a decision, for the policy simulator and for people.

use std::collections::HashSet;

use crate::decision::{Decision, Layer, MatchedStatement, Outcome};
use crate::evaluate::{evaluate, layers};
use crate::policy::{Call, Effect};
use crate::request::{Attached, Policies, Request};

/// A decision with everything that was found on the way.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// The decision of [`evaluate`](crate::evaluate()).
    pub decision: Decision<'a>,
    /// All statements that allow, in all layers.
    pub allowing: Vec<MatchedStatement<'a>>,
    /// All statements that deny, in all layers.
    pub denying: Vec<MatchedStatement<'a>>,
    /// Condition keys and variables that the policies ask for and the context has not, as first written (`MissingContextValues`).
    /// Keys that only SCPs and RCPs ask for are not among them.
    pub missing_context_keys: Vec<&'a str>,
    /// Whether all SCP levels allow (`OrganizationsDecisionDetail`); `None` if no SCP binds the request.
    pub allowed_by_organizations: Option<bool>,
    /// Whether the permissions boundary allows (`PermissionsBoundaryDecisionDetail`); `None` without one.
    pub allowed_by_boundary: Option<bool>,
    /// Each layer that has policies by itself (`EvalDecisionDetails`), in order of evaluation.
    pub layers: Vec<(Layer<'a>, Outcome)>,
}

impl<'a> Explanation<'a> {
    /// The statements that led to the decision, as the policy simulator lists them (`MatchedStatements`): the denying ones of an
    /// explicit deny, the allowing ones otherwise, none of an organization's.
    pub fn matched(&self) -> impl Iterator<Item = &MatchedStatement<'a>> {
        let list: &[MatchedStatement<'a>] = match self.decision.outcome {
            Outcome::Allowed => &self.allowing,
            Outcome::ExplicitDeny => &self.denying,
            Outcome::ImplicitDeny => &[],
        };
        list.iter().filter(|matched| !matches!(matched.layer, Layer::ServiceControl { .. } | Layer::ResourceControl { .. }))
    }

    /// `EvalDecisionDetails` in the API's terms: what identity-based and resource-based policies say each by itself.
    pub fn eval_decision_details(&self) -> impl Iterator<Item = (&'static str, Outcome)> {
        self.layers.iter().filter_map(|(layer, outcome)| match layer {
            Layer::Identity => Some(("IAM Policy", *outcome)),
            Layer::Resource | Layer::Trust => Some(("Resource Policy", *outcome)),
            _ => None,
        })
    }
}

struct Teller<'a, 'r> {
    call: Call<'r>,
    allowing: Vec<MatchedStatement<'a>>,
    denying: Vec<MatchedStatement<'a>>,
    seen: HashSet<String>,
    missing: Vec<&'a str>,
    layers: Vec<(Layer<'a>, Outcome)>,
}

impl<'a> Teller<'a, '_> {
    fn layer(&mut self, layer: Layer<'a>, list: impl Iterator<Item = Attached<'a>>) -> Option<Outcome> {
        let organization = matches!(layer, Layer::ServiceControl { .. } | Layer::ResourceControl { .. });
        let (mut allowed, mut denied, mut any) = (false, false, organization || layer == Layer::Session);
        for attached in list {
            any = true;
            for (statement, _) in attached.policy.applying(Effect::Deny, &self.call) {
                denied = true;
                self.denying.push(MatchedStatement::new(layer, &attached, statement));
            }
            for (statement, _) in attached.policy.applying(Effect::Allow, &self.call) {
                allowed = true;
                self.allowing.push(MatchedStatement::new(layer, &attached, statement));
            }
            if organization {
                continue;
            }
            let (seen, missing, context) = (&mut self.seen, &mut self.missing, self.call.context);
            for statement in attached.policy.statements() {
                statement.each_context_key(&mut |key| {
                    let lower = key.to_lowercase();
                    if context.get(&lower).is_none() && seen.insert(lower) {
                        missing.push(key);
                    }
                });
            }
        }
        let outcome = match (denied, allowed) {
            (true, _) => Outcome::ExplicitDeny,
            (false, true) => Outcome::Allowed,
            (false, false) => Outcome::ImplicitDeny,
        };
        if any {
            self.layers.push((layer, outcome));
        }
        any.then_some(outcome)
    }
}

/// Decides a request and tells everything about it. Slower than [`evaluate`](crate::evaluate()).
#[must_use]
pub fn explain<'a>(request: &Request<'_>, policies: &Policies<'a>) -> Explanation<'a> {
    let mut teller = Teller {
        call: Call::new(request),
        allowing: Vec::new(),
        denying: Vec::new(),
        seen: HashSet::new(),
        missing: Vec::new(),
        layers: Vec::new(),
    };
    let mut organizations = None;
    layers(request, policies, |layer, list| {
        if layer == Layer::Session && policies.session.is_none() {
            return None::<()>;
        }
        let outcome = teller.layer(layer, list.iter().copied());
        if matches!(layer, Layer::ServiceControl { .. }) {
            organizations = Some(organizations.unwrap_or(true) && outcome == Some(Outcome::Allowed));
        }
        None
    });
    let boundary = policies.boundary.and_then(|boundary| teller.layer(Layer::Boundary, std::iter::once(boundary)));
    Explanation {
        decision: evaluate(request, policies),
        allowing: teller.allowing,
        denying: teller.denying,
        missing_context_keys: teller.missing,
        allowed_by_organizations: organizations,
        allowed_by_boundary: boundary.map(|outcome| outcome == Outcome::Allowed),
        layers: teller.layers,
    }
}
