//! Names, ARNs and what is there.

use plane::{Failure, Plane, Reader, Stored, Timestamp, Transaction};

use crate::api::{ResourceNotFoundException, ScheduleGroupState, ValidationException};
use crate::resources::{DEFAULT_GROUP, Group, Schedule};

/// The ARN of a schedule.
pub fn schedule_arn(plane: &Plane, region: &str, account: &str, group: &str, name: &str) -> String {
    plane.arn("scheduler", region, account, &format!("schedule/{group}/{name}"))
}

/// The ARN of a group.
pub fn group_arn(plane: &Plane, region: &str, account: &str, group: &str) -> String {
    plane.arn("scheduler", region, account, &format!("schedule-group/{group}"))
}

/// The group that a request names, or means by not naming one.
pub fn group_of(given: Option<&String>) -> &str {
    given.map_or(DEFAULT_GROUP, String::as_str)
}

/// That a group is not there.
pub fn no_group(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Schedule group {name} does not exist.")).into()
}

/// That a schedule is not there.
pub fn no_schedule(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Schedule {name} does not exist.")).into()
}

/// What is wrong with a request.
pub fn invalid(message: impl Into<String>) -> Failure {
    ValidationException::new(message).into()
}

/// The default group, which every account has without making it.
pub fn default_group(account: &str, region: &str) -> Stored<Group> {
    let body = Group { name: DEFAULT_GROUP.to_owned(), state: ScheduleGroupState::Active, created: 0, changed: 0, token: None };
    Stored::new(account, region, DEFAULT_GROUP, body)
}

/// A group to read.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn group(reader: &Reader<'_>, account: &str, region: &str, name: &str) -> Result<Stored<Group>, Failure> {
    match reader.get::<Group>(account, region, name).await? {
        Some(group) => Ok(group),
        None if name == DEFAULT_GROUP => Ok(default_group(account, region)),
        None => Err(no_group(name)),
    }
}

/// A group to be changed, or to be in force when something of it is.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn held_group(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Group>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    match tx.get::<Group>(&account, &region, name).await? {
        Some(group) => Ok(group),
        None if name == DEFAULT_GROUP => Ok(default_group(&account, &region)),
        None => Err(no_group(name)),
    }
}

/// A schedule of the caller's account and region, to be changed.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn held_schedule(tx: &mut Transaction<'_>, group: &str, name: &str) -> Result<Stored<Schedule>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Schedule>(&account, &region, &Schedule::id(group, name)).await?.ok_or_else(|| no_schedule(name))
}

/// A moment; none for the beginning of time, which the default group has.
pub fn moment(ms: i64) -> Option<Timestamp> {
    (ms > 0).then(|| Timestamp::from_millisecond(ms).ok()).flatten()
}
