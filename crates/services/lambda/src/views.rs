//! Versions and aliases as the API shows them.

use plane::{Failure, Plane};

use crate::api::{
    AliasConfiguration, AliasRoutingConfiguration, EnvironmentResponse, EphemeralStorage, FunctionConfiguration,
    LastUpdateStatus, LogFormat, LoggingConfig, PackageType, SnapStartApplyOn, SnapStartOptimizationStatus, SnapStartResponse,
    State, TracingConfigResponse, TracingMode,
};
use crate::invoke::variables;
use crate::names::{self, LATEST};
use crate::resources::{Alias, Configuration};

/// A version. Its ARN has `qualifier` where the caller named one.
///
/// # Errors
/// Internal ones: its environment variables cannot be opened.
pub(crate) fn configuration(
    plane: &Plane,
    of: &Configuration,
    qualifier: Option<&str>,
) -> Result<FunctionConfiguration, Failure> {
    let partition = &plane.settings.partition;
    let published = (of.version != LATEST).then_some(of.version.as_str());
    let variables = variables(plane, of)?;
    let shown = variables.into_iter().map(|(name, value)| (name, value.into())).collect();
    let modified = jiff::Timestamp::from_millisecond(of.modified_at).unwrap_or_default();
    Ok(FunctionConfiguration {
        function_name: Some(of.name.clone()),
        function_arn: Some(names::arn(partition, &of.region, &of.account, &of.name, qualifier.or(published))),
        runtime: Some(of.runtime),
        role: Some(of.role.clone()),
        handler: Some(of.handler.clone()),
        code_size: Some(of.code.size),
        description: Some(of.description.clone()),
        timeout: Some(of.timeout),
        memory_size: Some(of.memory),
        last_modified: Some(modified.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string()),
        code_sha256: Some(of.code.sha256.clone()),
        version: Some(of.version.clone()),
        environment: of
            .environment
            .as_ref()
            .map(|_| EnvironmentResponse { variables: Some(std::collections::BTreeMap::into(shown)), error: None }),
        tracing_config: Some(TracingConfigResponse { mode: Some(TracingMode::PassThrough) }),
        revision_id: Some(of.revision.clone()),
        state: Some(State::Active),
        last_update_status: Some(LastUpdateStatus::Successful),
        package_type: Some(PackageType::Zip),
        architectures: Some(vec![of.architecture]),
        ephemeral_storage: Some(EphemeralStorage { size: of.ephemeral }),
        snap_start: Some(SnapStartResponse {
            apply_on: Some(SnapStartApplyOn::None),
            optimization_status: Some(SnapStartOptimizationStatus::Off),
        }),
        logging_config: Some(LoggingConfig {
            log_format: Some(of.logging.format()),
            log_group: Some(of.logging.group(&of.name)),
            application_log_level: (of.logging.format() == LogFormat::Json).then(|| of.logging.application()),
            system_log_level: (of.logging.format() == LogFormat::Json).then(|| of.logging.system()),
        }),
        ..FunctionConfiguration::default()
    })
}

/// An alias of a function.
pub(crate) fn alias(partition: &str, region: &str, account: &str, of: &Alias) -> AliasConfiguration {
    AliasConfiguration {
        alias_arn: Some(names::arn(partition, region, account, &of.function, Some(&of.name))),
        name: Some(of.name.clone()),
        function_version: Some(of.version.clone()),
        description: Some(of.description.clone()),
        routing_config: (!of.weights.is_empty())
            .then(|| AliasRoutingConfiguration { additional_version_weights: Some(of.weights.clone()) }),
        revision_id: Some(of.revision.clone()),
    }
}
