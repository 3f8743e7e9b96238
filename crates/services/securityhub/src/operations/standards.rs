//! Standards: which there are, which are enabled, and their controls one by one.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::Timestamp;

use super::{PAGE, limit, page};
use crate::api::operation::{
    BatchDisableStandards, BatchEnableStandards, DescribeStandards, DescribeStandardsControls, GetEnabledStandards,
    UpdateStandardsControl,
};
use crate::api::{
    self, ControlStatus, SeverityRating, StandardsControl, StandardsControlsUpdatable, StandardsManagedBy, StandardsStatus,
    StandardsSubscription,
};
use crate::catalogue::controls::{CONTROLS, Control, sortable};
use crate::catalogue::standards::{self, STANDARDS, Standard};
use crate::controls;
use crate::errors::{invalid, not_found};
use crate::hub::{arn, here, on_hub, own, required};
use crate::policies::locally_managed;
use crate::resources::{Pending, Subscription};

/// Longest reason, characters.
const REASON: usize = 1_024;

/// The severity of a control as the API has it.
pub(super) fn rating(control: &Control) -> SeverityRating {
    SeverityRating::parse(control.severity).unwrap_or_default()
}

/// The ids that a control has in a standard: its own, or one for each requirement of a benchmark of CIS.
pub(super) fn ids_in(control: &Control, standard: &Standard) -> Vec<String> {
    let requirements = control.standards.iter().find(|(of, _)| of.id == standard.id).map(|(_, numbers)| numbers.clone());
    match requirements {
        Some(numbers) if standard.id.starts_with("cis-") => numbers.into_iter().map(str::to_owned).collect(),
        _ => vec![control.id.to_owned()],
    }
}

/// The ARNs that a control has in a standard.
pub(super) fn control_arns(tx: &Transaction<'_>, control: &Control, standard: &Standard) -> Vec<String> {
    let (account, region) = here(tx);
    let ids = ids_in(control, standard).into_iter();
    ids.map(|id| arn(tx.plane(), &region, &account, &format!("control/{}/{id}", standard.id))).collect()
}

fn subscription_arn(tx: &Transaction<'_>, standard: &Standard) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &standard.subscription())
}

fn shown(tx: &Transaction<'_>, standard: &Standard, status: StandardsStatus) -> StandardsSubscription {
    StandardsSubscription {
        standards_subscription_arn: subscription_arn(tx, standard),
        standards_arn: standard.arn(&tx.plane().settings.partition, &tx.call().region),
        standards_input: BTreeMap::new(),
        standards_status: status,
        standards_controls_updatable: Some(match status {
            StandardsStatus::Ready => StandardsControlsUpdatable::ReadyForUpdates,
            _ => StandardsControlsUpdatable::NotReadyForUpdates,
        }),
        standards_status_reason: None,
        provider: None,
    }
}

/// The standard of a subscription's ARN.
fn of_subscription(tx: &Transaction<'_>, given: &str) -> Result<&'static Standard, Failure> {
    let (account, region) = here(tx);
    let id = own(given, &account, &region, "subscription")?;
    standards::of_id(id).ok_or_else(|| invalid(format!("Invalid StandardsSubscriptionArn: {given}")))
}

impl Handle for DescribeStandards {
    async fn access(_: &api::DescribeStandardsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DescribeStandardsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeStandardsResponse, Failure> {
        required(tx).await?;
        let partition = tx.plane().settings.partition.clone();
        let region = tx.call().region.clone();
        let numbered: Vec<(usize, &Standard)> = STANDARDS.iter().enumerate().collect();
        let most = limit(input.max_results, PAGE);
        let page = page(tx, numbered, "", input.next_token.as_deref(), most, |(number, _)| format!("{number:04}"))?;
        let shown = page.items.into_iter().map(|(_, standard)| api::Standard {
            standards_arn: Some(standard.arn(&partition, &region)),
            name: Some(standard.name.to_owned()),
            description: Some(standard.description.to_owned()),
            enabled_by_default: Some(standard.by_default),
            provider: None,
            standards_managed_by: Some(StandardsManagedBy {
                company: Some("AWS".to_owned()),
                product: Some("Security Hub".to_owned()),
            }),
        });
        Ok(api::DescribeStandardsResponse { standards: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for BatchEnableStandards {
    async fn access(_: &api::BatchEnableStandardsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::BatchEnableStandardsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchEnableStandardsResponse, Failure> {
        required(tx).await?;
        locally_managed(tx).await?;
        let (account, region) = here(tx);
        let partition = tx.plane().settings.partition.clone();
        let mut wanted = Vec::new();
        for request in &input.standards_subscription_requests {
            let standard = standards::of_arn(&request.standards_arn, &partition, &region)
                .ok_or_else(|| invalid(format!("Invalid StandardsArn: {}", request.standards_arn)))?;
            wanted.push(standard);
        }
        let mut subscriptions = Vec::new();
        for standard in wanted {
            controls::subscribe(tx, &account, &region, standard).await?;
            tx.touched(subscription_arn(tx, standard), account.clone(), "AWS::SecurityHub::Standard");
            subscriptions.push(shown(tx, standard, StandardsStatus::Pending));
        }
        Ok(api::BatchEnableStandardsResponse { standards_subscriptions: Some(subscriptions) })
    }
}

impl Handle for BatchDisableStandards {
    async fn access(_: &api::BatchDisableStandardsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::BatchDisableStandardsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchDisableStandardsResponse, Failure> {
        required(tx).await?;
        locally_managed(tx).await?;
        let (account, region) = here(tx);
        let mut held = Vec::new();
        for given in &input.standards_subscription_arns {
            let standard = of_subscription(tx, given)?;
            let found = tx.get::<Subscription>(&account, &region, standard.id).await?;
            held.push((standard, found.ok_or_else(|| invalid(format!("The standard {} is not enabled", standard.id)))?));
        }
        let mut subscriptions = Vec::new();
        for (standard, found) in held {
            tx.delete(&found);
            subscriptions.push(shown(tx, standard, StandardsStatus::Deleting));
        }
        controls::changed(tx, &account, &region).await?;
        Ok(api::BatchDisableStandardsResponse { standards_subscriptions: Some(subscriptions) })
    }
}

impl Handle for GetEnabledStandards {
    async fn access(_: &api::GetEnabledStandardsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::GetEnabledStandardsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetEnabledStandardsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let wanted = input.standards_subscription_arns.as_deref().unwrap_or_default();
        for given in wanted {
            of_subscription(tx, given)?;
        }
        let pending = tx.reader().get::<Pending>(&account, &region, Pending::ID).await?.is_some();
        let status = if pending { StandardsStatus::Pending } else { StandardsStatus::Ready };
        let enabled = controls::subscriptions(&tx.reader(), &account, &region).await?;
        let mut all: Vec<StandardsSubscription> = enabled.iter().map(|(standard, _)| shown(tx, standard, status)).collect();
        all.retain(|one| wanted.is_empty() || wanted.contains(&one.standards_subscription_arn));
        all.sort_by(|one, other| one.standards_subscription_arn.cmp(&other.standards_subscription_arn));
        let most = limit(input.max_results, PAGE);
        let id = |one: &StandardsSubscription| one.standards_subscription_arn.clone();
        let page = page(tx, all, &format!("{wanted:?}"), input.next_token.as_deref(), most, id)?;
        Ok(api::GetEnabledStandardsResponse { standards_subscriptions: Some(page.items), next_token: page.next })
    }
}

/// When a control of a standard was last enabled or disabled, and why.
pub(super) fn status_of(found: &Stored<Subscription>, control: &str) -> (bool, Timestamp, Option<String>) {
    let time = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default();
    match (found.body.disabled.get(control), found.body.enabled.get(control)) {
        (Some((reason, at)), _) => (false, time(*at), Some(reason.clone()).filter(|reason| !reason.is_empty())),
        (None, Some(at)) => (true, time(*at), None),
        (None, None) => (true, time(found.created_at), None),
    }
}

impl Handle for DescribeStandardsControls {
    async fn access(_: &api::DescribeStandardsControlsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DescribeStandardsControlsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeStandardsControlsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let given = &input.standards_subscription_arn;
        let standard = of_subscription(tx, given)?;
        let found = tx.reader().get::<Subscription>(&account, &region, standard.id).await?;
        let found = found.ok_or_else(|| not_found(format!("The standard subscription {given} was not found")))?;
        let mut all = Vec::new();
        for control in CONTROLS.iter() {
            let Some(requirements) = control.requirements(standard) else { continue };
            let (enabled, at, reason) = status_of(&found, control.id);
            for (id, arn) in ids_in(control, standard).into_iter().zip(control_arns(tx, control, standard)) {
                let control_id = if standard.id.starts_with("cis-") { format!("CIS.{id}") } else { id.clone() };
                let shown = StandardsControl {
                    standards_control_arn: Some(arn),
                    control_status: Some(if enabled { ControlStatus::Enabled } else { ControlStatus::Disabled }),
                    disabled_reason: reason.clone(),
                    control_status_updated_at: Some(at),
                    control_id: Some(control_id),
                    title: Some(control.title.to_owned()),
                    description: Some(control.description()),
                    remediation_url: Some(control.remediation_url()),
                    severity_rating: Some(rating(control)),
                    related_requirements: Some(requirements.clone()),
                };
                all.push((sortable(&id), shown));
            }
        }
        all.sort_by(|one, other| one.0.cmp(&other.0));
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, given, input.next_token.as_deref(), most, |(id, _)| id.clone())?;
        Ok(api::DescribeStandardsControlsResponse {
            controls: Some(page.items.into_iter().map(|(_, control)| control).collect()),
            next_token: page.next,
        })
    }
}

/// Enables or disables a control in a standard that is enabled.
///
/// # Errors
/// Internal ones only.
pub(crate) fn switch(found: &mut Subscription, control: &str, enabled: bool, reason: &str, now: i64) {
    if enabled {
        if found.disabled.remove(control).is_some() {
            found.enabled.insert(control.to_owned(), now);
        }
    } else {
        found.enabled.remove(control);
        found.disabled.insert(control.to_owned(), (reason.to_owned(), now));
    }
}

impl Handle for UpdateStandardsControl {
    async fn access(_: &api::UpdateStandardsControlRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::UpdateStandardsControlRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateStandardsControlResponse, Failure> {
        required(tx).await?;
        locally_managed(tx).await?;
        let (account, region) = here(tx);
        let given = &input.standards_control_arn;
        let id = own(given, &account, &region, "control")?;
        let (standard, id) = id.rsplit_once('/').unwrap_or_default();
        let missing = || not_found(format!("The standards control {given} was not found"));
        let standard = standards::of_id(standard).ok_or_else(missing)?;
        let mut controls = CONTROLS.iter().filter(|control| control.requirements(standard).is_some());
        let control = controls.find(|control| ids_in(control, standard).iter().any(|known| known == id)).ok_or_else(missing)?;
        let mut found = tx.get::<Subscription>(&account, &region, standard.id).await?.ok_or_else(missing)?;
        let status = input.control_status.ok_or_else(|| invalid("ControlStatus must be given"))?;
        let reason = input.disabled_reason.as_deref().unwrap_or_default();
        if status == ControlStatus::Disabled && reason.is_empty() {
            return Err(invalid("A DisabledReason must be given to disable a control"));
        }
        if reason.chars().count() > REASON {
            return Err(invalid(format!("DisabledReason should NOT be longer than {REASON} characters")));
        }
        let now = tx.call().time.as_millisecond();
        switch(&mut found.body, control.id, status == ControlStatus::Enabled, reason, now);
        tx.put(&found)?;
        controls::changed(tx, &account, &region).await?;
        Ok(api::UpdateStandardsControlResponse {})
    }
}
