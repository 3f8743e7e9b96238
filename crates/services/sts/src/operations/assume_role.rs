//! `AssumeRole`.

use plane::registry::Handle;
use plane::{Access, Lookup, Principal, PrincipalKind, Reader, Settings, Transaction};
use wire::{Common, Failure};

use crate::api::{AssumeRoleRequest, AssumeRoleResponse, operation};
use crate::arns::role_account;
use crate::errors::{denied, half_mfa, invalid_parameter, wrong_mfa_code};
use crate::grant::{self, Asked, CHAINED_SECONDS, DEFAULT_ROLE_SECONDS, RoleSession};
use crate::packed::{packed_size, session_policies};
use crate::tags::{SessionTags, merge};
use plane::ports::RoleFacts;

impl Handle for operation::AssumeRole {
    async fn access(input: &AssumeRoleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (call, settings) = (lookup.call(), &lookup.plane().settings);
        may_assume(&call.principal, settings)?;
        let account = role_account(&input.role_arn, &settings.partition)?;
        if input.provided_contexts.is_some() {
            return Err(Failure::common(Common::NotImplemented, "ProvidedContexts is not supported."));
        }
        let role = role(lookup, &input.role_arn, &call.principal).await?;
        let passed = grant::pairs(input.tags.as_ref());
        let transitive = input.transitive_tag_keys.clone().unwrap_or_default();
        let tags = merged(&call.principal, &passed, &transitive)?;
        let source_identity = source_identity(&call.principal, input.source_identity.as_deref())?;
        let mut keys = vec![("sts:RoleSessionName".to_owned(), vec![input.role_session_name.clone()])];
        if let Some(id) = &input.external_id {
            keys.push(("sts:ExternalId".to_owned(), vec![id.clone()]));
        }
        if with_mfa(input)? {
            // Policies are evaluated as if the code were right; it is checked before a session is given.
            keys.push(("aws:MultiFactorAuthPresent".to_owned(), vec!["true".to_owned()]));
            keys.push(("aws:MultiFactorAuthAge".to_owned(), vec!["0".to_owned()]));
        }
        Asked {
            role: role.as_ref(),
            arn: &input.role_arn,
            account,
            tags: &passed,
            transitive: &transitive,
            tagged: !tags.tags.is_empty(),
            source_identity: source_identity.as_deref(),
            keys,
        }
        .access()
    }

    async fn run(input: &AssumeRoleRequest, tx: &mut Transaction<'_>) -> Result<AssumeRoleResponse, Failure> {
        let caller = &tx.call().principal;
        let reader = tx.reader();
        let Some(role) = role(&reader, &input.role_arn, caller).await? else {
            // It was there when the caller was allowed to assume it.
            return Err(denied(format!(
                "User: {} is not authorized to perform: sts:AssumeRole on resource: {}",
                caller.arn, input.role_arn
            )));
        };
        let chained = caller.kind == PrincipalKind::AssumedRole;
        let seconds = input.duration_seconds.unwrap_or(DEFAULT_ROLE_SECONDS);
        if seconds > role.max_session_seconds {
            return Err(Failure::validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."));
        }
        if chained && seconds > CHAINED_SECONDS {
            return Err(Failure::validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            ));
        }
        let passed = grant::pairs(input.tags.as_ref());
        let partition = &tx.plane().settings.partition;
        let policies = session_policies(input.policy.as_ref(), input.policy_arns.as_ref(), &role.account, partition)?;
        let packed = packed_size(&policies, &passed)?;
        let mfa = with_mfa(input)?;
        if let (true, Some(serial), Some(code)) = (mfa, &input.serial_number, &input.token_code) {
            let identities = tx.plane().identities().clone();
            if !identities.check_mfa(tx, caller, serial, code).await? {
                return Err(wrong_mfa_code());
            }
        }
        let now = grant::now(tx);
        // A role session does not hand its MFA on to the next; a user's own session does.
        let shown = caller.session.as_ref().and_then(|session| session.mfa_at).filter(|_| !chained);
        let source_identity = source_identity(caller, input.source_identity.as_deref())?;
        let session = RoleSession {
            name: input.role_session_name.clone(),
            seconds,
            policies,
            tags: merged(caller, &passed, input.transitive_tag_keys.as_deref().unwrap_or_default())?,
            source_identity: source_identity.clone(),
            mfa_at: if mfa { Some(now) } else { shown },
            chained,
            federation: None,
        };
        let principal = grant::role_principal(tx.plane(), &role, now, session);
        grant::require_policies(&reader, &principal).await?;
        tx.touched(&role.arn, &role.account, "AWS::IAM::Role");
        Ok(AssumeRoleResponse {
            assumed_role_user: Some(grant::assumed_role_user(&principal)),
            packed_policy_size: packed,
            // Told only to who set it: one that is inherited is the first session's affair.
            source_identity: source_identity.filter(|_| input.source_identity.is_some()),
            credentials: Some(grant::issue(tx, principal)),
            ..AssumeRoleResponse::default()
        })
    }
}

/// Whether this kind of caller may assume roles at all.
fn may_assume(caller: &Principal, settings: &Settings) -> Result<(), Failure> {
    match caller.kind {
        // The sandbox's callers are roots by default, and tests written for emulators assume roles as such.
        PrincipalKind::Root if settings.sandbox && caller.session.is_none() => Ok(()),
        PrincipalKind::Root => Err(denied("Roles may not be assumed by root accounts.")),
        PrincipalKind::FederatedUser => Err(denied("Cannot call AssumeRole with federation token credentials")),
        _ => Ok(()),
    }
}

/// The role, if it is there and the caller is somebody who could assume it: roles of services are theirs alone.
async fn role(reader: &Reader<'_>, arn: &str, caller: &Principal) -> Result<Option<RoleFacts>, Failure> {
    let role = reader.plane().identities().role(reader, arn).await?;
    Ok(role.filter(|role| !role.service_linked || caller.kind == PrincipalKind::AwsService))
}

fn merged(caller: &Principal, passed: &[(String, String)], transitive: &[String]) -> Result<SessionTags, Failure> {
    let (tags, keys) = match &caller.session {
        Some(session) => (session.tags.as_slice(), session.transitive_tag_keys.as_slice()),
        None => (&[][..], &[][..]),
    };
    merge(tags, keys, passed, transitive)
}

/// The source identity of the new session: it persists through chaining and cannot be changed.
fn source_identity(caller: &Principal, given: Option<&str>) -> Result<Option<String>, Failure> {
    let inherited = caller.session.as_ref().and_then(|session| session.source_identity.as_deref());
    match (inherited, given) {
        (Some(inherited), Some(given)) if inherited != given => Err(invalid_parameter(
            "The specified source identity can't be set because the calling session already has another source identity.",
        )),
        (inherited, given) => Ok(inherited.or(given).map(str::to_owned)),
    }
}

fn with_mfa(input: &AssumeRoleRequest) -> Result<bool, Failure> {
    match (&input.serial_number, &input.token_code) {
        (Some(_), Some(_)) => Ok(true),
        (None, None) => Ok(false),
        _ => Err(half_mfa()),
    }
}
