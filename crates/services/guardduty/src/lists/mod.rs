//! Files of lists: addresses, networks and domains, in the forms that GuardDuty takes. Pure.
//! See <https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html>.

mod formats;

use std::collections::BTreeSet;

use detection::dns::DomainSet;
use detection::net::{Prefix, PrefixSet};

/// Largest file, bytes, as AWS has it.
pub const MAX_FILE: usize = 35 << 20;
/// Most entries of a trusted list.
pub const MAX_TRUSTED: usize = 2_000;
/// Most entries of a threat list.
pub const MAX_THREATS: usize = 250_000;

/// Form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An entry a line.
    Txt,
    /// XML of STIX 1.x.
    Stix,
    /// CSV of Open Threat Exchange.
    OtxCsv,
    /// Reputation data of AlienVault: fields between `#`.
    AlienVault,
    /// CSV of ProofPoint's ET Intelligence.
    ProofPoint,
    /// CSV of FireEye's iSIGHT.
    FireEye,
}

impl Format {
    /// By its name in the API.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "TXT" => Self::Txt,
            "STIX" => Self::Stix,
            "OTX_CSV" => Self::OtxCsv,
            "ALIEN_VAULT" => Self::AlienVault,
            "PROOF_POINT" => Self::ProofPoint,
            "FIRE_EYE" => Self::FireEye,
            _ => return None,
        })
    }
}

/// What entries a list may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Whether domains count: those of entity sets do.
    pub domains: bool,
    /// Most entries.
    pub most: usize,
}

/// Why a file is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// It is not text.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// It is not in its form.
    #[error("the file is not in the format that is specified")]
    Form,
    /// It has no entry.
    #[error("the file contains no valid entry")]
    Empty,
    /// It has too many.
    #[error("the file contains more than {0} entries")]
    Many(usize),
}

/// The entries of a list: addresses and networks as they are written, domains in small letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries(pub BTreeSet<String>);

/// Reads a file. What is neither address, network nor (where they count) domain is passed over, as on AWS; a file with nothing else is refused.
///
/// # Errors
/// Why it is no list.
pub fn read(format: Format, bytes: &[u8], bounds: Bounds) -> Result<Entries, Bad> {
    let text = std::str::from_utf8(bytes).map_err(|_| Bad::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut entries = BTreeSet::new();
    let mut many = false;
    formats::each(format, text, &mut |entry| {
        if let Some(entry) = normal(entry.trim(), bounds.domains) {
            if entries.len() < bounds.most || entries.contains(&entry) {
                entries.insert(entry);
            } else {
                many = true;
            }
        }
    })?;
    match (many, entries.is_empty()) {
        (true, _) => Err(Bad::Many(bounds.most)),
        (_, true) => Err(Bad::Empty),
        _ => Ok(Entries(entries)),
    }
}

/// An entry in the form that is kept.
fn normal(text: &str, domains: bool) -> Option<String> {
    if text.len() > 260 {
        return None;
    }
    if Prefix::parse(text).is_some() {
        return Some(text.to_owned());
    }
    (domains && is_domain(text)).then(|| text.trim_end_matches('.').to_ascii_lowercase())
}

/// Whether a text is a domain, or all below one (`*.example.com`).
fn is_domain(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text).trim_end_matches('.');
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !l.starts_with('-')
    };
    name.len() <= 253
        && name.contains('.')
        && name.split('.').all(label)
        && name.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()))
}

impl Entries {
    /// The addresses and networks among them.
    pub fn prefixes(&self) -> PrefixSet {
        let mut set = PrefixSet::default();
        self.prefixes_into(&mut set);
        set
    }

    /// Adds the addresses and networks to a set.
    pub fn prefixes_into(&self, set: &mut PrefixSet) {
        self.0.iter().filter_map(|entry| Prefix::parse(entry)).for_each(|prefix| set.insert(prefix));
    }

    /// Adds the addresses and networks to a set, and the domains to another.
    pub fn add_to(&self, prefixes: &mut PrefixSet, domains: &mut DomainSet) {
        for entry in &self.0 {
            match Prefix::parse(entry) {
                Some(prefix) => prefixes.insert(prefix),
                None => domains.insert(entry),
            }
        }
    }

    /// As text, an entry a line.
    pub fn to_text(&self) -> String {
        self.0.iter().flat_map(|entry| [entry.as_str(), "\n"]).collect()
    }

    /// From [`Entries::to_text`].
    pub fn of_text(text: &str) -> Self {
        Self(text.lines().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests;
