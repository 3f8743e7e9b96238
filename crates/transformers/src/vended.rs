//! Parsers of logs that AWS's services write.

use serde_json::{Map, Value};

use crate::{Done, Event};

/// A kind of vended logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vended {
    Cloudfront,
    Postgres,
    Route53,
    Vpc,
    Waf,
}

/// What a word becomes.
#[derive(Clone, Copy)]
enum As {
    Text,
    Number,
}

use As::{Number, Text};

/// See <https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html>.
const VPC: &[(&str, As)] = &[
    ("version", Number),
    ("accountId", Text),
    ("interfaceId", Text),
    ("srcAddr", Text),
    ("dstAddr", Text),
    ("srcPort", Number),
    ("dstPort", Number),
    ("protocol", Number),
    ("packets", Number),
    ("bytes", Number),
    ("start", Number),
    ("end", Number),
    ("action", Text),
    ("logStatus", Text),
];

/// See <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html>.
const ROUTE53: &[(&str, As)] = &[
    ("version", Number),
    ("queryTimestamp", Text),
    ("hostZoneId", Text),
    ("queryName", Text),
    ("queryType", Text),
    ("responseCode", Text),
    ("protocol", Text),
    ("edgeLocation", Text),
    ("resolverIp", Text),
    ("ednsClientSubnet", Text),
];

/// See <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html>.
const CLOUDFRONT: &[(&str, As)] = &[
    ("date", Text),
    ("time", Text),
    ("x-edge-location", Text),
    ("sc-bytes", Number),
    ("c-ip", Text),
    ("cs-method", Text),
    ("cs(Host)", Text),
    ("cs-uri-stem", Text),
    ("sc-status", Number),
    ("cs(Referer)", Text),
    ("cs(User-Agent)", Text),
    ("cs-uri-query", Text),
    ("cs(Cookie)", Text),
    ("x-edge-result-type", Text),
    ("x-edge-request-id", Text),
    ("x-host-header", Text),
    ("cs-protocol", Text),
    ("cs-bytes", Number),
    ("time-taken", Number),
    ("x-forwarded-for", Text),
    ("ssl-protocol", Text),
    ("ssl-cipher", Text),
    ("x-edge-response-result-type", Text),
    ("cs-protocol-version", Text),
    ("fle-status", Text),
    ("fle-encrypted-fields", Text),
    ("c-port", Number),
    ("time-to-first-byte", Number),
    ("x-edge-detailed-result-type", Text),
    ("sc-content-type", Text),
    ("sc-content-len", Number),
    ("sc-range-start", Number),
    ("sc-range-end", Number),
];

impl Vended {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "parseCloudfront" => Self::Cloudfront,
            "parsePostgres" => Self::Postgres,
            "parseRoute53" => Self::Route53,
            "parseVPC" => Self::Vpc,
            "parseWAF" => Self::Waf,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Cloudfront => "parseCloudfront",
            Self::Postgres => "parsePostgres",
            Self::Route53 => "parseRoute53",
            Self::Vpc => "parseVPC",
            Self::Waf => "parseWAF",
        }
    }
}

/// A number as JSON; the word where it is none, such as `-`.
fn value(word: &str, kind: As) -> Value {
    match kind {
        Text => Value::from(word),
        Number => word
            .parse::<i64>()
            .ok()
            .map(Value::from)
            .or_else(|| word.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number))
            .unwrap_or_else(|| Value::from(word)),
    }
}

fn columns<'w>(words: impl Iterator<Item = &'w str>, names: &[(&str, As)], least: usize) -> Result<Map<String, Value>, String> {
    let words: Vec<&str> = words.collect();
    if words.len() < least || words.len() > names.len() {
        return Err(format!("it has {} columns", words.len()));
    }
    Ok(names.iter().zip(words).map(|((name, kind), word)| ((*name).to_owned(), value(word, *kind))).collect())
}

/// A line of RDS for PostgreSQL: `time:address(port):user@database:[process]:LEVEL: …`.
fn postgres(line: &str) -> Option<Map<String, Value>> {
    let (time, rest) = line.split_at_checked(line.find(" UTC:")? + 4)?;
    let mut parts = rest.strip_prefix(':')?.splitn(5, ':');
    let (address, who) = (parts.next()?, parts.next()?);
    let process = parts.next()?.strip_prefix('[')?.strip_suffix(']')?;
    let level = parts.next()?;
    let (user, database) = who.split_once('@')?;
    let all = [
        ("logTime", time),
        ("srcIp", address),
        ("userName", user),
        ("dbName", database),
        ("processId", process),
        ("logLevel", level),
    ];
    Some(all.into_iter().map(|(name, text)| (name.to_owned(), Value::from(text))).collect())
}

/// A record of a web ACL: headers become members by their names.
fn waf(text: &str) -> Result<Map<String, Value>, String> {
    let Ok(Value::Object(mut members)) = serde_json::from_str::<Value>(text) else {
        return Err("it is no JSON object".to_owned());
    };
    if let Some(Value::Object(request)) = members.get_mut("httpRequest")
        && let Some(headers @ Value::Array(_)) = request.get_mut("headers")
    {
        let mut named = Map::new();
        for header in headers.as_array().into_iter().flatten() {
            if let (Some(Value::String(name)), Some(value)) = (header.get("name"), header.get("value")) {
                named.insert(name.clone(), value.clone());
            }
        }
        *headers = Value::Object(named);
    }
    Ok(members)
}

impl Event<'_> {
    pub(crate) fn vended(&mut self, kind: Vended) -> Done {
        let line = self.message.trim_end_matches(['\r', '\n']);
        let found = match kind {
            Vended::Vpc => columns(line.split_ascii_whitespace(), VPC, VPC.len())?,
            Vended::Route53 => columns(line.split_ascii_whitespace(), ROUTE53, ROUTE53.len())?,
            Vended::Cloudfront => columns(line.split('\t'), CLOUDFRONT, 24)?,
            Vended::Postgres => postgres(line).ok_or("it has another form")?,
            Vended::Waf => waf(line)?,
        };
        self.members.extend(found);
        Ok(())
    }
}
