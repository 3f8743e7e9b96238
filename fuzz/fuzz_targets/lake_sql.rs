//! No statement makes the lake's front of SQL panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|sql: &str| {
    let _ = lake::check(sql);
});
