"""Witnesses that never end, tiles that prove nothing, conflicts that fit nothing, and what others published."""

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait

import pytest

from lacre.ports.asking import begin
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.witnessing import Reply
from lacre.tlog.note import signature_line
from lacre.witnessing.conversation import QUESTIONS, Said
from lacre.witnessing.witness import hash_of
from tests.fakes.sealing import ORIGIN
from tests.unit.witnessing.published import NAMES, Published
from tests.unit.witnessing.test_submission import USELESS, cosigners, names, twist_for

LONG_ENOUGH_S = 2.0
"""For one that answers at once, on a machine that has much else to do."""


@pytest.fixture
def log() -> Published:
    published = Published()
    published.grow(7)
    return published


def test_one_that_never_comes_to_an_end_does_not_hold_up_the_others(log: Published) -> None:
    endless, begun = threading.Event(), threading.Semaphore(0)

    def never(reply: Reply) -> Reply:
        begun.release()
        endless.wait()
        return reply

    twist_for(log, NAMES[0], never)
    log.submission.within_s = LONG_ENOUGH_S
    assert names(log.submit()) == ([NAMES[1]], [NAMES[0]], [])
    assert cosigners(log, log.log.objects["checkpoint"]) == [NAMES[1]]
    log.grow(9)
    assert names(log.submit()) == ([NAMES[1]], [NAMES[0]], [])
    assert begun.acquire(blocking=False)
    assert not begun.acquire(blocking=False), "it was asked anew while it had not come to an end"
    endless.set()


def test_an_answer_that_comes_late_is_not_taken_for_one_to_the_next_question(
    log: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, talks = threading.Event(), list[Future[Said]]()

    def noted(hold: Callable[[], Said]) -> Future[Said]:
        talks.append(begin(hold))
        return talks[-1]

    monkeypatch.setattr("lacre.witnessing.submission.begin", noted)

    def wait_once(reply: Reply) -> Reply:
        late.wait()
        return reply

    twist_for(log, NAMES[0], wait_once)
    log.submission.within_s = 0.2
    log.submit()
    log.grow(9)
    late.set()
    wait(talks)
    log.submission.within_s = 8.0
    assert names(log.submit()) == ([*NAMES], [], [])
    assert log.first().memory.logs[hash_of(ORIGIN)].size == 9
    assert sorted(cosigners(log, log.log.objects["checkpoint"])) == [*NAMES]


def test_a_store_that_is_away_for_one_keeps_what_the_other_said(log: Published) -> None:
    log.submit()
    log.grow(20)
    log.first().memory.logs.clear()
    twist_for(log, NAMES[1], lambda reply: reply)
    read = log.log.get

    def get(path: str) -> bytes | None:
        if path.startswith("tile/"):
            raise StoreUnavailableError("away")
        return read(path)

    log.log.get = get  # type: ignore[method-assign]  # the fake's one method
    log.submission = log.another()
    # The one that knows nothing needs no proof, and so no tile.
    assert names(log.submit()) == ([NAMES[0]], [NAMES[1]], [])


@pytest.mark.parametrize("old", [7, 256])
@pytest.mark.parametrize("content", [b"", b"\0" * 8192, b"\1" * 31])
def test_a_damaged_tile_is_no_second_history(log: Published, old: int, content: bytes) -> None:
    log.grow(old)
    log.submit()
    log.grow(600)
    for path in [one for one in log.log.objects if one.startswith("tile/") and "entries" not in one]:
        log.log.damage(path, content)
    log.client.asked.clear()
    outcome = log.submit()
    assert names(outcome) == ([], [*NAMES], [])
    assert all(one.is_damaged for one in outcome.unanswered)
    assert not log.client.asked
    assert not any(one.memory.evidence for one in log.witnesses.values())


@pytest.mark.parametrize("media_type", ["text/x.tlog.size; charset=utf-8", "Text/X.tlog.size ;x"])
def test_parameters_of_the_size_s_type_are_left_out(log: Published, media_type: str) -> None:
    log.submit()
    log.grow(20)
    log.submission = log.another()

    def dressed(reply: Reply) -> Reply:
        return dataclasses.replace(reply, content_type=media_type) if reply.status == 409 else reply

    log.client.twist = dressed
    assert names(log.submit())[0] == [*NAMES]


@pytest.mark.parametrize("trick", [name for name in USELESS if "size" in name or "conflict" in name])
def test_a_conflict_that_fits_nothing_is_told(log: Published, trick: str) -> None:
    twist_for(log, NAMES[0], USELESS[trick])
    assert [one.is_overtaken for one in log.submit().unanswered] == [False]


def test_a_size_that_always_changes_is_told_and_asked_for_thrice(log: Published) -> None:
    told = iter(b"34343434")
    twist_for(log, NAMES[0], lambda _: Reply(409, "text/x.tlog.size", bytes([next(told)]) + b"\n"))
    assert [one.is_overtaken for one in log.submit().unanswered] == [False]
    assert len([url for url, _ in log.client.asked if url.endswith(NAMES[0])]) == QUESTIONS


def test_a_witness_may_say_by_the_size_that_it_saw_another_root(log: Published) -> None:
    twist_for(log, NAMES[0], lambda _: Reply(409, "text/x.tlog.size", b"7\n"))
    outcome = log.submit()
    assert [(one.name, one.size, one.seen) for one in outcome.refused] == [(NAMES[0], 7, 7)]


def test_what_another_instance_made_public_stays(log: Published) -> None:
    one, other = log.listed()
    log.submission.witnesses = lambda: [one]
    log.submit()
    later = log.another()
    later.witnesses = lambda: [one, other]
    later._resting[one.key.encode()] = 2**62
    log.clock.advance(601)
    assert [answer.name for answer in later.submit(7).answered] == [other.key.name]
    assert cosigners(log, log.log.objects["checkpoint"]) == [*NAMES]


def test_of_a_public_checkpoint_only_cosignatures_that_verify_are_gone_on_from(log: Published) -> None:
    wrong = signature_line(NAMES[0], log.first().witness.key.key_id, bytes(72))
    strange = signature_line("stranger.example.com", bytes(4), bytes(72))
    log.log.objects["checkpoint"] += (wrong + strange).encode()
    del log.client.witnesses[f"https://{NAMES[0]}"]
    log.submit()
    assert cosigners(log, log.log.objects["checkpoint"]) == [NAMES[1]]
    assert b"stranger" not in log.log.objects["checkpoint"]
