//! The only ways to the store: reading while permissions are worked out, and the transaction that an authorized operation gets.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use store::{Commit, Durability, EventQuery, Expectation, Key, NewEntry, Range, Record, Store, Write};
use wire::{Document, Failure};

use crate::access::Access;
use crate::audit_context::Seen;
use crate::authority::{Looked, Watch};
use crate::call::Call;
use crate::payload::ReplyStream;
use crate::plane::Plane;
use crate::ports::IdentityPolicies;
use crate::resource::{Resource, Stored, key};

/// Read access to the store. Only the plane makes one, and hands it to what it trusts to read: access steps, ports and views.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    plane: &'a Plane,
    watch: Option<&'a Watch<'a>>,
    known: Option<&'a Known>,
}

/// The documents that an access step looked at, which the operation need not read again: its commit checks that they are still so.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Vec<(Key, Option<Record>)>>);

impl Known {
    fn add(&self, key: Key, record: Option<Record>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((key, record));
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(plane: &'a Plane) -> Self {
        Self { plane, watch: None, known: None }
    }

    /// One whose looks are remembered.
    pub(crate) fn watched(plane: &'a Plane, watch: &'a Watch<'a>) -> Self {
        Self { plane, watch: Some(watch), known: None }
    }

    fn look(&self, looked: Looked<'_>) {
        if let Some(watch) = self.watch {
            watch.look(looked);
        }
    }

    /// Looks at the documents that a look-up names, and at each of them: one that no longer has the look-up has changed itself.
    async fn look_up(&self, lookup: &str, value: &str, after: Option<&Key>, limit: usize) -> Result<Vec<Record>, Failure> {
        let Some(watch) = self.watch else {
            return self.store().find_all(lookup, value, after, limit).await.map_err(Failure::internal);
        };
        watch.look(Looked::Lookup(lookup, value));
        let found = self.store().find_all(lookup, value, after, limit).await.map_err(Failure::internal)?;
        found.iter().for_each(|record| watch.look(Looked::Document(&record.key)));
        // Once more, as the documents are watched only now.
        self.store().find_all(lookup, value, after, limit).await.map_err(Failure::internal)
    }

    fn store(&self) -> &'a Store {
        &self.plane.store
    }

    /// The plane: clock, settings, ports.
    pub fn plane(&self) -> &'a Plane {
        self.plane
    }

    /// A document by its key; the region of a global resource is empty.
    ///
    /// # Errors
    /// Internal ones only, as with all methods here.
    pub async fn get<T: Resource>(&self, account: &str, region: &str, id: &str) -> Result<Option<Stored<T>>, Failure> {
        let key = key::<T>(account, region, id);
        self.look(Looked::Document(&key));
        let record = self.store().get(&key).await.map_err(Failure::internal)?;
        if let Some(known) = self.known {
            known.add(key, record.clone());
        }
        record.map(Stored::read).transpose()
    }

    /// Documents of one account and region by their ids, in the order asked, all of one moment.
    pub async fn get_many<T: Resource>(
        &self,
        account: &str,
        region: &str,
        ids: &[String],
    ) -> Result<Vec<Option<Stored<T>>>, Failure> {
        let keys: Vec<Key> = ids.iter().map(|id| key::<T>(account, region, id)).collect();
        keys.iter().for_each(|key| self.look(Looked::Document(key)));
        let records = self.store().get_many(&keys).await.map_err(Failure::internal)?;
        records.into_iter().map(|record| record.map(Stored::read).transpose()).collect()
    }

    /// Documents of one account and region in the order of their ids, beginning after `after`, of ids that begin with `prefix`.
    pub async fn list<T: Resource>(
        &self,
        account: &str,
        region: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Stored<T>>, Failure> {
        let range = Range::all(T::KIND, account, region).with_prefix(prefix);
        self.look(Looked::Range(T::KIND, account, region));
        let records = self.store().list(&range, after, limit).await.map_err(Failure::internal)?;
        records.into_iter().map(Stored::read).collect()
    }

    /// All documents of one account and region of ids that begin with `prefix`: for kinds whose number a limit bounds.
    pub async fn all<T: Resource>(&self, account: &str, region: &str, prefix: &str) -> Result<Vec<Stored<T>>, Failure> {
        self.list(account, region, prefix, None, usize::MAX >> 1).await
    }

    /// Documents of every account in the order of their keys, beginning after `after`: for views and reconcilers.
    pub async fn list_everywhere<T: Resource>(&self, after: Option<&Key>, limit: usize) -> Result<Vec<Stored<T>>, Failure> {
        self.look(Looked::Kind(T::KIND));
        let records = self.store().list_kind(T::KIND, after, limit).await.map_err(Failure::internal)?;
        records.into_iter().map(Stored::read).collect()
    }

    /// The document that a unique look-up names; `None` if it names none, or one of another kind.
    pub async fn find<T: Resource>(&self, lookup: &str, value: &str) -> Result<Option<Stored<T>>, Failure> {
        match self.look_up(lookup, value, None, 1).await?.pop() {
            Some(record) if record.key.kind == T::KIND => Stored::read(record).map(Some),
            _ => Ok(None),
        }
    }

    /// The documents that a look-up names, in the order of their keys, beginning after `after`.
    pub async fn find_all<T: Resource>(
        &self,
        lookup: &str,
        value: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Stored<T>>, Failure> {
        let records = self.look_up(lookup, value, after, limit).await?;
        records.into_iter().filter(|r| r.key.kind == T::KIND).map(Stored::read).collect()
    }

    /// How many documents of a kind an account has in a region: constant time.
    pub async fn count<T: Resource>(&self, account: &str, region: &str) -> Result<u64, Failure> {
        self.look(Looked::Range(T::KIND, account, region));
        self.store().count(T::KIND, account, region).await.map_err(Failure::internal)
    }

    /// Audit events, newest first, as the journal holds them.
    pub async fn events(&self, query: &EventQuery) -> Result<Vec<store::Entry>, Failure> {
        self.store().events(query).await.map_err(Failure::internal)
    }

    /// A journal entry by its id.
    pub async fn entry(&self, id: &str) -> Result<Option<store::Entry>, Failure> {
        self.store().entry(id).await.map_err(Failure::internal)
    }

    /// Every version of a document, oldest first, deletions included.
    pub async fn history(&self, key: &Key, after_version: u64, limit: usize) -> Result<Vec<store::Version>, Failure> {
        self.look(Looked::Document(key));
        self.store().history(key, after_version, limit).await.map_err(Failure::internal)
    }
}

/// What an operation's access step sees: the call, and read access.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    reader: Reader<'a>,
    call: &'a Call,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(plane: &'a Plane, call: &'a Call, known: &'a Known) -> Self {
        Self { reader: Reader { known: Some(known), ..Reader::new(plane) }, call }
    }

    pub(crate) fn of(reader: Reader<'a>, call: &'a Call) -> Self {
        Self { reader, call }
    }

    /// The call.
    pub fn call(&self) -> &'a Call {
        self.call
    }

    /// Account of the caller.
    pub fn account(&self) -> &'a str {
        &self.call.principal.account
    }
}

impl<'a> Deref for Lookup<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

/// What an operation adds to its own audit record.
#[derive(Debug, Clone, Default)]
pub struct AuditNotes {
    /// Resources the call touched: ARN, owner account, CloudFormation type. Their accounts get a copy of the record.
    pub resources: Vec<AuditResource>,
    /// `additionalEventData`.
    pub additional: Option<Value>,
    /// Replaces `responseElements`.
    pub response_elements: Option<Value>,
    /// Accounts besides the caller's and the resources' whose history gets a copy of the record.
    pub also_in: Vec<String>,
    /// Parts of a batch that AWS records as calls of their own, so that each owner learns of their own resource only.
    pub parts: Vec<AuditPart>,
    /// What is kept of the call beyond its record, for those who wish it.
    pub(crate) seen: Option<Arc<Seen>>,
}

/// A part of a batch that is recorded as a call of its own, if the batch succeeds.
#[derive(Debug, Clone)]
pub struct AuditPart {
    /// Name of the operation, of the same service.
    pub operation: &'static str,
    /// Its input.
    pub input: Document,
    /// Resources that it touched.
    pub resources: Vec<AuditResource>,
    /// Why it was refused, if it was.
    pub failure: Option<Failure>,
}

/// One entry of an audit record's `resources`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditResource {
    /// ARN.
    pub arn: String,
    /// Owner.
    pub account: String,
    /// CloudFormation type.
    pub kind: String,
}

/// One operation's reads and writes: all of its writes happen with its audit record in one commit, or none do.
///
/// Every document it reads must be unchanged when it commits; otherwise the operation is run again. Writes are seen by later reads by key.
#[derive(Debug)]
pub struct Transaction<'a> {
    reader: Reader<'a>,
    call: &'a Call,
    policies: Option<&'a IdentityPolicies>,
    seen: HashMap<Key, Option<u64>>,
    ranges: Vec<Expectation>,
    pending: HashMap<Key, Option<Record>>,
    order: Vec<Key>,
    lookups: HashMap<Key, Vec<store::Lookup>>,
    journal: Vec<NewEntry>,
    cursors: Vec<(String, u64, u64)>,
    without_history: Vec<String>,
    reply: Option<ReplyStream>,
    known: Vec<(Key, Option<Record>)>,
    /// Documents that only say something of a read.
    noted: Vec<Key>,
    /// What the audit record says beyond the request and the reply.
    pub audit: AuditNotes,
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(plane: &'a Plane, call: &'a Call) -> Self {
        Self {
            reader: Reader::new(plane),
            call,
            policies: None,
            seen: HashMap::new(),
            ranges: Vec::new(),
            pending: HashMap::new(),
            order: Vec::new(),
            lookups: HashMap::new(),
            journal: Vec::new(),
            cursors: Vec::new(),
            without_history: Vec::new(),
            reply: None,
            known: Vec::new(),
            noted: Vec::new(),
            audit: AuditNotes::default(),
        }
    }

    /// The same, knowing what its access step looked at.
    pub(crate) fn knowing(mut self, known: Known) -> Self {
        self.known = known.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        self
    }

    /// The same, on behalf of a caller with these policies.
    pub(crate) fn with_policies(mut self, policies: &'a IdentityPolicies) -> Self {
        self.policies = Some(policies);
        self
    }

    /// What an access step sees, for operations that ask about the parts of a batch one by one.
    pub fn lookup(&self) -> Lookup<'a> {
        Lookup::of(self.reader, self.call)
    }

    /// Whether the caller may also do this: for batches whose parts are refused one by one. What the operation itself needs is said in its access
    /// step.
    ///
    /// # Errors
    /// `AccessDenied`; an internal one in a transaction that nobody called.
    pub async fn permits(&self, access: &Access) -> Result<(), Failure> {
        let policies = self.policies.ok_or_else(|| Failure::internal("a transaction without a caller asks what it may"))?;
        self.plane().authorize(self.call, policies, access).await
    }

    /// The call.
    pub fn call(&self) -> &'a Call {
        self.call
    }

    /// Account of the caller.
    pub fn account(&self) -> &'a str {
        &self.call.principal.account
    }

    /// The plane: clock, ids, keyring, settings, ports.
    pub fn plane(&self) -> &'a Plane {
        self.reader.plane
    }

    /// Reads that need not hold until the commit (listings, look-ups of others' state). They do not see this transaction's writes.
    pub fn reader(&self) -> Reader<'a> {
        self.reader
    }

    /// A document by its key. The commit fails, and the operation runs again, if somebody changes it meanwhile.
    pub async fn get<T: Resource>(&mut self, account: &str, region: &str, id: &str) -> Result<Option<Stored<T>>, Failure> {
        let key = key::<T>(account, region, id);
        if let Some(record) = self.pending.get(&key) {
            return record.clone().map(Stored::read).transpose();
        }
        let record = match self.known.iter().position(|(known, _)| *known == key) {
            Some(at) => self.known.swap_remove(at).1,
            None => self.reader.store().get(&key).await.map_err(Failure::internal)?,
        };
        self.saw(key, record.as_ref());
        record.map(Stored::read).transpose()
    }

    /// Documents of one account and region by their ids, in the order asked, each held like [`Transaction::get`]'s.
    pub async fn get_many<T: Resource>(
        &mut self,
        account: &str,
        region: &str,
        ids: &[String],
    ) -> Result<Vec<Option<Stored<T>>>, Failure> {
        let keys: Vec<Key> = ids.iter().map(|id| key::<T>(account, region, id)).collect();
        let records = self.reader.store().get_many(&keys).await.map_err(Failure::internal)?;
        let mut found = Vec::with_capacity(keys.len());
        for (key, record) in keys.into_iter().zip(records) {
            let record = match self.pending.get(&key) {
                Some(written) => written.clone(),
                None => {
                    self.saw(key, record.as_ref());
                    record
                }
            };
            found.push(record.map(Stored::read).transpose()?);
        }
        Ok(found)
    }

    /// All documents of one account and region of ids that begin with `prefix`. The commit fails, and the operation runs again, if one comes,
    /// goes or changes meanwhile. For small sets: parents with their children.
    pub async fn all<T: Resource>(&mut self, account: &str, region: &str, prefix: &str) -> Result<Vec<Stored<T>>, Failure> {
        let range = Range::all(T::KIND, account, region).with_prefix(prefix);
        let fingerprint = self.reader.store().range_fingerprint(&range).await.map_err(Failure::internal)?;
        let mut records = self.reader.store().list(&range, None, usize::MAX >> 1).await.map_err(Failure::internal)?;
        records.retain(|r| !self.pending.contains_key(&r.key));
        let mine =
            |key: &Key| key.kind == T::KIND && key.account == account && key.region == region && key.id.starts_with(prefix);
        records.extend(self.pending.iter().filter(|(k, _)| mine(k)).filter_map(|(_, r)| r.clone()));
        records.sort_by(|a, b| a.key.id.cmp(&b.key.id));
        self.ranges.push(Expectation::Range { range, fingerprint });
        records.into_iter().map(Stored::read).collect()
    }

    /// The document that a unique look-up names, held like [`Transaction::get`]'s. It sees this transaction's writes.
    pub async fn find<T: Resource>(&mut self, lookup: &str, value: &str) -> Result<Option<Stored<T>>, Failure> {
        let holds = |lookups: &[store::Lookup]| lookups.iter().any(|l| l.name == lookup && l.value == value);
        let written =
            self.lookups.iter().find(|(key, lookups)| key.kind == T::KIND && holds(lookups)).map(|(key, _)| key.clone());
        if let Some(key) = written {
            return self.get(&key.account, &key.region, &key.id).await;
        }
        match self.reader.find::<T>(lookup, value).await? {
            Some(found) => self.get(&found.key.account, &found.key.region, &found.key.id).await,
            None => Ok(None),
        }
    }

    /// Makes or replaces a document. A document that was not read before in this transaction must not exist yet.
    pub fn put<T: Resource>(&mut self, stored: &Stored<T>) -> Result<(), Failure> {
        let body = serde_json::to_vec(&stored.body).map_err(|e| Failure::internal(format!("{}: {e}", stored.key)))?;
        let lookups = stored.body.lookups();
        let now = self.call.time.as_millisecond();
        let record = Record {
            key: stored.key.clone(),
            version: stored.version + 1,
            created_at: if stored.created_at == 0 { now } else { stored.created_at },
            updated_at: now,
            arn: stored.arn.clone(),
            tags: stored.tags.clone(),
            body,
            seq: 0,
        };
        let expected = (stored.version > 0).then_some(stored.version);
        self.write::<T>(stored.key.clone(), Some(record), lookups, expected);
        Ok(())
    }

    /// The same for a document that only says that something was read, and when. If nothing else is written, it is as durable as the record of the
    /// read: it survives the death of the process, and a failure of the machine may take the last of them.
    pub fn note<T: Resource>(&mut self, stored: &Stored<T>) -> Result<(), Failure> {
        self.put(stored)?;
        self.noted.push(stored.key.clone());
        Ok(())
    }

    /// Removes a document. Its versions stay in the history.
    pub fn delete<T: Resource>(&mut self, stored: &Stored<T>) {
        let expected = (stored.version > 0).then_some(stored.version);
        self.write::<T>(stored.key.clone(), None, Vec::new(), expected);
    }

    /// Adds a domain event to the journal, in the same commit: `kind` names it, such as `organizations.AccountCreated`.
    pub fn journal(&mut self, kind: &str, account: &str, region: &str, body: &Value) {
        self.journal.push(NewEntry {
            id: self.plane().ids.uuid_at(self.call.time.as_millisecond()).to_string(),
            kind: kind.to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            at: self.call.time.as_millisecond(),
            body: body.to_string().into_bytes(),
        });
    }

    /// The last sequence of the journal now: what a new cursor begins after, to see only what comes.
    pub fn journal_head(&self) -> u64 {
        *self.reader.store().subscribe().borrow()
    }

    /// Moves a cursor from where it stands to `to`, in the same commit. The commit fails, and the work runs again, if it does not stand at `from`
    /// (0 if it was never set).
    pub fn move_cursor(&mut self, name: &str, from: u64, to: u64) {
        self.cursors.push((name.to_owned(), from, to));
    }

    /// Streams the reply's payload, once the call is committed.
    pub fn stream_reply(&mut self, reply: ReplyStream) {
        self.reply = Some(reply);
    }

    pub(crate) fn take_reply(&mut self) -> Option<ReplyStream> {
        self.reply.take()
    }

    pub(crate) fn journal_entry(&mut self, entry: NewEntry) {
        self.journal.push(entry);
    }

    /// Says which resource the call touched, for the audit record.
    pub fn touched(&mut self, arn: impl Into<String>, account: impl Into<String>, kind: impl Into<String>) {
        self.audit.resources.push(AuditResource { arn: arn.into(), account: account.into(), kind: kind.into() });
    }

    fn saw(&mut self, key: Key, record: Option<&Record>) {
        self.seen.entry(key).or_insert(record.map(|r| r.version));
    }

    fn write<T: Resource>(&mut self, key: Key, record: Option<Record>, lookups: Vec<store::Lookup>, expected: Option<u64>) {
        if !T::HISTORY && !self.without_history.iter().any(|kind| kind == T::KIND) {
            self.without_history.push(T::KIND.to_owned());
        }
        self.seen.entry(key.clone()).or_insert(expected);
        if self.pending.insert(key.clone(), record).is_none() {
            self.order.push(key.clone());
        }
        self.lookups.insert(key, lookups);
    }

    /// Whether it changes anything.
    pub fn writes(&self) -> bool {
        !self.order.is_empty() || !self.journal.is_empty() || !self.cursors.is_empty()
    }

    /// What it writes, with the look-ups that the documents will have.
    pub(crate) fn written(&self) -> impl Iterator<Item = (&Key, &[store::Lookup])> {
        self.order.iter().map(|key| (key, self.lookups.get(key).map_or(&[][..], Vec::as_slice)))
    }

    /// Forgets every write: the operation failed, and only its audit record is committed.
    pub(crate) fn abandon(&mut self) {
        self.pending.clear();
        self.order.clear();
        self.lookups.clear();
        self.journal.clear();
        self.cursors.clear();
    }

    /// The commit of everything this transaction did, with its audit records.
    pub(crate) fn into_commit(mut self, mut records: Vec<NewEntry>) -> Commit {
        let writes: Vec<Write> = self
            .order
            .iter()
            .filter_map(|key| match self.pending.remove(key)? {
                Some(record) => Some(Write::Put {
                    key: record.key,
                    arn: record.arn,
                    tags: record.tags,
                    body: record.body,
                    lookups: self.lookups.remove(key).unwrap_or_default(),
                }),
                // What this transaction both made and removed was never there.
                None => self.seen.get(key).copied().flatten().map(|_| Write::Delete { key: key.clone() }),
            })
            .collect();
        let changes = !writes.is_empty() || !self.journal.is_empty() || !self.cursors.is_empty();
        let only_noted = self.journal.is_empty()
            && self.cursors.is_empty()
            && writes.iter().all(|write| matches!(write, Write::Put { key, .. } if self.noted.contains(key)));
        let mut expect = Vec::new();
        if changes {
            expect = self.ranges;
            expect.extend(self.seen.into_iter().map(|(key, version)| Expectation::Version { key, version }));
            expect.extend(self.cursors.iter().map(|(name, from, _)| Expectation::Cursor { name: name.clone(), value: *from }));
        }
        records.append(&mut self.journal);
        Commit {
            expect,
            writes,
            journal: records,
            cursors: self.cursors.into_iter().map(|(name, _, to)| (name, to)).collect(),
            without_history: self.without_history,
            durability: if only_noted { Durability::Written } else { Durability::Synced },
            at: self.call.time.as_millisecond(),
            ..Commit::default()
        }
    }
}
