//! What counts for an account: its enabled detectors, and the lists of whoever administers them. Read once for each revision.

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;
use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use detection::engine::Lists;
use detection::net::PrefixSet;
use plane::{Failure, Reader};

use crate::keep::Place;
use crate::lists::{Entries, MAX_FILE};
use crate::resources::{List, ListContent, Watch, Watched};

/// Names of threat lists that a finding tells of.
const MOST_NAMES: usize = 5;

/// An account's detectors.
#[derive(Debug)]
pub struct Book {
    /// Versions of the documents that it was read from, by account.
    versions: Vec<(String, u64)>,
    /// By Region.
    pub regions: BTreeMap<String, Watching>,
    /// Detectors that were suspended, by Region, each with the last sequence that is for it.
    pub ending: Vec<(String, Watching, u64)>,
}

/// An enabled detector with what counts for it.
#[derive(Debug)]
pub struct Watching {
    /// The detector.
    pub watched: Watched,
    /// Where its findings go.
    pub place: Place,
    /// What the engine uses.
    pub lists: Arc<Lists>,
    /// Threat lists by their names.
    threats: Vec<(String, PrefixSet)>,
}

impl Watching {
    /// Names of the threat lists that have an address.
    pub fn named(&self, address: IpAddr) -> Vec<String> {
        let having = self.threats.iter().filter(|(_, set)| set.contains(address));
        having.take(MOST_NAMES).map(|(name, _)| name.clone()).collect()
    }
}

impl Book {
    /// The detector that sees what is recorded in a Region, if one does: global services are recorded in one Region, and are seen by the first detector
    /// of the account where there is none in that.
    pub fn watching(&self, region: &str, global: bool, seq: u64) -> Option<&Watching> {
        let ending = |here: &dyn Fn(&str) -> bool| {
            let mine = |(region, watching, until): &&(String, Watching, u64)| {
                here(region) && (watching.watched.since + 1..=*until).contains(&seq)
            };
            self.ending.iter().find(mine).map(|(_, watching, _)| watching)
        };
        match ending(&|r| r == region).or_else(|| self.regions.get(region)) {
            Some(found) => Some(found),
            None if global => ending(&|_| true).or_else(|| self.regions.values().next()),
            None => None,
        }
    }
}

/// Books by account.
#[derive(Debug, Default)]
pub struct Books(HashMap<String, Arc<Book>>);

impl Books {
    /// The book of an account as it is now; none if nothing is watched there.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn of(&mut self, reader: &Reader<'_>, account: &str) -> Result<Option<Arc<Book>>, Failure> {
        let Some(watch) = reader
            .get::<Watch>(account, "", Watch::ID)
            .await?
            .filter(|w| !w.body.regions.is_empty() || !w.body.ending.is_empty())
        else {
            self.0.remove(account);
            return Ok(None);
        };
        let mut watches = vec![(account.to_owned(), watch.version, Some(watch.body.clone()))];
        let ended = watch.body.ending.iter().map(|e| &e.watched);
        for administrator in watch.body.regions.values().chain(ended).filter_map(|w| w.administrator.as_ref()) {
            if !watches.iter().any(|(known, ..)| known == administrator) {
                let theirs = reader.get::<Watch>(administrator, "", Watch::ID).await?;
                let version = theirs.as_ref().map_or(0, |w| w.version);
                watches.push((administrator.clone(), version, theirs.map(|w| w.body)));
            }
        }
        let versions: Vec<(String, u64)> = watches.iter().map(|(a, v, _)| (a.clone(), *v)).collect();
        if let Some(known) = self.0.get(account).filter(|known| known.versions == versions) {
            return Ok(Some(known.clone()));
        }
        let mut regions = BTreeMap::new();
        for (region, watched) in watch.body.regions {
            let found = watching(reader, account, &region, watched, &watches).await?;
            regions.insert(region, found);
        }
        let mut ending = Vec::new();
        for ended in watch.body.ending {
            let found = watching(reader, account, &ended.region, ended.watched, &watches).await?;
            ending.push((ended.region, found, ended.until));
        }
        let book = Arc::new(Book { versions, regions, ending });
        self.0.insert(account.to_owned(), book.clone());
        Ok(Some(book))
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A detector with what counts for it. `watches` are the documents of its account and of the administrators.
async fn watching(
    reader: &Reader<'_>,
    account: &str,
    region: &str,
    watched: Watched,
    watches: &[(String, u64, Option<Watch>)],
) -> Result<Watching, Failure> {
    let theirs = |account: &String| {
        let watch = watches.iter().find(|(a, ..)| a == account).and_then(|(.., watch)| watch.as_ref());
        watch.and_then(|w| w.regions.get(region)).map(|w| (account.clone(), w.detector.clone(), w.frequency))
    };
    let administrator = watched.administrator.as_ref().and_then(theirs);
    let place = Place {
        account: account.to_owned(),
        region: region.to_owned(),
        detector: watched.detector.clone(),
        frequency: administrator.as_ref().map_or(watched.frequency, |(.., frequency)| *frequency),
        administrator: administrator.map(|(account, detector, _)| (account, detector)),
    };
    let (lists, threats) = lists(reader, &place).await?;
    Ok(Watching { watched, place, lists: Arc::new(lists), threats })
}

/// The active lists that count for a detector.
async fn lists(reader: &Reader<'_>, place: &Place) -> Result<(Lists, Vec<(String, PrefixSet)>), Failure> {
    let (account, detector) = place.owner();
    let mut lists = Lists::default();
    let mut threats = Vec::new();
    for list in reader.all::<List>(account, &place.region, &format!("{detector}/")).await?.into_iter().filter(|l| l.body.active) {
        let Some(content) = reader.get::<ListContent>(account, &place.region, &list.key.id).await? else { continue };
        let entries = opened(&content.body)?;
        if list.body.class.trusted() {
            // Nothing that is called comes from a domain: those of trusted lists mean DNS queries, which are no source of the server's.
            entries.prefixes_into(&mut lists.trusted);
        } else {
            entries.add_to(&mut lists.custom, &mut lists.domains);
            threats.push((list.body.name, entries.prefixes()));
        }
    }
    Ok((lists, threats))
}

/// Entries in the form in which they are kept.
///
/// # Errors
/// Internal ones only.
pub fn sealed(entries: &Entries) -> Result<ListContent, Failure> {
    let packed = zstd::encode_all(entries.to_text().as_bytes(), 3).map_err(Failure::internal)?;
    Ok(ListContent { data: STANDARD.encode(packed) })
}

fn opened(content: &ListContent) -> Result<Entries, Failure> {
    let packed = STANDARD.decode(&content.data).map_err(Failure::internal)?;
    let mut text = String::new();
    let reader = zstd::Decoder::new(packed.as_slice()).map_err(Failure::internal)?;
    reader.take(2 * MAX_FILE as u64).read_to_string(&mut text).map_err(Failure::internal)?;
    Ok(Entries::of_text(&text))
}
