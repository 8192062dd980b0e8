"""The sweep function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import DetectionSettings, LogSettings, read

NO_AUTHORITY = "none"


@dataclass(frozen=True)
class Settings:
    """`timestamp_authority_url` is that of an RFC 3161 authority, or the word none: then nothing is stamped."""

    events_table: str
    receipt_key_id: str
    sessions_table: str
    users_table: str
    counters_table: str
    outage_queue_url: str
    log: LogSettings
    archive_function: str
    timestamp_authority_url: str
    ledger_table: str
    detection: DetectionSettings

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
