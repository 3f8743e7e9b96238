//! What an organization wants of its accounts: rules and conformance packs that its management account, or a delegated administrator, puts once and that
//! [`deploy`] brings to every account, those that join later too.
//!
//! What is wanted is a document of whoever put it; how each account stands is another ([`Landing`]), written in the commit that put the rule or pack there.

pub mod deploy;

use std::collections::HashMap;

use plane::{Failure, LookupValue, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};

use crate::api::{NoAvailableOrganizationException, OrganizationAccessDeniedException};
use crate::judge::resources::{BY_ARN, Rule};
use crate::place::arn;

/// Who has the rules and packs of organizations, and whom the organization must trust.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html>.
pub const OWNER: &str = "config-multiaccountsetup.amazonaws.com";

/// What is brought to the accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// A rule: as it is in each account, but for id and ARN.
    Rule(Box<Rule>),
    /// A conformance pack.
    Pack {
        /// Template.
        template: String,
        /// Parameters.
        inputs: Vec<(String, String)>,
        /// Bucket that was named.
        bucket: Option<String>,
        /// Beginning of keys that was named.
        prefix: Option<String>,
    },
}

/// A rule or pack of an organization. Its key is of the account and region of whoever put it; its id is [`Kind::id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Name in the accounts.
    pub member_name: String,
    /// Organization.
    pub organization: String,
    /// What it is.
    pub what: What,
    /// Accounts that do not get it.
    pub excluded: Vec<String>,
    /// Accounts for which debug logs were asked for.
    pub debug_accounts: Vec<String>,
    /// How often it was put: each time makes another one of it.
    pub revision: u64,
    /// When it was put last.
    pub updated: i64,
    /// Whether it is being removed everywhere.
    pub deleting: bool,
}

impl Resource for Deployment {
    const KIND: &'static str = "Cloudkeep::Config::OrganizationDeployment";

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ARN, &self.arn)]
    }
}

/// Which of both something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A rule.
    Rule,
    /// A conformance pack.
    Pack,
}

impl Kind {
    /// Id of a deployment by its name.
    pub fn id(self, name: &str) -> String {
        match self {
            Kind::Rule => format!("rule/{name}"),
            Kind::Pack => format!("pack/{name}"),
        }
    }

    /// Type of it in ARNs.
    pub fn in_arn(self) -> &'static str {
        match self {
            Kind::Rule => "organization-config-rule",
            Kind::Pack => "organization-conformance-pack",
        }
    }

    /// Beginning of names in the accounts.
    fn prefix(self) -> &'static str {
        match self {
            Kind::Rule => "OrgConfigRule",
            Kind::Pack => "OrgConformsPack",
        }
    }
}

/// What is done in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    /// It comes.
    Create,
    /// It is changed.
    Update,
    /// It goes.
    Delete,
}

/// How far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Done.
    Successful,
    /// It failed, and is tried again when something changes.
    Failed,
    /// Not done yet.
    InProgress,
}

/// Both as the API says it.
pub fn word(verb: Verb, stage: Stage) -> String {
    let verb = match verb {
        Verb::Create => "CREATE",
        Verb::Update => "UPDATE",
        Verb::Delete => "DELETE",
    };
    let stage = match stage {
        Stage::Successful => "SUCCESSFUL",
        Stage::Failed => "FAILED",
        Stage::InProgress => "IN_PROGRESS",
    };
    format!("{verb}_{stage}")
}

/// How an account stands. Its key is of the deployment's account and region; its id is that of the deployment, a slash, and the account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Landing {
    /// Account.
    pub account: String,
    /// What was done.
    pub verb: Verb,
    /// How far it is.
    pub stage: Stage,
    /// Why it failed: code and message.
    pub error: Option<(String, String)>,
    /// When.
    pub at: i64,
    /// The revision that was brought, or failed.
    pub revision: u64,
}

impl Resource for Landing {
    const KIND: &'static str = "Cloudkeep::Config::OrganizationLanding";
    const HISTORY: bool = false;
}

/// What stands of each account that is to have a deployment.
pub struct Standing {
    /// Accounts that are to have it, with how they stand; those that nothing was done for yet are in progress.
    pub accounts: Vec<Landing>,
    /// What is being done.
    pub verb: Verb,
    /// How far it is in all.
    pub stage: Stage,
}

impl Standing {
    /// Why it failed in the first account in which it did: code and message.
    pub fn first_error(&self) -> (Option<String>, Option<String>) {
        let failed = self.accounts.iter().find(|landing| landing.stage == Stage::Failed && self.stage == Stage::Failed);
        failed.and_then(|landing| landing.error.clone()).unzip()
    }
}

impl Deployment {
    /// What is being done with it.
    pub fn verb(&self) -> Verb {
        match (self.deleting, self.revision) {
            (true, _) => Verb::Delete,
            (false, ..=1) => Verb::Create,
            _ => Verb::Update,
        }
    }
}

/// Name in the accounts and ARN of a new rule or pack.
pub fn names(tx: &Transaction<'_>, kind: Kind, name: &str) -> (String, String) {
    let suffix = tx.plane().ids.lower(8);
    let in_arn = format!("{}/{name}-{suffix}", kind.in_arn());
    (format!("{}-{name}-{suffix}", kind.prefix()), arn(tx.plane(), tx.account(), &tx.call().region, &in_arn))
}

/// The accounts of organizations, each looked up once.
#[derive(Default)]
pub struct Members(HashMap<String, (Option<String>, Vec<String>)>);

impl Members {
    /// The accounts that are to have a deployment.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn targets(&mut self, reader: &plane::Reader<'_>, deployment: &Stored<Deployment>) -> Result<Vec<String>, Failure> {
        let (owner, body) = (&deployment.key.account, &deployment.body);
        if !self.0.contains_key(owner) {
            let port = reader.plane().organization();
            let of = port.guardrails(reader, owner).await?.organization_id;
            let accounts = match &of {
                Some(organization) => port.accounts(reader, organization).await?,
                None => Vec::new(),
            };
            self.0.insert(owner.clone(), (of, accounts));
        }
        let known = self.0.get(owner).filter(|(of, _)| !body.deleting && of.as_ref() == Some(&body.organization));
        let accounts = known.into_iter().flat_map(|(_, accounts)| accounts);
        Ok(accounts.filter(|account| !body.excluded.contains(account)).cloned().collect())
    }
}

/// How the accounts of a deployment stand.
///
/// # Errors
/// Internal ones only.
pub async fn standing(reader: &plane::Reader<'_>, deployment: &Stored<Deployment>) -> Result<Standing, Failure> {
    let (key, body) = (&deployment.key, &deployment.body);
    let landed = reader.all::<Landing>(&key.account, &key.region, &format!("{}/", key.id)).await?;
    let verb = body.verb();
    let mut accounts: Vec<Landing> = landed.into_iter().map(|landing| landing.body).collect();
    let targets = Members::default().targets(reader, deployment).await?;
    for landing in &mut accounts {
        // What is not done yet is in progress, whatever was done before.
        if !targets.contains(&landing.account) {
            (landing.verb, landing.stage, landing.error) = match landing.verb {
                Verb::Delete => continue,
                _ => (Verb::Delete, Stage::InProgress, None),
            };
        } else if landing.revision != body.revision {
            (landing.verb, landing.stage, landing.error) = (Verb::Update, Stage::InProgress, None);
        }
    }
    for account in targets {
        if !accounts.iter().any(|landing| landing.account == account) {
            accounts.push(Landing {
                account,
                verb: Verb::Create,
                stage: Stage::InProgress,
                error: None,
                at: body.updated,
                revision: body.revision,
            });
        }
    }
    accounts.sort_by(|a, b| a.account.cmp(&b.account));
    let nothing = if body.deleting { Stage::InProgress } else { Stage::Successful };
    let stage = accounts.iter().map(|landing| landing.stage).max().unwrap_or(nothing);
    Ok(Standing { accounts, verb, stage })
}

/// The organization for which the caller may act: its management account may, and whom that delegated it to.
///
/// # Errors
/// `NoAvailableOrganizationException`, `OrganizationAccessDeniedException`.
pub async fn managed(tx: &Transaction<'_>) -> Result<String, Failure> {
    let (reader, account) = (tx.reader(), tx.account());
    let port = tx.plane().organization();
    let guardrails = port.guardrails(&reader, account).await?;
    let Some(organization) = guardrails.organization_id else {
        return Err(NoAvailableOrganizationException::new("The account is not a member of an organization.").into());
    };
    let manages = guardrails.management_account.as_deref() == Some(account);
    if manages || port.is_delegated(&reader, account, OWNER).await? {
        return Ok(organization);
    }
    Err(OrganizationAccessDeniedException::new(
        "This action can only be performed by the organization's management account or a delegated administrator.",
    )
    .into())
}

/// The same, for looking only: an account without an organization has nothing to look at.
///
/// # Errors
/// `OrganizationAccessDeniedException`.
pub async fn may_look(tx: &Transaction<'_>) -> Result<(), Failure> {
    managed(tx).await.map(|_| ()).map_err(|failure| match failure.message.contains("not a member") {
        true => OrganizationAccessDeniedException::new("The account is not a member of an organization.").into(),
        false => failure,
    })
}

#[cfg(test)]
mod tests {
    use super::{Stage, Verb, word};
    use crate::api::{
        MemberAccountRuleStatus, OrganizationResourceDetailedStatus, OrganizationResourceStatus, OrganizationRuleStatus,
    };

    #[test]
    fn every_standing_is_a_word_of_the_api() {
        for verb in [Verb::Create, Verb::Update, Verb::Delete] {
            for stage in [Stage::Successful, Stage::Failed, Stage::InProgress] {
                let word = word(verb, stage);
                assert!(MemberAccountRuleStatus::parse(&word).is_some(), "{word}");
                assert!(OrganizationRuleStatus::parse(&word).is_some(), "{word}");
                assert!(OrganizationResourceStatus::parse(&word).is_some(), "{word}");
                assert!(OrganizationResourceDetailedStatus::parse(&word).is_some(), "{word}");
            }
        }
    }

    #[test]
    fn what_is_not_done_counts_most() {
        assert!(Stage::InProgress > Stage::Failed && Stage::Failed > Stage::Successful);
    }
}
