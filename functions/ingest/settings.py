"""The ingest function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import TrailSettings, read


@dataclass(frozen=True)
class Settings:
    trail: TrailSettings
    users_table: str
    blocks_table: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
