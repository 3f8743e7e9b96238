//! Typed form of `models/sqs.json` (API version 2012-11-05). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AddPermissionRequest {
    queue_url: String = "QueueUrl",
    label: String = "Label",
    aws_account_ids: Vec<String> = "AWSAccountIds",
    actions: Vec<String> = "Actions",
} }
modelled_error! { BatchEntryIdsNotDistinct("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400, Sender, "message") {
} }
modelled_error! { BatchRequestTooLong("AWS.SimpleQueueService.BatchRequestTooLong", 400, Sender, "message") {
} }
structure! { BatchResultErrorEntry {
    id: String = "Id",
    sender_fault: bool = "SenderFault",
    code: String = "Code",
    message: Option<String> = "Message",
} }
structure! { CancelMessageMoveTaskRequest {
    task_handle: String = "TaskHandle",
} }
structure! { CancelMessageMoveTaskResult {
    approximate_number_of_messages_moved: Option<i64> = "ApproximateNumberOfMessagesMoved",
} }
structure! { ChangeMessageVisibilityBatchRequest {
    queue_url: String = "QueueUrl",
    entries: Vec<ChangeMessageVisibilityBatchRequestEntry> = "Entries",
} }
structure! { ChangeMessageVisibilityBatchRequestEntry {
    id: String = "Id",
    receipt_handle: String = "ReceiptHandle",
    visibility_timeout: Option<i32> = "VisibilityTimeout",
} }
structure! { ChangeMessageVisibilityBatchResult {
    successful: Vec<ChangeMessageVisibilityBatchResultEntry> = "Successful",
    failed: Vec<BatchResultErrorEntry> = "Failed",
} }
structure! { ChangeMessageVisibilityBatchResultEntry {
    id: String = "Id",
} }
structure! { ChangeMessageVisibilityRequest {
    queue_url: String = "QueueUrl",
    receipt_handle: String = "ReceiptHandle",
    visibility_timeout: i32 = "VisibilityTimeout",
} }
structure! { CreateQueueRequest {
    queue_name: String = "QueueName",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
    tags: Option<BTreeMap<String, String>> = "tags",
} }
structure! { CreateQueueResult {
    queue_url: Option<String> = "QueueUrl",
} }
structure! { DeleteMessageBatchRequest {
    queue_url: String = "QueueUrl",
    entries: Vec<DeleteMessageBatchRequestEntry> = "Entries",
} }
structure! { DeleteMessageBatchRequestEntry {
    id: String = "Id",
    receipt_handle: String = "ReceiptHandle",
} }
structure! { DeleteMessageBatchResult {
    successful: Vec<DeleteMessageBatchResultEntry> = "Successful",
    failed: Vec<BatchResultErrorEntry> = "Failed",
} }
structure! { DeleteMessageBatchResultEntry {
    id: String = "Id",
} }
structure! { DeleteMessageRequest {
    queue_url: String = "QueueUrl",
    receipt_handle: String = "ReceiptHandle",
} }
structure! { DeleteQueueRequest {
    queue_url: String = "QueueUrl",
} }
modelled_error! { EmptyBatchRequest("AWS.SimpleQueueService.EmptyBatchRequest", 400, Sender, "message") {
} }
structure! { GetQueueAttributesRequest {
    queue_url: String = "QueueUrl",
    attribute_names: Option<Vec<String>> = "AttributeNames",
} }
structure! { GetQueueAttributesResult {
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { GetQueueUrlRequest {
    queue_name: String = "QueueName",
    queue_owner_aws_account_id: Option<String> = "QueueOwnerAWSAccountId",
} }
structure! { GetQueueUrlResult {
    queue_url: Option<String> = "QueueUrl",
} }
modelled_error! { InvalidAddress("InvalidAddress", 404, Sender, "message") {
} }
modelled_error! { InvalidAttributeName("InvalidAttributeName", 400, Sender, "message") {
} }
modelled_error! { InvalidAttributeValue("InvalidAttributeValue", 400, Sender, "message") {
} }
modelled_error! { InvalidBatchEntryId("AWS.SimpleQueueService.InvalidBatchEntryId", 400, Sender, "message") {
} }
modelled_error! { InvalidIdFormat("InvalidIdFormat", 400, Sender, "message") {
} }
modelled_error! { InvalidMessageContents("InvalidMessageContents", 400, Sender, "message") {
} }
modelled_error! { InvalidSecurity("InvalidSecurity", 403, Sender, "message") {
} }
modelled_error! { KmsAccessDenied("KMS.AccessDeniedException", 400, Sender, "message") {
} }
modelled_error! { KmsDisabled("KMS.DisabledException", 400, Sender, "message") {
} }
modelled_error! { KmsInvalidKeyUsage("KMS.InvalidKeyUsageException", 400, Sender, "message") {
} }
modelled_error! { KmsInvalidState("KMS.InvalidStateException", 400, Sender, "message") {
} }
modelled_error! { KmsNotFound("KMS.NotFoundException", 400, Sender, "message") {
} }
modelled_error! { KmsOptInRequired("KMS.OptInRequired", 403, Sender, "message") {
} }
modelled_error! { KmsThrottled("KMS.ThrottlingException", 400, Sender, "message") {
} }
structure! { ListDeadLetterSourceQueuesRequest {
    queue_url: String = "QueueUrl",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListDeadLetterSourceQueuesResult {
    queue_urls: Vec<String> = "queueUrls",
    next_token: Option<String> = "NextToken",
} }
structure! { ListMessageMoveTasksRequest {
    source_arn: String = "SourceArn",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListMessageMoveTasksResult {
    results: Option<Vec<ListMessageMoveTasksResultEntry>> = "Results",
} }
structure! { ListMessageMoveTasksResultEntry {
    task_handle: Option<String> = "TaskHandle",
    status: Option<String> = "Status",
    source_arn: Option<String> = "SourceArn",
    destination_arn: Option<String> = "DestinationArn",
    max_number_of_messages_per_second: Option<i32> = "MaxNumberOfMessagesPerSecond",
    approximate_number_of_messages_moved: Option<i64> = "ApproximateNumberOfMessagesMoved",
    approximate_number_of_messages_to_move: Option<i64> = "ApproximateNumberOfMessagesToMove",
    failure_reason: Option<String> = "FailureReason",
    started_timestamp: Option<i64> = "StartedTimestamp",
} }
structure! { ListQueueTagsRequest {
    queue_url: String = "QueueUrl",
} }
structure! { ListQueueTagsResult {
    tags: Option<BTreeMap<String, String>> = "Tags",
} }
structure! { ListQueuesRequest {
    queue_name_prefix: Option<String> = "QueueNamePrefix",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListQueuesResult {
    queue_urls: Option<Vec<String>> = "QueueUrls",
    next_token: Option<String> = "NextToken",
} }
structure! { Message {
    message_id: Option<String> = "MessageId",
    receipt_handle: Option<String> = "ReceiptHandle",
    md5_of_body: Option<String> = "MD5OfBody",
    body: Option<String> = "Body",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
    md5_of_message_attributes: Option<String> = "MD5OfMessageAttributes",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = "MessageAttributes",
} }
structure! { MessageAttributeValue {
    string_value: Option<String> = "StringValue",
    binary_value: Option<Bytes> = "BinaryValue",
    string_list_values: Option<Vec<String>> = "StringListValues",
    binary_list_values: Option<Vec<Bytes>> = "BinaryListValues",
    data_type: String = "DataType",
} }
modelled_error! { MessageNotInflight("AWS.SimpleQueueService.MessageNotInflight", 400, Sender, "message") {
} }
structure! { MessageSystemAttributeValue {
    string_value: Option<String> = "StringValue",
    binary_value: Option<Bytes> = "BinaryValue",
    string_list_values: Option<Vec<String>> = "StringListValues",
    binary_list_values: Option<Vec<Bytes>> = "BinaryListValues",
    data_type: String = "DataType",
} }
modelled_error! { OverLimit("OverLimit", 403, Sender, "message") {
} }
modelled_error! { PurgeQueueInProgress("AWS.SimpleQueueService.PurgeQueueInProgress", 403, Sender, "message") {
} }
structure! { PurgeQueueRequest {
    queue_url: String = "QueueUrl",
} }
modelled_error! { QueueDeletedRecently("AWS.SimpleQueueService.QueueDeletedRecently", 400, Sender, "message") {
} }
modelled_error! { QueueDoesNotExist("AWS.SimpleQueueService.NonExistentQueue", 400, Sender, "message") {
} }
modelled_error! { QueueNameExists("QueueAlreadyExists", 400, Sender, "message") {
} }
modelled_error! { ReceiptHandleIsInvalid("ReceiptHandleIsInvalid", 400, Sender, "message") {
} }
structure! { ReceiveMessageRequest {
    queue_url: String = "QueueUrl",
    attribute_names: Option<Vec<String>> = "AttributeNames",
    message_system_attribute_names: Option<Vec<String>> = "MessageSystemAttributeNames",
    message_attribute_names: Option<Vec<String>> = "MessageAttributeNames",
    max_number_of_messages: Option<i32> = "MaxNumberOfMessages",
    visibility_timeout: Option<i32> = "VisibilityTimeout",
    wait_time_seconds: Option<i32> = "WaitTimeSeconds",
    receive_request_attempt_id: Option<String> = "ReceiveRequestAttemptId",
} }
structure! { ReceiveMessageResult {
    messages: Option<Vec<Message>> = "Messages",
} }
structure! { RemovePermissionRequest {
    queue_url: String = "QueueUrl",
    label: String = "Label",
} }
modelled_error! { RequestThrottled("RequestThrottled", 403, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFoundException", 404, Sender, "message") {
} }
structure! { SendMessageBatchRequest {
    queue_url: String = "QueueUrl",
    entries: Vec<SendMessageBatchRequestEntry> = "Entries",
} }
structure! { SendMessageBatchRequestEntry {
    id: String = "Id",
    message_body: String = "MessageBody",
    delay_seconds: Option<i32> = "DelaySeconds",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = "MessageAttributes",
    message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>> = "MessageSystemAttributes",
    message_deduplication_id: Option<String> = "MessageDeduplicationId",
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { SendMessageBatchResult {
    successful: Vec<SendMessageBatchResultEntry> = "Successful",
    failed: Vec<BatchResultErrorEntry> = "Failed",
} }
structure! { SendMessageBatchResultEntry {
    id: String = "Id",
    message_id: String = "MessageId",
    md5_of_message_body: String = "MD5OfMessageBody",
    md5_of_message_attributes: Option<String> = "MD5OfMessageAttributes",
    md5_of_message_system_attributes: Option<String> = "MD5OfMessageSystemAttributes",
    sequence_number: Option<String> = "SequenceNumber",
} }
structure! { SendMessageRequest {
    queue_url: String = "QueueUrl",
    message_body: String = "MessageBody",
    delay_seconds: Option<i32> = "DelaySeconds",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = "MessageAttributes",
    message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>> = "MessageSystemAttributes",
    message_deduplication_id: Option<String> = "MessageDeduplicationId",
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { SendMessageResult {
    md5_of_message_body: Option<String> = "MD5OfMessageBody",
    md5_of_message_attributes: Option<String> = "MD5OfMessageAttributes",
    md5_of_message_system_attributes: Option<String> = "MD5OfMessageSystemAttributes",
    message_id: Option<String> = "MessageId",
    sequence_number: Option<String> = "SequenceNumber",
} }
structure! { SetQueueAttributesRequest {
    queue_url: String = "QueueUrl",
    attributes: BTreeMap<String, String> = "Attributes",
} }
structure! { StartMessageMoveTaskRequest {
    source_arn: String = "SourceArn",
    destination_arn: Option<String> = "DestinationArn",
    max_number_of_messages_per_second: Option<i32> = "MaxNumberOfMessagesPerSecond",
} }
structure! { StartMessageMoveTaskResult {
    task_handle: Option<String> = "TaskHandle",
} }
structure! { TagQueueRequest {
    queue_url: String = "QueueUrl",
    tags: BTreeMap<String, String> = "Tags",
} }
modelled_error! { TooManyEntriesInBatchRequest("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400, Sender, "message") {
} }
modelled_error! { UnsupportedOperation("AWS.SimpleQueueService.UnsupportedOperation", 400, Sender, "message") {
} }
structure! { UntagQueueRequest {
    queue_url: String = "QueueUrl",
    tag_keys: Vec<String> = "TagKeys",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "sqs" {
        AddPermission: AddPermissionRequest => Unit,
        CancelMessageMoveTask: CancelMessageMoveTaskRequest => CancelMessageMoveTaskResult,
        ChangeMessageVisibility: ChangeMessageVisibilityRequest => Unit,
        ChangeMessageVisibilityBatch: ChangeMessageVisibilityBatchRequest => ChangeMessageVisibilityBatchResult,
        CreateQueue: CreateQueueRequest => CreateQueueResult,
        DeleteMessage: DeleteMessageRequest => Unit,
        DeleteMessageBatch: DeleteMessageBatchRequest => DeleteMessageBatchResult,
        DeleteQueue: DeleteQueueRequest => Unit,
        GetQueueAttributes: GetQueueAttributesRequest => GetQueueAttributesResult,
        GetQueueUrl: GetQueueUrlRequest => GetQueueUrlResult,
        ListDeadLetterSourceQueues: ListDeadLetterSourceQueuesRequest => ListDeadLetterSourceQueuesResult,
        ListMessageMoveTasks: ListMessageMoveTasksRequest => ListMessageMoveTasksResult,
        ListQueueTags: ListQueueTagsRequest => ListQueueTagsResult,
        ListQueues: ListQueuesRequest => ListQueuesResult,
        PurgeQueue: PurgeQueueRequest => Unit,
        ReceiveMessage: ReceiveMessageRequest => ReceiveMessageResult,
        RemovePermission: RemovePermissionRequest => Unit,
        SendMessage: SendMessageRequest => SendMessageResult,
        SendMessageBatch: SendMessageBatchRequest => SendMessageBatchResult,
        SetQueueAttributes: SetQueueAttributesRequest => Unit,
        StartMessageMoveTask: StartMessageMoveTaskRequest => StartMessageMoveTaskResult,
        TagQueue: TagQueueRequest => Unit,
        UntagQueue: UntagQueueRequest => Unit,
    } }
}
