//! What managed rules and policies say of a resource, with the other items that they ask for.

use std::collections::HashMap;
use std::ops::ControlFlow;

use plane::{Failure, Stored, System};
use serde_json::Value;

use crate::api::{ComplianceType, ConfigurationItemStatus as Status, Owner};
use crate::item::{Current, resource_key};
use crate::judge::guard;
use crate::judge::keep::Said;
use crate::judge::resources::Rule;

/// Other items that rules see at most, of each type.
const MOST_READ: usize = 10_000;

/// Items that rules may ask for, by account, region and type.
#[derive(Default)]
pub(super) struct Shelf(HashMap<(String, String, String), Vec<Value>>);

impl Shelf {
    /// Gets what a rule reads ready.
    async fn fill(&mut self, system: &System, place: (&str, &str), rule: &rules::Rule) -> Result<(), Failure> {
        for kind in rule.reads() {
            let key = (place.0.to_owned(), place.1.to_owned(), (*kind).to_owned());
            if self.0.contains_key(&key) {
                continue;
            }
            let mut items = Vec::new();
            let mut after: Option<String> = None;
            while items.len() < MOST_READ {
                let page =
                    system.reader().list::<Current>(place.0, place.1, &resource_key(kind, ""), after.as_deref(), 500).await?;
                items.extend(page.iter().filter(|c| c.body.exists()).map(|c| c.body.item.delivered()));
                match page.last() {
                    Some(last) if page.len() == 500 => after = Some(last.key.id.clone()),
                    _ => break,
                }
            }
            self.0.insert(key, items);
        }
        Ok(())
    }
}

struct Shown<'s> {
    shelf: &'s Shelf,
    place: (&'s str, &'s str),
}

impl rules::Items for Shown<'_> {
    fn each(&self, resource_type: &str, visit: &mut dyn FnMut(&rules::Item<'_>) -> ControlFlow<()>) {
        let key = (self.place.0.to_owned(), self.place.1.to_owned(), resource_type.to_owned());
        for value in self.shelf.0.get(&key).into_iter().flatten() {
            if let Ok(item) = rules::Item::read(value)
                && visit(&item).is_break()
            {
                return;
            }
        }
    }
}

/// What a managed rule says of a delivered item. A rule that breaks is reported, and judges nothing.
fn managed(
    rule: &rules::Rule,
    parameters: &str,
    item: &Value,
    context: &rules::Context<'_>,
) -> Result<(ComplianceType, Option<String>), (String, String)> {
    let given =
        rule.read_parameters(parameters).map_err(|error| ("InvalidParameterValueException".to_owned(), error.to_string()))?;
    let read = rules::Item::read(item).map_err(|error| ("InternalError".to_owned(), error.to_string()))?;
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| rule.evaluate(&read, &given, context)));
    let verdict = judged.map_err(|_| ("InternalError".to_owned(), "The rule ended unexpectedly.".to_owned()))?;
    let compliance = match verdict.compliance {
        rules::Compliance::Compliant => ComplianceType::Compliant,
        rules::Compliance::NonCompliant => ComplianceType::NonCompliant,
        rules::Compliance::NotApplicable => ComplianceType::NotApplicable,
    };
    Ok((compliance, verdict.annotation.map(std::borrow::Cow::into_owned)))
}

/// What a rule says of a resource. `None` where it says it later, by its function, or has nothing to do with it.
pub(super) async fn judge(
    system: &System,
    shelf: &mut Shelf,
    rule: &Stored<Rule>,
    current: &Current,
    now: i64,
) -> Result<Option<Result<Said, (String, String)>>, Failure> {
    let place = (rule.key.account.as_str(), rule.key.region.as_str());
    let item = &current.item;
    let said = |(compliance, annotation)| Said {
        kind: item.kind.clone(),
        id: item.id.clone(),
        compliance,
        annotation,
        ordering: item.at.max(0),
    };
    // Of what is there and not recorded nobody knows how it is.
    if item.status == Status::ResourceNotRecorded || !rule.body.looks_at(&item.kind, &item.id, &item.tags) {
        return Ok(Some(Ok(said((ComplianceType::NotApplicable, None)))));
    }
    match rule.body.owner {
        Owner::Aws => {
            let Some(found) = rule.body.managed() else { return Ok(None) };
            shelf.fill(system, place, found).await?;
            let shown = Shown { shelf, place };
            let context = rules::Context { now: crate::item::time(now), account_id: place.0, region: place.1, items: &shown };
            let parameters = rule.body.parameters.as_deref().unwrap_or_default();
            Ok(Some(managed(found, parameters, &item.delivered(), &context).map(said)))
        }
        Owner::CustomPolicy => {
            let Some(policy) = &rule.body.policy else { return Ok(None) };
            let judged = guard::judge(policy.text.clone(), item.delivered(), rule.body.parameters.clone(), now).await;
            Ok(Some(judged.map(said)))
        }
        Owner::CustomLambda => Ok(None),
    }
}
