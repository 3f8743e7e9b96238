//! The parameters of rules.

use serde_json::Value;

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// A whole number.
    Int,
    /// `true` or `false`.
    Boolean,
    /// A text.
    Text,
    /// Texts, separated by commas.
    Csv,
    /// Keys and values: `key1:value1,key2`.
    StringMap,
}

impl ParameterKind {
    /// As AWS's documentation names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Boolean => "boolean",
            Self::Text => "String",
            Self::Csv => "CSV",
            Self::StringMap => "StringMap",
        }
    }
}

/// A parameter that a rule takes.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name; case-sensitive.
    pub name: &'static str,
    /// What it holds.
    pub kind: ParameterKind,
    /// Its value when the owner of the rule gives none. Of a required parameter this is only what consoles propose: as on AWS, the
    /// owner must give it.
    pub default: Option<&'static str>,
    /// Whether the rule needs it.
    pub required: bool,
    /// The only values that it may have; empty if there is no such list.
    pub values: &'static [&'static str],
}

impl Parameter {
    pub(crate) const fn optional(name: &'static str, kind: ParameterKind) -> Self {
        Self { name, kind, default: None, required: false, values: &[] }
    }

    pub(crate) const fn required(name: &'static str, kind: ParameterKind) -> Self {
        Self { name, kind, default: None, required: true, values: &[] }
    }

    pub(crate) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    pub(crate) const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }
}

/// Why parameters are refused: the words of an `InvalidParameterValueException`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// The input is no JSON object.
    #[error("Invalid json {0} passed in the InputParameters field")]
    NotJson(String),
    /// The rule takes no parameter of this name.
    #[error("Unknown parameters provided in the inputParameters: {0}")]
    Unknown(String),
    /// Parameters that the rule needs are not there.
    #[error("The required parameter [{0}] is not present in the inputParameters")]
    Missing(String),
    /// A value is empty.
    #[error("Blank spaces are not acceptable for input parameter: {0}.")]
    Blank(&'static str),
    /// A value that does not fit.
    #[error("Invalid value for the inputParameter {name}: {why}.")]
    Invalid {
        /// Of which parameter.
        name: &'static str,
        /// What fits.
        why: String,
    },
}

#[derive(Debug, Clone, PartialEq)]
enum Given {
    Int(i64),
    Flag(bool),
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, Option<String>)>),
}

/// The values of a rule's parameters: what its owner gave, and defaults for the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    given: Vec<(&'static str, Given)>,
}

/// Longest `InputParameters`, characters.
pub const MAX_INPUT_PARAMETERS: usize = 1024;

impl Parameters {
    pub(crate) fn read(wanted: &'static [Parameter], input: &str) -> Result<Self, ParameterError> {
        let input = input.trim();
        let value: Value = if input.is_empty() {
            Value::Object(serde_json::Map::new())
        } else {
            serde_json::from_str(input).map_err(|_| ParameterError::NotJson(input.to_owned()))?
        };
        let Value::Object(given) = value else { return Err(ParameterError::NotJson(input.to_owned())) };
        if given.keys().any(|name| !wanted.iter().any(|parameter| parameter.name == *name)) {
            return Err(ParameterError::Unknown(input.to_owned()));
        }
        let missing: Vec<&str> =
            wanted.iter().filter(|p| p.required && given.get(p.name).is_none_or(Value::is_null)).map(|p| p.name).collect();
        if !missing.is_empty() {
            return Err(ParameterError::Missing(missing.join(", ")));
        }
        let mut values = Vec::with_capacity(wanted.len());
        for parameter in wanted {
            let text = match given.get(parameter.name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.trim().to_owned()),
                Some(Value::Array(list)) => Some(
                    list.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect::<Vec<_>>().join(","),
                ),
                Some(other) => Some(other.to_string()),
            };
            if text.as_deref() == Some("") {
                return Err(ParameterError::Blank(parameter.name));
            }
            if let Some(text) = text.as_deref().or(parameter.default) {
                values.push((parameter.name, read_one(parameter, text)?));
            }
        }
        Ok(Self { given: values })
    }

    fn get(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|(have, _)| *have == name).map(|(_, value)| value)
    }

    pub(crate) fn int(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Given::Int(n)) => Some(*n),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(Given::Flag(yes)) => Some(*yes),
            _ => None,
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Given::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list; none if it was not given.
    pub(crate) fn list(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(Given::List(list)) => list,
            _ => &[],
        }
    }

    pub(crate) fn map(&self, name: &str) -> &[(String, Option<String>)] {
        match self.get(name) {
            Some(Given::Map(map)) => map,
            _ => &[],
        }
    }
}

fn read_one(parameter: &Parameter, text: &str) -> Result<Given, ParameterError> {
    let invalid = |why: String| ParameterError::Invalid { name: parameter.name, why };
    let allowed = |value: &str| {
        if parameter.values.is_empty() || parameter.values.iter().any(|v| v.eq_ignore_ascii_case(value)) {
            Ok(())
        } else {
            Err(invalid(format!("'{value}' is none of {}", parameter.values.join(", "))))
        }
    };
    Ok(match parameter.kind {
        ParameterKind::Int => Given::Int(text.parse().map_err(|_| invalid(format!("'{text}' is not an integer")))?),
        ParameterKind::Boolean => Given::Flag(match text {
            "true" | "True" | "TRUE" => true,
            "false" | "False" | "FALSE" => false,
            other => return Err(invalid(format!("'{other}' is neither true nor false"))),
        }),
        ParameterKind::Text => {
            allowed(text)?;
            Given::Text(text.to_owned())
        }
        ParameterKind::Csv => {
            let list = split(text);
            list.iter().try_for_each(|value| allowed(value))?;
            Given::List(list)
        }
        ParameterKind::StringMap => Given::Map(
            split(text)
                .into_iter()
                .map(|pair| match pair.split_once(':') {
                    Some((key, value)) => (key.trim().to_owned(), Some(value.trim().to_owned())),
                    None => (pair, None),
                })
                .collect(),
        ),
    })
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
