//! No request makes routing panic, and every failure to route can be answered.
#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use libfuzzer_sys::fuzz_target;
use wire::request::RequestParts;
use wire::route::route;

// Lines: method, path, query string, scope (`-` for none), headers up to an empty line, body.
fuzz_target!(|data: &[u8]| {
    let mut lines = data.splitn(5, |b| *b == b'\n').map(String::from_utf8_lossy);
    let mut next = || lines.next().unwrap_or_default().into_owned();
    let (method, path, query, scope, rest) = (next(), next(), next(), next(), next());
    let (head, body) = rest.split_once("\n\n").unwrap_or((&rest, ""));
    let mut headers = HeaderMap::new();
    for line in head.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.trim())) {
            headers.insert(name, value);
        }
    }
    let method: Method = method.parse().unwrap_or(Method::GET);
    let parts = RequestParts { method: &method, path: &path, query: &query, headers: &headers };
    let scope = (scope != "-").then_some(scope.as_str());
    match route(&parts, body.as_bytes(), scope) {
        Ok(found) => assert!(found.service.operation(found.operation.name).is_some()),
        Err(error) => assert!(!error.encode("id").status.is_success()),
    }
});
