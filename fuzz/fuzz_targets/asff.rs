//! No JSON makes the check of findings, what is made of them in OCSF, the readers of the filters of both or the application of one panic. The finding ends at the
//! first NUL byte, the filter follows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use service_securityhub::{check_finding, filter_event, filter_finding};

fuzz_target!(|text: &str| {
    let (finding, filter) = text.split_once('\0').unwrap_or((text, text));
    let Ok(finding) = serde_json::from_str::<serde_json::Value>(finding) else { return };
    let _ = check_finding(&finding, text.len());
    if let Ok(filter) = serde_json::from_str::<serde_json::Value>(filter) {
        let _ = filter_finding(&filter, &finding, 1_767_225_600_000);
        let _ = filter_event(&filter, &finding, 1_767_225_600_000);
    }
});
