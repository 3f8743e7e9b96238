//! Discovery: everything that exists at the commit of a start becomes items, what no longer exists is recorded as gone, and what is no longer recorded as
//! such.
//!
//! What is described is the state of one commit, so that nothing that happens meanwhile is seen twice or in the wrong order: versions from that commit on
//! come by the cursor. Each step is a commit that remembers how far it came.

use std::collections::BTreeSet;
use std::sync::Arc;

use plane::ports::ConfigurationChange;
use plane::{Failure, Past, System};

use super::apply::{self, still};
use super::pen::Pen;
use super::place::Place;
use super::{Meaning, Running, meanings};
use crate::item::Current;
use crate::resources::{Discovery, RecorderState};

/// Documents that are looked at in one commit.
const PAGE: usize = 100;

/// The kinds of documents that are resources.
fn kinds(system: &System) -> Vec<&'static str> {
    let mut kinds = BTreeSet::new();
    for source in system.plane().configuration_sources() {
        kinds.extend(source.document_kinds().iter().copied());
    }
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    // What others refer to by name is found first.
    kinds.sort_by_key(|kind| (*kind != "AWS::IAM::ManagedPolicy", *kind));
    kinds
}

/// Does the next part of a recorder's discovery.
///
/// # Errors
/// Internal ones only.
pub async fn step(system: &System, recording: &Running) -> Result<(), Failure> {
    let Some(discovery) = &recording.state.body.discovery else { return Ok(()) };
    let mut place = Place::of(recording, system);
    place.discovering = true;
    let kinds = kinds(system);
    // Resources of a region may be kept there or, like buckets, without a region.
    let regions = [place.region.as_str(), ""];
    let at = (kinds.get(discovery.stage / regions.len()), regions.get(discovery.stage % regions.len()));
    let (Some(kind), Some(region)) = at else {
        return vanished(system, recording, &place, discovery).await;
    };
    let range = store::Range::all(*kind, &place.account, *region);
    let after = discovery.after.as_deref();
    let (versions, next) = system.documents_through(&range, after, PAGE, discovery.through).await?;
    let mut found = Vec::new();
    for version in &versions {
        let past = Past::new(system.reader(), discovery.through);
        for change in meanings(system, &past, version).await? {
            let here = place.takes_resource(apply::resource(&change));
            if here && matches!(change, ConfigurationChange::Recorded(_)) {
                found.push(Meaning { change, at: discovery.at, seq: discovery.through, entry: None });
            }
        }
    }
    let stage = discovery.stage + usize::from(next.is_none());
    let further = Discovery { stage, after: next, ..discovery.clone() };
    let work = Arc::new((found, place, further, recording.clone()));
    system
        .act("config", "StartConfigurationRecorder", |tx| {
            let work = work.clone();
            Box::pin(async move {
                let (found, place, further, recording) = &*work;
                if !still(tx, recording).await? {
                    return Ok(());
                }
                for meaning in found {
                    apply::apply(tx, place, meaning, Vec::new()).await?;
                }
                proceed(tx, recording, Some(further.clone())).await
            })
        })
        .await
}

/// Keeps how far a discovery came; none when it has ended.
async fn proceed(tx: &mut plane::Transaction<'_>, recording: &Running, further: Option<Discovery>) -> Result<(), Failure> {
    let key = &recording.state.key;
    if let Some(mut state) = tx.get::<RecorderState>(&key.account, &key.region, &key.id).await? {
        if further.is_none() {
            state.body.changed = tx.call().time.as_millisecond();
        }
        state.body.discovery = further;
        tx.put(&state)?;
    }
    Ok(())
}

/// Records what was there at an earlier recording and was not found again.
async fn vanished(system: &System, recording: &Running, place: &Place, discovery: &Discovery) -> Result<(), Failure> {
    let after = discovery.after.as_deref();
    let page = system.reader().list::<Current>(&place.account, &place.region, "", after, PAGE).await?;
    let next = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
    let home = place.home;
    let (gone, left_out): (Vec<_>, Vec<_>) = page
        .iter()
        .map(|found| &found.body)
        .filter(|found| found.exists() && !found.custom && found.generation != discovery.generation)
        .partition(|found| {
            let global = found.item.region == "global";
            found.item.kind == rules::ACCOUNT
                || place.recorder.as_ref().is_some_and(|recorder| recorder.records(&found.item.kind, global, home))
        });
    let named = |found: &&Current| (found.item.kind.clone(), found.item.id.clone());
    let gone: Vec<(String, String)> = gone.iter().map(named).collect();
    // A service says nothing of what it does not record, nor a customer of what only a service does.
    let left_out: Vec<(String, String)> = left_out.iter().filter(|found| !place.internal && !found.internal).map(named).collect();
    let further = next.map(|next| Discovery { after: Some(next), ..discovery.clone() });
    let work = Arc::new((gone, left_out, place.clone(), further, recording.clone(), discovery.at));
    system
        .act("config", "StartConfigurationRecorder", |tx| {
            let work = work.clone();
            Box::pin(async move {
                let (gone, left_out, place, further, recording, at) = &*work;
                if !still(tx, recording).await? {
                    return Ok(());
                }
                for (kind, id) in left_out {
                    let mut pen = Pen::new(place, *at, Vec::new());
                    pen.left_out(tx, kind, id).await?;
                    pen.flush(tx).await?;
                }
                for (kind, id) in gone {
                    let mut pen = Pen::new(place, *at, Vec::new());
                    pen.gone(tx, kind, id).await?;
                    pen.flush(tx).await?;
                }
                proceed(tx, recording, further.clone()).await
            })
        })
        .await
}
