//! The columns of one account's findings in a region: what most filters ask, sort and group by, small enough to be gone through for a question. Pure.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::asff;
use crate::filter::fields::{self, Column, DATES, NUMBERS, TEXTS};
use crate::filter::{Clause, Filter, Test};
use crate::resources::Finding;

/// No moment.
const NEVER: i64 = i64::MIN;
/// No number.
const NONE: i16 = i16::MIN;

/// A column of texts or of lists of texts, each distinct one kept once.
#[derive(Debug, Default)]
struct Texts {
    codes: Vec<u32>,
    known: Vec<Box<[Box<str>]>>,
    index: HashMap<Box<[Box<str>]>, u32>,
}

impl Texts {
    fn code(&mut self, values: Box<[Box<str>]>) -> u32 {
        if let Some(code) = self.index.get(&values) {
            return *code;
        }
        let code = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.push(values.clone());
        self.index.insert(values, code);
        code
    }

    fn at(&self, row: usize) -> &[Box<str>] {
        self.codes.get(row).and_then(|code| self.known.get(*code as usize)).map_or(&[], |values| &**values)
    }

    /// Forgets values that no row has any more, once they are many.
    fn tidy(&mut self, rows: usize) {
        if self.known.len() < 4_096 + 2 * rows {
            return;
        }
        let old = std::mem::take(&mut self.known);
        self.index.clear();
        for row in 0..self.codes.len() {
            let values = self.codes.get(row).and_then(|code| old.get(*code as usize)).cloned().unwrap_or_default();
            let code = self.code(values);
            if let Some(place) = self.codes.get_mut(row) {
                *place = code;
            }
        }
    }
}

/// The columns.
#[derive(Debug)]
pub(crate) struct Table {
    account: Box<str>,
    region: Box<str>,
    keys: Vec<u128>,
    ids: Vec<u64>,
    versions: Vec<u64>,
    live: Vec<bool>,
    texts: Vec<Texts>,
    numbers: [Vec<i16>; NUMBERS],
    dates: [Vec<i64>; DATES],
    rows: HashMap<u128, u32>,
    free: Vec<u32>,
    hasher: RandomState,
}

/// What a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) enum Sorted {
    /// Nothing: first.
    Absent,
    /// A number or a moment.
    Number(i64),
    /// A text.
    Text(String),
}

impl Table {
    /// An empty one for an account and region.
    pub fn new(account: &str, region: &str) -> Self {
        Self {
            account: account.into(),
            region: region.into(),
            keys: Vec::new(),
            ids: Vec::new(),
            versions: Vec::new(),
            live: Vec::new(),
            texts: (0..TEXTS).map(|_| Texts::default()).collect(),
            numbers: Default::default(),
            dates: Default::default(),
            rows: HashMap::new(),
            free: Vec::new(),
            hasher: RandomState::new(),
        }
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Puts a finding's columns in, unless a later version is there.
    pub fn put(&mut self, key: u128, version: u64, finding: &Map<String, Value>) {
        let row = match self.rows.get(&key) {
            Some(row) if self.versions.get(*row as usize).is_some_and(|have| *have > version) => return,
            Some(row) => *row as usize,
            None => self.room(key),
        };
        set(&mut self.versions, row, version);
        let id = finding.get("Id").and_then(Value::as_str).unwrap_or_default();
        set(&mut self.ids, row, self.hasher.hash_one(id));
        for (number, column) in self.texts.iter_mut().enumerate() {
            let code = column.code(texts_of(finding, Column::Text(number)));
            set(&mut column.codes, row, code);
        }
        for (number, column) in self.numbers.iter_mut().enumerate() {
            set(column, row, number_of(finding, Column::Number(number)));
        }
        for (number, column) in self.dates.iter_mut().enumerate() {
            set(column, row, date_of(finding, Column::Date(number)));
        }
    }

    fn room(&mut self, key: u128) -> usize {
        let row = match self.free.pop() {
            Some(row) => row as usize,
            None => {
                self.keys.push(0);
                self.ids.push(0);
                self.versions.push(0);
                self.live.push(false);
                self.texts.iter_mut().for_each(|column| column.codes.push(0));
                self.numbers.iter_mut().for_each(|column| column.push(NONE));
                self.dates.iter_mut().for_each(|column| column.push(NEVER));
                self.keys.len() - 1
            }
        };
        set(&mut self.keys, row, key);
        set(&mut self.live, row, true);
        self.rows.insert(key, u32::try_from(row).unwrap_or(u32::MAX));
        row
    }

    /// Takes a finding out.
    pub fn remove(&mut self, key: u128) {
        if let Some(row) = self.rows.remove(&key) {
            set(&mut self.live, row as usize, false);
            self.free.push(row);
        }
    }

    /// Forgets texts that nothing has any more, once they are many.
    pub fn tidy(&mut self) {
        let rows = self.rows.len();
        self.texts.iter_mut().for_each(|column| column.tidy(rows));
    }

    /// The rows for which every clause that the columns can decide holds, and the clauses that they cannot decide.
    pub fn select<'f>(&self, filter: &'f Filter, now: Timestamp) -> (Vec<u32>, Vec<&'f Clause>) {
        let mut rest = Vec::new();
        let mut rows: Option<Vec<u32>> = None;
        for clause in &filter.clauses {
            let column = clause.field.column;
            match (column, &clause.test) {
                (Some(Column::Account), Test::Strings(strings)) => {
                    if !strings.hold(std::iter::once(&*self.account)) {
                        return (Vec::new(), Vec::new());
                    }
                }
                (Some(Column::Region), Test::Strings(strings)) => {
                    if !strings.hold(std::iter::once(&*self.region)) {
                        return (Vec::new(), Vec::new());
                    }
                }
                (Some(Column::Text(number)), Test::Strings(strings)) => {
                    let Some(column) = self.texts.get(number) else { continue };
                    let verdicts: Vec<bool> =
                        column.known.iter().map(|values| strings.hold(values.iter().map(|value| &**value))).collect();
                    let holds = |row: usize| {
                        column.codes.get(row).and_then(|code| verdicts.get(*code as usize)).copied().unwrap_or_default()
                    };
                    rows = Some(self.keep(rows, holds));
                }
                (Some(Column::Number(number)), Test::Numbers(tests)) => {
                    let Some(column) = self.numbers.get(number) else { continue };
                    let holds = |row: usize| {
                        let value = column.get(row).copied().unwrap_or(NONE);
                        value != NONE && tests.iter().any(|test| test.holds(f64::from(value)))
                    };
                    rows = Some(self.keep(rows, holds));
                }
                (Some(Column::Date(number)), Test::Dates(tests)) => {
                    let Some(column) = self.dates.get(number) else { continue };
                    let now = now.as_millisecond();
                    let holds = |row: usize| {
                        let value = column.get(row).copied().unwrap_or(NEVER);
                        value != NEVER && tests.iter().any(|test| test.holds(value, now))
                    };
                    rows = Some(self.keep(rows, holds));
                }
                (Some(Column::Id), Test::Strings(strings)) => {
                    if let Some(wanted) = strings.equal_to() {
                        let wanted: Vec<u64> = wanted.map(|id| self.hasher.hash_one(id)).collect();
                        rows = Some(self.keep(rows, |row| self.ids.get(row).is_some_and(|id| wanted.contains(id))));
                    }
                    rest.push(clause);
                }
                _ => rest.push(clause),
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

    /// The key of a row's finding.
    pub fn key(&self, row: u32) -> u128 {
        self.keys.get(row as usize).copied().unwrap_or_default()
    }

    /// What a row has in a column, to sort by.
    pub fn sorted(&self, row: u32, column: Column) -> Sorted {
        let row = row as usize;
        match column {
            Column::Text(number) => match self.texts.get(number).map(|column| column.at(row)).unwrap_or_default() {
                [] => Sorted::Absent,
                values => Sorted::Text(values.iter().map(|value| &**value).min().unwrap_or_default().to_owned()),
            },
            Column::Number(number) => match self.numbers.get(number).and_then(|column| column.get(row)).copied() {
                None | Some(NONE) => Sorted::Absent,
                Some(value) => Sorted::Number(value.into()),
            },
            Column::Date(number) => match self.dates.get(number).and_then(|column| column.get(row)).copied() {
                None | Some(NEVER) => Sorted::Absent,
                Some(value) => Sorted::Number(value),
            },
            Column::Account => Sorted::Text(self.account.to_string()),
            Column::Region => Sorted::Text(self.region.to_string()),
            Column::Id => Sorted::Absent,
        }
    }

    /// Numbers by which the rows sort as they do by a column.
    pub fn ranks(&self, column: Column) -> Option<Ranks<'_>> {
        Some(match column {
            Column::Date(number) => Ranks::Dates(self.dates.get(number)?),
            Column::Number(number) => Ranks::Numbers(self.numbers.get(number)?),
            Column::Text(number) => {
                let column = self.texts.get(number)?;
                let first = |values: &[Box<str>]| values.iter().map(|value| &**value).min().map(str::to_owned);
                let firsts: Vec<Option<String>> = column.known.iter().map(|values| first(values)).collect();
                let mut texts: Vec<String> = firsts.iter().flatten().cloned().collect();
                texts.sort_unstable();
                texts.dedup();
                let rank =
                    |text: &String| texts.binary_search(text).ok().and_then(|at| i64::try_from(at).ok()).unwrap_or_default();
                let ranks = firsts.iter().map(|text| text.as_ref().map_or(i64::MIN, |text| rank(text) * 2)).collect();
                Ranks::Texts { codes: &column.codes, ranks, texts }
            }
            Column::Account | Column::Region | Column::Id => return None,
        })
    }

    /// Counts rows by the texts that they have in a column: a row counts for each of its texts.
    pub fn group(&self, rows: &[u32], column: Column, counts: &mut HashMap<String, u64>) {
        let mut add = |value: String, count: u64| *counts.entry(value).or_default() += count;
        match column {
            Column::Text(number) => {
                let Some(column) = self.texts.get(number) else { return };
                let mut by_code: HashMap<u32, u64> = HashMap::new();
                for row in rows {
                    *by_code.entry(column.codes.get(*row as usize).copied().unwrap_or_default()).or_default() += 1;
                }
                for (code, count) in by_code {
                    let mut values: Vec<&str> =
                        column.known.get(code as usize).into_iter().flat_map(|values| values.iter()).map(|v| &**v).collect();
                    values.sort_unstable();
                    values.dedup();
                    values.into_iter().for_each(|value| add(value.to_owned(), count));
                }
            }
            Column::Account => add(self.account.to_string(), rows.len() as u64),
            Column::Region => add(self.region.to_string(), rows.len() as u64),
            Column::Number(number) => {
                for row in rows {
                    let value = self.numbers.get(number).and_then(|column| column.get(*row as usize)).copied().unwrap_or(NONE);
                    if value != NONE {
                        add(value.to_string(), 1);
                    }
                }
            }
            Column::Date(_) | Column::Id => {}
        }
    }
}

impl super::Columns for Table {
    fn empty(account: &str, region: &str) -> Self {
        Self::new(account, region)
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn take_in(&mut self, key: u128, version: u64, finding: &Finding) {
        self.put(key, version, &finding.asff);
    }

    fn take_out(&mut self, key: u128) {
        self.remove(key);
    }

    fn clean(&mut self) {
        self.tidy();
    }
}

/// The order of a column's values as numbers.
pub(crate) enum Ranks<'t> {
    /// Moments.
    Dates(&'t [i64]),
    /// Small numbers.
    Numbers(&'t [i16]),
    /// Texts: twice their place in order, so that there is room between them.
    Texts {
        /// Codes of the rows.
        codes: &'t [u32],
        /// Rank of each code.
        ranks: Vec<i64>,
        /// The texts in order.
        texts: Vec<String>,
    },
}

impl Ranks<'_> {
    /// The rank of a row; the least there is, if it has no value.
    pub fn of(&self, row: u32) -> i64 {
        let row = row as usize;
        match self {
            Self::Dates(dates) => dates.get(row).copied().unwrap_or(NEVER),
            Self::Numbers(numbers) => match numbers.get(row).copied() {
                None | Some(NONE) => i64::MIN,
                Some(number) => number.into(),
            },
            Self::Texts { codes, ranks, .. } => {
                codes.get(row).and_then(|code| ranks.get(*code as usize)).copied().unwrap_or(i64::MIN)
            }
        }
    }

    /// The rank that a value of another page has among these, also one that no row has.
    pub fn of_sorted(&self, sorted: &Sorted) -> i64 {
        match (self, sorted) {
            (Self::Texts { texts, .. }, Sorted::Text(text)) => match texts.binary_search(text) {
                Ok(at) => i64::try_from(at).unwrap_or_default() * 2,
                Err(at) => i64::try_from(at).unwrap_or_default() * 2 - 1,
            },
            (_, Sorted::Number(number)) => *number,
            _ => i64::MIN,
        }
    }
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(place) = column.get_mut(row) {
        *place = value;
    }
}

fn values(finding: &Map<String, Value>, column: Column) -> Vec<&Value> {
    let mut found = Vec::new();
    if let Some(field) = fields::of_column(column) {
        field.paths.iter().for_each(|path| asff::at(finding, path, &mut found));
    }
    found
}

fn texts_of(finding: &Map<String, Value>, column: Column) -> Box<[Box<str>]> {
    values(finding, column).into_iter().filter_map(|value| value.as_str().map(Box::from)).collect()
}

fn number_of(finding: &Map<String, Value>, column: Column) -> i16 {
    let number = values(finding, column).first().and_then(|value| value.as_i64());
    number.and_then(|number| i16::try_from(number).ok()).unwrap_or(NONE)
}

fn date_of(finding: &Map<String, Value>, column: Column) -> i64 {
    values(finding, column).first().and_then(|value| asff::moment_ms(value.as_str()?)).unwrap_or(NEVER)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::Timestamp;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::{Sorted, Table};
    use crate::filter::Filter;
    use crate::filter::fields::Column;

    fn finding(number: usize) -> Map<String, Value> {
        let label = ["LOW", "HIGH", "CRITICAL"][number % 3];
        let types = if number.is_multiple_of(2) { json!(["TTPs/A", "Effects"]) } else { json!(["TTPs/B"]) };
        let mut made = json!({
            "Id": format!("id-{number}"), "ProductArn": "p", "Title": format!("title {}", number % 7), "Severity": {"Label": label, "Normalized": number % 100},
            "Types": types, "UpdatedAt": format!("2026-01-{:02}T00:00:00Z", number % 28 + 1), "RecordState": "ACTIVE", "AwsAccountId": "1",
            "Region": "r", "Resources": [{"Type": "AwsS3Bucket", "Id": format!("b{}", number % 5)}],
        });
        if number.is_multiple_of(4) {
            made["Confidence"] = json!(number % 100);
        }
        made.as_object().unwrap().clone()
    }

    fn table(count: usize) -> Table {
        let mut table = Table::new("1", "r");
        (0..count).for_each(|number| table.put(number as u128, 1, &finding(number)));
        table
    }

    #[test]
    fn rows_are_replaced_and_removed() {
        let mut made = table(10);
        made.put(3, 2, &finding(4));
        made.put(3, 1, &finding(3));
        made.remove(5);
        made.put(100, 1, &finding(5));
        assert_eq!(made.len(), 10);
        let filter = Filter::parse(&json!({"Id": [{"Value": "id-4", "Comparison": "EQUALS"}]})).unwrap();
        let (rows, rest) = made.select(&filter, Timestamp::UNIX_EPOCH);
        assert_eq!(rest.len(), 1, "a hash only narrows");
        let mut keys: Vec<u128> = rows.into_iter().map(|row| made.key(row)).collect();
        keys.sort_unstable();
        assert_eq!(keys, [3, 4]);
    }

    #[test]
    fn groups_count_each_text_once() {
        let made = table(12);
        let (rows, _) = made.select(&Filter::default(), Timestamp::UNIX_EPOCH);
        let mut counts = HashMap::new();
        made.group(&rows, Column::Text(13), &mut counts);
        let wanted: HashMap<String, u64> = [("TTPs/A", 6), ("Effects", 6), ("TTPs/B", 6)].map(|(k, v)| (k.to_owned(), v)).into();
        assert_eq!(counts, wanted);
        assert_eq!(made.sorted(0, Column::Number(0)), Sorted::Number(0));
        assert_eq!(made.sorted(1, Column::Number(1)), Sorted::Absent);
    }

    /// What the columns say is what the findings themselves say.
    #[test]
    fn columns_and_bodies_agree() {
        let made = table(200);
        let now: Timestamp = "2026-01-20T00:00:00Z".parse().unwrap();
        let cases = [
            json!({"SeverityLabel": [{"Value": "HIGH", "Comparison": "EQUALS"}], "Title": [{"Value": "title 3", "Comparison": "NOT_EQUALS"}]}),
            json!({"Type": [{"Value": "Effects", "Comparison": "NOT_EQUALS"}], "ResourceId": [{"Value": "b", "Comparison": "PREFIX"}]}),
            json!({"Confidence": [{"Gte": 10, "Lte": 50}]}),
            json!({"SeverityNormalized": [{"Gt": 10}, {"Eq": 3}]}),
            json!({"UpdatedAt": [{"DateRange": {"Value": 5, "Unit": "DAYS"}}], "AwsAccountId": [{"Value": "1", "Comparison": "EQUALS"}]}),
            json!({"Region": [{"Value": "r", "Comparison": "NOT_EQUALS"}]}),
            json!({"VerificationState": [{"Value": "UNKNOWN", "Comparison": "NOT_EQUALS"}]}),
        ];
        for filters in cases {
            let filter = Filter::parse(&filters).unwrap();
            let (rows, rest) = made.select(&filter, now);
            assert!(rest.is_empty(), "{filters}");
            let mut keys: Vec<u128> = rows.into_iter().map(|row| made.key(row)).collect();
            keys.sort_unstable();
            let wanted: Vec<u128> = (0..200usize).filter(|n| filter.matches(&finding(*n), now)).map(|n| n as u128).collect();
            assert_eq!(keys, wanted, "{filters}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_put_and_removed_is_what_is_there(steps in proptest::collection::vec((0u128..20, any::<bool>()), 0..200)) {
            let mut made = Table::new("1", "r");
            let mut wanted = std::collections::BTreeSet::new();
            for (version, (key, put)) in steps.into_iter().enumerate() {
                if put { made.put(key, version as u64 + 1, &finding(key as usize)); wanted.insert(key); } else { made.remove(key); wanted.remove(&key); }
            }
            let (rows, _) = made.select(&Filter::default(), Timestamp::UNIX_EPOCH);
            let keys: std::collections::BTreeSet<u128> = rows.into_iter().map(|row| made.key(row)).collect();
            prop_assert_eq!(keys, wanted);
        }
    }
}
