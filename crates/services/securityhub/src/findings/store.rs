//! Putting findings into the store: with their history, the feed of the indexes and their events, all in the commit of the call.

use std::collections::HashMap;

use plane::{Failure, Reader, Stored, Transaction};
use serde_json::{Map, Value, json};

use super::merge::{Context, merge};
use super::{history, key};
use crate::asff::identity;
use crate::automation::Rule;
use crate::hub::{Place, has, has_v2, told, told_v2};
use crate::index::feed;
use crate::ocsf::{self, automation};
use crate::resources::{Finding, Source};

/// Findings to take, all of one account and region.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    /// Whose.
    place: &'a Place,
    /// The name of the account.
    name: Option<String>,
    /// The rules that are applied to them.
    rules: Vec<Rule>,
    /// The same of the second version, where that is enabled.
    rules_v2: Vec<automation::Rule>,
    /// What changed so far.
    written: Written,
}

/// What a call changed in one account and region.
#[derive(Debug, Default)]
pub(crate) struct Written {
    states: HashMap<String, Option<Stored<Finding>>>,
    changed: Vec<String>,
}

impl<'a> Batch<'a> {
    /// Begins with the rules for the account.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn begin(tx: &Transaction<'_>, place: &'a Place) -> Result<Self, Failure> {
        let reader = tx.reader();
        let rules = Rule::of(&reader, &place.0, &place.1).await?;
        let rules_v2 = match has_v2(&reader, &place.0, &place.1).await? {
            true => automation::Rule::of(&reader, &place.0, &place.1).await?,
            false => Vec::new(),
        };
        let name = plane::account::get(&reader, &place.0).await?.map(|account| account.body.name);
        Ok(Self { place, name: name.filter(|name| !name.trim().is_empty()), rules, rules_v2, written: Written::default() })
    }

    /// Reads the findings of these products and ids at once, before they are taken.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn expect(
        &mut self,
        tx: &mut Transaction<'_>,
        identities: impl Iterator<Item = (&str, &str)>,
    ) -> Result<(), Failure> {
        let mut keys: Vec<String> = identities.map(|(product, id)| key(product, id)).collect();
        keys.sort_unstable();
        keys.dedup();
        let found = tx.get_many::<Finding>(&self.place.0, &self.place.1, &keys).await?;
        self.written.states.extend(keys.into_iter().zip(found));
        Ok(())
    }

    /// Takes a finding that was checked; false if it is no news.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn take(
        &mut self,
        tx: &mut Transaction<'_>,
        incoming: Map<String, Value>,
        context: &Context<'_>,
    ) -> Result<bool, Failure> {
        let (product, id) = identity(&incoming);
        let key = key(product, id);
        let (account, region) = self.place;
        let known = match self.written.states.remove(&key) {
            Some(known) => known,
            None => tx.get::<Finding>(account, region, &key).await?,
        };
        let Some(mut made) = merge(known.as_ref().map(|known| &known.body), incoming, context) else {
            self.written.states.insert(key, known);
            return Ok(false);
        };
        if let Some(name) = &self.name {
            made.asff.insert("AwsAccountName".to_owned(), name.as_str().into());
        }
        Rule::apply(&self.rules, &mut made.asff, context.now);
        if !self.rules_v2.is_empty() {
            let uid = ocsf::uid(&key, account, region);
            automation::Rule::apply(&self.rules_v2, &mut made, &uid, context.now.as_millisecond());
        }
        if let Some(known) = &known {
            history::keep(tx, self.place, &key, Source::Import, context.sender, &known.body.asff, &made.asff)?;
        }
        let stored = match known {
            Some(known) => Stored { body: made, ..known },
            None => Stored::new(account, region, key.clone(), made),
        };
        tx.put(&stored)?;
        self.written.changed.push(key.clone());
        self.written.states.insert(key, Some(stored));
        Ok(true)
    }

    /// Tells of what changed: the indexes by the feed, everybody by events.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn finish(self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        self.written.finish(tx, self.place).await
    }
}

impl Written {
    /// Puts a finding that a customer changed.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn put(&mut self, tx: &mut Transaction<'_>, stored: Stored<Finding>) -> Result<(), Failure> {
        tx.put(&stored)?;
        self.changed.push(stored.key.id.clone());
        self.states.insert(stored.key.id.clone(), Some(stored));
        Ok(())
    }

    /// See [`Batch::finish`].
    pub async fn finish(mut self, tx: &mut Transaction<'_>, place: &Place) -> Result<(), Failure> {
        self.changed.sort_unstable();
        self.changed.dedup();
        if self.changed.is_empty() {
            return Ok(());
        }
        let reader: Reader<'_> = tx.reader();
        let places = match has(&reader, &place.0, &place.1).await? {
            true => told(&reader, &place.0, &place.1).await?,
            false => Vec::new(),
        };
        let places_v2 = told_v2(&reader, &place.0, &place.1).await?;
        for key in &self.changed {
            let Some(Some(stored)) = self.states.get(key) else { continue };
            publish(tx, &places, &stored.body.asff);
            if !places_v2.is_empty() {
                publish_v2(tx, &places_v2, &stored.body, &ocsf::uid(key, &place.0, &place.1));
            }
        }
        feed::changed(tx, &place.0, &place.1, self.changed).await
    }
}

/// Tells of a finding, on the default bus of each account and region that sees it.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html>.
fn publish(tx: &mut Transaction<'_>, places: &[Place], finding: &Map<String, Value>) {
    let (product, id) = identity(finding);
    let resources = [format!("{product}/{id}")];
    let detail = json!({ "findings": [finding] });
    for (account, region) in places {
        plane::events::publish(tx, account, region, "aws.securityhub", "Security Hub Findings - Imported", &resources, &detail);
    }
}

/// The same of the second version, as OCSF.
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html>.
fn publish_v2(tx: &mut Transaction<'_>, places: &[Place], finding: &Finding, uid: &str) {
    let detail = json!({ "findings": [ocsf::shown(finding, uid)] });
    for (account, region) in places {
        plane::events::publish(tx, account, region, "aws.securityhub", "Findings Imported V2", &[uid.to_owned()], &detail);
    }
}
