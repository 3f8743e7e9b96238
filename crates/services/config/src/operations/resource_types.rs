//! Types of customers' own resources, and their schemas. On AWS they are registered with CloudFormation, which is not here: these operations are this
//! project's own.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use serde_json::Value;

use super::resources_put::check_type;
use crate::errors::{not_found, validation};
use crate::item::time;
use crate::own_api::{self, InvalidNextTokenException, LimitExceededException, operation};
use crate::schema::{MOST_TYPES, MOST_VERSIONS, ResourceType, Schema, SchemaText, TypeVersion};

/// In one page.
const PAGE: usize = 50;

/// Schemas that were read, by their types and texts. Emptied when it is full.
static READ: LazyLock<Mutex<Schemas>> = LazyLock::new(Mutex::default);
type Schemas = HashMap<(String, String), Arc<Schema>>;
const MOST_READ: usize = 4;

fn schema(type_name: &str, text: &str) -> Result<Arc<Schema>, String> {
    let key = (type_name.to_owned(), text.to_owned());
    if let Some(schema) = READ.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(schema.clone());
    }
    let schema = Arc::new(Schema::read(text, type_name)?);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() >= MOST_READ {
        read.clear();
    }
    read.insert(key, schema.clone());
    Ok(schema)
}

/// Checks the configuration of a customer's own resource against the version of its type's schema. What is of no registered type has no schema.
///
/// # Errors
/// `ValidationException` with the place of what is wrong.
pub(super) async fn check(
    tx: &mut Transaction<'_>,
    type_name: &str,
    version: &str,
    configuration: &Value,
) -> Result<(), Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let Some(registered) = tx.get::<ResourceType>(&account, &region, type_name).await? else { return Ok(()) };
    if !registered.body.versions.iter().any(|one| one.id == version) {
        return Err(validation(format!("The schema of {type_name} has no version {version}.")));
    }
    let text = tx.get::<SchemaText>(&account, &region, &SchemaText::id(type_name, version)).await?;
    let text = text.ok_or_else(|| Failure::internal(format!("the schema {version} of {type_name} is gone")))?;
    let schema = schema(type_name, &text.body.text).map_err(Failure::internal)?;
    match schema.check(configuration) {
        None => Ok(()),
        Some(violation) => {
            Err(validation(format!("The configuration is not as version {version} of the schema says. {violation}.")))
        }
    }
}

fn missing(name: &str) -> Failure {
    not_found(format!("The resource type {name} is not registered."))
}

async fn registered(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<ResourceType>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<ResourceType>(&account, &region, name).await?.ok_or_else(|| missing(name))
}

impl Handle for operation::RegisterResourceType {
    async fn access(_: &own_api::RegisterResourceTypeRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::RegisterResourceTypeRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::RegisterResourceTypeResponse, Failure> {
        let name = &input.type_name;
        check_type(name)?;
        schema(name, &input.schema).map_err(validation)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut stored = match tx.get::<ResourceType>(&account, &region, name).await? {
            Some(stored) => stored,
            None => {
                if tx.reader().count::<ResourceType>(&account, &region).await? >= MOST_TYPES {
                    let text = format!("There are {MOST_TYPES} resource types already.");
                    return Err(LimitExceededException::new(text).into());
                }
                Stored::new(&account, &region, name, ResourceType { name: name.clone(), versions: Vec::new(), last: 0 })
            }
        };
        if stored.body.versions.len() >= MOST_VERSIONS {
            return Err(LimitExceededException::new(format!("{name} has {MOST_VERSIONS} versions: deregister one first.")).into());
        }
        stored.body.last += 1;
        let id = format!("{:08}", stored.body.last);
        stored.body.versions.push(TypeVersion { id: id.clone(), at: tx.call().time.as_millisecond() });
        tx.put(&stored)?;
        tx.put(&Stored::new(&account, &region, SchemaText::id(name, &id), SchemaText { text: input.schema.clone() }))?;
        tx.touched(name, &account, ResourceType::KIND);
        Ok(own_api::RegisterResourceTypeResponse { schema_version_id: id })
    }
}

impl Handle for operation::DescribeResourceType {
    async fn access(_: &own_api::DescribeResourceTypeRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::DescribeResourceTypeRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::DescribeResourceTypeResponse, Failure> {
        let name = &input.type_name;
        let found = registered(tx, name).await?;
        let versions = &found.body.versions;
        let version = match &input.schema_version_id {
            Some(id) => versions.iter().find(|one| one.id == *id),
            None => versions.last(),
        };
        let version = version.ok_or_else(|| not_found(format!("{name} has no such version of its schema.")))?;
        let text = tx.get::<SchemaText>(&found.key.account, &found.key.region, &SchemaText::id(name, &version.id)).await?;
        Ok(own_api::DescribeResourceTypeResponse {
            registered_at: time(version.at),
            schema: text.map(|text| text.body.text).unwrap_or_default(),
            schema_version_id: version.id.clone(),
            schema_version_ids: versions.iter().map(|one| one.id.clone()).collect(),
            type_name: name.clone(),
        })
    }
}

impl Handle for operation::ListResourceTypes {
    async fn access(_: &own_api::ListResourceTypesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::ListResourceTypesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::ListResourceTypesResponse, Failure> {
        let (account, region) = (tx.account(), tx.call().region.as_str());
        let listing = format!("ListResourceTypes {account} {region}");
        let invalid = || Failure::from(InvalidNextTokenException::new("The NextToken value is invalid."));
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(invalid)).transpose()?;
        let most = super::limit(input.max_results, PAGE, 2 * PAGE);
        let mut found = tx.reader().list::<ResourceType>(account, region, "", after.as_deref(), most + 1).await?;
        let more = found.len() > most;
        found.truncate(most);
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &last.key.id));
        let shown = found.into_iter().map(|found| own_api::RegisteredType {
            schema_version_id: found.body.versions.last().map(|version| version.id.clone()).unwrap_or_default(),
            type_name: found.body.name,
        });
        Ok(own_api::ListResourceTypesResponse { next_token, resource_types: shown.collect() })
    }
}

impl Handle for operation::DeregisterResourceType {
    async fn access(_: &own_api::DeregisterResourceTypeRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::DeregisterResourceTypeRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::DeregisterResourceTypeResponse, Failure> {
        let name = &input.type_name;
        let mut found = registered(tx, name).await?;
        let goes = |version: &TypeVersion| input.schema_version_id.as_ref().is_none_or(|id| version.id == *id);
        let (gone, kept): (Vec<TypeVersion>, Vec<TypeVersion>) = found.body.versions.drain(..).partition(goes);
        if gone.is_empty() {
            return Err(not_found(format!("{name} has no such version of its schema.")));
        }
        for version in gone {
            let id = SchemaText::id(name, &version.id);
            if let Some(text) = tx.get::<SchemaText>(&found.key.account, &found.key.region, &id).await? {
                tx.delete(&text);
            }
        }
        match kept.is_empty() {
            true => tx.delete(&found),
            false => {
                found.body.versions = kept;
                tx.put(&found)?;
            }
        }
        tx.touched(name, &found.key.account, ResourceType::KIND);
        Ok(own_api::DeregisterResourceTypeResponse {})
    }
}
