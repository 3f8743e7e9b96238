//! GetSecretValue, BatchGetSecretValue and GetRandomPassword.

use plane::page::{position, token};
use plane::transaction::AuditPart;
use plane::{Access, Document, Failure, Handle, Lookup, Stored, Transaction};
use wire::failure::Kind;

use crate::api::operation::{BatchGetSecretValue, GetRandomPassword, GetSecretValue};
use crate::api::{
    APIErrorType, BatchGetSecretValueRequest, BatchGetSecretValueResponse, Filter, GetRandomPasswordRequest,
    GetRandomPasswordResponse, GetSecretValueRequest, GetSecretValueResponse, InvalidNextTokenException, SecretValueEntry,
};
use crate::errors::{default_key_across_accounts, invalid_parameter, invalid_request, no_version};
use crate::filters;
use crate::passwords::{Wanted, draw};
use crate::place::{self, at};
use crate::resources::{CURRENT, Reads, Secret, Version};
use crate::sealing;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Secrets that one look of BatchGetSecretValue or ListSecrets reads at most at once.
pub const CHUNK: usize = 200;

/// The version that a request means: by id, by label, or the current one.
fn version<'s>(secret: &'s Secret, id: Option<&str>, stage: Option<&str>) -> Result<&'s Version, Failure> {
    match (id, stage) {
        (Some(id), None) => secret.version(id).ok_or_else(|| no_version(&format!("VersionId: {id}"))),
        (None, stage) => {
            let stage = stage.unwrap_or(CURRENT);
            secret.staged(stage).ok_or_else(|| no_version(&format!("staging label: {stage}")))
        }
        (Some(id), Some(stage)) => {
            let found = secret.version(id).ok_or_else(|| no_version(&format!("VersionId: {id}")))?;
            if found.stages.iter().any(|s| s == stage) {
                Ok(found)
            } else {
                Err(invalid_request("You provided a VersionStage that is not associated to the provided VersionId."))
            }
        }
    }
}

/// Reads a version's value for a caller, and notes the day.
async fn read(
    tx: &mut Transaction<'_>,
    secret: &Stored<Secret>,
    id: Option<&str>,
    stage: Option<&str>,
) -> Result<GetSecretValueResponse, Failure> {
    let body = &secret.body;
    let version = version(body, id, stage)?;
    if version.managed_key && tx.account() != body.account {
        return Err(default_key_across_accounts());
    }
    let value = sealing::open(tx, body, &version.id).await?;
    note_read(tx, body, &version.id).await?;
    let (text, binary) = value.parts();
    Ok(GetSecretValueResponse {
        arn: Some(body.arn.clone()),
        name: Some(body.name.clone()),
        version_id: Some(version.id.clone()),
        secret_binary: binary.map(Into::into),
        secret_string: text.map(Into::into),
        version_stages: Some(version.stages.clone()).filter(|s| !s.is_empty()),
        created_date: Some(at(version.created)),
    })
}

/// Only the first read of a day is written: `LastAccessedDate` is a day.
async fn note_read(tx: &mut Transaction<'_>, secret: &Secret, version: &str) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let day = now - now.rem_euclid(DAY_MS);
    let id = secret.id();
    let reads = tx.get::<Reads>(&secret.account, &secret.region, &id).await?;
    let mut reads = reads.unwrap_or_else(|| Stored::new(&secret.account, &secret.region, id, Reads::default()));
    if reads.body.last >= day && reads.body.versions.get(version).is_some_and(|last| *last >= day) {
        return Ok(());
    }
    reads.body.last = day;
    reads.body.versions.retain(|id, _| secret.version(id).is_some());
    reads.body.versions.insert(version.to_owned(), day);
    tx.note(&reads)
}

/// What a read of a secret needs besides its own action: its key.
async fn key_access(lookup: &Lookup<'_>, secret: &Secret, id: Option<&str>, stage: Option<&str>) -> Result<Access, Failure> {
    let Ok(version) = version(secret, id, stage) else { return Ok(Access::exempt()) };
    if version.managed_key {
        return Ok(Access::exempt());
    }
    sealing::access(lookup, Some(&version.key), &secret.region, &secret.arn, &version.id, sealing::READ).await
}

impl Handle for GetSecretValue {
    async fn access(input: &GetSecretValueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        // Only who names no version asks for the current one: a policy that allows AWSCURRENT does not open others by their ids.
        let stage = input.version_stage.as_deref().or(if input.version_id.is_none() { Some(CURRENT) } else { None });
        let access =
            access.key_if("secretsmanager:VersionId", input.version_id.as_deref()).key_if("secretsmanager:VersionStage", stage);
        let Some(secret) = secret else { return Ok(access) };
        Ok(access.and(key_access(lookup, &secret.body, input.version_id.as_deref(), input.version_stage.as_deref()).await?))
    }

    async fn run(input: &GetSecretValueRequest, tx: &mut Transaction<'_>) -> Result<GetSecretValueResponse, Failure> {
        let secret = place::held(tx, &input.secret_id).await?;
        read(tx, &secret, input.version_id.as_deref(), input.version_stage.as_deref()).await
    }
}

/// The names of a batch's secrets: those given, or a page of those that pass the filters; with the token of the next page.
async fn chosen(
    reader: &plane::Reader<'_>,
    account: &str,
    region: &str,
    input: &BatchGetSecretValueRequest,
) -> Result<(Vec<String>, Option<String>), Failure> {
    if let Some(ids) = input.secret_id_list.as_ref().filter(|ids| !ids.is_empty()) {
        return Ok((ids.clone(), None));
    }
    let most = usize::try_from(input.max_results.unwrap_or(20)).unwrap_or(20);
    let filters: &[Filter] = input.filters.as_deref().unwrap_or_default();
    let listing = format!("BatchGetSecretValue {account} {region} {filters:?}");
    let invalid = || Failure::from(InvalidNextTokenException::new("The NextToken value is invalid."));
    let mut after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(invalid)).transpose()?;
    let mut found: Vec<String> = Vec::new();
    loop {
        let page = reader.list::<Secret>(account, region, "", after.as_deref(), CHUNK).await?;
        let Some(last) = page.last() else { return Ok((found, None)) };
        after = Some(last.key.id.clone());
        for secret in page {
            if secret.body.deleted.is_some() || !filters::pass(filters, &secret.body, &secret.tags) {
                continue;
            }
            if found.len() == most {
                let next = found.last().map(|name| token(&listing, name));
                return Ok((found, next));
            }
            found.push(secret.body.name);
        }
    }
}

impl Handle for BatchGetSecretValue {
    async fn access(input: &BatchGetSecretValueRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        // Whether the caller may read each secret is asked for each: what is refused is told in `Errors`.
        let access = Access::any();
        Ok(match &input.filters {
            Some(filters) if !filters.is_empty() => access.and(Access::any().action("secretsmanager:ListSecrets")),
            _ => access,
        })
    }

    async fn run(input: &BatchGetSecretValueRequest, tx: &mut Transaction<'_>) -> Result<BatchGetSecretValueResponse, Failure> {
        let named = input.secret_id_list.as_ref().is_some_and(|ids| !ids.is_empty());
        let filtered = input.filters.as_ref().is_some_and(|f| !f.is_empty());
        if named == filtered {
            return Err(invalid_parameter("Either 'SecretIdList' or 'Filters' must be provided, but not both."));
        }
        if named && (input.max_results.is_some() || input.next_token.is_some()) {
            return Err(invalid_parameter("MaxResults and NextToken can only be used with Filters."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let (chosen, next_token) = chosen(&tx.reader(), &account, &region, input).await?;
        let (mut values, mut errors) = (Vec::new(), Vec::new());
        for id in chosen {
            let read = one(tx, &id).await;
            // As on AWS, each is in the history as a read of its own.
            let part = AuditPart {
                operation: "GetSecretValue",
                input: Document::Structure(vec![("SecretId", Document::String(id.clone()))]),
                resources: std::mem::take(&mut tx.audit.resources),
                failure: read.as_ref().err().cloned(),
            };
            tx.audit.parts.push(part);
            match read {
                Ok(value) => values.push(value),
                Err(failure) => {
                    let code = match &failure.kind {
                        Kind::Modelled { code, .. } => code.to_string(),
                        Kind::Common(wire::Common::AccessDenied) => "AccessDeniedException".to_owned(),
                        Kind::Common(_) => return Err(failure),
                    };
                    errors.push(APIErrorType { secret_id: Some(id), error_code: Some(code), message: Some(failure.message) });
                }
            }
        }
        Ok(BatchGetSecretValueResponse { secret_values: Some(values), next_token, errors: Some(errors) })
    }
}

async fn one(tx: &mut Transaction<'_>, id: &str) -> Result<SecretValueEntry, Failure> {
    let lookup = tx.lookup();
    let (secret, access) = place::target(&lookup, id).await?;
    let mut access = access.action("secretsmanager:GetSecretValue").key("secretsmanager:VersionStage", CURRENT);
    if let Some(secret) = &secret {
        access = access.and(key_access(&lookup, &secret.body, None, None).await?);
    }
    tx.permits(&access).await?;
    let secret = place::held(tx, id).await?;
    let value = read(tx, &secret, None, None).await?;
    Ok(SecretValueEntry {
        arn: value.arn,
        name: value.name,
        version_id: value.version_id,
        secret_binary: value.secret_binary,
        secret_string: value.secret_string,
        version_stages: value.version_stages,
        created_date: value.created_date,
    })
}

impl Handle for GetRandomPassword {
    async fn access(_: &GetRandomPasswordRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &GetRandomPasswordRequest, tx: &mut Transaction<'_>) -> Result<GetRandomPasswordResponse, Failure> {
        let is = |given: Option<bool>| given == Some(true);
        let wanted = Wanted {
            length: usize::try_from(input.password_length.unwrap_or(32)).unwrap_or_default(),
            exclude: input.exclude_characters.as_deref().unwrap_or_default(),
            no_lower: is(input.exclude_lowercase),
            no_upper: is(input.exclude_uppercase),
            no_numbers: is(input.exclude_numbers),
            no_punctuation: is(input.exclude_punctuation),
            space: is(input.include_space),
            each_type: input.require_each_included_type.unwrap_or(true),
        };
        let password = draw(&tx.plane().ids, &wanted)?;
        Ok(GetRandomPasswordResponse { random_password: Some(password.as_str().to_owned().into()) })
    }
}
