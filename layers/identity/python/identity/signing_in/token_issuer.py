"""Issuing access tokens."""

from identity.model.access_token import LIFETIME_S, Claims, compact, public_jwk, signing_input
from identity.model.session import Session
from identity.ports.token_signer import TokenSigner
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy


class TokenIssuer:
    """Signs tokens of one issuer for one audience."""

    def __init__(self, signer: TokenSigner, issuer: str, audience: str, clock: Clock, entropy: Entropy) -> None:
        self._signer = signer
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._entropy = entropy

    def issue(self, session: Session) -> str:
        """An access token for 15 minutes of a session. Raises SignerUnavailableError."""
        now = self._clock.now()
        claims = Claims(
            iss=self._issuer,
            aud=self._audience,
            sub=session.user_id,
            sid=session.id,
            roles=[session.role.value],
            iat=now // 1000,
            exp=now // 1000 + LIFETIME_S,
            jti=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
        )
        signed = signing_input(public_jwk(self._signer.public_key)["kid"], claims)
        return compact(signed, self._signer.sign(signed))
