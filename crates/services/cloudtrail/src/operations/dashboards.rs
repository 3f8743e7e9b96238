//! Dashboards.

use plane::page::cut;
use plane::{Access, Call, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::operation::{
    CreateDashboard, DeleteDashboard, GetDashboard, ListDashboards, StartDashboardRefresh, UpdateDashboard,
};
use crate::api::{
    self, ConflictException, CreateDashboardRequest, CreateDashboardResponse, DashboardDetail, DashboardStatus, DashboardType,
    DeleteDashboardRequest, DeleteDashboardResponse, GetDashboardRequest, GetDashboardResponse, InvalidQueryStatementException,
    ListDashboardsRequest, ListDashboardsResponse, RefreshSchedule, RefreshScheduleFrequency, RefreshScheduleFrequencyUnit,
    RefreshScheduleStatus, RequestWidget, ServiceQuotaExceededException, StartDashboardRefreshRequest,
    StartDashboardRefreshResponse, UnsupportedOperationException, UpdateDashboardRequest, UpdateDashboardResponse,
};
use crate::dashboards::{
    Dashboard, LastRefresh, Schedule, Widget, dashboard, held_dashboard, highlighted, managed_arn, managed_board, on_dashboard,
    values_of,
};
use crate::engine;
use crate::files::time;
use crate::managed::{self, BOARDS};
use crate::operations::queries::{refused, start};
use crate::operations::stores::{bad_token, moment, most};
use crate::operations::tags::{check_tags, merged, pairs};
use crate::statement;
use crate::stores::find::{Named, on_store, own_stores, read_store};
use crate::stores::sealing;

/// Dashboards of an account in a region, and widgets of a dashboard, at most.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const MOST_DASHBOARDS: usize = 100;
const MOST_WIDGETS: usize = 10;
/// Dashboards on a page.
const PAGE: i32 = 100;
/// What stands for parameters when a statement is checked.
const SAMPLE_TIME: &str = "2026-01-01 00:00:00";
/// What a managed dashboard looks back at if nobody says.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The widgets of a request, their statements checked. Their aliases are new.
async fn widgets(tx: &Transaction<'_>, given: &[RequestWidget]) -> Result<Vec<Widget>, Failure> {
    if given.len() > MOST_WIDGETS {
        return Err(ServiceQuotaExceededException::new(format!("A dashboard has at most {MOST_WIDGETS} widgets.")).into());
    }
    let mut widgets = Vec::with_capacity(given.len());
    for widget in given {
        let parameters = widget.query_parameters.clone().unwrap_or_default();
        let samples: Vec<String> = parameters.iter().map(|_| SAMPLE_TIME.to_owned()).collect();
        let filled = statement::fill(&widget.query_statement, &samples).ok_or_else(|| {
            InvalidQueryStatementException::new("The statement has another number of parameters than QueryParameters.")
        })?;
        let read = statement::read(&filled);
        let mut ids = Vec::with_capacity(read.stores.len());
        for name in &read.stores {
            ids.push(read_store(tx, name).await?.body.id);
        }
        engine::check(&read.text, &ids).await.map_err(refused)?;
        widgets.push(Widget {
            alias: format!("widget-{}", tx.plane().ids.lower(16)),
            statement: widget.query_statement.clone(),
            parameters,
            view: widget.view_properties.clone(),
        });
    }
    Ok(widgets)
}

/// The permission to query what widgets query.
async fn on_widgets(lookup: &Lookup<'_>, mut access: Access, widgets: &[RequestWidget]) -> Result<Access, Failure> {
    for widget in widgets {
        for name in statement::read(&widget.query_statement).stores {
            access = access.and(on_store(lookup, &name).await?.action("cloudtrail:StartQuery"));
        }
    }
    Ok(access)
}

/// The schedule of a request; it is on if the request does not say otherwise.
fn schedule(given: &RefreshSchedule) -> Result<Schedule, Failure> {
    let refuse = |message: &str| Failure::from(api::InvalidParameterException::new(message));
    let frequency = given.frequency.clone().unwrap_or_default();
    let unit = frequency.unit.unwrap_or(RefreshScheduleFrequencyUnit::Days);
    let value = frequency.value.unwrap_or(1);
    let valid = match unit {
        RefreshScheduleFrequencyUnit::Hours => matches!(value, 1 | 6 | 12 | 24),
        RefreshScheduleFrequencyUnit::Days => value == 1,
    };
    if !valid {
        return Err(refuse("A dashboard can be refreshed every 1, 6, 12 or 24 hours, or every day."));
    }
    let time = given.time_of_day.as_deref().unwrap_or("00:00");
    let minute = time.split_once(':').and_then(|(h, m)| Some((h.parse::<i64>().ok()?, m.parse::<i64>().ok()?)));
    let minute = minute.filter(|(h, m)| (0..24).contains(h) && (0..60).contains(m)).map(|(h, m)| h * 60 + m);
    let enabled = given.status != Some(RefreshScheduleStatus::Disabled);
    Ok(Schedule { unit, value, enabled, minute_of_day: minute.ok_or_else(|| refuse("TimeOfDay must be HH:MM."))? })
}

fn shown_schedule(schedule: Option<&Schedule>) -> Option<RefreshSchedule> {
    schedule.map(|s| RefreshSchedule {
        frequency: Some(RefreshScheduleFrequency { unit: Some(s.unit), value: Some(s.value) }),
        status: Some(if s.enabled { RefreshScheduleStatus::Enabled } else { RefreshScheduleStatus::Disabled }),
        time_of_day: Some(format!("{:02}:{:02}", s.minute_of_day / 60, s.minute_of_day % 60)),
    })
}

fn sort_of(managed: bool) -> DashboardType {
    if managed { DashboardType::Managed } else { DashboardType::Custom }
}

/// Refuses names that managed dashboards have, and the Highlights dashboard with anything but what it must be made with.
fn check_name(input: &CreateDashboardRequest) -> Result<(), Failure> {
    if !input.name.starts_with(managed::PREFIX) {
        return Ok(());
    }
    if input.name != managed::HIGHLIGHTS {
        return Err(ConflictException::new(format!("The name {} is reserved for managed dashboards.", input.name)).into());
    }
    let refuse = |message: &str| Err(api::InvalidParameterException::new(message).into());
    if input.widgets.as_ref().is_some_and(|widgets| !widgets.is_empty()) {
        return refuse("The Highlights dashboard has widgets of its own.");
    }
    check_highlights(input.refresh_schedule.as_ref())
}

/// Sees that a schedule is the one that the Highlights dashboard has.
fn check_highlights(schedule: Option<&RefreshSchedule>) -> Result<(), Failure> {
    let frequency = schedule.and_then(|s| s.frequency.as_ref());
    let every_six = frequency.is_some_and(|f| f.unit == Some(RefreshScheduleFrequencyUnit::Hours) && f.value == Some(6));
    if every_six && schedule.and_then(|s| s.status) == Some(RefreshScheduleStatus::Enabled) {
        return Ok(());
    }
    let message = "The Highlights dashboard needs a RefreshSchedule with the Status ENABLED, the Unit HOURS and the Value 6.";
    Err(api::InvalidParameterException::new(message).into())
}

/// Refuses to change a managed dashboard that nobody made.
fn refuse_managed(tx: &Transaction<'_>, text: &str) -> Result<(), Failure> {
    match managed_board(&tx.reader(), tx.call(), text) {
        Some((board, _)) => {
            let message = format!("The dashboard {} is managed: it cannot be changed or deleted.", board.name);
            Err(UnsupportedOperationException::new(message).into())
        }
        None => Ok(()),
    }
}

fn shown_widgets(widgets: &[Widget]) -> Option<Vec<api::Widget>> {
    let one = |w: &Widget| api::Widget {
        query_alias: Some(w.alias.clone()),
        query_statement: Some(w.statement.clone()),
        query_parameters: (!w.parameters.is_empty()).then(|| w.parameters.clone()),
        view_properties: Some(w.view.clone()),
    };
    Some(widgets.iter().map(one).collect())
}

impl Handle for CreateDashboard {
    async fn access(input: &CreateDashboardRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let call = lookup.call();
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        let arn = lookup.plane().arn("cloudtrail", &call.region, call.account(), &format!("dashboard/{}", input.name));
        let access = Access::on(arn).request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        on_widgets(lookup, access, input.widgets.as_deref().unwrap_or_default()).await
    }

    async fn run(input: &CreateDashboardRequest, tx: &mut Transaction<'_>) -> Result<CreateDashboardResponse, Failure> {
        let tags = pairs(input.tags_list.as_deref().unwrap_or_default());
        check_tags(&tags)?;
        check_name(input)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let others = tx.all::<Dashboard>(&account, &region, "").await?;
        if others.iter().any(|d| d.body.name == input.name) {
            return Err(ConflictException::new(format!("A dashboard with the name {} already exists.", input.name)).into());
        }
        if others.len() >= MOST_DASHBOARDS {
            return Err(
                ServiceQuotaExceededException::new(format!("An account has at most {MOST_DASHBOARDS} dashboards.")).into()
            );
        }
        let now = tx.call().time.as_millisecond();
        let dashboard = Dashboard {
            arn: tx.plane().arn("cloudtrail", &region, &account, &format!("dashboard/{}", input.name)),
            name: input.name.clone(),
            managed: input.name == managed::HIGHLIGHTS,
            widgets: widgets(tx, input.widgets.as_deref().unwrap_or_default()).await?,
            schedule: input.refresh_schedule.as_ref().map(schedule).transpose()?,
            protected: input.termination_protection_enabled.unwrap_or(false),
            status: DashboardStatus::Created,
            policy: None,
            refresh_id: None,
            refresh_failure: None,
            refreshed_at: None,
            created_at: now,
            updated_at: now,
            account,
            region,
        };
        let key = (dashboard.account.clone(), dashboard.region.clone(), dashboard.name.clone());
        let stored = Stored::new(&key.0, &key.1, key.2, dashboard.clone()).arn(dashboard.arn.clone());
        tx.put(&stored.tags(merged(&[], &tags)))?;
        tx.touched(dashboard.arn.clone(), dashboard.account.clone(), "AWS::CloudTrail::Dashboard");
        Ok(CreateDashboardResponse {
            widgets: shown_widgets(&dashboard.shown()),
            refresh_schedule: shown_schedule(dashboard.schedule.as_ref()),
            dashboard_arn: Some(dashboard.arn),
            name: Some(dashboard.name),
            r#type: Some(sort_of(dashboard.managed)),
            tags_list: input.tags_list.clone().filter(|t| !t.is_empty()),
            termination_protection_enabled: Some(dashboard.protected),
        })
    }
}

impl Handle for UpdateDashboard {
    async fn access(input: &UpdateDashboardRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_dashboard(lookup, &input.dashboard_id).await?;
        on_widgets(lookup, access, input.widgets.as_deref().unwrap_or_default()).await
    }

    async fn run(input: &UpdateDashboardRequest, tx: &mut Transaction<'_>) -> Result<UpdateDashboardResponse, Failure> {
        refuse_managed(tx, &input.dashboard_id)?;
        let mut stored = held_dashboard(tx, &input.dashboard_id).await?;
        if stored.body.managed {
            if input.widgets.is_some() {
                let message = "The widgets of a managed dashboard cannot be changed.";
                return Err(UnsupportedOperationException::new(message).into());
            }
            // Switching it off is the only change of its schedule.
            let off = input.refresh_schedule.as_ref().is_some_and(|s| s.status == Some(RefreshScheduleStatus::Disabled));
            if input.refresh_schedule.is_some() && !off {
                check_highlights(input.refresh_schedule.as_ref())?;
            }
        }
        if let Some(given) = &input.widgets {
            stored.body.widgets = widgets(tx, given).await?;
        }
        if let Some(given) = &input.refresh_schedule {
            stored.body.schedule = Some(schedule(given)?);
        }
        stored.body.protected = input.termination_protection_enabled.unwrap_or(stored.body.protected);
        stored.body.status = DashboardStatus::Updated;
        stored.body.updated_at = tx.call().time.as_millisecond();
        tx.put(&stored)?;
        let dashboard = stored.body;
        Ok(UpdateDashboardResponse {
            widgets: shown_widgets(&dashboard.shown()),
            refresh_schedule: shown_schedule(dashboard.schedule.as_ref()),
            dashboard_arn: Some(dashboard.arn),
            name: Some(dashboard.name),
            r#type: Some(sort_of(dashboard.managed)),
            termination_protection_enabled: Some(dashboard.protected),
            created_timestamp: moment(dashboard.created_at),
            updated_timestamp: moment(dashboard.updated_at),
        })
    }
}

impl Handle for GetDashboard {
    async fn access(input: &GetDashboardRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_dashboard(lookup, &input.dashboard_id).await
    }

    async fn run(input: &GetDashboardRequest, tx: &mut Transaction<'_>) -> Result<GetDashboardResponse, Failure> {
        if let Some((board, arn)) = managed_board(&tx.reader(), tx.call(), &input.dashboard_id) {
            let last = tx.get::<LastRefresh>(tx.account(), &tx.call().region, board.name).await?;
            return Ok(GetDashboardResponse {
                dashboard_arn: Some(arn),
                r#type: Some(DashboardType::Managed),
                status: Some(DashboardStatus::Created),
                widgets: shown_widgets(&board.widgets()),
                last_refresh_id: last.map(|last| last.body.refresh_id),
                ..GetDashboardResponse::default()
            });
        }
        let dashboard = held_dashboard(tx, &input.dashboard_id).await?.body;
        Ok(GetDashboardResponse {
            widgets: shown_widgets(&dashboard.shown()),
            refresh_schedule: shown_schedule(dashboard.schedule.as_ref()),
            dashboard_arn: Some(dashboard.arn),
            r#type: Some(sort_of(dashboard.managed)),
            status: Some(dashboard.status),
            created_timestamp: moment(dashboard.created_at),
            updated_timestamp: moment(dashboard.updated_at),
            last_refresh_id: dashboard.refresh_id,
            last_refresh_failure_reason: dashboard.refresh_failure,
            termination_protection_enabled: Some(dashboard.protected),
        })
    }
}

impl Handle for ListDashboards {
    async fn access(_: &ListDashboardsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListDashboardsRequest, tx: &mut Transaction<'_>) -> Result<ListDashboardsResponse, Failure> {
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let reader = tx.reader();
        let made = reader.all::<Dashboard>(tx.account(), &tx.call().region, prefix).await?;
        let mut all: Vec<(String, String, bool)> = made.into_iter().map(|d| (d.body.name, d.body.arn, d.body.managed)).collect();
        let boards = BOARDS.iter().filter(|board| board.name.starts_with(prefix));
        all.extend(boards.map(|board| (board.name.to_owned(), managed_arn(&reader, tx.call(), board), true)));
        all.retain(|(_, _, managed)| input.r#type.is_none_or(|asked| asked == sort_of(*managed)));
        all.sort();
        let listing = format!("ListDashboards {} {} {prefix}", tx.account(), tx.call().region);
        let size = most(input.max_results, PAGE)?;
        let page = cut(all, &listing, input.next_token.as_deref(), size, |(name, _, _)| name.clone(), bad_token)?;
        let dashboards = page
            .items
            .into_iter()
            .map(|(_, arn, managed)| DashboardDetail { dashboard_arn: Some(arn), r#type: Some(sort_of(managed)) });
        Ok(ListDashboardsResponse { dashboards: Some(dashboards.collect()), next_token: page.next })
    }
}

impl Handle for DeleteDashboard {
    async fn access(input: &DeleteDashboardRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_dashboard(lookup, &input.dashboard_id).await
    }

    async fn run(input: &DeleteDashboardRequest, tx: &mut Transaction<'_>) -> Result<DeleteDashboardResponse, Failure> {
        refuse_managed(tx, &input.dashboard_id)?;
        let stored = held_dashboard(tx, &input.dashboard_id).await?;
        if stored.body.protected {
            return Err(ConflictException::new(format!(
                "The dashboard {} cannot be deleted because termination protection is enabled for it.",
                stored.body.name
            ))
            .into());
        }
        tx.delete(&stored);
        Ok(DeleteDashboardResponse {})
    }
}

/// The event data stores, as statements or the request name them, that a refresh queries.
async fn refreshed_stores(
    reader: &Reader<'_>,
    call: &Call,
    input: &StartDashboardRefreshRequest,
) -> Result<Vec<String>, Failure> {
    let given = input.query_parameter_values.as_ref().and_then(|values| values.get(managed::STORE));
    if managed_board(reader, call, &input.dashboard_id).is_some() {
        return Ok(given.filter(|text| Named::parse("eventdatastore", text).is_some()).cloned().into_iter().collect());
    }
    let found = match Named::parse("dashboard", &input.dashboard_id) {
        Some(named) => dashboard(reader, call, &named).await?,
        None => None,
    };
    let Some(found) = found.map(|found| found.body) else { return Ok(Vec::new()) };
    if found.managed {
        let stores = own_stores(reader, call).await?;
        return Ok(stores.into_iter().map(|s| s.body).filter(|s| highlighted(s, &found.account)).map(|s| s.arn).collect());
    }
    let mut all = Vec::new();
    for name in found.widgets.iter().flat_map(|widget| statement::read(&widget.statement).stores) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    Ok(all)
}

/// Queues the queries of widgets; those of a managed dashboard over the given event data stores, and over the last day up to now if nobody says.
async fn refresh_all(
    tx: &mut Transaction<'_>,
    widgets: Vec<Widget>,
    over: Option<&[String]>,
    input: &StartDashboardRefreshRequest,
    refresh: &str,
) -> Result<(), Failure> {
    let mut values = input.query_parameter_values.clone().unwrap_or_default();
    if over.is_some() {
        let now = tx.call().time.as_millisecond();
        let text = |at| time(at, "%Y-%m-%dT%H:%M:%SZ");
        for (name, value) in [("$StartTime$", text(now - DAY_MS)), ("$EndTime$", text(now)), ("$Period$", "hour".to_owned())] {
            values.entry(name.to_owned()).or_insert(value);
        }
    }
    for widget in widgets {
        let mut text = values_of(&widget, &values)?;
        if let Some(stores) = over {
            text = managed::over(&text, stores);
        }
        let mut query = start(tx, text, None).await?;
        query.alias = Some(widget.alias);
        query.refresh = Some(refresh.to_owned());
        tx.put(&Stored::new(tx.account(), &tx.call().region, query.id.clone(), query))?;
    }
    Ok(())
}

impl Handle for StartDashboardRefresh {
    async fn access(input: &StartDashboardRefreshRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access = on_dashboard(lookup, &input.dashboard_id).await?;
        for name in refreshed_stores(lookup, lookup.call(), input).await? {
            access = access.and(on_store(lookup, &name).await?.action("cloudtrail:StartQuery"));
            access = access.and(sealing::to_query(lookup, &name).await?);
        }
        Ok(access)
    }

    async fn run(
        input: &StartDashboardRefreshRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StartDashboardRefreshResponse, Failure> {
        let refresh = u64::from_be_bytes(tx.plane().ids.bytes()).to_string();
        if let Some((board, arn)) = managed_board(&tx.reader(), tx.call(), &input.dashboard_id) {
            let stores = refreshed_stores(&tx.reader(), tx.call(), input).await?;
            if stores.is_empty() {
                let message = format!("QueryParameterValues has no {}.", managed::STORE);
                return Err(api::InvalidParameterException::new(message).into());
            }
            refresh_all(tx, board.widgets(), Some(stores.as_slice()), input, &refresh).await?;
            let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
            let before = tx.get::<LastRefresh>(&account, &region, board.name).await?;
            let last = LastRefresh { refresh_id: refresh.clone() };
            let mut stored = before.unwrap_or_else(|| Stored::new(&account, &region, board.name, last.clone()));
            stored.body = last;
            tx.put(&stored)?;
            tx.touched(arn, account, "AWS::CloudTrail::Dashboard");
            return Ok(StartDashboardRefreshResponse { refresh_id: Some(refresh) });
        }
        let mut stored = held_dashboard(tx, &input.dashboard_id).await?;
        let stores = refreshed_stores(&tx.reader(), tx.call(), input).await?;
        if stored.body.managed && stores.is_empty() {
            let message = "There is no event data store that collects management events.";
            return Err(api::EventDataStoreNotFoundException::new(message).into());
        }
        let over = stored.body.managed.then_some(stores.as_slice());
        refresh_all(tx, stored.body.shown(), over, input, &refresh).await?;
        stored.body.refresh_id = Some(refresh.clone());
        stored.body.refresh_failure = None;
        stored.body.refreshed_at = Some(tx.call().time.as_millisecond());
        tx.put(&stored)?;
        Ok(StartDashboardRefreshResponse { refresh_id: Some(refresh) })
    }
}
