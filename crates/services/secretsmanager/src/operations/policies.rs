//! Resource policies of secrets.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use policy::{Policy, PolicyKind, PrincipalPattern};

use crate::api::operation::{DeleteResourcePolicy, GetResourcePolicy, PutResourcePolicy, ValidateResourcePolicy};
use crate::api::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, GetResourcePolicyRequest, GetResourcePolicyResponse,
    MalformedPolicyDocumentException, PublicPolicyException, PutResourcePolicyRequest, PutResourcePolicyResponse,
    ValidateResourcePolicyRequest, ValidateResourcePolicyResponse, ValidationErrorsEntry,
};
use crate::errors::invalid_request;
use crate::{changes, place};

fn only_unnamed(name: Option<&String>) -> Result<(), Failure> {
    match name {
        Some(_) => Err(invalid_request("Resource policies with names are not supported by Cloudkeep.")),
        None => Ok(()),
    }
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

impl Handle for PutResourcePolicy {
    async fn access(input: &PutResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::access(lookup, &input.secret_id).await?;
        Ok(access.key_if("secretsmanager:BlockPublicPolicy", input.block_public_policy.map(|block| block.to_string())))
    }

    async fn run(input: &PutResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<PutResourcePolicyResponse, Failure> {
        only_unnamed(input.policy_name.as_ref())?;
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
        changes::write(tx, &mut secret).await?;
        Ok(PutResourcePolicyResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()), policy_name: None })
    }
}

impl Handle for GetResourcePolicy {
    async fn access(input: &GetResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &GetResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<GetResourcePolicyResponse, Failure> {
        only_unnamed(input.policy_name.as_ref())?;
        let secret = place::held_any(tx, &input.secret_id).await?;
        Ok(GetResourcePolicyResponse {
            arn: secret.arn.clone(),
            name: Some(secret.body.name.clone()),
            resource_policy: secret.body.policy,
            policy_name: None,
        })
    }
}

impl Handle for DeleteResourcePolicy {
    async fn access(input: &DeleteResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &DeleteResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<DeleteResourcePolicyResponse, Failure> {
        only_unnamed(input.policy_name.as_ref())?;
        let mut secret = place::primary(tx, &input.secret_id).await?;
        if secret.body.policy.take().is_some() {
            changes::write(tx, &mut secret).await?;
        }
        Ok(DeleteResourcePolicyResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()), policy_name: None })
    }
}

impl Handle for ValidateResourcePolicy {
    async fn access(input: &ValidateResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match &input.secret_id {
            Some(id) => place::access(lookup, id).await,
            None => Ok(Access::any()),
        }
    }

    async fn run(
        input: &ValidateResourcePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ValidateResourcePolicyResponse, Failure> {
        if let Some(id) = &input.secret_id {
            place::held(tx, id).await?;
        }
        let finding = |name: &str, message: String| ValidationErrorsEntry {
            check_name: Some(name.to_owned()),
            error_message: Some(message),
        };
        let findings = match check(tx, &input.resource_policy).await {
            Err(reason) => vec![finding("MalformedPolicyDocument", format!("This resource policy is malformed: {reason}"))],
            Ok(policy) if policy.is_public() => {
                vec![finding("PublicPolicy", "This resource policy grants broad access to your secret.".to_owned())]
            }
            Ok(_) => Vec::new(),
        };
        Ok(ValidateResourcePolicyResponse {
            policy_validation_passed: Some(findings.is_empty()),
            validation_errors: Some(findings),
        })
    }
}
