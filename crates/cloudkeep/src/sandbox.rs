//! `serve --sandbox`: a plane in memory that tests may reset and whose time they may move.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plane::{Ids, Keyring, Settings};
use serde::Deserialize;
use serde_json::{Value, json};
use store::Store;
use tokio::sync::RwLock;

use crate::compose::{self, Running};

/// The last second of 2999.
const LAST_SECOND: i64 = 32_503_679_999;

/// The present plane; a reset puts a new one in its place.
pub struct Sandbox {
    settings: Settings,
    running: RwLock<Arc<Running>>,
}

/// Body of `POST /_cloudkeep/clock`: one of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    /// Seconds forwards (or backwards, if negative).
    advance_seconds: Option<i64>,
    /// A moment, RFC 3339.
    set: Option<Timestamp>,
}

impl Sandbox {
    /// Starts an empty plane.
    pub async fn start(settings: Settings) -> Result<Self, String> {
        let running = fresh(&settings)?;
        Ok(Self { settings, running: RwLock::new(Arc::new(running)) })
    }

    /// The present plane.
    pub async fn running(&self) -> Arc<Running> {
        self.running.read().await.clone()
    }

    /// Answers `/_cloudkeep/…`: status and JSON.
    pub async fn control(&self, action: &str, body: &[u8]) -> (u16, Value) {
        match action {
            "reset" => match fresh(&self.settings) {
                Ok(running) => {
                    let old = std::mem::replace(&mut *self.running.write().await, Arc::new(running));
                    // Requests that still hold the old plane finish on it; its background work ends with it.
                    old.signal_stop();
                    (200, json!({"reset": true}))
                }
                Err(error) => (500, json!({"message": error})),
            },
            "clock" => self.clock(body).await,
            _ => (404, json!({"message": "the sandbox has /_cloudkeep/reset and /_cloudkeep/clock"})),
        }
    }

    async fn clock(&self, body: &[u8]) -> (u16, Value) {
        let body: ClockBody = match serde_json::from_slice(body) {
            Ok(body) => body,
            Err(error) => {
                return (
                    400,
                    json!({"message": format!("give {{\"advance_seconds\": N}} or {{\"set\": \"2026-01-31T00:00:00Z\"}}: {error}")}),
                );
            }
        };
        let running = self.running().await;
        let clock = &running.system.plane().clock;
        let moment = match (body.advance_seconds, body.set) {
            (Some(seconds), None) => clock.now().checked_add(SignedDuration::from_secs(seconds)).ok(),
            (None, Some(moment)) => Some(moment),
            _ => return (400, json!({"message": "give advance_seconds or set, not both"})),
        };
        // Sessions end and codes are counted from the present: some centuries of room on both sides.
        match moment.filter(|m| (0..=LAST_SECOND).contains(&m.as_second())) {
            Some(moment) => clock.set(moment),
            None => return (400, json!({"message": "time can be set from 1970 to 2999"})),
        }
        (200, json!({"now": clock.now().to_string()}))
    }
}

fn fresh(settings: &Settings) -> Result<Running, String> {
    let store = Store::in_memory().map_err(|e| e.to_string())?;
    let keyring = Keyring::ephemeral(&Ids::system()).map_err(|e| e.to_string())?;
    Ok(compose::start(store, keyring, settings.clone()))
}
