"""What is claimed of an export's data: `lacre export v1`, RFC 8785 JSON beside the CSV file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from lacre.exporting.columns import COLUMNS, SealedEvent
from lacre.model import canonical, moment
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.filters import Selection
from lacre.model.identifier import is_uuid
from lacre.tlog.checkpoint import stated_size

FORMAT = "lacre export v1"
MAXIMUM_BYTES = 256 * 1024
_FIELDS = {
    "format",
    "filters",
    "columns",
    "count",
    "first",
    "last",
    "data",
    "leaves",
    "tree_size",
    "checkpoint",
}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """Bytes that are not a manifest of this format; nothing can be held against what they claim."""


@dataclass(frozen=True)
class Place:
    """Which event stands in a row, and where in the log it is."""

    id: str
    recorded_at: str
    leaf: int

    @classmethod
    def of(cls, event: SealedEvent) -> "Place":
        return cls(event.header.id, event.header.recorded_at, event.leaf)


@dataclass(frozen=True)
class Leaves:
    """The stretch of the log that was gone through, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Manifest:
    """`count` rows, `length` bytes; `checkpoint` is the text of the archive's note for the tree of `tree_size` leaves.

    `leaves` is always the whole tree: an event of any period can be sealed late, so that no smaller stretch would
    show that none is missing. Rows are in the order of leaves.
    """

    selection: Selection
    count: int
    first: Place | None
    last: Place | None
    sha256: str
    length: int
    tree_size: int
    leaves: Leaves
    checkpoint: str
    columns: Sequence[str] = COLUMNS

    def as_object(self) -> dict[str, JsonValue]:
        return {
            "format": FORMAT,
            "filters": self.selection.as_object(),
            "columns": list(self.columns),
            "count": self.count,
            "first": _written(self.first),
            "last": _written(self.last),
            "data": {"sha256": self.sha256, "bytes": self.length},
            "leaves": _written(self.leaves),
            "tree_size": self.tree_size,
            "checkpoint": self.checkpoint,
        }

    def encode(self) -> bytes:
        """The canonical bytes. Raises ManifestError when they exceed 256 KiB: filters of that length find nothing."""
        content = canonical.encode(self.as_object())
        if len(content) > MAXIMUM_BYTES:
            raise ManifestError("the manifest exceeds 256 KiB")
        return content

    @classmethod
    def decode(cls, content: bytes) -> "Manifest":
        """Raises ManifestError for anything but the canonical bytes of a manifest."""
        if len(content) > MAXIMUM_BYTES:
            raise ManifestError("the manifest exceeds 256 KiB")
        try:
            return _read(canonical.decode(content))
        except ValueError as error:
            raise ManifestError(str(error)) from None

    def contradiction(self) -> str | None:
        """What the manifest says that cannot be so, whatever the log holds."""
        if self.columns != COLUMNS:
            return "the columns are not those of an export"
        if stated_size(self.checkpoint.encode()) != self.tree_size:
            return "the checkpoint is not that of a tree of tree_size leaves"
        if self.leaves != Leaves(0, self.tree_size - 1):
            return "the leaves are not all of the tree's"
        return None


def _read(given: JsonObject) -> Manifest:
    if given.get("format") != FORMAT:
        raise ValueError(f"the format is not {FORMAT!r}")
    if given.keys() != _FIELDS:
        raise ValueError("other fields than those of the format")
    data, leaves = _members(given, "data", {"sha256", "bytes"}), _members(given, "leaves", {"first", "last"})
    sha256, columns = _text(data, "sha256"), given["columns"]
    if not _SHA256.fullmatch(sha256):
        raise ValueError("sha256 is none")
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise ValueError("columns are no names")
    return Manifest(
        selection=Selection.from_object(_members(given, "filters")),
        count=_number(given, "count"),
        first=_place(given, "first"),
        last=_place(given, "last"),
        sha256=sha256,
        length=_number(data, "bytes"),
        tree_size=_number(given, "tree_size"),
        leaves=Leaves(_number(leaves, "first"), _number(leaves, "last")),
        checkpoint=_text(given, "checkpoint"),
        columns=tuple(columns),
    )


def _place(given: JsonObject, name: str) -> Place | None:
    if given[name] is None:
        return None
    members = _members(given, name, set(Place.__dataclass_fields__))
    place = Place(_text(members, "id"), _text(members, "recorded_at"), _number(members, "leaf"))
    moment.to_milliseconds(place.recorded_at)
    if not is_uuid(place.id):
        raise ValueError(f"{name} has an id that is none")
    return place


def _members(given: JsonObject, name: str, expected: set[str] | None = None) -> JsonObject:
    members: Any = given[name]
    if not isinstance(members, dict) or (expected is not None and members.keys() != expected):
        raise ValueError(f"{name} does not have the members that it must have")
    return cast("JsonObject", members)


def _text(given: JsonObject, name: str) -> str:
    value = given[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")  # noqa: TRY004 - one error for all that is no manifest
    return value


def _number(given: JsonObject, name: str) -> int:
    value = given[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{name} is no count")
    return value


def _written(part: Place | Leaves | None) -> JsonObject | None:
    return None if part is None else dict(vars(part))
