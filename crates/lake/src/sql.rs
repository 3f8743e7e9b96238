//! The statement before it is planned: that it only reads, and what CloudTrail Lake's SQL has that the planner has not.
//!
//! - An event data store is named by its bare id, hyphens and all.
//! - `userIdentity.sessionContext.sessionIssuer.arn` means a flat column; `userIdentity` alone a JSON object of such columns.
//! - `eventData.userIdentity.type` reads a member of JSON text; so does `requestParameters.bucketName`.
//! - Quoted names of columns may be written in any case.

use std::ops::ControlFlow;

use datafusion::sql::parser::{DFParserBuilder, Statement as DfStatement};
use datafusion::sql::sqlparser::ast::{AccessExpr, Expr, Ident, Query, SelectItem, SetExpr, Statement, VisitMut, VisitorMut};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::error::{LakeError, Position, Result};
use crate::schema::{COLUMNS, Column, EXTRA, IN_EXTRA, Kind, STRUCTURES};

/// Longest statement, bytes. AWS takes 10,000 characters.
pub(crate) const MAX_STATEMENT: usize = 100_000;

/// Names in quotes that were put around bare ids, so that places in errors are those of the text that was given.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// Line and column of each added quote, in the new text.
    added: Vec<Position>,
}

impl Quoted {
    /// A place of the new text in the old.
    pub fn original(&self, at: Position) -> Position {
        let before = self.added.iter().filter(|a| a.line == at.line && a.column < at.column).count() as u64;
        Position { line: at.line, column: at.column.saturating_sub(before).max(1) }
    }
}

/// Puts quotes around bare ids of event data stores.
pub(crate) fn quote_ids(text: &str) -> (String, Quoted) {
    let mut out = String::with_capacity(text.len() + 16);
    let mut quoted = Quoted::default();
    let (mut line, mut column) = (1u64, 1u64);
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' | '"' => {
                rest.char_indices().skip(1).find(|(_, end)| *end == c).map_or(rest.len(), |(at, end)| at + end.len_utf8())
            }
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            _ if !before.is_alphanumeric() && before != '_' && before != '-' && is_id(rest) => ID,
            _ => c.len_utf8(),
        };
        let Some((token, after)) = rest.split_at_checked(length) else { break };
        let bare = length == ID && is_id(token) && !matches!(c, '\'' | '"');
        if bare {
            out.push('"');
            quoted.added.push(Position { line, column });
            column += 1;
        }
        out.push_str(token);
        for c in token.chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        if bare {
            out.push('"');
            quoted.added.push(Position { line, column });
            column += 1;
        }
        before = token.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    (out, quoted)
}

/// Characters of a UUID.
const ID: usize = 36;

/// Whether the text begins with a UUID that ends there.
fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hex = |(at, b): (usize, &u8)| if matches!(at, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() };
    bytes.len() >= ID
        && bytes.iter().take(ID).enumerate().all(hex)
        && bytes.get(ID).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_' && *b != b'-')
}

/// Reads a statement: one query, which only reads, with everything of the list above made plain.
///
/// # Errors
/// [`LakeError::Statement`].
pub(crate) fn prepare(sql: &str) -> Result<(DfStatement, Quoted)> {
    if sql.len() > MAX_STATEMENT {
        return Err(LakeError::statement(format!("the statement is longer than {MAX_STATEMENT} bytes")));
    }
    let (text, quoted) = quote_ids(sql);
    bound_cases(&text)?;
    let failed = |e: datafusion::error::DataFusionError| located(&e.to_string(), &quoted);
    let statements =
        DFParserBuilder::new(text.as_str()).with_dialect(&GenericDialect {}).build().and_then(|mut p| p.parse_statements());
    let mut statements = statements.map_err(failed)?;
    let (Some(DfStatement::Statement(mut statement)), true) = (statements.pop_front(), statements.is_empty()) else {
        return Err(LakeError::statement("give one query: SELECT …, or WITH … SELECT …"));
    };
    if !matches!(*statement, Statement::Query(_)) {
        return Err(LakeError::statement("only queries are possible: the statement must begin with SELECT or WITH"));
    }
    if let ControlFlow::Break(error) = VisitMut::visit(&mut *statement, &mut Rewriter) {
        return Err(error);
    }
    Ok((DfStatement::Statement(statement), quoted))
}

/// How deep CASE may stand within CASE: what the parser does to read one that is not complete doubles with each level.
const MOST_CASES: usize = 8;

fn bound_cases(text: &str) -> Result<()> {
    // What is no token at all, the parser says with its place.
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, text).tokenize() else { return Ok(()) };
    let mut open = 0_usize;
    for token in &tokens {
        let Token::Word(word) = token else { continue };
        match word.keyword {
            Keyword::CASE => open += 1,
            Keyword::END => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MOST_CASES {
            return Err(LakeError::statement(format!("CASE nests deeper than {MOST_CASES} levels")));
        }
    }
    Ok(())
}

/// Whether a statement is one query that only reads, as far as that can be told without the tables it is over.
///
/// # Errors
/// [`LakeError::Statement`], with the place where it is known.
pub fn check(sql: &str) -> Result<()> {
    prepare(sql).map(drop)
}

/// An error text of the parser, whose place it ends with.
pub(crate) fn located(message: &str, quoted: &Quoted) -> LakeError {
    let plain = message.trim_start_matches("SQL error: ");
    let plain = plain.strip_prefix("ParserError(\"").and_then(|p| p.strip_suffix("\")")).unwrap_or(plain);
    let (text, place) = plain.split_once(" at Line: ").unwrap_or((plain, ""));
    let numbers: Vec<u64> =
        place.split(", Column: ").filter_map(|n| n.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()).collect();
    let position = match numbers.as_slice() {
        [line, column] => Some(quoted.original(Position { line: *line, column: *column })),
        _ => None,
    };
    LakeError::Statement { message: text.replace("\\\"", "\""), position }
}

struct Rewriter;

impl VisitorMut for Rewriter {
    type Break = LakeError;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<LakeError> {
        fn reads(body: &SetExpr) -> bool {
            match body {
                SetExpr::Select(select) => select.into.is_none(),
                SetExpr::SetOperation { left, right, .. } => reads(left) && reads(right),
                SetExpr::Query(_) | SetExpr::Values(_) => true,
                _ => false,
            }
        }
        if reads(&query.body) && query.locks.is_empty() {
            name_columns(&mut query.body);
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(LakeError::statement("only queries are possible: nothing can be written, created or locked"))
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<LakeError> {
        // `a.b['c']` comes as `a` with two steps: what `a.b` means, nobody could tell from its parts.
        let Expr::CompoundFieldAccess { root, access_chain } = expr else { return ControlFlow::Continue(()) };
        let mut parts = match &**root {
            Expr::Identifier(ident) => vec![ident.clone()],
            Expr::CompoundIdentifier(idents) => idents.clone(),
            _ => return ControlFlow::Continue(()),
        };
        let named = access_chain.iter().map_while(|step| match step {
            AccessExpr::Dot(Expr::Identifier(ident)) => Some(ident.clone()),
            _ => None,
        });
        let before = parts.len();
        parts.extend(named);
        let steps = parts.len() - before;
        let meaning = (0..parts.len().min(2)).find_map(|at| rewritten(&parts, at).ok().flatten());
        let Some(text) = meaning.filter(|_| steps > 0) else { return ControlFlow::Continue(()) };
        access_chain.drain(..steps);
        replace(root, &text)
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<LakeError> {
        if let Some(meaning) = crate::trino::meaning(expr) {
            return replace(expr, &meaning);
        }
        let parts: &mut [Ident] = match expr {
            Expr::Identifier(ident) => std::slice::from_mut(ident),
            Expr::CompoundIdentifier(idents) => idents.as_mut_slice(),
            _ => return ControlFlow::Continue(()),
        };
        for part in parts.iter_mut().filter(|part| part.quote_style.is_some()) {
            let lower = part.value.to_ascii_lowercase();
            if lower == EXTRA || COLUMNS.iter().any(|c| c.name == lower) || structure(&lower).is_some() {
                part.value = lower;
            }
        }
        // The name may stand behind that of a table.
        for at in 0..parts.len().min(2) {
            match rewritten(parts, at) {
                Ok(None) => {}
                Ok(Some(text)) => return replace(expr, &text),
                Err(error) => return ControlFlow::Break(error),
            }
        }
        ControlFlow::Continue(())
    }
}

/// Gives columns whose expression will be another one the name that they would have had.
fn name_columns(body: &mut SetExpr) {
    match body {
        SetExpr::Select(select) => {
            for item in &mut select.projection {
                if let SelectItem::UnnamedExpr(expr) = item
                    && let Some(name) = name_of(expr)
                {
                    *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', name) };
                }
            }
        }
        SetExpr::SetOperation { left, right, .. } => {
            name_columns(left);
            name_columns(right);
        }
        _ => {}
    }
}

/// The name of a column that is a structure, a member of JSON, or a function of Trino's.
fn name_of(expr: &Expr) -> Option<String> {
    if crate::trino::meaning(expr).is_some() {
        return Some(expr.to_string());
    }
    let parts = match expr {
        Expr::Identifier(ident) => std::slice::from_ref(ident),
        Expr::CompoundIdentifier(idents) => idents.as_slice(),
        _ => return None,
    };
    let text = (0..parts.len().min(2)).find_map(|at| rewritten(parts, at).ok().flatten())?;
    text.starts_with("json_").then(|| parts.last().map(|last| last.value.clone())).flatten()
}

/// Puts what a text of ours says in the place of an expression.
fn replace(expr: &mut Expr, text: &str) -> ControlFlow<LakeError> {
    match Parser::new(&GenericDialect {}).try_with_sql(text).and_then(|mut p| p.parse_expr()) {
        Ok(parsed) => {
            *expr = parsed;
            ControlFlow::Continue(())
        }
        Err(error) => ControlFlow::Break(LakeError::internal(error)),
    }
}

fn structure(name: &str) -> Option<&'static str> {
    STRUCTURES.iter().copied().find(|s| s.eq_ignore_ascii_case(name))
}

/// What a compound name whose part `at` names a structure or JSON means, as SQL.
fn rewritten(parts: &[Ident], at: usize) -> Result<Option<String>> {
    let (Some(prefix), Some(path)) = (parts.get(..at), parts.get(at..)) else { return Ok(None) };
    let Some(first) = path.first() else { return Ok(None) };
    let table: String = prefix.iter().map(|p| format!("{p}.")).collect();
    let is = |column: &Column, length: usize| {
        column.path.len() == length
            && path.len() >= length
            && column.path.iter().zip(path).all(|(c, p)| c.eq_ignore_ascii_case(&p.value))
    };
    // The longest column that the name begins with; what follows must lie in its JSON.
    for length in (1..=path.len()).rev() {
        let Some(column) = COLUMNS.iter().find(|c| is(c, length)) else { continue };
        let members = path.get(length..).unwrap_or_default();
        if members.is_empty() {
            return Ok((length > 1).then(|| format!("{table}{}", column.name)));
        }
        if column.kind != Kind::Json {
            return Ok(None);
        }
        let keys: String = members.iter().map(|m| format!(", '{}'", m.value.replace('\'', "''"))).collect();
        return Ok(Some(format!("json_get({table}{}{keys})", column.name)));
    }
    if let Some(member) = IN_EXTRA.iter().find(|m| m.eq_ignore_ascii_case(&first.value)) {
        let below = path.iter().skip(1).map(|m| m.value.as_str());
        let keys: String = std::iter::once(*member).chain(below).map(|m| format!(", '{}'", m.replace('\'', "''"))).collect();
        return Ok(Some(format!("json_get({table}{EXTRA}{keys})")));
    }
    let Some(name) = structure(&first.value) else { return Ok(None) };
    let below: Vec<&Column> = COLUMNS
        .iter()
        .filter(|c| c.path.len() > path.len() && path.iter().zip(c.path).all(|(p, c)| c.eq_ignore_ascii_case(&p.value)))
        .collect();
    if below.is_empty() {
        let wrong: Vec<&str> = path.iter().map(|p| p.value.as_str()).collect();
        let known: Vec<String> = COLUMNS.iter().filter(|c| c.path.first() == Some(&name)).map(|c| c.path.join(".")).collect();
        let message = format!("{} is not known. {name} has: {}", wrong.join("."), known.join(", "));
        let start = first.span.start;
        let position = (start.line > 0).then_some(Position { line: start.line, column: start.column });
        return Err(LakeError::Statement { message, position });
    }
    let pairs: Vec<String> = below
        .iter()
        .map(|c| format!("'{}', {table}{}", c.path.get(path.len()..).unwrap_or_default().join("."), c.name))
        .collect();
    Ok(Some(format!("json_object({})", pairs.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::{LakeError, Position, prepare, quote_ids};

    fn plain(sql: &str) -> String {
        prepare(sql).map_or_else(|e| format!("! {e}"), |(statement, _)| statement.to_string())
    }

    const ID: &str = "0b9f3f1a-7c5e-4c5f-9a43-0123456789ab";

    #[test]
    fn bare_ids_are_names() {
        assert_eq!(quote_ids(&format!("FROM {ID} e")).0, format!("FROM \"{ID}\" e"));
        for same in [
            format!("FROM \"{ID}\""),
            format!("WHERE a = '{ID}'"),
            format!("-- {ID}\n1"),
            format!("/* {ID} */ 1"),
            format!("x{ID}"),
        ] {
            assert_eq!(quote_ids(&same).0, same);
        }
        let (_, quoted) = quote_ids(&format!("SELECT a FROM {ID} WHERE"));
        assert_eq!(quoted.original(Position { line: 1, column: 53 }), Position { line: 1, column: 51 });
    }

    #[test]
    fn cases_within_cases_are_bounded() {
        let nested = |levels: usize| "CASE WHEN true THEN ".repeat(levels);
        for levels in [9, 600] {
            // Not complete, it would keep the parser busy for longer than anybody lives.
            assert!(plain(&format!("SELECT {}1", nested(levels))).contains("CASE nests deeper"));
        }
        assert!(plain(&format!("SELECT {}1", nested(8))).starts_with("! "));
        let whole = format!("SELECT {}1{}", nested(8), " END".repeat(8));
        assert_eq!(plain(&whole), whole);
        // Any number of them side by side.
        assert!(!plain(&format!("SELECT {}1", "CASE WHEN true THEN 1 END, ".repeat(100))).starts_with('!'));
    }

    #[test]
    fn structures_are_flat_and_json_is_read() {
        for (sql, expected) in [
            ("SELECT userIdentity.arn FROM e", "SELECT useridentity_arn FROM e"),
            (
                "SELECT x.userIdentity.sessionContext.sessionIssuer.userName FROM e AS x",
                "SELECT x.useridentity_sessioncontext_sessionissuer_username FROM e AS x",
            ),
            (
                "SELECT eventData.userIdentity.type FROM e",
                "SELECT json_get(eventdata, 'userIdentity', 'type') AS \"type\" FROM e",
            ),
            (
                "SELECT e.requestParameters.bucketName FROM e",
                "SELECT json_get(e.requestparameters, 'bucketName') AS \"bucketName\" FROM e",
            ),
            (
                "SELECT e.eventContext.requestContext, eventcontext FROM e",
                "SELECT json_get(e.extra, 'eventContext', 'requestContext') AS \"requestContext\", json_get(extra, 'eventContext') AS \"eventcontext\" FROM e",
            ),
            (
                "SELECT eventContext.tagContext.principalTags['team'] FROM e",
                "SELECT json_get(extra, 'eventContext', 'tagContext', 'principalTags')['team'] FROM e",
            ),
            ("SELECT \"eventName\", e.eventName FROM e", "SELECT \"eventname\", e.eventName FROM e"),
            (
                "SELECT tlsDetails FROM e",
                "SELECT json_object('tlsVersion', tlsdetails_tlsversion, 'cipherSuite', tlsdetails_ciphersuite, 'clientProvidedHostHeader', tlsdetails_clientprovidedhostheader) AS \"tlsDetails\" FROM e",
            ),
        ] {
            assert_eq!(plain(sql), expected);
        }
        assert!(plain("SELECT userIdentity.colour FROM e").starts_with("! line 1:8: userIdentity.colour is not known"));
    }

    #[test]
    fn only_reading_is_possible() {
        for sql in [
            "",
            ";",
            "SELECT 1; SELECT 2",
            "DELETE FROM e",
            "INSERT INTO e VALUES (1)",
            "UPDATE e SET a = 1",
            "CREATE TABLE x AS SELECT 1",
            "CREATE EXTERNAL TABLE x STORED AS PARQUET LOCATION '/etc'",
            "COPY e TO 'x.csv'",
            "SET datafusion.execution.batch_size = 1",
            "SELECT * INTO x FROM e",
            "EXPLAIN SELECT 1",
            "SHOW TABLES",
            "DROP TABLE e",
            "SELECT * FROM e FOR UPDATE",
            "WITH x AS (SELECT 1 INTO y) SELECT * FROM x",
            "SELECT * FROM (DELETE FROM e)",
            "PREPARE a AS SELECT 1",
            "SELECT 1 UNION SELECT 2 INTO x",
        ] {
            assert!(matches!(prepare(sql), Err(LakeError::Statement { .. })), "{sql}");
        }
    }

    #[test]
    fn errors_have_their_place() {
        let Err(LakeError::Statement { position, message }) = prepare(&format!("SELECT a\nFROM {ID} WHERE , b")) else {
            panic!()
        };
        assert_eq!(position, Some(Position { line: 2, column: 49 }), "{message}");
    }
}
