//! The language as its documentation describes it: patterns, events that match, events that do not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use patterns::{Matcher, Pattern, Scratch};
use serde_json::{Value, json};

#[track_caller]
fn check(pattern: Value, yes: &[Value], no: &[Value]) {
    let pattern = pattern.to_string();
    let parsed = Pattern::parse(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let matcher = Matcher::new([&parsed]);
    for (events, expected) in [(yes, true), (no, false)] {
        for event in events {
            assert_eq!(matcher.wants(event.to_string().as_bytes()), expected, "{pattern} of {event}");
        }
    }
}

#[test]
fn values_are_compared_as_they_are_written() {
    check(
        json!({"a": ["x", "y"]}),
        &[json!({"a": "x"}), json!({"a": "y", "b": 1})],
        &[json!({"a": "X"}), json!({"b": "x"}), json!({})],
    );
    check(json!({"a": [300]}), &[json!({"a": 300})], &[json!({"a": "300"}), json!({"a": 300.0}), json!({"a": 3000})]);
    check(json!({"a": [true]}), &[json!({"a": true})], &[json!({"a": "true"}), json!({"a": false})]);
    check(json!({"a": [null]}), &[json!({"a": null})], &[json!({"a": ""}), json!({"a": "null"}), json!({"b": 1})]);
    check(json!({"a": [""]}), &[json!({"a": ""})], &[json!({"a": null}), json!({"a": "x"})]);
    check(json!({"a": ["é\n\"\\"]}), &[json!({"a": "é\n\"\\"})], &[json!({"a": "é"})]);
    let escaped = Matcher::new([&Pattern::parse(r#"{"a\u0062": ["\u00e9\ud83e\udd80"]}"#).unwrap()]);
    assert!(escaped.wants("{\"ab\": \"é🦀\"}".as_bytes()) && escaped.wants(br#"{"\u0061b": "\u00e9\ud83e\udd80"}"#));
}

#[test]
fn fields_are_nested_by_objects_and_by_dots() {
    let event = json!({"detail": {"state": {"status": "up"}}});
    check(
        json!({"detail": {"state": {"status": ["up"]}}}),
        &[event.clone(), json!({"detail": {"state.status": "up"}})],
        &[json!({"detail": {"status": "up"}}), json!({"status": "up"})],
    );
    check(json!({"detail": {"state.status": ["up"]}}), std::slice::from_ref(&event), &[]);
    check(json!({"detail": ["up"]}), &[json!({"detail": "up"})], &[event]);
    // Of several patterns for one field the last one counts.
    let last = Matcher::new([&Pattern::parse(r#"{"a": ["x"], "a": ["y"]}"#).unwrap()]);
    assert!(last.wants(br#"{"a": "y"}"#) && !last.wants(br#"{"a": "x"}"#));
}

#[test]
fn prefixes_and_suffixes() {
    check(
        json!({"a": [{"prefix": "eu-"}]}),
        &[json!({"a": "eu-"}), json!({"a": "eu-west-1"})],
        &[json!({"a": "EU-west-1"}), json!({"a": "eu"}), json!({"a": 1})],
    );
    check(
        json!({"a": [{"prefix": ""}]}),
        &[json!({"a": ""}), json!({"a": "x"})],
        &[json!({"a": 1}), json!({"a": null}), json!({})],
    );
    check(
        json!({"a": [{"suffix": ".png"}]}),
        &[json!({"a": "x.png"}), json!({"a": ".png"})],
        &[json!({"a": "x.PNG"}), json!({"a": "png"})],
    );
    check(
        json!({"a": [{"prefix": {"equals-ignore-case": "ÄB"}}]}),
        &[json!({"a": "äbc"}), json!({"a": "ÄBC"})],
        &[json!({"a": "abc"})],
    );
    check(json!({"a": [{"suffix": {"equals-ignore-case": ".Png"}}]}), &[json!({"a": "x.pNG"})], &[json!({"a": "xpng"})]);
    check(
        json!({"a": [{"equals-ignore-case": "Alice"}]}),
        &[json!({"a": "aLICE"})],
        &[json!({"a": "alice "}), json!({"a": ["bob"]})],
    );
}

#[test]
fn anything_but() {
    check(
        json!({"a": [{"anything-but": "x"}]}),
        &[json!({"a": "y"}), json!({"a": 1}), json!({"a": null}), json!({"a": ["x", "y"]})],
        &[json!({"a": "x"}), json!({}), json!({"a": []})],
    );
    check(json!({"a": [{"anything-but": ["x", "y"]}]}), &[json!({"a": "z"})], &[json!({"a": "x"}), json!({"a": "y"})]);
    check(
        json!({"a": [{"anything-but": 300}]}),
        &[json!({"a": 301}), json!({"a": "300"})],
        &[json!({"a": 300}), json!({"a": 300.0}), json!({"a": 3e2})],
    );
    check(json!({"a": [{"anything-but": [1, 2]}]}), &[json!({"a": 3})], &[json!({"a": 1}), json!({"a": 2})]);
    check(
        json!({"a": [{"anything-but": {"prefix": "init"}}]}),
        &[json!({"a": "x"}), json!({"a": 5})],
        &[json!({"a": "init"}), json!({"a": "initial"})],
    );
    check(
        json!({"a": [{"anything-but": {"prefix": ["a", "b"]}}]}),
        &[json!({"a": "c"})],
        &[json!({"a": "ax"}), json!({"a": "bx"})],
    );
    check(json!({"a": [{"anything-but": {"suffix": ".txt"}}]}), &[json!({"a": "x.png"})], &[json!({"a": "x.txt"})]);
    check(
        json!({"a": [{"anything-but": {"suffix": [".txt", ".rtf"]}}]}),
        &[json!({"a": "x"})],
        &[json!({"a": "x.txt"}), json!({"a": "x.rtf"})],
    );
    check(
        json!({"a": [{"anything-but": {"equals-ignore-case": "x"}}]}),
        &[json!({"a": "y"})],
        &[json!({"a": "X"}), json!({"a": "x"})],
    );
    check(
        json!({"a": [{"anything-but": {"equals-ignore-case": ["x", "y"]}}]}),
        &[json!({"a": "z"})],
        &[json!({"a": "X"}), json!({"a": "Y"})],
    );
    check(
        json!({"a": [{"anything-but": {"wildcard": "*/lib/*"}}]}),
        &[json!({"a": "/usr/bin/x"})],
        &[json!({"a": "/usr/lib/x"})],
    );
    check(
        json!({"a": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]}),
        &[json!({"a": "x"})],
        &[json!({"a": "/lib/x"}), json!({"a": "/bin/"})],
    );
    check(json!({"a": [{"anything-but": {"prefix": {"equals-ignore-case": "X"}}}]}), &[json!({"a": "y"})], &[json!({"a": "xy"})]);
    check(json!({"a": [{"anything-but": "x"}, "x"]}), &[json!({"a": "x"}), json!({"a": "y"})], &[json!({})]);
}

#[test]
fn numbers_and_ranges() {
    check(
        json!({"a": [{"numeric": ["=", 300]}]}),
        &[json!({"a": 300}), json!({"a": 300.0}), json!({"a": 3.0e2})],
        &[json!({"a": "300"}), json!({"a": 300.000001})],
    );
    check(
        json!({"a": [{"numeric": [">", 0, "<=", 5]}]}),
        &[json!({"a": 0.000001}), json!({"a": 5}), json!({"a": [9, 3]})],
        &[json!({"a": 0}), json!({"a": 5.000001}), json!({"a": -1})],
    );
    check(
        json!({"a": [{"numeric": ["<", -1]}, {"numeric": [">=", 10]}]}),
        &[json!({"a": -2}), json!({"a": 10}), json!({"a": 5e9})],
        &[json!({"a": -1}), json!({"a": 9.9}), json!({"a": 5.1e9})],
    );
}

#[test]
fn addresses() {
    check(
        json!({"ip": [{"cidr": "10.0.0.0/24"}]}),
        &[json!({"ip": "10.0.0.0"}), json!({"ip": "10.0.0.255"})],
        &[json!({"ip": "10.0.1.0"}), json!({"ip": "x"}), json!({"ip": 10})],
    );
    check(
        json!({"ip": [{"cidr": "10.0.0.9/8"}, {"cidr": "2001:db8::/32"}, {"cidr": "0.0.0.1/32"}]}),
        &[json!({"ip": "10.9.9.9"}), json!({"ip": "2001:db8::1"}), json!({"ip": "0.0.0.1"})],
        &[json!({"ip": "2001:db9::1"}), json!({"ip": "0.0.0.2"})],
    );
    check(json!({"ip": [{"cidr": "0.0.0.0/0"}]}), &[json!({"ip": "1.2.3.4"})], &[json!({"ip": "::1"})]);
}

#[test]
fn existence_is_of_leaves() {
    check(
        json!({"a": {"b": [{"exists": true}]}}),
        &[json!({"a": {"b": null}}), json!({"a": {"b": [0]}})],
        &[json!({"a": {}}), json!({"a": {"b": {}}}), json!({"a": {"b": {"c": 1}}}), json!({"a": {"b": []}})],
    );
    check(
        json!({"a": {"b": [{"exists": false}]}}),
        &[json!({"a": {}}), json!({}), json!({"a": {"b": {"c": 1}}}), json!({"a": {"b": []}})],
        &[json!({"a": {"b": null}}), json!({"a": {"b": ["x"]}})],
    );
    check(json!({"a": [{"exists": false}, "x"]}), &[json!({}), json!({"a": "x"})], &[json!({"a": "y"})]);
}

#[test]
fn wildcards() {
    check(
        json!({"a": [{"wildcard": "dir/*.png"}]}),
        &[json!({"a": "dir/x.png"}), json!({"a": "dir/.png"})],
        &[json!({"a": "dir/x.gif"}), json!({"a": "x/dir/x.png"})],
    );
    check(json!({"a": [{"wildcard": "*"}]}), &[json!({"a": ""}), json!({"a": "x"})], &[json!({"a": 1})]);
    check(json!({"a": [{"wildcard": r"\*x\\*"}]}), &[json!({"a": r"*x\"}), json!({"a": r"*x\y"})], &[json!({"a": "ax"})]);
    check(json!({"a": [{"wildcard": "a*a"}]}), &[json!({"a": "aa"}), json!({"a": "aba"})], &[json!({"a": "a"})]);
}

#[test]
fn lists_offer_each_of_their_values() {
    check(
        json!({"r": ["x"]}),
        &[json!({"r": ["y", "x"]}), json!({"r": [["x"]]})],
        &[json!({"r": []}), json!({"r": [{"x": "x"}]})],
    );
    let event =
        json!({"e": [{"first": "A", "last": "B"}, {"first": "C", "last": "D", "tags": [{"k": "1"}, {"k": "2", "v": "3"}]}]});
    check(json!({"e": {"first": ["A"], "last": ["B"]}}), std::slice::from_ref(&event), &[]);
    check(json!({"e": {"first": ["A"], "last": ["D"]}}), &[], std::slice::from_ref(&event));
    check(json!({"e": {"first": ["C"], "tags": {"k": ["2"], "v": ["3"]}}}), std::slice::from_ref(&event), &[]);
    check(json!({"e": {"first": ["C"], "tags": {"k": ["1"], "v": ["3"]}}}), &[], std::slice::from_ref(&event));
    check(json!({"e": {"first": ["A"], "tags": {"k": [{"exists": false}]}}}), std::slice::from_ref(&event), &[]);
    check(json!({"e": {"first": ["C"], "tags": {"k": [{"exists": false}]}}}), &[], std::slice::from_ref(&event));
    check(json!({"e": {"tags": {"k": ["1"], "v": [{"exists": false}]}}}), std::slice::from_ref(&event), &[]);
    check(json!({"e": {"tags": {"k": ["2"], "v": [{"exists": false}]}}}), &[], &[event]);
}

#[test]
fn or_multiplies_out() {
    let pattern =
        json!({"source": ["s"], "$or": [{"a": [1]}, {"b": [2], "c": [3]}], "detail": {"$or": [{"x": ["1"]}, {"y": ["1"]}]}});
    check(
        pattern,
        &[json!({"source": "s", "a": 1, "detail": {"x": "1"}}), json!({"source": "s", "b": 2, "c": 3, "detail": {"y": "1"}})],
        &[
            json!({"source": "s", "b": 2, "detail": {"y": "1"}}),
            json!({"source": "s", "a": 1}),
            json!({"a": 1, "detail": {"x": "1"}}),
        ],
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        ("", 1, "Unexpected end of input"),
        ("[]", 1, "Filter is not an object"),
        ("{}", 1, "Empty objects are not allowed"),
        ("{\"a\": {}}", 7, "Empty objects are not allowed"),
        ("{\"a\": []}", 7, "Empty arrays are not allowed"),
        ("{\"a\": \"x\"}", 7, "\"a\" must be an object or an array"),
        ("{\"a\": [[]]}", 8, "Match value must be String, number, true, false, or null"),
        ("{\"a\": [{\"like\": 1}]}", 9, "Unrecognized match type like"),
        ("{\"a\": [{}]}", 8, "Match expression name not found"),
        ("{\"a\": [{\"prefix\": \"x\", \"suffix\": \"y\"}]}", 24, "Only one key allowed in match expression"),
        ("{\"a\": [{\"prefix\": 1}]}", 19, "prefix match pattern must be a string"),
        ("{\"a\": [{\"suffix\": {\"x\": \"y\"}}]}", 20, "Unsupported suffix pattern: x"),
        ("{\"a\": [{\"exists\": \"x\"}]}", 19, "exists match pattern must be either true or false."),
        ("{\"a\": [{\"numeric\": 1}]}", 20, "Value of numeric must be an array."),
        ("{\"a\": [{\"numeric\": [1]}]}", 21, "Invalid member in numeric match"),
        ("{\"a\": [{\"numeric\": [\"!\", 1]}]}", 21, "Unrecognized numeric range operator: !"),
        ("{\"a\": [{\"numeric\": [\">\", \"x\"]}]}", 26, "Value of > must be numeric"),
        ("{\"a\": [{\"numeric\": [\">\", 5, \"<\", 1]}]}", 20, "Bottom must be less than top"),
        ("{\"a\": [{\"numeric\": [\">\", 5, \">\", 9]}]}", 29, "Bad numeric range operator: >"),
        ("{\"a\": [{\"numeric\": [\"<\", 5, \">\", 9]}]}", 29, "Too many elements in numeric expression"),
        ("{\"a\": [{\"numeric\": [\">\", 5e10]}]}", 26, "Value must be between -5.0e9 and 5.0e9, inclusive"),
        ("{\"a\": [{\"cidr\": \"10.0.0.0\"}]}", 17, "Malformed CIDR, one '/' required"),
        ("{\"a\": [{\"cidr\": \"10.0.0.0/33\"}]}", 17, "IPv4 mask bits must be between 0 and 32"),
        ("{\"a\": [{\"cidr\": \"10.0.0/3\"}]}", 17, "Malformed IP address in CIDR"),
        ("{\"a\": [{\"wildcard\": \"a**\"}]}", 21, "Consecutive wildcard characters at pos 1"),
        (
            "{\"a\": [{\"anything-but\": [1, \"x\"]}]}",
            25,
            "Inside anything but list, either all values are number or string, mixed type is not supported",
        ),
        ("{\"a\": [{\"anything-but\": [null]}]}", 26, "Inside anything but list, start|null|boolean is not supported."),
        ("{\"a\": [{\"anything-but\": {\"prefix\": \"\"}}]}", 36, "Null prefix/suffix not allowed"),
        ("{\"a\": [{\"anything-but\": {\"exists\": true}}]}", 26, "Unsupported anything-but pattern: exists"),
        ("{\"$or\": {}}", 9, "It must be an Array followed with $or."),
        ("{\"$or\": [{\"a\": [1]}]}", 9, "There must have at least 2 Objects in $or relationship."),
        ("{\"$or\": [{\"a\": [1]}, 2]}", 22, "Only JSON object is allowed in array of $or relationship."),
        ("{\"$or\": [{\"a\": [1]}, {\"prefix\": [1]}]}", 23, "prefix is a reserved field name which cannot be used inside $or."),
        ("{\"a\": [\"x\"],}", 13, "Unexpected character ('}'): expected a field name in double quotes"),
        ("{\"a\": [01]}", 9, "Unexpected character ('1'): a number does not begin with 0"),
        ("{\"a\": [\"x\n\"]}", 10, "Unexpected character ('\\n'): expected the closing quote of a string"),
    ];
    for (text, column, reason) in cases {
        let error = Pattern::parse(text).expect_err(text);
        assert!(error.reason.starts_with(reason), "{text}: {error}");
        assert_eq!((error.position.line, error.position.column), (1, column), "{text}: {error}");
    }
    let error = Pattern::parse("{\n  \"a\": [\"x\"],\n  \"b\": 5\n}").unwrap_err();
    assert_eq!((error.position.line, error.position.column), (3, 8));
    let deep = format!("{}[1]{}", "{\"a\":".repeat(101), "}".repeat(101));
    assert!(Pattern::parse(&deep).unwrap_err().reason.starts_with("Nested deeper than 100"));
    let or = "\"$or\": [{\"a\": [1]}, {\"b\": [1]}]";
    let wide = (0..10).map(|i| format!("\"n{i}\": {{{or}}}")).collect::<Vec<_>>().join(",");
    assert!(Pattern::parse(&format!("{{{wide}}}")).unwrap_err().reason.contains("more than 1000 combinations"));
}

#[test]
fn rules_of_a_bus_are_told_apart() {
    let patterns: Vec<Pattern> = (0..2_000)
        .map(|i| {
            let text = json!({"source": ["app", format!("app{}", i % 7)], "detail": {"id": [format!("{i}")], "n": [{"numeric": [">", i % 5]}]}});
            Pattern::parse(&text.to_string()).unwrap()
        })
        .collect();
    let matcher = Matcher::new(&patterns);
    let mut scratch = Scratch::default();
    for i in [0, 3, 1_999] {
        let event = json!({"source": "app", "detail": {"id": i.to_string(), "n": 9}}).to_string();
        assert_eq!(matcher.matches(event.as_bytes(), &mut scratch), Ok([i].as_slice()));
        let small = json!({"source": "app", "detail": {"id": i.to_string(), "n": i % 5}}).to_string();
        assert_eq!(matcher.matches(small.as_bytes(), &mut scratch), Ok([].as_slice()));
    }
    assert!(matcher.matches(b"[]", &mut scratch).is_err() && matcher.matches(b"{\"source\": \"a", &mut scratch).is_err());
}

#[test]
fn hostile_events_cost_little() {
    let pattern =
        json!({"a": {"x": [1], "p": [{"exists": false}]}, "b": {"y": [1], "q": [{"exists": false}]}, "c": {"z": ["never"]}});
    let matcher = Matcher::new([&Pattern::parse(&pattern.to_string()).unwrap()]);
    let elements = |names: &str| vec![names; 10_000].join(",");
    let event = format!(
        "{{\"a\": [{}], \"b\": [{}], \"c\": {{\"z\": \"x\"}}}}",
        elements("{\"x\":1,\"p\":1}"),
        elements("{\"y\":1,\"q\":1}")
    );
    assert!(!matcher.wants(event.as_bytes()));
    let event = format!("{{\"a\": [{}], \"b\": [{}], \"c\": {{\"z\": \"x\"}}}}", elements("{\"x\":1}"), elements("{\"y\":1}"));
    assert!(!matcher.wants(event.as_bytes()));
    assert!(!matcher.wants(format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes()));
}
