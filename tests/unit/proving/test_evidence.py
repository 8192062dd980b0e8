"""Evidence says what is still as it was sealed, and says loudly what is not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from lacre.model.event import ReceiptedEvent
from lacre.ports.rows import StoredRow
from lacre.ports.sealing import SealedLeaf
from lacre.proving.damage import BrokenIndexError, BrokenLogError
from lacre.proving.examination import Evidence, Examiner, Integrity
from lacre.proving.inclusion import Inclusion, Prover
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import root_from_inclusion
from tests.fakes.ambient import START, ManualClock
from tests.fakes.drafts import events
from tests.fakes.events import MemoryEvents
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import ORIGIN, MemorySealing

POOL = ThreadPoolExecutor(4)


@dataclass
class Log:
    """Events of which the first ones are sealed."""

    stored: list[ReceiptedEvent]
    sealing: MemorySealing
    rows: MemoryRows
    clock: ManualClock

    @property
    def first(self) -> str:
        return self.stored[0].event.header.id

    def examine(self, event_id: str) -> Evidence:
        evidence = Examiner(self.rows, self.sealing.leaves, self.clock).examine(event_id)
        assert evidence is not None
        return evidence

    def prove(self, event_id: str) -> Inclusion | None:
        leaf = self.sealing.leaves.rows[event_id]
        return Prover(self.sealing.log, self.sealing.heads, POOL).prove(leaf)

    def change(self, event_id: str, how: Callable[[StoredRow], StoredRow | None]) -> None:
        self.rows.changed[event_id] = how(self.rows.rows([event_id])[event_id])


def log_of(count: int, sealed: int) -> Log:
    table, sealing, stored = MemoryEvents(), MemorySealing(), list(events(count))
    table.append(stored)
    if sealed:
        sealing.sealer().seal(stored[:sealed])
    return Log(stored, sealing, MemoryRows(table), ManualClock(START))


def test_a_sealed_row_is_verified() -> None:
    log = log_of(3, sealed=3)
    evidence = log.examine(log.first)
    assert (evidence.integrity, evidence.changes, evidence.is_overdue) == (Integrity.VERIFIED, (), False)
    assert evidence.header == log.stored[0].event.header
    assert evidence.leaf is not None
    assert evidence.leaf.index == 0


def test_a_fresh_row_is_not_sealed_yet_and_in_time_overdue() -> None:
    log = log_of(1, sealed=0)
    assert log.examine(log.first).integrity is Integrity.NOT_SEALED_YET
    assert not log.examine(log.first).is_overdue
    log.clock.advance(61_000)
    assert log.examine(log.first).is_overdue


CHANGES: list[tuple[str, Callable[[StoredRow], StoredRow | None]]] = [
    ("header", lambda row: replace(row, header=row.header.replace("192.0.2.7", "192.0.2.8"))),
    ("header", lambda row: replace(row, header="")),
    ("header", lambda row: replace(row, header=row.header + " ")),
    ("body", lambda row: replace(row, body=row.body.replace("Agent 0", "Agent 9"))),
    ("body", lambda row: replace(row, body="")),
    ("receipt", lambda row: replace(row, receipt="")),
    ("removed", lambda _: None),
]


@pytest.mark.parametrize(("named", "how"), CHANGES)
def test_a_changed_row_is_named(named: str, how: Callable[[StoredRow], StoredRow | None]) -> None:
    log = log_of(2, sealed=2)
    log.change(log.first, how)
    evidence = log.examine(log.first)
    assert evidence.integrity is Integrity.CHANGED
    assert any(named in change for change in evidence.changes)


@pytest.mark.parametrize(("named", "how"), CHANGES[:-1])
def test_a_row_changed_before_it_is_sealed_contradicts_its_receipt(
    named: str, how: Callable[[StoredRow], StoredRow | None]
) -> None:
    log = log_of(1, sealed=0)
    log.change(log.first, how)
    assert log.examine(log.first).integrity is Integrity.CHANGED


def test_a_row_with_the_bytes_of_another_event_is_changed() -> None:
    log = log_of(2, sealed=2)
    second = log.stored[1].event.header.id
    other = log.rows.rows([second])[second]
    log.change(log.first, lambda row: replace(other, event_id=row.event_id))
    assert "The header is that of another event." in log.examine(log.first).changes


def test_what_neither_table_nor_log_knows_is_unknown() -> None:
    log = log_of(1, sealed=1)
    assert Examiner(log.rows, log.sealing.leaves, log.clock).examine("0194a000-0000-7000-8000-000000000001") is None


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 300])
def test_the_proof_leads_from_the_stored_bytes_to_the_signed_root(size: int) -> None:
    log = log_of(size, sealed=size)
    key = VerifierKey(ORIGIN, log.sealing.signer.public_key)
    for stored in (log.stored[0], log.stored[size // 2], log.stored[-1]):
        inclusion = log.prove(stored.event.header.id)
        assert inclusion is not None
        assert inclusion.leads_to_root
        checkpoint = open_checkpoint(inclusion.note.encode(), key)
        index = log.sealing.leaves.rows[stored.event.header.id].index
        leaf = leaf_hash(stored.event.header_bytes)
        assert root_from_inclusion(index, inclusion.tree_size, leaf, inclusion.hashes) == checkpoint.root


def test_a_forged_index_row_does_not_lead_to_the_root() -> None:
    log = log_of(3, sealed=3)
    log.sealing.leaves.rows[log.first] = replace(log.sealing.leaves.rows[log.first], leaf_hash=bytes(32))
    inclusion = log.prove(log.first)
    assert inclusion is not None
    assert not inclusion.leads_to_root


def test_before_a_checkpoint_covers_the_leaf_there_is_no_proof() -> None:
    log = log_of(3, sealed=3)
    leaf = replace(log.sealing.leaves.rows[log.first], index=3)
    assert Prover(log.sealing.log, log.sealing.heads, POOL).prove(leaf) is None
    empty = MemorySealing()
    assert Prover(empty.log, empty.heads, POOL).prove(leaf) is None


def test_a_checkpoint_that_is_gone_although_it_was_published_is_a_broken_log() -> None:
    log = log_of(3, sealed=3)
    del log.sealing.log.objects["checkpoint"]
    with pytest.raises(BrokenLogError, match="missing"):
        log.prove(log.first)


def test_an_index_row_that_is_no_leafs_is_a_broken_index() -> None:
    log = log_of(3, sealed=3)
    log.sealing.leaves.rows[log.first] = SealedLeaf(log.first, -1, b"")
    with pytest.raises(BrokenIndexError):
        log.prove(log.first)


@pytest.mark.parametrize("note", [b"", b"origin\nmany\nroot\n", b"origin\n3\n***\n", b"origin\n-3\nAAAA\n", b"\xff"])
def test_a_checkpoint_that_is_none_is_a_broken_log(note: bytes) -> None:
    log = log_of(3, sealed=3)
    log.sealing.log.objects["checkpoint"] = note
    with pytest.raises(BrokenLogError):
        log.prove(log.first)


@pytest.mark.parametrize("content", [None, b"short"])
def test_a_missing_or_garbled_tile_is_a_broken_log(content: bytes | None) -> None:
    log = log_of(3, sealed=3)
    del log.sealing.log.objects["tile/0/000.p/3"]
    if content is not None:
        log.sealing.log.objects["tile/0/000.p/3"] = content
    with pytest.raises(BrokenLogError):
        log.prove(log.first)


def test_a_partial_tile_that_was_dropped_is_read_from_the_full_one() -> None:
    log = log_of(200, sealed=200)
    partial = log.sealing.log.objects.pop("tile/0/000.p/200")
    log.sealing.log.objects["tile/0/000"] = partial + bytes(56 * 32)
    inclusion = log.prove(log.first)
    assert inclusion is not None
    assert inclusion.leads_to_root
