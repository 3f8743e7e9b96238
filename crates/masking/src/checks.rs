//! What digits and letters must add up to.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Everything.
pub(crate) fn any(_: &str) -> bool {
    true
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => *digit,
            _ => digit * 2 % 10 + digit / 5,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The numbers of test cards, which are nobody's.
const TEST_CARDS: &[&str] = &[
    "122000000000003",
    "2222405343248877",
    "2222990905257051",
    "2223007648726984",
    "2223577120017656",
    "30569309025904",
    "34343434343434",
    "3528000700000000",
    "3530111333300000",
    "3566002020360505",
    "36148900647913",
    "36700102000000",
    "371449635398431",
    "378282246310005",
    "378734493671000",
    "38520000023237",
    "4012888888881881",
    "4111111111111111",
    "4222222222222",
    "4444333322221111",
    "4462030000000000",
    "4484070000000000",
    "4911830000000",
    "4917300800000000",
    "4917610000000000",
    "4917610000000000003",
    "5019717010103742",
    "5105105105105100",
    "5111010030175156",
    "5185540810000019",
    "5200828282828210",
    "5204230080000017",
    "5204740009900014",
    "5420923878724339",
    "5454545454545454",
    "5455330760000018",
    "5506900490000436",
    "5506900490000444",
    "5506900510000234",
    "5506920809243667",
    "5506922400634930",
    "5506927427317625",
    "5553042241984105",
    "5555553753048194",
    "5555555555554444",
    "5610591081018250",
    "6011000990139424",
    "6011000400000000",
    "6011111111111117",
    "630490017740292441",
    "630495060000000000",
    "6331101999990016",
    "6759649826438453",
    "6799990100000000019",
    "76009244561",
];

/// A card's number: 13 to 19 digits of an issuer's prefix that pass Luhn's check, and not one that is reserved for tests.
pub(crate) fn card(text: &str) -> bool {
    let all = digits(text);
    let prefix = |count: usize| all.iter().take(count).fold(0, |number, digit| number * 10 + digit);
    let issued = matches!(prefix(1), 4)
        || matches!(prefix(2), 34 | 36 | 37 | 38 | 39 | 51..=55 | 62 | 65)
        || matches!(prefix(3), 300..=305 | 644..=649)
        || matches!(prefix(4), 2221..=2720 | 3528..=3589 | 5019 | 6011);
    let plain: String = text.chars().filter(char::is_ascii_digit).collect();
    (13..=19).contains(&all.len()) && issued && luhn(&all) && !TEST_CARDS.contains(&plain.as_str())
}

/// A number of the United States' social security: none that are never given out.
pub(crate) fn ssn(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_digit).collect();
    let (area, group, serial) = (plain.get(..3), plain.get(3..5), plain.get(5..));
    plain.len() == 9
        && area.is_some_and(|area| area != "000" && area != "666" && !area.starts_with('9'))
        && group.is_some_and(|group| group != "00")
        && serial.is_some_and(|serial| serial != "0000")
}

/// A taxpayer's number of the United States.
pub(crate) fn itin(text: &str) -> bool {
    let all = digits(text);
    let group = all.iter().skip(3).take(2).fold(0, |number, digit| number * 10 + digit);
    all.len() == 9 && all.first() == Some(&9) && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// An address of the Internet.
pub(crate) fn address(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok() || text.contains(':') && text.parse::<Ipv6Addr>().is_ok()
}

/// A secret key: no word of one kind of characters only.
pub(crate) fn secret(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_uppercase())
        && text.bytes().any(|b| b.is_ascii_lowercase())
        && text.bytes().any(|b| b.is_ascii_digit())
}

/// An international bank account number: the remainder by 97 is 1.
pub(crate) fn iban(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((front, rest)) = plain.split_at_checked(4) else { return false };
    let mut remainder = 0_u32;
    for c in rest.chars().chain(front.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    plain.len() <= 34 && remainder == 1
}

/// The check digit of a vehicle's number.
pub(crate) fn vin(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c.to_ascii_uppercase() {
        d @ '0'..='9' => d.to_digit(10),
        'A' | 'J' => Some(1),
        'B' | 'K' | 'S' => Some(2),
        'C' | 'L' | 'T' => Some(3),
        'D' | 'M' | 'U' => Some(4),
        'E' | 'N' | 'V' => Some(5),
        'F' | 'W' => Some(6),
        'G' | 'P' | 'X' => Some(7),
        'H' | 'Y' => Some(8),
        'R' | 'Z' => Some(9),
        _ => None,
    };
    let sum: Option<u32> = text.chars().zip(WEIGHTS).map(|(c, weight)| Some(value(c)? * weight)).sum();
    let expected = sum.map(|sum| match sum % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('?'),
    });
    text.len() == 17 && text.chars().nth(8).map(|c| c.to_ascii_uppercase()) == expected
}

/// A provider's number of the United States: Luhn's check, behind the prefix of health cards.
pub(crate) fn provider(text: &str) -> bool {
    let all: Vec<u32> = [8, 0, 8, 4, 0].into_iter().chain(digits(text)).collect();
    all.len() == 15 && luhn(&all)
}

/// A number of the United States' drug enforcement.
pub(crate) fn enforcement(text: &str) -> bool {
    let all = digits(text);
    let [a, b, c, d, e, f, check] = all.as_slice() else { return false };
    (a + c + e + 2 * (b + d + f)) % 10 == *check
}

/// A number of the United Kingdom's health service.
pub(crate) fn health_service(text: &str) -> bool {
    let all = digits(text);
    let sum: u32 = all.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    all.len() == 10 && all.last() == Some(&check)
}

/// A social insurance number of Canada.
pub(crate) fn insurance(text: &str) -> bool {
    let all = digits(text);
    all.len() == 9 && all.first().is_some_and(|first| !matches!(first, 0 | 8)) && luhn(&all)
}

/// Check digits of Brazil, by weights that fall from `first` to 2 and begin again at `again`.
fn brazilian(all: &[u32], places: usize, again: u32) -> bool {
    let check = |count: usize| {
        let weights = (2..=again).cycle();
        let sum: u32 = all.iter().take(count).rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
        match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
    };
    let differ = all.windows(2).any(|pair| pair.first() != pair.last());
    all.len() == places
        && differ
        && all.get(places - 2) == Some(&check(places - 2))
        && all.get(places - 1) == Some(&check(places - 1))
}

/// A person's number of Brazil.
pub(crate) fn cpf(text: &str) -> bool {
    brazilian(&digits(text), 11, 11)
}

/// A company's number of Brazil.
pub(crate) fn cnpj(text: &str) -> bool {
    brazilian(&digits(text), 14, 9)
}

/// The letter of Spain's identity numbers.
pub(crate) fn dni(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let lead = plain.get(..1).and_then(|first| "XYZ".find(first));
    let body = plain.get(usize::from(lead.is_some())..plain.len().saturating_sub(1)).unwrap_or_default();
    let number = format!("{}{body}", lead.map(|at| at.to_string()).unwrap_or_default()).parse::<usize>().ok();
    let letter = number.and_then(|number| "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(number % 23));
    letter.is_some() && plain.chars().last() == letter
}

/// A number of France's INSEE: the rest by 97.
pub(crate) fn insee(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((body, key)) = plain.split_at_checked(13) else { return false };
    match (body.parse::<u64>(), key.parse::<u64>()) {
        (Ok(body), Ok(key)) => key == 97 - body % 97,
        _ => false,
    }
}
