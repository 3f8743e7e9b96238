//! Functions as AWS Config records them. Of the environment only its being there: its values are sealed.

use plane::configuration::time;
use plane::ports::{ConfigurationChange, ConfigurationSource, Relationship, ResourceConfiguration};
use plane::{BoxFuture, Failure, Past, Resource, Stored, Version};
use serde_json::{Value, json};

use crate::resources::{Function, Permissions, part_id};

/// Describes functions.
#[derive(Debug, Default)]
pub struct Configurations;

impl ConfigurationSource for Configurations {
    fn resource_types(&self) -> &'static [&'static str] {
        &[Function::KIND]
    }

    fn describe<'a>(
        &'a self,
        past: &'a Past<'a>,
        version: &'a Version,
    ) -> BoxFuture<'a, Result<Vec<ConfigurationChange>, Failure>> {
        Box::pin(async move {
            let key = &version.key;
            let name = match key.kind.as_str() {
                Function::KIND => &key.id,
                // The policy of the function itself: that of a version or an alias is no part of its item.
                Permissions::KIND => match key.id.strip_suffix(':') {
                    Some(name) => name,
                    None => return Ok(Vec::new()),
                },
                _ => return Ok(Vec::new()),
            };
            let policy = past.get::<Permissions>(&key.account, &key.region, &part_id(name, "")).await?;
            let partition = &past.reader().plane().settings.partition;
            let describe = |stored: &Stored<Function>| function(stored, policy.as_ref().map(|p| &p.body), partition);
            if key.kind == Function::KIND {
                return past.change(version, describe).await;
            }
            let function = past.get::<Function>(&key.account, &key.region, name).await?;
            Ok(function.iter().map(|stored| ConfigurationChange::Recorded(Box::new(describe(stored)))).collect())
        })
    }
}

fn function(stored: &Stored<Function>, policy: Option<&Permissions>, partition: &str) -> ResourceConfiguration {
    let function = &stored.body.latest;
    let arn = function.arn(partition);
    let configuration = json!({
        "functionName": function.name,
        "functionArn": arn,
        "runtime": function.runtime.as_str(),
        "role": function.role,
        "handler": function.handler,
        "codeSize": function.code.size,
        "description": function.description,
        "timeout": function.timeout,
        "memorySize": function.memory,
        "lastModified": time(function.modified_at),
        "codeSha256": function.code.sha256,
        "version": function.version,
        "vpcConfig": null,
        "deadLetterConfig": null,
        "tracingConfig": {"mode": "PassThrough"},
        "revisionId": function.revision,
        "layers": [],
        "state": "Active",
        "packageType": "Zip",
        "architectures": [function.architecture.as_str()],
        "ephemeralStorage": {"size": function.ephemeral},
    });
    let policy = policy.filter(|policy| !policy.statements.is_empty()).map(|policy| {
        let document = json!({"Version": "2012-10-17", "Id": "default", "Statement": policy.statements});
        Value::String(document.to_string())
    });
    let role = function.role.rsplit_once('/').map_or("", |(_, name)| name);
    ResourceConfiguration::of(stored, Function::KIND, &function.name, configuration)
        .named(&function.name)
        .region(&function.region)
        .arn(arn)
        .with("Policy", policy.unwrap_or(Value::Null))
        .with("Concurrency", json!({"reservedConcurrentExecutions": stored.body.reserved}))
        .related(Relationship::to("Is associated with Role", "AWS::IAM::Role", "").named(role))
}
