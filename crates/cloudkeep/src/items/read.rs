//! Reads files of configuration items one after another, a batch at a time.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::SyncSender;

use ::lake::import::{ObjectReader, Place};
use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;

use crate::lake::files::{Counted, Input};

/// Text and items of a batch at most.
const BATCH_BYTES: usize = 3 << 20;
const BATCH_ITEMS: usize = 500;
/// Longest item, bytes; AWS's own end at 750 KB.
const LONGEST: usize = 4 << 20;
/// Members of files and of answers that hold items.
const LISTS: &[&str] = &["configurationItems", "baseConfigurationItems", "BaseConfigurationItems"];

/// An item as it stands in its file.
pub struct Text {
    /// Number of the file.
    pub file: usize,
    /// Where it begins.
    pub at: Place,
    /// Its region, if it names one.
    pub region: Option<String>,
    /// Its text, JSON.
    pub text: Vec<u8>,
}

/// That all resources of some types in a region are in a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Complete {
    /// Account.
    pub aws_account_id: String,
    /// Region, or `global`.
    pub aws_region: String,
    /// Types.
    pub resource_types: Vec<String>,
    /// When they were looked at, RFC 3339.
    pub configuration_item_capture_time: String,
}

/// What was read since the last batch.
#[derive(Default)]
pub struct Batch {
    /// Items in the order in which they stand.
    pub items: Vec<Text>,
    /// What is wrong, by the number of the file.
    pub faults: Vec<(usize, String)>,
    /// Files that were read to their ends.
    pub ended: Vec<usize>,
    /// What files say of all resources, by the number of the file.
    pub complete: Vec<(usize, Complete)>,
    /// Items that were passed over, and the files that they stand in.
    pub passed: (u64, HashSet<usize>),
    bytes: usize,
}

/// What is looked at before an item is sent.
#[derive(Deserialize)]
struct Facts {
    #[serde(rename = "awsRegion")]
    region: Option<String>,
    #[serde(rename = "awsAccountId", alias = "accountId")]
    account: Option<String>,
    #[serde(rename = "completelyObserved")]
    complete: Option<Complete>,
}

/// Reads files and sends what is in them, until nobody listens any more. Items of other accounts than `account`, if one is named, are passed over.
pub fn all(inputs: &[(usize, Input)], account: Option<&str>, read: &Arc<AtomicU64>, send: &SyncSender<Batch>) {
    let mut batch = Batch::default();
    for (file, input) in inputs {
        match open(&input.path, read) {
            Err(error) => batch.faults.push((*file, error.to_string())),
            Ok(source) => {
                for found in ObjectReader::of(source, LISTS, LONGEST) {
                    match found {
                        Err(fault) => batch.faults.push((*file, fault.to_string())),
                        Ok((at, text)) => batch.take(*file, at, text, account),
                    }
                    if batch.is_full() && send.send(std::mem::take(&mut batch)).is_err() {
                        return;
                    }
                }
            }
        }
        batch.ended.push(*file);
    }
    // A receiver that is gone has failed, and says so itself.
    let _ = send.send(batch);
}

fn open(path: &Path, read: &Arc<AtomicU64>) -> std::io::Result<Box<dyn Read + Send>> {
    let mut source = BufReader::with_capacity(64 << 10, Counted::new(File::open(path)?, read.clone()));
    let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) })
}

impl Batch {
    fn take(&mut self, file: usize, at: Place, text: Vec<u8>, account: Option<&str>) {
        match serde_json::from_slice::<Facts>(&text) {
            Err(error) => {
                let Place { line, column, .. } = at;
                self.faults.push((file, format!("line {line}, column {column}: not a configuration item: {error}")));
            }
            Ok(Facts { complete: Some(complete), .. }) => {
                if account.is_none_or(|account| complete.aws_account_id == account) {
                    self.complete.push((file, complete));
                }
            }
            Ok(facts) if account.is_some() && facts.account.as_deref() != account => {
                self.passed.0 += 1;
                self.passed.1.insert(file);
            }
            Ok(facts) => {
                self.bytes += text.len();
                self.items.push(Text { file, at, region: facts.region, text });
            }
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= BATCH_BYTES || self.items.len() >= BATCH_ITEMS || self.faults.len() >= BATCH_ITEMS
    }
}

/// When the content of a file of AWS Config ends, as its name says it: `…_20160101T000000Z_…`. The last time counts.
pub fn time_in_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    name.rsplit(['_', '.']).find(|part| {
        let digits = |text: Option<&str>, count: usize| {
            text.is_some_and(|text| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let Some((day, time)) = part.split_once('T') else { return false };
        digits(Some(day), 8) && digits(time.strip_suffix('Z'), 6)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use super::{Batch, all, time_in_name};
    use crate::lake::files::find;

    #[test]
    fn names_of_files_say_when() {
        for (name, time) in [
            ("1_Config_us-east-1_ConfigSnapshot_20180822T131305Z_8b8c.json.gz", Some("20180822T131305Z")),
            (
                "1_Config_us-east-1_ConfigHistory_AWS::EC2::Volume_20180822T010203Z_20180822T070203Z_1.json.gz",
                Some("20180822T070203Z"),
            ),
            ("items.json", None),
            ("a_2018T1Z_.json", None),
        ] {
            assert_eq!(time_in_name(Path::new(name)), time, "{name}");
        }
    }

    fn read(text: &str, account: Option<&str>) -> Batch {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("items.json");
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        let inputs: Vec<_> = find(&[path]).inputs.into_iter().enumerate().collect();
        let (send, batches) = sync_channel(8);
        all(&inputs, account, &Arc::default(), &send);
        drop(send);
        batches.recv().unwrap()
    }

    #[test]
    fn items_of_all_forms_are_found() {
        let item = r#"{"awsAccountId": "1", "awsRegion": "us-east-1", "resourceType": "A"}"#;
        for text in [
            format!(r#"{{"fileVersion": "1.0", "configurationItems": [{item}, {item}], "configSnapshotId": "x"}}"#),
            format!(r#"{{"baseConfigurationItems": [{item}, {item}], "unprocessedResourceKeys": []}}"#),
            format!("{item}\n{item}\n"),
            format!("[{item}, {item}]"),
        ] {
            let batch = read(&text, None);
            assert_eq!((batch.items.len(), batch.faults.len(), batch.ended.len()), (2, 0, 1), "{text}");
            assert_eq!(batch.items[1].region.as_deref(), Some("us-east-1"));
        }
        let batch = read(&format!("{item}\n{{\"accountId\": \"2\"}}\n"), Some("1"));
        assert_eq!((batch.items.len(), batch.passed.0), (1, 1));
        let batch = read(&format!("{{\"configurationItems\": [{item}, {{\"awsRegion\": 1}}]}}"), None);
        assert_eq!((batch.items.len(), batch.faults.len()), (1, 1));
    }
}
