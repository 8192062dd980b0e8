"""Refresh tokens: `lcr_refresh_<session>_<family><secret>`, each good for one refresh.

All tokens of a session share 256 random bits, its family: a token that is out of force and still has them was issued
by us and has been used before, whereas one without them was made up, and ends nobody's session.
"""

import hashlib
import re
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from lacre.ports.ambient import Entropy

_BYTES = 32
_FORM = re.compile(r"lcr_refresh_([0-9a-f]{32})_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class RefreshToken:
    session_id: str
    family: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def first(cls, session_id: str, entropy: Entropy) -> "RefreshToken":
        """The first token of a session, whose id is a UUID."""
        return cls(session_id, _random(entropy), _random(entropy))

    def next(self, entropy: Entropy) -> "RefreshToken":
        return RefreshToken(self.session_id, self.family, _random(entropy))

    @property
    def text(self) -> str:
        return f"lcr_refresh_{uuid.UUID(self.session_id).hex}_{self.family}{self.secret}"

    @property
    def family_digest(self) -> str:
        """64 hexadecimal digits."""
        return hashlib.sha256(self.family.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """64 hexadecimal digits, of this token and no other."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_refresh_token(text: str) -> RefreshToken | None:
    """What a text presents as a refresh token; None if it has not the form of one."""
    found = _FORM.fullmatch(text)
    return RefreshToken(str(uuid.UUID(found.group(1))), found.group(2), found.group(3)) if found else None


def _random(entropy: Entropy) -> str:
    return urlsafe_b64encode(entropy.take(_BYTES)).rstrip(b"=").decode()
