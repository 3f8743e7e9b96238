//! Space-delimited patterns: `[ip, user, ..., status = 4*, bytes > 1000]`.

use crate::error::ParseError;
use crate::expression::Expression;
use crate::json::MAX_REGEXES;
use crate::lexer::Lexer;
use crate::value::{Comparison, Scalar};

/// The fields of a pattern.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    before: Vec<Field>,
    /// Fields behind the ellipsis, where there is one.
    after: Option<Vec<Field>>,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    condition: Option<Expression<Comparison>>,
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

impl Fields {
    pub fn parse(text: &str, at: usize) -> Result<(Self, usize), ParseError> {
        let mut lexer = Lexer::new(text, at);
        lexer.eat("[");
        let mut fields = Self { before: Vec::new(), after: None };
        let mut regexes = 0;
        loop {
            lexer.skip_space();
            if lexer.eat("...") {
                if fields.after.is_some() {
                    return Err(lexer.error("there is one ellipsis at most"));
                }
                fields.after = Some(Vec::new());
            } else {
                let field = Field::parse(&mut lexer, &mut regexes)?;
                fields.after.as_mut().unwrap_or(&mut fields.before).push(field);
            }
            lexer.skip_space();
            if lexer.eat("]") {
                break;
            }
            if !lexer.eat(",") {
                return Err(lexer.error("',' or ']' is expected"));
            }
        }
        lexer.skip_space();
        if lexer.peek().is_some() {
            return Err(lexer.error("nothing may follow ']'"));
        }
        if regexes > MAX_REGEXES {
            return Err(ParseError::new(at, format!("a pattern of fields has at most {MAX_REGEXES} regular expressions")));
        }
        Ok((fields, regexes))
    }

    /// The fields with the words of a line that they stand for; none if there are too many or too few.
    fn pairs<'f, 'm>(&'f self, words: &'m [&'m str]) -> Option<impl Iterator<Item = (&'f Field, &'m str)>> {
        let after = self.after.as_deref().unwrap_or_default();
        let named = self.before.len() + after.len();
        let fits = if self.after.is_some() { words.len() >= named } else { words.len() == named };
        let tail = words.get(words.len().checked_sub(after.len())?..)?;
        fits.then(|| self.before.iter().zip(words.iter().copied()).chain(after.iter().zip(tail.iter().copied())))
    }

    pub fn matches(&self, message: &str) -> bool {
        let words = split(message);
        self.pairs(&words).is_some_and(|mut pairs| {
            pairs.all(|(field, word)| {
                let value = || Scalar::Text(word.to_owned());
                field.condition.as_ref().is_none_or(|condition| condition.holds(&|one: &Comparison| one.holds(&value())))
            })
        })
    }

    /// Texts that must be in a message.
    pub fn needles(&self) -> Vec<&str> {
        let conditions = self.before.iter().chain(self.after.iter().flatten()).filter_map(|field| field.condition.as_ref());
        conditions.flat_map(Expression::required).flat_map(Comparison::needles).collect()
    }

    pub fn extract(&self, message: &str) -> Vec<(String, String)> {
        let words = split(message);
        let Some(pairs) = self.pairs(&words) else { return Vec::new() };
        pairs.map(|(field, word)| (format!("${}", field.name), word.to_owned())).collect()
    }

    /// The place of a field by its name, counted over all fields but the ellipsis.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.before.iter().chain(self.after.iter().flatten()).position(|field| field.name == name)
    }

    /// The word of a message for the field at a place.
    pub fn at(&self, place: usize, message: &str) -> Option<String> {
        let words = split(message);
        self.pairs(&words)?.nth(place).map(|(_, word)| word.to_owned())
    }
}

impl Field {
    fn parse(lexer: &mut Lexer<'_>, regexes: &mut usize) -> Result<Self, ParseError> {
        let begin = lexer.position();
        // A condition in parentheses names its field inside.
        let mut look = *lexer;
        look.take_while(|c| c == '(' || c.is_whitespace());
        let name = look.take_while(is_name).to_owned();
        if name.is_empty() {
            return Err(ParseError::new(look.position(), "the name of a field is expected"));
        }
        let mut plain = *lexer;
        plain.take_while(is_name);
        plain.skip_space();
        if plain.position() > begin && matches!(plain.peek(), Some(',' | ']')) {
            *lexer = plain;
            return Ok(Self { name, condition: None });
        }
        let condition = Expression::parse(lexer, &mut |lexer: &mut Lexer<'_>| {
            let at = lexer.position();
            let again = lexer.take_while(is_name);
            if again != name {
                return Err(ParseError::new(at, format!("a condition on the field '{name}' is expected")));
            }
            lexer.skip_space();
            let comparison = Comparison::parse(lexer, ",]")?;
            *regexes += comparison.regexes();
            Ok(comparison)
        })?;
        Ok(Self { name, condition: Some(condition) })
    }
}

/// The words of a line. What stands in quotation marks or square brackets is one word, without them.
fn split(message: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = message.trim_start();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let enclosed = close.and_then(|close| {
            let inner = rest.get(1..)?;
            let end = inner.find(close)?;
            Some((inner.get(..end)?, inner.get(end + 1..)?))
        });
        let (word, behind) = enclosed.unwrap_or_else(|| rest.split_once(char::is_whitespace).unwrap_or((rest, "")));
        words.push(word);
        rest = behind.trim_start();
    }
    words
}
