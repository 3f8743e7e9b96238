"""Makes the smallest valid input of any operation from botocore's model: required members, patterns, lengths, enums."""

import datetime
import random
import re

try:
    from re import _constants as sre
    from re import _parser as sre_parse
except ImportError:  # before Python 3.11
    import sre_constants as sre
    import sre_parse

# Java's classes as what Python's `re` can say of their ASCII part.
CLASSES = {
    "L": "a-zA-Z", "Lu": "A-Z", "Ll": "a-z", "Lt": "A-Z", "Lm": "a-z", "Lo": "a-z", "N": "0-9", "Nd": "0-9", "Z": " ", "Zs": " ",
    "M": "a", "P": "._-", "S": "+", "Pd": "-", "C": "x", "Cc": "x", "IsAlphabetic": "a-zA-Z", "IsLetter": "a-zA-Z", "IsDigit": "0-9",
    "Alpha": "a-zA-Z", "Alnum": "a-zA-Z0-9", "Digit": "0-9", "Upper": "A-Z", "Lower": "a-z", "ASCII": "a-z", "Graph": "!-~",
    "Print": " -~", "Punct": "._-", "Space": " ", "XDigit": "0-9a-f",
}

# Values that a pattern alone does not lead to, tried first.
USUAL = [
    "sample", "Sample1", "123456789012", "arn:aws:iam::123456789012:role/sample", "arn:aws:iam::123456789012:user/sample",
    "arn:aws:iam::123456789012:policy/sample", "sample@example.com", "2026-01-01T00:00:00Z", "2026-01-01", "2026-01", "us-east-1",
    "https://example.com/sample", "example.com", "{}", '{"Version":"2012-10-17","Statement":[]}', "o-exampleorg1", "r-abcd",
    "ou-abcd-exampleou1", "p-examplepol", "h-examplehandshake01", "car-examplecreateaccountrequest01", "rp-examplepolicy",
    "11111111-2222-3333-4444-555555555555", "1", "10.0.0.0", "10.0.0.0/24", "/sample", "/", "arn:aws:s3:::sample",
    "arn:aws:sns:us-east-1:123456789012:sample", "arn:aws:sqs:us-east-1:123456789012:sample",
    "arn:aws:lambda:us-east-1:123456789012:function:sample",
    "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    "arn:aws:securityhub:us-east-1:123456789012:hub/default", "rate(5 minutes)", "cron(0 12 * * ? *)", "AKIAEXAMPLEEXAMPLE12",
]

_rendered = {}


def python_pattern(pattern: str) -> str:
    """The pattern of a model in the words of Python's `re`."""
    def group(found):
        name = (found.group(2) or found.group(3)).removeprefix("Is") if found.group(2) not in CLASSES else found.group(2)
        body = CLASSES.get(name, "a-z")
        return body, found.group(1) == "P"

    out, inside, i = [], False, 0
    while i < len(pattern):
        rest = pattern[i:]
        found = re.match(r"\\([pP])(?:\{(\w+)\}|(\w))", rest)
        if found:
            body, negated = group(found)
            if inside:
                out.append("a-zA-Z0-9" if negated else body)
            else:
                out.append(f"[{'^' if negated else ''}{body}]")
            i += found.end()
            continue
        if rest.startswith("[[:") or re.match(r"\[:\w+:\]", rest):
            posix = re.match(r"\[:(\w+):\]", rest)
            if posix and inside:
                out.append(CLASSES.get(posix.group(1).capitalize(), "a-z"))
                i += posix.end()
                continue
        if rest[0] == "\\" and len(rest) > 1:
            hexed = re.match(r"\\x\{([0-9a-fA-F]+)\}", rest) or re.match(r"\\u\{?([0-9a-fA-F]{4,6})\}?", rest)
            if hexed:
                out.append(re.escape(chr(min(int(hexed.group(1), 16), 0x10FFFF))))
                i += hexed.end()
                continue
            out.append({"\\z": r"\Z", "\\h": " ", "\\-": r"\-"}.get(rest[:2], rest[:2]))
            i += 2
            continue
        if inside and rest.startswith("&&[^"):
            # An intersection with a complement: leave it out, what comes of it is checked by the server.
            end = rest.find("]")
            i += end + 1
            continue
        if rest[0] == "[" and not inside:
            inside = True
            out.append("[")
            if rest.startswith("[^]"):
                out.append("^\\]")
                i += 2
            elif rest.startswith("[]"):
                out.append("\\]")
                i += 1
        elif rest[0] == "[" and inside:
            out.append("\\[")
        elif rest[0] == "]" and inside:
            inside = False
            out.append("]")
        else:
            out.append(rest[0])
        i += 1
    text = "".join(out)
    text = re.sub(r"([*+?}])\+", r"\1", text)
    text = re.sub(r"\(\?<(\w+)>", r"(?P<\1>", text)
    # Case does not matter to a sampler that writes what the pattern says; surrogate pairs do not exist in Python.
    text = text.replace("(?i)", "").replace("\ud800\udc00-\udbff\udfff", "\U00010000-\U0010ffff")
    for _ in range(8):
        try:
            re.compile(text)
            break
        except re.error as error:
            if "bad character range" not in str(error):
                raise
            # A hyphen that Java takes literally.
            hyphen = text.index("-", error.pos)
            text = f"{text[:hyphen]}\\{text[hyphen:]}"
    return text


def _member(items, rng) -> str:
    """A character of a set."""
    negated, chars = False, []
    for op, value in items:
        if op is sre.NEGATE:
            negated = True
        elif op is sre.LITERAL:
            chars.append(chr(value))
        elif op is sre.RANGE:
            low, high = value
            chars += [chr(c) for c in range(low, min(high, low + 200) + 1)]
        elif op is sre.CATEGORY:
            chars += {
                sre.CATEGORY_DIGIT: "0123456789", sre.CATEGORY_WORD: "abcxyz019_", sre.CATEGORY_SPACE: " ",
                sre.CATEGORY_NOT_SPACE: "abcxyz019-", sre.CATEGORY_NOT_DIGIT: "abc", sre.CATEGORY_NOT_WORD: "-",
            }.get(value, "a")
    if negated:
        chars = [c for c in "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_./ " if c not in chars] or ["é"]
    plain = [c for c in chars if c.isascii() and c.isalnum()] or [c for c in chars if c.isprintable() and c != " "] or chars
    return rng.choice(plain) if rng.random() < 0.9 else rng.choice(chars)


def _render(nodes, rng, least: int) -> str:
    out = []
    for op, value in nodes:
        if op is sre.LITERAL:
            out.append(chr(value))
        elif op is sre.NOT_LITERAL:
            out.append("b" if value == ord("a") else "a")
        elif op is sre.ANY:
            out.append("a")
        elif op is sre.IN:
            out.append(_member(value, rng))
        elif op is sre.BRANCH:
            out.append(_render(rng.choice(value[1]), rng, least))
        elif op is sre.SUBPATTERN:
            out.append(_render(value[-1], rng, least))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) or str(op) == "POSSESSIVE_REPEAT":
            low, high, body = value
            want = low
            if high is sre.MAXREPEAT or high > low:
                top = min(int(high), max(low, least, low + 3))
                want = rng.randint(low, top) if rng.random() < 0.7 else top
            out += [_render(body, rng, least) for _ in range(want)]
        elif op is sre.CATEGORY:
            out.append(_member([(op, value)], rng))
        # Positions and assertions add nothing; what breaks them is thrown away by the check.
    return "".join(out)


def string(pattern: str | None, least: int, most: int | None, hint: str = "sample") -> str:
    """A text that the pattern and the lengths allow."""
    key = (pattern, least, most)
    if key in _rendered:
        return _rendered[key]

    def fits(text):
        return least <= len(text) and (most is None or len(text) <= most)

    answer = None
    if pattern is None:
        answer = "x" * least if least > len(hint) else hint[: most if most is not None else None]
    else:
        compiled = re.compile(python_pattern(pattern))
        for text in USUAL:
            if fits(text) and compiled.fullmatch(text):
                answer = text
                break
        else:
            rng = random.Random(pattern)
            tree = sre_parse.parse(python_pattern(pattern))
            for _ in range(400):
                text = _render(tree, rng, least)
                if fits(text) and compiled.fullmatch(text):
                    answer = text
                    break
    if answer is None:
        raise ValueError(f"no text of {least} to {most} characters for {pattern!r}")
    _rendered[key] = answer
    return answer


def value(shape, name: str = "", depth: int = 0):
    """The smallest valid value of a shape."""
    kind, meta = shape.type_name, shape.metadata
    if kind == "structure":
        if depth > 12:
            return {}
        if meta.get("union") or getattr(shape, "is_tagged_union", False):
            member = next(iter(shape.members), None)
            return {member: value(shape.members[member], member, depth + 1)} if member else {}
        return {m: value(shape.members[m], m, depth + 1) for m in shape.required_members if m in shape.members}
    if kind == "list":
        return [value(shape.member, name, depth + 1) for _ in range(max(1, meta.get("min", 0)))]
    if kind == "map":
        return {value(shape.key, name, depth + 1): value(shape.value, name, depth + 1)}
    if kind == "string":
        if getattr(shape, "enum", None):
            return shape.enum[0]
        return string(meta.get("pattern"), meta.get("min", 0) or 1, meta.get("max"))
    if kind in ("integer", "long"):
        return max(1, int(meta.get("min", 1)))
    if kind in ("float", "double"):
        return max(1.0, float(meta.get("min", 1)))
    if kind == "boolean":
        return True
    if kind == "timestamp":
        return datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    if kind == "blob":
        return b"x" * max(1, meta.get("min", 1))
    raise ValueError(kind)


def request(operation_model) -> dict:
    """The smallest valid input of an operation."""
    shape = operation_model.input_shape
    if shape is None:
        return {}
    made = value(shape)
    if operation_model.metadata["protocol"] == "query":
        # A form has no way to say that a structure is there and empty: give it something.
        for name, given in made.items():
            if given == {} and shape.members[name].members:
                first, member = next(iter(shape.members[name].members.items()))
                given[first] = value(member, first)
    # A label of the path may be marked as not required; without it there is no path.
    for name, member in shape.members.items():
        if member.serialization.get("location") == "uri" and name not in made:
            made[name] = value(member, name)
    return made
