//! Grok: `%{PATTERN:name}` stands for a named pattern, whose text is a member of this name.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html>.

use regex::{Regex, RegexBuilder};

/// Longest pattern, characters.
const MAX_PATTERN: usize = 512;
/// Named patterns in it.
const MAX_NAMED: usize = 20;
/// How deep patterns name others.
const MAX_DEPTH: usize = 8;
/// What a compiled pattern may need, and its text, bytes.
const MAX_COMPILED: usize = 4 << 20;
const MAX_EXPANDED: usize = 64 << 10;

/// Patterns by their names. None looks around itself, so that all are matched in linear time.
const PATTERNS: &[(&str, &str)] = &[
    ("USERNAME", r"[a-zA-Z0-9._-]+"),
    ("USER", r"%{USERNAME}"),
    ("EMAILLOCALPART", r"[a-zA-Z0-9!#$%&'*+\-/=?^_`{|}~.]{1,64}"),
    ("EMAILADDRESS", r"%{EMAILLOCALPART}@%{HOSTNAME}"),
    ("INT", r"[+-]?[0-9]+"),
    ("BASE10NUM", r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"),
    ("NUMBER", r"%{BASE10NUM}"),
    ("BASE16NUM", r"[+-]?(?:0x)?[0-9A-Fa-f]+"),
    ("BASE16FLOAT", r"[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?|\.[0-9A-Fa-f]+)"),
    ("BOOLEAN", r"(?i:true|false)"),
    ("POSINT", r"\b[1-9][0-9]*\b"),
    ("NONNEGINT", r"\b[0-9]+\b"),
    ("WORD", r"\b\w+\b"),
    ("NOTSPACE", r"\S+"),
    ("SPACE", r"\s*"),
    ("DATA", r".*?"),
    ("GREEDYDATA", r".*"),
    ("GREEDYDATA_MULTILINE", r"(?s:.*)"),
    ("QUOTEDSTRING", r#"(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)"#),
    ("QS", r"%{QUOTEDSTRING}"),
    ("UUID", r"[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}"),
    ("URN", r"urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:[^\s]+"),
    ("ARN", r"arn:[a-z-]*:[^:\s]*:[^:\s]*:[^:\s]*:\S+"),
    ("CISCOMAC", r"(?:[A-Fa-f0-9]{4}\.){2}[A-Fa-f0-9]{4}"),
    ("WINDOWSMAC", r"(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2}"),
    ("COMMONMAC", r"(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2}"),
    ("MAC", r"(?:%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC})"),
    ("IPV6", r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?"),
    ("IPV4", r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"),
    ("IP", r"(?:%{IPV6}|%{IPV4})"),
    ("HOSTNAME", r"\b[0-9A-Za-z][0-9A-Za-z-]{0,62}(?:\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*\.?"),
    ("HOST", r"%{HOSTNAME}"),
    ("IPORHOST", r"(?:%{IP}|%{HOSTNAME})"),
    ("HOSTPORT", r"%{IPORHOST}:%{POSINT}"),
    ("UNIXPATH", r"/(?:[\w_%!$@:.,+~-]+/?)*"),
    ("TTY", r"/dev/(?:pts|tty[pq]?)\w*/?\d*"),
    ("WINPATH", r"(?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+"),
    ("PATH", r"(?:%{UNIXPATH}|%{WINPATH})"),
    ("URIPROTO", r"[A-Za-z](?:[A-Za-z0-9+\-.]+)+"),
    ("URIHOST", r"%{IPORHOST}(?::%{POSINT})?"),
    ("URIPATH", r"(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_\-]*)+"),
    ("URIPARAM", r"\?[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\-\[\]<>]*"),
    ("URIPATHPARAM", r"%{URIPATH}(?:%{URIPARAM})?"),
    ("URI", r"%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?"),
    (
        "MONTH",
        r"\b(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ep(?:tember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b",
    ),
    ("MONTHNUM", r"(?:0?[1-9]|1[0-2])"),
    ("MONTHNUM2", r"(?:0[1-9]|1[0-2])"),
    ("MONTHDAY", r"(?:0[1-9]|[12][0-9]|3[01]|[1-9])"),
    ("DAY", r"(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)"),
    ("YEAR", r"(?:\d\d){1,2}"),
    ("HOUR", r"(?:2[0123]|[01]?[0-9])"),
    ("MINUTE", r"[0-5][0-9]"),
    ("SECOND", r"(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?"),
    ("TIME", r"%{HOUR}:%{MINUTE}(?::%{SECOND})?"),
    ("DATE_US", r"%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}"),
    ("DATE_EU", r"%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}"),
    ("ISO8601_TIMEZONE", r"(?:Z|[+-]%{HOUR}:?%{MINUTE})"),
    ("ISO8601_SECOND", r"%{SECOND}"),
    ("TIMESTAMP_ISO8601", r"%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?(?:%{ISO8601_TIMEZONE})?"),
    ("DATE", r"(?:%{DATE_US}|%{DATE_EU})"),
    ("DATESTAMP", r"%{DATE}[- ]%{TIME}"),
    ("TZ", r"[A-Z]{3}"),
    ("DATESTAMP_RFC822", r"%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}"),
    ("DATESTAMP_RFC2822", r"%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}"),
    ("DATESTAMP_OTHER", r"%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}"),
    ("DATESTAMP_EVENTLOG", r"%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}"),
    ("SYSLOGTIMESTAMP", r"%{MONTH} +%{MONTHDAY} %{TIME}"),
    ("PROG", r"[\x21-\x5a\x5c\x5e-\x7e]+"),
    ("SYSLOGPROG", r"%{PROG}(?:\[%{POSINT}\])?"),
    ("SYSLOGHOST", r"%{IPORHOST}"),
    ("SYSLOGFACILITY", r"<%{NONNEGINT}\.%{NONNEGINT}>"),
    ("HTTPDATE", r"%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}"),
    (
        "LOGLEVEL",
        r"(?i:alert|trace|debug|notice|info(?:rmation)?|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|emerg(?:ency)?)",
    ),
    (
        "APACHE_ACCESS_LOG",
        r#"%{IPORHOST:clientip} %{NOTSPACE:ident} %{NOTSPACE:auth} \[%{HTTPDATE:timestamp}\] "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})" %{NUMBER:response} (?:%{NUMBER:bytes}|-)"#,
    ),
    (
        "NGINX_ACCESS_LOG",
        r#"%{IPORHOST:remote_addr} - %{NOTSPACE:remote_user} \[%{HTTPDATE:time_local}\] "(?:%{WORD:method} %{NOTSPACE:request}(?: HTTP/%{NUMBER:http_version})?|%{DATA:raw_request})" %{NUMBER:status} %{NUMBER:body_bytes_sent} "%{DATA:http_referer}" "%{DATA:http_user_agent}""#,
    ),
    (
        "SYSLOG5424",
        r"<%{NONNEGINT:pri}>%{NONNEGINT:version} (?:%{TIMESTAMP_ISO8601:timestamp}|-) %{NOTSPACE:hostname} %{NOTSPACE:app} %{NOTSPACE:procid} %{NOTSPACE:msgid} (?:%{SYSLOG5424SD:structureddata}|-)",
    ),
    ("SYSLOG5424SD", r"(?:\[[^\]]*\])+"),
];

/// A pattern that was compiled.
#[derive(Debug)]
pub(crate) struct Grok {
    regex: Regex,
    /// Names of members by the numbers of groups.
    names: Vec<String>,
}

struct Expansion {
    text: String,
    names: Vec<String>,
    named: usize,
}

impl Grok {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Self, String> {
        if pattern.is_empty() || pattern.chars().count() > MAX_PATTERN {
            return Err(format!("a pattern has 1 to {MAX_PATTERN} characters"));
        }
        let mut expansion = Expansion { text: String::new(), names: Vec::new(), named: 0 };
        expansion.expand(pattern, 0)?;
        let built = RegexBuilder::new(&expansion.text).size_limit(MAX_COMPILED).build();
        let regex = built.map_err(|error| error.to_string())?;
        if expansion.names.is_empty() {
            return Err("no pattern has a name: %{PATTERN:name}".to_owned());
        }
        Ok(Self { regex, names: expansion.names })
    }

    /// The members that a text has; `None` if the pattern is nowhere in it.
    pub fn extract(&self, text: &str) -> Option<Vec<(String, String)>> {
        let found = self.regex.captures(text)?;
        let group =
            |(number, name): (usize, &String)| Some((name.clone(), found.name(&format!("g{number}"))?.as_str().to_owned()));
        Some(self.names.iter().enumerate().filter_map(group).collect())
    }
}

impl Expansion {
    fn expand(&mut self, pattern: &str, depth: usize) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err("patterns name each other too deeply".to_owned());
        }
        let mut rest = pattern;
        while let Some(at) = rest.find("%{") {
            let (before, inner) = (rest.get(..at).unwrap_or_default(), rest.get(at + 2..).unwrap_or_default());
            self.push(before)?;
            let (reference, behind) = inner.split_once('}').ok_or("'}' is expected")?;
            let (known, name) = reference.split_once(':').map_or((reference, None), |(known, name)| (known, Some(name)));
            let (_, meant) =
                PATTERNS.iter().find(|(name, _)| *name == known).ok_or_else(|| format!("there is no pattern {known}"))?;
            self.named += usize::from(depth == 0);
            if self.named > MAX_NAMED {
                return Err(format!("there are more than {MAX_NAMED} patterns"));
            }
            match name {
                Some(name) if name.is_empty() || name.len() > 128 || name.contains(':') || name.split('.').any(str::is_empty) => {
                    return Err(format!("{reference} has no good name"));
                }
                Some(name) => {
                    let number = self.names.len();
                    self.names.push(name.to_owned());
                    self.push(&format!("(?P<g{number}>"))?;
                }
                None => self.push("(?:")?,
            }
            self.expand(meant, depth + 1)?;
            self.push(")")?;
            rest = behind;
        }
        self.push(rest)
    }

    fn push(&mut self, text: &str) -> Result<(), String> {
        self.text.push_str(text);
        if self.text.len() > MAX_EXPANDED { Err("the pattern becomes too long".to_owned()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grok, PATTERNS};

    #[test]
    fn every_pattern_is_one() {
        for (name, _) in PATTERNS {
            assert!(Grok::new(&format!("%{{{name}:x}}")).is_ok(), "{name}: {:?}", Grok::new(&format!("%{{{name}:x}}")).err());
        }
    }
}
