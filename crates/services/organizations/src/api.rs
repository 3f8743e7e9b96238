//! Typed form of `models/organizations.json` (API version 2016-11-28). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

modelled_error! { AWSOrganizationsNotInUseException("AWSOrganizationsNotInUseException", 400, Sender, "Message") {
} }
structure! { AcceptHandshakeRequest {
    handshake_id: String = "HandshakeId",
} }
structure! { AcceptHandshakeResponse {
    handshake: Option<Handshake> = "Handshake",
} }
modelled_error! { AccessDeniedException("AccessDeniedException", 400, Sender, "Message") {
} }
modelled_error! { AccessDeniedForDependencyException("AccessDeniedForDependencyException", 400, Sender, "Message") {
    reason: Option<AccessDeniedForDependencyExceptionReason> = "Reason",
} }
enumeration! { AccessDeniedForDependencyExceptionReason {
    AccessDeniedDuringCreateServiceLinkedRole = "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE",
} }
structure! { Account {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    email: Option<Sensitive<String>> = "Email",
    name: Option<Sensitive<String>> = "Name",
    status: Option<AccountStatus> = "Status",
    state: Option<AccountState> = "State",
    paths: Option<Vec<String>> = "Paths",
    joined_method: Option<AccountJoinedMethod> = "JoinedMethod",
    joined_timestamp: Option<Timestamp> = "JoinedTimestamp",
} }
modelled_error! { AccountAlreadyClosedException("AccountAlreadyClosedException", 400, Sender, "Message") {
} }
modelled_error! { AccountAlreadyRegisteredException("AccountAlreadyRegisteredException", 400, Sender, "Message") {
} }
enumeration! { AccountJoinedMethod {
    Invited = "INVITED",
    Created = "CREATED",
} }
modelled_error! { AccountNotFoundException("AccountNotFoundException", 400, Sender, "Message") {
} }
modelled_error! { AccountNotRegisteredException("AccountNotRegisteredException", 400, Sender, "Message") {
} }
modelled_error! { AccountOwnerNotVerifiedException("AccountOwnerNotVerifiedException", 400, Sender, "Message") {
} }
enumeration! { AccountState {
    PendingActivation = "PENDING_ACTIVATION",
    Active = "ACTIVE",
    Suspended = "SUSPENDED",
    PendingClosure = "PENDING_CLOSURE",
    Closed = "CLOSED",
} }
enumeration! { AccountStatus {
    Active = "ACTIVE",
    Suspended = "SUSPENDED",
    PendingClosure = "PENDING_CLOSURE",
} }
enumeration! { ActionType {
    Invite = "INVITE",
    EnableAllFeatures = "ENABLE_ALL_FEATURES",
    ApproveAllFeatures = "APPROVE_ALL_FEATURES",
    AddOrganizationsServiceLinkedRole = "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE",
    TransferResponsibility = "TRANSFER_RESPONSIBILITY",
} }
modelled_error! { AlreadyInOrganizationException("AlreadyInOrganizationException", 400, Sender, "Message") {
} }
structure! { AttachPolicyRequest {
    policy_id: String = "PolicyId",
    target_id: String = "TargetId",
} }
structure! { CancelHandshakeRequest {
    handshake_id: String = "HandshakeId",
} }
structure! { CancelHandshakeResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { Child {
    id: Option<String> = "Id",
    r#type: Option<ChildType> = "Type",
} }
modelled_error! { ChildNotFoundException("ChildNotFoundException", 400, Sender, "Message") {
} }
enumeration! { ChildType {
    Account = "ACCOUNT",
    OrganizationalUnit = "ORGANIZATIONAL_UNIT",
} }
structure! { CloseAccountRequest {
    account_id: String = "AccountId",
} }
modelled_error! { ConcurrentModificationException("ConcurrentModificationException", 400, Sender, "Message") {
} }
modelled_error! { ConflictException("ConflictException", 400, Sender, "Message") {
} }
modelled_error! { ConstraintViolationException("ConstraintViolationException", 400, Sender, "Message") {
    reason: Option<ConstraintViolationExceptionReason> = "Reason",
} }
enumeration! { ConstraintViolationExceptionReason {
    AccountNumberLimitExceeded = "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
    HandshakeRateLimitExceeded = "HANDSHAKE_RATE_LIMIT_EXCEEDED",
    OuNumberLimitExceeded = "OU_NUMBER_LIMIT_EXCEEDED",
    OuDepthLimitExceeded = "OU_DEPTH_LIMIT_EXCEEDED",
    PolicyNumberLimitExceeded = "POLICY_NUMBER_LIMIT_EXCEEDED",
    PolicyContentLimitExceeded = "POLICY_CONTENT_LIMIT_EXCEEDED",
    MaxPolicyTypeAttachmentLimitExceeded = "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    MinPolicyTypeAttachmentLimitExceeded = "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    AccountCannotLeaveOrganization = "ACCOUNT_CANNOT_LEAVE_ORGANIZATION",
    AccountCannotLeaveWithoutEula = "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA",
    AccountCannotLeaveWithoutPhoneVerification = "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION",
    MasterAccountPaymentInstrumentRequired = "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
    MemberAccountPaymentInstrumentRequired = "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
    AccountCreationRateLimitExceeded = "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
    MasterAccountAddressDoesNotMatchMarketplace = "MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE",
    MasterAccountMissingContactInfo = "MASTER_ACCOUNT_MISSING_CONTACT_INFO",
    MasterAccountNotGovcloudEnabled = "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED",
    OrganizationNotInAllFeaturesMode = "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
    CreateOrganizationInBillingModeUnsupportedRegion = "CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION",
    EmailVerificationCodeExpired = "EMAIL_VERIFICATION_CODE_EXPIRED",
    WaitPeriodActive = "WAIT_PERIOD_ACTIVE",
    MaxTagLimitExceeded = "MAX_TAG_LIMIT_EXCEEDED",
    TagPolicyViolation = "TAG_POLICY_VIOLATION",
    MaxDelegatedAdministratorsForServiceLimitExceeded = "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
    CannotRegisterMasterAsDelegatedAdministrator = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
    CannotRemoveDelegatedAdministratorFromOrg = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    DelegatedAdministratorExistsForThisService = "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
    PolicyTypeEnabledForThisService = "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE",
    MasterAccountMissingBusinessLicense = "MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE",
    CannotCloseManagementAccount = "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
    CloseAccountQuotaExceeded = "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
    CloseAccountRequestsLimitExceeded = "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
    ServiceAccessNotEnabled = "SERVICE_ACCESS_NOT_ENABLED",
    InvalidPaymentInstrument = "INVALID_PAYMENT_INSTRUMENT",
    AccountCreationNotComplete = "ACCOUNT_CREATION_NOT_COMPLETE",
    CannotRegisterSuspendedAccountAsDelegatedAdministrator = "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
    AllFeaturesMigrationOrganizationSizeLimitExceeded = "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED",
    ResponsibilityTransferMaxLevelViolation = "RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION",
    ResponsibilityTransferMaxInboundQuotaViolation = "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION",
    ResponsibilityTransferMaxOutboundQuotaViolation = "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION",
    ResponsibilityTransferMaxTransfersQuotaViolation = "RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION",
    ActiveResponsibilityTransferProcess = "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS",
    TransferResponsibilityTargetDeletionInProgress = "TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS",
    TransferResponsibilitySourceDeletionInProgress = "TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS",
    UnsupportedPricing = "UNSUPPORTED_PRICING",
    UnmetBillingPrerequisite = "UNMET_BILLING_PREREQUISITE",
    AccountNotActiveForTransferResponsibility = "ACCOUNT_NOT_ACTIVE_FOR_TRANSFER_RESPONSIBILITY",
    TransferResponsibilityUpdateNotAllowed = "TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED",
} }
enumeration! { CreateAccountFailureReason {
    AccountLimitExceeded = "ACCOUNT_LIMIT_EXCEEDED",
    EmailAlreadyExists = "EMAIL_ALREADY_EXISTS",
    InvalidAddress = "INVALID_ADDRESS",
    InvalidEmail = "INVALID_EMAIL",
    ConcurrentAccountModification = "CONCURRENT_ACCOUNT_MODIFICATION",
    InternalFailure = "INTERNAL_FAILURE",
    GovcloudAccountAlreadyExists = "GOVCLOUD_ACCOUNT_ALREADY_EXISTS",
    MissingBusinessValidation = "MISSING_BUSINESS_VALIDATION",
    FailedBusinessValidation = "FAILED_BUSINESS_VALIDATION",
    PendingBusinessValidation = "PENDING_BUSINESS_VALIDATION",
    InvalidIdentityForBusinessValidation = "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION",
    UnknownBusinessValidation = "UNKNOWN_BUSINESS_VALIDATION",
    MissingPaymentInstrument = "MISSING_PAYMENT_INSTRUMENT",
    InvalidPaymentInstrument = "INVALID_PAYMENT_INSTRUMENT",
    UpdateExistingResourcePolicyWithTagsNotSupported = "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
} }
structure! { CreateAccountRequest {
    email: Sensitive<String> = "Email",
    account_name: Sensitive<String> = "AccountName",
    role_name: Option<String> = "RoleName",
    iam_user_access_to_billing: Option<IAMUserAccessToBilling> = "IamUserAccessToBilling",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateAccountResponse {
    create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
} }
enumeration! { CreateAccountState {
    InProgress = "IN_PROGRESS",
    Succeeded = "SUCCEEDED",
    Failed = "FAILED",
} }
structure! { CreateAccountStatus {
    id: Option<String> = "Id",
    account_name: Option<Sensitive<String>> = "AccountName",
    state: Option<CreateAccountState> = "State",
    requested_timestamp: Option<Timestamp> = "RequestedTimestamp",
    completed_timestamp: Option<Timestamp> = "CompletedTimestamp",
    account_id: Option<String> = "AccountId",
    gov_cloud_account_id: Option<String> = "GovCloudAccountId",
    failure_reason: Option<CreateAccountFailureReason> = "FailureReason",
} }
modelled_error! { CreateAccountStatusNotFoundException("CreateAccountStatusNotFoundException", 400, Sender, "Message") {
} }
structure! { CreateGovCloudAccountRequest {
    email: Sensitive<String> = "Email",
    account_name: Sensitive<String> = "AccountName",
    role_name: Option<String> = "RoleName",
    iam_user_access_to_billing: Option<IAMUserAccessToBilling> = "IamUserAccessToBilling",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateGovCloudAccountResponse {
    create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
} }
structure! { CreateOrganizationRequest {
    feature_set: Option<OrganizationFeatureSet> = "FeatureSet",
} }
structure! { CreateOrganizationResponse {
    organization: Option<Organization> = "Organization",
} }
structure! { CreateOrganizationalUnitRequest {
    parent_id: String = "ParentId",
    name: String = "Name",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
} }
structure! { CreatePolicyRequest {
    content: String = "Content",
    description: String = "Description",
    name: String = "Name",
    r#type: PolicyType = "Type",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreatePolicyResponse {
    policy: Option<Policy> = "Policy",
} }
structure! { DeclineHandshakeRequest {
    handshake_id: String = "HandshakeId",
} }
structure! { DeclineHandshakeResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { DelegatedAdministrator {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    email: Option<Sensitive<String>> = "Email",
    name: Option<Sensitive<String>> = "Name",
    status: Option<AccountStatus> = "Status",
    state: Option<AccountState> = "State",
    joined_method: Option<AccountJoinedMethod> = "JoinedMethod",
    joined_timestamp: Option<Timestamp> = "JoinedTimestamp",
    delegation_enabled_date: Option<Timestamp> = "DelegationEnabledDate",
} }
structure! { DelegatedService {
    service_principal: Option<String> = "ServicePrincipal",
    delegation_enabled_date: Option<Timestamp> = "DelegationEnabledDate",
} }
structure! { DeleteOrganizationalUnitRequest {
    organizational_unit_id: String = "OrganizationalUnitId",
} }
structure! { DeletePolicyRequest {
    policy_id: String = "PolicyId",
} }
structure! { DeregisterDelegatedAdministratorRequest {
    account_id: String = "AccountId",
    service_principal: String = "ServicePrincipal",
} }
structure! { DescribeAccountRequest {
    account_id: String = "AccountId",
} }
structure! { DescribeAccountResponse {
    account: Option<Account> = "Account",
} }
structure! { DescribeCreateAccountStatusRequest {
    create_account_request_id: String = "CreateAccountRequestId",
} }
structure! { DescribeCreateAccountStatusResponse {
    create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
} }
structure! { DescribeEffectivePolicyRequest {
    policy_type: EffectivePolicyType = "PolicyType",
    target_id: Option<String> = "TargetId",
} }
structure! { DescribeEffectivePolicyResponse {
    effective_policy: Option<EffectivePolicy> = "EffectivePolicy",
} }
structure! { DescribeHandshakeRequest {
    handshake_id: String = "HandshakeId",
} }
structure! { DescribeHandshakeResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { DescribeOrganizationResponse {
    organization: Option<Organization> = "Organization",
} }
structure! { DescribeOrganizationalUnitRequest {
    organizational_unit_id: String = "OrganizationalUnitId",
} }
structure! { DescribeOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
} }
structure! { DescribePolicyRequest {
    policy_id: String = "PolicyId",
} }
structure! { DescribePolicyResponse {
    policy: Option<Policy> = "Policy",
} }
structure! { DescribeResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
} }
structure! { DescribeResponsibilityTransferRequest {
    id: String = "Id",
} }
structure! { DescribeResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
} }
modelled_error! { DestinationParentNotFoundException("DestinationParentNotFoundException", 400, Sender, "Message") {
} }
structure! { DetachPolicyRequest {
    policy_id: String = "PolicyId",
    target_id: String = "TargetId",
} }
structure! { DisableAWSServiceAccessRequest {
    service_principal: String = "ServicePrincipal",
} }
structure! { DisablePolicyTypeRequest {
    root_id: String = "RootId",
    policy_type: PolicyType = "PolicyType",
} }
structure! { DisablePolicyTypeResponse {
    root: Option<Root> = "Root",
} }
modelled_error! { DuplicateAccountException("DuplicateAccountException", 400, Sender, "Message") {
} }
modelled_error! { DuplicateHandshakeException("DuplicateHandshakeException", 400, Sender, "Message") {
} }
modelled_error! { DuplicateOrganizationalUnitException("DuplicateOrganizationalUnitException", 400, Sender, "Message") {
} }
modelled_error! { DuplicatePolicyAttachmentException("DuplicatePolicyAttachmentException", 400, Sender, "Message") {
} }
modelled_error! { DuplicatePolicyException("DuplicatePolicyException", 400, Sender, "Message") {
} }
structure! { EffectivePolicy {
    policy_content: Option<String> = "PolicyContent",
    last_updated_timestamp: Option<Timestamp> = "LastUpdatedTimestamp",
    target_id: Option<String> = "TargetId",
    policy_type: Option<EffectivePolicyType> = "PolicyType",
} }
modelled_error! { EffectivePolicyNotFoundException("EffectivePolicyNotFoundException", 400, Sender, "Message") {
} }
enumeration! { EffectivePolicyType {
    TagPolicy = "TAG_POLICY",
    BackupPolicy = "BACKUP_POLICY",
    AiservicesOptOutPolicy = "AISERVICES_OPT_OUT_POLICY",
    ChatbotPolicy = "CHATBOT_POLICY",
    DeclarativePolicyEc2 = "DECLARATIVE_POLICY_EC2",
    SecurityhubPolicy = "SECURITYHUB_POLICY",
    SecurityhubCspmPolicy = "SECURITYHUB_CSPM_POLICY",
    InspectorPolicy = "INSPECTOR_POLICY",
    UpgradeRolloutPolicy = "UPGRADE_ROLLOUT_POLICY",
    BedrockPolicy = "BEDROCK_POLICY",
    S3Policy = "S3_POLICY",
    NetworkSecurityDirectorPolicy = "NETWORK_SECURITY_DIRECTOR_POLICY",
    GuarddutyPolicy = "GUARDDUTY_POLICY",
} }
structure! { EffectivePolicyValidationError {
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    path_to_error: Option<String> = "PathToError",
    contributing_policies: Option<Vec<String>> = "ContributingPolicies",
} }
structure! { EnableAWSServiceAccessRequest {
    service_principal: String = "ServicePrincipal",
} }
structure! { EnableAllFeaturesRequest {
} }
structure! { EnableAllFeaturesResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { EnablePolicyTypeRequest {
    root_id: String = "RootId",
    policy_type: PolicyType = "PolicyType",
} }
structure! { EnablePolicyTypeResponse {
    root: Option<Root> = "Root",
} }
structure! { EnabledServicePrincipal {
    service_principal: Option<String> = "ServicePrincipal",
    date_enabled: Option<Timestamp> = "DateEnabled",
} }
modelled_error! { FinalizingOrganizationException("FinalizingOrganizationException", 400, Sender, "Message") {
} }
structure! { Handshake {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    parties: Option<Vec<HandshakeParty>> = "Parties",
    state: Option<HandshakeState> = "State",
    requested_timestamp: Option<Timestamp> = "RequestedTimestamp",
    expiration_timestamp: Option<Timestamp> = "ExpirationTimestamp",
    action: Option<ActionType> = "Action",
    resources: Option<Vec<HandshakeResource>> = "Resources",
} }
modelled_error! { HandshakeAlreadyInStateException("HandshakeAlreadyInStateException", 400, Sender, "Message") {
} }
modelled_error! { HandshakeConstraintViolationException("HandshakeConstraintViolationException", 400, Sender, "Message") {
    reason: Option<HandshakeConstraintViolationExceptionReason> = "Reason",
} }
enumeration! { HandshakeConstraintViolationExceptionReason {
    AccountNumberLimitExceeded = "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
    HandshakeRateLimitExceeded = "HANDSHAKE_RATE_LIMIT_EXCEEDED",
    AlreadyInAnOrganization = "ALREADY_IN_AN_ORGANIZATION",
    OrganizationAlreadyHasAllFeatures = "ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
    OrganizationIsAlreadyPendingAllFeaturesMigration = "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
    InviteDisabledDuringEnableAllFeatures = "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
    PaymentInstrumentRequired = "PAYMENT_INSTRUMENT_REQUIRED",
    OrganizationFromDifferentSellerOfRecord = "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD",
    OrganizationMembershipChangeRateLimitExceeded = "ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED",
    ManagementAccountEmailNotVerified = "MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED",
    ResponsibilityTransferAlreadyExists = "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS",
    SourceAndTargetCannotMatch = "SOURCE_AND_TARGET_CANNOT_MATCH",
    UnusedPrepaymentBalance = "UNUSED_PREPAYMENT_BALANCE",
    LegacyPermissionsStillInUse = "LEGACY_PERMISSIONS_STILL_IN_USE",
    PastDueInvoice = "PAST_DUE_INVOICE",
    TargetAccountValidationFailure = "TARGET_ACCOUNT_VALIDATION_FAILURE",
} }
structure! { HandshakeFilter {
    action_type: Option<ActionType> = "ActionType",
    parent_handshake_id: Option<String> = "ParentHandshakeId",
} }
modelled_error! { HandshakeNotFoundException("HandshakeNotFoundException", 400, Sender, "Message") {
} }
structure! { HandshakeParty {
    id: Sensitive<String> = "Id",
    r#type: HandshakePartyType = "Type",
} }
enumeration! { HandshakePartyType {
    Account = "ACCOUNT",
    Organization = "ORGANIZATION",
    Email = "EMAIL",
} }
structure! { HandshakeResource {
    value: Option<Sensitive<String>> = "Value",
    r#type: Option<HandshakeResourceType> = "Type",
    resources: Option<Vec<HandshakeResource>> = "Resources",
} }
enumeration! { HandshakeResourceType {
    Account = "ACCOUNT",
    Organization = "ORGANIZATION",
    OrganizationFeatureSet = "ORGANIZATION_FEATURE_SET",
    Email = "EMAIL",
    MasterEmail = "MASTER_EMAIL",
    MasterName = "MASTER_NAME",
    Notes = "NOTES",
    ParentHandshake = "PARENT_HANDSHAKE",
    ResponsibilityTransfer = "RESPONSIBILITY_TRANSFER",
    TransferStartTimestamp = "TRANSFER_START_TIMESTAMP",
    TransferType = "TRANSFER_TYPE",
    ManagementAccount = "MANAGEMENT_ACCOUNT",
    ManagementEmail = "MANAGEMENT_EMAIL",
    ManagementName = "MANAGEMENT_NAME",
} }
enumeration! { HandshakeState {
    Requested = "REQUESTED",
    Open = "OPEN",
    Canceled = "CANCELED",
    Accepted = "ACCEPTED",
    Declined = "DECLINED",
    Expired = "EXPIRED",
} }
enumeration! { IAMUserAccessToBilling {
    Allow = "ALLOW",
    Deny = "DENY",
} }
modelled_error! { InvalidHandshakeTransitionException("InvalidHandshakeTransitionException", 400, Sender, "Message") {
} }
modelled_error! { InvalidInputException("InvalidInputException", 400, Sender, "Message") {
    reason: Option<InvalidInputExceptionReason> = "Reason",
} }
enumeration! { InvalidInputExceptionReason {
    InvalidPartyTypeTarget = "INVALID_PARTY_TYPE_TARGET",
    InvalidSyntaxOrganizationArn = "INVALID_SYNTAX_ORGANIZATION_ARN",
    InvalidSyntaxPolicyId = "INVALID_SYNTAX_POLICY_ID",
    InvalidEnum = "INVALID_ENUM",
    InvalidEnumPolicyType = "INVALID_ENUM_POLICY_TYPE",
    InvalidListMember = "INVALID_LIST_MEMBER",
    MaxLengthExceeded = "MAX_LENGTH_EXCEEDED",
    MaxValueExceeded = "MAX_VALUE_EXCEEDED",
    MinLengthExceeded = "MIN_LENGTH_EXCEEDED",
    MinValueExceeded = "MIN_VALUE_EXCEEDED",
    ImmutablePolicy = "IMMUTABLE_POLICY",
    InvalidPattern = "INVALID_PATTERN",
    InvalidPatternTargetId = "INVALID_PATTERN_TARGET_ID",
    InputRequired = "INPUT_REQUIRED",
    InvalidNextToken = "INVALID_NEXT_TOKEN",
    MaxLimitExceededFilter = "MAX_LIMIT_EXCEEDED_FILTER",
    MovingAccountBetweenDifferentRoots = "MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS",
    InvalidFullNameTarget = "INVALID_FULL_NAME_TARGET",
    UnrecognizedServicePrincipal = "UNRECOGNIZED_SERVICE_PRINCIPAL",
    InvalidRoleName = "INVALID_ROLE_NAME",
    InvalidSystemTagsParameter = "INVALID_SYSTEM_TAGS_PARAMETER",
    DuplicateTagKey = "DUPLICATE_TAG_KEY",
    TargetNotSupported = "TARGET_NOT_SUPPORTED",
    InvalidEmailAddressTarget = "INVALID_EMAIL_ADDRESS_TARGET",
    InvalidResourcePolicyJson = "INVALID_RESOURCE_POLICY_JSON",
    InvalidPrincipal = "INVALID_PRINCIPAL",
    UnsupportedActionInResourcePolicy = "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
    UnsupportedPolicyTypeInResourcePolicy = "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY",
    UnsupportedResourceInResourcePolicy = "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY",
    NonDetachablePolicy = "NON_DETACHABLE_POLICY",
    CallerRequiredFieldMissing = "CALLER_REQUIRED_FIELD_MISSING",
    UnsupportedActionInResponsibilityTransfer = "UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER",
    StartDateNotBeginningOfMonth = "START_DATE_NOT_BEGINNING_OF_MONTH",
    StartDateNotBeginningOfDay = "START_DATE_NOT_BEGINNING_OF_DAY",
    StartDateTooEarly = "START_DATE_TOO_EARLY",
    StartDateTooLate = "START_DATE_TOO_LATE",
    InvalidStartDate = "INVALID_START_DATE",
    EndDateNotEndOfMonth = "END_DATE_NOT_END_OF_MONTH",
    EndDateTooEarly = "END_DATE_TOO_EARLY",
    EndDateTooLate = "END_DATE_TOO_LATE",
    InvalidEndDate = "INVALID_END_DATE",
} }
modelled_error! { InvalidResponsibilityTransferTransitionException("InvalidResponsibilityTransferTransitionException", 400, Sender, "Message") {
} }
structure! { InviteAccountToOrganizationRequest {
    target: HandshakeParty = "Target",
    notes: Option<Sensitive<String>> = "Notes",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { InviteAccountToOrganizationResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { InviteOrganizationToTransferResponsibilityRequest {
    r#type: ResponsibilityTransferType = "Type",
    target: HandshakeParty = "Target",
    notes: Option<Sensitive<String>> = "Notes",
    start_timestamp: Timestamp = "StartTimestamp",
    source_name: Sensitive<String> = "SourceName",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { InviteOrganizationToTransferResponsibilityResponse {
    handshake: Option<Handshake> = "Handshake",
} }
structure! { ListAWSServiceAccessForOrganizationRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAWSServiceAccessForOrganizationResponse {
    enabled_service_principals: Option<Vec<EnabledServicePrincipal>> = "EnabledServicePrincipals",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAccountsForParentRequest {
    parent_id: String = "ParentId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAccountsForParentResponse {
    accounts: Option<Vec<Account>> = "Accounts",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAccountsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAccountsResponse {
    accounts: Option<Vec<Account>> = "Accounts",
    next_token: Option<String> = "NextToken",
} }
structure! { ListAccountsWithInvalidEffectivePolicyRequest {
    policy_type: EffectivePolicyType = "PolicyType",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListAccountsWithInvalidEffectivePolicyResponse {
    accounts: Option<Vec<Account>> = "Accounts",
    policy_type: Option<EffectivePolicyType> = "PolicyType",
    next_token: Option<String> = "NextToken",
} }
structure! { ListChildrenRequest {
    parent_id: String = "ParentId",
    child_type: ChildType = "ChildType",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListChildrenResponse {
    children: Option<Vec<Child>> = "Children",
    next_token: Option<String> = "NextToken",
} }
structure! { ListCreateAccountStatusRequest {
    states: Option<Vec<CreateAccountState>> = "States",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListCreateAccountStatusResponse {
    create_account_statuses: Option<Vec<CreateAccountStatus>> = "CreateAccountStatuses",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDelegatedAdministratorsRequest {
    service_principal: Option<String> = "ServicePrincipal",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListDelegatedAdministratorsResponse {
    delegated_administrators: Option<Vec<DelegatedAdministrator>> = "DelegatedAdministrators",
    next_token: Option<String> = "NextToken",
} }
structure! { ListDelegatedServicesForAccountRequest {
    account_id: String = "AccountId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListDelegatedServicesForAccountResponse {
    delegated_services: Option<Vec<DelegatedService>> = "DelegatedServices",
    next_token: Option<String> = "NextToken",
} }
structure! { ListEffectivePolicyValidationErrorsRequest {
    account_id: String = "AccountId",
    policy_type: EffectivePolicyType = "PolicyType",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListEffectivePolicyValidationErrorsResponse {
    account_id: Option<String> = "AccountId",
    policy_type: Option<EffectivePolicyType> = "PolicyType",
    path: Option<String> = "Path",
    evaluation_timestamp: Option<Timestamp> = "EvaluationTimestamp",
    next_token: Option<String> = "NextToken",
    effective_policy_validation_errors: Option<Vec<EffectivePolicyValidationError>> = "EffectivePolicyValidationErrors",
} }
structure! { ListHandshakesForAccountRequest {
    filter: Option<HandshakeFilter> = "Filter",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListHandshakesForAccountResponse {
    handshakes: Option<Vec<Handshake>> = "Handshakes",
    next_token: Option<String> = "NextToken",
} }
structure! { ListHandshakesForOrganizationRequest {
    filter: Option<HandshakeFilter> = "Filter",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListHandshakesForOrganizationResponse {
    handshakes: Option<Vec<Handshake>> = "Handshakes",
    next_token: Option<String> = "NextToken",
} }
structure! { ListInboundResponsibilityTransfersRequest {
    r#type: ResponsibilityTransferType = "Type",
    id: Option<String> = "Id",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListInboundResponsibilityTransfersResponse {
    responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOrganizationalUnitsForParentRequest {
    parent_id: String = "ParentId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListOrganizationalUnitsForParentResponse {
    organizational_units: Option<Vec<OrganizationalUnit>> = "OrganizationalUnits",
    next_token: Option<String> = "NextToken",
} }
structure! { ListOutboundResponsibilityTransfersRequest {
    r#type: ResponsibilityTransferType = "Type",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListOutboundResponsibilityTransfersResponse {
    responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
    next_token: Option<String> = "NextToken",
} }
structure! { ListParentsRequest {
    child_id: String = "ChildId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListParentsResponse {
    parents: Option<Vec<Parent>> = "Parents",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPoliciesForTargetRequest {
    target_id: String = "TargetId",
    filter: PolicyType = "Filter",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListPoliciesForTargetResponse {
    policies: Option<Vec<PolicySummary>> = "Policies",
    next_token: Option<String> = "NextToken",
} }
structure! { ListPoliciesRequest {
    filter: PolicyType = "Filter",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListPoliciesResponse {
    policies: Option<Vec<PolicySummary>> = "Policies",
    next_token: Option<String> = "NextToken",
} }
structure! { ListRootsRequest {
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListRootsResponse {
    roots: Option<Vec<Root>> = "Roots",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceRequest {
    resource_id: String = "ResourceId",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = "Tags",
    next_token: Option<String> = "NextToken",
} }
structure! { ListTargetsForPolicyRequest {
    policy_id: String = "PolicyId",
    next_token: Option<String> = "NextToken",
    max_results: Option<i32> = "MaxResults",
} }
structure! { ListTargetsForPolicyResponse {
    targets: Option<Vec<PolicyTargetSummary>> = "Targets",
    next_token: Option<String> = "NextToken",
} }
modelled_error! { MalformedPolicyDocumentException("MalformedPolicyDocumentException", 400, Sender, "Message") {
} }
modelled_error! { MasterCannotLeaveOrganizationException("MasterCannotLeaveOrganizationException", 400, Sender, "Message") {
} }
structure! { MoveAccountRequest {
    account_id: String = "AccountId",
    source_parent_id: String = "SourceParentId",
    destination_parent_id: String = "DestinationParentId",
} }
structure! { Organization {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    feature_set: Option<OrganizationFeatureSet> = "FeatureSet",
    master_account_arn: Option<String> = "MasterAccountArn",
    master_account_id: Option<String> = "MasterAccountId",
    master_account_email: Option<Sensitive<String>> = "MasterAccountEmail",
    available_policy_types: Option<Vec<PolicyTypeSummary>> = "AvailablePolicyTypes",
} }
enumeration! { OrganizationFeatureSet {
    All = "ALL",
    ConsolidatedBilling = "CONSOLIDATED_BILLING",
} }
modelled_error! { OrganizationNotEmptyException("OrganizationNotEmptyException", 400, Sender, "Message") {
} }
structure! { OrganizationalUnit {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    path: Option<String> = "Path",
} }
modelled_error! { OrganizationalUnitNotEmptyException("OrganizationalUnitNotEmptyException", 400, Sender, "Message") {
} }
modelled_error! { OrganizationalUnitNotFoundException("OrganizationalUnitNotFoundException", 400, Sender, "Message") {
} }
structure! { Parent {
    id: Option<String> = "Id",
    r#type: Option<ParentType> = "Type",
} }
modelled_error! { ParentNotFoundException("ParentNotFoundException", 400, Sender, "Message") {
} }
enumeration! { ParentType {
    Root = "ROOT",
    OrganizationalUnit = "ORGANIZATIONAL_UNIT",
} }
structure! { Policy {
    policy_summary: Option<PolicySummary> = "PolicySummary",
    content: Option<String> = "Content",
} }
modelled_error! { PolicyChangesInProgressException("PolicyChangesInProgressException", 400, Sender, "Message") {
} }
modelled_error! { PolicyInUseException("PolicyInUseException", 400, Sender, "Message") {
} }
modelled_error! { PolicyNotAttachedException("PolicyNotAttachedException", 400, Sender, "Message") {
} }
modelled_error! { PolicyNotFoundException("PolicyNotFoundException", 400, Sender, "Message") {
} }
structure! { PolicySummary {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    r#type: Option<PolicyType> = "Type",
    aws_managed: Option<bool> = "AwsManaged",
} }
structure! { PolicyTargetSummary {
    target_id: Option<String> = "TargetId",
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    r#type: Option<TargetType> = "Type",
} }
enumeration! { PolicyType {
    ServiceControlPolicy = "SERVICE_CONTROL_POLICY",
    ResourceControlPolicy = "RESOURCE_CONTROL_POLICY",
    TagPolicy = "TAG_POLICY",
    BackupPolicy = "BACKUP_POLICY",
    AiservicesOptOutPolicy = "AISERVICES_OPT_OUT_POLICY",
    ChatbotPolicy = "CHATBOT_POLICY",
    DeclarativePolicyEc2 = "DECLARATIVE_POLICY_EC2",
    SecurityhubPolicy = "SECURITYHUB_POLICY",
    SecurityhubCspmPolicy = "SECURITYHUB_CSPM_POLICY",
    InspectorPolicy = "INSPECTOR_POLICY",
    UpgradeRolloutPolicy = "UPGRADE_ROLLOUT_POLICY",
    BedrockPolicy = "BEDROCK_POLICY",
    S3Policy = "S3_POLICY",
    NetworkSecurityDirectorPolicy = "NETWORK_SECURITY_DIRECTOR_POLICY",
    GuarddutyPolicy = "GUARDDUTY_POLICY",
} }
modelled_error! { PolicyTypeAlreadyEnabledException("PolicyTypeAlreadyEnabledException", 400, Sender, "Message") {
} }
modelled_error! { PolicyTypeNotAvailableForOrganizationException("PolicyTypeNotAvailableForOrganizationException", 400, Sender, "Message") {
} }
modelled_error! { PolicyTypeNotEnabledException("PolicyTypeNotEnabledException", 400, Sender, "Message") {
} }
enumeration! { PolicyTypeStatus {
    Enabled = "ENABLED",
    PendingEnable = "PENDING_ENABLE",
    PendingDisable = "PENDING_DISABLE",
} }
structure! { PolicyTypeSummary {
    r#type: Option<PolicyType> = "Type",
    status: Option<PolicyTypeStatus> = "Status",
} }
structure! { PutResourcePolicyRequest {
    content: String = "Content",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PutResourcePolicyResponse {
    resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
} }
structure! { RegisterDelegatedAdministratorRequest {
    account_id: String = "AccountId",
    service_principal: String = "ServicePrincipal",
} }
structure! { RemoveAccountFromOrganizationRequest {
    account_id: String = "AccountId",
} }
structure! { ResourcePolicy {
    resource_policy_summary: Option<ResourcePolicySummary> = "ResourcePolicySummary",
    content: Option<String> = "Content",
} }
modelled_error! { ResourcePolicyNotFoundException("ResourcePolicyNotFoundException", 400, Sender, "Message") {
} }
structure! { ResourcePolicySummary {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
} }
structure! { ResponsibilityTransfer {
    arn: Option<String> = "Arn",
    name: Option<Sensitive<String>> = "Name",
    id: Option<String> = "Id",
    r#type: Option<ResponsibilityTransferType> = "Type",
    status: Option<ResponsibilityTransferStatus> = "Status",
    source: Option<TransferParticipant> = "Source",
    target: Option<TransferParticipant> = "Target",
    start_timestamp: Option<Timestamp> = "StartTimestamp",
    end_timestamp: Option<Timestamp> = "EndTimestamp",
    active_handshake_id: Option<String> = "ActiveHandshakeId",
} }
modelled_error! { ResponsibilityTransferAlreadyInStatusException("ResponsibilityTransferAlreadyInStatusException", 400, Sender, "Message") {
} }
modelled_error! { ResponsibilityTransferNotFoundException("ResponsibilityTransferNotFoundException", 400, Sender, "Message") {
} }
enumeration! { ResponsibilityTransferStatus {
    Requested = "REQUESTED",
    Declined = "DECLINED",
    Canceled = "CANCELED",
    Expired = "EXPIRED",
    Accepted = "ACCEPTED",
    Withdrawn = "WITHDRAWN",
} }
enumeration! { ResponsibilityTransferType {
    Billing = "BILLING",
} }
structure! { Root {
    id: Option<String> = "Id",
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    policy_types: Option<Vec<PolicyTypeSummary>> = "PolicyTypes",
} }
modelled_error! { RootNotFoundException("RootNotFoundException", 400, Sender, "Message") {
} }
modelled_error! { ServiceException("ServiceException", 500, Receiver, "Message") {
} }
modelled_error! { SourceParentNotFoundException("SourceParentNotFoundException", 400, Sender, "Message") {
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagResourceRequest {
    resource_id: String = "ResourceId",
    tags: Vec<Tag> = "Tags",
} }
modelled_error! { TargetNotFoundException("TargetNotFoundException", 400, Sender, "Message") {
} }
enumeration! { TargetType {
    Account = "ACCOUNT",
    OrganizationalUnit = "ORGANIZATIONAL_UNIT",
    Root = "ROOT",
} }
structure! { TerminateResponsibilityTransferRequest {
    id: String = "Id",
    end_timestamp: Option<Timestamp> = "EndTimestamp",
} }
structure! { TerminateResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
} }
modelled_error! { TooManyRequestsException("TooManyRequestsException", 400, Sender, "Message") {
    r#type: Option<String> = "Type",
} }
structure! { TransferParticipant {
    management_account_id: Option<String> = "ManagementAccountId",
    management_account_email: Option<Sensitive<String>> = "ManagementAccountEmail",
} }
modelled_error! { UnsupportedAPIEndpointException("UnsupportedAPIEndpointException", 400, Sender, "Message") {
} }
structure! { UntagResourceRequest {
    resource_id: String = "ResourceId",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UpdateOrganizationalUnitRequest {
    organizational_unit_id: String = "OrganizationalUnitId",
    name: Option<String> = "Name",
} }
structure! { UpdateOrganizationalUnitResponse {
    organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
} }
structure! { UpdatePolicyRequest {
    policy_id: String = "PolicyId",
    name: Option<String> = "Name",
    description: Option<String> = "Description",
    content: Option<String> = "Content",
} }
structure! { UpdatePolicyResponse {
    policy: Option<Policy> = "Policy",
} }
structure! { UpdateResponsibilityTransferRequest {
    id: String = "Id",
    name: Sensitive<String> = "Name",
} }
structure! { UpdateResponsibilityTransferResponse {
    responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "organizations" {
        AcceptHandshake: AcceptHandshakeRequest => AcceptHandshakeResponse,
        AttachPolicy: AttachPolicyRequest => Unit,
        CancelHandshake: CancelHandshakeRequest => CancelHandshakeResponse,
        CloseAccount: CloseAccountRequest => Unit,
        CreateAccount: CreateAccountRequest => CreateAccountResponse,
        CreateGovCloudAccount: CreateGovCloudAccountRequest => CreateGovCloudAccountResponse,
        CreateOrganization: CreateOrganizationRequest => CreateOrganizationResponse,
        CreateOrganizationalUnit: CreateOrganizationalUnitRequest => CreateOrganizationalUnitResponse,
        CreatePolicy: CreatePolicyRequest => CreatePolicyResponse,
        DeclineHandshake: DeclineHandshakeRequest => DeclineHandshakeResponse,
        DeleteOrganization: Unit => Unit,
        DeleteOrganizationalUnit: DeleteOrganizationalUnitRequest => Unit,
        DeletePolicy: DeletePolicyRequest => Unit,
        DeleteResourcePolicy: Unit => Unit,
        DeregisterDelegatedAdministrator: DeregisterDelegatedAdministratorRequest => Unit,
        DescribeAccount: DescribeAccountRequest => DescribeAccountResponse,
        DescribeCreateAccountStatus: DescribeCreateAccountStatusRequest => DescribeCreateAccountStatusResponse,
        DescribeEffectivePolicy: DescribeEffectivePolicyRequest => DescribeEffectivePolicyResponse,
        DescribeHandshake: DescribeHandshakeRequest => DescribeHandshakeResponse,
        DescribeOrganization: Unit => DescribeOrganizationResponse,
        DescribeOrganizationalUnit: DescribeOrganizationalUnitRequest => DescribeOrganizationalUnitResponse,
        DescribePolicy: DescribePolicyRequest => DescribePolicyResponse,
        DescribeResourcePolicy: Unit => DescribeResourcePolicyResponse,
        DescribeResponsibilityTransfer: DescribeResponsibilityTransferRequest => DescribeResponsibilityTransferResponse,
        DetachPolicy: DetachPolicyRequest => Unit,
        DisableAWSServiceAccess: DisableAWSServiceAccessRequest => Unit,
        DisablePolicyType: DisablePolicyTypeRequest => DisablePolicyTypeResponse,
        EnableAWSServiceAccess: EnableAWSServiceAccessRequest => Unit,
        EnableAllFeatures: EnableAllFeaturesRequest => EnableAllFeaturesResponse,
        EnablePolicyType: EnablePolicyTypeRequest => EnablePolicyTypeResponse,
        InviteAccountToOrganization: InviteAccountToOrganizationRequest => InviteAccountToOrganizationResponse,
        InviteOrganizationToTransferResponsibility: InviteOrganizationToTransferResponsibilityRequest => InviteOrganizationToTransferResponsibilityResponse,
        LeaveOrganization: Unit => Unit,
        ListAWSServiceAccessForOrganization: ListAWSServiceAccessForOrganizationRequest => ListAWSServiceAccessForOrganizationResponse,
        ListAccounts: ListAccountsRequest => ListAccountsResponse,
        ListAccountsForParent: ListAccountsForParentRequest => ListAccountsForParentResponse,
        ListAccountsWithInvalidEffectivePolicy: ListAccountsWithInvalidEffectivePolicyRequest => ListAccountsWithInvalidEffectivePolicyResponse,
        ListChildren: ListChildrenRequest => ListChildrenResponse,
        ListCreateAccountStatus: ListCreateAccountStatusRequest => ListCreateAccountStatusResponse,
        ListDelegatedAdministrators: ListDelegatedAdministratorsRequest => ListDelegatedAdministratorsResponse,
        ListDelegatedServicesForAccount: ListDelegatedServicesForAccountRequest => ListDelegatedServicesForAccountResponse,
        ListEffectivePolicyValidationErrors: ListEffectivePolicyValidationErrorsRequest => ListEffectivePolicyValidationErrorsResponse,
        ListHandshakesForAccount: ListHandshakesForAccountRequest => ListHandshakesForAccountResponse,
        ListHandshakesForOrganization: ListHandshakesForOrganizationRequest => ListHandshakesForOrganizationResponse,
        ListInboundResponsibilityTransfers: ListInboundResponsibilityTransfersRequest => ListInboundResponsibilityTransfersResponse,
        ListOrganizationalUnitsForParent: ListOrganizationalUnitsForParentRequest => ListOrganizationalUnitsForParentResponse,
        ListOutboundResponsibilityTransfers: ListOutboundResponsibilityTransfersRequest => ListOutboundResponsibilityTransfersResponse,
        ListParents: ListParentsRequest => ListParentsResponse,
        ListPolicies: ListPoliciesRequest => ListPoliciesResponse,
        ListPoliciesForTarget: ListPoliciesForTargetRequest => ListPoliciesForTargetResponse,
        ListRoots: ListRootsRequest => ListRootsResponse,
        ListTagsForResource: ListTagsForResourceRequest => ListTagsForResourceResponse,
        ListTargetsForPolicy: ListTargetsForPolicyRequest => ListTargetsForPolicyResponse,
        MoveAccount: MoveAccountRequest => Unit,
        PutResourcePolicy: PutResourcePolicyRequest => PutResourcePolicyResponse,
        RegisterDelegatedAdministrator: RegisterDelegatedAdministratorRequest => Unit,
        RemoveAccountFromOrganization: RemoveAccountFromOrganizationRequest => Unit,
        TagResource: TagResourceRequest => Unit,
        TerminateResponsibilityTransfer: TerminateResponsibilityTransferRequest => TerminateResponsibilityTransferResponse,
        UntagResource: UntagResourceRequest => Unit,
        UpdateOrganizationalUnit: UpdateOrganizationalUnitRequest => UpdateOrganizationalUnitResponse,
        UpdatePolicy: UpdatePolicyRequest => UpdatePolicyResponse,
        UpdateResponsibilityTransfer: UpdateResponsibilityTransferRequest => UpdateResponsibilityTransferResponse,
    } }
}
