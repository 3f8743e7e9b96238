//! Documents that are policies, and documents that are not: what is said of them, and where.

use policy::{
    Effect, MAX_DOCUMENT_BYTES, Operator, Policy, PolicyKind, Position, PrincipalPattern, Quantifier, Version, counted_size,
};

use PolicyKind::{Boundary, Identity, ManagedResourceControl, Resource, ResourceControl, ServiceControl, Session, Trust};

/// Completes a statement in shorthand: `'` stands for `"`.
fn document(statement: &str) -> String {
    format!("{{'Version':'2012-10-17','Statement':[{statement}]}}").replace('\'', "\"")
}

const SYNTAX: &str = "Syntax errors in policy.";
const VENDOR: &str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const TYPE: &str = "The provided policy document does not meet the requirements of the specified policy type.";

/// Kind, statement, message, path.
const REFUSED: &[(PolicyKind, &str, &str, &str)] = &[
    (Identity, "'x'", SYNTAX, "Statement[0]"),
    (Identity, "{}", "Missing required field Effect", "Statement[0]"),
    (Identity, "{'Effect':'allow','Action':'*','Resource':'*'}", "Invalid effect: allow", "Statement[0].Effect"),
    (Identity, "{'Effect':'Allow','Resource':'*'}", "Policy statement must contain actions.", "Statement[0]"),
    (Identity, "{'Effect':'Allow','Action':[],'Resource':'*'}", "Policy statement must contain actions.", "Statement[0]"),
    (Identity, "{'Effect':'Allow','Action':'s3:*'}", "Policy statement must contain resources.", "Statement[0]"),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':[]}",
        "Policy statement must contain resources.",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}",
        "Policy document should not specify a principal.",
        "Statement[0].Principal",
    ),
    (
        Session,
        "{'Effect':'Allow','Action':'*','Resource':'*','NotPrincipal':{'AWS':'*'}}",
        "Policy document should not specify a principal.",
        "Statement[0].NotPrincipal",
    ),
    (
        Boundary,
        "{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}",
        "Policy document should not specify a principal.",
        "Statement[0].Principal",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Sid':'a b'}",
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        "Statement[0].Sid",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Sid':'ä'}",
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        "Statement[0].Sid",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Sid':'A'},{'Effect':'Deny','Action':'*','Resource':'*','Sid':'A'}",
        "Statement IDs (SID) in a single policy must be unique.",
        "Statement[1].Sid",
    ),
    (Identity, "{'Effect':'Allow','Action':'*','Resource':'*','Sid':7}", SYNTAX, "Statement[0].Sid"),
    (Identity, "{'Effect':'Allow','Action':'*','Resource':'*','Extra':1}", SYNTAX, "Statement[0].Extra"),
    (Identity, "{'Effect':'Allow','Action':'*','Resource':'*','Action':'s3:*'}", SYNTAX, ""),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','NotAction':'s3:*','Resource':'*'}",
        "Has prohibited field NotAction",
        "Statement[0].NotAction",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','NotResource':'*'}",
        "Has prohibited field NotResource",
        "Statement[0].NotResource",
    ),
    (Identity, "{'Effect':'Allow','Action':'GetObject','Resource':'*'}", VENDOR, "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':['s3:*',':Get'],'Resource':'*'}", VENDOR, "Statement[0].Action[1]"),
    (Identity, "{'Effect':'Allow','Action':'','Resource':'*'}", VENDOR, "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':'s3*:Get','Resource':'*'}", "Vendor s3* is not valid", "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':'s 3:Get','Resource':'*'}", "Vendor s 3 is not valid", "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':'*:Get*','Resource':'*'}", "Vendor * is not valid", "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':'s3:','Resource':'*'}", "Invalid action: s3:", "Statement[0].Action"),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:Get Object','Resource':'*'}",
        "Invalid action: s3:Get Object",
        "Statement[0].Action",
    ),
    (Identity, "{'Effect':'Allow','Action':{'s3':'*'},'Resource':'*'}", SYNTAX, "Statement[0].Action"),
    (Identity, "{'Effect':'Allow','Action':[1],'Resource':'*'}", SYNTAX, "Statement[0].Action[0]"),
    (Identity, "{'Effect':'Allow','Action':null,'Resource':'*'}", SYNTAX, "Statement[0].Action"),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'bucket'}",
        "Resource bucket must be in ARN format or \"*\".",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':['*','b*']}",
        "Resource b* must be in ARN format or \"*\".",
        "Statement[0].Resource[1]",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3'}",
        "Resource arn:aws:s3 must be in ARN format or \"*\".",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::'}",
        "Resource arn:aws:s3::: must be in ARN format or \"*\".",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:moon:s3:::b'}",
        "Partition \"moon\" is not valid for resource \"arn:moon:s3:::b\".",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${}'}",
        "Invalid policy variable in arn:aws:s3:::${}",
        "Statement[0].Resource",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${aws:username'}",
        "Invalid policy variable in arn:aws:s3:::${aws:username",
        "Statement[0].Resource",
    ),
    (Identity, "{'Effect':'Allow','Action':'*','Resource':'*','Condition':[]}", SYNTAX, "Statement[0].Condition"),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEqual':{'a:k':'x'}}}",
        "Invalid Condition type : StringEqual.",
        "Statement[0].Condition.StringEqual",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'ForSome:StringEquals':{'a:k':'x'}}}",
        "Invalid Condition type : ForSome:StringEquals.",
        "Statement[0].Condition.ForSome:StringEquals",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NullIfExists':{'a:k':'true'}}}",
        "Invalid Condition type : NullIfExists.",
        "Statement[0].Condition.NullIfExists",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'ForAnyValue:Null':{'a:k':'true'}}}",
        "Invalid Condition type : ForAnyValue:Null.",
        "Statement[0].Condition.ForAnyValue:Null",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':'x'}}",
        SYNTAX,
        "Statement[0].Condition.StringEquals",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'x'}}}",
        VENDOR,
        "Statement[0].Condition.StringEquals.k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'a:k':null}}}",
        SYNTAX,
        "Statement[0].Condition.StringEquals.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'a:k':[['x']]}}}",
        SYNTAX,
        "Statement[0].Condition.StringEquals.a:k[0]",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'a:k':'ten'}}}",
        "Invalid value for condition operator NumericEquals: ten",
        "Statement[0].Condition.NumericEquals.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'a:k':'inf'}}}",
        "Invalid value for condition operator NumericEquals: inf",
        "Statement[0].Condition.NumericEquals.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'DateLessThan':{'a:k':'2026-02-30'}}}",
        "Invalid value for condition operator DateLessThan: 2026-02-30",
        "Statement[0].Condition.DateLessThan.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'a:k':'yes'}}}",
        "Invalid value for condition operator Bool: yes",
        "Statement[0].Condition.Bool.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/33'}}}",
        "Invalid value for condition operator IpAddress: 10.0.0.0/33",
        "Statement[0].Condition.IpAddress.aws:SourceIp",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':['10.0.0.1','x']}}}",
        "Invalid value for condition operator IpAddress: x",
        "Statement[0].Condition.IpAddress.aws:SourceIp",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'BinaryEquals':{'a:k':'!'}}}",
        "Invalid value for condition operator BinaryEquals: !",
        "Statement[0].Condition.BinaryEquals.a:k",
    ),
    (
        Identity,
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'a:k':'${x'}}}",
        "Invalid policy variable in ${x",
        "Statement[0].Condition.StringEquals.a:k",
    ),
    (Resource, "{'Effect':'Allow','Action':'s3:*','Resource':'*'}", "Missing required field Principal", "Statement[0]"),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{}}",
        "Missing required field Principal",
        "Statement[0].Principal",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'AWS':[]}}",
        "Missing required field Principal",
        "Statement[0].Principal",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'111122223333'}",
        "Invalid principal in policy: \"AWS\":\"111122223333\"",
        "Statement[0].Principal",
    ),
    (Resource, "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':7}", SYNTAX, "Statement[0].Principal"),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'AWS':'bob'}}",
        "Invalid principal in policy: \"AWS\":\"bob\"",
        "Statement[0].Principal.AWS",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'AWS':['*','arn:aws:iam::111122223333:user/*']}}",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/*\"",
        "Statement[0].Principal.AWS[1]",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'AWS':'arn:aws:iam::1:root'}}",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:root\"",
        "Statement[0].Principal.AWS",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'AWS':'arn:aws:iam::111122223333:group/g'}}",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\"",
        "Statement[0].Principal.AWS",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'Service':'ec2'}}",
        "Invalid principal in policy: \"Service\":\"ec2\"",
        "Statement[0].Principal.Service",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'CanonicalUser':'xyz'}}",
        "Invalid principal in policy: \"CanonicalUser\":\"xyz\"",
        "Statement[0].Principal.CanonicalUser",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':{'Moon':'x'}}",
        "Invalid principal in policy: \"Moon\":\"x\"",
        "Statement[0].Principal.Moon",
    ),
    (
        Resource,
        "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*','NotPrincipal':'*'}",
        "Has prohibited field NotPrincipal",
        "Statement[0].NotPrincipal",
    ),
    (Trust, "{'Effect':'Allow','Action':'sts:AssumeRole'}", "Missing required field Principal", "Statement[0]"),
    (
        Trust,
        "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','Resource':'*'}",
        "Has prohibited field Resource",
        "Statement[0].Resource",
    ),
    (
        Trust,
        "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','NotResource':'*'}",
        "Has prohibited field NotResource",
        "Statement[0].NotResource",
    ),
    (
        Trust,
        "{'Effect':'Allow','Action':'s3:GetObject','Principal':'*'}",
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "Statement[0].Action",
    ),
    (
        Trust,
        "{'Effect':'Allow','Action':['sts:AssumeRole','sts:GetCallerIdentity'],'Principal':'*'}",
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "Statement[0].Action[1]",
    ),
    (
        Trust,
        "{'Effect':'Allow','Action':'*','Principal':'*'}",
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "Statement[0].Action",
    ),
    (
        Trust,
        "{'Effect':'Allow','NotAction':'sts:AssumeRole','Principal':'*'}",
        "Has prohibited field NotAction",
        "Statement[0].NotAction",
    ),
    (
        Trust,
        "{'Effect':'Allow','Action':'sts:AssumeRole','NotPrincipal':'*'}",
        "Has prohibited field NotPrincipal",
        "Statement[0].NotPrincipal",
    ),
    (ServiceControl, "{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*'}", TYPE, "Statement[0].Principal"),
    (ServiceControl, "{'Effect':'Deny','Action':'*'}", "Policy statement must contain resources.", "Statement[0]"),
    (ResourceControl, "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}", TYPE, "Statement[0].Effect"),
    (ResourceControl, "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}", TYPE, "Statement[0].Action"),
    (
        ResourceControl,
        "{'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'s3:*','Resource':'*'}",
        TYPE,
        "Statement[0].Principal",
    ),
    (
        ResourceControl,
        "{'Effect':'Deny','NotPrincipal':'*','Action':'s3:*','Resource':'*'}",
        "Has prohibited field NotPrincipal",
        "Statement[0].NotPrincipal",
    ),
    (
        ResourceControl,
        "{'Effect':'Deny','Principal':'*','NotAction':'s3:*','Resource':'*'}",
        "Has prohibited field NotAction",
        "Statement[0].NotAction",
    ),
    (ResourceControl, "{'Effect':'Deny','Action':'s3:*','Resource':'*'}", "Missing required field Principal", "Statement[0]"),
];

#[test]
fn refused_statements() {
    let mut wrong = Vec::new();
    for (kind, statement, message, path) in REFUSED {
        match Policy::parse(&document(statement), *kind) {
            Ok(_) => wrong.push(format!("{kind:?} {statement}: accepted")),
            Err(e) if e.message() != *message || e.path() != *path => {
                wrong.push(format!("{kind:?} {statement}: {e} [{}]", e.path()))
            }
            Err(e) => assert!(e.position().is_some(), "{e}"),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn refused_documents() {
    let cases: &[(PolicyKind, &str, &str)] = &[
        (Identity, "", "This policy contains invalid Json (the document ends too early, line 1, column 1)"),
        (Identity, "{", "This policy contains invalid Json (expected a key in quotes, line 1, column 2)"),
        (Identity, "{} x", "This policy contains invalid Json (unexpected text after the document, line 1, column 4)"),
        (Identity, "{'a':1,}", "This policy contains invalid Json (expected a key in quotes, line 1, column 8)"),
        (Identity, "{'a':tru}", "This policy contains invalid Json (expected a value, line 1, column 9)"),
        (Identity, "{'a':01}", "This policy contains invalid Json (expected \",\" or \"}\", line 1, column 7)"),
        (Identity, "{'a':'\\ud800'}", "This policy contains invalid Json (half of a surrogate pair, line 1, column 13)"),
        (Identity, "{'a':'\n'}", "This policy contains invalid Json (a control character in a string, line 1, column 7)"),
        (Identity, "[]", "Syntax errors in policy. (expected an object, line 1, column 2)"),
        (
            Identity,
            "{\n 'Version':'2012-10-17',\n 'Version':'2012-10-17'}",
            "Syntax errors in policy. (duplicate key \"Version\", line 3, column 2)",
        ),
        (Identity, "{'Foo':1}", "Syntax errors in policy. (unknown element \"Foo\", at Foo, line 1, column 2)"),
        (Identity, "{}", "Missing required field Statement (line 1, column 2)"),
        (
            Identity,
            "{'Statement':[]}",
            "Syntax errors in policy. (a policy has at least one statement, at Statement, line 1, column 15)",
        ),
        (
            Identity,
            "{'Version':'2013-01-01','Statement':[]}",
            "The policy must contain a valid version string (at Version, line 1, column 13)",
        ),
        (
            Identity,
            "{'Version':2012,'Statement':[]}",
            "Syntax errors in policy. (expected a string, at Version, line 1, column 13)",
        ),
        (
            ServiceControl,
            "{'Statement':[]}",
            "Policy document must be version 2012-10-17 or greater. (at Version, line 1, column 2)",
        ),
        (
            ResourceControl,
            "{'Version':'2008-10-17','Statement':[]}",
            "Policy document must be version 2012-10-17 or greater. (at Version, line 1, column 2)",
        ),
    ];
    for (kind, text, message) in cases {
        let error = Policy::parse(&text.replace('\'', "\""), *kind).expect_err(text);
        assert_eq!(error.to_string(), *message, "{text}");
    }
    assert_eq!(
        Policy::parse(&" ".repeat(MAX_DOCUMENT_BYTES + 1), Identity).unwrap_err().message(),
        "Policy document is too long."
    );
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(MAX_DOCUMENT_BYTES / open.len());
        assert!(Policy::parse(&deep, Identity).unwrap_err().to_string().contains("nested too deeply"));
    }
}

#[test]
fn accepted_statements() {
    let cases: &[(PolicyKind, &str)] = &[
        (Identity, "{'Effect':'Allow','Action':'*','Resource':'*'}"),
        (Identity, "{'Effect':'Allow','Action':'*:*','Resource':'*'}"),
        (
            Identity,
            "{'Sid':'','Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'','Effect':'Allow','Action':'*','Resource':'*'}",
        ),
        (
            Identity,
            "{'Effect':'Deny','NotAction':['iam:*','sts:GetSessionToken'],'NotResource':['arn:aws:s3:::b','arn:aws:s3:::b/*']}",
        ),
        (Identity, "{'Effect':'Allow','Action':'s3-object-lambda:Write*','Resource':'arn:aws-cn:s3:::*'}"),
        (Identity, "{'Effect':'Allow','Action':'s3:*','Resource':'arn:*:s3:::*'}"),
        (Identity, "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/${aws:PrincipalTag/team, 'x'}/${*}'}"),
        (Identity, "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:*'}"),
        (Session, "{'Effect':'Allow','Action':'s3:Get??ject','Resource':'*'}"),
        (Boundary, "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'arn:aws:execute-api:*:*:*/*/GET/*'}"),
        (
            Resource,
            "{'Sid':'Allow it, please!','Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}",
        ),
        (Resource, "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'secretsmanager:GetSecretValue'}"),
        (
            Resource,
            "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}",
        ),
        (
            Resource,
            "{'Effect':'Allow','Principal':{'CanonicalUser':'79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'},'Action':'s3:*','Resource':'*'}",
        ),
        (
            Resource,
            "{'Effect':'Deny','NotPrincipal':{'AWS':['arn:aws:iam::111122223333:root','AROAEXAMPLE000000000']},'Action':'s3:*','Resource':'*'}",
        ),
        (
            Trust,
            "{'Effect':'Allow','Principal':{'Service':['ec2.amazonaws.com','lambda.amazonaws.com']},'Action':'sts:AssumeRole'}",
        ),
        (
            Trust,
            "{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:oidc-provider/x'},'Action':['sts:AssumeRoleWithWebIdentity','sts:TagSession']}",
        ),
        (Trust, "{'Sid':'','Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'sts:*'}"),
        (
            ServiceControl,
            "{'Effect':'Allow','NotAction':'iam:*','Resource':'*','Condition':{'StringEquals':{'aws:RequestedRegion':'eu-central-1'}}}",
        ),
        (ServiceControl, "{'Effect':'Deny','Action':'ec2:*Instances','NotResource':'arn:aws:ec2:*:*:instance/*'}"),
        (
            ResourceControl,
            "{'Effect':'Deny','Principal':'*','Action':['s3:*','kms:*'],'Resource':'*','Condition':{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}}}",
        ),
        (ResourceControl, "{'Effect':'Deny','Principal':{'AWS':'*'},'Action':'sqs:*','NotResource':'arn:aws:sqs:*:*:open'}"),
        (ManagedResourceControl, "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}"),
    ];
    for (kind, statement) in cases {
        // A default value stands in apostrophes, which the shorthand has for quotes.
        let text = document(statement).replace(", \"x\"}", ", 'x'}");
        if let Err(error) = Policy::parse(&text, *kind) {
            panic!("{kind:?} {text}: {error}");
        }
    }
}

#[test]
fn the_parts_of_a_policy() {
    let text = r#"{
  "Version": "2012-10-17",
  "Id": "doc",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Deny",
      "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:user/b"], "Service": "ec2.amazonaws.com"},
      "NotAction": ["s3:Get*", "IAM:ListUsers"],
      "Resource": "arn:aws:s3:::b/${aws:username}",
      "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a*", "b"]}, "Bool": {"aws:SecureTransport": false}}
    },
    {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}
  ]
}"#;
    let policy = Policy::parse(text, Resource).unwrap();
    assert_eq!((policy.version(), policy.id(), policy.kind()), (Version::V2012, Some("doc"), Resource));
    let [first, second] = policy.statements() else { panic!("two statements") };
    assert_eq!((first.index(), first.sid(), first.effect()), (0, Some("One"), Effect::Deny));
    assert_eq!((first.start(), first.end()), (Position { line: 5, column: 6 }, Position { line: 12, column: 6 }));
    let principal = first.principal().unwrap();
    assert!(principal.is_negated());
    assert_eq!(
        principal.patterns(),
        [
            PrincipalPattern::Account("111122223333".into()),
            PrincipalPattern::Arn("arn:aws:iam::111122223333:user/b".into()),
            PrincipalPattern::Service("ec2.amazonaws.com".into())
        ]
    );
    assert!(first.actions().is_negated());
    assert_eq!(first.actions().iter().collect::<Vec<_>>(), ["s3:Get*", "IAM:ListUsers"]);
    assert!(!first.covers_action("iam:listusers") && first.covers_action("iam:ListRoles"));
    assert_eq!(first.resources().unwrap().iter().collect::<Vec<_>>(), ["arn:aws:s3:::b/${aws:username}"]);
    let [like, bool] = first.conditions() else { panic!("two conditions") };
    assert_eq!((like.operator(), like.quantifier(), like.if_exists()), (Operator::StringLike, Quantifier::ForAnyValue, true));
    assert_eq!((like.key(), like.lower_key()), ("aws:TagKeys", "aws:tagkeys"));
    assert_eq!(like.values().collect::<Vec<_>>(), ["a*", "b"]);
    assert_eq!(bool.values().collect::<Vec<_>>(), ["false"]);
    assert!(second.resources().is_none() && second.sid().is_none());
    assert_eq!((second.start(), second.end()), (Position { line: 13, column: 6 }, Position { line: 13, column: 60 }));
    assert_eq!(policy.context_keys(), ["aws:TagKeys", "aws:SecureTransport", "aws:username"]);
}

/// The AWS CLI's documentation of `simulate-custom-policy` shows these positions for this document.
#[test]
fn positions_are_those_of_the_simulator() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}"#;
    let policy = Policy::parse(text, Identity).unwrap();
    let statement = &policy.statements()[0];
    assert_eq!((statement.start(), statement.end()), (Position { line: 1, column: 38 }, Position { line: 1, column: 167 }));
}

#[test]
fn sizes_do_not_count_white_space() {
    assert_eq!(counted_size("{ \"a\":\n\t[] }"), 8);
}
