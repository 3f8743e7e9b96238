"""CloudWatch Logs with boto3: groups, streams, putting and reading, limits, denial, keys, retention, durability."""

import json
import threading
import time

import pytest

from harness import Cloudkeep, allow, deny, error_code, new_account, policy, unique, wait_for

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def now() -> int:
    return int(time.time() * 1000)


def make(logs, *streams: str, **more) -> str:
    name = unique("group")
    logs.create_log_group(logGroupName=name, **more)
    for stream in streams:
        logs.create_log_stream(logGroupName=name, logStreamName=stream)
    return name


def put(logs, group: str, stream: str, *messages: str, at: int | None = None) -> dict:
    begin = at or now()
    events = [{"timestamp": begin + i, "message": m} for i, m in enumerate(messages)]
    return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)


def get(logs, group: str, stream: str, **more) -> dict:
    return logs.get_log_events(logGroupName=group, logStreamName=stream, **more)


def texts(reply: dict) -> list[str]:
    return [event["message"] for event in reply["events"]]


def described(logs, group: str) -> dict:
    (found,) = [g for g in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"] if g["logGroupName"] == group]
    return found


# -- groups and streams


def test_groups_are_made_found_and_removed(server, logs):
    base = unique("/aws/test")
    for name in ("b", "a", "c"):
        logs.create_log_group(logGroupName=f"{base}/{name}", tags={"name": name})
    logs.create_log_group(logGroupName=f"{base}/rare", logGroupClass="INFREQUENT_ACCESS")
    found = logs.describe_log_groups(logGroupNamePrefix=base)["logGroups"]
    assert [g["logGroupName"] for g in found] == [f"{base}/{n}" for n in ("a", "b", "c", "rare")]
    first = found[0]
    arn = f"arn:aws:logs:us-east-1:{server.account}:log-group:{base}/a"
    assert (first["arn"], first["logGroupArn"], first["storedBytes"], first["metricFilterCount"]) == (f"{arn}:*", arn, 0, 0)
    assert first["logGroupClass"] == "STANDARD" and "retentionInDays" not in first
    assert abs(first["creationTime"] - now()) < 60_000
    with error_code("ResourceAlreadyExistsException", 400, "already exists"):
        logs.create_log_group(logGroupName=f"{base}/a")
    with error_code("InvalidParameterException", 400):
        logs.create_log_group(logGroupName="a b")
    paged = [g["logGroupName"] for page in logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix=base, PaginationConfig={"PageSize": 2}) for g in page["logGroups"]]
    assert paged == [g["logGroupName"] for g in found]
    by_pattern = logs.describe_log_groups(logGroupNamePattern=base.upper()[5:])["logGroups"]
    assert len(by_pattern) == 4
    rare = logs.describe_log_groups(logGroupNamePrefix=base, logGroupClass="INFREQUENT_ACCESS")["logGroups"]
    assert [g["logGroupName"] for g in rare] == [f"{base}/rare"]
    named = logs.describe_log_groups(logGroupIdentifiers=[arn, f"{base}/c", f"{base}/none"])["logGroups"]
    assert [g["logGroupName"] for g in named] == [f"{base}/a", f"{base}/c"]
    with error_code("InvalidParameterException", 400, "mutually exclusive"):
        logs.describe_log_groups(logGroupNamePrefix="a", logGroupNamePattern="b")
    with error_code("InvalidParameterException", 400):
        logs.describe_log_groups(nextToken="nonsense")
    listed = logs.list_log_groups(logGroupNamePattern=f"^{base[:20]}")["logGroups"]
    assert {g["logGroupName"] for g in listed} >= {f"{base}/a", f"{base}/rare"}
    tagged = logs.list_log_groups(logGroupTags=[{"key": "name", "values": ["a", "b*"]}])["logGroups"]
    assert [g["logGroupName"] for g in tagged] == [f"{base}/a", f"{base}/b"]
    logs.delete_log_group(logGroupName=f"{base}/a")
    with error_code("ResourceNotFoundException", 400, "The specified log group does not exist"):
        logs.delete_log_group(logGroupName=f"{base}/a")
    assert len(logs.describe_log_groups(logGroupNamePrefix=base)["logGroups"]) == 3


def test_a_protected_group_stays(logs):
    group = make(logs, deletionProtectionEnabled=True)
    assert described(logs, group)["deletionProtectionEnabled"] is True
    with error_code("ValidationException", 400, "deletion protection"):
        logs.delete_log_group(logGroupName=group)
    logs.put_log_group_deletion_protection(logGroupIdentifier=group, deletionProtectionEnabled=False)
    logs.delete_log_group(logGroupName=group)


def test_tags_by_the_old_calls_and_the_new(logs):
    group = make(logs, tags={"a": "1"})
    arn = described(logs, group)["logGroupArn"]
    logs.tag_resource(resourceArn=arn, tags={"b": "2", "a": "0"})
    assert logs.list_tags_log_group(logGroupName=group)["tags"] == {"a": "0", "b": "2"}
    logs.tag_log_group(logGroupName=group, tags={"c": "3"})
    logs.untag_log_group(logGroupName=group, tags=["a"])
    logs.untag_resource(resourceArn=arn, tagKeys=["b"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "3"}
    with error_code("TooManyTagsException", 400):
        logs.tag_resource(resourceArn=arn, tags={f"k{i}": "v" for i in range(50)})
    with error_code("InvalidParameterException", 400):
        logs.tag_resource(resourceArn=arn, tags={"aws:x": "v"})
    with error_code("ResourceNotFoundException", 400):
        logs.list_tags_for_resource(resourceArn=arn + "x")


def test_streams(logs):
    group = make(logs, "b", "a", "c/d [$LATEST]")
    with error_code("ResourceAlreadyExistsException", 400):
        logs.create_log_stream(logGroupName=group, logStreamName="a")
    with error_code("InvalidParameterException", 400):
        logs.create_log_stream(logGroupName=group, logStreamName="a:b")
    with error_code("ResourceNotFoundException", 400):
        logs.create_log_stream(logGroupName=unique("none"), logStreamName="a")
    names = lambda **more: [s["logStreamName"] for s in logs.describe_log_streams(logGroupName=group, **more)["logStreams"]]  # noqa: E731
    assert names() == ["a", "b", "c/d [$LATEST]"]
    assert names(descending=True) == ["c/d [$LATEST]", "b", "a"]
    assert names(logStreamNamePrefix="c/") == ["c/d [$LATEST]"]
    at = now()
    put(logs, group, "b", "x", at=at - 5000)
    put(logs, group, "a", "x", at=at - 9000)
    wait_for(lambda: names(orderBy="LastEventTime", descending=True)[:2] == ["b", "a"])
    (a,) = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="a")["logStreams"]
    assert (a["firstEventTimestamp"], a["lastEventTimestamp"], a["storedBytes"]) == (at - 9000, at - 9000, 0)
    assert abs(a["lastIngestionTime"] - at) < 30_000 and a["arn"].endswith(f":log-group:{group}:log-stream:a")
    first = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True, limit=1)
    rest = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True, nextToken=first["nextToken"])
    assert [s["logStreamName"] for s in first["logStreams"] + rest["logStreams"]] == ["b", "a", "c/d [$LATEST]"]
    with error_code("InvalidParameterException", 400, "LastEventTime"):
        names(orderBy="LastEventTime", logStreamNamePrefix="a")
    logs.delete_log_stream(logGroupName=group, logStreamName="a")
    with error_code("ResourceNotFoundException", 400, "The specified log stream does not exist"):
        get(logs, group, "a")
    # What was in a stream is not in another of its name.
    logs.create_log_stream(logGroupName=group, logStreamName="a")
    assert texts(get(logs, group, "a")) == []
    assert texts(logs.filter_log_events(logGroupName=group)) == ["x"]


# -- putting


def test_what_may_be_put(logs):
    group = make(logs, "s")
    at = now()
    reply = put(logs, group, "s", "ü☂", at=at)
    assert reply["nextSequenceToken"] and "rejectedLogEventsInfo" not in reply
    (event,) = get(logs, group, "s")["events"]
    assert (event["timestamp"], event["message"]) == (at, "ü☂") and abs(event["ingestionTime"] - at) < 30_000
    bad = lambda events, text: (error_code("InvalidParameterException", 400, text), events)  # noqa: E731
    for context, events in (
        bad([(at, "a"), (at - 1, "b")], "chronological"),
        bad([(at - DAY - 1, "a"), (at, "b")], "24 hours"),
        bad([(at, "x" * 1_048_551)], "Log event too large: 1048577 bytes exceeds limit of 1048576"),
        bad([(at, "x" * 524_262), (at, "x" * 524_263)], "Upload too large: 1048577 bytes exceeds limit of 1048576"),
        bad([(at, "x")] * 10_001, None),
        bad([(at, "")], None),
    ):
        with context:
            logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[{"timestamp": t, "message": m} for t, m in events])
    with error_code("ResourceNotFoundException", 400, "log stream does not exist"):
        put(logs, group, "none", "x")
    with error_code("ResourceNotFoundException", 400, "log group does not exist"):
        put(logs, unique("none"), "s", "x")
    put(logs, group, "s", "x" * 1_048_550)
    assert len(texts(get(logs, group, "s", limit=1))[0]) == 1_048_550
    put(logs, group, "s", *["y"] * 10_000)
    assert texts(get(logs, group, "s", limit=3)) == ["y"] * 3


def test_events_out_of_time_are_rejected_by_their_places(logs):
    group = make(logs, "s")
    put_at = lambda *times: logs.put_log_events(  # noqa: E731
        logGroupName=group, logStreamName="s", logEvents=[{"timestamp": t, "message": str(t)} for t in times])
    at = now()
    new = put_at(at, at + 3 * HOUR)
    assert new["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    old = put_at(at - 15 * DAY, at - 15 * DAY + 1, at - 15 * DAY + 22 * HOUR)
    assert old["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 3}
    logs.put_retention_policy(logGroupName=group, retentionInDays=3)
    expired = put_at(at - 3 * DAY - HOUR, at - 3 * DAY + HOUR)
    assert expired["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    assert texts(get(logs, group, "s", startFromHead=True)) == [str(at - 3 * DAY + HOUR), str(at)]
    with error_code("InvalidParameterException", 400, "retentionInDays"):
        logs.put_retention_policy(logGroupName=group, retentionInDays=2)
    assert described(logs, group)["retentionInDays"] == 3
    logs.delete_retention_policy(logGroupName=group)
    assert "retentionInDays" not in described(logs, group)


def test_writers_of_one_stream_do_not_get_in_each_others_way(server, logs):
    group = make(logs, "s")
    failures = []

    def write(number: int) -> None:
        try:
            for i in range(10):
                put(logs, group, "s", f"{number}-{i}")
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(texts(get(logs, group, "s"))) == sorted(f"{n}-{i}" for n in range(8) for i in range(10))


# -- reading


def test_a_stream_is_paged_both_ways(logs):
    group = make(logs, "s")
    at = now() - HOUR
    put(logs, group, "s", *[str(i) for i in range(25)], at=at)
    newest = get(logs, group, "s", limit=10)
    assert texts(newest) == [str(i) for i in range(15, 25)]
    older = get(logs, group, "s", limit=10, nextToken=newest["nextBackwardToken"])
    assert texts(older) == [str(i) for i in range(5, 15)]
    oldest = get(logs, group, "s", limit=10, nextToken=older["nextBackwardToken"])
    assert texts(oldest) == [str(i) for i in range(5)]
    end = get(logs, group, "s", limit=10, nextToken=oldest["nextBackwardToken"])
    assert texts(end) == [] and end["nextBackwardToken"] == oldest["nextBackwardToken"]
    assert texts(get(logs, group, "s", limit=10, nextToken=end["nextForwardToken"])) == [str(i) for i in range(10)]
    assert texts(get(logs, group, "s", limit=10, nextToken=older["nextForwardToken"])) == [str(i) for i in range(15, 25)]
    forward, seen, token = get(logs, group, "s", limit=10, startFromHead=True), [], None
    while token != forward["nextForwardToken"]:
        seen += texts(forward)
        token = forward["nextForwardToken"]
        forward = get(logs, group, "s", limit=10, startFromHead=True, nextToken=token)
    assert seen == [str(i) for i in range(25)] and texts(forward) == []
    put(logs, group, "s", "later")
    assert texts(get(logs, group, "s", nextToken=token)) == ["later"]
    assert texts(get(logs, group, "s", startTime=at + 3, endTime=at + 6)) == ["3", "4", "5"]
    with error_code("InvalidParameterException", 400):
        get(logs, group, "s", nextToken="f/nonsense")
    by_arn = logs.get_log_events(logGroupIdentifier=described(logs, group)["logGroupArn"], logStreamName="s", limit=1)
    assert texts(by_arn) == ["later"]
    with error_code("InvalidParameterException", 400, "mutually exclusive"):
        logs.get_log_events(logGroupIdentifier=group, logGroupName=group, logStreamName="s")
    empty = make(logs, "s")
    first = get(logs, empty, "s")
    assert first["events"] == []
    put(logs, empty, "s", "x")
    assert texts(get(logs, empty, "s", nextToken=first["nextForwardToken"])) == ["x"]


def test_a_group_is_searched(logs):
    group = make(logs, "web-1", "web-2", "db")
    at = now() - HOUR
    for number in range(30):
        stream = ("web-1", "web-2", "db")[number % 3]
        level = "ERROR" if number % 5 == 0 else "INFO"
        document = json.dumps({"level": level, "n": number})
        put(logs, group, stream, f"{level} {number}" if stream == "db" else document, at=at + number * 1000)
    found = logs.filter_log_events(logGroupName=group)
    assert [e["timestamp"] for e in found["events"]] == [at + i * 1000 for i in range(30)]
    assert found["searchedLogStreams"] == [] and "nextToken" not in found
    assert len({e["eventId"] for e in found["events"]}) == 30
    assert all(len(e["eventId"]) == 56 and e["logStreamName"] and e["ingestionTime"] for e in found["events"])
    search = lambda **more: [e["timestamp"] - at for e in logs.filter_log_events(logGroupName=group, **more)["events"]]  # noqa: E731
    assert search(filterPattern="ERROR") == [i * 1000 for i in range(0, 30, 5)]
    assert search(filterPattern='{ $.level = "ERROR" && $.n > 5 }') == [10_000, 15_000, 25_000]
    assert search(filterPattern="[level = INFO, n >= 20]") == [23_000, 26_000, 29_000]
    assert search(filterPattern="%ERROR 2[0-9]%") == [20_000]
    assert search(logStreamNames=["db"]) == [i * 1000 for i in range(2, 30, 3)]
    assert search(logStreamNamePrefix="web-", startTime=at + 3000, endTime=at + 7000) == [3000, 4000, 6000, 7000]
    assert search(startFromHead=False)[:2] == [29_000, 28_000]
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern="?ERROR ?INFO", PaginationConfig={"PageSize": 7})
    assert [e["timestamp"] - at for page in pages for e in page["events"]] == [i * 1000 for i in range(30)]
    with error_code("InvalidParameterException", 400, "Invalid character(s) in term 'a-b' at position 1"):
        search(filterPattern="a-b")
    with error_code("InvalidParameterException", 400, "mutually exclusive"):
        search(logStreamNames=["db"], logStreamNamePrefix="d")
    with error_code("ResourceNotFoundException", 400):
        search(logStreamNames=["none"])
    with error_code("InvalidParameterException", 400):
        search(nextToken="nonsense")


def test_folded_events_read_as_before(logs):
    """More than a fold takes: what is in chunks and what is fresh is one."""
    group = make(logs, "a", "b")
    at = now() - 30 * HOUR
    messages = []
    for number in range(12):
        stream, begin = "ab"[number % 2], at + number * 3 * HOUR
        lines = [f"line {number} {i} " + "x" * 900 for i in range(1000)]
        put(logs, group, stream, *lines, at=begin)
        messages += lines
    assert described(logs, group)["storedBytes"] >= 0
    def all_of() -> list:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern='"line"')
        return [e["message"] for page in pages for e in page["events"]]
    assert all_of() == messages
    counted = sum(len(m) + 26 for m in messages)
    wait_for(lambda: described(logs, group)["storedBytes"] == counted, 30)
    time.sleep(2)
    assert all_of() == messages
    assert described(logs, group)["storedBytes"] == counted
    assert texts(logs.filter_log_events(logGroupName=group, filterPattern='"line 7 500 "')) == [messages[7500]]
    assert texts(get(logs, group, "a", limit=1, startFromHead=True)) == [messages[0]]
    assert texts(get(logs, group, "b", limit=1)) == [messages[-1]]
    logs.delete_log_stream(logGroupName=group, logStreamName="b")
    assert all_of() == [m for n in range(0, 12, 2) for m in messages[n * 1000:(n + 1) * 1000]]


# -- keys, permissions, accounts


def key_for_logs(server) -> str:
    kms = server.client("kms")
    service = {"Sid": "logs", "Effect": "Allow", "Principal": {"Service": "logs.us-east-1.amazonaws.com"}, "Resource": "*",
               "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]}
    root = {"Sid": "root", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{server.account}:root"}, "Action": "kms:*", "Resource": "*"}
    return kms.create_key(Policy=policy(root, service))["KeyMetadata"]["Arn"]


def test_a_group_with_a_key(server, logs):
    kms, key = server.client("kms"), key_for_logs(server)
    own = kms.create_key()["KeyMetadata"]["Arn"]
    with error_code("InvalidParameterException", 400, "not allowed to be used with LogGroup"):
        make(logs, kmsKeyId=own)
    with error_code("InvalidParameterException", 400):
        make(logs, kmsKeyId=own[:-1] + "0")
    group = make(logs, "s")
    put(logs, group, "s", "before")
    logs.associate_kms_key(logGroupName=group, kmsKeyId=key)
    assert described(logs, group)["kmsKeyId"] == key
    put(logs, group, "s", "sealed")
    assert texts(get(logs, group, "s")) == ["before", "sealed"]
    kms.disable_key(KeyId=key)
    with error_code("InvalidParameterException", 400, "cannot be used"):
        put(logs, group, "s", "x")
    with error_code("InvalidParameterException", 400, "cannot be used"):
        get(logs, group, "s")
    kms.enable_key(KeyId=key)
    logs.disassociate_kms_key(logGroupName=group)
    put(logs, group, "s", "after")
    assert texts(get(logs, group, "s")) == ["before", "sealed", "after"]
    assert "kmsKeyId" not in described(logs, group)


def test_permissions(server, logs):
    group, other = make(logs, "s"), make(logs, "s")
    base = f"arn:aws:logs:us-east-1:{server.account}:log-group"
    writer = server.user(unique("writer"), inline=policy(
        allow(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], f"{base}:{group}:*")))
    mine = server.client("logs", writer)
    mine.create_log_stream(logGroupName=group, logStreamName="w")
    put(mine, group, "w", "x")
    mine.describe_log_streams(logGroupName=group)
    for call in (
        lambda: put(mine, other, "s", "x"),
        lambda: get(mine, group, "w"),
        lambda: mine.filter_log_events(logGroupName=group),
        lambda: mine.delete_log_group(logGroupName=group),
        lambda: mine.describe_log_groups(),
        lambda: mine.start_live_tail(logGroupIdentifiers=[f"{base}:{group}"]),
        # Whether a group is there is not told.
        lambda: mine.describe_log_streams(logGroupName="none-at-all"),
    ):
        with error_code("AccessDeniedException", 400, "not authorized to perform: logs:"):
            call()
    one_stream = server.user(unique("one"), inline=policy(allow("logs:*", f"{base}:{group}:log-stream:w")))
    only = server.client("logs", one_stream)
    assert texts(get(only, group, "w")) == ["x"]
    with error_code("AccessDeniedException", 400):
        get(only, group, "s")
    tagged = make(logs, "s", tags={"team": "red"})
    by_tag = server.user(unique("tag"), inline=policy(
        allow("logs:*", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}}), deny("logs:DeleteLogGroup")))
    red = server.client("logs", by_tag)
    put(red, tagged, "s", "x")
    with error_code("AccessDeniedException", 400):
        put(red, group, "s", "x")
    with error_code("AccessDeniedException", 400, "explicit deny"):
        red.delete_log_group(logGroupName=tagged)


def test_accounts_do_not_see_each_other(server, logs):
    group = make(logs, "s")
    other = server.client("logs", new_account(server, unique("other")))
    assert other.describe_log_groups()["logGroups"] == []
    other.create_log_group(logGroupName=group)
    with error_code("ResourceNotFoundException", 400):
        get(other, group, "s")
    with error_code("ResourceNotFoundException", 400):
        other.filter_log_events(logGroupIdentifier=described(logs, group)["logGroupArn"])
    assert server.client("logs", region="eu-west-1").describe_log_groups(logGroupNamePrefix=group)["logGroups"] == []


def test_resource_policies(server, logs):
    document = policy({"Sid": "x", "Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"},
                       "Action": ["logs:PutLogEvents", "logs:CreateLogStream"], "Resource": "*"})
    name = unique("policy")
    made = logs.put_resource_policy(policyName=name, policyDocument=document)["resourcePolicy"]
    assert made["policyDocument"] == document and made["policyScope"] == "ACCOUNT"
    assert name in [p["policyName"] for p in logs.describe_resource_policies()["resourcePolicies"]]
    with error_code("InvalidParameterException", 400):
        logs.put_resource_policy(policyName=name, policyDocument="{}")
    logs.delete_resource_policy(policyName=name)
    with error_code("ResourceNotFoundException", 400):
        logs.delete_resource_policy(policyName=name)
    for number in range(10):
        logs.put_resource_policy(policyName=f"p{number}", policyDocument=document)
    with error_code("LimitExceededException", 400):
        logs.put_resource_policy(policyName="p10", policyDocument=document)
    group = make(logs, "s")
    arn = described(logs, group)["logGroupArn"]
    user = server.user(unique("user"))
    mine = server.client("logs", user)
    with error_code("AccessDeniedException", 400):
        put(mine, group, "s", "x")
    who = server.client("sts", user).get_caller_identity()["Arn"]
    let = policy({"Sid": "x", "Effect": "Allow", "Principal": {"AWS": who}, "Action": "logs:PutLogEvents", "Resource": "*"})
    first = logs.put_resource_policy(resourceArn=arn, policyDocument=let)
    put(mine, group, "s", "x")
    with error_code("OperationAbortedException", 400):
        logs.put_resource_policy(resourceArn=arn, policyDocument=let, expectedRevisionId="other")
    logs.delete_resource_policy(resourceArn=arn, expectedRevisionId=first["revisionId"])
    with error_code("AccessDeniedException", 400):
        put(mine, group, "s", "x")


# -- durability and time


def test_what_was_acknowledged_survives_and_is_unreadable_on_disk(tmp_path_factory):
    server = Cloudkeep(tmp_path_factory.mktemp("logs"))
    try:
        logs = server.client("logs")
        group = make(logs, "s")
        secret = unique("plaintext-of-a-log")
        for number in range(40):
            put(logs, group, "s", *[f"{secret} {number} {i} " + "y" * 300 for i in range(500)])
        server.kill()
        for path in server.data_dir.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path
        assert secret not in server.log()
        server.start()

        def count() -> int:
            pages = server.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern=f'"{secret}"')
            found = [e["eventId"] for page in pages for e in page["events"]]
            assert len(found) == len(set(found))
            return len(found)

        assert count() == 20_000
        wait_for(lambda: list((server.data_dir / "logs").rglob("*.chunk")), 30)
        server.kill()
        server.start()
        assert count() == 20_000
        server.client("logs").delete_log_group(logGroupName=group)
        wait_for(lambda: not list((server.data_dir / "logs").rglob("*.chunk")), 30)
    finally:
        server.kill()


def test_retention_removes(sandbox):
    logs = sandbox.client("logs")
    group = make(logs, "s")
    at = now()
    put(logs, group, "s", "old", at=at - DAY)
    put(logs, group, "s", "new", at=at)
    logs.put_retention_policy(logGroupName=group, retentionInDays=3)
    assert texts(get(logs, group, "s")) == ["old", "new"]
    sandbox.advance(2 * 86400 + 3600)
    assert texts(get(logs, group, "s")) == ["new"]
    wait_for(lambda: described(logs, group)["storedBytes"] == 29, 30)
    # What was removed does not come back with a longer retention.
    logs.delete_retention_policy(logGroupName=group)
    assert texts(get(logs, group, "s")) == ["new"]
