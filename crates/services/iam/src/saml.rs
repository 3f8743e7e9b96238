//! What a SAML metadata document has to say before anybody can be federated by it. Pure.
//!
//! The elements are those of "Metadata for the OASIS Security Assertion Markup Language (SAML) V2.0".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use crate::keys::x509::Certificate;

const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Deepest nesting that is followed: real documents have about ten levels.
const MAX_DEPTH: usize = 100;

/// The facts of a metadata document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The issuer of assertions: `entityID`.
    pub entity_id: String,
    /// `validUntil`, if the document says it.
    pub valid_until: Option<Timestamp>,
    /// The keys of the certificates that may sign assertions, X.509 `SubjectPublicKeyInfo`.
    pub signing_keys: Vec<Vec<u8>>,
}

/// What is wrong with a metadata document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Not well-formed XML, or with a document type (which could define entities).
    #[error("it is not well-formed XML")]
    Xml,
    /// The root is not an `EntityDescriptor` of SAML 2.0.
    #[error("its root element is not EntityDescriptor")]
    Root,
    /// No `entityID`.
    #[error("the issuer (entityID) is missing")]
    Issuer,
    /// `validUntil` is not a time.
    #[error("validUntil is not a time")]
    ValidUntil,
    /// No `IDPSSODescriptor`.
    #[error("the IDPSSODescriptor is missing")]
    Descriptor,
    /// No `SingleSignOnService` with a location.
    #[error("the SingleSignOnService is missing")]
    SignOn,
    /// No certificate that can be read.
    #[error("a signing certificate is missing or cannot be read")]
    Certificate,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, MetadataError> {
    let found = element.try_get_attribute(name).map_err(|_| MetadataError::Xml)?;
    let value = found.map(|a| a.normalized_value(XmlVersion::Implicit1_0).map(|v| v.trim().to_owned()));
    Ok(value.transpose().map_err(|_| MetadataError::Xml)?.filter(|v| !v.is_empty()))
}

/// Reads a metadata document.
///
/// # Errors
/// What is missing or wrong; see [`MetadataError`].
pub fn read(text: &str) -> Result<Metadata, MetadataError> {
    let mut reader = NsReader::from_str(text);
    let mut path: Vec<(bool, String)> = Vec::new();
    let mut entity: Option<(String, Option<Timestamp>)> = None;
    let (mut descriptor, mut sign_on, mut signing_keys) = (false, false, Vec::new());
    let mut for_encryption = false;
    let mut base64: Option<String> = None;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| MetadataError::Xml)?;
        let of = |wanted: &str| matches!(namespace, ResolveResult::Bound(Namespace(n)) if n == wanted);
        let (metadata, signature) = (of(METADATA), of(SIGNATURE));
        if matches!(namespace, ResolveResult::Unknown(_)) {
            return Err(MetadataError::Xml);
        }
        match event {
            Event::Start(_) | Event::Empty(_) => {
                let (element, empty) = match &event {
                    Event::Start(element) => (element, false),
                    Event::Empty(element) => (element, true),
                    _ => continue,
                };
                let name: String = element.local_name().as_ref().to_owned();
                if path.is_empty() {
                    if entity.is_some() || !metadata || name != "EntityDescriptor" {
                        return Err(MetadataError::Root);
                    }
                    let until = attribute(element, "validUntil")?;
                    let until = until.map(|u| u.parse::<Timestamp>().map_err(|_| MetadataError::ValidUntil)).transpose()?;
                    entity = Some((attribute(element, "entityID")?.ok_or(MetadataError::Issuer)?, until));
                }
                let in_descriptor = path.get(1).is_some_and(|(m, n)| *m && n == "IDPSSODescriptor");
                descriptor |= path.len() == 1 && metadata && name == "IDPSSODescriptor";
                if in_descriptor && path.len() == 2 && metadata && name == "SingleSignOnService" {
                    sign_on |= attribute(element, "Location")?.is_some() && attribute(element, "Binding")?.is_some();
                }
                if in_descriptor && path.len() == 2 && metadata && name == "KeyDescriptor" {
                    for_encryption = attribute(element, "use")?.as_deref() == Some("encryption");
                }
                if in_descriptor && signature && name == "X509Certificate" && !empty {
                    base64 = Some(String::new());
                }
                if !empty {
                    path.push((metadata, name));
                }
                if path.len() > MAX_DEPTH {
                    return Err(MetadataError::Xml);
                }
            }
            Event::End(_) => {
                path.pop();
                if let Some(body) = base64.take() {
                    let der = STANDARD.decode(body).map_err(|_| MetadataError::Certificate)?;
                    let certificate = Certificate::parse(&der).map_err(|_| MetadataError::Certificate)?;
                    if !for_encryption {
                        signing_keys.push(certificate.public_key_info);
                    }
                }
            }
            Event::Text(content) => {
                let content = content.xml_content(XmlVersion::Implicit1_0);
                if let Some(body) = &mut base64 {
                    body.extend(content.chars().filter(|c| !c.is_whitespace()));
                } else if path.is_empty() && !content.trim().is_empty() {
                    return Err(MetadataError::Xml);
                }
            }
            Event::DocType(_) => return Err(MetadataError::Xml),
            Event::Eof => break,
            _ => {}
        }
    }
    let (entity_id, valid_until) = entity.ok_or(MetadataError::Root)?;
    if !path.is_empty() {
        return Err(MetadataError::Xml);
    }
    match (descriptor, sign_on, signing_keys) {
        (false, ..) => Err(MetadataError::Descriptor),
        (true, false, _) => Err(MetadataError::SignOn),
        (true, true, keys) if keys.is_empty() => Err(MetadataError::Certificate),
        (true, true, signing_keys) => Ok(Metadata { entity_id, valid_until, signing_keys }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Metadata, MetadataError, read};

    fn document() -> String {
        let pem = include_str!("../tests/keys/leaf.pem");
        let certificate: String =
            pem.lines().filter(|line| !line.starts_with("-----")).map(|line| format!("\n   {line}")).collect();
        format!(
            r#"<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml" validUntil="2036-01-02T03:04:05Z">
 <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
  <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
   <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
  <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
 </md:IDPSSODescriptor>
</md:EntityDescriptor>"#
        )
    }

    #[test]
    fn a_whole_document_is_read() {
        let Metadata { entity_id, valid_until, signing_keys } = read(&document()).unwrap();
        assert_eq!(entity_id, "https://idp.example.com/saml");
        assert_eq!(valid_until, Some("2036-01-02T03:04:05Z".parse().unwrap()));
        assert_eq!(signing_keys.len(), 1);
        // A key that only encrypts signs nothing.
        assert_eq!(read(&document().replace("use=\"signing\"", "use=\"encryption\"")), Err(MetadataError::Certificate));
        assert!(read(&document().replace(" use=\"signing\"", "")).is_ok());
    }

    #[test]
    fn what_is_missing_is_named() {
        let good = document();
        for (from, to, error) in [
            ("</md:EntityDescriptor>", "", MetadataError::Xml),
            ("<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", MetadataError::Xml),
            ("urn:oasis:names:tc:SAML:2.0:metadata", "urn:other", MetadataError::Root),
            ("entityID=", "other=", MetadataError::Issuer),
            ("2036-01-02T03:04:05Z", "soon", MetadataError::ValidUntil),
            ("IDPSSODescriptor", "SPSSODescriptor", MetadataError::Descriptor),
            ("Location=", "Elsewhere=", MetadataError::SignOn),
            ("ds:X509Certificate>", "ds:X509SKI>", MetadataError::Certificate),
            ("MII", "AAA", MetadataError::Certificate),
        ] {
            assert!(good.contains(from), "{from}");
            assert_eq!(read(&good.replace(from, to)), Err(error), "{from}");
        }
        assert_eq!(read(""), Err(MetadataError::Root));
        assert_eq!(read("nonsense"), Err(MetadataError::Xml));
    }
}
