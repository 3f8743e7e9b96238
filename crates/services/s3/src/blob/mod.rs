//! Object data outside the store: encrypted blobs in a folder, written once and never changed.
//!
//! A blob is first a draft; it has its name only when all of it is on stable storage, and only then is it named in a commit. What a crash leaves
//! behind is a draft or a file that nothing names: both are removed later (`reconcile`).

mod folder;
mod frames;
mod read;
mod write;

use std::io;
use std::sync::{Arc, LazyLock};

use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use wire::Failure;

pub(crate) use folder::Folder;
pub(crate) use read::{Slice, stream};
pub(crate) use write::{Received, copy, receive, too_large, whole};

/// Where blobs are. All methods block; they are called from blocking tasks only.
pub(crate) trait BlobStore: Send + Sync + 'static {
    /// Begins a blob.
    fn create(&self, id: &str) -> io::Result<Box<dyn Draft>>;
    /// Opens a blob.
    fn open(&self, id: &str) -> io::Result<Box<dyn Reading>>;
    /// Removes a blob; one that is not there is no error.
    fn remove(&self, id: &str) -> io::Result<()>;
    /// Removes the drafts last changed before this moment (milliseconds since 1970): those that another process left.
    fn clear(&self, than: i64) -> io::Result<()>;
    /// The blobs last changed before this moment (milliseconds since 1970), in groups.
    fn older(&self, than: i64, visit: &mut dyn FnMut(Vec<String>)) -> io::Result<()>;
}

/// A blob that is being written. Dropped without [`Draft::finish`], it leaves nothing.
pub(crate) trait Draft: Send {
    /// Appends.
    fn write(&mut self, data: &[u8]) -> io::Result<()>;
    /// Makes it durable under its name.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A blob that is being read.
pub(crate) trait Reading: Send {
    /// Fills the buffer with what is at this place; less only at the end.
    fn read_at(&mut self, offset: u64, buffer: &mut Vec<u8>, length: usize) -> io::Result<()>;
}

/// Pieces that are sealed, opened, read or written at a time, over all requests. Each takes milliseconds; more of them would only be more threads,
/// and the memory that the allocator keeps for each.
static AT_ONCE: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(2 * std::thread::available_parallelism().map_or(2, usize::from))));

/// Does a piece of work that blocks, when there is room for it.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<JoinHandle<T>, Failure> {
    let place = AT_ONCE.clone().acquire_owned().await.map_err(Failure::internal)?;
    Ok(tokio::task::spawn_blocking(move || {
        let done = work();
        drop(place);
        done
    }))
}

pub(crate) type Blobs = Arc<dyn BlobStore>;
