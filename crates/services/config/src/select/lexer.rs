//! Words and signs of a query.

use super::Wrong;

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A keyword or a property.
    Word(String),
    /// A text in quotes.
    Text(String),
    /// A number.
    Number(f64),
    /// A sign, such as `<=`.
    Sign(&'static str),
}

/// Signs, the longer ones first.
const SIGNS: &[&str] = &["<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ",", "*"];

/// Takes a query apart; each part with the character where it begins.
///
/// # Errors
/// A character that belongs to nothing, or a text without end.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Wrong> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let begin = at;
        if c == '\'' || c == '"' {
            let mut value = String::new();
            at += 1;
            loop {
                match (chars.get(at), chars.get(at + 1)) {
                    (None, _) => return Err(Wrong { at: begin, what: "a text has no end".to_owned() }),
                    // A quote in a text is written twice.
                    (Some(&a), Some(&b)) if a == c && b == c => {
                        value.push(c);
                        at += 2;
                    }
                    (Some(&a), _) if a == c => {
                        at += 1;
                        break;
                    }
                    (Some(&a), _) => {
                        value.push(a);
                        at += 1;
                    }
                }
            }
            tokens.push((begin, Token::Text(value)));
            continue;
        }
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        if digit(at) || matches!(c, '-' | '+') && digit(at + 1) {
            at += 1;
            while chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '.') {
                at += 1;
            }
            let word: String = chars.get(begin..at).unwrap_or_default().iter().collect();
            let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| Wrong { at: begin, what: format!("'{word}' is no number") })?;
            tokens.push((begin, Token::Number(number)));
            continue;
        }
        let within = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '/' | '@' | '`');
        if c.is_alphabetic() || matches!(c, '_' | '`') {
            while chars.get(at).is_some_and(within) {
                at += 1;
            }
            tokens.push((begin, Token::Word(chars.get(begin..at).unwrap_or_default().iter().collect())));
            continue;
        }
        let rest: String = chars.get(at..(at + 2).min(chars.len())).unwrap_or_default().iter().collect();
        match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => {
                at += sign.len();
                tokens.push((begin, Token::Sign(sign)));
            }
            None => return Err(Wrong { at: begin, what: format!("unexpected character '{c}'") }),
        }
    }
    Ok(tokens)
}
