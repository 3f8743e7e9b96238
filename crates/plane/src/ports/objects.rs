//! Object storage, as S3 keeps it.

use std::net::IpAddr;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use wire::Failure;

use crate::call::{Signature, Tls};
use crate::ports::BoxFuture;
use crate::principal::Principal;
use crate::transaction::Reader;

/// An object that a service of the plane puts into a bucket, such as a log file.
#[derive(Debug, Clone)]
pub struct ServiceObject {
    /// Bucket.
    pub bucket: String,
    /// Key.
    pub key: String,
    /// Body.
    pub body: bytes::Bytes,
    /// `Content-Type`.
    pub content_type: String,
    /// `Content-Encoding`, such as `gzip`.
    pub content_encoding: Option<String>,
    /// User metadata, without the `x-amz-meta-` prefix.
    pub metadata: Vec<(String, String)>,
    /// Who puts it, such as `cloudtrail.amazonaws.com`.
    pub service_principal: String,
    /// `aws:SourceArn`: the resource on whose behalf, such as a trail.
    pub source_arn: String,
    /// `aws:SourceAccount`: its account.
    pub source_account: String,
    /// KMS key (ARN) to encrypt with, if another than the bucket's default.
    pub kms_key: Option<String>,
    /// What stands in the encryption context beside the object's ARN.
    pub kms_context: Vec<(String, String)>,
}

/// What a browser says of a page of another origin that asks, or wants to ask, something of a bucket (CORS).
#[derive(Debug, Clone, Copy)]
pub struct CrossOrigin<'a> {
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// The method: `Access-Control-Request-Method`, or the request's own where it is no preflight.
    pub method: Option<&'a str>,
    /// `Access-Control-Request-Headers`.
    pub headers: Option<&'a str>,
}

/// A request to object storage with its answer, for the access logs of buckets.
#[derive(Debug, Clone)]
pub struct AnsweredRequest<'a> {
    /// Bucket.
    pub bucket: &'a str,
    /// Key, if it was about an object.
    pub key: Option<&'a str>,
    /// Operation, as the API calls it.
    pub operation: &'static str,
    /// Method.
    pub method: &'a str,
    /// Path as sent.
    pub path: &'a str,
    /// Query string as sent, without `?`.
    pub query: &'a str,
    /// Headers of the request.
    pub headers: &'a HeaderMap,
    /// When it came.
    pub time: Timestamp,
    /// Address of the client.
    pub peer: Option<IpAddr>,
    /// The connection's security.
    pub tls: Option<&'a Tls>,
    /// How it was signed.
    pub signature: Option<Signature>,
    /// Who asked, if that is known.
    pub principal: Option<&'a Principal>,
    /// Its id.
    pub request_id: &'a str,
    /// HTTP status of the answer.
    pub status: u16,
    /// Error code of the answer.
    pub error: Option<&'a str>,
    /// Bytes of the answer's body.
    pub sent: u64,
    /// Time from the request to the answer; what is streamed behind it is not in it.
    pub took: Duration,
    /// Headers of the answer.
    pub answer: &'a HeaderMap,
}

/// Object storage, as the S3 service keeps it.
pub trait Objects: std::any::Any + Send + Sync {
    /// Puts an object as a service: the bucket's policy must allow the service principal `s3:PutObject` (with
    /// `s3:x-amz-acl` = `bucket-owner-full-control`), as on AWS. Durable when it resolves; the same key may be put again.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, `KMS.…` of the key that encrypts it, or internal ones.
    fn put<'a>(&'a self, system: &'a crate::plane::System, object: ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether [`Objects::put`] of such an object would be allowed now, and `s3:GetBucketAcl` too; neither the body nor the key that encrypts it is looked at.
    ///
    /// # Errors
    /// As [`Objects::put`].
    fn may_put<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether [`Objects::put`] of such an object would be allowed now; as [`Objects::may_put`], without `s3:GetBucketAcl`.
    ///
    /// # Errors
    /// As [`Objects::put`].
    fn may_write<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        self.may_put(reader, object)
    }

    /// Whether the key that would encrypt such an object, its own or the bucket's default, may be used by the service now.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, `KMS.NotFoundException`, or internal ones.
    fn may_encrypt<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// The region of a bucket; none if there is no such bucket. Like its existence it is no secret.
    fn region<'a>(&'a self, reader: &'a Reader<'a>, bucket: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>>;

    /// Reads a whole object of at most `limit` bytes as a service; `None` if it is not there.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, or internal ones.
    fn get<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        bucket: &'a str,
        key: &'a str,
        limit: usize,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>>;

    /// The headers, in lower case, that tell a browser what a page of another origin may do with a bucket.
    ///
    /// # Errors
    /// What a preflight is answered where the bucket allows no such request (`AccessForbidden`, `BadRequest`), or internal ones.
    fn cross_origin<'a>(
        &'a self,
        _reader: &'a Reader<'a>,
        _bucket: &'a str,
        _asked: CrossOrigin<'a>,
    ) -> BoxFuture<'a, Result<Vec<(&'static str, String)>, Failure>> {
        Box::pin(async { Err(Failure::internal("there is no object storage here")) })
    }

    /// What the caller must be allowed to read an object, as `GetObject` asks it: for operations of other services that read an object for their caller by
    /// [`Objects::read_granted`]. A bucket or an object that is not there gives the access that it would need. With `version` it is that version's.
    ///
    /// # Errors
    /// `InvalidArgument` of a version that no object can have, or internal ones.
    fn read_access<'a>(
        &'a self,
        _lookup: &'a crate::Lookup<'a>,
        _bucket: &'a str,
        _key: &'a str,
        _version: Option<&'a str>,
    ) -> BoxFuture<'a, Result<crate::Access, Failure>> {
        Box::pin(async { Err(Failure::internal("objects cannot be read for callers here")) })
    }

    /// Reads a whole object of at most `limit` bytes, for a caller whose access step asked for [`Objects::read_access`]; `None` if it is not there.
    ///
    /// # Errors
    /// `NoSuchBucket`, `EntityTooLarge` of an object that is larger, of a named version `NoSuchVersion` and `MethodNotAllowed` (a delete marker), `KMS.…` of the
    /// key that it is encrypted with, or internal ones.
    fn read_granted<'a>(
        &'a self,
        _reader: &'a Reader<'a>,
        _bucket: &'a str,
        _key: &'a str,
        _version: Option<&'a str>,
        _limit: usize,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>> {
        Box::pin(async { Err(Failure::internal("objects cannot be read for callers here")) })
    }

    /// Whether a bucket's requests are logged. Asked after every request: it must be cheap.
    fn logs_requests(&self, _bucket: &str) -> bool {
        false
    }

    /// Logs a request to a bucket of which [`Objects::logs_requests`] said so.
    fn log_request(&self, _request: &AnsweredRequest<'_>) {}

    /// The account that owns a bucket; none if there is no such bucket.
    fn owner<'a>(&'a self, _reader: &'a Reader<'a>, _bucket: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>> {
        Box::pin(async { Ok(None) })
    }

    /// Keys of a bucket that begin with `prefix`, in order, after `after`, as a session of a role that a service assumed (`s3:ListBucket`).
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, or internal ones.
    fn list_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        bucket: &'a str,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, Failure>>;

    /// As [`Objects::get`], as a session of a role that a service assumed.
    ///
    /// # Errors
    /// As [`Objects::get`].
    fn get_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        bucket: &'a str,
        key: &'a str,
        limit: usize,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>>;

    /// Puts an object as a session of a role that trusts a service: the role's policies and the bucket's must allow `s3:PutObject`, and the key that
    /// encrypts it `kms:GenerateDataKey`. Durable when it resolves; the same key may be put again. Who puts it in the object's own words is not looked at.
    ///
    /// # Errors
    /// As [`Objects::put`]; `AccessDenied` too where the role is gone or does not trust the service.
    fn put_as_role<'a>(
        &'a self,
        _system: &'a crate::plane::System,
        _caller: &'a crate::ports::ServiceCaller,
        _role_arn: &'a str,
        _object: ServiceObject,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Err(Failure::internal("objects cannot be put by roles here")) })
    }
}
