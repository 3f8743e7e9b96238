//! Rules on what users sign in and sign with: they read the columns of the credential report.

use jiff::Timestamp;
use serde_json::Value;

use crate::check::{Check, expect, no, skip, yes};
use crate::{Verdict, json};

/// The numbers that the report gives the two keys that a user may have.
const KEYS: [&str; 2] = ["1", "2"];

/// A user's row of the credential report.
struct Report<'a>(&'a Value);

fn report<'a>(c: &Check<'a>) -> Result<Report<'a>, Verdict> {
    c.item.supplementary("CredentialReport").map(Report).ok_or_else(|| skip("The user's item has no credential report."))
}

impl Report<'_> {
    fn is(&self, column: &str) -> bool {
        json::at(self.0, column).is_some_and(json::is_true)
    }

    /// A time; `N/A`, `no_information` and `not_supported` are none.
    fn time(&self, column: &str) -> Option<Timestamp> {
        json::at(self.0, column).and_then(json::time)
    }
}

pub(super) fn rotated(c: &Check<'_>) -> Verdict {
    let report = match report(c) {
        Ok(report) => report,
        Err(verdict) => return verdict,
    };
    let most = c.parameters.int("maxAccessKeyAge").unwrap_or(90);
    for key in KEYS {
        if !report.is(&format!("access_key_{key}_active")) {
            continue;
        }
        match report.time(&format!("access_key_{key}_last_rotated")) {
            Some(made) if c.days_since(made) <= most => {}
            Some(made) => return no(format!("Access key {key} is {} days old.", c.days_since(made))),
            None => return no(format!("It is not known when access key {key} was made.")),
        }
    }
    yes()
}

pub(super) fn mfa(c: &Check<'_>) -> Verdict {
    match report(c) {
        Ok(report) => expect(report.is("mfa_active"), "The user has no MFA device."),
        Err(verdict) => verdict,
    }
}

pub(super) fn console_mfa(c: &Check<'_>) -> Verdict {
    match report(c) {
        Ok(report) if !report.is("password_enabled") => skip("The user has no password."),
        Ok(report) => expect(report.is("mfa_active"), "The user has a password and no MFA device."),
        Err(verdict) => verdict,
    }
}

pub(super) fn used(c: &Check<'_>) -> Verdict {
    let report = match report(c) {
        Ok(report) => report,
        Err(verdict) => return verdict,
    };
    let most = c.parameters.int("maxCredentialUsageAge").unwrap_or(90);
    // What was never used counts from when it was made.
    let stale = |used: &str, made: &str| {
        let last = report.time(used).into_iter().chain(report.time(made)).max();
        last.is_none_or(|last| c.days_since(last) > most)
    };
    if report.is("password_enabled") && stale("password_last_used", "password_last_changed") {
        return no(format!("The password was not used for more than {most} days."));
    }
    for key in KEYS {
        if report.is(&format!("access_key_{key}_active"))
            && stale(&format!("access_key_{key}_last_used_date"), &format!("access_key_{key}_last_rotated"))
        {
            return no(format!("Access key {key} was not used for more than {most} days."));
        }
    }
    yes()
}
