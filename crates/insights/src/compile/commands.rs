//! One command after the other.

use super::{Compiler, Joined, compile, show};
use crate::ast::{Command, Comparison, Extraction, Item, Join, Kind, Node, Source, Verb};
use crate::discover::index_key;
use crate::expr::{Expr, System};
use crate::extract::{Glob, path_of, regex};
use crate::plan::{DIFF_COLUMNS, LookupOutput, LookupSpec, PATTERN_COLUMNS, Sink, Stage};
use crate::value::Value;
use crate::{DEFAULT_LIMIT, QueryError};

impl Compiler<'_> {
    pub(super) fn command(&mut self, index: usize, command: &Command) -> Result<(), QueryError> {
        match &command.verb {
            Verb::Source(source) => self.add_source(source),
            Verb::Fields(items) => self.fields(items, false)?,
            Verb::Display(items) => self.fields(items, true)?,
            Verb::Filter(node) => self.filter(node)?,
            Verb::Stats { items, by } => self.stats(items, by)?,
            Verb::Sort(keys) => {
                let mut order = Vec::with_capacity(keys.len());
                for (node, descending) in keys {
                    let value = self.expression(node)?;
                    let slot = self.new_slot();
                    self.stages.push(Stage::Set { value, slot });
                    order.push((slot, *descending));
                }
                self.order = Some(order);
            }
            Verb::Limit { count, any } => {
                self.limited = true;
                match self.phases.last_mut() {
                    // The limit of a dedup without one of its own.
                    Some(phase) if self.stages.is_empty() && matches!(phase.sink, Sink::Dedup { .. }) => {
                        if let Sink::Dedup { count: most, .. } = &mut phase.sink {
                            *most = *count;
                        }
                    }
                    _ => self.close(Sink::Top { count: *count, any: *any }),
                }
            }
            Verb::Tail(count) => {
                self.limited = true;
                self.close(Sink::Tail { count: *count });
            }
            Verb::Parse { field, how } => self.parse(field, how)?,
            Verb::Dedup(nodes) => {
                let mut keys = Vec::with_capacity(nodes.len());
                for node in nodes {
                    keys.push(self.expression(node)?);
                }
                self.close(Sink::Dedup { keys, count: DEFAULT_LIMIT });
            }
            Verb::Pattern(node) => {
                let text = Box::new(self.expression(node)?);
                // The scope of the rows that come is the one that was open.
                let scope = self.scopes.len();
                self.close(Sink::Pattern { text, scope });
                self.enter_scope();
                for column in PATTERN_COLUMNS {
                    self.define(column);
                }
            }
            Verb::Diff(shift) => {
                if index == 0 {
                    return Err(self.error(&command.span, "diff must stand right behind pattern"));
                }
                self.diff = Some(*shift);
                for column in DIFF_COLUMNS {
                    self.define(column);
                }
            }
            Verb::Unnest { list, into } => {
                let value = self.expression(list)?;
                let slot = self.extract(into);
                self.stages.push(Stage::Unnest { value, slot });
            }
            Verb::Lookup { table, matches, outputs, keep } => self.lookup(table, matches, outputs, *keep)?,
            Verb::Join(join) => self.join(join, command)?,
        }
        Ok(())
    }

    fn add_source(&mut self, source: &Source) {
        let all = self.source.get_or_insert_with(Source::default);
        all.groups.extend(source.groups.iter().cloned());
        all.prefixes.extend(source.prefixes.iter().cloned());
        all.accounts.extend(source.accounts.iter().cloned());
        all.selected |= source.selected;
        all.class = source.class.clone().or_else(|| all.class.take());
        all.start = source.start.or(all.start);
        all.end = source.end.or(all.end);
    }

    fn fields(&mut self, items: &[Item], display: bool) -> Result<(), QueryError> {
        let mut outputs = if display {
            Vec::new()
        } else {
            // Fields of before stay, and what was extracted is shown with them.
            let mut outputs = self.outputs.take().unwrap_or_default();
            if outputs.is_empty() && self.scope.events {
                for (name, slot) in &self.extracted {
                    show(&mut outputs, name, Expr::Slot(*slot));
                }
            }
            outputs
        };
        for item in items {
            let title = self.title(item);
            let value = self.expression(&item.node)?;
            let plain = matches!(item.node.kind, Kind::Field(_)) && item.alias.is_none();
            if plain {
                show(&mut outputs, &title, value);
                continue;
            }
            let slot = self.define(&title);
            self.stages.push(Stage::Set { value, slot });
            show(&mut outputs, &title, Expr::Slot(slot));
        }
        if display || !self.displayed {
            self.outputs = Some(outputs);
        }
        self.displayed |= display;
        Ok(())
    }

    fn filter(&mut self, node: &Node) -> Result<(), QueryError> {
        let first_phase = self.phases.is_empty();
        let mut conditions = Vec::new();
        self.conjuncts(node, first_phase, &mut conditions)?;
        conditions.sort_by_key(Expr::cost);
        // Filters that follow each other are one, so that the cheapest of all goes first.
        let mut insert_at = self.stages.len();
        while insert_at > 0 && self.stages.get(insert_at.saturating_sub(1)).is_some_and(|stage| matches!(stage, Stage::Filter(_)))
        {
            insert_at = insert_at.saturating_sub(1);
        }
        let mut tail: Vec<Stage> = self.stages.split_off(insert_at);
        tail.extend(conditions.into_iter().map(Stage::Filter));
        tail.sort_by_key(|stage| match stage {
            Stage::Filter(condition) => condition.cost(),
            _ => u32::MAX,
        });
        self.stages.extend(tail);
        Ok(())
    }

    fn conjuncts(&mut self, node: &Node, first_phase: bool, conditions: &mut Vec<Expr>) -> Result<(), QueryError> {
        if let Kind::And(left, right) = &node.kind {
            self.conjuncts(left, first_phase, conditions)?;
            return self.conjuncts(right, first_phase, conditions);
        }
        let condition = self.expression(node)?;
        if first_phase {
            if let Some(part) = self.implied_part(node, &condition) {
                conditions.push(Expr::MayHold(memchr::memmem::Finder::new(part.as_bytes()).into_owned()));
                self.implied.push(part);
            }
            if let Some(equality) = self.equality(node, &condition) {
                self.equalities.push(equality);
            }
            if let Expr::Part { value, finder, negated: false } = &condition
                && matches!(**value, Expr::System(System::Message))
                && let Ok(part) = std::str::from_utf8(finder.needle())
            {
                self.needles.push(part.to_owned());
            }
        }
        conditions.push(condition);
        Ok(())
    }

    /// The discovered field that a condition wants to have one of some values. Flags are written in many ways, and fields with @ are computed.
    fn equality(&self, node: &Node, condition: &Expr) -> Option<(String, Vec<String>)> {
        let (field, values): (&Expr, Vec<&Node>) = match (condition, &node.kind) {
            (Expr::Compare(Comparison::Equal, field, _), Kind::Compare(_, _, value)) => (field, vec![value]),
            (
                Expr::AmongTexts { value, negated: false, .. } | Expr::Among { value, negated: false, .. },
                Kind::In { list, .. },
            ) => (value, list.iter().collect()),
            _ => return None,
        };
        let Expr::Discovered(slot) = field else { return None };
        let (name, _) = self.scope.discovered.iter().find(|(_, known)| known == slot)?;
        let key = |node: &Node| match &node.kind {
            Kind::Text(text) if !matches!(text.as_str(), "" | "0" | "1" | "true" | "false") => {
                index_key(&Value::text(text.as_str()))
            }
            Kind::Number(number) if *number != 0.0 && *number != 1.0 => index_key(&Value::number(*number)),
            _ => None,
        };
        let values: Option<Vec<String>> = values.into_iter().map(key).collect();
        values.filter(|_| !name.starts_with('@')).map(|values| (name.clone(), values))
    }

    /// A text that the message must have if a field of it equals a text. Fields with @ are computed from the message, and flags are shown as digits.
    fn implied_part(&self, node: &Node, condition: &Expr) -> Option<String> {
        let (Expr::Compare(Comparison::Equal, field, _), Kind::Compare(_, named, text)) = (condition, &node.kind) else {
            return None;
        };
        let (Expr::Discovered(_), Kind::Text(text)) = (&**field, &text.kind) else { return None };
        let generated =
            matches!(&named.kind, Kind::Field(segments) if segments.first().is_some_and(|first| first.starts_with('@')));
        let flag = matches!(text.as_str(), "" | "0" | "1" | "true" | "false");
        (!generated && !flag).then(|| text.clone())
    }

    fn parse(&mut self, field: &Node, how: &Extraction) -> Result<(), QueryError> {
        let value = self.expression(field)?;
        let stage = match how {
            Extraction::Glob { pattern, names } => {
                let slots = names.iter().map(|name| self.extract(name)).collect();
                Stage::Glob { value, glob: Glob::new(pattern), slots }
            }
            Extraction::Regex { pattern, span, names, multi } => {
                let regex = regex(pattern).map_err(|message| self.error(span, message))?;
                let named: Vec<(usize, String)> =
                    regex.capture_names().enumerate().filter_map(|(index, name)| Some((index, name?.to_owned()))).collect();
                let groups = match (named.is_empty(), names.is_empty()) {
                    (true, true) => return Err(self.error(span, "the regular expression has no named group (?<name>…)")),
                    (true, false) if regex.captures_len() != names.len().saturating_add(1) => {
                        let groups = regex.captures_len().saturating_sub(1);
                        return Err(
                            self.error(span, format!("the regular expression has {groups} groups and {} names", names.len()))
                        );
                    }
                    (true, false) => {
                        names.iter().enumerate().map(|(index, name)| (index.saturating_add(1), self.extract(name))).collect()
                    }
                    (false, _) => named.iter().map(|(index, name)| (*index, self.extract(name))).collect(),
                };
                Stage::Regex { value, regex, groups, multi: *multi }
            }
            Extraction::Logfmt(name) => Stage::Logfmt { value, slot: self.extract(name) },
            Extraction::Csv(names) => Stage::Csv { value, slots: names.iter().map(|name| self.extract(name)).collect() },
            Extraction::Json { path, name } => Stage::Json { value, path: path_of(path), slot: self.extract(name) },
        };
        self.stages.push(stage);
        Ok(())
    }

    fn lookup(
        &mut self,
        table: &str,
        matches: &[(String, Node)],
        outputs: &[(String, String)],
        keep: bool,
    ) -> Result<(), QueryError> {
        let mut keys = Vec::with_capacity(matches.len());
        for (_, node) in matches {
            keys.push(self.expression(node)?);
        }
        let mut given = Vec::with_capacity(outputs.len());
        for (column, (_, name)) in outputs.iter().enumerate() {
            let field = Node::new(Kind::Field(vec![name.clone()]), 0..0);
            let present = if keep { self.expression(&field)? } else { Expr::Literal(crate::value::Value::Missing) };
            given.push(LookupOutput { column, slot: self.extract(name), present });
        }
        let spec = LookupSpec {
            table: table.to_owned(),
            keys: matches.iter().map(|(column, _)| column.clone()).collect(),
            outputs: outputs.iter().map(|(column, _)| column.clone()).collect(),
        };
        self.lookups.push(spec);
        // What `fields` named before the lookup is what the lookup gives.
        if let Some(shown) = &mut self.outputs {
            for (output, (_, name)) in given.iter().zip(outputs) {
                if shown.iter().any(|(known, _)| known == name) {
                    show(shown, name, Expr::Slot(output.slot));
                }
            }
        }
        self.stages.push(Stage::Lookup { table: self.lookups.len().saturating_sub(1), keys, outputs: given, keep });
        Ok(())
    }

    fn join(&mut self, join: &Join, command: &Command) -> Result<(), QueryError> {
        if !self.scope.events {
            return Err(self.error(&command.span, "join must stand before stats and pattern"));
        }
        let key = self.expression(&Node::new(Kind::Field(join.left_key.clone()), command.span.clone()))?;
        let input = self.auxiliaries.len();
        // Replaced when it is known what the rest of the query asks of it.
        let nothing = [Command { verb: Verb::Source(join.source.clone()), span: 0..0 }];
        self.auxiliaries.push(compile("", &nothing)?);
        self.joined = Some(Joined {
            left: join.left.clone(),
            right: join.right.clone(),
            columns: Vec::new(),
            source: join.source.clone(),
            key: join.right_key.join("."),
            input,
            place: (self.phases.len(), self.stages.len()),
        });
        self.stages.push(Stage::Join { key, input, columns: Vec::new(), outer: join.outer });
        Ok(())
    }
}
