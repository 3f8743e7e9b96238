//! No file of a list makes its reader panic, in whatever form it is said to be; what is read is read again from its plain form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use service_guardduty::lists::{Bounds, Entries, Format, read};

fuzz_target!(|data: &[u8]| {
    let Some((form, text)) = data.split_first() else { return };
    let formats = [Format::Txt, Format::Stix, Format::OtxCsv, Format::AlienVault, Format::ProofPoint, Format::FireEye];
    let format = formats[usize::from(*form) % formats.len()];
    let bounds = Bounds { domains: form & 0x40 != 0, most: 1_000 };
    if let Ok(entries) = read(format, text, bounds) {
        assert!(!entries.0.is_empty() && entries.0.len() <= bounds.most);
        assert_eq!(read(Format::Txt, entries.to_text().as_bytes(), bounds).as_ref(), Ok(&entries));
        assert_eq!(Entries::of_text(&entries.to_text()), entries);
        entries.prefixes();
    }
});
