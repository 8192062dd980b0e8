"""People come with tokens, machines with API keys."""

from lacre.http.trail import Authenticator, Credentials
from lacre.model.caller import Caller
from lacre.model.refusal import Ground, Refusal


class ByCredential:
    """`Authenticator`: tokens to one, API keys to another."""

    def __init__(self, tokens: Authenticator, keys: Authenticator) -> None:
        self._tokens = tokens
        self._keys = keys

    def authenticate(self, credentials: Credentials) -> Caller:
        """Raises Refusal as the two do, and UNAUTHENTICATED for a caller who presents both."""
        if credentials.api_key is None:
            return self._tokens.authenticate(credentials)
        if credentials.token is not None:
            raise Refusal(Ground.UNAUTHENTICATED, "TWO_CREDENTIALS", "Present a token or an API key, not both.")
        return self._keys.authenticate(credentials)
