//! Conformance packs; what they are is in [`crate::packs`].

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use rules::pack::{Pack, Place, builtin};
use wire::Common;
use wire::shape::Unit;

use super::{limit, tags, templates};
use crate::api::{
    self, ConformancePackInputParameter, ConformancePackState, ConformancePackType, NoSuchConformancePackException, operation,
};
use crate::errors::{invalid, token};
use crate::item::time;
use crate::packs::{self, Conformance, Wanted};
use crate::place::arn;

/// In one page.
pub(super) const PAGE: usize = 20;

fn missing(name: &str) -> Failure {
    NoSuchConformancePackException::new(format!("The conformance pack '{name}' does not exist.")).into()
}

/// Access to an action on the pack of a name.
pub(super) async fn on_pack(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Conformance>(account, region, name).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("conformance-pack/{name}/*"))),
    })
}

/// The pack of a name.
pub(super) async fn find(tx: &Transaction<'_>, name: &str) -> Result<Stored<Conformance>, Failure> {
    tx.reader().get::<Conformance>(tx.account(), &tx.call().region, name).await?.ok_or_else(|| missing(name))
}

/// The text of a template that does not lie elsewhere.
fn given(input: &api::PutConformancePackRequest) -> Result<String, Failure> {
    if input.template_ssm_document_details.is_some() {
        return Err(invalid(
            "Templates in documents of Systems Manager are not available in this installation: use TemplateBody or TemplateS3Uri.",
        ));
    }
    match (&input.template_body, &input.source) {
        (Some(text), None) => Ok(text.clone()),
        (None, Some(source)) => builtin::find(&source.source_identifier)
            .map(builtin::Builtin::template)
            .ok_or_else(|| invalid(format!("There is no managed conformance pack {}.", source.source_identifier))),
        _ => Err(invalid("One of TemplateBody, TemplateS3Uri and Source must be given.")),
    }
}

/// Reads a template.
fn resolve(text: &str, input: &api::PutConformancePackRequest, lookup: &Lookup<'_>) -> Result<Pack, Failure> {
    let partition = &lookup.plane().settings.partition;
    let place = Place { account_id: lookup.account(), region: &lookup.call().region, partition };
    packs::read(text, &inputs(input.conformance_pack_input_parameters.as_ref()), place)
}

/// Parameters as names and values.
pub(super) fn inputs(given: Option<&Vec<ConformancePackInputParameter>>) -> Vec<(String, String)> {
    given.into_iter().flatten().map(|given| (given.parameter_name.clone(), given.parameter_value.clone())).collect()
}

/// Parameters as they are shown.
pub(super) fn shown_inputs(inputs: Vec<(String, String)>) -> Vec<ConformancePackInputParameter> {
    let shown = |(parameter_name, parameter_value)| ConformancePackInputParameter { parameter_name, parameter_value };
    inputs.into_iter().map(shown).collect()
}

/// Nobody but the service changes a service's pack.
fn customers(pack: &Stored<Conformance>) -> Result<(), Failure> {
    match &pack.body.created_by {
        None => Ok(()),
        Some(service) => Err(Failure::common(
            Common::AccessDenied,
            format!("The conformance pack {} belongs to {service}; only it can change the pack.", pack.body.name),
        )),
    }
}

impl Handle for operation::PutConformancePack {
    async fn access(input: &api::PutConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_pack(lookup, &input.conformance_pack_name).await?.request_tags(tags::pairs(input.tags.as_ref()));
        if input.template_s3_uri.is_some() {
            return Ok(access.and(templates::reading(lookup, input.template_s3_uri.as_deref()).await?));
        }
        // What cannot be read hands over nothing, and is refused when it is run.
        Ok(match given(input).and_then(|text| resolve(&text, input, lookup)) {
            Ok(pack) => access.and(templates::passing(&pack)),
            Err(_) => access,
        })
    }

    async fn run(
        input: &api::PutConformancePackRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutConformancePackResponse, Failure> {
        if input.scope.is_some() {
            return Err(invalid("Scope is not available in this installation."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let pack = match &input.template_s3_uri {
            // As on AWS, a body beside it is not looked at.
            Some(uri) => {
                let text = templates::read(tx, uri, packs::template_wrong).await?;
                let pack = resolve(&text, input, &tx.lookup())?;
                templates::permit(tx, &pack).await?;
                pack
            }
            None => resolve(&given(input)?, input, &tx.lookup())?,
        };
        if let Some(there) = tx.get::<Conformance>(&account, &region, &input.conformance_pack_name).await? {
            customers(&there)?;
        }
        let wanted = Wanted {
            name: input.conformance_pack_name.clone(),
            bucket: input.delivery_s3_bucket.clone(),
            prefix: input.delivery_s3_key_prefix.clone(),
            inputs: inputs(input.conformance_pack_input_parameters.as_ref()),
            source: input.source.as_ref().map(|source| source.source_identifier.clone()),
            created_by: None,
            tags: tags::checked(input.tags.as_ref())?,
        };
        let pack_arn = packs::put(tx, (&account, &region), wanted, &pack).await?;
        tx.touched(&pack_arn, &account, Conformance::KIND);
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
        customers(&found)?;
        tx.touched(&found.body.arn, &account, Conformance::KIND);
        packs::remove(tx, &found).await?;
        Ok(Unit {})
    }
}

/// The packs of these names; all where there are none.
pub(super) async fn named(tx: &Transaction<'_>, names: Option<&Vec<String>>) -> Result<Vec<Stored<Conformance>>, Failure> {
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
                conformance_pack_input_parameters: Some(shown_inputs(pack.inputs)),
                last_update_requested_time: Some(time(pack.requested)),
                r#type: Some(kind),
                created_by: pack.created_by,
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
