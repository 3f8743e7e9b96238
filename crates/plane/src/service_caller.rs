//! What a resource's policy is asked when a service of the plane comes to it on behalf of another resource.

use policy::{Attached, Context, Policies, Policy, Request, SourceType, evaluate};

use crate::plane::Plane;
use crate::ports::ServiceCaller;

impl ServiceCaller {
    /// The condition keys of a request that this service makes to a resource of an account, in a region (empty where regions do not matter).
    /// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
    pub fn context<'a>(&'a self, plane: &Plane, account: &'a str, region: &'a str) -> Context<'a> {
        let now = plane.clock.now();
        let mut context = Context::with_capacity(12);
        context
            .set("aws:principalisawsservice", "true")
            .set("aws:principalservicename", self.principal.as_str())
            .set("aws:securetransport", "true")
            .set("aws:resourceaccount", account)
            .set("aws:currenttime", now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
            .set("aws:epochtime", now.as_second().to_string());
        if !region.is_empty() {
            context.set("aws:requestedregion", region);
        }
        if !self.source_arn.is_empty() {
            context.set("aws:sourcearn", self.source_arn.as_str());
        }
        if !self.source_account.is_empty() {
            context.set("aws:sourceaccount", self.source_account.as_str());
        }
        context
    }

    /// Whether the policies of a resource of an account let this service do something to it. Guardrails of organizations do not bind services.
    pub fn is_allowed(&self, action: &str, arn: &str, account: &str, policies: &[&Policy], context: &Context<'_>) -> bool {
        let attached: Vec<Attached<'_>> = policies.iter().map(|p| Attached::new(p, arn, SourceType::Resource)).collect();
        let request = Request::new(policy::Principal::service(&self.principal), action, arn, context).in_account(account);
        evaluate(&request, &Policies { resource: &attached, ..Policies::default() }).is_allowed()
    }
}
