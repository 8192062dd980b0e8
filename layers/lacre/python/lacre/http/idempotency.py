"""Idempotency keys: a request that is sent again with the same key gets the first answer, and is not done again.

Kept for 24 hours per actor, route and key, in the transaction of the action itself. Only answers of what was done are
kept: a refused request is decided anew. The header is that of the IETF draft draft-ietf-httpapi-idempotency-key-header.
Two requests are the same if path and body are, byte by byte.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi.responses import Response

from lacre.http.answer import Answer, json_response
from lacre.model.redaction import Field, Shape, looks_secret
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.ports.answers import KeptAnswer

IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
KEPT_S = 24 * 60 * 60
_LOOKED_AT = 64 * 1024
"""What is longer is taken to hold a secret: a slow digest takes as long for any length, looking for one does not."""

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class IdempotentRequest:
    """A request with a key: the name that its answer is kept under, and what tells it from another.

    `holds_secrets` is set where the body's model has secret fields: their digest must not be open to guessing.
    """

    name: str
    key: str = field(repr=False)
    content: bytes = field(repr=False)
    holds_secrets: bool

    @classmethod
    def of(cls, key: str, actor_id: str, route: str, content: bytes, *, holds_secrets: bool) -> "IdempotentRequest":
        """Raises Refusal INVALID for a key that is none."""
        if not _KEY.fullmatch(key):
            fault = Fault(f"header.{IDEMPOTENCY_HEADER}", "1 to 255 visible ASCII characters.")
            raise Refusal(Ground.INVALID, "IDEMPOTENCY_KEY_INVALID", "This is no idempotency key.", faults=(fault,))
        name = hashlib.sha256("\n".join((actor_id, route, key)).encode()).hexdigest()
        is_secret = holds_secrets or len(content) > _LOOKED_AT or looks_secret(content.decode(errors="replace"))
        return cls(name, key, content, is_secret)

    def require_same(self, kept: KeptAnswer) -> None:
        """Raises Refusal INVALID if the key was used for another request."""
        if not hmac.compare_digest(self._fingerprint(kept.event_id), kept.fingerprint):
            raise Refusal(
                Ground.INVALID, "IDEMPOTENCY_KEY_REUSED", "This idempotency key was used for another request."
            )

    def kept(self, event_id: str, status: int, answer: Answer, now: int) -> KeptAnswer:
        """What is kept of the answer: all but what is shown once. `now` is ms since 1970."""
        expires_at = -(-now // 1000) + KEPT_S
        return KeptAnswer(event_id, self._fingerprint(event_id), status, answer.kept, answer.headers, expires_at)

    def _fingerprint(self, event_id: str) -> str:
        """64 hexadecimal digits.

        Salted with the id of the first answer's event, and with the key itself, which is kept nowhere: where that is
        random, as it should be, nobody who reads the table can try out bodies at all.
        """
        salt = f"{event_id}\n{self.key}".encode()
        if self.holds_secrets:
            return hashlib.scrypt(self.content, salt=salt, n=2**14, r=8, p=1, dklen=32).hex()
        return hmac.digest(salt, self.content, "sha256").hex()


def holds_secrets(shape: Shape) -> bool:
    """Whether a body's model declares a secret field, however deep."""
    return any(
        holds_secrets(declared) if isinstance(declared, Mapping) else declared is Field.SECRET
        for declared in shape.values()
    )


def replayed(kept: KeptAnswer) -> Response:
    """The first answer again."""
    return json_response(kept.body, kept.status, {**kept.headers, REPLAYED_HEADER: "true"})
