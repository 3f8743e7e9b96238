//! Enabling, describing and disabling Security Hub.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::tags;
use crate::api::operation::{DescribeHub, DisableSecurityHub, EnableSecurityHub, UpdateSecurityHubConfiguration};
use crate::api::{self, ControlFindingGenerator};
use crate::catalogue::standards;
use crate::errors::{conflict, invalid, invalid_access, not_subscribed};
use crate::hub::{administrator, here, hub_arn, members, on_hub, required};
use crate::policies::locally_managed;
use crate::resources::{Hub, Subscription};
use crate::{asff, controls};

impl Handle for EnableSecurityHub {
    async fn access(input: &api::EnableSecurityHubRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(on_hub(lookup).await?.request_tags(tags))
    }

    async fn run(
        input: &api::EnableSecurityHubRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::EnableSecurityHubResponse, Failure> {
        let (account, region) = here(tx);
        if tx.get::<Hub>(&account, &region, Hub::ID).await?.is_some() {
            return Err(conflict("Account is already subscribed to Security Hub"));
        }
        let options = Options {
            default_standards: input.enable_default_standards.unwrap_or(true),
            consolidated: input.control_finding_generator != Some(ControlFindingGenerator::StandardControl),
            tags: tags(input.tags.as_ref()),
        };
        enable(tx, &account, &region, options).await?;
        let arn = hub_arn(tx.plane(), &region, &account);
        tx.touched(arn, account, "AWS::SecurityHub::Hub");
        Ok(api::EnableSecurityHubResponse {})
    }
}

/// How Security Hub is enabled.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Whether the standards that AWS enables by default are.
    pub default_standards: bool,
    /// Whether controls have one finding of their own.
    pub consolidated: bool,
    /// Tags of the hub.
    pub tags: Vec<(String, String)>,
}

/// Enables Security Hub in an account and region where it is not.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn enable(tx: &mut Transaction<'_>, account: &str, region: &str, options: Options) -> Result<(), Failure> {
    let hub =
        Hub { subscribed_at: tx.call().time.as_millisecond(), auto_enable_controls: true, consolidated: options.consolidated };
    let arn = hub_arn(tx.plane(), region, account);
    tx.put(&Stored::new(account, region, Hub::ID, hub).arn(arn).tags(options.tags))?;
    for subscription in tx.all::<Subscription>(account, region, "").await? {
        // Standards of a time before it was disabled.
        tx.delete(&subscription);
    }
    if options.default_standards {
        for standard in standards::STANDARDS.iter().filter(|standard| standard.by_default) {
            controls::subscribe(tx, account, region, standard).await?;
        }
    }
    Ok(())
}

impl Handle for DescribeHub {
    async fn access(_: &api::DescribeHubRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::DescribeHubRequest, tx: &mut Transaction<'_>) -> Result<api::DescribeHubResponse, Failure> {
        let (account, region) = here(tx);
        let arn = hub_arn(tx.plane(), &region, &account);
        let found = tx.get::<Hub>(&account, &region, Hub::ID).await?;
        let hub = found.ok_or_else(|| not_subscribed(&account))?.body;
        if input.hub_arn.as_ref().is_some_and(|given| *given != arn) {
            return Err(invalid(format!("Invalid HubArn: {}", input.hub_arn.as_deref().unwrap_or_default())));
        }
        let at = jiff::Timestamp::from_millisecond(hub.subscribed_at).unwrap_or_default();
        Ok(api::DescribeHubResponse {
            hub_arn: Some(arn),
            subscribed_at: Some(asff::stamp(at)),
            auto_enable_controls: Some(hub.auto_enable_controls),
            control_finding_generator: Some(if hub.consolidated {
                ControlFindingGenerator::SecurityControl
            } else {
                ControlFindingGenerator::StandardControl
            }),
        })
    }
}

impl Handle for UpdateSecurityHubConfiguration {
    async fn access(_: &api::UpdateSecurityHubConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::UpdateSecurityHubConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateSecurityHubConfigurationResponse, Failure> {
        let mut hub = required(tx).await?;
        if let Some(enable) = input.auto_enable_controls {
            hub.body.auto_enable_controls = enable;
        }
        if let Some(generator) = input.control_finding_generator {
            hub.body.consolidated = generator == ControlFindingGenerator::SecurityControl;
        }
        tx.put(&hub)?;
        let (account, region) = here(tx);
        let arn = hub_arn(tx.plane(), &region, &account);
        tx.touched(arn, account, "AWS::SecurityHub::Hub");
        Ok(api::UpdateSecurityHubConfigurationResponse {})
    }
}

impl Handle for DisableSecurityHub {
    async fn access(_: &api::DisableSecurityHubRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        _: &api::DisableSecurityHubRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisableSecurityHubResponse, Failure> {
        let (account, region) = here(tx);
        let hub = required(tx).await?;
        locally_managed(tx).await?;
        if administrator(&tx.reader(), &account, &region).await?.is_some() {
            return Err(invalid_access(format!(
                "Account {account} cannot disable Security Hub because it is associated with an administrator account"
            )));
        }
        if !members(&tx.reader(), &account, &region).await?.is_empty() {
            return Err(invalid_access(format!(
                "Account {account} cannot disable Security Hub because it is an administrator account that has member accounts"
            )));
        }
        for subscription in tx.all::<Subscription>(&account, &region, "").await? {
            tx.delete(&subscription);
        }
        tx.delete(&hub);
        controls::changed(tx, &account, &region).await?;
        let arn = hub_arn(tx.plane(), &region, &account);
        tx.touched(arn, account, "AWS::SecurityHub::Hub");
        Ok(api::DisableSecurityHubResponse {})
    }
}
