//! Data files and their facts, which a catalogue keeps: without an entry there a file does not exist for anybody.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::seal::SUFFIX;

/// A Parquet file of events of one account, region and day. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Place below the root of the lake, such as `TABLE/account=…/region=…/day=…/ID.parquet`.
    pub path: String,
    /// Account whose events these are: the one that may see them.
    pub account: String,
    /// Region.
    pub region: String,
    /// Day in UTC, such as `2026-01-31`.
    pub day: String,
    /// Events.
    pub rows: u64,
    /// Size, bytes; of a sealed file before it was sealed.
    pub bytes: u64,
    /// Size of the events as JSON text, bytes: what ingestion is counted by.
    pub json_bytes: u64,
    /// Time of the first event, milliseconds since 1970.
    pub min_time: i64,
    /// Time of the last event.
    pub max_time: i64,
}

/// The events of one account, region and day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Partition {
    pub account: String,
    pub region: String,
    pub day: String,
}

impl DataFile {
    /// The folder of its table.
    pub(crate) fn folder(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether it can be read with its table's key only.
    pub fn is_sealed(&self) -> bool {
        self.path.ends_with(SUFFIX)
    }
}

impl Partition {
    pub fn of(file: &DataFile) -> Self {
        Self { account: file.account.clone(), region: file.region.clone(), day: file.day.clone() }
    }

    /// The path of a file, in the hive layout that other engines read as columns.
    pub fn path(&self, table: &str, id: Uuid, sealed: bool) -> String {
        format!("{}{id}.parquet{}", self.folder(table), if sealed { SUFFIX } else { "" })
    }

    /// The folder of its files, with a slash at its end.
    pub fn folder(&self, table: &str) -> String {
        let Self { account, region, day } = self;
        format!("{}/account={}/region={}/day={day}/", segment(table), segment(account), segment(region))
    }
}

/// A part of a path: whatever could lead elsewhere is spelled in hexadecimal, as hive does.
fn segment(text: &str) -> String {
    let fine = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if text.is_empty() {
        return "__HIVE_DEFAULT_PARTITION__".to_owned();
    }
    text.bytes().map(|b| if fine(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Partition, segment};

    #[test]
    fn paths_stay_below_the_table() {
        let partition = Partition { account: "../1".into(), region: String::new(), day: "2026-01-31".into() };
        let path = partition.path("a/b", uuid::Uuid::nil(), false);
        assert_eq!(
            path,
            "a%2Fb/account=%2E%2E%2F1/region=__HIVE_DEFAULT_PARTITION__/day=2026-01-31/00000000-0000-0000-0000-000000000000.parquet"
        );
        assert_eq!(segment("us-east-1"), "us-east-1");
    }
}
