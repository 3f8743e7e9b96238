//! Users, groups, roles, policies, instance profiles, providers and certificates.

use plane::configuration::time;
use plane::ports::{ConfigurationChange, RecordedResource, Relationship, ResourceConfiguration};
use plane::{Failure, Past, Resource, Stored};
use serde_json::{Map, Value, json};

use super::{POLICY, recorded};
use crate::common::url_encoded;
use crate::credentials::{SamlProvider, ServerCertificate, SigningCertificate};
use crate::reports::credentials::{COLUMNS, Key, Password, Row, fields};
use crate::resources::{
    AccessKey, AccountSettings, BY_ID, Grants, Group, InstanceProfile, LastUse, LoginProfile, ManagedPolicy, OidcProvider, Owner,
    PolicyUse, Role, User,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What identifies a user.
pub(super) fn user_resource(user: &Stored<User>) -> RecordedResource {
    ResourceConfiguration::of(user, User::KIND, &user.body.id, Value::Null).named(&user.body.name).resource
}

/// A user with its groups and its credentials.
pub(super) async fn user(past: &Past<'_>, stored: &Stored<User>) -> Result<ConfigurationChange, Failure> {
    let user = &stored.body;
    let mut groups = Vec::new();
    for id in &user.groups {
        let Some(now) = past.reader().find::<Group>(BY_ID, id).await? else { continue };
        groups.extend(past.get::<Group>(&now.key.account, "", &now.key.id).await?.map(|group| group.body));
    }
    let configuration = json!({
        "path": user.path,
        "userName": user.name,
        "userId": user.id,
        "arn": user.arn,
        "createDate": time(user.created_at),
        "userPolicyList": inline(&user.grants),
        "groupList": groups.iter().map(|group| &group.name).collect::<Vec<_>>(),
        "attachedManagedPolicies": attached(&user.grants),
        "permissionsBoundary": boundary(user.boundary.as_deref()),
        "tags": tags(stored),
    });
    let mut described = ResourceConfiguration::of(stored, User::KIND, &user.id, configuration)
        .named(&user.name)
        .created(user.created_at)
        .with("CredentialReport", credentials(past, stored).await?);
    described.relationships = policies_of(&user.grants);
    for group in groups {
        described = described.related(Relationship::to("Is attached to Group", Group::KIND, group.id).named(group.name));
    }
    Ok(recorded(described))
}

/// The user's row of the credential report. When a credential was last used is said to the day only, so that use makes an item a day at most.
async fn credentials(past: &Past<'_>, user: &Stored<User>) -> Result<Value, Failure> {
    let account = &user.key.account;
    let owner = Owner::User(user.body.id.clone());
    let day = |at: i64| at.div_euclid(DAY_MS) * DAY_MS;
    let settings = past.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
    let policy = settings.and_then(|s| s.body.password_policy);
    let password = past.get::<LoginProfile>(account, "", &user.body.id).await?.map(|profile| Password {
        last_used: user.body.password_last_used.map(day),
        changed: profile.body.changed_at,
        next_rotation: policy.as_ref().and_then(|policy| policy.expires_at(profile.body.changed_at)),
    });
    let mut keys = Vec::new();
    for key in past.all::<AccessKey>(account, "", &owner.prefix()).await? {
        let used = past.get::<LastUse>(account, "", &key.body.id).await?.map(|used| used.body);
        let used = used.map(|used| (day(used.at), used.region, used.service));
        keys.push(Key { active: key.body.active, made: key.body.created_at, used });
    }
    keys.sort_by_key(|key| key.made);
    let certificates = past.all::<SigningCertificate>(account, "", &owner.prefix()).await?;
    let mut certificates: Vec<(bool, i64)> = certificates.iter().map(|c| (c.body.active, c.body.uploaded_at)).collect();
    certificates.sort_by_key(|(_, at)| *at);
    let row = Row {
        user: Some(user.body.name.clone()),
        arn: user.body.arn.clone(),
        made: user.body.created_at,
        password,
        mfa: !user.body.mfa_devices.is_empty(),
        keys,
        certificates,
    };
    // Region and service of the last use change with every call.
    let kept = |column: &str| !column.ends_with("_region") && !column.ends_with("_service");
    let report: Map<String, Value> = COLUMNS
        .iter()
        .zip(fields(&row))
        .filter(|(column, _)| kept(column))
        .map(|(column, field)| ((*column).to_owned(), Value::String(field)))
        .collect();
    Ok(Value::Object(report))
}

/// A group.
pub(super) fn group(stored: &Stored<Group>) -> ResourceConfiguration {
    let group = &stored.body;
    let configuration = json!({
        "path": group.path,
        "groupName": group.name,
        "groupId": group.id,
        "arn": group.arn,
        "createDate": time(group.created_at),
        "groupPolicyList": inline(&group.grants),
        "attachedManagedPolicies": attached(&group.grants),
    });
    let mut described = ResourceConfiguration::of(stored, Group::KIND, &group.id, configuration)
        .named(&group.name)
        .created(group.created_at)
        // How many users are members, which rules on empty groups ask.
        .with("Members", json!(group.members));
    described.relationships = policies_of(&group.grants);
    described
}

/// The instance profiles that hold a role.
pub(super) async fn profiles_of(past: &Past<'_>, role: &Stored<Role>) -> Result<Vec<InstanceProfile>, Failure> {
    let mut profiles = Vec::new();
    for id in &role.body.instance_profiles {
        profiles.extend(past.get::<InstanceProfile>(&role.key.account, "", id).await?.map(|profile| profile.body));
    }
    Ok(profiles)
}

/// A role.
pub(super) fn role(stored: &Stored<Role>, profiles: &[InstanceProfile]) -> ResourceConfiguration {
    let role = &stored.body;
    let configuration = json!({
        "path": role.path,
        "roleName": role.name,
        "roleId": role.id,
        "arn": role.arn,
        "createDate": time(role.created_at),
        "assumeRolePolicyDocument": url_encoded(&role.trust),
        "description": role.description,
        "maxSessionDuration": role.max_session_seconds,
        "instanceProfileList": profiles.iter().map(profile).collect::<Vec<_>>(),
        "rolePolicyList": inline(&role.grants),
        "attachedManagedPolicies": attached(&role.grants),
        "permissionsBoundary": boundary(role.boundary.as_deref()),
        "tags": tags(stored),
    });
    let mut described =
        ResourceConfiguration::of(stored, Role::KIND, &role.id, configuration).named(&role.name).created(role.created_at);
    described.relationships = policies_of(&role.grants);
    for profile in profiles {
        let relationship = Relationship::to("Is contained in InstanceProfile", InstanceProfile::KIND, &profile.id);
        described = described.related(relationship.named(&profile.name));
    }
    described
}

fn profile(profile: &InstanceProfile) -> Value {
    json!({
        "path": profile.path,
        "instanceProfileName": profile.name,
        "instanceProfileId": profile.id,
        "arn": profile.arn,
        "createDate": time(profile.created_at),
    })
}

/// An instance profile.
pub(super) fn instance_profile(stored: &Stored<InstanceProfile>) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Path": body.path,
        "InstanceProfileName": body.name,
        "Arn": body.arn,
        "Roles": body.role.iter().collect::<Vec<_>>(),
    });
    ResourceConfiguration::of(stored, InstanceProfile::KIND, &body.id, configuration).named(&body.name).created(body.created_at)
}

/// A customer managed policy, and how often it is used.
pub(super) fn policy(stored: &Stored<ManagedPolicy>, uses: PolicyUse) -> ResourceConfiguration {
    let policy = &stored.body;
    let versions: Vec<Value> = policy
        .versions
        .iter()
        .rev()
        .map(|version| {
            json!({
                "document": url_encoded(&version.document),
                "versionId": format!("v{}", version.number),
                "isDefaultVersion": version.number == policy.default_version,
                "createDate": time(version.created_at),
            })
        })
        .collect();
    let configuration = json!({
        "policyName": policy.name,
        "policyId": policy.id,
        "arn": policy.arn,
        "path": policy.path,
        "defaultVersionId": format!("v{}", policy.default_version),
        "attachmentCount": uses.attachments,
        "permissionsBoundaryUsageCount": uses.boundaries,
        "isAttachable": true,
        "description": policy.description,
        "createDate": time(policy.created_at),
        "updateDate": time(policy.updated_at),
        "policyVersionList": versions,
    });
    ResourceConfiguration::of(stored, POLICY, &policy.id, configuration).named(&policy.name).created(policy.created_at)
}

/// An OpenID Connect provider.
pub(super) fn oidc_provider(stored: &Stored<OidcProvider>) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Arn": stored.arn,
        "Url": format!("https://{}", body.url),
        "ClientIdList": body.client_ids,
        "ThumbprintList": body.thumbprints,
        "Tags": capital_tags(stored),
    });
    let id = stored.arn.clone().unwrap_or_default();
    ResourceConfiguration::of(stored, OidcProvider::KIND, id, configuration).named(&body.url).created(body.created_at)
}

/// A SAML provider.
pub(super) fn saml_provider(stored: &Stored<SamlProvider>) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Arn": stored.arn,
        "Name": body.name,
        "SamlMetadataDocument": body.metadata,
        "AssertionEncryptionMode": body.encryption,
        "Tags": capital_tags(stored),
    });
    let id = stored.arn.clone().unwrap_or_default();
    ResourceConfiguration::of(stored, SamlProvider::KIND, id, configuration).named(&body.name).created(body.created_at)
}

/// A server certificate, without its private key.
pub(super) fn server_certificate(stored: &Stored<ServerCertificate>) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Arn": stored.arn,
        "ServerCertificateName": body.name,
        "Path": body.path,
        "CertificateBody": body.body,
        "CertificateChain": body.chain,
        "Expiration": time(body.expires_at),
        "Tags": capital_tags(stored),
    });
    ResourceConfiguration::of(stored, ServerCertificate::KIND, &body.id, configuration)
        .named(&body.name)
        .created(body.uploaded_at)
}

fn inline(grants: &Grants) -> Vec<Value> {
    let policies = grants.inline.iter();
    policies.map(|(name, document)| json!({"policyName": name, "policyDocument": url_encoded(document)})).collect()
}

fn attached(grants: &Grants) -> Vec<Value> {
    grants.attached.iter().map(|arn| json!({"policyName": name_in(arn), "policyArn": arn})).collect()
}

fn name_in(arn: &str) -> &str {
    arn.rsplit_once('/').map_or(arn, |(_, name)| name)
}

fn boundary(arn: Option<&str>) -> Value {
    arn.map_or(Value::Null, |arn| json!({"permissionsBoundaryType": "Policy", "permissionsBoundaryArn": arn}))
}

fn policies_of(grants: &Grants) -> Vec<Relationship> {
    let customers = grants.attached.iter().filter(|arn| !arn.contains("::aws:policy/"));
    // An item knows the other's name only: the id of a policy is not part of its ARN.
    customers.map(|arn| Relationship::to("Is attached to CustomerManagedPolicy", POLICY, "").named(name_in(arn))).collect()
}

fn tags<T>(stored: &Stored<T>) -> Vec<Value> {
    stored.tags.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

fn capital_tags<T>(stored: &Stored<T>) -> Vec<Value> {
    stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect()
}
