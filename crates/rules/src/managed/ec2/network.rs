//! Rules on VPCs and what belongs to them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Rule;
use crate::check::{expect, flag_of, has, int_of, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Text},
};

const VPCS: &[&str] = &["AWS::EC2::VPC"];
const FLOW_LOG: &str = "AWS::EC2::FlowLog";
const ENDPOINT: &str = "AWS::EC2::VPCEndpoint";
const ACLS: &[&str] = &["AWS::EC2::NetworkAcl"];

pub(in crate::managed) const RULES: &[Rule] = &[
    Rule::periodic("VPC_FLOW_LOGS_ENABLED", VPCS, "The VPC has an active flow log, of the traffic given, if it is.", |c| {
        let wanted = c.parameters.text("trafficType");
        let logs = |log: &crate::Item<'_>| {
            let text = |names: [&str; 2]| names.iter().find_map(|name| text_of(log.configuration(), name));
            let traffic = text(["trafficType", "TrafficType"]).unwrap_or("ALL");
            text(["resourceId", "ResourceId"]) == Some(c.item.resource_id)
                && text(["flowLogStatus", "FlowLogStatus"]).is_none_or(|status| status == "ACTIVE")
                && wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(traffic))
        };
        expect(c.any(FLOW_LOG, logs), "The VPC has no active flow log that is as required.")
    })
    .takes(&[P::optional("trafficType", Text).one_of(&["ACCEPT", "REJECT", "ALL"])])
    .reading(&[FLOW_LOG]),
    Rule::periodic("SERVICE_VPC_ENDPOINT_ENABLED", VPCS, "The VPC has an endpoint for the service given.", |c| {
        let service = c.parameters.text("serviceName").unwrap_or_default();
        if c.any(ENDPOINT, |endpoint| serves(endpoint, c.item.resource_id, service)) {
            yes()
        } else {
            no(format!("The VPC has no endpoint for {service}."))
        }
    })
    .takes(&[P::required("serviceName", Text)])
    .reading(&[ENDPOINT]),
    Rule::periodic("VPC_ENDPOINT_ENABLED", VPCS, "The VPC has an endpoint for each service given.", |c| {
        let vpcs = c.parameters.list("vpcIds");
        if !vpcs.is_empty() && !has(vpcs, c.item.resource_id) {
            return skip("The rule is about other VPCs.");
        }
        let missing = c
            .parameters
            .list("serviceNames")
            .iter()
            .find(|name| !c.any(ENDPOINT, |endpoint| serves(endpoint, c.item.resource_id, name)));
        match missing {
            Some(name) => no(format!("The VPC has no endpoint for {name}.")),
            None => yes(),
        }
    })
    .takes(&[P::required("serviceNames", Csv), P::optional("vpcIds", Csv), P::optional("scopeConfigResourceTypes", Csv)])
    .reading(&[ENDPOINT]),
    Rule::change(
        "SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED",
        &["AWS::EC2::Subnet"],
        "Instances in the subnet get no public address by themselves.",
        |c| expect(!c.flag("mapPublicIpOnLaunch"), "The subnet gives instances public addresses."),
    )
    .proactive(),
    Rule::change(
        "INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY",
        &["AWS::EC2::InternetGateway"],
        "The gateway is attached to the VPCs given only, or to none.",
        |c| {
            let allowed = c.parameters.list("AuthorizedVpcIds");
            let foreign =
                c.list("attachments").iter().filter_map(|attachment| text_of(attachment, "vpcId")).find(|vpc| !has(allowed, vpc));
            match foreign {
                Some(vpc) => no(format!("The gateway is attached to {vpc}.")),
                None => yes(),
            }
        },
    )
    .takes(&[P::optional("AuthorizedVpcIds", Csv)]),
    Rule::both(
        "NO_UNRESTRICTED_ROUTE_TO_IGW",
        &["AWS::EC2::RouteTable"],
        "No route leads all traffic to an internet gateway, but in the tables given.",
        |c| {
            if c.is_listed("routeTableIds") {
                return yes();
            }
            let open = c.list("routes").iter().any(|route| {
                let all = ["destinationCidrBlock", "destinationIpv6CidrBlock"]
                    .iter()
                    .any(|name| matches!(text_of(route, name), Some("0.0.0.0/0" | "::/0")));
                all && text_of(route, "gatewayId").is_some_and(|gateway| gateway.starts_with("igw-"))
            });
            expect(!open, "A route leads all traffic to an internet gateway.")
        },
    )
    .takes(&[P::optional("routeTableIds", Csv)]),
    Rule::change(
        "NACL_NO_UNRESTRICTED_SSH_RDP",
        ACLS,
        "The access list does not let the whole internet in to ports 22 and 3389.",
        |c| {
            let entries: BTreeSet<i64> = c.list("entries").iter().filter_map(|entry| int_of(entry, "ruleNumber")).collect();
            // Entries count in the order of their numbers: the first that fits decides.
            for port in [22, 3389] {
                for family in [("cidrBlock", "0.0.0.0/0"), ("ipv6CidrBlock", "::/0")] {
                    let first = entries.iter().find_map(|number| {
                        c.list("entries")
                            .iter()
                            .find(|entry| int_of(entry, "ruleNumber") == Some(*number) && concerns(entry, family, port))
                    });
                    if first.is_some_and(|entry| {
                        text_of(entry, "ruleAction").is_some_and(|action| action.eq_ignore_ascii_case("allow"))
                    }) {
                        return no(format!("The whole internet reaches port {port}."));
                    }
                }
            }
            yes()
        },
    ),
    Rule::change("VPC_NETWORK_ACL_UNUSED_CHECK", ACLS, "The access list is associated with a subnet.", |c| {
        if c.flag("isDefault") || c.flag("default") {
            return skip("The list is a VPC's default.");
        }
        expect(!c.list("associations").is_empty(), "The list is associated with no subnet.")
    }),
    Rule::change(
        "VPC_PEERING_DNS_RESOLUTION_CHECK",
        &["AWS::EC2::VPCPeeringConnection"],
        "Both sides of the peering resolve names to private addresses.",
        |c| {
            let wanted = c.parameters.list("vpcIds");
            let ours = ["accepterVpcInfo.vpcId", "requesterVpcInfo.vpcId"]
                .iter()
                .filter_map(|path| c.text(path))
                .any(|vpc| has(wanted, vpc));
            if !wanted.is_empty() && !ours {
                return skip("The rule is about other VPCs.");
            }
            let resolves = |side: &str| c.flag(&format!("{side}.peeringOptions.allowDnsResolutionFromRemoteVpc"));
            expect(resolves("accepterVpcInfo") && resolves("requesterVpcInfo"), "A side of the peering does not resolve names.")
        },
    )
    .takes(&[P::optional("vpcIds", Csv)]),
    Rule::change("VPC_VPN_2_TUNNELS_UP", &["AWS::EC2::VPNConnection"], "Both tunnels of the connection are up.", |c| {
        let up = c.list("vgwTelemetry").iter().filter(|tunnel| text_of(tunnel, "status") == Some("UP")).count();
        expect(up >= 2, "Not both tunnels of the connection are up.")
    }),
    Rule::change(
        "EC2_TRANSIT_GATEWAY_AUTO_VPC_ATTACH_DISABLED",
        &["AWS::EC2::TransitGateway"],
        "The transit gateway does not accept attachments by itself.",
        |c| {
            let setting = c.text("options.autoAcceptSharedAttachments").or_else(|| c.text("autoAcceptSharedAttachments"));
            expect(setting != Some("enable"), "The transit gateway accepts attachments by itself.")
        },
    ),
    Rule::change(
        "EC2_CLIENT_VPN_CONNECTION_LOG_ENABLED",
        &["AWS::EC2::ClientVpnEndpoint"],
        "Connections to the endpoint are logged.",
        |c| expect(c.flag("connectionLogOptions.enabled"), "Connections to the endpoint are not logged."),
    ),
    Rule::change(
        "EC2_VPN_CONNECTION_LOGGING_ENABLED",
        &["AWS::EC2::VPNConnection"],
        "Both tunnels of the connection are logged.",
        |c| {
            let tunnels = if c.list("options.tunnelOptions").is_empty() {
                c.list("vpnTunnelOptionsSpecifications")
            } else {
                c.list("options.tunnelOptions")
            };
            let logged = tunnels
                .iter()
                .filter(|tunnel| {
                    flag_of(tunnel, "logOptions.cloudWatchLogOptions.logEnabled")
                        || flag_of(tunnel, "logOptions.cloudwatchLogOptions.logEnabled")
                })
                .count();
            expect(logged >= 2, "Not both tunnels of the connection are logged.")
        },
    ),
];

/// Whether an endpoint gives a VPC a service: `ec2`, or the whole name.
fn serves(endpoint: &crate::Item<'_>, vpc: &str, service: &str) -> bool {
    let configuration = endpoint.configuration();
    text_of(configuration, "vpcId") == Some(vpc)
        && text_of(configuration, "serviceName")
            .is_some_and(|name| name == service || name.splitn(4, '.').nth(3) == Some(service))
        && text_of(configuration, "state").is_none_or(|state| state.eq_ignore_ascii_case("available"))
}

/// Whether an entry of an access list speaks of all inbound traffic of a family to a port.
fn concerns(entry: &Value, (member, everything): (&str, &str), port: i64) -> bool {
    let protocol = text_of(entry, "protocol").map(str::to_owned).or_else(|| int_of(entry, "protocol").map(|n| n.to_string()));
    let all = protocol.as_deref() == Some("-1");
    !flag_of(entry, "egress")
        && text_of(entry, member) == Some(everything)
        && (all
            || protocol.as_deref() == Some("6")
                && int_of(entry, "portRange.from").unwrap_or(0) <= port
                && port <= int_of(entry, "portRange.to").unwrap_or(65_535))
}
