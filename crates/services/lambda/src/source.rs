//! Where a package comes from: the request that makes the function, or an object in a bucket.

use bytes::Bytes;
use plane::{Access, Failure, Lookup, Transaction};
use wire::failure::Kind;

use crate::api::{FunctionCode, S3ObjectStorageMode, UpdateFunctionCodeRequest};
use crate::code::Kept;
use crate::errors::invalid;
use crate::operations::service;
use crate::package::{MOST_UNZIPPED, MOST_ZIPPED, PackageError};

/// What a request says of its code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    zip: Option<&'a Bytes>,
    bucket: Option<&'a str>,
    key: Option<&'a str>,
    version: Option<&'a str>,
    mode: Option<S3ObjectStorageMode>,
}

impl<'a> From<&'a FunctionCode> for Source<'a> {
    fn from(code: &'a FunctionCode) -> Self {
        Self {
            zip: code.zip_file.as_ref().map(|zip| &zip.0),
            bucket: code.s3_bucket.as_deref(),
            key: code.s3_key.as_deref(),
            version: code.s3_object_version.as_deref(),
            mode: code.s3_object_storage_mode,
        }
    }
}

impl<'a> From<&'a UpdateFunctionCodeRequest> for Source<'a> {
    fn from(code: &'a UpdateFunctionCodeRequest) -> Self {
        Self {
            zip: code.zip_file.as_ref().map(|zip| &zip.0),
            bucket: code.s3_bucket.as_deref(),
            key: code.s3_key.as_deref(),
            version: code.s3_object_version.as_deref(),
            mode: code.s3_object_storage_mode,
        }
    }
}

/// One place that has the code.
#[derive(Debug, PartialEq)]
enum Place<'a> {
    Request(&'a Bytes),
    Object(&'a str, &'a str),
}

/// What S3 answered when Lambda asked it for the caller, in Lambda's words.
fn of_s3(code: &str, message: &str) -> Failure {
    invalid(format!("Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"))
}

/// The same, of an error.
fn told(failure: Failure) -> Failure {
    match &failure.kind {
        Kind::Modelled { code, .. } if code == "EntityTooLarge" => invalid(PackageError::TooLarge.to_string()),
        Kind::Modelled { code, .. } => of_s3(code, &failure.message),
        Kind::Common(_) => failure,
    }
}

impl<'a> Source<'a> {
    /// The one place.
    ///
    /// # Errors
    /// `InvalidParameterValueException` if there is none, or more than one.
    fn place(&self) -> Result<Place<'a>, Failure> {
        let from_s3 = self.bucket.is_some() || self.key.is_some() || self.version.is_some();
        match (self.zip, self.bucket, self.key) {
            (Some(_), _, _) if from_s3 => {
                Err(invalid("Please do not provide other FunctionCode parameters when providing a ZipFile."))
            }
            (Some(zip), _, _) => Ok(Place::Request(zip)),
            (None, Some(bucket), Some(key)) => Ok(Place::Object(bucket, key)),
            _ => Err(invalid("Please provide a source for function code.")),
        }
    }

    /// What the caller must be allowed beside the operation itself: to read the object.
    ///
    /// # Errors
    /// `InvalidParameterValueException` of a version that no object can have, or internal ones.
    pub(crate) async fn access(&self, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // What is no place is refused by the operation.
        let (Ok(Place::Object(bucket, key)), Some(objects)) = (self.place(), lookup.plane().objects()) else {
            return Ok(Access::exempt());
        };
        let access = objects.read_access(lookup, bucket, key, self.version).await.map_err(told)?;
        Ok(access.refused_as(&format!(
            "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for {bucket}/{key}. S3 Error Code: AccessDenied. S3 Error Message: "
        )))
    }

    /// Reads, checks and keeps the package, for a function in `region`.
    ///
    /// # Errors
    /// `InvalidParameterValueException` with what is wrong, or internal ones.
    pub(crate) async fn keep(&self, tx: &Transaction<'_>, region: &str) -> Result<Kept, Failure> {
        let plane = tx.plane();
        let code = &service(plane)?.code;
        let (bucket, key) = match self.place()? {
            Place::Request(zip) if zip.len() > MOST_ZIPPED => {
                return Err(invalid(format!("Zipped size must be smaller than {MOST_ZIPPED} bytes")));
            }
            Place::Request(zip) => return code.keep(plane, zip.clone()).await,
            Place::Object(bucket, key) => (bucket, key),
        };
        if self.mode == Some(S3ObjectStorageMode::Reference) {
            return Err(invalid(
                "Code that stays in S3 (S3ObjectStorageMode REFERENCE) is not supported by this installation yet.",
            ));
        }
        let reader = tx.reader();
        let none = || of_s3("NoSuchBucket", "The specified bucket does not exist");
        let objects = plane.objects().ok_or_else(none)?;
        let home = objects.region(&reader, bucket).await?.ok_or_else(none)?;
        if home != region {
            let message = format!("The bucket is in this region: {home}. Please use this region to retry the request");
            return Err(of_s3("PermanentRedirect", &message));
        }
        // Packages of this size are in memory while they are checked and sealed: not many at once.
        let _turn = code.turn().await?;
        let limit = usize::try_from(MOST_UNZIPPED).unwrap_or(usize::MAX);
        let zip = objects.read_granted(&reader, bucket, key, self.version, limit).await.map_err(told)?;
        code.keep(plane, zip.ok_or_else(|| of_s3("NoSuchKey", "The specified key does not exist."))?).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Source};
    use bytes::Bytes;

    fn source<'a>(zip: Option<&'a Bytes>, bucket: Option<&'a str>, key: Option<&'a str>, version: Option<&'a str>) -> Source<'a> {
        Source { zip, bucket, key, version, mode: None }
    }

    #[test]
    fn code_has_one_place() {
        let zip = Bytes::from_static(b"zip");
        assert_eq!(source(Some(&zip), None, None, None).place().unwrap(), Place::Request(&zip));
        assert_eq!(source(None, Some("b"), Some("k"), None).place().unwrap(), Place::Object("b", "k"));
        assert_eq!(source(None, Some("b"), Some("k"), Some("v")).place().unwrap(), Place::Object("b", "k"));
        let wrong = |source: Source<'_>| source.place().unwrap_err().message;
        let two = "Please do not provide other FunctionCode parameters when providing a ZipFile.";
        assert_eq!(wrong(source(Some(&zip), Some("b"), Some("k"), None)), two);
        assert_eq!(wrong(source(Some(&zip), None, None, Some("v"))), two);
        for (bucket, key) in [(None, None), (Some("b"), None), (None, Some("k"))] {
            assert_eq!(wrong(source(None, bucket, key, None)), "Please provide a source for function code.");
        }
    }
}
