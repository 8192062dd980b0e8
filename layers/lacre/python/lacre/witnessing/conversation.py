"""A talk with one witness: a question, its answer held against its key, and again if it knows the size better."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.witnessing import Reply, WitnessAwayError, WitnessClient
from lacre.tlog.cosignature import CosignerKey, open_cosignatures
from lacre.tlog.note import NoteError
from lacre.witnessing.growth import DamagedLogError, Growth
from lacre.witnessing.statuses import CONFLICT, OK, SIZE_TYPE, UNPROCESSABLE
from lacre.witnessing.witness_list import WitnessAt

QUESTIONS = 3
"""A witness tells its size at the first; a second one of ours may have moved it by the second."""
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n")


@dataclass(frozen=True)
class Answered:
    """A witness cosigned, at `time` (seconds since 1970); `line` is its verified signature line."""

    name: str
    time: int
    line: str


@dataclass(frozen=True)
class Unanswered:
    """Nothing came of it, and the witness says nothing about the log.

    `is_overtaken`: the log itself has gone on meanwhile. `is_damaged`: it was not asked, since our tiles prove nothing.
    """

    name: str
    reason: str
    is_overtaken: bool = False
    is_damaged: bool = False


@dataclass(frozen=True)
class Refused:
    """A witness says that this checkpoint is not what follows from what it saw at `seen`: a fork, or a cut-off log."""

    name: str
    reason: str
    size: int
    seen: int


Said = Answered | Unanswered | Refused


@dataclass(frozen=True)
class Conversation:
    """About the checkpoint `note` of `size`; `read` reads the log's tiles, `published` the size that is public now."""

    client: WitnessClient
    read: Callable[[str], bytes | None]
    published: Callable[[], int]
    note: bytes
    size: int

    def hold(self, witness: WitnessAt, seen: int) -> Said:
        """`seen` is the size that the witness is believed to have cosigned last."""
        name = witness.key.name
        try:
            return self._held(witness, seen)
        except DamagedLogError as error:
            return Unanswered(name, f"the log's own tiles do not give the proof: {error}", is_damaged=True)
        except (WitnessAwayError, StoreUnavailableError) as error:
            return Unanswered(name, str(error))

    def _held(self, witness: WitnessAt, seen: int) -> Said:
        for _ in range(QUESTIONS):
            reply = self._ask(witness, seen)
            told = _told_size(reply)
            if told is None or told == seen:
                return self._judged(witness.key, reply, seen, told)
            if told > self.size:
                return self._ahead(witness, told)
            seen = told
        is_overtaken = self.published() > self.size
        return Unanswered(witness.key.name, "it was asked by somebody else meanwhile", is_overtaken)

    def _ask(self, witness: WitnessAt, old: int) -> Reply:
        proof = Growth(self.read, self.note, self.size).since(old)
        return self.client.add_checkpoint(witness.url, request_body(old, proof, self.note))

    def _ahead(self, witness: WitnessAt, told: int) -> Said:
        # Read after the answer: what a witness saw was public before it was submitted.
        if self.published() >= told:
            return Unanswered(witness.key.name, "it has seen a later checkpoint already", is_overtaken=True)
        return Refused(witness.key.name, "it has seen more than this log holds", self.size, told)

    def _judged(self, key: CosignerKey, reply: Reply, seen: int, told: int | None) -> Said:
        name = key.name
        if reply.status == UNPROCESSABLE:
            return Refused(name, "it finds the checkpoint inconsistent with what it saw", self.size, seen)
        if told == self.size:
            # C2SP lets a witness say so too: the size is right, so that it is the root which is not what it saw.
            return Refused(name, "it saw another root of this very size", self.size, seen)
        if reply.status != OK:
            return Unanswered(name, f"it answered {reply.status}")
        try:
            text, found = open_cosignatures(self.note + reply.body, [key])
        except NoteError as error:
            return Unanswered(name, f"its answer cannot be used: {error}")
        # An empty line in the answer would make a longer text of the note, and a good signature of that a bad one here.
        if not found or not self.note.startswith(f"{text}\n—".encode()):
            return Unanswered(name, "its answer bears no signature of its key")
        return Answered(name, found[0].time, found[0].line)


def request_body(old: int, proof: list[bytes], note: bytes) -> bytes:
    """What add-checkpoint takes: the old size, a consistency proof from it, and the checkpoint."""
    lines = [f"old {old}", *(base64.b64encode(one).decode() for one in proof)]
    return "\n".join(lines).encode() + b"\n\n" + note


def _told_size(reply: Reply) -> int | None:
    media_type = reply.content_type.partition(";")[0].strip().lower()
    found = _SIZE.fullmatch(reply.body)
    return int(found[1]) if reply.status == CONFLICT and media_type == SIZE_TYPE and found else None
