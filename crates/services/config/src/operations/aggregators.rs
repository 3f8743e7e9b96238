//! Aggregators, and who lets them look.
//!
//! An aggregator keeps no copies: what it shows is read where it was recorded, of the accounts and regions that let it look at that moment.

use std::collections::BTreeSet;

use plane::service_role::trusts;
use plane::{Access, Failure, Handle, Lookup, LookupValue, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use wire::shape::Unit;

use super::{limit, tags};
use crate::api::{
    self, AccountAggregationSource, AggregatedSourceStatusType, AggregatedSourceType, InvalidRoleException,
    LimitExceededException, NoAvailableOrganizationException, NoSuchConfigurationAggregatorException,
    OrganizationAccessDeniedException, operation,
};
use crate::errors::{invalid, token};
use crate::item::time;
use crate::judge::resources::BY_ARN;
use crate::place::{PRINCIPAL, arn, caller};
use crate::resources::Recorder;

/// Aggregators of an account in a region, and accounts of one, at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
const MOST: u64 = 50;
const MOST_ACCOUNTS: usize = 10_000;
/// Aggregators and authorizations in one page.
pub(super) const PAGE: usize = 100;

/// Where an aggregator looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Source {
    /// Accounts, each of which must allow it.
    Accounts(Vec<String>),
    /// All accounts of the organization, with this role.
    Organization(String),
}

/// An aggregator. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Aggregator {
    pub name: String,
    pub id: String,
    pub arn: String,
    pub source: Source,
    /// Regions; all where there are none.
    pub regions: Vec<String>,
    pub created: i64,
    pub updated: i64,
}

impl Resource for Aggregator {
    const KIND: &'static str = "AWS::Config::ConfigurationAggregator";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

/// That an account's aggregators of a region may look. Its key is `account/region` of who may look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Authorization {
    pub account: String,
    pub region: String,
    pub arn: String,
    pub created: i64,
}

impl Resource for Authorization {
    const KIND: &'static str = "AWS::Config::AggregationAuthorization";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

/// That an account does not want to be asked again. Its key is `account/region` of who asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Declined {
    pub at: i64,
}

impl Resource for Declined {
    const KIND: &'static str = "Cloudkeep::Config::DeclinedAggregation";
    const HISTORY: bool = false;
}

fn missing(name: &str) -> Failure {
    NoSuchConfigurationAggregatorException::new(format!(
        "The configuration aggregator '{name}' does not exist. Check the configuration aggregator name and try again."
    ))
    .into()
}

/// Access to an action on the aggregator of a name.
pub(super) async fn on_aggregator(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Aggregator>(account, region, name).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, "config-aggregator/*")),
    })
}

/// The aggregator of a name.
pub(super) async fn find(tx: &Transaction<'_>, name: &str) -> Result<Stored<Aggregator>, Failure> {
    tx.reader().get::<Aggregator>(tx.account(), &tx.call().region, name).await?.ok_or_else(|| missing(name))
}

/// Where an aggregator looks, and whether it may.
pub(super) struct Sight {
    pub account: String,
    pub region: String,
    pub allowed: bool,
}

/// Everywhere an aggregator looks where something is recorded.
///
/// # Errors
/// Internal ones only.
pub(super) async fn sights(reader: &Reader<'_>, aggregator: &Stored<Aggregator>) -> Result<Vec<Sight>, Failure> {
    let (owner, home) = (&aggregator.key.account, &aggregator.key.region);
    let here = format!("{owner}/{home}");
    let mut places: BTreeSet<(String, String)> = BTreeSet::new();
    for recorder in reader.list_everywhere::<Recorder>(None, usize::MAX >> 1).await? {
        places.insert((recorder.key.account, recorder.key.region));
    }
    let organization = match &aggregator.body.source {
        Source::Organization(_) => reader.plane().organization().guardrails(reader, owner).await?.organization_id,
        Source::Accounts(_) => None,
    };
    let mut sights = Vec::new();
    let mut known: Option<(String, bool)> = None;
    for (account, region) in places {
        if !aggregator.body.regions.is_empty() && !aggregator.body.regions.contains(&region) {
            continue;
        }
        let allowed = match &aggregator.body.source {
            Source::Accounts(accounts) if !accounts.contains(&account) => continue,
            Source::Accounts(_) => account == *owner || reader.get::<Authorization>(&account, &region, &here).await?.is_some(),
            Source::Organization(_) => {
                let member = match &known {
                    Some((of, member)) if *of == account => *member,
                    _ => {
                        let of = reader.plane().organization().guardrails(reader, &account).await?.organization_id;
                        of.is_some() && of == organization
                    }
                };
                known = Some((account.clone(), member));
                if !member {
                    continue;
                }
                true
            }
        };
        sights.push(Sight { account, region, allowed });
    }
    Ok(sights)
}

/// The places that an aggregator may look at.
///
/// # Errors
/// Internal ones only.
pub(super) async fn places(reader: &Reader<'_>, aggregator: &Stored<Aggregator>) -> Result<Vec<(String, String)>, Failure> {
    let sights = sights(reader, aggregator).await?;
    Ok(sights.into_iter().filter(|sight| sight.allowed).map(|sight| (sight.account, sight.region)).collect())
}

fn regions(all: Option<bool>, named: Option<&Vec<String>>, tx: &Transaction<'_>) -> Result<Vec<String>, Failure> {
    let named = named.cloned().unwrap_or_default();
    if all.unwrap_or(false) != named.is_empty() {
        return Err(invalid("Either AllAwsRegions or AwsRegions must be given, not both."));
    }
    if let Some(unknown) = named.iter().find(|region| !tx.plane().settings.regions.contains(region)) {
        return Err(invalid(format!("The region {unknown} is not one of this installation.")));
    }
    Ok(named)
}

/// The role of an organization's aggregator must be one that Config may take, and the account one that may look at the organization.
async fn check_organization(tx: &Transaction<'_>, region: &str, role: &str) -> Result<(), Failure> {
    let (reader, account) = (tx.reader(), tx.account());
    let organization = tx.plane().organization();
    let guardrails = organization.guardrails(&reader, account).await?;
    if guardrails.organization_id.is_none() {
        return Err(NoAvailableOrganizationException::new("The account is not a member of an organization.").into());
    }
    let manages = guardrails.management_account.as_deref() == Some(account);
    if !manages && !organization.is_delegated(&reader, account, PRINCIPAL).await? {
        return Err(OrganizationAccessDeniedException::new(
            "This action can only be performed by the organization's management account or a delegated administrator.",
        )
        .into());
    }
    let facts = tx.plane().identities().role(&reader, role).await?.filter(|facts| facts.account == account);
    match facts.is_some_and(|facts| trusts(tx.plane(), &facts, &caller(tx.plane(), account, region))) {
        true => Ok(()),
        false => Err(InvalidRoleException::new(format!("AWS Config cannot assume the role '{role}'.")).into()),
    }
}

fn shown(found: &Aggregator) -> api::ConfigurationAggregator {
    let all = found.regions.is_empty();
    let regions = (!all).then(|| found.regions.clone());
    let (accounts, organization) = match &found.source {
        Source::Accounts(accounts) => (
            Some(vec![AccountAggregationSource {
                account_ids: accounts.clone(),
                all_aws_regions: Some(all),
                aws_regions: regions,
            }]),
            None,
        ),
        Source::Organization(role) => (
            None,
            Some(api::OrganizationAggregationSource { role_arn: role.clone(), aws_regions: regions, all_aws_regions: Some(all) }),
        ),
    };
    api::ConfigurationAggregator {
        configuration_aggregator_name: Some(found.name.clone()),
        configuration_aggregator_arn: Some(found.arn.clone()),
        account_aggregation_sources: accounts,
        organization_aggregation_source: organization,
        creation_time: Some(time(found.created)),
        last_updated_time: Some(time(found.updated)),
        created_by: None,
        aggregator_filters: None,
    }
}

impl Handle for operation::PutConfigurationAggregator {
    async fn access(input: &api::PutConfigurationAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_aggregator(lookup, &input.configuration_aggregator_name).await?;
        let access = access.request_tags(tags::pairs(input.tags.as_ref()));
        Ok(match &input.organization_aggregation_source {
            Some(source) => access.and(Access::on(&source.role_arn).action("iam:PassRole").key("iam:PassedToService", PRINCIPAL)),
            None => access,
        })
    }

    async fn run(
        input: &api::PutConfigurationAggregatorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutConfigurationAggregatorResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.configuration_aggregator_name;
        if input.aggregator_filters.is_some() {
            return Err(invalid("AggregatorFilters are not available in this installation."));
        }
        let accounts = input.account_aggregation_sources.as_ref().filter(|sources| !sources.is_empty());
        let (source, regions) = match (accounts, &input.organization_aggregation_source) {
            (Some(sources), None) => {
                let [source] = sources.as_slice() else {
                    return Err(invalid("At most one account aggregation source can be given."));
                };
                let valid = |id: &String| id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit());
                if source.account_ids.is_empty()
                    || source.account_ids.len() > MOST_ACCOUNTS
                    || !source.account_ids.iter().all(valid)
                {
                    return Err(invalid("AccountIds must be account IDs of 12 digits."));
                }
                let mut ids = source.account_ids.clone();
                ids.sort();
                ids.dedup();
                (Source::Accounts(ids), regions(source.all_aws_regions, source.aws_regions.as_ref(), tx)?)
            }
            (None, Some(source)) => {
                check_organization(tx, &region, &source.role_arn).await?;
                let regions = regions(source.all_aws_regions, source.aws_regions.as_ref(), tx)?;
                (Source::Organization(source.role_arn.clone()), regions)
            }
            _ => {
                return Err(invalid(
                    "You must choose to add data from either AccountAggregationSources or an OrganizationAggregationSource.",
                ));
            }
        };
        let now = tx.call().time.as_millisecond();
        let tags = tags::checked(input.tags.as_ref())?;
        let there = tx.get::<Aggregator>(&account, &region, name).await?;
        if there.is_none() && tx.reader().count::<Aggregator>(&account, &region).await? >= MOST {
            return Err(
                LimitExceededException::new(format!("You have reached the limit of {MOST} configuration aggregators.")).into()
            );
        }
        let id = there
            .as_ref()
            .map_or_else(|| format!("config-aggregator-{}", tx.plane().ids.lower(8)), |there| there.body.id.clone());
        let aggregator = Aggregator {
            name: name.clone(),
            arn: arn(tx.plane(), &account, &region, &format!("config-aggregator/{id}")),
            id,
            source,
            regions,
            created: there.as_ref().map_or(now, |there| there.body.created),
            updated: now,
        };
        let answer = shown(&aggregator);
        tx.touched(&aggregator.arn, &account, Aggregator::KIND);
        match there {
            Some(there) => tx.put(&Stored { body: aggregator, ..there })?,
            None => {
                let arn = aggregator.arn.clone();
                tx.put(&Stored::new(&account, &region, name, aggregator).arn(arn).tags(tags))?;
            }
        }
        Ok(api::PutConfigurationAggregatorResponse { configuration_aggregator: Some(answer) })
    }
}

impl Handle for operation::DeleteConfigurationAggregator {
    async fn access(input: &api::DeleteConfigurationAggregatorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(input: &api::DeleteConfigurationAggregatorRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.configuration_aggregator_name;
        let found = tx.get::<Aggregator>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        tx.touched(&found.body.arn, &account, Aggregator::KIND);
        tx.delete(&found);
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeConfigurationAggregators {
    async fn access(_: &api::DescribeConfigurationAggregatorsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConfigurationAggregatorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigurationAggregatorsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut all = tx.reader().all::<Aggregator>(&account, &region, "").await?;
        let names = input.configuration_aggregator_names.clone().unwrap_or_default();
        if let Some(name) = names.iter().find(|name| !all.iter().any(|found| found.body.name == **name)) {
            return Err(missing(name));
        }
        all.retain(|found| names.is_empty() || names.contains(&found.body.name));
        let listing = format!("DescribeConfigurationAggregators {account} {region} {names:?}");
        let size = limit(input.limit, PAGE, PAGE);
        let page = plane::page::cut(all, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        Ok(api::DescribeConfigurationAggregatorsResponse {
            configuration_aggregators: Some(page.items.iter().map(|found| shown(&found.body)).collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribeConfigurationAggregatorSourcesStatus {
    async fn access(
        input: &api::DescribeConfigurationAggregatorSourcesStatusRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::DescribeConfigurationAggregatorSourcesStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigurationAggregatorSourcesStatusResponse, Failure> {
        let found = find(tx, &input.configuration_aggregator_name).await?;
        let now = tx.call().time;
        let sights = sights(&tx.reader(), &found).await?;
        let status = |sight: &Sight| match sight.allowed {
            true => AggregatedSourceStatusType::Succeeded,
            false => AggregatedSourceStatusType::Failed,
        };
        let wanted = input.update_status.clone().unwrap_or_default();
        let sights = sights.into_iter().filter(|sight| wanted.is_empty() || wanted.contains(&status(sight)));
        let listing = format!("DescribeConfigurationAggregatorSourcesStatus {} {wanted:?}", found.body.arn);
        let size = limit(input.limit, PAGE, PAGE);
        let given = input.next_token.as_deref();
        let page = plane::page::cut(sights, &listing, given, size, |one| format!("{}/{}", one.account, one.region), token)?;
        let shown = page.items.into_iter().map(|sight| api::AggregatedSourceStatus {
            last_update_status: Some(status(&sight)),
            last_error_code: (!sight.allowed).then(|| "AuthorizationRequired".to_owned()),
            last_error_message: (!sight.allowed).then(|| "The source account has not authorized the aggregator.".to_owned()),
            last_update_time: Some(now),
            source_type: Some(AggregatedSourceType::Account),
            source_id: Some(sight.account),
            aws_region: Some(sight.region),
        });
        Ok(api::DescribeConfigurationAggregatorSourcesStatusResponse {
            aggregated_source_status_list: Some(shown.collect()),
            next_token: page.next,
        })
    }
}
