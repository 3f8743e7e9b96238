//! What the service keeps: functions, their published versions and aliases, the policies of each, and asynchronous invocations.

use std::collections::BTreeMap;

use plane::Resource;
use serde::{Deserialize, Serialize};

use crate::api::{Architecture, Runtime};
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
    /// Milliseconds since 1970.
    pub modified_at: i64,
    /// Changes with every change.
    pub revision: String,
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
