"""The events of a tree: all that the filters find, with the bodies that were sealed, or an error."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from lacre.exporting.columns import SealedEvent
from lacre.exporting.in_order import in_order
from lacre.exporting.sealed_tree import DamagedLogError, tree_of
from lacre.model.event import ReceiptedEvent
from lacre.model.filters import Filters
from lacre.ports.exports import ExportFile
from lacre.ports.rows import StoredRow
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.tiles import bundle_path
from tests.fakes.signer import LocalSigner
from tests.unit.exporting.working import Working

SIZE = 600


@pytest.fixture
def working() -> Working:
    return Working()


@pytest.fixture
def events(working: Working) -> Sequence[ReceiptedEvent]:
    return working.seal(SIZE)


def found(working: Working, filters: Filters | None = None, size: int = SIZE) -> list[SealedEvent]:
    tree = tree_of(size, working.sealing.archive, working.sealing.heads)
    return list(working.found.of(tree, filters or Filters(), lambda _: None))


@pytest.mark.parametrize("size", [50, 250, 300, SIZE])
def test_all_leaves_of_a_tree_are_found_in_order(working: Working, events: Sequence[ReceiptedEvent], size: int) -> None:
    made = found(working, size=size)
    assert [one.leaf for one in made] == list(range(size))
    assert [one.header for one in made] == [stored.event.header for stored in events[:size]]


def test_filters_find_what_they_match(working: Working, events: Sequence[ReceiptedEvent]) -> None:
    made = found(working, Filters(entity_id="a-599"))
    assert [(one.leaf, one.header.id) for one in made] == [(599, events[599].event.header.id)]


def test_a_row_that_was_changed_or_taken_away_is_restored_from_the_archive(
    working: Working, events: Sequence[ReceiptedEvent]
) -> None:
    undisturbed = found(working)
    changed, gone = events[17].event.header.id, events[300].event.header.id
    body = '{"forged":true}'
    working.rows.changed = {changed: StoredRow(changed, "{}", body, ""), gone: None}
    assert found(working) == undisturbed
    assert sorted(working.found.restored) == sorted([changed, gone])


def test_without_row_and_batch_there_is_no_export(working: Working, events: Sequence[ReceiptedEvent]) -> None:
    gone = events[17].event.header.id
    working.rows.changed = {gone: None}
    objects = working.sealing.archive.objects
    for name in [name for name in objects if name.startswith("batches/00000000000000000000-")]:
        del objects[name]
    with pytest.raises(DamagedLogError):
        found(working)


def test_a_partial_bundle_that_was_dropped_is_read_from_the_full_one(
    working: Working, events: Sequence[ReceiptedEvent]
) -> None:
    working.sealing.log.objects.pop(bundle_path(0, 50))
    assert len(found(working, size=50)) == 50


def damages(events: Sequence[ReceiptedEvent]) -> Iterator[tuple[str, bytes | None]]:
    """A bundle of the log, and what somebody made of it."""
    first, last = bundle_path(0), bundle_path(2, SIZE - 512)
    entries = [stored.event.header_bytes for stored in events[:256]]

    def bundle(of: Sequence[bytes]) -> bytes:
        return b"".join(len(one).to_bytes(2, "big") + one for one in of)

    yield first, None
    yield last, None
    yield first, bundle(entries)[:-1]
    yield first, bundle(entries[:-1])
    yield first, bundle([*entries[:17], *entries[18:], entries[17]])
    yield first, bundle([*entries[:17], entries[17].replace(b"u-clerk", b"u-other"), *entries[18:]])


@pytest.mark.parametrize("number", range(6))
def test_a_log_that_was_changed_gives_no_file(working: Working, events: Sequence[ReceiptedEvent], number: int) -> None:
    path, content = list(damages(events))[number]
    working.sealing.log.damage(path, content)
    job = working.ask()
    failed = working.work_off(job.id)
    assert failed is not None
    assert failed.error is not None
    assert failed.error.code == "LOG_DAMAGED"
    assert (job.id, ExportFile.DATA) not in working.files.objects
    assert working.told == [("FAILED", job.id)]


def test_a_checkpoint_that_no_key_in_force_signed_is_none(working: Working, events: Sequence[ReceiptedEvent]) -> None:
    other = Working()
    other.sealing.signer = LocalSigner("another log's")
    other.seal(50)
    note = other.sealing.archive.objects[checkpoint_name(50)]
    objects = working.sealing.archive.objects
    for forged in (note, b"", objects[checkpoint_name(100)]):
        objects[checkpoint_name(50)] = forged
        with pytest.raises(DamagedLogError):
            tree_of(50, working.sealing.archive, working.sealing.heads)


def test_results_come_in_the_order_of_the_items_and_not_too_many_at_once() -> None:
    held, most, lock = 0, 0, threading.Lock()

    def work(item: int) -> int:
        return item * 2

    def items() -> Iterator[int]:
        nonlocal held, most
        for item in range(50):
            with lock:
                held += 1
                most = max(most, held)
            yield item

    with ThreadPoolExecutor(4) as pool:
        for expected, made in enumerate(in_order(pool, work, items(), 5)):
            assert made == expected * 2
            held -= 1
    assert most == 5
