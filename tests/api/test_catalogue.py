"""The commissioned codes are not words: a real request, or a real run, leaves an event of each, told as specified."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lacre.model.action import CATALOGUE
from tests.api import sides
from tests.api.expected import jurisdiction
from tests.api.gateway import ADDRESS
from tests.api.operation import Caller, Operation
from tests.api.operations import MUTATIONS, OPERATIONS
from tests.api.scenes import SCENES, Scene
from tests.api.sides_of_exports import LINKED
from tests.api.specified import READ, SPECIFIED, grade_of
from tests.api.world import Recorded, World

OF_THE_DETECTOR = {"MULTIPLE_FAILED_LOGINS", "ID_ENUMERATION_ATTEMPT", "SUSPICIOUS_BEHAVIOR_DETECTED"}
DONE = [one for one in MUTATIONS if not one.is_done_before]
WITH_BATCHES = {"POST /v1/sync", "POST /v1/audit/events"}
ACTING = {"POST /v1/auth/login": Caller.FUNCIONARIO, "POST /v1/auth/refresh": Caller.ADMIN}
"""Who turns out to have called, where anybody may."""
CORRELATION = "0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b"
_SCHEMAS = Path(__file__).parents[2] / "events" / "schema"
HEADERS, BODIES = (
    Draft202012Validator(json.loads((_SCHEMAS / f"event-{part}.schema.json").read_text()))
    for part in ("header", "body")
)


def test_every_commissioned_code_is_driven() -> None:
    assert set(SPECIFIED) - {one.action for one in DONE} - {one.code for one in SCENES} == set()


def test_every_operation_has_sides_to_compare() -> None:
    others = {"POST /v1/auth/login", "POST /v1/transactions/{transaction_id}/receipts", LINKED} | WITH_BATCHES
    derived = {one.name for one in DONE if one.action in ("SETTLE_CONTRACT", "TAKE_SNAPSHOT", "RUN_WHAT_IF")}
    assert {one.name for one in DONE} == {*sides.CHANGED} | sides.CREATIONS | others | derived


def test_the_catalogue_is_as_specified() -> None:
    commissioned = {code: one for code, one in CATALOGUE.items() if one.is_commissioned and code not in OF_THE_DETECTOR}
    listed = {code: (one.entity_type, one.event_type, one.severity) for code, one in commissioned.items()}
    assert listed == SPECIFIED


@pytest.mark.parametrize("operation", DONE, ids=lambda one: f"{one.action} by {one.name}")
def test_what_is_done_is_told(world: World, operation: Operation) -> None:
    caller = ACTING.get(operation.name, operation.canonical_caller)
    wished = {} if operation.is_public else {"X-Correlation-Id": CORRELATION}
    before = sides.before(world, operation, operation.canonical_caller)
    world.cloud.clock.advance(1)
    told = world.ask(operation, headers=wished)
    assert told.status == operation.status, told.answer.content
    event = told.own
    is_told_by(event, operation.action, "SUCCEEDED", grade_of(operation.action))
    is_by(event, caller, world)
    comes_from(event, operation, told.answer.headers["x-trace-id"])
    assert event.header.entity_type == operation.entity_type
    assert event.header.entity_id == sides.subject(world, operation, caller, told)
    assert event.body["before"] == before
    assert event.body["after"] == sides.after(world, operation, event.header.entity_id)
    shows_what_was_done(event, operation, world)
    assert {one.header.correlation_id for one in told.events} == {wished.get("X-Correlation-Id", event.header.id)}
    assert all(valid(one) for one in told.events)


def shows_what_was_done(event: Recorded, operation: Operation, world: World) -> None:
    """The API and the event could both be wrong of an entity: what was asked for is what has become of it."""
    caller, before, after = operation.canonical_caller, event.body["before"], event.body["after"]
    if operation.name in sides.CHANGED:
        assert sides.differing(before, after) == sides.changes(operation, caller, world, after)
    if operation.name in sides.CREATIONS:
        asked = sides.given(world, operation, caller)
        assert {name: after[name] for name in asked} == asked


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if not one.mutates], ids=lambda one: one.name)
def test_what_is_read_is_told(world: World, operation: Operation) -> None:
    told = world.ask(operation)
    assert told.status == operation.status, told.answer.content
    is_told_by(told.only, operation.action, "SUCCEEDED", READ)
    about = sides.subject(world, operation, operation.canonical_caller, told)
    assert (told.only.header.entity_type, told.only.header.entity_id) == (
        operation.entity_type,
        READ_OF_THE_LOG.get(operation.name, about),
    )
    is_by(told.only, operation.canonical_caller, world)
    comes_from(told.only, operation, told.answer.headers["x-trace-id"])
    assert (told.only.body["before"], told.only.body["after"]) == (None, None)
    assert valid(told.only)


READ_OF_THE_LOG = {
    "GET /v1/audit/log/checkpoint": "checkpoint",
    "GET /v1/audit/log/keys": "keys.json",
    "GET /v1/audit/log/tile/entries/{address}": "tile/entries/000.p/3",
    "GET /v1/audit/log/tile/{address}": "tile/0/000.p/3",
    "GET /v1/audit/log/proof/inclusion": "leaf/0",
    "GET /v1/audit/log/proof/consistency": "*",
}


@pytest.mark.parametrize("scene", SCENES, ids=lambda one: one.code)
def test_what_is_refused_fails_or_happens_by_itself_is_told(world: World, scene: Scene) -> None:
    event = scene.play(world)
    is_told_by(event, scene.code, scene.outcome, grade_of(scene.code))
    assert (event.header.entity_type, event.header.entity_id) == scene.about(world)
    is_by(event, scene.caller, world)
    if scene.operation is not None:
        comes_from(event, scene.operation, event.body["trace_id"])
        assert event.header.attempted_action == (scene.operation.action if scene.outcome != "SUCCEEDED" else None)
    assert {side for side in ("before", "after") if event.body[side] is not None} == scene.shows
    assert valid(event)


def is_told_by(event: Recorded, code: str, outcome: str, grade: tuple[str, str]) -> None:
    header = event.header
    assert (header.action, header.outcome.value) == (code, outcome)
    assert (header.event_type.value, header.severity.value) == grade
    assert event.body["description"]
    assert (event.body["reason"] is None) == (outcome == "SUCCEEDED")


def is_by(event: Recorded, caller: Caller | None, world: World) -> None:
    """None is the product itself."""
    header = event.header
    found = (header.actor_type.value, header.actor_id, header.actor_role, header.province, header.district)
    if caller is None:
        assert found == ("SYSTEM", "system:sweep", None, None, None)
        assert header.ip_address == "system"
    elif caller is Caller.ANONYMOUS:
        assert found == ("UNKNOWN", "unknown", None, None, None)
    else:
        assert found == (caller.value, world.accounts[caller], caller.value, *jurisdiction(caller))
        assert (header.session_id is None) == (caller in (Caller.POS, Caller.PRODUCER))


def comes_from(event: Recorded, operation: Operation, trace_id: str) -> None:
    assert event.header.ip_address == ADDRESS
    assert event.header.source == "API"
    request = event.body["request"]
    assert (request["method"], request["path"].replace(":path}", "}")) == (operation.method, operation.path)
    assert request["user_agent"] == "lacre-tests/1"
    assert event.body["trace_id"] == trace_id


def valid(event: Recorded) -> bool:
    """By the published schemas."""
    HEADERS.validate(json.loads(event.header.encode()))
    BODIES.validate(event.body)
    return True
