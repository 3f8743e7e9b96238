//! Single events by their pointers, and the fields that events have.

use std::collections::{BTreeMap, HashMap};

use insights::{Pointer, discovered_fields};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{self, operation};
use crate::errors::{invalid, no_group};
use crate::place::{either, group, on_group};
use crate::resources::LogGroup;
use crate::scan::{Query, scan};

/// How far around a time GetLogGroupFields looks, milliseconds.
const AROUND: i64 = 8 * 60 * 1000;
/// How far back it looks without a time.
const BACK: i64 = 15 * 60 * 1000;
/// Events that it looks at.
const MOST_EVENTS: usize = 10_000;
/// Fields that it returns.
const MOST_FIELDS: usize = 1000;

impl Handle for operation::GetLogRecord {
    async fn access(input: &api::GetLogRecordRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        if input.unmask != Some(true) {
            return Ok(Access::any());
        }
        let pointer: Option<Pointer> = input.log_record_pointer.parse().ok();
        let name = pointer.as_ref().and_then(|pointer| pointer.log.split_once(':')).map_or("", |(_, name)| name);
        Ok(Access::any().and(on_group(lookup, name).await?.action("logs:Unmask")))
    }

    async fn run(input: &api::GetLogRecordRequest, tx: &mut Transaction<'_>) -> Result<api::GetLogRecordResponse, Failure> {
        let pointer: Pointer = input.log_record_pointer.parse().map_err(|error| invalid(format!("{error}.")))?;
        let missing = || Failure::from(api::ResourceNotFoundException::new("The specified log record does not exist."));
        let (account, name) = pointer.log.split_once(':').ok_or_else(missing)?;
        if account != tx.account() {
            return Err(missing());
        }
        let group = tx.reader().get::<LogGroup>(account, &tx.call().region, name).await?.ok_or_else(no_group)?.body;
        let unmask = input.unmask == Some(true);
        let query = Query {
            from: pointer.timestamp,
            to: pointer.timestamp.saturating_add(1),
            unmask,
            transform: true,
            ..Query::default()
        };
        let files = &crate::service(tx.plane())?.files;
        let mut scan = scan(&tx.reader(), files, &group, query).await?;
        while let Some(events) = scan.next().await? {
            let Some(event) = events.iter().find(|event| event.id == pointer.id) else { continue };
            let record = event.record(&pointer.log);
            let mut fields: BTreeMap<String, String> = discovered_fields(&record).into_iter().collect();
            fields.extend(
                [
                    ("@timestamp", event.timestamp.to_string()),
                    ("@ingestionTime", event.ingestion.to_string()),
                    ("@message", event.message.clone()),
                    ("@logStream", event.stream.name.clone()),
                    ("@log", pointer.log.clone()),
                    ("@ptr", input.log_record_pointer.clone()),
                ]
                .map(|(name, value)| (name.to_owned(), value)),
            );
            return Ok(api::GetLogRecordResponse { log_record: Some(fields) });
        }
        Err(missing())
    }
}

impl Handle for operation::GetLogGroupFields {
    async fn access(input: &api::GetLogGroupFieldsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        on_group(lookup, &name).await
    }

    async fn run(
        input: &api::GetLogGroupFieldsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetLogGroupFieldsResponse, Failure> {
        let (name, identifier) = (input.log_group_name.as_deref(), input.log_group_identifier.as_deref());
        let name = either(name, identifier, tx.account(), &tx.call().region)?;
        let group = group(tx, &name).await?.body;
        let now = tx.call().time.as_millisecond();
        let (from, to) = match input.time {
            Some(time) => {
                let time = time.saturating_mul(1000);
                (time.saturating_sub(AROUND), time.saturating_add(AROUND))
            }
            None => (now.saturating_sub(BACK), now.saturating_add(1)),
        };
        let files = &crate::service(tx.plane())?.files;
        let query = Query { from, to, newest_first: true, transform: true, ..Query::default() };
        let mut scan = scan(&tx.reader(), files, &group, query).await?;
        let log = format!("{}:{}", group.account, group.name);
        let (mut total, mut counts) = (0_u64, HashMap::<String, u64>::new());
        'events: while let Some(events) = scan.next().await? {
            for event in events {
                if total >= MOST_EVENTS as u64 {
                    break 'events;
                }
                total = total.saturating_add(1);
                let record = event.record(&log);
                for (name, _) in discovered_fields(&record) {
                    if counts.len() < MOST_FIELDS || counts.contains_key(&name) {
                        let count = counts.entry(name).or_default();
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
        if total > 0 {
            for name in ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@ptr"] {
                counts.insert(name.to_owned(), total);
            }
        }
        let mut fields: Vec<(String, u64)> = counts.into_iter().collect();
        fields.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let shown = fields.into_iter().map(|(name, count)| api::LogGroupField {
            name: Some(name),
            percent: i32::try_from(count.saturating_mul(100) / total.max(1)).ok(),
        });
        Ok(api::GetLogGroupFieldsResponse { log_group_fields: Some(shown.collect()) })
    }
}
