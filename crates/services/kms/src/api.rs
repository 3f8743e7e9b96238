//! Typed form of `models/kms.json` (API version 2014-11-01). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

enumeration! { AlgorithmSpec {
    RsaesPkcs1V15 = "RSAES_PKCS1_V1_5",
    RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
    RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    RsaAesKeyWrapSha1 = "RSA_AES_KEY_WRAP_SHA_1",
    RsaAesKeyWrapSha256 = "RSA_AES_KEY_WRAP_SHA_256",
    Sm2pke = "SM2PKE",
} }
structure! { AliasListEntry {
    alias_name: Option<String> = "AliasName",
    alias_arn: Option<String> = "AliasArn",
    target_key_id: Option<String> = "TargetKeyId",
    creation_date: Option<Timestamp> = "CreationDate",
    last_updated_date: Option<Timestamp> = "LastUpdatedDate",
} }
modelled_error! { AlreadyExistsException("AlreadyExistsException", 400, Sender, "message") {
} }
structure! { CancelKeyDeletionRequest {
    key_id: String = "KeyId",
} }
structure! { CancelKeyDeletionResponse {
    key_id: Option<String> = "KeyId",
} }
modelled_error! { CloudHsmClusterInUseException("CloudHsmClusterInUseException", 400, Sender, "message") {
} }
modelled_error! { CloudHsmClusterInvalidConfigurationException("CloudHsmClusterInvalidConfigurationException", 400, Sender, "message") {
} }
modelled_error! { CloudHsmClusterNotActiveException("CloudHsmClusterNotActiveException", 400, Sender, "message") {
} }
modelled_error! { CloudHsmClusterNotFoundException("CloudHsmClusterNotFoundException", 400, Sender, "message") {
} }
modelled_error! { CloudHsmClusterNotRelatedException("CloudHsmClusterNotRelatedException", 400, Sender, "message") {
} }
modelled_error! { ConflictException("ConflictException", 400, Sender, "message") {
} }
structure! { ConnectCustomKeyStoreRequest {
    custom_key_store_id: String = "CustomKeyStoreId",
} }
structure! { ConnectCustomKeyStoreResponse {
} }
enumeration! { ConnectionErrorCodeType {
    InvalidCredentials = "INVALID_CREDENTIALS",
    ClusterNotFound = "CLUSTER_NOT_FOUND",
    NetworkErrors = "NETWORK_ERRORS",
    InternalError = "INTERNAL_ERROR",
    InsufficientCloudhsmHsms = "INSUFFICIENT_CLOUDHSM_HSMS",
    UserLockedOut = "USER_LOCKED_OUT",
    UserNotFound = "USER_NOT_FOUND",
    UserLoggedIn = "USER_LOGGED_IN",
    SubnetNotFound = "SUBNET_NOT_FOUND",
    InsufficientFreeAddressesInSubnet = "INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET",
    XksProxyAccessDenied = "XKS_PROXY_ACCESS_DENIED",
    XksProxyNotReachable = "XKS_PROXY_NOT_REACHABLE",
    XksVpcEndpointServiceNotFound = "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND",
    XksProxyInvalidResponse = "XKS_PROXY_INVALID_RESPONSE",
    XksProxyInvalidConfiguration = "XKS_PROXY_INVALID_CONFIGURATION",
    XksVpcEndpointServiceInvalidConfiguration = "XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION",
    XksProxyTimedOut = "XKS_PROXY_TIMED_OUT",
    XksProxyInvalidTlsConfiguration = "XKS_PROXY_INVALID_TLS_CONFIGURATION",
} }
enumeration! { ConnectionStateType {
    Connected = "CONNECTED",
    Connecting = "CONNECTING",
    Failed = "FAILED",
    Disconnected = "DISCONNECTED",
    Disconnecting = "DISCONNECTING",
} }
structure! { CreateAliasRequest {
    alias_name: String = "AliasName",
    target_key_id: String = "TargetKeyId",
} }
structure! { CreateCustomKeyStoreRequest {
    custom_key_store_name: String = "CustomKeyStoreName",
    cloud_hsm_cluster_id: Option<String> = "CloudHsmClusterId",
    trust_anchor_certificate: Option<String> = "TrustAnchorCertificate",
    key_store_password: Option<Sensitive<String>> = "KeyStorePassword",
    custom_key_store_type: Option<CustomKeyStoreType> = "CustomKeyStoreType",
    xks_proxy_uri_endpoint: Option<String> = "XksProxyUriEndpoint",
    xks_proxy_uri_path: Option<String> = "XksProxyUriPath",
    xks_proxy_vpc_endpoint_service_name: Option<String> = "XksProxyVpcEndpointServiceName",
    xks_proxy_vpc_endpoint_service_owner: Option<String> = "XksProxyVpcEndpointServiceOwner",
    xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType> = "XksProxyAuthenticationCredential",
    xks_proxy_connectivity: Option<XksProxyConnectivityType> = "XksProxyConnectivity",
} }
structure! { CreateCustomKeyStoreResponse {
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
} }
structure! { CreateGrantRequest {
    key_id: String = "KeyId",
    grantee_principal: Option<String> = "GranteePrincipal",
    retiring_principal: Option<String> = "RetiringPrincipal",
    operations: Vec<GrantOperation> = "Operations",
    constraints: Option<GrantConstraints> = "Constraints",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    name: Option<String> = "Name",
    dry_run: Option<bool> = "DryRun",
    grantee_service_principal: Option<String> = "GranteeServicePrincipal",
    retiring_service_principal: Option<String> = "RetiringServicePrincipal",
} }
structure! { CreateGrantResponse {
    grant_token: Option<String> = "GrantToken",
    grant_id: Option<String> = "GrantId",
} }
structure! { CreateKeyRequest {
    policy: Option<String> = "Policy",
    description: Option<String> = "Description",
    key_usage: Option<KeyUsageType> = "KeyUsage",
    customer_master_key_spec: Option<CustomerMasterKeySpec> = "CustomerMasterKeySpec",
    key_spec: Option<KeySpec> = "KeySpec",
    origin: Option<OriginType> = "Origin",
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
    bypass_policy_lockout_safety_check: Option<bool> = "BypassPolicyLockoutSafetyCheck",
    tags: Option<Vec<Tag>> = "Tags",
    multi_region: Option<bool> = "MultiRegion",
    xks_key_id: Option<String> = "XksKeyId",
} }
structure! { CreateKeyResponse {
    key_metadata: Option<KeyMetadata> = "KeyMetadata",
} }
modelled_error! { CustomKeyStoreHasCMKsException("CustomKeyStoreHasCMKsException", 400, Sender, "message") {
} }
modelled_error! { CustomKeyStoreInvalidStateException("CustomKeyStoreInvalidStateException", 400, Sender, "message") {
} }
modelled_error! { CustomKeyStoreNameInUseException("CustomKeyStoreNameInUseException", 400, Sender, "message") {
} }
modelled_error! { CustomKeyStoreNotFoundException("CustomKeyStoreNotFoundException", 400, Sender, "message") {
} }
enumeration! { CustomKeyStoreType {
    AwsCloudhsm = "AWS_CLOUDHSM",
    ExternalKeyStore = "EXTERNAL_KEY_STORE",
} }
structure! { CustomKeyStoresListEntry {
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
    custom_key_store_name: Option<String> = "CustomKeyStoreName",
    cloud_hsm_cluster_id: Option<String> = "CloudHsmClusterId",
    trust_anchor_certificate: Option<String> = "TrustAnchorCertificate",
    connection_state: Option<ConnectionStateType> = "ConnectionState",
    connection_error_code: Option<ConnectionErrorCodeType> = "ConnectionErrorCode",
    creation_date: Option<Timestamp> = "CreationDate",
    custom_key_store_type: Option<CustomKeyStoreType> = "CustomKeyStoreType",
    xks_proxy_configuration: Option<XksProxyConfigurationType> = "XksProxyConfiguration",
} }
enumeration! { CustomerMasterKeySpec {
    Rsa2048 = "RSA_2048",
    Rsa3072 = "RSA_3072",
    Rsa4096 = "RSA_4096",
    EccNistP256 = "ECC_NIST_P256",
    EccNistP384 = "ECC_NIST_P384",
    EccNistP521 = "ECC_NIST_P521",
    EccSecgP256k1 = "ECC_SECG_P256K1",
    SymmetricDefault = "SYMMETRIC_DEFAULT",
    Hmac224 = "HMAC_224",
    Hmac256 = "HMAC_256",
    Hmac384 = "HMAC_384",
    Hmac512 = "HMAC_512",
    Sm2 = "SM2",
} }
enumeration! { DataKeyPairSpec {
    Rsa2048 = "RSA_2048",
    Rsa3072 = "RSA_3072",
    Rsa4096 = "RSA_4096",
    EccNistP256 = "ECC_NIST_P256",
    EccNistP384 = "ECC_NIST_P384",
    EccNistP521 = "ECC_NIST_P521",
    EccSecgP256k1 = "ECC_SECG_P256K1",
    Sm2 = "SM2",
    EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
    MlKem512 = "ML_KEM_512",
    MlKem768 = "ML_KEM_768",
    MlKem1024 = "ML_KEM_1024",
} }
enumeration! { DataKeySpec {
    Aes256 = "AES_256",
    Aes128 = "AES_128",
} }
structure! { DecapsulateRequest {
    key_id: String = "KeyId",
    shared_secret_ciphertext_blob: Bytes = "SharedSecretCiphertextBlob",
    encapsulation_algorithm: EncapsulationAlgorithmSpec = "EncapsulationAlgorithm",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { DecapsulateResponse {
    key_id: Option<String> = "KeyId",
    shared_secret: Option<Sensitive<Bytes>> = "SharedSecret",
    encapsulation_algorithm: Option<EncapsulationAlgorithmSpec> = "EncapsulationAlgorithm",
} }
structure! { DecryptRequest {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    key_id: Option<String> = "KeyId",
    encryption_algorithm: Option<EncryptionAlgorithmSpec> = "EncryptionAlgorithm",
    recipient: Option<RecipientInfo> = "Recipient",
    dry_run: Option<bool> = "DryRun",
    dry_run_modifiers: Option<Vec<DryRunModifierType>> = "DryRunModifiers",
} }
structure! { DecryptResponse {
    key_id: Option<String> = "KeyId",
    plaintext: Option<Sensitive<Bytes>> = "Plaintext",
    encryption_algorithm: Option<EncryptionAlgorithmSpec> = "EncryptionAlgorithm",
    ciphertext_for_recipient: Option<Bytes> = "CiphertextForRecipient",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { DeleteAliasRequest {
    alias_name: String = "AliasName",
} }
structure! { DeleteCustomKeyStoreRequest {
    custom_key_store_id: String = "CustomKeyStoreId",
} }
structure! { DeleteCustomKeyStoreResponse {
} }
structure! { DeleteImportedKeyMaterialRequest {
    key_id: String = "KeyId",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { DeleteImportedKeyMaterialResponse {
    key_id: Option<String> = "KeyId",
    key_material_id: Option<String> = "KeyMaterialId",
} }
modelled_error! { DependencyTimeoutException("DependencyTimeoutException", 500, Receiver, "message") {
} }
structure! { DeriveSharedSecretRequest {
    key_id: String = "KeyId",
    key_agreement_algorithm: KeyAgreementAlgorithmSpec = "KeyAgreementAlgorithm",
    public_key: Bytes = "PublicKey",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
    recipient: Option<RecipientInfo> = "Recipient",
} }
structure! { DeriveSharedSecretResponse {
    key_id: Option<String> = "KeyId",
    shared_secret: Option<Sensitive<Bytes>> = "SharedSecret",
    ciphertext_for_recipient: Option<Bytes> = "CiphertextForRecipient",
    key_agreement_algorithm: Option<KeyAgreementAlgorithmSpec> = "KeyAgreementAlgorithm",
    key_origin: Option<OriginType> = "KeyOrigin",
} }
structure! { DescribeCustomKeyStoresRequest {
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
    custom_key_store_name: Option<String> = "CustomKeyStoreName",
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
} }
structure! { DescribeCustomKeyStoresResponse {
    custom_key_stores: Option<Vec<CustomKeyStoresListEntry>> = "CustomKeyStores",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { DescribeKeyRequest {
    key_id: String = "KeyId",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
} }
structure! { DescribeKeyResponse {
    key_metadata: Option<KeyMetadata> = "KeyMetadata",
} }
structure! { DisableKeyRequest {
    key_id: String = "KeyId",
} }
structure! { DisableKeyRotationRequest {
    key_id: String = "KeyId",
} }
modelled_error! { DisabledException("DisabledException", 400, Sender, "message") {
} }
structure! { DisconnectCustomKeyStoreRequest {
    custom_key_store_id: String = "CustomKeyStoreId",
} }
structure! { DisconnectCustomKeyStoreResponse {
} }
enumeration! { DryRunModifierType {
    IgnoreCiphertext = "IGNORE_CIPHERTEXT",
} }
modelled_error! { DryRunOperationException("DryRunOperationException", 400, Sender, "message") {
} }
structure! { EnableKeyRequest {
    key_id: String = "KeyId",
} }
structure! { EnableKeyRotationRequest {
    key_id: String = "KeyId",
    rotation_period_in_days: Option<i32> = "RotationPeriodInDays",
} }
structure! { EncapsulateRequest {
    key_id: String = "KeyId",
    encapsulation_algorithm: EncapsulationAlgorithmSpec = "EncapsulationAlgorithm",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { EncapsulateResponse {
    key_id: Option<String> = "KeyId",
    shared_secret: Option<Sensitive<Bytes>> = "SharedSecret",
    shared_secret_ciphertext_blob: Option<Bytes> = "SharedSecretCiphertextBlob",
    encapsulation_algorithm: Option<EncapsulationAlgorithmSpec> = "EncapsulationAlgorithm",
} }
enumeration! { EncapsulationAlgorithmSpec {
    MlKem = "ML_KEM",
} }
structure! { EncryptRequest {
    key_id: String = "KeyId",
    plaintext: Sensitive<Bytes> = "Plaintext",
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    encryption_algorithm: Option<EncryptionAlgorithmSpec> = "EncryptionAlgorithm",
    dry_run: Option<bool> = "DryRun",
} }
structure! { EncryptResponse {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    key_id: Option<String> = "KeyId",
    encryption_algorithm: Option<EncryptionAlgorithmSpec> = "EncryptionAlgorithm",
} }
enumeration! { EncryptionAlgorithmSpec {
    SymmetricDefault = "SYMMETRIC_DEFAULT",
    RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
    RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    Sm2pke = "SM2PKE",
} }
enumeration! { ExpirationModelType {
    KeyMaterialExpires = "KEY_MATERIAL_EXPIRES",
    KeyMaterialDoesNotExpire = "KEY_MATERIAL_DOES_NOT_EXPIRE",
} }
modelled_error! { ExpiredImportTokenException("ExpiredImportTokenException", 400, Sender, "message") {
} }
structure! { GenerateDataKeyPairRequest {
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    key_id: String = "KeyId",
    key_pair_spec: DataKeyPairSpec = "KeyPairSpec",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    recipient: Option<RecipientInfo> = "Recipient",
    dry_run: Option<bool> = "DryRun",
} }
structure! { GenerateDataKeyPairResponse {
    private_key_ciphertext_blob: Option<Bytes> = "PrivateKeyCiphertextBlob",
    private_key_plaintext: Option<Sensitive<Bytes>> = "PrivateKeyPlaintext",
    public_key: Option<Bytes> = "PublicKey",
    key_id: Option<String> = "KeyId",
    key_pair_spec: Option<DataKeyPairSpec> = "KeyPairSpec",
    ciphertext_for_recipient: Option<Bytes> = "CiphertextForRecipient",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { GenerateDataKeyPairWithoutPlaintextRequest {
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    key_id: String = "KeyId",
    key_pair_spec: DataKeyPairSpec = "KeyPairSpec",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { GenerateDataKeyPairWithoutPlaintextResponse {
    private_key_ciphertext_blob: Option<Bytes> = "PrivateKeyCiphertextBlob",
    public_key: Option<Bytes> = "PublicKey",
    key_id: Option<String> = "KeyId",
    key_pair_spec: Option<DataKeyPairSpec> = "KeyPairSpec",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { GenerateDataKeyRequest {
    key_id: String = "KeyId",
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    number_of_bytes: Option<i32> = "NumberOfBytes",
    key_spec: Option<DataKeySpec> = "KeySpec",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    recipient: Option<RecipientInfo> = "Recipient",
    dry_run: Option<bool> = "DryRun",
} }
structure! { GenerateDataKeyResponse {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    plaintext: Option<Sensitive<Bytes>> = "Plaintext",
    key_id: Option<String> = "KeyId",
    ciphertext_for_recipient: Option<Bytes> = "CiphertextForRecipient",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { GenerateDataKeyWithoutPlaintextRequest {
    key_id: String = "KeyId",
    encryption_context: Option<BTreeMap<String, String>> = "EncryptionContext",
    key_spec: Option<DataKeySpec> = "KeySpec",
    number_of_bytes: Option<i32> = "NumberOfBytes",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { GenerateDataKeyWithoutPlaintextResponse {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    key_id: Option<String> = "KeyId",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { GenerateMacRequest {
    message: Sensitive<Bytes> = "Message",
    key_id: String = "KeyId",
    mac_algorithm: MacAlgorithmSpec = "MacAlgorithm",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { GenerateMacResponse {
    mac: Option<Bytes> = "Mac",
    mac_algorithm: Option<MacAlgorithmSpec> = "MacAlgorithm",
    key_id: Option<String> = "KeyId",
} }
structure! { GenerateRandomRequest {
    number_of_bytes: Option<i32> = "NumberOfBytes",
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
    recipient: Option<RecipientInfo> = "Recipient",
} }
structure! { GenerateRandomResponse {
    plaintext: Option<Sensitive<Bytes>> = "Plaintext",
    ciphertext_for_recipient: Option<Bytes> = "CiphertextForRecipient",
} }
structure! { GetKeyLastUsageRequest {
    key_id: String = "KeyId",
} }
structure! { GetKeyLastUsageResponse {
    key_id: Option<String> = "KeyId",
    key_last_usage: Option<KeyLastUsageData> = "KeyLastUsage",
    tracking_start_date: Option<Timestamp> = "TrackingStartDate",
    key_creation_date: Option<Timestamp> = "KeyCreationDate",
} }
structure! { GetKeyPolicyRequest {
    key_id: String = "KeyId",
    policy_name: Option<String> = "PolicyName",
} }
structure! { GetKeyPolicyResponse {
    policy: Option<String> = "Policy",
    policy_name: Option<String> = "PolicyName",
} }
structure! { GetKeyRotationStatusRequest {
    key_id: String = "KeyId",
} }
structure! { GetKeyRotationStatusResponse {
    key_rotation_enabled: Option<bool> = "KeyRotationEnabled",
    key_id: Option<String> = "KeyId",
    rotation_period_in_days: Option<i32> = "RotationPeriodInDays",
    next_rotation_date: Option<Timestamp> = "NextRotationDate",
    on_demand_rotation_start_date: Option<Timestamp> = "OnDemandRotationStartDate",
} }
structure! { GetParametersForImportRequest {
    key_id: String = "KeyId",
    wrapping_algorithm: AlgorithmSpec = "WrappingAlgorithm",
    wrapping_key_spec: WrappingKeySpec = "WrappingKeySpec",
} }
structure! { GetParametersForImportResponse {
    key_id: Option<String> = "KeyId",
    import_token: Option<Bytes> = "ImportToken",
    public_key: Option<Sensitive<Bytes>> = "PublicKey",
    parameters_valid_to: Option<Timestamp> = "ParametersValidTo",
} }
structure! { GetPublicKeyRequest {
    key_id: String = "KeyId",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
} }
structure! { GetPublicKeyResponse {
    key_id: Option<String> = "KeyId",
    public_key: Option<Bytes> = "PublicKey",
    customer_master_key_spec: Option<CustomerMasterKeySpec> = "CustomerMasterKeySpec",
    key_spec: Option<KeySpec> = "KeySpec",
    key_usage: Option<KeyUsageType> = "KeyUsage",
    encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>> = "EncryptionAlgorithms",
    signing_algorithms: Option<Vec<SigningAlgorithmSpec>> = "SigningAlgorithms",
    key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>> = "KeyAgreementAlgorithms",
    encapsulation_algorithms: Option<Vec<EncapsulationAlgorithmSpec>> = "EncapsulationAlgorithms",
} }
structure! { GrantConstraints {
    encryption_context_subset: Option<BTreeMap<String, String>> = "EncryptionContextSubset",
    encryption_context_equals: Option<BTreeMap<String, String>> = "EncryptionContextEquals",
    source_arn: Option<String> = "SourceArn",
} }
structure! { GrantListEntry {
    key_id: Option<String> = "KeyId",
    grant_id: Option<String> = "GrantId",
    name: Option<String> = "Name",
    creation_date: Option<Timestamp> = "CreationDate",
    grantee_principal: Option<String> = "GranteePrincipal",
    retiring_principal: Option<String> = "RetiringPrincipal",
    issuing_account: Option<String> = "IssuingAccount",
    operations: Option<Vec<GrantOperation>> = "Operations",
    constraints: Option<GrantConstraints> = "Constraints",
    grantee_service_principal: Option<String> = "GranteeServicePrincipal",
    retiring_service_principal: Option<String> = "RetiringServicePrincipal",
} }
enumeration! { GrantOperation {
    Decrypt = "Decrypt",
    Encrypt = "Encrypt",
    GenerateDataKey = "GenerateDataKey",
    GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext",
    ReEncryptFrom = "ReEncryptFrom",
    ReEncryptTo = "ReEncryptTo",
    Sign = "Sign",
    Verify = "Verify",
    GetPublicKey = "GetPublicKey",
    CreateGrant = "CreateGrant",
    RetireGrant = "RetireGrant",
    DescribeKey = "DescribeKey",
    GenerateDataKeyPair = "GenerateDataKeyPair",
    GenerateDataKeyPairWithoutPlaintext = "GenerateDataKeyPairWithoutPlaintext",
    GenerateMac = "GenerateMac",
    VerifyMac = "VerifyMac",
    DeriveSharedSecret = "DeriveSharedSecret",
    Encapsulate = "Encapsulate",
    Decapsulate = "Decapsulate",
} }
structure! { ImportKeyMaterialRequest {
    key_id: String = "KeyId",
    import_token: Bytes = "ImportToken",
    encrypted_key_material: Bytes = "EncryptedKeyMaterial",
    valid_to: Option<Timestamp> = "ValidTo",
    expiration_model: Option<ExpirationModelType> = "ExpirationModel",
    import_type: Option<ImportType> = "ImportType",
    key_material_description: Option<String> = "KeyMaterialDescription",
    key_material_id: Option<String> = "KeyMaterialId",
} }
structure! { ImportKeyMaterialResponse {
    key_id: Option<String> = "KeyId",
    key_material_id: Option<String> = "KeyMaterialId",
} }
enumeration! { ImportState {
    Imported = "IMPORTED",
    PendingImport = "PENDING_IMPORT",
} }
enumeration! { ImportType {
    NewKeyMaterial = "NEW_KEY_MATERIAL",
    ExistingKeyMaterial = "EXISTING_KEY_MATERIAL",
} }
enumeration! { IncludeKeyMaterial {
    AllKeyMaterial = "ALL_KEY_MATERIAL",
    RotationsOnly = "ROTATIONS_ONLY",
} }
modelled_error! { IncorrectKeyException("IncorrectKeyException", 400, Sender, "message") {
} }
modelled_error! { IncorrectKeyMaterialException("IncorrectKeyMaterialException", 400, Sender, "message") {
} }
modelled_error! { IncorrectTrustAnchorException("IncorrectTrustAnchorException", 400, Sender, "message") {
} }
modelled_error! { InvalidAliasNameException("InvalidAliasNameException", 400, Sender, "message") {
} }
modelled_error! { InvalidArnException("InvalidArnException", 400, Sender, "message") {
} }
modelled_error! { InvalidCiphertextException("InvalidCiphertextException", 400, Sender, "message") {
} }
modelled_error! { InvalidGrantIdException("InvalidGrantIdException", 400, Sender, "message") {
} }
modelled_error! { InvalidGrantTokenException("InvalidGrantTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidImportTokenException("InvalidImportTokenException", 400, Sender, "message") {
} }
modelled_error! { InvalidKeyUsageException("InvalidKeyUsageException", 400, Sender, "message") {
} }
modelled_error! { InvalidMarkerException("InvalidMarkerException", 400, Sender, "message") {
} }
modelled_error! { KMSInternalException("KMSInternalException", 500, Receiver, "message") {
} }
modelled_error! { KMSInvalidMacException("KMSInvalidMacException", 400, Sender, "message") {
} }
modelled_error! { KMSInvalidSignatureException("KMSInvalidSignatureException", 400, Sender, "message") {
} }
modelled_error! { KMSInvalidStateException("KMSInvalidStateException", 400, Sender, "message") {
} }
enumeration! { KeyAgreementAlgorithmSpec {
    Ecdh = "ECDH",
} }
enumeration! { KeyEncryptionMechanism {
    RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
} }
structure! { KeyLastUsageData {
    operation: Option<KeyLastUsageTrackingOperation> = "Operation",
    timestamp: Option<Timestamp> = "Timestamp",
    cloud_trail_event_id: Option<String> = "CloudTrailEventId",
    kms_request_id: Option<String> = "KmsRequestId",
} }
enumeration! { KeyLastUsageTrackingOperation {
    Decrypt = "Decrypt",
    DeriveSharedSecret = "DeriveSharedSecret",
    Encrypt = "Encrypt",
    GenerateDataKey = "GenerateDataKey",
    GenerateDataKeyPair = "GenerateDataKeyPair",
    GenerateDataKeyPairWithoutPlaintext = "GenerateDataKeyPairWithoutPlaintext",
    GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext",
    GenerateMac = "GenerateMac",
    ReEncrypt = "ReEncrypt",
    Sign = "Sign",
    Verify = "Verify",
    VerifyMac = "VerifyMac",
    Encapsulate = "Encapsulate",
    Decapsulate = "Decapsulate",
} }
structure! { KeyListEntry {
    key_id: Option<String> = "KeyId",
    key_arn: Option<String> = "KeyArn",
} }
enumeration! { KeyManagerType {
    Aws = "AWS",
    Customer = "CUSTOMER",
} }
enumeration! { KeyMaterialState {
    NonCurrent = "NON_CURRENT",
    Current = "CURRENT",
    PendingRotation = "PENDING_ROTATION",
    PendingMultiRegionImportAndRotation = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION",
} }
structure! { KeyMetadata {
    aws_account_id: Option<String> = "AWSAccountId",
    key_id: String = "KeyId",
    arn: Option<String> = "Arn",
    creation_date: Option<Timestamp> = "CreationDate",
    enabled: Option<bool> = "Enabled",
    description: Option<String> = "Description",
    key_usage: Option<KeyUsageType> = "KeyUsage",
    key_state: Option<KeyState> = "KeyState",
    deletion_date: Option<Timestamp> = "DeletionDate",
    valid_to: Option<Timestamp> = "ValidTo",
    origin: Option<OriginType> = "Origin",
    custom_key_store_id: Option<String> = "CustomKeyStoreId",
    cloud_hsm_cluster_id: Option<String> = "CloudHsmClusterId",
    expiration_model: Option<ExpirationModelType> = "ExpirationModel",
    key_manager: Option<KeyManagerType> = "KeyManager",
    customer_master_key_spec: Option<CustomerMasterKeySpec> = "CustomerMasterKeySpec",
    key_spec: Option<KeySpec> = "KeySpec",
    encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>> = "EncryptionAlgorithms",
    signing_algorithms: Option<Vec<SigningAlgorithmSpec>> = "SigningAlgorithms",
    key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>> = "KeyAgreementAlgorithms",
    encapsulation_algorithms: Option<Vec<EncapsulationAlgorithmSpec>> = "EncapsulationAlgorithms",
    multi_region: Option<bool> = "MultiRegion",
    multi_region_configuration: Option<MultiRegionConfiguration> = "MultiRegionConfiguration",
    pending_deletion_window_in_days: Option<i32> = "PendingDeletionWindowInDays",
    mac_algorithms: Option<Vec<MacAlgorithmSpec>> = "MacAlgorithms",
    xks_key_configuration: Option<XksKeyConfigurationType> = "XksKeyConfiguration",
    current_key_material_id: Option<String> = "CurrentKeyMaterialId",
} }
enumeration! { KeySpec {
    Rsa2048 = "RSA_2048",
    Rsa3072 = "RSA_3072",
    Rsa4096 = "RSA_4096",
    EccNistP256 = "ECC_NIST_P256",
    EccNistP384 = "ECC_NIST_P384",
    EccNistP521 = "ECC_NIST_P521",
    EccSecgP256k1 = "ECC_SECG_P256K1",
    SymmetricDefault = "SYMMETRIC_DEFAULT",
    Hmac224 = "HMAC_224",
    Hmac256 = "HMAC_256",
    Hmac384 = "HMAC_384",
    Hmac512 = "HMAC_512",
    Sm2 = "SM2",
    MlDsa44 = "ML_DSA_44",
    MlDsa65 = "ML_DSA_65",
    MlDsa87 = "ML_DSA_87",
    EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
    MlKem512 = "ML_KEM_512",
    MlKem768 = "ML_KEM_768",
    MlKem1024 = "ML_KEM_1024",
} }
enumeration! { KeyState {
    Creating = "Creating",
    Enabled = "Enabled",
    Disabled = "Disabled",
    PendingDeletion = "PendingDeletion",
    PendingImport = "PendingImport",
    PendingReplicaDeletion = "PendingReplicaDeletion",
    Unavailable = "Unavailable",
    Updating = "Updating",
} }
modelled_error! { KeyUnavailableException("KeyUnavailableException", 500, Receiver, "message") {
} }
enumeration! { KeyUsageType {
    SignVerify = "SIGN_VERIFY",
    EncryptDecrypt = "ENCRYPT_DECRYPT",
    GenerateVerifyMac = "GENERATE_VERIFY_MAC",
    KeyAgreement = "KEY_AGREEMENT",
    EncapsulateDecapsulate = "ENCAPSULATE_DECAPSULATE",
} }
modelled_error! { LimitExceededException("LimitExceededException", 400, Sender, "message") {
} }
structure! { ListAliasesRequest {
    key_id: Option<String> = "KeyId",
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
} }
structure! { ListAliasesResponse {
    aliases: Option<Vec<AliasListEntry>> = "Aliases",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListGrantsRequest {
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
    key_id: String = "KeyId",
    grant_id: Option<String> = "GrantId",
    grantee_principal: Option<String> = "GranteePrincipal",
    grantee_service_principal: Option<String> = "GranteeServicePrincipal",
} }
structure! { ListGrantsResponse {
    grants: Option<Vec<GrantListEntry>> = "Grants",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListKeyPoliciesRequest {
    key_id: String = "KeyId",
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
} }
structure! { ListKeyPoliciesResponse {
    policy_names: Option<Vec<String>> = "PolicyNames",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListKeyRotationsRequest {
    key_id: String = "KeyId",
    include_key_material: Option<IncludeKeyMaterial> = "IncludeKeyMaterial",
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
} }
structure! { ListKeyRotationsResponse {
    rotations: Option<Vec<RotationsListEntry>> = "Rotations",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListKeysRequest {
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
    resource_owners: Option<Vec<ResourceOwnerType>> = "ResourceOwners",
} }
structure! { ListKeysResponse {
    keys: Option<Vec<KeyListEntry>> = "Keys",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListResourceTagsRequest {
    key_id: String = "KeyId",
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
} }
structure! { ListResourceTagsResponse {
    tags: Option<Vec<Tag>> = "Tags",
    next_marker: Option<String> = "NextMarker",
    truncated: Option<bool> = "Truncated",
} }
structure! { ListRetirableGrantsRequest {
    limit: Option<i32> = "Limit",
    marker: Option<String> = "Marker",
    retiring_principal: Option<String> = "RetiringPrincipal",
    retiring_service_principal: Option<String> = "RetiringServicePrincipal",
} }
enumeration! { MacAlgorithmSpec {
    HmacSha224 = "HMAC_SHA_224",
    HmacSha256 = "HMAC_SHA_256",
    HmacSha384 = "HMAC_SHA_384",
    HmacSha512 = "HMAC_SHA_512",
} }
modelled_error! { MalformedPolicyDocumentException("MalformedPolicyDocumentException", 400, Sender, "message") {
} }
enumeration! { MessageType {
    Raw = "RAW",
    Digest = "DIGEST",
    ExternalMu = "EXTERNAL_MU",
} }
structure! { MultiRegionConfiguration {
    multi_region_key_type: Option<MultiRegionKeyType> = "MultiRegionKeyType",
    primary_key: Option<MultiRegionKey> = "PrimaryKey",
    replica_keys: Option<Vec<MultiRegionKey>> = "ReplicaKeys",
} }
structure! { MultiRegionKey {
    arn: Option<String> = "Arn",
    region: Option<String> = "Region",
} }
enumeration! { MultiRegionKeyType {
    Primary = "PRIMARY",
    Replica = "REPLICA",
} }
modelled_error! { NotFoundException("NotFoundException", 400, Sender, "message") {
} }
enumeration! { OriginType {
    AwsKms = "AWS_KMS",
    External = "EXTERNAL",
    AwsCloudhsm = "AWS_CLOUDHSM",
    ExternalKeyStore = "EXTERNAL_KEY_STORE",
} }
structure! { PutKeyPolicyRequest {
    key_id: String = "KeyId",
    policy_name: Option<String> = "PolicyName",
    policy: String = "Policy",
    bypass_policy_lockout_safety_check: Option<bool> = "BypassPolicyLockoutSafetyCheck",
} }
structure! { ReEncryptRequest {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    source_encryption_context: Option<BTreeMap<String, String>> = "SourceEncryptionContext",
    source_key_id: Option<String> = "SourceKeyId",
    destination_key_id: String = "DestinationKeyId",
    destination_encryption_context: Option<BTreeMap<String, String>> = "DestinationEncryptionContext",
    source_encryption_algorithm: Option<EncryptionAlgorithmSpec> = "SourceEncryptionAlgorithm",
    destination_encryption_algorithm: Option<EncryptionAlgorithmSpec> = "DestinationEncryptionAlgorithm",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
    dry_run_modifiers: Option<Vec<DryRunModifierType>> = "DryRunModifiers",
} }
structure! { ReEncryptResponse {
    ciphertext_blob: Option<Bytes> = "CiphertextBlob",
    source_key_id: Option<String> = "SourceKeyId",
    key_id: Option<String> = "KeyId",
    source_encryption_algorithm: Option<EncryptionAlgorithmSpec> = "SourceEncryptionAlgorithm",
    destination_encryption_algorithm: Option<EncryptionAlgorithmSpec> = "DestinationEncryptionAlgorithm",
    source_key_material_id: Option<String> = "SourceKeyMaterialId",
    destination_key_material_id: Option<String> = "DestinationKeyMaterialId",
} }
structure! { RecipientInfo {
    key_encryption_algorithm: Option<KeyEncryptionMechanism> = "KeyEncryptionAlgorithm",
    attestation_document: Option<Bytes> = "AttestationDocument",
} }
structure! { ReplicateKeyRequest {
    key_id: String = "KeyId",
    replica_region: String = "ReplicaRegion",
    policy: Option<String> = "Policy",
    bypass_policy_lockout_safety_check: Option<bool> = "BypassPolicyLockoutSafetyCheck",
    description: Option<String> = "Description",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ReplicateKeyResponse {
    replica_key_metadata: Option<KeyMetadata> = "ReplicaKeyMetadata",
    replica_policy: Option<String> = "ReplicaPolicy",
    replica_tags: Option<Vec<Tag>> = "ReplicaTags",
} }
enumeration! { ResourceOwnerType {
    VSelf = "SELF",
    OtherAccountsViaRam = "OTHER_ACCOUNTS_VIA_RAM",
} }
structure! { RetireGrantRequest {
    grant_token: Option<String> = "GrantToken",
    key_id: Option<String> = "KeyId",
    grant_id: Option<String> = "GrantId",
    dry_run: Option<bool> = "DryRun",
} }
structure! { RevokeGrantRequest {
    key_id: String = "KeyId",
    grant_id: String = "GrantId",
    dry_run: Option<bool> = "DryRun",
} }
structure! { RotateKeyOnDemandRequest {
    key_id: String = "KeyId",
} }
structure! { RotateKeyOnDemandResponse {
    key_id: Option<String> = "KeyId",
} }
enumeration! { RotationType {
    Automatic = "AUTOMATIC",
    OnDemand = "ON_DEMAND",
} }
structure! { RotationsListEntry {
    key_id: Option<String> = "KeyId",
    key_material_id: Option<String> = "KeyMaterialId",
    key_material_description: Option<String> = "KeyMaterialDescription",
    import_state: Option<ImportState> = "ImportState",
    key_material_state: Option<KeyMaterialState> = "KeyMaterialState",
    expiration_model: Option<ExpirationModelType> = "ExpirationModel",
    valid_to: Option<Timestamp> = "ValidTo",
    rotation_date: Option<Timestamp> = "RotationDate",
    rotation_type: Option<RotationType> = "RotationType",
} }
structure! { ScheduleKeyDeletionRequest {
    key_id: String = "KeyId",
    pending_window_in_days: Option<i32> = "PendingWindowInDays",
} }
structure! { ScheduleKeyDeletionResponse {
    key_id: Option<String> = "KeyId",
    deletion_date: Option<Timestamp> = "DeletionDate",
    key_state: Option<KeyState> = "KeyState",
    pending_window_in_days: Option<i32> = "PendingWindowInDays",
} }
structure! { SignRequest {
    key_id: String = "KeyId",
    message: Sensitive<Bytes> = "Message",
    message_type: Option<MessageType> = "MessageType",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    signing_algorithm: SigningAlgorithmSpec = "SigningAlgorithm",
    dry_run: Option<bool> = "DryRun",
} }
structure! { SignResponse {
    key_id: Option<String> = "KeyId",
    signature: Option<Bytes> = "Signature",
    signing_algorithm: Option<SigningAlgorithmSpec> = "SigningAlgorithm",
} }
enumeration! { SigningAlgorithmSpec {
    RsassaPssSha256 = "RSASSA_PSS_SHA_256",
    RsassaPssSha384 = "RSASSA_PSS_SHA_384",
    RsassaPssSha512 = "RSASSA_PSS_SHA_512",
    RsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256",
    RsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384",
    RsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512",
    EcdsaSha256 = "ECDSA_SHA_256",
    EcdsaSha384 = "ECDSA_SHA_384",
    EcdsaSha512 = "ECDSA_SHA_512",
    Sm2dsa = "SM2DSA",
    MlDsaShake256 = "ML_DSA_SHAKE_256",
    Ed25519Sha512 = "ED25519_SHA_512",
    Ed25519PhSha512 = "ED25519_PH_SHA_512",
} }
structure! { Tag {
    tag_key: String = "TagKey",
    tag_value: String = "TagValue",
} }
modelled_error! { TagException("TagException", 400, Sender, "message") {
} }
structure! { TagResourceRequest {
    key_id: String = "KeyId",
    tags: Vec<Tag> = "Tags",
} }
modelled_error! { UnsupportedOperationException("UnsupportedOperationException", 400, Sender, "message") {
} }
structure! { UntagResourceRequest {
    key_id: String = "KeyId",
    tag_keys: Vec<String> = "TagKeys",
} }
structure! { UpdateAliasRequest {
    alias_name: String = "AliasName",
    target_key_id: String = "TargetKeyId",
} }
structure! { UpdateCustomKeyStoreRequest {
    custom_key_store_id: String = "CustomKeyStoreId",
    new_custom_key_store_name: Option<String> = "NewCustomKeyStoreName",
    key_store_password: Option<Sensitive<String>> = "KeyStorePassword",
    cloud_hsm_cluster_id: Option<String> = "CloudHsmClusterId",
    xks_proxy_uri_endpoint: Option<String> = "XksProxyUriEndpoint",
    xks_proxy_uri_path: Option<String> = "XksProxyUriPath",
    xks_proxy_vpc_endpoint_service_name: Option<String> = "XksProxyVpcEndpointServiceName",
    xks_proxy_vpc_endpoint_service_owner: Option<String> = "XksProxyVpcEndpointServiceOwner",
    xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType> = "XksProxyAuthenticationCredential",
    xks_proxy_connectivity: Option<XksProxyConnectivityType> = "XksProxyConnectivity",
} }
structure! { UpdateCustomKeyStoreResponse {
} }
structure! { UpdateKeyDescriptionRequest {
    key_id: String = "KeyId",
    description: String = "Description",
} }
structure! { UpdatePrimaryRegionRequest {
    key_id: String = "KeyId",
    primary_region: String = "PrimaryRegion",
} }
structure! { VerifyMacRequest {
    message: Sensitive<Bytes> = "Message",
    key_id: String = "KeyId",
    mac_algorithm: MacAlgorithmSpec = "MacAlgorithm",
    mac: Bytes = "Mac",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { VerifyMacResponse {
    key_id: Option<String> = "KeyId",
    mac_valid: Option<bool> = "MacValid",
    mac_algorithm: Option<MacAlgorithmSpec> = "MacAlgorithm",
} }
structure! { VerifyRequest {
    key_id: String = "KeyId",
    message: Sensitive<Bytes> = "Message",
    message_type: Option<MessageType> = "MessageType",
    signature: Bytes = "Signature",
    signing_algorithm: SigningAlgorithmSpec = "SigningAlgorithm",
    grant_tokens: Option<Vec<String>> = "GrantTokens",
    dry_run: Option<bool> = "DryRun",
} }
structure! { VerifyResponse {
    key_id: Option<String> = "KeyId",
    signature_valid: Option<bool> = "SignatureValid",
    signing_algorithm: Option<SigningAlgorithmSpec> = "SigningAlgorithm",
} }
enumeration! { WrappingKeySpec {
    Rsa2048 = "RSA_2048",
    Rsa3072 = "RSA_3072",
    Rsa4096 = "RSA_4096",
    Sm2 = "SM2",
} }
modelled_error! { XksKeyAlreadyInUseException("XksKeyAlreadyInUseException", 400, Sender, "message") {
} }
structure! { XksKeyConfigurationType {
    id: Option<String> = "Id",
} }
modelled_error! { XksKeyInvalidConfigurationException("XksKeyInvalidConfigurationException", 400, Sender, "message") {
} }
modelled_error! { XksKeyNotFoundException("XksKeyNotFoundException", 400, Sender, "message") {
} }
structure! { XksProxyAuthenticationCredentialType {
    access_key_id: Sensitive<String> = "AccessKeyId",
    raw_secret_access_key: Sensitive<String> = "RawSecretAccessKey",
} }
structure! { XksProxyConfigurationType {
    connectivity: Option<XksProxyConnectivityType> = "Connectivity",
    access_key_id: Option<Sensitive<String>> = "AccessKeyId",
    uri_endpoint: Option<String> = "UriEndpoint",
    uri_path: Option<String> = "UriPath",
    vpc_endpoint_service_name: Option<String> = "VpcEndpointServiceName",
    vpc_endpoint_service_owner: Option<String> = "VpcEndpointServiceOwner",
} }
enumeration! { XksProxyConnectivityType {
    PublicEndpoint = "PUBLIC_ENDPOINT",
    VpcEndpointService = "VPC_ENDPOINT_SERVICE",
} }
modelled_error! { XksProxyIncorrectAuthenticationCredentialException("XksProxyIncorrectAuthenticationCredentialException", 400, Sender, "message") {
} }
modelled_error! { XksProxyInvalidConfigurationException("XksProxyInvalidConfigurationException", 400, Sender, "message") {
} }
modelled_error! { XksProxyInvalidResponseException("XksProxyInvalidResponseException", 400, Sender, "message") {
} }
modelled_error! { XksProxyUriEndpointInUseException("XksProxyUriEndpointInUseException", 400, Sender, "message") {
} }
modelled_error! { XksProxyUriInUseException("XksProxyUriInUseException", 400, Sender, "message") {
} }
modelled_error! { XksProxyUriUnreachableException("XksProxyUriUnreachableException", 400, Sender, "message") {
} }
modelled_error! { XksProxyVpcEndpointServiceInUseException("XksProxyVpcEndpointServiceInUseException", 400, Sender, "message") {
} }
modelled_error! { XksProxyVpcEndpointServiceInvalidConfigurationException("XksProxyVpcEndpointServiceInvalidConfigurationException", 400, Sender, "message") {
} }
modelled_error! { XksProxyVpcEndpointServiceNotFoundException("XksProxyVpcEndpointServiceNotFoundException", 400, Sender, "message") {
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "kms" {
        CancelKeyDeletion: CancelKeyDeletionRequest => CancelKeyDeletionResponse,
        ConnectCustomKeyStore: ConnectCustomKeyStoreRequest => ConnectCustomKeyStoreResponse,
        CreateAlias: CreateAliasRequest => Unit,
        CreateCustomKeyStore: CreateCustomKeyStoreRequest => CreateCustomKeyStoreResponse,
        CreateGrant: CreateGrantRequest => CreateGrantResponse,
        CreateKey: CreateKeyRequest => CreateKeyResponse,
        Decapsulate: DecapsulateRequest => DecapsulateResponse,
        Decrypt: DecryptRequest => DecryptResponse,
        DeleteAlias: DeleteAliasRequest => Unit,
        DeleteCustomKeyStore: DeleteCustomKeyStoreRequest => DeleteCustomKeyStoreResponse,
        DeleteImportedKeyMaterial: DeleteImportedKeyMaterialRequest => DeleteImportedKeyMaterialResponse,
        DeriveSharedSecret: DeriveSharedSecretRequest => DeriveSharedSecretResponse,
        DescribeCustomKeyStores: DescribeCustomKeyStoresRequest => DescribeCustomKeyStoresResponse,
        DescribeKey: DescribeKeyRequest => DescribeKeyResponse,
        DisableKey: DisableKeyRequest => Unit,
        DisableKeyRotation: DisableKeyRotationRequest => Unit,
        DisconnectCustomKeyStore: DisconnectCustomKeyStoreRequest => DisconnectCustomKeyStoreResponse,
        EnableKey: EnableKeyRequest => Unit,
        EnableKeyRotation: EnableKeyRotationRequest => Unit,
        Encapsulate: EncapsulateRequest => EncapsulateResponse,
        Encrypt: EncryptRequest => EncryptResponse,
        GenerateDataKey: GenerateDataKeyRequest => GenerateDataKeyResponse,
        GenerateDataKeyPair: GenerateDataKeyPairRequest => GenerateDataKeyPairResponse,
        GenerateDataKeyPairWithoutPlaintext: GenerateDataKeyPairWithoutPlaintextRequest => GenerateDataKeyPairWithoutPlaintextResponse,
        GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextRequest => GenerateDataKeyWithoutPlaintextResponse,
        GenerateMac: GenerateMacRequest => GenerateMacResponse,
        GenerateRandom: GenerateRandomRequest => GenerateRandomResponse,
        GetKeyLastUsage: GetKeyLastUsageRequest => GetKeyLastUsageResponse,
        GetKeyPolicy: GetKeyPolicyRequest => GetKeyPolicyResponse,
        GetKeyRotationStatus: GetKeyRotationStatusRequest => GetKeyRotationStatusResponse,
        GetParametersForImport: GetParametersForImportRequest => GetParametersForImportResponse,
        GetPublicKey: GetPublicKeyRequest => GetPublicKeyResponse,
        ImportKeyMaterial: ImportKeyMaterialRequest => ImportKeyMaterialResponse,
        ListAliases: ListAliasesRequest => ListAliasesResponse,
        ListGrants: ListGrantsRequest => ListGrantsResponse,
        ListKeyPolicies: ListKeyPoliciesRequest => ListKeyPoliciesResponse,
        ListKeyRotations: ListKeyRotationsRequest => ListKeyRotationsResponse,
        ListKeys: ListKeysRequest => ListKeysResponse,
        ListResourceTags: ListResourceTagsRequest => ListResourceTagsResponse,
        ListRetirableGrants: ListRetirableGrantsRequest => ListGrantsResponse,
        PutKeyPolicy: PutKeyPolicyRequest => Unit,
        ReEncrypt: ReEncryptRequest => ReEncryptResponse,
        ReplicateKey: ReplicateKeyRequest => ReplicateKeyResponse,
        RetireGrant: RetireGrantRequest => Unit,
        RevokeGrant: RevokeGrantRequest => Unit,
        RotateKeyOnDemand: RotateKeyOnDemandRequest => RotateKeyOnDemandResponse,
        ScheduleKeyDeletion: ScheduleKeyDeletionRequest => ScheduleKeyDeletionResponse,
        Sign: SignRequest => SignResponse,
        TagResource: TagResourceRequest => Unit,
        UntagResource: UntagResourceRequest => Unit,
        UpdateAlias: UpdateAliasRequest => Unit,
        UpdateCustomKeyStore: UpdateCustomKeyStoreRequest => UpdateCustomKeyStoreResponse,
        UpdateKeyDescription: UpdateKeyDescriptionRequest => Unit,
        UpdatePrimaryRegion: UpdatePrimaryRegionRequest => Unit,
        Verify: VerifyRequest => VerifyResponse,
        VerifyMac: VerifyMacRequest => VerifyMacResponse,
    } }
}
