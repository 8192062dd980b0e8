"""The log's side of witnessing: what is asked, what of the answers is used, and what a bad witness can cost."""

import dataclasses
from collections.abc import Callable

import pytest

from lacre.ports.witnessing import Reply
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.cosignature import cosign, cosigned_name, open_cosignatures
from lacre.tlog.note import open_note
from lacre.witnessing.submission import Outcome
from tests.fakes.signer import LocalSigner
from tests.fakes.witnessing import MemoryWitness
from tests.unit.witnessing.published import EVENTS, NAMES, Published


@pytest.fixture
def log() -> Published:
    published = Published()
    published.grow(7)
    return published


def cosigners(log: Published, note: bytes) -> list[str]:
    keys = [one.witness.key for one in log.witnesses.values()]
    return [one.key.name for one in open_cosignatures(note, keys)[1]]


def names(outcome: Outcome) -> tuple[list[str], list[str], list[str]]:
    sides = outcome.answered, outcome.unanswered, outcome.refused
    return tuple([one.name for one in side] for side in sides)  # type: ignore[return-value]  # three of them


def test_both_cosign_and_the_public_checkpoint_says_so(log: Published) -> None:
    own = log.note()
    assert names(log.submit()) == ([*NAMES], [], [])
    public = log.log.objects["checkpoint"]
    assert cosigners(log, public) == [*NAMES]
    assert public.startswith(own)
    assert log.note() == own
    for one in log.witnesses.values():
        kept = log.archive.objects[cosigned_name(7, one.witness.key)]
        assert cosigners(log, kept) == [one.name]
        assert open_note(kept, log.key) == open_note(own, log.key)


@pytest.mark.parametrize("sizes", [(8, 9), (255, 256, 257), (256, 300, 600), (512, 513), (20, 20)])
def test_growth_is_proven_from_the_tiles(log: Published, sizes: tuple[int, ...]) -> None:
    log.submit()
    for size in sizes:
        log.grow(size)
        answered = log.submit().answered
        assert len(answered) == 2 or size == 20
        assert all(one.memory.logs for one in log.witnesses.values())
    assert {held.size for one in log.witnesses.values() for held in one.memory.logs.values()} == {sizes[-1]}
    assert cosigners(log, log.log.objects["checkpoint"]) == [*NAMES]


def test_a_new_instance_asks_once_more_and_is_told_the_size(log: Published) -> None:
    log.submit()
    log.grow(20)
    log.submission = log.another()
    log.client.asked.clear()
    assert names(log.submit())[0] == [*NAMES]
    assert sorted(body.split(b"\n")[0] for _, body in log.client.asked) == [b"old 0", b"old 0", b"old 7", b"old 7"]


def test_an_instance_that_remembers_asks_once(log: Published) -> None:
    log.submit()
    log.grow(20)
    log.client.asked.clear()
    log.submit()
    assert [body.split(b"\n")[0] for _, body in log.client.asked] == [b"old 7", b"old 7"]


def test_what_is_said_is_not_asked_again(log: Published) -> None:
    log.submit()
    asked = len(log.client.asked)
    assert log.submit() == Outcome()
    assert len(log.client.asked) == asked


def test_another_instance_may_ask_for_the_same_size_and_the_first_cosignature_is_kept(log: Published) -> None:
    log.submit()
    kept = dict(log.archive.objects)
    log.submission = log.another()
    assert names(log.submit())[0] == [*NAMES]
    assert log.archive.objects == kept
    assert cosigners(log, log.log.objects["checkpoint"]) == [*NAMES]


def test_it_asks_every_ten_seconds_at_most(log: Published) -> None:
    log.submission.submit(7)
    log.grow(9)
    log.clock.advance(8)
    assert log.submission.submit(9) == Outcome()
    log.clock.advance(2)
    assert len(log.submission.submit(9).answered) == 2


@pytest.mark.parametrize("size", [0, 7])
def test_without_a_log_or_witnesses_nothing_is_asked(log: Published, size: int) -> None:
    if size:
        log.witnesses.clear()
    assert log.submission.submit(size) == Outcome()
    assert not log.client.asked


def test_one_that_is_away_costs_nothing_but_its_line(log: Published) -> None:
    del log.client.witnesses[f"https://{NAMES[0]}"]
    assert names(log.submit()) == ([NAMES[1]], [NAMES[0]], [])
    assert cosigners(log, log.log.objects["checkpoint"]) == [NAMES[1]]


def test_one_that_comes_back_is_added_to_what_the_other_said(log: Published) -> None:
    away = log.client.witnesses.pop(f"https://{NAMES[0]}")
    log.submit()
    log.client.witnesses[f"https://{NAMES[0]}"] = away
    assert names(log.submit()) == ([NAMES[0]], [], [])
    assert sorted(cosigners(log, log.log.objects["checkpoint"])) == [*NAMES]


def test_one_that_is_away_rests_a_minute(log: Published) -> None:
    log.client.is_away = True
    log.submission.submit(7)
    log.client.is_away = False
    log.clock.advance(50)
    assert log.submission.submit(7) == Outcome()
    log.clock.advance(10)
    assert len(log.submission.submit(7).answered) == 2


def twist_for(log: Published, name: str, twist: Callable[[Reply], Reply]) -> None:
    witness, direct = log.witnesses[f"https://{name}"], log.client.add_checkpoint

    def add_checkpoint(url: str, body: bytes) -> Reply:
        reply = direct(url, body)
        return twist(reply) if url == f"https://{witness.name}" else reply

    log.client.add_checkpoint = add_checkpoint  # type: ignore[method-assign]  # the fake's one method


STRANGER = MemoryWitness("stranger.example.com")
USELESS: dict[str, Callable[[Reply], Reply]] = {
    "no body": lambda reply: dataclasses.replace(reply, body=b""),
    "garbage": lambda reply: dataclasses.replace(reply, body=b"<html>"),
    "no UTF-8": lambda reply: dataclasses.replace(reply, body=b"\xff" * 100),
    "a cut-off line": lambda reply: dataclasses.replace(reply, body=reply.body[:-1]),
    "another signature": lambda reply: dataclasses.replace(reply, body=reply.body[:-6] + b"AAA=\n"),
    "a line of its own before it": lambda reply: dataclasses.replace(reply, body=b"\n" + reply.body),
    "another name": lambda reply: dataclasses.replace(reply, body=reply.body.replace(b"w1", b"w3")),
    "a huge answer": lambda reply: dataclasses.replace(reply, body=reply.body * 1000),
    "an error": lambda reply: dataclasses.replace(reply, status=500),
    "a redirect": lambda reply: dataclasses.replace(reply, status=302),
    "not found": lambda reply: dataclasses.replace(reply, status=404),
    "forbidden": lambda reply: dataclasses.replace(reply, status=403),
    "a conflict without a size": lambda _: Reply(409, "text/x.tlog.size", b""),
    "a conflict of another type": lambda _: Reply(409, "text/plain", b"3\n"),
    "a conflict with the same size": lambda _: Reply(409, "text/x.tlog.size", b"0\n"),
    "a conflict for ever": lambda _: Reply(409, "text/x.tlog.size", b"3\n"),
    "a size of a thousand digits": lambda _: Reply(409, "text/x.tlog.size", b"9" * 1000 + b"\n"),
    "a negative size": lambda _: Reply(409, "text/x.tlog.size", b"-3\n"),
    "two sizes": lambda _: Reply(409, "text/x.tlog.size", b"3\n4\n"),
}


@pytest.mark.parametrize("trick", USELESS)
def test_an_answer_that_cannot_be_used_is_none_and_harms_nobody(log: Published, trick: str) -> None:
    twist_for(log, NAMES[0], USELESS[trick])
    assert names(log.submit()) == ([NAMES[1]], [NAMES[0]], [])
    assert cosigners(log, log.log.objects["checkpoint"]) == [NAMES[1]]
    assert cosigned_name(7, log.first().witness.key) not in log.archive.objects


def test_a_witness_cannot_make_the_log_publish_a_signature_of_a_longer_text(log: Published) -> None:
    one = log.first()
    text = log.note().decode() + "more\n"
    line = cosign(text, one.witness.key, 1, one.signer.sign)
    twist_for(log, NAMES[0], lambda reply: dataclasses.replace(reply, body=f"more\n\n{line}".encode()))
    assert names(log.submit()) == ([NAMES[1]], [NAMES[0]], [])
    assert cosigners(log, log.log.objects["checkpoint"]) == [NAMES[1]]


def test_lines_of_other_keys_in_an_answer_are_left_out(log: Published) -> None:
    STRANGER.knowing(log.key)
    line = STRANGER.witness.add_checkpoint(b"old 0\n\n" + log.note()).body.encode()
    twist_for(log, NAMES[0], lambda reply: dataclasses.replace(reply, body=line + reply.body + line))
    assert names(log.submit())[0] == [*NAMES]
    assert b"stranger" not in log.log.objects["checkpoint"]


def test_a_witness_that_lost_its_memory_is_begun_with_again(log: Published) -> None:
    log.submit()
    log.first().memory.logs.clear()
    log.grow(20)
    assert names(log.submit())[0] == [*NAMES]


def test_a_second_history_is_refused(log: Published) -> None:
    log.submit()
    forged = Published(names=NAMES)
    forged.sealing.sealer().seal(EVENTS[20:40])
    forged.client, forged.clock = log.client, log.clock
    forged.submission = forged.another()
    outcome = forged.submit()
    assert names(outcome) == ([], [], [*NAMES])
    assert [(one.size, one.seen) for one in outcome.refused] == [(20, 7), (20, 7)]
    assert all(one.memory.evidence for one in log.witnesses.values())
    assert cosigners(log, forged.log.objects["checkpoint"]) == []
    assert list(forged.archive.names("cosigned/", "")) == []


def test_one_that_refused_rests_ten_minutes(log: Published) -> None:
    twist_for(log, NAMES[0], lambda _: Reply(422, "text/plain", b"no\n"))
    assert names(log.submit())[2] == [NAMES[0]]
    log.clock.advance(590)
    log.grow(9)
    assert names(log.submission.submit(9)) == ([NAMES[1]], [], [])
    assert names(log.submit())[2] == [NAMES[0]]


def test_a_log_that_lost_its_end_is_refused(log: Published) -> None:
    log.grow(20)
    log.submit()
    cut = Published()
    cut.grow(7)
    cut.client, cut.clock = log.client, log.clock
    cut.submission = cut.another()
    outcome = cut.submit()
    assert names(outcome) == ([], [], [*NAMES])
    assert [one.seen for one in outcome.refused] == [20, 20]


def test_a_log_that_has_gone_on_meanwhile_is_only_overtaken(log: Published) -> None:
    log.grow(20)
    log.another().submit(20)
    outcome = log.submission.submit(7)
    assert names(outcome) == ([], [*NAMES], [])
    assert all(one.is_overtaken for one in outcome.unanswered)
    log.clock.advance(10)
    assert names(log.submission.submit(20))[0] == [*NAMES]


def test_a_larger_checkpoint_that_was_published_meanwhile_stays(log: Published) -> None:
    note = log.note()
    published: list[bool] = []

    def grow(step: str) -> None:
        if step == "before log.cosign_checkpoint" and not published:
            published.append(True)
            log.grow(9)

    log.sealing.steps.between = grow
    log.submit(7)
    assert log.log.objects["checkpoint"] == log.note(9)
    assert log.note(7) == note
    assert len(log.archive.names("cosigned/", "")) == 2


@pytest.mark.parametrize("path", ["tile/0/000.p/20", "tile/0/000"])
def test_without_its_tiles_the_log_cannot_ask(log: Published, path: str) -> None:
    size = 20 if path.endswith("20") else 300
    log.submit()
    log.grow(size)
    del log.log.objects[path]
    outcome = log.submit()
    assert names(outcome) == ([], [*NAMES], [])
    assert path in outcome.unanswered[0].reason


def test_a_rotated_key_is_trusted_once_the_witness_is_told(log: Published) -> None:
    log.submit()
    for one in log.witnesses.values():
        one.knowing(dataclasses.replace(log.key, public_key=LocalSigner("another").public_key))
    log.grow(20)
    outcome = log.submit()
    assert names(outcome) == ([], [*NAMES], [])
    assert outcome.unanswered[0].reason == "it answered 403"
    for one in log.witnesses.values():
        one.knowing(log.key)
    assert names(log.submit())[0] == [*NAMES]


def test_it_submits_what_the_archive_holds_and_not_what_the_public_log_shows(log: Published) -> None:
    log.log.objects["checkpoint"] = b"lacre.example.com/test\n7\nforged\n\n"
    log.submit()
    assert cosigners(log, log.log.objects["checkpoint"]) == [*NAMES]
    assert log.log.objects["checkpoint"].startswith(log.archive.objects[checkpoint_name(7)])
