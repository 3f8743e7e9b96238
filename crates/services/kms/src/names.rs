//! How keys are named: ids, ARNs, alias names and alias ARNs.

use plane::{Failure, Ids};

use crate::api::{InvalidAliasNameException, InvalidArnException, NotFoundException};

/// What a `KeyId` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A key by its id.
    Key {
        /// Its account.
        account: String,
        /// Its id.
        id: String,
    },
    /// An alias.
    Alias {
        /// Its account.
        account: String,
        /// Its name with `alias/`.
        name: String,
    },
}

/// Reads what a caller of an account in a region calls a key.
///
/// # Errors
/// `NotFoundException` for what names no key of this region, `InvalidArnException`.
pub(crate) fn parse(text: &str, account: &str, region: &str) -> Result<Named, Failure> {
    if let Some(rest) = text.strip_prefix("arn:") {
        let parts: Vec<&str> = rest.splitn(5, ':').collect();
        let [_, "kms", arn_region, owner, resource] = parts.as_slice() else {
            return Err(InvalidArnException::new(format!("Invalid arn {text}")).into());
        };
        if owner.len() != 12 || !owner.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidArnException::new(format!("Invalid arn {text}")).into());
        }
        if *arn_region != region {
            return Err(NotFoundException::new(format!("Invalid arn {arn_region}")).into());
        }
        if resource.starts_with("alias/") {
            return Ok(Named::Alias { account: (*owner).to_owned(), name: (*resource).to_owned() });
        }
        return match resource.strip_prefix("key/") {
            Some(id) if is_id(id) => Ok(Named::Key { account: (*owner).to_owned(), id: id.to_owned() }),
            _ => Err(NotFoundException::new(format!("Invalid keyId {text}")).into()),
        };
    }
    if text.starts_with("alias/") {
        return Ok(Named::Alias { account: account.to_owned(), name: text.to_owned() });
    }
    if is_id(text) {
        return Ok(Named::Key { account: account.to_owned(), id: text.to_owned() });
    }
    Err(NotFoundException::new(format!("Invalid keyId '{text}'")).into())
}

/// Whether a text has the form of a key's id: a UUID, or `mrk-` and 32 hexadecimal digits.
pub(crate) fn is_id(text: &str) -> bool {
    match text.strip_prefix("mrk-") {
        Some(rest) => rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()),
        None => text.len() == 36 && uuid_form(text),
    }
}

fn uuid_form(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}

/// A new key's id.
pub(crate) fn new_id(ids: &Ids, multi_region: bool) -> String {
    let uuid = ids.uuid();
    if multi_region { format!("mrk-{}", uuid.simple()) } else { uuid.to_string() }
}

/// Checks the name of an alias to be made.
///
/// # Errors
/// `InvalidAliasNameException`; a validation error for `alias/aws/…`, which is for services.
pub(crate) fn check_alias(name: &str) -> Result<(), Failure> {
    let rest = name
        .strip_prefix("alias/")
        .filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-')))
        .ok_or_else(|| {
            Failure::from(InvalidAliasNameException::new(
                "Alias must start with the prefix \"alias/\". Please see http://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
            ))
        })?;
    if rest.starts_with("aws/") {
        return Err(reserved_alias());
    }
    Ok(())
}

/// Names under `alias/aws/` belong to services.
pub(crate) fn reserved_alias() -> Failure {
    crate::api::NotFoundException::new("Alias names that begin with alias/aws/ are reserved for AWS managed keys").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-2222-3333-4444-55555555aaaa";

    #[test]
    fn every_form_of_a_name() {
        let key = |account: &str| Named::Key { account: account.to_owned(), id: ID.to_owned() };
        let alias = |account: &str| Named::Alias { account: account.to_owned(), name: "alias/a".to_owned() };
        let parse = |text: &str| parse(text, "111122223333", "eu-west-1");
        assert_eq!(parse(ID).unwrap(), key("111122223333"));
        assert_eq!(parse(&format!("arn:aws:kms:eu-west-1:444455556666:key/{ID}")).unwrap(), key("444455556666"));
        assert_eq!(parse("alias/a").unwrap(), alias("111122223333"));
        assert_eq!(parse("arn:aws:kms:eu-west-1:444455556666:alias/a").unwrap(), alias("444455556666"));
        assert!(parse(&format!("mrk-{}", "0f".repeat(16))).is_ok());
        for bad in [
            "",
            "a",
            "mrk-1",
            "arn:aws:kms:eu-west-1:444455556666:key/x",
            "arn:",
            "arn:aws:s3:::b",
            "arn:aws:kms:eu-west-1:4:key/x",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        assert_eq!(parse(&format!("arn:aws:kms:us-east-1:444455556666:key/{ID}")).unwrap_err().message, "Invalid arn us-east-1");
    }

    #[test]
    fn alias_names() {
        assert!(check_alias("alias/app/one-two_3").is_ok());
        for bad in ["app", "alias/", "alias/a b", "alias/a:b", "alias/aws/s3"] {
            assert!(check_alias(bad).is_err(), "{bad}");
        }
    }
}
