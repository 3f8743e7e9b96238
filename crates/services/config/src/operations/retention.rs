//! How long items are kept.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::api::{self, NoSuchRetentionConfigurationException, RetentionConfiguration, operation};
use crate::resources::Retention;

/// Name of the only one.
const NAME: &str = "default";

fn missing(name: &str) -> Failure {
    NoSuchRetentionConfigurationException::new(format!("Cannot find retention configuration with the specified name '{name}'."))
        .into()
}

fn shown(retention: &Retention) -> RetentionConfiguration {
    RetentionConfiguration { name: NAME.to_owned(), retention_period_in_days: retention.days }
}

impl Handle for operation::PutRetentionConfiguration {
    async fn access(_: &api::PutRetentionConfigurationRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::PutRetentionConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutRetentionConfigurationResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let new = Retention { days: input.retention_period_in_days };
        let answer = shown(&new);
        match tx.get::<Retention>(&account, &region, NAME).await? {
            Some(there) => tx.put(&Stored { body: new, ..there })?,
            None => tx.put(&Stored::new(&account, &region, NAME, new))?,
        }
        Ok(api::PutRetentionConfigurationResponse { retention_configuration: Some(answer) })
    }
}

impl Handle for operation::DeleteRetentionConfiguration {
    async fn access(_: &api::DeleteRetentionConfigurationRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::DeleteRetentionConfigurationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = &input.retention_configuration_name;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Retention>(&account, &region, NAME).await?.filter(|_| name == NAME);
        tx.delete(&found.ok_or_else(|| missing(name))?);
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeRetentionConfigurations {
    async fn access(_: &api::DescribeRetentionConfigurationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeRetentionConfigurationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeRetentionConfigurationsResponse, Failure> {
        let found = tx.reader().get::<Retention>(tx.account(), &tx.call().region, NAME).await?;
        for name in input.retention_configuration_names.iter().flatten() {
            if name != NAME || found.is_none() {
                return Err(missing(name));
            }
        }
        let shown = found.iter().map(|found| shown(&found.body)).collect();
        Ok(api::DescribeRetentionConfigurationsResponse { retention_configurations: Some(shown), next_token: None })
    }
}
