//! Rules: whether resources are as they should be.
//!
//! A change of a resource leaves a document that says so, in the commit of the item; so does every wish to judge all that a rule looks at. The
//! [`evaluate`] reconciler works them off: managed rules and policy rules are judged there and then, functions are handed what changed and answer with
//! PutEvaluations ([`invoke`]). What is said is kept by [`keep`], with everybody who is to be told, in one commit.

pub mod evaluate;
pub mod guard;
pub mod invoke;
pub mod keep;
mod look;
pub mod port;
pub mod resources;
mod sweep;

use plane::{Failure, Stored, Transaction};

use crate::item::Item;
use resources::{Changed, Rule, RuleState, Sweep};

/// Words of a rule that are removed in one commit.
const WORDS: usize = 500;

/// Notes that a resource changed, where there are rules.
///
/// # Errors
/// Internal ones only.
pub async fn changed(tx: &mut Transaction<'_>, account: &str, region: &str, item: &Item) -> Result<(), Failure> {
    if tx.reader().count::<Rule>(account, region).await? == 0 {
        return Ok(());
    }
    let id = format!("{account}|{region}|{}|{}", item.kind, item.id);
    let changed =
        Changed { account: account.to_owned(), region: region.to_owned(), kind: item.kind.clone(), id: item.id.clone() };
    match tx.get::<Changed>("", "", &id).await? {
        // Written again, so that who is judging the last state does not take it for this one.
        Some(there) => tx.put(&there),
        None => tx.put(&Stored::new("", "", id, changed)),
    }
}

/// Removes a rule with what it said: at once where that is little, in the background where it is much.
///
/// # Errors
/// Internal ones only.
pub async fn remove(tx: &mut Transaction<'_>, rule: &Stored<Rule>) -> Result<(), Failure> {
    let (account, region, name) = (&rule.key.account, &rule.key.region, &rule.key.id);
    let all = keep::forget_rule(tx, rule, WORDS).await? < WORDS;
    let state = tx.get::<RuleState>(account, region, name).await?;
    if all {
        state.iter().for_each(|state| tx.delete(state));
        if let Some(sweep) = tx.get::<Sweep>("", "", &Sweep::id(account, region, name)).await? {
            tx.delete(&sweep);
        }
        if let Some(rule) = tx.get::<Rule>(account, region, name).await? {
            tx.delete(&rule);
        }
        return Ok(());
    }
    if let Some(mut state) = state {
        state.body.deleting = true;
        state.body.next = None;
        tx.put(&state)?;
    }
    evaluate::ask(tx, rule, false).await
}
