//! Buckets that findings are exported to.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use crate::api::operation::{
    CreatePublishingDestination, DeletePublishingDestination, DescribePublishingDestination, ListPublishingDestinations,
    UpdatePublishingDestination,
};
use crate::api::{
    CreatePublishingDestinationRequest, CreatePublishingDestinationResponse, DeletePublishingDestinationRequest,
    DeletePublishingDestinationResponse, DescribePublishingDestinationRequest, DescribePublishingDestinationResponse,
    Destination as Shown, DestinationProperties, DestinationType, ListPublishingDestinationsRequest,
    ListPublishingDestinationsResponse, PublishingStatus, UpdatePublishingDestinationRequest,
    UpdatePublishingDestinationResponse,
};
use crate::resources::{Destination, Sending};
use crate::{errors, export, place};

fn arn(plane: &plane::Plane, account: &str, region: &str, detector: &str, id: &str) -> String {
    format!("{}/publishingDestination/{id}", place::arn(plane, account, region, detector))
}

async fn on_destination(lookup: &Lookup<'_>, detector: &str, id: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), &lookup.call().region);
    let found = lookup.get::<Destination>(account, region, &format!("{detector}/{id}")).await?;
    let access = Access::on(arn(lookup.plane(), account, region, detector, id));
    Ok(access.resource_tags(&found.map(|d| d.tags).unwrap_or_default()))
}

async fn held(tx: &mut Transaction<'_>, detector: &str, id: &str) -> Result<Stored<Destination>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<Destination>(&account, &region, &format!("{detector}/{id}")).await?;
    found.ok_or_else(|| errors::rejected("the input destinationId is not owned by the current account"))
}

fn status(destination: &Destination) -> PublishingStatus {
    match destination.failing_since {
        Some(_) => PublishingStatus::UnableToPublishFixDestinationProperty,
        None => PublishingStatus::Publishing,
    }
}

/// Sees that the bucket and the key let GuardDuty in, as AWS does by writing an object.
async fn check(tx: &Transaction<'_>, destination: &Stored<Destination>) -> Result<(), Failure> {
    let refused = |_| {
        errors::rejected(
            "the GuardDuty service principal does not have permission to the KMS key or the resource specified by the destinationArn parameter",
        )
    };
    let (bucket, prefix) = export::bucket_and_prefix(&destination.body.arn).ok_or_else(errors::invalid)?;
    let Some(objects) = tx.plane().objects().cloned() else { return Err(refused(())) };
    let reader = tx.reader();
    let owner = objects.owner(&reader, &bucket).await?.ok_or_else(|| refused(()))?;
    if destination.body.expected_bucket_owner.as_ref().is_some_and(|expected| *expected != owner) {
        return Err(refused(()));
    }
    let name = format!("{prefix}AWSLogs/{}/GuardDuty/{}/", destination.key.account, destination.key.region);
    let object = export::object(tx.plane(), &destination.key, &destination.body, name, Vec::new());
    // `may_put` asks for the bucket's list of rights too, which AWS has GuardDuty ask as `s3:GetBucketLocation`.
    match objects.may_write(&reader, &object).await {
        Err(failure) if is_internal(&failure) => return Err(failure),
        other => other.map_err(|_| refused(()))?,
    }
    match objects.may_encrypt(&reader, &object).await {
        Err(failure) if is_internal(&failure) => Err(failure),
        other => other.map_err(|_| refused(())),
    }
}

fn is_internal(failure: &Failure) -> bool {
    matches!(failure.kind, wire::failure::Kind::Common(wire::Common::Internal))
}

fn apply(destination: &mut Destination, properties: &DestinationProperties) {
    if let Some(arn) = &properties.destination_arn {
        destination.arn.clone_from(arn);
    }
    if let Some(key) = &properties.kms_key_arn {
        destination.kms_key = Some(key.clone());
    }
    if let Some(owner) = &properties.expected_bucket_owner {
        destination.expected_bucket_owner = Some(owner.clone());
    }
}

impl Handle for CreatePublishingDestination {
    async fn access(input: &CreatePublishingDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_detector(lookup, &input.detector_id).await?;
        Ok(access.request_tags(place::tag_pairs(input.tags.as_ref())))
    }

    async fn run(
        input: &CreatePublishingDestinationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<CreatePublishingDestinationResponse, Failure> {
        let detector = place::held(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let tags = place::tags(input.tags.as_ref())?;
        let properties = &input.destination_properties;
        if properties.destination_arn.is_none() || properties.kms_key_arn.is_none() {
            return Err(errors::invalid());
        }
        let others = tx.all::<Destination>(&account, &region, &format!("{}/", detector.body.id)).await?;
        if let Some(there) = others.first() {
            if place::repeats(there.body.token.as_ref(), input.client_token.as_ref()) {
                return Ok(CreatePublishingDestinationResponse { destination_id: there.body.id.clone() });
            }
            return Err(errors::rejected("a publishingDestination already exists for the current account"));
        }
        let id = tx.plane().ids.uuid().simple().to_string();
        let mut body = Destination {
            id: id.clone(),
            arn: String::new(),
            kms_key: None,
            expected_bucket_owner: None,
            failing_since: None,
            token: input.client_token.clone(),
        };
        apply(&mut body, properties);
        let arn = arn(tx.plane(), &account, &region, &detector.body.id, &id);
        let key = format!("{}/{id}", detector.body.id);
        let destination = Stored::new(&account, &region, key, body).arn(arn.clone()).tags(tags);
        check(tx, &destination).await?;
        tx.put(&destination)?;
        tx.touched(arn, account, "AWS::GuardDuty::PublishingDestination");
        Ok(CreatePublishingDestinationResponse { destination_id: id })
    }
}

impl Handle for DescribePublishingDestination {
    async fn access(input: &DescribePublishingDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_destination(lookup, &input.detector_id, &input.destination_id).await
    }

    async fn run(
        input: &DescribePublishingDestinationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DescribePublishingDestinationResponse, Failure> {
        place::seen(tx, &input.detector_id).await?;
        let destination = held(tx, &input.detector_id, &input.destination_id).await?;
        Ok(DescribePublishingDestinationResponse {
            destination_id: destination.body.id.clone(),
            destination_type: DestinationType::S3,
            status: status(&destination.body),
            publishing_failure_start_timestamp: destination.body.failing_since.unwrap_or_default(),
            destination_properties: DestinationProperties {
                destination_arn: Some(destination.body.arn),
                kms_key_arn: destination.body.kms_key,
                expected_bucket_owner: destination.body.expected_bucket_owner,
            },
            tags: place::shown_tags(&destination.tags),
        })
    }
}

impl Handle for UpdatePublishingDestination {
    async fn access(input: &UpdatePublishingDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_destination(lookup, &input.detector_id, &input.destination_id).await
    }

    async fn run(
        input: &UpdatePublishingDestinationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdatePublishingDestinationResponse, Failure> {
        place::held(tx, &input.detector_id).await?;
        let mut destination = held(tx, &input.detector_id, &input.destination_id).await?;
        if let Some(properties) = &input.destination_properties {
            apply(&mut destination.body, properties);
        }
        check(tx, &destination).await?;
        destination.body.failing_since = None;
        // What was fixed for the old place goes to the new one.
        let (account, region) = (destination.key.account.clone(), destination.key.region.clone());
        if let Some(sending) = tx.get::<Sending>(&account, &region, &destination.key.id).await? {
            tx.delete(&sending);
        }
        tx.put(&destination)?;
        Ok(UpdatePublishingDestinationResponse {})
    }
}

impl Handle for DeletePublishingDestination {
    async fn access(input: &DeletePublishingDestinationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_destination(lookup, &input.detector_id, &input.destination_id).await
    }

    async fn run(
        input: &DeletePublishingDestinationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DeletePublishingDestinationResponse, Failure> {
        place::held(tx, &input.detector_id).await?;
        let destination = held(tx, &input.detector_id, &input.destination_id).await?;
        let (account, region) = (destination.key.account.clone(), destination.key.region.clone());
        if let Some(sending) = tx.get::<Sending>(&account, &region, &destination.key.id).await? {
            tx.delete(&sending);
        }
        tx.delete(&destination);
        Ok(DeletePublishingDestinationResponse {})
    }
}

impl Handle for ListPublishingDestinations {
    async fn access(input: &ListPublishingDestinationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &ListPublishingDestinationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListPublishingDestinationsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let prefix = format!("{}/", detector.body.id);
        let all = tx.reader().all::<Destination>(tx.account(), &tx.call().region, &prefix).await?;
        let shown = all.into_iter().map(|d| Shown {
            status: status(&d.body),
            destination_id: d.body.id,
            destination_type: DestinationType::S3,
        });
        let (listing, limit) = (format!("ListPublishingDestinations {prefix}"), limit(input.max_results, 50));
        let id = |d: &Shown| d.destination_id.clone();
        let page = cut(shown, &listing, input.next_token.as_deref(), limit, id, errors::wrong_token)?;
        Ok(ListPublishingDestinationsResponse { destinations: page.items, next_token: page.next })
    }
}
