"""How things stand with whoever calls, as of this request."""

from dataclasses import dataclass
from typing import Protocol

from identity.model.revocation import Revocation
from identity.model.session import Session
from identity.model.user import User
from lacre.ports.blocks import Block


@dataclass(frozen=True)
class Standing:
    """The session and the user of a token; None for what there is not.

    `revocation` is that of the user's tokens, where another issuer makes them; our own end with their session. `block`
    is the user's last, in force or not.
    """

    session: Session | None
    user: User | None
    revocation: Revocation | None = None
    block: Block | None = None


class StandingReader(Protocol):
    def read(self, session_id: str, user_id: str) -> Standing:
        """All by one consistent read, so that whatever ended or changed is seen. Raises StoreUnavailableError."""
        ...
