//! Findings in the second version of Security Hub: as OCSF, which is made of what is kept in ASFF.
//!
//! `filter` has what is asked of them, `table` the columns that answer it, `query` the questions; `resources` what findings are about; `trends` how many there were;
//! `automation` what is done by itself.

pub(crate) mod automation;
pub(crate) mod filter;
pub(crate) mod query;
pub(crate) mod resources;
pub(crate) mod table;
pub(crate) mod trends;

use aws_lc_rs::digest::{SHA256, digest};
use detection::ocsf::{Said, event};
use serde_json::Value;

use crate::resources::Finding;

/// What an event is known by: the key of its finding, and where that is, as 64 hexadecimal digits.
pub(crate) fn uid(key: &str, account: &str, region: &str) -> String {
    format!("{key}{}", place_digits(account, region))
}

/// The half of an event's uid that says where its finding is.
pub(crate) fn place_digits(account: &str, region: &str) -> String {
    let hash = digest(&SHA256, format!("{account}\n{region}").as_bytes());
    hex::encode(hash.as_ref().get(..16).unwrap_or_default())
}

/// The key of the finding that an event's uid names, if it may name one.
pub(crate) fn key_of(uid: &str) -> Option<&str> {
    let hexadecimal = uid.len() == 64 && uid.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    uid.get(..32).filter(|_| hexadecimal)
}

/// A finding as an event.
pub(crate) fn shown(finding: &Finding, uid: &str) -> Value {
    let said = finding.ocsf.as_ref();
    let said = Said {
        severity_id: said.and_then(|said| said.severity_id),
        status_id: said.and_then(|said| said.status_id),
        comment: said.and_then(|said| said.comment.as_deref()),
    };
    event(&finding.asff, uid, &said)
}

#[cfg(test)]
mod tests {
    use super::{key_of, uid};

    #[test]
    fn uids_name_keys_and_places() {
        let key = "0123456789abcdef0123456789abcdef";
        let made = uid(key, "111111111111", "us-east-1");
        assert_eq!((made.len(), key_of(&made)), (64, Some(key)));
        assert_ne!(made, uid(key, "111111111111", "eu-west-1"));
        assert_eq!(made, uid(key, "111111111111", "us-east-1"));
        for wrong in ["", key, "x", &"G".repeat(64), &"ä".repeat(32)] {
            assert_eq!(key_of(wrong), None, "{wrong}");
        }
    }
}
