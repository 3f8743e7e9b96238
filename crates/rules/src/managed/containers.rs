//! Rules on ECS and EKS.

use serde_json::Value;

use crate::check::{Check, allows, expect, flag_of, has, int_of, list_of, no, of, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Text},
};
use crate::{Rule, Verdict, json};

const TASKS: &[&str] = &["AWS::ECS::TaskDefinition"];
const EKS: &[&str] = &["AWS::EKS::Cluster"];

pub(super) const RULES: &[Rule] = &[
    Rule::change("ECS_AWSVPC_NETWORKING_ENABLED", TASKS, "Tasks have a network interface of their own.", |c| {
        task(c, |c| expect(c.text("networkMode") == Some("awsvpc"), "Tasks have no network interface of their own."))
    }),
    Rule::change("ECS_TASK_DEFINITION_NETWORK_MODE_NOT_HOST", TASKS, "Tasks do not use the host's network.", |c| {
        task(c, |c| expect(c.text("networkMode") != Some("host"), "Tasks use the host's network."))
    }),
    Rule::change("ECS_CONTAINERS_NONPRIVILEGED", TASKS, "No container has privileges on its host.", |c| {
        every_container(c, |container| !flag_of(container, "privileged"), "has privileges on its host")
    }),
    Rule::change("ECS_CONTAINERS_READONLY_ACCESS", TASKS, "Containers cannot write to their root file system.", |c| {
        every_container(c, |container| flag_of(container, "readonlyRootFilesystem"), "can write to its root file system")
    }),
    Rule::change("ECS_TASK_DEFINITION_LOG_CONFIGURATION", TASKS, "All containers write a log.", |c| {
        every_container(c, |container| text_of(container, "logConfiguration.logDriver").is_some(), "does not log")
    }),
    Rule::change("ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT", TASKS, "All containers have a limit of memory.", |c| {
        every_container(c, |container| int_of(container, "memory").is_some_and(|limit| limit > 0), "has no limit of memory")
    }),
    Rule::change(
        "ECS_TASK_DEFINITION_NONROOT_USER",
        TASKS,
        "All containers say as which user they run, and it is not root.",
        |c| every_container(c, runs_as_other, "runs as root, or does not say as whom"),
    ),
    Rule::change("ECS_TASK_DEFINITION_PID_MODE_CHECK", TASKS, "Tasks do not share the host's processes.", |c| {
        task(c, |c| expect(c.text("pidMode") != Some("host"), "Tasks share the host's processes."))
    }),
    Rule::change(
        "ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK",
        TASKS,
        "Containers in the host's network have privileges or a user other than root.",
        |c| {
            if c.parameters.flag("SkipInactiveTaskDefinitions") == Some(true) && c.text("status") == Some("INACTIVE") {
                return skip("The task definition is inactive.");
            }
            if c.text("networkMode") != Some("host") {
                return skip("Tasks do not use the host's network.");
            }
            every_container(
                c,
                |container| flag_of(container, "privileged") || runs_as_other(container),
                "runs as root in the host's network",
            )
        },
    )
    .takes(&[P::optional("SkipInactiveTaskDefinitions", Boolean)]),
    Rule::change("ECS_NO_ENVIRONMENT_SECRETS", TASKS, "No container has the variables given in its environment.", |c| {
        let keys = c.parameters.list("secretKeys");
        every_container(
            c,
            |container| {
                !list_of(container, "environment")
                    .iter()
                    .filter_map(|variable| text_of(variable, "name"))
                    .any(|name| keys.iter().any(|key| key == name))
            },
            "has a secret in its environment",
        )
    })
    .takes(&[P::required("secretKeys", Csv)]),
    Rule::change("ECS_TASK_DEFINITION_EFS_ENCRYPTION_ENABLED", TASKS, "File systems are mounted over TLS.", |c| {
        let mut mounts = c.list("volumes").iter().filter_map(|volume| of(volume, "eFSVolumeConfiguration")).peekable();
        if mounts.peek().is_none() {
            return skip("Tasks mount no file system.");
        }
        expect(
            mounts.all(|mount| text_of(mount, "transitEncryption") == Some("ENABLED")),
            "A file system is mounted without TLS.",
        )
    }),
    Rule::change("ECS_CONTAINER_INSIGHTS_ENABLED", &["AWS::ECS::Cluster"], "Container Insights is on for the cluster.", |c| {
        let on = c.list("clusterSettings").iter().chain(c.list("settings")).any(|setting| {
            text_of(setting, "name") == Some("containerInsights")
                && matches!(text_of(setting, "value"), Some("enabled" | "enhanced"))
        });
        expect(on, "Container Insights is off.")
    }),
    Rule::change(
        "ECS_FARGATE_LATEST_PLATFORM_VERSION",
        &["AWS::ECS::Service"],
        "A service on Fargate runs on the newest platform, or at least on that given.",
        |c| {
            if c.text("launchType") != Some("FARGATE") {
                return skip("The service does not run on Fargate.");
            }
            let have = c.text("platformVersion").unwrap_or("LATEST");
            if have.eq_ignore_ascii_case("LATEST") {
                return yes();
            }
            let windows = c.text("platformFamily").is_some_and(|family| family.to_ascii_lowercase().starts_with("windows"));
            let (parameter, newest) = if windows { ("latestWindowsVersion", "1.0.0") } else { ("latestLinuxVersion", "1.4.0") };
            expect(at_least(have, c.parameters.text(parameter).unwrap_or(newest)), "The service runs on an older platform.")
        },
    )
    .takes(&[P::optional("latestLinuxVersion", Text), P::optional("latestWindowsVersion", Text)]),
    Rule::periodic("EKS_CLUSTER_LOGGING_ENABLED", EKS, "All logs of the control plane are on.", |c| log_types(c, &[])),
    Rule::change("EKS_CLUSTER_LOG_ENABLED", EKS, "All logs of the control plane are on, or those given.", |c| {
        log_types(c, c.parameters.list("logTypes"))
    })
    .takes(&[P::optional("logTypes", Csv).one_of(&["api", "audit", "authenticator", "controllerManager", "scheduler"])]),
    Rule::change("EKS_CLUSTER_OLDEST_SUPPORTED_VERSION", EKS, "The cluster is newer than the oldest version given.", |c| {
        let oldest = c.parameters.text("oldestVersionSupported").unwrap_or_default();
        let have = c.text("version").unwrap_or_default();
        expect(
            have != oldest && at_least(have, oldest),
            "The cluster runs the oldest version that is supported, or an older one.",
        )
    })
    .takes(&[P::required("oldestVersionSupported", Text)]),
    Rule::change("EKS_CLUSTER_SUPPORTED_VERSION", EKS, "The cluster is at least of the version given.", |c| {
        let oldest = c.parameters.text("oldestVersionSupported").unwrap_or_default();
        expect(at_least(c.text("version").unwrap_or_default(), oldest), "The cluster runs a version that is no longer supported.")
    })
    .takes(&[P::required("oldestVersionSupported", Text)]),
    Rule::periodic(
        "EKS_SECRETS_ENCRYPTED",
        EKS,
        "Secrets of the cluster are encrypted with a KMS key, one of those given, if any are.",
        secrets,
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::periodic(
        "EKS_CLUSTER_SECRETS_ENCRYPTED",
        EKS,
        "Secrets of the cluster are encrypted with a KMS key, one of those given, if any are.",
        secrets,
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::periodic("EKS_ENDPOINT_NO_PUBLIC_ACCESS", EKS, "The cluster's API is not reached from the internet.", |c| {
        let access = c.at("resourcesVpcConfig.endpointPublicAccess");
        expect(access.is_some_and(|access| !json::is_true(access)), "The cluster's API is reached from the internet.")
    }),
];

/// An inactive revision starts no tasks any more.
fn task(c: &Check<'_>, judge: impl Fn(&Check<'_>) -> Verdict) -> Verdict {
    if c.text("status") == Some("INACTIVE") { skip("The task definition is inactive.") } else { judge(c) }
}

fn every_container(c: &Check<'_>, good: impl Fn(&Value) -> bool, else_it: &str) -> Verdict {
    task(c, |c| match c.list("containerDefinitions").iter().find(|container| !good(container)) {
        Some(container) => no(format!("The container {} {else_it}.", text_of(container, "name").unwrap_or_default())),
        None => yes(),
    })
}

/// `1000`, `app:app`, but not `root`, `0`, or nobody in particular.
fn runs_as_other(container: &Value) -> bool {
    text_of(container, "user").is_some_and(|user| {
        let name = user.split(':').next().unwrap_or(user);
        !matches!(name, "" | "root" | "0")
    })
}

/// Compares versions number by number: `1.10` is newer than `1.9`.
fn at_least(have: &str, wanted: &str) -> bool {
    let numbers =
        |text: &str| text.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>();
    !have.is_empty() && numbers(have) >= numbers(wanted)
}

fn log_types(c: &Check<'_>, wanted: &[String]) -> Verdict {
    const ALL: [&str; 5] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
    let enabled: Vec<&str> = c
        .list("logging.clusterLogging.enabledTypes")
        .iter()
        .filter_map(|kind| json::text(kind).or_else(|| text_of(kind, "type")))
        .chain(
            c.list("logging.clusterLogging")
                .iter()
                .filter(|entry| flag_of(entry, "enabled"))
                .flat_map(|entry| list_of(entry, "types"))
                .filter_map(json::text),
        )
        .collect();
    let missing: Vec<&str> = ALL
        .into_iter()
        .filter(|kind| (wanted.is_empty() || has(wanted, kind)) && !enabled.iter().any(|on| on.eq_ignore_ascii_case(kind)))
        .collect();
    if missing.is_empty() { yes() } else { no(format!("Logs that are off: {}.", missing.join(", "))) }
}

fn secrets(c: &Check<'_>) -> Verdict {
    let keys: Vec<&str> = c
        .list("encryptionConfig")
        .iter()
        .filter(|config| list_of(config, "resources").iter().any(|resource| resource.as_str() == Some("secrets")))
        .filter_map(|config| text_of(config, "provider.keyArn"))
        .collect();
    if keys.is_empty() {
        return no("Secrets of the cluster are not encrypted with a KMS key.");
    }
    expect(
        keys.iter().any(|key| allows(c.parameters.list("kmsKeyArns"), Some(key))),
        "Secrets are encrypted with another KMS key.",
    )
}
