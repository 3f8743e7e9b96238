//! Rules that are texts in Guard: the crate `rules` reads and evaluates them; here they run apart from everything else.
//!
//! What a text costs is bounded but not small, so it runs on a thread with a stack of its own and a limit of time, and few of them at once.
//! See <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_cfn-guard.html>.

use std::time::Duration;

use rules::Compliance;
use rules::guard::Rule;
use serde_json::{Value, json};

use crate::api::ComplianceType;

/// Stack of a thread, bytes.
const STACK: usize = 64 << 20;
/// How long a text may take, and how many are evaluated at once: one that does not end keeps its place.
const LONGEST: Duration = Duration::from_secs(5);
const THREADS: usize = 4;

static FREE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(THREADS);

/// Why a text cannot be used or says nothing: code and message.
pub type Trouble = (String, String);

/// Runs work on a thread of its own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    let late = || ("EvaluationTimeout".to_owned(), "The policy text did not come to an end in time.".to_owned());
    let free = tokio::time::timeout(LONGEST, FREE.acquire()).await.map_err(|_| late())?;
    let permit = free.map_err(|_| late())?;
    let (tell, told) = tokio::sync::oneshot::channel();
    let spawned = std::thread::Builder::new().name("guard".to_owned()).stack_size(STACK).spawn(move || {
        let _ = tell.send(work());
        // Only now may another thread begin.
        drop(permit);
    });
    spawned.map_err(|error| ("InternalError".to_owned(), error.to_string()))?;
    match tokio::time::timeout(LONGEST, told).await {
        Ok(Ok(done)) => done,
        _ => Err(late()),
    }
}

fn parse(text: &str) -> Result<Rule, Trouble> {
    Rule::parse(text).map_err(|error| ("InvalidPolicyText".to_owned(), error.to_string()))
}

/// What a text says of a delivered item.
fn evaluate(
    text: &str,
    mut item: Value,
    parameters: Option<&str>,
    now: i64,
) -> Result<(ComplianceType, Option<String>), Trouble> {
    let rule = parse(&rules::guard::at(text, now.div_euclid(1_000)))?;
    if let Some(members) = item.as_object_mut() {
        let given = parameters.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| json!({}));
        members.insert("CONFIG_RULE_PARAMETERS".to_owned(), given);
    }
    let verdict = rule.evaluate(&item).map_err(|error| ("EvaluationError".to_owned(), error.to_string()))?;
    let compliance = match verdict.compliance {
        Compliance::Compliant => ComplianceType::Compliant,
        Compliance::NonCompliant => ComplianceType::NonCompliant,
        Compliance::NotApplicable => ComplianceType::NotApplicable,
    };
    Ok((compliance, verdict.annotation.map(std::borrow::Cow::into_owned)))
}

/// Whether a text can be used.
///
/// # Errors
/// Where it is wrong.
pub async fn check(text: String) -> Result<(), Trouble> {
    apart(move || parse(&text).map(|_| ())).await
}

/// What a text says of a delivered item at a time, milliseconds since 1970.
///
/// # Errors
/// Why it says nothing.
pub async fn judge(
    text: String,
    item: Value,
    parameters: Option<String>,
    now: i64,
) -> Result<(ComplianceType, Option<String>), Trouble> {
    apart(move || evaluate(&text, item, parameters.as_deref(), now)).await
}

#[cfg(test)]
mod tests {
    use super::{check, judge};
    use crate::api::ComplianceType::{Compliant, NonCompliant, NotApplicable};
    use serde_json::{Value, json};

    const TEXT: &str = r#"
rule encrypted when resourceType == "AWS::S3::Bucket" {
    configuration.encrypted == true
}
"#;

    async fn word(text: &str, item: Value, parameters: Option<&str>) -> crate::api::ComplianceType {
        judge(text.to_owned(), item, parameters.map(str::to_owned), 1_700_000_000_000).await.unwrap().0
    }

    #[tokio::test]
    async fn texts_judge() {
        let bucket = |encrypted| json!({"resourceType": "AWS::S3::Bucket", "configuration": {"encrypted": encrypted}});
        assert_eq!(word(TEXT, bucket(true), None).await, Compliant);
        assert_eq!(word(TEXT, bucket(false), None).await, NonCompliant);
        assert_eq!(word(TEXT, json!({"resourceType": "AWS::IAM::User"}), None).await, NotApplicable);
        let with = r#"rule tagged { tags.Owner == CONFIG_RULE_PARAMETERS.owner }"#;
        let item = || json!({"tags": {"Owner": "me"}});
        assert_eq!(word(with, item(), Some(r#"{"owner": "me"}"#)).await, Compliant);
        assert_eq!(word(with, item(), Some(r#"{"owner": "you"}"#)).await, NonCompliant);
    }

    #[tokio::test]
    async fn the_time_is_the_one_that_is_given() {
        let text = "let limit = 1700000000\nlet present = now()\nrule fresh { %present == %limit }";
        assert_eq!(word(text, json!({}), None).await, Compliant);
        assert_eq!(judge(text.to_owned(), json!({}), None, 1_700_000_001_000).await.unwrap().0, NonCompliant);
    }

    #[tokio::test]
    async fn bad_texts_are_refused_with_their_place() {
        assert!(check(TEXT.to_owned()).await.is_ok());
        let deep = format!("rule a {{ x == {}1{} }}", "[".repeat(2_000), "]".repeat(2_000));
        for bad in ["", "rule a {", "rule a { b }\nrule b { a }", "rule a { a }", deep.as_str()] {
            let (_, message) = check(bad.to_owned()).await.unwrap_err();
            assert!(message.contains("line"), "{bad}: {message}");
        }
    }
}
