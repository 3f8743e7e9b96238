//! Rules on an account as a whole.

use crate::check::{Check, expect, no, skip, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Int, Text},
};
use crate::rule::ACCOUNT;
use crate::{Rule, Verdict, json};

const ON: &[&str] = &[ACCOUNT];
const ORGANIZATION: &str = "AWS::Organizations::Organization";

pub(super) const RULES: &[Rule] = &[
    Rule::periodic(
        "IAM_PASSWORD_POLICY",
        ON,
        "The account has a password policy that is at least as strict as the parameters.",
        password_policy,
    )
    .takes(&[
        P::optional("RequireUppercaseCharacters", Boolean).or("true"),
        P::optional("RequireLowercaseCharacters", Boolean).or("true"),
        P::optional("RequireSymbols", Boolean).or("true"),
        P::optional("RequireNumbers", Boolean).or("true"),
        P::optional("MinimumPasswordLength", Int).or("14"),
        P::optional("PasswordReusePrevention", Int).or("24"),
        P::optional("MaxPasswordAge", Int).or("90"),
    ]),
    Rule::periodic("IAM_ROOT_ACCESS_KEY_CHECK", ON, "The root user has no access key.", |c| {
        match summary(c, "AccountAccessKeysPresent") {
            Some(keys) => expect(keys == 0, "The root user has an access key."),
            None => unknown(),
        }
    }),
    Rule::periodic("ROOT_ACCOUNT_MFA_ENABLED", ON, "The root user signs in with MFA.", |c| {
        match summary(c, "AccountMFAEnabled") {
            Some(on) => expect(on > 0, "The root user has no MFA device."),
            None => unknown(),
        }
    }),
    Rule::periodic(
        "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
        ON,
        "The root user signs in with an MFA device that is not a virtual one.",
        |c| match (summary(c, "AccountMFAEnabled"), has_virtual_mfa(c)) {
            (Some(0), _) => no("The root user has no MFA device."),
            (Some(_), Some(is_virtual)) => expect(!is_virtual, "An MFA device of the root user is a virtual one."),
            _ => unknown(),
        },
    ),
    Rule::periodic(
        "ACCOUNT_PART_OF_ORGANIZATIONS",
        ON,
        "The account belongs to an organization: that of the management account given, if one is.",
        organization,
    )
    .takes(&[P::optional("MasterAccountId", Text)])
    .reading(&[ORGANIZATION]),
    Rule::periodic("EC2_EBS_ENCRYPTION_BY_DEFAULT", ON, "New EBS volumes are encrypted by default.", |c| {
        match c.at("ebsEncryptionByDefault") {
            Some(on) => expect(json::is_true(on), "New EBS volumes are not encrypted by default."),
            None => unknown(),
        }
    }),
    Rule::periodic("SECURITY_ACCOUNT_INFORMATION_PROVIDED", ON, "The account names a contact for security.", |c| {
        if c.at("alternateContacts").is_none() {
            return unknown();
        }
        let there = c.list("alternateContacts").iter().any(|contact| {
            crate::check::text_of(contact, "AlternateContactType").is_some_and(|kind| kind.eq_ignore_ascii_case("SECURITY"))
        });
        expect(there, "The account has no contact for security.")
    }),
];

fn unknown() -> Verdict {
    skip("The account's item does not have this fact.")
}

fn summary(c: &Check<'_>, entry: &str) -> Option<i64> {
    crate::check::int_of(c.at("summary")?, entry)
}

/// Whether the root user has a virtual device, if that is known: these have ARNs of the kind `mfa`, keys have the kind `u2f`, and other devices of
/// hardware have serial numbers.
fn has_virtual_mfa(c: &Check<'_>) -> Option<bool> {
    if let Some(said) = c.at("rootVirtualMfa") {
        return Some(json::is_true(said));
    }
    let devices = c.at("mfaDevices")?.as_array()?;
    Some(devices.iter().filter_map(json::text).any(|serial| serial.contains(":mfa/")))
}

fn password_policy(c: &Check<'_>) -> Verdict {
    let Some(configuration) = c.item.configuration().as_object() else { return unknown() };
    let Some(policy) = json::member(configuration, "passwordPolicy") else { return unknown() };
    if !policy.is_object() {
        return no("The account has no password policy.");
    }
    let mut lacks = Vec::new();
    for (parameter, entry) in [
        ("RequireUppercaseCharacters", "RequireUppercaseCharacters"),
        ("RequireLowercaseCharacters", "RequireLowercaseCharacters"),
        ("RequireSymbols", "RequireSymbols"),
        ("RequireNumbers", "RequireNumbers"),
    ] {
        if c.parameters.flag(parameter) == Some(true) && !crate::check::flag_of(policy, entry) {
            lacks.push(entry);
        }
    }
    let int = |entry| crate::check::int_of(policy, entry).unwrap_or(0);
    if c.parameters.int("MinimumPasswordLength").is_some_and(|least| int("MinimumPasswordLength") < least) {
        lacks.push("MinimumPasswordLength");
    }
    if c.parameters.int("PasswordReusePrevention").is_some_and(|least| int("PasswordReusePrevention") < least) {
        lacks.push("PasswordReusePrevention");
    }
    if c.parameters.int("MaxPasswordAge").is_some_and(|most| int("MaxPasswordAge") == 0 || int("MaxPasswordAge") > most) {
        lacks.push("MaxPasswordAge");
    }
    if lacks.is_empty() { yes() } else { no(format!("The password policy is weaker than required: {}.", lacks.join(", "))) }
}

fn organization(c: &Check<'_>) -> Verdict {
    let Some(configuration) = c.item.configuration().as_object() else { return unknown() };
    let wanted = c.parameters.text("MasterAccountId");
    let Some(organization) = json::member(configuration, "organization") else {
        // The organization itself is recorded in its management account.
        let is_manager = c.any(ORGANIZATION, |organization| {
            let manager = crate::check::text_of(organization.configuration(), "managementAccountId");
            manager.is_some() && wanted.is_none_or(|wanted| manager == Some(wanted))
        });
        return if is_manager { yes() } else { unknown() };
    };
    if !organization.is_object() {
        return no("The account belongs to no organization.");
    }
    let master = crate::check::text_of(organization, "MasterAccountId");
    match wanted {
        Some(wanted) => expect(master == Some(wanted), "The account belongs to the organization of another management account."),
        None => yes(),
    }
}
