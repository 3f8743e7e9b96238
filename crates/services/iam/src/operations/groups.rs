//! Groups and their members.

use plane::page::{self, Page};
use plane::{Access, Registry, Stored};
use wire::Unit;

use super::users;
use crate::api::{self, operation};
use crate::common::{
    arn, bad_marker, check_quota, conflict, cut, entity, exists, id_of, list, now, on, on_entity, over_quota, page_size, path_of,
    quota, truncated, when,
};
use crate::resources::{BY_GROUP, BY_ID, Group, User};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateGroup>()
        .add::<operation::GetGroup>()
        .add::<operation::UpdateGroup>()
        .add::<operation::DeleteGroup>()
        .add::<operation::ListGroups>()
        .add::<operation::AddUserToGroup>()
        .add::<operation::RemoveUserFromGroup>()
        .add::<operation::ListGroupsForUser>();
}

fn shown(group: &Stored<Group>) -> api::Group {
    api::Group {
        path: group.body.path.clone(),
        group_name: group.body.name.clone(),
        group_id: group.body.id.clone(),
        arn: group.body.arn.clone(),
        create_date: when(group.body.created_at),
    }
}

handle!(CreateGroup {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "group", input.path.as_deref().unwrap_or("/"), &input.group_name)))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        if tx.get::<Group>(account, "", &id_of(&input.group_name)).await?.is_some() {
            return Err(exists(format!("Group with name {} already exists.", input.group_name)));
        }
        check_quota::<Group>(tx, "GroupsPerAccount", quota::GROUPS).await?;
        let group_arn = arn(&tx.reader(), account, "group", &path, &input.group_name);
        let group = Group {
            id: tx.plane().ids.unique_id("AGPA"),
            name: input.group_name.clone(),
            path,
            arn: group_arn.clone(),
            created_at: now(tx),
            grants: Default::default(),
            members: 0,
        };
        let stored = Stored::new(account, "", id_of(&input.group_name), group).arn(group_arn.clone());
        tx.put(&stored)?;
        tx.touched(group_arn, account, "AWS::IAM::Group");
        Ok(api::CreateGroupResponse { group: shown(&stored) })
    }
});

handle!(GetGroup {
    access(input, lookup) { on::<Group>(lookup, &input.group_name).await }
    run(input, tx) {
        let group = entity::<Group>(tx, &input.group_name).await?;
        let listing = format!("GetGroup {}", group.body.id);
        let size = page_size(input.max_items);
        let after = input.marker.as_deref().map(|m| page::position(&listing, m).ok_or_else(bad_marker)).transpose()?;
        let after = after.map(|id| plane::key::<User>(tx.account(), "", id));
        let mut users = tx.reader().find_all::<User>(BY_GROUP, &group.body.id, after.as_ref(), size + 1).await?;
        let more = users.len() > size;
        users.truncate(size);
        let marker = if more { users.last().map(|u| page::token(&listing, &u.key.id)) } else { None };
        let page = Page { items: users, next: marker };
        Ok(api::GetGroupResponse {
            group: shown(&group),
            users: page.items.iter().map(users::shown).collect(),
            is_truncated: truncated(&page),
            marker: page.next,
        })
    }
});

handle!(UpdateGroup {
    access(input, lookup) {
        let (access, found) = on_entity::<Group>(lookup, &input.group_name).await?;
        if input.new_group_name.is_none() && input.new_path.is_none() {
            return Ok(access);
        }
        let path = input.new_path.as_deref().or(found.as_ref().map(|g| g.body.path.as_str())).unwrap_or("/");
        let name = input.new_group_name.as_deref().unwrap_or(&input.group_name);
        Ok(access.and(Access::on(arn(lookup, lookup.account(), "group", path, name))))
    }
    run(input, tx) {
        let account = tx.account();
        let present = entity::<Group>(tx, &input.group_name).await?;
        let mut group = present.clone();
        if let Some(name) = &input.new_group_name {
            group.body.name.clone_from(name);
        }
        if let Some(path) = &input.new_path {
            group.body.path = path_of(Some(path))?;
        }
        group.body.arn = arn(&tx.reader(), account, "group", &group.body.path, &group.body.name);
        let id = id_of(&group.body.name);
        if id != present.key.id {
            if tx.get::<Group>(account, "", &id).await?.is_some() {
                return Err(exists(format!("Group with name {} already exists.", group.body.name)));
            }
            // The old document goes first: the unique id moves with the name.
            tx.delete(&present);
            group = Stored { created_at: present.created_at, ..Stored::new(account, "", id, group.body) };
        }
        group.arn = Some(group.body.arn.clone());
        tx.put(&group)?;
        tx.touched(group.body.arn, account, "AWS::IAM::Group");
        Ok(Unit {})
    }
});

handle!(DeleteGroup {
    access(input, lookup) { on::<Group>(lookup, &input.group_name).await }
    run(input, tx) {
        let group = entity::<Group>(tx, &input.group_name).await?;
        if group.body.members > 0 {
            return Err(conflict("Cannot delete entity, must remove users from group first."));
        }
        if !group.body.grants.attached.is_empty() {
            return Err(conflict("Cannot delete entity, must detach all policies first."));
        }
        if !group.body.grants.inline.is_empty() {
            return Err(conflict("Cannot delete entity, must delete policies first."));
        }
        tx.delete(&group);
        tx.touched(group.body.arn, tx.account(), "AWS::IAM::Group");
        Ok(Unit {})
    }
});

handle!(ListGroups {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "group", input.path_prefix.as_deref().unwrap_or("/"), "")))
    }
    run(input, tx) {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let listing = format!("ListGroups {prefix}");
        let page = list::<Group>(tx, &listing, input.marker.as_deref(), input.max_items, |g| g.body.path.starts_with(prefix)).await?;
        let is_truncated = truncated(&page);
        Ok(api::ListGroupsResponse { groups: page.items.iter().map(shown).collect(), is_truncated, marker: page.next })
    }
});

handle!(AddUserToGroup {
    access(input, lookup) { on::<Group>(lookup, &input.group_name).await }
    run(input, tx) {
        let mut group = entity::<Group>(tx, &input.group_name).await?;
        let mut user = entity::<User>(tx, &input.user_name).await?;
        if user.body.groups.contains(&group.body.id) {
            return Ok(Unit {});
        }
        if user.body.groups.len() >= quota::GROUPS_PER_USER {
            return Err(over_quota("GroupsPerUser", quota::GROUPS_PER_USER));
        }
        user.body.groups.push(group.body.id.clone());
        group.body.members += 1;
        tx.put(&user)?;
        tx.put(&group)?;
        tx.touched(group.body.arn, tx.account(), "AWS::IAM::Group");
        tx.touched(user.body.arn, tx.account(), "AWS::IAM::User");
        Ok(Unit {})
    }
});

handle!(RemoveUserFromGroup {
    access(input, lookup) { on::<Group>(lookup, &input.group_name).await }
    run(input, tx) {
        let mut group = entity::<Group>(tx, &input.group_name).await?;
        let mut user = entity::<User>(tx, &input.user_name).await?;
        if !user.body.groups.contains(&group.body.id) {
            // AWS answers success for a user who is no member.
            return Ok(Unit {});
        }
        user.body.groups.retain(|id| *id != group.body.id);
        group.body.members = group.body.members.saturating_sub(1);
        tx.put(&user)?;
        tx.put(&group)?;
        tx.touched(group.body.arn, tx.account(), "AWS::IAM::Group");
        tx.touched(user.body.arn, tx.account(), "AWS::IAM::User");
        Ok(Unit {})
    }
});

handle!(ListGroupsForUser {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let user = entity::<User>(tx, &input.user_name).await?;
        let mut groups = Vec::new();
        for id in &user.body.groups {
            groups.extend(tx.reader().find::<Group>(BY_ID, id).await?);
        }
        let page = cut(groups, &format!("ListGroupsForUser {}", user.body.id), input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        Ok(api::ListGroupsForUserResponse { groups: page.items.iter().map(shown).collect(), is_truncated, marker: page.next })
    }
});
