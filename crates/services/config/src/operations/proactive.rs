//! Evaluation of resources before they are made: by the managed rules that can, in the mode `PROACTIVE`.

use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::limit;
use crate::api::{
    self, ComplianceType, EvaluationMode, EvaluationResultIdentifier, EvaluationResultQualifier, EvaluationStatus,
    IdempotentParameterMismatch, ResourceEvaluationStatus, operation,
};
use crate::errors::{invalid, not_found, token};
use crate::item::time;
use crate::judge::resources::Rule;

/// Evaluations in one page.
const PAGE: usize = 10;
const MOST: usize = 100;
/// Evaluations that are kept, of an account in a region.
const KEPT: u64 = 1_000;

/// What a rule said of a resource that is not there yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Word {
    rule: String,
    compliance: ComplianceType,
    annotation: Option<String>,
}

/// An evaluation that was asked for. Its key is its id, which grows with time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Proposal {
    kind: String,
    id: String,
    configuration: String,
    context: Option<String>,
    token: Option<String>,
    at: i64,
    words: Vec<Word>,
}

impl Resource for Proposal {
    const KIND: &'static str = "Cloudkeep::Config::ResourceEvaluation";
    const HISTORY: bool = false;
}

impl Proposal {
    fn compliance(&self) -> ComplianceType {
        let said = |kind| self.words.iter().any(|word| word.compliance == kind);
        match (said(ComplianceType::NonCompliant), said(ComplianceType::Compliant)) {
            (true, _) => ComplianceType::NonCompliant,
            (false, true) => ComplianceType::Compliant,
            _ => ComplianceType::NotApplicable,
        }
    }
}

/// What the rules say of a resource.
fn words(rules: &[Stored<Rule>], kind: &str, id: &str, configuration: &Value, place: (&str, &str), now: i64) -> Vec<Word> {
    let item = rules::Item::proposed(kind, id, configuration);
    let context = rules::Context { now: time(now), account_id: place.0, region: place.1, items: &() };
    let proactive = rules.iter().filter(|rule| rule.body.modes.contains(&EvaluationMode::Proactive));
    let judged = proactive.filter_map(|rule| {
        let managed = rule.body.managed().filter(|managed| managed.resource_types().contains(&kind))?;
        let parameters = managed.read_parameters(rule.body.parameters.as_deref().unwrap_or_default()).ok()?;
        let verdict = managed.evaluate(&item, &parameters, &context);
        let compliance = match verdict.compliance {
            rules::Compliance::Compliant => ComplianceType::Compliant,
            rules::Compliance::NonCompliant => ComplianceType::NonCompliant,
            rules::Compliance::NotApplicable => ComplianceType::NotApplicable,
        };
        Some(Word { rule: rule.body.name.clone(), compliance, annotation: verdict.annotation.map(std::borrow::Cow::into_owned) })
    });
    judged.collect()
}

impl Handle for operation::StartResourceEvaluation {
    async fn access(_: &api::StartResourceEvaluationRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::StartResourceEvaluationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartResourceEvaluationResponse, Failure> {
        if input.evaluation_mode != EvaluationMode::Proactive {
            return Err(invalid("Resources are evaluated by this operation in the mode PROACTIVE only."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let details = &input.resource_details;
        let configuration: Value = serde_json::from_str(&details.resource_configuration)
            .map_err(|error| invalid(format!("ResourceConfiguration is not valid JSON: {error}.")))?;
        if !configuration.is_object() {
            return Err(invalid("ResourceConfiguration must be a JSON object."));
        }
        let context = input.evaluation_context.as_ref().and_then(|context| context.evaluation_context_identifier.clone());
        let now = tx.call().time.as_millisecond();
        if let Some(given) = &input.client_token {
            let all = tx.reader().all::<Proposal>(&account, &region, "").await?;
            if let Some(same) = all.into_iter().find(|one| one.body.token.as_ref() == Some(given)) {
                let body = &same.body;
                if (&body.kind, &body.id, &body.configuration)
                    != (&details.resource_type, &details.resource_id, &details.resource_configuration)
                {
                    return Err(IdempotentParameterMismatch::new("The client token was used with other parameters.").into());
                }
                return Ok(api::StartResourceEvaluationResponse { resource_evaluation_id: Some(same.key.id) });
            }
        }
        let all = tx.reader().all::<Rule>(&account, &region, "").await?;
        let words = words(&all, &details.resource_type, &details.resource_id, &configuration, (&account, &region), now);
        let id = tx.plane().ids.uuid_at(now).to_string();
        let proposal = Proposal {
            kind: details.resource_type.clone(),
            id: details.resource_id.clone(),
            configuration: details.resource_configuration.clone(),
            context,
            token: input.client_token.clone(),
            at: now,
            words,
        };
        tx.put(&Stored::new(&account, &region, &id, proposal))?;
        // The oldest are forgotten: ids grow with time.
        if tx.reader().count::<Proposal>(&account, &region).await? >= KEPT {
            for old in tx.reader().list::<Proposal>(&account, &region, "", None, 2).await? {
                if let Some(held) = tx.get::<Proposal>(&account, &region, &old.key.id).await? {
                    tx.delete(&held);
                }
            }
        }
        Ok(api::StartResourceEvaluationResponse { resource_evaluation_id: Some(id) })
    }
}

async fn find(tx: &Transaction<'_>, id: &str) -> Result<Stored<Proposal>, Failure> {
    let found = tx.reader().get::<Proposal>(tx.account(), &tx.call().region, id).await?;
    found.ok_or_else(|| not_found(format!("The resource evaluation {id} does not exist.")))
}

/// The results of an evaluation.
pub(super) async fn results(tx: &Transaction<'_>, id: &str) -> Result<Vec<api::EvaluationResult>, Failure> {
    let found = find(tx, id).await?;
    let results = found.body.words.iter().map(|word| api::EvaluationResult {
        evaluation_result_identifier: Some(EvaluationResultIdentifier {
            evaluation_result_qualifier: Some(EvaluationResultQualifier {
                config_rule_name: Some(word.rule.clone()),
                resource_type: Some(found.body.kind.clone()),
                resource_id: Some(found.body.id.clone()),
                evaluation_mode: Some(EvaluationMode::Proactive),
            }),
            ordering_timestamp: Some(time(found.body.at)),
            resource_evaluation_id: Some(id.to_owned()),
        }),
        compliance_type: Some(word.compliance),
        result_recorded_time: Some(time(found.body.at)),
        config_rule_invoked_time: Some(time(found.body.at)),
        annotation: word.annotation.clone(),
        result_token: None,
    });
    Ok(results.collect())
}

impl Handle for operation::GetResourceEvaluationSummary {
    async fn access(_: &api::GetResourceEvaluationSummaryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetResourceEvaluationSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetResourceEvaluationSummaryResponse, Failure> {
        let found = find(tx, &input.resource_evaluation_id).await?.body;
        Ok(api::GetResourceEvaluationSummaryResponse {
            resource_evaluation_id: Some(input.resource_evaluation_id.clone()),
            evaluation_mode: Some(EvaluationMode::Proactive),
            evaluation_status: Some(EvaluationStatus { status: ResourceEvaluationStatus::Succeeded, failure_reason: None }),
            evaluation_start_timestamp: Some(time(found.at)),
            compliance: Some(found.compliance()),
            evaluation_context: Some(api::EvaluationContext { evaluation_context_identifier: found.context.clone() }),
            resource_details: Some(api::ResourceDetails {
                resource_id: found.id,
                resource_type: found.kind,
                resource_configuration: found.configuration,
                resource_configuration_schema_type: None,
            }),
        })
    }
}

impl Handle for operation::ListResourceEvaluations {
    async fn access(_: &api::ListResourceEvaluationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListResourceEvaluationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListResourceEvaluationsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let filters = input.filters.clone().unwrap_or_default();
        let window = filters.time_window.clone().unwrap_or_default();
        let mut all = tx.reader().all::<Proposal>(&account, &region, "").await?;
        all.retain(|one| {
            filters.evaluation_mode.is_none_or(|mode| mode == EvaluationMode::Proactive)
                && filters.evaluation_context_identifier.as_ref().is_none_or(|wanted| one.body.context.as_ref() == Some(wanted))
                && window.start_time.is_none_or(|from| one.body.at >= from.as_millisecond())
                && window.end_time.is_none_or(|to| one.body.at <= to.as_millisecond())
        });
        let listing = format!("ListResourceEvaluations {account} {region} {filters:?}");
        let size = limit(input.limit, PAGE, MOST);
        let page = plane::page::cut(all, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.iter().map(|one| api::ResourceEvaluation {
            resource_evaluation_id: Some(one.key.id.clone()),
            evaluation_mode: Some(EvaluationMode::Proactive),
            evaluation_start_timestamp: Some(time(one.body.at)),
        });
        Ok(api::ListResourceEvaluationsResponse { resource_evaluations: Some(shown.collect()), next_token: page.next })
    }
}
