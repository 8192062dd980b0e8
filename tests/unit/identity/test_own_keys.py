"""The issuer checks its tokens by the key that it signs with."""

import pytest

from identity.authenticating.own_keys import OwnKeys
from identity.model.access_token import public_jwk
from identity.ports.published_keys import KeysUnavailableError
from tests.fakes.token_keys import LocalTokenSigner


def test_what_it_publishes_is_the_signers_key() -> None:
    signer = LocalTokenSigner()
    assert OwnKeys(signer).fetch() == [public_jwk(signer.public_key)]


def test_without_the_signer_there_are_no_keys() -> None:
    signer = LocalTokenSigner()
    signer.is_away = True
    with pytest.raises(KeysUnavailableError):
        OwnKeys(signer).fetch()
