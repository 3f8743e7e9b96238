//! Starting and stopping, and what came of it.

use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};

use crate::api::operation::{GetTrailStatus, StartLogging, StopLogging};
use crate::api::{
    GetTrailStatusRequest, GetTrailStatusResponse, StartLoggingRequest, StartLoggingResponse, StopLoggingRequest,
    StopLoggingResponse,
};
use crate::files::time;
use crate::find;
use crate::operations::trails::status_of;

impl Handle for StartLogging {
    async fn access(input: &StartLoggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &StartLoggingRequest, tx: &mut Transaction<'_>) -> Result<StartLoggingResponse, Failure> {
        let mut trail = find::change(tx, &input.name).await?;
        if !trail.body.logging {
            trail.body.logging = true;
            trail.body.started_at = Some(tx.call().time.as_millisecond());
            find::keep(tx, &trail)?;
        }
        Ok(StartLoggingResponse {})
    }
}

impl Handle for StopLogging {
    async fn access(input: &StopLoggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &StopLoggingRequest, tx: &mut Transaction<'_>) -> Result<StopLoggingResponse, Failure> {
        let mut trail = find::change(tx, &input.name).await?;
        if trail.body.logging {
            trail.body.logging = false;
            trail.body.stopped_at = Some(tx.call().time.as_millisecond());
            find::keep(tx, &trail)?;
        }
        Ok(StopLoggingResponse {})
    }
}

impl Handle for GetTrailStatus {
    async fn access(input: &GetTrailStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &GetTrailStatusRequest, tx: &mut Transaction<'_>) -> Result<GetTrailStatusResponse, Failure> {
        let trail = find::read(tx, &input.name).await?.body;
        let status = status_of(&tx.reader(), &trail).await?;
        let moment = |ms: Option<i64>| ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        // The older members are texts, empty where there is nothing to say.
        let text = |ms: Option<i64>| Some(ms.map(|ms| time(ms, "%Y-%m-%dT%H:%M:%SZ")).unwrap_or_default());
        Ok(GetTrailStatusResponse {
            is_logging: Some(trail.logging),
            latest_delivery_error: status.error,
            latest_delivery_time: moment(status.delivered_at),
            start_logging_time: moment(trail.started_at),
            stop_logging_time: moment(trail.stopped_at),
            latest_digest_delivery_time: moment(status.digested_at),
            latest_digest_delivery_error: status.digest_error,
            latest_cloud_watch_logs_delivery_error: status.log_error,
            latest_cloud_watch_logs_delivery_time: moment(status.logged_at),
            latest_delivery_attempt_time: text(status.attempted_at),
            latest_notification_error: status.notice_error,
            latest_notification_time: moment(status.notified_at),
            latest_notification_attempt_time: text(status.notice_attempted_at),
            latest_notification_attempt_succeeded: text(status.notified_at),
            latest_delivery_attempt_succeeded: text(status.delivered_at),
            time_logging_started: text(trail.started_at),
            time_logging_stopped: text(trail.stopped_at),
        })
    }
}
