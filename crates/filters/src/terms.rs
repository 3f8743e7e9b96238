//! Patterns of words: `ERROR`, `"exact phrase"`, `?optional`, `-excluded`, `%regex%`.

use memchr::memmem::Finder;

use crate::error::ParseError;
use crate::lexer::Lexer;
use crate::regexes::Expression;

/// The terms of a pattern. Optional ones count only where there are no others, as on AWS.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    required: Vec<Term>,
    optional: Vec<Term>,
    excluded: Vec<Term>,
}

#[derive(Debug, Clone)]
enum Term {
    Text(Box<Finder<'static>>),
    Regex(Expression),
}

impl Term {
    fn is_in(&self, message: &str) -> bool {
        match self {
            Self::Text(finder) => finder.find(message.as_bytes()).is_some(),
            Self::Regex(expression) => expression.is_match(message),
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl Terms {
    pub fn parse(text: &str) -> Result<(Self, usize), ParseError> {
        let mut terms = Self::default();
        let mut regexes = 0;
        let mut lexer = Lexer::new(text, 0);
        loop {
            lexer.skip_space();
            let Some(first) = lexer.peek() else { break };
            if matches!(first, '?' | '-') {
                lexer.next();
                if first == '-' {
                    lexer.skip_space();
                }
            }
            let term = Self::term(&mut lexer)?;
            regexes += usize::from(matches!(term, Term::Regex(_)));
            match first {
                '?' => terms.optional.push(term),
                '-' => terms.excluded.push(term),
                _ => terms.required.push(term),
            }
        }
        Ok((terms, regexes))
    }

    fn term(lexer: &mut Lexer<'_>) -> Result<Term, ParseError> {
        match lexer.peek() {
            Some('"') => {
                let begin = lexer.position();
                let text = lexer.quoted()?;
                if text.is_empty() {
                    return Err(ParseError::new(begin, "a quoted term is empty"));
                }
                Ok(Term::Text(Box::new(Finder::new(text.as_bytes()).into_owned())))
            }
            Some('%') => lexer.regex().map(Term::Regex),
            _ => {
                let begin = lexer.position();
                let word = lexer.take_while(|c| !c.is_whitespace());
                match word.char_indices().find(|(_, c)| !is_word(*c)) {
                    Some((offset, _)) => Err(ParseError::new(begin + offset, format!("Invalid character(s) in term '{word}'"))),
                    None if word.is_empty() => Err(ParseError::new(begin, "a term is expected")),
                    None => Ok(Term::Text(Box::new(Finder::new(word.as_bytes()).into_owned()))),
                }
            }
        }
    }

    /// Texts that must be in a message.
    pub fn needles(&self) -> Vec<&str> {
        let alone = self.required.is_empty() && self.excluded.is_empty() && self.optional.len() == 1;
        let must = if alone { &self.optional } else { &self.required };
        must.iter()
            .filter_map(|term| match term {
                Term::Text(finder) => std::str::from_utf8(finder.needle()).ok(),
                Term::Regex(_) => None,
            })
            .collect()
    }

    pub fn matches(&self, message: &str) -> bool {
        let all = self.required.iter().all(|term| term.is_in(message)) && !self.excluded.iter().any(|term| term.is_in(message));
        let alone = self.required.is_empty() && self.excluded.is_empty();
        all && (!alone || self.optional.iter().any(|term| term.is_in(message)))
    }
}
