//! What a rule may know beside the item that it judges.

use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::Item;

/// What surrounds an evaluation.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The time of the evaluation.
    pub now: Timestamp,
    /// The account whose resources are judged.
    pub account_id: &'a str,
    /// The region in which the rule is.
    pub region: &'a str,
    /// The current items of the account: see [`Items`].
    pub items: &'a dyn Items,
}

/// Current items of an account, in the region of the rule, and those of global types.
///
/// A rule asks only for the types that [`Rule::reads`](crate::Rule::reads) names, so that a caller can get them ready.
pub trait Items {
    /// Shows each current item of a type, until `visit` breaks off. Deleted ones are not shown.
    fn each(&self, resource_type: &str, visit: &mut dyn FnMut(&Item<'_>) -> ControlFlow<()>);
}

/// There are none.
impl Items for () {
    fn each(&self, _: &str, _: &mut dyn FnMut(&Item<'_>) -> ControlFlow<()>) {}
}

impl Items for Vec<Item<'_>> {
    fn each(&self, resource_type: &str, visit: &mut dyn FnMut(&Item<'_>) -> ControlFlow<()>) {
        let fitting = self.iter().filter(|i| i.resource_type == resource_type && i.status != crate::ItemStatus::Deleted);
        for item in fitting {
            if visit(item).is_break() {
                return;
            }
        }
    }
}
