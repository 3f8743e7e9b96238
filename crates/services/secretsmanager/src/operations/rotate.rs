//! RotateSecret and CancelRotateSecret: they say what is to be done; [`crate::rotation`] does it.

use plane::ports::ServiceCaller;
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::operation::{CancelRotateSecret, RotateSecret};
use crate::api::{CancelRotateSecretRequest, CancelRotateSecretResponse, RotateSecretRequest, RotateSecretResponse};
use crate::errors::{invalid_parameter, invalid_request};
use crate::resources::{CURRENT, PENDING, Rotation, Secret, Step, Task};
use crate::rotation::credentials::Credentials;
use crate::rotation::{PRINCIPAL, builtin, events, is_allowed, is_endpoint, left_over};
use crate::schedule::Rules;
use crate::{changes, place, sealing, stages};

/// The secret of a superuser that the current value names.
async fn master_of(reader: &Reader<'_>, secret: &Secret) -> Option<String> {
    let current = secret.staged(CURRENT)?;
    let value = sealing::read(reader, secret, &current.id).await.ok()?;
    Credentials::parse(&value).ok()?.master
}

fn function_of(input: &RotateSecretRequest, secret: &Secret) -> Option<String> {
    place::text(input.rotation_lambda_arn.as_ref()).or_else(|| secret.rotation.as_ref().map(|r| r.function.clone()))
}

fn caller_of(secret: &Secret) -> ServiceCaller {
    ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: secret.arn.clone(), source_account: secret.account.clone() }
}

impl Handle for RotateSecret {
    async fn access(input: &RotateSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        let immediately = input.rotate_immediately.unwrap_or(true);
        let mut access = access
            .key_if("secretsmanager:RotationLambdaARN", input.rotation_lambda_arn.as_deref())
            .key("secretsmanager:ModifyRotationRules", input.rotation_rules.is_some().to_string())
            .key("secretsmanager:RotateImmediately", immediately.to_string());
        let Some(secret) = secret.map(|s| s.body) else { return Ok(access) };
        let Some(function) = function_of(input, &secret) else { return Ok(access) };
        match builtin(&function) {
            Some(rotator) if rotator.alternating => {
                // Whoever lets the plane log in as the superuser must be allowed to read the superuser's secret.
                if let Some(master) = master_of(lookup, &secret).await {
                    let (found, on_master) = place::target(lookup, &master).await?;
                    access =
                        access.and(on_master.action("secretsmanager:GetSecretValue").key("secretsmanager:VersionStage", CURRENT));
                    if let Some(found) = found.map(|s| s.body)
                        && let Some(current) = found.staged(CURRENT).filter(|v| !v.managed_key)
                    {
                        let (key, arn) = (Some(current.key.as_str()), &found.arn);
                        access = access.and(sealing::access(lookup, key, &found.region, arn, &current.id, sealing::READ).await?);
                    }
                }
            }
            Some(_) => {}
            // The operator allows it, for everybody who may set up a rotation.
            None if is_endpoint(&function) => {}
            None => access = access.and(Access::on(function).action("lambda:InvokeFunction")),
        }
        Ok(access)
    }

    async fn run(input: &RotateSecretRequest, tx: &mut Transaction<'_>) -> Result<RotateSecretResponse, Failure> {
        if input.external_secret_rotation_metadata.is_some() || input.external_secret_rotation_role_arn.is_some() {
            return Err(invalid_request("Rotation of secrets of other systems is not supported by Cloudkeep."));
        }
        let mut stored = place::source(tx, &input.secret_id).await?;
        let secret = &mut stored.body;
        let function = function_of(input, secret)
            .ok_or_else(|| invalid_request("No Lambda rotation function ARN is associated with this secret."))?;
        let current = secret
            .staged(CURRENT)
            .map(|v| v.id.clone())
            .ok_or_else(|| invalid_request("You can't rotate a secret that has no value."))?;
        may_use(tx, secret, &function).await?;
        let given = input.rotation_rules.as_ref().map(Rules::read).transpose()?.flatten();
        let rules = given.or_else(|| secret.rotation.as_ref().and_then(|r| r.rules.clone()));
        let now = tx.call().time.as_millisecond();
        let token = input.client_request_token.clone().unwrap_or_else(|| tx.call().request_id.to_string());
        let answer = |secret: &Secret, token: String| RotateSecretResponse {
            arn: Some(secret.arn.clone()),
            name: Some(secret.name.clone()),
            version_id: Some(token),
        };
        let id = secret.id();
        if let Some(task) = tx.get::<Task>(&secret.account, &secret.region, &id).await? {
            if task.body.token == token {
                return Ok(answer(secret, token));
            }
            return Err(invalid_request("A previous rotation isn't complete. That rotation will be reattempted."));
        }
        let immediately = input.rotate_immediately.unwrap_or(true);
        let token = if immediately { left_over(tx, secret, &function).await?.unwrap_or(token) } else { token };
        if immediately && token == current {
            return Ok(answer(secret, token));
        }
        let next = rules.as_ref().and_then(|r| r.next(now, now)).map(|w| w.start);
        let master = master_of(&tx.reader(), secret).await;
        secret.rotation = Some(Rotation { function, rules, enabled: true, master, next });
        secret.changed = now;
        let step = if immediately { Step::Create } else { Step::Test };
        if !immediately {
            // The test logs in with the present value, as a version that is there for the test only.
            if secret.staged(PENDING).is_some() {
                return Err(invalid_request("A previous rotation isn't complete. That rotation will be reattempted."));
            }
            let value = sealing::open(tx, secret, &current).await?;
            changes::add_version(tx, secret, &token, &value, &[PENDING.to_owned()]).await?;
        }
        let secret = &stored.body;
        tx.put(&Stored::new(&secret.account, &secret.region, id, Task::new(&secret.name, &token, step, !immediately, now)))?;
        events::started(tx, secret, &token, !immediately);
        changes::set_due(tx, secret, next).await?;
        changes::write(tx, &mut stored).await?;
        Ok(answer(&stored.body, token))
    }
}

/// Whether a function can rotate this secret at all.
async fn may_use(tx: &Transaction<'_>, secret: &Secret, function: &str) -> Result<(), Failure> {
    if builtin(function).is_some() {
        return Ok(());
    }
    if is_endpoint(function) {
        return if is_allowed(function, &tx.plane().settings.rotation_endpoints) {
            Ok(())
        } else {
            Err(invalid_parameter(format!(
                "The endpoint {function} is none of those that the operator allows rotations to be handed to."
            )))
        };
    }
    if !function.starts_with("arn:") || function.split(':').nth(2) != Some("lambda") {
        return Err(invalid_parameter(format!("The RotationLambdaARN {function} is not the ARN of a function.")));
    }
    let Some(functions) = tx.plane().functions() else {
        return Err(invalid_request("Functions are not part of this plane: only its built-in rotators can rotate secrets."));
    };
    functions.may_invoke(&tx.reader(), function, &caller_of(secret)).await.map_err(|failure| {
        tracing::debug!(message = failure.message, "a rotation function may not be invoked");
        Failure::common(
            wire::Common::AccessDenied,
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
        )
    })
}

impl Handle for CancelRotateSecret {
    async fn access(input: &CancelRotateSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &CancelRotateSecretRequest, tx: &mut Transaction<'_>) -> Result<CancelRotateSecretResponse, Failure> {
        let mut stored = place::source(tx, &input.secret_id).await?;
        let Some(rotation) = &mut stored.body.rotation else {
            return Err(invalid_request("You can't cancel the rotation of a secret that was never set up to rotate."));
        };
        rotation.enabled = false;
        rotation.next = None;
        let secret = &mut stored.body;
        secret.changed = tx.call().time.as_millisecond();
        let mut pending = None;
        if let Some(mut task) = tx.get::<Task>(&secret.account, &secret.region, &secret.id()).await? {
            pending = Some(task.body.token.clone());
            if task.body.step == Step::Create || task.body.test_only {
                // The database was not told of it yet.
                stages::drop_label(&mut secret.versions, PENDING);
                events::told(tx, secret, "RotationAbandoned", &task.body.token, None);
                tx.delete(&task);
            } else {
                // The database may have the new password already: which one works is found out first, so that none is lost.
                task.body.cancelled = true;
                task.body.not_before = 0;
                tx.put(&task)?;
            }
        }
        changes::set_due(tx, &stored.body, None).await?;
        changes::write(tx, &mut stored).await?;
        Ok(CancelRotateSecretResponse { arn: stored.arn.clone(), name: Some(stored.body.name.clone()), version_id: pending })
    }
}
