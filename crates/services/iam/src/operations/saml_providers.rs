//! SAML providers.

use plane::{Access, Failure, Handle, Lookup, Registry, Stored, Transaction};
use wire::Unit;

use super::tagging;
use crate::api::operation::{
    CreateSAMLProvider, DeleteSAMLProvider, GetSAMLProvider, ListSAMLProviderTags, ListSAMLProviders, TagSAMLProvider,
    UntagSAMLProvider, UpdateSAMLProvider,
};
use crate::api::{
    AssertionEncryptionModeType, CreateSAMLProviderRequest, CreateSAMLProviderResponse, DeleteSAMLProviderRequest,
    GetSAMLProviderRequest, GetSAMLProviderResponse, ListSAMLProviderTagsRequest, ListSAMLProviderTagsResponse,
    ListSAMLProvidersRequest, ListSAMLProvidersResponse, SAMLPrivateKey, SAMLProviderListEntry, TagSAMLProviderRequest,
    UntagSAMLProviderRequest, UpdateSAMLProviderRequest, UpdateSAMLProviderResponse,
};
use crate::common::{arn, cut, exists, invalid, no_such, now, over_quota, parse_arn, truncated, when};
use crate::credentials::{SamlPrivateKey, SamlProvider};
use crate::keys::private;
use crate::resources::Sealed;
use crate::saml::{self, Metadata};

/// SAML providers of an account. See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const PROVIDERS: u64 = 100;
/// Private keys of a provider, so that one can replace another (API reference of `UpdateSAMLProvider`).
const PRIVATE_KEYS: usize = 2;
/// How long metadata last that do not say it: AWS shows a hundred years.
const NO_END_MS: i64 = 100 * 365 * 86_400_000;
/// CloudFormation's name.
const KIND: &str = "AWS::IAM::SAMLProvider";

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<CreateSAMLProvider>()
        .add::<UpdateSAMLProvider>()
        .add::<GetSAMLProvider>()
        .add::<ListSAMLProviders>()
        .add::<DeleteSAMLProvider>()
        .add::<TagSAMLProvider>()
        .add::<UntagSAMLProvider>()
        .add::<ListSAMLProviderTags>();
}

fn metadata(text: &str) -> Result<Metadata, Failure> {
    saml::read(text).map_err(|error| invalid(format!("Could not parse metadata: {error}")))
}

fn not_found(provider_arn: &str) -> Failure {
    no_such(format!("Manifest not found for arn {provider_arn}"))
}

fn name<'a>(account: &str, provider_arn: &'a str) -> Option<&'a str> {
    parse_arn(provider_arn).filter(|p| p.kind == "saml-provider" && p.account == account).map(|p| p.name)
}

async fn on(lookup: &Lookup<'_>, provider_arn: &str) -> Result<Access, Failure> {
    let found = match name(lookup.account(), provider_arn) {
        Some(name) => lookup.get::<SamlProvider>(lookup.account(), "", name).await?,
        None => None,
    };
    Ok(Access::on(provider_arn).resource_tags(found.as_ref().map_or(&[], |f| &f.tags)))
}

async fn provider(tx: &mut Transaction<'_>, provider_arn: &str) -> Result<Stored<SamlProvider>, Failure> {
    let account = tx.account();
    let name = name(account, provider_arn).ok_or_else(|| not_found(provider_arn))?;
    tx.get::<SamlProvider>(account, "", name).await?.ok_or_else(|| not_found(provider_arn))
}

/// Adds a private key that decrypts assertions.
fn add_key(tx: &Transaction<'_>, body: &mut SamlProvider, provider_arn: &str, key: &str) -> Result<(), Failure> {
    private::public_half(key)
        .map_err(|_| invalid("Invalid private key. The private key must be an unencrypted key in PEM format."))?;
    if body.private_keys.len() >= PRIVATE_KEYS {
        return Err(over_quota("PrivateKeysPerSAMLProvider", PRIVATE_KEYS));
    }
    let id = tx.plane().ids.unique_id("SAMLK");
    let sealed = Sealed::new(tx.plane(), &SamlPrivateKey::context(provider_arn, &id), key.as_bytes());
    body.private_keys.push(SamlPrivateKey { id, added_at: now(tx), key: sealed });
    Ok(())
}

fn check_encryption(body: &SamlProvider) -> Result<(), Failure> {
    if body.encryption.is_some() && body.private_keys.is_empty() {
        return Err(invalid("A private key is required when an assertion encryption mode is set."));
    }
    Ok(())
}

impl Handle for CreateSAMLProvider {
    async fn access(input: &CreateSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let provider_arn = arn(lookup, lookup.account(), "saml-provider", "/", &input.name);
        Ok(tagging::creating(&provider_arn, "iam:TagSAMLProvider", input.tags.as_deref()))
    }

    async fn run(input: &CreateSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<CreateSAMLProviderResponse, Failure> {
        let account = tx.account();
        let facts = metadata(&input.saml_metadata_document)?;
        let tags = tagging::given(input.tags.as_deref())?;
        if tx.get::<SamlProvider>(account, "", &input.name).await?.is_some() {
            return Err(exists(format!("SAMLProvider with name {} already exists.", input.name)));
        }
        if tx.reader().count::<SamlProvider>(account, "").await? >= PROVIDERS {
            return Err(over_quota("SAMLProvidersPerAccount", PROVIDERS));
        }
        let provider_arn = arn(&tx.reader(), account, "saml-provider", "/", &input.name);
        let created_at = now(tx);
        let mut body = SamlProvider {
            name: input.name.clone(),
            uuid: tx.plane().ids.unique_id("SAMLP"),
            metadata: input.saml_metadata_document.clone(),
            issuer: facts.entity_id,
            created_at,
            valid_until: facts.valid_until.map_or(created_at.saturating_add(NO_END_MS), |t| t.as_millisecond()),
            encryption: input.assertion_encryption_mode.map(|m| m.as_str().to_owned()),
            private_keys: Vec::new(),
        };
        if let Some(key) = &input.add_private_key {
            add_key(tx, &mut body, &provider_arn, key)?;
        }
        check_encryption(&body)?;
        tx.put(&Stored::new(account, "", input.name.clone(), body).arn(provider_arn.clone()).tags(tags.clone()))?;
        tx.touched(provider_arn.clone(), account, KIND);
        Ok(CreateSAMLProviderResponse { saml_provider_arn: Some(provider_arn), tags: tagging::shown_if_any(&tags) })
    }
}

impl Handle for UpdateSAMLProvider {
    async fn access(input: &UpdateSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.saml_provider_arn).await
    }

    async fn run(input: &UpdateSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<UpdateSAMLProviderResponse, Failure> {
        let mut found = provider(tx, &input.saml_provider_arn).await?;
        if let Some(text) = &input.saml_metadata_document {
            let facts = metadata(text)?;
            found.body.metadata.clone_from(text);
            found.body.issuer = facts.entity_id;
            found.body.valid_until = facts.valid_until.map_or(now(tx).saturating_add(NO_END_MS), |t| t.as_millisecond());
        }
        if let Some(id) = &input.remove_private_key {
            if !found.body.private_keys.iter().any(|key| key.id == *id) {
                return Err(no_such(format!("Private key {id} not found for {}", input.saml_provider_arn)));
            }
            found.body.private_keys.retain(|key| key.id != *id);
        }
        if let Some(key) = &input.add_private_key {
            add_key(tx, &mut found.body, &input.saml_provider_arn, key)?;
        }
        if let Some(mode) = input.assertion_encryption_mode {
            found.body.encryption = Some(mode.as_str().to_owned());
        }
        check_encryption(&found.body)?;
        tx.put(&found)?;
        tx.touched(input.saml_provider_arn.clone(), tx.account(), KIND);
        Ok(UpdateSAMLProviderResponse { saml_provider_arn: Some(input.saml_provider_arn.clone()) })
    }
}

impl Handle for GetSAMLProvider {
    async fn access(input: &GetSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.saml_provider_arn).await
    }

    async fn run(input: &GetSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<GetSAMLProviderResponse, Failure> {
        let Stored { body, tags, .. } = provider(tx, &input.saml_provider_arn).await?;
        let keys: Vec<SAMLPrivateKey> = body
            .private_keys
            .iter()
            .map(|key| SAMLPrivateKey { key_id: Some(key.id.clone()), timestamp: Some(when(key.added_at)) })
            .collect();
        Ok(GetSAMLProviderResponse {
            saml_provider_uuid: Some(body.uuid),
            saml_metadata_document: Some(body.metadata),
            create_date: Some(when(body.created_at)),
            valid_until: Some(when(body.valid_until)),
            tags: Some(tagging::shown(&tags)),
            assertion_encryption_mode: body.encryption.as_deref().and_then(AssertionEncryptionModeType::parse),
            private_key_list: Some(keys),
        })
    }
}

impl Handle for ListSAMLProviders {
    async fn access(_: &ListSAMLProvidersRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(_: &ListSAMLProvidersRequest, tx: &mut Transaction<'_>) -> Result<ListSAMLProvidersResponse, Failure> {
        let all = tx.reader().all::<SamlProvider>(tx.account(), "", "").await?;
        let entry = |found: Stored<SamlProvider>| SAMLProviderListEntry {
            arn: found.arn,
            valid_until: Some(when(found.body.valid_until)),
            create_date: Some(when(found.body.created_at)),
        };
        Ok(ListSAMLProvidersResponse { saml_provider_list: Some(all.into_iter().map(entry).collect()) })
    }
}

impl Handle for DeleteSAMLProvider {
    async fn access(input: &DeleteSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.saml_provider_arn).await
    }

    async fn run(input: &DeleteSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let found = provider(tx, &input.saml_provider_arn).await?;
        tx.delete(&found);
        tx.touched(input.saml_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for TagSAMLProvider {
    async fn access(input: &TagSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.saml_provider_arn).await?.request_tags(tagging::pairs(&input.tags)))
    }

    async fn run(input: &TagSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.saml_provider_arn).await?;
        tagging::merge(&mut found.tags, &input.tags)?;
        tx.put(&found)?;
        tx.touched(input.saml_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for UntagSAMLProvider {
    async fn access(input: &UntagSAMLProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.saml_provider_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagSAMLProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.saml_provider_arn).await?;
        tagging::remove(&mut found.tags, &input.tag_keys)?;
        tx.put(&found)?;
        tx.touched(input.saml_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for ListSAMLProviderTags {
    async fn access(input: &ListSAMLProviderTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.saml_provider_arn).await
    }

    async fn run(input: &ListSAMLProviderTagsRequest, tx: &mut Transaction<'_>) -> Result<ListSAMLProviderTagsResponse, Failure> {
        let found = provider(tx, &input.saml_provider_arn).await?;
        let listing = format!("ListSAMLProviderTags {}", input.saml_provider_arn);
        let page = cut(tagging::shown(&found.tags), &listing, input.marker.as_deref(), input.max_items)?;
        Ok(ListSAMLProviderTagsResponse { is_truncated: truncated(&page), tags: page.items, marker: page.next })
    }
}
