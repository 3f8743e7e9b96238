//! Key material: made, sealed with the master key, opened for one use, destroyed.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, Ids, Plane, Reader, Stored, Transaction};
use zeroize::Zeroizing;

use crate::api::{ImportState, KeyMaterialState, KeySpec};
use crate::asymmetric;
use crate::resources::{Key, KeyMaterial, Material};
use crate::specs::material_length;

/// What material is sealed for: its own place.
fn context(account: &str, region: &str, key_id: &str, material_id: &str) -> String {
    format!("kms:{account}:{region}:{key_id}:{material_id}")
}

fn document_id(key_id: &str, material_id: &str) -> String {
    format!("{key_id}/{material_id}")
}

/// The id of material of a key: 64 hexadecimal digits that tell one piece of material from another and nothing about it.
pub(crate) fn id_of(key_id: &str, material: &[u8]) -> String {
    hex::encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, material), key_id.as_bytes()))
}

/// New material of a spec: bytes, or PKCS #8 of a private key (bytes of the seed for ML-KEM), with the public key.
pub(crate) async fn generate(ids: &Ids, spec: KeySpec) -> Result<(Zeroizing<Vec<u8>>, Option<Vec<u8>>), Failure> {
    if let Some(length) = material_length(spec) {
        let mut bytes = Zeroizing::new(vec![0; length]);
        ids.fill(&mut bytes);
        return Ok((bytes, None));
    }
    // An RSA key takes the machine a while: others are served meanwhile.
    let (private, public) =
        tokio::task::spawn_blocking(move || asymmetric::generate(spec)).await.map_err(Failure::internal)??;
    Ok((private, Some(public)))
}

/// Keeps material of a key, sealed.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn keep(tx: &mut Transaction<'_>, key: &Key, id: &str, material: &[u8]) -> Result<(), Failure> {
    let plane = tx.plane();
    let sealed = plane.keyring.seal(&plane.ids, &context(&key.account, &key.region, &key.id, id), material);
    let sealed = STANDARD.encode(sealed);
    let document = document_id(&key.id, id);
    let stored = match tx.get::<KeyMaterial>(&key.account, &key.region, &document).await? {
        Some(mut stored) => {
            stored.body.sealed = sealed;
            stored
        }
        None => Stored::new(&key.account, &key.region, document, KeyMaterial { sealed }),
    };
    tx.put(&stored)
}

/// Destroys material.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn destroy(tx: &mut Transaction<'_>, key: &Key, id: &str) -> Result<(), Failure> {
    if let Some(stored) = tx.get::<KeyMaterial>(&key.account, &key.region, &document_id(&key.id, id)).await? {
        tx.delete(&stored);
    }
    Ok(())
}

/// Whether material is there to be used.
pub(crate) fn is_there(material: &Material) -> bool {
    material.import.as_ref().is_none_or(|import| import.state == ImportState::Imported)
}

fn unseal(plane: &Plane, key: &Key, id: &str, stored: &KeyMaterial) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let sealed = STANDARD.decode(&stored.sealed).map_err(Failure::internal)?;
    plane.keyring.open_sealed(&context(&key.account, &key.region, &key.id, id), &sealed).map_err(Failure::internal)
}

/// Opens material of a key for use; none if it was destroyed.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn open(reader: &Reader<'_>, key: &Key, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let stored = reader.get::<KeyMaterial>(&key.account, &key.region, &document_id(&key.id, id)).await?;
    stored.map(|stored| unseal(reader.plane(), key, id, &stored.body)).transpose()
}

/// The same within a transaction, which sees what it wrote itself.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn open_within(tx: &mut Transaction<'_>, key: &Key, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let stored = tx.get::<KeyMaterial>(&key.account, &key.region, &document_id(&key.id, id)).await?;
    stored.map(|stored| unseal(tx.plane(), key, id, &stored.body)).transpose()
}

/// First material of a key that is made here.
pub(crate) fn first(id: String, created: i64) -> Material {
    Material { id, state: KeyMaterialState::Current, created, rotated: None, import: None }
}
