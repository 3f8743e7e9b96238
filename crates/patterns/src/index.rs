//! Everything that the patterns at one state ask of one field: a value goes in, the states that accept it come out.

use std::collections::HashMap;
use std::net::IpAddr;

use foldhash::fast::RandomState;

use crate::bytes::{Alive, ByteTree};
use crate::number::Millionths;
use crate::pattern::{Not, Test, fold};
use crate::ranges::Ranges;

/// Marks an output that says which `anything-but` is out, rather than a state.
const NOT: u32 = 1 << 31;

/// Tests of one field. Each has the state that it leads to.
#[derive(Debug, Default)]
pub(crate) struct FieldIndex {
    texts: HashMap<Box<[u8]>, Vec<u32>, RandomState>,
    plains: HashMap<Box<[u8]>, Vec<u32>, RandomState>,
    folded: HashMap<Box<[u8]>, Vec<u32>, RandomState>,
    /// Prefixes and wildcards.
    forwards: ByteTree,
    /// Suffixes, their last byte first.
    backwards: ByteTree,
    folded_forwards: ByteTree,
    folded_backwards: ByteTree,
    ranges: Ranges,
    blocks: Blocks,
    /// States that any value leads to.
    any: Vec<u32>,
    /// The states that values lead to that no exception names.
    anything_but: Vec<u32>,
}

/// What look-ups need, kept between them.
#[derive(Debug, Default)]
pub(crate) struct Probe {
    alive: Alive,
    outputs: Vec<u32>,
    out: Vec<bool>,
}

/// Puts an index together.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    index: FieldIndex,
    ranges: Vec<(Millionths, Millionths, u32)>,
}

impl Builder {
    /// Values that the test accepts lead to the state. [`Test::Absent`] is not the index' affair.
    pub(crate) fn add(&mut self, test: &Test, state: u32) {
        let index = &mut self.index;
        match test {
            Test::Text(text) => push(&mut index.texts, text, state),
            Test::Plain(text) => push(&mut index.plains, text, state),
            Test::Prefix(text) => index.forwards.insert_prefix(text.bytes(), state),
            Test::PrefixIgnoringCase(text) => index.folded_forwards.insert_prefix(text.bytes(), state),
            Test::Suffix(text) => index.backwards.insert_prefix(text.bytes().rev(), state),
            Test::SuffixIgnoringCase(text) => index.folded_backwards.insert_prefix(text.bytes().rev(), state),
            Test::IgnoringCase(text) => push(&mut index.folded, text, state),
            Test::Wildcard(wildcard) => index.forwards.insert_wildcard(&wildcard.pieces, state),
            Test::Range(low, high) => self.ranges.push((*low, *high, state)),
            Test::Cidr(first, bits) => index.blocks.insert(*first, *bits, state),
            Test::Exists => index.any.push(state),
            Test::Absent => {}
            Test::AnythingBut(nots) => {
                let out = NOT | u32::try_from(index.anything_but.len()).unwrap_or(!NOT);
                index.anything_but.push(state);
                for not in nots {
                    match not {
                        Not::Text(text) => push(&mut index.texts, text, out),
                        Not::Number(number) => self.ranges.push((*number, *number, out)),
                        Not::Prefix(text) => index.forwards.insert_prefix(text.bytes(), out),
                        Not::PrefixIgnoringCase(text) => index.folded_forwards.insert_prefix(text.bytes(), out),
                        Not::Suffix(text) => index.backwards.insert_prefix(text.bytes().rev(), out),
                        Not::SuffixIgnoringCase(text) => index.folded_backwards.insert_prefix(text.bytes().rev(), out),
                        Not::IgnoringCase(text) => push(&mut index.folded, text, out),
                        Not::Wildcard(wildcard) => index.forwards.insert_wildcard(&wildcard.pieces, out),
                    }
                }
            }
        }
    }

    pub(crate) fn build(self) -> FieldIndex {
        FieldIndex { ranges: Ranges::new(&self.ranges), ..self.index }
    }
}

fn push(map: &mut HashMap<Box<[u8]>, Vec<u32>, RandomState>, text: &str, output: u32) {
    map.entry(text.as_bytes().into()).or_default().push(output);
}

impl FieldIndex {
    /// The states that a value leads to; one may come more than once. `string` says whether the value is a string, rather than written without quotes.
    pub(crate) fn find<'p>(&self, value: &[u8], string: bool, probe: &'p mut Probe) -> &'p [u32] {
        probe.outputs.clear();
        if string {
            self.find_text(value, probe);
        } else {
            probe.outputs.extend(self.plains.get(value).into_iter().flatten());
            if !self.ranges.is_empty()
                && let Some(number) = std::str::from_utf8(value).ok().and_then(Millionths::parse)
            {
                self.ranges.find(number, &mut probe.outputs);
            }
        }
        if !self.anything_but.is_empty() {
            self.except(probe);
        }
        probe.outputs.extend(&self.any);
        &probe.outputs
    }

    fn find_text(&self, value: &[u8], probe: &mut Probe) {
        let outputs = &mut probe.outputs;
        outputs.extend(self.texts.get(value).into_iter().flatten());
        self.forwards.find(value.iter().copied(), &mut probe.alive, outputs);
        self.backwards.find(value.iter().rev().copied(), &mut probe.alive, outputs);
        let folds = !self.folded.is_empty() || !self.folded_forwards.is_empty() || !self.folded_backwards.is_empty();
        let text = if folds || !self.blocks.is_empty() { std::str::from_utf8(value).unwrap_or_default() } else { "" };
        if folds {
            let folded = fold(text);
            outputs.extend(self.folded.get(folded.as_bytes()).into_iter().flatten());
            self.folded_forwards.find(folded.bytes(), &mut probe.alive, outputs);
            self.folded_backwards.find(folded.bytes().rev(), &mut probe.alive, outputs);
        }
        if !self.blocks.is_empty()
            && let Ok(address) = text.parse()
        {
            self.blocks.find(address, outputs);
        }
    }

    /// Replaces the exceptions found by the states of every `anything-but` that has none of them.
    fn except(&self, probe: &mut Probe) {
        probe.out.clear();
        probe.out.resize(self.anything_but.len(), false);
        probe.outputs.retain(|output| {
            if output & NOT == 0 {
                return true;
            }
            if let Some(out) = probe.out.get_mut((output & !NOT) as usize) {
                *out = true;
            }
            false
        });
        probe.outputs.extend(self.anything_but.iter().zip(&probe.out).filter(|(_, out)| !**out).map(|(state, _)| state));
    }
}

/// Blocks of addresses, by how many bits they fix.
#[derive(Debug, Default)]
struct Blocks {
    lengths: Vec<(bool, u8)>,
    states: HashMap<(bool, u8, u128), Vec<u32>, RandomState>,
}

impl Blocks {
    fn key(address: IpAddr, bits: u8) -> (bool, u8, u128) {
        let (v6, value, width) = match address {
            IpAddr::V4(v4) => (false, u128::from(v4.to_bits()), 32_u8),
            IpAddr::V6(v6) => (true, v6.to_bits(), 128),
        };
        (v6, bits, value.checked_shr(u32::from(width.saturating_sub(bits))).unwrap_or(0))
    }

    fn insert(&mut self, first: IpAddr, bits: u8, state: u32) {
        let key = Self::key(first, bits);
        if !self.lengths.contains(&(key.0, bits)) {
            self.lengths.push((key.0, bits));
        }
        self.states.entry(key).or_default().push(state);
    }

    fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    fn find(&self, address: IpAddr, outputs: &mut Vec<u32>) {
        for (_, bits) in self.lengths.iter().filter(|(v6, _)| *v6 == address.is_ipv6()) {
            outputs.extend(self.states.get(&Self::key(address, *bits)).into_iter().flatten());
        }
    }
}
