//! Session tokens: temporary credentials that carry their own facts, sealed under a data key.
//!
//! Nothing is stored for a session, so opening one costs no write and any node can verify it. A session ends by its time, or when a policy of its
//! role denies tokens issued before a moment (`aws:TokenIssueTime`), as on AWS.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::plane::Plane;
use crate::principal::Principal;

const CONTEXT: &str = "cloudkeep session token 1";

/// Longest session token, bytes of its text: AWS documents that tokens have no fixed size and usually stay below 4,096.
pub const MAX_TOKEN: usize = 64 << 10;

/// Temporary credentials.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// `ASIA…`.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Zeroizing<String>,
    /// The token.
    pub session_token: String,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    secret: Zeroizing<String>,
    principal: Principal,
}

/// Makes credentials for a principal that has a session; its access key id is filled in.
pub fn issue(plane: &Plane, mut principal: Principal) -> Credentials {
    let access_key_id = plane.ids.access_key_id_for("ASIA", &principal.account);
    let secret = Zeroizing::new(plane.ids.secret_access_key());
    principal.access_key_id.clone_from(&access_key_id);
    let sealed = Sealed { secret: secret.clone(), principal };
    let plain = Zeroizing::new(serde_json::to_vec(&sealed).unwrap_or_default());
    let session_token = STANDARD.encode(plane.keyring.seal(&plane.ids, CONTEXT, &plain));
    Credentials { access_key_id, secret_access_key: secret, session_token }
}

/// Reads a session token: the secret that signs with it, and the principal. `None` if it is not one of ours.
/// Whether it has expired is for the caller to see.
pub fn read(plane: &Plane, token: &str) -> Option<(Zeroizing<String>, Principal)> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let sealed = STANDARD.decode(token).ok()?;
    let plain = plane.keyring.open_sealed(CONTEXT, &sealed).ok()?;
    let sealed: Sealed = serde_json::from_slice(&plain).ok()?;
    Some((sealed.secret, sealed.principal))
}
