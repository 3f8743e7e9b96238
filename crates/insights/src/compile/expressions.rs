//! Expressions with names to expressions with slots.

use std::collections::HashSet;

use super::Compiler;
use crate::QueryError;
use crate::ast::{Kind, Matching, Node, Period};
use crate::expr::{Expr, System};
use crate::extract::regex;
use crate::functions::find;
use crate::plan::AggregateKind;
use crate::value::Value;

impl Compiler<'_> {
    pub(super) fn expression(&mut self, node: &Node) -> Result<Expr, QueryError> {
        Ok(match &node.kind {
            Kind::Field(segments) => self.field(segments),
            Kind::Text(text) => Expr::Literal(Value::Text(text.clone().into())),
            Kind::Number(number) => Expr::Literal(Value::number(*number)),
            Kind::Bool(flag) => Expr::Literal(Value::Bool(*flag)),
            Kind::Period(_) => return Err(self.error(&node.span, "a period stands in bin, datefloor and dateceil only")),
            Kind::Star => return Err(self.error(&node.span, "* stands in count(*) only")),
            Kind::Negate(inner) => Expr::Negate(self.boxed(inner)?),
            Kind::Not(inner) => Expr::Not(self.boxed(inner)?),
            Kind::Arithmetic(operator, a, b) => Expr::Arithmetic(*operator, self.boxed(a)?, self.boxed(b)?),
            Kind::Compare(operator, a, b) => Expr::Compare(*operator, self.boxed(a)?, self.boxed(b)?),
            Kind::And(a, b) => {
                let mut all = vec![self.expression(a)?, self.expression(b)?];
                all.sort_by_key(Expr::cost);
                Expr::And(all)
            }
            Kind::Or(a, b) => Expr::Or(vec![self.expression(a)?, self.expression(b)?]),
            Kind::Like { value, pattern, negated } => {
                let value = self.boxed(value)?;
                match pattern {
                    Matching::Part(part) => {
                        Expr::Part { value, finder: memchr::memmem::Finder::new(part.as_bytes()).into_owned(), negated: *negated }
                    }
                    Matching::Regex(pattern, span) => {
                        let regex = regex(pattern).map_err(|message| self.error(span, message))?;
                        Expr::Matches { value, regex, negated: *negated }
                    }
                }
            }
            Kind::In { value, list, negated } => {
                let value = self.boxed(value)?;
                let texts: HashSet<String> = list.iter().filter_map(text_of).collect();
                if list.iter().all(|item| matches!(item.kind, Kind::Text(_))) {
                    return Ok(Expr::AmongTexts { value, texts, negated: *negated });
                }
                let list = list.iter().map(|item| self.expression(item)).collect::<Result<_, _>>()?;
                Expr::Among { value, list, negated: *negated }
            }
            Kind::InQuery { value, query, negated } => {
                let value = self.boxed(value)?;
                let query = super::compile(self.text, query)?;
                if query.plan.outputs.len() != 1 {
                    return Err(self.error(&node.span, "a subquery must have one column: select it with fields"));
                }
                self.auxiliaries.push(query);
                Expr::AmongInput { value, input: self.auxiliaries.len().saturating_sub(1), negated: *negated }
            }
            Kind::Access(inner, path) => Expr::Attribute(self.boxed(inner)?, path.clone()),
            Kind::Call(name, arguments) => self.call(node, name, arguments)?,
        })
    }

    fn boxed(&mut self, node: &Node) -> Result<Box<Expr>, QueryError> {
        self.expression(node).map(Box::new)
    }

    pub(super) fn field(&mut self, segments: &[String]) -> Expr {
        let segments = match (segments.split_first(), &self.joined) {
            (Some((head, rest)), Some(joined))
                if *head == joined.left && !rest.is_empty() && self.known(&segments.join(".")).is_none() =>
            {
                rest
            }
            (Some((head, rest)), Some(joined)) if *head == joined.right && !rest.is_empty() && self.scope.events => {
                return Expr::Slot(self.right_field(&rest.join(".")));
            }
            _ => segments,
        };
        let name = segments.join(".");
        if let Some(slot) = self.known(&name) {
            return Expr::Slot(slot);
        }
        // Attributes of a value that was given a name.
        for length in (1..segments.len()).rev() {
            let (head, path) = segments.split_at(length);
            if let Some(slot) = self.known(&head.join(".")) {
                return Expr::Attribute(Box::new(Expr::Slot(slot)), path.to_vec());
            }
        }
        if !self.scope.events {
            return Expr::Literal(Value::Missing);
        }
        match System::of(&name) {
            Some(field) => Expr::System(field),
            None => Expr::Discovered(self.discover(&name)),
        }
    }

    fn right_field(&mut self, name: &str) -> usize {
        let known = self.joined.as_ref().and_then(|joined| joined.columns.iter().find(|(known, _)| known == name));
        if let Some((_, slot)) = known {
            return *slot;
        }
        let slot = self.new_slot();
        if let Some(joined) = &mut self.joined {
            joined.columns.push((name.to_owned(), slot));
        }
        slot
    }

    fn call(&mut self, node: &Node, name: &str, arguments: &[Node]) -> Result<Expr, QueryError> {
        // A column of before that is called as the call is written.
        if let Some(slot) = self.known(&self.words(node)) {
            return Ok(Expr::Slot(slot));
        }
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "bin" => {
                let [period] = arguments else { return Err(self.error(&node.span, "bin takes a period, such as bin(5m)")) };
                if !self.scope.events {
                    return Err(self.error(
                        &node.span,
                        "bin needs @timestamp, which is not there behind stats: use datefloor or dateceil with a column",
                    ));
                }
                let period = self.period(period)?;
                return Ok(Expr::Floor { time: Box::new(Expr::System(System::Timestamp)), period, offset: 0 });
            }
            "datefloor" | "dateceil" => {
                let [time, period] = arguments else {
                    return Err(
                        self.error(&node.span, format!("{name} takes a timestamp and a period, such as {name}(@timestamp, 1h)"))
                    );
                };
                let time = self.boxed(time)?;
                let period = self.period(period)?;
                return Ok(if lower == "datefloor" {
                    Expr::Floor { time, period, offset: 0 }
                } else {
                    Expr::Ceiling { time, period }
                });
            }
            "regexreplace" | "regex_replace" => {
                let [value, pattern, with] = arguments else {
                    return Err(self.error(&node.span, format!("{name} takes 3 arguments: a field, a pattern and a replacement")));
                };
                let Kind::Text(text) = &pattern.kind else {
                    return Err(self.error(&pattern.span, "the pattern must be a string"));
                };
                let regex = regex(text).map_err(|message| self.error(&pattern.span, message))?;
                return Ok(Expr::RegexReplace { value: self.boxed(value)?, regex, with: self.boxed(with)? });
            }
            "unmask" => self.unmasks = true,
            _ => {}
        }
        let Some(function) = find(name) else {
            let message = match AggregateKind::of(name) {
                Some(_) => format!("{name} aggregates: it stands in stats only, and not in another aggregate"),
                None => format!("there is no function {name}"),
            };
            return Err(self.error(&node.span, message));
        };
        if arguments.len() < function.fewest || arguments.len() > function.most {
            let wanted = match (function.fewest, function.most) {
                (fewest, most) if fewest == most => format!("{fewest}"),
                (fewest, 100) => format!("{fewest} or more"),
                (fewest, most) => format!("{fewest} to {most}"),
            };
            return Err(self.error(&node.span, format!("{name} takes {wanted} arguments, and has {}", arguments.len())));
        }
        let arguments = arguments.iter().map(|argument| self.expression(argument)).collect::<Result<_, _>>()?;
        Ok(Expr::Call(function, arguments))
    }

    fn period(&self, node: &Node) -> Result<Period, QueryError> {
        match node.kind {
            Kind::Period(period) => Ok(period),
            _ => Err(self.error(&node.span, "a period such as 30s, 5m, 1h or 1d is expected")),
        }
    }
}

fn text_of(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Text(text) => Some(text.clone()),
        _ => None,
    }
}
