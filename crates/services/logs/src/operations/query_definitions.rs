//! Saved queries.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};

use crate::api::{self, QueryLanguage, operation};
use crate::errors::{bad_token, invalid};

/// Definitions of an account and region.
const MOST: usize = 1000;
/// Definitions in a page.
const PAGE: i32 = 1000;

/// A saved query. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Definition {
    id: String,
    name: String,
    text: String,
    language: QueryLanguage,
    groups: Vec<String>,
    modified_at: i64,
}

impl Resource for Definition {
    const KIND: &'static str = "AWS::Logs::QueryDefinition";
}

fn missing() -> Failure {
    api::ResourceNotFoundException::new("The specified query definition does not exist.").into()
}

impl Handle for operation::PutQueryDefinition {
    async fn access(_: &api::PutQueryDefinitionRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::PutQueryDefinitionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutQueryDefinitionResponse, Failure> {
        if input.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty()) {
            return Err(invalid("Parameters of query definitions are not implemented."));
        }
        let (account, region, now) = (tx.account().to_owned(), tx.call().region.clone(), tx.call().time.as_millisecond());
        let stored = match &input.query_definition_id {
            Some(id) => Some(tx.get::<Definition>(&account, &region, id).await?.ok_or_else(missing)?),
            None => {
                if tx.all::<Definition>(&account, &region, "").await?.len() >= MOST {
                    return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
                }
                None
            }
        };
        let id = input.query_definition_id.clone().unwrap_or_else(|| tx.plane().ids.uuid().to_string());
        let definition = Definition {
            id: id.clone(),
            name: input.name.clone(),
            text: input.query_string.clone(),
            language: input.query_language.unwrap_or(QueryLanguage::Cwli),
            groups: input.log_group_names.clone().unwrap_or_default(),
            modified_at: now,
        };
        let stored = match stored {
            Some(mut stored) => {
                stored.body = definition;
                stored
            }
            None => Stored::new(&account, &region, id.as_str(), definition),
        };
        tx.put(&stored)?;
        Ok(api::PutQueryDefinitionResponse { query_definition_id: Some(id) })
    }
}

impl Handle for operation::DescribeQueryDefinitions {
    async fn access(_: &api::DescribeQueryDefinitionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeQueryDefinitionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeQueryDefinitionsResponse, Failure> {
        let limit = super::groups::page_size(input.max_results, PAGE)?;
        let prefix = input.query_definition_name_prefix.clone().unwrap_or_default();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut all = tx.reader().all::<Definition>(&account, &region, "").await?;
        all.retain(|it| {
            it.body.name.starts_with(&prefix) && input.query_language.is_none_or(|language| language == it.body.language)
        });
        let place = |it: &Stored<Definition>| format!("{}\u{0}{}", it.body.name, it.body.id);
        all.sort_by_key(place);
        let listing = format!("DescribeQueryDefinitions {account} {region} {prefix} {:?}", input.query_language);
        let page = cut(all, &listing, input.next_token.as_deref(), limit, place, bad_token)?;
        let shown = page.items.into_iter().map(|Stored { body: it, .. }| api::QueryDefinition {
            query_language: Some(it.language),
            query_definition_id: Some(it.id),
            name: Some(it.name),
            query_string: Some(it.text),
            last_modified: Some(it.modified_at),
            log_group_names: Some(it.groups),
            parameters: None,
        });
        Ok(api::DescribeQueryDefinitionsResponse { query_definitions: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::DeleteQueryDefinition {
    async fn access(_: &api::DeleteQueryDefinitionRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DeleteQueryDefinitionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteQueryDefinitionResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let stored = tx.get::<Definition>(&account, &region, &input.query_definition_id).await?.ok_or_else(missing)?;
        tx.delete(&stored);
        Ok(api::DeleteQueryDefinitionResponse { success: Some(true) })
    }
}
