"""An Ed25519 key in KMS (key spec ECC_NIST_EDWARDS25519)."""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lacre.aws.kms_key import KmsKey
from lacre.ports.errors import SignerUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class KmsSigner:
    """Signs with ED25519_SHA_512 over the RAW message: pure Ed25519. The PH variant makes no valid notes."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._key = KmsKey(client, key_id)

    @property
    def public_key(self) -> bytes:
        key = self._key.public()
        if not isinstance(key, Ed25519PublicKey):
            raise SignerUnavailableError("KMS: the key is not an Ed25519 key")
        return key.public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, "ED25519_SHA_512")
