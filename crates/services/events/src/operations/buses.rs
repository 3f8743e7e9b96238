//! Event buses.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Timestamp, Transaction};
use wire::Unit;

use crate::api::operation::{CreateEventBus, DeleteEventBus, DescribeEventBus, ListEventBuses, UpdateEventBus};
use crate::api::{
    CreateEventBusRequest, CreateEventBusResponse, DeleteEventBusRequest, DescribeEventBusRequest, DescribeEventBusResponse,
    EventBus as Shown, LimitExceededException, ListEventBusesRequest, ListEventBusesResponse, ResourceAlreadyExistsException,
    UpdateEventBusRequest, UpdateEventBusResponse,
};
use crate::find;
use crate::names::{BusName, no_bus};
use crate::operations::tags::{check_tags, pairs};
use crate::resources::{Archive, DEFAULT_BUS, EventBus, Rule};

/// Buses of an account in a region at most.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const MOST_BUSES: u64 = 100;
/// Items on a page at most, and where nothing is said.
pub const PAGE: usize = 100;

/// The limit of a page.
pub fn limit(given: Option<i32>) -> usize {
    given.and_then(|given| usize::try_from(given).ok()).map_or(PAGE, |given| given.clamp(1, PAGE))
}

/// A token that is none of the listing's.
pub fn wrong_token() -> Failure {
    Failure::validation("Token is invalid.")
}

/// A time of the store.
pub fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn refuse_unbuilt(key: Option<&String>, queue: bool, log: bool) -> Result<(), Failure> {
    match (key, queue, log) {
        (None, false, false) => Ok(()),
        _ => Err(Failure::validation("KmsKeyIdentifier, DeadLetterConfig and LogConfig of an event bus are not supported.")),
    }
}

impl Handle for CreateEventBus {
    async fn access(input: &CreateEventBusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let given = pairs(input.tags.as_deref());
        Ok(find::bus_access(lookup, &find::named(lookup, Some(&input.name)))
            .await?
            .request_tags(given.iter().map(|(k, v)| (k.as_str(), v.as_str()))))
    }

    async fn run(input: &CreateEventBusRequest, tx: &mut Transaction<'_>) -> Result<CreateEventBusResponse, Failure> {
        let queue = input.dead_letter_config.as_ref().is_some_and(|config| config.arn.is_some());
        refuse_unbuilt(input.kms_key_identifier.as_ref(), queue, input.log_config.is_some())?;
        if input.event_source_name.is_some() || input.name.contains('/') {
            return Err(Failure::validation(
                "Partner event buses are not supported: the name of a custom event bus has no slash.",
            ));
        }
        let tags = pairs(input.tags.as_deref());
        check_tags(&tags)?;
        let name = BusName::of(Some(&input.name), tx.account(), &tx.call().region);
        let taken = tx.get::<EventBus>(&name.account, &name.region, &name.name).await?;
        if taken.is_some() || name.name == DEFAULT_BUS {
            return Err(ResourceAlreadyExistsException::new(format!("Event bus {} already exists.", name.name)).into());
        }
        if tx.reader().count::<EventBus>(&name.account, &name.region).await? >= MOST_BUSES {
            return Err(LimitExceededException::new("The requested resource exceeds the maximum number allowed.").into());
        }
        let arn = name.arn(tx.plane());
        let bus = EventBus { name: name.name.clone(), arn: arn.clone(), description: input.description.clone(), policy: None };
        tx.touched(arn.clone(), name.account.clone(), "AWS::Events::EventBus");
        tx.put(&Stored::new(&name.account, &name.region, name.name, bus).arn(arn.clone()).tags(tags))?;
        Ok(CreateEventBusResponse {
            event_bus_arn: Some(arn),
            description: input.description.clone(),
            ..CreateEventBusResponse::default()
        })
    }
}

impl Handle for UpdateEventBus {
    async fn access(input: &UpdateEventBusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        find::bus_access(lookup, &find::named(lookup, input.name.as_deref())).await
    }

    async fn run(input: &UpdateEventBusRequest, tx: &mut Transaction<'_>) -> Result<UpdateEventBusResponse, Failure> {
        let queue = input.dead_letter_config.as_ref().is_some_and(|config| config.arn.is_some());
        refuse_unbuilt(input.kms_key_identifier.as_ref(), queue, input.log_config.is_some())?;
        let name = BusName::of(input.name.as_deref(), tx.account(), &tx.call().region);
        let mut bus = find::held_bus(tx, &name).await?;
        bus.body.description.clone_from(&input.description);
        tx.touched(bus.body.arn.clone(), name.account, "AWS::Events::EventBus");
        tx.put(&bus)?;
        Ok(UpdateEventBusResponse {
            arn: Some(bus.body.arn),
            name: Some(bus.body.name),
            description: bus.body.description,
            ..UpdateEventBusResponse::default()
        })
    }
}

impl Handle for DeleteEventBus {
    async fn access(input: &DeleteEventBusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        find::bus_access(lookup, &find::named(lookup, Some(&input.name))).await
    }

    async fn run(input: &DeleteEventBusRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.name == DEFAULT_BUS {
            return Err(Failure::validation("Cannot delete event bus default."));
        }
        let name = BusName::of(Some(&input.name), tx.account(), &tx.call().region);
        // A bus that is not there is deleted already.
        let Some(bus) = tx.get::<EventBus>(&name.account, &name.region, &name.name).await? else { return Ok(Unit::default()) };
        if !tx.all::<Rule>(&name.account, &name.region, &Rule::id(&name.name, "")).await?.is_empty() {
            return Err(Failure::validation("Event bus can't be deleted since it has rules."));
        }
        if tx.all::<Archive>(&name.account, &name.region, "").await?.iter().any(|archive| archive.body.bus == name.name) {
            return Err(Failure::validation("Event bus can't be deleted since it has archives."));
        }
        tx.touched(bus.body.arn.clone(), name.account, "AWS::Events::EventBus");
        tx.delete(&bus);
        Ok(Unit::default())
    }
}

impl Handle for DescribeEventBus {
    async fn access(input: &DescribeEventBusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        find::bus_access(lookup, &find::named(lookup, input.name.as_deref())).await
    }

    async fn run(input: &DescribeEventBusRequest, tx: &mut Transaction<'_>) -> Result<DescribeEventBusResponse, Failure> {
        let name = BusName::of(input.name.as_deref(), tx.account(), &tx.call().region);
        let bus = find::bus(&tx.reader(), &name).await?.ok_or_else(|| no_bus(&name.name))?;
        let made = |ms: i64| if ms == 0 { None } else { time(ms) };
        Ok(DescribeEventBusResponse {
            name: Some(bus.body.name),
            arn: Some(bus.body.arn),
            description: bus.body.description,
            policy: bus.body.policy,
            creation_time: made(bus.created_at),
            last_modified_time: made(bus.updated_at),
            ..DescribeEventBusResponse::default()
        })
    }
}

impl Handle for ListEventBuses {
    async fn access(_: &ListEventBusesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListEventBusesRequest, tx: &mut Transaction<'_>) -> Result<ListEventBusesResponse, Failure> {
        let region = tx.call().region.clone();
        let mut buses = tx.reader().all::<EventBus>(tx.account(), &region, "").await?;
        if buses.iter().all(|bus| bus.body.name != DEFAULT_BUS) {
            let name = BusName::of(None, tx.account(), &region);
            buses.extend(find::bus(&tx.reader(), &name).await?);
            buses.sort_by(|a, b| a.body.name.cmp(&b.body.name));
        }
        let prefix = input.name_prefix.clone().unwrap_or_default();
        buses.retain(|bus| bus.body.name.starts_with(&prefix));
        let listing = format!("ListEventBuses {region} {prefix}");
        let id = |bus: &Stored<EventBus>| bus.body.name.clone();
        let page = cut(buses, &listing, input.next_token.as_deref(), limit(input.limit), id, wrong_token)?;
        let made = |ms: i64| if ms == 0 { None } else { time(ms) };
        let shown = page.items.into_iter().map(|bus| Shown {
            name: Some(bus.body.name),
            arn: Some(bus.body.arn),
            description: bus.body.description,
            policy: bus.body.policy,
            creation_time: made(bus.created_at),
            last_modified_time: made(bus.updated_at),
            managed_by: None,
        });
        Ok(ListEventBusesResponse { event_buses: Some(shown.collect()), next_token: page.next })
    }
}
