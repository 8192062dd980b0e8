"""Key manifests: who may bring which keys into force, from which size on, and what changes nothing."""

import json
from dataclasses import replace

import pytest

from lacre.model.actor import system_actor
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event, checksum
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.tlog.key_manifest import (
    MAXIMUM_KEYS,
    Generation,
    in_force,
    manifest_of,
    open_manifest,
    rotated,
    write_manifest,
)
from lacre.tlog.note import NoteError, UnknownKeyError, VerifierKey, sign_note
from tests.fakes.signer import LocalSigner

ORIGIN = "lacre.example.com/test"
SIGNERS = {name: LocalSigner(name) for name in "abcdefghi"}
KEYS = {name: VerifierKey(ORIGIN, signer.public_key) for name, signer in SIGNERS.items()}
A, B, C = (KEYS[name] for name in "abc")
FIRST = (Generation(0, (A,)),)


def manifest(keys: str, by: str) -> bytes:
    return write_manifest(ORIGIN, [KEYS[name] for name in keys], KEYS[by], SIGNERS[by].sign)


def names(generations: tuple[Generation, ...]) -> list[tuple[int, str]]:
    known = {key: name for name, key in KEYS.items()}
    return [(one.first_size, "".join(known[key] for key in one.keys)) for one in generations]


def test_a_manifest_is_the_note_that_the_page_shows() -> None:
    text, _, signatures = manifest("ab", "a").decode().partition("\n\n")
    assert text == f"lacre key manifest v1\n{ORIGIN}\n{A.encode()}\n{B.encode()}"
    assert signatures.startswith(f"— {ORIGIN} ")
    assert open_manifest(manifest("ab", "a"), [A]) == (A, B)


def test_any_key_in_force_may_sign_it_and_no_other() -> None:
    assert open_manifest(manifest("c", "b"), [A, B]) == (C,)
    with pytest.raises(UnknownKeyError):
        open_manifest(manifest("c", "c"), [A, B])


def test_a_wrong_signature_of_a_key_in_force_spoils_a_right_one() -> None:
    note = manifest("c", "a") + manifest("b", "b").split(b"\n\n")[1]
    with pytest.raises(NoteError):
        open_manifest(note, [A, B])


@pytest.mark.parametrize("keys", [[], [A, A], list(KEYS.values()), [A, VerifierKey("other.example.com", b"k" * 32)]])
def test_keys_that_make_no_manifest_are_refused(keys: list[VerifierKey]) -> None:
    assert len(KEYS) > MAXIMUM_KEYS
    with pytest.raises(NoteError):
        write_manifest(ORIGIN, keys, A, SIGNERS["a"].sign)


@pytest.mark.parametrize(
    "text",
    [
        f"lacre key manifest v2\n{ORIGIN}\n{A.encode()}\n",
        f"lacre key manifest v1\nother.example.com\n{A.encode()}\n",
        f"lacre key manifest v1\n{ORIGIN}\n",
        f"lacre key manifest v1\n{ORIGIN}\n{A.encode()}\n{A.encode()}\n",
        f"lacre key manifest v1\n{ORIGIN}\n{A.encode()}\n\n",
        f"lacre key manifest v1\n{ORIGIN}\n {A.encode()}\n",
        f"lacre key manifest v1\n{ORIGIN}\n{VerifierKey('other.example.com', A.public_key).encode()}\n",
        f"{ORIGIN}\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    ],
)
def test_what_is_signed_and_no_manifest_brings_nothing_into_force(text: str) -> None:
    with pytest.raises(NoteError):
        open_manifest(sign_note(text, A, SIGNERS["a"].sign), [A])


def test_a_generation_counts_for_the_sizes_after_its_own() -> None:
    generations = (*FIRST, Generation(10, (A, B)), Generation(12, (B,)))
    signing = [in_force(generations, size).keys for size in (0, 1, 10, 11, 12, 13, 10**9)]
    assert signing == [(A,), (A,), (A,), (A, B), (A, B), (B,), (B,)]


def test_an_overlap_takes_two_steps() -> None:
    overlapping = rotated(FIRST, manifest("ab", "a"), 10)
    assert names(overlapping) == [(0, "a"), (10, "ab")]
    assert names(rotated(overlapping, manifest("b", "a"), 20)) == [(0, "a"), (10, "ab"), (20, "b")]
    assert names(rotated(overlapping, manifest("b", "b"), 20)) == [(0, "a"), (10, "ab"), (20, "b")]


def test_of_several_in_one_batch_the_last_counts_and_each_is_signed_by_what_was_in_force_before_it() -> None:
    one = rotated(FIRST, manifest("ab", "a"), 10)
    assert names(rotated(one, manifest("c", "a"), 10)) == [(0, "a"), (10, "c")]
    assert names(rotated(one, manifest("a", "a"), 10)) == [(0, "a")]
    with pytest.raises(UnknownKeyError):
        rotated(one, manifest("c", "b"), 10)


def test_what_is_in_force_already_changes_nothing() -> None:
    one = rotated(FIRST, manifest("ab", "a"), 10)
    assert rotated(one, manifest("ab", "b"), 20) == one


def test_a_public_manifest_cannot_be_brought_again() -> None:
    """{a} -> {a b} -> {a}, because b was stolen: whoever repeats the first manifest would put b back."""
    generations = rotated(rotated(FIRST, manifest("ab", "a"), 10), manifest("a", "a"), 20)
    assert names(generations) == [(0, "a"), (10, "ab"), (20, "a")]
    with pytest.raises(NoteError):
        rotated(generations, manifest("ab", "a"), 30)
    assert names(rotated(generations, manifest("ac", "a"), 30))[-1] == (30, "ac")


def leaf(**changes: object) -> Event:
    fields: dict[str, object] = {
        "action": "KEY_ROTATED",
        "actor": system_actor("archive"),
        "source": EventSource.SYSTEM,
        "entity_id": B.key_id.hex(),
        "ip_address": "system",
        "after": {"manifest": manifest("b", "a").decode()},
    }
    return compose(Draft(**{**fields, **changes}), Stamp.of(1_700_000_000_000, bytes(26)))  # type: ignore[arg-type] # a table of cases


def test_a_leaf_s_manifest_is_found_in_its_stored_bytes() -> None:
    event = leaf()
    assert manifest_of(event.header_bytes, event.body_bytes) == manifest("b", "a")


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "RULE_CHANGED"},
        {"source": EventSource.API},
        {"entity_type": EntityType.AUDIT},
        {"outcome": Outcome.FAILED},
        {"after": None},
        {"after": {}},
        {"after": {"manifest": 7}},
        {"before": {"manifest": "x"}, "after": {"other": "KEY_ROTATED"}},
    ],
)
def test_other_leaves_hold_none(changes: dict[str, object]) -> None:
    event = leaf(**changes)
    assert manifest_of(event.header_bytes, event.body_bytes) is None


def test_a_body_that_the_header_does_not_bind_holds_none() -> None:
    event = leaf()
    body = json.dumps({"after": {"manifest": "forged"}}, separators=(",", ":")).encode()
    assert manifest_of(event.header_bytes, body) is None
    bound = Event.of(replace(event.header, checksum=checksum(b"[]")), b"[]")
    assert manifest_of(bound.header_bytes, bound.body_bytes) is None
