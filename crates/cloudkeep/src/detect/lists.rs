//! Lists of addresses and domains, a line each. Of lines with commas the first part counts, as in lists that are exported as CSV.

use std::path::PathBuf;

use detection::engine::Lists;
use detection::net::{Prefix, PrefixSet};

use super::Outcome;

/// Longest list, bytes. AWS takes 35 MB.
const MAX_LIST: u64 = 256 << 20;

/// Reads lists.
///
/// # Errors
/// When a file cannot be read. Lines that are neither address nor domain are counted and told.
pub fn read(trusted: &[PathBuf], threats: &[PathBuf], tor: &[PathBuf], outcome: &mut Outcome) -> Result<Lists, String> {
    let mut lists = Lists::default();
    for path in trusted {
        each(path, outcome, |entry| addresses(&mut lists.trusted, entry))?;
    }
    for path in tor {
        each(path, outcome, |entry| addresses(&mut lists.tor, entry))?;
    }
    for path in threats {
        each(path, outcome, |entry| {
            if addresses(&mut lists.custom, entry) {
                return true;
            }
            let host = entry.split_once("://").map_or(entry, |(_, rest)| rest).split(['/', ':']).next().unwrap_or_default();
            let domain = host.contains('.')
                && host.len() <= 253
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'*'));
            if domain {
                lists.domains.insert(host);
            }
            domain
        })?;
    }
    Ok(lists)
}

fn addresses(set: &mut PrefixSet, entry: &str) -> bool {
    Prefix::parse(entry).map(|prefix| set.insert(prefix)).is_some()
}

fn each(path: &PathBuf, outcome: &mut Outcome, mut take: impl FnMut(&str) -> bool) -> Result<(), String> {
    let fail = |why: String| format!("{}: {why}", path.display());
    let meta = std::fs::metadata(path).map_err(|e| fail(e.to_string()))?;
    if meta.len() > MAX_LIST {
        return Err(fail(format!("longer than the {MAX_LIST} bytes that a list may have")));
    }
    let text = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    for (number, line) in String::from_utf8_lossy(&text).lines().enumerate() {
        let entry = line.split(['#', ',', ';']).next().unwrap_or_default().trim().trim_matches('"');
        if !entry.is_empty() && !take(entry) {
            outcome.skip(path, format!("line {}: neither an address, a network nor a domain", number + 1));
        }
    }
    Ok(())
}
