//! The attributes of an assertion, and the condition keys that AWS makes of them.

/// The prefix of AWS's own attributes.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>.
const AWS: &str = "https://aws.amazon.com/SAML/Attributes/";

/// Names of attributes in assertions and the condition keys that they become.
/// See "Available keys for SAML-based AWS STS federation" at
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml>.
const KEYS: &[(&str, &str)] = &[
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "saml:eduPersonAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "saml:eduPersonNickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "saml:eduPersonOrgDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.4", "saml:eduPersonOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.5", "saml:eduPersonPrimaryAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "saml:eduPersonPrincipalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "saml:eduPersonEntitlement"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.8", "saml:eduPersonPrimaryOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "saml:eduPersonScopedAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "saml:eduPersonTargetedID"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "saml:eduPersonAssurance"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "saml:eduOrgHomePageURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.3", "saml:eduOrgIdentityAuthNPolicyURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.4", "saml:eduOrgLegalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.5", "saml:eduOrgSuperiorURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.6", "saml:eduOrgWhitePagesURI"),
    ("urn:oid:2.5.4.3", "saml:cn"),
    ("urn:oid:2.5.4.4", "saml:surname"),
    ("urn:oid:2.5.4.42", "saml:givenName"),
    ("urn:oid:0.9.2342.19200300.100.1.3", "saml:mail"),
    ("urn:oid:0.9.2342.19200300.100.1.1", "saml:uid"),
    ("http://schemas.xmlsoap.org/claims/CommonName", "saml:commonName"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "saml:name"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "saml:givenName"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "saml:surname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "saml:mail"),
    ("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid", "saml:primaryGroupSID"),
];

/// Attributes by name, each with all its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes(Vec<(String, Vec<String>)>);

impl Attributes {
    /// Adds values to an attribute: a statement may be split.
    pub(super) fn add(&mut self, name: &str, values: Vec<String>) {
        match self.0.iter_mut().find(|(have, _)| have == name) {
            Some((_, have)) => have.extend(values),
            None => self.0.push((name.to_owned(), values)),
        }
    }

    /// The values of one of AWS's own attributes.
    pub(super) fn of_aws(&self, name: &str) -> &[String] {
        let found = self.0.iter().find(|(have, _)| have.strip_prefix(AWS) == Some(name));
        found.map_or(&[], |(_, values)| values.as_slice())
    }

    /// The attributes of AWS whose name goes on after `prefix`, with what follows it.
    pub(super) fn of_aws_after<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a [String])> {
        self.0.iter().filter_map(move |(name, values)| Some((name.strip_prefix(AWS)?.strip_prefix(prefix)?, values.as_slice())))
    }

    /// The condition keys of those that AWS knows.
    pub(super) fn condition_keys(&self) -> Vec<(String, Vec<String>)> {
        let mut keys: Vec<(String, Vec<String>)> = Vec::new();
        for (name, values) in &self.0 {
            for (_, key) in KEYS.iter().filter(|(known, _)| known == name) {
                match keys.iter_mut().find(|(have, _)| have == key) {
                    Some((_, have)) => have.extend(values.iter().cloned()),
                    None => keys.push(((*key).to_owned(), values.clone())),
                }
            }
        }
        keys
    }
}
