//! PEM: the textual encoding of RFC 7468.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// One `BEGIN … END` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Such as `CERTIFICATE`.
    pub label: String,
    /// The bytes inside.
    pub contents: Zeroizing<Vec<u8>>,
}

/// Why a text is not PEM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    /// There is no block at all.
    #[error("there is no PEM block")]
    Missing,
    /// A block does not end, or with another label.
    #[error("a PEM block does not end as it began")]
    Unfinished,
    /// Something other than white space stands between blocks.
    #[error("there is text outside of the PEM blocks")]
    Outside,
    /// A block is not base64 (encrypted keys with headers are not either).
    #[error("a PEM block is not base64")]
    Encoding,
}

/// The blocks of a text. Lines may end in any way and carry white space around them.
///
/// # Errors
/// When the text holds anything else.
pub fn blocks(text: &str) -> Result<Vec<Block>, PemError> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Zeroizing<String>)> = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let begins = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        let ends = line.strip_prefix("-----END ").and_then(|rest| rest.strip_suffix("-----"));
        match (&mut open, begins, ends) {
            (None, Some(label), _) => open = Some((label, Zeroizing::new(String::new()))),
            (Some((label, body)), _, Some(end)) => {
                if *label != end {
                    return Err(PemError::Unfinished);
                }
                let contents = Zeroizing::new(STANDARD.decode(body.as_bytes()).map_err(|_| PemError::Encoding)?);
                blocks.push(Block { label: end.to_owned(), contents });
                open = None;
            }
            (Some((_, body)), None, None) => body.push_str(line),
            (Some(_), Some(_), None) => return Err(PemError::Unfinished),
            (None, ..) => return Err(PemError::Outside),
        }
    }
    match (open, blocks.is_empty()) {
        (Some(_), _) => Err(PemError::Unfinished),
        (None, true) => Err(PemError::Missing),
        (None, false) => Ok(blocks),
    }
}

/// Writes a block, 64 letters a line.
pub fn write(label: &str, contents: &[u8]) -> String {
    let body = STANDARD.encode(contents);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while let Some((line, more)) = rest.split_at_checked(64) {
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
    if !rest.is_empty() {
        text.push_str(rest);
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::{PemError, blocks, write};

    #[test]
    fn what_is_written_is_read() {
        for length in [0, 1, 47, 48, 49, 96, 500] {
            let bytes = vec![7_u8; length];
            let two = format!("{}\r\n  {}", write("A B", &bytes), write("C", b"x"));
            let read = blocks(&two).unwrap();
            assert_eq!((read[0].label.as_str(), read[0].contents.as_slice()), ("A B", bytes.as_slice()));
            assert_eq!(read[1].label, "C");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let good = write("A", b"abc");
        for (text, error) in [
            (String::new(), PemError::Missing),
            ("nonsense".to_owned(), PemError::Outside),
            (format!("{good}trailing"), PemError::Outside),
            (good.replace("END A", "END B"), PemError::Unfinished),
            (good.replace("-----END A-----", ""), PemError::Unfinished),
            ("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n-----END A-----".to_owned(), PemError::Encoding),
        ] {
            assert_eq!(blocks(&text), Err(error), "{text}");
        }
    }
}
