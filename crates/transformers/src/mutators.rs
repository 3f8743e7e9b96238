//! Mutators: what changes members that are there. What is not there stays away.

use serde_json::{Map, Value};

use crate::config::{AddKey, Conversion, DateTime, Element, Kind, ListToMap, Rename, Split, Substitution, Transfer};
use crate::{Done, Event, MAX_BYTES, path};

impl Event<'_> {
    pub(crate) fn add_keys(&mut self, all: &[AddKey]) -> Done {
        for entry in all {
            path::set(&mut self.members, &entry.key, Value::String(entry.value.clone()), entry.overwrite_if_exists)?;
        }
        Ok(())
    }

    pub(crate) fn delete_keys(&mut self, keys: &[String]) {
        for key in keys {
            path::remove(&mut self.members, key);
        }
    }

    /// Moves members into the object that their target names.
    pub(crate) fn move_keys(&mut self, all: &[Transfer]) -> Done {
        for entry in all {
            let name = entry.source.rsplit('.').next().unwrap_or(&entry.source);
            let target = format!("{}.{name}", entry.target);
            let Some(value) = path::get(&self.members, &entry.source).cloned() else { continue };
            if path::set(&mut self.members, &target, value, entry.overwrite_if_exists)? && target != entry.source {
                path::remove(&mut self.members, &entry.source);
            }
        }
        Ok(())
    }

    pub(crate) fn rename_keys(&mut self, all: &[Rename]) -> Done {
        for entry in all {
            if entry.key == entry.rename_to {
                continue;
            }
            let Some(value) = path::get(&self.members, &entry.key).cloned() else { continue };
            if path::set(&mut self.members, &entry.rename_to, value, entry.overwrite_if_exists)? {
                path::remove(&mut self.members, &entry.key);
            }
        }
        Ok(())
    }

    pub(crate) fn copy_values(&mut self, all: &[Transfer]) -> Done {
        for entry in all {
            let Some(value) = path::get(&self.members, &entry.source).cloned() else { continue };
            path::set(&mut self.members, &entry.target, value, entry.overwrite_if_exists)?;
        }
        Ok(())
    }

    /// Makes an object of a list of objects, by one of their members.
    pub(crate) fn list_to_map(&mut self, list: &ListToMap) -> Done {
        let items = match path::get(&self.members, &list.source) {
            Some(Value::Array(items)) => items.clone(),
            Some(_) => return Err(format!("{} is no list", list.source)),
            None => return Ok(()),
        };
        let mut found: Map<String, Value> = Map::new();
        for item in items {
            let Value::Object(members) = item else { return Err(format!("{} has an element that is no object", list.source)) };
            let key = match path::get(&members, &list.key) {
                Some(Value::String(key)) => key.clone(),
                Some(key @ (Value::Number(_) | Value::Bool(_))) => key.to_string(),
                _ => continue,
            };
            let value = match &list.value_key {
                Some(value) => path::get(&members, value).cloned().unwrap_or(Value::Null),
                None => Value::Object(members),
            };
            let Value::Array(all) = found.entry(key).or_insert_with(|| Value::Array(Vec::new())) else { continue };
            all.push(value);
        }
        if list.flatten {
            for value in found.values_mut() {
                let Value::Array(all) = value else { continue };
                let kept = match list.flattened_element {
                    Some(Element::Last) => all.pop(),
                    _ => (!all.is_empty()).then(|| all.swap_remove(0)),
                };
                *value = kept.unwrap_or(Value::Null);
            }
        }
        match &list.target {
            Some(target) => path::set(&mut self.members, target, Value::Object(found), true).map(|_| ()),
            None => {
                self.members.extend(found);
                Ok(())
            }
        }
    }

    /// Changes texts.
    pub(crate) fn texts(&mut self, keys: &[String], change: impl Fn(&str) -> String) -> Done {
        for key in keys {
            match path::get_mut(&mut self.members, key) {
                Some(Value::String(text)) => *text = change(text),
                Some(_) => return Err(format!("{key} is no text")),
                None => {}
            }
        }
        Ok(())
    }

    pub(crate) fn split(&mut self, all: &[Split]) -> Done {
        for entry in all {
            match path::get_mut(&mut self.members, &entry.source) {
                Some(value @ Value::String(_)) => {
                    let text = value.as_str().unwrap_or_default();
                    let parts: Vec<Value> = text.split(entry.delimiter.as_str()).map(Value::from).collect();
                    *value = Value::Array(parts);
                }
                Some(_) => return Err(format!("{} is no text", entry.source)),
                None => {}
            }
        }
        Ok(())
    }

    pub(crate) fn substitute(&mut self, all: &[Substitution]) -> Done {
        for entry in all {
            match path::get_mut(&mut self.members, &entry.source) {
                Some(Value::String(text)) => {
                    // What is put in may be longer than what goes: it is counted while it is made.
                    let (mut changed, mut at) = (String::new(), 0);
                    for found in entry.from.captures_iter(text) {
                        let Some(whole) = found.get(0) else { continue };
                        changed.push_str(text.get(at..whole.start()).unwrap_or_default());
                        found.expand(&entry.to, &mut changed);
                        at = whole.end();
                        if changed.len() > MAX_BYTES {
                            return Err(format!("{} becomes too long", entry.source));
                        }
                    }
                    changed.push_str(text.get(at..).unwrap_or_default());
                    *text = changed;
                }
                Some(_) => return Err(format!("{} is no text", entry.source)),
                None => {}
            }
        }
        Ok(())
    }

    pub(crate) fn convert(&mut self, all: &[Conversion]) -> Done {
        for entry in all {
            let Some(value) = path::get_mut(&mut self.members, &entry.key) else { continue };
            let text = match &*value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => return Err(format!("{} cannot be converted", entry.key)),
            };
            let converted = match entry.r#type {
                Kind::String => Some(Value::String(text)),
                Kind::Integer => text.parse::<i64>().ok().map(Value::from).or_else(|| whole(&text)),
                Kind::Double => text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number),
                Kind::Boolean => match text.to_ascii_lowercase().as_str() {
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    _ => None,
                },
            };
            *value = converted.ok_or_else(|| format!("{} cannot be converted", entry.key))?;
        }
        Ok(())
    }

    pub(crate) fn date_time(&mut self, date: &DateTime) -> Done {
        let text = match path::get(&self.members, &date.source) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return Err(format!("{} is no text", date.source)),
            None => return Ok(()),
        };
        let time = date.patterns.iter().find_map(|pattern| pattern.read(&text, &date.from));
        let time = time.ok_or_else(|| format!("{} has none of the forms", date.source))?;
        let shown = date.format.show(time, &date.to);
        path::set(&mut self.members, &date.target, Value::String(shown), true).map(|_| ())
    }
}

/// A number with a fraction, cut.
#[expect(clippy::cast_possible_truncation, reason = "what does not fit was turned away")]
fn whole(text: &str) -> Option<Value> {
    let number = text.parse::<f64>().ok().filter(|number| number.abs() < 9e15)?;
    Some(Value::from(number.trunc() as i64))
}
