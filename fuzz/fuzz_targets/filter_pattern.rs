//! No text makes the reader of filter patterns or the matcher of messages panic. The pattern ends at the first NUL byte, the message follows.

#![no_main]

use filters::FilterPattern;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (pattern, message) = text.split_once('\0').unwrap_or((text, text));
    let Ok(pattern) = FilterPattern::parse(pattern) else { return };
    let _ = (pattern.matches(message), pattern.extract(message));
});
