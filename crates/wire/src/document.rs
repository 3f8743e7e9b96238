//! The protocol-neutral form of a request or a reply: what every decoder makes and every encoder takes.

use bytes::Bytes;
use jiff::Timestamp;

/// A value that follows a shape of a service's model.
///
/// Decoders build it by walking the model, so the variant always fits the shape: a `timestamp` shape is a [`Document::Timestamp`] whatever the
/// protocol wrote it as. Structure members carry the model's own member names and are absent when the sender left them out.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Document {
    /// Absent, or an explicit null inside a sparse collection.
    #[default]
    Null,
    /// `boolean`.
    Boolean(bool),
    /// `integer` and `long`.
    Integer(i64),
    /// `float` and `double`.
    Double(f64),
    /// `string`, enumerations included.
    String(String),
    /// `blob`, decoded from whatever text form the protocol uses.
    Blob(Bytes),
    /// `timestamp`.
    Timestamp(Timestamp),
    /// `list`.
    List(Vec<Document>),
    /// `map`, in the order of the sender.
    Map(Vec<(String, Document)>),
    /// `structure`: member name of the model and value; never holds a [`Document::Null`].
    Structure(Vec<(&'static str, Document)>),
    /// Free-form JSON: members whose shape is a `document` (open content).
    Json(serde_json::Value),
}

impl Document {
    /// An empty structure: the input of an operation without one.
    pub const EMPTY: Document = Document::Structure(Vec::new());

    /// The member `name` of a structure, if it is there.
    pub fn member(&self, name: &str) -> Option<&Document> {
        match self {
            Document::Structure(members) => members.iter().find(|(n, _)| *n == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Document::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is [`Document::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Document::Null)
    }
}
