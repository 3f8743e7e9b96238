//! What is recorded daily: once the day is over, the last state of it becomes an item if it is another one.

use std::sync::{Mutex, PoisonError};

use plane::{Failure, Key, System};

use super::Running;
use super::apply::still;
use super::pen::Pen;
use super::place::Place;
use crate::item::Postponed;

/// How often it is looked, milliseconds, and how much is recorded in one commit.
const EVERY: i64 = 60_000;
const PAGE: usize = 100;

/// Looks once a minute.
#[derive(Default)]
pub struct Daily(Mutex<i64>);

impl Daily {
    /// Records what is due.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn run(&self, system: &System, places: &[Running]) -> Result<(), Failure> {
        let now = system.now().as_millisecond();
        {
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if (now - *last).abs() < EVERY {
                return Ok(());
            }
            *last = now;
        }
        for running in places {
            let (account, region) = (&running.state.key.account, &running.state.key.region);
            let mut after: Option<String> = None;
            loop {
                let page = system.reader().list::<Postponed>(account, region, "", after.as_deref(), PAGE).await?;
                let due: Vec<Key> = page.iter().filter(|p| p.body.due <= now).map(|p| p.key.clone()).collect();
                if !due.is_empty() {
                    record(system, running, due, now).await?;
                }
                match page.last() {
                    Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
                    _ => break,
                }
            }
        }
        Ok(())
    }
}

async fn record(system: &System, running: &Running, due: Vec<Key>, now: i64) -> Result<(), Failure> {
    system
        .act("config", "StartConfigurationRecorder", |tx| {
            let (due, running) = (due.clone(), running.clone());
            Box::pin(async move {
                if !still(tx, &running).await? {
                    return Ok(());
                }
                let place = Place::of_transaction(&running, tx);
                for key in due {
                    let Some(postponed) = tx.get::<Postponed>(&key.account, &key.region, &key.id).await? else { continue };
                    if postponed.body.due > now {
                        continue;
                    }
                    tx.delete(&postponed);
                    let Postponed { mut item, own, due } = postponed.body;
                    let events = item.events.clone();
                    item.at = due;
                    let mut pen = Pen::new(&place, due, events);
                    pen.record(tx, item, own, true).await?;
                    pen.flush(tx).await?;
                }
                Ok(())
            })
        })
        .await
}
