//! Bytes to typed calls and back: the AWS protocols, request signatures, routing and errors.
//!
//! Contracts are data: `models/` holds the facts of every service, [`contracts`] serves them, and the codecs walk them. Nothing here knows what
//! an operation means.

pub mod chunked;
pub mod compression;
#[rustfmt::skip]
pub mod contracts;
pub mod document;
pub mod eventstream;
pub mod failure;
pub mod model;
pub mod plain;
pub mod protocol;
pub mod request;
pub mod route;
pub mod shape;
pub mod sigv2;
pub mod sigv4;
pub mod validate;

pub use document::Document;
pub use failure::{Common, Failure};
pub use jiff::Timestamp;
pub use protocol::s3_host_id;
pub use shape::{Operation, Sensitive, Shape, Unit};

/// What generated code needs in scope.
pub mod generated {
    pub use crate::document::Document;
    pub use crate::shape::{Sensitive, Unit};
    pub use crate::{enumeration, modelled_error, operations, structure};
    pub use bytes::Bytes;
    pub use jiff::Timestamp;
    pub use std::collections::BTreeMap;
}
