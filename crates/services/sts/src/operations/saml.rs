//! `AssumeRoleWithSAML`: an unsigned call; the identity provider's response is the proof.

use jiff::Timestamp;
use plane::ports::{RoleFacts, SamlProvider};
use plane::principal::Federation;
use plane::registry::Handle;
use plane::{Access, Lookup, Principal, PrincipalKind, Reader, Transaction};
use wire::Failure;

use crate::api::{AssumeRoleWithSAMLRequest, AssumeRoleWithSAMLResponse, InvalidIdentityTokenException, operation};
use crate::arns::{role_account, saml_provider};
use crate::errors::denied;
use crate::grant::{self, Asked, DEFAULT_ROLE_SECONDS, RoleSession};
use crate::packed::{packed_size, session_policies};
use crate::saml::{self, Login, Vouching};
use crate::tags::merge;

/// Who stands before the door: a provider of the role's account, and whom it vouches for.
struct Verified {
    account: String,
    provider: SamlProvider,
    login: Login,
    qualifier: String,
}

impl Verified {
    /// The condition keys that the response gives.
    /// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml>.
    fn keys(&self) -> Vec<(String, Vec<String>)> {
        let Login { recipient, subject, subject_type, keys, .. } = &self.login;
        let mut all = vec![
            ("saml:aud".to_owned(), vec![recipient.clone()]),
            ("saml:doc".to_owned(), vec![format!("{}/{}", self.account, self.provider.name)]),
            ("saml:iss".to_owned(), vec![self.provider.issuer.clone()]),
            ("saml:namequalifier".to_owned(), vec![self.qualifier.clone()]),
            ("saml:sub".to_owned(), vec![subject.clone()]),
            ("saml:sub_type".to_owned(), vec![subject_type.clone()]),
        ];
        all.extend(keys.iter().cloned());
        all
    }

    /// The caller as policies and records see them: nobody of any account, vouched for by the provider.
    fn stranger(&self) -> Principal {
        Principal {
            kind: PrincipalKind::SamlUser,
            arn: self.provider.arn.clone(),
            principal_id: format!("{}:{}", self.qualifier, self.login.subject),
            user_name: Some(self.login.subject.clone()),
            ..Principal::anonymous()
        }
    }
}

impl Handle for operation::AssumeRoleWithSAML {
    async fn access(input: &AssumeRoleWithSAMLRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let verified = verify(input, lookup, lookup.call().time).await?;
        let role = role(lookup, &input.role_arn).await?;
        let login = &verified.login;
        let mut keys = verified.keys();
        keys.push(("sts:RoleSessionName".to_owned(), vec![login.session_name.clone()]));
        keys.push(("aws:FederatedProvider".to_owned(), vec![verified.provider.arn.clone()]));
        let access = Asked {
            role: role.as_ref(),
            arn: &input.role_arn,
            account: &verified.account,
            tags: &login.tags,
            transitive: &login.transitive,
            tagged: !login.tags.is_empty(),
            source_identity: login.source_identity.as_deref(),
            keys,
        }
        .access()?;
        Ok(access.as_principal(verified.stranger()))
    }

    async fn run(input: &AssumeRoleWithSAMLRequest, tx: &mut Transaction<'_>) -> Result<AssumeRoleWithSAMLResponse, Failure> {
        let reader = tx.reader();
        let verified = verify(input, &reader, tx.call().time).await?;
        let Some(role) = role(&reader, &input.role_arn).await? else {
            return Err(denied("Not authorized to perform sts:AssumeRoleWithSAML"));
        };
        let keys = verified.keys();
        let Verified { provider, login, qualifier, .. } = verified;
        let asked = input.duration_seconds.unwrap_or(DEFAULT_ROLE_SECONDS);
        if asked > role.max_session_seconds {
            return Err(Failure::validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."));
        }
        let now = grant::now(tx);
        // The provider may end its session earlier.
        let left = login.until.map_or(i64::MAX, |until| until.as_second() - now.as_second());
        let seconds = i32::try_from(left).map_or(asked, |left| asked.min(left));
        let partition = &tx.plane().settings.partition;
        let policies = session_policies(input.policy.as_ref(), input.policy_arns.as_ref(), &role.account, partition)?;
        let packed = packed_size(&policies, &login.tags)?;
        let session = RoleSession {
            name: login.session_name,
            seconds,
            policies,
            tags: merge(&[], &[], &login.tags, &login.transitive)?,
            source_identity: login.source_identity.clone(),
            mfa_at: None,
            chained: false,
            federation: Some(Federation { provider: provider.arn, claims: keys }),
        };
        let principal = grant::role_principal(tx.plane(), &role, now, session);
        grant::require_policies(&reader, &principal).await?;
        tx.touched(&role.arn, &role.account, "AWS::IAM::Role");
        Ok(AssumeRoleWithSAMLResponse {
            assumed_role_user: Some(grant::assumed_role_user(&principal)),
            packed_policy_size: packed,
            subject: Some(login.subject),
            subject_type: Some(login.subject_type),
            issuer: Some(provider.issuer),
            audience: Some(login.recipient),
            name_qualifier: Some(qualifier),
            source_identity: login.source_identity,
            credentials: Some(grant::issue(tx, principal)),
            ..AssumeRoleWithSAMLResponse::default()
        })
    }
}

/// Verifies the response against the provider that is named, which must be of the role's account.
async fn verify(input: &AssumeRoleWithSAMLRequest, reader: &Reader<'_>, now: Timestamp) -> Result<Verified, Failure> {
    let plane = reader.plane();
    let partition = &plane.settings.partition;
    let account = role_account(&input.role_arn, partition)?;
    let (owner, name) = saml_provider(&input.principal_arn, partition)?;
    let unknown = || InvalidIdentityTokenException::new("Specified provider doesn't exist");
    if owner != account {
        return Err(unknown().into());
    }
    let provider = plane.identities().saml_provider(reader, account, name).await?.ok_or_else(unknown)?;
    if provider.valid_until <= now {
        return Err(InvalidIdentityTokenException::new("The metadata of the specified provider are no longer valid").into());
    }
    if provider.encryption_required {
        // What is encrypted cannot be read here yet; what is not must not be taken.
        return Err(
            InvalidIdentityTokenException::new("The provider requires encrypted assertions, which are not supported").into()
        );
    }
    let vouching =
        Vouching { provider: &provider.arn, role: &input.role_arn, issuer: &provider.issuer, keys: &provider.signing_keys };
    let login = saml::read(&input.saml_assertion, &vouching, now)?;
    // What the response says of tags must hold for any request; that they are allowed is for the role to say.
    merge(&[], &[], &login.tags, &login.transitive)?;
    let qualifier = saml::name_qualifier(&provider.issuer, account, &provider.name);
    Ok(Verified { account: account.to_owned(), provider, login, qualifier })
}

async fn role(reader: &Reader<'_>, arn: &str) -> Result<Option<RoleFacts>, Failure> {
    let role = reader.plane().identities().role(reader, arn).await?;
    Ok(role.filter(|role| !role.service_linked))
}
