//! Schemas of resource types: what a customer's own resources must look like.
//!
//! On AWS they are registered with CloudFormation, in the language of <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>:
//! JSON Schema, draft 7, with a few members of its own. Here they are registered with Config. A schema is a stranger's: whatever it says, checking
//! against it takes a bounded number of steps, and nothing outside of it is read.

mod check;
mod read;

use std::collections::BTreeMap;

use plane::Resource;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use check::Violation;

/// Longest schema, bytes.
pub const LONGEST: usize = 256 << 10;
/// Types of an account in a region at most.
pub const MOST_TYPES: u64 = 500;
/// Versions of a type at most.
pub const MOST_VERSIONS: usize = 50;

/// What registered versions of a type are kept as. Its key is the type's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceType {
    /// Name, such as `MyCompany::Shop::Till`.
    pub name: String,
    /// Versions, oldest first.
    pub versions: Vec<TypeVersion>,
    /// Number of the version that was registered last.
    pub last: u32,
}

/// A version of a type. Its text is a document of its own, [`SchemaText`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeVersion {
    /// Id, eight digits.
    pub id: String,
    /// When it was registered, milliseconds since 1970.
    pub at: i64,
}

impl Resource for ResourceType {
    const KIND: &'static str = "Cloudkeep::Config::ResourceType";
}

/// The text of a schema. Its key is the type's name and the version's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaText {
    /// JSON.
    pub text: String,
}

impl SchemaText {
    /// Where a version's text is.
    pub fn id(name: &str, version: &str) -> String {
        format!("{name}/{version}")
    }
}

impl Resource for SchemaText {
    const KIND: &'static str = "Cloudkeep::Config::ResourceTypeSchema";
}

/// A schema that was read.
#[derive(Debug)]
pub struct Schema {
    /// Schemas, the whole one first; others are named by their places.
    nodes: Vec<Node>,
}

/// What a schema, or a part of one, says.
#[derive(Debug)]
enum Node {
    /// Everything is valid, or nothing.
    Always(bool),
    /// All of these hold.
    All(Vec<Rule>),
}

/// The place of a schema among all.
type Place = usize;

/// One demand of a schema.
#[derive(Debug)]
enum Rule {
    Type(Vec<&'static str>),
    Enum(Vec<Value>),
    Const(Value),
    MultipleOf(f64),
    Maximum(f64, bool),
    Minimum(f64, bool),
    MaxLength(u64),
    MinLength(u64),
    Pattern(Regex),
    MaxItems(u64),
    MinItems(u64),
    UniqueItems,
    /// The first elements, and all others.
    Items(Vec<Place>, Option<Place>),
    Contains(Place),
    MaxProperties(u64),
    MinProperties(u64),
    Required(Vec<String>),
    Properties {
        named: BTreeMap<String, Place>,
        patterns: Vec<(Regex, Place)>,
        others: Option<Place>,
    },
    PropertyNames(Place),
    /// With this property there must be these.
    DependentRequired(String, Vec<String>),
    /// With this property the whole must be so.
    DependentSchema(String, Place),
    AllOf(Vec<Place>),
    AnyOf(Vec<Place>),
    OneOf(Vec<Place>),
    Not(Place),
    If(Place, Option<Place>, Option<Place>),
    Ref(Place),
}

impl Schema {
    /// Reads a schema for a type.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(text: &str, type_name: &str) -> Result<Self, String> {
        read::read(text, type_name)
    }

    /// What of a document is not as the schema wants it; nothing if it is valid.
    pub fn check(&self, document: &Value) -> Option<Violation> {
        check::check(self, document)
    }
}
