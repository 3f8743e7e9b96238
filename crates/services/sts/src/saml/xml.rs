//! A strict reading of XML with namespaces, for documents whose signature is to be verified. Pure.
//!
//! What a signature need not agree on is refused, or gone: document types (and with them entities), processing instructions, names that are no
//! names, undeclared prefixes. Comments are left out, and the text around them is one text: nobody can cut a value short with a comment.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deepest nesting: real responses have about ten levels.
const MAX_DEPTH: usize = 64;
/// The namespace of the prefix `xml`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Why a text is not such a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document is not well-formed XML")]
pub(crate) struct NotXml;

/// Where an element is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElementId(usize);

/// A document: its elements in the order of their start tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    elements: Vec<Element>,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    parent: Option<ElementId>,
    /// Prefix; empty for none.
    pub prefix: String,
    /// Name without prefix.
    pub local: String,
    /// Namespace; empty for none.
    pub namespace: String,
    /// Prefixes that it declares and their namespaces; the prefix of the default namespace is empty.
    pub declared: Vec<(String, String)>,
    /// Attributes, in the order of the text.
    pub attributes: Vec<Attribute>,
    /// What it contains.
    pub children: Vec<Child>,
}

/// An attribute that is no namespace declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Prefix; empty for none.
    pub prefix: String,
    /// Name without prefix.
    pub local: String,
    /// Namespace; empty for none.
    pub namespace: String,
    /// Value, normalized as XML 1.0 says.
    pub value: String,
}

/// A part of an element's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Child {
    /// An element.
    Element(ElementId),
    /// Characters; never two of these in a row.
    Text(String),
}

impl Document {
    /// Reads a document.
    pub(crate) fn parse(text: &str) -> Result<Self, NotXml> {
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().check_comments = true;
        let mut document = Self { elements: Vec::new() };
        let mut open: Vec<ElementId> = Vec::new();
        let mut first = true;
        loop {
            match reader.read_event().map_err(|_| NotXml)? {
                Event::Start(start) => {
                    let id = document.begin(&start, &open)?;
                    open.push(id);
                    if open.len() > MAX_DEPTH {
                        return Err(NotXml);
                    }
                }
                Event::Empty(start) => {
                    document.begin(&start, &open)?;
                }
                Event::End(_) => {
                    open.pop().ok_or(NotXml)?;
                }
                Event::Text(text) => document.text(&open, &text.xml_content(XmlVersion::Implicit1_0))?,
                Event::CData(text) if !open.is_empty() => document.text(&open, &text.xml_content(XmlVersion::Implicit1_0))?,
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref().map_err(|_| NotXml)? {
                        Some(character) => character,
                        None => match &*reference {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "apos" => '\'',
                            "quot" => '"',
                            _ => return Err(NotXml),
                        },
                    };
                    if open.is_empty() {
                        return Err(NotXml);
                    }
                    document.text(&open, character.encode_utf8(&mut [0; 4]))?;
                }
                Event::Comment(_) => {}
                Event::Decl(declaration) if first => {
                    let utf8 = match declaration.encoding() {
                        None => true,
                        Some(encoding) => encoding.is_ok_and(|e| e.eq_ignore_ascii_case("utf-8")),
                    };
                    if !utf8 {
                        return Err(NotXml);
                    }
                }
                Event::Eof => break,
                Event::CData(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => return Err(NotXml),
            }
            first = false;
        }
        if document.elements.is_empty() || !open.is_empty() { Err(NotXml) } else { Ok(document) }
    }

    fn begin(&mut self, start: &BytesStart<'_>, open: &[ElementId]) -> Result<ElementId, NotXml> {
        let parent = open.last().copied();
        if parent.is_none() && !self.elements.is_empty() {
            return Err(NotXml);
        }
        let (prefix, local) = split(start.name().as_ref())?;
        let mut declared: Vec<(String, String)> = Vec::new();
        let mut plain: Vec<(String, String, String)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| NotXml)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| NotXml)?.into_owned();
            if attribute.value.contains('<') || !value.chars().all(is_character) {
                return Err(NotXml);
            }
            match split(attribute.key.as_ref())? {
                (prefix, local) if prefix.is_empty() && local == "xmlns" => declared.push((String::new(), value)),
                (prefix, local) if prefix == "xmlns" => {
                    if value.is_empty() || local == "xml" || local == "xmlns" || value == XML {
                        return Err(NotXml);
                    }
                    declared.push((local, value));
                }
                (prefix, local) => plain.push((prefix, local, value)),
            }
        }
        let id = ElementId(self.elements.len());
        self.elements.push(Element {
            parent,
            prefix,
            local,
            namespace: String::new(),
            declared,
            attributes: Vec::new(),
            children: Vec::new(),
        });
        let element = self.elements.last().ok_or(NotXml)?;
        let namespace = self.namespace_of(id, &element.prefix).ok_or(NotXml)?.to_owned();
        let mut attributes: Vec<Attribute> = Vec::with_capacity(plain.len());
        for (prefix, local, value) in plain {
            // An attribute without prefix is in no namespace, whatever the default one is.
            let namespace =
                if prefix.is_empty() { String::new() } else { self.namespace_of(id, &prefix).ok_or(NotXml)?.to_owned() };
            if attributes.iter().any(|a| a.local == local && a.namespace == namespace) {
                return Err(NotXml);
            }
            attributes.push(Attribute { prefix, local, namespace, value });
        }
        if let Some(element) = self.elements.last_mut() {
            element.namespace = namespace;
            element.attributes = attributes;
        }
        if let Some(parent) = parent.and_then(|p| self.elements.get_mut(p.0)) {
            parent.children.push(Child::Element(id));
        }
        Ok(id)
    }

    fn text(&mut self, open: &[ElementId], text: &str) -> Result<(), NotXml> {
        let Some(element) = open.last().and_then(|id| self.elements.get_mut(id.0)) else {
            return if text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n')) { Ok(()) } else { Err(NotXml) };
        };
        if !text.chars().all(is_character) {
            return Err(NotXml);
        }
        match element.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => element.children.push(Child::Text(text.to_owned())),
        }
        Ok(())
    }

    /// The root element.
    pub(crate) fn root(&self) -> ElementId {
        ElementId(0)
    }

    /// An element; ids come from the document itself, so it is there.
    pub(crate) fn get(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.0)
    }

    /// Whether an element has this name.
    pub(crate) fn is(&self, id: ElementId, namespace: &str, local: &str) -> bool {
        self.get(id).is_some_and(|e| e.namespace == namespace && e.local == local)
    }

    /// The child elements of this name.
    pub(crate) fn children<'a>(
        &'a self,
        id: ElementId,
        namespace: &'a str,
        local: &'a str,
    ) -> impl Iterator<Item = ElementId> + 'a {
        let children = self.get(id).map_or(&[] as &[Child], |e| &e.children);
        children.iter().filter_map(move |child| match child {
            Child::Element(id) if self.is(*id, namespace, local) => Some(*id),
            _ => None,
        })
    }

    /// The child element of this name, if there is exactly one.
    pub(crate) fn only(&self, id: ElementId, namespace: &str, local: &str) -> Option<ElementId> {
        let mut found = self.children(id, namespace, local);
        found.next().filter(|_| found.next().is_none())
    }

    /// The value of an attribute without prefix.
    pub(crate) fn attribute(&self, id: ElementId, local: &str) -> Option<&str> {
        let attributes = &self.get(id)?.attributes;
        attributes.iter().find(|a| a.namespace.is_empty() && a.local == local).map(|a| a.value.as_str())
    }

    /// The text of an element without child elements, blanks at its ends taken off.
    pub(crate) fn text_of(&self, id: ElementId) -> Option<&str> {
        match self.get(id)?.children.as_slice() {
            [] => Some(""),
            [Child::Text(text)] => Some(text.trim()),
            _ => None,
        }
    }

    /// All elements.
    pub(crate) fn ids(&self) -> impl Iterator<Item = ElementId> + use<> {
        (0..self.elements.len()).map(ElementId)
    }

    /// The namespace that a prefix stands for at an element; empty for no default namespace, `None` if it is not declared.
    pub(crate) fn namespace_of(&self, id: ElementId, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(XML);
        }
        let mut at = Some(id);
        while let Some(element) = at.and_then(|id| self.get(id)) {
            if let Some((_, namespace)) = element.declared.iter().find(|(declared, _)| declared == prefix) {
                return Some(namespace);
            }
            at = element.parent;
        }
        prefix.is_empty().then_some("")
    }
}

/// The characters of XML 1.0.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Splits a qualified name.
fn split(name: &str) -> Result<(String, String), NotXml> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) if is_name(prefix) => (prefix, local),
        Some(_) => return Err(NotXml),
        None => ("", name),
    };
    if !is_name(local) || (prefix.is_empty() && local == "xml") {
        return Err(NotXml);
    }
    Ok((prefix.to_owned(), local.to_owned()))
}

/// Names without colon; of those beyond ASCII only letters and digits.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{Child, Document};

    fn root_text(xml: &str) -> Option<String> {
        let document = Document::parse(xml).ok()?;
        document.text_of(document.root()).map(str::to_owned)
    }

    #[test]
    fn texts_are_whole() {
        for (xml, expected) in [
            ("<a>b</a>", Some("b")),
            ("<a>admin<!-- cut -->istrator</a>", Some("administrator")),
            ("<a>&lt;&#x41;&#66;<![CDATA[<&]]></a>", Some("<AB<&")),
            ("<?xml version='1.0' encoding='utf-8'?>\n<a> \r\n b </a>\n<!-- end -->", Some("b")),
            ("<a/>", Some("")),
            ("<a>b<c/></a>", None),
            ("\u{feff}<a>b</a>", Some("b")),
        ] {
            assert_eq!(root_text(xml).as_deref(), expected, "{xml}");
        }
    }

    #[test]
    fn what_is_not_agreed_on_is_refused() {
        for xml in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a/>&amp;",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<a>&b;</a>",
            "<a>&#0;</a>",
            "<a>&#xFFFE;</a>",
            "<a>\u{1}</a>",
            "<a b='&#1;'/>",
            "<a b='<'/>",
            "<?pi x?><a/>",
            "<a><?pi x?></a>",
            "<a/><?xml version='1.0'?>",
            "<?xml version='1.0' encoding='latin1'?><a/>",
            "<p:a/>",
            "<a p:b='1'/>",
            "<a xmlns:p=''/>",
            "<a xmlns:xml='urn:x'/>",
            "<xmlns:a xmlns:xmlns='urn:x'/>",
            "<a b='1' b='2'/>",
            "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='1' q:b='2'/>",
            "<a xmlns='urn:x' xmlns='urn:y'/>",
            "<1a/>",
            "<a:b:c xmlns:a='urn:x'/>",
            "<:a/>",
        ] {
            assert!(Document::parse(xml).is_err(), "{xml}");
        }
        assert!(Document::parse(&"<a>".repeat(100)).is_err());
        assert!(Document::parse(&format!("{}{}", "<a>".repeat(65), "</a>".repeat(65))).is_err());
    }

    #[test]
    fn namespaces() {
        let document = Document::parse("<a xmlns='urn:d' xmlns:p='urn:p'><p:b c='1' p:c='2'/><d xmlns=''/></a>").unwrap();
        let root = document.root();
        assert!(document.is(root, "urn:d", "a"));
        let b = document.only(root, "urn:p", "b").unwrap();
        let namespaces: Vec<&str> = document.get(b).unwrap().attributes.iter().map(|a| a.namespace.as_str()).collect();
        assert_eq!(namespaces, ["", "urn:p"]);
        assert_eq!(document.attribute(b, "c"), Some("1"));
        assert!(document.only(root, "", "d").is_some());
        assert!(matches!(document.get(root).unwrap().children.as_slice(), [Child::Element(_), Child::Element(_)]));
    }
}
