"""What looks like a PIN, a token or an API key is sent in every field of every route, and found nowhere."""

import io
import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest

from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import GOLDEN_ID, Answer, Handler, call, payload
from tests.planted import planted

pytestmark = pytest.mark.usefixtures("cheap_pins")

ROUTES = {
    "identity": (
        *("bootstrap", "login", "refresh", "logout", "pin", "password", "console_session", "console_logout"),
        *("create_user", "list_users", "read_user", "update_user", "suspend_user", "change_role", "force_logout"),
        *("reset_pin", "reset_password", "renew_key"),
        *("request_change", "list_changes", "read_change", "approve_change", "reject_change"),
    ),
    "network": (
        *("create_agent", "list_agents", "read_agent", "update_agent"),
        *("create_merchant", "list_merchants", "read_merchant", "update_merchant"),
        *("create_market", "list_markets", "read_market", "update_market"),
        *("create_pos", "list_pos", "read_pos", "block_pos", "rotate_key"),
        *("transaction", "list_transactions", "read_transaction", "cancel_transaction", "print_receipt", "sync"),
    ),
    "hedge": (
        *("create_sale", "create_purchase", "list_orders", "read_order", "archive_order"),
        *("create_contract", "list_contracts", "read_contract", "cancel_contract", "archive_contract"),
        *("create_linkage", "list_linkages", "read_linkage", "publish_price", "publish_prices", "list_prices"),
        *("settle_contract", "list_ledger", "list_ledger_of_contract", "take_mtm", "take_pl", "take_baseline"),
        *("commercial_exposures", "global_exposures", "mtm_of_contract", "mtm_of_order", "pl"),
        *("analytic_cashflow", "projected_cashflow", "read_mtm", "read_pl", "read_baseline", "what_if"),
    ),
    "ingest": ("events",),
}
GIVING_BACK = "hedge_what_if"
"""Its answer calls a contract that nobody made as the caller did; kept is it nowhere."""
OF_VISITORS = ("identity_pin", "identity_password")
OF_RISK_MANAGERS = tuple(f"hedge_{name}" for name in ROUTES["hedge"][ROUTES["hedge"].index("take_mtm") :])
HEADERS = (
    "Authorization",
    "User-Agent",
    "X-Trace-Id",
    "X-Correlation-Id",
    "If-Match",
    "Idempotency-Key",
    "Cookie",
    "Origin",
    "Referer",
)


def planted_values() -> list[str]:
    """A PIN of fourteen digits, an API key and something like a token, new in each run.

    Twelve digits are an amount, which is kept as such.
    """
    pin = "".join(secrets.choice("123456789") for _ in range(14))
    return [pin, f"lcr_{secrets.token_urlsafe(24)}", f"eyJ{secrets.token_urlsafe(30)}"]


@dataclass
class Walker:
    """Who sends the requests of a function: an administrator or a trader, machines with keys, and somebody else.

    That is a visitor whom nobody misses, and a risk manager at the hedge desk.
    """

    cloud: Cloud
    token: str
    key: str = ""
    visitor: str = ""

    @classmethod
    def of(cls, cloud: Cloud, function: str) -> "Walker":
        cloud.bootstrap()
        walker = cls(cloud, cloud.login())
        match function:
            case "network":
                walker.key = cloud.terminal(walker.token)
            case "ingest":
                walker.key = cloud.producer(walker.token)
            case "hedge":
                walker.visitor = cloud.person(walker.token, "rita.risk", "RISK_MANAGER")
                walker.token = cloud.person(walker.token, "tomas.trader", "TRADER")
            case _:
                walker.visitor = cloud.person(walker.token, "rui.visitor", "AUDITOR")
        return walker

    def payload(self, name: str, **other: Any) -> dict[str, Any]:
        token = self.visitor if name in (*OF_VISITORS, *OF_RISK_MANAGERS) else self.token
        return payload(name, token=token, key=self.key, **other)


def in_the_body(name: str, value: str) -> Iterator[object]:
    """Bodies of a route with the value in each place in turn."""
    golden = payload(name)
    if golden["headers"].get("Content-Type") == "application/json":
        yield from planted(json.loads(golden["body"]), value)
        yield [value]
        yield f'{{"pin": "{value}"'
    elif golden["body"]:
        yield f"username={value}&secret={value}"
        yield f"{value}={value}"


def around_the_body(name: str, walker: Walker, values: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The payload of a route with one of the values in each header, in the query and in the path."""
    for header in HEADERS:
        event, value = walker.payload(name), next(values)
        event["headers"][header], event["multiValueHeaders"][header] = value, [value]
        yield event
    for parameter in ("limit", "cursor", next(values)):
        yield {**walker.payload(name), "multiValueQueryStringParameters": {parameter: [next(values)]}}
    golden = walker.payload(name)
    yield {**golden, "path": f"{golden['path']}/{next(values)}"}
    if GOLDEN_ID in golden["path"]:
        yield walker.payload(name, entity=next(values))


def variations(name: str, walker: Walker, values: list[str]) -> Iterator[dict[str, Any]]:
    for value in values:
        yield from (walker.payload(name, body=body) for body in in_the_body(name, value))
    yield from around_the_body(name, walker, cycle(values))


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
    walker = Walker.of(cloud, function)
    handler: Handler = getattr(cloud, function)
    values, answers, said = planted_values(), list[Answer](), ""
    for name in ROUTES[function]:
        for event in variations(f"{function}_{name}", walker, values):
            # From an address of its own each, so that none is summed up as a flood.
            event["requestContext"]["identity"]["sourceIp"] = f"192.0.2.{len(answers) % 250 + 1}"
            answers.append(call(handler, event))
            if (f"{function}_{name}", answers[-1].status) != (GIVING_BACK, 200):
                said += f"{answers[-1].text}{dict(answers[-1].headers)}"
            if answers[-1].status in (204, 303):
                walker.token = cloud.login()
    logged, printed = lines.getvalue(), capsys.readouterr()
    stored = cloud.everything
    for value in values:
        assert value not in stored
        assert value not in said
        assert value not in logged
        assert value not in printed.out + printed.err
    answered = {answer.status for answer in answers}
    assert answered <= {200, 201, 204, 303, 400, 401, 403, 404, 405, 409, 422, 424, 428, 429}
    assert all("x-audit-receipt" in answer.headers for answer in answers), "each is recorded"
    requests = [line for line in map(json.loads, logged.splitlines()) if line["message"] == "request"]
    assert {answer.headers["x-trace-id"] for answer in answers} <= {line["trace_id"] for line in requests}
