//! The policies of a user, group or role as documents, with where each comes from: what simulations and reports work on.

use plane::{Failure, Reader};
use policy::SourceType;

use crate::common::Entity;
use crate::identities::customer_policy;
use crate::managed;
use crate::policies::name_of_arn;
use crate::resources::{BY_ID, Grants, Group, Role, User};

/// A policy that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PolicySource {
    /// Name of the policy.
    pub(crate) name: String,
    /// ARN of a managed policy.
    pub(crate) arn: Option<String>,
    /// Where it comes from: an entity's inline policy, or managed.
    pub(crate) source: SourceType,
    /// The entity that has it: `user`, `group` or `role`, and its name.
    pub(crate) holder: (&'static str, String),
    /// The document.
    pub(crate) document: String,
}

impl PolicySource {
    /// What simulations call it: a managed policy by its name, an inline one by its entity and name.
    pub(crate) fn shown_id(&self) -> String {
        match self.arn {
            Some(_) => self.name.clone(),
            None => format!("{}_{}_{}", self.holder.0, self.holder.1, self.name),
        }
    }
}

/// The document of a managed policy, AWS's or a customer's; and which of both.
pub(crate) async fn managed_document(reader: &Reader<'_>, arn: &str) -> Result<Option<(String, SourceType)>, Failure> {
    if let Some(policy) = managed::by_arn(arn) {
        return Ok(Some((policy.document.to_owned(), SourceType::AwsManaged)));
    }
    let found = customer_policy(reader, arn).await?;
    Ok(found.and_then(|policy| policy.body.document().map(|d| (d.to_owned(), SourceType::UserManaged))))
}

async fn of_grants(
    reader: &Reader<'_>,
    grants: &Grants,
    inline: SourceType,
    holder: (&'static str, &str),
    into: &mut Vec<PolicySource>,
) -> Result<(), Failure> {
    let holder = (holder.0, holder.1.to_owned());
    for (name, document) in &grants.inline {
        let (name, document) = (name.clone(), document.clone());
        into.push(PolicySource { name, arn: None, source: inline, holder: holder.clone(), document });
    }
    for arn in &grants.attached {
        if let Some((document, source)) = managed_document(reader, arn).await? {
            let name = name_of_arn(arn).to_owned();
            into.push(PolicySource { name, arn: Some(arn.clone()), source, holder: holder.clone(), document });
        }
    }
    Ok(())
}

/// A user's own policies and those of its groups.
pub(crate) async fn of_user(reader: &Reader<'_>, user: &User) -> Result<Vec<PolicySource>, Failure> {
    let mut sources = Vec::new();
    of_grants(reader, &user.grants, SourceType::User, (User::WORD, &user.name), &mut sources).await?;
    for id in &user.groups {
        if let Some(group) = reader.find::<Group>(BY_ID, id).await? {
            sources.extend(of_group(reader, &group.body).await?);
        }
    }
    Ok(sources)
}

/// A group's policies.
pub(crate) async fn of_group(reader: &Reader<'_>, group: &Group) -> Result<Vec<PolicySource>, Failure> {
    let mut sources = Vec::new();
    of_grants(reader, &group.grants, SourceType::Group, (Group::WORD, &group.name), &mut sources).await?;
    Ok(sources)
}

/// A role's policies.
pub(crate) async fn of_role(reader: &Reader<'_>, role: &Role) -> Result<Vec<PolicySource>, Failure> {
    let mut sources = Vec::new();
    of_grants(reader, &role.grants, SourceType::Role, (Role::WORD, &role.name), &mut sources).await?;
    Ok(sources)
}
