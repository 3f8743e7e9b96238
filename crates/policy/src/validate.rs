//! What single values of a policy must look like: Sids, principals, actions, resources.

use crate::error::PolicyErrorKind as Kind;
use crate::pattern::ActionPattern;
use crate::policy::PolicyKind;
use crate::principal::PrincipalPattern;

/// Whether an element must, may or must not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Forbidden,
}

impl PolicyKind {
    pub(crate) fn principal(self) -> Presence {
        match self {
            Self::Identity | Self::ServiceControl | Self::Session | Self::Boundary => Presence::Forbidden,
            Self::Resource | Self::Trust | Self::ResourceControl | Self::ManagedResourceControl => Presence::Required,
        }
    }

    pub(crate) fn resource(self) -> Presence {
        match self {
            Self::Trust => Presence::Forbidden,
            Self::Resource => Presence::Optional,
            _ => Presence::Required,
        }
    }

    /// Resource policies follow their own services' rules for Sids; all others follow IAM's.
    pub(crate) fn strict_sids(self) -> bool {
        self != Self::Resource
    }

    pub(crate) fn is_organization(self) -> bool {
        matches!(self, Self::ServiceControl | Self::ResourceControl | Self::ManagedResourceControl)
    }
}

pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `AIDA…`, `AROA…`: four letters and at least twelve letters or digits.
fn is_unique_id(text: &str) -> bool {
    text.len() >= 16
        && text.starts_with('A')
        && text.bytes().take(4).all(|b| b.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

pub(crate) fn sid(text: &str) -> Result<(), Kind> {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) { Ok(()) } else { Err(Kind::SidCharacters) }
}

/// Reads one principal of type `AWS`, `Service`, `Federated` or `CanonicalUser`.
pub(crate) fn principal(kind: &str, text: &str) -> Result<PrincipalPattern, Kind> {
    let refused = || Kind::InvalidPrincipal(kind.to_owned(), text.to_owned());
    let wild = text.contains(['*', '?']);
    match kind {
        "AWS" => {
            if text == "*" {
                Ok(PrincipalPattern::Everyone)
            } else if is_account_id(text) {
                Ok(PrincipalPattern::Account(text.into()))
            } else if wild {
                // A wildcard cannot stand for part of a name or ARN.
                Err(refused())
            } else if is_unique_id(text) {
                Ok(PrincipalPattern::UniqueId(text.into()))
            } else {
                aws_arn(text).ok_or_else(refused)
            }
        }
        "Service" if text == "*" || (!wild && text.contains('.')) => Ok(PrincipalPattern::Service(text.into())),
        "Federated" if text == "*" || (!wild && !text.is_empty()) => Ok(PrincipalPattern::Federated(text.into())),
        "CanonicalUser" if !wild && !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(PrincipalPattern::CanonicalUser(text.into()))
        }
        _ => Err(refused()),
    }
}

fn aws_arn(text: &str) -> Option<PrincipalPattern> {
    let arn = crate::arn::Arn::parse(text)?;
    // CloudFront's origin access identities live in an account called "cloudfront".
    if !arn.region.is_empty() || !(is_account_id(arn.account) || arn.account == "cloudfront") || !is_partition(arn.partition) {
        return None;
    }
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    match (arn.service, kind) {
        ("iam", "root") if name.is_empty() => Some(PrincipalPattern::Account(arn.account.into())),
        ("iam", "user" | "role") | ("sts", "assumed-role" | "federated-user") if !name.is_empty() => {
            Some(PrincipalPattern::Arn(text.into()))
        }
        _ => None,
    }
}

fn is_partition(text: &str) -> bool {
    text == "aws"
        || text
            .strip_prefix("aws-")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
}

/// Reads one action.
pub(crate) fn action(text: &str, kind: PolicyKind) -> Result<ActionPattern, Kind> {
    let pattern = ActionPattern::compile(text).ok_or(Kind::NoVendor)?;
    if let Some((service, name)) = text.split_once(':') {
        if service.is_empty() {
            return Err(Kind::NoVendor);
        }
        // The only wildcard before the colon is the whole prefix, in "*:*".
        let everything = service == "*" && name == "*";
        if !everything && !service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(Kind::InvalidVendor(service.to_owned()));
        }
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'*' | b'?' | b'-' | b'_' | b'.')) {
            return Err(Kind::InvalidAction(text.to_owned()));
        }
    }
    match kind {
        PolicyKind::Trust if !may_be_assume_role(&pattern) => Err(Kind::NotAssumeRole),
        PolicyKind::ResourceControl if pattern.service.is_none() => Err(Kind::PolicyTypeRequirements),
        _ => Ok(pattern),
    }
}

fn may_be_assume_role(pattern: &ActionPattern) -> bool {
    const NAMES: [&str; 6] =
        ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "TagSession", "SetSourceIdentity", "SetContext"];
    pattern.service.as_deref() == Some("sts") && NAMES.iter().any(|name| pattern.matches("sts", name))
}

/// Checks one resource: `*`, or an ARN with wildcards and variables in it.
pub(crate) fn resource(text: &str, kind: PolicyKind) -> Result<(), Kind> {
    if text == "*" || (kind == PolicyKind::Resource && text.starts_with("execute-api:/")) {
        return Ok(());
    }
    let refused = || Kind::ResourceNotArn(text.to_owned());
    let rest = text.strip_prefix("arn:").ok_or_else(refused)?;
    let mut parts = rest.splitn(5, ':');
    let partition = parts.next().unwrap_or_default();
    if !is_partition(partition) && !partition.contains(['*', '?', '$']) {
        return Err(Kind::InvalidPartition(partition.to_owned(), text.to_owned()));
    }
    // A wildcard may stand for several parts.
    let named = parts.nth(3).is_some_and(|resource| !resource.is_empty());
    if !named && !text.contains('*') {
        return Err(refused());
    }
    Ok(())
}
