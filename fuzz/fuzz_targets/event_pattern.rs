//! No text makes the reader of event patterns or the scanner of events panic. The pattern ends at the first NUL byte, the event follows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use patterns::{Matcher, Pattern, Scratch};

fuzz_target!(|text: &str| {
    let (pattern, event) = text.split_once('\0').unwrap_or((text, text));
    let Ok(pattern) = Pattern::parse(pattern) else { return };
    let mut scratch = Scratch::default();
    let matcher = Matcher::new([&pattern]);
    let once = matcher.matches(event.as_bytes(), &mut scratch).map(<[u32]>::to_vec);
    // What is kept between events changes nothing.
    assert_eq!(matcher.matches(event.as_bytes(), &mut scratch).map(<[u32]>::to_vec), once);
});
