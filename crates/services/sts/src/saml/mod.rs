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

pub(crate) use response::{Login, Vouching, name_qualifier, read};
