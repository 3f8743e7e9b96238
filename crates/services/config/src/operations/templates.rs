//! Templates of conformance packs that lie in S3.

use plane::{Access, Failure, Lookup, Transaction};
use rules::pack::Pack;
use wire::Common;
use wire::failure::Kind;

use crate::api::InsufficientPermissionsException;
use crate::packs::roles;

/// Longest template in a bucket, bytes.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html>.
const LONGEST: usize = 300 << 10;

/// Bucket and key of `s3://bucket/key`.
fn location(uri: &str) -> Option<(&str, &str)> {
    uri.strip_prefix("s3://")?.split_once('/').filter(|(bucket, key)| !bucket.is_empty() && !key.is_empty())
}

/// What a caller must be allowed to have a template read: as if they read the object themselves.
///
/// # Errors
/// Internal ones only.
pub(super) async fn reading(lookup: &Lookup<'_>, uri: Option<&str>) -> Result<Access, Failure> {
    match (uri.and_then(location), lookup.plane().objects()) {
        (Some((bucket, key)), Some(objects)) => objects.read_access(lookup, bucket, key).await,
        // What lies nowhere is refused by the operation.
        _ => Ok(Access::exempt()),
    }
}

/// Reads a template that [`reading`] asked permission for.
///
/// # Errors
/// What is wrong with the place or the object, as `wrong` says it; internal ones.
pub(super) async fn read(tx: &Transaction<'_>, uri: &str, wrong: impl Fn(String) -> Failure) -> Result<String, Failure> {
    let unreadable = |why: &str| wrong(format!("The template at {uri} cannot be read: {why}"));
    let (bucket, key) = location(uri).ok_or_else(|| unreadable("the URI must be s3://bucket/key."))?;
    let objects = tx.plane().objects().ok_or_else(|| unreadable("there is no object storage."))?;
    let region = objects.region(&tx.reader(), bucket).await?.ok_or_else(|| unreadable("the bucket does not exist."))?;
    if region != tx.call().region {
        return Err(unreadable(&format!("the bucket is in {region}, the conformance pack in {}.", tx.call().region)));
    }
    let bytes = match objects.read_granted(&tx.reader(), bucket, key, LONGEST).await {
        Ok(bytes) => bytes.ok_or_else(|| unreadable("the object does not exist."))?,
        Err(failure) => {
            return Err(match failure.kind {
                Kind::Common(Common::Internal) => failure,
                _ => unreadable(&failure.message),
            });
        }
    };
    String::from_utf8(bytes.into()).map_err(|_| unreadable("it is not text."))
}

/// What a caller must be allowed to hand over the roles that a template names.
pub(super) fn passing(pack: &Pack) -> Access {
    roles(pack).into_iter().fold(Access::exempt(), |access, role| {
        access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", "ssm.amazonaws.com"))
    })
}

/// Asks for [`passing`] of a template that was not known in the access step.
///
/// # Errors
/// `InsufficientPermissionsException`, or an internal one.
pub(super) async fn permit(tx: &Transaction<'_>, pack: &Pack) -> Result<(), Failure> {
    tx.permits(&passing(pack)).await.map_err(|failure| match failure.kind {
        Kind::Common(Common::AccessDenied) => InsufficientPermissionsException::new(failure.message).into(),
        _ => failure,
    })
}

#[cfg(test)]
mod tests {
    use super::location;

    #[test]
    fn templates_lie_at_a_key_of_a_bucket() {
        assert_eq!(location("s3://b/a/c.yaml"), Some(("b", "a/c.yaml")));
        for bad in ["s3://b", "s3://b/", "s3:///k", "https://b/k"] {
            assert_eq!(location(bad), None, "{bad}");
        }
    }
}
