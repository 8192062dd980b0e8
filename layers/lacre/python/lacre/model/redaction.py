"""Redaction by allow-list, before the first byte is hashed (ADR 6): Object Lock would make a leak permanent."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate

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
_GROUPED = re.compile(r"(?<!\d)\d++(?:[ .-]\d++)+", re.ASCII)
"""Digits in groups, as people write card numbers. Each run is looked at once, however long a hostile one is."""

_CARD_LIKE = re.compile(r"\d(?:[ .-]?\d){12}", re.ASCII)
_CARD_DIGITS = range(13, 20)
"""How many digits a card number has (ISO/IEC 7812-1)."""

_DIGIT = re.compile(r"\d")
_HINT = re.compile(r"\d{6}|[A-Za-z0-9_-]{24}|\d(?:[ .-]\d|\d){12}|eyJ|lcr_")
"""Every text that looks like a secret holds one of these, and few others do: most texts are looked at once."""

_MAXIMUM_TEXT = 2_000
_TILE = re.compile(
    r"(?:(?:entries|[0-9]{1,2})/)?(?:x[0-9]{3}/){0,6}[0-9]{3}\.p/[0-9]{1,3}|[0-9]{1,2}/(?:x[0-9]{3}/){0,6}[0-9]{3}"
)
"""An address in the log: its digits stand in groups of three at most, so that no PIN fits into one."""

_MAXIMUM_UNKNOWN = 20
_ROOM = 1024 * 1024
_ROOM_OF_VALUE = 16
"""How much of a body is looked at: letters, and so many for each value. Of what comes after, its number is kept."""


def looks_secret(text: str) -> bool:
    """Whether a text could be a PIN, a card number, an API key or a token that was put into the wrong field."""
    if not _HINT.search(text) or _UUID.fullmatch(text) or _PHONE.fullmatch(text):
        return False
    if not _DIGIT.search(text):
        return bool(_TOKEN.search(text))
    if _DIGITS.search(text) or _PIN.search(text) or _TOKEN.search(text):
        return True
    bare = _UUID.sub("", text)
    if _CARD_LIKE.search(bare) and _holds_card_number(bare):
        return True
    words = (found.group() for found in _WORD.finditer(bare))
    return any(any(c.isdigit() for c in word) and any(c.isalpha() for c in word) for word in words)


def _holds_card_number(text: str) -> bool:
    return any(_is_card_number_among(re.split(r"\D", found.group())) for found in _GROUPED.finditer(text))


def _is_card_number_among(groups: Sequence[str]) -> bool:
    """Whether neighbouring groups make a number with a check digit by the formula of Luhn (ISO/IEC 7812-1, annex B)."""
    edges = [0, *accumulate(map(len, groups))]
    digits = [int(digit) for digit in "".join(groups)]
    # Sums up to each place, those of a parity taken as they are and the others doubled: thousands of numbers may begin
    # in a hostile text, and each is then looked at in no time.
    sums = [[0, *accumulate(_weighed(digits, parity))] for parity in (0, 1)]
    ends = frozenset(edges)
    return any(
        (sums[1 - end % 2][end] - sums[1 - end % 2][start]) % 10 == 0
        for start in edges
        for end in range(start + _CARD_DIGITS.start, start + _CARD_DIGITS.stop)
        if end in ends
    )


def _weighed(digits: Sequence[int], parity: int) -> Iterator[int]:
    return (digit if place % 2 == parity else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits))


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
    return _Redaction().value(body, shape)


class _Redaction:
    """Of one body: a hostile one is not looked at for ever."""

    def __init__(self) -> None:
        self._room = _ROOM

    def value(self, value: object, shape: Shape) -> JsonValue:
        self._room -= _ROOM_OF_VALUE
        if isinstance(value, list):
            return self._members(value, lambda member: self.value(member, shape))
        return self._object(value, shape) if isinstance(value, Mapping) else withheld(value)

    def _object(self, fields: Mapping[str, object], shape: Shape) -> JsonValue:
        kept: dict[str, JsonValue] = {}
        unknown: list[JsonValue] = []
        beyond = 0
        for name, value in fields.items():
            declared = shape.get(name)
            if declared is None:
                beyond += len(unknown) >= _MAXIMUM_UNKNOWN
                unknown += [withheld(value)] if len(unknown) < _MAXIMUM_UNKNOWN else []
            elif isinstance(declared, Mapping):
                kept[name] = self.value(value, declared)
            elif declared is Field.KEPT:
                kept[name] = self._scalar(value)
        unknown += [f"[withheld: {beyond} more]"] if beyond else []
        return {**kept, "unknown_fields": unknown} if unknown else kept

    def _members(self, members: Sequence[object], keep: Callable[[object], JsonValue]) -> list[JsonValue]:
        kept: list[JsonValue] = []
        for place, member in enumerate(members):
            if self._room <= 0:
                return [*kept, f"[withheld: {len(members) - place} more]"]
            kept.append(keep(member))
        return kept

    def _scalar(self, value: object) -> JsonValue:
        self._room -= _ROOM_OF_VALUE
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return withheld(value) if abs(value) >= 10**9 or looks_secret(str(value)) else value
        if isinstance(value, str):
            self._room -= min(len(value), _MAXIMUM_TEXT)
            return screened(value)
        return self._members(value, self._scalar) if isinstance(value, list) else withheld(value)


def recordable_id(text: str) -> str:
    """An id from a path as it may be recorded: ours, short numbers, tiles (enumeration shows), else its length."""
    if _UUID.fullmatch(text) or _TILE.fullmatch(text) or (re.fullmatch(r"[0-9]{1,9}", text) and not looks_secret(text)):
        return text
    return withheld(text)
