//! Typed form of `models/sts.json` (API version 2011-06-15). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AssumeRoleRequest {
    role_arn: String = "RoleArn",
    role_session_name: String = "RoleSessionName",
    policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns",
    policy: Option<String> = "Policy",
    duration_seconds: Option<i32> = "DurationSeconds",
    tags: Option<Vec<Tag>> = "Tags",
    transitive_tag_keys: Option<Vec<String>> = "TransitiveTagKeys",
    external_id: Option<String> = "ExternalId",
    serial_number: Option<String> = "SerialNumber",
    token_code: Option<String> = "TokenCode",
    source_identity: Option<String> = "SourceIdentity",
    provided_contexts: Option<Vec<ProvidedContext>> = "ProvidedContexts",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { AssumeRoleResponse {
    credentials: Option<Credentials> = "Credentials",
    assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
    packed_policy_size: Option<i32> = "PackedPolicySize",
    source_identity: Option<String> = "SourceIdentity",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { AssumeRoleWithSAMLRequest {
    role_arn: String = "RoleArn",
    principal_arn: String = "PrincipalArn",
    saml_assertion: Sensitive<String> = "SAMLAssertion",
    policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns",
    policy: Option<String> = "Policy",
    duration_seconds: Option<i32> = "DurationSeconds",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { AssumeRoleWithSAMLResponse {
    credentials: Option<Credentials> = "Credentials",
    assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
    packed_policy_size: Option<i32> = "PackedPolicySize",
    subject: Option<String> = "Subject",
    subject_type: Option<String> = "SubjectType",
    issuer: Option<String> = "Issuer",
    audience: Option<String> = "Audience",
    name_qualifier: Option<String> = "NameQualifier",
    source_identity: Option<String> = "SourceIdentity",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { AssumeRoleWithWebIdentityRequest {
    role_arn: String = "RoleArn",
    role_session_name: String = "RoleSessionName",
    web_identity_token: Sensitive<String> = "WebIdentityToken",
    provider_id: Option<String> = "ProviderId",
    policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns",
    policy: Option<String> = "Policy",
    duration_seconds: Option<i32> = "DurationSeconds",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { AssumeRoleWithWebIdentityResponse {
    credentials: Option<Credentials> = "Credentials",
    subject_from_web_identity_token: Option<String> = "SubjectFromWebIdentityToken",
    assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
    packed_policy_size: Option<i32> = "PackedPolicySize",
    provider: Option<String> = "Provider",
    audience: Option<String> = "Audience",
    source_identity: Option<String> = "SourceIdentity",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { AssumeRootRequest {
    target_principal: String = "TargetPrincipal",
    task_policy_arn: PolicyDescriptorType = "TaskPolicyArn",
    duration_seconds: Option<i32> = "DurationSeconds",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { AssumeRootResponse {
    credentials: Option<Credentials> = "Credentials",
    source_identity: Option<String> = "SourceIdentity",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { AssumedRoleUser {
    assumed_role_id: String = "AssumedRoleId",
    arn: String = "Arn",
} }
structure! { Credentials {
    access_key_id: String = "AccessKeyId",
    secret_access_key: Sensitive<String> = "SecretAccessKey",
    session_token: String = "SessionToken",
    expiration: Timestamp = "Expiration",
} }
structure! { DecodeAuthorizationMessageRequest {
    encoded_message: String = "EncodedMessage",
} }
structure! { DecodeAuthorizationMessageResponse {
    decoded_message: Option<String> = "DecodedMessage",
} }
modelled_error! { ExpiredTokenException("ExpiredTokenException", 400, Sender, "message") {
} }
modelled_error! { ExpiredTradeInTokenException("ExpiredTradeInTokenException", 400, Sender, "message") {
} }
structure! { FederatedUser {
    federated_user_id: String = "FederatedUserId",
    arn: String = "Arn",
} }
structure! { GetAccessKeyInfoRequest {
    access_key_id: String = "AccessKeyId",
} }
structure! { GetAccessKeyInfoResponse {
    account: Option<String> = "Account",
} }
structure! { GetCallerIdentityRequest {
} }
structure! { GetCallerIdentityResponse {
    user_id: Option<String> = "UserId",
    account: Option<String> = "Account",
    arn: Option<String> = "Arn",
} }
structure! { GetDelegatedAccessTokenRequest {
    trade_in_token: Sensitive<String> = "TradeInToken",
} }
structure! { GetDelegatedAccessTokenResponse {
    credentials: Option<Credentials> = "Credentials",
    packed_policy_size: Option<i32> = "PackedPolicySize",
    assumed_principal: Option<String> = "AssumedPrincipal",
} }
structure! { GetFederationTokenRequest {
    name: String = "Name",
    policy: Option<String> = "Policy",
    policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns",
    duration_seconds: Option<i32> = "DurationSeconds",
    tags: Option<Vec<Tag>> = "Tags",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { GetFederationTokenResponse {
    credentials: Option<Credentials> = "Credentials",
    federated_user: Option<FederatedUser> = "FederatedUser",
    packed_policy_size: Option<i32> = "PackedPolicySize",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { GetSessionTokenRequest {
    duration_seconds: Option<i32> = "DurationSeconds",
    serial_number: Option<String> = "SerialNumber",
    token_code: Option<String> = "TokenCode",
    minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize",
} }
structure! { GetSessionTokenResponse {
    credentials: Option<Credentials> = "Credentials",
    session_token_utilization: Option<i32> = "SessionTokenUtilization",
    session_token_size: Option<i32> = "SessionTokenSize",
} }
structure! { GetWebIdentityTokenRequest {
    audience: Vec<String> = "Audience",
    duration_seconds: Option<i32> = "DurationSeconds",
    signing_algorithm: String = "SigningAlgorithm",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { GetWebIdentityTokenResponse {
    web_identity_token: Option<Sensitive<String>> = "WebIdentityToken",
    expiration: Option<Timestamp> = "Expiration",
} }
modelled_error! { IDPCommunicationErrorException("IDPCommunicationError", 400, Sender, "message") {
} }
modelled_error! { IDPRejectedClaimException("IDPRejectedClaim", 403, Sender, "message") {
} }
modelled_error! { InvalidAuthorizationMessageException("InvalidAuthorizationMessageException", 400, Sender, "message") {
} }
modelled_error! { InvalidIdentityTokenException("InvalidIdentityToken", 400, Sender, "message") {
} }
modelled_error! { JWTPayloadSizeExceededException("JWTPayloadSizeExceededException", 400, Sender, "message") {
} }
modelled_error! { MalformedPolicyDocumentException("MalformedPolicyDocument", 400, Sender, "message") {
} }
modelled_error! { OutboundWebIdentityFederationDisabledException("OutboundWebIdentityFederationDisabledException", 403, Sender, "message") {
} }
modelled_error! { PackedPolicyTooLargeException("PackedPolicyTooLarge", 400, Sender, "message") {
} }
structure! { PolicyDescriptorType {
    arn: Option<String> = "arn",
} }
structure! { ProvidedContext {
    provider_arn: Option<String> = "ProviderArn",
    context_assertion: Option<String> = "ContextAssertion",
} }
modelled_error! { RegionDisabledException("RegionDisabledException", 403, Sender, "message") {
} }
modelled_error! { SessionDurationEscalationException("SessionDurationEscalationException", 403, Sender, "message") {
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "sts" {
        AssumeRole: AssumeRoleRequest => AssumeRoleResponse,
        AssumeRoleWithSAML: AssumeRoleWithSAMLRequest => AssumeRoleWithSAMLResponse,
        AssumeRoleWithWebIdentity: AssumeRoleWithWebIdentityRequest => AssumeRoleWithWebIdentityResponse,
        AssumeRoot: AssumeRootRequest => AssumeRootResponse,
        DecodeAuthorizationMessage: DecodeAuthorizationMessageRequest => DecodeAuthorizationMessageResponse,
        GetAccessKeyInfo: GetAccessKeyInfoRequest => GetAccessKeyInfoResponse,
        GetCallerIdentity: GetCallerIdentityRequest => GetCallerIdentityResponse,
        GetDelegatedAccessToken: GetDelegatedAccessTokenRequest => GetDelegatedAccessTokenResponse,
        GetFederationToken: GetFederationTokenRequest => GetFederationTokenResponse,
        GetSessionToken: GetSessionTokenRequest => GetSessionTokenResponse,
        GetWebIdentityToken: GetWebIdentityTokenRequest => GetWebIdentityTokenResponse,
    } }
}
