//! Event data stores: making, changing, deleting and showing them.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};

use crate::api::operation::{
    CreateEventDataStore, DeleteEventDataStore, GetEventDataStore, ListEventDataStores, RestoreEventDataStore,
    StartEventDataStoreIngestion, StopEventDataStoreIngestion, UpdateEventDataStore,
};
use crate::api::{
    self, AdvancedEventSelector, BillingMode, ChannelExistsForEDSException, CreateEventDataStoreRequest,
    CreateEventDataStoreResponse, DeleteEventDataStoreRequest, DeleteEventDataStoreResponse,
    EventDataStoreAlreadyExistsException, EventDataStoreMaxLimitExceededException, EventDataStoreStatus,
    EventDataStoreTerminationProtectedException, GetEventDataStoreRequest, GetEventDataStoreResponse,
    InvalidEventDataStoreCategoryException, InvalidEventDataStoreStatusException, InvalidNextTokenException,
    InvalidParameterException, ListEventDataStoresRequest, ListEventDataStoresResponse, PartitionKey,
    RestoreEventDataStoreRequest, RestoreEventDataStoreResponse, StartEventDataStoreIngestionRequest,
    StartEventDataStoreIngestionResponse, StopEventDataStoreIngestionRequest, StopEventDataStoreIngestionResponse,
    UpdateEventDataStoreRequest, UpdateEventDataStoreResponse,
};
use crate::ingest::Ingest;
use crate::operations::selectors::show_advanced;
use crate::operations::tags::{check_tags, merged, pairs};
use crate::operations::trails::owner;
use crate::stores::enrich::EventConfiguration;
use crate::stores::find::{change_active, change_store, keep, on_store, own_stores, read_store, touched};
use crate::stores::rules::{Category, rebill, retention, selectors};
use crate::stores::sealing;
use crate::stores::{BY_DESTINATION, Channel, EventDataStore};

/// Event data stores of an account in a region at most, deleted ones that can be restored included.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const MOST_STORES: usize = 10;
/// Event data stores on a page.
const PAGE: i32 = 1000;

/// A moment as replies have it.
pub fn moment(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn shown_selectors(store: &EventDataStore) -> Option<Vec<AdvancedEventSelector>> {
    Some(store.selectors.iter().map(show_advanced).collect())
}

/// That the store finds room beside the others, and has a name of its own. All of them are held until the commit.
async fn check_place(tx: &mut Transaction<'_>, store: &EventDataStore, is_new: bool) -> Result<(), Failure> {
    let others = tx.all::<EventDataStore>(&store.account, &store.region, "").await?;
    let others: Vec<&EventDataStore> = others.iter().map(|s| &s.body).filter(|s| s.id != store.id).collect();
    if others.iter().any(|s| s.name == store.name) {
        return Err(EventDataStoreAlreadyExistsException::new(format!(
            "An event data store with the name {} already exists in {}.",
            store.name, store.region
        ))
        .into());
    }
    if is_new && others.len() >= MOST_STORES {
        return Err(EventDataStoreMaxLimitExceededException::new(format!(
            "Your account has reached the maximum of {MOST_STORES} event data stores in {}.",
            store.region
        ))
        .into());
    }
    Ok(())
}

impl Handle for CreateEventDataStore {
    async fn access(input: &CreateEventDataStoreRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let call = lookup.call();
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        let arn = lookup.plane().arn("cloudtrail", &call.region, call.account(), "eventdatastore/*");
        let access = Access::on(&arn).request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        Ok(access.and(sealing::to_write(lookup, input.kms_key_id.as_ref(), &arn).await?))
    }

    async fn run(input: &CreateEventDataStoreRequest, tx: &mut Transaction<'_>) -> Result<CreateEventDataStoreResponse, Failure> {
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        check_tags(&tags)?;
        let billing = input.billing_mode.unwrap_or(BillingMode::ExtendableRetentionPricing);
        let retention_days = retention(billing, input.retention_period)?;
        let selectors = selectors(input.advanced_event_selectors.as_deref())?;
        let category = Category::of_selectors(&selectors);
        let starts = input.start_ingestion.unwrap_or(true);
        if !starts && !category.can_stop() {
            return Err(InvalidParameterException::new(
                "StartIngestion can be false only for event data stores of CloudTrail events and configuration items.",
            )
            .into());
        }
        let (account, organization) = owner(tx, input.organization_enabled.unwrap_or(false)).await?;
        if organization.is_some() && category == Category::ActivityAuditLog {
            return Err(InvalidParameterException::new(
                "An event data store of ActivityAuditLog events cannot be the organization's.",
            )
            .into());
        }
        let now = tx.call().time.as_millisecond();
        let region = tx.call().region.clone();
        let id = tx.plane().ids.uuid().to_string();
        let mut store = EventDataStore {
            arn: tx.plane().arn("cloudtrail", &region, &account, &format!("eventdatastore/{id}")),
            id,
            name: input.name.clone(),
            account,
            region,
            organization,
            multi_region: input.multi_region_enabled.unwrap_or(true),
            retention_days,
            protected: input.termination_protection_enabled.unwrap_or(true),
            billing,
            status: if starts { EventDataStoreStatus::Enabled } else { EventDataStoreStatus::StoppedIngestion },
            status_before: None,
            deleted_at: None,
            selectors,
            key: None,
            policy: None,
            insights: Vec::new(),
            insights_destination: None,
            insights_since: 0,
            configuration: EventConfiguration::default(),
            created_at: now,
            updated_at: now,
        };
        check_place(tx, &store, true).await?;
        sealing::give(tx, &mut store, input.kms_key_id.as_ref()).await?;
        let head = tx.journal_head();
        let ingest = Ingest::begin(store.clone());
        tx.move_cursor(&ingest.cursor(), 0, head);
        tx.put(&Stored::new(&store.account, &store.region, store.id.clone(), ingest))?;
        let stored = Stored::new(&store.account, &store.region, store.id.clone(), store.clone()).arn(store.arn.clone());
        tx.put(&stored.tags(merged(&[], &tags)))?;
        touched(tx, &store);
        Ok(CreateEventDataStoreResponse {
            event_data_store_arn: Some(store.arn.clone()),
            name: Some(store.name.clone()),
            // What the store is at its very beginning, as AWS answers it.
            status: Some(EventDataStoreStatus::Created),
            advanced_event_selectors: shown_selectors(&store),
            multi_region_enabled: Some(store.multi_region),
            organization_enabled: Some(store.organization.is_some()),
            retention_period: Some(store.retention_days),
            termination_protection_enabled: Some(store.protected),
            tags_list: input.tags_list.clone().filter(|t| !t.is_empty()),
            created_timestamp: moment(store.created_at),
            updated_timestamp: moment(store.updated_at),
            kms_key_id: store.key.map(|key| key.arn),
            billing_mode: Some(store.billing),
        })
    }
}

impl Handle for UpdateEventDataStore {
    async fn access(input: &UpdateEventDataStoreRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_store(lookup, &input.event_data_store).await?;
        Ok(access.and(sealing::to_change(lookup, input.kms_key_id.as_ref(), &input.event_data_store).await?))
    }

    async fn run(input: &UpdateEventDataStoreRequest, tx: &mut Transaction<'_>) -> Result<UpdateEventDataStoreResponse, Failure> {
        let mut stored = change_active(tx, &input.event_data_store).await?;
        sealing::give(tx, &mut stored.body, input.kms_key_id.as_ref()).await?;
        let store = &mut stored.body;
        if let Some(name) = &input.name {
            store.name.clone_from(name);
        }
        if let Some(given) = input.advanced_event_selectors.as_deref().filter(|g| !g.is_empty()) {
            let before = Category::of_selectors(&store.selectors);
            store.selectors = selectors(Some(given))?;
            if Category::of_selectors(&store.selectors) != before {
                return Err(InvalidEventDataStoreCategoryException::new(
                    "The category of events that an event data store collects cannot be changed.",
                )
                .into());
            }
        }
        store.multi_region = input.multi_region_enabled.unwrap_or(store.multi_region);
        store.protected = input.termination_protection_enabled.unwrap_or(store.protected);
        if let Some(billing) = input.billing_mode {
            rebill(store.billing, billing)?;
            store.billing = billing;
        }
        store.retention_days = retention(store.billing, Some(input.retention_period.unwrap_or(store.retention_days)))?;
        match input.organization_enabled {
            Some(true) if store.organization.is_none() => {
                let (account, organization) = owner(tx, true).await?;
                if account != store.account {
                    return Err(api::NotOrganizationMasterAccountException::new(
                        "Only an event data store of the management account can become the organization's.",
                    )
                    .into());
                }
                store.organization = organization;
            }
            Some(false) => store.organization = None,
            _ => {}
        }
        check_place(tx, &stored.body, false).await?;
        keep(tx, &mut stored).await?;
        let store = stored.body;
        Ok(UpdateEventDataStoreResponse {
            advanced_event_selectors: shown_selectors(&store),
            event_data_store_arn: Some(store.arn),
            name: Some(store.name),
            status: Some(store.status),
            multi_region_enabled: Some(store.multi_region),
            organization_enabled: Some(store.organization.is_some()),
            retention_period: Some(store.retention_days),
            termination_protection_enabled: Some(store.protected),
            created_timestamp: moment(store.created_at),
            updated_timestamp: moment(store.updated_at),
            billing_mode: Some(store.billing),
            kms_key_id: store.key.map(|key| key.arn),
            ..UpdateEventDataStoreResponse::default()
        })
    }
}

impl Handle for GetEventDataStore {
    async fn access(input: &GetEventDataStoreRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(input: &GetEventDataStoreRequest, tx: &mut Transaction<'_>) -> Result<GetEventDataStoreResponse, Failure> {
        let store = read_store(tx, &input.event_data_store).await?.body;
        let key = |name: &str| PartitionKey { name: name.to_owned(), r#type: "string".to_owned() };
        Ok(GetEventDataStoreResponse {
            advanced_event_selectors: shown_selectors(&store),
            event_data_store_arn: Some(store.arn),
            name: Some(store.name),
            status: Some(store.status),
            multi_region_enabled: Some(store.multi_region),
            organization_enabled: Some(store.organization.is_some()),
            retention_period: Some(store.retention_days),
            termination_protection_enabled: Some(store.protected),
            created_timestamp: moment(store.created_at),
            updated_timestamp: moment(store.updated_at),
            billing_mode: Some(store.billing),
            federation_status: Some(api::FederationStatus::Disabled),
            partition_keys: Some(vec![key("account"), key("region"), key("day")]),
            kms_key_id: store.key.map(|key| key.arn),
            ..GetEventDataStoreResponse::default()
        })
    }
}

impl Handle for ListEventDataStores {
    async fn access(_: &ListEventDataStoresRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListEventDataStoresRequest, tx: &mut Transaction<'_>) -> Result<ListEventDataStoresResponse, Failure> {
        let all = own_stores(&tx.reader(), tx.call()).await?;
        let listing = format!("ListEventDataStores {} {}", tx.account(), tx.call().region);
        let page =
            cut(all, &listing, input.next_token.as_deref(), most(input.max_results, PAGE)?, |s| s.body.arn.clone(), bad_token)?;
        let stores = page.items.into_iter().map(|stored| {
            let store = stored.body;
            api::EventDataStore {
                advanced_event_selectors: shown_selectors(&store),
                event_data_store_arn: Some(store.arn),
                name: Some(store.name),
                termination_protection_enabled: Some(store.protected),
                status: Some(store.status),
                multi_region_enabled: Some(store.multi_region),
                organization_enabled: Some(store.organization.is_some()),
                retention_period: Some(store.retention_days),
                created_timestamp: moment(store.created_at),
                updated_timestamp: moment(store.updated_at),
            }
        });
        Ok(ListEventDataStoresResponse { event_data_stores: Some(stores.collect()), next_token: page.next })
    }
}

/// A page's size.
///
/// # Errors
/// `InvalidMaxResultsException`.
pub fn most(given: Option<i32>, most: i32) -> Result<usize, Failure> {
    let size = given.unwrap_or(most);
    usize::try_from(size)
        .ok()
        .filter(|_| (1..=most).contains(&size))
        .ok_or_else(|| api::InvalidMaxResultsException::new(format!("MaxResults must be between 1 and {most}.")).into())
}

/// That a token is none of this listing.
pub fn bad_token() -> Failure {
    InvalidNextTokenException::new("The specified next token is not valid for this request.").into()
}

impl Handle for DeleteEventDataStore {
    async fn access(input: &DeleteEventDataStoreRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(input: &DeleteEventDataStoreRequest, tx: &mut Transaction<'_>) -> Result<DeleteEventDataStoreResponse, Failure> {
        let mut stored = change_active(tx, &input.event_data_store).await?;
        let store = &mut stored.body;
        if store.protected {
            return Err(EventDataStoreTerminationProtectedException::new(format!(
                "The event data store {} cannot be deleted because termination protection is enabled for it.",
                store.arn
            ))
            .into());
        }
        if !tx.reader().find_all::<Channel>(BY_DESTINATION, &store.arn, None, 1).await?.is_empty() {
            return Err(ChannelExistsForEDSException::new(format!(
                "The event data store {} cannot be deleted because it is the destination of a channel.",
                store.arn
            ))
            .into());
        }
        crate::imports::refuse_ongoing(tx, &store.arn.clone()).await?;
        store.status_before = Some(store.status);
        store.status = EventDataStoreStatus::PendingDeletion;
        store.deleted_at = Some(tx.call().time.as_millisecond());
        keep(tx, &mut stored).await?;
        Ok(DeleteEventDataStoreResponse {})
    }
}

impl Handle for RestoreEventDataStore {
    async fn access(input: &RestoreEventDataStoreRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(
        input: &RestoreEventDataStoreRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<RestoreEventDataStoreResponse, Failure> {
        let mut stored = change_store(tx, &input.event_data_store).await?;
        let store = &mut stored.body;
        if store.is_active() {
            return Err(wrong_status(store, "PENDING_DELETION"));
        }
        store.status = store.status_before.take().unwrap_or(EventDataStoreStatus::Enabled);
        store.deleted_at = None;
        keep(tx, &mut stored).await?;
        let store = stored.body;
        Ok(RestoreEventDataStoreResponse {
            advanced_event_selectors: shown_selectors(&store),
            event_data_store_arn: Some(store.arn),
            name: Some(store.name),
            status: Some(store.status),
            multi_region_enabled: Some(store.multi_region),
            organization_enabled: Some(store.organization.is_some()),
            retention_period: Some(store.retention_days),
            termination_protection_enabled: Some(store.protected),
            created_timestamp: moment(store.created_at),
            updated_timestamp: moment(store.updated_at),
            kms_key_id: store.key.map(|key| key.arn),
            billing_mode: Some(store.billing),
        })
    }
}

fn wrong_status(store: &EventDataStore, needed: &str) -> Failure {
    InvalidEventDataStoreStatusException::new(format!(
        "The event data store {} has the status {}; this needs {needed}.",
        store.arn, store.status
    ))
    .into()
}

/// Starts or stops the ingestion of new events.
async fn switch(
    tx: &mut Transaction<'_>,
    name: &str,
    from: EventDataStoreStatus,
    to: EventDataStoreStatus,
) -> Result<(), Failure> {
    let mut stored = change_store(tx, name).await?;
    if !Category::of_selectors(&stored.body.selectors).can_stop() {
        return Err(InvalidEventDataStoreCategoryException::new(
            "Ingestion can be started and stopped only for event data stores of CloudTrail events and configuration items.",
        )
        .into());
    }
    if stored.body.status != from {
        return Err(wrong_status(&stored.body, from.as_str()));
    }
    stored.body.status = to;
    keep(tx, &mut stored).await
}

impl Handle for StartEventDataStoreIngestion {
    async fn access(input: &StartEventDataStoreIngestionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(
        input: &StartEventDataStoreIngestionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StartEventDataStoreIngestionResponse, Failure> {
        switch(tx, &input.event_data_store, EventDataStoreStatus::StoppedIngestion, EventDataStoreStatus::Enabled).await?;
        Ok(StartEventDataStoreIngestionResponse {})
    }
}

impl Handle for StopEventDataStoreIngestion {
    async fn access(input: &StopEventDataStoreIngestionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_store(lookup, &input.event_data_store).await
    }

    async fn run(
        input: &StopEventDataStoreIngestionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StopEventDataStoreIngestionResponse, Failure> {
        switch(tx, &input.event_data_store, EventDataStoreStatus::Enabled, EventDataStoreStatus::StoppedIngestion).await?;
        Ok(StopEventDataStoreIngestionResponse {})
    }
}
