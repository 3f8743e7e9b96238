//! No bytes make the readers of OpenTelemetry's messages panic, nor what makes events and points of them; and what is read in JSON is read alike from
//! protocol buffers. The first byte chooses the encoding and the signal.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otlp::Encoding;
use otlp::metrics::{Measured, Sample};
use prost::Message;

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let encoding = if choice & 1 == 0 { Encoding::Protobuf } else { Encoding::Json };
    if choice & 2 == 0 {
        let Ok(request) = encoding.decode_logs(body) else { return };
        let again = Encoding::Protobuf.decode_logs(&request.encode_to_vec());
        if let (Ok(events), Ok(again)) = (otlp::logs::events(&request), again) {
            assert_eq!(otlp::logs::events(&again), Ok(events));
        }
        return;
    }
    let Ok(request) = encoding.decode_metrics(body) else { return };
    let _ = otlp::metrics::namespaces(&request);
    let Ok(read) = otlp::metrics::read(&request, 1_700_000_000) else { return };
    let mut before = None;
    for (_, measured) in read.points {
        match measured {
            Measured::Sample(sample) => assert!(sample.is_sound()),
            Measured::Total { total, extremes, plain, .. } => {
                if let Some(came) = total.since(before.as_ref()) {
                    let _ = Sample::of_total(&came, extremes, plain).is_none_or(|sample| sample.is_sound());
                }
                before = Some(total);
            }
        }
    }
});
