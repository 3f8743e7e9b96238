//! Environments that are kept for the next invocation, and how many invocations run at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::Failure;
use tokio::time::Instant;

use crate::api::ThrottleReason;
use crate::environment::Environment;
use crate::errors::throttled;

/// Concurrent invocations of an account in a region.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub(crate) const ACCOUNT_CONCURRENCY: i32 = 1_000;
/// Time that an environment waits for another invocation before it ends.
const IDLE: Duration = Duration::from_secs(300);
/// Oldest age of an environment: before its credentials end, with room for the longest invocation.
const OLDEST: Duration = Duration::from_secs(5 * 3_600);

/// What runs and what waits.
#[derive(Debug)]
pub(crate) struct Pool {
    most: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    warm: Vec<Warm>,
    /// Invocations that run, by function.
    running: HashMap<String, i32>,
    /// Those that no reservation covers, by account and region.
    unreserved: HashMap<String, i32>,
    /// All of them.
    total: usize,
    next: u64,
    stopped: bool,
}

#[derive(Debug)]
struct Warm {
    number: u64,
    /// Version, revision and role that it was started for.
    key: String,
    environment: Environment,
    since: Instant,
}

/// Who invokes what, for counting.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// Account and region.
    pub scope: String,
    /// Account, region and name.
    pub function: String,
    /// `ReservedConcurrentExecutions` of the function.
    pub reserved: Option<i32>,
    /// Reserved for functions of the account and region, all together.
    pub all_reserved: i32,
}

/// The place of an invocation that runs; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    pool: Arc<Pool>,
    share: Share,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inner = self.pool.inner();
        let give_back = |counts: &mut HashMap<String, i32>, key: &str| {
            if let Some(count) = counts.get_mut(key) {
                *count -= 1;
                if *count <= 0 {
                    counts.remove(key);
                }
            }
        };
        give_back(&mut inner.running, &self.share.function);
        if self.share.reserved.is_none() {
            give_back(&mut inner.unreserved, &self.share.scope);
        }
        inner.total = inner.total.saturating_sub(1);
    }
}

impl Pool {
    /// A pool of so many environments at most, running and waiting together.
    pub(crate) fn of(most: usize) -> Arc<Self> {
        Arc::new(Self { most, inner: Mutex::default() })
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for an invocation.
    ///
    /// # Errors
    /// `TooManyRequestsException` with its reason.
    pub(crate) fn enter(self: &Arc<Self>, share: Share) -> Result<Place, Failure> {
        let mut guard = self.inner();
        let inner = &mut *guard;
        let running = inner.running.get(&share.function).copied().unwrap_or(0);
        let unreserved = inner.unreserved.get(&share.scope).copied().unwrap_or(0);
        match share.reserved {
            Some(reserved) if running >= reserved => {
                return Err(throttled(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded));
            }
            None if unreserved >= ACCOUNT_CONCURRENCY - share.all_reserved => {
                return Err(throttled(ThrottleReason::ConcurrentInvocationLimitExceeded));
            }
            _ => {}
        }
        if inner.total >= self.most || inner.stopped {
            return Err(throttled(ThrottleReason::ConcurrentInvocationLimitExceeded));
        }
        inner.total += 1;
        *inner.running.entry(share.function.clone()).or_default() += 1;
        if share.reserved.is_none() {
            *inner.unreserved.entry(share.scope.clone()).or_default() += 1;
        }
        drop(guard);
        Ok(Place { pool: self.clone(), share })
    }

    /// An environment that waits for such an invocation. If there is none, room is made for a new one: those that waited longest go.
    pub(crate) fn take(&self, key: &str) -> Option<Environment> {
        let mut ended = Vec::new();
        let mut guard = self.inner();
        let inner = &mut *guard;
        let mut found = None;
        let mut at = inner.warm.len();
        // The one that was used last is the likeliest to have its memory still there.
        while at > 0 && found.is_none() {
            at -= 1;
            if inner.warm.get(at).is_some_and(|warm| warm.key == key) {
                let warm = inner.warm.remove(at);
                if warm.environment.usable() && warm.environment.age() < OLDEST {
                    found = Some(warm.environment);
                } else {
                    ended.push(warm.environment);
                }
            }
        }
        if found.is_none() {
            while inner.total + inner.warm.len() > self.most && !inner.warm.is_empty() {
                ended.push(inner.warm.remove(0).environment);
            }
        }
        drop(guard);
        drop(ended);
        found
    }

    /// Keeps an environment for the next invocation, for a while.
    pub(crate) fn put(self: &Arc<Self>, key: String, environment: Environment) {
        if !environment.usable() || environment.age() >= OLDEST {
            return;
        }
        let mut inner = self.inner();
        if inner.stopped {
            return;
        }
        inner.next += 1;
        let number = inner.next;
        inner.warm.push(Warm { number, key, environment, since: Instant::now() });
        drop(inner);
        let pool = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(IDLE).await;
            let Some(pool) = pool.upgrade() else { return };
            let ended = {
                let mut inner = pool.inner();
                let at = inner.warm.iter().position(|warm| warm.number == number && warm.since.elapsed() >= IDLE);
                at.map(|at| inner.warm.remove(at))
            };
            drop(ended);
        });
    }

    /// Ends the environments that wait, and takes no more invocations.
    pub(crate) fn stop(&self) {
        let ended = {
            let mut inner = self.inner();
            inner.stopped = true;
            std::mem::take(&mut inner.warm)
        };
        drop(ended);
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNT_CONCURRENCY, Pool, Share};

    fn share(function: &str, reserved: Option<i32>, all_reserved: i32) -> Share {
        Share { scope: "1/r".to_owned(), function: function.to_owned(), reserved, all_reserved }
    }

    #[test]
    fn reservations_bound_their_function_and_leave_the_rest() {
        let pool = Pool::of(5_000);
        let first = pool.enter(share("a", Some(1), 1)).unwrap();
        assert!(pool.enter(share("a", Some(1), 1)).is_err());
        let others: Vec<_> = (1..ACCOUNT_CONCURRENCY).map(|_| pool.enter(share("b", None, 1)).unwrap()).collect();
        assert!(pool.enter(share("c", None, 1)).is_err());
        drop(first);
        assert!(pool.enter(share("c", None, 1)).is_err());
        let again = pool.enter(share("a", Some(1), 1)).unwrap();
        drop((others, again));
        assert!(pool.enter(share("c", None, 1)).is_ok());
        assert!(pool.enter(share("z", Some(0), 1)).is_err());
        assert_eq!(pool.inner().total, 0);
    }

    #[test]
    fn the_machine_has_its_limit() {
        let pool = Pool::of(2);
        let places = [pool.enter(share("a", None, 0)).unwrap(), pool.enter(share("b", None, 0)).unwrap()];
        assert!(pool.enter(share("c", None, 0)).is_err());
        drop(places);
        pool.stop();
        assert!(pool.enter(share("c", None, 0)).is_err());
    }
}
