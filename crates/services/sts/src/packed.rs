//! How much room the policies and tags of a session take.
//!
//! AWS compresses them "into a packed binary format that has a separate limit" and tells the percentage of it, but neither the format nor the limit.
//! Here it is a length-prefixed list compressed with DEFLATE, and the limit is [`LIMIT`].

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use policy::{Policy, PolicyKind};
use wire::Failure;

use crate::api::{MalformedPolicyDocumentException, PackedPolicyTooLargeException, PolicyDescriptorType};
use crate::arns::policy_account;
use crate::errors::constraint;

/// Room for the packed policies and tags of one session, bytes. With it, a token stays near the 4,096 bytes that AWS says its own mostly stay below.
pub(crate) const LIMIT: usize = 2_048;
/// Longest inline session policy, characters. Source: "IAM and AWS STS quotas".
const MAX_POLICY: usize = 2_048;
/// Managed session policies of one session. Source: the API reference of AssumeRole.
const MAX_ARNS: usize = 10;

/// The session policies of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SessionPolicies {
    /// The inline policy, as given.
    pub policy: Option<String>,
    /// The managed ones.
    pub arns: Vec<String>,
}

/// Reads the session policies of a request. `account` is the one whose managed policies may be named.
///
/// # Errors
/// `MalformedPolicyDocument`; `ValidationError` for lengths and ARNs.
pub(crate) fn session_policies(
    policy: Option<&String>,
    arns: Option<&Vec<PolicyDescriptorType>>,
    account: &str,
    partition: &str,
) -> Result<SessionPolicies, Failure> {
    if let Some(text) = policy {
        if text.chars().count() > MAX_POLICY {
            return Err(constraint("policy", "Member must have length less than or equal to 2048"));
        }
        Policy::parse(text, PolicyKind::Session).map_err(|error| MalformedPolicyDocumentException::new(error.to_string()))?;
    }
    let arns: Vec<String> = arns.into_iter().flatten().filter_map(|descriptor| descriptor.arn.clone()).collect();
    if arns.len() > MAX_ARNS {
        return Err(constraint("policyArns", "Member must have length less than or equal to 10"));
    }
    if let Some(foreign) =
        arns.iter().find(|arn| !policy_account(arn, partition).is_some_and(|owner| owner == "aws" || owner == account))
    {
        return Err(Failure::validation(format!("ARN {foreign} is not valid.")));
    }
    Ok(SessionPolicies { policy: policy.cloned(), arns })
}

/// How full the room is, percent rounded up; nothing if there is nothing to pack.
///
/// # Errors
/// `PackedPolicyTooLarge` beyond 100.
pub(crate) fn packed_size(policies: &SessionPolicies, tags: &[(String, String)]) -> Result<Option<i32>, Failure> {
    if policies.policy.is_none() && policies.arns.is_empty() && tags.is_empty() {
        return Ok(None);
    }
    let packed = pack(policies, tags)?;
    let percent = (packed.len() * 100).div_ceil(LIMIT);
    if percent > 100 {
        let message = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
        return Err(PackedPolicyTooLargeException::new(message).into());
    }
    Ok(i32::try_from(percent).ok())
}

fn pack(policies: &SessionPolicies, tags: &[(String, String)]) -> Result<Vec<u8>, Failure> {
    // White space outside of strings means nothing, so it takes no room.
    let policy = policies.policy.as_deref().map(|text| match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => value.to_string(),
        Err(_) => text.to_owned(),
    });
    let texts = policy.iter().chain(&policies.arns).chain(tags.iter().flat_map(|(key, value)| [key, value]));
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    for text in texts {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes();
        encoder.write_all(&length).and_then(|()| encoder.write_all(text.as_bytes())).map_err(Failure::internal)?;
    }
    encoder.finish().map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, SessionPolicies, pack, packed_size, session_policies};
    use crate::api::PolicyDescriptorType;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;

    fn inline(text: &str) -> SessionPolicies {
        SessionPolicies { policy: Some(text.to_owned()), arns: Vec::new() }
    }

    /// Text that does not compress below about six bits a character.
    fn noise(seed: u64, length: usize) -> String {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"[(state >> 58) as usize])
            })
            .collect()
    }

    #[test]
    fn nothing_packed_has_no_size() {
        assert_eq!(packed_size(&SessionPolicies::default(), &[]).unwrap(), None);
    }

    #[test]
    fn the_size_is_that_of_what_is_packed() {
        let small = packed_size(&inline(POLICY), &[]).unwrap().unwrap();
        assert_eq!(small, i32::try_from((pack(&inline(POLICY), &[]).unwrap().len() * 100).div_ceil(LIMIT)).unwrap());
        assert!((1..=10).contains(&small), "{small}");
        let tags: Vec<(String, String)> = (0..10).map(|i| (noise(i, 20), noise(i + 100, 40))).collect();
        let larger = packed_size(&inline(POLICY), &tags).unwrap().unwrap();
        assert!(larger > small + 10, "{larger}");
    }

    #[test]
    fn white_space_takes_no_room() {
        let spaced = POLICY.replace(':', " :   ").replace("s3 :   ", "s3:");
        assert_eq!(packed_size(&inline(&spaced), &[]).unwrap(), packed_size(&inline(POLICY), &[]).unwrap());
    }

    #[test]
    fn too_much_is_refused_with_its_size() {
        let tags: Vec<(String, String)> = (0..50).map(|i| (noise(i, 60), noise(i + 100, 200))).collect();
        let failure = packed_size(&SessionPolicies::default(), &tags).unwrap_err();
        let percent: usize =
            failure.message.split_once("consumes ").and_then(|(_, rest)| rest.split_once('%')).unwrap().0.parse().unwrap();
        assert!(percent > 300, "{}", failure.message);
    }

    #[test]
    fn session_policies_are_checked() {
        let arn = |text: &str| PolicyDescriptorType { arn: Some(text.to_owned()) };
        let read = |policy: Option<&str>, arns: Vec<PolicyDescriptorType>| {
            session_policies(policy.map(str::to_owned).as_ref(), Some(&arns), "111122223333", "aws")
        };
        let good =
            read(Some(POLICY), vec![arn("arn:aws:iam::aws:policy/ReadOnlyAccess"), arn("arn:aws:iam::111122223333:policy/p")])
                .unwrap();
        assert_eq!((good.policy.as_deref(), good.arns.len()), (Some(POLICY), 2));
        assert!(read(None, vec![arn("arn:aws:iam::444455556666:policy/p")]).is_err());
        assert!(read(None, vec![arn("arn:aws:iam::aws:policy/p"); 10]).is_ok());
        assert!(read(None, vec![arn("arn:aws:iam::aws:policy/p"); 11]).is_err());
        assert!(read(Some(&format!("{POLICY}{}", " ".repeat(2_048))), Vec::new()).is_err());
        for text in [
            "{",
            "[]",
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}"#,
        ] {
            let failure = read(Some(text), Vec::new()).unwrap_err();
            assert!(
                matches!(failure.kind, wire::failure::Kind::Modelled { ref code, .. } if code == "MalformedPolicyDocument"),
                "{text}"
            );
        }
    }
}
