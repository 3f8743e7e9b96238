"""The server is killed at random moments, again and again, while clients write and read. Afterwards every acknowledged write is there,
every acknowledged call is in the audit history exactly once, and what was not acknowledged is there with its record or not at all.

CLOUDKEEP_CRASH_ROUNDS (100) and CLOUDKEEP_CRASH_SEED choose how often and where.
"""

import collections
import json
import os
import random
import threading
import time

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from harness import allow, error_code, events, policy, wait_for

ROUNDS = int(os.environ.get("CLOUDKEEP_CRASH_ROUNDS", "100"))
SEED = int(os.environ.get("CLOUDKEEP_CRASH_SEED", str(int(time.time()))))
WRITERS = 3


class User:
    """What one client knows about a user that only it changes."""

    def __init__(self, name: str):
        self.name = name
        self.created = False
        self.deleted = False
        self.delete_unsure = False
        self.tags = {}
        self.unsure_tags = {}
        self.policy = 0
        self.unsure_policy = set()


class Client:
    """Writes and reads, and keeps what was acknowledged."""

    def __init__(self, number: int, seed: int):
        self.number = number
        self.random = random.Random(seed)
        self.users = []
        self.unsure_users = []
        self.acknowledged = []
        self.wrong = []
        self.count = 0
        self.calls = 0

    def call(self, operation, **parameters) -> bool:
        """Calls; True if acknowledged, False if the server was gone before it answered."""
        self.calls += 1
        try:
            reply = operation(**parameters)
        except BotoCoreError:
            return False
        except ClientError as error:
            # A refusal is an answer, and audited as well; here none is expected.
            self.acknowledged.append(error.response["ResponseMetadata"]["RequestId"])
            self.wrong.append(f"{operation.__name__} {parameters}: {error}")
            return True
        self.acknowledged.append(reply["ResponseMetadata"]["RequestId"])
        self.reply = reply
        return True

    def step(self, iam) -> bool:
        """One call; False when the server is gone."""
        known = [user for user in self.users[-8:] if not user.deleted and not user.delete_unsure]
        choice = self.random.random()
        if not known or choice < 0.25:
            self.count += 1
            user = User(f"crash-{self.number}-{self.count}")
            if not self.call(iam.create_user, UserName=user.name):
                self.unsure_users.append(user)
                return False
            user.created = True
            self.users.append(user)
            return True
        user = self.random.choice(known)
        if choice < 0.5:
            self.count += 1
            key, value = f"k{self.count % 40}", str(self.count)
            if not self.call(iam.tag_user, UserName=user.name, Tags=[{"Key": key, "Value": value}]):
                user.unsure_tags.setdefault(key, set()).add(value)
                return False
            user.tags[key] = value
            user.unsure_tags.pop(key, None)
        elif choice < 0.7:
            number = max(user.unsure_policy | {user.policy}) + 1
            if not self.call(iam.put_user_policy, UserName=user.name, PolicyName="p", PolicyDocument=numbered(number)):
                user.unsure_policy.add(number)
                return False
            user.policy = number
            user.unsure_policy.clear()
        elif choice < 0.76 and user.policy == 0 and not user.unsure_policy:
            if not self.call(iam.delete_user, UserName=user.name):
                user.delete_unsure = True
                return False
            user.deleted = True
        elif choice < 0.9:
            if not self.call(iam.get_user, UserName=user.name):
                return False
            tags = {tag["Key"]: tag["Value"] for tag in self.reply["User"].get("Tags", [])}
            self.compare(user, tags, "read in the same run")
        else:
            if not self.call(iam.list_users, MaxItems=20):
                return False
        return True

    def compare(self, user: User, tags: dict, when: str) -> None:
        """Every acknowledged tag is there, unless an unacknowledged later write took its place; nothing else is."""
        for key, value in user.tags.items():
            if tags.get(key) != value and tags.get(key) not in user.unsure_tags.get(key, set()):
                self.wrong.append(f"{when}: {user.name} tag {key} is {tags.get(key)!r}, acknowledged {value!r}")
        for key, value in tags.items():
            if value != user.tags.get(key) and value not in user.unsure_tags.get(key, set()):
                self.wrong.append(f"{when}: {user.name} has tag {key}={value!r} that nobody set")


def numbered(number: int) -> str:
    return policy(allow("iam:GetUser", f"arn:aws:iam::*:user/{number}"))


def number_of(document) -> int:
    document = json.loads(document) if isinstance(document, str) else document
    return int(document["Statement"][0]["Resource"].rsplit("/", 1)[1])


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(fresh):
    print(f"CLOUDKEEP_CRASH_SEED={SEED}")
    rng = random.Random(SEED)
    server = fresh()
    root = server.root
    clients = [Client(number, SEED + number) for number in range(WRITERS)]
    iam = server.client("iam", root, config=Config(connect_timeout=3, read_timeout=10))
    iam.list_users()
    for _ in range(ROUNDS):
        gone = threading.Event()

        def work(client):
            while not gone.is_set() and client.step(iam):
                pass

        threads = [threading.Thread(target=work, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(0.02, 0.35))
        assert server.alive(), server.log()[-5000:]
        server.kill()
        gone.set()
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()
        server.start()
        # What was acknowledged last is what a careless server loses.
        for client in clients:
            for user in client.users[-2:]:
                if user.deleted:
                    with error_code("NoSuchEntity", 404):
                        iam.get_user(UserName=user.name)
                elif not user.delete_unsure:
                    iam.get_user(UserName=user.name)

    wrong = [text for client in clients for text in client.wrong]
    there = {}
    policies = {}
    for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=["User"]):
        for detail in page["UserDetailList"]:
            there[detail["UserName"]] = {tag["Key"]: tag["Value"] for tag in detail.get("Tags", [])}
            policies[detail["UserName"]] = [number_of(p["PolicyDocument"]) for p in detail.get("UserPolicyList", [])]
    for client in clients:
        for user in client.users:
            if user.deleted:
                if user.name in there:
                    wrong.append(f"{user.name} is back from its acknowledged deletion")
                continue
            if user.name not in there:
                if not user.delete_unsure:
                    wrong.append(f"{user.name} is lost")
                continue
            client.compare(user, there[user.name], "at the end")
            allowed = ({user.policy} if user.policy else set()) | user.unsure_policy
            if (user.policy and not policies[user.name]) or not set(policies[user.name]) <= allowed:
                wrong.append(f"{user.name} has policy {policies[user.name]}, acknowledged {user.policy}, unsure {user.unsure_policy}")
        wrong += [text for text in client.wrong if text not in wrong]

    history = events(server, root)
    ids = collections.Counter(event["eventID"] for event in history)
    requests = collections.Counter(event["requestID"] for event in history)
    wrong += [f"event {event} is there {n} times" for event, n in ids.items() if n != 1]
    wrong += [f"request {request} is recorded {n} times" for request, n in requests.items() if n != 1]
    acknowledged = [request for client in clients for request in client.acknowledged]
    assert len(set(acknowledged)) == len(acknowledged)
    missing = [request for request in acknowledged if request not in requests]
    wrong += [f"acknowledged request {request} is not in the history" for request in missing]
    # An effect without its record, or a record of success without its effect, must not be either, acknowledged or not.
    created = collections.Counter(
        event["requestParameters"]["userName"] for event in history if event["eventName"] == "CreateUser" and "errorCode" not in event
    )
    deleted = {event["requestParameters"]["userName"] for event in history if event["eventName"] == "DeleteUser" and "errorCode" not in event}
    wrong += [f"{name} exists without exactly one record of its creation ({created[name]})" for name in there if created[name] != 1]
    wrong += [f"{name} was recorded as created and is not there" for name in created if name not in there and name not in deleted]
    wrong += [f"{name} was recorded as deleted and is there" for name in deleted if name in there]
    # Looking for one event finds that one, once the index has caught up with the last start.
    for event in rng.sample(history, min(25, len(history))):
        found = wait_for(lambda: events(server, root, EventId=event["eventID"]))  # noqa: B023
        if [e["requestID"] for e in found] != [event["requestID"]]:
            wrong.append(f"looking for event {event['eventID']} finds {len(found)}")
    calls = sum(client.calls for client in clients)
    print(f"{ROUNDS} kills, {calls} calls, {len(acknowledged)} acknowledged, {len(there)} users, {len(history)} events")
    assert not wrong, f"{len(wrong)} wrong (CLOUDKEEP_CRASH_SEED={SEED}):\n" + "\n".join(wrong[:50])
    assert len(acknowledged) > ROUNDS, "the clients hardly got to work"
