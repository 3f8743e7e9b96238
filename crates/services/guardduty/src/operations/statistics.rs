//! Statistics of findings.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};
use serde_json::Value;

use super::findings::{criteria, each};
use super::limit;
use crate::api::operation::GetFindingsStatistics;
use crate::api::{
    AccountStatistics, DateStatistics, FindingStatistics, FindingTypeStatistics, GetFindingsStatisticsRequest,
    GetFindingsStatisticsResponse, GroupByType, OrderBy, ResourceStatistics, SeverityStatistics,
};
use crate::resources::Found;
use crate::{errors, form, place};

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

/// What groups findings, and the resource that one is about.
fn key(by: GroupByType, found: &Found, wire: &Value) -> String {
    match by {
        GroupByType::Account => found.finding.account.clone(),
        GroupByType::Date => format!("{:020}", found.created_at.max(0).div_euclid(86_400_000)),
        GroupByType::FindingType => found.finding.kind.clone(),
        GroupByType::Severity => format!("{:04.1}", found.finding.severity),
        GroupByType::Resource => resource(wire),
    }
}

fn resource(wire: &Value) -> String {
    let places = [
        "/resource/s3BucketDetails/0/name",
        "/resource/instanceDetails/instanceId",
        "/resource/accessKeyDetails/accessKeyId",
        "/resource/accessKeyDetails/principalId",
    ];
    let texts = places.iter().filter_map(|p| wire.pointer(p).and_then(Value::as_str));
    texts.into_iter().find(|t| !t.is_empty()).unwrap_or_default().to_owned()
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
        each(&tx.reader(), &detector, |found| {
            let wire = form::wire(&found.body);
            if !wanted.matches(&wire) {
                return;
            }
            let Some(by) = input.group_by else {
                *by_severity.entry(format!("{:.1}", found.body.finding.severity)).or_default() += 1;
                return;
            };
            let group = groups.entry(key(by, &found.body, &wire)).or_default();
            group.count += 1;
            group.last = group.last.max(found.body.updated_at);
            group.severity = group.severity.max(found.body.finding.severity);
            group.account.clone_from(&found.body.finding.account);
            let kind = wire.pointer("/resource/resourceType").and_then(Value::as_str);
            group.kind = kind.unwrap_or_default().to_owned();
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
