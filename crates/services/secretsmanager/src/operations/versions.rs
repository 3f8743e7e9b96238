//! UpdateSecretVersionStage.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::UpdateSecretVersionStage;
use crate::api::{UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse};
use crate::{changes, place, stages};

impl Handle for UpdateSecretVersionStage {
    async fn access(input: &UpdateSecretVersionStageRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(place::access(lookup, &input.secret_id).await?.key("secretsmanager:VersionStage", input.version_stage.as_str()))
    }

    async fn run(
        input: &UpdateSecretVersionStageRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<UpdateSecretVersionStageResponse, Failure> {
        let mut secret = place::source(tx, &input.secret_id).await?;
        let (from, to) = (input.remove_from_version_id.as_deref(), input.move_to_version_id.as_deref());
        stages::update(&mut secret.body.versions, &input.version_stage, from, to)?;
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        Ok(UpdateSecretVersionStageResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()) })
    }
}
