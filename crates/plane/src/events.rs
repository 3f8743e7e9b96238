//! Domain events: what services tell the default event bus of an account.

use serde_json::{Value, json};

use crate::transaction::Transaction;

/// Kind of journal entries that hold a domain event.
pub const PUBLISH: &str = "events.Publish";

/// Kind of journal entries that hold events of a bus: its account and region are the entry's, its name is `bus`, the events (whole) are `events`.
/// `rules`, where there are any, are ARNs of the only rules that get them; `hops` is 1 for what came from another bus.
pub const PUT: &str = "events.Put";

/// Publishes a domain event on the default bus of an account and region, in the transaction's commit. `source` is such as `aws.s3`, `kind` the
/// documented `detail-type`, `detail` in AWS's documented shape.
pub fn publish(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    source: &str,
    kind: &str,
    resources: &[String],
    detail: &Value,
) {
    tx.journal(
        PUBLISH,
        account,
        region,
        &json!({"source": source, "detail-type": kind, "resources": resources, "detail": detail}),
    );
}
