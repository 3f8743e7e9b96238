//! Drives one rotation from where the store says it stands, step by step, until it is done or has to wait.

use std::sync::Arc;

use bytes::Bytes;
use plane::ports::ServiceCaller;
use plane::{Failure, Key, Stored, System, Transaction};
use serde_json::json;

use super::rotators::Values;
use super::{PRINCIPAL, Rotator, builtin, events, http, is_allowed, is_endpoint};
use crate::resources::{CURRENT, PENDING, PREVIOUS, Secret, Step, Task};
use crate::sealing::Value;
use crate::{changes, place, sealing, stages};

/// Failures after which a rotation is given up until the next window or call.
const MOST_FAILURES: u32 = 10;
/// First pause after a failure, milliseconds; each is twice the one before, up to the longest.
const FIRST_PAUSE: i64 = 2_000;
const LONGEST_PAUSE: i64 = 15 * 60 * 1000;

/// How a step went.
enum Went {
    /// It is done.
    Well,
    /// It failed; the reason never holds a value.
    Badly(String),
}

/// Drives a rotation.
///
/// # Errors
/// Internal ones: the store's.
pub async fn drive(system: &System, key: &Key) -> Result<(), Failure> {
    // Whether the new value was made here, just now, so that no database can have heard of it.
    let mut unheard = false;
    loop {
        let Some(task) = system.reader().get::<Task>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
        let secret = system.reader().get::<Secret>(&key.account, &key.region, &task.body.name).await?;
        let Some(secret) = secret.filter(|s| s.body.id() == key.id && s.body.deleted.is_none()) else {
            return finish(system, key, &task.body, Ending::Dropped).await;
        };
        let Some(function) = secret.body.rotation.as_ref().map(|r| r.function.clone()) else {
            return finish(system, key, &task.body, Ending::Dropped).await;
        };
        let (secret, task) = (secret.body, task.body);
        let went = match builtin(&function) {
            Some(rotator) if task.cancelled => return settle(system, key, &secret, &task, rotator).await,
            None if task.cancelled => return finish(system, key, &task, Ending::Abandoned).await,
            Some(rotator) if task.test_only => test(system, &secret, &task, rotator).await?,
            Some(rotator) => {
                let first = task.step == Step::Create && secret.version(&task.token).is_none();
                let went = step(system, key, &secret, &task, rotator, !unheard).await?;
                unheard = first && matches!(went, Went::Well);
                went
            }
            None => invoke(system, &secret, &task, &function).await,
        };
        match went {
            Went::Well if task.test_only => return finish(system, key, &task, Ending::Tested).await,
            Went::Well => match task.step.next() {
                Some(next) => {
                    if !advance(system, key, &task, next).await? {
                        return Ok(());
                    }
                }
                None => return finish(system, key, &task, Ending::Succeeded).await,
            },
            Went::Badly(reason) => return failed(system, key, &task, &reason).await,
        }
    }
}

async fn open(system: &System, secret: &Secret, version: &str) -> Result<Value, String> {
    sealing::read(&system.reader(), secret, version).await.map_err(|failure| failure.message)
}

/// The values that the built-in rotators work with.
async fn values(system: &System, secret: &Secret, task: &Task, rotator: Rotator) -> Result<Values, String> {
    let reader = system.reader();
    let current = secret.staged(CURRENT).ok_or("the secret has no current version")?;
    let pending = secret.version(&task.token).ok_or("the new version is gone")?;
    let previous = match secret.staged(PREVIOUS) {
        Some(previous) => open(system, secret, &previous.id).await.ok(),
        None => None,
    };
    let mut master = None;
    if rotator.alternating
        && let Some(arn) = secret.rotation.as_ref().and_then(|r| r.master.as_ref())
    {
        let found = place::find(&reader, &secret.account, &secret.region, arn).await.map_err(|f| f.message)?;
        let found = found.filter(|s| s.body.deleted.is_none()).ok_or("the secret that masterarn names is not there")?.body;
        let version = found.staged(CURRENT).ok_or("the secret that masterarn names has no value")?;
        master = Some(open(system, &found, &version.id).await?);
    }
    let (current, pending) = (open(system, secret, &current.id).await?, open(system, secret, &pending.id).await?);
    Ok(Values { current, pending, previous, master })
}

/// One step of a built-in rotator.
async fn step(system: &System, key: &Key, secret: &Secret, task: &Task, rotator: Rotator, again: bool) -> Result<Went, Failure> {
    let done = match task.step {
        Step::Create => return create(system, key, secret, task, rotator).await,
        Step::Set => match values(system, secret, task, rotator).await {
            Ok(values) if named_master_is_known(secret, &values.current) || !rotator.alternating => {
                rotator.set(&system.plane().ids, &values, again).await
            }
            Ok(_) => {
                Err("the secret names another masterarn than the rotation was set up with: call RotateSecret again".to_owned())
            }
            Err(reason) => Err(reason),
        },
        Step::Test => match values(system, secret, task, rotator).await {
            Ok(values) => match rotator.logs_in(&values.pending).await {
                Ok(true) => Ok(()),
                Ok(false) => Err("the new version does not log in".to_owned()),
                Err(reason) => Err(reason),
            },
            Err(reason) => Err(reason),
        },
        Step::Finish => Ok(()),
    };
    Ok(done.map_or_else(Went::Badly, |()| Went::Well))
}

fn named_master_is_known(secret: &Secret, current: &Value) -> bool {
    let named = super::credentials::Credentials::parse(current).ok().and_then(|c| c.master);
    named == secret.rotation.as_ref().and_then(|r| r.master.clone())
}

/// Makes the new value, unless the version is there already.
async fn create(system: &System, key: &Key, secret: &Secret, task: &Task, rotator: Rotator) -> Result<Went, Failure> {
    if secret.version(&task.token).is_some() {
        return Ok(Went::Well);
    }
    let Some(current) = secret.staged(CURRENT) else { return Ok(Went::Badly("the secret has no current version".to_owned())) };
    let value = match sealing::read(&system.reader(), secret, &current.id).await {
        Ok(value) => value,
        Err(failure) => return Ok(Went::Badly(failure.message)),
    };
    let next = match rotator.create(&system.plane().ids, &value) {
        Ok(next) => next,
        Err(reason) => return Ok(Went::Badly(reason)),
    };
    let current = current.id.clone();
    let kept = change(system, key, task, move |tx, mut secret, task| {
        let (next, current) = (next.clone(), current.clone());
        Box::pin(async move {
            // It was made of a value that is no longer the current one: once more.
            if secret.body.staged(CURRENT).is_none_or(|v| v.id != current) {
                return Ok(false);
            }
            changes::add_version(tx, &mut secret.body, &task.body.token, &next, &[PENDING.to_owned()]).await?;
            changes::write(tx, &mut secret).await?;
            Ok(true)
        })
    })
    .await;
    match kept {
        Ok(true) => Ok(Went::Well),
        Ok(false) => Ok(Went::Badly("the secret was changed meanwhile".to_owned())),
        Err(failure) if failure.detail.is_none() => Ok(Went::Badly(failure.message)),
        Err(failure) => Err(failure),
    }
}

async fn test(system: &System, secret: &Secret, task: &Task, rotator: Rotator) -> Result<Went, Failure> {
    let Some(version) = secret.version(&task.token) else { return Ok(Went::Badly("the version of the test is gone".to_owned())) };
    let value = match sealing::read(&system.reader(), secret, &version.id).await {
        Ok(value) => value,
        Err(failure) => return Ok(Went::Badly(failure.message)),
    };
    Ok(match rotator.logs_in(&value).await {
        Ok(true) => Went::Well,
        Ok(false) => Went::Badly("the secret does not log in".to_owned()),
        Err(reason) => Went::Badly(reason),
    })
}

/// One step of a function: it does it, through the API, and says whether it went well.
async fn invoke(system: &System, secret: &Secret, task: &Task, function: &str) -> Went {
    let event = json!({"SecretId": secret.arn, "ClientRequestToken": task.token, "Step": task.step.as_str()});
    if is_endpoint(function) {
        if !is_allowed(function, &system.plane().settings.rotation_endpoints) {
            return Went::Badly("the endpoint is none of those that the operator allows".to_owned());
        }
        let done = http::hand_over(function, &event).await;
        return done.map_or_else(|reason| Went::Badly(format!("{reason} in step {}", task.step.as_str())), |()| Went::Well);
    }
    let Some(functions) = system.plane().functions().cloned() else {
        return Went::Badly("functions are not part of this plane".to_owned());
    };
    let caller =
        ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: secret.arn.clone(), source_account: secret.account.clone() };
    match functions.invoke(system, function, Bytes::from(event.to_string()), &caller).await {
        // What the function answers could hold the secret: only that it failed is told.
        Ok(invoked) => match invoked.error {
            None => Went::Well,
            Some(_) => Went::Badly(format!("the function failed in step {}: its log says why", task.step.as_str())),
        },
        Err(failure) => Went::Badly(failure.message),
    }
}

/// Changes secret and task in one commit, if the rotation still is what it was; `false` if not.
async fn change<F>(system: &System, key: &Key, task: &Task, work: F) -> Result<bool, Failure>
where
    F: for<'t> Fn(&'t mut Transaction<'_>, Stored<Secret>, Stored<Task>) -> plane::BoxFuture<'t, Result<bool, Failure>>
        + Send
        + Sync
        + 'static,
{
    let (key, expected, work) = (key.clone(), task.clone(), Arc::new(work));
    system
        .act("secretsmanager", "RotateSecret", move |tx| {
            let (key, expected, work) = (key.clone(), expected.clone(), work.clone());
            Box::pin(async move {
                let task = tx.get::<Task>(&key.account, &key.region, &key.id).await?;
                let Some(task) = task.filter(|t| t.body == expected) else { return Ok(false) };
                let secret = tx.get::<Secret>(&key.account, &key.region, &expected.name).await?;
                let Some(secret) = secret.filter(|s| s.body.id() == key.id) else { return Ok(false) };
                work(tx, secret, task).await
            })
        })
        .await
}

/// Writes that a step is done. `false` if the rotation was changed meanwhile, by a cancellation: then it is looked at again.
async fn advance(system: &System, key: &Key, task: &Task, next: Step) -> Result<bool, Failure> {
    let key = key.clone();
    let (token, step) = (task.token.clone(), task.step);
    system
        .act("secretsmanager", "RotateSecret", move |tx| {
            let (key, token) = (key.clone(), token.clone());
            Box::pin(async move {
                let task = tx.get::<Task>(&key.account, &key.region, &key.id).await?;
                let Some(mut task) = task.filter(|t| t.body.token == token && t.body.step == step) else { return Ok(false) };
                task.body.step = next;
                tx.put(&task)?;
                Ok(true)
            })
        })
        .await
}

/// How a rotation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Succeeded,
    Tested,
    TestFailed,
    Abandoned,
    /// It was cancelled, and the database does not have the new value.
    Undone,
    /// Its secret is gone.
    Dropped,
}

async fn finish(system: &System, key: &Key, task: &Task, ending: Ending) -> Result<(), Failure> {
    let (key, token, name) = (key.clone(), task.token.clone(), task.name.clone());
    system
        .act("secretsmanager", "RotateSecret", move |tx| {
            let (key, token, name) = (key.clone(), token.clone(), name.clone());
            Box::pin(async move {
                let task = tx.get::<Task>(&key.account, &key.region, &key.id).await?;
                let Some(task) = task.filter(|t| t.body.token == token) else { return Ok(()) };
                // Cancelled in the last moment: it is settled first.
                if ending == Ending::Succeeded && task.body.cancelled && task.body.step != Step::Finish {
                    return Ok(());
                }
                tx.delete(&task);
                let secret = tx.get::<Secret>(&key.account, &key.region, &name).await?;
                let Some(mut stored) = secret.filter(|s| s.body.id() == key.id) else { return Ok(()) };
                let now = tx.call().time.as_millisecond();
                let secret = &mut stored.body;
                let event = match ending {
                    Ending::Succeeded => {
                        complete(secret, &token, now)?;
                        Some("RotationSucceeded")
                    }
                    Ending::Tested | Ending::TestFailed => {
                        stages::drop_label(&mut secret.versions, PENDING);
                        if secret.version(&token).is_some_and(|v| v.stages.is_empty()) {
                            sealing::remove(tx, secret, &token).await?;
                            secret.versions.retain(|v| v.id != token);
                        }
                        if ending == Ending::Tested { Some("TestRotationSucceeded") } else { None }
                    }
                    Ending::Undone => {
                        stages::drop_label(&mut secret.versions, PENDING);
                        Some("RotationAbandoned")
                    }
                    Ending::Abandoned | Ending::Dropped => Some("RotationAbandoned"),
                };
                if let Some(event) = event {
                    events::told(tx, secret, event, &token, None);
                }
                if secret.deleted.is_none() {
                    if let Some(rotation) = secret.rotation.as_mut().filter(|r| r.enabled && ending == Ending::Succeeded) {
                        rotation.next = rotation.rules.as_ref().and_then(|r| r.next(now, now)).map(|w| w.start);
                    }
                    let next = secret.rotation.as_ref().filter(|r| r.enabled).and_then(|r| r.next);
                    changes::set_due(tx, secret, next).await?;
                }
                changes::write(tx, &mut stored).await
            })
        })
        .await
}

/// Makes the new version current, unless a function has done it.
fn complete(secret: &mut Secret, token: &str, now: i64) -> Result<(), Failure> {
    let current = secret.staged(CURRENT).map(|v| v.id.clone());
    if current.as_deref() != Some(token) {
        stages::update(&mut secret.versions, CURRENT, current.as_deref(), Some(token))?;
    }
    if secret.staged(PENDING).is_some_and(|v| v.id == token) {
        stages::drop_label(&mut secret.versions, PENDING);
    }
    secret.rotated = Some(now);
    secret.changed = now;
    Ok(())
}

/// Ends a cancelled rotation that may have changed the database: by what logs in now.
async fn settle(system: &System, key: &Key, secret: &Secret, task: &Task, rotator: Rotator) -> Result<(), Failure> {
    let Ok(values) = values(system, secret, task, rotator).await else {
        return finish(system, key, task, Ending::Abandoned).await;
    };
    match rotator.logs_in(&values.current).await {
        Ok(true) => finish(system, key, task, Ending::Undone).await,
        Ok(false) => match rotator.logs_in(&values.pending).await {
            Ok(true) => {
                // Only the new password works: it becomes the current one, and rotation is off all the same.
                let mut task = task.clone();
                if task.step != Step::Finish {
                    advance(system, key, &task, Step::Finish).await?;
                    task.step = Step::Finish;
                }
                finish(system, key, &task, Ending::Succeeded).await
            }
            Ok(false) => finish(system, key, task, Ending::Abandoned).await,
            Err(reason) => failed(system, key, task, &reason).await,
        },
        Err(reason) => failed(system, key, task, &reason).await,
    }
}

/// Keeps a failure: when it is tried again, or that it is given up.
async fn failed(system: &System, key: &Key, task: &Task, reason: &str) -> Result<(), Failure> {
    tracing::warn!(secret = key.id, step = task.step.as_str(), reason, "a rotation failed");
    let (failures, pause) = (task.failures + 1, pause(task.failures));
    let (expected, reason) = (task.clone(), reason.to_owned());
    let kept = change(system, key, &expected, move |tx, secret, mut stored| {
        let reason = reason.clone();
        Box::pin(async move {
            let event = if stored.body.test_only { "TestRotationFailed" } else { "RotationFailed" };
            events::told(tx, &secret.body, event, &stored.body.token, Some(&reason));
            stored.body.failures = failures;
            stored.body.not_before = tx.call().time.as_millisecond() + pause;
            tx.put(&stored)?;
            Ok(true)
        })
    })
    .await?;
    if kept && (task.test_only || failures >= MOST_FAILURES) {
        let ending = if task.test_only { Ending::TestFailed } else { Ending::Abandoned };
        return finish(system, key, task, ending).await;
    }
    Ok(())
}

fn pause(failures: u32) -> i64 {
    FIRST_PAUSE.saturating_mul(1 << failures.min(20)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, pause};

    #[test]
    fn pauses_grow_to_a_limit() {
        assert_eq!((pause(0), pause(1), pause(4)), (2_000, 4_000, 32_000));
        assert_eq!((pause(30), pause(u32::MAX)), (LONGEST_PAUSE, LONGEST_PAUSE));
    }
}
