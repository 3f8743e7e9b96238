//! Event data stores and the channels that events of others come in by.

pub mod enrich;
pub mod find;
pub mod policy;
pub mod rules;
pub mod sealing;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{BillingMode, EventDataStoreStatus, InsightType};
use crate::selectors::Advanced;
use enrich::EventConfiguration;
use sealing::StoreKey;

/// Look-up: the event data stores of an account, in all regions.
pub const BY_ACCOUNT: &str = "cloudtrail:event-data-store:account";
/// Look-up: the event data stores of an organization.
pub const BY_ORGANIZATION: &str = "cloudtrail:event-data-store:organization";
/// Look-up: the channels that feed an event data store, by its ARN.
pub const BY_DESTINATION: &str = "cloudtrail:channel:destination";

/// An event data store. It is kept in its owner's account and its home region, under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventDataStore {
    /// Id, a UUID: the last part of the ARN, and what queries call it.
    pub id: String,
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Owner: of an organization's store the management account.
    pub account: String,
    /// Home region.
    pub region: String,
    /// Id of the organization, of an organization's store.
    pub organization: Option<String>,
    /// Whether events of all regions are taken.
    pub multi_region: bool,
    /// Days that events are kept.
    pub retention_days: i32,
    /// Whether it cannot be deleted.
    pub protected: bool,
    /// How AWS would bill it: what bounds the retention.
    pub billing: BillingMode,
    /// Status.
    pub status: EventDataStoreStatus,
    /// What the status was when it was deleted.
    pub status_before: Option<EventDataStoreStatus>,
    /// When it was deleted, milliseconds since 1970.
    pub deleted_at: Option<i64>,
    /// Which events.
    pub selectors: Vec<Advanced>,
    /// The key that its files are sealed under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<StoreKey>,
    /// Its own policy, JSON.
    pub policy: Option<String>,
    /// Which insights are looked for in its events,
    #[serde(default)]
    pub insights: Vec<InsightType>,
    /// and the ARN of the event data store that they go to.
    #[serde(default)]
    pub insights_destination: Option<String>,
    /// Since when they are, milliseconds since 1970.
    #[serde(default)]
    pub insights_since: i64,
    /// What its events have beyond their records.
    #[serde(default)]
    pub configuration: EventConfiguration,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it was last changed by a call.
    pub updated_at: i64,
}

impl EventDataStore {
    /// Whether it is there to be used: not deleted.
    pub fn is_active(&self) -> bool {
        self.status != EventDataStoreStatus::PendingDeletion
    }

    /// Whether it takes events that the plane makes.
    pub fn ingests(&self) -> bool {
        self.status == EventDataStoreStatus::Enabled
    }
}

impl Resource for EventDataStore {
    const KIND: &'static str = "AWS::CloudTrail::EventDataStore";
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::shared(BY_ACCOUNT, &self.account)];
        lookups.extend(self.organization.iter().map(|o| LookupValue::shared(BY_ORGANIZATION, o)));
        lookups
    }
}

/// How long a deleted event data store can be restored, milliseconds: seven days.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteEventDataStore.html>.
const RESTORABLE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Whether a deleted event data store cannot be restored any more.
pub fn is_over(store: &EventDataStore, now: i64) -> bool {
    !store.is_active() && store.deleted_at.is_some_and(|at| now - at >= RESTORABLE_MS)
}

/// Kind of the journal entry that says how an event data store is set from here on; its body is a [`Change`].
pub const CHANGED: &str = "cloudtrail.EventDataStoreChanged";

/// How an event data store is set from an entry of the journal on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// The event data store.
    pub store: EventDataStore,
}

/// Kind of the journal entry of an event of others that came in by a channel; its body is an [`Incoming`].
pub const INCOMING: &str = "cloudtrail.AuditEvent";

/// An event of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incoming {
    /// Ids of the event data stores it is for.
    pub stores: Vec<String>,
    /// The event.
    pub event: serde_json::Value,
}

/// A channel: where events of others come in. It is kept in its owner's account and region, under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Id, a UUID: the last part of the ARN.
    pub id: String,
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Owner.
    pub account: String,
    /// Region.
    pub region: String,
    /// Whose events: `Custom` or a partner of AWS.
    pub source: String,
    /// ARNs of the event data stores that get them.
    pub destinations: Vec<String>,
    /// Its own policy, JSON.
    pub policy: Option<String>,
}

impl Resource for Channel {
    const KIND: &'static str = "AWS::CloudTrail::Channel";
    fn lookups(&self) -> Vec<LookupValue> {
        self.destinations.iter().map(|arn| LookupValue::shared(BY_DESTINATION, arn)).collect()
    }
}

/// What GetChannel tells of the events that came in last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChannelStatus {
    /// Last time that an event was taken, milliseconds since 1970.
    pub taken_at: Option<i64>,
    /// Its id.
    pub taken_id: Option<String>,
    /// Last time that one was sent.
    pub tried_at: Option<i64>,
    /// Its id, as the sender calls it.
    pub tried_id: Option<String>,
    /// Code of the last one that was refused, if it was the last sent.
    pub error: Option<String>,
}

impl Resource for ChannelStatus {
    const KIND: &'static str = "Cloudkeep::CloudTrail::ChannelStatus";
    const HISTORY: bool = false;
}
