"""A snapshot: figures as they were derived once, kept under what they were asked for, and never changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lacre.model import moment
from lacre.model.canonical import JsonObject, encode

_LINES = "items"
"""The one member of a snapshot's values that grows with the portfolio."""


class SnapshotKind(StrEnum):
    MTM = "mtm"
    PL = "pl"
    BASELINE = "baseline"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """`key` is what it was asked for, `values` the figures, `inputs_hash` 64 hexadecimal digits (`hash_of`).

    `created_at` in ms since 1970.
    """

    id: str
    kind: SnapshotKind
    key: str
    values: JsonObject
    inputs_hash: str
    created_at: int

    def shown(self) -> JsonObject:
        """The snapshot as the API shows it."""
        return {**self._beside_values(), "values": self.values}

    def told(self) -> JsonObject:
        """The snapshot as the log shows it: the lines of a portfolio by their number and the hash of all values."""
        values = dict(self.values)
        lines = values.pop(_LINES, None)
        if isinstance(lines, Sequence):
            values["lines"] = len(lines)
        return {**self._beside_values(), "values": values, "values_hash": hash_of(self.values)}

    def _beside_values(self) -> dict[str, str]:
        return {
            "id": self.id,
            "kind": self.kind.value,
            "key": self.key,
            "inputs_hash": self.inputs_hash,
            "created_at": moment.to_text(self.created_at),
        }


def hash_of(value: JsonObject) -> str:
    """SHA-256 over the RFC 8785 bytes, in hexadecimal: equal values, equal hash."""
    return hashlib.sha256(encode(value)).hexdigest()
