//! Whether the data keys are those that the data was sealed with: asked at every start, before anything is changed. A wrong master key does not even open
//! `data.key`; this finds a `data.key` of another folder, and the wrong key of a folder that has none yet.

use plane::System;
use plane::resource::{Resource, Stored};
use serde::{Deserialize, Serialize};

/// Id of the one document.
const ID: &str = "master-key";
/// What the sealed words are sealed for.
const CONTEXT: &str = "cloudkeep:key-check";
/// What is sealed: not secret, only to be found again.
const WORDS: &[u8] = b"the right key opens this";

/// Words sealed with the data key of the first start.
#[derive(Serialize, Deserialize)]
struct KeyCheck {
    sealed: Vec<u8>,
}

impl Resource for KeyCheck {
    const KIND: &'static str = "Cloudkeep::KeyCheck";
}

/// Opens what the first start sealed, or seals it if this is the first start.
///
/// # Errors
/// When the key is another one.
pub async fn verify(system: &System, source: &str) -> Result<(), String> {
    let failed = |failure: plane::Failure| failure.detail.unwrap_or(failure.message);
    if let Some(kept) = system.reader().get::<KeyCheck>("", "", ID).await.map_err(failed)? {
        return match system.plane().keyring.open_sealed(CONTEXT, &kept.body.sealed) {
            Ok(_) => Ok(()),
            Err(_) => Err(format!(
                "the master key of {source} is not the one that this data was sealed with, or data.key is lost or of another folder: restore the right ones, \
                 of the same time as the data, from your backup. Nothing was changed."
            )),
        };
    }
    system
        .act("account", "GetAccountInformation", |tx| {
            Box::pin(async move {
                let plane = tx.plane();
                let sealed = plane.keyring.seal(&plane.ids, CONTEXT, WORDS);
                tx.put(&Stored::new("", "", ID, KeyCheck { sealed }))
            })
        })
        .await
        .map_err(failed)
}
