//! Enabling, describing and disabling the second version, and the products whose findings it takes.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::page;
use crate::api::operation::{DescribeProductsV2, DescribeSecurityHubV2, DisableSecurityHubV2, EnableSecurityHubV2};
use crate::api::{self, IntegrationV2Type, ProductV2};
use crate::asff;
use crate::catalogue::products::PRODUCTS;
use crate::errors::{not_found, validation};
use crate::hub::{aggregator_v2, here, hub_v2_arn, members, on_hub_v2, required_v2};
use crate::operations::{PAGE, limit, tags};
use crate::resources::{AutomationRuleV2, HubV2};

impl Handle for EnableSecurityHubV2 {
    async fn access(input: &api::EnableSecurityHubV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(Access::any().request_tags(tags))
    }

    async fn run(
        input: &api::EnableSecurityHubV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::EnableSecurityHubV2Response, Failure> {
        let (account, region) = here(tx);
        if let Some(hub) = tx.get::<HubV2>(&account, &region, HubV2::ID).await? {
            return Err(validation(format!(
                "Security Hub V2 is already enabled: {}",
                hub_v2_arn(tx.plane(), &region, &account, &hub.body.id)
            )));
        }
        let hub = HubV2 { id: tx.plane().ids.uuid().to_string(), subscribed_at: tx.call().time.as_millisecond() };
        let arn = hub_v2_arn(tx.plane(), &region, &account, &hub.id);
        tx.put(&Stored::new(&account, &region, HubV2::ID, hub).arn(arn.clone()).tags(tags(input.tags.as_ref())))?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::HubV2");
        Ok(api::EnableSecurityHubV2Response { hub_v2_arn: Some(arn) })
    }
}

impl Handle for DescribeSecurityHubV2 {
    async fn access(_: &api::DescribeSecurityHubV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        _: &api::DescribeSecurityHubV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeSecurityHubV2Response, Failure> {
        let (account, region) = here(tx);
        let found = tx.reader().get::<HubV2>(&account, &region, HubV2::ID).await?;
        let hub = found.ok_or_else(|| not_found(format!("Account {account} is not subscribed to AWS Security Hub V2")))?.body;
        let at = jiff::Timestamp::from_millisecond(hub.subscribed_at).unwrap_or_default();
        Ok(api::DescribeSecurityHubV2Response {
            hub_v2_arn: Some(hub_v2_arn(tx.plane(), &region, &account, &hub.id)),
            subscribed_at: Some(asff::stamp(at)),
            features: None,
        })
    }
}

impl Handle for DisableSecurityHubV2 {
    async fn access(_: &api::DisableSecurityHubV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        _: &api::DisableSecurityHubV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisableSecurityHubV2Response, Failure> {
        let (account, region) = here(tx);
        let hub = required_v2(tx).await?;
        if !members(&tx.reader(), &account, &region).await?.is_empty() {
            return Err(validation(format!(
                "Account {account} cannot disable Security Hub V2 because it is an administrator account that has member accounts"
            )));
        }
        for rule in tx.all::<AutomationRuleV2>(&account, &region, "").await? {
            tx.delete(&rule);
        }
        if let Some(aggregator) = aggregator_v2(&tx.reader(), &account).await?.filter(|found| found.body.0.region == region)
            && let Some(held) = tx.get::<crate::resources::AggregatorV2>(&account, "", &aggregator.key.id).await?
        {
            tx.delete(&held);
        }
        let arn = hub_v2_arn(tx.plane(), &region, &account, &hub.body.id);
        tx.delete(&hub);
        tx.touched(arn, account, "AWS::SecurityHub::HubV2");
        Ok(api::DisableSecurityHubV2Response {})
    }
}

impl Handle for DescribeProductsV2 {
    async fn access(_: &api::DescribeProductsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub_v2(lookup).await
    }

    async fn run(
        input: &api::DescribeProductsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeProductsV2Response, Failure> {
        required_v2(tx).await?;
        let most = limit(input.max_results, PAGE);
        let page = page(tx, PRODUCTS, input.next_token.as_deref(), most, |known| known.id.to_owned())?;
        let shown = page.items.into_iter().map(|known| ProductV2 {
            product_v2_name: Some(known.name.to_owned()),
            company_name: Some(known.company.to_owned()),
            description: Some(known.description.to_owned()),
            categories: Some(vec![known.category.to_owned()]),
            integration_v2_types: Some(vec![IntegrationV2Type::SendFindingsToSecurityHub]),
            marketplace_url: None,
            activation_url: None,
            marketplace_product_id: None,
        });
        Ok(api::DescribeProductsV2Response { products_v2: shown.collect(), next_token: page.next })
    }
}
