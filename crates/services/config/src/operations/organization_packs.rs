//! Conformance packs of organizations.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use rules::pack::Place;
use wire::shape::Unit;

use super::organization::{Put, accounts, find, last_update, listed, on, on_put, put, remove};
use super::packs::{inputs, shown_inputs};
use crate::api::{
    self, MaxNumberOfOrganizationConformancePacksExceededException, NoSuchOrganizationConformancePackException,
    OrganizationConformancePackTemplateValidationException, OrganizationResourceDetailedStatus, OrganizationResourceStatus,
    operation,
};
use crate::errors::validation;
use crate::item::time;
use crate::organization::{Kind, Stage, What, may_look, standing, word};
use crate::packs::{read, roles};

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
fn resolve(input: &api::PutOrganizationConformancePackRequest, lookup: &Lookup<'_>) -> Result<rules::pack::Pack, Failure> {
    if input.template_s3_uri.is_some() {
        return Err(validation("Templates in S3 are not available in this installation: use TemplateBody."));
    }
    let text = input.template_body.as_deref().ok_or_else(|| validation("TemplateBody is required."))?;
    let place =
        Place { account_id: lookup.account(), region: &lookup.call().region, partition: &lookup.plane().settings.partition };
    read(text, &inputs(input.conformance_pack_input_parameters.as_ref()), place)
        .map_err(|failure| OrganizationConformancePackTemplateValidationException::new(failure.message).into())
}

impl Handle for operation::PutOrganizationConformancePack {
    async fn access(input: &api::PutOrganizationConformancePackRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access = on_put(lookup, Kind::Pack, &input.organization_conformance_pack_name, input.tags.as_ref()).await?;
        // What cannot be read hands over nothing, and is refused when it is run.
        for role in resolve(input, lookup).map(|pack| roles(&pack)).unwrap_or_default() {
            access = access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", "ssm.amazonaws.com"));
        }
        Ok(access)
    }

    async fn run(
        input: &api::PutOrganizationConformancePackRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutOrganizationConformancePackResponse, Failure> {
        let given = Put {
            kind: Kind::Pack,
            name: &input.organization_conformance_pack_name,
            excluded: input.excluded_accounts.as_ref(),
            debug_accounts: Vec::new(),
            tags: input.tags.as_ref(),
            most: (MOST, too_many),
        };
        let arn = put(tx, given, async |tx, _| {
            resolve(input, &tx.lookup())?;
            Ok(What::Pack {
                template: input.template_body.clone().unwrap_or_default(),
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
