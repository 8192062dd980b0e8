"""What an auditor asks beyond "is it whole?": some leaves, an event, a receipt, and whether the log is up to date."""

from collections.abc import Set
from dataclasses import dataclass
from typing import BinaryIO

from lacre.model import moment
from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.receipt import Receipt
from lacre.verifying.lines import Scope
from lacre.verifying.verdict import Verdict
from lacre.verifying.walk import Located, Walk

CLOCKS_APART_MS = 120_000
"""So far the clocks of the log and of the auditor may be apart."""


@dataclass(frozen=True)
class Export:
    """An export's manifest and its data, a buffered file."""

    manifest: bytes
    data: BinaryIO


@dataclass(frozen=True)
class Document:
    """An export's official document, and the certificates (PEM) that the auditor trusts for its signature."""

    content: bytes
    roots: bytes | None


@dataclass(frozen=True)
class Question:
    """What the auditor brings.

    `not_older_than` is the time (ms since 1970) that the newest event must reach, `as_of` the time that it was counted
    from, `authority` the certificates (PEM) of the timestamp authority. With `leaves`, only those are looked at one by
    one.
    """

    receipt_keys: tuple[bytes, ...] = ()
    kept_checkpoints: tuple[bytes, ...] = ()
    event_id: str | None = None
    receipt: Receipt | None = None
    leaves: range | None = None
    not_older_than: int | None = None
    as_of: int | None = None
    witnesses: tuple[CosignerKey, ...] = ()
    authority: bytes | None = None
    export: Export | None = None
    document: Document | None = None
    deep: bool = False

    @property
    def wanted(self) -> Set[str]:
        """The events to be located on the way."""
        return {one for one in (self.event_id, self.receipt.event_id if self.receipt else None) if one}

    @property
    def scope(self) -> Scope:
        return Scope(self.receipt_keys, self.deep, self.leaves)


def answer(question: Question, walk: Walk) -> list[str]:
    """Answer what was asked; what cannot be answered with yes becomes a finding."""
    answers = []
    if question.leaves:
        answers.append(_leaves(question.leaves, walk))
    if question.event_id:
        answers.append(_event(question.event_id, walk))
    if question.receipt:
        answers.append(_receipt(question.receipt, walk))
    if question.not_older_than is not None:
        answers.append(_freshness(question.not_older_than, question.as_of, walk))
    return answers


def _leaves(leaves: range, walk: Walk) -> str:
    first, last, size = leaves[0], leaves[-1], walk.proven.size
    is_bad = _is_accused(walk, leaves)
    if last < size:
        return f"leaves {first} to {last}: {_under(size, is_bad=is_bad)}"
    walk.findings.inconclusive(f"leaves {max(first, size)} to {last} are not in the part of the log that is proven")
    if first < size:
        return f"leaves {first} to {size - 1}: {_under(size, is_bad=is_bad)}; leaves {size} to {last}: not proven"
    return f"leaves {first} to {last}: not proven"


def _under(size: int, *, is_bad: bool) -> str:
    bad = "; some of it is bad, see what was found" if is_bad else ""
    return f"their hashes are under the signed root of size {size}, and each line was checked{bad}"


def _event(event_id: str, walk: Walk) -> str:
    located = _proven(event_id, walk)
    if located is None:
        walk.findings.inconclusive(f"the event {event_id} is not in the part of the log that is proven")
        return f"event {event_id}: not found"
    return f"event {event_id}: leaf {located.index}, {located.leaf_hash.hex()}, in {located.batch}"


def _receipt(receipt: Receipt, walk: Walk) -> str:
    located = _proven(receipt.event_id, walk)
    due = moment.to_text(receipt.sealed_by)
    if located and located.leaf_hash == receipt.leaf_hash:
        return f"receipt of event {receipt.event_id}: redeemed by leaf {located.index}"
    if located:
        walk.findings.tampered("the log holds another leaf than the receipt was given for", located.index)
        return f"receipt of event {receipt.event_id}: the log holds other bytes at leaf {located.index}"
    # One recorder's clock may be fast: a single batch does not show that the time had come.
    went_on = len(walk.latest) == 2 and min(walk.latest) >= receipt.sealed_by
    if went_on and not _is_accused(walk, range(walk.proven.size)):
        walk.findings.tampered(
            f"a signed receipt promised the event {receipt.event_id} by {due}; two batches of the log hold events that "
            "were recorded since, and the log left it out"
        )
        return f"receipt of event {receipt.event_id}: promised by {due}, and broken"
    walk.findings.inconclusive(
        f"the event {receipt.event_id}, promised by {due}, is not in what is proven here"
        + ("" if went_on else ", and no two batches hold events that were recorded since")
    )
    return f"receipt of event {receipt.event_id}: not found"


def _freshness(not_older_than: int, as_of: int | None, walk: Walk) -> str:
    newest = "none" if walk.newest is None else moment.to_text(walk.newest)
    if walk.newest is None or walk.newest < not_older_than:
        walk.findings.inconclusive(f"stale: the newest event is of {newest}, before {moment.to_text(not_older_than)}")
    elif as_of is not None and walk.newest > as_of + CLOCKS_APART_MS:
        walk.findings.inconclusive(
            f"the newest event is of {newest}, and it is {moment.to_text(as_of)}: one of the clocks is wrong, and how "
            "fresh the log is cannot be told"
        )
    return f"newest event: {newest}; it must not be older than {moment.to_text(not_older_than)}"


def _is_accused(walk: Walk, leaves: range) -> bool:
    """Whether something of these leaves may be tampered with: what names no leaf, or was not kept, may be of them."""
    findings = walk.findings
    if findings.omitted:
        return findings.verdict is Verdict.TAMPERED
    return any(one.verdict is Verdict.TAMPERED and (one.leaf is None or one.leaf in leaves) for one in findings.kept)


def _proven(event_id: str, walk: Walk) -> Located | None:
    located = walk.located.get(event_id)
    return located if located and located.index < walk.proven.size else None
