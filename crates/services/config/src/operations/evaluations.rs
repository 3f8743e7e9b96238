//! What functions and others say of resources.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::rules::{held, on_rule};
use crate::api::{self, ComplianceType, Evaluation, InvalidResultTokenException, operation};
use crate::errors::invalid;
use crate::judge::keep::{Run, Said, keep};
use crate::judge::resources::{Invocation, Rule};

/// Evaluations in one request.
const MOST: usize = 100;
/// How far a moment may be ahead, milliseconds: clocks of functions differ.
const AHEAD: i64 = 60_000;

fn bad_token() -> Failure {
    InvalidResultTokenException::new("The specified ResultToken is not valid.").into()
}

fn said(given: &Evaluation, now: i64) -> Result<Said, Failure> {
    if given.compliance_type == ComplianceType::InsufficientData {
        return Err(invalid("INSUFFICIENT_DATA is not a compliance type that an evaluation can have."));
    }
    let ordering = given.ordering_timestamp.as_millisecond();
    if ordering > now + AHEAD {
        return Err(invalid("OrderingTimestamp is in the future."));
    }
    Ok(Said {
        kind: given.compliance_resource_type.clone(),
        id: given.compliance_resource_id.clone(),
        compliance: given.compliance_type,
        annotation: given.annotation.clone(),
        ordering,
    })
}

impl Handle for operation::PutEvaluations {
    async fn access(_: &api::PutEvaluationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::PutEvaluationsRequest, tx: &mut Transaction<'_>) -> Result<api::PutEvaluationsResponse, Failure> {
        let given = input.evaluations.clone().unwrap_or_default();
        if given.len() > MOST {
            return Err(invalid(format!("At most {MOST} evaluations can be put at once.")));
        }
        let now = tx.call().time.as_millisecond();
        let said = given.iter().map(|one| said(one, now)).collect::<Result<Vec<_>, _>>()?;
        if input.test_mode.unwrap_or(false) {
            return Ok(api::PutEvaluationsResponse { failed_evaluations: Some(Vec::new()) });
        }
        let account = tx.account().to_owned();
        let invocation = tx.get::<Invocation>("", "", &input.result_token).await?;
        let invocation = invocation.filter(|found| found.body.account == account).ok_or_else(bad_token)?.body;
        let rule = tx.get::<Rule>(&invocation.account, &invocation.region, &invocation.rule).await?;
        let rule = rule.filter(|rule| rule.body.id == invocation.rule_id).ok_or_else(bad_token)?;
        keep(tx, &rule, &said, &Run { at: invocation.at, error: None, next: None }).await?;
        Ok(api::PutEvaluationsResponse { failed_evaluations: Some(Vec::new()) })
    }
}

impl Handle for operation::PutExternalEvaluation {
    async fn access(input: &api::PutExternalEvaluationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::PutExternalEvaluationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutExternalEvaluationResponse, Failure> {
        let rule = held(tx, &input.config_rule_name).await?;
        let given = &input.external_evaluation;
        let now = tx.call().time.as_millisecond();
        let evaluation = Evaluation {
            compliance_resource_type: given.compliance_resource_type.clone(),
            compliance_resource_id: given.compliance_resource_id.clone(),
            compliance_type: given.compliance_type,
            annotation: given.annotation.clone(),
            ordering_timestamp: given.ordering_timestamp,
        };
        let said = said(&evaluation, now)?;
        keep(tx, &rule, &[said], &Run { at: now, error: None, next: None }).await?;
        Ok(api::PutExternalEvaluationResponse {})
    }
}
