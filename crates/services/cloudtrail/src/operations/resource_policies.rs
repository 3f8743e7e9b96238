//! Policies of event data stores, channels and dashboards.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{DeleteResourcePolicy, GetResourcePolicy, PutResourcePolicy};
use crate::api::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, GetResourcePolicyRequest, GetResourcePolicyResponse,
    PutResourcePolicyRequest, PutResourcePolicyResponse, ResourceARNNotValidException, ResourceNotFoundException,
    ResourcePolicyNotFoundException, ResourceTypeNotSupportedException,
};
use crate::dashboards::{Dashboard, held_dashboard, on_dashboard};
use crate::stores::find::{Named, change_store, held_channel, keep, on_channel, on_store};
use crate::stores::policy::check;
use crate::stores::{Channel, EventDataStore};

/// The sorts of resources that have a policy, as their ARNs name them.
const SORTS: [&str; 3] = ["eventdatastore", "channel", "dashboard"];

/// A resource that has a policy, held until the commit.
enum Guarded {
    Store(Stored<EventDataStore>),
    Channel(Stored<Channel>),
    Dashboard(Stored<Dashboard>),
}

fn sort(arn: &str) -> Option<&'static str> {
    SORTS.into_iter().find(|sort| Named::parse(sort, arn).is_some_and(|n| n.account.is_some()))
}

async fn on(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    match sort(arn) {
        Some("eventdatastore") => on_store(lookup, arn).await,
        Some("channel") => on_channel(lookup, arn).await,
        Some(_) => on_dashboard(lookup, arn).await,
        None => Ok(Access::any()),
    }
}

impl Guarded {
    async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<(Self, &'static str), Failure> {
        let Some(sort) = sort(arn) else {
            return Err(if arn.contains(":trail/") {
                ResourceTypeNotSupportedException::new(format!("The resource type of {arn} is not supported.")).into()
            } else {
                ResourceARNNotValidException::new(format!("The resource ARN is not valid: {arn}")).into()
            });
        };
        let missing = |failure: Failure| match failure.kind {
            wire::failure::Kind::Modelled { ref code, .. } if code.contains("NotFound") => {
                Failure::from(ResourceNotFoundException::new(format!("The specified resource was not found: {arn}")))
            }
            _ => failure,
        };
        let found = match sort {
            "eventdatastore" => Self::Store(change_store(tx, arn).await.map_err(missing)?),
            "channel" => Self::Channel(held_channel(tx, arn).await.map_err(missing)?),
            _ => Self::Dashboard(held_dashboard(tx, arn).await.map_err(missing)?),
        };
        Ok((found, sort))
    }

    fn policy(&mut self) -> &mut Option<String> {
        match self {
            Self::Store(s) => &mut s.body.policy,
            Self::Channel(c) => &mut c.body.policy,
            Self::Dashboard(d) => &mut d.body.policy,
        }
    }

    fn arn(&self) -> String {
        match self {
            Self::Store(s) => s.body.arn.clone(),
            Self::Channel(c) => c.body.arn.clone(),
            Self::Dashboard(d) => d.body.arn.clone(),
        }
    }

    async fn put(mut self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match &mut self {
            Self::Store(s) => keep(tx, s).await,
            Self::Channel(c) => tx.put(c),
            Self::Dashboard(d) => tx.put(d),
        }
    }
}

fn no_policy(arn: &str) -> Failure {
    ResourcePolicyNotFoundException::new(format!("The resource has no policy: {arn}")).into()
}

impl Handle for PutResourcePolicy {
    async fn access(input: &PutResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.resource_arn).await
    }

    async fn run(input: &PutResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<PutResourcePolicyResponse, Failure> {
        let (mut guarded, sort) = Guarded::held(tx, &input.resource_arn).await?;
        let arn = guarded.arn();
        check(sort, &arn, &input.resource_policy)?;
        *guarded.policy() = Some(input.resource_policy.clone());
        guarded.put(tx).await?;
        Ok(PutResourcePolicyResponse {
            resource_arn: Some(arn),
            resource_policy: Some(input.resource_policy.clone()),
            delegated_admin_resource_policy: None,
        })
    }
}

impl Handle for GetResourcePolicy {
    async fn access(input: &GetResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.resource_arn).await
    }

    async fn run(input: &GetResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<GetResourcePolicyResponse, Failure> {
        let (mut guarded, _) = Guarded::held(tx, &input.resource_arn).await?;
        let policy = guarded.policy().clone().ok_or_else(|| no_policy(&input.resource_arn))?;
        Ok(GetResourcePolicyResponse {
            resource_arn: Some(guarded.arn()),
            resource_policy: Some(policy),
            delegated_admin_resource_policy: None,
        })
    }
}

impl Handle for DeleteResourcePolicy {
    async fn access(input: &DeleteResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.resource_arn).await
    }

    async fn run(input: &DeleteResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<DeleteResourcePolicyResponse, Failure> {
        let (mut guarded, _) = Guarded::held(tx, &input.resource_arn).await?;
        if guarded.policy().take().is_none() {
            return Err(no_policy(&input.resource_arn));
        }
        guarded.put(tx).await?;
        Ok(DeleteResourcePolicyResponse {})
    }
}
