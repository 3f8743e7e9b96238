#!/usr/bin/env python3
"""Fails if a dependency has a licence that Cloudkeep, under Apache-2.0, cannot be handed on with.

Reads `cargo metadata` and evaluates each licence expression (SPDX: AND, OR, WITH, parentheses) against the allowed ones.
"""

import json
import re
import subprocess
import sys

# Permissive, and accepted by Apache-2.0 projects (https://www.apache.org/legal/resolved.html, category A, and MPL-2.0 of
# category B: used unchanged, as a library).
ALLOWED = {
    "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0",
    "MPL-2.0", "OpenSSL", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "Zlib",
}
EXCEPTIONS = {"LLVM-exception"}


def allowed(expression: str) -> bool:
    """Whether the expression can be satisfied with allowed licences. Old manifests write `/` for OR."""
    tokens = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def either() -> bool:
        answer = both()
        while tokens and tokens[0].upper() == "OR":
            tokens.pop(0)
            answer = both() or answer
        return answer

    def both() -> bool:
        answer = one()
        while tokens and tokens[0].upper() == "AND":
            tokens.pop(0)
            answer = one() and answer
        return answer

    def one() -> bool:
        token = tokens.pop(0)
        if token == "(":
            answer = either()
            if not tokens or tokens.pop(0) != ")":
                raise ValueError(expression)
            return answer
        answer = token in ALLOWED
        if tokens and tokens[0].upper() == "WITH":
            tokens.pop(0)
            answer = tokens.pop(0) in EXCEPTIONS and answer
        return answer

    answer = either()
    if tokens:
        raise ValueError(expression)
    return answer


def check_the_checker() -> None:
    """The cases that matter; a check that cannot fail is none."""
    cases = {
        "MIT OR Apache-2.0": True, "MIT/Apache-2.0": True, "GPL-3.0-only": False, "GPL-2.0 OR MIT": True, "MIT AND GPL-3.0": False,
        "ISC AND (Apache-2.0 OR ISC) AND OpenSSL": True, "Apache-2.0 WITH LLVM-exception": True, "(MIT OR GPL-3.0) AND AGPL-3.0": False,
        "Apache-2.0 WITH Classpath-exception-2.0": False,
    }
    wrong = [text for text, expected in cases.items() if allowed(text) is not expected]
    assert not wrong, wrong


def main() -> int:
    check_the_checker()
    metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"]))
    own = set(metadata["workspace_members"])
    offenders = []
    for package in metadata["packages"]:
        licence = package.get("license")
        name = f"{package['name']} {package['version']}"
        if package["id"] in own:
            if licence != "Apache-2.0":
                offenders.append(f"{name}: the project's own crates are Apache-2.0, this one says {licence}")
        elif not licence:
            offenders.append(f"{name}: names no licence (licence file: {package.get('license_file')})")
        else:
            try:
                fits = allowed(licence)
            except (ValueError, IndexError):
                fits = False
            if not fits:
                offenders.append(f"{name}: {licence}")
    for offender in offenders:
        print(offender, file=sys.stderr)
    print(f"{len(metadata['packages']) - len(own)} dependencies looked at, {len(offenders)} offend")
    return 1 if offenders else 0


if __name__ == "__main__":
    sys.exit(main())
