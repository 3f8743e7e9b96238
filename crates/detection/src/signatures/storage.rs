//! Buckets and objects.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any};
use crate::event::{Call, Caller};
use crate::policy;

fn bucket<'a>(call: &Call<'a>) -> Hit<'a> {
    Hit::of(asked(call, "bucketName"))
}

/// Grants of an access control list to everybody, or to everybody with an AWS account.
fn public_grant(call: &Call<'_>) -> Option<&'static str> {
    let canned = call.request.get("x-amz-acl");
    let grants = call.request.path("AccessControlPolicy.AccessControlList.Grant");
    let all = "http://acs.amazonaws.com/groups/global/AllUsers";
    let anybody = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    let granted = |group: &str| {
        grants.each().any(|g| g.path("Grantee.URI").text() == group)
            || [
                "x-amz-grant-read",
                "x-amz-grant-write",
                "x-amz-grant-full-control",
                "x-amz-grant-read-acp",
                "x-amz-grant-write-acp",
            ]
            .iter()
            .any(|h| call.request.get(h).text().contains(group))
            || call.request.get("accessControlList").leaves().any(|l| l.text().contains(group))
    };
    if canned.each().any(|c| c.text().starts_with("public-")) || granted(all) {
        return Some("everybody");
    }
    (canned.each().any(|c| c.text() == "authenticated-read") || granted(anybody)).then_some("everybody who has an AWS account")
}

/// Words in names of notes that extortionists leave.
const NOTES: &[&str] = &[
    "ransom",
    "decrypt",
    "files-deleted",
    "files_deleted",
    "files-encrypted",
    "files_encrypted",
    "recover_your",
    "recover-your",
    "how_to_recover",
    "how-to-recover",
    "your_files",
    "your-files",
    "read_me_to",
    "restore_files",
    "restore-files",
    "warning.txt",
    "hacked",
    "pay_bitcoin",
];

/// Keys that only the caller has, so that nobody else can read what is written.
fn customer_key(call: &Call<'_>) -> bool {
    let algorithm = "x-amz-server-side-encryption-customer-algorithm";
    !call.request.get(algorithm).is_null() || call.additional.get("SSEApplied").text() == "SSE_C"
}

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "s3-bucket-policy-outside",
        kind: "Exfiltration:S3/AnomalousBehavior",
        title: "A bucket was opened to another account",
        severity: 6.0,
        techniques: &["T1537", "T1530"],
        calls: &["s3:PutBucketPolicy", "s3:PutAccessPointPolicy", "s3-object-lambda:PutAccessPointPolicyForObjectLambda"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let document = asked_any(call, &["bucketPolicy", "policy", "Policy"]);
            let opened = policy::opened(document, &call.account)?;
            (!opened.public && !opened.others.is_empty()).then(|| bucket(call).says(format!("It lets in: {}.", opened.words())))
        },
        ..COMMON
    },
    Signature {
        id: "s3-bucket-policy-public",
        kind: "Policy:S3/BucketAnonymousAccessGranted",
        title: "A bucket was opened to everybody by its policy",
        severity: 8.0,
        techniques: &["T1530", "T1537"],
        calls: &["s3:PutBucketPolicy"],
        weight: Weight::Certain,
        when: |call, _| {
            let opened = policy::opened(asked_any(call, &["bucketPolicy", "policy"]), &call.account)?;
            opened.public.then(|| bucket(call))
        },
        ..COMMON
    },
    Signature {
        id: "s3-bucket-acl-public",
        kind: "Policy:S3/BucketAnonymousAccessGranted",
        title: "A bucket was opened to everybody by its access control list",
        severity: 8.0,
        techniques: &["T1530"],
        calls: &["s3:PutBucketAcl", "s3:CreateBucket"],
        weight: Weight::Certain,
        when: |call, _| (public_grant(call)? == "everybody").then(|| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-bucket-acl-authenticated",
        kind: "Policy:S3/BucketPublicAccessGranted",
        title: "A bucket was opened to everybody who has an AWS account",
        severity: 8.0,
        techniques: &["T1530"],
        calls: &["s3:PutBucketAcl", "s3:CreateBucket"],
        weight: Weight::Certain,
        when: |call, _| (public_grant(call)? != "everybody").then(|| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-object-acl-public",
        kind: "Exfiltration:S3/AnomalousBehavior",
        title: "Objects were opened to everybody",
        severity: 5.0,
        techniques: &["T1530"],
        calls: &["s3:PutObjectAcl"],
        weight: Weight::Unusual,
        when: |call, _| public_grant(call).map(|_| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-bucket-public-access-block-removed",
        kind: "Policy:S3/BucketBlockPublicAccessDisabled",
        title: "The block of public access to a bucket was removed",
        severity: 3.5,
        techniques: &["T1562", "T1530"],
        calls: &[
            "s3:PutBucketPublicAccessBlock",
            "s3:PutPublicAccessBlock",
            "s3:DeleteBucketPublicAccessBlock",
            "s3:DeletePublicAccessBlock",
        ],
        weight: Weight::Direct,
        when: |call, _| {
            let removed = call.base_name().starts_with("Delete")
                || call.request.get("PublicAccessBlockConfiguration").members().any(|(_, v)| v.bool() == Some(false));
            (removed && !asked(call, "bucketName").is_empty()).then(|| bucket(call))
        },
        ..COMMON
    },
    Signature {
        id: "s3-access-logging-disabled",
        kind: "Stealth:S3/ServerAccessLoggingDisabled",
        title: "Access logs of a bucket were switched off",
        severity: 3.5,
        techniques: &["T1562.008"],
        calls: &["s3:PutBucketLogging"],
        when: |call, _| {
            let status = call.request.get("BucketLoggingStatus");
            (status.path("LoggingEnabled").is_null() && call.request.get("logging").bool() != Some(true)).then(|| bucket(call))
        },
        ..COMMON
    },
    Signature {
        id: "s3-versioning-suspended",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "Versions of objects are no longer kept",
        severity: 4.5,
        techniques: &["T1490"],
        calls: &["s3:PutBucketVersioning"],
        outcome: Outcome::Attempt,
        when: |call, _| (call.request.path("VersioningConfiguration.Status").text() == "Suspended").then(|| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-mfa-delete-or-lock-removed",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "What kept objects from being deleted was removed",
        severity: 6.0,
        techniques: &["T1490"],
        calls: &[
            "s3:PutBucketVersioning",
            "s3:PutObjectLegalHold",
            "s3:PutObjectRetention",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutObjectLockConfiguration",
            "s3:PutObjectLockConfiguration",
        ],
        when: |call, _| match call.base_name() {
            "PutBucketVersioning" => {
                (call.request.path("VersioningConfiguration.MfaDelete").text() == "Disabled").then(|| bucket(call))
            }
            "PutObjectLegalHold" => (call.request.path("LegalHold.Status").text() == "OFF").then(|| bucket(call)),
            "PutObjectRetention" => {
                call.request.get("x-amz-bypass-governance-retention").bool().filter(|b| *b).map(|_| bucket(call))
            }
            _ => call.request.path("ObjectLockConfiguration.Rule").is_null().then(|| bucket(call)),
        },
        ..COMMON
    },
    Signature {
        id: "s3-encrypted-with-callers-key",
        kind: "Impact:S3/AnomalousBehavior.Write",
        title: "Objects were written under keys that only the caller has",
        severity: 7.0,
        techniques: &["T1486"],
        calls: &["s3:PutObject", "s3:CopyObject", "s3:CreateMultipartUpload"],
        weight: Weight::Unusual,
        count: Count::Events(3, 600),
        when: |call, _| customer_key(call).then(|| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-rewritten-under-foreign-key",
        kind: "Impact:S3/AnomalousBehavior.Write",
        title: "Objects or a bucket were encrypted under a KMS key of another account",
        severity: 7.0,
        techniques: &["T1486"],
        calls: &["s3:PutObject", "s3:CopyObject", "s3:PutBucketEncryption"],
        when: |call, _| {
            let header = asked(call, "x-amz-server-side-encryption-aws-kms-key-id");
            let key = if header.is_empty() {
                call.request
                    .path("ServerSideEncryptionConfiguration.Rule.ApplyServerSideEncryptionByDefault.KMSMasterKeyID")
                    .text()
            } else {
                header
            };
            let owner = key.split(':').nth(4).unwrap_or_default();
            (!owner.is_empty() && owner.bytes().all(|b| b.is_ascii_digit()) && owner != call.account)
                .then(|| bucket(call).says(format!("The key is {key}.")))
        },
        ..COMMON
    },
    Signature {
        id: "s3-ransom-note",
        kind: "Impact:S3/AnomalousBehavior.Write",
        title: "An object was written whose name is that of a ransom note",
        severity: 7.5,
        techniques: &["T1486", "T1491"],
        calls: &["s3:PutObject"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let key = asked(call, "key");
            let lower = key.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            let ends = lower.ends_with(".txt") || lower.ends_with(".html") || lower.ends_with(".md") || !lower.contains('.');
            (ends && NOTES.iter().any(|n| lower.contains(n))).then(|| bucket(call).says(format!("The object is {key}.")))
        },
        ..COMMON
    },
    Signature {
        id: "s3-objects-deleted-in-bulk",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "Many objects were deleted",
        severity: 6.0,
        techniques: &["T1485"],
        calls: &["s3:DeleteObject", "s3:DeleteObjectVersion"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        count: Count::Resources(30, 600),
        when: |call, _| {
            let mut hit = Hit::of(asked(call, "key")).unless_routine(call);
            hit.says = format!("The bucket is {}.", asked(call, "bucketName"));
            Some(hit)
        },
        ..COMMON
    },
    Signature {
        id: "s3-versions-deleted",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "Versions of objects were deleted for good",
        severity: 6.5,
        techniques: &["T1485", "T1490"],
        calls: &["s3:DeleteObject", "s3:DeleteObjectVersion"],
        weight: Weight::Unusual,
        count: Count::Resources(10, 600),
        when: |call, _| {
            let version = asked(call, "versionId");
            (!version.is_empty() && version != "null").then(|| {
                let mut hit = Hit::of(version);
                hit.says = format!("The bucket is {}.", asked(call, "bucketName"));
                hit
            })
        },
        ..COMMON
    },
    Signature {
        id: "s3-bucket-wiped",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "All versions of a bucket's objects were listed and deleted",
        severity: 6.5,
        techniques: &["T1485", "T1490"],
        calls: &["s3:ListObjectVersions", "s3:ListBucketVersions", "s3:DeleteObjects"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        count: Count::Calls(2, 900),
        when: |call, _| Some(bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-batch-deletions",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "Batches of objects were deleted by a principal that does not do so by routine",
        severity: 4.5,
        techniques: &["T1485"],
        calls: &["s3:DeleteObjects"],
        weight: Weight::Unusual,
        count: Count::Events(3, 600),
        when: |call, _| Some(bucket(call).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "s3-buckets-deleted",
        kind: "Impact:S3/AnomalousBehavior.Delete",
        title: "Several buckets were deleted",
        severity: 5.0,
        techniques: &["T1485"],
        calls: &["s3:DeleteBucket"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        count: Count::Resources(4, 900),
        when: |call, _| Some(bucket(call).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "s3-objects-read-in-bulk",
        kind: "Exfiltration:S3/AnomalousBehavior",
        title: "Many objects were read by a principal that does not do so by routine",
        severity: 5.0,
        techniques: &["T1530"],
        calls: &["s3:GetObject"],
        weight: Weight::Unusual,
        count: Count::Resources(100, 600),
        when: |call, _| {
            (!call.by_service && call.address.is_some_and(|a| !crate::net::is_private(a)))
                .then(|| Hit::of(asked(call, "key")).unless_routine(call))
        },
        ..COMMON
    },
    Signature {
        id: "s3-replicated-outside",
        kind: "Exfiltration:S3/AnomalousBehavior",
        title: "A bucket is copied to another account",
        severity: 6.0,
        techniques: &["T1537"],
        calls: &["s3:PutBucketReplication"],
        when: |call, _| {
            let mut other =
                call.request.path("ReplicationConfiguration.Rule").each().map(|r| r.path("Destination.Account").text());
            other.find(|a| !a.is_empty() && *a != call.account).map(|a| bucket(call).says(format!("The account is {a}.")))
        },
        ..COMMON
    },
    Signature {
        id: "s3-buckets-looked-through",
        kind: "Discovery:S3/AnomalousBehavior",
        title: "Many buckets were looked through",
        severity: 4.0,
        techniques: &["T1619"],
        calls: &[
            "s3:ListObjects",
            "s3:ListObjectsV2",
            "s3:GetBucketAcl",
            "s3:GetBucketPolicy",
            "s3:GetBucketPolicyStatus",
            "s3:GetBucketPublicAccessBlock",
            "s3:GetBucketVersioning",
            "s3:GetBucketLocation",
        ],
        outcome: Outcome::Refused,
        count: Count::Resources(8, 600),
        when: |call, _| Some(bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-anonymous-writes",
        kind: "Impact:S3/AnomalousBehavior.Write",
        title: "Somebody who did not say who he is wrote or deleted objects",
        severity: 7.0,
        techniques: &["T1565.001", "T1485"],
        calls: &["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjects", "s3:PutObjectAcl"],
        when: |call, _| (call.caller == Caller::Anonymous).then(|| bucket(call)),
        ..COMMON
    },
    Signature {
        id: "s3-website-or-cors-opened",
        kind: "Exfiltration:S3/AnomalousBehavior",
        title: "A bucket was made a web site",
        severity: 2.5,
        techniques: &["T1530"],
        calls: &["s3:PutBucketWebsite"],
        weight: Weight::Signal,
        when: |call, _| Some(bucket(call)),
        ..COMMON
    },
];
