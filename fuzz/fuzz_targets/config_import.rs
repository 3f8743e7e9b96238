//! No file makes the reading of configuration items panic or go on for ever; an item that is taken names its resource, and is written again as it was read.
#![no_main]

use lake::import::ObjectReader;
use libfuzzer_sys::fuzz_target;
use service_config::foreign::read::read;

/// Longest item, bytes: small, so that the limit is met.
const LIMIT: usize = 4 << 10;
/// The present: in 2026.
const NOW: i64 = 1_790_000_000_000;

fuzz_target!(|data: &[u8]| {
    let reader = ObjectReader::of(data, &["configurationItems", "baseConfigurationItems"], LIMIT);
    for (_, text) in reader.take(10_000).flatten() {
        assert!(text.len() <= LIMIT);
        let Ok(value) = serde_json::from_slice(&text) else { continue };
        let Ok(given) = read(value, NOW) else { continue };
        assert!(
            !given.item.kind.is_empty()
                && !given.item.kind.contains('|')
                && !given.item.id.is_empty()
                && given.item.account.len() == 12
        );
        let again = read(given.item.delivered(), NOW).expect("an item that was read can be read again");
        assert_eq!((again.item.kind, again.item.id, again.item.at), (given.item.kind, given.item.id, given.item.at));
    }
});
