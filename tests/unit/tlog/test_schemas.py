"""The published JSON Schemas are those of the dataclasses, the vocabulary and the catalogue."""

import json
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lacre.model.action import CATALOGUE
from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.canonical import JsonObject
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft, Reason
from lacre.model.event import Body
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity

SCHEMAS = Path(__file__).parents[3] / "events" / "schema"
WORDS: dict[str, type[StrEnum]] = {
    "source": EventSource,
    "outcome": Outcome,
    "event_type": EventType,
    "severity": Severity,
    "actor_type": ActorType,
    "entity_type": EntityType,
}


def schema(part: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"event-{part}.schema.json").read_text())
    Draft202012Validator.check_schema(loaded)
    return loaded


def is_valid(part: str, stored: bytes) -> bool:
    return Draft202012Validator(schema(part)).is_valid(json.loads(stored))


@pytest.mark.parametrize(("part", "described"), [("header", Header), ("body", Body)])
def test_the_fields_are_those_of_the_dataclass(part: str, described: type[Header] | type[Body]) -> None:
    names = {one.name for one in fields(described)}
    assert set(schema(part)["properties"]) == names
    assert set(schema(part)["required"]) == names
    assert schema(part)["additionalProperties"] is False


def test_the_words_are_those_of_the_vocabulary() -> None:
    properties = schema("header")["properties"]
    assert {name: properties[name]["enum"] for name in WORDS} == {name: list(words) for name, words in WORDS.items()}


def test_the_actions_are_those_of_the_catalogue() -> None:
    assert schema("header")["$defs"]["action"]["enum"] == sorted(CATALOGUE)


ACTOR = Actor(ActorType.ADMIN, "019d", "Ana", "ADMIN", "Maputo", "Matola", "session")
DRAFTS = {
    "least": Draft("LOGIN_FAILED", UNKNOWN_ACTOR, EventSource.API, "unknown", "192.0.2.1"),
    "most": Draft(
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        ACTOR,
        EventSource.API,
        "019d",
        "192.0.2.1",
        EntityType.AGENT,
        Outcome.DENIED,
        "CREATE_AGENT",
        {"name": "one", "shares": ["0.50", 1, None, True, {}]},
        {"name": "two"},
        {"method": "POST"},
        Reason("FORBIDDEN", "The role does not allow it."),
        "trace",
        "019d0000-0000-7000-8000-000000000001",
        "019d0000-0000-7000-8000-000000000002",
        "2026-11-22T09:30:00.123Z",
    ),
}


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS)
def test_composed_events_validate(draft: Draft) -> None:
    event = compose(draft, Stamp.of(1_790_000_000_000, bytes(26)))
    assert is_valid("header", event.header_bytes)
    assert is_valid("body", event.body_bytes)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"id": "7"},
        {"action": "NO_SUCH_ACTION"},
        {"attempted_action": "NO_SUCH_ACTION"},
        {"severity": "DIRE"},
        {"recorded_at": "2026-11-22T09:30:00Z"},
        {"actor_id": 7},
        {"checksum": "00"},
        {"more": None},
    ],
)
def test_other_headers_do_not(change: JsonObject) -> None:
    header = json.loads(compose(DRAFTS["most"], Stamp.of(1_790_000_000_000, bytes(26))).header_bytes)
    assert not is_valid("header", json.dumps({**header, **change}).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"description": ""},
        {"nonce": "00"},
        {"before": []},
        {"after": {"price": 0.5}},
        {"reason": {}},
        {"after": {"n": 2**53}},
    ],
)
def test_other_bodies_do_not(change: dict[str, Any]) -> None:
    body = json.loads(compose(DRAFTS["most"], Stamp.of(1_790_000_000_000, bytes(26))).body_bytes)
    assert not is_valid("body", json.dumps({**body, **change}).encode())
