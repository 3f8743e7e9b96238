use super::*;
use crate::json::Tape;

const EVENT: &str = r#"{"eventID":"e1","eventTime":"2024-01-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey","sourceIPAddress":"198.51.100.7",
    "userAgent":"aws-cli/2.1 -Verbose","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","userName":"ann","sessionContext":{"attributes":{"mfaAuthenticated":"false"}}},
    "requestParameters":{"userName":"bob","n":7,"list":["alpha","beta"]},"responseElements":null}"#;

fn rule(detection: &str) -> Rule {
    let indented: String = detection.lines().map(|l| format!("  {l}\n")).collect();
    let text = format!(
        "title: t\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n{indented}level: high\ntags:\n  - attack.t1098.001\n"
    );
    load(&text).unwrap().remove(0).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn matches(detection: &str) -> bool {
    let mut tape = Tape::default();
    let call = Call::read(tape.read(EVENT).unwrap()).unwrap();
    let one = rule(detection);
    let alone = one.matches(&call);
    let mut set = RuleSet::default();
    set.add(one);
    let mut count = 0;
    set.matching(&call, |_| count += 1);
    assert_eq!(alone, count == 1, "the set and the rule must agree: {detection}");
    alone
}

#[test]
fn fields_and_modifiers() {
    for (field, wanted) in [
        ("eventName: createaccesskey", true),
        ("eventName: [Other, 'Create*Key']", true),
        ("eventName: 'Create?ccessKey'", true),
        ("eventName: 'Create\\*'", false),
        ("eventName|cased: createaccesskey", false),
        ("eventName|startswith: create", true),
        ("eventName|endswith: [Key, Cup]", true),
        ("userAgent|contains|all: [cli, verbose]", true),
        ("userAgent|contains|all: [cli, quiet]", false),
        ("userAgent|re: '^aws-cli/\\d'", true),
        ("userAgent|re: '^AWS'", false),
        ("userAgent|re|i: '^AWS'", true),
        ("userAgent|windash|contains: ' /Verbose'", false),
        ("sourceIPAddress|cidr: 198.51.100.0/24", true),
        ("sourceIPAddress|cidr: [10.0.0.0/8, 198.51.101.0/24]", false),
        ("responseElements: null", true),
        ("errorCode: null", false),
        ("eventSource: IAM.amazonaws.com", true),
        ("eventSource: [ec2.amazonaws.com, iam.amazonaws.com]", true),
        ("eventSource: iam", false),
        ("eventSource: 'iam*'", true),
        ("userAgent|contains: VERBOSE", true),
        ("userAgent|contains|cased: VERBOSE", false),
        ("userAgent|contains: 'verbose!'", false),
        ("errorCode|exists: true", true),
        ("errorMessage|exists: true", false),
        ("userIdentity.userName|fieldref: requestParameters.userName", false),
        ("requestParameters.n|gte: 7", true),
        ("requestParameters.n|lt: 7", false),
        ("requestParameters.list: beta", true),
        ("requestParameters.list|contains: gamma", false),
        ("requestParameters|contains: '\"userName\":\"bob\"'", true),
        ("userIdentity.sessionContext.attributes.mfaAuthenticated: false", true),
        ("userIdentity.userName|neq: ann", false),
    ] {
        assert_eq!(matches(&format!("s:\n  {field}\ncondition: s")), wanted, "{field}");
    }
    assert!(matches("k:\n  - bob\n  - nobody\ncondition: k"), "keywords");
    assert!(!matches("k:\n  - nobody\ncondition: k"));
}

#[test]
fn conditions() {
    let parts = "a:\n  eventName: CreateAccessKey\nb:\n  eventSource: ec2.amazonaws.com\nb_two:\n  errorCode: AccessDenied\nlist:\n  - eventName: No\n  - userIdentity.type: IAMUser\n";
    for (condition, wanted) in [
        ("a and not b", true),
        ("a and b", false),
        ("b or b_two and a", true),
        ("not (a or b)", false),
        ("1 of b*", true),
        ("all of b*", false),
        ("2 of them", true),
        ("all of them", false),
        ("any of them and list", true),
        ("not not a", true),
    ] {
        assert_eq!(matches(&format!("{parts}condition: {condition}")), wanted, "{condition}");
    }
}

#[test]
fn what_is_not_understood_is_refused() {
    let with = |detection: &str| load(&format!("title: t\nlogsource: {{product: aws}}\ndetection:\n{detection}"));
    for bad in [
        "  s: {a: b}\n  condition: s | count() > 5",
        "  s: {a: b}\n  condition: t",
        "  s: {a: b}\n  condition: (s",
        "  s: {a: b}\n  condition: s s",
        "  s: {a: b}\n  condition: 1 of x*",
        "  s: {a: b}\n  condition: s*",
        "  s: {'a|base64offset': b}\n  condition: s",
        "  s: {'a|re': '('}\n  condition: s",
        "  s: {'a|cidr': x}\n  condition: s",
        "  s: {a: b}\n",
        "  s: {a: b}\n  condition: s\n  timeframe: 5m",
    ] {
        assert!(matches!(with(bad).unwrap().remove(0), Err(LoadError::Rule { .. })), "{bad}");
    }
    assert_eq!(
        load("title: t\nlogsource: {product: windows}\ndetection: {s: {a: b}, condition: s}").unwrap().remove(0).unwrap_err(),
        LoadError::OtherLogs
    );
    assert!(load("a: [").is_err());
    assert!(load(&"[".repeat(10_000)).is_err() && load(&"- ".repeat(10_000)).is_err());
}

#[test]
fn severity_and_techniques_come_from_the_rule() {
    let rule = rule("s: {eventName: CreateAccessKey}\ncondition: s");
    assert_eq!((rule.severity, rule.techniques), (8.0, vec!["T1098.001".to_owned()]));
}
