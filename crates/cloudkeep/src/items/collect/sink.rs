//! The file that items are written to, one after the other: it is whole, or not there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use plane::Timestamp;
use serde_json::{Map, Value, json};

/// A resource as it was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Type.
    pub kind: &'static str,
    /// Config's id.
    pub id: String,
    /// Name, if it has one.
    pub name: Option<String>,
    /// ARN.
    pub arn: String,
    /// Region, or `global`.
    pub region: String,
    /// Availability zone, if it is in one.
    pub zone: Option<String>,
    /// When it was made.
    pub created: Option<String>,
    /// Tags: a list of keys and values.
    pub tags: Value,
    /// Relationships.
    pub relations: Vec<Option<Value>>,
    /// Configuration.
    pub configuration: Value,
    /// What is kept beside it.
    pub supplementary: Map<String, Value>,
}

/// Writes items.
pub struct Sink {
    file: Option<GzEncoder<BufWriter<File>>>,
    path: PathBuf,
    account: String,
    now: String,
    counts: BTreeMap<&'static str, u64>,
    written: bool,
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

impl Sink {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, account: &str, now: Timestamp, id: &str) -> Result<Self, String> {
        let cannot = |error: std::io::Error| format!("{}: {error}", path.display());
        let file = File::create(beside(path)).map_err(cannot)?;
        let mut file = GzEncoder::new(BufWriter::new(file), Compression::default());
        write!(file, "{{\"fileVersion\":\"1.0\",\"configSnapshotId\":{},\"configurationItems\":[", json!(id)).map_err(cannot)?;
        Ok(Self {
            file: Some(file),
            path: path.to_owned(),
            account: account.to_owned(),
            now: now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            counts: BTreeMap::new(),
            written: false,
        })
    }

    /// Writes an item.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&mut self, found: Found) -> std::io::Result<()> {
        *self.counts.entry(found.kind).or_default() += 1;
        let item = json!({
            "configurationItemVersion": "1.3",
            "configurationItemCaptureTime": self.now,
            "configurationItemStatus": "OK",
            "awsAccountId": self.account,
            "resourceType": found.kind,
            "resourceId": found.id,
            "resourceName": found.name,
            "ARN": found.arn,
            "awsRegion": found.region,
            "availabilityZone": found.zone,
            "resourceCreationTime": found.created,
            "tags": tags(&found.tags),
            "relatedEvents": [],
            "relationships": found.relations.into_iter().flatten().collect::<Vec<_>>(),
            "configuration": found.configuration,
            "supplementaryConfiguration": found.supplementary,
        });
        self.write(&item)
    }

    /// Says that all resources of some types in a region were written: what is not among them is gone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn complete(&mut self, region: &str, kinds: &[&str]) -> std::io::Result<()> {
        self.write(&json!({"completelyObserved": {
            "awsAccountId": self.account, "awsRegion": region, "resourceTypes": kinds, "configurationItemCaptureTime": self.now,
        }}))
    }

    fn write(&mut self, value: &Value) -> std::io::Result<()> {
        let comma = if std::mem::replace(&mut self.written, true) { ",\n" } else { "\n" };
        match &mut self.file {
            Some(file) => write!(file, "{comma}{value}"),
            None => Ok(()),
        }
    }

    /// Ends the file, and gives it its name: how many items of each type it has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self) -> Result<BTreeMap<&'static str, u64>, String> {
        let cannot = |error: std::io::Error| format!("{}: {error}", self.path.display());
        if let Some(mut file) = self.file.take() {
            file.write_all(b"\n]}\n").map_err(cannot)?;
            let file =
                file.finish().and_then(|file| file.into_inner().map_err(std::io::IntoInnerError::into_error)).map_err(cannot)?;
            file.sync_all().map_err(cannot)?;
            std::fs::rename(beside(&self.path), &self.path).map_err(cannot)?;
        }
        Ok(self.counts.clone())
    }
}

/// Tags as Config has them: a map. Services call keys and values what they like.
fn tags(given: &Value) -> Map<String, Value> {
    let word = |tag: &Value, names: [&str; 4]| names.iter().find_map(|name| tag[*name].as_str()).map(str::to_owned);
    let pair = |tag: &Value| {
        let value = word(tag, ["value", "Value", "tagValue", "TagValue"]).unwrap_or_default();
        Some((word(tag, ["key", "Key", "tagKey", "TagKey"])?, Value::String(value)))
    };
    match given {
        Value::Array(list) => list.iter().filter_map(pair).collect(),
        Value::Object(map) => {
            map.iter().filter(|(_, value)| value.is_string()).map(|(key, value)| (key.clone(), value.clone())).collect()
        }
        _ => Map::new(),
    }
}

impl From<std::io::Error> for crate::aws::CallError {
    fn from(error: std::io::Error) -> Self {
        Self { code: "Unwritable".to_owned(), message: error.to_string(), status: 0 }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::tags;

    #[test]
    fn tags_of_all_services() {
        for given in [json!([{"key": "a", "value": "1"}]), json!([{"TagKey": "a", "TagValue": "1"}]), json!({"a": "1"})] {
            assert_eq!(serde_json::Value::Object(tags(&given)), json!({"a": "1"}), "{given}");
        }
        assert!(tags(&json!(null)).is_empty());
    }
}
