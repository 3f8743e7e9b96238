//! Identifiers and ARNs, in the forms of "ARN formats supported by Organizations" (Service Authorization Reference).

use plane::plane::Plane;

use crate::api::{ActionType, PolicyType};

/// A PolicyType as it stands in ARNs.
pub(crate) fn type_in_arn(kind: PolicyType) -> String {
    kind.as_str().to_lowercase()
}

fn arn(plane: &Plane, account: &str, resource: &str) -> String {
    plane.arn("organizations", "", account, resource)
}

pub(crate) fn organization_arn(plane: &Plane, management: &str, organization: &str) -> String {
    arn(plane, management, &format!("organization/{organization}"))
}

pub(crate) fn account_arn(plane: &Plane, management: &str, organization: &str, account: &str) -> String {
    arn(plane, management, &format!("account/{organization}/{account}"))
}

pub(crate) fn root_arn(plane: &Plane, management: &str, organization: &str, root: &str) -> String {
    arn(plane, management, &format!("root/{organization}/{root}"))
}

pub(crate) fn unit_arn(plane: &Plane, management: &str, organization: &str, unit: &str) -> String {
    arn(plane, management, &format!("ou/{organization}/{unit}"))
}

pub(crate) fn policy_arn(plane: &Plane, management: &str, organization: &str, kind: PolicyType, policy: &str) -> String {
    arn(plane, management, &format!("policy/{organization}/{}/{policy}", type_in_arn(kind)))
}

pub(crate) fn managed_policy_arn(plane: &Plane, kind: PolicyType, policy: &str) -> String {
    arn(plane, "aws", &format!("policy/{}/{policy}", type_in_arn(kind)))
}

pub(crate) fn resource_policy_arn(plane: &Plane, management: &str, organization: &str, id: &str) -> String {
    arn(plane, management, &format!("resourcepolicy/{organization}/{id}"))
}

pub(crate) fn handshake_arn(plane: &Plane, management: &str, organization: &str, action: ActionType, id: &str) -> String {
    arn(plane, management, &format!("handshake/{organization}/{}/{id}", action.as_str().to_lowercase()))
}

pub(crate) fn transfer_arn(plane: &Plane, management: &str, organization: &str, direction: &str, id: &str) -> String {
    arn(plane, management, &format!("transfer/{organization}/billing/{direction}/{id}"))
}

/// What an id of the tree names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    Root,
    Unit,
    Account,
    Policy,
    ResourcePolicy,
    Transfer,
}

/// Reads what an id names from its form; `None` if it has no form of ours.
pub(crate) fn kind_of(id: &str) -> Option<IdKind> {
    let lower = |text: &str, from: usize, to: usize| {
        (from..=to).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let word = |text: &str, from: usize| {
        (from..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) {
        return Some(IdKind::Account);
    }
    let (prefix, rest) = id.split_once('-')?;
    match prefix {
        "r" if lower(rest, 4, 32) => Some(IdKind::Root),
        "ou" => rest.split_once('-').filter(|(root, own)| lower(root, 4, 32) && lower(own, 8, 32)).map(|_| IdKind::Unit),
        "p" if word(rest, 8) => Some(IdKind::Policy),
        "rp" if word(rest, 4) => Some(IdKind::ResourcePolicy),
        "rt" if lower(rest, 8, 32) => Some(IdKind::Transfer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{IdKind, kind_of};

    #[test]
    fn ids_are_told_apart_by_their_form() {
        for (id, kind) in [
            ("111122223333", Some(IdKind::Account)),
            ("r-ab12", Some(IdKind::Root)),
            ("ou-ab12-abcdef12", Some(IdKind::Unit)),
            ("p-FullAWSAccess", Some(IdKind::Policy)),
            ("rp-abcd1234", Some(IdKind::ResourcePolicy)),
            ("rt-abcd1234", Some(IdKind::Transfer)),
            ("ou-ab12", None),
            ("r-AB12", None),
            ("11112222333", None),
            ("", None),
            ("x-ab12", None),
        ] {
            assert_eq!(kind_of(id), kind, "{id}");
        }
    }
}
