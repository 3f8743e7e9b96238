//! Compiled policies, and the two that AWS manages.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use plane::Failure;
use policy::{Policy, PolicyKind};

use crate::api::PolicyType;

/// Most compiled policies kept; beyond it all are forgotten and compiled again as they are needed.
const KEPT: usize = 4_096;

/// An AWS managed policy.
pub(crate) struct Managed {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) kind: PolicyType,
    pub(crate) content: &'static str,
}

static MANAGED: [Managed; 2] = [
    Managed {
        id: "p-FullAWSAccess",
        name: "FullAWSAccess",
        description: "Allows access to every operation",
        kind: PolicyType::ServiceControlPolicy,
        content: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    },
    Managed {
        id: "p-RCPFullAWSAccess",
        name: "RCPFullAWSAccess",
        description: "Allows access to every resource",
        kind: PolicyType::ResourceControlPolicy,
        content: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
    },
];

/// The AWS managed policy of an id.
pub(crate) fn managed(id: &str) -> Option<&'static Managed> {
    MANAGED.iter().find(|m| m.id == id)
}

/// The AWS managed policies of a type.
pub(crate) fn managed_of(kind: PolicyType) -> impl Iterator<Item = &'static Managed> {
    MANAGED.iter().filter(move |m| m.kind == kind)
}

type Cache = HashMap<(PolicyKind, String), Arc<Policy>>;
static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

/// Compiles a policy that was validated when it was stored, once per text.
///
/// # Errors
/// An internal one if it is not a policy after all, so that what it guards stays shut.
pub(crate) fn policy(content: &str, kind: PolicyKind) -> Result<Arc<Policy>, Failure> {
    let key = (kind, content.to_owned());
    if let Some(found) = CACHE.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(found.clone());
    }
    let compiled = Arc::new(Policy::parse(content, kind).map_err(|e| Failure::internal(format!("a stored policy: {e}")))?);
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if cache.len() >= KEPT {
        cache.clear();
    }
    cache.insert(key, compiled.clone());
    Ok(compiled)
}

#[cfg(test)]
mod tests {
    use super::{managed, policy};
    use policy::PolicyKind;

    #[test]
    fn the_managed_policies_compile() {
        for (id, kind) in
            [("p-FullAWSAccess", PolicyKind::ServiceControl), ("p-RCPFullAWSAccess", PolicyKind::ManagedResourceControl)]
        {
            assert!(policy(managed(id).unwrap().content, kind).is_ok(), "{id}");
        }
        assert!(managed("p-12345678").is_none());
    }

    #[test]
    fn a_text_is_compiled_once() {
        let content = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#;
        let one = policy(content, PolicyKind::ServiceControl).unwrap();
        let two = policy(content, PolicyKind::ServiceControl).unwrap();
        assert!(std::sync::Arc::ptr_eq(&one, &two));
        assert!(policy("{}", PolicyKind::ServiceControl).is_err());
    }
}
