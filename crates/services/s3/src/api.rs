//! Typed form of `models/s3.json` (API version 2006-03-01). Written by `cargo xtask codegen`; do not edit.
//!
//! Names are AWS's own; the API reference of the service says what they mean.
#![allow(missing_docs, reason = "generated: the names are the API reference's")]
#![allow(clippy::module_name_repetitions, reason = "generated")]

use wire::generated::*;

structure! { AbacStatus {
    status: Option<BucketAbacStatus> = "Status",
} }
structure! { AbortIncompleteMultipartUpload {
    days_after_initiation: Option<i32> = "DaysAfterInitiation",
} }
structure! { AbortMultipartUploadOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
    version_id: Option<String> = "VersionId",
} }
structure! { AbortMultipartUploadRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    upload_id: String = "UploadId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    if_match_initiated_time: Option<Timestamp> = "IfMatchInitiatedTime",
} }
structure! { AccelerateConfiguration {
    status: Option<BucketAccelerateStatus> = "Status",
} }
structure! { AccessControlPolicy {
    grants: Option<Vec<Grant>> = "Grants",
    owner: Option<Owner> = "Owner",
} }
structure! { AccessControlTranslation {
    owner: OwnerOverride = "Owner",
} }
modelled_error! { AccessDenied("AccessDenied", 403, Sender, "message") {
} }
structure! { AnalyticsAndOperator {
    prefix: Option<String> = "Prefix",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { AnalyticsConfiguration {
    id: String = "Id",
    filter: Option<AnalyticsFilter> = "Filter",
    storage_class_analysis: StorageClassAnalysis = "StorageClassAnalysis",
} }
structure! { AnalyticsExportDestination {
    s3_bucket_destination: AnalyticsS3BucketDestination = "S3BucketDestination",
} }
structure! { AnalyticsFilter {
    prefix: Option<String> = "Prefix",
    tag: Option<Tag> = "Tag",
    and: Option<AnalyticsAndOperator> = "And",
} }
structure! { AnalyticsS3BucketDestination {
    format: AnalyticsS3ExportFileFormat = "Format",
    bucket_account_id: Option<String> = "BucketAccountId",
    bucket: String = "Bucket",
    prefix: Option<String> = "Prefix",
} }
enumeration! { AnalyticsS3ExportFileFormat {
    Csv = "CSV",
} }
enumeration! { AnnotationConfigurationState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { AnnotationDirective {
    Copy = "COPY",
    Exclude = "EXCLUDE",
} }
structure! { AnnotationEntry {
    annotation_name: String = "AnnotationName",
    last_modified: Timestamp = "LastModified",
    e_tag: Option<String> = "ETag",
    checksum_algorithm: Option<Vec<ChecksumAlgorithm>> = "ChecksumAlgorithm",
    size: i64 = "Size",
    replication_status: Option<ReplicationStatus> = "ReplicationStatus",
} }
modelled_error! { AnnotationLimitExceeded("AnnotationLimitExceeded", 400, Sender, "message") {
} }
modelled_error! { AnnotationNameTooLong("AnnotationNameTooLong", 400, Sender, "message") {
} }
structure! { AnnotationTableConfiguration {
    configuration_state: AnnotationConfigurationState = "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = "EncryptionConfiguration",
    role: Option<String> = "Role",
} }
structure! { AnnotationTableConfigurationResult {
    configuration_state: AnnotationConfigurationState = "ConfigurationState",
    table_status: Option<String> = "TableStatus",
    error: Option<ErrorDetails> = "Error",
    table_name: Option<String> = "TableName",
    table_arn: Option<String> = "TableArn",
    role: Option<String> = "Role",
} }
structure! { AnnotationTableConfigurationUpdates {
    configuration_state: AnnotationConfigurationState = "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = "EncryptionConfiguration",
    role: Option<String> = "Role",
} }
enumeration! { ArchiveStatus {
    ArchiveAccess = "ARCHIVE_ACCESS",
    DeepArchiveAccess = "DEEP_ARCHIVE_ACCESS",
} }
structure! { BlockedEncryptionTypes {
    encryption_type: Option<Vec<EncryptionType>> = "EncryptionType",
} }
structure! { Bucket {
    name: Option<String> = "Name",
    creation_date: Option<Timestamp> = "CreationDate",
    bucket_region: Option<String> = "BucketRegion",
    bucket_arn: Option<String> = "BucketArn",
} }
enumeration! { BucketAbacStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
enumeration! { BucketAccelerateStatus {
    Enabled = "Enabled",
    Suspended = "Suspended",
} }
modelled_error! { BucketAlreadyExists("BucketAlreadyExists", 409, Sender, "message") {
} }
modelled_error! { BucketAlreadyOwnedByYou("BucketAlreadyOwnedByYou", 409, Sender, "message") {
} }
enumeration! { BucketCannedACL {
    Private = "private",
    PublicRead = "public-read",
    PublicReadWrite = "public-read-write",
    AuthenticatedRead = "authenticated-read",
} }
structure! { BucketInfo {
    data_redundancy: Option<DataRedundancy> = "DataRedundancy",
    r#type: Option<BucketType> = "Type",
} }
structure! { BucketLifecycleConfiguration {
    rules: Vec<LifecycleRule> = "Rules",
} }
enumeration! { BucketLocationConstraint {
    AfSouth1 = "af-south-1",
    ApEast1 = "ap-east-1",
    ApEast2 = "ap-east-2",
    ApNortheast1 = "ap-northeast-1",
    ApNortheast2 = "ap-northeast-2",
    ApNortheast3 = "ap-northeast-3",
    ApSouth1 = "ap-south-1",
    ApSouth2 = "ap-south-2",
    ApSoutheast1 = "ap-southeast-1",
    ApSoutheast2 = "ap-southeast-2",
    ApSoutheast3 = "ap-southeast-3",
    ApSoutheast4 = "ap-southeast-4",
    ApSoutheast5 = "ap-southeast-5",
    ApSoutheast6 = "ap-southeast-6",
    ApSoutheast7 = "ap-southeast-7",
    CaCentral1 = "ca-central-1",
    CaWest1 = "ca-west-1",
    CnNorth1 = "cn-north-1",
    CnNorthwest1 = "cn-northwest-1",
    Eu = "EU",
    EuCentral1 = "eu-central-1",
    EuCentral2 = "eu-central-2",
    EuNorth1 = "eu-north-1",
    EuSouth1 = "eu-south-1",
    EuSouth2 = "eu-south-2",
    EuWest1 = "eu-west-1",
    EuWest2 = "eu-west-2",
    EuWest3 = "eu-west-3",
    IlCentral1 = "il-central-1",
    MeCentral1 = "me-central-1",
    MeSouth1 = "me-south-1",
    MxCentral1 = "mx-central-1",
    SaEast1 = "sa-east-1",
    UsEast2 = "us-east-2",
    UsGovEast1 = "us-gov-east-1",
    UsGovWest1 = "us-gov-west-1",
    UsWest1 = "us-west-1",
    UsWest2 = "us-west-2",
} }
structure! { BucketLoggingStatus {
    logging_enabled: Option<LoggingEnabled> = "LoggingEnabled",
} }
enumeration! { BucketLogsPermission {
    FullControl = "FULL_CONTROL",
    Read = "READ",
    Write = "WRITE",
} }
enumeration! { BucketNamespace {
    AccountRegional = "account-regional",
    Global = "global",
} }
enumeration! { BucketType {
    Directory = "Directory",
} }
enumeration! { BucketVersioningStatus {
    Enabled = "Enabled",
    Suspended = "Suspended",
} }
structure! { CORSConfiguration {
    cors_rules: Vec<CORSRule> = "CORSRules",
} }
structure! { CORSRule {
    id: Option<String> = "ID",
    allowed_headers: Option<Vec<String>> = "AllowedHeaders",
    allowed_methods: Vec<String> = "AllowedMethods",
    allowed_origins: Vec<String> = "AllowedOrigins",
    expose_headers: Option<Vec<String>> = "ExposeHeaders",
    max_age_seconds: Option<i32> = "MaxAgeSeconds",
} }
structure! { CSVInput {
    file_header_info: Option<FileHeaderInfo> = "FileHeaderInfo",
    comments: Option<String> = "Comments",
    quote_escape_character: Option<String> = "QuoteEscapeCharacter",
    record_delimiter: Option<String> = "RecordDelimiter",
    field_delimiter: Option<String> = "FieldDelimiter",
    quote_character: Option<String> = "QuoteCharacter",
    allow_quoted_record_delimiter: Option<bool> = "AllowQuotedRecordDelimiter",
} }
structure! { CSVOutput {
    quote_fields: Option<QuoteFields> = "QuoteFields",
    quote_escape_character: Option<String> = "QuoteEscapeCharacter",
    record_delimiter: Option<String> = "RecordDelimiter",
    field_delimiter: Option<String> = "FieldDelimiter",
    quote_character: Option<String> = "QuoteCharacter",
} }
structure! { Checksum {
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
} }
enumeration! { ChecksumAlgorithm {
    Crc32 = "CRC32",
    Crc32c = "CRC32C",
    Sha1 = "SHA1",
    Sha256 = "SHA256",
    Crc64nvme = "CRC64NVME",
    Sha512 = "SHA512",
    Md5 = "MD5",
    Xxhash64 = "XXHASH64",
    Xxhash3 = "XXHASH3",
    Xxhash128 = "XXHASH128",
} }
enumeration! { ChecksumMode {
    Enabled = "ENABLED",
} }
enumeration! { ChecksumType {
    Composite = "COMPOSITE",
    FullObject = "FULL_OBJECT",
} }
structure! { CloudFunctionConfiguration {
    id: Option<String> = "Id",
    event: Option<Event> = "Event",
    events: Option<Vec<Event>> = "Events",
    cloud_function: Option<String> = "CloudFunction",
    invocation_role: Option<String> = "InvocationRole",
} }
structure! { CommonPrefix {
    prefix: Option<String> = "Prefix",
} }
structure! { CompleteMultipartUploadOutput {
    location: Option<String> = "Location",
    bucket: Option<String> = "Bucket",
    key: Option<String> = "Key",
    expiration: Option<String> = "Expiration",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    version_id: Option<String> = "VersionId",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { CompleteMultipartUploadRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    multipart_upload: Option<CompletedMultipartUpload> = "MultipartUpload",
    upload_id: String = "UploadId",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    mpu_object_size: Option<i64> = "MpuObjectSize",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    if_match: Option<String> = "IfMatch",
    if_none_match: Option<String> = "IfNoneMatch",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
} }
structure! { CompletedMultipartUpload {
    parts: Option<Vec<CompletedPart>> = "Parts",
} }
structure! { CompletedPart {
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    part_number: Option<i32> = "PartNumber",
} }
enumeration! { CompressionType {
    None = "NONE",
    Gzip = "GZIP",
    Bzip2 = "BZIP2",
} }
structure! { Condition {
    http_error_code_returned_equals: Option<String> = "HttpErrorCodeReturnedEquals",
    key_prefix_equals: Option<String> = "KeyPrefixEquals",
} }
structure! { ContinuationEvent {
} }
structure! { CopyObjectOutput {
    copy_object_result: Option<CopyObjectResult> = "CopyObjectResult",
    expiration: Option<String> = "Expiration",
    copy_source_version_id: Option<String> = "CopySourceVersionId",
    version_id: Option<String> = "VersionId",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { CopyObjectRequest {
    acl: Option<ObjectCannedACL> = "ACL",
    bucket: String = "Bucket",
    cache_control: Option<String> = "CacheControl",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_type: Option<String> = "ContentType",
    copy_source: String = "CopySource",
    copy_source_if_match: Option<String> = "CopySourceIfMatch",
    copy_source_if_modified_since: Option<Timestamp> = "CopySourceIfModifiedSince",
    copy_source_if_none_match: Option<String> = "CopySourceIfNoneMatch",
    copy_source_if_unmodified_since: Option<Timestamp> = "CopySourceIfUnmodifiedSince",
    expires: Option<String> = "Expires",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write_acp: Option<String> = "GrantWriteACP",
    if_match: Option<String> = "IfMatch",
    if_none_match: Option<String> = "IfNoneMatch",
    key: String = "Key",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    metadata_directive: Option<MetadataDirective> = "MetadataDirective",
    tagging_directive: Option<TaggingDirective> = "TaggingDirective",
    annotation_directive: Option<AnnotationDirective> = "AnnotationDirective",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    storage_class: Option<StorageClass> = "StorageClass",
    website_redirect_location: Option<String> = "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    copy_source_sse_customer_algorithm: Option<String> = "CopySourceSSECustomerAlgorithm",
    copy_source_sse_customer_key: Option<Sensitive<String>> = "CopySourceSSECustomerKey",
    copy_source_sse_customer_key_md5: Option<String> = "CopySourceSSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    tagging: Option<String> = "Tagging",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<ObjectLockEventHold> = "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    expected_source_bucket_owner: Option<String> = "ExpectedSourceBucketOwner",
} }
structure! { CopyObjectResult {
    e_tag: Option<String> = "ETag",
    last_modified: Option<Timestamp> = "LastModified",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
} }
structure! { CopyPartResult {
    e_tag: Option<String> = "ETag",
    last_modified: Option<Timestamp> = "LastModified",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
} }
structure! { CreateBucketConfiguration {
    location_constraint: Option<BucketLocationConstraint> = "LocationConstraint",
    location: Option<LocationInfo> = "Location",
    bucket: Option<BucketInfo> = "Bucket",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { CreateBucketMetadataConfigurationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    metadata_configuration: MetadataConfiguration = "MetadataConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { CreateBucketMetadataTableConfigurationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    metadata_table_configuration: MetadataTableConfiguration = "MetadataTableConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { CreateBucketOutput {
    location: Option<String> = "Location",
    bucket_arn: Option<String> = "BucketArn",
} }
structure! { CreateBucketRequest {
    acl: Option<BucketCannedACL> = "ACL",
    bucket: String = "Bucket",
    create_bucket_configuration: Option<CreateBucketConfiguration> = "CreateBucketConfiguration",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write: Option<String> = "GrantWrite",
    grant_write_acp: Option<String> = "GrantWriteACP",
    object_lock_enabled_for_bucket: Option<bool> = "ObjectLockEnabledForBucket",
    object_ownership: Option<ObjectOwnership> = "ObjectOwnership",
    bucket_namespace: Option<BucketNamespace> = "BucketNamespace",
} }
structure! { CreateMultipartUploadOutput {
    abort_date: Option<Timestamp> = "AbortDate",
    abort_rule_id: Option<String> = "AbortRuleId",
    bucket: Option<String> = "Bucket",
    key: Option<String> = "Key",
    upload_id: Option<String> = "UploadId",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_charged: Option<RequestCharged> = "RequestCharged",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    version_id: Option<String> = "VersionId",
} }
structure! { CreateMultipartUploadRequest {
    acl: Option<ObjectCannedACL> = "ACL",
    bucket: String = "Bucket",
    cache_control: Option<String> = "CacheControl",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_type: Option<String> = "ContentType",
    expires: Option<String> = "Expires",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write_acp: Option<String> = "GrantWriteACP",
    key: String = "Key",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    storage_class: Option<StorageClass> = "StorageClass",
    website_redirect_location: Option<String> = "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_payer: Option<RequestPayer> = "RequestPayer",
    tagging: Option<String> = "Tagging",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<ObjectLockEventHold> = "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
} }
structure! { CreateSessionOutput {
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    credentials: SessionCredentials = "Credentials",
} }
structure! { CreateSessionRequest {
    session_mode: Option<SessionMode> = "SessionMode",
    bucket: String = "Bucket",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
} }
enumeration! { DataRedundancy {
    SingleAvailabilityZone = "SingleAvailabilityZone",
    SingleLocalZone = "SingleLocalZone",
} }
structure! { DefaultRetention {
    mode: Option<ObjectLockRetentionMode> = "Mode",
    days: Option<i32> = "Days",
    years: Option<i32> = "Years",
    default_event_hold: Option<EventHoldDuration> = "DefaultEventHold",
} }
structure! { Delete {
    objects: Vec<ObjectIdentifier> = "Objects",
    quiet: Option<bool> = "Quiet",
} }
structure! { DeleteBucketAnalyticsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketCorsRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketEncryptionRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketIntelligentTieringConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketInventoryConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketLifecycleRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketMetadataConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketMetadataTableConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketMetricsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketOwnershipControlsRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketPolicyRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketReplicationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketTaggingRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteBucketWebsiteRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteMarkerEntry {
    owner: Option<Owner> = "Owner",
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
    is_latest: Option<bool> = "IsLatest",
    last_modified: Option<Timestamp> = "LastModified",
} }
structure! { DeleteMarkerReplication {
    status: Option<DeleteMarkerReplicationStatus> = "Status",
} }
enumeration! { DeleteMarkerReplicationStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { DeleteObjectAnnotationOutput {
    object_version_id: Option<String> = "ObjectVersionId",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { DeleteObjectAnnotationRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    annotation_name: String = "AnnotationName",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    object_if_match: Option<String> = "ObjectIfMatch",
} }
structure! { DeleteObjectOutput {
    delete_marker: Option<bool> = "DeleteMarker",
    version_id: Option<String> = "VersionId",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { DeleteObjectRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    mfa: Option<String> = "MFA",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    bypass_governance_retention: Option<bool> = "BypassGovernanceRetention",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    if_match: Option<String> = "IfMatch",
    if_match_last_modified_time: Option<Timestamp> = "IfMatchLastModifiedTime",
    if_match_size: Option<i64> = "IfMatchSize",
} }
structure! { DeleteObjectTaggingOutput {
    version_id: Option<String> = "VersionId",
} }
structure! { DeleteObjectTaggingRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeleteObjectsOutput {
    deleted: Option<Vec<DeletedObject>> = "Deleted",
    request_charged: Option<RequestCharged> = "RequestCharged",
    errors: Option<Vec<Error>> = "Errors",
} }
structure! { DeleteObjectsRequest {
    bucket: String = "Bucket",
    delete: Delete = "Delete",
    mfa: Option<String> = "MFA",
    request_payer: Option<RequestPayer> = "RequestPayer",
    bypass_governance_retention: Option<bool> = "BypassGovernanceRetention",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
} }
structure! { DeletePublicAccessBlockRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { DeletedObject {
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
    delete_marker: Option<bool> = "DeleteMarker",
    delete_marker_version_id: Option<String> = "DeleteMarkerVersionId",
} }
structure! { Destination {
    bucket: String = "Bucket",
    account: Option<String> = "Account",
    storage_class: Option<StorageClass> = "StorageClass",
    access_control_translation: Option<AccessControlTranslation> = "AccessControlTranslation",
    encryption_configuration: Option<EncryptionConfiguration> = "EncryptionConfiguration",
    replication_time: Option<ReplicationTime> = "ReplicationTime",
    metrics: Option<Metrics> = "Metrics",
} }
structure! { DestinationResult {
    table_bucket_type: Option<S3TablesBucketType> = "TableBucketType",
    table_bucket_arn: Option<String> = "TableBucketArn",
    table_namespace: Option<String> = "TableNamespace",
} }
enumeration! { EncodingType {
    Url = "url",
} }
structure! { Encryption {
    encryption_type: ServerSideEncryption = "EncryptionType",
    kms_key_id: Option<Sensitive<String>> = "KMSKeyId",
    kms_context: Option<String> = "KMSContext",
} }
structure! { EncryptionConfiguration {
    replica_kms_key_id: Option<String> = "ReplicaKmsKeyID",
} }
enumeration! { EncryptionType {
    None = "NONE",
    SseC = "SSE-C",
} }
modelled_error! { EncryptionTypeMismatch("EncryptionTypeMismatch", 400, Sender, "message") {
} }
structure! { EndEvent {
} }
structure! { Error {
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
    code: Option<String> = "Code",
    message: Option<String> = "Message",
} }
structure! { ErrorDetails {
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
} }
structure! { ErrorDocument {
    key: String = "Key",
} }
enumeration! { Event {
    S3ReducedRedundancyLostObject = "s3:ReducedRedundancyLostObject",
    S3ObjectCreated = "s3:ObjectCreated:*",
    S3ObjectCreatedPut = "s3:ObjectCreated:Put",
    S3ObjectCreatedPost = "s3:ObjectCreated:Post",
    S3ObjectCreatedCopy = "s3:ObjectCreated:Copy",
    S3ObjectCreatedCompleteMultipartUpload = "s3:ObjectCreated:CompleteMultipartUpload",
    S3ObjectRemoved = "s3:ObjectRemoved:*",
    S3ObjectRemovedDelete = "s3:ObjectRemoved:Delete",
    S3ObjectRemovedDeleteMarkerCreated = "s3:ObjectRemoved:DeleteMarkerCreated",
    S3ObjectRestore = "s3:ObjectRestore:*",
    S3ObjectRestorePost = "s3:ObjectRestore:Post",
    S3ObjectRestoreCompleted = "s3:ObjectRestore:Completed",
    S3Replication = "s3:Replication:*",
    S3ReplicationOperationFailedReplication = "s3:Replication:OperationFailedReplication",
    S3ReplicationOperationNotTracked = "s3:Replication:OperationNotTracked",
    S3ReplicationOperationMissedThreshold = "s3:Replication:OperationMissedThreshold",
    S3ReplicationOperationReplicatedAfterThreshold = "s3:Replication:OperationReplicatedAfterThreshold",
    S3ObjectRestoreDelete = "s3:ObjectRestore:Delete",
    S3LifecycleTransition = "s3:LifecycleTransition",
    S3IntelligentTiering = "s3:IntelligentTiering",
    S3ObjectAclPut = "s3:ObjectAcl:Put",
    S3LifecycleExpiration = "s3:LifecycleExpiration:*",
    S3LifecycleExpirationDelete = "s3:LifecycleExpiration:Delete",
    S3LifecycleExpirationDeleteMarkerCreated = "s3:LifecycleExpiration:DeleteMarkerCreated",
    S3ObjectTagging = "s3:ObjectTagging:*",
    S3ObjectTaggingPut = "s3:ObjectTagging:Put",
    S3ObjectTaggingDelete = "s3:ObjectTagging:Delete",
    S3ObjectAnnotation = "s3:ObjectAnnotation:*",
    S3ObjectAnnotationPut = "s3:ObjectAnnotation:Put",
    S3ObjectAnnotationDelete = "s3:ObjectAnnotation:Delete",
    S3ObjectRetentionPut = "s3:ObjectRetention:Put",
} }
structure! { EventBridgeConfiguration {
} }
structure! { EventHoldDuration {
    days: Option<i32> = "Days",
    years: Option<i32> = "Years",
} }
structure! { ExistingObjectReplication {
    status: ExistingObjectReplicationStatus = "Status",
} }
enumeration! { ExistingObjectReplicationStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
enumeration! { ExpirationState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
enumeration! { ExpirationStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
enumeration! { ExpressionType {
    Sql = "SQL",
} }
enumeration! { FileHeaderInfo {
    Use = "USE",
    Ignore = "IGNORE",
    None = "NONE",
} }
structure! { FilterRule {
    name: Option<FilterRuleName> = "Name",
    value: Option<String> = "Value",
} }
enumeration! { FilterRuleName {
    Prefix = "prefix",
    Suffix = "suffix",
} }
structure! { GetBucketAbacOutput {
    abac_status: Option<AbacStatus> = "AbacStatus",
} }
structure! { GetBucketAbacRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketAccelerateConfigurationOutput {
    status: Option<BucketAccelerateStatus> = "Status",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { GetBucketAccelerateConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    request_payer: Option<RequestPayer> = "RequestPayer",
} }
structure! { GetBucketAclOutput {
    owner: Option<Owner> = "Owner",
    grants: Option<Vec<Grant>> = "Grants",
} }
structure! { GetBucketAclRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketAnalyticsConfigurationOutput {
    analytics_configuration: Option<AnalyticsConfiguration> = "AnalyticsConfiguration",
} }
structure! { GetBucketAnalyticsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketCorsOutput {
    cors_rules: Option<Vec<CORSRule>> = "CORSRules",
} }
structure! { GetBucketCorsRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketEncryptionOutput {
    server_side_encryption_configuration: Option<ServerSideEncryptionConfiguration> = "ServerSideEncryptionConfiguration",
} }
structure! { GetBucketEncryptionRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketIntelligentTieringConfigurationOutput {
    intelligent_tiering_configuration: Option<IntelligentTieringConfiguration> = "IntelligentTieringConfiguration",
} }
structure! { GetBucketIntelligentTieringConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketInventoryConfigurationOutput {
    inventory_configuration: Option<InventoryConfiguration> = "InventoryConfiguration",
} }
structure! { GetBucketInventoryConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketLifecycleConfigurationOutput {
    rules: Option<Vec<LifecycleRule>> = "Rules",
    transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = "TransitionDefaultMinimumObjectSize",
} }
structure! { GetBucketLifecycleConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketLifecycleOutput {
    rules: Option<Vec<Rule>> = "Rules",
} }
structure! { GetBucketLifecycleRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketLocationOutput {
    location_constraint: Option<BucketLocationConstraint> = "LocationConstraint",
} }
structure! { GetBucketLocationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketLoggingOutput {
    logging_enabled: Option<LoggingEnabled> = "LoggingEnabled",
} }
structure! { GetBucketLoggingRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketMetadataConfigurationOutput {
    get_bucket_metadata_configuration_result: Option<GetBucketMetadataConfigurationResult> = "GetBucketMetadataConfigurationResult",
} }
structure! { GetBucketMetadataConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketMetadataConfigurationResult {
    metadata_configuration_result: MetadataConfigurationResult = "MetadataConfigurationResult",
} }
structure! { GetBucketMetadataTableConfigurationOutput {
    get_bucket_metadata_table_configuration_result: Option<GetBucketMetadataTableConfigurationResult> = "GetBucketMetadataTableConfigurationResult",
} }
structure! { GetBucketMetadataTableConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketMetadataTableConfigurationResult {
    metadata_table_configuration_result: MetadataTableConfigurationResult = "MetadataTableConfigurationResult",
    status: String = "Status",
    error: Option<ErrorDetails> = "Error",
} }
structure! { GetBucketMetricsConfigurationOutput {
    metrics_configuration: Option<MetricsConfiguration> = "MetricsConfiguration",
} }
structure! { GetBucketMetricsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketNotificationConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketOwnershipControlsOutput {
    ownership_controls: Option<OwnershipControls> = "OwnershipControls",
} }
structure! { GetBucketOwnershipControlsRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketPolicyOutput {
    policy: Option<String> = "Policy",
} }
structure! { GetBucketPolicyRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketPolicyStatusOutput {
    policy_status: Option<PolicyStatus> = "PolicyStatus",
} }
structure! { GetBucketPolicyStatusRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketReplicationOutput {
    replication_configuration: Option<ReplicationConfiguration> = "ReplicationConfiguration",
} }
structure! { GetBucketReplicationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketRequestPaymentOutput {
    payer: Option<Payer> = "Payer",
} }
structure! { GetBucketRequestPaymentRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketTaggingOutput {
    tag_set: Vec<Tag> = "TagSet",
} }
structure! { GetBucketTaggingRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketVersioningOutput {
    status: Option<BucketVersioningStatus> = "Status",
    mfa_delete: Option<MFADeleteStatus> = "MFADelete",
} }
structure! { GetBucketVersioningRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetBucketWebsiteOutput {
    redirect_all_requests_to: Option<RedirectAllRequestsTo> = "RedirectAllRequestsTo",
    index_document: Option<IndexDocument> = "IndexDocument",
    error_document: Option<ErrorDocument> = "ErrorDocument",
    routing_rules: Option<Vec<RoutingRule>> = "RoutingRules",
} }
structure! { GetBucketWebsiteRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetObjectAclOutput {
    owner: Option<Owner> = "Owner",
    grants: Option<Vec<Grant>> = "Grants",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { GetObjectAclRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetObjectAnnotationOutput {
    annotation_payload: Option<Bytes> = "AnnotationPayload",
    object_version_id: Option<String> = "ObjectVersionId",
    last_modified: Option<Timestamp> = "LastModified",
    content_length: Option<i64> = "ContentLength",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    request_charged: Option<RequestCharged> = "RequestCharged",
    replication_status: Option<ReplicationStatus> = "ReplicationStatus",
} }
structure! { GetObjectAnnotationRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    annotation_name: String = "AnnotationName",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_mode: Option<ChecksumMode> = "ChecksumMode",
} }
structure! { GetObjectAttributesOutput {
    delete_marker: Option<bool> = "DeleteMarker",
    last_modified: Option<Timestamp> = "LastModified",
    version_id: Option<String> = "VersionId",
    request_charged: Option<RequestCharged> = "RequestCharged",
    e_tag: Option<String> = "ETag",
    checksum: Option<Checksum> = "Checksum",
    object_parts: Option<GetObjectAttributesParts> = "ObjectParts",
    storage_class: Option<StorageClass> = "StorageClass",
    object_size: Option<i64> = "ObjectSize",
} }
structure! { GetObjectAttributesParts {
    total_parts_count: Option<i32> = "TotalPartsCount",
    part_number_marker: Option<i32> = "PartNumberMarker",
    next_part_number_marker: Option<i32> = "NextPartNumberMarker",
    max_parts: Option<i32> = "MaxParts",
    is_truncated: Option<bool> = "IsTruncated",
    parts: Option<Vec<ObjectPart>> = "Parts",
} }
structure! { GetObjectAttributesRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    max_parts: Option<i32> = "MaxParts",
    part_number_marker: Option<i32> = "PartNumberMarker",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    object_attributes: Vec<ObjectAttributes> = "ObjectAttributes",
} }
structure! { GetObjectLegalHoldOutput {
    legal_hold: Option<ObjectLockLegalHold> = "LegalHold",
} }
structure! { GetObjectLegalHoldRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetObjectLockConfigurationOutput {
    object_lock_configuration: Option<ObjectLockConfiguration> = "ObjectLockConfiguration",
} }
structure! { GetObjectLockConfigurationRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetObjectOutput {
    body: Option<Bytes> = "Body",
    delete_marker: Option<bool> = "DeleteMarker",
    accept_ranges: Option<String> = "AcceptRanges",
    expiration: Option<String> = "Expiration",
    restore: Option<String> = "Restore",
    last_modified: Option<Timestamp> = "LastModified",
    content_length: Option<i64> = "ContentLength",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    missing_meta: Option<i32> = "MissingMeta",
    version_id: Option<String> = "VersionId",
    cache_control: Option<String> = "CacheControl",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_range: Option<String> = "ContentRange",
    content_type: Option<String> = "ContentType",
    expires: Option<String> = "Expires",
    website_redirect_location: Option<String> = "WebsiteRedirectLocation",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    storage_class: Option<StorageClass> = "StorageClass",
    request_charged: Option<RequestCharged> = "RequestCharged",
    replication_status: Option<ReplicationStatus> = "ReplicationStatus",
    parts_count: Option<i32> = "PartsCount",
    tag_count: Option<i32> = "TagCount",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<ObjectLockEventHold> = "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears",
} }
structure! { GetObjectRequest {
    bucket: String = "Bucket",
    if_match: Option<String> = "IfMatch",
    if_modified_since: Option<Timestamp> = "IfModifiedSince",
    if_none_match: Option<String> = "IfNoneMatch",
    if_unmodified_since: Option<Timestamp> = "IfUnmodifiedSince",
    key: String = "Key",
    range: Option<String> = "Range",
    response_cache_control: Option<String> = "ResponseCacheControl",
    response_content_disposition: Option<String> = "ResponseContentDisposition",
    response_content_encoding: Option<String> = "ResponseContentEncoding",
    response_content_language: Option<String> = "ResponseContentLanguage",
    response_content_type: Option<String> = "ResponseContentType",
    response_expires: Option<Timestamp> = "ResponseExpires",
    version_id: Option<String> = "VersionId",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    part_number: Option<i32> = "PartNumber",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_mode: Option<ChecksumMode> = "ChecksumMode",
} }
structure! { GetObjectRetentionOutput {
    retention: Option<ObjectLockRetention> = "Retention",
} }
structure! { GetObjectRetentionRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetObjectTaggingOutput {
    version_id: Option<String> = "VersionId",
    tag_set: Vec<Tag> = "TagSet",
} }
structure! { GetObjectTaggingRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    request_payer: Option<RequestPayer> = "RequestPayer",
} }
structure! { GetObjectTorrentOutput {
    body: Option<Bytes> = "Body",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { GetObjectTorrentRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GetPublicAccessBlockOutput {
    public_access_block_configuration: Option<PublicAccessBlockConfiguration> = "PublicAccessBlockConfiguration",
} }
structure! { GetPublicAccessBlockRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { GlacierJobParameters {
    tier: Tier = "Tier",
} }
structure! { Grant {
    grantee: Option<Grantee> = "Grantee",
    permission: Option<Permission> = "Permission",
} }
structure! { Grantee {
    display_name: Option<String> = "DisplayName",
    email_address: Option<String> = "EmailAddress",
    id: Option<String> = "ID",
    r#type: Type = "Type",
    uri: Option<String> = "URI",
} }
structure! { HeadBucketOutput {
    bucket_arn: Option<String> = "BucketArn",
    bucket_location_type: Option<LocationType> = "BucketLocationType",
    bucket_location_name: Option<String> = "BucketLocationName",
    bucket_region: Option<String> = "BucketRegion",
    access_point_alias: Option<bool> = "AccessPointAlias",
} }
structure! { HeadBucketRequest {
    bucket: String = "Bucket",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { HeadObjectOutput {
    delete_marker: Option<bool> = "DeleteMarker",
    accept_ranges: Option<String> = "AcceptRanges",
    expiration: Option<String> = "Expiration",
    restore: Option<String> = "Restore",
    archive_status: Option<ArchiveStatus> = "ArchiveStatus",
    last_modified: Option<Timestamp> = "LastModified",
    content_length: Option<i64> = "ContentLength",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    e_tag: Option<String> = "ETag",
    missing_meta: Option<i32> = "MissingMeta",
    version_id: Option<String> = "VersionId",
    cache_control: Option<String> = "CacheControl",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_type: Option<String> = "ContentType",
    content_range: Option<String> = "ContentRange",
    expires: Option<String> = "Expires",
    website_redirect_location: Option<String> = "WebsiteRedirectLocation",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    storage_class: Option<StorageClass> = "StorageClass",
    request_charged: Option<RequestCharged> = "RequestCharged",
    replication_status: Option<ReplicationStatus> = "ReplicationStatus",
    parts_count: Option<i32> = "PartsCount",
    tag_count: Option<i32> = "TagCount",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<ObjectLockEventHold> = "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears",
} }
structure! { HeadObjectRequest {
    bucket: String = "Bucket",
    if_match: Option<String> = "IfMatch",
    if_modified_since: Option<Timestamp> = "IfModifiedSince",
    if_none_match: Option<String> = "IfNoneMatch",
    if_unmodified_since: Option<Timestamp> = "IfUnmodifiedSince",
    key: String = "Key",
    range: Option<String> = "Range",
    response_cache_control: Option<String> = "ResponseCacheControl",
    response_content_disposition: Option<String> = "ResponseContentDisposition",
    response_content_encoding: Option<String> = "ResponseContentEncoding",
    response_content_language: Option<String> = "ResponseContentLanguage",
    response_content_type: Option<String> = "ResponseContentType",
    response_expires: Option<Timestamp> = "ResponseExpires",
    version_id: Option<String> = "VersionId",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    part_number: Option<i32> = "PartNumber",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_mode: Option<ChecksumMode> = "ChecksumMode",
} }
modelled_error! { IdempotencyParameterMismatch("IdempotencyParameterMismatch", 400, Sender, "message") {
} }
structure! { IndexDocument {
    suffix: String = "Suffix",
} }
structure! { Initiator {
    id: Option<String> = "ID",
    display_name: Option<String> = "DisplayName",
} }
structure! { InputSerialization {
    csv: Option<CSVInput> = "CSV",
    compression_type: Option<CompressionType> = "CompressionType",
    json: Option<JSONInput> = "JSON",
    parquet: Option<ParquetInput> = "Parquet",
} }
enumeration! { IntelligentTieringAccessTier {
    ArchiveAccess = "ARCHIVE_ACCESS",
    DeepArchiveAccess = "DEEP_ARCHIVE_ACCESS",
} }
structure! { IntelligentTieringAndOperator {
    prefix: Option<String> = "Prefix",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { IntelligentTieringConfiguration {
    id: String = "Id",
    filter: Option<IntelligentTieringFilter> = "Filter",
    status: IntelligentTieringStatus = "Status",
    tierings: Vec<Tiering> = "Tierings",
} }
structure! { IntelligentTieringFilter {
    prefix: Option<String> = "Prefix",
    tag: Option<Tag> = "Tag",
    and: Option<IntelligentTieringAndOperator> = "And",
} }
enumeration! { IntelligentTieringStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
modelled_error! { InvalidAnnotationName("InvalidAnnotationName", 400, Sender, "message") {
} }
modelled_error! { InvalidObjectState("InvalidObjectState", 403, Sender, "message") {
    storage_class: Option<StorageClass> = "StorageClass",
    access_tier: Option<IntelligentTieringAccessTier> = "AccessTier",
} }
modelled_error! { InvalidPrefix("InvalidPrefix", 400, Sender, "message") {
} }
modelled_error! { InvalidRequest("InvalidRequest", 400, Sender, "message") {
} }
modelled_error! { InvalidWriteOffset("InvalidWriteOffset", 400, Sender, "message") {
} }
structure! { InventoryConfiguration {
    destination: InventoryDestination = "Destination",
    is_enabled: bool = "IsEnabled",
    filter: Option<InventoryFilter> = "Filter",
    id: String = "Id",
    included_object_versions: InventoryIncludedObjectVersions = "IncludedObjectVersions",
    optional_fields: Option<Vec<InventoryOptionalField>> = "OptionalFields",
    schedule: InventorySchedule = "Schedule",
} }
enumeration! { InventoryConfigurationState {
    Enabled = "ENABLED",
    Disabled = "DISABLED",
} }
structure! { InventoryDestination {
    s3_bucket_destination: InventoryS3BucketDestination = "S3BucketDestination",
} }
structure! { InventoryEncryption {
    sses3: Option<SSES3> = "SSES3",
    ssekms: Option<SSEKMS> = "SSEKMS",
} }
structure! { InventoryFilter {
    prefix: String = "Prefix",
} }
enumeration! { InventoryFormat {
    Csv = "CSV",
    Orc = "ORC",
    Parquet = "Parquet",
} }
enumeration! { InventoryFrequency {
    Daily = "Daily",
    Weekly = "Weekly",
} }
enumeration! { InventoryIncludedObjectVersions {
    All = "All",
    Current = "Current",
} }
enumeration! { InventoryOptionalField {
    Size = "Size",
    LastModifiedDate = "LastModifiedDate",
    StorageClass = "StorageClass",
    ETag = "ETag",
    IsMultipartUploaded = "IsMultipartUploaded",
    ReplicationStatus = "ReplicationStatus",
    EncryptionStatus = "EncryptionStatus",
    ObjectLockRetainUntilDate = "ObjectLockRetainUntilDate",
    ObjectLockMode = "ObjectLockMode",
    ObjectLockLegalHoldStatus = "ObjectLockLegalHoldStatus",
    ObjectLockEventHoldStatus = "ObjectLockEventHoldStatus",
    ObjectLockEventHoldDuration = "ObjectLockEventHoldDuration",
    IntelligentTieringAccessTier = "IntelligentTieringAccessTier",
    BucketKeyStatus = "BucketKeyStatus",
    ChecksumAlgorithm = "ChecksumAlgorithm",
    ObjectAccessControlList = "ObjectAccessControlList",
    ObjectOwner = "ObjectOwner",
    LifecycleExpirationDate = "LifecycleExpirationDate",
    IntelligentTieringReferenceDate = "IntelligentTieringReferenceDate",
} }
structure! { InventoryS3BucketDestination {
    account_id: Option<String> = "AccountId",
    bucket: String = "Bucket",
    format: InventoryFormat = "Format",
    prefix: Option<String> = "Prefix",
    encryption: Option<InventoryEncryption> = "Encryption",
} }
structure! { InventorySchedule {
    frequency: InventoryFrequency = "Frequency",
} }
structure! { InventoryTableConfiguration {
    configuration_state: InventoryConfigurationState = "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = "EncryptionConfiguration",
} }
structure! { InventoryTableConfigurationResult {
    configuration_state: InventoryConfigurationState = "ConfigurationState",
    table_status: Option<String> = "TableStatus",
    error: Option<ErrorDetails> = "Error",
    table_name: Option<String> = "TableName",
    table_arn: Option<String> = "TableArn",
} }
structure! { InventoryTableConfigurationUpdates {
    configuration_state: InventoryConfigurationState = "ConfigurationState",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = "EncryptionConfiguration",
} }
structure! { JSONInput {
    r#type: Option<JSONType> = "Type",
} }
structure! { JSONOutput {
    record_delimiter: Option<String> = "RecordDelimiter",
} }
enumeration! { JSONType {
    Document = "DOCUMENT",
    Lines = "LINES",
} }
structure! { JournalTableConfiguration {
    record_expiration: RecordExpiration = "RecordExpiration",
    encryption_configuration: Option<MetadataTableEncryptionConfiguration> = "EncryptionConfiguration",
} }
structure! { JournalTableConfigurationResult {
    table_status: String = "TableStatus",
    error: Option<ErrorDetails> = "Error",
    table_name: String = "TableName",
    table_arn: Option<String> = "TableArn",
    record_expiration: RecordExpiration = "RecordExpiration",
} }
structure! { JournalTableConfigurationUpdates {
    record_expiration: RecordExpiration = "RecordExpiration",
} }
structure! { LambdaFunctionConfiguration {
    id: Option<String> = "Id",
    lambda_function_arn: String = "LambdaFunctionArn",
    events: Vec<Event> = "Events",
    filter: Option<NotificationConfigurationFilter> = "Filter",
} }
structure! { LifecycleConfiguration {
    rules: Vec<Rule> = "Rules",
} }
structure! { LifecycleExpiration {
    date: Option<Timestamp> = "Date",
    days: Option<i32> = "Days",
    expired_object_delete_marker: Option<bool> = "ExpiredObjectDeleteMarker",
} }
structure! { LifecycleRule {
    expiration: Option<LifecycleExpiration> = "Expiration",
    id: Option<String> = "ID",
    prefix: Option<String> = "Prefix",
    filter: Option<LifecycleRuleFilter> = "Filter",
    status: ExpirationStatus = "Status",
    transitions: Option<Vec<Transition>> = "Transitions",
    noncurrent_version_transitions: Option<Vec<NoncurrentVersionTransition>> = "NoncurrentVersionTransitions",
    noncurrent_version_expiration: Option<NoncurrentVersionExpiration> = "NoncurrentVersionExpiration",
    abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload> = "AbortIncompleteMultipartUpload",
} }
structure! { LifecycleRuleAndOperator {
    prefix: Option<String> = "Prefix",
    tags: Option<Vec<Tag>> = "Tags",
    object_size_greater_than: Option<i64> = "ObjectSizeGreaterThan",
    object_size_less_than: Option<i64> = "ObjectSizeLessThan",
} }
structure! { LifecycleRuleFilter {
    prefix: Option<String> = "Prefix",
    tag: Option<Tag> = "Tag",
    object_size_greater_than: Option<i64> = "ObjectSizeGreaterThan",
    object_size_less_than: Option<i64> = "ObjectSizeLessThan",
    and: Option<LifecycleRuleAndOperator> = "And",
} }
structure! { ListBucketAnalyticsConfigurationsOutput {
    is_truncated: Option<bool> = "IsTruncated",
    continuation_token: Option<String> = "ContinuationToken",
    next_continuation_token: Option<String> = "NextContinuationToken",
    analytics_configuration_list: Option<Vec<AnalyticsConfiguration>> = "AnalyticsConfigurationList",
} }
structure! { ListBucketAnalyticsConfigurationsRequest {
    bucket: String = "Bucket",
    continuation_token: Option<String> = "ContinuationToken",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { ListBucketIntelligentTieringConfigurationsOutput {
    is_truncated: Option<bool> = "IsTruncated",
    continuation_token: Option<String> = "ContinuationToken",
    next_continuation_token: Option<String> = "NextContinuationToken",
    intelligent_tiering_configuration_list: Option<Vec<IntelligentTieringConfiguration>> = "IntelligentTieringConfigurationList",
} }
structure! { ListBucketIntelligentTieringConfigurationsRequest {
    bucket: String = "Bucket",
    continuation_token: Option<String> = "ContinuationToken",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { ListBucketInventoryConfigurationsOutput {
    continuation_token: Option<String> = "ContinuationToken",
    inventory_configuration_list: Option<Vec<InventoryConfiguration>> = "InventoryConfigurationList",
    is_truncated: Option<bool> = "IsTruncated",
    next_continuation_token: Option<String> = "NextContinuationToken",
} }
structure! { ListBucketInventoryConfigurationsRequest {
    bucket: String = "Bucket",
    continuation_token: Option<String> = "ContinuationToken",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { ListBucketMetricsConfigurationsOutput {
    is_truncated: Option<bool> = "IsTruncated",
    continuation_token: Option<String> = "ContinuationToken",
    next_continuation_token: Option<String> = "NextContinuationToken",
    metrics_configuration_list: Option<Vec<MetricsConfiguration>> = "MetricsConfigurationList",
} }
structure! { ListBucketMetricsConfigurationsRequest {
    bucket: String = "Bucket",
    continuation_token: Option<String> = "ContinuationToken",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { ListBucketsOutput {
    buckets: Option<Vec<Bucket>> = "Buckets",
    owner: Option<Owner> = "Owner",
    continuation_token: Option<String> = "ContinuationToken",
    prefix: Option<String> = "Prefix",
} }
structure! { ListBucketsRequest {
    max_buckets: Option<i32> = "MaxBuckets",
    continuation_token: Option<String> = "ContinuationToken",
    prefix: Option<String> = "Prefix",
    bucket_region: Option<String> = "BucketRegion",
} }
structure! { ListDirectoryBucketsOutput {
    buckets: Option<Vec<Bucket>> = "Buckets",
    continuation_token: Option<String> = "ContinuationToken",
} }
structure! { ListDirectoryBucketsRequest {
    continuation_token: Option<String> = "ContinuationToken",
    max_directory_buckets: Option<i32> = "MaxDirectoryBuckets",
} }
structure! { ListMultipartUploadsOutput {
    bucket: Option<String> = "Bucket",
    key_marker: Option<String> = "KeyMarker",
    upload_id_marker: Option<String> = "UploadIdMarker",
    next_key_marker: Option<String> = "NextKeyMarker",
    prefix: Option<String> = "Prefix",
    delimiter: Option<String> = "Delimiter",
    next_upload_id_marker: Option<String> = "NextUploadIdMarker",
    max_uploads: Option<i32> = "MaxUploads",
    is_truncated: Option<bool> = "IsTruncated",
    uploads: Option<Vec<MultipartUpload>> = "Uploads",
    common_prefixes: Option<Vec<CommonPrefix>> = "CommonPrefixes",
    encoding_type: Option<EncodingType> = "EncodingType",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { ListMultipartUploadsRequest {
    bucket: String = "Bucket",
    delimiter: Option<String> = "Delimiter",
    encoding_type: Option<EncodingType> = "EncodingType",
    key_marker: Option<String> = "KeyMarker",
    max_uploads: Option<i32> = "MaxUploads",
    prefix: Option<String> = "Prefix",
    upload_id_marker: Option<String> = "UploadIdMarker",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    request_payer: Option<RequestPayer> = "RequestPayer",
} }
structure! { ListObjectAnnotationsOutput {
    annotations: Option<Vec<AnnotationEntry>> = "Annotations",
    bucket: Option<String> = "Bucket",
    key: Option<String> = "Key",
    object_version_id: Option<String> = "ObjectVersionId",
    annotation_prefix: Option<String> = "AnnotationPrefix",
    max_annotation_results: Option<i32> = "MaxAnnotationResults",
    annotation_count: Option<i32> = "AnnotationCount",
    continuation_token: Option<String> = "ContinuationToken",
    next_continuation_token: Option<String> = "NextContinuationToken",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { ListObjectAnnotationsRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    max_annotation_results: Option<i32> = "MaxAnnotationResults",
    annotation_prefix: Option<String> = "AnnotationPrefix",
    continuation_token: Option<String> = "ContinuationToken",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { ListObjectVersionsOutput {
    is_truncated: Option<bool> = "IsTruncated",
    key_marker: Option<String> = "KeyMarker",
    version_id_marker: Option<String> = "VersionIdMarker",
    next_key_marker: Option<String> = "NextKeyMarker",
    next_version_id_marker: Option<String> = "NextVersionIdMarker",
    versions: Option<Vec<ObjectVersion>> = "Versions",
    delete_markers: Option<Vec<DeleteMarkerEntry>> = "DeleteMarkers",
    name: Option<String> = "Name",
    prefix: Option<String> = "Prefix",
    delimiter: Option<String> = "Delimiter",
    max_keys: Option<i32> = "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = "CommonPrefixes",
    encoding_type: Option<EncodingType> = "EncodingType",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { ListObjectVersionsRequest {
    bucket: String = "Bucket",
    delimiter: Option<String> = "Delimiter",
    encoding_type: Option<EncodingType> = "EncodingType",
    key_marker: Option<String> = "KeyMarker",
    max_keys: Option<i32> = "MaxKeys",
    prefix: Option<String> = "Prefix",
    version_id_marker: Option<String> = "VersionIdMarker",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    request_payer: Option<RequestPayer> = "RequestPayer",
    optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = "OptionalObjectAttributes",
} }
structure! { ListObjectsOutput {
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
    next_marker: Option<String> = "NextMarker",
    contents: Option<Vec<Object>> = "Contents",
    name: Option<String> = "Name",
    prefix: Option<String> = "Prefix",
    delimiter: Option<String> = "Delimiter",
    max_keys: Option<i32> = "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = "CommonPrefixes",
    encoding_type: Option<EncodingType> = "EncodingType",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { ListObjectsRequest {
    bucket: String = "Bucket",
    delimiter: Option<String> = "Delimiter",
    encoding_type: Option<EncodingType> = "EncodingType",
    marker: Option<String> = "Marker",
    max_keys: Option<i32> = "MaxKeys",
    prefix: Option<String> = "Prefix",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = "OptionalObjectAttributes",
} }
structure! { ListObjectsV2Output {
    is_truncated: Option<bool> = "IsTruncated",
    contents: Option<Vec<Object>> = "Contents",
    name: Option<String> = "Name",
    prefix: Option<String> = "Prefix",
    delimiter: Option<String> = "Delimiter",
    max_keys: Option<i32> = "MaxKeys",
    common_prefixes: Option<Vec<CommonPrefix>> = "CommonPrefixes",
    encoding_type: Option<EncodingType> = "EncodingType",
    key_count: Option<i32> = "KeyCount",
    continuation_token: Option<String> = "ContinuationToken",
    next_continuation_token: Option<String> = "NextContinuationToken",
    start_after: Option<String> = "StartAfter",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { ListObjectsV2Request {
    bucket: String = "Bucket",
    delimiter: Option<String> = "Delimiter",
    encoding_type: Option<EncodingType> = "EncodingType",
    max_keys: Option<i32> = "MaxKeys",
    prefix: Option<String> = "Prefix",
    continuation_token: Option<String> = "ContinuationToken",
    fetch_owner: Option<bool> = "FetchOwner",
    start_after: Option<String> = "StartAfter",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = "OptionalObjectAttributes",
} }
structure! { ListPartsOutput {
    abort_date: Option<Timestamp> = "AbortDate",
    abort_rule_id: Option<String> = "AbortRuleId",
    bucket: Option<String> = "Bucket",
    key: Option<String> = "Key",
    upload_id: Option<String> = "UploadId",
    part_number_marker: Option<i32> = "PartNumberMarker",
    next_part_number_marker: Option<i32> = "NextPartNumberMarker",
    max_parts: Option<i32> = "MaxParts",
    is_truncated: Option<bool> = "IsTruncated",
    parts: Option<Vec<Part>> = "Parts",
    initiator: Option<Initiator> = "Initiator",
    owner: Option<Owner> = "Owner",
    storage_class: Option<StorageClass> = "StorageClass",
    request_charged: Option<RequestCharged> = "RequestCharged",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    version_id: Option<String> = "VersionId",
} }
structure! { ListPartsRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    max_parts: Option<i32> = "MaxParts",
    part_number_marker: Option<i32> = "PartNumberMarker",
    upload_id: String = "UploadId",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
} }
structure! { LocationInfo {
    r#type: Option<LocationType> = "Type",
    name: Option<String> = "Name",
} }
enumeration! { LocationType {
    AvailabilityZone = "AvailabilityZone",
    LocalZone = "LocalZone",
} }
structure! { LoggingEnabled {
    target_bucket: String = "TargetBucket",
    target_grants: Option<Vec<TargetGrant>> = "TargetGrants",
    target_prefix: String = "TargetPrefix",
    target_object_key_format: Option<TargetObjectKeyFormat> = "TargetObjectKeyFormat",
} }
enumeration! { MFADelete {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
enumeration! { MFADeleteStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { MetadataConfiguration {
    journal_table_configuration: JournalTableConfiguration = "JournalTableConfiguration",
    inventory_table_configuration: Option<InventoryTableConfiguration> = "InventoryTableConfiguration",
    annotation_table_configuration: Option<AnnotationTableConfiguration> = "AnnotationTableConfiguration",
} }
structure! { MetadataConfigurationResult {
    destination_result: DestinationResult = "DestinationResult",
    journal_table_configuration_result: Option<JournalTableConfigurationResult> = "JournalTableConfigurationResult",
    inventory_table_configuration_result: Option<InventoryTableConfigurationResult> = "InventoryTableConfigurationResult",
    annotation_table_configuration_result: Option<AnnotationTableConfigurationResult> = "AnnotationTableConfigurationResult",
} }
enumeration! { MetadataDirective {
    Copy = "COPY",
    Replace = "REPLACE",
} }
structure! { MetadataEntry {
    name: Option<String> = "Name",
    value: Option<String> = "Value",
} }
structure! { MetadataTableConfiguration {
    s3_tables_destination: S3TablesDestination = "S3TablesDestination",
} }
structure! { MetadataTableConfigurationResult {
    s3_tables_destination_result: S3TablesDestinationResult = "S3TablesDestinationResult",
} }
structure! { MetadataTableEncryptionConfiguration {
    sse_algorithm: TableSseAlgorithm = "SseAlgorithm",
    kms_key_arn: Option<String> = "KmsKeyArn",
} }
structure! { Metrics {
    status: MetricsStatus = "Status",
    event_threshold: Option<ReplicationTimeValue> = "EventThreshold",
} }
structure! { MetricsAndOperator {
    prefix: Option<String> = "Prefix",
    tags: Option<Vec<Tag>> = "Tags",
    access_point_arn: Option<String> = "AccessPointArn",
} }
structure! { MetricsConfiguration {
    id: String = "Id",
    filter: Option<MetricsFilter> = "Filter",
} }
structure! { MetricsFilter {
    prefix: Option<String> = "Prefix",
    tag: Option<Tag> = "Tag",
    access_point_arn: Option<String> = "AccessPointArn",
    and: Option<MetricsAndOperator> = "And",
} }
enumeration! { MetricsStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { MultipartUpload {
    upload_id: Option<String> = "UploadId",
    key: Option<String> = "Key",
    initiated: Option<Timestamp> = "Initiated",
    storage_class: Option<StorageClass> = "StorageClass",
    owner: Option<Owner> = "Owner",
    initiator: Option<Initiator> = "Initiator",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    version_id: Option<String> = "VersionId",
} }
modelled_error! { NoSuchAnnotation("NoSuchAnnotation", 404, Sender, "message") {
} }
modelled_error! { NoSuchBucket("NoSuchBucket", 404, Sender, "message") {
} }
modelled_error! { NoSuchKey("NoSuchKey", 404, Sender, "message") {
} }
modelled_error! { NoSuchUpload("NoSuchUpload", 404, Sender, "message") {
} }
structure! { NoncurrentVersionExpiration {
    noncurrent_days: Option<i32> = "NoncurrentDays",
    newer_noncurrent_versions: Option<i32> = "NewerNoncurrentVersions",
} }
structure! { NoncurrentVersionTransition {
    noncurrent_days: Option<i32> = "NoncurrentDays",
    storage_class: Option<TransitionStorageClass> = "StorageClass",
    newer_noncurrent_versions: Option<i32> = "NewerNoncurrentVersions",
} }
structure! { NotificationConfiguration {
    topic_configurations: Option<Vec<TopicConfiguration>> = "TopicConfigurations",
    queue_configurations: Option<Vec<QueueConfiguration>> = "QueueConfigurations",
    lambda_function_configurations: Option<Vec<LambdaFunctionConfiguration>> = "LambdaFunctionConfigurations",
    event_bridge_configuration: Option<EventBridgeConfiguration> = "EventBridgeConfiguration",
} }
structure! { NotificationConfigurationDeprecated {
    topic_configuration: Option<TopicConfigurationDeprecated> = "TopicConfiguration",
    queue_configuration: Option<QueueConfigurationDeprecated> = "QueueConfiguration",
    cloud_function_configuration: Option<CloudFunctionConfiguration> = "CloudFunctionConfiguration",
} }
structure! { NotificationConfigurationFilter {
    key: Option<S3KeyFilter> = "Key",
} }
structure! { Object {
    key: Option<String> = "Key",
    last_modified: Option<Timestamp> = "LastModified",
    e_tag: Option<String> = "ETag",
    checksum_algorithm: Option<Vec<ChecksumAlgorithm>> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    size: Option<i64> = "Size",
    storage_class: Option<ObjectStorageClass> = "StorageClass",
    owner: Option<Owner> = "Owner",
    restore_status: Option<RestoreStatus> = "RestoreStatus",
} }
modelled_error! { ObjectAlreadyInActiveTierError("ObjectAlreadyInActiveTierError", 403, Sender, "message") {
} }
enumeration! { ObjectAttributes {
    ETag = "ETag",
    Checksum = "Checksum",
    ObjectParts = "ObjectParts",
    StorageClass = "StorageClass",
    ObjectSize = "ObjectSize",
} }
enumeration! { ObjectCannedACL {
    Private = "private",
    PublicRead = "public-read",
    PublicReadWrite = "public-read-write",
    AuthenticatedRead = "authenticated-read",
    AwsExecRead = "aws-exec-read",
    BucketOwnerRead = "bucket-owner-read",
    BucketOwnerFullControl = "bucket-owner-full-control",
} }
structure! { ObjectEncryption {
    ssekms: Option<SSEKMSEncryption> = "SSEKMS",
} }
structure! { ObjectIdentifier {
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    e_tag: Option<String> = "ETag",
    last_modified_time: Option<Timestamp> = "LastModifiedTime",
    size: Option<i64> = "Size",
} }
structure! { ObjectLockConfiguration {
    object_lock_enabled: Option<ObjectLockEnabled> = "ObjectLockEnabled",
    rule: Option<ObjectLockRule> = "Rule",
} }
enumeration! { ObjectLockEnabled {
    Enabled = "Enabled",
} }
enumeration! { ObjectLockEventHold {
    On = "ON",
    Off = "OFF",
} }
structure! { ObjectLockLegalHold {
    status: Option<ObjectLockLegalHoldStatus> = "Status",
} }
enumeration! { ObjectLockLegalHoldStatus {
    On = "ON",
    Off = "OFF",
} }
enumeration! { ObjectLockMode {
    Governance = "GOVERNANCE",
    Compliance = "COMPLIANCE",
} }
structure! { ObjectLockRetention {
    mode: Option<ObjectLockRetentionMode> = "Mode",
    retain_until_date: Option<Timestamp> = "RetainUntilDate",
    event_hold: Option<ObjectLockEventHold> = "EventHold",
    event_hold_duration: Option<EventHoldDuration> = "EventHoldDuration",
} }
enumeration! { ObjectLockRetentionMode {
    Governance = "GOVERNANCE",
    Compliance = "COMPLIANCE",
} }
structure! { ObjectLockRule {
    default_retention: Option<DefaultRetention> = "DefaultRetention",
} }
modelled_error! { ObjectNotInActiveTierError("ObjectNotInActiveTierError", 403, Sender, "message") {
} }
enumeration! { ObjectOwnership {
    BucketOwnerPreferred = "BucketOwnerPreferred",
    ObjectWriter = "ObjectWriter",
    BucketOwnerEnforced = "BucketOwnerEnforced",
} }
structure! { ObjectPart {
    part_number: Option<i32> = "PartNumber",
    size: Option<i64> = "Size",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
} }
enumeration! { ObjectStorageClass {
    Standard = "STANDARD",
    ReducedRedundancy = "REDUCED_REDUNDANCY",
    Glacier = "GLACIER",
    StandardIa = "STANDARD_IA",
    OnezoneIa = "ONEZONE_IA",
    IntelligentTiering = "INTELLIGENT_TIERING",
    DeepArchive = "DEEP_ARCHIVE",
    Outposts = "OUTPOSTS",
    GlacierIr = "GLACIER_IR",
    Snow = "SNOW",
    ExpressOnezone = "EXPRESS_ONEZONE",
    FsxOpenzfs = "FSX_OPENZFS",
    FsxOntap = "FSX_ONTAP",
    AwsBackupWarm = "AWS_BACKUP_WARM",
    AwsBackupLowCostWarm = "AWS_BACKUP_LOW_COST_WARM",
} }
structure! { ObjectVersion {
    e_tag: Option<String> = "ETag",
    checksum_algorithm: Option<Vec<ChecksumAlgorithm>> = "ChecksumAlgorithm",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    size: Option<i64> = "Size",
    storage_class: Option<ObjectVersionStorageClass> = "StorageClass",
    key: Option<String> = "Key",
    version_id: Option<String> = "VersionId",
    is_latest: Option<bool> = "IsLatest",
    last_modified: Option<Timestamp> = "LastModified",
    owner: Option<Owner> = "Owner",
    restore_status: Option<RestoreStatus> = "RestoreStatus",
} }
enumeration! { ObjectVersionStorageClass {
    Standard = "STANDARD",
} }
enumeration! { OptionalObjectAttributes {
    RestoreStatus = "RestoreStatus",
} }
structure! { OutputLocation {
    s3: Option<S3Location> = "S3",
} }
structure! { OutputSerialization {
    csv: Option<CSVOutput> = "CSV",
    json: Option<JSONOutput> = "JSON",
} }
structure! { Owner {
    display_name: Option<String> = "DisplayName",
    id: Option<String> = "ID",
} }
enumeration! { OwnerOverride {
    Destination = "Destination",
} }
structure! { OwnershipControls {
    rules: Vec<OwnershipControlsRule> = "Rules",
} }
structure! { OwnershipControlsRule {
    object_ownership: ObjectOwnership = "ObjectOwnership",
} }
structure! { ParquetInput {
} }
structure! { Part {
    part_number: Option<i32> = "PartNumber",
    last_modified: Option<Timestamp> = "LastModified",
    e_tag: Option<String> = "ETag",
    size: Option<i64> = "Size",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
} }
enumeration! { PartitionDateSource {
    EventTime = "EventTime",
    DeliveryTime = "DeliveryTime",
} }
structure! { PartitionedPrefix {
    partition_date_source: Option<PartitionDateSource> = "PartitionDateSource",
} }
enumeration! { Payer {
    Requester = "Requester",
    BucketOwner = "BucketOwner",
} }
enumeration! { Permission {
    FullControl = "FULL_CONTROL",
    Write = "WRITE",
    WriteAcp = "WRITE_ACP",
    Read = "READ",
    ReadAcp = "READ_ACP",
} }
structure! { PolicyStatus {
    is_public: Option<bool> = "IsPublic",
} }
structure! { Progress {
    bytes_scanned: Option<i64> = "BytesScanned",
    bytes_processed: Option<i64> = "BytesProcessed",
    bytes_returned: Option<i64> = "BytesReturned",
} }
structure! { ProgressEvent {
    details: Option<Progress> = "Details",
} }
enumeration! { Protocol {
    Http = "http",
    Https = "https",
} }
structure! { PublicAccessBlockConfiguration {
    block_public_acls: Option<bool> = "BlockPublicAcls",
    ignore_public_acls: Option<bool> = "IgnorePublicAcls",
    block_public_policy: Option<bool> = "BlockPublicPolicy",
    restrict_public_buckets: Option<bool> = "RestrictPublicBuckets",
} }
structure! { PutBucketAbacRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    abac_status: AbacStatus = "AbacStatus",
} }
structure! { PutBucketAccelerateConfigurationRequest {
    bucket: String = "Bucket",
    accelerate_configuration: AccelerateConfiguration = "AccelerateConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
} }
structure! { PutBucketAclRequest {
    acl: Option<BucketCannedACL> = "ACL",
    access_control_policy: Option<AccessControlPolicy> = "AccessControlPolicy",
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write: Option<String> = "GrantWrite",
    grant_write_acp: Option<String> = "GrantWriteACP",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketAnalyticsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    analytics_configuration: AnalyticsConfiguration = "AnalyticsConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketCorsRequest {
    bucket: String = "Bucket",
    cors_configuration: CORSConfiguration = "CORSConfiguration",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketEncryptionRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    server_side_encryption_configuration: ServerSideEncryptionConfiguration = "ServerSideEncryptionConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketIntelligentTieringConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    intelligent_tiering_configuration: IntelligentTieringConfiguration = "IntelligentTieringConfiguration",
} }
structure! { PutBucketInventoryConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    inventory_configuration: InventoryConfiguration = "InventoryConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketLifecycleConfigurationOutput {
    transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = "TransitionDefaultMinimumObjectSize",
} }
structure! { PutBucketLifecycleConfigurationRequest {
    bucket: String = "Bucket",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    lifecycle_configuration: Option<BucketLifecycleConfiguration> = "LifecycleConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = "TransitionDefaultMinimumObjectSize",
} }
structure! { PutBucketLifecycleRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    lifecycle_configuration: Option<LifecycleConfiguration> = "LifecycleConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketLoggingRequest {
    bucket: String = "Bucket",
    bucket_logging_status: BucketLoggingStatus = "BucketLoggingStatus",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketMetricsConfigurationRequest {
    bucket: String = "Bucket",
    id: String = "Id",
    metrics_configuration: MetricsConfiguration = "MetricsConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketNotificationConfigurationRequest {
    bucket: String = "Bucket",
    notification_configuration: NotificationConfiguration = "NotificationConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    skip_destination_validation: Option<bool> = "SkipDestinationValidation",
} }
structure! { PutBucketNotificationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    notification_configuration: NotificationConfigurationDeprecated = "NotificationConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketOwnershipControlsRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    ownership_controls: OwnershipControls = "OwnershipControls",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
} }
structure! { PutBucketPolicyRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    confirm_remove_self_bucket_access: Option<bool> = "ConfirmRemoveSelfBucketAccess",
    policy: String = "Policy",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketReplicationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    replication_configuration: ReplicationConfiguration = "ReplicationConfiguration",
    token: Option<String> = "Token",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketRequestPaymentRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    request_payment_configuration: RequestPaymentConfiguration = "RequestPaymentConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketTaggingRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    tagging: Tagging = "Tagging",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketVersioningRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    mfa: Option<String> = "MFA",
    versioning_configuration: VersioningConfiguration = "VersioningConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutBucketWebsiteRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    website_configuration: WebsiteConfiguration = "WebsiteConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectAclOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectAclRequest {
    acl: Option<ObjectCannedACL> = "ACL",
    access_control_policy: Option<AccessControlPolicy> = "AccessControlPolicy",
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write: Option<String> = "GrantWrite",
    grant_write_acp: Option<String> = "GrantWriteACP",
    key: String = "Key",
    request_payer: Option<RequestPayer> = "RequestPayer",
    version_id: Option<String> = "VersionId",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectAnnotationOutput {
    key: Option<String> = "Key",
    annotation_name: Option<String> = "AnnotationName",
    object_version_id: Option<String> = "ObjectVersionId",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectAnnotationRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    annotation_name: String = "AnnotationName",
    annotation_payload: Bytes = "AnnotationPayload",
    object_if_match: Option<String> = "ObjectIfMatch",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    content_md5: Option<String> = "ContentMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectLegalHoldOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectLegalHoldRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    legal_hold: Option<ObjectLockLegalHold> = "LegalHold",
    request_payer: Option<RequestPayer> = "RequestPayer",
    version_id: Option<String> = "VersionId",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectLockConfigurationOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectLockConfigurationRequest {
    bucket: String = "Bucket",
    object_lock_configuration: Option<ObjectLockConfiguration> = "ObjectLockConfiguration",
    request_payer: Option<RequestPayer> = "RequestPayer",
    token: Option<String> = "Token",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectOutput {
    expiration: Option<String> = "Expiration",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    checksum_type: Option<ChecksumType> = "ChecksumType",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    version_id: Option<String> = "VersionId",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    size: Option<i64> = "Size",
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectRequest {
    acl: Option<ObjectCannedACL> = "ACL",
    body: Option<Bytes> = "Body",
    bucket: String = "Bucket",
    cache_control: Option<String> = "CacheControl",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_length: Option<i64> = "ContentLength",
    content_md5: Option<String> = "ContentMD5",
    content_type: Option<String> = "ContentType",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    expires: Option<String> = "Expires",
    if_match: Option<String> = "IfMatch",
    if_none_match: Option<String> = "IfNoneMatch",
    grant_full_control: Option<String> = "GrantFullControl",
    grant_read: Option<String> = "GrantRead",
    grant_read_acp: Option<String> = "GrantReadACP",
    grant_write_acp: Option<String> = "GrantWriteACP",
    key: String = "Key",
    write_offset_bytes: Option<i64> = "WriteOffsetBytes",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    storage_class: Option<StorageClass> = "StorageClass",
    website_redirect_location: Option<String> = "WebsiteRedirectLocation",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    ssekms_encryption_context: Option<Sensitive<String>> = "SSEKMSEncryptionContext",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_payer: Option<RequestPayer> = "RequestPayer",
    tagging: Option<String> = "Tagging",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_event_hold: Option<ObjectLockEventHold> = "ObjectLockEventHold",
    object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays",
    object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectRetentionOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { PutObjectRetentionRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    retention: Option<ObjectLockRetention> = "Retention",
    request_payer: Option<RequestPayer> = "RequestPayer",
    version_id: Option<String> = "VersionId",
    bypass_governance_retention: Option<bool> = "BypassGovernanceRetention",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { PutObjectTaggingOutput {
    version_id: Option<String> = "VersionId",
} }
structure! { PutObjectTaggingRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    tagging: Tagging = "Tagging",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    request_payer: Option<RequestPayer> = "RequestPayer",
} }
structure! { PutPublicAccessBlockRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    public_access_block_configuration: PublicAccessBlockConfiguration = "PublicAccessBlockConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { QueueConfiguration {
    id: Option<String> = "Id",
    queue_arn: String = "QueueArn",
    events: Vec<Event> = "Events",
    filter: Option<NotificationConfigurationFilter> = "Filter",
} }
structure! { QueueConfigurationDeprecated {
    id: Option<String> = "Id",
    event: Option<Event> = "Event",
    events: Option<Vec<Event>> = "Events",
    queue: Option<String> = "Queue",
} }
enumeration! { QuoteFields {
    Always = "ALWAYS",
    Asneeded = "ASNEEDED",
} }
structure! { RecordExpiration {
    expiration: ExpirationState = "Expiration",
    days: Option<i32> = "Days",
} }
structure! { RecordsEvent {
    payload: Option<Bytes> = "Payload",
} }
structure! { Redirect {
    host_name: Option<String> = "HostName",
    http_redirect_code: Option<String> = "HttpRedirectCode",
    protocol: Option<Protocol> = "Protocol",
    replace_key_prefix_with: Option<String> = "ReplaceKeyPrefixWith",
    replace_key_with: Option<String> = "ReplaceKeyWith",
} }
structure! { RedirectAllRequestsTo {
    host_name: String = "HostName",
    protocol: Option<Protocol> = "Protocol",
} }
structure! { RenameObjectOutput {
} }
structure! { RenameObjectRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    rename_source: String = "RenameSource",
    destination_if_match: Option<String> = "DestinationIfMatch",
    destination_if_none_match: Option<String> = "DestinationIfNoneMatch",
    destination_if_modified_since: Option<Timestamp> = "DestinationIfModifiedSince",
    destination_if_unmodified_since: Option<Timestamp> = "DestinationIfUnmodifiedSince",
    source_if_match: Option<String> = "SourceIfMatch",
    source_if_none_match: Option<String> = "SourceIfNoneMatch",
    source_if_modified_since: Option<Timestamp> = "SourceIfModifiedSince",
    source_if_unmodified_since: Option<Timestamp> = "SourceIfUnmodifiedSince",
    client_token: Option<String> = "ClientToken",
} }
structure! { ReplicaModifications {
    status: ReplicaModificationsStatus = "Status",
} }
enumeration! { ReplicaModificationsStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { ReplicationConfiguration {
    role: String = "Role",
    rules: Vec<ReplicationRule> = "Rules",
} }
structure! { ReplicationRule {
    id: Option<String> = "ID",
    priority: Option<i32> = "Priority",
    prefix: Option<String> = "Prefix",
    filter: Option<ReplicationRuleFilter> = "Filter",
    status: ReplicationRuleStatus = "Status",
    source_selection_criteria: Option<SourceSelectionCriteria> = "SourceSelectionCriteria",
    existing_object_replication: Option<ExistingObjectReplication> = "ExistingObjectReplication",
    destination: Destination = "Destination",
    delete_marker_replication: Option<DeleteMarkerReplication> = "DeleteMarkerReplication",
} }
structure! { ReplicationRuleAndOperator {
    prefix: Option<String> = "Prefix",
    tags: Option<Vec<Tag>> = "Tags",
} }
structure! { ReplicationRuleFilter {
    prefix: Option<String> = "Prefix",
    tag: Option<Tag> = "Tag",
    and: Option<ReplicationRuleAndOperator> = "And",
} }
enumeration! { ReplicationRuleStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
enumeration! { ReplicationStatus {
    Complete = "COMPLETE",
    Pending = "PENDING",
    Failed = "FAILED",
    Replica = "REPLICA",
    Completed = "COMPLETED",
} }
structure! { ReplicationTime {
    status: ReplicationTimeStatus = "Status",
    time: ReplicationTimeValue = "Time",
} }
enumeration! { ReplicationTimeStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { ReplicationTimeValue {
    minutes: Option<i32> = "Minutes",
} }
enumeration! { RequestCharged {
    Requester = "requester",
} }
enumeration! { RequestPayer {
    Requester = "requester",
} }
structure! { RequestPaymentConfiguration {
    payer: Payer = "Payer",
} }
structure! { RequestProgress {
    enabled: Option<bool> = "Enabled",
} }
structure! { RestoreObjectOutput {
    request_charged: Option<RequestCharged> = "RequestCharged",
    restore_output_path: Option<String> = "RestoreOutputPath",
} }
structure! { RestoreObjectRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    restore_request: Option<RestoreRequest> = "RestoreRequest",
    request_payer: Option<RequestPayer> = "RequestPayer",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { RestoreRequest {
    days: Option<i32> = "Days",
    glacier_job_parameters: Option<GlacierJobParameters> = "GlacierJobParameters",
    r#type: Option<RestoreRequestType> = "Type",
    tier: Option<Tier> = "Tier",
    description: Option<String> = "Description",
    select_parameters: Option<SelectParameters> = "SelectParameters",
    output_location: Option<OutputLocation> = "OutputLocation",
} }
enumeration! { RestoreRequestType {
    Select = "SELECT",
} }
structure! { RestoreStatus {
    is_restore_in_progress: Option<bool> = "IsRestoreInProgress",
    restore_expiry_date: Option<Timestamp> = "RestoreExpiryDate",
} }
structure! { RoutingRule {
    condition: Option<Condition> = "Condition",
    redirect: Redirect = "Redirect",
} }
structure! { Rule {
    expiration: Option<LifecycleExpiration> = "Expiration",
    id: Option<String> = "ID",
    prefix: String = "Prefix",
    status: ExpirationStatus = "Status",
    transition: Option<Transition> = "Transition",
    noncurrent_version_transition: Option<NoncurrentVersionTransition> = "NoncurrentVersionTransition",
    noncurrent_version_expiration: Option<NoncurrentVersionExpiration> = "NoncurrentVersionExpiration",
    abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload> = "AbortIncompleteMultipartUpload",
} }
structure! { S3KeyFilter {
    filter_rules: Option<Vec<FilterRule>> = "FilterRules",
} }
structure! { S3Location {
    bucket_name: String = "BucketName",
    prefix: String = "Prefix",
    encryption: Option<Encryption> = "Encryption",
    canned_acl: Option<ObjectCannedACL> = "CannedACL",
    access_control_list: Option<Vec<Grant>> = "AccessControlList",
    tagging: Option<Tagging> = "Tagging",
    user_metadata: Option<Vec<MetadataEntry>> = "UserMetadata",
    storage_class: Option<StorageClass> = "StorageClass",
} }
enumeration! { S3TablesBucketType {
    Aws = "aws",
    Customer = "customer",
} }
structure! { S3TablesDestination {
    table_bucket_arn: String = "TableBucketArn",
    table_name: String = "TableName",
} }
structure! { S3TablesDestinationResult {
    table_bucket_arn: String = "TableBucketArn",
    table_name: String = "TableName",
    table_arn: String = "TableArn",
    table_namespace: String = "TableNamespace",
} }
structure! { SSEKMS {
    key_id: Sensitive<String> = "KeyId",
} }
structure! { SSEKMSEncryption {
    kms_key_arn: Sensitive<String> = "KMSKeyArn",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
} }
structure! { SSES3 {
} }
structure! { ScanRange {
    start: Option<i64> = "Start",
    end: Option<i64> = "End",
} }
structure! { SelectObjectContentEventStream {
    records: Option<RecordsEvent> = "Records",
    stats: Option<StatsEvent> = "Stats",
    progress: Option<ProgressEvent> = "Progress",
    cont: Option<ContinuationEvent> = "Cont",
    end: Option<EndEvent> = "End",
} }
structure! { SelectObjectContentOutput {
    payload: Option<SelectObjectContentEventStream> = "Payload",
} }
structure! { SelectObjectContentRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    expression: String = "Expression",
    expression_type: ExpressionType = "ExpressionType",
    request_progress: Option<RequestProgress> = "RequestProgress",
    input_serialization: InputSerialization = "InputSerialization",
    output_serialization: OutputSerialization = "OutputSerialization",
    scan_range: Option<ScanRange> = "ScanRange",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { SelectParameters {
    input_serialization: InputSerialization = "InputSerialization",
    expression_type: ExpressionType = "ExpressionType",
    expression: String = "Expression",
    output_serialization: OutputSerialization = "OutputSerialization",
} }
enumeration! { ServerSideEncryption {
    Aes256 = "AES256",
    AwsFsx = "aws:fsx",
    AwsBackup = "aws:backup",
    AwsKms = "aws:kms",
    AwsKmsDsse = "aws:kms:dsse",
} }
structure! { ServerSideEncryptionByDefault {
    sse_algorithm: ServerSideEncryption = "SSEAlgorithm",
    kms_master_key_id: Option<Sensitive<String>> = "KMSMasterKeyID",
} }
structure! { ServerSideEncryptionConfiguration {
    rules: Vec<ServerSideEncryptionRule> = "Rules",
} }
structure! { ServerSideEncryptionRule {
    apply_server_side_encryption_by_default: Option<ServerSideEncryptionByDefault> = "ApplyServerSideEncryptionByDefault",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    blocked_encryption_types: Option<BlockedEncryptionTypes> = "BlockedEncryptionTypes",
} }
structure! { SessionCredentials {
    access_key_id: String = "AccessKeyId",
    secret_access_key: Sensitive<String> = "SecretAccessKey",
    session_token: Sensitive<String> = "SessionToken",
    expiration: Timestamp = "Expiration",
} }
enumeration! { SessionMode {
    ReadOnly = "ReadOnly",
    ReadWrite = "ReadWrite",
} }
structure! { SimplePrefix {
} }
structure! { SourceSelectionCriteria {
    sse_kms_encrypted_objects: Option<SseKmsEncryptedObjects> = "SseKmsEncryptedObjects",
    replica_modifications: Option<ReplicaModifications> = "ReplicaModifications",
} }
structure! { SseKmsEncryptedObjects {
    status: SseKmsEncryptedObjectsStatus = "Status",
} }
enumeration! { SseKmsEncryptedObjectsStatus {
    Enabled = "Enabled",
    Disabled = "Disabled",
} }
structure! { Stats {
    bytes_scanned: Option<i64> = "BytesScanned",
    bytes_processed: Option<i64> = "BytesProcessed",
    bytes_returned: Option<i64> = "BytesReturned",
} }
structure! { StatsEvent {
    details: Option<Stats> = "Details",
} }
enumeration! { StorageClass {
    Standard = "STANDARD",
    ReducedRedundancy = "REDUCED_REDUNDANCY",
    StandardIa = "STANDARD_IA",
    OnezoneIa = "ONEZONE_IA",
    IntelligentTiering = "INTELLIGENT_TIERING",
    Glacier = "GLACIER",
    DeepArchive = "DEEP_ARCHIVE",
    Outposts = "OUTPOSTS",
    GlacierIr = "GLACIER_IR",
    Snow = "SNOW",
    ExpressOnezone = "EXPRESS_ONEZONE",
    FsxOpenzfs = "FSX_OPENZFS",
    FsxOntap = "FSX_ONTAP",
    AwsBackupWarm = "AWS_BACKUP_WARM",
    AwsBackupLowCostWarm = "AWS_BACKUP_LOW_COST_WARM",
} }
structure! { StorageClassAnalysis {
    data_export: Option<StorageClassAnalysisDataExport> = "DataExport",
} }
structure! { StorageClassAnalysisDataExport {
    output_schema_version: StorageClassAnalysisSchemaVersion = "OutputSchemaVersion",
    destination: AnalyticsExportDestination = "Destination",
} }
enumeration! { StorageClassAnalysisSchemaVersion {
    V1 = "V_1",
} }
enumeration! { TableSseAlgorithm {
    AwsKms = "aws:kms",
    Aes256 = "AES256",
} }
structure! { Tag {
    key: String = "Key",
    value: String = "Value",
} }
structure! { Tagging {
    tag_set: Vec<Tag> = "TagSet",
} }
enumeration! { TaggingDirective {
    Copy = "COPY",
    Replace = "REPLACE",
} }
structure! { TargetGrant {
    grantee: Option<Grantee> = "Grantee",
    permission: Option<BucketLogsPermission> = "Permission",
} }
structure! { TargetObjectKeyFormat {
    simple_prefix: Option<SimplePrefix> = "SimplePrefix",
    partitioned_prefix: Option<PartitionedPrefix> = "PartitionedPrefix",
} }
enumeration! { Tier {
    Standard = "Standard",
    Bulk = "Bulk",
    Expedited = "Expedited",
} }
structure! { Tiering {
    days: i32 = "Days",
    access_tier: IntelligentTieringAccessTier = "AccessTier",
} }
modelled_error! { TooManyParts("TooManyParts", 400, Sender, "message") {
} }
structure! { TopicConfiguration {
    id: Option<String> = "Id",
    topic_arn: String = "TopicArn",
    events: Vec<Event> = "Events",
    filter: Option<NotificationConfigurationFilter> = "Filter",
} }
structure! { TopicConfigurationDeprecated {
    id: Option<String> = "Id",
    events: Option<Vec<Event>> = "Events",
    event: Option<Event> = "Event",
    topic: Option<String> = "Topic",
} }
structure! { Transition {
    date: Option<Timestamp> = "Date",
    days: Option<i32> = "Days",
    storage_class: Option<TransitionStorageClass> = "StorageClass",
} }
enumeration! { TransitionDefaultMinimumObjectSize {
    VariesByStorageClass = "varies_by_storage_class",
    AllStorageClasses128K = "all_storage_classes_128K",
} }
enumeration! { TransitionStorageClass {
    Glacier = "GLACIER",
    StandardIa = "STANDARD_IA",
    OnezoneIa = "ONEZONE_IA",
    IntelligentTiering = "INTELLIGENT_TIERING",
    DeepArchive = "DEEP_ARCHIVE",
    GlacierIr = "GLACIER_IR",
} }
enumeration! { Type {
    CanonicalUser = "CanonicalUser",
    AmazonCustomerByEmail = "AmazonCustomerByEmail",
    Group = "Group",
} }
modelled_error! { UnsupportedMediaType("UnsupportedMediaType", 415, Sender, "message") {
} }
structure! { UpdateBucketMetadataAnnotationTableConfigurationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    annotation_table_configuration: AnnotationTableConfigurationUpdates = "AnnotationTableConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { UpdateBucketMetadataInventoryTableConfigurationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    inventory_table_configuration: InventoryTableConfigurationUpdates = "InventoryTableConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { UpdateBucketMetadataJournalTableConfigurationRequest {
    bucket: String = "Bucket",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    journal_table_configuration: JournalTableConfigurationUpdates = "JournalTableConfiguration",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { UpdateObjectEncryptionRequest {
    bucket: String = "Bucket",
    key: String = "Key",
    version_id: Option<String> = "VersionId",
    object_encryption: ObjectEncryption = "ObjectEncryption",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
} }
structure! { UpdateObjectEncryptionResponse {
    request_charged: Option<RequestCharged> = "RequestCharged",
} }
structure! { UploadPartCopyOutput {
    copy_source_version_id: Option<String> = "CopySourceVersionId",
    copy_part_result: Option<CopyPartResult> = "CopyPartResult",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_charged: Option<RequestCharged> = "RequestCharged",
    version_id: Option<String> = "VersionId",
} }
structure! { UploadPartCopyRequest {
    bucket: String = "Bucket",
    copy_source: String = "CopySource",
    copy_source_if_match: Option<String> = "CopySourceIfMatch",
    copy_source_if_modified_since: Option<Timestamp> = "CopySourceIfModifiedSince",
    copy_source_if_none_match: Option<String> = "CopySourceIfNoneMatch",
    copy_source_if_unmodified_since: Option<Timestamp> = "CopySourceIfUnmodifiedSince",
    copy_source_range: Option<String> = "CopySourceRange",
    key: String = "Key",
    part_number: i32 = "PartNumber",
    upload_id: String = "UploadId",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    copy_source_sse_customer_algorithm: Option<String> = "CopySourceSSECustomerAlgorithm",
    copy_source_sse_customer_key: Option<Sensitive<String>> = "CopySourceSSECustomerKey",
    copy_source_sse_customer_key_md5: Option<String> = "CopySourceSSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
    expected_source_bucket_owner: Option<String> = "ExpectedSourceBucketOwner",
} }
structure! { UploadPartOutput {
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    e_tag: Option<String> = "ETag",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
    request_charged: Option<RequestCharged> = "RequestCharged",
    version_id: Option<String> = "VersionId",
} }
structure! { UploadPartRequest {
    body: Option<Bytes> = "Body",
    bucket: String = "Bucket",
    content_length: Option<i64> = "ContentLength",
    content_md5: Option<String> = "ContentMD5",
    checksum_algorithm: Option<ChecksumAlgorithm> = "ChecksumAlgorithm",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    key: String = "Key",
    part_number: i32 = "PartNumber",
    upload_id: String = "UploadId",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    sse_customer_key: Option<Sensitive<String>> = "SSECustomerKey",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    request_payer: Option<RequestPayer> = "RequestPayer",
    expected_bucket_owner: Option<String> = "ExpectedBucketOwner",
} }
structure! { VersioningConfiguration {
    mfa_delete: Option<MFADelete> = "MFADelete",
    status: Option<BucketVersioningStatus> = "Status",
} }
structure! { WebsiteConfiguration {
    error_document: Option<ErrorDocument> = "ErrorDocument",
    index_document: Option<IndexDocument> = "IndexDocument",
    redirect_all_requests_to: Option<RedirectAllRequestsTo> = "RedirectAllRequestsTo",
    routing_rules: Option<Vec<RoutingRule>> = "RoutingRules",
} }
structure! { WriteGetObjectResponseRequest {
    request_route: String = "RequestRoute",
    request_token: String = "RequestToken",
    body: Option<Bytes> = "Body",
    status_code: Option<i32> = "StatusCode",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
    accept_ranges: Option<String> = "AcceptRanges",
    cache_control: Option<String> = "CacheControl",
    content_disposition: Option<String> = "ContentDisposition",
    content_encoding: Option<String> = "ContentEncoding",
    content_language: Option<String> = "ContentLanguage",
    content_length: Option<i64> = "ContentLength",
    content_range: Option<String> = "ContentRange",
    content_type: Option<String> = "ContentType",
    checksum_crc32: Option<String> = "ChecksumCRC32",
    checksum_crc32_c: Option<String> = "ChecksumCRC32C",
    checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME",
    checksum_sha1: Option<String> = "ChecksumSHA1",
    checksum_sha256: Option<String> = "ChecksumSHA256",
    checksum_sha512: Option<String> = "ChecksumSHA512",
    checksum_md5: Option<String> = "ChecksumMD5",
    checksum_xxhash64: Option<String> = "ChecksumXXHASH64",
    checksum_xxhash3: Option<String> = "ChecksumXXHASH3",
    checksum_xxhash128: Option<String> = "ChecksumXXHASH128",
    delete_marker: Option<bool> = "DeleteMarker",
    e_tag: Option<String> = "ETag",
    expires: Option<String> = "Expires",
    expiration: Option<String> = "Expiration",
    last_modified: Option<Timestamp> = "LastModified",
    missing_meta: Option<i32> = "MissingMeta",
    metadata: Option<BTreeMap<String, String>> = "Metadata",
    object_lock_mode: Option<ObjectLockMode> = "ObjectLockMode",
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = "ObjectLockLegalHoldStatus",
    object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate",
    parts_count: Option<i32> = "PartsCount",
    replication_status: Option<ReplicationStatus> = "ReplicationStatus",
    request_charged: Option<RequestCharged> = "RequestCharged",
    restore: Option<String> = "Restore",
    server_side_encryption: Option<ServerSideEncryption> = "ServerSideEncryption",
    sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm",
    ssekms_key_id: Option<Sensitive<String>> = "SSEKMSKeyId",
    sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5",
    storage_class: Option<StorageClass> = "StorageClass",
    tag_count: Option<i32> = "TagCount",
    version_id: Option<String> = "VersionId",
    bucket_key_enabled: Option<bool> = "BucketKeyEnabled",
} }

/// The operations, as types.
pub mod operation {
    use super::*;

    operations! { "s3" {
        AbortMultipartUpload: AbortMultipartUploadRequest => AbortMultipartUploadOutput,
        CompleteMultipartUpload: CompleteMultipartUploadRequest => CompleteMultipartUploadOutput,
        CopyObject: CopyObjectRequest => CopyObjectOutput,
        CreateBucket: CreateBucketRequest => CreateBucketOutput,
        CreateBucketMetadataConfiguration: CreateBucketMetadataConfigurationRequest => Unit,
        CreateBucketMetadataTableConfiguration: CreateBucketMetadataTableConfigurationRequest => Unit,
        CreateMultipartUpload: CreateMultipartUploadRequest => CreateMultipartUploadOutput,
        CreateSession: CreateSessionRequest => CreateSessionOutput,
        DeleteBucket: DeleteBucketRequest => Unit,
        DeleteBucketAnalyticsConfiguration: DeleteBucketAnalyticsConfigurationRequest => Unit,
        DeleteBucketCors: DeleteBucketCorsRequest => Unit,
        DeleteBucketEncryption: DeleteBucketEncryptionRequest => Unit,
        DeleteBucketIntelligentTieringConfiguration: DeleteBucketIntelligentTieringConfigurationRequest => Unit,
        DeleteBucketInventoryConfiguration: DeleteBucketInventoryConfigurationRequest => Unit,
        DeleteBucketLifecycle: DeleteBucketLifecycleRequest => Unit,
        DeleteBucketMetadataConfiguration: DeleteBucketMetadataConfigurationRequest => Unit,
        DeleteBucketMetadataTableConfiguration: DeleteBucketMetadataTableConfigurationRequest => Unit,
        DeleteBucketMetricsConfiguration: DeleteBucketMetricsConfigurationRequest => Unit,
        DeleteBucketOwnershipControls: DeleteBucketOwnershipControlsRequest => Unit,
        DeleteBucketPolicy: DeleteBucketPolicyRequest => Unit,
        DeleteBucketReplication: DeleteBucketReplicationRequest => Unit,
        DeleteBucketTagging: DeleteBucketTaggingRequest => Unit,
        DeleteBucketWebsite: DeleteBucketWebsiteRequest => Unit,
        DeleteObject: DeleteObjectRequest => DeleteObjectOutput,
        DeleteObjectAnnotation: DeleteObjectAnnotationRequest => DeleteObjectAnnotationOutput,
        DeleteObjectTagging: DeleteObjectTaggingRequest => DeleteObjectTaggingOutput,
        DeleteObjects: DeleteObjectsRequest => DeleteObjectsOutput,
        DeletePublicAccessBlock: DeletePublicAccessBlockRequest => Unit,
        GetBucketAbac: GetBucketAbacRequest => GetBucketAbacOutput,
        GetBucketAccelerateConfiguration: GetBucketAccelerateConfigurationRequest => GetBucketAccelerateConfigurationOutput,
        GetBucketAcl: GetBucketAclRequest => GetBucketAclOutput,
        GetBucketAnalyticsConfiguration: GetBucketAnalyticsConfigurationRequest => GetBucketAnalyticsConfigurationOutput,
        GetBucketCors: GetBucketCorsRequest => GetBucketCorsOutput,
        GetBucketEncryption: GetBucketEncryptionRequest => GetBucketEncryptionOutput,
        GetBucketIntelligentTieringConfiguration: GetBucketIntelligentTieringConfigurationRequest => GetBucketIntelligentTieringConfigurationOutput,
        GetBucketInventoryConfiguration: GetBucketInventoryConfigurationRequest => GetBucketInventoryConfigurationOutput,
        GetBucketLifecycle: GetBucketLifecycleRequest => GetBucketLifecycleOutput,
        GetBucketLifecycleConfiguration: GetBucketLifecycleConfigurationRequest => GetBucketLifecycleConfigurationOutput,
        GetBucketLocation: GetBucketLocationRequest => GetBucketLocationOutput,
        GetBucketLogging: GetBucketLoggingRequest => GetBucketLoggingOutput,
        GetBucketMetadataConfiguration: GetBucketMetadataConfigurationRequest => GetBucketMetadataConfigurationOutput,
        GetBucketMetadataTableConfiguration: GetBucketMetadataTableConfigurationRequest => GetBucketMetadataTableConfigurationOutput,
        GetBucketMetricsConfiguration: GetBucketMetricsConfigurationRequest => GetBucketMetricsConfigurationOutput,
        GetBucketNotification: GetBucketNotificationConfigurationRequest => NotificationConfigurationDeprecated,
        GetBucketNotificationConfiguration: GetBucketNotificationConfigurationRequest => NotificationConfiguration,
        GetBucketOwnershipControls: GetBucketOwnershipControlsRequest => GetBucketOwnershipControlsOutput,
        GetBucketPolicy: GetBucketPolicyRequest => GetBucketPolicyOutput,
        GetBucketPolicyStatus: GetBucketPolicyStatusRequest => GetBucketPolicyStatusOutput,
        GetBucketReplication: GetBucketReplicationRequest => GetBucketReplicationOutput,
        GetBucketRequestPayment: GetBucketRequestPaymentRequest => GetBucketRequestPaymentOutput,
        GetBucketTagging: GetBucketTaggingRequest => GetBucketTaggingOutput,
        GetBucketVersioning: GetBucketVersioningRequest => GetBucketVersioningOutput,
        GetBucketWebsite: GetBucketWebsiteRequest => GetBucketWebsiteOutput,
        GetObject: GetObjectRequest => GetObjectOutput,
        GetObjectAcl: GetObjectAclRequest => GetObjectAclOutput,
        GetObjectAnnotation: GetObjectAnnotationRequest => GetObjectAnnotationOutput,
        GetObjectAttributes: GetObjectAttributesRequest => GetObjectAttributesOutput,
        GetObjectLegalHold: GetObjectLegalHoldRequest => GetObjectLegalHoldOutput,
        GetObjectLockConfiguration: GetObjectLockConfigurationRequest => GetObjectLockConfigurationOutput,
        GetObjectRetention: GetObjectRetentionRequest => GetObjectRetentionOutput,
        GetObjectTagging: GetObjectTaggingRequest => GetObjectTaggingOutput,
        GetObjectTorrent: GetObjectTorrentRequest => GetObjectTorrentOutput,
        GetPublicAccessBlock: GetPublicAccessBlockRequest => GetPublicAccessBlockOutput,
        HeadBucket: HeadBucketRequest => HeadBucketOutput,
        HeadObject: HeadObjectRequest => HeadObjectOutput,
        ListBucketAnalyticsConfigurations: ListBucketAnalyticsConfigurationsRequest => ListBucketAnalyticsConfigurationsOutput,
        ListBucketIntelligentTieringConfigurations: ListBucketIntelligentTieringConfigurationsRequest => ListBucketIntelligentTieringConfigurationsOutput,
        ListBucketInventoryConfigurations: ListBucketInventoryConfigurationsRequest => ListBucketInventoryConfigurationsOutput,
        ListBucketMetricsConfigurations: ListBucketMetricsConfigurationsRequest => ListBucketMetricsConfigurationsOutput,
        ListBuckets: ListBucketsRequest => ListBucketsOutput,
        ListDirectoryBuckets: ListDirectoryBucketsRequest => ListDirectoryBucketsOutput,
        ListMultipartUploads: ListMultipartUploadsRequest => ListMultipartUploadsOutput,
        ListObjectAnnotations: ListObjectAnnotationsRequest => ListObjectAnnotationsOutput,
        ListObjectVersions: ListObjectVersionsRequest => ListObjectVersionsOutput,
        ListObjects: ListObjectsRequest => ListObjectsOutput,
        ListObjectsV2: ListObjectsV2Request => ListObjectsV2Output,
        ListParts: ListPartsRequest => ListPartsOutput,
        PutBucketAbac: PutBucketAbacRequest => Unit,
        PutBucketAccelerateConfiguration: PutBucketAccelerateConfigurationRequest => Unit,
        PutBucketAcl: PutBucketAclRequest => Unit,
        PutBucketAnalyticsConfiguration: PutBucketAnalyticsConfigurationRequest => Unit,
        PutBucketCors: PutBucketCorsRequest => Unit,
        PutBucketEncryption: PutBucketEncryptionRequest => Unit,
        PutBucketIntelligentTieringConfiguration: PutBucketIntelligentTieringConfigurationRequest => Unit,
        PutBucketInventoryConfiguration: PutBucketInventoryConfigurationRequest => Unit,
        PutBucketLifecycle: PutBucketLifecycleRequest => Unit,
        PutBucketLifecycleConfiguration: PutBucketLifecycleConfigurationRequest => PutBucketLifecycleConfigurationOutput,
        PutBucketLogging: PutBucketLoggingRequest => Unit,
        PutBucketMetricsConfiguration: PutBucketMetricsConfigurationRequest => Unit,
        PutBucketNotification: PutBucketNotificationRequest => Unit,
        PutBucketNotificationConfiguration: PutBucketNotificationConfigurationRequest => Unit,
        PutBucketOwnershipControls: PutBucketOwnershipControlsRequest => Unit,
        PutBucketPolicy: PutBucketPolicyRequest => Unit,
        PutBucketReplication: PutBucketReplicationRequest => Unit,
        PutBucketRequestPayment: PutBucketRequestPaymentRequest => Unit,
        PutBucketTagging: PutBucketTaggingRequest => Unit,
        PutBucketVersioning: PutBucketVersioningRequest => Unit,
        PutBucketWebsite: PutBucketWebsiteRequest => Unit,
        PutObject: PutObjectRequest => PutObjectOutput,
        PutObjectAcl: PutObjectAclRequest => PutObjectAclOutput,
        PutObjectAnnotation: PutObjectAnnotationRequest => PutObjectAnnotationOutput,
        PutObjectLegalHold: PutObjectLegalHoldRequest => PutObjectLegalHoldOutput,
        PutObjectLockConfiguration: PutObjectLockConfigurationRequest => PutObjectLockConfigurationOutput,
        PutObjectRetention: PutObjectRetentionRequest => PutObjectRetentionOutput,
        PutObjectTagging: PutObjectTaggingRequest => PutObjectTaggingOutput,
        PutPublicAccessBlock: PutPublicAccessBlockRequest => Unit,
        RenameObject: RenameObjectRequest => RenameObjectOutput,
        RestoreObject: RestoreObjectRequest => RestoreObjectOutput,
        SelectObjectContent: SelectObjectContentRequest => SelectObjectContentOutput,
        UpdateBucketMetadataAnnotationTableConfiguration: UpdateBucketMetadataAnnotationTableConfigurationRequest => Unit,
        UpdateBucketMetadataInventoryTableConfiguration: UpdateBucketMetadataInventoryTableConfigurationRequest => Unit,
        UpdateBucketMetadataJournalTableConfiguration: UpdateBucketMetadataJournalTableConfigurationRequest => Unit,
        UpdateObjectEncryption: UpdateObjectEncryptionRequest => UpdateObjectEncryptionResponse,
        UploadPart: UploadPartRequest => UploadPartOutput,
        UploadPartCopy: UploadPartCopyRequest => UploadPartCopyOutput,
        WriteGetObjectResponse: WriteGetObjectResponseRequest => Unit,
    } }
}
