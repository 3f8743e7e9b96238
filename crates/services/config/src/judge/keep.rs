//! What rules say is kept, and told: to the event bus, the topic, and whoever makes findings of it.

use std::collections::BTreeMap;

use plane::ports::RuleEvaluation;
use plane::{Failure, Stored, Transaction, events};
use serde_json::{Value, json};

use crate::api::{ComplianceType, Owner};
use crate::item::{Current, iso, resource_key, time};
use crate::judge::resources::{Evaluation, OF_RESOURCE, Rule, RuleState, Verdict};
use crate::place::channel;
use crate::remedy;
use crate::tell;

/// Longest annotation, characters.
const ANNOTATION: usize = 256;

/// What a rule says of a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Type.
    pub kind: String,
    /// Id.
    pub id: String,
    /// What it says.
    pub compliance: ComplianceType,
    /// Why.
    pub annotation: Option<String>,
    /// The moment of the resource that was judged.
    pub ordering: i64,
}

/// How a run of a rule went, besides what it said.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// When it was triggered.
    pub at: i64,
    /// Why it failed: code and message.
    pub error: Option<(String, String)>,
    /// When time triggers it next.
    pub next: Option<i64>,
}

fn result(rule: &Rule, said: &Evaluation) -> Value {
    let mut result = json!({
        "evaluationResultIdentifier": {
            "evaluationResultQualifier": {
                "configRuleName": rule.name,
                "resourceType": said.kind,
                "resourceId": said.id,
                "evaluationMode": "DETECTIVE",
            },
            "orderingTimestamp": iso(said.ordering),
        },
        "complianceType": said.compliance.as_str(),
        "resultRecordedTime": iso(said.recorded),
        "configRuleInvokedTime": iso(said.invoked),
    });
    if let (Some(annotation), Some(members)) = (&said.annotation, result.as_object_mut()) {
        members.insert("annotation".to_owned(), json!(annotation));
    }
    result
}

fn counts(compliance: Option<ComplianceType>) -> (i64, i64) {
    match compliance {
        Some(ComplianceType::Compliant) => (1, 0),
        Some(ComplianceType::NonCompliant) => (0, 1),
        _ => (0, 0),
    }
}

/// Keeps what a rule said in a run.
///
/// # Errors
/// Internal ones only.
pub async fn keep(tx: &mut Transaction<'_>, rule: &Stored<Rule>, said: &[Said], run: &Run) -> Result<(), Failure> {
    let (account, region) = (rule.key.account.clone(), rule.key.region.clone());
    let mut delta = (0, 0);
    // The last word on a resource counts.
    let last: BTreeMap<(&str, &str), &Said> = said.iter().map(|said| ((said.kind.as_str(), said.id.as_str()), said)).collect();
    for said in last.into_values() {
        let change = one(tx, rule, said, run.at).await?;
        delta = (delta.0 + change.0, delta.1 + change.1);
    }
    let now = tx.call().time.as_millisecond();
    let state = tx.get::<RuleState>(&account, &region, &rule.key.id).await?;
    let mut state = state.unwrap_or_else(|| Stored::new(&account, &region, &rule.key.id, RuleState::default()));
    let body = &mut state.body;
    body.compliant += delta.0;
    body.non_compliant += delta.1;
    body.started = true;
    if body.activated == 0 {
        body.activated = run.at;
    }
    if run.next.is_some() {
        body.next = run.next;
    }
    match &run.error {
        None => {
            (body.invoked, body.evaluated) = (Some(run.at), Some(now));
            body.error = None;
        }
        Some(error) => {
            (body.invocation_failed, body.evaluation_failed) = (Some(run.at), Some(now));
            body.error = Some(error.clone());
        }
    }
    tx.put(&state)
}

/// Keeps one word; by how much it changes the counts of the rule.
async fn one(tx: &mut Transaction<'_>, rule: &Stored<Rule>, said: &Said, invoked: i64) -> Result<(i64, i64), Failure> {
    let (account, region) = (rule.key.account.as_str(), rule.key.region.as_str());
    let now = tx.call().time.as_millisecond();
    let id = Evaluation::id(&rule.body.id, &said.kind, &said.id);
    let old = tx.get::<Evaluation>(account, region, &id).await?;
    // What comes late does not replace what was said of a later moment.
    if old.as_ref().is_some_and(|old| old.body.ordering > said.ordering) {
        return Ok((0, 0));
    }
    let before = old.as_ref().map(|old| old.body.compliance);
    let evaluation = Evaluation {
        place: format!("{account}|{region}"),
        rule: rule.body.name.clone(),
        kind: said.kind.clone(),
        id: said.id.clone(),
        compliance: said.compliance,
        annotation: said.annotation.as_ref().map(|text| text.chars().take(ANNOTATION).collect()),
        ordering: said.ordering,
        invoked,
        recorded: now,
    };
    let after = Some(said.compliance).filter(|c| matches!(c, ComplianceType::Compliant | ComplianceType::NonCompliant));
    let changed = before != after;
    let other_words = old.as_ref().is_some_and(|old| old.body.annotation != evaluation.annotation);
    if changed || other_words && after.is_some() {
        notify(tx, rule, &evaluation, old.as_ref().map(|old| &old.body), changed).await?;
    }
    match (old, after.is_some()) {
        (Some(old), true) => tx.put(&Stored { body: evaluation, ..old })?,
        (Some(old), false) => tx.delete(&old),
        (None, true) => tx.put(&Stored::new(account, region, id, evaluation))?,
        (None, false) => {}
    }
    let (minus, plus) = (counts(before), counts(after));
    let delta = (plus.0 - minus.0, plus.1 - minus.1);
    if delta != (0, 0) {
        let key = resource_key(&said.kind, &said.id);
        let verdict = tx.get::<Verdict>(account, region, &key).await?;
        let mut verdict = verdict.unwrap_or_else(|| Stored::new(account, region, &key, Verdict::default()));
        verdict.body.compliant += delta.0;
        verdict.body.non_compliant += delta.1;
        if verdict.body == Verdict::default() {
            tx.delete(&verdict);
        } else {
            tx.put(&verdict)?;
        }
    }
    Ok(delta)
}

/// Tells of a word that is another one.
async fn notify(
    tx: &mut Transaction<'_>,
    rule: &Stored<Rule>,
    new: &Evaluation,
    old: Option<&Evaluation>,
    changed: bool,
) -> Result<(), Failure> {
    let (account, region) = (rule.key.account.as_str(), rule.key.region.as_str());
    if let Some(findings) = tx.plane().findings().cloned() {
        let resource = tx.reader().get::<Current>(account, region, &resource_key(&new.kind, &new.id)).await?;
        let word = match new.compliance {
            ComplianceType::Compliant => "COMPLIANT",
            ComplianceType::NonCompliant => "NON_COMPLIANT",
            _ => "NOT_APPLICABLE",
        };
        let evaluation = RuleEvaluation {
            account: account.to_owned(),
            region: region.to_owned(),
            rule_name: rule.body.name.clone(),
            rule_arn: rule.body.arn.clone(),
            identifier: rule.body.identifier.clone().filter(|_| rule.body.owner == Owner::Aws),
            created_by: rule.body.created_by.clone(),
            resource_type: new.kind.clone(),
            resource_id: new.id.clone(),
            resource_arn: resource.map(|found| found.body.item.arn).filter(|arn| !arn.is_empty()),
            compliance: word,
            annotation: new.annotation.clone(),
            at: time(new.recorded),
        };
        findings.evaluated(tx, evaluation).await?;
    }
    if !changed {
        return Ok(());
    }
    if new.compliance == ComplianceType::NonCompliant {
        remedy::broken(tx, (account, region), &rule.body.name, (&new.kind, &new.id)).await?;
    }
    let detail = json!({
        "resourceId": new.id,
        "resourceType": new.kind,
        "awsRegion": region,
        "awsAccountId": account,
        "configRuleName": rule.body.name,
        "configRuleARN": rule.body.arn,
        "recordVersion": "1.0",
        "messageType": "ComplianceChangeNotification",
        "newEvaluationResult": result(&rule.body, new),
        "oldEvaluationResult": old.map(|old| result(&rule.body, old)),
        "notificationCreationTime": iso(new.recorded),
    });
    events::publish(
        tx,
        account,
        region,
        "aws.config",
        "Config Rules Compliance Change",
        std::slice::from_ref(&rule.body.arn),
        &detail,
    );
    let Some(channel) = channel(&tx.reader(), account, region).await? else { return Ok(()) };
    if let Some(topic) = &channel.body.topic {
        let subject = format!("[AWS Config:{region}] {} {} is {} in Account {account}", new.kind, new.id, new.compliance);
        tell::publish(tx, account, region, &channel.key.id, topic, subject, &detail).await?;
    }
    Ok(())
}

/// Removes what rules say of a resource that is gone.
///
/// # Errors
/// Internal ones only.
pub async fn forget_resource(tx: &mut Transaction<'_>, place: (&str, &str), kind: &str, id: &str) -> Result<(), Failure> {
    let (account, region) = place;
    let value = Evaluation::of_resource(account, region, kind, id);
    let found = tx.reader().find_all::<Evaluation>(OF_RESOURCE, &value, None, 2_000).await?;
    let ordering = tx.call().time.as_millisecond();
    for evaluation in found {
        let Some(rule) = tx.get::<Rule>(account, region, &evaluation.body.rule).await? else {
            let held = tx.get::<Evaluation>(account, region, &evaluation.key.id).await?;
            held.iter().for_each(|held| tx.delete(held));
            continue;
        };
        let said = Said {
            kind: kind.to_owned(),
            id: id.to_owned(),
            compliance: ComplianceType::NotApplicable,
            annotation: None,
            ordering: ordering.max(evaluation.body.ordering),
        };
        let delta = one(tx, &rule, &said, ordering).await?;
        if let Some(mut state) = tx.get::<RuleState>(account, region, &rule.key.id).await? {
            state.body.compliant += delta.0;
            state.body.non_compliant += delta.1;
            tx.put(&state)?;
        }
    }
    Ok(())
}

/// Removes at most `limit` of what a rule said, after an id; how many there were.
///
/// # Errors
/// Internal ones only.
pub async fn forget_rule(tx: &mut Transaction<'_>, rule: &Stored<Rule>, limit: usize) -> Result<usize, Failure> {
    let (account, region) = (rule.key.account.as_str(), rule.key.region.as_str());
    let prefix = format!("{}|", rule.body.id);
    let found = tx.reader().list::<Evaluation>(account, region, &prefix, None, limit).await?;
    let now = tx.call().time.as_millisecond();
    let mut delta = (0, 0);
    for evaluation in &found {
        let said = Said {
            kind: evaluation.body.kind.clone(),
            id: evaluation.body.id.clone(),
            compliance: ComplianceType::NotApplicable,
            annotation: None,
            ordering: now.max(evaluation.body.ordering),
        };
        let change = one(tx, rule, &said, now).await?;
        delta = (delta.0 + change.0, delta.1 + change.1);
    }
    if let Some(mut state) = tx.get::<RuleState>(account, region, &rule.key.id).await? {
        state.body.compliant += delta.0;
        state.body.non_compliant += delta.1;
        tx.put(&state)?;
    }
    Ok(found.len())
}
