"""KMS with three keys, as boto3's client answers: moto has no Ed25519."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECEIPT_KEY, TOKEN_KEY, CHECKPOINT_KEY = "receipt", "token", "checkpoint"

_SPKI = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class LocalKms:
    """Takes the parameters that the product sends, and no others."""

    def __init__(self) -> None:
        self.receipt = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"receipt").digest())
        self.checkpoint = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"checkpoint").digest())
        self.token = ec.derive_private_key(
            int.from_bytes(hashlib.sha256(b"token").digest()[:31], "big"), ec.SECP256R1()
        )

    def get_public_key(self, *, KeyId: str) -> dict[str, Any]:  # noqa: N803 - AWS's own name
        if KeyId == TOKEN_KEY:
            return {"PublicKey": self.token.public_key().public_bytes(*_SPKI)}
        key = {RECEIPT_KEY: self.receipt, CHECKPOINT_KEY: self.checkpoint}[KeyId]
        return {"PublicKey": key.public_key().public_bytes(*_SPKI)}

    def sign(self, *, KeyId: str, Message: bytes, MessageType: str, SigningAlgorithm: str) -> dict[str, Any]:  # noqa: N803
        assert MessageType == "RAW"
        assert len(Message) <= 4096, "KMS signs no longer message as it is"
        match KeyId, SigningAlgorithm:
            case "receipt", "ED25519_SHA_512":
                return {"Signature": self.receipt.sign(Message)}
            case "checkpoint", "ED25519_SHA_512":
                return {"Signature": self.checkpoint.sign(Message)}
            case "token", "ECDSA_SHA_256":
                return {"Signature": self.token.sign(Message, ec.ECDSA(SHA256()))}
        raise AssertionError(f"{KeyId} does not sign with {SigningAlgorithm}")
