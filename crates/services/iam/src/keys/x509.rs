//! X.509 certificates: what they say, whether a key is theirs, and whether a chain holds together.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{base32, pem};

/// Most certificates of a chain: AWS limits only its text (2,097,152 characters); more than this is no chain that a client would accept.
const MAX_CHAIN: usize = 32;

/// What is kept of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    /// Not valid before, seconds since 1970.
    pub not_before: i64,
    /// Not valid after, seconds since 1970.
    pub not_after: i64,
    /// The subject's public key as `SubjectPublicKeyInfo`.
    pub public_key_info: Vec<u8>,
    /// The subject's public key: PKCS#1's `RSAPublicKey`, or an uncompressed point.
    pub public_key: Vec<u8>,
}

/// Why a text is not a certificate or a chain of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not PEM, or not of one certificate.
    #[error("the certificate is not one PEM-encoded X.509 certificate")]
    Form,
    /// Not an X.509 certificate of version 3, or something follows it.
    #[error("the certificate cannot be parsed as X.509 version 3")]
    Parse,
    /// A certificate of the chain has not signed the one before it.
    #[error("the certificate chain does not begin with the issuer of the certificate, or is out of order")]
    Chain,
}

impl Certificate {
    /// Reads one PEM-encoded certificate.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn read(text: &str) -> Result<Self, CertificateError> {
        let mut all = Self::read_all(text)?;
        match (all.pop(), all.is_empty()) {
            (Some(certificate), true) => Ok(certificate),
            _ => Err(CertificateError::Form),
        }
    }

    /// Reads PEM-encoded certificates.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn read_all(text: &str) -> Result<Vec<Self>, CertificateError> {
        let blocks = pem::blocks(text).map_err(|_| CertificateError::Form)?;
        if blocks.len() > MAX_CHAIN {
            return Err(CertificateError::Form);
        }
        let certificate = |block: &pem::Block| match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Self::parse(&block.contents),
            _ => Err(CertificateError::Form),
        };
        blocks.iter().map(certificate).collect()
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// [`CertificateError::Parse`].
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| CertificateError::Parse)?;
        if !rest.is_empty() {
            return Err(CertificateError::Parse);
        }
        Ok(Self {
            der: der.to_vec(),
            not_before: parsed.validity().not_before.timestamp(),
            not_after: parsed.validity().not_after.timestamp(),
            public_key_info: parsed.public_key().raw.to_vec(),
            public_key: parsed.public_key().subject_public_key.data.to_vec(),
        })
    }

    /// The SHA-1 hash of the certificate, as base32: an id of 32 letters that is the same whenever the same certificate is uploaded.
    pub fn fingerprint(&self) -> String {
        base32(digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.der).as_ref())
    }

    fn issued_by(&self, issuer: &Self) -> bool {
        let (Ok((_, subject)), Ok((_, issuer))) = (X509Certificate::from_der(&self.der), X509Certificate::from_der(&issuer.der))
        else {
            return false;
        };
        subject.issuer().as_raw() == issuer.subject().as_raw() && subject.verify_signature(Some(issuer.public_key())).is_ok()
    }

    /// Whether a chain begins with the issuer of this certificate and every one is followed by its own issuer.
    ///
    /// # Errors
    /// [`CertificateError::Chain`].
    pub fn check_chain(&self, chain: &[Self]) -> Result<(), CertificateError> {
        let mut subject = self;
        for issuer in chain {
            if !subject.issued_by(issuer) {
                return Err(CertificateError::Chain);
            }
            subject = issuer;
        }
        Ok(())
    }
}
