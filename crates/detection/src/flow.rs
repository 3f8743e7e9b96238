//! VPC flow logs: records of the text formats of versions 2 to 5, and what they tell.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::bounded::{Crossed, hash};
use crate::finding::{Action, Actor, Draft, Moment};
use crate::memory::Memory;
use crate::net;

/// Fields of a record without a header: version 2.
const DEFAULT: &[&str] = &[
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
];

/// Which field stands where.
#[derive(Debug, Clone)]
pub struct Format {
    fields: Vec<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Account,
    Interface,
    Source,
    Destination,
    SourcePort,
    DestinationPort,
    Protocol,
    Packets,
    Bytes,
    Start,
    End,
    Action,
    Status,
    Instance,
    Region,
    TcpFlags,
    Direction,
    Other,
}

impl Field {
    fn of(name: &str) -> Self {
        match name.trim().trim_start_matches("${").trim_end_matches('}').to_ascii_lowercase().replace('_', "-").as_str() {
            "account-id" => Self::Account,
            "interface-id" => Self::Interface,
            "srcaddr" => Self::Source,
            "dstaddr" => Self::Destination,
            "srcport" => Self::SourcePort,
            "dstport" => Self::DestinationPort,
            "protocol" => Self::Protocol,
            "packets" => Self::Packets,
            "bytes" => Self::Bytes,
            "start" => Self::Start,
            "end" => Self::End,
            "action" => Self::Action,
            "log-status" => Self::Status,
            "instance-id" => Self::Instance,
            "region" => Self::Region,
            "tcp-flags" => Self::TcpFlags,
            "flow-direction" => Self::Direction,
            _ => Self::Other,
        }
    }
}

/// A record of a flow log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow<'a> {
    /// Account of the interface.
    pub account: &'a str,
    /// Interface.
    pub interface: &'a str,
    /// Instance, where the format has it.
    pub instance: &'a str,
    /// Region, where the format has it.
    pub region: &'a str,
    /// From where.
    pub source: IpAddr,
    /// To where.
    pub destination: IpAddr,
    /// From which port.
    pub source_port: u16,
    /// To which port.
    pub destination_port: u16,
    /// Number of the protocol: 6 for TCP, 17 for UDP.
    pub protocol: u8,
    /// Packets.
    pub packets: u64,
    /// Bytes.
    pub bytes: u64,
    /// First second.
    pub start: i64,
    /// Last second.
    pub end: i64,
    /// Whether it was let through.
    pub accepted: bool,
    /// Flags of TCP; 0 when not known.
    pub tcp_flags: u8,
}

/// Why a line is no flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoFlow {
    /// The line names the fields: it is a header.
    #[error("a header")]
    Header,
    /// The record says that there was nothing, or that AWS skipped something.
    #[error("no data")]
    NoData,
    /// The line has not the fields that it should have.
    #[error("not a record of a flow log: {0}")]
    Fields(&'static str),
}

impl Default for Format {
    fn default() -> Self {
        Self { fields: DEFAULT.iter().map(|f| Field::of(f)).collect() }
    }
}

impl Format {
    /// The format that a header names, when the line is one.
    pub fn of_header(line: &str) -> Option<Self> {
        let fields: Vec<Field> = line.split_ascii_whitespace().map(Field::of).collect();
        let has = |f| fields.contains(&f);
        (has(Field::Source) && has(Field::Destination) && fields.len() <= 64).then_some(Self { fields })
    }

    /// Whether the line looks like a record or header of a flow log.
    pub fn recognizes(line: &str) -> bool {
        Self::of_header(line).is_some() || matches!(Self::default().read(line), Ok(_) | Err(NoFlow::NoData))
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the line is none, or has no data.
    pub fn read<'a>(&self, line: &'a str) -> Result<Flow<'a>, NoFlow> {
        let mut flow = Flow {
            account: "",
            interface: "",
            instance: "",
            region: "",
            source: [0, 0, 0, 0].into(),
            destination: [0, 0, 0, 0].into(),
            source_port: 0,
            destination_port: 0,
            protocol: 0,
            packets: 0,
            bytes: 0,
            start: 0,
            end: 0,
            accepted: true,
            tcp_flags: 0,
        };
        let (mut addresses, mut count, mut bad) = (0, 0, None);
        let mut no_data = false;
        let mut words = line.split_ascii_whitespace();
        for field in &self.fields {
            let Some(word) = words.next() else { return Err(NoFlow::Fields("too few fields")) };
            count += 1;
            if word == "-" {
                continue;
            }
            let mut number = || {
                word.parse::<u64>().unwrap_or_else(|_| {
                    bad = Some("a number is none");
                    0
                })
            };
            match field {
                Field::Account => flow.account = word,
                Field::Interface => flow.interface = word,
                Field::Instance => flow.instance = word,
                Field::Region => flow.region = word,
                Field::Source | Field::Destination => {
                    let address = net::parse(word).ok_or(NoFlow::Fields("an address is none"))?;
                    addresses += 1;
                    if *field == Field::Source { flow.source = address } else { flow.destination = address }
                }
                Field::SourcePort => flow.source_port = u16::try_from(number()).unwrap_or(0),
                Field::DestinationPort => flow.destination_port = u16::try_from(number()).unwrap_or(0),
                Field::Protocol => flow.protocol = u8::try_from(number()).unwrap_or(0),
                Field::Packets => flow.packets = number(),
                Field::Bytes => flow.bytes = number(),
                Field::Start => flow.start = i64::try_from(number()).unwrap_or(0),
                Field::End => flow.end = i64::try_from(number()).unwrap_or(0),
                Field::TcpFlags => flow.tcp_flags = u8::try_from(number()).unwrap_or(0),
                Field::Action => match word {
                    "ACCEPT" => flow.accepted = true,
                    "REJECT" => flow.accepted = false,
                    _ => bad = Some("the action is neither ACCEPT nor REJECT"),
                },
                Field::Status => no_data = matches!(word, "NODATA" | "SKIPDATA"),
                Field::Direction | Field::Other => {}
            }
        }
        if words.next().is_some() {
            return Err(NoFlow::Fields("too many fields"));
        }
        if no_data {
            return Err(NoFlow::NoData);
        }
        if let Some(bad) = bad {
            return Err(NoFlow::Fields(bad));
        }
        if addresses < 2 || count < 4 {
            return Err(NoFlow::Fields("no addresses"));
        }
        flow.start = if flow.start == 0 { flow.end } else { flow.start };
        if flow.start <= 0 || flow.start > 1 << 40 {
            return Err(NoFlow::Fields("no time"));
        }
        flow.end = flow.end.clamp(flow.start, flow.start + 86_400);
        Ok(flow)
    }
}

/// What an instance does in the network.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Host {
    first: i64,
    flows: u64,
    /// Ports of servers that it talked to.
    ports: Vec<u16>,
    hour: i64,
    sent: u64,
    most: u64,
    hours: u32,
}

/// Ports on which pools of miners listen and hardly anything else.
const POOLS: &[u16] = &[3333, 4444, 5555, 7777, 8333, 9332, 14433, 14444, 18333, 45560, 45700];
/// Ports that are swept for a way in.
const SWEPT: &[u16] =
    &[21, 22, 23, 135, 139, 445, 1433, 2375, 3306, 3389, 5432, 5900, 5985, 6379, 8545, 9200, 10250, 11211, 27017];

/// Which lists an address is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listed {
    /// A list of the house's own.
    Custom,
    /// Known bad addresses.
    Malicious,
    /// Exits of the Tor network.
    Tor,
}

/// A finding about a flow.
struct Told {
    rule: &'static str,
    kind: &'static str,
    title: &'static str,
    severity: f64,
    technique: &'static str,
    says: String,
}

/// Looks at a flow.
pub(crate) fn look(flow: &Flow<'_>, listed: &dyn Fn(IpAddr) -> Option<Listed>, memory: &mut Memory, out: &mut Vec<Draft>) {
    // Each connection has a record for either direction; looked at is what goes from the one who began to the server.
    let initiates = match (flow.protocol, flow.tcp_flags & 0b1_0010) {
        (6, 0b0010) => true,
        (6, 0b1_0010) => false,
        _ => flow.source_port >= flow.destination_port || flow.source_port >= 32_768,
    };
    let local_is_source = match (net::is_private(flow.source), net::is_private(flow.destination)) {
        (true, false) => true,
        (false, true) => false,
        _ => initiates,
    };
    let remote = if local_is_source { flow.destination } else { flow.source };
    let outside = !net::is_private(remote);
    let mut tell =
        |told: Told, crossed: Option<Crossed>, apart: String| out.push(draft(flow, local_is_source, told, crossed, apart));
    let count = |memory: &mut Memory, rule: &str, of: u64, what: u64, span: i64, need: usize| {
        memory.windows.entry(hash(&(rule, flow.account, of)), Default::default)?.add(flow.start, what, span, need)
    };

    if outside
        && flow.accepted
        && let Some(list) = listed(remote)
    {
        let told = match list {
            Listed::Tor if local_is_source => Told {
                rule: "flow-tor",
                kind: "UnauthorizedAccess:EC2/TorClient",
                title: "An instance connects to the Tor network",
                severity: 8.0,
                technique: "T1090.003",
                says: String::new(),
            },
            Listed::Malicious => Told {
                rule: "flow-listed",
                kind: "Backdoor:EC2/C&CActivity.B",
                title: "An instance talks to an address of a threat list",
                severity: 8.0,
                technique: "T1071",
                says: String::new(),
            },
            _ => Told {
                rule: "flow-listed-custom",
                kind: "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
                title: "An instance talks to an address of a threat list of yours",
                severity: 5.0,
                technique: "T1071",
                says: String::new(),
            },
        };
        tell(told, None, remote.to_string());
    }
    let pair = hash(&(flow.source, flow.destination));
    if initiates {
        if local_is_source && let Some(crossed) = count(memory, "portscan", pair, u64::from(flow.destination_port), 300, 25) {
            let says = format!("{} different ports within 5 minutes.", crossed.distinct);
            tell(
                Told {
                    rule: "flow-portscan",
                    kind: "Recon:EC2/Portscan",
                    title: "An instance scans the ports of a host",
                    severity: 5.0,
                    technique: "T1046",
                    says,
                },
                Some(crossed),
                remote.to_string(),
            );
        }
        if local_is_source
            && SWEPT.contains(&flow.destination_port)
            && let Some(crossed) =
                count(memory, "sweep", hash(&(flow.source, flow.destination_port)), hash(&flow.destination), 300, 30)
        {
            let says = format!("Port {} of {} different hosts within 5 minutes.", flow.destination_port, crossed.distinct);
            let severity = if outside { 8.0 } else { 5.0 };
            tell(
                Told {
                    rule: "flow-sweep",
                    kind: "Impact:EC2/PortSweep",
                    title: "An instance tries one port of many hosts",
                    severity,
                    technique: "T1046",
                    says,
                },
                Some(crossed),
                flow.destination_port.to_string(),
            );
        }
        let guessed = match flow.destination_port {
            22 => Some(("flow-ssh", "UnauthorizedAccess:EC2/SSHBruteForce", "SSH passwords are being guessed")),
            3389 => Some(("flow-rdp", "UnauthorizedAccess:EC2/RDPBruteForce", "RDP passwords are being guessed")),
            5985 | 5986 => Some(("flow-winrm", "Impact:EC2/WinRMBruteForce", "WinRM passwords are being guessed")),
            _ => None,
        };
        if let Some((rule, kind, title)) = guessed
            && flow.accepted && flow.protocol == 6
            // A session that carries much is one that somebody works in.
            && flow.bytes < 200_000
            && let Some(crossed) = count(memory, rule, pair, hash(&(flow.source_port, flow.start)), 600, 20)
        {
            let severity = if local_is_source { 8.0 } else { 3.0 };
            let says = format!(
                "{} connections within 10 minutes, by {}.",
                crossed.distinct,
                if local_is_source { "the instance" } else { "a host elsewhere" }
            );
            tell(Told { rule, kind, title, severity, technique: "T1110", says }, Some(crossed), remote.to_string());
        }
        if !local_is_source
            && outside
            && flow.accepted
            && flow.protocol == 6
            && flow.packets <= 4
            && let Some(crossed) =
                count(memory, "probe", hash(&flow.source), hash(&(flow.destination, flow.destination_port)), 600, 8)
        {
            let says = format!("{} ports were tried within 10 minutes.", crossed.distinct);
            tell(
                Told {
                    rule: "flow-probe",
                    kind: "Recon:EC2/PortProbeUnprotectedPort",
                    title: "Open ports are being tried from the internet",
                    severity: 2.0,
                    technique: "T1595.001",
                    says,
                },
                Some(crossed),
                remote.to_string(),
            );
        }
        if local_is_source && outside && flow.accepted && flow.protocol == 6 {
            if POOLS.contains(&flow.destination_port)
                && flow.packets > 3
                && let Some(crossed) = count(memory, "pool", pair, hash(&flow.start), 7200, 3)
            {
                let says = format!("Port {} of {remote}, again and again.", flow.destination_port);
                tell(
                    Told {
                        rule: "flow-mining",
                        kind: "CryptoCurrency:EC2/BitcoinTool.B",
                        title: "An instance talks to a pool of miners",
                        severity: 8.0,
                        technique: "T1496.001",
                        says,
                    },
                    Some(crossed),
                    remote.to_string(),
                );
            }
            if flow.destination_port == 25
                && let Some(crossed) = count(memory, "spam", hash(&flow.source), hash(&flow.destination), 600, 20)
            {
                let says = format!("{} mail hosts within 10 minutes.", crossed.distinct);
                tell(
                    Told {
                        rule: "flow-spam",
                        kind: "Backdoor:EC2/Spambot",
                        title: "An instance sends mail to many hosts",
                        severity: 5.0,
                        technique: "T1496.004",
                        says,
                    },
                    Some(crossed),
                    String::new(),
                );
            }
        }
    }
    if local_is_source && outside && flow.accepted {
        let seconds = u64::try_from(flow.end - flow.start).unwrap_or(0) + 1;
        let rate = flow.packets / seconds;
        if rate >= 10_000 && flow.bytes / flow.packets.max(1) < 1_200 {
            let kind = match (flow.protocol, flow.destination_port) {
                (17, 53) => "Backdoor:EC2/DenialOfService.Dns",
                (17, 22 | 25 | 80 | 110 | 143 | 443 | 3306 | 3389 | 5432) => "Backdoor:EC2/DenialOfService.UdpOnTcpPorts",
                (17, _) => "Backdoor:EC2/DenialOfService.Udp",
                (6, _) => "Backdoor:EC2/DenialOfService.Tcp",
                _ => "Backdoor:EC2/DenialOfService.UnusualProtocol",
            };
            let says = format!("{rate} packets a second to {remote}.");
            tell(
                Told {
                    rule: "flow-flood",
                    kind,
                    title: "An instance floods a host",
                    severity: 8.0,
                    technique: "T1498.001",
                    says,
                },
                None,
                remote.to_string(),
            );
        }
        let name = hash(&(flow.account, flow.interface, flow.source));
        if let Some(host) = memory.hosts.entry(name, Default::default) {
            host.baseline(flow, initiates, &mut tell);
        }
    }
}

impl Host {
    /// Learns from what is sent out, and tells what was never so.
    fn baseline(&mut self, flow: &Flow<'_>, initiates: bool, tell: &mut dyn FnMut(Told, Option<Crossed>, String)) {
        /// An hour's bytes below which nothing is unusual.
        const LEAST: u64 = 1 << 30;
        if self.flows == 0 {
            self.first = flow.start;
            self.hour = flow.start / 3600;
        }
        self.flows += 1;
        let hour = flow.start / 3600;
        if hour > self.hour {
            self.most = self.most.max(self.sent);
            self.hours = self.hours.saturating_add(1);
            (self.hour, self.sent) = (hour, 0);
        }
        if hour == self.hour {
            let before = self.sent;
            self.sent = self.sent.saturating_add(flow.bytes);
            let limit = (self.most.saturating_mul(10)).max(LEAST);
            if self.hours >= 24 && before < limit && self.sent >= limit {
                let says =
                    format!("{} MB were sent within an hour; expected were at most {} MB.", self.sent >> 20, self.most >> 20);
                tell(
                    Told {
                        rule: "flow-volume",
                        kind: "Behavior:EC2/TrafficVolumeUnusual",
                        title: "An instance sends out far more than it ever did",
                        severity: 5.0,
                        technique: "T1048",
                        says,
                    },
                    None,
                    String::new(),
                );
            }
        }
        if !initiates {
            return;
        }
        let port = flow.destination_port;
        if self.ports.contains(&port) {
            return;
        }
        let mature = self.flows >= 500 && flow.start - self.first >= 2 * 86_400;
        let usual: Vec<String> = self.ports.iter().take(8).map(u16::to_string).collect();
        if mature && matches!(port, 53 | 853) && flow.bytes > 200 {
            let says = format!("The resolver is {}.", flow.destination);
            let told = if port == 53 {
                Told {
                    rule: "flow-resolver",
                    kind: "DefenseEvasion:EC2/UnusualDNSResolver",
                    title: "An instance asks a resolver that it never used",
                    severity: 5.0,
                    technique: "T1071.004",
                    says,
                }
            } else {
                Told {
                    rule: "flow-dot",
                    kind: "DefenseEvasion:EC2/UnusualDoTActivity",
                    title: "An instance asks a resolver over TLS, which it never did",
                    severity: 5.0,
                    technique: "T1071.004",
                    says,
                }
            };
            tell(told, None, String::new());
        } else if mature && self.ports.len() < 32 && flow.bytes > 10 << 20 {
            let says = format!("{} MB were sent to port {port}; expected were ports {}.", flow.bytes >> 20, usual.join(", "));
            tell(
                Told {
                    rule: "flow-port",
                    kind: "Behavior:EC2/NetworkPortUnusual",
                    title: "An instance sends much to a port that it never used",
                    severity: 5.0,
                    technique: "T1571",
                    says,
                },
                None,
                port.to_string(),
            );
        }
        if self.ports.len() < 32 {
            self.ports.push(port);
        }
    }
}

fn protocol_name(number: u8) -> String {
    match number {
        1 => "ICMP".to_owned(),
        6 => "TCP".to_owned(),
        17 => "UDP".to_owned(),
        other => other.to_string(),
    }
}

fn draft(flow: &Flow<'_>, local_is_source: bool, told: Told, crossed: Option<Crossed>, apart: String) -> Draft {
    let (local, local_port, remote, remote_port) = if local_is_source {
        (flow.source, flow.source_port, flow.destination, flow.destination_port)
    } else {
        (flow.destination, flow.destination_port, flow.source, flow.source_port)
    };
    let name = if flow.instance.is_empty() { flow.interface } else { flow.instance };
    let (first, last, count) =
        crossed.map_or((flow.start, flow.end, 1), |c| (c.first, c.last.max(flow.end.min(c.last)), u64::from(c.new)));
    let what = format!(
        "{} {}:{} → {}:{} {}",
        protocol_name(flow.protocol),
        flow.source,
        flow.source_port,
        flow.destination,
        flow.destination_port,
        if flow.accepted { "accepted" } else { "rejected" }
    );
    Draft {
        rule: told.rule.to_owned(),
        kind: told.kind.to_owned(),
        title: told.title.to_owned(),
        says: told.says,
        severity: told.severity,
        techniques: vec![told.technique.to_owned()],
        account: flow.account.to_owned(),
        region: flow.region.to_owned(),
        actor: Actor {
            kind: "Instance".to_owned(),
            name: if name.is_empty() { local.to_string() } else { name.to_owned() },
            ..Actor::default()
        },
        resources: vec![name.to_owned()],
        action: Action::Network {
            direction: if local_is_source { "OUTBOUND" } else { "INBOUND" }.to_owned(),
            remote,
            remote_port,
            local,
            local_port,
            protocol: protocol_name(flow.protocol),
            blocked: !flow.accepted,
        },
        deviations: Vec::new(),
        apart,
        count,
        first,
        last,
        timeline: vec![Moment { time: flow.start, what, event: String::new() }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_by_their_header() {
        let line =
            "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";
        let flow = Format::default().read(line).unwrap();
        assert_eq!((flow.destination_port, flow.packets, flow.accepted), (22, 20, true));
        let format =
            Format::of_header("version vpc-id srcaddr dstaddr srcport dstport protocol tcp-flags start end action instance-id")
                .unwrap();
        let flow = format.read("5 vpc-1 10.0.0.1 198.51.100.1 40000 443 6 2 1418530010 1418530070 REJECT i-1").unwrap();
        assert_eq!((flow.instance, flow.tcp_flags, flow.accepted), ("i-1", 2, false));
        let none = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA";
        assert_eq!(Format::default().read(none), Err(NoFlow::NoData));
        for bad in [
            "",
            "2 1 eni",
            &line.replace("20641", "x"),
            &line.replace("ACCEPT", "PERHAPS"),
            &format!("{line} more"),
            &line.replace("172.31.16.21 ", "172.31.16 "),
        ] {
            assert!(matches!(Format::default().read(bad), Err(NoFlow::Fields(_))), "{bad}");
        }
        assert!(Format::recognizes(line) && Format::recognizes(none) && !Format::recognizes("hello world"));
    }
}
