"""Rotation of real passwords: PostgreSQL, MariaDB, Redis and RabbitMQ servers, clients that log in all the while, and servers that are killed at each step."""

import json
import threading
import time
import uuid

import pytest
from aws_secretsmanager_caching import SecretCache, SecretCacheConfig

import lambda_support
from conftest import finish
from databases import MariaDB, Postgres, RabbitMQ, Redis
from harness import Cloudkeep, Credentials, allow, error_code, events, policy, unique, wait_for
from lambda_support import make_function, make_role
from rotation_support import Endpoint, Service, Wire, finished, logs_in, make_secret, make_superuser, make_user, rotate, rotator, value_of

ENGINES = {"postgres": Postgres, "mariadb": MariaDB, "redis": Redis, "rabbitmq": RabbitMQ}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Cloudkeep(tmp_path_factory.mktemp("rotation"), **lambda_support.options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def secrets(server):
    return server.client("secretsmanager")


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    """Servers by engine, started when they are first asked for."""
    made = {}

    def get(engine: str):
        if engine not in made:
            made[engine] = ENGINES[engine](tmp_path_factory.mktemp("databases") / engine)
        return made[engine]

    yield get
    for database in made.values():
        database.remove()


@pytest.fixture(params=sorted(ENGINES))
def database(request, databases):
    """One of each engine."""
    return databases(request.param)


def told(server, name: str, event: str) -> list[dict]:
    """Events of a secret of this name."""
    arn = server.client("secretsmanager").describe_secret(SecretId=name)["ARN"]
    return [e for e in events(server, EventName=event) if e["additionalEventData"]["SecretId"] == arn]


def test_a_single_user_gets_a_new_password(server, secrets, database):
    name, old = make_secret(server, database, extra={"kept": [1]})
    version = rotate(
        server, name, RotationLambdaARN=rotator(server, database.engine, "single-user"), RotationRules={"AutomaticallyAfterDays": 30}
    )
    new = value_of(server, name)
    assert new["password"] != old["password"] and len(new["password"]) == 32
    assert new == old | {"password": new["password"]}
    assert logs_in(database, new)
    # Redis keeps the password before, so that nobody is locked out in between; the next rotation ends it.
    assert logs_in(database, old) == (database.engine == "redis")
    shown = secrets.describe_secret(SecretId=name)
    assert shown["RotationEnabled"] and shown["LastRotatedDate"] and shown["NextRotationDate"] > shown["LastRotatedDate"]
    assert shown["VersionIdsToStages"][version] == ["AWSCURRENT"]
    assert value_of(server, name, "AWSPREVIOUS") == old
    rotate(server, name)
    assert not logs_in(database, old) and logs_in(database, value_of(server, name))
    assert len(wait_for(lambda: (found := told(server, name, "RotationSucceeded")) and len(found) == 2 and found)) == 2
    assert len(told(server, name, "RotationStarted")) == 2
    for value in (old, new, value_of(server, name)):
        assert value["password"] not in json.dumps(events(server)) and value["password"] not in server.log()
    # The statement that changed it held a verifier, so that a log of statements does not give it away.
    if database.engine == "postgres":
        assert new["password"] not in database.log_path.read_text() and "ALTER ROLE" in database.log_path.read_text()


@pytest.mark.parametrize("strategy", ["single-user", "alternating-users"])
def test_clients_log_in_all_the_while(server, secrets, database, strategy):
    """Alternating users: not one failed login, even with AWS's cache, which shows what was current a while ago."""
    master = {"masterarn": make_superuser(server, database)} if strategy == "alternating-users" else {}
    name, _ = make_secret(server, database, **master)
    cache = SecretCache(SecretCacheConfig(secret_refresh_interval=1), secrets)
    stop, tries, refused, broken = threading.Event(), [], [], []

    def work():
        try:
            while not stop.is_set():
                value = json.loads(cache.get_secret_string(name))
                tries.append(value["username"])
                if not database.logs_in(value["username"], value["password"]):
                    refused.append(value["username"])
                    # The strategy allows that a client asks again: then it must get in soon.
                    wait_for(lambda: logs_in(database, value_of(server, name)), 5)
                time.sleep(0.01)
        except Exception as error:
            broken.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        more = {"RotationLambdaARN": rotator(server, database.engine, strategy)}
        for _ in range(4):
            rotate(server, name, **more)
            # A cache may show the version before for as long as it was told to.
            time.sleep(1.5)
            more = {}
    finally:
        stop.set()
        for worker in workers:
            worker.join(30)
    assert not broken, broken
    assert len(tries) > 20
    if strategy == "alternating-users":
        assert not refused and len(set(tries)) == 2, (refused, set(tries))
    elif database.engine == "redis":
        assert not refused
    assert logs_in(database, value_of(server, name))


def test_the_other_user_may_do_what_the_first_may(server, databases):
    postgres = databases("postgres")
    postgres.sql("CREATE TABLE IF NOT EXISTS things (id int)")
    name, first = make_secret(server, postgres, masterarn=make_superuser(server, postgres))
    postgres.sql(f"GRANT SELECT ON things TO {first['username']}")
    rotate(server, name, RotationLambdaARN=rotator(server, "postgres", "alternating-users"))
    second = value_of(server, name)
    assert second["username"] == first["username"] + "_clone"
    connection = postgres.connect(second["username"], second["password"])
    assert connection.run("SELECT count(*) FROM things") == [[0]]
    connection.close()
    maria = databases("mariadb")
    maria.sql("CREATE DATABASE IF NOT EXISTS shop", "CREATE TABLE IF NOT EXISTS shop.things (id int)")
    name, first = make_secret(server, maria, masterarn=make_superuser(server, maria))
    maria.sql(f"GRANT SELECT, INSERT ON shop.* TO '{first['username']}'@'%'")
    rotate(server, name, RotationLambdaARN=rotator(server, "mariadb", "alternating-users"))
    second = value_of(server, name)
    with maria.connect(second["username"], second["password"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shop.things")
        assert cursor.fetchone() == (0,)
        with pytest.raises(Exception, match="denied"):
            cursor.execute("DROP TABLE shop.things")


def test_a_server_that_checks_no_password_is_told_the_new_one(server, databases):
    """Where anybody may log in, that the new password logs in does not say that the database has it."""
    postgres = databases("postgres")
    rules = postgres.folder / "data" / "pg_hba.conf"
    kept = rules.read_text()
    name, old = make_secret(server, postgres)
    try:
        rules.write_text(f"host all {old['username']} 127.0.0.1/32 trust\n{kept}")
        postgres.sql("SELECT pg_reload_conf()")
        assert wait_for(lambda: postgres.logs_in(old["username"], "anything"))
        rotate(server, name, RotationLambdaARN=rotator(server, "postgres", "single-user"))
    finally:
        rules.write_text(kept)
        postgres.sql("SELECT pg_reload_conf()")
    wait_for(lambda: not postgres.logs_in(old["username"], "anything"))
    assert logs_in(postgres, value_of(server, name)) and not logs_in(postgres, old)


def test_a_database_that_cannot_be_reached_keeps_its_password(server, secrets, databases):
    postgres = databases("postgres")
    wire = Wire(postgres)
    name, old = make_secret(server, postgres, port=wire.port)

    def broken(number, data):
        raise ConnectionError

    wire.watch = broken
    version = secrets.rotate_secret(SecretId=name, RotationLambdaARN=rotator(server, "postgres", "single-user"))["VersionId"]
    failure = wait_for(lambda: told(server, name, "RotationFailed"))[0]
    assert "cannot be reached" in failure["additionalEventData"]["Reason"]
    assert value_of(server, name) == old and logs_in(postgres, old)
    with error_code("InvalidRequestException", 400, "A previous rotation isn't complete"):
        secrets.rotate_secret(SecretId=name)
    # It is tried again by itself.
    wire.watch = lambda number, data: None
    finished(server, name, version)
    assert logs_in(postgres, value_of(server, name))
    wire.close()


def test_wrong_secrets_fail_and_say_why(server, secrets, database):
    refusals = []
    arn = rotator(server, database.engine, "single-user")
    wrong_password, old = make_secret(server, database, password="not-it")
    refusals.append((wrong_password, arn, "neither the current, the new nor the previous"))
    other_engine, _ = make_secret(server, database, engine="oracle")
    refusals.append((other_engine, arn, "engine"))
    no_host, _ = make_secret(server, database, host="")
    refusals.append((no_host, arn, "host"))
    wrong_master = secrets.create_secret(Name=unique("super"), SecretString=json.dumps(database.secret(database.superuser, "no")))["ARN"]
    alternating, first = make_secret(server, database, masterarn=wrong_master)
    refusals.append((alternating, rotator(server, database.engine, "alternating-users"), "superuser's secret does not log in"))
    for name, function, _ in refusals:
        secrets.rotate_secret(SecretId=name, RotationLambdaARN=function)
    for name, _, reason in refusals:
        failure = wait_for(lambda: told(server, name, "RotationFailed"))[0]  # noqa: B023
        assert reason in failure["additionalEventData"]["Reason"], failure
        secrets.cancel_rotate_secret(SecretId=name)
        wait_for(lambda: told(server, name, "RotationAbandoned"))  # noqa: B023
        assert not secrets.describe_secret(SecretId=name)["RotationEnabled"]
    assert logs_in(database, first)
    assert value_of(server, wrong_password) == old
    # A secret whose value is put right rotates.
    user, password = make_user(database)
    secrets.put_secret_value(SecretId=wrong_password, SecretString=json.dumps(database.secret(user, password)))
    rotate(server, wrong_password)
    assert logs_in(database, value_of(server, wrong_password)) and value_of(server, wrong_password)["username"] == user


def test_a_test_rotation_changes_nothing(server, secrets, database):
    name, value = make_secret(server, database)
    wrong, _ = make_secret(server, database, password="not-it")
    for secret, event in ((name, "TestRotationSucceeded"), (wrong, "TestRotationFailed")):
        secrets.rotate_secret(
            SecretId=secret, RotationLambdaARN=rotator(server, database.engine, "single-user"), RotateImmediately=False,
            RotationRules={"ScheduleExpression": "rate(10 days)", "Duration": "3h"},
        )
        wait_for(lambda: told(server, secret, event))  # noqa: B023
        shown = secrets.describe_secret(SecretId=secret)
        assert list(shown["VersionIdsToStages"].values()) == [["AWSCURRENT"]] and shown["NextRotationDate"]
        assert "LastRotatedDate" not in shown
    assert value_of(server, name) == value and logs_in(database, value)


def test_a_cancelled_rotation_leaves_a_secret_that_works(server, secrets, databases):
    """Cancelled after the database took the new password and before we heard of it: only that one works, so it becomes current."""
    postgres = databases("postgres")
    wire = Wire(postgres)
    name, old = make_secret(server, postgres, port=wire.port)
    held, go = threading.Event(), threading.Event()

    def watch(number, data):
        if b"ALTER ROLE" in data:
            wire.answered = hold

    def hold(number):
        wire.answered = lambda number: None
        held.set()
        go.wait(20)
        raise ConnectionError

    wire.watch = watch
    version = secrets.rotate_secret(SecretId=name, RotationLambdaARN=rotator(server, "postgres", "single-user"))["VersionId"]
    assert held.wait(20)
    assert not logs_in(postgres, old)
    assert secrets.cancel_rotate_secret(SecretId=name)["VersionId"] == version
    go.set()
    finished(server, name, version)
    assert logs_in(postgres, value_of(server, name))
    assert not secrets.describe_secret(SecretId=name)["RotationEnabled"]
    wire.close()


def test_a_function_written_for_aws_rotates(server, secrets, databases):
    """A function that calls back with boto3, as AWS's rotation functions do."""
    postgres = databases("postgres")
    role = make_role(server, None, allow(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue",
                                          "secretsmanager:UpdateSecretVersionStage", "secretsmanager:GetRandomPassword"]))
    source = """
        import json
        import boto3
        import pg8000.native
        def handler(event, context):
            secrets = boto3.client("secretsmanager")
            arn, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
            known = secrets.describe_secret(SecretId=arn)
            if not known["RotationEnabled"]:
                raise ValueError("rotation is not enabled")
            if "AWSPENDING" not in known["VersionIdsToStages"].get(token, ["AWSPENDING"]):
                raise ValueError("not the pending version")
            read = lambda stage, **more: json.loads(secrets.get_secret_value(SecretId=arn, VersionStage=stage, **more)["SecretString"])
            login = lambda v: pg8000.native.Connection(v["username"], host=v["host"], port=v["port"], database="postgres", password=v["password"])
            current = read("AWSCURRENT")
            if step == "createSecret":
                try:
                    read("AWSPENDING", VersionId=token)
                except secrets.exceptions.ResourceNotFoundException:
                    word = secrets.get_random_password(ExcludeCharacters="/@'\\\\\\"")["RandomPassword"]
                    secrets.put_secret_value(SecretId=arn, ClientRequestToken=token, SecretString=json.dumps(current | {"password": word}),
                                             VersionStages=["AWSPENDING"])
            elif step == "setSecret":
                pending = read("AWSPENDING", VersionId=token)
                login(current).run(f"ALTER ROLE {current['username']} PASSWORD '{pending['password']}'")
            elif step == "testSecret":
                login(read("AWSPENDING", VersionId=token)).close()
            elif step == "finishSecret":
                before = next(v for v, stages in known["VersionIdsToStages"].items() if "AWSCURRENT" in stages)
                if before != token:
                    secrets.update_secret_version_stage(SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=before)
            else:
                raise ValueError("unknown step")
    """
    function = make_function(server, source, role=role, Timeout=60)
    arn = server.client("lambda").get_function(FunctionName=function)["Configuration"]["FunctionArn"]
    name, old = make_secret(server, postgres)
    with error_code("AccessDeniedException", 400, "cannot invoke the specified Lambda function"):
        secrets.rotate_secret(SecretId=name, RotationLambdaARN=arn)
    server.client("lambda").add_permission(FunctionName=function, StatementId="rotate", Action="lambda:InvokeFunction",
                                           Principal="secretsmanager.amazonaws.com", SourceAccount=server.account)
    version = rotate(server, name, 60, RotationLambdaARN=arn)
    assert logs_in(postgres, value_of(server, name)) and not logs_in(postgres, old)
    assert secrets.describe_secret(SecretId=name)["VersionIdsToStages"][version] == ["AWSCURRENT"]
    wait_for(lambda: told(server, name, "RotationSucceeded"))


def test_an_api_key_of_an_endpoint(server, secrets):
    endpoint = Endpoint(unique("key"))
    first = endpoint.key
    name = unique("api")
    secrets.create_secret(Name=name, SecretString=json.dumps({"engine": "http", "url": endpoint.url, "apiKey": first, "note": "kept"}))
    endpoint.broken = True
    function = f"arn:aws:lambda:us-east-1:{server.account}:function:cloudkeep-rotator-http-single-user"
    version = secrets.rotate_secret(SecretId=name, RotationLambdaARN=function)["VersionId"]
    failure = wait_for(lambda: told(server, name, "RotationFailed"))[0]
    assert failure["additionalEventData"]["Reason"] == "the endpoint answered 503"
    assert value_of(server, name)["apiKey"] == endpoint.key == first
    endpoint.broken = False
    finished(server, name, version)
    assert value_of(server, name) == {"engine": "http", "url": endpoint.url, "apiKey": endpoint.key, "note": "kept"}
    assert endpoint.key != first and endpoint.key.isalnum() and len(endpoint.key) == 48
    assert endpoint.key not in json.dumps(events(server)) and endpoint.key not in server.log()
    endpoint.close()


def test_a_rotation_is_handed_to_an_endpoint(fresh, databases):
    """The function is a web service of one's own: it gets what a function gets, and calls back with credentials of its own."""
    redis = databases("redis")
    got, told_to_fail = [], [True]

    def rotation(event):
        got.append(event["Step"])
        arn, token = event["SecretId"], event["ClientRequestToken"]
        if event["Step"] == "createSecret":
            value = json.loads(client.get_secret_value(SecretId=arn)["SecretString"])
            client.put_secret_value(SecretId=arn, ClientRequestToken=token, VersionStages=["AWSPENDING"],
                                    SecretString=json.dumps(value | {"password": unique("new")}))
        elif event["Step"] == "setSecret":
            if told_to_fail.pop() if told_to_fail else False:
                return 500
            value = json.loads(client.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")["SecretString"])
            connection = redis.connect(redis.superuser, redis.password)
            connection.execute_command("ACL", "SETUSER", value["username"], "resetpass", f">{value['password']}")
            connection.close()
        elif event["Step"] == "finishSecret":
            stages = client.describe_secret(SecretId=arn)["VersionIdsToStages"]
            current = next(v for v, s in stages.items() if "AWSCURRENT" in s)
            client.update_secret_version_stage(SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current)
        return 204

    service = Service(rotation)
    server = fresh(arguments=["--rotation-endpoints", f"{service.url}/rotate/"])
    client = server.client("secretsmanager")
    name, old = make_secret(server, redis)
    for other in (f"{service.url}/else", "https://example.com/rotate/"):
        with error_code("InvalidParameterException", 400, "none of those that the operator allows"):
            client.rotate_secret(SecretId=name, RotationLambdaARN=other)
    version = client.rotate_secret(SecretId=name, RotationLambdaARN=f"{service.url}/rotate/redis")["VersionId"]
    finished(server, name, version)
    assert got == ["createSecret", "setSecret", "setSecret", "testSecret", "finishSecret"]
    assert [e["additionalEventData"]["Reason"] for e in told(server, name, "RotationFailed")] == ["the endpoint answered 500 in step setSecret"]
    assert logs_in(redis, value_of(server, name)) and not logs_in(redis, old)
    service.close()


def test_who_may_set_up_a_rotation(server, secrets, databases):
    postgres = databases("postgres")
    master = make_superuser(server, postgres)
    name, _ = make_secret(server, postgres, masterarn=master)
    rotates = [allow("secretsmanager:RotateSecret")]
    clerk = server.client("secretsmanager", server.user(unique("clerk"), inline=policy(*rotates)))
    function = rotator(server, "postgres", "alternating-users")
    # Whoever has the plane log in as the superuser must be allowed to read the superuser's secret.
    with error_code("AccessDeniedException", 400, "GetSecretValue"):
        clerk.rotate_secret(SecretId=name, RotationLambdaARN=function)
    rotates.append(allow("secretsmanager:GetSecretValue", master))
    keeper = server.client("secretsmanager", server.user(unique("keeper"), inline=policy(*rotates)))
    version = keeper.rotate_secret(SecretId=name, RotationLambdaARN=function)["VersionId"]
    finished(server, name, version)
    with error_code("InvalidRequestException", 400, "No Lambda rotation function ARN"):
        secrets.rotate_secret(SecretId=secrets.create_secret(Name=unique("plain"), SecretString="x")["Name"])
    with error_code("InvalidParameterException", 400):
        secrets.rotate_secret(SecretId=name, RotationRules={"ScheduleExpression": "rate(1 hour)"})
    with error_code("InvalidParameterException", 400):
        secrets.rotate_secret(SecretId=name, RotationRules={"ScheduleExpression": "rate(4 hours)", "Duration": "5h"})
    with error_code("InvalidParameterException", 400):
        secrets.rotate_secret(SecretId=name, RotationRules={"AutomaticallyAfterDays": 3, "ScheduleExpression": "rate(3 days)"})


def test_schedules_follow_the_clock(sandbox, databases):
    redis = databases("redis")
    secrets = sandbox.client("secretsmanager")
    name, first = make_secret(sandbox, redis)
    version = rotate(sandbox, name, RotationLambdaARN=rotator(sandbox, "redis", "single-user"),
                     RotationRules={"ScheduleExpression": "rate(4 hours)", "Duration": "1h"})
    next_date = secrets.describe_secret(SecretId=name)["NextRotationDate"]
    time.sleep(2.5)
    assert version in json.dumps(secrets.describe_secret(SecretId=name)["VersionIdsToStages"])
    assert secrets.describe_secret(SecretId=name)["VersionIdsToStages"][version] == ["AWSCURRENT"]
    sandbox.advance(4 * 3600 + 60)
    wait_for(lambda: secrets.describe_secret(SecretId=name)["VersionIdsToStages"].get(version) == ["AWSPREVIOUS"])
    assert logs_in(redis, value_of(sandbox, name)) and value_of(sandbox, name)["password"] != first["password"]
    assert wait_for(lambda: (at := secrets.describe_secret(SecretId=name)["NextRotationDate"]) > next_date and at)
    # A window that passed while nobody could use it is not made up for.
    before = value_of(sandbox, name)
    sandbox.advance(6 * 3600)
    time.sleep(2.5)
    assert value_of(sandbox, name) == before
    secrets.cancel_rotate_secret(SecretId=name)
    sandbox.advance(24 * 3600)
    time.sleep(2.5)
    assert value_of(sandbox, name) == before
    assert "NextRotationDate" not in secrets.describe_secret(SecretId=name)


def test_deletion_ends_a_rotation(server, secrets, databases):
    postgres = databases("postgres")
    wire = Wire(postgres)
    name, old = make_secret(server, postgres, port=wire.port)
    held = threading.Event()

    def watch(number, data):
        held.set()
        raise ConnectionError

    wire.watch = watch
    secrets.rotate_secret(SecretId=name, RotationLambdaARN=rotator(server, "postgres", "single-user"))
    assert held.wait(20)
    secrets.delete_secret(SecretId=name, RecoveryWindowInDays=7)
    wire.watch = lambda number, data: None
    time.sleep(3)
    secrets.restore_secret(SecretId=name)
    assert value_of(server, name) == old and logs_in(postgres, old)
    wire.close()


def test_killed_at_each_step(fresh, databases):
    """50 rotations: the server is killed as it sends the database a piece, or as it waits for the answer, at every piece that a rotation sends."""
    server = fresh()
    postgres = databases("postgres")
    wire = Wire(postgres)
    plain, _ = make_secret(server, postgres, port=wire.port)
    master = json.dumps(postgres.secret(postgres.superuser, postgres.password) | {"port": wire.port})
    master = server.client("secretsmanager").create_secret(Name=unique("super"), SecretString=master)["ARN"]
    pair, _ = make_secret(server, postgres, port=wire.port, masterarn=master)
    functions = {plain: rotator(server, "postgres", "single-user"), pair: rotator(server, "postgres", "alternating-users")}
    pieces = {}
    for name, function in functions.items():
        wire.count = 0
        rotate(server, name, RotationLambdaARN=function)
        pieces[name] = wire.count
    assert min(pieces.values()) > 8, pieces
    killed = 0
    for round_number in range(50):
        name = (plain, pair)[round_number % 2]
        at, after = divmod(round_number // 2, 2)
        at %= pieces[name] + 1
        dead = threading.Event()

        def kill(number, data=b"", at=at, dead=dead):
            if number == at and not dead.is_set():
                server.kill()
                dead.set()
                raise ConnectionError

        wire.count = 0
        wire.watch, wire.answered = (lambda number, data: None, kill) if after else (kill, lambda number: None)
        token = str(uuid.uuid4())
        version = server.client("secretsmanager").rotate_secret(SecretId=name, ClientRequestToken=token)["VersionId"]
        if dead.wait(5):
            killed += 1
        else:
            server.kill()
        wire.watch, wire.answered = lambda number, data: None, lambda number: None
        server.start()
        if name == pair:
            # The other user was worked on: the current one was never in danger.
            assert logs_in(postgres, value_of(server, name)), round_number
        finished(server, name, version)
        assert logs_in(postgres, value_of(server, name)), round_number
        stages = server.client("secretsmanager").describe_secret(SecretId=name)["VersionIdsToStages"]
        labels = sorted(label for labels in stages.values() for label in labels)
        assert labels == ["AWSCURRENT", "AWSPREVIOUS"], (round_number, stages)
    assert killed >= 40, killed
    wire.close()


def test_credentials_of_nobody_rotate_nothing(server, secrets):
    name = secrets.create_secret(Name=unique("kept"), SecretString="x")["Name"]
    stranger = server.client("secretsmanager", Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    with error_code("UnrecognizedClientException"):
        stranger.rotate_secret(SecretId=name)
    with error_code("UnrecognizedClientException"):
        stranger.cancel_rotate_secret(SecretId=name)
