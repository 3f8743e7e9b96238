//! Conformance packs: rules and remediations in one template.
//!
//! A pack is put up in the commit of the call: its rules are Config's own, which only the pack changes. What a template no longer has goes, a moment later.

use std::collections::BTreeMap;

use plane::{Failure, LookupValue, Resource, Stored, Transaction};
use rules::pack::{Pack, Place, Remediation, Source, Template};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{
    ConformancePackTemplateValidationException, EvaluationMode, MaxNumberOfConformancePacksExceededException, MessageType, Owner,
};
use crate::judge::resources::{BY_ARN, Detail, Doomed, PolicyText, Rule, Scope, Sweep};
use crate::place::arn;
use crate::remedy::documents::document;
use crate::remedy::{Given, Remedy};

/// Packs of an account in a region at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
const MOST: u64 = 50;
/// Who has the rules of packs.
pub const OWNER: &str = "config-conforms.amazonaws.com";

/// A pack. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conformance {
    /// Name.
    pub name: String,
    /// Id, `conformance-pack-…`.
    pub id: String,
    /// ARN.
    pub arn: String,
    /// Bucket that was named.
    pub bucket: Option<String>,
    /// Beginning of keys that was named.
    pub prefix: Option<String>,
    /// Parameters.
    pub inputs: Vec<(String, String)>,
    /// The managed pack that it is, if it is one.
    pub source: Option<String>,
    /// Names of its rules: in the template, and as they are.
    pub rules: Vec<(String, String)>,
    /// When it was asked for last.
    pub requested: i64,
    /// The service whose pack it is; none for a customer's own.
    #[serde(default)]
    pub created_by: Option<String>,
}

impl Resource for Conformance {
    const KIND: &'static str = "AWS::Config::ConformancePack";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

/// What a customer, or the organization, wants of a pack besides its template.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Name.
    pub name: String,
    /// Bucket that is named.
    pub bucket: Option<String>,
    /// Beginning of keys that is named.
    pub prefix: Option<String>,
    /// Parameters.
    pub inputs: Vec<(String, String)>,
    /// The managed pack that it is.
    pub source: Option<String>,
    /// The service whose pack it is.
    pub created_by: Option<String>,
    /// Tags of a new pack.
    pub tags: Vec<(String, String)>,
}

/// A template is wrong.
pub fn template_wrong(what: impl std::fmt::Display) -> Failure {
    ConformancePackTemplateValidationException::new(what.to_string()).into()
}

/// Reads a template with its parameters, for an account.
///
/// # Errors
/// `ConformancePackTemplateValidationException`.
pub fn read(text: &str, inputs: &[(String, String)], place: Place<'_>) -> Result<Pack, Failure> {
    let inputs: BTreeMap<String, String> = inputs.iter().cloned().collect();
    Template::parse(text).map_err(template_wrong)?.resolve(&inputs, place).map_err(template_wrong)
}

/// Makes or changes a pack with its rules and remediations: its ARN.
///
/// # Errors
/// `MaxNumberOfConformancePacksExceededException`, those of its rules.
pub async fn put(tx: &mut Transaction<'_>, place: (&str, &str), wanted: Wanted, pack: &Pack) -> Result<String, Failure> {
    let (account, region) = place;
    let there = tx.get::<Conformance>(account, region, &wanted.name).await?;
    if there.is_none() && tx.reader().count::<Conformance>(account, region).await? >= MOST {
        return Err(MaxNumberOfConformancePacksExceededException::new(format!(
            "You have reached the limit of {MOST} conformance packs."
        ))
        .into());
    }
    let id =
        there.as_ref().map_or_else(|| format!("conformance-pack-{}", tx.plane().ids.lower(9)), |there| there.body.id.clone());
    let suffix = id.rsplit('-').next().unwrap_or_default().to_owned();
    let before = there.as_ref().map(|there| there.body.rules.clone()).unwrap_or_default();
    let rules = deploy(tx, place, &suffix, pack, &before).await?;
    let pack_arn = arn(tx.plane(), account, region, &format!("conformance-pack/{}/{id}", wanted.name));
    let body = Conformance {
        name: wanted.name.clone(),
        id,
        arn: pack_arn.clone(),
        bucket: wanted.bucket,
        prefix: wanted.prefix,
        inputs: wanted.inputs,
        source: wanted.source,
        rules,
        requested: tx.call().time.as_millisecond(),
        created_by: wanted.created_by,
    };
    match there {
        Some(there) => tx.put(&Stored { body, ..there })?,
        None => tx.put(&Stored::new(account, region, &wanted.name, body).arn(&pack_arn).tags(wanted.tags))?,
    }
    Ok(pack_arn)
}

/// Removes a pack; its rules go a moment later.
///
/// # Errors
/// Internal ones only.
pub async fn remove(tx: &mut Transaction<'_>, pack: &Stored<Conformance>) -> Result<(), Failure> {
    for (_, rule) in &pack.body.rules {
        take_away(tx, (&pack.key.account, &pack.key.region), rule).await?;
    }
    tx.delete(pack);
    Ok(())
}

/// The rule of a pack.
fn rule_of(given: &rules::pack::PackRule, name: &str, id: &str, arn: String) -> Result<Rule, Failure> {
    let details = |given: &[rules::pack::SourceDetail]| -> Result<Vec<Detail>, Failure> {
        given
            .iter()
            .map(|detail| {
                let message = MessageType::parse(&detail.message_type)
                    .ok_or_else(|| template_wrong(format!("There is no message type {}.", detail.message_type)))?;
                Ok(Detail { message, hours: detail.frequency.and_then(|f| u8::try_from(f.hours()).ok()) })
            })
            .collect()
    };
    let (owner, identifier, details, policy) = match &given.source {
        Source::Managed(identifier) => (Owner::Aws, Some(identifier.clone()), Vec::new(), None),
        Source::Function { arn, details: given } => (Owner::CustomLambda, Some(arn.clone()), details(given)?, None),
        Source::Policy { runtime, text, details: given } => {
            let policy = PolicyText { runtime: runtime.clone(), text: text.clone(), debug: false };
            (Owner::CustomPolicy, None, details(given)?, Some(policy))
        }
    };
    let scope = given.scope.as_ref().map(|scope| Scope {
        types: scope.resource_types.clone(),
        id: scope.resource_id.clone(),
        tag_key: scope.tag_key.clone(),
        tag_value: scope.tag_value.clone(),
    });
    Ok(Rule {
        name: name.to_owned(),
        id: id.to_owned(),
        arn,
        description: given.description.clone(),
        scope: scope.filter(|scope| *scope != Scope::default()),
        owner,
        identifier,
        details,
        policy,
        parameters: (!given.input_parameters.is_empty()).then(|| Value::Object(given.input_parameters.clone()).to_string()),
        hours: given.frequency.and_then(|frequency| u8::try_from(frequency.hours()).ok()),
        created_by: Some(OWNER.to_owned()),
        modes: vec![EvaluationMode::Detective],
    })
}

/// The remediation of a pack.
fn remedy_of(given: &Remediation, rule: &str, arn: String) -> Result<Remedy, Failure> {
    let known = document(&given.target_id)
        .ok_or_else(|| template_wrong(format!("The document {} is not available in this installation.", given.target_id)))?;
    let mut parameters = BTreeMap::new();
    for (name, value) in &given.parameters {
        let values = value.get("StaticValue").and_then(|value| value.get("Values")).and_then(Value::as_array);
        let value = match values {
            Some(values) => {
                let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Given::Values(values.iter().map(text).collect())
            }
            None => Given::ResourceId,
        };
        parameters.insert(name.clone(), value);
    }
    known.check(parameters.keys().map(String::as_str)).map_err(template_wrong)?;
    let number = |n: Option<u32>| n.and_then(|n| i32::try_from(n).ok());
    let controls = (given.concurrency_percentage.is_some() || given.error_percentage.is_some())
        .then(|| (number(given.concurrency_percentage), number(given.error_percentage)));
    Ok(Remedy {
        rule: rule.to_owned(),
        document: given.target_id.clone(),
        version: given.target_version.clone(),
        parameters,
        kind: given.resource_type.clone(),
        automatic: given.automatic,
        controls,
        attempts: number(given.maximum_attempts),
        retry: given.retry_seconds.map(i64::from),
        arn,
    })
}

/// Puts the rules and remediations of a pack up, and takes away what it no longer has.
async fn deploy(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    suffix: &str,
    pack: &Pack,
    before: &[(String, String)],
) -> Result<Vec<(String, String)>, Failure> {
    let (account, region) = place;
    let mut names = Vec::new();
    for given in &pack.rules {
        let name = format!("{}-conformance-pack-{suffix}", given.name);
        let there = tx.get::<Rule>(account, region, &name).await?;
        let id = there.as_ref().map_or_else(|| format!("config-rule-{}", tx.plane().ids.lower(6)), |there| there.body.id.clone());
        let rule_arn = arn(tx.plane(), account, region, &format!("config-rule/{id}"));
        let rule = rule_of(given, &name, &id, rule_arn)?;
        if there.as_ref().is_none_or(|there| there.body != rule) {
            crate::operations::rules::put(tx, place, rule, Vec::new(), there).await?;
        }
        names.push((given.name.clone(), name));
    }
    for (_, gone) in before.iter().filter(|(_, name)| !names.iter().any(|(_, kept)| kept == name)) {
        take_away(tx, place, gone).await?;
    }
    for given in &pack.remediations {
        let Some((_, name)) = names.iter().find(|(own, _)| *own == given.rule_name) else { continue };
        let there = tx.get::<Remedy>(account, region, name).await?;
        let own = match &there {
            Some(there) => there.body.arn.clone(),
            None => {
                let id = tx.plane().ids.uuid();
                arn(tx.plane(), account, region, &format!("remediation-configuration/{name}/{id}"))
            }
        };
        let remedy = remedy_of(given, name, own.clone())?;
        match there {
            Some(there) => tx.put(&Stored { body: remedy, ..there })?,
            None => tx.put(&Stored::new(account, region, name, remedy).arn(own))?,
        }
    }
    Ok(names)
}

async fn take_away(tx: &mut Transaction<'_>, place: (&str, &str), rule: &str) -> Result<(), Failure> {
    if let Some(remedy) = tx.get::<Remedy>(place.0, place.1, rule).await? {
        tx.delete(&remedy);
    }
    // What the rule said goes in the background: a call that waited for all rules to hold still would wait for long.
    let id = Sweep::id(place.0, place.1, rule);
    if tx.get::<Doomed>("", "", &id).await?.is_none() {
        let body = Doomed { account: place.0.to_owned(), region: place.1.to_owned(), rule: rule.to_owned() };
        tx.put(&Stored::new("", "", id, body))?;
    }
    Ok(())
}

/// The roles that a template hands over: whoever puts it must be allowed to.
pub fn roles(pack: &Pack) -> Vec<String> {
    let role = |given: &Remediation| {
        let value = given.parameters.get(crate::remedy::documents::ROLE)?;
        value.get("StaticValue")?.get("Values")?.as_array()?.first()?.as_str().map(str::to_owned)
    };
    pack.remediations.iter().filter_map(role).collect()
}
