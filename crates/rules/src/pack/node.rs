//! YAML as a tree of which every node knows where it stands. Built from the parser's events, so that depth and size are bounded as it grows.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{MAX_TEMPLATE, TemplateError};

/// Deepest nesting of a template.
const MAX_DEPTH: usize = 32;
/// Most nodes of a template.
const MAX_NODES: usize = 50_000;

/// A place in a text: line and column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    pub(super) fn error(self, message: impl Into<String>) -> TemplateError {
        TemplateError { message: message.into(), line: self.line, column: self.column }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) data: Data,
}

#[derive(Debug, Clone)]
pub(super) enum Data {
    Null,
    /// Whatever stands for one value: CloudFormation makes no difference between `"90"` and `90`.
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    pub(super) fn map(&self, what: &str) -> Result<&[(String, Node)], TemplateError> {
        match &self.data {
            Data::Map(members) => Ok(members),
            Data::Null => Ok(&[]),
            _ => Err(self.place.error(format!("{what} must be a map"))),
        }
    }

    pub(super) fn list(&self, what: &str) -> Result<&[Node], TemplateError> {
        match &self.data {
            Data::List(list) => Ok(list),
            _ => Err(self.place.error(format!("{what} must be a list"))),
        }
    }

    pub(super) fn text(&self, what: &str) -> Result<&str, TemplateError> {
        match &self.data {
            Data::Text(text) => Ok(text),
            _ => Err(self.place.error(format!("{what} must be a text"))),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(members) => members.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }
}

/// A collection that is not closed yet.
enum Open {
    List(Vec<Node>),
    Map(Vec<(String, Node)>, Option<(String, Place)>),
}

struct Builder {
    open: Vec<(Open, Place, Option<String>)>,
    nodes: usize,
    root: Option<Node>,
}

/// Reads a document.
///
/// # Errors
/// Where it is no YAML, or too much of it.
pub(super) fn parse(text: &str) -> Result<Node, TemplateError> {
    let start = Place { line: 1, column: 1 };
    if text.len() > MAX_TEMPLATE {
        return Err(start.error(format!("The template has more than {MAX_TEMPLATE} bytes")));
    }
    let mut builder = Builder { open: Vec::new(), nodes: 0, root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            at(error.marker().line(), error.marker().col()).error(format!("The template is no YAML: {}", error.info()))
        })?;
        let place = place_of(&span);
        match event {
            Event::Alias(_) => return Err(place.error("Anchors and aliases are not supported")),
            Event::Scalar(text, style, anchor, tag) => {
                refuse_anchor(anchor, place)?;
                builder.scalar(text.into_owned(), style, tag.as_deref(), place)?;
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_anchor(anchor, place)?;
                builder.open(Open::List(Vec::new()), place, tag.as_deref())?;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_anchor(anchor, place)?;
                builder.open(Open::Map(Vec::new(), None), place, tag.as_deref())?;
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::DocumentStart(_) if builder.root.is_some() => return Err(place.error("A template is one document")),
            _ => {}
        }
    }
    builder.root.ok_or_else(|| start.error("The template is empty"))
}

fn at(line: usize, column: usize) -> Place {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { line: number(line), column: number(column).saturating_add(1) }
}

fn place_of(span: &Span) -> Place {
    at(span.start.line(), span.start.col())
}

fn refuse_anchor(anchor: usize, place: Place) -> Result<(), TemplateError> {
    if anchor == 0 { Ok(()) } else { Err(place.error("Anchors and aliases are not supported")) }
}

/// The long name of a short form: `!Sub` is `Fn::Sub`.
fn function(tag: Option<&Tag>, place: Place) -> Result<Option<String>, TemplateError> {
    let Some(tag) = tag else { return Ok(None) };
    if tag.handle.starts_with("tag:yaml.org") || tag.handle == "!!" {
        return Ok(None);
    }
    match tag.suffix.as_str() {
        "" => Ok(None),
        "Ref" => Ok(Some("Ref".to_owned())),
        "Condition" => Ok(Some("Condition".to_owned())),
        name if name.chars().all(|c| c.is_ascii_alphanumeric()) => Ok(Some(format!("Fn::{name}"))),
        name => Err(place.error(format!("!{name} is no function"))),
    }
}

impl Builder {
    fn count(&mut self, place: Place) -> Result<(), TemplateError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(place.error("The template has too many values")) } else { Ok(()) }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Result<(), TemplateError> {
        self.count(place)?;
        let function = function(tag, place)?;
        if function.is_none()
            && let Some((Open::Map(members, key @ None), ..)) = self.open.last_mut()
        {
            if members.iter().any(|(have, _)| *have == text) {
                return Err(place.error(format!("{text} stands there twice")));
            }
            *key = Some((text, place));
            return Ok(());
        }
        let plain = style == ScalarStyle::Plain;
        let data = if plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") && function.is_none() {
            Data::Null
        } else {
            Data::Text(text)
        };
        self.put(Node { place, data }, function)
    }

    fn open(&mut self, collection: Open, place: Place, tag: Option<&Tag>) -> Result<(), TemplateError> {
        self.count(place)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(place.error("The template is nested too deep"));
        }
        self.open.push((collection, place, function(tag, place)?));
        Ok(())
    }

    fn close(&mut self) -> Result<(), TemplateError> {
        let Some((open, place, function)) = self.open.pop() else { return Ok(()) };
        let data = match open {
            Open::List(list) => Data::List(list),
            Open::Map(members, _) => Data::Map(members),
        };
        self.put(Node { place, data }, function)
    }

    /// Puts a finished node where it belongs.
    fn put(&mut self, node: Node, function: Option<String>) -> Result<(), TemplateError> {
        let place = node.place;
        let node = match function {
            Some(name) => Node { place, data: Data::Map(vec![(name, node)]) },
            None => node,
        };
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some((Open::List(list), ..)) => list.push(node),
            Some((Open::Map(members, key), ..)) => match key.take() {
                Some((name, _)) => members.push((name, node)),
                None => return Err(place.error("A key must be a text")),
            },
        }
        Ok(())
    }
}
