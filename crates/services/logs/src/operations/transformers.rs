//! Transformers of log groups.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::Value;
use wire::shape::Unit;
use wire::{Document, Shape};

use crate::api::{self, LogGroupClass, operation};
use crate::errors::invalid;
use crate::place::{group, group_name, held_group, on_group};
use crate::transforming::{GroupTransformer, current, read};

/// Messages of a test.
const MOST_MESSAGES: usize = 50;

async fn on(lookup: &Lookup<'_>, identifier: &str) -> Result<Access, Failure> {
    let name = group_name(identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
    on_group(lookup, &name).await
}

/// Processors as JSON. They consist of structures, lists, texts and truth values.
fn json(document: Document) -> Value {
    match document {
        Document::Structure(members) => members.into_iter().map(|(name, value)| (name.to_owned(), json(value))).collect(),
        Document::List(items) => items.into_iter().map(json).collect(),
        Document::String(text) => Value::from(text),
        Document::Boolean(flag) => Value::from(flag),
        _ => Value::Null,
    }
}

fn config(processors: &[api::Processor]) -> Value {
    processors.iter().cloned().map(|processor| json(processor.into_document())).collect()
}

/// The opposite of [`config`].
fn processors(config: &Value) -> Result<Vec<api::Processor>, Failure> {
    config.as_array().into_iter().flatten().map(processor).collect()
}

fn processor(value: &Value) -> Result<api::Processor, Failure> {
    let contract = wire::contracts::contract("logs").ok_or_else(|| Failure::internal("no contract of logs"))?.service();
    let shape = contract.shape_named("Processor").ok_or_else(|| Failure::internal("no shape of processors"))?;
    let document = wire::plain::read(contract, shape, value)?;
    api::Processor::from_document(document).map_err(Failure::internal)
}

impl Handle for operation::PutTransformer {
    async fn access(input: &api::PutTransformerRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifier).await
    }

    async fn run(input: &api::PutTransformerRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let group = held_group(tx, &name).await?.body;
        if group.class != LogGroupClass::Standard {
            return Err(api::InvalidOperationException::new("Transformers are for log groups of the Standard class.").into());
        }
        let config = config(&input.transformer_config);
        read(&config)?;
        let now = tx.call().time.as_millisecond();
        let mut created_at = now;
        if let Some(mut before) = current(tx, &group).await? {
            created_at = before.body.created_at;
            if before.body.config == config {
                return Ok(Unit {});
            }
            before.body.until = Some(now);
            tx.put(&before)?;
        }
        let made = GroupTransformer { config, created_at, from: now, until: None };
        let id = made.id(&hex::encode(tx.plane().ids.bytes::<4>()));
        tx.put(&Stored::new(&group.account, &group.partition(), id, made))?;
        Ok(Unit {})
    }
}

impl Handle for operation::GetTransformer {
    async fn access(input: &api::GetTransformerRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifier).await
    }

    async fn run(input: &api::GetTransformerRequest, tx: &mut Transaction<'_>) -> Result<api::GetTransformerResponse, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let group = group(tx, &name).await?.body;
        let Some(found) = current(tx, &group).await? else { return Ok(api::GetTransformerResponse::default()) };
        Ok(api::GetTransformerResponse {
            log_group_identifier: Some(input.log_group_identifier.clone()),
            creation_time: Some(found.body.created_at),
            last_modified_time: Some(found.body.from),
            transformer_config: Some(processors(&found.body.config)?),
        })
    }
}

impl Handle for operation::DeleteTransformer {
    async fn access(input: &api::DeleteTransformerRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifier).await
    }

    async fn run(input: &api::DeleteTransformerRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let group = held_group(tx, &name).await?.body;
        let missing = || api::ResourceNotFoundException::new("The log group has no transformer.");
        let mut found = current(tx, &group).await?.ok_or_else(missing)?;
        found.body.until = Some(tx.call().time.as_millisecond());
        tx.put(&found)?;
        Ok(Unit {})
    }
}

impl Handle for operation::TestTransformer {
    async fn access(_: &api::TestTransformerRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::TestTransformerRequest, _: &mut Transaction<'_>) -> Result<api::TestTransformerResponse, Failure> {
        if input.log_event_messages.is_empty() || input.log_event_messages.len() > MOST_MESSAGES {
            return Err(invalid(format!("A test has 1 to {MOST_MESSAGES} messages.")));
        }
        let transformer = read(&config(&input.transformer_config))?;
        let shown = (1_i64..).zip(&input.log_event_messages).map(|(number, message)| api::TransformedLogRecord {
            event_number: Some(number),
            event_message: Some(message.clone()),
            transformed_event_message: transformer.transform(message).ok(),
        });
        Ok(api::TestTransformerResponse { transformed_logs: Some(shown.collect()) })
    }
}

#[cfg(test)]
mod tests {
    use super::{config, processors};
    use crate::api;

    #[test]
    fn processors_are_kept_as_they_are_named() {
        let given = vec![
            api::Processor { parse_json: Some(api::ParseJSON::default()), ..api::Processor::default() },
            api::Processor {
                add_keys: Some(api::AddKeys {
                    entries: vec![api::AddKeyEntry {
                        key: "a".to_owned(),
                        value: "b".to_owned(),
                        overwrite_if_exists: Some(true),
                    }],
                }),
                ..api::Processor::default()
            },
        ];
        let kept = config(&given);
        assert_eq!(
            kept.to_string(),
            r#"[{"parseJSON":{}},{"addKeys":{"entries":[{"key":"a","value":"b","overwriteIfExists":true}]}}]"#
        );
        assert_eq!(processors(&kept).unwrap(), given);
    }
}
