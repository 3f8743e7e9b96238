//! No file of Sigma rules makes loading or matching panic.
#![no_main]

use detection::event::Call;
use detection::json::Tape;
use libfuzzer_sys::fuzz_target;

const EVENT: &str = r#"{"eventID":"1","eventTime":"2024-01-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","requestParameters":{"userName":"é*?"}}"#;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(rules) = detection::sigma::load(text) else { return };
    let mut tape = Tape::default();
    let call = Call::read(tape.read(EVENT).expect("JSON")).expect("a call");
    for rule in rules.into_iter().flatten() {
        rule.matches(&call);
    }
});
