//! Patterns of JSON documents: `{ $.status >= 400 && ($.user IS NULL || $.path = "/api/*") }`.
//!
//! A message is read once, and only what selectors lead to is kept: the rest is passed over without being built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::error::ParseError;
use crate::expression::Expression;
use crate::lexer::Lexer;
use crate::selector::{Selector, Step};
use crate::value::{Comparison, Scalar};

/// Regular expressions in a pattern at most.
pub(crate) const MAX_REGEXES: usize = 2;

/// A pattern of JSON documents.
#[derive(Debug, Clone)]
pub(crate) struct Json {
    condition: Expression<Condition>,
    selectors: Vec<Selector>,
}

/// A condition on the selector at a place.
#[derive(Debug, Clone)]
struct Condition {
    selector: usize,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Compare(Comparison),
    IsNull,
    Is(bool),
    NotExists,
}

impl Test {
    /// Whether it holds of the values that a selector leads to: of one of them. Where there is none, what is not equal is not equal.
    fn holds(&self, values: &[Scalar]) -> bool {
        match self {
            Self::Compare(comparison) if values.is_empty() => comparison.operator == crate::value::Operator::NotEqual,
            Self::Compare(comparison) => values.iter().any(|value| comparison.holds(value)),
            Self::IsNull => values.contains(&Scalar::Null),
            Self::Is(wanted) => values.contains(&Scalar::Bool(*wanted)),
            Self::NotExists => values.is_empty(),
        }
    }
}

impl Json {
    pub fn parse(text: &str, at: usize) -> Result<(Self, usize), ParseError> {
        let mut lexer = Lexer::new(text, at);
        lexer.eat("{");
        let mut selectors: Vec<Selector> = Vec::new();
        let mut regexes = 0;
        let condition = Expression::parse(&mut lexer, &mut |lexer: &mut Lexer<'_>| {
            let selector = Selector::read(lexer)?;
            lexer.skip_space();
            let test = Self::test(lexer)?;
            if let Test::Compare(comparison) = &test {
                regexes += comparison.regexes();
            }
            let known = selectors.iter().position(|known| *known == selector);
            let place = known.unwrap_or_else(|| {
                selectors.push(selector);
                selectors.len() - 1
            });
            Ok(Condition { selector: place, test })
        })?;
        lexer.skip_space();
        if !lexer.eat("}") {
            return Err(lexer.error("'&&', '||' or '}' is expected"));
        }
        lexer.skip_space();
        if lexer.peek().is_some() {
            return Err(lexer.error("nothing may follow '}'"));
        }
        if regexes > MAX_REGEXES {
            return Err(ParseError::new(at, format!("a pattern of JSON has at most {MAX_REGEXES} regular expressions")));
        }
        Ok((Self { condition, selectors }, regexes))
    }

    fn test(lexer: &mut Lexer<'_>) -> Result<Test, ParseError> {
        if lexer.eat_word("IS") {
            lexer.skip_space();
            return if lexer.eat_word("NULL") {
                Ok(Test::IsNull)
            } else if lexer.eat_word("TRUE") {
                Ok(Test::Is(true))
            } else if lexer.eat_word("FALSE") {
                Ok(Test::Is(false))
            } else {
                Err(lexer.error("NULL, TRUE or FALSE is expected"))
            };
        }
        if lexer.eat_word("NOT") {
            lexer.skip_space();
            return if lexer.eat_word("EXISTS") { Ok(Test::NotExists) } else { Err(lexer.error("EXISTS is expected")) };
        }
        Comparison::parse(lexer, "}").map(Test::Compare)
    }

    fn read(&self, message: &str) -> Option<Vec<Vec<Scalar>>> {
        let selectors: Vec<&Selector> = self.selectors.iter().collect();
        select(&selectors, message)
    }

    pub fn matches(&self, message: &str) -> bool {
        self.read(message).is_some_and(|found| {
            self.condition.holds(&|one: &Condition| one.test.holds(found.get(one.selector).map_or(&[], Vec::as_slice)))
        })
    }

    /// Texts that must be in a message that has no backslashes.
    pub fn needles(&self) -> Vec<&str> {
        let tests = self.condition.required().into_iter().map(|condition| &condition.test);
        tests
            .filter_map(|test| match test {
                Test::Compare(comparison) => Some(comparison.needles()),
                _ => None,
            })
            .flatten()
            .collect()
    }

    pub fn extract(&self, message: &str) -> Vec<(String, String)> {
        let found = self.read(message).unwrap_or_default();
        let shown = |values: &Vec<Scalar>| values.first().and_then(|v| v.text()).map(str::to_owned);
        self.selectors.iter().zip(&found).filter_map(|(s, values)| Some((s.as_str().to_owned(), shown(values)?))).collect()
    }
}

/// The text or number that a selector leads to.
pub(crate) fn find(selector: &Selector, message: &str) -> Option<String> {
    let found = select(&[selector], message)?;
    found.first()?.first()?.text().map(str::to_owned)
}

/// What selectors lead to, in their order; `None` if the message is not an object or an array.
fn select(selectors: &[&Selector], message: &str) -> Option<Vec<Vec<Scalar>>> {
    if !message.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut found = vec![Vec::new(); selectors.len()];
    let ways = selectors.iter().enumerate().map(|(place, selector)| (place, selector.steps.as_slice())).collect();
    let mut reader = serde_json::Deserializer::from_str(message);
    Walk { ways, found: &mut found }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(found)
}

/// Reads one value of a document. `ways` are the selectors that lead here, each with the steps that remain.
struct Walk<'s, 'f> {
    ways: Vec<(usize, &'s [Step])>,
    found: &'f mut [Vec<Scalar>],
}

impl Walk<'_, '_> {
    /// Keeps a value for the selectors that end here.
    fn keep(self, value: &Scalar) {
        for (place, steps) in self.ways {
            if let (true, Some(values)) = (steps.is_empty(), self.found.get_mut(place)) {
                values.push(value.clone());
            }
        }
    }
}

/// The ways that go on through a step.
fn through<'s>(ways: &[(usize, &'s [Step])], goes: impl Fn(&Step) -> bool) -> Vec<(usize, &'s [Step])> {
    ways.iter()
        .filter_map(|(place, steps)| steps.split_first().filter(|(s, _)| goes(s)).map(|(_, rest)| (*place, rest)))
        .collect()
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.keep(&Scalar::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.keep(&Scalar::Bool(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are compared as floating-point numbers")]
        self.keep(&Scalar::Number(value as f64, value.to_string()));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are compared as floating-point numbers")]
        self.keep(&Scalar::Number(value as f64, value.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.keep(&Scalar::Number(value, value.to_string()));
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.keep(&Scalar::Text(value.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { ways, found } = self;
        Walk { ways: ways.clone(), found: &mut *found }.keep(&Scalar::Composite);
        for index in 0.. {
            let on = through(&ways, |step| matches!(step, Step::Every) || *step == Step::Index(index));
            let more = match on.is_empty() {
                true => elements.next_element::<IgnoredAny>()?.is_some(),
                false => elements.next_element_seed(Walk { ways: on, found: &mut *found })?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { ways, found } = self;
        Walk { ways: ways.clone(), found: &mut *found }.keep(&Scalar::Composite);
        while let Some(on) = members.next_key_seed(Turn(&ways))? {
            if on.is_empty() {
                members.next_value::<IgnoredAny>()?;
            } else {
                members.next_value_seed(Walk { ways: on, found: &mut *found })?;
            }
        }
        Ok(())
    }
}

/// Reads the name of a member: the ways that go on through it.
struct Turn<'w, 's>(&'w [(usize, &'s [Step])]);

impl<'de, 's> DeserializeSeed<'de> for Turn<'_, 's> {
    type Value = Vec<(usize, &'s [Step])>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'s> Visitor<'_> for Turn<'_, 's> {
    type Value = Vec<(usize, &'s [Step])>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(through(self.0, |step| match step {
            Step::Name(wanted) => wanted == name,
            Step::Every => true,
            Step::Index(_) => false,
        }))
    }
}
