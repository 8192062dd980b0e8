"""Two checkpoints that one log signed and that contradict each other, in one record that anybody can check.

Of one size they contradict by their roots. Of two sizes they do if a consistency proof leads to the later root, and
from another root than the earlier one: then the later tree does not begin with the earlier. A proof that leads to
neither proves nothing, since anybody can write one; such a record is kept all the same, for the log to answer.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.tlog import strict_base64
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint_of_any
from lacre.tlog.note import NoteError, VerifierKey
from lacre.tlog.proofs import ProofError, roots_from_consistency

FORMAT = "lacre fork v1"
MAXIMUM_BYTES = 256 * 1024


class NotProvenError(ValueError):
    """The record does not show that a log signed two histories."""


@dataclass(frozen=True)
class Evidence:
    """Two notes, the earlier first, and the consistency proof that was given from one to the other."""

    first: bytes
    second: bytes
    proof: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """A JSON object of `format`, the notes `first` and `second`, and `proof`, a list of base64."""
        proof = [base64.b64encode(one).decode() for one in self.proof]
        fields = {"format": FORMAT, "first": self.first.decode(), "second": self.second.decode(), "proof": proof}
        return json.dumps(fields, indent=1, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def decode(cls, record: bytes) -> "Evidence":
        """Raises NotProvenError."""
        if len(record) > MAXIMUM_BYTES:
            raise NotProvenError("the record is too large")
        try:
            fields = json.loads(record)
            if fields["format"] != FORMAT:
                raise NotProvenError(f"the record's format is not {FORMAT!r}")
            proof = tuple(strict_base64.decode(one) for one in fields["proof"])
            return cls(fields["first"].encode(), fields["second"].encode(), proof)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise error if isinstance(error, NotProvenError) else NotProvenError("not a record of two notes") from None


@dataclass(frozen=True)
class Fork:
    """What the two notes say: different roots for `size`, in the trees of which one was signed as `larger` leaves."""

    origin: str
    size: int
    larger: int
    signed_root: bytes
    other_root: bytes


def prove_fork(evidence: Evidence, keys: Sequence[VerifierKey]) -> Fork:
    """The contradiction that the record shows, under keys of the log. Raises NotProvenError."""
    first, second = (_opened(note, keys) for note in (evidence.first, evidence.second))
    if first.origin != second.origin:
        raise NotProvenError("the two checkpoints are of different logs")
    other = _root_of_first_in_second(first, second, evidence.proof)
    if other == first.root:
        raise NotProvenError("the two checkpoints do not contradict each other")
    return Fork(first.origin, first.size, second.size, first.root, other)


def _opened(note: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    try:
        return open_checkpoint_of_any(note, keys)[0]
    except NoteError as error:
        raise NotProvenError(f"a checkpoint of the record is not the log's: {error}") from None


def _root_of_first_in_second(first: Checkpoint, second: Checkpoint, proof: Sequence[bytes]) -> bytes:
    """What the later tree holds at the earlier size."""
    if first.size == second.size:
        return second.root
    if not 0 < first.size < second.size:
        raise NotProvenError("the record's first checkpoint is not the earlier one")
    try:
        from_first, from_second = roots_from_consistency(first.size, second.size, first.root, proof)
    except ProofError as error:
        raise NotProvenError(f"the proof between the two checkpoints is none: {error}") from None
    if from_second != second.root or any(len(one) != len(second.root) for one in proof):
        raise NotProvenError("the proof does not lead to the later checkpoint, so that it says nothing")
    return from_first
