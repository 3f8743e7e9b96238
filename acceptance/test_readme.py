"""What README.md tells a newcomer to type, typed."""

import json
import os
import re
import subprocess
from pathlib import Path

from harness import ROOT, aws


def blocks(title: str) -> list[str]:
    """The console blocks of a section of README.md."""
    text = (ROOT / "README.md").read_text()
    section = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## )", text, re.M | re.S).group(1)
    return re.findall(r"^```console\n(.*?)^```", section, re.M | re.S)


def test_the_commands_that_are_named_exist():
    [first, _] = blocks("Two commands")
    commands = [line.split()[0] for line in first.splitlines() if line.strip()]
    assert commands == ["./run", "./test"]
    for command in commands:
        assert os.access(ROOT / command, os.X_OK), command


def test_the_printed_lines_are_those_of_the_readme(fresh):
    server = fresh(print_credentials=True)
    printed = [line.strip() for line in server.stdout_path.read_text().splitlines() if line.strip().startswith(("aws ", "export "))]
    told = blocks("Two commands")[1].splitlines()

    def form(line):
        for value in (server.root.access_key_id, server.root.secret_access_key, "AKIA…", "…"):
            line = line.replace(value, "VALUE")
        return line.replace(server.endpoint, "ENDPOINT").replace("http://127.0.0.1:8470", "ENDPOINT")

    assert [form(line) for line in printed] == [form(line) for line in told]


def test_the_first_five_minutes(fresh, tmp_path):
    server = fresh(print_credentials=True)
    configure = [line.strip() for line in server.stdout_path.read_text().splitlines() if line.strip().startswith(("aws ", "export "))]
    script = "\n".join([*configure, *blocks("The first five minutes")]).replace("http://127.0.0.1:8470", server.endpoint)
    environment = {
        "PATH": f"{Path(aws()).parent}:{os.environ['PATH']}", "HOME": str(server._home), "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1", "LANG": "C.UTF-8",
    }
    done = subprocess.run(["bash", "-u"], input=script, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    errors = [line for line in done.stderr.splitlines() if line.strip()]
    # Everything goes well but the one call that the guardrail refuses.
    assert len(errors) == 1, done.stderr
    assert "(AccessDenied) when calling the CreateUser operation" in errors[0], errors
    assert "with an explicit deny in a service control policy" in errors[0], errors
    record = json.loads(done.stdout.strip().splitlines()[-1])
    assert record["eventName"] == "CreateUser" and record["errorCode"] == "AccessDenied", record
    assert "service control policy" in record["errorMessage"]
    assert record["requestParameters"]["userName"] == "mallory"
