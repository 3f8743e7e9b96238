//! Identities as AWS Config records them: users, groups, roles, customer managed policies, providers, certificates, and the account itself.
//!
//! A credential is a part of its user's item (`supplementaryConfiguration.CredentialReport`, with the columns of the credential report), and the password
//! policy and the root user are parts of the account's (`AWS::::Account`): rules judge those, and AWS has no items for them.

mod account;
mod entities;

use plane::ports::{ConfigurationChange, ConfigurationSource, ResourceConfiguration};
use plane::{BoxFuture, Failure, Past, Resource, Stored, Version};

use crate::credentials::{SamlProvider, ServerCertificate, SigningCertificate};
use crate::resources::{
    AccessKey, AccountSettings, BY_ACCESS_KEY, BY_ID, Group, InstanceProfile, LastUse, LoginProfile, ManagedPolicy, OidcProvider,
    Owner, PolicyUse, Role, Root, User,
};

/// Config's type of an account.
const ACCOUNT: &str = "AWS::::Account";
/// Config's type of a customer managed policy.
const POLICY: &str = "AWS::IAM::Policy";

/// Describes identities.
#[derive(Debug, Default)]
pub struct Configurations;

impl ConfigurationSource for Configurations {
    fn resource_types(&self) -> &'static [&'static str] {
        &[
            ACCOUNT,
            Group::KIND,
            InstanceProfile::KIND,
            OidcProvider::KIND,
            POLICY,
            Role::KIND,
            SamlProvider::KIND,
            ServerCertificate::KIND,
            User::KIND,
        ]
    }

    fn document_kinds(&self) -> &'static [&'static str] {
        &[
            Group::KIND,
            InstanceProfile::KIND,
            ManagedPolicy::KIND,
            OidcProvider::KIND,
            Role::KIND,
            Root::KIND,
            SamlProvider::KIND,
            ServerCertificate::KIND,
            User::KIND,
        ]
    }

    fn describe<'a>(
        &'a self,
        past: &'a Past<'a>,
        version: &'a Version,
    ) -> BoxFuture<'a, Result<Vec<ConfigurationChange>, Failure>> {
        Box::pin(describe(past, version))
    }
}

async fn describe(past: &Past<'_>, version: &Version) -> Result<Vec<ConfigurationChange>, Failure> {
    let account = &version.key.account;
    match version.key.kind.as_str() {
        User::KIND => match past.subject::<User>(version).await? {
            Some(subject) if subject.there => entities::user(past, &subject.stored).await.map(|user| vec![user]),
            Some(subject) => Ok(vec![ConfigurationChange::Deleted(entities::user_resource(&subject.stored))]),
            None => Ok(Vec::new()),
        },
        Group::KIND => past.change(version, entities::group).await,
        Role::KIND => match past.subject::<Role>(version).await? {
            Some(subject) => {
                let profiles = entities::profiles_of(past, &subject.stored).await?;
                Ok(vec![subject.change(|role| entities::role(role, &profiles))])
            }
            None => Ok(Vec::new()),
        },
        InstanceProfile::KIND => past.change(version, entities::instance_profile).await,
        ManagedPolicy::KIND => match past.subject::<ManagedPolicy>(version).await? {
            Some(subject) => {
                let uses = past.get::<PolicyUse>(account, "", &subject.stored.body.arn).await?;
                let uses = uses.map(|uses| uses.body).unwrap_or_default();
                Ok(vec![subject.change(|policy| entities::policy(policy, uses))])
            }
            None => Ok(Vec::new()),
        },
        PolicyUse::KIND => match customer_policy(past, &version.key.id).await? {
            Some(policy) => {
                let uses = past.get::<PolicyUse>(account, "", &version.key.id).await?.map(|uses| uses.body).unwrap_or_default();
                Ok(vec![recorded(entities::policy(&policy, uses))])
            }
            None => Ok(Vec::new()),
        },
        OidcProvider::KIND => past.change(version, entities::oidc_provider).await,
        SamlProvider::KIND => past.change(version, entities::saml_provider).await,
        ServerCertificate::KIND => past.change(version, entities::server_certificate).await,
        // Its id begins with its owner.
        AccessKey::KIND | SigningCertificate::KIND => match version.key.id.split_once('/') {
            Some(("root", _)) => account::changed(past, account).await,
            Some((user, _)) => user_again(past, user).await,
            None => Ok(Vec::new()),
        },
        LoginProfile::KIND => user_again(past, &version.key.id).await,
        LastUse::KIND => match past.reader().find::<AccessKey>(BY_ACCESS_KEY, &version.key.id).await? {
            Some(key) => match key.body.owner {
                Owner::User(user) => user_again(past, &user).await,
                Owner::Root => Ok(Vec::new()),
            },
            None => Ok(Vec::new()),
        },
        Root::KIND | AccountSettings::KIND => account::changed(past, account).await,
        _ => Ok(Vec::new()),
    }
}

fn recorded(configuration: ResourceConfiguration) -> ConfigurationChange {
    ConfigurationChange::Recorded(Box::new(configuration))
}

/// The user of a unique id, one of whose credentials changed. A user that is gone by now has its own deletion.
async fn user_again(past: &Past<'_>, id: &str) -> Result<Vec<ConfigurationChange>, Failure> {
    let Some(now) = past.reader().find::<User>(BY_ID, id).await? else { return Ok(Vec::new()) };
    match past.get::<User>(&now.key.account, "", &now.key.id).await? {
        Some(user) => Ok(vec![entities::user(past, &user).await?]),
        None => Ok(Vec::new()),
    }
}

/// A customer managed policy by its ARN; `None` for those of AWS.
async fn customer_policy(past: &Past<'_>, arn: &str) -> Result<Option<Stored<ManagedPolicy>>, Failure> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (Some(account), Some(resource)) = (parts.next(), parts.next()) else { return Ok(None) };
    let Some((_, name)) = resource.rsplit_once('/') else { return Ok(None) };
    past.get::<ManagedPolicy>(account, "", &name.to_lowercase()).await
}
