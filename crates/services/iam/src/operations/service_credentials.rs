//! Service-specific credentials: a user name and password, or an API key, for one service.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, PrincipalKind, Registry, Stored, Transaction};
use wire::{Sensitive, Unit};
use zeroize::Zeroizing;

use super::signing_certificates::is_active;
use crate::api::{self, ServiceNotSupportedException, StatusType, operation};
use crate::common::{cut, entity, no_such, now, on, on_user_or_caller, over_quota, subject, truncated, when};
use crate::credentials::{BY_SERVICE_USER, ServiceCredential};
use crate::resources::{BY_ID, Owner, User, scoped};

/// Credentials of a user for one service (API reference of `CreateServiceSpecificCredential`).
const CREDENTIALS: usize = 2;
const DAY_MS: i64 = 86_400_000;

/// The services that have such credentials, and the beginning of the secret for those whose credential is an API key.
const SERVICES: &[(&str, Option<&str>)] = &[
    ("codecommit.amazonaws.com", None),
    ("cassandra.amazonaws.com", None),
    ("bedrock.amazonaws.com", Some("ABSK")),
    ("logs.amazonaws.com", Some("ACWL")),
];

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateServiceSpecificCredential>()
        .add::<operation::ListServiceSpecificCredentials>()
        .add::<operation::UpdateServiceSpecificCredential>()
        .add::<operation::ResetServiceSpecificCredential>()
        .add::<operation::DeleteServiceSpecificCredential>();
}

fn supported(service: &str) -> Result<Option<&'static str>, Failure> {
    let found = SERVICES.iter().find(|(name, _)| *name == service);
    found.map(|(_, prefix)| *prefix).ok_or_else(|| {
        ServiceNotSupportedException::new(format!("The service {service} does not support service-specific credentials.")).into()
    })
}

/// The secret of a credential, told once.
struct Secret {
    text: Zeroizing<String>,
    hash: String,
}

fn secret(tx: &Transaction<'_>, api_key: Option<&str>, alias: &str) -> Secret {
    let random = Zeroizing::new(tx.plane().ids.bytes::<32>());
    let password = Zeroizing::new(STANDARD.encode(random.as_slice()));
    let text = match api_key {
        None => password,
        Some(prefix) => Zeroizing::new(format!("{prefix}{}", STANDARD.encode(format!("{alias}:{}", password.as_str())))),
    };
    let hash = hex::encode(digest(&SHA256, text.as_bytes()));
    Secret { text, hash }
}

fn status(found: &ServiceCredential, now: i64) -> StatusType {
    match (found.expires_at.is_some_and(|end| end <= now), found.active) {
        (true, _) => StatusType::Expired,
        (false, true) => StatusType::Active,
        (false, false) => StatusType::Inactive,
    }
}

/// A credential with its secret, as it is told when it is made or reset.
fn told(found: &ServiceCredential, user: &str, secret: &Secret, api_key: bool, now: i64) -> api::ServiceSpecificCredential {
    let text = || Some(Sensitive(secret.text.to_string()));
    let (alias, name) = (found.service_user.clone(), found.service_user.clone());
    api::ServiceSpecificCredential {
        create_date: when(found.created_at),
        expiration_date: found.expires_at.map(when),
        service_name: found.service.clone(),
        service_user_name: (!api_key).then_some(name),
        service_password: if api_key { None } else { text() },
        service_credential_alias: api_key.then_some(alias),
        service_credential_secret: if api_key { text() } else { None },
        service_specific_credential_id: found.id.clone(),
        user_name: user.to_owned(),
        status: status(found, now),
    }
}

fn metadata(found: &ServiceCredential, user: &str, now: i64) -> api::ServiceSpecificCredentialMetadata {
    let api_key = SERVICES.iter().any(|(name, prefix)| *name == found.service && prefix.is_some());
    api::ServiceSpecificCredentialMetadata {
        user_name: user.to_owned(),
        status: status(found, now),
        service_user_name: (!api_key).then(|| found.service_user.clone()),
        service_credential_alias: api_key.then(|| found.service_user.clone()),
        create_date: when(found.created_at),
        expiration_date: found.expires_at.map(when),
        service_specific_credential_id: found.id.clone(),
        service_name: found.service.clone(),
    }
}

async fn credential(
    tx: &mut Transaction<'_>,
    user: Option<&str>,
    id: &str,
) -> Result<(String, Stored<ServiceCredential>), Failure> {
    let account = tx.account();
    let subject = subject(tx, user).await?;
    let found = tx.get::<ServiceCredential>(account, "", &format!("{}{id}", subject.owner().prefix())).await?;
    found.map(|found| (subject.name().to_owned(), found)).ok_or_else(|| no_such(format!("No such credential {id} exists")))
}

handle!(CreateServiceSpecificCredential {
    access(input, lookup) { Ok(on::<User>(lookup, &input.user_name).await?.key("iam:ServiceSpecificCredentialServiceName", input.service_name.clone())) }
    run(input, tx) {
        let account = tx.account();
        let user = entity::<User>(tx, &input.user_name).await?;
        let api_key = supported(&input.service_name)?;
        if input.credential_age_days.is_some() && api_key.is_none() {
            return Err(Failure::validation("CredentialAgeDays is only valid for services that support long-term API keys."));
        }
        let prefix = Owner::User(user.body.id.clone()).prefix();
        let others = tx.all::<ServiceCredential>(account, "", &prefix).await?;
        if others.iter().filter(|other| other.body.service == input.service_name).count() >= CREDENTIALS {
            return Err(over_quota("ServiceSpecificCredentialsPerUser", CREDENTIALS));
        }
        let mut number = 0;
        let service_user = loop {
            let name = match number {
                0 => format!("{}-at-{account}", user.body.name),
                n => format!("{}+{n}-at-{account}", user.body.name),
            };
            if tx.find::<ServiceCredential>(BY_SERVICE_USER, &scoped(&input.service_name, &name)).await?.is_none() {
                break name;
            }
            number += 1;
        };
        let made = secret(tx, api_key, &service_user);
        let body = ServiceCredential {
            id: tx.plane().ids.unique_id("ACCA"),
            user_id: user.body.id,
            service: input.service_name.clone(),
            service_user,
            secret_hash: made.hash.clone(),
            active: true,
            created_at: now(tx),
            expires_at: input.credential_age_days.map(|days| now(tx).saturating_add(i64::from(days).saturating_mul(DAY_MS))),
        };
        tx.put(&Stored::new(account, "", format!("{prefix}{}", body.id), body.clone()))?;
        let told = told(&body, &user.body.name, &made, api_key.is_some(), now(tx));
        Ok(api::CreateServiceSpecificCredentialResponse { service_specific_credential: Some(told) })
    }
});

handle!(ListServiceSpecificCredentials {
    access(input, lookup) {
        if input.all_users == Some(true) {
            let everybody = crate::common::arn(lookup, lookup.account(), "user", "/", "");
            return Ok(plane::Access::on(everybody));
        }
        on_user_or_caller(lookup, input.user_name.as_deref()).await
    }
    run(input, tx) {
        let account = tx.account();
        if let Some(service) = &input.service_name {
            supported(service)?;
        }
        let everybody = input.all_users == Some(true);
        if everybody && input.user_name.is_some() {
            return Err(Failure::validation("AllUsers cannot be specified together with UserName."));
        }
        if everybody && input.service_name.is_none() {
            return Err(Failure::validation("ServiceName is required when AllUsers is specified."));
        }
        let root = tx.call().principal.kind == PrincipalKind::Root;
        let prefix = match everybody {
            true => String::new(),
            false if root && input.user_name.is_none() => Owner::Root.prefix(),
            false => subject(tx, input.user_name.as_deref()).await?.owner().prefix(),
        };
        let mut all = tx.reader().all::<ServiceCredential>(account, "", &prefix).await?;
        all.retain(|found| input.service_name.as_ref().is_none_or(|service| *service == found.body.service));
        let listing = format!("ListServiceSpecificCredentials {prefix} {}", input.service_name.as_deref().unwrap_or_default());
        let page = cut(all, &listing, input.marker.as_deref(), input.max_items)?;
        let mut shown = Vec::with_capacity(page.items.len());
        for found in &page.items {
            let Some(user) = tx.reader().find::<User>(BY_ID, &found.body.user_id).await? else { continue };
            shown.push(metadata(&found.body, &user.body.name, now(tx)));
        }
        Ok(api::ListServiceSpecificCredentialsResponse {
            is_truncated: truncated(&page),
            service_specific_credentials: Some(shown),
            marker: page.next,
        })
    }
});

handle!(UpdateServiceSpecificCredential {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let active = is_active(input.status)?;
        let (_, mut found) = credential(tx, input.user_name.as_deref(), &input.service_specific_credential_id).await?;
        found.body.active = active;
        tx.put(&found)?;
        Ok(Unit {})
    }
});

handle!(ResetServiceSpecificCredential {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let (user, mut found) = credential(tx, input.user_name.as_deref(), &input.service_specific_credential_id).await?;
        let api_key = supported(&found.body.service)?;
        let made = secret(tx, api_key, &found.body.service_user);
        found.body.secret_hash.clone_from(&made.hash);
        tx.put(&found)?;
        let told = told(&found.body, &user, &made, api_key.is_some(), now(tx));
        Ok(api::ResetServiceSpecificCredentialResponse { service_specific_credential: Some(told) })
    }
});

handle!(DeleteServiceSpecificCredential {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let (_, found) = credential(tx, input.user_name.as_deref(), &input.service_specific_credential_id).await?;
        tx.delete(&found);
        Ok(Unit {})
    }
});
