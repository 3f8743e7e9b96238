//! Rules of composite alarms: `ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA(c))`, `AT_LEAST(2, ALARM, (a, b, c))`.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>.

use crate::SyntaxError;

/// Longest rule, characters.
pub const MAX_TEXT: usize = 10_240;
/// Most alarms that a rule may name.
pub const MAX_CHILDREN: usize = 100;
/// Most parts of a rule.
pub const MAX_ELEMENTS: usize = 500;
/// How deep it may be nested.
const MAX_DEPTH: usize = 64;

/// State of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `OK`.
    Ok,
    /// `ALARM`.
    Alarm,
    /// `INSUFFICIENT_DATA`.
    InsufficientData,
}

impl State {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "OK" => Self::Ok,
            "ALARM" => Self::Alarm,
            "INSUFFICIENT_DATA" => Self::InsufficientData,
            _ => return None,
        })
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// `TRUE` or `FALSE`.
    Constant(bool),
    /// Whether an alarm, by name or ARN, is in a state.
    Is(State, String),
    /// Whether so many alarms are (or, with false, are not) in a state.
    AtLeast(usize, State, bool, Vec<String>),
    /// Not.
    Not(Box<Rule>),
    /// All of them.
    And(Vec<Rule>),
    /// One of them.
    Or(Vec<Rule>),
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// Where it is wrong, and why.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let chars: Vec<char> = text.chars().take(MAX_TEXT + 1).collect();
        if chars.len() > MAX_TEXT {
            return Err(SyntaxError::new(MAX_TEXT, format!("a rule has at most {MAX_TEXT} characters")));
        }
        let mut parser = Parser { chars, at: 0, depth: 0, elements: 0 };
        let rule = parser.any()?;
        if parser.peek().is_some() {
            return Err(parser.wrong("expected AND, OR or the end"));
        }
        if rule.children().len() > MAX_CHILDREN {
            return Err(SyntaxError::new(0, format!("a rule names at most {MAX_CHILDREN} alarms")));
        }
        Ok(rule)
    }

    /// The alarms that it names, each once.
    pub fn children(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.collect(&mut names);
        names
    }

    fn collect<'a>(&'a self, names: &mut Vec<&'a str>) {
        let mut add = |name: &'a str| {
            if !names.contains(&name) {
                names.push(name);
            }
        };
        match self {
            Self::Constant(_) => {}
            Self::Is(_, name) => add(name),
            Self::AtLeast(_, _, _, all) => all.iter().for_each(|name| add(name)),
            Self::Not(inner) => inner.collect(names),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.collect(names)),
        }
    }

    /// Whether it holds; an alarm that is not there has insufficient data.
    pub fn holds(&self, state: &impl Fn(&str) -> Option<State>) -> bool {
        let is = |name: &str, wanted: State| state(name).unwrap_or(State::InsufficientData) == wanted;
        match self {
            Self::Constant(holds) => *holds,
            Self::Is(wanted, name) => is(name, *wanted),
            Self::AtLeast(least, wanted, positive, all) => {
                all.iter().filter(|name| is(name, *wanted) == *positive).count() >= *least
            }
            Self::Not(inner) => !inner.holds(state),
            Self::And(parts) => parts.iter().all(|part| part.holds(state)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(state)),
        }
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    elements: usize,
}

impl Parser {
    fn wrong(&self, reason: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.at, reason)
    }

    fn peek(&mut self) -> Option<char> {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, c: char) -> Result<(), SyntaxError> {
        if self.take(c) { Ok(()) } else { Err(self.wrong(format!("expected {c}"))) }
    }

    fn word(&mut self) -> String {
        self.peek();
        self.chars.iter().skip(self.at).take_while(|c| c.is_ascii_alphabetic() || **c == '_').collect()
    }

    fn take_word(&mut self, word: &str) -> bool {
        let there = self.word() == word;
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn deeper(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.wrong("the rule is nested too deeply")) } else { Ok(()) }
    }

    fn any(&mut self) -> Result<Rule, SyntaxError> {
        self.deeper()?;
        let mut parts = vec![self.all()?];
        while self.take_word("OR") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::Or(parts) })
    }

    fn all(&mut self) -> Result<Rule, SyntaxError> {
        let mut parts = vec![self.one()?];
        while self.take_word("AND") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Rule::And(parts) })
    }

    fn one(&mut self) -> Result<Rule, SyntaxError> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(self.wrong(format!("a rule has at most {MAX_ELEMENTS} elements")));
        }
        if self.take('(') {
            let inner = self.any()?;
            self.expect(')')?;
            return Ok(inner);
        }
        let word = self.word();
        let start = self.at;
        self.at += word.len();
        match word.as_str() {
            "NOT" => {
                self.deeper()?;
                let inner = self.one()?;
                self.depth -= 1;
                Ok(Rule::Not(Box::new(inner)))
            }
            "TRUE" => Ok(Rule::Constant(true)),
            "FALSE" => Ok(Rule::Constant(false)),
            "AT_LEAST" => self.at_least(),
            word => {
                let wrong = || {
                    SyntaxError::new(start, "expected ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or (")
                };
                let state = State::parse(word).ok_or_else(wrong)?;
                self.expect('(')?;
                let name = self.name()?;
                self.expect(')')?;
                Ok(Rule::Is(state, name))
            }
        }
    }

    fn at_least(&mut self) -> Result<Rule, SyntaxError> {
        self.expect('(')?;
        self.peek();
        let start = self.at;
        let digits: String = self.chars.iter().skip(self.at).take_while(|c| c.is_ascii_digit()).collect();
        self.at += digits.len();
        let percent = self.take('%');
        let number: usize = digits.parse().map_err(|_| SyntaxError::new(start, "expected a number"))?;
        self.expect(',')?;
        let positive = !self.take_word("NOT");
        let word = self.word();
        let state = State::parse(&word).ok_or_else(|| self.wrong("expected ALARM, OK or INSUFFICIENT_DATA"))?;
        self.at += word.len();
        self.expect(',')?;
        self.expect('(')?;
        let mut names = Vec::new();
        loop {
            names.push(self.name()?);
            if names.len() > MAX_CHILDREN {
                return Err(self.wrong(format!("a rule names at most {MAX_CHILDREN} alarms")));
            }
            if !self.take(',') {
                break;
            }
        }
        self.expect(')')?;
        self.expect(')')?;
        let least = if percent { (names.len() * number.min(100)).div_ceil(100) } else { number };
        if least == 0 || least > names.len() {
            return Err(SyntaxError::new(start, format!("expected a number from 1 to {}", names.len())));
        }
        Ok(Rule::AtLeast(least, state, positive, names))
    }

    /// A name or ARN, in quotes or as it is.
    fn name(&mut self) -> Result<String, SyntaxError> {
        let quote = self.peek().filter(|c| matches!(c, '"' | '\''));
        let start = self.at;
        let mut name = String::new();
        if let Some(quote) = quote {
            self.at += 1;
            loop {
                match self.chars.get(self.at) {
                    None => return Err(SyntaxError::new(start, "the name has no closing quote")),
                    Some('\\') if self.chars.get(self.at + 1).is_some() => {
                        name.extend(self.chars.get(self.at + 1));
                        self.at += 2;
                    }
                    Some(c) if *c == quote => {
                        self.at += 1;
                        break;
                    }
                    Some(c) => {
                        name.push(*c);
                        self.at += 1;
                    }
                }
            }
        } else {
            while let Some(c) = self.chars.get(self.at).filter(|c| !"(),\"'".contains(**c)) {
                name.push(*c);
                self.at += 1;
            }
            name.truncate(name.trim_end().len());
        }
        if name.is_empty() { Err(SyntaxError::new(start, "expected the name or ARN of an alarm")) } else { Ok(name) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, State};

    fn holds(text: &str) -> bool {
        let state = |name: &str| match name {
            "a" | "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a" => Some(State::Alarm),
            "o" | "with space" => Some(State::Ok),
            _ => None,
        };
        Rule::parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).holds(&state)
    }

    #[test]
    fn rules_mean_what_they_say() {
        for (text, expected) in [
            ("TRUE", true),
            ("FALSE", false),
            ("ALARM(a)", true),
            ("ALARM(\"a\")", true),
            ("ALARM('a')", true),
            ("ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a)", true),
            ("OK(a)", false),
            ("OK(\"with space\")", true),
            ("OK(with space)", true),
            ("INSUFFICIENT_DATA(gone)", true),
            ("ALARM(a) AND OK(o)", true),
            ("ALARM(o) AND OK(o) OR ALARM(a)", true),
            ("ALARM(a) OR OK(a) AND FALSE", true),
            ("(ALARM(a) OR OK(a)) AND FALSE", false),
            ("NOT ALARM(a) OR NOT(NOT TRUE)", true),
            ("AT_LEAST(1, ALARM, (a, o))", true),
            ("AT_LEAST(2, ALARM, (a, o))", false),
            ("AT_LEAST(50%, NOT ALARM, (a, o))", true),
        ] {
            assert_eq!(holds(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_are_placed() {
        for (text, position) in [
            ("", 0),
            ("ALARM", 5),
            ("ALARM(", 6),
            ("ALARM(\"a", 6),
            ("ALARM(a", 7),
            ("ALARM(a) ALARM(b)", 9),
            ("ALARM(a) AND", 12),
            ("alarm(a)", 0),
            ("AT_LEAST(3, ALARM, (a, b))", 9),
        ] {
            assert_eq!(Rule::parse(text).unwrap_err().position, position, "{text}");
        }
        assert!(Rule::parse(&"(".repeat(5_000)).is_err());
        assert!(Rule::parse(&format!("{}TRUE", "NOT ".repeat(100))).is_err());
    }
}
