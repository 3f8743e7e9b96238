//! Conformance packs: rules and remediations in one template.
//!
//! A pack is put up in the commit of the call: its rules are Config's own, which only the pack changes. What a template no longer has goes, a moment later.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, LookupValue, Resource, Stored, Transaction};
use rules::pack::{Pack, Place, Remediation, Source, Template, builtin};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wire::shape::Unit;

use super::aggregators::{find as aggregator, on_aggregator, places};
use super::{limit, tags};
use crate::api::{
    self, AggregateConformancePackComplianceSummaryGroupKey as GroupKey, ComplianceType, ConformancePackComplianceType,
    ConformancePackInputParameter, ConformancePackState, ConformancePackTemplateValidationException, ConformancePackType,
    EvaluationMode, MaxNumberOfConformancePacksExceededException, MessageType, NoSuchConfigRuleInConformancePackException,
    NoSuchConformancePackException, Owner, SortOrder, operation,
};
use crate::errors::{invalid, token};
use crate::item::time;
use crate::judge::resources::{BY_ARN, Detail, Doomed, Evaluation, PolicyText, Rule, RuleState, Scope, Sweep, Verdict};
use crate::place::arn;
use crate::remedy::documents::document;
use crate::remedy::{Given, Remedy};

/// Packs of an account in a region at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
const MOST: u64 = 50;
/// Who has the rules of packs.
pub(crate) const OWNER: &str = "config-conforms.amazonaws.com";
/// In one page.
const PAGE: usize = 20;
const DETAILS: usize = 100;
const RULES: usize = 1_000;

/// A pack. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Conformance {
    pub name: String,
    pub id: String,
    pub arn: String,
    pub bucket: Option<String>,
    pub prefix: Option<String>,
    pub inputs: Vec<(String, String)>,
    /// The managed pack that it is, if it is one.
    pub source: Option<String>,
    /// Names of its rules: in the template, and as they are.
    pub rules: Vec<(String, String)>,
    pub requested: i64,
}

impl Resource for Conformance {
    const KIND: &'static str = "AWS::Config::ConformancePack";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

fn missing(name: &str) -> Failure {
    NoSuchConformancePackException::new(format!("The conformance pack '{name}' does not exist.")).into()
}

fn template_wrong(what: impl std::fmt::Display) -> Failure {
    ConformancePackTemplateValidationException::new(what.to_string()).into()
}

async fn on_pack(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Conformance>(account, region, name).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("conformance-pack/{name}/*"))),
    })
}

async fn find(tx: &Transaction<'_>, name: &str) -> Result<Stored<Conformance>, Failure> {
    tx.reader().get::<Conformance>(tx.account(), &tx.call().region, name).await?.ok_or_else(|| missing(name))
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
            super::rules::put(tx, place, rule, Vec::new(), there).await?;
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
fn roles(pack: &Pack) -> Vec<String> {
    let role = |given: &Remediation| {
        let value = given.parameters.get(crate::remedy::documents::ROLE)?;
        value.get("StaticValue")?.get("Values")?.as_array()?.first()?.as_str().map(str::to_owned)
    };
    pack.remediations.iter().filter_map(role).collect()
}

/// Reads what a request gives as a template.
fn resolve(input: &api::PutConformancePackRequest, account: &str, region: &str, partition: &str) -> Result<Pack, Failure> {
    if input.template_s3_uri.is_some() || input.template_ssm_document_details.is_some() {
        return Err(invalid(
            "Templates in S3 and in documents of Systems Manager are not available in this installation: use TemplateBody.",
        ));
    }
    let text = match (&input.template_body, &input.source) {
        (Some(text), None) => text.clone(),
        (None, Some(source)) => builtin::find(&source.source_identifier)
            .map(builtin::Builtin::template)
            .ok_or_else(|| invalid(format!("There is no managed conformance pack {}.", source.source_identifier)))?,
        _ => return Err(invalid("Either TemplateBody or Source must be given.")),
    };
    let inputs: BTreeMap<String, String> = input
        .conformance_pack_input_parameters
        .iter()
        .flatten()
        .map(|given| (given.parameter_name.clone(), given.parameter_value.clone()))
        .collect();
    let template = Template::parse(&text).map_err(template_wrong)?;
    template.resolve(&inputs, Place { account_id: account, region, partition }).map_err(template_wrong)
}

impl Handle for operation::PutConformancePack {
    async fn access(input: &api::PutConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access = on_pack(lookup, &input.conformance_pack_name).await?.request_tags(tags::pairs(input.tags.as_ref()));
        let partition = &lookup.plane().settings.partition;
        // What cannot be read hands over nothing, and is refused when it is run.
        if let Ok(pack) = resolve(input, lookup.account(), &lookup.call().region, partition) {
            for role in roles(&pack) {
                access = access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", "ssm.amazonaws.com"));
            }
        }
        Ok(access)
    }

    async fn run(
        input: &api::PutConformancePackRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutConformancePackResponse, Failure> {
        if input.scope.is_some() {
            return Err(invalid("Scope is not available in this installation."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.conformance_pack_name;
        let pack = resolve(input, &account, &region, &tx.plane().settings.partition)?;
        let there = tx.get::<Conformance>(&account, &region, name).await?;
        if there.is_none() && tx.reader().count::<Conformance>(&account, &region).await? >= MOST {
            return Err(MaxNumberOfConformancePacksExceededException::new(format!(
                "You have reached the limit of {MOST} conformance packs."
            ))
            .into());
        }
        let id =
            there.as_ref().map_or_else(|| format!("conformance-pack-{}", tx.plane().ids.lower(9)), |there| there.body.id.clone());
        let suffix = id.rsplit('-').next().unwrap_or_default().to_owned();
        let before = there.as_ref().map(|there| there.body.rules.clone()).unwrap_or_default();
        let rules = deploy(tx, (&account, &region), &suffix, &pack, &before).await?;
        let pack_arn = arn(tx.plane(), &account, &region, &format!("conformance-pack/{name}/{id}"));
        let tags = tags::checked(input.tags.as_ref())?;
        let inputs = input.conformance_pack_input_parameters.iter().flatten();
        let body = Conformance {
            name: name.clone(),
            id,
            arn: pack_arn.clone(),
            bucket: input.delivery_s3_bucket.clone(),
            prefix: input.delivery_s3_key_prefix.clone(),
            inputs: inputs.map(|given| (given.parameter_name.clone(), given.parameter_value.clone())).collect(),
            source: input.source.as_ref().map(|source| source.source_identifier.clone()),
            rules,
            requested: tx.call().time.as_millisecond(),
        };
        tx.touched(&pack_arn, &account, Conformance::KIND);
        match there {
            Some(there) => tx.put(&Stored { body, ..there })?,
            None => tx.put(&Stored::new(&account, &region, name, body).arn(&pack_arn).tags(tags))?,
        }
        Ok(api::PutConformancePackResponse { conformance_pack_arn: Some(pack_arn) })
    }
}

impl Handle for operation::DeleteConformancePack {
    async fn access(input: &api::DeleteConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_pack(lookup, &input.conformance_pack_name).await
    }

    async fn run(input: &api::DeleteConformancePackRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.conformance_pack_name;
        let found = tx.get::<Conformance>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        for (_, rule) in &found.body.rules {
            take_away(tx, (&account, &region), rule).await?;
        }
        tx.touched(&found.body.arn, &account, Conformance::KIND);
        tx.delete(&found);
        Ok(Unit {})
    }
}

/// The packs of these names; all where there are none.
async fn named(tx: &Transaction<'_>, names: Option<&Vec<String>>) -> Result<Vec<Stored<Conformance>>, Failure> {
    let mut all = tx.reader().all::<Conformance>(tx.account(), &tx.call().region, "").await?;
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        if let Some(name) = names.iter().find(|name| !all.iter().any(|found| found.body.name == **name)) {
            return Err(missing(name));
        }
        all.retain(|found| names.contains(&found.body.name));
    }
    Ok(all)
}

fn kind(pack: &Conformance) -> ConformancePackType {
    if pack.source.is_some() { ConformancePackType::Managed } else { ConformancePackType::Custom }
}

impl Handle for operation::DescribeConformancePacks {
    async fn access(_: &api::DescribeConformancePacksRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConformancePacksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConformancePacksResponse, Failure> {
        let found = named(tx, input.conformance_pack_names.as_ref()).await?;
        let listing =
            format!("DescribeConformancePacks {} {} {:?}", tx.account(), tx.call().region, input.conformance_pack_names);
        let size = limit(input.limit, PAGE, PAGE);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|found| {
            let kind = kind(&found.body);
            let pack = found.body;
            api::ConformancePackDetail {
                conformance_pack_name: pack.name,
                conformance_pack_arn: pack.arn,
                conformance_pack_id: pack.id,
                delivery_s3_bucket: pack.bucket,
                delivery_s3_key_prefix: pack.prefix,
                conformance_pack_input_parameters: Some(
                    pack.inputs
                        .into_iter()
                        .map(|(parameter_name, parameter_value)| ConformancePackInputParameter {
                            parameter_name,
                            parameter_value,
                        })
                        .collect(),
                ),
                last_update_requested_time: Some(time(pack.requested)),
                r#type: Some(kind),
                source: pack.source.map(|source_identifier| api::ConformancePackSource { source_identifier }),
                ..api::ConformancePackDetail::default()
            }
        });
        Ok(api::DescribeConformancePacksResponse { conformance_pack_details: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::DescribeConformancePackStatus {
    async fn access(_: &api::DescribeConformancePackStatusRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConformancePackStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConformancePackStatusResponse, Failure> {
        let found = named(tx, input.conformance_pack_names.as_ref()).await?;
        let listing =
            format!("DescribeConformancePackStatus {} {} {:?}", tx.account(), tx.call().region, input.conformance_pack_names);
        let size = limit(input.limit, PAGE, PAGE);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|found| api::ConformancePackStatusDetail {
            r#type: Some(kind(&found.body)),
            conformance_pack_name: found.body.name,
            conformance_pack_id: found.body.id,
            conformance_pack_arn: found.body.arn,
            conformance_pack_state: ConformancePackState::CreateComplete,
            stack_arn: None,
            conformance_pack_status_reason: None,
            last_update_requested_time: time(found.body.requested),
            last_update_completed_time: Some(time(found.body.requested)),
        });
        Ok(api::DescribeConformancePackStatusResponse {
            conformance_pack_status_details: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

fn compliance(state: Option<&RuleState>) -> ConformancePackComplianceType {
    let (compliant, non_compliant) = state.map_or((0, 0), |state| (state.compliant, state.non_compliant));
    match (Verdict { compliant, non_compliant }).compliance() {
        ComplianceType::Compliant => ConformancePackComplianceType::Compliant,
        ComplianceType::NonCompliant => ConformancePackComplianceType::NonCompliant,
        _ => ConformancePackComplianceType::InsufficientData,
    }
}

/// The rules of a pack with how they are doing.
async fn states(tx: &Transaction<'_>, pack: &Stored<Conformance>) -> Result<Vec<(String, Option<RuleState>)>, Failure> {
    let names: Vec<String> = pack.body.rules.iter().map(|(_, name)| name.clone()).collect();
    let states = tx.reader().get_many::<RuleState>(&pack.key.account, &pack.key.region, &names).await?;
    Ok(names.into_iter().zip(states.into_iter().map(|state| state.map(|state| state.body))).collect())
}

impl Handle for operation::DescribeConformancePackCompliance {
    async fn access(input: &api::DescribeConformancePackComplianceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_pack(lookup, &input.conformance_pack_name).await
    }

    async fn run(
        input: &api::DescribeConformancePackComplianceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConformancePackComplianceResponse, Failure> {
        let pack = find(tx, &input.conformance_pack_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let wanted = filters.config_rule_names.clone().unwrap_or_default();
        if let Some(name) = wanted.iter().find(|name| !pack.body.rules.iter().any(|(_, own)| own == *name)) {
            let message = format!("The rule {name} is not in the conformance pack.");
            return Err(NoSuchConfigRuleInConformancePackException::new(message).into());
        }
        let managed = pack.body.source.as_deref().and_then(builtin::find);
        let mut found = Vec::new();
        for (name, state) in states(tx, &pack).await? {
            let compliance = compliance(state.as_ref());
            let rule = tx.reader().get::<Rule>(&pack.key.account, &pack.key.region, &name).await?;
            let identifier = rule.and_then(|rule| rule.body.identifier).unwrap_or_default();
            let controls = managed.iter().flat_map(|managed| managed.controls.iter());
            let controls = controls.filter(|control| control.rules.contains(&identifier.as_str()));
            let fits =
                filters.compliance_type.is_none_or(|kind| kind == compliance) && (wanted.is_empty() || wanted.contains(&name));
            if fits {
                found.push(api::ConformancePackRuleCompliance {
                    config_rule_name: Some(name),
                    compliance_type: Some(compliance),
                    controls: Some(controls.map(|control| control.number.to_owned()).collect()),
                });
            }
        }
        found.sort_by(|a, b| a.config_rule_name.cmp(&b.config_rule_name));
        let listing = format!("DescribeConformancePackCompliance {} {filters:?}", pack.body.arn);
        let size = limit(input.limit, RULES, RULES);
        let id = |one: &api::ConformancePackRuleCompliance| one.config_rule_name.clone().unwrap_or_default();
        let page = cut(found, &listing, input.next_token.as_deref(), size, id, token)?;
        Ok(api::DescribeConformancePackComplianceResponse {
            conformance_pack_name: pack.body.name,
            conformance_pack_rule_compliance_list: page.items,
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetConformancePackComplianceDetails {
    async fn access(input: &api::GetConformancePackComplianceDetailsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_pack(lookup, &input.conformance_pack_name).await
    }

    async fn run(
        input: &api::GetConformancePackComplianceDetailsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConformancePackComplianceDetailsResponse, Failure> {
        let pack = find(tx, &input.conformance_pack_name).await?;
        let (account, region) = (&pack.key.account, &pack.key.region);
        let filters = input.filters.clone().unwrap_or_default();
        let wanted = filters.config_rule_names.clone().unwrap_or_default();
        let ids = filters.resource_ids.clone().unwrap_or_default();
        let mut found: Vec<Stored<Evaluation>> = Vec::new();
        for (_, name) in pack.body.rules.iter().filter(|(_, name)| wanted.is_empty() || wanted.contains(name)) {
            let Some(rule) = tx.reader().get::<Rule>(account, region, name).await? else { continue };
            found.extend(tx.reader().all::<Evaluation>(account, region, &format!("{}|", rule.body.id)).await?);
        }
        found.retain(|one| {
            filters.resource_type.as_ref().is_none_or(|kind| *kind == one.body.kind)
                && (ids.is_empty() || ids.contains(&one.body.id))
                && filters.compliance_type.is_none_or(|kind| kind.as_str() == one.body.compliance.as_str())
        });
        found.sort_by(|a, b| a.key.id.cmp(&b.key.id));
        let listing = format!("GetConformancePackComplianceDetails {} {filters:?}", pack.body.arn);
        let size = limit(input.limit, DETAILS, DETAILS);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let results = page.items.iter().map(|one| api::ConformancePackEvaluationResult {
            compliance_type: ConformancePackComplianceType::parse(one.body.compliance.as_str()).unwrap_or_default(),
            evaluation_result_identifier: super::compliance::result(&one.body).evaluation_result_identifier.unwrap_or_default(),
            config_rule_invoked_time: time(one.body.invoked),
            result_recorded_time: time(one.body.recorded),
            annotation: one.body.annotation.clone(),
        });
        Ok(api::GetConformancePackComplianceDetailsResponse {
            conformance_pack_name: pack.body.name,
            conformance_pack_rule_evaluation_results: Some(results.collect()),
            next_token: page.next,
        })
    }
}

/// What all rules of a pack mean together, and how much of what they judged is as it should be.
async fn sum(tx: &Transaction<'_>, pack: &Stored<Conformance>) -> Result<(ConformancePackComplianceType, Option<f64>), Failure> {
    let (mut compliant, mut non_compliant) = (0, 0);
    for (_, state) in states(tx, pack).await? {
        if let Some(state) = state {
            compliant += state.compliant;
            non_compliant += state.non_compliant;
        }
    }
    let state = RuleState { compliant, non_compliant, ..RuleState::default() };
    #[expect(clippy::cast_precision_loss, reason = "counts of resources")]
    let score = (compliant + non_compliant > 0).then(|| compliant as f64 * 100.0 / (compliant + non_compliant) as f64);
    Ok((compliance(Some(&state)), score))
}

impl Handle for operation::GetConformancePackComplianceSummary {
    async fn access(_: &api::GetConformancePackComplianceSummaryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetConformancePackComplianceSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConformancePackComplianceSummaryResponse, Failure> {
        let found = named(tx, Some(&input.conformance_pack_names)).await?;
        let listing = format!("GetConformancePackComplianceSummary {:?}", input.conformance_pack_names);
        let size = limit(input.limit, PAGE, PAGE);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let mut shown = Vec::new();
        for pack in &page.items {
            shown.push(api::ConformancePackComplianceSummary {
                conformance_pack_name: pack.body.name.clone(),
                conformance_pack_compliance_status: sum(tx, pack).await?.0,
            });
        }
        Ok(api::GetConformancePackComplianceSummaryResponse {
            conformance_pack_compliance_summary_list: Some(shown),
            next_token: page.next,
        })
    }
}

impl Handle for operation::ListConformancePackComplianceScores {
    async fn access(_: &api::ListConformancePackComplianceScoresRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListConformancePackComplianceScoresRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListConformancePackComplianceScoresResponse, Failure> {
        let wanted = input.filters.as_ref().map(|filters| filters.conformance_pack_names.clone()).unwrap_or_default();
        let mut found = tx.reader().all::<Conformance>(tx.account(), &tx.call().region, "").await?;
        found.retain(|pack| wanted.is_empty() || wanted.contains(&pack.body.name));
        let mut scored = Vec::new();
        for pack in found {
            let score = sum(tx, &pack).await?.1;
            scored.push((pack, score));
        }
        if input.sort_by.is_some() {
            scored.sort_by(|(_, a), (_, b)| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0)));
            if input.sort_order == Some(SortOrder::Descending) {
                scored.reverse();
            }
        }
        let listing =
            format!("ListConformancePackComplianceScores {} {wanted:?} {:?} {:?}", tx.account(), input.sort_by, input.sort_order);
        let from = match &input.next_token {
            Some(given) => plane::page::position(&listing, given).and_then(|n| n.parse::<usize>().ok()).ok_or_else(token)?,
            None => 0,
        };
        let size = limit(input.limit, PAGE, PAGE);
        let now = tx.call().time;
        let page: Vec<api::ConformancePackComplianceScore> = scored
            .iter()
            .skip(from)
            .take(size)
            .map(|(pack, score)| api::ConformancePackComplianceScore {
                score: Some(score.map_or_else(|| "INSUFFICIENT_DATA".to_owned(), |score| format!("{score:.2}"))),
                conformance_pack_name: Some(pack.body.name.clone()),
                last_updated_time: Some(now),
            })
            .collect();
        let next = (from + page.len() < scored.len()).then(|| plane::page::token(&listing, &(from + page.len()).to_string()));
        Ok(api::ListConformancePackComplianceScoresResponse { next_token: next, conformance_pack_compliance_scores: page })
    }
}

impl Handle for operation::DescribeAggregateComplianceByConformancePacks {
    async fn access(
        input: &api::DescribeAggregateComplianceByConformancePacksRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::DescribeAggregateComplianceByConformancePacksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAggregateComplianceByConformancePacksResponse, Failure> {
        let found = aggregator(tx, &input.configuration_aggregator_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let mut all = Vec::new();
        for (account, region) in places(&tx.reader(), &found).await? {
            if filters.account_id.as_ref().is_some_and(|wanted| *wanted != account)
                || filters.aws_region.as_ref().is_some_and(|wanted| *wanted != region)
            {
                continue;
            }
            for pack in tx.reader().all::<Conformance>(&account, &region, "").await? {
                let (mut compliant, mut non_compliant) = (0, 0);
                let rules = states(tx, &pack).await?;
                for (_, state) in &rules {
                    match compliance(state.as_ref()) {
                        ConformancePackComplianceType::Compliant => compliant += 1,
                        ConformancePackComplianceType::NonCompliant => non_compliant += 1,
                        ConformancePackComplianceType::InsufficientData => {}
                    }
                }
                let kind = match (compliant, non_compliant) {
                    (_, 1..) => ConformancePackComplianceType::NonCompliant,
                    (1.., _) => ConformancePackComplianceType::Compliant,
                    _ => ConformancePackComplianceType::InsufficientData,
                };
                let fits = filters.compliance_type.is_none_or(|wanted| wanted == kind)
                    && filters.conformance_pack_name.as_ref().is_none_or(|wanted| *wanted == pack.body.name);
                if fits {
                    all.push(api::AggregateComplianceByConformancePack {
                        conformance_pack_name: Some(pack.body.name),
                        compliance: Some(api::AggregateConformancePackCompliance {
                            compliance_type: Some(kind),
                            compliant_rule_count: Some(compliant),
                            non_compliant_rule_count: Some(non_compliant),
                            total_rule_count: i32::try_from(rules.len()).ok(),
                        }),
                        account_id: Some(account.clone()),
                        aws_region: Some(region.clone()),
                    });
                }
            }
        }
        let listing = format!("DescribeAggregateComplianceByConformancePacks {} {filters:?}", found.body.arn);
        let size = limit(input.limit, DETAILS, DETAILS);
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let id = |one: &api::AggregateComplianceByConformancePack| {
            format!("{}/{}/{}", text(&one.account_id), text(&one.aws_region), text(&one.conformance_pack_name))
        };
        let page = cut(all, &listing, input.next_token.as_deref(), size, id, token)?;
        Ok(api::DescribeAggregateComplianceByConformancePacksResponse {
            aggregate_compliance_by_conformance_packs: Some(page.items),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetAggregateConformancePackComplianceSummary {
    async fn access(
        input: &api::GetAggregateConformancePackComplianceSummaryRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateConformancePackComplianceSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateConformancePackComplianceSummaryResponse, Failure> {
        let found = aggregator(tx, &input.configuration_aggregator_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let mut groups: BTreeMap<String, (i32, i32)> = BTreeMap::new();
        for (account, region) in places(&tx.reader(), &found).await? {
            if filters.account_id.as_ref().is_some_and(|wanted| *wanted != account)
                || filters.aws_region.as_ref().is_some_and(|wanted| *wanted != region)
            {
                continue;
            }
            let group = match input.group_by_key {
                Some(GroupKey::AccountId) => account.clone(),
                Some(GroupKey::AwsRegion) => region.clone(),
                None => String::new(),
            };
            for pack in tx.reader().all::<Conformance>(&account, &region, "").await? {
                let counts = groups.entry(group.clone()).or_default();
                match sum(tx, &pack).await?.0 {
                    ConformancePackComplianceType::Compliant => counts.0 += 1,
                    ConformancePackComplianceType::NonCompliant => counts.1 += 1,
                    ConformancePackComplianceType::InsufficientData => {}
                }
            }
        }
        let listing =
            format!("GetAggregateConformancePackComplianceSummary {} {filters:?} {:?}", found.body.arn, input.group_by_key);
        let size = limit(input.limit, DETAILS, DETAILS);
        let page = cut(groups, &listing, input.next_token.as_deref(), size, |group| group.0.clone(), token)?;
        let summaries =
            page.items.into_iter().map(|(group, (compliant, non_compliant))| api::AggregateConformancePackComplianceSummary {
                compliance_summary: Some(api::AggregateConformancePackComplianceCount {
                    compliant_conformance_pack_count: Some(compliant),
                    non_compliant_conformance_pack_count: Some(non_compliant),
                }),
                group_name: Some(group).filter(|group| !group.is_empty()),
            });
        Ok(api::GetAggregateConformancePackComplianceSummaryResponse {
            aggregate_conformance_pack_compliance_summaries: Some(summaries.collect()),
            group_by_key: input.group_by_key.map(|key| key.as_str().to_owned()),
            next_token: page.next,
        })
    }
}
