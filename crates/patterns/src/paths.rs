//! The tree of the field names that some pattern mentions.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// The root.
pub(crate) const ROOT: u32 = 0;

/// How many children a node may have before they are hashed.
const FEW: usize = 8;

/// A tree of names.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    few: Vec<(Box<[u8]>, u32)>,
    many: HashMap<Box<[u8]>, u32, RandomState>,
    field: Option<u32>,
    /// Its number, and the first after those of everything beneath it.
    span: (u32, u32),
}

impl Paths {
    pub(crate) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    /// The node of a path, made if need be.
    pub(crate) fn insert(&mut self, path: &[String]) -> u32 {
        let mut at = ROOT;
        for name in path {
            at = match self.child(at, name.as_bytes()) {
                Some(child) => child,
                None => self.add(at, name.as_bytes()),
            };
        }
        at
    }

    fn add(&mut self, parent: u32, name: &[u8]) -> u32 {
        let child = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node::default());
        if let Some(node) = self.nodes.get_mut(parent as usize) {
            if node.many.is_empty() && node.few.len() < FEW {
                node.few.push((name.into(), child));
            } else {
                node.many.extend(node.few.drain(..));
                node.many.insert(name.into(), child);
            }
        }
        child
    }

    /// Marks a node as the place of a field.
    pub(crate) fn set_field(&mut self, node: u32, field: u32) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.field = Some(field);
        }
    }

    /// Numbers the nodes, once all are there.
    pub(crate) fn number(&mut self) {
        let mut next = 0;
        let mut open = vec![(ROOT, false)];
        while let Some((at, left)) = open.pop() {
            let Some(node) = self.nodes.get_mut(at as usize) else { continue };
            if left {
                node.span.1 = next;
                continue;
            }
            node.span.0 = next;
            next += 1;
            open.push((at, true));
            open.extend(node.few.iter().map(|(_, child)| (*child, false)));
            open.extend(node.many.values().map(|child| (*child, false)));
        }
    }

    /// The child of this name.
    pub(crate) fn child(&self, node: u32, name: &[u8]) -> Option<u32> {
        let node = self.nodes.get(node as usize)?;
        if node.many.is_empty() {
            return node.few.iter().find(|(have, _)| **have == *name).map(|(_, child)| *child);
        }
        node.many.get(name).copied()
    }

    /// The field whose place this is.
    pub(crate) fn field(&self, node: u32) -> Option<u32> {
        self.nodes.get(node as usize)?.field
    }

    /// Whether any name is known beneath it.
    pub(crate) fn has_children(&self, node: u32) -> bool {
        self.nodes.get(node as usize).is_some_and(|node| !node.few.is_empty() || !node.many.is_empty())
    }

    /// Whether `inner` is `outer` or beneath it.
    pub(crate) fn contains(&self, outer: u32, inner: u32) -> bool {
        match (self.nodes.get(outer as usize), self.nodes.get(inner as usize)) {
            (Some(outer), Some(inner)) => (outer.span.0..outer.span.1).contains(&inner.span.0),
            _ => false,
        }
    }
}
