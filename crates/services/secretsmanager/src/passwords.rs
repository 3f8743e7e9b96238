//! Random passwords: every character equally likely, with each included type where that is asked for.

use plane::{Failure, Ids};
use zeroize::Zeroizing;

use crate::errors::invalid_parameter;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const SPACE: &str = " ";

/// What a password is to be like.
/// See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html>.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Characters.
    pub length: usize,
    /// Characters that must not be in it.
    pub exclude: &'a str,
    /// Without lower-case letters.
    pub no_lower: bool,
    /// Without upper-case letters.
    pub no_upper: bool,
    /// Without digits.
    pub no_numbers: bool,
    /// Without punctuation.
    pub no_punctuation: bool,
    /// With the space.
    pub space: bool,
    /// At least one of each included type.
    pub each_type: bool,
}

impl Wanted<'_> {
    /// What rotations make: without what connection strings and shells stumble over.
    pub fn for_rotation() -> Self {
        Self {
            length: 32,
            exclude: "/@\"'\\",
            no_lower: false,
            no_upper: false,
            no_numbers: false,
            no_punctuation: false,
            space: false,
            each_type: true,
        }
    }
}

/// Draws a password.
///
/// # Errors
/// `InvalidParameterException` where no such password is.
pub fn draw(ids: &Ids, wanted: &Wanted<'_>) -> Result<Zeroizing<String>, Failure> {
    let types = [
        (!wanted.no_lower, LOWER),
        (!wanted.no_upper, UPPER),
        (!wanted.no_numbers, DIGITS),
        (!wanted.no_punctuation, PUNCTUATION),
        (wanted.space, SPACE),
    ];
    let types: Vec<Vec<char>> = types
        .iter()
        .filter(|(included, _)| *included)
        .map(|(_, letters)| letters.chars().filter(|c| !wanted.exclude.contains(*c)).collect())
        .collect();
    let all: Vec<char> = types.iter().flatten().copied().collect();
    if all.is_empty() {
        return Err(invalid_parameter("The password can't be generated: every character is excluded."));
    }
    if wanted.each_type && types.iter().any(Vec::is_empty) {
        return Err(invalid_parameter("The password can't be generated: all characters of a required type are excluded."));
    }
    if wanted.length == 0 || (wanted.each_type && wanted.length < types.len()) {
        return Err(invalid_parameter(format!("Password length {} is too short based on the required types.", wanted.length)));
    }
    let mut drawn: Zeroizing<Vec<char>> = Zeroizing::new(Vec::with_capacity(wanted.length));
    if wanted.each_type {
        for letters in &types {
            drawn.extend(pick(ids, letters));
        }
    }
    while drawn.len() < wanted.length {
        drawn.extend(pick(ids, &all));
    }
    // Where the required ones stand says nothing (Fisher and Yates).
    for at in (1..drawn.len()).rev() {
        drawn.swap(at, below(ids, at + 1));
    }
    Ok(Zeroizing::new(drawn.iter().collect()))
}

fn pick(ids: &Ids, letters: &[char]) -> Option<char> {
    letters.get(below(ids, letters.len())).copied()
}

/// A number below `bound`, each equally likely.
fn below(ids: &Ids, bound: usize) -> usize {
    let bound = u32::try_from(bound).unwrap_or(u32::MAX).max(1);
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_be_bytes(ids.bytes::<4>());
        if drawn < limit {
            return (drawn % bound) as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PUNCTUATION, Wanted, draw};
    use plane::Ids;
    use proptest::prelude::*;

    fn plain(length: usize) -> Wanted<'static> {
        Wanted { length, exclude: "", each_type: false, ..Wanted::for_rotation() }
    }

    #[test]
    fn impossible_wishes_are_refused() {
        let ids = Ids::seeded(1);
        let all_but_digits = Wanted { no_lower: true, no_upper: true, no_punctuation: true, ..plain(8) };
        assert!(draw(&ids, &all_but_digits).unwrap().chars().all(|c| c.is_ascii_digit()));
        assert!(draw(&ids, &Wanted { no_numbers: true, ..all_but_digits.clone() }).is_err());
        assert!(draw(&ids, &Wanted { exclude: "0123456789", ..all_but_digits.clone() }).is_err());
        assert!(draw(&ids, &Wanted { exclude: "0123456789", each_type: true, ..plain(8) }).is_err());
        assert!(draw(&ids, &Wanted { each_type: true, ..plain(3) }).is_err());
        assert_eq!(draw(&ids, &Wanted { each_type: true, ..plain(4) }).unwrap().len(), 4);
    }

    #[test]
    fn every_character_is_equally_likely() {
        let ids = Ids::system();
        let mut counts = std::collections::HashMap::new();
        for _ in 0..60 {
            for c in draw(&ids, &plain(4096)).unwrap().chars() {
                *counts.entry(c).or_insert(0u32) += 1;
            }
        }
        assert_eq!(counts.len(), 94);
        // About 2,614 each, with a standard deviation of 51: eight of them are never seen by chance.
        assert!(counts.values().all(|&n| (2_200..3_030).contains(&n)), "{counts:?}");
    }

    proptest! {
        #[test]
        fn passwords_are_what_was_wanted(length in 5usize..200, excluded in "[a-f0-4!-/]{0,10}", space: bool, seed: u64) {
            let wanted = Wanted { length, exclude: &excluded, space, each_type: true, ..plain(length) };
            let password = draw(&Ids::seeded(seed), &wanted).unwrap();
            prop_assert_eq!(password.chars().count(), length);
            prop_assert!(!password.chars().any(|c| excluded.contains(c)));
            prop_assert!(password.chars().any(|c| c.is_ascii_lowercase()) && password.chars().any(|c| c.is_ascii_uppercase()));
            prop_assert!(password.chars().any(|c| c.is_ascii_digit()) && password.chars().any(|c| PUNCTUATION.contains(c)));
            prop_assert!(!space || password.contains(' '));
        }
    }
}
