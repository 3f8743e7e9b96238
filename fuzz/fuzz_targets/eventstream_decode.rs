//! No bytes make the frame decoder panic, and a frame that decodes is written as the same frame.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::eventstream::Frame;

fuzz_target!(|data: &[u8]| {
    let Ok((frame, length)) = Frame::decode(data) else { return };
    let written = frame.encode().expect("a frame that was read fits");
    assert_eq!(Frame::decode(&written).expect("a frame that was written is one"), (frame, length));
});
