//! Exclusive XML Canonicalization 1.0 without comments: <https://www.w3.org/TR/xml-exc-c14n/>. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Child, Document, ElementId};

/// The canonical form of an element and everything in it, but `without`.
///
/// `inclusive` is the PrefixList of `InclusiveNamespaces`: prefixes whose declarations are kept wherever they are in scope.
pub(crate) fn exclusive(document: &Document, id: ElementId, without: Option<ElementId>, inclusive: &[&str]) -> String {
    let mut out = String::new();
    let writer = Writer { document, without, inclusive };
    writer.element(&mut out, id, &BTreeMap::new());
    out
}

struct Writer<'a> {
    document: &'a Document,
    without: Option<ElementId>,
    inclusive: &'a [&'a str],
}

impl Writer<'_> {
    /// `rendered` are the declarations that the output has around the element. The depth is bounded by the reader.
    fn element<'d>(&'d self, out: &mut String, id: ElementId, rendered: &BTreeMap<&'d str, &'d str>) {
        let Some(element) = self.document.get(id).filter(|_| self.without != Some(id)) else { return };
        let mut prefixes: BTreeSet<&str> = BTreeSet::from([element.prefix.as_str()]);
        prefixes.extend(element.attributes.iter().map(|a| a.prefix.as_str()).filter(|p| !p.is_empty()));
        prefixes.extend(self.inclusive.iter().map(|p| if *p == "#default" { "" } else { *p }));
        prefixes.remove("xml");
        let name = qualified(&element.prefix, &element.local);
        out.push('<');
        out.push_str(&name);
        let mut inside = rendered.clone();
        for prefix in prefixes {
            let Some(namespace) = self.document.namespace_of(id, prefix) else { continue };
            if inside.get(prefix).copied().unwrap_or_default() == namespace {
                continue;
            }
            inside.insert(prefix, namespace);
            out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            out.push_str(prefix);
            out.push_str("=\"");
            escape_value(out, namespace);
            out.push('"');
        }
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort_by(|a, b| (&a.namespace, &a.local).cmp(&(&b.namespace, &b.local)));
        for attribute in attributes {
            out.push(' ');
            out.push_str(&qualified(&attribute.prefix, &attribute.local));
            out.push_str("=\"");
            escape_value(out, &attribute.value);
            out.push('"');
        }
        out.push('>');
        for child in &element.children {
            match child {
                Child::Element(child) => self.element(out, *child, &inside),
                Child::Text(text) => escape_text(out, text),
            }
        }
        out.push_str("</");
        out.push_str(&name);
        out.push('>');
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

fn escape_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
}

fn escape_value(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::exclusive;
    use crate::saml::xml::{Document, ElementId};

    fn find(document: &Document, local: &str) -> ElementId {
        document.ids().find(|id| document.get(*id).unwrap().local == local).unwrap()
    }

    fn canonical(xml: &str, local: &str, inclusive: &[&str]) -> String {
        let document = Document::parse(xml).unwrap();
        exclusive(&document, find(&document, local), None, inclusive)
    }

    #[test]
    fn a_table_of_forms() {
        for (xml, element, inclusive, expected) in [
            ("<a  b = '1'\n c=\"2\" />", "a", &[][..], "<a b=\"1\" c=\"2\"></a>"),
            ("<a c='2' b='1'>x</a>", "a", &[], "<a b=\"1\" c=\"2\">x</a>"),
            ("<a>&lt;&gt;&amp;\"'&#13;\r\n</a>", "a", &[], "<a>&lt;&gt;&amp;\"'&#xD;\n</a>"),
            ("<a b='&lt;>&amp;&quot;&apos;&#9;&#10;&#13;\t\n'/>", "a", &[], "<a b=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;  \"></a>"),
            ("<a><![CDATA[<b>]]>c<!-- d --></a>", "a", &[], "<a>&lt;b&gt;c</a>"),
            // Namespaces appear where they are used, once.
            ("<a xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:q'><b/></a>", "a", &[], "<a xmlns=\"urn:d\"><b></b></a>"),
            ("<a xmlns='urn:d' xmlns:p='urn:p'><p:b p:c='1'/></a>", "b", &[], "<p:b xmlns:p=\"urn:p\" p:c=\"1\"></p:b>"),
            ("<a xmlns='urn:d'><b xmlns=''><c/></b></a>", "a", &[], "<a xmlns=\"urn:d\"><b xmlns=\"\"><c></c></b></a>"),
            ("<a xmlns='urn:d'><b xmlns=''><c/></b></a>", "b", &[], "<b><c></c></b>"),
            (
                "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b></p:a>",
                "a",
                &[],
                "<p:a xmlns:p=\"urn:1\"><p:b xmlns:p=\"urn:2\"><p:c xmlns:p=\"urn:1\"></p:c></p:b></p:a>",
            ),
            (
                "<a xmlns:z='urn:z' xmlns:p='urn:p'><b z:x='1' p:y='2' w='3'/></a>",
                "b",
                &[],
                "<b xmlns:p=\"urn:p\" xmlns:z=\"urn:z\" w=\"3\" p:y=\"2\" z:x=\"1\"></b>",
            ),
            // Attributes are ordered by namespace, then name.
            (
                "<a xmlns:p='urn:z' xmlns:q='urn:a' p:b='1' q:c='2' d='3'/>",
                "a",
                &[],
                "<a xmlns:p=\"urn:z\" xmlns:q=\"urn:a\" d=\"3\" q:c=\"2\" p:b=\"1\"></a>",
            ),
            ("<a xml:lang='en'><b/></a>", "a", &[], "<a xml:lang=\"en\"><b></b></a>"),
            ("<a xml:lang='en'><b/></a>", "b", &[], "<b></b>"),
            // A prefix list keeps declarations that only a value uses.
            (
                "<a xmlns:xs='urn:xs' xmlns:p='urn:p'><p:b t='xs:string'/></a>",
                "b",
                &["xs"],
                "<p:b xmlns:p=\"urn:p\" xmlns:xs=\"urn:xs\" t=\"xs:string\"></p:b>",
            ),
            (
                "<a xmlns='urn:d' xmlns:p='urn:p'><p:b/></a>",
                "b",
                &["#default", "none"],
                "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\"></p:b>",
            ),
        ] {
            assert_eq!(canonical(xml, element, inclusive), expected, "{xml}");
        }
    }

    #[test]
    fn an_element_is_left_out() {
        let document = Document::parse("<a> <b/> <c>x</c></a>").unwrap();
        assert_eq!(exclusive(&document, document.root(), Some(find(&document, "b")), &[]), "<a>  <c>x</c></a>");
    }

    fn tree() -> impl Strategy<Value = String> {
        let leaf = "[a-c<&> \\r\\n]{0,5}".prop_map(|text| {
            let mut out = String::new();
            super::escape_text(&mut out, &text);
            out
        });
        leaf.prop_recursive(4, 24, 4, |inner| {
            let declared =
                prop::sample::select(vec!["", " xmlns='urn:1'", " xmlns=''", " xmlns:p='urn:2'", " xmlns:q='urn:1' b='&#10;'"]);
            let name = prop::sample::select(vec!["a", "b", "p:c", "q:d"]);
            (name, declared, prop::collection::vec(inner, 0..4))
                .prop_map(|(name, declared, children)| format!("<{name}{declared}>{}</{name}>", children.join("<!-- -->")))
        })
    }

    proptest! {
        /// The canonical form of a canonical form is itself, whatever declarations were around it.
        #[test]
        fn it_is_a_fixed_point(inner in tree()) {
            let xml = format!("<r xmlns:p='urn:p' xmlns:q='urn:q'><s>{inner}</s></r>");
            let document = Document::parse(&xml).unwrap();
            let once = exclusive(&document, find(&document, "s"), None, &[]);
            let again = Document::parse(&once).unwrap();
            prop_assert_eq!(&exclusive(&again, again.root(), None, &[]), &once);
        }
    }
}
