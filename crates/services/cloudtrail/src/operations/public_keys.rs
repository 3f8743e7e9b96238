//! ListPublicKeys: the keys that verify digests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};

use crate::api::operation::ListPublicKeys;
use crate::api::{InvalidTimeRangeException, InvalidTokenException, ListPublicKeysRequest, ListPublicKeysResponse, PublicKey};
use crate::resources::DigestKey;

/// Keys on a page. Clients do not page here (`validate-logs` reads one page only), so a page has a lifetime's.
const PAGE: usize = 1000;

impl Handle for ListPublicKeys {
    async fn access(_: &ListPublicKeysRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListPublicKeysRequest, tx: &mut Transaction<'_>) -> Result<ListPublicKeysResponse, Failure> {
        let now = tx.call().time.as_millisecond();
        let bound = |given: Option<Timestamp>| given.map_or(now, Timestamp::as_millisecond);
        let (start, end) = (bound(input.start_time), bound(input.end_time));
        if start > end {
            return Err(InvalidTimeRangeException::new("The start time must be before the end time.").into());
        }
        let mut keys = tx.reader().all::<DigestKey>("", "", "").await?;
        keys.retain(|k| k.body.start <= end && start <= k.body.end);
        keys.sort_by_key(|k| (k.body.start, k.body.fingerprint.clone()));
        let listing = format!("ListPublicKeys {start} {end}");
        let invalid = || InvalidTokenException::new("The specified token is not valid for this request.").into();
        let id = |k: &plane::Stored<DigestKey>| format!("{:020}{}", k.body.start.max(0), k.body.fingerprint);
        let page = cut(keys, &listing, input.next_token.as_deref(), PAGE, id, invalid)?;
        let shown = page.items.into_iter().map(|k| {
            let value = STANDARD.decode(&k.body.public).map_err(Failure::internal)?;
            Ok(PublicKey {
                value: Some(Bytes::from(value)),
                validity_start_time: Timestamp::from_millisecond(k.body.start).ok(),
                validity_end_time: Timestamp::from_millisecond(k.body.end).ok(),
                fingerprint: Some(k.body.fingerprint),
            })
        });
        Ok(ListPublicKeysResponse { public_key_list: Some(shown.collect::<Result<_, Failure>>()?), next_token: page.next })
    }
}
