"""The log's public key in the form that verifiers of C2SP signed notes take (https://c2sp.org/signed-note)."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

ED25519 = b"\x01"


def verifier_key(name: str, public_key: bytes) -> str:
    """`name+key id+key`: the id is the first 4 bytes of SHA-256(name, newline, 0x01, key) in hex, the key is
    base64 of 0x01 and the 32 bytes of the Ed25519 key.
    """
    typed = ED25519 + public_key
    key_id = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(typed).decode()}"


def raw_ed25519(der: bytes) -> bytes:
    """The 32 bytes of a key as KMS GetPublicKey gives it (DER SubjectPublicKeyInfo). Raises TypeError for others."""
    key = load_der_public_key(der)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"this is no Ed25519 key but {type(key).__name__}")
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
