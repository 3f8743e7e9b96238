//! Reading blobs: any range of any sequence of them, a little at a time.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::Keyring;
use plane::payload::ReplyStream;
use tokio::sync::mpsc;
use wire::Failure;
use zeroize::Zeroizing;

use super::frames::{Cipher, FRAME, TAG, last_frame};
use super::{Blobs, Reading, blocking};
use crate::errors;
use crate::resources::BlobRef;

/// Frames that are read at once.
const BATCH: u64 = 4;
/// Pieces that wait for the client.
const AHEAD: usize = 2;

/// A range of a blob.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    pub(crate) blob: BlobRef,
    /// Size of the whole blob.
    pub(crate) size: u64,
    pub(crate) from: u64,
    pub(crate) length: u64,
}

/// A slice with its key open.
pub(super) struct Opened {
    id: String,
    key: Zeroizing<Vec<u8>>,
    size: u64,
    from: u64,
    length: u64,
}

pub(super) fn open_keys(keyring: &Keyring, slices: &[Slice]) -> Result<Vec<Opened>, Failure> {
    slices
        .iter()
        .filter(|slice| slice.length > 0)
        .map(|slice| {
            let sealed = STANDARD.decode(&slice.blob.key).map_err(errors::io)?;
            let key = keyring.open_sealed(&super::write::context(&slice.blob.id), &sealed).map_err(errors::io)?;
            Ok(Opened { id: slice.blob.id.clone(), key, size: slice.size, from: slice.from, length: slice.length })
        })
        .collect()
}

/// Reads one slice from its beginning to its end.
pub(super) struct SliceReader {
    file: Box<dyn Reading>,
    cipher: Cipher,
    size: u64,
    at: u64,
    end: u64,
    /// Frames as they are in the file, and the one that is being opened; their room is used again.
    raw: Vec<u8>,
    frame: Vec<u8>,
}

impl SliceReader {
    pub(super) fn open(blobs: &Blobs, slice: &Opened) -> io::Result<Self> {
        Ok(Self {
            file: blobs.open(&slice.id)?,
            cipher: Cipher::new(&slice.key)?,
            size: slice.size,
            at: slice.from,
            end: slice.from + slice.length,
            raw: Vec::new(),
            frame: Vec::with_capacity(FRAME + TAG),
        })
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.at >= self.end {
            return Ok(None);
        }
        let (frame, sealed) = (FRAME as u64, (FRAME + TAG) as u64);
        let (first, last) = (self.at / frame, (self.end - 1) / frame);
        let until = last.min(first + BATCH - 1);
        let wanted = usize::try_from((until - first + 1) * sealed).map_err(io::Error::other)?;
        self.file.read_at(first * sealed, &mut self.raw, wanted)?;
        let mut out = Vec::with_capacity(self.raw.len());
        let final_frame = last_frame(self.size);
        let mut numbers = first..=until;
        for chunk in self.raw.chunks(FRAME + TAG) {
            let Some(number) = numbers.next() else { break };
            self.frame.clear();
            self.frame.extend_from_slice(chunk);
            self.cipher.open(number, number == final_frame, &mut self.frame)?;
            let begin = usize::try_from(self.at.saturating_sub(number * frame)).map_err(io::Error::other)?;
            let stop = usize::try_from((self.end - number * frame).min(frame)).map_err(io::Error::other)?;
            out.extend_from_slice(self.frame.get(begin.min(FRAME)..stop).ok_or_else(short)?);
            self.at = (number + 1) * frame;
        }
        if numbers.next().is_some() {
            return Err(short());
        }
        Ok(Some(out))
    }
}

fn short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "object data is shorter than its object")
}

/// Streams slices, whose keys `keyring` opens, one after the other. The first piece is read before this resolves, so that a missing blob is an error and not a broken reply.
pub(crate) async fn stream(keyring: &Keyring, blobs: &Blobs, slices: &[Slice]) -> Result<ReplyStream, Failure> {
    let length = slices.iter().map(|s| s.length).sum();
    let mut reader = Sequence { blobs: blobs.clone(), slices: open_keys(keyring, slices)?.into_iter(), open: None };
    let (sender, chunks) = mpsc::channel(AHEAD);
    let (back, first) = step(reader).await;
    reader = back;
    let mut piece = first.map_err(errors::io)?;
    tokio::spawn(async move {
        while let Some(data) = piece {
            if sender.send(Ok(Bytes::from(data))).await.is_err() {
                return;
            }
            let (back, next) = step(reader).await;
            reader = back;
            match next {
                Ok(next) => piece = next,
                Err(error) => {
                    tracing::error!(%error, "object data cannot be read");
                    let _ = sender.send(Err(error)).await;
                    return;
                }
            }
        }
    });
    Ok(ReplyStream { length: Some(length), chunks })
}

/// Slices one after the other.
pub(super) struct Sequence {
    pub(super) blobs: Blobs,
    pub(super) slices: std::vec::IntoIter<Opened>,
    pub(super) open: Option<SliceReader>,
}

impl Sequence {
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(reader) = &mut self.open
                && let Some(data) = reader.next()?
            {
                return Ok(Some(data));
            }
            match self.slices.next() {
                Some(slice) => self.open = Some(SliceReader::open(&self.blobs, &slice)?),
                None => return Ok(None),
            }
        }
    }
}

/// Reads the next piece in a blocking task, so that a slow client holds none.
async fn step(mut reader: Sequence) -> (Sequence, io::Result<Option<Vec<u8>>>) {
    let blobs = reader.blobs.clone();
    let done = blocking(move || {
        let piece = reader.next();
        (reader, piece)
    });
    let done = match done.await {
        Ok(done) => done.await.map_err(io::Error::other),
        Err(failure) => Err(io::Error::other(failure.message)),
    };
    done.unwrap_or_else(|error| (Sequence { blobs, slices: Vec::new().into_iter(), open: None }, Err(error)))
}
