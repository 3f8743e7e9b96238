//! What a query compiles to: phases that stream rows through stages into a sink that holds a bounded number of them.

use regex::Regex;

use crate::ast::Shift;
use crate::discover::Wanted;
use crate::expr::Expr;
use crate::extract::Glob;

#[derive(Debug)]
pub(crate) struct Plan {
    pub scopes: Vec<Scope>,
    pub phases: Vec<Phase>,
    pub outputs: Vec<(String, Expr)>,
    /// Whether rows are events, so that results name them by `@ptr`.
    pub points: bool,
    pub diff: Option<Shift>,
}

/// The slots that rows have between two aggregations.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub slots: usize,
    pub wanted: Wanted,
}

#[derive(Debug)]
pub(crate) struct Phase {
    pub scope: usize,
    pub stages: Vec<Stage>,
    /// Slots of the sort keys and whether they descend; nothing: the newest first, and after the first phase as they came.
    pub order: Option<Vec<(usize, bool)>>,
    pub sink: Sink,
}

#[derive(Debug)]
pub(crate) enum Stage {
    Filter(Expr),
    Set {
        value: Expr,
        slot: usize,
    },
    Glob {
        value: Expr,
        glob: Glob,
        slots: Vec<usize>,
    },
    Regex {
        value: Expr,
        regex: Regex,
        groups: Vec<(usize, usize)>,
        multi: bool,
    },
    Logfmt {
        value: Expr,
        slot: usize,
    },
    Csv {
        value: Expr,
        slots: Vec<usize>,
    },
    Json {
        value: Expr,
        path: Vec<String>,
        slot: usize,
    },
    Unnest {
        value: Expr,
        slot: usize,
    },
    /// Columns of a lookup table; `keep` leaves what is there.
    Lookup {
        table: usize,
        keys: Vec<Expr>,
        outputs: Vec<LookupOutput>,
        keep: bool,
    },
    Join {
        key: Expr,
        input: usize,
        columns: Vec<(usize, usize)>,
        outer: bool,
    },
}

#[derive(Debug)]
pub(crate) struct LookupOutput {
    pub column: usize,
    pub slot: usize,
    pub present: Expr,
}

/// What a lookup asks of its table: its name, the columns that must match, the columns that are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LookupSpec {
    pub table: String,
    pub keys: Vec<String>,
    pub outputs: Vec<String>,
}

#[derive(Debug)]
pub(crate) enum Sink {
    /// The first rows in the order.
    Top {
        count: usize,
        any: bool,
    },
    /// The last rows in the order.
    Tail {
        count: usize,
    },
    /// The first row in the order of each combination of keys, and of these the first.
    Dedup {
        keys: Vec<Expr>,
        count: usize,
    },
    Stats {
        keys: Vec<(Expr, usize)>,
        aggregates: Vec<Aggregate>,
        outputs: Vec<(usize, Expr)>,
        scope: usize,
    },
    Pattern {
        text: Box<Expr>,
        scope: usize,
    },
}

#[derive(Debug)]
pub(crate) struct Aggregate {
    pub kind: AggregateKind,
    pub argument: Option<Expr>,
    pub slot: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum AggregateKind {
    Count,
    CountDistinct,
    Sum,
    Average,
    Minimum,
    Maximum,
    Deviation,
    Percentile(f64),
    Earliest,
    Latest,
    SortsFirst,
    SortsLast,
    Values,
}

impl AggregateKind {
    /// The aggregate of a name, but the percentiles.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().replace('_', "").as_str() {
            "count" | "countovertime" => Self::Count,
            "countdistinct" => Self::CountDistinct,
            "sum" | "sumovertime" => Self::Sum,
            "avg" => Self::Average,
            "min" => Self::Minimum,
            "max" => Self::Maximum,
            "stddev" => Self::Deviation,
            "median" | "pct" | "percentile" => Self::Percentile(50.0),
            "earliest" => Self::Earliest,
            "latest" => Self::Latest,
            "sortsfirst" => Self::SortsFirst,
            "sortslast" => Self::SortsLast,
            "values" => Self::Values,
            _ => return None,
        })
    }
}

/// The columns of `pattern`, in the order of their slots.
pub(crate) const PATTERN_COLUMNS: [&str; 6] = ["@pattern", "@sampleCount", "@ratio", "@severityLabel", "@tokens", "@PatternId"];
/// The columns that `diff` adds.
pub(crate) const DIFF_COLUMNS: [&str; 2] = ["@diffEventCount", "@differenceDescription"];
