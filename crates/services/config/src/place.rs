//! ARNs of what Config has, and who may act on them.

use plane::ports::RoleSpec;
use plane::{Access, Failure, Lookup, Plane, Stored, Transaction};

use serde_json::json;

use crate::resources::{Channel, Recorder, RecorderState};

/// Who Config is to other services.
pub const PRINCIPAL: &str = "config.amazonaws.com";

/// An ARN of Config's.
pub fn arn(plane: &Plane, account: &str, region: &str, resource: &str) -> String {
    plane.arn("config", region, account, resource)
}

/// ARN of a recorder.
pub fn recorder_arn(plane: &Plane, account: &str, region: &str, recorder: &Recorder) -> String {
    arn(plane, account, region, &format!("configuration-recorder/{}/{}", recorder.name, recorder.id))
}

/// Config as it acts for an account in a region.
pub fn caller(plane: &Plane, account: &str, region: &str) -> plane::ports::ServiceCaller {
    plane::ports::ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: arn(plane, account, region, "*"),
        source_account: account.to_owned(),
    }
}

/// Makes the role that a service of AWS acts with, unless it is there: its ARN.
///
/// # Errors
/// Internal ones only.
pub async fn service_role(
    tx: &mut Transaction<'_>,
    account: &str,
    principal: &str,
    name: &str,
    policy: &str,
    description: &str,
) -> Result<String, Failure> {
    let partition = tx.plane().settings.partition.clone();
    let identities = tx.plane().identities().clone();
    let statement = json!({"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"});
    let role = RoleSpec {
        account: account.to_owned(),
        path: format!("/aws-service-role/{principal}/"),
        name: name.to_owned(),
        trust: json!({"Version": "2012-10-17", "Statement": [statement]}).to_string(),
        policy_arns: vec![format!("arn:{partition}:iam::aws:policy/aws-service-role/{policy}")],
        description: description.to_owned(),
        max_session_seconds: 3_600,
    };
    identities.ensure_role(tx, role).await
}

/// Access to the operation's own action on a recorder of a name.
pub async fn on_recorder(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Recorder>(account, region, name).await? {
        Some(found) => Access::on(recorder_arn(lookup.plane(), account, region, &found.body)).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("configuration-recorder/{name}/*"))),
    })
}

/// The recorder of the caller's account and region that a customer made.
pub async fn own_recorder(tx: &mut Transaction<'_>) -> Result<Option<Stored<Recorder>>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    Ok(tx.all::<Recorder>(&account, &region, "").await?.into_iter().find(|recorder| recorder.body.service.is_none()))
}

/// Whether a recorder of an account and region records.
pub async fn is_recording(reader: &plane::Reader<'_>, account: &str, region: &str) -> Result<bool, Failure> {
    Ok(reader.all::<RecorderState>(account, region, "").await?.iter().any(|state| state.body.recording))
}

/// The delivery channel of an account and region.
pub async fn channel(reader: &plane::Reader<'_>, account: &str, region: &str) -> Result<Option<Stored<Channel>>, Failure> {
    Ok(reader.list::<Channel>(account, region, "", None, 1).await?.pop())
}
