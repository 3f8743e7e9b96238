//! Passwords: how they are kept, and what the account's password policy asks of them.

use argon2::{Algorithm, Argon2, Params, Version};
use plane::{Failure, Ids};
use zeroize::Zeroizing;

use crate::api::PasswordPolicyViolationException;
use crate::resources::{PasswordHash, PasswordPolicy};

/// Argon2id as OWASP recommends it at the least: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;

/// Most earlier passwords that reuse prevention can ask for.
pub(crate) const REMEMBERED: usize = 24;

/// The characters that count as symbols.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html>.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// Hashes a password with a new salt. It takes tens of milliseconds of processor time, so it runs beside the event loop.
pub(crate) async fn hash(ids: &Ids, password: &str) -> Result<PasswordHash, Failure> {
    let salt = ids.bytes::<16>();
    let like = PasswordHash { memory: MEMORY_KIB, passes: PASSES, lanes: LANES, salt: hex::encode(salt), hash: String::new() };
    let hash = derive(&like, password).await?;
    Ok(PasswordHash { hash: hex::encode(hash), ..like })
}

/// What no password hashes to, at the cost of a real one.
pub(crate) fn costly_nothing() -> PasswordHash {
    let (salt, hash) = ("00".repeat(16), "00".repeat(HASH_BYTES));
    PasswordHash { memory: MEMORY_KIB, passes: PASSES, lanes: LANES, salt, hash }
}

/// Whether a password is the one that was hashed.
pub(crate) async fn verify(known: &PasswordHash, password: &str) -> Result<bool, Failure> {
    let expected = hex::decode(&known.hash).map_err(Failure::internal)?;
    let given = derive(known, password).await?;
    Ok(aws_lc_rs::constant_time::verify_slices_are_equal(&expected, &given).is_ok())
}

async fn derive(like: &PasswordHash, password: &str) -> Result<[u8; HASH_BYTES], Failure> {
    let params = Params::new(like.memory, like.passes, like.lanes, Some(HASH_BYTES)).map_err(Failure::internal)?;
    let salt = hex::decode(&like.salt).map_err(Failure::internal)?;
    let password = Zeroizing::new(password.as_bytes().to_vec());
    tokio::task::spawn_blocking(move || {
        let mut hash = [0; HASH_BYTES];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(&password, &salt, &mut hash).map(|()| hash)
    })
    .await
    .map_err(Failure::internal)?
    .map_err(Failure::internal)
}

/// Checks a password against the account's policy, or against AWS's default where there is none.
///
/// # Errors
/// `PasswordPolicyViolation`.
pub(crate) fn check(policy: Option<&PasswordPolicy>, account_names: &[&str], password: &str) -> Result<(), Failure> {
    let length = password.chars().count();
    let upper = password.chars().any(|c| c.is_ascii_uppercase());
    let lower = password.chars().any(|c| c.is_ascii_lowercase());
    let digit = password.chars().any(|c| c.is_ascii_digit());
    let symbol = password.chars().any(|c| SYMBOLS.contains(c));
    let mut wrong = Vec::new();
    match policy {
        Some(policy) => {
            let minimum = usize::try_from(policy.minimum_length).unwrap_or_default();
            if length < minimum {
                wrong.push(format!("it must have at least {minimum} characters"));
            }
            for (needed, there, what) in [
                (policy.require_uppercase, upper, "an upper-case letter"),
                (policy.require_lowercase, lower, "a lower-case letter"),
                (policy.require_numbers, digit, "a number"),
                (policy.require_symbols, symbol, "a symbol"),
            ] {
                if needed && !there {
                    wrong.push(format!("it must have {what}"));
                }
            }
        }
        None => {
            if length < 8 {
                wrong.push("it must have at least 8 characters".to_owned());
            }
            if [upper, lower, digit, symbol].iter().filter(|there| **there).count() < 3 {
                wrong.push("it must have three of: upper-case letter, lower-case letter, number, symbol".to_owned());
            }
            if account_names.iter().any(|name| name.eq_ignore_ascii_case(password)) {
                wrong.push("it must not be the account's name or e-mail address".to_owned());
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(violation(&wrong.join(", "))) }
}

impl PasswordPolicy {
    /// When a password that was set at `changed_at` expires, both in milliseconds since 1970; none if passwords do not.
    /// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html>.
    pub(crate) fn expires_at(&self, changed_at: i64) -> Option<i64> {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        self.max_age.map(|days| changed_at.saturating_add(i64::from(days).saturating_mul(DAY)))
    }
}

/// `PasswordPolicyViolation`, saying what is wrong.
pub(crate) fn violation(what: &str) -> Failure {
    PasswordPolicyViolationException::new(format!("Password does not conform to the account password policy: {what}.")).into()
}

#[cfg(test)]
mod tests {
    use plane::Ids;

    use super::{check, hash, verify};
    use crate::resources::PasswordPolicy;

    #[tokio::test]
    async fn only_the_password_itself_verifies() {
        let known = hash(&Ids::seeded(1), "correct horse").await.unwrap();
        assert!(verify(&known, "correct horse").await.unwrap());
        assert!(!verify(&known, "correct horsf").await.unwrap());
        assert!(!format!("{known:?}").contains("correct"));
    }

    #[test]
    fn the_default_policy_is_that_of_aws() {
        for (password, fine) in [
            ("Abcdefg1", true),
            ("abcdef1!", true),
            ("abcdefg1", false),
            ("Abcdef1", false),
            ("ABC12345", false),
            ("owner@Example.com", false),
        ] {
            assert_eq!(check(None, &["owner@example.com"], password).is_ok(), fine, "{password}");
        }
    }

    #[test]
    fn every_rule_of_a_policy_counts() {
        let policy = PasswordPolicy {
            minimum_length: 10,
            require_symbols: true,
            require_numbers: true,
            require_uppercase: true,
            require_lowercase: true,
            allow_change: false,
            max_age: None,
            reuse_prevention: None,
            hard_expiry: None,
        };
        for (password, fine) in [
            ("Abcdefg1!x", true),
            ("Abcdefg1!", false),
            ("abcdefg1!x", false),
            ("ABCDEFG1!X", false),
            ("Abcdefgh!x", false),
            ("Abcdefg1ux", false),
            ("Abcdefg1~x", false),
        ] {
            assert_eq!(check(Some(&policy), &[], password).is_ok(), fine, "{password}");
        }
    }
}
