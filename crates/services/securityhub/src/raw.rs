//! Operations whose findings stay what they came as: the typed form of a finding has a thousand members, and nobody here looks at most of them.

use wire::shape::ShapeError;
use wire::{Document, Operation, Shape};

use crate::api;

/// A document as it was decoded, or as it is encoded.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Raw(pub Document);

impl Shape for Raw {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        Ok(Self(document))
    }

    fn into_document(self) -> Document {
        self.0
    }
}

/// `BatchImportFindings`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BatchImportFindings;

impl Operation for BatchImportFindings {
    const SERVICE: &'static str = "securityhub";
    const NAME: &'static str = "BatchImportFindings";
    type Input = Raw;
    type Output = api::BatchImportFindingsResponse;
}

/// `GetFindings`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GetFindings;

impl Operation for GetFindings {
    const SERVICE: &'static str = "securityhub";
    const NAME: &'static str = "GetFindings";
    type Input = api::GetFindingsRequest;
    type Output = Raw;
}
