//! Query logs of the Route 53 resolver, and what they tell.

use std::borrow::Cow;
use std::net::IpAddr;

use foldhash::HashSet;

use crate::bounded::{Crossed, hash};
use crate::event::Unreadable;
use crate::finding::{Action, Actor, Draft, Moment};
use crate::json::Value;
use crate::memory::Memory;
use crate::{net, time};

/// A query.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    /// Account.
    pub account: Cow<'a, str>,
    /// Region.
    pub region: Cow<'a, str>,
    /// When, seconds since 1970.
    pub time: i64,
    /// The name, in small letters, without the dot at its end.
    pub name: String,
    /// `A`, `TXT` and so on.
    pub kind: Cow<'a, str>,
    /// `NOERROR`, `NXDOMAIN` and so on.
    pub code: Cow<'a, str>,
    /// Who asked.
    pub source: Option<IpAddr>,
    /// The instance that asked.
    pub instance: Cow<'a, str>,
    /// `UDP` or `TCP`.
    pub transport: Cow<'a, str>,
    /// Answers.
    pub answers: Value<'a>,
}

impl<'a> Query<'a> {
    /// Whether a record is a query.
    pub fn recognizes(record: Value<'a>) -> bool {
        !record.get("query_name").is_null()
    }

    /// Takes the facts from a record.
    ///
    /// # Errors
    /// When it has no name or time.
    pub fn read(record: Value<'a>) -> Result<Self, Unreadable> {
        let name = record.get("query_name").str().ok_or(Unreadable::Schema("no query_name"))?;
        let time =
            record.get("query_timestamp").str().and_then(|t| time::parse(&t)).ok_or(Unreadable::Schema("no query_timestamp"))?;
        let name: String = name.trim_end_matches('.').chars().take(255).collect::<String>().to_ascii_lowercase();
        Ok(Self {
            account: record.get("account_id").text(),
            region: record.get("region").text(),
            time,
            name,
            kind: record.get("query_type").text(),
            code: record.get("rcode").text(),
            source: net::parse(&record.get("srcaddr").text()),
            instance: record.path("srcids.instance").text(),
            transport: record.get("transport").text(),
            answers: record.get("answers"),
        })
    }

    /// The name that somebody registered: two labels, or three under endings such as `co.uk`.
    fn registered(&self) -> &str {
        let mut dots = self.name.rmatch_indices('.').map(|(at, _)| at);
        let (last, second, third) = (dots.next(), dots.next(), dots.next());
        let from = match (last, second) {
            (Some(last), Some(second)) => {
                let ending = self.name.get(second + 1..last).unwrap_or_default();
                let short = ending.len() <= 3
                    && self.name.len() - last <= 3
                    && matches!(ending, "co" | "com" | "net" | "org" | "gov" | "edu" | "ac" | "or" | "ne");
                if short { third.map_or(0, |at| at + 1) } else { second + 1 }
            }
            _ => 0,
        };
        self.name.get(from..).unwrap_or(&self.name)
    }
}

/// A set of domains: a name belongs to it when it or one that it lies under was added.
#[derive(Debug, Clone, Default)]
pub struct DomainSet {
    names: HashSet<Box<str>>,
}

impl DomainSet {
    /// Adds a domain.
    pub fn insert(&mut self, domain: &str) {
        self.names.insert(domain.trim_end_matches('.').trim_start_matches("*.").to_ascii_lowercase().into());
    }

    /// Whether the name is in it.
    pub fn contains(&self, name: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let mut rest = name;
        loop {
            if self.names.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, above)) => rest = above,
                None => return false,
            }
        }
    }

    /// How many were added.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// Pools of miners and their like.
const POOLS: &[&str] = &[
    "minexmr.com",
    "supportxmr.com",
    "moneroocean.stream",
    "nanopool.org",
    "2miners.com",
    "f2pool.com",
    "ethermine.org",
    "nicehash.com",
    "xmrpool.eu",
    "hashvault.pro",
    "herominers.com",
    "c3pool.com",
    "c3pool.org",
    "poolin.com",
    "antpool.com",
    "slushpool.com",
    "braiins.com",
    "viabtc.com",
    "flypool.org",
    "unmineable.com",
    "dwarfpool.com",
    "minergate.com",
    "coinhive.com",
    "crypto-pool.fr",
    "monerohash.com",
    "xmr.pt",
    "miningpoolhub.com",
    "sparkpool.com",
    "zpool.ca",
    "prohashing.com",
    "kryptex.network",
    "rx.unmineable.com",
    "woolypooly.com",
    "ravenminer.com",
    "hashcity.org",
    "bitcoin.com",
    "pool.bitcoin.com",
    "blockchain.info",
    "mine.moneropool.com",
    "monero.hashvault.pro",
    "gulf.moneroocean.stream",
    "xmr-eu1.nanopool.org",
    "cryptonight.net",
    "aeon-pool.com",
    "litecoinpool.org",
    "emcd.io",
];
/// Services whose names tell attackers that something was reached, carry their traffic, or change by the hour.
const SUSPICIOUS: &[&str] = &[
    "interact.sh",
    "oast.fun",
    "oast.pro",
    "oast.live",
    "oast.site",
    "oast.online",
    "oast.me",
    "burpcollaborator.net",
    "oastify.com",
    "dnslog.cn",
    "ceye.io",
    "requestbin.net",
    "webhook.site",
    "pipedream.net",
    "canarytokens.com",
    "ngrok.io",
    "ngrok-free.app",
    "serveo.net",
    "localtunnel.me",
    "trycloudflare.com",
    "duckdns.org",
    "no-ip.org",
    "ddns.net",
    "hopto.org",
    "zapto.org",
    "dynu.net",
    "portmap.io",
    "anonfiles.com",
    "transfer.sh",
    "temp.sh",
];

/// Whether a label looks made up by a machine: long, of many different letters, hard to pronounce.
fn made_up(label: &str) -> bool {
    if label.len() < 10 || label.len() > 40 || label.contains('-') || label.starts_with("xn--") {
        return false;
    }
    let (mut vowels, mut digits, mut run, mut longest, mut turns) = (0, 0, 0, 0, 0);
    let mut counts = [0_u8; 128];
    let mut before_digit = None;
    for byte in label.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
        let digit = byte.is_ascii_digit();
        digits += usize::from(digit);
        turns += usize::from(before_digit.is_some_and(|d| d != digit));
        before_digit = Some(digit);
        if matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            vowels += 1;
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    let length = label.len() as f64;
    let entropy: f64 = counts.iter().filter(|c| **c > 0).map(|c| f64::from(*c) / length).map(|p| -p * p.log2()).sum();
    let hard = longest >= 5 || turns >= 3 || (vowels as f64) < length * 0.22;
    entropy >= 2.9 && hard && digits < label.len()
}

/// Looks at a query.
pub(crate) fn look(query: &Query<'_>, threats: &DomainSet, known: &Known, memory: &mut Memory, out: &mut Vec<Draft>) {
    let who: Cow<'_, str> = if query.instance.is_empty() {
        query.source.map(|s| s.to_string()).unwrap_or_default().into()
    } else {
        query.instance.clone()
    };
    let mut tell = |rule: &str,
                    kind: &str,
                    title: &str,
                    severity: f64,
                    technique: &str,
                    says: String,
                    crossed: Option<Crossed>,
                    apart: &str| {
        let (first, last, count) = crossed.map_or((query.time, query.time, 1), |c| (c.first, c.last, u64::from(c.new)));
        out.push(Draft {
            rule: rule.to_owned(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            says,
            severity,
            techniques: vec![technique.to_owned()],
            account: query.account.clone().into_owned(),
            region: query.region.clone().into_owned(),
            actor: Actor { kind: "Instance".to_owned(), name: who.clone().into_owned(), ..Actor::default() },
            resources: vec![who.clone().into_owned()],
            action: Action::Dns {
                domain: query.name.clone(),
                protocol: query.transport.clone().into_owned(),
                local: query.source,
            },
            deviations: Vec::new(),
            apart: apart.to_owned(),
            count,
            first,
            last,
            timeline: vec![Moment {
                time: query.time,
                what: format!("{} {} {}", query.kind, query.name, query.code),
                event: String::new(),
            }],
        });
    };
    let mut count = |rule: &str, of: u64, what: u64, need: usize| {
        memory.windows.entry(hash(&(rule, &query.account, &who, of)), Default::default)?.add(query.time, what, 600, need)
    };
    let registered = query.registered();
    let says = format!("The name is {}.", query.name);
    if threats.contains(&query.name) {
        tell(
            "dns-listed",
            "Backdoor:EC2/C&CActivity.B!DNS",
            "An instance asks for a name of a threat list",
            8.0,
            "T1071.004",
            says.clone(),
            None,
            registered,
        );
    }
    if known.pools.contains(&query.name) {
        tell(
            "dns-mining",
            "CryptoCurrency:EC2/BitcoinTool.B!DNS",
            "An instance asks for a pool of miners",
            8.0,
            "T1496.001",
            says.clone(),
            None,
            registered,
        );
    }
    if known.suspicious.contains(&query.name) {
        tell(
            "dns-suspicious",
            "Impact:EC2/SuspiciousDomainRequest.Reputation",
            "An instance asks for a name of a service that attackers like to use",
            3.0,
            "T1071.001",
            says.clone(),
            None,
            registered,
        );
    }
    let metadata = |a: Value<'_>| matches!(&*a.get("Rdata").text(), "169.254.169.254" | "fd00:ec2::254");
    if query.answers.items().any(metadata)
        && !query.name.ends_with(".internal")
        && !query.name.ends_with(".amazonaws.com")
        && query.name.contains('.')
    {
        tell(
            "dns-rebind",
            "UnauthorizedAccess:EC2/MetadataDNSRebind",
            "A name leads to the metadata service",
            8.0,
            "T1552.005",
            says,
            None,
            registered,
        );
    }
    let label = registered.split('.').next().unwrap_or_default();
    if query.code == "NXDOMAIN"
        && made_up(label)
        && let Some(crossed) = count("dga", 0, hash(registered), 10)
    {
        let says =
            format!("{} names that look made up and do not exist within 10 minutes, such as {registered}.", crossed.distinct);
        tell(
            "dns-made-up",
            "Trojan:EC2/DGADomainRequest.B",
            "An instance asks for many made-up names",
            8.0,
            "T1568.002",
            says,
            Some(crossed),
            "",
        );
    }
    let below = query.name.len().saturating_sub(registered.len() + 1);
    let internal = registered.ends_with("amazonaws.com")
        || registered.ends_with(".arpa")
        || query.name.ends_with(".internal")
        || registered.ends_with("in-addr.arpa");
    if below >= 40
        && !internal
        && let Some(crossed) = count("tunnel", hash(registered), hash(&query.name), 30)
    {
        let says = format!("{} different long names under {registered} within 10 minutes.", crossed.distinct);
        tell(
            "dns-tunnel",
            "Trojan:EC2/DNSDataExfiltration",
            "An instance sends data out in names",
            8.0,
            "T1048.003",
            says,
            Some(crossed),
            registered,
        );
    }
}

/// Names that are known without a list of the house's own.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pools: DomainSet,
    suspicious: DomainSet,
}

impl Default for Known {
    fn default() -> Self {
        let set = |names: &[&str]| {
            let mut set = DomainSet::default();
            names.iter().for_each(|n| set.insert(n));
            set
        };
        Self { pools: set(POOLS), suspicious: set(SUSPICIOUS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_and_people_make_different_names() {
        for name in ["xkqzvbnwrtplm", "q8f7x2k9z1m4", "ghtrwpqlkzxcv", "a1b2c3d4e5f6g7"] {
            assert!(made_up(name), "{name}");
        }
        for name in [
            "amazonaws",
            "stackoverflow",
            "googleusercontent",
            "cloudfront",
            "kubernetes",
            "documentation",
            "my-long-host-name",
            "ubuntu",
        ] {
            assert!(!made_up(name), "{name}");
        }
        let mut set = DomainSet::default();
        set.insert("*.Evil.example.");
        assert!(set.contains("a.b.evil.example") && set.contains("evil.example") && !set.contains("notevil.example"));
    }
}
