"""What the bytes of a header must be, as one regular expression: faster than to parse and write them again.

A header's canonical form (RFC 8785) leaves no choice: all its fields, sorted by name, without spaces, and each text in
its one spelling. So a header is canonical exactly if this expression matches all of it and its times exist. `--deep`
holds it against `Header.decode`, which parses the bytes and writes them anew.
"""

import functools
import re
from dataclasses import fields
from typing import NamedTuple

from lacre.model import moment
from lacre.model.header import MAXIMUM_BYTES, SCHEMA, Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity

# Quote, backslash and control characters are escaped, each in one way; everything else stands for itself.
_PLAIN = r'[^"\\\x00-\x1f]*+'
_TEXT = rf'{_PLAIN}(?:\\(?:["\\bfnrt]|u00(?:0[0-7be-f]|1[0-9a-f])){_PLAIN})*+'
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
_SPECIAL = {
    "id": _UUID,
    "correlation_id": _UUID,
    "causation_id": _UUID,
    "recorded_at": _MOMENT,
    "occurred_at": _MOMENT,
    "source": "|".join(EventSource),
    "outcome": "|".join(Outcome),
    "event_type": "|".join(EventType),
    "severity": "|".join(Severity),
    "actor_type": "|".join(ActorType),
    "entity_type": "|".join(EntityType),
}
_GROUPS = frozenset(("checksum", "id", "occurred_at", "recorded_at"))


class Named(NamedTuple):
    """What of a header the rest of a line is held against; `recorded_at` is in ms since 1970."""

    id: str
    recorded_at: int
    checksum: str


def read_header(stored: bytes) -> Named | None:
    """What canonical header bytes name; None for all other bytes."""
    try:
        found = _HEADER.fullmatch(stored.decode()) if len(stored) <= MAXIMUM_BYTES else None
        if found is None:
            return None
        checksum, event_id, occurred_at, recorded_at = found.groups()
        if occurred_at:
            milliseconds(occurred_at)
        return Named(event_id, milliseconds(recorded_at), checksum)
    except ValueError:
        return None


def milliseconds(text: str) -> int:
    """Of a time that has the form of one, since 1970. Raises ValueError if there is no such time."""
    return _of_second(text[:20]) + int(text[20:23])


def header_expression(quote: str, text: str) -> str:
    """What canonical headers match, where `quote` matches their quotes, and `text` the inside of a free text.

    Its groups are checksum, id, occurred_at and recorded_at.
    """
    optional = {field.name: field.default is None for field in fields(Header)}
    members = [f"{quote}{name}{quote}:{_value(name, quote, text, optional[name])}" for name in sorted(optional)]
    return "{" + ",".join(members) + "}"


def _value(name: str, quote: str, text: str, is_optional: bool) -> str:
    if name == "schema":
        return str(SCHEMA)
    inside = _SPECIAL.get(name, text)
    value = f"{quote}({inside}){quote}" if name in _GROUPS else f"{quote}(?:{inside}){quote}"
    return f"(?:{value}|null)" if is_optional else value


@functools.lru_cache(maxsize=4096)
def _of_second(beginning: str) -> int:
    # Remembered by the second, which many events of a batch have in common.
    return moment.to_milliseconds(f"{beginning}000Z")


_HEADER = re.compile(header_expression('"', _TEXT))
