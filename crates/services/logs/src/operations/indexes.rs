//! Field index policies of log groups, and what is indexed by them.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::{self, IndexSource, IndexType, LogGroupClass, operation};
use crate::errors::invalid;
use crate::indexes::{Held, IndexPolicy, KEY, held, parse};
use crate::place::{group, group_name, held_group, on_group};
use crate::resources::{Chunk, LogGroup};

/// Log groups of a request.
const MOST_GROUPS: usize = 100;

/// What a call on some groups needs.
pub(super) async fn on(lookup: &Lookup<'_>, identifiers: &[String]) -> Result<Access, Failure> {
    let mut access: Option<Access> = None;
    for identifier in identifiers {
        let name = group_name(identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        let one = on_group(lookup, &name).await?;
        access = Some(match access {
            Some(access) => access.and(one),
            None => one,
        });
    }
    Ok(access.unwrap_or_else(Access::any))
}

async fn groups(tx: &mut Transaction<'_>, identifiers: &[String]) -> Result<Vec<LogGroup>, Failure> {
    if identifiers.is_empty() || identifiers.len() > MOST_GROUPS {
        return Err(invalid(format!("A request names 1 to {MOST_GROUPS} log groups.")));
    }
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let mut groups = Vec::with_capacity(identifiers.len());
    for identifier in identifiers {
        groups.push(group(tx, &group_name(identifier, &account, &region)?).await?.body);
    }
    Ok(groups)
}

fn shown(arn: String, held: Held) -> api::IndexPolicy {
    let (document, updated_at, name, source) = match held {
        Held::Own(policy) => (policy.document, policy.updated_at, None, IndexSource::LogGroup),
        Held::Account(policy) => (policy.document, policy.updated_at, Some(policy.name), IndexSource::Account),
    };
    api::IndexPolicy {
        log_group_identifier: Some(arn),
        last_update_time: Some(updated_at),
        policy_document: Some(document),
        policy_name: name,
        source: Some(source),
    }
}

impl Handle for operation::PutIndexPolicy {
    async fn access(input: &api::PutIndexPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, std::slice::from_ref(&input.log_group_identifier)).await
    }

    async fn run(input: &api::PutIndexPolicyRequest, tx: &mut Transaction<'_>) -> Result<api::PutIndexPolicyResponse, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let group = held_group(tx, &name).await?.body;
        if group.class != LogGroupClass::Standard {
            return Err(invalid("Field indexes are for log groups of the Standard class."));
        }
        parse(&input.policy_document)?;
        let policy = IndexPolicy { document: input.policy_document.clone(), updated_at: tx.call().time.as_millisecond() };
        let there = tx.get::<IndexPolicy>(&group.account, &group.partition(), KEY).await?;
        tx.put(&match there {
            Some(there) => Stored { body: policy.clone(), ..there },
            None => Stored::new(&group.account, &group.partition(), KEY, policy.clone()),
        })?;
        let arn = group.arn(&tx.plane().settings.partition);
        Ok(api::PutIndexPolicyResponse { index_policy: Some(shown(arn, Held::Own(policy))) })
    }
}

impl Handle for operation::DeleteIndexPolicy {
    async fn access(input: &api::DeleteIndexPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, std::slice::from_ref(&input.log_group_identifier)).await
    }

    async fn run(
        input: &api::DeleteIndexPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteIndexPolicyResponse, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let group = held_group(tx, &name).await?.body;
        let missing = || api::ResourceNotFoundException::new("The log group has no field index policy.");
        let there = tx.get::<IndexPolicy>(&group.account, &group.partition(), KEY).await?.ok_or_else(missing)?;
        tx.delete(&there);
        Ok(api::DeleteIndexPolicyResponse {})
    }
}

impl Handle for operation::DescribeIndexPolicies {
    async fn access(input: &api::DescribeIndexPoliciesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifiers).await
    }

    async fn run(
        input: &api::DescribeIndexPoliciesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeIndexPoliciesResponse, Failure> {
        let mut policies = Vec::new();
        for group in groups(tx, &input.log_group_identifiers).await? {
            let arn = group.arn(&tx.plane().settings.partition);
            policies.extend(held(&tx.reader(), &group).await?.map(|held| shown(arn, held)));
        }
        Ok(api::DescribeIndexPoliciesResponse { index_policies: Some(policies), next_token: None })
    }
}

impl Handle for operation::DescribeFieldIndexes {
    async fn access(input: &api::DescribeFieldIndexesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifiers).await
    }

    async fn run(
        input: &api::DescribeFieldIndexesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeFieldIndexesResponse, Failure> {
        let mut shown = Vec::new();
        for group in groups(tx, &input.log_group_identifiers).await? {
            let reader = tx.reader();
            let kinds = match held(&reader, &group).await? {
                Some(held) => parse(held.document())?,
                None => BTreeMap::new(),
            };
            let arn = group.arn(&tx.plane().settings.partition);
            let mut known: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
            for chunk in reader.all::<Chunk>(&group.account, &group.partition(), "").await? {
                for field in chunk.body.fields {
                    let all = known.entry(field.name).or_insert((0, i64::MAX, 0));
                    all.0 = all.0.max(chunk.created_at);
                    if let Some((first, last)) = field.events {
                        (all.1, all.2) = (all.1.min(first), all.2.max(last));
                    }
                }
            }
            for name in kinds.keys() {
                known.entry(name.clone()).or_insert((0, i64::MAX, 0));
            }
            shown.extend(known.into_iter().map(|(name, (scanned, first, last))| api::FieldIndex {
                log_group_identifier: Some(arn.clone()),
                last_scan_time: (scanned > 0).then_some(scanned),
                first_event_time: (first <= last).then_some(first),
                last_event_time: (first <= last).then_some(last),
                r#type: Some(kinds.get(&name).copied().unwrap_or(IndexType::FieldIndex)),
                index_category: None,
                field_index_name: Some(name),
            }));
        }
        Ok(api::DescribeFieldIndexesResponse { field_indexes: Some(shown), next_token: None })
    }
}
