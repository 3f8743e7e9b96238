//! Rules on KMS keys.

use crate::check::{Check, expect, skip};
use crate::parameter::{Parameter as P, ParameterKind::Csv};
use crate::{Rule, Verdict, json, policies};

const KEYS: &[&str] = &["AWS::KMS::Key"];

pub(super) const RULES: &[Rule] = &[
    Rule::periodic(
        "CMK_BACKING_KEY_ROTATION_ENABLED",
        KEYS,
        "The material of a customer's symmetric key is rotated every year.",
        rotated,
    ),
    Rule::periodic("KMS_CMK_NOT_SCHEDULED_FOR_DELETION", KEYS, "The key is not about to be deleted.", |c| {
        if is_of_aws(c) {
            return skip("The key is managed by AWS.");
        }
        if !c.parameters.list("kmsKeyIds").is_empty() && !c.is_listed("kmsKeyIds") {
            return skip("The rule is about other keys.");
        }
        let pending = matches!(c.text("keyState"), Some("PendingDeletion" | "PendingReplicaDeletion"));
        expect(!pending, "The key is scheduled for deletion.")
    })
    .takes(&[P::optional("kmsKeyIds", Csv)]),
    Rule::change("KMS_KEY_POLICY_NO_PUBLIC_ACCESS", KEYS, "The key policy does not let everybody in.", |c| {
        policies::not_public(c.extra("Policy").or_else(|| c.at("KeyPolicy")))
    }),
];

fn is_of_aws(c: &Check<'_>) -> bool {
    c.text("keyManager") == Some("AWS")
}

fn rotated(c: &Check<'_>) -> Verdict {
    if is_of_aws(c) {
        return skip("The key is managed by AWS.");
    }
    let spec = c.text("keySpec").or_else(|| c.text("customerMasterKeySpec")).unwrap_or("SYMMETRIC_DEFAULT");
    if spec != "SYMMETRIC_DEFAULT" {
        return skip("Only symmetric encryption keys are rotated.");
    }
    if c.text("origin").is_some_and(|origin| origin != "AWS_KMS") {
        return skip("Material that did not come from KMS is not rotated by it.");
    }
    if matches!(c.text("keyState"), Some("PendingDeletion" | "PendingReplicaDeletion")) {
        return skip("The key is scheduled for deletion.");
    }
    let on = c.extra("KeyRotationStatus").or_else(|| c.at("EnableKeyRotation")).or_else(|| c.at("keyRotationEnabled"));
    expect(on.is_some_and(json::is_true), "The key's material is not rotated.")
}
