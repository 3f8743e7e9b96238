//! No record, no line of a flow log, makes the detectors panic; what was taken is taken once.
#![no_main]

use detection::engine::{Engine, Lists, Read};
use detection::flow::Format;
use detection::json::Tape;
use detection::memory::Limits;
use detection::sigma::RuleSet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let limits = Limits { principals: 64, accounts: 8, windows: 64, ids: 1024, hosts: 16 };
    let mut engine = Engine::new(Lists::default(), RuleSet::default(), limits);
    let mut tape = Tape::default();
    for line in data.split(|b| *b == b'\n').take(64) {
        if engine.record(&mut tape, line).is_ok() {
            assert_eq!(engine.record(&mut tape, line), Ok(Read::Repeated));
        }
        let text = String::from_utf8_lossy(line);
        let format = Format::of_header(&text).unwrap_or_default();
        if let Ok(flow) = format.read(&text) {
            engine.flow(&flow, &text);
        }
    }
    let state = serde_json::to_string(engine.memory()).expect("a state can be written");
    serde_json::from_str::<detection::memory::Memory>(&state).expect("and read again");
});
