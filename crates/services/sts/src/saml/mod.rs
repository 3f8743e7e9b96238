//! SAML 2.0 authentication responses: from the text of a request to whom an identity provider vouches for. Pure.
//!
//! [`read`] is the only way in, and what it returns was read from bytes whose signature was verified.

mod attributes;
mod c14n;
mod response;
#[cfg(test)]
mod response_tests;
mod signature;
mod xml;

pub(crate) use response::name_qualifier;
pub use response::{Login, Vouching, read};

/// The canonical form of a document (exclusive, without comments), as signatures cover it; `None` if it is not XML of the kind that is accepted.
pub fn canonical(text: &str) -> Option<String> {
    let document = xml::Document::parse(text).ok()?;
    Some(c14n::exclusive(&document, document.root(), None, &[]))
}
