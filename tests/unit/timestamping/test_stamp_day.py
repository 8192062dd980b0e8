"""Yesterday is stamped once, with an answer that is for what was asked."""

import hashlib
from dataclasses import dataclass, field
from functools import cache

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from lacre.aws.ambient import SystemClock
from lacre.model.moment import to_text
from lacre.ports.errors import SignerUnavailableError
from lacre.ports.timestamping import AuthorityUnavailableError
from lacre.timestamping.stamp_day import StampDay, UnfitTimestampError
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.timestamp_name import timestamp_name
from tests.fakes.ambient import ManualClock
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.fakes.timestamp_authority import OpenSslAuthority

SOME = events(6)
DAY_MS, MINUTE_MS = 86_400_000, 60_000


@cache
def now() -> int:
    """The authority looks at the machine's clock, and an answer whose time is another than ours is not kept.

    As of the first of these tests to run: they may have been collected long before.
    """
    return SystemClock().now()


@cache
def yesterday() -> str:
    return to_text(now() - DAY_MS)[:10]


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
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 1
    (name,) = stamps(log)
    assert name == f"timestamps/{yesterday()}-{5:020d}.tsr"
    stamped = decode_timestamp_response(log.archive.objects[name]).tst_info
    assert stamped.message_imprint.message == hashlib.sha256(log.archive.objects[checkpoint_name(5)]).digest()


def test_a_day_is_stamped_once(log: MemorySealing, authority: OpenSslAuthority) -> None:
    stamp_day = StampDay(log.heads, log.archive, authority, ManualClock(now()))
    assert [stamp_day.run() for _ in range(3)] == [1, 0, 0]
    log.sealer().seal(SOME[5:])
    assert stamp_day.run() == 0
    assert stamps(log) == [f"timestamps/{yesterday()}-{5:020d}.tsr"]


def test_that_the_day_before_was_stamped_does_not_stop_the_next(
    log: MemorySealing, authority: OpenSslAuthority
) -> None:
    log.archive.put(timestamp_name(to_text(now() - 2 * DAY_MS)[:10], 5), b"", {})
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 1


def test_an_authority_that_was_away_is_asked_by_the_next_run(log: MemorySealing, authority: OpenSslAuthority) -> None:
    with pytest.raises(AuthorityUnavailableError):
        StampDay(log.heads, log.archive, Answering(), ManualClock(now())).run()
    assert stamps(log) == []
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 1


def test_an_empty_log_has_nothing_to_stamp() -> None:
    log, authority = MemorySealing(), Answering()
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 0
    assert authority.asked == []


def test_what_is_claimed_and_not_published_is_not_stamped(log: MemorySealing, authority: OpenSslAuthority) -> None:
    log.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        log.sealer().seal(SOME[5:])
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 1
    assert stamps(log) == [f"timestamps/{yesterday()}-{5:020d}.tsr"]


def request_for(data: bytes) -> bytes:
    return TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256).build().as_bytes()


CERTIFICATE_ASKED_FOR = bytes.fromhex("0101ff")
REFUSED = bytes.fromhex("30053003020102")
GRANTED_WITHOUT_TOKEN = bytes.fromhex("30053003020100")


@pytest.mark.parametrize("answer", [b"", b"<html>", REFUSED, GRANTED_WITHOUT_TOKEN, b"\x30\x80" * 9])
def test_what_is_no_timestamp_is_not_kept(log: MemorySealing, answer: bytes) -> None:
    with pytest.raises(UnfitTimestampError):
        StampDay(log.heads, log.archive, Answering([answer]), ManualClock(now())).run()
    assert stamps(log) == []


def test_a_timestamp_for_other_bytes_is_not_kept(log: MemorySealing, authority: OpenSslAuthority) -> None:
    other = authority.answer(request_for(log.archive.objects[checkpoint_name(3)]))
    with pytest.raises(UnfitTimestampError, match="other bytes"):
        StampDay(log.heads, log.archive, Answering([other]), ManualClock(now())).run()
    assert stamps(log) == []


def test_a_replayed_timestamp_is_not_kept(log: MemorySealing, authority: OpenSslAuthority) -> None:
    older = authority.answer(request_for(log.archive.objects[checkpoint_name(5)]))
    with pytest.raises(UnfitTimestampError, match="nonce"):
        StampDay(log.heads, log.archive, Answering([older]), ManualClock(now())).run()
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
        StampDay(log.heads, log.archive, WithoutCertificate(authority), ManualClock(now())).run()
    assert stamps(log) == []


@dataclass
class Garbling:
    """An authority whose answers arrive with a bit changed, `at` bytes from a mark in them or from their end."""

    authority: OpenSslAuthority
    mark: bytes
    at: int

    def answer(self, request: bytes) -> bytes:
        answer = self.authority.answer(request)
        at = (answer.index(self.mark) if self.mark else len(answer)) + self.at
        return answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]


GENERALIZED_TIME, MESSAGE_DIGEST = b"\x18\x0f", bytes.fromhex("06092a864886f70d010904")
HASH_NAMES = bytes.fromhex("608648016503040201")


@pytest.mark.parametrize(
    ("mark", "at", "said"),
    [
        (b"", -5, "not that of the enclosed certificate"),
        (GENERALIZED_TIME, 15, "for another timestamp"),
        (MESSAGE_DIGEST, 20, "for another timestamp"),
        (HASH_NAMES, 8, "in a way that is not known here"),
    ],
)
def test_a_timestamp_whose_signature_is_wrong_is_not_kept(
    log: MemorySealing, authority: OpenSslAuthority, mark: bytes, at: int, said: str
) -> None:
    garbling = Garbling(authority, mark, at)
    with pytest.raises(UnfitTimestampError, match=said):
        StampDay(log.heads, log.archive, garbling, ManualClock(now())).run()
    assert stamps(log) == []
    assert StampDay(log.heads, log.archive, authority, ManualClock(now())).run() == 1


@pytest.mark.parametrize(("off_ms", "is_kept"), [(-11 * MINUTE_MS, False), (11 * MINUTE_MS, False), (MINUTE_MS, True)])
def test_a_timestamp_of_another_time_is_not_kept(
    log: MemorySealing, authority: OpenSslAuthority, off_ms: int, is_kept: bool
) -> None:
    stamp_day = StampDay(log.heads, log.archive, authority, ManualClock(SystemClock().now() + off_ms))
    if is_kept:
        assert stamp_day.run() == 1
    else:
        with pytest.raises(UnfitTimestampError, match="off our clock"):
            stamp_day.run()
        assert stamps(log) == []


def test_each_request_has_its_own_nonce_and_tells_a_hash_only(log: MemorySealing) -> None:
    authority = Answering()
    for _ in range(2):
        with pytest.raises(AuthorityUnavailableError):
            StampDay(log.heads, log.archive, authority, ManualClock(now())).run()
    first, second = authority.asked
    assert first != second
    note = log.archive.objects[checkpoint_name(5)]
    assert hashlib.sha256(note).digest() in first
    assert note not in first
