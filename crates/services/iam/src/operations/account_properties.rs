//! Properties of an account: today only whether IAM Role Manager is enabled.

use std::collections::BTreeMap;

use plane::{Access, Failure, Registry};

use super::account::settings;
use super::service_linked;
use crate::api::{self, operation};
use crate::common::{arn, id_of, invalid};
use crate::managed::{ServiceLinkedRole, service_linked_role};
use crate::resources::Role;

/// The only namespace of properties that there is.
const NAMESPACE: &str = "RoleManager";
/// Its property.
const ENABLED: &str = "Enabled";
/// The service whose role is made when it is enabled.
const SERVICE: &str = "role-manager.iam.amazonaws.com";

pub(super) fn register(registry: &mut Registry) {
    registry.add::<operation::GetAccountProperties>().add::<operation::PutAccountProperties>();
}

fn role_manager() -> Result<&'static ServiceLinkedRole, Failure> {
    service_linked_role(SERVICE).ok_or_else(|| Failure::internal("the role of Role Manager is not in the catalogue"))
}

/// Whether properties enable Role Manager. Others of its namespace are let pass, as on AWS.
///
/// # Errors
/// `InvalidInput`.
fn enables(properties: &BTreeMap<String, String>) -> Result<bool, Failure> {
    let mut named = Vec::new();
    for (key, value) in properties {
        let (namespace, name) = key
            .split_once('/')
            .ok_or_else(|| invalid(format!("Property key must be in format Namespace/PropertyName: {key}")))?;
        named.push((namespace, name, value.as_str()));
    }
    let first = named.first().map_or("", |(namespace, ..)| *namespace);
    if named.iter().any(|(namespace, ..)| *namespace != first) {
        return Err(invalid("All properties must belong to the same namespace"));
    }
    if first != NAMESPACE {
        return Err(invalid(format!("Unsupported namespace: {first}")));
    }
    match named.iter().find(|(_, name, _)| *name == ENABLED) {
        Some((.., "true")) => Ok(true),
        Some((.., "false")) => Ok(false),
        Some(_) => Err(invalid("Enabled must be 'true' or 'false'")),
        None => Err(invalid("RoleManager namespace requires Enabled property")),
    }
}

handle!(GetAccountProperties {
    access(_, _lookup) { Ok(Access::any().keys("iam:AccountPropertyNamespaces", [NAMESPACE])) }
    run(_, tx) {
        let enabled = settings(tx).await?.body.role_manager;
        let properties = BTreeMap::from([(format!("{NAMESPACE}/{ENABLED}"), enabled.to_string())]);
        Ok(api::GetAccountPropertiesResponse { properties: Some(properties) })
    }
});

handle!(PutAccountProperties {
    access(input, lookup) {
        let mut namespaces: Vec<&str> = input.properties.keys().filter_map(|key| key.split_once('/')).map(|(n, _)| n).collect();
        namespaces.dedup();
        let access = Access::any().keys("iam:AccountPropertyNamespaces", namespaces);
        if !enables(&input.properties).unwrap_or(false) {
            return Ok(access);
        }
        // The permission is needed where the role is there already, too.
        let role = role_manager()?;
        let role_arn = arn(lookup, lookup.account(), "role", &role.path(), role.role_name);
        Ok(access.and(Access::on(role_arn).action("iam:CreateServiceLinkedRole").key("iam:AWSServiceName", SERVICE)))
    }
    run(input, tx) {
        let enabled = enables(&input.properties)?;
        let role = role_manager()?;
        let there = tx.get::<Role>(tx.account(), "", &id_of(role.role_name)).await?;
        if enabled && there.is_none_or(|there| there.body.service.as_deref() != Some(SERVICE)) {
            service_linked::make_for(tx, role, role.role_name.to_owned(), None).await?;
        }
        let mut settings = settings(tx).await?;
        settings.body.role_manager = enabled;
        tx.put(&settings)?;
        Ok(api::PutAccountPropertiesResponse {})
    }
});

#[cfg(test)]
mod tests {
    use super::enables;
    use std::collections::BTreeMap;

    type Properties<'a> = &'a [(&'a str, &'a str)];

    #[test]
    fn properties_are_read_as_aws_reads_them() {
        let table: &[(Properties<'_>, Result<bool, &str>)] = &[
            (&[("RoleManager/Enabled", "true")], Ok(true)),
            (&[("RoleManager/Enabled", "false")], Ok(false)),
            (&[("RoleManager/Enabled", "false"), ("RoleManager/Other", "x")], Ok(false)),
            (&[("RoleManager", "true")], Err("Property key must be in format Namespace/PropertyName: RoleManager")),
            (&[("RoleManager/Enabled/x", "true")], Err("RoleManager namespace requires Enabled property")),
            (&[("RoleManager/Other", "true")], Err("RoleManager namespace requires Enabled property")),
            (&[("Other/Enabled", "true")], Err("Unsupported namespace: Other")),
            (
                &[("Other/Enabled", "true"), ("RoleManager/Enabled", "true")],
                Err("All properties must belong to the same namespace"),
            ),
            (&[("RoleManager/Enabled", "TRUE")], Err("Enabled must be 'true' or 'false'")),
            (&[("RoleManager/Enabled", " false")], Err("Enabled must be 'true' or 'false'")),
            (&[("RoleManager/Enabled", "0")], Err("Enabled must be 'true' or 'false'")),
            (&[], Err("Unsupported namespace: ")),
        ];
        for (properties, expected) in table {
            let properties: BTreeMap<String, String> =
                properties.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            assert_eq!(
                enables(&properties).map_err(|failure| failure.message),
                expected.map_err(str::to_owned),
                "{properties:?}"
            );
        }
    }
}
