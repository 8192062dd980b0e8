"""The signature of a document: that it holds, covers the whole file, and whose it is (PAdES, by pyHanko)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lacre.exporting.pdf.signing import signature_of
from lacre.verifying.document_reading import UnreadableError, reading
from lacre.verifying.verdict import Findings

_SIGNS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


class TrustError(ValueError):
    """What the auditor trusts are no certificates."""


@dataclass(frozen=True)
class Trusted:
    """Certificates that the auditor trusts for signatures and for timestamps; None is that none were named."""

    roots: Sequence[Certificate] | None = None
    authority: Sequence[Certificate] | None = None

    @classmethod
    def of(cls, roots: bytes | None, authority: bytes | None) -> "Trusted":
        """Of PEM texts. Raises TrustError."""
        return cls(_certificates("--document-root", roots), _certificates("--timestamp-authority", authority))


@dataclass(frozen=True)
class Signed:
    """Who signed, by the subject of the certificate, and between which places of the file the signature stands.

    `has_timestamp` says whether there is one, `stamped_at` when it is from if it was checked and is trusted.
    """

    by: str
    begin: int
    end: int
    has_timestamp: bool
    stamped_at: datetime | None


def check_signature(
    pdf: PdfFileReader, content: bytes, signed_at: datetime, trusted: Trusted, findings: Findings
) -> Signed:
    """Whether the signature of a document holds.

    Certificates are judged as of the timestamp if that is trusted, else of `signed_at`, which the document states.
    Raises UnreadableError.
    """
    with reading():
        signatures = list(pdf.embedded_signatures)
        if len(signatures) != 1:
            raise UnreadableError(f"it bears {len(signatures)} signatures, and not one")
        signature: EmbeddedPdfSignature = signatures[0]
        status, stamped_at = _judged(signature, signed_at, trusted)
        begin, end = int(signature.byte_range[1]), int(signature.byte_range[2])
        by = str(signature.signer_cert.subject.human_friendly)
        is_alone = not status.intact or content[begin:end] == _room(signature, end - begin)
    _tell(status, trusted, by, findings)
    if not is_alone:
        findings.tampered("the room for the document's signature holds other bytes than the signature")
    return Signed(by, begin, end, status.timestamp_validity is not None, stamped_at)


def _judged(
    signature: EmbeddedPdfSignature, signed_at: datetime, trusted: Trusted
) -> tuple[PdfSignatureStatus, datetime | None]:
    """What is found of a signature, and when it was stamped, if that is trusted."""
    status = _status(signature, signed_at, signed_at, trusted)
    stamp = status.timestamp_validity
    if stamp is None:
        return status, None
    # The token says when it was made, and its certificates have to hold then.
    stamped_at = stamp.timestamp
    status = _status(signature, stamped_at, stamped_at, trusted)
    again = status.timestamp_validity
    if again is not None and again.valid and again.intact and again.trusted:
        return status, stamped_at
    return _status(signature, signed_at, stamped_at, trusted), None


def _status(
    signature: EmbeddedPdfSignature, signed_at: datetime, stamped_at: datetime, trusted: Trusted
) -> PdfSignatureStatus:
    validation = async_validate_pdf_signature(
        signature,
        signer_validation_context=_context(trusted.roots, signed_at),
        ts_validation_context=_context(trusted.authority, stamped_at),
        key_usage_settings=_SIGNS,
        # Every object is compared with what the data give: no difference is a harmless one.
        skip_diff=True,
    )
    return asyncio.run(validation)


def _context(certificates: Sequence[Certificate] | None, moment: datetime) -> ValidationContext:
    # Nothing is asked of anybody: an auditor may be offline, and whoever is asked learns of the document.
    return ValidationContext(trust_roots=list(certificates or ()), moment=moment, allow_fetching=False)


def _certificates(option: str, text: bytes | None) -> list[Certificate] | None:
    if text is None:
        return None
    try:
        found = load_pem_x509_certificates(text)
    except ValueError:
        raise TrustError(f"what {option} names holds no certificates") from None
    return [Certificate.load(one.public_bytes(Encoding.DER)) for one in found]


def _room(signature: EmbeddedPdfSignature, length: int) -> bytes:
    """What stands where the signature is, made again from its parts: much of a CMS signature is signed by nobody."""
    info = signature.signer_info
    own = signature.signer_cert
    above = [one for one in signature.other_embedded_certs if one.dump() != own.dump()]
    chain = b"".join(pem.armor("CERTIFICATE", one.dump()) for one in (own, *above))
    made = signature_of(signature.compute_digest(), _Known(chain, info["signature"].native))
    if info["unsigned_attrs"]:
        made["content"]["signer_infos"][0]["unsigned_attrs"] = info["unsigned_attrs"]
    return b"<%b>" % made.dump().hex().upper().encode().ljust(length - 2, b"0")


@dataclass(frozen=True)
class _Known:
    """`DocumentSigner` that gives the signature that there is."""

    certificate_chain: bytes
    signature: bytes

    def sign(self, message: bytes) -> bytes:  # noqa: ARG002 - what was signed is compared as a whole
        return self.signature


def _tell(status: PdfSignatureStatus, trusted: Trusted, by: str, findings: Findings) -> None:
    if not status.intact:
        findings.tampered("the document was changed after it was signed: its signature is of other bytes")
    if not status.valid:
        findings.tampered("the document's signature is not one of the key in its certificate")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        findings.tampered("something was added to the document after it was signed: the signature does not cover all")
    if trusted.roots is not None and not status.trusted:
        findings.inconclusive(
            f"the document is signed by {by!r}, whose certificate does not lead to --document-root, or was not valid "
            "when the document was signed"
        )
    stamp = status.timestamp_validity
    if stamp is None or trusted.authority is None:
        return
    if not (stamp.valid and stamp.intact):
        findings.tampered("the document's timestamp is not one of its signature")
    elif not stamp.trusted:
        findings.inconclusive("the document's timestamp does not lead to --timestamp-authority")
