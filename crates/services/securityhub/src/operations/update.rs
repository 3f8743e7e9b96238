//! BatchUpdateFindings.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::{Map, Value};
use wire::Shape;

use super::findings::update;
use crate::api::operation::BatchUpdateFindings;
use crate::api::{self, AwsSecurityFindingIdentifier, BatchUpdateFindingsUnprocessedFinding};
use crate::errors::invalid;
use crate::findings::key;
use crate::findings::store::Written;
use crate::hub::{Place, here, on_hub, required, seen};
use crate::resources::Finding;
use crate::{asff, json};

/// Findings of a call.
const MOST: usize = 100;
/// Longest texts, characters, and most items and entries.
const NOTE: usize = 512;
const RELATED: usize = 10;
const FIELDS: usize = 50;
const TYPES: usize = 50;

impl Handle for BatchUpdateFindings {
    async fn access(input: &api::BatchUpdateFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // Every field that is said is a condition key, so that policies can keep members from, say, suppressing findings.
        // See <https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html#batchupdatefindings-configure-access>.
        let mut access = on_hub(lookup).await?;
        for (path, value) in leaves(&said(input)) {
            access = access.key(&format!("securityhub:ASFFSyntaxPath/{path}"), value);
        }
        Ok(access)
    }

    async fn run(
        input: &api::BatchUpdateFindingsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchUpdateFindingsResponse, Failure> {
        required(tx).await?;
        let said = said(input);
        check(input, &said)?;
        let (account, region) = here(tx);
        let places = seen(&tx.reader(), &account, &region).await?;
        let identity = tx.call().principal.arn.clone();
        let (mut processed, mut unprocessed) = (Vec::new(), Vec::new());
        let mut written: BTreeMap<Place, Written> = BTreeMap::new();
        for identifier in &input.finding_identifiers {
            let key = key(&identifier.product_arn, &identifier.id);
            match find(tx, &places, identifier, &key).await? {
                Ok(place) => {
                    let batch = written.entry(place.clone()).or_default();
                    update(tx, &place, &key, &said, None, &identity, batch).await?;
                    processed.push(identifier.clone());
                }
                Err((code, message)) => unprocessed.push(BatchUpdateFindingsUnprocessedFinding {
                    finding_identifier: identifier.clone(),
                    error_code: code.to_owned(),
                    error_message: message.to_owned(),
                }),
            }
        }
        for (place, batch) in written {
            batch.finish(tx, &place).await?;
        }
        Ok(api::BatchUpdateFindingsResponse { processed_findings: processed, unprocessed_findings: unprocessed })
    }
}

/// Where a finding is that the caller sees.
async fn find(
    tx: &Transaction<'_>,
    places: &[Place],
    identifier: &AwsSecurityFindingIdentifier,
    key: &str,
) -> Result<Result<Place, (&'static str, &'static str)>, Failure> {
    if !asff::is_product(&identifier.product_arn) {
        return Ok(Err(("InvalidArn", "The ProductArn is invalid")));
    }
    for (account, region) in places {
        if tx.reader().get::<Finding>(account, region, key).await?.is_some() {
            return Ok(Ok((account.clone(), region.clone())));
        }
    }
    Ok(Err(("FindingNotFound", "Finding Not Found")))
}

/// What the caller says, as a finding has it.
fn said(input: &api::BatchUpdateFindingsRequest) -> Map<String, Value> {
    let Value::Object(mut members) = json::value(&input.clone().into_document()) else { return Map::new() };
    members.remove("FindingIdentifiers");
    members
}

/// The paths of what is said, and its values, as condition keys have them.
fn leaves(said: &Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in said {
        match value {
            // A map of the caller's is named as a whole.
            Value::Object(members) if name != "UserDefinedFields" => {
                found.extend(members.iter().map(|(member, value)| (format!("{name}.{member}"), plain(value))));
            }
            other => found.push((name.clone(), plain(other))),
        }
    }
    found
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn check(input: &api::BatchUpdateFindingsRequest, said: &Map<String, Value>) -> Result<(), Failure> {
    let wrong = |name: &str, problem: String| Err(invalid(format!("Invalid parameter '{name}'. data.{name} {problem}")));
    if input.finding_identifiers.is_empty() {
        return wrong("FindingIdentifiers", "should NOT have fewer than 1 items".to_owned());
    }
    if input.finding_identifiers.len() > MOST {
        return wrong("FindingIdentifiers", format!("should NOT have more than {MOST} items"));
    }
    if said.is_empty() {
        return Err(invalid("At least one field to update must be given"));
    }
    if let Some(note) = &input.note
        && (note.text.chars().count() > NOTE || note.updated_by.chars().count() > NOTE)
    {
        return wrong("Note", format!("should NOT be longer than {NOTE} characters"));
    }
    if input.related_findings.as_ref().is_some_and(|related| related.len() > RELATED) {
        return wrong("RelatedFindings", format!("should NOT have more than {RELATED} items"));
    }
    if let Some(fields) = &input.user_defined_fields {
        if fields.len() > FIELDS {
            return wrong("UserDefinedFields", format!("should NOT have more than {FIELDS} properties"));
        }
        if fields.iter().any(|(key, value)| key.chars().count() > 128 || value.chars().count() > 1024) {
            return wrong("UserDefinedFields", "should NOT be longer than 1024 characters".to_owned());
        }
    }
    if input.types.as_ref().is_some_and(|types| types.len() > TYPES) {
        return wrong("Types", format!("should NOT have more than {TYPES} items"));
    }
    if input.types.iter().flatten().any(|kind| !asff::is_type(kind)) {
        return wrong("Types", "should match the types taxonomy".to_owned());
    }
    Ok(())
}
