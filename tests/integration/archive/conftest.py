"""The archive function's handler over moto, with two checkpoint keys and a list of witnesses."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lacre.aws import clients
from tests.fakes.kms import CHECKPOINT_KEY, LocalKms
from tests.integration import handlers
from tests.integration.conftest import Aws
from tests.integration.handlers import WITNESSES, Handler

NEXT_KEY = "next-checkpoint"

Load = Callable[..., Handler]


class TwoCheckpointKeys(LocalKms):
    """The key that the log's own are rotated to, besides."""

    following = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)

    def get_public_key(self, *, KeyId: str) -> dict[str, Any]:  # noqa: N803 - AWS's own name
        if KeyId != NEXT_KEY:
            return super().get_public_key(KeyId=KeyId)
        public = self.following.public_key()
        return {"PublicKey": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)}

    def sign(self, *, KeyId: str, Message: bytes, **algorithm: str) -> dict[str, Any]:  # noqa: N803
        if KeyId != NEXT_KEY:
            return super().sign(KeyId=KeyId, Message=Message, **algorithm)
        return {"Signature": self.following.sign(Message)}


@pytest.fixture
def archive(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads the handler; `keys` are the configured ones in their order, `witnesses` the list's text."""

    def load(keys: str = f"{CHECKPOINT_KEY},{NEXT_KEY}", witnesses: str = "none") -> Handler:
        parameters = boto3.client("ssm")
        parameters.put_parameter(Name=WITNESSES, Value=witnesses, Type="String", Overwrite=True)
        monkeypatch.setitem(handlers.ENVIRONMENT, "CHECKPOINT_KEY_IDS", keys)
        monkeypatch.setattr(clients, "ssm", lambda: parameters)
        monkeypatch.setattr(handlers, "LocalKms", TwoCheckpointKeys)
        return handlers.load("archive", monkeypatch)

    return load
