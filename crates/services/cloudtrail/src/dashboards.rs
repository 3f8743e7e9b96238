//! Dashboards: widgets of queries that are run together.

use std::collections::BTreeMap;

use plane::{Access, Call, Failure, Lookup, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};

use crate::api::{DashboardStatus, InvalidParameterException, RefreshScheduleFrequencyUnit, ResourceNotFoundException};
use crate::managed::{self, Board};
use crate::selectors::management_of;
use crate::statement;
use crate::stores::EventDataStore;
use crate::stores::find::{Named, absent};
use crate::stores::policy;

/// A dashboard. It is kept in its owner's account and region, under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Owner.
    pub account: String,
    /// Region.
    pub region: String,
    /// What it shows; nothing of its own if it is a managed one.
    pub widgets: Vec<Widget>,
    /// Whether it is the Highlights dashboard, which is AWS' own but for being made by the account.
    #[serde(default)]
    pub managed: bool,
    /// When it is refreshed by itself.
    pub schedule: Option<Schedule>,
    /// Whether it cannot be deleted.
    pub protected: bool,
    /// Status.
    pub status: DashboardStatus,
    /// Its own policy, JSON.
    pub policy: Option<String>,
    /// The last refresh,
    pub refresh_id: Option<String>,
    /// and why it could not be made.
    pub refresh_failure: Option<String>,
    /// When the last refresh of the schedule was made, milliseconds since 1970.
    pub refreshed_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed by a call.
    pub updated_at: i64,
}

/// A widget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Widget {
    /// What DescribeQuery finds its query by.
    pub alias: String,
    /// Its query.
    pub statement: String,
    /// Parameters: `$StartTime$`, `$EndTime$`, `$Period$`.
    pub parameters: Vec<String>,
    /// How a console shows it.
    pub view: BTreeMap<String, String>,
}

/// When a dashboard is refreshed by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Hours or days.
    pub unit: RefreshScheduleFrequencyUnit,
    /// How many.
    pub value: i32,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Minute of the day, UTC, of schedules in days.
    pub minute_of_day: i64,
}

impl Resource for Dashboard {
    const KIND: &'static str = "AWS::CloudTrail::Dashboard";
}

impl Dashboard {
    /// Its widgets, whosever they are.
    pub fn shown(&self) -> Vec<Widget> {
        if self.managed { managed::highlights() } else { self.widgets.clone() }
    }
}

/// The last refresh of a managed dashboard that nobody made. Kept in the account and region of whoever refreshed it, under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastRefresh {
    /// Its id.
    pub refresh_id: String,
}

impl Resource for LastRefresh {
    const KIND: &'static str = "Cloudkeep::CloudTrail::ManagedDashboardRefresh";
    const HISTORY: bool = false;
}

/// The managed dashboard that a request means, if it means one that is there by itself; with its ARN.
pub fn managed_board(reader: &Reader<'_>, call: &Call, text: &str) -> Option<(&'static Board, String)> {
    let named = Named::parse("dashboard", text)?;
    let here = named.region.as_deref().is_none_or(|region| region == call.region)
        && named.account.as_deref().is_none_or(|account| account == call.account());
    let board = managed::board(&named.id).filter(|_| here)?;
    Some((board, managed_arn(reader, call, board)))
}

/// The ARN of a managed dashboard in the account and region of a call.
pub fn managed_arn(reader: &Reader<'_>, call: &Call, board: &Board) -> String {
    reader.plane().arn("cloudtrail", &call.region, call.account(), &format!("dashboard/{}", board.name))
}

/// Whether the Highlights dashboard of an account is over an event data store: one of its own that collects management events.
pub fn highlighted(store: &EventDataStore, account: &str) -> bool {
    store.is_active() && store.account == account && management_of(&store.selectors) != (false, false)
}

/// The dashboard that a request means, in the region of the call.
///
/// # Errors
/// Internal ones only.
pub async fn dashboard(reader: &Reader<'_>, call: &Call, named: &Named) -> Result<Option<Stored<Dashboard>>, Failure> {
    let region = named.region.as_deref().unwrap_or(&call.region);
    if region != call.region {
        return Ok(None);
    }
    reader.get::<Dashboard>(named.account.as_deref().unwrap_or(call.account()), region, &named.id).await
}

/// The permission that a call needs on a dashboard.
///
/// # Errors
/// Internal ones only.
pub async fn on_dashboard(lookup: &Lookup<'_>, text: &str) -> Result<Access, Failure> {
    let Some(named) = Named::parse("dashboard", text) else { return Ok(Access::any()) };
    match dashboard(lookup, lookup.call(), &named).await? {
        Some(found) => {
            let access = Access::on(&found.body.arn).resource_tags(&found.tags).owned_by(&found.body.account);
            policy::with(access, &found.body.arn, found.body.policy.as_deref())
        }
        None => Ok(absent(lookup, "dashboard", &named)),
    }
}

/// The dashboard that a request means, held until the commit.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn held_dashboard(tx: &mut Transaction<'_>, text: &str) -> Result<Stored<Dashboard>, Failure> {
    let missing = || Failure::from(ResourceNotFoundException::new(format!("The specified dashboard was not found: {text}")));
    let named = Named::parse("dashboard", text).ok_or_else(missing)?;
    let found = dashboard(&tx.reader(), tx.call(), &named).await?.ok_or_else(missing)?;
    let key = &found.key;
    let held = tx.get::<Dashboard>(&key.account, &key.region, &key.id).await?.ok_or_else(missing)?;
    tx.touched(held.body.arn.clone(), held.body.account.clone(), Dashboard::KIND);
    Ok(held)
}

/// A widget's statement with the values of a refresh.
///
/// # Errors
/// `InvalidParameterException`: a parameter has no value.
pub fn values_of(widget: &Widget, values: &BTreeMap<String, String>) -> Result<String, Failure> {
    let refuse = |message: String| Failure::from(InvalidParameterException::new(message));
    let mut parameters = Vec::with_capacity(widget.parameters.len());
    for name in &widget.parameters {
        match values.get(name) {
            Some(value) => parameters.push(value.clone()),
            None if name.starts_with('$') => return Err(refuse(format!("QueryParameterValues has no {name}."))),
            None => parameters.push(name.clone()),
        }
    }
    statement::fill(&widget.statement, &parameters).ok_or_else(|| refuse("A widget has another number of parameters.".to_owned()))
}
