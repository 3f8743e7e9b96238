//! Questions to the columns of OCSF: events of several accounts and regions that a filter wants, in an order, from a place on.

use std::cmp::Ordering;
use std::collections::HashMap;

use plane::{Failure, Reader};
use serde_json::Value;

use super::filter::{Node, values};
use super::table::{MODIFIED, Rank, Table, distinct};
use crate::hub::Place;
use crate::index::{Index, Indexed};
use crate::resources::Finding;

/// Findings read at once.
const PAGE: usize = 256;

/// In which order events are shown: members, and whether each is descending.
#[derive(Debug, Clone)]
pub(crate) struct Order(Vec<(String, bool)>);

impl Order {
    /// The order of a request, or that of the last change, latest first.
    pub fn of(criteria: Vec<(String, bool)>) -> Self {
        if criteria.is_empty() { Self(vec![(MODIFIED.to_owned(), true)]) } else { Self(criteria) }
    }

    /// The order of two positions.
    pub fn compare(&self, one: &Position, other: &Position) -> Ordering {
        for ((one, other), (_, descending)) in one.ranks.iter().zip(&other.ranks).zip(&self.0) {
            let order = if *descending { other.cmp(one) } else { one.cmp(other) };
            if order.is_ne() {
                return order;
            }
        }
        one.uid.cmp(&other.uid)
    }

    fn has_columns(&self) -> bool {
        self.0.iter().all(|(field, _)| Table::sorts_by(field))
    }

    fn ranks(&self, event: &Value) -> Vec<Rank> {
        self.0.iter().map(|(field, _)| Rank::of(&values(event, field))).collect()
    }
}

/// Where an event stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Position {
    ranks: Vec<Rank>,
    uid: String,
}

/// A question.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    /// Whose findings.
    pub places: &'a [Place],
    /// Which.
    pub filter: &'a Node,
    /// In which order.
    pub order: &'a Order,
    /// After which.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: usize,
    /// Now, milliseconds since 1970.
    pub now_ms: i64,
}

/// An event that was found, where it stands and where its finding is.
#[derive(Debug)]
struct Candidate {
    position: Position,
    place: usize,
    event: Option<Value>,
}

impl Index<Table> {
    /// Events that a question wants, and where its next page begins.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn ask(&self, reader: &Reader<'_>, question: &Question<'_>) -> Result<(Vec<Value>, Option<Position>), Failure> {
        let mut found: Vec<Candidate> = Vec::new();
        for (at, place) in question.places.iter().enumerate() {
            let indexed = self.current(reader, place).await?;
            found.extend(part(reader, place, at, &indexed, question).await?);
        }
        cut(&mut found, question.order, question.limit.saturating_add(1));
        let more = found.len() > question.limit;
        found.truncate(question.limit);
        let next = found.last().filter(|_| more).map(|last| last.position.clone());
        for (at, place) in question.places.iter().enumerate() {
            let mut missing: Vec<&mut Candidate> =
                found.iter_mut().filter(|one| one.place == at && one.event.is_none()).collect();
            let uids: Vec<String> = missing.iter().map(|one| one.position.uid.clone()).collect();
            if !uids.is_empty() {
                let read = events(reader, place, &uids).await?;
                missing.iter_mut().zip(read).for_each(|(one, event)| one.event = event);
            }
        }
        // One that was removed meanwhile is not there.
        Ok((found.into_iter().filter_map(|one| one.event).collect(), next))
    }

    /// Counts events by a member.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn count_by(
        &self,
        reader: &Reader<'_>,
        places: &[Place],
        filter: &Node,
        field: &str,
        now_ms: i64,
    ) -> Result<HashMap<String, u64>, Failure> {
        let mut counts = HashMap::new();
        for place in places {
            let indexed = self.current(reader, place).await?;
            let left = indexed.look(|table| {
                let rows = table.select(filter, now_ms);
                let certain: Vec<u32> = rows.iter().filter(|(_, sure)| *sure).map(|(row, _)| *row).collect();
                let grouped = table.group(&certain, field, &mut counts);
                let left = rows.iter().filter(|(_, sure)| !(*sure && grouped));
                left.map(|(row, sure)| (table.uid(table.key(*row)), *sure)).collect::<Vec<_>>()
            });
            for some in left.chunks(PAGE) {
                let uids: Vec<String> = some.iter().map(|(uid, _)| uid.clone()).collect();
                for ((_, sure), event) in some.iter().zip(events(reader, place, &uids).await?) {
                    let Some(event) = event.filter(|event| *sure || filter.matches(event, now_ms)) else { continue };
                    distinct(values(&event, field)).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
                }
            }
        }
        Ok(counts)
    }
}

/// Events by their uids, in their order.
async fn events(reader: &Reader<'_>, (account, region): &Place, uids: &[String]) -> Result<Vec<Option<Value>>, Failure> {
    let keys: Vec<String> = uids.iter().map(|uid| super::key_of(uid).unwrap_or_default().to_owned()).collect();
    let found = reader.get_many::<Finding>(account, region, &keys).await?;
    Ok(found.into_iter().zip(uids).map(|(found, uid)| found.map(|found| super::shown(&found.body, uid))).collect())
}

/// Leaves the first `most`, in order.
fn cut(found: &mut Vec<Candidate>, order: &Order, most: usize) {
    let compare = |one: &Candidate, other: &Candidate| order.compare(&one.position, &other.position);
    if most > 0 && found.len() > most {
        found.select_nth_unstable_by(most - 1, compare);
        found.truncate(most);
    }
    found.sort_unstable_by(compare);
}

/// One table's candidates: one more than the page has, if there are so many.
async fn part(
    reader: &Reader<'_>,
    place: &Place,
    at: usize,
    indexed: &Indexed<Table>,
    question: &Question<'_>,
) -> Result<Vec<Candidate>, Failure> {
    let (order, wanted) = (question.order, question.limit.saturating_add(1));
    let sorts = order.has_columns();
    let (mut found, certain) = indexed.look(|table| {
        let selected = table.select(question.filter, question.now_ms);
        let certain = selected.iter().all(|(_, sure)| *sure);
        let mut rows: Vec<u32> = selected.into_iter().map(|(row, _)| row).collect();
        // Of what is not shown nothing need be made.
        if let ([(field, descending)], true) = (order.0.as_slice(), certain) {
            let after = question.after.as_ref().and_then(|after| Some((after.ranks.first()?, after.uid.as_str())));
            table.first(&mut rows, field, *descending, after, wanted);
        }
        let candidate = |row: u32| {
            let ranks = if sorts { order.0.iter().map(|(field, _)| table.rank(row, field)).collect() } else { Vec::new() };
            Candidate { position: Position { ranks, uid: table.uid(table.key(row)) }, place: at, event: None }
        };
        (rows.into_iter().map(candidate).collect::<Vec<_>>(), certain)
    });
    let after = |one: &Candidate| question.after.as_ref().is_none_or(|after| order.compare(&one.position, after).is_gt());
    if sorts {
        found.retain(after);
        cut(&mut found, order, if certain { wanted } else { usize::MAX });
        if certain {
            return Ok(found);
        }
    }
    // The columns cannot decide: findings are read, in their order where that is known, until the page is full.
    let mut good = Vec::new();
    for some in found.chunks(PAGE) {
        let uids: Vec<String> = some.iter().map(|one| one.position.uid.clone()).collect();
        for (one, event) in some.iter().zip(events(reader, place, &uids).await?) {
            let Some(event) = event.filter(|event| question.filter.matches(event, question.now_ms)) else { continue };
            let ranks = if sorts { one.position.ranks.clone() } else { order.ranks(&event) };
            let position = Position { ranks, uid: one.position.uid.clone() };
            good.push(Candidate { position, place: at, event: Some(event) });
        }
        if sorts && good.len() >= wanted {
            break;
        }
    }
    if !sorts {
        good.retain(after);
    }
    cut(&mut good, order, wanted);
    Ok(good)
}
