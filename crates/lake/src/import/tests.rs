#![allow(clippy::string_slice, reason = "tests over ASCII")]

use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::{FaultKind, MAX_RECORD, ObjectReader, Place, RecordReader};

fn event(id: &str) -> String {
    format!(
        r#"{{"eventID":"{id}","eventTime":"2026-01-02T03:04:05Z","awsRegion":"eu-west-1","recipientAccountId":"1","x":{{"a":["}}\"",1.5e3,null]}}}}"#
    )
}

fn read(bytes: &[u8]) -> String {
    let words = RecordReader::with_limit(bytes, 1000).unwrap().map(|found| match found {
        Ok(record) => record.event_id,
        Err(fault) => {
            let Place { line, column, .. } = fault.at;
            let kind = match fault.kind {
                FaultKind::Read(_) => "read".to_owned(),
                FaultKind::Cut => "cut".to_owned(),
                FaultKind::Unexpected(what) => what,
                FaultKind::NotAnObject => "no object".to_owned(),
                FaultKind::TooLong(_) => "long".to_owned(),
                FaultKind::Schema(_) => "schema".to_owned(),
            };
            format!("<{kind} {line}:{column}>")
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn all_forms_are_read() {
    let (a, b, c) = (event("a"), event("b"), event("c"));
    let inner = serde_json::to_string(&a).unwrap();
    for (text, expected) in [
        (String::new(), ""),
        (" \n".into(), ""),
        (a.clone(), "a"),
        (format!("{a}\n{b}\r\n\n{c}\n"), "a b c"),
        (format!("{a}{b}"), "a b"),
        (format!("\u{feff}[{a}, {b}]"), "a b"),
        (format!("[\n{a},\n{b}\n]\n"), "a b"),
        (format!("{{\"Records\":[{a},{b}]}}"), "a b"),
        (format!("{{ \"more\": {{\"x\": [1]}}, \"Records\" : [ {a} , {b} ] , \"y\": [2], \"Records\": [{c}] }}"), "a b c"),
        (format!("{{\"Records\":[{a}]}}\n{{\"Records\":[]}}\n{{\"Records\":[{b}]}}"), "a b"),
        (format!("[{{\"Records\":[{a}]}},{b}]"), "a b"),
        (
            format!("{{\"Events\":[{{\"EventId\":\"a\",\"Username\":\"x\",\"CloudTrailEvent\":{inner}}}],\"NextToken\":\"t\"}}"),
            "a",
        ),
        (a.replace(',', ",\n  ").replace('{', "{\n  "), "a"),
        ("[]".into(), ""),
        ("{}".into(), "<schema 1:1>"),
    ] {
        assert_eq!(read(text.as_bytes()), expected, "{text}");
        assert_eq!(read(&pack(text.as_bytes())), expected, "packed {text}");
    }
}

#[test]
fn what_is_wrong_has_its_place_and_the_rest_is_kept() {
    let (a, b, c) = (event("a"), event("b"), event("c"));
    let half = &b[..30];
    let long = format!(r#"{{"eventID":"{}"}}"#, "x".repeat(2000));
    for (text, expected) in [
        (format!("{a}\n{half}\n{c}"), "a <the end of a line 2:31> c".to_owned()),
        (format!("{a}\n{half}"), "a <cut 2:1>".into()),
        (format!("{a}\n{{\"x\":\n{c}\n{b}"), "a <'{' 4:1> c b".into()),
        (format!("{a}\n{{\"x\":1,\n{c}\n"), "a <'{' 3:1> c".into()),
        (format!("{{\"Records\":[{a},{half}"), format!("a <cut 1:{}>", 14 + a.len())),
        (format!("{{\"Records\":[{a},{half}\n{{\"Records\":[{c}]}}"), format!("a <the end of a line 1:{}> c", 44 + a.len())),
        (format!("[{a}, 7, \"x\", [{b}], {c}]"), {
            let at = 4 + a.len();
            format!("a <no object 1:{at}> <no object 1:{}> <no object 1:{}> c", at + 3, at + 8)
        }),
        (format!("[{a} {b}]"), format!("a <'{{' 1:{}>", 3 + a.len())),
        (format!("[\n{a}\n{b},\n{c}]\n"), "a <'{' 3:1> b c".into()),
        (format!("hello world\n{a}\n"), "<no object 1:1> a".into()),
        (format!("{a}\n\u{0}\u{1}rubbish\n{c}"), "a <'\\x00' 2:1> c".into()),
        (format!("{a}\n{long}\n{c}"), "a <long 2:1> c".into()),
        (format!("{a}\n{}\n{c}", &long[..1500]), "a <long 2:1> c".into()),
        (format!("{a}\n{}", "x".repeat(5000)), "a <no object 2:1>".into()),
        (format!("{a}\n{}\n{c}", "[".repeat(5000)), "a <'[' 2:122> c".into()),
        (format!("{a}\n{}1{}\n{c}", "{\"a\":".repeat(500), "}".repeat(500)), "a <'{' 2:606> c".into()),
        (format!("{a}\n{{\"eventID\":\"b\",}}\n{c}"), "a <'}' 2:16> c".into()),
        (format!("{a}\n{{\"eventID\":07,\"eventTime\":tru}}\n{c}"), "a <schema 2:1> c".into()),
        ("{\"eventID\":\"x\",\"eventTime\":\"soon\"}".into(), "<schema 1:1>".into()),
        ("{\"eventTime\":\"2026-01-02T03:04:05Z\"}".into(), "<schema 1:1>".into()),
        ("{\"Records\":7}".into(), "<schema 1:1>".into()),
    ] {
        assert_eq!(read(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn damaged_archives_give_what_came_before() {
    let many: String = (0..2000).map(|i| event(&format!("{i}")) + "\n").collect();
    let packed = pack(many.as_bytes());
    let mut flipped = packed.clone();
    let middle = flipped.len() / 2;
    flipped[middle..middle + 20].fill(0xff);
    for damaged in [&packed[..packed.len() / 2], &flipped, &packed[..packed.len() - 4]] {
        let found: Vec<_> = RecordReader::new(damaged).unwrap().collect();
        let good = found.iter().filter(|f| f.is_ok()).count();
        assert!(good > 100, "{good}");
        assert!(found.iter().any(|f| matches!(f, Err(fault) if matches!(fault.kind, FaultKind::Read(_)))));
    }
    assert_eq!(read(&packed[..5]), "<read 1:1>");
}

#[test]
fn a_gigabyte_in_one_line_needs_no_memory() {
    let start = event("a") + "\n{\"eventID\":\"";
    let end = event("b");
    let endless = start.as_bytes().chain(std::io::repeat(b'y').take(1 << 26)).chain(&b"\"}\n"[..]).chain(end.as_bytes());
    let found: Vec<_> = RecordReader::new(endless).unwrap().collect();
    assert_eq!(found.len(), 3);
    assert!(matches!(&found[1], Err(fault) if fault.kind == FaultKind::TooLong(MAX_RECORD)));
    assert_eq!(found[2].as_ref().unwrap().event_id, "b");
}

proptest! {
    /// Cut anywhere, split anywhere: what is complete before the cut is read.
    #[test]
    fn a_prefix_gives_a_prefix(count in 1usize..6, cut in 0.0f64..1.0, list in any::<bool>()) {
        let events: Vec<String> = (0..count).map(|i| event(&i.to_string())).collect();
        let text = if list { format!("{{\"Records\":[{}]}}", events.join(",")) } else { events.join("\n") };
        let cut = (text.len() as f64 * cut) as usize;
        let found: Vec<_> = RecordReader::new(&text.as_bytes()[..cut]).unwrap().collect();
        let good = found.iter().filter(|f| f.is_ok()).count();
        let whole = events.iter().filter(|e| text[..cut].contains(e.as_str())).count();
        prop_assert_eq!(good, whole);
        prop_assert!(found.len() <= good + 1);
    }

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(prop_oneof![Just(b'{'), Just(b'}'), Just(b'['), Just(b']'), Just(b'"'), Just(b'\n'), Just(b','), Just(b':'), Just(b'\\'), any::<u8>()], 0..300)) {
        prop_assert!(RecordReader::new(bytes.as_slice()).unwrap().count() <= bytes.len() + 1);
    }
}

/// Gives so many bytes at a time: with few, no value lies whole in what was read.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.len().min(self.1).min(into.len());
        let (now, later) = self.0.split_at(length);
        into[..length].copy_from_slice(now);
        self.0 = later;
        Ok(length)
    }
}

/// What texts are put together of: whole values, parts of them, and what does not belong there.
const PIECES: &[&str] = &[
    r#"{"Records":["#,
    "]}",
    r#"{"a":1}"#,
    r#"{"eventID":"x","b":[1,2,{"c":null}]}"#,
    r#"{"x":"\"}\u00e9"}"#,
    r#"{"k":{"Records":[{}]}}"#,
    r#""Events":["#,
    r#""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\""#,
    "\n",
    "\r\n",
    " ",
    ",",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\"a\"",
    ":",
    "1.5e3",
    "true",
    "nul",
    "é",
];

proptest! {
    #[test]
    fn what_is_read_at_once_is_what_is_read_byte_by_byte(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..16)) {
        let text = pieces.concat();
        let read = |bytes| ObjectReader::new(Slow(text.as_bytes(), bytes)).map(|f| format!("{f:?}")).collect::<Vec<_>>();
        prop_assert_eq!(read(usize::MAX), read(1), "{}", text);
    }
}
