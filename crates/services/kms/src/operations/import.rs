//! Imported key material.
//!
//! The import token carries the wrapping key pair, sealed with the master key and bound to its key: nothing is stored until material comes.

use aws_lc_rs::key_wrap::{AES_128, AES_256, AesBlockCipher, AesKek, KeyWrapPadded as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde::{Deserialize, Serialize};
use wire::shape::Sensitive;
use zeroize::Zeroizing;

use super::keys::customers;
use super::{moment, on_own_key};
use crate::api::{
    self, AlgorithmSpec, EncryptionAlgorithmSpec, ExpirationModelType, ExpiredImportTokenException, ImportState, ImportType,
    IncorrectKeyMaterialException, InvalidCiphertextException, InvalidImportTokenException, KeyMaterialState, KeySpec, KeyState,
    NotFoundException, OriginType, WrappingKeySpec, operation,
};
use crate::create::DAY;
use crate::errors::unsupported;
use crate::place::{self, Takes, Want};
use crate::reconcile::remove_material;
use crate::resources::{Import, Key, Material};
use crate::specs::material_length;
use crate::states::{Needs, check};
use crate::{asymmetric, material};

/// Longest time until imported material expires, days.
const LONGEST_DAYS: i64 = 365;

/// What an import token carries.
#[derive(Serialize, Deserialize)]
struct Token {
    algorithm: AlgorithmSpec,
    /// PKCS #8.
    private: Vec<u8>,
    valid_to: i64,
}

fn token_context(key: &Key) -> String {
    format!("kms-import:{}:{}:{}", key.account, key.region, key.id)
}

/// A customer's key for imported material that is not to be deleted.
async fn external(tx: &mut Transaction<'_>, key_id: &str) -> Result<Stored<Key>, Failure> {
    let key = place::held(tx, key_id, Takes::Keys, Want::default()).await?;
    customers(tx, &key.body)?;
    let arn = key.body.arn(&tx.plane().settings.partition);
    if key.body.origin != OriginType::External {
        return Err(unsupported(format!("{arn} origin is {} which is not valid for this operation.", key.body.origin)));
    }
    Ok(key)
}

impl Handle for operation::GetParametersForImport {
    async fn access(input: &api::GetParametersForImportRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:GetParametersForImport", ..Want::default() };
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want)
            .await?
            .key("kms:WrappingAlgorithm", input.wrapping_algorithm.as_str())
            .key("kms:WrappingKeySpec", input.wrapping_key_spec.as_str()))
    }
    async fn run(
        input: &api::GetParametersForImportRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetParametersForImportResponse, Failure> {
        let key = external(tx, &input.key_id).await?.body;
        let arn = key.arn(&tx.plane().settings.partition);
        check(&arn, key.state, Needs::NotPendingDeletion)?;
        let spec = match input.wrapping_key_spec {
            WrappingKeySpec::Rsa2048 => KeySpec::Rsa2048,
            WrappingKeySpec::Rsa3072 => KeySpec::Rsa3072,
            WrappingKeySpec::Rsa4096 => KeySpec::Rsa4096,
            WrappingKeySpec::Sm2 => return Err(unsupported("WrappingKeySpec SM2 is not supported in this Region.")),
        };
        match input.wrapping_algorithm {
            AlgorithmSpec::RsaesPkcs1V15 | AlgorithmSpec::Sm2pke => {
                return Err(unsupported(format!("WrappingAlgorithm {} is not supported.", input.wrapping_algorithm)));
            }
            AlgorithmSpec::RsaesOaepSha1 | AlgorithmSpec::RsaesOaepSha256
                if crate::specs::family(key.spec) == crate::specs::Family::Rsa =>
            {
                return Err(Failure::validation("RSA private keys are too long for RSAES_OAEP: use RSA_AES_KEY_WRAP."));
            }
            _ => {}
        }
        let made = tokio::task::spawn_blocking(move || asymmetric::generate(spec)).await.map_err(Failure::internal)?;
        let (private, public) = made?;
        let valid_to = tx.call().time.as_millisecond() + DAY;
        let token = Token { algorithm: input.wrapping_algorithm, private: private.to_vec(), valid_to };
        let plain = Zeroizing::new(serde_json::to_vec(&json_of(&token)).map_err(Failure::internal)?);
        let plane = tx.plane();
        let sealed = plane.keyring.seal(&plane.ids, &token_context(&key), &plain);
        Ok(api::GetParametersForImportResponse {
            key_id: Some(arn),
            import_token: Some(sealed.into()),
            public_key: Some(Sensitive(public.into())),
            parameters_valid_to: moment(valid_to),
        })
    }
}

/// The token as JSON, its key in base64: an array of numbers would be too long for a token.
fn json_of(token: &Token) -> serde_json::Value {
    serde_json::json!({"a": token.algorithm, "p": STANDARD.encode(&token.private), "t": token.valid_to})
}

fn read_token(tx: &Transaction<'_>, key: &Key, sealed: &[u8]) -> Result<Token, Failure> {
    let invalid = || Failure::from(InvalidImportTokenException::new("The import token is invalid or is of another key."));
    let plain = tx.plane().keyring.open_sealed(&token_context(key), sealed).map_err(|_| invalid())?;
    let json: serde_json::Value = serde_json::from_slice(&plain).map_err(|_| invalid())?;
    let token = (|| {
        Some(Token {
            algorithm: serde_json::from_value(json.get("a")?.clone()).ok()?,
            private: STANDARD.decode(json.get("p")?.as_str()?).ok()?,
            valid_to: json.get("t")?.as_i64()?,
        })
    })();
    token.ok_or_else(invalid)
}

/// Unwraps material.
fn unwrap(token: &Token, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let refused = || Failure::from(InvalidCiphertextException::new("The encrypted key material cannot be decrypted."));
    let (oaep, in_two_steps) = match token.algorithm {
        AlgorithmSpec::RsaesOaepSha1 => (EncryptionAlgorithmSpec::RsaesOaepSha1, false),
        AlgorithmSpec::RsaAesKeyWrapSha1 => (EncryptionAlgorithmSpec::RsaesOaepSha1, true),
        AlgorithmSpec::RsaAesKeyWrapSha256 => (EncryptionAlgorithmSpec::RsaesOaepSha256, true),
        _ => (EncryptionAlgorithmSpec::RsaesOaepSha256, false),
    };
    if !in_two_steps {
        return asymmetric::decrypt(&token.private, oaep, wrapped)?.ok_or_else(refused);
    }
    // An AES key under RSA, then the material under the AES key.
    let length = asymmetric::modulus_length(&token.private)?;
    let (key, body) = wrapped.split_at_checked(length).ok_or_else(refused)?;
    let key = asymmetric::decrypt(&token.private, oaep, key)?.ok_or_else(refused)?;
    let cipher: &'static AesBlockCipher = if key.len() == 16 { &AES_128 } else { &AES_256 };
    let kek = AesKek::new(cipher, &key).map_err(|_| refused())?;
    let mut out = Zeroizing::new(vec![0; body.len() + 8]);
    let length = kek.unwrap_with_padding(body, &mut out).map_err(|_| refused())?.len();
    out.truncate(length);
    Ok(out)
}

/// When material expires.
fn expiry(input: &api::ImportKeyMaterialRequest, now: i64) -> Result<(ExpirationModelType, Option<i64>), Failure> {
    let model = input.expiration_model.unwrap_or(ExpirationModelType::KeyMaterialExpires);
    match (model, input.valid_to) {
        (ExpirationModelType::KeyMaterialDoesNotExpire, None) => Ok((model, None)),
        (ExpirationModelType::KeyMaterialDoesNotExpire, Some(_)) => {
            Err(Failure::validation("A validTo date must not be specified if the key material does not expire."))
        }
        (ExpirationModelType::KeyMaterialExpires, None) => {
            Err(Failure::validation("A validTo date must be specified if the expirationModel is KEY_MATERIAL_EXPIRES"))
        }
        (ExpirationModelType::KeyMaterialExpires, Some(at)) => {
            let at = at.as_millisecond();
            if at <= now || at > now + LONGEST_DAYS * DAY {
                return Err(Failure::validation(format!("The validTo date must be in the next {LONGEST_DAYS} days.")));
            }
            Ok((model, Some(at)))
        }
    }
}

impl Handle for operation::ImportKeyMaterial {
    async fn access(input: &api::ImportKeyMaterialRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:ImportKeyMaterial", ..Want::default() };
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want)
            .await?
            .key("kms:ExpirationModel", input.expiration_model.unwrap_or(ExpirationModelType::KeyMaterialExpires).as_str())
            .key_if("kms:ValidTo", input.valid_to.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())))
    }
    async fn run(
        input: &api::ImportKeyMaterialRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ImportKeyMaterialResponse, Failure> {
        let mut key = external(tx, &input.key_id).await?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        check(&arn, key.body.state, Needs::NotPendingDeletion)?;
        let now = tx.call().time.as_millisecond();
        let token = read_token(tx, &key.body, &input.import_token)?;
        if token.valid_to <= now {
            return Err(ExpiredImportTokenException::new("The import token has expired.").into());
        }
        let (model, valid_to) = expiry(input, now)?;
        let bytes = unwrap(&token, &input.encrypted_key_material)?;
        let public = fitting(&key.body, &bytes)?;
        let id = material::id_of(&key.body.id, &bytes);
        if input.key_material_id.as_ref().is_some_and(|given| *given != id) {
            return Err(IncorrectKeyMaterialException::new("The key material is not the one of this KeyMaterialId.").into());
        }
        let import =
            Import { state: ImportState::Imported, model, valid_to, description: input.key_material_description.clone() };
        let body = &mut key.body;
        let new = input.import_type == Some(ImportType::NewKeyMaterial) && !body.materials.is_empty();
        let first = body.materials.is_empty();
        let more = new && body.is_symmetric();
        match body.materials.iter_mut().find(|m| m.id == id) {
            Some(_) if new => {
                return Err(IncorrectKeyMaterialException::new("This key material was imported before.").into());
            }
            Some(known) => {
                let description = import.description.clone().or(known.import.as_ref().and_then(|i| i.description.clone()));
                known.import = Some(Import { description, ..import });
            }
            None if first || more => {
                if body.materials.iter().any(|m| m.state == KeyMaterialState::PendingRotation) {
                    return Err(crate::errors::invalid_state(format!("{arn} has key material that waits for rotation.")));
                }
                let state = if first { KeyMaterialState::Current } else { KeyMaterialState::PendingRotation };
                body.materials.push(Material { id: id.clone(), state, created: now, rotated: None, import: Some(import) });
            }
            None => {
                return Err(IncorrectKeyMaterialException::new(
                    "The key material in the request is not the one that was imported into this key before.",
                )
                .into());
            }
        }
        body.public_key = public.map(|public| STANDARD.encode(public));
        let complete = body.materials.iter().all(material::is_there);
        if complete && body.state == KeyState::PendingImport {
            body.state = KeyState::Enabled;
        }
        material::keep(tx, &key.body, &id, &bytes).await?;
        tx.put(&key)?;
        Ok(api::ImportKeyMaterialResponse { key_id: Some(arn), key_material_id: Some(id) })
    }
}

/// Checks that material is a key of the spec; the public key of a private one.
fn fitting(key: &Key, bytes: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
    let incorrect =
        || Failure::from(IncorrectKeyMaterialException::new(format!("The key material is not a key of spec {}.", key.spec)));
    match material_length(key.spec) {
        Some(length) if bytes.len() == length => Ok(None),
        Some(_) => Err(incorrect()),
        None => asymmetric::public_key(key.spec, bytes).map(Some).map_err(|_| incorrect()),
    }
}

impl Handle for operation::DeleteImportedKeyMaterial {
    on_own_key!(api::DeleteImportedKeyMaterialRequest, "kms:DeleteImportedKeyMaterial");
    async fn run(
        input: &api::DeleteImportedKeyMaterialRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteImportedKeyMaterialResponse, Failure> {
        let mut key = external(tx, &input.key_id).await?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        let id = match &input.key_material_id {
            Some(id) => key
                .body
                .material(id)
                .map(|m| m.id.clone())
                .ok_or_else(|| Failure::from(NotFoundException::new(format!("Key material {id} is not one of {arn}."))))?,
            None => match key.body.current() {
                Some(current) => current.id.clone(),
                None => return Ok(api::DeleteImportedKeyMaterialResponse { key_id: Some(arn), key_material_id: None }),
            },
        };
        remove_material(tx, &mut key.body, &id).await?;
        tx.put(&key)?;
        Ok(api::DeleteImportedKeyMaterialResponse { key_id: Some(arn), key_material_id: Some(id) })
    }
}
