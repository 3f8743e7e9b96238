//! Whether a resource policy is open to everybody, by the rules of S3's Block Public Access ("the meaning of public").

use std::net::IpAddr;

use crate::condition::{Condition, Operands};
use crate::operator::{Operator, Quantifier};
use crate::policy::{Effect, Policy, Statement};
use crate::principal::PrincipalPattern;

/// Keys that, held to fixed values, tie a request to somebody in particular.
const LIMITING: [&str; 17] = [
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:userid",
    "aws:username",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
    "kms:calleraccount",
];

/// Broader networks than these prefixes are as good as the internet.
const WIDEST_IPV4: u8 = 8;
const WIDEST_IPV6: u8 = 32;

impl Policy {
    /// Whether some statement allows something to everybody without a condition that ties requests to fixed accounts, principals,
    /// resources, organizations or networks. A condition with wildcards or variables in its value does not count, nor one that an
    /// absent key fulfils.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.statements.iter().any(Statement::is_public)
    }
}

impl Statement {
    /// Whether this statement alone makes its policy public; see [`Policy::is_public`].
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.effect == Effect::Allow
            && self
                .principal
                .as_ref()
                .is_some_and(|clause| clause.negated || clause.patterns.contains(&PrincipalPattern::Everyone))
            && !self.conditions.iter().any(limits)
    }
}

fn limits(condition: &Condition) -> bool {
    if condition.if_exists() || condition.operator().is_negated() || condition.quantifier() == Quantifier::ForAllValues {
        return false;
    }
    match condition.operands() {
        Operands::Ip(networks) => {
            condition.lower_key() == "aws:sourceip"
                && networks.iter().all(|network| {
                    is_private(network.address(), network.prefix)
                        || network.prefix >= if network.is_ipv4() { WIDEST_IPV4 } else { WIDEST_IPV6 }
                })
        }
        Operands::Equal(patterns) | Operands::EqualFold(patterns) | Operands::Like(patterns) => {
            LIMITING.contains(&condition.lower_key()) && patterns.iter().all(crate::pattern::Pattern::is_fixed)
        }
        Operands::Arn(patterns) => {
            // Of an ARN it is enough that the account is fixed: the rest may be a pattern.
            LIMITING.contains(&condition.lower_key())
                && condition.operator() != Operator::ArnNotEquals
                && patterns.iter().all(|pattern| {
                    let parts = pattern.patterns();
                    parts.iter().all(crate::pattern::Pattern::is_fixed)
                        || parts.get(4).is_some_and(|account| account.is_fixed() && !account.is_empty())
                })
        }
        _ => false,
    }
}

fn is_private(address: IpAddr, prefix: u8) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() && prefix >= 8,
        IpAddr::V6(v6) => v6.is_unique_local() && prefix >= 7,
    }
}
