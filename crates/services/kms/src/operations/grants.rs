//! Grants: made, listed, retired, revoked.

use plane::{Access, Failure, Handle, Lookup, PrincipalKind, Stored, Transaction, page};
use wire::Common;
use wire::shape::Unit;

use super::{check_tokens, cut, marker, page_size};
use crate::api::{
    self, GrantOperation, InvalidGrantIdException, KeyUsageType, LimitExceededException, NotFoundException, operation,
};
use crate::errors::dry_run;
use crate::grants::read_token;
use crate::names;
use crate::place::{self, Takes, Want};
use crate::resources::{Constraints, GRANT, Grant, Key, RETIRABLE};
use crate::states::{Needs, check};

/// Most grants of a key. See <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const MOST: u32 = 50_000;

/// The operations that grants on a key of a usage can name.
fn fitting(key: &Key, operation: GrantOperation) -> bool {
    use GrantOperation as Of;
    let about_any = matches!(operation, Of::CreateGrant | Of::RetireGrant | Of::DescribeKey);
    let data_keys = matches!(
        operation,
        Of::GenerateDataKey
            | Of::GenerateDataKeyWithoutPlaintext
            | Of::GenerateDataKeyPair
            | Of::GenerateDataKeyPairWithoutPlaintext
    );
    let public = operation == Of::GetPublicKey && key.public_key.is_some();
    about_any
        || public
        || match key.usage {
            KeyUsageType::EncryptDecrypt => {
                matches!(operation, Of::Encrypt | Of::Decrypt | Of::ReEncryptFrom | Of::ReEncryptTo)
                    || (data_keys && key.is_symmetric())
            }
            KeyUsageType::SignVerify => matches!(operation, Of::Sign | Of::Verify),
            KeyUsageType::GenerateVerifyMac => matches!(operation, Of::GenerateMac | Of::VerifyMac),
            KeyUsageType::KeyAgreement => operation == Of::DeriveSharedSecret,
            KeyUsageType::EncapsulateDecapsulate => matches!(operation, Of::Encapsulate | Of::Decapsulate),
        }
}

fn want<'a>(action: &'static str, operation: Option<GrantOperation>) -> Want<'a> {
    Want { action, grantable: operation, across_accounts: true, ..Want::default() }
}

/// Who a grant is for, and whether that is a service.
fn party(principal: Option<&String>, service: Option<&String>) -> Result<Option<(String, bool)>, Failure> {
    match (principal, service) {
        (Some(_), Some(_)) => Err(Failure::validation("Give a principal or a service principal, not both.")),
        (Some(arn), None) => Ok(Some((arn.clone(), false))),
        (None, service) => Ok(service.map(|name| (name.clone(), true))),
    }
}

/// Checks that a principal exists.
async fn check_party(tx: &Transaction<'_>, (name, is_service): &(String, bool)) -> Result<(), Failure> {
    let invalid = || Failure::from(api::InvalidArnException::new(format!("ARN {name} does not name a principal.")));
    if *is_service {
        return if name.ends_with(".amazonaws.com") { Ok(()) } else { Err(invalid()) };
    }
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    let ["arn", _, service, "", account, resource] = parts.as_slice() else { return Err(invalid()) };
    let exists = match (*service, *resource) {
        ("iam", "root") => tx.plane().settings.sandbox || plane::account::get(&tx.reader(), account).await?.is_some(),
        ("iam", resource) if resource.starts_with("user/") || resource.starts_with("role/") => {
            tx.plane().identities().exists(&tx.reader(), name).await?
        }
        ("sts", resource) => resource.starts_with("assumed-role/") || resource.starts_with("federated-user/"),
        _ => false,
    };
    if exists { Ok(()) } else { Err(invalid()) }
}

impl Handle for operation::CreateGrant {
    async fn access(input: &api::CreateGrantRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let constraints = Constraints::read(input.constraints.as_ref());
        let child = Some((input.operations.as_slice(), &constraints));
        let wanted = Want { child, ..want("kms:CreateGrant", Some(GrantOperation::CreateGrant)) };
        let mut access = place::on_key(lookup, &input.key_id, Takes::Keys, wanted).await?;
        let types: Vec<&str> = [
            ("EncryptionContextEquals", constraints.equals.is_some()),
            ("EncryptionContextSubset", constraints.subset.is_some()),
            ("SourceArn", constraints.source_arn.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, there)| there.then_some(name))
        .collect();
        if !types.is_empty() {
            access = access.keys("kms:GrantConstraintType", types);
        }
        for (name, value) in constraints.equals.iter().chain(&constraints.subset).flatten() {
            access = access.key(&format!("kms:EncryptionContext:{name}"), value);
        }
        Ok(access
            .keys("kms:GrantOperations", input.operations.iter().map(|o| o.as_str()))
            .key("kms:GrantIsForAWSResource", "false")
            .key_if("kms:GranteePrincipal", input.grantee_principal.as_ref().or(input.grantee_service_principal.as_ref()))
            .key_if("kms:RetiringPrincipal", input.retiring_principal.as_ref().or(input.retiring_service_principal.as_ref())))
    }
    async fn run(input: &api::CreateGrantRequest, tx: &mut Transaction<'_>) -> Result<api::CreateGrantResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let mut key = place::held(tx, &input.key_id, Takes::Keys, want("kms:CreateGrant", None)).await?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        check(&arn, key.body.state, Needs::Enabled)?;
        let (grantee, grantee_is_service) = party(input.grantee_principal.as_ref(), input.grantee_service_principal.as_ref())?
            .ok_or_else(|| Failure::validation("GranteePrincipal is required."))?;
        check_party(tx, &(grantee.clone(), grantee_is_service)).await?;
        let retiring = party(input.retiring_principal.as_ref(), input.retiring_service_principal.as_ref())?;
        if let Some(retiring) = &retiring {
            check_party(tx, retiring).await?;
        }
        if input.operations.is_empty() {
            return Err(Failure::validation("Operations must name at least one operation."));
        }
        if let Some(operation) = input.operations.iter().find(|o| !fitting(&key.body, **o)) {
            return Err(Failure::validation(format!(
                "Grant operation {operation} is not valid for a key of usage {} and spec {}.",
                key.body.usage, key.body.spec
            )));
        }
        let constraints = Constraints::read(input.constraints.as_ref());
        if constraints.equals.is_some() && constraints.subset.is_some() {
            return Err(Failure::validation("Give EncryptionContextEquals or EncryptionContextSubset, not both."));
        }
        if !key.body.is_symmetric() && (constraints.equals.is_some() || constraints.subset.is_some()) {
            return Err(Failure::validation("Encryption context constraints are for symmetric encryption keys only."));
        }
        if key.body.grants >= MOST {
            return Err(LimitExceededException::new(format!("A key can have at most {MOST} grants.")).into());
        }
        let id = hex::encode(tx.plane().ids.bytes::<32>());
        let grant = Grant {
            id: id.clone(),
            key_id: key.body.id.clone(),
            account: key.body.account.clone(),
            region: key.body.region.clone(),
            name: input.name.clone(),
            created: tx.call().time.as_millisecond(),
            grantee,
            grantee_is_service,
            retiring: retiring.as_ref().map(|(name, _)| name.clone()),
            retiring_is_service: retiring.is_some_and(|(_, service)| service),
            issuer: tx.call().principal.arn.clone(),
            issuing_account: tx.account().to_owned(),
            operations: input.operations.clone(),
            constraints,
        };
        // A named grant that is made again is the same grant.
        if grant.name.is_some() {
            let all = tx.all::<Grant>(&key.body.account, &key.body.region, &format!("{}/", key.body.id)).await?;
            let alike = |have: &Grant| {
                Grant { id: String::new(), created: 0, issuer: String::new(), ..have.clone() }
                    == Grant { id: String::new(), created: 0, issuer: String::new(), ..grant.clone() }
            };
            if let Some(same) = all.into_iter().find(|have| alike(&have.body)) {
                return Ok(api::CreateGrantResponse { grant_token: Some(same.body.token()), grant_id: Some(same.body.id) });
            }
        }
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        key.body.grants += 1;
        let token = grant.token();
        let (account, region) = (key.body.account.clone(), key.body.region.clone());
        tx.put(&Stored::new(&account, &region, format!("{}/{id}", key.body.id), grant))?;
        tx.put(&key)?;
        Ok(api::CreateGrantResponse { grant_token: Some(token), grant_id: Some(id) })
    }
}

impl Handle for operation::ListGrants {
    async fn access(input: &api::ListGrantsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_key(lookup, &input.key_id, Takes::Keys, want("kms:ListGrants", None)).await
    }
    async fn run(input: &api::ListGrantsRequest, tx: &mut Transaction<'_>) -> Result<api::ListGrantsResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, want("kms:ListGrants", None)).await?.body;
        let limit = page_size(input.limit, 50, 100)?;
        let grants = tx.reader().all::<Grant>(&key.account, &key.region, &format!("{}/", key.id)).await?;
        let wanted: Vec<Grant> = grants
            .into_iter()
            .map(|stored| stored.body)
            .filter(|g| input.grant_id.as_ref().is_none_or(|id| *id == g.id))
            .filter(|g| input.grantee_principal.as_ref().is_none_or(|p| !g.grantee_is_service && *p == g.grantee))
            .filter(|g| input.grantee_service_principal.as_ref().is_none_or(|p| g.grantee_is_service && *p == g.grantee))
            .collect();
        if input.grant_id.is_some() && wanted.is_empty() {
            return Err(InvalidGrantIdException::new("Invalid grant id").into());
        }
        let listing = format!("grants {}", key.id);
        let page = cut(wanted, &listing, input.marker.as_deref(), limit, |g| g.id.clone())?;
        Ok(listed(tx, page.items, page.next))
    }
}

fn listed(tx: &Transaction<'_>, grants: Vec<Grant>, next: Option<String>) -> api::ListGrantsResponse {
    let partition = &tx.plane().settings.partition;
    api::ListGrantsResponse {
        grants: Some(grants.iter().map(|grant| grant.entry(partition)).collect()),
        truncated: Some(next.is_some()),
        next_marker: next,
    }
}

impl Handle for operation::ListRetirableGrants {
    async fn access(_: &api::ListRetirableGrantsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().action("kms:ListRetirableGrants").key("kms:CallerAccount", lookup.account()))
    }
    async fn run(input: &api::ListRetirableGrantsRequest, tx: &mut Transaction<'_>) -> Result<api::ListGrantsResponse, Failure> {
        let limit = page_size(input.limit, 50, 100)?;
        let (principal, is_service) = party(input.retiring_principal.as_ref(), input.retiring_service_principal.as_ref())?
            .ok_or_else(|| Failure::validation("RetiringPrincipal is required."))?;
        let account = principal.split(':').nth(4).unwrap_or_default();
        if !is_service && account != tx.account() {
            return Err(Failure::common(Common::AccessDenied, "The retiring principal is not of your account."));
        }
        let listing = format!("retirable {principal}");
        let after = marker(&listing, input.marker.as_deref())?;
        let value = format!("{}/{principal}", tx.call().region);
        let mut found: Vec<Grant> = Vec::new();
        let mut last = None;
        loop {
            let batch = tx.reader().find_all::<Grant>(RETIRABLE, &value, last.as_ref(), 500).await?;
            let Some(end) = batch.last() else { break };
            last = Some(end.key.clone());
            let mine = |g: &Grant| g.retiring_is_service == is_service && (!is_service || g.account == tx.account());
            found.extend(batch.into_iter().map(|s| s.body).filter(|g| mine(g)));
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.retain(|g| after.as_ref().is_none_or(|after| g.id > *after));
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| page::token(&listing, &last.id));
        Ok(listed(tx, found, next))
    }
}

/// Ends a grant.
async fn end(tx: &mut Transaction<'_>, mut key: Stored<Key>, grant: Stored<Grant>, dry: Option<bool>) -> Result<Unit, Failure> {
    if dry == Some(true) {
        return Err(dry_run());
    }
    key.body.grants = key.body.grants.saturating_sub(1);
    tx.delete(&grant);
    tx.put(&key)?;
    Ok(Unit {})
}

impl Handle for operation::RevokeGrant {
    async fn access(input: &api::RevokeGrantRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_key(lookup, &input.key_id, Takes::Keys, want("kms:RevokeGrant", None)).await
    }
    async fn run(input: &api::RevokeGrantRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, want("kms:RevokeGrant", None)).await?;
        let id = format!("{}/{}", key.body.id, input.grant_id);
        let grant = tx.get::<Grant>(&key.body.account, &key.body.region, &id).await?;
        let grant =
            grant.ok_or_else(|| Failure::from(NotFoundException::new(format!("Grant ID {} not found", input.grant_id))))?;
        end(tx, key, grant, input.dry_run).await
    }
}

/// The account, the key's id and the grant's id that a request to retire one names.
fn retired(input: &api::RetireGrantRequest, account: &str, region: &str) -> Result<(String, String, String), Failure> {
    match (&input.grant_token, &input.key_id, &input.grant_id) {
        (Some(token), None, None) => {
            let [account, of, key, grant] = read_token(token)?;
            if of != region {
                return Err(NotFoundException::new("The grant is not in this region.").into());
            }
            Ok((account, key, grant))
        }
        (None, Some(key), Some(grant)) => match names::parse(key, account, region)? {
            names::Named::Key { account, id } => Ok((account, id, grant.clone())),
            names::Named::Alias { .. } => Err(NotFoundException::new(format!("Invalid keyId {key}")).into()),
        },
        _ => Err(Failure::validation("Give a grant token, or a key's ARN and a grant id.")),
    }
}

/// Whether a grant lets a caller retire it: as its retiring principal, as its grantee if it says so, or as what a service acts for.
fn may_retire(grant: &Grant, caller: &plane::Principal) -> bool {
    let is = |name: &str| {
        name == caller.arn
            || caller.session.as_ref().is_some_and(|s| s.issuer_arn == name)
            || (name.ends_with(":root") && caller.kind == PrincipalKind::Root && name.split(':').nth(4) == Some(&caller.account))
    };
    grant.retiring.as_deref().is_some_and(is)
        || (grant.operations.contains(&GrantOperation::RetireGrant) && is(&grant.grantee))
        || (caller.kind == PrincipalKind::Root && caller.account == grant.account)
}

impl Handle for operation::RetireGrant {
    async fn access(input: &api::RetireGrantRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let region = &lookup.call().region;
        let Ok((account, key, id)) = retired(input, lookup.account(), region) else {
            return Ok(Access::any().action("kms:RetireGrant"));
        };
        // The grant itself says who may retire it; for others, policies do.
        let grant = lookup.get::<Grant>(&account, region, &format!("{key}/{id}")).await?;
        let by_grant = grant.is_some_and(|grant| may_retire(&grant.body, &lookup.call().principal));
        let arn = format!("arn:{}:kms:{region}:{account}:key/{key}", lookup.plane().settings.partition);
        let access = place::on_key(lookup, &arn, Takes::Keys, want("kms:RetireGrant", None)).await?;
        if !by_grant {
            return Ok(access);
        }
        let caller = &lookup.call().principal;
        let named = caller.session.as_ref().filter(|s| !s.issuer_arn.is_empty()).map_or(&caller.arn, |s| &s.issuer_arn);
        let text = serde_json::json!({"Version": "2008-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": named}, "Action": "kms:RetireGrant", "Resource": "*",
        }]});
        Ok(access.resource_policy(plane::ResourcePolicy {
            id: arn,
            policy: crate::policies::compiled(&text.to_string())?,
            role: plane::ResourcePolicyRole::Required,
        }))
    }
    async fn run(input: &api::RetireGrantRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let region = tx.call().region.clone();
        let (account, key_id, id) = retired(input, tx.account(), &region)?;
        let missing = || Failure::from(NotFoundException::new(format!("Grant ID {id} not found")));
        let key = tx.get::<Key>(&account, &region, &key_id).await?.ok_or_else(missing)?;
        place::touched(tx, &key.body);
        let grant = tx.find::<Grant>(GRANT, &format!("{region}/{id}")).await?.filter(|g| g.body.key_id == key_id);
        end(tx, key, grant.ok_or_else(missing)?, input.dry_run).await
    }
}
