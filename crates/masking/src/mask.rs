//! Covering what was found.

use crate::Finding;

/// A range of bytes of a text that is not shown: where it begins, and where it ends.
pub type Hidden = (u32, u32);

/// The ranges that cover all findings, in order, none touching another.
pub fn merge(found: &[Finding]) -> Vec<Hidden> {
    let mut ranges: Vec<Hidden> = found
        .iter()
        .filter_map(|one| Some((u32::try_from(one.start).ok()?, u32::try_from(one.end).ok()?)))
        .filter(|(start, end)| start < end)
        .collect();
    ranges.sort_unstable();
    let mut merged: Vec<Hidden> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// A text with an asterisk for each character of the ranges. Ranges that do not fit the text cover all of it from where they begin: what is damaged shows
/// too little rather than too much.
pub fn mask(text: &str, hidden: &[Hidden]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in hidden {
        let (start, end) = (usize::try_from(*start).unwrap_or(usize::MAX), usize::try_from(*end).unwrap_or(usize::MAX));
        if start < at {
            continue;
        }
        match (text.get(at..start), text.get(start..end)) {
            (Some(before), Some(covered)) => {
                shown.push_str(before);
                shown.extend(covered.chars().map(|_| '*'));
                at = end;
            }
            _ => {
                let rest = text.get(at..).unwrap_or_default();
                shown.extend(rest.chars().map(|_| '*'));
                return shown;
            }
        }
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}
