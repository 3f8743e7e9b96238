//! Aggregators of the second version: a region that shows the findings of others.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::page;
use crate::api;
use crate::api::operation::{CreateAggregatorV2, DeleteAggregatorV2, GetAggregatorV2, ListAggregatorsV2, UpdateAggregatorV2};
use crate::errors::{conflict_v2, denied, not_found, validation};
use crate::hub::{administrator, aggregator_v2, arn, here, required_v2};
use crate::operations::{PAGE, limit, tags};
use crate::resources::{Aggregator, AggregatorV2};

const MODES: [&str; 3] = ["ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS"];

fn arn_of(tx: &Transaction<'_>, found: &Stored<AggregatorV2>) -> String {
    arn(tx.plane(), &found.body.0.region, tx.account(), &format!("aggregatorv2/{}", found.key.id))
}

/// Checks mode and regions.
fn check(tx: &Transaction<'_>, home: &str, mode: &str, regions: Option<&Vec<String>>) -> Result<Vec<String>, Failure> {
    if !MODES.contains(&mode) {
        return Err(validation(format!("RegionLinkingMode must be one of {}", MODES.join(", "))));
    }
    let regions = regions.cloned().unwrap_or_default();
    let needs = mode != "ALL_REGIONS";
    if needs == regions.is_empty() {
        let verb = if needs { "must" } else { "must not" };
        return Err(validation(format!("LinkedRegions {verb} be given with RegionLinkingMode {mode}")));
    }
    for region in &regions {
        if !tx.plane().settings.regions.contains(region) || region == home {
            return Err(validation(format!("{region} cannot be linked")));
        }
    }
    Ok(regions)
}

/// Members leave aggregation to their administrator.
async fn may_aggregate(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required_v2(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(denied("Only the administrator account can manage the aggregator"));
    }
    Ok(())
}

async fn on(lookup: &Lookup<'_>, given: &str) -> Result<Access, Failure> {
    let access = Access::on(given);
    let id = given.rsplit('/').next().unwrap_or_default();
    Ok(match lookup.get::<AggregatorV2>(lookup.account(), "", id).await? {
        Some(found) => access.resource_tags(&found.tags),
        None => access,
    })
}

/// The aggregator of an ARN.
async fn found(tx: &Transaction<'_>, given: &str) -> Result<Stored<AggregatorV2>, Failure> {
    let account = tx.account().to_owned();
    let known = aggregator_v2(&tx.reader(), &account).await?.filter(|known| arn_of(tx, known) == given);
    known.ok_or_else(|| not_found(format!("Aggregator {given} was not found")))
}

/// The same in its own region, held until the commit.
async fn held(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<AggregatorV2>, Failure> {
    let known = found(tx, given).await?;
    let (account, region) = here(tx);
    if known.body.0.region != region {
        return Err(denied("An aggregator is changed in its own region"));
    }
    let held = tx.get::<AggregatorV2>(&account, "", &known.key.id).await?;
    held.ok_or_else(|| not_found(format!("Aggregator {given} was not found")))
}

fn some(regions: &[String]) -> Option<Vec<String>> {
    (!regions.is_empty()).then(|| regions.to_vec())
}

impl Handle for CreateAggregatorV2 {
    async fn access(input: &api::CreateAggregatorV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(Access::any().request_tags(tags))
    }

    async fn run(
        input: &api::CreateAggregatorV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateAggregatorV2Response, Failure> {
        may_aggregate(tx).await?;
        let (account, region) = here(tx);
        let regions = check(tx, &region, &input.region_linking_mode, input.linked_regions.as_ref())?;
        if !tx.all::<AggregatorV2>(&account, "", "").await?.is_empty() {
            return Err(conflict_v2("The account has an aggregator already"));
        }
        let id = tx.plane().ids.uuid().to_string();
        let body = Aggregator { region: region.clone(), mode: input.region_linking_mode.clone(), regions };
        let stored = Stored::new(&account, "", id, AggregatorV2(body));
        let arn = arn_of(tx, &stored);
        let stored = stored.arn(arn.clone()).tags(tags(input.tags.as_ref()));
        tx.put(&stored)?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::AggregatorV2");
        Ok(api::CreateAggregatorV2Response {
            aggregator_v2_arn: Some(arn),
            aggregation_region: Some(region),
            linked_regions: some(&stored.body.0.regions),
            region_linking_mode: Some(stored.body.0.mode),
        })
    }
}

impl Handle for GetAggregatorV2 {
    async fn access(input: &api::GetAggregatorV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.aggregator_v2_arn).await
    }

    async fn run(input: &api::GetAggregatorV2Request, tx: &mut Transaction<'_>) -> Result<api::GetAggregatorV2Response, Failure> {
        required_v2(tx).await?;
        let known = found(tx, &input.aggregator_v2_arn).await?;
        Ok(api::GetAggregatorV2Response {
            aggregator_v2_arn: Some(arn_of(tx, &known)),
            linked_regions: some(&known.body.0.regions),
            aggregation_region: Some(known.body.0.region),
            region_linking_mode: Some(known.body.0.mode),
        })
    }
}

impl Handle for UpdateAggregatorV2 {
    async fn access(input: &api::UpdateAggregatorV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.aggregator_v2_arn).await
    }

    async fn run(
        input: &api::UpdateAggregatorV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateAggregatorV2Response, Failure> {
        may_aggregate(tx).await?;
        let mut held = held(tx, &input.aggregator_v2_arn).await?;
        let home = held.body.0.region.clone();
        held.body.0.regions = check(tx, &home, &input.region_linking_mode, input.linked_regions.as_ref())?;
        held.body.0.mode.clone_from(&input.region_linking_mode);
        tx.put(&held)?;
        Ok(api::UpdateAggregatorV2Response {
            aggregator_v2_arn: Some(input.aggregator_v2_arn.clone()),
            aggregation_region: Some(home),
            linked_regions: some(&held.body.0.regions),
            region_linking_mode: Some(held.body.0.mode),
        })
    }
}

impl Handle for DeleteAggregatorV2 {
    async fn access(input: &api::DeleteAggregatorV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.aggregator_v2_arn).await
    }

    async fn run(
        input: &api::DeleteAggregatorV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteAggregatorV2Response, Failure> {
        may_aggregate(tx).await?;
        let held = held(tx, &input.aggregator_v2_arn).await?;
        tx.delete(&held);
        Ok(api::DeleteAggregatorV2Response {})
    }
}

impl Handle for ListAggregatorsV2 {
    async fn access(_: &api::ListAggregatorsV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListAggregatorsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListAggregatorsV2Response, Failure> {
        required_v2(tx).await?;
        let account = tx.account().to_owned();
        let all = tx.reader().all::<AggregatorV2>(&account, "", "").await?;
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, input.next_token.as_deref(), most, |one| one.key.id.clone())?;
        let shown = page.items.iter().map(|one| api::AggregatorV2 { aggregator_v2_arn: Some(arn_of(tx, one)) });
        Ok(api::ListAggregatorsV2Response { aggregators_v2: Some(shown.collect()), next_token: page.next })
    }
}
