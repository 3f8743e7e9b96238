//! Whether everybody can reach a bucket.

use std::ops::ControlFlow;

use policy::Statement;
use serde_json::Value;

use super::{ACCOUNT_BLOCK, bucket, grants};
use crate::check::{Check, flag_of, no, skip, yes};
use crate::rule::ACCOUNT;
use crate::{Verdict, json, policies};

/// The settings of a block of public access.
pub(super) const ALL: [&str; 4] = ["blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets"];

/// All of these settings are on.
pub(super) fn all_blocks(block: Option<&Value>, wanted: &[&str]) -> Verdict {
    let Some(block) = block else { return no("There is no block of public access.") };
    let off: Vec<&str> = wanted.iter().copied().filter(|setting| !flag_of(block, setting)).collect();
    if off.is_empty() { yes() } else { no(format!("Settings of the block of public access are off: {}.", off.join(", "))) }
}

fn as_parameters_say(c: &Check<'_>, block: Option<&Value>) -> Verdict {
    let wrong: Vec<&str> = ALL
        .into_iter()
        .filter(|setting| {
            let wanted = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
                .iter()
                .find(|name| name.eq_ignore_ascii_case(setting))
                .and_then(|name| c.parameters.text(name))
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case("true"));
            wanted && !block.is_some_and(|block| flag_of(block, setting))
        })
        .collect();
    if wrong.is_empty() {
        yes()
    } else {
        no(format!("Settings of the account's block of public access are off: {}.", wrong.join(", ")))
    }
}

pub(super) fn account_block(c: &Check<'_>) -> Verdict {
    as_parameters_say(c, Some(c.item.configuration()))
}

pub(super) fn account_block_periodic(c: &Check<'_>) -> Verdict {
    let mut recorded = None;
    c.context.items.each(ACCOUNT_BLOCK, &mut |item| {
        recorded = Some(as_parameters_say(c, Some(item.configuration())));
        ControlFlow::Break(())
    });
    if let Some(verdict) = recorded {
        return verdict;
    }
    match c.item.configuration().as_object().and_then(|all| json::member(all, "publicAccessBlock")) {
        Some(block) => as_parameters_say(c, Some(block)),
        None => skip("The account's item does not have this fact."),
    }
}

/// Whether bucket or account have a setting on.
fn blocked(c: &Check<'_>, setting: &str) -> bool {
    c.extra("PublicAccessBlockConfiguration").is_some_and(|block| flag_of(block, setting))
        || c.any(ACCOUNT_BLOCK, |item| flag_of(item.configuration(), setting))
        || c.any(ACCOUNT, |item| json::at(item.configuration(), "publicAccessBlock").is_some_and(|block| flag_of(block, setting)))
}

const READS: &[&str] = &[
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectAcl",
    "s3:GetObjectTagging",
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:ListBucketMultipartUploads",
    "s3:ListMultipartUploadParts",
    "s3:GetBucketAcl",
    "s3:GetBucketPolicy",
];

const WRITES: &[&str] = &[
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectTagging",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:AbortMultipartUpload",
    "s3:RestoreObject",
    "s3:DeleteBucket",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutLifecycleConfiguration",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutBucketPublicAccessBlock",
];

pub(super) fn read(c: &Check<'_>) -> Verdict {
    open_to_everybody(c, READS, &["READ", "READ_ACP", "FULL_CONTROL"], "read")
}

pub(super) fn write(c: &Check<'_>) -> Verdict {
    open_to_everybody(c, WRITES, &["WRITE", "WRITE_ACP", "FULL_CONTROL"], "write")
}

fn open_to_everybody(c: &Check<'_>, actions: &[&str], permissions: &[&str], what: &str) -> Verdict {
    if !blocked(c, "restrictPublicBuckets") {
        match policies::of_resource(bucket::policy(c)) {
            Err(verdict) => return verdict,
            Ok(None) => {}
            Ok(Some(policy)) => {
                let opens = |statement: &&Statement| {
                    statement.is_public() && actions.iter().any(|action| statement.covers_action(action))
                };
                if let Some(open) = policy.statements().iter().find(opens) {
                    return no(format!("{} of the bucket policy lets everybody {what}.", policies::label(open)));
                }
            }
        }
    }
    if !blocked(c, "ignorePublicAcls") && !grants::acls_are_off(c) {
        let open = grants::granted(c).any(|grant| {
            grant.group.is_some_and(|group| group == "AllUsers" || group == "AuthenticatedUsers")
                && permissions.iter().any(|permission| grants::same_permission(grant.permission, permission))
        });
        if open || grants::canned_is_public(c, what == "write") {
            return no(format!("The access list lets everybody {what}."));
        }
    }
    yes()
}

/// Whether everybody can read or write a bucket: for rules on what lies in it.
pub(in crate::managed) fn exposed(c: &Check<'_>) -> Option<String> {
    [read(c), write(c)].into_iter().find(|v| v.compliance == crate::Compliance::NonCompliant)?.annotation.map(Into::into)
}
