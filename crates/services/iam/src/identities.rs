//! Identity for the pipeline and the other services: [`plane::ports::Identities`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use plane::ports::{
    AccessKey as SigningKey, Identities, IdentityPolicies, OidcProvider as ProviderFacts, RoleFacts, RoleSpec,
    SamlProvider as SamlFacts, TokenAlgorithm, TokenIssuer,
};
use plane::principal::IssuerKind;
use plane::{BoxFuture, Failure, NamedPolicy, Principal, PrincipalKind, Reader, Stored, Timestamp, Transaction};
use policy::{Policy, PolicyKind, SourceType};
use zeroize::Zeroizing;

use crate::common::{arn, id_of, parse_arn};
use crate::credentials::SamlProvider;
use crate::resources::{
    AccessKey, BY_ACCESS_KEY, BY_ID, Grants, Group, ManagedPolicy, OidcProvider, Owner, Role, Root, User, VirtualMfaDevice,
};
use crate::{managed, roles, totp, trust};

/// Most compiled policies that are kept; then all are forgotten.
const CACHE: usize = 20_000;
/// Wrong MFA codes for one device within [`GUESS_WINDOW`] after which even right ones are refused.
const GUESSES: u32 = 10;
/// Milliseconds in which wrong codes are counted.
const GUESS_WINDOW: i64 = 300_000;

/// Stands for a boundary or session policy that is gone: it allows nothing.
const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"cloudkeep:Nothing","Resource":"arn:aws:cloudkeep:::nothing"}}"#;

/// The IAM service as the rest of the plane sees it.
#[derive(Debug, Default)]
pub struct Iam {
    compiled: RwLock<HashMap<PolicyKind, HashMap<String, Arc<Policy>>>>,
    pub(crate) uses: Mutex<HashMap<String, crate::last_used::Use>>,
    guesses: Mutex<HashMap<String, (u32, i64)>>,
    pub(crate) sign_ins: crate::signin::Throttle,
}

impl Iam {
    /// With nothing compiled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A policy, compiled once for each text.
    ///
    /// # Errors
    /// An internal one: what is stored was checked when it was written.
    pub(crate) fn compile(&self, text: &str, kind: PolicyKind) -> Result<Arc<Policy>, Failure> {
        let known = self.compiled.read().unwrap_or_else(PoisonError::into_inner).get(&kind).and_then(|of| of.get(text).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let policy = Arc::new(Policy::parse(text, kind).map_err(|e| Failure::internal(format!("a stored policy: {e}")))?);
        let mut compiled = self.compiled.write().unwrap_or_else(PoisonError::into_inner);
        if compiled.values().map(HashMap::len).sum::<usize>() >= CACHE {
            compiled.clear();
        }
        compiled.entry(kind).or_default().insert(text.to_owned(), policy.clone());
        Ok(policy)
    }

    async fn managed(&self, reader: &Reader<'_>, policy_arn: &str, kind: PolicyKind) -> Result<Option<NamedPolicy>, Failure> {
        let mut source = SourceType::AwsManaged;
        let policy = match managed::by_arn(policy_arn) {
            Some(policy) => self.compile(policy.document, kind)?,
            None => match customer_policy(reader, policy_arn).await? {
                Some(found) => match found.body.document() {
                    Some(document) => {
                        source = SourceType::UserManaged;
                        self.compile(document, kind)?
                    }
                    None => return Ok(None),
                },
                None => return Ok(None),
            },
        };
        Ok(Some(NamedPolicy { id: policy_arn.to_owned(), source, policy }))
    }

    async fn limit(&self, reader: &Reader<'_>, policy_arn: &str, kind: PolicyKind) -> Result<NamedPolicy, Failure> {
        match self.managed(reader, policy_arn, kind).await? {
            Some(policy) => Ok(policy),
            None => {
                let policy = self.compile(NOTHING, kind)?;
                Ok(NamedPolicy { id: policy_arn.to_owned(), source: SourceType::UserManaged, policy })
            }
        }
    }

    async fn grants(
        &self,
        reader: &Reader<'_>,
        grants: &Grants,
        source: SourceType,
        into: &mut Vec<NamedPolicy>,
    ) -> Result<(), Failure> {
        for (name, text) in &grants.inline {
            into.push(NamedPolicy { id: name.clone(), source, policy: self.compile(text, PolicyKind::Identity)? });
        }
        for policy_arn in &grants.attached {
            into.extend(self.managed(reader, policy_arn, PolicyKind::Identity).await?);
        }
        Ok(())
    }

    async fn of_user(&self, reader: &Reader<'_>, user: &User) -> Result<IdentityPolicies, Failure> {
        let mut policies = IdentityPolicies::default();
        self.grants(reader, &user.grants, SourceType::User, &mut policies.identity).await?;
        for id in &user.groups {
            if let Some(group) = reader.find::<Group>(BY_ID, id).await? {
                self.grants(reader, &group.body.grants, SourceType::Group, &mut policies.identity).await?;
            }
        }
        if let Some(boundary) = &user.boundary {
            policies.boundary = Some(self.limit(reader, boundary, PolicyKind::Boundary).await?);
        }
        Ok(policies)
    }

    async fn of_role(&self, reader: &Reader<'_>, role: &Role) -> Result<IdentityPolicies, Failure> {
        let mut policies = IdentityPolicies { service_linked: role.service.is_some(), ..IdentityPolicies::default() };
        self.grants(reader, &role.grants, SourceType::Role, &mut policies.identity).await?;
        if let Some(boundary) = &role.boundary {
            policies.boundary = Some(self.limit(reader, boundary, PolicyKind::Boundary).await?);
        }
        Ok(policies)
    }

    async fn of_principal(
        &self,
        reader: &Reader<'_>,
        principal: &Principal,
    ) -> Result<Option<(IdentityPolicies, Vec<(String, String)>)>, Failure> {
        let session = principal.session.as_ref();
        let behind = match (principal.kind, session) {
            (PrincipalKind::IamUser, None) => Some((IssuerKind::IamUser, principal.principal_id.as_str())),
            (PrincipalKind::IamUser | PrincipalKind::FederatedUser | PrincipalKind::AssumedRole, Some(session)) => {
                Some((session.issuer_kind, session.issuer_id.as_str()))
            }
            _ => None,
        };
        let (mut policies, tags) = match behind {
            Some((IssuerKind::IamUser, id)) => match reader.find::<User>(BY_ID, id).await? {
                Some(user) if user.key.account == principal.account => (self.of_user(reader, &user.body).await?, user.tags),
                _ => return Ok(None),
            },
            Some((IssuerKind::Role, id)) => match reader.find::<Role>(BY_ID, id).await? {
                Some(role) if role.key.account == principal.account => (self.of_role(reader, &role.body).await?, role.tags),
                _ => return Ok(None),
            },
            // Whom root federates may do what root may, within the session policies that such a session always has.
            Some((IssuerKind::Root, _)) if principal.kind == PrincipalKind::FederatedUser => {
                let administrator =
                    self.managed(reader, "arn:aws:iam::aws:policy/AdministratorAccess", PolicyKind::Identity).await?;
                (IdentityPolicies { identity: administrator.into_iter().collect(), ..IdentityPolicies::default() }, Vec::new())
            }
            // Root, sessions of root, services and whom a provider vouches for have no identity policies.
            Some((IssuerKind::Root, _)) | None => (IdentityPolicies::default(), Vec::new()),
        };
        for policy_arn in session.iter().flat_map(|s| &s.policy_arns) {
            policies.session.push(self.limit(reader, policy_arn, PolicyKind::Session).await?);
        }
        Ok(Some((policies, tags)))
    }

    fn may_guess(&self, serial: &str, now: i64) -> bool {
        let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        guesses.get(serial).is_none_or(|(count, since)| *count < GUESSES || now - since > GUESS_WINDOW)
    }

    fn guessed(&self, serial: &str, now: i64, right: bool) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        if right {
            guesses.remove(serial);
            return;
        }
        guesses.retain(|_, (_, since)| now - *since <= GUESS_WINDOW);
        guesses.entry(serial.to_owned()).or_insert((0, now)).0 += 1;
    }
}

/// The customer managed policy of this ARN.
pub(crate) async fn customer_policy(reader: &Reader<'_>, policy_arn: &str) -> Result<Option<Stored<ManagedPolicy>>, Failure> {
    let Some(parsed) = parse_arn(policy_arn).filter(|p| p.kind == "policy" && p.account != "aws") else { return Ok(None) };
    let found = reader.get::<ManagedPolicy>(parsed.account, "", &id_of(parsed.name)).await?;
    Ok(found.filter(|p| p.body.arn == policy_arn))
}

async fn role_of(reader: &Reader<'_>, role_arn: &str) -> Result<Option<Stored<Role>>, Failure> {
    let Some(parsed) = parse_arn(role_arn).filter(|p| p.kind == "role") else { return Ok(None) };
    let found = reader.get::<Role>(parsed.account, "", &id_of(parsed.name)).await?;
    Ok(found.filter(|r| r.body.arn == role_arn))
}

impl Identities for Iam {
    fn access_key<'a>(&'a self, reader: &'a Reader<'a>, id: &'a str) -> BoxFuture<'a, Result<Option<SigningKey>, Failure>> {
        Box::pin(async move {
            let Some(key) = reader.find::<AccessKey>(BY_ACCESS_KEY, id).await? else { return Ok(None) };
            let account = &key.key.account;
            let principal = match &key.body.owner {
                Owner::Root => Principal::root(&reader.plane().settings.partition, account, id),
                Owner::User(user_id) => match reader.find::<User>(BY_ID, user_id).await? {
                    Some(user) => Principal {
                        kind: PrincipalKind::IamUser,
                        account: account.clone(),
                        arn: user.body.arn,
                        principal_id: user.body.id,
                        user_name: Some(user.body.name),
                        access_key_id: id.to_owned(),
                        tags: user.tags,
                        session: None,
                    },
                    None => return Ok(None),
                },
            };
            let secret = key.body.secret.open(reader.plane(), &AccessKey::context(id))?;
            let secret = Zeroizing::new(String::from_utf8(secret.to_vec()).map_err(Failure::internal)?);
            Ok(Some(SigningKey { secret, principal, active: key.body.active }))
        })
    }

    fn policies<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        principal: &'a Principal,
    ) -> BoxFuture<'a, Result<Option<(IdentityPolicies, Vec<(String, String)>)>, Failure>> {
        Box::pin(self.of_principal(reader, principal))
    }

    fn note_use(&self, principal: &Principal, service: &'static str, region: &str, at: Timestamp) {
        crate::last_used::note(self, principal, service, region, at);
    }

    fn open_account<'a>(&'a self, tx: &'a mut Transaction<'_>, account: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            if tx.get::<Root>(account, "", Root::ID).await?.is_none() {
                let root = Root { created_at: tx.call().time.as_millisecond(), mfa_devices: Vec::new() };
                let root_arn = tx.plane().arn("iam", "", account, "root");
                tx.put(&Stored::new(account, "", Root::ID, root).arn(root_arn))?;
            }
            Ok(())
        })
    }

    fn ensure_role<'a>(&'a self, tx: &'a mut Transaction<'_>, spec: RoleSpec) -> BoxFuture<'a, Result<String, Failure>> {
        Box::pin(async move {
            if let Some(role) = tx.get::<Role>(&spec.account, "", &id_of(&spec.name)).await? {
                return Ok(role.body.arn);
            }
            Ok(roles::make(tx, spec).await?.body.arn)
        })
    }

    fn exists<'a>(&'a self, reader: &'a Reader<'a>, entity: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async move {
            let Some(parsed) = parse_arn(entity) else { return Ok(false) };
            let id = id_of(parsed.name);
            Ok(match parsed.kind {
                "user" => reader.get::<User>(parsed.account, "", &id).await?.is_some_and(|u| u.body.arn == entity),
                "role" => reader.get::<Role>(parsed.account, "", &id).await?.is_some_and(|r| r.body.arn == entity),
                "policy" => managed::by_arn(entity).is_some() || customer_policy(reader, entity).await?.is_some(),
                _ => false,
            })
        })
    }

    fn check_mfa<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        principal: &'a Principal,
        serial: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async move {
            let behind = match (&principal.session, principal.kind) {
                (Some(session), _) if session.issuer_kind == IssuerKind::IamUser => Owner::User(session.issuer_id.clone()),
                (Some(session), _) if session.issuer_kind == IssuerKind::Root => Owner::Root,
                (None, PrincipalKind::IamUser) => Owner::User(principal.principal_id.clone()),
                (None, PrincipalKind::Root) => Owner::Root,
                _ => return Ok(false),
            };
            let Some(mut device) = crate::mfa::device(tx, &principal.account, serial).await? else { return Ok(false) };
            let now = tx.call().time.as_millisecond();
            if device.body.owner.as_ref() != Some(&behind) || !self.may_guess(serial, now) {
                return Ok(false);
            }
            let seed = device.body.seed.open(tx.plane(), &VirtualMfaDevice::context(&device.body.serial))?;
            let counter = totp::counter(now.div_euclid(1_000)) + device.body.drift;
            let accepted = totp::accept(&seed, code, counter, device.body.last_counter);
            self.guessed(serial, now, accepted.is_some());
            let Some(accepted) = accepted else { return Ok(false) };
            device.body.last_counter = Some(accepted);
            tx.put(&device)?;
            Ok(true)
        })
    }

    fn role<'a>(&'a self, reader: &'a Reader<'a>, role_arn: &'a str) -> BoxFuture<'a, Result<Option<RoleFacts>, Failure>> {
        Box::pin(async move {
            let Some(role) = role_of(reader, role_arn).await? else { return Ok(None) };
            Ok(Some(RoleFacts {
                trust: self.compile(&trust::effective(&role.body), PolicyKind::Trust)?,
                arn: role.body.arn,
                account: role.key.account,
                name: role.body.name,
                id: role.body.id,
                max_session_seconds: role.body.max_session_seconds,
                tags: role.tags,
                service_linked: role.body.service.is_some(),
            }))
        })
    }

    fn saml_provider<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Option<SamlFacts>, Failure>> {
        Box::pin(async move {
            let Some(provider) = reader.get::<SamlProvider>(account, "", name).await? else { return Ok(None) };
            let provider = provider.body;
            let metadata = crate::saml::read(&provider.metadata).map_err(Failure::internal)?;
            Ok(Some(SamlFacts {
                arn: arn(reader, account, "saml-provider", "/", &provider.name),
                valid_until: Timestamp::from_millisecond(provider.valid_until).unwrap_or(Timestamp::MAX),
                signing_keys: metadata.signing_keys,
                encryption_required: provider.encryption.as_deref() == Some("Required"),
                name: provider.name,
                issuer: provider.issuer,
            }))
        })
    }

    fn token_issuer<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        algorithm: TokenAlgorithm,
    ) -> BoxFuture<'a, Result<Option<TokenIssuer>, Failure>> {
        Box::pin(crate::issuers::facts(reader, account, algorithm))
    }

    fn oidc_provider<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        url: &'a str,
    ) -> BoxFuture<'a, Result<Option<ProviderFacts>, Failure>> {
        Box::pin(async move {
            Ok(reader.get::<OidcProvider>(account, "", url).await?.map(|provider| ProviderFacts {
                arn: arn(reader, account, "oidc-provider", "/", &provider.body.url),
                url: format!("https://{}", provider.body.url),
                client_ids: provider.body.client_ids,
                thumbprints: provider.body.thumbprints,
            }))
        })
    }
}
