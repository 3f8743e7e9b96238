//! Event streams: frames with headers, a payload and two checksums.
//!
//! A frame is: total length and length of the headers (4 bytes each, big-endian), CRC-32 of those eight bytes, headers, payload, CRC-32 of all that
//! came before. A header is: length of the name (1 byte), name, type (1 byte), value. See
//! <https://smithy.io/2.0/aws/amazon-eventstream.html>.

use bytes::{Buf, BufMut, Bytes};
use flate2::Crc;

use crate::document::Document;
use crate::failure::{Failure, Kind};
use crate::model::{Protocol, Service, ShapeKind, StructureModel};
use crate::protocol::{self, error_code};
use crate::route::Route;

/// Most bytes of a frame, as the format's description has it: 24 MiB of payload, 128 KiB of headers, 16 of frame.
pub const MAX_FRAME: usize = 24 * 1024 * 1024 + MAX_HEADERS + OVERHEAD;

/// Most bytes of a frame's headers.
pub const MAX_HEADERS: usize = 128 * 1024;

const PRELUDE: usize = 12;
const OVERHEAD: usize = PRELUDE + 4;

/// The value of a frame's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// Types 0 and 1.
    Boolean(bool),
    /// Type 2.
    Byte(i8),
    /// Type 3.
    Short(i16),
    /// Type 4.
    Integer(i32),
    /// Type 5.
    Long(i64),
    /// Type 6.
    Bytes(Bytes),
    /// Type 7.
    String(String),
    /// Type 8: milliseconds since 1970.
    Timestamp(i64),
    /// Type 9.
    Uuid([u8; 16]),
}

/// A frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// Headers, in their order.
    pub headers: Vec<(String, HeaderValue)>,
    /// Payload.
    pub payload: Bytes,
}

/// Why bytes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The bytes end before the frame does.
    #[error("the frame is not complete")]
    Incomplete,
    /// A length is impossible.
    #[error("a length in the frame is impossible")]
    Length,
    /// A checksum does not fit.
    #[error("a checksum of the frame does not fit")]
    Checksum,
    /// A header is malformed.
    #[error("a header of the frame is malformed")]
    Header,
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

impl Frame {
    /// A frame with text headers.
    pub fn new(headers: &[(&str, &str)], payload: impl Into<Bytes>) -> Self {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), HeaderValue::String((*v).to_owned()))).collect();
        Self { headers, payload: payload.into() }
    }

    /// The text of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        match self.headers.iter().find(|(n, _)| n == name) {
            Some((_, HeaderValue::String(text))) => Some(text),
            _ => None,
        }
    }

    /// The bytes of the frame.
    ///
    /// # Errors
    /// `Length` when the frame, its headers or one of them are larger than the format allows.
    pub fn encode(&self) -> Result<Bytes, FrameError> {
        let mut headers = Vec::new();
        for (name, value) in &self.headers {
            headers.put_u8(u8::try_from(name.len()).map_err(|_| FrameError::Length)?);
            headers.put_slice(name.as_bytes());
            put_value(&mut headers, value)?;
        }
        let total = OVERHEAD + headers.len() + self.payload.len();
        if headers.len() > MAX_HEADERS || total > MAX_FRAME {
            return Err(FrameError::Length);
        }
        let mut out = Vec::with_capacity(total);
        out.put_u32(u32::try_from(total).map_err(|_| FrameError::Length)?);
        out.put_u32(u32::try_from(headers.len()).map_err(|_| FrameError::Length)?);
        out.put_u32(crc(&out));
        out.put_slice(&headers);
        out.put_slice(&self.payload);
        out.put_u32(crc(&out));
        Ok(out.into())
    }

    /// Reads the first frame of `bytes`, and how many bytes it took.
    ///
    /// # Errors
    /// `Incomplete` when more bytes are needed; the others when no more bytes could help.
    pub fn decode(bytes: &[u8]) -> Result<(Self, usize), FrameError> {
        let mut prelude = bytes.get(..PRELUDE).ok_or(FrameError::Incomplete)?;
        let sum = crc(bytes.get(..8).unwrap_or_default());
        let (total, header_length) = (prelude.get_u32() as usize, prelude.get_u32() as usize);
        if prelude.get_u32() != sum {
            return Err(FrameError::Checksum);
        }
        if total > MAX_FRAME || header_length > MAX_HEADERS || total < OVERHEAD + header_length {
            return Err(FrameError::Length);
        }
        let frame = bytes.get(..total).ok_or(FrameError::Incomplete)?;
        let (covered, mut sum) = frame.split_at(total - 4);
        if sum.get_u32() != crc(covered) {
            return Err(FrameError::Checksum);
        }
        let (headers, payload) = covered.get(PRELUDE..).unwrap_or_default().split_at(header_length);
        Ok((Self { headers: read_headers(headers)?, payload: Bytes::copy_from_slice(payload) }, total))
    }
}

fn put_value(out: &mut Vec<u8>, value: &HeaderValue) -> Result<(), FrameError> {
    let mut put_bytes = |kind: u8, bytes: &[u8]| -> Result<(), FrameError> {
        out.put_u8(kind);
        out.put_u16(u16::try_from(bytes.len()).map_err(|_| FrameError::Length)?);
        out.put_slice(bytes);
        Ok(())
    };
    match value {
        HeaderValue::Bytes(bytes) => return put_bytes(6, bytes),
        HeaderValue::String(text) => return put_bytes(7, text.as_bytes()),
        HeaderValue::Boolean(value) => out.put_u8(u8::from(!value)),
        HeaderValue::Byte(value) => {
            out.put_u8(2);
            out.put_i8(*value);
        }
        HeaderValue::Short(value) => {
            out.put_u8(3);
            out.put_i16(*value);
        }
        HeaderValue::Integer(value) => {
            out.put_u8(4);
            out.put_i32(*value);
        }
        HeaderValue::Long(value) => {
            out.put_u8(5);
            out.put_i64(*value);
        }
        HeaderValue::Timestamp(value) => {
            out.put_u8(8);
            out.put_i64(*value);
        }
        HeaderValue::Uuid(value) => {
            out.put_u8(9);
            out.put_slice(value);
        }
    }
    Ok(())
}

fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Result<&'b [u8], FrameError> {
    let (taken, rest) = bytes.split_at_checked(count).ok_or(FrameError::Header)?;
    *bytes = rest;
    Ok(taken)
}

fn read_headers(mut bytes: &[u8]) -> Result<Vec<(String, HeaderValue)>, FrameError> {
    let mut headers = Vec::new();
    while !bytes.is_empty() {
        let length = take(&mut bytes, 1)?.get_u8();
        let name = String::from_utf8(take(&mut bytes, length.into())?.to_vec()).map_err(|_| FrameError::Header)?;
        let kind = take(&mut bytes, 1)?.get_u8();
        let value = match kind {
            0 | 1 => HeaderValue::Boolean(kind == 0),
            2 => HeaderValue::Byte(take(&mut bytes, 1)?.get_i8()),
            3 => HeaderValue::Short(take(&mut bytes, 2)?.get_i16()),
            4 => HeaderValue::Integer(take(&mut bytes, 4)?.get_i32()),
            5 => HeaderValue::Long(take(&mut bytes, 8)?.get_i64()),
            6 | 7 => {
                let length = take(&mut bytes, 2)?.get_u16();
                let value = take(&mut bytes, length.into())?;
                if kind == 6 {
                    HeaderValue::Bytes(Bytes::copy_from_slice(value))
                } else {
                    HeaderValue::String(String::from_utf8(value.to_vec()).map_err(|_| FrameError::Header)?)
                }
            }
            8 => HeaderValue::Timestamp(take(&mut bytes, 8)?.get_i64()),
            9 => {
                let mut uuid = [0; 16];
                uuid.copy_from_slice(take(&mut bytes, 16)?);
                HeaderValue::Uuid(uuid)
            }
            _ => return Err(FrameError::Header),
        };
        headers.push((name, value));
    }
    Ok(headers)
}

fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AwsJson | Protocol::RestJson => "application/json",
        Protocol::RpcCbor => "application/cbor",
        Protocol::Query | Protocol::RestXml => "text/xml",
    }
}

/// The first frame of an RPC stream: the output's members besides the stream. REST protocols have none, nor do operations without a stream.
pub fn initial_response(route: &Route, output: &Document) -> Option<Bytes> {
    let stream = protocol::streaming_output(route)?;
    if matches!(route.protocol, Protocol::RestJson | Protocol::RestXml) {
        return None;
    }
    let mut payload = Vec::new();
    protocol::write_body(&mut payload, route.protocol, route.service, route.operation.output?, output, stream.name);
    let headers =
        [(":event-type", "initial-response"), (":content-type", content_type(route.protocol)), (":message-type", "event")];
    Frame::new(&headers, payload).encode().ok()
}

/// The structure of the output's stream: its members are the kinds of events.
fn stream_of(route: &Route) -> Option<(&'static Service, &'static StructureModel)> {
    let member = protocol::streaming_output(route)?;
    Some((route.service, route.service.structure(member.shape).filter(|s| s.event_stream)?))
}

/// One event of the output's stream: `kind` is the name of the event's member, `event` its structure.
///
/// # Errors
/// `Internal` when the model has no such event, or it is larger than a frame may be.
pub fn event(route: &Route, kind: &str, event: &Document) -> Result<Bytes, Failure> {
    let missing = || Failure::internal(format!("{} has no event {kind}", route.operation.name));
    let (service, stream) = stream_of(route).ok_or_else(missing)?;
    let member = stream.member(kind).ok_or_else(missing)?;
    let structure = service.structure(member.shape).ok_or_else(missing)?;
    let mut payload = Vec::new();
    let mut kind_of_content = Some(content_type(route.protocol));
    match structure.members.iter().find(|m| m.event_payload) {
        Some(inner) => match (event.member(inner.name), &service.shape(inner.shape).kind) {
            (Some(Document::Blob(bytes)), _) => {
                kind_of_content = Some("application/octet-stream");
                payload.extend_from_slice(bytes);
            }
            (Some(Document::String(text)), ShapeKind::String { .. }) => {
                kind_of_content = Some("text/plain");
                payload.extend_from_slice(text.as_bytes());
            }
            (Some(value), _) => protocol::write_body(&mut payload, route.protocol, service, inner.shape, value, ""),
            (None, _) => kind_of_content = None,
        },
        // S3's markers (Cont, End) have no payload at all.
        None if structure.members.is_empty() => kind_of_content = None,
        None => protocol::write_body(&mut payload, route.protocol, service, member.shape, event, ""),
    }
    let mut headers = vec![(":event-type", member.wire_name())];
    headers.extend(kind_of_content.map(|kind| (":content-type", kind)));
    headers.push((":message-type", "event"));
    Frame::new(&headers, payload).encode().map_err(Failure::internal)
}

/// The last frame of a stream that fails: an exception where the stream's model has this failure, an error with code and message otherwise.
pub fn exception(route: &Route, failure: &Failure) -> Bytes {
    let modelled = match (&failure.kind, stream_of(route)) {
        (Kind::Modelled { shape, .. }, Some((service, stream))) => stream
            .members
            .iter()
            .find(|m| service.shape(m.shape).name == *shape)
            .map(|m| (m.wire_name(), protocol::exception_body(route.protocol, service, failure))),
        _ => None,
    };
    let code = error_code(route.protocol, Some(route.service), failure);
    let frame = match modelled {
        Some((kind, body)) => {
            let headers =
                [(":exception-type", kind), (":content-type", content_type(route.protocol)), (":message-type", "exception")];
            Frame::new(&headers, body)
        }
        None => {
            // A header carries at most 65,535 bytes.
            let message: String = failure.message.chars().take(4096).collect();
            Frame::new(&[(":error-code", &code), (":error-message", &message), (":message-type", "error")], Bytes::new())
        }
    };
    frame.encode().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = HeaderValue> {
        prop_oneof![
            any::<bool>().prop_map(HeaderValue::Boolean),
            any::<i8>().prop_map(HeaderValue::Byte),
            any::<i16>().prop_map(HeaderValue::Short),
            any::<i32>().prop_map(HeaderValue::Integer),
            any::<i64>().prop_map(HeaderValue::Long),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(|b| HeaderValue::Bytes(b.into())),
            ".{0,20}".prop_map(HeaderValue::String),
            any::<i64>().prop_map(HeaderValue::Timestamp),
            any::<[u8; 16]>().prop_map(HeaderValue::Uuid),
        ]
    }

    proptest! {
        #[test]
        fn round_trip(headers in prop::collection::vec(("[a-z:-]{1,20}", value()), 0..6), payload: Vec<u8>, tail: Vec<u8>) {
            let frame = Frame { headers, payload: payload.into() };
            let mut bytes = frame.encode().unwrap().to_vec();
            let length = bytes.len();
            for end in 0..length {
                prop_assert!(Frame::decode(&bytes[..end]).is_err());
            }
            bytes.extend(tail);
            prop_assert_eq!(Frame::decode(&bytes), Ok((frame, length)));
        }

        #[test]
        fn a_flipped_bit_is_seen(payload: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
            let mut bytes = Frame::new(&[(":event-type", "x")], payload).encode().unwrap().to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            prop_assert!(Frame::decode(&bytes).is_err());
        }

        #[test]
        fn arbitrary_bytes(bytes: Vec<u8>) {
            let _ = Frame::decode(&bytes);
            let _ = read_headers(&bytes);
        }
    }

    /// The frame that the format's description gives as its example of an empty message.
    #[test]
    fn known_bytes() {
        let empty = [0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff];
        assert_eq!(Frame::default().encode().unwrap(), &empty[..]);
        assert_eq!(Frame::decode(&empty), Ok((Frame::default(), 16)));
    }
}
