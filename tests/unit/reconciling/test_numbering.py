"""Producers' numbers: gaps are told once they are old enough, and no body that tells none, or too many, stops a run."""

from dataclasses import replace
from typing import Any

import pytest

from lacre.model.event import Event, checksum
from lacre.model.vocabulary import EventSource, Outcome
from lacre.ports.reconciling import Kind
from lacre.reconciling.numbering import GAP_AFTER_MS, MOST_NUMBERS
from lacre.reconciling.sequence import Received, Span
from lacre.reconciling.stint import Stint
from lacre.reconciling.tally import Tally
from tests.unit.reconciling.worlds import World, run_all, synced

FOREVER = 2**60


def followed(world: World) -> Tally:
    """The log as far as it goes, read once."""
    tally = world.tally()
    world.reconciliation().log.fresh(world.state, tally, Stint(FOREVER))
    return tally


def kept(world: World) -> dict[str, list[tuple[int, int]]]:
    """What is kept of each producer."""
    held = {one.name: Received.decode(one.text) for one in world.state.all_of(Kind.PRODUCER)}
    return {name: [(span.first, span.last) for span in received.spans] for name, received in held.items()}


def test_gaps_count_after_ten_minutes_and_go_when_they_are_filled() -> None:
    world = World()
    world.append(synced("p-1", [1, 4], [8, 9]))
    world.append(synced("p-2", [3, 3]))
    world.seal()
    world.settle()
    assert world.run().gaps == 0
    world.clock.advance(GAP_AFTER_MS // 1000)
    tally = world.tally()
    told = run_all(world.reconciliation().by_the_clock(tally))["producers"]
    assert tally.gaps == 2
    assert told["missing"] == [
        {"producer": "p-1", "first": 5, "last": 7},
        {"producer": "p-2", "first": 1, "last": 2},
    ]
    world.append(synced("p-1", [4, 8]))
    world.seal()
    tally = world.run()
    assert (tally.gaps, tally.standing_gaps) == (0, 1)


def test_a_gap_is_new_in_the_run_that_tells_of_it_first() -> None:
    world = World()
    world.append(synced("p-1", [3, 4]))
    world.seal()
    world.settle()
    world.run()
    told: list[tuple[int, int]] = []
    for number in (None, 9, None):
        if number is not None:
            world.append(synced("p-1", [number, number]))
            world.seal()
        world.clock.advance(GAP_AFTER_MS // 1000)
        for _ in range(2):
            tally = world.run()
            told.append((tally.gaps, tally.standing_gaps))
    assert told == [(1, 0), (0, 1), (1, 1), (0, 2), (0, 2), (0, 2)]


def test_at_most_twenty_gaps_are_told_and_all_are_counted() -> None:
    world = World()
    received = Received().adding(Span(number, number, 0) for number in range(2, 62, 2))
    world.state.replace(world.state.read(Kind.PRODUCER, "p-1"), received.encode())
    tally = world.tally()
    told = run_all(world.reconciliation().by_the_clock(tally))["producers"]
    assert (tally.gaps, len(told["missing"])) == (30, 20)


def test_ranges_come_in_any_order_overlap_and_repeat() -> None:
    world = World()
    world.append(synced("p-1", [9, 9], [1, 3], [2, 5], [9, 9]))
    world.append(synced("p-2"))
    world.append(synced("p-1", [6, 6]))
    world.seal()
    assert followed(world).unnumbered == 0
    assert kept(world) == {"p-1": [(1, 6), (9, 9)]}


def test_a_batch_of_the_largest_size_is_numbered() -> None:
    world = World()
    world.append(synced("p-1", *([number, number] for number in range(1, 2 * MOST_NUMBERS, 2))))
    world.append(synced("p-2", [1, MOST_NUMBERS]))
    world.append(synced("p-3", [2**53 - 1, 2**53 - 1]))
    world.seal()
    assert followed(world).unnumbered == 0
    spans = kept(world)
    assert len(spans["p-1"]) == MOST_NUMBERS
    assert (spans["p-2"], spans["p-3"]) == ([(1, MOST_NUMBERS)], [(2**53 - 1, 2**53 - 1)])


@pytest.mark.parametrize(
    "after",
    [
        None,
        {},
        {"producer": "p"},
        {"ranges": [[1, 2]]},
        {"producer": "", "ranges": [[1, 2]]},
        {"producer": "p" * 257, "ranges": [[1, 2]]},
        {"producer": 7, "ranges": [[1, 2]]},
        {"producer": ["p"], "ranges": [[1, 2]]},
        {"producer": "p", "ranges": None},
        {"producer": "p", "ranges": {"1": 2}},
        {"producer": "p", "ranges": "12"},
        {"producer": "p", "ranges": [1, 2]},
        {"producer": "p", "ranges": ["12"]},
        {"producer": "p", "ranges": [[1]]},
        {"producer": "p", "ranges": [[1, 2, 3]]},
        {"producer": "p", "ranges": [[0, 2]]},
        {"producer": "p", "ranges": [[-5, 2]]},
        {"producer": "p", "ranges": [[3, 2]]},
        {"producer": "p", "ranges": [[True, 2]]},
        {"producer": "p", "ranges": [["1", 2]]},
        {"producer": "p", "ranges": [[1, None]]},
        {"producer": "p", "ranges": [[1, 2], [4, 3]]},
        {"producer": "p", "ranges": [[1, MOST_NUMBERS + 1]]},
        {"producer": "p", "ranges": [[1, 2**53 - 1]]},
        {"producer": "p", "ranges": [[5, 5]] * (MOST_NUMBERS + 1)},
        {"producer": "p", "first_sequence": 1, "last_sequence": 2},
    ],
)
def test_a_batch_without_numbers_stops_nothing_and_is_counted(after: Any) -> None:
    world = World()
    world.append(replace(synced("p"), after=after))
    world.append(synced("p-2", [1, 2]))
    world.seal()
    assert followed(world).unnumbered == 1
    assert kept(world) == {"p-2": [(1, 2)]}


@pytest.mark.parametrize("number", [b"1.0", b"1e0", b"NaN", b"9007199254740992", b"1" * 5_000])
def test_a_number_that_the_log_does_not_know_stops_nothing(number: bytes) -> None:
    world = World()
    stored = world.append(synced("p", [1, 2]))
    event = stored.event
    body = event.body_bytes.replace(b"[[1,2]]", b"[[" + number + b",2]]")
    header = replace(event.header, checksum=checksum(body))
    assert header != event.header
    world.put(header.id, replace(stored, event=Event.of(header, body)))
    world.seal()
    assert followed(world).unnumbered == 1
    assert kept(world) == {}


@pytest.mark.parametrize("action", ["DATA_SYNC", "OFFLINE_SYNC"])
def test_numbers_are_those_of_batches_that_our_own_api_took(action: str) -> None:
    world = World()
    for number, source in enumerate(EventSource, 1):
        world.append(replace(synced("p", [number, number]), action=action, source=source))
    world.append(replace(synced("p", [9, 9]), action=action, outcome=Outcome.FAILED))
    world.append(replace(synced("p", [10, 10]), action="CREATE_AGENT"))
    world.seal()
    tally = followed(world)
    ours = [*EventSource].index(EventSource.API) + 1
    assert (kept(world), tally.unnumbered) == ({"p": [(ours, ours)]}, 0)
