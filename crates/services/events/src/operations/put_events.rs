//! PutEvents: events of applications, durable when it answers.

use std::collections::BTreeMap;

use plane::events::PUT;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::{Value, json};

use crate::api::operation::PutEvents;
use crate::api::{PutEventsRequest, PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry};
use crate::event;
use crate::find;
use crate::names::BusName;

/// Greatest size of all entries together, bytes.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size>.
const MOST: usize = 256 << 10;
/// What a time counts for.
const TIME_BYTES: usize = 14;

impl Handle for PutEvents {
    async fn access(input: &PutEventsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut asked: Vec<(BusName, &str, &str)> = Vec::new();
        for entry in &input.entries {
            let bus = find::named(lookup, entry.event_bus_name.as_deref());
            let about = (bus, entry.source.as_deref().unwrap_or_default(), entry.detail_type.as_deref().unwrap_or_default());
            if !asked.contains(&about) {
                asked.push(about);
            }
        }
        let mut access: Option<Access> = None;
        for (bus, source, kind) in asked {
            let one = find::bus_access(lookup, &bus).await?.key("events:source", source).key("events:detail-type", kind);
            access = Some(match access {
                Some(before) => before.and(one),
                None => one,
            });
        }
        Ok(access.unwrap_or_else(Access::any))
    }

    async fn run(input: &PutEventsRequest, tx: &mut Transaction<'_>) -> Result<PutEventsResponse, Failure> {
        if input.endpoint_id.is_some() {
            return Err(Failure::validation("Global endpoints are not supported: EndpointId must not be given."));
        }
        if input.entries.iter().map(size).sum::<usize>() > MOST {
            return Err(Failure::validation("Total size of the entries in the request is over the limit."));
        }
        let mut results = Vec::with_capacity(input.entries.len());
        let mut events: BTreeMap<BusName, Vec<Value>> = BTreeMap::new();
        for entry in &input.entries {
            let bus = BusName::of(entry.event_bus_name.as_deref(), tx.account(), &tx.call().region);
            match made(entry, &bus, tx) {
                Ok(event) => {
                    results.push(PutEventsResultEntry {
                        event_id: event.get("id").and_then(Value::as_str).map(str::to_owned),
                        ..PutEventsResultEntry::default()
                    });
                    events.entry(bus).or_default().push(event);
                }
                Err((code, message)) => results.push(PutEventsResultEntry {
                    error_code: Some(code.to_owned()),
                    error_message: Some(message),
                    ..PutEventsResultEntry::default()
                }),
            }
        }
        for (bus, events) in events {
            // No rule listens on a bus that is not there: its events are taken and go nowhere, as on AWS.
            if find::bus(&tx.reader(), &bus).await?.is_some() {
                tx.journal(PUT, &bus.account, &bus.region, &json!({"bus": bus.name, "events": events}));
            }
        }
        let failed = results.iter().filter(|result| result.error_code.is_some()).count();
        Ok(PutEventsResponse { failed_entry_count: i32::try_from(failed).ok(), entries: Some(results) })
    }
}

fn size(entry: &PutEventsRequestEntry) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let resources: usize = entry.resources.iter().flatten().map(String::len).sum();
    let time = if entry.time.is_some() { TIME_BYTES } else { 0 };
    time + length(&entry.source) + length(&entry.detail_type) + length(&entry.detail) + resources
}

/// The event of an entry, or the code and message of what is wrong with it.
fn made(entry: &PutEventsRequestEntry, bus: &BusName, tx: &Transaction<'_>) -> Result<Value, (&'static str, String)> {
    let needed = |value: &'_ Option<String>, name: &str| {
        let given = value.clone().filter(|text| !text.is_empty());
        given.ok_or_else(|| ("InvalidArgument", format!("Parameter {name} is not valid. Reason: {name} is a required argument.")))
    };
    let source = needed(&entry.source, "Source")?;
    let kind = needed(&entry.detail_type, "DetailType")?;
    let detail = needed(&entry.detail, "Detail")?;
    if source.starts_with("aws.") {
        return Err(("NotAuthorizedForSourceException", "Not authorized for the source.".to_owned()));
    }
    if bus.region != tx.call().region {
        return Err((
            "InvalidArgument",
            "Parameter EventBusName is not valid. Reason: the event bus is in another region.".to_owned(),
        ));
    }
    let detail: Value = serde_json::from_str(&detail)
        .ok()
        .filter(Value::is_object)
        .ok_or(("MalformedDetail", "Detail is malformed.".to_owned()))?;
    Ok(event::new(event::About {
        id: &tx.plane().ids.uuid().to_string(),
        kind: &kind,
        source: &source,
        account: tx.account(),
        time: entry.time.unwrap_or(tx.call().time),
        region: &bus.region,
        resources: json!(entry.resources.as_deref().unwrap_or_default()),
        detail,
    }))
}
