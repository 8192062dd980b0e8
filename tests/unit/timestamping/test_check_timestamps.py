"""Each timestamp of a copy is checked offline: against the authority's certificates and the checkpoint it stamps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from lacre.verifying.source import SourceError
from lacre.verifying.timestamps import MAXIMUM_BYTES, check_timestamps
from lacre.verifying.verdict import Findings, Verdict
from tests.fakes.timestamp_authority import OpenSslAuthority

NOTES = {5: b"lacre.example.com/test\n5\n...\n", 9: b"lacre.example.com/test\n9\n...\n"}


def name_of(day: str, size: int) -> str:
    return f"timestamps/{day}-{size:020d}.tsr"


FIVE, NINE = name_of("2026-11-17", 5), name_of("2026-11-18", 9)


@dataclass
class MemoryCopy:
    objects: dict[str, bytes] = field(default_factory=dict)

    def names(self) -> Sequence[str]:
        return sorted(self.objects)

    def read(self, name: str, limit: int) -> bytes | None:
        content = self.objects.get(name)
        if content is not None and len(content) > limit:
            raise SourceError("too large")
        return content


def stamp(authority: OpenSslAuthority, note: bytes, *, certificate: bool = True) -> bytes:
    builder = TimestampRequestBuilder(data=note, hash_algorithm=HashAlgorithm.SHA256, cert_req=certificate)
    return authority.answer(builder.build().as_bytes())


@pytest.fixture
def copy(authority: OpenSslAuthority) -> MemoryCopy:
    return MemoryCopy({FIVE: stamp(authority, NOTES[5]), NINE: stamp(authority, NOTES[9])})


def check(copy: MemoryCopy, pem: bytes) -> tuple[Findings, dict[str, str | int | None]]:
    findings = Findings()
    return findings, check_timestamps(copy, copy.names(), pem, NOTES.get, findings)


def test_timestamps_that_hold_are_counted_and_the_newest_is_told(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    findings, facts = check(copy, authority.root)
    assert findings.verdict is Verdict.VERIFIED, findings.kept
    assert facts["timestamps"] == 2
    newest = datetime.strptime(str(facts["newest_timestamp"]), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - newest).total_seconds()) < 3600


def test_the_roots_and_what_lies_below_may_be_given(
    copy: MemoryCopy, authority: OpenSslAuthority, stranger: OpenSslAuthority
) -> None:
    findings, _ = check(copy, stranger.root + authority.stamping + authority.root)
    assert findings.verdict is Verdict.VERIFIED, findings.kept


def test_a_timestamp_of_another_checkpoint_is_tampering(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    copy.objects[NINE] = copy.objects[FIVE]
    findings, facts = check(copy, authority.root)
    assert findings.verdict is Verdict.TAMPERED
    assert facts["timestamps"] == 1


def test_a_rewritten_checkpoint_contradicts_its_timestamp(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    findings = Findings()
    check_timestamps(copy, copy.names(), authority.root, lambda size: NOTES[size] + b"x", findings)
    assert findings.verdict is Verdict.TAMPERED


def test_a_changed_time_or_signature_is_tampering(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    held = copy.objects[NINE]
    year = held.index(b"20", held.index(b"\x18\x0f"))
    for at in (year + 3, len(held) - 5):
        copy.objects[NINE] = held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :]
        findings, facts = check(copy, authority.root)
        assert findings.verdict is Verdict.TAMPERED
        assert facts["timestamps"] == 1


@pytest.mark.parametrize("content", [b"", b"no timestamp", bytes.fromhex("30053003020102"), b"\x30\x80" * 99])
def test_what_is_no_timestamp_is_tampering(copy: MemoryCopy, authority: OpenSslAuthority, content: bytes) -> None:
    copy.objects[NINE] = content
    findings, _ = check(copy, authority.root)
    assert findings.verdict is Verdict.TAMPERED


def test_no_changed_byte_makes_another_time(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    """Whatever one byte is changed to, the verifier ends in a verdict, and what holds is what was stamped."""
    held = copy.objects.pop(NINE)
    _, (whole) = check(MemoryCopy({NINE: held}), authority.root)
    for at in range(0, len(held), 7):
        changed = MemoryCopy({NINE: held[:at] + bytes([held[at] ^ 0x41]) + held[at + 1 :]})
        findings, facts = check(changed, authority.root)
        assert findings.verdict is not Verdict.VERIFIED or facts == whole


def test_an_unknown_authority_says_nothing(
    copy: MemoryCopy, authority: OpenSslAuthority, stranger: OpenSslAuthority
) -> None:
    copy.objects[NINE] = stamp(stranger, NOTES[9])
    findings, facts = check(copy, authority.root)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert facts["timestamps"] == 1
    assert check(copy, stranger.root + authority.root)[0].verdict is Verdict.VERIFIED


def test_a_timestamp_without_its_certificate_says_nothing(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    copy.objects[NINE] = stamp(authority, NOTES[9], certificate=False)
    findings, facts = check(copy, authority.root)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert facts["timestamps"] == 1


def test_a_checkpoint_that_is_missing_leaves_its_timestamp_open(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    copy.objects[name_of("2026-11-19", 12)] = stamp(authority, b"twelve")
    findings, facts = check(copy, authority.root)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert facts["timestamps"] == 2


def test_without_any_timestamp_there_is_no_conclusion(authority: OpenSslAuthority) -> None:
    empty = MemoryCopy({"timestamps/README": b"", "timestamps/2026-11-18-9.tsr": b"", "checkpoints/9": b""})
    findings, facts = check(empty, authority.root)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert facts == {"timestamps": 0, "newest_timestamp": None}


def test_certificates_that_cannot_be_used_are_not_the_copys_fault(
    copy: MemoryCopy, authority: OpenSslAuthority
) -> None:
    for pem in (b"", b"no certificate", authority.stamping, authority.root.replace(b"M", b"!")):
        findings, facts = check(copy, pem)
        assert findings.verdict is Verdict.INCONCLUSIVE
        assert facts["timestamps"] == 0


def test_an_object_beyond_the_bound_is_not_read(copy: MemoryCopy, authority: OpenSslAuthority) -> None:
    copy.objects[NINE] = b"\x30" * (MAXIMUM_BYTES + 1)
    with pytest.raises(SourceError):
        check(copy, authority.root)
