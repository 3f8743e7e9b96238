//! `stats`: aggregates, what is computed from them, and groups.

use super::Compiler;
use crate::QueryError;
use crate::ast::{Item, Kind, Node};
use crate::expr::Expr;
use crate::plan::{Aggregate, AggregateKind, Sink};

/// An item whose aggregates were taken out.
struct Taken {
    title: String,
    node: Node,
}

impl Compiler<'_> {
    pub(super) fn stats(&mut self, items: &[Item], by: &[Item]) -> Result<(), QueryError> {
        let mut keys = Vec::with_capacity(by.len());
        for item in by {
            if !self.scope.events {
                self.refuse_unknown(&item.node)?;
            }
            keys.push((self.title(item), self.expression(&item.node)?));
        }
        // Aggregates stand in the inner scope. Each is replaced by a name that no query can write.
        let mut aggregates = Vec::new();
        let mut taken = Vec::with_capacity(items.len());
        for item in items {
            let node = self.take_aggregates(&item.node, &mut aggregates)?;
            taken.push(Taken { title: self.title(item), node });
        }
        if aggregates.is_empty() {
            let span = items.first().map(|item| item.node.span.clone()).unwrap_or_default();
            return Err(self.error(&span, "stats needs an aggregate such as count(*), sum(field) or avg(field)"));
        }
        let stages = std::mem::take(&mut self.stages);
        let inner_scope = self.scopes.len().saturating_sub(1);
        self.order = None;
        let scope = self.enter_scope();

        let mut key_slots = Vec::with_capacity(keys.len());
        for (title, key) in keys {
            key_slots.push((key, self.define(&title)));
        }
        let mut hidden = Vec::with_capacity(aggregates.len());
        for (index, (kind, argument)) in aggregates.into_iter().enumerate() {
            let slot = self.new_slot();
            self.scope.names.push((placeholder(index), slot));
            hidden.push(Aggregate { kind, argument, slot });
        }
        let mut outputs = Vec::with_capacity(taken.len());
        for item in taken {
            self.refuse_unknown(&item.node)?;
            let value = self.expression(&item.node)?;
            let slot = self.define(&item.title);
            outputs.push((slot, value));
        }
        self.scope.names.retain(|(name, _)| !name.starts_with(PLACEHOLDER));
        self.phases.push(crate::plan::Phase {
            scope: inner_scope,
            stages,
            order: None,
            sink: Sink::Stats { keys: key_slots, aggregates: hidden, outputs, scope },
        });
        Ok(())
    }

    /// Fields beside aggregates must be groups or columns before them.
    fn refuse_unknown(&self, node: &Node) -> Result<(), QueryError> {
        let mut unknown = None;
        visit(node, &mut |node| {
            if let Kind::Field(segments) = &node.kind
                && unknown.is_none()
                && (1..=segments.len())
                    .all(|length| segments.get(..length).is_none_or(|head| self.known(&head.join(".")).is_none()))
            {
                unknown = Some((node.span.clone(), segments.join(".")));
            }
        });
        match unknown {
            Some((span, name)) => Err(self.error(&span, format!("{name} is neither aggregated nor a field of by"))),
            None => Ok(()),
        }
    }

    /// The expression with each aggregate replaced by the name of its result.
    fn take_aggregates(&mut self, node: &Node, aggregates: &mut Vec<(AggregateKind, Option<Expr>)>) -> Result<Node, QueryError> {
        let mut result = node.clone();
        self.replace_aggregates(&mut result, aggregates)?;
        Ok(result)
    }

    fn replace_aggregates(
        &mut self,
        node: &mut Node,
        aggregates: &mut Vec<(AggregateKind, Option<Expr>)>,
    ) -> Result<(), QueryError> {
        if let Kind::Call(name, arguments) = &node.kind {
            // `min(a, b)` and the like do not exist: greatest and least are the functions of rows.
            if let Some(kind) = AggregateKind::of(name) {
                let aggregate = self.aggregate(node, name, kind, arguments)?;
                aggregates.push(aggregate);
                node.kind = Kind::Field(vec![placeholder(aggregates.len().saturating_sub(1))]);
                return Ok(());
            }
        }
        let children: Vec<&mut Node> = match &mut node.kind {
            Kind::Call(_, arguments) => arguments.iter_mut().collect(),
            Kind::Negate(inner) | Kind::Not(inner) | Kind::Access(inner, _) => vec![inner],
            Kind::Arithmetic(_, a, b) | Kind::Compare(_, a, b) | Kind::And(a, b) | Kind::Or(a, b) => vec![a, b],
            Kind::Like { value, .. } | Kind::InQuery { value, .. } => vec![value],
            Kind::In { value, list, .. } => std::iter::once(&mut **value).chain(list.iter_mut()).collect(),
            Kind::Field(_) | Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) | Kind::Period(_) | Kind::Star => Vec::new(),
        };
        for child in children {
            self.replace_aggregates(child, aggregates)?;
        }
        Ok(())
    }

    fn aggregate(
        &mut self,
        node: &Node,
        name: &str,
        kind: AggregateKind,
        arguments: &[Node],
    ) -> Result<(AggregateKind, Option<Expr>), QueryError> {
        if !self.scope.events {
            arguments.iter().try_for_each(|argument| self.refuse_unknown(argument))?;
        }
        let takes_percent = matches!(kind, AggregateKind::Percentile(_)) && !name.eq_ignore_ascii_case("median");
        match (kind, arguments) {
            (AggregateKind::Count, []) => Ok((kind, None)),
            (AggregateKind::Count, [star]) if star.kind == Kind::Star => Ok((kind, None)),
            (_, [field, percent]) if takes_percent => {
                let argument = self.expression(field)?;
                match percent.kind {
                    Kind::Number(percent) if (0.0..=100.0).contains(&percent) => {
                        Ok((AggregateKind::Percentile(percent), Some(argument)))
                    }
                    _ => Err(self.error(&percent.span, "a percentile is a number from 0 to 100")),
                }
            }
            (_, [field]) if !takes_percent => Ok((kind, Some(self.expression(field)?))),
            _ => {
                let wanted = if takes_percent { "a field and a percentile" } else { "one field" };
                Err(self.error(&node.span, format!("{name} takes {wanted}")))
            }
        }
    }
}

/// A control character, which the lexer takes for no name.
const PLACEHOLDER: char = '\u{1}';

fn placeholder(index: usize) -> String {
    format!("{PLACEHOLDER}{index}")
}

fn visit(node: &Node, seen: &mut impl FnMut(&Node)) {
    seen(node);
    match &node.kind {
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| visit(argument, seen)),
        Kind::Negate(inner) | Kind::Not(inner) | Kind::Access(inner, _) => visit(inner, seen),
        Kind::Arithmetic(_, a, b) | Kind::Compare(_, a, b) | Kind::And(a, b) | Kind::Or(a, b) => {
            visit(a, seen);
            visit(b, seen);
        }
        Kind::Like { value, .. } | Kind::InQuery { value, .. } => visit(value, seen),
        Kind::In { value, list, .. } => {
            visit(value, seen);
            list.iter().for_each(|item| visit(item, seen));
        }
        Kind::Field(_) | Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) | Kind::Period(_) | Kind::Star => {}
    }
}
