//! What the service keeps: functions, their published versions and aliases, the policies of each, and asynchronous invocations.

use std::collections::BTreeMap;

use plane::Resource;
use serde::{Deserialize, Serialize};

use crate::api::{ApplicationLogLevel, Architecture, LogFormat, Runtime, SystemLogLevel};
use crate::names::LATEST;

/// A function: its unpublished version, and what is common to all versions. Kept under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Function {
    /// `$LATEST`.
    pub latest: Configuration,
    /// The next version's number.
    pub next_version: u64,
    /// `ReservedConcurrentExecutions`.
    pub reserved: Option<i32>,
}

/// One version of a function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Configuration {
    pub account: String,
    pub region: String,
    pub name: String,
    /// `$LATEST` or a number.
    pub version: String,
    pub runtime: Runtime,
    pub role: String,
    /// Empty only for `provided` runtimes.
    pub handler: String,
    pub description: String,
    /// Seconds.
    pub timeout: i32,
    /// MiB.
    pub memory: i32,
    /// MiB that a file in `/tmp` may have.
    pub ephemeral: i32,
    pub architecture: Architecture,
    /// Sealed JSON of the environment variables; none if there are none.
    pub environment: Option<String>,
    pub code: Code,
    /// What goes to CloudWatch Logs, and how.
    #[serde(default)]
    pub logging: Logging,
    /// Milliseconds since 1970.
    pub modified_at: i64,
    /// Changes with every change.
    pub revision: String,
}

/// `LoggingConfig`, as far as it was given.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Logging {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub format: Option<LogFormat>,
    /// Least level of what the function writes; only where the format is JSON.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub application: Option<ApplicationLogLevel>,
    /// Least level of what Lambda writes; only where the format is JSON.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub system: Option<SystemLogLevel>,
    /// Name of the log group, if it is not the function's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
}

impl Logging {
    /// The format.
    pub(crate) fn format(&self) -> LogFormat {
        self.format.unwrap_or(LogFormat::Text)
    }

    /// Least level of what the function writes.
    pub(crate) fn application(&self) -> ApplicationLogLevel {
        self.application.unwrap_or(ApplicationLogLevel::Info)
    }

    /// Least level of what Lambda writes.
    pub(crate) fn system(&self) -> SystemLogLevel {
        self.system.unwrap_or(SystemLogLevel::Info)
    }

    /// Name of the log group of a function.
    pub(crate) fn group(&self, function: &str) -> String {
        self.group.clone().unwrap_or_else(|| format!("/aws/lambda/{function}"))
    }

    /// Name of the log stream of an environment that begins at a day.
    pub(crate) fn stream(&self, day: jiff::Timestamp, function: &str, version: &str, environment: &str) -> String {
        let day = day.strftime("%Y/%m/%d");
        // Functions that share a group are told apart by the names of their streams.
        let named = self.group.as_ref().map_or("", |_| function);
        format!("{day}/{named}[{version}]{environment}")
    }
}

/// Where the code of a version is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Code {
    /// Name of the sealed file.
    pub id: String,
    /// Base64 of the zip's SHA-256.
    pub sha256: String,
    /// Bytes of the zip.
    pub size: i64,
}

impl Configuration {
    /// ARN: of a published version with its number.
    pub(crate) fn arn(&self, partition: &str) -> String {
        let qualifier = (self.version != LATEST).then_some(self.version.as_str());
        crate::names::arn(partition, &self.region, &self.account, &self.name, qualifier)
    }
}

impl Resource for Function {
    const KIND: &'static str = "AWS::Lambda::Function";
}

/// A published version. Kept under [`version_id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Version(pub Configuration);

impl Resource for Version {
    const KIND: &'static str = "AWS::Lambda::Version";
}

/// Id of a version's document: numbers sort as numbers.
pub(crate) fn version_id(name: &str, version: &str) -> String {
    format!("{name}:{version:0>20}")
}

/// Id of the document of something that a function has by a name, such as an alias.
pub(crate) fn part_id(name: &str, part: &str) -> String {
    format!("{name}:{part}")
}

/// An alias. Kept under [`part_id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Alias {
    pub function: String,
    pub name: String,
    pub version: String,
    pub description: String,
    /// Another version and the share of invocations that it gets.
    pub weights: BTreeMap<String, f64>,
    pub revision: String,
}

impl Resource for Alias {
    const KIND: &'static str = "AWS::Lambda::Alias";
}

/// The policy of a function, or of a version or alias of it. Kept under [`part_id`] of the qualifier (empty for the function itself).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Permissions {
    /// Statements, in the order in which they came.
    pub statements: Vec<serde_json::Value>,
    pub revision: String,
}

impl Resource for Permissions {
    const KIND: &'static str = "AWS::Lambda::Permission";
}

/// How asynchronous invocations are tried. Kept under [`part_id`] of the qualifier (`$LATEST` where none is given).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventInvokeConfig {
    pub function: String,
    pub qualifier: String,
    pub retries: Option<i32>,
    /// Seconds.
    pub age: Option<i32>,
    pub modified_at: i64,
}

impl Resource for EventInvokeConfig {
    const KIND: &'static str = "AWS::Lambda::EventInvokeConfig";
}

/// An asynchronous invocation that was acknowledged and is not done. Kept under its request id, in its function's account and region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Queued {
    pub function: String,
    /// Version or alias that was asked for.
    pub qualifier: Option<String>,
    /// Sealed event, base64.
    pub payload: String,
    pub client_context: Option<String>,
    /// When it was acknowledged, milliseconds since 1970.
    pub accepted_at: i64,
    /// How often the function failed.
    pub failures: i32,
    /// How often it was held back because no environment was free.
    pub throttles: i32,
    /// Not before.
    pub due_at: i64,
}

impl Resource for Queued {
    const KIND: &'static str = "Lambda::AsynchronousInvocation";
    const HISTORY: bool = false;
}
