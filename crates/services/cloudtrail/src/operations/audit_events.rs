//! PutAuditEvents, of the service `cloudtrail-data`: events of others come in by a channel.

use std::collections::HashSet;

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::json;

use crate::audit_event::{Arrival, Refusal, read, record};
use crate::data_api::operation::PutAuditEvents;
use crate::data_api::{
    AuditEventResultEntry, ChannelNotFound, ChannelUnsupportedSchema, DuplicatedAuditEventId, InvalidChannelARN,
    PutAuditEventsRequest, PutAuditEventsResponse, ResultErrorEntry,
};
use crate::stores::find::{Named, absent, channel, on_channel};
use crate::stores::{Channel, ChannelStatus, INCOMING};

/// Largest request, bytes of all events.
/// See <https://docs.aws.amazon.com/awscloudtraildata/latest/APIReference/API_PutAuditEvents.html>.
const MOST_BYTES: usize = 1 << 20;

impl Handle for PutAuditEvents {
    async fn access(input: &PutAuditEventsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = match Named::parse("channel", &input.channel_arn) {
            Some(named) if named.account.is_some() => on_channel(lookup, &input.channel_arn).await?,
            Some(named) => absent(lookup, "channel", &named),
            None => Access::any(),
        };
        Ok(access.key_if("cloudtrail:ExternalId", input.external_id.as_deref()))
    }

    async fn run(input: &PutAuditEventsRequest, tx: &mut Transaction<'_>) -> Result<PutAuditEventsResponse, Failure> {
        let malformed = || InvalidChannelARN::new(format!("The channel ARN is not valid: {}", input.channel_arn));
        let named = Named::parse("channel", &input.channel_arn).filter(|n| n.account.is_some()).ok_or_else(malformed)?;
        let found = channel(&tx.reader(), tx.call(), &named).await?;
        let channel =
            found.ok_or_else(|| ChannelNotFound::new(format!("The channel was not found: {}", input.channel_arn)))?.body;
        if input.audit_events.iter().map(|e| e.event_data.len()).sum::<usize>() > MOST_BYTES {
            return Err(ChannelUnsupportedSchema::new(format!("The events of a request are at most {MOST_BYTES} bytes.")).into());
        }
        let mut ids = HashSet::new();
        if let Some(twice) = input.audit_events.iter().find(|e| !ids.insert(e.id.as_str())) {
            return Err(DuplicatedAuditEventId::new(format!("The id {} is given to more than one event.", twice.id)).into());
        }
        let stores: Vec<String> = channel.destinations.iter().filter_map(|a| a.rsplit('/').next()).map(str::to_owned).collect();
        let at = tx.call().time;
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for sent in &input.audit_events {
            match read(&sent.event_data, sent.event_data_checksum.as_deref(), &channel.account) {
                Ok(event) => {
                    let event_id = tx.plane().ids.uuid_at(at.as_millisecond()).to_string();
                    let arrival = Arrival {
                        event_id: &event_id,
                        account: &channel.account,
                        region: &channel.region,
                        channel: &channel.arn,
                        at,
                    };
                    let incoming = json!({"stores": stores, "event": record(&event, arrival)});
                    tx.journal(INCOMING, &channel.account, &channel.region, &incoming);
                    successful.push(AuditEventResultEntry { event_id, id: sent.id.clone() });
                }
                Err(Refusal { code, message }) => {
                    let id = sent.id.clone();
                    failed.push(ResultErrorEntry { error_code: code.to_owned(), error_message: message, id });
                }
            }
        }
        note(tx, &channel, input, &successful, &failed).await?;
        tx.touched(channel.arn.clone(), channel.account.clone(), "AWS::CloudTrail::Channel");
        Ok(PutAuditEventsResponse { failed, successful })
    }
}

/// Keeps what GetChannel tells of it.
async fn note(
    tx: &mut Transaction<'_>,
    channel: &Channel,
    input: &PutAuditEventsRequest,
    successful: &[AuditEventResultEntry],
    failed: &[ResultErrorEntry],
) -> Result<(), Failure> {
    let (account, region, id) = (&channel.account, &channel.region, &channel.id);
    let found = tx.get::<ChannelStatus>(account, region, id).await?;
    let mut status = found.unwrap_or_else(|| Stored::new(account, region, id.clone(), ChannelStatus::default()));
    let now = tx.call().time.as_millisecond();
    let last = input.audit_events.last().map(|e| e.id.clone());
    status.body.tried_at = Some(now);
    status.body.error = failed.iter().find(|f| Some(&f.id) == last.as_ref()).map(|f| f.error_code.clone());
    status.body.tried_id = last;
    if let Some(taken) = successful.last() {
        status.body.taken_at = Some(now);
        status.body.taken_id = Some(taken.event_id.clone());
    }
    tx.put(&status)
}
