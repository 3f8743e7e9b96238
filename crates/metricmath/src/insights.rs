//! Metrics Insights: `SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) WHERE … GROUP BY … ORDER BY … LIMIT …`.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html>.

use crate::lexer::{Token, Words};
use crate::search::Candidate;
use crate::series::Series;
use crate::{Statistic, SyntaxError};

/// Most series of a query.
pub const MAX_SERIES: usize = 500;
/// Most conditions and groups.
const MAX_PARTS: usize = 100;

/// What is made of the metrics of a group, or of a series to put series in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Function {
    Avg,
    Count,
    Max,
    Min,
    Sum,
}

impl Function {
    fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_uppercase().as_str() {
            "AVG" => Self::Avg,
            "COUNT" => Self::Count,
            "MAX" => Self::Max,
            "MIN" => Self::Min,
            "SUM" => Self::Sum,
            _ => return None,
        })
    }

    /// The statistic of the samples of all metrics of a group.
    pub fn statistic(self) -> Statistic {
        match self {
            Self::Avg => Statistic::Average,
            Self::Count => Statistic::SampleCount,
            Self::Max => Statistic::Maximum,
            Self::Min => Statistic::Minimum,
            Self::Sum => Statistic::Sum,
        }
    }

    fn of(self, series: &Series) -> f64 {
        let count = series.points.len() as f64;
        match self {
            Self::Avg => series.values().sum::<f64>() / count.max(1.0),
            Self::Count => count,
            Self::Max => series.values().fold(f64::NEG_INFINITY, f64::max),
            Self::Min => series.values().fold(f64::INFINITY, f64::min),
            Self::Sum => series.values().sum(),
        }
    }
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is made of the metrics of a group.
    pub function: Function,
    /// Name of the metric.
    pub metric: String,
    /// Namespace.
    pub namespace: String,
    /// Names of exactly the dimensions, where `SCHEMA` says them.
    pub dimensions: Option<Vec<String>>,
    /// Dimension, whether it must be (or must not be) the value, and the value.
    pub conditions: Vec<(String, bool, String)>,
    /// Dimensions by whose values series are made.
    pub groups: Vec<String>,
    /// What the series are put in order by, and whether the greatest come first.
    pub order: Option<(Function, bool)>,
    /// Most series.
    pub limit: usize,
}

impl Query {
    /// Whether a text is such a query rather than metric math.
    pub fn is_one(text: &str) -> bool {
        let word: String = text.trim_start().chars().take(7).collect();
        word.to_ascii_uppercase().strip_prefix("SELECT").is_some_and(|rest| rest.starts_with(char::is_whitespace))
    }

    /// Reads a query.
    ///
    /// # Errors
    /// Where it is wrong, and why.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut words = Words::of(text)?;
        words.expect_word("SELECT")?;
        let function = function(&mut words)?;
        words.expect("(")?;
        let metric = name(&mut words, "the name of a metric")?;
        words.expect(")")?;
        words.expect_word("FROM")?;
        let (namespace, dimensions) = from(&mut words)?;
        let mut query = Self {
            function,
            metric,
            namespace,
            dimensions,
            conditions: Vec::new(),
            groups: Vec::new(),
            order: None,
            limit: MAX_SERIES,
        };
        if words.take_word("WHERE") {
            loop {
                query.conditions.push(condition(&mut words)?);
                if query.conditions.len() > MAX_PARTS {
                    return Err(words.wrong("too many conditions"));
                }
                if !words.take_word("AND") {
                    break;
                }
            }
        }
        if words.take_word("GROUP") {
            words.expect_word("BY")?;
            loop {
                query.groups.push(name(&mut words, "a dimension")?);
                if query.groups.len() > MAX_PARTS {
                    return Err(words.wrong("too many dimensions"));
                }
                if !words.take(",") {
                    break;
                }
            }
        }
        if words.take_word("ORDER") {
            words.expect_word("BY")?;
            let by = self::function(&mut words)?;
            words.expect("(")?;
            words.expect(")")?;
            let descending = words.take_word("DESC");
            if !descending {
                words.take_word("ASC");
            }
            query.order = Some((by, descending));
        }
        if words.take_word("LIMIT") {
            let position = words.position();
            let wrong = || SyntaxError::new(position, format!("expected a whole number from 1 to {MAX_SERIES}"));
            query.limit = match words.next() {
                Some(Token::Number(n)) if n.fract() == 0.0 && (1.0..=MAX_SERIES as f64).contains(&n) => n as usize,
                _ => return Err(wrong()),
            };
        }
        words.finish()?;
        Ok(query)
    }

    /// Whether a metric belongs to it.
    pub fn matches(&self, metric: Candidate<'_>) -> bool {
        let value = |name: &str| metric.dimensions.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        metric.namespace == self.namespace
            && metric.name == self.metric
            && self
                .dimensions
                .as_ref()
                .is_none_or(|names| names.len() == metric.dimensions.len() && names.iter().all(|name| value(name).is_some()))
            && self.conditions.iter().all(|(name, is, wanted)| value(name).is_some_and(|value| (value == wanted) == *is))
            && self.groups.iter().all(|name| value(name).is_some())
    }

    /// The values by which a metric belongs to a group; all metrics are one where the query makes no groups.
    pub fn group(&self, metric: Candidate<'_>) -> Vec<String> {
        let value = |name: &String| metric.dimensions.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        self.groups.iter().map(|name| value(name).unwrap_or_default()).collect()
    }

    /// Puts series in order and leaves out what is above the limit.
    pub fn arrange(&self, mut all: Vec<Series>) -> Vec<Series> {
        if let Some((by, descending)) = self.order {
            all.sort_by(|a, b| {
                let order = by.of(a).total_cmp(&by.of(b));
                if descending { order.reverse() } else { order }
            });
        }
        all.truncate(self.limit);
        all
    }
}

fn function(words: &mut Words) -> Result<Function, SyntaxError> {
    let position = words.position();
    match words.next() {
        Some(Token::Name(name)) => Function::parse(&name),
        _ => None,
    }
    .ok_or_else(|| SyntaxError::new(position, "expected AVG, COUNT, MAX, MIN or SUM"))
}

/// A name, in double quotes where it has other signs than letters, digits and `_`. A namespace such as AWS/EC2 needs them.
fn name(words: &mut Words, what: &str) -> Result<String, SyntaxError> {
    let position = words.position();
    match words.next() {
        Some(Token::Name(name) | Token::Text(name, '"')) => Ok(name),
        _ => Err(SyntaxError::new(position, format!("expected {what}"))),
    }
}

fn from(words: &mut Words) -> Result<(String, Option<Vec<String>>), SyntaxError> {
    let schema = matches!(words.peek(), Some(Token::Name(name)) if name.eq_ignore_ascii_case("SCHEMA"))
        && words.peek_second() == Some(&Token::Symbol("("));
    if !schema {
        return Ok((name(words, "a namespace or SCHEMA(…)")?, None));
    }
    words.next();
    words.expect("(")?;
    let namespace = name(words, "a namespace")?;
    let mut dimensions = Vec::new();
    while words.take(",") {
        dimensions.push(name(words, "a dimension")?);
    }
    words.expect(")")?;
    Ok((namespace, Some(dimensions)))
}

fn condition(words: &mut Words) -> Result<(String, bool, String), SyntaxError> {
    let key = name(words, "a dimension")?;
    let is = if words.take("=") {
        true
    } else if words.take("!=") {
        false
    } else {
        return Err(words.wrong("expected = or !="));
    };
    let position = words.position();
    match words.next() {
        Some(Token::Text(value, '\'')) => Ok((key, is, value)),
        _ => Err(SyntaxError::new(position, "expected a value in single quotes")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Function, Query};
    use crate::search::Candidate;
    use crate::series::Series;

    #[test]
    fn a_whole_query_is_read() {
        let query = Query::parse(
            "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId, \"Image Id\") WHERE InstanceId != 'i-1' AND \"Image Id\" = 'a''",
        );
        assert!(query.is_err(), "an open quote");
        let query = Query::parse(
            "select max(m) from SCHEMA(\"AWS/EC2\", InstanceId) where InstanceId != 'i-1' group by InstanceId order by sum() desc limit 3",
        )
        .unwrap();
        assert_eq!(query.function, Function::Max);
        assert_eq!(query.dimensions.as_deref(), Some(&["InstanceId".to_owned()][..]));
        assert_eq!((query.order, query.limit), (Some((Function::Sum, true)), 3));
        let dimensions = |value: &str| vec![("InstanceId".to_owned(), value.to_owned())];
        for (value, found) in [("i-1", false), ("i-2", true)] {
            let dimensions = dimensions(value);
            let metric = Candidate { namespace: "AWS/EC2", name: "m", dimensions: &dimensions };
            assert_eq!(query.matches(metric), found, "{value}");
            assert_eq!(query.group(metric), vec![value.to_owned()]);
        }
        let series = |label: &str, value: f64| Series { label: label.into(), period: 60, points: vec![(0, value)] };
        let order: Vec<String> = query
            .arrange(vec![series("a", 1.0), series("b", 4.0), series("c", 3.0), series("d", 2.0)])
            .into_iter()
            .map(|s| s.label)
            .collect();
        assert_eq!(order, ["b", "c", "d"]);
    }

    #[test]
    fn mistakes_are_placed() {
        for (text, position) in [
            ("SELECT", 6),
            ("SELECT MEDIAN(a)", 7),
            ("SELECT AVG(a) FROM", 18),
            ("SELECT AVG(a) FROM AWS/EC2", 22),
            ("SELECT AVG(a) FROM n WHERE a = \"b\"", 31),
            ("SELECT AVG(a) FROM n LIMIT 0", 27),
            ("SELECT AVG(a) FROM n LIMIT 501", 27),
            ("SELECT AVG(a) FROM n ORDER BY AVG", 33),
            ("SELECT AVG(a) FROM n x", 21),
        ] {
            assert_eq!(Query::parse(text).unwrap_err().position, position, "{text}");
        }
        assert!(Query::is_one(" select avg(a) from b") && !Query::is_one("SELECTED + 1") && !Query::is_one("é"));
    }
}
