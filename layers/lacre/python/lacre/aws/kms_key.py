"""An asymmetric key in KMS, whatever its kind: its public half, asked for once, and signatures over raw messages."""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lacre.aws.failures import signer_failures

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_kms.literals import SigningAlgorithmSpecType


class KmsKey:
    """KMS signs messages of up to 4,096 bytes as they are (RAW)."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._client = client
        self._key_id = key_id
        self._public: PublicKeyTypes | None = None

    def public(self) -> PublicKeyTypes:
        """Raises SignerUnavailableError."""
        if self._public is None:
            with signer_failures():
                answer = self._client.get_public_key(KeyId=self._key_id)
            self._public = load_der_public_key(answer["PublicKey"])
        return self._public

    def sign(self, message: bytes, algorithm: "SigningAlgorithmSpecType") -> bytes:
        """Raises SignerUnavailableError."""
        with signer_failures():
            answer = self._client.sign(
                KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm=algorithm
            )
        return answer["Signature"]
