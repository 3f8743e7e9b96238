//! Sealed files: the Parquet file in frames of 64 KiB, each encrypted by itself with AES-256-GCM, so that any part can be read alone.
//!
//! Every file has a key of its own, derived (HKDF-SHA256) from the table's key and the file's path. The nonce is the frame's number and whether it is the
//! last. So neither frames nor files can be exchanged, repeated or cut off unnoticed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use datafusion::object_store::path::Path;
use datafusion::object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt as _, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use zeroize::Zeroizing;

use crate::error::LakeError;

/// End of the names of sealed files: to other engines they are no Parquet files.
pub(crate) const SUFFIX: &str = ".sealed";
/// Bytes of a frame before it is sealed; the last one may be shorter.
const FRAME: u64 = 64 << 10;
/// What sealing adds to a frame.
const TAG: u64 = 16;

/// The key that the files of a table are sealed under. Where it is kept is the caller's matter.
#[derive(Clone)]
pub struct TableKey(Arc<Zeroizing<[u8; 32]>>);

impl std::fmt::Debug for TableKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TableKey")
    }
}

impl TableKey {
    /// A key of these bytes.
    pub fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(Arc::new(key))
    }

    /// The cipher of one file.
    fn cipher(&self, path: &str) -> std::io::Result<LessSafeKey> {
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, b"lake file").extract(self.0.as_slice());
        let info = [path.as_bytes()];
        let key = secret.expand(&info, &AES_256_GCM).map_err(|_| broken())?;
        Ok(LessSafeKey::new(UnboundKey::from(key)))
    }

    /// A file as it is stored under this path.
    ///
    /// # Errors
    /// None that is known: the cipher refuses only inputs beyond 64 GiB.
    pub(crate) fn seal(&self, path: &str, plain: &[u8]) -> Result<Vec<u8>, LakeError> {
        let failed = |e| LakeError::storage(path, e);
        let cipher = self.cipher(path).map_err(failed)?;
        let last = last_frame(plain.len() as u64);
        let mut sealed = Vec::with_capacity(plain.len() + (last as usize + 1) * TAG as usize);
        for (number, frame) in (0..).zip(plain.chunks(FRAME as usize)) {
            let begin = sealed.len();
            sealed.extend_from_slice(frame);
            let body = sealed.get_mut(begin..).unwrap_or_default();
            let tag = cipher
                .seal_in_place_separate_tag(nonce(number, number == last), Aad::empty(), body)
                .map_err(|_| failed(broken()))?;
            sealed.extend_from_slice(tag.as_ref());
        }
        Ok(sealed)
    }
}

fn nonce(number: u64, last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    for (to, from) in bytes.iter_mut().skip(4).zip(number.to_be_bytes()) {
        *to = from;
    }
    if let Some(first) = bytes.first_mut() {
        *first = u8::from(last);
    }
    Nonce::assume_unique_for_key(bytes)
}

fn broken() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, "the file is damaged, or sealed under another key")
}

/// The number of the last frame of a file of this size.
fn last_frame(plain: u64) -> u64 {
    plain.saturating_sub(1) / FRAME
}

/// The size of a file before it was sealed; none if no sealed file has this size.
fn plain_size(sealed: u64) -> Option<u64> {
    let frames = sealed.div_ceil(FRAME + TAG);
    sealed.checked_sub(frames * TAG).filter(|plain| *plain > 0 && last_frame(*plain) + 1 == frames)
}

/// An object store whose sealed files read as what was sealed, where the table's key is there. It cannot be written to.
#[derive(Debug)]
pub(crate) struct Opened {
    inner: Arc<dyn ObjectStore>,
    /// By the first segment of the path.
    keys: HashMap<String, TableKey>,
}

impl Opened {
    pub fn new(inner: Arc<dyn ObjectStore>, keys: HashMap<String, TableKey>) -> Self {
        Self { inner, keys }
    }

    fn key(&self, location: &Path) -> Result<&TableKey> {
        let table = location.as_ref().split('/').next().unwrap_or_default();
        self.keys.get(table).ok_or_else(|| Error::PermissionDenied {
            path: location.to_string(),
            source: "the file is sealed, and its table's key is not there".into(),
        })
    }

    /// A part of a file of `size` bytes.
    async fn read(&self, location: &Path, size: u64, range: Range<u64>) -> Result<Vec<u8>> {
        let cipher = self.key(location)?.cipher(location.as_ref()).map_err(damaged)?;
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let (first, end, last) = (range.start / FRAME, (range.end - 1) / FRAME + 1, last_frame(size));
        let sealed_size = size + (last + 1) * TAG;
        let frames = first * (FRAME + TAG)..(end * (FRAME + TAG)).min(sealed_size);
        let sealed = self.inner.get_range(location, frames).await?;
        let mut plain = Vec::with_capacity(sealed.len());
        for (number, frame) in (first..).zip(sealed.chunks((FRAME + TAG) as usize)) {
            let begin = plain.len();
            plain.extend_from_slice(frame);
            let body = plain.get_mut(begin..).unwrap_or_default();
            let opened =
                cipher.open_in_place(nonce(number, number == last), Aad::empty(), body).map_err(|_| damaged(broken()))?.len();
            plain.truncate(begin + opened);
        }
        let skip = usize::try_from(range.start - first * FRAME).unwrap_or(usize::MAX);
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        plain.drain(..skip.min(plain.len()));
        plain.truncate(length);
        if plain.len() == length { Ok(plain) } else { Err(damaged(broken())) }
    }

    fn only_read<T>(&self, operation: &str) -> Result<T> {
        Err(Error::NotImplemented { operation: operation.to_owned(), implementer: self.to_string() })
    }
}

fn damaged(error: std::io::Error) -> Error {
    Error::Generic { store: "sealed", source: error.into() }
}

impl std::fmt::Display for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({})", self.inner)
    }
}

#[async_trait]
impl ObjectStore for Opened {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if !location.as_ref().ends_with(SUFFIX) {
            return self.inner.get_opts(location, options).await;
        }
        let (range, head) = (options.range.clone(), options.head);
        let sealed = self.inner.get_opts(location, GetOptions { range: None, head: true, ..options }).await?;
        let size = plain_size(sealed.meta.size).ok_or_else(|| damaged(broken()))?;
        let meta = ObjectMeta { size, ..sealed.meta };
        let range = match range {
            Some(range) => range.as_range(size).map_err(|e| Error::Generic { store: "sealed", source: e.into() })?,
            None => 0..size,
        };
        let payload = if head {
            GetResultPayload::Stream(stream::empty().boxed())
        } else {
            let plain = self.read(location, size, range.clone()).await?;
            GetResultPayload::Stream(stream::iter([Ok(plain.into())]).boxed())
        };
        Ok(GetResult { payload, meta, range, attributes: sealed.attributes })
    }

    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        self.only_read("put_opts")
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.only_read("put_multipart_opts")
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        self.only_read("copy_opts")
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let refused = self.only_read::<Path>("delete_stream").map_err(|e| e.to_string()).err().unwrap_or_default();
        locations.map(move |_| Err(damaged(std::io::Error::other(refused.clone())))).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }
}

#[cfg(test)]
mod tests {
    use datafusion::object_store::memory::InMemory;

    use super::*;

    fn key(byte: u8) -> TableKey {
        TableKey::new(Zeroizing::new([byte; 32]))
    }

    fn opened(inner: &Arc<InMemory>, key: TableKey) -> Opened {
        Opened::new(inner.clone(), HashMap::from([("t".to_owned(), key)]))
    }

    #[tokio::test]
    async fn every_part_of_a_sealed_file_can_be_read_alone() {
        let frame = FRAME as usize;
        for size in [1, frame - 1, frame, frame + 1, 3 * frame, 3 * frame + 17] {
            let plain: Vec<u8> = (0..size).map(|i| (i * 31 % 251) as u8).collect();
            let (inner, path) = (Arc::new(InMemory::new()), Path::from("t/a.parquet.sealed"));
            let sealed = key(1).seal(path.as_ref(), &plain).unwrap();
            assert!(size < 64 || !sealed.windows(64).any(|part| part == &plain[..64]));
            inner.put(&path, sealed.into()).await.unwrap();
            let store = opened(&inner, key(1));
            assert_eq!(store.head(&path).await.unwrap().size, size as u64);
            assert_eq!(store.get(&path).await.unwrap().bytes().await.unwrap(), plain);
            for from in [0, 1, frame - 1, frame, 2 * frame + 5].into_iter().filter(|from| *from < size) {
                for to in [from + 1, from + frame, size].into_iter().filter(|to| *to > from && *to <= size) {
                    let part = store.get_range(&path, from as u64..to as u64).await.unwrap();
                    assert_eq!(part, plain[from..to], "{size} {from}..{to}");
                }
            }
        }
    }

    #[tokio::test]
    async fn what_was_changed_or_sealed_otherwise_is_not_read() {
        let plain = vec![7; 2 * FRAME as usize + 9];
        let (inner, path) = (Arc::new(InMemory::new()), Path::from("t/a.parquet.sealed"));
        let sealed = key(1).seal(path.as_ref(), &plain).unwrap();
        inner.put(&path, sealed.clone().into()).await.unwrap();
        assert!(opened(&inner, key(2)).get(&path).await.is_err());
        assert!(Opened::new(inner.clone(), HashMap::new()).get(&path).await.is_err());
        let step = (FRAME + TAG) as usize;
        let swapped = [&sealed[step..2 * step], &sealed[..step], &sealed[2 * step..]].concat();
        let mut flipped = sealed.clone();
        flipped[step + 3] ^= 1;
        for wrong in [sealed[..2 * step].to_vec(), sealed[..sealed.len() - 1].to_vec(), swapped, flipped] {
            inner.put(&path, wrong.into()).await.unwrap();
            assert!(opened(&inner, key(1)).get(&path).await.is_err());
        }
        // The same bytes under another path are another file's.
        let elsewhere = Path::from("t/b.parquet.sealed");
        inner.put(&elsewhere, sealed.into()).await.unwrap();
        assert!(opened(&inner, key(1)).get(&elsewhere).await.is_err());
        assert!(opened(&inner, key(1)).put(&path, vec![1].into()).await.is_err());
        assert!(opened(&inner, key(1)).delete(&path).await.is_err());
    }

    #[test]
    fn sizes() {
        assert_eq!(
            [0, 16, 17, FRAME + TAG, FRAME + TAG + 16, FRAME + TAG + 17].map(plain_size),
            [None, None, Some(1), Some(FRAME), None, Some(FRAME + 1)]
        );
    }
}
