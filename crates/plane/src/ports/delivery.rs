//! What things are sent to: functions, queues and topics.

use wire::Failure;

use crate::ports::{BoxFuture, ServiceCaller};
use crate::transaction::{Reader, Transaction};

/// What a function answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoked {
    /// Its payload, or what describes its error.
    pub payload: bytes::Bytes,
    /// `Handled` or `Unhandled` where the function failed.
    pub error: Option<String>,
}

/// Functions, as the Lambda service runs them.
pub trait Functions: std::any::Any + Send + Sync {
    /// Whether the policy of a function (ARN, with or without qualifier) allows a service to invoke it.
    ///
    /// # Errors
    /// `AccessDenied`, or `ResourceNotFoundException`.
    fn may_invoke<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        function_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Invokes a function as a service and waits for its answer.
    ///
    /// # Errors
    /// Those of [`Functions::may_invoke`], and internal ones; what goes wrong inside the function is in [`Invoked::error`].
    fn invoke<'a>(
        &'a self,
        system: &'a crate::System,
        function_arn: &'a str,
        payload: bytes::Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<Invoked, Failure>>;

    /// Invokes a function asynchronously as a service: when the transaction commits, the invocation is taken over, and tried until it succeeds or is
    /// given up.
    ///
    /// # Errors
    /// Those of [`Functions::may_invoke`], or that the payload is too large.
    fn enqueue<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        function_arn: &'a str,
        payload: bytes::Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A message that a service of the plane sends to a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueMessage {
    /// Body.
    pub body: String,
    /// String attributes: name and value.
    pub attributes: Vec<(String, String)>,
    /// Message group, which FIFO queues need.
    pub group: Option<String>,
    /// Deduplication id, for FIFO queues without content-based deduplication.
    pub deduplication: Option<String>,
}

/// An attribute of a message with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAttribute {
    /// Name.
    pub name: String,
    /// `String`, `Number` or `Binary`, with a custom label or without.
    pub data_type: String,
    /// Its value, where the type is not `Binary`.
    pub text: Option<String>,
    /// Its value, base64, where the type is `Binary`.
    pub binary: Option<String>,
}

/// Queues, as the SQS service keeps them.
pub trait Queues: std::any::Any + Send + Sync {
    /// As [`Queues::send`], with attributes of any type besides those of the message.
    ///
    /// # Errors
    /// As [`Queues::send`].
    fn send_typed<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        attributes: Vec<TypedAttribute>,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Sends a message in a transaction as a service: the queue's policy must allow it `sqs:SendMessage`. It is in the queue when the transaction commits.
    ///
    /// # Errors
    /// `AccessDenied`, `AWS.SimpleQueueService.NonExistentQueue`, or what is wrong with the message.
    fn send<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A message that a service of the plane publishes to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicMessage {
    /// Message: what every subscriber is sent.
    pub message: String,
    /// Subject line of e-mails.
    pub subject: Option<String>,
    /// String attributes, for filter policies: name and value.
    pub attributes: Vec<(String, String)>,
    /// Message group, which FIFO topics need.
    pub group: Option<String>,
    /// Deduplication id, for FIFO topics without content-based deduplication.
    pub deduplication: Option<String>,
}

/// Topics, as the SNS service keeps them.
pub trait Topics: std::any::Any + Send + Sync {
    /// Whether [`Topics::publish`] by this service would be allowed now; the message is not looked at.
    ///
    /// # Errors
    /// As [`Topics::publish`].
    fn may_publish<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        topic_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Publishes in a transaction as a service: the topic's policy must allow it `sns:Publish`. Delivery to the subscribers begins when the transaction
    /// commits, and is retried by the service.
    ///
    /// # Errors
    /// `AuthorizationError`, `NotFound`, or what is wrong with the message.
    fn publish<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        topic_arn: &'a str,
        message: TopicMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}
