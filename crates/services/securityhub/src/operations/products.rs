//! The products whose findings an account takes.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::{PAGE, limit, page};
use crate::api::operation::{
    DescribeProducts, DisableImportFindingsForProduct, EnableImportFindingsForProduct, ListEnabledProductsForImport,
};
use crate::api::{self, IntegrationType};
use crate::catalogue::products::{self, Known, PRODUCTS, Product};
use crate::errors::{conflict, invalid, not_found};
use crate::hub::{arn, here, on_hub, own, required, takes};
use crate::resources::ProductSubscription;

fn subscription_arn(tx: &Transaction<'_>, id: &str) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &format!("product-subscription/{id}"))
}

impl Handle for DescribeProducts {
    async fn access(_: &api::DescribeProductsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DescribeProductsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeProductsResponse, Failure> {
        required(tx).await?;
        let region = tx.call().region.clone();
        let partition = tx.plane().settings.partition.clone();
        let arn = |known: &Known| products::arn(&partition, &region, known.id);
        let wanted = input.product_arn.as_deref();
        if let Some(wanted) = wanted
            && !PRODUCTS.iter().any(|known| arn(known) == wanted)
        {
            return Err(invalid(format!("Invalid ProductArn: {wanted}")));
        }
        let all: Vec<&Known> = PRODUCTS.iter().filter(|known| wanted.is_none_or(|wanted| arn(known) == wanted)).collect();
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, &format!("{wanted:?}"), input.next_token.as_deref(), most, |known| known.id.to_owned())?;
        let shown = page.items.into_iter().map(|known| api::Product {
            product_arn: arn(known),
            product_name: Some(known.name.to_owned()),
            company_name: Some(known.company.to_owned()),
            description: Some(known.description.to_owned()),
            categories: Some(vec![known.category.to_owned()]),
            integration_types: Some(vec![IntegrationType::SendFindingsToSecurityHub]),
            marketplace_url: None,
            activation_url: None,
            product_subscription_resource_policy: Some(policy(&arn(known), tx.account())),
        });
        Ok(api::DescribeProductsResponse { products: shown.collect(), next_token: page.next })
    }
}

/// The policy that a subscription gives a product: its findings may be sent by the account itself.
fn policy(arn: &str, account: &str) -> String {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": account},
            "Action": ["securityhub:BatchImportFindings"],
            "Resource": arn,
            "Condition": {"StringEquals": {"securityhub:TargetAccount": account}},
        }],
    })
    .to_string()
}

impl Handle for EnableImportFindingsForProduct {
    async fn access(_: &api::EnableImportFindingsForProductRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::EnableImportFindingsForProductRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::EnableImportFindingsForProductResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let Some(Product::Known(known)) = products::of(&input.product_arn, &account, &region) else {
            return Err(invalid(format!("Invalid ProductArn: {}", input.product_arn)));
        };
        if takes(&tx.reader(), &account, &region, &Product::Known(known)).await? {
            return Err(conflict("Account is already subscribed to this product"));
        }
        let arn = subscription_arn(tx, known.id);
        set(tx, known.id, true, &arn).await?;
        Ok(api::EnableImportFindingsForProductResponse { product_subscription_arn: Some(arn) })
    }
}

async fn set(tx: &mut Transaction<'_>, id: &str, enabled: bool, arn: &str) -> Result<(), Failure> {
    let (account, region) = here(tx);
    let stored = match tx.get::<ProductSubscription>(&account, &region, id).await? {
        Some(known) => Stored { body: ProductSubscription { enabled }, ..known },
        None => Stored::new(&account, &region, id, ProductSubscription { enabled }).arn(arn),
    };
    tx.touched(arn, account, "AWS::SecurityHub::ProductSubscription");
    tx.put(&stored)
}

impl Handle for DisableImportFindingsForProduct {
    async fn access(_: &api::DisableImportFindingsForProductRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DisableImportFindingsForProductRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisableImportFindingsForProductResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let given = &input.product_subscription_arn;
        let id = own(given, &account, &region, "product-subscription")?;
        let missing = || not_found(format!("Product subscription {given} not found"));
        let known = products::known(id).ok_or_else(missing)?;
        if !takes(&tx.reader(), &account, &region, &Product::Known(known)).await? {
            return Err(missing());
        }
        set(tx, id, false, given).await?;
        Ok(api::DisableImportFindingsForProductResponse {})
    }
}

impl Handle for ListEnabledProductsForImport {
    async fn access(_: &api::ListEnabledProductsForImportRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::ListEnabledProductsForImportRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListEnabledProductsForImportResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let mut enabled = Vec::new();
        for known in PRODUCTS {
            if takes(&tx.reader(), &account, &region, &Product::Known(*known)).await? {
                enabled.push(subscription_arn(tx, known.id));
            }
        }
        enabled.sort_unstable();
        let most = limit(input.max_results, PAGE);
        let page = page(tx, enabled, "", input.next_token.as_deref(), most, Clone::clone)?;
        Ok(api::ListEnabledProductsForImportResponse { product_subscriptions: Some(page.items), next_token: page.next })
    }
}
