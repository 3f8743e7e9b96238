//! Trust policies: who they name is checked when they are written, and kept by unique id.
//!
//! As on AWS, a trust policy that names a user or role by ARN means that very user or role: one that is made later under the same name does not
//! match, and the reader then sees the unique id instead of the ARN.

use std::collections::BTreeMap;

use plane::{Failure, Reader};
use policy::{PolicyKind, PrincipalPattern};
use serde_json::Value;

use crate::common::{check_policy, id_of, malformed, over_quota, parse_arn, quota};
use crate::resources::{BY_ID, Role, User};

/// Checks a trust policy and finds the unique ids of the users and roles that it names by ARN.
///
/// Principals of accounts that this installation does not have are taken as they are: nobody can match them.
///
/// # Errors
/// `MalformedPolicyDocument`, also for a user or role that does not exist; `LimitExceeded` when it is too long.
pub(crate) async fn resolve(reader: &Reader<'_>, text: &str) -> Result<BTreeMap<String, String>, Failure> {
    let compiled = check_policy(text, PolicyKind::Trust)?;
    if policy::counted_size(text) > quota::TRUST_SIZE {
        return Err(over_quota("ACLSizePerRole", quota::TRUST_SIZE));
    }
    let mut ids = BTreeMap::new();
    let patterns = compiled.statements().iter().filter_map(|s| s.principal()).flat_map(|clause| clause.patterns());
    for pattern in patterns.cloned().collect::<Vec<_>>() {
        match pattern {
            PrincipalPattern::Arn(arn) => match id_of_arn(reader, &arn).await? {
                Named::Is(id) => {
                    ids.insert(arn.into(), id);
                }
                Named::Elsewhere => {}
                Named::Nobody => return Err(nobody(&arn)),
            },
            PrincipalPattern::UniqueId(id) => {
                let known = reader.find::<Role>(BY_ID, &id).await?.is_some() || reader.find::<User>(BY_ID, &id).await?.is_some();
                if !known {
                    return Err(nobody(&id));
                }
            }
            _ => {}
        }
    }
    Ok(ids)
}

fn nobody(principal: &str) -> Failure {
    malformed(format!("Invalid principal in policy: \"AWS\":\"{principal}\""))
}

enum Named {
    Is(String),
    Elsewhere,
    Nobody,
}

async fn id_of_arn(reader: &Reader<'_>, arn: &str) -> Result<Named, Failure> {
    let Some(parsed) = parse_arn(arn) else { return Ok(Named::Elsewhere) };
    if plane::account::get(reader, parsed.account).await?.is_none() {
        return Ok(Named::Elsewhere);
    }
    let id = id_of(parsed.name);
    let found = match parsed.kind {
        "user" => reader.get::<User>(parsed.account, "", &id).await?.filter(|u| u.body.arn == arn).map(|u| u.body.id),
        "role" => reader.get::<Role>(parsed.account, "", &id).await?.filter(|r| r.body.arn == arn).map(|r| r.body.id),
        _ => return Ok(Named::Elsewhere),
    };
    Ok(found.map_or(Named::Nobody, Named::Is))
}

/// The trust policy with unique ids in the place of ARNs: what decides.
pub(crate) fn effective(role: &Role) -> String {
    replace(&role.trust, &role.trust_ids)
}

/// The trust policy as replies show it: whoever is gone appears by unique id, whoever was renamed by the present ARN.
pub(crate) async fn shown(reader: &Reader<'_>, role: &Role) -> Result<String, Failure> {
    let mut changed = BTreeMap::new();
    for (arn, id) in &role.trust_ids {
        let present = match reader.find::<User>(BY_ID, id).await? {
            Some(user) => Some(user.body.arn),
            None => reader.find::<Role>(BY_ID, id).await?.map(|role| role.body.arn),
        };
        if present.as_deref() != Some(arn) {
            changed.insert(arn.clone(), present.unwrap_or_else(|| id.clone()));
        }
    }
    Ok(replace(&role.trust, &changed))
}

/// Replaces principals of type `AWS` in a policy document.
fn replace(text: &str, by: &BTreeMap<String, String>) -> String {
    if by.is_empty() {
        return text.to_owned();
    }
    let Ok(mut document) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    let statements = match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.iter_mut().collect(),
        Some(statement) => vec![statement],
        None => Vec::new(),
    };
    for statement in statements {
        for element in ["Principal", "NotPrincipal"] {
            let named = match statement.get_mut(element).and_then(|p| p.get_mut("AWS")) {
                Some(Value::Array(named)) => named.iter_mut().collect(),
                Some(named) => vec![named],
                None => Vec::new(),
            };
            for principal in named {
                if let Some(replacement) = principal.as_str().and_then(|p| by.get(p)) {
                    *principal = Value::String(replacement.clone());
                }
            }
        }
    }
    document.to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::replace;

    #[test]
    fn only_principals_are_replaced() {
        let by = BTreeMap::from([("arn:x".to_owned(), "AIDA1".to_owned())]);
        let text =
            r#"{"Statement":[{"Principal":{"AWS":["arn:x","arn:y"]},"Resource":"arn:x"},{"NotPrincipal":{"AWS":"arn:x"}}]}"#;
        let expected =
            r#"{"Statement":[{"Principal":{"AWS":["AIDA1","arn:y"]},"Resource":"arn:x"},{"NotPrincipal":{"AWS":"AIDA1"}}]}"#;
        assert_eq!(replace(text, &by), expected);
        assert_eq!(replace(r#"{"Statement":{"Principal":"*"}}"#, &by), r#"{"Statement":{"Principal":"*"}}"#);
        assert_eq!(replace("nonsense", &by), "nonsense");
    }
}
