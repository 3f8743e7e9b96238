//! Rules of other services of the plane, such as those of Security Hub's controls.

use plane::ports::{ConfigRules, ServiceRule};
use plane::{BoxFuture, Failure, Transaction};
use serde_json::{Map, Value};
use wire::Common;

use crate::api::{EvaluationMode, Owner};
use crate::errors::invalid;
use crate::judge::remove;
use crate::judge::resources::Rule;
use crate::operations::rules::put;
use crate::place::arn;

/// The service, for others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Config;

impl ConfigRules for Config {
    fn put_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        rule: ServiceRule,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let Some(managed) = rules::rule(&rule.identifier) else {
                return Err(invalid(format!("The sourceIdentifier {} is invalid.", rule.identifier)));
            };
            let given: Map<String, Value> = rule.parameters.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect();
            let parameters = (!given.is_empty()).then(|| Value::Object(given).to_string());
            managed.read_parameters(parameters.as_deref().unwrap_or_default()).map_err(|error| invalid(error.to_string()))?;
            let there = tx.get::<Rule>(account, region, &rule.name).await?;
            if there.as_ref().is_some_and(|there| there.body.created_by.as_ref() != Some(&rule.created_by)) {
                return Err(Failure::common(Common::AccessDenied, format!("There is a rule {} of somebody else.", rule.name)));
            }
            let id =
                there.as_ref().map_or_else(|| format!("config-rule-{}", tx.plane().ids.lower(6)), |there| there.body.id.clone());
            let new = Rule {
                arn: arn(tx.plane(), account, region, &format!("config-rule/{id}")),
                id,
                name: rule.name,
                description: Some(rule.description),
                scope: None,
                owner: Owner::Aws,
                identifier: Some(rule.identifier),
                details: Vec::new(),
                policy: None,
                parameters,
                hours: None,
                created_by: Some(rule.created_by),
                modes: vec![EvaluationMode::Detective],
            };
            // Put again as it is, a rule is not evaluated again.
            if there.as_ref().is_some_and(|there| there.body == new) {
                return Ok(());
            }
            put(tx, (account, region), new, Vec::new(), there).await
        })
    }

    fn delete_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            match tx.get::<Rule>(account, region, name).await?.filter(|rule| rule.body.created_by.is_some()) {
                Some(rule) => remove(tx, &rule).await,
                None => Ok(()),
            }
        })
    }

    fn knows(&self, identifier: &str) -> bool {
        rules::rule(identifier).is_some()
    }
}
