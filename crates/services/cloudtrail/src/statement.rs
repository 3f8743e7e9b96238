//! What a query's statement names, before it is planned. Pure.

use crate::stores::find::Named;

/// A statement with its event data stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The statement; stores are named by their ids.
    pub text: String,
    /// The stores as the statement names them, each once: ids or ARNs.
    pub stores: Vec<String>,
}

/// Characters of a UUID.
const ID: usize = 36;

/// Finds the event data stores that a statement names: by their ids, bare or in double quotes, or by their ARNs. Texts and comments name nothing.
/// Whether it is a statement at all is the planner's to say.
pub fn read(statement: &str) -> Statement {
    let mut found = Statement { text: String::with_capacity(statement.len()), stores: Vec::new() };
    let mut rest = statement;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted(rest, '\''),
            '"' => quoted(rest, '"'),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            _ if is_word(before) => first.len_utf8(),
            _ if rest.starts_with("arn:") => rest.find(|c: char| !is_word(c) && !matches!(c, ':' | '/')).unwrap_or(rest.len()),
            _ if is_id(rest) => ID,
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length.max(first.len_utf8())).unwrap_or((rest, ""));
        let name = token.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(token);
        match (first != '\'').then(|| Named::parse("eventdatastore", name)).flatten() {
            Some(named) if named.account.is_some() || (is_id(name) && name.len() == ID) => {
                if !found.stores.iter().any(|s| s == name) {
                    found.stores.push(name.to_owned());
                }
                if named.account.is_some() { found.text.push_str(&named.id) } else { found.text.push_str(token) }
            }
            _ => found.text.push_str(token),
        }
        before = token.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Bytes of a quoted text, the quotes included.
fn quoted(text: &str, quote: char) -> usize {
    text.char_indices().skip(1).find(|(_, c)| *c == quote).map_or(text.len(), |(at, c)| at + c.len_utf8())
}

/// Whether the text begins with a UUID that ends there.
fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |(at, b): (usize, &u8)| if matches!(at, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() };
    bytes.len() >= ID
        && bytes.iter().take(ID).enumerate().all(fits)
        && bytes.get(ID).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_' && *b != b'-')
}

/// A query's template with its parameters in place: `?`, or a text that is `'?'`, is the next of them, as a text. None if there are more places than
/// parameters, or fewer.
pub fn fill(template: &str, parameters: &[String]) -> Option<String> {
    let mut left = parameters.iter();
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length)?;
        if matches!(token, "?" | "'?'") {
            filled.push('\'');
            filled.push_str(&left.next()?.replace('\'', "''"));
            filled.push('\'');
        } else {
            filled.push_str(token);
        }
        rest = after;
    }
    left.next().is_none().then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::{fill, read};

    const ID: &str = "0f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";
    const OTHER: &str = "1f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";

    #[test]
    fn stores_are_found_where_they_are_named() {
        let arn = format!("arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/{ID}");
        for (text, stores) in [
            (format!("SELECT * FROM {ID}"), vec![ID.to_owned()]),
            (format!("SELECT * FROM \"{ID}\" WHERE x = '{OTHER}' -- {OTHER}"), vec![ID.to_owned()]),
            (format!("SELECT * FROM {ID} a JOIN {OTHER} b ON a.x=b.x /* {arn} */"), vec![ID.to_owned(), OTHER.to_owned()]),
            (format!("SELECT * FROM {arn}"), vec![arn.clone()]),
            (format!("SELECT * FROM ({arn})"), vec![arn.clone()]),
            (format!("SELECT x{ID}, {ID}x FROM y"), vec![]),
            ("SELECT 'it''s', '".to_owned(), vec![]),
            ("é-/*".to_owned(), vec![]),
        ] {
            assert_eq!(read(&text).stores, stores, "{text}");
        }
        assert_eq!(read(&format!("SELECT 'é' FROM {arn};")).text, format!("SELECT 'é' FROM {ID};"));
        assert_eq!(read(&format!("SELECT 1 FROM {ID}")).text, format!("SELECT 1 FROM {ID}"));
    }

    #[test]
    fn parameters_are_texts_and_all_are_used() {
        let some = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            fill("SELECT '?x' FROM a WHERE t > ? AND u < '?'", &some(&["o'clock", "2"])).unwrap(),
            "SELECT '?x' FROM a WHERE t > 'o''clock' AND u < '2'"
        );
        assert_eq!(fill("SELECT ?", &[]), None);
        assert_eq!(fill("SELECT 1", &some(&["1"])), None);
    }
}
