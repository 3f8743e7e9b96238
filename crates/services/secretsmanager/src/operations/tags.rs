//! Tags of secrets.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Unit;

use crate::api::operation::{TagResource, UntagResource};
use crate::api::{Tag, TagResourceRequest, UntagResourceRequest};
use crate::changes;
use crate::errors::invalid_parameter;
use crate::place;

/// Tags of a secret at most.
const MOST_TAGS: usize = 50;

/// Tags of a request as key and value.
pub fn pairs(tags: &[Tag]) -> Vec<(String, String)> {
    tags.iter().map(|t| (t.key.clone().unwrap_or_default(), t.value.clone().unwrap_or_default())).collect()
}

/// Checks the tags of a request, or those that a secret would have.
///
/// # Errors
/// `InvalidParameterException`.
pub fn check_tags(tags: &[(String, String)]) -> Result<(), Failure> {
    for (at, (key, _)) in tags.iter().enumerate() {
        if key.is_empty() {
            return Err(invalid_parameter("Tag keys can't be empty."));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid_parameter("Tag keys that start with aws: are reserved."));
        }
        if tags.iter().take(at).any(|(other, _)| other == key) {
            return Err(invalid_parameter(format!("Duplicate tag key {key}.")));
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(invalid_parameter(format!("A secret can have at most {MOST_TAGS} tags.")));
    }
    Ok(())
}

/// Whether the caller may do the same once more, with the tags that the secret would have: nobody takes their own permission away by a tag.
async fn still_allowed(tx: &Transaction<'_>, access: Access) -> Result<(), Failure> {
    tx.permits(&access).await
}

impl Handle for TagResource {
    async fn access(input: &TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = pairs(&input.tags);
        let access = place::access(lookup, &input.secret_id).await?;
        Ok(access.request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str()))))
    }

    async fn run(input: &TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = pairs(&input.tags);
        check_tags(&given)?;
        let mut secret = place::primary(tx, &input.secret_id).await?;
        secret.tags.retain(|(key, _)| !given.iter().any(|(k, _)| k == key));
        secret.tags.extend(given);
        check_tags(&secret.tags)?;
        let access = place::on(&secret)?.key("secretsmanager:SecretId", input.secret_id.as_str());
        still_allowed(tx, access.request_tags(pairs(&input.tags).iter().map(|(k, v)| (k.as_str(), v.as_str())))).await?;
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        Ok(Unit {})
    }
}

impl Handle for UntagResource {
    async fn access(input: &UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(place::access(lookup, &input.secret_id).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut secret = place::primary(tx, &input.secret_id).await?;
        let before = secret.tags.len();
        secret.tags.retain(|(key, _)| !input.tag_keys.contains(key));
        if secret.tags.len() == before {
            return Ok(Unit {});
        }
        let access = place::on(&secret)?.key("secretsmanager:SecretId", input.secret_id.as_str());
        still_allowed(tx, access.tag_keys(input.tag_keys.iter().map(String::as_str))).await?;
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        Ok(Unit {})
    }
}

#[cfg(test)]
mod tests {
    use super::check_tags;

    #[test]
    fn tags_are_checked() {
        let tag = |k: &str| (k.to_owned(), String::new());
        assert!(check_tags(&[tag("a"), tag("A")]).is_ok());
        assert!(check_tags(&[tag("a"), tag("a")]).is_err());
        assert!(check_tags(&[tag("aws:x")]).is_err());
        assert!(check_tags(&(0..51).map(|i| tag(&i.to_string())).collect::<Vec<_>>()).is_err());
    }
}
