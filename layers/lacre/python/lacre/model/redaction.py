"""Redaction by allow-list, before the first byte is hashed (ADR 6): Object Lock would make a leak permanent."""

import re
from collections.abc import Mapping
from enum import Enum

from lacre.model.canonical import JsonValue


class Field(Enum):
    """What a route's model declares of one field."""

    KEPT = "kept"
    SECRET = "dropped"  # noqa: S105 - a word for a field, no secret


Shape = Mapping[str, "Field | Shape"]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PHONE = re.compile(r"\+\d{8,15}")
_DIGITS = re.compile(r"\d{12,}")
_WORD = re.compile(r"[A-Za-z0-9_-]{24,}")
_PIN = re.compile(r"(?<!\d)\d{6}(?!\d)", re.ASCII)
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8,}|lcr_[A-Za-z0-9_-]+")
_GROUPED = re.compile(r"\d+(?:[ .-]\d+)+", re.ASCII)
"""Digits in groups, as people write card numbers."""

_CARD_DIGITS = range(13, 20)
"""How many digits a card number has (ISO/IEC 7812-1)."""

_MAXIMUM_TEXT = 2_000
_TILE = re.compile(
    r"(?:(?:entries|[0-9]{1,2})/)?(?:x[0-9]{3}/){0,6}[0-9]{3}\.p/[0-9]{1,3}|[0-9]{1,2}/(?:x[0-9]{3}/){0,6}[0-9]{3}"
)
"""An address in the log: its digits stand in groups of three at most, so that no PIN fits into one."""

_MAXIMUM_MEMBERS = 1_000
_MAXIMUM_UNKNOWN = 20


def looks_secret(text: str) -> bool:
    """Whether a text could be a PIN, a card number, an API key or a token that was put into the wrong field."""
    if _UUID.fullmatch(text) or _PHONE.fullmatch(text):
        return False
    if _DIGITS.search(text) or _PIN.search(text) or _TOKEN.search(text) or _holds_card_number(text):
        return True
    words = (found.group() for found in _WORD.finditer(_UUID.sub("", text)))
    return any(any(c.isdigit() for c in word) and any(c.isalpha() for c in word) for word in words)


def _holds_card_number(text: str) -> bool:
    for found in _GROUPED.finditer(_UUID.sub("", text)):
        groups = re.split(r"\D", found.group())
        for first in range(len(groups)):
            number = ""
            for group in groups[first : first + max(_CARD_DIGITS)]:
                number += group
                if len(number) in _CARD_DIGITS and _has_check_digit(number):
                    return True
    return False


def _has_check_digit(number: str) -> bool:
    """By the formula of Luhn (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(int(digit) for digit in number[-1::-2]) + sum(doubled)) % 10 == 0


def screened(text: str) -> str:
    """The text, or only its length where it looks like a secret or is longer than a record needs."""
    if len(text) > _MAXIMUM_TEXT or looks_secret(text):
        return withheld(text)
    return text.encode("utf-8", "replace").decode("utf-8")


def withheld(value: object) -> str:
    """The type and the length of a value, and nothing else of it."""
    if isinstance(value, str):
        return f"[withheld: text of {len(value)}]"
    if isinstance(value, Mapping | list | tuple):
        return f"[withheld: {'object' if isinstance(value, Mapping) else 'array'} of {len(value)}]"
    return f"[withheld: {type(value).__name__}]"


def redact(body: object, shape: Shape) -> JsonValue:
    """What may be kept of a request body: the declared fields that are not secret, each screened.

    Unknown fields are kept as type and length, without their names, since a name can be a secret too.
    """
    if isinstance(body, list):
        return [redact(member, shape) for member in body[:_MAXIMUM_MEMBERS]]
    if not isinstance(body, Mapping):
        return withheld(body)
    kept: dict[str, JsonValue] = {}
    unknown: list[JsonValue] = []
    for name, value in body.items():
        declared = shape.get(name)
        if declared is None:
            unknown.append(withheld(value))
        elif isinstance(declared, Mapping):
            kept[name] = redact(value, declared)
        elif declared is Field.KEPT:
            kept[name] = _scalar(value)
    if len(unknown) > _MAXIMUM_UNKNOWN:
        unknown = [*unknown[:_MAXIMUM_UNKNOWN], f"[withheld: {len(unknown) - _MAXIMUM_UNKNOWN} more]"]
    return {**kept, "unknown_fields": unknown} if unknown else kept


def _scalar(value: object) -> JsonValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return withheld(value) if abs(value) >= 10**9 or looks_secret(str(value)) else value
    if isinstance(value, str):
        return screened(value)
    if isinstance(value, list):
        return [_scalar(member) for member in value[:_MAXIMUM_MEMBERS]]
    return withheld(value)


def recordable_id(text: str) -> str:
    """An id from a path as it may be recorded: ours, short numbers, tiles (enumeration shows), else its length."""
    if _UUID.fullmatch(text) or _TILE.fullmatch(text) or (re.fullmatch(r"[0-9]{1,9}", text) and not looks_secret(text)):
        return text
    return withheld(text)
