//! A request's head as it was received: what routing, authentication and the protocols read.

/// Borrowed view of a request's head. Nothing is decoded or normalised, since signatures cover the bytes that were sent.
#[derive(Debug, Clone, Copy)]
pub struct RequestParts<'a> {
    /// Method.
    pub method: &'a http::Method,
    /// Path as sent: percent-encoded, dot segments and repeated slashes kept. Empty counts as `/`.
    pub path: &'a str,
    /// Query string as sent, without the `?`; empty when there is none.
    pub query: &'a str,
    /// Headers. An HTTP/2 request must have its `:authority` entered as `host`.
    pub headers: &'a http::HeaderMap,
}

impl<'a> RequestParts<'a> {
    /// Value of a header that is present and readable as text; the first, where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }
}
