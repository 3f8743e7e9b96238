//! Finding aggregators: a region that shows the findings of others.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::{PAGE, limit, page};
use crate::api::operation::{
    CreateFindingAggregator, DeleteFindingAggregator, GetFindingAggregator, ListFindingAggregators, UpdateFindingAggregator,
};
use crate::api::{self, FindingAggregator};
use crate::errors::{invalid, invalid_access, not_found};
use crate::hub::{administrator, aggregator, arn, here, on_hub, required};
use crate::resources::Aggregator;

const MODES: [&str; 4] = ["ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS", "NO_REGIONS"];

fn arn_of(tx: &Transaction<'_>, found: &Stored<Aggregator>) -> String {
    arn(tx.plane(), &found.body.region, tx.account(), &format!("finding-aggregator/{}", found.key.id))
}

/// Checks mode and regions.
fn check(tx: &Transaction<'_>, home: &str, mode: &str, regions: Option<&Vec<String>>) -> Result<Vec<String>, Failure> {
    if !MODES.contains(&mode) {
        return Err(invalid(format!("Invalid parameter 'RegionLinkingMode'. {mode} is not one of {}", MODES.join(", "))));
    }
    let regions = regions.cloned().unwrap_or_default();
    let needs = matches!(mode, "ALL_REGIONS_EXCEPT_SPECIFIED" | "SPECIFIED_REGIONS");
    if needs == regions.is_empty() {
        let verb = if needs { "must" } else { "must not" };
        return Err(invalid(format!("Regions {verb} be given with RegionLinkingMode {mode}")));
    }
    for region in &regions {
        if !tx.plane().settings.regions.contains(region) || region == home {
            return Err(invalid(format!("Invalid parameter 'Regions'. {region} cannot be linked")));
        }
    }
    Ok(regions)
}

/// Members leave aggregation to their administrator.
async fn may_aggregate(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(invalid_access("Only the administrator account can manage the finding aggregator"));
    }
    Ok(())
}

/// The aggregator of an ARN.
async fn found(tx: &Transaction<'_>, given: &str) -> Result<Stored<Aggregator>, Failure> {
    let account = tx.account().to_owned();
    let known = aggregator(&tx.reader(), &account).await?;
    let known = known.filter(|known| arn_of(tx, known) == given);
    known.ok_or_else(|| not_found(format!("Finding aggregator {given} was not found")))
}

async fn on(lookup: &Lookup<'_>, given: &str) -> Result<Access, Failure> {
    let _ = lookup;
    Ok(Access::on(given))
}

impl Handle for CreateFindingAggregator {
    async fn access(_: &api::CreateFindingAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::CreateFindingAggregatorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateFindingAggregatorResponse, Failure> {
        may_aggregate(tx).await?;
        let (account, region) = here(tx);
        let regions = check(tx, &region, &input.region_linking_mode, input.regions.as_ref())?;
        if !tx.all::<Aggregator>(&account, "", "").await?.is_empty() {
            return Err(invalid_access("The account has a finding aggregator already"));
        }
        let id = tx.plane().ids.uuid().to_string();
        let body = Aggregator { region: region.clone(), mode: input.region_linking_mode.clone(), regions: regions.clone() };
        let arn = arn(tx.plane(), &region, &account, &format!("finding-aggregator/{id}"));
        tx.put(&Stored::new(&account, "", id, body).arn(arn.clone()))?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::FindingAggregator");
        Ok(api::CreateFindingAggregatorResponse {
            finding_aggregator_arn: Some(arn),
            finding_aggregation_region: Some(region),
            region_linking_mode: Some(input.region_linking_mode.clone()),
            regions: Some(regions).filter(|regions| !regions.is_empty()),
        })
    }
}

impl Handle for GetFindingAggregator {
    async fn access(input: &api::GetFindingAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.finding_aggregator_arn).await
    }

    async fn run(
        input: &api::GetFindingAggregatorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetFindingAggregatorResponse, Failure> {
        required(tx).await?;
        let known = found(tx, &input.finding_aggregator_arn).await?;
        Ok(api::GetFindingAggregatorResponse {
            finding_aggregator_arn: Some(arn_of(tx, &known)),
            finding_aggregation_region: Some(known.body.region),
            region_linking_mode: Some(known.body.mode),
            regions: Some(known.body.regions).filter(|regions| !regions.is_empty()),
        })
    }
}

impl Handle for UpdateFindingAggregator {
    async fn access(input: &api::UpdateFindingAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.finding_aggregator_arn).await
    }

    async fn run(
        input: &api::UpdateFindingAggregatorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateFindingAggregatorResponse, Failure> {
        may_aggregate(tx).await?;
        let known = found(tx, &input.finding_aggregator_arn).await?;
        let (account, region) = here(tx);
        if known.body.region != region {
            return Err(invalid_access("A finding aggregator is changed in its own region"));
        }
        let regions = check(tx, &region, &input.region_linking_mode, input.regions.as_ref())?;
        let held = tx.get::<Aggregator>(&account, "", &known.key.id).await?;
        let mut held = held.ok_or_else(|| not_found("Finding aggregator was not found"))?;
        held.body.mode.clone_from(&input.region_linking_mode);
        held.body.regions.clone_from(&regions);
        tx.put(&held)?;
        Ok(api::UpdateFindingAggregatorResponse {
            finding_aggregator_arn: Some(input.finding_aggregator_arn.clone()),
            finding_aggregation_region: Some(region),
            region_linking_mode: Some(held.body.mode),
            regions: Some(regions).filter(|regions| !regions.is_empty()),
        })
    }
}

impl Handle for DeleteFindingAggregator {
    async fn access(input: &api::DeleteFindingAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.finding_aggregator_arn).await
    }

    async fn run(
        input: &api::DeleteFindingAggregatorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteFindingAggregatorResponse, Failure> {
        may_aggregate(tx).await?;
        let known = found(tx, &input.finding_aggregator_arn).await?;
        let account = tx.account().to_owned();
        if let Some(held) = tx.get::<Aggregator>(&account, "", &known.key.id).await? {
            tx.delete(&held);
        }
        Ok(api::DeleteFindingAggregatorResponse {})
    }
}

impl Handle for ListFindingAggregators {
    async fn access(_: &api::ListFindingAggregatorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::ListFindingAggregatorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListFindingAggregatorsResponse, Failure> {
        required(tx).await?;
        let account = tx.account().to_owned();
        let all = tx.reader().all::<Aggregator>(&account, "", "").await?;
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, "", input.next_token.as_deref(), most, |one| one.key.id.clone())?;
        let shown = page.items.iter().map(|one| FindingAggregator { finding_aggregator_arn: Some(arn_of(tx, one)) });
        Ok(api::ListFindingAggregatorsResponse { finding_aggregators: Some(shown.collect()), next_token: page.next })
    }
}
