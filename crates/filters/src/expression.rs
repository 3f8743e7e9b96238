//! Conditions joined by `&&` and `||`, with parentheses. `&&` binds tighter.

use crate::error::ParseError;
use crate::lexer::Lexer;

/// How deep parentheses may go: what bounds the stack.
const MAX_DEPTH: usize = 32;

/// A condition of leaves.
#[derive(Debug, Clone)]
pub(crate) enum Expression<L> {
    Leaf(L),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl<L> Expression<L> {
    /// Reads a condition whose leaves `leaf` reads.
    pub fn parse<F>(lexer: &mut Lexer<'_>, leaf: &mut F) -> Result<Self, ParseError>
    where
        F: FnMut(&mut Lexer<'_>) -> Result<L, ParseError>,
    {
        Self::any(lexer, leaf, 0)
    }

    fn any<F>(lexer: &mut Lexer<'_>, leaf: &mut F, depth: usize) -> Result<Self, ParseError>
    where
        F: FnMut(&mut Lexer<'_>) -> Result<L, ParseError>,
    {
        let mut parts = vec![Self::all(lexer, leaf, depth)?];
        loop {
            lexer.skip_space();
            if !lexer.eat("||") {
                break;
            }
            parts.push(Self::all(lexer, leaf, depth)?);
        }
        Ok(Self::joined(parts, Self::Any))
    }

    fn all<F>(lexer: &mut Lexer<'_>, leaf: &mut F, depth: usize) -> Result<Self, ParseError>
    where
        F: FnMut(&mut Lexer<'_>) -> Result<L, ParseError>,
    {
        let mut parts = vec![Self::one(lexer, leaf, depth)?];
        loop {
            lexer.skip_space();
            if !lexer.eat("&&") {
                break;
            }
            parts.push(Self::one(lexer, leaf, depth)?);
        }
        Ok(Self::joined(parts, Self::All))
    }

    fn one<F>(lexer: &mut Lexer<'_>, leaf: &mut F, depth: usize) -> Result<Self, ParseError>
    where
        F: FnMut(&mut Lexer<'_>) -> Result<L, ParseError>,
    {
        lexer.skip_space();
        if lexer.peek() != Some('(') {
            return leaf(lexer).map(Self::Leaf);
        }
        if depth >= MAX_DEPTH {
            return Err(lexer.error(format!("parentheses go at most {MAX_DEPTH} deep")));
        }
        lexer.next();
        let inner = Self::any(lexer, leaf, depth + 1)?;
        lexer.skip_space();
        if lexer.eat(")") { Ok(inner) } else { Err(lexer.error("')' is expected")) }
    }

    fn joined(mut parts: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                join(parts)
            }
            None => join(parts),
        }
    }

    /// The leaves that must all hold for it to hold.
    pub fn required(&self) -> Vec<&L> {
        match self {
            Self::Leaf(one) => vec![one],
            Self::All(parts) => parts.iter().flat_map(Self::required).collect(),
            Self::Any(_) => Vec::new(),
        }
    }

    /// Whether it holds, where `leaf` says of each leaf whether it does.
    pub fn holds(&self, leaf: &impl Fn(&L) -> bool) -> bool {
        match self {
            Self::Leaf(one) => leaf(one),
            Self::All(parts) => parts.iter().all(|part| part.holds(leaf)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(leaf)),
        }
    }
}
