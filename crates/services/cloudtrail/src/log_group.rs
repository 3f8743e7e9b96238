//! Delivery of a trail's events to a log group of CloudWatch Logs, with a role of the trail's account.
//!
//! Events are in the log group in the commit that moves the trail's cursor behind them, so exactly once. As on AWS, what could not be put while the role
//! or the group refused is not made up for: it is in the bucket. See
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html>.

use std::collections::BTreeMap;

use plane::ports::{LogEvent, ServiceCaller};
use plane::{Access, Failure, Transaction, service_role};
use serde::{Deserialize, Serialize};
use store::Entry;

use crate::api::{InvalidCloudWatchLogsLogGroupArnException, InvalidCloudWatchLogsRoleArnException};
use crate::deliver::{PRINCIPAL, code};
use crate::resources::Trail;

/// Largest event that is sent, bytes: larger ones are in the bucket only.
const MOST_BYTES: usize = 256 << 10;

/// Where a trail's events go besides its bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// ARN of the log group, with `:*` as it was given.
    pub log_group: String,
    /// ARN of the role that puts them.
    pub role: String,
}

/// Events by the stream they go to.
pub type ByStream = BTreeMap<String, Vec<LogEvent>>;

/// The stream of an account's events of a region.
fn stream(trail: &Trail, account: &str, region: &str) -> String {
    match &trail.organization {
        Some(organization) => format!("{organization}_{account}_CloudTrail_{region}"),
        None => format!("{account}_CloudTrail_{region}"),
    }
}

/// Adds an account's events of a region to what goes to the log group.
pub fn add(streams: &mut ByStream, trail: &Trail, account: &str, region: &str, events: &[Entry]) {
    if trail.log_group.is_none() {
        return;
    }
    let lines = events.iter().filter(|event| event.body.len() <= MOST_BYTES).filter_map(|event| {
        let message = std::str::from_utf8(&event.body).ok()?.to_owned();
        Some(LogEvent { timestamp: event.at, message })
    });
    streams.entry(stream(trail, account, region)).or_default().extend(lines);
}

fn group_of(arn: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = arn.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", region, account, "log-group", name] => Some((region, account, name.strip_suffix(":*")?)),
        _ => None,
    }
}

/// Whether the trail's role may put events into a stream.
async fn permit(tx: &Transaction<'_>, trail: &Trail, to: &Destination, stream: &str) -> Result<(), Failure> {
    let refused = |text: String| Failure::from(InvalidCloudWatchLogsRoleArnException::new(text));
    let reader = tx.reader();
    let caller =
        ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: trail.arn.clone(), source_account: trail.account.clone() };
    let role = reader.plane().identities().role(&reader, &to.role).await?;
    let role =
        role.filter(|role| role.account == trail.account && service_role::trusts(reader.plane(), role, &caller)).ok_or_else(
            || refused(format!("CloudTrail cannot assume the role {}: it is not there, or does not trust {PRINCIPAL}.", to.role)),
        )?;
    let session = service_role::take_on(tx, &role, "CLOUDTRAIL_CWL", &trail.region).await?;
    let session = session.ok_or_else(|| refused(format!("CloudTrail cannot assume the role {}.", to.role)))?;
    let (region, account, name) = group_of(&to.log_group).unwrap_or_default();
    let arn = reader.plane().arn("logs", region, account, &format!("log-group:{name}:log-stream:{stream}"));
    for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
        session.permits(&Access::on(arn.clone()).action(action).owned_by(account)).await.map_err(|failure| {
            if code(&failure) == "AccessDenied" {
                refused(format!("The role {} does not allow {action} on {arn}.", to.role))
            } else {
                failure
            }
        })?;
    }
    Ok(())
}

/// What a caller asks for, if it can be done: the group is there, and the role lets CloudTrail put events into it.
///
/// # Errors
/// `InvalidCloudWatchLogsLogGroupArnException`, `InvalidCloudWatchLogsRoleArnException`.
pub async fn check(tx: &mut Transaction<'_>, trail: &Trail, log_group: &str, role: &str) -> Result<Destination, Failure> {
    let missing = || {
        let text = "CloudTrail cannot validate the specified log group ARN: the log group does not exist.";
        Failure::from(InvalidCloudWatchLogsLogGroupArnException::new(text))
    };
    let (region, account, _) = group_of(log_group).ok_or_else(missing)?;
    if region != trail.region || account != trail.account {
        let text = "CloudTrail cannot validate the specified log group ARN: it must be in the trail's account and home region.";
        return Err(InvalidCloudWatchLogsLogGroupArnException::new(text).into());
    }
    let to = Destination { log_group: log_group.to_owned(), role: role.to_owned() };
    let stream = stream(trail, &trail.account, &trail.region);
    permit(tx, trail, &to, &stream).await?;
    let groups = tx.plane().log_groups().cloned().ok_or_else(missing)?;
    // Makes the first stream, as on AWS.
    groups
        .put(tx, log_group, &stream, Vec::new())
        .await
        .map_err(|failure| if code(&failure) == "ResourceNotFoundException" { missing() } else { failure })?;
    Ok(to)
}

/// Puts events into the log group, in the transaction that moves the cursor behind them.
///
/// # Errors
/// Those of [`check`], and the log group's own.
pub async fn put(tx: &mut Transaction<'_>, trail: &Trail, streams: &ByStream) -> Result<(), Failure> {
    let Some(to) = &trail.log_group else { return Ok(()) };
    let groups = tx.plane().log_groups().cloned().ok_or_else(|| Failure::internal("there is no service logs"))?;
    for stream in streams.keys() {
        permit(tx, trail, to, stream).await?;
    }
    for (stream, events) in streams {
        groups.put(tx, &to.log_group, stream, events.clone()).await?;
    }
    Ok(())
}
