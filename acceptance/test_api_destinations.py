"""Connections and API destinations of EventBridge, against a web server of this machine."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from harness import Cloudkeep, allow, error_code, policy, trust, unique, wait_for
from test_events import open_queue, put, rule

SECRET = "correct horse battery staple"


class Endpoint:
    """A web server that keeps what it gets, and gives tokens at /token."""

    def __init__(self):
        self.requests, self.tokens, self.answers, self.valid = [], [], [], None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                where = urlsplit(self.path)
                if where.path == "/token":
                    return self.token(where, body)
                status, more = outer.answers.pop(0) if outer.answers else (200, {})
                if outer.valid and self.headers.get("Authorization") != f"Bearer {outer.valid}":
                    status = 401
                outer.requests.append((self.command, where.path, parse_qs(where.query), {k.lower(): v for k, v in self.headers.items()}, body, status))
                self.reply(status, "", **more)

            def token(self, where, body):
                outer.tokens.append((self.command, parse_qs(where.query), parse_qs(body)))
                status, given = outer.answers.pop(0) if outer.answers and self.path.endswith("fail") else (200, None)
                outer.valid = unique("token")
                self.reply(status, given or json.dumps({"access_token": outer.valid, "expires_in": 3600, "token_type": "Bearer"}))

            def reply(self, status, text, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            do_POST = do_GET = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoint():
    made = Endpoint()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("api-destinations"), arguments=["--allow-private-webhooks"])
    yield made
    finish(made)


@pytest.fixture(scope="module")
def events(server):
    return server.client("events")


def basic(events, **more) -> str:
    parameters = {"BasicAuthParameters": {"Username": "user", "Password": SECRET}} | more
    return events.create_connection(Name=unique("c"), AuthorizationType="BASIC", AuthParameters=parameters)["ConnectionArn"]


def destination(events, connection: str, url: str, **more) -> str:
    settings = {"Name": unique("d"), "ConnectionArn": connection, "InvocationEndpoint": url, "HttpMethod": "POST"} | more
    return events.create_api_destination(**settings)["ApiDestinationArn"]


def role_for(server, *statements) -> str:
    iam, name = server.client("iam"), unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": "events.amazonaws.com"}))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(*statements))
    return arn


def routed(server, arn: str, **more) -> dict:
    """A rule to a destination; what events it takes."""
    source = unique("app")
    target = {"Id": "t", "Arn": arn, "RoleArn": role_for(server, allow("events:InvokeApiDestination", arn))} | more
    rule(server, {"source": [source]}, [target])
    return {"source": source}


def test_connections_are_made_shown_changed_and_removed(server, events):
    name = unique("c")
    parameters = {
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": SECRET},
        "InvocationHttpParameters": {"HeaderParameters": [{"Key": "X-Open", "Value": "seen"}, {"Key": "X-Hidden", "Value": SECRET, "IsValueSecret": True}]},
    }
    made = events.create_connection(Name=name, AuthorizationType="API_KEY", AuthParameters=parameters, Description="d")
    assert made["ConnectionState"] == "AUTHORIZED"
    assert made["ConnectionArn"].startswith(f"arn:aws:events:us-east-1:{server.account}:connection/{name}/")
    shown = events.describe_connection(Name=name)
    assert shown["AuthParameters"]["ApiKeyAuthParameters"] == {"ApiKeyName": "X-Key"}
    headers = shown["AuthParameters"]["InvocationHttpParameters"]["HeaderParameters"]
    assert headers == [{"Key": "X-Open", "Value": "seen", "IsValueSecret": False}, {"Key": "X-Hidden", "IsValueSecret": True}]
    assert SECRET not in json.dumps(shown, default=str)
    assert name in [c["Name"] for c in events.list_connections(NamePrefix=name[:4], ConnectionState="AUTHORIZED")["Connections"]]
    events.update_connection(Name=name, AuthorizationType="BASIC", AuthParameters={"BasicAuthParameters": {"Username": "u", "Password": SECRET}})
    shown = events.describe_connection(Name=name)
    assert (shown["AuthorizationType"], shown["Description"]) == ("BASIC", "d")
    assert shown["AuthParameters"]["BasicAuthParameters"] == {"Username": "u"} and "ApiKeyAuthParameters" not in shown["AuthParameters"]
    with error_code("ResourceAlreadyExistsException", 400):
        events.create_connection(Name=name, AuthorizationType="API_KEY", AuthParameters=parameters)
    with error_code("ValidationException", 400, "BasicAuthParameters"):
        events.create_connection(Name=unique("c"), AuthorizationType="BASIC", AuthParameters=parameters)
    with error_code("ValidationException", 400):
        events.update_connection(Name=name, AuthorizationType="API_KEY")
    assert events.deauthorize_connection(Name=name)["ConnectionState"] == "DEAUTHORIZED"
    assert "AuthParameters" not in events.describe_connection(Name=name)
    events.delete_connection(Name=name)
    for call in (events.describe_connection, events.delete_connection, events.deauthorize_connection):
        with error_code("ResourceNotFoundException", 400):
            call(Name=name)
    few = server.client("events", server.user(unique("few"), inline=policy(allow("events:ListConnections"))))
    few.list_connections()
    with error_code("AccessDeniedException", 400):
        few.create_connection(Name=unique("c"), AuthorizationType="API_KEY", AuthParameters=parameters)


def test_destinations_are_made_shown_changed_and_removed(server, events, endpoint):
    connection, name = basic(events), unique("d")
    arn = destination(events, connection, f"{endpoint.url}/x", Name=name, InvocationRateLimitPerSecond=7)
    shown = events.describe_api_destination(Name=name)
    assert (shown["ApiDestinationArn"], shown["ApiDestinationState"], shown["InvocationRateLimitPerSecond"]) == (arn, "ACTIVE", 7)
    events.update_api_destination(Name=name, HttpMethod="PUT")
    assert events.describe_api_destination(Name=name)["HttpMethod"] == "PUT"
    assert [d["Name"] for d in events.list_api_destinations(ConnectionArn=connection)["ApiDestinations"]] == [name]
    with error_code("ResourceAlreadyExistsException", 400):
        destination(events, connection, f"{endpoint.url}/x", Name=name)
    with error_code("ResourceNotFoundException", 400):
        destination(events, connection + "x", f"{endpoint.url}/x")
    for url in ("ftp://x/y", "http://169.254.169.254/latest", "http://*.example.com/"):
        with error_code("ValidationException", 400):
            destination(events, connection, url)
    events.deauthorize_connection(Name=connection.split("/")[1])
    assert events.describe_api_destination(Name=name)["ApiDestinationState"] == "INACTIVE"
    source = unique("rule")
    events.put_rule(Name=source, EventPattern='{"source": ["x"]}')
    with error_code("ValidationException", 400, "RoleArn"):
        events.put_targets(Rule=source, Targets=[{"Id": "t", "Arn": arn}])
    events.delete_api_destination(Name=name)
    with error_code("ResourceNotFoundException", 400):
        events.describe_api_destination(Name=name)


def test_an_event_becomes_a_request(server, events, endpoint):
    connection = basic(events, InvocationHttpParameters={
        "HeaderParameters": [{"Key": "X-Connection", "Value": SECRET, "IsValueSecret": True}],
        "QueryStringParameters": [{"Key": "q", "Value": "a b"}], "BodyParameters": [{"Key": "added", "Value": "yes"}]})
    arn = destination(events, connection, f"{endpoint.url}/v1/*/items")
    event = routed(server, arn, HttpParameters={"PathParameterValues": ["$.detail.id"], "HeaderParameters": {"X-Own": "$.source"}, "QueryStringParameters": {"s": "t"}},
                   InputTransformer={"InputPathsMap": {"id": "$.detail.id"}, "InputTemplate": '{"id": "<id>"}'})
    put(server, {"id": "i 1"}, **event)
    method, path, query, headers, body, _ = wait_for(lambda: endpoint.requests)[0]
    assert (method, path, query) == ("POST", "/v1/i%201/items", {"s": ["t"], "q": ["a b"]})
    assert headers["authorization"] == "Basic " + base64.b64encode(f"user:{SECRET}".encode()).decode()
    assert (headers["x-connection"], headers["x-own"], headers["user-agent"]) == (SECRET, event["source"], "Amazon/EventBridge/ApiDestinations")
    assert json.loads(body) == {"id": "i 1", "added": "yes"}
    shown = events.list_targets_by_rule(Rule=events.list_rule_names_by_target(TargetArn=arn)["RuleNames"][0])["Targets"][0]
    assert shown["HttpParameters"]["PathParameterValues"] == ["$.detail.id"]
    assert SECRET not in server.log()


def test_what_fails_is_tried_again_or_ends_in_a_queue(server, events, endpoint):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=unique("dead"))["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    open_queue(sqs, url, queue)
    arn = destination(events, basic(events), f"{endpoint.url}/x")
    event = routed(server, arn, DeadLetterConfig={"Arn": queue})
    endpoint.answers = [(503, {}), (429, {"Retry_After": "3"}), (200, {})]
    begin = time.monotonic()
    put(server, {"n": 1}, **event)
    wait_for(lambda: [r for r in endpoint.requests if r[5] == 200], 20)
    assert [r[5] for r in endpoint.requests] == [503, 429, 200] and time.monotonic() - begin >= 4
    endpoint.answers = [(400, {})]
    put(server, {"n": 2}, **event)
    dead = wait_for(lambda: sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=2).get("Messages"), 20)
    assert dead[0]["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "SDK_CLIENT_ERROR" and json.loads(dead[0]["Body"])["detail"] == {"n": 2}
    sqs.delete_message(QueueUrl=url, ReceiptHandle=dead[0]["ReceiptHandle"])
    # A role that may not invoke it delivers nothing.
    source = unique("app")
    rule(server, {"source": [source]}, [{"Id": "t", "Arn": arn, "RoleArn": role_for(server), "DeadLetterConfig": {"Arn": queue}}])
    count = len(endpoint.requests)
    put(server, {}, source=source)
    dead = wait_for(lambda: sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=2).get("Messages"), 20)
    assert dead[0]["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS" and len(endpoint.requests) == count


def test_oauth_tokens_are_fetched_kept_and_renewed(server, events, endpoint):
    name = unique("c")
    oauth = {"ClientParameters": {"ClientID": "me", "ClientSecret": SECRET}, "AuthorizationEndpoint": f"{endpoint.url}/token", "HttpMethod": "POST",
             "OAuthHttpParameters": {"BodyParameters": [{"Key": "audience", "Value": "all"}]}}
    made = events.create_connection(Name=name, AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters={"OAuthParameters": oauth})
    assert made["ConnectionState"] == "AUTHORIZING"
    wait_for(lambda: events.describe_connection(Name=name)["ConnectionState"] == "AUTHORIZED")
    assert endpoint.tokens == [("POST", {}, {"grant_type": ["client_credentials"], "client_id": ["me"], "client_secret": [SECRET], "audience": ["all"]})]
    arn = destination(events, made["ConnectionArn"], f"{endpoint.url}/x")
    event = routed(server, arn)
    for n in range(2):
        put(server, {"n": n}, **event)
        wait_for(lambda: len(endpoint.requests) == n + 1)
    assert len(endpoint.tokens) == 1 and all(r[5] == 200 for r in endpoint.requests)
    # Called back: it is asked for again, and the request is sent again.
    endpoint.valid = "another"
    put(server, {"n": 3}, **event)
    wait_for(lambda: [r for r in endpoint.requests if '"n":3' in r[4].replace(" ", "") and r[5] == 200])
    assert len(endpoint.tokens) == 2
    # Kept over a restart, sealed.
    server.kill()
    server.start()
    put(server, {"n": 4}, **event)
    wait_for(lambda: [r for r in endpoint.requests if '"n":4' in r[4].replace(" ", "") and r[5] == 200])
    assert len(endpoint.tokens) == 2
    for file in server.data_dir.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert SECRET.encode() not in data and endpoint.valid.encode() not in data, file
    events = server.client("events")
    bad = unique("c")
    oauth["AuthorizationEndpoint"] = f"{endpoint.url}/nothing-here"
    events.create_connection(Name=bad, AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters={"OAuthParameters": oauth})
    wait_for(lambda: events.describe_connection(Name=bad)["ConnectionState"] == "DEAUTHORIZED")
    assert "authorization endpoint" in events.describe_connection(Name=bad)["StateReason"]


def test_the_rate_is_kept(server, endpoint):
    events = server.client("events")
    arn = destination(events, basic(events), f"{endpoint.url}/x", InvocationRateLimitPerSecond=2)
    event = routed(server, arn)
    for n in range(6):
        put(server, {"n": n}, **event)
    first = wait_for(lambda: endpoint.requests and time.monotonic())
    wait_for(lambda: len(endpoint.requests) == 6, 30)
    assert time.monotonic() - first >= 2.0
