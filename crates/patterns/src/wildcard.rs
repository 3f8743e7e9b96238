//! `wildcard`: `*` stands for any number of characters, `\*` and `\\` for the characters themselves.

/// A wildcard pattern, read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wildcard {
    /// The literal pieces between the stars: one more than there are stars. Only the first and the last may be empty.
    pub(crate) pieces: Vec<String>,
}

/// How many beginnings of pieces may be under way at once, added up over the pieces after a star.
const MAX_COMPLEXITY: usize = 100;

impl Wildcard {
    /// Reads one. The error is AWS' reason.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = vec![String::new()];
        let mut after_star = false;
        let mut chars = text.chars().enumerate();
        while let Some((at, c)) = chars.next() {
            if c == '*' {
                if after_star {
                    return Err(format!("Consecutive wildcard characters at pos {}", at - 1));
                }
                pieces.push(String::new());
                after_star = true;
                continue;
            }
            after_star = false;
            let literal = match c {
                '\\' => match chars.next() {
                    Some((_, escaped @ ('*' | '\\'))) => escaped,
                    _ => return Err(format!("Invalid escape character at pos {at}")),
                },
                other => other,
            };
            if let Some(piece) = pieces.last_mut() {
                piece.push(literal);
            }
        }
        let wildcard = Self { pieces };
        if wildcard.complexity() > MAX_COMPLEXITY {
            return Err(
                "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a \
                        wildcard character"
                    .to_owned(),
            );
        }
        Ok(wildcard)
    }

    /// The most beginnings of pieces after a star that can be under way at once in any text.
    fn complexity(&self) -> usize {
        self.pieces.iter().skip(1).map(|piece| 1 + overlaps(piece.as_bytes())).sum()
    }
}

/// The longest chain of proper beginnings of a text that are also ends of one of its beginnings.
fn overlaps(text: &[u8]) -> usize {
    // The failure function of Knuth, Morris and Pratt, and how long its chains are.
    let mut borders = vec![0_usize; text.len()];
    let mut chains = vec![0_usize; text.len()];
    let mut most = 0;
    for at in 1..text.len() {
        let mut border = borders.get(at - 1).copied().unwrap_or_default();
        while border > 0 && text.get(border) != text.get(at) {
            border = borders.get(border - 1).copied().unwrap_or_default();
        }
        if text.get(border) == text.get(at) {
            border += 1;
        }
        let chain = if border == 0 { 0 } else { 1 + chains.get(border - 1).copied().unwrap_or_default() };
        if let (Some(b), Some(c)) = (borders.get_mut(at), chains.get_mut(at)) {
            (*b, *c) = (border, chain);
        }
        most = most.max(chain);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::{Wildcard, overlaps};

    #[test]
    fn pieces_and_escapes() {
        let pieces = |text: &str| Wildcard::parse(text).map(|w| w.pieces.join("|"));
        assert_eq!(pieces("a*b*"), Ok("a|b|".to_owned()));
        assert_eq!(pieces("*"), Ok("|".to_owned()));
        assert_eq!(pieces(r"\*a\\*"), Ok(r"*a\|".to_owned()));
        assert_eq!(pieces("a**"), Err("Consecutive wildcard characters at pos 1".to_owned()));
        assert_eq!(pieces(r"a\b"), Err("Invalid escape character at pos 1".to_owned()));
        assert_eq!(pieces(r"a\"), Err("Invalid escape character at pos 1".to_owned()));
    }

    #[test]
    fn repeating_sequences_after_a_star_are_bounded() {
        assert_eq!((overlaps(b"abc"), overlaps(b"aaaa"), overlaps(b"abab")), (0, 3, 1));
        assert!(Wildcard::parse(&format!("*{}", "a".repeat(200))).is_err());
        assert!(Wildcard::parse(&"*a".repeat(101)).is_err());
        assert!(Wildcard::parse(&"*a".repeat(20)).is_ok());
    }
}
