//! Commands to plans: names are resolved to slots, and what the documentation forbids is refused.

mod commands;
mod expressions;
mod stats;

use crate::ast::{Command, Item, Kind, Node, Shift, Source, Span, Verb};
use crate::expr::{Expr, System};
use crate::plan::{LookupSpec, Phase, Plan, Scope, Sink, Stage};
use crate::{DEFAULT_LIMIT, Query, QueryError};

/// The most `stats` of a query.
const MAX_STATS: usize = 10;

/// Compiles commands that stand in this text.
pub(crate) fn compile(text: &str, commands: &[Command]) -> Result<Query, QueryError> {
    let mut compiler = Compiler::new(text);
    compiler.check(commands)?;
    for (index, command) in commands.iter().enumerate() {
        compiler.command(index, command)?;
    }
    compiler.finish()
}

struct Compiler<'t> {
    text: &'t str,
    scopes: Vec<Scope>,
    scope: ScopeNames,
    phases: Vec<Phase>,
    stages: Vec<Stage>,
    order: Option<Vec<(usize, bool)>>,
    /// What `fields` and `display` said; nothing: what is there.
    outputs: Option<Vec<(String, Expr)>>,
    /// What `parse` and its like add to what is shown.
    extracted: Vec<(String, usize)>,
    displayed: bool,
    source: Option<Source>,
    auxiliaries: Vec<Query>,
    lookups: Vec<LookupSpec>,
    joined: Option<Joined>,
    limited: bool,
    unmasks: bool,
    diff: Option<Shift>,
    needles: Vec<String>,
    implied: Vec<String>,
    equalities: Vec<(String, Vec<String>)>,
}

/// Names of the scope that is being compiled.
#[derive(Default)]
struct ScopeNames {
    names: Vec<(String, usize)>,
    discovered: Vec<(String, usize)>,
    /// Whether rows are events.
    events: bool,
}

/// A join that was met.
struct Joined {
    left: String,
    right: String,
    /// Fields of the right source, and their slots; the first is the key, which has none.
    columns: Vec<(String, usize)>,
    source: Source,
    key: String,
    input: usize,
    /// Where its stage stands: phase and index.
    place: (usize, usize),
}

impl<'t> Compiler<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            scopes: vec![Scope::default()],
            scope: ScopeNames { events: true, ..ScopeNames::default() },
            phases: Vec::new(),
            stages: Vec::new(),
            order: None,
            outputs: None,
            extracted: Vec::new(),
            displayed: false,
            source: None,
            auxiliaries: Vec::new(),
            lookups: Vec::new(),
            joined: None,
            limited: false,
            unmasks: false,
            diff: None,
            needles: Vec::new(),
            implied: Vec::new(),
            equalities: Vec::new(),
        }
    }

    fn error(&self, span: &Span, message: impl Into<String>) -> QueryError {
        QueryError::new(self.text, span.clone(), message)
    }

    /// Rules about the order of commands.
    fn check(&self, commands: &[Command]) -> Result<(), QueryError> {
        let stats = commands.iter().filter(|command| matches!(command.verb, Verb::Stats { .. })).count();
        let last_stats = commands.iter().rposition(|command| matches!(command.verb, Verb::Stats { .. }));
        let joins = commands.iter().filter(|command| matches!(command.verb, Verb::Join(_))).count();
        let mut previous: Option<&Verb> = None;
        for (index, command) in commands.iter().enumerate() {
            let refused = match &command.verb {
                Verb::Source(_) if !matches!(previous, None | Some(Verb::Source(_))) => {
                    Some("SOURCE stands at the beginning of a query".to_owned())
                }
                Verb::Stats { .. } if stats > MAX_STATS => Some(format!("the query has more than {MAX_STATS} stats commands")),
                Verb::Sort(_) | Verb::Limit { .. } | Verb::Tail(_)
                    if stats > 1 && last_stats.is_some_and(|last| index < last) =>
                {
                    Some("sort and limit must stand behind the last stats command".to_owned())
                }
                Verb::Join(_) if joins > 1 => Some("the query has more than one join".to_owned()),
                Verb::Diff(_) if !matches!(previous, Some(Verb::Pattern(_))) => {
                    Some("diff must stand right behind pattern".to_owned())
                }
                verb if matches!(previous, Some(Verb::Dedup(_)))
                    && !matches!(verb, Verb::Limit { .. } | Verb::Tail(_) | Verb::Display(_)) =>
                {
                    Some("only limit can stand behind dedup".to_owned())
                }
                _ => None,
            };
            if let Some(message) = refused {
                return Err(self.error(&command.span, message));
            }
            previous = Some(&command.verb);
        }
        Ok(())
    }

    fn new_slot(&mut self) -> usize {
        let Some(scope) = self.scopes.last_mut() else { return 0 };
        let slot = scope.slots;
        scope.slots = scope.slots.saturating_add(1);
        slot
    }

    /// A slot for a name that a command gives, and that hides what had it before.
    fn define(&mut self, name: &str) -> usize {
        let slot = self.new_slot();
        self.scope.names.push((name.to_owned(), slot));
        slot
    }

    /// A name whose value is added to what is shown.
    fn extract(&mut self, name: &str) -> usize {
        let slot = self.define(name);
        self.extracted.retain(|(known, _)| known != name);
        self.extracted.push((name.to_owned(), slot));
        if let Some(outputs) = &mut self.outputs
            && !self.displayed
        {
            show(outputs, name, Expr::Slot(slot));
        }
        slot
    }

    fn known(&self, name: &str) -> Option<usize> {
        self.scope.names.iter().rev().find(|(known, _)| known == name).map(|(_, slot)| *slot)
    }

    /// The slot of a field of the event.
    fn discover(&mut self, name: &str) -> usize {
        if let Some((_, slot)) = self.scope.discovered.iter().find(|(known, _)| known == name) {
            return *slot;
        }
        let slot = self.new_slot();
        self.scope.discovered.push((name.to_owned(), slot));
        if let Some(scope) = self.scopes.last_mut() {
            scope.wanted.insert(name, slot);
        }
        slot
    }

    /// Ends the phase with a sink.
    fn close(&mut self, sink: Sink) {
        self.phases.push(Phase {
            scope: self.scopes.len().saturating_sub(1),
            stages: std::mem::take(&mut self.stages),
            order: self.order.take(),
            sink,
        });
    }

    /// Begins a scope whose rows are no events.
    fn enter_scope(&mut self) -> usize {
        self.scopes.push(Scope::default());
        self.scope = ScopeNames::default();
        self.outputs = None;
        self.extracted.clear();
        self.displayed = false;
        self.scopes.len().saturating_sub(1)
    }

    /// The words of the query for a part of it.
    fn words(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Field(segments) => segments.join("."),
            _ => self.text.get(node.span.clone()).unwrap_or_default().trim().to_owned(),
        }
    }

    fn title(&self, item: &Item) -> String {
        item.alias.clone().unwrap_or_else(|| self.words(&item.node))
    }

    fn finish(mut self) -> Result<Query, QueryError> {
        if !self.stages.is_empty() || self.phases.is_empty() || self.order.is_some() {
            self.close(Sink::Top { count: DEFAULT_LIMIT, any: false });
        }
        let points = self.scope.events;
        let outputs = match self.outputs.take() {
            Some(outputs) => outputs,
            None if points => {
                let mut outputs = vec![
                    ("@timestamp".to_owned(), Expr::System(System::Timestamp)),
                    ("@message".to_owned(), Expr::System(System::Message)),
                ];
                for (name, slot) in &self.extracted {
                    show(&mut outputs, name, Expr::Slot(*slot));
                }
                outputs
            }
            None => {
                let mut outputs = Vec::new();
                for (name, slot) in &self.scope.names {
                    show(&mut outputs, name, Expr::Slot(*slot));
                }
                outputs
            }
        };
        self.finish_join()?;
        Ok(Query {
            plan: Plan { scopes: self.scopes, phases: self.phases, outputs, points, diff: self.diff },
            source: self.source,
            auxiliaries: self.auxiliaries,
            lookups: self.lookups,
            limited: self.limited,
            unmasks: self.unmasks,
            needles: self.needles,
            implied: self.implied,
            equalities: self.equalities,
        })
    }

    /// The query of the right side of a join reads what the rest of the query asked of it.
    fn finish_join(&mut self) -> Result<(), QueryError> {
        let Some(joined) = self.joined.take() else { return Ok(()) };
        let field = |name: &str| Item { node: Node::new(Kind::Field(vec![name.to_owned()]), 0..0), alias: None };
        let mut items = vec![field(&joined.key)];
        let mut mapping = Vec::new();
        for (name, slot) in &joined.columns {
            let column = match items.iter().position(|item| item.node == field(name).node) {
                Some(column) => column,
                None => {
                    items.push(field(name));
                    items.len().saturating_sub(1)
                }
            };
            mapping.push((column, *slot));
        }
        let command = |verb| Command { verb, span: 0..0 };
        let commands = [
            command(Verb::Source(joined.source)),
            command(Verb::Fields(items)),
            command(Verb::Limit { count: crate::MAX_LIMIT, any: false }),
        ];
        if let Some(place) = self.auxiliaries.get_mut(joined.input) {
            *place = compile("", &commands)?;
        }
        let stage = self.phases.get_mut(joined.place.0).and_then(|phase| phase.stages.get_mut(joined.place.1));
        if let Some(Stage::Join { columns, .. }) = stage {
            *columns = mapping;
        }
        Ok(())
    }
}

/// Adds a column, in the place of one with its name.
fn show(outputs: &mut Vec<(String, Expr)>, name: &str, value: Expr) {
    match outputs.iter_mut().find(|(known, _)| known == name) {
        Some(known) => known.1 = value,
        None => outputs.push((name.to_owned(), value)),
    }
}
