"""Nothing is locked away that cannot be read back, and no batch is larger than one may be."""

from dataclasses import replace

import pytest

from lacre.model.event import ReceiptedEvent
from lacre.sealing.claim import UnsealableBatchError
from lacre.tlog.batch import encoded_bytes
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.unit.sealing.wholeness import check_whole, ids

SOME = list(events(12))


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(replace(SOME[1], receipt="é"), id="a receipt that is not ASCII"),
        pytest.param(replace(SOME[1], receipt="\x01" * 80_000), id="a receipt longer than a line"),
        pytest.param(
            replace(SOME[1], event=replace(SOME[1].event, body_bytes=b"\x01" * 80_000)), id="a body beyond its bound"
        ),
    ],
)
def test_what_cannot_be_read_back_is_not_locked(odd: ReceiptedEvent) -> None:
    log = MemorySealing()
    with pytest.raises(UnsealableBatchError):
        log.sealer().seal([SOME[0], odd])
    assert not log.archive.objects
    assert log.heads.head.size == 0
    log.sealer().seal(SOME)
    check_whole(log, ids(SOME))


def test_a_delivery_beyond_the_bound_of_a_batch_becomes_several() -> None:
    log = MemorySealing()
    bound = sum(encoded_bytes(stored) for stored in SOME[:5]) + 50
    sealed = log.sealer(bound).seal(SOME)
    assert [stored.event.header.id for stored in sealed.fresh] == [stored.event.header.id for stored in SOME]
    assert sum(name.startswith("batches/") for name in log.archive.objects) == 3
    check_whole(log, ids(SOME))


def test_an_event_larger_than_a_batch_is_refused_before_anything_is_locked() -> None:
    log = MemorySealing()
    with pytest.raises(UnsealableBatchError):
        log.sealer(100).seal(SOME)
    assert not log.archive.objects


def test_the_bound_itself_is_not_reached() -> None:
    log = MemorySealing()
    log.sealer(encoded_bytes(SOME[0]) + 1).seal(SOME[:1])
    check_whole(log, ids(SOME[:1]))
