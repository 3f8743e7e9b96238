//! Names and ARNs of buses, rules, archives and replays.

use plane::plane::Plane;
use wire::Failure;

use crate::api::ResourceNotFoundException;
use crate::resources::DEFAULT_BUS;

/// An ARN, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// Such as `sqs`.
    pub service: &'a str,
    /// Region.
    pub region: &'a str,
    /// Account.
    pub account: &'a str,
    /// What follows.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes an ARN apart; `None` if the text is none.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") || parts.next().is_none_or(str::is_empty) {
            return None;
        }
        let arn = Self { service: parts.next()?, region: parts.next()?, account: parts.next()?, resource: parts.next()? };
        (!arn.service.is_empty() && !arn.resource.is_empty()).then_some(arn)
    }
}

/// A bus that a request names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BusName {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Name.
    pub name: String,
}

impl BusName {
    /// The bus of a name or ARN, of the caller's account and region where it says nothing; the default bus without one.
    pub fn of(text: Option<&str>, account: &str, region: &str) -> Self {
        let text = text.unwrap_or(DEFAULT_BUS);
        let here = |name: &str| Self { account: account.to_owned(), region: region.to_owned(), name: name.to_owned() };
        match Arn::parse(text).and_then(|arn| Some((arn, arn.resource.strip_prefix("event-bus/")?))) {
            Some((arn, name)) => Self { account: arn.account.to_owned(), region: arn.region.to_owned(), name: name.to_owned() },
            None => here(text),
        }
    }

    /// Its ARN.
    pub fn arn(&self, plane: &Plane) -> String {
        plane.arn("events", &self.region, &self.account, &format!("event-bus/{}", self.name))
    }

    /// The ARN of a rule of it.
    pub fn rule_arn(&self, plane: &Plane, rule: &str) -> String {
        let resource = if self.name == DEFAULT_BUS { format!("rule/{rule}") } else { format!("rule/{}/{rule}", self.name) };
        plane.arn("events", &self.region, &self.account, &resource)
    }
}

/// That there is no such bus.
pub fn no_bus(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Event bus {name} does not exist.")).into()
}

/// That there is no such rule.
pub fn no_rule(rule: &str, bus: &str) -> Failure {
    ResourceNotFoundException::new(format!("Rule {rule} does not exist on EventBus {bus}.")).into()
}

#[cfg(test)]
mod tests {
    use super::{Arn, BusName};

    #[test]
    fn buses_are_named_by_name_and_arn() {
        let here = |name: &str| BusName { account: "1".into(), region: "eu-west-1".into(), name: name.into() };
        assert_eq!(BusName::of(None, "1", "eu-west-1"), here("default"));
        assert_eq!(BusName::of(Some("orders"), "1", "eu-west-1"), here("orders"));
        let there = BusName::of(Some("arn:aws:events:us-east-1:2:event-bus/a/b"), "1", "eu-west-1");
        assert_eq!((there.account.as_str(), there.region.as_str(), there.name.as_str()), ("2", "us-east-1", "a/b"));
        assert_eq!(Arn::parse("arn:aws:sqs:eu-west-1:1:q").map(|a| (a.service, a.resource)), Some(("sqs", "q")));
        for text in ["", "arn", "arn:aws:sqs", "arn:aws:::1:x", "arn:aws:sqs:r:1:", "x:aws:sqs:r:1:q"] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }
}
