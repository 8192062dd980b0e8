"""What a user shows to be who it says it is: kept apart from the user, so that nobody reads it by the way."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

PRODUCER_KEY = "producer"
"""The kind of producers' API keys."""


class SecretKind(StrEnum):
    """What a person logs in with."""

    PIN = "PIN"
    PASSWORD = "PASSWORD"  # noqa: S105 - a word for a kind, no secret


@dataclass(frozen=True)
class Credential:
    """Hashes of PIN and password in PHC form, and a producer's key by its digest; None where there is none."""

    user_id: str
    pin_hash: str | None = field(default=None, repr=False)
    password_hash: str | None = field(default=None, repr=False)
    key_digest: str | None = field(default=None, repr=False)
    version: int = 1

    def hash_of(self, kind: SecretKind) -> str | None:
        return self.pin_hash if kind is SecretKind.PIN else self.password_hash

    def with_hash(self, kind: SecretKind, secret_hash: str) -> "Credential":
        """The next version, with another PIN or password."""
        version = self.version + 1
        if kind is SecretKind.PIN:
            return replace(self, pin_hash=secret_hash, version=version)
        return replace(self, password_hash=secret_hash, version=version)

    def with_only(self, kind: SecretKind, secret_hash: str) -> "Credential":
        """The next version, with this PIN or password and no secret of the other kind."""
        return replace(self, pin_hash=None, password_hash=None).with_hash(kind, secret_hash)

    def with_key(self, key_digest: str) -> "Credential":
        """The next version, with another key."""
        return replace(self, key_digest=key_digest, version=self.version + 1)
