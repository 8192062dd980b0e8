"""An alert explains itself from its evidence alone, and says where it cannot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from lacre.detection.bundle import write_bundle
from lacre.detection.subject import Subject
from lacre.investigating.explain_alert import ExplainAlert, Explained
from lacre.investigating.rulebook import Rulebook, read_rulebook
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft, Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.ports.detection import Alert
from tests.fakes.rows import MemoryRows
from tests.fakes.trail import MemoryTrail
from tests.unit.detection import worlds


class World:
    """Failed logins as they were recorded, and what a rule found in them."""

    def __init__(self, **changes: Any) -> None:
        self.trail = MemoryTrail()
        self.compiled = worlds.compiled(**changes)
        self.detecting = worlds.World([worlds.rule(**changes)])

    def fail(self, *accounts: str) -> list[ReceiptedEvent]:
        recorder = self.trail.recorder()
        return [recorder.record([_failed(account)])[0] for account in accounts]

    def found(self, events: Sequence[ReceiptedEvent]) -> Alert:
        self.detecting.detect([Subject(one.event.header, one.event.body_bytes) for one in events])
        (alert,) = self.detecting.alerts
        return alert

    def explain(self, alert: Alert, **changes: Any) -> Explained:
        """By the rules as they are now."""
        return ExplainAlert(MemoryRows(self.trail.events), self.rulebook(**changes))(alert)

    def rulebook(self, **changes: Any) -> Rulebook:
        return read_rulebook(write_bundle([{**self.compiled, **changes}]))


def _failed(account: str) -> Draft:
    return Draft(
        action="LOGIN_FAILED",
        actor=UNKNOWN_ACTOR,
        source=EventSource.API,
        entity_id=account,
        entity_type=EntityType.USER,
        ip_address="192.0.2.44",
        outcome=Outcome.DENIED,
        reason=Reason("LOGIN_FAILED", "The name or the PIN is wrong."),
    )


def test_the_evidence_fires_the_rule_by_itself() -> None:
    world = World()
    alert = world.found(world.fail(*["account-1"] * 7))
    explained = world.explain(alert)
    assert (explained.fires_again, explained.unknown) == (True, None)
    assert explained.fulfilled_by == alert.evidence[-1]
    assert [event_id for event_id, _ in explained.events] == [*alert.evidence]
    assert all(header is not None and header.entity_id == "account-1" for _, header in explained.events)


@pytest.mark.parametrize("damage", ["removed", "changed", "of another account"])
def test_evidence_that_is_not_what_it_was_fires_nothing(damage: str) -> None:
    world = World()
    alert = world.found(world.fail(*["account-1"] * 5))
    one = alert.evidence[2]
    if damage == "removed":
        del world.trail.events.rows[one]
    elif damage == "changed":
        stored = world.trail.events.rows[one]
        event = replace(stored.event, body_bytes=stored.event.body_bytes.replace(b"wrong", b"right"))
        world.trail.events.rows[one] = replace(stored, event=event)
    else:
        (other,) = world.fail("account-2")
        alert = replace(alert, evidence=(*alert.evidence[:2], other.event.header.id, *alert.evidence[3:]))
    explained = world.explain(alert)
    assert explained.fires_again is False
    missing = [event_id for event_id, header in explained.events if header is None]
    assert missing == ([] if damage == "of another account" else [one])


def test_an_exception_that_was_made_since_changes_nothing() -> None:
    world = World()
    alert = world.found(world.fail(*["account-1"] * 5))
    node = {"field": "entity_id", "equals": "account-1", "cased": False}
    exception = {"node": node, "until_ms": 4_000_000_000_000, "reason": "known", "owner": "security@example.com"}
    assert world.explain(alert, exceptions=[exception]).fires_again is True


def test_of_a_rule_that_is_another_by_now_nothing_is_said() -> None:
    world = World()
    alert = world.found(world.fail(*["account-1"] * 5))
    for explained in (world.explain(alert, condition={"gte": 4}), world.explain(replace(alert, rule="gone"))):
        assert explained.fires_again is None
        assert explained.unknown == "The rule is no longer in force as it was when it fired."
    assert world.explain(alert, title="Another title", owner="somebody@example.com").fires_again is True


def test_of_a_part_of_the_evidence_nothing_is_said() -> None:
    world = World()
    alert = replace(world.found(world.fail(*["account-1"] * 5)), evidence_count=400)
    explained = world.explain(alert)
    assert explained.fires_again is None
    assert explained.unknown == "The alert names only a part of its evidence."


def test_a_rule_that_decides_later_fires_again_as_well() -> None:
    world = World(actions=("LOGIN_FAILED", "LOGIN_SUCCESS"), reset_on=[1])
    events = world.fail(*["account-1"] * 5)
    world.detecting.detect([Subject(one.event.header, one.event.body_bytes) for one in events])
    world.detecting.decide(60 * 60_000)
    (alert,) = world.detecting.alerts
    assert world.explain(alert).fires_again is True
