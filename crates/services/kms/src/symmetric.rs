//! Encrypting and decrypting with symmetric keys, for callers and for services alike.

use plane::{Failure, Plane, Reader, Transaction};
use zeroize::Zeroizing;

use crate::blob::{self, Parts};
use crate::errors::{invalid_ciphertext, invalid_state};
use crate::material;
use crate::resources::Key;
use crate::states::{Needs, check};

/// Encrypts under the newest material of a key. The id of the material comes with the ciphertext.
///
/// # Errors
/// Those of the key's state.
pub(crate) async fn encrypt(
    tx: &mut Transaction<'_>,
    key: &Key,
    context: &[(String, String)],
    plain: &[u8],
) -> Result<(Vec<u8>, String), Failure> {
    let arn = key.arn(&tx.plane().settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    let id = key.current().map(|m| m.id.clone()).ok_or_else(|| invalid_state(format!("{arn} is pending import.")))?;
    let material =
        material::open_within(tx, key, &id).await?.ok_or_else(|| invalid_state(format!("{arn} is pending import.")))?;
    let mut id_bytes = [0; 32];
    hex::decode_to_slice(&id, &mut id_bytes).map_err(Failure::internal)?;
    let blob = blob::seal(&tx.plane().ids, (&key.account, &key.id), (&id_bytes, &material), context, plain)
        .map_err(|_| Failure::internal("encrypting failed"))?;
    Ok((blob, id))
}

/// Decrypts with the material that a ciphertext names.
///
/// # Errors
/// Those of the key's state, and `InvalidCiphertextException`.
pub(crate) async fn decrypt(
    reader: &Reader<'_>,
    key: &Key,
    context: &[(String, String)],
    parts: &Parts<'_>,
) -> Result<(Zeroizing<Vec<u8>>, String), Failure> {
    let (arn, id) = named(reader.plane(), key, parts)?;
    let material = material::open(reader, key, &id).await?;
    Ok((opened(material, (&arn, &id), context, parts)?, id))
}

/// The same within a transaction, which sees a key that it made itself.
///
/// # Errors
/// As [`decrypt`].
pub(crate) async fn decrypt_within(
    tx: &mut Transaction<'_>,
    key: &Key,
    context: &[(String, String)],
    parts: &Parts<'_>,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let (arn, id) = named(tx.plane(), key, parts)?;
    let material = material::open_within(tx, key, &id).await?;
    opened(material, (&arn, &id), context, parts)
}

/// The ARN of a key that can be used now, and the id of the material that a ciphertext names.
fn named(plane: &Plane, key: &Key, parts: &Parts<'_>) -> Result<(String, String), Failure> {
    let arn = key.arn(&plane.settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    let id = hex::encode(parts.material);
    key.material(&id).ok_or_else(invalid_ciphertext)?;
    Ok((arn, id))
}

fn opened(
    material: Option<Zeroizing<Vec<u8>>>,
    (arn, id): (&str, &str),
    context: &[(String, String)],
    parts: &Parts<'_>,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let material = material.ok_or_else(|| invalid_state(format!("The key material {id} of {arn} is not there.")))?;
    parts.open(&material, context).map_err(|_| invalid_ciphertext())
}
