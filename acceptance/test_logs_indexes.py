"""Field indexes, and searches that step over what cannot have what they look for."""

import json
import time

import pytest

from harness import allow, error_code, policy, unique, wait_for
from test_logs import described, make, now, texts
from test_logs_insights import ended, span


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def test_policies_are_set_shown_and_removed(server, logs):
    group = make(logs)
    arn = described(logs, group)["logGroupArn"]
    fields = json.dumps({"Fields": ["requestId", "user.name"]})
    made = logs.put_index_policy(logGroupIdentifier=group, policyDocument=fields)["indexPolicy"]
    assert (made["logGroupIdentifier"], made["policyDocument"], made["source"]) == (arn, fields, "LOG_GROUP")
    (shown,) = logs.describe_index_policies(logGroupIdentifiers=[arn])["indexPolicies"]
    assert shown == made
    names = lambda: [i["fieldIndexName"] for i in logs.describe_field_indexes(logGroupIdentifiers=[group])["fieldIndexes"]]  # noqa: E731
    assert names() == ["requestId", "user.name"]
    logs.delete_index_policy(logGroupIdentifier=group)
    assert logs.describe_index_policies(logGroupIdentifiers=[group])["indexPolicies"] == [] and names() == []
    with error_code("ResourceNotFoundException", 400):
        logs.delete_index_policy(logGroupIdentifier=group)
    for wrong in ("{", "{}", json.dumps({"Fields": ["f"] * 21 + [str(n) for n in range(21)]}), json.dumps({"Fields": ["@timestamp"]})):
        with error_code("InvalidParameterException", 400):
            logs.put_index_policy(logGroupIdentifier=group, policyDocument=wrong)
    with error_code("ResourceNotFoundException", 400):
        logs.put_index_policy(logGroupIdentifier=unique("none"), policyDocument=fields)
    with error_code("InvalidParameterException", 400, "Standard"):
        logs.put_index_policy(logGroupIdentifier=make(logs, logGroupClass="INFREQUENT_ACCESS"), policyDocument=fields)
    few = server.client("logs", server.user(unique("few"), inline=policy(allow("logs:Describe*"))))
    with error_code("AccessDeniedException", 400):
        few.put_index_policy(logGroupIdentifier=group, policyDocument=fields)


def test_an_account_indexes_groups_by_prefix(logs):
    group, name = make(logs), unique("index")
    fields = json.dumps({"Fields": ["id"]})
    put = lambda **more: logs.put_account_policy(**{"policyName": name, "policyType": "FIELD_INDEX_POLICY", "policyDocument": fields} | more)  # noqa: E731
    put(selectionCriteria=f'LogGroupNamePrefix IN ["{group}"]')
    try:
        (shown,) = logs.describe_index_policies(logGroupIdentifiers=[group])["indexPolicies"]
        assert (shown["source"], shown["policyName"]) == ("ACCOUNT", name)
        assert logs.describe_index_policies(logGroupIdentifiers=[make(logs)])["indexPolicies"] == []
        own = json.dumps({"Fields": ["other"]})
        logs.put_index_policy(logGroupIdentifier=group, policyDocument=own)
        (shown,) = logs.describe_index_policies(logGroupIdentifiers=[group])["indexPolicies"]
        assert (shown["source"], shown["policyDocument"]) == ("LOG_GROUP", own)
        with error_code("InvalidParameterException", 400):
            put(selectionCriteria='LogGroupName NOT IN ["x"]')
    finally:
        logs.delete_account_policy(policyName=name, policyType="FIELD_INDEX_POLICY")


def test_searches_step_over_blocks(server, logs):
    group = make(logs, "s")
    logs.put_index_policy(logGroupIdentifier=group, policyDocument=json.dumps({"Fields": ["n", "user.name"]}))
    begin, count = now() - 60_000, 0
    for batch in range(12):
        events = []
        for i in range(2000):
            message = {"n": count * 1_000_003, "id": f"req-{count:06}-{count * 7919:09x}", "user": {"name": f"u{batch}-{i}"}, "text": "all the same words here " * 14}
            events.append({"timestamp": begin + count, "message": json.dumps(message)})
            count += 1
        logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)
    uid = lambda: [f for f in (server.data_dir / "logs").glob("*/*.chunk") if f.stat().st_size > 100_000]  # noqa: E731
    wait_for(uid, 40)
    indexes = lambda: {i["fieldIndexName"]: i for i in logs.describe_field_indexes(logGroupIdentifiers=[group])["fieldIndexes"]}  # noqa: E731
    wait_for(lambda: "firstEventTime" in indexes()["n"] and indexes()["n"]["lastEventTime"] > begin + 12_000, 60)
    assert indexes()["n"]["firstEventTime"] == begin and indexes()["n"]["lastScanTime"] > begin
    target = 1234
    wanted = f"req-{target:06}-{target * 7919:09x}"

    def asked(text):
        reply = ended(logs, logs.start_query(logGroupName=group, queryString=text, **span())["queryId"])
        assert reply["status"] == "Complete", reply
        return [[f["value"] for f in row if f["field"] == "id"][0] for row in reply["results"]], reply["statistics"]["recordsScanned"]

    folded = asked("fields id | filter @message like 'not to be found anywhere'")
    assert folded[0] == []
    for text in (f"fields id | filter @message like '{wanted}'", f"fields id | filter id = '{wanted}'", f"fields id | filterIndex n = {target * 1_000_003}",
                 f"fields id | filter n in [{target * 1_000_003}]", "fields id | filter user.name = 'u0-1234'", f"fields id | filter @message like /{wanted}/"):
        found, scanned = asked(text)
        assert found == [wanted], text
        if "like /" not in text:
            assert scanned < count * 0.6, (text, scanned)
    found, scanned = asked(f"fields id | filter n = {target * 1_000_003 + 1}")
    assert found == [] and scanned < count * 0.6
    for pattern in (f'"{wanted}"', f'{{ $.id = "{wanted}" }}', f"{{ $.n = {target * 1_000_003} }}", f'{{ $.user.name = "u0-1234" && $.id = "req-*" }}'):
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern=pattern)
        assert [json.loads(m)["id"] for page in pages for m in texts(page)] == [wanted], pattern
    # What is rare is found soon, what is nowhere is known soon.
    at = time.monotonic()
    assert not [e for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern="nowhereToBeFound") for e in page["events"]]
    assert time.monotonic() - at < 2
