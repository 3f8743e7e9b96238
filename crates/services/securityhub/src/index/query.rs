//! Questions to the index: findings of several accounts and regions that a filter wants, in an order, from a place on.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use plane::{Failure, Reader};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::table::{Sorted, Table};
use super::{Index, Indexed, key};
use crate::asff;
use crate::errors::invalid;
use crate::filter::fields::{self, Column, Field, UPDATED_AT};
use crate::filter::{Clause, Filter};
use crate::hub::Place;
use crate::resources::Finding;

/// Findings read at once to see whether a filter wants them.
const PAGE: usize = 256;

/// What findings are sorted by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order(Vec<(&'static Field, bool)>);

impl Order {
    /// Reads `SortCriteria`: names of members of filters, and whether each is descending.
    ///
    /// # Errors
    /// `InvalidInputException`.
    pub fn parse<'a>(criteria: impl IntoIterator<Item = (&'a str, bool)>) -> Result<Self, Failure> {
        let mut order = Vec::new();
        for (name, descending) in criteria {
            let plain: String = name.chars().filter(|c| *c != '.').collect();
            let field = fields::named(&plain).ok_or_else(|| {
                invalid(format!("Invalid parameter 'SortCriteria'. {name} is not a field that can be sorted by"))
            })?;
            order.push((field, descending));
        }
        Ok(Self(order))
    }

    /// The order, or that of the last update, latest first.
    fn criteria(&self) -> Vec<(&'static Field, bool)> {
        match fields::of_column(Column::Date(UPDATED_AT)) {
            Some(field) if self.0.is_empty() => vec![(field, true)],
            _ => self.0.clone(),
        }
    }
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    sorted: Vec<Sorted>,
    place: (String, String),
    key: String,
}

impl Position {
    fn compare(&self, other: &Self, criteria: &[(&Field, bool)]) -> std::cmp::Ordering {
        for ((one, two), (_, descending)) in self.sorted.iter().zip(&other.sorted).zip(criteria) {
            let order = if *descending { two.cmp(one) } else { one.cmp(two) };
            if order.is_ne() {
                return order;
            }
        }
        (&self.key, &self.place).cmp(&(&other.key, &other.place))
    }
}

/// A question.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    /// Whose findings.
    pub places: &'a [Place],
    /// Which.
    pub filter: &'a Filter,
    /// In which order.
    pub order: &'a Order,
    /// After which.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: usize,
    /// Now, for ranges of the last days.
    pub now: Timestamp,
}

/// A finding that was found.
pub(crate) struct Found {
    /// Its account and region.
    pub place: Place,
    /// Its key.
    pub key: String,
    /// The finding.
    pub finding: Map<String, Value>,
}

/// A candidate: where it sorts, and the finding if it was read.
struct Candidate {
    position: Position,
    finding: Option<Map<String, Value>>,
}

impl Index<Table> {
    /// Findings that a question wants, and where its next page begins.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn ask(&self, reader: &Reader<'_>, question: &Question<'_>) -> Result<(Vec<Found>, Option<Position>), Failure> {
        let criteria = question.order.criteria();
        let mut found: Vec<Candidate> = Vec::new();
        for place in question.places {
            let indexed = self.current(reader, place).await?;
            let part = part(reader, place, &indexed, question, &criteria).await?;
            found.extend(part);
        }
        found.sort_by(|one, other| one.position.compare(&other.position, &criteria));
        let more = found.len() > question.limit;
        found.truncate(question.limit);
        let next = found.last().filter(|_| more).map(|last| last.position.clone());
        let mut bodies = self.bodies(reader, &found).await?;
        let mut shown = Vec::with_capacity(found.len());
        for one in found {
            let Position { place, key, .. } = one.position;
            let finding = one.finding.or_else(|| bodies.remove(&(place.clone(), key.clone())));
            // One that was removed meanwhile is not there.
            shown.extend(finding.map(|finding| Found { place, key, finding }));
        }
        Ok((shown, next))
    }

    /// The findings of candidates that were not read yet.
    async fn bodies(
        &self,
        reader: &Reader<'_>,
        found: &[Candidate],
    ) -> Result<HashMap<(Place, String), Map<String, Value>>, Failure> {
        let mut wanted: HashMap<&Place, Vec<String>> = HashMap::new();
        for one in found.iter().filter(|one| one.finding.is_none()) {
            wanted.entry(&one.position.place).or_default().push(one.position.key.clone());
        }
        let mut bodies = HashMap::new();
        for (place, keys) in wanted {
            for keys in keys.chunks(PAGE) {
                let read = reader.get_many::<Finding>(&place.0, &place.1, keys).await?;
                for (key, body) in keys.iter().zip(read) {
                    bodies.extend(body.map(|body| ((place.clone(), key.clone()), body.body.asff)));
                }
            }
        }
        Ok(bodies)
    }

    /// Counts findings by a member.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn count(
        &self,
        reader: &Reader<'_>,
        places: &[Place],
        filter: &Filter,
        by: &Field,
        now: Timestamp,
    ) -> Result<HashMap<String, u64>, Failure> {
        let mut counts = HashMap::new();
        for place in places {
            let indexed = self.current(reader, place).await?;
            let (rows, rest) = indexed.look(|table| table.select(filter, now));
            match by.column {
                Some(column) if rest.is_empty() && !matches!(column, Column::Id | Column::Date(_)) => {
                    indexed.look(|table| table.group(&rows, column, &mut counts));
                }
                _ => {
                    let keys: Vec<String> = indexed.look(|table| rows.iter().map(|row| key(table.key(*row))).collect());
                    count_bodies(reader, place, &keys, &rest, by, now, &mut counts).await?;
                }
            }
        }
        Ok(counts)
    }
}

async fn count_bodies(
    reader: &Reader<'_>,
    place: &Place,
    keys: &[String],
    rest: &[&Clause],
    by: &Field,
    now: Timestamp,
    counts: &mut HashMap<String, u64>,
) -> Result<(), Failure> {
    for keys in keys.chunks(PAGE) {
        let bodies = reader.get_many::<Finding>(&place.0, &place.1, keys).await?;
        for body in bodies.into_iter().flatten() {
            let finding = &body.body.asff;
            if !rest.iter().all(|clause| clause.matches(finding, now)) {
                continue;
            }
            let mut values = Vec::new();
            by.paths.iter().for_each(|path| asff::at(finding, path, &mut values));
            let mut texts: Vec<String> = values.into_iter().map(plain).collect();
            texts.sort_unstable();
            texts.dedup();
            texts.into_iter().for_each(|text| *counts.entry(text).or_default() += 1);
        }
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One table's candidates: one more than the page has, if there are so many.
async fn part(
    reader: &Reader<'_>,
    place: &Place,
    indexed: &Arc<Indexed<Table>>,
    question: &Question<'_>,
    criteria: &[(&'static Field, bool)],
) -> Result<Vec<Candidate>, Failure> {
    let wanted = question.limit.saturating_add(1);
    let (mut rows, rest) = indexed.look(|table| table.select(question.filter, question.now));
    let by_columns = criteria.iter().all(|(field, _)| field.column.is_some_and(|column| column != Column::Id));
    if !by_columns {
        return by_bodies(reader, place, indexed, &rows, &rest, question, criteria).await;
    }
    if rest.is_empty() {
        return Ok(indexed.look(|table| {
            order(table, place, &mut rows, criteria, question.after.as_ref(), wanted);
            let positions = rows.iter().map(|row| position(table, place, *row, criteria));
            positions.map(|position| Candidate { position, finding: None }).collect()
        }));
    }
    // The columns cannot decide: findings are read in their order until the page is full.
    let ordered: Vec<u128> = indexed.look(|table| {
        order(table, place, &mut rows, criteria, question.after.as_ref(), usize::MAX);
        rows.iter().map(|row| table.key(*row)).collect()
    });
    let mut found = Vec::new();
    for keys in ordered.chunks(PAGE) {
        let keys: Vec<String> = keys.iter().map(|number| key(*number)).collect();
        let bodies = reader.get_many::<Finding>(&place.0, &place.1, &keys).await?;
        for (key, body) in keys.into_iter().zip(bodies) {
            let Some(body) = body else { continue };
            let finding = body.body.asff;
            if rest.iter().all(|clause| clause.matches(&finding, question.now)) {
                let sorted = criteria.iter().map(|(field, _)| sorted_of(&finding, field)).collect();
                found.push(Candidate { position: Position { sorted, place: place.clone(), key }, finding: Some(finding) });
            }
            if found.len() >= wanted {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

fn position(table: &Table, place: &Place, row: u32, criteria: &[(&'static Field, bool)]) -> Position {
    let sorted = criteria.iter().filter_map(|(field, _)| field.column).map(|column| table.sorted(row, column)).collect();
    Position { sorted, place: place.clone(), key: key(table.key(row)) }
}

/// Leaves the first `wanted` rows after a position, in order.
fn order(
    table: &Table,
    place: &Place,
    rows: &mut Vec<u32>,
    criteria: &[(&'static Field, bool)],
    after: Option<&Position>,
    wanted: usize,
) {
    let one = match criteria {
        [(field, descending)] => field.column.and_then(|column| Some((table.ranks(column)?, *descending))),
        _ => None,
    };
    match one {
        // Numbers compare faster than positions, of which none is made for what is not shown.
        Some((ranks, descending)) => {
            let value = |row: u32| if descending { !ranks.of(row) } else { ranks.of(row) };
            if let Some(after) = after {
                let bound = after.sorted.first().map_or(i64::MIN, |sorted| ranks.of_sorted(sorted));
                let bound = (if descending { !bound } else { bound }, super::number(&after.key));
                rows.retain(|row| {
                    let here = (value(*row), table.key(*row));
                    here > bound || (here == bound && *place > after.place)
                });
            }
            cut(rows, wanted, |one, other| (value(*one), table.key(*one)).cmp(&(value(*other), table.key(*other))));
        }
        None => {
            if let Some(after) = after {
                rows.retain(|row| position(table, place, *row, criteria).compare(after, criteria).is_gt());
            }
            cut(rows, wanted, |one, other| {
                let (one, other) = (position(table, place, *one, criteria), position(table, place, *other, criteria));
                one.compare(&other, criteria)
            });
        }
    }
}

/// Leaves the first `wanted` of a list, in order.
fn cut(rows: &mut Vec<u32>, wanted: usize, compare: impl Fn(&u32, &u32) -> std::cmp::Ordering) {
    if wanted > 0 && rows.len() > wanted {
        rows.select_nth_unstable_by(wanted - 1, &compare);
        rows.truncate(wanted);
    }
    rows.sort_unstable_by(&compare);
}

/// Candidates in an order that the columns do not have: every finding is read.
async fn by_bodies(
    reader: &Reader<'_>,
    place: &Place,
    indexed: &Arc<Indexed<Table>>,
    rows: &[u32],
    rest: &[&Clause],
    question: &Question<'_>,
    criteria: &[(&'static Field, bool)],
) -> Result<Vec<Candidate>, Failure> {
    let wanted = question.limit.saturating_add(1);
    let keys: Vec<String> = indexed.look(|table| rows.iter().map(|row| key(table.key(*row))).collect());
    let mut found: Vec<Candidate> = Vec::new();
    for keys in keys.chunks(PAGE) {
        let bodies = reader.get_many::<Finding>(&place.0, &place.1, keys).await?;
        for (key, body) in keys.iter().zip(bodies) {
            let Some(body) = body else { continue };
            let finding = body.body.asff;
            if !rest.iter().all(|clause| clause.matches(&finding, question.now)) {
                continue;
            }
            let sorted = criteria.iter().map(|(field, _)| sorted_of(&finding, field)).collect();
            let position = Position { sorted, place: place.clone(), key: key.clone() };
            if question.after.as_ref().is_none_or(|after| position.compare(after, criteria).is_gt()) {
                found.push(Candidate { position, finding: Some(finding) });
            }
        }
        if found.len() > wanted * 4 {
            found.sort_by(|one, other| one.position.compare(&other.position, criteria));
            found.truncate(wanted);
        }
    }
    found.sort_by(|one, other| one.position.compare(&other.position, criteria));
    found.truncate(wanted);
    Ok(found)
}

/// What a finding itself has to be sorted by.
fn sorted_of(finding: &Map<String, Value>, field: &Field) -> Sorted {
    let mut values = Vec::new();
    field.paths.iter().for_each(|path| asff::at(finding, path, &mut values));
    let date = field.kind == fields::Kind::Date;
    values
        .into_iter()
        .map(|value| match value {
            Value::String(text) if date => asff::moment_ms(text).map_or(Sorted::Absent, Sorted::Number),
            Value::String(text) => Sorted::Text(text.clone()),
            Value::Number(number) if field.column.is_some() => Sorted::Number(number.as_i64().unwrap_or_default()),
            #[expect(clippy::cast_possible_truncation, reason = "thousandths are enough to sort by")]
            Value::Number(number) => Sorted::Number((number.as_f64().unwrap_or_default() * 1_000.0) as i64),
            _ => Sorted::Absent,
        })
        .min()
        .unwrap_or(Sorted::Absent)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use jiff::Timestamp;
    use serde_json::{Map, Value, json};

    use super::{Order, Position, order, position};
    use crate::filter::Filter;
    use crate::index::table::Table;

    fn finding(number: u64) -> Map<String, Value> {
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let label = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"][usize::try_from(mixed % 5).unwrap()];
        let of_three = usize::try_from(mixed % 3).unwrap();
        let status = ["NEW", "NOTIFIED", "RESOLVED"][of_three];
        let kind = ["AwsS3Bucket", "AwsIamUser", "AwsEc2Instance"][of_three];
        let at = Timestamp::from_second(1_760_000_000 + i64::try_from(mixed % 7_000_000).unwrap()).unwrap();
        let made = json!({
            "Id": format!("arn:aws:securityhub:us-east-1:1:finding/{number}"), "ProductArn": format!("p{}", mixed % 8), "ProductName": "Prowler", "CompanyName": "Prowler",
            "GeneratorId": format!("check-{}", mixed % 400), "Title": format!("Check {} should pass", mixed % 400), "Severity": {"Label": label, "Normalized": mixed % 100},
            "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"], "UpdatedAt": at.to_string(), "CreatedAt": at.to_string(),
            "RecordState": if mixed.is_multiple_of(10) { "ARCHIVED" } else { "ACTIVE" }, "Workflow": {"Status": status},
            "Compliance": {"Status": if mixed.is_multiple_of(4) { "FAILED" } else { "PASSED" }, "SecurityControlId": format!("C.{}", mixed % 300)},
            "Resources": [{"Type": kind, "Id": format!("arn:aws:s3:::bucket-{}", mixed % 100_000)}],
        });
        match made {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    fn table(count: u64) -> Table {
        let mut table = Table::new("123456789012", "us-east-1");
        (0..count).for_each(|number| table.put(u128::from(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)), 1, &finding(number)));
        table
    }

    fn questions() -> Vec<Value> {
        let is = |value: &str| json!([{"Value": value, "Comparison": "EQUALS"}]);
        vec![
            json!({}),
            json!({"RecordState": is("ACTIVE"), "WorkflowStatus": [{"Value": "NEW", "Comparison": "EQUALS"}, {"Value": "NOTIFIED", "Comparison": "EQUALS"}]}),
            json!({"SeverityLabel": is("CRITICAL"), "RecordState": is("ACTIVE"), "WorkflowStatus": is("NEW"), "ComplianceStatus": is("FAILED")}),
            json!({"ResourceId": is("arn:aws:s3:::bucket-77")}),
            json!({"ResourceId": [{"Value": "arn:aws:s3:::bucket-7", "Comparison": "PREFIX"}], "SeverityNormalized": [{"Gte": 50}]}),
            json!({"Title": [{"Value": "Check 1", "Comparison": "CONTAINS"}], "UpdatedAt": [{"DateRange": {"Value": 30, "Unit": "DAYS"}}]}),
            json!({"Id": is("arn:aws:securityhub:us-east-1:1:finding/4711")}),
        ]
    }

    /// All pages of a question, by the keys of rows.
    fn pages(table: &Table, filter: &Filter, sort: &Order, size: usize, now: Timestamp) -> Vec<u128> {
        let place = ("123456789012".to_owned(), "us-east-1".to_owned());
        let criteria = sort.criteria();
        let (mut found, mut after): (Vec<u128>, Option<Position>) = (Vec::new(), None);
        loop {
            let (mut rows, _) = table.select(filter, now);
            order(table, &place, &mut rows, &criteria, after.as_ref(), size);
            let Some(last) = rows.last() else { return found };
            after = Some(position(table, &place, *last, &criteria));
            found.extend(rows.iter().map(|row| table.key(*row)));
        }
    }

    #[test]
    fn pages_together_are_the_whole_in_order() {
        let table = table(1_000);
        let now = Timestamp::from_second(1_767_000_000).unwrap();
        for criteria in [
            vec![],
            vec![("UpdatedAt", false)],
            vec![("Title", false)],
            vec![("Title", true)],
            vec![("SeverityNormalized", true)],
            vec![("Confidence", true)],
            vec![("SeverityLabel", false), ("UpdatedAt", true)],
        ] {
            let sort = Order::parse(criteria.iter().copied()).unwrap();
            for filters in questions() {
                let filter = Filter::parse(&filters).unwrap();
                let (all, small) = (pages(&table, &filter, &sort, 5_000, now), pages(&table, &filter, &sort, 7, now));
                assert_eq!(all, small, "{filters} {criteria:?}");
                assert_eq!(all.len(), table.select(&filter, now).0.len());
            }
        }
    }

    /// `cargo test --release -p service-securityhub -- --ignored --nocapture million`
    #[test]
    #[ignore = "measures; takes a minute without optimization"]
    fn questions_to_a_million_findings() {
        let began = Instant::now();
        let table = table(1_000_000);
        println!("filled in {:?}", began.elapsed());
        let now = Timestamp::from_second(1_767_000_000).unwrap();
        let place = ("123456789012".to_owned(), "us-east-1".to_owned());
        for filters in questions() {
            let filter = Filter::parse(&filters).unwrap();
            let mut times = Vec::new();
            let mut count = 0;
            for _ in 0..50 {
                let began = Instant::now();
                let (mut rows, _) = table.select(&filter, now);
                count = rows.len();
                order(&table, &place, &mut rows, &Order::default().criteria(), None, 101);
                times.push(began.elapsed());
            }
            times.sort_unstable();
            println!("{count:>8} found, median {:?}, longest {:?}: {filters}", times[25], times[49]);
        }
    }
}
