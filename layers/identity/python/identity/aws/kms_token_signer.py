"""The key of access tokens in KMS (key spec ECC_NIST_P256)."""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lacre.aws.kms_key import KmsKey
from lacre.ports.errors import SignerUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_COORDINATE_BYTES = 32


class KmsTokenSigner:
    """`TokenSigner`. Tokens are far below the 4,096 bytes that KMS signs as they are."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._key = KmsKey(client, key_id)

    @property
    def public_key(self) -> bytes:
        key = self._key.public()
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise SignerUnavailableError("KMS: the key is not on P-256")
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, message: bytes) -> bytes:
        # KMS answers in DER, a token holds the two numbers side by side (RFC 7518, section 3.4).
        numbers = decode_dss_signature(self._key.sign(message, "ECDSA_SHA_256"))
        return b"".join(number.to_bytes(_COORDINATE_BYTES, "big") for number in numbers)
