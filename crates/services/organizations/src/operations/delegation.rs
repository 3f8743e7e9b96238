//! Services that may act in the organization, and accounts that administer them.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::{Sensitive, Unit as Nothing};

use crate::api::{
    AccountAlreadyRegisteredException, AccountNotRegisteredException, AccountState, DelegatedAdministrator, DelegatedService,
    DeregisterDelegatedAdministratorRequest, DisableAWSServiceAccessRequest, EnableAWSServiceAccessRequest,
    EnabledServicePrincipal, ListAWSServiceAccessForOrganizationRequest, ListAWSServiceAccessForOrganizationResponse,
    ListDelegatedAdministratorsRequest, ListDelegatedAdministratorsResponse, ListDelegatedServicesForAccountRequest,
    ListDelegatedServicesForAccountResponse, OrganizationFeatureSet, RegisterDelegatedAdministratorRequest, operation,
};
use crate::errors::{self, Constraint, Invalid};
use crate::place::{Place, Seat};
use crate::resources::{DELEGATED, Member};
use crate::services;
use crate::shapes;

const SERVICE: &str = "organizations:ServicePrincipal";

fn unrecognized() -> Failure {
    errors::invalid(Invalid::UnrecognizedServicePrincipal, "You specified an unrecognized service principal.")
}

fn need_all_features(seat: &Seat) -> Result<(), Failure> {
    if seat.organization.body.feature_set == OrganizationFeatureSet::All { Ok(()) } else { Err(errors::all_features_needed()) }
}

impl Handle for operation::EnableAWSServiceAccess {
    async fn access(input: &EnableAWSServiceAccessRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any().key(SERVICE, input.service_principal.as_str()))
    }

    async fn run(input: &EnableAWSServiceAccessRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let mut seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let service = services::find(&input.service_principal).ok_or_else(unrecognized)?;
        let now = tx.call().time.as_millisecond();
        // Enabling again keeps the first date, as on AWS.
        if !seat.organization.body.services.contains_key(service.principal) {
            seat.organization.body.services.insert(service.principal.to_owned(), now);
            seat.save(tx)?;
        }
        Ok(Nothing {})
    }
}

impl Handle for operation::DisableAWSServiceAccess {
    async fn access(input: &DisableAWSServiceAccessRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any().key(SERVICE, input.service_principal.as_str()))
    }

    async fn run(input: &DisableAWSServiceAccessRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let mut seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let service = services::find(&input.service_principal).ok_or_else(unrecognized)?;
        let root = seat.root(tx).await?;
        if root.body.policy_types.keys().any(|kind| services::needed_by(*kind) == Some(service.principal)) {
            return Err(errors::constraint(
                Constraint::PolicyTypeEnabledForThisService,
                "You attempted to disable service access before you disabled the policy type. To complete this operation, you must first disable \
                 the policy type.",
            ));
        }
        if seat.organization.body.services.remove(service.principal).is_some() {
            seat.save(tx)?;
        }
        Ok(Nothing {})
    }
}

impl Handle for operation::ListAWSServiceAccessForOrganization {
    async fn access(_: &ListAWSServiceAccessForOrganizationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any())
    }

    async fn run(
        input: &ListAWSServiceAccessForOrganizationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListAWSServiceAccessForOrganizationResponse, Failure> {
        let seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let items: Vec<(String, i64)> = seat.organization.body.services.iter().map(|(s, at)| (s.clone(), *at)).collect();
        let page =
            shapes::cut(items, "ListAWSServiceAccess", input.next_token.as_deref(), input.max_results, |(s, _)| s.clone())?;
        let enabled = page.items.into_iter().map(|(service, at)| EnabledServicePrincipal {
            service_principal: Some(service),
            date_enabled: Some(shapes::time(at)),
        });
        Ok(ListAWSServiceAccessForOrganizationResponse {
            enabled_service_principals: Some(enabled.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::RegisterDelegatedAdministrator {
    async fn access(input: &RegisterDelegatedAdministratorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.on_id(&input.account_id).await?.key(SERVICE, input.service_principal.as_str()))
    }

    async fn run(input: &RegisterDelegatedAdministratorRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let mut member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        let service = services::find(&input.service_principal).ok_or_else(unrecognized)?;
        let most = service.administrators.ok_or_else(unrecognized)?;
        if member.body.id == seat.management() {
            return Err(errors::constraint(
                Constraint::CannotRegisterMasterAsDelegatedAdministrator,
                "You cannot register master account/yourself as delegated administrator for your organization.",
            ));
        }
        if member.body.state != AccountState::Active {
            return Err(errors::constraint(
                Constraint::CannotRegisterSuspendedAccountAsDelegatedAdministrator,
                "You cannot register a suspended account as a delegated administrator.",
            ));
        }
        if !seat.organization.body.services.contains_key(service.principal) {
            return Err(errors::constraint(
                Constraint::ServiceAccessNotEnabled,
                "You attempted to register a delegated administrator before you enabled service access. Call the EnableAWSServiceAccess API first.",
            ));
        }
        if member.body.delegated.contains_key(service.principal) {
            return Err(AccountAlreadyRegisteredException::new(
                "The provided account is already a delegated administrator for your organization.",
            )
            .into());
        }
        let value = format!("{}/{}", seat.id(), service.principal);
        let others = tx.reader().find_all::<Member>(DELEGATED, &value, None, shapes::ALL).await?.len();
        if others >= most {
            return Err(if most == 1 {
                errors::constraint(
                    Constraint::DelegatedAdministratorExistsForThisService,
                    "You attempted to register an AWS account as a delegated administrator for an AWS service that already has a delegated \
                     administrator. To complete this operation, you must first deregister any existing delegated administrators for this service.",
                )
            } else {
                errors::constraint(
                    Constraint::MaxDelegatedAdministratorsForServiceLimitExceeded,
                    "You attempted to register more delegated administrators than allowed for the service principal.",
                )
            });
        }
        member.body.delegated.insert(service.principal.to_owned(), tx.call().time.as_millisecond());
        tx.put(&member)?;
        // Registrations of an organization queue up behind each other, so that two cannot pass the limit together.
        seat.save(tx)?;
        Ok(Nothing {})
    }
}

fn not_registered() -> Failure {
    AccountNotRegisteredException::new("The provided account is not a registered delegated administrator for your organization.")
        .into()
}

impl Handle for operation::DeregisterDelegatedAdministrator {
    async fn access(input: &DeregisterDelegatedAdministratorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.on_id(&input.account_id).await?.key(SERVICE, input.service_principal.as_str()))
    }

    async fn run(input: &DeregisterDelegatedAdministratorRequest, tx: &mut Transaction<'_>) -> Result<Nothing, Failure> {
        let seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let mut member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        let service = services::find(&input.service_principal).ok_or_else(unrecognized)?;
        if member.body.delegated.remove(service.principal).is_none() {
            return Err(not_registered());
        }
        tx.put(&member)?;
        Ok(Nothing {})
    }
}

impl Handle for operation::ListDelegatedAdministrators {
    async fn access(input: &ListDelegatedAdministratorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Place::of(lookup).await?.any().key_if(SERVICE, input.service_principal.as_deref()))
    }

    async fn run(
        input: &ListDelegatedAdministratorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListDelegatedAdministratorsResponse, Failure> {
        let seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let value = match &input.service_principal {
            Some(name) => {
                let service = services::find(name).ok_or_else(unrecognized)?;
                format!("{}/{}", seat.id(), service.principal)
            }
            None => seat.id().to_owned(),
        };
        let reader = tx.reader();
        let page = shapes::found_page::<Member>(&reader, DELEGATED, &value, None, input.next_token.as_deref(), input.max_results)
            .await?;
        let mut administrators = Vec::with_capacity(page.items.len());
        for member in &page.items {
            let body = &member.body;
            let (name, email) = shapes::contact(&reader, &body.id).await?;
            let since = match &input.service_principal {
                Some(service) => body.delegated.get(service).copied(),
                None => body.delegated.values().min().copied(),
            };
            administrators.push(DelegatedAdministrator {
                id: Some(body.id.clone()),
                arn: member.arn.clone(),
                email: Some(Sensitive(email)),
                name: Some(Sensitive(name)),
                status: shapes::status(body.state),
                state: Some(body.state),
                joined_method: Some(body.joined_method),
                joined_timestamp: Some(shapes::time(body.joined_at)),
                delegation_enabled_date: since.map(shapes::time),
            });
        }
        Ok(ListDelegatedAdministratorsResponse { delegated_administrators: Some(administrators), next_token: page.next })
    }
}

impl Handle for operation::ListDelegatedServicesForAccount {
    async fn access(input: &ListDelegatedServicesForAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.account_id).await
    }

    async fn run(
        input: &ListDelegatedServicesForAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListDelegatedServicesForAccountResponse, Failure> {
        let seat = Seat::of(tx).await?;
        need_all_features(&seat)?;
        let member = seat.account(tx, &input.account_id).await?.ok_or_else(errors::account_not_found)?;
        if member.body.delegated.is_empty() {
            return Err(not_registered());
        }
        let items: Vec<(String, i64)> = member.body.delegated.into_iter().collect();
        let listing = format!("ListDelegatedServices {}", input.account_id);
        let page = shapes::cut(items, &listing, input.next_token.as_deref(), input.max_results, |(s, _)| s.clone())?;
        let delegated = page.items.into_iter().map(|(service, at)| DelegatedService {
            service_principal: Some(service),
            delegation_enabled_date: Some(shapes::time(at)),
        });
        Ok(ListDelegatedServicesForAccountResponse { delegated_services: Some(delegated.collect()), next_token: page.next })
    }
}
