//! Everything about users, groups, roles and policies at once.

use plane::page::{position, token};
use plane::{Access, Failure, Reader, Registry, Stored, Transaction};

use super::roles;
use crate::api::{
    self, AttachedPolicy, EntityType, GetAccountAuthorizationDetailsResponse, GroupDetail, ManagedPolicyDetail, PolicyDetail,
    RoleDetail, UserDetail, operation,
};
use crate::common::{bad_marker, page_size, shown_boundary, url_encoded, when};
use crate::managed;
use crate::policies::name_of_arn;
use crate::resources::{BY_ID, Grants, Group, InstanceProfile, ManagedPolicy, PolicyUse, Role, User};
use crate::tags;

pub(super) fn register(registry: &mut Registry) {
    registry.add::<operation::GetAccountAuthorizationDetails>();
}

/// The order in which entities are told.
const ORDER: [EntityType; 5] =
    [EntityType::User, EntityType::Group, EntityType::Role, EntityType::LocalManagedPolicy, EntityType::AWSManagedPolicy];

fn inline(grants: &Grants) -> Option<Vec<PolicyDetail>> {
    let detail = |(name, document): (&String, &String)| PolicyDetail {
        policy_name: Some(name.clone()),
        policy_document: Some(url_encoded(document)),
    };
    (!grants.inline.is_empty()).then(|| grants.inline.iter().map(detail).collect())
}

fn attached(grants: &Grants) -> Option<Vec<AttachedPolicy>> {
    let policy = |arn: &String| AttachedPolicy { policy_name: Some(name_of_arn(arn).to_owned()), policy_arn: Some(arn.clone()) };
    Some(grants.attached.iter().map(policy).collect())
}

async fn user(reader: &Reader<'_>, found: &Stored<User>) -> Result<UserDetail, Failure> {
    let mut groups = Vec::new();
    for id in &found.body.groups {
        groups.extend(reader.find::<Group>(BY_ID, id).await?.map(|group| group.body.name));
    }
    Ok(UserDetail {
        path: Some(found.body.path.clone()),
        user_name: Some(found.body.name.clone()),
        user_id: Some(found.body.id.clone()),
        arn: Some(found.body.arn.clone()),
        create_date: Some(when(found.body.created_at)),
        user_policy_list: inline(&found.body.grants),
        group_list: Some(groups),
        attached_managed_policies: attached(&found.body.grants),
        permissions_boundary: shown_boundary(found.body.boundary.as_deref()),
        tags: tags::shown(&found.tags),
    })
}

fn group(found: &Stored<Group>) -> GroupDetail {
    GroupDetail {
        path: Some(found.body.path.clone()),
        group_name: Some(found.body.name.clone()),
        group_id: Some(found.body.id.clone()),
        arn: Some(found.body.arn.clone()),
        create_date: Some(when(found.body.created_at)),
        group_policy_list: Some(inline(&found.body.grants).unwrap_or_default()),
        attached_managed_policies: attached(&found.body.grants),
    }
}

async fn role(reader: &Reader<'_>, found: &Stored<Role>) -> Result<RoleDetail, Failure> {
    let full = roles::shown_in_full(reader, found).await?;
    let short = roles::shown(reader, found).await?;
    let mut profiles = Vec::new();
    for id in &found.body.instance_profiles {
        if let Some(profile) = reader.get::<InstanceProfile>(&found.key.account, "", id).await? {
            profiles.push(api::InstanceProfile {
                path: profile.body.path,
                instance_profile_name: profile.body.name,
                instance_profile_id: profile.body.id,
                arn: profile.body.arn,
                create_date: when(profile.body.created_at),
                roles: vec![short.clone()],
                tags: tags::shown(&profile.tags),
            });
        }
    }
    Ok(RoleDetail {
        path: Some(found.body.path.clone()),
        role_name: Some(found.body.name.clone()),
        role_id: Some(found.body.id.clone()),
        arn: Some(found.body.arn.clone()),
        create_date: Some(when(found.body.created_at)),
        assume_role_policy_document: full.assume_role_policy_document,
        instance_profile_list: Some(profiles),
        role_policy_list: Some(inline(&found.body.grants).unwrap_or_default()),
        attached_managed_policies: attached(&found.body.grants),
        permissions_boundary: full.permissions_boundary,
        tags: tags::shown(&found.tags),
        role_last_used: full.role_last_used,
    })
}

async fn used(reader: &Reader<'_>, account: &str, arn: &str) -> Result<PolicyUse, Failure> {
    Ok(reader.get::<PolicyUse>(account, "", arn).await?.map(|used| used.body).unwrap_or_default())
}

async fn own_policy(reader: &Reader<'_>, found: &Stored<ManagedPolicy>) -> Result<ManagedPolicyDetail, Failure> {
    let body = &found.body;
    let used = used(reader, &found.key.account, &body.arn).await?;
    let version = |version: &crate::resources::PolicyVersion| api::PolicyVersion {
        document: Some(url_encoded(&version.document)),
        version_id: Some(format!("v{}", version.number)),
        is_default_version: Some(version.number == body.default_version),
        create_date: Some(when(version.created_at)),
    };
    Ok(ManagedPolicyDetail {
        policy_name: Some(body.name.clone()),
        policy_id: Some(body.id.clone()),
        arn: Some(body.arn.clone()),
        path: Some(body.path.clone()),
        default_version_id: Some(format!("v{}", body.default_version)),
        attachment_count: Some(used.attachments),
        permissions_boundary_usage_count: Some(used.boundaries),
        is_attachable: Some(true),
        description: body.description.clone(),
        create_date: Some(when(body.created_at)),
        update_date: Some(when(body.updated_at)),
        policy_version_list: Some(body.versions.iter().rev().map(version).collect()),
    })
}

fn aws_policy(policy: &managed::ManagedPolicy, used: PolicyUse) -> ManagedPolicyDetail {
    let updated = policy.update_date.parse().ok();
    ManagedPolicyDetail {
        policy_name: Some(policy.name.to_owned()),
        policy_id: Some(policy.policy_id.to_owned()),
        arn: Some(policy.arn()),
        path: Some(policy.path.to_owned()),
        default_version_id: Some(policy.default_version_id.to_owned()),
        attachment_count: Some(used.attachments),
        permissions_boundary_usage_count: Some(used.boundaries),
        is_attachable: Some(policy.attachable),
        description: None,
        create_date: policy.create_date.parse().ok(),
        update_date: updated,
        policy_version_list: Some(vec![api::PolicyVersion {
            document: Some(url_encoded(policy.document)),
            version_id: Some(policy.default_version_id.to_owned()),
            is_default_version: Some(true),
            create_date: updated,
        }]),
    }
}

/// The reply while it is filled, up to the size of a page.
struct Answer {
    response: GetAccountAuthorizationDetailsResponse,
    room: usize,
    /// Where the last one that was added stands.
    last: Option<(EntityType, String)>,
}

impl Answer {
    /// Adds the documents of one type after `after`; whether there are more than fit.
    async fn fill(&mut self, tx: &Transaction<'_>, kind: EntityType, after: Option<&str>) -> Result<bool, Failure> {
        let (reader, account, room) = (tx.reader(), tx.account(), self.room);
        let mut ids = Vec::new();
        match kind {
            EntityType::User => {
                for found in reader.list::<User>(account, "", "", after, room + 1).await? {
                    if ids.len() < room {
                        self.response.user_detail_list.get_or_insert_default().push(user(&reader, &found).await?);
                    }
                    ids.push(found.key.id);
                }
            }
            EntityType::Group => {
                for found in reader.list::<Group>(account, "", "", after, room + 1).await? {
                    if ids.len() < room {
                        self.response.group_detail_list.get_or_insert_default().push(group(&found));
                    }
                    ids.push(found.key.id);
                }
            }
            EntityType::Role => {
                for found in reader.list::<Role>(account, "", "", after, room + 1).await? {
                    if ids.len() < room {
                        self.response.role_detail_list.get_or_insert_default().push(role(&reader, &found).await?);
                    }
                    ids.push(found.key.id);
                }
            }
            EntityType::LocalManagedPolicy => {
                for found in reader.list::<ManagedPolicy>(account, "", "", after, room + 1).await? {
                    if ids.len() < room {
                        self.response.policies.get_or_insert_default().push(own_policy(&reader, &found).await?);
                    }
                    ids.push(found.key.id);
                }
            }
            EntityType::AWSManagedPolicy => {
                let mut all: Vec<_> = managed::catalogue().iter().map(|policy| (policy.arn(), policy)).collect();
                all.sort_by(|a, b| a.0.cmp(&b.0));
                for (arn, policy) in all.into_iter().filter(|(arn, _)| after.is_none_or(|after| arn.as_str() > after)) {
                    if ids.len() > room {
                        break;
                    }
                    if ids.len() < room {
                        let used = used(&reader, account, &arn).await?;
                        self.response.policies.get_or_insert_default().push(aws_policy(policy, used));
                    }
                    ids.push(arn);
                }
            }
        }
        let more = ids.len() > room;
        ids.truncate(room);
        self.room -= ids.len();
        if let Some(id) = ids.pop() {
            self.last = Some((kind, id));
        }
        Ok(more)
    }
}

handle!(GetAccountAuthorizationDetails {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let wanted = |kind: EntityType| input.filter.as_ref().is_none_or(|filter| filter.is_empty() || filter.contains(&kind));
        let listing = format!("GetAccountAuthorizationDetails {:?}", input.filter);
        let mut after = match &input.marker {
            Some(marker) => {
                let at = position(&listing, marker).ok_or_else(bad_marker)?;
                let (kind, id) = at.split_once(' ').ok_or_else(bad_marker)?;
                Some((EntityType::parse(kind).ok_or_else(bad_marker)?, id.to_owned()))
            }
            None => None,
        };
        let response = GetAccountAuthorizationDetailsResponse {
            user_detail_list: Some(Vec::new()),
            group_detail_list: Some(Vec::new()),
            role_detail_list: Some(Vec::new()),
            policies: Some(Vec::new()),
            is_truncated: Some(false),
            marker: None,
        };
        let mut answer = Answer { response, room: page_size(input.max_items), last: None };
        for kind in ORDER.into_iter().filter(|kind| wanted(*kind)) {
            let from = match &after {
                // Types before the marker's are told already.
                Some((reached, _)) if *reached != kind => continue,
                _ => after.take().map(|(_, id)| id),
            };
            if answer.fill(tx, kind, from.as_deref()).await? {
                answer.response.is_truncated = Some(true);
                let (kind, id) = answer.last.clone().unwrap_or((kind, from.unwrap_or_default()));
                answer.response.marker = Some(token(&listing, &format!("{kind} {id}")));
                break;
            }
        }
        Ok(answer.response)
    }
});
