//! The organization's administrator, and how accounts that join the organization come to Security Hub.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::hub::{Options, enable};
use crate::api::operation::{
    DescribeOrganizationConfiguration, DisableOrganizationAdminAccount, EnableOrganizationAdminAccount,
    ListOrganizationAdminAccounts, UpdateOrganizationConfiguration,
};
use crate::api::{
    self, AdminAccount, AdminStatus, AutoEnableStandards, OrganizationConfiguration, OrganizationConfigurationConfigurationType,
    OrganizationConfigurationStatus, SecurityHubFeature,
};
use crate::errors::{denied, invalid, invalid_access};
use crate::hub::{aggregator, has, here, on_hub, required};
use crate::members::{PRINCIPAL, administered, of_organization, organization_of};
use crate::resources::{DelegatedAdministrator, OrganizationSettings};

/// The organization that the caller manages.
fn managed(tx: &Transaction<'_>) -> Result<String, Failure> {
    let guardrails = &tx.call().guardrails;
    let manages = guardrails.management_account.as_deref() == Some(tx.account());
    guardrails
        .organization_id
        .clone()
        .filter(|_| manages)
        .ok_or_else(|| denied("Only the management account of an organization can do this"))
}

fn check_feature(feature: Option<SecurityHubFeature>) -> Result<(), Failure> {
    match feature {
        None | Some(SecurityHubFeature::SecurityHub) => Ok(()),
        Some(_) => Err(invalid("The feature SecurityHubV2 is not supported")),
    }
}

impl Handle for EnableOrganizationAdminAccount {
    async fn access(input: &api::EnableOrganizationAdminAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // What it does in Organizations is asked for too.
        // See <https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html>.
        let organization = lookup.call().guardrails.organization_id.clone().unwrap_or_default();
        let account = format!("account/{organization}/{}", input.admin_account_id);
        Ok(Access::any()
            .and(Access::any().action("organizations:EnableAWSServiceAccess").key("organizations:ServicePrincipal", PRINCIPAL))
            .and(
                Access::on(lookup.plane().arn("organizations", "", lookup.account(), &account))
                    .action("organizations:RegisterDelegatedAdministrator")
                    .key("organizations:ServicePrincipal", PRINCIPAL),
            ))
    }

    async fn run(
        input: &api::EnableOrganizationAdminAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::EnableOrganizationAdminAccountResponse, Failure> {
        check_feature(input.feature)?;
        let organization = managed(tx)?;
        let (management, region) = here(tx);
        let wanted = input.admin_account_id.clone();
        if organization_of(&tx.reader(), &wanted).await?.as_ref() != Some(&organization) {
            return Err(invalid(format!("Account {wanted} is not part of the organization")));
        }
        match of_organization(&tx.reader(), &organization).await? {
            Some(known) if known.body.account != wanted => {
                return Err(invalid_access("The organization has a Security Hub administrator account already"));
            }
            Some(_) => {}
            None => {
                if wanted != management {
                    let port = tx.plane().organization().clone();
                    port.trust(tx, PRINCIPAL).await?;
                    port.delegate(tx, &wanted, PRINCIPAL, true).await?;
                }
                let body = DelegatedAdministrator { account: wanted.clone(), organization };
                tx.put(&Stored::new(&management, "", DelegatedAdministrator::ID, body))?;
            }
        }
        // In the management account nothing is enabled that it did not enable itself.
        if wanted != management && !has(&tx.reader(), &wanted, &region).await? {
            enable(tx, &wanted, &region, Options { default_standards: true, consolidated: true, tags: Vec::new() }).await?;
        }
        Ok(api::EnableOrganizationAdminAccountResponse {
            admin_account_id: Some(wanted),
            feature: Some(SecurityHubFeature::SecurityHub),
        })
    }
}

impl Handle for DisableOrganizationAdminAccount {
    async fn access(_: &api::DisableOrganizationAdminAccountRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DisableOrganizationAdminAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisableOrganizationAdminAccountResponse, Failure> {
        check_feature(input.feature)?;
        managed(tx)?;
        let (management, _) = here(tx);
        let held = tx.get::<DelegatedAdministrator>(&management, "", DelegatedAdministrator::ID).await?;
        let held = held.filter(|held| held.body.account == input.admin_account_id);
        let held = held.ok_or_else(|| invalid(format!("Account {} is not the administrator account", input.admin_account_id)))?;
        if held.body.account != management {
            let port = tx.plane().organization().clone();
            port.delegate(tx, &held.body.account, PRINCIPAL, false).await?;
        }
        // Its members are nobody's any more, in every region.
        let account = held.body.account.clone();
        for region in tx.plane().settings.regions.clone() {
            for mut member in tx.all::<crate::resources::Member>(&account, &region, "").await? {
                if member.body.by_organization {
                    let id = member.key.id.clone();
                    crate::members::leave(tx, &id, &region, &account).await?;
                    member.body.status = crate::resources::MemberStatus::Removed;
                    tx.put(&member)?;
                }
            }
            if let Some(settings) = tx.get::<OrganizationSettings>(&account, &region, OrganizationSettings::ID).await? {
                tx.delete(&settings);
            }
        }
        tx.delete(&held);
        Ok(api::DisableOrganizationAdminAccountResponse {})
    }
}

impl Handle for ListOrganizationAdminAccounts {
    async fn access(_: &api::ListOrganizationAdminAccountsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListOrganizationAdminAccountsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListOrganizationAdminAccountsResponse, Failure> {
        check_feature(input.feature)?;
        let organization = managed(tx)?;
        let known = of_organization(&tx.reader(), &organization).await?;
        let accounts =
            known.map(|known| AdminAccount { account_id: Some(known.body.account), status: Some(AdminStatus::Enabled) });
        Ok(api::ListOrganizationAdminAccountsResponse {
            admin_accounts: Some(accounts.into_iter().collect()),
            next_token: None,
            feature: Some(SecurityHubFeature::SecurityHub),
        })
    }
}

/// Sees that the caller is the administrator of its organization.
pub(super) async fn is_administrator(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required(tx).await?;
    let account = tx.account().to_owned();
    match administered(&tx.reader(), &account).await? {
        Some(_) => Ok(()),
        None => Err(invalid_access(format!("Account {account} is not an administrator for this organization"))),
    }
}

impl Handle for DescribeOrganizationConfiguration {
    async fn access(_: &api::DescribeOrganizationConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::DescribeOrganizationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeOrganizationConfigurationResponse, Failure> {
        is_administrator(tx).await?;
        let (account, region) = here(tx);
        let known = tx.reader().get::<OrganizationSettings>(&account, &region, OrganizationSettings::ID).await?;
        let settings = known.map(|known| known.body).unwrap_or(OrganizationSettings {
            auto_enable: false,
            default_standards: false,
            since: 0,
            central: false,
        });
        let kind = if settings.central {
            OrganizationConfigurationConfigurationType::Central
        } else {
            OrganizationConfigurationConfigurationType::Local
        };
        Ok(api::DescribeOrganizationConfigurationResponse {
            auto_enable: Some(settings.auto_enable),
            member_account_limit_reached: Some(false),
            auto_enable_standards: Some(if settings.default_standards {
                AutoEnableStandards::Default
            } else {
                AutoEnableStandards::None
            }),
            organization_configuration: Some(OrganizationConfiguration {
                configuration_type: Some(kind),
                status: Some(OrganizationConfigurationStatus::Enabled),
                status_message: None,
            }),
        })
    }
}

impl Handle for UpdateOrganizationConfiguration {
    async fn access(_: &api::UpdateOrganizationConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::UpdateOrganizationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateOrganizationConfigurationResponse, Failure> {
        is_administrator(tx).await?;
        let (account, region) = here(tx);
        let kind = input.organization_configuration.as_ref().and_then(|one| one.configuration_type);
        let known = tx.get::<OrganizationSettings>(&account, &region, OrganizationSettings::ID).await?;
        let central = match kind {
            Some(kind) => kind == OrganizationConfigurationConfigurationType::Central,
            None => known.as_ref().is_some_and(|known| known.body.central),
        };
        if central {
            let home = aggregator(&tx.reader(), &account).await?;
            if home.is_none_or(|home| home.body.region != region) {
                return Err(invalid_access("Central configuration needs a finding aggregator in this region"));
            }
            if input.auto_enable || input.auto_enable_standards == Some(AutoEnableStandards::Default) {
                return Err(invalid("AutoEnable must be false and AutoEnableStandards NONE with central configuration"));
            }
        }
        let head = tx.journal_head();
        let was = known.as_ref().filter(|known| known.body.auto_enable).map(|known| known.body.since);
        let body = OrganizationSettings {
            auto_enable: input.auto_enable,
            default_standards: input.auto_enable_standards.unwrap_or(AutoEnableStandards::Default)
                == AutoEnableStandards::Default
                && !central,
            since: was.unwrap_or(head),
            central,
        };
        let stored = match known {
            Some(known) => Stored { body, ..known },
            None => Stored::new(&account, &region, OrganizationSettings::ID, body),
        };
        tx.put(&stored)?;
        Ok(api::UpdateOrganizationConfigurationResponse {})
    }
}
