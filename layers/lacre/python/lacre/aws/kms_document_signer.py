"""An RSA key in KMS that signs official documents, and its certificates in an SSM parameter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lacre.aws.kms_key import KmsKey
from lacre.aws.witness_list import ListParameter
from lacre.ports.errors import SignerUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_ssm import SSMClient

LEAST_BITS = 2048


def certificates_in(client: "SSMClient", name: str) -> Callable[[], bytes]:
    """The PEM text of a parameter. Calling it raises StoreUnavailableError."""
    return ListParameter(client, name, str.encode)


class KmsDocumentSigner:
    """`DocumentSigner` with RSASSA_PKCS1_V1_5_SHA_256 over the RAW message."""

    def __init__(self, client: "KMSClient", key_id: str, certificates: Callable[[], bytes]) -> None:
        self._key = KmsKey(client, key_id)
        self._certificates = certificates

    @property
    def certificate_chain(self) -> bytes:
        """Also raises StoreUnavailableError."""
        chain = self._certificates()
        try:
            certified = x509.load_pem_x509_certificates(chain)[0].public_key()
        except ValueError:
            raise SignerUnavailableError("the parameter of the document's certificates holds none") from None
        # A signature under another key's certificate would look valid until somebody checks it.
        if certified != self._rsa():
            raise SignerUnavailableError("the first certificate is not that of the key that signs documents")
        return chain

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, "RSASSA_PKCS1_V1_5_SHA_256")

    def _rsa(self) -> RSAPublicKey:
        key = self._key.public()
        if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
            raise SignerUnavailableError("KMS: the key is not an RSA key of 2048 bits or more")
        return key
