//! ListMetrics.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{self, operation};
use crate::errors;
use crate::metric::Identity;
use crate::read::Snapshot;
use crate::resources::Metric;

/// Metrics of a page.
const PAGE: usize = 500;
/// How old the newest data of a listed metric may be, seconds; and with `RecentlyActive` (within ten minutes, as the time is kept).
const LISTED: i64 = 14 * 86_400;
const RECENT: i64 = 3 * 3_600 + 600;

impl Handle for operation::ListMetrics {
    async fn access(_: &api::ListMetricsInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::ListMetricsInput, tx: &mut Transaction<'_>) -> Result<api::ListMetricsOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let filters = input.dimensions.as_deref().unwrap_or_default();
        let now = tx.call().time.as_second();
        let since = now - if input.recently_active.is_some() { RECENT } else { LISTED };
        let listing = format!(
            "ListMetrics {account} {region} {:?} {:?} {filters:?} {:?}",
            input.namespace, input.metric_name, input.recently_active
        );
        let after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(errors::token)).transpose()?;
        let prefix = Identity::prefix(input.namespace.as_deref(), input.metric_name.as_deref());
        let wanted = |metric: &Metric| {
            let identity = &metric.identity;
            metric.last >= since
                && input.metric_name.as_ref().is_none_or(|name| *name == identity.name)
                && filters.iter().all(|filter| {
                    identity
                        .dimensions
                        .iter()
                        .any(|(name, value)| *name == filter.name && filter.value.as_ref().is_none_or(|wanted| wanted == value))
                })
        };
        let reader = tx.reader();
        let snapshot = Snapshot::take(&reader, &account, &region, now).await?;
        let owned_by_others = input.owning_account.as_ref().is_some_and(|owner| *owner != account);
        let mut found = if owned_by_others {
            Vec::new()
        } else {
            snapshot.metrics(&reader, &prefix, after.as_deref(), PAGE + 1, wanted).await?
        };
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next_token = found.last().filter(|_| more).map(|(id, _)| token(&listing, id));
        let owners = input.include_linked_accounts.unwrap_or_default().then(|| vec![account; found.len()]);
        let metrics = found
            .into_iter()
            .map(|(_, metric)| api::Metric {
                dimensions: Some(metric.identity.shown_dimensions()),
                namespace: Some(metric.identity.namespace),
                metric_name: Some(metric.identity.name),
            })
            .collect();
        Ok(api::ListMetricsOutput { metrics: Some(metrics), next_token, owning_accounts: owners })
    }
}
