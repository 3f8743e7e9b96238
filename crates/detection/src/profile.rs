//! Baselines: what is normal for a principal or an account. Learned event by event, of bounded size, and able to say what was expected.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::net;

const DAY: i64 = 86_400;
/// Calls by name that a principal's profile remembers, and an account's.
const CALLS: usize = 192;
/// Networks, kinds of programs, Regions and services that a profile remembers.
const NETWORKS: usize = 24;
const AGENTS: usize = 12;
const REGIONS: usize = 24;
const SERVICES: usize = 48;

/// What somebody does.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Time of the first event.
    pub first: i64,
    /// Time of the last event.
    pub last: i64,
    /// How many events were learned from.
    pub events: u64,
    /// Hours of the day (UTC) in which there were events, a bit each.
    hours: u32,
    networks: Vec<(u64, u32)>,
    agents: Vec<(Box<str>, u32)>,
    regions: Vec<(Box<str>, u32)>,
    services: Vec<(Box<str>, u32)>,
    calls: Vec<u32>,
    habits: Vec<Habit>,
}

/// How often a call was made.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Habit {
    count: u32,
    days: u16,
    day: i32,
}

/// Something that differs from what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// Of what, such as `network`.
    pub of: String,
    /// What was usual so far.
    pub expected: String,
    /// What was seen.
    pub seen: String,
}

/// What is learned of an event.
#[derive(Debug, Clone, Copy)]
pub struct Trait<'a> {
    /// When.
    pub time: i64,
    /// From where; private addresses say nothing.
    pub address: Option<IpAddr>,
    /// With which program: see [`agent_family`].
    pub family: &'a str,
    /// In which Region.
    pub region: &'a str,
    /// Of which service.
    pub service: &'a str,
    /// A number for service and call.
    pub call: u32,
}

/// The program of a user agent, without versions: `aws-cli`, `Boto3`, `APN/1.0 HashiCorp/1.0 Terraform` → `Terraform`, a host for what the console writes.
pub fn agent_family(agent: &str) -> &str {
    let agent = agent.trim().trim_start_matches('[').trim_end_matches(']');
    if let Some(at) = agent.find("Terraform") {
        return agent.get(at..at + 9).unwrap_or(agent);
    }
    let end = agent.find(['/', ' ', ',', ';']).unwrap_or(agent.len());
    let family = agent.get(..end).unwrap_or(agent);
    let mut cut = family.len().min(48);
    while !family.is_char_boundary(cut) {
        cut -= 1;
    }
    family.get(..cut).unwrap_or_default()
}

impl Profile {
    /// Whether enough was seen to say that something is unusual: so many events on several days.
    pub fn mature(&self) -> bool {
        self.events >= 100 && self.last.saturating_sub(self.first) >= 2 * DAY
    }

    /// Whether most of what was seen came from one network.
    pub fn settled(&self) -> bool {
        let home = self.networks.iter().map(|(_, n)| *n).max().unwrap_or_default();
        self.events >= 20 && u64::from(home) * 10 >= self.events * 7
    }

    /// Whether this call is nothing new: made on three days or more, not counting that of `time`.
    pub fn habitual(&self, call: u32, time: i64) -> bool {
        let today = day(time);
        self.habit(call).is_some_and(|h| h.days.saturating_sub(u16::from(h.day == today)) >= 3)
    }

    /// Whether this call was ever made.
    pub fn knows(&self, call: u32) -> bool {
        self.habit(call).is_some()
    }

    fn habit(&self, call: u32) -> Option<&Habit> {
        self.calls.iter().position(|c| *c == call).and_then(|at| self.habits.get(at))
    }

    /// How an event differs from all before, in words.
    pub fn deviations(&self, event: &Trait<'_>) -> Vec<Deviation> {
        let mut found = Vec::new();
        let mut add = |of: &str, expected: String, seen: &str| {
            found.push(Deviation { of: of.to_owned(), expected, seen: seen.chars().take(100).collect() });
        };
        if let Some(address) = event.address.filter(|a| !net::is_private(*a))
            && !self.networks.is_empty()
            && !self.networks.iter().any(|(n, _)| *n == net::wide(address))
        {
            add(
                "network",
                self.networks.iter().take(5).map(|(n, _)| network_name(*n)).collect::<Vec<_>>().join(", "),
                &format!("{address}"),
            );
        }
        let family = event.family;
        if !has(&self.agents, family) {
            add("user agent", names(&self.agents), family);
        }
        if !has(&self.regions, event.region) {
            add("region", names(&self.regions), event.region);
        }
        if !has(&self.services, event.service) {
            add("service", names(&self.services), event.service);
        }
        let hour = hour(event.time);
        // An hour is odd when neither it nor its neighbours had events.
        if self.hours & (1 << hour | 1 << ((hour + 1) % 24) | 1 << ((hour + 23) % 24)) == 0 {
            let usual: Vec<String> = (0..24).filter(|h| self.hours >> h & 1 == 1).map(|h| h.to_string()).collect();
            add("hour of day (UTC)", usual.join(", "), &hour.to_string());
        }
        found
    }

    /// Learns from an event.
    pub fn learn(&mut self, event: &Trait<'_>) {
        if self.events == 0 {
            (self.first, self.last) = (event.time, event.time);
        }
        self.first = self.first.min(event.time);
        self.last = self.last.max(event.time);
        self.events += 1;
        self.hours |= 1 << hour(event.time);
        if let Some(address) = event.address.filter(|a| !net::is_private(*a)) {
            let network = net::wide(address);
            count(&mut self.networks, NETWORKS, |n| *n == network, || network);
        }
        let family = event.family;
        count(&mut self.agents, AGENTS, |n| **n == *family, || family.into());
        count(&mut self.regions, REGIONS, |n| **n == *event.region, || event.region.into());
        count(&mut self.services, SERVICES, |n| **n == *event.service, || event.service.into());
        let today = day(event.time);
        match self.calls.iter().position(|c| *c == event.call).and_then(|at| self.habits.get_mut(at)) {
            Some(habit) => {
                habit.count = habit.count.saturating_add(1);
                if today > habit.day {
                    habit.days = habit.days.saturating_add(1);
                    habit.day = today;
                }
            }
            None => {
                if self.calls.len() >= CALLS {
                    let rarest = self.habits.iter().enumerate().min_by_key(|(_, h)| (h.days, h.count)).map_or(0, |(at, _)| at);
                    self.calls.swap_remove(rarest);
                    self.habits.swap_remove(rarest);
                }
                self.calls.push(event.call);
                self.habits.push(Habit { count: 1, days: 1, day: today });
            }
        }
    }
}

fn day(time: i64) -> i32 {
    i32::try_from(time.div_euclid(DAY)).unwrap_or(i32::MAX)
}

fn hour(time: i64) -> u32 {
    u32::try_from(time.rem_euclid(DAY) / 3600).unwrap_or(0)
}

fn has(all: &[(Box<str>, u32)], name: &str) -> bool {
    all.iter().any(|(n, _)| **n == *name)
}

fn names(all: &[(Box<str>, u32)]) -> String {
    all.iter().take(6).map(|(n, _)| &**n).collect::<Vec<_>>().join(", ")
}

fn network_name(network: u64) -> String {
    if network >> 48 == 0 {
        format!("{}.{}.0.0/16", network >> 8, network & 0xff)
    } else {
        format!("{:x}:{:x}::/32", network >> 16 & 0xffff, network & 0xffff)
    }
}

/// Counts a value; what is frequent comes to the front, and the rarest makes room.
fn count<T>(all: &mut Vec<(T, u32)>, most: usize, is: impl Fn(&T) -> bool, make: impl FnOnce() -> T) {
    match all.iter().position(|(v, _)| is(v)) {
        Some(at) => {
            if let Some((_, n)) = all.get_mut(at) {
                *n = n.saturating_add(1);
            }
            if at > 0 && all.get(at).map(|v| v.1) > all.get(at - 1).map(|v| v.1) {
                all.swap(at, at - 1);
            }
        }
        None => {
            if all.len() >= most {
                all.pop();
            }
            all.push((make(), 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: i64, address: &str, agent: &'static str) -> Trait<'static> {
        Trait { time, address: net::parse(address), family: agent_family(agent), region: "eu-west-1", service: "ec2", call: 1 }
    }

    #[test]
    fn what_differs_is_told_with_what_was_expected() {
        let mut profile = Profile::default();
        for n in 0..200 {
            profile.learn(&at(n * 3600 / 2 + 8 * 3600, "198.51.100.7", "aws-cli/2.1"));
        }
        assert!(profile.mature() && profile.habitual(1, 200 * 1800 + 8 * 3600) && !profile.habitual(2, 0));
        assert!(profile.deviations(&at(86_400 * 9, "198.51.3.4", "aws-cli/2.9")).is_empty());
        let odd = profile.deviations(&at(86_400 * 9, "203.0.113.1", "curl/8"));
        assert_eq!(
            odd.iter().map(|d| (&*d.of, &*d.expected, &*d.seen)).collect::<Vec<_>>(),
            [("network", "198.51.0.0/16", "203.0.113.1"), ("user agent", "aws-cli", "curl"),]
        );
    }

    #[test]
    fn a_profile_stays_small() {
        let mut profile = Profile::default();
        for n in 0..10_000_u32 {
            let address = Some(IpAddr::from(n.rotate_left(16).to_be_bytes()));
            let text = n.to_string();
            profile.learn(&Trait { time: i64::from(n), address, family: &text, region: &text, service: &text, call: n });
        }
        assert!(serde_json::to_string(&profile).unwrap().len() < 24_000);
    }

    #[test]
    fn programs_are_named_without_versions() {
        for (agent, family) in [
            ("aws-cli/2.15.0 Python/3.11", "aws-cli"),
            ("APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io)", "Terraform"),
            ("[S3Console/0.4, aws-internal/3]", "S3Console"),
            ("signin.amazonaws.com", "signin.amazonaws.com"),
            ("", ""),
        ] {
            assert_eq!(agent_family(agent), family);
        }
    }
}
