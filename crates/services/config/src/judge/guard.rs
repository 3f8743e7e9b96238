//! Rules that are texts in Guard, the policy language of AWS CloudFormation.
//!
//! The language's own evaluator calls itself where rules and variables refer to each other, so a text is taken only if its references come to an end, are
//! not too many, and it is not nested too deeply. It runs on a thread with a stack of its own and a limit of time.
//! See <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_cfn-guard.html>.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use cloudformation_guard_lang::Status;
use cloudformation_guard_lang::eval::eval_rule;
use cloudformation_guard_lang::eval_context::root_scope;
use cloudformation_guard_lang::exprs::RulesFile;
use cloudformation_guard_lang::parser::{Span, rules_file};
use cloudformation_guard_lang::path_value::PathAwareValue;
use serde_json::{Value, json};

use crate::api::ComplianceType;

/// How deep a text is nested at most, and how many evaluations of rules its references make at most.
const DEEPEST: usize = 64;
const MOST_CALLS: u64 = 2_000;
/// Stack of a thread, bytes.
const STACK: usize = 64 << 20;
/// How long a text may take, and how many take so long at once.
const LONGEST: Duration = Duration::from_secs(5);
const THREADS: usize = 4;

static FREE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(THREADS);

/// Why a text cannot be used or did not come to an end.
pub type Trouble = (String, String);

fn trouble(message: impl Into<String>) -> Trouble {
    ("InvalidPolicyText".to_owned(), message.into())
}

/// How deep brackets are nested, whatever they mean.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => now += 1,
            ')' | ']' | '}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// Names that a part of a text refers to, and the variables that it declares.
fn references(part: &Value, names: &mut BTreeSet<String>, declared: &mut BTreeMap<String, BTreeSet<String>>) {
    match part {
        Value::Object(members) => {
            if let (Some(Value::String(name)), Some(value)) = (members.get("var"), members.get("value")) {
                let mut own = BTreeSet::new();
                references(value, &mut own, declared);
                declared.entry(format!("%{name}")).or_default().extend(own.iter().cloned());
                names.extend(own);
                return;
            }
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("dependent_rule", Value::String(rule)) => {
                        names.insert(rule.clone());
                    }
                    ("Key", Value::String(key)) if key.starts_with('%') => {
                        names.insert(key.clone());
                    }
                    _ => references(value, names, declared),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names, declared)),
        _ => {}
    }
}

/// How many evaluations a name leads to; none if it leads to itself.
fn calls(
    name: &str,
    graph: &BTreeMap<String, BTreeSet<String>>,
    open: &mut BTreeSet<String>,
    known: &mut BTreeMap<String, u64>,
) -> Option<u64> {
    if let Some(count) = known.get(name) {
        return Some(*count);
    }
    let Some(next) = graph.get(name) else { return Some(1) };
    if open.len() > 500 || !open.insert(name.to_owned()) {
        return None;
    }
    let mut count = 1_u64;
    for other in next {
        count = count.saturating_add(calls(other, graph, open, known)?.saturating_mul(2));
    }
    open.remove(name);
    known.insert(name.to_owned(), count);
    Some(count)
}

/// Whether the references of a text come to an end.
fn bounded(rules: &RulesFile<'_>) -> Result<(), Trouble> {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let value = |part: serde_json::Result<Value>| part.map_err(|_| trouble("The policy text cannot be analysed."));
    for assignment in &rules.assignments {
        references(&value(serde_json::to_value(assignment))?, &mut BTreeSet::new(), &mut graph);
    }
    let named = rules.guard_rules.iter().chain(rules.parameterized_rules.iter().map(|rule| &rule.rule));
    for rule in named {
        let mut names = BTreeSet::new();
        references(&value(serde_json::to_value(rule))?, &mut names, &mut graph);
        graph.entry(rule.rule_name.clone()).or_default().extend(names);
    }
    let mut known = BTreeMap::new();
    for name in graph.keys() {
        match calls(name, &graph, &mut BTreeSet::new(), &mut known) {
            None => return Err(trouble(format!("The policy text refers from '{name}' to itself."))),
            Some(count) if count > MOST_CALLS => return Err(trouble("The rules of the policy text refer to each other too often.")),
            Some(_) => {}
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<RulesFile<'_>, Trouble> {
    if depth(text) > DEEPEST {
        return Err(trouble(format!("The policy text is nested more than {DEEPEST} deep.")));
    }
    let rules = rules_file(Span::new_extra(text, "policy.guard")).map_err(|error| trouble(error.to_string()))?;
    let rules = rules.ok_or_else(|| trouble("The policy text has no rules."))?;
    bounded(&rules)?;
    Ok(rules)
}

/// What a text says of a delivered item.
fn evaluate(text: &str, item: &Value, parameters: Option<&str>) -> Result<(ComplianceType, Option<String>), Trouble> {
    let rules = parse(text)?;
    let mut data = item.clone();
    if let Some(members) = data.as_object_mut() {
        let given = parameters.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| json!({}));
        members.insert("CONFIG_RULE_PARAMETERS".to_owned(), given);
    }
    let wrong = |error: cloudformation_guard_lang::errors::Error| ("EvaluationError".to_owned(), error.to_string());
    let root = Rc::new(PathAwareValue::try_from(data).map_err(wrong)?);
    let mut scope = root_scope(&rules, root);
    let (mut passed, mut failed) = (false, Vec::new());
    for rule in &rules.guard_rules {
        match eval_rule(rule, &mut scope).map_err(wrong)? {
            Status::PASS => passed = true,
            Status::FAIL => failed.push(rule.rule_name.as_str()),
            Status::SKIP => {}
        }
    }
    Ok(match (failed.is_empty(), passed) {
        (false, _) => (ComplianceType::NonCompliant, Some(format!("The resource does not satisfy: {}", failed.join(", ")))),
        (true, true) => (ComplianceType::Compliant, None),
        (true, false) => (ComplianceType::NotApplicable, None),
    })
}

/// Runs work on a thread of its own: what is foreign may neither take the stack of others nor run for ever unnoticed.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    let late = || ("EvaluationTimeout".to_owned(), "The policy text did not come to an end in time.".to_owned());
    let free = tokio::time::timeout(LONGEST, FREE.acquire()).await.map_err(|_| late())?;
    let permit = free.map_err(|_| late())?;
    let (tell, told) = tokio::sync::oneshot::channel();
    let spawned = std::thread::Builder::new().name("guard".to_owned()).stack_size(STACK).spawn(move || {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        let ended = || ("InternalError".to_owned(), "The policy text ended unexpectedly.".to_owned());
        let _ = tell.send(done.unwrap_or_else(|_| Err(ended())));
        // Only now may another thread begin: one that does not end keeps its place.
        drop(permit);
    });
    spawned.map_err(|error| ("InternalError".to_owned(), error.to_string()))?;
    match tokio::time::timeout(LONGEST, told).await {
        Ok(Ok(done)) => done,
        _ => Err(late()),
    }
}

/// Whether a text can be used.
///
/// # Errors
/// Where it is wrong.
pub async fn check(text: String) -> Result<(), Trouble> {
    apart(move || parse(&text).map(|_| ())).await
}

/// What a text says of a delivered item.
///
/// # Errors
/// Why it says nothing.
pub async fn judge(text: String, item: Value, parameters: Option<String>) -> Result<(ComplianceType, Option<String>), Trouble> {
    apart(move || evaluate(&text, &item, parameters.as_deref())).await
}

#[cfg(test)]
mod tests {
    use super::{check, evaluate, judge};
    use crate::api::ComplianceType::{Compliant, NonCompliant, NotApplicable};
    use serde_json::json;

    const TEXT: &str = r#"
rule encrypted when resourceType == "AWS::S3::Bucket" {
    configuration.encrypted == true
}
"#;

    #[test]
    fn texts_judge() {
        let bucket = |encrypted| json!({"resourceType": "AWS::S3::Bucket", "configuration": {"encrypted": encrypted}});
        assert_eq!(evaluate(TEXT, &bucket(true), None).unwrap().0, Compliant);
        let (verdict, why) = evaluate(TEXT, &bucket(false), None).unwrap();
        assert_eq!(verdict, NonCompliant);
        assert!(why.unwrap().contains("encrypted"));
        assert_eq!(evaluate(TEXT, &json!({"resourceType": "AWS::IAM::User"}), None).unwrap().0, NotApplicable);
        let with = r#"rule tagged { tags.Owner == CONFIG_RULE_PARAMETERS.owner }"#;
        let item = json!({"tags": {"Owner": "me"}});
        assert_eq!(evaluate(with, &item, Some(r#"{"owner": "me"}"#)).unwrap().0, Compliant);
        assert_eq!(evaluate(with, &item, Some(r#"{"owner": "you"}"#)).unwrap().0, NonCompliant);
    }

    #[tokio::test]
    async fn bad_texts_are_refused() {
        assert!(check(TEXT.to_owned()).await.is_ok());
        let deep = format!("rule a {{ x == {}1{} }}", "[".repeat(5_000), "]".repeat(5_000));
        for bad in [
            "",
            "rule a {",
            "rule a { b }\nrule b { a }",
            "rule a { a }",
            "let x = %y\nlet y = %x\nrule a { %x == 1 }",
            deep.as_str(),
        ] {
            assert!(check(bad.to_owned()).await.is_err(), "{bad}");
        }
        let mut chain = String::from("rule p0(x) { %x == 1 }\n");
        for n in 1..60 {
            chain.push_str(&format!("rule p{n}(x) {{ p{0}(%x)\n p{0}(%x) }}\n", n - 1));
        }
        chain.push_str("rule all { p59(configuration.a) }");
        assert!(check(chain.clone()).await.is_err());
        assert!(judge(chain, json!({"configuration": {"a": 1}}), None).await.is_err());
    }

    #[tokio::test]
    async fn a_syntax_error_has_a_place() {
        let (_, message) = check("rule a {\n  x ==\n}".to_owned()).await.unwrap_err();
        assert!(message.contains("line"), "{message}");
    }
}
