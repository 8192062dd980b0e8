"""Each sealed leaf is in one file, once, whatever crashes, repeats, or runs twice at once."""

import gzip
import json
import threading
from collections.abc import Sequence
from itertools import pairwise

import pytest

from lacre.archive_reading.accepted import UnreadableLeafError
from lacre.compacting.compactor import STOP_AFTER_MS
from lacre.model.address_key import address_key
from lacre.model.event import ReceiptedEvent
from lacre.ports.compacting import Mark
from lacre.ports.errors import SignerUnavailableError
from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.hashing import leaf_hash
from tests.fakes.ambient import ManualClock
from tests.fakes.compacting import MemoryCompaction
from tests.fakes.crash import Killed, Steps
from tests.fakes.drafts import agent_created
from tests.fakes.movable_clock import MovableClock
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail

CUTS = (0, 9, 10, 17, 30, 37)


def recorded(count: int) -> Sequence[ReceiptedEvent]:
    """Events over some hours, of which the last few come late: they were recorded before the others."""
    clock = MovableClock()
    recorder = MemoryTrail(clock=clock).recorder()
    made = []
    for number in range(count):
        clock.advance(360)
        made.append(recorder.prepare(agent_created(number)))
    return [*made[4:], *made[:4]]


SOME = recorded(CUTS[-1])


def sealed(cuts: Sequence[int] = CUTS) -> MemorySealing:
    log = MemorySealing()
    for start, end in pairwise(cuts):
        log.sealer().seal(SOME[start:end])
    return log


LOG = sealed()


def check_whole(compaction: MemoryCompaction, size: int = CUTS[-1]) -> None:
    """Every leaf once, as it was sealed; each in a file of its hour, whose name tells its first and last leaf."""
    assert compaction.marks.mark == Mark(size, size)
    rows = compaction.files.rows()
    assert [row["leaf"] for row in rows] == list(range(size))
    by_id = {one.event.header.id: one.event for one in SOME}
    for row in rows:
        event = by_id[row["id"]]
        assert compaction.sealing.leaves.rows[row["id"]].index == row["leaf"]
        header = json.loads(event.header_bytes)
        expected = {"leaf": row["leaf"], "leaf_hash": leaf_hash(event.header_bytes).hex(), **header}
        body = json.loads(event.body_bytes)
        compared = {"folded": body["description"].casefold(), "ip_key": address_key(header["ip_address"])}
        assert row == {**expected, "body": body, **compared}
    for path, content in compaction.files.files.items():
        own = [json.loads(line) for line in gzip.decompress(content).splitlines()]
        leaves = [row["leaf"] for row in own]
        assert leaves == sorted(leaves)
        (hour,) = {row["recorded_at"][:13] for row in own}
        assert path == f"events/dt={hour[:10]}/hour={hour[11:]}/{leaves[0]:020d}-{leaves[-1]:020d}.ndjson.gz"


def undisturbed(log: MemorySealing) -> MemoryCompaction:
    compaction = MemoryCompaction(log)
    assert compaction.compactor().run() == log.heads.head.size
    return compaction


WHOLE = undisturbed(LOG)


def test_every_leaf_is_in_one_file_of_its_hour() -> None:
    check_whole(WHOLE)
    assert len({path.rpartition("/")[0] for path in WHOLE.files.files}) > 3


def test_late_events_go_into_another_file_of_their_own_hour() -> None:
    by_hour: dict[str, list[str]] = {}
    for path in WHOLE.files.files:
        hour, _, name = path.rpartition("/")
        by_hour.setdefault(hour, []).append(name)
    late = WHOLE.files.rows()[-1]
    hour = f"events/dt={late['recorded_at'][:10]}/hour={late['recorded_at'][11:13]}"
    assert len(by_hour[hour]) > 1
    assert any(name.endswith(f"-{CUTS[-1] - 1:020d}.ndjson.gz") for name in by_hour[hour])


def ranges(compaction: MemoryCompaction) -> list[int]:
    """Where the ranges end that a run claims."""
    ends: list[int] = []

    def note(step: str) -> None:
        if step == "after mark.move" and compaction.marks.mark.is_open:
            ends.append(compaction.marks.mark.claimed)

    compaction.steps.between = note
    compaction.compactor().run()
    return ends


@pytest.mark.parametrize(
    ("leaves", "batches", "expected"),
    [
        (14, 1000, [10, 17, 30, 37]),
        (1000, 2, [10, 30, 37]),
        (1000, 1, [9, 10, 17, 30, 37]),
        (1000, 1000, [37]),
        (12, 1000, [10, 17, 29, 37]),
    ],
    ids=["leaves", "batches", "single batches", "all at once", "a batch larger than a range"],
)
def test_ranges_end_where_batches_do(leaves: int, batches: int, expected: list[int]) -> None:
    compaction = MemoryCompaction(LOG, range_leaves=leaves, range_batches=batches)
    assert ranges(compaction) == expected
    check_whole(compaction)


@pytest.mark.parametrize("fatal", range(len(WHOLE.steps.names)))
def test_killed_at_any_step_the_next_run_ends_in_the_same_files(fatal: int) -> None:
    compaction = MemoryCompaction(LOG, Steps(fatal))
    with pytest.raises(Killed):
        compaction.compactor().run()
    compaction.steps.fatal = None
    compaction.compactor().run()
    assert compaction.files.files == WHOLE.files.files
    check_whole(compaction)


@pytest.mark.parametrize("fatal", range(len(undisturbed(sealed(CUTS[:4])).steps.names)))
def test_what_was_claimed_is_finished_as_it_was_claimed_though_the_log_grew(fatal: int) -> None:
    """The first run sees three batches, and dies; the second sees all."""
    log = sealed(CUTS[:4])
    compaction = MemoryCompaction(log, Steps(fatal))
    with pytest.raises(Killed):
        compaction.compactor().run()
    compaction.steps.fatal = None
    for start, end in pairwise(CUTS[3:]):
        log.sealer().seal(SOME[start:end])
    compaction.compactor().run()
    check_whole(compaction)


@pytest.mark.parametrize("at", range(len(WHOLE.steps.names)))
def test_a_second_run_between_any_two_steps(at: int) -> None:
    compaction = MemoryCompaction(LOG)
    counted: list[int] = []

    def intrude(_: str) -> None:
        if len(compaction.steps.names) - 1 == at:
            compaction.steps.between = None
            counted.append(compaction.compactor().run())

    compaction.steps.between = intrude
    counted.append(compaction.compactor().run())
    check_whole(compaction)
    assert sum(counted) == CUTS[-1], "each leaf is counted by one run"


def test_many_runs_at_once() -> None:
    compaction = MemoryCompaction(LOG)
    threads = [threading.Thread(target=compaction.compactor().run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_whole(compaction)


def test_a_run_with_nothing_new_writes_nothing() -> None:
    compaction = MemoryCompaction(LOG)
    compaction.compactor().run()
    before = dict(compaction.files.files)
    assert compaction.compactor().run() == 0
    assert compaction.files.files == before


def test_an_empty_log_has_no_files() -> None:
    compaction = MemoryCompaction(MemorySealing())
    assert compaction.compactor().run() == 0
    assert compaction.marks.mark == Mark()


def test_what_is_claimed_and_not_published_waits() -> None:
    log = sealed(CUTS[:3])
    log.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        log.sealer().seal(SOME[CUTS[2] : CUTS[3]])
    assert log.heads.head.size > log.heads.head.published
    compaction = MemoryCompaction(log)
    assert compaction.compactor().run() == CUTS[2]
    check_whole(compaction, CUTS[2])


class SpentClock:
    """A run's time is up after some looks at it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def now(self) -> int:
        self.looks -= 1
        return 0 if self.looks >= 0 else STOP_AFTER_MS


def test_a_run_stops_after_its_time_and_the_next_goes_on() -> None:
    compaction = MemoryCompaction(LOG, clock=SpentClock(3))
    first = compaction.compactor().run()
    assert 0 < first < CUTS[-1]
    assert not compaction.marks.mark.is_open
    compaction.clock = ManualClock()
    assert compaction.compactor().run() == CUTS[-1] - first
    check_whole(compaction)


def test_a_leaf_without_a_batch_stops_compaction_and_loses_nothing() -> None:
    log = sealed()
    name = next(name for name in log.archive.objects if name.startswith(f"batches/{CUTS[3]:020d}"))
    content = log.archive.objects.pop(name)
    compaction = MemoryCompaction(log)
    with pytest.raises(UnreadableLeafError, match=f"leaf {CUTS[3]}"):
        compaction.compactor().run()
    log.archive.objects[name] = content
    compaction.compactor().run()
    check_whole(compaction)


@pytest.mark.parametrize("gone", [[12], [0, 9, 16, 36], range(10, 17), range(37)])
def test_rows_that_somebody_took_from_the_leaf_index_change_no_file(gone: Sequence[int]) -> None:
    """What they no longer tell, the roots of the checkpoints do; a candidate that lost its race is in no file."""
    log = sealed()
    for end in range(CUTS[3] + 1, CUTS[4]):
        lost = encode_batch(CUTS[2], [*SOME[CUTS[2] : CUTS[2] + 2], *SOME[CUTS[3] : end]])
        log.archive.objects[lost.name] = lost.content
    for index in gone:
        del log.leaves.rows[SOME[index].event.header.id]
    compaction = MemoryCompaction(log)
    assert compaction.compactor().run() == CUTS[-1]
    assert compaction.files.files == WHOLE.files.files


def test_without_row_and_checkpoint_a_leaf_is_not_guessed() -> None:
    log = sealed()
    row = log.leaves.rows.pop(SOME[12].event.header.id)
    checkpoint = log.archive.objects.pop(checkpoint_name(CUTS[3]))
    compaction = MemoryCompaction(log)
    with pytest.raises(UnreadableLeafError, match=r"leaf 12$"):
        compaction.compactor().run()
    assert compaction.marks.mark == Mark(CUTS[2], CUTS[3])
    log.leaves.rows[row.event_id] = row
    log.archive.objects[checkpoint_name(CUTS[3])] = checkpoint
    compaction.compactor().run()
    check_whole(compaction)
