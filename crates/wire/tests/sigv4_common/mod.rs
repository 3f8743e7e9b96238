//! Requests to sign, verify and spoil.
#![allow(dead_code, reason = "every test binary uses its own part")]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use wire::request::RequestParts;
use wire::sigv4::{Authentication, Body, Payload, Rules, Signed, Signer, SigningKey, ToSign, sign, verify};
use wire::{Failure, Timestamp};

pub const AKID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// An owned request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, path: &str, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        Self { method: method.parse().unwrap(), path: path.into(), query: query.into(), headers: map, body: body.to_vec() }
    }

    pub fn parts(&self) -> RequestParts<'_> {
        RequestParts { method: &self.method, path: &self.path, query: &self.query, headers: &self.headers }
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
    }

    pub fn get(&self, name: &str) -> String {
        self.headers.get(name).unwrap().to_str().unwrap().to_owned()
    }

    pub fn sign(&mut self, signer: &Signer<'_>, payload: Payload<'_>, now: Timestamp) {
        let mut headers = self.headers.clone();
        let to_sign = ToSign { method: &self.method, path: &self.path, query: &self.query, body: &self.body, payload };
        sign(&to_sign, &mut headers, signer, now).unwrap();
        self.headers = headers;
    }

    pub fn signed(&self) -> Result<Signed<'_>, Failure> {
        match Authentication::parse(&self.parts())? {
            Authentication::Signed(signed) => Ok(signed),
            other => panic!("{other:?}: {self:?}"),
        }
    }

    /// Parses and verifies with the documentation's access key, the only one there is.
    pub fn check(&self, now: Timestamp, rules: &Rules<'_>) -> Result<(), Failure> {
        let signed = self.signed()?;
        if signed.access_key_id != AKID {
            return Err(wire::sigv4::errors::unknown_token(rules.s3));
        }
        let key = SigningKey::derive(SECRET.as_bytes(), &signed.scope.date, &signed.scope.region, &signed.scope.service);
        verify(&self.parts(), &signed, &key, Body::Bytes(&self.body), now, rules)
    }
}

pub fn signer<'a>(region: &'a str, service: &'a str, session_token: Option<&'a str>) -> Signer<'a> {
    Signer { access_key_id: AKID, secret: SECRET.as_bytes(), session_token, region, service }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Code as `Common`'s name or the modelled code, with the message.
pub fn code(failure: &Failure) -> String {
    match &failure.kind {
        wire::failure::Kind::Common(common) => format!("{common:?}"),
        wire::failure::Kind::Modelled { code, status, .. } => format!("{code} {status}"),
    }
}
