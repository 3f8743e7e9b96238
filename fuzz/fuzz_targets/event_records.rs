//! No file makes the reading of records panic or go on for ever, and no record is longer than the limit.
#![no_main]

use lake::import::RecordReader;
use libfuzzer_sys::fuzz_target;

/// Longest record, bytes: small, so that the limit is met.
const LIMIT: usize = 512;

fuzz_target!(|data: &[u8]| {
    let Ok(reader) = RecordReader::with_limit(data, LIMIT) else { return };
    // Each step takes at least a byte, and a small archive may unpack to much more.
    for record in reader.take(100_000).flatten() {
        assert!(record.text.len() <= LIMIT && !record.event_id.is_empty());
    }
});
