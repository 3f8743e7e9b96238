//! Amazon Resource Names, and patterns of them as the `Arn…` condition operators compare.

use std::fmt;

use crate::context::ContextSource;
use crate::pattern::{Case, Pattern, Piece, Syntax, pieces};

/// A parsed ARN: `arn:partition:service:region:account:resource`. Region and account may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov` …
    pub partition: &'a str,
    /// The service's name space, such as `iam`.
    pub service: &'a str,
    /// The region, empty for global resources.
    pub region: &'a str,
    /// The account id, empty for resources that are named globally (S3 buckets) or belong to AWS (`aws`).
    pub account: &'a str,
    /// Everything after the fifth colon.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits an ARN; `None` if there are fewer than six parts, or partition, service or resource are empty.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        let arn = Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        };
        (!arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty()).then_some(arn)
    }

    /// The type of a resource that has one before its first `/` or `:`: `user` of `user/path/bob`.
    #[must_use]
    pub fn resource_type(&self) -> Option<&'a str> {
        self.resource.split_once(['/', ':']).map(|(kind, _)| kind)
    }

    /// What follows the resource type: `path/bob` of `user/path/bob`; the whole resource if it has no type.
    #[must_use]
    pub fn resource_id(&self) -> &'a str {
        self.resource.split_once(['/', ':']).map_or(self.resource, |(_, id)| id)
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:{}:{}:{}:{}:{}", self.partition, self.service, self.region, self.account, self.resource)
    }
}

/// A pattern of which each of the six parts is compared with the same part of an ARN, so that `*` does not cross a colon
/// (except within the resource part).
#[derive(Debug, Clone)]
pub(crate) enum ArnPattern {
    Parts(Box<[Pattern; 6]>),
    /// Not six parts: `*`, or a variable that holds a whole ARN.
    Whole(Pattern),
    /// An ARN with parts missing: no ARN has as few.
    Never,
}

impl ArnPattern {
    pub(crate) fn parse(text: &str, variables: bool) -> Option<Self> {
        let all = pieces(text, Syntax { wildcards: true, variables })?;
        let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
        for piece in &all {
            let Piece::Literal(literal) = piece else {
                if let Some(last) = parts.last_mut() {
                    last.push(piece.clone());
                }
                continue;
            };
            let mut rest: &str = literal;
            loop {
                let split = if parts.len() < 6 { rest.split_once(':') } else { None };
                let head = split.map_or(rest, |(head, _)| head);
                if let Some(last) = parts.last_mut()
                    && !head.is_empty()
                {
                    last.push(Piece::Literal(head.into()));
                }
                let Some((_, tail)) = split else { break };
                parts.push(Vec::new());
                rest = tail;
            }
        }
        Some(match <[Vec<Piece>; 6]>::try_from(parts) {
            Ok(parts) => Self::Parts(Box::new(parts.map(Pattern::from_pieces))),
            Err(_) if text.starts_with("arn:") => Self::Never,
            Err(_) => Self::Whole(Pattern::from_pieces(all)),
        })
    }

    pub(crate) fn patterns(&self) -> &[Pattern] {
        match self {
            Self::Parts(parts) => parts.as_slice(),
            Self::Whole(pattern) => std::slice::from_ref(pattern),
            Self::Never => &[],
        }
    }

    pub(crate) fn matches(&self, text: &str, context: &dyn ContextSource) -> bool {
        match self {
            Self::Never => false,
            Self::Whole(pattern) => pattern.matches(text, Case::Sensitive, context),
            Self::Parts(parts) => {
                let mut texts = text.splitn(6, ':');
                parts.iter().all(|part| texts.next().is_some_and(|text| part.matches(text, Case::Sensitive, context)))
            }
        }
    }
}
