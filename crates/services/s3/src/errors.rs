//! S3's errors: codes and statuses of <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.

use wire::{Common, Failure};

pub(crate) fn err(code: &'static str, status: u16, message: impl Into<String>) -> Failure {
    Failure::unlisted(code, status, message)
}

pub(crate) fn no_such_bucket() -> Failure {
    err("NoSuchBucket", 404, "The specified bucket does not exist")
}

pub(crate) fn no_such_key() -> Failure {
    err("NoSuchKey", 404, "The specified key does not exist.")
}

pub(crate) fn no_such_version() -> Failure {
    err("NoSuchVersion", 404, "The specified version does not exist.")
}

pub(crate) fn no_such_upload() -> Failure {
    err(
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    )
}

pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    err("InvalidArgument", 400, message)
}

pub(crate) fn invalid_request(message: impl Into<String>) -> Failure {
    err("InvalidRequest", 400, message)
}

pub(crate) fn malformed_xml() -> Failure {
    err("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema")
}

pub(crate) fn precondition_failed() -> Failure {
    err("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
}

pub(crate) fn not_modified() -> Failure {
    err("NotModified", 304, "Not Modified")
}

pub(crate) fn method_not_allowed() -> Failure {
    err("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
}

pub(crate) fn denied(message: impl Into<String>) -> Failure {
    Failure::common(Common::AccessDenied, message)
}

pub(crate) fn acl_not_supported() -> Failure {
    err("AccessControlListNotSupported", 400, "The bucket does not allow ACLs")
}

pub(crate) fn not_built(what: &str) -> Failure {
    Failure::common(Common::NotImplemented, format!("{what} is not implemented by Cloudkeep yet."))
}

pub(crate) fn io(error: impl std::fmt::Display) -> Failure {
    Failure::internal(format!("object storage: {error}"))
}
