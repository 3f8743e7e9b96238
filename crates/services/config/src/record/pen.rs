//! Writes what one change means: an item of its resource, and of each whose relationships changed with it.

use std::collections::BTreeSet;

use plane::ports::ResourceConfiguration;
use plane::{Failure, Stored, Transaction};
use serde_json::Value;

use super::apply::DAY;
use super::place::Place;
use crate::api::ConfigurationItemStatus as Status;
use crate::item::{BY_MISSING_NAME, BY_NAME, Current, Item, Postponed, Relation, TypeCount, bare, item_key, named, resource_key};
use crate::resources::Frequency;
use crate::tell;

/// Relationships of one kind that an item keeps: its own, and those that others have to it. What is beyond is not kept.
pub const MOST_RELATIONS: usize = 1_000;
/// Writes what one change means.
pub struct Pen<'p> {
    place: &'p Place,
    at: i64,
    events: Vec<String>,
    fresh: BTreeSet<(String, u64)>,
}

impl<'p> Pen<'p> {
    /// For a change at a time, by calls.
    pub fn new(place: &'p Place, at: i64, events: Vec<String>) -> Self {
        Self { place, at, events, fresh: BTreeSet::new() }
    }

    /// The item of a configuration, and what it says of others.
    pub fn item(&self, recorded: &ResourceConfiguration) -> (Item, Vec<Relation>) {
        let own = recorded.relationships.iter().take(MOST_RELATIONS).map(|relation| Relation {
            kind: relation.resource_type.clone(),
            id: relation.resource_id.clone(),
            name: relation.resource_name.clone(),
            relation: relation.name.to_owned(),
        });
        let resource = &recorded.resource;
        let item = Item {
            account: resource.account.clone(),
            region: resource.region.clone(),
            zone: None,
            kind: resource.resource_type.to_owned(),
            id: resource.resource_id.clone(),
            name: resource.resource_name.clone(),
            arn: resource.arn.clone(),
            status: Status::Ok,
            at: self.at,
            state: self.at,
            created: recorded.created_at,
            tags: recorded.tags.clone(),
            events: self.events.clone(),
            relations: Vec::new(),
            configuration: recorded.configuration.clone(),
            supplementary: recorded.supplementary.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            frequency: self.place.frequency(resource.resource_type),
        };
        (item, own.collect())
    }

    /// Puts ids into relationships that have a name only, where the name is somebody's.
    async fn identified(&self, tx: &mut Transaction<'_>, mut own: Vec<Relation>) -> Result<Vec<Relation>, Failure> {
        for relation in own.iter_mut().filter(|relation| relation.id.is_empty()) {
            let Some(name) = &relation.name else { continue };
            let value = named(&self.place.account, &self.place.region, &relation.kind, name);
            relation.id = tx.find::<Current>(BY_NAME, &value).await?.map(|found| found.body.item.id).unwrap_or_default();
        }
        own.sort();
        own.dedup();
        Ok(own)
    }

    async fn held(&self, tx: &mut Transaction<'_>, kind: &str, id: &str) -> Result<Option<Stored<Current>>, Failure> {
        tx.get::<Current>(&self.place.account, &self.place.region, &resource_key(kind, id)).await
    }

    /// Records a state of a resource, unless nothing changed. With `now`, also of a type that is recorded daily.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn record(
        &mut self,
        tx: &mut Transaction<'_>,
        mut item: Item,
        own: Vec<Relation>,
        now: bool,
    ) -> Result<(), Failure> {
        let (account, region) = (&self.place.account, &self.place.region);
        let own = self.identified(tx, own).await?;
        let print = item.print(&own);
        let held = self.held(tx, &item.kind, &item.id).await?;
        if item.frequency == Frequency::Daily && !now && !self.place.discovering {
            let key = resource_key(&item.kind, &item.id);
            let postponed = tx.get::<Postponed>(account, region, &key).await?;
            let due = (self.at.div_euclid(DAY) + 1) * DAY;
            let mut stored = postponed
                .unwrap_or_else(|| Stored::new(account, region, key, Postponed { item: item.clone(), own: Vec::new(), due }));
            stored.body = Postponed { item, own, due: stored.body.due };
            return tx.put(&stored);
        }
        let mut held = match held {
            // What only a service recorded is news to a customer.
            Some(mut held) if held.body.exists() && held.body.print == print && (self.place.internal || !held.body.internal) => {
                let found = self.place.discovering && held.body.generation != self.place.generation;
                if found {
                    held.body.generation = self.place.generation;
                }
                let passing = held.body.item.supplementary != item.supplementary;
                if passing {
                    held.body.item.supplementary = item.supplementary;
                }
                if found || passing {
                    tx.put(&held)?;
                }
                return Ok(());
            }
            Some(held) => held,
            None => self.unknown(&item.kind, &item.id),
        };
        let created = item.created;
        let old = std::mem::replace(&mut held.body.own, own);
        if held.body.exists() {
            // A source may know when a resource was made only of some of its versions.
            item.created = created.or(held.body.item.created);
        } else {
            item.status = Status::ResourceDiscovered;
            self.count(tx, &item.kind, &item.id, 1).await?;
        }
        held.body.print = print;
        held.body.generation = self.place.generation;
        held.body.custom = self.place.recorder.is_none();
        held.body.internal = self.place.internal;
        let (kind, id, name) = (item.kind.clone(), item.id.clone(), item.name.clone());
        let own = held.body.own.clone();
        self.put(tx, held, item).await?;
        self.relate(tx, (&kind, &id, name.as_deref()), &old, &own).await?;
        match name {
            Some(name) => self.name(tx, &kind, &id, &name).await,
            None => Ok(()),
        }
    }

    /// Tells those that refer to a resource by its name which one it is.
    async fn name(&mut self, tx: &mut Transaction<'_>, kind: &str, id: &str, name: &str) -> Result<(), Failure> {
        let value = named(&self.place.account, &self.place.region, kind, name);
        let waiting = tx.reader().find_all::<Current>(BY_MISSING_NAME, &value, None, MOST_RELATIONS).await?;
        for waiting in waiting {
            if let Some(held) = tx.get::<Current>(&waiting.key.account, &waiting.key.region, &waiting.key.id).await? {
                self.resolve(tx, held, (kind, id, name)).await?;
            }
        }
        // Those that this transaction itself recorded.
        while let Some(held) = tx.find::<Current>(BY_MISSING_NAME, &value).await? {
            if !self.resolve(tx, held, (kind, id, name)).await? {
                break;
            }
        }
        Ok(())
    }

    /// Puts the id into the relationships of a resource that have a name only; false where there are none.
    async fn resolve(
        &mut self,
        tx: &mut Transaction<'_>,
        mut held: Stored<Current>,
        (kind, id, name): (&str, &str, &str),
    ) -> Result<bool, Failure> {
        let old = held.body.own.clone();
        let missing =
            |relation: &&mut Relation| relation.kind == kind && relation.id.is_empty() && relation.name.as_deref() == Some(name);
        held.body.own.iter_mut().filter(missing).for_each(|relation| id.clone_into(&mut relation.id));
        held.body.own.sort();
        held.body.own.dedup();
        if held.body.own == old {
            return Ok(false);
        }
        held.body.print = held.body.item.print(&held.body.own);
        let own = held.body.own.clone();
        let of = held.body.item.clone();
        if held.body.exists() {
            let item = Item { status: Status::Ok, events: self.events.clone(), ..of.clone() };
            self.put(tx, held, item).await?;
        } else {
            tx.put(&held)?;
        }
        self.relate(tx, (&of.kind, &of.id, of.name.as_deref()), &old, &own).await?;
        Ok(true)
    }

    /// Records that a resource is gone.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn gone(&mut self, tx: &mut Transaction<'_>, kind: &str, id: &str) -> Result<(), Failure> {
        let postponed = tx.get::<Postponed>(&self.place.account, &self.place.region, &resource_key(kind, id)).await?;
        if let Some(postponed) = postponed {
            tx.delete(&postponed);
        }
        let Some(mut held) = self.held(tx, kind, id).await?.filter(|held| held.body.exists()) else { return Ok(()) };
        self.count(tx, kind, id, -1).await?;
        let old = std::mem::take(&mut held.body.own);
        held.body.print = String::new();
        let recorded = held.body.item.status != Status::ResourceNotRecorded;
        let item = Item {
            status: if recorded { Status::ResourceDeleted } else { Status::ResourceDeletedNotRecorded },
            at: self.at,
            tags: Vec::new(),
            events: self.events.clone(),
            configuration: Value::Null,
            supplementary: Vec::new(),
            ..held.body.item.clone()
        };
        let name = item.name.clone();
        self.put(tx, held, item).await?;
        self.relate(tx, (kind, id, name.as_deref()), &old, &[]).await
    }

    /// Notes that a resource is there, and that the recorder no longer records its type.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn left_out(&mut self, tx: &mut Transaction<'_>, kind: &str, id: &str) -> Result<(), Failure> {
        let postponed = tx.get::<Postponed>(&self.place.account, &self.place.region, &resource_key(kind, id)).await?;
        if let Some(postponed) = postponed {
            tx.delete(&postponed);
        }
        let Some(mut held) = self.held(tx, kind, id).await?.filter(|held| held.body.exists()) else { return Ok(()) };
        if held.body.item.status == Status::ResourceNotRecorded {
            return Ok(());
        }
        let old = std::mem::take(&mut held.body.own);
        held.body.print = String::new();
        let item = Item {
            status: Status::ResourceNotRecorded,
            at: self.at,
            tags: Vec::new(),
            events: Vec::new(),
            configuration: Value::Null,
            supplementary: Vec::new(),
            ..held.body.item.clone()
        };
        let name = item.name.clone();
        self.put(tx, held, item).await?;
        self.relate(tx, (kind, id, name.as_deref()), &old, &[]).await
    }

    /// A resource of which nothing is known.
    fn unknown(&self, kind: &str, id: &str) -> Stored<Current> {
        let body = bare(kind, id, &self.place.account, &self.place.region, 0);
        Stored::new(&self.place.account, &self.place.region, resource_key(kind, id), body)
    }

    async fn count(&self, tx: &mut Transaction<'_>, kind: &str, id: &str, by: i64) -> Result<(), Failure> {
        count(tx, (&self.place.account, &self.place.region), kind, id, by).await
    }

    /// Puts an item, the newest of its resource. What one call or one discovery does to a resource becomes one item.
    async fn put(&mut self, tx: &mut Transaction<'_>, mut held: Stored<Current>, mut item: Item) -> Result<(), Failure> {
        let before = &held.body;
        let same_moment = before.known
            && before.item.at == self.at
            && before.item.events == self.events
            && (self.place.discovering || !self.events.is_empty())
            && before.item.deleted() == item.deleted();
        // Later items are never earlier, whatever the clock did.
        item.at = self.at.max(before.item.at);
        let number = if same_moment { before.last } else { before.last + 1 };
        item.state = if same_moment { before.item.state } else { item.at.max(before.item.state + 1) };
        if same_moment && before.item.status == Status::ResourceDiscovered {
            item.status = Status::ResourceDiscovered;
        }
        if !item.deleted() {
            item.relations = merged(&before.own, &before.inbound);
        } else {
            item.relations = Vec::new();
        }
        let body = &mut held.body;
        body.known = true;
        body.last = number;
        if body.first == 0 {
            (body.first, body.first_at) = (1, item.at);
        }
        body.item = item.clone();
        let key = item_key(&item.kind, &item.id, number);
        self.fresh.insert((resource_key(&item.kind, &item.id), number));
        tx.put(&held)?;
        let (account, region) = (&self.place.account, &self.place.region);
        let mut kept = match same_moment {
            true => tx.get::<Item>(account, region, &key).await?,
            false => None,
        }
        .unwrap_or_else(|| Stored::new(account, region, key, item.clone()));
        kept.body = item;
        tx.put(&kept)
    }

    /// Tells the others that a resource's relationships changed.
    async fn relate(
        &mut self,
        tx: &mut Transaction<'_>,
        of: (&str, &str, Option<&str>),
        old: &[Relation],
        new: &[Relation],
    ) -> Result<(), Failure> {
        let key = |relation: &Relation| (relation.kind.clone(), relation.id.clone());
        let differs = |a: &[Relation], b: &[Relation]| -> Vec<Relation> {
            a.iter()
                .filter(|r| !b.contains(r) && !r.id.is_empty() && (r.kind.as_str(), r.id.as_str()) != (of.0, of.1))
                .cloned()
                .collect()
        };
        let (removed, added) = (differs(old, new), differs(new, old));
        let targets: BTreeSet<(String, String)> = removed.iter().chain(&added).map(key).collect();
        for (kind, id) in targets {
            let back = |relation: &Relation| Relation {
                kind: of.0.to_owned(),
                id: of.1.to_owned(),
                name: of.2.map(str::to_owned),
                relation: inverse(&relation.relation, of.0),
            };
            let here = |relation: &&Relation| relation.kind == kind && relation.id == id;
            let gone: Vec<Relation> = removed.iter().filter(here).map(back).collect();
            let come: Vec<Relation> = added.iter().filter(here).map(back).collect();
            self.turn(tx, &kind, &id, &gone, &come).await?;
        }
        Ok(())
    }

    /// Changes what others say of a resource.
    async fn turn(
        &mut self,
        tx: &mut Transaction<'_>,
        kind: &str,
        id: &str,
        gone: &[Relation],
        come: &[Relation],
    ) -> Result<(), Failure> {
        let mut held = match self.held(tx, kind, id).await? {
            Some(held) => held,
            None if come.is_empty() => return Ok(()),
            None => self.unknown(kind, id),
        };
        let before = merged(&held.body.own, &held.body.inbound);
        held.body.inbound.retain(|relation| !gone.contains(relation));
        for relation in come {
            if held.body.inbound.len() < MOST_RELATIONS && !held.body.inbound.contains(relation) {
                held.body.inbound.push(relation.clone());
            }
        }
        held.body.inbound.sort();
        let changed = merged(&held.body.own, &held.body.inbound) != before;
        if held.body.exists() {
            if !changed {
                return tx.put(&held);
            }
            let item = Item { status: Status::Ok, events: self.events.clone(), ..held.body.item.clone() };
            return self.put(tx, held, item).await;
        }
        if !held.body.known && held.body.inbound.is_empty() {
            tx.delete(&held);
            return Ok(());
        }
        tx.put(&held)
    }

    /// Says what was recorded to whoever wants to know.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn flush(self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        for (key, number) in &self.fresh {
            tell::recorded(tx, (&self.place.account, &self.place.region), key, *number, self.place.internal).await?;
        }
        Ok(())
    }
}

/// Changes how many resources of a type exist by one that came or went.
///
/// # Errors
/// Internal ones only.
pub async fn count(tx: &mut Transaction<'_>, place: (&str, &str), kind: &str, id: &str, by: i64) -> Result<(), Failure> {
    if kind == rules::ACCOUNT {
        return Ok(());
    }
    let part = TypeCount::id(kind, id);
    let held = tx.get::<TypeCount>(place.0, place.1, &part).await?;
    let mut held = held.unwrap_or_else(|| Stored::new(place.0, place.1, part, TypeCount::default()));
    held.body.count += by;
    if held.body.count > 0 {
        tx.put(&held)
    } else {
        tx.delete(&held);
        Ok(())
    }
}

/// What a resource says of others and others say of it, each once.
fn merged(own: &[Relation], inbound: &[Relation]) -> Vec<Relation> {
    let mut all = own.to_vec();
    // A source may name both sides: what the resource itself says of another counts.
    all.extend(inbound.iter().filter(|i| !own.iter().any(|o| o.kind == i.kind && o.id == i.id)).cloned());
    all.sort();
    all
}

/// The other side of a relationship, in Config's words. `kind` is the type of the resource that has it.
pub fn inverse(relation: &str, kind: &str) -> String {
    let short = match kind {
        "AWS::IAM::Policy" => "CustomerManagedPolicy",
        _ => kind.rsplit("::").next().unwrap_or(kind),
    };
    let begins = |beginning: &str| relation.to_ascii_lowercase().starts_with(beginning);
    if begins("is contained in") {
        format!("Contains {short}")
    } else if begins("contains") {
        format!("Is contained in {short}")
    } else if begins("is attached to") {
        format!("Is attached to {short}")
    } else {
        format!("Is associated with {short}")
    }
}

#[cfg(test)]
mod tests {
    use super::{inverse, merged};
    use crate::item::Relation;

    fn relation(kind: &str, id: &str, relation: &str) -> Relation {
        Relation { kind: kind.into(), id: id.into(), name: None, relation: relation.into() }
    }

    #[test]
    fn relationships_have_two_sides() {
        assert_eq!(inverse("Is attached to CustomerManagedPolicy", "AWS::IAM::User"), "Is attached to User");
        assert_eq!(inverse("Is attached to User", "AWS::IAM::Policy"), "Is attached to CustomerManagedPolicy");
        assert_eq!(inverse("Is contained in Vpc", "AWS::EC2::Subnet"), "Contains Subnet");
        assert_eq!(inverse("Contains Subnet", "AWS::EC2::VPC"), "Is contained in VPC");
        assert_eq!(inverse("Is associated with SecurityGroup", "AWS::EC2::Instance"), "Is associated with Instance");
    }

    #[test]
    fn what_a_resource_says_itself_counts() {
        let own = [relation("A", "1", "x")];
        let inbound = [relation("A", "1", "y"), relation("B", "2", "z")];
        assert_eq!(merged(&own, &inbound), vec![relation("A", "1", "x"), relation("B", "2", "z")]);
    }
}
