"""Cursors: where a search stopped, bound to its direction and filters; opaque to callers."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lacre.model import canonical
from lacre.model.refusal import Ground, Refusal
from lacre.tlog import strict_base64

_FIELDS = {"p", "d", "f"}
_DIGEST = re.compile(r"[0-9a-f]{32}")
MAXIMUM_LENGTH = 500
MAXIMUM_POSITION = 200


@dataclass(frozen=True)
class Cursor:
    """`position` is exclusive: the next page begins after it (or, descending, ends before it)."""

    position: str
    ascending: bool
    digest: str

    def encode(self) -> str:
        fields = {"p": self.position, "d": "asc" if self.ascending else "desc", "f": self.digest}
        return strict_base64.encode_url(canonical.encode(fields))

    @classmethod
    def decode(cls, text: str, *, ascending: bool, digest: str) -> "Cursor":
        """The cursor of the same search. Raises Refusal BAD_CURSOR for anything else."""
        try:
            cursor = cls._parsed(text)
        except ValueError:
            cursor = None
        if cursor is None or (cursor.ascending, cursor.digest) != (ascending, digest):
            raise Refusal(Ground.BAD_REQUEST, "BAD_CURSOR", "This is not a cursor of this search.")
        return cursor

    @classmethod
    def _parsed(cls, text: str) -> "Cursor":
        if len(text) > MAXIMUM_LENGTH:
            raise ValueError("too long")
        fields = canonical.decode(strict_base64.decode_url(text))
        position, direction, digest = fields.get("p"), fields.get("d"), fields.get("f")
        if set(fields) != _FIELDS or not isinstance(position, str) or not isinstance(digest, str):
            raise ValueError("other fields")
        if direction not in ("asc", "desc") or not _DIGEST.fullmatch(digest):
            raise ValueError("other values")
        _check_position(position)
        return cls(position, direction == "asc", digest)


def _check_position(position: str) -> None:
    """Raises ValueError. No stricter than the calendar needs: a row with a changed position must not end a search."""
    if len(position) > MAXIMUM_POSITION:
        raise ValueError("too long")
    datetime.strptime(position[:13], "%Y-%m-%dT%H").replace(tzinfo=UTC)
