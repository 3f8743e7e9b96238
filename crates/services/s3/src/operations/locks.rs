//! Legal holds and retention of object versions.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;

use super::configuration::{api_mode, mode_of};
use super::touched_object;
use crate::api::{self, ObjectLockLegalHoldStatus, operation};
use crate::errors::{err, malformed_xml, not_built};
use crate::locks::{self, check_change, not_enabled};
use crate::names::second;
use crate::place::{self, on_object};
use crate::resources::{Bucket, Entry};
use crate::versions::{self, changeable};

async fn locked_entry(tx: &mut Transaction<'_>, name: &str, key: &str, version: Option<&str>) -> Result<Entry, Failure> {
    let bucket = locking(tx, name, key).await?;
    versions::readable(versions::find(&tx.reader(), &bucket, key, version).await?, version)
}

async fn locking(tx: &mut Transaction<'_>, name: &str, key: &str) -> Result<Bucket, Failure> {
    let bucket = place::bucket(&tx.reader(), name, None).await?;
    touched_object(tx, &bucket, key);
    if bucket.lock.is_none() { Err(not_enabled()) } else { Ok(bucket) }
}

fn none() -> Failure {
    err("NoSuchObjectLockConfiguration", 404, "The specified object does not have a ObjectLock configuration")
}

impl Handle for operation::GetObjectLegalHold {
    async fn access(input: &api::GetObjectLegalHoldRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        super::read::on_existing(lookup, &bucket, &input.key, input.version_id.as_deref(), "s3:GetObjectLegalHold").await
    }
    async fn run(
        input: &api::GetObjectLegalHoldRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetObjectLegalHoldOutput, Failure> {
        let entry = locked_entry(tx, &input.bucket, &input.key, input.version_id.as_deref()).await?;
        let status = Some(hold_status(entry.hold.ok_or_else(none)?));
        Ok(api::GetObjectLegalHoldOutput { legal_hold: Some(api::ObjectLockLegalHold { status }) })
    }
}

pub(crate) fn hold_status(hold: bool) -> ObjectLockLegalHoldStatus {
    if hold { ObjectLockLegalHoldStatus::On } else { ObjectLockLegalHoldStatus::Off }
}

impl Handle for operation::PutObjectLegalHold {
    async fn access(input: &api::PutObjectLegalHoldRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let status = input.legal_hold.as_ref().and_then(|h| h.status).map(|s| s.as_str());
        Ok(on_object(lookup, &bucket, &input.key, "s3:PutObjectLegalHold")?.key_if("s3:object-lock-legal-hold", status))
    }
    async fn run(
        input: &api::PutObjectLegalHoldRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutObjectLegalHoldOutput, Failure> {
        let status = input.legal_hold.as_ref().and_then(|h| h.status).ok_or_else(malformed_xml)?;
        let bucket = locking(tx, &input.bucket, &input.key).await?;
        let mut found = changeable(tx, &bucket, &input.key, input.version_id.as_deref()).await?;
        found.entry_mut().hold = Some(status == ObjectLockLegalHoldStatus::On);
        found.save(tx)?;
        Ok(api::PutObjectLegalHoldOutput::default())
    }
}

impl Handle for operation::GetObjectRetention {
    async fn access(input: &api::GetObjectRetentionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        super::read::on_existing(lookup, &bucket, &input.key, input.version_id.as_deref(), "s3:GetObjectRetention").await
    }
    async fn run(
        input: &api::GetObjectRetentionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetObjectRetentionOutput, Failure> {
        let entry = locked_entry(tx, &input.bucket, &input.key, input.version_id.as_deref()).await?;
        let retention = entry.retention.ok_or_else(none)?;
        Ok(api::GetObjectRetentionOutput {
            retention: Some(api::ObjectLockRetention {
                mode: Some(api_mode(retention.mode)),
                retain_until_date: Some(second(retention.until)),
                ..Default::default()
            }),
        })
    }
}

impl Handle for operation::PutObjectRetention {
    async fn access(input: &api::PutObjectRetentionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let wanted = input.retention.as_ref();
        let until = wanted.and_then(|r| r.retain_until_date);
        let days = until.map(|until| (until.as_second() - lookup.call().time.as_second()) / 86_400);
        let access = on_object(lookup, &bucket, &input.key, "s3:PutObjectRetention")?
            .key_if("s3:object-lock-mode", wanted.and_then(|r| r.mode).map(|m| m.as_str()))
            .key_if("s3:object-lock-retain-until-date", until.map(|u| u.to_string()))
            .key_if("s3:object-lock-remaining-retention-days", days.map(|d| d.to_string()));
        if input.bypass_governance_retention == Some(true) && bucket.lock.is_some() {
            return Ok(access.and(on_object(lookup, &bucket, &input.key, "s3:BypassGovernanceRetention")?));
        }
        Ok(access)
    }
    async fn run(
        input: &api::PutObjectRetentionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutObjectRetentionOutput, Failure> {
        let given = input.retention.as_ref().ok_or_else(malformed_xml)?;
        if given.event_hold.is_some() || given.event_hold_duration.is_some() {
            return Err(not_built("Event holds"));
        }
        let now = tx.call().time.as_millisecond();
        let mode = given.mode.map(mode_of);
        if mode.is_some() != given.retain_until_date.is_some() {
            return Err(malformed_xml());
        }
        let wanted = locks::wanted(mode, given.retain_until_date, now)?;
        let bucket = locking(tx, &input.bucket, &input.key).await?;
        let mut found = changeable(tx, &bucket, &input.key, input.version_id.as_deref()).await?;
        let bypass = input.bypass_governance_retention == Some(true);
        check_change(found.entry().retention, wanted, now, bypass)?;
        found.entry_mut().retention = wanted;
        found.save(tx)?;
        Ok(api::PutObjectRetentionOutput::default())
    }
}
