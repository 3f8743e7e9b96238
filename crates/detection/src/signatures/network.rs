//! Instances and networks, as calls change them.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, in_person, target};
use crate::event::Call;
use crate::json::Value;

/// Ports that nobody should reach from everywhere: shells, desktops, databases, orchestration.
const SENSITIVE: &[(f64, &str)] = &[
    (22.0, "SSH"),
    (3389.0, "RDP"),
    (23.0, "Telnet"),
    (445.0, "SMB"),
    (5985.0, "WinRM"),
    (5986.0, "WinRM"),
    (3306.0, "MySQL"),
    (5432.0, "PostgreSQL"),
    (1433.0, "SQL Server"),
    (1521.0, "Oracle"),
    (6379.0, "Redis"),
    (27017.0, "MongoDB"),
    (9200.0, "Elasticsearch"),
    (2375.0, "Docker"),
    (11211.0, "memcached"),
    (5900.0, "VNC"),
    (21.0, "FTP"),
    (10250.0, "kubelet"),
];

/// Whether a permission lets everybody (a prefix of length 0) reach a sensitive port, and which.
fn opens_port(permission: Value<'_>) -> Option<String> {
    let world = |v: Value<'_>| v.text().ends_with("/0");
    let listed = |list: &str, member: &str| {
        let list = permission.get(list);
        list.get("items").each().chain(list.items()).any(|r| world(r.get(member)))
    };
    let everybody = world(permission.get("cidrIp"))
        || world(permission.get("cidrIpv6"))
        || world(permission.get("CidrIp"))
        || world(permission.get("cidrIpv4"))
        || listed("ipRanges", "cidrIp")
        || listed("ipv6Ranges", "cidrIpv6");
    if !everybody {
        return None;
    }
    let protocol = permission.get("ipProtocol").text();
    let (from, to) = (permission.get("fromPort").number(), permission.get("toPort").number());
    if protocol == "-1" || (from == Some(0.0) && to == Some(65535.0)) {
        return Some("every port".to_owned());
    }
    if protocol == "icmp" {
        return None;
    }
    let (from, to) = (from?, to.or(from)?);
    let open = SENSITIVE.iter().find(|(port, _)| (from..=to).contains(port));
    open.map(|(port, name)| format!("port {port} ({name})"))
        .or_else(|| (to - from > 1000.0).then(|| format!("ports {from} to {to}")))
}

fn opened_group<'a>(call: &Call<'a>) -> Option<Hit<'a>> {
    let permissions = call.request.get("ipPermissions");
    let several = permissions.get("items").each().chain(permissions.items());
    let rule = call.request.path("ModifySecurityGroupRulesRequest.SecurityGroupRule");
    let rules = rule.each().map(|r| {
        let inner = r.get("SecurityGroupRule");
        if inner.is_null() { r } else { inner }
    });
    let what = several.chain([call.request]).chain(rules).find_map(|p| {
        opens_port(p).or_else(|| {
            // Rules that are changed write their members with capitals.
            let world = p.get("CidrIpv4").text().ends_with("/0") || p.get("CidrIpv6").text().ends_with("/0");
            let port = p.get("FromPort").number()?;
            (world && SENSITIVE.iter().any(|(s, _)| *s >= port && *s <= p.get("ToPort").number().unwrap_or(port)))
                .then(|| format!("port {port}"))
        })
    })?;
    let group = asked_any(call, &["groupId", "groupName", "ModifySecurityGroupRulesRequest.GroupId"]).text();
    Some(Hit::of(group).says(format!("Everybody reaches {what}.")))
}

/// Accounts that a share was given to which are not the owner, or everybody.
fn shared<'a>(call: &Call<'a>, lists: &[&str]) -> Option<(bool, String)> {
    let mut everybody = false;
    let mut accounts = Vec::new();
    for list in lists {
        let list = call.request.path(list);
        for entry in list.get("items").each().chain(list.items()).chain(list.is_string().then_some(list)) {
            let who = if entry.is_string() { entry.text() } else { entry.get("userId").text() };
            everybody |= entry.get("group").text() == "all" || who == "all";
            let named = if who.is_empty() { entry.get("organizationArn").text() } else { who };
            if !named.is_empty() && named != "all" && named != call.account {
                accounts.push(named.into_owned());
            }
        }
    }
    let words = if everybody { "everybody".to_owned() } else { accounts.join(", ") };
    (everybody || !accounts.is_empty()).then_some((everybody, words))
}

/// Families of instances that miners like: with graphics processors, or very large.
pub(super) fn is_costly(kind: &str) -> bool {
    let (family, size) = kind.split_once('.').unwrap_or((kind, ""));
    let accelerated = ["p2", "p3", "p4", "p5", "p6", "g2", "g3", "g4", "g5", "g6", "inf", "trn", "dl", "f1", "vt1"]
        .iter()
        .any(|f| family.starts_with(f));
    let large =
        size.strip_suffix("xlarge").and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n >= 16) || size.starts_with("metal");
    accelerated || large
}

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "ec2-security-group-opened",
        kind: "DefenseEvasion:IAMUser/AnomalousBehavior",
        title: "A sensitive port was opened to everybody",
        severity: 5.5,
        techniques: &["T1562.007"],
        calls: &[
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:ModifySecurityGroupRules",
            "rds:AuthorizeDBSecurityGroupIngress",
            "lightsail:OpenInstancePublicPorts",
        ],
        weight: Weight::Direct,
        when: |call, _| opened_group(call),
        ..COMMON
    },
    Signature {
        id: "ec2-network-acl-opened",
        kind: "DefenseEvasion:IAMUser/AnomalousBehavior",
        title: "A network access list was opened to everybody",
        severity: 3.5,
        techniques: &["T1562.007"],
        calls: &["ec2:CreateNetworkAclEntry", "ec2:ReplaceNetworkAclEntry"],
        weight: Weight::Unusual,
        when: |call, _| {
            let world = asked(call, "cidrBlock").ends_with("/0") || asked(call, "ipv6CidrBlock").ends_with("/0");
            let port = |end: &str| call.request.path("portRange").get(end).number();
            let wide = matches!((port("from"), port("to")), (Some(from), Some(to)) if to - from > 1000.0 && from < 1024.0);
            let open = world
                && asked(call, "ruleAction") == "allow"
                && (asked(call, "aclProtocol") == "-1" || wide)
                && call.request.get("egress").bool() == Some(false);
            open.then(|| Hit::of(asked(call, "networkAclId")))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-snapshot-shared",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A snapshot of a volume was shared with another account",
        severity: 7.0,
        techniques: &["T1537"],
        calls: &["ec2:ModifySnapshotAttribute"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let (_, who) = shared(call, &["createVolumePermission.add"])?;
            Some(Hit::of(asked(call, "snapshotId")).says(format!("Shared with: {who}.")))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-image-shared",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A machine image was shared with another account",
        severity: 6.0,
        techniques: &["T1537"],
        calls: &["ec2:ModifyImageAttribute", "ec2:ModifyFpgaImageAttribute"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let (everybody, who) = shared(call, &["launchPermission.add", "loadPermission.add"])?;
            Some(Hit::of(asked(call, "imageId")).says(format!("Shared with: {who}.")).severity(if everybody { 7.0 } else { 6.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "rds-snapshot-shared",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A snapshot of a database was shared with another account",
        severity: 7.0,
        techniques: &["T1537"],
        calls: &["rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute", "redshift:AuthorizeSnapshotAccess"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let (_, who) = shared(call, &["valuesToAdd", "accountWithRestoreAccess"])?;
            Some(Hit::of(target(call)).says(format!("Shared with: {who}.")))
        },
        ..COMMON
    },
    Signature {
        id: "data-exported",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A machine, image or snapshot was exported to a bucket",
        severity: 5.0,
        techniques: &["T1537", "T1530"],
        calls: &[
            "ec2:CreateInstanceExportTask",
            "ec2:ExportImage",
            "ec2:CreateStoreImageTask",
            "rds:StartExportTask",
            "dynamodb:ExportTableToPointInTime",
        ],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        when: |call, _| {
            Some(Hit::of(
                asked_any(call, &["exportToS3.s3Bucket", "s3BucketName", "s3Bucket", "bucket", "instanceId", "imageId"]).text(),
            ))
        },
        ..COMMON
    },
    Signature {
        id: "ebs-blocks-read",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A snapshot was read block by block",
        severity: 5.0,
        techniques: &["T1530"],
        calls: &["ebs:GetSnapshotBlock", "ebs:ListSnapshotBlocks"],
        weight: Weight::Unusual,
        count: Count::Events(3, 600),
        when: |call, _| Some(Hit::of(asked(call, "snapshotId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-password-data",
        kind: "CredentialAccess:IAMUser/AnomalousBehavior",
        title: "Administrator passwords of instances were asked for",
        severity: 5.5,
        techniques: &["T1552.005", "T1555"],
        calls: &["ec2:GetPasswordData"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Resources(3, 1800),
        when: |call, _| Some(Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-password-data-refused",
        kind: "CredentialAccess:IAMUser/AnomalousBehavior",
        title: "The administrator password of an instance was asked for and refused",
        severity: 4.5,
        techniques: &["T1552.005"],
        calls: &["ec2:GetPasswordData"],
        outcome: Outcome::Refused,
        when: |call, _| Some(Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-user-data-read",
        kind: "Discovery:IAMUser/AnomalousBehavior",
        title: "Start-up scripts of many instances were read",
        severity: 4.5,
        techniques: &["T1552.005", "T1580"],
        calls: &["ec2:DescribeInstanceAttribute", "ec2:GetLaunchTemplateData", "ec2:DescribeLaunchTemplateVersions"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Resources(8, 900),
        when: |call, _| {
            let reads = call.base_name() != "DescribeInstanceAttribute" || asked(call, "attribute") == "userData";
            // Terraform reads the same of each instance that it manages.
            (reads && !call.agent.contains("Terraform")).then(|| {
                Hit::of(
                    asked_any(
                        call,
                        &[
                            "instanceId",
                            "DescribeLaunchTemplateVersionsRequest.LaunchTemplateId",
                            "GetLaunchTemplateDataRequest.InstanceId",
                        ],
                    )
                    .text(),
                )
            })
        },
        ..COMMON
    },
    Signature {
        id: "ec2-user-data-read-refused",
        kind: "Discovery:IAMUser/AnomalousBehavior",
        title: "Start-up scripts of instances were asked for and refused",
        severity: 4.5,
        techniques: &["T1552.005", "T1580"],
        calls: &["ec2:DescribeInstanceAttribute"],
        outcome: Outcome::Refused,
        count: Count::Resources(2, 900),
        when: |call, _| (asked(call, "attribute") == "userData").then(|| Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-user-data-changed",
        kind: "Execution:IAMUser/AnomalousBehavior",
        title: "The start-up script of an instance was changed",
        severity: 6.0,
        techniques: &["T1059.009", "T1037"],
        calls: &["ec2:ModifyInstanceAttribute"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let asked_for = !call.request.get("userData").is_null() || asked(call, "attribute") == "userData";
            asked_for.then(|| Hit::of(asked(call, "instanceId")))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-serial-console-enabled",
        kind: "Persistence:IAMUser/AnomalousBehavior",
        title: "The serial console of instances was enabled",
        severity: 4.5,
        techniques: &["T1021.004", "T1562"],
        calls: &["ec2:EnableSerialConsoleAccess"],
        outcome: Outcome::Attempt,
        when: |call, _| Some(Hit::of(call.account.clone())),
        ..COMMON
    },
    Signature {
        id: "ec2-serial-console-key",
        kind: "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        title: "A key was sent to the serial console of an instance",
        severity: 5.5,
        techniques: &["T1021.004", "T1098.004"],
        calls: &["ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
        outcome: Outcome::Attempt,
        when: |call, _| Some(Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-instance-connect-several",
        kind: "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        title: "SSH keys were pushed to several instances",
        severity: 5.0,
        techniques: &["T1021.004", "T1098.004"],
        calls: &["ec2-instance-connect:SendSSHPublicKey"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(3, 900),
        when: |call, _| Some(Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-instance-connect",
        kind: "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        title: "An SSH key was pushed to an instance by a program",
        severity: 3.5,
        techniques: &["T1021.004", "T1098.004"],
        calls: &["ec2-instance-connect:SendSSHPublicKey"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "instanceId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-costly-instances",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Large or accelerated instances were launched that the caller does not use by routine",
        severity: 5.5,
        techniques: &["T1578.002", "T1496"],
        calls: &["ec2:RunInstances", "ec2:RequestSpotInstances", "ec2:RequestSpotFleet", "ec2:CreateFleet"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        when: |call, _| {
            if call.dry_run() {
                return None;
            }
            let kind = asked_any(
                call,
                &[
                    "instanceType",
                    "spotInstanceRequest.launchSpecification.instanceType",
                    "RequestSpotInstancesRequest.LaunchSpecification.InstanceType",
                ],
            )
            .text();
            let items = call.request.path("instancesSet.items").items().next();
            let many = items.and_then(|i| i.get("maxCount").number()).unwrap_or(1.0);
            let costly = is_costly(&kind);
            (costly || many >= 20.0).then(|| {
                Hit::of(kind.clone())
                    .says(format!("Up to {many} instances of type {kind} were asked for."))
                    .severity(if many >= 5.0 { 6.5 } else { 5.5 })
            })
        },
        ..COMMON
    },
    Signature {
        id: "ec2-launches-refused",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Instances were tried to be launched again and again without permission or beyond the limit",
        severity: 5.0,
        techniques: &["T1578.002", "T1496"],
        calls: &["ec2:RunInstances", "ec2:CreateFleet", "ec2:RequestSpotInstances"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Events(5, 900),
        when: |call, _| {
            let limited = call.error.as_deref().is_some_and(|e| e.contains("LimitExceeded") || e.contains("VcpuLimit"));
            (call.denied() || limited).then(|| Hit::of(asked(call, "instanceType")))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-key-pair-imported",
        kind: "Persistence:IAMUser/AnomalousBehavior",
        title: "A key pair was made or brought in",
        severity: 3.0,
        techniques: &["T1098.004"],
        calls: &["ec2:CreateKeyPair", "ec2:ImportKeyPair"],
        weight: Weight::Signal,
        ..COMMON
    },
    Signature {
        id: "ec2-traffic-mirrored",
        kind: "CredentialAccess:IAMUser/AnomalousBehavior",
        title: "Traffic of instances is copied elsewhere",
        severity: 6.0,
        techniques: &["T1040"],
        calls: &["ec2:CreateTrafficMirrorSession", "ec2:CreateTrafficMirrorTarget"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        ..COMMON
    },
    Signature {
        id: "ec2-network-connected",
        kind: "Persistence:IAMUser/AnomalousBehavior",
        title: "A way into the network was made: a VPN, a peering with another account, or a route",
        severity: 4.0,
        techniques: &["T1133"],
        calls: &[
            "ec2:CreateClientVpnEndpoint",
            "ec2:CreateCustomerGateway",
            "ec2:CreateVpnConnection",
            "ec2:AcceptVpcPeeringConnection",
            "ec2:CreateVpcPeeringConnection",
            "ec2:AcceptTransitGatewayVpcAttachment",
            "ec2:CreateInstanceConnectEndpoint",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            if !call.base_name().contains("Peering") {
                return Some(Hit::of(target(call)));
            }
            let other = asked(call, "peerOwnerId");
            (!other.is_empty() && other != call.account).then(|| Hit::of(other))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-metadata-service-weakened",
        kind: "DefenseEvasion:IAMUser/AnomalousBehavior",
        title: "An instance was set to give its credentials without a session (IMDSv1)",
        severity: 4.0,
        techniques: &["T1562", "T1552.005"],
        calls: &["ec2:ModifyInstanceMetadataOptions"],
        weight: Weight::Unusual,
        when: |call, _| {
            let request = asked_any(call, &["ModifyInstanceMetadataOptionsRequest"]);
            (request.get("HttpTokens").text() == "optional").then(|| Hit::of(request.get("InstanceId").text()))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-destroyed-in-bulk",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Many machines, volumes, snapshots or images were deleted",
        severity: 6.0,
        techniques: &["T1485", "T1578.003", "T1490"],
        calls: &["ec2:TerminateInstances", "ec2:DeleteVolume", "ec2:DeleteSnapshot", "ec2:DeregisterImage", "ec2:StopInstances"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        count: Count::Resources(10, 600),
        when: |call, _| {
            let mut ids = call.request.path("instancesSet.items").items().map(|i| i.get("instanceId").text());
            let first = ids.next().unwrap_or_else(|| target(call));
            let mut hit = Hit::of(first).unless_routine(call);
            hit.more = ids.collect();
            Some(hit)
        },
        ..COMMON
    },
    Signature {
        id: "ec2-snapshot-of-volume",
        kind: "Exfiltration:IAMUser/AnomalousBehavior",
        title: "A snapshot or image of a machine was made",
        severity: 2.0,
        techniques: &["T1578.001"],
        calls: &["ec2:CreateSnapshot", "ec2:CreateSnapshots", "ec2:CreateImage", "ec2:CopySnapshot", "rds:CreateDBSnapshot"],
        weight: Weight::Signal,
        ..COMMON
    },
];
