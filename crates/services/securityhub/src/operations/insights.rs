//! Insights: findings counted by one of their members.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::{PAGE, findings::filter, limit, page};
use crate::api::operation::{CreateInsight, DeleteInsight, GetInsightResults, GetInsights, UpdateInsight};
use crate::api::{self, InsightResultValue, InsightResults};
use crate::catalogue::insights::MANAGED;
use crate::errors::{self, invalid, not_found};
use crate::filter::Filter;
use crate::filter::fields::{self, Field, Kind};
use crate::hub::{arn, here, on_hub, own, required, seen, service};
use crate::json;
use crate::resources::Insight;

/// Insights of an account in a region.
const MOST: u64 = 100;
/// Results of an insight.
const MOST_RESULTS: usize = 100;
/// Longest name, characters.
const NAME: usize = 128;

/// The id that an insight has in its ARN.
fn id_of(given: &str, account: &str, region: &str) -> Result<String, Failure> {
    let id = own(given, account, region, "insight")?;
    // The account stands in the path too, with `custom` after it.
    let id = id.strip_prefix(account).and_then(|id| id.strip_prefix("/custom/"));
    id.map(str::to_owned).ok_or_else(|| invalid(format!("Invalid InsightArn: {given}")))
}

fn insight_arn(tx: &Transaction<'_>, account: &str, region: &str, id: &str) -> String {
    arn(tx.plane(), region, account, &format!("insight/{account}/custom/{id}"))
}

fn missing(given: &str) -> Failure {
    not_found(format!("Insight {given} not found"))
}

/// What findings can be counted by.
fn grouping(name: &str) -> Result<&'static Field, Failure> {
    let field = fields::named(name).filter(|field| !matches!(field.kind, Kind::Map | Kind::Keyword));
    field.ok_or_else(|| invalid(format!("Invalid parameter 'GroupByAttribute'. {name} is not a field that can be grouped by")))
}

fn named(name: &str) -> Result<(), Failure> {
    if name.chars().count() > NAME {
        return Err(invalid(format!("Invalid parameter 'Name'. data.Name should NOT be longer than {NAME} characters")));
    }
    Ok(())
}

async fn held(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<Insight>, Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    let id = id_of(given, &account, &region)?;
    tx.get::<Insight>(&account, &region, &id).await?.ok_or_else(|| missing(given))
}

impl Handle for CreateInsight {
    async fn access(_: &api::CreateInsightRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::CreateInsightRequest, tx: &mut Transaction<'_>) -> Result<api::CreateInsightResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let (_, filters) = filter(Some(&input.filters))?;
        grouping(&input.group_by_attribute)?;
        named(&input.name)?;
        if tx.reader().count::<Insight>(&account, &region).await? >= MOST {
            return Err(errors::limit(format!("An account can have at most {MOST} insights")));
        }
        let id = tx.plane().ids.uuid_at(tx.call().time.as_millisecond()).to_string();
        let insight = Insight { name: input.name.clone(), filters, group_by: input.group_by_attribute.clone() };
        let arn = insight_arn(tx, &account, &region, &id);
        tx.put(&Stored::new(&account, &region, id, insight).arn(arn.clone()))?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::Insight");
        Ok(api::CreateInsightResponse { insight_arn: arn })
    }
}

impl Handle for UpdateInsight {
    async fn access(_: &api::UpdateInsightRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::UpdateInsightRequest, tx: &mut Transaction<'_>) -> Result<api::UpdateInsightResponse, Failure> {
        let mut insight = held(tx, &input.insight_arn).await?;
        if let Some(name) = &input.name {
            named(name)?;
            insight.body.name.clone_from(name);
        }
        if input.filters.is_some() {
            insight.body.filters = filter(input.filters.as_ref())?.1;
        }
        if let Some(by) = &input.group_by_attribute {
            grouping(by)?;
            insight.body.group_by.clone_from(by);
        }
        tx.put(&insight)?;
        Ok(api::UpdateInsightResponse {})
    }
}

impl Handle for DeleteInsight {
    async fn access(_: &api::DeleteInsightRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::DeleteInsightRequest, tx: &mut Transaction<'_>) -> Result<api::DeleteInsightResponse, Failure> {
        let insight = held(tx, &input.insight_arn).await?;
        tx.delete(&insight);
        Ok(api::DeleteInsightResponse { insight_arn: input.insight_arn.clone() })
    }
}

/// An insight as it is answered.
fn shown(arn: String, name: &str, filters: &serde_json::Value, group_by: &str) -> Result<api::Insight, Failure> {
    Ok(api::Insight {
        insight_arn: arn,
        name: name.to_owned(),
        filters: json::typed("AwsSecurityFindingFilters", filters)?,
        group_by_attribute: group_by.to_owned(),
    })
}

impl Handle for GetInsights {
    async fn access(_: &api::GetInsightsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(input: &api::GetInsightsRequest, tx: &mut Transaction<'_>) -> Result<api::GetInsightsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let mut all: Vec<(String, api::Insight)> = Vec::new();
        for found in tx.reader().all::<Insight>(&account, &region, "").await? {
            let insight = found.body;
            let arn = insight_arn(tx, &account, &region, &found.key.id);
            all.push((format!("0{}", found.key.id), shown(arn, &insight.name, &insight.filters, &insight.group_by)?));
        }
        let partition = tx.plane().settings.partition.clone();
        for managed in MANAGED {
            let one = shown(managed.arn(&partition), managed.name, &managed.filters(), managed.group_by)?;
            all.push((format!("1{:04}", managed.number), one));
        }
        let wanted = input.insight_arns.as_deref().unwrap_or_default();
        if let Some(absent) = wanted.iter().find(|arn| !all.iter().any(|(_, one)| one.insight_arn == **arn)) {
            return Err(missing(absent));
        }
        all.retain(|(_, one)| wanted.is_empty() || wanted.contains(&one.insight_arn));
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, &format!("{wanted:?}"), input.next_token.as_deref(), most, |(id, _)| id.clone())?;
        Ok(api::GetInsightsResponse { insights: page.items.into_iter().map(|(_, one)| one).collect(), next_token: page.next })
    }
}

impl Handle for GetInsightResults {
    async fn access(_: &api::GetInsightResultsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::GetInsightResultsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetInsightResultsResponse, Failure> {
        let partition = tx.plane().settings.partition.clone();
        let managed = MANAGED.iter().find(|managed| managed.arn(&partition) == input.insight_arn);
        let (filters, group_by) = match managed {
            Some(managed) => {
                required(tx).await?;
                (managed.filters(), managed.group_by.to_owned())
            }
            None => {
                let insight = held(tx, &input.insight_arn).await?.body;
                (insight.filters, insight.group_by)
            }
        };
        let (account, region) = here(tx);
        let filter = Filter::parse(&filters).map_err(Failure::internal)?;
        let places = seen(&tx.reader(), &account, &region).await?;
        let index = &service(tx.plane())?.index;
        let counts = index.count(&tx.reader(), &places, &filter, grouping(&group_by)?, tx.call().time).await?;
        let mut counts: Vec<(String, u64)> = counts.into_iter().filter(|(value, _)| !value.is_empty()).collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        counts.truncate(MOST_RESULTS);
        let values = counts.into_iter().map(|(value, count)| InsightResultValue {
            group_by_attribute_value: value,
            count: i32::try_from(count).unwrap_or(i32::MAX),
        });
        Ok(api::GetInsightResultsResponse {
            insight_results: InsightResults {
                insight_arn: input.insight_arn.clone(),
                group_by_attribute: group_by,
                result_values: values.collect(),
            },
        })
    }
}
