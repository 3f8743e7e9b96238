//! Writing blobs: bytes are hashed, sealed and written while they come, a frame at a time.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::payload::ByteSource;
use plane::{Ids, Keyring};
use tokio::task::JoinHandle;
use wire::Failure;
use zeroize::Zeroizing;

use super::frames::{Cipher, FRAME, TAG};
use super::read::{Sequence, Slice, open_keys};
use super::{Blobs, Draft, blocking};
use crate::checksums::{Algorithm, Hashes, Sums};
use crate::errors::{self, err};
use crate::resources::BlobRef;

/// Bytes that are gathered before they are written.
const GATHER: usize = 4 * FRAME;

/// The context that a blob's key is sealed with.
pub(super) fn context(id: &str) -> String {
    format!("s3-blob:{id}")
}

/// A blob with its key open.
struct Fresh {
    id: String,
    key: Zeroizing<[u8; 32]>,
}

/// Data that is on stable storage and that no commit names yet. Unless it is kept, it goes with its last holder.
pub(crate) struct Received {
    /// None of no bytes.
    fresh: Option<Fresh>,
    pub(crate) sums: Sums,
    pub(crate) trailers: Vec<(String, String)>,
    blobs: Blobs,
    kept: AtomicBool,
}

impl Received {
    fn new(blobs: &Blobs, fresh: Option<Fresh>, sums: Sums, trailers: Vec<(String, String)>) -> Self {
        Self { fresh, sums, trailers, blobs: blobs.clone(), kept: AtomicBool::new(false) }
    }

    /// What a commit names it by: its key is sealed now, with the installation's keyring or that of an object's own data key.
    pub(crate) fn reference(&self, ids: &Ids, keyring: &Keyring) -> Option<BlobRef> {
        let Fresh { id, key } = self.fresh.as_ref()?;
        let sealed = keyring.seal(ids, &context(id), key.as_slice());
        Some(BlobRef { id: id.clone(), key: STANDARD.encode(sealed) })
    }

    /// The commit that is about to be made names it.
    pub(crate) fn keep(&self) {
        self.kept.store(true, Ordering::Release);
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if let Some(fresh) = self.fresh.take()
            && !self.kept.load(Ordering::Acquire)
        {
            let blobs = self.blobs.clone();
            let remove = move || {
                let _ = blobs.remove(&fresh.id);
            };
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn_blocking(remove)),
                Err(_) => remove(),
            }
        }
    }
}

/// A blob while it is written.
struct Writer {
    blobs: Blobs,
    id: String,
    cipher: Cipher,
    hashes: Hashes,
    draft: Option<Box<dyn Draft>>,
    /// What is not sealed yet: the last frame is known only at the end.
    rest: Vec<u8>,
    /// What is sealed and not written yet; its room is used again.
    sealed: Vec<u8>,
    number: u64,
}

impl Writer {
    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.hashes.update(data);
        let mut data = data;
        while !data.is_empty() {
            if self.rest.len() == FRAME {
                self.seal(false)?;
            }
            let (now, later) = data.split_at((FRAME - self.rest.len()).min(data.len()));
            self.rest.extend_from_slice(now);
            data = later;
        }
        self.append()
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        self.rest.reserve(TAG);
        self.cipher.seal(self.number, last, &mut self.rest)?;
        self.number += 1;
        self.sealed.extend_from_slice(&self.rest);
        self.rest.clear();
        Ok(())
    }

    fn append(&mut self) -> io::Result<()> {
        if self.sealed.is_empty() {
            return Ok(());
        }
        match &mut self.draft {
            Some(draft) => draft.write(&self.sealed)?,
            None => {
                let mut draft = self.blobs.create(&self.id)?;
                draft.write(&self.sealed)?;
                self.draft = Some(draft);
            }
        }
        self.sealed.clear();
        Ok(())
    }

    /// Whether there is a blob (there is none of no bytes), and what was computed.
    fn finish(mut self) -> io::Result<(bool, Sums)> {
        if !self.rest.is_empty() {
            self.seal(true)?;
            self.append()?;
        }
        let there = self.draft.is_some();
        if let Some(draft) = self.draft.take() {
            draft.finish()?;
        }
        Ok((there, self.hashes.finish()))
    }
}

fn begin(ids: &Ids, blobs: &Blobs, wanted: Option<Algorithm>) -> Result<(Writer, Fresh), Failure> {
    let id = ids.uuid().simple().to_string();
    let key = Zeroizing::new(ids.bytes::<32>());
    let writer = Writer {
        blobs: blobs.clone(),
        id: id.clone(),
        cipher: Cipher::new(key.as_slice()).map_err(errors::io)?,
        hashes: Hashes::new(wanted),
        draft: None,
        rest: Vec::new(),
        sealed: Vec::new(),
        number: 0,
    };
    Ok((writer, Fresh { id, key }))
}

/// Receives a body of at most `limit` bytes.
pub(crate) async fn receive(
    ids: &Ids,
    blobs: &Blobs,
    mut source: Box<dyn ByteSource>,
    limit: u64,
    wanted: Option<Algorithm>,
) -> Result<Received, Failure> {
    let (writer, fresh) = begin(ids, blobs, wanted)?;
    let mut pipe = Pipe { writer: Some(writer), busy: None, spare: Vec::new() };
    let mut gathered: Vec<u8> = Vec::new();
    let mut size = 0u64;
    while let Some(data) = source.next().await {
        let data = data?;
        size += data.len() as u64;
        if size > limit {
            return Err(too_large());
        }
        gathered.extend_from_slice(&data);
        if gathered.len() >= GATHER {
            gathered = pipe.write(gathered).await?;
        }
    }
    let trailers = source.trailers().to_vec();
    drop(source);
    if !gathered.is_empty() {
        pipe.write(gathered).await?;
    }
    let (there, sums) = pipe.finish().await?;
    Ok(Received::new(blobs, there.then_some(fresh), sums, trailers))
}

pub(crate) fn too_large() -> Failure {
    err("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
}

/// A piece that is being sealed and written: gives the writer back, and the buffer to fill again.
type Sealing = JoinHandle<io::Result<(Writer, Vec<u8>)>>;

/// Writes in blocking tasks, one piece while the next one comes.
struct Pipe {
    writer: Option<Writer>,
    busy: Option<Sealing>,
    /// A buffer that was written: the next piece is gathered in it.
    spare: Vec<u8>,
}

impl Pipe {
    async fn idle(&mut self) -> Result<Writer, Failure> {
        if let Some(busy) = self.busy.take() {
            let (writer, spare) = busy.await.map_err(errors::io)?.map_err(errors::io)?;
            self.spare = spare;
            return Ok(writer);
        }
        self.writer.take().ok_or_else(|| Failure::internal("a blob's writer is gone"))
    }

    /// Hands a piece over, and gives an empty buffer for the next one.
    async fn write(&mut self, mut data: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let mut writer = self.idle().await?;
        self.busy = Some(
            blocking(move || {
                writer.write(&data)?;
                data.clear();
                Ok((writer, data))
            })
            .await?,
        );
        Ok(std::mem::take(&mut self.spare))
    }

    async fn finish(mut self) -> Result<(bool, Sums), Failure> {
        let writer = self.idle().await?;
        blocking(move || writer.finish()).await?.await.map_err(errors::io)?.map_err(errors::io)
    }
}

/// Writes bytes that are all there.
pub(crate) async fn whole(ids: &Ids, blobs: &Blobs, data: Bytes, wanted: Option<Algorithm>) -> Result<Received, Failure> {
    receive(ids, blobs, Box::new(plane::payload::Whole::new(data)), u64::MAX, wanted).await
}

/// Writes a new blob of ranges of others, whose keys `keyring` opens.
pub(crate) async fn copy(
    ids: &Ids,
    blobs: &Blobs,
    keyring: &Keyring,
    slices: &[Slice],
    wanted: Option<Algorithm>,
) -> Result<Received, Failure> {
    let (mut writer, fresh) = begin(ids, blobs, wanted)?;
    let mut reader = Sequence { blobs: blobs.clone(), slices: open_keys(keyring, slices)?.into_iter(), open: None };
    let done = tokio::task::spawn_blocking(move || {
        while let Some(data) = reader.next()? {
            writer.write(&data)?;
        }
        writer.finish()
    });
    let (there, sums) = done.await.map_err(errors::io)?.map_err(|error: io::Error| errors::io(error))?;
    Ok(Received::new(blobs, there.then_some(fresh), sums, Vec::new()))
}
