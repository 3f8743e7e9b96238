//! Denials in AWS's phrasing.
//!
//! Source: "Troubleshoot access denied error messages" of the IAM user guide.

use std::fmt::Write;

use crate::decision::{Decision, Layer, Outcome};

impl Layer<'_> {
    /// `no … allows`
    fn noun(&self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Resource => "resource-based policy",
            Self::Trust => "role trust policy",
            Self::ServiceControl { .. } => "service control policy",
            Self::ResourceControl { .. } => "resource control policy",
        }
    }

    fn article(&self) -> &'static str {
        match self {
            Self::Identity => "an",
            Self::Trust => "the",
            _ => "a",
        }
    }
}

impl Decision<'_> {
    /// The message of an `AccessDenied` error: who may not do what, and because of what. The ARN of a denying policy is told if it
    /// has one. An empty `resource_arn` is left out; of an allowed request only the first half remains.
    #[must_use]
    pub fn access_denied_message(&self, principal_arn: &str, action: &str, resource_arn: &str) -> String {
        let mut text = format!("User: {principal_arn} is not authorized to perform: {action}");
        if !resource_arn.is_empty() {
            text.push_str(" on resource: ");
            text.push_str(resource_arn);
        }
        let Some(layer) = &self.layer else { return text };
        // Writing to a String cannot fail.
        let _ = match self.outcome {
            Outcome::Allowed => Ok(()),
            Outcome::ImplicitDeny => write!(text, " because no {} allows the {action} action", layer.noun()),
            Outcome::ExplicitDeny => write!(text, " with an explicit deny in {} {}", layer.article(), layer.noun()),
        };
        if self.outcome == Outcome::ExplicitDeny
            && let Some(arn) = self.deciding.first().map(|matched| matched.policy_id).filter(|id| id.starts_with("arn:"))
        {
            text.push_str(": ");
            text.push_str(arn);
        }
        text
    }
}
