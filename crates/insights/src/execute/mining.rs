//! `pattern`: texts are clustered by what they have in common.
//!
//! A text is cut into words. Words that are visibly values (numbers, addresses, times, identifiers) are tokens from the beginning; texts of as many
//! words that agree in most of the others are one pattern, and where they differ becomes a token, too. The clusters of texts of one length and first
//! word are compared one by one, and their number is bounded, so that the cost of a text is.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::ordered::Kept;
use crate::value::Value;
use crate::{ExecutionError, MEMORY_LIMIT};

/// The most patterns; texts that would make another are counted under one that says so.
const MAX_PATTERNS: usize = 5000;
/// The most patterns that a text is compared with.
const MAX_CANDIDATES: usize = 64;
/// The most words of a text; the rest is one.
const MAX_WORDS: usize = 100;
/// The most examples that a token has.
const MAX_EXAMPLES: usize = 10;
/// The part of words in which texts of one pattern agree.
const SIMILARITY: f64 = 0.6;

#[derive(Debug, Default)]
pub(super) struct Mining {
    clusters: Vec<Cluster>,
    index: HashMap<(usize, String), Vec<usize>>,
    overflow: (u64, u64),
    weight: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Cluster {
    /// The first word that is no value.
    head: String,
    words: Vec<Word>,
    severity: Cow<'static, str>,
    /// Texts of the range, and of the one it is compared with.
    counts: (u64, u64),
}

#[derive(Debug, Serialize, Deserialize)]
struct Word {
    before: String,
    kind: WordKind,
}

#[derive(Debug, Serialize, Deserialize)]
enum WordKind {
    Fixed(String),
    Token { name: Cow<'static, str>, examples: BTreeMap<String, u64> },
}

/// Patterns that are found in texts as they come, and kept from one time to the next. A pattern has the same number for ever; what it says becomes
/// more general with the texts that it takes.
#[derive(Debug, Default)]
pub struct PatternMiner {
    mining: Mining,
}

impl PatternMiner {
    /// The patterns that [`PatternMiner::save`] wrote.
    ///
    /// # Errors
    /// What was written was something else.
    pub fn load(saved: &str) -> Result<Self, serde_json::Error> {
        let clusters: Vec<Cluster> = serde_json::from_str(saved)?;
        let mut index: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (at, cluster) in clusters.iter().enumerate() {
            index.entry((cluster.words.len(), cluster.head.clone())).or_default().push(at);
        }
        Ok(Self { mining: Mining { clusters, index, overflow: (0, 0), weight: 0 } })
    }

    /// The patterns as JSON.
    ///
    /// # Errors
    /// None in practice.
    pub fn save(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&self.mining.clusters)
    }

    /// The number of the pattern that a text has; `None` where it would be a new one, and there are `most`.
    pub fn push(&mut self, text: &str, most: usize) -> Option<usize> {
        self.mining.place(text, most)
    }

    /// How many patterns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.mining.clusters.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mining.clusters.is_empty()
    }

    /// A pattern, with `<Name-1>` where texts differ.
    #[must_use]
    pub fn pattern(&self, number: usize) -> String {
        self.mining.clusters.get(number).map(Cluster::pattern).unwrap_or_default()
    }

    /// The parts where texts of a pattern differ, as the API of CloudWatch Logs names them.
    #[must_use]
    pub fn tokens(&self, number: usize) -> serde_json::Value {
        self.mining.clusters.get(number).map(Cluster::tokens).unwrap_or_default()
    }

    /// The severity that the first text of a pattern named: FATAL, ERROR, WARN, INFO, DEBUG, TRACE or NONE.
    #[must_use]
    pub fn severity(&self, number: usize) -> &str {
        self.mining.clusters.get(number).map_or("NONE", |cluster| &cluster.severity)
    }
}

impl Mining {
    pub fn push(&mut self, value: &Value<'_>, current: bool) -> Result<(), ExecutionError> {
        let Some(text) = value.as_text() else { return Ok(()) };
        match self.place(&text, MAX_PATTERNS).and_then(|at| self.clusters.get_mut(at)) {
            Some(cluster) => count(&mut cluster.counts, current),
            None => count(&mut self.overflow, current),
        }
        if self.weight > MEMORY_LIMIT { Err(ExecutionError::Memory) } else { Ok(()) }
    }

    /// Finds the pattern of a text, or makes it; `None` where there would be too many.
    fn place(&mut self, text: &str, most: usize) -> Option<usize> {
        let words = words(text);
        let head =
            words.iter().find(|(_, word)| token_name(word).is_none()).map(|(_, word)| (*word).to_owned()).unwrap_or_default();
        let candidates = self.index.entry((words.len(), head.clone())).or_default();
        let severity = severity(text);
        let best = candidates
            .iter()
            .filter_map(|at| Some((*at, similarity(self.clusters.get(*at)?, &words))))
            .filter(|(_, similarity)| *similarity >= SIMILARITY)
            .max_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(at, _)| at);
        let at = match best {
            Some(at) => at,
            None if self.clusters.len() >= most || candidates.len() >= MAX_CANDIDATES => return None,
            None => {
                candidates.push(self.clusters.len());
                self.weight = self.weight.saturating_add(text.len().saturating_mul(4)).saturating_add(256);
                self.clusters.push(Cluster {
                    head,
                    words: words.iter().map(|(before, word)| Word::new(before, word)).collect(),
                    severity: severity.into(),
                    counts: (0, 0),
                });
                self.clusters.len().saturating_sub(1)
            }
        };
        if let Some(cluster) = self.clusters.get_mut(at) {
            for (known, (_, word)) in cluster.words.iter_mut().zip(&words) {
                self.weight = self.weight.saturating_add(known.merge(word));
            }
        }
        Some(at)
    }

    /// The patterns, the most frequent first (after `diff`, those that changed most).
    #[allow(clippy::cast_precision_loss)]
    pub fn rows(&self, diff: bool) -> Vec<Kept> {
        let total = self.clusters.iter().map(|cluster| cluster.counts.0).fold(self.overflow.0, u64::saturating_add).max(1);
        let mut order: Vec<&Cluster> = self.clusters.iter().collect();
        order.sort_by_key(|cluster| {
            std::cmp::Reverse(if diff { cluster.counts.0.abs_diff(cluster.counts.1) } else { cluster.counts.0 })
        });
        let row = |pattern: String, tokens: serde_json::Value, severity: &str, counts: (u64, u64)| {
            let id = hex::encode(
                aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, pattern.as_bytes()).as_ref().get(..16).unwrap_or_default(),
            );
            let mut slots = vec![
                Value::text(pattern),
                Value::Number(counts.0 as f64),
                Value::number(counts.0 as f64 / total as f64),
                Value::text(severity.to_owned()),
                Value::text(tokens.to_string()),
                Value::text(id),
            ];
            if diff {
                slots.push(Value::Number(counts.0 as f64 - counts.1 as f64));
                slots.push(Value::text(difference(counts)));
            }
            Kept::computed(slots)
        };
        let mut rows: Vec<Kept> = order
            .into_iter()
            .filter(|cluster| diff || cluster.counts.0 > 0)
            .map(|cluster| row(cluster.pattern(), cluster.tokens(), &cluster.severity, cluster.counts))
            .collect();
        if self.overflow != (0, 0) {
            rows.push(row("<*> (texts beyond the limit of patterns)".to_owned(), serde_json::json!([]), "NONE", self.overflow));
        }
        rows
    }
}

fn count(counts: &mut (u64, u64), current: bool) {
    if current {
        counts.0 = counts.0.saturating_add(1);
    } else {
        counts.1 = counts.1.saturating_add(1);
    }
}

fn difference((now, before): (u64, u64)) -> String {
    match (now, before) {
        (_, 0) => "New".to_owned(),
        (0, _) => "Missing".to_owned(),
        _ if now > before => format!("{} more", now.saturating_sub(before)),
        _ if now < before => format!("{} fewer", before.saturating_sub(now)),
        _ => "No change".to_owned(),
    }
}

impl Word {
    fn new(before: &str, word: &str) -> Self {
        let kind = match token_name(word) {
            Some(name) => WordKind::Token { name: name.into(), examples: BTreeMap::new() },
            None => WordKind::Fixed(word.to_owned()),
        };
        Self { before: before.to_owned(), kind }
    }

    /// Takes the word of another text; returns the bytes of memory that it needed.
    fn merge(&mut self, word: &str) -> usize {
        if let WordKind::Fixed(known) = &self.kind {
            if known == word {
                return 0;
            }
            // How often the first was met is not known any more: it is one of the examples.
            let examples = BTreeMap::from([(known.clone(), 1)]);
            self.kind = WordKind::Token { name: token_name(word).unwrap_or("Token").into(), examples };
        }
        let WordKind::Token { name, examples } = &mut self.kind else { return 0 };
        if *name != "Token" && token_name(word) != Some(&**name) {
            *name = "Token".into();
        }
        if let Some(count) = examples.get_mut(word) {
            *count = count.saturating_add(1);
        } else if examples.len() < MAX_EXAMPLES {
            examples.insert(word.to_owned(), 1);
            return word.len().saturating_add(64);
        }
        0
    }
}

impl Cluster {
    fn pattern(&self) -> String {
        let mut text = String::new();
        let mut number = 0usize;
        for word in &self.words {
            text.push_str(&word.before);
            match &word.kind {
                WordKind::Fixed(word) => text.push_str(word),
                WordKind::Token { name, .. } => {
                    number = number.saturating_add(1);
                    text.push_str(&format!("<{name}-{number}>"));
                }
            }
        }
        text
    }

    fn tokens(&self) -> serde_json::Value {
        let mut number = 0usize;
        let mut tokens = Vec::new();
        for word in &self.words {
            if let WordKind::Token { name, examples } = &word.kind {
                number = number.saturating_add(1);
                tokens.push(serde_json::json!({
                    "dynamicTokenPosition": number,
                    "isDynamic": true,
                    "tokenString": format!("<{name}-{number}>"),
                    "inferredTokenName": name,
                    "enumerations": examples,
                }));
            }
        }
        serde_json::Value::Array(tokens)
    }
}

/// Words, each with what stands before it; what stands behind the last is a word, too.
fn words(text: &str) -> Vec<(&str, &str)> {
    let separates = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | '{' | '}' | '(' | ')' | '<' | '>' | ',' | ';' | '=' | '|')
    };
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let begin = rest.find(|c| !separates(c)).unwrap_or(rest.len());
        let (before, from) = rest.split_at_checked(begin).unwrap_or((rest, ""));
        let end = if words.len() >= MAX_WORDS { from.len() } else { from.find(separates).unwrap_or(from.len()) };
        let (word, after) = from.split_at_checked(end).unwrap_or((from, ""));
        // A colon or a full stop at the end belongs to what follows.
        let bare = word.trim_end_matches([':', '.']);
        let bare = if bare.is_empty() { word } else { bare };
        words.push((before, bare));
        if bare.len() < word.len() {
            words.push((word.get(bare.len()..).unwrap_or_default(), ""));
        }
        rest = after;
    }
    words
}

fn similarity(cluster: &Cluster, words: &[(&str, &str)]) -> f64 {
    let (mut fixed, mut same) = (0u32, 0u32);
    for (known, (before, word)) in cluster.words.iter().zip(words) {
        if known.before != *before {
            return 0.0;
        }
        if let WordKind::Fixed(known) = &known.kind
            && !known.is_empty()
        {
            fixed = fixed.saturating_add(1);
            same = same.saturating_add(u32::from(known == word));
        }
    }
    if fixed == 0 { 1.0 } else { f64::from(same) / f64::from(fixed) }
}

/// What kind of value a word is, if it visibly is one.
fn token_name(word: &str) -> Option<&'static str> {
    if !word.bytes().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let number = word.trim_start_matches(['-', '+']).trim_end_matches(['%']);
    if number.bytes().all(|c| c.is_ascii_digit() || c == b'.') {
        return Some(if word.parse::<std::net::Ipv4Addr>().is_ok() { "IP" } else { "Number" });
    }
    let unit = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !unit.is_empty() && unit.bytes().all(|c| c.is_ascii_digit() || c == b'.') && number.len().saturating_sub(unit.len()) <= 3 {
        return Some(if number.ends_with('s') || number.ends_with('m') || number.ends_with('h') { "Duration" } else { "Number" });
    }
    let hexadecimal = |text: &str| text.bytes().all(|c| c.is_ascii_hexdigit());
    if word.len() == 36 && word.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && word.split('-').all(hexadecimal) {
        return Some("UUID");
    }
    let host = word.rsplit_once(':').map_or(word, |(host, _)| host);
    if host.parse::<std::net::IpAddr>().is_ok() || word.parse::<std::net::IpAddr>().is_ok() {
        return Some("IP");
    }
    let time = |c: u8| c.is_ascii_digit() || matches!(c, b'-' | b':' | b'.' | b'T' | b'Z' | b'+' | b'/');
    if word.len() >= 5 && word.bytes().all(time) && word.bytes().filter(|c| matches!(c, b':' | b'-' | b'/')).count() >= 2 {
        return Some(if word.contains('-') && !word.contains(':') { "Date" } else { "Time" });
    }
    if word.contains("://") {
        return Some("URL");
    }
    if word.trim_start_matches("0x").len() >= 8 && hexadecimal(word.trim_start_matches("0x")) {
        return Some("Hex");
    }
    if word.contains('@') && word.contains('.') {
        return Some("Email");
    }
    // Identifiers such as i-0abc123 or req_42x: at least as many digits as a third.
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    (digits.saturating_mul(3) >= word.len()).then_some("ID")
}

/// The severity that a text names.
fn severity(text: &str) -> &'static str {
    const NAMES: [(&str, &str); 12] = [
        ("FATAL", "FATAL"),
        ("CRITICAL", "FATAL"),
        ("PANIC", "FATAL"),
        ("ERROR", "ERROR"),
        ("EXCEPTION", "ERROR"),
        ("SEVERE", "ERROR"),
        ("FAIL", "ERROR"),
        ("WARN", "WARN"),
        ("INFO", "INFO"),
        ("NOTICE", "INFO"),
        ("DEBUG", "DEBUG"),
        ("TRACE", "TRACE"),
    ];
    let begin: String = text.chars().take(512).collect::<String>().to_ascii_uppercase();
    NAMES.iter().find(|(name, _)| begin.contains(name)).map_or("NONE", |(_, label)| label)
}
