//! The port through which everything else asks about organizations.

use plane::ports::{GuardrailLevel, Guardrails, NamedPolicy, Organization};
use plane::{BoxFuture, Failure, Handle as _, Reader, Transaction};
use policy::{PolicyKind, SourceType};

use crate::api::{
    AccountState, DeregisterDelegatedAdministratorRequest, EnableAWSServiceAccessRequest, PolicyType,
    RegisterDelegatedAdministratorRequest, operation,
};
use crate::compiled;
use crate::management;
use crate::names;
use crate::operations::inherited;
use crate::place;
use crate::resources::{Attachments, MEMBERS, Member, Organization as OrganizationDocument, Policy, Root, Unit};

/// Accounts read at once.
const PAGE: usize = 500;

/// The implementation of [`plane::ports::Organization`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Organizations(());

impl Organization for Organizations {
    fn guardrails<'a>(&'a self, reader: &'a Reader<'a>, account: &'a str) -> BoxFuture<'a, Result<Guardrails, Failure>> {
        Box::pin(guardrails(reader, account))
    }

    fn is_delegated<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async move {
            let member = reader.get::<Member>(account, "", account).await?;
            Ok(member.is_some_and(|m| m.body.delegated.contains_key(service_principal)))
        })
    }

    fn trusts<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async move {
            let Some(member) = reader.get::<Member>(account, "", account).await? else { return Ok(false) };
            let organization = reader.get::<OrganizationDocument>(&member.body.management, "", &member.body.organization).await?;
            Ok(organization.is_some_and(|o| o.body.services.contains_key(service_principal)))
        })
    }

    fn trust<'a>(&'a self, tx: &'a mut Transaction<'_>, service_principal: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        let service_principal = service_principal.to_owned();
        Box::pin(async move {
            let account = tx.account().to_owned();
            if !self.trusts(&tx.reader(), &account, &service_principal).await? {
                operation::EnableAWSServiceAccess::run(&EnableAWSServiceAccessRequest { service_principal }, tx).await?;
            }
            Ok(())
        })
    }

    fn delegate<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        service_principal: &'a str,
        register: bool,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        let (account_id, service_principal) = (account.to_owned(), service_principal.to_owned());
        Box::pin(async move {
            if register {
                let input = RegisterDelegatedAdministratorRequest { account_id, service_principal };
                operation::RegisterDelegatedAdministrator::run(&input, tx).await?;
            } else {
                let input = DeregisterDelegatedAdministratorRequest { account_id, service_principal };
                operation::DeregisterDelegatedAdministrator::run(&input, tx).await?;
            }
            Ok(())
        })
    }

    fn accounts<'a>(&'a self, reader: &'a Reader<'a>, organization: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failure>> {
        Box::pin(async move {
            let mut accounts = Vec::new();
            let mut after = None;
            loop {
                let page = reader.find_all::<Member>(MEMBERS, organization, after.as_ref(), PAGE).await?;
                let active = page.iter().filter(|m| m.body.state == AccountState::Active);
                accounts.extend(active.map(|m| m.body.id.clone()));
                match page.last() {
                    Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                    _ => break,
                }
            }
            accounts.sort_unstable();
            Ok(accounts)
        })
    }
}

async fn guardrails(reader: &Reader<'_>, account: &str) -> Result<Guardrails, Failure> {
    let Some(member) = reader.get::<Member>(account, "", account).await? else {
        // An account that was closed and has left its organization for good stays closed.
        let closed = plane::account::get(reader, account).await?;
        let suspended = closed.is_some_and(|a| a.body.status == plane::account::AccountStatus::Suspended);
        return Ok(Guardrails { suspended, ..Guardrails::default() });
    };
    let member = member.body;
    let chain = place::above(reader, &member).await?;
    let mut answer = Guardrails {
        organization_id: Some(member.organization.clone()),
        path: Some(place::path(&member.organization, chain.iter().map(String::as_str))),
        management_account: Some(member.management.clone()),
        suspended: matches!(member.state, AccountState::Suspended | AccountState::PendingClosure | AccountState::Closed),
        tag_rules: match inherited(reader, &member, PolicyType::TagPolicy).await? {
            Some((levels, _)) => management::tag_rules(&management::effective(&levels)),
            None => Vec::new(),
        },
        ..Guardrails::default()
    };
    if member.id == member.management {
        return Ok(answer);
    }
    let mut chain = chain.into_iter();
    let root = chain.next().unwrap_or_default();
    let root = reader
        .get::<Root>(&member.management, "", &root)
        .await?
        .ok_or_else(|| Failure::internal(format!("{} has no root", member.organization)))?
        .body;
    let types =
        [PolicyType::ServiceControlPolicy, PolicyType::ResourceControlPolicy].map(|t| (t, root.policy_types.contains_key(&t)));
    if types.iter().all(|(_, on)| !on) {
        return Ok(answer);
    }
    let mut levels: Vec<(String, Attachments)> = vec![(root.id, root.attached)];
    for id in chain {
        let unit = reader
            .get::<Unit>(&member.management, "", &id)
            .await?
            .ok_or_else(|| Failure::internal(format!("{} is in {id}, which is not there", member.id)))?;
        levels.push((id, unit.body.attached));
    }
    levels.push((member.id.clone(), member.attached.clone()));
    for (kind, _) in types.into_iter().filter(|(_, on)| *on) {
        let mut guarded = Vec::with_capacity(levels.len());
        for (target, attached) in &levels {
            let mut policies = Vec::new();
            for id in attached.of(kind) {
                policies.push(named(reader, &member, kind, &id).await?);
            }
            guarded.push(GuardrailLevel { target: target.clone(), policies });
        }
        match kind {
            PolicyType::ServiceControlPolicy => answer.service_control = guarded,
            _ => answer.resource_control = guarded,
        }
    }
    Ok(answer)
}

async fn named(reader: &Reader<'_>, member: &Member, kind: PolicyType, id: &str) -> Result<NamedPolicy, Failure> {
    let service = kind == PolicyType::ServiceControlPolicy;
    if let Some(managed) = compiled::managed(id) {
        let language = if service { PolicyKind::ServiceControl } else { PolicyKind::ManagedResourceControl };
        let policy = compiled::policy(managed.content, language)?;
        let id = names::managed_policy_arn(reader.plane(), kind, id);
        return Ok(NamedPolicy { id, source: SourceType::AwsManaged, policy });
    }
    let found = reader
        .get::<Policy>(&member.management, "", id)
        .await?
        .ok_or_else(|| Failure::internal(format!("{id} is attached and not there")))?;
    let language = if service { PolicyKind::ServiceControl } else { PolicyKind::ResourceControl };
    let policy = compiled::policy(&found.body.content, language)?;
    Ok(NamedPolicy { id: found.arn.unwrap_or_default(), source: SourceType::UserManaged, policy })
}
