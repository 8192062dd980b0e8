"""Consistency of two checkpoints, as a file: of both, or of the log's answer beside the one that the auditor kept."""

import pytest

from lacre.tlog.note import VerifierKey
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import KEY, ORIGIN, private_key, sealed, signed_checkpoint
from tests.unit.verifying.proof_files import File, answered, checkpoint, messages, two_checkpoints, verdict, verified

LOG = sealed(9)
PAIRS = [(first, second) for second in range(1, 10) for first in range(1, second + 1)]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_either_form_is_verified(first: int, second: int) -> None:
    assert verdict(two_checkpoints(LOG, first, second)) is Verdict.VERIFIED
    found, findings, facts = verified(answered(LOG, first, second), checkpoint(LOG, first))
    assert (found, findings.kept) == (Verdict.VERIFIED, [])
    assert (facts["first size"], facts["second size"], facts["log"]) == (first, second, ORIGIN)


def test_an_answer_without_the_kept_checkpoint_shows_nothing() -> None:
    assert verdict(answered(LOG, 4, 9)) is Verdict.INCONCLUSIVE
    assert "no checkpoint of size 4" in messages(answered(LOG, 4, 9))


def test_an_answer_between_two_older_sizes_takes_both_checkpoints() -> None:
    file = answered(LOG, 4, 7, current=9)
    assert verdict(file, checkpoint(LOG, 4)) is Verdict.INCONCLUSIVE
    assert verdict(file, checkpoint(LOG, 4), checkpoint(LOG, 7)) is Verdict.VERIFIED


def test_a_kept_checkpoint_that_the_file_does_not_reach_is_told_of() -> None:
    file = two_checkpoints(LOG, 4, 7)
    assert verdict(file, checkpoint(LOG, 5)) is Verdict.INCONCLUSIVE
    assert "size 5 is not shown" in messages(file, checkpoint(LOG, 5))


def rewritten() -> File:
    """A log whose leaf 0 was replaced after size 4 was signed, and the best proof that it can give."""
    other = sealed(9)
    other.events[0] = sealed(12).events[11]
    return answered(other, 4, 9)


def test_a_rewritten_log_does_not_lead_on_from_the_kept_checkpoint() -> None:
    assert verdict(rewritten(), checkpoint(LOG, 4)) is Verdict.TAMPERED
    assert "not shown to be the beginning" in messages(rewritten(), checkpoint(LOG, 4))


def test_two_roots_for_one_size_are_a_fork() -> None:
    fork = signed_checkpoint(7, bytes(32)).decode()
    for file in (
        two_checkpoints(LOG, 4, 7),
        {**two_checkpoints(LOG, 7, 7), "first": {"checkpoint": fork}},
        answered(LOG, 7, 7),
    ):
        assert verdict(file, fork) is Verdict.TAMPERED
        assert "two roots for size 7" in messages(file, fork)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: {**file, "hashes": []},
        lambda file: {**file, "hashes": file["hashes"][1:]},
        lambda file: {**file, "hashes": [*file["hashes"], file["hashes"][0]]},
        lambda file: {**file, "hashes": file["hashes"][::-1]},
        lambda file: {**file, "hashes": ["*"]},
        lambda file: {**file, "second": {"checkpoint": file["second"]["checkpoint"].replace("\n9\n", "\n8\n")}},
        lambda file: {**file, "first": {"checkpoint": signed_checkpoint(5, bytes(32)).decode()}},
    ],
)
def test_an_edit_is_tampering(change: object) -> None:
    assert callable(change)
    assert verdict(change(two_checkpoints(LOG, 5, 9))) is Verdict.TAMPERED


GOOD = two_checkpoints(LOG, 5, 9)


@pytest.mark.parametrize(
    "file",
    [
        {**GOOD, "first": GOOD["second"], "second": GOOD["first"]},
        {**GOOD, "first": {"checkpoint": signed_checkpoint(0, sealed().root()).decode()}},
        {**GOOD, "first": {}},
        {**GOOD, "first": 5},
        {**GOOD, "first": {"checkpoint": 5}},
        {**GOOD, "first": {**GOOD["first"], "size": 5}},
        {**GOOD, "third": GOOD["first"]},
        {**answered(LOG, 5, 9), "first": 9, "second": 5},
        {**answered(LOG, 5, 9), "first": -5},
        {**answered(LOG, 5, 9), "first": {"checkpoint": checkpoint(LOG, 5)}},
        {name: value for name, value in GOOD.items() if name != "hashes"},
    ],
)
def test_what_is_no_consistency_proof_shows_nothing(file: File) -> None:
    assert verdict(file, checkpoint(LOG, 5), checkpoint(LOG, 9)) is Verdict.INCONCLUSIVE


def test_a_key_that_is_not_trusted_shows_nothing() -> None:
    other = VerifierKey(ORIGIN, private_key("other").public_key().public_bytes_raw())
    assert verdict(GOOD, keys=[other]) is Verdict.INCONCLUSIVE
    assert verdict(GOOD, keys=[other, KEY]) is Verdict.VERIFIED


def test_checkpoints_of_two_logs_are_not_compared() -> None:
    foreign = VerifierKey("other.example.com/log", private_key("other").public_key().public_bytes_raw())
    first = signed_checkpoint(5, LOG.root(5), private_key("other"), foreign).decode()
    file = {**GOOD, "first": {"checkpoint": first}}
    assert verdict(file, keys=[KEY, foreign]) is Verdict.INCONCLUSIVE
