//! Wildcard patterns: `*` (any characters, also none) and `?` (exactly one character), with policy variables in them.

use crate::context::ContextSource;
use crate::variable::{Reference, Variable, parse_reference};

/// Part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(Box<str>),
    Star,
    One,
    Variable(Variable),
}

/// How a pattern's text is to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Syntax {
    pub(crate) wildcards: bool,
    pub(crate) variables: bool,
}

/// Whether upper and lower case ASCII letters are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Fold,
}

/// A compiled pattern, with short cuts for the shapes that most patterns have.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    Any,
    Exact(Box<str>),
    Prefix(Box<str>),
    Glob(Box<[Piece]>),
}

/// Splits text into pieces. `None`: a `${` that begins no variable.
pub(crate) fn pieces(text: &str, syntax: Syntax) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    let flush = |literal: &mut String, out: &mut Vec<Piece>| {
        if !literal.is_empty() {
            out.push(Piece::Literal(std::mem::take(literal).into()));
        }
    };
    while let Some(c) = rest.chars().next() {
        if syntax.variables
            && let Some(inside) = rest.strip_prefix("${")
        {
            let (reference, after) = parse_reference(inside)?;
            match reference {
                Reference::Literal(c) => literal.push(c),
                Reference::Variable(variable) => {
                    flush(&mut literal, &mut out);
                    out.push(Piece::Variable(variable));
                }
            }
            rest = after;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '*' if syntax.wildcards => {
                flush(&mut literal, &mut out);
                // "**" is "*".
                if out.last() != Some(&Piece::Star) {
                    out.push(Piece::Star);
                }
            }
            '?' if syntax.wildcards => {
                flush(&mut literal, &mut out);
                out.push(Piece::One);
            }
            c => literal.push(c),
        }
    }
    flush(&mut literal, &mut out);
    Some(out)
}

impl Pattern {
    pub(crate) fn parse(text: &str, syntax: Syntax) -> Option<Self> {
        Some(Self::from_pieces(pieces(text, syntax)?))
    }

    pub(crate) fn from_pieces(mut pieces: Vec<Piece>) -> Self {
        match pieces.as_mut_slice() {
            [] => Self::Exact("".into()),
            [Piece::Star] => Self::Any,
            [Piece::Literal(text)] => Self::Exact(std::mem::take(text)),
            [Piece::Literal(text), Piece::Star] => Self::Prefix(std::mem::take(text)),
            _ => Self::Glob(pieces.into()),
        }
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        let pieces: &[Piece] = if let Self::Glob(pieces) = self { pieces } else { &[] };
        pieces.iter().filter_map(|piece| if let Piece::Variable(variable) = piece { Some(variable) } else { None })
    }

    /// Whether only the empty text matches.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Exact(text) if text.is_empty())
    }

    /// Whether there is neither wildcard nor variable.
    pub(crate) fn is_fixed(&self) -> bool {
        matches!(self, Self::Exact(_))
    }

    #[inline]
    pub(crate) fn matches(&self, text: &str, case: Case, context: &dyn ContextSource) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(want) => text.len() == want.len() && strip(text.as_bytes(), want, case).is_some(),
            Self::Prefix(want) => strip(text.as_bytes(), want, case).is_some(),
            Self::Glob(pieces) => glob(pieces, text.as_bytes(), case, context),
        }
    }

    /// Equality without regard to case in the whole of Unicode. Wildcards in the pattern do not count.
    pub(crate) fn equals_ignore_case(&self, text: &str, context: &dyn ContextSource) -> bool {
        let fold = |s: &str, other: &str| s.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase));
        match self {
            Self::Exact(want) => text == want.as_ref() || fold(text, want),
            Self::Glob(pieces) => {
                if pieces.iter().any(|piece| matches!(piece, Piece::Variable(v) if v.resolve(context).is_none())) {
                    return false;
                }
                let want = pieces.iter().flat_map(|piece| match piece {
                    Piece::Literal(text) => text.chars(),
                    Piece::Variable(variable) => variable.resolve(context).unwrap_or_default().chars(),
                    Piece::Star | Piece::One => "".chars(),
                });
                text.chars().flat_map(char::to_lowercase).eq(want.flat_map(char::to_lowercase))
            }
            Self::Any | Self::Prefix(_) => false,
        }
    }
}

#[inline]
fn strip<'t>(text: &'t [u8], prefix: &str, case: Case) -> Option<&'t [u8]> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    // Patterns of one service begin alike and differ at their ends: one look at the last byte saves most comparisons.
    if let (Some(last), Some(want)) = (head.last(), prefix.as_bytes().last())
        && !last.eq_ignore_ascii_case(want)
    {
        return None;
    }
    let same = match case {
        Case::Sensitive => head == prefix.as_bytes(),
        Case::Fold => head.eq_ignore_ascii_case(prefix.as_bytes()),
    };
    same.then_some(rest)
}

/// Skips one character: the text is UTF-8, and `?` is a character and not a byte.
#[inline]
fn skip_char(text: &[u8]) -> Option<&[u8]> {
    let (_, mut rest) = text.split_first()?;
    while let Some((byte, after)) = rest.split_first()
        && byte & 0xC0 == 0x80
    {
        rest = after;
    }
    Some(rest)
}

/// Skips what cannot begin a literal; answers nothing if the literal's first byte is nowhere.
#[inline]
fn skip_to<'t>(piece: Option<&Piece>, text: &'t [u8], case: Case) -> Option<&'t [u8]> {
    match (piece, case) {
        (Some(Piece::Literal(want)), Case::Sensitive) => {
            let first = *want.as_bytes().first()?;
            text.get(text.iter().position(|byte| *byte == first)?..)
        }
        _ => Some(text),
    }
}

/// Greedy matching: all pieces but `*` consume a length that does not depend on choices, so that only the last `*` needs to be
/// tried again. Time is bounded by text × pattern, without recursion.
fn glob(pieces: &[Piece], text: &[u8], case: Case, context: &dyn ContextSource) -> bool {
    let (mut at, mut rest) = (0, text);
    let mut retry: Option<(usize, &[u8])> = None;
    loop {
        let next = match pieces.get(at) {
            None => {
                if rest.is_empty() {
                    return true;
                }
                None
            }
            Some(Piece::Star) => {
                at += 1;
                if at == pieces.len() {
                    return true;
                }
                retry = Some((at, rest));
                continue;
            }
            Some(Piece::One) => skip_char(rest),
            Some(Piece::Literal(want)) => strip(rest, want, case),
            Some(Piece::Variable(variable)) => match variable.resolve(context) {
                Some(value) => strip(rest, value, case),
                None => return false,
            },
        };
        if let Some(next) = next {
            rest = next;
            at += 1;
            continue;
        }
        let Some((back, from)) = retry else { return false };
        let Some(later) = skip_char(from).and_then(|later| skip_to(pieces.get(back), later, case)) else { return false };
        retry = Some((back, later));
        (at, rest) = (back, later);
    }
}

/// Matches text against a pattern with `*` and `?`, case-sensitively; `*` matches also nothing and crosses `:` and `/`.
#[must_use]
pub fn wildcard_match(pattern: &str, text: &str) -> bool {
    Pattern::parse(pattern, Syntax { wildcards: true, variables: false }).is_some_and(|p| p.matches(text, Case::Sensitive, &()))
}

/// An action of a policy, such as `s3:Get*`, split in service prefix and name.
#[derive(Debug, Clone)]
pub(crate) struct ActionPattern {
    /// As written.
    pub(crate) text: Box<str>,
    /// Lower case; `None` is every service.
    pub(crate) service: Option<Box<str>>,
    pub(crate) name: Pattern,
}

impl ActionPattern {
    /// Compiles without validation. `None` only if there is no service prefix and it is not `*`.
    pub(crate) fn compile(text: &str) -> Option<Self> {
        let syntax = Syntax { wildcards: true, variables: false };
        if text == "*" {
            return Some(Self { text: text.into(), service: None, name: Pattern::Any });
        }
        let (service, name) = text.split_once(':')?;
        let service = (service != "*").then(|| service.to_ascii_lowercase().into());
        Some(Self { text: text.into(), service, name: Pattern::parse(&name.to_ascii_lowercase(), syntax)? })
    }

    pub(crate) fn matches(&self, service: &str, name: &str) -> bool {
        self.service.as_ref().is_none_or(|want| want.eq_ignore_ascii_case(service)) && self.name.matches(name, Case::Fold, &())
    }
}

/// Whether the action pattern of a policy (`*`, `s3:Get*`, `iam:CreateUser`) covers an action, without regard to case.
#[must_use]
pub fn matches_action(pattern: &str, action: &str) -> bool {
    let (service, name) = split_action(action);
    ActionPattern::compile(pattern).is_some_and(|pattern| pattern.matches(service, name))
}

/// `iam:CreateUser` → (`iam`, `CreateUser`).
pub(crate) fn split_action(action: &str) -> (&str, &str) {
    action.split_once(':').unwrap_or((action, ""))
}
