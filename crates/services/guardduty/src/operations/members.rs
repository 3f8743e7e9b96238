//! Members, as their administrator sees them.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use crate::api::operation::{
    CreateMembers, DeleteMembers, DisassociateMembers, GetMemberDetectors, GetMembers, InviteMembers, ListMembers,
    StartMonitoringMembers, StopMonitoringMembers, UpdateMemberDetectors,
};
use crate::api::{
    CreateMembersRequest, CreateMembersResponse, DeleteMembersRequest, DeleteMembersResponse, DisassociateMembersRequest,
    DisassociateMembersResponse, FeatureStatus, GetMemberDetectorsRequest, GetMemberDetectorsResponse, GetMembersRequest,
    GetMembersResponse, InviteMembersRequest, InviteMembersResponse, ListMembersRequest, ListMembersResponse, Member as Shown,
    MemberAdditionalConfigurationResult, MemberDataSourceConfiguration, MemberFeaturesConfigurationResult, OrgFeature,
    OrgFeatureAdditionalConfiguration, StartMonitoringMembersRequest, StartMonitoringMembersResponse,
    StopMonitoringMembersRequest, StopMonitoringMembersResponse, UnprocessedAccount, UpdateMemberDetectorsRequest,
    UpdateMemberDetectorsResponse,
};
use crate::resources::{Administrator, Detector, Invitation, Member, Relation, Settings};
use crate::{enroll, errors, features, form, place};

/// Members of an administrator at most, in an organization; those by invitation may be 5,000 too.
pub const MOST: usize = 50_000;

fn unprocessed(account: &str, result: &str) -> UnprocessedAccount {
    UnprocessedAccount { account_id: account.to_owned(), result: result.to_owned() }
}

const NOT_A_MEMBER: &str =
    "The request is rejected because the account is not an associated member of the administrator account.";

/// The members of the call's accounts, those that are none as unprocessed.
async fn named(
    tx: &mut Transaction<'_>,
    detector: &str,
    accounts: &[String],
    left: &mut Vec<UnprocessedAccount>,
) -> Result<Vec<Stored<Member>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let mut members: Vec<Stored<Member>> = Vec::new();
    for id in accounts {
        match tx.get::<Member>(&account, &region, &format!("{detector}/{id}")).await? {
            Some(_) if members.iter().any(|m| m.body.account == *id) => {}
            Some(member) => members.push(member),
            None => left.push(unprocessed(id, NOT_A_MEMBER)),
        }
    }
    Ok(members)
}

/// The organization's settings, where the caller administers one.
async fn settings(tx: &mut Transaction<'_>) -> Result<Option<Stored<Settings>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Settings>(&account, &region, Settings::ID).await
}

async fn shown(reader: &plane::Reader<'_>, member: &Stored<Member>) -> Result<Shown, Failure> {
    let (owner, region) = (&member.key.account, &member.key.region);
    let body = &member.body;
    let detector = if body.relation.associated() { place::reads(reader, &body.account, region).await? } else { None };
    Ok(Shown {
        account_id: body.account.clone(),
        detector_id: detector.map(|d| d.body.id),
        master_id: owner.clone(),
        email: body.email.clone().into(),
        relationship_status: body.relation.as_str().to_owned(),
        invited_at: body.invited_at.map(form::moment),
        updated_at: form::moment(body.updated_at),
        administrator_id: Some(owner.clone()),
    })
}

impl Handle for CreateMembers {
    async fn access(input: &CreateMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &CreateMembersRequest, tx: &mut Transaction<'_>) -> Result<CreateMembersResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.call().time.as_millisecond();
        let organization = settings(tx).await?.map(|s| s.body.organization);
        let mut left = Vec::new();
        let before = place::members(&tx.reader(), &detector).await?.len();
        for (count, detail) in input.account_details.iter().enumerate() {
            let id = &detail.account_id;
            if *id == account {
                left.push(unprocessed(id, "The request is rejected because the account is the administrator account."));
                continue;
            }
            if before + count >= MOST {
                left.push(unprocessed(id, "The request is rejected because the maximum number of members was reached."));
                continue;
            }
            let known = plane::account::get(&tx.reader(), id).await?;
            // Whose address it is, is no stranger's affair: both must fit.
            if known.is_none_or(|known| !known.body.email.eq_ignore_ascii_case(&detail.email)) && organization.is_none() {
                left.push(unprocessed(
                    id,
                    "The request is rejected because the account ID and e-mail address don't match an account.",
                ));
                continue;
            }
            let key = format!("{}/{id}", detector.body.id);
            let held = tx.get::<Member>(&account, &region, &key).await?;
            if held.as_ref().is_some_and(|m| m.body.relation.associated()) {
                left.push(unprocessed(id, "The request is rejected because the account is already a member."));
                continue;
            }
            if let Some(organization) = &organization {
                let guardrails = tx.plane().organization().guardrails(&tx.reader(), id).await?;
                if guardrails.organization_id.as_ref() == Some(organization) {
                    enroll::join(tx, &detector, id, true).await?;
                    continue;
                }
                left.push(unprocessed(id, "The request is rejected because the account is not a member of the organization."));
                continue;
            }
            let body = Member {
                account: id.clone(),
                email: detail.email.0.clone(),
                relation: Relation::Created,
                invited_at: None,
                updated_at: now,
            };
            let mut member = held.unwrap_or_else(|| Stored::new(&account, &region, key, body.clone()));
            member.body = body;
            tx.put(&member)?;
        }
        Ok(CreateMembersResponse { unprocessed_accounts: left })
    }
}

impl Handle for GetMembers {
    async fn access(input: &GetMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetMembersRequest, tx: &mut Transaction<'_>) -> Result<GetMembersResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let mut left = Vec::new();
        let found = named(tx, &detector.body.id, &input.account_ids, &mut left).await?;
        let mut members = Vec::new();
        for member in &found {
            members.push(shown(&tx.reader(), member).await?);
        }
        Ok(GetMembersResponse { members, unprocessed_accounts: left })
    }
}

impl Handle for ListMembers {
    async fn access(input: &ListMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &ListMembersRequest, tx: &mut Transaction<'_>) -> Result<ListMembersResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let all = input.only_associated.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("false"));
        let mut members = place::members(&tx.reader(), &detector).await?;
        members.retain(|m| all || m.body.relation.associated());
        let (listing, limit) = (format!("ListMembers {} {all}", input.detector_id), limit(input.max_results, 50));
        let id = |m: &Stored<Member>| m.body.account.clone();
        let page = cut(members, &listing, input.next_token.as_deref(), limit, id, errors::wrong_token)?;
        let mut members = Vec::new();
        for member in &page.items {
            members.push(shown(&tx.reader(), member).await?);
        }
        Ok(ListMembersResponse { members: Some(members), next_token: page.next })
    }
}

impl Handle for DeleteMembers {
    async fn access(input: &DeleteMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &DeleteMembersRequest, tx: &mut Transaction<'_>) -> Result<DeleteMembersResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut left = Vec::new();
        for member in named(tx, &detector.body.id, &input.account_ids, &mut left).await? {
            let id = member.body.account.clone();
            if member.body.relation.associated() {
                left.push(unprocessed(&id, "The request is rejected because the account must be disassociated first."));
                continue;
            }
            if let Some(invitation) = tx.get::<Invitation>(&id, &region, &account).await? {
                tx.delete(&invitation);
            }
            tx.delete(&member);
        }
        Ok(DeleteMembersResponse { unprocessed_accounts: left })
    }
}

impl Handle for DisassociateMembers {
    async fn access(input: &DisassociateMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &DisassociateMembersRequest, tx: &mut Transaction<'_>) -> Result<DisassociateMembersResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all = settings(tx).await?.is_some_and(|s| s.body.members == crate::api::AutoEnableMembers::All);
        let mut left = Vec::new();
        for member in named(tx, &detector.body.id, &input.account_ids, &mut left).await? {
            let id = member.body.account.clone();
            if all {
                left.push(unprocessed(
                    &id,
                    "The request is rejected because autoEnableOrganizationMembers is set to ALL: members can't be disassociated.",
                ));
                continue;
            }
            if let Some(invitation) = tx.get::<Invitation>(&id, &region, &account).await? {
                tx.delete(&invitation);
            }
            place::part(tx, (&account, &detector.body.id), &region, &id, Relation::Removed).await?;
        }
        Ok(DisassociateMembersResponse { unprocessed_accounts: left })
    }
}

/// Suspends members' detectors, or lets them watch again.
async fn monitor(
    tx: &mut Transaction<'_>,
    detector: &str,
    accounts: &[String],
    on: bool,
) -> Result<Vec<UnprocessedAccount>, Failure> {
    let detector = place::managed(tx, detector).await?;
    let region = tx.call().region.clone();
    let now = tx.call().time.as_millisecond();
    let all = settings(tx).await?.is_some_and(|s| s.body.members == crate::api::AutoEnableMembers::All);
    let mut left = Vec::new();
    for mut member in named(tx, &detector.body.id, accounts, &mut left).await? {
        let id = member.body.account.clone();
        if !member.body.relation.associated() {
            left.push(unprocessed(&id, NOT_A_MEMBER));
            continue;
        }
        if all && !on {
            left.push(unprocessed(
                &id,
                "The request is rejected because autoEnableOrganizationMembers is set to ALL: members can't be suspended.",
            ));
            continue;
        }
        let Some(mut theirs) = place::of(tx, &id, &region).await? else {
            left.push(unprocessed(&id, "The request is rejected because the account has no detector."));
            continue;
        };
        theirs.body.enabled = on;
        theirs.body.updated_at = now;
        tx.put(&theirs)?;
        member.body.relation = if on { Relation::Enabled } else { Relation::Disabled };
        member.body.updated_at = now;
        tx.put(&member)?;
        place::rewatch(tx, &id, &region).await?;
    }
    Ok(left)
}

impl Handle for StartMonitoringMembers {
    async fn access(input: &StartMonitoringMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &StartMonitoringMembersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StartMonitoringMembersResponse, Failure> {
        let unprocessed_accounts = monitor(tx, &input.detector_id, &input.account_ids, true).await?;
        Ok(StartMonitoringMembersResponse { unprocessed_accounts })
    }
}

impl Handle for StopMonitoringMembers {
    async fn access(input: &StopMonitoringMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &StopMonitoringMembersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StopMonitoringMembersResponse, Failure> {
        let unprocessed_accounts = monitor(tx, &input.detector_id, &input.account_ids, false).await?;
        Ok(StopMonitoringMembersResponse { unprocessed_accounts })
    }
}

impl Handle for InviteMembers {
    async fn access(input: &InviteMembersRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &InviteMembersRequest, tx: &mut Transaction<'_>) -> Result<InviteMembersResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.call().time.as_millisecond();
        let mut left = Vec::new();
        for mut member in named(tx, &detector.body.id, &input.account_ids, &mut left).await? {
            let id = member.body.account.clone();
            if member.body.relation.associated() {
                left.push(unprocessed(&id, "The request is rejected because the account is already a member."));
                continue;
            }
            let body = Invitation {
                account: account.clone(),
                id: tx.plane().ids.uuid().simple().to_string(),
                invited_at: now,
                relation: Relation::Invited,
            };
            let held = tx.get::<Invitation>(&id, &region, &account).await?;
            let mut invitation = held.unwrap_or_else(|| Stored::new(&id, &region, account.clone(), body.clone()));
            invitation.body = body;
            tx.put(&invitation)?;
            member.body.relation = Relation::Invited;
            member.body.invited_at = Some(now);
            member.body.updated_at = now;
            tx.put(&member)?;
        }
        Ok(InviteMembersResponse { unprocessed_accounts: left })
    }
}

fn features_of(detector: &Detector) -> Vec<MemberFeaturesConfigurationResult> {
    let status = |on: bool| Some(if on { FeatureStatus::Enabled } else { FeatureStatus::Disabled });
    let time = |ms: i64| plane::Timestamp::from_millisecond(ms).ok();
    let all = detector.features.iter().filter_map(|(name, feature)| {
        let parts: Vec<_> = feature
            .additional
            .iter()
            .map(|(part, (on, at))| MemberAdditionalConfigurationResult {
                name: OrgFeatureAdditionalConfiguration::parse(part),
                status: status(*on),
                updated_at: time(*at),
                managed_by: None,
            })
            .collect();
        Some(MemberFeaturesConfigurationResult {
            name: Some(OrgFeature::parse(name)?),
            status: status(feature.enabled),
            updated_at: time(feature.updated_at),
            additional_configuration: (!parts.is_empty()).then_some(parts),
            managed_by: None,
        })
    });
    all.collect()
}

impl Handle for GetMemberDetectors {
    async fn access(input: &GetMemberDetectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetMemberDetectorsRequest, tx: &mut Transaction<'_>) -> Result<GetMemberDetectorsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let region = tx.call().region.clone();
        let mut left = Vec::new();
        let mut all = Vec::new();
        for member in named(tx, &detector.body.id, &input.account_ids, &mut left).await? {
            let id = member.body.account;
            match place::reads(&tx.reader(), &id, &region).await?.filter(|_| member.body.relation.associated()) {
                Some(theirs) => all.push(MemberDataSourceConfiguration {
                    account_id: id,
                    data_sources: features::data_sources(&theirs.body),
                    features: Some(features_of(&theirs.body)),
                }),
                None => left.push(unprocessed(&id, NOT_A_MEMBER)),
            }
        }
        Ok(GetMemberDetectorsResponse { member_data_source_configurations: all, unprocessed_accounts: left })
    }
}

impl Handle for UpdateMemberDetectors {
    async fn access(input: &UpdateMemberDetectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &UpdateMemberDetectorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateMemberDetectorsResponse, Failure> {
        let detector = place::managed(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.call().time.as_millisecond();
        let mut asked = Vec::new();
        for feature in input.features.iter().flatten() {
            let (Some(name), Some(status)) = (feature.name, feature.status) else { return Err(errors::invalid()) };
            asked.push((name.as_str(), None, status == FeatureStatus::Enabled));
            for part in feature.additional_configuration.iter().flatten() {
                let (Some(part), Some(status)) = (part.name, part.status) else { return Err(errors::invalid()) };
                asked.push((name.as_str(), Some(part.as_str()), status == FeatureStatus::Enabled));
            }
        }
        let mut left = Vec::new();
        for member in named(tx, &detector.body.id, &input.account_ids, &mut left).await? {
            let id = member.body.account;
            let mine = tx.get::<Administrator>(&id, &region, Administrator::ID).await?.is_some_and(|a| a.body.account == account);
            let Some(mut theirs) = place::of(tx, &id, &region).await?.filter(|_| mine) else {
                left.push(unprocessed(&id, NOT_A_MEMBER));
                continue;
            };
            features::apply(&mut theirs.body, input.data_sources.as_ref(), None, now)?;
            for (name, part, on) in &asked {
                match part {
                    Some(part) => features::set_additional(&mut theirs.body, name, part, *on, now),
                    None => features::set(&mut theirs.body, name, *on, now),
                }
            }
            theirs.body.updated_at = now;
            tx.put(&theirs)?;
            place::rewatch(tx, &id, &region).await?;
        }
        Ok(UpdateMemberDetectorsResponse { unprocessed_accounts: left })
    }
}
