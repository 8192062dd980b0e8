"""The sweep function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import read


@dataclass(frozen=True)
class Settings:
    events_table: str
    receipt_key_id: str
    sessions_table: str
    counters_table: str
    outage_queue_url: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
