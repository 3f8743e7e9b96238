//! The request context: condition keys and their values.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Something that knows the condition keys of a request.
pub trait ContextSource {
    /// The values of a key, or `None` if the request has no such key. `key` is always lower case, with its tag part
    /// (`aws:resourcetag/dept`): condition keys and tag keys in them are compared without regard to case.
    fn get(&self, key: &str) -> Option<Values<'_>>;
}

/// The values of one condition key.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// A single-valued key.
    One(&'a str),
    /// Several borrowed values.
    Slice(&'a [&'a str]),
    /// Several owned values.
    Owned(&'a [String]),
    /// Several values, borrowed or owned.
    Many(&'a [Cow<'a, str>]),
}

impl<'a> Values<'a> {
    /// How many values.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Slice(v) => v.len(),
            Self::Owned(v) => v.len(),
            Self::Many(v) => v.len(),
        }
    }

    /// Whether the key is there with no value at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first value.
    #[must_use]
    pub fn first(&self) -> Option<&'a str> {
        self.get(0)
    }

    /// The value at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'a str> {
        match self {
            Self::One(v) => (index == 0).then_some(*v),
            Self::Slice(v) => v.get(index).copied(),
            Self::Owned(v) => v.get(index).map(String::as_str),
            Self::Many(v) => v.get(index).map(AsRef::as_ref),
        }
    }

    /// All values in order.
    #[must_use]
    pub fn iter(self) -> ValuesIter<'a> {
        ValuesIter { values: self, at: 0 }
    }
}

impl<'a> IntoIterator for Values<'a> {
    type Item = &'a str;
    type IntoIter = ValuesIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The iterator of [`Values::iter`].
#[derive(Debug, Clone)]
pub struct ValuesIter<'a> {
    values: Values<'a>,
    at: usize,
}

impl<'a> Iterator for ValuesIter<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let value = self.values.get(self.at)?;
        self.at += 1;
        Some(value)
    }
}

/// A request context made by its caller: a small sorted list, made for some dozens of mostly borrowed entries.
#[derive(Debug, Clone, Default)]
pub struct Context<'a> {
    entries: Vec<(Cow<'a, str>, Entry<'a>)>,
}

#[derive(Debug, Clone)]
enum Entry<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
}

impl<'a> Context<'a> {
    /// An empty context.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty context with room for `keys` entries.
    #[must_use]
    pub fn with_capacity(keys: usize) -> Self {
        Self { entries: Vec::with_capacity(keys) }
    }

    /// Sets a single-valued key, replacing what was there. Keys in lower case are borrowed, others are copied.
    pub fn set(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> &mut Self {
        self.put(key.into(), Entry::One(value.into()))
    }

    /// Sets a key only if there is a value.
    pub fn set_some(&mut self, key: impl Into<Cow<'a, str>>, value: Option<impl Into<Cow<'a, str>>>) -> &mut Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    /// Sets `true` or `false`.
    pub fn set_bool(&mut self, key: impl Into<Cow<'a, str>>, value: bool) -> &mut Self {
        self.set(key, if value { "true" } else { "false" })
    }

    /// Sets a multi-valued key, replacing what was there.
    pub fn set_many<V: Into<Cow<'a, str>>>(
        &mut self,
        key: impl Into<Cow<'a, str>>,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        self.put(key.into(), Entry::Many(values.into_iter().map(Into::into).collect()))
    }

    /// Removes a key (lower case).
    pub fn remove(&mut self, key: &str) -> &mut Self {
        if let Ok(at) = self.find(key) {
            self.entries.remove(at);
        }
        self
    }

    /// The keys (lower case), in no order that means anything.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_ref())
    }

    fn put(&mut self, key: Cow<'a, str>, entry: Entry<'a>) -> &mut Self {
        let key = if key.chars().any(|c| c.is_uppercase()) { Cow::Owned(key.to_lowercase()) } else { key };
        match self.find(&key) {
            Ok(at) => {
                if let Some(slot) = self.entries.get_mut(at) {
                    slot.1 = entry;
                }
            }
            Err(at) => self.entries.insert(at, (key, entry)),
        }
        self
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        // Sorted by length first: that tells most keys apart without reading them.
        self.entries.binary_search_by(|(have, _)| have.len().cmp(&key.len()).then_with(|| have.as_bytes().cmp(key.as_bytes())))
    }
}

impl ContextSource for Context<'_> {
    fn get(&self, key: &str) -> Option<Values<'_>> {
        let at = self.find(key).ok()?;
        self.entries.get(at).map(|(_, entry)| match entry {
            Entry::One(value) => Values::One(value),
            Entry::Many(values) => Values::Many(values),
        })
    }
}

/// No context at all.
impl ContextSource for () {
    fn get(&self, _key: &str) -> Option<Values<'_>> {
        None
    }
}

/// Keys must be in lower case.
impl ContextSource for BTreeMap<String, Vec<String>> {
    fn get(&self, key: &str) -> Option<Values<'_>> {
        BTreeMap::get(self, key).map(|values| Values::Owned(values))
    }
}
