//! Recorders of services, and the types of customers' recorders one by one.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::recorders::{OF_SERVICES, discover, shown, start, types};
use super::tags;
use crate::api::{self, ConflictException, operation};
use crate::errors::{no_recorder, validation};
use crate::place::{PRINCIPAL, arn, recorder_arn, service_role};
use crate::resources::{Frequency, Recorder, RecorderState, Strategy};

/// The services that may have a recorder: their principals, the ends of the names, and the types that they record.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html>.
const SERVICES: &[(&str, &str, &[&str])] = &[(
    "observabilityadmin.amazonaws.com",
    "ObservabilityAdmin",
    &[
        "AWS::CloudTrail::Trail",
        "AWS::EC2::Instance",
        "AWS::EC2::VPC",
        "AWS::EKS::Cluster",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::Lambda::Function",
        "AWS::WAFv2::WebACL",
    ],
)];

impl Handle for operation::PutServiceLinkedConfigurationRecorder {
    async fn access(input: &api::PutServiceLinkedConfigurationRecorderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (account, region) = (lookup.account(), lookup.call().region.as_str());
        let resource = arn(lookup.plane(), account, region, &format!("configuration-recorder/{OF_SERVICES}*/*"));
        Ok(Access::on(resource).request_tags(tags::pairs(input.tags.as_ref())))
    }

    async fn run(
        input: &api::PutServiceLinkedConfigurationRecorderRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutServiceLinkedConfigurationRecorderResponse, Failure> {
        let principal = &input.service_principal;
        let Some((_, word, types)) = SERVICES.iter().find(|(known, ..)| known == principal) else {
            return Err(validation(format!("The service principal {principal} has no configuration recorder.")));
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all = tx.all::<Recorder>(&account, &region, "").await?;
        if all.iter().any(|there| there.body.service.as_ref() == Some(principal)) {
            return Err(ConflictException::new(format!("There is already a configuration recorder of {principal}.")).into());
        }
        let tags = tags::checked(input.tags.as_ref())?;
        let description = "A service-linked role required for AWS Config.";
        let role_arn =
            service_role(tx, &account, PRINCIPAL, "AWSServiceRoleForConfig", "AWSConfigServiceRolePolicy", description).await?;
        let name = format!("{OF_SERVICES}{word}");
        let recorder = Recorder {
            name: name.clone(),
            id: tx.plane().ids.lower(8),
            role_arn,
            strategy: Strategy::Only(types.iter().map(|kind| (*kind).to_owned()).collect()),
            global_types: false,
            frequency: Frequency::Continuous,
            overrides: Vec::new(),
            service: Some(principal.clone()),
        };
        let own = recorder_arn(tx.plane(), &account, &region, &recorder);
        tx.touched(&own, &account, "AWS::Config::ConfigurationRecorder");
        tx.put(&Stored::new(&account, &region, &name, recorder).arn(&own).tags(tags))?;
        start(tx, &account, &region, &name).await?;
        Ok(api::PutServiceLinkedConfigurationRecorderResponse { arn: Some(own), name: Some(name) })
    }
}

/// Whether a recorder is the one that a request names.
fn is(tx: &Transaction<'_>, found: &Stored<Recorder>, service: Option<&String>, given: Option<&String>) -> bool {
    let own = || recorder_arn(tx.plane(), &found.key.account, &found.key.region, &found.body);
    found.body.service.is_some()
        && service.is_none_or(|service| found.body.service.as_ref() == Some(service))
        && given.is_none_or(|given| *given == own())
}

impl Handle for operation::DeleteServiceLinkedConfigurationRecorder {
    async fn access(
        input: &api::DeleteServiceLinkedConfigurationRecorderRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        let (account, region) = (lookup.account(), lookup.call().region.as_str());
        let any = || arn(lookup.plane(), account, region, &format!("configuration-recorder/{OF_SERVICES}*/*"));
        let named = match &input.service_principal {
            Some(service) => {
                let all = lookup.all::<Recorder>(account, region, "").await?;
                all.into_iter().find(|found| found.body.service.as_ref() == Some(service))
            }
            None => None,
        };
        let tags = named.as_ref().map(|found| found.tags.clone()).unwrap_or_default();
        let own = named.map(|found| recorder_arn(lookup.plane(), account, region, &found.body));
        Ok(Access::on(own.or_else(|| input.arn.clone()).unwrap_or_else(any)).resource_tags(&tags))
    }

    async fn run(
        input: &api::DeleteServiceLinkedConfigurationRecorderRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteServiceLinkedConfigurationRecorderResponse, Failure> {
        let (service, given) = (input.service_principal.as_ref(), input.arn.as_ref());
        let Some(named) = service.or(given) else {
            return Err(validation("Either ServicePrincipal or Arn is required."));
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let all = tx.all::<Recorder>(&account, &region, "").await?;
        let found = all.into_iter().find(|found| is(tx, found, service, given)).ok_or_else(|| no_recorder(named))?;
        if let Some(state) = tx.get::<RecorderState>(&account, &region, &found.key.id).await? {
            tx.delete(&state);
        }
        let own = recorder_arn(tx.plane(), &account, &region, &found.body);
        tx.touched(&own, &account, "AWS::Config::ConfigurationRecorder");
        tx.delete(&found);
        Ok(api::DeleteServiceLinkedConfigurationRecorderResponse { arn: own, name: found.body.name })
    }
}

/// The recorder of an ARN whose types a request adds to or takes from.
async fn of_arn(tx: &mut Transaction<'_>, arn: &str) -> Result<Stored<Recorder>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let all = tx.all::<Recorder>(&account, &region, "").await?;
    let is = |r: &Stored<Recorder>| recorder_arn(tx.plane(), &account, &region, &r.body) == arn;
    let found = all.into_iter().find(is).ok_or_else(|| no_recorder(arn))?;
    if found.body.service.is_some() {
        return Err(ConflictException::new("The configuration recorder belongs to a service.").into());
    }
    Ok(found)
}

async fn retype(tx: &mut Transaction<'_>, mut found: Stored<Recorder>) -> Result<api::ConfigurationRecorder, Failure> {
    let key = found.key.clone();
    tx.touched(
        recorder_arn(tx.plane(), &key.account, &key.region, &found.body),
        &key.account,
        "AWS::Config::ConfigurationRecorder",
    );
    if let Strategy::Only(types) | Strategy::Except(types) = &mut found.body.strategy {
        types.sort();
        types.dedup();
    }
    discover(tx, &key.account, &key.region, &key.id).await?;
    tx.put(&found)?;
    Ok(shown(tx, &found))
}

impl Handle for operation::AssociateResourceTypes {
    async fn access(input: &api::AssociateResourceTypesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(&input.configuration_recorder_arn))
    }

    async fn run(
        input: &api::AssociateResourceTypesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::AssociateResourceTypesResponse, Failure> {
        let mut found = of_arn(tx, &input.configuration_recorder_arn).await?;
        let given = types(Some(&input.resource_types))?;
        match &mut found.body.strategy {
            Strategy::All => return Err(validation("The recording group of the configuration recorder records all types.")),
            Strategy::Only(types) => types.extend(given),
            Strategy::Except(types) => types.retain(|kind| !given.contains(kind)),
        }
        Ok(api::AssociateResourceTypesResponse { configuration_recorder: retype(tx, found).await? })
    }
}

impl Handle for operation::DisassociateResourceTypes {
    async fn access(input: &api::DisassociateResourceTypesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(&input.configuration_recorder_arn))
    }

    async fn run(
        input: &api::DisassociateResourceTypesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DisassociateResourceTypesResponse, Failure> {
        let mut found = of_arn(tx, &input.configuration_recorder_arn).await?;
        let given = types(Some(&input.resource_types))?;
        match &mut found.body.strategy {
            Strategy::All => return Err(validation("The recording group of the configuration recorder records all types.")),
            Strategy::Only(types) => types.retain(|kind| !given.contains(kind)),
            Strategy::Except(types) => types.extend(given),
        }
        Ok(api::DisassociateResourceTypesResponse { configuration_recorder: retype(tx, found).await? })
    }
}
