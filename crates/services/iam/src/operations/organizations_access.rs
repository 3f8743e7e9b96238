//! When the accounts of an organization last used services.

use plane::{Access, Failure, Registry};
use wire::Common;

use super::service_access::{error, job, name, start, status};
use crate::api::{self, AccessDetail, SortKeyType, operation};
use crate::common::{cut, truncated, when};
use crate::reports::{Question, ServiceUse};

pub(super) fn register(registry: &mut Registry) {
    registry.add::<operation::GenerateOrganizationsAccessReport>().add::<operation::GetOrganizationsAccessReport>();
}

fn shown(found: &ServiceUse) -> AccessDetail {
    AccessDetail {
        service_name: name(&found.namespace),
        service_namespace: found.namespace.clone(),
        region: found.last.as_ref().map(|last| last.region.clone()),
        entity_path: found.last.as_ref().map(|last| last.who.clone()),
        last_authenticated_time: found.last.as_ref().map(|last| when(last.at)),
        total_authenticated_entities: i32::try_from(found.by.len()).ok(),
    }
}

fn sort(services: &mut [ServiceUse], key: SortKeyType) {
    let at = |service: &ServiceUse| service.last.as_ref().map(|last| last.at);
    match key {
        SortKeyType::ServiceNamespaceAscending => services.sort_by(|a, b| a.namespace.cmp(&b.namespace)),
        SortKeyType::ServiceNamespaceDescending => services.sort_by(|a, b| b.namespace.cmp(&a.namespace)),
        SortKeyType::LastAuthenticatedTimeAscending => services.sort_by_key(at),
        SortKeyType::LastAuthenticatedTimeDescending => services.sort_by_key(|service| std::cmp::Reverse(at(service))),
    }
}

handle!(GenerateOrganizationsAccessReport {
    access(input, lookup) {
        // The resource type is an `access-report` of the caller's account, named by the entity's path.
        let report = crate::common::arn(lookup, lookup.account(), "access-report", "/", &input.entity_path);
        Ok(Access::on(report).key_if("iam:OrganizationsPolicyId", input.organizations_policy_id.as_deref()))
    }
    run(input, tx) {
        let guardrails = tx.plane().organization().guardrails(&tx.reader(), tx.account()).await?;
        let own = input.entity_path.split('/').next();
        if guardrails.management_account.as_deref() != Some(tx.account()) || guardrails.organization_id.as_deref() != own {
            let message = "You must be signed in to the management account of the organization to generate this report.";
            return Err(Failure::common(Common::AccessDenied, message));
        }
        let question = Question::Organization { path: input.entity_path.clone(), policy: input.organizations_policy_id.clone() };
        Ok(api::GenerateOrganizationsAccessReportResponse { job_id: Some(start(tx, question).await?) })
    }
});

handle!(GetOrganizationsAccessReport {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let mut job = job(tx, &input.job_id, true).await?;
        let key = input.sort_key.unwrap_or(SortKeyType::ServiceNamespaceAscending);
        sort(&mut job.services, key);
        let done = job.completed_at.is_some() && job.error.is_none();
        let count = |number: usize| if done { i32::try_from(number).ok() } else { None };
        let unused = job.services.iter().filter(|service| service.last.is_none()).count();
        let listing = format!("GetOrganizationsAccessReport {} {key}", input.job_id);
        let page = cut(job.services.iter().map(shown).collect(), &listing, input.marker.as_deref(), input.max_items)?;
        Ok(api::GetOrganizationsAccessReportResponse {
            job_status: status(&job),
            job_creation_date: when(job.requested_at),
            job_completion_date: job.completed_at.map(when),
            number_of_services_accessible: count(job.services.len()),
            number_of_services_not_accessed: count(unused),
            is_truncated: truncated(&page),
            access_details: done.then_some(page.items),
            marker: page.next,
            error_details: error(&job),
        })
    }
});
