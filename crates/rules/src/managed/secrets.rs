//! Rules on secrets.

use crate::check::{Check, expect, no, skip, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int},
};
use crate::{Rule, Verdict, json};

const SECRETS: &[&str] = &["AWS::SecretsManager::Secret"];

pub(super) const RULES: &[Rule] = &[
    Rule::change(
        "SECRETSMANAGER_ROTATION_ENABLED_CHECK",
        SECRETS,
        "The secret is rotated, at least as often as the parameters say.",
        rotation,
    )
    .takes(&[P::optional("maximumAllowedRotationFrequency", Int), P::optional("maximumAllowedRotationFrequencyInHours", Int)]),
    Rule::change(
        "SECRETSMANAGER_SCHEDULED_ROTATION_SUCCESS_CHECK",
        SECRETS,
        "A secret that should be rotated was rotated within its time.",
        |c| {
            if !is_rotated(c) {
                return skip("The secret is not rotated.");
            }
            let Some(days) = every(c) else { return yes() };
            let last = c.time("lastRotatedDate").or_else(|| c.time("createdDate")).or(c.item.created);
            // A day of grace: the window of the schedule may be that long.
            expect(
                last.is_some_and(|last| c.days_since(last) <= days + 1),
                "The last rotation is longer ago than the schedule has it.",
            )
        },
    ),
    Rule::periodic(
        "SECRETSMANAGER_SECRET_PERIODIC_ROTATION",
        SECRETS,
        "The secret was rotated within the days given (90).",
        |c| {
            let most = c.parameters.int("maxDaysSinceRotation").unwrap_or(90);
            let last = c.time("lastRotatedDate").or_else(|| c.time("createdDate")).or(c.item.created);
            match last {
                Some(last) => expect(c.days_since(last) <= most, "The secret was not rotated for too long."),
                None => no("The secret was never rotated."),
            }
        },
    )
    .takes(&[P::optional("maxDaysSinceRotation", Int)]),
    Rule::periodic("SECRETSMANAGER_SECRET_UNUSED", SECRETS, "The secret was read within the days given (90).", |c| {
        // A member that is null says that nobody ever read it; one that is not there says nothing.
        let said = c.item.configuration().as_object().and_then(|all| json::member(all, "lastAccessedDate"));
        if said.is_none() {
            return skip("The item does not say when the secret was read.");
        }
        let most = c.parameters.int("unusedForDays").unwrap_or(90);
        let made = c.time("createdDate").or(c.item.created);
        match c.time("lastAccessedDate").into_iter().chain(made).max() {
            Some(last) => expect(c.days_since(last) <= most, "The secret was not read for too long."),
            None => skip("The item does not say when the secret was made or read."),
        }
    })
    .takes(&[P::optional("unusedForDays", Int)]),
    Rule::change(
        "SECRETSMANAGER_USING_CMK",
        SECRETS,
        "The secret is encrypted with a customer's KMS key, one of those given, if any are.",
        |c| match c.text("kmsKeyId") {
            Some(key) if !key.ends_with("alias/aws/secretsmanager") => expect(
                crate::check::allows(c.parameters.list("kmsKeyArns"), Some(key)),
                "The secret is encrypted with another KMS key.",
            ),
            _ => no("The secret is not encrypted with a KMS key of the customer's."),
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
];

fn is_rotated(c: &Check<'_>) -> bool {
    c.flag("rotationEnabled")
}

/// Days between rotations, if they are set.
fn every(c: &Check<'_>) -> Option<i64> {
    if let Some(days) = c.int("rotationRules.automaticallyAfterDays") {
        return Some(days);
    }
    rate_hours(c.text("rotationRules.scheduleExpression")?).map(|hours| hours.div_euclid(24).max(1))
}

/// Hours of `rate(4 hours)` or `rate(10 days)`; of a cron expression it is not known without a calendar.
fn rate_hours(expression: &str) -> Option<i64> {
    let inner = expression.trim().strip_prefix("rate(")?.strip_suffix(')')?;
    let (number, unit) = inner.trim().split_once(' ')?;
    let number: i64 = number.parse().ok()?;
    match unit.trim() {
        "hour" | "hours" => Some(number),
        "day" | "days" => number.checked_mul(24),
        _ => None,
    }
}

fn rotation(c: &Check<'_>) -> Verdict {
    if !is_rotated(c) {
        return no("The secret is not rotated.");
    }
    let most_days = c.parameters.int("maximumAllowedRotationFrequency");
    let most_hours =
        c.parameters.int("maximumAllowedRotationFrequencyInHours").or_else(|| most_days.and_then(|days| days.checked_mul(24)));
    let Some(most) = most_hours else { return yes() };
    let hours = c
        .at("rotationRules.scheduleExpression")
        .and_then(json::text)
        .and_then(rate_hours)
        .or_else(|| c.int("rotationRules.automaticallyAfterDays").and_then(|days| days.checked_mul(24)));
    match hours {
        Some(hours) => expect(hours <= most, "The secret is rotated less often than required."),
        None => skip("How often a cron expression fires is not judged."),
    }
}
