"""The query function's settings."""

import os
from dataclasses import dataclass

from identity.settings import TokenSettings
from lacre.settings import TrailSettings, read


@dataclass(frozen=True)
class Settings:
    trail: TrailSettings
    token: TokenSettings
    log_table: str
    log_bucket: str
    alerts_table: str
    cases_table: str
    windows_table: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
