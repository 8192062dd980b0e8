"""Data and manifests that are made to hurt the verifier: it ends, in little memory, with another verdict than 0."""

import io
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lacre.exporting.columns import HEAD
from lacre.exporting.manifest import MAXIMUM_BYTES, Manifest, ManifestError
from lacre.model import canonical
from lacre.model.event import Body
from lacre.model.filters import Filters, Selection
from lacre.verifying.verdict import Findings, Verdict
from tests.unit.exporting.populations import NONCE, event
from tests.unit.verifying.archives import Sealed
from tests.unit.verifying.exported import Export, check, check_bytes, export, facts_of, log_of, said, verdict

BY_ANA = Selection(Filters(actor_id="ana"))


@pytest.fixture
def archive() -> Sealed:
    return log_of([event(leaf, actor_id="bento" if leaf % 2 else "ana") for leaf in range(8)])


@settings(max_examples=300, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_no_byte_of_the_manifest_can_be_changed(at: float, byte: int) -> None:
    log = log_of([event(number) for number in range(2)])
    made = export(log, Selection(Filters(start=event(1).header.recorded_at)))
    content = bytearray(made.manifest.encode())
    content[int(at * len(content))] = byte
    assume(bytes(content) != made.manifest.encode())
    findings = check_bytes(log, bytes(content), io.BytesIO(made.data))
    try:
        other = Manifest.decode(bytes(content))
    except ManifestError:
        assert findings.verdict is Verdict.INCONCLUSIVE
        return
    # An earlier start between the two events finds the same: that manifest is true as well.
    is_true = replace(other, selection=made.manifest.selection) == made.manifest
    assert findings.verdict is (Verdict.VERIFIED if is_true and _finds_the_same(log, other, made) else Verdict.TAMPERED)


def _finds_the_same(log: Sealed, other: Manifest, made: Export) -> bool:
    return export(log, other.selection).data == made.data


def test_what_is_no_manifest_claims_nothing(archive: Sealed) -> None:
    for content in (b"", b"{}", b"\xff", b"[" * 100_000, b" " * (MAXIMUM_BYTES + 1), canonical.encode({"format": ""})):
        findings = check_bytes(archive, content, io.BytesIO(b""))
        assert findings.verdict is Verdict.INCONCLUSIVE
        assert "no manifest" in said(findings)


class Endless(io.RawIOBase):
    """A file without end, which must not be read to it."""

    def __init__(self, filler: bytes) -> None:
        self.filler = filler
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.given += len(buffer)
        buffer[:] = (self.filler * len(buffer))[: len(buffer)]
        return len(buffer)


@pytest.mark.parametrize("filler", [b'"', b"0", b",", b"\r\n", b"\0", HEAD])
def test_a_hostile_file_costs_neither_memory_nor_time(archive: Sealed, filler: bytes) -> None:
    made = export(archive, BY_ANA).manifest
    endless = Endless(filler)
    tracemalloc.start()
    try:
        findings = check_bytes(archive, made.encode(), io.BufferedReader(endless, 1024))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert findings.verdict is Verdict.TAMPERED
    assert endless.given < made.length + 10_000


def test_a_huge_file_is_hashed_in_pieces(archive: Sealed) -> None:
    made = export(archive, BY_ANA)
    hostile = made.with_data(made.data + b'9,"' + b"x" * 20_000_000)
    manifest = hostile.manifest.encode()
    file = io.BytesIO(hostile.data)
    tracemalloc.start()
    try:
        findings = check_bytes(archive, manifest, file)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert "row 5: a row of leaf 9" in said(findings)


def test_large_rows_and_formulas_are_compared_like_others() -> None:
    bodies = [Body("=" * 30_000, '"' * 10_000, NONCE, after={"list": ["\r\n;=1"] * 900}) for _ in range(3)]
    log = log_of([event(number, body) for number, body in enumerate(bodies)])
    made = export(log)
    assert check(log, made) == Findings()
    assert verdict(log, made.with_data(made.data.replace(b"'==", b"==", 1))) is Verdict.TAMPERED


def test_what_a_terminal_obeys_is_shown_in_quotes(archive: Sealed) -> None:
    made = export(archive, Selection(text="\x1b[2Jx\u202e"))
    facts = facts_of(archive, made)
    assert facts["export filters"] == "text='\\x1b[2Jx\\u202e'"
    assert (facts["export rows"], facts["export first"], facts["export leaves"]) == (0, None, 8)
