//! Encrypt, Decrypt and ReEncrypt.

use bytes::Bytes;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Sensitive;
use zeroize::Zeroizing;

use super::{check_tokens, pairs, without_recipient};
use crate::api::{self, EncryptionAlgorithmSpec, GrantOperation, IncorrectKeyException, KeyUsageType, operation};
use crate::asymmetric;
use crate::blob::{self, Parts};
use crate::errors::{dry_run, foreign_ciphertext, invalid_ciphertext, wrong_usage};
use crate::material;
use crate::place::{self, Takes, Target, Want, locate};
use crate::resources::Key;
use crate::specs::encryption_algorithms;
use crate::states::{Needs, check};
use crate::symmetric;

/// Bytes for a reply. The buffer goes to the encoder and ends there.
fn shown(plain: &Zeroizing<Vec<u8>>) -> Sensitive<Bytes> {
    Sensitive(Bytes::copy_from_slice(plain))
}

/// Whether a key encrypts with an algorithm, and is in a state to.
fn usable(tx: &Transaction<'_>, key: &Key, algorithm: EncryptionAlgorithmSpec) -> Result<(), Failure> {
    let arn = key.arn(&tx.plane().settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    if key.usage != KeyUsageType::EncryptDecrypt {
        return Err(wrong_usage(format!(
            "{arn} key usage is {} which is not valid for {}.",
            key.usage,
            tx.call().operation.name
        )));
    }
    if !encryption_algorithms(key.spec, key.usage).contains(&algorithm) {
        return Err(wrong_usage(format!("Algorithm {algorithm} and key spec {} are incompatible for key {arn}.", key.spec)));
    }
    Ok(())
}

/// The encryption context binds only what symmetric keys encrypt.
fn no_context(algorithm: EncryptionAlgorithmSpec, context: &[(String, String)]) -> Result<(), Failure> {
    if algorithm == EncryptionAlgorithmSpec::SymmetricDefault || context.is_empty() {
        return Ok(());
    }
    Err(Failure::validation("Encryption context is not supported when using public key algorithms."))
}

/// Encrypts with a key of either kind; also the id of symmetric material.
async fn seal(
    tx: &mut Transaction<'_>,
    key: &Key,
    algorithm: EncryptionAlgorithmSpec,
    context: &[(String, String)],
    plain: &[u8],
) -> Result<(Vec<u8>, Option<String>), Failure> {
    if algorithm == EncryptionAlgorithmSpec::SymmetricDefault {
        let (blob, id) = symmetric::encrypt(tx, key, context, plain).await?;
        return Ok((blob, Some(id)));
    }
    let public = super::asymmetric::public(key)?;
    let sealed = asymmetric::encrypt(&public, algorithm, plain)?.ok_or_else(|| {
        Failure::validation(format!("Plaintext is too long for algorithm {algorithm} and key spec {}.", key.spec))
    })?;
    Ok((sealed, None))
}

/// Decrypts with a key of either kind.
async fn unseal(
    tx: &Transaction<'_>,
    key: &Key,
    algorithm: EncryptionAlgorithmSpec,
    context: &[(String, String)],
    ciphertext: &[u8],
) -> Result<(Zeroizing<Vec<u8>>, Option<String>), Failure> {
    if algorithm == EncryptionAlgorithmSpec::SymmetricDefault {
        let parts = blob::parse(ciphertext).map_err(|_| invalid_ciphertext())?;
        let (plain, id) = symmetric::decrypt(&tx.reader(), key, context, &parts).await?;
        return Ok((plain, Some(id)));
    }
    let private = private(tx, key).await?;
    Ok((asymmetric::decrypt(&private, algorithm, ciphertext)?.ok_or_else(invalid_ciphertext)?, None))
}

/// The private key of an asymmetric key, or the secret of an HMAC key.
pub(super) async fn private(tx: &Transaction<'_>, key: &Key) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let missing = || Failure::internal(format!("the material of key {} is not there", key.id));
    let id = key.current().map(|m| m.id.clone()).ok_or_else(missing)?;
    material::open(&tx.reader(), key, &id).await?.ok_or_else(missing)
}

fn want<'a>(action: &'static str, operation: GrantOperation, context: &'a [(String, String)]) -> Want<'a> {
    Want { action, grantable: Some(operation), context, across_accounts: true, ..Want::default() }
}

impl Handle for operation::Encrypt {
    async fn access(input: &api::EncryptRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let context = pairs(input.encryption_context.as_ref());
        let want = want("kms:Encrypt", GrantOperation::Encrypt, &context);
        let algorithm = input.encryption_algorithm.unwrap_or_default();
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, want).await?;
        Ok(access.key("kms:EncryptionAlgorithm", algorithm.as_str()))
    }
    async fn run(input: &api::EncryptRequest, tx: &mut Transaction<'_>) -> Result<api::EncryptResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let context = pairs(input.encryption_context.as_ref());
        let want = want("kms:Encrypt", GrantOperation::Encrypt, &context);
        let key = place::held(tx, &input.key_id, Takes::Aliases, want).await?.body;
        let algorithm = input.encryption_algorithm.unwrap_or_default();
        no_context(algorithm, &context)?;
        usable(tx, &key, algorithm)?;
        let (blob, _) = seal(tx, &key, algorithm, &context, &input.plaintext).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::EncryptResponse {
            ciphertext_blob: Some(blob.into()),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            encryption_algorithm: Some(algorithm),
        })
    }
}

/// What a ciphertext was given for.
struct Source<'a> {
    ciphertext: Option<&'a Bytes>,
    key_id: Option<&'a str>,
    algorithm: EncryptionAlgorithmSpec,
    ignores_ciphertext: bool,
}

impl<'a> Source<'a> {
    fn new(
        ciphertext: Option<&'a Bytes>,
        key_id: Option<&'a String>,
        algorithm: Option<EncryptionAlgorithmSpec>,
        dry_run: Option<bool>,
        modifiers: Option<&Vec<api::DryRunModifierType>>,
    ) -> Result<Self, Failure> {
        let ignores_ciphertext = modifiers.is_some_and(|m| m.contains(&api::DryRunModifierType::IgnoreCiphertext));
        let source =
            Self { ciphertext, key_id: key_id.map(String::as_str), algorithm: algorithm.unwrap_or_default(), ignores_ciphertext };
        if ignores_ciphertext && dry_run != Some(true) {
            return Err(Failure::validation("DryRunModifiers can only be used with DryRun."));
        }
        if ignores_ciphertext {
            if source.key_id.is_none() {
                return Err(Failure::validation("KeyId is required when the ciphertext is ignored."));
            }
        } else if ciphertext.is_none() {
            return Err(Failure::validation("CiphertextBlob is required."));
        }
        if source.algorithm != EncryptionAlgorithmSpec::SymmetricDefault && source.key_id.is_none() {
            return Err(Failure::validation("KeyId is required when the ciphertext was encrypted with an asymmetric KMS key."));
        }
        Ok(source)
    }

    fn parts(&self) -> Result<Option<Parts<'a>>, Failure> {
        match self.ciphertext {
            Some(bytes) if self.algorithm == EncryptionAlgorithmSpec::SymmetricDefault && !self.ignores_ciphertext => {
                blob::parse(bytes).map(Some).map_err(|_| invalid_ciphertext())
            }
            _ => Ok(None),
        }
    }

    /// The key that opens it: the one that the caller names, or else the one that it names itself.
    async fn target(&self, reader: &plane::Reader<'_>, account: &str, region: &str) -> Result<Target, Failure> {
        let parts = self.parts()?;
        match (self.key_id, parts) {
            (Some(text), _) => locate(reader, text, account, region, Takes::Aliases).await,
            (None, Some(parts)) => {
                let arn =
                    format!("arn:{}:kms:{region}:{}:key/{}", reader.plane().settings.partition, parts.account, parts.key_id);
                locate(reader, &arn, account, region, Takes::Keys).await
            }
            (None, None) => Err(invalid_ciphertext()),
        }
    }

    async fn access(&self, lookup: &Lookup<'_>, want: Want<'_>) -> Result<Access, Failure> {
        let target = self.target(lookup, lookup.account(), &lookup.call().region).await?;
        Ok(place::access(lookup, &target, want).await?.key("kms:EncryptionAlgorithm", self.algorithm.as_str()))
    }

    /// The key, once it is authorized.
    async fn key(&self, tx: &mut Transaction<'_>) -> Result<Key, Failure> {
        let (reader, account, region) = (tx.reader(), tx.account().to_owned(), tx.call().region.clone());
        let target = self.target(&reader, &account, &region).await?;
        let by_ciphertext = self.key_id.is_none();
        let (owner, id) = match (target.key.as_ref(), by_ciphertext) {
            (Some(key), _) => (key.key.account.clone(), key.key.id.clone()),
            (None, true) => return Err(foreign_ciphertext()),
            (None, false) => return target.found().map(|key| key.body),
        };
        let key = tx.get::<Key>(&owner, &region, &id).await?.ok_or_else(foreign_ciphertext)?.body;
        place::touched(tx, &key);
        usable(tx, &key, self.algorithm)?;
        if self.parts()?.is_some_and(|parts| parts.key_id != key.id || parts.account != key.account) {
            return Err(IncorrectKeyException::new(
                "The key ID in the request does not identify a CMK that can perform this operation.",
            )
            .into());
        }
        Ok(key)
    }
}

impl Handle for operation::Decrypt {
    async fn access(input: &api::DecryptRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let context = pairs(input.encryption_context.as_ref());
        match decrypted(input) {
            Ok(source) => source.access(lookup, want("kms:Decrypt", GrantOperation::Decrypt, &context)).await,
            // What is wrong with the request is told to who may decrypt at all.
            Err(_) => Ok(Access::any().action("kms:Decrypt")),
        }
    }
    async fn run(input: &api::DecryptRequest, tx: &mut Transaction<'_>) -> Result<api::DecryptResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        without_recipient(input.recipient.as_ref())?;
        let context = pairs(input.encryption_context.as_ref());
        let source = decrypted(input)?;
        no_context(source.algorithm, &context)?;
        let key = source.key(tx).await?;
        if source.ignores_ciphertext {
            return Err(dry_run());
        }
        let ciphertext = source.ciphertext.ok_or_else(invalid_ciphertext)?;
        let (plain, id) = unseal(tx, &key, source.algorithm, &context, ciphertext).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::DecryptResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            plaintext: Some(shown(&plain)),
            encryption_algorithm: Some(source.algorithm),
            ciphertext_for_recipient: None,
            key_material_id: id,
        })
    }
}

fn decrypted(input: &api::DecryptRequest) -> Result<Source<'_>, Failure> {
    Source::new(
        input.ciphertext_blob.as_ref(),
        input.key_id.as_ref(),
        input.encryption_algorithm,
        input.dry_run,
        input.dry_run_modifiers.as_ref(),
    )
}

fn reencrypted(input: &api::ReEncryptRequest) -> Result<Source<'_>, Failure> {
    Source::new(
        input.ciphertext_blob.as_ref(),
        input.source_key_id.as_ref(),
        input.source_encryption_algorithm,
        input.dry_run,
        input.dry_run_modifiers.as_ref(),
    )
}

impl Handle for operation::ReEncrypt {
    async fn access(input: &api::ReEncryptRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (account, region) = (lookup.account(), &lookup.call().region);
        let (from, to) = (pairs(input.source_encryption_context.as_ref()), pairs(input.destination_encryption_context.as_ref()));
        let Ok(source) = reencrypted(input) else { return Ok(Access::any().action("kms:ReEncryptFrom")) };
        let old = source.target(lookup, account, region).await?;
        let new = locate(lookup, &input.destination_key_id, account, region, Takes::Aliases).await?;
        let same = if old.arn == new.arn { "true" } else { "false" };
        let algorithm = input.destination_encryption_algorithm.unwrap_or_default();
        let old = place::access(lookup, &old, want("kms:ReEncryptFrom", GrantOperation::ReEncryptFrom, &from)).await?;
        let new = place::access(lookup, &new, want("kms:ReEncryptTo", GrantOperation::ReEncryptTo, &to)).await?;
        let key = |access: Access, algorithm: EncryptionAlgorithmSpec| {
            access.key("kms:ReEncryptOnSameKey", same).key("kms:EncryptionAlgorithm", algorithm.as_str())
        };
        Ok(key(old, source.algorithm).and(key(new, algorithm)))
    }
    async fn run(input: &api::ReEncryptRequest, tx: &mut Transaction<'_>) -> Result<api::ReEncryptResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let (from, to) = (pairs(input.source_encryption_context.as_ref()), pairs(input.destination_encryption_context.as_ref()));
        let source = reencrypted(input)?;
        no_context(source.algorithm, &from)?;
        let old = source.key(tx).await?;
        let across = want("kms:ReEncryptTo", GrantOperation::ReEncryptTo, &to);
        let new = place::held(tx, &input.destination_key_id, Takes::Aliases, across).await?.body;
        let algorithm = input.destination_encryption_algorithm.unwrap_or_default();
        no_context(algorithm, &to)?;
        usable(tx, &new, algorithm)?;
        if source.ignores_ciphertext {
            return Err(dry_run());
        }
        let ciphertext = source.ciphertext.ok_or_else(invalid_ciphertext)?;
        let (plain, source_key_material_id) = unseal(tx, &old, source.algorithm, &from, ciphertext).await?;
        let (blob, destination_key_material_id) = seal(tx, &new, algorithm, &to, &plain).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        let partition = &tx.plane().settings.partition;
        Ok(api::ReEncryptResponse {
            ciphertext_blob: Some(blob.into()),
            source_key_id: Some(old.arn(partition)),
            key_id: Some(new.arn(partition)),
            source_encryption_algorithm: Some(source.algorithm),
            destination_encryption_algorithm: Some(algorithm),
            source_key_material_id,
            destination_key_material_id,
        })
    }
}
