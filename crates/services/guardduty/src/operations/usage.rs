//! What watching costs: events that were really looked at, at AWS's prices.

use std::collections::BTreeMap;

use plane::page;
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Timestamp, Transaction};

use super::limit;
use crate::api::operation::{GetRemainingFreeTrialDays, GetUsageStatistics};
use crate::api::{
    AccountFreeTrialInfo, DataSource, DataSourceFreeTrial, DataSourcesFreeTrial, FreeTrialFeatureConfigurationResult,
    FreeTrialFeatureResult, GetRemainingFreeTrialDaysRequest, GetRemainingFreeTrialDaysResponse, GetUsageStatisticsRequest,
    GetUsageStatisticsResponse, Total, UnprocessedAccount, UsageAccountResult, UsageCriteria, UsageDataSourceResult,
    UsageFeature, UsageFeatureResult, UsageResourceResult, UsageStatisticType, UsageStatistics, UsageTopAccountResult,
    UsageTopAccountsResult,
};
use crate::resources::{BucketUsage, Detector, Usage};
use crate::{errors, place};

/// US dollars for a million events of management, and of data of S3: the first price steps of us-east-1.
/// See <https://aws.amazon.com/guardduty/pricing/>.
const MANAGEMENT: f64 = 4.0;
const S3_DATA: f64 = 0.8;
/// Days of the free trial of a feature.
const TRIAL: i64 = 30;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Accounts and resources of a list of those that cost most.
const TOP: usize = 20;
const TOP_RESOURCES: usize = 50;

#[expect(clippy::cast_precision_loss, reason = "counts of events lie far below 2^53")]
fn cost(events: u64, price: f64) -> f64 {
    events as f64 / 1e6 * price
}

fn total(amount: f64) -> Option<Total> {
    Some(Total { amount: Some(format!("{amount:.6}")), unit: Some("USD".to_owned()) })
}

/// Events of the last thirty days, of an account: of management, and data of S3.
type Counted = BTreeMap<String, (u64, u64)>;

fn by_account(counted: &Counted, management: bool, s3: bool) -> Vec<(String, f64)> {
    let cost =
        |(m, d): (u64, u64)| (if management { cost(m, MANAGEMENT) } else { 0.0 }) + (if s3 { cost(d, S3_DATA) } else { 0.0 });
    counted.iter().map(|(account, events)| (account.clone(), cost(*events))).collect()
}

/// Data events of buckets in the last thirty days, in the order of names.
async fn by_resource(
    reader: &Reader<'_>,
    detector: &Stored<Detector>,
    criteria: &UsageCriteria,
    today: i64,
) -> Result<Vec<(String, u64)>, Failure> {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for (account, _) in place::visible(reader, detector).await? {
        if criteria.account_ids.as_ref().is_some_and(|ids| !ids.contains(&account)) {
            continue;
        }
        for usage in reader.all::<BucketUsage>(&account, &detector.key.region, "").await? {
            let wanted = criteria.resources.as_ref().is_none_or(|names| names.contains(&usage.key.id));
            let events: u64 = usage.body.days.iter().filter(|(day, _)| **day + Usage::DAYS > today).map(|(_, n)| n).sum();
            if wanted && events > 0 {
                *counted.entry(usage.key.id).or_default() += events;
            }
        }
    }
    Ok(counted.into_iter().collect())
}

impl Handle for GetUsageStatistics {
    async fn access(input: &GetUsageStatisticsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetUsageStatisticsRequest, tx: &mut Transaction<'_>) -> Result<GetUsageStatisticsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let criteria = &input.usage_criteria;
        if input.unit.as_ref().is_some_and(|unit| unit != "USD")
            || (criteria.data_sources.is_some() && criteria.features.is_some())
        {
            return Err(errors::invalid());
        }
        let asked = |source: DataSource, feature: UsageFeature| match (&criteria.data_sources, &criteria.features) {
            (Some(sources), _) => sources.contains(&source),
            (_, Some(features)) => features.contains(&feature),
            _ => true,
        };
        let management = asked(DataSource::CloudTrail, UsageFeature::CloudTrail);
        let s3 = asked(DataSource::S3Logs, UsageFeature::S3DataEvents);
        let today = tx.call().time.as_millisecond().div_euclid(DAY);
        let mut counted = Counted::new();
        let reader = tx.reader();
        for (account, _) in place::visible(&reader, &detector).await? {
            if criteria.account_ids.as_ref().is_some_and(|ids| !ids.contains(&account)) {
                continue;
            }
            let usage = reader.get::<Usage>(&account, &detector.key.region, Usage::ID).await?.map(|u| u.body).unwrap_or_default();
            let recent = usage.days.iter().filter(|(day, _)| **day + Usage::DAYS > today);
            let sum = recent.fold((0, 0), |sum, (_, (m, d))| (sum.0 + m, sum.1 + d));
            counted.insert(account, sum);
        }
        let all = counted.values().fold((0, 0), |sum: (u64, u64), (m, d)| (sum.0 + m, sum.1 + d));
        let mut statistics = UsageStatistics::default();
        let mut next = None;
        match input.usage_statistic_type {
            UsageStatisticType::SumByAccount => {
                let accounts = by_account(&counted, management, s3);
                let (listing, limit) = (format!("GetUsageStatistics {criteria:?}"), limit(input.max_results, 50));
                let token = input.next_token.as_deref();
                let page = page::cut(accounts, &listing, token, limit, |(account, _)| account.clone(), errors::wrong_token)?;
                next = page.next;
                let row = |(account, cost)| UsageAccountResult { account_id: Some(account), total: total(cost) };
                statistics.sum_by_account = Some(page.items.into_iter().map(row).collect());
            }
            UsageStatisticType::SumByDataSource => {
                let mut rows = Vec::new();
                if management {
                    rows.push((DataSource::CloudTrail, cost(all.0, MANAGEMENT)));
                }
                if s3 {
                    rows.push((DataSource::S3Logs, cost(all.1, S3_DATA)));
                }
                let row = |(source, cost)| UsageDataSourceResult { data_source: Some(source), total: total(cost) };
                statistics.sum_by_data_source = Some(rows.into_iter().map(row).collect());
            }
            UsageStatisticType::SumByFeatures => {
                let mut rows = Vec::new();
                if management {
                    rows.push((UsageFeature::CloudTrail, cost(all.0, MANAGEMENT)));
                }
                if s3 {
                    rows.push((UsageFeature::S3DataEvents, cost(all.1, S3_DATA)));
                }
                let row = |(feature, cost)| UsageFeatureResult { feature: Some(feature), total: total(cost) };
                statistics.sum_by_feature = Some(rows.into_iter().map(row).collect());
            }
            UsageStatisticType::TopAccountsByFeature => {
                let features = [(UsageFeature::CloudTrail, management, false), (UsageFeature::S3DataEvents, false, s3)];
                let mut rows = Vec::new();
                for (feature, management, s3) in features.into_iter().filter(|(_, m, s)| *m || *s) {
                    let mut accounts = by_account(&counted, management, s3);
                    accounts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                    accounts.truncate(TOP);
                    let row = |(account, cost)| UsageTopAccountResult { account_id: Some(account), total: total(cost) };
                    let accounts = Some(accounts.into_iter().map(row).collect());
                    rows.push(UsageTopAccountsResult { feature: Some(feature), accounts });
                }
                statistics.top_accounts_by_feature = Some(rows);
            }
            kind @ (UsageStatisticType::SumByResource | UsageStatisticType::TopResources) => {
                let mut resources = if s3 { by_resource(&reader, &detector, criteria, today).await? } else { Vec::new() };
                let row = |(bucket, events)| UsageResourceResult { resource: Some(bucket), total: total(cost(events, S3_DATA)) };
                if kind == UsageStatisticType::TopResources {
                    resources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                    resources.truncate(TOP_RESOURCES);
                    statistics.top_resources = Some(resources.into_iter().map(row).collect());
                } else {
                    let (listing, limit) = (format!("GetUsageStatistics {kind:?} {criteria:?}"), limit(input.max_results, 50));
                    let token = input.next_token.as_deref();
                    let page = page::cut(resources, &listing, token, limit, |(name, _)| name.clone(), errors::wrong_token)?;
                    next = page.next;
                    statistics.sum_by_resource = Some(page.items.into_iter().map(row).collect());
                }
            }
        }
        Ok(GetUsageStatisticsResponse { usage_statistics: Some(statistics), next_token: next })
    }
}

/// Days of the trial that are left, of something that was first on at a time.
fn left(since: i64, now: i64) -> i32 {
    i32::try_from((TRIAL - (now - since).max(0).div_euclid(DAY)).max(0)).unwrap_or_default()
}

fn trial(account: String, detector: &Detector, now: Timestamp) -> AccountFreeTrialInfo {
    let now = now.as_millisecond();
    let base = left(detector.created_at, now);
    let of = |name: &str| detector.features.get(name).and_then(|f| f.first_enabled_at).map(|at| left(at, now));
    let days = |days: Option<i32>| days.map(|days| DataSourceFreeTrial { free_trial_days_remaining: Some(days) });
    let mut features = vec![
        (FreeTrialFeatureResult::FlowLogs, base),
        (FreeTrialFeatureResult::CloudTrail, base),
        (FreeTrialFeatureResult::DnsLogs, base),
    ];
    features.extend(FreeTrialFeatureResult::VALUES.iter().filter_map(|name| Some((*name, of(name.as_str())?))));
    let row = |(name, days)| FreeTrialFeatureConfigurationResult { name: Some(name), free_trial_days_remaining: Some(days) };
    AccountFreeTrialInfo {
        account_id: Some(account),
        data_sources: Some(DataSourcesFreeTrial {
            cloud_trail: days(Some(base)),
            dns_logs: days(Some(base)),
            flow_logs: days(Some(base)),
            s3_logs: days(of("S3_DATA_EVENTS")),
            kubernetes: None,
            malware_protection: None,
        }),
        features: Some(features.into_iter().map(row).collect()),
    }
}

impl Handle for GetRemainingFreeTrialDays {
    async fn access(input: &GetRemainingFreeTrialDaysRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &GetRemainingFreeTrialDaysRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetRemainingFreeTrialDaysResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let (now, region) = (tx.call().time, tx.call().region.clone());
        let reader = tx.reader();
        let visible: Vec<String> = place::visible(&reader, &detector).await?.into_iter().map(|(account, _)| account).collect();
        let mut accounts = Vec::new();
        let mut unprocessed = Vec::new();
        for account in if input.account_ids.is_empty() { &visible } else { &input.account_ids } {
            let theirs = if visible.contains(account) { place::reads(&reader, account, &region).await? } else { None };
            match theirs {
                Some(theirs) => accounts.push(trial(account.clone(), &theirs.body, now)),
                None => {
                    let result =
                        "The request is rejected because the account is not an associated member of the administrator account.";
                    unprocessed.push(UnprocessedAccount { account_id: account.clone(), result: result.to_owned() });
                }
            }
        }
        Ok(GetRemainingFreeTrialDaysResponse { accounts: Some(accounts), unprocessed_accounts: Some(unprocessed) })
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, cost, left};

    #[test]
    fn trials_end_after_thirty_days() {
        for (days, want) in [(0, 30), (1, 29), (29, 1), (30, 0), (400, 0), (-1, 30)] {
            assert_eq!(left(0, days * DAY), want, "{days}");
        }
        assert!((cost(2_500_000, 4.0) - 10.0).abs() < 1e-9);
    }
}
