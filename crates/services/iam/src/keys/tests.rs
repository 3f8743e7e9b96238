//! The keys in `tests/keys` were made for these tests and secure nothing.

use super::private::{PrivateKeyError, public_half};
use super::ssh::{SshKeyError, SshPublicKey};
use super::x509::{Certificate, CertificateError};

const LEAF: &str = include_str!("../../tests/keys/leaf.pem");
const ROOT: &str = include_str!("../../tests/keys/root.pem");
const RSA: &str = include_str!("../../tests/keys/rsa.key");
const SSH: &str = include_str!("../../tests/keys/rsa.ssh");
const PEM: &str = include_str!("../../tests/keys/rsa.pub");

#[test]
fn a_certificate_knows_its_key_and_its_issuer() {
    let (leaf, root) = (Certificate::read(LEAF).unwrap(), Certificate::read(ROOT).unwrap());
    assert!(leaf.not_before < leaf.not_after);
    assert_eq!(leaf.public_key, public_half(RSA).unwrap());
    assert_eq!(root.public_key, public_half(include_str!("../../tests/keys/ec.key")).unwrap());
    assert_eq!(leaf.check_chain(std::slice::from_ref(&root)), Ok(()));
    assert_eq!(leaf.check_chain(&[root.clone(), root.clone()]), Ok(()), "a root has issued itself");
    assert_eq!(root.check_chain(std::slice::from_ref(&leaf)), Err(CertificateError::Chain));
    assert_eq!(leaf.fingerprint().len(), 32);
    assert_ne!(leaf.fingerprint(), root.fingerprint());
}

#[test]
fn what_is_no_single_certificate_is_refused() {
    assert_eq!(Certificate::read(&format!("{LEAF}{ROOT}")), Err(CertificateError::Form));
    assert_eq!(Certificate::read_all(&format!("{LEAF}{ROOT}")).unwrap().len(), 2);
    assert_eq!(Certificate::read(RSA), Err(CertificateError::Form));
    assert_eq!(Certificate::read(""), Err(CertificateError::Form));
    assert_eq!(Certificate::read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), Err(CertificateError::Parse));
}

#[test]
fn private_keys_of_all_encodings_have_one_public_half() {
    assert_eq!(public_half(RSA), public_half(include_str!("../../tests/keys/rsa-pkcs1.key")));
    assert_eq!(public_half(PEM), Err(PrivateKeyError::Form));
    assert_eq!(
        public_half("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"),
        Err(PrivateKeyError::Encrypted)
    );
    assert_eq!(public_half("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), Err(PrivateKeyError::Unsupported));
}

#[test]
fn ssh_keys_are_one_key_in_both_encodings() {
    let key = SshPublicKey::read(SSH).unwrap();
    assert_eq!(SshPublicKey::read(PEM).unwrap(), key);
    assert_eq!(SshPublicKey::read(include_str!("../../tests/keys/rsa-pkcs1.pub")).unwrap(), key);
    assert_eq!(SshPublicKey::read(&format!("{} someone@example.com", SSH.trim())).unwrap(), key);
    assert_eq!(key.to_ssh(), SSH.trim());
    assert_eq!(key.to_pem().trim(), PEM.trim());
    // What `ssh-keygen -E md5 -l` says of it.
    assert_eq!(key.fingerprint(), "26:db:cc:f2:7b:39:f8:65:81:f9:8d:a5:36:df:a0:66");
}

#[test]
fn what_is_no_ssh_key_is_refused() {
    for (text, error) in [
        ("", SshKeyError::Encoding),
        ("nonsense", SshKeyError::Encoding),
        ("ssh-rsa", SshKeyError::Encoding),
        ("ssh-rsa AAAA", SshKeyError::Invalid),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ", SshKeyError::Invalid),
        (LEAF, SshKeyError::Encoding),
        (include_str!("../../tests/keys/short.pub"), SshKeyError::Invalid),
    ] {
        assert_eq!(SshPublicKey::read(text), Err(error), "{text}");
    }
}
