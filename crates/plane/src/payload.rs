//! Bodies that are too large to hold: streamed requests and replies.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use aws_lc_rs::digest::{self, Context};
use bytes::Bytes;
use tokio::sync::{Mutex, mpsc};
use wire::Failure;
use wire::chunked::Decoder;
use wire::sigv4::{self, Rules};

use crate::ports::BoxFuture;

/// Bytes that arrive piece by piece.
///
/// What came is a draft until the end has come without an error: signatures and hashes of a body are known to be right only then.
pub trait ByteSource: Send {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, Failure>>>;

    /// Trailers, once the end has come: lower-case names and values.
    fn trailers(&self) -> &[(String, String)] {
        &[]
    }
}

/// The streamed body of a request. It can be taken once; what an operation made of it is kept for its later runs.
pub struct Payload {
    /// Bytes to come, framing not counted, where the client says.
    pub length: Option<u64>,
    source: Mutex<Option<Box<dyn ByteSource>>>,
    staged: StdMutex<Option<Arc<dyn Any + Send + Sync>>>,
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload").field("length", &self.length).finish_non_exhaustive()
    }
}

impl Payload {
    /// A body.
    pub fn new(length: Option<u64>, source: Box<dyn ByteSource>) -> Self {
        Self { length, source: Mutex::new(Some(source)), staged: StdMutex::new(None) }
    }

    /// The bytes; `None` if they were taken before.
    pub async fn take(&self) -> Option<Box<dyn ByteSource>> {
        self.source.lock().await.take()
    }

    /// Keeps what was made of the bytes, for when the operation runs again.
    pub fn stage<T: Send + Sync + 'static>(&self, made: Arc<T>) {
        *self.staged.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
    }

    /// What an earlier run made of the bytes.
    pub fn staged<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).clone()?.downcast().ok()
    }
}

/// A streamed reply. The operation fills `chunks` from a task of its own; an error in it ends the connection, so that the client notices.
#[derive(Debug)]
pub struct ReplyStream {
    /// Bytes to come, where it is known.
    pub length: Option<u64>,
    /// The pieces.
    pub chunks: mpsc::Receiver<Result<Bytes, std::io::Error>>,
}

/// A source that takes off the framing and verifies what the signature covers.
pub(crate) struct Verified {
    inner: Box<dyn ByteSource>,
    /// Bytes received and not yet unframed.
    rest: Bytes,
    decoder: Option<Decoder>,
    /// The hash so far, and the one that the signature covers.
    expected: Option<(Context, String)>,
    trailers: Vec<(String, String)>,
    done: bool,
}

impl Verified {
    pub(crate) fn new(inner: Box<dyn ByteSource>, decoder: Option<Decoder>, expected_hash: Option<String>) -> Self {
        let expected = expected_hash.map(|hash| (Context::new(&digest::SHA256), hash));
        Self { inner, rest: Bytes::new(), decoder, expected, trailers: Vec::new(), done: false }
    }

    async fn step(&mut self) -> Option<Result<Bytes, Failure>> {
        if self.done {
            return None;
        }
        loop {
            if let Some(decoder) = &mut self.decoder
                && !self.rest.is_empty()
            {
                match decoder.feed(&mut self.rest) {
                    Ok(Some(data)) if !data.is_empty() => return Some(Ok(data)),
                    Ok(Some(_)) => continue,
                    Ok(None) => {}
                    Err(failure) => return Some(Err(self.fail(failure))),
                }
            }
            match self.inner.next().await {
                Some(Ok(data)) => {
                    if let Some((context, _)) = &mut self.expected {
                        context.update(&data);
                    }
                    if self.decoder.is_none() {
                        return Some(Ok(data));
                    }
                    self.rest = data;
                }
                Some(Err(failure)) => return Some(Err(self.fail(failure))),
                None => return self.end().map(|failure| Err(self.fail(failure))),
            }
        }
    }

    fn fail(&mut self, failure: Failure) -> Failure {
        self.done = true;
        failure
    }

    fn end(&mut self) -> Option<Failure> {
        self.done = true;
        if let Some(decoder) = self.decoder.take() {
            match decoder.finish() {
                Ok(trailers) => self.trailers = trailers,
                Err(failure) => return Some(failure),
            }
        }
        let (context, expected) = self.expected.take()?;
        let hash = context.finish();
        let mut actual = [0; 32];
        actual.copy_from_slice(hash.as_ref());
        sigv4::check_body_hash(&sigv4::Payload::Hash(&expected), &actual, &Rules::s3()).err()
    }
}

impl ByteSource for Verified {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, Failure>>> {
        Box::pin(self.step())
    }

    fn trailers(&self) -> &[(String, String)] {
        &self.trailers
    }
}

/// A source of bytes that are all there: for tests, and for bodies that were read.
#[derive(Debug)]
pub struct Whole(Option<Bytes>);

impl Whole {
    /// These bytes.
    pub fn new(bytes: Bytes) -> Self {
        Self(Some(bytes))
    }
}

impl ByteSource for Whole {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, Failure>>> {
        Box::pin(async { self.0.take().filter(|b| !b.is_empty()).map(Ok) })
    }
}
