"""The evidence of one event, as a file: what an edit of any of its parts ends in, and what a file cannot show."""

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.hashing import leaf_hash, node_hash
from lacre.tlog.note import VerifierKey
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    KEY,
    ORIGIN,
    private_key,
    sealed,
    signed_checkpoint,
)
from tests.unit.verifying.proof_files import File, checkpoint, evidence, messages, verdict, verified

LOG = sealed(5, 4)
GOOD = evidence(LOG, 3)
OTHER = VerifierKey(ORIGIN, private_key("other").public_key().public_bytes_raw())
Edit = Callable[[File], File]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9])
def test_evidence_of_every_leaf_at_every_size_is_verified(size: int) -> None:
    for index in range(size):
        found, findings, facts = verified(evidence(LOG, index, size))
        assert (found, findings.kept) == (Verdict.VERIFIED, [])
        assert (facts["leaf"], facts["tree size"], facts["log"]) == (index, size, ORIGIN)
        assert facts["event"] == LOG.events[index].event.header.id


def test_without_the_receipt_key_the_facts_say_that_its_signature_was_not_checked() -> None:
    found, _, facts = verified(GOOD, receipt_keys=())
    assert (found, facts["receipt"]) == (Verdict.VERIFIED, "signature not checked: no --receipt-key")


def edited(name: str, old: str, new: str) -> Edit:
    def edit(file: File) -> File:
        assert old in file[name]
        return {**file, name: file[name].replace(old, new)}

    return edit


def having(**fields: object) -> Edit:
    return lambda file: {**file, **fields}


TAMPERED: dict[str, Edit] = {
    "an edited header": edited("header", "SYSTEM_JOB_RUN", "SYSTEM_JOB_FUN"),
    "a header written otherwise": edited("header", '{"action"', '{ "action"'),
    "a lone surrogate in the header": edited("header", "SYSTEM", "\ud800"),
    "no header": having(header=""),
    "an edited body": edited("body", "heartbeat", "heartbreak"),
    "no body": having(body=""),
    "a lone surrogate in the body": edited("body", "heartbeat", "\udfff"),
    "an edited receipt": lambda file: {**file, "receipt": file["receipt"][:-2] + "AA"},
    "no receipt": having(receipt=""),
    "a receipt that is no ASCII": having(receipt="é"),
    "the receipt of another event": having(receipt=LOG.events[4].receipt),
    "another id": having(id=LOG.events[4].event.header.id),
    "another index": having(leaf_index=2),
    "an index beyond the tree": having(leaf_index=9),
    "another size": having(tree_size=8),
    "no hashes": having(hashes=[]),
    "a hash too few": lambda file: {**file, "hashes": file["hashes"][:-1]},
    "a hash too many": lambda file: {**file, "hashes": [*file["hashes"], file["hashes"][0]]},
    "hashes in another order": lambda file: {**file, "hashes": file["hashes"][::-1]},
    "a hash of another length": lambda file: {**file, "hashes": ["AAAA", *file["hashes"][1:]]},
    "a hash that is no base64": lambda file: {**file, "hashes": ["*", *file["hashes"][1:]]},
    "an edited checkpoint": edited("checkpoint", "\n9\n", "\n8\n"),
    "a checkpoint of another size": having(checkpoint=checkpoint(LOG, 8)),
    "a checkpoint of another tree": having(checkpoint=checkpoint(sealed(1, 8), 8)),
    "no checkpoint": having(checkpoint=""),
    "a signature of garbage": lambda file: {**file, "checkpoint": file["checkpoint"][:-10] + "AAAAAAAA=\n"},
}


@pytest.mark.parametrize("name", TAMPERED)
def test_an_edit_of_any_part_is_tampering(name: str) -> None:
    file = TAMPERED[name](GOOD)
    assert file != GOOD
    assert verdict(file) is Verdict.TAMPERED


def test_the_leaf_is_named() -> None:
    _, findings, _ = verified(TAMPERED["an edited body"](GOOD))
    assert findings.first_bad_leaf == 3


def test_a_node_does_not_pass_for_a_leaf() -> None:
    left, right = (leaf_hash(LOG.events[at].event.header_bytes) for at in (0, 1))
    forged = {**evidence(LOG, 0, 2), "hashes": [], "tree_size": 1, "leaf_index": 0}
    forged["checkpoint"] = signed_checkpoint(1, node_hash(left, right)).decode()
    forged["header"] = (left + right).decode("latin-1")
    assert verdict(forged) is Verdict.TAMPERED


INCONCLUSIVE: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"PK\x03\x04",
    "no UTF-8": json.dumps(GOOD).encode("utf-16"),
    "a list": b"[]",
    "a text": b'"lacre evidence v1"',
    "nothing": b"{}",
    "deep": b'{"format":' + b"[" * 200_000,
    "deep and whole": b'{"format":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a name twice": json.dumps(GOOD).replace("{", '{"id": "x", ', 1).encode(),
    "a format of later": json.dumps({**GOOD, "format": "lacre evidence v2"}).encode(),
    "a format of numbers": json.dumps({**GOOD, "format": 1}).encode(),
    "a field more": json.dumps({**GOOD, "verified": True}).encode(),
    "a field less": json.dumps({name: GOOD[name] for name in GOOD if name != "receipt"}).encode(),
    "a header that is an object": json.dumps({**GOOD, "header": {}}).encode(),
    "an index that is a text": json.dumps({**GOOD, "leaf_index": "3"}).encode(),
    "an index that is true": json.dumps({**GOOD, "leaf_index": True}).encode(),
    "an index with a fraction": json.dumps({**GOOD, "leaf_index": 3.0}).encode(),
    "an index below zero": json.dumps({**GOOD, "leaf_index": -1}).encode(),
    "an endless index": json.dumps(GOOD).replace('"leaf_index": 3', '"leaf_index": ' + "9" * 5000).encode(),
    "a large index": json.dumps({**GOOD, "leaf_index": 2**63}).encode(),
    "hashes that are a text": json.dumps({**GOOD, "hashes": "AAAA"}).encode(),
    "hashes that are numbers": json.dumps({**GOOD, "hashes": [1]}).encode(),
    "hashes without end": json.dumps({**GOOD, "hashes": GOOD["hashes"] * 100}).encode(),
    "cut off": json.dumps(GOOD).encode()[:-1],
    "too large": json.dumps({**GOOD, "body": "x" * 1024 * 1024}).encode(),
    "not a number": json.dumps(GOOD).replace('"leaf_index": 3', '"leaf_index": NaN').encode(),
}


@pytest.mark.parametrize("name", INCONCLUSIVE)
def test_what_is_no_evidence_shows_nothing(name: str) -> None:
    found, _, facts = verified(INCONCLUSIVE[name])
    assert (found, facts) == (Verdict.INCONCLUSIVE, {})


def test_a_key_that_is_not_trusted_shows_nothing() -> None:
    assert verdict(GOOD, keys=[OTHER]) is Verdict.INCONCLUSIVE
    assert verdict(GOOD, keys=[]) is Verdict.INCONCLUSIVE
    assert verdict(GOOD, keys=[OTHER, KEY]) is Verdict.VERIFIED


def test_an_edit_outweighs_an_unknown_key() -> None:
    assert verdict(TAMPERED["an edited body"](GOOD), keys=[OTHER]) is Verdict.TAMPERED


def test_a_right_signature_does_not_make_up_for_a_wrong_one() -> None:
    line = GOOD["checkpoint"].split("\n")[-2]
    raw = base64.b64decode(line.rsplit(" ", 1)[1])
    forged = base64.b64encode(OTHER.key_id + raw[4:]).decode()
    file = {**GOOD, "checkpoint": f"{GOOD['checkpoint']}— {ORIGIN} {forged}\n"}
    assert verdict(file) is Verdict.VERIFIED
    assert verdict(file, keys=[KEY, OTHER]) is Verdict.TAMPERED


def test_a_kept_checkpoint_of_the_same_size_has_the_same_root_or_the_log_is_forked() -> None:
    assert verdict(GOOD, checkpoint(LOG, 9)) is Verdict.VERIFIED
    fork = signed_checkpoint(9, bytes(32)).decode()
    assert verdict(GOOD, fork) is Verdict.TAMPERED
    assert "two roots for size 9" in messages(GOOD, fork)


@pytest.mark.parametrize("size", [4, 9])
def test_a_kept_checkpoint_of_another_size_is_not_answered_by_evidence(size: int) -> None:
    file = evidence(LOG, 3, 13 - size)
    assert verdict(file, checkpoint(LOG, size)) is Verdict.INCONCLUSIVE
    assert f"size {size} is not shown" in messages(file, checkpoint(LOG, size))


def test_a_kept_checkpoint_that_cannot_be_used_says_nothing_of_the_file() -> None:
    foreign = VerifierKey("other.example.com/log", private_key("other").public_key().public_bytes_raw())
    of_another_log = signed_checkpoint(9, LOG.root(), private_key("other"), foreign).decode()
    for kept in ("", "garbage", of_another_log, checkpoint(LOG, 9).replace("\n9\n", "\n8\n")):
        assert verdict(GOOD, kept, keys=[KEY]) is Verdict.INCONCLUSIVE
    assert "different logs" in messages(GOOD, of_another_log, keys=[KEY, foreign])
    assert verdict(GOOD, of_another_log, keys=[KEY, foreign]) is Verdict.INCONCLUSIVE


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_byte_of_a_file_can_be_changed_and_the_file_still_be_verified(data: st.DataObject) -> None:
    content = bytearray(json.dumps(GOOD, separators=(",", ":")).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    if _meaning(bytes(content)) != GOOD:
        assert verdict(bytes(content)) is not Verdict.VERIFIED


def _meaning(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None
