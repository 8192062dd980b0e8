"""Settings of every function that takes access tokens."""

from dataclasses import dataclass

from identity.authenticating.algorithm import Algorithm

OWN, OUTSIDE = "own", "outside"


class UnknownSettingError(ValueError):
    """A setting has a value that it does not know: the function refuses to start."""


@dataclass(frozen=True)
class TokenSettings:
    """Whose tokens are accepted, for whom they must be, where their keys are published; sessions, people and blocks.

    `jwt_algorithm` is ES256 or RS256. `jwt_sessions` is `own`, or `outside` where another issuer keeps the sessions.
    Raises UnknownSettingError for another value of these.
    """

    jwt_issuer: str
    jwt_audience: str
    jwks_url: str
    jwt_algorithm: str
    jwt_sessions: str
    sessions_table: str
    users_table: str
    blocks_table: str

    def __post_init__(self) -> None:
        if self.jwt_sessions not in (OWN, OUTSIDE) or self.jwt_algorithm not in set(Algorithm):
            raise UnknownSettingError("JWT_SESSIONS is own or outside, JWT_ALGORITHM is ES256 or RS256")
        if self.jwt_sessions == OWN and self.jwt_algorithm != Algorithm.ES256:
            raise UnknownSettingError("our own tokens are signed by ES256")

    @property
    def are_sessions_outside(self) -> bool:
        return self.jwt_sessions == OUTSIDE
