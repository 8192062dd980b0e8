"""What is noticed about an event, and what is not."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, Outcome, Severity
from lacre.observing.around import History
from lacre.observing.observation import Code, Observation
from lacre.observing.observe import Seen, observe
from lacre.ports.blocks import Block, BlockState
from tests.fakes.ambient import START
from tests.unit.observing.events import DAY_MS, HEADER, HOUR_MS, at

MAPUTO = ZoneInfo("Africa/Maputo")
PLAIN = replace(HEADER, severity=Severity.INFO)
BLOCK = Block("b", HEADER.actor_id, "USER", "rule", "alert", "why", "", "")


def history(*events: Header, since_ms: int = -30 * DAY_MS, is_cut: bool = False) -> History:
    return History(events, moment.to_text(START + since_ms), is_cut)


def noticed(header: Header = PLAIN, **known: Any) -> dict[Code, Observation]:
    nothing: dict[str, Any] = {"body": {}, "is_changed": False, "is_overdue": False}
    seen = Seen(header, **{**nothing, "history": None, "block": None, "alerts": 0, **known})
    return {one.code: one for one in observe(seen, MAPUTO)}


def codes(header: Header = PLAIN, **known: Any) -> set[Code]:
    return set(noticed(header, **known))


def test_an_ordinary_event_of_a_known_actor_is_nothing_to_tell_of() -> None:
    assert codes(history=history(at(-HOUR_MS))) == set()
    assert codes(replace(PLAIN, actor_type=ActorType.SYSTEM)) == set()


def test_what_is_wrong_with_the_row_is_told() -> None:
    assert codes(is_changed=True, is_overdue=True, alerts=2) == {Code.ROW_CHANGED, Code.SEAL_OVERDUE, Code.IN_ALERT}


def test_severity_refusal_and_kind_are_told() -> None:
    refused = replace(at(0, outcome=Outcome.DENIED), severity=Severity.HIGH)
    assert codes(refused) == {Code.SEVERE, Code.REFUSED}


def test_what_is_new_is_told_with_how_far_was_looked() -> None:
    before = history(at(-DAY_MS, ip_address="192.0.2.9", action="UPDATE_AGENT"))
    found = noticed(history=before)
    assert set(found) == {Code.NEW_ADDRESS, Code.NEW_ACTION}
    assert found[Code.NEW_ADDRESS].facts == {"ip": HEADER.ip_address, "since": before.since, "events": 1}
    assert codes(history=history()) == {Code.NEW_ACTOR}


def test_a_refusal_is_no_new_action_where_the_same_was_tried_before() -> None:
    refused = at(0, severity=Severity.INFO, action="UNAUTHORIZED_ACCESS_ATTEMPT", attempted_action="CREATE_AGENT")
    assert codes(refused, history=history(at(-DAY_MS))) == set()


def test_hours_are_the_actors_own_once_enough_is_known() -> None:
    nights = [at(-day * DAY_MS - 12 * HOUR_MS) for day in range(20)]
    assert Code.UNUSUAL_HOUR in codes(history=history(*nights))
    assert not codes(history=history(*[at(-day * DAY_MS - HOUR_MS) for day in range(20)]))
    assert Code.UNUSUAL_HOUR not in codes(history=history(*nights[:19]))


@pytest.mark.parametrize(("offset_ms", "is_told"), [(0, False), (8 * HOUR_MS, True), (4 * DAY_MS, True)])
def test_hours_of_trade_stand_in_for_what_is_not_known(offset_ms: int, is_told: bool) -> None:
    header = at(offset_ms, severity=Severity.INFO)
    known = codes(header, history=history(at(offset_ms - DAY_MS)))
    assert (Code.OUTSIDE_TRADING_HOURS in known) is is_told


def test_denials_of_the_hour_before_are_counted() -> None:
    denied = [at(-minutes * 60_000, outcome=Outcome.DENIED) for minutes in (5, 59, 61)]
    assert noticed(history=history(*denied))[Code.DENIALS_BEFORE].facts == {"count": 2, "is_least": 0}
    cut = history(*denied[:1], since_ms=-5 * 60_000, is_cut=True)
    assert noticed(history=cut)[Code.DENIALS_BEFORE].facts == {"count": 1, "is_least": 1}


@pytest.mark.parametrize(
    ("placed_ms", "changed", "told"),
    [
        (1, {}, {Code.BLOCKED_LATER}),
        (1, {"state": BlockState.UNDONE}, {Code.BLOCK_UNDONE}),
        (1, {"actor_type": "POS"}, set()),
        (-1, {}, set()),
        (8 * DAY_MS, {}, set()),
    ],
)
def test_a_later_block_of_the_actor_is_told(placed_ms: int, changed: dict[str, Any], told: set[Code]) -> None:
    block = replace(BLOCK, placed_at=moment.to_text(START + placed_ms), **changed)
    assert codes(at(0, severity=Severity.INFO), block=block) == told


@pytest.mark.parametrize(
    ("occurred_ms", "told"),
    [
        (0, set()),
        (59_000, set()),
        (61_000, {Code.CLOCK_AHEAD}),
        (-25 * HOUR_MS, {Code.SYNCED_LATE}),
        (-73 * HOUR_MS, {Code.BEYOND_OFFLINE_REACH}),
    ],
)
def test_the_clock_of_a_terminal_is_compared_with_ours(occurred_ms: int, told: set[Code]) -> None:
    assert codes(at(0, severity=Severity.INFO, occurred_at=moment.to_text(START + occurred_ms))) == told


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({"phone": "a", "name": "x"}, {"phone": "b", "name": "y"}, "phone"),
        ({"roles": ["ADMIN"]}, {"roles": ["ADMIN", "AUDITOR"]}, "roles"),
        ({"of": [{"amount": {"value": 1}}]}, {"of": [{"amount": {"value": True}}]}, "amount"),
        ({"phone": "a"}, {"phone": "a", "note": "b"}, None),
        (None, {"phone": "a"}, None),
    ],
)
def test_a_change_of_a_sensitive_field_is_told(before: JsonObject, after: JsonObject, fields: str | None) -> None:
    found = noticed(body={"before": before, "after": after})
    assert found[Code.SENSITIVE_FIELD].facts == {"fields": fields} if fields else found == {}


@pytest.mark.parametrize(
    ("role", "place", "is_told"),
    [
        ("FUNCIONARIO", {"province": "Nampula", "district": "Centro"}, False),
        ("FUNCIONARIO", {"province": "Nampula", "district": "Norte"}, True),
        ("FUNCIONARIO", {"province": "Nampula"}, False),
        ("SUPERVISOR", {"province": "Nampula", "district": "Norte"}, False),
        ("SUPERVISOR", {"province": "Sofala", "district": "Beira"}, True),
        ("ADMIN", {"province": "Sofala", "district": "Beira"}, False),
    ],
)
def test_an_entity_elsewhere_is_told(role: str, place: JsonObject, is_told: bool) -> None:
    found = codes(replace(PLAIN, actor_role=role), body={"before": None, "after": place})
    assert found == ({Code.OTHER_JURISDICTION} if is_told else set())
