//! When users, groups, roles and policies last used services, and which policies grant services.

use plane::{Access, Failure, Registry, Stored, Transaction};
use policy::{Policy, PolicyKind};

use super::simulation::{Holder, on_arn};
use crate::api::{
    self, AccessAdvisorUsageGranularityType, EntityDetails, EntityInfo, ErrorDetails, JobStatusType, PolicyOwnerEntityType,
    PolicyType, ReportGenerationLimitExceededException, ServiceLastAccessed, TrackedActionLastAccessed, operation,
};
use crate::common::{cut, invalid, no_such, now, parse_arn, truncated, when};
use crate::reports::services::{by_namespace, grants};
use crate::reports::{AccessJob, BY_RUNNING, PENDING, Question, ServiceUse, Use, worker};
use crate::resources::scoped;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::GenerateServiceLastAccessedDetails>()
        .add::<operation::GetServiceLastAccessedDetails>()
        .add::<operation::GetServiceLastAccessedDetailsWithEntities>()
        .add::<operation::ListPoliciesGrantingServiceAccess>();
}

/// Leaves a job for the background, and forgets jobs whose time is over.
///
/// # Errors
/// `ReportGenerationLimitExceeded` when the account has too many under way.
pub(super) async fn start(tx: &mut Transaction<'_>, question: Question) -> Result<String, Failure> {
    let (account, now) = (tx.account(), now(tx));
    let running = tx.reader().find_all::<AccessJob>(BY_RUNNING, &scoped(account, PENDING), None, AccessJob::RUNNING).await?;
    if running.len() >= AccessJob::RUNNING {
        return Err(ReportGenerationLimitExceededException::new(
            "The maximum number of concurrent report generations for this account is already running.",
        )
        .into());
    }
    for old in tx.reader().all::<AccessJob>(account, "", "").await? {
        if now.saturating_sub(old.body.requested_at) > AccessJob::LIFE_MS {
            tx.delete(&old);
        }
    }
    let id = tx.plane().ids.uuid().to_string();
    let body = AccessJob {
        account: account.to_owned(),
        question,
        requested_at: now,
        completed_at: None,
        error: None,
        entities: Vec::new(),
        services: Vec::new(),
    };
    tx.put(&Stored::new(account, "", id.clone(), body))?;
    Ok(id)
}

/// A job of the caller's account.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) async fn job(tx: &mut Transaction<'_>, id: &str, organization: bool) -> Result<AccessJob, Failure> {
    let account = tx.account();
    let found = tx.get::<AccessJob>(account, "", id).await?.map(|job| job.body);
    let found = found.filter(|job| matches!(job.question, Question::Organization { .. }) == organization);
    let old = |job: &AccessJob| now(tx).saturating_sub(job.requested_at) > AccessJob::LIFE_MS;
    found.filter(|job| !old(job)).ok_or_else(|| no_such(format!("Job with id {id} cannot be found.")))
}

/// How far a job is.
pub(super) fn status(job: &AccessJob) -> JobStatusType {
    match (job.completed_at, &job.error) {
        (None, _) => JobStatusType::InProgress,
        (Some(_), None) => JobStatusType::Completed,
        (Some(_), Some(_)) => JobStatusType::Failed,
    }
}

/// Why a job failed.
pub(super) fn error(job: &AccessJob) -> Option<ErrorDetails> {
    job.error.clone().map(|(code, message)| ErrorDetails { code, message })
}

/// Name of a service in reports.
pub(super) fn name(namespace: &str) -> String {
    by_namespace(namespace).map_or(namespace, |service| service.name).to_owned()
}

fn shown(found: &ServiceUse, actions: bool) -> ServiceLastAccessed {
    let action = |(name, last): (&String, &Use)| TrackedActionLastAccessed {
        action_name: Some(name.clone()),
        last_accessed_entity: Some(last.who.clone()),
        last_accessed_time: Some(when(last.at)),
        last_accessed_region: Some(last.region.clone()),
    };
    ServiceLastAccessed {
        service_name: name(&found.namespace),
        last_authenticated: found.last.as_ref().map(|last| when(last.at)),
        service_namespace: found.namespace.clone(),
        last_authenticated_entity: found.last.as_ref().map(|last| last.who.clone()),
        last_authenticated_region: found.last.as_ref().map(|last| last.region.clone()),
        total_authenticated_entities: i32::try_from(found.by.len()).ok(),
        tracked_actions_last_accessed: (actions && !found.actions.is_empty()).then(|| found.actions.iter().map(action).collect()),
    }
}

handle!(GenerateServiceLastAccessedDetails {
    access(input, lookup) { on_arn(lookup, &input.arn).await }
    run(input, tx) {
        let (reader, account) = (tx.reader(), tx.account());
        if !parse_arn(&input.arn).is_some_and(|p| matches!(p.kind, "user" | "group" | "role" | "policy") && !p.name.is_empty()) {
            return Err(invalid(format!("Invalid ARN: {}", input.arn)));
        }
        if !worker::is_there(&reader, account, &input.arn).await? {
            return Err(no_such(format!("{} cannot be found.", input.arn)));
        }
        let actions = input.granularity == Some(AccessAdvisorUsageGranularityType::ActionLevel);
        let id = start(tx, Question::Entity { arn: input.arn.clone(), actions }).await?;
        Ok(api::GenerateServiceLastAccessedDetailsResponse { job_id: Some(id) })
    }
});

handle!(GetServiceLastAccessedDetails {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let job = job(tx, &input.job_id, false).await?;
        let actions = matches!(job.question, Question::Entity { actions: true, .. });
        let services = job.services.iter().map(|found| shown(found, actions)).collect();
        let listing = format!("GetServiceLastAccessedDetails {}", input.job_id);
        let page = cut(services, &listing, input.marker.as_deref(), input.max_items)?;
        Ok(api::GetServiceLastAccessedDetailsResponse {
            job_status: status(&job),
            job_type: Some(if actions { AccessAdvisorUsageGranularityType::ActionLevel } else { AccessAdvisorUsageGranularityType::ServiceLevel }),
            job_creation_date: when(job.requested_at),
            is_truncated: truncated(&page),
            services_last_accessed: page.items,
            // The model requires this member, though a job that is under way has no such time: it shows when the job was asked for.
            job_completion_date: when(job.completed_at.unwrap_or(job.requested_at)),
            marker: page.next,
            error: error(&job),
        })
    }
});

handle!(GetServiceLastAccessedDetailsWithEntities {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let job = job(tx, &input.job_id, false).await?;
        let service = job.services.iter().find(|service| service.namespace == input.service_namespace);
        if job.completed_at.is_some() && job.error.is_none() && service.is_none() {
            return Err(no_such(format!("The service namespace {} is not part of the report.", input.service_namespace)));
        }
        let mut details: Vec<EntityDetails> = job
            .entities
            .iter()
            .filter(|_| service.is_some())
            .map(|entity| EntityDetails {
                entity_info: EntityInfo {
                    arn: entity.arn.clone(),
                    name: entity.name.clone(),
                    r#type: if entity.role { PolicyOwnerEntityType::Role } else { PolicyOwnerEntityType::User },
                    id: entity.id.clone(),
                    path: Some(entity.path.clone()),
                },
                last_authenticated: service.and_then(|service| service.by.get(&entity.arn)).copied().map(when),
            })
            .collect();
        // Most recent first; who never used the service comes last.
        details.sort_by(|a, b| b.last_authenticated.cmp(&a.last_authenticated).then_with(|| a.entity_info.arn.cmp(&b.entity_info.arn)));
        let listing = format!("GetServiceLastAccessedDetailsWithEntities {} {}", input.job_id, input.service_namespace);
        let page = cut(details, &listing, input.marker.as_deref(), input.max_items)?;
        Ok(api::GetServiceLastAccessedDetailsWithEntitiesResponse {
            job_status: status(&job),
            job_creation_date: when(job.requested_at),
            job_completion_date: when(job.completed_at.unwrap_or(job.requested_at)),
            is_truncated: truncated(&page),
            entity_details_list: page.items,
            marker: page.next,
            error: error(&job),
        })
    }
});

handle!(ListPoliciesGrantingServiceAccess {
    access(input, lookup) { on_arn(lookup, &input.arn).await }
    run(input, tx) {
        let reader = tx.reader();
        let sources = Holder::find(&reader, tx.account(), &input.arn).await?.sources(&reader).await?;
        let compiled: Vec<_> =
            sources.iter().filter_map(|source| Some((source, Policy::parse(&source.document, PolicyKind::Identity).ok()?))).collect();
        let entry = |namespace: &String| {
            let granting = compiled.iter().filter(|(_, policy)| grants(policy, &namespace.to_lowercase()));
            let policies = granting.map(|(source, _)| {
                let inline = source.arn.is_none();
                api::PolicyGrantingServiceAccess {
                    policy_name: source.name.clone(),
                    policy_type: if inline { PolicyType::Inline } else { PolicyType::Managed },
                    policy_arn: source.arn.clone(),
                    entity_type: inline.then_some(match source.holder.0 {
                        "group" => PolicyOwnerEntityType::Group,
                        "role" => PolicyOwnerEntityType::Role,
                        _ => PolicyOwnerEntityType::User,
                    }),
                    entity_name: inline.then(|| source.holder.1.clone()),
                }
            });
            let mut policies: Vec<_> = policies.collect();
            // A policy attached to a user and to its group is one policy.
            let mut seen = Vec::new();
            policies.retain(|policy| policy.policy_arn.as_ref().is_none_or(|arn| !seen.contains(arn) && { seen.push(arn.clone()); true }));
            api::ListPoliciesGrantingServiceAccessEntry { service_namespace: Some(namespace.clone()), policies: Some(policies) }
        };
        let entries = input.service_namespaces.iter().map(entry).collect();
        let listing = format!("ListPoliciesGrantingServiceAccess {} {:?}", input.arn, input.service_namespaces);
        let page = cut(entries, &listing, input.marker.as_deref(), None)?;
        Ok(api::ListPoliciesGrantingServiceAccessResponse {
            is_truncated: truncated(&page),
            policies_granting_service_access: page.items,
            marker: page.next,
        })
    }
});
