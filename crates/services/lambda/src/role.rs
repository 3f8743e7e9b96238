//! The execution role: whether Lambda may assume it, and the session that a function runs with.

use std::time::Duration;

use plane::ports::{RoleFacts, ServiceCaller};
use plane::session::Credentials;
use plane::{Access, Failure, Plane, Reader, service_role};
use policy::Arn;

use crate::errors::invalid;

/// The service's principal.
pub(crate) const PRINCIPAL: &str = "lambda.amazonaws.com";
/// Time that the credentials of an environment hold.
pub(crate) const CREDENTIALS: Duration = Duration::from_secs(6 * 3_600);

/// The permission to give a role to a function.
pub(crate) fn pass(role: &str, function_arn: &str) -> Access {
    let access = Access::on(role)
        .action("iam:PassRole")
        .key("iam:PassedToService", PRINCIPAL)
        .key("iam:AssociatedResourceArn", function_arn);
    match Arn::parse(role).map(|arn| arn.account) {
        Some(account) if !account.is_empty() => access.owned_by(account),
        _ => access,
    }
}

/// The role, if Lambda may assume it for a function now.
///
/// # Errors
/// `InvalidParameterValueException` as AWS words it.
pub(crate) async fn assumable(reader: &Reader<'_>, role: &str, function_arn: &str, account: &str) -> Result<RoleFacts, Failure> {
    if Arn::parse(role).is_none_or(|arn| arn.account != account) {
        return Err(invalid("Cross-account pass role is not allowed."));
    }
    let cannot = || invalid("The role defined for the function cannot be assumed by Lambda.");
    let facts = reader.plane().identities().role(reader, role).await?.ok_or_else(cannot)?;
    let caller = ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: function_arn.to_owned(),
        source_account: account.to_owned(),
    };
    if service_role::trusts(reader.plane(), &facts, &caller) { Ok(facts) } else { Err(cannot()) }
}

/// A session of the role, named after the function.
pub(crate) fn session(plane: &Plane, role: &RoleFacts, function: &str) -> Credentials {
    service_role::open(plane, role, function, CREDENTIALS)
}
