//! Roles that services of the plane make.

use plane::ports::RoleSpec;
use plane::{Failure, Stored, Transaction};

use crate::common::{arn, id_of};
use crate::resources::{Grants, Role};
use crate::{policies, trust};

/// Beginning of the paths of service-linked roles.
pub(crate) const SERVICE_LINKED: &str = "/aws-service-role/";

/// Makes a role that is not there yet. A path of `/aws-service-role/SERVICE/` makes it that service's.
pub(crate) async fn make(tx: &mut Transaction<'_>, spec: RoleSpec) -> Result<Stored<Role>, Failure> {
    let role_arn = arn(&tx.reader(), &spec.account, "role", &spec.path, &spec.name);
    let service = spec.path.strip_prefix(SERVICE_LINKED).map(|rest| rest.trim_end_matches('/').to_owned());
    let role = Role {
        id: tx.plane().ids.unique_id("AROA"),
        trust_ids: trust::resolve(&tx.reader(), &spec.trust).await?,
        arn: role_arn.clone(),
        created_at: tx.call().time.as_millisecond(),
        description: (!spec.description.is_empty()).then(|| spec.description.clone()),
        trust: spec.trust,
        max_session_seconds: spec.max_session_seconds,
        grants: Grants { attached: spec.policy_arns, ..Grants::default() },
        boundary: None,
        instance_profiles: Vec::new(),
        service,
        path: spec.path,
        name: spec.name,
    };
    for policy_arn in &role.grants.attached {
        policies::shift(tx, &spec.account, policy_arn, 1, 0).await?;
    }
    let stored = Stored::new(&spec.account, "", id_of(&role.name), role).arn(role_arn);
    tx.put(&stored)?;
    Ok(stored)
}
