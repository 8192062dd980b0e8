"""Each finding becomes one LOG_TAMPERED, and nobody can have it recorded before the log does."""

import json
from dataclasses import dataclass, field, replace

import pytest

from lacre.model.canonical import NotCanonicalError
from lacre.model.draft import Draft
from lacre.model.event import Event, ReceiptedEvent
from lacre.recording.recorder import Recorder
from lacre.recording.tampering import Alarms, Finding
from lacre.sealing.intake import Inserted, Intake
from tests.fakes.drafts import agent_created, events
from tests.fakes.events import MemoryEvents
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail

FIRST, SECOND = events(2)
EVENT_ID = FIRST.event.header.id
FINDING = Finding(EVENT_ID, "ROW_CHANGED", "4200")


@dataclass
class Watch:
    trail: MemoryTrail = field(default_factory=MemoryTrail)
    sealing: MemorySealing = field(default_factory=MemorySealing)

    def __post_init__(self) -> None:
        self.recorder: Recorder = self.trail.recorder()
        self.alarms = Alarms(self.recorder, self.trail.events)
        self.intake = Intake(self.sealing.sealer(), self.alarms)

    def raised(self) -> list[ReceiptedEvent]:
        rows = self.trail.events.rows.values()
        return [stored for stored in rows if stored.event.header.action == "LOG_TAMPERED"]

    def marks(self) -> list[str]:
        return [json.loads(stored.event.body_bytes)["after"]["mark"] for stored in self.raised()]


def anew(stored: ReceiptedEvent) -> ReceiptedEvent:
    """Another event under the same id."""
    header = replace(stored.event.header, entity_id="a-other")
    return replace(stored, event=Event.of(header, stored.event.body_bytes))


def test_a_repeated_delivery_raises_the_alarm_once() -> None:
    watch = Watch()
    for _ in range(3):
        watch.alarms.record(FINDING)
    assert [one.event.header.entity_id for one in watch.raised()] == [EVENT_ID]


def test_what_was_recorded_anew_is_told_by_its_leaf_and_its_place_in_the_stream() -> None:
    watch = Watch()
    watch.intake.take([Inserted(FIRST, "1")], [])
    for _ in range(2):
        watch.intake.take([Inserted(anew(FIRST), "7"), Inserted(SECOND, "8")], [])
    assert len(watch.marks()) == 1
    watch.intake.take([Inserted(anew(FIRST), "9")], [])
    leaves, places = zip(*(mark.split(" ") for mark in watch.marks()), strict=True)
    assert len(set(leaves)) == 1
    assert sorted(places) == ["7", "9"]


def squat(watch: Watch, draft: Draft) -> None:
    """Record something under the id that the alarm would take."""
    probe = Watch()
    probe.alarms.record(FINDING)
    (taken,) = [stored.event.header.id for stored in probe.raised()]
    watch.recorder.record([replace(draft, id=taken)])


@pytest.mark.parametrize("action", ["CREATE_AGENT", "LOG_TAMPERED"])
def test_an_alarm_whose_id_somebody_took_is_raised_all_the_same(action: str) -> None:
    """The second one has the right action, and tells of another event."""
    watch = Watch()
    squat(watch, replace(agent_created(1), action=action, entity_id=SECOND.event.header.id))
    watch.alarms.record(FINDING)
    assert EVENT_ID in [one.event.header.entity_id for one in watch.raised()]


def test_garbage_under_the_alarm_s_id_does_not_silence_it(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    squat(watch, agent_created(1))

    def garbage(_: MemoryEvents, __: str) -> None:
        raise NotCanonicalError("not the item of an event")

    monkeypatch.setattr(MemoryEvents, "event", garbage)
    watch.alarms.record(FINDING)
    assert [one.event.header.entity_id for one in watch.raised()] == [EVENT_ID]


@pytest.mark.parametrize("key", ["\x01" * 2048, "é" * 1024, "\ud800", "garbage-0000", ""])
def test_a_key_that_no_event_has_fits_an_alarm_as_its_hash(key: str) -> None:
    watch = Watch()
    watch.alarms.record(Finding(key, "ROW_REMOVED", "1"))
    watch.alarms.record(Finding(key, "ROW_REMOVED", "1"))
    (raised,) = watch.raised()
    assert raised.event.header.entity_id.startswith("sha256:")
