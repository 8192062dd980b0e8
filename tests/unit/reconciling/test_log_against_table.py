"""Whoever changes what is sealed is named: the row, its body, its receipt, its place in the leaf index."""

from dataclasses import replace

import pytest

from lacre.archive_reading.following import BrokenArchiveError
from lacre.ports.sealing import Head, SealedLeaf
from lacre.reconciling.stint import Stint
from tests.unit.reconciling.worlds import World, run_all, with_body, with_header

FOREVER = 2**60


def sealed_world(count: int = 35) -> World:
    world = World()
    world.record(count)
    world.seal()
    world.settle()
    return world


def ids(world: World) -> list[str]:
    return [one.event_id for one in sorted(world.sealing.leaves.rows.values(), key=lambda leaf: leaf.index)]


def test_what_is_as_it_was_gives_no_finding() -> None:
    world = sealed_world()
    for _ in range(3):
        tally = world.run()
        assert (tally.findings, tally.standing) == (0, 0)


@pytest.mark.parametrize("attack", ["remove", "body", "header", "receipt", "swap", "back-date"])
@pytest.mark.parametrize("index", [0, 9, 10, 34])
def test_each_attack_on_a_sealed_row_is_named_once(attack: str, index: int) -> None:
    world = sealed_world()
    event_id, other_id = ids(world)[index], ids(world)[20]
    stored, other = world.events.rows[event_id], world.events.rows[other_id]
    changed = {
        "body": with_body(stored, stored.event.body_bytes.replace(b"Agent", b"Agnes")),
        "header": with_header(stored, entity_id="a-other"),
        "back-date": with_header(stored, recorded_at="2026-11-17T00:00:00.000Z"),
        "receipt": replace(stored, receipt=other.receipt),
        "swap": other,
    }
    if attack == "remove":
        del world.events.rows[event_id]
    else:
        world.put(event_id, changed[attack])
    for _ in range(3):
        world.run()
    what = "ROW_REMOVED" if attack == "remove" else "ROW_CHANGED"
    assert world.findings() == [(event_id, what)]


def test_an_old_row_changed_after_it_was_checked_is_found_by_the_next_round() -> None:
    world = sealed_world()
    world.run()
    event_id = ids(world)[3]
    world.put(event_id, with_header(world.events.rows[event_id], entity_id="a-other"))
    tally = world.run()
    assert tally.findings == 1
    assert world.findings() == [(event_id, "ROW_CHANGED")]


def test_a_row_changed_once_more_is_another_finding() -> None:
    world = sealed_world()
    event_id = ids(world)[3]
    for entity in ("a-other", "a-third"):
        world.put(event_id, with_header(world.events.rows[event_id], entity_id=entity))
        world.run()
    assert world.findings() == [(event_id, "ROW_CHANGED")] * 2


@pytest.mark.parametrize("attack", ["missing", "index", "hash", "exchanged"])
def test_each_attack_on_the_leaf_index_is_named_once(attack: str) -> None:
    world = sealed_world()
    event_id, rows = ids(world)[12], world.sealing.leaves.rows
    expected = [(event_id, "INDEX_CHANGED")]
    if attack == "missing":
        del rows[event_id]
    elif attack == "index":
        rows[event_id] = replace(rows[event_id], index=99)
    elif attack == "hash":
        rows[event_id] = replace(rows[event_id], leaf_hash=bytes(32))
    else:
        other_id = ids(world)[30]
        mine, others = rows[event_id], rows[other_id]
        rows[event_id] = SealedLeaf(event_id, others.index, others.leaf_hash)
        rows[other_id] = SealedLeaf(other_id, mine.index, mine.leaf_hash)
        expected = sorted([*expected, (other_id, "INDEX_CHANGED")])
    for _ in range(2):
        world.run()
    assert world.findings() == expected


def test_a_candidate_that_lost_its_race_is_not_the_log() -> None:
    world = sealed_world(10)
    loser = World()
    loser.record(7, first=100)
    loser.seal()
    world.sealing.archive.objects |= {
        name: content for name, content in loser.sealing.archive.objects.items() if name.startswith("batches/")
    }
    assert world.run().standing == 0


def test_the_newest_is_checked_first_and_old_leaves_piece_by_piece() -> None:
    world = sealed_world(40)
    reconciliation, tally = world.reconciliation(), world.tally()
    told = [reconciliation.log.round(world.state, tally, Stint(FOREVER, 15)) for _ in range(4)]
    assert [one["checked"] for one in told] == [20, 20, 20, 20]
    assert [one["complete"] for one in told] == [False, True, False, True]
    assert list(reconciliation.by_the_clock(tally))[:2] == ["fresh", "time"]


def test_a_run_without_time_left_still_does_one_step_of_each_walk() -> None:
    world = sealed_world(40)
    reconciliation = world.reconciliation()
    assert reconciliation.log.fresh(world.state, world.tally(), Stint(0)) == {"checked": 10, "complete": False}


def test_what_the_archive_does_not_continue_is_an_error_and_not_the_end() -> None:
    world = sealed_world(20)
    second = next(name for name in world.sealing.archive.objects if name.startswith(f"batches/{10:020d}"))
    del world.sealing.archive.objects[second]
    with pytest.raises(BrokenArchiveError, match="leaf 10"):
        world.reconciliation().log.fresh(world.state, world.tally(), Stint(FOREVER))


def test_a_checkpoint_of_another_root_does_not_bear_out_its_batch() -> None:
    world = sealed_world(20)
    name = f"checkpoints/{20:020d}"
    world.sealing.archive.objects[name] = world.sealing.archive.objects[f"checkpoints/{10:020d}"]
    with pytest.raises(BrokenArchiveError, match="leaf 10"):
        world.reconciliation().log.fresh(world.state, world.tally(), Stint(FOREVER))


def test_a_head_that_knows_of_less_than_was_checked_is_an_error() -> None:
    world = sealed_world(20)
    world.run()
    world.sealing.heads.head = Head()
    with pytest.raises(BrokenArchiveError):
        world.reconciliation().log.fresh(world.state, world.tally(), Stint(FOREVER))


def test_on_demand_everything_is_checked_from_the_beginning_and_nothing_is_kept() -> None:
    world = sealed_world(35)
    world.run()
    before = dict(world.state.held)
    told = run_all(world.reconciliation().of_all(world.tally()))
    assert [told[part] for part in ("round", "scan")] == [{"checked": 35, "complete": True}] * 2
    assert world.state.held == before


def test_on_demand_what_the_time_did_not_suffice_for_is_said() -> None:
    world = sealed_world(35)
    parts = world.reconciliation().of_all(world.tally())
    world.clock.advance(300)
    assert parts["round"]() == {"checked": 10, "complete": False}
