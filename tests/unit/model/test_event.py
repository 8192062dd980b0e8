"""Composing: id, bytes, catalogue's words; and what is read back is what was stored."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from lacre.model.action import CATALOGUE, action
from lacre.model.canonical import NotCanonicalError, decode, encode
from lacre.model.composition import Stamp, compose, derived_uuid
from lacre.model.draft import Draft, Reason
from lacre.model.event import MAXIMUM_BODY_BYTES, Event, checksum
from lacre.model.header import Header
from lacre.model.identifier import is_uuid, uuid7
from lacre.model.vocabulary import Outcome
from tests.fakes.drafts import agent_created

STAMP = Stamp.of(1_795_000_000_123, bytes(range(26)))


def test_the_header_is_the_specified_one() -> None:
    event = compose(agent_created(1), STAMP)
    fields = json.loads(event.header_bytes)
    assert fields["recorded_at"] == "2026-11-18T11:06:40.123Z"
    assert (fields["severity"], fields["event_type"]) == ("MEDIUM", "NORMAL")
    assert fields["checksum"] == checksum(event.body_bytes)
    assert fields["correlation_id"] == fields["id"]
    assert UUID(fields["id"]).version == 7
    assert set(fields) == set(Header.__dataclass_fields__)
    assert event.header_bytes == encode(decode(event.header_bytes))


def test_what_is_stored_is_read_back() -> None:
    event = compose(agent_created(1), STAMP)
    assert Event.stored(event.header_bytes, event.body_bytes) == event


def test_a_body_that_the_header_does_not_bind_is_refused() -> None:
    first, second = compose(agent_created(1), STAMP), compose(agent_created(2), STAMP)
    with pytest.raises(NotCanonicalError):
        Event.stored(first.header_bytes, second.body_bytes)


@pytest.mark.parametrize(
    "change",
    [{"severity": "URGENT"}, {"actor_type": "GOD"}, {"extra": 1}, {"schema": None, "id": None}],
)
def test_a_header_of_other_words_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(compose(agent_created(1), STAMP).header_bytes) | change
    if change == {"schema": None, "id": None}:
        del fields["schema"], fields["id"]
    with pytest.raises(NotCanonicalError):
        Header.decode(encode(fields))


def test_an_event_beyond_its_bounds_is_refused() -> None:
    huge = replace(agent_created(1), after={"text": "x" * MAXIMUM_BODY_BYTES})
    with pytest.raises(NotCanonicalError, match="64 KiB"):
        compose(huge, STAMP)
    with pytest.raises(NotCanonicalError, match="4 KiB"):
        compose(replace(agent_created(1), entity_id="x" * 5000), STAMP)


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_action_has_a_sentence_for_every_outcome(code: str, outcome: Outcome) -> None:
    draft = Draft(
        **{
            **vars(agent_created(1)),
            "action": code,
            "outcome": outcome,
            "reason": Reason("WHY", "There was a reason."),
        }
    )
    sentence = draft.description()
    assert sentence.startswith("Ana Clerk ")
    assert sentence.endswith(".")


def test_the_catalogue_has_the_42_commissioned_codes() -> None:
    assert sum(one.is_commissioned for one in CATALOGUE.values()) == 42
    assert action("UNAUTHORIZED_ACCESS_ATTEMPT").severity == "HIGH"


def test_ids_sort_by_time_and_derived_ones_repeat() -> None:
    assert uuid7(1, bytes(10)) < uuid7(2, bytes(10)) < uuid7(2, b"\xff" * 10)
    assert derived_uuid("a", "b") == derived_uuid("a", "b") != derived_uuid("a", "c")
    assert is_uuid(derived_uuid("a"))
    assert not is_uuid(derived_uuid("a").upper())
