//! Inventories: lists of a bucket's objects, as CSV files in another bucket, every day or week. What a list says is pure; `run` makes it.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html>.

pub(crate) mod run;

use jiff::Timestamp;
use plane::Resource;
use serde::{Deserialize, Serialize};
use wire::Failure;
use wire::shape::Sensitive;

use crate::api::{
    EncodingType, InventoryConfiguration, InventoryDestination, InventoryEncryption, InventoryFilter, InventoryFormat,
    InventoryFrequency, InventoryIncludedObjectVersions, InventoryOptionalField, InventoryS3BucketDestination, InventorySchedule,
    SSEKMS, SSES3,
};
use crate::errors::{err, invalid, not_built};
use crate::names::{canonical_id, check_key, encoded};
use crate::resources::{Bucket, Data, Entry, Mode};

/// Longest id, characters.
const MOST_ID: usize = 64;
/// A day, milliseconds.
const DAY_MS: i64 = 86_400_000;

/// An inventory of a bucket, under `root/id` of the bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Inventory {
    pub id: String,
    /// Name of the bucket whose objects are listed.
    pub bucket: String,
    pub enabled: bool,
    pub destination: Destination,
    /// Beginning of the keys that are listed.
    pub filter: Option<String>,
    /// Whether older versions and delete markers are listed too.
    pub all_versions: bool,
    pub fields: Vec<InventoryOptionalField>,
    pub frequency: InventoryFrequency,
    /// When the last list was made, milliseconds since 1970; none before the first.
    pub listed_at: Option<i64>,
}

/// Where lists go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Destination {
    /// Account that should own the bucket, as it was given.
    pub account: Option<String>,
    /// Name of the bucket.
    pub bucket: String,
    pub prefix: Option<String>,
    pub encryption: Option<Encryption>,
}

/// How lists are encrypted, if it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Encryption {
    S3,
    /// With a KMS key, by its ARN.
    Kms(String),
}

impl Resource for Inventory {
    const KIND: &'static str = "S3::Inventory";
}

/// Optional fields in the order that lists have, with their names in a list's schema.
const FIELDS: &[InventoryOptionalField] = &[
    InventoryOptionalField::Size,
    InventoryOptionalField::LastModifiedDate,
    InventoryOptionalField::ETag,
    InventoryOptionalField::StorageClass,
    InventoryOptionalField::IsMultipartUploaded,
    InventoryOptionalField::ReplicationStatus,
    InventoryOptionalField::EncryptionStatus,
    InventoryOptionalField::ObjectLockRetainUntilDate,
    InventoryOptionalField::ObjectLockMode,
    InventoryOptionalField::ObjectLockLegalHoldStatus,
    InventoryOptionalField::IntelligentTieringAccessTier,
    InventoryOptionalField::BucketKeyStatus,
    InventoryOptionalField::ChecksumAlgorithm,
    InventoryOptionalField::ObjectOwner,
];

impl Inventory {
    /// Reads a configuration of a bucket.
    ///
    /// # Errors
    /// What is wrong with it, and what cannot be had here.
    pub(crate) fn read(id: &str, bucket: &str, partition: &str, given: &InventoryConfiguration) -> Result<Self, Failure> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if given.id != id || id.is_empty() || id.len() > MOST_ID || !id.chars().all(plain) {
            return Err(invalid("The ID of the inventory configuration is not valid"));
        }
        let to = &given.destination.s3_bucket_destination;
        if to.format != InventoryFormat::Csv {
            return Err(not_built("Inventories in another format than CSV"));
        }
        let name = to.bucket.strip_prefix(&format!("arn:{partition}:s3:::")).filter(|name| !name.contains('/'));
        let name = name.ok_or_else(bad_destination)?;
        if let Some(prefix) = to.prefix.as_ref().filter(|prefix| !prefix.is_empty()) {
            check_key(prefix)?;
        }
        let fields = given.optional_fields.clone().unwrap_or_default();
        if let Some(field) = fields.iter().find(|field| !FIELDS.contains(field)) {
            return Err(not_built(&format!("The field {field} of inventories")));
        }
        let encryption = match &to.encryption {
            None => None,
            Some(InventoryEncryption { ssekms: Some(kms), sses3: None }) => Some(Encryption::Kms(kms.key_id.0.clone())),
            Some(InventoryEncryption { ssekms: None, sses3: Some(_) }) => Some(Encryption::S3),
            Some(_) => return Err(crate::errors::malformed_xml()),
        };
        Ok(Self {
            id: id.to_owned(),
            bucket: bucket.to_owned(),
            enabled: given.is_enabled,
            destination: Destination {
                account: to.account_id.clone(),
                bucket: name.to_owned(),
                prefix: to.prefix.clone().filter(|prefix| !prefix.is_empty()),
                encryption,
            },
            filter: given.filter.as_ref().map(|filter| filter.prefix.clone()),
            all_versions: given.included_object_versions == InventoryIncludedObjectVersions::All,
            fields,
            frequency: given.schedule.frequency,
            listed_at: None,
        })
    }

    /// As the API tells it.
    pub(crate) fn told(&self, partition: &str) -> InventoryConfiguration {
        let versions =
            if self.all_versions { InventoryIncludedObjectVersions::All } else { InventoryIncludedObjectVersions::Current };
        let encryption = self.destination.encryption.as_ref().map(|encryption| match encryption {
            Encryption::S3 => InventoryEncryption { sses3: Some(SSES3 {}), ssekms: None },
            Encryption::Kms(key) => InventoryEncryption { sses3: None, ssekms: Some(SSEKMS { key_id: Sensitive(key.clone()) }) },
        });
        InventoryConfiguration {
            destination: InventoryDestination {
                s3_bucket_destination: InventoryS3BucketDestination {
                    account_id: self.destination.account.clone(),
                    bucket: format!("arn:{partition}:s3:::{}", self.destination.bucket),
                    format: InventoryFormat::Csv,
                    prefix: self.destination.prefix.clone(),
                    encryption,
                },
            },
            is_enabled: self.enabled,
            filter: self.filter.as_ref().map(|prefix| InventoryFilter { prefix: prefix.clone() }),
            id: self.id.clone(),
            included_object_versions: versions,
            optional_fields: (!self.fields.is_empty()).then(|| self.fields.clone()),
            schedule: InventorySchedule { frequency: self.frequency },
        }
    }

    /// Whether a list is to be made: the first at once, then one after each midnight (UTC), of weekly ones of Sundays.
    pub(crate) fn is_due(&self, now: i64) -> bool {
        let Some(last) = self.listed_at else { return self.enabled };
        let day = now.div_euclid(DAY_MS);
        let since = match self.frequency {
            InventoryFrequency::Daily => day,
            // The first day of 1970 was a Thursday.
            InventoryFrequency::Weekly => day - (day + 4).rem_euclid(7),
        };
        self.enabled && last < since * DAY_MS
    }

    /// The fields that lists have, in their order.
    fn chosen(&self) -> impl Iterator<Item = InventoryOptionalField> + '_ {
        FIELDS.iter().copied().filter(|field| self.fields.contains(field))
    }

    /// `fileSchema` of the manifest.
    pub(crate) fn schema(&self) -> String {
        let mut names = vec!["Bucket", "Key"];
        if self.all_versions {
            names.extend(["VersionId", "IsLatest", "IsDeleteMarker"]);
        }
        names.extend(self.chosen().map(|field| field.as_str()));
        names.join(", ")
    }

    /// The line of a version.
    pub(crate) fn line(&self, bucket: &Bucket, entry: &Entry, latest: bool) -> String {
        let mut values = vec![bucket.name.clone(), encoded(&entry.key, Some(EncodingType::Url))];
        let truth = |holds: bool| if holds { "true" } else { "false" }.to_owned();
        if self.all_versions {
            // Where there are no versions, there are no ids.
            let version = if entry.version == crate::resources::NULL { String::new() } else { entry.version.clone() };
            values.extend([version, truth(latest), truth(entry.marker)]);
        }
        values.extend(self.chosen().map(|field| value(bucket, entry, field)));
        let quoted: Vec<String> = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
        let mut line = quoted.join(",");
        line.push('\n');
        line
    }
}

/// That lists cannot go where they should.
pub(crate) fn bad_destination() -> Failure {
    err("InvalidS3DestinationBucket", 400, "Invalid S3 destination bucket")
}

fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A field of a version; nothing of what a delete marker does not have.
fn value(bucket: &Bucket, entry: &Entry, field: InventoryOptionalField) -> String {
    use InventoryOptionalField as Field;
    if entry.marker && !matches!(field, Field::LastModifiedDate | Field::ObjectOwner) {
        return String::new();
    }
    match field {
        Field::Size => entry.size.to_string(),
        Field::LastModifiedDate => time(entry.modified),
        Field::ETag => entry.etag.clone(),
        Field::StorageClass => entry.storage_class.clone().unwrap_or_else(|| "STANDARD".to_owned()),
        Field::IsMultipartUploaded => matches!(entry.data, Data::Parts { .. }).to_string(),
        Field::EncryptionStatus => if entry.sse.is_some() { "SSE-KMS" } else { "SSE-S3" }.to_owned(),
        Field::ObjectLockRetainUntilDate => entry.retention.map(|retention| time(retention.until)).unwrap_or_default(),
        Field::ObjectLockMode => match entry.retention.map(|retention| retention.mode) {
            Some(Mode::Governance) => "GOVERNANCE".to_owned(),
            Some(Mode::Compliance) => "COMPLIANCE".to_owned(),
            None => String::new(),
        },
        Field::ObjectLockLegalHoldStatus => match entry.hold {
            Some(true) => "ON".to_owned(),
            Some(false) => "OFF".to_owned(),
            None => String::new(),
        },
        Field::BucketKeyStatus => match &entry.sse {
            Some(sse) if sse.bucket_key => "ENABLED".to_owned(),
            Some(_) => "DISABLED".to_owned(),
            None => String::new(),
        },
        Field::ChecksumAlgorithm => entry.sum.as_ref().map(|sum| sum.algorithm.api().as_str().to_owned()).unwrap_or_default(),
        Field::ObjectOwner => canonical_id(&bucket.owner),
        // Nothing is replicated, and nothing moves between tiers.
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, Inventory};
    use crate::api::{
        InventoryConfiguration, InventoryDestination, InventoryFormat, InventoryFrequency, InventoryIncludedObjectVersions,
        InventoryOptionalField, InventoryS3BucketDestination, InventorySchedule,
    };
    use crate::resources::{Bucket, Entry, Mode, Retention};

    fn configuration() -> InventoryConfiguration {
        InventoryConfiguration {
            destination: InventoryDestination {
                s3_bucket_destination: InventoryS3BucketDestination {
                    account_id: None,
                    bucket: "arn:aws:s3:::lists".to_owned(),
                    format: InventoryFormat::Csv,
                    prefix: Some("p".to_owned()),
                    encryption: None,
                },
            },
            is_enabled: true,
            filter: None,
            id: "daily".to_owned(),
            included_object_versions: InventoryIncludedObjectVersions::All,
            optional_fields: Some(vec![
                InventoryOptionalField::ObjectLockMode,
                InventoryOptionalField::Size,
                InventoryOptionalField::ETag,
            ]),
            schedule: InventorySchedule { frequency: InventoryFrequency::Weekly },
        }
    }

    fn read(change: impl FnOnce(&mut InventoryConfiguration)) -> Option<Inventory> {
        let mut given = configuration();
        change(&mut given);
        Inventory::read("daily", "source", "aws", &given).ok()
    }

    #[test]
    fn a_configuration_is_read_and_told() {
        assert_eq!(read(|_| {}).unwrap().told("aws"), configuration());
        assert!(read(|c| c.id = "other".to_owned()).is_none());
        assert!(read(|c| c.destination.s3_bucket_destination.format = InventoryFormat::Orc).is_none());
        for bucket in ["lists", "arn:aws:s3:::lists/x", "arn:aws:sqs:::lists"] {
            assert!(read(|c| c.destination.s3_bucket_destination.bucket = bucket.to_owned()).is_none(), "{bucket}");
        }
        assert!(read(|c| c.optional_fields = Some(vec![InventoryOptionalField::ObjectAccessControlList])).is_none());
    }

    #[test]
    fn lines_have_the_schemas_fields() {
        let inventory = read(|_| {}).unwrap();
        assert_eq!(inventory.schema(), "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, ETag, ObjectLockMode");
        let bucket: Bucket =
            serde_json::from_str(r#"{"name": "source", "root": "r", "region": "x", "owner": "1", "created_at": 0}"#).unwrap();
        let mut entry = Entry {
            key: "a, \"b\"".to_owned(),
            version: "v1".to_owned(),
            size: 5,
            etag: "abc".to_owned(),
            retention: Some(Retention { mode: Mode::Compliance, until: 0 }),
            ..Entry::default()
        };
        let line = "\"source\",\"a%2C%20%22b%22\",\"v1\",\"true\",\"false\",\"5\",\"abc\",\"COMPLIANCE\"\n";
        assert_eq!(inventory.line(&bucket, &entry, true), line);
        entry.marker = true;
        let line = "\"source\",\"a%2C%20%22b%22\",\"v1\",\"false\",\"true\",\"\",\"\",\"\"\n";
        assert_eq!(inventory.line(&bucket, &entry, false), line);
    }

    #[test]
    fn lists_are_due_after_midnight_and_of_weeks_after_sundays() {
        let mut weekly = read(|_| {}).unwrap();
        assert!(weekly.is_due(0));
        // 1970-01-04 was a Sunday.
        weekly.listed_at = Some(2 * DAY_MS);
        assert!(!weekly.is_due(3 * DAY_MS - 1) && weekly.is_due(3 * DAY_MS));
        weekly.listed_at = Some(3 * DAY_MS);
        assert!(!weekly.is_due(10 * DAY_MS - 1) && weekly.is_due(10 * DAY_MS));
        let daily = Inventory { frequency: InventoryFrequency::Daily, ..weekly };
        assert!(!daily.is_due(4 * DAY_MS - 1) && daily.is_due(4 * DAY_MS));
        assert!(!Inventory { enabled: false, listed_at: None, ..daily }.is_due(9 * DAY_MS));
    }
}
