//! Log groups for other services of the plane.

use plane::ports::{LogEvent, LogGroups, ServiceCaller};
use plane::{BoxFuture, Failure, Reader, Stored, Transaction};
use policy::{Policy, PolicyKind};

use crate::Logs;
use crate::api::AccessDeniedException;
use crate::codec::EVENT_OVERHEAD;
use crate::errors::{no_group, no_stream};
use crate::ingest::{self, MAX_BATCH, MAX_EVENT, MAX_EVENTS};
use crate::operations::streams;
use crate::place::policy_arn;
use crate::policies::{AccountPolicy, GROUP_POLICY, GroupPolicy};
use crate::resources::{LogGroup, LogStream};

/// Account, region and name of a group by its ARN.
fn of_arn(arn: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = arn.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", region, account, "log-group", rest] => {
            let name = rest.strip_suffix(":*").unwrap_or(rest);
            (!name.is_empty() && !name.contains(':')).then_some((*account, *region, name))
        }
        _ => None,
    }
}

async fn find(reader: &Reader<'_>, arn: &str) -> Result<LogGroup, Failure> {
    let (account, region, name) = of_arn(arn).ok_or_else(no_group)?;
    Ok(reader.get::<LogGroup>(account, region, name).await?.ok_or_else(no_group)?.body)
}

/// Cuts a message to what an event may have.
fn cut(message: &str) -> &str {
    let most = usize::try_from(MAX_EVENT - EVENT_OVERHEAD).unwrap_or(usize::MAX);
    let mut end = message.len().min(most);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    message.get(..end).unwrap_or_default()
}

impl LogGroups for Logs {
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        group_arn: &'a str,
        stream: &'a str,
        events: Vec<LogEvent>,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let (account, region, name) = of_arn(group_arn).ok_or_else(no_group)?;
            let group = tx.get::<LogGroup>(account, region, name).await?.ok_or_else(no_group)?.body;
            if !streams::is_name(stream) {
                return Err(no_stream());
            }
            let there = tx.reader().get::<LogStream>(account, &group.partition(), stream).await?;
            let stream = match there {
                Some(there) => there.body,
                // It may have been made earlier in this transaction.
                None => match tx.get::<LogStream>(account, &group.partition(), stream).await? {
                    Some(there) => there.body,
                    None => {
                        let made = streams::new(tx, stream);
                        tx.put(&Stored::new(account, &group.partition(), stream, made.clone()))?;
                        made
                    }
                },
            };
            let mut events: Vec<(i64, &str)> =
                events.iter().filter(|e| !e.message.is_empty()).map(|e| (e.timestamp, cut(&e.message))).collect();
            events.sort_by_key(|(timestamp, _)| *timestamp);
            let mut rest = events.as_slice();
            while !rest.is_empty() {
                let mut bytes = 0;
                let fits = |(_, message): &&(i64, &str)| {
                    bytes += i64::try_from(message.len()).unwrap_or(i64::MAX) + EVENT_OVERHEAD;
                    bytes <= MAX_BATCH
                };
                let count = rest.iter().take(MAX_EVENTS).take_while(fits).count().max(1);
                let (batch, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                ingest::put(tx, &group, &stream, batch).await?;
                rest = behind;
            }
            Ok(())
        })
    }

    fn may_put<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        group_arn: &'a str,
        stream: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let group = find(reader, group_arn).await?;
            let plane = reader.plane();
            let arn = policy_arn(plane, &group.region, &group.account, &group.name, stream);
            let context = caller.context(plane, &group.account, &group.region);
            let mut documents: Vec<String> = Vec::new();
            for policy in reader.all::<AccountPolicy>(&group.account, &group.region, "").await? {
                documents.push(policy.body.document);
            }
            if let Some(policy) = reader.get::<GroupPolicy>(&group.account, &group.partition(), GROUP_POLICY).await? {
                documents.push(policy.body.document);
            }
            let parse = |text: &String| Policy::parse(text, PolicyKind::Resource).map_err(Failure::internal);
            let policies = documents.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
            let policies: Vec<&Policy> = policies.iter().collect();
            for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
                if !caller.is_allowed(action, &arn, &group.account, &policies, &context) {
                    let message = format!("{} is not authorized to perform: {action} on resource: {arn}", caller.principal);
                    return Err(AccessDeniedException::new(message).into());
                }
            }
            Ok(())
        })
    }
}
