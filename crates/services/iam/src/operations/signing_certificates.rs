//! Signing certificates of users and of the root user.

use plane::{Failure, Registry, Stored, Transaction};
use wire::Unit;

use crate::api::{
    self, DuplicateCertificateException, InvalidCertificateException, MalformedCertificateException, StatusType, operation,
};
use crate::common::{cut, no_such, now, on_user_or_caller, over_quota, subject, truncated, when};
use crate::credentials::{BY_CERTIFICATE, SigningCertificate};
use crate::keys::x509::Certificate;
use crate::resources::scoped;

/// Signing certificates of a user. See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const CERTIFICATES: usize = 2;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::UploadSigningCertificate>()
        .add::<operation::ListSigningCertificates>()
        .add::<operation::UpdateSigningCertificate>()
        .add::<operation::DeleteSigningCertificate>();
}

fn shown(found: &Stored<SigningCertificate>, user: &str) -> api::SigningCertificate {
    api::SigningCertificate {
        user_name: user.to_owned(),
        certificate_id: found.body.id.clone(),
        certificate_body: found.body.body.clone(),
        status: if found.body.active { StatusType::Active } else { StatusType::Inactive },
        upload_date: Some(when(found.body.uploaded_at)),
    }
}

async fn certificate(tx: &mut Transaction<'_>, user: Option<&str>, id: &str) -> Result<Stored<SigningCertificate>, Failure> {
    let account = tx.account();
    let owner = subject(tx, user).await?.owner();
    let found = tx.get::<SigningCertificate>(account, "", &format!("{}{id}", owner.prefix())).await?;
    found.ok_or_else(|| no_such(format!("The Certificate with id {id} cannot be found.")))
}

/// What a status that a caller sets means.
///
/// # Errors
/// `Expired` is AWS's to set.
pub(super) fn is_active(status: StatusType) -> Result<bool, Failure> {
    match status {
        StatusType::Active => Ok(true),
        StatusType::Inactive => Ok(false),
        StatusType::Expired => Err(Failure::validation("Status must be Active or Inactive")),
    }
}

handle!(UploadSigningCertificate {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let account = tx.account();
        let subject = subject(tx, input.user_name.as_deref()).await?;
        let parsed = Certificate::read(&input.certificate_body).map_err(|_| {
            MalformedCertificateException::new("Unable to parse certificate. Please ensure the certificate is in PEM format.")
        })?;
        let seconds = tx.call().time.as_second();
        if parsed.not_after < seconds || parsed.not_before > seconds {
            return Err(InvalidCertificateException::new("The certificate is not valid at present.").into());
        }
        let id = parsed.fingerprint();
        if tx.find::<SigningCertificate>(BY_CERTIFICATE, &scoped(account, &id)).await?.is_some() {
            return Err(DuplicateCertificateException::new("The certificate is already associated with a user of this account.").into());
        }
        let prefix = subject.owner().prefix();
        if tx.all::<SigningCertificate>(account, "", &prefix).await?.len() >= CERTIFICATES {
            return Err(over_quota("CertificatesPerUser", CERTIFICATES));
        }
        let body = SigningCertificate {
            id: id.clone(),
            account: account.to_owned(),
            owner: subject.owner(),
            body: input.certificate_body.clone(),
            active: true,
            uploaded_at: now(tx),
        };
        let stored = Stored::new(account, "", format!("{prefix}{id}"), body);
        tx.put(&stored)?;
        Ok(api::UploadSigningCertificateResponse { certificate: shown(&stored, subject.name()) })
    }
});

handle!(ListSigningCertificates {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let account = tx.account();
        let subject = subject(tx, input.user_name.as_deref()).await?;
        let all = tx.reader().all::<SigningCertificate>(account, "", &subject.owner().prefix()).await?;
        let listing = format!("ListSigningCertificates {}", subject.owner().prefix());
        let page = cut(all, &listing, input.marker.as_deref(), input.max_items)?;
        Ok(api::ListSigningCertificatesResponse {
            is_truncated: truncated(&page),
            certificates: page.items.iter().map(|found| shown(found, subject.name())).collect(),
            marker: page.next,
        })
    }
});

handle!(UpdateSigningCertificate {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let active = is_active(input.status)?;
        let mut found = certificate(tx, input.user_name.as_deref(), &input.certificate_id).await?;
        found.body.active = active;
        tx.put(&found)?;
        Ok(Unit {})
    }
});

handle!(DeleteSigningCertificate {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let found = certificate(tx, input.user_name.as_deref(), &input.certificate_id).await?;
        tx.delete(&found);
        Ok(Unit {})
    }
});
