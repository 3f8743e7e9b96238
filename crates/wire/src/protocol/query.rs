//! awsQuery: form-encoded requests. The replies are XML: see [`super::xml`].

use std::collections::BTreeMap;

use super::MAX_DEPTH;
use super::json::too_deep;
use super::text::{malformed, pairs, percent_decode, scalar};
use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Member, Service, ShapeId, ShapeKind, StructureModel};

/// Most parameters that one request may carry. The largest real ones (PutMetricData with 1,000 metrics of 30 dimensions) stay below.
const MAX_PARAMETERS: usize = 100_000;

/// Parameters as a tree along the dots of their names.
#[derive(Default)]
struct Node {
    value: Option<String>,
    children: BTreeMap<String, Node>,
}

impl Node {
    fn insert(&mut self, name: &str, value: String) -> Result<(), Failure> {
        let mut node = self;
        for (depth, part) in name.split('.').enumerate() {
            // Every level of the model takes at most three parts of a name: the member, `entry` or `member`, and the index.
            if depth >= MAX_DEPTH * 3 {
                return Err(too_deep());
            }
            node = node.children.entry(part.to_owned()).or_default();
        }
        node.value = Some(value);
        Ok(())
    }

    /// The children that are numbered, in the order of their numbers. Gaps are closed, as AWS does; a number costs nothing, however large.
    fn numbered(&self) -> Result<Vec<&Node>, Failure> {
        let mut items = Vec::with_capacity(self.children.len());
        for (name, node) in &self.children {
            let number = name.parse::<u32>().ok().filter(|n| *n > 0 || name == "0");
            items.push((number.ok_or_else(|| malformed("Key is not a number; a list's items are numbered from 1"))?, node));
        }
        items.sort_by_key(|(number, _)| *number);
        Ok(items.into_iter().map(|(_, node)| node).collect())
    }

    fn has_numbers(&self) -> bool {
        self.children.keys().any(|name| name.bytes().all(|b| b.is_ascii_digit()))
    }
}

/// Reads the input `shape` from the query string and the body, both as sent; names of the body win. What a form leaves out because of the path that it
/// is posted to is taken from there.
pub(super) fn decode(
    service: &'static Service,
    shape: ShapeId,
    path: &str,
    query: &str,
    body: &[u8],
) -> Result<Document, Failure> {
    let body = std::str::from_utf8(body).map_err(|_| malformed("The request body is not UTF-8."))?;
    let mut root = Node::default();
    for (index, (name, value)) in pairs(query).chain(pairs(body.trim())).enumerate() {
        if index >= MAX_PARAMETERS {
            return Err(malformed(format!("A request carries at most {MAX_PARAMETERS} parameters.")));
        }
        let decoded = percent_decode(name, true).zip(percent_decode(value, true));
        let (name, value) = decoded.ok_or_else(|| malformed("A parameter is not a well-formed percent-encoded UTF-8 text."))?;
        root.insert(&name, value)?;
    }
    let Some(structure) = service.structure(shape) else { return Ok(Document::EMPTY) };
    let mut input = structure_of(service, structure, &root, 0)?.unwrap_or(Document::EMPTY);
    let told = structure.members.iter().find(|m| m.query_path).filter(|m| path != "/" && input.member(m.name).is_none());
    if let (Some(member), Document::Structure(members)) = (told, &mut input) {
        members.push((member.name, Document::String(path.to_owned())));
    }
    Ok(input)
}

fn structure_of(
    service: &'static Service,
    model: &'static StructureModel,
    node: &Node,
    depth: usize,
) -> Result<Option<Document>, Failure> {
    let mut members = Vec::new();
    for member in &model.members {
        let Some(child) = child_of(service, member, node) else { continue };
        if let Some(value) = value_of(service, member, child, depth + 1)? {
            members.push((member.name, value));
        }
    }
    // An empty structure has no form of its own here: it is absent.
    Ok(if members.is_empty() { None } else { Some(Document::Structure(members)) })
}

/// The node of a member. A flattened list goes by the name of its items where they have one.
fn child_of<'n>(service: &'static Service, member: &Member, node: &'n Node) -> Option<&'n Node> {
    if let ShapeKind::List { member: item, flattened } = &service.shape(member.shape).kind
        && (*flattened || member.flattened)
        && let Some(name) = item.form_name()
        && let Some(child) = node.children.get(name)
    {
        return Some(child);
    }
    node.children.get(member.form_name().unwrap_or(member.name)).or_else(|| node.children.get(member.name))
}

fn value_of(service: &'static Service, member: &Member, node: &Node, depth: usize) -> Result<Option<Document>, Failure> {
    if depth > MAX_DEPTH {
        return Err(too_deep());
    }
    let shape = service.shape(member.shape);
    Ok(match &shape.kind {
        ShapeKind::Structure(model) => structure_of(service, model, node, depth)?,
        ShapeKind::List { member: item, .. } => {
            // `Name.member.1` and `Name.1` are both understood, whichever the model asks for; `Name=` is the empty list.
            let names = [item.form_name().unwrap_or("member"), "member"];
            let inner = names.iter().find_map(|name| node.children.get(*name)).filter(|_| !node.has_numbers()).unwrap_or(node);
            let mut items = Vec::new();
            // Services whose forms are older than their model also read a single item without its number: `AttributeName=All`.
            let single = item.query_name.is_some() && inner.value.as_ref().is_some_and(|value| !value.is_empty());
            for child in if single && inner.children.is_empty() { vec![inner] } else { inner.numbered()? } {
                if let Some(value) = value_of(service, item, child, depth + 1)? {
                    items.push(value);
                }
            }
            if items.is_empty() && node.value.is_none() && inner.value.is_none() { None } else { Some(Document::List(items)) }
        }
        ShapeKind::Map { key, value, .. } => {
            let inner = node.children.get("entry").filter(|_| !node.has_numbers()).unwrap_or(node);
            let key_name = key.form_name().unwrap_or("key");
            let value_name = value.form_name().unwrap_or("value");
            let mut entries: Vec<(String, Document)> = Vec::new();
            // As with lists: `Attribute.Name=VisibilityTimeout&Attribute.Value=35`.
            let single = key.query_name.is_some() && inner.children.contains_key(key_name);
            for child in if single { vec![inner] } else { inner.numbered()? } {
                let name = child.children.get(key_name).and_then(|n| n.value.clone());
                let Some(name) = name else { return Err(malformed(format!("An entry of a map lacks its {key_name}"))) };
                let item = match child.children.get(value_name) {
                    Some(node) => value_of(service, value, node, depth + 1)?,
                    None => None,
                };
                entries.push((name, item.unwrap_or_default()));
            }
            if entries.is_empty() && node.value.is_none() { None } else { Some(Document::Map(entries)) }
        }
        _ => match &node.value {
            Some(text) => Some(scalar(shape, text)?),
            None if node.children.is_empty() => None,
            None => return Err(malformed("Unexpected complex element termination")),
        },
    })
}
