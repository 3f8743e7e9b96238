//! Resource policies of secrets.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use policy::{Policy, PolicyKind, PrincipalPattern};

use crate::across;
use crate::api::operation::{
    DeleteResourcePolicy, GetResourcePolicy, ListResourcePolicies, PutResourcePolicy, ValidateResourcePolicy,
};
use crate::api::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, GetResourcePolicyRequest, GetResourcePolicyResponse,
    InvalidNextTokenException, ListResourcePoliciesRequest, ListResourcePoliciesResponse, MalformedPolicyDocumentException,
    PublicPolicyException, PutResourcePolicyRequest, PutResourcePolicyResponse, ResourcePolicySummary,
    ValidateResourcePolicyRequest, ValidateResourcePolicyResponse, ValidationErrorsEntry,
};
use crate::errors::{invalid_parameter, no_policy};
use crate::resources::Secret;
use crate::{changes, place};

/// What it needs to change the policy of a secret.
const PUT: &str = "secretsmanager:PutResourcePolicy";
/// The name of the policy that the secret's owner writes. Others are the service's own: see [`across::POLICY_NAME`].
const DEFAULT: &str = "default";

fn name_of(given: Option<&String>) -> &str {
    given.map_or(DEFAULT, String::as_str)
}

/// Only the owner's policy can be changed.
fn only_default(given: Option<&String>) -> Result<(), Failure> {
    match name_of(given) {
        DEFAULT => Ok(()),
        other => Err(invalid_parameter(format!(
            "You can't change the resource policy {other}: you can only change the policy {DEFAULT}."
        ))),
    }
}

async fn access_to(lookup: &Lookup<'_>, id: &str, name: Option<&String>) -> Result<Access, Failure> {
    Ok(place::access(lookup, id).await?.key("secretsmanager:PolicyName", name_of(name)))
}

/// Reads a policy as a secret may have it: grammar, principals that exist, actions of Secrets Manager.
///
/// # Errors
/// What is wrong.
async fn check(tx: &Transaction<'_>, text: &str) -> Result<Policy, String> {
    let policy = Policy::parse(text, PolicyKind::Resource).map_err(|error| error.message())?;
    for statement in policy.statements() {
        let principal = statement.principal().ok_or("Missing required field Principal")?;
        for pattern in principal.patterns() {
            let exists = match pattern {
                PrincipalPattern::Arn(arn) => {
                    let iam = arn.splitn(6, ':').nth(5).is_some_and(|r| r.starts_with("user/") || r.starts_with("role/"));
                    !iam || tx.plane().identities().exists(&tx.reader(), arn).await.map_err(|f| f.message)?
                }
                PrincipalPattern::Account(account) => {
                    plane::account::get(&tx.reader(), account).await.map_err(|f| f.message)?.is_some()
                }
                _ => true,
            };
            if !exists {
                return Err("This resource policy contains an unsupported principal.".to_owned());
            }
        }
        if statement.actions().iter().any(|a| a != "*" && !a.to_ascii_lowercase().starts_with("secretsmanager:")) {
            return Err("This resource policy contains an action that is not one of Secrets Manager.".to_owned());
        }
        if statement.resources().is_none() {
            return Err("Missing required field Resource".to_owned());
        }
    }
    Ok(policy)
}

/// Whether the caller, who may change the policy of a secret now, could not do it any more if this were its policy.
async fn locks_out(tx: &Transaction<'_>, mut secret: Stored<Secret>, policy: &str) -> Result<bool, Failure> {
    secret.body.policy = Some(policy.to_owned());
    let access = place::on(&secret)?.action(PUT).key("secretsmanager:PolicyName", DEFAULT);
    Ok(tx.permits(&access).await.is_err())
}

impl Handle for PutResourcePolicy {
    async fn access(input: &PutResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = access_to(lookup, &input.secret_id, input.policy_name.as_ref()).await?;
        Ok(access.key_if("secretsmanager:BlockPublicPolicy", input.block_public_policy.map(|block| block.to_string())))
    }

    async fn run(input: &PutResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<PutResourcePolicyResponse, Failure> {
        only_default(input.policy_name.as_ref())?;
        let mut secret = place::primary(tx, &input.secret_id).await?;
        let policy = check(tx, &input.resource_policy).await.map_err(|reason| {
            Failure::from(MalformedPolicyDocumentException::new(format!("This resource policy is malformed: {reason}")))
        })?;
        if input.block_public_policy == Some(true) && policy.is_public() {
            return Err(PublicPolicyException::new(
                "The BlockPublicPolicy parameter is set to true, and the resource policy did not prevent broad access to the secret.",
            )
            .into());
        }
        secret.body.policy = Some(input.resource_policy.clone());
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        let policy_name = Some(DEFAULT.to_owned());
        Ok(PutResourcePolicyResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()), policy_name })
    }
}

impl Handle for GetResourcePolicy {
    async fn access(input: &GetResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access_to(lookup, &input.secret_id, input.policy_name.as_ref()).await
    }

    async fn run(input: &GetResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<GetResourcePolicyResponse, Failure> {
        let secret = place::held(tx, &input.secret_id).await?;
        let name = name_of(input.policy_name.as_ref());
        let resource_policy = match (name, &secret.body.follows) {
            (DEFAULT, _) => secret.body.policy.clone(),
            (across::POLICY_NAME, Some(primary)) => Some(across::policy(&primary.arn)),
            _ => return Err(no_policy(name)),
        };
        Ok(GetResourcePolicyResponse {
            arn: secret.arn.clone(),
            name: Some(secret.body.name.clone()),
            resource_policy,
            policy_name: Some(name.to_owned()),
        })
    }
}

impl Handle for DeleteResourcePolicy {
    async fn access(input: &DeleteResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access_to(lookup, &input.secret_id, input.policy_name.as_ref()).await
    }

    async fn run(input: &DeleteResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<DeleteResourcePolicyResponse, Failure> {
        only_default(input.policy_name.as_ref())?;
        let mut secret = place::primary(tx, &input.secret_id).await?;
        if secret.body.policy.take().is_some() {
            secret.body.changed = tx.call().time.as_millisecond();
            changes::write(tx, &mut secret).await?;
        }
        let policy_name = Some(DEFAULT.to_owned());
        Ok(DeleteResourcePolicyResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()), policy_name })
    }
}

impl Handle for ListResourcePolicies {
    async fn access(input: &ListResourcePoliciesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &ListResourcePoliciesRequest, tx: &mut Transaction<'_>) -> Result<ListResourcePoliciesResponse, Failure> {
        let secret = place::held(tx, &input.secret_id).await?.body;
        // The owner's first, then those of the service by name.
        let own = secret.policy.as_ref().map(|_| DEFAULT);
        let names = own.into_iter().chain(secret.follows.as_ref().map(|_| across::POLICY_NAME)).enumerate();
        let listing = format!("ListResourcePolicies {}", secret.arn);
        let invalid = || InvalidNextTokenException::new("The NextToken value is invalid.").into();
        let most = usize::try_from(input.max_results.unwrap_or(100)).unwrap_or(100);
        let page = cut(names, &listing, input.next_token.as_deref(), most, |(at, _)| format!("{at:08}"), invalid)?;
        let shown = page.items.into_iter().map(|(_, name)| ResourcePolicySummary { policy_name: Some(name.to_owned()) });
        Ok(ListResourcePoliciesResponse { resource_policies: shown.collect(), next_token: page.next })
    }
}

impl Handle for ValidateResourcePolicy {
    async fn access(input: &ValidateResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = match &input.secret_id {
            Some(id) => place::access(lookup, id).await?,
            None => Access::any(),
        };
        // Who validates a policy is about to put it.
        Ok(access.clone().and(access.action(PUT).key("secretsmanager:PolicyName", DEFAULT)))
    }

    async fn run(
        input: &ValidateResourcePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ValidateResourcePolicyResponse, Failure> {
        let secret = match &input.secret_id {
            Some(id) => Some(place::held(tx, id).await?),
            None => None,
        };
        let finding = |name: &str, message: String| ValidationErrorsEntry {
            check_name: Some(name.to_owned()),
            error_message: Some(message),
        };
        let mut findings = match check(tx, &input.resource_policy).await {
            Err(reason) => vec![finding("MalformedPolicyDocument", format!("This resource policy is malformed: {reason}"))],
            Ok(policy) if policy.is_public() => {
                vec![finding("PublicPolicy", "This resource policy grants broad access to your secret.".to_owned())]
            }
            Ok(_) => Vec::new(),
        };
        if let Some(secret) = secret.filter(|_| findings.is_empty())
            && locks_out(tx, secret, &input.resource_policy).await?
        {
            let text = "This resource policy locks you out: with it, you couldn't change the policy of the secret any more.";
            findings.push(finding("LockOut", text.to_owned()));
        }
        Ok(ValidateResourcePolicyResponse {
            policy_validation_passed: Some(findings.is_empty()),
            validation_errors: Some(findings),
        })
    }
}
