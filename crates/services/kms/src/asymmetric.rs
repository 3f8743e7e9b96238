//! Key pairs: made, signing, verifying, encrypting, agreeing on secrets. All of the cryptography is aws-lc's.
//!
//! Private keys are PKCS #8, public keys SubjectPublicKeyInfo (both DER); an ML-KEM private key is its raw bytes.

use aws_lc_rs::agreement::{self, agree};
use aws_lc_rs::digest::{self, Digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::kem::{self, DecapsulationKey, EncapsulationKey};
use aws_lc_rs::rsa::{
    KeyPair as RsaKeyPair, KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPrivateDecryptingKey,
    OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, Ed25519KeyPair, KeyPair as _, PqdsaKeyPair,
    PqdsaSigningAlgorithm, RsaParameters, RsaSignatureEncoding, UnparsedPublicKey, VerificationAlgorithm,
};
use plane::Failure;
use zeroize::Zeroizing;

use crate::api::{EncryptionAlgorithmSpec, KeySpec, MessageType, SigningAlgorithmSpec};
use crate::errors::unsupported;
use crate::specs::{Family, family};

type Private = Zeroizing<Vec<u8>>;

fn rejected(what: &str) -> impl Fn(aws_lc_rs::error::KeyRejected) -> Failure {
    move |error| Failure::internal(format!("{what}: {error}"))
}

fn failed<E>(what: &str) -> impl Fn(E) -> Failure {
    move |_| Failure::internal(format!("{what} failed"))
}

fn ecdsa(spec: KeySpec) -> Option<&'static EcdsaSigningAlgorithm> {
    Some(match spec {
        KeySpec::EccNistP256 => &signature::ECDSA_P256_SHA256_ASN1_SIGNING,
        KeySpec::EccNistP384 => &signature::ECDSA_P384_SHA384_ASN1_SIGNING,
        KeySpec::EccNistP521 => &signature::ECDSA_P521_SHA512_ASN1_SIGNING,
        KeySpec::EccSecgP256k1 => &signature::ECDSA_P256K1_SHA256_ASN1_SIGNING,
        _ => return None,
    })
}

fn ecdsa_verification(spec: KeySpec) -> Option<&'static EcdsaVerificationAlgorithm> {
    Some(match spec {
        KeySpec::EccNistP256 => &signature::ECDSA_P256_SHA256_ASN1,
        KeySpec::EccNistP384 => &signature::ECDSA_P384_SHA384_ASN1,
        KeySpec::EccNistP521 => &signature::ECDSA_P521_SHA512_ASN1,
        KeySpec::EccSecgP256k1 => &signature::ECDSA_P256K1_SHA256_ASN1,
        _ => return None,
    })
}

fn ml_dsa(spec: KeySpec) -> Option<&'static PqdsaSigningAlgorithm> {
    Some(match spec {
        KeySpec::MlDsa44 => &signature::ML_DSA_44_SIGNING,
        KeySpec::MlDsa65 => &signature::ML_DSA_65_SIGNING,
        KeySpec::MlDsa87 => &signature::ML_DSA_87_SIGNING,
        _ => return None,
    })
}

/// Parameters of an ML-KEM spec, with the last number of its object identifier (2.16.840.1.101.3.4.4.x).
fn ml_kem(spec: KeySpec) -> Option<(&'static kem::Algorithm, u8)> {
    Some(match spec {
        KeySpec::MlKem512 => (&kem::ML_KEM_512, 1),
        KeySpec::MlKem768 => (&kem::ML_KEM_768, 2),
        KeySpec::MlKem1024 => (&kem::ML_KEM_1024, 3),
        _ => return None,
    })
}

fn curve(spec: KeySpec) -> Option<&'static agreement::Algorithm> {
    Some(match spec {
        KeySpec::EccNistP256 => &agreement::ECDH_P256,
        KeySpec::EccNistP384 => &agreement::ECDH_P384,
        KeySpec::EccNistP521 => &agreement::ECDH_P521,
        _ => return None,
    })
}

/// A new private key and its public key. RSA keys take a while.
///
/// # Errors
/// `UnsupportedOperationException` for specs that have none.
pub(crate) fn generate(spec: KeySpec) -> Result<(Private, Vec<u8>), Failure> {
    if let Some((algorithm, _)) = ml_kem(spec) {
        let key = DecapsulationKey::generate(algorithm).map_err(failed("making a key"))?;
        let private = Zeroizing::new(key.key_bytes().map_err(failed("writing a key"))?.as_ref().to_vec());
        let public = public_key(spec, &private)?;
        return Ok((private, public));
    }
    let random = aws_lc_rs::rand::SystemRandom::new();
    let private = match (family(spec), ecdsa(spec), ml_dsa(spec)) {
        (_, Some(algorithm), _) => {
            EcdsaKeyPair::generate_pkcs8(algorithm, &random).map_err(failed("making a key"))?.as_ref().to_vec()
        }
        (_, _, Some(algorithm)) => {
            let pair = PqdsaKeyPair::generate(algorithm).map_err(failed("making a key"))?;
            pair.to_pkcs8v1().map_err(failed("writing a key"))?.as_ref().to_vec()
        }
        (Family::Edwards, ..) => {
            let pair = Ed25519KeyPair::generate().map_err(failed("making a key"))?;
            pair.to_pkcs8v1().map_err(failed("writing a key"))?.as_ref().to_vec()
        }
        (Family::Rsa, ..) => {
            let size = match spec {
                KeySpec::Rsa3072 => KeySize::Rsa3072,
                KeySpec::Rsa4096 => KeySize::Rsa4096,
                _ => KeySize::Rsa2048,
            };
            let pair = RsaKeyPair::generate(size).map_err(failed("making a key"))?;
            let der: Pkcs8V1Der<'_> = pair.as_der().map_err(failed("writing a key"))?;
            der.as_ref().to_vec()
        }
        _ => return Err(unsupported(format!("Keys of spec {spec} are not supported."))),
    };
    let private = Zeroizing::new(private);
    let public = public_key(spec, &private)?;
    Ok((private, public))
}

/// The public key of a private one.
///
/// # Errors
/// An internal failure if it is not a private key of this spec.
pub(crate) fn public_key(spec: KeySpec, private: &[u8]) -> Result<Vec<u8>, Failure> {
    if let Some((algorithm, number)) = ml_kem(spec) {
        let key = DecapsulationKey::new(algorithm, private).map_err(rejected("an ML-KEM key"))?;
        let public = key.encapsulation_key().map_err(failed("deriving a public key"))?;
        return Ok(ml_kem_info(number, public.key_bytes().map_err(failed("writing a key"))?.as_ref()));
    }
    let der: PublicKeyX509Der<'_> = match (family(spec), ecdsa(spec), ml_dsa(spec)) {
        (_, Some(algorithm), _) => {
            let pair = EcdsaKeyPair::from_pkcs8(algorithm, private).map_err(rejected("an EC key"))?;
            pair.public_key().as_der().map_err(failed("writing a key"))?
        }
        (_, _, Some(algorithm)) => {
            let pair = PqdsaKeyPair::from_pkcs8(algorithm, private).map_err(rejected("an ML-DSA key"))?;
            pair.public_key().as_der().map_err(failed("writing a key"))?
        }
        (Family::Edwards, ..) => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(private).map_err(rejected("an Ed25519 key"))?;
            pair.public_key().as_der().map_err(failed("writing a key"))?
        }
        (Family::Rsa, ..) => {
            let pair = RsaKeyPair::from_pkcs8(private).map_err(rejected("an RSA key"))?;
            let bits = pair.public_modulus_len() * 8;
            if spec.as_str() != format!("RSA_{bits}") {
                return Err(Failure::internal(format!("an RSA key of {bits} bits where {spec} was expected")));
            }
            pair.public_key().as_der().map_err(failed("writing a key"))?
        }
        _ => return Err(Failure::internal(format!("{spec} has no public key"))),
    };
    Ok(der.as_ref().to_vec())
}

/// SubjectPublicKeyInfo of an ML-KEM key, which aws-lc-rs does not write: two sequences, an object identifier, a bit string.
fn ml_kem_info(number: u8, public: &[u8]) -> Vec<u8> {
    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag];
        let length = content.len().to_be_bytes();
        let significant = length.iter().position(|b| *b != 0).and_then(|at| length.get(at..)).unwrap_or(&[0]);
        match significant {
            [short] if *short < 0x80 => out.push(*short),
            long => {
                out.push(0x80 | u8::try_from(long.len()).unwrap_or(0));
                out.extend(long);
            }
        }
        out.extend(content);
        out
    }
    let algorithm = element(0x30, &element(0x06, &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x04, number]));
    let key = element(0x03, &[&[0][..], public].concat());
    element(0x30, &[algorithm, key].concat())
}

/// How an RSA algorithm signs and verifies.
fn rsa(algorithm: SigningAlgorithmSpec) -> Option<(&'static RsaSignatureEncoding, &'static RsaParameters)> {
    use SigningAlgorithmSpec as Of;
    Some(match algorithm {
        Of::RsassaPkcs1V15Sha256 => (&signature::RSA_PKCS1_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256),
        Of::RsassaPkcs1V15Sha384 => (&signature::RSA_PKCS1_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384),
        Of::RsassaPkcs1V15Sha512 => (&signature::RSA_PKCS1_SHA512, &signature::RSA_PKCS1_2048_8192_SHA512),
        Of::RsassaPssSha256 => (&signature::RSA_PSS_SHA256, &signature::RSA_PSS_2048_8192_SHA256),
        Of::RsassaPssSha384 => (&signature::RSA_PSS_SHA384, &signature::RSA_PSS_2048_8192_SHA384),
        Of::RsassaPssSha512 => (&signature::RSA_PSS_SHA512, &signature::RSA_PSS_2048_8192_SHA512),
        _ => return None,
    })
}

/// The hash that an algorithm signs.
fn hash(algorithm: SigningAlgorithmSpec) -> &'static digest::Algorithm {
    use SigningAlgorithmSpec as Of;
    match algorithm {
        Of::RsassaPkcs1V15Sha384 | Of::RsassaPssSha384 | Of::EcdsaSha384 => &digest::SHA384,
        Of::RsassaPkcs1V15Sha512 | Of::RsassaPssSha512 | Of::EcdsaSha512 => &digest::SHA512,
        _ => &digest::SHA256,
    }
}

/// What is signed: the hash of a message, or the hash that the caller made of it.
///
/// # Errors
/// A validation error if the caller's hash has another length than the algorithm's.
fn digested(algorithm: SigningAlgorithmSpec, kind: MessageType, message: &[u8]) -> Result<Digest, Failure> {
    match kind {
        MessageType::Raw => Ok(digest::digest(hash(algorithm), message)),
        MessageType::Digest => Digest::import_less_safe(message, hash(algorithm))
            .map_err(|_| Failure::validation(format!("Digest is invalid length for algorithm {algorithm}."))),
        MessageType::ExternalMu => Err(Failure::validation(format!("MessageType EXTERNAL_MU is not for algorithm {algorithm}."))),
    }
}

/// Signs a message, or its hash.
///
/// # Errors
/// A validation error for a hash of a wrong length.
pub(crate) fn sign(
    spec: KeySpec,
    private: &[u8],
    algorithm: SigningAlgorithmSpec,
    kind: MessageType,
    message: &[u8],
) -> Result<Vec<u8>, Failure> {
    let could_not = failed("signing");
    if let Some(ecdsa) = ecdsa(spec) {
        let pair = EcdsaKeyPair::from_pkcs8(ecdsa, private).map_err(rejected("an EC key"))?;
        let digest = digested(algorithm, kind, message)?;
        return Ok(pair.sign_digest(&digest).map_err(could_not)?.as_ref().to_vec());
    }
    if let Some((encoding, _)) = rsa(algorithm) {
        let pair = RsaKeyPair::from_pkcs8(private).map_err(rejected("an RSA key"))?;
        let digest = digested(algorithm, kind, message)?;
        let mut out = vec![0; pair.public_modulus_len()];
        pair.sign_digest(encoding, &digest, &mut out).map_err(could_not)?;
        return Ok(out);
    }
    raw_only(algorithm, kind)?;
    if let Some(ml_dsa) = ml_dsa(spec) {
        let pair = PqdsaKeyPair::from_pkcs8(ml_dsa, private).map_err(rejected("an ML-DSA key"))?;
        let mut out = vec![0; ml_dsa.signature_len()];
        pair.sign(message, &mut out).map_err(could_not)?;
        return Ok(out);
    }
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(private).map_err(rejected("an Ed25519 key"))?;
    Ok(pair.sign(message).as_ref().to_vec())
}

/// Algorithms that hash by themselves take whole messages only here.
fn raw_only(algorithm: SigningAlgorithmSpec, kind: MessageType) -> Result<(), Failure> {
    match kind {
        MessageType::Raw => Ok(()),
        MessageType::ExternalMu if algorithm == SigningAlgorithmSpec::MlDsaShake256 => {
            Err(unsupported("MessageType EXTERNAL_MU is not supported: give the message itself."))
        }
        _ => Err(Failure::validation(format!("MessageType {kind} is not for algorithm {algorithm}: it takes RAW."))),
    }
}

/// Whether a signature is of this message, or of its hash, by this key.
///
/// # Errors
/// A validation error for a hash of a wrong length.
pub(crate) fn verify(
    spec: KeySpec,
    public: &[u8],
    algorithm: SigningAlgorithmSpec,
    kind: MessageType,
    message: &[u8],
    given: &[u8],
) -> Result<bool, Failure> {
    let by_digest: Option<&'static dyn VerificationAlgorithm> = match (ecdsa_verification(spec), rsa(algorithm)) {
        (Some(ecdsa), _) => Some(ecdsa),
        (None, Some((_, rsa))) => Some(rsa),
        (None, None) => None,
    };
    if let Some(verification) = by_digest {
        let digest = digested(algorithm, kind, message)?;
        return Ok(UnparsedPublicKey::new(verification, public).verify_digest(&digest, given).is_ok());
    }
    raw_only(algorithm, kind)?;
    let verification: &'static dyn VerificationAlgorithm = match spec {
        KeySpec::MlDsa44 => &signature::ML_DSA_44,
        KeySpec::MlDsa65 => &signature::ML_DSA_65,
        KeySpec::MlDsa87 => &signature::ML_DSA_87,
        _ => &signature::ED25519,
    };
    Ok(UnparsedPublicKey::new(verification, public).verify(message, given).is_ok())
}

fn oaep(algorithm: EncryptionAlgorithmSpec) -> &'static OaepAlgorithm {
    match algorithm {
        EncryptionAlgorithmSpec::RsaesOaepSha1 => &OAEP_SHA1_MGF1SHA1,
        _ => &OAEP_SHA256_MGF1SHA256,
    }
}

/// Encrypts with an RSA public key; none if the text is too long for it.
///
/// # Errors
/// Internal ones only.
pub(crate) fn encrypt(public: &[u8], algorithm: EncryptionAlgorithmSpec, plain: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
    let key = PublicEncryptingKey::from_der(public).map_err(rejected("an RSA key"))?;
    let key = OaepPublicEncryptingKey::new(key).map_err(failed("reading a key"))?;
    let algorithm = oaep(algorithm);
    if plain.len() > key.max_plaintext_size(algorithm) {
        return Ok(None);
    }
    let mut out = vec![0; key.ciphertext_size()];
    let length = key.encrypt(algorithm, plain, &mut out, None).map_err(failed("encrypting"))?.len();
    out.truncate(length);
    Ok(Some(out))
}

/// Decrypts with an RSA private key; none if the ciphertext is not of this key.
///
/// # Errors
/// Internal ones only.
pub(crate) fn decrypt(private: &[u8], algorithm: EncryptionAlgorithmSpec, ciphertext: &[u8]) -> Result<Option<Private>, Failure> {
    let key = PrivateDecryptingKey::from_pkcs8(private).map_err(rejected("an RSA key"))?;
    let key = OaepPrivateDecryptingKey::new(key).map_err(failed("reading a key"))?;
    let mut out = Zeroizing::new(vec![0; key.min_output_size()]);
    let Ok(length) = key.decrypt(oaep(algorithm), ciphertext, &mut out, None).map(|plain| plain.len()) else { return Ok(None) };
    out.truncate(length);
    Ok(Some(out))
}

/// The secret that a private key shares with the owner of another public key; none if that is not a key of the same curve.
///
/// # Errors
/// Internal ones only.
pub(crate) fn shared_secret(spec: KeySpec, private: &[u8], public: &[u8]) -> Result<Option<Private>, Failure> {
    let curve = curve(spec).ok_or_else(|| Failure::internal(format!("{spec} agrees on nothing")))?;
    let private = agreement::PrivateKey::from_private_key_der(curve, private).map_err(rejected("an EC key"))?;
    let peer = agreement::UnparsedPublicKey::new(curve, public);
    Ok(agree(&private, peer, (), |secret| Ok(Zeroizing::new(secret.to_vec()))).ok())
}

/// A new secret for the owner of an ML-KEM key, and its ciphertext.
///
/// # Errors
/// Internal ones only.
pub(crate) fn encapsulate(spec: KeySpec, private: &[u8]) -> Result<(Vec<u8>, Private), Failure> {
    let (algorithm, _) = ml_kem(spec).ok_or_else(|| Failure::internal(format!("{spec} encapsulates nothing")))?;
    let key = DecapsulationKey::new(algorithm, private).map_err(rejected("an ML-KEM key"))?;
    let public: EncapsulationKey = key.encapsulation_key().map_err(failed("deriving a public key"))?;
    let (ciphertext, secret) = public.encapsulate().map_err(failed("encapsulating"))?;
    Ok((ciphertext.as_ref().to_vec(), Zeroizing::new(secret.as_ref().to_vec())))
}

/// The secret of an ML-KEM ciphertext; none if it cannot be one. A damaged one gives another secret, as FIPS 203 has it.
///
/// # Errors
/// Internal ones only.
pub(crate) fn decapsulate(spec: KeySpec, private: &[u8], ciphertext: &[u8]) -> Result<Option<Private>, Failure> {
    let (algorithm, _) = ml_kem(spec).ok_or_else(|| Failure::internal(format!("{spec} encapsulates nothing")))?;
    let key = DecapsulationKey::new(algorithm, private).map_err(rejected("an ML-KEM key"))?;
    Ok(key.decapsulate(ciphertext.into()).ok().map(|secret| Zeroizing::new(secret.as_ref().to_vec())))
}

/// Length of an RSA key's modulus, bytes.
///
/// # Errors
/// Internal ones only.
pub(crate) fn modulus_length(private: &[u8]) -> Result<usize, Failure> {
    Ok(PrivateDecryptingKey::from_pkcs8(private).map_err(rejected("an RSA key"))?.key_size_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::KeyUsageType;
    use crate::specs::{is_offered, signing_algorithms};

    #[test]
    fn every_spec_signs_and_verifies_what_it_signed() {
        let specs = KeySpec::VALUES.iter().copied().filter(|s| is_offered(*s));
        for spec in specs {
            let algorithms = signing_algorithms(spec, KeyUsageType::SignVerify);
            // Larger RSA keys are slow in debug builds, and the same code.
            if algorithms.is_empty() || matches!(spec, KeySpec::Rsa3072 | KeySpec::Rsa4096) {
                continue;
            }
            let (private, public) = generate(spec).unwrap();
            for algorithm in algorithms {
                let signature = sign(spec, &private, algorithm, MessageType::Raw, b"message").unwrap();
                let verify = |message: &[u8], signature: &[u8]| {
                    verify(spec, &public, algorithm, MessageType::Raw, message, signature).unwrap()
                };
                assert!(verify(b"message", &signature), "{spec} {algorithm}");
                assert!(!verify(b"massage", &signature));
                let mut damaged = signature.clone();
                let last = damaged.len() - 1;
                damaged[last] ^= 1;
                assert!(!verify(b"message", &damaged), "{spec} {algorithm}");
            }
        }
    }

    #[test]
    fn a_digest_signs_as_its_message_does() {
        let (private, public) = generate(KeySpec::EccNistP256).unwrap();
        let hash = digest::digest(&digest::SHA256, b"message");
        let of = SigningAlgorithmSpec::EcdsaSha256;
        let signature = sign(KeySpec::EccNistP256, &private, of, MessageType::Digest, hash.as_ref()).unwrap();
        assert!(verify(KeySpec::EccNistP256, &public, of, MessageType::Raw, b"message", &signature).unwrap());
        assert!(sign(KeySpec::EccNistP256, &private, of, MessageType::Digest, b"short").is_err());
    }

    #[test]
    fn both_sides_agree() {
        for spec in [KeySpec::EccNistP256, KeySpec::EccNistP384, KeySpec::EccNistP521] {
            let (one, two) = (generate(spec).unwrap(), generate(spec).unwrap());
            let secret = shared_secret(spec, &one.0, &two.1).unwrap().unwrap();
            assert_eq!(secret, shared_secret(spec, &two.0, &one.1).unwrap().unwrap());
            assert_eq!(shared_secret(spec, &one.0, b"no key").unwrap(), None);
        }
    }

    #[test]
    #[ignore = "not offered: a key cannot be opened again from what is kept of it"]
    fn ml_kem_encapsulates() {
        for spec in [KeySpec::MlKem512, KeySpec::MlKem768, KeySpec::MlKem1024] {
            let (private, public) = generate(spec).unwrap();
            let (ciphertext, secret) = encapsulate(spec, &private).unwrap();
            assert_eq!(decapsulate(spec, &private, &ciphertext).unwrap().unwrap(), secret);
            assert_eq!(decapsulate(spec, &private, b"short").unwrap(), None);
            // Sequence, algorithm, bit string with the raw key at its end.
            assert_eq!(public.first(), Some(&0x30));
            assert_eq!(secret.len(), 32);
        }
    }

    #[test]
    fn rsa_encrypts_what_fits() {
        let (private, public) = generate(KeySpec::Rsa2048).unwrap();
        for (algorithm, most) in [(EncryptionAlgorithmSpec::RsaesOaepSha1, 214), (EncryptionAlgorithmSpec::RsaesOaepSha256, 190)]
        {
            let plain = vec![7; most];
            let sealed = encrypt(&public, algorithm, &plain).unwrap().unwrap();
            assert_eq!(decrypt(&private, algorithm, &sealed).unwrap().unwrap().as_slice(), plain);
            assert_eq!(encrypt(&public, algorithm, &vec![7; most + 1]).unwrap(), None);
            assert_eq!(decrypt(&private, algorithm, &sealed[1..]).unwrap(), None);
        }
    }

    /// RFC 6979, appendix A.2.5: the public key of the P-256 example, and its signature of "sample" with SHA-256.
    #[test]
    fn a_published_signature_verifies() {
        let point = concat!(
            "04",
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        );
        let signature = concat!(
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        );
        let (point, signature) = (hex::decode(point).unwrap(), hex::decode(signature).unwrap());
        let verify = |message: &[u8]| {
            verify(KeySpec::EccNistP256, &point, SigningAlgorithmSpec::EcdsaSha256, MessageType::Raw, message, &signature)
                .unwrap()
        };
        assert!(verify(b"sample"));
        assert!(!verify(b"simple"));
    }
}
