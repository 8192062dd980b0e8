"""What a log sends to add-checkpoint (C2SP tlog-witness), taken apart and bounded; nothing in it is believed yet."""

import re
from dataclasses import dataclass

from lacre.tlog import strict_base64
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.note import MAXIMUM_BYTES as MAXIMUM_NOTE_BYTES
from lacre.tlog.note import NoteError, split_note

MAXIMUM_PROOF = 63
MAXIMUM_TEXT_BYTES = 4000
"""KMS signs messages of 4,096 bytes at most, and a cosignature's message is the text under two lines."""
_MAXIMUM_HEAD_BYTES = 4096
MAXIMUM_BYTES = _MAXIMUM_HEAD_BYTES + MAXIMUM_NOTE_BYTES

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class RequestError(ValueError):
    """A request that is not what add-checkpoint takes."""


@dataclass(frozen=True)
class Request:
    """`origin` and `text` are what the note states, `note` the note itself, its signatures unchecked."""

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes
    text: str

    @property
    def origin(self) -> str:
        return self.text.partition("\n")[0]


def read_request(body: bytes) -> Request:
    """Raises RequestError."""
    if len(body) > MAXIMUM_BYTES:
        raise RequestError("the request is too large")
    head, separator, note = body.partition(b"\n\n")
    if not separator or len(head) > _MAXIMUM_HEAD_BYTES:
        raise RequestError("there is no empty line between proof and checkpoint")
    first, *lines = _lines(head)
    found = _OLD.fullmatch(first)
    if not found:
        raise RequestError("the first line is not the old size")
    if len(lines) > MAXIMUM_PROOF:
        raise RequestError(f"the proof has more than {MAXIMUM_PROOF} lines")
    return Request(int(found[1]), tuple(_hash(line) for line in lines), note, _text(note))


def _lines(head: bytes) -> list[str]:
    try:
        return head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise RequestError("the old size or the proof is not ASCII") from None


def _hash(line: str) -> bytes:
    try:
        one = strict_base64.decode(line)
    except ValueError:
        raise RequestError("a line of the proof is not base64") from None
    if len(one) != HASH_BYTES:
        raise RequestError("a line of the proof does not hold 32 bytes")
    return one


def _text(note: bytes) -> str:
    try:
        text, _ = split_note(note)
    except NoteError as error:
        raise RequestError(str(error)) from None
    if len(text.encode()) > MAXIMUM_TEXT_BYTES:
        raise RequestError("the checkpoint's text is too large")
    return text
