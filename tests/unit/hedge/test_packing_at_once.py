"""Appending, packing and reading by threads at once: nothing that was committed is missed, and nothing comes twice."""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from hedge.packing.read_lines import ReadLines
from hedge.ports.packing import FreshRow
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.unit.hedge.test_packing import hold_pages_to_their_promises, packer, paged, rows_of, sorted_lines

ROWS = rows_of(1600, 10)
ALL = set(sorted_lines(ROWS))
PATIENCE_S = 20


@pytest.fixture(autouse=True)
def threads_take_short_turns() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


class Rush:
    """Two append all rows, of days in no order; two pack again and again; two look, until all is appended."""

    def __init__(self) -> None:
        self.ledger = MemoryPackedLedger()
        self._committed: set[bytes] = set()
        self._lock = threading.Lock()
        self._appended, self._runs = threading.Event(), threading.Semaphore(0)

    def committed(self) -> set[bytes]:
        """What was appended before now, and perhaps a little less."""
        with self._lock:
            return set(self._committed)

    def run(self, look: Callable[[], None]) -> None:
        with ThreadPoolExecutor(6) as threads:
            appending = [threads.submit(self._append, ROWS[part::2]) for part in (0, 1)]
            others = [threads.submit(self._pack) for _ in range(2)]
            others += [threads.submit(self._keep, look) for _ in range(2)]
            try:
                for one in appending:
                    one.result()
            finally:
                self._appended.set()
            for one in others:
                one.result()
        look()

    def _append(self, rows: Sequence[FreshRow]) -> None:
        for number, row in enumerate(rows):
            self.ledger.append(row)
            with self._lock:
                self._committed.update(row.lines)
            if number % 40 == 0:
                assert self._runs.acquire(timeout=PATIENCE_S), "no packer runs"

    def _pack(self) -> None:
        while not self._appended.is_set():
            packer(self.ledger)()
            self._runs.release()

    def _keep(self, look: Callable[[], None]) -> None:
        while not self._appended.is_set():
            look()


def test_both_lines_of_a_settlement_are_seen_or_neither() -> None:
    rush = Rush()
    read = ReadLines(rush.ledger)

    def look() -> None:
        contracts = Counter(line.split(b'"')[11] for line in read(None, None, None, 10_000).lines)
        assert set(contracts.values()) <= {2}

    rush.run(look)


@pytest.mark.parametrize("limit", [300, 10_000])
def test_nothing_committed_is_missed_or_doubled(limit: int) -> None:
    rush = Rush()
    read = ReadLines(rush.ledger)

    def look() -> None:
        before = rush.committed()
        # Later pages may have what was appended meanwhile; what was there before is there.
        lines = paged(read, limit)
        assert lines == sorted(set(lines))
        assert before <= set(lines) <= ALL

    rush.run(look)
    assert paged(read, 10_000) == sorted_lines(ROWS)
    packer(rush.ledger)()
    assert not rush.ledger.rows
    hold_pages_to_their_promises(rush.ledger)
