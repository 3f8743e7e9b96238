//! Many patterns as one automaton.
//!
//! A combination of a pattern is a sequence of constraints, each on one field; the automaton is the tree of these sequences. At a state, every field
//! that a sequence goes on with has an index of all that is asked of it there, so a value finds the states it leads to without looking at the others.
//!
//! Fields of an object come before objects in it, and absences last, wherever something is found beneath the same object: so the elements of lists
//! that a sequence was found in are known before an absence is looked for in them, and an element is forgotten once no field beneath its list is left.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::index::{Builder, FieldIndex, Probe};
use crate::paths::Paths;
use crate::pattern::{Constraint, Pattern, Test};
use crate::scan::{Found, Leaf, NOWHERE, NotJson, scan};

/// An automaton that says which of its patterns want an event. Patterns have the numbers of their order.
#[derive(Debug, Default)]
pub struct Matcher {
    paths: Paths,
    /// Where the fields are in the tree of names.
    places: Vec<u32>,
    states: Vec<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What is asked of fields, in the order of their numbers.
    fields: Vec<(u32, FieldIndex)>,
    /// Fields whose absence leads on, and where.
    absences: Vec<(u32, u32)>,
    /// Patterns that want the event when this state is reached.
    accepts: Vec<u32>,
    /// Places of the tree of names that have a field beneath them which is still asked for; sorted.
    ahead: Vec<u32>,
}

/// What matching needs, kept between events.
#[derive(Debug, Default)]
pub struct Scratch {
    found: Found,
    /// For each field, its leaves.
    by_field: Vec<Vec<u32>>,
    /// Fields that have leaves.
    present: Vec<u32>,
    probe: Probe,
    /// In which event a state was last reached without elements of lists.
    reached: Vec<u64>,
    event: u64,
    /// States reached within elements of lists.
    reached_in: HashSet<(u32, Vec<u32>), RandomState>,
    open: Vec<(u32, Vec<u32>)>,
    wanted: Vec<u32>,
}

impl Matcher {
    /// Puts patterns together.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        let mut plan = Plan::new();
        for (number, pattern) in (0..).zip(patterns) {
            for combination in &pattern.combinations {
                plan.add(combination, number);
            }
        }
        plan.build()
    }

    /// The numbers of the patterns that want an event (JSON), in order.
    ///
    /// # Errors
    /// The event is no JSON object. Parts of it that no pattern asks for are not looked at closely.
    pub fn matches<'s>(&self, event: &[u8], scratch: &'s mut Scratch) -> Result<&'s [u32], NotJson> {
        scratch.wanted.clear();
        scan(&self.paths, event, &mut scratch.found)?;
        scratch.by_field.resize_with(self.places.len().max(scratch.by_field.len()), Vec::new);
        for field in scratch.present.drain(..) {
            if let Some(leaves) = scratch.by_field.get_mut(field as usize) {
                leaves.clear();
            }
        }
        for (number, leaf) in (0..).zip(&scratch.found.leaves) {
            if let Some(leaves) = scratch.by_field.get_mut(leaf.field as usize) {
                if leaves.is_empty() {
                    scratch.present.push(leaf.field);
                }
                leaves.push(number);
            }
        }
        Run { matcher: self, event, scratch }.run();
        scratch.wanted.sort_unstable();
        scratch.wanted.dedup();
        Ok(&scratch.wanted)
    }

    /// Whether any pattern wants an event; false also for what is no JSON object.
    pub fn wants(&self, event: &[u8]) -> bool {
        self.matches(event, &mut Scratch::default()).is_ok_and(|wanted| !wanted.is_empty())
    }
}

/// One event on its way.
struct Run<'r> {
    matcher: &'r Matcher,
    event: &'r [u8],
    scratch: &'r mut Scratch,
}

impl Run<'_> {
    fn run(&mut self) {
        let scratch = &mut *self.scratch;
        scratch.event += 1;
        scratch.reached.resize(self.matcher.states.len().max(scratch.reached.len()), 0);
        scratch.reached_in.clear();
        scratch.open.clear();
        scratch.open.push((0, Vec::new()));
        while let Some((at, within)) = self.scratch.open.pop() {
            if let Some(state) = self.matcher.states.get(at as usize) {
                self.leave(state, &within);
            }
        }
    }

    /// Goes on from a state, which was reached within elements of lists.
    fn leave(&mut self, state: &State, within: &[u32]) {
        self.scratch.wanted.extend(&state.accepts);
        // Whichever are fewer: the fields that are asked for, or those that are there.
        if state.fields.len() <= self.scratch.present.len() {
            for (field, index) in &state.fields {
                self.ask(*field, index, within);
            }
        } else {
            for at in 0..self.scratch.present.len() {
                let Some(field) = self.scratch.present.get(at).copied() else { break };
                if let Ok(place) = state.fields.binary_search_by_key(&field, |(field, _)| *field)
                    && let Some((_, index)) = state.fields.get(place)
                {
                    self.ask(field, index, within);
                }
            }
        }
        for (field, next) in &state.absences {
            let (from, to) = self.consistent(*field, within);
            if from >= to {
                self.reach(*next, within, NOWHERE);
            }
        }
    }

    fn ask(&mut self, field: u32, index: &FieldIndex, within: &[u32]) {
        let (from, to) = self.consistent(field, within);
        for at in from..to {
            let number = self.scratch.by_field.get(field as usize).and_then(|leaves| leaves.get(at)).copied().unwrap_or_default();
            let Some(leaf) = self.scratch.found.leaves.get(number as usize).copied() else { continue };
            let mut probe = std::mem::take(&mut self.scratch.probe);
            let (value, string) = self.scratch.found.text(self.event, &leaf);
            for next in index.find(value, string, &mut probe) {
                self.reach(*next, within, leaf.element);
            }
            self.scratch.probe = probe;
        }
    }

    /// Which of a field's leaves are in the same elements: a part of them, as they are in the order of the event.
    fn consistent(&self, field: u32, within: &[u32]) -> (usize, usize) {
        let Some(leaves) = self.scratch.by_field.get(field as usize) else { return (0, 0) };
        let (mut from, mut to) = (0, leaves.len());
        let place = self.matcher.places.get(field as usize).copied().unwrap_or_default();
        for element in within {
            // The innermost element around whose list is also around the field.
            let mut at = *element;
            while let Some(element) = self.scratch.found.elements.get(at as usize) {
                if self.matcher.paths.contains(element.path, place) {
                    from = from.max(leaves.partition_point(|leaf| *leaf < element.leaves.0));
                    to = to.min(leaves.partition_point(|leaf| *leaf < element.leaves.1));
                    break;
                }
                at = element.parent;
            }
        }
        (from, to)
    }

    /// Reaches a state by a leaf in an element, or by an absence.
    fn reach(&mut self, next: u32, within: &[u32], element: u32) {
        if within.is_empty() && element == NOWHERE {
            self.reach_plainly(next);
            return;
        }
        let Some(state) = self.matcher.states.get(next as usize) else { return };
        let mut now: Vec<u32> = within.iter().copied().chain([element]).filter_map(|at| self.ahead(state, at)).collect();
        now.sort_unstable();
        now.dedup();
        // An element around another says nothing that the other does not say.
        let outer: Vec<u32> =
            now.iter().copied().filter(|at| now.iter().any(|of| of != at && self.is_around(*at, *of))).collect();
        now.retain(|at| !outer.contains(at));
        if now.is_empty() {
            self.reach_plainly(next);
        } else if self.scratch.reached_in.insert((next, now.clone())) {
            self.scratch.open.push((next, now));
        }
    }

    fn reach_plainly(&mut self, next: u32) {
        if let Some(reached) = self.scratch.reached.get_mut(next as usize)
            && *reached != self.scratch.event
        {
            *reached = self.scratch.event;
            self.scratch.open.push((next, Vec::new()));
        }
    }

    /// An element, or the innermost around it, that matters to a field still asked for.
    fn ahead(&self, state: &State, mut at: u32) -> Option<u32> {
        while let Some(element) = self.scratch.found.elements.get(at as usize) {
            if state.ahead.binary_search(&element.path).is_ok() {
                return Some(at);
            }
            at = element.parent;
        }
        None
    }

    fn is_around(&self, outer: u32, inner: u32) -> bool {
        let elements = &self.scratch.found.elements;
        let mut at = elements.get(inner as usize).map_or(NOWHERE, |element| element.parent);
        while let Some(element) = elements.get(at as usize) {
            if at == outer {
                return true;
            }
            at = element.parent;
        }
        false
    }
}

/// The automaton while it is made.
struct Plan<'p> {
    paths: Paths,
    places: Vec<u32>,
    fields: HashMap<&'p [String], u32, RandomState>,
    states: Vec<Sketch>,
    steps: HashMap<(u32, &'p Constraint), u32, RandomState>,
}

#[derive(Default)]
struct Sketch {
    fields: Vec<(u32, Builder)>,
    state: State,
    ahead: HashSet<u32, RandomState>,
}

impl<'p> Plan<'p> {
    fn new() -> Self {
        Self {
            paths: Paths::new(),
            places: Vec::new(),
            fields: HashMap::default(),
            states: vec![Sketch::default()],
            steps: HashMap::default(),
        }
    }

    fn field(&mut self, path: &'p [String]) -> u32 {
        if let Some(field) = self.fields.get(path) {
            return *field;
        }
        let field = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let place = self.paths.insert(path);
        self.paths.set_field(place, field);
        self.places.push(place);
        self.fields.insert(path, field);
        field
    }

    fn add(&mut self, combination: &'p [Constraint], pattern: u32) {
        let mut sequence = Vec::new();
        order(&combination.iter().collect::<Vec<_>>(), 0, &mut sequence);
        // Every place on the way to a field that comes after a state, for each state.
        let mut aheads: Vec<Vec<u32>> = vec![Vec::new()];
        for constraint in sequence.iter().rev() {
            let mut ahead = aheads.last().cloned().unwrap_or_default();
            ahead.extend(
                (1..=constraint.path.len()).map(|length| self.paths.insert(constraint.path.get(..length).unwrap_or_default())),
            );
            ahead.sort_unstable();
            ahead.dedup();
            aheads.push(ahead);
        }
        aheads.pop();
        let mut at = 0;
        for constraint in sequence {
            at = self.step(at, constraint);
            if let (Some(sketch), Some(ahead)) = (self.states.get_mut(at as usize), aheads.pop()) {
                sketch.ahead.extend(ahead);
            }
        }
        if let Some(sketch) = self.states.get_mut(at as usize) {
            sketch.state.accepts.push(pattern);
        }
    }

    /// The state that a constraint leads to.
    fn step(&mut self, at: u32, constraint: &'p Constraint) -> u32 {
        if let Some(next) = self.steps.get(&(at, constraint)) {
            return *next;
        }
        let next = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        self.states.push(Sketch::default());
        self.steps.insert((at, constraint), next);
        let field = self.field(&constraint.path);
        let Some(sketch) = self.states.get_mut(at as usize) else { return next };
        if constraint.or_absent() {
            sketch.state.absences.push((field, next));
        }
        if constraint.any_of.iter().any(|test| *test != Test::Absent) {
            let place = match sketch.fields.binary_search_by_key(&field, |(field, _)| *field) {
                Ok(place) => place,
                Err(place) => {
                    sketch.fields.insert(place, (field, Builder::default()));
                    place
                }
            };
            if let Some((_, builder)) = sketch.fields.get_mut(place) {
                constraint.any_of.iter().for_each(|test| builder.add(test, next));
            }
        }
        next
    }

    fn build(mut self) -> Matcher {
        self.paths.number();
        let states = self.states.into_iter().map(|sketch| {
            let fields = sketch.fields.into_iter().map(|(field, builder)| (field, builder.build())).collect();
            let mut ahead: Vec<u32> = sketch.ahead.into_iter().collect();
            ahead.sort_unstable();
            State { fields, ahead, ..sketch.state }
        });
        Matcher { states: states.collect(), paths: self.paths, places: self.places }
    }
}

/// Puts the constraints beneath one object (which share the first `depth` names) in order.
fn order<'p>(constraints: &[&'p Constraint], depth: usize, sequence: &mut Vec<&'p Constraint>) {
    let (mut here, beneath): (Vec<_>, Vec<_>) =
        constraints.iter().copied().partition(|constraint: &&Constraint| constraint.path.len() == depth + 1);
    // What tells events apart best comes first.
    here.sort_by_key(|constraint| (rank(constraint), &constraint.path));
    let (present, absent): (Vec<_>, Vec<_>) = here.into_iter().partition(|constraint| !constraint.or_absent());
    sequence.extend(present);
    let mut objects: Vec<Vec<&Constraint>> = Vec::new();
    for constraint in beneath {
        let name = constraint.path.get(depth);
        match objects.iter_mut().find(|object| object.first().and_then(|first| first.path.get(depth)) == name) {
            Some(object) => object.push(constraint),
            None => objects.push(vec![constraint]),
        }
    }
    objects
        .sort_by_key(|object| (object.iter().all(|constraint| constraint.or_absent()), object.first().map(|first| &first.path)));
    for object in objects {
        order(&object, depth + 1, sequence);
    }
    sequence.extend(absent);
}

fn rank(constraint: &Constraint) -> u8 {
    let rank = |test: &Test| match test {
        Test::Text(_) | Test::Plain(_) | Test::IgnoringCase(_) => 0,
        Test::AnythingBut(_) | Test::Exists => 2,
        Test::Absent => 3,
        _ => 1,
    };
    constraint.any_of.iter().map(rank).max().unwrap_or_default()
}

/// A leaf is small: it is copied.
const _: () = assert!(std::mem::size_of::<Leaf>() <= 40);
