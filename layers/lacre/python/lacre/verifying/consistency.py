"""A consistency proof kept as a file: that one signed tree of the log is the beginning of a later one.

Either both checkpoints stand in the file, or it is the log's own answer, which names two sizes and brings the current
checkpoint; the auditor then brings the one that was kept.
"""

import base64
from collections.abc import Sequence

from lacre.tlog.proofs import ProofError, check_consistency
from lacre.verifying.proof_file import Fields, ProofFileError
from lacre.verifying.signed_roots import SignedRoots

FORMAT = "lacre consistency v1"
Facts = dict[str, str | int | None]

_OF_TWO_CHECKPOINTS = frozenset({"format", "first", "second", "hashes"})
_OF_AN_ANSWER = _OF_TWO_CHECKPOINTS | {"checkpoint"}


def check_consistency_file(fields: Fields, signed: SignedRoots, kept: Sequence[bytes]) -> Facts:
    """Check a file of either form; what it shows. Raises ProofFileError for a file of neither."""
    is_answer = "checkpoint" in fields.content
    fields.only(_OF_AN_ANSWER if is_answer else _OF_TWO_CHECKPOINTS)
    sizes = _sizes_of_answer(fields, signed) if is_answer else _sizes_of_checkpoints(fields, signed)
    if sizes is None:
        return {}
    signed.keep(kept)
    first, second = sizes
    if not 0 < first <= second:
        raise ProofFileError("the file proves nothing: it takes a first size above 0 that is not above the second")
    if not _has_both(signed, first, second):
        return {}
    old, new = signed.by_size[first], signed.by_size[second]
    try:
        check_consistency(first, second, old.root, new.root, fields.hashes("hashes"))
    except ProofError as error:
        signed.findings.tampered(f"the tree of {first} leaves is not shown to be the beginning of {second}: {error}")
    signed.tell_unused(first, second)
    return {
        "log": new.origin,
        "first size": first,
        "first root": base64.b64encode(old.root).decode(),
        "second size": second,
        "second root": base64.b64encode(new.root).decode(),
    }


def _sizes_of_answer(fields: Fields, signed: SignedRoots) -> tuple[int, int] | None:
    first, second = fields.number("first"), fields.number("second")
    return (first, second) if signed.open(fields.stored("checkpoint"), "the checkpoint") else None


def _sizes_of_checkpoints(fields: Fields, signed: SignedRoots) -> tuple[int, int] | None:
    opened = []
    for name in ("first", "second"):
        one = fields.fields(name)
        one.only(frozenset({"checkpoint"}))
        opened.append(signed.open(one.stored("checkpoint"), f"the {name} checkpoint"))
    first, second = opened
    return (first.size, second.size) if first and second else None


def _has_both(signed: SignedRoots, first: int, second: int) -> bool:
    missing = [size for size in (first, second) if size not in signed.by_size]
    for size in missing:
        signed.findings.inconclusive(f"there is no checkpoint of size {size}: bring the one that you kept")
    return not missing
