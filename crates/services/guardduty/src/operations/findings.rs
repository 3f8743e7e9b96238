//! Findings.

use plane::page;
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use super::limit;
use crate::api::operation::{
    ArchiveFindings, CreateSampleFindings, GetFindings, ListFindings, UnarchiveFindings, UpdateFindingsFeedback,
};
use crate::api::{
    ArchiveFindingsRequest, ArchiveFindingsResponse, CreateSampleFindingsRequest, CreateSampleFindingsResponse, FindingCriteria,
    GetFindingsRequest, GetFindingsResponse, ListFindingsRequest, ListFindingsResponse, OrderBy, SortCriteria,
    UnarchiveFindingsRequest, UnarchiveFindingsResponse, UpdateFindingsFeedbackRequest, UpdateFindingsFeedbackResponse,
};
use crate::criteria::{Criteria, Rank};
use crate::index::{self, Order, Source, feed};
use crate::keep::{self, News, keep, to_hub};
use crate::resources::{Detector, Found};
use crate::{errors, form, place, samples, upkeep};

/// Criteria of a request.
///
/// # Errors
/// That there is an attribute that no finding has.
pub fn criteria(asked: Option<&FindingCriteria>) -> Result<Criteria, Failure> {
    Criteria::of(asked, form::has_attribute).map_err(|_| errors::invalid())
}

/// The detectors whose findings a detector's owner sees.
///
/// # Errors
/// Internal ones only.
pub async fn sources(reader: &Reader<'_>, detector: &Stored<Detector>) -> Result<Vec<Source>, Failure> {
    let region = &detector.key.region;
    let visible = place::visible(reader, detector).await?;
    Ok(visible.into_iter().map(|(account, detector)| Source { place: (account, region.clone()), detector }).collect())
}

/// What findings are sorted by when a request does not say: the time of the last update, the latest first.
const UPDATED_AT: &str = "updatedAt";

/// Sorted as a request says; otherwise the latest first.
fn order(sort: Option<&SortCriteria>) -> Order {
    let attribute = sort.and_then(|s| s.attribute_name.as_deref());
    let descending = sort.and_then(|s| s.order_by).map_or(attribute.is_none(), |order| order == OrderBy::Desc);
    Order { attribute: attribute.unwrap_or(UPDATED_AT).to_owned(), descending }
}

fn check_sort(sort: Option<&SortCriteria>) -> Result<(), Failure> {
    match sort.and_then(|s| s.attribute_name.as_deref()) {
        Some(attribute) if !form::has_attribute(attribute) => Err(errors::invalid()),
        _ => Ok(()),
    }
}

impl Handle for ListFindings {
    async fn access(input: &ListFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &ListFindingsRequest, tx: &mut Transaction<'_>) -> Result<ListFindingsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let wanted = criteria(input.finding_criteria.as_ref())?;
        check_sort(input.sort_criteria.as_ref())?;
        let listing = format!("ListFindings {} {:?} {:?}", input.detector_id, input.finding_criteria, input.sort_criteria);
        // A page continues behind where the last one ended, however findings come, go and change meanwhile.
        let after: Option<(Rank, u128)> = match input.next_token.as_deref().filter(|token| !token.is_empty()) {
            None => None,
            Some(token) => {
                let position = page::position(&listing, token).ok_or_else(errors::wrong_token)?;
                Some(serde_json::from_str(&position).map_err(|_| errors::wrong_token())?)
            }
        };
        let limit = limit(input.max_results, 50);
        let sources = sources(&tx.reader(), &detector).await?;
        let order = order(input.sort_criteria.as_ref());
        let mut found = index::list(&tx.reader(), &sources, &wanted, &order, after.as_ref(), limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last().filter(|_| more) {
            Some(last) => Some(page::token(&listing, &serde_json::to_string(last).map_err(Failure::internal)?)),
            None => None,
        };
        let ids = found.iter().map(|(_, number)| index::id(*number)).collect();
        // The member is always there, and empty at the end.
        Ok(ListFindingsResponse { finding_ids: ids, next_token: Some(next.unwrap_or_default()) })
    }
}

/// The findings of these ids that a detector's owner sees.
async fn named(reader: &Reader<'_>, detector: &Stored<Detector>, ids: &[String]) -> Result<Vec<Stored<Found>>, Failure> {
    let mut all: Vec<Option<Stored<Found>>> = vec![None; ids.len()];
    for (account, theirs) in place::visible(reader, detector).await? {
        let keys: Vec<String> = ids.iter().map(|id| format!("{theirs}/{id}")).collect();
        let found = reader.get_many::<Found>(&account, &detector.key.region, &keys).await?;
        for (slot, found) in all.iter_mut().zip(found) {
            if slot.is_none() {
                *slot = found;
            }
        }
    }
    Ok(all.into_iter().flatten().collect())
}

impl Handle for GetFindings {
    async fn access(input: &GetFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetFindingsRequest, tx: &mut Transaction<'_>) -> Result<GetFindingsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        check_sort(input.sort_criteria.as_ref())?;
        let mut found = named(&tx.reader(), &detector, &input.finding_ids).await?;
        if input.sort_criteria.is_some() {
            let order = order(input.sort_criteria.as_ref());
            let ranked = |f: Stored<Found>| ((Rank::of(&form::wire(&f.body), &order.attribute), index::number(&f.body.id)), f);
            let mut sorted: Vec<((Rank, u128), Stored<Found>)> = found.into_iter().map(ranked).collect();
            sorted.sort_by(|a, b| order.compare(&a.0, &b.0));
            found = sorted.into_iter().map(|(_, f)| f).collect();
        }
        let findings = found.iter().map(|f| form::typed(&f.body)).collect::<Result<_, _>>()?;
        Ok(GetFindingsResponse { findings })
    }
}

/// Changes findings of these ids, all of which must be there. Members leave theirs to the administrator.
async fn change(
    tx: &mut Transaction<'_>,
    detector: &str,
    ids: &[String],
    how: impl Fn(&mut Found) -> bool,
) -> Result<Vec<Stored<Found>>, Failure> {
    let detector = place::managed(tx, detector).await?;
    let seen = named(&tx.reader(), &detector, ids).await?;
    let mut distinct: Vec<&String> = ids.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.iter().any(|id| !seen.iter().any(|f| f.body.id == **id)) {
        return Err(errors::invalid());
    }
    let mut changed: Vec<Stored<Found>> = Vec::new();
    for found in seen {
        let Some(mut found) = tx.get::<Found>(&found.key.account, &found.key.region, &found.key.id).await? else { continue };
        if how(&mut found.body) {
            tx.put(&found)?;
            feed::changed(tx, &found.key.account, &found.key.region, &found.key.id).await?;
            changed.push(found);
        }
    }
    Ok(changed)
}

/// Tells Security Hub that findings were archived or taken back.
async fn tell(tx: &mut Transaction<'_>, changed: Vec<Stored<Found>>) -> Result<(), Failure> {
    if tx.plane().findings().is_none() {
        return Ok(());
    }
    for found in changed {
        if let Some(place) = upkeep::place(&tx.reader(), &found.key.account, &found.key.region).await? {
            to_hub(tx, &place, &found.body).await;
        }
    }
    Ok(())
}

impl Handle for ArchiveFindings {
    async fn access(input: &ArchiveFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &ArchiveFindingsRequest, tx: &mut Transaction<'_>) -> Result<ArchiveFindingsResponse, Failure> {
        let now = tx.call().time.as_millisecond();
        let archived = change(tx, &input.detector_id, &input.finding_ids, |found| {
            let changes = !found.archived;
            found.archived = true;
            if changes {
                found.updated_at = now;
            }
            changes
        })
        .await?;
        tell(tx, archived).await?;
        Ok(ArchiveFindingsResponse {})
    }
}

impl Handle for UnarchiveFindings {
    async fn access(input: &UnarchiveFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &UnarchiveFindingsRequest, tx: &mut Transaction<'_>) -> Result<UnarchiveFindingsResponse, Failure> {
        let now = tx.call().time.as_millisecond();
        let back = change(tx, &input.detector_id, &input.finding_ids, |found| {
            let changes = found.archived;
            found.archived = false;
            found.suppressed = false;
            if changes {
                found.updated_at = now;
            }
            changes
        })
        .await?;
        tell(tx, back).await?;
        Ok(UnarchiveFindingsResponse {})
    }
}

impl Handle for UpdateFindingsFeedback {
    async fn access(input: &UpdateFindingsFeedbackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &UpdateFindingsFeedbackRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateFindingsFeedbackResponse, Failure> {
        change(tx, &input.detector_id, &input.finding_ids, |found| {
            found.feedback = Some(input.feedback.as_str().to_owned());
            true
        })
        .await?;
        Ok(UpdateFindingsFeedbackResponse {})
    }
}

impl Handle for CreateSampleFindings {
    async fn access(input: &CreateSampleFindingsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &CreateSampleFindingsRequest, tx: &mut Transaction<'_>) -> Result<CreateSampleFindingsResponse, Failure> {
        let detector = place::held(tx, &input.detector_id).await?;
        if !detector.body.enabled {
            return Err(errors::rejected("the detector is disabled"));
        }
        let mut kinds: Vec<&detection::catalogue::Kind> = Vec::new();
        match &input.finding_types {
            Some(types) if !types.is_empty() => {
                for name in types {
                    let kind = detection::catalogue::kind(name).ok_or_else(errors::invalid)?;
                    if !kinds.iter().any(|k| k.name == kind.name) {
                        kinds.push(kind);
                    }
                }
            }
            _ => kinds.extend(detection::catalogue::KINDS),
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let place: keep::Place = upkeep::place(&tx.reader(), &account, &region).await?.ok_or_else(errors::not_owned)?;
        let now = tx.call().time.as_millisecond();
        for kind in kinds {
            let finding = samples::finding(kind, &account, &region, now);
            keep(tx, &News { place: place.clone(), finding, lists: Vec::new(), sample: true }).await?;
        }
        Ok(CreateSampleFindingsResponse {})
    }
}
