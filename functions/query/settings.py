"""The query function's settings."""

import os
from dataclasses import dataclass

from identity.settings import TokenSettings
from lacre.settings import TrailSettings, read


@dataclass(frozen=True)
class Settings:
    """`trading_zone` is the IANA name of the zone by whose clocks people trade."""

    trail: TrailSettings
    token: TokenSettings
    log_table: str
    log_bucket: str
    alerts_table: str
    cases_table: str
    windows_table: str
    exports_table: str
    exports_queue_url: str
    exports_bucket: str
    trading_zone: str

    @classmethod
    def from_env(cls) -> "Settings":
        """Raises MissingSettingError."""
        return read(cls, os.environ)
