"""The hedge function's settings."""

import os
from dataclasses import dataclass

from identity.settings import TokenSettings
from lacre.settings import TrailSettings, read


@dataclass(frozen=True)
class Settings:
    trail: TrailSettings
    token: TokenSettings
    hedge_table: str
    ledger_table: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
