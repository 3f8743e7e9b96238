//! What a key spec means: for which usages it is made, and with which algorithms.
//!
//! See <https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html>.

use crate::api::{
    CustomerMasterKeySpec, EncapsulationAlgorithmSpec, EncryptionAlgorithmSpec, KeyAgreementAlgorithmSpec, KeySpec, KeyUsageType,
    MacAlgorithmSpec, SigningAlgorithmSpec,
};

/// The families of key specs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Symmetric,
    Hmac,
    Rsa,
    Ecc,
    Edwards,
    MlDsa,
    MlKem,
    /// SM2, which only AWS' regions in China have.
    Sm2,
}

/// The family of a spec.
pub(crate) fn family(spec: KeySpec) -> Family {
    match spec {
        KeySpec::SymmetricDefault => Family::Symmetric,
        KeySpec::Hmac224 | KeySpec::Hmac256 | KeySpec::Hmac384 | KeySpec::Hmac512 => Family::Hmac,
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => Family::Rsa,
        KeySpec::EccNistP256 | KeySpec::EccNistP384 | KeySpec::EccNistP521 | KeySpec::EccSecgP256k1 => Family::Ecc,
        KeySpec::EccNistEdwards25519 => Family::Edwards,
        KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => Family::MlDsa,
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => Family::MlKem,
        KeySpec::Sm2 => Family::Sm2,
    }
}

/// Whether keys of a spec can be made here.
pub(crate) fn is_offered(spec: KeySpec) -> bool {
    // A key of ML-KEM cannot be opened again from what is kept of it yet.
    if matches!(spec, KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024) {
        return false;
    }
    family(spec) != Family::Sm2
}

/// The usages that keys of a spec can have.
pub(crate) fn usages(spec: KeySpec) -> &'static [KeyUsageType] {
    use KeyUsageType::{EncapsulateDecapsulate, EncryptDecrypt, GenerateVerifyMac, KeyAgreement, SignVerify};
    match family(spec) {
        Family::Symmetric => &[EncryptDecrypt],
        Family::Hmac => &[GenerateVerifyMac],
        Family::Rsa => &[EncryptDecrypt, SignVerify],
        Family::Ecc if spec == KeySpec::EccSecgP256k1 => &[SignVerify],
        Family::Ecc => &[SignVerify, KeyAgreement],
        Family::Edwards | Family::MlDsa => &[SignVerify],
        Family::MlKem => &[EncapsulateDecapsulate],
        Family::Sm2 => &[EncryptDecrypt, SignVerify, KeyAgreement],
    }
}

/// How a key of this spec and usage encrypts.
pub(crate) fn encryption_algorithms(spec: KeySpec, usage: KeyUsageType) -> Vec<EncryptionAlgorithmSpec> {
    match (family(spec), usage) {
        (Family::Symmetric, _) => vec![EncryptionAlgorithmSpec::SymmetricDefault],
        (Family::Rsa, KeyUsageType::EncryptDecrypt) => {
            vec![EncryptionAlgorithmSpec::RsaesOaepSha1, EncryptionAlgorithmSpec::RsaesOaepSha256]
        }
        _ => Vec::new(),
    }
}

/// How a key of this spec and usage signs.
pub(crate) fn signing_algorithms(spec: KeySpec, usage: KeyUsageType) -> Vec<SigningAlgorithmSpec> {
    use SigningAlgorithmSpec::{
        EcdsaSha256, EcdsaSha384, EcdsaSha512, Ed25519Sha512, MlDsaShake256, RsassaPkcs1V15Sha256, RsassaPkcs1V15Sha384,
        RsassaPkcs1V15Sha512, RsassaPssSha256, RsassaPssSha384, RsassaPssSha512,
    };
    if usage != KeyUsageType::SignVerify {
        return Vec::new();
    }
    match (family(spec), spec) {
        (Family::Rsa, _) => vec![
            RsassaPkcs1V15Sha256,
            RsassaPkcs1V15Sha384,
            RsassaPkcs1V15Sha512,
            RsassaPssSha256,
            RsassaPssSha384,
            RsassaPssSha512,
        ],
        (_, KeySpec::EccNistP256 | KeySpec::EccSecgP256k1) => vec![EcdsaSha256],
        (_, KeySpec::EccNistP384) => vec![EcdsaSha384],
        (_, KeySpec::EccNistP521) => vec![EcdsaSha512],
        (Family::Edwards, _) => vec![Ed25519Sha512],
        (Family::MlDsa, _) => vec![MlDsaShake256],
        _ => Vec::new(),
    }
}

/// How a key of this spec makes authentication codes.
pub(crate) fn mac_algorithms(spec: KeySpec) -> Vec<MacAlgorithmSpec> {
    match spec {
        KeySpec::Hmac224 => vec![MacAlgorithmSpec::HmacSha224],
        KeySpec::Hmac256 => vec![MacAlgorithmSpec::HmacSha256],
        KeySpec::Hmac384 => vec![MacAlgorithmSpec::HmacSha384],
        KeySpec::Hmac512 => vec![MacAlgorithmSpec::HmacSha512],
        _ => Vec::new(),
    }
}

/// How a key of this usage agrees on secrets.
pub(crate) fn agreement_algorithms(usage: KeyUsageType) -> Vec<KeyAgreementAlgorithmSpec> {
    if usage == KeyUsageType::KeyAgreement { vec![KeyAgreementAlgorithmSpec::Ecdh] } else { Vec::new() }
}

/// How a key of this usage encapsulates secrets.
pub(crate) fn encapsulation_algorithms(usage: KeyUsageType) -> Vec<EncapsulationAlgorithmSpec> {
    if usage == KeyUsageType::EncapsulateDecapsulate { vec![EncapsulationAlgorithmSpec::MlKem] } else { Vec::new() }
}

/// Length of generated and imported material, bytes: of keys that are plain bytes.
/// See <https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html>.
pub(crate) fn material_length(spec: KeySpec) -> Option<usize> {
    match spec {
        KeySpec::SymmetricDefault | KeySpec::Hmac256 => Some(32),
        KeySpec::Hmac224 => Some(28),
        KeySpec::Hmac384 => Some(48),
        KeySpec::Hmac512 => Some(64),
        _ => None,
    }
}

/// The spec under its older name.
pub(crate) fn customer_master_key_spec(spec: KeySpec) -> Option<CustomerMasterKeySpec> {
    CustomerMasterKeySpec::parse(spec.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_spec_has_an_algorithm_for_each_of_its_usages() {
        for &spec in KeySpec::VALUES.iter().filter(|s| is_offered(**s)) {
            for &usage in usages(spec) {
                let algorithms = encryption_algorithms(spec, usage).len()
                    + signing_algorithms(spec, usage).len()
                    + agreement_algorithms(usage).len()
                    + encapsulation_algorithms(usage).len()
                    + mac_algorithms(spec).len();
                assert!(algorithms > 0, "{spec} {usage}");
            }
        }
        assert!(!is_offered(KeySpec::Sm2));
    }
}
