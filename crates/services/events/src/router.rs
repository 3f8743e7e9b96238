//! Routing: from the journal to deliveries.
//!
//! The journal is read from one cursor. Every event in it is matched against all rules of its bus at once; what matches becomes deliveries, committed
//! together with the cursor, so that a crash neither loses nor repeats one. An event that no rule wants costs no document.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use patterns::{Matcher, Pattern, Scratch};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System};
use store::Entry;

use crate::api::RuleState;
use crate::event::{self, Batch};
use crate::resources::{Archive, Archived, Delivery, EventPlace, Holdings, Rule, Rulebook};

/// Name of the cursor.
const CURSOR: &str = "events/router";
/// Entries read at once.
const CHUNK: usize = 512;
/// Documents of one commit, about: no further entry is taken then.
const MOST_DOCUMENTS: usize = 2_000;
/// How far the cursor may stay behind while nothing matches: a commit for every call that is no rule's affair would cost a sync of the disk each.
const BEHIND: u64 = 5_000;

/// Account, region and name of a bus.
type Bus = (String, String, String);

/// Routes events to targets and archives.
#[derive(Default)]
pub struct Router {
    books: Mutex<HashMap<Bus, Arc<Book>>>,
    /// Up to where the journal was read, if that is further than the cursor: nothing matched in between.
    read: Mutex<u64>,
}

/// The rules and archives of a bus, compiled.
struct Book {
    /// The version of the rulebook that they were read with.
    version: u64,
    matcher: Matcher,
    /// What the patterns of the matcher belong to, in their order.
    wanted: Vec<Wanted>,
    /// The rules, and when each was made: what came earlier is not for it.
    rules: Vec<(Rule, i64)>,
}

enum Wanted {
    Rule(usize),
    /// An archive, and when it was made.
    Archive(Box<Archive>, i64),
}

/// What becomes of a stretch of the journal.
#[derive(Default)]
struct Routed {
    deliveries: Vec<Delivery>,
    archived: Vec<(Archive, Archived)>,
}

impl Reconciler for Router {
    fn name(&self) -> &'static str {
        "events-router"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn follows_calls(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut scratch = Scratch::default();
            while self.advance(system, &mut scratch).await? {}
            Ok(())
        })
    }
}

impl Router {
    /// Routes one stretch of the journal; false when there was none.
    async fn advance(&self, system: &System, scratch: &mut Scratch) -> Result<bool, Failure> {
        let cursor = system.cursor(CURSOR).await?;
        let from = cursor.max(*self.read.lock().unwrap_or_else(PoisonError::into_inner));
        let entries = system.journal(from, CHUNK).await?;
        let mut routed = Routed::default();
        let mut books: HashMap<Bus, Option<Arc<Book>>> = HashMap::new();
        let mut end = from;
        for entry in &entries {
            if routed.deliveries.len() + routed.archived.len() > MOST_DOCUMENTS {
                break;
            }
            end = entry.seq;
            let Some(name) = event::bus_of(entry) else { continue };
            let bus = (entry.account.clone(), entry.region.clone(), name);
            let book = match books.get(&bus) {
                Some(book) => book.clone(),
                None => {
                    let book = self.book(system, &bus).await?;
                    books.insert(bus, book.clone());
                    book
                }
            };
            // Where nobody has a rule, no event is read.
            let Some(book) = book else { continue };
            if let Some(batch) = event::read(entry) {
                route(&book, entry, &batch, scratch, &mut routed);
            }
        }
        if end == from {
            return Ok(false);
        }
        if !routed.deliveries.is_empty() || !routed.archived.is_empty() || end - cursor > BEHIND {
            self.commit(system, cursor, end, Arc::new(routed)).await?;
        }
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = end;
        Ok(true)
    }

    /// The compiled rules of a bus; `None` if it has none.
    async fn book(&self, system: &System, bus: &Bus) -> Result<Option<Arc<Book>>, Failure> {
        let (account, region, name) = bus;
        let reader = system.reader();
        let Some(book) = reader.get::<Rulebook>(account, region, name).await? else { return Ok(None) };
        let lock = || self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(bus).filter(|known| known.version == book.version) {
            return Ok(Some(known.clone()));
        }
        let rules = reader.all::<Rule>(account, region, &Rule::id(name, "")).await?;
        let rules: Vec<(Rule, i64)> = rules.into_iter().map(|rule| (rule.body, rule.created_at)).collect();
        let mut archives = reader.all::<Archive>(account, region, "").await?;
        archives.retain(|archive| archive.body.bus == *name);
        let mut wanted = Vec::new();
        let mut patterns = Vec::new();
        for (number, (rule, _)) in rules.iter().enumerate() {
            let pattern = rule.pattern.as_ref().filter(|_| rule.state != RuleState::Disabled && !rule.targets.is_empty());
            if let Some(Ok(pattern)) = pattern.map(|text| Pattern::parse(text)) {
                patterns.push(pattern);
                wanted.push(Wanted::Rule(number));
            }
        }
        for archive in archives {
            // An archive without a pattern takes everything.
            let text = archive.body.pattern.as_deref().unwrap_or(r#"{"version": [{"exists": true}]}"#);
            if let Ok(pattern) = Pattern::parse(text) {
                patterns.push(pattern);
                wanted.push(Wanted::Archive(Box::new(archive.body), archive.created_at));
            }
        }
        let compiled = Arc::new(Book { version: book.version, matcher: Matcher::new(&patterns), wanted, rules });
        lock().insert(bus.clone(), compiled.clone());
        Ok(Some(compiled))
    }

    async fn commit(&self, system: &System, from: u64, end: u64, routed: Arc<Routed>) -> Result<(), Failure> {
        system
            .act("events", "PutEvents", |tx| {
                let routed = routed.clone();
                Box::pin(async move {
                    tx.move_cursor(CURSOR, from, end);
                    for (number, delivery) in routed.deliveries.iter().enumerate() {
                        let id = Delivery::id(tx.call().time.as_millisecond(), &format!("{end:015}-{number:06}"));
                        tx.put(&Stored::new("", "", id, delivery.clone()))?;
                    }
                    let mut grown: BTreeMap<(String, String, String), Holdings> = BTreeMap::new();
                    for (number, (archive, event)) in routed.archived.iter().enumerate() {
                        let (account, region) = place(&archive.arn);
                        let id = format!("{}/{:015}-{end:015}-{number:06}", archive.life(), event.at.max(0));
                        tx.put(&Stored::new(account, region, id, event.clone()))?;
                        let holdings = grown.entry((account.to_owned(), region.to_owned(), archive.life())).or_default();
                        holdings.events += 1;
                        holdings.bytes += event.bytes;
                    }
                    for ((account, region, life), more) in grown {
                        let found = tx.get::<Holdings>(&account, &region, &life).await?;
                        let mut holdings = found.unwrap_or_else(|| Stored::new(&account, &region, life, Holdings::default()));
                        holdings.body.events += more.events;
                        holdings.body.bytes += more.bytes;
                        tx.put(&holdings)?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// Account and region of an ARN.
pub fn place(arn: &str) -> (&str, &str) {
    crate::names::Arn::parse(arn).map_or(("", ""), |arn| (arn.account, arn.region))
}

fn route(book: &Book, entry: &Entry, batch: &Batch, scratch: &mut Scratch, routed: &mut Routed) {
    for (number, event) in batch.events.iter().enumerate() {
        let text = event.to_string();
        let Ok(matched) = book.matcher.matches(text.as_bytes(), scratch) else { continue };
        for wanted in matched.iter().filter_map(|pattern| book.wanted.get(*pattern as usize)) {
            match wanted {
                Wanted::Rule(rule) => {
                    let Some((rule, made)) = book.rules.get(*rule) else { continue };
                    let sees = !batch.read_only || rule.state == RuleState::EnabledWithAllCloudtrailManagementEvents;
                    let named = batch.rules.is_empty() || batch.rules.contains(&rule.arn);
                    if sees && named && entry.at >= *made {
                        deliver(rule, entry, number, batch, routed);
                    }
                }
                // What a replay brings is in the archive already.
                Wanted::Archive(archive, made) if event.get("replay-name").is_none() && !batch.read_only && entry.at >= *made => {
                    let bytes = i64::try_from(text.len()).unwrap_or(i64::MAX);
                    let event = EventPlace::Journal(entry.id.clone(), number);
                    routed.archived.push(((**archive).clone(), Archived { event, at: entry.at, bytes }));
                }
                Wanted::Archive(..) => {}
            }
        }
    }
}

fn deliver(rule: &Rule, entry: &Entry, number: usize, batch: &Batch, routed: &mut Routed) {
    for target in &rule.targets {
        // An event goes from bus to bus once.
        if batch.forwarded && target.arn.contains(":event-bus/") {
            continue;
        }
        routed.deliveries.push(Delivery {
            event: EventPlace::Journal(entry.id.clone(), number),
            rule: rule.arn.clone(),
            account: entry.account.clone(),
            region: entry.region.clone(),
            target: target.clone(),
            attempts: 0,
            since: entry.at,
        });
    }
}
