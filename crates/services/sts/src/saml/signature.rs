//! XML signatures as SAML uses them: one reference, to the element that holds the signature (SAML 2.0 Core, section 5.4). Pure.
//!
//! What was verified is handed out as the very bytes that were hashed. Whoever reads them again cannot be shown another element than the one that
//! was signed, however the document around it was arranged.

use aws_lc_rs::digest::{self, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::c14n::exclusive;
use super::xml::{Document, ElementId};

pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Why a signature proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureError {
    /// There is none, or more than one.
    #[error("the element does not have exactly one signature")]
    Absent,
    /// A part is missing, doubled or not what SAML allows.
    #[error("the signature is not of the form that SAML prescribes")]
    Form,
    /// An algorithm that is not accepted, SHA-1 among them.
    #[error(
        "the signature uses an algorithm that is not accepted; use RSA or ECDSA with SHA-256 or stronger and exclusive canonicalization"
    )]
    Algorithm,
    /// The reference is not to the element that holds the signature.
    #[error("the signature is not of the element that holds it")]
    Reference,
    /// The element was changed.
    #[error("the digest does not match")]
    Digest,
    /// No key of the provider made it.
    #[error("the signature was not made with a key of the provider")]
    Value,
}

/// Verifies the signature that an element holds, with any of the keys (X.509 `SubjectPublicKeyInfo`), and gives the canonical text that was signed.
///
/// Keys that the document itself carries are not looked at.
pub(crate) fn verified(document: &Document, signed: ElementId, keys: &[Vec<u8>]) -> Result<String, SignatureError> {
    let signature = document.only(signed, DSIG, "Signature").ok_or(SignatureError::Absent)?;
    let part = |of, name| document.only(of, DSIG, name).ok_or(SignatureError::Form);
    let info = part(signature, "SignedInfo")?;
    let method = algorithm(document, part(info, "SignatureMethod")?)?;
    let canonicalization = part(info, "CanonicalizationMethod")?;
    if algorithm(document, canonicalization)? != EXCLUSIVE {
        return Err(SignatureError::Algorithm);
    }
    let reference = part(info, "Reference")?;
    if !refers(document, reference, signed) {
        return Err(SignatureError::Reference);
    }
    // The signature over what is said, then the digest of what it is said about.
    let text = exclusive(document, info, None, &prefixes(document, canonicalization));
    let value = base64(document, part(signature, "SignatureValue")?)?;
    let scheme = scheme(method)?;
    if !keys.iter().any(|key| UnparsedPublicKey::new(scheme, key).verify(text.as_bytes(), &value).is_ok()) {
        return Err(SignatureError::Value);
    }
    let inclusive = transforms(document, part(reference, "Transforms")?)?;
    let content = exclusive(document, signed, Some(signature), &inclusive);
    let hash = match algorithm(document, part(reference, "DigestMethod")?)? {
        "http://www.w3.org/2001/04/xmlenc#sha256" => &digest::SHA256,
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => &digest::SHA384,
        "http://www.w3.org/2001/04/xmlenc#sha512" => &digest::SHA512,
        _ => return Err(SignatureError::Algorithm),
    };
    if digest(hash, content.as_bytes()).as_ref() != base64(document, part(reference, "DigestValue")?)? {
        return Err(SignatureError::Digest);
    }
    Ok(content)
}

fn algorithm(document: &Document, of: ElementId) -> Result<&str, SignatureError> {
    document.attribute(of, "Algorithm").ok_or(SignatureError::Form)
}

fn scheme(method: &str) -> Result<&'static dyn VerificationAlgorithm, SignatureError> {
    let scheme: &'static dyn VerificationAlgorithm = match method {
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => &RSA_PKCS1_2048_8192_SHA256,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => &RSA_PKCS1_2048_8192_SHA384,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => &RSA_PKCS1_2048_8192_SHA512,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => &ECDSA_P256_SHA256_FIXED,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => &ECDSA_P384_SHA384_FIXED,
        _ => return Err(SignatureError::Algorithm),
    };
    Ok(scheme)
}

/// Whether the reference is to this element: by its ID, which no other element has, or as the whole document.
fn refers(document: &Document, reference: ElementId, signed: ElementId) -> bool {
    match document.attribute(reference, "URI") {
        Some("") => signed == document.root(),
        Some(uri) => {
            let Some(name) = uri.strip_prefix('#').filter(|name| !name.is_empty()) else { return false };
            let mut holders = document.ids().filter(|id| document.attribute(*id, "ID") == Some(name));
            holders.next() == Some(signed) && holders.next().is_none()
        }
        None => false,
    }
}

/// The prefix list of the transforms, which must be: without the signature, then exclusive canonicalization.
fn transforms(document: &Document, transforms: ElementId) -> Result<Vec<&str>, SignatureError> {
    let mut steps = document.children(transforms, DSIG, "Transform");
    match (steps.next(), steps.next(), steps.next()) {
        (Some(first), Some(second), None) => {
            if algorithm(document, first)? != ENVELOPED || algorithm(document, second)? != EXCLUSIVE {
                return Err(SignatureError::Algorithm);
            }
            Ok(prefixes(document, second))
        }
        _ => Err(SignatureError::Form),
    }
}

fn prefixes(document: &Document, method: ElementId) -> Vec<&str> {
    let lists = document.children(method, EXCLUSIVE, "InclusiveNamespaces");
    lists.filter_map(|list| document.attribute(list, "PrefixList")).flat_map(str::split_ascii_whitespace).collect()
}

fn base64(document: &Document, of: ElementId) -> Result<Vec<u8>, SignatureError> {
    let text = document.text_of(of).ok_or(SignatureError::Form)?;
    let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).map_err(|_| SignatureError::Form)
}
