//! Members by their paths: `a.b.c`.

use serde_json::{Map, Value};

/// The value at a path.
pub(crate) fn get<'v>(members: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = split(path);
    let value = members.get(first)?;
    match (rest, value) {
        (None, value) => Some(value),
        (Some(rest), Value::Object(inner)) => get(inner, rest),
        _ => None,
    }
}

/// The value at a path, to change it.
pub(crate) fn get_mut<'v>(members: &'v mut Map<String, Value>, path: &str) -> Option<&'v mut Value> {
    let (first, rest) = split(path);
    let value = members.get_mut(first)?;
    match (rest, value) {
        (None, value) => Some(value),
        (Some(rest), Value::Object(inner)) => get_mut(inner, rest),
        _ => None,
    }
}

/// Sets the value at a path, with the objects that it leads through; whether it was set, or was there and must not be overwritten.
pub(crate) fn set(members: &mut Map<String, Value>, path: &str, value: Value, overwrite: bool) -> Result<bool, String> {
    let (first, rest) = split(path);
    let Some(rest) = rest else {
        if !overwrite && members.contains_key(first) {
            return Ok(false);
        }
        members.insert(first.to_owned(), value);
        return Ok(true);
    };
    match members.entry(first).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inner) => set(inner, rest, value, overwrite),
        _ => Err(format!("{first} is no object")),
    }
}

/// Takes the value at a path away.
pub(crate) fn remove(members: &mut Map<String, Value>, path: &str) -> Option<Value> {
    let (first, rest) = split(path);
    match rest {
        None => members.shift_remove(first),
        Some(rest) => match members.get_mut(first)? {
            Value::Object(inner) => remove(inner, rest),
            _ => None,
        },
    }
}

fn split(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)))
}
