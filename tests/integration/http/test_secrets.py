"""What looks like a PIN, a token or an API key is sent in every field of every route, and found nowhere."""

import io
import json
import logging
import secrets
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import Answer, Handler, call, payload

ROUTES = {
    "identity": ["bootstrap", "login", "logout", "create_user", "read_user", "console_session", "console_logout"],
    "network": ["create_agent", "list_agents", "read_agent", "update_agent"],
}
HEADERS = ("Authorization", "User-Agent", "X-Trace-Id", "X-Correlation-Id", "If-Match", "Cookie", "Origin", "Referer")


def planted() -> list[str]:
    """A PIN of twelve digits, an API key and something like a token, new in each run."""
    pin = "".join(secrets.choice("123456789") for _ in range(12))
    return [pin, f"lcr_{secrets.token_urlsafe(24)}", f"eyJ{secrets.token_urlsafe(30)}"]


def in_the_body(name: str, value: str) -> Iterator[object]:
    """Bodies of a route with the value in each place in turn."""
    golden = payload(name)
    if golden["headers"].get("Content-Type") == "application/json":
        body = json.loads(golden["body"])
        for field in body:
            yield {**body, field: value}
            yield {**body, field: {value: value}}
        yield {**body, value: value}
        yield [value]
        yield f'{{"pin": "{value}"'
    elif golden["body"]:
        yield f"username={value}&pin={value}"
        yield f"{value}={value}"


def around_the_body(name: str, token: str, values: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The payload of a route with one of the values in each header, in the query and in the path."""
    for header in HEADERS:
        event, value = payload(name, token=token), next(values)
        event["headers"][header], event["multiValueHeaders"][header] = value, [value]
        yield event
    for parameter in ("limit", "cursor", next(values)):
        yield {**payload(name, token=token), "multiValueQueryStringParameters": {parameter: [next(values)]}}
    golden = payload(name, token=token)
    yield {**golden, "path": f"{golden['path']}/{next(values)}"}
    if golden["path"].count("/") == 3 and "/v1/auth" not in golden["path"]:
        yield payload(name, token=token, entity=next(values))


def variations(name: str, token: str, values: list[str]) -> Iterator[dict[str, Any]]:
    for value in values:
        yield from (payload(name, token=token, body=body) for body in in_the_body(name, value))
    yield from around_the_body(name, token, cycle(values))


@pytest.fixture
def lines(cloud: Cloud, function: str, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the function's logger writes from now on: it holds on to the output that it was made with."""
    assert cloud, "the function is imported, so that its logger is there"
    [output] = logging.getLogger(function).handlers
    written = io.StringIO()
    monkeypatch.setattr(output, "stream", written)
    return written


@pytest.mark.parametrize("function", sorted(ROUTES))
def test_no_secret_is_kept_or_echoed(
    cloud: Cloud, function: str, lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.bootstrap()
    token = cloud.login()
    handler: Handler = getattr(cloud, function)
    values, answers = planted(), list[Answer]()
    for name in ROUTES[function]:
        for event in variations(f"{function}_{name}", token, values):
            # From an address of its own each, so that none is summed up as a flood.
            event["requestContext"]["identity"]["sourceIp"] = f"192.0.2.{len(answers)}"
            answers.append(call(handler, event))
            if answers[-1].status in (204, 303):
                token = cloud.login()
    said = "".join(f"{answer.text}{dict(answer.headers)}" for answer in answers)
    logged, printed = lines.getvalue(), capsys.readouterr()
    stored = cloud.everything
    for value in values:
        assert value not in stored
        assert value not in said
        assert value not in logged
        assert value not in printed.out + printed.err
    assert {answer.status for answer in answers} <= {200, 201, 204, 303, 400, 401, 403, 404, 409, 422, 428}
    assert all("x-audit-receipt" in answer.headers for answer in answers), "each is recorded"
    requests = [line for line in map(json.loads, logged.splitlines()) if line["message"] == "request"]
    assert {answer.headers["x-trace-id"] for answer in answers} <= {line["trace_id"] for line in requests}
