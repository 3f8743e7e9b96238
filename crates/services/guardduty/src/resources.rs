//! The documents of the service. Those of a detector lie under `DETECTOR/…` in its account and Region.

use std::collections::BTreeMap;

use detection::finding::Finding;
use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{AutoEnableMembers, FilterAction, FindingPublishingFrequency, OrgFeatureStatus};
use crate::criteria::Criteria;

/// A detector: one in an account and Region. Its key's id is its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detector {
    /// 32 hexadecimal digits.
    pub id: String,
    /// Whether it watches.
    pub enabled: bool,
    /// How often updates of findings are told.
    pub frequency: FindingPublishingFrequency,
    /// Features by name; one that is not here is off.
    pub features: BTreeMap<String, Feature>,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it was changed last.
    pub updated_at: i64,
    /// The client token of the call that made it, by which the same call is known when it comes again.
    #[serde(default)]
    pub token: Option<String>,
}

/// A feature of a detector.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// Whether it is on.
    pub enabled: bool,
    /// When that was said, milliseconds since 1970.
    pub updated_at: i64,
    /// When it was first on.
    pub first_enabled_at: Option<i64>,
    /// Its additional configuration: whether each is on, and when that was said.
    pub additional: BTreeMap<String, (bool, i64)>,
}

impl Detector {
    /// Whether a feature is on.
    pub fn has(&self, feature: &str) -> bool {
        self.features.get(feature).is_some_and(|f| f.enabled)
    }
}

impl Resource for Detector {
    const KIND: &'static str = "AWS::GuardDuty::Detector";
}

/// Look-up of accounts in which something is watched.
pub const WATCHING: &str = "guardduty-watching";

/// What the live engine needs to know of an account: kept up by every operation that changes one of its parts. Its id is [`Watch::ID`], without a Region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// Regions with an enabled detector.
    pub regions: BTreeMap<String, Watched>,
    /// Grows with every change of what belongs to the account's detectors: lists, filters, members.
    pub revision: u64,
    /// Detectors that were suspended, until all that was called before is looked at.
    #[serde(default)]
    pub ending: Vec<Ending>,
}

/// A detector that was suspended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// Region.
    pub region: String,
    /// The detector, as it was.
    pub watched: Watched,
    /// The last sequence of the journal when it was suspended.
    pub until: u64,
}

/// An enabled detector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// Its id.
    pub detector: String,
    /// The last sequence of the journal when it began to watch: what came until then is not for it.
    pub since: u64,
    /// Whether data events of S3 are looked at.
    pub s3: bool,
    /// How often updates are told.
    pub frequency: FindingPublishingFrequency,
    /// The account whose member this one is, in the Region.
    pub administrator: Option<String>,
}

impl Watch {
    /// Id of the document.
    pub const ID: &'static str = "watch";
}

impl Resource for Watch {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Watch";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        let watches = !self.regions.is_empty() || !self.ending.is_empty();
        if watches { vec![LookupValue::shared(WATCHING, "true")] } else { Vec::new() }
    }
}

/// A part of what an account's engine remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Sequence of the journal up to which it is the memory.
    pub at: u64,
    /// How many parts there are.
    pub parts: usize,
    /// Base64 of a part of the compressed JSON.
    pub data: String,
}

impl Resource for Memory {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Memory";
    const HISTORY: bool = false;
}

/// Look-up of the finding that takes in what is found of the same again.
pub const OPEN: &str = "guardduty-open";

/// A finding, under `DETECTOR/ID`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What was detected.
    pub finding: Finding,
    /// 32 hexadecimal digits.
    pub id: String,
    /// Its detector.
    pub detector: String,
    /// Value of the look-up under which it takes in more.
    pub open: String,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether a filter archived it.
    pub suppressed: bool,
    /// Whether it is a sample.
    pub sample: bool,
    /// `USEFUL` or `NOT_USEFUL`.
    pub feedback: Option<String>,
    /// Names of the threat lists that have the address.
    pub lists: Vec<String>,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// When its update will be told, if there is something to tell.
    pub update_due: Option<i64>,
}

impl Resource for Found {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Finding";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        // What was archived by hand begins anew when it is seen again.
        let takes = !self.archived || self.suppressed;
        if takes { vec![LookupValue::shared(OPEN, &self.open)] } else { Vec::new() }
    }
}

/// How far the feed of changed findings of an account in a Region is, under [`FeedHead::ID`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedHead {
    /// What makes it this feed and no other.
    pub feed: String,
    /// The number of its last entry.
    pub last: u64,
}

impl FeedHead {
    /// Id of the document.
    pub const ID: &'static str = "feed";
}

impl Resource for FeedHead {
    const KIND: &'static str = "Cloudkeep::GuardDuty::FeedHead";
    const HISTORY: bool = false;
}

/// That a finding changed, under its number in the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// Id of the finding's document.
    pub changed: String,
}

impl Resource for FeedEntry {
    const KIND: &'static str = "Cloudkeep::GuardDuty::FeedEntry";
    const HISTORY: bool = false;
}

/// That the update of a finding is to be told, under [`Update::id`], without account and Region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Account of the finding.
    pub account: String,
    /// Region of the finding.
    pub region: String,
    /// Id of its document.
    pub id: String,
}

impl Update {
    /// Ordered by when it is due.
    pub fn id(due: i64, finding: &str) -> String {
        format!("{:015}/{finding}", due.max(0))
    }
}

impl Resource for Update {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Update";
    const HISTORY: bool = false;
}

/// A filter, under `DETECTOR/NAME`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// What becomes of findings that it matches.
    pub action: FilterAction,
    /// Place among the filters, from 1.
    pub rank: i32,
    /// Which findings.
    pub criteria: Criteria,
    /// The client token of the call that made it, by which the same call is known when it comes again.
    #[serde(default)]
    pub token: Option<String>,
}

impl Resource for Filter {
    const KIND: &'static str = "AWS::GuardDuty::Filter";
}

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Trusted addresses.
    TrustedAddresses,
    /// Addresses of threats.
    ThreatAddresses,
    /// Trusted addresses and domains.
    TrustedEntities,
    /// Addresses and domains of threats.
    ThreatEntities,
}

impl Class {
    /// All.
    pub const ALL: [Self; 4] = [Self::TrustedAddresses, Self::ThreatAddresses, Self::TrustedEntities, Self::ThreatEntities];

    /// As ARNs name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrustedAddresses => "ipset",
            Self::ThreatAddresses => "threatintelset",
            Self::TrustedEntities => "trustedentityset",
            Self::ThreatEntities => "threatentityset",
        }
    }

    /// Type of the resource.
    pub fn kind(self) -> &'static str {
        match self {
            Self::TrustedAddresses => "AWS::GuardDuty::IPSet",
            Self::ThreatAddresses => "AWS::GuardDuty::ThreatIntelSet",
            Self::TrustedEntities => "AWS::GuardDuty::TrustedEntitySet",
            Self::ThreatEntities => "AWS::GuardDuty::ThreatEntitySet",
        }
    }

    /// Whether nothing is told of its entries.
    pub fn trusted(self) -> bool {
        matches!(self, Self::TrustedAddresses | Self::TrustedEntities)
    }

    /// Whether it has domains.
    pub fn domains(self) -> bool {
        matches!(self, Self::TrustedEntities | Self::ThreatEntities)
    }
}

/// A list, under `DETECTOR/CLASS/ID`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// 32 hexadecimal digits.
    pub id: String,
    /// What it is for.
    pub class: Class,
    /// Name.
    pub name: String,
    /// Form of the file, as the API names it.
    pub format: String,
    /// Where the file lies, as it was given.
    pub location: String,
    /// Account that is to own the bucket.
    pub expected_bucket_owner: Option<String>,
    /// Whether it is used.
    pub active: bool,
    /// How many entries were read at its last activation.
    pub entries: usize,
    /// The client token of the call that made it, by which the same call is known when it comes again.
    #[serde(default)]
    pub token: Option<String>,
}

impl Resource for List {
    const KIND: &'static str = "Cloudkeep::GuardDuty::List";
}

/// What is in an active list, under the id of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListContent {
    /// Base64 of the compressed entries, a line each.
    pub data: String,
}

impl Resource for ListContent {
    const KIND: &'static str = "Cloudkeep::GuardDuty::ListContent";
    const HISTORY: bool = false;
}

/// A bucket that findings are exported to, under `DETECTOR/ID`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    /// 32 hexadecimal digits.
    pub id: String,
    /// ARN of the bucket, or of a prefix in it.
    pub arn: String,
    /// ARN of the key to encrypt with.
    pub kms_key: Option<String>,
    /// Account that is to own the bucket.
    pub expected_bucket_owner: Option<String>,
    /// Since when objects cannot be put, milliseconds since 1970.
    pub failing_since: Option<i64>,
    /// The client token of the call that made it, by which the same call is known when it comes again.
    #[serde(default)]
    pub token: Option<String>,
}

impl Resource for Destination {
    const KIND: &'static str = "AWS::GuardDuty::PublishingDestination";
}

/// What of a destination is on its way: which lines one object has is fixed before it is put, so that a crash puts the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The last of the lines, by the id of its document.
    pub until: String,
    /// Key of the object.
    pub key: String,
}

impl Resource for Sending {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Sending";
    const HISTORY: bool = false;
}

/// Look-up of destinations with lines that wait.
pub const EXPORTS: &str = "guardduty-exports";

/// A finding that is to be exported, under `DETECTOR/DESTINATION/TIME-…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The finding, JSON.
    pub line: String,
}

impl Resource for Export {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Export";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::shared(EXPORTS, "true")]
    }
}

/// How an account stands to the administrator that it is or was a member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// It was named, and not invited yet.
    Created,
    /// It was invited.
    Invited,
    /// It is a member.
    Enabled,
    /// It is a member whose detector the administrator suspended.
    Disabled,
    /// The administrator ended it.
    Removed,
    /// The member ended it.
    Resigned,
}

impl Relation {
    /// As the API names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Invited => "Invited",
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::Removed => "Removed",
            Self::Resigned => "Resigned",
        }
    }

    /// Whether the account is a member.
    pub fn associated(self) -> bool {
        matches!(self, Self::Enabled | Self::Disabled)
    }
}

/// An account that an administrator named, under `DETECTOR/ACCOUNT` of the administrator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub account: String,
    /// E-mail address of its root user.
    pub email: String,
    /// How it stands.
    pub relation: Relation,
    /// When it was invited, milliseconds since 1970.
    pub invited_at: Option<i64>,
    /// When that changed last.
    pub updated_at: i64,
}

impl Resource for Member {
    const KIND: &'static str = "AWS::GuardDuty::Member";
}

/// The administrator of an account, in the member's account and Region under [`Administrator::ID`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Administrator {
    /// Account of the administrator.
    pub account: String,
    /// The invitation that was accepted; none in an organization.
    pub invitation: Option<String>,
    /// When it was invited or enrolled, milliseconds since 1970.
    pub invited_at: i64,
    /// Whether the organization's administrator enrolled it, which it cannot leave by itself.
    pub organization: bool,
}

impl Administrator {
    /// Id of the document.
    pub const ID: &'static str = "administrator";
}

impl Resource for Administrator {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Administrator";
}

/// An invitation, in the invited account and Region under the inviting account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who invites.
    pub account: String,
    /// 32 hexadecimal digits.
    pub id: String,
    /// When, milliseconds since 1970.
    pub invited_at: i64,
    /// Whether it was declined or accepted: `Invited`, `Enabled`, or `Resigned`.
    pub relation: Relation,
}

impl Resource for Invitation {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Invitation";
}

/// Look-up of the settings of an organization.
pub const ORGANIZATION: &str = "guardduty-organization";
/// Look-up of all of them.
pub const ORGANIZATIONS: &str = "guardduty-organizations";
/// Look-up of organizations whose accounts are to be enrolled.
pub const ENROLLING: &str = "guardduty-enrolling";

/// The administrator of an organization in a Region, with what becomes of its accounts: in the administrator's account under [`Settings::ID`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The organization.
    pub organization: String,
    /// Its management account.
    pub management: String,
    /// The administrator.
    pub account: String,
    /// Which accounts become members by themselves.
    pub members: AutoEnableMembers,
    /// Which get which feature.
    pub features: BTreeMap<String, OrgFeatureStatus>,
    /// Additional configuration of features.
    pub additional: BTreeMap<String, BTreeMap<String, OrgFeatureStatus>>,
    /// Whether accounts that are there are to be looked through now.
    pub enrolling: bool,
    /// The last sequence of the journal when the administrator was enabled.
    pub began: u64,
    /// The same when it was last said which accounts become members: who joined before is not new.
    pub since: u64,
}

impl Settings {
    /// Id of the document.
    pub const ID: &'static str = "organization";
}

impl Resource for Settings {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Organization";
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::shared(ORGANIZATION, &self.organization), LookupValue::shared(ORGANIZATIONS, "true")];
        if self.enrolling {
            lookups.push(LookupValue::shared(ENROLLING, "true"));
        }
        lookups
    }
}

/// How much was looked at, of an account in a Region, under [`Usage::ID`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Management events and data events of S3, by day since 1970.
    pub days: BTreeMap<i64, (u64, u64)>,
}

impl Usage {
    /// Id of the document.
    pub const ID: &'static str = "usage";
    /// Days that are kept.
    pub const DAYS: i64 = 30;
}

impl Resource for Usage {
    const KIND: &'static str = "Cloudkeep::GuardDuty::Usage";
    const HISTORY: bool = false;
}

/// How many data events of a bucket were looked at, of an account in a Region, under the bucket's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketUsage {
    /// By day since 1970.
    pub days: BTreeMap<i64, u64>,
}

impl BucketUsage {
    /// Buckets of an account in a Region at most.
    pub const MOST: u64 = 1_000;
}

impl Resource for BucketUsage {
    const KIND: &'static str = "Cloudkeep::GuardDuty::BucketUsage";
    const HISTORY: bool = false;
}
