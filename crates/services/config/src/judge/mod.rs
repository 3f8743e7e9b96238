//! Rules: whether resources are as they should be.
//!
//! A change of a resource leaves a document that says so, in the commit of the item; so does every wish to judge all that a rule looks at. The
//! [`evaluate`] reconciler works them off: managed rules and policy rules are judged there and then, functions are handed what changed and answer with
//! PutEvaluations ([`invoke`]). What is said is kept by [`keep`], with everybody who is to be told, in one commit.

pub mod evaluate;
pub mod guard;
pub mod invoke;
pub mod keep;
pub mod resources;

use plane::{Failure, Stored, Transaction};

use crate::item::Item;
use resources::{Changed, Rule};

/// Notes that a resource changed, where there are rules.
///
/// # Errors
/// Internal ones only.
pub async fn changed(tx: &mut Transaction<'_>, account: &str, region: &str, item: &Item) -> Result<(), Failure> {
    if tx.reader().count::<Rule>(account, region).await? == 0 {
        return Ok(());
    }
    let id = format!("{account}|{region}|{}|{}", item.kind, item.id);
    let changed = Changed {
        account: account.to_owned(),
        region: region.to_owned(),
        kind: item.kind.clone(),
        id: item.id.clone(),
    };
    match tx.get::<Changed>("", "", &id).await? {
        // Written again, so that who is judging the last state does not take it for this one.
        Some(there) => tx.put(&there),
        None => tx.put(&Stored::new("", "", id, changed)),
    }
}
