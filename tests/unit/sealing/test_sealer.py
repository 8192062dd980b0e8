"""Sealing ends in the same log, whatever is repeated, re-cut, raced or killed."""

import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from tests.fakes.crash import Killed, Steps
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.unit.sealing.wholeness import check_whole, ids

SOME = events(40)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_redelivery_and_cut_of_four_shards_gives_a_whole_log(data: st.DataObject) -> None:
    shards = [SOME[start::4] for start in range(4)]
    order = data.draw(st.permutations(range(4)))
    deliveries: list[list[ReceiptedEvent]] = []
    for shard in order:
        rest = list(shards[shard])
        while rest:
            cut = data.draw(st.integers(1, len(rest)))
            repeat = data.draw(st.integers(0, 2))
            deliveries += [rest[:cut]] * (1 + repeat)
            rest = rest[cut:]
    data.draw(st.randoms()).shuffle(deliveries)
    log = MemorySealing()
    for delivery in deliveries:
        log.sealer().seal(delivery)
    check_whole(log, ids(list(SOME)))


def test_a_batch_is_in_order_of_recording() -> None:
    log, shuffled = MemorySealing(), list(SOME)
    random.Random(4).shuffle(shuffled)
    log.sealer().seal(shuffled)
    indexes = [log.leaves.rows[stored.event.header.id].index for stored in SOME]
    assert indexes == sorted(indexes)


def deliver_two(log: MemorySealing) -> None:
    log.sealer().seal(SOME[:10])
    log.sealer().seal(SOME[10:20])


def undisturbed() -> MemorySealing:
    log = MemorySealing()
    deliver_two(log)
    return log


def steps_of_one_delivery() -> int:
    log = MemorySealing()
    log.sealer().seal(SOME[:10])
    return len(log.steps.names)


STEPS = len(undisturbed().steps.names)


@pytest.mark.parametrize("fatal", range(STEPS))
def test_killed_at_any_step_and_redelivered_it_ends_in_the_same_bytes(fatal: int) -> None:
    log = MemorySealing(Steps(fatal))
    with pytest.raises(Killed):
        deliver_two(log)
    log.steps.fatal = None
    deliver_two(log)
    whole = undisturbed()
    assert log.log.objects == whole.log.objects
    assert log.archive.objects == whole.archive.objects
    assert log.leaves.rows == whole.leaves.rows
    assert log.heads.head.frontier == whole.heads.head.frontier


@pytest.mark.parametrize("fatal", range(STEPS))
def test_killed_at_any_step_and_redelivered_in_another_cut_it_is_whole(fatal: int) -> None:
    log = MemorySealing(Steps(fatal))
    with pytest.raises(Killed):
        deliver_two(log)
    log.steps.fatal = None
    log.sealer().seal(SOME[:7])
    log.sealer().seal(SOME[5:20])
    check_whole(log, ids(list(SOME[:20])))


@pytest.mark.parametrize("at", range(steps_of_one_delivery()))
def test_a_second_sealer_between_any_two_steps(at: int) -> None:
    """At one step of the first sealer, another one does a whole delivery that overlaps with the first's."""
    log = MemorySealing()

    def intrude(_: str) -> None:
        if len(log.steps.names) - 1 == at:
            log.steps.between = None
            log.sealer().seal(SOME[5:15])

    log.steps.between = intrude
    log.sealer().seal(SOME[:10])
    log.steps.between = None
    log.sealer().seal(SOME[15:20])
    check_whole(log, ids(list(SOME[:20])))


def test_many_sealers_at_once() -> None:
    log = MemorySealing()
    threads = [threading.Thread(target=log.sealer().seal, args=[SOME[n : n + 13]]) for n in range(0, 40, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.sealer().finish()
    check_whole(log, ids(list(SOME)))


def test_an_event_recorded_anew_under_a_sealed_id_is_named_and_not_sealed() -> None:
    log, other = MemorySealing(), events(1)[0]
    log.sealer().seal(SOME[:3])
    forged = ReceiptedEvent(
        type(other.event)(SOME[1].event.header, SOME[2].event.header_bytes, SOME[2].event.body_bytes), other.receipt
    )
    sealed = log.sealer().seal([forged])
    assert [stored.event.header.id for stored in sealed.contradicting] == [SOME[1].event.header.id]
    check_whole(log, ids(list(SOME[:3])))


def test_without_the_key_the_delivery_fails_and_its_repeat_completes_it() -> None:
    log = MemorySealing()
    log.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        log.sealer().seal(SOME[:5])
    log.signer.is_away = False
    log.sealer().seal(SOME[:5])
    check_whole(log, ids(list(SOME[:5])))


def test_without_the_archive_nothing_is_claimed() -> None:
    log = MemorySealing()
    log.archive.is_away = True
    with pytest.raises(StoreUnavailableError):
        log.sealer().seal(SOME[:5])
    assert log.heads.head.size == 0
    log.archive.is_away = False
    log.sealer().seal(SOME[:5])
    check_whole(log, ids(list(SOME[:5])))
