//! What rotations tell the audit trail.
//!
//! See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html>.

use plane::Transaction;
use plane::audit::service_event_with_data;
use serde_json::json;

use super::PRINCIPAL;
use crate::resources::Secret;

/// A rotation, or the test of one, begins.
pub fn started(tx: &mut Transaction<'_>, secret: &Secret, token: &str, test_only: bool) {
    told(tx, secret, if test_only { "TestRotationStarted" } else { "RotationStarted" }, token, None);
}

/// An event about a secret, with the reason where something failed. Reasons never hold values.
pub fn told(tx: &mut Transaction<'_>, secret: &Secret, name: &str, token: &str, reason: Option<&str>) {
    let mut details = json!({"SecretId": secret.arn, "VersionId": token});
    if let (Some(reason), Some(object)) = (reason, details.as_object_mut()) {
        object.insert("Reason".to_owned(), reason.into());
    }
    service_event_with_data(tx, PRINCIPAL, name, &secret.account, &secret.region, &details);
}
