"""Whether a timestamp's signature is that of the certificate which it encloses; whose certificate that is stays open.

The token is CMS SignedData (RFC 5652, section 5) in DER. The verifier of rfc3161-client leads to a root, which the
product has none of: its authority is whichever the auditor trusts later.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, Hash, HashAlgorithm
from cryptography.x509 import (
    Certificate,
    ExtendedKeyUsage,
    ExtensionNotFound,
    ObjectIdentifier,
    load_der_x509_certificate,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import TimeStampResponse

_HASHES: dict[bytes, HashAlgorithm] = {
    bytes.fromhex("608648016503040201"): SHA256(),
    bytes.fromhex("608648016503040202"): SHA384(),
    bytes.fromhex("608648016503040203"): SHA512(),
}
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_TIME_STAMPING: ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
_SET, _ATTRIBUTES = b"\x31", 0xA0


class _Element(NamedTuple):
    """One element of DER; `whole` is `content` with its tag and length."""

    tag: int
    content: bytes
    whole: bytes


def check_signature(response: TimeStampResponse) -> None:
    """Raises ValueError unless an enclosed certificate signed the timestamp.

    Of what the decoder lets through, though it is garbled, LookupError and InvalidVersion too.
    """
    certificate = _signer(response)
    [token] = _inside(response.time_stamp_token())
    [data] = _inside(_inside(token.content)[1].content)
    parts = _inside(data.content)
    stamped = _inside(_inside(parts[2].content)[1].content)[0].content
    _, _, digest, attributes, _, signature, *_ = _inside(_inside(parts[-1].content)[0].content)
    named = _inside(digest.content)[0].content
    algorithm = _HASHES.get(named)
    announced = [_inside(one.content)[0].content for one in _inside(parts[1].content)]
    if algorithm is None or named not in announced or attributes.tag != _ATTRIBUTES:
        raise ValueError("it is signed in a way that is not known here")
    if _digest_in(attributes.content) != _hashed(stamped, algorithm):
        raise ValueError("the signature is for another timestamp")
    # What is signed bears the tag of a set, not the one that it has in the token (RFC 5652, section 5.4).
    _verify(certificate, signature.content, _SET + attributes.whole[1:], algorithm)


def _signer(response: TimeStampResponse) -> Certificate:
    enclosed = [load_der_x509_certificate(one) for one in response.signed_data.certificates]
    signers = [(one.issuer, one.serial_number) for one in response.signed_data.signer_infos]
    found = [one for one in enclosed if [(one.issuer, one.serial_number)] == signers]
    if not found:
        raise ValueError("it encloses no certificate of its one signer")
    return found[0]


def check_use(response: TimeStampResponse) -> None:
    """Raises ValueError unless its certificate was made for stamping and was valid then (RFC 3161, section 2.3)."""
    certificate = _signer(response)
    try:
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    except ExtensionNotFound:
        raise ValueError("its certificate is not one for stamping") from None
    if not usage.critical or _TIME_STAMPING not in usage.value:
        raise ValueError("its certificate is not one for stamping")
    if not certificate.not_valid_before_utc <= response.tst_info.gen_time <= certificate.not_valid_after_utc:
        raise ValueError("its certificate was not valid at that time")


def _verify(certificate: Certificate, signature: bytes, signed: bytes, algorithm: HashAlgorithm) -> None:
    try:
        match certificate.public_key():
            case rsa.RSAPublicKey() as key:
                key.verify(signature, signed, padding.PKCS1v15(), algorithm)
            case ec.EllipticCurvePublicKey() as key:
                key.verify(signature, signed, ec.ECDSA(algorithm))
            case _:
                raise ValueError("it is signed with a key of a kind that is not known here")
    except (InvalidSignature, UnsupportedAlgorithm):
        raise ValueError("the signature is not that of the enclosed certificate") from None


def _digest_in(attributes: bytes) -> bytes | None:
    pairs = (_inside(one.content) for one in _inside(attributes))
    return next((_inside(values.content)[0].content for kind, values in pairs if kind.whole == _MESSAGE_DIGEST), None)


def _hashed(content: bytes, algorithm: HashAlgorithm) -> bytes:
    digest = Hash(algorithm)
    digest.update(content)
    return digest.finalize()


def _inside(content: bytes) -> Sequence[_Element]:
    """The elements that a content consists of."""
    found: list[_Element] = []
    at = 0
    while at < len(content):
        header, length = _length(content, at)
        end = at + header + length
        found.append(_Element(content[at], content[at + header : end], content[at:end]))
        at = end
    return found


def _length(content: bytes, at: int) -> tuple[int, int]:
    """How long an element's tag and length are, and its content."""
    first = content[at + 1]
    if first < 0x80:
        return 2, first
    more = first & 0x7F
    return 2 + more, int.from_bytes(content[at + 2 : at + 2 + more])
