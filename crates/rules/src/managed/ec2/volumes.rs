//! Rules on volumes, snapshots and addresses.

use crate::Rule;
use crate::check::{allows, expect, flag_of, list_of, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Text},
};

const VOLUMES: &[&str] = &["AWS::EC2::Volume"];

pub(in crate::managed) const RULES: &[Rule] = &[
    Rule::change(
        "ENCRYPTED_VOLUMES",
        VOLUMES,
        "A volume that is attached is encrypted, with the KMS key given, if one is.",
        |c| {
            // A volume as CloudFormation knows it is attached by another resource.
            if c.at("attachments").is_some() && c.list("attachments").is_empty() {
                return skip("The volume is not attached.");
            }
            if !c.flag("encrypted") {
                return no("The volume is not encrypted.");
            }
            let wanted: Vec<String> = c.parameters.text("kmsId").map(str::to_owned).into_iter().collect();
            expect(allows(&wanted, c.text("kmsKeyId")), "The volume is encrypted with another KMS key.")
        },
    )
    .takes(&[P::optional("kmsId", Text)])
    .proactive(),
    Rule::change(
        "EC2_VOLUME_INUSE_CHECK",
        VOLUMES,
        "The volume is attached, and deleted with its instance if the parameter says so.",
        |c| {
            let attachments = c.list("attachments");
            if attachments.is_empty() {
                return no("The volume is not attached.");
            }
            match c.parameters.flag("deleteOnTermination") {
                Some(wanted) => expect(
                    attachments.iter().all(|attachment| flag_of(attachment, "deleteOnTermination") == wanted),
                    "What becomes of the volume when its instance is terminated is not as the parameter says.",
                ),
                None => yes(),
            }
        },
    )
    .takes(&[P::optional("deleteOnTermination", Boolean)]),
    Rule::change(
        "EBS_SNAPSHOT_BLOCK_PUBLIC_ACCESS",
        &["AWS::EC2::SnapshotBlockPublicAccess"],
        "Snapshots cannot be shared with everybody.",
        |c| {
            let state = c.text("state").unwrap_or("unblocked");
            expect(matches!(state, "block-all-sharing" | "block-new-sharing"), "Snapshots can be shared with everybody.")
        },
    ),
    Rule::change("EIP_ATTACHED", &["AWS::EC2::EIP"], "The address is in use.", |c| {
        let used = ["associationId", "instanceId", "networkInterfaceId"].iter().any(|name| c.text(name).is_some());
        expect(used, "The address is not in use.")
    })
    .proactive(),
    Rule::change(
        "EC2_LAUNCHTEMPLATE_EBS_ENCRYPTED",
        &["AWS::EC2::LaunchTemplate"],
        "Volumes that the template makes are encrypted.",
        |c| {
            let plain = list_of(c.item.configuration(), "launchTemplateData.blockDeviceMappings")
                .iter()
                .find(|mapping| crate::check::of(mapping, "ebs").is_some_and(|ebs| !flag_of(ebs, "encrypted")));
            match plain {
                Some(mapping) => {
                    no(format!("The volume {} is not encrypted.", text_of(mapping, "deviceName").unwrap_or("of the template")))
                }
                None => yes(),
            }
        },
    ),
];
