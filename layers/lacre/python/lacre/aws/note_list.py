"""Notes as an attribute: a list of maps."""

from collections.abc import Mapping, Sequence
from typing import Any

from lacre.ports.notes import Note


def stored_notes(notes: Sequence[Note]) -> dict[str, Any]:
    return {"L": [{"M": {name: {"S": text} for name, text in note._asdict().items()}} for note in notes]}


def notes_of(attribute: Mapping[str, Any]) -> tuple[Note, ...]:
    return tuple(Note(**{name: entry["M"][name]["S"] for name in Note._fields}) for entry in attribute["L"])
