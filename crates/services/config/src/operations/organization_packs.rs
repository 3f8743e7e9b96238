//! Conformance packs of organizations.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use rules::pack::Place;
use wire::shape::Unit;

use super::organization::{Put, accounts, find, last_update, listed, on, on_put, put, remove};
use super::packs::{inputs, shown_inputs};
use super::templates;
use crate::api::{
    self, MaxNumberOfOrganizationConformancePacksExceededException, NoSuchOrganizationConformancePackException,
    OrganizationConformancePackTemplateValidationException, OrganizationResourceDetailedStatus, OrganizationResourceStatus,
    operation,
};
use crate::errors::validation;
use crate::item::time;
use crate::organization::{Kind, Stage, What, may_look, standing, word};
use crate::packs::read;

/// Packs of an organization at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
const MOST: usize = 50;

fn missing(name: &str) -> Failure {
    NoSuchOrganizationConformancePackException::new(format!("The organization conformance pack '{name}' does not exist.")).into()
}

fn too_many() -> Failure {
    MaxNumberOfOrganizationConformancePacksExceededException::new(format!(
        "You have reached the limit of {MOST} organization conformance packs."
    ))
    .into()
}

/// What a template means in the caller's own account.
fn resolve(
    text: &str,
    input: &api::PutOrganizationConformancePackRequest,
    lookup: &Lookup<'_>,
) -> Result<rules::pack::Pack, Failure> {
    let place =
        Place { account_id: lookup.account(), region: &lookup.call().region, partition: &lookup.plane().settings.partition };
    read(text, &inputs(input.conformance_pack_input_parameters.as_ref()), place)
        .map_err(|failure| template_wrong(failure.message))
}

fn template_wrong(message: String) -> Failure {
    OrganizationConformancePackTemplateValidationException::new(message).into()
}

fn given(input: &api::PutOrganizationConformancePackRequest) -> Result<&str, Failure> {
    input.template_body.as_deref().ok_or_else(|| validation("TemplateBody or TemplateS3Uri is required."))
}

impl Handle for operation::PutOrganizationConformancePack {
    async fn access(input: &api::PutOrganizationConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_put(lookup, Kind::Pack, &input.organization_conformance_pack_name, input.tags.as_ref()).await?;
        if input.template_s3_uri.is_some() {
            return Ok(access.and(templates::reading(lookup, input.template_s3_uri.as_deref()).await?));
        }
        // What cannot be read hands over nothing, and is refused when it is run.
        Ok(match given(input).and_then(|text| resolve(text, input, lookup)) {
            Ok(pack) => access.and(templates::passing(&pack)),
            Err(_) => access,
        })
    }

    async fn run(
        input: &api::PutOrganizationConformancePackRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutOrganizationConformancePackResponse, Failure> {
        let wanted = Put {
            kind: Kind::Pack,
            name: &input.organization_conformance_pack_name,
            excluded: input.excluded_accounts.as_ref(),
            debug_accounts: Vec::new(),
            tags: input.tags.as_ref(),
            most: (MOST, too_many),
        };
        let arn = put(tx, wanted, async |tx, _| {
            let template = match &input.template_s3_uri {
                Some(uri) => {
                    let text = templates::read(tx, uri, template_wrong).await?;
                    templates::permit(tx, &resolve(&text, input, &tx.lookup())?).await?;
                    text
                }
                None => {
                    let text = given(input)?;
                    resolve(text, input, &tx.lookup())?;
                    text.to_owned()
                }
            };
            Ok(What::Pack {
                template,
                inputs: inputs(input.conformance_pack_input_parameters.as_ref()),
                bucket: input.delivery_s3_bucket.clone(),
                prefix: input.delivery_s3_key_prefix.clone(),
            })
        })
        .await?;
        Ok(api::PutOrganizationConformancePackResponse { organization_conformance_pack_arn: Some(arn) })
    }
}

impl Handle for operation::DeleteOrganizationConformancePack {
    async fn access(input: &api::DeleteOrganizationConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, Kind::Pack, &input.organization_conformance_pack_name).await
    }

    async fn run(input: &api::DeleteOrganizationConformancePackRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        remove(tx, Kind::Pack, &input.organization_conformance_pack_name, missing).await?;
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeOrganizationConformancePacks {
    async fn access(_: &api::DescribeOrganizationConformancePacksRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeOrganizationConformancePacksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeOrganizationConformancePacksResponse, Failure> {
        let names = input.organization_conformance_pack_names.as_ref();
        let page = listed(tx, Kind::Pack, names, missing, input.limit, input.next_token.as_deref()).await?;
        let shown = page.items.into_iter().filter_map(|found| {
            let What::Pack { inputs, bucket, prefix, .. } = found.body.what else { return None };
            Some(api::OrganizationConformancePack {
                organization_conformance_pack_name: found.body.name,
                organization_conformance_pack_arn: found.body.arn,
                delivery_s3_bucket: bucket,
                delivery_s3_key_prefix: prefix,
                conformance_pack_input_parameters: Some(shown_inputs(inputs)),
                excluded_accounts: Some(found.body.excluded),
                last_update_time: time(found.body.updated),
            })
        });
        Ok(api::DescribeOrganizationConformancePacksResponse {
            organization_conformance_packs: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribeOrganizationConformancePackStatuses {
    async fn access(_: &api::DescribeOrganizationConformancePackStatusesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeOrganizationConformancePackStatusesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeOrganizationConformancePackStatusesResponse, Failure> {
        let names = input.organization_conformance_pack_names.as_ref();
        let page = listed(tx, Kind::Pack, names, missing, input.limit, input.next_token.as_deref()).await?;
        let mut statuses = Vec::new();
        for found in &page.items {
            let standing = standing(&tx.reader(), found).await?;
            let (code, message) = standing.first_error();
            statuses.push(api::OrganizationConformancePackStatus {
                organization_conformance_pack_name: found.body.name.clone(),
                status: OrganizationResourceStatus::parse(&word(standing.verb, standing.stage)).unwrap_or_default(),
                error_code: code,
                error_message: message,
                last_update_time: Some(last_update(found, &standing)),
            });
        }
        Ok(api::DescribeOrganizationConformancePackStatusesResponse {
            organization_conformance_pack_statuses: Some(statuses),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetOrganizationConformancePackDetailedStatus {
    async fn access(
        input: &api::GetOrganizationConformancePackDetailedStatusRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on(lookup, Kind::Pack, &input.organization_conformance_pack_name).await
    }

    async fn run(
        input: &api::GetOrganizationConformancePackDetailedStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetOrganizationConformancePackDetailedStatusResponse, Failure> {
        may_look(tx).await?;
        let name = &input.organization_conformance_pack_name;
        let found = find(tx, Kind::Pack, name).await?.ok_or_else(|| missing(name))?;
        let filters = input.filters.clone().unwrap_or_default();
        let (account, status) = (filters.account_id.as_ref(), filters.status.map(|status| status.as_str()));
        let page = accounts(tx, &found, account, status, input.limit, input.next_token.as_deref()).await?;
        let shown = page.items.into_iter().map(|landing| {
            let (code, message) = landing.error.filter(|_| landing.stage == Stage::Failed).unzip();
            api::OrganizationConformancePackDetailedStatus {
                account_id: landing.account,
                conformance_pack_name: found.body.member_name.clone(),
                status: OrganizationResourceDetailedStatus::parse(&word(landing.verb, landing.stage)).unwrap_or_default(),
                error_code: code,
                error_message: message,
                last_update_time: Some(time(landing.at)),
            }
        });
        Ok(api::GetOrganizationConformancePackDetailedStatusResponse {
            organization_conformance_pack_detailed_statuses: Some(shown.collect()),
            next_token: page.next,
        })
    }
}
