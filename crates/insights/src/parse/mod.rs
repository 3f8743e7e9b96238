//! Texts to commands.

mod commands;
mod expression;
mod lexer;
mod source;

use crate::QueryError;
use crate::ast::{Command, Span};
use lexer::{Lexer, Token, TokenKind};

/// The most characters of a query (StartQuery's own limit).
pub const MAX_QUERY_CHARACTERS: usize = 10_000;
/// How deep parentheses and calls may nest.
const MAX_DEPTH: usize = 64;
/// How high the tree of an expression may be. Chains of operators count: `a+a+a` has three levels.
const MAX_HEIGHT: usize = 96;
/// The most commands of a query.
const MAX_COMMANDS: usize = 200;

pub(crate) fn parse(text: &str) -> Result<Vec<Command>, QueryError> {
    if text.chars().count() > MAX_QUERY_CHARACTERS {
        return Err(QueryError::new(text, 0..text.len(), format!("the query has more than {MAX_QUERY_CHARACTERS} characters")));
    }
    let mut parser = Parser { lexer: Lexer { text, at: 0 }, depth: 0, in_subquery: false };
    let commands = parser.commands()?;
    parser.expect_end()?;
    Ok(commands)
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    depth: usize,
    in_subquery: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Result<Token, QueryError> {
        self.lexer.clone().token()
    }

    fn next(&mut self) -> Result<Token, QueryError> {
        self.lexer.token()
    }

    fn error(&self, span: Span, message: impl Into<String>) -> QueryError {
        self.lexer.error(span, message)
    }

    /// An error about the token that stands here.
    fn unexpected(&self, token: &Token, wanted: &str) -> QueryError {
        let found = match &token.kind {
            TokenKind::End => "the query ends".to_owned(),
            _ => format!("found {}", self.lexer.text.get(token.span.clone()).unwrap_or_default()),
        };
        self.error(token.span.clone(), format!("{found} where {wanted} is expected"))
    }

    fn take_mark(&mut self, mark: &str) -> Result<bool, QueryError> {
        let mut ahead = self.lexer.clone();
        let found = matches!(ahead.token()?.kind, TokenKind::Mark(it) if it == mark);
        if found {
            self.lexer = ahead;
        }
        Ok(found)
    }

    fn take_word(&mut self, word: &str) -> Result<bool, QueryError> {
        let mut ahead = self.lexer.clone();
        let found = ahead.token()?.kind.is_word(word);
        if found {
            self.lexer = ahead;
        }
        Ok(found)
    }

    fn expect_mark(&mut self, mark: &str) -> Result<Span, QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Mark(it) if it == mark => Ok(token.span),
            _ => Err(self.unexpected(&token, mark)),
        }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), QueryError> {
        let token = self.next()?;
        if token.kind.is_word(word) { Ok(()) } else { Err(self.unexpected(&token, word)) }
    }

    fn expect_end(&mut self) -> Result<(), QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::End => Ok(()),
            _ => Err(self.unexpected(&token, "| or the end of the query")),
        }
    }

    fn text(&mut self, wanted: &str) -> Result<String, QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Text(text) => Ok(text),
            _ => Err(self.unexpected(&token, wanted)),
        }
    }

    /// A field or a new name, with its dots.
    fn name(&mut self, wanted: &str) -> Result<(String, Span), QueryError> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Name { segments, .. } => Ok((segments.join("."), token.span)),
            _ => Err(self.unexpected(&token, wanted)),
        }
    }

    fn names(&mut self, wanted: &str) -> Result<Vec<String>, QueryError> {
        let mut names = vec![self.name(wanted)?.0];
        while self.take_mark(",")? {
            names.push(self.name(wanted)?.0);
        }
        Ok(names)
    }

    /// Counts one more level of nesting, for as long as `inner` runs.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, QueryError>) -> Result<T, QueryError> {
        if self.depth >= MAX_DEPTH {
            let at = self.lexer.at;
            return Err(self.error(at..at, format!("the expression nests deeper than {MAX_DEPTH} levels")));
        }
        self.depth = self.depth.saturating_add(1);
        let result = inner(self);
        self.depth = self.depth.saturating_sub(1);
        result
    }
}
