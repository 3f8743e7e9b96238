//! No bytes make decoding and checking of awsQuery forms panic, and what decodes has an audit form.
#![no_main]

mod protocols;

use libfuzzer_sys::fuzz_target;
use wire::model::Protocol;

fuzz_target!(|data: &[u8]| protocols::run(Protocol::Query, data));
