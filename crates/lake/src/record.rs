//! Records into rows, and rows into records: nothing of a record is lost on the way.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, ListBuilder, RecordBatch, StringBuilder, StructBuilder, TimestampMillisecondBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimestampMillisecondType};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::error::{LakeError, Result};
use crate::schema::{COLUMNS, EXTRA, FILE_SCHEMA, Kind, RESOURCE, resource_fields};

enum Builder {
    Text(StringBuilder),
    Truth(BooleanBuilder),
    Time(TimestampMillisecondBuilder),
    Resources(ListBuilder<StructBuilder>),
}

/// Collects records as the columns of a file.
pub(crate) struct Rows {
    columns: Vec<Builder>,
    extra: StringBuilder,
}

impl Default for Rows {
    fn default() -> Self {
        let columns = COLUMNS
            .iter()
            .map(|column| match column.kind {
                Kind::Text | Kind::Needle | Kind::Json => Builder::Text(StringBuilder::new()),
                Kind::Truth => Builder::Truth(BooleanBuilder::new()),
                Kind::Time => Builder::Time(TimestampMillisecondBuilder::new()),
                Kind::Resources => Builder::Resources(ListBuilder::new(StructBuilder::from_fields(resource_fields(), 0))),
            })
            .collect();
        Self { columns, extra: StringBuilder::new() }
    }
}

impl Rows {
    /// Adds a record: every member whose form is its column's goes there, the rest into `extra`.
    pub fn add(&mut self, mut record: Map<String, Value>) {
        for (column, builder) in COLUMNS.iter().zip(&mut self.columns) {
            match builder {
                Builder::Text(text) if column.kind == Kind::Json => match find(&record, column.path) {
                    Some(value) if !value.is_null() => {
                        text.append_value(value.to_string());
                        take(&mut record, column.path);
                    }
                    _ => text.append_null(),
                },
                Builder::Text(text) => match find(&record, column.path) {
                    Some(Value::String(value)) => {
                        text.append_value(value);
                        take(&mut record, column.path);
                    }
                    _ => text.append_null(),
                },
                Builder::Truth(truth) => match find(&record, column.path) {
                    Some(Value::Bool(value)) => {
                        truth.append_value(*value);
                        take(&mut record, column.path);
                    }
                    _ => truth.append_null(),
                },
                Builder::Time(time) => {
                    match find(&record, column.path).and_then(Value::as_str).and_then(|t| Some((t, parse(t)?))) {
                        Some((text, ms)) => {
                            time.append_value(ms);
                            // A time that would be written otherwise stays as it came.
                            if format(ms).as_deref() == Some(text) {
                                take(&mut record, column.path);
                            }
                        }
                        None => time.append_null(),
                    }
                }
                Builder::Resources(resources) => match find(&record, column.path) {
                    Some(Value::Array(items)) => {
                        let whole = items.iter().all(|item| add_resource(resources.values(), item));
                        resources.append(true);
                        if whole {
                            take(&mut record, column.path);
                        }
                    }
                    _ => resources.append_null(),
                },
            }
        }
        if record.is_empty() {
            self.extra.append_null();
        } else {
            self.extra.append_value(Value::Object(record).to_string());
        }
    }

    /// The rows so far, as a batch of [`FILE_SCHEMA`].
    pub fn finish(&mut self) -> Result<RecordBatch> {
        let mut arrays: Vec<ArrayRef> = self
            .columns
            .iter_mut()
            .map(|builder| -> ArrayRef {
                match builder {
                    Builder::Text(text) => Arc::new(text.finish()),
                    Builder::Truth(truth) => Arc::new(truth.finish()),
                    Builder::Time(time) => Arc::new(time.finish()),
                    Builder::Resources(resources) => Arc::new(resources.finish()),
                }
            })
            .collect();
        arrays.push(Arc::new(self.extra.finish()));
        RecordBatch::try_new(FILE_SCHEMA.clone(), arrays).map_err(LakeError::internal)
    }
}

/// Adds one of `resources`; whether the columns hold all of it.
fn add_resource(builder: &mut StructBuilder, item: &Value) -> bool {
    let members = item.as_object();
    for (at, (_, member)) in RESOURCE.iter().enumerate() {
        if let Some(text) = builder.field_builder::<StringBuilder>(at) {
            text.append_option(members.and_then(|m| m.get(*member)).and_then(Value::as_str));
        }
    }
    builder.append(true);
    members.is_some_and(|m| !m.is_empty() && m.iter().all(|(k, v)| v.is_string() && RESOURCE.iter().any(|(_, name)| name == k)))
}

fn find<'a>(record: &'a Map<String, Value>, path: &[&str]) -> Option<&'a Value> {
    let (last, way) = path.split_last()?;
    let mut at = record;
    for member in way {
        at = at.get(*member)?.as_object()?;
    }
    at.get(*last)
}

/// Removes a member, and the structures around it that it was the last member of.
fn take(record: &mut Map<String, Value>, path: &[&str]) {
    match path {
        [] => {}
        [last] => {
            record.shift_remove(*last);
        }
        [first, rest @ ..] => {
            if let Some(Value::Object(inner)) = record.get_mut(*first) {
                take(inner, rest);
                if inner.is_empty() {
                    record.shift_remove(*first);
                }
            }
        }
    }
}

/// Puts a member back, with the structures around it; what is there stays.
fn put(record: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => {
            record.entry(*last).or_insert(value);
        }
        [first, rest @ ..] => {
            if let Value::Object(inner) = record.entry(*first).or_insert_with(|| Value::Object(Map::new())) {
                put(inner, rest, value);
            }
        }
    }
}

/// A time of a record in milliseconds.
pub(crate) fn parse(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(|t| t.as_millisecond())
}

fn format(ms: i64) -> Option<String> {
    let time = Timestamp::from_millisecond(ms).ok()?;
    let form = if ms % 1000 == 0 { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%.3fZ" };
    Some(time.strftime(form).to_string())
}

/// The records of a batch that has all columns, as they came but for the order of their members.
///
/// # Errors
/// When the batch lacks a column or holds something else.
pub fn records(batch: &RecordBatch) -> Result<Vec<Map<String, Value>>> {
    let text = |name: &str| -> Result<ArrayRef> {
        let column = batch.column_by_name(name).ok_or_else(|| LakeError::internal(format!("column {name} is missing")))?;
        cast(column, &DataType::Utf8).map_err(LakeError::internal)
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(LakeError::internal);
    let extra = text(EXTRA)?;
    let mut records = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        let extra = extra.as_string::<i32>();
        records.push(match extra.is_valid(row).then(|| json(extra.value(row))).transpose()? {
            Some(Value::Object(rest)) => rest,
            _ => Map::new(),
        });
    }
    for column in COLUMNS.iter() {
        let values = batch
            .column_by_name(&column.name)
            .ok_or_else(|| LakeError::internal(format!("column {} is missing", column.name)))?;
        let strings = match column.kind {
            Kind::Text | Kind::Needle | Kind::Json => Some(text(&column.name)?),
            _ => None,
        };
        for (row, record) in records.iter_mut().enumerate().filter(|(row, _)| values.is_valid(*row)) {
            let value = match (column.kind, &strings) {
                (Kind::Json, Some(strings)) => json(strings.as_string::<i32>().value(row))?,
                (_, Some(strings)) => Value::from(strings.as_string::<i32>().value(row)),
                (Kind::Truth, None) => Value::from(values.as_boolean().value(row)),
                (Kind::Time, None) => match format(values.as_primitive::<TimestampMillisecondType>().value(row)) {
                    Some(text) => Value::from(text),
                    None => continue,
                },
                (_, None) => resources(&values.as_list::<i32>().value(row))?,
            };
            put(record, column.path, value);
        }
    }
    Ok(records)
}

fn resources(items: &ArrayRef) -> Result<Value> {
    let items = items.as_struct();
    let columns = RESOURCE
        .iter()
        .map(|(name, member)| {
            let column = items.column_by_name(name).ok_or_else(|| LakeError::internal(format!("resources lack {name}")))?;
            Ok((*member, cast(column, &DataType::Utf8).map_err(LakeError::internal)?))
        })
        .collect::<Result<Vec<_>>>()?;
    let item = |row: usize| {
        let members = columns.iter().filter(|(_, column)| column.is_valid(row));
        Value::Object(
            members.map(|(name, column)| ((*name).to_owned(), Value::from(column.as_string::<i32>().value(row)))).collect(),
        )
    };
    Ok(Value::Array((0..items.len()).map(item).collect()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Rows, records};

    fn back(given: Vec<Value>) -> Vec<Value> {
        let mut rows = Rows::default();
        for record in given {
            rows.add(record.as_object().unwrap().clone());
        }
        records(&rows.finish().unwrap()).unwrap().into_iter().map(Value::Object).collect()
    }

    #[test]
    fn records_come_back_as_they_were() {
        let all = vec![
            json!({}),
            json!({"eventTime": "2026-01-02T03:04:05Z", "eventName": "GetObject", "readOnly": true, "errorCode": null}),
            json!({"eventTime": "2026-01-02T03:04:05.678Z", "userIdentity": {"type": "Root", "sessionContext": {"attributes": {}}}}),
            json!({"eventTime": "2026-01-02T03:04:05+01:00", "userIdentity": {"arn": "a", "colour": {"deep": [1, 2.5, null]}}}),
            json!({"eventTime": "yesterday", "readOnly": "true", "eventName": 7, "userIdentity": "me", "tlsDetails": []}),
            json!({"requestParameters": null, "responseElements": {"a": {"b": "c"}}, "additionalEventData": "text"}),
            json!({"resources": [{"ARN": "a", "accountId": "1", "type": "t"}, {"ARN": "b"}], "unknown": {"x": 1}}),
            json!({"resources": [{"ARN": "a", "other": 1}], "eventData": {"eventName": "x"}}),
            json!({"resources": [], "userIdentity": {}}),
            json!({"resources": [{}, "x"]}),
            json!({"userIdentity": {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"arn": "r", "userName": "n"},
                "webIdFederationData": {}, "attributes": {"mfaAuthenticated": "false"}}}}),
        ];
        assert_eq!(back(all.clone()), all);
    }

    proptest::proptest! {
        #[test]
        fn any_object_comes_back(value in object()) {
            proptest::prop_assert_eq!(back(vec![value.clone()]), vec![value]);
        }
    }

    fn object() -> impl proptest::strategy::Strategy<Value = Value> {
        use proptest::prelude::*;
        let name = prop::sample::select(vec![
            "eventTime",
            "eventName",
            "readOnly",
            "userIdentity",
            "sessionContext",
            "arn",
            "type",
            "attributes",
            "resources",
            "ARN",
            "tlsDetails",
            "requestParameters",
            "x",
            "",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-z]{0,3}".prop_map(Value::from),
            Just(json!("2026-01-01T00:00:00Z")),
        ];
        let any = leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::hash_map(name.clone().prop_map(str::to_owned), inner, 0..4)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        });
        any.prop_filter("an object", Value::is_object)
    }
}
