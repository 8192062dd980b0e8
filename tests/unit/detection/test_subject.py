"""What a rule can name of an event, and when the event happened."""

import json

import pytest

from lacre.detection.event_time import OFFLINE_REACH_MS
from lacre.detection.subject import Subject
from lacre.model import canonical, moment
from tests.fakes.ambient import START
from tests.unit.detection.worlds import HOUR, failed_login, told

OFFLINE = {"source": "OFFLINE_SYNC"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("action", "LOGIN_FAILED"),
        ("source", "API"),
        ("schema", "1"),
        ("session_id", None),
        ("after.agent_id", "agent-1"),
        ("after.count", "12"),
        ("after.minus", "-7"),
        ("after.is_late", None),
        ("after.nothing", None),
        ("after.nested", None),
        ("after.list", None),
        ("after.absent", None),
        ("before.agent_id", None),
    ],
)
def test_a_field(field: str, expected: str | None) -> None:
    after = {"agent_id": "agent-1", "count": 12, "minus": -7, "is_late": True, "nothing": None, "nested": {"a": "b"}}
    assert told(failed_login(1, 0), **after, list=["a"]).value(field) == expected


def test_before_and_after_are_apart() -> None:
    body = canonical.encode({"before": {"status": "ACTIVE"}, "after": {"status": "BLOCKED"}})
    subject = Subject(failed_login(1, 0), body)
    assert (subject.value("before.status"), subject.value("after.status")) == ("ACTIVE", "BLOCKED")


def test_without_a_body_nothing_is_told() -> None:
    assert Subject(failed_login(1, 0)).value("after.agent_id") is None


def test_a_body_that_is_none_raises() -> None:
    with pytest.raises(json.JSONDecodeError):
        Subject(failed_login(1, 0), b"{").value("after.agent_id")


def at(recorded: int, occurred: int | None, **fields: str) -> int:
    occurred_at = None if occurred is None else moment.to_text(START + occurred)
    return Subject(failed_login(1, recorded, occurred_at=occurred_at, **fields)).at - START


def test_the_receipt_is_the_time_of_an_event() -> None:
    assert at(HOUR, None) == at(HOUR, 0) == at(HOUR, 2 * HOUR) == HOUR


@pytest.mark.parametrize(
    ("recorded", "occurred", "expected"),
    [
        (9 * HOUR, HOUR, HOUR),
        (9 * HOUR, None, 9 * HOUR),
        (9 * HOUR, 10 * HOUR, 9 * HOUR),
        (OFFLINE_REACH_MS + 5, 5, 5),
        (OFFLINE_REACH_MS + 5, 4, 5),
    ],
    ids=["8 h before", "not told", "never after its receipt", "exactly 72 h", "never longer ago than 72 h"],
)
def test_what_was_synced_happened_when_it_occurred(recorded: int, occurred: int | None, expected: int) -> None:
    assert at(recorded, occurred, **OFFLINE) == expected


def test_what_was_withheld_names_nobody() -> None:
    subject = told(failed_login(1, 0), agent_id="[withheld: text of 14]", pos_id="withheld")
    assert subject.value("after.agent_id") is None
    assert subject.value("after.pos_id") == "withheld"
