"""PINs, tokens and API keys, sent in every field of every route, are found in no table, archive, log or answer."""

import gzip
import json
import secrets
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from string import ascii_lowercase
from typing import Any

import httpx2
import pytest

from infra.local.aws import LocalAws
from infra.local.layout import RUN
from infra.local.stack_file import Stack
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.routes import ROUTES, Route, Walker
from tests.e2e.sealed import wait_until_sealed
from tests.e2e.walkers import Walkers, Walking
from tests.planted import planted

# What a route takes no notice of goes together; what it refuses at once goes alone, so that it hides nothing else.
HEADERS = (
    ("User-Agent", "X-Trace-Id", "X-Correlation-Id", "Origin", "Referer", "Accept-Language"),
    ("If-Match",),
    ("Idempotency-Key",),
    ("Authorization",),
    ("Cookie", "X-Api-Key"),
)
PACKED = ("z", "packed")
"""The attributes that hold texts packed with zlib."""
CALLERS = 4
READ_AT_ONCE = 8


def make_secrets() -> dict[str, str]:
    """A PIN, a token and an API key that nobody else can have. Twelve digits would be an amount, which is kept."""
    return {
        "pin": str(secrets.randbelow(9 * 10**13) + 10**13),
        "token": f"eyJ{secrets.token_hex(8)}.eyJ{secrets.token_hex(12)}.{secrets.token_urlsafe(32)}",
        "key": f"lcr_{secrets.token_urlsafe(32)}",
    }


SECRETS = make_secrets()


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    """Everything that came back."""


@dataclass(frozen=True)
class Walk:
    """Every route with a secret in every place: what was answered, and the tokens and keys that it was sent with."""

    answers: Mapping[str, Sequence[Answer]]
    credentials: frozenset[str]


def send(client: httpx2.Client, route: Route, **parts: Any) -> Answer:
    """One request of the route, with some of its parts replaced."""
    request = {"url": route.concrete, "headers": {}, **parts}
    if route.body and not {"content", "json", "data"} & set(request):
        request["data" if route.form else "json"] = route.body
    answer = client.request(route.method, **request, follow_redirects=False)
    headers = {name: value for name, value in answer.headers.items() if name not in ("x-audit-receipt",)}
    return Answer(answer.status_code, answer.text + json.dumps(headers))


def in_the_body(client: httpx2.Client, route: Route, secret: str) -> Iterator[Answer]:
    place = "data" if route.form else "json"
    for body in planted(route.body, secret):
        if isinstance(body, dict):
            yield send(client, route, **{place: body})
    kind = "application/x-www-form-urlencoded" if route.form else "application/json"
    broken = f'{{"username": "{secret}", "pin": "{secret}'
    yield send(client, route, content=broken, headers={"Content-Type": kind})
    yield send(client, route, content=secret, headers={"Content-Type": "text/plain"})


def around_the_body(client: httpx2.Client, route: Route, kinds: Iterator[str]) -> Iterator[Answer]:
    """One of the secrets in each place outside the body, in turn: over all routes each is in each place."""
    for name in (*route.query, "unknown"):
        yield send(client, route, params={name: next(kinds)})
    yield send(client, route, params={next(kinds): "as a name"})
    for names in HEADERS:
        secret = next(kinds)
        headers = {name: f"lacre_session={secret}" if name == "Cookie" else secret for name in names}
        yield send(client, route, headers=headers)
    if "{" in route.path:
        head, _, rest = route.path.partition("{")
        yield send(client, route, url=head + next(kinds) + rest.partition("}")[2])


def attempts(client: httpx2.Client, route: Route, kinds: Iterator[str]) -> Iterator[Answer]:
    """A secret in each place where a careless or hostile caller could put it."""
    if route.body:
        for secret in SECRETS.values():
            yield from in_the_body(client, route, secret)
    yield from around_the_body(client, route, kinds)


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.fixture(scope="module")
def walk(login: Login, client_from: ClientFrom) -> Walk:
    """Made once: it sends some thousand requests."""
    walkers = Walkers(login, client_from)
    lasting: dict[Walker, Walking] = {one: walkers(one) for one in {route.walker for route in ROUTES} - {"VISITOR"}}

    def tried(numbered: tuple[int, Route]) -> tuple[tuple[str, ...], list[Answer]]:
        number, route = numbered
        walking = walkers.elsewhere(lasting[route.walker]) if route.walker in lasting else walkers(route.walker)
        kinds = islice(cycle(SECRETS.values()), number, None)
        return walking.credentials, list(attempts(walking.client, route, kinds))

    with ThreadPoolExecutor(CALLERS) as pool:
        found = list(pool.map(tried, enumerate(ROUTES)))
    for walker, walking in lasting.items():
        *_, last = (route for route in ROUTES if route.walker == walker and route.path.startswith("/v1/"))
        assert send(walking.client, last).status != 401, "none was turned away meanwhile"
    answers = {name_of(route): answers for route, (_, answers) in zip(ROUTES, found, strict=True)}
    return Walk(answers, frozenset(one for credentials, _ in found for one in credentials))


@dataclass(frozen=True)
class Search:
    """Where secrets are found; and a name and an id that are known to be kept."""

    of_secrets: tuple[str, ...]
    of_the_name: frozenset[str]
    of_the_id: frozenset[str]


@pytest.fixture(scope="module")
def search(stack: Stack, login: Login, walk: Walk) -> Search:
    """Made once: it reads all that the stack keeps."""
    # Of letters alone: six digits in a row look like a PIN and are refused.
    own = "".join(secrets.choice(ascii_lowercase) for _ in range(10))
    name, admin = f"Quim {own}", login("ADMIN")
    person = {"username": f"quim-{own}", "name": name, "role": "TRADER", "pin": "161803"}
    created = admin.post("/v1/users", json={**person, "province": "Zambezia", "district": "Quelimane"})
    event_id = created.raise_for_status().headers["X-Correlation-Id"]
    wait_until_sealed(stack, [event_id, admin.get("/v1/agents").headers["X-Correlation-Id"]])
    known = [word.encode() for word in (*SECRETS.values(), *walk.credentials)]
    holders: list[str] = []
    named, traced = set(), set()
    for where, content in everything(stack, LocalAws(stack["endpoint_url"])):
        holders += [where for one in known if one in content]
        named |= {where} if name.encode() in content else set()
        traced |= {where} if event_id.encode() in content else set()
    return Search(tuple(holders), frozenset(named), frozenset(traced))


@pytest.mark.parametrize("route", [name_of(route) for route in ROUTES])
def test_no_answer_holds_a_secret_that_was_sent(walk: Walk, route: str) -> None:
    answers = walk.answers[route]
    assert len(answers) > len(HEADERS)
    for answer in answers:
        assert answer.status < 500, answer.text
        for kind, secret in SECRETS.items():
            assert secret not in answer.text, kind


def test_no_table_bucket_queue_or_log_holds_a_secret_that_was_sent(search: Search) -> None:
    assert search.of_secrets == ()


def test_the_search_for_secrets_finds_what_is_there(search: Search) -> None:
    assert {"table events", "table users", "bucket archive"} <= {where.split(":")[0] for where in search.of_the_name}
    logged_in = {where for where in search.of_the_id if where.startswith("log ")}
    assert any("identity" in where for where in logged_in), logged_in


def everything(stack: Stack, aws: LocalAws) -> Iterator[tuple[str, bytes]]:
    """All that the stack keeps and writes, piece by piece, each with where it is."""
    yield from items(stack, aws)
    yield from objects(stack, aws)
    yield from lines(aws)
    for path in RUN.glob("*.log"):
        yield f"file: {path.name}", path.read_bytes()


def items(stack: Stack, aws: LocalAws) -> Iterator[tuple[str, bytes]]:
    for name, table in stack["tables"].items():
        for page in aws.dynamodb().get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                packed = [zlib.decompress(item[part]["B"]) for part in PACKED if part in item]
                yield f"table {name}: {next(iter(item.values()))}", str([item, *packed]).encode()


def objects(stack: Stack, aws: LocalAws) -> Iterator[tuple[str, bytes]]:
    """Every version, inflated."""
    storage = aws.s3()

    def read(version: tuple[str, str, str]) -> tuple[str, bytes]:
        name, key, version_id = version
        answer = storage.get_object(Bucket=stack["buckets"][name], Key=key, VersionId=version_id)
        content = answer["Body"].read()
        return f"bucket {name}: {key}", gzip.decompress(content) if key.endswith(".gz") else content

    versions = [
        (name, version["Key"], version["VersionId"])
        for name, bucket in stack["buckets"].items()
        for page in storage.get_paginator("list_object_versions").paginate(Bucket=bucket)
        for version in page.get("Versions", [])
    ]
    with ThreadPoolExecutor(READ_AT_ONCE) as readers:
        yield from readers.map(read, versions)


def lines(aws: LocalAws) -> Iterator[tuple[str, bytes]]:
    """What functions and gateway logged."""
    logs = aws.logs()
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for found in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                for line in found["events"]:
                    yield f"log {name}", line["message"].encode()
