//! Patterns and messages as AWS's documentation and command reference have them, and what is between their lines.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "test helpers")]

use filters::FilterPattern;

fn pattern(text: &str) -> FilterPattern {
    FilterPattern::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn check(text: &str, yes: &[&str], no: &[&str]) {
    let pattern = pattern(text);
    for message in yes {
        assert!(pattern.matches(message), "{text} should match {message}");
    }
    for message in no {
        assert!(!pattern.matches(message), "{text} should not match {message}");
    }
}

const LINES: [&str; 5] = [
    "[ERROR 400] BAD REQUEST",
    "[ERROR 401] UNAUTHORIZED REQUEST",
    "[ERROR 419] MISSING ARGUMENTS",
    "[ERROR 420] INVALID ARGUMENTS",
    "[INFO 200] error free",
];

#[test]
fn words() {
    let [bad, unauthorized, missing, invalid, info] = LINES;
    check("ERROR", &[bad, unauthorized, missing, invalid, "Exiting with ERRORCODE: -1"], &[info]);
    check("ERROR ARGUMENTS", &[missing, invalid], &[bad, unauthorized, info]);
    check("?ERROR ?INFO", &LINES, &["nothing"]);
    check("ERROR -ARGUMENTS", &[bad, unauthorized], &[missing, invalid, info]);
    check("\"ERROR\" - \"Exiting\"", &[bad, "[ERROR] Unable"], &["[ERROR] Exiting"]);
    check("-ERROR", &[info], &[bad]);
    check("\"BAD REQUEST\"", &[bad], &[unauthorized]);
    check("\"say \\\"hi\\\"\"", &["they say \"hi\" loudly"], &["say hi"]);
    check("REQUEST ?BAD ?UNAUTHORIZED", &[bad, unauthorized, "REQUEST"], &[missing]);
    check("", &LINES, &[]);
    check("  ", &LINES, &[]);
    check("größe", &["die größe"], &["grosse"]);
}

#[test]
fn regular_expressions() {
    check("%AUTHORIZED%", &["[ERROR 401] UNAUTHORIZED REQUEST", "[SUCCESS 200] AUTHORIZED REQUEST"], &["[ERROR 400]"]);
    check("%^ERROR|^WARN%", &["ERROR x", "WARN y"], &["an ERROR"]);
    check("%colou?r%", &["color", "colour"], &["colur"]);
    check("%10\\.10\\.0\\.1%", &["at 10.10.0.1"], &["10010.0.1"]);
    check("%\\d{3}[a-z]+$%", &["x 123abc"], &["123"]);
    check("?%^a% ?%b$%", &["ax", "xb"], &["xax"]);
    check("-%[0-9]% x", &["x"], &["x 1"]);
    assert_eq!(pattern("{ $.a = %x% && $.b = %y% }").regexes(), 2);
}

#[test]
fn fields() {
    let line = r#"127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 404 1534"#;
    let other = r#"127.0.0.9 - frank [10/Oct/2000:13:35:22 -0700] "GET /index.html HTTP/1.0" 200 5324"#;
    check("[ip, id, user, timestamp, request, status_code, size]", &[line, other], &["a b"]);
    check("[ip, user_id, username, timestamp, request, status_code=404, bytes]", &[line], &[other]);
    check("[ip, id, user, timestamp, request, status_code = 4*, size]", &[line], &[other]);
    check("[..., status_code = 4*, size > 1000]", &[line], &[other]);
    check("[..., size > 1534]", &[other], &[line]);
    check("[ip, ..., size]", &[line, other, "a b"], &["a"]);
    check("[ip=%127\\.0\\.0\\.[1-5]%, ...]", &[line], &[other]);
    check("[ip, id, user, timestamp, request=\"*.html*\", status_code, size]", &[other], &[line]);
    check("[ip, id, user, timestamp, request, status_code=404 || status_code=410, size]", &[line], &[other]);
    check("[w1=ERROR, w2]", &["ERROR now"], &["WARN now", "ERROR now then", "ERROR"]);
    check("[w1!=ERROR&&w1!=WARN, w2]", &["INFO x"], &["ERROR x", "WARN x"]);
    check("[(w1=A || w1=B) && w1!=B, ...]", &["A", "A x"], &["B", "C"]);
    check("[a, b = \"x y\"]", &["1 [x y]", "1 \"x y\""], &["1 x y"]);
    assert_eq!(
        pattern("[ip, id, user, timestamp, request, status_code = 4*, size]").extract(line),
        [
            ("$ip", "127.0.0.1"),
            ("$id", "-"),
            ("$user", "frank"),
            ("$timestamp", "10/Oct/2000:13:35:22 -0700"),
            ("$request", "GET /apache_pb.gif HTTP/1.0"),
            ("$status_code", "404"),
            ("$size", "1534"),
        ]
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
    );
    let tail = pattern("[ip, ..., size]");
    let size = tail.reference("$size").unwrap();
    assert_eq!(tail.resolve(&size, line).as_deref(), Some("1534"));
    assert_eq!(tail.reference("$other"), None);
    assert_eq!(tail.reference("size"), None);
}

const EVENT: &str = r#"{"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value", "another value"],
 "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null, "ThisFlag": true, "errorCode": 400,
 "text": "404", "latency": 1.5e2, "deep": {"er": {"key with space": "x\"y"}}, "a.b": 1, "empty": {}}"#;

#[test]
fn members() {
    for (text, expected) in [
        (r#"{ $.eventType = "UpdateTrail" }"#, true),
        ("{ $.eventType = UpdateTrail }", true),
        ("{$.eventType=Update*}", true),
        (r#"{ $.eventType = "*Trail" }"#, true),
        (r#"{ $.eventType = "U*a*T*l" }"#, true),
        (r#"{ $.eventType = "Trail" }"#, false),
        (r#"{ $.eventType = "U*ai*il" }"#, false),
        ("{ $.sourceIPAddress != 123.123.* }", true),
        ("{ $.sourceIPAddress != 111.111.* }", false),
        (r#"{ $.arrayKey[0] = "value" }"#, true),
        (r#"{ $.arrayKey[1] = "value" }"#, false),
        (r#"{ $.arrayKey[*] = "another value" }"#, true),
        ("{ $.arrayKey[7] NOT EXISTS }", true),
        ("{ $.objectList[1].id = 2 }", true),
        ("{ $.objectList[*].id = 3 }", false),
        ("{ $.SomeObject IS NULL }", true),
        ("{ $.eventType IS NULL }", false),
        ("{ $.SomeOtherObject IS NULL }", false),
        ("{ $.SomeOtherObject NOT EXISTS }", true),
        ("{ $.SomeObject NOT EXISTS }", false),
        ("{ $.ThisFlag IS TRUE }", true),
        ("{ $.ThisFlag is true }", true),
        ("{ $.ThisFlag IS FALSE }", false),
        ("{ $.errorCode = 400 }", true),
        ("{ $.errorCode = 4* }", true),
        ("{ $.errorCode >= 400 && $.errorCode < 4.01e2 }", true),
        ("{ $.errorCode <= 399 }", false),
        ("{ $.latency > 149 }", true),
        ("{ $.latency = 150 }", true),
        ("{ $.text = 404 }", true),
        ("{ $.text > 403 }", true),
        ("{ $.eventType > 1 }", false),
        ("{ $.eventType = %^Update[A-Z]% }", true),
        ("{ $.eventType != %Trail% }", false),
        ("{ $.missing = 1 }", false),
        ("{ $.missing != 1 }", true),
        ("{ $.missing = \"*\" }", false),
        ("{ $.empty = \"*\" }", true),
        ("{ $.SomeObject = \"*\" }", false),
        (r#"{ $.deep.er['key with space'] = "x\"y" }"#, true),
        (r#"{ $.deep.er.["key with space"] = "x*" }"#, true),
        ("{ $['a.b'] = 1 }", true),
        ("{ $.objectList.name = a }", false),
        (r#"{ $.eventType = "UpdateTrail" || $.errorCode = 1 && $.errorCode = 2 }"#, true),
        (r#"{ ($.eventType = "UpdateTrail" || $.errorCode = 1) && $.errorCode = 2 }"#, false),
        (r#"{ (($.errorCode = 400) && ($.missing NOT EXISTS)) }"#, true),
    ] {
        assert_eq!(pattern(text).matches(EVENT), expected, "{text}");
    }
    for message in ["", "text", "\"x\"", "{", "{\"a\": 1} tail", "[", "{\"a\" 1}"] {
        assert!(!pattern("{ $.missing NOT EXISTS }").matches(message), "{message}");
    }
    check("{ $[0].a = 1 }", &["[{\"a\": 1}]"], &["[1]", "{}"]);
    let found = pattern(r#"{ $.eventType = "*" && $.errorCode > 1 && $.missing NOT EXISTS }"#).extract(EVENT);
    assert_eq!(found, [("$.eventType", "UpdateTrail"), ("$.errorCode", "400")].map(|(n, v)| (n.to_owned(), v.to_owned())));
    let any = pattern("{ $.errorCode = 400 }");
    let latency = any.reference("$.latency").unwrap();
    assert_eq!(any.resolve(&latency, EVENT).as_deref(), Some("150"));
    assert_eq!(any.reference("1"), None);
    assert_eq!(pattern("ERROR").reference("$.latency"), None);
}

#[test]
fn mistakes_are_placed() {
    for (text, position, reason) in [
        ("foo-bar", 3, "Invalid character(s) in term 'foo-bar'"),
        ("ERROR level:x", 11, "Invalid character(s) in term 'level:x'"),
        ("\"open", 0, "a quotation mark is not closed"),
        ("\"\"", 0, "a quoted term is empty"),
        ("x ?", 3, "a term is expected"),
        ("%x", 0, "the percent sign of a regular expression is not closed"),
        ("%%", 1, "a regular expression is empty"),
        ("%(a)%", 1, "'(' is not supported in a regular expression"),
        ("%something!%", 10, "'!' is not supported in a regular expression"),
        ("%a{2%", 1, "'a{2' is not a regular expression"),
        ("%[%", 1, "'[' is not a regular expression"),
        ("{ $.a = }", 8, "a value is expected"),
        ("{ $.a }", 6, "one of = != < <= > >= is expected"),
        ("{ a = 1 }", 2, "a selector that begins with '$' is expected"),
        ("{ $. = 1 }", 4, "the name of a member is expected"),
        ("{ $ = 1 }", 3, "'.' or '[' is expected"),
        ("{ $.a[x] = 1 }", 6, "the number of an element is expected"),
        ("{ $.a > x }", 8, "a number is expected"),
        ("{ $.a = 1 & $.b = 2 }", 10, "'&&', '||' or '}' is expected"),
        ("{ $.a = 1 ", 10, "'&&', '||' or '}' is expected"),
        ("{ ($.a = 1 }", 11, "')' is expected"),
        ("{ $.a IS NIL }", 9, "NULL, TRUE or FALSE is expected"),
        ("{ $.a NOT NULL }", 10, "EXISTS is expected"),
        ("{ $.a = 1 } x", 12, "nothing may follow '}'"),
        ("{ }", 2, "a selector that begins with '$' is expected"),
        ("[]", 1, "the name of a field is expected"),
        ("[a, b", 5, "one of = != < <= > >= is expected"),
        ("[a b]", 3, "one of = != < <= > >= is expected"),
        ("[..., a, ...]", 12, "there is one ellipsis at most"),
        ("[a = 1 && b = 2]", 10, "a condition on the field 'a' is expected"),
        ("{ $.a = %x% && $.b = %y% && $.c = %z% }", 0, "a pattern of JSON has at most 2 regular expressions"),
    ] {
        let error = FilterPattern::parse(text).expect_err(text);
        assert_eq!((error.position, error.reason.as_str()), (position, reason), "{text}");
    }
    let deep = format!("{{ {}$.a = 1{} }}", "(".repeat(40), ")".repeat(40));
    assert!(FilterPattern::parse(&deep).unwrap_err().reason.contains("32 deep"));
    assert!(FilterPattern::parse(&"a".repeat(1025)).unwrap_err().reason.contains("1024"));
}
