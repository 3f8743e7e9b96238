//! Resources that customers put themselves: of types that AWS does not have.
//!
//! The schema of such a type can be registered ([`super::resource_types`]): then the version that a call names must be there, and the configuration must
//! be as it says. Of a type that is not registered any version id is taken, and the configuration must be a JSON object.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::Value;
use wire::shape::Unit;

use super::resource_types;
use crate::api::{
    self, ConfigurationItemStatus, MaxActiveResourcesExceededException, NoRunningConfigurationRecorderException, operation,
};
use crate::errors::validation;
use crate::item::{Item, TypeCount};
use crate::place::is_recording;
use crate::record::pen::Pen;
use crate::record::place::Place;
use crate::resources::Frequency;

/// Resources of one such type in an account and region at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
const MOST: i64 = 100_000;
/// Longest configuration, bytes.
const LONGEST: usize = 256 << 10;
/// Tags at most.
const MOST_TAGS: usize = 50;

/// Checks a type: three names, and none of AWS's.
pub(super) fn check_type(kind: &str) -> Result<(), Failure> {
    let parts: Vec<&str> = kind.split("::").collect();
    let name = |part: &&str| (2..=64).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let reserved =
        parts.first().is_some_and(|first| matches!(first.to_ascii_lowercase().as_str(), "aws" | "amzn" | "alexa" | "amazon"));
    if parts.len() == 3 && parts.iter().all(name) && !reserved {
        return Ok(());
    }
    Err(validation(format!(
        "The resource type {kind} is not valid: it must be three names, such as MyCompany::App::Thing, and none of AWS's."
    )))
}

async fn running(tx: &Transaction<'_>) -> Result<(), Failure> {
    match is_recording(&tx.reader(), tx.account(), &tx.call().region).await? {
        true => Ok(()),
        false => Err(NoRunningConfigurationRecorderException::new("There is no configuration recorder running.").into()),
    }
}

impl Handle for operation::PutResourceConfig {
    async fn access(input: &api::PutResourceConfigRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        let tags: Vec<(String, String)> = input.tags.iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
        Ok(Access::any().written_tags(&tags))
    }

    async fn run(input: &api::PutResourceConfigRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        check_type(&input.resource_type)?;
        running(tx).await?;
        if input.configuration.len() > LONGEST {
            return Err(validation(format!("The configuration is longer than {LONGEST} bytes.")));
        }
        let configuration: Value = serde_json::from_str(&input.configuration)
            .map_err(|error| validation(format!("The configuration is not valid JSON: {error}.")))?;
        if !configuration.is_object() {
            return Err(validation("The configuration must be a JSON object."));
        }
        resource_types::check(tx, &input.resource_type, &input.schema_version_id, &configuration).await?;
        let tags: Vec<(String, String)> = input.tags.iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
        if tags.len() > MOST_TAGS {
            return Err(validation(format!("A resource has at most {MOST_TAGS} tags.")));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let kind = &input.resource_type;
        let count = TypeCount::all(&tx.reader(), &account, &region, Some(kind)).await?;
        if count.get(kind).is_some_and(|count| *count >= MOST) {
            return Err(
                MaxActiveResourcesExceededException::new(format!("There are {MOST} active resources of this type.")).into()
            );
        }
        let at = tx.call().time.as_millisecond();
        let item = Item {
            account: account.clone(),
            region: region.clone(),
            zone: None,
            kind: input.resource_type.clone(),
            id: input.resource_id.clone(),
            name: input.resource_name.clone(),
            arn: String::new(),
            status: ConfigurationItemStatus::Ok,
            at,
            state: at,
            created: None,
            tags,
            events: Vec::new(),
            relations: Vec::new(),
            configuration,
            supplementary: Vec::new(),
            frequency: Frequency::Continuous,
        };
        let place = Place::custom(&account, &region);
        let mut pen = Pen::new(&place, at, Vec::new());
        pen.record(tx, item, Vec::new(), true).await?;
        pen.flush(tx).await?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteResourceConfig {
    async fn access(_: &api::DeleteResourceConfigRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::DeleteResourceConfigRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        check_type(&input.resource_type)?;
        running(tx).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let place = Place::custom(&account, &region);
        let mut pen = Pen::new(&place, tx.call().time.as_millisecond(), Vec::new());
        pen.gone(tx, &input.resource_type, &input.resource_id).await?;
        pen.flush(tx).await?;
        Ok(Unit {})
    }
}

#[cfg(test)]
mod tests {
    use super::check_type;

    #[test]
    fn types_are_not_those_of_aws() {
        assert!(check_type("MyCompany::App::Thing").is_ok());
        for bad in ["AWS::S3::Bucket", "Amazon::App::Thing", "A::B::C", "One::Two", "My::App::Th ing", "My::App::Thing::More"] {
            assert!(check_type(bad).is_err(), "{bad}");
        }
    }
}
