"""Dashboards that are refreshed by themselves, in a sandbox whose time can be moved."""

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
