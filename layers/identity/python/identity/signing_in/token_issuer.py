"""Issuing access tokens."""

from identity.model.access_token import LIFETIME_S, Claims, compact, public_jwk, signing_input
from identity.model.refresh_token import RefreshToken
from identity.model.role import Role
from identity.model.session import Session
from identity.model.user import User
from identity.ports.token_signer import TokenSigner
from identity.signing_in.tokens import Tokens
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

    def tokens(self, session: Session, user: User, refresh: RefreshToken) -> Tokens:
        """Those of a session of a user, who refreshes it next with this one. Raises SignerUnavailableError."""
        now = self._clock.now()
        left_s = session.expires_at - now // 1000
        access = self._issue(session, user.role, now)
        return Tokens(access, min(LIFETIME_S, left_s), refresh.text, left_s, user.must_change)

    def issue(self, session: Session, role: Role) -> str:
        """An access token for 15 minutes of a session, or what is left of it. Raises SignerUnavailableError."""
        return self._issue(session, role, self._clock.now())

    def _issue(self, session: Session, role: Role, now: int) -> str:
        claims = Claims(
            iss=self._issuer,
            aud=self._audience,
            sub=session.user_id,
            sid=session.id,
            roles=[role.value],
            iat=now // 1000,
            exp=min(now // 1000 + LIFETIME_S, session.expires_at),
            jti=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
        )
        signed = signing_input(public_jwk(self._signer.public_key)["kid"], claims)
        return compact(signed, self._signer.sign(signed))
