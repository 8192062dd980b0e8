"""The log's leaves come out of the archive, whatever else lies in it."""

import gzip
import hashlib
import json
from itertools import pairwise

import pytest

from lacre.archive_reading import names
from lacre.archive_reading.accepted import UnreadableLeafError, accepted_lines
from lacre.archive_reading.following import Place, follow
from lacre.archive_reading.names import BatchNames
from lacre.model.event import Event, ReceiptedEvent
from lacre.tlog.batch import Line, encode_batch, start_of
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing

SOME = events(30)
CUTS = (0, 4, 5, 15, 30)


@pytest.fixture
def log() -> MemorySealing:
    sealing = MemorySealing()
    for start, end in pairwise(CUTS):
        sealing.sealer().seal(SOME[start:end])
    return sealing


def line_of(stored: ReceiptedEvent) -> Line:
    return Line(stored.event.header_bytes, stored.event.body_bytes, stored.receipt)


def read(log: MemorySealing, first: int, end: int) -> list[tuple[int, Line]]:
    return list(accepted_lines(log.archive, log.leaves, first, end))


def whole(first: int, end: int) -> list[tuple[int, Line]]:
    return [(index, line_of(SOME[index])) for index in range(first, end)]


def plant(log: MemorySealing, start: int, content: bytes) -> None:
    """An object under a batch's name, whatever is in it."""
    log.archive.objects[f"batches/{start:020d}-{hashlib.sha256(content).hexdigest()}.ndjson.gz"] = content


def add(log: MemorySealing, start: int, stored: list[ReceiptedEvent]) -> None:
    batch = encode_batch(start, stored)
    log.archive.objects[batch.name] = batch.content


@pytest.mark.parametrize("first", range(0, 31, 3))
@pytest.mark.parametrize("end", [3, 5, 16, 30])
def test_any_stretch_is_read_in_order(log: MemorySealing, first: int, end: int) -> None:
    assert read(log, first, end) == whole(first, end)


@pytest.mark.parametrize("stretch", [1, 3, 7, 100])
def test_names_are_listed_in_stretches(log: MemorySealing, stretch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches are powers of ten in an archive, so that here the names are cut as a larger log's are."""
    held: list[str] = []

    def cut(self: BatchNames, number: int) -> list[str]:
        found = log.archive.names("batches/", "")
        held.extend(found)
        return [name for name in found if start_of(name) // stretch == number]

    monkeypatch.setattr(names, "_STRETCH", stretch)
    monkeypatch.setattr(BatchNames, "_of", cut)
    at = BatchNames(log.archive)
    assert list(at.starts_between(0, 30)) == [4, 5, 15]
    assert list(at.starts_between(4, 15)) == [5]
    assert list(at.starts_between(15, 30)) == []
    assert held


def test_candidates_that_lost_their_race_are_passed_over(log: MemorySealing) -> None:
    add(log, 4, list(SOME[5:9]))
    add(log, 5, [SOME[5], *SOME[9:12]])
    add(log, 5, list(SOME[5:18]))
    add(log, 0, list(SOME[:2]))
    add(log, 15, list(SOME[14:30]))
    for first, end in ((0, 30), (3, 7), (6, 16), (17, 18)):
        assert read(log, first, end) == whole(first, end)


HEADERS = ("", "{", "{}", "[]", "7", '"id"', '{"id":7,"checksum":7}', '{"id":"x","checksum":null}', "[" * 4000)


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header[:9])
def test_lines_that_hold_no_header_are_passed_over(log: MemorySealing, header: str) -> None:
    for start in (0, 5, 7, 20):
        line = json.dumps({"header": header, "body": "{}", "receipt": ""}, separators=(",", ":"))
        plant(log, start, gzip.compress(f"{line}\n".encode(), mtime=0))
    assert read(log, 0, 30) == whole(0, 30)


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"", mtime=0), gzip.compress(b"a line", mtime=0)])
def test_objects_that_are_no_batches_are_passed_over(log: MemorySealing, content: bytes) -> None:
    for start in (0, 5, 7, 20):
        plant(log, start, content)
        log.archive.objects[f"batches/{start:020d}-{'0' * 64}.ndjson.gz"] = content
    log.archive.objects["batches/00000000000000000005-notes.txt"] = b""
    assert read(log, 0, 30) == whole(0, 30)


def test_a_sealed_header_with_another_body_is_not_the_log(log: MemorySealing) -> None:
    event = SOME[5].event
    add(log, 5, [ReceiptedEvent(Event(event.header, event.header_bytes, SOME[6].event.body_bytes), "r"), *SOME[6:15]])
    assert read(log, 0, 30) == whole(0, 30)


def test_a_leaf_that_no_batch_holds_is_named(log: MemorySealing) -> None:
    gone = next(name for name in log.archive.objects if name.startswith(f"batches/{5:020d}"))
    del log.archive.objects[gone]
    assert read(log, 15, 30) == whole(15, 30)
    with pytest.raises(UnreadableLeafError, match=r"leaf 5$"):
        read(log, 0, 30)
    with pytest.raises(UnreadableLeafError, match=r"leaf 7$"):
        read(log, 7, 8)


@pytest.mark.parametrize("gone", [[12], [5], [3, 14, 29], range(30)])
def test_what_the_index_lost_is_told_by_the_roots(log: MemorySealing, gone: list[int]) -> None:
    add(log, 5, [SOME[5], *SOME[16:20]])
    add(log, 5, [*SOME[5:12], *SOME[20:23]])
    for index in gone:
        del log.leaves.rows[SOME[index].event.header.id]
    assert read(log, 0, 30) == whole(0, 30)
    assert read(log, 12, 14) == whole(12, 14)


def test_from_a_place_on_no_more_is_read_than_is_between(log: MemorySealing) -> None:
    places = {batch.after.size: batch.after for batch in follow(log.archive, Place(), 30)}
    del log.leaves.rows[SOME[20].event.header.id]
    log.steps.names.clear()
    found = accepted_lines(log.archive, log.leaves, 20, 22, lambda _: places[15])
    assert list(found) == whole(20, 22)
    assert log.steps.names.count("after archive.get") == 6, "four batches could hold it; then one by its checkpoint"


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_of_a_batch_with_other_bodies_does_not_win(log: MemorySealing, seed: int) -> None:
    """Whichever of the two names sorts first: the headers are the same, and so is the root."""
    other = SOME[seed].event.body_bytes
    forged = [
        ReceiptedEvent(Event(one.event.header, one.event.header_bytes, other), one.receipt) for one in SOME[15:30]
    ]
    add(log, 15, forged)
    lines = [leaf.line for batch in follow(log.archive, Place(), 30) for leaf in batch.leaves()]
    assert lines == [line_of(one) for one in SOME]


def test_each_batch_is_read_once(log: MemorySealing) -> None:
    log.steps.names.clear()
    read(log, 0, 30)
    assert log.steps.names.count("after archive.get") == len(CUTS) - 1
    assert log.steps.names.count("after archive.names") == 1
