//! Commands, one by one.

use super::lexer::TokenKind;
use super::{MAX_COMMANDS, Parser};
use crate::QueryError;
use crate::ast::{Command, Extraction, Item, Join, Kind, Node, Shift, Verb};

/// What the language has, and this engine has not (yet).
const ABSENT: [&str; 17] = [
    "anomaly",
    "addtotals",
    "relevantfields",
    "expand",
    "autoregress",
    "logcompare",
    "filldown",
    "fillmissing",
    "cidrlookup",
    "outlier",
    "accum",
    "appendcols",
    "sessionize",
    "countfrequent",
    "timeseries",
    "transaction",
    "eval",
];

impl Parser<'_> {
    pub(super) fn commands(&mut self) -> Result<Vec<Command>, QueryError> {
        let mut commands = Vec::new();
        // A pipe may stand before the first command, too.
        self.take_mark("|")?;
        loop {
            let token = self.peek()?;
            if matches!(token.kind, TokenKind::End) && commands.is_empty() {
                return Err(self.unexpected(&token, "a command"));
            }
            if commands.len() >= MAX_COMMANDS {
                return Err(self.error(token.span, format!("the query has more than {MAX_COMMANDS} commands")));
            }
            commands.push(self.command()?);
            if !self.take_mark("|")? {
                return Ok(commands);
            }
        }
    }

    /// A query in parentheses, if one stands here.
    pub(super) fn subquery(&mut self) -> Result<Option<Vec<Command>>, QueryError> {
        let token = self.peek()?;
        if !token.kind.is_word("source")
            && !token.kind.is_word("filter")
            && !token.kind.is_word("fields")
            && !token.kind.is_word("stats")
        {
            return Ok(None);
        }
        if self.in_subquery {
            return Err(self.error(token.span, "a subquery has no subqueries"));
        }
        self.in_subquery = true;
        let commands = self.commands();
        self.in_subquery = false;
        commands.map(Some)
    }

    fn command(&mut self) -> Result<Command, QueryError> {
        let token = self.next()?;
        let wanted = "a command (fields, filter, stats, sort, limit, parse, display, dedup, pattern, …)";
        let Some(word) = token.kind.word() else {
            return Err(self.unexpected(&token, wanted));
        };
        let span = token.span.clone();
        let verb = match word.to_ascii_lowercase().as_str() {
            "source" => Verb::Source(self.source()?),
            "fields" => Verb::Fields(self.items()?),
            "display" => Verb::Display(self.items()?),
            "filter" | "where" => Verb::Filter(self.expression()?),
            "filterindex" => self.filter_index()?,
            "stats" => self.stats()?,
            "sort" | "order" => self.sort()?,
            "limit" | "head" => {
                let any = self.take_word("any")?;
                Verb::Limit { count: self.count()?, any }
            }
            "tail" => Verb::Tail(self.count()?),
            "parse" => self.parse()?,
            "json" => self.json()?,
            "dedup" => {
                let mut fields = vec![self.expression()?];
                while self.take_mark(",")? {
                    fields.push(self.expression()?);
                }
                Verb::Dedup(fields)
            }
            "pattern" => Verb::Pattern(self.expression()?),
            "diff" => self.diff()?,
            "unmask" => {
                let item = |node: Node| Item { alias: None, node };
                let mut items = Vec::new();
                for Item { node, .. } in self.items()? {
                    let span = node.span.clone();
                    items.push(item(Node::new(Kind::Call("unmask".to_owned(), vec![node]), span)));
                }
                Verb::Fields(items)
            }
            "unnest" => {
                let list = self.expression()?;
                self.expect_word("into")?;
                Verb::Unnest { list, into: self.name("the name of the elements")?.0 }
            }
            "lookup" => self.lookup()?,
            "join" => self.join()?,
            absent if ABSENT.contains(&absent) => {
                return Err(self.error(span, format!("the command {absent} is not implemented")));
            }
            _ => return Err(self.unexpected(&token, wanted)),
        };
        Ok(Command { verb, span })
    }

    fn items(&mut self) -> Result<Vec<Item>, QueryError> {
        let mut items = vec![self.item()?];
        while self.take_mark(",")? {
            items.push(self.item()?);
        }
        Ok(items)
    }

    fn item(&mut self) -> Result<Item, QueryError> {
        let node = self.expression()?;
        let alias = if self.take_word("as")? { Some(self.name("a name")?.0) } else { None };
        Ok(Item { node, alias })
    }

    fn count(&mut self) -> Result<usize, QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Number(number) if number >= 1.0 && number.fract() == 0.0 => {
                if number > 100_000.0 {
                    return Err(self.error(token.span, format!("the limit is more than {}", crate::MAX_LIMIT)));
                }
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                Ok(number as usize)
            }
            _ => Err(self.unexpected(&token, "a whole number from 1 to 100000")),
        }
    }

    fn filter_index(&mut self) -> Result<Verb, QueryError> {
        let node = self.expression()?;
        let simple = match &node.kind {
            Kind::Compare(crate::ast::Comparison::Equal, field, _) | Kind::In { value: field, negated: false, .. } => {
                matches!(field.kind, Kind::Field(_))
            }
            _ => false,
        };
        if !simple {
            return Err(self.error(node.span, "filterIndex takes field = value or field in [values]"));
        }
        Ok(Verb::Filter(node))
    }

    fn stats(&mut self) -> Result<Verb, QueryError> {
        let items = self.items()?;
        let by = if self.take_word("by")? { self.items()? } else { Vec::new() };
        Ok(Verb::Stats { items, by })
    }

    fn sort(&mut self) -> Result<Verb, QueryError> {
        // `sort by x` is not in the documentation, and often written.
        let mut ahead = self.lexer.clone();
        if ahead.token()?.kind.is_word("by") && matches!(ahead.token()?.kind, TokenKind::Name { .. }) {
            self.next()?;
        }
        let mut keys = Vec::new();
        loop {
            let node = self.expression()?;
            let descending = self.take_word("desc")?;
            if !descending {
                self.take_word("asc")?;
            }
            keys.push((node, descending));
            if !self.take_mark(",")? {
                return Ok(Verb::Sort(keys));
            }
        }
    }

    fn parse(&mut self) -> Result<Verb, QueryError> {
        let start = self.lexer.at;
        let first = {
            let mut ahead = self.lexer.clone();
            ahead.skip();
            ahead.text.get(ahead.at..).and_then(|rest| rest.chars().next())
        };
        let implied =
            matches!(first, Some('"' | '\'' | '/')) || self.peek()?.kind.is_word("logfmt") || self.peek()?.kind.is_word("csv");
        let field =
            if implied { Node::new(Kind::Field(vec!["@message".to_owned()]), start..start) } else { self.parsed_field()? };
        if let Some((pattern, span)) = self.lexer.regex()? {
            let names = if self.take_word("as")? { self.names("a name")? } else { Vec::new() };
            let multi = self.take_word("multi")?;
            return Ok(Verb::Parse { field, how: Extraction::Regex { pattern, span, names, multi } });
        }
        let token = self.next()?;
        let how = match token.kind {
            TokenKind::Text(pattern) => {
                self.expect_word("as")?;
                let names = self.names("a name")?;
                let stars = pattern.matches('*').count();
                if stars != names.len() {
                    let message =
                        format!("the pattern has {stars} wildcards and {} names: each wildcard needs one name", names.len());
                    return Err(self.error(token.span, message));
                }
                Extraction::Glob { pattern, names }
            }
            ref kind if kind.is_word("logfmt") => {
                self.expect_word("as")?;
                Extraction::Logfmt(self.name("a name")?.0)
            }
            ref kind if kind.is_word("csv") => {
                self.expect_word("as")?;
                Extraction::Csv(self.names("a name")?)
            }
            _ => return Err(self.unexpected(&token, "a pattern in quotes, a regular expression between slashes, logfmt or csv")),
        };
        Ok(Verb::Parse { field, how })
    }

    /// The field of `parse`: no operator can follow, since `/` begins the pattern.
    fn parsed_field(&mut self) -> Result<Node, QueryError> {
        let mut ahead = self.lexer.clone();
        let token = ahead.token()?;
        if let TokenKind::Name { segments, .. } = token.kind {
            ahead.skip();
            if !ahead.text.get(ahead.at..).is_some_and(|rest| rest.starts_with('(')) {
                self.lexer = ahead;
                return Ok(Node::new(Kind::Field(segments), token.span));
            }
        }
        // A function of a field: the call ends with its parenthesis.
        self.call()
    }

    fn call(&mut self) -> Result<Node, QueryError> {
        let token = self.next()?;
        let (Some(name), span) = (token.kind.word().map(str::to_owned), token.span.clone()) else {
            return Err(self.unexpected(&token, "a field"));
        };
        self.expect_mark("(")?;
        let mut arguments = Vec::new();
        if !self.take_mark(")")? {
            arguments.push(self.expression()?);
            while self.take_mark(",")? {
                arguments.push(self.expression()?);
            }
            self.expect_mark(")")?;
        }
        Ok(Node::new(Kind::Call(name, arguments), span.start..self.lexer.at))
    }

    fn json(&mut self) -> Result<Verb, QueryError> {
        self.expect_word("field")?;
        self.expect_mark("=")?;
        let field = self.parsed_field()?;
        let path = self.text("the path in quotes")?;
        self.expect_word("as")?;
        let name = self.name("a name")?.0;
        Ok(Verb::Parse { field, how: Extraction::Json { path, name } })
    }

    fn diff(&mut self) -> Result<Verb, QueryError> {
        let token = self.peek()?;
        let Some(word) = token.kind.word() else { return Ok(Verb::Diff(Shift::Previous)) };
        let shift = match word.to_ascii_lowercase().as_str() {
            "previousday" => Shift::Day,
            "previousweek" => Shift::Week,
            "previousmonth" => Shift::Month,
            _ => return Err(self.unexpected(&token, "previousDay, previousWeek or previousMonth")),
        };
        self.next()?;
        Ok(Verb::Diff(shift))
    }

    fn lookup(&mut self) -> Result<Verb, QueryError> {
        let table = self.name("the name of a lookup table")?.0;
        let mut matches = Vec::new();
        loop {
            let token = self.next()?;
            let TokenKind::Name { segments, .. } = token.kind else {
                return Err(self.unexpected(&token, "a column of the lookup table"));
            };
            let column = segments.join(".");
            let node = if self.take_word("as")? {
                let token = self.next()?;
                let TokenKind::Name { segments, .. } = token.kind else {
                    return Err(self.unexpected(&token, "a field"));
                };
                Node::new(Kind::Field(segments), token.span)
            } else {
                Node::new(Kind::Field(segments), token.span)
            };
            matches.push((column, node));
            if !self.take_mark(",")? {
                break;
            }
        }
        let token = self.next()?;
        let keep = if token.kind.is_word("output") {
            false
        } else if token.kind.is_word("outputnew") {
            true
        } else {
            return Err(self.unexpected(&token, "OUTPUT or OUTPUTNEW"));
        };
        let mut outputs = Vec::new();
        loop {
            let column = self.name("a column of the lookup table")?.0;
            let name = if self.take_word("as")? { self.name("a name")?.0 } else { column.clone() };
            outputs.push((column, name));
            if !self.take_mark(",")? {
                return Ok(Verb::Lookup { table, matches, outputs, keep });
            }
        }
    }

    fn join(&mut self) -> Result<Verb, QueryError> {
        let mut outer = false;
        let (mut left, mut right) = (None, None);
        while !self.take_word("where")? {
            let token = self.next()?;
            let word = token.kind.word().map(str::to_ascii_lowercase).unwrap_or_default();
            if !matches!(word.as_str(), "type" | "left" | "right") {
                return Err(self.unexpected(&token, "type=, left=, right= or where"));
            }
            self.expect_mark("=")?;
            let (value, span) = self.name("a name")?;
            match word.as_str() {
                "left" => left = Some(value),
                "right" => right = Some(value),
                _ => {
                    outer = match value.to_ascii_lowercase().as_str() {
                        "inner" => false,
                        "left" => true,
                        _ => return Err(self.error(span, format!("found {value} where inner or left is expected"))),
                    };
                }
            }
        }
        let at = self.lexer.at;
        let (Some(left), Some(right)) = (left, right) else {
            return Err(self.error(at..at, "join needs left= and right= before where"));
        };
        let first = self.join_key()?;
        self.expect_mark("=")?;
        let second = self.join_key()?;
        let of = |alias: &str| {
            [&first, &second].into_iter().find_map(|(segments, _)| match segments.split_first() {
                Some((head, rest)) if head == alias && !rest.is_empty() => Some(rest.to_vec()),
                _ => None,
            })
        };
        let (Some(left_key), Some(right_key)) = (of(&left), of(&right)) else {
            return Err(self.error(first.1.start..second.1.end, format!("expected {left}.field={right}.field")));
        };
        self.expect_mark("(")?;
        self.expect_word("source")?;
        let source = self.source()?;
        let token = self.next()?;
        if !matches!(token.kind, TokenKind::Mark(")")) {
            return Err(self.unexpected(&token, ") (the secondary source of join takes no commands)"));
        }
        Ok(Verb::Join(Join { outer, left, right, left_key, right_key, source }))
    }

    fn join_key(&mut self) -> Result<(Vec<String>, crate::ast::Span), QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Name { segments, .. } => Ok((segments, token.span)),
            _ => Err(self.unexpected(&token, "alias.field")),
        }
    }
}
