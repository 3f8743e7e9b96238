//! What the describers of configuration share: how a version of a document becomes a change of a resource.

use jiff::Timestamp;
use serde_json::Value;
use store::Version;
use wire::Failure;

use crate::past::{Past, document};
use crate::ports::{ConfigurationChange, RecordedResource, Relationship, ResourceConfiguration};
use crate::resource::{Resource, Stored};

/// Region of global resources in Config.
pub const GLOBAL: &str = "global";

/// The document that a version changed, and whether it is still there.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject<T> {
    /// The document; as it was before, if the version is its deletion.
    pub stored: Stored<T>,
    /// False if the version is its deletion.
    pub there: bool,
}

impl Past<'_> {
    /// The document of a version; `None` for the deletion of what never had a version.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn subject<T: Resource>(&self, version: &Version) -> Result<Option<Subject<T>>, Failure> {
        if !version.deleted {
            return Ok(Some(Subject { stored: document(version.clone())?, there: true }));
        }
        let key = &version.key;
        let before =
            Past::new(*self.reader(), version.seq.saturating_sub(1)).get::<T>(&key.account, &key.region, &key.id).await?;
        Ok(before.map(|stored| Subject { stored, there: false }))
    }

    /// The change of a resource that is one document.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn change<T: Resource>(
        &self,
        version: &Version,
        describe: impl FnOnce(&Stored<T>) -> ResourceConfiguration,
    ) -> Result<Vec<ConfigurationChange>, Failure> {
        Ok(self.subject::<T>(version).await?.map(|subject| subject.change(describe)).into_iter().collect())
    }
}

impl<T> Subject<T> {
    /// The change of the resource that this document is.
    pub fn change(&self, describe: impl FnOnce(&Stored<T>) -> ResourceConfiguration) -> ConfigurationChange {
        let described = describe(&self.stored);
        match self.there {
            true => ConfigurationChange::Recorded(Box::new(described)),
            false => ConfigurationChange::Deleted(described.resource),
        }
    }
}

impl ResourceConfiguration {
    /// The configuration of a document: its account, region, ARN and tags are those of the document. `id` is Config's id of it.
    pub fn of<T>(stored: &Stored<T>, resource_type: &'static str, id: impl Into<String>, configuration: Value) -> Self {
        let region = if stored.key.region.is_empty() { GLOBAL } else { &stored.key.region };
        Self {
            resource: RecordedResource {
                resource_type,
                resource_id: id.into(),
                resource_name: None,
                arn: stored.arn.clone().unwrap_or_default(),
                account: stored.key.account.clone(),
                region: region.to_owned(),
            },
            created_at: None,
            tags: stored.tags.clone(),
            configuration,
            supplementary: Vec::new(),
            relationships: Vec::new(),
        }
    }

    /// The same with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.resource.resource_name = Some(name.into());
        self
    }

    /// The same with another ARN than the document's.
    #[must_use]
    pub fn arn(mut self, arn: impl Into<String>) -> Self {
        self.resource.arn = arn.into();
        self
    }

    /// The same in another region than the document's.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.resource.region = region.into();
        self
    }

    /// The same with the time it was made, milliseconds since 1970.
    #[must_use]
    pub fn created(mut self, at: i64) -> Self {
        self.created_at = Some(at);
        self
    }

    /// The same with something beside the configuration.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.supplementary.push((name, value));
        self
    }

    /// The same with a relationship.
    #[must_use]
    pub fn related(mut self, relationship: Relationship) -> Self {
        self.relationships.push(relationship);
        self
    }
}

impl Relationship {
    /// A relationship to a resource whose id is known.
    pub fn to(name: &'static str, resource_type: &str, id: impl Into<String>) -> Self {
        Self { resource_type: resource_type.to_owned(), resource_id: id.into(), resource_name: None, name }
    }

    /// The same with the name of the other.
    #[must_use]
    pub fn named(mut self, other: impl Into<String>) -> Self {
        self.resource_name = Some(other.into());
        self
    }
}

/// A time as configuration items have it: ISO 8601 with milliseconds, UTC.
pub fn time(ms: i64) -> Value {
    Timestamp::from_millisecond(ms).map_or(Value::Null, |at| Value::String(format!("{at:.3}")))
}

/// JSON text as JSON; as text, where it is none.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Implements [`ConfigurationSource`](crate::ports::ConfigurationSource) for a service whose resources are one document each: for every kind of document,
/// the type of resource that it is and the function that describes it, which is also given the partition.
#[macro_export]
macro_rules! configuration_source {
    ($(#[$doc:meta])* $name:ident { $($document:ty => $describe:path,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub struct $name;

        impl $crate::ports::ConfigurationSource for $name {
            fn resource_types(&self) -> &'static [&'static str] {
                &[$(<$document as $crate::Resource>::KIND),+]
            }

            fn describe<'a>(
                &'a self,
                past: &'a $crate::Past<'a>,
                version: &'a $crate::Version,
            ) -> $crate::BoxFuture<'a, Result<Vec<$crate::ports::ConfigurationChange>, $crate::Failure>> {
                Box::pin(async move {
                    let partition = past.reader().plane().settings.partition.as_str();
                    match version.key.kind.as_str() {
                        $(<$document as $crate::Resource>::KIND => {
                            past.change::<$document>(version, |stored| $describe(stored, partition)).await
                        })+
                        _ => Ok(Vec::new()),
                    }
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_texts_have_the_form_of_items() {
        assert_eq!(time(1_700_000_000_000), Value::String("2023-11-14T22:13:20.000Z".to_owned()));
        assert_eq!(json("{\"a\":1}"), serde_json::json!({"a": 1}));
        assert_eq!(json("no"), Value::String("no".to_owned()));
    }
}
