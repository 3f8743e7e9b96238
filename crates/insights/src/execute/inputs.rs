//! What a query reads beside the events: results of subqueries and of joined sources, lookup tables.

use std::collections::{HashMap, HashSet};

use super::ResultRow;
use crate::plan::Stage;
use crate::{ExecutionError, MAX_JOIN_KEYS, Query};

/// The rows of a joined source by the value of their key.
pub(super) type RowsByKey = HashMap<String, Vec<Vec<Option<String>>>>;

/// A lookup table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each with a value for each column.
    pub rows: Vec<Vec<String>>,
}

/// What a query reads beside the events.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Results of [`Query::auxiliaries`], in their order.
    pub results: Vec<Vec<ResultRow>>,
    /// Lookup tables by name: those of [`Query::lookup_tables`].
    pub tables: HashMap<String, Table>,
    sets: Vec<HashSet<String>>,
    pub(super) joins: HashMap<usize, RowsByKey>,
    pub(super) lookups: Vec<HashMap<Vec<String>, Vec<String>>>,
}

impl Inputs {
    /// Whether the only column of a subquery's result has a value.
    pub(crate) fn contains(&self, input: usize, value: &str) -> bool {
        self.sets.get(input).is_some_and(|set| set.contains(value))
    }

    pub(super) fn prepare(&mut self, query: &Query) -> Result<(), ExecutionError> {
        self.sets = self
            .results
            .iter()
            .map(|rows| rows.iter().filter_map(|row| row.fields.first()).map(|(_, value)| value.clone()).collect())
            .collect();
        for stage in query.plan.phases.iter().flat_map(|phase| &phase.stages) {
            if let Stage::Join { input, .. } = stage {
                let rows = self.results.get(*input).map(Vec::as_slice).unwrap_or_default();
                let names: Vec<&String> = query
                    .auxiliaries
                    .get(*input)
                    .map(|query| query.plan.outputs.iter().map(|(name, _)| name).collect())
                    .unwrap_or_default();
                let mut by_key = RowsByKey::new();
                for row in rows {
                    let values: Vec<Option<String>> = names
                        .iter()
                        .map(|name| row.fields.iter().find(|(known, _)| known == *name).map(|(_, value)| value.clone()))
                        .collect();
                    if let Some(Some(key)) = values.first().cloned() {
                        by_key.entry(key).or_default().push(values);
                    }
                }
                if by_key.len() > MAX_JOIN_KEYS {
                    return Err(ExecutionError::JoinKeys);
                }
                self.joins.insert(*input, by_key);
            }
        }
        for spec in &query.lookups {
            let table = self.tables.get(&spec.table).ok_or_else(|| ExecutionError::LookupTable(spec.table.clone()))?;
            let column = |name: &String| {
                let found = table.columns.iter().position(|column| column == name);
                found.ok_or_else(|| ExecutionError::LookupColumn(spec.table.clone(), name.clone()))
            };
            let keys: Vec<usize> = spec.keys.iter().map(column).collect::<Result<_, _>>()?;
            let outputs: Vec<usize> = spec.outputs.iter().map(column).collect::<Result<_, _>>()?;
            let pick = |row: &Vec<String>, columns: &[usize]| {
                columns.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect()
            };
            let mut by_key = HashMap::new();
            for row in &table.rows {
                // The first of equal rows counts.
                by_key.entry(pick(row, &keys)).or_insert_with(|| pick(row, &outputs));
            }
            self.lookups.push(by_key);
        }
        Ok(())
    }
}
