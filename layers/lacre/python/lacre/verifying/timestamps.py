"""Timestamps of a copy (RFC 3161), held offline against the authority's certificates and the checkpoints they stamp."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import (
    Certificate,
    InvalidVersion,
    ObjectIdentifier,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)
from rfc3161_client import TimeStampResponse, VerificationError, Verifier, VerifierBuilder, decode_timestamp_response

from lacre.tlog.timestamp_name import is_timestamp_name, stamped_size
from lacre.tlog.token_signature import check_signature
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings

MAXIMUM_BYTES = 64 * 1024
_SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_LONGEST_CHAIN = 8


@dataclass(frozen=True)
class _Authority:
    """Whom the auditor trusts: the roots among the certificates, and what leads to them through others."""

    roots: Sequence[Certificate]
    others: Sequence[Certificate]
    verifier: Verifier

    def vouches_for(self, certificate: Certificate, enclosed: Sequence[Certificate]) -> bool:
        """Whether a certificate is a root, or was issued by one through those that are given or enclosed."""
        for _ in range(_LONGEST_CHAIN):
            if certificate in self.roots or _issuers(certificate, self.roots):
                return True
            above = _issuers(certificate, [*self.others, *enclosed])
            if not above:
                return False
            certificate = above[0]
        return False


def check_timestamps(
    copy: Copy,
    names: Iterable[str],
    authority_pem: bytes,
    note_of: Callable[[int], bytes | None],
    findings: Findings,
) -> dict[str, str | int | None]:
    """Check each timestamp of a copy; how many hold, and the newest of their times. Raises SourceError.

    `authority_pem` are the certificates that the auditor trusts, a root among them; `note_of` gives the copy's
    checkpoint of a size. A timestamp of an authority that is not among them says nothing; one that contradicts itself
    or its checkpoint is tampering. To have asked for timestamps and found none is no conclusion.
    """
    authority = _authority(authority_pem, findings)
    stamps = list(filter(is_timestamp_name, names))
    if not stamps:
        findings.inconclusive("the copy holds no timestamp")
    times = [_check(copy, one, stamped_size(one), authority, note_of, findings) for one in stamps] if authority else []
    newest = max((time for time in times if time), default=None)
    return {
        "timestamps": sum(time is not None for time in times),
        "newest_timestamp": f"{newest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if newest else None,
    }


def _authority(pem: bytes, findings: Findings) -> _Authority | None:
    try:
        certificates = load_pem_x509_certificates(pem)
    except ValueError:
        # What the auditor brings is not part of the copy: nothing is said of the copy.
        findings.inconclusive("the timestamp authority's certificates cannot be read as PEM")
        return None
    roots = [one for one in certificates if _issuers(one, [one])]
    if not roots:
        findings.inconclusive("no root is among the timestamp authority's certificates")
        return None
    others = [one for one in certificates if one not in roots]
    return _Authority(roots, others, VerifierBuilder(roots=roots, intermediates=others).build())


def _check(
    copy: Copy,
    name: str,
    size: int,
    authority: _Authority,
    note_of: Callable[[int], bytes | None],
    findings: Findings,
) -> datetime | None:
    """The time of a timestamp that holds."""
    note = note_of(size)
    if note is None:
        findings.inconclusive(f"{name}: the checkpoint of size {size} is not in the copy")
        return None
    try:
        response = decode_timestamp_response(copy.read(name, MAXIMUM_BYTES) or b"")
        imprint = response.tst_info.message_imprint
        if (imprint.hash_algorithm, imprint.message) != (_SHA256, hashlib.sha256(note).digest()):
            findings.tampered(f"{name} is not of the checkpoint of size {size}")
        elif not _is_known(response, authority):
            findings.inconclusive(f"{name} is signed by an authority whose certificate was not given")
        else:
            authority.verifier.verify_message(response, note)
            return response.tst_info.gen_time
    except ValueError as error:
        findings.tampered(f"{name} is no timestamp: {error}")
    except VerificationError as error:
        _judge(name, response, error, findings)
    return None


def _judge(name: str, response: TimeStampResponse, error: VerificationError, findings: Findings) -> None:
    """A verifier looks at the chain, its use and its dates first: only a wrong signature says that it was changed."""
    try:
        check_signature(response)
    except (ValueError, LookupError, InvalidVersion) as wrong:
        findings.tampered(f"{name} is no valid timestamp: {wrong}")
    else:
        findings.inconclusive(f"{name} is signed rightly, and its authority's certificates do not hold: {error}")


def _is_known(response: TimeStampResponse, authority: _Authority) -> bool:
    """Whether the certificate that a timestamp says it was signed with is one of the authority's."""
    enclosed = [load_der_x509_certificate(one) for one in response.signed_data.certificates]
    signers = {(one.issuer, one.serial_number) for one in response.signed_data.signer_infos}
    known = [one for one in enclosed if (one.issuer, one.serial_number) in signers]
    return any(authority.vouches_for(one, enclosed) for one in known)


def _issuers(certificate: Certificate, among: Sequence[Certificate]) -> list[Certificate]:
    return [one for one in among if _is_issued(certificate, one)]


def _is_issued(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
