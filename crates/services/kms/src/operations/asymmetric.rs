//! Sign, Verify, GetPublicKey, DeriveSharedSecret, Encapsulate and Decapsulate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Sensitive;
use zeroize::Zeroizing;

use super::crypto::private;
use super::{check_tokens, without_recipient};
use crate::api::{self, GrantOperation, KMSInvalidSignatureException, KeyUsageType, SigningAlgorithmSpec, operation};
use crate::asymmetric;
use crate::errors::{dry_run, invalid_ciphertext, unsupported, wrong_usage};
use crate::place::{self, Takes, Want};
use crate::resources::Key;
use crate::specs;
use crate::states::{Needs, check};

/// Longest message to sign that is not hashed by the caller, bytes.
const MAX_MESSAGE: usize = 4096;

const fn want(action: &'static str, operation: GrantOperation) -> Want<'static> {
    Want { action, grantable: Some(operation), context: &[], via: None, across_accounts: true, child: None }
}

const SIGN: Want<'static> = want("kms:Sign", GrantOperation::Sign);
const VERIFY: Want<'static> = want("kms:Verify", GrantOperation::Verify);
const PUBLIC: Want<'static> = want("kms:GetPublicKey", GrantOperation::GetPublicKey);
const DERIVE: Want<'static> = want("kms:DeriveSharedSecret", GrantOperation::DeriveSharedSecret);
const ENCAPSULATE: Want<'static> = want("kms:Encapsulate", GrantOperation::Encapsulate);
const DECAPSULATE: Want<'static> = want("kms:Decapsulate", GrantOperation::Decapsulate);

/// The public key of a key.
pub(super) fn public(key: &Key) -> Result<Vec<u8>, Failure> {
    let text = key.public_key.as_ref().ok_or_else(|| Failure::internal(format!("key {} has no public key", key.id)))?;
    STANDARD.decode(text).map_err(Failure::internal)
}

/// An enabled key of a usage.
async fn key(tx: &mut Transaction<'_>, key_id: &str, want: Want<'_>, usage: KeyUsageType) -> Result<Key, Failure> {
    let key = place::held(tx, key_id, Takes::Aliases, want).await?.body;
    let arn = key.arn(&tx.plane().settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    if key.usage != usage {
        return Err(wrong_usage(format!(
            "{arn} key usage is {} which is not valid for {}.",
            key.usage,
            tx.call().operation.name
        )));
    }
    Ok(key)
}

fn signs(key: &Key, algorithm: SigningAlgorithmSpec) -> Result<(), Failure> {
    if specs::signing_algorithms(key.spec, key.usage).contains(&algorithm) {
        return Ok(());
    }
    Err(wrong_usage(format!("Algorithm {algorithm} and key spec {} are incompatible for key {}.", key.spec, key.id)))
}

fn check_length(message: &[u8]) -> Result<(), Failure> {
    if (1..=MAX_MESSAGE).contains(&message.len()) {
        return Ok(());
    }
    Err(Failure::validation(format!("The message must have 1 to {MAX_MESSAGE} bytes: sign a digest of longer ones.")))
}

impl Handle for operation::Sign {
    async fn access(input: &api::SignRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, SIGN).await?;
        Ok(access
            .key("kms:SigningAlgorithm", input.signing_algorithm.as_str())
            .key("kms:MessageType", input.message_type.unwrap_or_default().as_str()))
    }
    async fn run(input: &api::SignRequest, tx: &mut Transaction<'_>) -> Result<api::SignResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, SIGN, KeyUsageType::SignVerify).await?;
        signs(&key, input.signing_algorithm)?;
        check_length(&input.message)?;
        let private = private(tx, &key).await?;
        let kind = input.message_type.unwrap_or_default();
        let signature = asymmetric::sign(key.spec, &private, input.signing_algorithm, kind, &input.message)?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::SignResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            signature: Some(signature.into()),
            signing_algorithm: Some(input.signing_algorithm),
        })
    }
}

impl Handle for operation::Verify {
    async fn access(input: &api::VerifyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, VERIFY).await?;
        Ok(access
            .key("kms:SigningAlgorithm", input.signing_algorithm.as_str())
            .key("kms:MessageType", input.message_type.unwrap_or_default().as_str()))
    }
    async fn run(input: &api::VerifyRequest, tx: &mut Transaction<'_>) -> Result<api::VerifyResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, VERIFY, KeyUsageType::SignVerify).await?;
        signs(&key, input.signing_algorithm)?;
        check_length(&input.message)?;
        let kind = input.message_type.unwrap_or_default();
        let public = public(&key)?;
        if !asymmetric::verify(key.spec, &public, input.signing_algorithm, kind, &input.message, &input.signature)? {
            return Err(KMSInvalidSignatureException::new("").into());
        }
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::VerifyResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            signature_valid: Some(true),
            signing_algorithm: Some(input.signing_algorithm),
        })
    }
}

impl Handle for operation::GetPublicKey {
    async fn access(input: &api::GetPublicKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_key(lookup, &input.key_id, Takes::Aliases, PUBLIC).await
    }
    async fn run(input: &api::GetPublicKeyRequest, tx: &mut Transaction<'_>) -> Result<api::GetPublicKeyResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = place::held(tx, &input.key_id, Takes::Aliases, PUBLIC).await?.body;
        let arn = key.arn(&tx.plane().settings.partition);
        if matches!(specs::family(key.spec), specs::Family::Symmetric | specs::Family::Hmac) {
            return Err(unsupported(format!("{arn} is not an asymmetric key.")));
        }
        check(&arn, key.state, Needs::Enabled)?;
        let some = |empty: bool| !empty;
        let signing = specs::signing_algorithms(key.spec, key.usage);
        let encryption = specs::encryption_algorithms(key.spec, key.usage);
        let agreement = specs::agreement_algorithms(key.usage);
        let encapsulation = specs::encapsulation_algorithms(key.usage);
        Ok(api::GetPublicKeyResponse {
            public_key: Some(public(&key)?.into()),
            key_id: Some(arn),
            customer_master_key_spec: specs::customer_master_key_spec(key.spec),
            key_spec: Some(key.spec),
            key_usage: Some(key.usage),
            encryption_algorithms: some(encryption.is_empty()).then_some(encryption),
            signing_algorithms: some(signing.is_empty()).then_some(signing),
            key_agreement_algorithms: some(agreement.is_empty()).then_some(agreement),
            encapsulation_algorithms: some(encapsulation.is_empty()).then_some(encapsulation),
        })
    }
}

fn shown(secret: &Zeroizing<Vec<u8>>) -> Option<Sensitive<Bytes>> {
    Some(Sensitive(Bytes::copy_from_slice(secret)))
}

impl Handle for operation::DeriveSharedSecret {
    async fn access(input: &api::DeriveSharedSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, DERIVE).await?;
        Ok(access.key("kms:KeyAgreementAlgorithm", input.key_agreement_algorithm.as_str()))
    }
    async fn run(
        input: &api::DeriveSharedSecretRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeriveSharedSecretResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        without_recipient(input.recipient.as_ref())?;
        let key = key(tx, &input.key_id, DERIVE, KeyUsageType::KeyAgreement).await?;
        let private = private(tx, &key).await?;
        let secret = asymmetric::shared_secret(key.spec, &private, &input.public_key)?.ok_or_else(|| {
            Failure::validation(format!("The public key is not a DER-encoded X.509 key of the curve of {}.", key.spec))
        })?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::DeriveSharedSecretResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            shared_secret: shown(&secret),
            ciphertext_for_recipient: None,
            key_agreement_algorithm: Some(input.key_agreement_algorithm),
            key_origin: Some(key.origin),
        })
    }
}

impl Handle for operation::Encapsulate {
    async fn access(input: &api::EncapsulateRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, ENCAPSULATE).await?;
        Ok(access.key("kms:EncapsulationAlgorithm", input.encapsulation_algorithm.as_str()))
    }
    async fn run(input: &api::EncapsulateRequest, tx: &mut Transaction<'_>) -> Result<api::EncapsulateResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, ENCAPSULATE, KeyUsageType::EncapsulateDecapsulate).await?;
        let private = private(tx, &key).await?;
        let (ciphertext, secret) = asymmetric::encapsulate(key.spec, &private)?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::EncapsulateResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            shared_secret: shown(&secret),
            shared_secret_ciphertext_blob: Some(ciphertext.into()),
            encapsulation_algorithm: Some(input.encapsulation_algorithm),
        })
    }
}

impl Handle for operation::Decapsulate {
    async fn access(input: &api::DecapsulateRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, DECAPSULATE).await?;
        Ok(access.key("kms:EncapsulationAlgorithm", input.encapsulation_algorithm.as_str()))
    }
    async fn run(input: &api::DecapsulateRequest, tx: &mut Transaction<'_>) -> Result<api::DecapsulateResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, DECAPSULATE, KeyUsageType::EncapsulateDecapsulate).await?;
        let private = private(tx, &key).await?;
        let secret =
            asymmetric::decapsulate(key.spec, &private, &input.shared_secret_ciphertext_blob)?.ok_or_else(invalid_ciphertext)?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::DecapsulateResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            shared_secret: shown(&secret),
            encapsulation_algorithm: Some(input.encapsulation_algorithm),
        })
    }
}
