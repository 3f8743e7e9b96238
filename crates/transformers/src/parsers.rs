//! Parsers that can be configured: JSON, grok, CSV, keys and values.

use serde_json::{Map, Value};

use crate::config::{Csv, KeyValue};
use crate::grok::Grok;
use crate::{Done, Event, path};

impl Event<'_> {
    pub(crate) fn parse_json(&mut self, source: Option<&str>, destination: Option<&str>) -> Done {
        let text = self.source(source)?;
        let fragment = text.trim_start();
        match serde_json::from_str::<Value>(fragment) {
            Ok(Value::Object(found)) => self.place(destination, found),
            Ok(_) => Err("it is no object".to_owned()),
            Err(error) => Err(format!("it is no JSON: {error}")),
        }
    }

    pub(crate) fn grok(&mut self, source: Option<&str>, grok: &Grok) -> Done {
        let text = self.source(source)?;
        let found = grok.extract(&text).ok_or("the pattern does not match")?;
        for (name, value) in found {
            path::set(&mut self.members, &name, Value::String(value), true)?;
        }
        Ok(())
    }

    pub(crate) fn csv(&mut self, csv: &Csv) -> Done {
        let text = self.source(csv.source.as_deref())?;
        let delimiter = if csv.delimiter == "\\t" { '\t' } else { csv.delimiter.chars().next().unwrap_or(',') };
        let quote = csv.quote_character.chars().next().unwrap_or('"');
        let mut found = Map::new();
        for (number, cell) in cells(&text, delimiter, quote)?.into_iter().enumerate() {
            let name = csv.columns.get(number).cloned().unwrap_or_else(|| format!("column_{}", number + 1));
            path::set(&mut found, &name, Value::String(cell), true)?;
        }
        self.place(csv.destination.as_deref(), found)
    }

    pub(crate) fn key_values(&mut self, config: &KeyValue) -> Done {
        let text = self.source(config.source.as_deref())?;
        let mut found = Map::new();
        for pair in text.split(config.field_delimiter.as_str()).map(str::trim).filter(|pair| !pair.is_empty()) {
            let (key, value) = match pair.split_once(config.key_value_delimiter.as_str()) {
                Some((key, value)) => (key.trim(), value.trim()),
                None => match &config.non_match_value {
                    Some(value) => (pair, value.as_str()),
                    None => continue,
                },
            };
            let key = format!("{}{key}", config.key_prefix.as_deref().unwrap_or_default());
            if config.overwrite_if_exists || !found.contains_key(&key) {
                found.insert(key, Value::String(value.to_owned()));
            }
        }
        if !config.overwrite_if_exists && config.destination.is_none() {
            found.retain(|key, _| !self.members.contains_key(key));
        }
        self.place(config.destination.as_deref(), found)
    }
}

/// The cells of a line. Within quotation marks, a delimiter is text, and a doubled quotation mark is one.
fn cells(text: &str, delimiter: char, quote: char) -> Result<Vec<String>, String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.trim_end_matches(['\r', '\n']).chars().peekable();
    let mut fresh = true;
    while let Some(c) = rest.next() {
        match c {
            c if quoted && c == quote => match rest.next_if_eq(&quote) {
                Some(c) => cell.push(c),
                None => quoted = false,
            },
            c if !quoted && c == delimiter => {
                cells.push(std::mem::take(&mut cell));
                fresh = true;
                continue;
            }
            c if !quoted && fresh && c == quote => quoted = true,
            c => cell.push(c),
        }
        fresh = false;
    }
    if quoted {
        return Err("a quotation mark is not closed".to_owned());
    }
    cells.push(cell);
    Ok(cells)
}
