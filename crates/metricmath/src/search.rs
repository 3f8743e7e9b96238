//! Search expressions: `{AWS/EC2,InstanceId} MetricName="CPUUtilization" OR NetworkIn`.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html>.

use crate::SyntaxError;

/// How deep a search may be nested, how many words it may have, and how long it may be.
const MAX_DEPTH: usize = 32;
const MAX_WORDS: usize = 200;
const MAX_TEXT: usize = 2_048;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Namespace and names of exactly the dimensions, where `{…}` says them.
    pub schema: Option<(String, Vec<String>)>,
    condition: Option<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Term { property: Option<String>, text: String, exact: bool },
}

/// A metric, as searches see it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Namespace.
    pub namespace: &'a str,
    /// Name.
    pub name: &'a str,
    /// Names and values of the dimensions.
    pub dimensions: &'a [(String, String)],
}

impl Query {
    /// Reads a search.
    ///
    /// # Errors
    /// Where it is wrong, and why.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let chars: Vec<char> = text.chars().take(MAX_TEXT + 1).collect();
        if chars.len() > MAX_TEXT {
            return Err(SyntaxError::new(MAX_TEXT, format!("a search has at most {MAX_TEXT} characters")));
        }
        let mut parser = Parser { chars, at: 0, depth: 0, words: 0 };
        let schema = parser.schema()?;
        let condition = if parser.ended() { None } else { Some(parser.any()?) };
        if !parser.ended() {
            return Err(parser.wrong("unexpected text"));
        }
        if schema.is_none() && condition.is_none() {
            return Err(parser.wrong("the search is empty"));
        }
        Ok(Self { schema, condition })
    }

    /// Whether it finds a metric.
    pub fn matches(&self, metric: Candidate<'_>) -> bool {
        if let Some((namespace, names)) = &self.schema {
            let same = metric.namespace == namespace
                && metric.dimensions.len() == names.len()
                && names.iter().all(|name| metric.dimensions.iter().any(|(n, _)| n == name));
            if !same {
                return false;
            }
        }
        self.condition.as_ref().is_none_or(|condition| condition.matches(metric))
    }
}

impl Condition {
    fn matches(&self, metric: Candidate<'_>) -> bool {
        match self {
            Self::And(all) => all.iter().all(|c| c.matches(metric)),
            Self::Or(any) => any.iter().any(|c| c.matches(metric)),
            Self::Not(inner) => !inner.matches(metric),
            Self::Term { property, text, exact } => {
                let is = |value: &str| if *exact { value == text } else { contains(value, text) };
                match property.as_deref() {
                    Some("MetricName") => is(metric.name),
                    Some("Namespace") => is(metric.namespace),
                    Some(property) => metric.dimensions.iter().any(|(name, value)| name == property && is(value)),
                    None => {
                        is(metric.name)
                            || is(metric.namespace)
                            || metric.dimensions.iter().any(|(name, value)| is(name) || is(value))
                    }
                }
            }
        }
    }
}

/// Whether a value has all tokens of a word: its parts between other signs, and those that capitals begin.
fn contains(value: &str, word: &str) -> bool {
    let tokens = tokens(value);
    let wanted = split(word);
    !wanted.is_empty() && wanted.iter().all(|token| tokens.contains(token))
}

/// Parts between signs that are neither letters nor digits, in lower case.
fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

fn tokens(text: &str) -> Vec<String> {
    let mut all = split(text);
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = part.chars().collect();
        let mut token = String::new();
        for (at, c) in chars.iter().enumerate() {
            let after_lower = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|b| !b.is_uppercase());
            let before_lower = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
            if c.is_uppercase() && !token.is_empty() && (after_lower || before_lower) {
                all.push(std::mem::take(&mut token));
            }
            token.extend(c.to_lowercase());
        }
        if !token.is_empty() {
            all.push(token);
        }
    }
    all
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    words: usize,
}

impl Parser {
    fn wrong(&self, reason: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.at, reason)
    }

    fn skip(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn ended(&mut self) -> bool {
        self.skip();
        self.at >= self.chars.len()
    }

    fn peek(&mut self) -> Option<char> {
        self.skip();
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    fn schema(&mut self) -> Result<Option<(String, Vec<String>)>, SyntaxError> {
        if !self.take('{') {
            return Ok(None);
        }
        let mut names = Vec::new();
        loop {
            let name = if matches!(self.peek(), Some('"')) { self.quoted()? } else { self.until(&[',', '}'])? };
            if name.is_empty() {
                return Err(self.wrong("expected a name"));
            }
            names.push(name);
            if self.take('}') {
                break;
            }
            if !self.take(',') {
                return Err(self.wrong("expected , or }"));
            }
        }
        let namespace = names.remove(0);
        Ok(Some((namespace, names)))
    }

    fn until(&mut self, stops: &[char]) -> Result<String, SyntaxError> {
        let mut text = String::new();
        while let Some(c) = self.chars.get(self.at).filter(|c| !stops.contains(c)) {
            text.push(*c);
            self.at += 1;
        }
        Ok(text.trim().to_owned())
    }

    fn quoted(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.chars.get(self.at) {
                None => return Err(SyntaxError::new(start, "the text has no closing quote")),
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => {
                    if let Some(next) = self.chars.get(self.at + 1) {
                        text.push(*next);
                    }
                    self.at += 2;
                }
                Some(c) => {
                    text.push(*c);
                    self.at += 1;
                }
            }
        }
    }

    /// The key word that comes next, without taking it.
    fn keyword(&mut self) -> Option<&'static str> {
        self.skip();
        ["AND", "OR", "NOT"].into_iter().find(|word| {
            let there = word.chars().eq(self.chars.iter().skip(self.at).take(word.len()).copied());
            there && self.chars.get(self.at + word.len()).is_none_or(|c| c.is_whitespace() || *c == '(' || *c == ')')
        })
    }

    fn any(&mut self) -> Result<Condition, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.wrong("the search is nested too deeply"));
        }
        let mut parts = vec![self.all()?];
        while self.keyword() == Some("OR") {
            self.at += 2;
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) })
    }

    fn all(&mut self) -> Result<Condition, SyntaxError> {
        let mut parts = vec![self.one()?];
        loop {
            match self.keyword() {
                Some("AND") => self.at += 3,
                Some("OR") => break,
                _ if matches!(self.peek(), None | Some(')')) => break,
                _ => {}
            }
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::And(parts) })
    }

    fn one(&mut self) -> Result<Condition, SyntaxError> {
        self.words += 1;
        if self.words > MAX_WORDS {
            return Err(self.wrong("the search has too many terms"));
        }
        if self.keyword() == Some("NOT") {
            self.at += 3;
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.wrong("the search is nested too deeply"));
            }
            let inner = self.one()?;
            self.depth -= 1;
            return Ok(Condition::Not(Box::new(inner)));
        }
        if self.take('(') {
            let inner = self.any()?;
            return if self.take(')') { Ok(inner) } else { Err(self.wrong("expected )")) };
        }
        let (text, exact) = self.word()?;
        if self.take('=') {
            return self.property(text.trim_start_matches(':'));
        }
        Ok(Condition::Term { property: None, text, exact })
    }

    /// What follows `Property=`: a word, or words in brackets with OR between them.
    fn property(&mut self, property: &str) -> Result<Condition, SyntaxError> {
        if !self.take('(') {
            let (text, exact) = self.word()?;
            return Ok(Condition::Term { property: Some(property.to_owned()), text, exact });
        }
        let mut any = Vec::new();
        while !self.take(')') {
            if matches!(self.keyword(), Some("OR")) {
                self.at += 2;
            }
            let (text, exact) = self.word()?;
            any.push(Condition::Term { property: Some(property.to_owned()), text, exact });
        }
        Ok(Condition::Or(any))
    }

    fn word(&mut self) -> Result<(String, bool), SyntaxError> {
        match self.peek() {
            Some('"') => Ok((self.quoted()?, true)),
            Some(_) => {
                let start = self.at;
                let mut text = String::new();
                while let Some(c) = self.chars.get(self.at).filter(|c| !c.is_whitespace() && !"()=\"{}".contains(**c)) {
                    text.push(*c);
                    self.at += 1;
                }
                if text.is_empty() { Err(SyntaxError::new(start, "expected a word")) } else { Ok((text, false)) }
            }
            None => Err(self.wrong("expected a word")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Query};

    fn finds(search: &str) -> bool {
        let dimensions = [("InstanceId".to_owned(), "i-0ab".to_owned())];
        let metric = Candidate { namespace: "AWS/EC2", name: "CPUUtilization", dimensions: &dimensions };
        Query::parse(search).unwrap_or_else(|e| panic!("{search}: {e}")).matches(metric)
    }

    #[test]
    fn searches_find_what_they_say() {
        for (search, found) in [
            ("{AWS/EC2,InstanceId}", true),
            ("{AWS/EC2}", false),
            ("{AWS/EC2,InstanceId,Other}", false),
            ("{AWS/EC2,InstanceId} MetricName=\"CPUUtilization\"", true),
            ("{AWS/EC2,InstanceId} MetricName=\"CPU\"", false),
            ("MetricName=CPU", true),
            ("utilization", true),
            ("cpuutilization", true),
            ("cpuutil", false),
            ("CPU NetworkIn", false),
            ("CPU OR NetworkIn", true),
            ("CPU AND NOT NetworkIn", true),
            ("NOT CPU", false),
            ("InstanceId=i-0ab", true),
            ("InstanceId=(i-1 OR \"i-0ab\")", true),
            ("InstanceId=(i-1 OR i-2)", false),
            ("Namespace=\"AWS/EC2\" (CPU OR Disk)", true),
            ("\"i-0ab\"", true),
            ("ec2 0ab", true),
        ] {
            assert_eq!(finds(search), found, "{search}");
        }
    }

    #[test]
    fn mistakes_are_placed() {
        for (search, position) in [("", 0), ("{}", 1), ("{a", 2), ("(a", 2), ("a)", 1), ("a \"b", 2), ("a=", 2), ("NOT", 3)] {
            assert_eq!(Query::parse(search).unwrap_err().position, position, "{search}");
        }
        assert!(Query::parse(&"(".repeat(1_000)).is_err());
        assert!(Query::parse(&"NOT ".repeat(300)).is_err());
    }
}
