//! Keys for other services of the plane.

use std::sync::Arc;

use plane::ports::{KeyFacts, KeyUsage, Keys, RoleSession, ServiceCaller};
use plane::{Access, BoxFuture, Failure, Lookup, Reader, ResourcePolicy, ResourcePolicyRole, Transaction};
use policy::{Attached, Context, Policies, Policy, Request, ResourcePolicyRole as Role, SourceType, evaluate};
use wire::Common;
use zeroize::Zeroizing;

use crate::api::{GrantOperation, KeyState, KeyUsageType};
use crate::blob;
use crate::create;
use crate::errors::{foreign_ciphertext, invalid_ciphertext, no_key, wrong_usage};
use crate::grants::{Asked, statements};
use crate::place::{self, Takes, Want, locate};
use crate::policies::{compiled, managed_policy};
use crate::resources::{Grant, Key};
use crate::symmetric;

/// The KMS service, as other services know it.
#[derive(Debug, Default)]
pub struct Kms;

fn facts(key: &Key, partition: &str) -> KeyFacts {
    KeyFacts {
        arn: key.arn(partition),
        account: key.account.clone(),
        managed: key.is_managed(),
        usable: key.state == KeyState::Enabled && key.is_symmetric() && key.usage == KeyUsageType::EncryptDecrypt,
    }
}

/// The operation of an action, as grants name it.
fn grantable(action: &str) -> Option<GrantOperation> {
    action.strip_prefix("kms:").and_then(GrantOperation::parse)
}

/// The service of `alias/aws/…`, however it is written.
fn managed_alias(text: &str) -> Option<&str> {
    text.rsplit(':').next().and_then(|name| name.strip_prefix("alias/aws/"))
}

/// A key that somebody wants to use outside of a call, and the policies that say whether they may.
struct Sought {
    arn: String,
    owner: String,
    policies: Vec<Arc<Policy>>,
}

async fn asked(reader: &Reader<'_>, usage: &KeyUsage<'_>, account: &str) -> Result<Sought, Failure> {
    let target = locate(reader, usage.key, account, usage.region, Takes::Aliases).await?;
    let (arn, owner) = (target.arn.clone(), target.account.clone());
    let key = target.found()?.body;
    let mut policies = vec![compiled(&key.policy)?];
    if let Some(operation) = grantable(usage.action).filter(|_| key.grants > 0) {
        let grants = reader.all::<Grant>(&key.account, &key.region, &format!("{}/", key.id)).await?;
        let asked = Asked { operation, context: usage.context, child: None };
        if let Some(text) = statements(grants.iter().map(|g| &g.body), usage.action, asked) {
            policies.push(compiled(&text)?);
        }
    }
    Ok(Sought { arn, owner, policies })
}

impl Sought {
    fn context<'a>(&'a self, reader: &Reader<'_>, usage: &KeyUsage<'a>) -> Context<'a> {
        let mut context = Context::with_capacity(12 + usage.context.len());
        context
            .set("aws:securetransport", "true")
            .set("aws:requestedregion", usage.region)
            .set("aws:resourceaccount", self.owner.as_str())
            .set("aws:currenttime", reader.plane().clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        for (name, value) in usage.context {
            context.set(format!("kms:encryptioncontext:{}", name.to_lowercase()), value.as_str());
        }
        context.set_many("kms:encryptioncontextkeys", usage.context.iter().map(|(name, _)| name.as_str()));
        context
    }

    fn attached(&self) -> Vec<Attached<'_>> {
        self.policies.iter().map(|p| Attached::new(p, &self.arn, SourceType::Resource)).collect()
    }

    fn refused(&self, who: &str, action: &str) -> Failure {
        Failure::common(
            Common::AccessDenied,
            format!(
                "{who} is not authorized to perform: {action} on resource: {} because the key policy does not allow it",
                self.arn
            ),
        )
    }
}

impl Keys for Kms {
    fn access<'a>(&'a self, lookup: &'a Lookup<'a>, usage: KeyUsage<'a>) -> BoxFuture<'a, Result<Access, Failure>> {
        Box::pin(async move {
            let target = locate(lookup, usage.key, lookup.account(), usage.region, Takes::Aliases).await?;
            let via = format!("{}.{}.amazonaws.com", usage.via, usage.region);
            let want = Want {
                action: usage.action,
                grantable: grantable(usage.action),
                context: usage.context,
                via: Some(&via),
                across_accounts: true,
                child: None,
            };
            let access = place::access(lookup, &target, want).await?;
            match (&target.key, managed_alias(usage.key)) {
                // The managed key is made when it is used first: it will have this policy.
                (None, Some(service)) => {
                    let partition = &lookup.plane().settings.partition;
                    let policy = compiled(&managed_policy(partition, &target.account, usage.region, service))?;
                    Ok(access.resource_policy(ResourcePolicy { id: target.arn, policy, role: ResourcePolicyRole::Required }))
                }
                _ => Ok(access),
            }
        })
    }

    fn allows_service<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        usage: KeyUsage<'a>,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let asked = asked(reader, &usage, &caller.source_account).await?;
            let mut context = asked.context(reader, &usage);
            context
                .set("aws:principalisawsservice", "true")
                .set("aws:principalservicename", caller.principal.as_str())
                .set("aws:sourcearn", caller.source_arn.as_str())
                .set("aws:sourceaccount", caller.source_account.as_str());
            let attached = asked.attached();
            let asker = policy::Principal::service(&caller.principal);
            let request = Request::new(asker, usage.action, &asked.arn, &context).in_account(&asked.owner);
            let policies = Policies { resource: &attached, resource_role: Role::Required, ..Policies::default() };
            if evaluate(&request, &policies).is_allowed() { Ok(()) } else { Err(asked.refused(&caller.principal, usage.action)) }
        })
    }

    fn allows_session<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        usage: KeyUsage<'a>,
        session: &'a RoleSession,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let role = &session.role;
            let asked = asked(reader, &usage, &role.account).await?;
            let mut context = asked.context(reader, &usage);
            context
                .set("aws:principalarn", role.arn.as_str())
                .set("aws:principalaccount", role.account.as_str())
                .set("kms:calleraccount", role.account.as_str())
                .set("kms:viaservice", format!("{}.{}.amazonaws.com", usage.via, usage.region));
            let attached = asked.attached();
            let named = |p: &'a plane::ports::NamedPolicy| Attached::new(&p.policy, &p.id, p.source);
            let identity: Vec<Attached<'_>> = session.policies.identity.iter().map(named).collect();
            let boundary = session.policies.boundary.as_ref().map(named);
            let asker = policy::Principal::role_session(&session.arn, &role.account, &session.id, &role.arn);
            let request = Request::new(asker, usage.action, &asked.arn, &context).in_account(&asked.owner);
            let policies = Policies {
                identity: &identity,
                boundary,
                resource: &attached,
                resource_role: Role::Required,
                ..Policies::default()
            };
            if evaluate(&request, &policies).is_allowed() { Ok(()) } else { Err(asked.refused(&role.arn, usage.action)) }
        })
    }

    fn find<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        region: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<KeyFacts>, Failure>> {
        Box::pin(async move {
            // What has not the form of a key's name names none.
            let Ok(target) = locate(reader, key, account, region, Takes::Aliases).await else { return Ok(None) };
            Ok(target.key.map(|key| facts(&key.body, &reader.plane().settings.partition)))
        })
    }

    fn managed<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        service: &'a str,
    ) -> BoxFuture<'a, Result<KeyFacts, Failure>> {
        Box::pin(async move {
            let key = create::managed(tx, account, region, service).await?;
            Ok(facts(&key.body, &tx.plane().settings.partition))
        })
    }

    fn encrypt<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        key_arn: &'a str,
        context: &'a [(String, String)],
        plain: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>, Failure>> {
        Box::pin(async move {
            let parts: Vec<&str> = key_arn.splitn(6, ':').collect();
            let [_, _, "kms", region, account, resource] = parts.as_slice() else { return Err(no_key(key_arn)) };
            let id = resource.strip_prefix("key/").ok_or_else(|| no_key(key_arn))?;
            let key = tx.get::<Key>(account, region, id).await?.ok_or_else(|| no_key(key_arn))?.body;
            if !key.is_symmetric() {
                return Err(wrong_usage(format!("{key_arn} is not a symmetric encryption key.")));
            }
            symmetric::encrypt(tx, &key, context, plain).await.map(|(blob, _)| blob)
        })
    }

    fn decrypt<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        region: &'a str,
        context: &'a [(String, String)],
        ciphertext: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Failure>> {
        Box::pin(async move {
            let parts = blob::parse(ciphertext).map_err(|_| invalid_ciphertext())?;
            let key = reader.get::<Key>(parts.account, region, parts.key_id).await?.ok_or_else(foreign_ciphertext)?.body;
            symmetric::decrypt(reader, &key, context, &parts).await.map(|(plain, _)| plain)
        })
    }

    fn decrypt_within<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        region: &'a str,
        context: &'a [(String, String)],
        ciphertext: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Failure>> {
        Box::pin(async move {
            let parts = blob::parse(ciphertext).map_err(|_| invalid_ciphertext())?;
            let key = tx.get::<Key>(parts.account, region, parts.key_id).await?.ok_or_else(foreign_ciphertext)?.body;
            symmetric::decrypt_within(tx, &key, context, &parts).await
        })
    }
}
