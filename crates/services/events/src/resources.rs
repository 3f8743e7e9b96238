//! What the service keeps: buses, rules with their targets, archives, replays, and what is still to be delivered.

use std::collections::BTreeMap;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{ReplayState, RuleState};

/// Name of the bus that every account has in every region.
pub const DEFAULT_BUS: &str = "default";
/// Look-up: rules of a bus by the ARN of a target.
pub const BY_TARGET: &str = "events:target";

/// An event bus. The default one is kept only once something was set on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventBus {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// Resource policy, JSON.
    pub policy: Option<String>,
}

impl Resource for EventBus {
    const KIND: &'static str = "AWS::Events::EventBus";
}

/// A rule of a bus, kept under `bus|name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Name.
    pub name: String,
    /// Name of its bus.
    pub bus: String,
    /// ARN.
    pub arn: String,
    /// Event pattern, as given.
    pub pattern: Option<String>,
    /// Schedule expression, as given.
    pub schedule: Option<String>,
    /// From when a rate counts, milliseconds since 1970.
    pub anchor: i64,
    /// State.
    pub state: RuleState,
    /// Description.
    pub description: Option<String>,
    /// Role.
    pub role: Option<String>,
    /// The service that made it, which alone changes it.
    pub managed_by: Option<String>,
    /// The account that made it.
    pub created_by: String,
    /// Targets, in the order of their ids.
    pub targets: Vec<Target>,
}

impl Rule {
    /// Id of its document.
    pub fn id(bus: &str, name: &str) -> String {
        format!("{bus}|{name}")
    }

    /// Value of the look-up [`BY_TARGET`].
    pub fn by_target(account: &str, region: &str, bus: &str, target: &str) -> String {
        format!("{account} {region} {bus} {target}")
    }

    /// Account and region that its ARN names.
    fn place(&self) -> (&str, &str) {
        let mut parts = self.arn.split(':').skip(3);
        let region = parts.next().unwrap_or_default();
        (parts.next().unwrap_or_default(), region)
    }
}

impl Resource for Rule {
    const KIND: &'static str = "AWS::Events::Rule";
    fn lookups(&self) -> Vec<LookupValue> {
        let (account, region) = self.place();
        let mut arns: Vec<&str> = self.targets.iter().map(|target| target.arn.as_str()).collect();
        arns.sort_unstable();
        arns.dedup();
        arns.into_iter().map(|arn| LookupValue::shared(BY_TARGET, Self::by_target(account, region, &self.bus, arn))).collect()
    }
}

/// Where events go, and in what form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Id, unique in the rule.
    pub id: String,
    /// ARN.
    pub arn: String,
    /// Role.
    pub role: Option<String>,
    /// What is sent instead of the event.
    pub input: Option<Input>,
    /// `SqsParameters.MessageGroupId`.
    pub group: Option<String>,
    /// Most retries; 185 if nothing is said.
    pub retries: Option<i32>,
    /// Greatest age in seconds; a day if nothing is said.
    pub max_age: Option<i32>,
    /// ARN of the queue for what could not be delivered.
    pub dead_letter: Option<String>,
    /// `HttpParameters`, of API destinations.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub http: Option<HttpTarget>,
}

/// What a target adds to requests. Values that begin with `$` are paths in the event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HttpTarget {
    /// For the asterisks of the endpoint.
    pub path: Vec<String>,
    /// Headers.
    pub headers: BTreeMap<String, String>,
    /// Parts of the query string.
    pub query: BTreeMap<String, String>,
}

/// What a target gets instead of the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Input {
    /// This text.
    Fixed(String),
    /// A part of the event.
    Path(String),
    /// A template with variables.
    Transformer {
        /// The variables' paths in the event.
        paths: BTreeMap<String, String>,
        /// The template.
        template: String,
    },
}

/// Changes with every change of a bus' rules and archives, so that whoever compiled them knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rulebook {
    /// How many changes there were.
    pub changes: u64,
}

impl Resource for Rulebook {
    const KIND: &'static str = "Cloudkeep::Events::Rulebook";
    const HISTORY: bool = false;
}

/// An event on its way to a target. Kept without account and region, under when it is due, so that the next is the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where the event is.
    pub event: EventPlace,
    /// ARN of the rule; of a schedule, for one.
    pub rule: String,
    /// Account of the rule.
    pub account: String,
    /// Region of the rule.
    pub region: String,
    /// Target, as it was when the event came.
    pub target: Target,
    /// Attempts made.
    pub attempts: u32,
    /// When the event came, milliseconds since 1970.
    pub since: i64,
}

impl Delivery {
    /// Id of a delivery that is due at a moment.
    pub fn id(due: i64, unique: &str) -> String {
        format!("{:015}-{unique}", due.max(0))
    }

    /// When the delivery of an id is due.
    pub fn due(id: &str) -> i64 {
        id.split('-').next().and_then(|due| due.parse().ok()).unwrap_or_default()
    }
}

impl Resource for Delivery {
    const KIND: &'static str = "Cloudkeep::Events::Delivery";
    const HISTORY: bool = false;
}

/// Where an event is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventPlace {
    /// In an entry of the journal: its id, and which event of it.
    Journal(String, usize),
    /// Here.
    Here(String),
}

/// When a scheduled rule is next due. Kept without account and region, under that time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timer {
    /// Account of the rule.
    pub account: String,
    /// Region of the rule.
    pub region: String,
    /// Id of the rule's document.
    pub rule: String,
    /// The schedule that it was made for: a rule that has another by now has another timer.
    pub schedule: String,
    /// The anchor that it was made for.
    pub anchor: i64,
}

impl Resource for Timer {
    const KIND: &'static str = "Cloudkeep::Events::Timer";
    const HISTORY: bool = false;
}

/// An archive, kept under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Archive {
    /// Name.
    pub name: String,
    /// Tells archives of one name apart that lived one after the other.
    pub generation: String,
    /// ARN.
    pub arn: String,
    /// Name of its bus.
    pub bus: String,
    /// ARN of its bus.
    pub source: String,
    /// Description.
    pub description: Option<String>,
    /// Event pattern, as given.
    pub pattern: Option<String>,
    /// How many days events are kept; 0: for ever.
    pub retention_days: i32,
}

impl Archive {
    /// Id of what belongs to this life of the archive.
    pub fn life(&self) -> String {
        format!("{}/{}", self.name, self.generation)
    }
}

impl Resource for Archive {
    const KIND: &'static str = "AWS::Events::Archive";
}

/// How much an archive holds, kept under its name and generation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Holdings {
    /// Events.
    pub events: i64,
    /// Bytes of them.
    pub bytes: i64,
}

impl Resource for Holdings {
    const KIND: &'static str = "Cloudkeep::Events::ArchiveHoldings";
    const HISTORY: bool = false;
}

/// An event in an archive: name and generation, when it came, and its place in the journal make its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Archived {
    /// Where the event is.
    pub event: EventPlace,
    /// When it came, milliseconds since 1970.
    pub at: i64,
    /// Its size.
    pub bytes: i64,
}

impl Resource for Archived {
    const KIND: &'static str = "Cloudkeep::Events::ArchivedEvent";
    const HISTORY: bool = false;
}

/// A replay, kept under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// State.
    pub state: ReplayState,
    /// Why it failed.
    pub reason: Option<String>,
    /// ARN of the archive.
    pub archive: String,
    /// What ids of its archived events begin with.
    pub life: String,
    /// Name of the bus.
    pub bus: String,
    /// ARN of the bus.
    pub destination: String,
    /// Only these rules get the events, if any are named.
    pub rules: Vec<String>,
    /// From when, milliseconds since 1970.
    pub from: i64,
    /// Until when.
    pub to: i64,
    /// Id of the last archived event replayed.
    pub after: Option<String>,
    /// When that came.
    pub last: Option<i64>,
    /// When the replay began.
    pub started: i64,
    /// When it ended.
    pub ended: Option<i64>,
}

impl Resource for Replay {
    const KIND: &'static str = "AWS::Events::Replay";
    const HISTORY: bool = false;
}
