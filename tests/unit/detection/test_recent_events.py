"""What the schedule reads again: a group's events of the last hour, from where all events are, read once a run."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from lacre.detection import recent_events
from lacre.detection.bundle import load_bundle
from lacre.detection.recent_events import RecentEvents
from lacre.model.actor import Actor
from lacre.model.draft import Draft
from lacre.model.vocabulary import ActorType, EventSource
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import Slice
from lacre.ports.rows import Entry, StoredRow, UnreadableRow
from tests.fakes.movable_clock import MovableClock
from tests.fakes.rows import MemoryRows
from tests.fakes.trail import MemoryTrail
from tests.unit.detection.worlds import named

SILENT = next(rule for rule in load_bundle().rules if rule.name == "silent_pos")
HOUR_S = 3600


@dataclass
class Asked:
    """The index of a trail's events; counts what is asked."""

    trail: MemoryTrail
    pages: int = 0
    odd: list[Entry] = field(default_factory=list)

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Entry]:
        self.pages += 1
        found = list(self.trail.events.headers(wanted, ascending=ascending, limit=limit))
        return [*found, *self.odd][:limit]


@dataclass
class World:
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.index, self.rows = Asked(self.trail), MemoryRows(self.trail.events)
        self.recorder = self.trail.recorder()
        self.recent = RecentEvents(self.index, self.rows)

    def sale(self, pos: str, action: str = "TRANSACTION_CREATED") -> str:
        terminal = Actor(ActorType.POS, pos, "a terminal", "POS")
        draft = Draft(action, terminal, EventSource.API, "transaction", "192.0.2.7", after={"pos_id": pos})
        return self.recorder.record([draft])[0].event.header.id

    def of(self, pos: str) -> list[str]:
        now = self.clock.now()
        found = self.recent.of(SILENT, named("pos", pos, "POS"), now - 7 * 24 * HOUR_S * 1000, now)
        assert found is not None
        return [one.header.id for one in found]


def test_a_group_gets_its_own_events_with_their_bodies() -> None:
    world = World()
    own = [world.sale("ana"), world.sale("ana")]
    world.sale("rui")
    world.sale("ana", "TRANSACTION_CANCELLED")
    assert world.of("ana") == own


def test_all_groups_of_a_run_cost_one_reading() -> None:
    world = World()
    ids = {pos: world.sale(pos) for pos in ("ana", "rui", "eva")}
    world.of("ana")
    asked = world.index.pages
    assert {pos: world.of(pos) for pos in ids} == {pos: [event] for pos, event in ids.items()}
    assert world.index.pages == asked


def test_an_hour_is_read_and_no_more_across_the_turn_of_the_hour() -> None:
    world = World()
    world.sale("ana")
    world.clock.advance(HOUR_S // 2)
    late = world.sale("ana")
    world.clock.advance(HOUR_S // 2 + 1)
    assert world.of("ana") == [late]


def test_more_than_a_page_of_a_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_events, "_LANE", 2)
    world = World()
    ids = [world.sale("ana") for _ in range(23)]
    assert sorted(world.of("ana")) == sorted(ids)


def test_an_hour_beyond_the_bound_is_not_decided_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_events, "MOST", 3)
    world = World()
    for _ in range(4):
        world.sale("ana")
    now = world.clock.now()
    assert world.recent.of(SILENT, named("pos", "ana", "POS"), 0, now) is None
    assert world.recent.of(SILENT, named("pos", "rui", "POS"), 0, now) is None


def test_a_row_that_is_no_event_stops_nothing() -> None:
    world = World()
    own = world.sale("ana")
    world.index.odd.append(UnreadableRow("gone", "2026-11-18T11:06:41.000Z#gone"))
    assert world.of("ana") == [own]


def test_a_body_that_is_none_is_left_to_whoever_counts_it() -> None:
    world = World()
    own, broken = world.sale("ana"), world.sale("rui")
    world.rows.changed[broken] = StoredRow(broken, "", "no JSON", "")
    assert world.of("ana") == [own, broken]


def test_a_store_that_is_away_is_not_an_empty_hour() -> None:
    world = World()
    world.trail.events.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.of("ana")
