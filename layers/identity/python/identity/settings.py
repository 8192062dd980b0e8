"""Settings of every function that takes access tokens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TokenSettings:
    """Whose tokens are accepted, for whom they must be, where their keys are published, and where sessions are kept."""

    jwt_issuer: str
    jwt_audience: str
    jwks_url: str
    sessions_table: str
