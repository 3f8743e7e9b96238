//! Typed form of `models/sns.json` (API version 2010-03-31). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AddPermissionInput {
    topic_arn: String = "TopicArn",
    label: String = "Label",
    aws_account_id: Vec<String> = "AWSAccountId",
    action_name: Vec<String> = "ActionName",
} }
modelled_error! { AuthorizationErrorException("AuthorizationError", 403, Sender, "message") {
} }
modelled_error! { BatchEntryIdsNotDistinctException("BatchEntryIdsNotDistinct", 400, Sender, "message") {
} }
modelled_error! { BatchRequestTooLongException("BatchRequestTooLong", 400, Sender, "message") {
} }
structure! { BatchResultErrorEntry {
    id: String = "Id",
    code: String = "Code",
    message: Option<String> = "Message",
    sender_fault: bool = "SenderFault",
} }
structure! { CheckIfPhoneNumberIsOptedOutInput {
    phone_number: Sensitive<String> = "phoneNumber",
} }
structure! { CheckIfPhoneNumberIsOptedOutResponse {
    is_opted_out: Option<bool> = "isOptedOut",
} }
modelled_error! { ConcurrentAccessException("ConcurrentAccess", 400, Sender, "message") {
} }
structure! { ConfirmSubscriptionInput {
    topic_arn: String = "TopicArn",
    token: String = "Token",
    authenticate_on_unsubscribe: Option<String> = "AuthenticateOnUnsubscribe",
} }
structure! { ConfirmSubscriptionResponse {
    subscription_arn: Option<String> = "SubscriptionArn",
} }
structure! { CreateEndpointResponse {
    endpoint_arn: Option<String> = "EndpointArn",
} }
structure! { CreatePlatformApplicationInput {
    name: String = "Name",
    platform: String = "Platform",
    attributes: BTreeMap<String, String> = "Attributes",
} }
structure! { CreatePlatformApplicationResponse {
    platform_application_arn: Option<String> = "PlatformApplicationArn",
} }
structure! { CreatePlatformEndpointInput {
    platform_application_arn: String = "PlatformApplicationArn",
    token: String = "Token",
    custom_user_data: Option<String> = "CustomUserData",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { CreateSMSSandboxPhoneNumberInput {
    phone_number: Sensitive<String> = "PhoneNumber",
    language_code: Option<LanguageCodeString> = "LanguageCode",
} }
structure! { CreateSMSSandboxPhoneNumberResult {
} }
structure! { CreateTopicInput {
    name: String = "Name",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
    tags: Option<Vec<Tag>> = "Tags",
    data_protection_policy: Option<String> = "DataProtectionPolicy",
} }
structure! { CreateTopicResponse {
    topic_arn: Option<String> = "TopicArn",
} }
structure! { DeleteEndpointInput {
    endpoint_arn: String = "EndpointArn",
} }
structure! { DeletePlatformApplicationInput {
    platform_application_arn: String = "PlatformApplicationArn",
} }
structure! { DeleteSMSSandboxPhoneNumberInput {
    phone_number: Sensitive<String> = "PhoneNumber",
} }
structure! { DeleteSMSSandboxPhoneNumberResult {
} }
structure! { DeleteTopicInput {
    topic_arn: String = "TopicArn",
} }
modelled_error! { EmptyBatchRequestException("EmptyBatchRequest", 400, Sender, "message") {
} }
structure! { Endpoint {
    endpoint_arn: Option<String> = "EndpointArn",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
modelled_error! { EndpointDisabledException("EndpointDisabled", 400, Sender, "message") {
} }
modelled_error! { FilterPolicyLimitExceededException("FilterPolicyLimitExceeded", 403, Sender, "message") {
} }
structure! { GetDataProtectionPolicyInput {
    resource_arn: String = "ResourceArn",
} }
structure! { GetDataProtectionPolicyResponse {
    data_protection_policy: Option<String> = "DataProtectionPolicy",
} }
structure! { GetEndpointAttributesInput {
    endpoint_arn: String = "EndpointArn",
} }
structure! { GetEndpointAttributesResponse {
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { GetPlatformApplicationAttributesInput {
    platform_application_arn: String = "PlatformApplicationArn",
} }
structure! { GetPlatformApplicationAttributesResponse {
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { GetSMSAttributesInput {
    attributes: Option<Vec<String>> = "attributes",
} }
structure! { GetSMSAttributesResponse {
    attributes: Option<BTreeMap<String, String>> = "attributes",
} }
structure! { GetSMSSandboxAccountStatusInput {
} }
structure! { GetSMSSandboxAccountStatusResult {
    is_in_sandbox: bool = "IsInSandbox",
} }
structure! { GetSubscriptionAttributesInput {
    subscription_arn: String = "SubscriptionArn",
} }
structure! { GetSubscriptionAttributesResponse {
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
structure! { GetTopicAttributesInput {
    topic_arn: String = "TopicArn",
} }
structure! { GetTopicAttributesResponse {
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
modelled_error! { InternalErrorException("InternalError", 500, Receiver, "message") {
} }
modelled_error! { InvalidBatchEntryIdException("InvalidBatchEntryId", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterException("InvalidParameter", 400, Sender, "message") {
} }
modelled_error! { InvalidParameterValueException("ParameterValueInvalid", 400, Sender, "message") {
} }
modelled_error! { InvalidSecurityException("InvalidSecurity", 403, Sender, "message") {
} }
modelled_error! { InvalidStateException("InvalidState", 400, Sender, "message") {
} }
modelled_error! { KMSAccessDeniedException("KMSAccessDenied", 400, Sender, "message") {
} }
modelled_error! { KMSDisabledException("KMSDisabled", 400, Sender, "message") {
} }
modelled_error! { KMSInvalidStateException("KMSInvalidState", 400, Sender, "message") {
} }
modelled_error! { KMSNotFoundException("KMSNotFound", 400, Sender, "message") {
} }
modelled_error! { KMSOptInRequired("KMSOptInRequired", 403, Sender, "message") {
} }
modelled_error! { KMSThrottlingException("KMSThrottling", 400, Sender, "message") {
} }
enumeration! { LanguageCodeString {
    EnUS = "en-US",
    EnGB = "en-GB",
    Es419 = "es-419",
    EsES = "es-ES",
    DeDE = "de-DE",
    FrCA = "fr-CA",
    FrFR = "fr-FR",
    ItIT = "it-IT",
    JaJP = "ja-JP",
    PtBR = "pt-BR",
    KrKR = "kr-KR",
    ZhCN = "zh-CN",
    ZhTW = "zh-TW",
} }
structure! { ListEndpointsByPlatformApplicationInput {
    platform_application_arn: String = "PlatformApplicationArn",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEndpointsByPlatformApplicationResponse {
    endpoints: Option<Vec<Endpoint>> = "Endpoints",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOriginationNumbersRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListOriginationNumbersResult {
    next_token: Option<String> = "NextToken",
    phone_numbers: Option<Vec<PhoneNumberInformation>> = "PhoneNumbers",
} }
structure! { ListPhoneNumbersOptedOutInput {
    next_token: Option<String> = "nextToken",
} }
structure! { ListPhoneNumbersOptedOutResponse {
    phone_numbers: Option<Vec<Sensitive<String>>> = "phoneNumbers",
    next_token: Option<String> = "nextToken",
} }
structure! { ListPlatformApplicationsInput {
    next_token: Option<String> = "NextToken",
} }
structure! { ListPlatformApplicationsResponse {
    platform_applications: Option<Vec<PlatformApplication>> = "PlatformApplications",
    next_token: Option<String> = "NextToken",
} }
structure! { ListSMSSandboxPhoneNumbersInput {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListSMSSandboxPhoneNumbersResult {
    phone_numbers: Vec<SMSSandboxPhoneNumber> = "PhoneNumbers",
    next_token: Option<String> = "NextToken",
} }
structure! { ListSubscriptionsByTopicInput {
    topic_arn: String = "TopicArn",
    next_token: Option<String> = "NextToken",
} }
structure! { ListSubscriptionsByTopicResponse {
    subscriptions: Option<Vec<Subscription>> = "Subscriptions",
    next_token: Option<String> = "NextToken",
} }
structure! { ListSubscriptionsInput {
    next_token: Option<String> = "NextToken",
} }
structure! { ListSubscriptionsResponse {
    subscriptions: Option<Vec<Subscription>> = "Subscriptions",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_arn: String = "ResourceArn",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ListTopicsInput {
    next_token: Option<String> = "NextToken",
} }
structure! { ListTopicsResponse {
    topics: Option<Vec<Topic>> = "Topics",
    next_token: Option<String> = "NextToken",
} }
structure! { MessageAttributeValue {
    data_type: String = "DataType",
    string_value: Option<String> = "StringValue",
    binary_value: Option<Bytes> = "BinaryValue",
} }
modelled_error! { NotFoundException("NotFound", 404, Sender, "message") {
} }
enumeration! { NumberCapability {
    Sms = "SMS",
    Mms = "MMS",
    Voice = "VOICE",
} }
structure! { OptInPhoneNumberInput {
    phone_number: Sensitive<String> = "phoneNumber",
} }
structure! { OptInPhoneNumberResponse {
} }
modelled_error! { OptedOutException("OptedOut", 400, Sender, "message") {
} }
structure! { PhoneNumberInformation {
    created_at: Option<Timestamp> = "CreatedAt",
    phone_number: Option<Sensitive<String>> = "PhoneNumber",
    status: Option<String> = "Status",
    iso2_country_code: Option<String> = "Iso2CountryCode",
    route_type: Option<RouteType> = "RouteType",
    number_capabilities: Option<Vec<NumberCapability>> = "NumberCapabilities",
} }
structure! { PlatformApplication {
    platform_application_arn: Option<String> = "PlatformApplicationArn",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
} }
modelled_error! { PlatformApplicationDisabledException("PlatformApplicationDisabled", 400, Sender, "message") {
} }
structure! { PublishBatchInput {
    topic_arn: String = "TopicArn",
    publish_batch_request_entries: Vec<PublishBatchRequestEntry> = "PublishBatchRequestEntries",
} }
structure! { PublishBatchRequestEntry {
    id: String = "Id",
    message: String = "Message",
    subject: Option<String> = "Subject",
    message_structure: Option<String> = "MessageStructure",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = "MessageAttributes",
    message_deduplication_id: Option<String> = "MessageDeduplicationId",
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { PublishBatchResponse {
    successful: Option<Vec<PublishBatchResultEntry>> = "Successful",
    failed: Option<Vec<BatchResultErrorEntry>> = "Failed",
} }
structure! { PublishBatchResultEntry {
    id: Option<String> = "Id",
    message_id: Option<String> = "MessageId",
    sequence_number: Option<String> = "SequenceNumber",
} }
structure! { PublishInput {
    topic_arn: Option<String> = "TopicArn",
    target_arn: Option<String> = "TargetArn",
    phone_number: Option<Sensitive<String>> = "PhoneNumber",
    message: String = "Message",
    subject: Option<String> = "Subject",
    message_structure: Option<String> = "MessageStructure",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = "MessageAttributes",
    message_deduplication_id: Option<String> = "MessageDeduplicationId",
    message_group_id: Option<String> = "MessageGroupId",
} }
structure! { PublishResponse {
    message_id: Option<String> = "MessageId",
    sequence_number: Option<String> = "SequenceNumber",
} }
structure! { PutDataProtectionPolicyInput {
    resource_arn: String = "ResourceArn",
    data_protection_policy: String = "DataProtectionPolicy",
} }
structure! { RemovePermissionInput {
    topic_arn: String = "TopicArn",
    label: String = "Label",
} }
modelled_error! { ReplayLimitExceededException("ReplayLimitExceeded", 403, Sender, "message") {
} }
modelled_error! { ResourceNotFoundException("ResourceNotFound", 404, Sender, "message") {
} }
enumeration! { RouteType {
    Transactional = "Transactional",
    Promotional = "Promotional",
    Premium = "Premium",
} }
structure! { SMSSandboxPhoneNumber {
    phone_number: Option<Sensitive<String>> = "PhoneNumber",
    status: Option<SMSSandboxPhoneNumberVerificationStatus> = "Status",
} }
enumeration! { SMSSandboxPhoneNumberVerificationStatus {
    Pending = "Pending",
    Verified = "Verified",
} }
structure! { SetEndpointAttributesInput {
    endpoint_arn: String = "EndpointArn",
    attributes: BTreeMap<String, String> = "Attributes",
} }
structure! { SetPlatformApplicationAttributesInput {
    platform_application_arn: String = "PlatformApplicationArn",
    attributes: BTreeMap<String, String> = "Attributes",
} }
structure! { SetSMSAttributesInput {
    attributes: BTreeMap<String, String> = "attributes",
} }
structure! { SetSMSAttributesResponse {
} }
structure! { SetSubscriptionAttributesInput {
    subscription_arn: String = "SubscriptionArn",
    attribute_name: String = "AttributeName",
    attribute_value: Option<String> = "AttributeValue",
} }
structure! { SetTopicAttributesInput {
    topic_arn: String = "TopicArn",
    attribute_name: String = "AttributeName",
    attribute_value: Option<String> = "AttributeValue",
} }
modelled_error! { StaleTagException("StaleTag", 400, Sender, "message") {
} }
structure! { SubscribeInput {
    topic_arn: String = "TopicArn",
    protocol: String = "Protocol",
    endpoint: Option<String> = "Endpoint",
    attributes: Option<BTreeMap<String, String>> = "Attributes",
    return_subscription_arn: Option<bool> = "ReturnSubscriptionArn",
} }
structure! { SubscribeResponse {
    subscription_arn: Option<String> = "SubscriptionArn",
} }
structure! { Subscription {
    subscription_arn: Option<String> = "SubscriptionArn",
    owner: Option<String> = "Owner",
    protocol: Option<String> = "Protocol",
    endpoint: Option<String> = "Endpoint",
    topic_arn: Option<String> = "TopicArn",
} }
modelled_error! { SubscriptionLimitExceededException("SubscriptionLimitExceeded", 403, Sender, "message") {
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
modelled_error! { TagLimitExceededException("TagLimitExceeded", 400, Sender, "message") {
} }
modelled_error! { TagPolicyException("TagPolicy", 400, Sender, "message") {
} }
structure! { TagResourceRequest {
    resource_arn: String = "ResourceArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagResourceResponse {
} }
modelled_error! { ThrottledException("Throttled", 429, Sender, "message") {
} }
modelled_error! { TooManyEntriesInBatchRequestException("TooManyEntriesInBatchRequest", 400, Sender, "message") {
} }
structure! { Topic {
    topic_arn: Option<String> = "TopicArn",
} }
modelled_error! { TopicLimitExceededException("TopicLimitExceeded", 403, Sender, "message") {
} }
structure! { UnsubscribeInput {
    subscription_arn: String = "SubscriptionArn",
} }
structure! { UntagResourceRequest {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagResourceResponse {
} }
modelled_error! { UserErrorException("UserError", 400, Sender, "message") {
} }
modelled_error! { ValidationException("ValidationException", 400, Sender, "Message") {
} }
modelled_error! { VerificationException("VerificationException", 400, Sender, "Message") {
    status: String = "Status",
} }
structure! { VerifySMSSandboxPhoneNumberInput {
    phone_number: Sensitive<String> = "PhoneNumber",
    one_time_password: String = "OneTimePassword",
} }
structure! { VerifySMSSandboxPhoneNumberResult {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "sns" {
        AddPermission: AddPermissionInput => Unit,
        CheckIfPhoneNumberIsOptedOut: CheckIfPhoneNumberIsOptedOutInput => CheckIfPhoneNumberIsOptedOutResponse,
        ConfirmSubscription: ConfirmSubscriptionInput => ConfirmSubscriptionResponse,
        CreatePlatformApplication: CreatePlatformApplicationInput => CreatePlatformApplicationResponse,
        CreatePlatformEndpoint: CreatePlatformEndpointInput => CreateEndpointResponse,
        CreateSMSSandboxPhoneNumber: CreateSMSSandboxPhoneNumberInput => CreateSMSSandboxPhoneNumberResult,
        CreateTopic: CreateTopicInput => CreateTopicResponse,
        DeleteEndpoint: DeleteEndpointInput => Unit,
        DeletePlatformApplication: DeletePlatformApplicationInput => Unit,
        DeleteSMSSandboxPhoneNumber: DeleteSMSSandboxPhoneNumberInput => DeleteSMSSandboxPhoneNumberResult,
        DeleteTopic: DeleteTopicInput => Unit,
        GetDataProtectionPolicy: GetDataProtectionPolicyInput => GetDataProtectionPolicyResponse,
        GetEndpointAttributes: GetEndpointAttributesInput => GetEndpointAttributesResponse,
        GetPlatformApplicationAttributes: GetPlatformApplicationAttributesInput => GetPlatformApplicationAttributesResponse,
        GetSMSAttributes: GetSMSAttributesInput => GetSMSAttributesResponse,
        GetSMSSandboxAccountStatus: GetSMSSandboxAccountStatusInput => GetSMSSandboxAccountStatusResult,
        GetSubscriptionAttributes: GetSubscriptionAttributesInput => GetSubscriptionAttributesResponse,
        GetTopicAttributes: GetTopicAttributesInput => GetTopicAttributesResponse,
        ListEndpointsByPlatformApplication: ListEndpointsByPlatformApplicationInput => ListEndpointsByPlatformApplicationResponse,
        ListOriginationNumbers: ListOriginationNumbersRequest => ListOriginationNumbersResult,
        ListPhoneNumbersOptedOut: ListPhoneNumbersOptedOutInput => ListPhoneNumbersOptedOutResponse,
        ListPlatformApplications: ListPlatformApplicationsInput => ListPlatformApplicationsResponse,
        ListSMSSandboxPhoneNumbers: ListSMSSandboxPhoneNumbersInput => ListSMSSandboxPhoneNumbersResult,
        ListSubscriptions: ListSubscriptionsInput => ListSubscriptionsResponse,
        ListSubscriptionsByTopic: ListSubscriptionsByTopicInput => ListSubscriptionsByTopicResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        ListTopics: ListTopicsInput => ListTopicsResponse,
        OptInPhoneNumber: OptInPhoneNumberInput => OptInPhoneNumberResponse,
        Publish: PublishInput => PublishResponse,
        PublishBatch: PublishBatchInput => PublishBatchResponse,
        PutDataProtectionPolicy: PutDataProtectionPolicyInput => Unit,
        RemovePermission: RemovePermissionInput => Unit,
        SetEndpointAttributes: SetEndpointAttributesInput => Unit,
        SetPlatformApplicationAttributes: SetPlatformApplicationAttributesInput => Unit,
        SetSMSAttributes: SetSMSAttributesInput => SetSMSAttributesResponse,
        SetSubscriptionAttributes: SetSubscriptionAttributesInput => Unit,
        SetTopicAttributes: SetTopicAttributesInput => Unit,
        Subscribe: SubscribeInput => SubscribeResponse,
        TagResource: TagResourceRequest => TagResourceResponse,
        Unsubscribe: UnsubscribeInput => Unit,
        UntagResource: UntagResourceRequest => UntagResourceResponse,
        VerifySMSSandboxPhoneNumber: VerifySMSSandboxPhoneNumberInput => VerifySMSSandboxPhoneNumberResult,
    } }
}
