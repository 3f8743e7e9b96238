//! Who signs, with everything an authorization needs of them: worked out once and kept until identities or guardrails change.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use policy::{Policy, PolicyKind, SourceType};
use wire::sigv4::errors::unknown_token;
use wire::{Common, Failure};
use zeroize::Zeroizing;

use crate::account;
use crate::audit_context;
use crate::authority::{Basis, Watch};
use crate::ids::account_of_access_key;
use crate::plane::Plane;
use crate::ports::{Guardrails, IdentityPolicies, NamedPolicy};
use crate::principal::{Principal, Session};
use crate::session;
use crate::settings::SANDBOX_ACCOUNT;
use crate::transaction::Reader;

/// Callers kept at most; beyond that all are forgotten and worked out again.
const MOST: usize = 16_384;

/// A caller, ready to be verified and authorized.
#[derive(Debug)]
pub(crate) struct Caller {
    /// What verifies the signature; none for the sandbox's made-up keys.
    pub secret: Option<Zeroizing<String>>,
    pub principal: Arc<Principal>,
    pub policies: IdentityPolicies,
    pub guardrails: Arc<Guardrails>,
    token: Option<String>,
    basis: Basis,
}

impl Caller {
    /// Somebody without credentials.
    pub(crate) fn anonymous() -> Self {
        Self {
            secret: None,
            principal: Arc::new(Principal::anonymous()),
            policies: IdentityPolicies::default(),
            guardrails: Arc::default(),
            token: None,
            basis: Basis::default(),
        }
    }
}

/// Callers and guardrails that were worked out.
#[derive(Debug, Default)]
pub(crate) struct Callers {
    callers: RwLock<HashMap<String, Arc<Caller>>>,
    guardrails: RwLock<HashMap<String, (Basis, Arc<Guardrails>)>>,
}

impl Plane {
    /// The caller behind an access key and a session token. Whether the signature is theirs is still to be verified.
    ///
    /// # Errors
    /// `InvalidClientTokenId` if there is none, `ExpiredToken` if the session is over.
    pub(crate) async fn caller(&self, access_key_id: &str, token: Option<&str>, s3: bool) -> Result<Arc<Caller>, Failure> {
        let known = self.callers.callers.read().ok().and_then(|callers| callers.get(access_key_id).cloned());
        let caller = match known {
            Some(caller) if caller.token.as_deref() == token && caller.basis.holds(&self.authority) => caller,
            _ => {
                let caller = Arc::new(self.work_out(access_key_id, token, s3).await?);
                if let Ok(mut callers) = self.callers.callers.write() {
                    if callers.len() >= MOST {
                        callers.clear();
                    }
                    callers.insert(access_key_id.to_owned(), caller.clone());
                }
                caller
            }
        };
        if let Some(session) = &caller.principal.session
            && session.expires <= self.clock.now()
        {
            return Err(wire::sigv4::errors::expired_token(s3));
        }
        Ok(caller)
    }

    async fn work_out(&self, access_key_id: &str, token: Option<&str>, s3: bool) -> Result<Caller, Failure> {
        let watch = Watch::new(&self.authority);
        let reader = Reader::watched(self, &watch);
        let (secret, mut principal) = match token {
            Some(token) => match session::read(self, token).filter(|(_, principal)| principal.access_key_id == access_key_id) {
                Some((secret, principal)) => (Some(secret), principal),
                None if self.settings.sandbox && self.is_made_up(&reader, access_key_id).await? => {
                    (None, self.sandbox_principal(access_key_id).await?)
                }
                None => return Err(unknown_token(s3)),
            },
            None => match self.identities().access_key(&reader, access_key_id).await? {
                Some(key) if key.active => (Some(key.secret), key.principal),
                Some(_) => return Err(unknown_token(s3)),
                None if self.settings.sandbox => (None, self.sandbox_principal(access_key_id).await?),
                None => return Err(unknown_token(s3)),
            },
        };
        let (mut policies, tags) = self.identities().policies(&reader, &principal).await?.ok_or_else(|| unknown_token(s3))?;
        principal.tags = tags;
        if let Some(session) = &principal.session {
            for (key, value) in &session.tags {
                principal.tags.retain(|(k, _)| !k.eq_ignore_ascii_case(key));
                principal.tags.push((key.clone(), value.clone()));
            }
            policies.session.extend(inline_session_policies(session)?);
        }
        let (under, guardrails) = self.guardrails_and_basis(&principal.account).await?;
        if guardrails.suspended {
            return Err(unknown_token(s3));
        }
        let mut basis = watch.done();
        basis.extend(&under);
        Ok(Caller { secret, principal: Arc::new(principal), policies, guardrails, token: token.map(str::to_owned), basis })
    }

    /// Whether an access key is none of this installation's accounts: the keys made here carry their account's number.
    async fn is_made_up(&self, reader: &Reader<'_>, access_key_id: &str) -> Result<bool, Failure> {
        match account_of_access_key(access_key_id) {
            Some(id) => Ok(account::get(reader, &id).await?.is_none()),
            None => Ok(true),
        }
    }

    /// In the sandbox an access key of twelve digits is that account's root, any other unknown one the usual test account's.
    /// The account is opened when it is first used.
    async fn sandbox_principal(&self, access_key_id: &str) -> Result<Principal, Failure> {
        let digits = access_key_id.len() == 12 && access_key_id.bytes().all(|b| b.is_ascii_digit());
        let id = if digits { access_key_id } else { SANDBOX_ACCOUNT };
        if account::get(&Reader::new(self), id).await?.is_none() {
            let owned = id.to_owned();
            self.act("account", "GetAccountInformation", move |tx| {
                let id = owned.clone();
                Box::pin(async move {
                    if tx.get::<account::Account>(&id, "", &id).await?.is_none() {
                        account::open_as(tx, &id, &format!("sandbox-{id}"), &format!("root+{id}@sandbox.invalid")).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
        Ok(Principal::root(&self.settings.partition, id, access_key_id))
    }

    /// The guardrails of an account.
    pub(crate) async fn guardrails(&self, account: &str) -> Result<Arc<Guardrails>, Failure> {
        Ok(self.guardrails_and_basis(account).await?.1)
    }

    async fn guardrails_and_basis(&self, account: &str) -> Result<(Basis, Arc<Guardrails>), Failure> {
        let known = self.callers.guardrails.read().ok().and_then(|kept| kept.get(account).cloned());
        if let Some((basis, guardrails)) = known
            && basis.holds(&self.authority)
        {
            return Ok((basis, guardrails));
        }
        let watch = Watch::new(&self.authority);
        let reader = Reader::watched(self, &watch);
        let mut guardrails = self.organization().guardrails(&reader, account).await?;
        guardrails.context = audit_context::wishes(&reader, account, guardrails.organization_id.as_deref()).await?;
        let guardrails = Arc::new(guardrails);
        let basis = watch.done();
        if let Ok(mut kept) = self.callers.guardrails.write() {
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(account.to_owned(), (basis.clone(), guardrails.clone()));
        }
        Ok((basis, guardrails))
    }
}

fn inline_session_policies(session: &Session) -> Result<Vec<NamedPolicy>, Failure> {
    session
        .policies
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let policy = Policy::parse(text, PolicyKind::Session)
                .map_err(|error| Failure::common(Common::AccessDenied, format!("The session policy cannot be read: {error}")))?;
            Ok(NamedPolicy { id: format!("SessionPolicy{}", index + 1), source: SourceType::None, policy: Arc::new(policy) })
        })
        .collect()
}
