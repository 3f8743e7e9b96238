//! The columns of a detector's findings: what most criteria ask, sort and group by, small enough to be gone through for a question. Pure.

use std::collections::HashMap;

use serde_json::Value;

use crate::criteria::{Condition, Criteria, Rank, values};
use crate::form;
use crate::resources::Found;

/// The attributes that have a column: those that AWS lists for criteria, as far as findings here have them.
/// See <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html>.
const ATTRIBUTES: &[&str] = &[
    "accountId",
    "region",
    "severity",
    "title",
    "type",
    "resource.accessKeyDetails.accessKeyId",
    "resource.accessKeyDetails.principalId",
    "resource.accessKeyDetails.userName",
    "resource.accessKeyDetails.userType",
    "resource.instanceDetails.instanceId",
    "resource.instanceDetails.networkInterfaces.privateIpAddress",
    "resource.resourceType",
    "resource.s3BucketDetails.name",
    "service.action.actionType",
    "service.action.awsApiCallAction.api",
    "service.action.awsApiCallAction.callerType",
    "service.action.awsApiCallAction.errorCode",
    "service.action.awsApiCallAction.remoteIpDetails.ipAddressV4",
    "service.action.awsApiCallAction.serviceName",
    "service.action.dnsRequestAction.domain",
    "service.action.networkConnectionAction.blocked",
    "service.action.networkConnectionAction.connectionDirection",
    "service.action.networkConnectionAction.localPortDetails.port",
    "service.action.networkConnectionAction.protocol",
    "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4",
    "service.action.networkConnectionAction.remotePortDetails.port",
    "service.additionalInfo.threatListName",
    "service.archived",
    "service.count",
    "service.resourceRole",
    "service.userFeedback",
];

/// The moments that have a column, milliseconds since 1970.
const MOMENTS: [&str; 4] = ["updatedAt", "createdAt", "service.eventFirstSeen", "service.eventLastSeen"];

/// Places in [`MOMENTS`].
const UPDATED: usize = 0;
const CREATED: usize = 1;

/// Attributes that say which resource a finding is about: the first that there is.
const RESOURCES: [&str; 4] = [
    "resource.s3BucketDetails.name",
    "resource.instanceDetails.instanceId",
    "resource.accessKeyDetails.accessKeyId",
    "resource.accessKeyDetails.principalId",
];

fn column(attribute: &str) -> Option<usize> {
    ATTRIBUTES.iter().position(|a| *a == attribute)
}

fn moment(attribute: &str) -> Option<usize> {
    MOMENTS.iter().position(|a| *a == attribute)
}

/// Whether findings can be put in order by a column.
pub fn sorts_by(attribute: &str) -> bool {
    column(attribute).is_some() || moment(attribute).is_some()
}

/// A column of values, each distinct list of them kept once.
#[derive(Debug, Default)]
struct Values {
    codes: Vec<u32>,
    known: Vec<Box<[Value]>>,
    index: HashMap<Box<str>, u32>,
}

impl Values {
    fn code(&mut self, values: Vec<Value>) -> u32 {
        let text = values.iter().map(Value::to_string).collect::<Vec<_>>().join(",");
        if let Some(code) = self.index.get(text.as_str()) {
            return *code;
        }
        let code = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.push(values.into());
        self.index.insert(text.into(), code);
        code
    }

    fn put(&mut self, row: usize, values: Vec<Value>) {
        let code = self.code(values);
        set(&mut self.codes, row, code);
    }

    fn at(&self, row: usize) -> &[Value] {
        self.codes.get(row).and_then(|code| self.known.get(*code as usize)).map_or(&[], |values| &**values)
    }

    /// Forgets what no row has any more, once it is much.
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

/// The columns of the findings of one detector.
#[derive(Debug)]
pub struct Table {
    ids: Vec<u128>,
    versions: Vec<u64>,
    live: Vec<bool>,
    severities: Vec<f64>,
    columns: Vec<Values>,
    moments: [Vec<i64>; MOMENTS.len()],
    rows: HashMap<u128, u32>,
    free: Vec<u32>,
}

/// What a finding is counted by.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Account.
    pub account: String,
    /// Type.
    pub kind: String,
    /// Type of the resource.
    pub resource_type: String,
    /// The resource: a bucket, an instance, an access key or a principal.
    pub resource: String,
    /// 1.0 to 10.0.
    pub severity: f64,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            versions: Vec::new(),
            live: Vec::new(),
            severities: Vec::new(),
            columns: ATTRIBUTES.iter().map(|_| Values::default()).collect(),
            moments: Default::default(),
            rows: HashMap::new(),
            free: Vec::new(),
        }
    }
}

impl Table {
    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Puts a finding in, unless a later version is there.
    pub fn put(&mut self, id: u128, version: u64, found: &Found) {
        let row = match self.rows.get(&id) {
            Some(row) if self.versions.get(*row as usize).is_some_and(|have| *have > version) => return,
            Some(row) => *row as usize,
            None => self.room(id),
        };
        set(&mut self.versions, row, version);
        set(&mut self.severities, row, found.finding.severity);
        let wire = form::wire(found);
        for (attribute, column) in ATTRIBUTES.iter().zip(&mut self.columns) {
            column.put(row, values(&wire, attribute).into_iter().cloned().collect());
        }
        let seconds = |s: i64| s.saturating_mul(1_000);
        let moments = [found.updated_at, found.created_at, seconds(found.finding.first), seconds(found.finding.last)];
        for (column, moment) in self.moments.iter_mut().zip(moments) {
            set(column, row, moment);
        }
    }

    fn room(&mut self, id: u128) -> usize {
        let row = match self.free.pop() {
            Some(row) => row as usize,
            None => {
                self.ids.push(0);
                self.versions.push(0);
                self.live.push(false);
                self.severities.push(0.0);
                self.columns.iter_mut().for_each(|column| column.codes.push(0));
                self.moments.iter_mut().for_each(|column| column.push(0));
                self.ids.len() - 1
            }
        };
        set(&mut self.ids, row, id);
        set(&mut self.live, row, true);
        self.rows.insert(id, u32::try_from(row).unwrap_or(u32::MAX));
        row
    }

    /// Takes a finding out.
    pub fn remove(&mut self, id: u128) {
        if let Some(row) = self.rows.remove(&id) {
            set(&mut self.live, row as usize, false);
            self.free.push(row);
        }
    }

    /// Forgets values that no finding has any more, once they are many.
    pub fn tidy(&mut self) {
        let rows = self.rows.len();
        self.columns.iter_mut().for_each(|column| column.tidy(rows));
    }

    /// The rows that fulfil every condition that the columns can decide, and the conditions that they cannot.
    pub fn select<'c>(&self, criteria: &'c Criteria) -> (Vec<u32>, Vec<(&'c str, &'c Condition)>) {
        let mut rows: Option<Vec<u32>> = None;
        let mut rest = Vec::new();
        for (attribute, condition) in &criteria.0 {
            if let Some(column) = column(attribute).and_then(|at| self.columns.get(at)) {
                let holds = |values: &[Value]| condition.holds(&values.iter().collect::<Vec<_>>(), false);
                let verdicts: Vec<bool> = column.known.iter().map(|values| holds(values)).collect();
                let verdict = |row: usize| column.codes.get(row).and_then(|code| verdicts.get(*code as usize)).copied();
                rows = Some(self.keep(rows, |row| verdict(row).unwrap_or_default()));
            } else if let Some(column) = moment(attribute).and_then(|at| self.moments.get(at)) {
                let holds = |ms: i64| condition.holds_moment(ms, || form::moment(ms));
                rows = Some(self.keep(rows, |row| column.get(row).is_some_and(|ms| holds(*ms))));
            } else {
                rest.push((attribute.as_str(), condition));
            }
        }
        (rows.unwrap_or_else(|| self.keep(None, |_| true)), rest)
    }

    fn keep(&self, rows: Option<Vec<u32>>, holds: impl Fn(usize) -> bool) -> Vec<u32> {
        match rows {
            Some(mut rows) => {
                rows.retain(|row| holds(*row as usize));
                rows
            }
            None => {
                let live = self.live.iter().enumerate().filter(|(row, live)| **live && holds(*row));
                live.map(|(row, _)| u32::try_from(row).unwrap_or(u32::MAX)).collect()
            }
        }
    }

    /// The id of a row's finding.
    pub fn id(&self, row: u32) -> u128 {
        self.ids.get(row as usize).copied().unwrap_or_default()
    }

    /// What a row is sorted by.
    pub fn rank(&self, row: u32, attribute: &str) -> Rank {
        let row = row as usize;
        if let Some(column) = moment(attribute).and_then(|at| self.moments.get(at)) {
            return column.get(row).map_or(Rank::Absent, |ms| Rank::of_moment(*ms));
        }
        let values = column(attribute).and_then(|at| self.columns.get(at)).map_or(&[][..], |column| column.at(row));
        Rank::of_values(&values.iter().collect::<Vec<_>>(), false)
    }

    /// What a row is counted by.
    pub fn facts(&self, row: u32) -> Facts {
        let at = |place: usize| self.moments.get(place).and_then(|column| column.get(row as usize)).copied().unwrap_or_default();
        let resource = RESOURCES.iter().map(|attribute| self.text(row, attribute)).find(|text| !text.is_empty());
        Facts {
            account: self.text(row, "accountId").to_owned(),
            kind: self.text(row, "type").to_owned(),
            resource_type: self.text(row, "resource.resourceType").to_owned(),
            resource: resource.unwrap_or_default().to_owned(),
            severity: self.severities.get(row as usize).copied().unwrap_or_default(),
            created_at: at(CREATED),
            updated_at: at(UPDATED),
        }
    }

    fn text(&self, row: u32, attribute: &str) -> &str {
        let values = column(attribute).and_then(|at| self.columns.get(at)).map(|column| column.at(row as usize));
        values.and_then(<[Value]>::first).and_then(Value::as_str).unwrap_or_default()
    }
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(place) = column.get_mut(row) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::api::{Condition as Asked, FindingCriteria};
    use crate::samples;

    const MOST: usize = 40;

    /// Findings of all types, each in a state of its own.
    fn found(number: usize) -> Found {
        let kinds = detection::catalogue::KINDS;
        let kind = &kinds[number % kinds.len()];
        let (account, id) = (if number.is_multiple_of(2) { "111111111111" } else { "222222222222" }, format!("{number:032x}"));
        let mut found = samples::found(kind, account, "eu-west-1", &"d".repeat(32), &id, 1_700_000_000_123);
        found.archived = number.is_multiple_of(3);
        found.updated_at += i64::try_from(number).unwrap() * 1_000;
        found.finding.severity = [2.0, 5.5, 8.0][number % 3];
        found.finding.actor.name = format!("user-{}", number % 5);
        found.feedback = number.is_multiple_of(4).then(|| "USEFUL".to_owned());
        if number.is_multiple_of(5) {
            found.lists = vec![format!("list {}", number % 2)];
        }
        found
    }

    fn table() -> Table {
        let mut table = Table::default();
        (0..MOST).for_each(|n| table.put(n as u128, 1, &found(n)));
        table
    }

    fn asked(attribute: &str, condition: Asked) -> Criteria {
        let asked = FindingCriteria { criterion: Some([(attribute.to_owned(), condition)].into()) };
        Criteria::of(Some(&asked), form::has_attribute).unwrap()
    }

    fn list(values: &[&str]) -> Option<Vec<String>> {
        Some(values.iter().map(|v| (*v).to_owned()).collect())
    }

    #[test]
    fn every_column_is_an_attribute() {
        for attribute in ATTRIBUTES.iter().chain(&MOMENTS).chain(&RESOURCES) {
            assert!(form::has_attribute(attribute), "{attribute}");
        }
    }

    /// What the columns say is what the findings themselves say.
    #[test]
    fn columns_and_findings_agree() {
        let made = table();
        let c = Asked::default;
        for criteria in [
            Criteria::default(),
            asked("severity", Asked { gte: Some(5), ..c() }),
            asked("severity", Asked { eq: list(&["8"]), ..c() }),
            asked("service.archived", Asked { eq: list(&["false"]), ..c() }),
            asked("type", Asked { matches: list(&["*IAMUser*"]), ..c() }),
            asked("type", Asked { not_matches: list(&["*IAMUser*"]), ..c() }),
            asked("accountId", Asked { neq: list(&["111111111111"]), ..c() }),
            asked("updatedAt", Asked { greater_than: Some(1_700_000_020_123), ..c() }),
            asked("updatedAt", Asked { equals: list(&["2023-11-14T22:13:25.123Z"]), ..c() }),
            asked("service.eventLastSeen", Asked { less_than_or_equal: Some(1_700_000_000_000), ..c() }),
            asked("resource.accessKeyDetails.userName", Asked { equals: list(&["user-1", "user-3"]), ..c() }),
            asked("service.additionalInfo.threatListName", Asked { equals: list(&["list 1"]), ..c() }),
            asked("service.userFeedback", Asked { not_equals: list(&["USEFUL"]), ..c() }),
            asked("service.action.networkConnectionAction.localPortDetails.port", Asked { eq: list(&["22"]), ..c() }),
        ] {
            let (rows, rest) = made.select(&criteria);
            assert!(rest.is_empty(), "{criteria:?}");
            let ids: BTreeSet<u128> = rows.iter().map(|row| made.id(*row)).collect();
            let wanted: BTreeSet<u128> =
                (0..MOST).filter(|n| criteria.matches(&form::wire(&found(*n)))).map(|n| n as u128).collect();
            assert_eq!(ids, wanted, "{criteria:?}");
        }
        for row in made.select(&Criteria::default()).0 {
            let wire = form::wire(&found(usize::try_from(made.id(row)).unwrap()));
            for attribute in ATTRIBUTES.iter().chain(&MOMENTS) {
                assert_eq!(made.rank(row, attribute), Rank::of(&wire, attribute), "{attribute}");
            }
        }
    }

    #[test]
    fn what_has_no_column_is_left_over() {
        let criteria = asked("description", Asked { matches: list(&["*"]), ..Asked::default() });
        let (rows, rest) = table().select(&criteria);
        assert_eq!((rows.len(), rest.len()), (MOST, 1));
        assert!(!sorts_by("description") && sorts_by("updatedAt") && sorts_by("severity"));
    }

    #[test]
    fn facts_are_those_of_the_finding() {
        let made = table();
        for row in made.select(&Criteria::default()).0 {
            let (of, facts) = (found(usize::try_from(made.id(row)).unwrap()), made.facts(row));
            assert_eq!((facts.account, facts.kind), (of.finding.account.clone(), of.finding.kind.clone()));
            assert_eq!((facts.created_at, facts.updated_at), (of.created_at, of.updated_at));
            assert!(!facts.resource.is_empty() && !facts.resource_type.is_empty());
        }
    }

    proptest! {
        #[test]
        fn whatever_is_put_and_removed_is_what_is_there(steps in proptest::collection::vec((0usize..12, any::<bool>()), 0..60)) {
            let mut made = Table::default();
            let mut wanted = BTreeSet::new();
            for (version, (id, put)) in steps.into_iter().enumerate() {
                let key = id as u128;
                if put { made.put(key, version as u64 + 1, &found(id)); wanted.insert(key); } else { made.remove(key); wanted.remove(&key); }
                made.tidy();
            }
            let ids: BTreeSet<u128> = made.select(&Criteria::default()).0.into_iter().map(|row| made.id(row)).collect();
            prop_assert_eq!(ids, wanted);
        }
    }
}
