//! Customer managed policies and their versions; AWS's are read from the catalogue.

use std::collections::HashMap;

use plane::page;
use plane::{Access, Failure, Lookup, Registry, Stored, Timestamp, Transaction};
use policy::PolicyKind;
use wire::{Common, Unit};

use super::entity_tags::creating;
use crate::api::{self, PolicyScopeType, PolicyUsageType, operation};
use crate::common::{
    arn, bad_marker, check_policy, check_quota, conflict, cut, exists, id_of, limit, no_such, now, over_quota, page_size,
    path_of, quota, truncated, url_encoded, when,
};
use crate::identities::customer_policy;
use crate::managed;
use crate::policies::{Managed, find, not_found};
use crate::resources::{ManagedPolicy, PolicyUse, PolicyVersion};
use crate::tags::{self, Keys};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreatePolicy>()
        .add::<operation::GetPolicy>()
        .add::<operation::DeletePolicy>()
        .add::<operation::ListPolicies>()
        .add::<operation::CreatePolicyVersion>()
        .add::<operation::GetPolicyVersion>()
        .add::<operation::ListPolicyVersions>()
        .add::<operation::DeletePolicyVersion>()
        .add::<operation::SetDefaultPolicyVersion>();
}

/// The permission on a managed policy.
pub(super) async fn on_policy(lookup: &Lookup<'_>, policy_arn: &str) -> Result<Access, Failure> {
    let access = Access::on(policy_arn);
    // Tags of other accounts' policies are none of the caller's business.
    Ok(match customer_policy(lookup, policy_arn).await? {
        Some(found) if found.key.account == lookup.account() => access.resource_tags(&found.tags),
        _ => access,
    })
}

/// A policy of the caller's own account, to change it.
///
/// # Errors
/// `NoSuchEntity`; `AccessDenied` for AWS's.
pub(super) async fn own(tx: &mut Transaction<'_>, policy_arn: &str) -> Result<Stored<ManagedPolicy>, Failure> {
    let account = tx.account();
    match find(tx, account, policy_arn).await? {
        Some(Managed::Own(policy)) => Ok(*policy),
        Some(Managed::Aws(_)) => {
            Err(Failure::common(Common::AccessDenied, format!("Policy {policy_arn} is outside your own account.")))
        }
        None => Err(not_found(policy_arn)),
    }
}

fn shown(policy: &Stored<ManagedPolicy>, used: PolicyUse) -> api::Policy {
    api::Policy {
        policy_name: Some(policy.body.name.clone()),
        policy_id: Some(policy.body.id.clone()),
        arn: Some(policy.body.arn.clone()),
        path: Some(policy.body.path.clone()),
        default_version_id: Some(format!("v{}", policy.body.default_version)),
        attachment_count: Some(used.attachments),
        permissions_boundary_usage_count: Some(used.boundaries),
        is_attachable: Some(true),
        description: None,
        create_date: Some(when(policy.body.created_at)),
        update_date: Some(when(policy.body.updated_at)),
        tags: None,
    }
}

fn shown_aws(policy: &managed::ManagedPolicy, used: PolicyUse) -> api::Policy {
    api::Policy {
        policy_name: Some(policy.name.to_owned()),
        policy_id: Some(policy.policy_id.to_owned()),
        arn: Some(policy.arn()),
        path: Some(policy.path.to_owned()),
        default_version_id: Some(policy.default_version_id.to_owned()),
        attachment_count: Some(used.attachments),
        permissions_boundary_usage_count: Some(used.boundaries),
        is_attachable: Some(policy.attachable),
        description: None,
        create_date: date(policy.create_date),
        update_date: date(policy.update_date),
        tags: None,
    }
}

fn date(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn shown_version(policy: &ManagedPolicy, version: &PolicyVersion, document: bool) -> api::PolicyVersion {
    api::PolicyVersion {
        document: document.then(|| url_encoded(&version.document)),
        version_id: Some(format!("v{}", version.number)),
        is_default_version: Some(version.number == policy.default_version),
        create_date: Some(when(version.created_at)),
    }
}

fn shown_aws_version(policy: &managed::ManagedPolicy, document: bool) -> api::PolicyVersion {
    api::PolicyVersion {
        document: document.then(|| url_encoded(policy.document)),
        version_id: Some(policy.default_version_id.to_owned()),
        is_default_version: Some(true),
        create_date: date(policy.update_date),
    }
}

fn no_version(policy_arn: &str, version: &str) -> Failure {
    no_such(format!("Policy {policy_arn} version {version} does not exist or is not attachable."))
}

/// The number of a version id such as `v3`.
fn number(version: &str) -> u32 {
    version.strip_prefix('v').and_then(|n| n.parse().ok()).unwrap_or_default()
}

fn check_document(text: &str) -> Result<(), Failure> {
    check_policy(text, PolicyKind::Identity)?;
    if policy::counted_size(text) > quota::POLICY_SIZE {
        return Err(over_quota("PolicySize", quota::POLICY_SIZE));
    }
    Ok(())
}

handle!(CreatePolicy {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let policy_arn = arn(lookup, lookup.account(), "policy", path, &input.policy_name);
        Ok(creating(Access::on(policy_arn.as_str()), &policy_arn, "iam:TagPolicy", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        if tx.get::<ManagedPolicy>(account, "", &id_of(&input.policy_name)).await?.is_some() {
            return Err(exists(format!("A policy called {} already exists. Duplicate names are not allowed.", input.policy_name)));
        }
        check_document(&input.policy_document)?;
        let tags = tags::add(&[], input.tags.as_deref().unwrap_or_default(), Keys::Exact)?;
        check_quota::<ManagedPolicy>(tx, "PoliciesPerAccount", quota::POLICIES).await?;
        let policy_arn = arn(&tx.reader(), account, "policy", &path, &input.policy_name);
        let at = now(tx);
        let policy = ManagedPolicy {
            id: tx.plane().ids.unique_id("ANPA"),
            name: input.policy_name.clone(),
            path,
            arn: policy_arn.clone(),
            created_at: at,
            updated_at: at,
            description: input.description.clone(),
            default_version: 1,
            last_version: 1,
            versions: vec![PolicyVersion { number: 1, document: input.policy_document.clone(), created_at: at }],
        };
        let stored = Stored::new(account, "", id_of(&input.policy_name), policy).arn(policy_arn.clone()).tags(tags);
        tx.put(&stored)?;
        tx.touched(policy_arn, account, "AWS::IAM::ManagedPolicy");
        let policy = api::Policy { tags: tags::shown(&stored.tags), ..shown(&stored, PolicyUse::default()) };
        Ok(api::CreatePolicyResponse { policy: Some(policy) })
    }
});

handle!(GetPolicy {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let account = tx.account();
        let used = tx.reader().get::<PolicyUse>(account, "", &input.policy_arn).await?.map(|u| u.body).unwrap_or_default();
        let policy = match find(tx, account, &input.policy_arn).await? {
            Some(Managed::Aws(policy)) => {
                api::Policy { description: Some(policy.description.to_owned()), tags: None, ..shown_aws(policy, used) }
            }
            Some(Managed::Own(policy)) => api::Policy {
                description: policy.body.description.clone(),
                tags: tags::shown(&policy.tags),
                ..shown(&policy, used)
            },
            None => return Err(not_found(&input.policy_arn)),
        };
        Ok(api::GetPolicyResponse { policy: Some(policy) })
    }
});

handle!(DeletePolicy {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let account = tx.account();
        let policy = own(tx, &input.policy_arn).await?;
        if tx.get::<PolicyUse>(account, "", &input.policy_arn).await?.is_some() {
            return Err(conflict("Cannot delete a policy attached to entities."));
        }
        if policy.body.versions.len() > 1 {
            return Err(conflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. \
                 The default version is deleted with the policy.",
            ));
        }
        tx.delete(&policy);
        tx.touched(policy.body.arn, account, "AWS::IAM::ManagedPolicy");
        Ok(Unit {})
    }
});

handle!(ListPolicies {
    access(input, _lookup) { Ok(Access::on(format!("policy path {}", input.path_prefix.as_deref().unwrap_or("/")))) }
    run(input, tx) {
        let account = tx.account();
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let scope = input.scope.unwrap_or(PolicyScopeType::All);
        let attached = input.only_attached.unwrap_or(false);
        let used: HashMap<String, PolicyUse> =
            tx.reader().all::<PolicyUse>(account, "", "").await?.into_iter().map(|u| (u.key.id, u.body)).collect();
        let use_of = |policy_arn: &str| used.get(policy_arn).copied().unwrap_or_default();
        let wanted = |path: &str, used: PolicyUse| {
            path.starts_with(prefix)
                && match input.policy_usage_filter {
                    Some(PolicyUsageType::PermissionsBoundary) => used.boundaries > 0,
                    Some(PolicyUsageType::PermissionsPolicy) => used.attachments > 0,
                    None => !attached || used.attachments > 0,
                }
        };
        // Own policies come first, each kind by name.
        let mut policies: Vec<(String, api::Policy)> = Vec::new();
        if scope != PolicyScopeType::Aws {
            for policy in tx.reader().all::<ManagedPolicy>(account, "", "").await? {
                let used = use_of(&policy.body.arn);
                if wanted(&policy.body.path, used) {
                    policies.push((format!("0{}", policy.key.id), shown(&policy, used)));
                }
            }
        }
        if scope != PolicyScopeType::Local {
            for policy in managed::catalogue() {
                let used = use_of(&policy.arn());
                if wanted(policy.path, used) {
                    policies.push((format!("1{}", policy.name), shown_aws(policy, used)));
                }
            }
        }
        policies.sort_by(|a, b| a.0.cmp(&b.0));
        let listing = format!("ListPolicies {prefix} {scope} {attached} {:?}", input.policy_usage_filter);
        let page = page::cut(policies, &listing, input.marker.as_deref(), page_size(input.max_items), |(at, _)| at.clone(), bad_marker)?;
        let is_truncated = truncated(&page);
        let policies = page.items.into_iter().map(|(_, policy)| policy).collect();
        Ok(api::ListPoliciesResponse { policies: Some(policies), is_truncated, marker: page.next })
    }
});

handle!(CreatePolicyVersion {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let mut policy = own(tx, &input.policy_arn).await?;
        check_document(&input.policy_document)?;
        if policy.body.versions.len() >= quota::POLICY_VERSIONS {
            return Err(limit(
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
            ));
        }
        let at = now(tx);
        policy.body.last_version += 1;
        let version = PolicyVersion { number: policy.body.last_version, document: input.policy_document.clone(), created_at: at };
        if input.set_as_default.unwrap_or(false) {
            policy.body.default_version = version.number;
        }
        policy.body.updated_at = at;
        policy.body.versions.push(version.clone());
        tx.put(&policy)?;
        tx.touched(policy.body.arn.clone(), tx.account(), "AWS::IAM::ManagedPolicy");
        Ok(api::CreatePolicyVersionResponse { policy_version: Some(shown_version(&policy.body, &version, false)) })
    }
});

handle!(GetPolicyVersion {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let account = tx.account();
        let version = match find(tx, account, &input.policy_arn).await? {
            Some(Managed::Aws(policy)) if policy.default_version_id == input.version_id => shown_aws_version(policy, true),
            Some(Managed::Own(policy)) => match policy.body.version(number(&input.version_id)) {
                Some(version) => shown_version(&policy.body, version, true),
                None => return Err(no_version(&input.policy_arn, &input.version_id)),
            },
            Some(Managed::Aws(_)) => return Err(no_version(&input.policy_arn, &input.version_id)),
            None => return Err(not_found(&input.policy_arn)),
        };
        Ok(api::GetPolicyVersionResponse { policy_version: Some(version) })
    }
});

handle!(ListPolicyVersions {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let account = tx.account();
        let versions = match find(tx, account, &input.policy_arn).await? {
            Some(Managed::Aws(policy)) => vec![shown_aws_version(policy, false)],
            Some(Managed::Own(policy)) => {
                policy.body.versions.iter().rev().map(|version| shown_version(&policy.body, version, false)).collect()
            }
            None => return Err(not_found(&input.policy_arn)),
        };
        let page = cut(versions, &format!("ListPolicyVersions {}", input.policy_arn), input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        Ok(api::ListPolicyVersionsResponse { versions: Some(page.items), is_truncated, marker: page.next })
    }
});

handle!(DeletePolicyVersion {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let mut policy = own(tx, &input.policy_arn).await?;
        let version = number(&input.version_id);
        if policy.body.version(version).is_none() {
            return Err(no_version(&input.policy_arn, &input.version_id));
        }
        if version == policy.body.default_version {
            return Err(conflict("Cannot delete the default version of a policy."));
        }
        policy.body.versions.retain(|v| v.number != version);
        tx.put(&policy)?;
        tx.touched(policy.body.arn, tx.account(), "AWS::IAM::ManagedPolicy");
        Ok(Unit {})
    }
});

handle!(SetDefaultPolicyVersion {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let mut policy = own(tx, &input.policy_arn).await?;
        let version = number(&input.version_id);
        if policy.body.version(version).is_none() {
            return Err(no_version(&input.policy_arn, &input.version_id));
        }
        policy.body.default_version = version;
        policy.body.updated_at = now(tx);
        tx.put(&policy)?;
        tx.touched(policy.body.arn, tx.account(), "AWS::IAM::ManagedPolicy");
        Ok(Unit {})
    }
});
