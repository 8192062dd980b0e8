"""An Ed25519 key in KMS (key spec ECC_NIST_EDWARDS25519)."""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lacre.aws.failures import signer_failures
from lacre.ports.errors import SignerUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class KmsSigner:
    """Signs with ED25519_SHA_512 over the RAW message: pure Ed25519. The PH variant makes no valid notes."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._client = client
        self._key_id = key_id
        self._public_key: bytes | None = None

    @property
    def public_key(self) -> bytes:
        if self._public_key is None:
            with signer_failures():
                answer = self._client.get_public_key(KeyId=self._key_id)
            key = load_der_public_key(answer["PublicKey"])
            if not isinstance(key, Ed25519PublicKey):
                raise SignerUnavailableError("KMS: the key is not an Ed25519 key")
            self._public_key = key.public_bytes_raw()
        return self._public_key

    def sign(self, message: bytes) -> bytes:
        with signer_failures():
            answer = self._client.sign(
                KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm="ED25519_SHA_512"
            )
        return answer["Signature"]
