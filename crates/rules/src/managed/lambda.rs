//! Rules on functions.

use std::collections::BTreeSet;

use policy::{PolicyKind, PrincipalPattern};

use crate::check::{Check, expect, has, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::{Rule, Verdict, json, policies};

const FUNCTIONS: &[&str] = &["AWS::Lambda::Function"];
const SUBNET: &str = "AWS::EC2::Subnet";

pub(super) const RULES: &[Rule] = &[
    Rule::change(
        "LAMBDA_CONCURRENCY_CHECK",
        FUNCTIONS,
        "The function has reserved concurrency, within the limits given, if they are.",
        concurrency,
    )
    .takes(&[P::optional("ConcurrencyLimitLow", Text), P::optional("ConcurrencyLimitHigh", Text)]),
    Rule::change(
        "LAMBDA_DLQ_CHECK",
        FUNCTIONS,
        "The function has a dead-letter queue or topic, one of those given, if any are.",
        |c| match c.text("deadLetterConfig.targetArn") {
            Some(target) => {
                let wanted = c.parameters.list("dlqArns");
                expect(wanted.is_empty() || wanted.iter().any(|arn| arn == target), "The function has another dead-letter queue.")
            }
            None => no("The function has no dead-letter queue."),
        },
    )
    .takes(&[P::optional("dlqArns", Csv)])
    .proactive(),
    Rule::change(
        "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
        FUNCTIONS,
        "The function's policy does not let everybody in, nor S3 without saying for which account.",
        public_access,
    ),
    Rule::change("LAMBDA_FUNCTION_SETTINGS_CHECK", FUNCTIONS, "Runtime, role, memory and timeout are as given.", settings)
        .takes(&[
            P::required("runtime", Csv),
            P::optional("role", Text),
            P::optional("memorySize", Int).or("128"),
            P::optional("timeout", Int).or("3"),
        ])
        .proactive(),
    Rule::change("LAMBDA_FUNCTION_XRAY_ENABLED", FUNCTIONS, "The function is traced actively.", |c| {
        expect(c.text("tracingConfig.mode") == Some("Active"), "The function is not traced actively.")
    }),
    Rule::change("LAMBDA_FUNCTION_LOG_FORMAT_JSON", FUNCTIONS, "The function logs in JSON.", |c| {
        expect(c.text("loggingConfig.logFormat") == Some("JSON"), "The function does not log in JSON.")
    }),
    Rule::change("LAMBDA_INSIDE_VPC", FUNCTIONS, "The function runs in a VPC, in the subnets given, if any are.", |c| {
        let subnets: Vec<&str> = c.list("vpcConfig.subnetIds").iter().filter_map(json::text).collect();
        let wanted = c.parameters.list("subnetIds");
        if subnets.is_empty() {
            return no("The function runs in no VPC.");
        }
        let fits = wanted.is_empty() || subnets.iter().all(|subnet| wanted.iter().any(|id| id == subnet));
        expect(fits, "The function runs in other subnets than those given.")
    })
    .takes(&[P::optional("subnetIds", Csv)])
    .proactive(),
    Rule::change(
        "LAMBDA_VPC_MULTI_AZ_CHECK",
        FUNCTIONS,
        "A function in a VPC has subnets in at least two zones, or as many as given.",
        zones,
    )
    .takes(&[P::optional("availabilityZones", Int)])
    .reading(&[SUBNET]),
];

fn concurrency(c: &Check<'_>) -> Verdict {
    let reserved = c
        .extra("Concurrency.reservedConcurrentExecutions")
        .or_else(|| c.extra("ReservedConcurrentExecutions"))
        .and_then(json::int);
    let Some(reserved) = reserved else { return no("The function has no reserved concurrency.") };
    let limit = |name: &str| c.parameters.text(name).and_then(|text| text.parse::<i64>().ok());
    if limit("ConcurrencyLimitLow").is_some_and(|least| reserved < least) {
        return no("The function's reserved concurrency is below the lower limit.");
    }
    expect(
        limit("ConcurrencyLimitHigh").is_none_or(|most| reserved <= most),
        "The function's reserved concurrency is above the upper limit.",
    )
}

fn public_access(c: &Check<'_>) -> Verdict {
    let policy = match policies::parse(c.extra("Policy"), PolicyKind::Resource) {
        Ok(Some(policy)) => policy,
        Ok(None) => return yes(),
        Err(verdict) => return verdict,
    };
    for statement in policies::allowing(&policy) {
        if statement.is_public() {
            return no(format!("{} of the function's policy allows everybody.", policies::label(statement)));
        }
        let by_s3 = statement.principal().is_some_and(|clause| {
            clause
                .patterns()
                .iter()
                .any(|principal| matches!(principal, PrincipalPattern::Service(name) if name.starts_with("s3.")))
        });
        // A bucket's name may come to belong to somebody else: its ARN says no account.
        if by_s3
            && !statement
                .conditions()
                .iter()
                .any(|condition| condition.lower_key() == "aws:sourceaccount" && !condition.operator().is_negated())
        {
            return no(format!("{} lets S3 invoke the function for any account.", policies::label(statement)));
        }
    }
    yes()
}

fn settings(c: &Check<'_>) -> Verdict {
    if c.text("packageType") == Some("Image") {
        return skip("The function is a container image.");
    }
    let runtime = c.text("runtime").unwrap_or_default();
    if !has(c.parameters.list("runtime"), runtime) {
        return no(format!("The runtime is {runtime}."));
    }
    if let Some(role) = c.parameters.text("role")
        && c.text("role") != Some(role)
    {
        return no("The function has another role.");
    }
    // What CloudFormation is not told is the default.
    if c.parameters.int("memorySize").is_some_and(|wanted| c.int("memorySize").unwrap_or(128) != wanted) {
        return no("The function has another size of memory.");
    }
    expect(
        c.parameters.int("timeout").is_none_or(|wanted| c.int("timeout").unwrap_or(3) == wanted),
        "The function has another timeout.",
    )
}

fn zones(c: &Check<'_>) -> Verdict {
    let subnets: Vec<&str> = c.list("vpcConfig.subnetIds").iter().filter_map(json::text).collect();
    if subnets.is_empty() {
        return skip("The function runs in no VPC.");
    }
    let mut zones = BTreeSet::new();
    let mut known = 0;
    let _ = c.any(SUBNET, |subnet| {
        if subnets.contains(&subnet.resource_id)
            && let Some(zone) = text_of(subnet.configuration(), "availabilityZone")
        {
            zones.insert(zone.to_owned());
            known += 1;
        }
        false
    });
    let wanted = c.parameters.int("availabilityZones").unwrap_or(2);
    if i64::try_from(zones.len()).is_ok_and(|have| have >= wanted) {
        return yes();
    }
    if known < subnets.len() {
        return skip("The function's subnets are not all among the items.");
    }
    no(format!("The function's subnets are in {} zone(s).", zones.len()))
}
