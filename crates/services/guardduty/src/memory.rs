//! What the engine of an account remembers, as documents: compressed, and in parts that fit.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use detection::memory::{Limits, Memory as Remembered};
use plane::{Failure, Reader, Stored, Transaction};

use crate::resources::Memory;

/// Bounds of an account's engine. The ids of seen events are few: the journal tells each event once.
pub const LIMITS: Limits = Limits { principals: 4_096, accounts: 16, windows: 4_096, ids: 1_024, hosts: 16 };

/// Compressed bytes of a part. Base64 makes a third more of them, and a document has at most 16 MiB.
const PART: usize = 8 << 20;
/// Most bytes of JSON that are read.
const MOST_JSON: u64 = 512 << 20;

fn id(part: usize) -> String {
    format!("memory/{part:04}")
}

/// What an account's engine remembers, and up to which sequence of the journal it does. None if nothing is kept, or not in a form that is read today.
///
/// # Errors
/// Internal ones only.
pub async fn load(reader: &Reader<'_>, account: &str) -> Result<Option<(u64, Remembered)>, Failure> {
    let Some(first) = reader.get::<Memory>(account, "", &id(0)).await? else { return Ok(None) };
    let (at, parts) = (first.body.at, first.body.parts);
    let mut packed = STANDARD.decode(&first.body.data).map_err(Failure::internal)?;
    for part in 1..parts {
        let next = reader.get::<Memory>(account, "", &id(part)).await?;
        let next = next.ok_or_else(|| Failure::internal(format!("part {part} of the memory of {account} is gone")))?;
        packed.extend(STANDARD.decode(&next.body.data).map_err(Failure::internal)?);
    }
    let reader = zstd::Decoder::new(packed.as_slice()).map_err(Failure::internal)?;
    match serde_json::from_reader::<_, Remembered>(std::io::BufReader::new(reader.take(MOST_JSON))) {
        Ok(memory) => Ok(Some((at, memory))),
        Err(error) => {
            tracing::warn!(account, %error, "what was learned of an account cannot be read and is learned anew");
            Ok(None)
        }
    }
}

/// What an engine remembers in the form in which it is kept.
///
/// # Errors
/// Internal ones only.
pub fn packed(memory: &Remembered) -> Result<Vec<u8>, Failure> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).map_err(Failure::internal)?;
    serde_json::to_writer(&mut encoder, memory).map_err(Failure::internal)?;
    encoder.finish().map_err(Failure::internal)
}

/// Keeps what [`packed`] made.
///
/// # Errors
/// Internal ones only.
pub async fn save(tx: &mut Transaction<'_>, account: &str, at: u64, packed: &[u8]) -> Result<(), Failure> {
    let parts = packed.len().div_ceil(PART).max(1);
    let before = tx.get::<Memory>(account, "", &id(0)).await?.map_or(0, |m| m.body.parts);
    for part in 0..parts.max(before) {
        let held = tx.get::<Memory>(account, "", &id(part)).await?;
        if part >= parts {
            if let Some(held) = held {
                tx.delete(&held);
            }
            continue;
        }
        let data = packed.chunks(PART).nth(part).unwrap_or_default();
        let body = Memory { at, parts, data: STANDARD.encode(data) };
        let mut stored = held.unwrap_or_else(|| Stored::new(account, "", id(part), body.clone()));
        stored.body = body;
        tx.put(&stored)?;
    }
    Ok(())
}
