//! Statistics of findings.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};

use super::findings::{criteria, sources};
use super::limit;
use crate::api::operation::GetFindingsStatistics;
use crate::api::{
    AccountStatistics, DateStatistics, FindingStatistics, FindingTypeStatistics, GetFindingsStatisticsRequest,
    GetFindingsStatisticsResponse, GroupByType, OrderBy, ResourceStatistics, SeverityStatistics,
};
use crate::index::{self, table::Facts};
use crate::{errors, place};

/// Groups that are answered where the request does not say, and at most.
const USUAL: i32 = 25;
const MOST: usize = 100;

/// A group of findings.
#[derive(Debug, Default, Clone)]
struct Group {
    count: i32,
    /// When one of them changed last.
    last: i64,
    severity: f64,
    account: String,
    kind: String,
}

/// What groups findings.
fn key(by: GroupByType, facts: &Facts) -> String {
    match by {
        GroupByType::Account => facts.account.clone(),
        GroupByType::Date => format!("{:020}", facts.created_at.max(0).div_euclid(86_400_000)),
        GroupByType::FindingType => facts.kind.clone(),
        GroupByType::Severity => format!("{:04.1}", facts.severity),
        GroupByType::Resource => facts.resource.clone(),
    }
}

impl Handle for GetFindingsStatistics {
    async fn access(input: &GetFindingsStatisticsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &GetFindingsStatisticsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetFindingsStatisticsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let types = input.finding_statistic_types.as_ref().filter(|t| !t.is_empty());
        if types.is_some() == input.group_by.is_some() {
            return Err(errors::rejected("either findingStatisticTypes or groupBy must be specified"));
        }
        let wanted = criteria(input.finding_criteria.as_ref())?;
        let mut by_severity: BTreeMap<String, i32> = BTreeMap::new();
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        let sources = sources(&tx.reader(), &detector).await?;
        index::count(&tx.reader(), &sources, &wanted, |facts| {
            let Some(by) = input.group_by else {
                *by_severity.entry(format!("{:.1}", facts.severity)).or_default() += 1;
                return;
            };
            let group = groups.entry(key(by, &facts)).or_default();
            group.count += 1;
            group.last = group.last.max(facts.updated_at);
            group.severity = group.severity.max(facts.severity);
            group.account = facts.account;
            group.kind = facts.resource_type;
        })
        .await?;
        let mut statistics = FindingStatistics::default();
        match input.group_by {
            None => statistics.count_by_severity = Some(by_severity),
            Some(by) => grouped(&mut statistics, by, input, groups),
        }
        Ok(GetFindingsStatisticsResponse { finding_statistics: statistics, next_token: None })
    }
}

fn grouped(
    statistics: &mut FindingStatistics,
    by: GroupByType,
    input: &GetFindingsStatisticsRequest,
    groups: BTreeMap<String, Group>,
) {
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    // The largest groups first, or the smallest; days in the order of time.
    match (by, input.order_by) {
        (GroupByType::Date, Some(OrderBy::Asc)) => {}
        (GroupByType::Date, _) => groups.reverse(),
        (_, Some(OrderBy::Asc)) => groups.sort_by_key(|(_, g)| g.count),
        _ => groups.sort_by_key(|(_, g)| std::cmp::Reverse(g.count)),
    }
    groups.truncate(limit(Some(input.max_results.unwrap_or(USUAL)), MOST));
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let each = groups.into_iter();
    match by {
        GroupByType::Account => {
            let row = |(key, g): (String, Group)| AccountStatistics {
                account_id: Some(key),
                last_generated_at: time(g.last),
                total_findings: Some(g.count),
            };
            statistics.grouped_by_account = Some(each.map(row).collect());
        }
        GroupByType::Date => {
            let row = |(key, g): (String, Group)| DateStatistics {
                date: key.parse::<i64>().ok().and_then(|day| time(day * 86_400_000)),
                last_generated_at: time(g.last),
                severity: Some(g.severity),
                total_findings: Some(g.count),
            };
            statistics.grouped_by_date = Some(each.map(row).collect());
        }
        GroupByType::FindingType => {
            let row = |(key, g): (String, Group)| FindingTypeStatistics {
                finding_type: Some(key),
                last_generated_at: time(g.last),
                total_findings: Some(g.count),
            };
            statistics.grouped_by_finding_type = Some(each.map(row).collect());
        }
        GroupByType::Resource => {
            let row = |(key, g): (String, Group)| ResourceStatistics {
                account_id: Some(g.account),
                last_generated_at: time(g.last),
                resource_id: Some(key),
                resource_type: Some(g.kind),
                total_findings: Some(g.count),
            };
            statistics.grouped_by_resource = Some(each.map(row).collect());
        }
        GroupByType::Severity => {
            let row = |(_, g): (String, Group)| SeverityStatistics {
                last_generated_at: time(g.last),
                severity: Some(g.severity),
                total_findings: Some(g.count),
            };
            statistics.grouped_by_severity = Some(each.map(row).collect());
        }
    }
}
