//! The Security Token Service: temporary credentials, and who a caller is.
//!
//! Nothing is stored here. A session is what its token says (`plane::session`), sealed under a data key; the service decides who may have one
//! (role trust policies and the callers' own, evaluated by the pipeline), what it carries (session policies, tags, source identity, MFA) and how
//! long it lasts. `operations` has the API; `tags`, `packed`, `arns` and `jwt`, `claims` are pure; `fetch` and `keys` get the signing keys of OpenID Connect
//! providers; `message` seals and opens encoded authorization messages; `outbound` has the tokens that show services elsewhere who a caller is.
//!
//! `GetDelegatedAccessToken` is not built and answers so.

#[rustfmt::skip]
pub mod api;
mod arns;
pub mod claims;
mod errors;
mod fetch;
mod grant;
pub mod jwt;
mod keys;
pub mod message;
mod operations;
mod outbound;
mod packed;
pub mod saml;
mod tags;

use plane::Registry;

use api::operation;

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AssumeRole>()
        .add::<operation::AssumeRoleWithSAML>()
        .add::<operation::AssumeRoleWithWebIdentity>()
        .add::<operation::AssumeRoot>()
        .add::<operation::DecodeAuthorizationMessage>()
        .add::<operation::GetAccessKeyInfo>()
        .add::<operation::GetCallerIdentity>()
        .add::<operation::GetFederationToken>()
        .add::<operation::GetSessionToken>()
        .add::<operation::GetWebIdentityToken>();
}
