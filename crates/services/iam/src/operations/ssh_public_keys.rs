//! SSH public keys of users.

use plane::{Failure, Registry, Stored, Transaction};
use wire::Unit;

use super::signing_certificates::is_active;
use crate::api::{
    self, DuplicateSSHPublicKeyException, EncodingType, InvalidPublicKeyException, StatusType,
    UnrecognizedPublicKeyEncodingException, operation,
};
use crate::common::{cut, entity, no_such, now, on, on_user_or_caller, over_quota, subject, truncated, when};
use crate::credentials::SshKey;
use crate::keys::ssh::{SshKeyError, SshPublicKey};
use crate::resources::{Owner, User};

/// SSH public keys of a user. See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const KEYS: usize = 5;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::UploadSSHPublicKey>()
        .add::<operation::GetSSHPublicKey>()
        .add::<operation::ListSSHPublicKeys>()
        .add::<operation::UpdateSSHPublicKey>()
        .add::<operation::DeleteSSHPublicKey>();
}

fn parse(body: &str) -> Result<SshPublicKey, Failure> {
    SshPublicKey::read(body).map_err(|error| match error {
        SshKeyError::Encoding => UnrecognizedPublicKeyEncodingException::new(
            "Unrecognized public key encoding. The public key must be in SSH or PEM format.",
        )
        .into(),
        SshKeyError::Invalid => {
            InvalidPublicKeyException::new("Invalid public key. An RSA key of 2048 bits or more is required.").into()
        }
    })
}

fn status(active: bool) -> StatusType {
    if active { StatusType::Active } else { StatusType::Inactive }
}

async fn key(tx: &mut Transaction<'_>, user: &str, id: &str) -> Result<(String, Stored<SshKey>), Failure> {
    let account = tx.account();
    let user = entity::<User>(tx, user).await?;
    let prefix = Owner::User(user.body.id).prefix();
    let found = tx.get::<SshKey>(account, "", &format!("{prefix}{id}")).await?;
    found.map(|found| (user.body.name, found)).ok_or_else(|| no_such(format!("The Public Key with id {id} cannot be found.")))
}

handle!(UploadSSHPublicKey {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let account = tx.account();
        let user = entity::<User>(tx, &input.user_name).await?;
        let parsed = parse(&input.ssh_public_key_body)?;
        let (text, fingerprint) = (parsed.to_ssh(), parsed.fingerprint());
        let prefix = Owner::User(user.body.id.clone()).prefix();
        let others = tx.all::<SshKey>(account, "", &prefix).await?;
        if others.iter().any(|other| other.body.body == text) {
            return Err(DuplicateSSHPublicKeyException::new("The SSH public key is already associated with the specified IAM user.").into());
        }
        if others.len() >= KEYS {
            return Err(over_quota("SSHPublicKeysPerUser", KEYS));
        }
        let id = tx.plane().ids.access_key_id("APKA");
        let body = SshKey { id: id.clone(), user_id: user.body.id, body: text, fingerprint, active: true, uploaded_at: now(tx) };
        tx.put(&Stored::new(account, "", format!("{prefix}{id}"), body.clone()))?;
        Ok(api::UploadSSHPublicKeyResponse {
            ssh_public_key: Some(api::SSHPublicKey {
                user_name: user.body.name,
                ssh_public_key_id: id,
                fingerprint: body.fingerprint,
                ssh_public_key_body: input.ssh_public_key_body.clone(),
                status: StatusType::Active,
                upload_date: Some(when(body.uploaded_at)),
            }),
        })
    }
});

handle!(GetSSHPublicKey {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let (user_name, found) = key(tx, &input.user_name, &input.ssh_public_key_id).await?;
        let text = match input.encoding {
            EncodingType::Ssh => found.body.body,
            EncodingType::Pem => parse(&found.body.body)?.to_pem(),
        };
        Ok(api::GetSSHPublicKeyResponse {
            ssh_public_key: Some(api::SSHPublicKey {
                user_name,
                ssh_public_key_id: found.body.id,
                fingerprint: found.body.fingerprint,
                ssh_public_key_body: text,
                status: status(found.body.active),
                upload_date: Some(when(found.body.uploaded_at)),
            }),
        })
    }
});

handle!(ListSSHPublicKeys {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let account = tx.account();
        let subject = subject(tx, input.user_name.as_deref()).await?;
        let all = tx.reader().all::<SshKey>(account, "", &subject.owner().prefix()).await?;
        let listing = format!("ListSSHPublicKeys {}", subject.owner().prefix());
        let page = cut(all, &listing, input.marker.as_deref(), input.max_items)?;
        let metadata = |found: &Stored<SshKey>| api::SSHPublicKeyMetadata {
            user_name: subject.name().to_owned(),
            ssh_public_key_id: found.body.id.clone(),
            status: status(found.body.active),
            upload_date: when(found.body.uploaded_at),
        };
        Ok(api::ListSSHPublicKeysResponse {
            is_truncated: truncated(&page),
            ssh_public_keys: Some(page.items.iter().map(metadata).collect()),
            marker: page.next,
        })
    }
});

handle!(UpdateSSHPublicKey {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let active = is_active(input.status)?;
        let (_, mut found) = key(tx, &input.user_name, &input.ssh_public_key_id).await?;
        found.body.active = active;
        tx.put(&found)?;
        Ok(Unit {})
    }
});

handle!(DeleteSSHPublicKey {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let (_, found) = key(tx, &input.user_name, &input.ssh_public_key_id).await?;
        tx.delete(&found);
        Ok(Unit {})
    }
});
