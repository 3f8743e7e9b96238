//! What is a query, and what is wrong with what is none.

mod support;

use insights::{Moment, compile};
use proptest::prelude::*;

#[test]
fn documented_queries_compile() {
    for query in [
        "fields `foo-bar`, action, abs(f3-f4)",
        "fields @timestamp, @message | sort @timestamp desc | limit 25",
        "filter (duration>2000)",
        "fields f1, f2, f3 | filter f1 =~ /^(?i)Exception$/",
        "fields f1 | filter statusCode like /2\\d\\d/",
        "fields @message | filter @message not like /x/ and f in [\"a\", 'b'] or not (f not in [1, 2])",
        "filter logGroup in [\"example_group\"] | where a != 1",
        "filter range>3000 and accountId=123456789012",
        "stats avg (f1) by f2",
        "stats count(*) by queryType, bin(1h)",
        "stats avg(myfield1), min(myfield2), max(myfield3) by bin(5m)",
        "FIELDS strlen(@message) AS message_length | STATS sum(message_length)/1024/1024 as logs_mb BY BIN(5m) as @t | STATS max(logs_mb) AS peak_ingest_mb, avg(logs_mb) AS avg_ingest_mb BY dateceil(@t, 10m)",
        "STATS count_distinct(client_ip) AS session_ips, count(*) AS requests BY session_id, client_platform | FILTER session_ips > 1 | STATS count(*) AS multiple_ip_sessions, sum(requests) / count(*) AS avg_session_requests BY client_platform",
        "parse @message \"user=*, method:*, latency := *\" as @user,\n @method, @latency | stats avg(@latency) by @method,\n @user",
        "parse @message /user=(?<user2>.*?), method:(?<method2>.*?), latency := (?<latency2>.*?)/ | stats avg(latency2) by @method2, @user2",
        "parse @message /(?<NetworkInterface>eni-.*?) / | display NetworkInterface, @message",
        "parse 'Init Duration: * ms' as initDuration | stats avg(initDuration), max(initDuration), count() by bin(1d)",
        "FIELDS @message | PARSE @message \"* [*] *\" as loggingTime, loggingType, loggingMessage | FILTER loggingType IN [\"ERROR\", \"INFO\"] | DISPLAY loggingMessage, loggingType = \"ERROR\" as isError",
        "parse @message logfmt as lf | filter lf.level = \"error\" | display lf.msg, lf.duration",
        "parse @message csv as host, method, path, status, duration | stats avg(duration) by method",
        "json field=requestContext \"identity.sourceIp\" as caller_ip | stats count(*) by caller_ip",
        "parse @message /(\\d+\\.\\d+\\.\\d+\\.\\d+)/ as ip_addr multi | stats count(*) by ip_addr",
        "fields @timestamp, server, severity, message | sort @timestamp desc | dedup server | limit 5",
        "filter @message like /ERROR/ | parse @message 'Failed to do: *' as cause | pattern cause | sort @sampleCount asc",
        "pattern @message | diff previousWeek",
        "fields @timestamp, @log, unmask(@message)",
        "fields jsonParse(@message) as json_message | unnest json_message.events into event | display event.name",
        "fields jsonParse(@message) as json_message | filter json_message.users[1].action = \"PutData\" | stats count() by json_message.`user.id`",
        "fields jsonParse(api.request.data).startTime as startTime",
        "fields srcAddr, hostname | lookup known_hosts ip_address as srcAddr OUTPUTNEW hostname, region",
        "filter status >= 500 | join type=inner left=api right=lambda where api.requestId=lambda.requestId (SOURCE '/aws/lambda/my-function') | fields api.requestId, lambda.duration | sort api.latency desc",
        "filter requestId in (SOURCE '/aws/lambda/p' | filter status = \"FAILED\" | stats count(*) as failureCount by requestId | filter failureCount > 3 | fields requestId) | fields @timestamp",
        "filter payment.eventType = \"P\" or !ispresent(payment.eventType)",
        "filterIndex region = 'us-east-1' | filter status >= 500",
        "filter toMillis(@timestamp) >= (now() * 1000 - 7200000)",
        "stats max(@memorySize / 1000 / 1000) as provisonedMemoryMB, max(@maxMemoryUsed / 1000 / 1000) as maxMemoryUsedMB, provisonedMemoryMB - maxMemoryUsedMB as overProvisionedMB",
        "filter logStatus=\"SKIPDATA\"\n | stats count(*) by bin(1h) as t\n | sort t",
        "# a comment\nfields @timestamp # another\n| limit any 3",
        "stats count(*) as cnt by histogram(duration, 50)",
        "| fields @timestamp",
        "filter a = 1 | head 20",
        "stats count(*) by bin(30seconds) | tail 3",
        "fields case(status >= 500, \"bad\", status >= 400, \"odd\", \"good\") as kind, if(a = 1, 2, 3)",
    ] {
        if let Err(error) = compile(query) {
            panic!("{query}: {error}");
        }
    }
}

#[test]
fn errors_say_where() {
    for (query, found, message) in [
        ("", "", "the query ends where a command"),
        ("fields", "", "the query ends where a field"),
        ("fields @timestamp | nonsense x", "nonsense", "found nonsense where a command"),
        ("filter a == 1", "==", "= is expected"),
        ("filter a && b", "&&", "and is expected"),
        ("filter (a = 1", "", "the query ends where )"),
        ("filter a like 5", "5", "a string or a regular expression"),
        ("filter a like /(/", "/(/", "cannot be read"),
        ("filter a = \"x", "\"x", "not closed"),
        ("fields `a", "`a", "not closed"),
        ("fields a, nofunction(b)", "nofunction(b)", "there is no function nofunction"),
        ("fields abs()", "abs()", "abs takes 1 arguments, and has 0"),
        ("fields count(*)", "count(*)", "it stands in stats only"),
        ("stats a", "a", "needs an aggregate"),
        ("stats count(*), a by b", "a", "neither aggregated"),
        ("stats sum(a, b)", "sum(a, b)", "sum takes one field"),
        ("stats pct(a, 101)", "101", "0 to 100"),
        ("stats count(*) by bin(5)", "5", "a period such as"),
        ("stats count(*) by bin(5x)", "5x", "neither a number nor a period"),
        ("limit 0", "0", "from 1 to 100000"),
        ("limit 100001", "100001", "more than 100000"),
        ("parse @message \"a * b *\" as x", "\"a * b *\"", "2 wildcards and 1 names"),
        ("parse @message /a/", "/a/", "no named group"),
        ("fields a | dedup a | sort a", "sort", "only limit can stand behind dedup"),
        ("filter a = 1 | diff", "diff", "right behind pattern"),
        ("pattern @message | diff yesterday", "yesterday", "previousDay"),
        ("fields a | SOURCE 'x'", "SOURCE", "at the beginning"),
        ("stats count(*) as c by a | limit 3 | stats max(c)", "limit", "behind the last stats"),
        ("stats sum(Fault) by Operation | stats max(strlen(@message)) as m", "@message", "neither aggregated nor a field of by"),
        ("stats sum(l) as b by @logStream | stats avg(b) by bin(5m)", "bin(5m)", "bin needs @timestamp"),
        ("lookup t id name", "name", "OUTPUT or OUTPUTNEW"),
        ("join type=outer left=a right=b where a.x=b.x (SOURCE 'g')", "outer", "inner or left"),
        ("join left=a right=b where a.x=c.x (SOURCE 'g')", "a.x=c.x", "a.field=b.field"),
        ("filter a in (fields a, b)", "a in (fields a, b)", "one column"),
        ("SOURCE logGroups(class: 'SLOW')", " 'SLOW'", "STANDARD or INFREQUENT_ACCESS"),
        ("fields a | sessionize b", "sessionize", "not implemented"),
        ("fields a ~ b", "~", "unexpected symbol ~"),
        ("fields a extra", "extra", "| or the end"),
        ("filter ä = \"ö\" | ü", "ü", "found ü"),
    ] {
        let error = compile(query).expect_err(query);
        assert!(error.message.contains(message), "{query}: {error}");
        let characters: String =
            query.chars().skip(error.location.start).take(error.location.end - error.location.start).collect();
        assert_eq!(characters, found, "{query}: {error}");
    }
}

#[test]
fn lines_and_columns_are_counted_in_characters() {
    let error = compile("fields \"ä\"\n| filter ö ~ 1").unwrap_err();
    assert_eq!((error.location.line, error.location.column, error.location.start, error.location.end), (2, 12, 22, 23));
}

#[test]
fn nesting_is_bounded() {
    for deep in ["(", "not ", "-", "abs(", "2^"] {
        let error = compile(&format!("filter {}", deep.repeat(1000))).unwrap_err();
        assert!(error.message.contains("nests deeper"), "{deep}: {error}");
    }
    // Chains make trees without a parenthesis; leftmost ones within each other add up.
    let within = (0..60).fold("a".to_owned(), |inner, _| format!("({inner}+a+a+a)"));
    for chain in [
        "a+".repeat(1000) + "a",
        "a*".repeat(1000) + "a",
        "a=".repeat(1000) + "a",
        "a like 'b'".to_owned() + &" like 'b'".repeat(1000),
        within,
    ] {
        let error = compile(&format!("filter {chain}")).unwrap_err();
        assert!(error.message.contains("nests deeper"), "{chain}: {error}");
    }
    // Alternatives and conditions may be many: their tree is low.
    for word in [" or ", " and "] {
        compile(&format!("filter {}", vec!["a=1"; 1_200].join(word))).unwrap();
    }
    assert!(compile(&format!("filter {}", "a".repeat(10_000))).unwrap_err().message.contains("10000 characters"));
}

#[test]
fn sources_are_read() {
    let query = compile(
        "SOURCE logGroups(namePrefix: ['/a', \"/b\"], accountIdentifiers: ['111122223333'], class: 'STANDARD') START=-3600s END=0s | fields @message",
    )
    .unwrap();
    let source = query.source().unwrap();
    assert_eq!(source.prefixes, ["/a", "/b"]);
    assert_eq!(source.accounts, ["111122223333"]);
    assert_eq!(source.class.as_deref(), Some("STANDARD"));
    assert_eq!((source.start, source.end), (Some(Moment::Relative(-3600)), Some(Moment::Relative(0))));
    let query = compile("SOURCE 'one' | SOURCE 'two' START=2026-01-02T03:04:05Z | fields @message").unwrap();
    assert_eq!(query.source().unwrap().groups, ["one", "two"]);
    assert_eq!(query.source().unwrap().start, Some(Moment::Absolute(1_767_323_045_000)));
    assert!(compile("fields a").unwrap().source().is_none());
}

#[test]
fn needles_are_what_every_message_must_have() {
    let query =
        compile("filter @message like \"alpha\" and @message not like \"beta\" | filter a = 1 or @message like \"gamma\"")
            .unwrap();
    assert_eq!(query.needles(), ["alpha"]);
    assert!(compile("stats count(*) as m by a | filter m like \"x\"").unwrap().needles().is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        let _ = compile(&text);
    }

    #[test]
    fn no_mixture_of_words_panics(words in proptest::collection::vec(prop::sample::select(vec![
        "fields", "filter", "stats", "by", "sort", "limit", "parse", "as", "|", "(", ")", "[", "]", ",", "@message", "a.b", "`x y`", "\"*\"", "/(?<n>.)/",
        "count(*)", "bin(5m)", "=", "like", "in", "not", "and", "5", "dedup", "pattern", "diff", "unnest", "into", "join", "left=l", "right=r", "where",
        "l.a=r.b", "SOURCE", "'g'", "lookup", "OUTPUT", "json", "field=", "multi", "-", "^", "jsonParse(", ".", "desc", "display",
    ]), 0..25)) {
        let text = words.join(" ");
        if let Ok(query) = compile(&text) {
            // What compiles runs.
            let mut inputs = insights::Inputs::default();
            inputs.results = query.auxiliaries().iter().map(|_| Vec::new()).collect();
            for table in query.lookup_tables() {
                inputs.tables.insert(table.to_owned(), insights::Table::default());
            }
            if let Ok(mut execution) = query.new_execution(support::RANGE, support::START, inputs) {
                execution.push(&support::records(&["{\"a\":{\"b\":[1,2]}}", "plain text 5", ""])).unwrap();
                execution.results().unwrap();
            }
        }
    }

    #[test]
    fn errors_lie_within_the_query(text in "[a-z(|=\"/ä,]{0,30}") {
        if let Err(error) = compile(&text) {
            prop_assert!(error.location.start <= error.location.end);
            prop_assert!(error.location.end <= text.chars().count());
        }
    }
}
