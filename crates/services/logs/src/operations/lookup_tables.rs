//! Lookup tables.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Lookup.html>.

use insights::Table;
use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};
use wire::shape::Unit;

use super::queries::results_access;
use super::tags::checked;
use crate::api::{self, QueryStatus, operation};
use crate::errors::{bad_token, invalid};
use crate::lookup_tables::{self, Contents, LookupTable, MAX_SIZE, arn};
use crate::queries::{QueryRows, QueryRun, chunk_id};
use crate::seal;

/// Tables of an account and region.
const MOST: u64 = 100;
/// Tables in a page.
const PAGE: i32 = 50;
const MOST_IN_PAGE: i32 = 100;

fn missing() -> Failure {
    api::ResourceNotFoundException::new("The specified lookup table does not exist.").into()
}

/// The name of the table that an ARN of the caller's means.
fn name_of(given: &str, account: &str, region: &str) -> Result<String, Failure> {
    let parts: Vec<&str> = given.split(':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", of_region, of_account, "lookup-table", name] if !name.is_empty() => {
            if *of_region == region && *of_account == account { Ok((*name).to_owned()) } else { Err(missing()) }
        }
        _ => Err(invalid("The lookupTableArn is not the ARN of a lookup table.")),
    }
}

/// What a call on a table needs.
pub(super) async fn on_table(lookup: &Lookup<'_>, given: &str) -> Result<Access, Failure> {
    let access = Access::on(given);
    let Ok(name) = name_of(given, lookup.account(), &lookup.call().region) else { return Ok(access) };
    let found = lookup.get::<LookupTable>(lookup.account(), &lookup.call().region, &name).await?;
    Ok(match found {
        Some(table) => access.resource_tags(&table.tags),
        None => access,
    })
}

/// A table of the caller's, held until the commit.
pub(super) async fn table(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<LookupTable>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let name = name_of(given, &account, &region)?;
    tx.get::<LookupTable>(&account, &region, &name).await?.ok_or_else(missing)
}

/// What reading tables of the caller needs, as queries do.
pub(super) async fn to_read(lookup: &Lookup<'_>, names: &[String]) -> Result<Vec<Access>, Failure> {
    let mut all = Vec::with_capacity(names.len());
    for name in names {
        let arn = arn(lookup.plane(), &lookup.call().region, lookup.account(), name);
        all.push(on_table(lookup, &arn).await?.action("logs:GetLookupTable"));
    }
    Ok(all)
}

/// The results of a query as a table.
async fn of_query(reader: &Reader<'_>, account: &str, region: &str, id: &str) -> Result<Table, Failure> {
    let gone = || invalid(format!("Query with ID '{id}' does not exist."));
    let run = reader.get::<QueryRun>(account, region, id).await?.ok_or_else(gone)?.body;
    if !matches!(run.status, QueryStatus::Complete | QueryStatus::Cancelled) {
        return Err(invalid(format!("Query '{id}' is neither complete nor cancelled.")));
    }
    let mut table = Table::default();
    let mut size = 0;
    for chunk in 0..run.chunks {
        let rows = reader.get::<QueryRows>(account, region, &chunk_id(id, chunk)).await?.map(|kept| kept.body.rows);
        for row in rows.into_iter().flatten() {
            let mut values = vec![String::new(); table.columns.len()];
            for (field, value) in row.into_iter().filter(|(field, _)| field != "@ptr") {
                size += value.len() + 1;
                let at = table.columns.iter().position(|known| *known == field).unwrap_or_else(|| {
                    table.columns.push(field);
                    values.push(String::new());
                    table.columns.len().saturating_sub(1)
                });
                if let Some(place) = values.get_mut(at) {
                    *place = value;
                }
            }
            table.rows.push(values);
            if size > MAX_SIZE {
                return Err(too_large());
            }
        }
    }
    let width = table.columns.len();
    if width == 0 {
        return Err(invalid(format!("Query '{id}' has no results.")));
    }
    table.rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    Ok(table)
}

fn too_large() -> Failure {
    invalid(format!("A lookup table must not exceed {MAX_SIZE} bytes."))
}

/// The contents of a request, and the table that they are.
async fn contents(tx: &Transaction<'_>, body: Option<&String>, query: Option<&String>) -> Result<(String, Table), Failure> {
    let (text, table) = match (body, query) {
        (Some(text), None) => (text.clone(), Table::from_csv(text).map_err(invalid)?),
        (None, Some(id)) => {
            let table = of_query(&tx.reader(), tx.account(), &tx.call().region, id).await?;
            (table.to_csv(), table)
        }
        _ => return Err(invalid("Give either tableBody or queryId.")),
    };
    if text.len() > MAX_SIZE { Err(too_large()) } else { Ok((text, table)) }
}

impl Handle for operation::CreateLookupTable {
    async fn access(input: &api::CreateLookupTableRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = arn(lookup.plane(), &lookup.call().region, lookup.account(), &input.lookup_table_name);
        let mut access = Access::on(&arn);
        if let Some(tags) = input.tags.as_ref().filter(|tags| !tags.is_empty()) {
            let pairs = || tags.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            access = access.request_tags(pairs()).and(Access::on(arn).action("logs:TagResource").request_tags(pairs()));
        }
        Ok(match &input.query_id {
            Some(id) => access.and(results_access(lookup, id).await?),
            None => access,
        })
    }

    async fn run(
        input: &api::CreateLookupTableRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateLookupTableResponse, Failure> {
        let (account, region, now) = (tx.account().to_owned(), tx.call().region.clone(), tx.call().time.as_millisecond());
        if tx.get::<LookupTable>(&account, &region, &input.lookup_table_name).await?.is_some() {
            return Err(api::ResourceAlreadyExistsException::new("A lookup table of this name already exists.").into());
        }
        if tx.reader().count::<LookupTable>(&account, &region).await? >= MOST {
            let message = format!("The account has reached the limit of {MOST} lookup tables.");
            return Err(api::LimitExceededException::new(message).into());
        }
        let tags = checked(input.tags.as_ref())?;
        let (text, table) = contents(tx, input.table_body.as_deref(), input.query_id.as_ref()).await?;
        let mut made = LookupTable {
            name: input.lookup_table_name.clone(),
            account: account.clone(),
            region: region.clone(),
            description: input.description.clone(),
            columns: table.columns,
            rows: table.rows.len() as u64,
            size: text.len() as u64,
            kms_key: None,
            created_at: now,
            updated_at: now,
        };
        let arn = made.arn(tx.plane());
        if let Some(key) = &input.kms_key_id {
            made.kms_key = Some(seal::usable_for(tx, &account, &region, &arn, key).await?);
        }
        lookup_tables::put(tx, &made, &text).await?;
        tx.put(&Stored::new(&account, &region, made.name.clone(), made).arn(arn.clone()).tags(tags))?;
        Ok(api::CreateLookupTableResponse { lookup_table_arn: Some(arn), created_at: Some(now) })
    }
}

impl Handle for operation::UpdateLookupTable {
    async fn access(input: &api::UpdateLookupTableRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_table(lookup, &input.lookup_table_arn).await?;
        Ok(match &input.query_id {
            Some(id) => access.and(results_access(lookup, id).await?),
            None => access,
        })
    }

    async fn run(
        input: &api::UpdateLookupTableRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateLookupTableResponse, Failure> {
        let (account, region, now) = (tx.account().to_owned(), tx.call().region.clone(), tx.call().time.as_millisecond());
        let mut table = table(tx, &input.lookup_table_arn).await?;
        let (text, new) = contents(tx, input.table_body.as_deref(), input.query_id.as_ref()).await?;
        let arn = table.body.arn(tx.plane());
        table.body.columns = new.columns;
        table.body.rows = new.rows.len() as u64;
        table.body.size = text.len() as u64;
        table.body.updated_at = now;
        if input.description.is_some() {
            table.body.description.clone_from(&input.description);
        }
        if let Some(key) = &input.kms_key_id {
            table.body.kms_key = Some(seal::usable_for(tx, &account, &region, &arn, key).await?);
        }
        lookup_tables::put(tx, &table.body, &text).await?;
        tx.put(&table)?;
        Ok(api::UpdateLookupTableResponse { lookup_table_arn: Some(arn), last_updated_time: Some(now) })
    }
}

impl Handle for operation::GetLookupTable {
    async fn access(input: &api::GetLookupTableRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_table(lookup, &input.lookup_table_arn).await
    }

    async fn run(input: &api::GetLookupTableRequest, tx: &mut Transaction<'_>) -> Result<api::GetLookupTableResponse, Failure> {
        let table = table(tx, &input.lookup_table_arn).await?.body;
        let text = lookup_tables::open(&tx.reader(), &table).await?;
        Ok(api::GetLookupTableResponse {
            lookup_table_arn: Some(table.arn(tx.plane())),
            lookup_table_name: Some(table.name),
            description: table.description,
            table_body: Some(text.into()),
            size_bytes: i64::try_from(table.size).ok(),
            last_updated_time: Some(table.updated_at),
            kms_key_id: table.kms_key,
        })
    }
}

impl Handle for operation::DeleteLookupTable {
    async fn access(input: &api::DeleteLookupTableRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_table(lookup, &input.lookup_table_arn).await
    }

    async fn run(input: &api::DeleteLookupTableRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let table = table(tx, &input.lookup_table_arn).await?;
        let key = &table.key;
        if let Some(contents) = tx.get::<Contents>(&key.account, &key.region, &key.id).await? {
            tx.delete(&contents);
        }
        tx.delete(&table);
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeLookupTables {
    async fn access(_: &api::DescribeLookupTablesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup.plane(), &lookup.call().region, lookup.account(), "*")))
    }

    async fn run(
        input: &api::DescribeLookupTablesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeLookupTablesResponse, Failure> {
        let limit = match input.max_results.unwrap_or(PAGE) {
            limit @ 1..=MOST_IN_PAGE => usize::try_from(limit).unwrap_or(1),
            _ => return Err(invalid(format!("maxResults must be between 1 and {MOST_IN_PAGE}."))),
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let prefix = input.lookup_table_name_prefix.clone().unwrap_or_default();
        let listing = format!("DescribeLookupTables {account} {region} {prefix}");
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(bad_token)).transpose()?;
        let mut found = tx.reader().list::<LookupTable>(&account, &region, &prefix, after.as_deref(), limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_token = found.last().filter(|_| more).map(|last| token(&listing, &last.key.id));
        let shown = found.into_iter().map(|Stored { body: table, .. }| api::LookupTable {
            lookup_table_arn: Some(table.arn(tx.plane())),
            lookup_table_name: Some(table.name),
            description: table.description,
            table_fields: Some(table.columns),
            records_count: i64::try_from(table.rows).ok(),
            size_bytes: i64::try_from(table.size).ok(),
            last_updated_time: Some(table.updated_at),
            kms_key_id: table.kms_key,
        });
        Ok(api::DescribeLookupTablesResponse { lookup_tables: Some(shown.collect()), next_token })
    }
}
