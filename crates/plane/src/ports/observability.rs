//! Log groups and metrics, as CloudWatch keeps them.

use wire::Failure;

use crate::ports::{BoxFuture, ServiceCaller};
use crate::transaction::{Reader, Transaction};

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// When it happened, in milliseconds since the epoch.
    pub timestamp: i64,
    /// The line.
    pub message: String,
}

/// Log groups, as the CloudWatch Logs service keeps them.
pub trait LogGroups: std::any::Any + Send + Sync {
    /// Puts events into a stream of a group (ARN, with or without `:*`), which is made where it is missing. They are in the log when the transaction
    /// commits. The caller has checked who lets it: by a role's policies ([`crate::service_role`]), or by a resource policy of CloudWatch Logs through
    /// [`LogGroups::may_put`].
    ///
    /// # Errors
    /// `ResourceNotFoundException` for a group that is not there.
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        group_arn: &'a str,
        stream: &'a str,
        events: Vec<LogEvent>,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether the account's resource policies of CloudWatch Logs let a service put events into a stream of a group.
    ///
    /// # Errors
    /// `AccessDeniedException`, or `ResourceNotFoundException`.
    fn may_put<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        group_arn: &'a str,
        stream: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A value of a metric, from a service of the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricValue {
    /// Namespace, such as `AWS/SNS`, or one that a customer chose for a metric filter.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Names and values of its dimensions, at most 30.
    pub dimensions: Vec<(String, String)>,
    /// When it was measured.
    pub timestamp: jiff::Timestamp,
    /// Value.
    pub value: f64,
    /// How often the value was seen: 1 for a single one.
    pub count: f64,
    /// Unit, such as `Count` or `Milliseconds`; `None` as CloudWatch's own name for no unit.
    pub unit: String,
}

/// Metrics, as the CloudWatch service keeps them.
pub trait MetricStore: std::any::Any + Send + Sync {
    /// Puts values into metrics of an account and region in a transaction: they count when it commits.
    ///
    /// # Errors
    /// `LimitExceeded` where an account has too many metrics.
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        values: Vec<MetricValue>,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}
