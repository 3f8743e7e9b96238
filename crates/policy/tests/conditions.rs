//! Every condition operator, by table: operator, key, values of the policy, request context, whether the condition holds.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may panic: that is how a test fails"
)]

use policy::{Context, Outcome, Policies, Policy, PolicyKind, Principal, Request, SourceType, evaluate};
use serde_json::{Value, json};

type Case = (&'static str, &'static str, &'static str, &'static str, bool);

/// An identity policy with one statement under test, asked by a user.
fn holds(condition: &Value, context: &Value, version: &str) -> bool {
    let document = json!({"Version": version, "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}});
    let policy = Policy::parse(&document.to_string(), PolicyKind::Identity).unwrap_or_else(|e| panic!("{document}: {e}"));
    let mut keys = Context::new();
    for (key, value) in context.as_object().unwrap() {
        match value {
            Value::Array(values) => keys.set_many(key.clone(), values.iter().map(|v| v.as_str().unwrap().to_owned())),
            value => keys.set(key.clone(), value.as_str().unwrap().to_owned()),
        };
    }
    let attached = [policy::Attached::new(&policy, "p", SourceType::User)];
    let user = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAEXAMPLE000000000");
    let request = Request::new(user, "s3:GetObject", "arn:aws:s3:::b/k", &keys);
    evaluate(&request, &Policies { identity: &attached, ..Policies::default() }).outcome == Outcome::Allowed
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (operator, key, values, context, expected) in cases {
        let condition = json!({*operator: {*key: serde_json::from_str::<Value>(values).expect(values)}});
        let context = serde_json::from_str::<Value>(context).expect(context);
        if holds(&condition, &context, "2012-10-17") != *expected {
            wrong.push(format!("{condition} with {context} should be {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn strings() {
    check(&[
        ("StringEquals", "a:k", r#""x""#, r#"{"a:k":"x"}"#, true),
        ("StringEquals", "a:k", r#""x""#, r#"{"a:k":"X"}"#, false),
        ("StringEquals", "a:k", r#""x""#, r#"{"a:k":""}"#, false),
        ("StringEquals", "a:k", r#""""#, r#"{"a:k":""}"#, true),
        ("StringEquals", "a:k", r#"["x","y"]"#, r#"{"a:k":"y"}"#, true),
        ("StringEquals", "a:k", r#"["x","y"]"#, r#"{"a:k":"z"}"#, false),
        ("StringEquals", "a:k", r#""x*""#, r#"{"a:k":"xy"}"#, false),
        ("StringEquals", "a:k", r#""x*""#, r#"{"a:k":"x*"}"#, true),
        ("StringEquals", "a:k", r#""x""#, "{}", false),
        ("StringEquals", "a:k", "[]", r#"{"a:k":"x"}"#, false),
        ("StringEquals", "a:k", "true", r#"{"a:k":"true"}"#, true),
        ("StringEquals", "a:k", "5", r#"{"a:k":"5"}"#, true),
        ("StringEquals", "A:K", r#""x""#, r#"{"a:k":"x"}"#, true),
        ("StringEquals", "a:k", r#""x""#, r#"{"A:K":"x"}"#, true),
        ("StringEquals", "aws:ResourceTag/Dept", r#""hr""#, r#"{"aws:resourcetag/dept":"hr"}"#, true),
        ("StringEquals", "aws:ResourceTag/DEPT", r#""hr""#, r#"{"aws:ResourceTag/dept":"hr"}"#, true),
        ("StringEquals", "aws:ResourceTag/Dept", r#""hr""#, r#"{"aws:resourcetag/other":"hr"}"#, false),
        (
            "StringEquals",
            "token.actions.githubusercontent.com:sub",
            r#""r""#,
            r#"{"token.actions.githubusercontent.com:sub":"r"}"#,
            true,
        ),
        ("StringNotEquals", "a:k", r#""x""#, r#"{"a:k":"y"}"#, true),
        ("StringNotEquals", "a:k", r#""x""#, r#"{"a:k":"x"}"#, false),
        ("StringNotEquals", "a:k", r#"["x","y"]"#, r#"{"a:k":"y"}"#, false),
        ("StringNotEquals", "a:k", r#"["x","y"]"#, r#"{"a:k":"z"}"#, true),
        ("StringNotEquals", "a:k", r#""x""#, "{}", true),
        ("StringEqualsIgnoreCase", "a:k", r#""HeLLo""#, r#"{"a:k":"hEllO"}"#, true),
        ("StringEqualsIgnoreCase", "a:k", r#""ÄÖ""#, r#"{"a:k":"äö"}"#, true),
        ("StringEqualsIgnoreCase", "a:k", r#""x*""#, r#"{"a:k":"Xy"}"#, false),
        ("StringEqualsIgnoreCase", "a:k", r#""x""#, r#"{"a:k":"xx"}"#, false),
        ("StringEqualsIgnoreCase", "a:k", r#""x""#, "{}", false),
        ("StringNotEqualsIgnoreCase", "a:k", r#""X""#, r#"{"a:k":"x"}"#, false),
        ("StringNotEqualsIgnoreCase", "a:k", r#""X""#, r#"{"a:k":"y"}"#, true),
        ("StringNotEqualsIgnoreCase", "a:k", r#""X""#, "{}", true),
        ("StringLike", "a:k", r#""x*""#, r#"{"a:k":"xyz"}"#, true),
        ("StringLike", "a:k", r#""x*""#, r#"{"a:k":"x"}"#, true),
        ("StringLike", "a:k", r#""x?""#, r#"{"a:k":"x"}"#, false),
        ("StringLike", "a:k", r#""x?z""#, r#"{"a:k":"xyz"}"#, true),
        ("StringLike", "a:k", r#""x?z""#, r#"{"a:k":"xäz"}"#, true),
        ("StringLike", "a:k", r#""*""#, r#"{"a:k":""}"#, true),
        ("StringLike", "a:k", r#""*""#, "{}", false),
        ("StringLike", "a:k", r#""*a*b*""#, r#"{"a:k":"xxaxxbxx"}"#, true),
        ("StringLike", "a:k", r#""*a*b*""#, r#"{"a:k":"xxbxxaxx"}"#, false),
        ("StringLike", "a:k", r#""X*""#, r#"{"a:k":"xyz"}"#, false),
        ("StringNotLike", "a:k", r#""x*""#, r#"{"a:k":"xyz"}"#, false),
        ("StringNotLike", "a:k", r#""x*""#, r#"{"a:k":"ayz"}"#, true),
        ("StringNotLike", "a:k", r#""x*""#, "{}", true),
    ]);
}

#[test]
fn numbers_dates_booleans_binary() {
    check(&[
        ("NumericEquals", "s3:max-keys", r#""10""#, r#"{"s3:max-keys":"10"}"#, true),
        ("NumericEquals", "s3:max-keys", "10", r#"{"s3:max-keys":"10.0"}"#, true),
        ("NumericEquals", "s3:max-keys", "10", r#"{"s3:max-keys":"11"}"#, false),
        ("NumericEquals", "s3:max-keys", "10", r#"{"s3:max-keys":"ten"}"#, false),
        ("NumericEquals", "a:k", "9007199254740993", r#"{"a:k":"9007199254740992"}"#, false),
        ("NumericEquals", "a:k", "[1,2,3]", r#"{"a:k":"3"}"#, true),
        ("NumericEquals", "a:k", "1", "{}", false),
        ("NumericNotEquals", "a:k", "10", r#"{"a:k":"11"}"#, true),
        ("NumericNotEquals", "a:k", "10", r#"{"a:k":"10"}"#, false),
        ("NumericNotEquals", "a:k", "10", "{}", true),
        ("NumericLessThan", "a:k", "10", r#"{"a:k":"9"}"#, true),
        ("NumericLessThan", "a:k", "10", r#"{"a:k":"10"}"#, false),
        ("NumericLessThan", "a:k", "10", r#"{"a:k":"-3"}"#, true),
        ("NumericLessThan", "a:k", "10", "{}", false),
        ("NumericLessThanEquals", "a:k", "10", r#"{"a:k":"10"}"#, true),
        ("NumericLessThanEquals", "a:k", "10", r#"{"a:k":"10.5"}"#, false),
        ("NumericGreaterThan", "a:k", "10", r#"{"a:k":"10.5"}"#, true),
        ("NumericGreaterThan", "a:k", "10", r#"{"a:k":"10"}"#, false),
        ("NumericGreaterThanEquals", "a:k", "10", r#"{"a:k":"10"}"#, true),
        ("NumericGreaterThanEquals", "a:k", "10", r#"{"a:k":"9"}"#, false),
        ("NumericLessThanIfExists", "aws:MultiFactorAuthAge", "3600", "{}", true),
        ("NumericLessThanIfExists", "aws:MultiFactorAuthAge", "3600", r#"{"aws:multifactorauthage":"4000"}"#, false),
        ("DateEquals", "a:k", r#""2026-01-01T00:00:00Z""#, r#"{"a:k":"2026-01-01T00:00:00Z"}"#, true),
        ("DateEquals", "a:k", r#""2026-01-01T01:00:00+01:00""#, r#"{"a:k":"2026-01-01T00:00:00Z"}"#, true),
        ("DateEquals", "a:k", r#""2026-01-01""#, r#"{"a:k":"2026-01-01T00:00:00Z"}"#, true),
        ("DateEquals", "a:k", r#""2026""#, r#"{"a:k":"2026-01-01T00:00:00.000Z"}"#, true),
        ("DateEquals", "a:k", r#""1767225600""#, r#"{"a:k":"2026-01-01T00:00:00Z"}"#, true),
        ("DateEquals", "a:k", "1767225600", r#"{"a:k":"2026-01-01T00:00Z"}"#, true),
        ("DateEquals", "a:k", r#""2026-01-01T00:00:00Z""#, r#"{"a:k":"2026-01-01T00:00:00.5Z"}"#, false),
        ("DateEquals", "a:k", r#""2024-02-29""#, r#"{"a:k":"1709164800"}"#, true),
        ("DateNotEquals", "a:k", r#""2026-01-01""#, r#"{"a:k":"2026-01-02"}"#, true),
        ("DateNotEquals", "a:k", r#""2026-01-01""#, r#"{"a:k":"2026-01-01"}"#, false),
        ("DateNotEquals", "a:k", r#""2026-01-01""#, "{}", true),
        ("DateLessThan", "aws:CurrentTime", r#""2026-01-01T00:00:00Z""#, r#"{"aws:currenttime":"2025-12-31T23:59:59Z"}"#, true),
        ("DateLessThan", "aws:CurrentTime", r#""2026-01-01T00:00:00Z""#, r#"{"aws:currenttime":"2026-01-01T00:00:00Z"}"#, false),
        ("DateLessThan", "aws:CurrentTime", r#""2026-01-01T00:00:00Z""#, r#"{"aws:currenttime":"yesterday"}"#, false),
        ("DateLessThanEquals", "a:k", r#""2026-01-01""#, r#"{"a:k":"2026-01-01"}"#, true),
        ("DateLessThanEquals", "a:k", r#""2026-01-01""#, r#"{"a:k":"2026-01-02"}"#, false),
        ("DateGreaterThan", "a:k", r#""2018-08-16T12:00:00Z""#, r#"{"a:k":"2019-04-25T11:00:00Z"}"#, true),
        ("DateGreaterThan", "a:k", r#""2018-08-16T12:00:00Z""#, r#"{"a:k":"2014-04-25T11:00:00Z"}"#, false),
        ("DateGreaterThan", "aws:TokenIssueTime", r#""2018-08-16T12:00:00Z""#, "{}", false),
        ("DateGreaterThanEquals", "a:k", r#""1969-12-31T23:00:00-01:00""#, r#"{"a:k":"1970"}"#, true),
        ("DateLessThanIfExists", "a:k", r#""2026-01-01""#, "{}", true),
        ("Bool", "aws:SecureTransport", r#""true""#, r#"{"aws:securetransport":"true"}"#, true),
        ("Bool", "aws:SecureTransport", "true", r#"{"aws:securetransport":"true"}"#, true),
        ("Bool", "aws:SecureTransport", r#""True""#, r#"{"aws:securetransport":"true"}"#, true),
        ("Bool", "aws:SecureTransport", r#""true""#, r#"{"aws:securetransport":"false"}"#, false),
        ("Bool", "aws:SecureTransport", "false", r#"{"aws:securetransport":"false"}"#, true),
        ("Bool", "aws:MultiFactorAuthPresent", "false", "{}", false),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", "false", "{}", true),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", "false", r#"{"aws:multifactorauthpresent":"true"}"#, false),
        ("Bool", "a:k", "true", r#"{"a:k":"1"}"#, false),
        ("BinaryEquals", "a:k", r#""QmluYXJ5VmFsdWVJbkJhc2U2NA==""#, r#"{"a:k":"QmluYXJ5VmFsdWVJbkJhc2U2NA=="}"#, true),
        ("BinaryEquals", "a:k", r#""QmluYXJ5VmFsdWVJbkJhc2U2NA==""#, r#"{"a:k":"QmluYXJ5VmFsdWVJbkJhc2U2NA"}"#, true),
        ("BinaryEquals", "a:k", r#""QmluYXJ5""#, r#"{"a:k":"QmluYXJ6"}"#, false),
        ("BinaryEquals", "a:k", r#""QmluYXJ5""#, r#"{"a:k":"QmluYX"}"#, false),
        ("BinaryEquals", "a:k", r#""QmluYXJ5""#, r#"{"a:k":"no base64"}"#, false),
        ("BinaryEquals", "a:k", r#""QmluYXJ5""#, "{}", false),
        ("Null", "aws:TokenIssueTime", "true", "{}", true),
        ("Null", "aws:TokenIssueTime", r#""true""#, r#"{"aws:tokenissuetime":"2026-01-01"}"#, false),
        ("Null", "aws:TokenIssueTime", "false", r#"{"aws:tokenissuetime":"2026-01-01"}"#, true),
        ("Null", "aws:TokenIssueTime", "false", "{}", false),
        ("Null", "aws:TagKeys", "true", r#"{"aws:tagkeys":[]}"#, true),
        ("Null", "aws:TagKeys", "false", r#"{"aws:tagkeys":["a"]}"#, true),
    ]);
}

#[test]
fn addresses_and_arns() {
    check(&[
        ("IpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"203.0.113.77"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"203.0.114.1"}"#, false),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.9""#, r#"{"aws:sourceip":"203.0.113.9"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.9/24""#, r#"{"aws:sourceip":"203.0.113.1"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""0.0.0.0/0""#, r#"{"aws:sourceip":"8.8.8.8"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""0.0.0.0/0""#, r#"{"aws:sourceip":"2001:db8::1"}"#, false),
        ("IpAddress", "aws:SourceIp", r#""2001:DB8:1234:5678::/64""#, r#"{"aws:sourceip":"2001:db8:1234:5678::9"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""2001:db8:1234:5678::/64""#, r#"{"aws:sourceip":"2001:db8:1234:5679::9"}"#, false),
        ("IpAddress", "aws:SourceIp", r#""::/0""#, r#"{"aws:sourceip":"2001:db8::1"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"::ffff:203.0.113.5"}"#, true),
        ("IpAddress", "aws:SourceIp", r#"["203.0.113.0/24","2001:db8::/32"]"#, r#"{"aws:sourceip":"2001:db8::1"}"#, true),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"cloudformation.amazonaws.com"}"#, false),
        ("IpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, "{}", false),
        ("IpAddressIfExists", "aws:SourceIp", r#""203.0.113.0/24""#, "{}", true),
        ("NotIpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"198.51.100.1"}"#, true),
        ("NotIpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"203.0.113.1"}"#, false),
        ("NotIpAddress", "aws:SourceIp", r#"["203.0.113.0/24","198.51.100.0/24"]"#, r#"{"aws:sourceip":"198.51.100.1"}"#, false),
        ("NotIpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, r#"{"aws:sourceip":"2001:db8::1"}"#, true),
        ("NotIpAddress", "aws:SourceIp", r#""203.0.113.0/24""#, "{}", true),
        (
            "ArnEquals",
            "aws:SourceArn",
            r#""arn:aws:sns:us-east-1:1:t""#,
            r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:t"}"#,
            true,
        ),
        ("ArnEquals", "aws:SourceArn", r#""arn:aws:sns:*:1:t*""#, r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:topic"}"#, true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:sns:*:1:*""#, r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:a:b:c"}"#, true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:sns:*:t""#, r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:t"}"#, false),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:*:*:*:t""#, r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:t"}"#, true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:s*1:t:x:y:z""#, r#"{"aws:sourcearn":"arn:aws:sns:us-east-1:1:t"}"#, false),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:s3:::b?cket""#, r#"{"aws:sourcearn":"arn:aws:s3:::bucket"}"#, true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:s3:::bucket""#, r#"{"aws:sourcearn":"arn:aws:s3:::Bucket"}"#, false),
        ("ArnLike", "aws:SourceArn", r#""*""#, r#"{"aws:sourcearn":"arn:aws:s3:::bucket"}"#, true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:s3:::*""#, "{}", false),
        ("ArnLikeIfExists", "aws:SourceArn", r#""arn:aws:s3:::*""#, "{}", true),
        ("ArnLike", "aws:SourceArn", r#""arn:aws:s3:::*""#, r#"{"aws:sourcearn":"not-an-arn"}"#, false),
        ("ArnNotEquals", "aws:SourceArn", r#""arn:aws:s3:::b""#, r#"{"aws:sourcearn":"arn:aws:s3:::c"}"#, true),
        ("ArnNotEquals", "aws:SourceArn", r#""arn:aws:s3:::b*""#, r#"{"aws:sourcearn":"arn:aws:s3:::bb"}"#, false),
        (
            "ArnNotLike",
            "aws:PrincipalArn",
            r#""arn:aws:iam::*:role/admin*""#,
            r#"{"aws:principalarn":"arn:aws:iam::1:role/admins"}"#,
            false,
        ),
        (
            "ArnNotLike",
            "aws:PrincipalArn",
            r#""arn:aws:iam::*:role/admin*""#,
            r#"{"aws:principalarn":"arn:aws:iam::1:role/dev"}"#,
            true,
        ),
        ("ArnNotLike", "aws:PrincipalArn", r#""arn:aws:iam::*:role/admin*""#, "{}", true),
    ]);
}

#[test]
fn sets() {
    check(&[
        ("ForAllValues:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["a","b"]}"#, true),
        ("ForAllValues:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["a"]}"#, true),
        ("ForAllValues:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["a","c"]}"#, false),
        ("ForAllValues:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":[]}"#, true),
        ("ForAllValues:StringEquals", "aws:TagKeys", r#"["a","b"]"#, "{}", true),
        ("ForAllValues:StringEquals", "aws:TagKeys", r#""a""#, r#"{"aws:tagkeys":"a"}"#, true),
        ("ForAllValues:StringEquals", "aws:TagKeys", "[]", r#"{"aws:tagkeys":["a"]}"#, false),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["c","d"]}"#, true),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["c","a"]}"#, false),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", r#"["a","b"]"#, "{}", true),
        ("ForAllValues:StringLike", "aws:TagKeys", r#""team-*""#, r#"{"aws:tagkeys":["team-a","team-b"]}"#, true),
        ("ForAllValues:StringLike", "aws:TagKeys", r#""team-*""#, r#"{"aws:tagkeys":["team-a","b"]}"#, false),
        ("ForAllValues:StringEqualsIgnoreCase", "aws:TagKeys", r#""A""#, r#"{"aws:tagkeys":["a","A"]}"#, true),
        ("ForAllValues:NumericLessThan", "a:k", "5", r#"{"a:k":["1","4"]}"#, true),
        ("ForAllValues:NumericLessThan", "a:k", "5", r#"{"a:k":["1","6"]}"#, false),
        ("ForAllValues:ArnLike", "a:k", r#""arn:aws:s3:::a*""#, r#"{"a:k":["arn:aws:s3:::a1","arn:aws:s3:::b"]}"#, false),
        ("ForAllValues:IpAddress", "aws:VpcSourceIp", r#""10.0.0.0/8""#, r#"{"aws:vpcsourceip":["10.1.1.1","10.2.2.2"]}"#, true),
        ("ForAllValues:StringEqualsIfExists", "aws:TagKeys", r#""a""#, "{}", true),
        ("ForAnyValue:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["x","b"]}"#, true),
        ("ForAnyValue:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":["x","y"]}"#, false),
        ("ForAnyValue:StringEquals", "aws:TagKeys", r#"["a","b"]"#, "{}", false),
        ("ForAnyValue:StringEquals", "aws:TagKeys", r#"["a","b"]"#, r#"{"aws:tagkeys":[]}"#, false),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", r#""a""#, r#"{"aws:tagkeys":["a","b"]}"#, true),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", r#""a""#, r#"{"aws:tagkeys":["a"]}"#, false),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", r#""a""#, "{}", false),
        ("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", r#""a""#, "{}", true),
        (
            "ForAnyValue:StringLike",
            "aws:PrincipalOrgPaths",
            r#""o-1/r-1/ou-1/*""#,
            r#"{"aws:principalorgpaths":["o-1/r-1/ou-1/ou-2/"]}"#,
            true,
        ),
        (
            "ForAnyValue:StringLike",
            "aws:PrincipalOrgPaths",
            r#""o-1/r-1/ou-1/*""#,
            r#"{"aws:principalorgpaths":["o-1/r-1/ou-9/"]}"#,
            false,
        ),
        ("ForAnyValue:Bool", "a:k", "true", r#"{"a:k":["false","true"]}"#, true),
        ("StringEquals", "a:k", r#""b""#, r#"{"a:k":["a","b"]}"#, true),
        ("StringNotEquals", "a:k", r#""b""#, r#"{"a:k":["a","b"]}"#, false),
        ("StringNotEquals", "a:k", r#""c""#, r#"{"a:k":["a","b"]}"#, true),
        ("StringEqualsIfExists", "a:k", r#""x""#, "{}", true),
        ("StringEqualsIfExists", "a:k", r#""x""#, r#"{"a:k":"y"}"#, false),
        ("StringNotEqualsIfExists", "a:k", r#""x""#, "{}", true),
        ("StringNotEqualsIfExists", "a:k", r#""x""#, r#"{"a:k":"x"}"#, false),
    ]);
}

#[test]
fn variables() {
    check(&[
        ("StringEquals", "a:k", r#""${aws:username}""#, r#"{"a:k":"bob","aws:username":"bob"}"#, true),
        ("StringEquals", "a:k", r#""${AWS:UserName}""#, r#"{"a:k":"bob","aws:username":"bob"}"#, true),
        ("StringEquals", "a:k", r#""${ aws:username }""#, r#"{"a:k":"bob","aws:username":"bob"}"#, true),
        ("StringEquals", "a:k", r#""x-${aws:username}-y""#, r#"{"a:k":"x-bob-y","aws:username":"bob"}"#, true),
        ("StringEquals", "a:k", r#""${aws:username}""#, r#"{"a:k":"bob"}"#, false),
        ("StringEquals", "a:k", r#""${aws:username}""#, r#"{"a:k":"${aws:username}"}"#, false),
        ("StringNotEquals", "a:k", r#""${aws:username}""#, r#"{"a:k":"bob"}"#, true),
        ("StringNotLike", "a:k", r#""${aws:username}*""#, r#"{"a:k":"bob"}"#, true),
        ("StringLike", "a:k", r#""${aws:username}*""#, r#"{"a:k":"bob/x","aws:username":"bob"}"#, true),
        ("StringLike", "a:k", r#""*${aws:username}""#, r#"{"a:k":"xbobob","aws:username":"bob"}"#, true),
        ("StringLike", "a:k", r#""${aws:username}""#, r#"{"a:k":"bob","aws:username":"b*"}"#, false),
        ("StringLike", "a:k", r#""${aws:username}""#, r#"{"a:k":"b*","aws:username":"b*"}"#, true),
        ("StringLike", "a:k", r#""${aws:username}/*""#, r#"{"a:k":"bob/x"}"#, false),
        ("StringEquals", "a:k", r#""${aws:PrincipalTag/team}""#, r#"{"a:k":"red","aws:principaltag/team":"red"}"#, true),
        ("StringEquals", "a:k", r#""${aws:PrincipalTag/team, 'none'}""#, r#"{"a:k":"none"}"#, true),
        ("StringEquals", "a:k", r#""${aws:PrincipalTag/team,'none'}""#, r#"{"a:k":"red","aws:principaltag/team":"red"}"#, true),
        (
            "StringEquals",
            "a:k",
            r#""${aws:PrincipalTag/team, 'none'}""#,
            r#"{"a:k":"none","aws:principaltag/team":"red"}"#,
            false,
        ),
        ("StringLike", "a:k", r#""${aws:PrincipalTag/team, '*'}""#, r#"{"a:k":"x"}"#, false),
        ("StringEquals", "a:k", r#""${a:many}""#, r#"{"a:k":"x","a:many":["x","y"]}"#, false),
        ("StringEquals", "a:k", r#""${a:many}""#, r#"{"a:k":"x","a:many":["x"]}"#, true),
        ("StringEqualsIgnoreCase", "a:k", r#""X-${aws:username}""#, r#"{"a:k":"x-BOB","aws:username":"bob"}"#, true),
        ("StringEqualsIgnoreCase", "a:k", r#""${aws:username}""#, r#"{"a:k":""}"#, false),
        ("StringLike", "a:k", r#""x${*}""#, r#"{"a:k":"xy"}"#, false),
        ("StringLike", "a:k", r#""x${*}""#, r#"{"a:k":"x*"}"#, true),
        ("StringLike", "a:k", r#""x${?}*""#, r#"{"a:k":"x?y"}"#, true),
        ("StringLike", "a:k", r#""${$}{x}""#, r#"{"a:k":"${x}"}"#, true),
        ("StringEquals", "a:k", r#""cost $5""#, r#"{"a:k":"cost $5"}"#, true),
        (
            "ArnLike",
            "aws:SourceArn",
            r#""arn:aws:sns:*:${aws:PrincipalAccount}:*""#,
            r#"{"aws:sourcearn":"arn:aws:sns:x:1:t","aws:principalaccount":"1"}"#,
            true,
        ),
        (
            "ArnLike",
            "aws:SourceArn",
            r#""arn:aws:sns:*:${aws:PrincipalAccount}:*""#,
            r#"{"aws:sourcearn":"arn:aws:sns:x:2:t","aws:principalaccount":"1"}"#,
            false,
        ),
        (
            "ArnEquals",
            "aws:PrincipalArn",
            r#""${aws:ResourceTag/owner}""#,
            r#"{"aws:principalarn":"arn:aws:iam::1:user/b","aws:resourcetag/owner":"arn:aws:iam::1:user/b"}"#,
            true,
        ),
    ]);
}

#[test]
fn the_old_version_knows_no_variables() {
    let condition = json!({"StringEquals": {"a:k": "${aws:username}"}});
    assert!(!holds(&condition, &json!({"a:k": "bob", "aws:username": "bob"}), "2008-10-17"));
    assert!(holds(&condition, &json!({"a:k": "${aws:username}", "aws:username": "bob"}), "2008-10-17"));
    // Not even an escape.
    assert!(holds(&json!({"StringLike": {"a:k": "x${*}"}}), &json!({"a:k": "x${anything}"}), "2008-10-17"));
}

#[test]
fn several_conditions_must_all_hold() {
    let both = json!({"StringEquals": {"a:k": "x", "a:l": "y"}, "Bool": {"a:m": "true"}});
    assert!(holds(&both, &json!({"a:k": "x", "a:l": "y", "a:m": "true"}), "2012-10-17"));
    assert!(!holds(&both, &json!({"a:k": "x", "a:l": "z", "a:m": "true"}), "2012-10-17"));
    assert!(!holds(&both, &json!({"a:k": "x", "a:l": "y", "a:m": "false"}), "2012-10-17"));
    assert!(holds(&json!({}), &json!({}), "2012-10-17"));
    assert!(holds(&json!({"StringEquals": {}}), &json!({}), "2012-10-17"));
}
