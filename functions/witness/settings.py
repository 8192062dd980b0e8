"""The witness function's settings."""

import os
from dataclasses import dataclass

from lacre.settings import read


@dataclass(frozen=True)
class Settings:
    witness_table: str
    witness_key_id: str
    witness_name: str
    logs_parameter: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
