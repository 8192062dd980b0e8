"""The fraud function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import DetectionSettings, read


@dataclass(frozen=True)
class Settings:
    events_table: str
    receipt_key_id: str
    detection: DetectionSettings

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
