//! Centralized root access of an organization, and the account's preferences for security tokens.

use plane::{Access, Failure, Registry, Stored, Transaction};
use wire::Unit;

use crate::api::{
    self, AccountNotManagementOrDelegatedAdministratorException, CallerIsNotManagementAccountException, FeatureType,
    GlobalEndpointTokenVersion, OrganizationNotFoundException, ServiceAccessNotEnabledException, operation,
};
use crate::credentials::OrganizationFeatures;
use crate::resources::AccountSettings;

/// What trusted access and delegated administration of this service are registered under.
const SERVICE: &str = "iam.amazonaws.com";

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::EnableOrganizationsRootCredentialsManagement>()
        .add::<operation::DisableOrganizationsRootCredentialsManagement>()
        .add::<operation::EnableOrganizationsRootSessions>()
        .add::<operation::DisableOrganizationsRootSessions>()
        .add::<operation::ListOrganizationsFeatures>()
        .add::<operation::SetSecurityTokenServicePreferences>();
}

/// The organization of a caller who may see its features: id and management account.
async fn organization(tx: &Transaction<'_>, to_change: bool) -> Result<(String, String), Failure> {
    let guardrails = &tx.call().guardrails;
    let (Some(id), Some(management)) = (guardrails.organization_id.clone(), guardrails.management_account.clone()) else {
        return Err(OrganizationNotFoundException::new("The account is not a member of an organization.").into());
    };
    let (reader, account, port) = (tx.reader(), tx.account(), tx.plane().organization());
    if account != management {
        if !port.is_delegated(&reader, account, SERVICE).await? {
            return Err(AccountNotManagementOrDelegatedAdministratorException::new(
                "The account is neither the management account nor a delegated administrator for IAM.",
            )
            .into());
        }
        if to_change {
            return Err(CallerIsNotManagementAccountException::new("Only the management account can change this feature.").into());
        }
    }
    if !port.trusts(&reader, &management, SERVICE).await? {
        return Err(ServiceAccessNotEnabledException::new("Trusted access for IAM is not enabled in the organization.").into());
    }
    Ok((id, management))
}

fn shown(features: &OrganizationFeatures) -> Vec<FeatureType> {
    let credentials = features.root_credentials_management.then_some(FeatureType::RootCredentialsManagement);
    let sessions = features.root_sessions.then_some(FeatureType::RootSessions);
    credentials.into_iter().chain(sessions).collect()
}

async fn change(
    tx: &mut Transaction<'_>,
    set: impl Fn(&mut OrganizationFeatures),
) -> Result<(String, Vec<FeatureType>), Failure> {
    let (id, management) = organization(tx, true).await?;
    let found = tx.get::<OrganizationFeatures>(&management, "", &id).await?;
    let mut found = found.unwrap_or_else(|| Stored::new(&management, "", id.clone(), OrganizationFeatures::default()));
    set(&mut found.body);
    tx.put(&found)?;
    Ok((id, shown(&found.body)))
}

handle!(EnableOrganizationsRootCredentialsManagement {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (id, features) = change(tx, |f| f.root_credentials_management = true).await?;
        Ok(api::EnableOrganizationsRootCredentialsManagementResponse { organization_id: Some(id), enabled_features: Some(features) })
    }
});

handle!(DisableOrganizationsRootCredentialsManagement {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (id, features) = change(tx, |f| f.root_credentials_management = false).await?;
        Ok(api::DisableOrganizationsRootCredentialsManagementResponse { organization_id: Some(id), enabled_features: Some(features) })
    }
});

handle!(EnableOrganizationsRootSessions {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (id, features) = change(tx, |f| f.root_sessions = true).await?;
        Ok(api::EnableOrganizationsRootSessionsResponse { organization_id: Some(id), enabled_features: Some(features) })
    }
});

handle!(DisableOrganizationsRootSessions {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (id, features) = change(tx, |f| f.root_sessions = false).await?;
        Ok(api::DisableOrganizationsRootSessionsResponse { organization_id: Some(id), enabled_features: Some(features) })
    }
});

handle!(ListOrganizationsFeatures {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (id, management) = organization(tx, false).await?;
        let found = tx.get::<OrganizationFeatures>(&management, "", &id).await?.map(|f| f.body).unwrap_or_default();
        Ok(api::ListOrganizationsFeaturesResponse { organization_id: Some(id), enabled_features: Some(shown(&found)) })
    }
});

handle!(SetSecurityTokenServicePreferences {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let account = tx.account();
        let found = tx.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
        let mut found = found.unwrap_or_else(|| Stored::new(account, "", AccountSettings::ID, AccountSettings::default()));
        found.body.token_version = Some(match input.global_endpoint_token_version {
            GlobalEndpointTokenVersion::V1Token => 1,
            GlobalEndpointTokenVersion::V2Token => 2,
        });
        tx.put(&found)?;
        Ok(Unit {})
    }
});
