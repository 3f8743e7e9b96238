//! Findings as they are kept: what is found again is taken in by the finding that is there, and whoever is to know is told in the same commit.

use detection::finding::Finding;
use plane::{Failure, Stored, Transaction, events};
use serde_json::Value;

use crate::api::{FilterAction, FindingPublishingFrequency};
use crate::form;
use crate::index::feed;
use crate::resources::{Destination, Export, Filter, Found, OPEN, Update};

/// Where findings of an account in a Region go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Account of the detector.
    pub account: String,
    /// Region.
    pub region: String,
    /// The detector.
    pub detector: String,
    /// Account and detector of its administrator.
    pub administrator: Option<(String, String)>,
    /// How often updates are told.
    pub frequency: FindingPublishingFrequency,
}

impl Place {
    /// Whose filters and lists count.
    pub fn owner(&self) -> (&str, &str) {
        match &self.administrator {
            Some((account, detector)) => (account, detector),
            None => (&self.account, &self.detector),
        }
    }

    fn owners(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = std::iter::once((self.account.as_str(), self.detector.as_str()));
        own.chain(self.administrator.as_ref().map(|(account, detector)| (account.as_str(), detector.as_str())))
    }
}

/// Time between two updates, milliseconds.
pub fn period(frequency: FindingPublishingFrequency) -> i64 {
    match frequency {
        FindingPublishingFrequency::FifteenMinutes => 15 * 60_000,
        FindingPublishingFrequency::OneHour => 3_600_000,
        FindingPublishingFrequency::SixHours => 6 * 3_600_000,
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct News {
    /// Where it belongs.
    pub place: Place,
    /// What it is: as much of it as is new.
    pub finding: Finding,
    /// Names of the threat lists that have the address.
    pub lists: Vec<String>,
    /// Whether it is a sample.
    pub sample: bool,
}

/// Keeps what was found.
///
/// # Errors
/// Internal ones only.
pub async fn keep(tx: &mut Transaction<'_>, news: &News) -> Result<(), Failure> {
    let place = &news.place;
    let now = tx.call().time.as_millisecond();
    let of = if news.sample { "sample" } else { "found" };
    let open = format!("{}/{}/{}/{of}/{:016x}", place.account, place.region, place.detector, news.finding.key);
    let Some(mut found) = tx.find::<Found>(OPEN, &open).await? else {
        let id = tx.plane().ids.uuid().simple().to_string();
        let found = Found {
            finding: news.finding.clone(),
            id: id.clone(),
            detector: place.detector.clone(),
            open,
            archived: false,
            suppressed: false,
            sample: news.sample,
            feedback: None,
            lists: news.lists.clone(),
            created_at: now,
            updated_at: now,
            update_due: None,
        };
        let arn =
            tx.plane().arn("guardduty", &place.region, &place.account, &format!("detector/{}/finding/{id}", place.detector));
        let mut stored = Stored::new(&place.account, &place.region, format!("{}/{id}", place.detector), found).arn(arn);
        if suppressed(tx, place, &form::wire(&stored.body)).await? {
            stored.body.archived = true;
            stored.body.suppressed = true;
        } else {
            publish(tx, place, &stored.body).await?;
        }
        tx.put(&stored)?;
        return feed::changed(tx, &place.account, &place.region, &stored.key.id).await;
    };
    found.body.finding.absorb(news.finding.clone());
    found.body.updated_at = now;
    for list in &news.lists {
        if !found.body.lists.contains(list) {
            found.body.lists.push(list.clone());
        }
    }
    let hidden = suppressed(tx, place, &form::wire(&found.body)).await?;
    if hidden {
        found.body.archived = true;
        found.body.suppressed = true;
    } else if found.body.suppressed {
        // No filter wants it hidden any more: it is news.
        found.body.archived = false;
        found.body.suppressed = false;
        publish(tx, place, &found.body).await?;
    } else if found.body.update_due.is_none() {
        let due = now + period(place.frequency);
        found.body.update_due = Some(due);
        let update = Update { account: place.account.clone(), region: place.region.clone(), id: found.key.id.clone() };
        tx.put(&Stored::new("", "", Update::id(due, &found.body.id), update))?;
    }
    tx.put(&found)?;
    feed::changed(tx, &place.account, &place.region, &found.key.id).await
}

/// Whether a filter archives a finding.
async fn suppressed(tx: &Transaction<'_>, place: &Place, finding: &Value) -> Result<bool, Failure> {
    let (account, detector) = place.owner();
    let filters = tx.reader().all::<Filter>(account, &place.region, &format!("{detector}/")).await?;
    Ok(filters.iter().any(|f| f.body.action == FilterAction::Archive && f.body.criteria.matches(finding)))
}

/// Tells of a finding: EventBridge and Security Hub now, buckets soon.
///
/// # Errors
/// Internal ones only.
pub async fn publish(tx: &mut Transaction<'_>, place: &Place, found: &Found) -> Result<(), Failure> {
    let detail = form::wire(found);
    for (account, _) in place.owners() {
        events::publish(tx, account, &place.region, "aws.guardduty", "GuardDuty Finding", &[], &detail);
    }
    to_hub(tx, place, found).await;
    let line = detail.to_string();
    let now = tx.call().time.as_millisecond();
    for (account, detector) in place.owners() {
        let destinations = tx.reader().all::<Destination>(account, &place.region, &format!("{detector}/")).await?;
        for destination in destinations {
            let id = format!("{}/{now:015}-{}", destination.key.id, found.id);
            tx.put(&Stored::new(account, &place.region, id, Export { line: line.clone() }))?;
        }
    }
    Ok(())
}

/// Tells Security Hub of a finding, where that is part of the plane. What it does not take is logged: a finding is kept and told to others all the same, and
/// what comes after it must not wait for it.
pub async fn to_hub(tx: &mut Transaction<'_>, place: &Place, found: &Found) {
    let Some(hub) = tx.plane().findings().cloned() else { return };
    if let Err(failure) = hub.import(tx, &place.account, &place.region, "aws/guardduty", vec![form::asff(found)]).await {
        let (message, detail) = (failure.message, failure.detail);
        tracing::error!(finding = found.id, message, detail, "Security Hub does not take a finding");
    }
}
