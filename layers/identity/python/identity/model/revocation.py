"""Forced logout where another issuer keeps the sessions: which of somebody's tokens are no longer accepted."""

from dataclasses import dataclass

from identity.model.access_token import CLOCKS_APART_S, LONGEST_LIFE_S
from lacre.model import moment
from lacre.model.canonical import JsonObject


@dataclass(frozen=True)
class Revocation:
    """Of the tokens whose `sub` is `user_id`, those whose `iat` (s) is not after `up_to`."""

    user_id: str
    up_to: int

    @classmethod
    def at(cls, user_id: str, now: int) -> "Revocation":
        """Of all that was issued by `now` (ms), also if the issuer's clock is ahead as far as one may be.

        A token that is issued afterwards, in the same second or within what clocks may be apart, is refused too: `iat`
        cannot tell it from one of before.
        """
        return cls(user_id, now // 1000 + CLOCKS_APART_S)

    def covers(self, issued_at: int) -> bool:
        """Whether a token of that user with this `iat` (s) is one of them."""
        return issued_at <= self.up_to

    @property
    def expires_at(self) -> int:
        """When the last of them has expired by itself (s)."""
        return self.up_to + LONGEST_LIFE_S

    def shown(self) -> JsonObject:
        """The revocation as the log may show it."""
        return {"tokens_revoked_up_to": moment.to_text(self.up_to * 1000)}
