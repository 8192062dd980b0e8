"""Requests to add-checkpoint that are not what the specification says: 400, and never anything else."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.note import sign_note
from lacre.witnessing.request import MAXIMUM_BYTES, MAXIMUM_TEXT_BYTES, RequestError, read_request
from tests.fakes.witnessing import ORIGIN, History, MemoryWitness, request

LOG = History.of(12)
NOTE = LOG.note(12)
HASH = base64.b64encode(bytes(32))
GOOD = LOG.request(5, 12)


def test_a_good_request_is_taken_apart() -> None:
    found = read_request(GOOD)
    assert (found.old_size, list(found.proof), found.note) == (5, LOG.proof(5, 12), NOTE)
    assert found.origin == ORIGIN


def test_the_example_of_the_specification_is_taken_apart() -> None:
    body = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""  # noqa: E501 - as the specification writes them
    found = read_request(body.encode())
    assert (found.old_size, len(found.proof), found.origin) == (20852014, 4, "example.com/behind-the-sofa")


def test_63_lines_of_proof_are_taken_and_64_are_not() -> None:
    assert len(read_request(request(5, [bytes(32)] * 63, NOTE)).proof) == 63
    with pytest.raises(RequestError):
        read_request(request(5, [bytes(32)] * 64, NOTE))


def long_text(length: int) -> bytes:
    text = Checkpoint(ORIGIN, 12, LOG.root(12)).text()
    return sign_note(text + "x" * (length - len(text) - 1) + "\n", LOG.key, LOG.signer.sign)


def test_a_text_that_a_key_cannot_sign_is_refused() -> None:
    read_request(request(0, [], long_text(MAXIMUM_TEXT_BYTES)))
    with pytest.raises(RequestError):
        read_request(request(0, [], long_text(MAXIMUM_TEXT_BYTES + 1)))


GARBAGE = {
    "nothing": b"",
    "no checkpoint": b"old 5\n",
    "an empty checkpoint": b"old 5\n\n",
    "no old size": b"\n" + NOTE,
    "a checkpoint alone": NOTE,
    "the empty line is missing": b"old 0\n" + NOTE,
    "a size with a zero before it": b"old 05\n\n" + NOTE,
    "a size with a sign": b"old +5\n\n" + NOTE,
    "a negative size": b"old -5\n\n" + NOTE,
    "a size in another script": "old ٣\n\n".encode() + NOTE,
    "a size of 20 digits": b"old 10000000000000000000\n\n" + NOTE,
    "two spaces": b"old  5\n\n" + NOTE,
    "a space at the end": b"old 5 \n\n" + NOTE,
    "another word": b"size 5\n\n" + NOTE,
    "the old size twice": b"old 5\nold 5\n\n" + NOTE,
    "carriage returns": GOOD.replace(b"\n", b"\r\n"),
    "a carriage return": GOOD.replace(b"\n", b"\r\n", 1),
    "no base64": b"old 5\nnot base64\n\n" + NOTE,
    "base64 without padding": b"old 5\n" + HASH[:-1] + b"\n\n" + NOTE,
    "base64 with other last bits": b"old 5\n" + HASH[:-2] + b"B=\n\n" + NOTE,
    "31 bytes": b"old 5\n" + base64.b64encode(bytes(31)) + b"\n\n" + NOTE,
    "33 bytes": b"old 5\n" + base64.b64encode(bytes(33)) + b"\n\n" + NOTE,
    "a space before a hash": b"old 5\n " + HASH + b"\n\n" + NOTE,
    "a proof that is not ASCII": "old 5\né\n\n".encode() + NOTE,
    "a note that is not UTF-8": b"old 5\n\n\xff" + NOTE,
    "bytes after the note": GOOD + b"more",
    "a line after the note": GOOD + b"more\n",
    "an empty line after the note": GOOD + b"\n",
    "a zero byte after the note": GOOD + b"\x00",
    "a cut-off note": GOOD[:-1],
    "a note without signatures": b"old 0\n\n" + NOTE.split(b"\n\n")[0] + b"\n\n",
    "too many bytes": GOOD + GOOD.rsplit(b"\n\n", 1)[1] * (MAXIMUM_BYTES // 100),
    "a long first part": b"old 5\n" + HASH * 1000 + b"\n\n" + NOTE,
}


@pytest.mark.parametrize("trick", GARBAGE)
def test_garbage_is_a_bad_request(trick: str) -> None:
    one = MemoryWitness().knowing(LOG.key)
    assert one.witness.add_checkpoint(GARBAGE[trick]).status == 400
    assert not one.memory.logs
    assert not one.memory.evidence


SIGNED_BUT_NO_CHECKPOINT = ["no root\n", "12\n", "012\nroot\n", f"12\n{HASH.decode()}\n\nextension\n", "12\nAAAA\n"]


@pytest.mark.parametrize("rest", SIGNED_BUT_NO_CHECKPOINT)
def test_a_signed_text_that_is_no_checkpoint_is_a_bad_request(rest: str) -> None:
    one = MemoryWitness().knowing(LOG.key)
    note = sign_note(f"{ORIGIN}\n{rest}", LOG.key, LOG.signer.sign)
    assert one.witness.add_checkpoint(request(0, [], note)).status == 400


@settings(max_examples=300)
@given(st.binary(max_size=300), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_no_bytes_make_it_fail_or_cosign(junk: bytes, low: int, high: int) -> None:
    one = MemoryWitness().knowing(LOG.key)
    for body in (junk, GOOD[:low] + junk + GOOD[high:]):
        if body != GOOD:
            # 409: what was left whole is a good request, from a size that nobody has cosigned.
            assert one.witness.add_checkpoint(body).status in (400, 403, 404, 409, 422)
