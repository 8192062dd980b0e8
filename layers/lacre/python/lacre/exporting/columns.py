"""A CSV row of an event: all of its header and body, so that the row gives back the bytes that were hashed.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), UTF-8 after a byte order mark, lines end in CR LF, and a cell is
quoted only where it holds a quote, a comma, CR or LF: one event and leaf, one row of bytes.

No cell is run by a spreadsheet as a formula (https://owasp.org/www-community/attacks/CSV_Injection). A cell begins at
its first character, and again after each semicolon, tab, CR and LF in it: a program that takes one of those for the
separator would begin a cell there. Where what begins is, after spaces, neither one of A-Z a-z 0-9 : U+00C0-U+024F nor
`{"` nor `{}`, an apostrophe goes before it. To read a cell back, take one apostrophe away at each such place.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from lacre.model import canonical
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.event import Body, Event, checksum
from lacre.model.header import Header

_HEADER_COLUMNS = (
    "recorded_at",
    "id",
    "action",
    "attempted_action",
    "outcome",
    "severity",
    "event_type",
    "actor_type",
    "actor_id",
    "actor_role",
    "entity_type",
    "entity_id",
    "ip_address",
    "province",
    "district",
    "occurred_at",
    "source",
    "session_id",
    "correlation_id",
    "causation_id",
    "checksum",
    "schema",
)
_TEXT_COLUMNS = ("description", "actor_name", "trace_id", "nonce")
_JSON_COLUMNS = ("reason", "before", "after", "request")
COLUMNS = ("leaf", *_HEADER_COLUMNS, *_TEXT_COLUMNS, *_JSON_COLUMNS)
HEAD = b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"
"""The byte order mark and the line of the columns' names."""

_UNSAFE_BEGIN = re.compile(r'(?:\A|(?<=[;\t\r\n]))(?! *(?:[A-Za-z0-9:\u00c0-\u024f]|\{["}]))')
_TO_QUOTE = re.compile(r'[",\r\n]')
_AS_IT_IS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .:_#/-]*")
"""Most cells: nothing in them is defused or quoted, and to see that at once takes a third of the time."""

_of_header = attrgetter(*_HEADER_COLUMNS)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


@dataclass(frozen=True)
class SealedEvent:
    """An event that has been read, and the index of its leaf."""

    leaf: int
    header: Header
    body: JsonObject

    @classmethod
    def of(cls, leaf: int, event: Event) -> "SealedEvent":
        """Raises NotCanonicalError for a body that is none, or not the one that the header's checksum binds."""
        if checksum(event.body_bytes) != event.header.checksum:
            raise canonical.NotCanonicalError("the header's checksum is not that of the body")
        body = canonical.decode(event.body_bytes)
        if body.keys() != Body.__dataclass_fields__.keys():
            raise canonical.NotCanonicalError("not a body: it has other fields")
        return cls(leaf, event.header, body)


def row(event: SealedEvent) -> bytes:
    """The line of an event, its end included."""
    return ",".join(cells(event)).encode() + b"\r\n"


def cells(event: SealedEvent) -> Sequence[str]:
    """The cells in the order of the columns, as they stand in the file.

    What is null is an empty cell; an empty text is an apostrophe. An object is its RFC 8785 text.
    """
    texts = (str(event.leaf), *_of_header(event.header))
    members = [event.body[name] for name in _TEXT_COLUMNS]
    objects = [event.body[name] for name in _JSON_COLUMNS]
    return [*map(_text_cell, (*texts, *members)), *map(_json_cell, objects)]


def defused(text: str) -> str:
    """A text that no spreadsheet runs, with apostrophes where one could."""
    return _UNSAFE_BEGIN.sub("'", text)


def _text_cell(value: JsonValue) -> str:
    # A recorder gone astray can have sealed another value than a text: it is shown as the JSON that it is.
    if isinstance(value, str):
        return value if _AS_IT_IS.fullmatch(value) else _quoted(defused(value))
    return _json_cell(value)


def _json_cell(value: JsonValue) -> str:
    return "" if value is None else _quoted(defused(_canonical(value)))


def _canonical(value: JsonValue) -> str:
    # A value of canonical bytes has no floats and its keys in order: so this is RFC 8785, ten times as fast.
    return _ENCODER.encode(value)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _TO_QUOTE.search(cell) else cell
