//! Rules on security groups.

use serde_json::Value;

use crate::check::{Check, expect, int_of, list_of, no, of, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Int, Text},
};
use crate::{Rule, Verdict, json};

const GROUP: &str = "AWS::EC2::SecurityGroup";
const GROUPS: &[&str] = &[GROUP];
const INTERFACE: &str = "AWS::EC2::NetworkInterface";

pub(in crate::managed) const RULES: &[Rule] = &[
    Rule::both("INCOMING_SSH_DISABLED", GROUPS, "No rule lets the whole internet in to port 22.", |c| {
        expect(open_port(c, &[22]).is_none(), "The whole internet reaches port 22.")
    }),
    Rule::both("RESTRICTED_INCOMING_TRAFFIC", GROUPS, "No rule lets the whole internet in to the TCP ports given.", |c| {
        let mut ports: Vec<i64> = c.parameters.list("blockedPorts").iter().filter_map(|port| port.parse().ok()).collect();
        ports.extend(
            ["blockedPort1", "blockedPort2", "blockedPort3", "blockedPort4", "blockedPort5"]
                .iter()
                .filter_map(|name| c.parameters.int(name)),
        );
        match open_port(c, &ports) {
            Some(port) => no(format!("The whole internet reaches port {port}.")),
            None => yes(),
        }
    })
    .takes(&[
        P::optional("blockedPort1", Int).or("20"),
        P::optional("blockedPort2", Int).or("21"),
        P::optional("blockedPort3", Int).or("3389"),
        P::optional("blockedPort4", Int).or("3306"),
        P::optional("blockedPort5", Int).or("4333"),
        P::optional("blockedPorts", Csv),
    ]),
    Rule::change("VPC_DEFAULT_SECURITY_GROUP_CLOSED", GROUPS, "The default group of a VPC lets nothing in or out.", |c| {
        if c.text("groupName") != Some("default") {
            return skip("The group is no default group.");
        }
        let open = ["ipPermissions", "ipPermissionsEgress", "securityGroupIngress", "securityGroupEgress"]
            .iter()
            .any(|list| !c.list(list).is_empty());
        expect(!open, "The default group has rules.")
    }),
    Rule::both(
        "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
        GROUPS,
        "The whole internet reaches only the ports given.",
        authorized_ports,
    )
    .takes(&[P::optional("authorizedTcpPorts", Text), P::optional("authorizedUdpPorts", Text)]),
    Rule::periodic(
        "VPC_SG_PORT_RESTRICTION_CHECK",
        GROUPS,
        "The whole internet does not reach the ports given (22 and 3389).",
        restricted_ports,
    )
    .takes(&[
        P::optional("restrictPorts", Csv),
        P::optional("protocolType", Text).one_of(&["TCP", "UDP", "ALL"]),
        P::optional("excludeExternalSecurityGroups", Boolean),
        P::optional("ipType", Text).one_of(&["IPv4", "IPv6"]),
    ]),
    Rule::change("EC2_SECURITY_GROUP_ATTACHED_TO_ENI", GROUPS, "The group is attached to a network interface.", attached)
        .reading(&[INTERFACE]),
    Rule::periodic(
        "EC2_SECURITY_GROUP_ATTACHED_TO_ENI_PERIODIC",
        GROUPS,
        "The group is attached to a network interface.",
        attached,
    )
    .reading(&[INTERFACE]),
];

/// A rule that lets traffic in.
struct Inbound<'a> {
    protocol: &'a str,
    from: i64,
    to: i64,
    rule: &'a Value,
}

/// All rules that let traffic in, as EC2 or as CloudFormation writes them.
fn inbound<'a>(c: &Check<'a>) -> impl Iterator<Item = Inbound<'a>> + use<'a> {
    c.list("ipPermissions").iter().chain(c.list("securityGroupIngress")).map(|rule| {
        let protocol = of(rule, "ipProtocol").and_then(Value::as_str).unwrap_or("-1");
        // Without ports, or with -1, all are meant.
        let bound = |name: &str, all: i64| int_of(rule, name).filter(|port| *port >= 0).unwrap_or(all);
        let everything = protocol == "-1";
        Inbound {
            protocol,
            from: if everything { 0 } else { bound("fromPort", 0) },
            to: if everything { 65_535 } else { bound("toPort", 65_535) },
            rule,
        }
    })
}

impl Inbound<'_> {
    fn is(&self, protocol: &str) -> bool {
        let number = match protocol {
            "tcp" => "6",
            "udp" => "17",
            other => other,
        };
        self.protocol == "-1" || self.protocol.eq_ignore_ascii_case(protocol) || self.protocol == number
    }

    fn has_port(&self, port: i64) -> bool {
        self.from <= port && port <= self.to
    }

    fn is_open_v4(&self) -> bool {
        self.networks(&["ipRanges", "ipv4Ranges"], &["cidrIp"]).any(|network| network == "0.0.0.0/0")
    }

    fn is_open_v6(&self) -> bool {
        self.networks(&["ipv6Ranges"], &["cidrIpv6"]).any(|network| matches!(network, "::/0" | "0:0:0:0:0:0:0:0/0"))
    }

    /// Networks, which are listed as texts, as objects, or stand alone.
    fn networks<'s>(&'s self, lists: &'s [&str], members: &'s [&str]) -> impl Iterator<Item = &'s str> {
        let listed = lists
            .iter()
            .flat_map(|list| list_of(self.rule, list))
            .filter_map(move |entry| entry.as_str().or_else(|| members.iter().find_map(|name| text_of(entry, name))));
        listed.chain(members.iter().filter_map(|name| text_of(self.rule, name)))
    }

    fn is_open(&self) -> bool {
        self.is_open_v4() || self.is_open_v6()
    }
}

/// The first of these TCP ports that the whole internet reaches.
fn open_port(c: &Check<'_>, ports: &[i64]) -> Option<i64> {
    inbound(c)
        .filter(|rule| rule.is("tcp") && rule.is_open())
        .find_map(|rule| ports.iter().copied().find(|port| rule.has_port(*port)))
}

/// `80,443,8000-8080`
fn ranges(text: &str) -> Vec<(i64, i64)> {
    text.split(',')
        .filter_map(|part| match part.trim().split_once('-') {
            Some((from, to)) => Some((from.trim().parse().ok()?, to.trim().parse().ok()?)),
            None => part.trim().parse().ok().map(|port| (port, port)),
        })
        .collect()
}

fn authorized_ports(c: &Check<'_>) -> Verdict {
    for rule in inbound(c).filter(Inbound::is_open) {
        for (protocol, parameter) in [("tcp", "authorizedTcpPorts"), ("udp", "authorizedUdpPorts")] {
            if !rule.is(protocol) {
                continue;
            }
            let allowed = c.parameters.text(parameter).map(ranges).unwrap_or_default();
            if !allowed.iter().any(|(from, to)| *from <= rule.from && rule.to <= *to) {
                return no(format!("The whole internet reaches {protocol} ports {} to {}.", rule.from, rule.to));
            }
        }
    }
    yes()
}

fn restricted_ports(c: &Check<'_>) -> Verdict {
    let own = if c.item.account_id.is_empty() { c.context.account_id } else { c.item.account_id };
    if c.parameters.flag("excludeExternalSecurityGroups") == Some(true) && c.text("ownerId").is_some_and(|owner| owner != own) {
        return skip("The group belongs to another account.");
    }
    let ports: Vec<i64> = c.parameters.list("restrictPorts").iter().filter_map(|port| port.parse().ok()).collect();
    let ports = if ports.is_empty() { vec![22, 3389] } else { ports };
    let protocol = c.parameters.text("protocolType").unwrap_or("TCP").to_ascii_lowercase();
    let family = c.parameters.text("ipType");
    for rule in inbound(c) {
        let concerned = if protocol == "all" { rule.is("tcp") || rule.is("udp") } else { rule.is(&protocol) };
        let open = match family {
            Some(family) if family.eq_ignore_ascii_case("IPv4") => rule.is_open_v4(),
            Some(_) => rule.is_open_v6(),
            None => rule.is_open(),
        };
        if concerned
            && open
            && let Some(port) = ports.iter().find(|port| rule.has_port(**port))
        {
            return no(format!("The whole internet reaches port {port}."));
        }
    }
    yes()
}

fn attached(c: &Check<'_>) -> Verdict {
    let related = c.item.relationships().any(|other| matches!(other.resource_type, INTERFACE | super::INSTANCE));
    let id = c.item.resource_id;
    let used = related
        || c.any(INTERFACE, |interface| {
            let configuration = interface.configuration();
            list_of(configuration, "groups").iter().any(|group| text_of(group, "groupId") == Some(id))
                || list_of(configuration, "groupSet").iter().filter_map(json::text).any(|group| group == id)
        });
    expect(used, "The group is attached to nothing.")
}
