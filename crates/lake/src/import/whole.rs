//! The common case of reading: a value that lies whole in what was read already, on one line, and has nothing wrong. It is found in one pass without
//! keeping an account of each byte. Everything else is left to the scanner, which says what is wrong and where.

use super::scan::{Expect, MAX_DEPTH};

/// Strings up to this long are looked through byte by byte, which is over before a wide search has begun.
const SHORT: usize = 16;

/// Length of the value that the bytes begin with; `None` when it is not whole, not on one line, or not as JSON has it.
pub(super) fn value(bytes: &[u8]) -> Option<usize> {
    look(bytes, true)
}

/// The same of an object none of whose own members is a list, so that it is no wrapper around records.
pub(super) fn record(bytes: &[u8]) -> Option<usize> {
    look(bytes, false)
}

fn look(bytes: &[u8], lists: bool) -> Option<usize> {
    use Expect::{Colon, CommaOrEnd, Key, KeyOrEnd, Value, ValueOrEnd};
    // Which of the containers around are objects: a bit each, the innermost last.
    let (mut objects, mut depth) = (0_u128, 0_usize);
    let mut expect = Value;
    let mut at = 0;
    loop {
        let byte = *bytes.get(at)?;
        let inside_object = objects & 1 == 1;
        match (expect, byte) {
            (_, b' ' | b'\t' | b'\r') => at += 1,
            (Value | ValueOrEnd, b'{' | b'[') if depth < MAX_DEPTH => {
                if byte == b'[' && depth == 1 && !lists {
                    return None;
                }
                objects = objects << 1 | u128::from(byte == b'{');
                depth += 1;
                expect = if byte == b'{' { KeyOrEnd } else { ValueOrEnd };
                at += 1;
            }
            (Value | ValueOrEnd | Key | KeyOrEnd, b'"') => {
                at = string(bytes, at + 1)?;
                expect = if matches!(expect, Key | KeyOrEnd) { Colon } else { CommaOrEnd };
            }
            (Value | ValueOrEnd, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => {
                let part = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z');
                at += bytes.get(at..)?.iter().position(|b| !part(b))?;
                expect = CommaOrEnd;
            }
            (Colon, b':') => {
                expect = Value;
                at += 1;
            }
            (CommaOrEnd, b',') if depth > 0 => {
                expect = if inside_object { Key } else { Value };
                at += 1;
            }
            (KeyOrEnd | CommaOrEnd, b'}') if depth > 0 && inside_object => {
                (objects, depth) = (objects >> 1, depth - 1);
                expect = CommaOrEnd;
                at += 1;
            }
            (ValueOrEnd | CommaOrEnd, b']') if depth > 0 && !inside_object => {
                (objects, depth) = (objects >> 1, depth - 1);
                expect = CommaOrEnd;
                at += 1;
            }
            _ => return None,
        }
        if depth == 0 && expect == CommaOrEnd {
            return Some(at);
        }
    }
}

/// Where a string ends that begins at `at`, behind its closing quote.
fn string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let near = rest.iter().take(SHORT).position(|b| matches!(b, b'"' | b'\\' | b'\n'));
        at += match near {
            Some(found) => found,
            None => SHORT + memchr::memchr3(b'"', b'\\', b'\n', rest.get(SHORT..)?)?,
        };
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' if bytes.get(at + 1)? != &b'\n' => at += 2,
            _ => return None,
        }
    }
}
