//! Maps that never hold more than a number of entries: what was not used for longest, roughly, makes room.

use std::hash::{BuildHasher as _, Hash};

use foldhash::HashMap;
use foldhash::quality::FixedState;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seed of the hashes that stand for names in the state. Fixed, since states are kept and read again.
const SEED: u64 = 0x636c_6f75_646b_6565;

/// A number for a name, the same on every machine and in every run.
pub fn hash(of: &(impl Hash + ?Sized)) -> u64 {
    FixedState::with_seed(SEED).hash_one(of)
}

/// A map of at most so many entries, by the hashes of their names. A clock hand goes round and takes the first entry that was not used since it last passed.
#[derive(Debug, Clone)]
pub struct Bounded<V> {
    entries: Vec<Entry<V>>,
    places: HashMap<u64, u32>,
    most: usize,
    hand: usize,
    forgotten: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry<V> {
    key: u64,
    value: V,
    used: bool,
}

impl<V> Bounded<V> {
    /// An empty map of that bound.
    pub fn new(most: usize) -> Self {
        Self { entries: Vec::new(), places: HashMap::default(), most: most.max(1), hand: 0, forgotten: 0 }
    }

    /// What is there.
    pub fn get(&self, key: u64) -> Option<&V> {
        self.places.get(&key).and_then(|at| self.entries.get(*at as usize)).map(|e| &e.value)
    }

    /// What is there, to change it.
    pub fn get_mut(&mut self, key: u64) -> Option<&mut V> {
        let entry = self.places.get(&key).and_then(|at| self.entries.get_mut(*at as usize))?;
        entry.used = true;
        Some(&mut entry.value)
    }

    /// What is there, or is put there now.
    pub fn entry(&mut self, key: u64, fresh: impl FnOnce() -> V) -> Option<&mut V> {
        if let Some(at) = self.places.get(&key).map(|at| *at as usize) {
            let entry = self.entries.get_mut(at)?;
            entry.used = true;
            return Some(&mut entry.value);
        }
        let entry = Entry { key, value: fresh(), used: false };
        let at = if self.entries.len() < self.most {
            self.entries.push(entry);
            self.entries.len() - 1
        } else {
            let at = self.room();
            let old = self.entries.get_mut(at)?;
            self.places.remove(&old.key);
            *old = entry;
            self.forgotten += 1;
            at
        };
        self.places.insert(key, u32::try_from(at).ok()?);
        self.entries.get_mut(at).map(|e| &mut e.value)
    }

    /// Place of an entry that may go.
    fn room(&mut self) -> usize {
        loop {
            let at = self.hand;
            self.hand = (self.hand + 1) % self.entries.len().max(1);
            match self.entries.get_mut(at) {
                Some(entry) if entry.used => entry.used = false,
                _ => return at,
            }
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries had to go.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|e| &e.value)
    }
}

#[derive(Serialize, Deserialize)]
struct Kept<E> {
    most: usize,
    hand: usize,
    forgotten: u64,
    entries: E,
}

impl<V: Serialize> Serialize for Bounded<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Kept { most: self.most, hand: self.hand, forgotten: self.forgotten, entries: &self.entries }.serialize(serializer)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Bounded<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Kept { most, hand, forgotten, mut entries } = Kept::<Vec<Entry<V>>>::deserialize(deserializer)?;
        entries.truncate(most);
        let places = entries.iter().zip(0_u32..).map(|(entry, at)| (entry.key, at)).collect();
        Ok(Self { hand: hand.min(entries.len().saturating_sub(1)), entries, places, most: most.max(1), forgotten })
    }
}

/// Which events were seen, of the last so many: what comes twice is taken once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeenIds {
    seen: Bounded<()>,
}

impl SeenIds {
    /// Remembers that many.
    pub fn new(most: usize) -> Self {
        Self { seen: Bounded::new(most) }
    }

    /// Remembers an id; whether it is new.
    pub fn insert(&mut self, id: u64) -> bool {
        if self.seen.places.contains_key(&id) {
            return false;
        }
        self.seen.entry(id, || ());
        true
    }
}

/// Times at which something happened, of late: answers how many different ones fall within a span, in whatever order they come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Window {
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Item {
    time: i64,
    what: u64,
    told: bool,
}

/// A span in which enough happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossed {
    /// Time of the first of those that were not told before.
    pub first: i64,
    /// Time of the last of these.
    pub last: i64,
    /// How many were not told before.
    pub new: u32,
    /// How many different ones the span has.
    pub distinct: usize,
}

impl Window {
    /// Most items of a window. What is beyond goes, oldest first; thresholds lie well below.
    pub const MOST: usize = 256;

    /// Adds something; says what is new when a span of that many seconds with it now has `need` different ones.
    pub fn add(&mut self, time: i64, what: u64, span: i64, need: usize) -> Option<Crossed> {
        let at = self.items.partition_point(|i| i.time <= time);
        self.items.insert(at, Item { time, what, told: false });
        // What is too old for every span that may still come, late events considered, makes room.
        let newest = self.items.last()?.time;
        let old = self.items.partition_point(|i| i.time < newest.saturating_sub(span.saturating_mul(4)));
        let surplus = (self.items.len() - old.min(self.items.len())).saturating_sub(Self::MOST);
        self.items.drain(..(old + surplus).min(self.items.len()));
        if self.items.len() < need {
            return None;
        }
        let mut crossed: Option<Crossed> = None;
        let mut different: Vec<u64> = Vec::with_capacity(self.items.len());
        let from = self.items.partition_point(|i| i.time < time);
        for end in from..self.items.len() {
            let Some(last) = self.items.get(end).map(|i| i.time) else { break };
            if last > time.saturating_add(span) {
                break;
            }
            let start = self.items.partition_point(|i| i.time < last.saturating_sub(span));
            let Some(inside) = self.items.get_mut(start..=end) else { continue };
            if inside.len() < need {
                continue;
            }
            different.clear();
            different.extend(inside.iter().map(|i| i.what));
            different.sort_unstable();
            different.dedup();
            if different.len() < need {
                continue;
            }
            for item in inside.iter_mut().filter(|i| !i.told) {
                item.told = true;
                let so_far = crossed.get_or_insert(Crossed { first: item.time, last: item.time, new: 0, distinct: 0 });
                so_far.first = so_far.first.min(item.time);
                so_far.last = so_far.last.max(item.time);
                so_far.new += 1;
            }
            if let Some(so_far) = &mut crossed {
                so_far.distinct = so_far.distinct.max(different.len());
            }
        }
        crossed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_map_keeps_its_bound_and_what_is_used() {
        let mut map = Bounded::new(100);
        map.entry(7, || 7);
        for key in 1000..101_000 {
            map.entry(key, || key);
            assert!(map.len() <= 100);
            assert_eq!(map.get_mut(7), Some(&mut 7));
        }
        assert_eq!(map.forgotten(), 99_901);
        let text = serde_json::to_string(&map).unwrap();
        let back: Bounded<u64> = serde_json::from_str(&text).unwrap();
        assert_eq!(back.get(7), Some(&7));
        assert_eq!(serde_json::to_string(&back).unwrap(), text);
    }

    #[test]
    fn a_span_is_crossed_once_for_each() {
        let mut window = Window::default();
        assert_eq!(window.add(0, 1, 10, 3), None);
        assert_eq!(window.add(5, 2, 10, 3), None);
        assert_eq!(window.add(6, 2, 10, 3), None);
        assert_eq!(window.add(11, 3, 10, 3), None, "the first is outside by now");
        assert_eq!(window.add(12, 4, 10, 3), Some(Crossed { first: 5, last: 12, new: 4, distinct: 3 }));
        assert_eq!(window.add(13, 4, 10, 3), Some(Crossed { first: 13, last: 13, new: 1, distinct: 3 }));
        assert_eq!(window.add(100, 5, 10, 3), None);
    }

    proptest! {
        #[test]
        fn what_is_told_does_not_depend_on_the_order(times in proptest::collection::vec((0_i64..40, 0_u64..6), 1..40).prop_shuffle(), need in 2_usize..6) {
            let told = |times: &[(i64, u64)]| {
                let mut window = Window::default();
                let (mut new, mut first, mut last) = (0, i64::MAX, i64::MIN);
                for (time, what) in times {
                    if let Some(c) = window.add(*time, *what, 10, need) {
                        new += c.new;
                        first = first.min(c.first);
                        last = last.max(c.last);
                    }
                }
                (new, first, last)
            };
            let mut sorted = times.clone();
            sorted.sort_unstable();
            prop_assert_eq!(told(&times), told(&sorted));
        }
    }
}
