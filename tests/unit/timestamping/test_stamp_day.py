"""Yesterday is stamped once, with an answer that is for what was asked."""

import hashlib
from dataclasses import dataclass, field

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from lacre.ports.errors import SignerUnavailableError
from lacre.ports.timestamping import AuthorityUnavailableError
from lacre.timestamping.stamp_day import StampDay, UnfitTimestampError
from lacre.tlog.checkpoint import checkpoint_name
from tests.fakes.ambient import ManualClock
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.fakes.timestamp_authority import OpenSslAuthority

SOME = events(6)
YESTERDAY = "2026-11-17"
HOUR_MS = 3_600_000


@dataclass
class Answering:
    """An authority that says what it is told to, and notes what it was asked."""

    answers: list[bytes] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)

    def answer(self, request: bytes) -> bytes:
        self.asked.append(request)
        if not self.answers:
            raise AuthorityUnavailableError("away")
        return self.answers.pop(0)


@pytest.fixture
def log() -> MemorySealing:
    sealing = MemorySealing()
    sealing.sealer().seal(SOME[:3])
    sealing.sealer().seal(SOME[3:5])
    return sealing


def stamps(log: MemorySealing) -> list[str]:
    return list(log.archive.names("timestamps/", ""))


def test_the_newest_checkpoint_is_stamped_under_yesterdays_name(
    log: MemorySealing, authority: OpenSslAuthority
) -> None:
    assert StampDay(log.heads, log.archive, authority, ManualClock()).run() == 1
    (name,) = stamps(log)
    assert name == f"timestamps/{YESTERDAY}-{5:020d}.tsr"
    stamped = decode_timestamp_response(log.archive.objects[name]).tst_info
    assert stamped.message_imprint.message == hashlib.sha256(log.archive.objects[checkpoint_name(5)]).digest()


def test_a_day_is_stamped_once_and_the_next_again(log: MemorySealing, authority: OpenSslAuthority) -> None:
    clock = ManualClock()
    stamp_day = StampDay(log.heads, log.archive, authority, clock)
    assert [stamp_day.run() for _ in range(3)] == [1, 0, 0]
    clock.advance(12 * HOUR_MS)
    log.sealer().seal(SOME[5:])
    assert stamp_day.run() == 0
    clock.advance(HOUR_MS)
    assert stamp_day.run() == 1
    assert stamps(log) == [f"timestamps/{YESTERDAY}-{5:020d}.tsr", f"timestamps/2026-11-18-{6:020d}.tsr"]


def test_an_authority_that_was_away_is_asked_by_the_next_run(log: MemorySealing, authority: OpenSslAuthority) -> None:
    with pytest.raises(AuthorityUnavailableError):
        StampDay(log.heads, log.archive, Answering(), ManualClock()).run()
    assert stamps(log) == []
    assert StampDay(log.heads, log.archive, authority, ManualClock()).run() == 1


def test_an_empty_log_has_nothing_to_stamp() -> None:
    log, authority = MemorySealing(), Answering()
    assert StampDay(log.heads, log.archive, authority, ManualClock()).run() == 0
    assert authority.asked == []


def test_what_is_claimed_and_not_published_is_not_stamped(log: MemorySealing, authority: OpenSslAuthority) -> None:
    log.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        log.sealer().seal(SOME[5:])
    assert StampDay(log.heads, log.archive, authority, ManualClock()).run() == 1
    assert stamps(log) == [f"timestamps/{YESTERDAY}-{5:020d}.tsr"]


def request_for(data: bytes) -> bytes:
    return TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256).build().as_bytes()


CERTIFICATE_ASKED_FOR = bytes.fromhex("0101ff")
REFUSED = bytes.fromhex("30053003020102")
GRANTED_WITHOUT_TOKEN = bytes.fromhex("30053003020100")


@pytest.mark.parametrize("answer", [b"", b"<html>", REFUSED, GRANTED_WITHOUT_TOKEN, b"\x30\x80" * 9])
def test_what_is_no_timestamp_is_not_kept(log: MemorySealing, answer: bytes) -> None:
    with pytest.raises(UnfitTimestampError):
        StampDay(log.heads, log.archive, Answering([answer]), ManualClock()).run()
    assert stamps(log) == []


def test_a_timestamp_for_other_bytes_is_not_kept(log: MemorySealing, authority: OpenSslAuthority) -> None:
    other = authority.answer(request_for(log.archive.objects[checkpoint_name(3)]))
    with pytest.raises(UnfitTimestampError, match="other bytes"):
        StampDay(log.heads, log.archive, Answering([other]), ManualClock()).run()
    assert stamps(log) == []


def test_a_replayed_timestamp_is_not_kept(log: MemorySealing, authority: OpenSslAuthority) -> None:
    older = authority.answer(request_for(log.archive.objects[checkpoint_name(5)]))
    with pytest.raises(UnfitTimestampError, match="nonce"):
        StampDay(log.heads, log.archive, Answering([older]), ManualClock()).run()
    assert stamps(log) == []


@dataclass
class WithoutCertificate:
    """An authority that does not enclose its certificate, though it was asked to."""

    authority: OpenSslAuthority

    def answer(self, request: bytes) -> bytes:
        assert request.endswith(CERTIFICATE_ASKED_FOR)
        fields = request[2:].removesuffix(CERTIFICATE_ASKED_FOR)
        return self.authority.answer(b"\x30" + bytes([len(fields)]) + fields)


def test_a_timestamp_that_nobody_could_check_is_not_kept(log: MemorySealing, authority: OpenSslAuthority) -> None:
    with pytest.raises(UnfitTimestampError, match="certificate"):
        StampDay(log.heads, log.archive, WithoutCertificate(authority), ManualClock()).run()
    assert stamps(log) == []


def test_each_request_has_its_own_nonce_and_tells_a_hash_only(log: MemorySealing) -> None:
    authority = Answering()
    for _ in range(2):
        with pytest.raises(AuthorityUnavailableError):
            StampDay(log.heads, log.archive, authority, ManualClock()).run()
    first, second = authority.asked
    assert first != second
    note = log.archive.objects[checkpoint_name(5)]
    assert hashlib.sha256(note).digest() in first
    assert note not in first
