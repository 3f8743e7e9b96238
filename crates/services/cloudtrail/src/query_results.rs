//! Results of queries in buckets: CSV files, and a file that signs them.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-results-file-validation-sign-file-structure.html>.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use plane::ports::ServiceObject;
use plane::{Failure, Key, Reader, System};
use serde_json::json;

use crate::api::{
    DeliveryStatus, InsufficientS3BucketPolicyException, InvalidS3BucketNameException, InvalidS3PrefixException,
    S3BucketDoesNotExistException,
};
use crate::bucket::check_names;
use crate::deliver::{PRINCIPAL, code};
use crate::encryption;
use crate::files::{sha256, time};
use crate::keys::signer;
use crate::query_run::{QueryRows, QueryRun, change, chunk_id};

/// Size of a result file at most, bytes before compression.
const MOST_FILE: usize = 64 << 20;
/// Name of the file that signs the others.
const SIGN_FILE: &str = "result_sign.json";

/// Bucket and prefix of an `s3://` URI; the prefix has no slash at its end.
///
/// # Errors
/// `InvalidS3BucketNameException`, `InvalidS3PrefixException`.
pub fn place(uri: &str) -> Result<(String, Option<String>), Failure> {
    let rest = uri
        .strip_prefix("s3://")
        .ok_or_else(|| Failure::from(InvalidS3BucketNameException::new(format!("The S3 URI is not valid: {uri}"))))?;
    let (bucket, prefix) = rest.split_once('/').map_or((rest, ""), |(bucket, prefix)| (bucket, prefix.trim_end_matches('/')));
    let prefix = (!prefix.is_empty()).then(|| prefix.to_owned());
    if prefix.as_deref().is_some_and(|p| p.starts_with('/')) {
        return Err(InvalidS3PrefixException::new(format!("The S3 prefix is not valid: {uri}")).into());
    }
    check_names(bucket, prefix.as_deref())?;
    Ok((bucket.to_owned(), prefix))
}

/// The folder of a query's results, without a slash at its end.
fn folder(prefix: Option<&str>, account: &str, at: i64, query: &str) -> String {
    let prefix = prefix.map(|p| format!("{p}/")).unwrap_or_default();
    format!("{prefix}AWSLogs/{account}/CloudTrail-Lake/Query/{}/{query}", time(at, "%Y/%m/%d"))
}

fn object(query: &QueryRun, account: &str, bucket: &str, key: String, body: Vec<u8>, zipped: bool) -> ServiceObject {
    ServiceObject {
        bucket: bucket.to_owned(),
        key,
        body: Bytes::from(body),
        content_type: if zipped { "text/csv" } else { "application/json" }.to_owned(),
        content_encoding: zipped.then(|| "gzip".to_owned()),
        metadata: Vec::new(),
        service_principal: PRINCIPAL.to_owned(),
        source_arn: query.stores.first().map(|(_, _, arn)| arn.clone()).unwrap_or_default(),
        source_account: account.to_owned(),
        kms_key: None,
        kms_context: Vec::new(),
    }
}

/// Asks object storage whether results may be put there now.
///
/// # Errors
/// `S3BucketDoesNotExistException`, `InsufficientS3BucketPolicyException`, `InsufficientEncryptionPolicyException`.
pub async fn check(reader: &Reader<'_>, query: &QueryRun, account: &str) -> Result<(), Failure> {
    let Some(uri) = &query.delivery else { return Ok(()) };
    let (bucket, prefix) = place(uri)?;
    let Some(objects) = reader.plane().objects().cloned() else {
        return Err(Failure::internal("there is no object storage"));
    };
    let key = format!("{}/{SIGN_FILE}", folder(prefix.as_deref(), account, query.created_at, &query.id));
    let object = object(query, account, &bucket, key, Vec::new(), false);
    objects.may_put(reader, &object).await.map_err(|failure| match code(&failure).as_str() {
        "NoSuchBucket" => S3BucketDoesNotExistException::new(format!("S3 bucket {bucket} does not exist!")).into(),
        "AccessDenied" => {
            InsufficientS3BucketPolicyException::new(format!("Incorrect S3 bucket policy is detected for bucket: {bucket}"))
                .into()
        }
        _ => failure,
    })?;
    encryption::check_object(reader, &objects, &object).await
}

/// A line of CSV. Values with commas, quotes or line breaks are in quotes.
fn line<'a>(values: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut line = String::new();
    for (at, value) in values.enumerate() {
        if at > 0 {
            line.push(',');
        }
        let value = value.unwrap_or_default();
        if value.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&value.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(value);
        }
    }
    line.push('\n');
    line
}

/// Delivers the results of a query that has finished. The same query makes the same files, so a crash in between only repeats them.
///
/// # Errors
/// Internal ones; a bucket that refuses is told by the query's delivery status.
pub async fn deliver(system: &System, key: &Key, query: &QueryRun) -> Result<(), Failure> {
    let status = match put(system, key, query).await {
        Ok(()) => DeliveryStatus::Success,
        Err(failure) => match code(&failure).as_str() {
            "NoSuchBucket" => DeliveryStatus::ResourceNotFound,
            "AccessDenied" => DeliveryStatus::AccessDenied,
            _ => {
                tracing::error!(
                    query = query.id,
                    message = failure.message,
                    detail = failure.detail,
                    "results cannot be delivered"
                );
                DeliveryStatus::Failed
            }
        },
    };
    change(system, key, move |query, _| query.delivery_status = Some(status)).await.map(drop)
}

async fn put(system: &System, key: &Key, query: &QueryRun) -> Result<(), Failure> {
    let (Some(uri), Some(objects)) = (&query.delivery, system.plane().objects().cloned()) else {
        return Err(Failure::internal("there is no object storage"));
    };
    let (bucket, prefix) = place(uri)?;
    let folder = folder(prefix.as_deref(), &key.account, query.created_at, &query.id);
    let header = line(query.columns.iter().map(|c| Some(c.as_str())));
    let mut files: Vec<(String, String)> = Vec::new();
    let mut csv = header.clone();
    for chunk in 0..=query.chunks {
        let last = chunk == query.chunks;
        if !last {
            let id = chunk_id(&query.id, chunk);
            let rows = system.reader().get::<QueryRows>(&key.account, &key.region, &id).await?;
            let rows = rows.ok_or_else(|| Failure::internal(format!("rows {id} are gone")))?;
            for row in rows.body.rows {
                csv.push_str(&line(row.iter().map(Option::as_deref)));
            }
        }
        if csv.len() >= MOST_FILE || last && (csv.len() > header.len() || files.is_empty()) {
            let body = zipped(csv.as_bytes())?;
            let name = format!("result_{}.csv.gz", files.len() + 1);
            let hash = sha256(&body);
            objects.put(system, object(query, &key.account, &bucket, format!("{folder}/{name}"), body, true)).await?;
            files.push((name, hash));
            csv.clone_from(&header);
        }
    }
    let at = query.finished_at.unwrap_or(query.created_at);
    let signer = signer(system, at).await?;
    let hashes: Vec<&str> = files.iter().map(|(_, hash)| hash.as_str()).collect();
    let list: Vec<_> = files.iter().map(|(name, hash)| json!({"fileHashValue": hash, "fileName": name})).collect();
    let sign = json!({
        "version": "1.0",
        "region": key.region,
        "files": list,
        "hashAlgorithm": "SHA-256",
        "signatureAlgorithm": "SHA256withRSA",
        "queryCompleteTime": time(at, "%Y-%m-%dT%H:%M:%SZ"),
        "hashSignature": signer.sign(&hashes.join(" "))?,
        "publicKeyFingerprint": signer.fingerprint,
    });
    let body = sign.to_string().into_bytes();
    objects.put(system, object(query, &key.account, &bucket, format!("{folder}/{SIGN_FILE}"), body, false)).await
}

/// gzip without a time in it: the same content gives the same bytes.
fn zipped(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).map_err(Failure::internal)?;
    encoder.finish().map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::{folder, line, place};

    #[test]
    fn uris_are_read() {
        assert_eq!(place("s3://logs").unwrap(), ("logs".to_owned(), None));
        assert_eq!(place("s3://logs/").unwrap(), ("logs".to_owned(), None));
        assert_eq!(place("s3://logs/a/b/").unwrap(), ("logs".to_owned(), Some("a/b".to_owned())));
        for wrong in ["logs", "s3://", "s3://UPPER/x", "s3://logs//x"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            folder(Some("p"), "111111111111", 1_764_000_000_000, "q"),
            "p/AWSLogs/111111111111/CloudTrail-Lake/Query/2025/11/24/q"
        );
    }

    #[test]
    fn csv_is_quoted_where_it_must_be() {
        assert_eq!(
            line([Some("a"), None, Some("b,c"), Some("d\"e"), Some("f\ng")].into_iter()),
            "a,,\"b,c\",\"d\"\"e\",\"f\ng\"\n"
        );
    }
}
