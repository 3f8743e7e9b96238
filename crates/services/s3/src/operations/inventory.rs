//! Inventory configurations of buckets.

use plane::{Access, Handle, Lookup, Stored, Transaction};
use wire::Failure;
use wire::shape::Unit;

use super::configuration::{on_the_bucket, read};
use super::touched_bucket;
use crate::api::{self, operation};
use crate::errors::err;
use crate::inventory::{Inventory, bad_destination};
use crate::place::{self, on_bucket};
use crate::resources::{BUCKET, Bucket};

/// Configurations of a bucket at most.
const MOST: usize = 1_000;
/// Configurations on a page.
const PAGE: usize = 100;

fn missing() -> Failure {
    err("NoSuchConfiguration", 404, "The specified configuration does not exist.")
}

async fn held(tx: &mut Transaction<'_>, bucket: &Bucket, id: &str) -> Result<Option<Stored<Inventory>>, Failure> {
    tx.get::<Inventory>(&bucket.owner, &bucket.region, &bucket.id(id)).await
}

impl Handle for operation::PutBucketInventoryConfiguration {
    on_the_bucket!("s3:PutInventoryConfiguration");
    async fn run(input: &api::PutBucketInventoryConfigurationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        // Held: a bucket that is removed meanwhile leaves no configuration behind.
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_bucket(tx, &bucket);
        let partition = &tx.plane().settings.partition;
        let inventory = Inventory::read(&input.id, &bucket.name, partition, &input.inventory_configuration)?;
        let target = tx.reader().find::<Bucket>(BUCKET, &inventory.destination.bucket).await?.ok_or_else(bad_destination)?.body;
        if target.region != bucket.region
            || inventory.destination.account.as_ref().is_some_and(|account| *account != target.owner)
        {
            return Err(bad_destination());
        }
        let stored = match held(tx, &bucket, &inventory.id).await? {
            Some(mut stored) => {
                stored.body = inventory;
                stored
            }
            None => {
                if tx.all::<Inventory>(&bucket.owner, &bucket.region, &bucket.id("")).await?.len() >= MOST {
                    let message = "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.";
                    return Err(err("TooManyConfigurations", 400, message));
                }
                Stored::new(&bucket.owner, &bucket.region, bucket.id(&inventory.id), inventory)
            }
        };
        tx.put(&stored)?;
        Ok(Unit {})
    }
}

impl Handle for operation::GetBucketInventoryConfiguration {
    on_the_bucket!("s3:GetInventoryConfiguration");
    async fn run(
        input: &api::GetBucketInventoryConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketInventoryConfigurationOutput, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        let found = held(tx, &bucket, &input.id).await?.ok_or_else(missing)?;
        let told = found.body.told(&tx.plane().settings.partition);
        Ok(api::GetBucketInventoryConfigurationOutput { inventory_configuration: Some(told) })
    }
}

impl Handle for operation::ListBucketInventoryConfigurations {
    on_the_bucket!("s3:GetInventoryConfiguration");
    async fn run(
        input: &api::ListBucketInventoryConfigurationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListBucketInventoryConfigurationsOutput, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        let all = tx.reader().all::<Inventory>(&bucket.owner, &bucket.region, &bucket.id("")).await?;
        let listing = format!("inventories {}", bucket.root);
        let token = input.continuation_token.as_deref();
        let wrong = || err("InvalidArgument", 400, "The continuation token provided is incorrect");
        let page = plane::page::cut(all, &listing, token, PAGE, |stored| stored.key.id.clone(), wrong)?;
        let partition = &tx.plane().settings.partition;
        let told: Vec<_> = page.items.iter().map(|stored| stored.body.told(partition)).collect();
        Ok(api::ListBucketInventoryConfigurationsOutput {
            continuation_token: input.continuation_token.clone(),
            inventory_configuration_list: (!told.is_empty()).then_some(told),
            is_truncated: Some(page.next.is_some()),
            next_continuation_token: page.next,
        })
    }
}

impl Handle for operation::DeleteBucketInventoryConfiguration {
    on_the_bucket!("s3:PutInventoryConfiguration");
    async fn run(input: &api::DeleteBucketInventoryConfigurationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        let stored = held(tx, &bucket, &input.id).await?.ok_or_else(missing)?;
        tx.delete(&stored);
        Ok(Unit {})
    }
}
