//! `AssumeRoot`: a short session as the root user of a member account, for one task.

use plane::principal::{IssuerKind, Session};
use plane::registry::Handle;
use plane::{Access, Lookup, Principal, Reader, Resource, Transaction};
use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api::{AssumeRootRequest, AssumeRootResponse, operation};
use crate::arns::root_account;
use crate::errors::denied;
use crate::grant;
use crate::packed::SessionPolicies;

/// Longest and usual session, seconds.
const SECONDS: i32 = 900;
/// The service whose trusted access and delegated administrators count.
const IAM: &str = "iam.amazonaws.com";
/// The tasks: names of managed policies under `root-task/`. Source: the API reference of AssumeRoot.
const TASKS: [&str; 5] = [
    "IAMAuditRootUserCredentials",
    "IAMCreateRootUserPassword",
    "IAMDeleteRootUserCredentials",
    "S3UnlockBucketPolicy",
    "SQSUnlockQueuePolicy",
];

/// What IAM keeps of an organization's centralized root access, as far as it matters here.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct OrganizationFeatures {
    root_sessions: bool,
}

impl Resource for OrganizationFeatures {
    const KIND: &'static str = "Cloudkeep::IAM::OrganizationFeatures";
}

impl Handle for operation::AssumeRoot {
    async fn access(input: &AssumeRootRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let caller = &lookup.call().principal;
        if caller.is_root() {
            return Err(denied("AssumeRoot may not be called by root accounts."));
        }
        let target = root_account(&input.target_principal, &lookup.plane().settings.partition)?;
        let task = input.task_policy_arn.arn.clone().unwrap_or_default();
        Ok(Access::on(lookup.plane().arn("iam", "", target, "root")).key("sts:TaskPolicyArn", task))
    }

    async fn run(input: &AssumeRootRequest, tx: &mut Transaction<'_>) -> Result<AssumeRootResponse, Failure> {
        let plane = tx.plane();
        let target = root_account(&input.target_principal, &plane.settings.partition)?;
        let task = input.task_policy_arn.arn.as_deref().unwrap_or_default();
        if !TASKS.iter().any(|name| task == plane.arn("iam", "", "aws", &format!("policy/root-task/{name}"))) {
            return Err(Failure::validation(format!("{task} is not a task policy of AssumeRoot.")));
        }
        let reader = tx.reader();
        may_act_on(&reader, tx, target).await?;
        let now = grant::now(tx);
        let seconds = input.duration_seconds.filter(|seconds| *seconds > 0).unwrap_or(SECONDS);
        let policies = SessionPolicies { policy: None, arns: vec![task.to_owned()] };
        let source_identity = tx.call().principal.session.as_ref().and_then(|session| session.source_identity.clone());
        let root = Principal::root(&plane.settings.partition, target, "");
        let session = Session {
            issuer_kind: IssuerKind::Root,
            issuer_arn: root.arn.clone(),
            issuer_id: root.principal_id.clone(),
            issuer_name: String::new(),
            name: String::new(),
            created: now,
            expires: grant::after(now, seconds),
            mfa_at: None,
            source_identity: source_identity.clone(),
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            policies: grant::inline_policies(&policies, true),
            policy_arns: policies.arns,
            chained: false,
            federation: None,
            assumed_root: true,
            signed_in: false,
        };
        let principal = Principal { session: Some(session), ..root };
        grant::require_policies(&reader, &principal).await?;
        tx.audit.also_in.push(target.to_owned());
        Ok(AssumeRootResponse {
            credentials: Some(grant::issue(tx, principal)),
            source_identity,
            ..AssumeRootResponse::default()
        })
    }
}

/// Whether the caller's account administers the organization's root users, and the target is one of its members.
async fn may_act_on(reader: &Reader<'_>, tx: &Transaction<'_>, target: &str) -> Result<(), Failure> {
    let organization = reader.plane().organization();
    let mine = &tx.call().guardrails;
    let refused = || denied(format!("User: {} is not authorized to perform: sts:AssumeRoot", tx.call().principal.arn));
    let (Some(id), Some(management)) = (mine.organization_id.as_deref(), mine.management_account.as_deref()) else {
        return Err(refused());
    };
    if tx.account() != management && !organization.is_delegated(reader, tx.account(), IAM).await? {
        return Err(refused());
    }
    if !organization.trusts(reader, management, IAM).await? {
        return Err(denied("Centralized root access is not enabled in your organization: IAM has no trusted access."));
    }
    // The operations of IAM that switch it on keep it under the organization's id.
    let features = reader.get::<OrganizationFeatures>(management, "", id).await?;
    if !features.is_some_and(|features| features.body.root_sessions) {
        return Err(denied(
            "Root sessions are not enabled in your organization. Enable them with iam:EnableOrganizationsRootSessions.",
        ));
    }
    let theirs = organization.guardrails(reader, target).await?;
    if target == management || theirs.organization_id.as_deref() != Some(id) || theirs.suspended {
        return Err(refused());
    }
    Ok(())
}
