"""Every route that changes something, with requests that it must not take: the right status, and exactly one event."""

import pytest

from lacre.http.request_body import MAXIMUM_BYTES, MAXIMUM_UNKNOWN_BYTES
from tests.api.operation import Asked, Caller, Json, Operation, Span, Where
from tests.api.operations import DERIVING, FORMS, MUTATIONS
from tests.api.world import Told, World

NOBODYS = "01a1ee56-5e00-75b1-a522-4a58b791dfff"
NO_BODIES = {
    **{"none": b"", "cut short": b"{", "a list": b"[]", "null": b"null", "a text": b'"text"', "no text": b"\xff\xfe"},
    "deep": b"[" * 3000,
}
ALL = [*MUTATIONS, *FORMS]
BODIED = [one for one in ALL if one.body is not None]
FIELDED = [one for one in BODIED if one.name != "POST /console/logout"]
"""All but the form whose one field is its page's token: without that it is foreign (test_hostile_callers.py)."""
NAMED = [one for one in ALL if "{" in one.path]
VERSIONED = [one for one in MUTATIONS if one.is_versioned]
KNOWN = [one for one in ALL if not one.is_public]
NARROW = [one for one in MUTATIONS if one.is_placed]


def over(operations: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda one: f"{one.function} {one.name}")


def failed(told: Told, operation: Operation, status: int, code: str) -> bool:
    """Refused with this status and code, and recorded once as a failure of what was attempted."""
    return refused(told, status, code, operation.failed, "FAILED", operation)


def refused(told: Told, status: int, code: str, action: str, outcome: str, operation: Operation) -> bool:
    is_read = operation.is_page and operation.function == "query"
    found = (told.status, told.answer.told_code if is_read else told.answer.code, *told.recorded)
    assert found == (status, code, (action, outcome)), told.answer.content[:300]
    assert told.only.header.attempted_action == operation.action
    assert told.only.body["reason"]["code"] == code
    assert told.answer.headers["content-type"] == (
        "text/html; charset=utf-8" if is_read else "application/problem+json"
    )
    assert "x-audit-receipt" in told.answer.headers
    return True


def body_of(world: World, operation: Operation) -> Json:
    assert operation.body is not None
    return operation.body(Asked(world.targets[Where.OWN], operation.canonical_caller))


@over(BODIED)
def test_an_unknown_field(world: World, operation: Operation) -> None:
    told = world.ask(operation, body={**body_of(world, operation), "surprise": "one"})
    assert failed(told, operation, 422, "INVALID_INPUT")
    assert b"surprise" not in told.answer.content


@over([one for one in BODIED if one not in FORMS])
def test_a_field_of_the_wrong_type(world: World, operation: Operation) -> None:
    given = body_of(world, operation)
    for name in given:
        world.restore()
        assert failed(world.ask(operation, body={**given, name: {"un": ["expected"]}}), operation, 422, "INVALID_INPUT")


_SALE, _PURCHASE, _SETTLED = (
    *("POST /v1/orders/sales", "POST /v1/orders/purchase"),
    "POST /v1/cashflow/contracts/{contract_id}/settle",
)
OPTIONAL = {
    ("POST /v1/pos", "maximum_amount"),
    *((_SALE, name) for name in ("avg_entry_price", "delivery_date_start", "delivery_date_end", "currency")),
    (_PURCHASE, "avg_entry_price"),
    *(("POST /v1/contracts/hedge", name) for name in ("trade_date", "settlement_date")),
    *((_SETTLED, name) for name in ("currency", "legs")),
    *((f"POST {place}", "action") for place in ("/v1/audit/exports", "/exports")),
    # One condition is enough.
    *(
        (f"POST {place}", name)
        for place in ("/v1/audit/deep-searches", "/deep-searches")
        for name in ("action", "text")
    ),
}
MISSED = {
    ("POST /v1/users", "pin"): "SECRET_MISSING",
    ("POST /v1/users", "province"): "JURISDICTION_MISSING",
    ("POST /v1/users", "district"): "JURISDICTION_MISSING",
    ("PUT /v1/users/{user_id}/role", "province"): "JURISDICTION_MISSING",
    ("POST /v1/transactions", "pos_id"): "POS_ID_MISSING",
    **{(_SALE, name): "ORDER_INVALID" for name in ("pricing_convention", "reference_month")},
    **{
        (_PURCHASE, name): "ORDER_INVALID"
        for name in ("pricing_convention", "observation_date_start", "observation_date_end")
    },
}
"""What is mandatory only for such a role, such a caller or such a price has a code of its own."""


@over(BODIED)
def test_a_missing_field(world: World, operation: Operation) -> None:
    given = body_of(world, operation)
    for name in given:
        world.restore()
        told = world.ask(operation, body={one: value for one, value in given.items() if one != name})
        if (operation.name, name) in OPTIONAL:
            assert told.status == operation.status
        else:
            assert failed(told, operation, 422, MISSED.get((operation.name, name), "INVALID_INPUT"))


@over(FIELDED)
def test_no_field_at_all(world: World, operation: Operation) -> None:
    assert failed(world.ask(operation, body={}), operation, 422, "INVALID_INPUT")


@over(FIELDED)
@pytest.mark.parametrize("body", NO_BODIES.values(), ids=NO_BODIES)
def test_a_body_that_is_none(world: World, operation: Operation, body: bytes) -> None:
    told = world.ask(operation, body=body)
    assert told.status == 422
    assert told.recorded == [(operation.failed, "FAILED")]


@over(ALL)
def test_a_huge_body(world: World, operation: Operation) -> None:
    told = world.ask(operation, body=b'{"a":"' + b"x" * MAXIMUM_BYTES + b'"}')
    assert failed(told, operation, 413, "BODY_TOO_LARGE")


@over(FIELDED)
def test_a_body_just_under_the_limit(world: World, operation: Operation) -> None:
    most = MAXIMUM_UNKNOWN_BYTES if operation.is_public else MAXIMUM_BYTES
    told = world.ask(operation, body=b'{"a":"' + b"x" * (most - 8) + b'"}')
    assert failed(told, operation, 422, "INVALID_INPUT")
    kept = told.only.body["request"]["body"]
    withheld = {"unknown_fields": [f"[withheld: text of {most - 8}]"]}
    assert kept == (None if operation.is_public else withheld)


@over(NAMED)
@pytest.mark.parametrize("one", [NOBODYS, "no-id", "%2e%2e", "x" * 300], ids=["nobody's", "malformed", "dots", "long"])
def test_an_id_of_nothing(world: World, operation: Operation, one: str) -> None:
    told = world.ask(operation, ids=dict.fromkeys([*world.targets[Where.OWN].ids], one))
    assert told.status == 404
    assert told.recorded == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]


@over(NAMED)
def test_an_id_of_something_else(world: World, operation: Operation) -> None:
    target = world.targets[Where.OWN]
    others = {name: target["market_id" if name != "market_id" else "agent_id"] for name in target.ids}
    told = world.ask(operation, ids=others)
    assert told.status == 404
    assert told.recorded == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]


@over(NARROW)
def test_a_foreign_id(world: World, operation: Operation) -> None:
    for caller, span in operation.reach.items():
        if span is not Span.EVERYWHERE:
            world.restore()
            told = world.ask(operation, caller, Where.ELSEWHERE)
            action, code = "ACCESS_OUTSIDE_JURISDICTION", "OUTSIDE_JURISDICTION"
            assert refused(told, 403, code, action, "DENIED", operation)


@over(VERSIONED)
def test_a_stale_version(world: World, operation: Operation) -> None:
    assert failed(world.ask(operation, headers={"If-Match": '"999"'}), operation, 409, "STALE_VERSION")


@over(VERSIONED)
def test_a_missing_version(world: World, operation: Operation) -> None:
    assert failed(world.ask(operation, headers={"If-Match": ""}), operation, 428, "IF_MATCH_MISSING")


@over(VERSIONED)
@pytest.mark.parametrize("tag", ["1", "*", 'W/"1"', '"1", "2"', '"0"', '"-1"', '"9999999999"'])
def test_a_version_that_is_none(world: World, operation: Operation, tag: str) -> None:
    assert failed(world.ask(operation, headers={"If-Match": tag}), operation, 422, "IF_MATCH_INVALID")


ENDING = ("POST /v1/auth/logout", "POST /console/logout")
"""What leaves nobody who could send it again."""
SHOWN_ONCE = ("POST /exports/{job_id}/link",)
"""Answered with a page that is kept nowhere: each time that it is sent, another link is issued."""
KEPT = [one for one in KNOWN if one.name not in (*ENDING, *DERIVING, *SHOWN_ONCE)]


@over([one for one in KNOWN if one.name in DERIVING])
def test_what_changes_nothing_is_derived_again(world: World, operation: Operation) -> None:
    request = world.request(operation, headers={"Idempotency-Key": "key-one"})
    first, again = world.tell(operation.function, request), world.tell(operation.function, request)
    assert first.recorded == again.recorded == [(operation.action, "SUCCEEDED")]
    assert first.answer.content == again.answer.content
    assert "idempotent-replayed" not in again.answer.headers


@over(KEPT)
def test_a_replayed_key_is_answered_again_and_not_done_again(world: World, operation: Operation) -> None:
    request = world.request(operation, headers={"Idempotency-Key": "key-one"})
    first, again = world.tell(operation.function, request), world.tell(operation.function, request)
    assert (first.status, again.status, again.events) == (operation.status, operation.status, ())
    assert again.answer.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.answer.headers
    assert again.answer.headers["x-audit-receipt"] == first.answer.headers["x-audit-receipt"]
    if first.answer.content:
        shown_once = {"pin", "password", "api_key", "account", "url"}
        assert again.answer.json == {name: of for name, of in first.answer.json.items() if name not in shown_once}


@over(KEPT)
def test_a_replayed_key_with_another_body(world: World, operation: Operation) -> None:
    key = {"Idempotency-Key": "key-one"}
    world.ask(operation, headers=key)
    other = {**(body_of(world, operation) if operation.body else {}), "other": "one"}
    assert failed(world.ask(operation, headers=key, body=other), operation, 422, "IDEMPOTENCY_KEY_REUSED")


@over([one for one in KNOWN if one.name not in DERIVING])
def test_a_key_that_is_none(world: World, operation: Operation) -> None:
    told = world.ask(operation, headers={"Idempotency-Key": "k" * 256})
    assert failed(told, operation, 422, "IDEMPOTENCY_KEY_INVALID")


def test_a_key_is_the_callers_own(world: World) -> None:
    """Two callers may choose the same key for the same request."""
    operation = next(one for one in MUTATIONS if one.name == "POST /v1/markets")
    key = {"Idempotency-Key": "key-one"}
    first, other = (world.ask(operation, caller, headers=key) for caller in (Caller.ADMIN, Caller.FUNCIONARIO))
    assert (first.status, other.status) == (201, 201)
    assert first.answer.json["id"] != other.answer.json["id"]
