//! The values that go in and out of a store. All times are milliseconds since the Unix epoch, given by the caller.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Greatest size of one document or one journal entry's body: 16 MiB.
pub const MAX_BODY: usize = 16 << 20;

/// Greatest size of one commit, all bodies together: 64 MiB.
pub const MAX_COMMIT: usize = 64 << 20;

/// Name of a resource. Ordered by kind, account, region, id, each by its UTF-8 bytes, as every list of the store is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Type of the resource, e.g. `AWS::IAM::User`.
    pub kind: String,
    /// Owning account, 12 digits; empty for what belongs to no account.
    pub account: String,
    /// Region; empty for global resources.
    pub region: String,
    /// Identifier, unique within kind, account and region.
    pub id: String,
}

impl Key {
    /// A key of its four parts.
    pub fn new(kind: impl Into<String>, account: impl Into<String>, region: impl Into<String>, id: impl Into<String>) -> Key {
        Key { kind: kind.into(), account: account.into(), region: region.into(), id: id.into() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.kind, self.account, self.region, self.id)
    }
}

/// The current state of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub key: Key,
    /// Grows by one with every change (by more where [`Commit::without_history`] says that versions are not kept). It goes on after a deletion
    /// (the deletion itself is a version), so a version never names two states.
    pub version: u64,
    /// When this life of the resource began; a resource deleted and made again begins anew.
    pub created_at: i64,
    /// `Commit::at` of its last change.
    pub updated_at: i64,
    /// Its ARN, if it has one.
    pub arn: Option<String>,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// The document (JSON by convention; the store does not look inside).
    pub body: Vec<u8>,
    /// Sequence of the commit that made this version.
    pub seq: u64,
}

/// One state a resource had, or its deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Name of the resource.
    pub key: Key,
    /// Number of the version.
    pub version: u64,
    /// `Commit::at` of the change.
    pub at: i64,
    /// Sequence of the commit.
    pub seq: u64,
    /// True for a deletion: then tags and body are empty, and `arn` is what it was.
    pub deleted: bool,
    /// ARN.
    pub arn: Option<String>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// The document.
    pub body: Vec<u8>,
    /// Id of the first journal entry of the commit that made it, if the commit had one.
    pub entry: Option<String>,
}

/// The resources of one kind, account and region whose id begins with `prefix` (all, if it is empty).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Range {
    /// See [`Key::kind`].
    pub kind: String,
    /// See [`Key::account`].
    pub account: String,
    /// See [`Key::region`].
    pub region: String,
    /// Beginning of the ids.
    pub prefix: String,
}

impl Range {
    /// Every resource of a kind in an account and region.
    pub fn all(kind: impl Into<String>, account: impl Into<String>, region: impl Into<String>) -> Range {
        Range { kind: kind.into(), account: account.into(), region: region.into(), prefix: String::new() }
    }

    /// The same, only ids beginning with `prefix`.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Range {
        self.prefix = prefix.into();
        self
    }
}

/// State of a whole [`Range`]: any creation, change or deletion inside it gives another fingerprint. Opaque; compare or hand back only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    pub(crate) count: u64,
    pub(crate) seq: u64,
}

impl Fingerprint {
    /// How many resources the range held.
    pub fn count(&self) -> u64 {
        self.count
    }
}

/// What must still be true when a commit is made; otherwise [`crate::CommitError::Conflict`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The resource is at this version; `None`: there is no such resource.
    Version {
        /// Which resource.
        key: Key,
        /// Its version as read.
        version: Option<u64>,
    },
    /// Nothing in the range was created, changed or deleted since the fingerprint was taken. Take it *before* listing.
    Range {
        /// Which range.
        range: Range,
        /// From [`crate::Store::range_fingerprint`].
        fingerprint: Fingerprint,
    },
    /// The cursor stands where it was read (0 if never set): keeps two workers from processing the same entries twice.
    Cursor {
        /// Name of the cursor.
        name: String,
        /// Its position as read.
        value: u64,
    },
}

/// A secondary name under which a resource is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lookup {
    /// Name space of the value, e.g. `iam:access-key`. Include what makes it unique (account, region) in name or value.
    pub name: String,
    /// The value looked for.
    pub value: String,
    /// Whether no other resource may hold the same value under this name. Enforced against unique and non-unique holders alike.
    pub unique: bool,
}

impl Lookup {
    /// A look-up that only one resource may hold.
    pub fn unique(name: impl Into<String>, value: impl Into<String>) -> Lookup {
        Lookup { name: name.into(), value: value.into(), unique: true }
    }

    /// A look-up that many resources may share.
    pub fn shared(name: impl Into<String>, value: impl Into<String>) -> Lookup {
        Lookup { name: name.into(), value: value.into(), unique: false }
    }
}

/// One change of one resource. A commit may name each key once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Creates or replaces, look-ups included: those not named again are gone.
    Put {
        /// Which resource.
        key: Key,
        /// ARN, kept with every version. It is not a look-up by itself.
        arn: Option<String>,
        /// All its tags.
        tags: Vec<(String, String)>,
        /// The document.
        body: Vec<u8>,
        /// All its look-ups.
        lookups: Vec<Lookup>,
    },
    /// Deletes, leaving a version that says so. Deleting what is not there changes nothing.
    Delete {
        /// Which resource.
        key: Key,
    },
}

impl Write {
    /// The resource it changes.
    pub fn key(&self) -> &Key {
        match self {
            Write::Put { key, .. } | Write::Delete { key } => key,
        }
    }
}

/// An entry to append to the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Unique. An id already in the journal is not appended again: the first one stays, and its sequence is returned. Ids that grow with time
    /// (UUID version 7) are cheaper to index than random ones.
    pub id: String,
    /// What sort of entry, e.g. `api-call`.
    pub kind: String,
    /// Account it belongs to.
    pub account: String,
    /// Region.
    pub region: String,
    /// When it happened.
    pub at: i64,
    /// Content; the store does not look inside.
    pub body: Vec<u8>,
}

/// A journal entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the journal. Grows strictly, is not contiguous; no entry ever appears below one already visible.
    pub seq: u64,
    /// See [`NewEntry::id`].
    pub id: String,
    /// See [`NewEntry::kind`].
    pub kind: String,
    /// See [`NewEntry::account`].
    pub account: String,
    /// See [`NewEntry::region`].
    pub region: String,
    /// See [`NewEntry::at`].
    pub at: i64,
    /// See [`NewEntry::body`].
    pub body: Vec<u8>,
}

/// Makes a journal entry findable by [`crate::Store::events`]. Indexing the same again changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedEvent {
    /// Sequence of the entry. It may be in the journal already or be a later entry of it; unknown ones are never returned.
    pub seq: u64,
    /// Account in whose history it appears.
    pub account: String,
    /// Region in whose history it appears.
    pub region: String,
    /// Time under which it is found. Must be the entry's own `at`: pages continue by it.
    pub at: i64,
    /// Names and values by which it is found; names are not empty.
    pub attributes: Vec<(String, String)>,
}

/// A question to the event history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventQuery {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Only events with this attribute name and value.
    pub attribute: Option<(String, String)>,
    /// Not before, inclusive.
    pub from: Option<i64>,
    /// Not after, inclusive.
    pub to: Option<i64>,
    /// Goes on after the event with this (`at`, `seq`): those of the last entry of the page before.
    pub before: Option<(i64, u64)>,
    /// Greatest number returned.
    pub limit: usize,
}

/// What an acknowledgement promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// On stable storage: survives the loss of power.
    #[default]
    Synced,
    /// Handed to the operating system: survives the death of the process. The next `Synced` commit makes it stable too.
    Written,
}

/// Changes that happen together or not at all. `Commit::default()` is empty, `Synced`, and at time 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// What must still be true.
    pub expect: Vec<Expectation>,
    /// Changes of resources.
    pub writes: Vec<Write>,
    /// Entries for the journal.
    pub journal: Vec<NewEntry>,
    /// Cursors to set.
    pub cursors: Vec<(String, u64)>,
    /// Rows of the event history.
    pub index: Vec<IndexedEvent>,
    /// Forgets, in a part of the event history's index, the places of events of before this time, milliseconds since 1970. The next commit that
    /// forgets goes on where this one stopped. The journal keeps the events.
    pub forget_before: Option<i64>,
    /// Kinds of which only the present state is kept: writing one leaves no version behind, and removes those that are there.
    pub without_history: Vec<String>,
    /// When to acknowledge.
    pub durability: Durability,
    /// Time of the change.
    pub at: i64,
}

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Sequence of the commit: that of its last journal entry, or its own if it has writes only; if it took none, the last one taken before.
    pub sequence: u64,
    /// New version of each write, in order; 0 for the deletion of what was not there.
    pub versions: Vec<u64>,
    /// Sequence of each journal entry, in order.
    pub entries: Vec<u64>,
}
