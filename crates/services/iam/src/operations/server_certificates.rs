//! Server certificates.

use plane::{Access, Failure, Lookup, Registry, Stored, Transaction};
use wire::Unit;

use super::tagging;
use crate::api::{self, KeyPairMismatchException, MalformedCertificateException, operation};
use crate::common::{arn, cut, exists, id_of, list, no_such, now, over_quota, path_of, truncated, when};
use crate::credentials::ServerCertificate;
use crate::keys::private;
use crate::keys::x509::Certificate;
use crate::resources::Sealed;

/// Server certificates of an account. See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const CERTIFICATES: u64 = 20;
/// CloudFormation's name.
const KIND: &str = "AWS::IAM::ServerCertificate";

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::UploadServerCertificate>()
        .add::<operation::GetServerCertificate>()
        .add::<operation::ListServerCertificates>()
        .add::<operation::UpdateServerCertificate>()
        .add::<operation::DeleteServerCertificate>()
        .add::<operation::TagServerCertificate>()
        .add::<operation::UntagServerCertificate>()
        .add::<operation::ListServerCertificateTags>();
}

fn not_found(name: &str) -> Failure {
    no_such(format!("The Server Certificate with name {name} cannot be found."))
}

fn malformed(message: &str) -> Failure {
    MalformedCertificateException::new(message).into()
}

async fn on(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let account = lookup.account();
    Ok(match lookup.get::<ServerCertificate>(account, "", &id_of(name)).await? {
        Some(found) => {
            Access::on(arn(lookup, account, "server-certificate", &found.body.path, &found.body.name)).resource_tags(&found.tags)
        }
        None => Access::on(arn(lookup, account, "server-certificate", "/", name)),
    })
}

async fn certificate(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<ServerCertificate>, Failure> {
    let account = tx.account();
    tx.get::<ServerCertificate>(account, "", &id_of(name)).await?.ok_or_else(|| not_found(name))
}

fn touched(tx: &mut Transaction<'_>, found: &Stored<ServerCertificate>) {
    let account = tx.account();
    tx.touched(found.arn.clone().unwrap_or_default(), account, KIND);
}

fn metadata(found: &Stored<ServerCertificate>) -> api::ServerCertificateMetadata {
    api::ServerCertificateMetadata {
        path: found.body.path.clone(),
        server_certificate_name: found.body.name.clone(),
        server_certificate_id: found.body.id.clone(),
        arn: found.arn.clone().unwrap_or_default(),
        upload_date: Some(when(found.body.uploaded_at)),
        expiration: Some(when(found.body.expires_at)),
    }
}

/// The certificate of an upload, checked together with its key and its chain.
fn checked(body: &str, private_key: &str, chain: Option<&str>) -> Result<Certificate, Failure> {
    let certificate = Certificate::read(body)
        .map_err(|_| malformed("Unable to parse certificate. Please ensure the certificate is in PEM format."))?;
    let public = private::public_half(private_key).map_err(|_| {
        malformed("Unable to parse key. Please ensure the key is unencrypted, in PEM format, and of a supported type.")
    })?;
    if public != certificate.public_key {
        return Err(KeyPairMismatchException::new("Private key does not match certificate").into());
    }
    if let Some(chain) = chain {
        let chain = Certificate::read_all(chain)
            .map_err(|_| malformed("Unable to parse certificate chain. Please ensure the chain is in PEM format."))?;
        certificate.check_chain(&chain).map_err(|_| {
            malformed(
                "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order.",
            )
        })?;
    }
    Ok(certificate)
}

handle!(UploadServerCertificate {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let certificate_arn = arn(lookup, lookup.account(), "server-certificate", path, &input.server_certificate_name);
        Ok(tagging::creating(&certificate_arn, "iam:TagServerCertificate", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let name = &input.server_certificate_name;
        let path = path_of(input.path.as_deref())?;
        let tags = tagging::given(input.tags.as_deref())?;
        if tx.get::<ServerCertificate>(account, "", &id_of(name)).await?.is_some() {
            return Err(exists(format!("The Server Certificate with name {name} already exists.")));
        }
        let parsed = checked(&input.certificate_body, &input.private_key, input.certificate_chain.as_deref())?;
        if tx.reader().count::<ServerCertificate>(account, "").await? >= CERTIFICATES {
            return Err(over_quota("ServerCertificatesPerAccount", CERTIFICATES));
        }
        let id = tx.plane().ids.unique_id("ASCA");
        let certificate_arn = arn(&tx.reader(), account, "server-certificate", &path, name);
        let body = ServerCertificate {
            name: name.clone(),
            path,
            uploaded_at: now(tx),
            expires_at: parsed.not_after.saturating_mul(1_000),
            body: input.certificate_body.trim().to_owned(),
            chain: input.certificate_chain.as_deref().map(|chain| chain.trim().to_owned()),
            private_key: Sealed::new(tx.plane(), &ServerCertificate::context(&id), input.private_key.as_bytes()),
            id,
        };
        let stored = Stored::new(account, "", id_of(name), body).arn(certificate_arn).tags(tags.clone());
        tx.put(&stored)?;
        touched(tx, &stored);
        Ok(api::UploadServerCertificateResponse { server_certificate_metadata: Some(metadata(&stored)), tags: tagging::shown_if_any(&tags) })
    }
});

handle!(GetServerCertificate {
    access(input, lookup) { on(lookup, &input.server_certificate_name).await }
    run(input, tx) {
        let found = certificate(tx, &input.server_certificate_name).await?;
        Ok(api::GetServerCertificateResponse {
            server_certificate: api::ServerCertificate {
                server_certificate_metadata: metadata(&found),
                certificate_body: found.body.body,
                certificate_chain: found.body.chain,
                tags: tagging::shown_if_any(&found.tags),
            },
        })
    }
});

handle!(ListServerCertificates {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "server-certificate", input.path_prefix.as_deref().unwrap_or("/"), "")))
    }
    run(input, tx) {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let listing = format!("ListServerCertificates {prefix}");
        let keep = |found: &Stored<ServerCertificate>| found.body.path.starts_with(prefix);
        let page = list::<ServerCertificate>(tx, &listing, input.marker.as_deref(), input.max_items, keep).await?;
        Ok(api::ListServerCertificatesResponse {
            is_truncated: truncated(&page),
            server_certificate_metadata_list: page.items.iter().map(metadata).collect(),
            marker: page.next,
        })
    }
});

handle!(UpdateServerCertificate {
    access(input, lookup) {
        let access = on(lookup, &input.server_certificate_name).await?;
        if input.new_server_certificate_name.is_none() && input.new_path.is_none() {
            return Ok(access);
        }
        // A change of name or path needs the permission on both ARNs.
        let known = lookup.get::<ServerCertificate>(lookup.account(), "", &id_of(&input.server_certificate_name)).await?;
        let path = input.new_path.clone().or_else(|| known.map(|k| k.body.path)).unwrap_or_else(|| "/".to_owned());
        let name = input.new_server_certificate_name.as_deref().unwrap_or(&input.server_certificate_name);
        Ok(access.and(Access::on(arn(lookup, lookup.account(), "server-certificate", &path, name))))
    }
    run(input, tx) {
        let account = tx.account();
        let mut found = certificate(tx, &input.server_certificate_name).await?;
        if let Some(path) = &input.new_path {
            found.body.path = path_of(Some(path))?;
        }
        let old = found.clone();
        if let Some(name) = &input.new_server_certificate_name {
            if id_of(name) != old.key.id {
                if tx.get::<ServerCertificate>(account, "", &id_of(name)).await?.is_some() {
                    return Err(exists(format!("The Server Certificate with name {name} already exists.")));
                }
                tx.delete(&old);
                found = Stored::new(account, "", id_of(name), found.body).tags(found.tags);
            }
            found.body.name.clone_from(name);
        }
        found.arn = Some(arn(&tx.reader(), account, "server-certificate", &found.body.path, &found.body.name));
        tx.put(&found)?;
        touched(tx, &found);
        Ok(Unit {})
    }
});

handle!(DeleteServerCertificate {
    access(input, lookup) { on(lookup, &input.server_certificate_name).await }
    run(input, tx) {
        let found = certificate(tx, &input.server_certificate_name).await?;
        tx.delete(&found);
        touched(tx, &found);
        Ok(Unit {})
    }
});

handle!(TagServerCertificate {
    access(input, lookup) { Ok(on(lookup, &input.server_certificate_name).await?.request_tags(tagging::pairs(&input.tags))) }
    run(input, tx) {
        let mut found = certificate(tx, &input.server_certificate_name).await?;
        tagging::merge(&mut found.tags, &input.tags)?;
        tx.put(&found)?;
        touched(tx, &found);
        Ok(Unit {})
    }
});

handle!(UntagServerCertificate {
    access(input, lookup) {
        Ok(on(lookup, &input.server_certificate_name).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }
    run(input, tx) {
        let mut found = certificate(tx, &input.server_certificate_name).await?;
        tagging::remove(&mut found.tags, &input.tag_keys)?;
        tx.put(&found)?;
        touched(tx, &found);
        Ok(Unit {})
    }
});

handle!(ListServerCertificateTags {
    access(input, lookup) { on(lookup, &input.server_certificate_name).await }
    run(input, tx) {
        let found = certificate(tx, &input.server_certificate_name).await?;
        let listing = format!("ListServerCertificateTags {}", found.key.id);
        let page = cut(tagging::shown(&found.tags), &listing, input.marker.as_deref(), input.max_items)?;
        Ok(api::ListServerCertificateTagsResponse { is_truncated: truncated(&page), tags: page.items, marker: page.next })
    }
});

#[cfg(test)]
mod tests {
    use super::checked;

    const LEAF: &str = include_str!("../../tests/keys/leaf.pem");
    const ROOT: &str = include_str!("../../tests/keys/root.pem");

    #[test]
    fn key_certificate_and_chain_belong_together() {
        let key = include_str!("../../tests/keys/rsa.key");
        assert!(checked(LEAF, key, Some(ROOT)).is_ok());
        assert!(checked(LEAF, include_str!("../../tests/keys/rsa-pkcs1.key"), None).is_ok());
        assert!(checked(ROOT, include_str!("../../tests/keys/ec.key"), None).is_ok());
        for (body, key, chain, message) in [
            ("nonsense", key, None, "Unable to parse certificate."),
            (LEAF, "nonsense", None, "Unable to parse key."),
            (LEAF, include_str!("../../tests/keys/other.key"), None, "Private key does not match certificate"),
            (LEAF, key, Some("nonsense"), "Unable to parse certificate chain."),
            (LEAF, key, Some(LEAF), "Unable to validate certificate chain."),
        ] {
            let failure = checked(body, key, chain).unwrap_err();
            assert!(failure.message.starts_with(message), "{}", failure.message);
        }
    }
}
