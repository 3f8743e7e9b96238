//! Event streams: frames with headers, a payload and two checksums.

use bytes::Bytes;

use crate::document::Document;
use crate::failure::Failure;
use crate::route::Route;

/// The first frame of an RPC stream: the output's members besides the stream. REST protocols have none.
pub fn initial_response(route: &Route, output: &Document) -> Option<Bytes> {
    let _ = (route, output);
    todo!()
}

/// One event of the output's stream: `kind` is the name of the event's member, `event` its structure.
///
/// # Errors
/// `Internal` when the model has no such event.
pub fn event(route: &Route, kind: &str, event: &Document) -> Result<Bytes, Failure> {
    let _ = (route, kind, event);
    todo!()
}

/// The last frame of a stream that fails.
pub fn exception(route: &Route, failure: &Failure) -> Bytes {
    let _ = (route, failure);
    todo!()
}
