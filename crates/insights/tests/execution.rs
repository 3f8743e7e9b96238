//! What queries find.

mod support;

use insights::{Inputs, Record, ResultRow, Table, compile};
use support::{HOUR, RANGE, START, evaluate, record, records, run, run_with, value, values};

#[test]
fn functions_compute_what_is_documented() {
    let line = r#"{"n":-2.5,"s":"Hello","empty":"","blank":"  ","ip":"10.1.2.3","six":"2001:db8::1","flag":true,"arr":"[1,\"a\"]","ms":1642195111000}"#;
    for (expression, result) in [
        ("2 + 3 * 4", Some("14")),
        ("2 ^ 3", Some("8")),
        ("10 % 3", Some("1")),
        ("(1 - 4) / 2", Some("-1.5")),
        ("1 / 0", None),
        ("-n", Some("2.5")),
        ("abs(n)", Some("2.5")),
        ("ceil(n)", Some("-2")),
        ("floor(n)", Some("-3")),
        ("greatest(1, 5, 3)", Some("5")),
        ("least(4, 2)", Some("2")),
        ("log(1)", Some("0")),
        ("log(0)", None),
        ("sqrt(16)", Some("4")),
        ("sqrt(n)", None),
        ("round(2.567, 2)", Some("2.57")),
        ("round(2.5)", Some("3")),
        ("haversine(52.52, 13.405, 48.8566, 2.3522) > 870", Some("1")),
        ("toInt('7.9')", Some("7")),
        ("toNumber('x')", None),
        ("n", Some("-2.5")),
        ("flag", Some("1")),
        ("missing", None),
        ("ispresent(s)", Some("1")),
        ("ispresent(missing)", Some("0")),
        ("isempty(empty)", Some("1")),
        ("isempty(missing)", Some("1")),
        ("isempty(blank)", Some("0")),
        ("isblank(blank)", Some("1")),
        ("coalesce(missing, s)", Some("Hello")),
        ("case(n > 0, 'p', n < 0, 'm', 'z')", Some("m")),
        ("case(n > 0, 'p')", None),
        ("if(missing = 1, 'a', 'b')", Some("b")),
        ("isNumeric(n)", Some("1")),
        ("isNumeric(s)", Some("0")),
        ("concat(s, '-', n)", Some("Hello--2.5")),
        ("ltrim('xyZxyfooxyZ', 'xyZ')", Some("fooxyZ")),
        ("rtrim('xyZfooxyxyZ', 'xyZ')", Some("xyZfoo")),
        ("trim('xyZxyfooxyxyZ', 'xyZ')", Some("foo")),
        ("trim('  a ')", Some("a")),
        ("strlen('äöü')", Some("3")),
        ("messageSize('äöü')", Some("6")),
        ("toupper(s)", Some("HELLO")),
        ("tolower(s)", Some("hello")),
        ("substr('xyZfooxyZ', 3, 3)", Some("foo")),
        ("substr(s, 2)", Some("llo")),
        ("replace('foo', 'o', '0')", Some("f00")),
        ("regexReplace('a1b22', '[0-9]+', '#')", Some("a#b#")),
        ("strcontains(s, 'ell')", Some("1")),
        ("strcontains(s, 'ELL')", Some("0")),
        ("strcontains(s, 'ELL', true)", Some("1")),
        ("startsWith(s, 'He')", Some("1")),
        ("endsWith(s, 'He')", Some("0")),
        ("urlencode('a b/ä')", Some("a%20b%2F%C3%A4")),
        ("urldecode('a%20b%2F%C3%A4+c')", Some("a b/ä c")),
        ("urldecode('%zz')", None),
        ("base64encode('hi')", Some("aGk=")),
        ("base64decode('aGk=')", Some("hi")),
        ("split('a,b', ',')", Some("[\"a\",\"b\"]")),
        ("hexToAscii('48656c6c6f')", Some("Hello")),
        ("hexToDec('0xff')", Some("255")),
        ("decToHex(255)", Some("0xff")),
        ("decToHex(-1)", Some("-0x1")),
        ("md5('')", Some("d41d8cd98f00b204e9800998ecf8427e")),
        ("sha256('')", Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
        ("isValidIp(ip)", Some("1")),
        ("isValidIpV4(six)", Some("0")),
        ("isValidIpV6(six)", Some("1")),
        ("isIpInSubnet(ip, '10.0.0.0/8')", Some("1")),
        ("isIpv4InSubnet(ip, '10.1.2.4/32')", Some("0")),
        ("isIpv6InSubnet(six, '2001:db8::/32')", Some("1")),
        ("isIpInSubnet(six, '0.0.0.0/0')", Some("0")),
        ("isIpInSubnet(ip, '0.0.0.0/0')", Some("1")),
        ("ipv4ToNumber('0.0.1.2')", Some("258")),
        ("isPrivateIP(ip)", Some("1")),
        ("isPublicIP('8.8.8.8')", Some("1")),
        ("isReservedIP('127.0.0.1')", Some("1")),
        ("jsonParse(arr)[1]", Some("a")),
        ("jsonParse('{\"a\":{\"b\":3}}').a.b", Some("3")),
        ("jsonParse('7')", None),
        ("jsonStringify(jsonParse('{\"a\": 1}'))", Some("{\"a\":1}")),
        ("jsonArraySize(arr)", Some("2")),
        ("jsonArrayContains(arr, 'a')", Some("1")),
        ("toupper(jsonParse(arr))", None),
        ("fromMillis(ms)", Some("2022-01-14 21:18:31.000")),
        ("toMillis(@timestamp)", Some("1767322800000")),
        ("@timestamp", Some("2026-01-02 03:00:00.000")),
        ("@ingestionTime", Some("2026-01-02 03:00:00.005")),
        ("now()", Some("1767326400")),
        ("queryTimeRange()", Some("3599999")),
        ("bin(1d)", Some("2026-01-02 00:00:00.000")),
        ("dateceil(@timestamp, 1d)", Some("2026-01-03 00:00:00.000")),
        ("datefloor(@timestamp, 1mo)", Some("2026-01-01 00:00:00.000")),
        ("formatDate(@timestamp, '%Y/%m/%d %H')", Some("2026/01/02 03")),
        ("formatDate(@timestamp, '%H', 'Europe/Berlin')", Some("04")),
        ("parseDate('2026-01-02', 'yyyy-MM-dd', 'UTC')", Some("1767312000000")),
        ("parseDate('02/Jan/2026:03:04:05 +0000', 'dd/MMM/yyyy:HH:mm:ss Z')", Some("1767323045000")),
        ("@log", Some("111122223333:/app/web")),
        ("@logStream", Some("stream-1")),
    ] {
        assert_eq!(evaluate(expression, line).as_deref(), result, "{expression}");
    }
}

#[test]
fn comparisons_coerce_as_documented() {
    let line = r#"{"n":500,"t":"500","z":"0500","w":"abc","b":false,"f":1.50,"big":123456789012}"#;
    for (condition, holds) in [
        ("n = 500", true),
        ("n = '500'", true),
        ("t = 500", true),
        ("z = 500", true),
        ("z = '500'", false),
        ("n != 400", true),
        ("n > 99", true),
        ("t > '99'", true),
        ("w > 5", false),
        ("w = 5", false),
        ("w != 5", true),
        ("w < 'abd'", true),
        ("b = 0", true),
        ("b = false", true),
        ("b = 'false'", true),
        ("f = 1.5", true),
        ("f = '1.50'", true),
        ("big = 123456789012", true),
        ("missing = 1", false),
        ("missing != 1", false),
        ("not missing = 1", false),
        ("!ispresent(missing)", true),
        ("missing = 1 or n = 500", true),
        ("n in [400, 500]", true),
        ("n in ['400', '500']", true),
        ("n not in ['400']", true),
        ("missing not in ['400']", false),
        ("w like 'b'", true),
        ("w like /^A/", false),
        ("w =~ /(?i)^A/", true),
        ("w not like /^b/", true),
        ("w like 'B' or (n >= 500 and n < 600)", true),
        ("@message like '\"w\":\"abc\"'", true),
    ] {
        let found = !run(&format!("filter {condition}"), &[line]).is_empty();
        assert_eq!(found, holds, "{condition}");
    }
}

#[test]
fn without_fields_time_and_message_are_shown_the_newest_first() {
    let rows = run("filter @message like /a/", &["a1", "b", "a2"]);
    assert_eq!(values(&rows), [["2026-01-02 03:00:02.000", "a2"], ["2026-01-02 03:00:00.000", "a1"]]);
    assert_eq!(rows[0].fields.last().unwrap().0, "@ptr");
}

#[test]
fn fields_accumulate_and_display_replaces_them() {
    let lines = [r#"{"a":1,"b":"x"}"#];
    assert_eq!(values(&run("fields a | fields b, a + 1 as c", &lines)), [["1", "x", "2"]]);
    assert_eq!(values(&run("fields a, b | display b", &lines)), [["x"]]);
    assert_eq!(values(&run("fields a as first, first * 2 as second | display second", &lines)), [["2"]]);
}

#[test]
fn json_is_flattened() {
    let event = r#"{"eventName":"StartInstances","userIdentity":{"userName":"Alice","x":null},"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}],"a.b":"dotted","@own":"at","text":"{\"inner\":1}","esc":"\u0041\n"}"#;
    for (field, found) in [
        ("userIdentity.userName", Some("Alice")),
        ("userIdentity.x", None),
        ("userIdentity", None),
        ("items.1.instanceId", Some("i-2")),
        ("items[0].instanceId", Some("i-1")),
        ("items.2.instanceId", None),
        ("a.b", Some("dotted")),
        ("@@own", Some("at")),
        ("text.inner", None),
        ("esc", Some("A\n")),
    ] {
        assert_eq!(evaluate(field, event).as_deref(), found, "{field}");
    }
    let broken = run("fields a, b", &["{\"a\": 1, \"b\""]);
    assert_eq!(values(&broken), [Vec::<&str>::new()], "what is no JSON has no fields");
}

#[test]
fn equality_with_a_text_finds_what_is_escaped() {
    let lines = [r#"{"name":"\u0041lice"}"#, r#"{"name":"Alice"}"#, r#"{"name":"Bob"}"#];
    assert_eq!(run("filter name = \"Alice\"", &lines).len(), 2);
}

#[test]
fn lambda_lines_have_their_fields() {
    let report = "REPORT RequestId: 3604209a-e9a3-11e6-939a-abdc0cc2a1ad\tDuration: 12.31 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 29 MB\tInit Duration: 150.5 ms\t\nXRAY TraceId: 1-5e-1\tSegmentId: 0ab\tSampled: true";
    let rows = run(
        "filter @type = \"REPORT\" | stats max(@memorySize / 1000 / 1000) as provisonedMemoryMB, avg(@duration), max(@billedDuration), max(@maxMemoryUsed / 1000 / 1000) as maxMemoryUsedMB, provisonedMemoryMB - maxMemoryUsedMB as overProvisionedMB",
        &[
            "START RequestId: 3604209a-e9a3-11e6-939a-abdc0cc2a1ad Version: $LATEST",
            report,
            "END RequestId: 3604209a-e9a3-11e6-939a-abdc0cc2a1ad",
        ],
    );
    assert_eq!(values(&rows), [["128", "12.31", "13", "29", "99"]]);
    for (field, found) in [
        ("@requestId", "3604209a-e9a3-11e6-939a-abdc0cc2a1ad"),
        ("@initDuration", "150.5"),
        ("@xrayTraceId", "1-5e-1"),
        ("@xraySegmentId", "0ab"),
    ] {
        assert_eq!(evaluate(field, report).as_deref(), Some(found), "{field}");
    }
    let mut line = record("2026-01-02T03:04:05.000Z\t3604209a-e9a3-11e6-939a-abdc0cc2a1ad\tINFO\tgot {\"user\":\"bob\"}", START);
    line.log = "111122223333:/aws/lambda/f";
    let rows = run_with("fields @requestId, user", &[line], Inputs::default());
    assert_eq!(values(&rows), [["3604209a-e9a3-11e6-939a-abdc0cc2a1ad", "bob"]]);
}

#[test]
fn network_logs_have_their_fields() {
    let lines = [
        "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
        "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.16.21 49761 3389 6 20 4000 1418530010 1418530070 REJECT OK",
        "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA",
    ];
    let rows =
        run("filter isIpv4InSubnet(dstAddr, \"172.31.16.0/24\") | stats sum(bytes) as b, sum(packets) as p by dstAddr", &lines);
    assert_eq!(values(&rows), [["172.31.16.21", "8249", "40"]]);
    assert_eq!(values(&run("filter logStatus = \"NODATA\" | fields action, interfaceId", &lines)), [["eni-1235b8ca123456789"]]);
    let query_log = "1.0 2017-12-13T08:16:02.130Z Z123412341234 example.com A NOERROR UDP FRA6 192.168.1.1 -";
    assert_eq!(
        values(&run("fields queryType, responseCode, resolverIp, ednsClientSubnet", &[query_log])),
        [["A", "NOERROR", "192.168.1.1"]]
    );
}

#[test]
fn aggregates_of_groups() {
    let lines = [
        r#"{"g":"a","v":1}"#,
        r#"{"g":"b","v":10}"#,
        r#"{"g":"a","v":2}"#,
        r#"{"g":"a","v":6,"x":"q"}"#,
        r#"{"v":7}"#,
        r#"{"g":"b","v":"none"}"#,
    ];
    let rows = run("stats count(*) as n, sum(v), avg(v), min(v), max(v), count(x) by g | sort g desc", &lines);
    assert_eq!(
        values(&rows),
        [
            vec!["b", "2", "10", "10", "10", "10", "0"],
            vec!["a", "3", "9", "3", "1", "6", "1"],
            vec!["1", "7", "7", "7", "7", "0"]
        ]
    );
    assert_eq!(rows[0].fields[2].0, "sum(v)");
    let rows = run(
        "stats stddev(v) as d, median(v) as m, pct(v, 100) as p, count_distinct(g) as c, latest(v) as l, earliest(v) as e, sortsFirst(g) as f, sortsLast(g) as k, values(g) as all",
        &lines,
    );
    assert_eq!(values(&rows), [["3.7014", "6", "10", "2", "none", "1", "a", "b", "[\"a\",\"b\"]"]]);
    assert_eq!(values(&run("stats count(*), sum(v)", &[])), [["0"]]);
    assert!(run("stats count(*) by g", &[]).is_empty());
    assert_eq!(values(&run("stats count(*) by g | sort `count(*)` desc | limit 1", &lines)), [["a", "3"]]);
    assert_eq!(values(&run("stats count(*) by g | sort count(*) desc | limit 1", &lines)), [["a", "3"]]);
    assert_eq!(values(&run("stats sum(v) / count(*) as mean, mean * 2 as twice", &lines[..1])), [["1", "2"]]);
}

#[test]
fn two_stats_follow_each_other() {
    let mut all = Vec::new();
    for minute in 0..20 {
        for _ in 0..=minute {
            all.push(record("x", START + minute * 60_000));
        }
    }
    let rows = run_with(
        "FIELDS strlen(@message) AS length | STATS sum(length) as size BY bin(5m) as @t | STATS max(size) AS peak, min(size) as low BY dateceil(@t, 10m) as t | sort t",
        &all,
        Inputs::default(),
    );
    assert_eq!(
        values(&rows),
        [
            ["2026-01-02 03:00:00.000", "15", "15"],
            ["2026-01-02 03:10:00.000", "65", "40"],
            ["2026-01-02 03:20:00.000", "90", "90"]
        ]
    );
    let rows = run_with("stats count(*) as n by bin(5m) | filter n > 50 | stats count(*)", &all, Inputs::default());
    assert_eq!(values(&rows), [["2"]]);
    let seconds = run_with("stats count(*) by bin(300s)", &all, Inputs::default());
    assert_eq!(seconds.len(), 20, "seconds are capped at 60");
}

#[test]
fn sort_limit_and_dedup() {
    let lines = [
        r#"{"s":"a","n":3}"#,
        r#"{"s":"b","n":10}"#,
        r#"{"s":"a","n":1}"#,
        r#"{"n":5}"#,
        r#"{"s":"b","n":2}"#,
        r#"{"n":4}"#,
        r#"{"s":"c","n":9}"#,
    ];
    assert_eq!(values(&run("fields n | sort n | limit 3", &lines)), [["1"], ["2"], ["3"]]);
    assert_eq!(values(&run("fields n | sort n desc | limit 2", &lines)), [["10"], ["9"]]);
    assert_eq!(values(&run("fields s, n | sort s desc, n asc | limit 3", &lines)), [["c", "9"], ["b", "2"], ["b", "10"]]);
    assert_eq!(
        values(&run("fields s, n | sort n asc | dedup s", &lines)),
        [vec!["a", "1"], vec!["b", "2"], vec!["4"], vec!["5"], vec!["c", "9"]]
    );
    assert_eq!(values(&run("fields s, n | sort n asc | dedup s | limit 2", &lines)), [["a", "1"], ["b", "2"]]);
    assert_eq!(values(&run("fields s, n | filter ispresent(s) | dedup s", &lines)), [["c", "9"], ["b", "2"], ["a", "1"]]);
    assert_eq!(values(&run("fields n | sort n asc | limit 5 | filter n > 2", &lines)), [["3"], ["4"], ["5"]]);
    assert_eq!(values(&run("sort n desc | limit 3 | stats sum(n) as total", &lines)), [["24"]]);
    assert_eq!(values(&run("fields n | sort n asc | tail 2", &lines)), [["9"], ["10"]]);
    let query = compile("fields n | limit any 2").unwrap();
    let mut execution = query.new_execution(RANGE, START, Inputs::default()).unwrap();
    execution.push(&records(&lines)).unwrap();
    assert!(execution.is_satisfied());
    assert_eq!(execution.statistics().records_scanned, 2);
    assert_eq!(execution.results().unwrap().len(), 2);
}

#[test]
fn parse_extracts() {
    let line = "user=bob, method:GET, latency := 12";
    assert_eq!(
        values(&run(
            "parse @message \"user=*, method:*, latency := *\" as @user, @method, @latency | display @user, @latency * 2 as l",
            &[line]
        )),
        [["bob", "24"]]
    );
    assert_eq!(values(&run("parse @message /user=(?<u>\\w+)/ | fields u", &[line, "nobody"])), [vec![], vec!["bob"]]);
    assert_eq!(values(&run("parse \"method:*,\" as m", &[line])), [["2026-01-02 03:00:00.000", line, "GET"]]);
    assert_eq!(
        values(&run(
            "parse @message /(\\d+\\.\\d+\\.\\d+\\.\\d+)/ as ip multi | stats count(*) as n by ip | sort n desc",
            &["1.1.1.1 2.2.2.2", "1.1.1.1", "-"]
        )),
        [["1.1.1.1", "2"], ["2.2.2.2", "1"]]
    );
    assert_eq!(
        values(&run(
            "parse @message logfmt as lf | filter lf.level = \"error\" | display lf.msg",
            &["level=error msg=\"it broke\"", "level=info"]
        )),
        [["it broke"]]
    );
    assert_eq!(values(&run("parse @message csv as a, b | display b", &["x, \"y, z\""])), [["y, z"]]);
    assert_eq!(
        values(&run(
            "parse @message /(?<p>\\{.*\\})/ | json field=p \"user.name\" as n | display n",
            &["x {\"user\":{\"name\":\"eve\"}}"]
        )),
        [["eve"]]
    );
    assert_eq!(
        values(&run(
            "parse @message \"url=*\" as url | parse url \"/api/*/users/*\" as v, id | display v, id",
            &["url=/api/v1/users/42"]
        )),
        [["v1", "42"]]
    );
}

#[test]
fn unnest_makes_rows() {
    let line = r#"{"events":[{"name":"exception"},{"name":"user action"}]}"#;
    let rows = run("fields jsonParse(@message) as j | unnest j.events into event | display event.name", &[line]);
    assert_eq!(values(&rows), [["exception"], ["user action"]]);
    let rows = run(
        "fields jsonParse(@message) as j | unnest j.events into event | stats count(*) by event.name | sort event.name",
        &[line, line],
    );
    assert_eq!(values(&rows), [["exception", "2"], ["user action", "2"]]);
    let rows = run("unnest word into w | display w", &[r#"{"word":"one"}"#]);
    assert_eq!(values(&rows), [["one"]]);
}

#[test]
fn lookup_enriches() {
    let table = |columns: &[&str], rows: &[&[&str]]| Table {
        columns: columns.iter().map(|it| (*it).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect()).collect(),
    };
    let inputs = || {
        let mut inputs = Inputs::default();
        inputs.tables.insert(
            "hosts".to_owned(),
            table(&["ip", "port", "host"], &[&["10.0.0.1", "80", "web"], &["10.0.0.2", "22", "bastion"]]),
        );
        inputs
    };
    let lines =
        [r#"{"src":"10.0.0.1","port":80,"host":"old"}"#, r#"{"src":"10.0.0.9","port":80}"#, r#"{"src":"10.0.0.2","port":22}"#];
    let rows = run_with("fields src, host | lookup hosts ip as src, port OUTPUT host | sort src", &records(&lines), inputs());
    assert_eq!(values(&rows), [vec!["10.0.0.1", "web"], vec!["10.0.0.2", "bastion"], vec!["10.0.0.9"]]);
    let rows = run_with("fields src, host | lookup hosts ip as src OUTPUTNEW host | sort src", &records(&lines), inputs());
    assert_eq!(values(&rows), [vec!["10.0.0.1", "old"], vec!["10.0.0.2", "bastion"], vec!["10.0.0.9"]]);
    let query = compile("lookup hosts nothing OUTPUT host").unwrap();
    assert_eq!(query.new_execution(RANGE, START, inputs()).unwrap_err().to_string(), "lookup table hosts has no column nothing");
}

#[allow(clippy::unwrap_used)]
fn auxiliary(query: &str, records: &[Record<'_>]) -> Inputs {
    let query = compile(query).unwrap();
    let mut inputs = Inputs::default();
    for auxiliary in query.auxiliaries() {
        let mut execution = auxiliary.new_execution(RANGE, START, Inputs::default()).unwrap();
        execution.push(records).unwrap();
        inputs.results.push(execution.results().unwrap());
    }
    inputs
}

#[test]
fn join_and_subqueries() {
    let left = [r#"{"id":"1","status":500}"#, r#"{"id":"2","status":503}"#, r#"{"id":"3","status":200}"#];
    let right = [r#"{"requestId":"1","ms":7}"#, r#"{"requestId":"1","ms":8}"#, r#"{"requestId":"3","ms":9}"#];
    let query = "filter status >= 500 | join type=inner left=api right=f where api.id=f.requestId (SOURCE 'g') | fields api.id, f.ms | sort f.ms";
    assert_eq!(values(&run_with(query, &records(&left), auxiliary(query, &records(&right)))), [["1", "7"], ["1", "8"]]);
    let query =
        "join type=left left=l right=r where l.id=r.requestId (SOURCE 'g') | filter !ispresent(r.ms) | fields l.id, l.status";
    assert_eq!(values(&run_with(query, &records(&left), auxiliary(query, &records(&right)))), [["2", "503"]]);
    let query = "filter id in (SOURCE 'g' | stats count(*) as n by requestId | filter n > 1 | fields requestId) | fields status";
    assert_eq!(values(&run_with(query, &records(&left), auxiliary(query, &records(&right)))), [["500"]]);
    let compiled = compile(query).unwrap();
    assert_eq!(compiled.auxiliaries()[0].source().unwrap().groups, ["g"]);
}

#[test]
fn patterns_are_found() {
    let mut lines = Vec::new();
    for index in 0..50 {
        lines.push(format!("[INFO] Request time: {} ms for user u{index}", index * 3));
    }
    for index in 0..10 {
        lines.push(format!("[ERROR] Connection to 10.0.0.{index} refused: try {index}"));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let rows = run("pattern @message", &lines);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(value(&rows[0], "@pattern"), Some("[INFO] Request time: <Number-1> ms for user <ID-2>"));
    assert_eq!(value(&rows[0], "@sampleCount"), Some("50"));
    assert_eq!(value(&rows[0], "@ratio"), Some("0.8333"));
    assert_eq!(value(&rows[0], "@severityLabel"), Some("INFO"));
    assert_eq!(value(&rows[1], "@pattern"), Some("[ERROR] Connection to <IP-1> refused: try <Number-2>"));
    assert_eq!(value(&rows[1], "@severityLabel"), Some("ERROR"));
    assert!(value(&rows[1], "@tokens").unwrap().contains("\"10.0.0.3\":1"));
    let rows = run("filter @message like /ERROR/ | pattern @message | sort @sampleCount asc | display @sampleCount", &lines);
    assert_eq!(values(&rows), [["10"]]);
}

#[test]
fn diff_compares_with_the_time_before() {
    let query = compile("pattern @message | diff").unwrap();
    let ranges = query.ranges(RANGE);
    assert_eq!(ranges[1], insights::TimeRange { start: START - HOUR, end: START - 1 });
    let mut execution = query.new_execution(RANGE, START, Inputs::default()).unwrap();
    let before: Vec<Record<'_>> =
        (1..=3).map(|index| record("job 7 started", START - index)).chain([record("gone 1 away", START - 9)]).collect();
    execution.push(&before).unwrap();
    execution.push(&records(&["job 1 started", "fresh 5 thing", "job 2 started"])).unwrap();
    let rows = execution.results().unwrap();
    let found: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row: &ResultRow| {
            (
                value(row, "@pattern").unwrap(),
                value(row, "@diffEventCount").unwrap(),
                value(row, "@differenceDescription").unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("job <Number-1> started", "-1", "1 fewer"),
            ("gone <Number-1> away", "-1", "Missing"),
            ("fresh <Number-1> thing", "1", "New")
        ]
    );
    assert_eq!(execution.statistics().records_matched, 3);
    assert_eq!(execution.statistics().records_scanned, 7);
}

#[test]
fn limits_and_statistics() {
    let query = compile("filter @message like \"1\"").unwrap().with_limit(2);
    let mut execution = query.new_execution(RANGE, START, Inputs::default()).unwrap();
    execution.push(&records(&["1", "21", "3", "41"])).unwrap();
    assert_eq!(execution.results().unwrap().len(), 2);
    let statistics = execution.statistics();
    assert_eq!((statistics.records_matched, statistics.records_scanned, statistics.bytes_scanned), (3, 4, 6));
    let outside = [record("1", START - 1), record("1", START + HOUR)];
    execution.push(&outside).unwrap();
    assert_eq!(execution.statistics().records_scanned, 4, "events out of the range are not read");
    assert_eq!(values(&run_with("stats count(*) by @message", &records(&["a", "b"]), Inputs::default())).len(), 2);
    let limited = compile("stats count(*) by @message").unwrap().with_limit(1);
    let mut execution = limited.new_execution(RANGE, START, Inputs::default()).unwrap();
    execution.push(&records(&["a", "b", "c"])).unwrap();
    assert_eq!(execution.results().unwrap().len(), 1);
}

#[test]
fn messages_are_read_only_where_they_are_asked_for() {
    for (text, reads) in [
        ("stats count(*) by bin(1h)", false),
        ("filter @logStream like /stream/ | stats count(*) as n, max(@timestamp) by @logStream | sort n desc", false),
        ("stats count(*) by level", true),
        ("filter @message like \"x\" | stats count(*)", true),
        ("parse @message \"* *\" as a, b | stats count(*) by @logStream", true),
        ("fields @timestamp", true),
        ("stats sum(n)", true),
    ] {
        assert_eq!(compile(text).unwrap().reads_messages(), reads, "{text}");
    }
    let rows = run("stats count(*) as n, min(@timestamp) as first by bin(10s)", &["a", "b", "c"]);
    assert_eq!(value(&rows[0], "n"), Some("3"));
}

#[test]
fn large_aggregates_are_put_together() {
    let lines: Vec<String> = (0..6000).map(|n| format!(r#"{{"n":{},"s":"s{}","t":"{}"}}"#, n % 2000, n % 7, n % 5000)).collect();
    let lines: Vec<Record<'_>> = lines.iter().zip(0i64..).map(|(line, at)| record(line, START + at)).collect();
    let text = "stats count(*) as c, sum(n) as a, avg(n) as b, min(n) as d, max(n) as e, stddev(n) as f, pct(n, 90) as g, count_distinct(t) as h, earliest(n) as i, latest(n) as j by s";
    let rows = run_with(text, &lines, Inputs::default());
    assert_eq!(rows.len(), 7);
    assert_eq!(values(&run_with("stats count_distinct(t) as n", &lines, Inputs::default())).len(), 1);
}

#[test]
fn too_many_groups_are_refused() {
    let query = compile("stats count(*) by @message").unwrap();
    let mut execution = query.new_execution(RANGE, START, Inputs::default()).unwrap();
    let names: Vec<String> = (0..insights::MAX_GROUPS + 1).map(|number| number.to_string()).collect();
    let batch: Vec<Record<'_>> = names.iter().map(|name| record(name, START)).collect();
    assert_eq!(execution.push(&batch), Err(insights::ExecutionError::Groups));
}

#[test]
fn results_can_be_asked_for_at_any_time() {
    let query = compile("stats count(*) as n").unwrap();
    let mut execution = query.new_execution(RANGE, START, Inputs::default()).unwrap();
    for expected in ["1", "2", "3"] {
        execution.push(&records(&["x"])).unwrap();
        assert_eq!(values(&execution.results().unwrap()), [[expected]]);
    }
}

#[test]
fn patterns_keep_their_numbers_from_one_time_to_the_next() {
    let mut miner = insights::PatternMiner::default();
    let login = miner.push("user alice logged in from 10.0.0.1 after 12 ms", 10).unwrap();
    let failure = miner.push("ERROR connection to database lost", 10).unwrap();
    let mut miner = insights::PatternMiner::load(&miner.save().unwrap()).unwrap();
    assert_eq!(miner.push("user bob logged in from 10.0.0.2 after 9 ms", 10), Some(login));
    assert_eq!(miner.push("ERROR connection to database lost", 10), Some(failure));
    assert_eq!(miner.pattern(login), "user <Token-1> logged in from <IP-2> after <Number-3> ms");
    assert_eq!((miner.severity(failure), miner.len(), miner.is_empty()), ("ERROR", 2, false));
    assert_eq!(miner.tokens(login)[1]["inferredTokenName"], "IP");
    assert_eq!(miner.push("something else altogether happened", 2), None);
}
