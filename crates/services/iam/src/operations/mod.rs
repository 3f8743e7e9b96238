//! The operations, a file for each group of them.

/// Declares an operation: what must be allowed, and what it does.
macro_rules! handle {
    ($operation:ident { access($access_input:pat, $lookup:ident) $access:block run($input:pat, $tx:ident) $run:block }) => {
        impl plane::Handle for crate::api::operation::$operation {
            async fn access(
                $access_input: &<Self as wire::Operation>::Input,
                $lookup: &plane::Lookup<'_>,
            ) -> Result<plane::Access, plane::Failure> $access

            async fn run(
                $input: &<Self as wire::Operation>::Input,
                $tx: &mut plane::Transaction<'_>,
            ) -> Result<<Self as wire::Operation>::Output, plane::Failure> $run
        }
    };
}

mod access_keys;
mod account;
mod account_properties;
mod attachments;
mod authorization_details;
mod boundaries;
mod credential_report;
mod entity_tags;
mod groups;
mod inline_policies;
mod instance_profiles;
pub(crate) mod login_profiles;
mod managed_policies;
mod mfa_devices;
mod oidc_providers;
mod organizations_access;
mod organizations_features;
mod outbound;
mod roles;
mod saml_providers;
mod server_certificates;
mod service_access;
mod service_credentials;
mod service_linked;
mod signing_certificates;
mod simulation;
mod ssh_public_keys;
mod tagging;
mod users;

use plane::Registry;

/// Adds every operation that is built.
pub(crate) fn register(registry: &mut Registry) {
    users::register(registry);
    service_access::register(registry);
    organizations_access::register(registry);
    credential_report::register(registry);
    authorization_details::register(registry);
    access_keys::register(registry);
    account::register(registry);
    account_properties::register(registry);
    attachments::register(registry);
    boundaries::register(registry);
    entity_tags::register(registry);
    groups::register(registry);
    inline_policies::register(registry);
    instance_profiles::register(registry);
    login_profiles::register(registry);
    managed_policies::register(registry);
    mfa_devices::register(registry);
    roles::register(registry);
    service_linked::register(registry);
    ssh_public_keys::register(registry);
    simulation::register(registry);
    signing_certificates::register(registry);
    service_credentials::register(registry);
    server_certificates::register(registry);
    saml_providers::register(registry);
    organizations_features::register(registry);
    outbound::register(registry);
    oidc_providers::register(registry);
}
