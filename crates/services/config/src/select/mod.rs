//! The query language of advanced queries: a part of SQL over what resources are now.
//!
//! `lexer` and `parse` make a [`Query`] of a text, or say what is wrong and where; `value` finds properties and compares them; `run` is fed resources one by one
//! and gives rows. All of it is pure. See <https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html>.

mod lexer;
mod parse;
mod run;
mod value;

pub use run::Runner;

use std::fmt;

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Character at which it is, from 0.
    pub at: usize,
    /// What.
    pub what: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The expression is not valid at position {}: {}", self.at + 1, self.what)
    }
}

/// A property by the names on its way.
pub type Path = Vec<String>;

/// What is computed of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many.
    Count,
    /// The sum.
    Sum,
    /// The mean.
    Avg,
    /// The least.
    Min,
    /// The greatest.
    Max,
}

impl Function {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "COUNT",
            Self::Sum => "SUM",
            Self::Avg => "AVG",
            Self::Min => "MIN",
            Self::Max => "MAX",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Everything.
    All,
    /// A property.
    Property(Path),
    /// A function of a group; of all its resources where it has no property.
    Computed(Function, Option<Path>),
}

impl Column {
    /// As the answer names it.
    pub fn name(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Property(path) => path.join("."),
            Self::Computed(function, path) => {
                format!("{}({})", function.name(), path.as_ref().map_or_else(|| "*".to_owned(), |path| path.join(".")))
            }
        }
    }
}

/// What a property is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// How a property is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=` or `<>`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All hold.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A property compares like this with a value.
    Compare(Path, Comparison, Literal),
    /// A property is one of these.
    In(Path, Vec<Literal>),
    /// A property is between two, both included.
    Between(Path, Literal, Literal),
    /// A property is like a pattern: `%` is any text, `_` any character.
    Like(Path, String),
    /// A property is not there.
    IsNull(Path),
}

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Columns.
    pub columns: Vec<Column>,
    /// Condition.
    pub condition: Option<Condition>,
    /// What groups have in common.
    pub groups: Vec<Path>,
    /// What rows are sorted by, and whether downwards.
    pub order: Vec<(Column, bool)>,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        parse::parse(text)
    }

    /// Whether its rows are groups.
    pub fn aggregates(&self) -> bool {
        !self.groups.is_empty() || self.columns.iter().any(|column| matches!(column, Column::Computed(..)))
    }

    /// The types that resources must have, if the condition says so.
    pub fn types(&self) -> Option<Vec<String>> {
        fn of(condition: &Condition) -> Option<Vec<String>> {
            let is_type =
                |path: &Path| path.len() == 1 && path.first().is_some_and(|name| name.eq_ignore_ascii_case("resourceType"));
            match condition {
                Condition::Compare(path, Comparison::Equal, Literal::Text(kind)) if is_type(path) => Some(vec![kind.clone()]),
                Condition::In(path, values) if is_type(path) => values
                    .iter()
                    .map(|value| match value {
                        Literal::Text(kind) => Some(kind.clone()),
                        _ => None,
                    })
                    .collect(),
                Condition::And(all) => all.iter().find_map(of),
                Condition::Or(all) => {
                    let all: Option<Vec<Vec<String>>> = all.iter().map(of).collect();
                    all.map(|all| all.concat())
                }
                _ => None,
            }
        }
        let mut types = of(self.condition.as_ref()?)?;
        types.sort();
        types.dedup();
        Some(types)
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn types_are_what_the_condition_wants() {
        let types = |text: &str| Query::parse(text).unwrap().types();
        assert_eq!(types("SELECT a WHERE resourceType = 'X'"), Some(vec!["X".to_owned()]));
        assert_eq!(types("SELECT a WHERE b = 1 AND resourceType IN ('Y', 'X')"), Some(vec!["X".to_owned(), "Y".to_owned()]));
        assert_eq!(types("SELECT a WHERE resourceType = 'X' OR resourceType = 'Y'").unwrap().len(), 2);
        assert_eq!(types("SELECT a WHERE resourceType = 'X' OR b = 1"), None);
        assert_eq!(types("SELECT a WHERE NOT resourceType = 'X'"), None);
        assert_eq!(types("SELECT a"), None);
    }
}
