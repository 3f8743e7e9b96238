//! No text makes the reader of lookup tables panic, and what it reads is read again as it was written.

#![no_main]

use insights::Table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(table) = Table::from_csv(text) else { return };
    let again = Table::from_csv(&table.to_csv()).expect("what was written is read");
    assert_eq!((again.columns, again.rows), (table.columns, table.rows));
});
