//! Private keys, far enough to know their public half.

use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256K1_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING,
    ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
};

use super::pem;

/// Why a text is not a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrivateKeyError {
    /// Not one PEM block of a known kind.
    #[error("the private key is not one PEM-encoded key")]
    Form,
    /// It is protected by a pass phrase.
    #[error("the private key is encrypted")]
    Encrypted,
    /// Not RSA of 2,048 to 8,192 bits nor ECDSA on P-256, P-384, P-521 or secp256k1, or inconsistent.
    #[error("the private key is of an unsupported kind")]
    Unsupported,
}

/// The public half of a PEM-encoded private key, as it stands in the `subjectPublicKey` of a certificate: PKCS#1's `RSAPublicKey`, or an
/// uncompressed point.
///
/// # Errors
/// See [`PrivateKeyError`].
pub fn public_half(text: &str) -> Result<Vec<u8>, PrivateKeyError> {
    if text.contains("ENCRYPTED") {
        return Err(PrivateKeyError::Encrypted);
    }
    let mut blocks = pem::blocks(text).map_err(|_| PrivateKeyError::Form)?;
    // OpenSSL writes the curve's parameters before an EC key.
    blocks.retain(|block| block.label != "EC PARAMETERS");
    let [block] = blocks.as_slice() else { return Err(PrivateKeyError::Form) };
    let der = block.contents.as_slice();
    match block.label.as_str() {
        "RSA PRIVATE KEY" => {
            let key = rsa::KeyPair::from_der(der).map_err(|_| PrivateKeyError::Unsupported)?;
            Ok(key.public_key().as_ref().to_vec())
        }
        "EC PRIVATE KEY" => ecdsa(|algorithm| EcdsaKeyPair::from_private_key_der(algorithm, der)),
        "PRIVATE KEY" => match rsa::KeyPair::from_pkcs8(der) {
            Ok(key) => Ok(key.public_key().as_ref().to_vec()),
            Err(_) => ecdsa(|algorithm| EcdsaKeyPair::from_pkcs8(algorithm, der)),
        },
        _ => Err(PrivateKeyError::Form),
    }
}

type Algorithm = &'static aws_lc_rs::signature::EcdsaSigningAlgorithm;

fn ecdsa<E>(read: impl Fn(Algorithm) -> Result<EcdsaKeyPair, E>) -> Result<Vec<u8>, PrivateKeyError> {
    const ALGORITHMS: [Algorithm; 4] = [
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        &ECDSA_P384_SHA384_ASN1_SIGNING,
        &ECDSA_P521_SHA512_ASN1_SIGNING,
        &ECDSA_P256K1_SHA256_ASN1_SIGNING,
    ];
    let key = ALGORITHMS.into_iter().find_map(|algorithm| read(algorithm).ok()).ok_or(PrivateKeyError::Unsupported)?;
    Ok(key.public_key().as_ref().to_vec())
}
