//! No configuration and no message make a transformer panic, and what comes out is JSON of a bounded size. The configuration ends at the first NUL byte, the
//! message follows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use transformers::{MAX_BYTES, Transformer};

fuzz_target!(|text: &str| {
    let (config, message) = text.split_once('\0').unwrap_or((text, text));
    let Ok(config) = serde_json::from_str::<Value>(config) else { return };
    let Ok(transformer) = Transformer::new(&config) else { return };
    if let Ok(transformed) = transformer.transform(message) {
        assert!(serde_json::from_str::<Value>(&transformed).is_ok_and(|value| value.is_object()));
        // Escapes make texts longer, six times at most.
        assert!(transformed.len() <= 8 * MAX_BYTES);
    }
});
