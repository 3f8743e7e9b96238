//! Imports of log files.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};
use policy::{Attached, Context, Policies, Request, SourceType, evaluate};

use crate::api::operation::{GetImport, ListImportFailures, ListImports, StartImport, StopImport};
use crate::api::{
    AccountHasOngoingImportException, GetImportRequest, GetImportResponse, ImportFailureListItem, ImportFailureStatus,
    ImportNotFoundException, ImportSource, ImportStatistics, ImportStatus, ImportsListItem,
    InvalidEventDataStoreCategoryException, InvalidImportSourceException, InvalidParameterException, ListImportFailuresRequest,
    ListImportFailuresResponse, ListImportsRequest, ListImportsResponse, S3ImportSource, StartImportRequest, StartImportResponse,
    StopImportRequest, StopImportResponse,
};
use crate::deliver::PRINCIPAL;
use crate::imports::{Import, ImportFailure};
use crate::operations::stores::{bad_token, moment, most};
use crate::query_results::place;
use crate::stores::find::{change_active, on_store};
use crate::stores::rules::Category;

/// Imports, or failures, on a page.
const PAGE: i32 = 1000;

fn source(import: &Import) -> ImportSource {
    let slash = if import.prefix.is_empty() { "" } else { "/" };
    ImportSource {
        s3: S3ImportSource {
            s3_location_uri: format!("s3://{}{slash}{}", import.bucket, import.prefix),
            s3_bucket_region: import.bucket_region.clone(),
            s3_bucket_access_role_arn: import.role_arn.clone(),
        },
    }
}

fn statistics(import: &Import) -> ImportStatistics {
    let done = if import.is_open() { import.prefixes_found.saturating_sub(1).max(0) } else { import.prefixes_found };
    ImportStatistics {
        prefixes_found: Some(import.prefixes_found),
        prefixes_completed: Some(done),
        files_completed: Some(import.files),
        events_completed: Some(import.events),
        failed_entries: Some(import.failed),
    }
}

async fn held(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<Import>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<Import>(&account, &region, id).await?;
    found.ok_or_else(|| ImportNotFoundException::new(format!("The import {id} was not found.")).into())
}

/// The permission on the event data store of an import.
async fn on_import(lookup: &Lookup<'_>, id: &str) -> Result<Access, Failure> {
    let call = lookup.call();
    match lookup.get::<Import>(call.account(), &call.region, id).await? {
        Some(import) => on_store(lookup, &import.body.destination).await,
        None => Ok(Access::on(lookup.plane().arn("cloudtrail", &call.region, call.account(), "eventdatastore/*"))),
    }
}

/// Sees that CloudTrail may assume the role.
async fn check_role(tx: &Transaction<'_>, arn: &str) -> Result<(), Failure> {
    let refuse = |message: String| Err(InvalidImportSourceException::new(message).into());
    let reader = tx.reader();
    let Some(role) = tx.plane().identities().role(&reader, arn).await? else {
        return refuse(format!("The role {arn} does not exist."));
    };
    if role.account != tx.account() {
        return refuse(format!("The role {arn} is not of this account."));
    }
    let context = Context::with_capacity(0);
    let trust = [Attached::new(&role.trust, &role.arn, SourceType::Resource)];
    let request =
        Request::new(policy::Principal::service(PRINCIPAL), "sts:AssumeRole", &role.arn, &context).in_account(&role.account);
    if evaluate(&request, &Policies { resource: &trust, ..Policies::default() }).is_allowed() {
        return Ok(());
    }
    refuse(format!("The trust policy of the role {arn} does not allow {PRINCIPAL} to assume it."))
}

impl Handle for StartImport {
    async fn access(input: &StartImportRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        if let Some(id) = &input.import_id {
            return on_import(lookup, id).await;
        }
        let mut access = match input.destinations.as_deref() {
            Some([destination, ..]) => on_store(lookup, destination).await?,
            _ => Access::any(),
        };
        if let Some(source) = &input.import_source {
            let pass = Access::on(&source.s3.s3_bucket_access_role_arn).action("iam:PassRole");
            access = access.and(pass.key("iam:PassedToService", PRINCIPAL));
        }
        Ok(access)
    }

    async fn run(input: &StartImportRequest, tx: &mut Transaction<'_>) -> Result<StartImportResponse, Failure> {
        let now = tx.call().time.as_millisecond();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let others = tx.all::<Import>(&account, &region, "").await?;
        if others.iter().any(|i| i.body.is_open()) {
            return Err(AccountHasOngoingImportException::new("There is already an ongoing import for your account.").into());
        }
        let stored = match &input.import_id {
            Some(id) => {
                if input.destinations.is_some() || input.import_source.is_some() {
                    return Err(InvalidParameterException::new("Give either ImportId, or Destinations and ImportSource.").into());
                }
                let mut import = held(tx, id).await?;
                change_active(tx, &import.body.destination.clone()).await?;
                for mut failure in tx.all::<ImportFailure>(&account, &region, &format!("{id}/")).await? {
                    if failure.body.status == ImportFailureStatus::Failed {
                        failure.body.status = ImportFailureStatus::Retry;
                        tx.put(&failure)?;
                    }
                }
                import.body.status = ImportStatus::Initializing;
                import.body.updated_at = now;
                import
            }
            None => {
                let (Some([destination]), Some(source)) = (input.destinations.as_deref(), &input.import_source) else {
                    return Err(InvalidParameterException::new("Give one destination and an import source.").into());
                };
                let store = change_active(tx, destination).await?.body;
                if Category::of_selectors(&store.selectors) != Category::CloudTrail {
                    return Err(InvalidEventDataStoreCategoryException::new(format!(
                        "The event data store {} does not collect events of CloudTrail.",
                        store.arn
                    ))
                    .into());
                }
                let wrong = |f: Failure| Failure::from(InvalidImportSourceException::new(f.message));
                let (bucket, prefix) = place(&source.s3.s3_location_uri).map_err(wrong)?;
                check_role(tx, &source.s3.s3_bucket_access_role_arn).await?;
                let (from, until) =
                    (input.start_event_time.map(Timestamp::as_millisecond), input.end_event_time.map(Timestamp::as_millisecond));
                if from.zip(until).is_some_and(|(from, until)| from > until) {
                    return Err(InvalidParameterException::new("StartEventTime must be before EndEventTime.").into());
                }
                let id = tx.plane().ids.uuid().to_string();
                let import = Import {
                    id: id.clone(),
                    destination: store.arn.clone(),
                    bucket,
                    prefix: prefix.map(|p| format!("{p}/")).unwrap_or_default(),
                    bucket_region: source.s3.s3_bucket_region.clone(),
                    role_arn: source.s3.s3_bucket_access_role_arn.clone(),
                    from,
                    until,
                    status: ImportStatus::Initializing,
                    after: None,
                    prefixes_found: 0,
                    prefix_at: None,
                    files: 0,
                    events: 0,
                    failed: 0,
                    created_at: now,
                    updated_at: now,
                };
                Stored::new(&account, &region, id, import)
            }
        };
        tx.put(&stored)?;
        let import = stored.body;
        Ok(StartImportResponse {
            import_source: Some(source(&import)),
            import_id: Some(import.id),
            destinations: Some(vec![import.destination]),
            start_event_time: import.from.and_then(moment),
            end_event_time: import.until.and_then(moment),
            import_status: Some(import.status),
            created_timestamp: moment(import.created_at),
            updated_timestamp: moment(import.updated_at),
        })
    }
}

impl Handle for StopImport {
    async fn access(input: &StopImportRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_import(lookup, &input.import_id).await
    }

    async fn run(input: &StopImportRequest, tx: &mut Transaction<'_>) -> Result<StopImportResponse, Failure> {
        let mut stored = held(tx, &input.import_id).await?;
        if !stored.body.is_open() {
            return Err(InvalidParameterException::new(format!(
                "The import {} has the status {} and cannot be stopped.",
                input.import_id, stored.body.status
            ))
            .into());
        }
        stored.body.status = ImportStatus::Stopped;
        stored.body.updated_at = tx.call().time.as_millisecond();
        tx.put(&stored)?;
        let import = stored.body;
        Ok(StopImportResponse {
            import_source: Some(source(&import)),
            import_statistics: Some(statistics(&import)),
            import_id: Some(import.id),
            destinations: Some(vec![import.destination]),
            import_status: Some(import.status),
            created_timestamp: moment(import.created_at),
            updated_timestamp: moment(import.updated_at),
            start_event_time: import.from.and_then(moment),
            end_event_time: import.until.and_then(moment),
        })
    }
}

impl Handle for GetImport {
    async fn access(input: &GetImportRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_import(lookup, &input.import_id).await
    }

    async fn run(input: &GetImportRequest, tx: &mut Transaction<'_>) -> Result<GetImportResponse, Failure> {
        let import = held(tx, &input.import_id).await?.body;
        Ok(GetImportResponse {
            import_source: Some(source(&import)),
            import_statistics: Some(statistics(&import)),
            import_id: Some(import.id),
            destinations: Some(vec![import.destination]),
            import_status: Some(import.status),
            created_timestamp: moment(import.created_at),
            updated_timestamp: moment(import.updated_at),
            start_event_time: import.from.and_then(moment),
            end_event_time: import.until.and_then(moment),
        })
    }
}

impl Handle for ListImports {
    async fn access(_: &ListImportsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListImportsRequest, tx: &mut Transaction<'_>) -> Result<ListImportsResponse, Failure> {
        let mut all = tx.reader().all::<Import>(tx.account(), &tx.call().region, "").await?;
        all.retain(|i| {
            input.destination.as_ref().is_none_or(|d| *d == i.body.destination)
                && input.import_status.is_none_or(|s| s == i.body.status)
        });
        let listing = format!("ListImports {} {:?} {:?}", tx.account(), input.destination, input.import_status);
        let size = most(input.max_results, PAGE)?;
        let page = cut(all, &listing, input.next_token.as_deref(), size, |i| i.body.id.clone(), bad_token)?;
        let imports = page.items.into_iter().map(|i| ImportsListItem {
            import_id: Some(i.body.id),
            import_status: Some(i.body.status),
            destinations: Some(vec![i.body.destination]),
            created_timestamp: moment(i.body.created_at),
            updated_timestamp: moment(i.body.updated_at),
        });
        Ok(ListImportsResponse { imports: Some(imports.collect()), next_token: page.next })
    }
}

impl Handle for ListImportFailures {
    async fn access(input: &ListImportFailuresRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_import(lookup, &input.import_id).await
    }

    async fn run(input: &ListImportFailuresRequest, tx: &mut Transaction<'_>) -> Result<ListImportFailuresResponse, Failure> {
        let import = held(tx, &input.import_id).await?;
        let key = &import.key;
        let all = tx.reader().all::<ImportFailure>(&key.account, &key.region, &format!("{}/", key.id)).await?;
        let listing = format!("ListImportFailures {}", key.id);
        let size = most(input.max_results, PAGE)?;
        let page = cut(all, &listing, input.next_token.as_deref(), size, |f| f.key.id.clone(), bad_token)?;
        let failures = page.items.into_iter().map(|f| ImportFailureListItem {
            location: Some(f.body.location),
            status: Some(f.body.status),
            error_type: Some(f.body.kind),
            error_message: Some(f.body.message),
            last_updated_time: moment(f.body.updated_at),
        });
        Ok(ListImportFailuresResponse { failures: Some(failures.collect()), next_token: page.next })
    }
}
