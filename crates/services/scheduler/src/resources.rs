//! What the service keeps: groups and schedules as configuration with a history, what is due and what is being called without one.

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{ActionAfterCompletion, ScheduleGroupState, ScheduleState};

/// The group that every account has.
pub const DEFAULT_GROUP: &str = "default";

/// A group of schedules, under its name. The default one is kept only once it has tags.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Whether it is being deleted, with all its schedules.
    pub state: ScheduleGroupState,
    /// Milliseconds since 1970, as all times here.
    pub created: i64,
    /// When it was last changed.
    pub changed: i64,
    /// The client token that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Resource for Group {
    const KIND: &'static str = "AWS::Scheduler::ScheduleGroup";
    fn lookups(&self) -> Vec<LookupValue> {
        (self.state == ScheduleGroupState::Deleting).then(crate::timers::deleting).into_iter().collect()
    }
}

/// A schedule, under its group and name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Name.
    pub name: String,
    /// Group.
    pub group: String,
    /// Tells this setting of the schedule from earlier ones and from others of its name: what was planned by those is not done.
    pub generation: String,
    /// Expression, as given.
    pub expression: String,
    /// Time zone of the expression.
    pub zone: String,
    /// Nothing is due before,
    pub start: Option<i64>,
    /// nor from here on.
    pub end: Option<i64>,
    /// From when a rate counts, where no start says it.
    pub anchor: i64,
    /// Description.
    pub description: Option<String>,
    /// Whether it runs.
    pub state: ScheduleState,
    /// Minutes by which a call may be later than due; 0 without a flexible window.
    pub window: i32,
    /// What is called.
    pub target: Target,
    /// What becomes of it when it will not be due again.
    pub after: ActionAfterCompletion,
    /// ARN of a KMS key that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
    /// When it was made.
    pub created: i64,
    /// When it was last changed.
    pub changed: i64,
    /// The client token that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Schedule {
    /// Id of its document.
    pub fn id(group: &str, name: &str) -> String {
        format!("{group}/{name}")
    }
}

impl Resource for Schedule {
    const KIND: &'static str = "AWS::Scheduler::Schedule";
}

/// What a schedule calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// ARN of a resource, or of an action: `arn:aws:scheduler:::aws-sdk:service:action`.
    pub arn: String,
    /// Role in whose session it is called.
    pub role: String,
    /// Input, as given.
    pub input: Option<String>,
    /// `SqsParameters.MessageGroupId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `EventBridgeParameters`: detail type and source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<(String, String)>,
    /// Most retries; 185 if nothing is said.
    pub retries: Option<i32>,
    /// Greatest age in seconds; a day if nothing is said.
    pub max_age: Option<i32>,
    /// ARN of the queue for what could not be called.
    pub dead_letter: Option<String>,
}

/// Where a schedule is, and which setting of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Id of its document.
    pub id: String,
    /// See [`Schedule::generation`].
    pub generation: String,
}

/// A moment at which a schedule is due. Its key begins with it; all of an installation are in one partition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The schedule.
    pub place: Place,
    /// The moment.
    pub at: i64,
}

impl Resource for Due {
    const KIND: &'static str = "Cloudkeep::Scheduler::Due";
    const HISTORY: bool = false;
}

/// A call that is to be made. Its key begins with the time before which it is not tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invocation {
    /// The schedule, as it was when it was due.
    pub place: Place,
    /// ARN of the schedule.
    pub arn: String,
    /// When the schedule was due.
    pub scheduled: i64,
    /// When the call was first to be made: in a flexible window later than it was due.
    pub since: i64,
    /// Names this call in its input and its dead letter.
    pub execution: String,
    /// What is called.
    pub target: Target,
    /// How often it failed.
    pub attempts: u32,
    /// Whether the schedule is to be deleted after it.
    pub last: bool,
}

impl Resource for Invocation {
    const KIND: &'static str = "Cloudkeep::Scheduler::Invocation";
    const HISTORY: bool = false;
}

/// A key that begins with the time something is due.
pub fn due_id(due: i64, unique: &str) -> String {
    format!("{:013}-{unique}", due.max(0))
}

/// When something of such a key is due.
pub fn due_of(id: &str) -> i64 {
    id.split_once('-').and_then(|(due, _)| due.parse().ok()).unwrap_or_default()
}
