"""The archive function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import LogSettings, read


@dataclass(frozen=True)
class Settings:
    """`checkpoint_key_ids`: of KMS keys, joined by commas; a log that has no leaf yet begins with the first."""

    events_table: str
    receipt_key_id: str
    log: LogSettings
    checkpoint_key_ids: str
    log_origin: str
    failures_bucket: str
    witnesses_parameter: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
