//! Laws that hold for all policies and requests.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests may panic: that is how a test fails")]

use policy::{
    Attached, Context, Outcome, Policies, Policy, PolicyKind, Principal, Request, SourceType, evaluate, explain, wildcard_match,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const KINDS: [PolicyKind; 8] = [
    PolicyKind::Identity,
    PolicyKind::Resource,
    PolicyKind::Trust,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
    PolicyKind::ManagedResourceControl,
    PolicyKind::Session,
    PolicyKind::Boundary,
];

fn any_action() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:?etObject", "s3:PutObject", "iam:*", "S3:gETobject"])
}

fn any_resource() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::c/*", "arn:aws:s3:::b/${aws:username}"])
}

fn any_condition() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({}),
        json!({"StringEquals": {"aws:username": "alice"}}),
        json!({"StringNotEquals": {"aws:username": "alice"}}),
        json!({"Null": {"aws:username": "true"}}),
        json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}),
        json!({"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}}),
    ])
}

prop_compose! {
    fn any_statement()(
        deny in any::<bool>(),
        action in any_action(),
        not_action in prop::bool::weighted(0.2),
        resource in any_resource(),
        not_resource in prop::bool::weighted(0.2),
        condition in any_condition(),
    ) -> Value {
        let mut statement = json!({"Effect": if deny { "Deny" } else { "Allow" }, "Condition": condition});
        statement[if not_action { "NotAction" } else { "Action" }] = json!(action);
        statement[if not_resource { "NotResource" } else { "Resource" }] = json!(resource);
        statement
    }
}

fn compile(statements: &[Value]) -> Policy {
    Policy::parse(&json!({"Version": "2012-10-17", "Statement": statements}).to_string(), PolicyKind::Identity).unwrap()
}

fn outcome(statements: &[Value], user: &Option<String>, tags: &Option<Vec<String>>) -> Outcome {
    let mut context = Context::new();
    context.set_some("aws:username", user.as_deref());
    if let Some(tags) = tags {
        context.set_many("aws:tagkeys", tags.iter().map(String::as_str));
    }
    let policy = compile(statements);
    let attached = [Attached::new(&policy, "p", SourceType::User)];
    let policies = Policies { identity: &attached, ..Policies::default() };
    let alice = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAALICE00000000000");
    let request = Request::new(alice, "s3:GetObject", "arn:aws:s3:::b/k", &context);
    let decision = evaluate(&request, &policies);
    assert_eq!(explain(&request, &policies).decision.outcome, decision.outcome);
    decision.outcome
}

fn any_user() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(vec!["alice".to_owned(), "k".to_owned(), "*".to_owned()]))
}

fn any_tags() -> impl Strategy<Value = Option<Vec<String>>> {
    prop::option::of(prop::collection::vec("[abc]", 0..4))
}

/// The obvious matcher, exponential and therefore right.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', rest)), None) => naive(rest, text),
        (Some(('*', rest)), Some((_, tail))) => naive(rest, text) || naive(pattern, tail),
        (Some(_), None) => false,
        (Some((p, rest)), Some((t, tail))) => (*p == '?' || p == t) && naive(rest, tail),
    }
}

/// Whether a condition on `aws:TagKeys` holds.
fn holds(operator: &str, wanted: &[String], tags: &Option<Vec<String>>) -> bool {
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {"aws:TagKeys": wanted}}});
    outcome(&[statement], &None, tags) == Outcome::Allowed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in ".{0,300}") {
        for kind in KINDS {
            let _ = Policy::parse(&text, kind);
        }
    }

    #[test]
    fn no_json_like_text_panics(text in r#"([\[\]{}:,"\\]|Version|Statement|Effect|Allow|Action|Resource|\*|Condition|\$\{|'|null|1e|-|ä){0,60}"#) {
        for kind in KINDS {
            let _ = Policy::parse(&text, kind);
        }
    }

    #[test]
    fn no_damaged_policy_panics(statement in any_statement(), at in 0_usize..300, junk in any::<char>(), drop in any::<bool>()) {
        let mut text: Vec<char> = json!({"Version": "2012-10-17", "Statement": statement}).to_string().chars().collect();
        let at = at % text.len();
        if drop { text.remove(at); } else { text[at] = junk; }
        let text: String = text.into_iter().collect();
        for kind in KINDS {
            if let Err(error) = Policy::parse(&text, kind) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn no_pattern_or_value_panics(pattern in ".{0,40}", value in ".{0,40}") {
        for operator in ["StringLike", "StringEqualsIgnoreCase", "ArnLike", "NumericEquals", "DateLessThan", "BinaryEquals", "IpAddress", "Bool"] {
            let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {"a:k": [pattern.clone()]}}});
            let text = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
            let Ok(policy) = Policy::parse(&text, PolicyKind::Identity) else { continue };
            let mut context = Context::new();
            context.set("a:k", value.as_str());
            let attached = [Attached::new(&policy, "p", SourceType::User)];
            let request = Request::new(Principal::user("a", "1", "A"), value.as_str(), value.as_str(), &context);
            let _ = explain(&request, &Policies { identity: &attached, ..Policies::default() });
        }
    }

    #[test]
    fn a_further_deny_never_allows(statements in prop::collection::vec(any_statement(), 1..6), mut more in any_statement(), user in any_user(), tags in any_tags()) {
        let before = outcome(&statements, &user, &tags);
        more["Effect"] = json!("Deny");
        let mut all = statements.clone();
        all.push(more);
        let after = outcome(&all, &user, &tags);
        prop_assert!(before == Outcome::Allowed || after != Outcome::Allowed);
        prop_assert!(before != Outcome::ExplicitDeny || after == Outcome::ExplicitDeny);
    }

    #[test]
    fn a_further_allow_never_denies(statements in prop::collection::vec(any_statement(), 1..6), mut more in any_statement(), user in any_user(), tags in any_tags()) {
        let before = outcome(&statements, &user, &tags);
        more["Effect"] = json!("Allow");
        let mut all = statements.clone();
        all.push(more);
        let after = outcome(&all, &user, &tags);
        prop_assert!(before != Outcome::Allowed || after == Outcome::Allowed);
        prop_assert!(before != Outcome::ExplicitDeny || after == Outcome::ExplicitDeny);
    }

    #[test]
    fn the_order_of_statements_does_not_matter(mut statements in prop::collection::vec(any_statement(), 1..6), user in any_user(), tags in any_tags()) {
        let before = outcome(&statements, &user, &tags);
        statements.reverse();
        prop_assert_eq!(before, outcome(&statements, &user, &tags));
    }

    #[test]
    fn wildcards_match_as_the_obvious_matcher_does(pattern in "[ab*?ä]{0,10}", text in "[abä]{0,10}") {
        let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        prop_assert_eq!(wildcard_match(&pattern, &text), naive(&p, &t));
    }

    #[test]
    fn sets_are_what_they_say(wanted in prop::collection::vec("[abc]", 0..3), tags in any_tags()) {
        let have: &[String] = tags.as_deref().unwrap_or_default();
        let all = have.iter().all(|tag| wanted.contains(tag));
        let any = have.iter().any(|tag| wanted.contains(tag));
        prop_assert_eq!(holds("ForAllValues:StringEquals", &wanted, &tags), all);
        prop_assert_eq!(holds("ForAnyValue:StringEquals", &wanted, &tags), any);
        prop_assert_eq!(holds("ForAllValues:StringNotEquals", &wanted, &tags), !any);
        prop_assert_eq!(holds("ForAnyValue:StringNotEquals", &wanted, &tags), !all);
        prop_assert_eq!(holds("ForAnyValue:StringLikeIfExists", &wanted, &tags), any || have.is_empty());
    }

    #[test]
    fn negated_operators_negate(wanted in prop::collection::vec("[abc]", 0..3), tags in any_tags()) {
        for (plain, negated) in [("StringEquals", "StringNotEquals"), ("StringLike", "StringNotLike"), ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")] {
            prop_assert_ne!(holds(plain, &wanted, &tags), holds(negated, &wanted, &tags));
        }
    }
}
