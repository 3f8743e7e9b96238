//! Custom policy rules in Guard.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests may fail")]

use proptest::prelude::*;
use rules::Compliance;
use rules::guard::{EvaluationError, MAX_CHAIN, MAX_NESTING, MAX_POLICY, Rule};
use serde_json::{Value, json};

const PITR: &str = "
# Point-in-time recovery of active tables.
let status = ['ACTIVE']

rule tableisactive when resourceType == 'AWS::DynamoDB::Table' {
    configuration.tableStatus == %status
}

rule checkcompliance when resourceType == 'AWS::DynamoDB::Table' tableisactive {
    let pitr = supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus
    %pitr == 'ENABLED' <<Switch on point-in-time recovery>>
}
";

fn table(pitr: &str, status: &str) -> Value {
    json!({
        "resourceType": "AWS::DynamoDB::Table", "resourceId": "books",
        "configuration": {"tableName": "books", "tableStatus": status},
        "supplementaryConfiguration": {"ContinuousBackupsDescription": format!("{{\"pointInTimeRecoveryDescription\":{{\"pointInTimeRecoveryStatus\":\"{pitr}\"}}}}")},
    })
}

#[test]
fn verdicts() {
    let rule = Rule::parse(PITR).unwrap();
    assert_eq!(rule.names().collect::<Vec<_>>(), ["tableisactive", "checkcompliance"]);
    assert_eq!(rule.evaluate(&table("ENABLED", "ACTIVE")).unwrap().compliance, Compliance::Compliant);
    let broken = rule.evaluate(&table("DISABLED", "ACTIVE")).unwrap();
    assert_eq!(broken.compliance, Compliance::NonCompliant);
    assert_eq!(broken.annotation.unwrap(), "Failed rules: checkcompliance");
    let inactive = rule.evaluate(&table("DISABLED", "DELETING")).unwrap();
    assert_eq!(inactive.annotation.unwrap(), "Failed rules: tableisactive");
    let other = json!({"resourceType": "AWS::S3::Bucket", "configuration": {}});
    assert_eq!(rule.evaluate(&other).unwrap().compliance, Compliance::NotApplicable);

    // The whole configuration may be a string too, as the API answers it.
    let text = json!({"resourceType": "AWS::EC2::Volume", "configuration": "{\"encrypted\": true, \"size\": 8}"});
    let rule = Rule::parse("rule encrypted { configuration.encrypted == true\n configuration.size >= 8 }").unwrap();
    assert_eq!(rule.evaluate(&text).unwrap().compliance, Compliance::Compliant);
    let rule = Rule::parse("configuration.size > 8").unwrap();
    assert_eq!(rule.evaluate(&text).unwrap().annotation.unwrap(), "Failed rules: default");
}

#[test]
fn filters_functions_and_named_rules() {
    let rule = Rule::parse(
        "rule groups(list) { %list empty or %list.cidr != '0.0.0.0/0' }
         rule closed when resourceType == 'AWS::EC2::SecurityGroup' {
             let open = configuration.permissions[ from <= 22 to >= 22 ]
             groups(%open)
         }
         rule named { let upper = to_upper(configuration.name)\n %upper == /^WEB/ }",
    )
    .unwrap();
    let group = |cidr: &str, name: &str| json!({"resourceType": "AWS::EC2::SecurityGroup", "configuration": {"name": name, "permissions": [{"from": 22, "to": 22, "cidr": cidr}]}});
    assert_eq!(rule.evaluate(&group("10.0.0.0/8", "web-1")).unwrap().compliance, Compliance::Compliant);
    assert_eq!(rule.evaluate(&group("0.0.0.0/0", "db")).unwrap().annotation.unwrap(), "Failed rules: closed, named");
}

#[test]
fn errors_say_where() {
    let place = |text: &str| {
        let error = Rule::parse(text).unwrap_err();
        (error.line, error.column, error.to_string())
    };
    let (line, _, text) = place("rule a {\n  configuration.x ==\n}\n");
    assert!((2..=3).contains(&line), "{text}");
    let (line, column, text) = place("rule fine { configuration.x exists }\nrule broken { configuration.x ~~ 3 }");
    assert_eq!(line, 2, "{text}");
    assert!(column > 1, "{text}");
    assert!(place("").2.contains("no rules"));
    assert!(place("# only a comment\n").2.contains("no rules"));
    assert_eq!(place("rule a { b\n}\nrule b { a\n}").2, "a refers to itself (line 1, column 6)");
    assert_eq!(place("let x = %x\nrule a { %x exists }").2, "%x refers to itself (line 1, column 5)");
    assert_eq!(place("let x = %y.b\nlet y = %x.a\nrule a { %x exists }").2, "%x refers to itself (line 1, column 5)");
    let chain: String = (0..MAX_CHAIN + 2)
        .map(|n| format!("rule r{n} {{ r{}\n}}\n", n + 1))
        .chain([format!("rule r{} {{ x exists }}", MAX_CHAIN + 2)])
        .collect();
    assert!(place(&chain).2.contains("in a row"));
    let deep = format!("rule a {{ {}x exists{} }}", "a[ ".repeat(MAX_NESTING), " ]".repeat(MAX_NESTING));
    assert!(place(&deep).2.contains("nested deeper"), "{}", place(&deep).2);
    assert!(place(&"x".repeat(MAX_POLICY + 1)).2.contains("more than"));
}

#[test]
fn what_cannot_be_judged_is_an_error() {
    let rule = Rule::parse("rule a { no_such_rule\n}").unwrap();
    assert!(matches!(rule.evaluate(&json!({})), Err(EvaluationError::Policy(_))));
    let mut deep = json!(1);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    let rule = Rule::parse("rule a { x exists }").unwrap();
    assert_eq!(rule.evaluate(&json!({"x": deep})), Err(EvaluationError::ItemTooLarge));
    let wide: Vec<u32> = (0..30_000).collect();
    assert_eq!(rule.evaluate(&json!({"x": wide})), Err(EvaluationError::ItemTooLarge));
    // Backtracking without end.
    let rule = Rule::parse("rule a { x == /^(a+)+\\1$/ }").unwrap();
    let _ = rule.evaluate(&json!({"x": "a".repeat(60) + "b"}));
}

/// Policies that compare all values with each other, again and again.
#[test]
fn work_is_bounded() {
    let many: Vec<u32> = (0..900).collect();
    let item = json!({"x": many, "y": 1});
    for policy in [
        "rule r { some x[*] > x[*]\n}",
        "rule r { x[*] { %a in %b }\n}\nlet a = x[*]\nlet b = x[*]",
        "rule r { x[*] { x[*] in x[*] }\n}",
    ] {
        let Ok(rule) = Rule::parse(policy) else { panic!("{policy}") };
        let start = std::time::Instant::now();
        let verdict = rule.evaluate(&item);
        assert!(start.elapsed().as_secs() < 60, "{policy}: {verdict:?} in {:?}", start.elapsed());
    }
    let more: Vec<u32> = (0..2000).collect();
    let item = json!({"x": more, "y": "a"});
    assert_eq!(Rule::parse("rule r { x[*] <= x[*] }").unwrap().evaluate(&item), Err(EvaluationError::ItemTooLarge));
    let start = std::time::Instant::now();
    let heavy = Rule::parse("rule r { x[*] == /^[a-z0-9]{60}(a|b|c){1,200}$/ }").unwrap();
    let _ = heavy.evaluate(&json!({"x": vec!["abc"; 5000]}));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    assert!(Rule::parse(r"rule r { x == /^(\w{100}){30}$/ }").is_err());
    // A variable that stands for values of the policy costs nothing more.
    for policy in
        ["let most = 5000\nrule r { x[*] <= %most }", "let one = ['a', 'b']\nrule r { y in %one }", "rule r { y == 'a' }"]
    {
        assert_eq!(Rule::parse(policy).unwrap().evaluate(&item).unwrap().compliance, Compliance::Compliant, "{policy}");
    }
}

#[test]
fn the_deepest_policy_is_parsed_in_time() {
    let start = std::time::Instant::now();
    for (open, close) in [("a[ b exists c ", " ]"), ("a { ", " }"), ("when a exists { ", " }"), ("a.*[ ", " ].x exists")] {
        let text = format!("rule a {{ {}x exists{} }}", open.repeat(MAX_NESTING - 1), close.repeat(MAX_NESTING - 1));
        let _ = Rule::parse(&text);
        println!("{open}: {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_panics(text in r#"(rule |let |when |[a-z%.*]{1,6}|[\[\]{}()]|==|!=|IN|exists|empty|'x'|/x/|[0-9]{1,3}|<<|>>|#|\n| |r\[1,2\)|or |not |!|,|=){0,40}"#) {
        if let Ok(rule) = Rule::parse(&text) {
            let _ = rule.evaluate(&json!({"a": 1, "b": {"c": ["x", 2, null, true, 1.5]}, "x": "x"}));
        }
    }

    #[test]
    fn damaged_policies(at in any::<prop::sample::Index>(), with in "[\\[\\]{}%'\"=<>a./*!-]{0,3}") {
        let mut text: Vec<char> = PITR.chars().collect();
        let at = at.index(text.len());
        text.splice(at..(at + 1).min(text.len()), with.chars());
        if let Ok(rule) = Rule::parse(&text.into_iter().collect::<String>()) {
            let _ = rule.evaluate(&table("ENABLED", "ACTIVE"));
        }
    }
}
