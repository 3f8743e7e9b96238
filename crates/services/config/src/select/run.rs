//! Runs a query over resources that it is shown one by one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::value::{find, holds, member, order};
use super::{Column, Function, Path, Query};

/// Rows that are sorted, and groups, at most.
pub const MOST: usize = 100_000;

/// What was computed of a group so far.
#[derive(Debug, Clone, Default)]
struct Sum {
    count: u64,
    numbers: u64,
    sum: f64,
    least: Option<Value>,
    greatest: Option<Value>,
}

impl Sum {
    fn add(&mut self, value: &Value) {
        if value.is_null() {
            return;
        }
        self.count += 1;
        if let Some(number) = value.as_f64() {
            self.numbers += 1;
            self.sum += number;
        }
        if self.least.as_ref().is_none_or(|least| order(value, least) == Ordering::Less) {
            self.least = Some(value.clone());
        }
        if self.greatest.as_ref().is_none_or(|greatest| order(value, greatest) == Ordering::Greater) {
            self.greatest = Some(value.clone());
        }
    }

    fn value(&self, function: Function) -> Value {
        let number = |n: f64| {
            // Whole numbers are shown as such.
            #[expect(clippy::cast_possible_truncation, reason = "its size is looked at")]
            let whole = n as i64;
            #[expect(clippy::cast_precision_loss, reason = "its size is looked at")]
            match n.abs() < 9e15 && (whole as f64 - n).abs() < f64::EPSILON {
                true => Value::from(whole),
                false => Number::from_f64(n).map_or(Value::Null, Value::Number),
            }
        };
        match function {
            Function::Count => Value::from(self.count),
            Function::Sum => number(self.sum),
            #[expect(clippy::cast_precision_loss, reason = "a count of resources")]
            Function::Avg if self.numbers > 0 => number(self.sum / self.numbers as f64),
            Function::Avg => Value::Null,
            Function::Min => self.least.clone().unwrap_or(Value::Null),
            Function::Max => self.greatest.clone().unwrap_or(Value::Null),
        }
    }
}

/// A query on its way.
#[derive(Debug)]
pub struct Runner<'q> {
    query: &'q Query,
    rows: Vec<(Vec<Value>, Value)>,
    groups: BTreeMap<String, (Vec<Value>, Vec<Sum>)>,
    computed: Vec<(Function, Option<Path>)>,
}

/// The value of a property as one: a list where there are many.
fn one(resource: &Value, path: &[String]) -> Value {
    let mut found = find(resource, path);
    match found.len() {
        0 => Value::Null,
        1 => found.pop().cloned().unwrap_or(Value::Null),
        _ => Value::Array(found.into_iter().cloned().collect()),
    }
}

/// Puts a property of a resource into a row, where it is in the resource: lists on the way stay lists.
fn project(resource: &Value, path: &[String], row: &mut Value) {
    let Some((name, rest)) = path.split_first() else { return };
    let Some(found) = member(resource, name) else { return };
    if !row.is_object() {
        *row = Value::Object(Map::new());
    }
    let Some(members) = row.as_object_mut() else { return };
    if rest.is_empty() {
        members.insert(name.clone(), found.clone());
        return;
    }
    match found {
        Value::Array(items) => {
            let into = members.entry(name.clone()).or_insert_with(|| Value::Array(vec![Value::Null; items.len()]));
            if let Value::Array(rows) = into {
                for (item, row) in items.iter().zip(rows) {
                    project(item, rest, row);
                }
            }
        }
        inner => project(inner, rest, members.entry(name.clone()).or_insert(Value::Null)),
    }
}

/// Puts a value at a path of a row.
fn put(row: &mut Map<String, Value>, path: &[String], value: Value) {
    match path.split_first() {
        Some((name, [])) => {
            row.insert(name.clone(), value);
        }
        Some((name, rest)) => {
            let inner = row.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
        None => {}
    }
}

impl<'q> Runner<'q> {
    /// Begins.
    pub fn new(query: &'q Query) -> Self {
        let mut computed = Vec::new();
        for column in query.columns.iter().chain(query.order.iter().map(|(column, _)| column)) {
            if let Column::Computed(function, path) = column
                && !computed.contains(&(*function, path.clone()))
            {
                computed.push((*function, path.clone()));
            }
        }
        Self { query, rows: Vec::new(), groups: BTreeMap::new(), computed }
    }

    /// Whether a resource is one that the query asks for.
    pub fn wants(&self, resource: &Value) -> bool {
        self.query.condition.as_ref().is_none_or(|condition| holds(condition, resource))
    }

    /// The row of a resource.
    pub fn row(&self, resource: &Value) -> Value {
        let mut row = Value::Object(Map::new());
        for column in &self.query.columns {
            match column {
                Column::All => return resource.clone(),
                Column::Property(path) => project(resource, path, &mut row),
                Column::Computed(..) => {}
            }
        }
        row
    }

    /// Takes a resource that the query wants. False when there are too many.
    pub fn take(&mut self, resource: &Value) -> bool {
        if !self.query.aggregates() {
            if self.rows.len() >= MOST {
                return false;
            }
            let keys = self.query.order.iter().map(|(column, _)| match column {
                Column::Property(path) => one(resource, path),
                _ => Value::Null,
            });
            let row = (keys.collect(), self.row(resource));
            self.rows.push(row);
            return true;
        }
        let values: Vec<Value> = self.query.groups.iter().map(|path| one(resource, path)).collect();
        let key = Value::Array(values.clone()).to_string();
        if self.groups.len() >= MOST && !self.groups.contains_key(&key) {
            return false;
        }
        let width = self.computed.len();
        let (_, sums) = self.groups.entry(key).or_insert_with(|| (values, vec![Sum::default(); width]));
        for ((_, path), sum) in self.computed.iter().zip(sums) {
            match path {
                None => sum.count += 1,
                Some(path) => find(resource, path).into_iter().for_each(|value| sum.add(value)),
            }
        }
        true
    }

    /// The rows, in their order.
    pub fn finish(mut self) -> Vec<Value> {
        let query = self.query;
        let mut rows = std::mem::take(&mut self.rows);
        if query.aggregates() {
            if query.groups.is_empty() && self.groups.is_empty() {
                self.groups.insert(String::new(), (Vec::new(), vec![Sum::default(); self.computed.len()]));
            }
            for (values, sums) in self.groups.values() {
                let value = |column: &Column| match column {
                    Column::All => Value::Null,
                    Column::Property(path) => {
                        let at = query.groups.iter().position(|group| group == path);
                        at.and_then(|at| values.get(at)).cloned().unwrap_or(Value::Null)
                    }
                    Column::Computed(function, path) => {
                        let at = self.computed.iter().position(|(f, p)| f == function && p == path);
                        at.and_then(|at| sums.get(at)).map_or(Value::Null, |sum| sum.value(*function))
                    }
                };
                let mut row = Map::new();
                for column in &query.columns {
                    match column {
                        Column::Property(path) => put(&mut row, path, value(column)),
                        other => {
                            row.insert(other.name(), value(other));
                        }
                    }
                }
                rows.push((query.order.iter().map(|(column, _)| value(column)).collect(), Value::Object(row)));
            }
        }
        rows.sort_by(|(a, _), (b, _)| {
            let pairs = a.iter().zip(b).zip(&query.order);
            pairs.fold(Ordering::Equal, |so_far, ((a, b), (_, down))| {
                so_far.then_with(|| if *down { order(b, a) } else { order(a, b) })
            })
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Runner;
    use crate::select::Query;
    use serde_json::{Value, json};

    fn run(text: &str) -> Vec<Value> {
        let resources = [
            json!({"id": "a", "kind": "X", "c": {"n": 1, "list": [{"v": 1}, {"v": 2}]}}),
            json!({"id": "b", "kind": "Y", "c": {"n": 5}}),
            json!({"id": "c", "kind": "X", "c": {"n": 3}}),
        ];
        let query = Query::parse(text).unwrap();
        let mut runner = Runner::new(&query);
        for resource in resources.iter() {
            if runner.wants(resource) {
                assert!(runner.take(resource));
            }
        }
        runner.finish()
    }

    #[test]
    fn rows_have_their_columns_and_order() {
        assert_eq!(run("SELECT id WHERE kind = 'X'"), [json!({"id": "a"}), json!({"id": "c"})]);
        assert_eq!(run("SELECT id, c.n ORDER BY c.n DESC")[0], json!({"id": "b", "c": {"n": 5}}));
        assert_eq!(run("SELECT c.list.v WHERE id = 'a'"), [json!({"c": {"list": [{"v": 1}, {"v": 2}]}})]);
        assert_eq!(run("SELECT missing WHERE id = 'a'"), [json!({})]);
        assert_eq!(run("SELECT * WHERE id = 'b'")[0]["kind"], "Y");
    }

    #[test]
    fn groups_are_counted() {
        assert_eq!(run("SELECT COUNT(*)"), [json!({"COUNT(*)": 3})]);
        assert_eq!(run("SELECT COUNT(*) WHERE id = 'z'"), [json!({"COUNT(*)": 0})]);
        assert_eq!(
            run("SELECT kind, COUNT(*), SUM(c.n), AVG(c.n), MIN(c.n), MAX(c.n) GROUP BY kind ORDER BY COUNT(*) DESC"),
            [
                json!({"kind": "X", "COUNT(*)": 2, "SUM(c.n)": 4, "AVG(c.n)": 2, "MIN(c.n)": 1, "MAX(c.n)": 3}),
                json!({"kind": "Y", "COUNT(*)": 1, "SUM(c.n)": 5, "AVG(c.n)": 5, "MIN(c.n)": 5, "MAX(c.n)": 5}),
            ]
        );
        assert_eq!(run("SELECT c.n, COUNT(*) WHERE id = 'a' GROUP BY c.n"), [json!({"c": {"n": 1}, "COUNT(*)": 1})]);
    }
}
