"""The key of access tokens in KMS (key spec ECC_NIST_P256)."""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from lacre.aws.failures import signer_failures
from lacre.ports.errors import SignerUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_COORDINATE_BYTES = 32


class KmsTokenSigner:
    """`TokenSigner`. Tokens are far below the 4,096 bytes that KMS signs as they are."""

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
            if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
                raise SignerUnavailableError("KMS: the key is not on P-256")
            self._public_key = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return self._public_key

    def sign(self, message: bytes) -> bytes:
        with signer_failures():
            answer = self._client.sign(
                KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        # KMS answers in DER, a token holds the two numbers side by side (RFC 7518, section 3.4).
        numbers = decode_dss_signature(answer["Signature"])
        return b"".join(number.to_bytes(_COORDINATE_BYTES, "big") for number in numbers)
