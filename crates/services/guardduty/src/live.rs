//! The live engine: reads the journal, and shows what accounts with an enabled detector did to the detectors of the `detection` crate.
//!
//! Two cursors stand in the journal. Up to [`CURSOR`] everything was looked at, and what was found is kept: it moves in the commit that keeps it, so that
//! nothing is found twice or not at all. Up to [`KEPT`] also what the engines remember is kept, which is much and is written down now and then.
//! After a crash the engines read again what lies between the two; what they find there was kept before.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use detection::engine::{Engine, Lists};
use detection::event::Call;
use detection::finding::Action;
use detection::json::Tape;
use detection::sigma::RuleSet;
use plane::audit::is_record;
use plane::reconcile::Reconciler;
use plane::settings::is_global;
use plane::{BoxFuture, Failure, Stored, System};
use store::Entry;
use tokio::sync::Mutex;

use crate::book::{Book, Books};
use crate::keep::{News, keep};
use crate::memory;
use crate::resources::{BucketUsage, Usage, WATCHING, Watch};

/// Everything up to this cursor was looked at, and what was found is kept.
const CURSOR: &str = "guardduty/findings";
/// Everything up to this cursor is remembered.
const KEPT: &str = "guardduty/memory";
/// Journal entries read at once.
const CHUNK: usize = 512;
/// How far the cursor may stay behind while nothing is found: a commit for every call would cost a sync of the disk each.
const BEHIND: u64 = 20_000;
/// After how many events, and how long after the first of them, what engines remember is written down.
const EVENTS: usize = 20_000;
const AFTER_MS: i64 = 60_000;
/// Engines that are kept in memory.
const HOT: usize = 128;
/// Bytes of what engines remember that one commit writes, about.
const COMMIT: usize = 16 << 20;
/// Accounts read at once.
const PAGE: usize = 500;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Looks at what is called.
#[derive(Default)]
pub struct Live(Mutex<State>);

#[derive(Default)]
struct State {
    /// Up to where the journal was read; none before the first run and after a fault.
    read: Option<u64>,
    accounts: HashMap<String, Hot>,
    books: Books,
    tape: Tape,
    /// Events since the engines were last written down, and when the first of them was seen.
    fed: usize,
    fed_at: Option<i64>,
    /// Events that were looked at and are not counted yet, by account, Region and day: of management, and data of S3.
    looked: BTreeMap<(String, String, i64), (u64, u64)>,
    /// Data events of S3 among them, by account, Region, bucket and day.
    buckets: BTreeMap<(String, String, String, i64), u64>,
}

/// The engine of an account.
struct Hot {
    engine: Engine,
    /// Whether it saw something since it was last written down.
    dirty: bool,
    /// The last sequence that it saw.
    used: u64,
}

impl Reconciler for Live {
    fn name(&self) -> &'static str {
        "guardduty-live"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn follows_calls(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut state = self.0.lock().await;
            let done = state.run(system).await;
            if done.is_err() {
                // Engines may have seen more than was committed: they begin again where the store stands.
                *state = State::default();
            }
            done
        })
    }
}

impl State {
    async fn run(&mut self, system: &System) -> Result<(), Failure> {
        if system.reader().find_all::<Watch>(WATCHING, "true", None, 1).await?.is_empty() {
            if self.read.is_some() {
                *self = Self::default();
            }
            return Ok(());
        }
        if self.read.is_none() {
            self.read = Some(self.wake(system).await?);
        }
        loop {
            let more = self.advance(system).await?;
            let now = system.now().as_millisecond();
            let due = self.fed >= EVENTS || self.fed_at.is_some_and(|at| now - at >= AFTER_MS || now < at);
            if due || self.accounts.len() > HOT {
                self.write_down(system).await?;
            }
            if !more {
                return Ok(());
            }
        }
    }

    /// Reads again what engines saw and do not remember; where the journal goes on.
    async fn wake(&mut self, system: &System) -> Result<u64, Failure> {
        let oldest = oldest(system).await?;
        let found = system.cursor(CURSOR).await?.max(oldest);
        let mut from = system.cursor(KEPT).await?.max(oldest);
        while from < found {
            let mut entries = system.journal(from, CHUNK).await?;
            entries.retain(|e| e.seq <= found);
            let Some(last) = entries.last() else { break };
            from = last.seq;
            self.look(system, &entries).await?;
            // All of it is kept and counted already.
            self.accounts.values_mut().for_each(|hot| drop(hot.engine.take_findings()));
            self.looked.clear();
            self.buckets.clear();
        }
        Ok(found)
    }

    /// Looks at a stretch of the journal; false when there was none.
    async fn advance(&mut self, system: &System) -> Result<bool, Failure> {
        let from = self.read.unwrap_or_default();
        let entries = system.journal(from, CHUNK).await?;
        let Some(end) = entries.last().map(|e| e.seq) else { return Ok(false) };
        let books = self.look(system, &entries).await?;
        let news = self.news(&books);
        let ended: Vec<String> =
            books.iter().filter(|(_, b)| b.ending.iter().any(|(.., until)| *until <= end)).map(|(a, _)| a.clone()).collect();
        let cursor = system.cursor(CURSOR).await?;
        if !news.is_empty() || !ended.is_empty() || end.saturating_sub(cursor) > BEHIND {
            self.commit(system, cursor, end, news, ended).await?;
        }
        self.read = Some(end);
        Ok(true)
    }

    /// Shows entries to the engines of their accounts; the books of these.
    async fn look(&mut self, system: &System, entries: &[Entry]) -> Result<HashMap<String, Arc<Book>>, Failure> {
        let mut books: HashMap<String, Option<Arc<Book>>> = HashMap::new();
        for entry in entries.iter().filter(|e| is_record(&e.kind)) {
            let book = match books.get(&entry.account) {
                Some(book) => book.clone(),
                None => {
                    let book = self.books.of(&system.reader(), &entry.account).await?;
                    books.insert(entry.account.clone(), book.clone());
                    book
                }
            };
            let Some(book) = book else { continue };
            if !self.accounts.contains_key(&entry.account) {
                let hot = wake_up(system, &entry.account).await?;
                self.accounts.insert(entry.account.clone(), hot);
            }
            let Some(hot) = self.accounts.get_mut(&entry.account) else { continue };
            let Some(bucket) = feed(hot, &book, entry, &mut self.tape) else { continue };
            self.fed += 1;
            self.fed_at.get_or_insert_with(|| system.now().as_millisecond());
            let region = book.watching(&entry.region, true, entry.seq).map_or("", |w| w.place.region.as_str());
            let day = entry.at.div_euclid(DAY);
            let looked = self.looked.entry((entry.account.clone(), region.to_owned(), day)).or_default();
            match bucket {
                Some(bucket) => {
                    looked.1 += 1;
                    if is_bucket(&bucket) {
                        *self.buckets.entry((entry.account.clone(), region.to_owned(), bucket, day)).or_default() += 1;
                    }
                }
                None => looked.0 += 1,
            }
        }
        Ok(books.into_iter().filter_map(|(account, book)| Some((account, book?))).collect())
    }

    /// What the engines found.
    fn news(&mut self, books: &HashMap<String, Arc<Book>>) -> Vec<News> {
        let mut news = Vec::new();
        for (account, book) in books {
            let Some(hot) = self.accounts.get_mut(account) else { continue };
            for mut finding in hot.engine.take_findings() {
                let Some(watching) = book.watching(&finding.region, true, hot.used) else { continue };
                finding.region.clone_from(&watching.place.region);
                let lists = match &finding.action {
                    Action::Api { address: Some(address), .. } if finding.rule.starts_with("address-listed") => {
                        watching.named(*address)
                    }
                    _ => Vec::new(),
                };
                news.push(News { place: watching.place.clone(), finding, lists, sample: false });
            }
        }
        news.sort_by_key(|one| (one.finding.first, one.finding.key));
        news
    }

    /// Keeps what was found up to `end`, and forgets the suspended detectors of these accounts for which that is all.
    async fn commit(&mut self, system: &System, from: u64, end: u64, news: Vec<News>, ended: Vec<String>) -> Result<(), Failure> {
        let (news, ended) = (Arc::new(news), Arc::new(ended));
        let looked = Arc::new(std::mem::take(&mut self.looked));
        let buckets = Arc::new(std::mem::take(&mut self.buckets));
        system
            .act("guardduty", "GetFindings", |tx| {
                let (news, looked, ended, buckets) = (news.clone(), looked.clone(), ended.clone(), buckets.clone());
                Box::pin(async move {
                    tx.move_cursor(CURSOR, from, end);
                    for one in news.iter() {
                        keep(tx, one).await?;
                    }
                    for account in ended.iter() {
                        if let Some(mut watch) = tx.get::<Watch>(account, "", Watch::ID).await? {
                            watch.body.ending.retain(|e| e.until > end);
                            tx.put(&watch)?;
                        }
                    }
                    for ((account, region, day), (management, data)) in looked.iter() {
                        let held = tx.get::<Usage>(account, region, Usage::ID).await?;
                        let mut usage = held.unwrap_or_else(|| Stored::new(account, region, Usage::ID, Usage::default()));
                        let counted = usage.body.days.entry(*day).or_default();
                        counted.0 += management;
                        counted.1 += data;
                        usage.body.days.retain(|d, _| d + Usage::DAYS > *day);
                        tx.put(&usage)?;
                    }
                    for ((account, region, bucket, day), events) in buckets.iter() {
                        let held = match tx.get::<BucketUsage>(account, region, bucket).await? {
                            Some(held) => Some(held),
                            // Anybody can name a bucket: those that come too late are counted with the account only.
                            None if tx.reader().count::<BucketUsage>(account, region).await? >= BucketUsage::MOST => continue,
                            None => None,
                        };
                        let mut usage = held.unwrap_or_else(|| Stored::new(account, region, bucket, BucketUsage::default()));
                        *usage.body.days.entry(*day).or_default() += events;
                        usage.body.days.retain(|d, _| d + Usage::DAYS > *day);
                        tx.put(&usage)?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Writes down what engines remember, and lets go of those that were not used for longest.
    async fn write_down(&mut self, system: &System) -> Result<(), Failure> {
        let end = self.read.unwrap_or_default();
        let cursor = system.cursor(CURSOR).await?;
        let kept = system.cursor(KEPT).await?;
        if cursor < end {
            self.commit(system, cursor, end, Vec::new(), Vec::new()).await?;
        }
        let mut waiting: Vec<(String, Vec<u8>)> = Vec::new();
        let mut size = 0;
        for (account, hot) in self.accounts.iter_mut().filter(|(_, hot)| hot.dirty) {
            let packed = memory::packed(hot.engine.memory())?;
            size += packed.len();
            waiting.push((account.clone(), packed));
            hot.dirty = false;
            if size >= COMMIT {
                save(system, end, std::mem::take(&mut waiting), None).await?;
                size = 0;
            }
        }
        save(system, end, waiting, Some(kept)).await?;
        self.fed = 0;
        self.fed_at = None;
        if self.accounts.len() > HOT {
            let mut used: Vec<u64> = self.accounts.values().map(|hot| hot.used).collect();
            used.sort_unstable();
            let least = used.get(used.len() - HOT / 2).copied().unwrap_or_default();
            self.accounts.retain(|_, hot| hot.used >= least);
            self.books.clear();
        }
        Ok(())
    }
}

/// The sequence after which the first of the enabled detectors watches.
async fn oldest(system: &System) -> Result<u64, Failure> {
    let mut oldest = u64::MAX;
    let mut after = None;
    loop {
        let page = system.reader().find_all::<Watch>(WATCHING, "true", after.as_ref(), PAGE).await?;
        let watched = |w: &Stored<Watch>| {
            let ended = w.body.ending.iter().map(|e| e.watched.since);
            w.body.regions.values().map(|w| w.since).chain(ended).min()
        };
        let since = page.iter().filter_map(watched).min();
        oldest = oldest.min(since.unwrap_or(u64::MAX));
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(if oldest == u64::MAX { 0 } else { oldest }),
        }
    }
}

/// The engine of an account, with what it remembers.
async fn wake_up(system: &System, account: &str) -> Result<Hot, Failure> {
    let engine = |memory| Engine::with_memory(Lists::default(), RuleSet::default(), memory);
    Ok(match memory::load(&system.reader(), account).await? {
        Some((at, memory)) => Hot { engine: engine(memory), dirty: false, used: at },
        None => {
            let memory = detection::memory::Memory::new(memory::LIMITS);
            Hot { engine: engine(memory), dirty: false, used: 0 }
        }
    })
}

/// Whether a bucket can have this name.
fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b))
}

/// Shows an entry to an engine: of a data event the bucket, which may have no name. None if no detector wants it.
fn feed(hot: &mut Hot, book: &Book, entry: &Entry, tape: &mut Tape) -> Option<Option<String>> {
    // What the engine was written down with, it saw.
    if entry.seq <= hot.used {
        return None;
    }
    let text = std::str::from_utf8(&entry.body).ok()?;
    let call = Call::read(tape.read(text).ok()?).ok()?;
    let global = is_global(&call.service) || call.service == "signin";
    let watching = book.watching(&entry.region, global, entry.seq)?;
    if entry.seq <= watching.watched.since || (call.data && !(watching.watched.s3 && call.service == "s3")) {
        return None;
    }
    hot.used = entry.seq;
    hot.dirty = true;
    hot.engine.set_lists(watching.lists.clone());
    hot.engine.call(&call);
    let bucket = || ["bucketName", "bucket"].map(|name| call.request.get(name).text()).into_iter().find(|name| !name.is_empty());
    Some(call.data.then(|| bucket().map(Into::into).unwrap_or_default()))
}

async fn save(system: &System, end: u64, waiting: Vec<(String, Vec<u8>)>, last: Option<u64>) -> Result<(), Failure> {
    let waiting = Arc::new(waiting);
    system
        .act("guardduty", "GetDetector", |tx| {
            let waiting = waiting.clone();
            Box::pin(async move {
                for (account, packed) in waiting.iter() {
                    memory::save(tx, account, end, packed).await?;
                }
                if let Some(kept) = last {
                    tx.move_cursor(KEPT, kept, end);
                }
                Ok(())
            })
        })
        .await
}
