"""Dashboards that are refreshed by themselves, in a sandbox whose time can be moved."""

import json
import uuid

import pytest

from harness import error_code, policy, unique, wait_for
from test_cloudtrail_lake import SERVICE, ask_until, make_store, store_id

HOUR = 3600


@pytest.fixture
def lake(sandbox):
    return sandbox.client("cloudtrail")


def let(lake, resource: str, action: str, dashboard: str) -> None:
    """The resource policy of the user guide: the service acts for this dashboard."""
    account = dashboard.split(":")[4]
    lake.put_resource_policy(ResourceArn=resource, ResourcePolicy=policy({
        "Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": action, "Resource": resource,
        "Condition": {"StringEquals": {"aws:SourceArn": dashboard, "aws:SourceAccount": account}}}))


def schedule(value=1, unit="HOURS", **more) -> dict:
    return {"Frequency": {"Unit": unit, "Value": value}} | more


def widget(store: str) -> dict:
    return {"QueryStatement": f"SELECT eventName, count(*) AS n FROM {store_id(store)} WHERE eventTime > '?' AND eventTime <= '?' GROUP BY eventName",
            "QueryParameters": ["$StartTime$", "$EndTime$"], "ViewProperties": {"View": "Table"}}


def refreshed(lake, arn: str, before=None) -> dict:
    """The dashboard, once it was refreshed, or could not be."""
    def there():
        told = lake.get_dashboard(DashboardId=arn)
        found = (told.get("LastRefreshId"), told.get("LastRefreshFailureReason"))
        return told if found not in ((None, None), before) else None
    return wait_for(there, 30, 0.2)


def test_a_dashboard_is_refreshed_by_its_schedule(sandbox, lake):
    store = make_store(lake)
    made = lake.create_dashboard(Name=unique("board"), Widgets=[widget(store)], RefreshSchedule=schedule(TimeOfDay="00:00"))
    arn, alias = made["DashboardArn"], made["Widgets"][0]["QueryAlias"]
    assert made["RefreshSchedule"] == schedule(TimeOfDay="00:00", Status="ENABLED")
    sandbox.client("iam").list_users()
    # Nobody let the service do it: that is said, and tried again at the next moment only.
    sandbox.advance(HOUR)
    told = refreshed(lake, arn)
    assert "cloudtrail:StartDashboardRefresh" in told["LastRefreshFailureReason"] and "LastRefreshId" not in told
    let(lake, arn, "cloudtrail:StartDashboardRefresh", arn)
    sandbox.advance(HOUR)
    told = refreshed(lake, arn, (None, told["LastRefreshFailureReason"]))
    assert "cloudtrail:StartQuery" in told["LastRefreshFailureReason"] and store in told["LastRefreshFailureReason"]
    let(lake, store, "cloudtrail:StartQuery", arn)
    sandbox.client("iam").list_users()
    ask_until(lake, f"SELECT eventID FROM {store_id(store)} WHERE eventName = 'ListUsers'", 2)
    sandbox.advance(HOUR)
    told = refreshed(lake, arn, (None, told["LastRefreshFailureReason"]))
    assert "LastRefreshFailureReason" not in told
    first = told["LastRefreshId"]

    def finished():
        query = lake.describe_query(QueryAlias=alias, RefreshId=first)
        return query if query["QueryStatus"] not in ("QUEUED", "RUNNING") else None

    query = wait_for(finished, 30, 0.2)
    assert query["QueryStatus"] == "FINISHED" and "?" not in query["QueryString"]
    rows = lake.get_query_results(QueryId=query["QueryId"])["QueryResultRows"]
    assert "ListUsers" in [cell["eventName"] for row in rows for cell in row if "eventName" in cell], rows
    # Three hours at once are one refresh; what is switched off is not refreshed.
    sandbox.advance(3 * HOUR)
    second = refreshed(lake, arn, (first, None))["LastRefreshId"]
    lake.update_dashboard(DashboardId=arn, RefreshSchedule=schedule(TimeOfDay="00:00", Status="DISABLED"))
    sandbox.advance(2 * HOUR)
    with pytest.raises(AssertionError):
        wait_for(lambda: lake.get_dashboard(DashboardId=arn)["LastRefreshId"] != second, 8, 0.5)


def test_another_dashboards_permission_is_not_enough(sandbox, lake):
    store = make_store(lake)
    one = lake.create_dashboard(Name=unique("one"), Widgets=[widget(store)], RefreshSchedule=schedule())["DashboardArn"]
    other = lake.create_dashboard(Name=unique("other"))["DashboardArn"]
    let(lake, one, "cloudtrail:StartDashboardRefresh", one)
    let(lake, store, "cloudtrail:StartQuery", other)
    sandbox.advance(HOUR)
    assert "cloudtrail:StartQuery" in refreshed(lake, one)["LastRefreshFailureReason"]


@pytest.mark.parametrize("wrong", [schedule(2), schedule(2, "DAYS"), schedule(TimeOfDay="24:00"), schedule(TimeOfDay="12:60")])
def test_schedules_that_are_refused(lake, wrong):
    with error_code("InvalidParameterException", 400):
        lake.create_dashboard(Name=unique("board"), RefreshSchedule=wrong)


# -- managed dashboards


def results(lake, alias: str, refresh: str) -> dict:
    def ended():
        told = lake.describe_query(QueryAlias=alias, RefreshId=refresh)
        return told if told["QueryStatus"] not in ("QUEUED", "RUNNING") else None
    return wait_for(ended, 30, 0.2)


def test_managed_dashboards_run_over_any_store(sandbox, lake):
    store = make_store(lake)
    sandbox.client("iam").create_user(UserName=unique("seen"))
    ask_until(lake, f"SELECT 1 AS one FROM {store_id(store)} WHERE eventName = 'CreateUser'", 1)
    boards = [d for page in [lake.list_dashboards(Type="MANAGED")] for d in page["Dashboards"]]
    names = [d["DashboardArn"].rsplit("/", 1)[1] for d in boards]
    assert "AWSCloudTrail-Overview" in names and "AWSCloudTrail-SecurityMonitoring" in names and len(names) >= 12
    assert {d["Type"] for d in boards} == {"MANAGED"}
    assert all(d["Type"] == "CUSTOM" for d in lake.list_dashboards(Type="CUSTOM")["Dashboards"])
    assert len(lake.list_dashboards(NamePrefix="AWSCloudTrail-O", MaxResults=1)["Dashboards"]) == 1
    told = lake.get_dashboard(DashboardId="AWSCloudTrail-Overview")
    assert told["Type"] == "MANAGED" and told["DashboardArn"].endswith(":dashboard/AWSCloudTrail-Overview")
    assert all("$EventDataStoreId$" in w["QueryStatement"] and w["ViewProperties"]["Title"] for w in told["Widgets"])
    # As the API reference shows it, then with nothing but the store.
    values = {"$StartTime$": "2020-11-13T08:00:00.00Z", "$EndTime$": "2100-11-13T12:00:00.00Z", "$Period$": "minute",
              "$EventDataStoreId$": store_id(store)}
    for name in names:
        refresh = lake.start_dashboard_refresh(DashboardId=name, QueryParameterValues=values)["RefreshId"]
        shown = lake.get_dashboard(DashboardId=name)
        assert shown["LastRefreshId"] == refresh
        for widget in shown["Widgets"]:
            told = results(lake, widget["QueryAlias"], refresh)
            assert told["QueryStatus"] == "FINISHED", (name, widget, told)
    told = sandbox.cli(["cloudtrail", "start-dashboard-refresh", "--dashboard-id", "AWSCloudTrail-IAMActivity", "--query-parameter-values",
                        json.dumps({"$EventDataStoreId$": store})])
    done = results(lake, "AWSCloudTrail-IAMActivity-1", told["RefreshId"])
    rows = lake.get_query_results(QueryId=done["QueryId"])["QueryResultRows"]
    assert {"eventName": "CreateUser"} in [row[0] for row in rows]
    with error_code("InvalidParameterException", 400, "EventDataStoreId"):
        lake.start_dashboard_refresh(DashboardId="AWSCloudTrail-Overview")
    with error_code("EventDataStoreNotFoundException"):
        lake.start_dashboard_refresh(DashboardId="AWSCloudTrail-Overview", QueryParameterValues={"$EventDataStoreId$": str(uuid.uuid4())})
    for change in (lambda: lake.delete_dashboard(DashboardId="AWSCloudTrail-Overview"),
                   lambda: lake.update_dashboard(DashboardId="AWSCloudTrail-Overview", Widgets=[])):
        with error_code("UnsupportedOperationException"):
            change()
    with error_code("ConflictException"):
        lake.create_dashboard(Name="AWSCloudTrail-Overview")
    with error_code("ResourceNotFoundException"):
        lake.get_dashboard(DashboardId="AWSCloudTrail-None")
    nobody = sandbox.user(unique("nobody"), inline={"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "cloudtrail:StartDashboardRefresh", "Resource": "*"}]})
    with error_code("AccessDeniedException", 400, "cloudtrail:StartQuery"):
        sandbox.client("cloudtrail", nobody).start_dashboard_refresh(DashboardId="AWSCloudTrail-Overview", QueryParameterValues=values)
    lake.delete_event_data_store(EventDataStore=store)


def test_the_highlights_dashboard_is_over_all_stores_of_the_account(fresh):
    box = fresh(sandbox=True)
    lake = box.client("cloudtrail")
    six = {"Frequency": {"Unit": "HOURS", "Value": 6}, "Status": "ENABLED"}
    name = "AWSCloudTrail-Highlights"
    for wrong in ({}, {"RefreshSchedule": six | {"Status": "DISABLED"}},
                  {"RefreshSchedule": six, "Widgets": [{"QueryStatement": "SELECT 1", "ViewProperties": {"View": "Table"}}]}):
        with error_code("InvalidParameterException"):
            lake.create_dashboard(Name=name, **wrong)
    made = lake.create_dashboard(Name=name, RefreshSchedule=six)
    assert made["Type"] == "MANAGED" and made["Widgets"]
    with error_code("EventDataStoreNotFoundException"):
        lake.start_dashboard_refresh(DashboardId=name)
    first, second = make_store(lake), make_store(lake)
    user = unique("twice")
    box.client("iam").create_user(UserName=user)
    for store in (first, second):
        ask_until(lake, f"SELECT 1 AS one FROM {store_id(store)} WHERE eventName = 'CreateUser'", 1)
    refresh = lake.start_dashboard_refresh(DashboardId=name)["RefreshId"]
    told = lake.get_dashboard(DashboardId=name)
    assert (told["Type"], told["LastRefreshId"]) == ("MANAGED", refresh)
    statuses = {w["QueryAlias"]: results(lake, w["QueryAlias"], refresh) for w in told["Widgets"]}
    assert {s["QueryStatus"] for s in statuses.values()} == {"FINISHED"}, statuses
    services = lake.get_query_results(QueryId=statuses[f"{name}-2"]["QueryId"])["QueryResultRows"]
    counts = {row[0]["eventSource"]: int(row[1]["events"]) for row in services}
    assert counts["iam.amazonaws.com"] == 1, "an event of two stores is one"
    # By itself it is refreshed over those stores that let it.
    let(lake, made["DashboardArn"], "cloudtrail:StartDashboardRefresh", made["DashboardArn"])
    box.advance(6 * 3600)
    wait_for(lambda: lake.get_dashboard(DashboardId=name).get("LastRefreshFailureReason"), 30)
    let(lake, first, "cloudtrail:StartQuery", made["DashboardArn"])
    box.advance(6 * 3600)
    after = wait_for(lambda: (d := lake.get_dashboard(DashboardId=name)).get("LastRefreshFailureReason") is None and d["LastRefreshId"] != refresh and d, 30)
    assert results(lake, f"{name}-1", after["LastRefreshId"])["QueryStatus"] == "FINISHED"
    with error_code("UnsupportedOperationException"):
        lake.update_dashboard(DashboardId=name, Widgets=[])
    lake.update_dashboard(DashboardId=name, RefreshSchedule=six | {"Status": "DISABLED"})
    lake.delete_dashboard(DashboardId=name)
    assert name not in str(lake.list_dashboards(Type="MANAGED"))
