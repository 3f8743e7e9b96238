//! No answer in XML makes the reading of it panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::protocol::answers::{lowered, read};

fuzz_target!(|data: &[u8]| {
    if let Ok(value) = read(data) {
        let _ = lowered(value);
    }
});
