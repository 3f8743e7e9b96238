//! Typed shapes: what generated code is made of.
//!
//! The macros keep `api.rs` of a service readable: a line per member, in the words of the service's model.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use jiff::Timestamp;

use crate::document::Document;

/// A type that mirrors a shape of a service's model.
pub trait Shape: Sized {
    /// Takes the value out of a document that was decoded by the model.
    ///
    /// # Errors
    /// When the document does not have the form of the shape, which after validation means a defect of the generator, not of the caller.
    fn from_document(document: Document) -> Result<Self, ShapeError>;
    /// Turns the value into a document.
    fn into_document(self) -> Document;
}

/// A document that does not have the form of the type it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: expected {expected}")]
pub struct ShapeError {
    /// Where, as member names separated by dots.
    pub path: String,
    /// What the type wanted.
    pub expected: &'static str,
}

impl ShapeError {
    /// An error at this place.
    pub fn new(expected: &'static str) -> Self {
        Self { path: String::new(), expected }
    }

    /// The same error seen from one member further up.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        self.path = if self.path.is_empty() { member.to_owned() } else { format!("{member}.{}", self.path) };
        self
    }
}

/// The members of a structure while a typed value takes them out.
#[derive(Debug)]
pub struct Members(Vec<(&'static str, Document)>);

impl Members {
    /// Opens a structure; an absent one has no members.
    ///
    /// # Errors
    /// When the document is something else.
    pub fn of(document: Document) -> Result<Self, ShapeError> {
        match document {
            Document::Structure(members) => Ok(Self(members)),
            _ => Err(ShapeError::new("structure")),
        }
    }

    /// Takes one member out; an absent one is [`Document::Null`].
    ///
    /// # Errors
    /// When the member does not have the form of `T`.
    pub fn take<T: Shape>(&mut self, name: &'static str) -> Result<T, ShapeError> {
        let document = self.0.iter_mut().find(|(n, _)| *n == name).map_or(Document::Null, |(_, value)| std::mem::take(value));
        T::from_document(document).map_err(|error| error.within(name))
    }

    /// The same, into where it belongs.
    ///
    /// # Errors
    /// As [`Members::take`].
    // Never part of its caller: structures that hold hundreds of others would become one function, on which the compiler spends minutes.
    #[inline(never)]
    pub fn read<T: Shape>(&mut self, name: &'static str, place: &mut T) -> Result<(), ShapeError> {
        *place = self.take(name)?;
        Ok(())
    }
}

/// Adds a member unless it is absent.
// Never part of its caller, as `Members::read`.
#[inline(never)]
pub fn put<T: Shape>(members: &mut Vec<(&'static str, Document)>, name: &'static str, value: T) {
    let document = value.into_document();
    if !document.is_null() {
        members.push((name, document));
    }
}

/// The input or output of an operation that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unit {}

impl Shape for Unit {
    fn from_document(_: Document) -> Result<Self, ShapeError> {
        Ok(Self {})
    }
    fn into_document(self) -> Document {
        Document::EMPTY
    }
}

/// Text or bytes that the model marks as sensitive: never printed.
#[derive(Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Sensitive<T>(pub T);

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<sensitive>")
    }
}

impl<T> Deref for Sensitive<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Shape> Shape for Sensitive<T> {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        T::from_document(document).map(Self)
    }
    fn into_document(self) -> Document {
        self.0.into_document()
    }
}

impl<T: Shape> Shape for Option<T> {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        if document.is_null() { Ok(None) } else { T::from_document(document).map(Some) }
    }
    fn into_document(self) -> Document {
        self.map_or(Document::Null, Shape::into_document)
    }
}

impl<T: Shape> Shape for Box<T> {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        T::from_document(document).map(Box::new)
    }
    fn into_document(self) -> Document {
        (*self).into_document()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        match document {
            Document::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| T::from_document(item).map_err(|e| e.within(&index.to_string())))
                .collect(),
            _ => Err(ShapeError::new("list")),
        }
    }
    fn into_document(self) -> Document {
        Document::List(self.into_iter().map(Shape::into_document).collect())
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    fn from_document(document: Document) -> Result<Self, ShapeError> {
        match document {
            Document::Map(entries) => entries
                .into_iter()
                .map(|(key, value)| match T::from_document(value) {
                    Ok(value) => Ok((key, value)),
                    Err(error) => Err(error.within(&key)),
                })
                .collect(),
            _ => Err(ShapeError::new("map")),
        }
    }
    fn into_document(self) -> Document {
        Document::Map(self.into_iter().map(|(k, v)| (k, v.into_document())).collect())
    }
}

macro_rules! scalar {
    ($type:ty, $variant:ident, $expected:literal, $from:expr, $into:expr) => {
        impl Shape for $type {
            fn from_document(document: Document) -> Result<Self, ShapeError> {
                match document {
                    Document::$variant(value) => $from(value).ok_or(ShapeError::new($expected)),
                    _ => Err(ShapeError::new($expected)),
                }
            }
            fn into_document(self) -> Document {
                Document::$variant($into(self))
            }
        }
    };
}

scalar!(String, String, "string", Some, |v| v);
scalar!(bool, Boolean, "boolean", Some, |v| v);
scalar!(i64, Integer, "long", Some, |v| v);
scalar!(i32, Integer, "integer", |v: i64| i32::try_from(v).ok(), i64::from);
scalar!(f64, Double, "double", Some, |v| v);
scalar!(Bytes, Blob, "blob", Some, |v| v);
scalar!(Timestamp, Timestamp, "timestamp", Some, |v| v);
scalar!(serde_json::Value, Json, "document", Some, |v| v);

/// One operation of a service's model, as a type.
pub trait Operation: Send + Sync + 'static {
    /// The service's name in `models/`, such as `iam`.
    const SERVICE: &'static str;
    /// The operation's name, such as `CreateUser`.
    const NAME: &'static str;
    /// What the caller sends.
    type Input: Shape + Send + Sync;
    /// What the caller gets.
    type Output: Shape + Send;
}

/// Declares a structure of a model: `field: Type = "MemberName"`.
#[macro_export]
macro_rules! structure {
    ($name:ident { $($field:ident : $type:ty = $wire:literal),* $(,)? }) => {
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name { $(pub $field: $type),* }
        impl $crate::shape::Shape for $name {
            fn from_document(document: $crate::document::Document) -> Result<Self, $crate::shape::ShapeError> {
                #[allow(unused_mut, unused_variables)]
                let mut members = $crate::shape::Members::of(document)?;
                #[allow(unused_mut)]
                let mut shape = Self::default();
                $(members.read($wire, &mut shape.$field)?;)*
                Ok(shape)
            }
            fn into_document(self) -> $crate::document::Document {
                #[allow(unused_mut)]
                let mut members = Vec::new();
                $($crate::shape::put(&mut members, $wire, self.$field);)*
                $crate::document::Document::Structure(members)
            }
        }
    };
}

/// Declares an enumeration of a model: `Variant = "value"`. The default is the first value.
#[macro_export]
macro_rules! enumeration {
    ($name:ident { $first:ident = $first_wire:literal $(, $variant:ident = $wire:literal)* $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { #[default] #[serde(rename = $first_wire)] $first, $(#[serde(rename = $wire)] $variant),* }
        impl $name {
            /// Every value, in the model's order.
            pub const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];
            /// The value as it stands on the wire.
            pub fn as_str(self) -> &'static str {
                match self { Self::$first => $first_wire, $(Self::$variant => $wire),* }
            }
            /// Reads a value of the wire.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $first_wire => Some(Self::$first), $($wire => Some(Self::$variant),)* _ => None }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl $crate::shape::Shape for $name {
            fn from_document(document: $crate::document::Document) -> Result<Self, $crate::shape::ShapeError> {
                document.as_str().and_then(Self::parse).ok_or($crate::shape::ShapeError::new(stringify!($name)))
            }
            fn into_document(self) -> $crate::document::Document {
                $crate::document::Document::String(self.as_str().to_owned())
            }
        }
    };
}

/// Declares an error of a model: name, code on the wire, HTTP status, whose fault, the member that carries the message, and the others.
#[macro_export]
macro_rules! modelled_error {
    ($name:ident($code:literal, $status:literal, $fault:ident, $message:literal) { $($field:ident : $type:ty = $wire:literal),* $(,)? }) => {
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name { pub message: String, $(pub $field: $type),* }
        impl $name {
            /// The code on the wire.
            pub const CODE: &'static str = $code;
            /// The error with this message and no other member.
            #[allow(clippy::needless_update)]
            pub fn new(message: impl Into<String>) -> Self {
                Self { message: message.into(), ..Default::default() }
            }
        }
        impl From<$name> for $crate::failure::Failure {
            fn from(error: $name) -> Self {
                #[allow(unused_mut)]
                let mut members = Vec::new();
                $($crate::shape::put(&mut members, $wire, error.$field);)*
                $crate::failure::Failure::modelled(
                    stringify!($name), $code, $status, $crate::failure::Fault::$fault, $message, error.message, members,
                )
            }
        }
    };
}

/// Declares an operation: `Name("service"): Input => Output`.
#[macro_export]
macro_rules! operations {
    ($service:literal { $($name:ident : $input:ty => $output:ty),* $(,)? }) => {
        $(
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl $crate::shape::Operation for $name {
                const SERVICE: &'static str = $service;
                const NAME: &'static str = stringify!($name);
                type Input = $input;
                type Output = $output;
            }
        )*
    };
}
