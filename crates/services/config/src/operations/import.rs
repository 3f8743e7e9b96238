//! Items of files of real accounts, which no operation of AWS's can carry: `PutResourceConfig` takes neither types of AWS nor accounts, times, ARNs and
//! relationships. These operations are this project's own; they are signed, authorized and recorded like every other.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::json;

use crate::foreign::ImportedFile;
use crate::foreign::merge::{Taken, take, unseen};
use crate::foreign::read::{AHEAD, read};
use crate::own_api::{self, operation};

impl Handle for operation::ImportConfigurationItems {
    async fn access(_: &own_api::ImportConfigurationItemsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::ImportConfigurationItemsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::ImportConfigurationItemsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.call().time.as_millisecond();
        let mut items = Vec::new();
        let mut refused = Vec::new();
        for (number, given) in input.configuration_items.iter().flat_map(|given| given.iter()).enumerate() {
            match read(given.clone(), now) {
                // What belongs to no region is kept where it is sent to, as AWS Config records it in several.
                Ok(given) if given.item.region != region && given.item.region != "global" => {
                    let why = format!("The item is of {}, and was sent to {region}.", given.item.region);
                    refused.push((number, "ItemOfAnotherRegion", why));
                }
                Ok(given) => items.push((number, given)),
                Err(why) => refused.push((number, "InvalidConfigurationItem", why)),
            }
        }
        let mut taken = take(tx, (&account, &region), items).await?;
        taken.refused.extend(refused);
        taken.refused.sort_by_key(|(number, ..)| *number);
        for digest in input.file_digests.iter().flatten() {
            if tx.get::<ImportedFile>(&account, &region, digest).await?.is_none() {
                tx.put(&Stored::new(&account, &region, digest, ImportedFile { at: now }))?;
            }
        }
        tx.audit.additional = Some(json!({
            "importedCount": taken.imported,
            "knownCount": taken.known,
            "rejectedCount": taken.refused.len(),
        }));
        Ok(told(taken))
    }
}

fn told(taken: Taken) -> own_api::ImportConfigurationItemsResponse {
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let rejected = taken.refused.into_iter().map(|(index, code, message)| own_api::RejectedItem {
        index: number(index),
        error_code: code.to_owned(),
        error_message: message,
    });
    own_api::ImportConfigurationItemsResponse {
        imported_count: number(taken.imported),
        known_count: number(taken.known),
        rejected_items: rejected.collect(),
    }
}

impl Handle for operation::EndObservation {
    async fn access(_: &own_api::EndObservationRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::EndObservationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::EndObservationResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let at = input.observed_at.as_millisecond();
        if at > tx.call().time.as_millisecond() + AHEAD {
            return Err(own_api::ValidationException::new("ObservedAt is in the future.").into());
        }
        let listing = format!("EndObservation {account} {region} {} {:?} {at}", input.account_id, input.resource_types);
        let given = match &input.next_token {
            Some(given) => {
                let wrong = || own_api::ValidationException::new("The next token is not valid.");
                Some(position(&listing, given).ok_or_else(wrong)?)
            }
            None => None,
        };
        // A position is the number of a type and the resource after which it goes on.
        let (number, after) = given.as_deref().and_then(|at| at.split_once('/')).unwrap_or(("0", ""));
        let number = number.parse::<usize>().unwrap_or_default();
        let Some(kind) = input.resource_types.get(number) else {
            return Ok(own_api::EndObservationResponse::default());
        };
        let after = Some(after).filter(|after| !after.is_empty());
        let (gone, next) = unseen(tx, (&account, &region), &input.account_id, kind, at, after).await?;
        let next = match next {
            Some(next) => Some(format!("{number}/{next}")),
            None => (number + 1 < input.resource_types.len()).then(|| format!("{}/", number + 1)),
        };
        tx.audit.additional = Some(json!({"deletedCount": gone}));
        Ok(own_api::EndObservationResponse {
            deleted_count: i32::try_from(gone).unwrap_or(i32::MAX),
            next_token: next.map(|next| token(&listing, &next)),
        })
    }
}

impl Handle for operation::DescribeImportedFiles {
    async fn access(_: &own_api::DescribeImportedFilesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &own_api::DescribeImportedFilesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<own_api::DescribeImportedFilesResponse, Failure> {
        let found = tx.reader().get_many::<ImportedFile>(tx.account(), &tx.call().region, &input.file_digests).await?;
        Ok(own_api::DescribeImportedFilesResponse {
            account_id: tx.account().to_owned(),
            file_digests: found.into_iter().flatten().map(|file| file.key.id).collect(),
        })
    }
}
