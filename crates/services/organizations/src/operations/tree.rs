//! Walking the tree: parents and children.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::units::parent_not_found;
use crate::api::{
    Child, ChildNotFoundException, ChildType, ListChildrenRequest, ListChildrenResponse, ListParentsRequest, ListParentsResponse,
    Parent, ParentType, operation,
};
use crate::names::{IdKind, kind_of};
use crate::place::{Node, Place, Seat};
use crate::resources::{ACCOUNTS_UNDER, Member, UNITS_UNDER, Unit};
use crate::shapes;

impl Handle for operation::ListParents {
    async fn access(input: &ListParentsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.child_id).await
    }

    async fn run(input: &ListParentsRequest, tx: &mut Transaction<'_>) -> Result<ListParentsResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let parent = match seat.node(tx, &input.child_id).await? {
            Some(Node::Unit(unit)) => unit.body.parent().to_owned(),
            Some(Node::Account(member)) => member.body.parent,
            _ => {
                return Err(ChildNotFoundException::new(
                    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
                )
                .into());
            }
        };
        let listing = format!("ListParents {}", input.child_id);
        let page = shapes::cut(vec![parent], &listing, input.next_token.as_deref(), input.max_results, Clone::clone)?;
        let parents = page
            .items
            .into_iter()
            .map(|id| Parent {
                r#type: Some(match kind_of(&id) {
                    Some(IdKind::Root) => ParentType::Root,
                    _ => ParentType::OrganizationalUnit,
                }),
                id: Some(id),
            })
            .collect();
        Ok(ListParentsResponse { parents: Some(parents), next_token: page.next })
    }
}

impl Handle for operation::ListChildren {
    async fn access(input: &ListChildrenRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Place::of(lookup).await?.on_id(&input.parent_id).await
    }

    async fn run(input: &ListChildrenRequest, tx: &mut Transaction<'_>) -> Result<ListChildrenResponse, Failure> {
        let seat = Seat::of(tx).await?;
        let parent = seat.parent(tx, &input.parent_id).await?.ok_or_else(parent_not_found)?;
        let value = format!("{}/{}", seat.id(), parent.id());
        let (token, max) = (input.next_token.as_deref(), input.max_results);
        let reader = tx.reader();
        let (ids, next_token): (Vec<String>, _) = match input.child_type {
            ChildType::Account => {
                let page = shapes::found_page::<Member>(&reader, ACCOUNTS_UNDER, &value, None, token, max).await?;
                (page.items.into_iter().map(|m| m.body.id).collect(), page.next)
            }
            ChildType::OrganizationalUnit => {
                let management = Some(seat.management());
                let page = shapes::found_page::<Unit>(&reader, UNITS_UNDER, &value, management, token, max).await?;
                (page.items.into_iter().map(|u| u.body.id).collect(), page.next)
            }
        };
        let children = ids.into_iter().map(|id| Child { id: Some(id), r#type: Some(input.child_type) }).collect();
        Ok(ListChildrenResponse { children: Some(children), next_token })
    }
}
