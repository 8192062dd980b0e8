"""A talk with one witness: a question, its answer held against its key, and once more if it knows a size better."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from lacre.ports.witnessing import Reply, WitnessAwayError, WitnessClient
from lacre.tlog.cosignature import open_cosignatures
from lacre.tlog.note import NoteError
from lacre.tlog.proofs import consistency_proof
from lacre.tlog.tiles import node_reader
from lacre.witnessing.statuses import CONFLICT, OK, SIZE_TYPE, UNPROCESSABLE
from lacre.witnessing.witness_list import WitnessAt

_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n")


@dataclass(frozen=True)
class Answered:
    """A witness cosigned, at `time` (seconds since 1970); `line` is its verified signature line."""

    name: str
    time: int
    line: str


@dataclass(frozen=True)
class Unanswered:
    """Nothing came of it, and it says nothing about the log. `is_overtaken`: the log itself has gone on meanwhile."""

    name: str
    reason: str
    is_overtaken: bool = False


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
        """`seen` is the size that the witness is believed to have cosigned last. Raises StoreUnavailableError."""
        try:
            reply = self._ask(witness, seen)
            told = _told_size(reply)
            if told is not None and told != seen:
                if told > self.size:
                    return self._overtaken(witness, told)
                seen = told
                reply = self._ask(witness, seen)
            return self._judged(witness, reply, seen)
        except (WitnessAwayError, _MissingTileError) as error:
            return Unanswered(witness.key.name, str(error))

    def _ask(self, witness: WitnessAt, old: int) -> Reply:
        return self.client.add_checkpoint(witness.url, request_body(old, self._proof(old), self.note))

    def _proof(self, old: int) -> list[bytes]:
        return consistency_proof(old, self.size, node_reader(self.size, self._tile)) if old else []

    def _tile(self, path: str) -> bytes:
        content = self.read(path)
        if content is None:
            raise _MissingTileError(f"{path} of the log is not there")
        return content

    def _overtaken(self, witness: WitnessAt, told: int) -> Said:
        # Read after the answer: what a witness saw was public before it was submitted.
        if self.published() >= told:
            return Unanswered(witness.key.name, "it has seen a later checkpoint already", is_overtaken=True)
        return Refused(witness.key.name, "it has seen more than this log holds", self.size, told)

    def _judged(self, witness: WitnessAt, reply: Reply, seen: int) -> Said:
        name = witness.key.name
        if reply.status == UNPROCESSABLE:
            return Refused(name, "it finds the checkpoint inconsistent with what it saw", self.size, seen)
        if reply.status == CONFLICT:
            return Unanswered(name, "it was asked by somebody else meanwhile", is_overtaken=True)
        if reply.status != OK:
            return Unanswered(name, f"it answered {reply.status}")
        try:
            text, found = open_cosignatures(self.note + reply.body, [witness.key])
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


class _MissingTileError(Exception):
    """The log's own tiles cannot make the proof: that is repaired elsewhere, and says nothing about the witness."""


def _told_size(reply: Reply) -> int | None:
    found = _SIZE.fullmatch(reply.body)
    is_size = reply.status == CONFLICT and reply.content_type == SIZE_TYPE and found
    return int(found[1]) if is_size and found else None
