"""The keys of an issuer that checks its own tokens: it does not call itself for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from identity.model.access_token import public_jwk
from identity.ports.published_keys import KeysUnavailableError
from identity.ports.token_signer import TokenSigner
from lacre.ports.errors import SignerUnavailableError


class OwnKeys:
    """`PublishedKeys` over the key that signs."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def fetch(self) -> Sequence[Mapping[str, Any]]:
        try:
            return [public_jwk(self._signer.public_key)]
        except SignerUnavailableError as error:
            raise KeysUnavailableError(type(error).__name__) from None
