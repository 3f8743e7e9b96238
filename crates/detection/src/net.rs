//! Addresses: reading them as logs write them, what they say of themselves, and sets of prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

/// Reads an address. Leading zeros of IPv4 are decimal, as some log pipelines write them.
pub fn parse(text: &str) -> Option<IpAddr> {
    if text.len() > 45 {
        return None;
    }
    if !text.contains(':') {
        let mut parts = text.split('.');
        let mut octets = [0_u8; 4];
        for octet in &mut octets {
            let part = parts.next()?;
            if part.is_empty() || part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            *octet = part.parse().ok()?;
        }
        return parts.next().is_none().then(|| Ipv4Addr::from(octets).into());
    }
    text.parse::<Ipv6Addr>().ok().map(|v6| v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4))
}

/// Whether the address belongs to a private, local or shared network, so that it does not tell where somebody is.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// The network of an address that a baseline remembers: /16 of IPv4, /32 of IPv6.
pub fn wide(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(v4) => u64::from(v4.to_bits() >> 16),
        IpAddr::V6(v6) => (1 << 48) | u64::try_from(v6.to_bits() >> 96).unwrap_or(0),
    }
}

/// Words for the network of [`wide`].
pub fn wide_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            format!("{a}.{b}.0.0/16")
        }
        IpAddr::V6(v6) => {
            let [a, b, ..] = v6.segments();
            format!("{a:x}:{b:x}::/32")
        }
    }
}

/// First octets, and ranges of second octets in them, of blocks that AWS announces for EC2 and its services (from its public list, made coarser: an
/// address outside of these is surely none of AWS's, one inside may be another's).
const AWS: &[(u8, u8, u8)] = &[
    (3, 0, 255),
    (13, 32, 63),
    (13, 112, 127),
    (13, 192, 255),
    (15, 152, 253),
    (16, 12, 171),
    (18, 32, 255),
    (23, 20, 23),
    (34, 192, 255),
    (35, 71, 72),
    (35, 152, 183),
    (36, 103, 103),
    (40, 160, 192),
    (43, 192, 224),
    (44, 192, 255),
    (46, 51, 51),
    (46, 137, 137),
    (47, 128, 131),
    (50, 16, 19),
    (50, 112, 112),
    (51, 16, 37),
    (51, 39, 67),
    (51, 69, 74),
    (51, 84, 88),
    (51, 92, 102),
    (51, 108, 115),
    (51, 117, 119),
    (52, 0, 95),
    (52, 119, 119),
    (52, 192, 223),
    (54, 64, 95),
    (54, 116, 117),
    (54, 144, 255),
    (56, 124, 156),
    (57, 180, 183),
    (58, 254, 254),
    (63, 32, 35),
    (63, 176, 185),
    (64, 252, 252),
    (65, 0, 3),
    (65, 8, 11),
    (67, 202, 202),
    (68, 66, 79),
    (69, 107, 107),
    (70, 132, 132),
    (70, 224, 232),
    (71, 131, 152),
    (72, 21, 22),
    (72, 41, 44),
    (75, 2, 3),
    (75, 101, 101),
    (76, 223, 223),
    (79, 125, 125),
    (95, 40, 42),
    (96, 0, 0),
    (96, 127, 127),
    (98, 80, 95),
    (98, 130, 131),
    (99, 77, 87),
    (99, 150, 151),
    (100, 20, 63),
    (107, 20, 23),
    (107, 176, 176),
    (108, 128, 139),
    (108, 166, 175),
    (122, 248, 248),
    (136, 8, 9),
    (136, 18, 18),
    (140, 179, 179),
    (142, 4, 4),
    (150, 222, 222),
    (151, 148, 148),
    (157, 152, 175),
    (160, 1, 1),
    (161, 188, 189),
    (162, 213, 222),
    (166, 117, 117),
    (172, 96, 96),
    (173, 83, 83),
    (174, 129, 129),
    (175, 41, 41),
    (176, 32, 34),
    (177, 71, 72),
    (178, 236, 236),
    (180, 163, 163),
    (184, 32, 33),
    (184, 72, 73),
    (184, 169, 169),
    (185, 48, 48),
    (203, 83, 83),
    (204, 45, 45),
    (204, 236, 236),
    (204, 246, 246),
    (205, 251, 251),
    (207, 171, 171),
    (209, 54, 54),
    (216, 137, 137),
    (216, 182, 182),
    (216, 244, 244),
];

/// Whether AWS may be who an address belongs to. IPv6 blocks of AWS begin with 2600:1f, 2600:9000, 2400:65, 2406:da, 240f:80, 2605:9cc0, 2620:107, 2804:800, 2a01:578 and 2a05:d0.
pub fn may_be_aws(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            AWS.iter().any(|(a, low, high)| *a == first && (*low..=*high).contains(&second))
        }
        IpAddr::V6(v6) => {
            let [a, b, ..] = v6.segments();
            matches!((a, b >> 8, b), (0x2600, 0x1f | 0xf0, _) | (0x2406, 0xda, _) | (0x2a05, 0xd0, _))
                || matches!((a, b), (0x2600, 0x9000) | (0x2400, 0x6500..=0x67ff | 0x7fc0) | (0x240f, 0x8000..=0x80ff))
                || matches!((a, b), (0x2605, 0x9cc0) | (0x2620, 0x107..=0x108) | (0x2804, 0x800) | (0x2a01, 0x578))
        }
    }
}

/// An address prefix, such as `192.0.2.0/24`; bits after its length are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefix {
    address: IpAddr,
    length: u8,
}

impl Prefix {
    /// Reads `address` or `address/length`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let address = parse(address)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = length.unwrap_or(most);
        (length <= most).then_some(Self { address, length })
    }

    /// Number of leading bits that are fixed.
    pub fn length(&self) -> u8 {
        self.length
    }

    /// Whether an address is inside.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (ours, _) = bits(self.address);
        let (theirs, _) = bits(address);
        let shift = 128 - u32::from(self.length);
        self.address.is_ipv4() == address.is_ipv4() && (self.length == 0 || ours >> shift == theirs >> shift)
    }
}

/// An address as its leading bits of 128, and how many it has.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    }
}

/// A set of prefixes as a binary trie: whether an address is in it takes a step a bit at most, however many there are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PrefixSet {
    v4: Trie,
    v6: Trie,
    prefixes: usize,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Trie {
    /// Children of each node, 0 for none; a node that is its own child ends a prefix.
    nodes: Vec<[u32; 2]>,
}

impl Trie {
    /// Marks a node that everything below of belongs to the set.
    const ALL: [u32; 2] = [u32::MAX, u32::MAX];

    fn insert(&mut self, bits: u128, length: u8) {
        if self.nodes.is_empty() {
            self.nodes.push([0, 0]);
        }
        let mut at = 0_usize;
        for depth in 0..length {
            let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX - 1);
            let Some(node) = self.nodes.get_mut(at) else { return };
            if *node == Self::ALL {
                return;
            }
            let side = usize::from((bits >> (127 - depth)) & 1 == 1);
            let Some(child) = node.get_mut(side) else { return };
            if *child == 0 {
                *child = fresh;
                at = fresh as usize;
                self.nodes.push([0, 0]);
            } else {
                at = *child as usize;
            }
        }
        if let Some(node) = self.nodes.get_mut(at) {
            *node = Self::ALL;
        }
    }

    fn contains(&self, bits: u128, length: u8) -> bool {
        let mut at = 0_usize;
        for depth in 0..=length {
            match self.nodes.get(at) {
                Some(node) if *node == Self::ALL => return true,
                Some(node) if depth < length => {
                    at = node.get(usize::from((bits >> (127 - depth)) & 1 == 1)).map_or(0, |n| *n as usize);
                    if at == 0 {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        false
    }
}

impl PrefixSet {
    /// Adds a prefix.
    pub fn insert(&mut self, prefix: Prefix) {
        let (bits, _) = bits(prefix.address);
        if prefix.address.is_ipv4() {
            self.v4.insert(bits, prefix.length)
        } else {
            self.v6.insert(bits, prefix.length)
        }
        self.prefixes += 1;
    }

    /// Whether a prefix of the set has the address.
    pub fn contains(&self, address: IpAddr) -> bool {
        if self.prefixes == 0 {
            return false;
        }
        let (bits, length) = bits(address);
        if length == 32 { self.v4.contains(bits, length) } else { self.v6.contains(bits, length) }
    }

    /// How many prefixes were added.
    pub fn len(&self) -> usize {
        self.prefixes
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.prefixes == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_as_logs_write_them() {
        assert_eq!(parse("06.237.252.245"), Some(Ipv4Addr::new(6, 237, 252, 245).into()));
        assert_eq!(parse("::ffff:192.0.2.1"), Some(Ipv4Addr::new(192, 0, 2, 1).into()));
        for text in ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "a.b.c.d", "ec2.amazonaws.com", "1.2.3.4/8"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(may_be_aws(parse("54.240.1.1").unwrap()) && !may_be_aws(parse("198.51.100.7").unwrap()));
        assert!(is_private(parse("100.64.0.1").unwrap()) && !is_private(parse("100.63.0.1").unwrap()));
    }

    proptest! {
        #[test]
        fn a_trie_says_what_its_prefixes_say(
            prefixes in proptest::collection::vec((any::<u32>(), 0_u8..=32), 0..40),
            v6 in proptest::collection::vec((any::<u128>(), 0_u8..=128), 0..10),
            address in any::<u32>(),
        ) {
            let mut set = PrefixSet::default();
            let mut all: Vec<Prefix> = prefixes.iter().map(|(a, l)| Prefix { address: Ipv4Addr::from(*a).into(), length: *l }).collect();
            all.extend(v6.iter().map(|(a, l)| Prefix { address: Ipv6Addr::from(*a).into(), length: *l }));
            all.iter().for_each(|p| set.insert(*p));
            let mut asked: Vec<IpAddr> = vec![Ipv4Addr::from(address).into()];
            asked.extend(all.iter().map(|p| p.address));
            asked.extend(prefixes.iter().map(|(a, _)| IpAddr::from(Ipv4Addr::from(a ^ 1 << 8))));
            for address in asked {
                prop_assert_eq!(set.contains(address), all.iter().any(|p| p.contains(address)));
            }
        }
    }
}
