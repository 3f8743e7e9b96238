//! Methods and paths of REST services.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::contracts::CONTRACTS;
use crate::model::{Location, OperationModel, Service};
use crate::protocol::text::{pairs, percent_decode};
use crate::request::RequestParts;

/// Operations that have the method and path of another one and lose to it: S3's two superseded interfaces, and the listing of directory buckets,
/// which real S3 serves on a host of its own.
const HIDDEN: &[&str] =
    &["GetBucketLifecycle", "GetBucketNotification", "PutBucketLifecycle", "PutBucketNotification", "ListDirectoryBuckets"];

/// Most segments of a pattern; the models have at most ten.
const MAX_SEGMENTS: usize = 24;

enum Segment {
    Literal(&'static str),
    Label(&'static str),
    /// The rest of the path, slashes included.
    Greedy(&'static str),
}

struct Entry {
    operation: &'static OperationModel,
    segments: Vec<Segment>,
    /// Query parameters that the pattern fixes.
    query: Vec<(&'static str, Option<&'static str>)>,
    /// Required members of the query string and of the headers.
    required_query: Vec<&'static str>,
    required_headers: Vec<&'static str>,
}

struct Table {
    entries: Vec<Entry>,
    /// S3 knows `/bucket/` as the bucket; everywhere else an ending slash means nothing.
    s3: bool,
}

static TABLES: LazyLock<HashMap<&'static str, OnceLock<Table>>> =
    LazyLock::new(|| CONTRACTS.iter().map(|c| (c.id, OnceLock::new())).collect());

/// The operation of a request to a REST service, and its labels.
pub(super) fn find(
    service: &'static Service,
    parts: &RequestParts<'_>,
) -> Option<(&'static OperationModel, Vec<(&'static str, String)>)> {
    TABLES.get(service.id)?.get_or_init(|| Table::new(service)).find(parts)
}

fn segments_of(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').collect() }
}

impl Table {
    fn new(service: &'static Service) -> Self {
        let s3 = service.id == "s3";
        let shown = service.operations.iter().filter(|o| !(s3 && HIDDEN.contains(&o.name)));
        Self { entries: shown.map(|o| Entry::new(service, o)).collect(), s3 }
    }

    fn find(&self, parts: &RequestParts<'_>) -> Option<(&'static OperationModel, Vec<(&'static str, String)>)> {
        let path = parts.path.strip_prefix('/').unwrap_or(parts.path);
        let segments: Vec<&str> = if self.s3 {
            match path.split_once('/') {
                None if path.is_empty() => Vec::new(),
                None => vec![path],
                Some((bucket, "")) => vec![bucket],
                Some(_) => path.split('/').collect(),
            }
        } else {
            segments_of(path)
        };
        let query: Vec<(String, &str)> =
            pairs(parts.query).filter_map(|(n, v)| percent_decode(n, true).map(|n| (n, v))).collect();
        let fitting = self.entries.iter().filter(|e| e.operation.method == parts.method.as_str());
        let scored = fitting.filter_map(|e| e.score(&segments, &query, parts).map(|score| (score, e)));
        let (_, entry) = scored.max_by_key(|(score, _)| *score)?;
        Some((entry.operation, entry.labels(&segments)?))
    }
}

/// How well an entry fits: literals early in the path first, then fixed parameters, then required ones (none missing, many there).
type Score = (u64, usize, Reverse<usize>, usize);

impl Entry {
    fn new(service: &'static Service, operation: &'static OperationModel) -> Self {
        let (path, query) = operation.uri.split_once('?').unwrap_or((operation.uri, ""));
        let structure = operation.input.and_then(|id| service.structure(id));
        let members = structure.map(|s| s.members.as_slice()).unwrap_or_default();
        // A label is the wire's name of a member.
        let member = |label: &'static str| {
            let found = members.iter().find(|m| m.location == Location::Uri && m.wire_name() == label);
            found.map_or(label, |m| m.name)
        };
        let segment = |part: &'static str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(label) => match label.strip_suffix('+') {
                Some(label) => Segment::Greedy(member(label)),
                None => Segment::Label(member(label)),
            },
            None => Segment::Literal(part),
        };
        let required = |location: Location| {
            let names = structure.map(|s| s.required.as_slice()).unwrap_or_default();
            let found = names.iter().filter_map(|n| structure.and_then(|s| s.member(n)));
            found.filter(|m| m.location == location).map(|m| m.wire_name()).collect()
        };
        let fixed = |pair: &'static str| match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        Self {
            operation,
            segments: segments_of(path).into_iter().map(segment).collect(),
            query: query.split('&').filter(|p| !p.is_empty()).map(fixed).collect(),
            required_query: required(Location::QueryString),
            required_headers: required(Location::Header),
        }
    }

    fn score(&self, segments: &[&str], query: &[(String, &str)], parts: &RequestParts<'_>) -> Option<Score> {
        let greedy = matches!(self.segments.last(), Some(Segment::Greedy(_)));
        if segments.len() < self.segments.len() || (segments.len() > self.segments.len() && !greedy) {
            return None;
        }
        let mut path_score = 0_u64;
        for (pattern, part) in self.segments.iter().zip(segments).take(MAX_SEGMENTS) {
            path_score = path_score * 4
                + match pattern {
                    Segment::Literal(literal) if same(literal, part) => 3,
                    Segment::Literal(_) => return None,
                    Segment::Label(_) if part.is_empty() => return None,
                    Segment::Label(_) => 2,
                    Segment::Greedy(_) => 1,
                };
        }
        path_score <<= 2 * (MAX_SEGMENTS - self.segments.len().min(MAX_SEGMENTS));
        for (name, value) in &self.query {
            let (_, found) = query.iter().find(|(n, _)| n == name)?;
            if value.is_some_and(|v| !same(v, found)) {
                return None;
            }
        }
        let there = self.required_query.iter().filter(|name| query.iter().any(|(n, _)| n == *name)).count()
            + self.required_headers.iter().filter(|name| parts.headers.contains_key(**name)).count();
        let missing = self.required_query.len() + self.required_headers.len() - there;
        Some((path_score, self.query.len(), Reverse(missing), there))
    }

    /// The decoded labels; `None` when one is not UTF-8 behind its escapes.
    fn labels(&self, segments: &[&str]) -> Option<Vec<(&'static str, String)>> {
        let mut labels = Vec::new();
        for (index, pattern) in self.segments.iter().enumerate() {
            match pattern {
                Segment::Literal(_) => {}
                Segment::Label(name) => labels.push((*name, percent_decode(segments.get(index)?, false)?)),
                Segment::Greedy(name) => labels.push((*name, percent_decode(&segments.get(index..)?.join("/"), false)?)),
            }
        }
        Some(labels)
    }
}

fn same(literal: &str, part: &str) -> bool {
    literal == part || percent_decode(part, false).is_some_and(|p| p == literal)
}
