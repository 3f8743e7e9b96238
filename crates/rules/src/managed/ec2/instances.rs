//! Rules on instances and what they are launched from.

use super::INSTANCE;
use crate::check::{Check, expect, flag_of, has, no, of, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::{Rule, json};

const INSTANCES: &[&str] = &[INSTANCE];
const MANAGED: &str = "AWS::SSM::ManagedInstanceInventory";
const TEMPLATES: &[&str] = &["AWS::EC2::LaunchTemplate"];

pub(in crate::managed) const RULES: &[Rule] = &[
    Rule::change("APPROVED_AMIS_BY_ID", INSTANCES, "The instance runs one of the images given.", |c| {
        let image = c.text("imageId").unwrap_or_default();
        if has(c.parameters.list("amiIds"), image) { yes() } else { no(format!("The instance runs the image {image}.")) }
    })
    .takes(&[P::required("amiIds", Csv)])
    .proactive(),
    Rule::change(
        "DESIRED_INSTANCE_TENANCY",
        INSTANCES,
        "The instance has the tenancy given, and runs on the hosts or from the images given, if any are.",
        |c| {
            let images = c.parameters.list("imageId");
            if !images.is_empty() && !has(images, c.text("imageId").unwrap_or_default()) {
                return skip("The rule is about other images.");
            }
            let tenancy = c.text("placement.tenancy").or_else(|| c.text("tenancy")).unwrap_or("default");
            if !c.parameters.text("tenancy").is_some_and(|wanted| wanted.eq_ignore_ascii_case(tenancy)) {
                return no(format!("The instance's tenancy is {tenancy}."));
            }
            let hosts = c.parameters.list("hostId");
            let host = c.text("placement.hostId").or_else(|| c.text("hostId")).unwrap_or_default();
            expect(hosts.is_empty() || has(hosts, host), "The instance runs on another host.")
        },
    )
    .takes(&[
        P::required("tenancy", Text).one_of(&["default", "dedicated", "host"]),
        P::optional("imageId", Csv),
        P::optional("hostId", Csv),
    ])
    .proactive(),
    Rule::change("DESIRED_INSTANCE_TYPE", INSTANCES, "The instance is of one of the types given.", |c| {
        let kind = c.text("instanceType").unwrap_or_default();
        if has(c.parameters.list("instanceType"), kind) { yes() } else { no(format!("The instance is of the type {kind}.")) }
    })
    .takes(&[P::required("instanceType", Csv)])
    .proactive(),
    Rule::change("EBS_OPTIMIZED_INSTANCE", INSTANCES, "The instance is optimized for EBS, or of a type that always is.", |c| {
        let kind = c.text("instanceType").unwrap_or_default();
        if !CAN_BE_OPTIMIZED.contains(&kind) {
            return skip("Instances of this type are always optimized for EBS, or cannot be.");
        }
        expect(c.flag("ebsOptimized"), "The instance is not optimized for EBS.")
    })
    .proactive(),
    Rule::change("EC2_IMDSV2_CHECK", INSTANCES, "The instance's metadata are read with a session token only.", |c| {
        if c.text("metadataOptions.httpEndpoint") == Some("disabled") {
            return yes();
        }
        expect(
            c.text("metadataOptions.httpTokens") == Some("required"),
            "The instance's metadata can be read without a session token.",
        )
    }),
    Rule::change("EC2_INSTANCE_DETAILED_MONITORING_ENABLED", INSTANCES, "The instance is monitored in detail.", |c| {
        expect(c.text("monitoring.state") == Some("enabled") || c.flag("monitoring"), "The instance is not monitored in detail.")
    })
    .proactive(),
    Rule::change("EC2_INSTANCE_MANAGED_BY_SSM", &[INSTANCE, MANAGED], "Systems Manager manages the instance.", |c| {
        if c.item.resource_type == MANAGED {
            return yes();
        }
        if is_gone(c) {
            return skip("The instance is terminated.");
        }
        let related = c.item.relationships().any(|other| other.resource_type == MANAGED);
        expect(
            related || c.any(MANAGED, |managed| managed.resource_id == c.item.resource_id),
            "Systems Manager does not manage the instance.",
        )
    })
    .reading(&[MANAGED]),
    Rule::change("EC2_INSTANCE_MULTIPLE_ENI_CHECK", INSTANCES, "The instance has one network interface.", |c| {
        let excepted = c.parameters.list("NetworkInterfaceIds");
        let count = c
            .list("networkInterfaces")
            .iter()
            .filter(|interface| !text_of(interface, "networkInterfaceId").is_some_and(|id| has(excepted, id)))
            .count();
        expect(count <= 1, "The instance has several network interfaces.")
    })
    .takes(&[P::optional("NetworkInterfaceIds", Csv)])
    .proactive(),
    Rule::change("EC2_INSTANCE_NO_PUBLIC_IP", INSTANCES, "The instance has no public address.", |c| {
        let public = c.text("publicIpAddress").is_some()
            || c.list("networkInterfaces").iter().any(|interface| {
                text_of(interface, "association.publicIp").is_some() || flag_of(interface, "associatePublicIpAddress")
            });
        expect(!public, "The instance has a public address.")
    })
    .proactive(),
    Rule::change(
        "EC2_INSTANCE_PROFILE_ATTACHED",
        INSTANCES,
        "The instance has an instance profile, one of those given, if any are.",
        |c| {
            let profile = c.at("iamInstanceProfile").and_then(|profile| profile.as_str().or_else(|| text_of(profile, "arn")));
            let wanted = c.parameters.list("IamInstanceProfileArnList");
            match profile {
                Some(arn) => expect(wanted.is_empty() || has(wanted, arn), "The instance has another instance profile."),
                None => no("The instance has no instance profile."),
            }
        },
    )
    .takes(&[P::optional("IamInstanceProfileArnList", Csv)])
    .proactive(),
    Rule::change("EC2_NO_AMAZON_KEY_PAIR", INSTANCES, "Nobody signs in to the instance with a key pair of EC2.", |c| {
        expect(c.text("keyName").is_none(), "The instance was launched with a key pair.")
    }),
    Rule::change("EC2_PARAVIRTUAL_INSTANCE_CHECK", INSTANCES, "The instance is not paravirtual.", |c| {
        expect(c.text("virtualizationType") != Some("paravirtual"), "The instance is paravirtual.")
    }),
    Rule::periodic("EC2_STOPPED_INSTANCE", INSTANCES, "The instance is not stopped for longer than the days given.", |c| {
        if c.text("state.name") != Some("stopped") {
            return yes();
        }
        // "User initiated (2024-01-05 06:44:31 GMT)"
        let since = c.text("stateTransitionReason").and_then(|reason| reason.split_once('(')).and_then(|(_, rest)| {
            let text = rest.get(..19)?;
            let civil = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
            jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
        });
        match since {
            Some(since) => {
                let days = c.parameters.int("AllowedDays").unwrap_or(30);
                expect(c.days_since(since) <= days, "The instance is stopped for too long.")
            }
            None => skip("The item does not say since when the instance is stopped."),
        }
    })
    .takes(&[P::optional("AllowedDays", Int).or("30")]),
    Rule::change(
        "EC2_TOKEN_HOP_LIMIT_CHECK",
        INSTANCES,
        "Tokens for the instance's metadata pass no more hops than given (1).",
        |c| {
            let most = c.parameters.int("tokenHopLimit").unwrap_or(1);
            expect(
                c.int("metadataOptions.httpPutResponseHopLimit").unwrap_or(1) <= most,
                "Tokens for the instance's metadata pass more hops than allowed.",
            )
        },
    )
    .takes(&[P::optional("tokenHopLimit", Int)]),
    Rule::change("INSTANCES_IN_VPC", INSTANCES, "The instance is in a VPC: in the one given, if one is.", |c| {
        match (c.text("vpcId"), c.parameters.text("vpcId")) {
            (None, _) => no("The instance is in no VPC."),
            (Some(have), Some(wanted)) => expect(have == wanted, "The instance is in another VPC."),
            (Some(_), None) => yes(),
        }
    })
    .takes(&[P::optional("vpcId", Text)]),
    Rule::change(
        "EC2_LAUNCH_TEMPLATE_IMDSV2_CHECK",
        TEMPLATES,
        "Instances launched from the template have their metadata read with a session token only.",
        |c| {
            expect(
                c.text("launchTemplateData.metadataOptions.httpTokens") == Some("required"),
                "The template does not require session tokens.",
            )
        },
    ),
    Rule::change(
        "EC2_LAUNCH_TEMPLATE_PUBLIC_IP_DISABLED",
        TEMPLATES,
        "Instances launched from the template get no public address.",
        |c| {
            if c.is_listed("exemptedLaunchTemplates") {
                return skip("The template is exempted.");
            }
            let public = c
                .list("launchTemplateData.networkInterfaces")
                .iter()
                .any(|interface| flag_of(interface, "associatePublicIpAddress"));
            expect(!public, "The template gives instances a public address.")
        },
    )
    .takes(&[P::optional("exemptedLaunchTemplates", Csv)]),
    Rule::change("EC2_LAUNCH_TEMPLATES_EBS_VOLUME_ENCRYPTED", TEMPLATES, "Volumes made by the template are encrypted.", |c| {
        let plain = c
            .list("launchTemplateData.blockDeviceMappings")
            .iter()
            .filter_map(|mapping| of(mapping, "ebs"))
            .any(|ebs| !flag_of(ebs, "encrypted"));
        expect(!plain, "The template makes volumes that are not encrypted.")
    }),
    Rule::change(
        "AUTOSCALING_LAUNCHCONFIG_REQUIRES_IMDSV2",
        LAUNCH_CONFIGURATIONS,
        "Instances of the launch configuration have their metadata read with a session token only.",
        |c| {
            expect(
                c.text("metadataOptions.httpTokens") == Some("required"),
                "The launch configuration does not require session tokens.",
            )
        },
    ),
    Rule::change(
        "AUTOSCALING_LAUNCH_CONFIG_HOP_LIMIT",
        LAUNCH_CONFIGURATIONS,
        "Tokens for instance metadata pass one hop.",
        |c| {
            expect(
                c.int("metadataOptions.httpPutResponseHopLimit").unwrap_or(1) <= 1,
                "Tokens for instance metadata pass more than one hop.",
            )
        },
    ),
    Rule::change(
        "AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED",
        LAUNCH_CONFIGURATIONS,
        "Instances of the launch configuration get no public address.",
        |c| expect(!c.flag("associatePublicIpAddress"), "The launch configuration gives instances a public address."),
    )
    .proactive(),
    Rule::change(
        "AUTOSCALING_CAPACITY_REBALANCING",
        GROUPS,
        "The group replaces spot instances before they are interrupted.",
        |c| expect(c.flag("capacityRebalance"), "The group does not rebalance its capacity."),
    ),
    Rule::change(
        "AUTOSCALING_GROUP_ELB_HEALTHCHECK_REQUIRED",
        GROUPS,
        "A group behind a load balancer uses its health checks.",
        |c| {
            if c.list("loadBalancerNames").is_empty() && c.list("targetGroupARNs").is_empty() {
                return skip("The group is behind no load balancer.");
            }
            let kind = c.text("healthCheckType").unwrap_or_default();
            expect(kind.split(',').any(|part| part.trim() == "ELB"), "The group does not use the load balancer's health checks.")
        },
    )
    .proactive(),
    Rule::change(
        "AUTOSCALING_LAUNCH_TEMPLATE",
        GROUPS,
        "The group launches from a template, not from a launch configuration.",
        |c| expect(c.text("launchConfigurationName").is_none(), "The group uses a launch configuration."),
    ),
    Rule::change("AUTOSCALING_MULTIPLE_AZ", GROUPS, "The group spans at least two zones, or as many as given.", |c| {
        let least = c.parameters.int("minAvailabilityZones").unwrap_or(2);
        let zones = c.list("availabilityZones").len();
        expect(i64::try_from(zones).is_ok_and(|have| have >= least), "The group spans too few zones.")
    })
    .takes(&[P::optional("minAvailabilityZones", Int)]),
    Rule::change("AUTOSCALING_MULTIPLE_INSTANCE_TYPES", GROUPS, "The group may use several instance types.", |c| {
        let overrides = c.list("mixedInstancesPolicy.launchTemplate.overrides");
        let requirements = overrides.iter().any(|entry| of(entry, "instanceRequirements").is_some());
        let mut kinds: Vec<&str> = overrides.iter().filter_map(|entry| text_of(entry, "instanceType")).collect();
        kinds.sort_unstable();
        kinds.dedup();
        expect(requirements || kinds.len() > 1, "The group uses one instance type.")
    }),
    Rule::change(
        "EC2_ENIS_SOURCE_DESTINATION_CHECK_ENABLED",
        &["AWS::EC2::NetworkInterface"],
        "The interface checks source and destination of its traffic, unless a service needs it otherwise.",
        |c| {
            // Interfaces of NAT gateways, load balancers and other services forward what is not theirs.
            if c.text("interfaceType").is_some_and(|kind| !matches!(kind, "interface" | "efa" | "trunk"))
                || c.flag("requesterManaged")
            {
                return skip("A service manages the interface.");
            }
            expect(c.at("sourceDestCheck").is_none_or(json::is_true), "The interface does not check source and destination.")
        },
    ),
];

const LAUNCH_CONFIGURATIONS: &[&str] = &["AWS::AutoScaling::LaunchConfiguration"];
const GROUPS: &[&str] = &["AWS::AutoScaling::AutoScalingGroup"];

/// Types for which optimization is an option that is off by default.
///
/// Source: "Amazon EBS-optimized instance types", the types that support it and are not optimized by default.
const CAN_BE_OPTIMIZED: [&str; 17] = [
    "c1.xlarge",
    "c3.xlarge",
    "c3.2xlarge",
    "c3.4xlarge",
    "g2.2xlarge",
    "i2.xlarge",
    "i2.2xlarge",
    "i2.4xlarge",
    "m1.large",
    "m1.xlarge",
    "m2.2xlarge",
    "m2.4xlarge",
    "m3.xlarge",
    "m3.2xlarge",
    "r3.xlarge",
    "r3.2xlarge",
    "r3.4xlarge",
];

fn is_gone(c: &Check<'_>) -> bool {
    matches!(c.text("state.name"), Some("terminated" | "shutting-down"))
}
