//! Grants: which of them permit a request, and the policy statements that they are then.
//!
//! See <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use plane::Failure;
use serde_json::json;

use crate::api::{GrantConstraints, GrantListEntry, GrantOperation, InvalidGrantTokenException};
use crate::resources::{Constraints, Grant};

/// Whether an operation takes an encryption context, which constraints can look at.
pub(crate) fn takes_context(operation: GrantOperation) -> bool {
    use GrantOperation::{
        Decrypt, Encrypt, GenerateDataKey, GenerateDataKeyPair, GenerateDataKeyPairWithoutPlaintext,
        GenerateDataKeyWithoutPlaintext, ReEncryptFrom, ReEncryptTo,
    };
    matches!(
        operation,
        Decrypt
            | Encrypt
            | GenerateDataKey
            | GenerateDataKeyPair
            | GenerateDataKeyPairWithoutPlaintext
            | GenerateDataKeyWithoutPlaintext
            | ReEncryptFrom
            | ReEncryptTo
    )
}

impl Constraints {
    /// Whether a context is as the constraints ask for; names and values are compared exactly, in any order.
    pub(crate) fn admit(&self, context: &[(String, String)]) -> bool {
        let holds = |pairs: &[(String, String)]| pairs.iter().all(|pair| context.contains(pair));
        self.equals.as_ref().is_none_or(|pairs| pairs.len() == context.len() && holds(pairs))
            && self.subset.as_ref().is_none_or(|pairs| holds(pairs))
    }

    /// Whether these admit nothing that `outer` does not: what a grant made by means of a grant must do.
    pub(crate) fn within(&self, outer: &Self) -> bool {
        let equals = match &outer.equals {
            None => true,
            Some(pairs) => {
                self.equals.as_ref().is_some_and(|own| own.len() == pairs.len() && own.iter().all(|p| pairs.contains(p)))
            }
        };
        let subset = match &outer.subset {
            None => true,
            Some(pairs) => {
                let own = self.equals.as_ref().or(self.subset.as_ref());
                own.is_some_and(|own| pairs.iter().all(|p| own.contains(p)))
            }
        };
        equals && subset && (outer.source_arn.is_none() || self.source_arn == outer.source_arn)
    }

    /// As requests have them.
    pub(crate) fn read(given: Option<&GrantConstraints>) -> Self {
        let pairs = |map: &Option<BTreeMap<String, String>>| {
            map.as_ref().map(|map| map.iter().map(|(k, v)| (k.clone(), v.clone())).collect::<Vec<_>>())
        };
        given.map_or_else(Self::default, |c| Self {
            equals: pairs(&c.encryption_context_equals),
            subset: pairs(&c.encryption_context_subset),
            source_arn: c.source_arn.clone(),
        })
    }

    fn shown(&self) -> Option<GrantConstraints> {
        if *self == Self::default() {
            return None;
        }
        let map = |pairs: &Option<Vec<(String, String)>>| pairs.as_ref().map(|pairs| pairs.iter().cloned().collect());
        Some(GrantConstraints {
            encryption_context_equals: map(&self.equals),
            encryption_context_subset: map(&self.subset),
            source_arn: self.source_arn.clone(),
        })
    }
}

/// What is asked of a key's grants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The operation.
    pub operation: GrantOperation,
    /// Its encryption context.
    pub context: &'a [(String, String)],
    /// The grant that is to be made, by CreateGrant.
    pub child: Option<(&'a [GrantOperation], &'a Constraints)>,
}

impl Grant {
    /// Whether it permits what is asked, whoever asks.
    pub(crate) fn permits(&self, asked: Asked<'_>) -> bool {
        if !self.operations.contains(&asked.operation) {
            return false;
        }
        if takes_context(asked.operation) && !self.constraints.admit(asked.context) {
            return false;
        }
        asked.child.is_none_or(|(operations, constraints)| {
            operations.iter().all(|o| self.operations.contains(o)) && constraints.within(&self.constraints)
        })
    }

    /// As lists show it.
    pub(crate) fn entry(&self, partition: &str) -> GrantListEntry {
        let (grantee, service) = if self.grantee_is_service { (None, Some(&self.grantee)) } else { (Some(&self.grantee), None) };
        let retiring = self.retiring.clone();
        GrantListEntry {
            key_id: Some(format!("arn:{partition}:kms:{}:{}:key/{}", self.region, self.account, self.key_id)),
            grant_id: Some(self.id.clone()),
            name: self.name.clone(),
            creation_date: jiff::Timestamp::from_millisecond(self.created).ok(),
            grantee_principal: grantee.cloned(),
            grantee_service_principal: service.cloned(),
            retiring_principal: retiring.clone().filter(|_| !self.retiring_is_service),
            retiring_service_principal: retiring.filter(|_| self.retiring_is_service),
            issuing_account: Some(format!("arn:{partition}:iam::{}:root", self.issuing_account)),
            operations: Some(self.operations.clone()),
            constraints: self.constraints.shown(),
        }
    }

    /// Its token: names the grant, and is no secret. Grants hold from the moment they are made, so nobody needs one.
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("grant\n{}\n{}\n{}\n{}", self.account, self.region, self.key_id, self.id))
    }
}

/// What a grant token names: account, region, key and grant.
///
/// # Errors
/// `InvalidGrantTokenException`.
pub(crate) fn read_token(token: &str) -> Result<[String; 4], Failure> {
    let invalid = || Failure::from(InvalidGrantTokenException::new("Invalid grant token"));
    let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(invalid)?;
    let mut parts = text.strip_prefix("grant\n").ok_or_else(invalid)?.split('\n').map(str::to_owned);
    match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(account), Some(region), Some(key), Some(grant), None) => Ok([account, region, key, grant]),
        _ => Err(invalid()),
    }
}

/// The statements that grants are for this request; none if none permits it. Denies elsewhere still decide.
pub(crate) fn statements<'a>(grants: impl IntoIterator<Item = &'a Grant>, action: &str, asked: Asked<'_>) -> Option<String> {
    let statements: Vec<_> = grants
        .into_iter()
        .filter(|grant| grant.permits(asked))
        .map(|grant| {
            let kind = if grant.grantee_is_service { "Service" } else { "AWS" };
            let mut statement = json!({"Effect": "Allow", "Principal": {kind: grant.grantee}, "Action": action, "Resource": "*"});
            if let (Some(arn), Some(statement)) = (&grant.constraints.source_arn, statement.as_object_mut()) {
                statement.insert("Condition".to_owned(), json!({"ArnEquals": {"aws:SourceArn": arn}}));
            }
            statement
        })
        .collect();
    // The older version knows no variables: names in grants are what they are.
    (!statements.is_empty()).then(|| json!({"Version": "2008-10-17", "Statement": statements}).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn grant(operations: &[GrantOperation], constraints: Constraints) -> Grant {
        Grant {
            id: "g".to_owned(),
            key_id: "k".to_owned(),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            name: None,
            created: 0,
            grantee: "arn:aws:iam::111122223333:role/r".to_owned(),
            grantee_is_service: false,
            retiring: None,
            retiring_is_service: false,
            issuer: String::new(),
            issuing_account: "111122223333".to_owned(),
            operations: operations.to_vec(),
            constraints,
        }
    }

    #[test]
    fn constraints_look_at_the_whole_context_or_at_a_part() {
        let equals = Constraints { equals: Some(pairs(&[("a", "1"), ("b", "2")])), ..Constraints::default() };
        let subset = Constraints { subset: Some(pairs(&[("a", "1")])), ..Constraints::default() };
        type Case = (&'static [(&'static str, &'static str)], bool, bool);
        let table: [Case; 6] = [
            (&[("b", "2"), ("a", "1")], true, true),
            (&[("a", "1")], false, true),
            (&[("a", "1"), ("b", "2"), ("c", "3")], false, true),
            (&[("A", "1"), ("b", "2")], false, false),
            (&[("a", "2"), ("b", "2")], false, false),
            (&[], false, false),
        ];
        for (context, by_equals, by_subset) in table {
            let context = pairs(context);
            assert_eq!((equals.admit(&context), subset.admit(&context)), (by_equals, by_subset), "{context:?}");
            assert!(Constraints::default().admit(&context));
        }
    }

    #[test]
    fn a_grant_permits_its_operations_and_describes_without_context() {
        let constraints = Constraints { subset: Some(pairs(&[("a", "1")])), ..Constraints::default() };
        let grant = grant(&[GrantOperation::Decrypt, GrantOperation::DescribeKey], constraints);
        let with = pairs(&[("a", "1")]);
        let asked = |operation, context| Asked { operation, context, child: None };
        assert!(grant.permits(asked(GrantOperation::Decrypt, &with)));
        assert!(!grant.permits(asked(GrantOperation::Decrypt, &[])));
        assert!(!grant.permits(asked(GrantOperation::Encrypt, &with)));
        assert!(grant.permits(asked(GrantOperation::DescribeKey, &[])));
    }

    #[test]
    fn a_grant_of_a_grant_is_no_wider() {
        let constraints = Constraints { subset: Some(pairs(&[("a", "1")])), ..Constraints::default() };
        let parent = grant(&[GrantOperation::CreateGrant, GrantOperation::Decrypt], constraints.clone());
        let permits = |operations: &[GrantOperation], constraints: &Constraints| {
            parent.permits(Asked { operation: GrantOperation::CreateGrant, context: &[], child: Some((operations, constraints)) })
        };
        let narrower = Constraints { equals: Some(pairs(&[("a", "1"), ("b", "2")])), ..Constraints::default() };
        assert!(permits(&[GrantOperation::Decrypt], &constraints));
        assert!(permits(&[GrantOperation::Decrypt], &narrower));
        assert!(!permits(&[GrantOperation::Decrypt], &Constraints::default()));
        assert!(!permits(&[GrantOperation::Encrypt], &constraints));
    }

    #[test]
    fn tokens_name_their_grant() {
        let grant = grant(&[GrantOperation::Decrypt], Constraints::default());
        assert_eq!(read_token(&grant.token()).unwrap(), ["111122223333", "us-east-1", "k", "g"]);
        for bad in ["", "nonsense", "Z3JhbnQ"] {
            assert!(read_token(bad).is_err());
        }
    }
}
