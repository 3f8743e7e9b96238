//! OpenTelemetry's protocol (OTLP 1.x) over HTTP, as far as CloudWatch takes it: what exporters send, in both of its encodings, as log events and as
//! values of metrics. Pure.
//!
//! | | |
//! |---|---|
//! | [`message`] | the messages, read from protocol buffers and from JSON |
//! | [`logs`] | records as events: what stands in a log group |
//! | [`metrics`] | data points as values with dimensions |
//! | [`series`] | sums since a start as what came since the last point |
//!
//! See <https://opentelemetry.io/docs/specs/otlp/> and
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html>.

mod json;
pub mod logs;
pub mod message;
pub mod metrics;
pub mod series;

use prost::Message;
use serde::de::DeserializeOwned;

use message::{ExportLogs, ExportLogsAnswer, ExportMetrics, ExportMetricsAnswer, LogsPartialSuccess, MetricsPartialSuccess};

/// Largest body, bytes, once it is unpacked.
pub const MAX_BODY: usize = 1_048_576;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Protocol buffers.
    Protobuf,
    /// Their JSON form.
    Json,
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It is longer than [`MAX_BODY`].
    #[error("The request is {0} bytes long; at most {MAX_BODY} bytes are taken.")]
    TooLarge(usize),
    /// It is no message of the protocol, and where.
    #[error("The request is not an OTLP message: {0}")]
    Malformed(String),
}

impl Encoding {
    /// The encoding that a `Content-Type` names; parameters are not looked at.
    pub fn of(content_type: &str) -> Option<Self> {
        match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/x-protobuf" => Some(Self::Protobuf),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The `Content-Type` of an answer in it.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        }
    }

    fn decode<M: Message + Default + DeserializeOwned>(self, body: &[u8]) -> Result<M, DecodeError> {
        if body.len() > MAX_BODY {
            return Err(DecodeError::TooLarge(body.len()));
        }
        match self {
            Self::Protobuf => M::decode(body).map_err(|error| DecodeError::Malformed(error.to_string())),
            Self::Json => serde_json::from_slice(body).map_err(|error| DecodeError::Malformed(error.to_string())),
        }
    }

    fn encode<M: Message + serde::Serialize>(self, message: &M) -> Vec<u8> {
        match self {
            Self::Protobuf => message.encode_to_vec(),
            Self::Json => serde_json::to_vec(message).unwrap_or_default(),
        }
    }

    /// Reads what an exporter of logs sends.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode_logs(self, body: &[u8]) -> Result<ExportLogs, DecodeError> {
        self.decode(body)
    }

    /// Reads what an exporter of metrics sends.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode_metrics(self, body: &[u8]) -> Result<ExportMetrics, DecodeError> {
        self.decode(body)
    }

    /// The answer to an exporter of logs: how many records were not taken, and why.
    pub fn logs_answer(self, rejected: i64, reason: &str) -> Vec<u8> {
        let partial = LogsPartialSuccess { rejected_log_records: rejected, error_message: reason.to_owned() };
        self.encode(&ExportLogsAnswer { partial_success: (rejected > 0).then_some(partial) })
    }

    /// The answer to an exporter of metrics: how many data points were not taken, and why.
    pub fn metrics_answer(self, rejected: i64, reason: &str) -> Vec<u8> {
        let partial = MetricsPartialSuccess { rejected_data_points: rejected, error_message: reason.to_owned() };
        self.encode(&ExportMetricsAnswer { partial_success: (rejected > 0).then_some(partial) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_names() {
        for (text, encoding) in [
            ("application/x-protobuf", Some(Encoding::Protobuf)),
            ("Application/JSON; charset=utf-8", Some(Encoding::Json)),
            ("application/x-www-form-urlencoded", None),
            ("", None),
        ] {
            assert_eq!(Encoding::of(text), encoding, "{text}");
        }
    }

    #[test]
    fn answers_say_what_was_left_out() {
        assert_eq!(Encoding::Json.logs_answer(0, ""), b"{}");
        assert_eq!(Encoding::Protobuf.logs_answer(0, ""), b"");
        let json = Encoding::Json.logs_answer(2, "old");
        assert_eq!(String::from_utf8_lossy(&json), r#"{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"old"}}"#);
        assert_eq!(Encoding::Protobuf.metrics_answer(2, "no"), [10, 6, 8, 2, 18, 2, b'n', b'o']);
    }

    #[test]
    fn bodies_are_bounded() {
        let body = vec![b' '; MAX_BODY + 1];
        assert_eq!(Encoding::Json.decode_logs(&body), Err(DecodeError::TooLarge(MAX_BODY + 1)));
        assert!(matches!(Encoding::Json.decode_logs(b"[]x"), Err(DecodeError::Malformed(_))));
        assert!(matches!(Encoding::Protobuf.decode_metrics(&[10, 5, 1]), Err(DecodeError::Malformed(_))));
        let deep = [10, 127].repeat(300);
        assert!(Encoding::Protobuf.decode_logs(&deep).is_err());
        let deep = format!(
            r#"{{"resourceLogs":[{{"resource":{{"attributes":[{{"value":{}"#,
            r#"{"arrayValue":{"values":["#.repeat(1_000)
        );
        assert!(Encoding::Json.decode_logs(deep.as_bytes()).is_err());
    }
}
