"""The export function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import DocumentSettings, LogSettings, read


@dataclass(frozen=True)
class Settings:
    events_table: str
    receipt_key_id: str
    log: LogSettings
    exports_table: str
    exports_bucket: str
    failures_bucket: str
    document: DocumentSettings

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
