//! OpenID Connect providers.

use plane::{Access, Failure, Handle, Lookup, Registry, Stored, Transaction};
use wire::Unit;

use super::tagging;
use crate::api::operation::{
    AddClientIDToOpenIDConnectProvider, CreateOpenIDConnectProvider, DeleteOpenIDConnectProvider, GetOpenIDConnectProvider,
    ListOpenIDConnectProviderTags, ListOpenIDConnectProviders, RemoveClientIDFromOpenIDConnectProvider, TagOpenIDConnectProvider,
    UntagOpenIDConnectProvider, UpdateOpenIDConnectProviderThumbprint,
};
use crate::api::{
    AddClientIDToOpenIDConnectProviderRequest, CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse,
    DeleteOpenIDConnectProviderRequest, GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse,
    ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse, ListOpenIDConnectProvidersRequest,
    ListOpenIDConnectProvidersResponse, OpenIDConnectProviderListEntry, RemoveClientIDFromOpenIDConnectProviderRequest,
    TagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderRequest, UpdateOpenIDConnectProviderThumbprintRequest,
};
use crate::common::{arn, cut, exists, invalid, no_such, now, over_quota, truncated, when};
use crate::resources::OidcProvider;

/// OIDC providers of an account. See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>, as for the others.
const PROVIDERS: u64 = 100;
/// Client ids of a provider.
const CLIENT_IDS: usize = 100;
/// Thumbprints of a provider.
const THUMBPRINTS: usize = 5;
/// CloudFormation's name.
const KIND: &str = "AWS::IAM::OIDCProvider";

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<CreateOpenIDConnectProvider>()
        .add::<GetOpenIDConnectProvider>()
        .add::<ListOpenIDConnectProviders>()
        .add::<DeleteOpenIDConnectProvider>()
        .add::<UpdateOpenIDConnectProviderThumbprint>()
        .add::<AddClientIDToOpenIDConnectProvider>()
        .add::<RemoveClientIDFromOpenIDConnectProvider>()
        .add::<TagOpenIDConnectProvider>()
        .add::<UntagOpenIDConnectProvider>()
        .add::<ListOpenIDConnectProviderTags>();
}

/// The URL without its scheme, as ARNs and trust policies have it.
fn bare(url: &str) -> Result<&str, Failure> {
    let wrong = || invalid("Invalid Open ID Connect Provider URL");
    let rest = url.strip_prefix("https://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let label =
        |l: &str| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let fits = name.split('.').all(label)
        && port.is_none_or(|p| p.parse::<u16>().is_ok_and(|p| p > 0))
        && path.is_none_or(|p| p.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'<' | b'>' | b'"' | b'\\')));
    if fits { Ok(rest) } else { Err(wrong()) }
}

fn not_found(provider_arn: &str) -> Failure {
    no_such(format!("OpenIDConnect Provider not found for arn {provider_arn}"))
}

/// The id of the provider of an ARN of this account.
fn id<'a>(account: &str, provider_arn: &'a str) -> Option<&'a str> {
    let mut parts = provider_arn.splitn(6, ':');
    let (service, region, owner, resource) = (parts.nth(2)?, parts.next()?, parts.next()?, parts.next()?);
    (service == "iam" && region.is_empty() && owner == account).then_some(())?;
    resource.strip_prefix("oidc-provider/")
}

async fn on(lookup: &Lookup<'_>, provider_arn: &str) -> Result<Access, Failure> {
    let found = match id(lookup.account(), provider_arn) {
        Some(id) => lookup.get::<OidcProvider>(lookup.account(), "", id).await?,
        None => None,
    };
    Ok(Access::on(provider_arn).resource_tags(found.as_ref().map_or(&[], |f| &f.tags)))
}

async fn provider(tx: &mut Transaction<'_>, provider_arn: &str) -> Result<Stored<OidcProvider>, Failure> {
    let account = tx.account();
    let id = id(account, provider_arn).ok_or_else(|| not_found(provider_arn))?;
    tx.get::<OidcProvider>(account, "", id).await?.ok_or_else(|| not_found(provider_arn))
}

fn thumbprints(list: &[String]) -> Result<Vec<String>, Failure> {
    if list.len() > THUMBPRINTS {
        return Err(invalid("Thumbprint list must contain fewer than 5 entries."));
    }
    if let Some(wrong) = list.iter().find(|t| t.len() != 40 || !t.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Err(invalid(format!("Invalid thumbprint: {wrong}")));
    }
    Ok(list.iter().map(|t| t.to_lowercase()).collect())
}

fn too_many_clients() -> Failure {
    over_quota("ClientIdsPerOpenIdConnectProvider", CLIENT_IDS)
}

impl Handle for CreateOpenIDConnectProvider {
    async fn access(input: &CreateOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let provider_arn =
            arn(lookup, lookup.account(), "oidc-provider", "/", input.url.strip_prefix("https://").unwrap_or(&input.url));
        Ok(tagging::creating(&provider_arn, "iam:TagOpenIDConnectProvider", input.tags.as_deref()))
    }

    async fn run(
        input: &CreateOpenIDConnectProviderRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<CreateOpenIDConnectProviderResponse, Failure> {
        let account = tx.account();
        let url = bare(&input.url)?;
        let tags = tagging::given(input.tags.as_deref())?;
        let thumbprints = thumbprints(input.thumbprint_list.as_deref().unwrap_or_default())?;
        let mut client_ids: Vec<String> = Vec::new();
        for client in input.client_id_list.iter().flatten() {
            if !client_ids.contains(client) {
                client_ids.push(client.clone());
            }
        }
        if client_ids.len() > CLIENT_IDS {
            return Err(too_many_clients());
        }
        if tx.get::<OidcProvider>(account, "", url).await?.is_some() {
            return Err(exists(format!("Provider with url {} already exists.", input.url)));
        }
        if tx.reader().count::<OidcProvider>(account, "").await? >= PROVIDERS {
            return Err(over_quota("OpenIdConnectProvidersPerAccount", PROVIDERS));
        }
        let provider_arn = arn(&tx.reader(), account, "oidc-provider", "/", url);
        let body = OidcProvider { url: url.to_owned(), client_ids, thumbprints, created_at: now(tx) };
        tx.put(&Stored::new(account, "", url, body).arn(provider_arn.clone()).tags(tags.clone()))?;
        tx.touched(provider_arn.clone(), account, KIND);
        Ok(CreateOpenIDConnectProviderResponse {
            open_id_connect_provider_arn: Some(provider_arn),
            tags: tagging::shown_if_any(&tags),
        })
    }
}

impl Handle for GetOpenIDConnectProvider {
    async fn access(input: &GetOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(
        input: &GetOpenIDConnectProviderRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetOpenIDConnectProviderResponse, Failure> {
        let found = provider(tx, &input.open_id_connect_provider_arn).await?;
        Ok(GetOpenIDConnectProviderResponse {
            url: Some(found.body.url),
            client_id_list: Some(found.body.client_ids),
            thumbprint_list: Some(found.body.thumbprints),
            create_date: Some(when(found.body.created_at)),
            tags: Some(tagging::shown(&found.tags)),
        })
    }
}

impl Handle for ListOpenIDConnectProviders {
    async fn access(_: &ListOpenIDConnectProvidersRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        _: &ListOpenIDConnectProvidersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListOpenIDConnectProvidersResponse, Failure> {
        let all = tx.reader().all::<OidcProvider>(tx.account(), "", "").await?;
        let list = all.into_iter().map(|found| OpenIDConnectProviderListEntry { arn: found.arn }).collect();
        Ok(ListOpenIDConnectProvidersResponse { open_id_connect_provider_list: Some(list) })
    }
}

impl Handle for DeleteOpenIDConnectProvider {
    async fn access(input: &DeleteOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(input: &DeleteOpenIDConnectProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let account = tx.account();
        // Documented as idempotent: a provider that is not there is no error.
        if let Some(id) = id(account, &input.open_id_connect_provider_arn)
            && let Some(found) = tx.get::<OidcProvider>(account, "", id).await?
        {
            tx.delete(&found);
            tx.touched(input.open_id_connect_provider_arn.clone(), account, KIND);
        }
        Ok(Unit {})
    }
}

impl Handle for UpdateOpenIDConnectProviderThumbprint {
    async fn access(input: &UpdateOpenIDConnectProviderThumbprintRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(input: &UpdateOpenIDConnectProviderThumbprintRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.open_id_connect_provider_arn).await?;
        found.body.thumbprints = thumbprints(&input.thumbprint_list)?;
        tx.put(&found)?;
        tx.touched(input.open_id_connect_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for AddClientIDToOpenIDConnectProvider {
    async fn access(input: &AddClientIDToOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(input: &AddClientIDToOpenIDConnectProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.open_id_connect_provider_arn).await?;
        if !found.body.client_ids.contains(&input.client_id) {
            if found.body.client_ids.len() >= CLIENT_IDS {
                return Err(too_many_clients());
            }
            found.body.client_ids.push(input.client_id.clone());
            tx.put(&found)?;
        }
        tx.touched(input.open_id_connect_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for RemoveClientIDFromOpenIDConnectProvider {
    async fn access(input: &RemoveClientIDFromOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(input: &RemoveClientIDFromOpenIDConnectProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.open_id_connect_provider_arn).await?;
        if found.body.client_ids.contains(&input.client_id) {
            found.body.client_ids.retain(|client| *client != input.client_id);
            tx.put(&found)?;
        }
        tx.touched(input.open_id_connect_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for TagOpenIDConnectProvider {
    async fn access(input: &TagOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.open_id_connect_provider_arn).await?.request_tags(tagging::pairs(&input.tags)))
    }

    async fn run(input: &TagOpenIDConnectProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.open_id_connect_provider_arn).await?;
        tagging::merge(&mut found.tags, &input.tags)?;
        tx.put(&found)?;
        tx.touched(input.open_id_connect_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for UntagOpenIDConnectProvider {
    async fn access(input: &UntagOpenIDConnectProviderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.open_id_connect_provider_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagOpenIDConnectProviderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut found = provider(tx, &input.open_id_connect_provider_arn).await?;
        tagging::remove(&mut found.tags, &input.tag_keys)?;
        tx.put(&found)?;
        tx.touched(input.open_id_connect_provider_arn.clone(), tx.account(), KIND);
        Ok(Unit {})
    }
}

impl Handle for ListOpenIDConnectProviderTags {
    async fn access(input: &ListOpenIDConnectProviderTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.open_id_connect_provider_arn).await
    }

    async fn run(
        input: &ListOpenIDConnectProviderTagsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListOpenIDConnectProviderTagsResponse, Failure> {
        let found = provider(tx, &input.open_id_connect_provider_arn).await?;
        let listing = format!("ListOpenIDConnectProviderTags {}", input.open_id_connect_provider_arn);
        let page = cut(tagging::shown(&found.tags), &listing, input.marker.as_deref(), input.max_items)?;
        Ok(ListOpenIDConnectProviderTagsResponse { is_truncated: truncated(&page), tags: page.items, marker: page.next })
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, id, thumbprints};

    #[test]
    fn urls_are_https_without_query() {
        for (url, rest) in [
            ("https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
            ("https://idp.example.com/realms/a", "idp.example.com/realms/a"),
            ("https://idp.example.com:8443/x", "idp.example.com:8443/x"),
        ] {
            assert_eq!(bare(url).unwrap(), rest);
        }
        for wrong in
            ["http://a", "https://", "https://a?b", "https://a/b?c=d", "https://a/b#c", "https://a b", "https://a:0", "a"]
        {
            assert!(bare(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ids_come_from_arns_of_the_account() {
        assert_eq!(id("111122223333", "arn:aws:iam::111122223333:oidc-provider/a.example.com/b"), Some("a.example.com/b"));
        assert_eq!(id("111122223333", "arn:aws:iam::444455556666:oidc-provider/a"), None);
        assert_eq!(id("111122223333", "arn:aws:iam::111122223333:role/a"), None);
        assert_eq!(id("111122223333", "nonsense"), None);
    }

    #[test]
    fn thumbprints_are_at_most_five_hashes() {
        let good = "A".repeat(40);
        assert_eq!(thumbprints(std::slice::from_ref(&good)).unwrap(), ["a".repeat(40)]);
        assert!(thumbprints(&vec![good; 6]).is_err());
        assert!(thumbprints(&["z".repeat(40)]).is_err());
        assert!(thumbprints(&["a".repeat(39)]).is_err());
    }
}
