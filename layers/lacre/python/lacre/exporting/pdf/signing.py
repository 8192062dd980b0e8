"""The signature of a document: PAdES baseline (ETSI EN 319 142-1), by a key that only signs.

It certifies the document and permits no change after it. Its field is invisible: all that a page shows was drawn before
and follows from the data, and a field without extent needs no appearance, whose fonts PDF/A would judge anew. It is an
increment after the unsigned document, whose bytes it leaves as they are.
"""

import asyncio
import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import pem, tsp
from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lacre.ports.documents import DocumentSigner
from lacre.ports.errors import SignerUnavailableError
from lacre.ports.timestamping import AuthorityUnavailableError, TimestampAuthority

FIELD = "Signature"
RESERVED_BYTES = 16 * 1024
"""Room for the signature, its certificates and a timestamp; always the same, so that all else has its place."""

_DIGEST = "sha256"


@dataclass(frozen=True)
class Prepared:
    """A document with room for its signature, and the digest of all around that room."""

    content: bytes
    digest: bytes
    _filling: Generator[Any, Any, Any]
    _output: BytesIO

    def filled(self, signature: bytes) -> bytes:
        """The document with a CMS signature in it."""
        self._filling.send(signature)
        return self._output.getvalue()


def prepare(unsigned: bytes, signed_at: datetime) -> Prepared:
    """The same for the same arguments."""
    writer = _Increment(unsigned)
    writer.register_extension(ESIC_EXTENSION_1)
    filling = PdfCMSEmbedder().write_cms(FIELD, writer)
    next(filling)
    room = SignatureObject(timestamp=signed_at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * RESERVED_BYTES)
    certifying = SigMDPSetup(md_algorithm=_DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    filling.send(SigObjSetup(sig_placeholder=room, mdp_setup=certifying))
    output = BytesIO()
    prepared, _ = filling.send(SigIOSetup(md_algorithm=_DIGEST, output=output))
    return Prepared(output.getvalue(), prepared.document_digest, filling, output)


def sign(unsigned: bytes, signed_at: datetime, signer: DocumentSigner, authority: TimestampAuthority | None) -> bytes:
    """The signed document. Raises SignerUnavailableError, AuthorityUnavailableError."""
    prepared = prepare(unsigned, signed_at)
    stamper = None if authority is None else _Stamper(authority)
    try:
        signature: bytes = signature_of(prepared.digest, signer, stamper).dump()
    except TimestampRequestError as error:
        raise AuthorityUnavailableError(f"timestamp authority: {error}") from None
    if len(signature) > RESERVED_BYTES:
        raise SignerUnavailableError(f"the signature with its certificates exceeds {RESERVED_BYTES} bytes")
    return prepared.filled(signature)


def signature_of(digest: bytes, signer: DocumentSigner, stamper: TimeStamper | None = None) -> ContentInfo:
    """The CMS signature (RFC 5652) over the digest of a document. Raises SignerUnavailableError."""
    return asyncio.run(_Signer(signer).async_sign(digest, _DIGEST, use_pades=True, timestamper=stamper))


class _Increment(IncrementalPdfFileWriter):
    def __init__(self, unsigned: bytes) -> None:
        super().__init__(BytesIO(unsigned))
        # pyHanko's own is random: the document could not be made again.
        first, _ = self._document_id
        self._document_id = ArrayObject([first, ByteStringObject(hashlib.sha256(unsigned).digest()[:16])])

    def _update_meta(self) -> None:
        """Leaves the metadata as they are: pyHanko would put the clock of this machine into them."""


class _Signer(Signer):
    def __init__(self, signer: DocumentSigner) -> None:
        own, *above = certificates(signer.certificate_chain)
        store = SimpleCertificateStore()
        store.register_multiple(above)
        # A root is worth what its holder knows it by: within the document it would be bytes that nothing signs.
        super().__init__(signing_cert=own, cert_registry=store, embed_roots=False)
        self._key = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Signs what pyHanko made of the document's digest: attributes, some hundred bytes."""
        if digest_algorithm != _DIGEST or dry_run:
            raise SignerUnavailableError(f"the key does not sign with {digest_algorithm}")
        return self._key.sign(data)


class _Stamper(TimeStamper):
    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # pyHanko is typed in part
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = self._authority.answer(req.dump())
        try:
            return tsp.TimeStampResp.load(answer, strict=True)
        except ValueError:
            raise AuthorityUnavailableError("timestamp authority: the answer is no timestamp") from None


def valid_from(signer: DocumentSigner) -> int:
    """Since when the key's own certificate is valid, in ms since 1970. Raises SignerUnavailableError."""
    own, *_ = certificates(signer.certificate_chain)
    return int(own.not_valid_before.timestamp()) * 1000


def certificates(chain: bytes) -> list[Certificate]:
    """The certificates of a PEM text. Raises SignerUnavailableError for anything else."""
    try:
        return [Certificate.load(der, strict=True) for _, _, der in pem.unarmor(chain, multiple=True)]
    except ValueError:
        raise SignerUnavailableError("the certificates of the document's key are none") from None
