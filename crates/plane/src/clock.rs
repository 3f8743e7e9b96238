//! Time as a parameter: the one place that reads the machine's clock.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The plane's time: the machine's clock, moved by an offset that only the sandbox changes.
#[derive(Debug, Default)]
pub struct Clock {
    offset_ms: AtomicI64,
    fixed_ms: Option<AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is moved: for tests.
    pub fn fixed(at: Timestamp) -> Self {
        Self { offset_ms: AtomicI64::new(0), fixed_ms: Some(AtomicI64::new(at.as_millisecond())) }
    }

    /// What the machine says, or what a fixed clock was set to, without the sandbox's offset: signatures are checked against it, since
    /// callers sign with their own clock.
    pub fn wall(&self) -> Timestamp {
        match &self.fixed_ms {
            Some(ms) => Timestamp::from_millisecond(ms.load(Ordering::Relaxed)).unwrap_or_default(),
            None =>
            {
                #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
                Timestamp::now()
            }
        }
    }

    /// The plane's present time.
    pub fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        self.wall().checked_add(offset).unwrap_or(Timestamp::MAX)
    }

    /// The plane's present time in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Moves the plane's time forwards or backwards: for the sandbox and tests.
    pub fn advance(&self, by: SignedDuration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(0);
        self.offset_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Sets the plane's time: for the sandbox and tests.
    pub fn set(&self, to: Timestamp) {
        let offset = to.as_millisecond().saturating_sub(self.wall().as_millisecond());
        self.offset_ms.store(offset, Ordering::Relaxed);
    }
}
