//! Passwords of users, and the account's password policy.

use plane::{Access, Failure, PrincipalKind, Registry, Stored, Transaction};
use wire::{Common, Unit};

use super::account::settings;
use crate::api::{self, operation};
use crate::common::{Subject, entity, exists, invalid, no_such, now, on, on_user_or_caller, subject, when};
use crate::passwords::{REMEMBERED, check, hash, verify, violation};
use crate::resources::{AccountSettings, LoginProfile, PasswordHash, PasswordPolicy, User};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateLoginProfile>()
        .add::<operation::GetLoginProfile>()
        .add::<operation::UpdateLoginProfile>()
        .add::<operation::DeleteLoginProfile>()
        .add::<operation::ChangePassword>()
        .add::<operation::GetAccountPasswordPolicy>()
        .add::<operation::UpdateAccountPasswordPolicy>()
        .add::<operation::DeleteAccountPasswordPolicy>();
}

/// The user that a request names or the caller. The root user has no password here, so it never has a login profile.
async fn person(tx: &mut Transaction<'_>, name: Option<&str>) -> Result<Box<Stored<User>>, Failure> {
    match subject(tx, name).await? {
        Subject::User(user) => Ok(user),
        Subject::Root => Err(no_such("Login Profile for User root cannot be found.")),
    }
}

async fn profile(tx: &mut Transaction<'_>, user: &User) -> Result<Stored<LoginProfile>, Failure> {
    let account = tx.account();
    let found = tx.get::<LoginProfile>(account, "", &user.id).await?;
    found.ok_or_else(|| no_such(format!("Login Profile for User {} cannot be found.", user.name)))
}

fn shown(user: &User, profile: &LoginProfile) -> api::LoginProfile {
    api::LoginProfile {
        user_name: user.name.clone(),
        create_date: when(profile.created_at),
        password_reset_required: Some(profile.reset_required),
    }
}

/// Checks a new password against the account's policy and hashes it.
async fn accept(tx: &mut Transaction<'_>, account: &str, password: &str) -> Result<PasswordHash, Failure> {
    let policy = policy_of(tx, account).await?;
    let account = plane::account::get(&tx.reader(), account).await?;
    let names: Vec<&str> = account.iter().flat_map(|a| [a.body.name.as_str(), a.body.email.as_str()]).collect();
    check(policy.as_ref(), &names, password)?;
    hash(&tx.plane().ids, password).await
}

async fn policy_of(tx: &mut Transaction<'_>, account: &str) -> Result<Option<PasswordPolicy>, Failure> {
    let settings = tx.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
    Ok(settings.and_then(|settings| settings.body.password_policy))
}

/// Replaces the password of a profile, unless it was used before within the memory that the policy asks for.
async fn replace(tx: &mut Transaction<'_>, profile: &mut LoginProfile, password: &str) -> Result<(), Failure> {
    let account = tx.account();
    replace_for(tx, account, profile, password).await
}

/// As [`replace`], in an account that is not the caller's own.
pub(crate) async fn replace_for(
    tx: &mut Transaction<'_>,
    account: &str,
    profile: &mut LoginProfile,
    password: &str,
) -> Result<(), Failure> {
    let new = accept(tx, account, password).await?;
    let forbidden = policy_of(tx, account).await?.and_then(|p| p.reuse_prevention).unwrap_or(0);
    let forbidden = usize::try_from(forbidden).unwrap_or_default();
    for earlier in std::iter::once(&profile.password).chain(&profile.earlier).take(forbidden) {
        if verify(earlier, password).await? {
            return Err(violation(&format!("it must not be one of the last {forbidden} passwords")));
        }
    }
    let last = std::mem::replace(&mut profile.password, new);
    profile.earlier.insert(0, last);
    profile.earlier.truncate(REMEMBERED);
    profile.changed_at = now(tx);
    Ok(())
}

handle!(CreateLoginProfile {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let account = tx.account();
        let user = person(tx, input.user_name.as_deref()).await?;
        if tx.get::<LoginProfile>(account, "", &user.body.id).await?.is_some() {
            return Err(exists(format!("Login Profile for user {} already exists.", user.body.name)));
        }
        let Some(password) = &input.password else { return Err(invalid("A password is required.")) };
        let at = now(tx);
        let profile = LoginProfile {
            created_at: at,
            password: accept(tx, account, password).await?,
            changed_at: at,
            reset_required: input.password_reset_required.unwrap_or(false),
            earlier: Vec::new(),
        };
        tx.put(&Stored::new(account, "", user.body.id.clone(), profile.clone()))?;
        tx.touched(user.body.arn.clone(), account, "AWS::IAM::User");
        Ok(api::CreateLoginProfileResponse { login_profile: shown(&user.body, &profile) })
    }
});

handle!(GetLoginProfile {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let user = person(tx, input.user_name.as_deref()).await?;
        let profile = profile(tx, &user.body).await?;
        Ok(api::GetLoginProfileResponse { login_profile: shown(&user.body, &profile.body) })
    }
});

handle!(UpdateLoginProfile {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let user = entity::<User>(tx, &input.user_name).await?;
        let mut profile = profile(tx, &user.body).await?;
        if let Some(password) = &input.password {
            replace(tx, &mut profile.body, password).await?;
        }
        if let Some(reset) = input.password_reset_required {
            profile.body.reset_required = reset;
        }
        tx.put(&profile)?;
        tx.touched(user.body.arn, tx.account(), "AWS::IAM::User");
        Ok(Unit {})
    }
});

handle!(DeleteLoginProfile {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let user = person(tx, input.user_name.as_deref()).await?;
        let profile = profile(tx, &user.body).await?;
        tx.delete(&profile);
        tx.touched(user.body.arn.clone(), tx.account(), "AWS::IAM::User");
        Ok(Unit {})
    }
});

handle!(ChangePassword {
    access(_input, lookup) {
        let access = on_user_or_caller(lookup, None).await?;
        let settings = lookup.get::<AccountSettings>(lookup.account(), "", AccountSettings::ID).await?;
        let allowed = settings.and_then(|s| s.body.password_policy).is_some_and(|p| p.allow_change);
        Ok(if allowed { access.allowed_unless_denied() } else { access })
    }
    run(input, tx) {
        let caller = &tx.call().principal;
        let name = caller.user_name.clone().filter(|_| caller.kind == PrincipalKind::IamUser);
        let Some(name) = name else {
            return Err(api::InvalidUserTypeException::new("Only IAM Users can change their own password.").into());
        };
        let user = entity::<User>(tx, &name).await?;
        let mut profile = profile(tx, &user.body).await?;
        if !verify(&profile.body.password, &input.old_password).await? {
            return Err(Failure::common(Common::AccessDenied, "The old password was incorrect."));
        }
        replace(tx, &mut profile.body, &input.new_password).await?;
        profile.body.reset_required = false;
        tx.put(&profile)?;
        tx.touched(user.body.arn, tx.account(), "AWS::IAM::User");
        Ok(Unit {})
    }
});

fn no_policy(account: &str) -> Failure {
    no_such(format!("The Password Policy with domain name {account} cannot be found."))
}

handle!(GetAccountPasswordPolicy {
    access(_input, _lookup) { Ok(Access::any()) }
    run(_input, tx) {
        let Some(policy) = settings(tx).await?.body.password_policy else { return Err(no_policy(tx.account())) };
        Ok(api::GetAccountPasswordPolicyResponse {
            password_policy: api::PasswordPolicy {
                minimum_password_length: Some(policy.minimum_length),
                require_symbols: Some(policy.require_symbols),
                require_numbers: Some(policy.require_numbers),
                require_uppercase_characters: Some(policy.require_uppercase),
                require_lowercase_characters: Some(policy.require_lowercase),
                allow_users_to_change_password: Some(policy.allow_change),
                expire_passwords: Some(policy.max_age.is_some()),
                max_password_age: policy.max_age,
                password_reuse_prevention: policy.reuse_prevention,
                hard_expiry: policy.hard_expiry,
            },
        })
    }
});

handle!(UpdateAccountPasswordPolicy {
    access(_input, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let mut settings = settings(tx).await?;
        // What a request leaves out gets its default, not its present value.
        settings.body.password_policy = Some(PasswordPolicy {
            minimum_length: input.minimum_password_length.unwrap_or(6),
            require_symbols: input.require_symbols.unwrap_or(false),
            require_numbers: input.require_numbers.unwrap_or(false),
            require_uppercase: input.require_uppercase_characters.unwrap_or(false),
            require_lowercase: input.require_lowercase_characters.unwrap_or(false),
            allow_change: input.allow_users_to_change_password.unwrap_or(false),
            max_age: input.max_password_age,
            reuse_prevention: input.password_reuse_prevention,
            hard_expiry: input.hard_expiry,
        });
        tx.put(&settings)?;
        Ok(Unit {})
    }
});

handle!(DeleteAccountPasswordPolicy {
    access(_input, _lookup) { Ok(Access::any()) }
    run(_input, tx) {
        let mut settings = settings(tx).await?;
        if settings.body.password_policy.take().is_none() {
            return Err(no_policy(tx.account()));
        }
        tx.put(&settings)?;
        Ok(Unit {})
    }
});
