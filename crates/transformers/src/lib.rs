//! The transformers of CloudWatch Logs: a list of processors that makes a structured event, a JSON object, of a message. Parsers come first and find
//! members in the message; mutators change them. Pure; bounded in time by the length of message and configuration, and in what comes out.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Processors.html>.

mod config;
mod dates;
mod grok;
mod mutators;
mod parsers;
mod path;
mod vended;

use serde_json::{Map, Value};

use config::Processor;
pub use config::{MAX_PARSERS, MAX_PROCESSORS};

/// Members that a transformed event may have, all levels together.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Create.html>.
pub const MAX_FIELDS: usize = 200;
/// Bytes that the texts of a transformed event may have: a processor that makes more of them fails.
pub const MAX_BYTES: usize = 1 << 20;

/// Why a configuration is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(crate) String);

/// Why a message cannot be transformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the processor {processor} failed: {reason}")]
pub struct TransformError {
    /// Name of the processor.
    pub processor: &'static str,
    /// What went wrong.
    pub reason: String,
}

/// A configuration that was found good.
#[derive(Debug)]
pub struct Transformer {
    processors: Vec<Processor>,
}

/// An event that is being transformed.
pub(crate) struct Event<'m> {
    message: &'m str,
    members: Map<String, Value>,
}

/// What processors return: why they fail.
pub(crate) type Done = Result<(), String>;

impl Transformer {
    /// Reads a configuration: a list of processors, each an object with one member, by the names of the API.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(config: &Value) -> Result<Self, ConfigError> {
        config::read(config).map(|processors| Self { processors })
    }

    /// Makes a structured event of a message: JSON.
    ///
    /// # Errors
    /// Which processor failed, and why: the event has no other form then.
    pub fn transform(&self, message: &str) -> Result<String, TransformError> {
        let mut event = Event { message, members: Map::new() };
        for processor in &self.processors {
            let failed = |reason: String| TransformError { processor: processor.name(), reason };
            processor.run(&mut event).map_err(failed)?;
            let (mut fields, mut bytes) = (0, 0);
            event.members.iter().for_each(|(name, value)| measure(name, value, &mut fields, &mut bytes));
            if fields > MAX_FIELDS {
                return Err(failed(format!("the event has more than {MAX_FIELDS} fields")));
            }
            if bytes > MAX_BYTES {
                return Err(failed("the event becomes too large".to_owned()));
            }
        }
        Ok(Value::Object(event.members).to_string())
    }
}

/// Counts scalars and bytes. The depth is bounded by what the reader of JSON allows.
fn measure(name: &str, value: &Value, fields: &mut usize, bytes: &mut usize) {
    *bytes = bytes.saturating_add(name.len()).saturating_add(8);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| measure(name, value, fields, bytes)),
        Value::Array(items) => items.iter().for_each(|value| measure("", value, fields, bytes)),
        Value::String(text) => {
            *fields = fields.saturating_add(1);
            *bytes = bytes.saturating_add(text.len());
        }
        _ => *fields = fields.saturating_add(1),
    }
}

impl Event<'_> {
    /// The text that a parser reads: of the message, or of a member.
    fn source(&self, path: Option<&str>) -> Result<String, String> {
        match path {
            None | Some("@message") => Ok(self.message.to_owned()),
            Some(path) => match path::get(&self.members, path) {
                Some(Value::String(text)) => Ok(text.clone()),
                Some(_) => Err(format!("{path} is no text")),
                None => Err(format!("there is no {path}")),
            },
        }
    }

    /// Puts what a parser found under a destination, or with the other members.
    fn place(&mut self, destination: Option<&str>, found: Map<String, Value>) -> Done {
        match destination {
            None => {
                self.members.extend(found);
                Ok(())
            }
            Some(path) => path::set(&mut self.members, path, Value::Object(found), true).map(|_| ()),
        }
    }
}
