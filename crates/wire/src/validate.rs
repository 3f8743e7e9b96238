//! Checks an input against the constraints of its model.

use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Service, ShapeId};

/// Checks `document` against `shape`: presence, length, range, pattern and enumeration. All violations are reported together, in AWS's wording.
///
/// # Errors
/// `Validation`.
pub fn validate(service: &'static Service, shape: ShapeId, document: &Document) -> Result<(), Failure> {
    let _ = (service, shape, document);
    todo!()
}
