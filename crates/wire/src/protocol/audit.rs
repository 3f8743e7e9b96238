//! Documents as CloudTrail shows them in `requestParameters` and `responseElements`.

use super::json::{write_double, write_string};
use super::timestamp;
use crate::document::Document;
use crate::model::{Member, Service, ShapeId, ShapeKind};

/// What stands for a sensitive value, in CloudTrail's own words.
pub(super) const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Longest text shown, in characters. Policies (at most 10,240) fit; what is longer is cut and its length told.
pub(super) const MAX_TEXT: usize = 16_384;

/// Appends the document; texts have `most` characters at most.
pub(super) fn write(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document, most: usize) {
    let model = service.shape(shape);
    if model.sensitive && !document.is_null() {
        write_string(out, HIDDEN);
        return;
    }
    match document {
        Document::Null => out.extend_from_slice(b"null"),
        Document::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Document::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Document::Double(value) => write_double(out, *value),
        Document::String(text) => write_text(out, text, most),
        Document::Blob(bytes) => write_string(out, &format!("<{} bytes>", bytes.len())),
        Document::Timestamp(moment) => write_string(out, &timestamp::audit(*moment)),
        Document::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                comma(out, index);
                match &model.kind {
                    ShapeKind::List { member, .. } => write(out, service, member.shape, item, most),
                    _ => out.extend_from_slice(b"null"),
                }
            }
            out.push(b']');
        }
        Document::Map(entries) => {
            out.push(b'{');
            if let ShapeKind::Map { key, value, .. } = &model.kind {
                let secret = service.shape(key.shape).sensitive;
                for (index, (name, item)) in entries.iter().enumerate() {
                    comma(out, index);
                    if secret {
                        write_string(out, &format!("{HIDDEN}_{}", index + 1))
                    } else {
                        write_text(out, name, most)
                    }
                    out.push(b':');
                    write(out, service, value.shape, item, most);
                }
            }
            out.push(b'}');
        }
        Document::Structure(members) => {
            out.push(b'{');
            if let ShapeKind::Structure(structure) = &model.kind {
                let known = members.iter().filter_map(|(name, value)| structure.member(name).map(|m| (m, value)));
                for (index, (member, value)) in known.enumerate() {
                    comma(out, index);
                    write_name(out, member);
                    out.push(b':');
                    write(out, service, member.shape, value, most);
                }
            }
            out.push(b'}');
        }
        Document::Json(value) => {
            let text = value.to_string();
            if text.len() > most { write_text(out, &text, most) } else { out.extend_from_slice(text.as_bytes()) }
        }
    }
}

fn comma(out: &mut Vec<u8>, index: usize) {
    if index > 0 {
        out.push(b',');
    }
}

/// The member's name with its first letter lowered, and no other: `MFADevice` becomes `mFADevice`.
fn write_name(out: &mut Vec<u8>, member: &Member) {
    out.push(b'"');
    let mut bytes = member.name.bytes();
    // Names of members are ASCII letters, digits and underscores.
    out.extend(bytes.next().map(|b| b.to_ascii_lowercase()));
    out.extend(bytes);
    out.push(b'"');
}

fn write_text(out: &mut Vec<u8>, text: &str, most: usize) {
    match text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)) {
        Some(cut) => write_string(out, &format!("{cut}... (truncated, {} bytes in all)", text.len())),
        None => write_string(out, text),
    }
}
