//! The account as a whole: alias and summary.

use std::collections::BTreeMap;

use plane::{Access, Failure, Registry, Resource, Stored, Transaction};
use wire::Unit;

use crate::api::{self, SummaryKeyType, operation};
use crate::common::{cut, exists, no_such, quota, truncated};
use crate::credentials::{SamlProvider, ServerCertificate, SigningCertificate};
use crate::resources::{
    AccessKey, AccountSettings, BY_ALIAS, Group, InstanceProfile, ManagedPolicy, OidcProvider, Owner, Role, Root, User,
    VirtualMfaDevice,
};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateAccountAlias>()
        .add::<operation::DeleteAccountAlias>()
        .add::<operation::ListAccountAliases>()
        .add::<operation::GetAccountSummary>();
}

/// The settings of the caller's account, new ones if it has none yet.
pub(super) async fn settings(tx: &mut Transaction<'_>) -> Result<Stored<AccountSettings>, Failure> {
    let account = tx.account();
    let found = tx.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
    Ok(found.unwrap_or_else(|| Stored::new(account, "", AccountSettings::ID, AccountSettings::default())))
}

handle!(CreateAccountAlias {
    access(_input, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let mut settings = settings(tx).await?;
        let holder = tx.reader().find::<AccountSettings>(BY_ALIAS, &input.account_alias).await?;
        if holder.is_some_and(|h| h.key.account != settings.key.account) {
            return Err(exists(format!("The account alias {} already exists.", input.account_alias)));
        }
        // An account has one alias: a new one takes the place of the old.
        settings.body.alias = Some(input.account_alias.clone());
        tx.put(&settings)?;
        Ok(Unit {})
    }
});

handle!(DeleteAccountAlias {
    access(_input, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let mut settings = settings(tx).await?;
        if settings.body.alias.as_deref() != Some(&input.account_alias) {
            return Err(no_such(format!("The account alias {} cannot be found.", input.account_alias)));
        }
        settings.body.alias = None;
        tx.put(&settings)?;
        Ok(Unit {})
    }
});

handle!(ListAccountAliases {
    access(_input, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let aliases = settings(tx).await?.body.alias.into_iter().collect();
        let page = cut(aliases, "ListAccountAliases", input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        Ok(api::ListAccountAliasesResponse { account_aliases: page.items, is_truncated, marker: page.next })
    }
});

async fn count<T: Resource>(tx: &Transaction<'_>) -> Result<i32, Failure> {
    Ok(number(tx.reader().count::<T>(tx.account(), "").await?))
}

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

handle!(GetAccountSummary {
    access(_input, _lookup) { Ok(Access::any()) }
    run(_input, tx) {
        use SummaryKeyType as Key;
        let account = tx.account();
        let root = tx.reader().get::<Root>(account, "", Root::ID).await?.map(|r| r.body).unwrap_or_default();
        let root_keys = tx.reader().all::<AccessKey>(account, "", &Owner::Root.prefix()).await?;
        let devices = tx.reader().all::<VirtualMfaDevice>(account, "", "").await?;
        let policies = tx.reader().all::<ManagedPolicy>(account, "", "").await?;
        let token_version = settings(tx).await?.body.token_version.unwrap_or(1);
        let providers = count::<OidcProvider>(tx).await? + count::<SamlProvider>(tx).await?;
        let signing = tx.reader().all::<SigningCertificate>(account, "", &Owner::Root.prefix()).await?.len();
        let summary: BTreeMap<String, i32> = [
            (Key::Users, count::<User>(tx).await?),
            (Key::UsersQuota, number(quota::USERS)),
            (Key::Groups, count::<Group>(tx).await?),
            (Key::GroupsQuota, number(quota::GROUPS)),
            (Key::GroupsPerUserQuota, number(quota::GROUPS_PER_USER)),
            (Key::Roles, count::<Role>(tx).await?),
            (Key::RolesQuota, number(quota::ROLES)),
            (Key::InstanceProfiles, count::<InstanceProfile>(tx).await?),
            (Key::InstanceProfilesQuota, number(quota::INSTANCE_PROFILES)),
            (Key::Policies, number(policies.len())),
            (Key::PoliciesQuota, number(quota::POLICIES)),
            (Key::PolicySizeQuota, number(quota::POLICY_SIZE)),
            (Key::PolicyVersionsInUse, number(policies.iter().map(|p| p.body.versions.len()).sum::<usize>())),
            (Key::PolicyVersionsInUseQuota, 10_000),
            (Key::VersionsPerPolicyQuota, number(quota::POLICY_VERSIONS)),
            (Key::UserPolicySizeQuota, number(quota::USER_INLINE)),
            (Key::GroupPolicySizeQuota, number(quota::GROUP_INLINE)),
            (Key::RolePolicySizeQuota, number(quota::ROLE_INLINE)),
            (Key::AssumeRolePolicySizeQuota, number(quota::TRUST_SIZE)),
            (Key::AttachedPoliciesPerUserQuota, number(quota::ATTACHED)),
            (Key::AttachedPoliciesPerGroupQuota, number(quota::ATTACHED)),
            (Key::AttachedPoliciesPerRoleQuota, number(quota::ATTACHED)),
            (Key::AccessKeysPerUserQuota, number(quota::ACCESS_KEYS)),
            (Key::SigningCertificatesPerUserQuota, 2),
            (Key::ServerCertificates, count::<ServerCertificate>(tx).await?),
            (Key::ServerCertificatesQuota, 20),
            (Key::Providers, providers),
            (Key::MFADevices, number(devices.len())),
            (Key::MFADevicesInUse, number(devices.iter().filter(|d| d.body.owner.is_some()).count())),
            (Key::AccountMFAEnabled, i32::from(!root.mfa_devices.is_empty())),
            (Key::AccountAccessKeysPresent, number(root_keys.len())),
            (Key::AccountSigningCertificatesPresent, number(signing)),
            (Key::GlobalEndpointTokenVersion, token_version),
        ]
        .into_iter()
        .map(|(key, value)| (key.as_str().to_owned(), value))
        .collect();
        Ok(api::GetAccountSummaryResponse { summary_map: Some(summary) })
    }
});
