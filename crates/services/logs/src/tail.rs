//! Live tails: events are handed to whoever watches their group, as they are counted.
//!
//! A watch lives in the process that has its connection, and sees what that process counts. See
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html>.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use filters::FilterPattern;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::codec::Event;
use crate::resources::LogGroup;

/// Events that wait for one update: AWS shows at most 500 a second.
pub(crate) const MOST_EVENTS: usize = 500;
/// Watches of an account at once in a region: AWS's quota.
const MOST_WATCHES: usize = 15;

/// What one watches.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Uids of the groups, and by what the caller named them.
    pub groups: HashMap<String, String>,
    pub account: String,
    pub region: String,
    pub streams: Option<Vec<String>>,
    pub prefixes: Option<Vec<String>>,
    pub pattern: Option<Arc<FilterPattern>>,
}

impl Watch {
    fn wants(&self, event: &Event) -> bool {
        let name = event.stream.name.as_str();
        self.streams.as_ref().is_none_or(|names| names.iter().any(|n| n == name))
            && self.prefixes.as_ref().is_none_or(|prefixes| prefixes.iter().any(|p| name.starts_with(p.as_str())))
            && self.pattern.as_ref().is_none_or(|pattern| pattern.matches(&event.message))
    }
}

/// An event for a watch, with what its group is called there; none where some were left out.
pub(crate) type Seen = Option<(String, Event)>;

/// The watches of this process.
#[derive(Debug, Default)]
pub(crate) struct Watches {
    all: Mutex<Vec<(Arc<Watch>, Sender<Seen>)>>,
}

impl Watches {
    /// Begins a watch; none if the account has as many as it may.
    pub fn begin(&self, watch: Watch) -> Option<Receiver<Seen>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(_, sender)| !sender.is_closed());
        let own = all.iter().filter(|(w, _)| w.account == watch.account && w.region == watch.region).count();
        if own >= MOST_WATCHES {
            return None;
        }
        // Room for one more, which says that something was left out.
        let (sender, receiver) = mpsc::channel(MOST_EVENTS + 1);
        all.push((Arc::new(watch), sender));
        Some(receiver)
    }

    /// Whether somebody watches a group.
    pub fn has(&self, uid: &str) -> bool {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().any(|(watch, sender)| !sender.is_closed() && watch.groups.contains_key(uid))
    }

    /// Shows events of a group. A watch that cannot keep up misses some, and is told so.
    pub fn show(&self, group: &LogGroup, events: &[Event]) {
        let mut watching = self.all.lock().unwrap_or_else(PoisonError::into_inner).clone();
        watching.retain(|(watch, _)| watch.groups.contains_key(&group.uid));
        for (watch, sender) in watching {
            let Some(name) = watch.groups.get(&group.uid) else { continue };
            for event in events.iter().filter(|event| watch.wants(event)) {
                if sender.capacity() <= 1 {
                    let _ = sender.try_send(None);
                    break;
                }
                let _ = sender.try_send(Some((name.clone(), event.clone())));
            }
        }
    }
}
