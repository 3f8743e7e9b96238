//! API destinations.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::operation::{
    CreateApiDestination, DeleteApiDestination, DescribeApiDestination, ListApiDestinations, UpdateApiDestination,
};
use crate::api::{
    ApiDestination as Shown, ApiDestinationState, ConnectionState, CreateApiDestinationRequest, CreateApiDestinationResponse,
    DeleteApiDestinationRequest, DeleteApiDestinationResponse, DescribeApiDestinationRequest, DescribeApiDestinationResponse,
    LimitExceededException, ListApiDestinationsRequest, ListApiDestinationsResponse, ResourceAlreadyExistsException,
    ResourceNotFoundException, UpdateApiDestinationRequest, UpdateApiDestinationResponse,
};
use crate::connections::{self, ApiDestination};
use crate::operations::buses::{limit, time, wrong_token};

/// API destinations of an account in a region.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const MOST: u64 = 3000;
/// Requests in a second, if nobody says otherwise.
const RATE: i32 = 300;
/// CloudFormation's name of API destinations.
const KIND: &str = "AWS::Events::ApiDestination";

fn on(lookup: &Lookup<'_>, name: &str) -> Access {
    Access::on(lookup.plane().arn("events", &lookup.call().region, lookup.account(), &format!("api-destination/{name}")))
}

fn missing(name: &str) -> Failure {
    ResourceNotFoundException::new(format!(
        "Failed to describe the api-destination(s). An api-destination '{name}' does not exist."
    ))
    .into()
}

async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<ApiDestination>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<ApiDestination>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
    tx.touched(found.body.arn.clone(), account, KIND);
    Ok(found)
}

/// A destination is active as long as its connection is authorized.
async fn state(reader: &Reader<'_>, account: &str, region: &str, connection: &str) -> Result<ApiDestinationState, Failure> {
    let found = connections::of_arn(reader, account, region, connection).await?;
    Ok(match found.is_some_and(|found| found.body.state == ConnectionState::Authorized) {
        true => ApiDestinationState::Active,
        false => ApiDestinationState::Inactive,
    })
}

/// Checks the endpoint and the connection of a destination.
async fn check(tx: &Transaction<'_>, endpoint: &str, connection: &str) -> Result<(), Failure> {
    let client = connections::client(tx.plane());
    let refused =
        || Failure::validation("Parameter InvocationEndpoint is not valid. Reason: it is no URL that may be connected to.");
    let uri = client.check(&endpoint.replace('*', "x")).map_err(|_| refused())?;
    if uri.authority().is_none_or(|authority| !endpoint.contains(authority.as_str())) {
        // The host is no parameter.
        return Err(refused());
    }
    if connections::of_arn(&tx.reader(), tx.account(), &tx.call().region, connection).await?.is_none() {
        return Err(ResourceNotFoundException::new(format!("Connection '{connection}' does not exist.")).into());
    }
    Ok(())
}

impl Handle for CreateApiDestination {
    async fn access(input: &CreateApiDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &CreateApiDestinationRequest, tx: &mut Transaction<'_>) -> Result<CreateApiDestinationResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        check(tx, &input.invocation_endpoint, &input.connection_arn).await?;
        if tx.get::<ApiDestination>(&account, &region, &input.name).await?.is_some() {
            return Err(ResourceAlreadyExistsException::new(format!("An api-destination {} already exists.", input.name)).into());
        }
        if tx.reader().count::<ApiDestination>(&account, &region).await? >= MOST {
            return Err(LimitExceededException::new("The requested resource exceeds the maximum number allowed.").into());
        }
        let (now, id) = (tx.call().time.as_millisecond(), tx.plane().ids.uuid().to_string());
        let arn = tx.plane().arn("events", &region, &account, &format!("api-destination/{}/{id}", input.name));
        let destination = ApiDestination {
            name: input.name.clone(),
            arn: arn.clone(),
            description: input.description.clone(),
            connection: input.connection_arn.clone(),
            endpoint: input.invocation_endpoint.clone(),
            method: input.http_method,
            rate: input.invocation_rate_limit_per_second.unwrap_or(RATE),
            created: now,
            modified: now,
        };
        let state = state(&tx.reader(), &account, &region, &destination.connection).await?;
        tx.touched(arn.clone(), account.clone(), KIND);
        tx.put(&Stored::new(&account, &region, &input.name, destination).arn(&arn))?;
        Ok(CreateApiDestinationResponse {
            api_destination_arn: Some(arn),
            api_destination_state: Some(state),
            creation_time: time(now),
            last_modified_time: time(now),
        })
    }
}

impl Handle for UpdateApiDestination {
    async fn access(input: &UpdateApiDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &UpdateApiDestinationRequest, tx: &mut Transaction<'_>) -> Result<UpdateApiDestinationResponse, Failure> {
        let mut stored = held(tx, &input.name).await?;
        let destination = &mut stored.body;
        destination.description = input.description.clone().or_else(|| destination.description.take());
        destination.connection = input.connection_arn.clone().unwrap_or_else(|| destination.connection.clone());
        destination.endpoint = input.invocation_endpoint.clone().unwrap_or_else(|| destination.endpoint.clone());
        destination.method = input.http_method.unwrap_or(destination.method);
        destination.rate = input.invocation_rate_limit_per_second.unwrap_or(destination.rate);
        destination.modified = tx.call().time.as_millisecond();
        check(tx, &stored.body.endpoint, &stored.body.connection).await?;
        tx.put(&stored)?;
        let (key, destination) = (&stored.key, &stored.body);
        Ok(UpdateApiDestinationResponse {
            api_destination_arn: Some(destination.arn.clone()),
            api_destination_state: Some(state(&tx.reader(), &key.account, &key.region, &destination.connection).await?),
            creation_time: time(destination.created),
            last_modified_time: time(destination.modified),
        })
    }
}

impl Handle for DeleteApiDestination {
    async fn access(input: &DeleteApiDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &DeleteApiDestinationRequest, tx: &mut Transaction<'_>) -> Result<DeleteApiDestinationResponse, Failure> {
        let stored = held(tx, &input.name).await?;
        tx.delete(&stored);
        Ok(DeleteApiDestinationResponse {})
    }
}

impl Handle for DescribeApiDestination {
    async fn access(input: &DescribeApiDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(
        input: &DescribeApiDestinationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribeApiDestinationResponse, Failure> {
        let stored = held(tx, &input.name).await?;
        let (key, destination) = (stored.key, stored.body);
        Ok(DescribeApiDestinationResponse {
            api_destination_state: Some(state(&tx.reader(), &key.account, &key.region, &destination.connection).await?),
            api_destination_arn: Some(destination.arn),
            name: Some(destination.name),
            description: destination.description,
            connection_arn: Some(destination.connection),
            invocation_endpoint: Some(destination.endpoint),
            http_method: Some(destination.method),
            invocation_rate_limit_per_second: Some(destination.rate),
            creation_time: time(destination.created),
            last_modified_time: time(destination.modified),
        })
    }
}

impl Handle for ListApiDestinations {
    async fn access(_: &ListApiDestinationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListApiDestinationsRequest, tx: &mut Transaction<'_>) -> Result<ListApiDestinationsResponse, Failure> {
        let prefix = input.name_prefix.clone().unwrap_or_default();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut all = tx.reader().all::<ApiDestination>(&account, &region, &prefix).await?;
        all.retain(|destination| input.connection_arn.as_ref().is_none_or(|arn| destination.body.connection == *arn));
        let listing = format!("ListApiDestinations {account} {region} {prefix} {:?}", input.connection_arn);
        let key = |destination: &Stored<ApiDestination>| destination.body.name.clone();
        let page = cut(all, &listing, input.next_token.as_deref(), limit(input.limit), key, wrong_token)?;
        let mut shown = Vec::with_capacity(page.items.len());
        for destination in page.items.into_iter().map(|stored| stored.body) {
            shown.push(Shown {
                api_destination_state: Some(state(&tx.reader(), &account, &region, &destination.connection).await?),
                api_destination_arn: Some(destination.arn),
                name: Some(destination.name),
                connection_arn: Some(destination.connection),
                invocation_endpoint: Some(destination.endpoint),
                http_method: Some(destination.method),
                invocation_rate_limit_per_second: Some(destination.rate),
                creation_time: time(destination.created),
                last_modified_time: time(destination.modified),
            });
        }
        Ok(ListApiDestinationsResponse { api_destinations: Some(shown), next_token: page.next })
    }
}
