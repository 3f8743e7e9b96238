//! What importing needs to know of a record.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::record::parse;
use crate::write::Event;

/// A CloudTrail record as it came, and what tells where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The record: a JSON object.
    pub text: Vec<u8>,
    /// Its `eventID`, which no other event has.
    pub event_id: String,
    /// Its `eventTime`, milliseconds since 1970.
    pub time: i64,
    /// Account that it was recorded for, else the caller's; may be empty.
    pub account: String,
    /// Its `awsRegion`; may be empty.
    pub region: String,
}

#[derive(Deserialize)]
struct Facts<'a> {
    #[serde(borrow, rename = "eventID")]
    event_id: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "eventTime")]
    event_time: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "awsRegion")]
    region: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "recipientAccountId")]
    recipient: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "userIdentity")]
    identity: Option<Identity<'a>>,
    /// The record inside of an answer of `lookup-events`.
    #[serde(borrow, rename = "CloudTrailEvent")]
    inner: Option<Cow<'a, str>>,
    /// The records of a log file inside of a list.
    #[serde(rename = "Records")]
    records: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Identity<'a> {
    #[serde(borrow, rename = "accountId")]
    account: Option<Cow<'a, str>>,
}

impl Record {
    /// Reads the facts of a record, or of the one inside of an event of `lookup-events`.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: Vec<u8>) -> Result<Self, String> {
        let facts: Facts<'_> = serde_json::from_slice(&text).map_err(|e| e.to_string())?;
        if facts.event_id.is_none()
            && let Some(inner) = facts.inner
        {
            let text = inner.into_owned().into_bytes();
            let facts: Facts<'_> = serde_json::from_slice(&text).map_err(|e| format!("CloudTrailEvent: {e}"))?;
            let mut record = facts.record()?;
            record.text = text;
            return Ok(record);
        }
        let mut record = facts.record()?;
        record.text = text;
        Ok(record)
    }

    /// The same as something to write.
    pub fn into_event(self) -> Event {
        Event { account: self.account, region: self.region, record: self.text }
    }
}

impl Facts<'_> {
    /// The record, still without its text.
    fn record(&self) -> Result<Record, String> {
        if self.records.is_some() {
            return Err("Records is no list, or too deep in other lists".to_owned());
        }
        let event_id = self.event_id.as_deref().filter(|id| !id.is_empty()).ok_or("it has no eventID")?;
        let time = self.event_time.as_deref().ok_or("it has no eventTime")?;
        let time =
            parse(time).ok_or_else(|| format!("its eventTime is no time: {}", time.chars().take(40).collect::<String>()))?;
        let caller = self.identity.as_ref().and_then(|i| i.account.as_deref());
        Ok(Record {
            text: Vec::new(),
            event_id: event_id.to_owned(),
            time,
            account: self.recipient.as_deref().or(caller).unwrap_or_default().to_owned(),
            region: self.region.as_deref().unwrap_or_default().to_owned(),
        })
    }
}
