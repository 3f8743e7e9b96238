//! Selectors of members of JSON documents: `$.a.b[0]`, `$.list[*].name`, `$['a key']`.

use crate::error::ParseError;
use crate::lexer::Lexer;

/// Steps of a selector at most: what bounds the stack.
const MAX_STEPS: usize = 64;

/// A way from the document to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    pub(crate) steps: Vec<Step>,
    text: String,
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A member of an object.
    Name(String),
    /// An element of an array.
    Index(usize),
    /// Every member or element.
    Every,
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '$' | '#' | '/' | ':' | '+')
}

impl Selector {
    /// Reads a selector that is the whole text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut lexer = Lexer::new(text, 0);
        let selector = Self::read(&mut lexer)?;
        if lexer.peek().is_some() { Err(lexer.error("the end of the selector is expected")) } else { Ok(selector) }
    }

    pub(crate) fn read(lexer: &mut Lexer<'_>) -> Result<Self, ParseError> {
        let begin = lexer.position();
        if !lexer.eat("$") {
            return Err(lexer.error("a selector that begins with '$' is expected"));
        }
        let mut steps = Vec::new();
        loop {
            let dot = lexer.eat(".");
            if lexer.eat("[") {
                steps.push(Self::bracket(lexer)?);
            } else if dot && lexer.eat("*") {
                steps.push(Step::Every);
            } else if dot {
                let name = lexer.take_while(is_name);
                if name.is_empty() {
                    return Err(lexer.error("the name of a member is expected"));
                }
                steps.push(Step::Name(name.to_owned()));
            } else {
                break;
            }
        }
        if steps.is_empty() {
            return Err(lexer.error("'.' or '[' is expected"));
        }
        if steps.len() > MAX_STEPS {
            return Err(ParseError::new(begin, format!("a selector has at most {MAX_STEPS} steps")));
        }
        Ok(Self { steps, text: lexer.between(begin, lexer.position()).to_owned() })
    }

    /// What stands in square brackets, after the first.
    fn bracket(lexer: &mut Lexer<'_>) -> Result<Step, ParseError> {
        lexer.skip_space();
        let step = match lexer.peek() {
            Some('*') => {
                lexer.next();
                Step::Every
            }
            Some('"') => Step::Name(lexer.quoted()?),
            Some('\'') => {
                lexer.next();
                let name = lexer.take_while(|c| c != '\'').to_owned();
                if !lexer.eat("'") {
                    return Err(lexer.error("a quotation mark is not closed"));
                }
                Step::Name(name)
            }
            _ => {
                let at = lexer.position();
                let digits = lexer.take_while(|c| c.is_ascii_digit());
                Step::Index(digits.parse().map_err(|_| ParseError::new(at, "the number of an element is expected"))?)
            }
        };
        lexer.skip_space();
        if lexer.eat("]") { Ok(step) } else { Err(lexer.error("']' is expected")) }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
