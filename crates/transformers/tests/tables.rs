//! What processors make of messages.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "test helpers")]

use proptest::prelude::*;
use serde_json::{Value, json};
use transformers::Transformer;

fn transform(config: &Value, message: &str) -> Result<Value, String> {
    let transformer = Transformer::new(config).map_err(|error| format!("config: {error}"))?;
    let text = transformer.transform(message).map_err(|error| error.to_string())?;
    Ok(serde_json::from_str(&text).unwrap())
}

#[test]
fn parsers() {
    let apache = r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326"#;
    for (config, message, expected) in [
        (json!([{"parseJSON": {}}]), r#"{"a": {"b": 1}}"#, json!({"a": {"b": 1}})),
        (json!([{"parseJSON": {"destination": "new"}}]), r#"{"a": 1}"#, json!({"new": {"a": 1}})),
        (
            json!([{"parseJSON": {}}, {"parseJSON": {"source": "a", "destination": "b"}}]),
            r#"{"a": "{\"c\": 1}"}"#,
            json!({"a": "{\"c\": 1}", "b": {"c": 1}}),
        ),
        (
            json!([{"grok": {"match": "%{NOTSPACE:version} %{NOTSPACE:account}"}}]),
            "293 account ignored",
            json!({"version": "293", "account": "account"}),
        ),
        (
            json!([{"grok": {"match": "%{WORD:http.method} %{URIPATHPARAM:http.path}"}}]),
            "GET /x?y=1",
            json!({"http": {"method": "GET", "path": "/x?y=1"}}),
        ),
        (
            json!([{"grok": {"match": "%{APACHE_ACCESS_LOG}"}}]),
            apache,
            json!({"clientip": "127.0.0.1", "ident": "-", "auth": "frank", "timestamp": "10/Oct/2000:13:55:36 -0700", "verb": "GET",
                   "request": "/a.gif", "httpversion": "1.0", "response": "200", "bytes": "2326"}),
        ),
        (
            json!([{"grok": {"match": "%{TIMESTAMP_ISO8601:at} %{LOGLEVEL:level} %{GREEDYDATA:text}"}}]),
            "2026-11-27T10:00:00.123Z ERROR it broke",
            json!({"at": "2026-11-27T10:00:00.123Z", "level": "ERROR", "text": "it broke"}),
        ),
        (json!([{"csv": {"columns": ["a", "b"]}}]), "1,\"x, \"\"y\"\"\",3", json!({"a": "1", "b": "x, \"y\"", "column_3": "3"})),
        (json!([{"csv": {"delimiter": "\\t", "destination": "d"}}]), "1\t2", json!({"d": {"column_1": "1", "column_2": "2"}})),
        (json!([{"parseKeyValue": {}}]), "a=1&b=x=y&c", json!({"a": "1", "b": "x=y"})),
        (
            json!([{"parseKeyValue": {"destination": "kv", "fieldDelimiter": ";", "keyValueDelimiter": ":", "keyPrefix": "p_", "nonMatchValue": "none"}}]),
            "a:1; b ;",
            json!({"kv": {"p_a": "1", "p_b": "none"}}),
        ),
        (
            json!([{"parseVPC": {}}]),
            "2 123456789010 eni-abc123de 192.0.2.0 192.0.2.24 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
            json!({"version": 2, "accountId": "123456789010", "interfaceId": "eni-abc123de", "srcAddr": "192.0.2.0", "dstAddr": "192.0.2.24",
                   "srcPort": 20641, "dstPort": 22, "protocol": 6, "packets": 20, "bytes": 4249, "start": 1_418_530_010, "end": 1_418_530_070,
                   "action": "ACCEPT", "logStatus": "OK"}),
        ),
        (
            json!([{"parseRoute53": {}}]),
            "1.0 2017-12-13T08:15:50.235Z Z123412341234 example.com AAAA NOERROR TCP IAD12 192.0.2.0 198.51.100.0/24",
            json!({"version": 1.0, "queryTimestamp": "2017-12-13T08:15:50.235Z", "hostZoneId": "Z123412341234", "queryName": "example.com",
                   "queryType": "AAAA", "responseCode": "NOERROR", "protocol": "TCP", "edgeLocation": "IAD12", "resolverIp": "192.0.2.0",
                   "ednsClientSubnet": "198.51.100.0/24"}),
        ),
        (
            json!([{"parsePostgres": {}}]),
            "2019-03-10 03:54:59 UTC:10.0.0.123(52834):postgres@logtestdb:[20175]:ERROR: column \"x\" does not exist",
            json!({"logTime": "2019-03-10 03:54:59 UTC", "srcIp": "10.0.0.123(52834)", "userName": "postgres", "dbName": "logtestdb",
                   "processId": "20175", "logLevel": "ERROR"}),
        ),
        (
            json!([{"parseWAF": {}}]),
            r#"{"action": "BLOCK", "httpRequest": {"headers": [{"name": "Host", "value": "x.com"}], "uri": "/"}}"#,
            json!({"action": "BLOCK", "httpRequest": {"headers": {"Host": "x.com"}, "uri": "/"}}),
        ),
    ] {
        assert_eq!(transform(&config, message), Ok(expected), "{config}");
    }
    let cloudfront = "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.24\tGET\td1.cloudfront.net\t/index.html\t200\t-\tMozilla\t-\t-\tHit\tid==\td1.cloudfront.net\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE\tHit\tHTTP/2.0\t-\t-";
    let found = transform(&json!([{"parseCloudfront": {}}]), cloudfront).unwrap();
    assert_eq!(
        (&found["sc-bytes"], &found["time-taken"], &found["cs(Host)"]),
        (&json!(392), &json!(0.001), &json!("d1.cloudfront.net"))
    );
    for (config, message) in [
        (json!([{"parseJSON": {}}]), "no json"),
        (json!([{"parseJSON": {}}]), "[1]"),
        (json!([{"grok": {"match": "%{IPV4:ip}"}}]), "nothing"),
        (json!([{"csv": {}}]), "\"open"),
        (json!([{"parseVPC": {}}]), "2 1"),
        (json!([{"parsePostgres": {}}]), "x"),
        (json!([{"parseJSON": {}}, {"grok": {"source": "a", "match": "%{INT:i}"}}]), "{}"),
    ] {
        assert!(transform(&config, message).is_err(), "{config}");
    }
}

#[test]
fn mutators() {
    let message = r#"{"outer": {"inner": "value"}, "other": {}, "text": " Some TEXT ", "n": "42.9", "flag": "TRUE", "list": [{"k": "a", "v": 1}, {"k": "b", "v": 2}, {"k": "a", "v": 3}], "at": "27/Nov/2026:10:11:12 +0100"}"#;
    let base: Value = serde_json::from_str(message).unwrap();
    let with = |change: fn(&mut Value)| {
        let mut changed = base.clone();
        change(&mut changed);
        changed
    };
    for (processor, expected) in [
        (
            json!({"addKeys": {"entries": [{"key": "outer.new", "value": "x"}, {"key": "n", "value": "y"}]}}),
            with(|v| v["outer"]["new"] = json!("x")),
        ),
        (json!({"addKeys": {"entries": [{"key": "n", "value": "y", "overwriteIfExists": true}]}}), with(|v| v["n"] = json!("y"))),
        (json!({"deleteKeys": {"withKeys": ["outer.inner", "absent"]}}), with(|v| v["outer"] = json!({}))),
        (
            json!({"moveKeys": {"entries": [{"source": "outer.inner", "target": "other"}]}}),
            with(|v| {
                v["outer"] = json!({});
                v["other"] = json!({"inner": "value"});
            }),
        ),
        (
            json!({"renameKeys": {"entries": [{"key": "n", "renameTo": "m"}, {"key": "flag", "renameTo": "text"}]}}),
            with(|v| {
                let n = v.as_object_mut().unwrap().remove("n").unwrap();
                v["m"] = n;
            }),
        ),
        (
            json!({"copyValue": {"entries": [{"source": "outer.inner", "target": "copied.here"}]}}),
            with(|v| v["copied"] = json!({"here": "value"})),
        ),
        (json!({"lowerCaseString": {"withKeys": ["text"]}}), with(|v| v["text"] = json!(" some text "))),
        (json!({"upperCaseString": {"withKeys": ["text", "absent"]}}), with(|v| v["text"] = json!(" SOME TEXT "))),
        (json!({"trimString": {"withKeys": ["text"]}}), with(|v| v["text"] = json!("Some TEXT"))),
        (json!({"splitString": {"entries": [{"source": "n", "delimiter": "."}]}}), with(|v| v["n"] = json!(["42", "9"]))),
        (
            json!({"substituteString": {"entries": [{"source": "text", "from": "(Some) (TEXT)", "to": "$2$1a $"}]}}),
            with(|v| v["text"] = json!(" TEXTSomea $ ")),
        ),
        (
            json!({"typeConverter": {"entries": [{"key": "n", "type": "integer"}, {"key": "flag", "type": "boolean"}]}}),
            with(|v| {
                v["n"] = json!(42);
                v["flag"] = json!(true);
            }),
        ),
        (json!({"typeConverter": {"entries": [{"key": "n", "type": "double"}]}}), with(|v| v["n"] = json!(42.9))),
        (
            json!({"listToMap": {"source": "list", "key": "k", "valueKey": "v", "target": "map"}}),
            with(|v| v["map"] = json!({"a": [1, 3], "b": [2]})),
        ),
        (
            json!({"listToMap": {"source": "list", "key": "k", "valueKey": "v", "target": "map", "flatten": true, "flattenedElement": "last"}}),
            with(|v| v["map"] = json!({"a": 3, "b": 2})),
        ),
        (
            json!({"dateTimeConverter": {"source": "at", "target": "iso", "matchPatterns": ["yyyy", "dd/MMM/yyyy:HH:mm:ss Z"]}}),
            with(|v| v["iso"] = json!("2026-11-27T09:11:12.000Z")),
        ),
        (
            json!({"dateTimeConverter": {"source": "at", "target": "at", "matchPatterns": ["dd/MMM/yyyy:HH:mm:ss Z"], "targetFormat": "EEE, d MMMM yy h:mm a XXX", "targetTimezone": "America/New_York"}}),
            with(|v| v["at"] = json!("Fri, 27 November 26 4:11 AM -05:00")),
        ),
    ] {
        let config = json!([{"parseJSON": {}}, processor]);
        assert_eq!(transform(&config, message), Ok(expected), "{config}");
    }
    for processor in [
        json!({"typeConverter": {"entries": [{"key": "text", "type": "integer"}]}}),
        json!({"lowerCaseString": {"withKeys": ["outer"]}}),
        json!({"listToMap": {"source": "text", "key": "k"}}),
        json!({"dateTimeConverter": {"source": "at", "target": "x", "matchPatterns": ["yyyy-MM-dd"]}}),
        json!({"moveKeys": {"entries": [{"source": "n", "target": "text"}]}}),
    ] {
        assert!(transform(&json!([{"parseJSON": {}}, processor]), message).is_err(), "{processor}");
    }
}

#[test]
fn times() {
    let read = |pattern: &str, zone: &str, text: &str| {
        let config = json!([{"parseJSON": {}}, {"dateTimeConverter": {"source": "t", "target": "t", "matchPatterns": [pattern], "sourceTimezone": zone}}]);
        transform(&config, &json!({"t": text}).to_string()).ok().and_then(|v| v["t"].as_str().map(str::to_owned))
    };
    for (pattern, zone, text, expected) in [
        ("yyyy-MM-dd HH:mm:ss", "Europe/Berlin", "2026-07-01 12:00:00", Some("2026-07-01T10:00:00.000Z")),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "UTC", "2026-07-01T12:00:00.5+02:00", Some("2026-07-01T10:00:00.500Z")),
        ("yyyyMMddHHmmss", "UTC", "20260701120000", Some("2026-07-01T12:00:00.000Z")),
        ("MMM d, yyyy h:mm a", "UTC", "Jul 1, 2026 12:05 AM", Some("2026-07-01T00:05:00.000Z")),
        ("EEEE, dd MMMM yyyy HH:mm:ss z", "UTC", "Wednesday, 01 July 2026 12:00:00 GMT", Some("2026-07-01T12:00:00.000Z")),
        ("dd.MM.yy", "+02:00", "01.07.26", Some("2026-06-30T22:00:00.000Z")),
        ("yyyy-MM-dd", "UTC", "2026-13-01", None),
        ("yyyy-MM-dd", "UTC", "2026-01-01x", None),
        ("QQ", "UTC", "1", None),
        ("yyyy", "Nowhere/Land", "2026", None),
    ] {
        assert_eq!(read(pattern, zone, text).as_deref(), expected, "{pattern} {text}");
    }
}

#[test]
fn configurations_are_checked() {
    for (config, part) in [
        (json!([]), "1 to 20"),
        (json!({}), "list"),
        (json!([{"addKeys": {"entries": [{"key": "a", "value": "b"}]}}]), "must be a parser"),
        (json!([{"parseJSON": {}}, {"parseVPC": {}}]), "must be the first"),
        (json!([{"grok": {"match": "%{INT:a}"}}, {"grok": {"match": "%{INT:a}"}}]), "at most one grok"),
        (json!(vec![json!({"parseJSON": {}}); 6]), "at most 5 parsers"),
        (json!([{"parseJSON": {}, "csv": {}}]), "one member"),
        (json!([{"parseToOCSF": {}}]), "not supported"),
        (json!([{"grok": {"match": "%{NOPE:a}"}}]), "no pattern NOPE"),
        (json!([{"grok": {"match": "%{INT}"}}]), "has a name"),
        (json!([{"parseJSON": {"source": "a.b.c.d"}}]), "more than 3"),
        (
            json!([{"parseJSON": {}}, {"substituteString": {"entries": [{"source": "a", "from": "(", "to": ""}]}}]),
            "substituteString",
        ),
        (json!([{"parseJSON": {}}, {"deleteKeys": {"withKeys": []}}]), "1 to 5"),
        (json!([{"parseVPC": {"source": "x"}}]), "@message"),
    ] {
        let error = Transformer::new(&config).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn what_comes_out_is_bounded() {
    let many: serde_json::Map<String, Value> = (0..201).map(|n| (format!("k{n}"), json!(n))).collect();
    let error = transform(&json!([{"parseJSON": {}}]), &Value::Object(many).to_string()).unwrap_err();
    assert!(error.contains("200 fields"), "{error}");
    let grow = json!({"entries": [{"source": "a", "from": "a", "to": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]});
    let config = json!([{"parseJSON": {}}, {"substituteString": grow}, {"substituteString": grow}, {"substituteString": grow}, {"substituteString": grow}]);
    assert!(transform(&config, r#"{"a": "a"}"#).unwrap_err().contains("too"));
}

proptest! {
    #[test]
    fn nothing_panics(message in "(?s).{0,80}|[0-9 :/+-]{0,30}|\\{\"a\": \"[a-z0-9,=& ]{0,20}\"\\}", pattern in "[yMdHhmsSaEXxZzV'. :/-]{1,12}", grok in "(%\\{(INT|WORD|DATA|IP):[a-z.]{1,4}\\}|[a-z .*]){1,4}") {
        for config in [
            json!([{"parseJSON": {}}, {"dateTimeConverter": {"source": "a", "target": "b", "matchPatterns": [pattern.clone()], "targetFormat": pattern}}]),
            json!([{"grok": {"match": grok}}]),
            json!([{"csv": {}}]),
            json!([{"parseKeyValue": {}}]),
            json!([{"parsePostgres": {}}]),
            json!([{"parseVPC": {}}]),
        ] {
            let _ = transform(&config, &message);
        }
    }
}
