//! Archives.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{CreateArchive, DeleteArchive, DescribeArchive, ListArchives, UpdateArchive};
use crate::api::{
    Archive as Shown, ArchiveState, CreateArchiveRequest, CreateArchiveResponse, DeleteArchiveRequest, DeleteArchiveResponse,
    DescribeArchiveRequest, DescribeArchiveResponse, ListArchivesRequest, ListArchivesResponse, ResourceAlreadyExistsException,
    ResourceNotFoundException, UpdateArchiveRequest, UpdateArchiveResponse,
};
use crate::find;
use crate::names::BusName;
use crate::operations::buses::{limit, time, wrong_token};
use crate::operations::patterns;
use crate::resources::{Archive, Holdings};

/// The ARN of an archive in the region of the call.
pub fn arn(lookup: &Lookup<'_>, name: &str) -> String {
    lookup.plane().arn("events", &lookup.call().region, lookup.account(), &format!("archive/{name}"))
}

fn missing(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Archive {name} does not exist.")).into()
}

fn refuse_key(key: Option<&String>) -> Result<(), Failure> {
    match key {
        None => Ok(()),
        Some(_) => Err(Failure::validation("KmsKeyIdentifier of an archive is not supported.")),
    }
}

async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Archive>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<Archive>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
    tx.touched(found.body.arn.clone(), account, "AWS::Events::Archive");
    Ok(found)
}

impl Handle for CreateArchive {
    async fn access(input: &CreateArchiveRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.archive_name)))
    }

    async fn run(input: &CreateArchiveRequest, tx: &mut Transaction<'_>) -> Result<CreateArchiveResponse, Failure> {
        refuse_key(input.kms_key_identifier.as_ref())?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if let Some(pattern) = &input.event_pattern {
            patterns::parse(pattern)?;
        }
        let bus = BusName::of(Some(&input.event_source_arn), &account, &region);
        find::held_bus(tx, &bus).await?;
        if tx.get::<Archive>(&account, &region, &input.archive_name).await?.is_some() {
            return Err(ResourceAlreadyExistsException::new(format!("Archive {} already exists.", input.archive_name)).into());
        }
        let arn = tx.plane().arn("events", &region, &account, &format!("archive/{}", input.archive_name));
        let archive = Archive {
            name: input.archive_name.clone(),
            generation: tx.plane().ids.lower(8),
            arn: arn.clone(),
            bus: bus.name.clone(),
            source: bus.arn(tx.plane()),
            description: input.description.clone(),
            pattern: input.event_pattern.clone(),
            retention_days: input.retention_days.unwrap_or_default(),
        };
        tx.touched(arn.clone(), account.clone(), "AWS::Events::Archive");
        tx.put(&Stored::new(&account, &region, input.archive_name.clone(), archive).arn(arn.clone()))?;
        find::changed(tx, &bus).await?;
        Ok(CreateArchiveResponse {
            archive_arn: Some(arn),
            state: Some(ArchiveState::Enabled),
            state_reason: None,
            creation_time: Some(tx.call().time),
        })
    }
}

impl Handle for UpdateArchive {
    async fn access(input: &UpdateArchiveRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.archive_name)))
    }

    async fn run(input: &UpdateArchiveRequest, tx: &mut Transaction<'_>) -> Result<UpdateArchiveResponse, Failure> {
        refuse_key(input.kms_key_identifier.as_ref())?;
        if let Some(pattern) = &input.event_pattern {
            patterns::parse(pattern)?;
        }
        let mut archive = held(tx, &input.archive_name).await?;
        if let Some(description) = &input.description {
            archive.body.description = Some(description.clone());
        }
        if let Some(pattern) = &input.event_pattern {
            archive.body.pattern = Some(pattern.clone());
        }
        if let Some(days) = input.retention_days {
            archive.body.retention_days = days;
        }
        tx.put(&archive)?;
        let bus = BusName::of(Some(&archive.body.source), tx.account(), &tx.call().region);
        find::changed(tx, &bus).await?;
        Ok(UpdateArchiveResponse {
            archive_arn: Some(archive.body.arn),
            state: Some(ArchiveState::Enabled),
            state_reason: None,
            creation_time: time(archive.created_at),
        })
    }
}

impl Handle for DeleteArchive {
    async fn access(input: &DeleteArchiveRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.archive_name)))
    }

    async fn run(input: &DeleteArchiveRequest, tx: &mut Transaction<'_>) -> Result<DeleteArchiveResponse, Failure> {
        let archive = held(tx, &input.archive_name).await?;
        let bus = BusName::of(Some(&archive.body.source), tx.account(), &tx.call().region);
        tx.delete(&archive);
        find::changed(tx, &bus).await?;
        Ok(DeleteArchiveResponse::default())
    }
}

impl Handle for DescribeArchive {
    async fn access(input: &DescribeArchiveRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, &input.archive_name)))
    }

    async fn run(input: &DescribeArchiveRequest, tx: &mut Transaction<'_>) -> Result<DescribeArchiveResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.reader().get::<Archive>(&account, &region, &input.archive_name).await?;
        let archive = found.ok_or_else(|| missing(&input.archive_name))?;
        let holds = tx.reader().get::<Holdings>(&account, &region, &archive.body.life()).await?.map(|holds| holds.body);
        let holds = holds.unwrap_or_default();
        Ok(DescribeArchiveResponse {
            archive_arn: Some(archive.body.arn),
            archive_name: Some(archive.body.name),
            event_source_arn: Some(archive.body.source),
            description: archive.body.description,
            event_pattern: archive.body.pattern,
            state: Some(ArchiveState::Enabled),
            retention_days: Some(archive.body.retention_days),
            size_bytes: Some(holds.bytes),
            event_count: Some(holds.events),
            creation_time: time(archive.created_at),
            ..DescribeArchiveResponse::default()
        })
    }
}

impl Handle for ListArchives {
    async fn access(_: &ListArchivesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup, "*")))
    }

    async fn run(input: &ListArchivesRequest, tx: &mut Transaction<'_>) -> Result<ListArchivesResponse, Failure> {
        if input.name_prefix.is_some() && (input.event_source_arn.is_some() || input.state.is_some()) {
            return Err(Failure::validation("Only one filter of NamePrefix, EventSourceArn and State can be given."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let mut archives = tx.reader().all::<Archive>(&account, &region, prefix).await?;
        archives.retain(|archive| input.event_source_arn.as_ref().is_none_or(|source| archive.body.source == *source));
        archives.retain(|_| input.state.is_none_or(|state| state == ArchiveState::Enabled));
        let listing = format!("ListArchives {region} {prefix} {:?} {:?}", input.event_source_arn, input.state);
        let id = |archive: &Stored<Archive>| archive.body.name.clone();
        let page = cut(archives, &listing, input.next_token.as_deref(), limit(input.limit), id, wrong_token)?;
        let mut shown = Vec::with_capacity(page.items.len());
        for archive in page.items {
            let holds = tx.reader().get::<Holdings>(&account, &region, &archive.body.life()).await?.map(|holds| holds.body);
            let holds = holds.unwrap_or_default();
            shown.push(Shown {
                archive_name: Some(archive.body.name),
                event_source_arn: Some(archive.body.source),
                state: Some(ArchiveState::Enabled),
                state_reason: None,
                retention_days: Some(archive.body.retention_days),
                size_bytes: Some(holds.bytes),
                event_count: Some(holds.events),
                creation_time: time(archive.created_at),
            });
        }
        Ok(ListArchivesResponse { archives: Some(shown), next_token: page.next })
    }
}
