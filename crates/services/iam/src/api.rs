//! Typed form of `models/iam.json` (API version 2010-05-08). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AcceptDelegationRequestRequest {
    delegation_request_id: String = "DelegationRequestId",
} }
enumeration! { AccessAdvisorUsageGranularityType {
    ServiceLevel = "SERVICE_LEVEL",
    ActionLevel = "ACTION_LEVEL",
} }
structure! { AccessDetail {
    service_name: String = "ServiceName",
    service_namespace: String = "ServiceNamespace",
    region: Option<String> = "Region",
    entity_path: Option<String> = "EntityPath",
    last_authenticated_time: Option<Timestamp> = "LastAuthenticatedTime",
    total_authenticated_entities: Option<i32> = "TotalAuthenticatedEntities",
} }
structure! { AccessKey {
    user_name: String = "UserName",
    access_key_id: String = "AccessKeyId",
    status: StatusType = "Status",
    secret_access_key: Sensitive<String> = "SecretAccessKey",
    create_date: Option<Timestamp> = "CreateDate",
} }
structure! { AccessKeyLastUsed {
    last_used_date: Option<Timestamp> = "LastUsedDate",
    service_name: String = "ServiceName",
    region: String = "Region",
} }
structure! { AccessKeyMetadata {
    user_name: Option<String> = "UserName",
    access_key_id: Option<String> = "AccessKeyId",
    status: Option<StatusType> = "Status",
    create_date: Option<Timestamp> = "CreateDate",
} }
modelled_error! { AccountNotManagementOrDelegatedAdministratorException("AccountNotManagementOrDelegatedAdministratorException", 400, Sender, "message") {
} }
structure! { AcquireRoleRequest {
    template_arn: String = "TemplateArn",
    template_minor_version: Option<i32> = "TemplateMinorVersion",
    replacement_values: Option<BTreeMap<String, ReplacementValueEntry>> = "ReplacementValues",
} }
structure! { AcquireRoleResponse {
    role: Role = "Role",
} }
structure! { AddClientIDToOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    client_id: String = "ClientID",
} }
structure! { AddRoleToInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
    role_name: String = "RoleName",
} }
structure! { AddUserToGroupRequest {
    group_name: String = "GroupName",
    user_name: String = "UserName",
} }
structure! { AssociateDelegationRequestRequest {
    delegation_request_id: String = "DelegationRequestId",
} }
structure! { AttachGroupPolicyRequest {
    group_name: String = "GroupName",
    policy_arn: String = "PolicyArn",
} }
structure! { AttachRolePolicyRequest {
    role_name: String = "RoleName",
    policy_arn: String = "PolicyArn",
} }
structure! { AttachUserPolicyRequest {
    user_name: String = "UserName",
    policy_arn: String = "PolicyArn",
} }
structure! { AttachedPermissionsBoundary {
    permissions_boundary_type: Option<PermissionsBoundaryAttachmentType> = "PermissionsBoundaryType",
    permissions_boundary_arn: Option<String> = "PermissionsBoundaryArn",
} }
structure! { AttachedPolicy {
    policy_name: Option<String> = "PolicyName",
    policy_arn: Option<String> = "PolicyArn",
} }
enumeration! { AttachmentType {
    User = "user",
    Group = "group",
    Role = "role",
} }
modelled_error! { CallerIsNotManagementAccountException("CallerIsNotManagementAccountException", 400, Sender, "message") {
} }
structure! { ChangePasswordRequest {
    old_password: Sensitive<String> = "OldPassword",
    new_password: Sensitive<String> = "NewPassword",
} }
modelled_error! { ConcurrentModificationException("ConcurrentModification", 409, Sender, "message") {
} }
structure! { ContextEntry {
    context_key_name: Option<String> = "ContextKeyName",
    context_key_values: Option<Vec<String>> = "ContextKeyValues",
    context_key_type: Option<ContextKeyTypeEnum> = "ContextKeyType",
} }
enumeration! { ContextKeyTypeEnum {
    String = "string",
    StringList = "stringList",
    Numeric = "numeric",
    NumericList = "numericList",
    Boolean = "boolean",
    BooleanList = "booleanList",
    Ip = "ip",
    IpList = "ipList",
    Binary = "binary",
    BinaryList = "binaryList",
    Date = "date",
    DateList = "dateList",
} }
structure! { CreateAccessKeyRequest {
    user_name: Option<String> = "UserName",
} }
structure! { CreateAccessKeyResponse {
    access_key: AccessKey = "AccessKey",
} }
structure! { CreateAccountAliasRequest {
    account_alias: String = "AccountAlias",
} }
structure! { CreateDelegationRequestRequest {
    owner_account_id: Option<String> = "OwnerAccountId",
    description: String = "Description",
    permissions: DelegationPermission = "Permissions",
    request_message: Option<String> = "RequestMessage",
    requestor_workflow_id: String = "RequestorWorkflowId",
    redirect_url: Option<String> = "RedirectUrl",
    notification_channel: String = "NotificationChannel",
    session_duration: i32 = "SessionDuration",
    only_send_by_owner: Option<bool> = "OnlySendByOwner",
} }
structure! { CreateDelegationRequestResponse {
    console_deep_link: Option<String> = "ConsoleDeepLink",
    delegation_request_id: Option<String> = "DelegationRequestId",
} }
structure! { CreateGroupRequest {
    path: Option<String> = "Path",
    group_name: String = "GroupName",
} }
structure! { CreateGroupResponse {
    group: Group = "Group",
} }
structure! { CreateInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
    path: Option<String> = "Path",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateInstanceProfileResponse {
    instance_profile: InstanceProfile = "InstanceProfile",
} }
structure! { CreateLoginProfileRequest {
    user_name: Option<String> = "UserName",
    password: Option<Sensitive<String>> = "Password",
    password_reset_required: Option<bool> = "PasswordResetRequired",
} }
structure! { CreateLoginProfileResponse {
    login_profile: LoginProfile = "LoginProfile",
} }
structure! { CreateOpenIDConnectProviderRequest {
    url: String = "Url",
    client_id_list: Option<Vec<String>> = "ClientIDList",
    thumbprint_list: Option<Vec<String>> = "ThumbprintList",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateOpenIDConnectProviderResponse {
    open_id_connect_provider_arn: Option<String> = "OpenIDConnectProviderArn",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreatePolicyRequest {
    policy_name: String = "PolicyName",
    path: Option<String> = "Path",
    policy_document: String = "PolicyDocument",
    description: Option<String> = "Description",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreatePolicyResponse {
    policy: Option<Policy> = "Policy",
} }
structure! { CreatePolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    policy_document: String = "PolicyDocument",
    set_as_default: Option<bool> = "SetAsDefault",
} }
structure! { CreatePolicyVersionResponse {
    policy_version: Option<PolicyVersion> = "PolicyVersion",
} }
structure! { CreateRoleRequest {
    path: Option<String> = "Path",
    role_name: String = "RoleName",
    assume_role_policy_document: String = "AssumeRolePolicyDocument",
    description: Option<String> = "Description",
    max_session_duration: Option<i32> = "MaxSessionDuration",
    permissions_boundary: Option<String> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateRoleResponse {
    role: Role = "Role",
} }
structure! { CreateSAMLProviderRequest {
    saml_metadata_document: String = "SAMLMetadataDocument",
    name: String = "Name",
    tags: Option<Vec<Tag>> = "Tags",
    assertion_encryption_mode: Option<AssertionEncryptionModeType> = "AssertionEncryptionMode",
    add_private_key: Option<Sensitive<String>> = "AddPrivateKey",
} }
structure! { CreateSAMLProviderResponse {
    saml_provider_arn: Option<String> = "SAMLProviderArn",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateServiceLinkedRoleRequest {
    aws_service_name: String = "AWSServiceName",
    description: Option<String> = "Description",
    custom_suffix: Option<String> = "CustomSuffix",
} }
structure! { CreateServiceLinkedRoleResponse {
    role: Option<Role> = "Role",
} }
structure! { CreateServiceSpecificCredentialRequest {
    user_name: String = "UserName",
    service_name: String = "ServiceName",
    credential_age_days: Option<i32> = "CredentialAgeDays",
} }
structure! { CreateServiceSpecificCredentialResponse {
    service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
} }
structure! { CreateUserRequest {
    path: Option<String> = "Path",
    user_name: String = "UserName",
    permissions_boundary: Option<String> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateUserResponse {
    user: Option<User> = "User",
} }
structure! { CreateVirtualMFADeviceRequest {
    path: Option<String> = "Path",
    virtual_mfa_device_name: String = "VirtualMFADeviceName",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateVirtualMFADeviceResponse {
    virtual_mfa_device: VirtualMFADevice = "VirtualMFADevice",
} }
modelled_error! { CredentialReportExpiredException("ReportExpired", 410, Sender, "message") {
} }
modelled_error! { CredentialReportNotPresentException("ReportNotPresent", 410, Sender, "message") {
} }
modelled_error! { CredentialReportNotReadyException("ReportInProgress", 404, Sender, "message") {
} }
structure! { DeactivateMFADeviceRequest {
    user_name: Option<String> = "UserName",
    serial_number: String = "SerialNumber",
} }
structure! { DelegationPermission {
    policy_template_arn: Option<String> = "PolicyTemplateArn",
    parameters: Option<Vec<PolicyParameter>> = "Parameters",
} }
structure! { DelegationRequest {
    delegation_request_id: Option<String> = "DelegationRequestId",
    owner_account_id: Option<String> = "OwnerAccountId",
    description: Option<String> = "Description",
    request_message: Option<String> = "RequestMessage",
    permissions: Option<DelegationPermission> = "Permissions",
    permission_policy: Option<String> = "PermissionPolicy",
    role_permission_restriction_arns: Option<Vec<String>> = "RolePermissionRestrictionArns",
    owner_id: Option<String> = "OwnerId",
    approver_id: Option<String> = "ApproverId",
    state: Option<StateType> = "State",
    expiration_time: Option<Timestamp> = "ExpirationTime",
    requestor_id: Option<String> = "RequestorId",
    requestor_name: Option<String> = "RequestorName",
    create_date: Option<Timestamp> = "CreateDate",
    session_duration: Option<i32> = "SessionDuration",
    redirect_url: Option<String> = "RedirectUrl",
    notes: Option<String> = "Notes",
    rejection_reason: Option<String> = "RejectionReason",
    only_send_by_owner: Option<bool> = "OnlySendByOwner",
    updated_time: Option<Timestamp> = "UpdatedTime",
} }
structure! { DeleteAccessKeyRequest {
    user_name: Option<String> = "UserName",
    access_key_id: String = "AccessKeyId",
} }
structure! { DeleteAccountAliasRequest {
    account_alias: String = "AccountAlias",
} }
modelled_error! { DeleteConflictException("DeleteConflict", 409, Sender, "message") {
} }
structure! { DeleteGroupPolicyRequest {
    group_name: String = "GroupName",
    policy_name: String = "PolicyName",
} }
structure! { DeleteGroupRequest {
    group_name: String = "GroupName",
} }
structure! { DeleteInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
} }
structure! { DeleteLoginProfileRequest {
    user_name: Option<String> = "UserName",
} }
structure! { DeleteOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
} }
structure! { DeletePolicyRequest {
    policy_arn: String = "PolicyArn",
} }
structure! { DeletePolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    version_id: String = "VersionId",
} }
structure! { DeleteRolePermissionsBoundaryRequest {
    role_name: String = "RoleName",
} }
structure! { DeleteRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
} }
structure! { DeleteRoleRequest {
    role_name: String = "RoleName",
} }
structure! { DeleteSAMLProviderRequest {
    saml_provider_arn: String = "SAMLProviderArn",
} }
structure! { DeleteSSHPublicKeyRequest {
    user_name: String = "UserName",
    ssh_public_key_id: String = "SSHPublicKeyId",
} }
structure! { DeleteServerCertificateRequest {
    server_certificate_name: String = "ServerCertificateName",
} }
structure! { DeleteServiceLinkedRoleRequest {
    role_name: String = "RoleName",
} }
structure! { DeleteServiceLinkedRoleResponse {
    deletion_task_id: String = "DeletionTaskId",
} }
structure! { DeleteServiceSpecificCredentialRequest {
    user_name: Option<String> = "UserName",
    service_specific_credential_id: String = "ServiceSpecificCredentialId",
} }
structure! { DeleteSigningCertificateRequest {
    user_name: Option<String> = "UserName",
    certificate_id: String = "CertificateId",
} }
structure! { DeleteUserPermissionsBoundaryRequest {
    user_name: String = "UserName",
} }
structure! { DeleteUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
} }
structure! { DeleteUserRequest {
    user_name: String = "UserName",
} }
structure! { DeleteVirtualMFADeviceRequest {
    serial_number: String = "SerialNumber",
} }
structure! { DeletionTaskFailureReasonType {
    reason: Option<String> = "Reason",
    role_usage_list: Option<Vec<RoleUsageType>> = "RoleUsageList",
} }
enumeration! { DeletionTaskStatusType {
    Succeeded = "SUCCEEDED",
    InProgress = "IN_PROGRESS",
    Failed = "FAILED",
    NotStarted = "NOT_STARTED",
} }
structure! { DetachGroupPolicyRequest {
    group_name: String = "GroupName",
    policy_arn: String = "PolicyArn",
} }
structure! { DetachRolePolicyRequest {
    role_name: String = "RoleName",
    policy_arn: String = "PolicyArn",
} }
structure! { DetachUserPolicyRequest {
    user_name: String = "UserName",
    policy_arn: String = "PolicyArn",
} }
structure! { DisableOrganizationsRootCredentialsManagementRequest {
} }
structure! { DisableOrganizationsRootCredentialsManagementResponse {
    organization_id: Option<String> = "OrganizationId",
    enabled_features: Option<Vec<FeatureType>> = "EnabledFeatures",
} }
structure! { DisableOrganizationsRootSessionsRequest {
} }
structure! { DisableOrganizationsRootSessionsResponse {
    organization_id: Option<String> = "OrganizationId",
    enabled_features: Option<Vec<FeatureType>> = "EnabledFeatures",
} }
modelled_error! { DuplicateCertificateException("DuplicateCertificate", 409, Sender, "message") {
} }
modelled_error! { DuplicateSSHPublicKeyException("DuplicateSSHPublicKey", 400, Sender, "message") {
} }
structure! { EnableMFADeviceRequest {
    user_name: String = "UserName",
    serial_number: String = "SerialNumber",
    authentication_code1: String = "AuthenticationCode1",
    authentication_code2: String = "AuthenticationCode2",
} }
structure! { EnableOrganizationsRootCredentialsManagementRequest {
} }
structure! { EnableOrganizationsRootCredentialsManagementResponse {
    organization_id: Option<String> = "OrganizationId",
    enabled_features: Option<Vec<FeatureType>> = "EnabledFeatures",
} }
structure! { EnableOrganizationsRootSessionsRequest {
} }
structure! { EnableOrganizationsRootSessionsResponse {
    organization_id: Option<String> = "OrganizationId",
    enabled_features: Option<Vec<FeatureType>> = "EnabledFeatures",
} }
structure! { EnableOutboundWebIdentityFederationResponse {
    issuer_identifier: Option<String> = "IssuerIdentifier",
} }
modelled_error! { EntityAlreadyExistsException("EntityAlreadyExists", 409, Sender, "message") {
} }
structure! { EntityDetails {
    entity_info: EntityInfo = "EntityInfo",
    last_authenticated: Option<Timestamp> = "LastAuthenticated",
} }
structure! { EntityInfo {
    arn: String = "Arn",
    name: String = "Name",
    r#type: PolicyOwnerEntityType = "Type",
    id: String = "Id",
    path: Option<String> = "Path",
} }
modelled_error! { EntityTemporarilyUnmodifiableException("EntityTemporarilyUnmodifiable", 409, Sender, "message") {
} }
enumeration! { EntityType {
    User = "User",
    Role = "Role",
    Group = "Group",
    LocalManagedPolicy = "LocalManagedPolicy",
    AWSManagedPolicy = "AWSManagedPolicy",
} }
structure! { ErrorDetails {
    message: String = "Message",
    code: String = "Code",
} }
structure! { EvaluationResult {
    eval_action_name: String = "EvalActionName",
    eval_resource_name: Option<String> = "EvalResourceName",
    eval_decision: PolicyEvaluationDecisionType = "EvalDecision",
    matched_statements: Option<Vec<Statement>> = "MatchedStatements",
    missing_context_values: Option<Vec<String>> = "MissingContextValues",
    organizations_decision_detail: Option<OrganizationsDecisionDetail> = "OrganizationsDecisionDetail",
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = "PermissionsBoundaryDecisionDetail",
    eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>> = "EvalDecisionDetails",
    resource_specific_results: Option<Vec<ResourceSpecificResult>> = "ResourceSpecificResults",
} }
modelled_error! { FeatureDisabledException("FeatureDisabled", 404, Sender, "message") {
} }
modelled_error! { FeatureEnabledException("FeatureEnabled", 409, Sender, "message") {
} }
enumeration! { FeatureType {
    RootCredentialsManagement = "RootCredentialsManagement",
    RootSessions = "RootSessions",
} }
structure! { GenerateCredentialReportResponse {
    state: Option<ReportStateType> = "State",
    description: Option<String> = "Description",
} }
structure! { GenerateOrganizationsAccessReportRequest {
    entity_path: String = "EntityPath",
    organizations_policy_id: Option<String> = "OrganizationsPolicyId",
} }
structure! { GenerateOrganizationsAccessReportResponse {
    job_id: Option<String> = "JobId",
} }
structure! { GenerateServiceLastAccessedDetailsRequest {
    arn: String = "Arn",
    granularity: Option<AccessAdvisorUsageGranularityType> = "Granularity",
} }
structure! { GenerateServiceLastAccessedDetailsResponse {
    job_id: Option<String> = "JobId",
} }
structure! { GetAccessKeyLastUsedRequest {
    access_key_id: String = "AccessKeyId",
} }
structure! { GetAccessKeyLastUsedResponse {
    user_name: Option<String> = "UserName",
    access_key_last_used: Option<AccessKeyLastUsed> = "AccessKeyLastUsed",
} }
structure! { GetAccountAuthorizationDetailsRequest {
    filter: Option<Vec<EntityType>> = "Filter",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
} }
structure! { GetAccountAuthorizationDetailsResponse {
    user_detail_list: Option<Vec<UserDetail>> = "UserDetailList",
    group_detail_list: Option<Vec<GroupDetail>> = "GroupDetailList",
    role_detail_list: Option<Vec<RoleDetail>> = "RoleDetailList",
    policies: Option<Vec<ManagedPolicyDetail>> = "Policies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { GetAccountPasswordPolicyResponse {
    password_policy: PasswordPolicy = "PasswordPolicy",
} }
structure! { GetAccountPropertiesRequest {
} }
structure! { GetAccountPropertiesResponse {
    properties: Option<BTreeMap<String, String>> = "Properties",
} }
structure! { GetAccountSummaryResponse {
    summary_map: Option<BTreeMap<String, i32>> = "SummaryMap",
} }
structure! { GetContextKeysForCustomPolicyRequest {
    policy_input_list: Vec<String> = "PolicyInputList",
} }
structure! { GetContextKeysForPolicyResponse {
    context_key_names: Option<Vec<String>> = "ContextKeyNames",
} }
structure! { GetContextKeysForPrincipalPolicyRequest {
    policy_source_arn: String = "PolicySourceArn",
    policy_input_list: Option<Vec<String>> = "PolicyInputList",
} }
structure! { GetCredentialReportResponse {
    content: Option<Bytes> = "Content",
    report_format: Option<ReportFormatType> = "ReportFormat",
    generated_time: Option<Timestamp> = "GeneratedTime",
} }
structure! { GetDelegationRequestRequest {
    delegation_request_id: String = "DelegationRequestId",
    delegation_permission_check: Option<bool> = "DelegationPermissionCheck",
} }
structure! { GetDelegationRequestResponse {
    delegation_request: Option<DelegationRequest> = "DelegationRequest",
    permission_check_status: Option<PermissionCheckStatusType> = "PermissionCheckStatus",
    permission_check_result: Option<PermissionCheckResultType> = "PermissionCheckResult",
} }
structure! { GetGroupPolicyRequest {
    group_name: String = "GroupName",
    policy_name: String = "PolicyName",
} }
structure! { GetGroupPolicyResponse {
    group_name: String = "GroupName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { GetGroupRequest {
    group_name: String = "GroupName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { GetGroupResponse {
    group: Group = "Group",
    users: Vec<User> = "Users",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { GetHumanReadableSummaryRequest {
    entity_arn: String = "EntityArn",
    locale: Option<String> = "Locale",
} }
structure! { GetHumanReadableSummaryResponse {
    summary_content: Option<String> = "SummaryContent",
    locale: Option<String> = "Locale",
    summary_state: Option<SummaryStateType> = "SummaryState",
} }
structure! { GetInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
} }
structure! { GetInstanceProfileResponse {
    instance_profile: InstanceProfile = "InstanceProfile",
} }
structure! { GetLoginProfileRequest {
    user_name: Option<String> = "UserName",
} }
structure! { GetLoginProfileResponse {
    login_profile: LoginProfile = "LoginProfile",
} }
structure! { GetMFADeviceRequest {
    serial_number: String = "SerialNumber",
    user_name: Option<String> = "UserName",
} }
structure! { GetMFADeviceResponse {
    user_name: Option<String> = "UserName",
    serial_number: String = "SerialNumber",
    enable_date: Option<Timestamp> = "EnableDate",
    certifications: Option<BTreeMap<String, String>> = "Certifications",
} }
structure! { GetOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
} }
structure! { GetOpenIDConnectProviderResponse {
    url: Option<String> = "Url",
    client_id_list: Option<Vec<String>> = "ClientIDList",
    thumbprint_list: Option<Vec<String>> = "ThumbprintList",
    create_date: Option<Timestamp> = "CreateDate",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { GetOrganizationsAccessReportRequest {
    job_id: String = "JobId",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
    sort_key: Option<SortKeyType> = "SortKey",
} }
structure! { GetOrganizationsAccessReportResponse {
    job_status: JobStatusType = "JobStatus",
    job_creation_date: Timestamp = "JobCreationDate",
    job_completion_date: Option<Timestamp> = "JobCompletionDate",
    number_of_services_accessible: Option<i32> = "NumberOfServicesAccessible",
    number_of_services_not_accessed: Option<i32> = "NumberOfServicesNotAccessed",
    access_details: Option<Vec<AccessDetail>> = "AccessDetails",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
    error_details: Option<ErrorDetails> = "ErrorDetails",
} }
structure! { GetOutboundWebIdentityFederationInfoResponse {
    issuer_identifier: Option<String> = "IssuerIdentifier",
    jwt_vending_enabled: Option<bool> = "JwtVendingEnabled",
} }
structure! { GetPolicyRequest {
    policy_arn: String = "PolicyArn",
} }
structure! { GetPolicyResponse {
    policy: Option<Policy> = "Policy",
} }
structure! { GetPolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    version_id: String = "VersionId",
} }
structure! { GetPolicyVersionResponse {
    policy_version: Option<PolicyVersion> = "PolicyVersion",
} }
structure! { GetRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
} }
structure! { GetRolePolicyResponse {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { GetRoleRequest {
    role_name: String = "RoleName",
} }
structure! { GetRoleResponse {
    role: Role = "Role",
} }
structure! { GetRoleTemplateVersionRequest {
    template_arn: String = "TemplateArn",
    minor_version: Option<i32> = "MinorVersion",
} }
structure! { GetRoleTemplateVersionResponse {
    role_template_version: RoleTemplateVersion = "RoleTemplateVersion",
} }
structure! { GetSAMLProviderRequest {
    saml_provider_arn: String = "SAMLProviderArn",
} }
structure! { GetSAMLProviderResponse {
    saml_provider_uuid: Option<String> = "SAMLProviderUUID",
    saml_metadata_document: Option<String> = "SAMLMetadataDocument",
    create_date: Option<Timestamp> = "CreateDate",
    valid_until: Option<Timestamp> = "ValidUntil",
    tags: Option<Vec<Tag>> = "Tags",
    assertion_encryption_mode: Option<AssertionEncryptionModeType> = "AssertionEncryptionMode",
    private_key_list: Option<Vec<SAMLPrivateKey>> = "PrivateKeyList",
} }
structure! { GetSSHPublicKeyRequest {
    user_name: String = "UserName",
    ssh_public_key_id: String = "SSHPublicKeyId",
    encoding: EncodingType = "Encoding",
} }
structure! { GetSSHPublicKeyResponse {
    ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
} }
structure! { GetServerCertificateRequest {
    server_certificate_name: String = "ServerCertificateName",
} }
structure! { GetServerCertificateResponse {
    server_certificate: ServerCertificate = "ServerCertificate",
} }
structure! { GetServiceLastAccessedDetailsRequest {
    job_id: String = "JobId",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
} }
structure! { GetServiceLastAccessedDetailsResponse {
    job_status: JobStatusType = "JobStatus",
    job_type: Option<AccessAdvisorUsageGranularityType> = "JobType",
    job_creation_date: Timestamp = "JobCreationDate",
    services_last_accessed: Vec<ServiceLastAccessed> = "ServicesLastAccessed",
    job_completion_date: Timestamp = "JobCompletionDate",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
    error: Option<ErrorDetails> = "Error",
} }
structure! { GetServiceLastAccessedDetailsWithEntitiesRequest {
    job_id: String = "JobId",
    service_namespace: String = "ServiceNamespace",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
} }
structure! { GetServiceLastAccessedDetailsWithEntitiesResponse {
    job_status: JobStatusType = "JobStatus",
    job_creation_date: Timestamp = "JobCreationDate",
    job_completion_date: Timestamp = "JobCompletionDate",
    entity_details_list: Vec<EntityDetails> = "EntityDetailsList",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
    error: Option<ErrorDetails> = "Error",
} }
structure! { GetServiceLinkedRoleDeletionStatusRequest {
    deletion_task_id: String = "DeletionTaskId",
} }
structure! { GetServiceLinkedRoleDeletionStatusResponse {
    status: DeletionTaskStatusType = "Status",
    reason: Option<DeletionTaskFailureReasonType> = "Reason",
} }
structure! { GetUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
} }
structure! { GetUserPolicyResponse {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { GetUserRequest {
    user_name: Option<String> = "UserName",
} }
structure! { GetUserResponse {
    user: User = "User",
} }
structure! { Group {
    path: String = "Path",
    group_name: String = "GroupName",
    group_id: String = "GroupId",
    arn: String = "Arn",
    create_date: Timestamp = "CreateDate",
} }
structure! { GroupDetail {
    path: Option<String> = "Path",
    group_name: Option<String> = "GroupName",
    group_id: Option<String> = "GroupId",
    arn: Option<String> = "Arn",
    create_date: Option<Timestamp> = "CreateDate",
    group_policy_list: Option<Vec<PolicyDetail>> = "GroupPolicyList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
} }
structure! { InlinePolicy {
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { InlinePolicyIdentifierType {
    policy_name: String = "PolicyName",
    attachment_type: AttachmentType = "AttachmentType",
    attachment_name: String = "AttachmentName",
} }
structure! { InstanceProfile {
    path: String = "Path",
    instance_profile_name: String = "InstanceProfileName",
    instance_profile_id: String = "InstanceProfileId",
    arn: String = "Arn",
    create_date: Timestamp = "CreateDate",
    roles: Vec<Role> = "Roles",
    tags: Option<Vec<Tag>> = "Tags",
} }
modelled_error! { InvalidAuthenticationCodeException("InvalidAuthenticationCode", 403, Sender, "message") {
} }
modelled_error! { InvalidCertificateException("InvalidCertificate", 400, Sender, "message") {
} }
modelled_error! { InvalidInputException("InvalidInput", 400, Sender, "message") {
} }
modelled_error! { InvalidPublicKeyException("InvalidPublicKey", 400, Sender, "message") {
} }
modelled_error! { InvalidUserTypeException("InvalidUserType", 400, Sender, "message") {
} }
modelled_error! { KeyPairMismatchException("KeyPairMismatch", 400, Sender, "message") {
} }
modelled_error! { LimitExceededException("LimitExceeded", 409, Sender, "message") {
} }
structure! { ListAccessKeysRequest {
    user_name: Option<String> = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAccessKeysResponse {
    access_key_metadata: Vec<AccessKeyMetadata> = "AccessKeyMetadata",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListAccountAliasesRequest {
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAccountAliasesResponse {
    account_aliases: Vec<String> = "AccountAliases",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListAttachedGroupPoliciesRequest {
    group_name: String = "GroupName",
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAttachedGroupPoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListAttachedRolePoliciesRequest {
    role_name: String = "RoleName",
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAttachedRolePoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListAttachedUserPoliciesRequest {
    user_name: String = "UserName",
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListAttachedUserPoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListDelegationRequestsRequest {
    owner_id: Option<String> = "OwnerId",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListDelegationRequestsResponse {
    delegation_requests: Option<Vec<DelegationRequest>> = "DelegationRequests",
    marker: Option<String> = "Marker",
    is_truncated: Option<bool> = "isTruncated",
} }
structure! { ListEntitiesForPolicyRequest {
    policy_arn: String = "PolicyArn",
    entity_filter: Option<EntityType> = "EntityFilter",
    path_prefix: Option<String> = "PathPrefix",
    policy_usage_filter: Option<PolicyUsageType> = "PolicyUsageFilter",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListEntitiesForPolicyResponse {
    policy_groups: Option<Vec<PolicyGroup>> = "PolicyGroups",
    policy_users: Option<Vec<PolicyUser>> = "PolicyUsers",
    policy_roles: Option<Vec<PolicyRole>> = "PolicyRoles",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListGroupPoliciesRequest {
    group_name: String = "GroupName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListGroupPoliciesResponse {
    policy_names: Vec<String> = "PolicyNames",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListGroupsForUserRequest {
    user_name: String = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListGroupsForUserResponse {
    groups: Vec<Group> = "Groups",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListGroupsRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListGroupsResponse {
    groups: Vec<Group> = "Groups",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListInstanceProfileTagsRequest {
    instance_profile_name: String = "InstanceProfileName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListInstanceProfileTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListInstanceProfilesForRoleRequest {
    role_name: String = "RoleName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListInstanceProfilesForRoleResponse {
    instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListInstanceProfilesRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListInstanceProfilesResponse {
    instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListMFADeviceTagsRequest {
    serial_number: String = "SerialNumber",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListMFADeviceTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListMFADevicesRequest {
    user_name: Option<String> = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListMFADevicesResponse {
    mfa_devices: Vec<MFADevice> = "MFADevices",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListOpenIDConnectProviderTagsRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListOpenIDConnectProviderTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListOpenIDConnectProvidersRequest {
} }
structure! { ListOpenIDConnectProvidersResponse {
    open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>> = "OpenIDConnectProviderList",
} }
structure! { ListOrganizationsFeaturesRequest {
} }
structure! { ListOrganizationsFeaturesResponse {
    organization_id: Option<String> = "OrganizationId",
    enabled_features: Option<Vec<FeatureType>> = "EnabledFeatures",
} }
structure! { ListPoliciesGrantingServiceAccessEntry {
    service_namespace: Option<String> = "ServiceNamespace",
    policies: Option<Vec<PolicyGrantingServiceAccess>> = "Policies",
} }
structure! { ListPoliciesGrantingServiceAccessRequest {
    marker: Option<String> = "Marker",
    arn: String = "Arn",
    service_namespaces: Vec<String> = "ServiceNamespaces",
} }
structure! { ListPoliciesGrantingServiceAccessResponse {
    policies_granting_service_access: Vec<ListPoliciesGrantingServiceAccessEntry> = "PoliciesGrantingServiceAccess",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListPoliciesRequest {
    scope: Option<PolicyScopeType> = "Scope",
    only_attached: Option<bool> = "OnlyAttached",
    path_prefix: Option<String> = "PathPrefix",
    policy_usage_filter: Option<PolicyUsageType> = "PolicyUsageFilter",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListPoliciesResponse {
    policies: Option<Vec<Policy>> = "Policies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListPolicyTagsRequest {
    policy_arn: String = "PolicyArn",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListPolicyTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListPolicyVersionsRequest {
    policy_arn: String = "PolicyArn",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListPolicyVersionsResponse {
    versions: Option<Vec<PolicyVersion>> = "Versions",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListRolePoliciesRequest {
    role_name: String = "RoleName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListRolePoliciesResponse {
    policy_names: Vec<String> = "PolicyNames",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListRoleTagsRequest {
    role_name: String = "RoleName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListRoleTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListRolesRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListRolesResponse {
    roles: Vec<Role> = "Roles",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListSAMLProviderTagsRequest {
    saml_provider_arn: String = "SAMLProviderArn",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListSAMLProviderTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListSAMLProvidersRequest {
} }
structure! { ListSAMLProvidersResponse {
    saml_provider_list: Option<Vec<SAMLProviderListEntry>> = "SAMLProviderList",
} }
structure! { ListSSHPublicKeysRequest {
    user_name: Option<String> = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListSSHPublicKeysResponse {
    ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>> = "SSHPublicKeys",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListServerCertificateTagsRequest {
    server_certificate_name: String = "ServerCertificateName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListServerCertificateTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListServerCertificatesRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListServerCertificatesResponse {
    server_certificate_metadata_list: Vec<ServerCertificateMetadata> = "ServerCertificateMetadataList",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListServiceSpecificCredentialsRequest {
    user_name: Option<String> = "UserName",
    service_name: Option<String> = "ServiceName",
    all_users: Option<bool> = "AllUsers",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListServiceSpecificCredentialsResponse {
    service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>> = "ServiceSpecificCredentials",
    marker: Option<String> = "Marker",
    is_truncated: Option<bool> = "IsTruncated",
} }
structure! { ListSigningCertificatesRequest {
    user_name: Option<String> = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListSigningCertificatesResponse {
    certificates: Vec<SigningCertificate> = "Certificates",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListUserPoliciesRequest {
    user_name: String = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListUserPoliciesResponse {
    policy_names: Vec<String> = "PolicyNames",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListUserTagsRequest {
    user_name: String = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListUserTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListUsersRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListUsersResponse {
    users: Vec<User> = "Users",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { ListVirtualMFADevicesRequest {
    assignment_status: Option<AssignmentStatusType> = "AssignmentStatus",
    marker: Option<String> = "Marker",
    max_items: Option<i32> = "MaxItems",
} }
structure! { ListVirtualMFADevicesResponse {
    virtual_mfa_devices: Vec<VirtualMFADevice> = "VirtualMFADevices",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { LoginProfile {
    user_name: String = "UserName",
    create_date: Timestamp = "CreateDate",
    password_reset_required: Option<bool> = "PasswordResetRequired",
} }
structure! { MFADevice {
    user_name: String = "UserName",
    serial_number: String = "SerialNumber",
    enable_date: Timestamp = "EnableDate",
} }
modelled_error! { MalformedCertificateException("MalformedCertificate", 400, Sender, "message") {
} }
modelled_error! { MalformedPolicyDocumentException("MalformedPolicyDocument", 400, Sender, "message") {
} }
structure! { ManagedPolicyDetail {
    policy_name: Option<String> = "PolicyName",
    policy_id: Option<String> = "PolicyId",
    arn: Option<String> = "Arn",
    path: Option<String> = "Path",
    default_version_id: Option<String> = "DefaultVersionId",
    attachment_count: Option<i32> = "AttachmentCount",
    permissions_boundary_usage_count: Option<i32> = "PermissionsBoundaryUsageCount",
    is_attachable: Option<bool> = "IsAttachable",
    description: Option<String> = "Description",
    create_date: Option<Timestamp> = "CreateDate",
    update_date: Option<Timestamp> = "UpdateDate",
    policy_version_list: Option<Vec<PolicyVersion>> = "PolicyVersionList",
} }
modelled_error! { NameConflictException("NameConflict", 409, Sender, "message") {
} }
modelled_error! { NoSuchEntityException("NoSuchEntity", 404, Sender, "message") {
} }
structure! { OpenIDConnectProviderListEntry {
    arn: Option<String> = "Arn",
} }
modelled_error! { OpenIdIdpCommunicationErrorException("OpenIdIdpCommunicationError", 400, Sender, "message") {
} }
structure! { OrderedOrganizationPolicyType {
    service_control_policy_input_list: Option<Vec<String>> = "ServiceControlPolicyInputList",
} }
modelled_error! { OrganizationNotFoundException("OrganizationNotFoundException", 400, Sender, "message") {
} }
modelled_error! { OrganizationNotInAllFeaturesModeException("OrganizationNotInAllFeaturesModeException", 400, Sender, "message") {
} }
structure! { OrganizationsDecisionDetail {
    allowed_by_organizations: Option<bool> = "AllowedByOrganizations",
} }
structure! { ParameterDefinition {
    name: String = "Name",
    r#type: ParameterTypeType = "Type",
    sub_type: Option<String> = "SubType",
    description: Option<String> = "Description",
    is_required: Option<bool> = "IsRequired",
    default_value: Option<String> = "DefaultValue",
    immutable: Option<bool> = "Immutable",
} }
structure! { PasswordPolicy {
    minimum_password_length: Option<i32> = "MinimumPasswordLength",
    require_symbols: Option<bool> = "RequireSymbols",
    require_numbers: Option<bool> = "RequireNumbers",
    require_uppercase_characters: Option<bool> = "RequireUppercaseCharacters",
    require_lowercase_characters: Option<bool> = "RequireLowercaseCharacters",
    allow_users_to_change_password: Option<bool> = "AllowUsersToChangePassword",
    expire_passwords: Option<bool> = "ExpirePasswords",
    max_password_age: Option<i32> = "MaxPasswordAge",
    password_reuse_prevention: Option<i32> = "PasswordReusePrevention",
    hard_expiry: Option<bool> = "HardExpiry",
} }
modelled_error! { PasswordPolicyViolationException("PasswordPolicyViolation", 400, Sender, "message") {
} }
enumeration! { PermissionsBoundaryAttachmentType {
    PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy",
} }
structure! { PermissionsBoundaryDecisionDetail {
    allowed_by_permissions_boundary: Option<bool> = "AllowedByPermissionsBoundary",
} }
structure! { Policy {
    policy_name: Option<String> = "PolicyName",
    policy_id: Option<String> = "PolicyId",
    arn: Option<String> = "Arn",
    path: Option<String> = "Path",
    default_version_id: Option<String> = "DefaultVersionId",
    attachment_count: Option<i32> = "AttachmentCount",
    permissions_boundary_usage_count: Option<i32> = "PermissionsBoundaryUsageCount",
    is_attachable: Option<bool> = "IsAttachable",
    description: Option<String> = "Description",
    create_date: Option<Timestamp> = "CreateDate",
    update_date: Option<Timestamp> = "UpdateDate",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { PolicyDetail {
    policy_name: Option<String> = "PolicyName",
    policy_document: Option<String> = "PolicyDocument",
} }
enumeration! { PolicyEvaluationDecisionType {
    Allowed = "allowed",
    ExplicitDeny = "explicitDeny",
    ImplicitDeny = "implicitDeny",
} }
modelled_error! { PolicyEvaluationException("PolicyEvaluation", 500, Sender, "message") {
} }
structure! { PolicyGrantingServiceAccess {
    policy_name: String = "PolicyName",
    policy_type: PolicyType = "PolicyType",
    policy_arn: Option<String> = "PolicyArn",
    entity_type: Option<PolicyOwnerEntityType> = "EntityType",
    entity_name: Option<String> = "EntityName",
} }
structure! { PolicyGroup {
    group_name: Option<String> = "GroupName",
    group_id: Option<String> = "GroupId",
} }
structure! { PolicyIdentifier {
    policy_type: Option<PolicyIdentifierPolicyType> = "PolicyType",
    policy_arn: Option<String> = "PolicyArn",
    inline_policy_identifier: Option<InlinePolicyIdentifierType> = "InlinePolicyIdentifier",
} }
enumeration! { PolicyIdentifierPolicyType {
    Inline = "inline",
    AwsManaged = "aws-managed",
    UserManaged = "user-managed",
    PermissionBoundary = "permission-boundary",
    Scp = "scp",
    Rcp = "rcp",
} }
modelled_error! { PolicyNotAttachableException("PolicyNotAttachable", 400, Sender, "message") {
} }
structure! { PolicyParameter {
    name: Option<String> = "Name",
    values: Option<Vec<String>> = "Values",
    r#type: Option<PolicyParameterTypeEnum> = "Type",
} }
enumeration! { PolicyParameterTypeEnum {
    String = "string",
    StringList = "stringList",
} }
structure! { PolicyRole {
    role_name: Option<String> = "RoleName",
    role_id: Option<String> = "RoleId",
} }
enumeration! { PolicySourceType {
    User = "user",
    Group = "group",
    Role = "role",
    AwsManaged = "aws-managed",
    UserManaged = "user-managed",
    Resource = "resource",
    None = "none",
} }
enumeration! { PolicyUsageType {
    PermissionsPolicy = "PermissionsPolicy",
    PermissionsBoundary = "PermissionsBoundary",
} }
structure! { PolicyUser {
    user_name: Option<String> = "UserName",
    user_id: Option<String> = "UserId",
} }
structure! { PolicyVersion {
    document: Option<String> = "Document",
    version_id: Option<String> = "VersionId",
    is_default_version: Option<bool> = "IsDefaultVersion",
    create_date: Option<Timestamp> = "CreateDate",
} }
structure! { Position {
    line: Option<i32> = "Line",
    column: Option<i32> = "Column",
} }
structure! { PutAccountPropertiesRequest {
    properties: BTreeMap<String, String> = "Properties",
} }
structure! { PutAccountPropertiesResponse {
} }
structure! { PutGroupPolicyRequest {
    group_name: String = "GroupName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { PutRolePermissionsBoundaryRequest {
    role_name: String = "RoleName",
    permissions_boundary: String = "PermissionsBoundary",
} }
structure! { PutRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { PutUserPermissionsBoundaryRequest {
    user_name: String = "UserName",
    permissions_boundary: String = "PermissionsBoundary",
} }
structure! { PutUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
} }
structure! { RejectDelegationRequestRequest {
    delegation_request_id: String = "DelegationRequestId",
    notes: Option<String> = "Notes",
} }
structure! { RemoveClientIDFromOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    client_id: String = "ClientID",
} }
structure! { RemoveRoleFromInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
    role_name: String = "RoleName",
} }
structure! { RemoveUserFromGroupRequest {
    group_name: String = "GroupName",
    user_name: String = "UserName",
} }
structure! { ReplacementValueEntry {
    values: Vec<String> = "Values",
} }
enumeration! { ReportFormatType {
    TextCsv = "text/csv",
} }
modelled_error! { ReportGenerationLimitExceededException("ReportGenerationLimitExceeded", 409, Sender, "message") {
} }
enumeration! { ReportStateType {
    Started = "STARTED",
    Inprogress = "INPROGRESS",
    Complete = "COMPLETE",
} }
structure! { ResetServiceSpecificCredentialRequest {
    user_name: Option<String> = "UserName",
    service_specific_credential_id: String = "ServiceSpecificCredentialId",
} }
structure! { ResetServiceSpecificCredentialResponse {
    service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
} }
structure! { ResourceSpecificResult {
    eval_resource_name: String = "EvalResourceName",
    eval_resource_decision: PolicyEvaluationDecisionType = "EvalResourceDecision",
    matched_statements: Option<Vec<Statement>> = "MatchedStatements",
    missing_context_values: Option<Vec<String>> = "MissingContextValues",
    eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>> = "EvalDecisionDetails",
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = "PermissionsBoundaryDecisionDetail",
} }
structure! { ResyncMFADeviceRequest {
    user_name: String = "UserName",
    serial_number: String = "SerialNumber",
    authentication_code1: String = "AuthenticationCode1",
    authentication_code2: String = "AuthenticationCode2",
} }
structure! { Role {
    path: String = "Path",
    role_name: String = "RoleName",
    role_id: String = "RoleId",
    arn: String = "Arn",
    create_date: Timestamp = "CreateDate",
    assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
    description: Option<String> = "Description",
    max_session_duration: Option<i32> = "MaxSessionDuration",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
    role_last_used: Option<RoleLastUsed> = "RoleLastUsed",
    source_role_template: Option<SourceRoleTemplate> = "SourceRoleTemplate",
} }
structure! { RoleDetail {
    path: Option<String> = "Path",
    role_name: Option<String> = "RoleName",
    role_id: Option<String> = "RoleId",
    arn: Option<String> = "Arn",
    create_date: Option<Timestamp> = "CreateDate",
    assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
    instance_profile_list: Option<Vec<InstanceProfile>> = "InstanceProfileList",
    role_policy_list: Option<Vec<PolicyDetail>> = "RolePolicyList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
    role_last_used: Option<RoleLastUsed> = "RoleLastUsed",
} }
structure! { RoleLastUsed {
    last_used_date: Option<Timestamp> = "LastUsedDate",
    region: Option<String> = "Region",
} }
modelled_error! { RoleModifiedException("RoleModified", 409, Sender, "message") {
} }
modelled_error! { RoleTemplateDisabledException("RoleTemplateDisabled", 400, Sender, "message") {
} }
structure! { RoleTemplateVersion {
    template_arn: Option<String> = "TemplateArn",
    template_name: Option<String> = "TemplateName",
    template_version_id: Option<String> = "TemplateVersionId",
    description: Option<String> = "Description",
    major_version: Option<i32> = "MajorVersion",
    default_minor_version: Option<i32> = "DefaultMinorVersion",
    managed_by_type: Option<ManagedByTypeType> = "ManagedByType",
    managed_by_value: Option<String> = "ManagedByValue",
    enabled: Option<bool> = "Enabled",
    minor_version: Option<i32> = "MinorVersion",
    role_name_pattern: Option<String> = "RoleNamePattern",
    role_path_pattern: Option<String> = "RolePathPattern",
    role_description_pattern: Option<String> = "RoleDescriptionPattern",
    assume_role_policy_document_template: Option<String> = "AssumeRolePolicyDocumentTemplate",
    inline_policy_templates: Option<Vec<InlinePolicy>> = "InlinePolicyTemplates",
    managed_policy_arns: Option<Vec<String>> = "ManagedPolicyArns",
    permission_boundary_arn: Option<String> = "PermissionBoundaryArn",
    parameters_definition: Option<Vec<ParameterDefinition>> = "ParametersDefinition",
    role_tags_template: Option<Vec<TagTemplate>> = "RoleTagsTemplate",
    max_session_duration: Option<i32> = "MaxSessionDuration",
    version_enabled: Option<bool> = "VersionEnabled",
    create_timestamp: Option<Timestamp> = "CreateTimestamp",
    update_timestamp: Option<Timestamp> = "UpdateTimestamp",
} }
structure! { RoleUsageType {
    region: Option<String> = "Region",
    resources: Option<Vec<String>> = "Resources",
} }
structure! { SAMLPrivateKey {
    key_id: Option<String> = "KeyId",
    timestamp: Option<Timestamp> = "Timestamp",
} }
structure! { SAMLProviderListEntry {
    arn: Option<String> = "Arn",
    valid_until: Option<Timestamp> = "ValidUntil",
    create_date: Option<Timestamp> = "CreateDate",
} }
structure! { SSHPublicKey {
    user_name: String = "UserName",
    ssh_public_key_id: String = "SSHPublicKeyId",
    fingerprint: String = "Fingerprint",
    ssh_public_key_body: String = "SSHPublicKeyBody",
    status: StatusType = "Status",
    upload_date: Option<Timestamp> = "UploadDate",
} }
structure! { SSHPublicKeyMetadata {
    user_name: String = "UserName",
    ssh_public_key_id: String = "SSHPublicKeyId",
    status: StatusType = "Status",
    upload_date: Timestamp = "UploadDate",
} }
structure! { SendDelegationTokenRequest {
    delegation_request_id: String = "DelegationRequestId",
} }
structure! { ServerCertificate {
    server_certificate_metadata: ServerCertificateMetadata = "ServerCertificateMetadata",
    certificate_body: String = "CertificateBody",
    certificate_chain: Option<String> = "CertificateChain",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ServerCertificateMetadata {
    path: String = "Path",
    server_certificate_name: String = "ServerCertificateName",
    server_certificate_id: String = "ServerCertificateId",
    arn: String = "Arn",
    upload_date: Option<Timestamp> = "UploadDate",
    expiration: Option<Timestamp> = "Expiration",
} }
modelled_error! { ServiceAccessNotEnabledException("ServiceAccessNotEnabledException", 400, Sender, "message") {
} }
modelled_error! { ServiceFailureException("ServiceFailure", 500, Sender, "message") {
} }
structure! { ServiceLastAccessed {
    service_name: String = "ServiceName",
    last_authenticated: Option<Timestamp> = "LastAuthenticated",
    service_namespace: String = "ServiceNamespace",
    last_authenticated_entity: Option<String> = "LastAuthenticatedEntity",
    last_authenticated_region: Option<String> = "LastAuthenticatedRegion",
    total_authenticated_entities: Option<i32> = "TotalAuthenticatedEntities",
    tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>> = "TrackedActionsLastAccessed",
} }
modelled_error! { ServiceNotSupportedException("NotSupportedService", 404, Sender, "message") {
} }
structure! { ServiceSpecificCredential {
    create_date: Timestamp = "CreateDate",
    expiration_date: Option<Timestamp> = "ExpirationDate",
    service_name: String = "ServiceName",
    service_user_name: Option<String> = "ServiceUserName",
    service_password: Option<Sensitive<String>> = "ServicePassword",
    service_credential_alias: Option<String> = "ServiceCredentialAlias",
    service_credential_secret: Option<Sensitive<String>> = "ServiceCredentialSecret",
    service_specific_credential_id: String = "ServiceSpecificCredentialId",
    user_name: String = "UserName",
    status: StatusType = "Status",
} }
structure! { ServiceSpecificCredentialMetadata {
    user_name: String = "UserName",
    status: StatusType = "Status",
    service_user_name: Option<String> = "ServiceUserName",
    service_credential_alias: Option<String> = "ServiceCredentialAlias",
    create_date: Timestamp = "CreateDate",
    expiration_date: Option<Timestamp> = "ExpirationDate",
    service_specific_credential_id: String = "ServiceSpecificCredentialId",
    service_name: String = "ServiceName",
} }
structure! { SetDefaultPolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    version_id: String = "VersionId",
} }
structure! { SetSecurityTokenServicePreferencesRequest {
    global_endpoint_token_version: GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion",
} }
structure! { SigningCertificate {
    user_name: String = "UserName",
    certificate_id: String = "CertificateId",
    certificate_body: String = "CertificateBody",
    status: StatusType = "Status",
    upload_date: Option<Timestamp> = "UploadDate",
} }
structure! { SimulateCustomPolicyRequest {
    policy_input_list: Vec<String> = "PolicyInputList",
    permissions_boundary_policy_input_list: Option<Vec<String>> = "PermissionsBoundaryPolicyInputList",
    ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>> = "OrderedOrganizationPolicyInputList",
    action_names: Vec<String> = "ActionNames",
    resource_arns: Option<Vec<String>> = "ResourceArns",
    resource_policy: Option<String> = "ResourcePolicy",
    resource_owner: Option<String> = "ResourceOwner",
    caller_arn: Option<String> = "CallerArn",
    context_entries: Option<Vec<ContextEntry>> = "ContextEntries",
    resource_handling_option: Option<String> = "ResourceHandlingOption",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
} }
structure! { SimulatePolicyResponse {
    evaluation_results: Option<Vec<EvaluationResult>> = "EvaluationResults",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
} }
structure! { SimulatePrincipalPolicyRequest {
    policy_source_arn: String = "PolicySourceArn",
    policy_input_list: Option<Vec<String>> = "PolicyInputList",
    permissions_boundary_policy_input_list: Option<Vec<String>> = "PermissionsBoundaryPolicyInputList",
    policy_exclusion_list: Option<Vec<PolicyIdentifier>> = "PolicyExclusionList",
    action_names: Vec<String> = "ActionNames",
    resource_arns: Option<Vec<String>> = "ResourceArns",
    resource_policy: Option<String> = "ResourcePolicy",
    resource_owner: Option<String> = "ResourceOwner",
    caller_arn: Option<String> = "CallerArn",
    context_entries: Option<Vec<ContextEntry>> = "ContextEntries",
    resource_handling_option: Option<String> = "ResourceHandlingOption",
    max_items: Option<i32> = "MaxItems",
    marker: Option<String> = "Marker",
} }
structure! { SourceRoleTemplate {
    template_arn: String = "TemplateArn",
    template_minor_version: i32 = "TemplateMinorVersion",
} }
structure! { Statement {
    source_policy_id: Option<String> = "SourcePolicyId",
    source_policy_type: Option<PolicySourceType> = "SourcePolicyType",
    start_position: Option<Position> = "StartPosition",
    end_position: Option<Position> = "EndPosition",
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagMFADeviceRequest {
    serial_number: String = "SerialNumber",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagPolicyRequest {
    policy_arn: String = "PolicyArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagRoleRequest {
    role_name: String = "RoleName",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagSAMLProviderRequest {
    saml_provider_arn: String = "SAMLProviderArn",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagServerCertificateRequest {
    server_certificate_name: String = "ServerCertificateName",
    tags: Vec<Tag> = "Tags",
} }
structure! { TagTemplate {
    key: String = "Key",
    value: String = "Value",
} }
structure! { TagUserRequest {
    user_name: String = "UserName",
    tags: Vec<Tag> = "Tags",
} }
structure! { TrackedActionLastAccessed {
    action_name: Option<String> = "ActionName",
    last_accessed_entity: Option<String> = "LastAccessedEntity",
    last_accessed_time: Option<Timestamp> = "LastAccessedTime",
    last_accessed_region: Option<String> = "LastAccessedRegion",
} }
modelled_error! { UnmodifiableEntityException("UnmodifiableEntity", 400, Sender, "message") {
} }
modelled_error! { UnrecognizedPublicKeyEncodingException("UnrecognizedPublicKeyEncoding", 400, Sender, "message") {
} }
structure! { UntagInstanceProfileRequest {
    instance_profile_name: String = "InstanceProfileName",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagMFADeviceRequest {
    serial_number: String = "SerialNumber",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagOpenIDConnectProviderRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagPolicyRequest {
    policy_arn: String = "PolicyArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagRoleRequest {
    role_name: String = "RoleName",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagSAMLProviderRequest {
    saml_provider_arn: String = "SAMLProviderArn",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagServerCertificateRequest {
    server_certificate_name: String = "ServerCertificateName",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UntagUserRequest {
    user_name: String = "UserName",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UpdateAccessKeyRequest {
    user_name: Option<String> = "UserName",
    access_key_id: String = "AccessKeyId",
    status: StatusType = "Status",
} }
structure! { UpdateAccountPasswordPolicyRequest {
    minimum_password_length: Option<i32> = "MinimumPasswordLength",
    require_symbols: Option<bool> = "RequireSymbols",
    require_numbers: Option<bool> = "RequireNumbers",
    require_uppercase_characters: Option<bool> = "RequireUppercaseCharacters",
    require_lowercase_characters: Option<bool> = "RequireLowercaseCharacters",
    allow_users_to_change_password: Option<bool> = "AllowUsersToChangePassword",
    max_password_age: Option<i32> = "MaxPasswordAge",
    password_reuse_prevention: Option<i32> = "PasswordReusePrevention",
    hard_expiry: Option<bool> = "HardExpiry",
} }
structure! { UpdateAssumeRolePolicyRequest {
    role_name: String = "RoleName",
    policy_document: String = "PolicyDocument",
} }
structure! { UpdateDelegationRequestRequest {
    delegation_request_id: String = "DelegationRequestId",
    notes: Option<String> = "Notes",
} }
structure! { UpdateGroupRequest {
    group_name: String = "GroupName",
    new_path: Option<String> = "NewPath",
    new_group_name: Option<String> = "NewGroupName",
} }
structure! { UpdateLoginProfileRequest {
    user_name: String = "UserName",
    password: Option<Sensitive<String>> = "Password",
    password_reset_required: Option<bool> = "PasswordResetRequired",
} }
structure! { UpdateOpenIDConnectProviderThumbprintRequest {
    open_id_connect_provider_arn: String = "OpenIDConnectProviderArn",
    thumbprint_list: Vec<String> = "ThumbprintList",
} }
structure! { UpdateRoleDescriptionRequest {
    role_name: String = "RoleName",
    description: String = "Description",
} }
structure! { UpdateRoleDescriptionResponse {
    role: Option<Role> = "Role",
} }
structure! { UpdateRoleRequest {
    role_name: String = "RoleName",
    description: Option<String> = "Description",
    max_session_duration: Option<i32> = "MaxSessionDuration",
} }
structure! { UpdateRoleResponse {
} }
structure! { UpdateSAMLProviderRequest {
    saml_metadata_document: Option<String> = "SAMLMetadataDocument",
    saml_provider_arn: String = "SAMLProviderArn",
    assertion_encryption_mode: Option<AssertionEncryptionModeType> = "AssertionEncryptionMode",
    add_private_key: Option<Sensitive<String>> = "AddPrivateKey",
    remove_private_key: Option<String> = "RemovePrivateKey",
} }
structure! { UpdateSAMLProviderResponse {
    saml_provider_arn: Option<String> = "SAMLProviderArn",
} }
structure! { UpdateSSHPublicKeyRequest {
    user_name: String = "UserName",
    ssh_public_key_id: String = "SSHPublicKeyId",
    status: StatusType = "Status",
} }
structure! { UpdateServerCertificateRequest {
    server_certificate_name: String = "ServerCertificateName",
    new_path: Option<String> = "NewPath",
    new_server_certificate_name: Option<String> = "NewServerCertificateName",
} }
structure! { UpdateServiceSpecificCredentialRequest {
    user_name: Option<String> = "UserName",
    service_specific_credential_id: String = "ServiceSpecificCredentialId",
    status: StatusType = "Status",
} }
structure! { UpdateSigningCertificateRequest {
    user_name: Option<String> = "UserName",
    certificate_id: String = "CertificateId",
    status: StatusType = "Status",
} }
structure! { UpdateUserRequest {
    user_name: String = "UserName",
    new_path: Option<String> = "NewPath",
    new_user_name: Option<String> = "NewUserName",
} }
structure! { UploadSSHPublicKeyRequest {
    user_name: String = "UserName",
    ssh_public_key_body: String = "SSHPublicKeyBody",
} }
structure! { UploadSSHPublicKeyResponse {
    ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
} }
structure! { UploadServerCertificateRequest {
    path: Option<String> = "Path",
    server_certificate_name: String = "ServerCertificateName",
    certificate_body: String = "CertificateBody",
    private_key: Sensitive<String> = "PrivateKey",
    certificate_chain: Option<String> = "CertificateChain",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { UploadServerCertificateResponse {
    server_certificate_metadata: Option<ServerCertificateMetadata> = "ServerCertificateMetadata",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { UploadSigningCertificateRequest {
    user_name: Option<String> = "UserName",
    certificate_body: String = "CertificateBody",
} }
structure! { UploadSigningCertificateResponse {
    certificate: SigningCertificate = "Certificate",
} }
structure! { User {
    path: String = "Path",
    user_name: String = "UserName",
    user_id: String = "UserId",
    arn: String = "Arn",
    create_date: Timestamp = "CreateDate",
    password_last_used: Option<Timestamp> = "PasswordLastUsed",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { UserDetail {
    path: Option<String> = "Path",
    user_name: Option<String> = "UserName",
    user_id: Option<String> = "UserId",
    arn: Option<String> = "Arn",
    create_date: Option<Timestamp> = "CreateDate",
    user_policy_list: Option<Vec<PolicyDetail>> = "UserPolicyList",
    group_list: Option<Vec<String>> = "GroupList",
    attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { VirtualMFADevice {
    serial_number: String = "SerialNumber",
    base32_string_seed: Option<Sensitive<Bytes>> = "Base32StringSeed",
    qr_code_png: Option<Sensitive<Bytes>> = "QRCodePNG",
    user: Option<User> = "User",
    enable_date: Option<Timestamp> = "EnableDate",
    tags: Option<Vec<Tag>> = "Tags",
} }
enumeration! { AssertionEncryptionModeType {
    Required = "Required",
    Allowed = "Allowed",
} }
enumeration! { AssignmentStatusType {
    Assigned = "Assigned",
    Unassigned = "Unassigned",
    Any = "Any",
} }
enumeration! { EncodingType {
    Ssh = "SSH",
    Pem = "PEM",
} }
enumeration! { GlobalEndpointTokenVersion {
    V1Token = "v1Token",
    V2Token = "v2Token",
} }
enumeration! { JobStatusType {
    InProgress = "IN_PROGRESS",
    Completed = "COMPLETED",
    Failed = "FAILED",
} }
enumeration! { ManagedByTypeType {
    Service = "Service",
} }
enumeration! { ParameterTypeType {
    String = "String",
    StringList = "StringList",
    Number = "Number",
    NumberList = "NumberList",
    Arn = "Arn",
    ArnList = "ArnList",
} }
enumeration! { PermissionCheckResultType {
    Allowed = "ALLOWED",
    Denied = "DENIED",
    Unsure = "UNSURE",
} }
enumeration! { PermissionCheckStatusType {
    Complete = "COMPLETE",
    InProgress = "IN_PROGRESS",
    Failed = "FAILED",
} }
enumeration! { PolicyOwnerEntityType {
    User = "USER",
    Role = "ROLE",
    Group = "GROUP",
} }
enumeration! { PolicyScopeType {
    All = "All",
    Aws = "AWS",
    Local = "Local",
} }
enumeration! { PolicyType {
    Inline = "INLINE",
    Managed = "MANAGED",
} }
enumeration! { SortKeyType {
    ServiceNamespaceAscending = "SERVICE_NAMESPACE_ASCENDING",
    ServiceNamespaceDescending = "SERVICE_NAMESPACE_DESCENDING",
    LastAuthenticatedTimeAscending = "LAST_AUTHENTICATED_TIME_ASCENDING",
    LastAuthenticatedTimeDescending = "LAST_AUTHENTICATED_TIME_DESCENDING",
} }
enumeration! { StateType {
    Unassigned = "UNASSIGNED",
    Assigned = "ASSIGNED",
    PendingApproval = "PENDING_APPROVAL",
    Finalized = "FINALIZED",
    Accepted = "ACCEPTED",
    Rejected = "REJECTED",
    Expired = "EXPIRED",
} }
enumeration! { StatusType {
    Active = "Active",
    Inactive = "Inactive",
    Expired = "Expired",
} }
enumeration! { SummaryKeyType {
    Users = "Users",
    UsersQuota = "UsersQuota",
    Groups = "Groups",
    GroupsQuota = "GroupsQuota",
    ServerCertificates = "ServerCertificates",
    ServerCertificatesQuota = "ServerCertificatesQuota",
    UserPolicySizeQuota = "UserPolicySizeQuota",
    GroupPolicySizeQuota = "GroupPolicySizeQuota",
    GroupsPerUserQuota = "GroupsPerUserQuota",
    SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota",
    AccessKeysPerUserQuota = "AccessKeysPerUserQuota",
    MFADevices = "MFADevices",
    MFADevicesInUse = "MFADevicesInUse",
    AccountMFAEnabled = "AccountMFAEnabled",
    AccountAccessKeysPresent = "AccountAccessKeysPresent",
    AccountPasswordPresent = "AccountPasswordPresent",
    AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent",
    AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota",
    AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota",
    AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota",
    Policies = "Policies",
    PoliciesQuota = "PoliciesQuota",
    PolicySizeQuota = "PolicySizeQuota",
    PolicyVersionsInUse = "PolicyVersionsInUse",
    PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota",
    VersionsPerPolicyQuota = "VersionsPerPolicyQuota",
    GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion",
    AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota",
    InstanceProfiles = "InstanceProfiles",
    InstanceProfilesQuota = "InstanceProfilesQuota",
    Providers = "Providers",
    RolePolicySizeQuota = "RolePolicySizeQuota",
    Roles = "Roles",
    RolesQuota = "RolesQuota",
} }
enumeration! { SummaryStateType {
    Available = "AVAILABLE",
    NotAvailable = "NOT_AVAILABLE",
    NotSupported = "NOT_SUPPORTED",
    Failed = "FAILED",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "iam" {
        AcceptDelegationRequest: AcceptDelegationRequestRequest => Unit,
        AcquireRole: AcquireRoleRequest => AcquireRoleResponse,
        AddClientIDToOpenIDConnectProvider: AddClientIDToOpenIDConnectProviderRequest => Unit,
        AddRoleToInstanceProfile: AddRoleToInstanceProfileRequest => Unit,
        AddUserToGroup: AddUserToGroupRequest => Unit,
        AssociateDelegationRequest: AssociateDelegationRequestRequest => Unit,
        AttachGroupPolicy: AttachGroupPolicyRequest => Unit,
        AttachRolePolicy: AttachRolePolicyRequest => Unit,
        AttachUserPolicy: AttachUserPolicyRequest => Unit,
        ChangePassword: ChangePasswordRequest => Unit,
        CreateAccessKey: CreateAccessKeyRequest => CreateAccessKeyResponse,
        CreateAccountAlias: CreateAccountAliasRequest => Unit,
        CreateDelegationRequest: CreateDelegationRequestRequest => CreateDelegationRequestResponse,
        CreateGroup: CreateGroupRequest => CreateGroupResponse,
        CreateInstanceProfile: CreateInstanceProfileRequest => CreateInstanceProfileResponse,
        CreateLoginProfile: CreateLoginProfileRequest => CreateLoginProfileResponse,
        CreateOpenIDConnectProvider: CreateOpenIDConnectProviderRequest => CreateOpenIDConnectProviderResponse,
        CreatePolicy: CreatePolicyRequest => CreatePolicyResponse,
        CreatePolicyVersion: CreatePolicyVersionRequest => CreatePolicyVersionResponse,
        CreateRole: CreateRoleRequest => CreateRoleResponse,
        CreateSAMLProvider: CreateSAMLProviderRequest => CreateSAMLProviderResponse,
        CreateServiceLinkedRole: CreateServiceLinkedRoleRequest => CreateServiceLinkedRoleResponse,
        CreateServiceSpecificCredential: CreateServiceSpecificCredentialRequest => CreateServiceSpecificCredentialResponse,
        CreateUser: CreateUserRequest => CreateUserResponse,
        CreateVirtualMFADevice: CreateVirtualMFADeviceRequest => CreateVirtualMFADeviceResponse,
        DeactivateMFADevice: DeactivateMFADeviceRequest => Unit,
        DeleteAccessKey: DeleteAccessKeyRequest => Unit,
        DeleteAccountAlias: DeleteAccountAliasRequest => Unit,
        DeleteAccountPasswordPolicy: Unit => Unit,
        DeleteGroup: DeleteGroupRequest => Unit,
        DeleteGroupPolicy: DeleteGroupPolicyRequest => Unit,
        DeleteInstanceProfile: DeleteInstanceProfileRequest => Unit,
        DeleteLoginProfile: DeleteLoginProfileRequest => Unit,
        DeleteOpenIDConnectProvider: DeleteOpenIDConnectProviderRequest => Unit,
        DeletePolicy: DeletePolicyRequest => Unit,
        DeletePolicyVersion: DeletePolicyVersionRequest => Unit,
        DeleteRole: DeleteRoleRequest => Unit,
        DeleteRolePermissionsBoundary: DeleteRolePermissionsBoundaryRequest => Unit,
        DeleteRolePolicy: DeleteRolePolicyRequest => Unit,
        DeleteSAMLProvider: DeleteSAMLProviderRequest => Unit,
        DeleteSSHPublicKey: DeleteSSHPublicKeyRequest => Unit,
        DeleteServerCertificate: DeleteServerCertificateRequest => Unit,
        DeleteServiceLinkedRole: DeleteServiceLinkedRoleRequest => DeleteServiceLinkedRoleResponse,
        DeleteServiceSpecificCredential: DeleteServiceSpecificCredentialRequest => Unit,
        DeleteSigningCertificate: DeleteSigningCertificateRequest => Unit,
        DeleteUser: DeleteUserRequest => Unit,
        DeleteUserPermissionsBoundary: DeleteUserPermissionsBoundaryRequest => Unit,
        DeleteUserPolicy: DeleteUserPolicyRequest => Unit,
        DeleteVirtualMFADevice: DeleteVirtualMFADeviceRequest => Unit,
        DetachGroupPolicy: DetachGroupPolicyRequest => Unit,
        DetachRolePolicy: DetachRolePolicyRequest => Unit,
        DetachUserPolicy: DetachUserPolicyRequest => Unit,
        DisableOrganizationsRootCredentialsManagement: DisableOrganizationsRootCredentialsManagementRequest => DisableOrganizationsRootCredentialsManagementResponse,
        DisableOrganizationsRootSessions: DisableOrganizationsRootSessionsRequest => DisableOrganizationsRootSessionsResponse,
        DisableOutboundWebIdentityFederation: Unit => Unit,
        EnableMFADevice: EnableMFADeviceRequest => Unit,
        EnableOrganizationsRootCredentialsManagement: EnableOrganizationsRootCredentialsManagementRequest => EnableOrganizationsRootCredentialsManagementResponse,
        EnableOrganizationsRootSessions: EnableOrganizationsRootSessionsRequest => EnableOrganizationsRootSessionsResponse,
        EnableOutboundWebIdentityFederation: Unit => EnableOutboundWebIdentityFederationResponse,
        GenerateCredentialReport: Unit => GenerateCredentialReportResponse,
        GenerateOrganizationsAccessReport: GenerateOrganizationsAccessReportRequest => GenerateOrganizationsAccessReportResponse,
        GenerateServiceLastAccessedDetails: GenerateServiceLastAccessedDetailsRequest => GenerateServiceLastAccessedDetailsResponse,
        GetAccessKeyLastUsed: GetAccessKeyLastUsedRequest => GetAccessKeyLastUsedResponse,
        GetAccountAuthorizationDetails: GetAccountAuthorizationDetailsRequest => GetAccountAuthorizationDetailsResponse,
        GetAccountPasswordPolicy: Unit => GetAccountPasswordPolicyResponse,
        GetAccountProperties: GetAccountPropertiesRequest => GetAccountPropertiesResponse,
        GetAccountSummary: Unit => GetAccountSummaryResponse,
        GetContextKeysForCustomPolicy: GetContextKeysForCustomPolicyRequest => GetContextKeysForPolicyResponse,
        GetContextKeysForPrincipalPolicy: GetContextKeysForPrincipalPolicyRequest => GetContextKeysForPolicyResponse,
        GetCredentialReport: Unit => GetCredentialReportResponse,
        GetDelegationRequest: GetDelegationRequestRequest => GetDelegationRequestResponse,
        GetGroup: GetGroupRequest => GetGroupResponse,
        GetGroupPolicy: GetGroupPolicyRequest => GetGroupPolicyResponse,
        GetHumanReadableSummary: GetHumanReadableSummaryRequest => GetHumanReadableSummaryResponse,
        GetInstanceProfile: GetInstanceProfileRequest => GetInstanceProfileResponse,
        GetLoginProfile: GetLoginProfileRequest => GetLoginProfileResponse,
        GetMFADevice: GetMFADeviceRequest => GetMFADeviceResponse,
        GetOpenIDConnectProvider: GetOpenIDConnectProviderRequest => GetOpenIDConnectProviderResponse,
        GetOrganizationsAccessReport: GetOrganizationsAccessReportRequest => GetOrganizationsAccessReportResponse,
        GetOutboundWebIdentityFederationInfo: Unit => GetOutboundWebIdentityFederationInfoResponse,
        GetPolicy: GetPolicyRequest => GetPolicyResponse,
        GetPolicyVersion: GetPolicyVersionRequest => GetPolicyVersionResponse,
        GetRole: GetRoleRequest => GetRoleResponse,
        GetRolePolicy: GetRolePolicyRequest => GetRolePolicyResponse,
        GetRoleTemplateVersion: GetRoleTemplateVersionRequest => GetRoleTemplateVersionResponse,
        GetSAMLProvider: GetSAMLProviderRequest => GetSAMLProviderResponse,
        GetSSHPublicKey: GetSSHPublicKeyRequest => GetSSHPublicKeyResponse,
        GetServerCertificate: GetServerCertificateRequest => GetServerCertificateResponse,
        GetServiceLastAccessedDetails: GetServiceLastAccessedDetailsRequest => GetServiceLastAccessedDetailsResponse,
        GetServiceLastAccessedDetailsWithEntities: GetServiceLastAccessedDetailsWithEntitiesRequest => GetServiceLastAccessedDetailsWithEntitiesResponse,
        GetServiceLinkedRoleDeletionStatus: GetServiceLinkedRoleDeletionStatusRequest => GetServiceLinkedRoleDeletionStatusResponse,
        GetUser: GetUserRequest => GetUserResponse,
        GetUserPolicy: GetUserPolicyRequest => GetUserPolicyResponse,
        ListAccessKeys: ListAccessKeysRequest => ListAccessKeysResponse,
        ListAccountAliases: ListAccountAliasesRequest => ListAccountAliasesResponse,
        ListAttachedGroupPolicies: ListAttachedGroupPoliciesRequest => ListAttachedGroupPoliciesResponse,
        ListAttachedRolePolicies: ListAttachedRolePoliciesRequest => ListAttachedRolePoliciesResponse,
        ListAttachedUserPolicies: ListAttachedUserPoliciesRequest => ListAttachedUserPoliciesResponse,
        ListDelegationRequests: ListDelegationRequestsRequest => ListDelegationRequestsResponse,
        ListEntitiesForPolicy: ListEntitiesForPolicyRequest => ListEntitiesForPolicyResponse,
        ListGroupPolicies: ListGroupPoliciesRequest => ListGroupPoliciesResponse,
        ListGroups: ListGroupsRequest => ListGroupsResponse,
        ListGroupsForUser: ListGroupsForUserRequest => ListGroupsForUserResponse,
        ListInstanceProfileTags: ListInstanceProfileTagsRequest => ListInstanceProfileTagsResponse,
        ListInstanceProfiles: ListInstanceProfilesRequest => ListInstanceProfilesResponse,
        ListInstanceProfilesForRole: ListInstanceProfilesForRoleRequest => ListInstanceProfilesForRoleResponse,
        ListMFADeviceTags: ListMFADeviceTagsRequest => ListMFADeviceTagsResponse,
        ListMFADevices: ListMFADevicesRequest => ListMFADevicesResponse,
        ListOpenIDConnectProviderTags: ListOpenIDConnectProviderTagsRequest => ListOpenIDConnectProviderTagsResponse,
        ListOpenIDConnectProviders: ListOpenIDConnectProvidersRequest => ListOpenIDConnectProvidersResponse,
        ListOrganizationsFeatures: ListOrganizationsFeaturesRequest => ListOrganizationsFeaturesResponse,
        ListPolicies: ListPoliciesRequest => ListPoliciesResponse,
        ListPoliciesGrantingServiceAccess: ListPoliciesGrantingServiceAccessRequest => ListPoliciesGrantingServiceAccessResponse,
        ListPolicyTags: ListPolicyTagsRequest => ListPolicyTagsResponse,
        ListPolicyVersions: ListPolicyVersionsRequest => ListPolicyVersionsResponse,
        ListRolePolicies: ListRolePoliciesRequest => ListRolePoliciesResponse,
        ListRoleTags: ListRoleTagsRequest => ListRoleTagsResponse,
        ListRoles: ListRolesRequest => ListRolesResponse,
        ListSAMLProviderTags: ListSAMLProviderTagsRequest => ListSAMLProviderTagsResponse,
        ListSAMLProviders: ListSAMLProvidersRequest => ListSAMLProvidersResponse,
        ListSSHPublicKeys: ListSSHPublicKeysRequest => ListSSHPublicKeysResponse,
        ListServerCertificateTags: ListServerCertificateTagsRequest => ListServerCertificateTagsResponse,
        ListServerCertificates: ListServerCertificatesRequest => ListServerCertificatesResponse,
        ListServiceSpecificCredentials: ListServiceSpecificCredentialsRequest => ListServiceSpecificCredentialsResponse,
        ListSigningCertificates: ListSigningCertificatesRequest => ListSigningCertificatesResponse,
        ListUserPolicies: ListUserPoliciesRequest => ListUserPoliciesResponse,
        ListUserTags: ListUserTagsRequest => ListUserTagsResponse,
        ListUsers: ListUsersRequest => ListUsersResponse,
        ListVirtualMFADevices: ListVirtualMFADevicesRequest => ListVirtualMFADevicesResponse,
        PutAccountProperties: PutAccountPropertiesRequest => PutAccountPropertiesResponse,
        PutGroupPolicy: PutGroupPolicyRequest => Unit,
        PutRolePermissionsBoundary: PutRolePermissionsBoundaryRequest => Unit,
        PutRolePolicy: PutRolePolicyRequest => Unit,
        PutUserPermissionsBoundary: PutUserPermissionsBoundaryRequest => Unit,
        PutUserPolicy: PutUserPolicyRequest => Unit,
        RejectDelegationRequest: RejectDelegationRequestRequest => Unit,
        RemoveClientIDFromOpenIDConnectProvider: RemoveClientIDFromOpenIDConnectProviderRequest => Unit,
        RemoveRoleFromInstanceProfile: RemoveRoleFromInstanceProfileRequest => Unit,
        RemoveUserFromGroup: RemoveUserFromGroupRequest => Unit,
        ResetServiceSpecificCredential: ResetServiceSpecificCredentialRequest => ResetServiceSpecificCredentialResponse,
        ResyncMFADevice: ResyncMFADeviceRequest => Unit,
        SendDelegationToken: SendDelegationTokenRequest => Unit,
        SetDefaultPolicyVersion: SetDefaultPolicyVersionRequest => Unit,
        SetSecurityTokenServicePreferences: SetSecurityTokenServicePreferencesRequest => Unit,
        SimulateCustomPolicy: SimulateCustomPolicyRequest => SimulatePolicyResponse,
        SimulatePrincipalPolicy: SimulatePrincipalPolicyRequest => SimulatePolicyResponse,
        TagInstanceProfile: TagInstanceProfileRequest => Unit,
        TagMFADevice: TagMFADeviceRequest => Unit,
        TagOpenIDConnectProvider: TagOpenIDConnectProviderRequest => Unit,
        TagPolicy: TagPolicyRequest => Unit,
        TagRole: TagRoleRequest => Unit,
        TagSAMLProvider: TagSAMLProviderRequest => Unit,
        TagServerCertificate: TagServerCertificateRequest => Unit,
        TagUser: TagUserRequest => Unit,
        UntagInstanceProfile: UntagInstanceProfileRequest => Unit,
        UntagMFADevice: UntagMFADeviceRequest => Unit,
        UntagOpenIDConnectProvider: UntagOpenIDConnectProviderRequest => Unit,
        UntagPolicy: UntagPolicyRequest => Unit,
        UntagRole: UntagRoleRequest => Unit,
        UntagSAMLProvider: UntagSAMLProviderRequest => Unit,
        UntagServerCertificate: UntagServerCertificateRequest => Unit,
        UntagUser: UntagUserRequest => Unit,
        UpdateAccessKey: UpdateAccessKeyRequest => Unit,
        UpdateAccountPasswordPolicy: UpdateAccountPasswordPolicyRequest => Unit,
        UpdateAssumeRolePolicy: UpdateAssumeRolePolicyRequest => Unit,
        UpdateDelegationRequest: UpdateDelegationRequestRequest => Unit,
        UpdateGroup: UpdateGroupRequest => Unit,
        UpdateLoginProfile: UpdateLoginProfileRequest => Unit,
        UpdateOpenIDConnectProviderThumbprint: UpdateOpenIDConnectProviderThumbprintRequest => Unit,
        UpdateRole: UpdateRoleRequest => UpdateRoleResponse,
        UpdateRoleDescription: UpdateRoleDescriptionRequest => UpdateRoleDescriptionResponse,
        UpdateSAMLProvider: UpdateSAMLProviderRequest => UpdateSAMLProviderResponse,
        UpdateSSHPublicKey: UpdateSSHPublicKeyRequest => Unit,
        UpdateServerCertificate: UpdateServerCertificateRequest => Unit,
        UpdateServiceSpecificCredential: UpdateServiceSpecificCredentialRequest => Unit,
        UpdateSigningCertificate: UpdateSigningCertificateRequest => Unit,
        UpdateUser: UpdateUserRequest => Unit,
        UploadSSHPublicKey: UploadSSHPublicKeyRequest => UploadSSHPublicKeyResponse,
        UploadServerCertificate: UploadServerCertificateRequest => UploadServerCertificateResponse,
        UploadSigningCertificate: UploadSigningCertificateRequest => UploadSigningCertificateResponse,
    } }
}
