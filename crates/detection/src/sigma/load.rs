//! Reads rules from YAML.

use regex::RegexBuilder;
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};

use super::Rule;
use super::condition::{self, Expression};
use super::matcher::{Against, Compare, FieldTest, Pattern, Selection};
use crate::net::Prefix;

/// Longest file of rules, bytes.
const MAX_FILE: usize = 1 << 20;
/// Deepest nesting of a rule.
const MAX_DEPTH: usize = 64;
/// Memory that a compiled regular expression may take, bytes.
const MAX_REGEX: usize = 1 << 20;

/// Why a rule is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The text is no YAML, or too much of it.
    #[error("not YAML: {0}")]
    Yaml(String),
    /// The rule is about other logs than CloudTrail's.
    #[error("about other logs than CloudTrail's")]
    OtherLogs,
    /// The rule has something that is not understood.
    #[error("rule '{title}': {why}")]
    Rule {
        /// Title of the rule.
        title: String,
        /// What.
        why: String,
    },
}

/// Reads the rules of a file, each of which is taken or refused by itself.
///
/// # Errors
/// When the file is no YAML.
pub fn load(text: &str) -> Result<Vec<Result<Rule, LoadError>>, LoadError> {
    check_depth(text)?;
    let documents = Yaml::load_from_str(text).map_err(|e| LoadError::Yaml(e.to_string()))?;
    Ok(documents.iter().filter(|d| d.is_mapping()).map(rule).collect())
}

/// Refuses what is nested so deep that taking it apart would need more stack than there is.
fn check_depth(text: &str) -> Result<(), LoadError> {
    let refuse = |why: &str| Err(LoadError::Yaml(why.to_owned()));
    if text.len() > MAX_FILE {
        return refuse("longer than 1 MiB");
    }
    let mut depth = 0_usize;
    for line in text.lines() {
        let indent = line.bytes().take_while(|b| matches!(b, b' ' | b'-' | b'?' | b':' | b'\t')).count();
        if indent > 2 * MAX_DEPTH {
            return refuse("nested too deep");
        }
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_DEPTH {
                return refuse("nested too deep");
            }
        }
    }
    Ok(())
}

fn member<'y>(of: &'y Yaml<'_>, name: &str) -> Option<&'y Yaml<'y>> {
    // The lifetime of the text outlives that of the borrow.
    let Yaml::Mapping(map) = of else { return None };
    map.iter().find(|(key, _)| matches!(key, Yaml::Value(Scalar::String(k)) if k == name)).map(|(_, value)| value)
}

fn text(of: &Yaml<'_>) -> Option<String> {
    match of {
        Yaml::Value(Scalar::String(s)) => Some(s.to_string()),
        Yaml::Value(Scalar::Integer(n)) => Some(n.to_string()),
        Yaml::Value(Scalar::FloatingPoint(n)) => Some(n.to_string()),
        Yaml::Value(Scalar::Boolean(b)) => Some(b.to_string()),
        _ => None,
    }
}

fn member_text(of: &Yaml<'_>, name: &str) -> String {
    member(of, name).and_then(text).unwrap_or_default()
}

fn rule(document: &Yaml<'_>) -> Result<Rule, LoadError> {
    let title: String = member_text(document, "title").chars().take(256).collect();
    let refuse = |why: String| LoadError::Rule { title: title.clone(), why };
    if member(document, "correlation").is_some() {
        return Err(refuse("correlations are not taken".to_owned()));
    }
    let source = member(document, "logsource").ok_or_else(|| refuse("there is no logsource".to_owned()))?;
    let service = member_text(source, "service");
    let product = member_text(source, "product");
    if product != "aws" || !(service.is_empty() || service == "cloudtrail") {
        return Err(LoadError::OtherLogs);
    }
    let detection = member(document, "detection").ok_or_else(|| refuse("there is no detection".to_owned()))?;
    let Yaml::Mapping(parts) = detection else { return Err(refuse("the detection is no map".to_owned())) };
    let mut selections = Vec::new();
    let mut conditions = Vec::new();
    for (name, value) in parts {
        match text(name).unwrap_or_default().as_str() {
            "condition" => match value {
                Yaml::Sequence(several) => conditions.extend(several.iter().filter_map(text)),
                one => conditions.extend(text(one)),
            },
            "timeframe" => return Err(refuse("a timeframe is not taken: Sigma has correlations for it now".to_owned())),
            name => selections.push((name.to_owned(), selection(value).map_err(&refuse)?)),
        }
    }
    let names: Vec<&str> = selections.iter().map(|(name, _)| name.as_str()).collect();
    let mut any = conditions.iter().map(|c| condition::parse(c, &names)).collect::<Result<Vec<_>, _>>().map_err(&refuse)?;
    let condition = match any.len() {
        0 => return Err(refuse("there is no condition".to_owned())),
        1 => any.swap_remove(0),
        _ => Expression::Or(any),
    };
    let severity = match member_text(document, "level").as_str() {
        "informational" => 1.0,
        "low" => 3.0,
        "high" => 8.0,
        "critical" => 9.0,
        _ => 5.0,
    };
    let tags = member(document, "tags")
        .map(|t| if let Yaml::Sequence(tags) = t { tags.iter().filter_map(text).collect() } else { Vec::new() });
    let techniques =
        tags.unwrap_or_default().iter().filter_map(|t| t.strip_prefix("attack.t").map(|t| format!("T{t}"))).collect();
    let id = member_text(document, "id");
    Ok(Rule {
        id: if id.is_empty() { title.clone() } else { id },
        description: member_text(document, "description").trim().chars().take(2_000).collect(),
        title,
        severity,
        techniques,
        kind: "Custom:IAMUser/SigmaRule".to_owned(),
        selections,
        condition,
    })
}

fn selection(value: &Yaml<'_>) -> Result<Selection, String> {
    match value {
        Yaml::Mapping(_) => Ok(Selection::Maps(vec![fields(value)?])),
        Yaml::Sequence(all) if all.iter().all(Yaml::is_mapping) && !all.is_empty() => {
            // A list of maps of keywords, or of fields: one must hold.
            Ok(Selection::Maps(all.iter().map(fields).collect::<Result<_, _>>()?))
        }
        Yaml::Sequence(words) => {
            let words =
                words.iter().map(|w| text(w).map(|w| Pattern::parse(&w, true, true, false)).ok_or("a keyword is no text"));
            Ok(Selection::Keywords(words.collect::<Result<_, _>>()?, false))
        }
        one => {
            let word = text(one).ok_or("a selection is neither a map nor a list")?;
            Ok(Selection::Keywords(vec![Pattern::parse(&word, true, true, false)], false))
        }
    }
}

fn fields(map: &Yaml<'_>) -> Result<Vec<FieldTest>, String> {
    let Yaml::Mapping(map) = map else { return Err("a selection is no map".to_owned()) };
    map.iter().map(|(name, value)| field(&text(name).ok_or("a field's name is no text")?, value)).collect()
}

/// How the values of a field are meant.
#[derive(Default)]
struct Modifiers {
    before: bool,
    after: bool,
    all: bool,
    regex: bool,
    flags: String,
    cased: bool,
    cidr: bool,
    windash: bool,
    exists: bool,
    reference: bool,
    negated: bool,
    compare: Option<Compare>,
}

fn field(name: &str, value: &Yaml<'_>) -> Result<FieldTest, String> {
    let mut parts = name.split('|');
    let field = parts.next().unwrap_or_default().to_owned();
    let mut m = Modifiers::default();
    for modifier in parts {
        match modifier {
            "contains" => (m.before, m.after) = (true, true),
            "startswith" => m.after = true,
            "endswith" => m.before = true,
            "all" => m.all = true,
            "re" => m.regex = true,
            "i" | "m" | "s" if m.regex => m.flags.push_str(modifier),
            "cased" => m.cased = true,
            "cidr" => m.cidr = true,
            "windash" => m.windash = true,
            "exists" => m.exists = true,
            "fieldref" => m.reference = true,
            "neq" => m.negated = true,
            "lt" => m.compare = Some(Compare::Less),
            "lte" => m.compare = Some(Compare::LessOrEqual),
            "gt" => m.compare = Some(Compare::Greater),
            "gte" => m.compare = Some(Compare::GreaterOrEqual),
            other => return Err(format!("the modifier '{other}' is not taken")),
        }
    }
    if field.is_empty() {
        return Err("keywords with modifiers are not taken".to_owned());
    }
    let values: Vec<&Yaml<'_>> = match value {
        Yaml::Sequence(all) => all.iter().collect(),
        one => vec![one],
    };
    let mut against = Vec::new();
    for value in values {
        if matches!(value, Yaml::Value(Scalar::Null)) {
            against.push(Against::Null);
            continue;
        }
        let value = text(value).ok_or_else(|| format!("a value of '{field}' is neither text nor number"))?;
        if m.exists {
            against.push(Against::Exists(value == "true" || value == "yes"));
        } else if m.reference {
            against.push(Against::Field(value));
        } else if m.cidr {
            against.push(Against::Cidr(Prefix::parse(&value).ok_or_else(|| format!("'{value}' is no network"))?));
        } else if let Some(compare) = m.compare {
            against.push(Against::Number(compare, value.parse().map_err(|_| format!("'{value}' is no number"))?));
        } else if m.regex {
            let has = |flag: char| m.flags.contains(flag);
            let built = RegexBuilder::new(&value)
                .case_insensitive(has('i'))
                .multi_line(has('m'))
                .dot_matches_new_line(has('s'))
                .size_limit(MAX_REGEX)
                .build()
                .map_err(|e| format!("'{value}' is no regular expression that is taken: {e}"))?;
            against.push(Against::Regex(Box::new(built)));
        } else {
            let dashes: &[&str] = if m.windash { &["-", "/", "–", "—", "―"] } else { &["-"] };
            for (nth, dash) in dashes.iter().enumerate() {
                let variant = if nth == 0 { value.clone() } else { swap_dashes(&value, dash) };
                against.push(Against::Pattern(Pattern::parse(&variant, m.before, m.after, m.cased)));
            }
        }
    }
    if m.windash && m.all {
        return Err("windash together with all is not taken".to_owned());
    }
    Ok(FieldTest { field, against, all: m.all, negated: m.negated })
}

/// Puts another character in the place of dashes at the beginnings of words.
fn swap_dashes(value: &str, dash: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut before = ' ';
    for c in value.chars() {
        if c == '-' && !before.is_alphanumeric() {
            out.push_str(dash);
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}
