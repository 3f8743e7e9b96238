//! The organization: its administrator, and what becomes of its accounts.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};
use wire::Unit;
use wire::failure::Kind;

use super::limit;
use crate::api::operation::{
    DescribeOrganizationConfiguration, DisableOrganizationAdminAccount, EnableOrganizationAdminAccount,
    GetOrganizationStatistics, ListOrganizationAdminAccounts, UpdateOrganizationConfiguration,
};
use crate::api::{
    AdminAccount, AdminStatus, AutoEnableMembers, DescribeOrganizationConfigurationRequest,
    DescribeOrganizationConfigurationResponse, DisableOrganizationAdminAccountRequest, DisableOrganizationAdminAccountResponse,
    EnableOrganizationAdminAccountRequest, EnableOrganizationAdminAccountResponse, FindingPublishingFrequency,
    GetOrganizationStatisticsResponse, ListOrganizationAdminAccountsRequest, ListOrganizationAdminAccountsResponse, OrgFeature,
    OrgFeatureAdditionalConfiguration, OrgFeatureStatus, OrganizationAdditionalConfigurationResult,
    OrganizationDataSourceConfigurationsResult, OrganizationDetails, OrganizationFeatureConfigurationResult,
    OrganizationFeatureStatistics, OrganizationKubernetesAuditLogsConfigurationResult, OrganizationKubernetesConfigurationResult,
    OrganizationS3LogsConfigurationResult, OrganizationStatistics, UpdateOrganizationConfigurationRequest,
    UpdateOrganizationConfigurationResponse,
};
use crate::resources::{Administrator, Detector, Member, ORGANIZATION, Relation, Settings};
use crate::{enroll, errors, place};

/// Who Organizations knows.
const PRINCIPAL: &str = "guardduty.amazonaws.com";
/// Administrators and members read at once.
const PAGE: usize = 100;
/// Member accounts at most.
const MOST_MEMBERS: usize = super::members::MOST;

/// The organization of the caller, which must manage it.
fn managed(tx: &Transaction<'_>) -> Result<String, Failure> {
    let guardrails = &tx.call().guardrails;
    match (&guardrails.organization_id, &guardrails.management_account) {
        (Some(organization), Some(management)) if management == tx.account() => Ok(organization.clone()),
        _ => Err(errors::rejected("the current account is not the management account of an organization")),
    }
}

/// Settings of the organization in all Regions.
async fn everywhere(tx: &Transaction<'_>, organization: &str) -> Result<Vec<Stored<Settings>>, Failure> {
    tx.reader().find_all::<Settings>(ORGANIZATION, organization, None, PAGE).await
}

/// What Organizations refuses, in GuardDuty's form.
fn said(failure: Failure) -> Failure {
    match &failure.kind {
        Kind::Modelled { .. } => errors::rejected(failure.message.trim_end_matches('.')),
        Kind::Common(_) => failure,
    }
}

/// What AWS documents to be needed of Organizations besides GuardDuty's own action.
fn access(actions: &[&'static str]) -> Access {
    actions.iter().fold(Access::any(), |access, action| access.and(Access::any().action(*action)))
}

impl Handle for EnableOrganizationAdminAccount {
    async fn access(_: &EnableOrganizationAdminAccountRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access(&["organizations:EnableAWSServiceAccess", "organizations:RegisterDelegatedAdministrator"]))
    }

    async fn run(
        input: &EnableOrganizationAdminAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<EnableOrganizationAdminAccountResponse, Failure> {
        let organization = managed(tx)?;
        let (management, region) = (tx.account().to_owned(), tx.call().region.clone());
        let account = &input.admin_account_id;
        let before = everywhere(tx, &organization).await?;
        // One account administers the organization in all Regions, as on AWS.
        if before.iter().any(|s| s.body.account != *account) {
            return Err(errors::rejected(
                "another account is already enabled as GuardDuty delegated administrator for the organization",
            ));
        }
        if before.iter().any(|s| s.key.region == region) {
            return Err(errors::rejected(
                "the account is already enabled as GuardDuty delegated administrator for the organization",
            ));
        }
        let port = tx.plane().organization().clone();
        port.trust(tx, PRINCIPAL).await.map_err(said)?;
        if *account != management && !port.is_delegated(&tx.reader(), account, PRINCIPAL).await? {
            port.delegate(tx, account, PRINCIPAL, true).await.map_err(said)?;
        } else if plane::account::get(&tx.reader(), account).await?.is_none() {
            return Err(errors::invalid());
        }
        // Who was a member of another administrator is so no more.
        if let Some(theirs) = tx.get::<Administrator>(account, &region, Administrator::ID).await? {
            let owner = theirs.body.account.clone();
            match place::of(tx, &owner, &region).await? {
                Some(other) => {
                    place::part(tx, (&owner, &other.body.id), &region, account, Relation::Removed).await?;
                }
                None => tx.delete(&theirs),
            }
        }
        if place::of(tx, account, &region).await?.is_none() {
            enroll::create(tx, account, &region, FindingPublishingFrequency::SixHours, BTreeMap::new()).await?;
            place::rewatch(tx, account, &region).await?;
        }
        let head = tx.journal_head();
        let settings = Settings {
            began: head,
            since: head,
            organization,
            management,
            account: account.clone(),
            members: AutoEnableMembers::None,
            features: BTreeMap::new(),
            additional: BTreeMap::new(),
            enrolling: false,
        };
        let held = tx.get::<Settings>(account, &region, Settings::ID).await?;
        let mut stored = held.unwrap_or_else(|| Stored::new(account, &region, Settings::ID, settings.clone()));
        stored.body = settings;
        tx.put(&stored)?;
        tx.audit.also_in.push(account.clone());
        Ok(EnableOrganizationAdminAccountResponse {})
    }
}

impl Handle for DisableOrganizationAdminAccount {
    async fn access(_: &DisableOrganizationAdminAccountRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access(&["organizations:DeregisterDelegatedAdministrator"]))
    }

    async fn run(
        input: &DisableOrganizationAdminAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DisableOrganizationAdminAccountResponse, Failure> {
        let organization = managed(tx)?;
        let (management, region) = (tx.account().to_owned(), tx.call().region.clone());
        let account = &input.admin_account_id;
        let all = everywhere(tx, &organization).await?;
        if !all.iter().any(|s| s.key.region == region && s.body.account == *account) {
            return Err(errors::rejected("the account is not enabled as GuardDuty delegated administrator for the organization"));
        }
        if let Some(settings) = tx.get::<Settings>(account, &region, Settings::ID).await? {
            tx.delete(&settings);
        }
        if let Some(detector) = place::of(tx, account, &region).await? {
            let members = tx.all::<Member>(account, &region, &format!("{}/", detector.body.id)).await?;
            for member in members.iter().filter(|m| m.body.relation.associated()) {
                place::part(tx, (account, &detector.body.id), &region, &member.body.account, Relation::Removed).await?;
            }
        }
        if all.len() == 1 && *account != management {
            let port = tx.plane().organization().clone();
            if port.is_delegated(&tx.reader(), account, PRINCIPAL).await? {
                port.delegate(tx, account, PRINCIPAL, false).await.map_err(said)?;
            }
        }
        tx.audit.also_in.push(account.clone());
        Ok(DisableOrganizationAdminAccountResponse {})
    }
}

impl Handle for ListOrganizationAdminAccounts {
    async fn access(_: &ListOrganizationAdminAccountsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &ListOrganizationAdminAccountsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListOrganizationAdminAccountsResponse, Failure> {
        let organization = managed(tx)?;
        let region = tx.call().region.clone();
        let mut accounts: Vec<String> =
            everywhere(tx, &organization).await?.into_iter().filter(|s| s.key.region == region).map(|s| s.body.account).collect();
        accounts.sort_unstable();
        let limit = limit(input.max_results, 50);
        let listing = "ListOrganizationAdminAccounts";
        let page = cut(accounts, listing, input.next_token.as_deref(), limit, Clone::clone, errors::wrong_token)?;
        let shown = page
            .items
            .into_iter()
            .map(|account| AdminAccount { admin_account_id: Some(account), admin_status: Some(AdminStatus::Enabled) });
        Ok(ListOrganizationAdminAccountsResponse { admin_accounts: Some(shown.collect()), next_token: page.next })
    }
}

/// The caller's detector with the settings of the organization that it administers.
async fn administered(tx: &mut Transaction<'_>, detector: &str) -> Result<(Stored<Detector>, Stored<Settings>), Failure> {
    let detector = place::held(tx, detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let settings = tx.get::<Settings>(&account, &region, Settings::ID).await?;
    let refused = || errors::rejected("the current account is not the GuardDuty delegated administrator of an organization");
    Ok((detector, settings.ok_or_else(refused)?))
}

impl Handle for DescribeOrganizationConfiguration {
    async fn access(input: &DescribeOrganizationConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &DescribeOrganizationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeOrganizationConfigurationResponse, Failure> {
        let (detector, settings) = administered(tx, &input.detector_id).await?;
        let members = place::members(&tx.reader(), &detector).await?.len();
        let settings = settings.body;
        let status = |name: &str| settings.features.get(name).copied().unwrap_or(OrgFeatureStatus::None);
        let features =
            OrgFeature::VALUES.iter().filter(|f| **f != OrgFeature::AiProtection || settings.features.contains_key(f.as_str()));
        let features = features.map(|name| {
            let parts = settings.additional.get(name.as_str()).into_iter().flatten();
            let parts: Vec<_> = parts
                .map(|(part, status)| OrganizationAdditionalConfigurationResult {
                    name: OrgFeatureAdditionalConfiguration::parse(part),
                    auto_enable: Some(*status),
                })
                .collect();
            OrganizationFeatureConfigurationResult {
                name: Some(*name),
                auto_enable: Some(status(name.as_str())),
                additional_configuration: (!parts.is_empty()).then_some(parts),
            }
        });
        let features: Vec<_> = features.collect();
        let auto = |name: &str| status(name) != OrgFeatureStatus::None;
        Ok(DescribeOrganizationConfigurationResponse {
            auto_enable: Some(settings.members != AutoEnableMembers::None),
            member_account_limit_reached: members >= MOST_MEMBERS,
            data_sources: Some(OrganizationDataSourceConfigurationsResult {
                s3_logs: OrganizationS3LogsConfigurationResult { auto_enable: auto("S3_DATA_EVENTS") },
                kubernetes: Some(OrganizationKubernetesConfigurationResult {
                    audit_logs: OrganizationKubernetesAuditLogsConfigurationResult { auto_enable: auto("EKS_AUDIT_LOGS") },
                }),
                malware_protection: None,
            }),
            features: Some(features),
            next_token: None,
            auto_enable_organization_members: Some(settings.members),
        })
    }
}

impl Handle for UpdateOrganizationConfiguration {
    async fn access(input: &UpdateOrganizationConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &UpdateOrganizationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateOrganizationConfigurationResponse, Failure> {
        let (_, mut settings) = administered(tx, &input.detector_id).await?;
        if input.auto_enable.is_some() == input.auto_enable_organization_members.is_some() {
            return Err(errors::rejected("exactly one of autoEnable and autoEnableOrganizationMembers must be specified"));
        }
        if input.data_sources.is_some() && input.features.is_some() {
            return Err(errors::rejected("both dataSources and features were provided. You can provide only one"));
        }
        let head = tx.journal_head();
        let body = &mut settings.body;
        body.since = head;
        body.members = match (input.auto_enable_organization_members, input.auto_enable) {
            (Some(members), _) => members,
            (None, Some(true)) => AutoEnableMembers::New,
            _ => AutoEnableMembers::None,
        };
        let new = |on: bool| if on { OrgFeatureStatus::New } else { OrgFeatureStatus::None };
        if let Some(sources) = &input.data_sources {
            if let Some(s3) = &sources.s3_logs {
                body.features.insert("S3_DATA_EVENTS".to_owned(), new(s3.auto_enable));
            }
            if let Some(kubernetes) = &sources.kubernetes {
                body.features.insert("EKS_AUDIT_LOGS".to_owned(), new(kubernetes.audit_logs.auto_enable));
            }
        }
        for feature in input.features.iter().flatten() {
            let (Some(name), Some(status)) = (feature.name, feature.auto_enable) else { return Err(errors::invalid()) };
            body.features.insert(name.as_str().to_owned(), status);
            for part in feature.additional_configuration.iter().flatten() {
                let (Some(part), Some(status)) = (part.name, part.auto_enable) else { return Err(errors::invalid()) };
                body.additional.entry(name.as_str().to_owned()).or_default().insert(part.as_str().to_owned(), status);
            }
        }
        let all = |status: &OrgFeatureStatus| *status == OrgFeatureStatus::All;
        body.enrolling = body.members == AutoEnableMembers::All
            || body.features.values().any(all)
            || body.additional.values().flat_map(BTreeMap::values).any(all);
        tx.put(&settings)?;
        Ok(UpdateOrganizationConfigurationResponse {})
    }
}

impl Handle for GetOrganizationStatistics {
    async fn access(_: &Unit, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(_: &Unit, tx: &mut Transaction<'_>) -> Result<GetOrganizationStatisticsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let refused = || errors::rejected("the current account is not the GuardDuty delegated administrator of an organization");
        let settings = tx.get::<Settings>(&account, &region, Settings::ID).await?.ok_or_else(refused)?;
        let mine = place::of(tx, &account, &region).await?.ok_or_else(refused)?;
        let reader = tx.reader();
        let accounts = tx.plane().organization().accounts(&reader, &settings.body.organization).await?;
        let mut members = 0;
        let mut detectors = vec![mine.body.clone()];
        for member in place::members(&reader, &mine).await?.into_iter().filter(|m| m.body.relation.associated()) {
            members += 1;
            detectors.extend(place::reads(&reader, &member.body.account, &region).await?.map(|d| d.body));
        }
        detectors.retain(|d| d.enabled);
        let count = |n: usize| i32::try_from(n).ok();
        let by_feature = OrgFeature::VALUES.iter().map(|name| OrganizationFeatureStatistics {
            name: Some(*name),
            enabled_accounts_count: count(detectors.iter().filter(|d| d.has(name.as_str())).count()),
            additional_configuration: None,
        });
        let statistics = OrganizationStatistics {
            total_accounts_count: count(accounts.len()),
            member_accounts_count: count(members),
            active_accounts_count: count(members + 1),
            enabled_accounts_count: count(detectors.len()),
            count_by_feature: Some(by_feature.collect()),
        };
        let now: Timestamp = tx.call().time;
        Ok(GetOrganizationStatisticsResponse {
            organization_details: Some(OrganizationDetails { updated_at: Some(now), organization_statistics: Some(statistics) }),
        })
    }
}
