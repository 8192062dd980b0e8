"""What a session is used with."""

from dataclasses import dataclass, field

from identity.model.credential import SecretKind
from lacre.recording.change import Change


@dataclass(frozen=True)
class Tokens:
    """An access token and the token of the next refresh, with their lives in seconds."""

    access: str = field(repr=False)
    access_life_s: int
    refresh: str = field(repr=False)
    refresh_life_s: int
    must_change: SecretKind | None


@dataclass(frozen=True)
class SignedIn:
    """Tokens that hold once the change is committed."""

    tokens: Tokens
    change: Change
