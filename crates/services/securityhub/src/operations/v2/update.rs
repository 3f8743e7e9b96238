//! BatchUpdateFindingsV2.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::Value;

use crate::api::operation::BatchUpdateFindingsV2;
use crate::api::{
    self, BatchUpdateFindingsV2ProcessedFinding, BatchUpdateFindingsV2UnprocessedFinding,
    BatchUpdateFindingsV2UnprocessedFindingErrorCode as Code, OcsfFindingIdentifier,
};
use crate::errors::validation;
use crate::findings::history;
use crate::findings::key;
use crate::findings::store::Written;
use crate::hub::{Place, here, on_hub_v2, required_v2, seen_v2};
use crate::ocsf;
use crate::ocsf::automation::{check, say};
use crate::resources::{Finding, OcsfSaid, Source};

/// Findings of a call.
const MOST: usize = 100;

impl Handle for BatchUpdateFindingsV2 {
    async fn access(input: &api::BatchUpdateFindingsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html>.
        let access = on_hub_v2(lookup).await?.action("securityhub:BatchUpdateFindings");
        Ok(access
            .key_if("securityhub:OCSFSyntaxPath/SeverityId", input.severity_id.map(|id| id.to_string()))
            .key_if("securityhub:OCSFSyntaxPath/StatusId", input.status_id.map(|id| id.to_string()))
            .key_if("securityhub:OCSFSyntaxPath/Comment", input.comment.clone()))
    }

    async fn run(
        input: &api::BatchUpdateFindingsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchUpdateFindingsV2Response, Failure> {
        required_v2(tx).await?;
        let said = OcsfSaid {
            severity_id: input.severity_id.map(i64::from),
            status_id: input.status_id.map(i64::from),
            comment: input.comment.clone(),
        };
        let uids = input.metadata_uids.as_deref().unwrap_or_default();
        let identifiers = input.finding_identifiers.as_deref().unwrap_or_default();
        if uids.is_empty() == identifiers.is_empty() {
            return Err(validation("Either MetadataUids or FindingIdentifiers must be given"));
        }
        if uids.len().max(identifiers.len()) > MOST {
            return Err(validation(format!("At most {MOST} findings can be updated at once")));
        }
        if said == OcsfSaid::default() {
            return Err(validation("At least one of Comment, SeverityId and StatusId must be given"));
        }
        check(&said).map_err(validation)?;
        let (account, region) = here(tx);
        let places = seen_v2(&tx.reader(), &account, &region).await?;
        let (mut processed, mut unprocessed) = (Vec::new(), Vec::new());
        let mut written: BTreeMap<Place, Written> = BTreeMap::new();
        let asked = uids.iter().map(|uid| (Some(uid), None)).chain(identifiers.iter().map(|one| (None, Some(one))));
        for (uid, identifier) in asked {
            let found = match (uid, identifier) {
                (Some(uid), _) => by_uid(&places, uid),
                (_, Some(identifier)) => by_identifier(&places, identifier),
                (None, None) => None,
            };
            let done = match found {
                Some((place, key)) => update(tx, &place, &key, &said, written.entry(place.clone()).or_default()).await?,
                None => false,
            };
            if done {
                processed.push(BatchUpdateFindingsV2ProcessedFinding {
                    finding_identifier: identifier.cloned(),
                    metadata_uid: uid.cloned(),
                });
            } else {
                unprocessed.push(BatchUpdateFindingsV2UnprocessedFinding {
                    finding_identifier: identifier.cloned(),
                    metadata_uid: uid.cloned(),
                    error_code: Some(Code::ResourceNotFoundException),
                    error_message: Some("Finding not found".to_owned()),
                });
            }
        }
        for (place, batch) in written {
            batch.finish(tx, &place).await?;
        }
        Ok(api::BatchUpdateFindingsV2Response { processed_findings: processed, unprocessed_findings: unprocessed })
    }
}

/// Where the finding of an event would be, and its key.
fn by_uid(places: &[Place], uid: &str) -> Option<(Place, String)> {
    let key = ocsf::key_of(uid)?;
    let place = places.iter().find(|(account, region)| ocsf::uid(key, account, region) == uid)?;
    Some((place.clone(), key.to_owned()))
}

fn by_identifier(places: &[Place], identifier: &OcsfFindingIdentifier) -> Option<(Place, String)> {
    let product = detection::ocsf::product_arn(&identifier.metadata_product_uid);
    let region = product.split(':').nth(3)?;
    let place = places.iter().find(|place| place.0 == identifier.cloud_account_uid && place.1 == region)?;
    Some((place.clone(), key(&product, &identifier.finding_info_uid)))
}

/// Says something of a finding; false if it is not there.
async fn update(
    tx: &mut Transaction<'_>,
    place: &Place,
    key: &str,
    said: &OcsfSaid,
    written: &mut Written,
) -> Result<bool, Failure> {
    let Some(mut stored) = tx.get::<Finding>(&place.0, &place.1, key).await? else { return Ok(false) };
    let uid = ocsf::uid(key, &place.0, &place.1);
    let before = ocsf::shown(&stored.body, &uid);
    say(&mut stored.body, said);
    stored.body.day = tx.call().time.as_millisecond().div_euclid(crate::findings::merge::DAY_MS);
    let after = ocsf::shown(&stored.body, &uid);
    if let (Value::Object(before), Value::Object(after)) = (&before, &after) {
        let identity = tx.call().principal.arn.clone();
        history::keep(tx, place, key, Source::Update, &identity, before, after)?;
    }
    written.put(tx, stored)?;
    Ok(true)
}
