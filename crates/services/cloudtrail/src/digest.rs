//! Digest files: what they say and what is signed. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html>.

use serde_json::{Value, json};

use crate::files::{gzip, sha256, time};
use crate::resources::{DigestPlan, LogFile, Previous, Trail};

const SECONDS: &str = "%Y-%m-%dT%H:%M:%SZ";

/// The algorithm that signs digests, as CloudTrail names it.
pub const ALGORITHM: &str = "SHA256withRSA";

/// A digest that is made and not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Key.
    pub key: String,
    /// gzip of the content.
    pub body: Vec<u8>,
    /// SHA-256 of the content, hexadecimal.
    pub hash: String,
    /// What the signature is over.
    pub to_sign: String,
}

/// The digest of one account and region in a round.
pub fn digest(
    trail: &Trail,
    plan: &DigestPlan,
    account: &str,
    region: &str,
    files: &[LogFile],
    previous: Option<&Previous>,
    fingerprint: &str,
) -> Digest {
    let placed = Trail { bucket: plan.bucket.clone(), prefix: plan.prefix.clone(), ..trail.clone() };
    let key = format!(
        "{}/CloudTrail-Digest/{region}/{}/{account}_CloudTrail-Digest_{region}_{}_{}_{}.json.gz",
        placed.folder(account),
        time(plan.end, "%Y/%m/%d"),
        trail.name,
        trail.region,
        time(plan.end, "%Y%m%dT%H%M%SZ"),
    );
    let end = time(plan.end, SECONDS);
    let seconds = |ms: Option<i64>| ms.map_or(Value::Null, |ms| Value::String(time(ms, SECONDS)));
    let logs: Vec<Value> = files
        .iter()
        .map(|file| {
            json!({
                "s3Bucket": file.bucket,
                "s3Object": file.key,
                "hashValue": file.hash,
                "hashAlgorithm": "SHA-256",
                "newestEventTime": seconds(Some(file.newest)),
                "oldestEventTime": seconds(Some(file.oldest)),
            })
        })
        .collect();
    let content = json!({
        "awsAccountId": account,
        "digestStartTime": time(plan.start, SECONDS),
        "digestEndTime": end,
        "digestS3Bucket": plan.bucket,
        "digestS3Object": key,
        "digestPublicKeyFingerprint": fingerprint,
        "digestSignatureAlgorithm": ALGORITHM,
        "newestEventTime": seconds(files.iter().map(|f| f.newest).max()),
        "oldestEventTime": seconds(files.iter().map(|f| f.oldest).min()),
        "previousDigestS3Bucket": previous.map(|p| &p.bucket),
        "previousDigestS3Object": previous.map(|p| &p.key),
        "previousDigestHashValue": previous.map(|p| &p.hash),
        "previousDigestHashAlgorithm": previous.map(|_| "SHA-256"),
        "previousDigestSignature": previous.map(|p| &p.signature),
        "logFiles": logs,
    })
    .to_string();
    let hash = sha256(content.as_bytes());
    let before = previous.map_or("null", |p| &p.signature);
    let to_sign = format!("{end}\n{}/{key}\n{hash}\n{before}", plan.bucket);
    Digest { key, body: gzip(content.as_bytes()), hash, to_sign }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use serde_json::Value;

    use super::digest;
    use crate::files::tests::trail;
    use crate::resources::{DigestPlan, LogFile, Previous};

    fn content(body: &[u8]) -> Value {
        let mut text = String::new();
        flate2::read::GzDecoder::new(body).read_to_string(&mut text).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_digest_names_its_files_and_the_digest_before_it() {
        let plan = DigestPlan {
            start: 1_764_000_000_000,
            end: 1_764_003_600_000,
            through: None,
            last: false,
            bucket: "logs".to_owned(),
            prefix: Some("p".to_owned()),
        };
        let file = LogFile {
            account: "222222222222".to_owned(),
            region: "eu-west-1".to_owned(),
            bucket: "logs".to_owned(),
            key: "k".to_owned(),
            hash: "h".to_owned(),
            newest: 1_764_000_002_500,
            oldest: 1_764_000_001_000,
        };
        let previous =
            Previous { bucket: "old".to_owned(), key: "before".to_owned(), hash: "ph".to_owned(), signature: "5161".to_owned() };
        let made = digest(&trail(Some("p"), None), &plan, "222222222222", "eu-west-1", &[file], Some(&previous), "f00d");
        assert_eq!(
            made.key,
            "p/AWSLogs/222222222222/CloudTrail-Digest/eu-west-1/2025/11/24/222222222222_CloudTrail-Digest_eu-west-1_main_us-east-1_20251124T170000Z.json.gz"
        );
        let said = content(&made.body);
        assert_eq!(said["digestStartTime"], "2025-11-24T16:00:00Z");
        assert_eq!(said["newestEventTime"], "2025-11-24T16:00:02Z");
        assert_eq!(said["logFiles"][0]["s3Object"], "k");
        assert_eq!(said["previousDigestSignature"], "5161");
        assert_eq!(made.to_sign, format!("2025-11-24T17:00:00Z\nlogs/{}\n{}\n5161", made.key, made.hash));
        let first = digest(&trail(None, None), &plan, "222222222222", "eu-west-1", &[], None, "f00d");
        assert!(first.to_sign.ends_with("\nnull"));
        let said = content(&first.body);
        for empty in ["previousDigestS3Bucket", "previousDigestSignature", "newestEventTime"] {
            assert_eq!(said.get(empty), Some(&Value::Null), "{empty}");
        }
        assert_eq!(said["logFiles"], serde_json::json!([]));
    }
}
