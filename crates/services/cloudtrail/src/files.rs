//! Log files: their keys and contents. Pure: the same events of the same trail and range give the same bytes under the same key.

use std::io::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use store::Entry;

use crate::resources::Trail;

/// Letters of the part of a file's name that makes it unique.
const UNIQUE: usize = 16;
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A file that is made and not put yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Key.
    pub key: String,
    /// gzip of the content.
    pub body: Vec<u8>,
    /// SHA-256 of the content, hexadecimal.
    pub hash: String,
    /// Time of the newest event, milliseconds since 1970.
    pub newest: i64,
    /// Time of the oldest event.
    pub oldest: i64,
}

/// What a file holds, as its key names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Management and data events.
    Events,
    /// Insights events.
    Insights,
    /// Sums of data events.
    Aggregated,
}

impl Sort {
    fn folder(self) -> &'static str {
        match self {
            Self::Events => "CloudTrail",
            Self::Insights => "CloudTrail-Insight",
            Self::Aggregated => "CloudTrail-Aggregated",
        }
    }
}

/// The log file of the events of one sort, account and region in a range of the journal. The range is in the name, hashed, so that two ranges never
/// share a name and one range always has the same.
///
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html> for the key. Its time is that of the newest
/// event, in minutes.
pub fn log_file(trail: &Trail, sort: Sort, account: &str, region: &str, range: (u64, u64), events: &[Entry]) -> File {
    let newest = events.iter().map(|e| e.at).max().unwrap_or_default();
    let oldest = events.iter().map(|e| e.at).min().unwrap_or_default();
    let mut content = Vec::with_capacity(events.iter().map(|e| e.body.len() + 1).sum::<usize>() + 16);
    content.extend_from_slice(b"{\"Records\":[");
    for (at, event) in events.iter().enumerate() {
        if at > 0 {
            content.push(b',');
        }
        content.extend_from_slice(&event.body);
    }
    content.extend_from_slice(b"]}");
    let unique = unique(&format!("{}\n{}\n{}\n{}\n{account}\n{region}", trail.arn, trail.generation, range.0, range.1));
    let sort = sort.folder();
    let key = format!(
        "{}/{sort}/{region}/{}/{account}_{sort}_{region}_{}_{unique}.json.gz",
        trail.folder(account),
        time(newest, "%Y/%m/%d"),
        time(newest, "%Y%m%dT%H%MZ"),
    );
    File { key, body: gzip(&content), hash: sha256(&content), newest, oldest }
}

/// A time in milliseconds since 1970 as text, UTC.
pub fn time(ms: i64, format: &str) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime(format).to_string()
}

/// SHA-256, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(digest(&SHA256, bytes))
}

/// gzip without time and name, so that the same content gives the same bytes.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(content.len() / 4 + 64), Compression::default());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}

fn unique(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    hash.as_ref()
        .iter()
        .take(UNIQUE)
        .filter_map(|b| LETTERS.get(usize::from(*b) % LETTERS.len()))
        .map(|&b| char::from(b))
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Read as _;

    use store::Entry;

    use super::{Sort, log_file};
    use crate::resources::Trail;
    use crate::selectors::Selectors;

    /// A trail that logs.
    pub fn trail(prefix: Option<&str>, organization: Option<&str>) -> Trail {
        Trail {
            name: "main".to_owned(),
            generation: "g1".to_owned(),
            arn: "arn:aws:cloudtrail:us-east-1:111111111111:trail/main".to_owned(),
            account: "111111111111".to_owned(),
            region: "us-east-1".to_owned(),
            bucket: "logs".to_owned(),
            prefix: prefix.map(str::to_owned),
            global_events: true,
            multi_region: true,
            validation: true,
            organization: organization.map(str::to_owned),
            recursive: true,
            kms_key: None,
            log_group: None,
            topic: None,
            insights: Vec::new(),
            aggregations: Vec::new(),
            logging: true,
            started_at: Some(0),
            stopped_at: None,
            selectors: Selectors::Default,
        }
    }

    /// An event of the journal.
    pub fn entry(seq: u64, at: i64, body: &str) -> Entry {
        Entry {
            seq,
            id: seq.to_string(),
            kind: "AwsApiCall".to_owned(),
            account: "222222222222".to_owned(),
            region: "eu-west-1".to_owned(),
            at,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_file_has_the_documented_key_and_form() {
        let events = [entry(5, 1_764_000_000_000, r#"{"eventID":"a"}"#), entry(7, 1_763_999_000_000, r#"{"eventID":"b"}"#)];
        let file =
            log_file(&trail(Some("audit"), Some("o-abcdefghij")), Sort::Events, "222222222222", "eu-west-1", (4, 7), &events);
        let (folder, name) = file.key.rsplit_once('/').unwrap();
        assert_eq!(folder, "audit/AWSLogs/o-abcdefghij/222222222222/CloudTrail/eu-west-1/2025/11/24");
        let unique = name.strip_prefix("222222222222_CloudTrail_eu-west-1_20251124T1600Z_").unwrap();
        assert_eq!(unique.strip_suffix(".json.gz").unwrap().len(), 16);
        assert_eq!((file.newest, file.oldest), (1_764_000_000_000, 1_763_999_000_000));
        let mut text = String::new();
        flate2::read::GzDecoder::new(file.body.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, r#"{"Records":[{"eventID":"a"},{"eventID":"b"}]}"#);
        assert_eq!(file.hash, super::sha256(text.as_bytes()));
    }

    #[test]
    fn insights_events_have_a_folder_of_their_own() {
        let events = [entry(5, 1_764_000_000_000, "{}")];
        let file = log_file(&trail(None, None), Sort::Insights, "222222222222", "eu-west-1", (4, 7), &events);
        assert!(file.key.starts_with(
            "AWSLogs/222222222222/CloudTrail-Insight/eu-west-1/2025/11/24/222222222222_CloudTrail-Insight_eu-west-1_20251124T1600Z_"
        ));
    }

    #[test]
    fn the_same_range_gives_the_same_file_and_another_range_another() {
        let (trail, events) = (trail(None, None), [entry(5, 0, "{}")]);
        let make = |range| log_file(&trail, Sort::Events, "111111111111", "us-east-1", range, &events);
        assert_eq!(make((4, 7)), make((4, 7)));
        assert_ne!(make((4, 7)).key, make((4, 8)).key);
        assert_ne!(make((4, 7)).key, make((5, 7)).key);
        assert!(make((4, 7)).key.starts_with("AWSLogs/111111111111/CloudTrail/us-east-1/1970/01/01/"));
    }
}
