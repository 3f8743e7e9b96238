//! What the blocks of a chunk may have, so that searches step over those that cannot have what is looked for: which sequences of bytes their messages
//! consist of, and which values their indexed fields have. An index may say that a block has something that it has not, never the opposite. Pure.

use insights::IndexedFields;

use crate::codec::Event;
use crate::transforming::Transformers;

/// Bytes of the sequences that are kept of messages: texts shorter than this are not looked up.
pub(crate) const GRAM: usize = 5;
/// Bits of the sequences of a block while they are gathered, and at most when they are kept, as powers of two.
const GATHERED: u32 = 20;
const MOST: u32 = 18;
const LEAST: u32 = 9;
/// Bits for each value of a field, and how many of them are set.
const VALUE_BITS: usize = 12;
const VALUE_HASHES: u64 = 5;

/// What a search needs of every message that it finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needles {
    /// Texts that are in it.
    pub texts: Vec<String>,
    /// Texts that are in it unless it has a backslash: as characters of JSON may be written as escapes.
    pub implied: Vec<String>,
    /// Fields that have one of some values.
    pub fields: Vec<(String, Vec<String>)>,
}

impl Needles {
    /// Whether nothing is needed that an index knows.
    pub fn is_empty(&self) -> bool {
        let short = |text: &String| text.len() < GRAM;
        self.texts.iter().all(short) && self.implied.iter().all(short) && self.fields.is_empty()
    }
}

/// The sequences of bytes of texts, as bits.
struct Grams {
    bits: Vec<u64>,
    power: u32,
}

fn grams(text: &str) -> impl Iterator<Item = u64> {
    text.as_bytes().windows(GRAM).map(|gram| {
        let value = gram.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - GATHERED)
    })
}

fn word_and_bit(at: u64) -> (usize, u64) {
    (usize::try_from(at >> 6).unwrap_or(0), 1 << (at & 63))
}

impl Grams {
    fn new() -> Self {
        Self { bits: vec![0; 1 << (GATHERED - 6)], power: GATHERED }
    }

    fn add(&mut self, text: &str) {
        for at in grams(text) {
            let (word, bit) = word_and_bit(at);
            if let Some(word) = self.bits.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// Folds the halves onto each other until about half of the bits are set, or there are as few as may be.
    fn folded(mut self) -> Self {
        loop {
            let (low, high) = self.bits.split_at(self.bits.len() / 2);
            let half: Vec<u64> = low.iter().zip(high).map(|(a, b)| a | b).collect();
            let set: u64 = half.iter().map(|word| u64::from(word.count_ones())).sum();
            let fits = set * 2 <= 1 << (self.power - 1);
            if self.power <= LEAST || (self.power <= MOST && !fits) {
                return self;
            }
            self = Self { bits: half, power: self.power - 1 };
        }
    }
}

fn hash(field: &str, value: &str) -> u64 {
    let bytes = field.bytes().chain([0]).chain(value.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bits of a value among so many.
fn value_bits(hash: u64, count: u64) -> impl Iterator<Item = u64> {
    let step = hash >> 17 | 1;
    (0..VALUE_HASHES).map(move |n| hash.wrapping_add(n.wrapping_mul(step)) % count.max(1))
}

/// Fields whose values are indexed.
#[derive(Debug)]
pub(crate) struct Fields {
    /// Names.
    pub names: Vec<String>,
    reader: IndexedFields,
}

impl Fields {
    /// Fields of these names.
    pub fn new(names: Vec<String>) -> Self {
        let reader = IndexedFields::new(names.iter().map(String::as_str));
        Self { names, reader }
    }

    /// The values of the fields of an event of a log (`account:group`).
    pub fn of(&self, log: &str, event: &Event) -> Vec<Option<String>> {
        self.reader.of(&event.record(log))
    }
}

/// The index of a block of events of a log (`account:group`).
pub(crate) fn build(events: &[Event], log: &str, fields: &Fields, transformers: &Transformers) -> Vec<u8> {
    let (mut all, mut escapes) = (Grams::new(), false);
    let mut values: Vec<u64> = Vec::new();
    let mut add = |event: &Event| {
        all.add(&event.message);
        escapes |= event.message.contains("\\u");
        if !fields.names.is_empty() {
            let found = fields.names.iter().zip(fields.of(log, event));
            values.extend(found.filter_map(|(name, value)| Some(hash(name, &value?))));
        }
    };
    for event in events {
        add(event);
        // Events are found by what is shown of them, and by what is not, if one may see that.
        if !event.hidden.is_empty() {
            let mut masked = event.clone();
            masked.mask();
            transformers.transform(&mut masked);
            add(&masked);
        }
    }
    values.sort_unstable();
    values.dedup();
    let all = all.folded();
    let mut out = vec![u8::from(escapes), u8::try_from(all.power).unwrap_or(0)];
    all.bits.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    let words = (values.len() * VALUE_BITS).div_ceil(64);
    let mut bits = vec![0_u64; words];
    for value in values {
        for at in value_bits(value, words as u64 * 64) {
            let (word, bit) = word_and_bit(at);
            if let Some(word) = bits.get_mut(word) {
                *word |= bit;
            }
        }
    }
    bits.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    out
}

fn has_bit(bits: &[u8], at: u64) -> bool {
    usize::try_from(at >> 3).ok().and_then(|byte| bits.get(byte)).is_none_or(|byte| byte >> (at & 7) & 1 == 1)
}

/// Parts of a text that JSON writes in one way only, if not as a code.
fn plain_parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(' '..='~').contains(&c) || matches!(c, '"' | '\\' | '/'))
}

/// Whether a block with this index may have events with what is needed. `indexed` names the fields whose values it knows.
pub(crate) fn may_have(index: &[u8], needles: &Needles, indexed: impl Fn(&str) -> bool) -> bool {
    let ([escapes, power], rest) = match index.split_first_chunk::<2>() {
        Some((head, rest)) => (*head, rest),
        None => return true,
    };
    let length = 1_usize.checked_shl(u32::from(power)).unwrap_or(0) / 8;
    let Some((bits, values)) = rest.split_at_checked(length).filter(|_| u32::from(power) <= GATHERED && power >= 6) else {
        return true;
    };
    let mask = (1_u64 << power) - 1;
    let has = |text: &str| grams(text).all(|at| has_bit(bits, at & mask));
    let count = values.len() as u64 * 8;
    let value = |field: &str, value: &String| count > 0 && value_bits(hash(field, value), count).all(|at| has_bit(values, at));
    needles.texts.iter().all(|text| has(text))
        && (escapes == 1 || needles.implied.iter().flat_map(|text| plain_parts(text)).all(has))
        && needles.fields.iter().all(|(field, wanted)| !indexed(field) || wanted.iter().any(|one| value(field, one)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::codec::StreamName;

    fn event(message: &str, hidden: Vec<(u32, u32)>) -> Event {
        let stream = Arc::new(StreamName { uid: "u".to_owned(), name: "s".to_owned() });
        Event { timestamp: 0, ingestion: 0, id: 0, stream, message: message.to_owned(), hidden, transformed: None }
    }

    fn texts(all: &[&str]) -> Needles {
        Needles { texts: all.iter().map(|text| (*text).to_owned()).collect(), ..Needles::default() }
    }

    proptest! {
        #[test]
        fn what_is_there_is_never_missed(messages in prop::collection::vec("(?s).{0,40}", 1..20), pick: prop::sample::Index, cut in 0..40_usize, length in 1..40_usize) {
            let events: Vec<Event> = messages.iter().map(|m| event(m, Vec::new())).collect();
            let index = build(&events, "a:g", &Fields::new(Vec::new()), &Transformers::default());
            let message = &messages[pick.index(messages.len())];
            let part: String = message.chars().skip(cut).take(length).collect();
            prop_assert!(may_have(&index, &texts(&[&part]), |_| false));
            prop_assert!(may_have(&[], &texts(&[&part]), |_| false));
        }

        #[test]
        fn damage_is_no_panic(index: Vec<u8>, text in ".{0,20}") {
            let needles = Needles { texts: vec![text.clone()], implied: vec![text.clone()], fields: vec![("f".to_owned(), vec![text])] };
            let _ = may_have(&index, &needles, |_| true);
        }
    }

    #[test]
    fn blocks_without_it_are_stepped_over() {
        let lines: Vec<Event> = (0..5000)
            .map(|n| event(&format!("2026-11-27T10:00:00Z INFO request {n} served in {} ms", n * 7 % 991), Vec::new()))
            .collect();
        let index = build(&lines, "a:g", &Fields::new(Vec::new()), &Transformers::default());
        assert!(index.len() <= (1 << MOST) / 8 + 2, "{}", index.len());
        let missed = ["PANIC at the disco", "deadbeef-cafe", "request 99887766", "Zulu time"];
        for text in missed {
            assert!(!may_have(&index, &texts(&[text]), |_| false), "{text}");
        }
        assert!(may_have(&index, &texts(&["request 4711", "ms"]), |_| false));
        assert!(Needles::is_empty(&texts(&["ms"])) && !Needles::is_empty(&texts(&["request"])));
    }

    #[test]
    fn fields_are_known_by_their_values() {
        let fields = Fields::new(vec!["id".to_owned(), "user.name".to_owned()]);
        let lines: Vec<Event> =
            (0..1000).map(|n| event(&format!(r#"{{"id": {n}, "user": {{"name": "u\u0061{n}"}}}}"#), Vec::new())).collect();
        let index = build(&lines, "a:g", &fields, &Transformers::default());
        let asks = |field: &str, value: &str| {
            let needles = Needles { fields: vec![(field.to_owned(), vec![value.to_owned()])], ..Needles::default() };
            may_have(&index, &needles, |name| fields.names.iter().any(|known| known == name))
        };
        assert!(asks("id", "=7") && asks("user.name", "'ua7") && asks("other", "'x"));
        let wrong = (1000..2000).filter(|n| asks("id", &format!("={n}"))).count();
        assert!(wrong < 40, "{wrong}");
        assert!(!asks("user.name", "'nobody"));
    }

    #[test]
    fn covered_data_is_found_by_who_may_see_it_and_by_what_is_shown() {
        let index =
            build(&[event("id secret-number end", vec![(3, 16)])], "a:g", &Fields::new(Vec::new()), &Transformers::default());
        for text in ["secret-number", "*****", "end"] {
            assert!(may_have(&index, &texts(&[text]), |_| false), "{text}");
        }
    }

    #[test]
    fn escapes_of_json_are_not_taken_for_absence() {
        let implied = |message: &str, text: &str| {
            let index = build(&[event(message, Vec::new())], "a:g", &Fields::new(Vec::new()), &Transformers::default());
            may_have(&index, &Needles { implied: vec![text.to_owned()], ..Needles::default() }, |_| false)
        };
        assert!(!implied(r#"{"a": "something else"}"#, "wanted"));
        assert!(implied(r#"{"a": "\u0077anted"}"#, "wanted"));
        assert!(implied(r#"{"a": "say \"wanted\" now"}"#, "say \"wanted\" now"));
        assert!(!implied(r#"{"a": "a\nb"}"#, "wanted"));
    }
}
