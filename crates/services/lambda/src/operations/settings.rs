//! What may be set of a function: checks that CreateFunction and UpdateFunctionConfiguration share. Pure.

use std::collections::BTreeMap;

use plane::Failure;

use crate::api::{
    CreateFunctionRequest, Environment, LogFormat, LoggingConfig, PackageType, Runtime, SnapStart, SnapStartApplyOn,
    TracingConfig, TracingMode, UpdateFunctionConfigurationRequest,
};
use crate::errors::invalid;
use crate::resources::Logging;
use crate::runtime::{Family, family};

/// Environment variables of a function, names and values, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const MOST_VARIABLES: usize = 4 << 10;
/// Tags of a function.
const MOST_TAGS: usize = 50;

/// Names that only the runtime sets.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>.
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
];

/// The environment variables of a request.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn variables(environment: Option<&Environment>) -> Result<BTreeMap<String, String>, Failure> {
    let given = environment.and_then(|e| e.variables.as_ref());
    let all: BTreeMap<String, String> = given.into_iter().flat_map(|v| v.iter()).map(|(k, v)| (k.clone(), v.0.clone())).collect();
    let used: Vec<&str> = all.keys().map(String::as_str).filter(|name| RESERVED.contains(name)).collect();
    if !used.is_empty() {
        return Err(invalid(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {}",
            used.join(", ")
        )));
    }
    if all.iter().any(|(name, value)| name.contains(['=', '\0']) || value.contains('\0')) {
        return Err(invalid("Environment variables cannot contain the null character."));
    }
    if all.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MOST_VARIABLES {
        return Err(invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.",
        ));
    }
    Ok(all)
}

fn within(name: &str, value: i32, least: i32, most: i32) -> Result<(), Failure> {
    let (limit, word) = if value < least { (least, "greater") } else { (most, "less") };
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(invalid(format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must have value {word} than or equal to {limit}"
    )))
}

/// The numbers of a function: seconds, MiB, MiB.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn check_numbers(timeout: i32, memory: i32, ephemeral: i32) -> Result<(), Failure> {
    within("timeout", timeout, 1, 900)?;
    within("memorySize", memory, 128, 10_240)?;
    within("ephemeralStorage.size", ephemeral, 512, 10_240)
}

/// A runtime and a handler that fit together and can be run here.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn check_runtime(runtime: Runtime, handler: &str) -> Result<(), Failure> {
    let Some(family) = family(runtime) else {
        return Err(invalid(format!(
            "The runtime parameter of {runtime} is not supported here: functions run as processes of this machine, in python3.*, nodejs18.x and later, and provided*."
        )));
    };
    if handler.is_empty() && family != Family::Provided {
        return Err(invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages."));
    }
    Ok(())
}

/// What a request changes of how a function logs.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn logging(given: Option<&LoggingConfig>, before: &Logging) -> Result<Logging, Failure> {
    let Some(given) = given else { return Ok(before.clone()) };
    let mut after = Logging {
        format: given.log_format.or(before.format),
        application: given.application_log_level.or(before.application),
        system: given.system_log_level.or(before.system),
        group: given.log_group.clone().or_else(|| before.group.clone()),
    };
    if after.format() == LogFormat::Text {
        if given.application_log_level.is_some() || given.system_log_level.is_some() {
            return Err(invalid("Log levels (ApplicationLogLevel, SystemLogLevel) can be set only if LogFormat is JSON."));
        }
        (after.application, after.system) = (None, None);
    }
    Ok(after)
}

/// Tags of a request.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn check_tags(tags: &[(String, String)]) -> Result<(), Failure> {
    if tags.len() > MOST_TAGS {
        return Err(invalid(format!("The number of tags exceeds the limit of {MOST_TAGS}.")));
    }
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256 {
            return Err(invalid(format!("The tag {key} is too long: keys have 1 to 128 characters, values at most 256.")));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid("System tags cannot be added/updated by requester."));
        }
    }
    Ok(())
}

/// A part of a request that needs something which is not part of the plane.
fn absent(what: &str) -> Failure {
    invalid(format!("{what} is not supported by this installation yet."))
}

/// What both requests may ask for and nothing here can give.
struct Unavailable<'a> {
    kms_key_arn: Option<&'a str>,
    tracing: Option<&'a TracingConfig>,
    layers: Option<&'a Vec<String>>,
    snap_start: Option<&'a SnapStart>,
    dead_letters: Option<&'a str>,
    others: [(bool, &'static str); 8],
}

impl Unavailable<'_> {
    fn refuse(&self) -> Result<(), Failure> {
        if self.kms_key_arn.is_some_and(|key| !key.is_empty()) {
            return Err(absent("A customer managed key for environment variables (KMSKeyArn)"));
        }
        if self.tracing.is_some_and(|t| t.mode == Some(TracingMode::Active)) {
            return Err(absent("Active tracing (TracingConfig)"));
        }
        if self.layers.is_some_and(|layers| !layers.is_empty()) {
            return Err(absent("A layer (Layers)"));
        }
        if self.snap_start.is_some_and(|s| s.apply_on == Some(SnapStartApplyOn::PublishedVersions)) {
            return Err(absent("SnapStart"));
        }
        if self.dead_letters.is_some_and(|target| !target.is_empty()) {
            return Err(absent("A dead-letter queue (DeadLetterConfig)"));
        }
        match self.others.iter().find(|(asked, _)| *asked) {
            Some((_, what)) => Err(absent(what)),
            None => Ok(()),
        }
    }
}

/// Refuses what CreateFunction cannot give.
///
/// # Errors
/// `InvalidParameterValueException` that names it.
pub(crate) fn check_create(input: &CreateFunctionRequest) -> Result<(), Failure> {
    if input.package_type == Some(PackageType::Image) || input.code.image_uri.is_some() {
        return Err(absent("A container image (PackageType Image)"));
    }
    if input.code.source_kms_key_arn.as_ref().is_some_and(|key| !key.is_empty()) {
        return Err(absent("A customer managed key for the code (SourceKMSKeyArn)"));
    }
    if input.code_signing_config_arn.is_some() {
        return Err(absent("Code signing (CodeSigningConfigArn)"));
    }
    if input.tenancy_config.is_some() {
        return Err(absent("Tenant isolation (TenancyConfig)"));
    }
    let in_vpc = input.vpc_config.as_ref().is_some_and(|v| v.subnet_ids.as_ref().is_some_and(|s| !s.is_empty()));
    Unavailable {
        kms_key_arn: input.kms_key_arn.as_deref(),
        tracing: input.tracing_config.as_ref(),
        layers: input.layers.as_ref(),
        snap_start: input.snap_start.as_ref(),
        dead_letters: input.dead_letter_config.as_ref().and_then(|d| d.target_arn.as_deref()),
        others: [
            (in_vpc, "A network of one's own (VpcConfig)"),
            (input.file_system_configs.as_ref().is_some_and(|f| !f.is_empty()), "A file system (FileSystemConfigs)"),
            (input.image_config.is_some(), "ImageConfig"),
            (input.capacity_provider_config.is_some(), "CapacityProviderConfig"),
            (input.durable_config.is_some(), "DurableConfig"),
            (input.runtime_config.is_some(), "RuntimeConfig"),
            (input.accelerator_config.is_some(), "AcceleratorConfig"),
            (input.publish_to.is_some(), "PublishTo"),
        ],
    }
    .refuse()
}

/// Refuses what UpdateFunctionConfiguration cannot give.
///
/// # Errors
/// `InvalidParameterValueException` that names it.
pub(crate) fn check_update(input: &UpdateFunctionConfigurationRequest) -> Result<(), Failure> {
    let in_vpc = input.vpc_config.as_ref().is_some_and(|v| v.subnet_ids.as_ref().is_some_and(|s| !s.is_empty()));
    Unavailable {
        kms_key_arn: input.kms_key_arn.as_deref(),
        tracing: input.tracing_config.as_ref(),
        layers: input.layers.as_ref(),
        snap_start: input.snap_start.as_ref(),
        dead_letters: input.dead_letter_config.as_ref().and_then(|d| d.target_arn.as_deref()),
        others: [
            (in_vpc, "A network of one's own (VpcConfig)"),
            (input.file_system_configs.as_ref().is_some_and(|f| !f.is_empty()), "A file system (FileSystemConfigs)"),
            (input.image_config.is_some(), "ImageConfig"),
            (input.capacity_provider_config.is_some(), "CapacityProviderConfig"),
            (input.durable_config.is_some(), "DurableConfig"),
            (input.runtime_config.is_some(), "RuntimeConfig"),
            (input.accelerator_config.is_some(), "AcceleratorConfig"),
            (false, ""),
        ],
    }
    .refuse()
}

#[cfg(test)]
mod tests {
    use super::{check_numbers, check_runtime, logging, variables};
    use crate::api::{ApplicationLogLevel, Environment, LogFormat, LoggingConfig, Runtime};
    use crate::resources::Logging;

    fn environment(name: &str, value: &str) -> Environment {
        Environment {
            variables: Some(
                [(name.to_owned(), value.to_owned().into())].into_iter().collect::<std::collections::BTreeMap<_, _>>().into(),
            ),
        }
    }

    #[test]
    fn variables_are_bounded_and_not_the_runtimes_own() {
        assert_eq!(variables(Some(&environment("A", "b"))).unwrap()["A"], "b");
        assert!(variables(Some(&environment("AWS_REGION", "x"))).unwrap_err().message.ends_with("AWS_REGION"));
        assert!(variables(Some(&environment("A", &"x".repeat(5_000)))).is_err());
        assert!(variables(Some(&environment("A", "x\0"))).is_err());
        assert!(variables(None).unwrap().is_empty());
    }

    #[test]
    fn levels_are_for_json() {
        let given = |format, application_log_level| {
            let config = LoggingConfig { log_format: format, application_log_level, ..LoggingConfig::default() };
            logging(Some(&config), &Logging::default())
        };
        let kept = given(Some(LogFormat::Json), Some(ApplicationLogLevel::Error)).unwrap();
        assert!(given(None, Some(ApplicationLogLevel::Error)).is_err());
        assert_eq!(logging(None, &kept).unwrap(), kept);
        let again = LoggingConfig { log_group: Some("g".to_owned()), ..LoggingConfig::default() };
        let moved = logging(Some(&again), &kept).unwrap();
        assert_eq!((moved.application, moved.group("f")), (Some(ApplicationLogLevel::Error), "g".to_owned()));
        let text = LoggingConfig { log_format: Some(LogFormat::Text), ..LoggingConfig::default() };
        assert_eq!(logging(Some(&text), &moved).unwrap().application, None);
    }

    #[test]
    fn numbers_and_runtimes() {
        assert!(check_numbers(1, 128, 512).is_ok() && check_numbers(900, 10_240, 10_240).is_ok());
        for (timeout, memory, ephemeral) in [(0, 128, 512), (901, 128, 512), (3, 127, 512), (3, 10_241, 512), (3, 128, 511)] {
            assert!(check_numbers(timeout, memory, ephemeral).is_err());
        }
        assert!(check_runtime(Runtime::ProvidedAl2023, "").is_ok());
        assert!(check_runtime(Runtime::Python312, "").is_err());
        assert!(check_runtime(Runtime::Java21, "a.B").is_err());
    }
}
