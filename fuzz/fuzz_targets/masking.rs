//! No regular expression of a policy and no message make the search for sensitive data panic, and nothing that is found is shown. The expression ends at the
//! first NUL byte, the message follows.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use masking::{Scanner, managed_names, mask, merge};

static ALL: LazyLock<Option<Scanner>> = LazyLock::new(|| Scanner::new(managed_names(), []).ok());

fuzz_target!(|text: &str| {
    let (regex, message) = text.split_once('\0').unwrap_or((text, text));
    let custom = Scanner::new([], [("Custom", regex)]).ok();
    for scanner in ALL.iter().chain(&custom) {
        let found = scanner.find(message);
        let masked: Vec<char> = mask(message, &merge(&found)).chars().collect();
        for (number, (at, _)) in message.char_indices().enumerate() {
            if found.iter().any(|f| f.start <= at && at < f.end) {
                assert_eq!(masked.get(number), Some(&'*'));
            }
        }
    }
});
