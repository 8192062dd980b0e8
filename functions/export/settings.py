"""The export function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import AthenaSettings, DocumentSettings, LogSettings, read


@dataclass(frozen=True)
class Settings:
    events_table: str
    receipt_key_id: str
    log: LogSettings
    counters_table: str
    exports_table: str
    exports_bucket: str
    failures_bucket: str
    document: DocumentSettings
    athena: AthenaSettings

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
