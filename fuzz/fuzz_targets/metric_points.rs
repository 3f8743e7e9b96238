//! No bytes make the reader of kept samples panic, and what it reads is written as it was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use metricmath::Aggregate;

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    while let Some(aggregate) = Aggregate::read(&mut rest) {
        let mut written = Vec::new();
        aggregate.write(&mut written);
        let again = Aggregate::read(&mut written.as_slice()).expect("what was written is readable");
        let mut twice = Vec::new();
        again.write(&mut twice);
        assert_eq!(written, twice);
    }
});
