"""What somebody writes under the names of checkpoints to come stays there for good, and does not stop the log."""

import pytest

from lacre.ports.sealing import CHECKPOINT
from lacre.sealing.beginning import LostHeadError
from lacre.sealing.room import CheckpointTakenError
from lacre.tlog.batch import encoded_bytes
from lacre.tlog.checkpoint import checkpoint_name
from tests.fakes.drafts import agent_created, events
from tests.fakes.sealing import MemorySealing
from tests.unit.sealing.rotating import Operator
from tests.unit.sealing.wholeness import check_whole, ids

SOME = list(events(40))


def taken(*sizes: int, content: bytes = b"garbage") -> MemorySealing:
    log = MemorySealing()
    log.sealer().seal(SOME[:5])
    log.archive.objects |= {checkpoint_name(size): content for size in sizes}
    return log


def test_a_delivery_that_would_end_in_one_is_sealed_but_for_its_last_event() -> None:
    log = taken(10)
    for _ in range(2):
        with pytest.raises(CheckpointTakenError) as raised:
            log.sealer().seal(SOME[5:10])
        assert raised.value.name == checkpoint_name(10)
        check_whole(log, ids(SOME[:9]))
    log.sealer().seal(SOME[9:11])
    log.sealer().seal(SOME[5:10])
    check_whole(log, ids(SOME[:11]))


def test_one_event_waits_until_others_made_the_log_grow_past_it() -> None:
    log = taken(6)
    with pytest.raises(CheckpointTakenError):
        log.sealer().seal(SOME[5:6])
    assert log.heads.head.size == 5
    log.sealer().seal(SOME[6:9])
    log.sealer().seal(SOME[5:6])
    check_whole(log, ids(SOME[:9]))


@pytest.mark.parametrize("sizes", [(10,), (10, 9), (10, 9, 8, 7)])
def test_a_batch_in_the_middle_of_a_delivery_is_led_round_and_told_of_once(sizes: tuple[int, ...]) -> None:
    log = taken(*sizes)
    bound = sum(encoded_bytes(stored) for stored in SOME[5:10]) + 50
    sealed = log.sealer(bound).seal(SOME[5:18])
    assert sealed.avoided == (checkpoint_name(min(sizes)),)
    assert [stored.event.header.id for stored in sealed.fresh] == [stored.event.header.id for stored in SOME[5:18]]
    check_whole(log, ids(SOME[:18]))


def test_a_copy_of_an_older_checkpoint_is_no_lost_head() -> None:
    log = taken()
    log.archive.objects[checkpoint_name(8)] = log.log.objects[CHECKPOINT]
    log.log.damage(CHECKPOINT, None)
    with pytest.raises(CheckpointTakenError):
        log.sealer().seal(SOME[5:8])
    log.sealer().seal(SOME[5:9])
    check_whole(log, ids(SOME[:9]))


def test_the_log_s_own_checkpoint_there_means_a_lost_head_though_the_public_one_went_back_too() -> None:
    log = taken()
    old, signed = log.heads.head, log.log.objects[CHECKPOINT]
    log.sealer().seal(SOME[5:10])
    log.heads.head = old
    log.leaves.rows = {one: row for one, row in log.leaves.rows.items() if row.index < old.size}
    log.log.damage(CHECKPOINT, signed)
    before = dict(log.archive.objects)
    with pytest.raises(LostHeadError):
        log.sealer().seal(SOME[10:15])
    assert log.archive.objects == before


def steps_of_one_event() -> int:
    log = taken()
    before = len(log.steps.names)
    log.sealer().seal(SOME[5:6])
    return len(log.steps.names) - before


@pytest.mark.parametrize("at", range(steps_of_one_event()))
def test_another_sealer_s_checkpoint_is_not_somebody_else_s(at: int) -> None:
    log = taken()
    fatal = len(log.steps.names) + at

    def intrude(_: str) -> None:
        if len(log.steps.names) - 1 == fatal:
            log.steps.between = None
            log.sealer().seal(SOME[5:6])

    log.steps.between = intrude
    log.sealer().seal(SOME[5:6])
    check_whole(log, ids(SOME[:6]))


def test_it_is_found_recorded_and_past_with_the_finding_itself() -> None:
    operator = Operator()
    operator.recorder.record([agent_created(1)])
    operator.deliver()
    operator.log.archive.objects[checkpoint_name(2)] = b"garbage"
    (stored,) = operator.recorder.record([agent_created(2)])
    for _ in range(2):
        with pytest.raises(CheckpointTakenError):
            operator.deliver([stored])
    assert len(operator.findings()) == 1
    operator.deliver()
    check_whole(operator.log, set(operator.trail.events.rows))


def test_it_costs_one_request_for_each_batch() -> None:
    log = MemorySealing()
    log.sealer().seal(SOME[:5])
    log.sealer().seal(SOME[5:9])
    assert log.steps.names.count("before archive.has") == 2
