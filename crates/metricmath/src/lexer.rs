//! Words of the languages: one lexer for metric math and Metrics Insights.

use crate::SyntaxError;

/// Longest text that is read, characters.
pub(crate) const MAX_TEXT: usize = 10_240;

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    /// An unsigned number.
    Number(f64),
    /// A name, or a key word.
    Name(String),
    /// A quoted text, and its quote.
    Text(String, char),
    /// An operator or a bracket.
    Symbol(&'static str),
}

/// Operators and brackets, longer ones first.
const SYMBOLS: [&str; 21] =
    ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "{", "}"];

/// Words and where they begin.
pub(crate) fn words(text: &str) -> Result<Vec<(usize, Token)>, SyntaxError> {
    let chars: Vec<char> = text.chars().take(MAX_TEXT + 1).collect();
    if chars.len() > MAX_TEXT {
        return Err(SyntaxError::new(MAX_TEXT, format!("the text is longer than {MAX_TEXT} characters")));
    }
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        let rest = chars.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            at += 1;
        } else if c.is_ascii_digit() || c == '.' && rest.get(1).is_some_and(char::is_ascii_digit) {
            let length = number_length(rest);
            let written: String = rest.iter().take(length).collect();
            let number = written.parse::<f64>().ok().filter(|n| n.is_finite());
            words.push((start, Token::Number(number.ok_or_else(|| SyntaxError::new(start, format!("{written} is no number")))?)));
            at += length;
        } else if c.is_alphabetic() || c == '_' {
            let name: String = rest.iter().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':')).collect();
            at += name.chars().count();
            words.push((start, Token::Name(name)));
        } else if c == '"' || c == '\'' {
            let (inside, length) = quoted(rest, c).ok_or_else(|| SyntaxError::new(start, "the text has no closing quote"))?;
            words.push((start, Token::Text(inside, c)));
            at += length;
        } else {
            let symbol = SYMBOLS.iter().find(|symbol| symbol.chars().eq(rest.iter().take(symbol.len()).copied()));
            let symbol = symbol.ok_or_else(|| SyntaxError::new(start, format!("unexpected character {c}")))?;
            words.push((start, Token::Symbol(symbol)));
            at += symbol.len();
        }
    }
    Ok(words)
}

fn number_length(rest: &[char]) -> usize {
    let digits = |from: usize| rest.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let mut length = digits(0);
    if rest.get(length) == Some(&'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(rest.get(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(rest.get(length + 1), Some('+' | '-')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    length
}

/// What is between quotes, and the length with them. A backslash before a quote or a backslash takes it as it is.
fn quoted(rest: &[char], quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut at = 1;
    loop {
        match (rest.get(at)?, rest.get(at + 1)) {
            ('\\', Some(next)) if *next == quote || *next == '\\' => {
                inside.push(*next);
                at += 2;
            }
            (c, _) if *c == quote => return Some((inside, at + 1)),
            (c, _) => {
                inside.push(*c);
                at += 1;
            }
        }
    }
}

/// Goes through words.
pub(crate) struct Words {
    words: Vec<(usize, Token)>,
    at: usize,
    end: usize,
}

impl Words {
    pub fn of(text: &str) -> Result<Self, SyntaxError> {
        Ok(Self { words: words(text)?, at: 0, end: text.chars().count() })
    }

    pub fn peek(&self) -> Option<&Token> {
        self.words.get(self.at).map(|(_, token)| token)
    }

    pub fn peek_second(&self) -> Option<&Token> {
        self.words.get(self.at + 1).map(|(_, token)| token)
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Where the next word begins.
    pub fn position(&self) -> usize {
        self.words.get(self.at).map_or(self.end, |(position, _)| *position)
    }

    pub fn wrong(&self, reason: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.position(), reason)
    }

    /// Takes a symbol if it is next.
    pub fn take(&mut self, symbol: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Symbol(s)) if *s == symbol);
        self.at += usize::from(there);
        there
    }

    pub fn expect(&mut self, symbol: &str) -> Result<(), SyntaxError> {
        if self.take(symbol) { Ok(()) } else { Err(self.wrong(format!("expected {symbol}"))) }
    }

    /// Takes a key word, in any case, if it is next.
    pub fn take_word(&mut self, word: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Name(name)) if name.eq_ignore_ascii_case(word));
        self.at += usize::from(there);
        there
    }

    pub fn expect_word(&mut self, word: &str) -> Result<(), SyntaxError> {
        if self.take_word(word) { Ok(()) } else { Err(self.wrong(format!("expected {word}"))) }
    }

    pub fn finish(&self) -> Result<(), SyntaxError> {
        if self.peek().is_none() { Ok(()) } else { Err(self.wrong("unexpected text")) }
    }
}
