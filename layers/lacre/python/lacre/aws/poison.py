"""A stream record that holds no event, on its way into quarantine."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lacre.aws.stream_record import UndecodableRecordError


@dataclass(frozen=True)
class Poison:
    """The record, why it holds no event, and a name that is the same whenever it comes again, and no other's."""

    name: str
    record: Mapping[str, Any]
    reason: str

    @classmethod
    def of(cls, record: Mapping[str, Any], error: UndecodableRecordError) -> "Poison":
        digest = hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()
        sequence = error.sequence if error.sequence.isdecimal() else "0"
        return cls(f"record/{sequence}-{digest[:16]}", record, str(error))
