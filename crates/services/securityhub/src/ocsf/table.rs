//! The columns of one account's findings in a region in OCSF: what most filters ask, and all that they are grouped by. Pure.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use serde_json::{Map, Value};

use super::filter::{Leaf, Node, Test, text, values};
use super::place_digits;
use crate::asff;
use crate::filter::DateTest;
use crate::index::{Columns, key};
use crate::resources::Finding;

/// Members that have a column.
const MEMBERS: &[&str] = &[
    "activity_id",
    "activity_name",
    "class_name",
    "cloud.account.name",
    "cloud.account.uid",
    "cloud.provider",
    "cloud.region",
    "compliance.control",
    "compliance.standards",
    "compliance.status",
    "compliance.status_id",
    "confidence_score",
    "finding_info.analytic.name",
    "finding_info.related_events_count",
    "finding_info.title",
    "finding_info.types",
    "metadata.product.name",
    "metadata.product.uid",
    "metadata.product.vendor_name",
    "resources.cloud_partition",
    "resources.name",
    "resources.owner.account.name",
    "resources.owner.account.uid",
    "resources.owner.org.uid",
    "resources.provider",
    "resources.region",
    "resources.type",
    "resources.uid",
    "severity",
    "severity_id",
    "status",
    "status_id",
    "vendor_attributes.severity",
    "vendor_attributes.severity_id",
    "vulnerabilities.affected_packages.name",
    "vulnerabilities.cve.uid",
    "vulnerabilities.fix_coverage",
    "vulnerabilities.is_exploit_available",
    "vulnerabilities.is_fix_available",
];

/// Moments that have a column.
const MOMENTS: [&str; 4] = [
    "finding_info.modified_time_dt",
    "finding_info.created_time_dt",
    "finding_info.first_seen_time_dt",
    "finding_info.last_seen_time_dt",
];

/// What findings are sorted by where the caller does not say.
pub(crate) const MODIFIED: &str = "finding_info.modified_time_dt";

/// No moment.
const NEVER: i64 = i64::MIN;

fn place(members: &[&str], field: &str) -> Option<usize> {
    members.iter().position(|member| *member == field)
}

/// A column of values, each distinct list of them kept once.
#[derive(Debug, Default)]
struct Values {
    codes: Vec<u32>,
    known: Vec<Box<[Value]>>,
    index: HashMap<Box<str>, u32>,
}

impl Values {
    fn put(&mut self, row: usize, values: Vec<Value>) {
        let text = values.iter().map(Value::to_string).collect::<Vec<_>>().join(",");
        let code = match self.index.get(text.as_str()) {
            Some(code) => *code,
            None => {
                let code = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
                self.known.push(values.into());
                self.index.insert(text.into(), code);
                code
            }
        };
        set(&mut self.codes, row, code);
    }

    fn at(&self, row: u32) -> &[Value] {
        self.codes.get(row as usize).and_then(|code| self.known.get(*code as usize)).map_or(&[], |values| &**values)
    }

    fn tidy(&mut self, rows: usize) {
        if self.known.len() < 4_096 + 2 * rows {
            return;
        }
        let old = std::mem::take(&mut self.known);
        self.index.clear();
        for row in 0..self.codes.len() {
            let values = self.codes.get(row).and_then(|code| old.get(*code as usize)).cloned().unwrap_or_default();
            self.put(row, values.into_vec());
        }
    }
}

/// The columns.
#[derive(Debug)]
pub(crate) struct Table {
    /// The half of the uids that says where the findings are.
    place: String,
    keys: Vec<u128>,
    versions: Vec<u64>,
    live: Vec<bool>,
    /// Hashes of `finding_info.uid`.
    ids: Vec<u64>,
    members: Vec<Values>,
    moments: [Vec<i64>; MOMENTS.len()],
    /// The resources, without what only they have.
    resources: Values,
    rows: HashMap<u128, u32>,
    free: Vec<u32>,
    hasher: RandomState,
}

/// What a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) enum Rank {
    /// Nothing: first.
    Absent,
    /// A whole number, or a moment.
    Number(i64),
    /// A text.
    Text(String),
}

impl Rank {
    /// The rank of values by a member: the first counts.
    pub fn of(values: &[&Value]) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "scores in thousandths")]
        match values.first() {
            Some(Value::Number(number)) => Self::Number((number.as_f64().unwrap_or_default() * 1e3) as i64),
            Some(value) => text(value).map_or(Self::Absent, |text| match asff::moment_ms(&text) {
                Some(ms) => Self::Number(ms),
                None => Self::Text(text.into_owned()),
            }),
            None => Self::Absent,
        }
    }
}

impl Columns for Table {
    fn empty(account: &str, region: &str) -> Self {
        Self {
            place: place_digits(account, region),
            keys: Vec::new(),
            versions: Vec::new(),
            live: Vec::new(),
            ids: Vec::new(),
            members: MEMBERS.iter().map(|_| Values::default()).collect(),
            moments: Default::default(),
            resources: Values::default(),
            rows: HashMap::new(),
            free: Vec::new(),
            hasher: RandomState::new(),
        }
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn take_in(&mut self, number: u128, version: u64, finding: &Finding) {
        let row = match self.rows.get(&number) {
            Some(row) if self.versions.get(*row as usize).is_some_and(|have| *have > version) => return,
            Some(row) => *row as usize,
            None => self.room(number),
        };
        set(&mut self.versions, row, version);
        let id = finding.asff.get("Id").and_then(Value::as_str).unwrap_or_default();
        set(&mut self.ids, row, self.hasher.hash_one(id));
        let event = super::shown(finding, "");
        for (member, column) in MEMBERS.iter().zip(&mut self.members) {
            column.put(row, values(&event, member).into_iter().cloned().collect());
        }
        for (moment, column) in MOMENTS.iter().zip(&mut self.moments) {
            let at = values(&event, moment).first().and_then(|value| asff::moment_ms(value.as_str()?));
            set(column, row, at.unwrap_or(NEVER));
        }
        let resources = values(&event, "resources").into_iter().filter_map(Value::as_object);
        self.resources.put(row, resources.map(slim).collect());
    }

    fn take_out(&mut self, number: u128) {
        if let Some(row) = self.rows.remove(&number) {
            set(&mut self.live, row as usize, false);
            self.free.push(row);
        }
    }

    fn clean(&mut self) {
        let rows = self.rows.len();
        self.members.iter_mut().for_each(|column| column.tidy(rows));
        self.resources.tidy(rows);
    }
}

/// A resource without its details, which findings about the same one need not share.
fn slim(resource: &Map<String, Value>) -> Value {
    let kept = ["type", "uid", "uid_alt", "name", "cloud_partition", "region", "provider", "owner", "tags"];
    kept.iter().filter_map(|name| Some(((*name).to_owned(), resource.get(*name)?.clone()))).collect::<Map<_, _>>().into()
}

/// A filter as the columns decide it.
enum Decided<'t> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Codes {
        codes: &'t [u32],
        verdicts: Vec<bool>,
    },
    Moments {
        column: &'t [i64],
        test: &'t DateTest,
    },
    /// Only rows with one of these hashes may fulfil it.
    Ids(Vec<u64>),
    Never,
    Unknown,
}

impl Table {
    fn room(&mut self, number: u128) -> usize {
        let row = match self.free.pop() {
            Some(row) => row as usize,
            None => {
                self.keys.push(0);
                self.versions.push(0);
                self.live.push(false);
                self.ids.push(0);
                self.members.iter_mut().for_each(|column| column.codes.push(0));
                self.moments.iter_mut().for_each(|column| column.push(NEVER));
                self.resources.codes.push(0);
                self.keys.len() - 1
            }
        };
        set(&mut self.keys, row, number);
        set(&mut self.live, row, true);
        self.rows.insert(number, u32::try_from(row).unwrap_or(u32::MAX));
        row
    }

    /// The rows that may fulfil a filter, each with whether that is certain.
    pub fn select(&self, filter: &Node, now_ms: i64) -> Vec<(u32, bool)> {
        let decided = self.decide(filter, now_ms);
        let live = self.live.iter().enumerate().filter(|(_, live)| **live);
        let verdicts = live.filter_map(|(row, _)| match self.holds(&decided, row, now_ms) {
            Some(false) => None,
            verdict => Some((u32::try_from(row).unwrap_or(u32::MAX), verdict.is_some())),
        });
        verdicts.collect()
    }

    fn decide<'t>(&'t self, filter: &'t Node, now_ms: i64) -> Decided<'t> {
        match filter {
            Node::All(nodes) => Decided::All(nodes.iter().map(|node| self.decide(node, now_ms)).collect()),
            Node::Any(nodes) => Decided::Any(nodes.iter().map(|node| self.decide(node, now_ms)).collect()),
            Node::Leaf(leaf) => self.decide_leaf(leaf, now_ms),
        }
    }

    fn decide_leaf<'t>(&'t self, leaf: &'t Leaf, now_ms: i64) -> Decided<'t> {
        if let Some(column) = place(MEMBERS, &leaf.field).and_then(|at| self.members.get(at)) {
            let holds = |values: &[Value]| leaf.test.holds(&values.iter().collect::<Vec<_>>(), now_ms);
            let verdicts = column.known.iter().map(|values| holds(values)).collect();
            return Decided::Codes { codes: &column.codes, verdicts };
        }
        if let (Test::Date(test), Some(column)) = (&leaf.test, place(&MOMENTS, &leaf.field).and_then(|at| self.moments.get(at))) {
            return Decided::Moments { column, test };
        }
        match (&leaf.test, leaf.field.as_str()) {
            (Test::Text(strings), "finding_info.uid") => match strings.equal_to() {
                Some(ids) => Decided::Ids(ids.map(|id| self.hasher.hash_one(id)).collect()),
                None => Decided::Unknown,
            },
            // Who asks for events by their uids has few of them, and most are not here.
            (Test::Text(strings), "metadata.uid") => {
                let elsewhere = strings.equal_to().is_some_and(|mut uids| !uids.any(|uid| uid.ends_with(&self.place)));
                if elsewhere { Decided::Never } else { Decided::Unknown }
            }
            _ => Decided::Unknown,
        }
    }

    /// Whether a row fulfils a filter, if the columns say.
    fn holds(&self, decided: &Decided<'_>, row: usize, now_ms: i64) -> Option<bool> {
        match decided {
            Decided::All(all) => {
                let mut verdict = Some(true);
                for one in all {
                    match self.holds(one, row, now_ms) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => verdict = None,
                    }
                }
                verdict
            }
            Decided::Any(any) => {
                let mut verdict = Some(false);
                for one in any {
                    match self.holds(one, row, now_ms) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => verdict = None,
                    }
                }
                verdict
            }
            Decided::Codes { codes, verdicts } => codes.get(row).and_then(|code| verdicts.get(*code as usize)).copied(),
            Decided::Moments { column, test } => column.get(row).map(|ms| *ms != NEVER && test.holds(*ms, now_ms)),
            Decided::Ids(ids) => match self.ids.get(row) {
                Some(id) if ids.contains(id) => None,
                _ => Some(false),
            },
            Decided::Never => Some(false),
            Decided::Unknown => None,
        }
    }

    /// The key of a row's finding.
    pub fn key(&self, row: u32) -> u128 {
        self.keys.get(row as usize).copied().unwrap_or_default()
    }

    /// The uid of the event of a key.
    pub fn uid(&self, number: u128) -> String {
        format!("{}{}", key(number), self.place)
    }

    /// Whether there is a column to sort by.
    pub fn sorts_by(field: &str) -> bool {
        place(MEMBERS, field).is_some() || place(&MOMENTS, field).is_some()
    }

    /// What a row is sorted by.
    pub fn rank(&self, row: u32, field: &str) -> Rank {
        if let Some(column) = place(&MOMENTS, field).and_then(|at| self.moments.get(at)) {
            let ms = column.get(row as usize).copied().filter(|ms| *ms != NEVER);
            return ms.map_or(Rank::Absent, Rank::Number);
        }
        let values = place(MEMBERS, field).and_then(|at| self.members.get(at)).map_or(&[][..], |column| column.at(row));
        Rank::of(&values.iter().collect::<Vec<_>>())
    }

    /// Leaves the rows that come first by a moment, as [`Table::rank`] and then the uids sort them, after a position. As they are if it is no moment: then more is
    /// to be compared.
    pub fn first(&self, rows: &mut Vec<u32>, field: &str, descending: bool, after: Option<(&Rank, &str)>, most: usize) {
        let Some(column) = place(&MOMENTS, field).and_then(|at| self.moments.get(at)) else { return };
        let turned = |ms: i64| if descending { !ms } else { ms };
        let at = |row: u32| (turned(column.get(row as usize).copied().unwrap_or(NEVER)), self.key(row));
        if let Some((rank, uid)) = after {
            let ms = if let Rank::Number(ms) = rank { *ms } else { NEVER };
            let bound = (turned(ms), crate::index::number(super::key_of(uid).unwrap_or_default()));
            let elsewhere = uid.get(32..).is_some_and(|place| self.place.as_str() > place);
            rows.retain(|row| at(*row) > bound || (at(*row) == bound && elsewhere));
        }
        if most > 0 && rows.len() > most {
            rows.select_nth_unstable_by_key(most - 1, |row| at(*row));
            rows.truncate(most);
        }
    }

    /// Counts rows by the values that they have of a member: a row counts for each of them. False if there is no such column.
    pub fn group(&self, rows: &[u32], field: &str, counts: &mut HashMap<String, u64>) -> bool {
        let Some(column) = place(MEMBERS, field).and_then(|at| self.members.get(at)) else { return false };
        let mut by_code: HashMap<u32, u64> = HashMap::new();
        for row in rows {
            *by_code.entry(column.codes.get(*row as usize).copied().unwrap_or_default()).or_default() += 1;
        }
        for (code, count) in by_code {
            let values = column.known.get(code as usize).into_iter().flat_map(|values| values.iter());
            for value in distinct(values) {
                *counts.entry(value).or_default() += count;
            }
        }
        true
    }

    /// The values of a member, as texts.
    pub fn texts(&self, row: u32, field: &str) -> Vec<String> {
        let values = place(MEMBERS, field).and_then(|at| self.members.get(at)).map_or(&[][..], |column| column.at(row));
        distinct(values)
    }

    /// The resources of a row.
    pub fn resources(&self, row: u32) -> &[Value] {
        self.resources.at(row)
    }
}

/// The distinct texts of values.
pub(crate) fn distinct<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<String> {
    let mut texts: Vec<String> = values.into_iter().filter_map(|value| text(value).map(std::borrow::Cow::into_owned)).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(place) = column.get_mut(row) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{MEMBERS, MOMENTS, Rank, Table};
    use crate::index::{Columns, key};
    use crate::ocsf::filter::{Node, values};
    use crate::ocsf::{shown, uid};
    use crate::resources::{Finding, OcsfSaid};

    const NOW: i64 = 1_768_867_200_000; // 2026-01-20

    fn finding(number: usize) -> Finding {
        let label = ["LOW", "HIGH", "CRITICAL"][number % 3];
        let mut made = json!({
            "Id": format!("id-{number}"), "ProductArn": "arn:aws:securityhub:r::product/prowler/prowler", "ProductName": "Prowler", "Title": format!("title {}", number % 7),
            "Severity": {"Label": label}, "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": format!("2026-01-{:02}T00:00:00Z", number % 28 + 1), "RecordState": "ACTIVE",
            "AwsAccountId": "1", "Region": "r", "Resources": [{"Type": "AwsS3Bucket", "Id": format!("arn:aws:s3:::b{}", number % 5)}], "Workflow": {"Status": "NEW"},
        });
        if number.is_multiple_of(2) {
            let status = ["PASSED", "FAILED"][number / 2 % 2];
            made["Compliance"] = json!({"Status": status, "SecurityControlId": format!("S3.{}", number % 4)});
        }
        let said = OcsfSaid { status_id: Some(3), ..OcsfSaid::default() };
        let ocsf = number.is_multiple_of(6).then_some(said);
        Finding { customers: Vec::new(), day: 0, sender: String::new(), ocsf, asff: made.as_object().unwrap().clone() }
    }

    fn table(count: usize) -> Table {
        let mut table = Table::empty("1", "r");
        (0..count).for_each(|number| table.take_in(number as u128, 1, &finding(number)));
        table
    }

    fn event(number: usize) -> Value {
        shown(&finding(number), &uid(&key(number as u128), "1", "r"))
    }

    fn is(field: &str, value: &str, comparison: &str) -> Value {
        json!({"StringFilters": [{"FieldName": field, "Filter": {"Value": value, "Comparison": comparison}}]})
    }

    /// What the columns say is what the events say; where they say nothing, the event is looked at.
    #[test]
    fn columns_and_events_agree() {
        let made = table(120);
        let mut either = is("compliance.control", "S3.2", "EQUALS");
        either["NumberFilters"] = json!([{"FieldName": "severity_id", "Filter": {"Gte": 5}}]);
        either["Operator"] = json!("OR");
        let mut far = is("finding_info.desc", "x", "NOT_CONTAINS");
        far["DateFilters"] =
            json!([{"FieldName": "finding_info.modified_time_dt", "Filter": {"DateRange": {"Value": 5, "Unit": "DAYS"}}}]);
        for (filter, certain) in [
            (json!({}), true),
            (
                json!({"CompositeFilters": [is("severity", "High", "EQUALS"), is("finding_info.title", "title 3", "NOT_EQUALS")]}),
                true,
            ),
            (
                json!({"CompositeFilters": [is("class_name", "Compliance Finding", "EQUALS"), is("status", "Suppressed", "EQUALS")]}),
                true,
            ),
            (json!({"CompositeFilters": [either]}), true),
            (json!({"CompositeFilters": [is("finding_info.uid", "id-7", "EQUALS")]}), false),
            (json!({"CompositeFilters": [is("finding_info.uid", "id-7", "PREFIX")]}), false),
            (json!({"CompositeFilters": [is("metadata.uid", &uid(&key(9), "1", "r"), "EQUALS")]}), false),
            (json!({"CompositeFilters": [is("metadata.uid", &uid(&key(9), "2", "r"), "EQUALS")]}), true),
            (json!({"CompositeFilters": [far]}), false),
        ] {
            let node = Node::parse(&filter).unwrap();
            let rows = made.select(&node, NOW);
            assert!(!certain || rows.iter().all(|(_, sure)| *sure), "{filter}");
            let holds = |row: u32, sure: bool| sure || node.matches(&event(usize::try_from(made.key(row)).unwrap()), NOW);
            let keys: BTreeSet<u128> =
                rows.iter().filter(|(row, sure)| holds(*row, *sure)).map(|(row, _)| made.key(*row)).collect();
            let wanted: BTreeSet<u128> = (0..120usize).filter(|n| node.matches(&event(*n), NOW)).map(|n| n as u128).collect();
            assert_eq!(keys, wanted, "{filter}");
        }
        for (row, _) in made.select(&Node::default(), NOW) {
            let of = event(usize::try_from(made.key(row)).unwrap());
            for member in MEMBERS.iter().chain(&MOMENTS) {
                assert_eq!(made.rank(row, member), Rank::of(&values(&of, member)), "{member}");
            }
            assert_eq!(of["metadata"]["uid"], made.uid(made.key(row)));
        }
    }

    /// The rows that come first by a moment are those that come first by what they are sorted by.
    #[test]
    fn the_first_rows_are_the_first() {
        let made = table(90);
        for field in MOMENTS {
            for descending in [false, true] {
                let mut whole: Vec<u32> = made.select(&Node::default(), NOW).into_iter().map(|(row, _)| row).collect();
                let uid = |row: u32| made.uid(made.key(row));
                whole.sort_by(|one, other| {
                    let order = made.rank(*one, field).cmp(&made.rank(*other, field));
                    let order = if descending { order.reverse() } else { order };
                    order.then_with(|| uid(*one).cmp(&uid(*other)))
                });
                for (start, most) in [(0, 7), (0, 100), (20, 10), (85, 10)] {
                    let after = (start > 0).then(|| (made.rank(whole[start - 1], field), uid(whole[start - 1])));
                    let mut rows = made.select(&Node::default(), NOW).into_iter().map(|(row, _)| row).collect();
                    made.first(&mut rows, field, descending, after.as_ref().map(|(rank, uid)| (rank, uid.as_str())), most);
                    let wanted: BTreeSet<u32> = whole[start..].iter().take(most).copied().collect();
                    assert_eq!(rows.into_iter().collect::<BTreeSet<u32>>(), wanted, "{field} {descending} {start}");
                }
            }
        }
    }

    #[test]
    fn groups_count_each_value_once() {
        let made = table(12);
        let rows: Vec<u32> = made.select(&Node::default(), NOW).into_iter().map(|(row, _)| row).collect();
        let mut counts = HashMap::new();
        assert!(made.group(&rows, "severity", &mut counts));
        let wanted: HashMap<String, u64> = [("Low", 4), ("High", 4), ("Critical", 4)].map(|(k, v)| (k.to_owned(), v)).into();
        assert_eq!(counts, wanted);
        assert!(!made.group(&rows, "finding_info.desc", &mut counts));
    }

    /// Every column can be asked for, and most of what findings are grouped by has one.
    #[test]
    fn columns_are_members_of_filters() {
        let service = wire::contracts::contract("securityhub").unwrap().service();
        let names = |shape: &str| match &service.shape(service.shape_named(shape).unwrap()).kind {
            wire::model::ShapeKind::String { values, .. } => values.clone(),
            _ => panic!("{shape}"),
        };
        let all =
            [names("OcsfStringField"), names("OcsfNumberField"), names("OcsfBooleanField"), names("OcsfDateField")].concat();
        for member in MEMBERS.iter().chain(&MOMENTS) {
            assert!(all.contains(member), "{member}");
        }
        let without: Vec<&str> = names("GroupByField").into_iter().filter(|field| !MEMBERS.contains(field)).collect();
        assert_eq!(
            without,
            [
                "compliance.assessments.name",
                "finding_info.related_events.traits.category",
                "impact",
                "likelihood",
                "resources.criticality"
            ],
            "what no finding here has"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_put_and_removed_is_what_is_there(steps in proptest::collection::vec((0u128..12, any::<bool>()), 0..60)) {
            let mut made = Table::empty("1", "r");
            let mut wanted = BTreeSet::new();
            for (version, (number, put)) in steps.into_iter().enumerate() {
                if put { made.take_in(number, version as u64 + 1, &finding(usize::try_from(number).unwrap())); wanted.insert(number); } else { made.take_out(number); wanted.remove(&number); }
                made.clean();
            }
            let keys: BTreeSet<u128> = made.select(&Node::default(), NOW).into_iter().map(|(row, _)| made.key(row)).collect();
            prop_assert_eq!(keys, wanted);
        }
    }
}
