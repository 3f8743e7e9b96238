//! GetFindingHistory.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Timestamp;

use super::{PAGE, limit, page};
use crate::api::operation::GetFindingHistory;
use crate::api::{self, FindingHistoryRecord, FindingHistoryUpdate, FindingHistoryUpdateSource, FindingHistoryUpdateSourceType};
use crate::errors::invalid;
use crate::findings::merge::DAY_MS;
use crate::findings::{history, key};
use crate::hub::{here, on_hub, required, seen};
use crate::resources::{Finding, Source};

/// Days of history.
const DAYS: i64 = 90;

impl Handle for GetFindingHistory {
    async fn access(_: &api::GetFindingHistoryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::GetFindingHistoryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetFindingHistoryResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let identifier = &input.finding_identifier;
        let now = tx.call().time.as_millisecond();
        let (from, to) = (input.start_time.map(Timestamp::as_millisecond), input.end_time.map(Timestamp::as_millisecond));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(invalid("StartTime must be before EndTime"));
        }
        let (from, to) = (from.unwrap_or(i64::MIN).max(now - DAYS * DAY_MS), to.unwrap_or(i64::MAX));
        let key = key(&identifier.product_arn, &identifier.id);
        let mut records = Vec::new();
        for place in seen(&tx.reader(), &account, &region).await? {
            let Some(finding) = tx.reader().get::<Finding>(&place.0, &place.1, &key).await? else { continue };
            let made = |at: i64, source: Source, identity: &str, created: bool, updates: Vec<FindingHistoryUpdate>| {
                FindingHistoryRecord {
                    finding_identifier: Some(identifier.clone()),
                    update_time: Timestamp::from_millisecond(at).ok(),
                    finding_created: Some(created),
                    update_source: Some(FindingHistoryUpdateSource {
                        r#type: Some(match source {
                            Source::Import => FindingHistoryUpdateSourceType::BatchImportFindings,
                            Source::Update => FindingHistoryUpdateSourceType::BatchUpdateFindings,
                        }),
                        identity: Some(identity.to_owned()),
                    }),
                    updates: Some(updates),
                    next_token: None,
                }
            };
            records.push((finding.created_at, made(finding.created_at, Source::Import, &finding.body.sender, true, Vec::new())));
            for change in history::of(&tx.reader(), &place, &key).await? {
                let updates = change.updates.into_iter().map(|(field, old, new)| FindingHistoryUpdate {
                    updated_field: Some(field),
                    old_value: old.filter(|text| !text.trim().is_empty()),
                    new_value: new.filter(|text| !text.trim().is_empty()),
                });
                records.push((change.at, made(change.at, change.source, &change.identity, false, updates.collect())));
            }
            break;
        }
        records.retain(|(at, _)| *at >= from && *at <= to);
        // Latest first; the number keeps those of one moment apart.
        records.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let numbered: Vec<(usize, FindingHistoryRecord)> = records.into_iter().map(|(_, record)| record).enumerate().collect();
        let listing = format!("{key} {from} {to}");
        let listing = if input.start_time.is_none() { format!("{key} {to}") } else { listing };
        let most = limit(input.max_results, PAGE);
        let page = page(tx, numbered, &listing, input.next_token.as_deref(), most, |(number, _)| format!("{number:09}"))?;
        Ok(api::GetFindingHistoryResponse {
            records: Some(page.items.into_iter().map(|(_, record)| record).collect()),
            next_token: page.next,
        })
    }
}
