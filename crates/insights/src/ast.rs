//! A query as it is written.

use std::ops::Range;

/// Bytes of the query's text.
pub(crate) type Span = Range<usize>;

/// An expression and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub kind: Kind,
    pub span: Span,
    /// Levels of nodes from here down, this one included: whoever walks a tree needs so much of the stack.
    pub height: usize,
}

impl Node {
    pub fn new(kind: Kind, span: Span) -> Node {
        let of_all = |nodes: &[Node]| nodes.iter().map(|node| node.height).max().unwrap_or_default();
        let below = match &kind {
            Kind::Field(_) | Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) | Kind::Period(_) | Kind::Star => 0,
            Kind::Call(_, arguments) => of_all(arguments),
            Kind::Negate(inner) | Kind::Not(inner) | Kind::Access(inner, _) => inner.height,
            Kind::Arithmetic(_, a, b) | Kind::Compare(_, a, b) | Kind::And(a, b) | Kind::Or(a, b) => a.height.max(b.height),
            // A subquery is compiled by itself.
            Kind::Like { value, .. } | Kind::InQuery { value, .. } => value.height,
            Kind::In { value, list, .. } => value.height.max(of_all(list)),
        };
        Node { kind, span, height: below.saturating_add(1) }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A field by its segments: `a.b[0]` has three.
    Field(Vec<String>),
    Text(String),
    Number(f64),
    Bool(bool),
    Period(Period),
    Call(String, Vec<Node>),
    /// `count(*)`: the star.
    Star,
    Negate(Box<Node>),
    Not(Box<Node>),
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Like {
        value: Box<Node>,
        pattern: Matching,
        negated: bool,
    },
    In {
        value: Box<Node>,
        list: Vec<Node>,
        negated: bool,
    },
    InQuery {
        value: Box<Node>,
        query: Vec<Command>,
        negated: bool,
    },
    /// `jsonParse(x).a[0]`: attributes of a value.
    Access(Box<Node>, Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What stands right of `like`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matching {
    /// A part of the text.
    Part(String),
    /// A regular expression.
    Regex(String, Span),
}

/// A length of time in `bin` and its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    Milliseconds(i64),
    /// Calendar months: a quarter has 3, a year 12.
    Months(i64),
}

/// An expression and the name it is given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub node: Node,
    pub alias: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Command {
    pub verb: Verb,
    /// The command's name.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verb {
    Source(Source),
    Fields(Vec<Item>),
    Display(Vec<Item>),
    Filter(Node),
    Stats { items: Vec<Item>, by: Vec<Item> },
    Sort(Vec<(Node, bool)>),
    Limit { count: usize, any: bool },
    Tail(usize),
    Parse { field: Node, how: Extraction },
    Dedup(Vec<Node>),
    Pattern(Node),
    Diff(Shift),
    Unnest { list: Node, into: String },
    Lookup { table: String, matches: Vec<(String, Node)>, outputs: Vec<(String, String)>, keep: bool },
    Join(Join),
}

/// How `parse` takes a text apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Extraction {
    Glob {
        pattern: String,
        names: Vec<String>,
    },
    Regex {
        pattern: String,
        span: Span,
        names: Vec<String>,
        multi: bool,
    },
    Logfmt(String),
    Csv(Vec<String>),
    /// `json field=f "a.b" as c`.
    Json {
        path: String,
        name: String,
    },
}

/// What `diff` compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shift {
    /// The time immediately before, as long as the range itself.
    Previous,
    Day,
    Week,
    Month,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Join {
    /// Whether rows without a match stay.
    pub outer: bool,
    pub left: String,
    pub right: String,
    pub left_key: Vec<String>,
    pub right_key: Vec<String>,
    pub source: Source,
}

/// Which log groups a query reads, when it says so itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Log groups by name or ARN: `SOURCE "a" | SOURCE "b"`.
    pub groups: Vec<String>,
    /// `logGroups(namePrefix: [...])`.
    pub prefixes: Vec<String>,
    /// `logGroups(accountIdentifiers: [...])`.
    pub accounts: Vec<String>,
    /// `logGroups(class: ...)`.
    pub class: Option<String>,
    /// Whether `logGroups(…)` was said: then all groups to which nothing else is an objection are meant.
    pub selected: bool,
    /// `START=`: an offset to the present in seconds, or a time in milliseconds since 1970.
    pub start: Option<Moment>,
    /// `END=`.
    pub end: Option<Moment>,
}

/// A time in `SOURCE … START=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Seconds after the present (mostly negative).
    Relative(i64),
    /// Milliseconds since 1970.
    Absolute(i64),
}
