//! Sign-in to the console: password, MFA code and what slows down those who guess.
//!
//! A sign-in gives out a session of the user, never a long-term key, and leaves a `ConsoleLogin` event, also when it is refused.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use plane::audit::{ConsoleEvent, console_event};
use plane::plane::System;
use plane::principal::{IssuerKind, Session};
use plane::session::Credentials;
use plane::{Failure, Principal, PrincipalKind, Stored, Transaction};
use serde_json::json;

use crate::Iam;
use crate::common::id_of;
use crate::operations::login_profiles;
use crate::passwords;
use crate::resources::{AccountSettings, BY_ALIAS, LoginProfile, Root, User};

/// Session of a user, seconds: AWS's console keeps twelve hours.
const USER_SECONDS: i64 = 43_200;
/// Session of root, seconds, as STS bounds those of root.
const ROOT_SECONDS: i64 = 3_600;

/// Failures of one user from one address that cost nothing.
const FREE_OF_PAIR: u32 = 4;
/// Failures of one user from all addresses, or of one address for all users, that cost nothing.
const FREE_OF_MANY: u32 = 20;
/// Longest time that guessing waits, milliseconds.
const LONGEST_WAIT: i64 = 300_000;
/// Time after which failures are forgotten, milliseconds.
const MEMORY: i64 = 900_000;
/// Users and addresses that are remembered; beyond that only those that wait.
const REMEMBERED: usize = 65_536;

/// What a person shows.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// Account id or alias.
    pub account: &'a str,
    /// User name.
    pub user: &'a str,
    /// Password.
    pub password: &'a str,
    /// Code of an MFA device.
    pub mfa_code: Option<&'a str>,
    /// The password that takes the place of one that must be changed.
    pub new_password: Option<&'a str>,
}

/// From where, and to what.
#[derive(Debug)]
pub struct Browser<'a> {
    /// Address.
    pub source_ip: Option<IpAddr>,
    /// User agent.
    pub user_agent: &'a str,
    /// Origin of the console.
    pub origin: &'a str,
}

/// What becomes of an attempt.
#[derive(Debug)]
pub enum Answer {
    /// A session.
    Session(Box<Principal>, Credentials),
    /// The password is right, and an MFA code is needed.
    MfaNeeded,
    /// The password is right, and must be changed: an administrator said so, or it is too old.
    NewPasswordNeeded,
    /// The password is right, but too old, and only an administrator may set another one.
    PasswordExpired,
    /// Account, user, password or code is wrong: which, is not told.
    Refused,
    /// Too many failures: seconds to wait.
    Wait(i64),
}

/// Counts failures, and tells how long the next attempt has to wait: the time doubles with each.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<String, (u32, i64)>>,
}

impl Throttle {
    /// Takes an attempt's places before it is looked at, so that many at once are no way around the wait. `Err` has the seconds to wait.
    fn enter(&self, keys: &[(String, u32)], now: i64) -> Result<(), i64> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = keys.iter().filter_map(|(key, free)| {
            let (count, since) = failures.get(key)?;
            Some(since + wait_after(*count, *free) - now).filter(|wait| *wait > 0)
        });
        if let Some(wait) = wait.max() {
            return Err((wait + 999) / 1_000);
        }
        if failures.len() >= REMEMBERED {
            failures.retain(|_, (_, since)| now - *since <= LONGEST_WAIT);
        }
        for (key, _) in keys {
            let entry = failures.entry(key.clone()).or_insert((0, now));
            if now - entry.1 > MEMORY {
                entry.0 = 0;
            }
            *entry = (entry.0.saturating_add(1), now);
        }
        Ok(())
    }

    /// The attempt was no failure: its places are given back, and the first one's failures forgotten.
    fn right(&self, keys: &[(String, u32)]) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, (key, _)) in keys.iter().enumerate() {
            if index == 0 {
                failures.remove(key);
            } else if let Some(entry) = failures.get_mut(key) {
                entry.0 = entry.0.saturating_sub(1);
            }
        }
    }
}

/// Milliseconds to wait after so many failures: a second after the first that costs, then twice as long each time.
fn wait_after(failures: u32, free: u32) -> i64 {
    match failures.checked_sub(free) {
        None | Some(0) => 0,
        Some(over) => (1_000_i64 << (over - 1).min(20)).min(LONGEST_WAIT),
    }
}

/// Checks what a person shows and opens a session.
///
/// # Errors
/// `PasswordPolicyViolation` of a new password; internal ones.
pub async fn sign_in(iam: &Iam, system: &System, attempt: &Attempt<'_>, browser: &Browser<'_>) -> Result<Answer, Failure> {
    let reader = system.reader();
    let account = match attempt.account {
        id if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) => Some(id.to_owned()),
        alias => reader.find::<AccountSettings>(BY_ALIAS, alias).await?.map(|settings| settings.key.account),
    };
    let who = format!("{}/{}", account.as_deref().unwrap_or(attempt.account), id_of(attempt.user));
    let address = browser.source_ip.map(|ip| ip.to_string()).unwrap_or_default();
    let keys = [(format!("{who} {address}"), FREE_OF_PAIR), (who, FREE_OF_MANY), (format!("from {address}"), FREE_OF_MANY)];
    let now = system.now().as_millisecond();
    if let Err(seconds) = iam.sign_ins.enter(&keys, now) {
        return Ok(Answer::Wait(seconds));
    }
    let account = match account {
        Some(account) if plane::account::get(&reader, &account).await?.is_some() => Some(account),
        _ => None,
    };
    let user = match &account {
        Some(account) => reader.get::<User>(account, "", &id_of(attempt.user)).await?,
        None => None,
    };
    let profile = match (&account, &user) {
        (Some(account), Some(user)) => reader.get::<LoginProfile>(account, "", &user.body.id).await?,
        _ => None,
    };
    let right = match &profile {
        Some(profile) => passwords::verify(&profile.body.password, attempt.password).await?,
        None => {
            // Who is not there takes as long to be refused as who is.
            passwords::verify(&passwords::costly_nothing(), attempt.password).await?;
            false
        }
    };
    let (Some(account), Some(user), Some(profile), true) = (&account, &user, &profile, right) else {
        if let Some(account) = &account {
            // What was typed as a name may be a password.
            let name = user.as_ref().map_or("HIDDEN_DUE_TO_SECURITY_REASONS", |user| user.body.name.as_str());
            let principal = Principal {
                kind: PrincipalKind::IamUser,
                account: account.clone(),
                user_name: Some(name.to_owned()),
                ..Principal::anonymous()
            };
            record(system, &principal, browser, Some("Failed authentication"), None).await?;
        }
        return Ok(Answer::Refused);
    };
    let principal = principal_of(account, user);
    let devices = &user.body.mfa_devices;
    let code = attempt.mfa_code.filter(|code| !code.is_empty());
    if !devices.is_empty() && code.is_none() {
        iam.sign_ins.right(&keys);
        return Ok(Answer::MfaNeeded);
    }
    let settings = reader.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
    let policy = settings.and_then(|settings| settings.body.password_policy);
    let expires = policy.as_ref().and_then(|policy| policy.expires_at(profile.body.changed_at));
    let expired = expires.is_some_and(|at| at <= now);
    if expired && policy.is_some_and(|policy| policy.hard_expiry == Some(true)) {
        iam.sign_ins.right(&keys);
        record(system, &principal, browser, Some("Password expired"), None).await?;
        return Ok(Answer::PasswordExpired);
    }
    let must_change = profile.body.reset_required || expired;
    if must_change && attempt.new_password.is_none() {
        iam.sign_ins.right(&keys);
        return Ok(Answer::NewPasswordNeeded);
    }
    let shown = match attempt.new_password {
        Some(new) if must_change => Shown::NewPassword(new.to_owned(), Box::new(profile.clone())),
        _ => Shown::Password,
    };
    let answer = open(system, principal, devices, code, shown, browser).await?;
    if matches!(answer, Answer::Session(..)) {
        iam.sign_ins.right(&keys);
    }
    Ok(answer)
}

/// Opens a session for whoever signed with a long-term key: a user or root.
///
/// # Errors
/// `AccessDenied` for other principals; internal ones.
pub async fn sign_in_with_key(
    system: &System,
    principal: &Principal,
    mfa_code: Option<&str>,
    browser: &Browser<'_>,
) -> Result<Answer, Failure> {
    if principal.session.is_some() || !matches!(principal.kind, PrincipalKind::Root | PrincipalKind::IamUser) {
        let text = "Sign in with the access key of an IAM user or of the root user, not with session credentials.";
        return Err(Failure::common(wire::Common::AccessDenied, text));
    }
    let devices = match &principal.user_name {
        Some(name) if principal.kind == PrincipalKind::IamUser => {
            let user = system.reader().get::<User>(&principal.account, "", &id_of(name)).await?;
            user.map(|user| user.body.mfa_devices).unwrap_or_default()
        }
        _ => {
            let root = system.reader().get::<Root>(&principal.account, "", Root::ID).await?;
            root.map(|root| root.body.mfa_devices).unwrap_or_default()
        }
    };
    let code = mfa_code.filter(|code| !code.is_empty());
    let principal = Principal { access_key_id: String::new(), ..principal.clone() };
    open(system, principal, &devices, code, Shown::Key, browser).await
}

/// What somebody signs in with.
#[derive(Clone)]
enum Shown {
    /// A long-term key.
    Key,
    /// A password.
    Password,
    /// A password, and the one that takes its place.
    NewPassword(String, Box<Stored<LoginProfile>>),
}

/// Records that a role was switched to in the console.
///
/// # Errors
/// `AccessDenied` for what is no role's session; internal ones.
pub async fn switched_role(system: &System, principal: &Principal, browser: &Browser<'_>) -> Result<(), Failure> {
    if principal.kind != PrincipalKind::AssumedRole {
        return Err(Failure::common(wire::Common::AccessDenied, "Only a session of a role can be switched to."));
    }
    let (agent, redirect) = (browser.user_agent.to_owned(), format!("{}/", browser.origin));
    let (principal, source_ip) = (principal.clone(), browser.source_ip);
    system
        .act("iam", "GetRole", move |tx| {
            let event = ConsoleEvent {
                name: "SwitchRole",
                principal: &principal,
                source_ip,
                user_agent: &agent,
                error: None,
                additional: json!({"RedirectTo": redirect}),
            };
            console_event(tx, &event);
            Box::pin(async { Ok(()) })
        })
        .await
}

/// Checks the code, changes the password where that is due, issues the credentials and records it, all in one commit.
async fn open(
    system: &System,
    principal: Principal,
    devices: &[String],
    code: Option<&str>,
    shown: Shown,
    browser: &Browser<'_>,
) -> Result<Answer, Failure> {
    let (devices, code) = (devices.to_vec(), code.map(str::to_owned));
    let (agent, origin, source_ip) = (browser.user_agent.to_owned(), browser.origin.to_owned(), browser.source_ip);
    system
        .act("iam", "GetLoginProfile", move |tx| {
            let (principal, devices, code, shown) = (principal.clone(), devices.clone(), code.clone(), shown.clone());
            let (user_agent, origin) = (agent.clone(), origin.clone());
            Box::pin(async move {
                let browser = Browser { source_ip, user_agent: &user_agent, origin: &origin };
                let used = match code {
                    None => None,
                    Some(code) => match verified_by(tx, &principal, &devices, &code).await? {
                        Some(serial) => Some(serial),
                        None => {
                            note(tx, &principal, &browser, Some("Failed authentication"), None);
                            return Ok(Answer::Refused);
                        }
                    },
                };
                if let Shown::NewPassword(new, profile) = &shown {
                    let present = tx.get::<LoginProfile>(&principal.account, "", &principal.principal_id).await?;
                    let Some(mut present) = present.filter(|p| p.body.password == profile.body.password) else {
                        return Ok(Answer::Refused);
                    };
                    login_profiles::replace_for(tx, &principal.account, &mut present.body, new).await?;
                    present.body.reset_required = false;
                    tx.put(&present)?;
                }
                if !matches!(shown, Shown::Key)
                    && let Some(name) = principal.user_name.as_deref()
                    && let Some(mut user) = tx.get::<User>(&principal.account, "", &id_of(name)).await?
                {
                    user.body.password_last_used = Some(tx.call().time.as_millisecond());
                    tx.put(&user)?;
                }
                note(tx, &principal, &browser, None, used.as_deref());
                let signed_in = session(tx, principal, used.is_some());
                let credentials = plane::session::issue(tx.plane(), signed_in.clone());
                Ok(Answer::Session(Box::new(signed_in), credentials))
            })
        })
        .await
}

/// The device whose code it is.
async fn verified_by(
    tx: &mut Transaction<'_>,
    principal: &Principal,
    devices: &[String],
    code: &str,
) -> Result<Option<String>, Failure> {
    let identities = tx.plane().identities().clone();
    for serial in devices {
        if identities.check_mfa(tx, principal, serial, code).await? {
            return Ok(Some(serial.clone()));
        }
    }
    Ok(None)
}

async fn record(
    system: &System,
    principal: &Principal,
    browser: &Browser<'_>,
    error: Option<&'static str>,
    device: Option<&str>,
) -> Result<(), Failure> {
    let (principal, device) = (principal.clone(), device.map(str::to_owned));
    let (agent, origin, source_ip) = (browser.user_agent.to_owned(), browser.origin.to_owned(), browser.source_ip);
    system
        .act("iam", "GetLoginProfile", move |tx| {
            note(tx, &principal, &Browser { source_ip, user_agent: &agent, origin: &origin }, error, device.as_deref());
            Box::pin(async { Ok(()) })
        })
        .await
}

fn note(tx: &mut Transaction<'_>, principal: &Principal, browser: &Browser<'_>, error: Option<&str>, device: Option<&str>) {
    let mut additional = json!({
        "LoginTo": format!("{}/", browser.origin),
        "MobileVersion": "No",
        "MFAUsed": if device.is_some() { "Yes" } else { "No" },
    });
    if let (Some(serial), Some(members)) = (device, additional.as_object_mut()) {
        members.insert("MFAIdentifier".to_owned(), serial.into());
    }
    let event = ConsoleEvent {
        name: "ConsoleLogin",
        principal,
        source_ip: browser.source_ip,
        user_agent: browser.user_agent,
        error,
        additional,
    };
    console_event(tx, &event);
}

fn principal_of(account: &str, user: &Stored<User>) -> Principal {
    Principal {
        kind: PrincipalKind::IamUser,
        account: account.to_owned(),
        arn: user.body.arn.clone(),
        principal_id: user.body.id.clone(),
        user_name: Some(user.body.name.clone()),
        access_key_id: String::new(),
        tags: user.tags.clone(),
        session: None,
    }
}

fn session(tx: &Transaction<'_>, principal: Principal, mfa: bool) -> Principal {
    let now = Timestamp::from_second(tx.call().time.as_second()).unwrap_or(tx.call().time);
    let root = principal.is_root();
    let seconds = if root { ROOT_SECONDS } else { USER_SECONDS };
    let session = Session {
        issuer_kind: if root { IssuerKind::Root } else { IssuerKind::IamUser },
        issuer_arn: principal.arn.clone(),
        issuer_id: principal.principal_id.clone(),
        issuer_name: principal.user_name.clone().unwrap_or_default(),
        name: String::new(),
        created: now,
        expires: now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX),
        mfa_at: mfa.then_some(now),
        source_identity: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        policies: Vec::new(),
        policy_arns: Vec::new(),
        chained: false,
        federation: None,
        assumed_root: false,
        signed_in: true,
    };
    Principal { session: Some(session), ..principal }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WAIT, Throttle, wait_after};

    #[test]
    fn the_wait_doubles_up_to_five_minutes() {
        assert_eq!([0, 4, 5, 6, 8].map(|n| wait_after(n, 4)), [0, 0, 1_000, 2_000, 8_000]);
        assert_eq!(wait_after(u32::MAX, 4), LONGEST_WAIT);
    }

    #[test]
    fn guessing_waits_and_the_right_password_forgets() {
        let (throttle, keys) = (Throttle::default(), [("a".to_owned(), 1), ("b".to_owned(), 20)]);
        assert_eq!(throttle.enter(&keys, 0), Ok(()));
        assert_eq!(throttle.enter(&keys, 0), Ok(()));
        assert_eq!(throttle.enter(&keys, 0), Err(1));
        assert_eq!(throttle.enter(&keys, 1_000), Ok(()));
        assert_eq!(throttle.enter(&keys, 1_001), Err(2));
        throttle.right(&keys);
        assert_eq!(throttle.enter(&keys, 1_002), Ok(()));
    }
}
