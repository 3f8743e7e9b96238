//! `AssumeRoleWithWebIdentity`: an unsigned call; the token is the proof.

use plane::ports::{OidcProvider, RoleFacts};
use plane::principal::Federation;
use plane::registry::Handle;
use plane::{Access, Lookup, Principal, PrincipalKind, Reader, Transaction};
use wire::Failure;

use crate::api::{AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse, InvalidIdentityTokenException, operation};
use crate::arns::role_account;
use crate::claims::{self, WebIdentity, without_scheme};
use crate::errors::denied;
use crate::grant::{self, Asked, DEFAULT_ROLE_SECONDS, RoleSession};
use crate::jwt::{JwtError, Token};
use crate::keys::keys_for;
use crate::packed::{packed_size, session_policies};
use crate::tags::merge;

/// Who stands before the door: a provider of the role's account, and whom it vouches for.
struct Verified {
    account: String,
    provider: OidcProvider,
    identity: WebIdentity,
}

impl Handle for operation::AssumeRoleWithWebIdentity {
    async fn access(input: &AssumeRoleWithWebIdentityRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        if input.provider_id.is_some() {
            // It chooses among the OAuth 2.0 providers that AWS itself knows; ID tokens name their issuer.
            return Err(Failure::validation(
                "ProviderId is only for OAuth 2.0 access tokens, which are not supported. Do not pass it with ID tokens.",
            ));
        }
        let verified = verify(input, lookup, lookup.call().time.as_second()).await?;
        let role = role(lookup, &input.role_arn).await?;
        let Verified { account, provider, identity } = &verified;
        let mut keys = federated_keys(provider, identity);
        keys.push(("sts:RoleSessionName".to_owned(), vec![input.role_session_name.clone()]));
        keys.push(("aws:FederatedProvider".to_owned(), vec![provider.arn.clone()]));
        let access = Asked {
            role: role.as_ref(),
            arn: &input.role_arn,
            account,
            tags: &identity.tags,
            transitive: &identity.transitive,
            tagged: !identity.tags.is_empty(),
            source_identity: identity.source_identity.as_deref(),
            keys,
        }
        .access()?;
        Ok(access.as_principal(stranger(provider, identity)))
    }

    async fn run(
        input: &AssumeRoleWithWebIdentityRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<AssumeRoleWithWebIdentityResponse, Failure> {
        let reader = tx.reader();
        let Verified { provider, identity, .. } = verify(input, &reader, tx.call().time.as_second()).await?;
        let Some(role) = role(&reader, &input.role_arn).await? else {
            return Err(denied("Not authorized to perform sts:AssumeRoleWithWebIdentity"));
        };
        let seconds = input.duration_seconds.unwrap_or(DEFAULT_ROLE_SECONDS);
        if seconds > role.max_session_seconds {
            return Err(Failure::validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."));
        }
        let partition = &tx.plane().settings.partition;
        let policies = session_policies(input.policy.as_ref(), input.policy_arns.as_ref(), &role.account, partition)?;
        let packed = packed_size(&policies, &identity.tags)?;
        let federation = Federation { provider: provider.arn.clone(), claims: federated_keys(&provider, &identity) };
        let session = RoleSession {
            name: input.role_session_name.clone(),
            seconds,
            policies,
            tags: merge(&[], &[], &identity.tags, &identity.transitive)?,
            source_identity: identity.source_identity.clone(),
            mfa_at: None,
            chained: false,
            federation: Some(federation),
        };
        let principal = grant::role_principal(tx.plane(), &role, grant::now(tx), session);
        grant::require_policies(&reader, &principal).await?;
        tx.touched(&role.arn, &role.account, "AWS::IAM::Role");
        Ok(AssumeRoleWithWebIdentityResponse {
            assumed_role_user: Some(grant::assumed_role_user(&principal)),
            packed_policy_size: packed,
            subject_from_web_identity_token: Some(identity.subject),
            provider: Some(provider.arn),
            audience: Some(identity.audience),
            source_identity: identity.source_identity,
            credentials: Some(grant::issue(tx, principal)),
            ..AssumeRoleWithWebIdentityResponse::default()
        })
    }
}

/// Verifies the token against the provider that the role's account registered for its issuer. `now` is in seconds since 1970.
async fn verify(input: &AssumeRoleWithWebIdentityRequest, reader: &Reader<'_>, now: i64) -> Result<Verified, Failure> {
    let plane = reader.plane();
    let account = role_account(&input.role_arn, &plane.settings.partition)?;
    let token = Token::parse(&input.web_identity_token).map_err(unverified)?;
    let issuer = claims::issuer(&token.claims)?;
    // As AWS does with its own: what a principal shows to others must not become credentials here again.
    if plane.settings.is_own_issuer(issuer) {
        return Err(InvalidIdentityTokenException::new("Tokens of GetWebIdentityToken cannot be used to assume a role").into());
    }
    let provider = plane.identities().oidc_provider(reader, account, without_scheme(issuer)).await?;
    let Some(provider) = provider.filter(|provider| without_scheme(&provider.url) == without_scheme(issuer)) else {
        return Err(
            InvalidIdentityTokenException::new(format!("No OpenIDConnect provider found in your account for {issuer}")).into()
        );
    };
    let keys = keys_for(&provider, &token, now.saturating_mul(1000)).await?;
    keys.verify(&token).map_err(unverified)?;
    let identity = claims::check(&token.claims, &provider.client_ids, now)?;
    // What the claims say of tags must hold for any request; that they are allowed is for the role to say.
    merge(&[], &[], &identity.tags, &identity.transitive)?;
    Ok(Verified { account: account.to_owned(), provider, identity })
}

fn unverified(error: JwtError) -> Failure {
    InvalidIdentityTokenException::new(error.to_string()).into()
}

async fn role(reader: &Reader<'_>, arn: &str) -> Result<Option<RoleFacts>, Failure> {
    let role = reader.plane().identities().role(reader, arn).await?;
    Ok(role.filter(|role| !role.service_linked))
}

/// The condition keys that a provider's token gives, named after the provider.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>.
fn federated_keys(provider: &OidcProvider, identity: &WebIdentity) -> Vec<(String, Vec<String>)> {
    let name = without_scheme(&provider.url);
    let mut keys =
        vec![(format!("{name}:aud"), vec![identity.audience.clone()]), (format!("{name}:sub"), vec![identity.subject.clone()])];
    if let Some(audience) = &identity.original_audience {
        keys.push((format!("{name}:oaud"), vec![audience.clone()]));
    }
    if !identity.methods.is_empty() {
        keys.push((format!("{name}:amr"), identity.methods.clone()));
    }
    keys
}

/// The caller as policies see them: nobody of any account, vouched for by the provider.
fn stranger(provider: &OidcProvider, identity: &WebIdentity) -> Principal {
    Principal {
        kind: PrincipalKind::WebIdentityUser,
        arn: provider.arn.clone(),
        principal_id: format!("{}:{}:{}", provider.arn, identity.audience, identity.subject),
        user_name: Some(identity.subject.clone()),
        ..Principal::anonymous()
    }
}
