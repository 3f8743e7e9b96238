//! The steps that rows stream through.

use std::borrow::Cow;
use std::ops::Range;

use crate::ExecutionError;
use crate::expr::{Context, Expr, Row};
use crate::extract::{at_path, csv, logfmt};
use crate::plan::Stage;
use crate::value::Value;

/// The most rows that one row becomes by one `unnest`, `parse … multi` or `join`.
const MAX_FAN_OUT: usize = 100_000;

/// What a stage looks at.
pub(super) fn expressions(stage: &Stage) -> Vec<&Expr> {
    match stage {
        Stage::Filter(value)
        | Stage::Set { value, .. }
        | Stage::Glob { value, .. }
        | Stage::Regex { value, .. }
        | Stage::Logfmt { value, .. }
        | Stage::Csv { value, .. }
        | Stage::Json { value, .. }
        | Stage::Unnest { value, .. }
        | Stage::Join { key: value, .. } => vec![value],
        Stage::Lookup { keys, outputs, .. } => keys.iter().chain(outputs.iter().map(|output| &output.present)).collect(),
    }
}

type Emit<'e, 'a> = &'e mut dyn FnMut(&mut Row<'a>) -> Result<(), ExecutionError>;

/// Sends a row through stages; what comes out is emitted.
pub(super) fn run<'a>(
    stages: &'a [Stage],
    row: &mut Row<'a>,
    context: &Context<'a>,
    emit: Emit<'_, 'a>,
) -> Result<(), ExecutionError> {
    for (index, stage) in stages.iter().enumerate() {
        match stage {
            Stage::Filter(condition) => {
                if !condition.holds(row, context) {
                    return Ok(());
                }
            }
            Stage::Set { value, slot } => {
                let value = value.eval(row, context);
                row.set(*slot, value);
            }
            Stage::Glob { value, glob, slots } => {
                let found = captured(value.eval(row, context), |text| glob.captures(text));
                set_all(row, slots.iter().copied(), found);
            }
            Stage::Regex { value, regex, groups, multi: false } => {
                let found = captured(value.eval(row, context), |text| {
                    let captures = regex.captures(text)?;
                    Some(groups.iter().map(|(group, _)| captures.get(*group).map(|it| it.range())).collect())
                });
                set_all(row, groups.iter().map(|(_, slot)| *slot), found);
            }
            Stage::Regex { value, regex, groups, multi: true } => {
                let text = value.eval(row, context).as_text().map(Cow::into_owned).unwrap_or_default();
                let rest = stages.get(index.saturating_add(1)..).unwrap_or_default();
                for captures in regex.captures_iter(&text).take(MAX_FAN_OUT) {
                    let mut copy = row.clone();
                    for (group, slot) in groups {
                        let value = captures.get(*group).map_or(Value::Missing, |it| Value::text(it.as_str().to_owned()));
                        copy.set(*slot, value);
                    }
                    run(rest, &mut copy, context, emit)?;
                }
                return Ok(());
            }
            Stage::Logfmt { value, slot } => {
                let map = value.eval(row, context).as_text().map(|text| logfmt(&text));
                row.set(*slot, map.map_or(Value::Missing, |map| Value::Structure(map.into())));
            }
            Stage::Csv { value, slots } => {
                let value = value.eval(row, context);
                let found: Vec<String> = value
                    .as_text()
                    .map(|text| csv(&text, slots.len()).into_iter().map(Cow::into_owned).collect())
                    .unwrap_or_default();
                let mut found = found.into_iter();
                for slot in slots {
                    row.set(*slot, found.next().map_or(Value::Missing, Value::text));
                }
            }
            Stage::Json { value, path, slot } => {
                let found = match value.eval(row, context) {
                    Value::Structure(json) => at_path(&json, path).map(Value::of_json),
                    other => other
                        .as_text()
                        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
                        .and_then(|json| at_path(&json, path).map(Value::of_json)),
                };
                row.set(*slot, found.unwrap_or(Value::Missing));
            }
            Stage::Unnest { value, slot } => {
                let value = value.eval(row, context);
                let Some(list) = (match &value {
                    Value::Structure(json) => json.as_array(),
                    _ => None,
                }) else {
                    // Anything else is a list of one.
                    row.set(*slot, value);
                    continue;
                };
                let rest = stages.get(index.saturating_add(1)..).unwrap_or_default();
                for item in list.iter().take(MAX_FAN_OUT) {
                    let mut copy = row.clone();
                    copy.set(*slot, Value::of_json(item));
                    run(rest, &mut copy, context, emit)?;
                }
                return Ok(());
            }
            Stage::Lookup { table, keys, outputs, keep } => {
                let mut key = Vec::with_capacity(keys.len());
                for expression in keys {
                    key.extend(expression.eval(row, context).shown());
                }
                let found =
                    context.inputs.lookups.get(*table).filter(|_| key.len() == keys.len()).and_then(|rows| rows.get(&key));
                for output in outputs {
                    let present = if *keep { output.present.eval(row, context) } else { Value::Missing };
                    let value = match found.and_then(|values| values.get(output.column)) {
                        _ if !present.is_missing() => present,
                        Some(text) => Value::Text(Cow::Borrowed(text)),
                        None => Value::Missing,
                    };
                    row.set(output.slot, value);
                }
            }
            Stage::Join { key, input, columns, outer } => {
                let key = key.eval(row, context).shown();
                let rows = key.and_then(|key| context.inputs.joins.get(input)?.get(&key));
                let Some(rows) = rows else {
                    if !outer {
                        return Ok(());
                    }
                    continue;
                };
                let rest = stages.get(index.saturating_add(1)..).unwrap_or_default();
                for values in rows.iter().take(MAX_FAN_OUT) {
                    let mut copy = row.clone();
                    for (column, slot) in columns {
                        let value = values.get(*column).and_then(Option::as_ref);
                        copy.set(*slot, value.map_or(Value::Missing, |text| Value::Text(Cow::Borrowed(text))));
                    }
                    run(rest, &mut copy, context, emit)?;
                }
                return Ok(());
            }
        }
    }
    emit(row)
}

/// Ranges of a text that are found in it, as texts that borrow from it where it is borrowed itself.
fn captured<'a>(value: Value<'a>, find: impl Fn(&str) -> Option<Vec<Option<Range<usize>>>>) -> Vec<Option<Cow<'a, str>>> {
    match value {
        Value::Text(Cow::Borrowed(text)) => {
            let ranges = find(text).unwrap_or_default().into_iter();
            ranges.map(|range| range.and_then(|range| text.get(range)).map(Cow::Borrowed)).collect()
        }
        other => {
            let Some(text) = other.as_text() else { return Vec::new() };
            let ranges = find(&text).unwrap_or_default().into_iter();
            ranges.map(|range| range.and_then(|range| text.get(range)).map(|part| Cow::Owned(part.to_owned()))).collect()
        }
    }
}

fn set_all<'a>(row: &mut Row<'a>, slots: impl Iterator<Item = usize>, found: Vec<Option<Cow<'a, str>>>) {
    let mut found = found.into_iter();
    for slot in slots {
        row.set(slot, found.next().flatten().map_or(Value::Missing, Value::Text));
    }
}
