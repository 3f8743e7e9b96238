//! Rules on S3.

mod bucket;
mod grants;
mod lifecycle;
mod public;

use crate::Rule;
use crate::check::expect;
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::rule::ACCOUNT;

pub(super) use bucket::access_logs;
pub(super) use public::exposed;

pub(super) const BUCKET: &str = "AWS::S3::Bucket";
pub(super) const ACCOUNT_BLOCK: &str = "AWS::S3::AccountPublicAccessBlock";
const ACCESS_POINT: &str = "AWS::S3::AccessPoint";
const BUCKETS: &[&str] = &[BUCKET];

pub(super) const RULES: &[Rule] = &[
    Rule::change(
        "S3_ACCESS_POINT_IN_VPC_ONLY",
        &[ACCESS_POINT],
        "The access point is reached from a VPC only, not from the internet.",
        |c| {
            expect(
                c.text("networkOrigin") == Some("VPC") || c.at("vpcConfiguration.vpcId").is_some(),
                "The access point is reached from the internet.",
            )
        },
    ),
    Rule::change(
        "S3_ACCESS_POINT_PUBLIC_ACCESS_BLOCKS",
        &[ACCESS_POINT],
        "The access point has all four settings of its block of public access on.",
        |c| {
            if c.is_listed("excludedAccessPoints") {
                return crate::check::skip("The access point is excluded.");
            }
            public::all_blocks(c.at("publicAccessBlockConfiguration"), &public::ALL)
        },
    )
    .takes(&[P::optional("excludedAccessPoints", Csv)]),
    Rule::change(
        "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS",
        &[ACCOUNT_BLOCK],
        "The settings of the account's block of public access are as the parameters say.",
        public::account_block,
    )
    .takes(&[
        P::optional("IgnorePublicAcls", Text).or("True"),
        P::optional("BlockPublicPolicy", Text).or("True"),
        P::optional("BlockPublicAcls", Text).or("True"),
        P::optional("RestrictPublicBuckets", Text).or("True"),
    ]),
    Rule::periodic(
        "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
        &[ACCOUNT],
        "The settings of the account's block of public access are as the parameters say.",
        public::account_block_periodic,
    )
    .takes(&[
        P::optional("IgnorePublicAcls", Text),
        P::optional("BlockPublicPolicy", Text),
        P::optional("BlockPublicAcls", Text),
        P::optional("RestrictPublicBuckets", Text),
    ])
    .reading(&[ACCOUNT_BLOCK]),
    Rule::change(
        "S3_BUCKET_ACL_PROHIBITED",
        BUCKETS,
        "Access lists give nobody but the owner access: they are off, or have grants to the owner only.",
        grants::no_acl,
    ),
    Rule::change(
        "S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED",
        BUCKETS,
        "The bucket policy allows principals of other accounts none of the actions that match the patterns.",
        grants::blacklisted,
    )
    .takes(&[P::required("blacklistedActionPattern", Csv)]),
    Rule::change(
        "S3_BUCKET_CROSS_REGION_REPLICATION_ENABLED",
        BUCKETS,
        "The bucket is replicated to a bucket of another region.",
        |c| bucket::replicated(c, Some("CROSS-REGION")),
    )
    .reading(BUCKETS),
    Rule::change(
        "S3_BUCKET_DEFAULT_LOCK_ENABLED",
        BUCKETS,
        "Object lock is on and has a default retention, in the mode given, if one is.",
        bucket::lock,
    )
    .takes(&[P::optional("mode", Text).one_of(&["GOVERNANCE", "COMPLIANCE"])]),
    Rule::change(
        "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
        BUCKETS,
        "The bucket has all four settings of its block of public access on.",
        |c| {
            if c.is_listed("excludedPublicBuckets") {
                return crate::check::skip("The bucket is excluded.");
            }
            public::all_blocks(c.extra("PublicAccessBlockConfiguration"), &public::ALL)
        },
    )
    .takes(&[P::optional("excludedPublicBuckets", Csv)])
    .proactive(),
    Rule::change(
        "S3_BUCKET_LOGGING_ENABLED",
        BUCKETS,
        "Access to the bucket is logged, to the bucket and prefix given, if they are.",
        bucket::logging,
    )
    .takes(&[P::optional("targetBucket", Text), P::optional("targetPrefix", Text)])
    .proactive(),
    Rule::change("S3_BUCKET_MFA_DELETE_ENABLED", BUCKETS, "Versions can be deleted with MFA only.", |c| {
        expect(bucket::mfa_delete(c), "MFA delete is not enabled.")
    }),
    Rule::change(
        "S3_BUCKET_POLICY_GRANTEE_CHECK",
        BUCKETS,
        "The bucket policy allows only the principals, services, users, networks and VPCs given.",
        grants::grantees,
    )
    .takes(&[
        P::optional("awsPrincipals", Csv),
        P::optional("servicePrincipals", Csv),
        P::optional("federatedUsers", Csv),
        P::optional("ipAddresses", Csv),
        P::optional("vpcIds", Csv),
    ]),
    Rule::both(
        "S3_BUCKET_PUBLIC_READ_PROHIBITED",
        BUCKETS,
        "Neither policy nor access list lets everybody read, with the blocks of public access of bucket and account.",
        public::read,
    )
    .reading(&[ACCOUNT_BLOCK, ACCOUNT]),
    Rule::both(
        "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
        BUCKETS,
        "Neither policy nor access list lets everybody write, with the blocks of public access of bucket and account.",
        public::write,
    )
    .reading(&[ACCOUNT_BLOCK, ACCOUNT]),
    Rule::change(
        "S3_BUCKET_REPLICATION_ENABLED",
        BUCKETS,
        "The bucket is replicated, to another or the same region if the parameter says which.",
        |c| bucket::replicated(c, c.parameters.text("ReplicationType")),
    )
    .takes(&[P::optional("ReplicationType", Text).one_of(&["CROSS-REGION", "SAME-REGION"])])
    .reading(BUCKETS),
    Rule::change(
        "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
        BUCKETS,
        "The bucket encrypts by default, or its policy denies uploads without encryption.",
        bucket::encrypted,
    )
    .proactive(),
    Rule::change(
        "S3_BUCKET_SSL_REQUESTS_ONLY",
        BUCKETS,
        "The bucket policy denies everybody every request without TLS.",
        bucket::tls_only,
    ),
    Rule::change(
        "S3_BUCKET_VERSIONING_ENABLED",
        BUCKETS,
        "Versioning is on, with MFA delete if the parameter says so.",
        bucket::versioning,
    )
    .takes(&[P::optional("isMfaDeleteEnabled", Text).one_of(&["true", "false"])])
    .proactive(),
    Rule::change(
        "S3_DEFAULT_ENCRYPTION_KMS",
        BUCKETS,
        "The bucket encrypts by default with a KMS key, one of those given, if any are.",
        bucket::encrypted_by_kms,
    )
    .takes(&[P::optional("kmsKeyArns", Csv)])
    .proactive(),
    Rule::change(
        "S3_EVENT_NOTIFICATIONS_ENABLED",
        BUCKETS,
        "The bucket notifies of events, of the types and to the destination given, if they are.",
        bucket::notifies,
    )
    .takes(&[P::optional("destinationArn", Text), P::optional("eventTypes", Csv)]),
    Rule::change(
        "S3_LIFECYCLE_POLICY_CHECK",
        BUCKETS,
        "The bucket has an enabled lifecycle rule, with the transition, expiration and prefix given, if they are.",
        lifecycle::policy,
    )
    .takes(&[
        P::optional("targetTransitionDays", Int),
        P::optional("targetExpirationDays", Int),
        P::optional("targetTransitionStorageClass", Text),
        P::optional("targetPrefix", Text),
        P::optional("bucketNames", Csv),
    ]),
    Rule::change(
        "S3_VERSION_LIFECYCLE_POLICY_CHECK",
        BUCKETS,
        "A bucket with versions has an enabled lifecycle rule.",
        lifecycle::of_versions,
    )
    .takes(&[P::optional("bucketNames", Csv)]),
];
