//! Configuration recorders.

use plane::service_role::trusts;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::tags;
use crate::api::{
    self, InvalidConfigurationRecorderNameException, InvalidRecordingGroupException, InvalidRoleException,
    MaxNumberOfConfigurationRecordersExceededException, NoAvailableDeliveryChannelException, RecorderStatus, RecordingFrequency,
    RecordingScope, RecordingStrategyType, operation,
};
use crate::errors::{no_recorder, token, validation};
use crate::item::time;
use crate::known_types;
use crate::place::{caller, channel, on_recorder, own_recorder, recorder_arn};
use crate::resources::{Discovery, Frequency, Override, Recorder, RecorderState, Strategy};

/// Name of a recorder that is given none.
const DEFAULT: &str = "default";
/// Beginning of the names of services' own recorders.
pub(super) const OF_SERVICES: &str = "AWSConfigurationRecorderFor";

fn bad_group(message: impl Into<String>) -> Failure {
    InvalidRecordingGroupException::new(message).into()
}

/// Types as a customer names them.
pub(super) fn types(given: Option<&Vec<String>>) -> Result<Vec<String>, Failure> {
    let mut types: Vec<String> = Vec::new();
    for kind in given.into_iter().flatten() {
        known_types::check(kind)?;
        if !types.contains(kind) {
            types.push(kind.clone());
        }
    }
    Ok(types)
}

/// What a recorder records, as the request says it.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html>.
fn strategy(given: Option<&api::RecordingGroup>) -> Result<(Strategy, bool), Failure> {
    let Some(group) = given else { return Ok((Strategy::All, false)) };
    let global = group.include_global_resource_types.unwrap_or(false);
    let only = types(group.resource_types.as_ref())?;
    let except = types(group.exclusion_by_resource_types.as_ref().and_then(|e| e.resource_types.as_ref()))?;
    let all = group.all_supported.unwrap_or(false);
    let use_only = group.recording_strategy.as_ref().and_then(|s| s.use_only);
    let use_only = use_only.unwrap_or(match (all, only.is_empty(), except.is_empty()) {
        (true, ..) => RecordingStrategyType::AllSupportedResourceTypes,
        (_, false, _) => RecordingStrategyType::InclusionByResourceTypes,
        (_, _, false) => RecordingStrategyType::ExclusionByResourceTypes,
        // Nothing was said at all, or that nothing is to be recorded.
        _ if group.all_supported.is_none() => RecordingStrategyType::AllSupportedResourceTypes,
        _ => RecordingStrategyType::InclusionByResourceTypes,
    });
    let told = group.recording_strategy.is_some();
    match use_only {
        RecordingStrategyType::AllSupportedResourceTypes => {
            if !only.is_empty() || !except.is_empty() || group.all_supported == Some(false) && told {
                return Err(bad_group(
                    "The recording group provided is not valid: all supported types are recorded without a list of types.",
                ));
            }
            Ok((Strategy::All, global))
        }
        RecordingStrategyType::InclusionByResourceTypes => {
            if only.is_empty() || !except.is_empty() || all || global {
                return Err(bad_group(
                    "The recording group provided is not valid: an inclusion needs resourceTypes, and neither allSupported, includeGlobalResourceTypes nor exclusionByResourceTypes.",
                ));
            }
            Ok((Strategy::Only(only), false))
        }
        RecordingStrategyType::ExclusionByResourceTypes => {
            if except.is_empty() || !only.is_empty() || all || global {
                return Err(bad_group(
                    "The recording group provided is not valid: an exclusion needs exclusionByResourceTypes, and neither allSupported, includeGlobalResourceTypes nor resourceTypes.",
                ));
            }
            Ok((Strategy::Except(except), false))
        }
    }
}

fn frequency(given: RecordingFrequency) -> Frequency {
    match given {
        RecordingFrequency::Continuous => Frequency::Continuous,
        RecordingFrequency::Daily => Frequency::Daily,
    }
}

fn wire_frequency(given: Frequency) -> RecordingFrequency {
    match given {
        Frequency::Continuous => RecordingFrequency::Continuous,
        Frequency::Daily => RecordingFrequency::Daily,
    }
}

/// How often types are recorded, as the request says it.
fn mode(given: Option<&api::RecordingMode>) -> Result<(Frequency, Vec<Override>), Failure> {
    let Some(mode) = given else { return Ok((Frequency::Continuous, Vec::new())) };
    let mut overrides: Vec<Override> = Vec::new();
    for given in mode.recording_mode_overrides.iter().flatten() {
        let types = types(Some(&given.resource_types))?;
        if types.is_empty() {
            return Err(validation("An override of the recording mode needs resourceTypes."));
        }
        if let Some(kind) = types.iter().find(|kind| overrides.iter().any(|o| o.types.contains(kind))) {
            return Err(validation(format!("The resource type {kind} is in more than one override of the recording mode.")));
        }
        overrides.push(Override {
            description: given.description.clone(),
            types,
            frequency: frequency(given.recording_frequency),
        });
    }
    Ok((frequency(mode.recording_frequency), overrides))
}

/// Whether Config may act as the role.
async fn check_role(tx: &Transaction<'_>, region: &str, role: &str) -> Result<(), Failure> {
    let refused = || InvalidRoleException::new(format!("You have provided a role that AWS Config cannot assume: '{role}'."));
    if role.is_empty() {
        return Err(InvalidRoleException::new("You have provided a null or empty string for the role ARN.").into());
    }
    let facts = tx.plane().identities().role(&tx.reader(), role).await?;
    let facts = facts.filter(|facts| facts.account == tx.account()).ok_or_else(refused)?;
    match trusts(tx.plane(), &facts, &caller(tx.plane(), &facts.account, region)) {
        true => Ok(()),
        false => Err(refused().into()),
    }
}

/// A recorder as it is shown.
pub(super) fn shown(tx: &Transaction<'_>, found: &Stored<Recorder>) -> api::ConfigurationRecorder {
    let recorder = &found.body;
    let (only, except) = match &recorder.strategy {
        Strategy::All => (Vec::new(), Vec::new()),
        Strategy::Only(types) => (types.clone(), Vec::new()),
        Strategy::Except(types) => (Vec::new(), types.clone()),
    };
    let use_only = match &recorder.strategy {
        Strategy::All => RecordingStrategyType::AllSupportedResourceTypes,
        Strategy::Only(_) => RecordingStrategyType::InclusionByResourceTypes,
        Strategy::Except(_) => RecordingStrategyType::ExclusionByResourceTypes,
    };
    let overrides = recorder.overrides.iter().map(|o| api::RecordingModeOverride {
        description: o.description.clone(),
        resource_types: o.types.clone(),
        recording_frequency: wire_frequency(o.frequency),
    });
    api::ConfigurationRecorder {
        arn: Some(recorder_arn(tx.plane(), &found.key.account, &found.key.region, recorder)),
        name: Some(recorder.name.clone()),
        role_arn: Some(recorder.role_arn.clone()),
        recording_group: Some(api::RecordingGroup {
            all_supported: Some(recorder.strategy == Strategy::All),
            include_global_resource_types: Some(recorder.global_types),
            resource_types: Some(only),
            exclusion_by_resource_types: Some(api::ExclusionByResourceTypes { resource_types: Some(except) }),
            recording_strategy: Some(api::RecordingStrategy { use_only: Some(use_only) }),
        }),
        recording_mode: Some(api::RecordingMode {
            recording_frequency: wire_frequency(recorder.frequency),
            recording_mode_overrides: (!recorder.overrides.is_empty()).then(|| overrides.collect()),
        }),
        recording_scope: Some(scope(recorder)),
        service_principal: recorder.service.clone(),
        ..api::ConfigurationRecorder::default()
    }
}

fn scope(recorder: &Recorder) -> RecordingScope {
    if recorder.service.is_some() { RecordingScope::Internal } else { RecordingScope::Paid }
}

impl Handle for operation::PutConfigurationRecorder {
    async fn access(input: &api::PutConfigurationRecorderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let name = input.configuration_recorder.name.as_deref().unwrap_or(DEFAULT);
        let access = on_recorder(lookup, name).await?.request_tags(tags::pairs(input.tags.as_ref()));
        Ok(match input.configuration_recorder.role_arn.as_deref().filter(|role| role.starts_with("arn:")) {
            Some(role) => access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", crate::place::PRINCIPAL)),
            None => access,
        })
    }

    async fn run(input: &api::PutConfigurationRecorderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = &input.configuration_recorder;
        let name = given.name.clone().unwrap_or_else(|| DEFAULT.to_owned());
        if name.starts_with(OF_SERVICES) || name.trim().is_empty() {
            let message = format!("The configuration recorder name '{name}' is not valid.");
            return Err(InvalidConfigurationRecorderNameException::new(message).into());
        }
        if given.service_principal.is_some() || given.connector_arn.is_some() || given.scope_configuration.is_some() {
            return Err(validation("A recorder of a service is made with PutServiceLinkedConfigurationRecorder."));
        }
        let (strategy, global_types) = strategy(given.recording_group.as_ref())?;
        let (frequency, overrides) = mode(given.recording_mode.as_ref())?;
        let role_arn = given.role_arn.clone().unwrap_or_default();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        check_role(tx, &region, &role_arn).await?;
        let tags = tags::checked(input.tags.as_ref())?;
        let there = own_recorder(tx).await?;
        if there.as_ref().is_some_and(|there| there.body.name != name) {
            let message = format!(
                "Failed to put configuration recorder '{name}' because the maximum number of configuration recorders: 1 is reached."
            );
            return Err(MaxNumberOfConfigurationRecordersExceededException::new(message).into());
        }
        let id = there.as_ref().map_or_else(|| tx.plane().ids.lower(8), |there| there.body.id.clone());
        let recorder = Recorder { name: name.clone(), id, role_arn, strategy, global_types, frequency, overrides, service: None };
        let arn = recorder_arn(tx.plane(), &account, &region, &recorder);
        tx.touched(&arn, &account, "AWS::Config::ConfigurationRecorder");
        match there {
            Some(there) => {
                // What is recorded now and was not before is discovered.
                if there.body.strategy != recorder.strategy || there.body.global_types != recorder.global_types {
                    discover(tx, &account, &region, &name).await?;
                }
                tx.put(&Stored { body: recorder, ..there })?;
            }
            None => tx.put(&Stored::new(&account, &region, &name, recorder).arn(arn).tags(tags))?,
        }
        Ok(Unit {})
    }
}

/// Lets a recorder that records begin anew with what exists.
pub(super) async fn discover(tx: &mut Transaction<'_>, account: &str, region: &str, name: &str) -> Result<(), Failure> {
    let Some(mut state) = tx.get::<RecorderState>(account, region, name).await?.filter(|s| s.body.recording) else {
        return Ok(());
    };
    begin(tx, &mut state.body);
    tx.put(&state)
}

fn begin(tx: &Transaction<'_>, state: &mut RecorderState) {
    let head = tx.journal_head();
    let at = tx.call().time.as_millisecond();
    // No two recorders of an account and region have the same one, though they record the same resources.
    state.generation = head.max(state.generation + 1);
    state.from = head;
    state.discovery = Some(Discovery { through: head, at, generation: state.generation, stage: 0, after: None });
}

/// Nobody but the service changes a service's recorder.
fn customers(found: &Stored<Recorder>) -> Result<(), Failure> {
    match found.body.service {
        None => Ok(()),
        Some(_) => Err(api::UnmodifiableEntityException::new("The configuration recorder belongs to a service.").into()),
    }
}

impl Handle for operation::DeleteConfigurationRecorder {
    async fn access(input: &api::DeleteConfigurationRecorderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_recorder(lookup, &input.configuration_recorder_name).await
    }

    async fn run(input: &api::DeleteConfigurationRecorderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = &input.configuration_recorder_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Recorder>(&account, &region, name).await?.ok_or_else(|| no_recorder(name))?;
        customers(&found)?;
        if let Some(state) = tx.get::<RecorderState>(&account, &region, name).await? {
            tx.delete(&state);
        }
        tx.touched(recorder_arn(tx.plane(), &account, &region, &found.body), &account, "AWS::Config::ConfigurationRecorder");
        tx.delete(&found);
        Ok(Unit {})
    }
}

/// The recorders that a request names by names, a service or an ARN; all of customers where it names none.
async fn asked(
    tx: &mut Transaction<'_>,
    names: Option<&Vec<String>>,
    service: Option<&String>,
    arn: Option<&String>,
) -> Result<Vec<Stored<Recorder>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let all = tx.reader().all::<Recorder>(&account, &region, "").await?;
    let given = usize::from(names.is_some_and(|n| !n.is_empty())) + usize::from(service.is_some()) + usize::from(arn.is_some());
    if given > 1 {
        return Err(validation("A recorder is named by its name, its service or its ARN, not by more than one of them."));
    }
    if let Some(service) = service {
        let found: Vec<_> = all.into_iter().filter(|r| r.body.service.as_ref() == Some(service)).collect();
        return if found.is_empty() { Err(no_recorder(service)) } else { Ok(found) };
    }
    if let Some(arn) = arn {
        let is = |r: &Stored<Recorder>| recorder_arn(tx.plane(), &account, &region, &r.body) == *arn;
        let found: Vec<_> = all.into_iter().filter(is).collect();
        return if found.is_empty() { Err(no_recorder(arn)) } else { Ok(found) };
    }
    match names.filter(|names| !names.is_empty()) {
        None => Ok(all.into_iter().filter(|r| r.body.service.is_none()).collect()),
        Some(names) => {
            names.iter().map(|name| all.iter().find(|r| r.body.name == *name).cloned().ok_or_else(|| no_recorder(name))).collect()
        }
    }
}

impl Handle for operation::DescribeConfigurationRecorders {
    async fn access(_: &api::DescribeConfigurationRecordersRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConfigurationRecordersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigurationRecordersResponse, Failure> {
        let names = input.configuration_recorder_names.as_ref();
        let found = asked(tx, names, input.service_principal.as_ref(), input.arn.as_ref()).await?;
        let recorders = found.iter().map(|found| shown(tx, found)).collect();
        Ok(api::DescribeConfigurationRecordersResponse { configuration_recorders: Some(recorders) })
    }
}

impl Handle for operation::DescribeConfigurationRecorderStatus {
    async fn access(_: &api::DescribeConfigurationRecorderStatusRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConfigurationRecorderStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigurationRecorderStatusResponse, Failure> {
        let names = input.configuration_recorder_names.as_ref();
        let mut shown = Vec::new();
        for found in asked(tx, names, input.service_principal.as_ref(), input.arn.as_ref()).await? {
            let key = &found.key;
            let state = tx.reader().get::<RecorderState>(&key.account, &key.region, &key.id).await?;
            let state = state.map(|state| state.body).unwrap_or_default();
            let started = state.started.is_some();
            // A discovery that is under way is the recorder's start.
            let status = match (started, state.discovery.is_some()) {
                (false, _) => None,
                (true, true) => Some(RecorderStatus::Pending),
                (true, false) => Some(RecorderStatus::Success),
            };
            shown.push(api::ConfigurationRecorderStatus {
                arn: Some(recorder_arn(tx.plane(), &key.account, &key.region, &found.body)),
                name: Some(found.body.name.clone()),
                last_start_time: state.started.map(time),
                last_stop_time: state.stopped.map(time),
                recording: Some(state.recording),
                last_status: status,
                last_status_change_time: started.then(|| time(state.changed)),
                service_principal: found.body.service.clone(),
                ..api::ConfigurationRecorderStatus::default()
            });
        }
        Ok(api::DescribeConfigurationRecorderStatusResponse { configuration_recorders_status: Some(shown) })
    }
}

impl Handle for operation::ListConfigurationRecorders {
    async fn access(_: &api::ListConfigurationRecordersRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListConfigurationRecordersRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListConfigurationRecordersResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let wanted: Vec<String> = input.filters.iter().flatten().flat_map(|f| f.filter_value.iter().flatten()).cloned().collect();
        let found = tx.reader().all::<Recorder>(&account, &region, "").await?.into_iter();
        let found = found.filter(|r| wanted.is_empty() || wanted.iter().any(|w| w == scope(&r.body).as_str()));
        let listing = format!("ListConfigurationRecorders {account} {region} {wanted:?}");
        let limit = super::limit(input.max_results, 20, 20);
        let page = plane::page::cut(found, &listing, input.next_token.as_deref(), limit, |r| r.key.id.clone(), token)?;
        let summaries = page.items.iter().map(|r| api::ConfigurationRecorderSummary {
            arn: recorder_arn(tx.plane(), &account, &region, &r.body),
            name: r.body.name.clone(),
            service_principal: r.body.service.clone(),
            recording_scope: scope(&r.body),
            provider: None,
        });
        Ok(api::ListConfigurationRecordersResponse {
            configuration_recorder_summaries: summaries.collect(),
            next_token: page.next,
        })
    }
}

impl Handle for operation::StartConfigurationRecorder {
    async fn access(input: &api::StartConfigurationRecorderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_recorder(lookup, &input.configuration_recorder_name).await
    }

    async fn run(input: &api::StartConfigurationRecorderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = &input.configuration_recorder_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Recorder>(&account, &region, name).await?.ok_or_else(|| no_recorder(name))?;
        customers(&found)?;
        if channel(&tx.reader(), &account, &region).await?.is_none() {
            return Err(NoAvailableDeliveryChannelException::new(
                "Delivery channel is not available to start configuration recorder.",
            )
            .into());
        }
        tx.touched(recorder_arn(tx.plane(), &account, &region, &found.body), &account, "AWS::Config::ConfigurationRecorder");
        start(tx, &account, &region, name).await?;
        Ok(Unit {})
    }
}

/// Lets a recorder record, if it does not.
pub(super) async fn start(tx: &mut Transaction<'_>, account: &str, region: &str, name: &str) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let state = tx.get::<RecorderState>(account, region, name).await?;
    let mut state = state.unwrap_or_else(|| Stored::new(account, region, name, RecorderState::default()));
    if state.body.recording {
        return Ok(());
    }
    state.body.recording = true;
    state.body.started = Some(now);
    state.body.changed = now;
    begin(tx, &mut state.body);
    tx.put(&state)
}

impl Handle for operation::StopConfigurationRecorder {
    async fn access(input: &api::StopConfigurationRecorderRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_recorder(lookup, &input.configuration_recorder_name).await
    }

    async fn run(input: &api::StopConfigurationRecorderRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = &input.configuration_recorder_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Recorder>(&account, &region, name).await?.ok_or_else(|| no_recorder(name))?;
        customers(&found)?;
        tx.touched(recorder_arn(tx.plane(), &account, &region, &found.body), &account, "AWS::Config::ConfigurationRecorder");
        let now = tx.call().time.as_millisecond();
        if let Some(mut state) = tx.get::<RecorderState>(&account, &region, name).await?.filter(|s| s.body.recording) {
            state.body.recording = false;
            state.body.stopped = Some(now);
            state.body.changed = now;
            state.body.discovery = None;
            tx.put(&state)?;
        }
        Ok(Unit {})
    }
}

#[cfg(test)]
mod tests {
    use super::{mode, strategy};
    use crate::api::{
        ExclusionByResourceTypes, RecordingFrequency, RecordingGroup, RecordingMode, RecordingModeOverride, RecordingStrategy,
        RecordingStrategyType,
    };
    use crate::resources::{Frequency, Strategy};

    #[test]
    fn a_recording_group_says_one_thing() {
        let bucket = || Some(vec!["AWS::S3::Bucket".to_owned()]);
        let group =
            |all, global, only: Option<Vec<String>>, except: Option<Vec<String>>, use_only: Option<RecordingStrategyType>| {
                RecordingGroup {
                    all_supported: all,
                    include_global_resource_types: global,
                    resource_types: only,
                    exclusion_by_resource_types: except.map(|types| ExclusionByResourceTypes { resource_types: Some(types) }),
                    recording_strategy: use_only.map(|u| RecordingStrategy { use_only: Some(u) }),
                }
            };
        use RecordingStrategyType::{
            AllSupportedResourceTypes as All, ExclusionByResourceTypes as Ex, InclusionByResourceTypes as In,
        };
        assert_eq!(strategy(None).unwrap(), (Strategy::All, false));
        assert_eq!(strategy(Some(&group(Some(true), Some(true), None, None, None))).unwrap(), (Strategy::All, true));
        assert_eq!(
            strategy(Some(&group(Some(false), Some(false), bucket(), None, None))).unwrap().0,
            Strategy::Only(bucket().unwrap())
        );
        assert_eq!(strategy(Some(&group(None, None, None, bucket(), Some(Ex)))).unwrap().0, Strategy::Except(bucket().unwrap()));
        for bad in [
            group(Some(true), None, bucket(), None, None),
            group(Some(true), None, None, None, Some(In)),
            group(Some(false), Some(true), bucket(), None, None),
            group(Some(false), None, None, None, None),
            group(None, None, bucket(), None, Some(Ex)),
            group(None, None, bucket(), None, Some(All)),
        ] {
            assert!(strategy(Some(&bad)).is_err(), "{bad:?}");
        }
        assert!(strategy(Some(&group(None, None, Some(vec!["AWS::No::Such".into()]), None, None))).is_err());
    }

    #[test]
    fn a_type_has_one_frequency() {
        let over = || RecordingModeOverride {
            description: None,
            resource_types: vec!["AWS::S3::Bucket".into()],
            recording_frequency: RecordingFrequency::Daily,
        };
        let given = |overrides| RecordingMode {
            recording_frequency: RecordingFrequency::Continuous,
            recording_mode_overrides: Some(overrides),
        };
        let (frequency, overrides) = mode(Some(&given(vec![over()]))).unwrap();
        assert_eq!((frequency, overrides.len()), (Frequency::Continuous, 1));
        assert!(mode(Some(&given(vec![over(), over()]))).is_err());
    }
}
