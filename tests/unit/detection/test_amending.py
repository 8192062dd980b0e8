"""What late data changes of an alert that people work on: what was judged is judged again, and only that."""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from lacre.investigating.close_alert import Disposition
from lacre.model.refusal import Refusal
from lacre.ports.detection import Alert
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.commits import committing
from tests.fakes.crash import Killed, Steps
from tests.fakes.events import MemoryEvents
from tests.fakes.investigator import ANA, CLOSING, Investigator
from tests.unit.detection.test_checks_silence import others, sale, silent_pos
from tests.unit.detection.worlds import HOUR, MINUTE, World, burst, event_id, failed_login

HEADERS = burst(7, every=MINUTE // 2)
LATEST, LATER, ON_TIME = HEADERS[:1], HEADERS[1:2], HEADERS[2:]
AGAIN = "Late data: the evidence is other than what was judged."


def ana(world: World) -> Investigator:
    return Investigator(MemoryAlerts(world.windows.alerts), committing(MemoryEvents()))


def raised() -> tuple[World, Alert]:
    """Five failures, of which two that came before are still on their way."""
    world = World()
    world.detect(ON_TIME)
    return world, only(world)


def only(world: World) -> Alert:
    (alert,) = world.alerts
    return alert


def changes(world: World) -> list[dict[str, Any]]:
    stored = [one.event for one in world.windows.events.values() if one.event.header.action == "ALERT_UPDATED"]
    return [json.loads(event.body_bytes) for event in stored]


def work_of(told: dict[str, Any]) -> tuple[object, ...]:
    return tuple(told[name] for name in ("status", "disposition", "owner", "version"))


def test_an_open_alert_stays_open_and_the_event_tells_what_was_and_is() -> None:
    world, before = raised()
    world.detect(LATER)
    after, (change,) = only(world), changes(world)
    assert after == replace(
        before,
        evidence=tuple(event_id(number) for number in range(2, 7)),
        window_start=HEADERS[1].recorded_at,
        window_end=HEADERS[5].recorded_at,
        version=2,
    )
    for told, alert in ((change["before"], before), (change["after"], after)):
        assert tuple(told["evidence"]) == alert.evidence
        assert (told["window_start"], told["window_end"]) == (alert.window_start, alert.window_end)
        assert (told["evidence_count"], *work_of(told)) == (5, "open", None, None, alert.version)
    assert "note" not in change["after"]


def test_who_has_acknowledged_one_keeps_it_and_cannot_close_it_unseen() -> None:
    world, alert = raised()
    seen = ana(world).acknowledge(alert)
    world.detect(LATER)
    after = only(world)
    assert (after.status, after.owner, after.version) == ("acknowledged", ANA, 3)
    with pytest.raises(Refusal):
        ana(world).close(seen)
    assert ana(world).close(after).status == "closed"


@pytest.mark.parametrize("disposition", Disposition)
def test_a_closed_one_whose_evidence_changes_is_open_again_and_tells_who_had_closed_it(
    disposition: Disposition,
) -> None:
    world, alert = raised()
    closed = ana(world).close(alert, disposition)
    world.detect(LATER)
    after, (change,) = only(world), changes(world)
    assert (after.status, after.disposition, after.owner, after.version) == ("open", None, None, 3)
    assert after.evidence == tuple(event_id(number) for number in range(2, 7))
    assert [(note.by, note.text) for note in after.notes] == [(ANA, CLOSING), ("system:fraud", AGAIN)]
    assert work_of(change["before"]) == ("closed", disposition.value, ANA, closed.version)
    assert work_of(change["after"]) == ("open", None, None, after.version)
    assert tuple(change["before"]["evidence"]) == closed.evidence
    assert change["after"]["note"] == AGAIN


def test_what_comes_again_opens_nothing_that_was_closed_over_the_same() -> None:
    world, alert = raised()
    ana(world).close(alert)
    world.detect(LATER)
    closed = ana(world).close(only(world))
    for batch in permutations([ON_TIME, LATER, [*LATER, *ON_TIME]]):
        for events in batch:
            assert world.detect(events).amended == []
    assert only(world) == closed
    assert len(changes(world)) == 1


def test_each_change_of_evidence_opens_it_once_and_what_is_open_only_changes() -> None:
    world, alert = raised()
    ana(world).close(alert)
    world.detect(LATER)
    world.detect(LATEST)
    after = only(world)
    assert (after.status, len(after.notes), after.version) == ("open", 2, 4)
    assert after.evidence == tuple(event_id(number) for number in range(1, 6))
    assert [one["before"]["status"] for one in changes(world)] == ["closed", "open"]


def test_what_leaves_the_evidence_as_it_is_opens_nothing() -> None:
    world, alert = raised()
    closed = ana(world).close(alert)
    world.detect([failed_login(20, 4 * MINUTE), failed_login(21, 3 * MINUTE)])
    world.detect([failed_login(22, -8 * MINUTE)])
    assert only(world) == closed


def test_windows_of_an_older_copy_change_nothing_that_the_alert_says_already() -> None:
    world, alert = raised()
    older = dict(world.windows.states)
    world.detect(LATER)
    closed = ana(world).close(only(world))
    world.windows.states = older
    detection = world.detect(LATER)
    assert (detection.amended, detection.unplaced, only(world)) == ([], [], closed)
    assert alert.alert_id == closed.alert_id


@pytest.mark.parametrize("place", ["before windows.alert", "after windows.alert", "before windows.save"])
def test_who_closes_while_it_is_amended_loses_nothing_and_has_to_look_again(place: str) -> None:
    world, alert = raised()

    def close(name: str) -> None:
        if name == place and only(world).status == "open" and not only(world).notes:
            ana(world).close(alert)

    world.steps.between = close
    world.detect(LATER)
    after, (change,) = only(world), changes(world)
    assert (after.status, after.evidence[0], after.version) == ("open", event_id(2), 3)
    assert [note.by for note in after.notes] == [ANA, "system:fraud"]
    assert (change["before"]["status"], change["before"]["owner"]) == ("closed", ANA)


def test_dying_at_any_step_opens_it_once_and_keeps_the_closing() -> None:
    for fatal in range(100):
        world, alert = raised()
        ana(world).close(alert)
        world.windows.steps = Steps(fatal)
        try:
            world.detect(LATER)
        except Killed:
            world.windows.steps = Steps()
            world.detect(LATER)
            after = only(world)
            assert (after.status, after.version, len(after.notes), len(changes(world))) == ("open", 3, 2, 1)
        else:
            return
    raise AssertionError("it never ends")


@pytest.mark.parametrize(
    ("judged", "status", "disposition", "owner"),
    [
        (Disposition.TRUE, "open", None, None),
        (Disposition.BENIGN, "open", None, None),
        (Disposition.FALSE, "closed", "false", ANA),
    ],
)
def test_a_silence_that_was_none_opens_what_was_judged_to_be_one(
    judged: Disposition, status: str, disposition: str | None, owner: str | None
) -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.decide(80 * HOUR)
    ana(world).close(only(world), judged)
    for _ in range(3):
        world.detect([sale(3, 40 * HOUR)])
    after, (change,) = only(world), changes(world)
    assert (after.status, after.disposition, after.owner, after.version) == (status, disposition, owner, 3)
    assert [note.by for note in after.notes] == [ANA, "system:fraud"]
    assert work_of(change["before"]) == ("closed", judged.value, ANA, 2)
    assert work_of(change["after"]) == (status, disposition, owner, 3)
