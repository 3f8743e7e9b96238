//! XML: bodies of restXml, and replies of awsQuery.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::json::too_deep;
use super::text::{form_of, malformed, scalar, scalar_text};
use super::{MAX_DEPTH, timestamp};
use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Location, Member, Service, ShapeId, ShapeKind, StructureModel, TimestampFormat};

/// An element as read: enough of XML for AWS's bodies.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without its prefix.
    pub(super) name: String,
    /// Attributes by their whole names.
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

/// Reads a body of one element. Document types are refused: nothing here resolves entities.
pub(super) fn parse(body: &[u8]) -> Result<Element, Failure> {
    let broken = || malformed("The XML you provided was not well-formed or did not validate against our published schema");
    let text = std::str::from_utf8(body).map_err(|_| broken())?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|_| broken())?;
        match event {
            Event::Start(_) | Event::Empty(_) if root.is_some() => return Err(broken()),
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(too_deep());
                }
                open.push(element(&start).ok_or_else(broken)?);
            }
            Event::Empty(start) => close(element(&start).ok_or_else(broken)?, &mut open, &mut root),
            Event::End(_) => match open.pop() {
                Some(done) => close(done, &mut open, &mut root),
                None => return Err(broken()),
            },
            Event::Text(text) => match open.last_mut() {
                Some(parent) => parent.text.push_str(&text.xml10_content()),
                None if text.xml10_content().trim().is_empty() => {}
                None => return Err(broken()),
            },
            Event::CData(text) => match open.last_mut() {
                Some(parent) => parent.text.push_str(&text.xml10_content()),
                None => return Err(broken()),
            },
            Event::GeneralRef(reference) => {
                let parent = open.last_mut().ok_or_else(broken)?;
                match reference.resolve_char_ref().map_err(|_| broken())? {
                    Some(character) => parent.text.push(character),
                    None => parent.text.push(predefined(&reference).ok_or_else(broken)?),
                }
            }
            Event::DocType(_) => return Err(broken()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() { root.ok_or_else(broken) } else { Err(broken()) }
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => *root = Some(done),
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Some(Element { name: start.local_name().as_ref().to_owned(), attributes, ..Element::default() })
}

/// Reads the structure `shape` from the element; the element's own name is not looked at.
pub(super) fn read(service: &'static Service, shape: ShapeId, element: &Element) -> Result<Document, Failure> {
    match service.structure(shape) {
        Some(structure) => read_structure(service, structure, element),
        None => scalar(service.shape(shape), &element.text),
    }
}

fn read_structure(service: &'static Service, model: &'static StructureModel, element: &Element) -> Result<Document, Failure> {
    let mut members = Vec::new();
    for member in model.members.iter().filter(|m| m.location == Location::Body) {
        if member.xml_attribute {
            let name = member.wire_name();
            if let Some((_, value)) = element.attributes.iter().find(|(n, _)| n == name) {
                members.push((member.name, scalar(service.shape(member.shape), value)?));
            }
            continue;
        }
        let shape = service.shape(member.shape);
        let name = element_name(service, member);
        let mut found = element.children.iter().filter(|c| c.name == name).peekable();
        let Some(first) = found.peek().copied() else { continue };
        let value = match &shape.kind {
            ShapeKind::List { member: item, flattened } if *flattened || member.flattened => {
                Document::List(found.map(|c| read_item(service, item, c)).collect::<Result<_, _>>()?)
            }
            ShapeKind::Map { key, value, flattened } if *flattened || member.flattened => {
                Document::Map(found.map(|c| read_entry(service, key, value, c)).collect::<Result<_, _>>()?)
            }
            _ => read_item(service, member, first)?,
        };
        members.push((member.name, value));
    }
    Ok(Document::Structure(members))
}

fn read_item(service: &'static Service, member: &Member, element: &Element) -> Result<Document, Failure> {
    let shape = service.shape(member.shape);
    Ok(match &shape.kind {
        ShapeKind::Structure(model) => read_structure(service, model, element)?,
        ShapeKind::List { member: item, .. } => {
            let name = item.form_name().unwrap_or("member");
            let items = element.children.iter().filter(|c| c.name == name);
            Document::List(items.map(|c| read_item(service, item, c)).collect::<Result<_, _>>()?)
        }
        ShapeKind::Map { key, value, .. } => {
            let entries = element.children.iter().filter(|c| c.name == "entry");
            Document::Map(entries.map(|c| read_entry(service, key, value, c)).collect::<Result<_, _>>()?)
        }
        _ => scalar(shape, &element.text)?,
    })
}

fn read_entry(service: &'static Service, key: &Member, value: &Member, element: &Element) -> Result<(String, Document), Failure> {
    let named = |name: &str| element.children.iter().find(|c| c.name == name);
    let name = named(key.form_name().unwrap_or("key")).map(|c| c.text.clone()).unwrap_or_default();
    let item = match named(value.form_name().unwrap_or("value")) {
        Some(child) => read_item(service, value, child)?,
        None => Document::Null,
    };
    Ok((name, item))
}

/// The name of a member's element: a flattened list goes by the name of its items where they have one.
fn element_name(service: &Service, member: &Member) -> &'static str {
    match &service.shape(member.shape).kind {
        ShapeKind::List { member: item, flattened } if *flattened || member.flattened => {
            item.form_name().or(member.form_name()).unwrap_or(member.name)
        }
        _ => member.form_name().unwrap_or(member.name),
    }
}

/// Writes XML.
pub(super) struct Writer<'s> {
    /// What was written so far.
    pub(super) out: String,
    service: &'s Service,
    /// S3 writes moments with milliseconds always.
    millis: bool,
}

impl<'s> Writer<'s> {
    /// An empty document.
    pub(super) fn new(service: &'s Service) -> Self {
        Self { out: String::with_capacity(512), service, millis: service.id == "s3" }
    }

    /// Writes `<name xmlns="…">`.
    pub(super) fn open(&mut self, name: &str, namespace: Option<&str>) {
        self.open_with(name, namespace.map(|uri| (uri, "")), &[]);
    }

    /// Writes `</name>`.
    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Writes `<name>text</name>`.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, None);
        escape(&mut self.out, text);
        self.close(name);
    }

    fn open_with(&mut self, name: &str, namespace: Option<(&str, &str)>, attributes: &[(&str, String)]) {
        self.out.push('<');
        self.out.push_str(name);
        if let Some((uri, prefix)) = namespace {
            self.out.push_str(" xmlns");
            if !prefix.is_empty() {
                self.out.push(':');
                self.out.push_str(prefix);
            }
            self.out.push_str("=\"");
            escape(&mut self.out, uri);
            self.out.push('"');
        }
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Writes the members of the body of a structure.
    pub(super) fn members(&mut self, shape: ShapeId, document: &Document) {
        let service = self.service;
        let (Some(model), Document::Structure(members)) = (service.structure(shape), document) else { return };
        let known = members.iter().filter_map(|(name, value)| model.member(name).map(|m| (m, value)));
        for (member, value) in known.filter(|(m, _)| m.location == Location::Body && !m.xml_attribute) {
            self.member(member, value);
        }
    }

    fn member(&mut self, member: &Member, value: &Document) {
        let service = self.service;
        let name = element_name(service, member);
        match (&service.shape(member.shape).kind, value) {
            (ShapeKind::List { member: item, flattened }, Document::List(items)) if *flattened || member.flattened => {
                for value in items {
                    self.named(name, item, value);
                }
            }
            (ShapeKind::Map { key, value: of, flattened }, Document::Map(entries)) if *flattened || member.flattened => {
                for (entry, value) in entries {
                    self.entry(name, key, of, entry, value);
                }
            }
            _ => self.named(name, member, value),
        }
    }

    /// Writes one value as the element `name`.
    pub(super) fn named(&mut self, name: &str, member: &Member, value: &Document) {
        let service = self.service;
        let shape = service.shape(member.shape);
        match (&shape.kind, value) {
            (_, Document::Null) => {}
            (ShapeKind::Structure(model), Document::Structure(members)) => {
                let attribute = |m: &Member, v: &Document| {
                    m.xml_attribute.then(|| scalar_text(v, TimestampFormat::Iso8601).map(|t| (m.wire_name(), t))).flatten()
                };
                let attributes: Vec<_> =
                    members.iter().filter_map(|(n, v)| model.member(n).and_then(|m| attribute(m, v))).collect();
                self.open_with(name, member.xml_namespace.or(model.xml_namespace), &attributes);
                self.members(member.shape, value);
                self.close(name);
            }
            (ShapeKind::List { member: item, .. }, Document::List(items)) => {
                self.open_with(name, member.xml_namespace, &[]);
                for value in items {
                    self.named(item.form_name().unwrap_or("member"), item, value);
                }
                self.close(name);
            }
            (ShapeKind::Map { key, value: of, .. }, Document::Map(entries)) => {
                self.open_with(name, member.xml_namespace, &[]);
                for (entry, value) in entries {
                    self.entry("entry", key, of, entry, value);
                }
                self.close(name);
            }
            _ => {
                let form = form_of(member.timestamp_format, shape, TimestampFormat::Iso8601);
                let text = match value {
                    Document::Timestamp(moment) if self.millis && form == TimestampFormat::Iso8601 => {
                        Some(timestamp::iso_with_millis(*moment))
                    }
                    other => scalar_text(other, form),
                };
                if let Some(text) = text {
                    self.open_with(name, member.xml_namespace, &[]);
                    escape(&mut self.out, &text);
                    self.close(name);
                }
            }
        }
    }

    fn entry(&mut self, name: &str, key: &Member, of: &Member, entry: &str, value: &Document) {
        self.open(name, None);
        self.leaf(key.form_name().unwrap_or("key"), entry);
        self.named(of.form_name().unwrap_or("value"), of, value);
        self.close(name);
    }
}

/// Appends text with XML's escapes.
///
/// Carriage returns, and line ends and tabs in attributes, are written as references, since parsers would normalise them. Control characters that
/// XML 1.0 cannot carry in any form become U+FFFD: a reply that no client can parse would be worse.
pub(super) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\t' | '\n' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}
