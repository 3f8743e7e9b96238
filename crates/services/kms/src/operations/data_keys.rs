//! Data keys, data key pairs, and random bytes.

use bytes::Bytes;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Sensitive;
use zeroize::Zeroizing;

use super::{check_tokens, pairs, without_recipient};
use crate::api::{self, DataKeyPairSpec, DataKeySpec, GrantOperation, KeySpec, operation};
use crate::errors::{dry_run, unsupported, wrong_usage};
use crate::place::{self, Takes, Want};
use crate::resources::Key;
use crate::states::{Needs, check};
use crate::{asymmetric, symmetric};

/// Most random bytes of a call.
const MOST_BYTES: i32 = 1024;

/// How long a data key is.
///
/// # Errors
/// A validation error unless the request says it exactly once.
fn length(spec: Option<DataKeySpec>, bytes: Option<i32>) -> Result<usize, Failure> {
    match (spec, bytes) {
        (Some(DataKeySpec::Aes256), None) => Ok(32),
        (Some(DataKeySpec::Aes128), None) => Ok(16),
        (None, Some(bytes)) => usize::try_from(bytes).map_err(Failure::internal),
        _ => Err(Failure::validation("Please specify either number of bytes or key spec.")),
    }
}

/// The symmetric key that data keys are encrypted with.
async fn key(tx: &mut Transaction<'_>, key_id: &str, want: Want<'_>) -> Result<Key, Failure> {
    let key = place::held(tx, key_id, Takes::Aliases, want).await?.body;
    let arn = key.arn(&tx.plane().settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    if !key.is_symmetric() {
        return Err(wrong_usage(format!(
            "{arn} key usage is {} which is not valid for {}.",
            key.usage,
            tx.call().operation.name
        )));
    }
    Ok(key)
}

/// Permission to make data keys under a key, and the request's part in running it.
macro_rules! under_a_key {
    ($input:ty, $want:ident) => {
        async fn access(input: &$input, lookup: &Lookup<'_>) -> Result<Access, Failure> {
            let context = pairs(input.encryption_context.as_ref());
            let access = place::on_key(lookup, &input.key_id, Takes::Aliases, $want(&context)).await?;
            Ok(access.key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"))
        }
    };
}

fn want_key(context: &[(String, String)]) -> Want<'_> {
    want("kms:GenerateDataKey", GrantOperation::GenerateDataKey, context)
}

fn want_sealed_key(context: &[(String, String)]) -> Want<'_> {
    want("kms:GenerateDataKeyWithoutPlaintext", GrantOperation::GenerateDataKeyWithoutPlaintext, context)
}

fn want_pair(context: &[(String, String)]) -> Want<'_> {
    want("kms:GenerateDataKeyPair", GrantOperation::GenerateDataKeyPair, context)
}

fn want_sealed_pair(context: &[(String, String)]) -> Want<'_> {
    want("kms:GenerateDataKeyPairWithoutPlaintext", GrantOperation::GenerateDataKeyPairWithoutPlaintext, context)
}

fn want<'a>(action: &'static str, operation: GrantOperation, context: &'a [(String, String)]) -> Want<'a> {
    Want { action, grantable: Some(operation), context, across_accounts: true, ..Want::default() }
}

fn random(tx: &Transaction<'_>, length: usize) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    tx.plane().ids.fill(&mut bytes);
    bytes
}

impl Handle for operation::GenerateDataKey {
    under_a_key!(api::GenerateDataKeyRequest, want_key);
    async fn run(input: &api::GenerateDataKeyRequest, tx: &mut Transaction<'_>) -> Result<api::GenerateDataKeyResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        without_recipient(input.recipient.as_ref())?;
        let length = length(input.key_spec, input.number_of_bytes)?;
        let context = pairs(input.encryption_context.as_ref());
        let key = key(tx, &input.key_id, want_key(&context)).await?;
        let plain = random(tx, length);
        let (blob, material) = symmetric::encrypt(tx, &key, &context, &plain).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::GenerateDataKeyResponse {
            ciphertext_blob: Some(blob.into()),
            plaintext: Some(Sensitive(Bytes::copy_from_slice(&plain))),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            ciphertext_for_recipient: None,
            key_material_id: Some(material),
        })
    }
}

impl Handle for operation::GenerateDataKeyWithoutPlaintext {
    under_a_key!(api::GenerateDataKeyWithoutPlaintextRequest, want_sealed_key);
    async fn run(
        input: &api::GenerateDataKeyWithoutPlaintextRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GenerateDataKeyWithoutPlaintextResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        // Without either, AWS makes a key of 256 bits.
        let length = match (input.key_spec, input.number_of_bytes) {
            (None, None) => 32,
            (spec, bytes) => length(spec, bytes)?,
        };
        let context = pairs(input.encryption_context.as_ref());
        let key = key(tx, &input.key_id, want_sealed_key(&context)).await?;
        let plain = random(tx, length);
        let (blob, material) = symmetric::encrypt(tx, &key, &context, &plain).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::GenerateDataKeyWithoutPlaintextResponse {
            ciphertext_blob: Some(blob.into()),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            key_material_id: Some(material),
        })
    }
}

/// A new key pair, its private key also encrypted, and the id of the material that did it.
async fn pair(
    tx: &mut Transaction<'_>,
    key: &Key,
    spec: DataKeyPairSpec,
    context: &[(String, String)],
) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>, Vec<u8>, String), Failure> {
    let of = match spec {
        DataKeyPairSpec::Sm2 | DataKeyPairSpec::MlKem512 | DataKeyPairSpec::MlKem768 | DataKeyPairSpec::MlKem1024 => None,
        _ => KeySpec::parse(spec.as_str()),
    };
    let of = of.ok_or_else(|| unsupported(format!("KeyPairSpec {spec} is not supported in this Region.")))?;
    let made = tokio::task::spawn_blocking(move || asymmetric::generate(of)).await.map_err(Failure::internal)?;
    let (private, public) = made?;
    let (blob, material) = symmetric::encrypt(tx, key, context, &private).await?;
    Ok((private, public, blob, material))
}

impl Handle for operation::GenerateDataKeyPair {
    async fn access(input: &api::GenerateDataKeyPairRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let context = pairs(input.encryption_context.as_ref());
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, want_pair(&context)).await?;
        Ok(access.key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT").key("kms:DataKeyPairSpec", input.key_pair_spec.as_str()))
    }
    async fn run(
        input: &api::GenerateDataKeyPairRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GenerateDataKeyPairResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        without_recipient(input.recipient.as_ref())?;
        let context = pairs(input.encryption_context.as_ref());
        let key = key(tx, &input.key_id, want_pair(&context)).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        let (private, public, blob, material) = pair(tx, &key, input.key_pair_spec, &context).await?;
        Ok(api::GenerateDataKeyPairResponse {
            private_key_ciphertext_blob: Some(blob.into()),
            private_key_plaintext: Some(Sensitive(Bytes::copy_from_slice(&private))),
            public_key: Some(public.into()),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            key_pair_spec: Some(input.key_pair_spec),
            ciphertext_for_recipient: None,
            key_material_id: Some(material),
        })
    }
}

impl Handle for operation::GenerateDataKeyPairWithoutPlaintext {
    async fn access(input: &api::GenerateDataKeyPairWithoutPlaintextRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let context = pairs(input.encryption_context.as_ref());
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, want_sealed_pair(&context)).await?;
        Ok(access.key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT").key("kms:DataKeyPairSpec", input.key_pair_spec.as_str()))
    }
    async fn run(
        input: &api::GenerateDataKeyPairWithoutPlaintextRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GenerateDataKeyPairWithoutPlaintextResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let context = pairs(input.encryption_context.as_ref());
        let key = key(tx, &input.key_id, want_sealed_pair(&context)).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        let (_, public, blob, material) = pair(tx, &key, input.key_pair_spec, &context).await?;
        Ok(api::GenerateDataKeyPairWithoutPlaintextResponse {
            private_key_ciphertext_blob: Some(blob.into()),
            public_key: Some(public.into()),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            key_pair_spec: Some(input.key_pair_spec),
            key_material_id: Some(material),
        })
    }
}

impl Handle for operation::GenerateRandom {
    async fn access(_: &api::GenerateRandomRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().action("kms:GenerateRandom").key("kms:CallerAccount", lookup.account()))
    }
    async fn run(input: &api::GenerateRandomRequest, tx: &mut Transaction<'_>) -> Result<api::GenerateRandomResponse, Failure> {
        without_recipient(input.recipient.as_ref())?;
        if input.custom_key_store_id.is_some() {
            return Err(unsupported("Custom key stores are not supported."));
        }
        let bytes = input
            .number_of_bytes
            .filter(|bytes| (1..=MOST_BYTES).contains(bytes))
            .and_then(|bytes| usize::try_from(bytes).ok())
            .ok_or_else(|| Failure::validation("NumberOfBytes is required."))?;
        let plain = random(tx, bytes);
        Ok(api::GenerateRandomResponse {
            plaintext: Some(Sensitive(Bytes::copy_from_slice(&plain))),
            ciphertext_for_recipient: None,
        })
    }
}
