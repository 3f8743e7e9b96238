//! Rotation: new material takes over, the old stays for what it encrypted.

use plane::{Failure, Stored, Transaction};

use crate::api::{KeyMaterialState, OriginType, RotationType};
use crate::create::DAY;
use crate::errors::{invalid_state, unsupported};
use crate::material;
use crate::resources::{Key, Material};

/// Refuses keys that do not rotate.
///
/// # Errors
/// `UnsupportedOperationException`.
pub(crate) fn rotates(key: &Key, arn: &str, automatically: bool) -> Result<(), Failure> {
    let imported = key.origin == OriginType::External;
    if !key.is_symmetric() || (automatically && imported) {
        return Err(unsupported(format!(
            "{arn} origin is {} and spec is {}, which is not valid for this operation.",
            key.origin, key.spec
        )));
    }
    Ok(())
}

/// Gives a key its next material: new one, or the imported one that waits.
///
/// # Errors
/// `KMSInvalidStateException` if none was imported.
pub(crate) async fn rotate(tx: &mut Transaction<'_>, key: &mut Stored<Key>, kind: RotationType) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let body = &mut key.body;
    if body.origin == OriginType::External {
        let arn = body.arn(&tx.plane().settings.partition);
        let waiting = body.materials.iter().position(|m| m.state == KeyMaterialState::PendingRotation && material::is_there(m));
        let waiting =
            waiting.ok_or_else(|| invalid_state(format!("{arn} has no imported key material that waits for rotation.")))?;
        for (at, material) in body.materials.iter_mut().enumerate() {
            if at == waiting {
                material.state = KeyMaterialState::Current;
                material.rotated = Some((now, kind));
            } else if material.state == KeyMaterialState::Current {
                material.state = KeyMaterialState::NonCurrent;
            }
        }
    } else {
        let (bytes, _) = material::generate(&tx.plane().ids, body.spec).await?;
        let id = material::id_of(&body.id, &bytes);
        for material in body.materials.iter_mut().filter(|m| m.state == KeyMaterialState::Current) {
            material.state = KeyMaterialState::NonCurrent;
        }
        body.materials.push(Material { rotated: Some((now, kind)), ..material::first(id.clone(), now) });
        material::keep(tx, body, &id, &bytes).await?;
        // Replicas have the same material.
        for region in body.other_regions() {
            if let Some(mut replica) = tx.get::<Key>(&body.account, &region, &body.id).await? {
                replica.body.materials.clone_from(&body.materials);
                material::keep(tx, &replica.body, &id, &bytes).await?;
                tx.put(&replica)?;
            }
        }
    }
    if let Some(rotation) = &mut body.rotation
        && kind == RotationType::Automatic
    {
        let period = i64::from(rotation.period_days) * DAY;
        // After a long pause one rotation is enough.
        rotation.next = (rotation.next + period).max(now);
    }
    tx.put(key)
}
