//! How many findings and resources there were, day by day: the counts of a day are kept as they were last, and those of today are what is there now.
//!
//! See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingsTrendsV2.html>.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Reader, Resource, Stored, System};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::filter::{Node, values};
use super::resources::{Known, all};
use super::table::{Table, distinct};
use crate::hub::{Place, service};
use crate::index::Index;
use crate::resources::HubV2;

/// Members of filters of findings' trends, and the members of events that they are.
const FINDINGS: [(&str, &str); 14] = [
    ("account_id", "cloud.account.uid"),
    ("region", "cloud.region"),
    ("finding_status", "status"),
    ("finding_compliance_status", "compliance.status"),
    ("finding_class_name", "class_name"),
    ("finding_provider", "metadata.product.name"),
    ("finding_activity_name", "activity_name"),
    ("resource_cloud_providers", "resources.provider"),
    ("resource_regions", "resources.region"),
    ("resource_owner_ids", "resources.owner.account.uid"),
    ("resource_owner_organization_ids", "resources.owner.org.uid"),
    // What is told apart least where there are too many groups.
    ("finding_types", "finding_info.types"),
    ("finding_control_id", "compliance.control"),
    ("finding_cve_ids", "vulnerabilities.cve.uid"),
];

/// Members of filters of resources' trends, and the members of resources that they are.
const RESOURCES: [(&str, &str); 8] = [
    ("account_id", "AccountId"),
    ("region", "Region"),
    ("resource_type", "ResourceType"),
    ("resource_category", "ResourceCategory"),
    ("resource_cloud_provider", "ResourceProvider"),
    ("resource_region", "ResourceRegion"),
    ("resource_owner_id", "ResourceOwnerAccountId"),
    ("resource_owner_organization_id", "ResourceOwnerOrgId"),
];

/// Most groups of a day: beyond, members at the end of the list are no longer told apart.
const MOST: usize = 2_000;
/// Days that are kept.
pub(crate) const KEPT_DAYS: i64 = 366;
/// Least time between two looks, milliseconds.
const EVERY: i64 = 15 * 60 * 1_000;
/// Hubs and days read at once.
const PAGE: usize = 100;

/// A group of findings or resources that are told apart by nothing: what they have, and how many there are by severity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// Lists of texts by member.
    pub values: Map<String, Value>,
    /// By severity; resources under an empty name.
    pub counts: BTreeMap<String, i64>,
}

/// The counts of a day. Its key is the day, as in `2026-01-31`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Day {
    pub findings: Vec<Group>,
    pub resources: Vec<Group>,
}

impl Resource for Day {
    const KIND: &'static str = "Cloudkeep::SecurityHub::TrendDay";
    const HISTORY: bool = false;
}

/// Something to be counted: its values by member, and its severity.
type One = (Vec<Vec<String>>, String);

/// Groups of what is the same in the first members, as many as keep the groups few.
fn groups(names: &[(&str, &str)], all: &[One]) -> Vec<Group> {
    let mut told_apart = names.len();
    loop {
        let mut found: BTreeMap<Vec<&[String]>, BTreeMap<String, i64>> = BTreeMap::new();
        for (values, severity) in all {
            let key: Vec<&[String]> = values.iter().take(told_apart).map(Vec::as_slice).collect();
            *found.entry(key).or_default().entry(severity.clone()).or_default() += 1;
        }
        if found.len() > MOST && told_apart > 0 {
            told_apart -= 1;
            continue;
        }
        let named = |values: Vec<&[String]>| {
            let pairs = names.iter().zip(values).filter(|(_, values)| !values.is_empty());
            pairs.map(|((name, _), values)| ((*name).to_owned(), Value::from(values))).collect()
        };
        return found.into_iter().map(|(values, counts)| Group { values: named(values), counts }).collect();
    }
}

/// The counts of now.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn now(index: &Index<Table>, reader: &Reader<'_>, place: &Place, now_ms: i64) -> Result<Day, Failure> {
    let indexed = index.current(reader, place).await?;
    let findings: Vec<One> = indexed.look(|table| {
        let rows = table.select(&Node::default(), now_ms).into_iter();
        let one = |row: u32| {
            let severity = table.texts(row, "severity").into_iter().next().unwrap_or_default();
            (FINDINGS.iter().map(|(_, member)| table.texts(row, member)).collect(), severity)
        };
        rows.map(|(row, _)| one(row)).collect()
    });
    let known = all(index, reader, std::slice::from_ref(place), now_ms).await?;
    let one = |known: &Known| {
        let texts = |member: &str| distinct(values(&known.json, member));
        (RESOURCES.iter().map(|(_, member)| texts(member)).collect(), String::new())
    };
    let resources: Vec<One> = known.iter().map(one).collect();
    Ok(Day { findings: groups(&FINDINGS, &findings), resources: groups(&RESOURCES, &resources) })
}

/// Counts the groups that a filter wants.
pub(crate) fn count(groups: &[Group], filter: &Node, counts: &mut BTreeMap<String, i64>) {
    for group in groups {
        if filter.matches(&Value::Object(group.values.clone()), 0) {
            for (severity, count) in &group.counts {
                *counts.entry(severity.clone()).or_default() += count;
            }
        }
    }
}

/// How far apart the moments of an answer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Daily,
    Weekly,
    Monthly,
}

impl Step {
    /// For so many days: about a month by days, half a year by weeks, more by months.
    pub fn of(days: i64) -> Self {
        match days {
            ..=31 => Self::Daily,
            32..=186 => Self::Weekly,
            _ => Self::Monthly,
        }
    }

    /// The first day of the span that a day is in, days since 1970.
    pub fn begin(self, day: i64) -> i64 {
        match self {
            Self::Daily => day,
            // Weeks begin on Mondays; the first of January 1970 was a Thursday.
            Self::Weekly => day - (day + 3).rem_euclid(7),
            Self::Monthly => {
                let first = date(day).map(jiff::civil::Date::first_of_month);
                first.and_then(number).unwrap_or(day)
            }
        }
    }
}

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// A day by its number.
fn date(day: i64) -> Option<jiff::civil::Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

fn number(date: jiff::civil::Date) -> Option<i64> {
    date.since((jiff::Unit::Day, EPOCH)).ok().map(|span| i64::from(span.get_days()))
}

/// The id of a day's document.
pub(crate) fn id(day: i64) -> String {
    date(day).map(|date| date.to_string()).unwrap_or_default()
}

/// Keeps the counts of days.
#[derive(Debug, Default)]
pub(crate) struct Keeper(Mutex<i64>);

impl Reconciler for Keeper {
    fn name(&self) -> &'static str {
        "securityhub-trends"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(900)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // A reconciler is also run whenever something changed.
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (0..EVERY).contains(&now.saturating_sub(*last)) {
                    return Ok(());
                }
                *last = now;
            }
            let mut after: Option<Key> = None;
            loop {
                let hubs = system.reader().list_everywhere::<HubV2>(after.as_ref(), PAGE).await?;
                for hub in &hubs {
                    keep(system, &(hub.key.account.clone(), hub.key.region.clone()), now).await?;
                }
                match hubs.last() {
                    Some(last) if hubs.len() == PAGE => after = Some(last.key.clone()),
                    _ => return Ok(()),
                }
            }
        })
    }
}

/// Writes down the counts of today, and forgets those of long ago.
async fn keep(system: &System, place: &Place, now_ms: i64) -> Result<(), Failure> {
    let today = now_ms.div_euclid(crate::findings::merge::DAY_MS);
    let day = now(&service(system.plane())?.ocsf, &system.reader(), place, now_ms).await?;
    system
        .act("securityhub", "GetFindingsTrendsV2", |tx| {
            let (day, (account, region)) = (day.clone(), place.clone());
            Box::pin(async move {
                let held = tx.get::<Day>(&account, &region, &id(today)).await?;
                if held.as_ref().is_none_or(|held| held.body != day) {
                    let mut stored = held.unwrap_or_else(|| Stored::new(&account, &region, id(today), Day::default()));
                    stored.body = day;
                    tx.put(&stored)?;
                }
                let first = id(today - KEPT_DAYS);
                let old = tx.reader().list::<Day>(&account, &region, "", None, PAGE).await?;
                for old in old.into_iter().filter(|old| old.key.id < first) {
                    if let Some(held) = tx.get::<Day>(&account, &region, &old.key.id).await? {
                        tx.delete(&held);
                    }
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{FINDINGS, MOST, One, Step, count, groups, id};
    use crate::ocsf::filter::Node;

    fn one(status: &str, control: String, severity: &str) -> One {
        let of = |name: &str| match name {
            "finding_status" => vec![status.to_owned()],
            "finding_control_id" => vec![control.clone()],
            _ => Vec::new(),
        };
        (FINDINGS.iter().map(|(name, _)| of(name)).collect(), severity.to_owned())
    }

    #[test]
    fn groups_are_counted_by_what_a_filter_wants() {
        let all: Vec<One> =
            (0..12).map(|n| one(["New", "Resolved"][n % 2], format!("S3.{}", n % 3), ["Low", "High"][n % 2])).collect();
        let made = groups(&FINDINGS, &all);
        assert_eq!(made.len(), 6);
        let counted = |field: &str, value: &str| {
            let test = json!({"FieldName": field, "Filter": {"Value": value, "Comparison": "EQUALS"}});
            let mut counts = BTreeMap::new();
            count(&made, &Node::parse(&json!({"CompositeFilters": [{"StringFilters": [test]}]})).unwrap(), &mut counts);
            counts
        };
        assert_eq!(counted("finding_status", "New"), BTreeMap::from([("Low".to_owned(), 6)]));
        assert_eq!(counted("finding_control_id", "S3.1"), BTreeMap::from([("Low".to_owned(), 2), ("High".to_owned(), 2)]));
        assert_eq!(counted("finding_control_id", "S3.9"), BTreeMap::new());
    }

    #[test]
    fn too_many_groups_are_told_apart_by_less() {
        let all: Vec<One> = (0..MOST * 2).map(|n| one("New", format!("X.{n}"), "Low")).collect();
        let made = groups(&FINDINGS, &all);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].counts["Low"], i64::try_from(MOST * 2).unwrap());
        assert_eq!(made[0].values["finding_status"], json!(["New"]));
    }

    #[test]
    fn spans_begin_where_calendars_say() {
        let day = 20_484; // 2026-01-31, a Saturday
        assert_eq!(id(day), "2026-01-31");
        for (step, wanted) in [(Step::Daily, "2026-01-31"), (Step::Weekly, "2026-01-26"), (Step::Monthly, "2026-01-01")] {
            assert_eq!(id(step.begin(day)), wanted, "{step:?}");
        }
        assert_eq!(
            [Step::of(7), Step::of(31), Step::of(90), Step::of(300)],
            [Step::Daily, Step::Daily, Step::Weekly, Step::Monthly]
        );
    }
}
