//! Functions of IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Circumstances, argument};
use crate::value::Value;

fn address(value: &Value<'_>) -> Option<IpAddr> {
    value.as_text()?.parse().ok()
}

pub fn is_valid<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some())
}

pub fn is_valid_v4<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some_and(|it| it.is_ipv4()))
}

pub fn is_valid_v6<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some_and(|it| it.is_ipv6()))
}

/// An address block.
struct Block {
    start: IpAddr,
    bits: u32,
}

impl Block {
    fn parse(text: &str) -> Option<Self> {
        let (start, bits) = text.split_once('/')?;
        let block = Self { start: start.trim().parse().ok()?, bits: bits.trim().parse().ok()? };
        let most = if block.start.is_ipv4() { 32 } else { 128 };
        (block.bits <= most).then_some(block)
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (self.start, address) {
            (IpAddr::V4(start), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                (start.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V6(start), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                (start.to_bits() ^ address.to_bits()) & mask == 0
            }
            _ => false,
        }
    }
}

fn within<'a>(arguments: &[Value<'a>], version: impl Fn(&IpAddr) -> bool) -> Value<'a> {
    let block = argument(arguments, 1).as_text().and_then(|text| Block::parse(&text));
    let found = match (address(argument(arguments, 0)), block) {
        (Some(address), Some(block)) => version(&address) && block.contains(address),
        _ => false,
    };
    Value::flag(found)
}

pub fn in_subnet<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    within(arguments, |_| true)
}

pub fn in_subnet_v4<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    within(arguments, IpAddr::is_ipv4)
}

pub fn in_subnet_v6<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    within(arguments, IpAddr::is_ipv6)
}

pub fn to_number<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    match address(argument(arguments, 0)) {
        Some(IpAddr::V4(address)) => Value::Number(f64::from(address.to_bits())),
        _ => Value::Missing,
    }
}

fn private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

/// RFC 6890 and its registries: what is neither private nor routed in public.
fn reserved(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => reserved_v4(*address),
        IpAddr::V6(address) => reserved_v6(*address),
    }
}

fn reserved_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn reserved_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unicast_link_local()
        || (a == 0x2001 && b == 0xdb8)
        || (a == 0x100 && b == 0)
}

pub fn is_private<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some_and(|it| private(&it)))
}

pub fn is_public<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some_and(|it| !private(&it) && !reserved(&it)))
}

pub fn is_reserved<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(address(argument(arguments, 0)).is_some_and(|it| reserved(&it)))
}
