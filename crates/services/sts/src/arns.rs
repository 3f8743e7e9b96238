//! The ARNs that requests name.

use policy::Arn;
use wire::Failure;

/// The account of a role's ARN, `arn:aws:iam::111122223333:role/path/name`.
///
/// # Errors
/// `ValidationError` if it is not the ARN of a role.
pub(crate) fn role_account<'a>(text: &'a str, partition: &str) -> Result<&'a str, Failure> {
    parse(text, partition, "role/").ok_or_else(|| invalid(text))
}

/// The account and name of a SAML provider's ARN, `arn:aws:iam::111122223333:saml-provider/name`.
///
/// # Errors
/// `ValidationError` if it is not the ARN of a SAML provider.
pub(crate) fn saml_provider<'a>(text: &'a str, partition: &str) -> Result<(&'a str, &'a str), Failure> {
    let account = parse(text, partition, "saml-provider/");
    account.zip(text.split_once("saml-provider/").map(|(_, name)| name)).ok_or_else(|| invalid(text))
}

/// The account of a managed policy's ARN; `aws` for AWS's own.
pub(crate) fn policy_account<'a>(text: &'a str, partition: &str) -> Option<&'a str> {
    if let Some(rest) = text.strip_prefix("arn:").and_then(|rest| rest.strip_prefix(partition))
        && let Some(name) = rest.strip_prefix(":iam::aws:policy/")
    {
        return (!name.is_empty()).then_some("aws");
    }
    parse(text, partition, "policy/")
}

/// The account that `AssumeRoot` is to act on: twelve digits, or the ARN of its root user.
///
/// # Errors
/// `ValidationError` if it is neither.
pub(crate) fn root_account<'a>(text: &'a str, partition: &str) -> Result<&'a str, Failure> {
    if is_account(text) {
        return Ok(text);
    }
    Arn::parse(text)
        .filter(|arn| arn.partition == partition && arn.service == "iam" && arn.resource == "root" && is_account(arn.account))
        .map(|arn| arn.account)
        .ok_or_else(|| invalid(text))
}

fn parse<'a>(text: &'a str, partition: &str, kind: &str) -> Option<&'a str> {
    let arn = Arn::parse(text)?;
    let named = arn.resource.strip_prefix(kind).is_some_and(|name| !name.is_empty() && !name.ends_with('/'));
    (named && arn.partition == partition && arn.service == "iam" && arn.region.is_empty() && is_account(arn.account))
        .then_some(arn.account)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

fn invalid(text: &str) -> Failure {
    Failure::validation(format!("{text} is invalid"))
}

#[cfg(test)]
mod tests {
    use super::{policy_account, role_account, root_account};

    #[test]
    fn only_roles_are_roles() {
        assert_eq!(role_account("arn:aws:iam::111122223333:role/a/b", "aws").ok(), Some("111122223333"));
        for text in [
            "arn:aws:iam::111122223333:user/a",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role",
            "arn:aws:iam::11112222333:role/a",
            "arn:aws:iam:us-east-1:111122223333:role/a",
            "arn:aws-cn:iam::111122223333:role/a",
            "arn:aws:sts::111122223333:assumed-role/a/b",
            "role/aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(role_account(text, "aws").is_err(), "{text}");
        }
    }

    #[test]
    fn policies_are_of_an_account_or_of_aws() {
        assert_eq!(policy_account("arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword", "aws"), Some("aws"));
        assert_eq!(policy_account("arn:aws:iam::111122223333:policy/p", "aws"), Some("111122223333"));
        for text in ["arn:aws:iam::aws:policy/", "arn:aws-cn:iam::aws:policy/p", "arn:aws:iam::aws:role/p", "policy/p", ""] {
            assert_eq!(policy_account(text, "aws"), None, "{text}");
        }
    }

    #[test]
    fn root_is_named_by_account_or_arn() {
        assert_eq!(root_account("111122223333", "aws").ok(), Some("111122223333"));
        assert_eq!(root_account("arn:aws:iam::111122223333:root", "aws").ok(), Some("111122223333"));
        assert!(root_account("arn:aws:iam::111122223333:user/root", "aws").is_err());
        assert!(root_account("11112222333x", "aws").is_err());
    }
}
