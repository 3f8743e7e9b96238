//! Configurations: what processors there are, and their limits.

use regex::Regex;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::dates::{Format, Zone};
use crate::grok::Grok;
use crate::vended::Vended;
use crate::{ConfigError, Done, Event};

/// Processors of a transformer.
pub const MAX_PROCESSORS: usize = 20;
/// Parsers among them.
pub const MAX_PARSERS: usize = 5;
/// Longest path or value, characters.
const MAX_PATH: usize = 128;
const MAX_VALUE: usize = 256;
/// Deepest path.
const MAX_DEPTH: usize = 3;
/// What a compiled regular expression may need, bytes.
const MAX_COMPILED: usize = 1 << 20;

/// A processor.
#[derive(Debug)]
pub(crate) enum Processor {
    ParseJson { source: Option<String>, destination: Option<String> },
    Grok { source: Option<String>, grok: Box<Grok> },
    Csv(Csv),
    ParseKeyValue(KeyValue),
    Vended(Vended),
    AddKeys(Vec<AddKey>),
    DeleteKeys(Vec<String>),
    MoveKeys(Vec<Transfer>),
    RenameKeys(Vec<Rename>),
    CopyValue(Vec<Transfer>),
    ListToMap(ListToMap),
    Case { upper: bool, keys: Vec<String> },
    Trim(Vec<String>),
    Split(Vec<Split>),
    Substitute(Vec<Substitution>),
    Convert(Vec<Conversion>),
    DateTime(Box<DateTime>),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Csv {
    pub source: Option<String>,
    pub destination: Option<String>,
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default = "comma")]
    pub delimiter: String,
    #[serde(default = "quote")]
    pub quote_character: String,
}

fn comma() -> String {
    ",".to_owned()
}

fn quote() -> String {
    "\"".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyValue {
    pub source: Option<String>,
    pub destination: Option<String>,
    #[serde(default = "ampersand")]
    pub field_delimiter: String,
    #[serde(default = "equals")]
    pub key_value_delimiter: String,
    pub key_prefix: Option<String>,
    pub non_match_value: Option<String>,
    #[serde(default)]
    pub overwrite_if_exists: bool,
}

fn ampersand() -> String {
    "&".to_owned()
}

fn equals() -> String {
    "=".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddKey {
    pub key: String,
    pub value: String,
    #[serde(default)]
    pub overwrite_if_exists: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transfer {
    pub source: String,
    pub target: String,
    #[serde(default)]
    pub overwrite_if_exists: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rename {
    pub key: String,
    pub rename_to: String,
    #[serde(default)]
    pub overwrite_if_exists: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListToMap {
    pub source: String,
    pub key: String,
    pub value_key: Option<String>,
    pub target: Option<String>,
    #[serde(default)]
    pub flatten: bool,
    pub flattened_element: Option<Element>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Element {
    First,
    Last,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Split {
    pub source: String,
    pub delimiter: String,
}

#[derive(Debug)]
pub(crate) struct Substitution {
    pub source: String,
    pub from: Regex,
    /// As the regex crate writes replacements.
    pub to: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Conversion {
    pub key: String,
    pub r#type: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Double,
    String,
}

#[derive(Debug)]
pub(crate) struct DateTime {
    pub source: String,
    pub target: String,
    pub patterns: Vec<Format>,
    pub format: Format,
    pub from: Zone,
    pub to: Zone,
}

#[derive(Debug, Deserialize)]
struct Entries<T> {
    entries: Vec<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WithKeys {
    with_keys: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Places {
    source: Option<String>,
    destination: Option<String>,
}

#[derive(Debug, Deserialize)]
struct GrokConfig {
    source: Option<String>,
    r#match: String,
}

#[derive(Debug, Deserialize)]
struct SubstituteConfig {
    source: String,
    from: String,
    to: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DateConfig {
    source: String,
    target: String,
    match_patterns: Vec<String>,
    target_format: Option<String>,
    source_timezone: Option<String>,
    target_timezone: Option<String>,
    locale: Option<String>,
}

fn wrong(message: impl Into<String>) -> ConfigError {
    ConfigError(message.into())
}

fn member<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, ConfigError> {
    serde_json::from_value(value.clone()).map_err(|error| wrong(format!("{name}: {error}")))
}

/// Reads a list of processors.
pub(crate) fn read(config: &Value) -> Result<Vec<Processor>, ConfigError> {
    let Value::Array(items) = config else { return Err(wrong("a transformer is a list of processors")) };
    if items.is_empty() || items.len() > MAX_PROCESSORS {
        return Err(wrong(format!("a transformer has 1 to {MAX_PROCESSORS} processors")));
    }
    let processors = items.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    let count = |wanted: fn(&Processor) -> bool| processors.iter().filter(|processor| wanted(processor)).count();
    if !processors.first().is_some_and(Processor::is_parser) {
        return Err(wrong("the first processor must be a parser"));
    }
    if count(Processor::is_parser) > MAX_PARSERS {
        return Err(wrong(format!("a transformer has at most {MAX_PARSERS} parsers")));
    }
    if processors.iter().skip(1).any(|processor| matches!(processor, Processor::Vended(_))) {
        return Err(wrong("a parser of vended logs must be the first processor"));
    }
    for (name, number) in [
        ("grok", count(|processor| matches!(processor, Processor::Grok { .. }))),
        ("addKeys", count(|processor| matches!(processor, Processor::AddKeys(_)))),
        ("copyValue", count(|processor| matches!(processor, Processor::CopyValue(_)))),
    ] {
        if number > 1 {
            return Err(wrong(format!("a transformer has at most one {name}")));
        }
    }
    Ok(processors)
}

fn one(item: &Value) -> Result<Processor, ConfigError> {
    let (name, value) = match item {
        Value::Object(members) if members.len() == 1 => members.iter().next(),
        _ => None,
    }
    .ok_or_else(|| wrong("a processor is an object with one member"))?;
    let processor = match name.as_str() {
        "parseJSON" => {
            let places: Places = member(name, value)?;
            Processor::ParseJson { source: places.source, destination: places.destination }
        }
        "grok" => {
            let grok: GrokConfig = member(name, value)?;
            Processor::Grok {
                source: grok.source,
                grok: Box::new(Grok::new(&grok.r#match).map_err(|e| wrong(format!("grok: {e}")))?),
            }
        }
        "csv" => Processor::Csv(member(name, value)?),
        "parseKeyValue" => Processor::ParseKeyValue(member(name, value)?),
        "addKeys" => Processor::AddKeys(entries(name, value, 5)?),
        "deleteKeys" => Processor::DeleteKeys(keys(name, value, 5)?),
        "moveKeys" => Processor::MoveKeys(entries(name, value, 5)?),
        "renameKeys" => Processor::RenameKeys(entries(name, value, 5)?),
        "copyValue" => Processor::CopyValue(entries(name, value, 5)?),
        "listToMap" => Processor::ListToMap(member(name, value)?),
        "lowerCaseString" => Processor::Case { upper: false, keys: keys(name, value, 10)? },
        "upperCaseString" => Processor::Case { upper: true, keys: keys(name, value, 10)? },
        "trimString" => Processor::Trim(keys(name, value, 10)?),
        "splitString" => Processor::Split(entries(name, value, 10)?),
        "substituteString" => Processor::Substitute(
            entries::<SubstituteConfig>(name, value, 10)?.into_iter().map(substitution).collect::<Result<_, _>>()?,
        ),
        "typeConverter" => Processor::Convert(entries(name, value, 5)?),
        "dateTimeConverter" => Processor::DateTime(Box::new(date(member(name, value)?)?)),
        "parseCloudfront" | "parseVPC" | "parseRoute53" | "parsePostgres" | "parseWAF" => {
            let places: Places = member(name, value)?;
            if places.source.is_some_and(|source| source != "@message") {
                return Err(wrong(format!("{name} reads @message")));
            }
            Processor::Vended(Vended::named(name).ok_or_else(|| wrong(format!("{name} is not known")))?)
        }
        other => return Err(wrong(format!("the processor {other} is not supported"))),
    };
    processor.check().map_err(|reason| wrong(format!("{name}: {reason}")))?;
    Ok(processor)
}

fn entries<T: DeserializeOwned>(name: &str, value: &Value, most: usize) -> Result<Vec<T>, ConfigError> {
    let Entries { entries } = member(name, value)?;
    bounded(name, entries, most)
}

fn keys(name: &str, value: &Value, most: usize) -> Result<Vec<String>, ConfigError> {
    let WithKeys { with_keys } = member(name, value)?;
    bounded(name, with_keys, most)
}

fn bounded<T>(name: &str, all: Vec<T>, most: usize) -> Result<Vec<T>, ConfigError> {
    if all.is_empty() || all.len() > most {
        return Err(wrong(format!("{name} has 1 to {most} entries")));
    }
    Ok(all)
}

fn substitution(config: SubstituteConfig) -> Result<Substitution, ConfigError> {
    if config.from.chars().count() > MAX_PATH || config.to.chars().count() > MAX_PATH {
        return Err(wrong(format!("substituteString: expressions have at most {MAX_PATH} characters")));
    }
    let built = regex::RegexBuilder::new(&config.from).size_limit(MAX_COMPILED).build();
    let from = built.map_err(|error| wrong(format!("substituteString: {error}")))?;
    // `$1a` is group 1 with an `a` behind it, where the regex crate reads a group called 1a.
    let mut to = String::new();
    let mut rest = config.to.chars().peekable();
    while let Some(c) = rest.next() {
        let mut digits = String::new();
        while c == '$'
            && let Some(digit) = rest.next_if(char::is_ascii_digit)
        {
            digits.push(digit);
        }
        match (c, digits.is_empty()) {
            ('$', false) => to.push_str(&format!("${{{digits}}}")),
            ('$', true) => to.push_str("$$"),
            (c, _) => to.push(c),
        }
    }
    Ok(Substitution { source: config.source, from, to })
}

fn date(config: DateConfig) -> Result<DateTime, ConfigError> {
    let failed = |reason: String| wrong(format!("dateTimeConverter: {reason}"));
    if config.match_patterns.is_empty() || config.match_patterns.len() > 5 {
        return Err(failed("it has 1 to 5 matchPatterns".to_owned()));
    }
    let english = config
        .locale
        .as_deref()
        .is_none_or(|l| l.is_empty() || l.eq_ignore_ascii_case("root") || l.to_ascii_lowercase().starts_with("en"));
    if !english {
        return Err(failed("only the locale en is supported".to_owned()));
    }
    let format = config.target_format.as_deref().unwrap_or("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    let zone = |name: Option<String>| Zone::new(name.as_deref().unwrap_or("UTC")).map_err(failed);
    Ok(DateTime {
        source: config.source,
        target: config.target,
        patterns: config.match_patterns.iter().map(|text| Format::new(text).map_err(failed)).collect::<Result<_, _>>()?,
        format: Format::new(format).map_err(failed)?,
        from: zone(config.source_timezone)?,
        to: zone(config.target_timezone)?,
    })
}

fn path(text: &str) -> Done {
    if text.is_empty() || text.chars().count() > MAX_PATH {
        return Err(format!("keys have 1 to {MAX_PATH} characters"));
    }
    if text.split('.').count() > MAX_DEPTH || text.split('.').any(str::is_empty) {
        return Err(format!("{text} has an empty part, or more than {MAX_DEPTH}"));
    }
    Ok(())
}

fn paths<'p>(all: impl IntoIterator<Item = &'p String>) -> Done {
    all.into_iter().try_for_each(|one| path(one))
}

fn delimiter(text: &str) -> Done {
    if text.is_empty() || text.chars().count() > MAX_PATH { Err("a delimiter is empty or too long".to_owned()) } else { Ok(()) }
}

impl Processor {
    /// Whether it finds members in texts.
    fn is_parser(&self) -> bool {
        matches!(self, Self::ParseJson { .. } | Self::Grok { .. } | Self::Csv(_) | Self::ParseKeyValue(_) | Self::Vended(_))
    }

    fn check(&self) -> Done {
        match self {
            Self::ParseJson { source, destination } => paths(source.iter().chain(destination)),
            Self::Grok { source, .. } => paths(source),
            Self::Csv(csv) => {
                paths(csv.source.iter().chain(&csv.destination).chain(&csv.columns))?;
                if csv.columns.len() > 100 {
                    return Err("there are at most 100 columns".to_owned());
                }
                match (csv.delimiter.chars().count(), csv.quote_character.chars().count()) {
                    (1, 1) => Ok(()),
                    (2, 1) if csv.delimiter == "\\t" => Ok(()),
                    _ => Err("delimiter and quoteCharacter are single characters".to_owned()),
                }
            }
            Self::ParseKeyValue(all) => {
                paths(all.source.iter().chain(&all.destination))?;
                delimiter(&all.field_delimiter)?;
                delimiter(&all.key_value_delimiter)
            }
            Self::Vended(_) => Ok(()),
            Self::AddKeys(all) => all.iter().try_for_each(|entry| match entry.value.chars().count() {
                ..=MAX_VALUE => path(&entry.key),
                _ => Err(format!("values have at most {MAX_VALUE} characters")),
            }),
            Self::DeleteKeys(keys) | Self::Trim(keys) | Self::Case { keys, .. } => paths(keys),
            Self::MoveKeys(all) | Self::CopyValue(all) => paths(all.iter().flat_map(|entry| [&entry.source, &entry.target])),
            Self::RenameKeys(all) => paths(all.iter().flat_map(|entry| [&entry.key, &entry.rename_to])),
            Self::ListToMap(list) => paths([&list.source, &list.key].into_iter().chain(&list.value_key).chain(&list.target)),
            Self::Split(all) => all.iter().try_for_each(|entry| path(&entry.source).and_then(|()| delimiter(&entry.delimiter))),
            Self::Substitute(all) => paths(all.iter().map(|entry| &entry.source)),
            Self::Convert(all) => paths(all.iter().map(|entry| &entry.key)),
            Self::DateTime(date) => paths([&date.source, &date.target]),
        }
    }

    /// Its name in the API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ParseJson { .. } => "parseJSON",
            Self::Grok { .. } => "grok",
            Self::Csv(_) => "csv",
            Self::ParseKeyValue(_) => "parseKeyValue",
            Self::Vended(vended) => vended.name(),
            Self::AddKeys(_) => "addKeys",
            Self::DeleteKeys(_) => "deleteKeys",
            Self::MoveKeys(_) => "moveKeys",
            Self::RenameKeys(_) => "renameKeys",
            Self::CopyValue(_) => "copyValue",
            Self::ListToMap(_) => "listToMap",
            Self::Case { upper: false, .. } => "lowerCaseString",
            Self::Case { upper: true, .. } => "upperCaseString",
            Self::Trim(_) => "trimString",
            Self::Split(_) => "splitString",
            Self::Substitute(_) => "substituteString",
            Self::Convert(_) => "typeConverter",
            Self::DateTime(_) => "dateTimeConverter",
        }
    }

    /// Applies it to an event.
    pub fn run(&self, event: &mut Event<'_>) -> Done {
        match self {
            Self::ParseJson { source, destination } => event.parse_json(source.as_deref(), destination.as_deref()),
            Self::Grok { source, grok } => event.grok(source.as_deref(), grok),
            Self::Csv(csv) => event.csv(csv),
            Self::ParseKeyValue(all) => event.key_values(all),
            Self::Vended(vended) => event.vended(*vended),
            Self::AddKeys(all) => event.add_keys(all),
            Self::DeleteKeys(keys) => {
                event.delete_keys(keys);
                Ok(())
            }
            Self::MoveKeys(all) => event.move_keys(all),
            Self::RenameKeys(all) => event.rename_keys(all),
            Self::CopyValue(all) => event.copy_values(all),
            Self::ListToMap(list) => event.list_to_map(list),
            Self::Case { upper: true, keys } => event.texts(keys, |text| text.to_uppercase()),
            Self::Case { upper: false, keys } => event.texts(keys, |text| text.to_lowercase()),
            Self::Trim(keys) => event.texts(keys, |text| text.trim().to_owned()),
            Self::Split(all) => event.split(all),
            Self::Substitute(all) => event.substitute(all),
            Self::Convert(all) => event.convert(all),
            Self::DateTime(date) => event.date_time(date),
        }
    }
}
