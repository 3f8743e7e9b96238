//! Message authentication codes.

use aws_lc_rs::{constant_time, hmac};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::check_tokens;
use super::crypto::private;
use crate::api::{self, GrantOperation, KMSInvalidMacException, MacAlgorithmSpec, operation};
use crate::errors::{dry_run, wrong_usage};
use crate::place::{self, Takes, Want};
use crate::resources::Key;
use crate::specs::mac_algorithms;
use crate::states::{Needs, check};

const GENERATE: Want<'static> = want("kms:GenerateMac", GrantOperation::GenerateMac);
const VERIFY: Want<'static> = want("kms:VerifyMac", GrantOperation::VerifyMac);

const fn want(action: &'static str, operation: GrantOperation) -> Want<'static> {
    Want { action, grantable: Some(operation), context: &[], via: None, across_accounts: true, child: None }
}

/// The code of a message.
fn code(algorithm: MacAlgorithmSpec, secret: &[u8], message: &[u8]) -> hmac::Tag {
    let algorithm = match algorithm {
        MacAlgorithmSpec::HmacSha224 => hmac::HMAC_SHA224,
        MacAlgorithmSpec::HmacSha256 => hmac::HMAC_SHA256,
        MacAlgorithmSpec::HmacSha384 => hmac::HMAC_SHA384,
        MacAlgorithmSpec::HmacSha512 => hmac::HMAC_SHA512,
    };
    hmac::sign(&hmac::Key::new(algorithm, secret), message)
}

async fn key(tx: &mut Transaction<'_>, key_id: &str, want: Want<'_>, algorithm: MacAlgorithmSpec) -> Result<Key, Failure> {
    let key = place::held(tx, key_id, Takes::Aliases, want).await?.body;
    let arn = key.arn(&tx.plane().settings.partition);
    check(&arn, key.state, Needs::Enabled)?;
    if mac_algorithms(key.spec).is_empty() {
        return Err(wrong_usage(format!(
            "{arn} key usage is {} which is not valid for {}.",
            key.usage,
            tx.call().operation.name
        )));
    }
    if !mac_algorithms(key.spec).contains(&algorithm) {
        return Err(wrong_usage(format!("Algorithm {algorithm} and key spec {} are incompatible for key {arn}.", key.spec)));
    }
    Ok(key)
}

impl Handle for operation::GenerateMac {
    async fn access(input: &api::GenerateMacRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, GENERATE).await?;
        Ok(access.key("kms:MacAlgorithm", input.mac_algorithm.as_str()))
    }
    async fn run(input: &api::GenerateMacRequest, tx: &mut Transaction<'_>) -> Result<api::GenerateMacResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, GENERATE, input.mac_algorithm).await?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        let secret = private(tx, &key).await?;
        let mac = code(input.mac_algorithm, &secret, &input.message);
        Ok(api::GenerateMacResponse {
            mac: Some(mac.as_ref().to_vec().into()),
            mac_algorithm: Some(input.mac_algorithm),
            key_id: Some(key.arn(&tx.plane().settings.partition)),
        })
    }
}

impl Handle for operation::VerifyMac {
    async fn access(input: &api::VerifyMacRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::on_key(lookup, &input.key_id, Takes::Aliases, VERIFY).await?;
        Ok(access.key("kms:MacAlgorithm", input.mac_algorithm.as_str()))
    }
    async fn run(input: &api::VerifyMacRequest, tx: &mut Transaction<'_>) -> Result<api::VerifyMacResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let key = key(tx, &input.key_id, VERIFY, input.mac_algorithm).await?;
        let secret = private(tx, &key).await?;
        let mac = code(input.mac_algorithm, &secret, &input.message);
        constant_time::verify_slices_are_equal(mac.as_ref(), &input.mac)
            .map_err(|_| Failure::from(KMSInvalidMacException::new("")))?;
        if input.dry_run == Some(true) {
            return Err(dry_run());
        }
        Ok(api::VerifyMacResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            mac_valid: Some(true),
            mac_algorithm: Some(input.mac_algorithm),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 1 of RFC 4231.
    #[test]
    fn published_codes() {
        let expected = [
            (MacAlgorithmSpec::HmacSha224, "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"),
            (MacAlgorithmSpec::HmacSha256, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                MacAlgorithmSpec::HmacSha384,
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
            ),
            (
                MacAlgorithmSpec::HmacSha512,
                "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
            ),
        ];
        for (algorithm, mac) in expected {
            assert_eq!(hex::encode(code(algorithm, &[0x0b; 20], b"Hi There").as_ref()), mac, "{algorithm}");
        }
    }
}
