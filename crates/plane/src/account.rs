//! The accounts of the installation, whether they are in an organization or not.

use serde::{Deserialize, Serialize};

use crate::resource::{Resource, Stored};
use crate::transaction::{Reader, Transaction};
use wire::Failure;

/// An account. It is kept under its own id, with that id as account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Name given at creation.
    pub name: String,
    /// E-mail address of its root user, unique in the installation.
    pub email: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// Whether it works.
    pub status: AccountStatus,
}

/// Whether an account works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountStatus {
    /// It does.
    Active,
    /// It was closed: nobody in it can do anything, and it is kept for 90 days.
    Suspended,
}

impl Resource for Account {
    const KIND: &'static str = "Cloudkeep::Account";
    fn lookups(&self) -> Vec<store::Lookup> {
        vec![store::Lookup::unique("account-email", self.email.to_lowercase())]
    }
}

/// The account of this id.
///
/// # Errors
/// Internal ones only.
pub async fn get(reader: &Reader<'_>, id: &str) -> Result<Option<Stored<Account>>, Failure> {
    reader.get::<Account>(id, "", id).await
}

/// Makes an account with a new id, in a transaction: its entry here and its root identity.
///
/// # Errors
/// Internal ones only; whether the e-mail address is free (look-up `account-email`) is for the caller to see to.
pub async fn open(tx: &mut Transaction<'_>, name: &str, email: &str) -> Result<Account, Failure> {
    let id = loop {
        let id = tx.plane().ids.account_id();
        if tx.get::<Account>(&id, "", &id).await?.is_none() {
            break id;
        }
    };
    open_as(tx, &id, name, email).await
}

/// Makes an account with a given id.
///
/// # Errors
/// As [`open`].
pub async fn open_as(tx: &mut Transaction<'_>, id: &str, name: &str, email: &str) -> Result<Account, Failure> {
    let account = Account {
        id: id.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        created_at: tx.call().time.as_millisecond(),
        status: AccountStatus::Active,
    };
    tx.put(&Stored::new(id, "", id, account.clone()))?;
    let identities = tx.plane().identities().clone();
    identities.open_account(tx, id).await?;
    Ok(account)
}
