//! Many prefixes and wildcards at once: one tree over their bytes, run as a nondeterministic automaton.
//!
//! Patterns share what they have in common. A star is a state that stays, so a byte costs a step for each state alive: one without stars, with
//! stars one more for each star that was reached and each piece after it that is under way.

/// The automaton.
#[derive(Debug, Default)]
pub(crate) struct ByteTree {
    states: Vec<State>,
}

#[derive(Debug, Default)]
struct State {
    next: Next,
    /// The state that stays whatever comes.
    star: Option<u32>,
    /// Outputs as soon as it is reached.
    here: Vec<u32>,
    /// Outputs if the text ends.
    end: Vec<u32>,
}

#[derive(Debug)]
enum Next {
    Few(Vec<(u8, u32)>),
    Many(Box<[u32; 256]>),
}

impl Default for Next {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

/// How many steps a state may have before they become a table.
const FEW: usize = 12;
/// No step.
const NONE: u32 = u32::MAX;

impl Next {
    fn get(&self, byte: u8) -> Option<u32> {
        match self {
            Self::Few(steps) => steps.iter().find(|(have, _)| *have == byte).map(|(_, to)| *to),
            Self::Many(table) => table.get(usize::from(byte)).copied().filter(|to| *to != NONE),
        }
    }

    fn set(&mut self, byte: u8, to: u32) {
        match self {
            Self::Few(steps) if steps.len() < FEW => steps.push((byte, to)),
            Self::Few(steps) => {
                let mut table = Box::new([NONE; 256]);
                for (byte, to) in steps.iter().copied().chain([(byte, to)]) {
                    if let Some(slot) = table.get_mut(usize::from(byte)) {
                        *slot = to;
                    }
                }
                *self = Self::Many(table);
            }
            Self::Many(table) => {
                if let Some(slot) = table.get_mut(usize::from(byte)) {
                    *slot = to;
                }
            }
        }
    }
}

/// What a run needs, kept between runs.
#[derive(Debug, Default)]
pub(crate) struct Alive {
    now: Vec<u32>,
    then: Vec<u32>,
    /// In which step a state was last entered.
    entered: Vec<u64>,
    step: u64,
}

impl ByteTree {
    pub(crate) fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    fn root(&mut self) -> u32 {
        if self.states.is_empty() {
            self.states.push(State::default());
        }
        0
    }

    fn add(&mut self) -> u32 {
        self.states.push(State::default());
        u32::try_from(self.states.len() - 1).unwrap_or(NONE)
    }

    fn state(&mut self, at: u32) -> Option<&mut State> {
        self.states.get_mut(at as usize)
    }

    fn follow(&mut self, mut at: u32, bytes: impl IntoIterator<Item = u8>) -> u32 {
        for byte in bytes {
            at = match self.state(at).and_then(|state| state.next.get(byte)) {
                Some(next) => next,
                None => {
                    let next = self.add();
                    if let Some(state) = self.state(at) {
                        state.next.set(byte, next);
                    }
                    next
                }
            };
        }
        at
    }

    /// Texts that begin with these bytes.
    pub(crate) fn insert_prefix(&mut self, bytes: impl IntoIterator<Item = u8>, output: u32) {
        let root = self.root();
        let at = self.follow(root, bytes);
        if let Some(state) = self.state(at) {
            state.here.push(output);
        }
    }

    /// Texts made of these pieces with anything between them; the last piece is at the end.
    pub(crate) fn insert_wildcard(&mut self, pieces: &[String], output: u32) {
        let mut at = self.root();
        for (number, piece) in pieces.iter().enumerate() {
            if number > 0 {
                if number + 1 == pieces.len() && piece.is_empty() {
                    if let Some(state) = self.state(at) {
                        state.here.push(output);
                    }
                    return;
                }
                at = match self.state(at).and_then(|state| state.star) {
                    Some(star) => star,
                    None => {
                        let star = self.add();
                        if let Some(state) = self.state(at) {
                            state.star = Some(star);
                        }
                        star
                    }
                };
            }
            at = self.follow(at, piece.bytes());
        }
        if let Some(state) = self.state(at) {
            state.end.push(output);
        }
    }

    /// Adds the outputs of what describes a text; one may come more than once.
    pub(crate) fn find(&self, text: impl Iterator<Item = u8>, alive: &mut Alive, outputs: &mut Vec<u32>) {
        if self.states.is_empty() {
            return;
        }
        if alive.entered.len() < self.states.len() {
            alive.entered.resize(self.states.len(), 0);
        }
        alive.now.clear();
        alive.step += 1;
        let mut now = std::mem::take(&mut alive.now);
        let mut then = std::mem::take(&mut alive.then);
        self.enter(0, false, &mut now, alive, outputs);
        for byte in text {
            if now.is_empty() {
                break;
            }
            alive.step += 1;
            then.clear();
            for entry in &now {
                let (at, stays) = (entry & !STAYS, entry & STAYS != 0);
                if stays {
                    self.enter(at, true, &mut then, alive, outputs);
                }
                if let Some(next) = self.states.get(at as usize).and_then(|state| state.next.get(byte)) {
                    self.enter(next, false, &mut then, alive, outputs);
                }
            }
            std::mem::swap(&mut now, &mut then);
        }
        for entry in &now {
            outputs.extend(self.states.get((entry & !STAYS) as usize).into_iter().flat_map(|state| &state.end));
        }
        alive.now = now;
        alive.then = then;
    }

    /// Makes a state alive, and the star after it.
    fn enter(&self, at: u32, stays: bool, to: &mut Vec<u32>, alive: &mut Alive, outputs: &mut Vec<u32>) {
        let (Some(state), Some(entered)) = (self.states.get(at as usize), alive.entered.get_mut(at as usize)) else { return };
        if *entered == alive.step {
            return;
        }
        *entered = alive.step;
        if !stays {
            outputs.extend(&state.here);
        }
        to.push(if stays { at | STAYS } else { at });
        if let Some(star) = state.star {
            self.enter(star, true, to, alive, outputs);
        }
    }
}

/// Marks a state that stays alive.
const STAYS: u32 = 1 << 31;

#[cfg(test)]
mod tests {
    use super::{Alive, ByteTree};
    use crate::wildcard::Wildcard;
    use proptest::prelude::*;

    fn matches(pieces: &[String], text: &str) -> bool {
        match pieces {
            [] => text.is_empty(),
            [last] => text == last,
            [first, rest @ ..] => text
                .strip_prefix(first.as_str())
                .is_some_and(|after| (0..=after.len()).any(|at| matches(rest, after.get(at..).unwrap_or_default()))),
        }
    }

    proptest! {
        #[test]
        fn wildcards_are_found_as_by_trying_each(
            patterns in prop::collection::vec("\\*?([abc]{1,3}\\*?){0,4}", 0..12),
            text in "[abc]{0,12}",
        ) {
            let mut tree = ByteTree::default();
            let mut expected = Vec::new();
            for (id, pattern) in (0..).zip(&patterns) {
                let Ok(wildcard) = Wildcard::parse(pattern) else { continue };
                tree.insert_wildcard(&wildcard.pieces, id);
                if matches(&wildcard.pieces, &text) {
                    expected.push(id);
                }
            }
            let mut found = Vec::new();
            let mut alive = Alive::default();
            tree.find(text.bytes(), &mut alive, &mut found);
            found.sort_unstable();
            found.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
